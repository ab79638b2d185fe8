/**
 * The type of a module instance: what each of its attributes is to TorchScript. Answers to
 * infer_concrete_type_builder in torch/jit/_recursive.py and ConcreteModuleType.
 */
import type { GModule, GValue } from "../../host/objectGraph";
import type { AttributeKind } from "../../trace/log";
import { OwnLimit, ScriptError } from "../errors";
import type { ConstantValue } from "../ir/constant";
import { constantType } from "../ir/ir";
import { constantRepr } from "../schema/constants";
import { typeStr } from "../types/print";
import type { CompiledFunction, Type } from "../types/types";
import { ClassType, InterfaceType, NoneT } from "../types/types";
import { annToType, BadAnnotation, isFinal, annotationFromText, madeToType, type Ann } from "./annotations";
import { Abort, type Compiler } from "./compiler";
import { constantOf } from "./constants";
import { qualifiedName, isRef, type ContainerKind } from "./graphReader";
import { inferType, type Inferred } from "./inferType";
import { isIgnored, memberOf, scriptFunction, type ScriptFunction } from "./functions";

export class ConcreteType {
  readonly submodules = new Map<string, ConcreteType>();
  readonly functions = new Map<string, CompiledFunction>();
  readonly builtins = new Map<string, string>();
  readonly failed = new Map<string, string>();
  readonly ignored = new Set<string>();
  readonly overloads = new Map<string, readonly string[]>();
  /** Methods made for this type, by name. */
  readonly made = new Map<string, ScriptFunction>();
  compiled = false;
  key = "";
  jitType: ClassType | InterfaceType;
  /** `path` of the first instance. */
  path = "";
  constructor(
    /** The class object's index. */
    readonly cls: number, readonly container: ContainerKind, readonly module: GModule, jitType: ClassType | InterfaceType,
  ) { this.jitType = jitType; }
}

const SKIPPED_ATTRIBUTES: ReadonlySet<string> = new Set(["_version", "_parameters", "_buffers", "_non_persistent_buffers_set", "_modules", "_initializing", "dump_patches", "_compiled_call_impl"]);

let identities = 0;
const identityOf = new WeakMap<object, number>();
const identity = (o: object): number => {
  let n = identityOf.get(o);
  if (n === undefined) {
    n = identities++;
    identityOf.set(o, n);
  }
  return n;
};

/** A type as part of a key: classes by identity. */
function typeKey(t: Type): string {
  return t.kind === "Class" || t.kind === "Interface" ? `#${identity(t)}` : t.kind === "List" || t.kind === "Optional" ? `${t.kind}<${typeKey(t.elem)}>` : t.kind === "Tuple" ? `(${t.elems.map(typeKey).join()})` : typeStr(t);
}

/** The class annotations that `getattr(module, "__annotations__")` gives: those of the nearest class that has any. */
function classAnnotations(c: Compiler, m: GModule): ReadonlyMap<string, GValue> {
  const cls = c.py.moduleClass(m);
  for (const b of cls ? c.py.mro(cls) : []) {
    if (b.annotations.length > 0) return c.py.dict(b.annotations);
    // from Python 3.14 on every class answers, if only with nothing
  }
  return new Map();
}

/** The concrete type of a module instance; shared with an earlier instance where torch shares it. */
export function concreteTypeOf(c: Compiler, index: number, path: string): ConcreteType {
  const known = c.moduleTypes.get(index);
  if (known) return known;
  const m = c.py.at(index);
  if (m?.kind !== "module") throw new Abort("not a module");
  const cls = c.py.moduleClass(m);
  const name = cls ? qualifiedName(cls.module, cls.name, cls.overrideQualname) : "__torch__.Module";
  if (m.uninitialized) {
    c.report(new ScriptError("module-not-initialized", null, `'${cls?.name ?? "Module"}' was not initialized: its __init__ does not call super().__init__()`, [], true));
    throw new Abort("not initialized");
  }
  const made = new ConcreteType(m.cls, c.py.containerKind(m), m, new ClassType(name, true));
  made.path = path;
  // a module that contains itself would go on for ever
  c.moduleTypes.set(index, made);
  return c.log.within("concrete-type", name.replace(/^__torch__\./, ""), { path }, (entry) => {
    const key = new Builder(c, made, path).build();
    made.key = key;
    const others = c.concreteTypes.get(m.cls) ?? [];
    const same = others.find((o) => o.key === key);
    if (same) {
      c.moduleTypes.set(index, same);
      entry.status = "shared";
      entry.detail = `shares the type of ${same.path || "the root"}`;
      return same;
    }
    others.push(made);
    c.concreteTypes.set(m.cls, others);
    const unique = c.uniqueName(name);
    if (unique !== name && made.jitType instanceof ClassType) made.jitType = renamed(made.jitType, unique);
    return made;
  });
}

function renamed(type: ClassType, name: string): ClassType {
  const made = new ClassType(name, true);
  made.attributes.push(...type.attributes);
  for (const [k, v] of type.constants) made.constants.set(k, v);
  return made;
}

class Builder {
  private readonly parts: string[] = [];
  private readonly added = new Set<string>();
  private readonly annotations: ReadonlyMap<string, GValue>;
  private readonly ignored: ReadonlySet<string>;

  constructor(private readonly c: Compiler, private readonly type: ConcreteType, private readonly path: string) {
    this.annotations = classAnnotations(c, type.module);
    this.ignored = new Set(c.py.strings(c.py.getattrOfModule(type.module, "__jit_ignored_attributes__")));
    for (const name of this.ignored) type.ignored.add(name);
  }

  private note(name: string, kind: AttributeKind, detail: string): void {
    if (this.c.muted === 0) this.c.log.add("attribute", `self.${name}`, { attribute: kind, detail, status: kind === "failed" ? "skipped" : "ok" });
  }

  private jit(): ClassType {
    if (!(this.type.jitType instanceof ClassType)) throw new Abort("an interface has no builder");
    return this.type.jitType;
  }

  private attribute(name: string, type: Type, kind: "attribute" | "parameter" | "buffer" | "submodule"): void {
    this.jit().attributes.push({ name, type, kind });
    this.parts.push(`${kind}:${name}:${typeKey(type)}`);
  }

  /** Throws Abort after reporting, where torch raises. */
  private infer(name: string, value: GValue): { result: Inferred; inferred: boolean } {
    const annotation = this.annotations.get(name);
    if (annotation !== undefined) {
      const type = this.annotated(name, annotation);
      return { result: { type }, inferred: false };
    }
    const o = this.c.py.object(value);
    if (o?.kind === "instance" && this.c.py.class(o.cls)?.name === "Attribute" && this.c.py.class(o.cls)?.module.startsWith("torch.jit")) {
      const type = this.c.py.get(o.attrs, "type");
      return { result: { type: this.annotated(name, type ?? null) }, inferred: false };
    }
    return { result: inferType(this.c, value), inferred: true };
  }

  private annotated(name: string, annotation: GValue): Type {
    const { c } = this;
    try {
      const type = typeof annotation === "string" ? this.fromText(annotation) : annToType(c, annotation);
      if (type) return type;
    } catch (error) {
      if (!(error instanceof BadAnnotation)) throw error;
    }
    const cls = c.py.class(this.type.cls);
    c.report(new ScriptError("attribute-annotation", null, `the annotation of attribute '${name}' of '${cls?.name ?? "?"}' is not a TorchScript type`, [], true));
    throw new Abort("annotation");
  }

  private fromText(text: string): Type | null {
    const { c } = this;
    const cls = c.py.class(this.type.cls);
    const functions = (cls?.attrs ?? []).flatMap(([, v]) => c.py.functionOf(v) ?? []);
    const lookup = (n: string): GValue | undefined => {
      for (const f of functions) {
        const found = c.py.get(f.globals, n);
        if (found !== undefined) return found;
      }
      return undefined;
    };
    const made: Ann | null | undefined = annotationFromText(text, lookup, (base, n) => memberOf(c, base, n));
    return made === undefined || made === null ? null : madeToType(c, made);
  }

  build(): string {
    const { type } = this;
    const { module } = type;
    this.parts.push(type.container);
    for (const [table, kind] of [[module.parameters, "parameter"], [module.buffers, "buffer"]] as const) {
      for (const [name, value] of table) {
        if (this.ignored.has(name)) continue;
        const { result } = this.infer(name, value);
        if ("type" in result) this.attribute(name, result.type, kind);
        this.added.add(name);
        this.note(name, kind, "type" in result ? typeStr(result.type) : result.failure);
      }
    }
    for (const [name, value] of module.modules) this.submodule(name, value);
    this.constants();
    this.overloads();
    for (const [name, value] of module.attrs) {
      if (SKIPPED_ATTRIBUTES.has(name) || name.startsWith("__") || this.ignored.has(name) || this.added.has(name)) continue;
      this.plain(name, value);
    }
    this.parts.push(JSON.stringify([module.forwardHooks, module.forwardPreHooks]));
    return this.parts.join("\n");
  }

  private submodule(name: string, value: GValue): void {
    const { c, type } = this;
    if (this.ignored.has(name)) return;
    this.added.add(name);
    const path = this.path ? `${this.path}.${name}` : name;
    if (value === null) {
      const { result } = this.infer(name, value);
      this.attribute(name, "type" in result ? result.type : NoneT, "attribute");
      this.note(name, "attribute", "None");
      return;
    }
    const annotation = this.annotations.get(name);
    const o = c.py.object(value);
    if (o?.kind === "scriptmodule") {
      const inner = isRef(o.module) ? concreteTypeOf(c, o.module.o, path) : undefined;
      if (inner) {
        type.submodules.set(name, inner);
        this.attribute(name, inner.jitType, "submodule");
      }
      return;
    }
    if (annotation !== undefined) {
      const annotated = this.annotated(name, annotation);
      if (annotated instanceof InterfaceType) {
        const holder = new ConcreteType(o?.kind === "module" ? o.cls : -1, "none", type.module, annotated);
        type.submodules.set(name, holder);
        this.attribute(name, annotated, "submodule");
        if (isRef(value)) concreteTypeOf(c, value.o, path);
        this.note(name, "submodule", `interface ${annotated.qualname}`);
        return;
      }
    }
    if (!isRef(value) || o?.kind !== "module") return;
    const inner = concreteTypeOf(c, value.o, path);
    type.submodules.set(name, inner);
    this.attribute(name, inner.jitType, "submodule");
  }

  private constants(): void {
    const { c } = this;
    const { module } = this.type;
    const names = new Set(c.py.strings(c.py.getattrOfModule(module, "__constants__")));
    for (const [name, annotation] of this.annotations) if (isFinal(c, annotation)) names.add(name);
    const cls = c.py.moduleClass(module);
    // torch walks a set: the order is not told, so names are taken in theirs
    for (const name of names) {
      if (this.added.has(name)) {
        const what = c.py.get(module.modules, name) !== undefined ? "submodule" : c.py.get(module.buffers, name) !== undefined ? "buffer" : "parameter";
        c.warn("constant-is-not", null, `'${name}' is listed as a constant of ${cls?.name ?? "the module"} but is a ${what}: it stays one`);
        continue;
      }
      const value = c.py.getattrOfModule(module, name);
      if (value === undefined) {
        c.warn("constant-not-set", null, `'${name}' is listed as a constant of ${cls?.name ?? "the module"} but is never set`);
        continue;
      }
      const constant = this.validConstant(name, value);
      this.jit().constants.set(name, constant);
      this.parts.push(`constant:${name}:${constantKey(constant)}`);
      this.added.add(name);
      this.note(name, "constant", constantKey(constant));
    }
  }

  /** Lists become tuples. */
  private validConstant(name: string, value: GValue): ConstantValue {
    const { c } = this;
    const o = c.py.object(value);
    if (o?.kind === "list" || o?.kind === "tuple" || o?.kind === "size") {
      const items = o.items.map((i) => this.validConstant(name, i));
      return { kind: "tuple", type: { kind: "Tuple", elems: items.map(constantType) }, items };
    }
    const constant = o === undefined || o.kind === "torch" || o.kind === "enum" && !c.torch.atLeast(9, 0) ? constantOf(c, value) : undefined;
    if (constant && o?.kind !== "enum") return constant;
    const cls = c.py.moduleClass(this.type.module);
    if (o?.kind === "property") {
      c.report(new OwnLimit(null, `the constant '${name}' of '${cls?.name ?? "?"}' is a property: what it gives is not known without running it`));
      throw new Abort("constant");
    }
    c.report(new ScriptError("invalid-constant", null, `'${name}' of '${cls?.name ?? "?"}' cannot be a constant: numbers, strings, None, dtypes, devices and lists of them can`, [], true));
    throw new Abort("constant");
  }

  private overloads(): void {
    const { c } = this;
    const given = c.py.object(c.py.getattrOfModule(this.type.module, "__overloads__"));
    if (given?.kind === "dict") for (const [k, v] of given.entries) if (typeof k === "string") this.type.overloads.set(k, c.py.strings(v));
    const cls = c.py.moduleClass(this.type.module);
    for (const b of cls ? c.py.mro(cls) : []) {
      for (const [name, v] of b.attrs) {
        const fn = c.py.functionOf(v);
        if (fn?.overloads?.length && !this.type.overloads.has(name)) {
          this.type.overloads.set(name, fn.overloads.map((_, i) => `${name}__${i}`));
        }
      }
    }
    for (const [name, list] of this.type.overloads) this.parts.push(`overload:${name}:${list.join()}`);
  }

  private plain(name: string, value: GValue): void {
    const { c, type } = this;
    const o = c.py.object(value);
    if (o?.kind === "function") {
      const symbol = c.operators.builtinFor([`${o.module}.${o.name}`]);
      if (symbol !== undefined) {
        this.builtin(name, symbol);
        return;
      }
      if (isIgnored(o.modifier) === false && isRef(value)) {
        const fn = scriptFunction(c, value.o, o, { kind: "attribute" });
        const { failed } = c.quietly(() => { if (!fn.isDone) fn.ensureDefined(); });
        if (!failed && fn.result && !fn.result.failed) {
          type.functions.set(name, fn);
          this.parts.push(`function:${name}:${value.o}`);
          this.note(name, "function", fn.qualname);
          return;
        }
      }
      type.failed.set(name, "it is a function that could not be compiled");
      this.note(name, "failed", "a function that could not be compiled");
      return;
    }
    if (o?.kind === "builtin") {
      const symbol = c.operators.builtinFor(o.names);
      if (symbol !== undefined) {
        this.builtin(name, symbol);
        return;
      }
    }
    if (o?.kind === "scriptfunction") {
      const fn = c.py.object(o.func);
      if (fn?.kind === "function" && isRef(o.func)) {
        type.functions.set(name, scriptFunction(c, o.func.o, fn, { kind: "attribute" }));
        this.parts.push(`function:${name}:${o.func.o}`);
        return;
      }
    }
    const { result, inferred } = this.infer(name, value);
    if ("type" in result) {
      this.attribute(name, result.type, "attribute");
      this.note(name, "attribute", typeStr(result.type));
    } else {
      const hint = `${result.failure}${inferred ? "; its type was inferred, an annotation may help" : ""}`;
      type.failed.set(name, hint);
      this.note(name, "failed", hint);
    }
  }

  private builtin(name: string, symbol: string): void {
    this.type.builtins.set(name, symbol);
    this.parts.push(`builtin:${name}:${symbol}`);
    this.note(name, "builtin", symbol);
  }
}

const constantKey = (v: ConstantValue): string => (v.kind === "tuple" ? `(${v.items.map(constantKey).join()})` : `${v.kind}:${constantRepr(v)}`);

/**
 * The type of a module instance: what each of its attributes is to TorchScript. Answers to
 * infer_concrete_type_builder in torch/jit/_recursive.py and ConcreteModuleType.
 */
import type { GClass, GFunction, GModule, GRaised, GValue } from "../../host/objectGraph";
import type { SourceRange } from "../../syntax/source";
import type { AttributeKind } from "../../trace/log";
import { notInstalled, OwnLimit, ScriptError } from "../errors";
import type { ConstantValue } from "../ir/constant";
import { constantType } from "../ir/ir";
import { constantKey } from "../schema/constants";
import { annotationStr, typeStr } from "../types/print";
import type { CompiledFunction, Type } from "../types/types";
import { ClassType, IntT, InterfaceType, NoneT, UnknownT } from "../types/types";
import { annToType, BadAnnotation, isFinal, registeredType } from "./annotations";
import { misfit } from "./cast";
import { annotationPlace, constantPlace } from "./classBody";
import { isTorchs } from "./libraryPlaces";
import { Abort, type Cause, type Compiler } from "./compiler";
import { mixedInto } from "./enums";
import { constantOf } from "./constants";
import { namesOfClass, namesOfTyping, qualifiedName, isRef, saidBy, type ContainerKind } from "./graphReader";
import { inferType, type Inferred } from "./inferType";
import { tracedFunction, tracedType } from "./traced";
import { scriptFunction, type ScriptFunction } from "./functions";
import { isOnlyDeclared, missingImplementation } from "./overloads";
import { knowing, msg, verbatim, type Message } from "../../text/message";

export class ConcreteType {
  readonly submodules = new Map<string, ConcreteType>();
  readonly functions = new Map<string, CompiledFunction>();
  readonly builtins = new Map<string, string>();
  readonly failed = new Map<string, Message>();
  /** Attributes that come from packages that are not there: nothing is known of them. */
  readonly missing = new Set<string>();
  /** Of functions among them: what was wrong. */
  readonly causes = new Map<string, Cause>();
  readonly ignored = new Set<string>();
  readonly overloads = new Map<string, readonly string[]>();
  /** Methods made for this type, by name. */
  readonly made = new Map<string, ScriptFunction>();
  compiled = false;
  /** The methods that it was compiled for, as the log names them. */
  wanted = "";
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

/** Classes of torch.nn.modules.container whose own annotations are text, as their file asks for. */
const TEXT_ANNOTATED: ReadonlySet<string> = new Set(["Sequential", "ModuleList", "ModuleDict"]);

/** The class annotations that torch finds on a module: those of the nearest class that has any. */
export function classAnnotations(c: Compiler, m: GModule): ReadonlyMap<string, GValue> {
  const cls = c.py.moduleClass(m);
  if (cls && c.py.mro(cls).some((b) => b.name === "QuantWrapper" && b.module.startsWith("torch."))) return new Map();
  const classes = cls ? c.py.mro(cls) : [];
  // an instance of a class answers from Python 3.14 on only with annotations that are text, even if nearer classes have others
  const asText = c.torch.atLeast(2, 14) ? classes.find((b) => b.annotationsAreText || b.module === "torch.nn.modules.container" && TEXT_ANNOTATED.has(b.name)) : undefined;
  const found = asText ?? classes.find((b) => b.annotations.length > 0);
  return found ? c.py.dict(found.annotations) : new Map<string, GValue>();
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
    c.report(new ScriptError("module-not-initialized", null, msg`'${cls?.name ?? "Module"}' was not initialized: its __init__ does not call super().__init__()`, [], true));
    throw new Abort("not initialized");
  }
  refuseToGuess(c, cls);
  const made = new ConcreteType(m.cls, c.py.containerKind(m), m, new ClassType(name, true));
  made.path = path;
  // a module that contains itself would go on for ever
  c.moduleTypes.set(index, made);
  const unreadable = c.torch.atLeast(2, 14) && cls ? c.py.mro(cls).find((b) => b.annotations.length > 0 || b.annotationsRaise !== undefined)?.annotationsRaise : undefined;
  if (unreadable) c.report(new ScriptError("annotation", lineRaising(c, unreadable), msg`torch asks Python for the annotations of '${cls?.qualname ?? ""}', which raises ${saidBy(unreadable)}`, [], true));
  return c.log.within("concrete-type", name.replace(/^__torch__\./, ""), { path }, (entry) => {
    const key = new Builder(c, made, path).build();
    made.key = key;
    const others = c.concreteTypes.get(m.cls) ?? [];
    const same = others.find((o) => o.key === key);
    if (same) {
      c.moduleTypes.set(index, same);
      entry.status = "shared";
      entry.detail = same.path ? msg`shares the type of ${same.path}` : msg`shares the type of the root`;
      return same;
    }
    others.push(made);
    c.concreteTypes.set(m.cls, others);
    const unique = c.uniqueName(name);
    if (unique !== name && made.jitType instanceof ClassType) made.jitType = renamed(made.jitType, unique);
    c.typesByName.set(unique, made.jitType);
    return made;
  });
}

/** A base that is not there may bring what torch compiles, and have a forward in the place of a further base's. */
function refuseToGuess(c: Compiler, cls: GClass | undefined): void {
  const classes = cls ? c.py.mro(cls) : [];
  const at = classes.findIndex((b) => b.standsFor !== undefined);
  const missing = classes[at]?.standsFor;
  if (!cls || missing === undefined) return;
  if (cls.module === "lens.finder" || missing === `${cls.module}.${cls.name}`) { c.report(notInstalled(missing, null)); return; }
  const owner = classes.findIndex((b) => c.py.get(b.attrs, "forward") !== undefined);
  const hides = owner > at && !classes[owner]?.module.startsWith("torch.nn.modules.module");
  c.report(new OwnLimit(cls.file === null ? null : lineRaising(c, { file: cls.file, line: cls.line }), hides ? msg`'${cls.name}' derives from '${{ missing }}', which is not installed here and may have a forward of its own`
    : msg`'${cls.name}' derives from '${{ missing }}', which is not installed here: it is taken for a class that adds nothing torch.jit.script compiles or reads, such as properties and exported methods`));
  if (hides) throw new Abort("forward is not known");
}

function renamed(type: ClassType, name: string): ClassType {
  const made = new ClassType(name, true);
  made.attributes.push(...type.attributes);
  for (const [k, v] of type.constants) made.constants.set(k, v);
  return made;
}

/** Fills the type in; `traced`: as torch.jit.trace makes it, with traced submodules. */
export class Builder {
  private readonly parts: string[] = [];
  private readonly added = new Set<string>();
  private readonly annotations: ReadonlyMap<string, GValue>;
  private readonly ignored: ReadonlySet<string>;

  constructor(private readonly c: Compiler, private readonly type: ConcreteType, private readonly path: string, private readonly traced = false) {
    this.annotations = classAnnotations(c, type.module);
    this.ignored = new Set(c.py.strings(c.py.getattrOfModule(type.module, "__jit_ignored_attributes__")));
    for (const name of this.ignored) type.ignored.add(name);
  }

  private note(name: string, kind: AttributeKind, detail: Message): void {
    if (this.c.muted === 0) this.c.log.add("attribute", `self.${name}`, { attribute: kind, detail, status: kind === "failed" ? "skipped" : "ok" });
  }

  private jit(): ClassType {
    if (!(this.type.jitType instanceof ClassType)) throw new Abort("an interface has no builder");
    return this.type.jitType;
  }

  /** torch says no place; `at` finds a better one than the class. */
  private fault(rule: string, message: Message, name?: string, at: typeof annotationPlace = annotationPlace): void {
    const place = name === undefined ? null : at(this.c, this.c.py.moduleClass(this.type.module), name);
    this.c.report(new ScriptError(rule, place && isTorchs(place.file) ? null : place, message, [], true));
  }

  private get className(): string { return this.c.py.class(this.type.cls)?.name ?? "?"; }

  private attribute(name: string, type: Type, kind: "attribute" | "parameter" | "buffer" | "submodule"): void {
    this.jit().attributes.push({ name, type, kind });
    this.parts.push(`${kind}:${name}:${typeKey(type)}`);
  }

  /** Where torch raises, the error is reported and the type is unknown. */
  private infer(name: string, value: GValue): { result: Inferred; inferred: boolean } {
    const annotation = this.annotation(name);
    if (annotation !== undefined) return { result: { type: this.annotated(name, annotation) }, inferred: false };
    const given = jitAttribute(this.c, value);
    if (given) return { result: { type: this.annotated(name, given.type) }, inferred: false };
    const result = inferType(this.c, value);
    if (!("failure" in result) || !result.raises) return { result, inferred: true };
    this.fault("attribute-type", msg`attribute '${name}' of '${this.className}' cannot be scripted: ${result.failure}`);
    return { result: { type: UnknownT }, inferred: true };
  }

  /** The class annotation of an attribute; `Callable[..., Any]` is that of Module.forward and never counts. */
  private annotation(name: string): GValue | undefined {
    const found = this.annotations.get(name);
    const o = found === undefined ? undefined : this.c.py.object(found);
    return o?.kind === "typing" && o.origin === "typing.Callable" && /^(typing\.)?Callable\[\.\.\., (typing\.)?Any\]$/.test(o.repr) ? undefined : found;
  }

  private annotated(name: string, annotation: GValue): Type {
    let type: Type | null = null;
    let why: Message | null = null;
    // text stays text: torch does not resolve it
    if (typeof annotation !== "string") {
      try {
        type = this.c.readAnnotation(() => annotationPlace(this.c, this.c.py.moduleClass(this.type.module), name), () => annToType(this.c, annotation)) ?? registeredType(this.c, annotation);
      } catch (error) {
        if (error instanceof OwnLimit) {
          this.c.report(error);
          return UnknownT;
        }
        if (!(error instanceof BadAnnotation)) throw error;
        why = error.text;
      }
    }
    if (type) return type;
    this.fault("attribute-annotation", typeof annotation === "string"
      ? msg`the annotation of attribute '${{ attribute: name }}' of '${this.className}' is not a TorchScript type: torch does not resolve annotations in quotes (or under 'from __future__ import annotations') in a class body`
      : why ? msg`the annotation of attribute '${{ attribute: name }}' of '${this.className}' is not a TorchScript type: ${why}` : msg`the annotation of attribute '${{ attribute: name }}' of '${this.className}' is not a TorchScript type`, name);
    return UnknownT;
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
        this.note(name, kind, "type" in result ? verbatim(typeStr(result.type)) : result.failure);
      }
    }
    for (const [name, value] of module.modules) this.submodule(name, value);
    if (this.c.py.class(type.cls)?.module === "torch._dynamo.eval_frame") this.fault("library-not-scriptable", msg`the result of torch.compile cannot be scripted${this.path ? msg` (${this.path})` : ""}: script the model itself, before torch.compile or as its _orig_mod`);
    this.constants();
    this.overloads();
    for (const [name, value] of module.attrs) {
      if (SKIPPED_ATTRIBUTES.has(name) || name.startsWith("__") || this.ignored.has(name) || this.added.has(name)) continue;
      this.plain(name, value);
    }
    this.parts.push(JSON.stringify([module.forwardHooks, module.forwardPreHooks]));
    for (const a of this.jit().attributes) {
      if ((a.kind === "parameter" || a.kind === "buffer") && !holdsTensor(a.type)) this.fault("attribute-annotation", msg`the annotation of attribute '${{ attribute: a.name }}' of '${this.className}' does not fit a ${a.kind}: that has type Tensor or Optional[Tensor], not ${annotationStr(a.type)}`, a.name);
    }
    return this.parts.join("\n");
  }

  private submodule(name: string, value: GValue): void {
    const { c, type } = this;
    if (this.ignored.has(name)) return;
    // None is an attribute, which a constant of that name comes on top of
    if (value !== null) this.added.add(name);
    const path = this.path ? `${this.path}.${name}` : name;
    if (value === null) {
      const { result } = this.infer(name, value);
      this.attribute(name, "type" in result ? result.type : NoneT, "attribute");
      this.note(name, "attribute", verbatim("None"));
      return;
    }
    const annotation = this.annotation(name);
    const o = c.py.object(value);
    if (annotation !== undefined && !this.traced) {
      const annotated = this.annotated(name, annotation);
      if (annotated instanceof InterfaceType) {
        if (!annotated.isModule) this.fault("submodule-annotation", msg`submodule '${{ attribute: name }}' of '${this.className}' is annotated with the interface ${annotationStr(annotated)}, which is not one of modules: derive it from nn.Module`, name);
        const holder = new ConcreteType(o?.kind === "module" ? o.cls : -1, "none", type.module, annotated);
        type.submodules.set(name, holder);
        this.attribute(name, annotated, "submodule");
        this.note(name, "submodule", msg`interface ${annotated.qualname}`);
        return;
      }
      if (annotated !== UnknownT) this.fault("submodule-annotation", msg`submodule '${{ attribute: name }}' of '${this.className}' is annotated with a class: only an interface can be named there. Remove the annotation`, name);
    }
    if (o?.kind === "scriptmodule") {
      if (o.traced) {
        const traced = tracedType(c, o.module, o, path);
        type.submodules.set(name, traced);
        this.attribute(name, traced.jitType, "submodule");
        return;
      }
      const inner = isRef(o.module) ? concreteTypeOf(c, o.module.o, path) : undefined;
      if (inner) {
        type.submodules.set(name, inner);
        this.attribute(name, inner.jitType, "submodule");
      }
      return;
    }
    if (!isRef(value) || o?.kind !== "module") return;
    const inner = this.traced ? tracedType(c, value, null, path) : concreteTypeOf(c, value.o, path);
    type.submodules.set(name, inner);
    this.attribute(name, inner.jitType, "submodule");
  }

  private constants(): void {
    const { c } = this;
    const { module } = this.type;
    const listed = c.py.getattrOfModule(module, "__constants__");
    // of a single string torch takes the letters
    const names = new Set(typeof listed === "string" ? listed : c.py.strings(listed));
    for (const [name, annotation] of this.annotations) {
      if (typeof annotation === "string" && !c.torch.atLeast(2, 0)) this.fault("attribute-annotation", msg`the annotation of '${name}' of '${this.className}' is in quotes, which this version of torch cannot take`, name);
      if (isFinal(c, annotation)) names.add(name);
    }
    const cls = c.py.moduleClass(module);
    // torch walks a set: the order is not told, so names are taken in theirs
    for (const name of names) {
      if (this.added.has(name)) {
        const of = cls?.name ?? msg`the module`;
        c.warn("constant-is-not", constantPlace(c, cls, name), c.py.get(module.modules, name) !== undefined ? msg`'${{ attribute: name }}' is listed as a constant of ${of} but is a submodule: it stays one`
          : c.py.get(module.buffers, name) !== undefined ? msg`'${{ attribute: name }}' is listed as a constant of ${of} but is a buffer: it stays one` : msg`'${{ attribute: name }}' is listed as a constant of ${of} but is a parameter: it stays one`);
        continue;
      }
      const value = c.py.getattrOfModule(module, name);
      if (value === undefined) {
        c.warn("constant-not-set", constantPlace(c, cls, name), msg`'${{ attribute: name }}' is listed as a constant of ${cls?.name ?? msg`the module`} but is never set`);
        continue;
      }
      if (c.py.get(module.modules, name) === null) this.fault("invalid-constant", msg`'${{ attribute: name }}' of '${this.className}' is listed as a constant, but is a submodule that is None: it cannot be both. Take it out of the constants`, name, constantPlace);
      const constant = this.validConstant(name, value);
      this.added.add(name);
      if (!constant) {
        this.attribute(name, UnknownT, "attribute");
        continue;
      }
      this.jit().constants.set(name, constant);
      this.parts.push(`constant:${name}:${constantKey(constant)}`);
      this.note(name, "constant", verbatim(constantKey(constant)));
    }
  }

  /** Lists become tuples. Null after an error. */
  private validConstant(name: string, value: GValue): ConstantValue | null {
    const { c } = this;
    const o = c.py.object(value);
    if (o && "items" in o && ["list", "tuple", "size", "namedtuple"].includes(o.kind)) {
      const items: ConstantValue[] = [];
      for (const i of o.items) {
        const item = this.validConstant(name, i);
        if (!item) return null;
        items.push(item);
      }
      return { kind: "tuple", type: { kind: "Tuple", elems: items.map(constantType) }, items };
    }
    if (o?.kind === "property" || o?.kind === "opaque" && o.placeholder) {
      c.report(new OwnLimit(null, msg`the value of the constant '${name}' of '${this.className}' is not known without running the code`));
      return null;
    }
    const isComplex = typeof value === "object" && value !== null && "c" in value;
    const known = !isComplex && (o === undefined || o.kind === "torch" && (["dtype", "device", "layout"].includes(o.type) || o.type === "qscheme" && c.torch.atLeast(2, 7)) || o.kind === "instance" && c.py.get(o.attrs, "__lens_float__") !== undefined);
    const tooLarge = typeof value === "object" && value !== null && "i" in value && misfit(c, value, IntT) !== null;
    if (tooLarge) {
      this.fault("invalid-constant", msg`'${{ attribute: name }}' of '${this.className}' cannot be a constant: it does not fit into 64 bits`, name, constantPlace);
      return null;
    }
    const plain = o?.kind === "enum" && plainEnum(c, o.cls) ? constantOf(c, o.value) : known ? constantOf(c, value) : undefined;
    if (plain) return plain;
    this.fault("invalid-constant", msg`'${{ attribute: name }}' of '${this.className}' cannot be a constant: numbers, strings, None, dtypes, devices and lists of them can`, name, constantPlace);
    return null;
  }

  private overloads(): void {
    const { c } = this;
    this.readProperties();
    // written by hand, they only say which names to try when the method is called: nothing is compiled for them
    const written = c.py.getattrOfModule(this.type.module, "__overloads__");
    const given = c.py.object(written);
    if (given?.kind === "dict") for (const [k, v] of given.entries) if (typeof k === "string") this.type.overloads.set(k, c.py.strings(v));
    if (written !== undefined && given?.kind !== "dict") this.fault("attribute-value", msg`'__overloads__' of '${this.className}' has to be a dict of lists: torch adds to it what @torch.jit._overload_method declares`);
    const cls = c.py.moduleClass(this.type.module);
    const found = new Map<string, readonly string[]>();
    // torch keeps declarations by the name of the class that made them: they do not count for classes derived from it
    const bare: (readonly [string, GFunction])[] = [];
    for (const [name, v] of cls?.attrs ?? []) {
      const fn = c.py.functionOf(v);
      if (fn && isOnlyDeclared(c, fn)) bare.push([name, fn]);
      if (fn?.overloads?.length) found.set(name, fn.overloads.map((_, i) => `${name}__${i}`));
    }
    for (const [, fn] of bare.sort(([a], [b]) => (a < b ? -1 : 1))) c.report(missingImplementation(c, fn));
    for (const [name, list] of [...found].sort(([a], [b]) => (a < b ? -1 : 1))) this.type.overloads.set(name, list);
    for (const [name, list] of this.type.overloads) this.parts.push(`overload:${name}:${list.join()}`);
  }

  /** To find overloads, torch reads every property of the instance; AttributeErrors alone do no harm. */
  private readProperties(): void {
    const { raised } = this.type.module;
    if (raised) this.c.report(new ScriptError("property-raises", lineRaising(this.c, raised), msg`torch.jit.script reads '${raised.property}' of '${this.className}', and that raises ${saidBy(raised)}`, [], true));
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
      if (o.overloads?.length) {
        type.failed.set(name, msg`it is an overloaded function, and only a call of its own name chooses one of its declarations`);
        this.note(name, "failed", msg`an overloaded function`);
        return;
      }
      // an ignored function is compiled, too
      if (isRef(value)) {
        const { value: fn, failed, cause } = c.quietly(() => {
          const made = scriptFunction(c, value.o, o, { kind: "attribute" });
          made.ensureDefined();
          return made;
        });
        if (!failed && fn.result && !fn.result.failed && !fn.broken) {
          type.functions.set(name, fn);
          this.parts.push(`function:${name}:${value.o}`);
          this.note(name, "function", verbatim(fn.qualname));
          return;
        }
        if (cause?.range && !cause.error.noPlace) type.causes.set(name, cause);
      }
      type.failed.set(name, knowing(msg`it is a function that could not be compiled`, { lacks: "function" }));
      this.note(name, "failed", msg`a function that could not be compiled`);
      return;
    }
    if (o?.kind === "builtin" || o?.kind === "class" || o?.kind === "typing") {
      const symbol = c.operators.builtinFor(o.kind === "builtin" ? o.names : o.kind === "class" ? namesOfClass(o) : namesOfTyping(o));
      if (symbol !== undefined) {
        this.builtin(name, symbol);
        return;
      }
    }
    if (o?.kind === "scriptfunction") {
      if (o.traced && isRef(value)) {
        type.functions.set(name, tracedFunction(c, value.o, o));
        this.parts.push(`function:${name}:${value.o}`);
        return;
      }
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
      this.note(name, "attribute", verbatim(typeStr(result.type)));
    } else {
      if (c.py.missing(value) !== null) type.missing.add(name);
      if (o?.kind === "opaque" && o.perhapsModule) c.report(new OwnLimit(null, msg`'${{ attribute: name }}' of '${this.className}' is made by a package that is not here (${o.repr}): if it is a module, it is compiled, too, whether it is called or not`));
      const hint = inferred ? msg`${result.failure}; its type was inferred, an annotation may help` : result.failure;
      type.failed.set(name, hint);
      this.note(name, "failed", hint);
    }
  }

  private builtin(name: string, symbol: string): void {
    this.type.builtins.set(name, symbol);
    this.parts.push(`builtin:${name}:${symbol}`);
    this.note(name, "builtin", verbatim(symbol));
  }
}

/** Types that a parameter or buffer may have. */
const holdsTensor = (t: Type): boolean => t.kind === "Unknown" || t.kind === "Tensor" || t.kind === "NoneType" || (t.kind === "Optional" ? t.elem.kind === "Tensor" : t.kind === "Union" && t.members.some((x) => x.kind === "Tensor"));

/** The line of the user's code that raised. */
export function lineRaising(c: Compiler, { file, line }: Pick<GRaised, "file" | "line">): SourceRange | null {
  const source = c.source(file);
  const [start, end] = [source?.lineStarts[line - 1], source?.lineStarts[line] ?? source?.text.length];
  const text = source?.text.slice(start, end) ?? "";
  return source && start !== undefined ? { file, start: start + text.length - text.trimStart().length, end: start + text.trimEnd().length } : null;
}

/** The value and the type that a `torch.jit.Attribute` (a named tuple) holds. */
function jitAttribute(c: Compiler, v: GValue): { value: GValue; type: GValue } | undefined {
  const o = c.py.object(v);
  const cls = o?.kind === "namedtuple" ? c.py.class(o.cls) : undefined;
  if (o?.kind !== "namedtuple" || cls?.name !== "Attribute" || !cls.module.startsWith("torch.jit")) return undefined;
  const [value = null, type = null] = o.items;
  return { value, type };
}

/** What a `torch.jit.Attribute` holds; anything else is itself. */
export function jitAttributeValue(c: Compiler, v: GValue): GValue {
  const given = jitAttribute(c, v);
  return given ? given.value : v;
}

/** Members of `class E(str, Enum)` are strings to torch. */
function plainEnum(c: Compiler, index: number): boolean {
  const cls = c.py.class(index);
  return cls !== undefined && ["str", "int", "float"].includes(mixedInto(c, cls) ?? "");
}

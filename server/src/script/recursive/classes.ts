/**
 * Script classes, named tuples and interfaces: Python classes as types. Answers to
 * torch/jit/_script.py (_recursive_compile_class), frontend.get_jit_class_def, _dataclass_impls.py.
 */
import type { GClass, GFunction, GObject, GValue } from "../../host/objectGraph";
import type { Expr } from "../../syntax/ast";
import type { SourceRange } from "../../syntax/source";
import { classAtLine } from "../../syntax/walk";
import { noSource, OwnLimit, ScriptError } from "../errors";
import type { Argument, FunctionSchema } from "../schema/functionSchema";
import { tolerantSchemaFromDef } from "../frontend/scriptTypeParser";
import { isSubtypeOf } from "../types/subtype";
import type { TupleType, Type } from "../types/types";
import { ClassType, InterfaceType, TensorT } from "../types/types";
import type { Resolver } from "../sugared/sugaredValue";
import { annToType, BadAnnotation, hasAny } from "./annotations";
import type { Compiler } from "./compiler";
import { constantOf } from "./constants";
import { dataclassMethods } from "./dataclassMethods";
import { ANSWERED_BY_TYPE, qualifiedName } from "./graphReader";
import { libraryClass } from "./libraryClasses";
import { defOf, isDropped, isIgnored, modifierName, reportProblems, resolverOf, ScriptFunction, unwrapped } from "./functions";
import { msg } from "../../text/message";

export interface ScriptClassInfo { readonly type: ClassType; readonly cls: GClass }

export const classNameOf = (cls: GClass): string => qualifiedName(cls.module, cls.name, cls.overrideQualname);

/** Written in C, whatever stands in for it here. */
const inC = (cls: GClass): boolean => /^numpy(\.|$)/.test(cls.module) || /^torch\./.test(cls.module) && /^[A-Z]\w*Tensor$/.test(cls.name);

/** What functools makes of a method: it can be called, and has no code. */
const isCached = (o: GObject | undefined): boolean => o?.kind === "property" && o.cached === true || o?.kind === "opaque" && /^functools\.(_lru_cache_wrapper|partialmethod|singledispatchmethod)$/.test(o.type);

/** torch: can_compile_class. Classes of C, tuples, lists, exceptions and tensors are left to Python. */
export function canCompileClass(c: Compiler, index: number): boolean {
  const cls = c.py.class(index);
  if (!cls || cls.traits.ignored || cls.module === "builtins" || cls.traits.exception || cls.traits.module || inC(cls)) return false;
  if (isIgnored(modifierOfClass(c, cls))) return false;
  if (c.py.mro(cls).some((b) => b.module === "builtins" && ["tuple", "list", "BaseException", "Exception"].includes(b.name) || b.name === "Tensor" && b.module.startsWith("torch"))) return false;
  return cls.attrs.every(([, v]) => {
    const o = c.py.object(v);
    return o?.kind !== "builtin" && !isCached(o);
  }) && (cls.file !== null);
}

function modifierOfClass(c: Compiler, cls: GClass): string | undefined {
  const found = c.py.get(cls.attrs, "_torchscript_modifier");
  return typeof found === "string" ? found : undefined;
}

/** The script class of a Python class, compiled when it is first met; null where torch leaves it to Python. */
export function classTypeOf(c: Compiler, index: number): Type | null {
  const known = c.classes.get(index);
  if (known) return c.isUnfinished(known.type) ? refuseRecursion(known.cls) : known.type;
  const cls = c.py.class(index);
  const library = cls && libraryClass(c, `${cls.module}.${cls.qualname}`);
  if (library) return library;
  return cls && canCompileClass(c, index) ? compileClass(c, index, cls, c.annotationAt) : null;
}

/** torch knows a class by its type only once all its methods are compiled: one that leads back to it is compiled anew, without end. */
function refuseRecursion(cls: GClass): never {
  throw new ScriptError("class-recursion", null, msg`'${cls.name}' is still being compiled where another class or function uses it: torch compiles it again and again until Python's recursion limit. Classes may use each other in one direction only`, [], true);
}

/** `from`: the place that led to it; null for a decorated class. `asked`: torch.jit.script is given the class itself. */
export function compileClass(c: Compiler, index: number, cls: GClass, from: SourceRange | null = null, asked = false): ClassType {
  const known = c.classes.get(index);
  if (known) return known.type;
  const type = new ClassType(c.uniqueName(classNameOf(cls)), false);
  c.classes.set(index, { type, cls });
  c.typesByName.set(type.qualname, type);
  const source = cls.file === null ? undefined : c.source(cls.file);
  const node = source && (classAtLine(source, cls.line, cls.name) ?? classAtLine(source, cls.line));
  c.log.within("class", classNameOf(cls).replace(/^__torch__\./, ""), { range: source && node ? { file: source.path, start: node.start, end: node.end } : null }, (entry) => {
    if (!source || !node) {
      // nothing would be read of it: numbers.Number, abc.ABC
      if (cls.traits.methodless) return;
      c.report(noSource(cls, msg`the source of class '${cls.qualname}' cannot be read, so it cannot be compiled`), from ?? c.here);
      type.unread = true;
      entry.status = "error";
      return;
    }
    if (!cls.traits.scripted && !asked) {
      const hidden = cls.attrs.find(([, v]) => { const f = c.py.object(v)?.kind === "function" ? c.py.functionOf(v) : undefined; return f && f.wrapped === undefined && !f.isLambda && (f.file === null || f.file.startsWith("<")); });
      if (hidden) {
        c.report(new ScriptError("no-source", null, cls.traits.dataclass ? msg`'${hidden[0]}' of class '${cls.qualname}' has no source: decorate the dataclass with @torch.jit.script, then torch writes it itself` : msg`'${hidden[0]}' of class '${cls.qualname}' has no source`, [], true), from ?? c.here);
        type.unread = true;
        entry.status = "error";
        return;
      }
    }
    // a class that is met by the way: torch reads the annotations of all that can be called in it, from their source
    const unreadable = cls.traits.scripted || asked ? undefined : cls.attrs.find(([, v]) => c.py.functionOf(v)?.isLambda === true);
    if (unreadable) c.report(new ScriptError("no-source", null, msg`'${unreadable[0]}' of class '${cls.qualname}' is no def, and torch reads the source of everything in the class that can be called: write it as a method`, [], true), from ?? c.here);
    const methods = methodsOf(c, cls);
    const made = methods.map(([name, fn, isClassMethod]) => new ScriptFunction(c, fn, {
      name, qualname: `${type.qualname}.${name}`, logKind: "method", subject: `${cls.qualname}.${name}`, reason: { kind: "attribute" },
      selfType: type, selfName: type.qualname.split(".").at(-1) ?? cls.name, deferDefaults: true, ...(isClassMethod ? { isClassMethod: true } : {}), names: classResolver(c, fn, cls, type, asked),
    }));
    if (cls.traits.dataclass) {
      const ownClass = (name: string): Type | null => [...c.classes.values()].find((k) => k.cls.name === name && k.cls.module === cls.module)?.type ?? null;
      made.push(...dataclassMethods(c, cls, type, new Set(methods.map((m) => m[0])), ownClass));
      made.sort((a, b) => (a.name < b.name ? -1 : 1));
    }
    // torch makes the definitions of all methods first
    for (const m of made) {
      m.prepare();
      type.methods.set(m.name, m);
    }
    const unused = new Set(c.py.strings(c.py.classAttr(cls, "__jit_unused_properties__")));
    const accessors: ScriptFunction[] = [];
    for (const [name, value] of [...cls.attrs].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const property = c.py.object(value);
      if (property?.kind !== "property" || unused.has(name) || ANSWERED_BY_TYPE.has(name)) continue;
      if (isDropped(c.py.functionOf(property.fget)?.modifier)) continue;
      const accessor = (v: GValue, suffix: string): ScriptFunction | null => {
        const fn = c.py.functionOf(v);
        if (!fn) return null;
        return new ScriptFunction(c, fn, { name: `__${name}_${suffix}`, qualname: `${type.qualname}.__${name}_${suffix}`, logKind: "property", subject: `${cls.qualname}.${name}`, reason: { kind: "property" }, selfType: type, selfName: cls.name, names: classResolver(c, fn, cls, type, asked) }).prepare();
      };
      const getter = accessor(property.fget, "getter");
      const setter = property.fset === null ? null : accessor(property.fset, "setter");
      if (!getter) continue;
      type.properties.set(name, { getter, setter });
      for (const fn of setter ? [getter, setter] : [getter]) {
        type.methods.set(fn.name, fn);
        accessors.push(fn);
      }
    }
    const define = (): void => {
      for (const m of made) m.askDefaults();
      type.methods.get("__init__")?.ensureDefined();
      for (const m of [...accessors, ...type.methods.values()]) m.ensureDefined();
      for (const m of made) m.stitchDefaults();
    };
    const own = (): void => { c.defining(type, define); };
    if (from) c.inFrame({ fn: null, at: from }, own);
    else own();
  });
  return type;
}

/** A class's own methods by name, as `inspect.getmembers` orders them: no static ones, no dropped ones, and none whose function has a name that the class does not have. */
function methodsOf(c: Compiler, cls: GClass): [string, GFunction, boolean][] {
  const out: [string, GFunction, boolean][] = [];
  const names = new Set(cls.attrs.map(([name]) => name));
  for (const [name, value] of cls.attrs) {
    const o = c.py.object(value);
    const fn = o?.kind === "function" ? o : o?.kind === "classmethod" ? c.py.functionOf(o.func) : undefined;
    if (!fn || modifierName(fn.modifier) === "_DROP" || !names.has(fn.name)) continue;
    // what `dataclass` itself wrote has no source; torch makes its own in its place
    if (cls.traits.dataclass && (fn.file === null || fn.file.startsWith("<") || c.source(fn.file) === undefined)) continue;
    out.push([name, fn, o?.kind === "classmethod"]);
  }
  return out.sort((a, b) => (a[0] < b[0] ? -1 : 1));
}

/** Annotations of the methods' parameters and results that are not quoted, by their text as torch writes it. */
function writtenAnnotations(c: Compiler, cls: GClass): Map<string, GValue> {
  const source = cls.file === null ? undefined : c.source(cls.file);
  const node = source && classAtLine(source, cls.line, cls.name);
  const written = new Map<string, GValue>();
  for (const def of node?.body ?? []) {
    if (def.kind !== "FunctionDef") continue;
    const fn = c.py.functionOf(c.py.get(cls.attrs, def.name));
    const add = (name: string, annotation: Expr | null): void => {
      const value = fn && c.py.get(fn.annotations, name);
      if (annotation && typeof value !== "string") written.set(writtenText(annotation) ?? "", value ?? null);
    };
    for (const { arg, annotation } of def.args.args) add(arg, annotation);
    add("return", def.returns);
  }
  return written;
}

/** torch: get_annotation_str. */
function writtenText(e: Expr): string | null {
  const joined = (parts: readonly (string | null)[], all: (texts: readonly string[]) => string): string | null => (parts.every((p) => p !== null) ? all(parts) : null);
  switch (e.kind) {
    case "Name": return e.id;
    case "Attribute": return joined([writtenText(e.value)], ([base]) => `${base}.${e.attr}`);
    case "Subscript": return joined([writtenText(e.value), writtenText(e.slice)], ([base, inner]) => `${base}[${inner}]`);
    case "Tuple": return joined(e.elts.map(writtenText), (texts) => texts.join(", "));
    case "Constant": return e.value.type === "str" ? e.value.value : e.value.type === "None" ? "None" : null;
    default: return null;
  }
}

/** `asked`: of a class that torch.jit.script is given, names are looked up from where that is done. */
export function classResolver(c: Compiler, fn: GFunction, cls: GClass, type: ClassType, asked = false): Resolver {
  const base = resolverOf(c, fn);
  let known: ReadonlyMap<string, GValue> | undefined;
  const written = (): ReadonlyMap<string, GValue> => (known ??= writtenAnnotations(c, cls));
  const met = !cls.traits.scripted && !asked;
  // the names around all methods are thrown together
  let around: readonly Resolver[] | undefined;
  const others = (): readonly Resolver[] => {
    if (around) return around;
    const fns = cls.attrs.flatMap(([, v]) => { const other = c.py.functionOf(v); return other && other !== fn ? [other] : []; }).reverse();
    const inner = unwrapped(c, fn);
    return (around = [...fns, ...(inner !== fn && fns.some((other) => other.file === inner.file) ? [inner] : [])].map((other) => resolverOf(c, other)));
  };
  const first = <T>(of: (resolver: Resolver) => T | null): T | null => {
    let found = of(base);
    for (const other of found === null && met ? others() : []) found ??= of(other);
    return found;
  };
  return {
    // in a class torch looks the whole text up: among the names around, and the annotations of the methods as they are written
    takesText: (text) => /^\s*[\p{L}_][\p{L}\p{N}_]*\s*$/u.test(text) || written().has(text),
    // where the class is decorated, its name means nothing yet
    resolveValue: (name, m, range) => (cls.traits.scripted && name === cls.name ? null : first((r) => r.resolveValue(name, m, range))),
    resolveType: (name, range) => {
      if (name === cls.name) return type;
      try {
        const own = met ? written().get(name) : undefined;
        return first((r) => r.resolveType(name, range)) ?? (own === undefined || own === null ? null : annToType(c, own));
      } catch (error) {
        // a bare container is a name like any other there
        if (error instanceof ScriptError && /^(\w+\.)*(List|Dict|Tuple|Optional)$/.test(name)) return null;
        throw error;
      }
    },
  };
}

/** The text of an annotation that `typing` keeps as a ForwardRef. */
function quotedType(c: Compiler, annotation: GValue | undefined): string | undefined {
  if (typeof annotation === "string") return annotation;
  const o = c.py.object(annotation);
  const text = o?.kind === "typing" && o.origin === "typing.ForwardRef" ? o.args[0] : undefined;
  return typeof text === "string" ? text : undefined;
}

/** `forward`: what an annotation in quotes means; only where torch is led to the class by its bare name, and not by 1.13. */
export function namedTupleTypeOf(c: Compiler, index: number, forward?: (text: string) => Type | null): TupleType | null {
  const cls = c.py.class(index);
  if (!cls?.traits.namedtuple) return null;
  const fields = cls.namedtupleFields ?? [];
  const annotations = new Map([...c.py.mro(cls)].reverse().flatMap((b) => [...b.annotations]));
  const quoted = fields.find((f) => quotedType(c, annotations.get(f)) !== undefined);
  if (quoted !== undefined && (!forward || !c.torch.atLeast(2, 0))) {
    throw new BadAnnotation(msg`the annotation of field '${quoted}' of the NamedTuple ${cls.name} is in quotes (or under 'from __future__ import annotations'), which torch does not resolve here`);
  }
  const known = c.types.get(index);
  if (known) return known.kind === "Tuple" ? known : null;
  const elems: Type[] = [];
  for (const f of fields) {
    const a = annotations.get(f);
    const text = quotedType(c, a);
    const t = a === undefined ? TensorT : text !== undefined ? forward?.(text) ?? null : annToType(c, a);
    if (!t) return null;
    elems.push(t);
  }
  const defaults = fields.map((f) => {
    const found = c.py.get(cls.namedtupleDefaults ?? [], f);
    return found === undefined ? undefined : constantOf(c, found);
  });
  for (const [i, t] of elems.entries()) {
    if (hasAny(t)) throw new BadAnnotation(msg`field '${fields[i] ?? ""}' of the NamedTuple ${cls.name} has a type with Any in it, which a field cannot have`);
  }
  for (const f of fields) {
    const found = c.py.get(cls.namedtupleDefaults ?? [], f);
    if (found !== undefined && c.py.object(found)?.kind === "tensor") throw new BadAnnotation(msg`the default of field '${f}' of the NamedTuple ${cls.name} is a Tensor, which it cannot be`);
  }
  const made: TupleType = { kind: "Tuple", elems, named: { qualname: classNameOf(cls), fields, defaults } };
  const before = [...c.types.values()].find((t): t is TupleType => t.kind === "Tuple" && t.named?.qualname === classNameOf(cls));
  if (before && !isSubtypeOf(before, made)) throw new BadAnnotation(msg`there is another NamedTuple called ${cls.name} in this file, with other fields: rename one of them`);
  const type = before ?? made;
  c.types.set(index, type);
  return type;
}

export function interfaceTypeOf(c: Compiler, index: number): InterfaceType | null {
  const known = c.types.get(index);
  if (known) return known instanceof InterfaceType ? known : null;
  const cls = c.py.class(index);
  if (!cls) return null;
  const type = new InterfaceType(c.uniqueName(classNameOf(cls)), cls.traits.module === true);
  c.types.set(index, type);
  for (const [name, fn] of methodsOf(c, cls)) {
    const built = defOf(c, fn, name, { selfName: cls.name });
    if (!built) continue;
    reportProblems(c, built.built);
    if (built.built.problems.length > 0) continue;
    const { def } = built.built;
    // what follows pass is not looked at, and of what comes before it only that it is no expression
    const before = def.statements.findIndex((s) => s.kind === "Pass");
    if (before < 0 || def.statements.slice(0, before).some((s) => s.kind === "ExprStmt" && s.expr.kind !== "StringLiteral")) {
      c.report(new ScriptError("interface-body", def.range, msg`method '${{ declared: name }}' of an interface may only have 'pass' as its body`));
    }
    if (def.decl.returnType === null) {
      c.report(new ScriptError("interface-body", def.range, msg`method '${name}' of an interface must say what it returns: write '-> None' if that is nothing`));
    }
    const schema: FunctionSchema = tolerantSchemaFromDef(def, resolverOf(c, fn), c.torch, true, (e) => { if (e instanceof ScriptError || e instanceof OwnLimit) c.report(e, def.range); });
    const self: Argument = { name: "self", type, kwargOnly: false };
    type.methods.set(name, { ...schema, name, args: [self, ...schema.args] });
  }
  return type;
}

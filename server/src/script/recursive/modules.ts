/**
 * Compiling a module: which methods, in which order, submodules first. Answers to
 * infer_methods_to_compile and create_script_module_impl in torch/jit/_recursive.py.
 */
import type { GClass, GFunction, GModule, GProperty, GValue } from "../../host/objectGraph";
import type { CompileReason } from "../../trace/log";
import { OwnLimit, ScriptError } from "../errors";
import { annotationStr } from "../types/print";
import { isSubtypeOf } from "../types/subtype";
import { ClassType, InterfaceType, type Type } from "../types/types";
import { ModuleValue } from "../sugared/moduleValue";
import { misfit } from "./cast";
import { checkInit } from "./check";
import { Abort, type Compiler } from "./compiler";
import { classAnnotations, concreteTypeOf, jitAttributeValue, lineRaising, type ConcreteType } from "./concreteType";
import { ANSWERED_BY_TYPE, isRef, saidBy } from "./graphReader";
import { functionFromText, isDropped, isIgnored, modifierName, ScriptFunction, type FunctionOptions } from "./functions";
import { defineHooks, hookStubs, type HookStubs } from "./hooks";
import { msg, type Message } from "../../text/message";

function classNameOf(c: Compiler, type: ConcreteType): string { return c.py.class(type.cls)?.qualname ?? "?"; }

/** A method of a concrete type, not compiled yet. */
export function methodStub(c: Compiler, type: ConcreteType, name: string, fn: GFunction, reason: CompileReason, more: Partial<FunctionOptions> = {}): ScriptFunction {
  const { jitType } = type;
  return new ScriptFunction(c, fn, {
    name, qualname: `${jitType.qualname}.${name}`, logKind: "method", subject: `${classNameOf(c, type)}.${name}`, reason, path: type.path,
    selfType: jitType, self: (value) => new ModuleValue(c, value, type), selfName: "RecursiveScriptModule",
    whence: { type, name, kind: `${reason.kind === "unreached" ? "unreached " : ""}${more.logKind ?? "method"} ${fn.qualname}` }, ...more,
  });
}

/** Makes the method part of the type; a taken name stays with its first owner, as in torch. */
export function addMethod(type: ConcreteType, fn: ScriptFunction): void {
  if (!(type.jitType instanceof ClassType) || type.jitType.methods.has(fn.name)) return;
  type.jitType.methods.set(fn.name, fn);
  type.made.set(fn.name, fn);
}

interface Stubs extends HookStubs { readonly methods: ScriptFunction[]; readonly properties: { name: string; getter: ScriptFunction; setter: ScriptFunction | null }[] }

/** Which methods a module is compiled for: the usual ones, or those of an interface. */
type Wanted = "default" | readonly string[];

function ignoredProperties(c: Compiler, m: GModule): Set<string> {
  const out = new Set(c.py.strings(c.py.getattrOfModule(m, "__jit_ignored_attributes__")));
  const cls = c.py.moduleClass(m);
  for (const b of cls ? c.py.mro(cls) : []) {
    for (const [name, v] of b.attrs) {
      const p = c.py.object(v);
      if (p?.kind === "property" && isIgnored(c.py.modifierOf(p.fget))) out.add(name);
    }
  }
  return out;
}

function stubsOf(c: Compiler, type: ConcreteType, module: GModule, wanted: Wanted): Stubs {
  const cls = c.py.moduleClass(module);
  const skipped = ignoredProperties(c, module);
  const hooks = (): HookStubs => hookStubs(c, module, (fn) => methodStub(c, type, fn.name, fn, { kind: "hook" }, { logKind: "hook" }));
  if (wanted !== "default") {
    c.log.add("methods-to-compile", wanted.join(", ") || "none", { detail: msg`the methods of its interface` });
    return { methods: stubsByName(c, type, module, wanted.map((name) => ({ name, reason: { kind: "export" } }))), properties: propertyStubs(c, type, module), ...hooks() };
  }
  const wants = (methods: readonly { readonly name: string }[]): void => {
    type.wanted = methods.map((n) => n.name).join(", ") || "none";
    c.log.add("methods-to-compile", type.wanted);
  };
  const marked = cls && scriptMethods(c, cls, module);
  if (marked) {
    wants(marked);
    return { methods: marked.map((fn) => methodStub(c, type, fn.name, fn, { kind: "script-method" }, { deferDefaults: true }).prepare()), properties: propertyStubs(c, type, module), hooks: [], preHooks: [] }; // it is compiled when its __init__ ends, and hooks come later
  }
  const initialized = checkInitialized(c, module);
  const names: { name: string; reason: CompileReason }[] = [];
  const forward = c.py.getattrOfModule(module, "forward");
  const forwardFn = c.py.functionOf(forward);
  if (forward !== undefined && !isIgnored(forwardFn?.modifier) && forwardFn?.name !== "_forward_unimplemented") names.push({ name: "forward", reason: { kind: "forward" } });
  const members = new Set<string>(cls ? classMembers(c, cls).exported : []);
  for (const [n, v] of module.attrs) if (isRef(v)) members.add(n);
  const listed = module.listed && new Set(module.listed);
  for (const name of [...members].sort()) {
    if (skipped.has(name) || listed?.has(name) === false || names.some((n) => n.name === name)) continue;
    const value = c.py.getattrOfModule(module, name);
    if (c.py.object(value)?.kind !== "property" && modifierName(c.py.modifierOf(value)) === "EXPORT") names.push({ name, reason: { kind: "export" } });
  }
  wants(names);
  if (module.refused) {
    const raised = module.refused;
    const of = classNameOf(c, type);
    c.report(new ScriptError("property-raises", lineRaising(c, raised), raised.asked === "dir"
      ? msg`torch.jit.script calls dir() on '${of}', and that raises ${saidBy(raised)}` : msg`torch.jit.script sets '__overloads__' on '${of}', and the __setattr__ of that raises ${saidBy(raised)}`, [], true));
  }
  const methods: ScriptFunction[] = [];
  for (const [name, list] of type.overloads) methods.push(...overloadStubs(c, type, name, list));
  methods.push(...stubsByName(c, type, module, names.filter((n) => !type.overloads.has(n.name))));
  // the hook that a lazy module has until its first run is torch's own, and would be gone
  return { methods, properties: propertyStubs(c, type, module), ...(initialized ? hooks() : { hooks: [], preHooks: [] }) };
}

/** Of a module derived from torch.jit.ScriptModule: the methods that its class marks and those that were given to `define`, and no others (ScriptMeta in torch/jit/_script.py). */
function scriptMethods(c: Compiler, cls: GClass, module: GModule): GFunction[] | null {
  if (!c.py.mro(cls).some((b) => b.name === "ScriptModule" && b.module === "torch.jit")) return null;
  const table = c.py.object(c.py.classAttr(cls, "_methods"));
  const marked = table?.kind !== "dict" ? [] : table.entries.flatMap(([, value]) => c.py.functionOf(value) ?? []);
  const defined = module.attrs.flatMap(([, value]) => { const fn = c.py.functionOf(value); return fn && modifierName(fn.modifier) === "EXPORT" ? [fn] : []; });
  return [...marked, ...defined].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function stubsByName(c: Compiler, type: ConcreteType, module: GModule, names: readonly { name: string; reason: CompileReason }[]): ScriptFunction[] {
  return names.flatMap(({ name, reason }) => {
    const value = c.py.getattrOfModule(module, name);
    const fn = c.py.functionOf(value);
    if (fn) return [methodStub(c, type, name, fn, reason, { deferDefaults: true }).prepare()];
    if (value !== undefined && c.py.missing(value) === null) c.report(new ScriptError("method-not-a-function", null, msg`'${name}' of '${classNameOf(c, type)}' is not a plain Python function, so its source cannot be read`, [], true));
    return [];
  });
}

/** Lazy modules need a first run before they can be scripted. */
function checkInitialized(c: Compiler, m: GModule): boolean {
  let initialized = true;
  for (const [table, what] of [[m.parameters, "parameter"], [m.buffers, "buffer"]] as const) {
    for (const [name, v] of table) {
      const o = c.py.object(v);
      const of = c.py.moduleClass(m)?.name ?? "?";
      if (o?.kind !== "tensor" || !o.uninitialized) continue;
      initialized = false;
      c.report(new ScriptError("uninitialized-parameter", null, what === "parameter" ? msg`parameter '${name}' of '${of}' has no shape yet: run the model once before it is scripted` : msg`buffer '${name}' of '${of}' has no shape yet: run the model once before it is scripted`, [], true));
    }
  }
  return initialized;
}

function overloadStubs(c: Compiler, type: ConcreteType, name: string, list: readonly string[]): ScriptFunction[] {
  const implementation = c.py.functionOf(c.py.getattrOfModule(type.module, name));
  const declarations = implementation?.overloads ?? [];
  return list.flatMap((n, i) => {
    const declaration = c.py.functionOf(declarations[i]);
    if (!declaration || !implementation) return [];
    const stub = methodStub(c, type, n, implementation, { kind: "overload" }, { declaration, deferDefaults: true });
    return [stub.prepare()];
  });
}

interface ClassMembers { readonly exported: readonly string[]; readonly properties: readonly (readonly [string, GProperty])[] }
const knownMembers = new WeakMap<GClass, ClassMembers>();

/** What of a class and its bases may be compiled unasked, by name: told apart once for all its instances. */
function classMembers(c: Compiler, cls: GClass): ClassMembers {
  const known = knownMembers.get(cls);
  if (known) return known;
  const found = new Map<string, GValue>();
  for (const b of c.py.mro(cls)) for (const [n, v] of b.attrs) if (!found.has(n)) found.set(n, v);
  const exported = [...found].filter(([, v]) => modifierName(c.py.modifierOf(v)) === "EXPORT").map(([n]) => n);
  const properties = [...found].flatMap(([n, v]) => { const p = c.py.object(v); return p?.kind === "property" && !ANSWERED_BY_TYPE.has(n) ? [[n, p] as const] : []; });
  const made = { exported, properties: properties.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)) };
  knownMembers.set(cls, made);
  return made;
}

function propertyStubs(c: Compiler, type: ConcreteType, module: GModule): Stubs["properties"] {
  const cls = c.py.moduleClass(module);
  const properties = cls ? classMembers(c, cls).properties : [];
  if (properties.length === 0) return [];
  const unused = new Set(c.py.strings(cls ? c.py.classAttr(cls, "__jit_unused_properties__") : undefined));
  const out: Stubs["properties"] = [];
  for (const [name, p] of properties) {
    if (p.cached) continue;
    if (p.fget === null) c.report(new ScriptError("property-without-getter", null, msg`property '${name}' of '${classNameOf(c, type)}' has no getter, which torch needs`, [], true));
    const make = (v: GValue, suffix: string): ScriptFunction | null => {
      const fn = c.py.functionOf(v);
      if (!fn && v !== null) refuseAccessor(c, type, name, v);
      return fn ? methodStub(c, type, `__${name}_${suffix}`, fn, { kind: "property" }, { logKind: "property" }).prepare() : null;
    };
    // an ignored property is compiled all the same; of a skipped one torch still asks for the globals of its getter
    if (unused.has(name) || isDropped(c.py.modifierOf(p.fget))) {
      if (p.fget !== null && !c.py.functionOf(p.fget)) refuseAccessor(c, type, name, p.fget);
      continue;
    }
    const getter = make(p.fget, "getter");
    if (getter) out.push({ name, getter, setter: p.fset === null ? null : make(p.fset, "setter") });
  }
  return out;
}

/** The getter or setter of a property is something that can be called and has no source: a class, a partial, operator.attrgetter. */
function refuseAccessor(c: Compiler, type: ConcreteType, name: string, v: GValue): void {
  const o = c.py.object(v);
  const of = classNameOf(c, type);
  if (o?.kind === "opaque" && o.placeholder) c.report(new OwnLimit(null, msg`the getter or setter of property '${name}' of '${of}' comes from a package that is not installed here`));
  else c.report(new ScriptError("method-not-a-function", null, msg`the getter or setter of property '${name}' of '${of}' is not a plain Python function, so its source cannot be read`, [], true));
}

/** torch asks for each of them by name, in the implementation and in every submodule of it. */
function checkInterfaceMethods(c: Compiler, type: ConcreteType, m: GModule, path: string, names: readonly string[]): void {
  const missing = names.find((name) => c.py.getattrOfModule(m, name) === undefined);
  if (missing === undefined) return;
  c.report(new ScriptError("method-not-a-function", null, msg`'${classNameOf(c, type)}' (${path}) has no method '${missing}': torch asks for the methods of an interface in the module that implements it and in all submodules of that`, [], true));
}

/** Compiles a module and all below it. `index` is the instance's, `type` its own unless Python finds another instance under its name. */
export function compileModule(c: Compiler, index: number, path: string, wanted: Wanted = "default", active: ReadonlySet<number> = new Set(), type: ConcreteType | undefined = c.moduleTypes.get(index)): void {
  const m = c.py.at(index);
  if (m?.kind !== "module" || !type) return;
  if (active.has(index)) {
    c.report(new ScriptError("module-contains-itself", null, msg`module '${path || "root"}' contains itself, directly or through others`, [], true));
    return;
  }
  const inside = new Set(active).add(index);
  if (wanted !== "default") checkInterfaceMethods(c, type, m, path, wanted);
  c.log.within("module", classNameOf(c, type), { path }, (entry) => {
    const again = type.compiled && wanted === "default";
    if (again) {
      c.log.add("methods-to-compile", type.wanted);
      // what the front end refuses of a forward of its own is raised, though the one of the type is taken
      const forward = c.py.get(m.attrs, "forward");
      if (forward !== undefined && !isIgnored(c.py.functionOf(forward)?.modifier)) stubsByName(c, type, m, [{ name: "forward", reason: { kind: "forward" } }]);
    }
    const stubs = again ? undefined : c.quietlyIf(type.compiled, () => stubsOf(c, type, m, wanted));
    checkAttributes(c, m, type);
    for (const [name, value] of m.modules) submodule(c, type, name, value, path ? `${path}.${name}` : name, inside, wanted);
    if (type.compiled || !stubs) {
      entry.status = "shared";
      return;
    }
    type.compiled = true;
    if (type.jitType instanceof ClassType) compileMethods(c, type, type.jitType, stubs);
    containerMethods(c, type, m);
  });
}

function compileMethods(c: Compiler, type: ConcreteType, jitType: ClassType, stubs: Stubs): void {
  for (const p of stubs.properties) {
    jitType.properties.set(p.name, { getter: p.getter, setter: p.setter });
    addMethod(type, p.getter);
    if (p.setter) addMethod(type, p.setter);
  }
  for (const s of stubs.methods) {
    addMethod(type, s);
    if (s.options.deferDefaults) s.askDefaults();
  }
  for (const p of stubs.properties) {
    p.getter.ensureDefined();
    p.setter?.ensureDefined();
  }
  for (const s of stubs.methods) s.ensureDefined();
  // only now do defaults become part of the signatures
  for (const s of stubs.methods) s.stitchDefaults();
  defineHooks(c, jitType, stubs);
}

/** Modules whose values were found to fit the type. */
const fitting = new WeakMap<GModule, Type>();

/** Values are stored in the new module as the types that were made for them (torch: Module.setattr). */
function checkAttributes(c: Compiler, m: GModule, type: ConcreteType): void {
  if (!(type.jitType instanceof ClassType) || fitting.get(m) === type.jitType) return;
  let fits = true;
  for (const a of type.jitType.attributes) {
    if (a.kind === "submodule") continue;
    const value = c.py.getattrOfModule(m, a.name);
    if (value === undefined) {
      if (type.cls !== m.cls) c.report(hidden(c, type, a.name));
      fits = false;
      continue;
    }
    const why = misfit(c, jitAttributeValue(c, value), a.type);
    fits &&= why === null;
    if (why !== null) c.report(new ScriptError("attribute-value", null, msg`attribute '${a.name}' of '${classNameOf(c, type)}' does not fit its type ${annotationStr(a.type)}: ${why}`, [], true));
  }
  if (fits) fitting.set(m, type.jitType);
}

function submodule(c: Compiler, type: ConcreteType, name: string, value: GValue, path: string, inside: ReadonlySet<number>, wanted: Wanted): void {
  const child = c.py.object(value);
  const at = child?.kind === "scriptmodule" ? child.module : value;
  if (!isRef(at) || type.ignored.has(name)) return;
  if (child?.kind === "scriptmodule" && child.frozen) {
    c.report(new ScriptError("attribute-value", null, msg`'${path}' is a frozen module (torch.jit.freeze, optimize_for_inference or optimize_for_mobile): torch cannot script a module around it. Freeze the whole afterwards`, [], true));
    return;
  }
  if (child?.kind === "scriptmodule" && child.traced) return;
  if (hiddenByClass(c, type, name)) return;
  const found = hidingModule(c, type, name);
  const inner = type.submodules.get(name);
  if (found !== undefined && inner) {
    const other = c.py.at(found);
    const lacking = other?.kind === "module" ? [...inner.submodules.keys()].find((n) => c.py.getattrOfModule(other, n) === undefined) : undefined;
    if (lacking !== undefined) {
      c.report(hidden(c, inner, lacking));
      return;
    }
    compileModule(c, found, path, wanted, inside, inner);
    return;
  }
  const holder = type.submodules.get(name)?.jitType;
  if (!(holder instanceof InterfaceType)) {
    // what is below the implementation of an interface is compiled for the same methods
    compileModule(c, at.o, path, child?.kind === "scriptmodule" ? "default" : wanted, inside);
    return;
  }
  if (child?.kind !== "scriptmodule") {
    const m = c.py.at(at.o);
    if (m?.kind === "module") checkInit(c, m, new Set(classAnnotations(c, m).keys()));
  }
  const made = concreteTypeOf(c, at.o, path).jitType;
  compileModule(c, at.o, path, child?.kind === "scriptmodule" ? "default" : [...holder.methods.keys()], inside);
  const whyNot: Message[] = [];
  if (made instanceof ClassType && !isBroken(made) && !isSubtypeOf(made, holder, whyNot)) c.report(new ScriptError("submodule-interface", null, msg`submodule '${path}' does not fit its interface ${annotationStr(holder)}`, whyNot, true));
}

/** Python finds what the class has before it asks the table of submodules; torch wants the module under that name. */
function hiddenByClass(c: Compiler, type: ConcreteType, name: string): boolean {
  const cls = c.py.class(type.cls);
  const found = cls && c.py.getattrOfClass(cls, name);
  const o = c.py.object(found);
  if (found === undefined || o?.kind === "property" || o?.kind === "module" || o?.kind === "opaque") return false;
  if (o?.kind === "scriptmodule" && isRef(o.module) && concreteTypeOf(c, o.module.o, name) === type.submodules.get(name)) return false;
  c.report(new ScriptError("submodule-hidden", null, o?.kind === "function"
    ? msg`submodule '${name}' cannot be reached: the class of its module, '${classNameOf(c, type)}', has a method of that name, which Python finds first. Give the submodule another name`
    : msg`submodule '${name}' cannot be reached: the class of its module, '${classNameOf(c, type)}', has a value of that name, which Python finds first. Give the submodule another name`, [], true));
  return true;
}

const hidden = (c: Compiler, type: ConcreteType, lacking: string): ScriptError =>
  new ScriptError("submodule-hidden", null, msg`the module that Python finds in place of this ${classNameOf(c, type)}, on the class around it, has no '${lacking}'. Give the submodule another name`, [], true);

/** The module that stands on the class under the name of a submodule: Python finds it first, and torch fills the submodule's type from it. */
function hidingModule(c: Compiler, type: ConcreteType, name: string): number | undefined {
  const cls = c.py.class(type.cls);
  const found = cls && c.py.getattrOfClass(cls, name);
  return isRef(found) && c.py.object(found)?.kind === "module" ? found.o : undefined;
}

/** A method that could not be compiled says enough. */
const isBroken = (t: ClassType): boolean => [...t.methods.values()].some((f) => f instanceof ScriptFunction && (f.broken || f.result === null));

/** `__len__` and `__contains__`, which torch defines for containers. */
function containerMethods(c: Compiler, type: ConcreteType, m: GModule): void {
  if (!(type.jitType instanceof ClassType) || type.container !== "list" && type.container !== "dict") return;
  const define = (name: string, text: string): void => {
    if (type.jitType instanceof ClassType && type.jitType.methods.has(name)) return;
    const fn = functionFromText(c, text, name, `<${type.jitType.qualname}.${name}>`, {
      name, qualname: `${type.jitType.qualname}.${name}`, logKind: "method", subject: `${classNameOf(c, type)}.${name}`, reason: { kind: "export" }, path: type.path, whence: { type, name, kind: "container" },
      selfType: type.jitType, self: (value) => new ModuleValue(c, value, type), selfName: "RecursiveScriptModule",
    });
    addMethod(type, fn);
    fn.ensureDefined();
  };
  define("__len__", `def __len__(self):\n    return ${m.modules.length}\n`);
  if (type.container === "dict") {
    const keys = m.modules.map(([k]) => JSON.stringify(k));
    define("__contains__", keys.length > 0 ? `def __contains__(self, key: str):\n    return key in [${keys.join(", ")}]\n` : "def __contains__(self, key: str):\n    return False\n");
  }
}

/** Compiles a method that a lookup met and nothing had asked for before (torch: compile_unbound_method). */
export function compileUnboundMethod(c: Compiler, type: ConcreteType, name: string, fn: GFunction): void {
  c.recorder?.namedMethod(type, name);
  c.recording(null, () => {
    const stub = methodStub(c, type, name, fn, { kind: "called", from: { file: "", start: 0, end: 0 } }).prepare();
    addMethod(type, stub);
    stub.ensureDefined();
  });
}

export function rootModule(c: Compiler, index: number): ConcreteType | null {
  try {
    const make = (): ConcreteType => concreteTypeOf(c, index, "");
    const type = c.turn ? c.turn.types(c, index, make) : make();
    const m = c.py.at(index);
    if (m?.kind === "module") checkInit(c, m, new Set(classAnnotations(c, m).keys()));
    compileModule(c, index, "");
    return type;
  } catch (error) {
    if (error instanceof Abort) return null;
    throw error;
  }
}

/**
 * Compiling a module: which methods, in which order, submodules first. Answers to
 * infer_methods_to_compile and create_script_module_impl in torch/jit/_recursive.py.
 */
import type { GFunction, GModule, GValue } from "../../host/objectGraph";
import type { CompileReason } from "../../trace/log";
import { ScriptError } from "../errors";
import { equals } from "../types/subtype";
import { ClassType, NoneT, tupleOf } from "../types/types";
import { ModuleValue } from "../sugared/moduleValue";
import { Abort, type Compiler } from "./compiler";
import { concreteTypeOf, type ConcreteType } from "./concreteType";
import { isRef } from "./graphReader";
import { functionFromText, isIgnored, modifierName, ScriptFunction, type FunctionOptions } from "./functions";

function classNameOf(c: Compiler, type: ConcreteType): string { return c.py.class(type.cls)?.qualname ?? "?"; }

/** A method of a concrete type, not compiled yet. */
export function methodStub(c: Compiler, type: ConcreteType, name: string, fn: GFunction, reason: CompileReason, more: Partial<FunctionOptions> = {}): ScriptFunction {
  const { jitType } = type;
  return new ScriptFunction(c, fn, {
    name, qualname: `${jitType.qualname}.${name}`, logKind: "method", subject: `${classNameOf(c, type)}.${name}`, reason, path: type.path,
    selfType: jitType, self: (value) => new ModuleValue(c, value, type), selfName: "RecursiveScriptModule", ...more,
  });
}

/** Makes the method part of the type; a taken name stays with its first owner, as in torch. */
export function addMethod(type: ConcreteType, fn: ScriptFunction): void {
  if (!(type.jitType instanceof ClassType) || type.jitType.methods.has(fn.name)) return;
  type.jitType.methods.set(fn.name, fn);
  type.made.set(fn.name, fn);
}

interface Stubs { readonly methods: ScriptFunction[]; readonly properties: { name: string; getter: ScriptFunction; setter: ScriptFunction | null }[]; readonly hooks: ScriptFunction[]; readonly preHooks: ScriptFunction[] }

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

function stubsOf(c: Compiler, type: ConcreteType): Stubs {
  const { module } = type;
  const cls = c.py.moduleClass(module);
  const skipped = ignoredProperties(c, module);
  const names: { name: string; reason: CompileReason }[] = [];
  const forward = c.py.getattrOfModule(module, "forward");
  const forwardFn = c.py.functionOf(forward);
  if (forwardFn && !isIgnored(forwardFn.modifier) && forwardFn.name !== "_forward_unimplemented") names.push({ name: "forward", reason: { kind: "forward" } });
  const members = new Set<string>(module.attrs.map(([n]) => n));
  for (const b of cls ? c.py.mro(cls) : []) for (const [n] of b.attrs) members.add(n);
  for (const name of [...members].sort()) {
    if (skipped.has(name) || names.some((n) => n.name === name)) continue;
    const value = c.py.getattrOfModule(module, name);
    if (c.py.object(value)?.kind !== "property" && modifierName(c.py.modifierOf(value)) === "EXPORT") names.push({ name, reason: { kind: "export" } });
  }
  c.log.add("methods-to-compile", names.map((n) => n.name).join(", ") || "none");
  const methods: ScriptFunction[] = [];
  for (const [name, list] of type.overloads) methods.push(...overloadStubs(c, type, name, list));
  for (const { name, reason } of names) {
    if (type.overloads.has(name)) continue;
    const fn = c.py.functionOf(c.py.getattrOfModule(module, name));
    if (fn) methods.push(methodStub(c, type, name, fn, reason).prepare());
  }
  return { methods, properties: propertyStubs(c, type, skipped), ...hookStubs(c, type) };
}

function overloadStubs(c: Compiler, type: ConcreteType, name: string, list: readonly string[]): ScriptFunction[] {
  const implementation = c.py.functionOf(c.py.getattrOfModule(type.module, name));
  const declarations = implementation?.overloads ?? [];
  if (declarations.length === 0) {
    return list.flatMap((n) => {
      const fn = c.py.functionOf(c.py.getattrOfModule(type.module, n));
      return fn ? [methodStub(c, type, n, fn, { kind: "overload" }).prepare()] : [];
    });
  }
  return list.flatMap((n, i) => {
    const declaration = c.py.functionOf(declarations[i]);
    if (!declaration || !implementation) return [];
    const stub = methodStub(c, type, n, implementation, { kind: "overload" }, { declaration });
    return [stub.prepare()];
  });
}

function propertyStubs(c: Compiler, type: ConcreteType, skipped: ReadonlySet<string>): Stubs["properties"] {
  const cls = c.py.class(type.cls);
  const unused = new Set(c.py.strings(cls ? c.py.classAttr(cls, "__jit_unused_properties__") : undefined));
  const found = new Map<string, GValue>();
  for (const b of cls ? c.py.mro(cls) : []) for (const [n, v] of b.attrs) if (!found.has(n)) found.set(n, v);
  const out: Stubs["properties"] = [];
  for (const name of [...found.keys()].sort()) {
    const p = c.py.object(found.get(name));
    if (p?.kind !== "property" || p.cached || unused.has(name) || isIgnored(c.py.modifierOf(p.fget))) continue;
    void skipped;
    const make = (v: GValue, suffix: string): ScriptFunction | null => {
      const fn = c.py.functionOf(v);
      return fn ? methodStub(c, type, `__${name}_${suffix}`, fn, { kind: "property" }, { logKind: "property" }).prepare() : null;
    };
    const getter = make(p.fget, "getter");
    if (getter) out.push({ name, getter, setter: p.fset === null ? null : make(p.fset, "setter") });
  }
  return out;
}

function hookStubs(c: Compiler, type: ConcreteType): Pick<Stubs, "hooks" | "preHooks"> {
  const make = (list: readonly GValue[]): ScriptFunction[] => {
    const seen = new Map<string, GFunction>();
    return list.flatMap((h) => {
      const fn = c.py.functionOf(h);
      if (!fn) {
        c.report(new ScriptError("hook-not-a-function", null, "a hook of this module is not a plain function: torch cannot compile it", [], true));
        return [];
      }
      const other = seen.get(fn.name);
      if (other && other !== fn) {
        c.report(new ScriptError("hook-name", null, `two hooks of the module have the same name '${fn.name}'`, [], true));
        return [];
      }
      seen.set(fn.name, fn);
      return [methodStub(c, type, fn.name, fn, { kind: "hook" }, { logKind: "hook" }).prepare()];
    });
  };
  return { hooks: make(type.module.forwardHooks), preHooks: make(type.module.forwardPreHooks) };
}

/** Compiles a module and all below it. `index` is the instance's. */
export function compileModule(c: Compiler, index: number, path: string, active: ReadonlySet<number> = new Set()): void {
  const m = c.py.at(index);
  const type = c.moduleTypes.get(index);
  if (m?.kind !== "module" || !type) return;
  if (active.has(index)) {
    c.report(new ScriptError("module-contains-itself", null, `module '${path || "root"}' contains itself`, [], true));
    return;
  }
  const inside = new Set(active).add(index);
  c.log.within("module", classNameOf(c, type), { path }, (entry) => {
    const stubs = c.quietlyIf(type.compiled, () => stubsOf(c, type));
    for (const [name, value] of m.modules) {
      const child = c.py.object(value);
      const at = child?.kind === "scriptmodule" ? child.module : value;
      if (isRef(at) && !type.ignored.has(name)) compileModule(c, at.o, path ? `${path}.${name}` : name, inside);
    }
    if (type.compiled) {
      entry.status = "shared";
      return;
    }
    type.compiled = true;
    const { jitType } = type;
    if (!(jitType instanceof ClassType)) return;
    for (const p of stubs.properties) {
      jitType.properties.set(p.name, { getter: p.getter, setter: p.setter });
      addMethod(type, p.getter);
      if (p.setter) addMethod(type, p.setter);
    }
    for (const s of stubs.methods) addMethod(type, s);
    for (const p of stubs.properties) {
      p.getter.ensureDefined();
      p.setter?.ensureDefined();
    }
    for (const s of stubs.methods) s.ensureDefined();
    defineHooks(c, type, jitType, stubs);
    containerMethods(c, type, m);
  });
}

function defineHooks(c: Compiler, type: ConcreteType, jitType: ClassType, stubs: Stubs): void {
  for (const h of stubs.hooks) jitType.hooks.push(h);
  for (const h of stubs.preHooks) jitType.preHooks.push(h);
  for (const h of [...stubs.preHooks, ...stubs.hooks]) {
    h.ensureDefined();
    checkHook(c, jitType, h, stubs.preHooks.includes(h));
  }
}

/** A hook's signature has to fit forward's exactly (torch: checkForwardHookInputArguments). */
function checkHook(c: Compiler, jitType: ClassType, hook: ScriptFunction, pre: boolean): void {
  const forward = jitType.methods.get("forward")?.schema();
  const own = hook.schema();
  const wanted = pre ? 2 : 3;
  const bad = (message: string): void => { c.report(new ScriptError("hook-signature", null, `hook '${hook.name}': ${message}`, [], true)); };
  if (own.args.length !== wanted) {
    bad(`it takes ${own.args.length} parameters; a ${pre ? "pre-" : ""}hook takes ${wanted}: ${pre ? "self and input" : "self, input and output"}`);
    return;
  }
  if (!forward || !hook.result || hook.result.failed) return;
  const input = tupleOf(forward.args.slice(1).map((a) => a.type));
  const given = own.args[1]?.type;
  if (given && given.kind !== "Unknown" && !equals(given, input)) {
    bad("its input parameter must be annotated as the Tuple of forward's parameter types");
    return;
  }
  const output = own.args[2]?.type;
  const result = forward.returns[0]?.type ?? NoneT;
  if (!pre && output && output.kind !== "Unknown" && result.kind !== "Unknown" && !equals(output, result)) bad("its output parameter must have the type that forward returns");
}

/** `__len__` and `__contains__`, which torch defines for containers. */
function containerMethods(c: Compiler, type: ConcreteType, m: GModule): void {
  if (!(type.jitType instanceof ClassType) || type.container !== "list" && type.container !== "dict") return;
  const define = (name: string, text: string): void => {
    if (type.jitType instanceof ClassType && type.jitType.methods.has(name)) return;
    const fn = functionFromText(c, text, name, `<${type.jitType.qualname}.${name}>`, {
      name, qualname: `${type.jitType.qualname}.${name}`, logKind: "method", subject: `${classNameOf(c, type)}.${name}`, reason: { kind: "export" }, path: type.path,
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
  const stub = methodStub(c, type, name, fn, { kind: "called", from: { file: "", start: 0, end: 0 } }).prepare();
  addMethod(type, stub);
  stub.ensureDefined();
}

export function rootModule(c: Compiler, index: number): ConcreteType | null {
  try {
    const type = concreteTypeOf(c, index, "");
    compileModule(c, index, "");
    return type;
  } catch (error) {
    if (error instanceof Abort) return null;
    throw error;
  }
}

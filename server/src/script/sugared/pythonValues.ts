/**
 * Python objects as values: what a global or closed-over name, or a member of a Python module, is to
 * the emitter. Answers to toSugaredValue, PythonValue, PythonModuleValue, PythonClassValue,
 * BooleanDispatchValue ... in torch/csrc/jit/python/python_sugared_value.cpp.
 */
import type { GClass, GFunction, GPyModule, GValue } from "../../host/objectGraph";
import { lastName } from "../../syntax/names";
import type { SourceRange } from "../../syntax/source";
import { FollowsFromUnknown, notInstalled, OwnLimit, ScriptError } from "../errors";
import type { Value } from "../ir/ir";
import type { Argument, FunctionSchema } from "../schema/functionSchema";
import { callableSignature, isDeviceTensor } from "./pythonCallables";
import { matchSchema } from "../schema/schemaMatching";
import { toConstant } from "../schema/constants";
import type { Compiler } from "../recursive/compiler";
import { BadAnnotation, registeredType } from "../recursive/annotations";
import { canCompileClass, compileClass, interfaceTypeOf, namedTupleTypeOf } from "../recursive/classes";
import { enumAmiss, enumTypeOf } from "../recursive/enums";
import { constantOf } from "../recursive/constants";
import { findNode, functionFromText, isDropped, isIgnored, scriptFunction, type ScriptFunction } from "../recursive/functions";
import { isRef, namesOfClass } from "../recursive/graphReader";
import { libraryClass } from "../recursive/libraryClasses";
import { isTorchs } from "../recursive/libraryPlaces";
import { functionOverloads, isOnlyDeclared, missingImplementation } from "../recursive/overloads";
import { tracedFunction, untold } from "../recursive/traced";
import type { Type } from "../types/types";
import { NoneT, TensorT, tupleOf } from "../types/types";
import { BuiltinFunction, CheckFunction, LegacyTensorConstructor, PythonExceptionValue, SliceValue, SpecialFormValue } from "./builtins";
import { ClassValue, FunctionValue, NamedTupleConstructor, SugaredEnumClass } from "./classes";
import { callIntoPython } from "./ignoredBlock";
import { SimpleValue } from "./simpleValue";
import type { EmitContext, NamedValue } from "./sugaredValue";
import { SugaredValue } from "./sugaredValue";
import { constInt, constStr, createUninitialized, fail, insertTuple, matchContext, named } from "./support";
import { knowing, msg, type Message } from "../../text/message";

const SPECIAL: Readonly<Record<string, () => SugaredValue>> = {
  "torch.jit.annotate": () => new SpecialFormValue("prim::annotate"),
  "torch.jit.fork": () => new SpecialFormValue("prim::fork"),
  "torch.jit._fork": () => new SpecialFormValue("prim::fork"),
  "torch.jit._awaitable": () => new SpecialFormValue("prim::awaitable"),
  "torch.jit.isinstance": () => new SpecialFormValue("prim::isinstance"),
  "torch.jit.wait": () => new BuiltinFunction("aten::wait"),
  "torch.jit._wait": () => new BuiltinFunction("aten::wait"),
  "torch.jit._awaitable_wait": () => new BuiltinFunction("prim::awaitable_wait"),
  "torch.jit._awaitable_nowait": () => new BuiltinFunction("prim::awaitable_nowait"),
  "torch.jit.is_scripting": () => new BuiltinFunction("aten::is_scripting"),
  "torch.jit._unwrap_optional": () => new BuiltinFunction("aten::_unwrap_optional"),
  "torch.distributed.rpc.api.rpc_async": () => new SpecialFormValue("prim::rpc_async"),
  "torch.distributed.rpc.api.rpc_sync": () => new SpecialFormValue("prim::rpc_sync"),
  "torch.distributed.rpc.api.remote": () => new SpecialFormValue("prim::rpc_remote"),
};
const LEGACY: Readonly<Record<string, string>> = {
  BoolTensor: "bool", LongTensor: "int64", ByteTensor: "uint8", CharTensor: "int8", DoubleTensor: "float64", FloatTensor: "float32", IntTensor: "int32", ShortTensor: "int16", HalfTensor: "float16",
};

/** As torch desugars a Python object; `isConstant` for members of Python modules, whose plain values count as constants. */
export function toSugaredValue(c: Compiler, v: GValue, m: EmitContext, range: SourceRange, isConstant = false): SugaredValue {
  const o = c.py.object(v);
  if (isConstant) {
    // a str with comparisons of its own
    if (o?.kind === "opaque" && o.type.endsWith("TorchVersion")) return new SimpleValue(m.graph.insertConstant(constStr(c.torch.name), range));
    if (o?.kind === "tuple") return new SimpleValue(insertTuple(m, o.items.map((i) => toSugaredValue(c, i, m, range, true).asValue(range, m))));
    if (!o || o.kind === "torch") {
      const constant = constantOf(c, v);
      if (constant) return new SimpleValue(m.graph.insertConstant(constant, o?.kind === "torch" && o.type === "device" ? null : range));
    }
  }
  if (!o || !isRef(v)) {
    // of all numbers, torch knows this one object
    const infinity = typeof v === "object" && v !== null && "inf" in v ? constantOf(c, v) : null;
    return infinity ? new SimpleValue(m.graph.insertConstant(infinity, range)) : new PythonValue(c, v);
  }
  switch (o.kind) {
    case "scriptfunction": {
      const fn = c.py.object(o.func);
      if (o.traced && !o.signature) throw untold(range);
      if (o.traced) return new FunctionValue([tracedFunction(c, v.o, o)]);
      if (fn?.kind === "function" && isRef(o.func)) return new FunctionValue([scriptFunction(c, o.func.o, fn, { kind: "called", from: range })]);
      return new PythonValue(c, v);
    }
    case "pymodule": return o.placeholder ? new PlaceholderValue(o.name) : new PythonModuleValue(c, o);
    case "scriptmodule": return moduleOutside(range);
    case "builtin": return builtinValue(c, v, o.names, o.type, range);
    case "class": return c.py.missing(v) === null ? classValue(c, v.o, o, v, range) : new PlaceholderValue(o.name);
    case "enum": {
      const constant = constantOf(c, v);
      return constant ? new SimpleValue(m.graph.insertConstant(constant, range)) : new PythonValue(c, v);
    }
    case "function": return functionValue(c, v.o, o, v, range);
    // torch keeps a weak reference to what can be called, and a staticmethod has none
    case "staticmethod": return fail("python-value", range, msg`a staticmethod outside of a class cannot be used in compiled code: take @staticmethod off`);
    case "method": {
      const cls = c.py.functionOf(v)?.name === "apply" && isRef(o.self) ? c.py.class(o.self.o) : undefined;
      return cls && isAutogradFunction(c, cls) ? autogradApply(c, v, cls, range) : new PythonValue(c, v);
    }
    case "opaque": return o.scripted ? moduleOutside(range) : o.placeholder ? new PlaceholderValue(o.repr) : new PythonValue(c, v);
    default: return new PythonValue(c, v);
  }
}

const operator = (c: Compiler, symbol: string): BuiltinFunction => (symbol === "aten::_check" && c.torch.atLeast(2, 7) ? new CheckFunction() : new BuiltinFunction(symbol));

const moduleOutside = (range: SourceRange): never => fail("script-module-outside", range, msg`a scripted module can only be called when it is a submodule of the caller`);

/** `name.overload` of `torch.ops.namespace.name.overload`. */
const operatorOverload = (dotted: string): string | undefined => /^torch\.ops\.\w+\.(\w+\.\w+)$/.exec(dotted)?.[1];

function builtinValue(c: Compiler, v: GValue, names: readonly string[], type: string, range: SourceRange): SugaredValue {
  for (const name of names) {
    const special = SPECIAL[name];
    if (special) return special();
    const legacy = /^torch\.(\w+Tensor)$/.exec(name)?.[1];
    if (legacy !== undefined && LEGACY[legacy] !== undefined) return new LegacyTensorConstructor(LEGACY[legacy]);
  }
  const symbol = c.operators.builtinFor(names);
  if (symbol !== undefined) return operator(c, symbol);
  const overload = operatorOverload(names[0] ?? "");
  if (overload !== undefined && c.torch.atLeast(2, 14)) return fail("library-not-scriptable", range, msg`'${overload}' names one overload of an operator, which TorchScript cannot call: leave the overload's name out`);
  if (names[0] === "builtins.slice") return new PythonSliceClass();
  refuseLibrary(c, names, range);
  if (type === "builtin_function_or_method") return fail("python-builtin", range, msg`the Python builtin '${(names[0] ?? "?").replace(/^builtins\./, "")}' is not supported in TorchScript`);
  return new PythonValue(c, v);
}

/** Functions of torch's that are no operators are compiled like the user's: of many it is recorded that this fails. */
export function refuseLibrary(c: Compiler, names: readonly string[], range: SourceRange): void {
  const refused = c.library?.refused;
  const name = refused && names.find((n) => Object.hasOwn(refused, n));
  if (name === undefined) return;
  const place = refused?.[name] ?? "";
  const where = place.split(":").slice(0, 2).join(":");
  const message = where
    ? msg`${name} cannot be used in a compiled function: torch would compile its source, too, which fails (${where})` : msg`${name} cannot be used in a compiled function: torch would compile it, too, and that fails`;
  fail("library-not-scriptable", range, knowing(message, { torchsPlace: place }));
}

function classValue(c: Compiler, index: number, cls: GClass, v: GValue, range: SourceRange): SugaredValue {
  const legacy = cls.module === "torch" ? LEGACY[cls.name] : undefined;
  if (legacy !== undefined) return new LegacyTensorConstructor(legacy);
  const library = libraryClass(c, `${cls.module}.${cls.qualname}`);
  if (library) return new ClassValue(library);
  const symbol = c.operators.builtinFor(namesOfClass(cls));
  if (symbol !== undefined) return new BuiltinFunction(symbol);
  if (cls.traits.exception && c.py.mro(cls).some((b) => b.name === "Exception")) return new PythonExceptionValue(`${cls.module}.${cls.qualname}`);
  if (cls.module === "builtins" && cls.name === "slice") return new PythonSliceClass();
  if (cls.traits.namedtuple) {
    try {
      const type = namedTupleTypeOf(c, index);
      if (type) return new NamedTupleConstructor(type);
    } catch (error) {
      if (!(error instanceof BadAnnotation)) throw error;
      throw new ScriptError("annotation", range, error.text, [], true);
    }
    throw new ScriptError("annotation", range, msg`a field of the NamedTuple ${cls.name} has no TorchScript type`, [], true);
  }
  if (cls.traits.enum) {
    const type = enumTypeOf(c, index);
    if (type) return new SugaredEnumClass(type);
    throw new ScriptError("enum-values", null, enumAmiss(c, cls) ?? msg`the values of the Enum ${cls.name} have no common TorchScript type`, [], true);
  }
  if (cls.traits.interface) {
    interfaceTypeOf(c, index);
    return new PythonValue(c, v);
  }
  if (isDeviceTensor(cls)) return new PythonValue(c, v);
  if (cls.attrs.length === 0 && /^torch(\.|$)/.test(cls.module) && !cls.module.startsWith("torch.nn")) {
    refuseLibrary(c, [`${cls.module}.${cls.qualname}`], range);
    throw new OwnLimit(range, msg`${cls.module}.${cls.name} is not known to this tool inside a compiled function yet`);
  }
  // torch looks by name: a module's class is known once a module of it has been compiled, and of classes of one name the first counts
  const known = registeredType(c, v);
  if (known?.kind === "Class" && !isDecoratedBefore(c, cls, known)) return new PythonClassValue(c, known, cls);
  if (canCompileClass(c, index)) {
    const type = compileClass(c, index, cls, range);
    return new PythonClassValue(c, type, cls);
  }
  return new PythonValue(c, v);
}

/** The Python class that a type was made of. */
const classOfType = (c: Compiler, type: Type): GClass | undefined => [...c.classes.values()].find((k) => k.type === type)?.cls;

/** A decorated class is compiled where it stands, whatever is met first here. */
function isDecoratedBefore(c: Compiler, cls: GClass, type: Type): boolean {
  const other = classOfType(c, type);
  return cls.traits.scripted === true && other !== undefined && other !== cls && (other.traits.scripted !== true || cls.line < other.line);
}

const isAutogradFunction = (c: Compiler, cls: GClass): boolean => c.py.isSubclass(cls, "torch.autograd.function", "Function");

/** `apply` of an autograd.Function is Python code in some releases of torch, and a C function in the others. */
function autogradApply(c: Compiler, v: GValue, cls: GClass, range: SourceRange): SugaredValue {
  if (c.torch.atLeast(2, 0) && !c.torch.atLeast(2, 14)) return new AutogradApplyValue(c, v, cls.name);
  return fail("python-builtin", range, msg`${cls.name}.apply of an autograd.Function is not supported in TorchScript; put the call into a function marked @torch.jit.ignore`);
}

function functionValue(c: Compiler, index: number, fn: GFunction, v: GValue, range: SourceRange): SugaredValue {
  const names = [`${fn.module}.${fn.name}`, `${fn.module}.${fn.qualname}`];
  const special = SPECIAL[names[0] ?? ""];
  if (special) return special();
  const symbol = c.operators.builtinFor(names);
  if (symbol !== undefined) return operator(c, symbol);
  const dispatch = c.py.object(c.py.get(fn.attrs, "__lens_boolean_dispatch__"));
  if (dispatch?.kind === "dict") return new BooleanDispatchValue(c, new Map(dispatch.entries.flatMap(([k, x]) => (typeof k === "string" ? [[k, x] as const] : []))));
  if (isTorchs(fn.file)) refuseLibrary(c, names, range);
  if (isIgnored(fn.modifier)) return new PythonValue(c, v);
  if (isOnlyDeclared(c, fn)) throw missingImplementation(c, fn);
  if (fn.overloads?.length) return new FunctionValue(functionOverloads(c, index, fn, range));
  const script = plainFunction(c, names[0] ?? "", range) ?? scriptFunction(c, index, fn, { kind: "called", from: range });
  // compiled where its name is met, before the arguments of a call are looked at
  script.ensureDefined();
  return new FunctionValue([script]);
}

/** Functions of Python's own library that torch compiles without complaint: their sources are not to be had here. */
const PLAIN_FUNCTIONS: Readonly<Record<string, string>> = { "typing.cast": "def cast(typ, val):\n    return val\n" };
const plainFunctions = new WeakMap<Compiler, Map<string, ScriptFunction>>();

function plainFunction(c: Compiler, name: string, from: SourceRange): ScriptFunction | undefined {
  const text = Object.hasOwn(PLAIN_FUNCTIONS, name) ? PLAIN_FUNCTIONS[name] : undefined;
  if (text === undefined) return undefined;
  let known = plainFunctions.get(c);
  if (!known) plainFunctions.set(c, (known = new Map()));
  let made = known.get(name);
  if (!made) {
    made = functionFromText(c, text, name.split(".").at(-1) ?? name, `<${name}>`, { qualname: c.uniqueName(`__torch__.${name}`), logKind: "function", subject: name, reason: { kind: "called", from } });
    known.set(name, made);
  }
  return made;
}

/** Stands for something from a package that is not installed: nothing can be said about it. */
class PlaceholderValue extends SugaredValue {
  constructor(private readonly name: string) { super(); }
  get kind(): string { return `${this.name} (not installed)`; }
  override get spoken(): Message { return msg`${this.name} (not installed)`; }
  override asValue(range: SourceRange): Value { return this.limit(range); }
  override attr(range: SourceRange): SugaredValue { return this.limit(range); }
  override call(range: SourceRange): SugaredValue { return this.limit(range); }
  private limit(range: SourceRange): never { throw notInstalled(this.name, range); }
}

/** Names of torch.cuda that are operators, or start with one, in a torch that was built with CUDA. */
const CUDA: Readonly<Record<string, string>> = {
  current_stream: "current_stream", default_stream: "default_stream", current_device: "_current_device", set_device: "_set_device",
  device_index: "device_index", device_count: "device_count", set_stream: "set_stream", synchronize: "synchronize", device: "device_count",
};

export class PythonModuleValue extends SugaredValue {
  constructor(private readonly c: Compiler, private readonly module: GPyModule) { super(); }
  get kind(): string { return "python value of type 'module'"; }
  override get spoken(): Message { return msg`Python value of type '${"module"}'`; }
  override attr(range: SourceRange, m: EmitContext, field: string): SugaredValue {
    if (this.module.name === "torch.cuda" && Object.hasOwn(CUDA, field)) return new BuiltinFunction(`cuda::${CUDA[field] ?? field}`);
    if (/^torch(\.|$)/.test(this.module.name)) refuseLibrary(this.c, [`${this.module.name}.${field}`], range);
    const found = this.c.py.get(this.module.attrs, field);
    if (found === undefined) {
      if (this.module.name === "torch.ops") return new OpsNamespace(this.c, field);
      if (this.module.name === "torch.classes") return new ClassesNamespace(this.c, field);
      const symbol = this.c.operators.builtinFor([`${this.module.name}.${field}`]);
      if (symbol !== undefined) return new BuiltinFunction(symbol);
      if (this.module.name.split(".")[0] === "torch") {
        const known = Object.hasOwn(this.c.operators.facts.modules, `${this.module.name}.${field}`);
        if (known) throw new OwnLimit(range, msg`${this.module.name}.${field} is not known to this tool yet`);
      }
      return fail("unknown-attribute", range, msg`module '${this.module.name}' has no attribute '${field}'`);
    }
    // torch takes its classes for operators, too: there are hardly any of that name
    const cls = this.c.py.object(found);
    const symbol = cls?.kind === "class" && !(cls.module === "torch" && Object.hasOwn(LEGACY, cls.name)) ? this.c.operators.builtinFor([`${this.module.name}.${field}`]) : undefined;
    if (symbol !== undefined) return new BuiltinFunction(symbol);
    return toSugaredValue(this.c, found, m, range, true);
  }
  override hasAttr(range: SourceRange, _m: EmitContext, field: string): boolean {
    const { name } = this.module;
    if (name === "torch._C") {
      return fail("library-not-scriptable", range, msg`compiled code cannot ask what torch was built with (torch.cuda.is_available() and the like): ask outside and keep the answer, or use x.is_cuda`);
    }
    return fail("sugared-use", range, msg`TorchScript cannot tell whether module '${name}' has an attribute '${field}'; ask in Python and keep the answer`);
  }
}

/** Namespaces whose operators are registered by parts of torch that are imported on demand. */
const REGISTERED_LATE: ReadonlySet<string> = new Set((
  "_c10d_functional _c10d_functional_autograd c10d c10d_functional _dtensor debugprims nvprims prims rngprims inductor inductor_prims _inductor_test quantized_decomposed pt2e_quant _quantized fsdp higher_order " +
  "streams symm_mem torchao fbgemm torch_compile onednn bsdp"
).split(" "));

/** `torch.ops.NAMESPACE`. */
class OpsNamespace extends SugaredValue {
  constructor(private readonly c: Compiler, private readonly name: string) { super(); }
  get kind(): string { return `namespace torch.ops.${this.name}`; }
  override get spoken(): Message { return msg`namespace torch.ops.${this.name}`; }
  override attr(range: SourceRange, _m: EmitContext, field: string): SugaredValue {
    const symbol = `${this.name}::${field}`;
    if (this.c.operators.has(symbol)) return new BuiltinFunction(symbol);
    const { graph } = this.c.py;
    const owned = this.name === "aten" || this.name === "prim" || graph.operators?.namespaces.includes(this.name);
    if (owned || !graph.foreignOperators && !REGISTERED_LATE.has(this.name)) {
      return fail("unknown-attribute", range, owned ? msg`torch.ops.${this.name} has no operator '${field}'` : msg`torch.ops.${this.name} has no operator '${field}': nothing that was loaded registers it`);
    }
    throw new OwnLimit(range, msg`torch.ops.${this.name}.${field} comes from a library of operators that is not known here`);
  }
}

const TORCHS_OWN_CLASSES: ReadonlySet<string> = new Set("quantized rnn sparse mkldnn xnnpack vulkan metal nnapi _nnapi c10d dist_c10d dist_rpc cuda profiler".split(" "));

/** A namespace of custom classes; torch makes it up when it is named, and only then looks for the class. */
class ClassesNamespace extends SugaredValue {
  constructor(private readonly c: Compiler, private readonly name: string) { super(); }
  get kind(): string { return `namespace torch.classes.${this.name}`; }
  override get spoken(): Message { return msg`namespace torch.classes.${this.name}`; }
  override attr(range: SourceRange, _m: EmitContext, field: string): SugaredValue {
    if (!this.c.py.graph.foreignOperators && !TORCHS_OWN_CLASSES.has(this.name)) return fail("unknown-attribute", range, msg`torch.classes.${this.name} has no class '${field}': nothing that was loaded registers it`);
    throw new OwnLimit(range, msg`torch.classes.${this.name}.${field} comes from a library of classes that is not known here`);
  }
}

/** What every class has from `object` and is a builtin function there. */
const BUILTINS_OF_OBJECT: ReadonlySet<string> = new Set(["__new__", "__init_subclass__", "__subclasshook__"]);

class PythonClassValue extends ClassValue {
  constructor(private readonly c: Compiler, type: ClassValue["type"], private readonly cls: GClass) { super(type); }
  override call(range: SourceRange, m: EmitContext, args: readonly NamedValue[], kwargs: readonly NamedValue[]): SugaredValue {
    try {
      return super.call(range, m, args, kwargs);
    } catch (error) {
      const meant = classOfType(this.c, this.type);
      if (!(error instanceof ScriptError) || !meant || meant === this.cls) throw error;
      throw new ScriptError(error.rule, error.range, error.text, [...error.notes, msg`torch compiled another class called ${this.cls.name} of this file before and takes that one: rename one of them`], error.noPlace);
    }
  }
  override resultType(): Type | null { return classOfType(this.c, this.type) === this.cls ? super.resultType() : null; }
  override attr(range: SourceRange, m: EmitContext, field: string): SugaredValue {
    const fn = this.type.staticMethods.get(field);
    if (fn) return new FunctionValue([fn]);
    const found = this.c.py.getattrOfClass(this.cls, field);
    if (field === "apply" && isAutogradFunction(this.c, this.cls)) return autogradApply(this.c, found ?? null, this.cls, range);
    if (found === undefined && BUILTINS_OF_OBJECT.has(field)) return fail("python-builtin", range, msg`'${field}', which ${this.cls.name} has from Python, is not supported in TorchScript`);
    if (found === undefined || found === null) return super.attr(range, m, field);
    // a bound method stays Python
    if (this.c.py.object(this.c.py.classAttr(this.cls, field))?.kind === "classmethod") return new PythonValue(this.c, found);
    return toSugaredValue(this.c, found, m, range);
  }
  override hasAttr(_range: SourceRange, _m: EmitContext, field: string): boolean { return this.c.py.getattrOfClass(this.cls, field) !== undefined; }
}

class BooleanDispatchValue extends SugaredValue {
  constructor(private readonly c: Compiler, private readonly entries: ReadonlyMap<string, GValue>) { super(); }
  get kind(): string { return "boolean dispatch"; }
  override call(range: SourceRange, m: EmitContext, args: readonly NamedValue[], kwargs: readonly NamedValue[], nBinders: number): SugaredValue {
    const at = this.entries.get("index");
    const index = typeof at === "object" && at !== null && "i" in at ? Number(at.i) : -1;
    const given = args[index] ?? kwargs.find((k) => k.name === this.entries.get("arg_name"));
    let flag: boolean;
    if (given) {
      const constant = toConstant(given.value);
      if (constant?.kind !== "bool") return fail("dispatch-not-constant", range, msg`the argument '${String(this.entries.get("arg_name"))}' chooses between two functions, so it must be a constant`, [given.value.type]);
      flag = constant.value;
    } else flag = this.entries.get("default") === true;
    const target = this.entries.get(flag ? "if_true" : "if_false");
    if (target === undefined) throw FollowsFromUnknown.ERROR;
    return toSugaredValue(this.c, target, m, range).call(range, m, args, kwargs, nBinders);
  }
}

class PythonSliceClass extends SugaredValue {
  get kind(): string { return "Python slice class"; }
  override call(range: SourceRange, m: EmitContext, args: readonly NamedValue[], kwargs: readonly NamedValue[]): SugaredValue {
    if (kwargs.length > 0) return fail("slice-keyword", range, msg`slice() takes no keyword arguments`);
    const or = (given: NamedValue | undefined, otherwise: bigint): Value => (!given || given.value.type.kind === "NoneType" ? m.graph.insertConstant(constInt(otherwise), range) : given.value);
    const MAX = 9223372036854775807n;
    const [a, b, s] = args;
    if (args.length === 1) return new SliceValue(or(undefined, 0n), or(a, MAX), or(undefined, 1n));
    if (args.length === 2 || args.length === 3) return new SliceValue(or(a, 0n), or(b, MAX), or(s, 1n));
    return fail("slice-arguments", range, msg`slice() takes 1 to 3 arguments, not ${args.length}`);
  }
}

/** Anything else: it can only be called, as Python, with Tensors in and out unless its signature says more. */
export class PythonValue extends SugaredValue {
  constructor(private readonly c: Compiler, private readonly value: GValue, private readonly self: Value | null = null) { super(); }
  get kind(): string { return `python value of type '${this.typeName()}'`; }
  override get spoken(): Message { return knowing(msg`Python value of type '${this.typeName()}'`, { pythonType: this.isTensor ? "tensor" : this.typeName() }); }

  /** `__name__` if it has one. */
  protected callableName(): string {
    const o = this.c.py.object(this.value);
    const fn = this.c.py.functionOf(this.value);
    if (fn) return fn.name;
    if (o?.kind === "class") return o.name;
    if (o?.kind === "builtin") return operatorOverload(o.names[0] ?? "") ?? o.names[0]?.split(".").at(-1) ?? "<python_value>";
    if (o?.kind === "opaque" && o.type === "functools._lru_cache_wrapper") return o.repr;
    return "<python_value>";
  }

  private get isTensor(): boolean { return this.c.py.object(this.value)?.kind === "tensor"; }
  private typeName(): string { return this.c.py.typeName(this.value); }

  override attr(range: SourceRange, _m: EmitContext, _field: string): SugaredValue {
    return fail("python-value-attribute", range, msg`attributes of a ${this.spoken} cannot be looked up in TorchScript: keep what is needed of it in an attribute or buffer of the module`);
  }
  override asTuple(range: SourceRange): SugaredValue[] { return fail("python-value-unpacked", range, msg`a ${this.spoken} from outside cannot be unpacked in compiled code: pass it as an argument, or make it an attribute of the module (annotated Final for a constant)`); }
  override asValue(range: SourceRange): Value {
    if (this.isTensor) return fail("python-value", range, msg`a ${this.spoken} from outside cannot be used in compiled code: pass it as an argument, or make it a buffer of the module`);
    const isGlobal = ["int", "float", "bool", "str", "list", "tuple", "dict", "complex"].includes(this.typeName());
    return fail("python-value", range, isGlobal ? msg`a ${this.spoken} from outside cannot be used in compiled code: pass it as an argument, or make it an attribute of the module (annotated Final for a constant)` : msg`a ${this.spoken} cannot be used as a value`);
  }

  protected schema(range: SourceRange, count: number, nBinders: number): FunctionSchema {
    const { names, types, returns, isVararg, name } = callableSignature(this.c, this.value, this.self !== null, count, range);
    const argument = (n: string, type: Type): Argument => ({ name: n, type, kwargOnly: false });
    const args = names.map((n, i) => (this.self && i === 0 ? argument(n, this.self.type) : argument(n, types?.[this.self ? i - 1 : i] ?? TensorT)));
    const result: Type = returns ?? (nBinders === 0 ? NoneT : nBinders > 1 ? tupleOf(Array.from({ length: nBinders }, () => TensorT)) : TensorT);
    return { name: name ?? this.typeName(), overload: "", args, returns: [{ name: "0", type: result, kwargOnly: false }], isVararg, isVarret: false };
  }

  override call(range: SourceRange, m: EmitContext, args: readonly NamedValue[], kwargs: readonly NamedValue[], nBinders: number): SugaredValue {
    const all = this.self ? [named(range, this.self, "self"), ...args] : args;
    const schema = this.schema(range, all.length, nBinders);
    const matched = matchSchema(matchContext(m), schema, range, all.map((a, i) => (i === 0 && this.self ? { range: a.range, value: a.value } : a)), kwargs);
    const fn = this.c.py.functionOf(this.value);
    const type = matched.returnTypes[0] ?? NoneT;
    if (fn && isDropped(fn.modifier)) {
      warnOfIgnore(this.c, fn);
      m.compiler.note({ kind: "unused-call", subject: fn.qualname, range, status: "skipped", detail: msg`the call becomes a raise` });
      const message = m.graph.insertConstant(constStr("This Python function is annotated to be ignored and cannot be run"), null);
      const raise = m.graph.create("prim::RaiseException", [message], 0);
      if (this.c.operators.overloads("prim::RaiseException").length > 0 && this.c.torch.atLeast(1, 10)) raise.addInput(m.graph.insertConstant({ kind: "None" }, null));
      m.graph.insertNode(raise.setRange(range));
      return new SimpleValue(m.graph.insertNode(createUninitialized(m, type)).output);
    }
    return callIntoPython(range, m, fn?.qualname ?? this.typeName(), this.callableName(), matched.inputs, type);
  }
}

/** Found in the file of a decorator's wrapper, where the function's own file means another thing by the name. */
export class NamesakeValue extends PythonValue {
  constructor(c: Compiler, value: GValue, private readonly name: string) { super(c, value); }
  override attr(range: SourceRange): SugaredValue {
    return fail("undefined-name", range, msg`'${{ hidden: this.name }}' is another thing where torch looks for it: in the file of the decorator whose wrapper stands around this function. Take the decorator off and do inside what it does (such as 'with torch.no_grad():')`);
  }
}

/** `@torch.jit.ignore(True)` is an old way to write `@torch.jit.unused`. */
function warnOfIgnore(c: Compiler, fn: GFunction): void {
  const found = findNode(c, fn);
  if (found?.node.kind !== "FunctionDef") return;
  const at = found.node.decorators.find((d) => d.kind === "Call" && lastName(d.func) === "ignore");
  if (at) c.warn("ignore-drop", { file: found.file, start: at.start, end: at.end }, msg`torch.jit.ignore with this argument drops the calls of '${fn.qualname}', as torch.jit.unused does, instead of leaving them to Python`);
}

/** The class is the first of its parameters, and torch fills it with the first argument: it has to be a Tensor. What follows may be anything; the result counts as Tensors. */
class AutogradApplyValue extends PythonValue {
  constructor(c: Compiler, value: GValue, private readonly name: string) { super(c, value); }
  protected override callableName(): string { return this.name; }
  protected override schema(range: SourceRange, count: number, nBinders: number): FunctionSchema {
    return { ...super.schema(range, count, nBinders), name: this.name, args: [{ name: "cls", type: TensorT, kwargOnly: false }], isVararg: true };
  }
}

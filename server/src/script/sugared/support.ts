/**
 * What sugared values and the emitter share: calls of operators and functions through schema
 * matching, tuples, unknowns. Answers to Graph::insert / insertFunctionCall / insertMethodCall /
 * createTuple ... of torch/csrc/jit/ir/ir.cpp.
 */
import type { SourceRange } from "../../syntax/source";
import { FollowsFromUnknown, ScriptError } from "../errors";
import type { ConstantValue } from "../ir/constant";
import type { Graph, Node, Value } from "../ir/ir";
import type { FunctionSchema } from "../schema/functionSchema";
import type { MatchContext } from "../schema/schemaMatching";
import { emitBuiltinCall, matchSchemas, packedType, tryConvertToType } from "../schema/schemaMatching";
import { toConstant } from "../schema/constants";
import { equals, isSubtypeOf } from "../types/subtype";
import { tryEvalTypeVariables } from "../types/unify";
import type { CompiledFunction, TupleType, Type } from "../types/types";
import { BoolT, NoneT, NumberT, TensorT, UnknownT, listOf, tupleOf } from "../types/types";
import type { EmitContext, NamedValue } from "./sugaredValue";
import { knowing, msg, type Message } from "../../text/message";

export const named = (range: SourceRange, value: Value, name?: string): NamedValue =>
  name === undefined ? { range, value } : { range, value, name };

export function matchContext(m: EmitContext): MatchContext {
  return { graph: m.graph, operators: m.compiler.operators, torch: m.compiler.torch, note: (entry) => { m.compiler.note(entry); } };
}

// ---- unknowns ----------------------------------------------------------------------------------

/** The node that stands for what could not be compiled; a graph that has one is not handed to the passes. */
export const UNKNOWN_NODE = "lens::unknown";

/** `type`: what is known of it nevertheless. */
export function unknownValue(graph: Graph, range: SourceRange | null, type: Type = UnknownT): Value {
  return graph.insertOp(UNKNOWN_NODE, [], type, range);
}

/** True if the type is Unknown or has an Unknown inside: then nothing may be reported about it. */
export function hasUnknown(type: Type): boolean {
  switch (type.kind) {
    case "Unknown": return true;
    case "List": case "Optional": case "Future": case "Await": case "RRefOf": return hasUnknown(type.elem);
    case "Dict": return hasUnknown(type.key) || hasUnknown(type.value);
    case "Tuple": return type.elems.some(hasUnknown);
    case "Union": return type.members.some(hasUnknown);
    default: return false;
  }
}

/** Throws the user's error, unless one of the types that it speaks of is not known. */
export function fail(rule: string, range: SourceRange | null, message: Message, about: readonly Type[] = [], notes: readonly Message[] = []): never {
  if (about.some(hasUnknown)) throw FollowsFromUnknown.ERROR;
  throw new ScriptError(rule, range, message, notes);
}

/** "number" is torch's word for what `.item()` and its like give. */
export const numberNotes = (given: Type): Message[] => (given === NumberT ? [msg`a number, as .item() gives it, may be an int or a float: convert it with int() or float()`] : []);

/** As `fail`, for what torch reports without any place (its assertions and runtime errors). */
export function failWithoutPlace(rule: string, message: Message, about: readonly Type[] = []): never {
  if (about.some(hasUnknown)) throw FollowsFromUnknown.ERROR;
  throw new ScriptError(rule, null, message, [], true);
}

// ---- types -------------------------------------------------------------------------------------

export const isTensor = (t: Type): boolean => t.kind !== "Unknown" && isSubtypeOf(t, TensorT);
/** True for None, and for what fits where None is asked. */
export const fitsNone = (t: Type): boolean => t.kind !== "Unknown" && isSubtypeOf(t, NoneT);
export const isUnionLike = (t: Type): boolean => t.kind === "Union" || t.kind === "Optional";

/** Types that a type is made of (torch: Type::containedTypes). */
export function containedTypes(t: Type): readonly Type[] {
  switch (t.kind) {
    case "List": case "Future": case "Await": case "RRefOf": return [t.elem];
    case "Optional": return [t.elem, NoneT];
    case "Dict": return [t.key, t.value];
    case "Tuple": return t.elems;
    case "Union": return t.members;
    case "Enum": return [t.valueType];
    case "Class": return t.attributes.map((a) => a.type);
    default: return [];
  }
}

// ---- nodes -------------------------------------------------------------------------------------

/** Emits a call of a builtin operator. */
export function builtinCall(m: EmitContext, range: SourceRange, symbol: string, args: readonly NamedValue[], kwargs: readonly NamedValue[] = [], self?: NamedValue): Value {
  return emitBuiltinCall(matchContext(m), range, symbol, args, kwargs, self);
}

/** As torch's graph->insert without a place: the node has none in the printed graph; errors still have ours. */
export function builtinCallUnplaced(m: EmitContext, range: SourceRange, symbol: string, args: readonly NamedValue[], kwargs: readonly NamedValue[] = []): Value {
  const v = builtinCall(m, range, symbol, args, kwargs);
  if (v.node.kind === symbol) v.node.range = null;
  return v;
}

/** torch: graph->insert(symbol, values, {}, range). */
export function insertCall(m: EmitContext, symbol: string, values: readonly Value[], range: SourceRange): Value {
  return builtinCall(m, range, symbol, values.map((v) => named(range, v)));
}

export function convert(m: EmitContext, range: SourceRange, type: Type, value: Value): Value {
  if (value.type.kind === "Unknown" || type.kind === "Unknown") return value;
  return tryConvertToType(matchContext(m), range, type, value, true);
}

export const constInt = (value: number | bigint): ConstantValue => ({ kind: "int", value: BigInt(value) });
export const constStr = (value: string): ConstantValue => ({ kind: "str", value });
export const constBool = (value: boolean): ConstantValue => ({ kind: "bool", value });

/** The number of an int constant, else undefined. */
export function constantInt(v: Value): number | undefined {
  const c = toConstant(v);
  return c?.kind === "int" ? Number(c.value) : undefined;
}

export function createTuple(m: EmitContext, values: readonly Value[], type?: TupleType): Node {
  const n = m.graph.create("prim::TupleConstruct", values);
  n.output.setType(type ?? tupleOf(values.map((v) => v.type)));
  return n;
}

export function insertTuple(m: EmitContext, values: readonly Value[]): Value {
  return m.graph.insertNode(createTuple(m, values)).output;
}

/** The members of a tuple; those of a tuple made here are taken as they are. */
export function unpackTuple(m: EmitContext, v: Value): readonly Value[] {
  if (v.node.kind === "prim::TupleConstruct") return [...v.node.inputs];
  if (v.type.kind !== "Tuple") throw FollowsFromUnknown.ERROR;
  const n = m.graph.create("prim::TupleUnpack", [v], 0);
  for (const t of v.type.elems) n.addOutput(t);
  m.graph.insertNode(n);
  return [...n.outputs];
}

export function insertTupleIndex(m: EmitContext, tuple: Value, index: Value, type: Type): Value {
  const n = m.graph.create("prim::TupleIndex", [tuple, index]);
  n.output.setType(type);
  return m.graph.insertNode(n).output;
}

export function insertList(m: EmitContext, elem: Type, values: readonly Value[]): Value {
  for (const v of values) {
    if (!isSubtypeOf(v.type, elem)) failWithoutPlace("list-element-type", msg`a list element does not have the list's element type`, [v.type, elem]);
  }
  const n = m.graph.create("prim::ListConstruct", values);
  n.output.setType(listOf(elem));
  return m.graph.insertNode(n).output;
}

export function insertUncheckedCast(m: EmitContext, v: Value, type: Type): Value {
  const n = m.graph.create("prim::unchecked_cast", [v]);
  n.output.setType(type);
  return m.graph.insertNode(n).output;
}

export function createUninitialized(m: EmitContext, type: Type): Node {
  const n = m.graph.create("prim::Uninitialized");
  n.output.setType(type);
  return n;
}

/** A None constant; `type` may be an Optional (torch: createNone + setType). */
export function insertNone(m: EmitContext, type: Type = NoneT, range: SourceRange | null = null): Value {
  return m.graph.insertConstant({ kind: "None" }, range).setType(type);
}

export function insertGetAttr(m: EmitContext, object: Value, field: string, type: Type): Value {
  const n = m.graph.create("prim::GetAttr", [object]).setS("name", field);
  n.output.setType(type);
  n.output.setName(/^\d+$/.test(field) ? `_${field}` : field);
  return m.graph.insertNode(n).output;
}

export function insertSetAttr(m: EmitContext, object: Value, field: string, value: Value): void {
  m.graph.insertNode(m.graph.create("prim::SetAttr", [object, value], 0).setS("name", field));
}

export function insertIsInstance(m: EmitContext, v: Value, types: readonly Type[]): Value {
  const n = m.graph.create("prim::isinstance", [v]).setAttr("types", { kind: "tys", value: types });
  n.output.setType(BoolT);
  return m.graph.insertNode(n).output;
}

export function insertToList(m: EmitContext, v: Value, type: Type): Value {
  let dims = 0;
  let elem = type;
  while (elem.kind === "List") { elem = elem.elem; dims++; }
  const code = ["int", "float", "bool", "complex"].indexOf(elem.kind);
  if (code < 0) failWithoutPlace("tolist-element-type", msg`tolist() gives only int, float, bool or complex elements`, [type]);
  const dim = m.graph.insertConstant(constInt(dims), null);
  const kind = m.graph.insertConstant(constInt(code), null);
  const n = m.graph.create("prim::tolist", [v, dim, kind]);
  n.output.setType(type);
  return m.graph.insertNode(n).output;
}

// ---- what a call gives that does not fit -------------------------------------------------------

/** An argument, wherever it stands. */
export type Given = Pick<NamedValue, "name" | "value">;

/** The result that all of these signatures have, whatever they are given; null where that is not certain. */
export function commonResult(schemas: readonly FunctionSchema[], args: readonly Given[], kwargs: readonly Given[]): Type | null {
  const [first, ...others] = schemas.map((s) => (isAnnotationMissing(s, args, kwargs) ? null : resultType(s)));
  return first && !hasUnknown(first) && others.every((t) => t !== null && equals(t, first)) ? first : null;
}

/** A parameter that counts as a Tensor is given something else: with an annotation the function may give something else, too. */
function isAnnotationMissing({ args, returns }: FunctionSchema, given: readonly Given[], kwargs: readonly Given[]): boolean {
  if (!returns[0]?.inferred) return false;
  return args.some((a, i) => {
    const value = (given[i] ?? kwargs.find((k) => k.name === a.name))?.value;
    return a.inferred && value && !isTensor(value.type);
  });
}

function resultType({ returns }: FunctionSchema): Type | null {
  const types = returns.map((r) => tryEvalTypeVariables(r.type, new Map()));
  if (!types.every((t) => t !== null)) return null;
  const [only] = types;
  return types.length === 0 ? NoneT : types.length === 1 && only ? only : packedType(types, returns.every((r) => r.name !== "") ? returns.map((r) => r.name) : null);
}

// ---- calls of compiled functions ---------------------------------------------------------------

/** Compiles what is called at `range`, unless that is being compiled: it would call itself. */
export function defineCallee(m: EmitContext, callee: CompiledFunction, range: SourceRange, what: "function" | "method"): FunctionSchema {
  if (m.compiler.isBeingDefined(callee)) {
    // a function knows its own name; going round through another one torch hits Python's recursion limit, which has no place
    throw new ScriptError("recursive-call", range, what === "function" ? msg`function '${callee.name}' calls itself, directly or through others: TorchScript has no recursive calls` : msg`method '${callee.name}' calls itself, directly or through others: TorchScript has no recursive calls`, [], what === "function" && callee !== m.fn);
  }
  m.compiler.callFunction(callee, range);
  return callee.schema();
}

/** Where a call does not fit, the error knows where its callee is defined. */
function naming<T>(callees: readonly CompiledFunction[], match: () => T): T {
  try {
    return match();
  } catch (error) {
    const place = callees.length === 1 ? callees[0]?.range : null;
    if (!(error instanceof ScriptError) || error.rule !== "schema-mismatch" || !place) throw error;
    throw new ScriptError(error.rule, error.range, knowing(error.text, { calleeFile: place.file, calleeStart: String(place.start) }), error.notes, error.noPlace);
  }
}

/** Compiles the callees, picks the one that fits the arguments (overloads) and emits the call. */
export function callFunctions(m: EmitContext, range: SourceRange, callees: readonly CompiledFunction[], args: readonly NamedValue[], kwargs: readonly NamedValue[]): Value {
  const schemas = callees.map((c) => (c.onDemand ? c.schema() : defineCallee(m, c, range, "function")));
  const [index, matched] = naming(callees, () => matchSchemas(matchContext(m), schemas, range, args, kwargs));
  const callee = callees[index];
  if (!callee) throw FollowsFromUnknown.ERROR;
  if (callee.onDemand) defineCallee(m, callee, range, "function");
  const constant = m.graph.create("prim::Constant").setS("name", callee.name);
  constant.output.setType({ kind: "FunctionValue", qualname: callee.qualname, fn: callee });
  m.graph.insertNode(constant);
  const call = m.graph.create("prim::CallFunction", [constant.output, ...matched.inputs]);
  call.output.setType(matched.returnTypes[0] ?? NoneT);
  call.setRange(range);
  return m.graph.insertNode(call).output;
}

/** As `callFunctions`, for methods of a class or an interface; `self` is the first argument. */
export function callMethods(m: EmitContext, range: SourceRange, self: Value, names: readonly string[], args: readonly NamedValue[], kwargs: readonly NamedValue[]): Value {
  const type = self.type;
  const schemas = names.map((name) => {
    if (type.kind === "Class") {
      const method = type.methods.get(name);
      if (!method) return failWithoutPlace("unknown-attribute", msg`'${type.qualname}' has no method '${name}'`);
      return defineCallee(m, method, range, "method");
    }
    if (type.kind === "Interface") {
      const schema = type.methods.get(name);
      if (schema) return schema;
    }
    throw FollowsFromUnknown.ERROR;
  });
  const all = [named(self.node.range ?? range, self), ...args];
  const [index, matched] = naming(type.kind === "Class" ? names.flatMap((name) => type.methods.get(name) ?? []) : [], () => matchSchemas(matchContext(m), schemas, range, all, kwargs));
  const call = m.graph.create("prim::CallMethod", matched.inputs).setS("name", names[index] ?? "");
  call.output.setType(matched.returnTypes[0] ?? NoneT);
  call.setRange(range);
  return m.graph.insertNode(call).output;
}

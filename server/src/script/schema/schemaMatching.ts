/**
 * Matching a call against signatures. Answers to torch/csrc/jit/frontend/schema_matching.cpp.
 *
 * Like torch's, an attempt inserts conversions and defaults into the graph as it goes and leaves
 * them there when it fails: they are dead code, which a later pass drops, but they consume value
 * numbers, so the order of everything here shows in printed graphs.
 */
import { isRecorded, type SourceRange } from "../../syntax/source";
import { FollowsFromUnknown, OwnLimit, ScriptError } from "../errors";
import type { ConstantValue } from "../ir/constant";
import type { Graph, Node, Value } from "../ir/ir";
import type { NamedValue, TorchVersion } from "../sugared/sugaredValue";
import { equals, isSubtypeOf } from "../types/subtype";
import { ComplexT, DeviceT, FloatT, IntT, NoneT, NumberT, TensorT, listOf, tupleOf } from "../types/types";
import type { TupleType, Type } from "../types/types";
import type { TypeEnv } from "../types/unify";
import { matchTypeVariables, tryEvalTypeVariables } from "../types/unify";
import { annotationStr, typeStr } from "../types/print";
import { inlineBuiltin } from "./builtinFunctions";
import type { BuiltinFunction } from "./builtinFunctions";
import { floatConstant, insertImpliedConstant, toConstant } from "./constants";
import type { Argument, FunctionSchema } from "./functionSchema";
import { isOut } from "./functionSchema";
import type { OperatorTable } from "./operators";
import { schemaName, schemaStr } from "./parseSchema";
import { joined, msg, NOTHING, verbatim, type Message } from "../../text/message";

export type { TypeEnv } from "../types/unify";

export interface SchemaNote {
  readonly kind: "schema";
  readonly subject: string;
  readonly range: SourceRange | null;
  readonly status: "ok" | "error";
  readonly detail: Message;
}

export interface MatchContext {
  readonly graph: Graph;
  readonly operators: OperatorTable;
  readonly torch: TorchVersion;
  readonly note?: (entry: SchemaNote) => void;
}

export interface MatchedSchema {
  readonly schema: FunctionSchema;
  readonly inputs: Value[];
  readonly returnTypes: Type[];
  /** Set when every returned value has a name (also when there are none): the values come as a NamedTuple. */
  readonly returnFieldNames: readonly string[] | null;
}

/** Why a signature did not fit, and how many parameters did before that (to show the nearest first). */
interface Failure { reason: Message; fitted: number }

// ---- conversions ---------------------------------------------------------------------------------

const unwrapOptional = (t: Type): Type => (t.kind === "Optional" ? t.elem : t);

/** `int[2]` or `float[2]` given a lone number of that type. */
function isNumberUsedAsList(value: Value, arg: Argument): boolean {
  if (arg.listSize === undefined || (value.type.kind !== "float" && value.type.kind !== "int")) return false;
  const list = unwrapOptional(arg.type);
  return list.kind === "List" && list.elem.kind === value.type.kind;
}

/** A list of that type, or a tuple whose elements would all fit into it. */
export function convertibleToList(t: Type, list: Type): boolean {
  if (list.kind !== "List") return false;
  if (isSubtypeOf(t, list)) return true;
  return t.kind === "Tuple" && t.elems.every((e) => isSubtypeOf(e, list.elem));
}

function createList(graph: Graph, elem: Type, values: readonly Value[]): Value {
  const n = graph.create("prim::ListConstruct", values);
  n.output.setType(listOf(elem));
  return graph.insertNode(n).output;
}

/** Values of a tuple; one that is made in this graph needs no unpacking. */
export function createTupleUnpack(graph: Graph, v: Value): readonly Value[] {
  if (v.node.kind === "prim::TupleConstruct") return [...v.node.inputs];
  const n = graph.create("prim::TupleUnpack", [v], 0);
  if (v.type.kind === "Tuple") for (const elem of v.type.elems) n.addOutput(elem);
  return graph.insertNode(n).outputs;
}

const atCall = (range: SourceRange, value: Value): NamedValue => ({ range, value });

/** Converts as far as torch does by itself. Whether the result fits is for the caller to check. */
export function tryConvertToType(ctx: MatchContext, range: SourceRange, target: Type, value: Value, allowConversions: boolean): Value {
  const { graph } = ctx;
  if (value.type.kind === "Unknown" || target.kind === "Unknown") return value;
  if (target.kind === "Optional" && value.type.kind !== "Optional" && !isSubtypeOf(value.type, NoneT)) {
    return tryConvertToType(ctx, range, target.elem, value, allowConversions);
  }
  if (value.node.kind === "prim::EmptyListLiteral" && target.kind === "List") value = createList(graph, target.elem, []);
  if (value.type.kind === "Tuple") {
    const from = value.type;
    const list = unwrapOptional(target);
    if (list.kind === "List" && convertibleToList(from, list)) value = createList(graph, list.elem, createTupleUnpack(graph, value));
    if (target.kind === "Tuple" && !isSubtypeOf(from, target) && from.elems.length === target.elems.length) {
      const parts = createTupleUnpack(graph, value);
      const converted = target.elems.map((t, i) => {
        const part = parts[i];
        if (!part) throw new Error("a tuple has fewer values than its type");
        return tryConvertToType(ctx, range, t, part, allowConversions);
      });
      value = createTuple(graph, converted);
    }
  }
  if (!allowConversions) return value;
  if (isRecorded(range)) value = asFloats(ctx, range, target, value);
  const conversion = implicitConversion(ctx, value.type, target);
  if (conversion) value = emitBuiltinCall(ctx, range, conversion, [atCall(range, value)], []);
  if (value.type.kind === "str" && isSubtypeOf(target, DeviceT)) return emitBuiltinCall(ctx, range, "aten::device", [atCall(range, value)], []);
  return value;
}

/** Called from Python, an operator takes whole numbers for floats. */
function asFloats(ctx: MatchContext, range: SourceRange, target: Type, value: Value): Value {
  if (equals(target, FloatT) && value.type.kind === "int") {
    const known = toConstant(value);
    return known?.kind === "int" ? insertImpliedConstant(ctx.graph, floatConstant(Number(known.value)), range) : emitBuiltinCall(ctx, range, "aten::Float", [atCall(range, value)], []);
  }
  if (target.kind !== "List" || !equals(target.elem, FloatT) || value.node.kind !== "prim::ListConstruct") return value;
  return createList(ctx.graph, FloatT, value.node.inputs.map((v) => asFloats(ctx, range, FloatT, v)));
}

/** The operator that torch inserts by itself to make a `target` of a `from`. */
function implicitConversion(ctx: MatchContext, from: Type, target: Type): string | null {
  const wanted = equals(target, FloatT) ? "Float" : equals(target, ComplexT) ? "Complex" : equals(target, IntT) ? "Int" : equals(target, NumberT) ? "Scalar" : null;
  if (wanted === null) return null;
  if (isSubtypeOf(from, TensorT)) return `aten::${wanted}Implicit`;
  if (equals(from, NumberT)) return wanted === "Scalar" ? null : `aten::${wanted}`;
  if (from.kind !== "bool" || !ctx.torch.atLeast(2, 0) || wanted === "Complex") return null;
  return wanted === "Float" ? "aten::Float" : "aten::Int";
}

function createTuple(graph: Graph, values: readonly Value[], type?: TupleType): Value {
  const n = graph.create("prim::TupleConstruct", values);
  n.output.setType(type ?? tupleOf(values.map((v) => v.type)));
  return graph.insertNode(n).output;
}

// ---- one argument --------------------------------------------------------------------------------

function tryMatchArgument(ctx: MatchContext, arg: Argument, range: SourceRange, given: Value, env: TypeEnv, allowConversions: boolean, failure: Failure | null): Value | null {
  let value = given;
  if (isNumberUsedAsList(value, arg)) {
    value = createList(ctx.graph, value.type, Array.from({ length: arg.listSize ?? 0 }, () => given));
  }
  const why = failure ? [] as Message[] : undefined;
  if (!matchTypeVariables(arg.type, value.type, env, why)) {
    if (failure) failure.reason = msg`argument '${{ argument: arg.name }}' cannot be ${{ given: typeText(value.type) }}: ${joined(why ?? [], "; ")}`;
    return null;
  }
  const concrete = tryEvalTypeVariables(arg.type, env);
  if (!concrete) {
    if (failure) failure.reason = msg`the type of argument '${arg.name}' cannot be told from ${typeText(value.type)}`;
    return null;
  }
  value = tryConvertToType(ctx, range, concrete, value, allowConversions);
  if (isSubtypeOf(value.type, concrete, why)) return value;
  if (failure) failure.reason = mismatch(arg, concrete, value, why ?? []);
  return null;
}

const typeText = (t: Type): string => annotationStr(t, (x) => (x.kind === "Scalar" ? "number" : null));

function mismatch(arg: Argument, wanted: Type, value: Value, why: readonly Message[]): Message {
  const lines = [msg`argument '${{ argument: arg.name }}' must be ${{ wanted: typeText(wanted) }}, not ${{ given: typeText(value.type) }}`];
  if (arg.inferred) lines.push(msg`'${{ unannotated: arg.name }}' has no annotation and therefore counts as a Tensor`);
  if (value.type.kind === "List" && value.type.elem.kind === "Tensor" && value.node.kind === "prim::ListConstruct" && value.node.inputs.length === 0) {
    lines.push(msg`an empty list without an annotation is a List[Tensor]`);
  }
  return joined([...lines, ...why], "; ");
}

// ---- one signature -------------------------------------------------------------------------------

/** Some overloads torch never tries: what they take cannot be told from what another one takes. */
function isNeverTried(schema: FunctionSchema, torch: TorchVersion): boolean {
  if (schema.overload === "dtype") return schema.name === "aten::view";
  return schema.overload === "unary_out" && (schema.name === "aten::max" || schema.name === "aten::min") && torch.atLeast(2, 0);
}

/** Whether all the remaining positional arguments may make up this list: `zeros(2, 3)`. */
function takesRemaining(schema: FunctionSchema, index: number, arg: Argument): boolean {
  if (arg.type.kind !== "List" || arg.listSize !== undefined || arg.type.elem.kind === "Var") return false;
  const next = schema.args[index + 1];
  return next === undefined || next.kwargOnly;
}

/** Operators call their first parameter `self`, Python's functions call it `input`. */
function kwargIndex(name: string, kwargs: readonly NamedValue[], isAten: boolean): number {
  return kwargs.findIndex((k) => (isAten && name === "self" && k.name === "input") || k.name === name);
}

function attempt(
  ctx: MatchContext, schema: FunctionSchema, range: SourceRange, args: readonly NamedValue[], kwargs: readonly NamedValue[],
  self: NamedValue | null, allowConversions: boolean, failure: Failure | null,
): MatchedSchema | null {
  const no = (reason: Message): null => {
    if (failure) failure.reason = reason;
    return null;
  };
  if (isNeverTried(schema, ctx.torch)) return no(msg`TorchScript never chooses this overload`);
  const env: TypeEnv = new Map();
  const inputs: Value[] = [];
  const usedKwargs = new Set<number>();
  const isAten = schema.name.startsWith("aten::");
  let used = 0;
  for (const [i, arg] of schema.args.entries()) {
    if (failure) failure.fitted = i;
    let value: Value | undefined;
    if (self && arg.name === "self") {
      value = self.value;
      self = null;
    } else if (!arg.kwargOnly && used < args.length) {
      const first = args[used];
      if (!first) break;
      if (allowConversions && takesRemaining(schema, i, arg) && arg.type.kind === "List"
        && first.value.type.kind !== "List" && !convertibleToList(first.value.type, arg.type)) {
        const elem: Argument = { name: arg.name, type: arg.type.elem, kwargOnly: false };
        const items: Value[] = [];
        for (const rest of args.slice(used)) {
          const item = tryMatchArgument(ctx, elem, range, rest.value, env, allowConversions, failure);
          if (!item) return null;
          items.push(item);
        }
        inputs.push(createList(ctx.graph, elem.type, items));
        used = args.length;
        continue;
      }
      value = first.value;
      used++;
    } else {
      const k = kwargIndex(arg.name, kwargs, isAten);
      if (k >= 0) {
        if (usedKwargs.has(k)) return no(msg`argument '${arg.name}' is given twice`);
        usedKwargs.add(k);
        value = kwargs[k]?.value;
      } else if (arg.default) value = insertDefault(ctx, arg.name, arg.default, range);
      else return no(msg`argument '${arg.name}' is missing`);
    }
    if (!value) return null;
    const matched = tryMatchArgument(ctx, arg, range, value, env, allowConversions, failure);
    if (!matched) return null;
    inputs.push(matched);
  }
  if (failure) failure.fitted = schema.args.length;
  if (self) return no(msg`it takes no 'self'`);
  if (schema.isVararg) for (; used < args.length; used++) { const v = args[used]; if (v) inputs.push(v.value); }
  if (used < args.length) return no(used === 1 ? msg`it takes at most 1 positional argument, but ${args.length} are given` : msg`it takes at most ${used} positional arguments, but ${args.length} are given`);
  for (const [i, k] of kwargs.entries()) {
    if (usedKwargs.has(i)) continue;
    const name = k.name ?? "";
    return no(schema.args.some((a) => a.name === name) ? msg`argument '${name}' is given twice` : msg`it has no argument '${name}'`);
  }
  const returnTypes = schema.returns.map((r) => {
    const t = tryEvalTypeVariables(r.type, env);
    if (!t) throw new OwnLimit(range, msg`the type ${typeStr(r.type)} of what ${schemaName(schema)} returns cannot be told from its arguments`);
    return t;
  });
  // of nothing all are named
  const named = schema.returns.every((r) => r.name !== "");
  return { schema, inputs, returnTypes, returnFieldNames: named ? schema.returns.map((r) => r.name) : null };
}

function insertDefault(ctx: MatchContext, name: string, value: ConstantValue, range: SourceRange): Value {
  if (value.kind === "tensor" && value.requiresGrad) throw new ScriptError("default-type", range, msg`the default value of parameter '${name}' is a tensor that requires grad, which a graph cannot hold as a constant; pass it in the call, or use one without grad as the default`);
  return insertImpliedConstant(ctx.graph, value);
}

/** A signature, and why it does not fit. */
const noteOf = (schema: FunctionSchema, reason: Message): Message => msg`${{ schema: schemaStr(schema) }}: ${{ reason }}`;

/** Tries one signature; adds to `failures` why it does not fit. */
export function tryMatchSchema(
  ctx: MatchContext, schema: FunctionSchema, range: SourceRange, args: readonly NamedValue[], kwargs: readonly NamedValue[],
  self: NamedValue | null, failures: Message[] | null, allowConversions: boolean,
): MatchedSchema | null {
  refuseUnknown(args, kwargs, self);
  const failure: Failure | null = failures ? { reason: NOTHING, fitted: 0 } : null;
  const matched = attempt(ctx, schema, range, args, kwargs, self, allowConversions, failure);
  if (!matched && failure) failures?.push(noteOf(schema, failure.reason));
  return matched;
}

// ---- several signatures --------------------------------------------------------------------------

/** What an Unknown is given to is Unknown itself and says nothing. */
function refuseUnknown(args: readonly NamedValue[], kwargs: readonly NamedValue[], self: NamedValue | null | undefined): void {
  const unknown = (v: NamedValue): boolean => v.value.type.kind === "Unknown";
  if (args.some(unknown) || kwargs.some(unknown) || (self && unknown(self))) throw FollowsFromUnknown.ERROR;
}

/** A call that has this one signature; throws ScriptError `schema-mismatch` at `range`. */
export function matchSchema(
  ctx: MatchContext, schema: FunctionSchema, range: SourceRange, args: readonly NamedValue[], kwargs: readonly NamedValue[], self?: NamedValue | null,
): MatchedSchema {
  refuseUnknown(args, kwargs, self);
  const matched = attempt(ctx, schema, range, args, kwargs, self ?? null, true, null);
  if (matched) return matched;
  throw mismatchError(ctx, [schema], range, args, kwargs, self ?? null);
}

/** The first signature that fits without conversions, else the first that fits with them; and its index. */
export function matchSchemas(
  ctx: MatchContext, schemas: readonly FunctionSchema[], range: SourceRange, args: readonly NamedValue[], kwargs: readonly NamedValue[], self?: NamedValue | null,
): [index: number, matched: MatchedSchema] {
  refuseUnknown(args, kwargs, self);
  const [only] = schemas;
  if (only && schemas.length === 1) return [0, matchSchema(ctx, only, range, args, kwargs, self)];
  for (const allowConversions of [false, true]) {
    for (const [i, schema] of schemas.entries()) {
      const matched = attempt(ctx, schema, range, args, kwargs, self ?? null, allowConversions, null);
      if (matched) return [i, matched];
    }
  }
  throw mismatchError(ctx, schemas, range, args, kwargs, self ?? null);
}

/** Runs the failed attempts again, now with words: the signature that got furthest speaks, the others are notes. */
function mismatchError(
  ctx: MatchContext, schemas: readonly FunctionSchema[], range: SourceRange, args: readonly NamedValue[], kwargs: readonly NamedValue[], self: NamedValue | null,
): ScriptError {
  const tried = schemas.filter((s) => !isNeverTried(s, ctx.torch)).map((schema) => {
    const failure: Failure = { reason: NOTHING, fitted: 0 };
    attempt(ctx, schema, range, args, kwargs, self, true, failure);
    return { schema, ...failure };
  });
  // overloads that write into `out=` are the least likely to be meant
  const outs = (s: FunctionSchema): number => (s.args.some(isOut) ? 1 : 0);
  tried.sort((a, b) => b.fitted - a.fitted || outs(a.schema) - outs(b.schema));
  const best = tried[0];
  const name = best ? (best.schema.name.split("::").pop() ?? "").replace(/^__torch__\./, "") : "";
  const given = [...(self ? [self] : []), ...args].map((a) => typeText(a.value.type)).concat(kwargs.map((k) => `${k.name ?? ""}=${typeText(k.value.type)}`));
  const message = schemas.length === 1
    ? msg`this call of '${{ callee: name }}' does not fit its signature: ${best?.reason ?? NOTHING}`
    : msg`no overload of '${{ overloaded: name }}' takes (${{ givenAll: given.join(", ") }}); the nearest: ${best?.reason ?? NOTHING}`;
  const notes = tried.map((t) => noteOf(t.schema, t.reason));
  ctx.note?.({ kind: "schema", subject: best ? best.schema.name : "", range, status: "error", detail: joined(notes, "\n") });
  return new ScriptError("schema-mismatch", range, message, notes);
}

// ---- operators -----------------------------------------------------------------------------------

export const packedType = (elems: readonly Type[], fieldNames: readonly string[] | null): TupleType =>
  (fieldNames ? { kind: "Tuple", elems, named: { qualname: "", fields: fieldNames, defaults: [] } } : tupleOf(elems));

/** Several results become a tuple, named if the schema names them. */
export function packOutputs(graph: Graph, values: readonly Value[], fieldNames: readonly string[] | null): Value {
  const [only] = values;
  if (only && values.length === 1) return only;
  return createTuple(graph, values, packedType(values.map((v) => v.type), fieldNames));
}

/** Chooses an overload of `symbol`, inserts its node (or, for what torch defines in TorchScript, its body) and gives its value. */
export function emitBuiltinCall(
  ctx: MatchContext, range: SourceRange, symbol: string, args: readonly NamedValue[], kwargs: readonly NamedValue[], self?: NamedValue | null,
): Value {
  const variants = ctx.operators.overloads(symbol);
  const functions: readonly BuiltinFunction[] = ctx.operators.functions(symbol);
  const schemas = functions.length === 0 ? variants : [...variants, ...functions.map((f) => f.schema)];
  if (schemas.length === 0) throw unknownOperator(ctx, range, symbol);
  const [index, matched] = matchSchemas(ctx, schemas, range, args, kwargs, self);
  ctx.note?.({ kind: "schema", subject: symbol, range, status: "ok", detail: verbatim(schemaStr(matched.schema)) });
  const body = functions[index - variants.length];
  if (body) return inlineBuiltin(ctx.graph, body, matched.inputs, (n) => schemaOfNode(ctx.operators, n));
  const n = ctx.graph.create(symbol, matched.inputs, 0);
  n.range = range;
  n.schema = matched.schema;
  for (const t of matched.returnTypes) n.addOutput(t);
  ctx.graph.insertNode(n);
  return packOutputs(ctx.graph, n.outputs, matched.returnFieldNames);
}

/** The first declaration that the inputs of a node fit, whoever made the node (torch: Node::maybeSchema). */
export function schemaOfNode(operators: OperatorTable, node: Node): FunctionSchema | null {
  return operators.overloads(node.kind).find((s) => {
    if (s.isVararg ? node.inputs.length < s.args.length : node.inputs.length !== s.args.length) return false;
    const env: TypeEnv = new Map();
    return s.args.every((arg, i) => {
      const actual = node.inputs[i]?.type;
      if (!actual || !matchTypeVariables(arg.type, actual, env)) return false;
      const formal = tryEvalTypeVariables(arg.type, env);
      return formal !== null && isSubtypeOf(actual, formal);
    });
  }) ?? null;
}

function unknownOperator(ctx: MatchContext, range: SourceRange, symbol: string): ScriptError {
  if (symbol.startsWith("cuda::")) return new ScriptError("unknown-builtin", range, msg`a torch built without CUDA has no operator '${symbol}', and cannot compile this; one built with CUDA may`);
  const near = ctx.operators.similar(symbol);
  const message = near.length > 0 ? msg`TorchScript has no operator '${symbol}'; there is ${near.slice(0, 3).join(", ")}` : msg`TorchScript has no operator '${symbol}'`;
  return new ScriptError("unknown-builtin", range, message, near.map(verbatim));
}


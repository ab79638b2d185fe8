/**
 * Indexing and slicing. Answers to emitSubscript, emitMultidimSlicing, emitIntAndSliceIndexing,
 * emitBasicSlice, emitSliceOp, emitTupleIndex and emitTupleSlice in ir_emitter.cpp.
 */
import type { SourceRange } from "../../syntax/source";
import { FollowsFromUnknown } from "../errors";
import type { TExpr, TSliceExpr, TSubscript } from "../frontend/tree";
import type { Value } from "../ir/ir";
import { toConstant } from "../schema/constants";
import { SliceValue } from "../sugared/builtins";
import { SimpleValue, asSimple } from "../sugared/simpleValue";
import type { SugaredValue } from "../sugared/sugaredValue";
import {
  builtinCall, builtinCallUnplaced, constInt, constantInt, fail, failWithoutPlace, fitsNone, insertList, insertNone, insertTuple, insertTupleIndex, isTensor, named,
} from "../sugared/support";
import { annotationStr } from "../types/print";
import { isSubtypeOf } from "../types/subtype";
import type { TupleType, Type } from "../types/types";
import { NoneT, TensorT, optionalOf } from "../types/types";
import { emitExpr, ofType, sugared } from "./expressions";
import type { Emitter } from "./state";
import { knowing, msg } from "../../text/message";

const OPTIONAL_TENSOR = optionalOf(TensorT);
const at = (v: Value, range: SourceRange): SourceRange => v.node.range ?? range;
const call = (e: Emitter, range: SourceRange, symbol: string, values: readonly Value[]): Value =>
  builtinCall(e.m, range, symbol, values.map((v) => named(at(v, range), v)));

/** x[i, j] with tensors left over. */
export function emitIndex(e: Emitter, range: SourceRange, input: Value, indices: readonly Value[]): Value {
  return call(e, range, "aten::index", [input, insertList(e.m, OPTIONAL_TENSOR, indices)]);
}

interface SliceBounds { readonly start: Value | null; readonly end: Value | null; readonly step: Value | null }

function emitBounds(e: Emitter, slice: TSliceExpr): SliceBounds {
  const bound = (x: TExpr | null): Value | null => (x ? emitExpr(e, x) : null);
  const start = bound(slice.start);
  const end = bound(slice.end);
  return { start, end, step: bound(slice.step) };
}

function emitSliceOp(e: Emitter, range: SourceRange, input: Value, dim: Value | null, bounds: SliceBounds): Value {
  if (input.type.kind === "Unknown" || [bounds.start, bounds.end, bounds.step].some((v) => v?.type.kind === "Unknown")) throw FollowsFromUnknown.ERROR;
  if (input.type.kind === "Tuple") return emitTupleSlice(e, range, input, bounds);
  const step = bounds.step ?? e.graph.insertConstant(constInt(1), range);
  const none = (v: Value | null): Value => v ?? insertNone(e.m);
  const args = [named(range, input, "self")];
  if (dim) args.push(named(at(dim, range), dim));
  args.push(named(range, none(bounds.start), "start"), named(range, none(bounds.end), "end"), named(range, step, "step"));
  return builtinCall(e.m, range, "aten::slice", args);
}

// ---- tuples ------------------------------------------------------------------------------------

function emitTupleIndex(e: Emitter, range: SourceRange, tuple: Value, type: TupleType, index: Value): Value {
  if (index.type.kind === "Unknown") throw FollowsFromUnknown.ERROR;
  if (index.type.kind !== "int") return fail("tuple-index", range, msg`the index into a tuple must be an int, not ${annotationStr(index.type)}`, [index.type]);
  const known = constantInt(index);
  if (known === undefined) {
    const first = type.elems[0];
    if (!first || !type.elems.every((t) => isSubtypeOf(t, first))) {
      return fail("tuple-index", range, msg`${annotationStr(type)} can only be indexed with an integer literal, since its elements have different types`, [type]);
    }
    return insertTupleIndex(e.m, tuple, index, first);
  }
  const elem = type.elems[known < 0 ? known + type.elems.length : known];
  if (!elem) return fail("index-out-of-range", range, msg`index ${known} is out of range: the length of the tuple is ${type.elems.length}`);
  return insertTupleIndex(e.m, tuple, index, elem);
}

/** The elements that a slice takes of a sequence of `length`; null bounds are left out ones. */
export function sliceIndices(length: number, start: number | null, stop: number | null, step: number): number[] {
  const clamp = (i: number): number => {
    const j = i < 0 ? i + length : i;
    if (j < 0) return step < 0 ? -1 : 0;
    return j >= length ? (step < 0 ? length - 1 : length) : j;
  };
  const from = start === null ? (step < 0 ? length - 1 : 0) : clamp(start);
  const to = stop === null ? (step < 0 ? -1 : length) : clamp(stop);
  const out: number[] = [];
  for (let i = from; step < 0 ? i > to : i < to; i += step) out.push(i);
  return out;
}

export function emitTupleSlice(e: Emitter, range: SourceRange, tuple: Value, bounds: SliceBounds): Value {
  const type = tuple.type;
  if (type.kind !== "Tuple") throw FollowsFromUnknown.ERROR;
  const length = type.elems.length;
  const literal = (v: Value | null): number | null => {
    if (!v) return null;
    const c = toConstant(v);
    if (c?.kind !== "int") return fail("tuple-slice", range, msg`the bounds of a tuple's slice must be integer literals`, [v.type]);
    const i = Number(c.value);
    return i < 0 ? i + length : i;
  };
  let step = 1;
  if (bounds.step) {
    const c = toConstant(bounds.step);
    if (c?.kind !== "int" || c.value === 0n) return failWithoutPlace("tuple-slice", msg`the step of a tuple's slice must be an integer literal other than 0`, [bounds.step.type]);
    step = Number(c.value);
  }
  const start = literal(bounds.start);
  const stop = literal(bounds.end);
  const items = sliceIndices(length, start, stop, step).map((i) => {
    const index = e.graph.insertConstant(constInt(i), null);
    return insertTupleIndex(e.m, tuple, index, type.elems[i] ?? NoneT);
  });
  return insertTuple(e.m, items);
}

// ---- tensors -----------------------------------------------------------------------------------

/**
 * Applies ints, slices, None and `...`; tensors are left over for `aten::index`. A left-over index
 * stands at the dimension that it has after the others were applied.
 */
export function emitIntAndSliceIndexing(e: Emitter, range: SourceRange, input: Value, subscripts: readonly TExpr[]): [sliced: Value, indices: Value[]] {
  const dims: number[] = subscripts.map(() => 0);
  const indices: (Value | null)[] = subscripts.map(() => null);
  const dimension = (d: number): Value => e.graph.insertConstant(constInt(d), range);

  /** The dimension after this subscript, walking from the left or, behind an ellipsis, from the right. */
  const place = (x: TExpr, i: number, dim: number, reverse: boolean): number => {
    dims[i] = dim;
    const next = reverse ? dim - 1 : dim + 1;
    if (x.kind === "SliceExpr") return next;
    if (sugared(e, x, 1) instanceof SliceValue) return next;
    let index = emitExpr(e, x, x.kind === "None" ? NoneT : undefined);
    if (index.type.kind === "Unknown") throw FollowsFromUnknown.ERROR;
    if (index.type.kind === "List") {
      const long = e.graph.insertConstant(constInt(4), null);
      index = builtinCallUnplaced(e.m, range, "aten::tensor", [named(at(index, range), index)], [named(range, long, "dtype")]);
    }
    indices[i] = index;
    if (fitsNone(index.type)) return reverse ? dim : dim + 1;
    if (index.type.kind === "int") return reverse ? dim - 1 : dim;
    if (isSubtypeOf(index.type, OPTIONAL_TENSOR)) {
      if (reverse) return fail("index-after-ellipsis", range, msg`a tensor cannot follow '...' in an index`);
      return dim + 1;
    }
    return fail("index-type", range, knowing(msg`a tensor cannot be indexed with ${annotationStr(index.type)}, only with ints, slices, lists, None and tensors`, { index: annotationStr(index.type) }), [index.type]);
  };

  let i = 0;
  let dim = 0;
  for (; i < subscripts.length; i++) {
    const x = subscripts[i];
    if (!x || x.kind === "Dots") break;
    dim = place(x, i, dim, false);
  }
  let rdim = -1;
  for (let j = subscripts.length - 1; j > i; j--) {
    const x = subscripts[j];
    if (!x) continue;
    if (x.kind === "Dots") fail("two-ellipses", range, msg`an index can have only one '...'`);
    rdim = place(x, j, rdim, true);
  }

  let sliced = input;
  const left: (Value | null)[] = [];
  subscripts.forEach((x, k) => {
    const index = indices[k];
    const d = dims[k] ?? 0;
    if (!index) {
      if (x.kind === "SliceExpr") {
        const dimValue = dimension(d);
        sliced = emitSliceOp(e, range, sliced, dimValue, emitBounds(e, x));
      } else if (x.kind !== "Dots") {
        const slice = sugared(e, x, 1);
        if (slice instanceof SliceValue) sliced = emitSliceOp(e, range, sliced, dimension(d), { start: slice.start, end: slice.stop, step: slice.step });
      }
    } else if (fitsNone(index.type)) {
      sliced = call(e, range, "aten::unsqueeze", [sliced, dimension(d)]);
    } else if (index.type.kind === "int") {
      sliced = call(e, range, "aten::select", [sliced, dimension(d), index]);
    } else {
      left.length = d + 1;
      left[d] = index;
    }
  });
  return [sliced, Array.from(left, (v) => v ?? insertNone(e.m))];
}

function emitMultidimSlicing(e: Emitter, range: SourceRange, input: Value, subscripts: readonly TExpr[]): Value {
  if (!isTensor(input.type)) return fail("multidim-index", range, msg`only a tensor can have several indices, not ${{ given: annotationStr(input.type) }}`, [input.type]);
  const [sliced, indices] = emitIntAndSliceIndexing(e, range, input, subscripts);
  return indices.length === 0 ? sliced : emitIndex(e, range, sliced, indices);
}

function sliceModules(e: Emitter, range: SourceRange, modules: SugaredValue, slice: TSliceExpr): Value {
  const tuple = modules.asTupleValue(range, e.m).asValue(range, e.m);
  return emitTupleSlice(e, range, tuple, emitBounds(e, slice));
}

/** What comes of any index that fits. */
function indexedType(container: Type, isSlice: boolean): Type | null {
  switch (container.kind) {
    case "Tensor": return container;
    case "List": case "str": return isSlice ? container : null;
    case "Dict": return isSlice ? null : container.value;
    default: return null;
  }
}

export function emitSubscript(e: Emitter, expr: TSubscript, hint?: Type): SugaredValue {
  const base = sugared(e, expr.value, 1);
  const container = asSimple(base)?.type;
  return e.guard(expr.range, () => subscripted(e, expr, base, hint), () => ofType(e, expr.range, container && indexedType(container, expr.subscripts.some((x) => x.kind === "SliceExpr"))));
}

function subscripted(e: Emitter, expr: TSubscript, base: SugaredValue, hint?: Type): SugaredValue {
  const { range, subscripts } = expr;
  const valueRange = expr.value.range;
  const only = subscripts.length === 1 ? subscripts[0] : undefined;
  if (!only) return new SimpleValue(multidim(e, range, base.asValue(valueRange, e.m), subscripts));
  if (only.kind === "SliceExpr") {
    if (base.kind === "module") return new SimpleValue(sliceModules(e, valueRange, base, only));
    const input = base.asValue(valueRange, e.m);
    const dim = isTensor(input.type) ? e.graph.insertConstant(constInt(0), range) : null;
    return new SimpleValue(emitSliceOp(e, range, input, dim, emitBounds(e, only)));
  }
  const input = base.asValue(valueRange, e.m);
  const subscript = sugared(e, only, 1);
  if (subscript instanceof SliceValue) {
    const dim = isTensor(input.type) ? e.graph.insertConstant(constInt(0), valueRange) : null;
    return new SimpleValue(emitSliceOp(e, valueRange, input, dim, { start: subscript.start, end: subscript.stop, step: subscript.step }));
  }
  const index = subscript.asValue(valueRange, e.m);
  if (input.type.kind === "Unknown") return new SimpleValue(input);
  if (input.type.kind === "Tuple") return new SimpleValue(emitTupleIndex(e, range, base.asValue(valueRange, e.m), input.type, index));
  if (isTensor(input.type)) return new SimpleValue(emitMultidimSlicing(e, range, input, subscripts));
  const get = (): SugaredValue => base.getItem(range, e.m, index, hint);
  const { type } = input;
  return type.kind === "List" && index.type.kind !== "Unknown" ? e.guard(range, get, () => ofType(e, range, type.elem)) : get();
}

function multidim(e: Emitter, range: SourceRange, input: Value, subscripts: readonly TExpr[]): Value {
  if (input.type.kind !== "Unknown") return emitMultidimSlicing(e, range, input, subscripts);
  // nothing is known of what is indexed, but the indices can be wrong in themselves
  for (const x of subscripts) {
    if (x.kind === "SliceExpr") emitBounds(e, x);
    else if (x.kind !== "Dots") sugared(e, x, 1);
  }
  return input;
}

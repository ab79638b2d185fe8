/**
 * What stands on the left of `=`. Answers to validateAssignLhsExpr, emitTupleAssign,
 * emitExprsAssign, emitSubscriptAssign and emitSelectAssign in ir_emitter.cpp.
 */
import type { SourceRange } from "../../syntax/source";
import { FollowsFromUnknown } from "../errors";
import type { TExpr, TSelect, TSubscript, TTupleLiteral } from "../frontend/tree";
import type { Value } from "../ir/ir";
import { BuiltinFunction, MagicMethod } from "../sugared/builtins";
import { SimpleValue } from "../sugared/simpleValue";
import type { NamedValue, SugaredValue } from "../sugared/sugaredValue";
import { builtinCall, builtinCallUnplaced, fail, insertList, insertTuple, isTensor, named } from "../sugared/support";
import { annotationStr } from "../types/print";
import { isSubtypeOf } from "../types/subtype";
import type { Type } from "../types/types";
import { AnyTupleT, TensorT, optionalOf } from "../types/types";
import { emitExpr, sugared } from "./expressions";
import { listRange } from "./state";
import type { Emitter } from "./state";
import { emitIntAndSliceIndexing } from "./subscripts";
import { msg } from "../../text/message";

/** Checks the left side; true if it has a starred name. */
export function validateAssignLhs(lhs: readonly TExpr[], range: SourceRange): boolean {
  let plain = 0;
  let starred = 0;
  for (const x of lhs) {
    switch (x.kind) {
      case "Var": case "Subscript": case "TupleLiteral": case "Select": plain++; break;
      case "Starred": starred++; break;
      case "ErrorExpr": throw FollowsFromUnknown.ERROR;
      default: fail("assignment-target", x.range, msg`only a name, an attribute, an item or a starred name can be assigned to`);
    }
  }
  if (starred > 1) fail("two-starred", range, msg`only one starred name can stand on the left of an assignment`);
  if (starred > 0 && plain === 0) fail("only-starred", range, msg`a starred name needs another target beside it`);
  return starred > 0;
}

export function emitTupleAssign(e: Emitter, target: TTupleLiteral, rhs: TExpr): void {
  const starred = validateAssignLhs(target.inputs, target.range);
  const binders = target.inputs.length - (starred ? 1 : 0);
  unpackInto(e, target, sugared(e, rhs, binders), rhs.range, binders, starred);
}

function unpackInto(e: Emitter, target: TTupleLiteral, value: SugaredValue, range: SourceRange, binders: number, starred: boolean): void {
  const items = value.asTuple(range, e.m, starred ? undefined : binders);
  if (items.length < binders) {
    fail("unpack-count", target.range, starred ? msg`at least ${binders} values are unpacked here, but there are only ${items.length}` : msg`${binders} values are unpacked here, but there are only ${items.length}`);
  }
  if (items.length > binders && !starred) fail("unpack-count", target.range, msg`${binders} values are unpacked here, but there are ${items.length}`);
  emitExprsAssign(e, target.inputs, items, range, binders);
}

export function emitExprsAssign(e: Emitter, lhs: readonly TExpr[], values: readonly SugaredValue[], range: SourceRange, binders: number): void {
  let i = 0;
  const next = (): SugaredValue => {
    const v = values[i++];
    if (!v) throw FollowsFromUnknown.ERROR;
    return v;
  };
  for (const x of lhs) {
    switch (x.kind) {
      case "Subscript": emitSubscriptAssign(e, range, x, named(range, next().asValue(range, e.m))); break;
      case "Var": e.env.setSugared(x.range, x.name.name, next(), null); break;
      case "Starred": {
        const { expr } = x;
        if (expr.kind !== "Var") return fail("starred-target", expr.range, msg`a star can stand before a plain name only`);
        const rest = values.slice(i, i + values.length - binders);
        i += rest.length;
        e.env.setVar(expr.range, expr.name.name, insertTuple(e.m, rest.map((v) => v.asValue(x.range, e.m))));
        break;
      }
      case "TupleLiteral": {
        const starred = validateAssignLhs(x.inputs, x.range);
        unpackInto(e, x, next(), range, x.inputs.length - (starred ? 1 : 0), starred);
        break;
      }
      case "Select": emitSelectAssign(e, x, next(), range); break;
      case "ErrorExpr": throw FollowsFromUnknown.ERROR;
      default: fail("assignment-target", x.range, x.kind === "ListLiteral" ? msg`a list of targets cannot be assigned to in TorchScript; leave the square brackets out` : msg`this cannot be assigned to in TorchScript`);
    }
  }
}

export function emitSelectAssign(e: Emitter, target: TSelect, value: SugaredValue, range: SourceRange): void {
  const object = sugared(e, target.value, 1);
  setAttribute(e, object, target.selector.name, value.asValue(range, e.m), range);
}

/** Assigning to an attribute of something unknown says nothing. */
export function setAttribute(e: Emitter, object: SugaredValue, field: string, value: Value, range: SourceRange): void {
  if (object instanceof SimpleValue && object.isUnknown) return;
  object.setAttr(range, e.m, field, value);
}

const NUMBERS: ReadonlySet<Type["kind"]> = new Set(["Scalar", "int", "bool", "float", "complex"]);

/** `t[i] = 3`: the number becomes a tensor like `t`. */
function valueToTensor(e: Emitter, value: NamedValue, like: NamedValue, range: SourceRange): NamedValue {
  if (!NUMBERS.has(value.value.type.kind)) return value;
  const dtype = builtinCallUnplaced(e.m, range, "prim::dtype", [like]);
  const device = builtinCallUnplaced(e.m, range, "prim::device", [like]);
  const tensor = builtinCallUnplaced(e.m, range, "aten::tensor", [value], [named(range, dtype, "dtype"), named(range, device, "device")]);
  return named(value.range, tensor);
}

export const OPTIONAL_TENSOR = optionalOf(TensorT);

export function emitSubscriptAssign(e: Emitter, range: SourceRange, target: TSubscript, value: NamedValue): void {
  const base = emitExpr(e, target.value);
  const { subscripts } = target;
  if (base.type.kind === "Unknown") return;
  if (isTensor(base.type)) {
    const [sliced, indices] = emitIntAndSliceIndexing(e, target.range, base, subscripts);
    const self = named(target.range, sliced);
    const source = valueToTensor(e, value, self, range);
    if (indices.length === 0) {
      builtinCall(e.m, range, "aten::copy_", [self, source]);
    } else {
      const list = insertList(e.m, OPTIONAL_TENSOR, indices);
      builtinCall(e.m, range, "aten::index_put_", [self, named(range, list), source]);
    }
    return;
  }
  const at = listRange(subscripts, target.range);
  const [only] = subscripts;
  if (!only || subscripts.length !== 1 || only.kind === "SliceExpr") {
    return fail("slice-assignment", at, msg`a slice of ${annotationStr(base.type)} cannot be assigned to`, [base.type]);
  }
  if (isSubtypeOf(base.type, AnyTupleT)) return fail("tuple-assignment", target.range, msg`an item of ${annotationStr(base.type)} cannot be assigned to`, [base.type]);
  const args = [named(target.value.range, base, "self"), named(at, emitExpr(e, only), "idx"), value];
  new MagicMethod("__setitem__", new BuiltinFunction("aten::_set_item")).call(range, e.m, args, [], 0);
}

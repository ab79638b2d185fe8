/** `x += y` and its kin. Answers to emitAugAssignment and its helpers in ir_emitter.cpp. */
import type { AugOp, TAugAssign, TSubscript } from "../frontend/tree";
import type { Value } from "../ir/ir";
import { MethodValue } from "../sugared/classes";
import { builtinCall, fail, hasUnknown, insertList, isTensor, named } from "../sugared/support";
import { annotationStr } from "../types/print";
import type { Type } from "../types/types";
import { OPTIONAL_TENSOR, setAttribute } from "./assignments";
import { emitExpr, sugared } from "./expressions";
import { listRange } from "./state";
import type { Emitter } from "./state";
import { emitIntAndSliceIndexing } from "./subscripts";
import { msg } from "../../text/message";

/** In place (tensors and lists) and not. */
const OPERATORS: Partial<Record<AugOp, readonly [inPlace: string, plain: string]>> = {
  "+": ["aten::add_", "aten::add"], "-": ["aten::sub_", "aten::sub"], "/": ["aten::div_", "aten::div"], "*": ["aten::mul_", "aten::mul"],
  "%": ["aten::fmod_", "aten::fmod"], "|": ["aten::bitwise_or", "aten::__or__"], "&": ["aten::bitwise_and", "aten::__and__"],
  "^": ["aten::bitwise_xor", "aten::__xor__"], "<<": ["aten::__lshift__", "aten::__lshift__"], ">>": ["aten::__irshift__", "aten::__rshift__"],
  "**": ["aten::pow", "aten::pow"],
};
const METHODS: Partial<Record<AugOp, readonly [inPlace: string, plain: string]>> = {
  "+": ["__iadd__", "__add__"], "-": ["__isub__", "__sub__"], "/": ["__itruediv__", "__truediv__"], "*": ["__imul__", "__mul__"], "%": ["__imod__", "__mod__"],
};

function augOp(e: Emitter, stmt: TAugAssign, type: Type): string {
  const pair = OPERATORS[stmt.op];
  if (!pair) return fail("augmented-operator", stmt.range, msg`'${stmt.op}=' is not supported in TorchScript`);
  if (!isTensor(type) && type.kind !== "List") return pair[1];
  return stmt.op === "<<" && e.services.torch.atLeast(2, 0) ? "aten::__ilshift__" : pair[0];
}

export function emitAugAssignment(e: Emitter, stmt: TAugAssign): void {
  const { lhs } = stmt;
  switch (lhs.kind) {
    case "Var": {
      const value = emitExpr(e, lhs);
      const result = augment(e, stmt, value);
      e.env.setVar(lhs.range, lhs.name.name, result);
      break;
    }
    case "Select": {
      const object = sugared(e, lhs.value, 1);
      const value = e.guardValue(lhs.range, () => object.attr(lhs.range, e.m, lhs.selector.name).asValue(lhs.range, e.m));
      const result = augment(e, stmt, value);
      if (result.type.kind !== "Unknown") setAttribute(e, object, lhs.selector.name, result, stmt.range);
      break;
    }
    case "Subscript": augmentItem(e, stmt, lhs); break;
    default: fail("assignment-target", lhs.range, msg`this cannot be assigned to in TorchScript`);
  }
}

function augment(e: Emitter, stmt: TAugAssign, lhs: Value): Value {
  const type = lhs.type;
  if (type.kind === "Unknown") {
    emitExpr(e, stmt.rhs);
    return lhs;
  }
  if (type.kind === "Class") {
    const names = METHODS[stmt.op];
    if (!names) return fail("augmented-operator", stmt.range, msg`'${stmt.op}=' is not supported for ${annotationStr(type)}`);
    const rhs = emitExpr(e, stmt.rhs);
    const method = names.find((n) => type.methods.has(n));
    if (!method) return fail("augmented-operator", stmt.range, names.length === 2 ? msg`${annotationStr(type)} has neither ${names[0] ?? ""} nor ${names[1] ?? ""}` : msg`${annotationStr(type)} has no method ${names.join(" nor ")}`);
    return new MethodValue(lhs, [method]).call(stmt.range, e.m, [named(rhs.node.range ?? stmt.range, rhs)], []).asValue(stmt.range, e.m);
  }
  const rhs = emitExpr(e, stmt.rhs);
  const at = (v: Value): ReturnType<typeof named> => named(v.node.range ?? stmt.range, v);
  const op = augOp(e, stmt, type);
  // a Tensor stays one, whatever is added to it
  return e.guard(stmt.range, () => builtinCall(e.m, stmt.range, op, [at(lhs), at(rhs)]), () => e.unknown(stmt.range, type.kind === "Tensor" ? type : undefined));
}

function augmentItem(e: Emitter, stmt: TAugAssign, lhs: TSubscript): void {
  const base = emitExpr(e, lhs.value);
  if (base.type.kind === "Unknown") {
    emitExpr(e, stmt.rhs);
    return;
  }
  if (!isTensor(base.type)) {
    augmentContainerItem(e, stmt, lhs, base);
    return;
  }
  const [sliced, indices] = emitIntAndSliceIndexing(e, lhs.range, base, lhs.subscripts);
  const self = named(lhs.range, sliced, "self");
  const rhs = named(stmt.rhs.range, emitExpr(e, stmt.rhs));
  if (indices.length === 0) {
    builtinCall(e.m, stmt.range, augOp(e, stmt, base.type), [rhs], [], self);
    return;
  }
  const list = insertList(e.m, OPTIONAL_TENSOR, indices);
  const item = builtinCall(e.m, stmt.range, "aten::index", [self, named(stmt.range, list)]);
  const result = builtinCall(e.m, stmt.range, augOp(e, stmt, base.type), [rhs], [], named(item.node.range ?? stmt.range, item));
  builtinCall(e.m, stmt.range, "aten::index_put_", [self, named(stmt.range, list), named(stmt.range, result)]);
}

function augmentContainerItem(e: Emitter, stmt: TAugAssign, lhs: TSubscript, base: Value): void {
  const type = base.type;
  const at = listRange(lhs.subscripts, lhs.range);
  const [only] = lhs.subscripts;
  if (!only || lhs.subscripts.length !== 1) return fail("slice-assignment", at, msg`a slice of ${annotationStr(type)} cannot be assigned to`, [type]);
  // for a dict torch takes the type of the keys, not of the values, to choose the operator
  const elem = type.kind === "List" ? type.elem : type.kind === "Dict" ? type.key : null;
  if (!elem) return fail("augmented-item", lhs.range, msg`an item of ${annotationStr(type)} cannot be changed in place`, [type]);
  const index = emitExpr(e, only);
  const container = named(lhs.value.range, base, annotationStr(type));
  const idx = named(at, index, "idx");
  const value = named(stmt.rhs.range, emitExpr(e, stmt.rhs), "value");
  if (hasUnknown(elem)) return;
  const item = builtinCall(e.m, stmt.range, "aten::__getitem__", [named(container.range, base), named(idx.range, index)]);
  const result = builtinCall(e.m, stmt.range, augOp(e, stmt, elem), [named(stmt.range, item), value]);
  builtinCall(e.m, stmt.range, "aten::_set_item", [named(container.range, base), named(idx.range, index), named(stmt.range, result)]);
}

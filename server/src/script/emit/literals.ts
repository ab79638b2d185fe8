/** List and dict literals. Answers to emitListLiteral and emitDictLiteral in ir_emitter.cpp. */
import type { SourceRange } from "../../syntax/source";
import type { TDictLiteral, TListLiteral } from "../frontend/tree";
import type { Value } from "../ir/ir";
import { fail, failWithoutPlace, hasUnknown, insertList, insertUncheckedCast, isUnionLike } from "../sugared/support";
import { annotationStr } from "../types/print";
import { equals, isSubtypeOf } from "../types/subtype";
import type { Type } from "../types/types";
import { StringT, TensorT, UnknownT, canBeKey, dictOf, listOf } from "../types/types";
import { unifyTypeList, unifyTypes } from "../types/unify";
import { emitExpr, getValues } from "./expressions";
import { dictFromCandidates, isDictHint, isListHint, listFromCandidates, refineHint } from "./hints";
import type { Emitter } from "./state";
import { msg } from "../../text/message";

export function emitListLiteral(e: Emitter, expr: TListLiteral, hint?: Type): Value {
  const values = getValues(e, expr.inputs, true);
  if (values.length === 0 && !hint) {
    // fits any list type as an argument; a List[Tensor] everywhere else
    const n = e.graph.create("prim::EmptyListLiteral");
    n.output.setType(listOf(TensorT));
    return e.graph.insertNode(n).output;
  }
  let elem: Type = TensorT;
  let refined: Type | undefined;
  let candidates: readonly Type[] = [];
  if (hint) {
    const r = refineHint(hint, "List", expr.range, isListHint);
    refined = r.hint;
    candidates = r.candidates;
    if (r.fits === "any" || refined.kind === "AnyList") {
      e.services.warn("any-list-literal", expr.range, msg`torch crashes on a list literal annotated ${annotationStr(refined)}`);
      refined = undefined;
    } else if (r.fits === "match" && refined.kind === "List") {
      elem = refined.elem;
    }
    if (candidates.length > 0 && values.length === 0) {
      fail("empty-list-annotation", expr.range, msg`an empty list could be any of the lists in ${annotationStr(hint)}: make it in a variable annotated with one of them first`, [hint]);
    }
  }
  if (values.length > 0) {
    const types = values.map((v) => v.type);
    if (types.some(hasUnknown)) {
      const n = e.graph.create("prim::ListConstruct", values);
      n.output.setType(hint && refined?.kind === "List" ? hint : listOf(UnknownT));
      return e.graph.insertNode(n).output;
    }
    const unified = unifyTypeList(types, undefined, true, refined?.kind === "List" ? refined.elem : undefined) ?? TensorT;
    if (!refined && unified.kind === "Union") warnMixed(e, expr.range, "list", unified);
    if (candidates.length === 0 && refined && !isSubtypeOf(unified, elem)) {
      fail("list-elements", expr.range, msg`the elements have type ${{ given: annotationStr(unified) }}, but ${{ wanted: annotationStr(refined) }} is expected`, [unified, refined]);
    }
    if (candidates.length > 0) {
      refined = listFromCandidates(candidates, unified, expr.range);
      if (refined.kind === "List") elem = refined.elem;
    }
    if (!refined) elem = unified;
  }
  const list = insertList(e.m, elem, values);
  return hint && isUnionLike(hint) ? insertUncheckedCast(e.m, list, hint) : list;
}

export function warnMixed(e: Emitter, range: SourceRange, what: "list" | "dict", type: Type): void {
  e.services.warn("mixed-elements", range, what === "list"
    ? msg`the elements of this list have different types and become ${annotationStr(type)}: they must be refined with isinstance before use`
    : msg`the values of this dict have different types and become ${annotationStr(type)}: they must be refined with isinstance before use`);
}

/** Dict[key, value]; torch's own type refuses other keys, without a place. */
export function makeDict(key: Type, value: Type): Type {
  if (!canBeKey(key)) failWithoutPlace("dict-key-type", msg`${annotationStr(key)} cannot be the key type of a Dict: int, float, bool, complex, str and Tensor can`, [key]);
  return dictOf(key, value);
}

export function insertDict(e: Emitter, type: Type, keys: readonly Value[], values: readonly Value[]): Value {
  const n = e.graph.create("prim::DictConstruct");
  keys.forEach((k, i) => {
    n.addInput(k);
    const v = values[i];
    if (v) n.addInput(v);
  });
  n.output.setType(type);
  return e.graph.insertNode(n).output;
}

export function emitDictLiteral(e: Emitter, expr: TDictLiteral, hint?: Type): Value {
  const keys: Value[] = [];
  const values: Value[] = [];
  let valueType: Type = TensorT;
  expr.keys.forEach((keyExpr, i) => {
    const valueExpr = expr.values[i];
    if (!valueExpr) return;
    const k = emitExpr(e, keyExpr);
    const v = emitExpr(e, valueExpr);
    const before = keys[i - 1];
    keys.push(k);
    values.push(v);
    if (!before) {
      valueType = v.type;
      return;
    }
    if (before.type.kind !== k.type.kind) {
      fail("dict-key-types", keyExpr.range, msg`the keys of a dict must have one type; this one is ${annotationStr(k.type)}, the one before it ${annotationStr(before.type)}`, [k.type, before.type]);
    }
    valueType = hasUnknown(valueType) || hasUnknown(v.type) ? UnknownT : unifyTypes(valueType, v.type, true) ?? UnknownT;
  });
  const firstKey = keys[0];
  if ([valueType, ...keys.map((k) => k.type)].some(hasUnknown)) {
    return insertDict(e, hint ?? dictOf(firstKey?.type ?? UnknownT, UnknownT), keys, values);
  }
  const fromElements = (): Type => {
    if (!firstKey) return makeDict(StringT, TensorT);
    if (valueType.kind === "Union") warnMixed(e, expr.range, "dict", valueType);
    return makeDict(firstKey.type, valueType);
  };
  let refined: Type;
  if (hint) {
    const r = refineHint(hint, "Dict", expr.range, isDictHint);
    refined = r.fits === "any" ? fromElements() : r.hint;
    if (r.candidates.length > 0) {
      if (!firstKey) return fail("empty-dict-annotation", expr.range, msg`an empty dict could be any of the dicts in ${annotationStr(hint)}: make it in a variable annotated with one of them first`, [hint]);
      refined = dictFromCandidates(r.candidates, firstKey.type, valueType, expr.range);
    }
  } else {
    refined = fromElements();
  }
  if (refined.kind !== "Dict") return failWithoutPlace("dict-elements", msg`a dict is written where another type is expected`, [refined]);
  if (firstKey) {
    if (!equals(refined.key, firstKey.type)) {
      fail("dict-elements", expr.range, msg`the keys have type ${annotationStr(firstKey.type)}, but ${annotationStr(refined)} is expected`, [refined, firstKey.type]);
    }
    if (!isSubtypeOf(valueType, refined.value)) {
      fail("dict-elements", expr.range, msg`the values have type ${{ given: annotationStr(valueType) }}, but ${{ wanted: annotationStr(refined) }} is expected`, [refined, valueType]);
    }
  }
  const dict = insertDict(e, refined, keys, values);
  return hint && isUnionLike(hint) ? insertUncheckedCast(e.m, dict, hint) : dict;
}

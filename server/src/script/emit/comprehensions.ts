/** List and dict comprehensions. Answers to emitListComprehension and emitDictComprehension in ir_emitter.cpp. */
import type { TDictComp, TListComp } from "../frontend/tree";
import type { Value } from "../ir/ir";
import { builtinCall, fail, failWithoutPlace, hasUnknown, insertUncheckedCast, isUnionLike, named } from "../sugared/support";
import { annotationStr } from "../types/print";
import { equals, isSubtypeOf } from "../types/subtype";
import type { Type } from "../types/types";
import { StringT, TensorT, UnknownT, dictOf, listOf } from "../types/types";
import { unifyTypes } from "../types/unify";
import { emitFor } from "./control";
import { emitExpr } from "./expressions";
import { dictFromCandidates, isDictHint, isListHint, listFromCandidates, refineHint } from "./hints";
import { makeDict, warnMixed } from "./literals";
import type { Emitter } from "./state";
import { msg } from "../../text/message";

/** The comprehension's own scope: its names do not leave it. */
function inScope(e: Emitter, expr: TListComp | TDictComp, body: () => void): void {
  const n = e.graph.insertNode(e.graph.create("prim::ComprehensionScope", [], 0).setRange(expr.range));
  e.inFrame(n.addBlock(), () => { emitFor(e, [expr.target], expr.iter, expr.range, body); });
}

export function emitListComprehension(e: Emitter, expr: TListComp, hint?: Type): Value {
  const { range } = expr;
  const list = e.graph.insertOp("prim::ListConstruct", [], listOf(TensorT), null);
  let refined: Type | undefined;
  let candidates: readonly Type[] = [];
  if (hint) {
    const r = refineHint(hint, "List", range, isListHint);
    refined = r.hint;
    candidates = r.candidates;
    if (r.fits !== "candidates") list.setType(refined);
  }
  let seenFirst = false;
  inScope(e, expr, () => {
    const out = emitExpr(e, expr.elt);
    if (hasUnknown(out.type)) {
      refined = refined?.kind === "List" && candidates.length === 0 ? refined : listOf(UnknownT);
      candidates = [];
      list.setType(refined);
      return;
    }
    // the default element type must not be unified with what is really in the list
    if (!seenFirst) {
      list.setType(listOf(out.type));
      seenFirst = true;
    }
    const so_far = list.type.kind === "List" ? list.type.elem : UnknownT;
    if (hasUnknown(so_far)) return;
    const unified = unifyTypes(so_far, out.type, true, refined?.kind === "List" ? refined.elem : undefined) ?? UnknownT;
    if (!hint && isUnionLike(unified)) warnMixed(e, range, "list", unified);
    if (candidates.length === 0 && refined) {
      if (refined.kind !== "List") return failWithoutPlace("list-elements", msg`a list is made where another type is expected`, [refined]);
      if (!isSubtypeOf(unified, refined.elem)) {
        fail("list-elements", range, msg`the elements have type ${{ given: annotationStr(unified) }}, but ${{ wanted: annotationStr(refined) }} is expected`, [unified, refined]);
      }
    }
    if (candidates.length > 0) refined = listFromCandidates(candidates, unified, range);
    else if (!refined) refined = listOf(unified);
    list.setType(refined);
    if (refined.kind === "List") out.setType(refined.elem);
    builtinCall(e.m, range, "aten::append", [named(range, out, "")], [], named(range, list, "self"));
  });
  return list;
}

export function emitDictComprehension(e: Emitter, expr: TDictComp, hint?: Type): Value {
  const { range } = expr;
  const dict = e.graph.insertOp("prim::DictConstruct", [], dictOf(StringT, TensorT), null);
  let refined: Type | undefined;
  let candidates: readonly Type[] = [];
  if (hint) {
    const r = refineHint(hint, "Dict", range, isDictHint);
    refined = r.hint;
    candidates = r.candidates;
    if (r.fits !== "candidates") dict.setType(refined);
  }
  let firstKey: Type | null = null;
  const values: Type[] = [];
  inScope(e, expr, () => {
    const k = emitExpr(e, expr.key);
    const v = emitExpr(e, expr.value);
    if (hasUnknown(k.type) || hasUnknown(v.type)) {
      dict.setType(refined?.kind === "Dict" ? refined : dictOf(k.type, UnknownT));
      return;
    }
    if (k.type.kind === "Union") fail("dict-key-types", range, msg`the keys of a dict must have one type, not ${annotationStr(k.type)}`, [k.type]);
    if (firstKey && !equals(firstKey, k.type)) {
      fail("dict-key-types", range, msg`the keys of a dict must have one type: first ${annotationStr(firstKey)}, then ${annotationStr(k.type)}`, [firstKey, k.type]);
    }
    dict.setType(makeDict(k.type, v.type));
    firstKey = k.type;
    if (refined && candidates.length === 0) {
      if (refined.kind !== "Dict") return failWithoutPlace("dict-elements", msg`a dict is made where another type is expected`, [refined]);
      if (!isSubtypeOf(k.type, refined.key) || !isSubtypeOf(v.type, refined.value)) {
        fail("dict-elements", range, msg`the keys and values have types ${annotationStr(k.type)} and ${annotationStr(v.type)}, but ${annotationStr(refined)} is expected`, [refined, k.type, v.type]);
      }
    }
    // torch unifies the value's type with itself here: values of different types do not become a Union
    const unified = v.type;
    values.push(unified);
    if (!hint && isUnionLike(unified)) warnMixed(e, range, "dict", unified);
    if (hint) {
      if (candidates.length > 0) refined = dictFromCandidates(candidates, k.type, unified, range);
      const type = hint.kind === "Dict" ? hint : refined;
      if (type?.kind !== "Dict") return failWithoutPlace("dict-elements", msg`a dict is made where another type is expected`, [hint]);
      dict.setType(type);
      k.setType(type.key);
      v.setType(type.value);
    } else {
      dict.setType(makeDict(k.type, unified));
    }
    builtinCall(e.m, range, "aten::_set_item", [named(range, dict, "self"), named(range, k, ""), named(range, v, "")]);
  });
  const last = values.at(-1);
  const other = last && values.find((t) => !isSubtypeOf(t, last));
  if (!hint && last && other) e.later("dict-elements", null, msg`the values of this dict have the types ${annotationStr(other)} and ${annotationStr(last)}, and torch takes the last for all: write the dict out, or annotate the variable that it is put into`, [other, last]);
  return hint && isUnionLike(hint) ? insertUncheckedCast(e.m, dict, hint) : dict;
}

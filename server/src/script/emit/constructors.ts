/** `list(...)` and `dict(...)`. Answers to emitApplySpecialFormForList and ...ForDict in ir_emitter.cpp. */
import { FollowsFromUnknown, ScriptError } from "../errors";
import type { TApply, TAttribute, TDictComp, TExpr, TListComp, TVar } from "../frontend/tree";
import type { Value } from "../ir/ir";
import { asSimple } from "../sugared/simpleValue";
import type { SugaredValue } from "../sugared/sugaredValue";
import { builtinCall, fail, failWithoutPlace, hasUnknown, insertList, insertUncheckedCast, isUnionLike, named } from "../sugared/support";
import { annotationStr } from "../types/print";
import { equals, isSubtypeOf } from "../types/subtype";
import type { Type } from "../types/types";
import { StringT, TensorT, dictOf, listOf } from "../types/types";
import { checkApplyNumInputs } from "./arity";
import { emitDictComprehension, emitListComprehension } from "./comprehensions";
import { emitExpr, sugared } from "./expressions";
import { isDictHint, refineHint } from "./hints";
import { insertDict } from "./literals";
import type { Emitter } from "./state";
import { msg } from "../../text/message";

const known = (hint: Type | undefined): Type | undefined => (hint && !hasUnknown(hint) ? hint : undefined);

export function emitListConstructor(e: Emitter, apply: TApply, anyHint?: Type): Value {
  const { range } = apply;
  const hint = known(anyHint);
  const [only] = apply.inputs;
  if (!only) {
    const type = hint ?? listOf(TensorT);
    if (type.kind !== "List") return fail("literal-annotation", range, msg`list() is written where ${annotationStr(type)} is expected`, [type]);
    return insertList(e.m, type.elem, []);
  }
  checkApplyNumInputs(e, apply, 1);
  const iterable = sugared(e, only, 1);
  const simple = asSimple(iterable);
  if (simple?.type.kind === "Unknown") throw FollowsFromUnknown.ERROR;
  if (simple && (simple.type.kind === "List" || simple.type.kind === "str")) {
    return builtinCall(e.m, range, "aten::list", [named(simple.node.range ?? range, simple)]);
  }
  const iter = temporary(e, apply, "$_iter");
  e.env.setSugared(range, iter.name.name, iterable, null);
  const elem = temporary(e, apply, "$_elem");
  const comprehension: TListComp = { kind: "ListComp", range, elt: elem, target: elem, iter };
  return emitListComprehension(e, comprehension, hint);
}

function temporary(e: Emitter, apply: TApply, prefix: string): TVar {
  return { kind: "Var", range: apply.range, name: { name: e.tempName(prefix), range: apply.range } };
}

const isEmptyLiteral = (x: TExpr): boolean => (x.kind === "DictLiteral" && x.keys.length === 0) || (x.kind === "ListLiteral" && x.inputs.length === 0);
const pair = (apply: TApply, key: TExpr, value: TExpr): TExpr => ({ kind: "TupleLiteral", range: apply.range, inputs: [key, value] });
const listOfPairs = (apply: TApply, inputs: TExpr[]): TExpr => ({ kind: "ListLiteral", range: apply.range, inputs });

export function emitDictConstructor(e: Emitter, original: TApply, anyHint?: Type): Value {
  let apply = original;
  const { range } = apply;
  const hint = known(anyHint);
  const addKeywords = (dict: Value): void => { for (const a of apply.attributes) addKeyword(e, apply, dict, a); };
  const asAnnotated = (dict: Value): Value => (hint && isUnionLike(hint) ? insertUncheckedCast(e.m, dict, hint) : dict);

  let refined = hint;
  if (hint && hint.kind !== "Dict") {
    const r = refineHint(hint, "Dict", range, isDictHint, true);
    refined = r.hint;
    if (r.candidates.length > 0) fail("dict-annotation", range, msg`dict() could be any of the dicts in ${annotationStr(hint)}: make it in a variable annotated with one of them first`, [hint]);
  }

  const [argument] = apply.inputs;
  if (argument) {
    const source = asSimple(tryWithHint(e, argument, hint));
    if (source?.type.kind === "Unknown") throw FollowsFromUnknown.ERROR;
    if (source?.type.kind === "Dict") {
      const dict = builtinCall(e.m, range, "aten::dict", [named(source.node.range ?? range, source)]);
      addKeywords(dict);
      // torch makes the cast to the annotated union and then forgets it
      asAnnotated(dict);
      return dict;
    }
  }
  if ((!argument && apply.attributes.length > 0) || (argument && isEmptyLiteral(argument))) apply = { ...apply, inputs: [] };

  if (apply.inputs.length === 0 && apply.attributes.length === 0) {
    const type = refined ?? dictOf(StringT, TensorT);
    if (type.kind !== "Dict") return failWithoutPlace("dict-annotation", msg`dict() is written where ${annotationStr(type)} is expected`, [type]);
    return insertDict(e, type, [], []);
  }
  const [first] = apply.inputs;
  if (first?.kind === "DictComp") {
    const dict = emitDictComprehension(e, first, refined);
    addKeywords(dict);
    return dict;
  }
  // a literal becomes a list of pairs, and keywords become pairs of it
  if (first?.kind === "DictLiteral") {
    const pairs = first.keys.flatMap((k, i) => { const v = first.values[i]; return v ? [pair(apply, k, v)] : []; });
    apply = { ...apply, inputs: [listOfPairs(apply, pairs)] };
  }
  const [items] = apply.inputs;
  if (apply.attributes.length > 0 && (!items || items.kind === "ListLiteral")) {
    const pairs = items?.kind === "ListLiteral" ? [...items.inputs] : [];
    for (const a of apply.attributes) pairs.push(pair(apply, { kind: "StringLiteral", range, text: a.name.name }, a.value));
    apply = { ...apply, inputs: [listOfPairs(apply, pairs)], attributes: [] };
  }
  checkApplyNumInputs(e, apply, 1);
  const [last] = apply.inputs;
  if (!last) throw FollowsFromUnknown.ERROR;
  const iterable = sugared(e, last, 1);
  const iter = temporary(e, apply, "$_iter");
  const key = temporary(e, apply, "$_key");
  const value = temporary(e, apply, "$_value");
  e.env.setSugared(range, iter.name.name, iterable, null);
  const comprehension: TDictComp = { kind: "DictComp", range, key, value, target: pair(apply, key, value), iter };
  const dict = emitDictComprehension(e, comprehension, refined);
  addKeywords(dict);
  asAnnotated(dict);
  return dict;
}

/** torch tries the argument with the annotation first, and without it if that fails. */
function tryWithHint(e: Emitter, argument: TExpr, hint: Type | undefined): SugaredValue {
  if (hint) {
    const { env } = e;
    const insertPoint = e.graph.insertPoint;
    e.strict++;
    try {
      return sugared(e, argument, 1, hint);
    } catch (error) {
      if (!(error instanceof ScriptError || error instanceof FollowsFromUnknown)) throw error;
      e.env = env;
      e.graph.insertPoint = insertPoint;
    } finally {
      e.strict--;
    }
  }
  return sugared(e, argument, 1);
}

function addKeyword(e: Emitter, apply: TApply, dict: Value, attribute: TAttribute): void {
  const k = emitExpr(e, { kind: "StringLiteral", range: attribute.range, text: attribute.name.name });
  const v = emitExpr(e, attribute.value);
  const type = dict.type;
  if (type.kind !== "Dict" || hasUnknown(type) || hasUnknown(v.type)) return;
  if (!equals(k.type, type.key) || !isSubtypeOf(v.type, type.value)) {
    fail("dict-elements", apply.range, msg`the keys and values have types ${annotationStr(k.type)} and ${annotationStr(v.type)}, but ${annotationStr(type)} is expected`, [type, v.type]);
  }
  builtinCall(e.m, attribute.range, "aten::_set_item", [named(apply.range, dict, "self"), named(attribute.range, k, ""), named(attribute.range, v, "")]);
}

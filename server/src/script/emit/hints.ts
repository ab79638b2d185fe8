/**
 * What an annotation that is a Union or an Optional says about a list or dict literal. Answers to
 * refineAndSetUnionTypeHintOrPopulateCandidatesVector and its kin in ir_emitter.cpp.
 */
import type { SourceRange } from "../../syntax/source";
import { fail } from "../sugared/support";
import { annotationStr } from "../types/print";
import { isSubtypeOf } from "../types/subtype";
import type { DictType, Type } from "../types/types";
import { AnyListT, listOf } from "../types/types";
import { unifyTypes } from "../types/unify";
import { msg, verbatim, type Message } from "../../text/message";

export interface RefinedHint {
  /** The annotation, or the one member of it that fits the literal. */
  readonly hint: Type;
  /** The members that fit, when they are more than one. */
  readonly candidates: readonly Type[];
  /** How `hint` stands to the literal; "candidates" when that is open. */
  readonly fits: "match" | "any" | "candidates";
}

export const isListHint = (t: Type): boolean => isSubtypeOf(t, AnyListT);
export const isDictHint = (t: Type): boolean => t.kind === "Dict";

export function refineHint(hint: Type, what: "List" | "Dict", range: SourceRange, matches: (t: Type) => boolean, isDictConstructor = false): RefinedHint {
  let refined = hint;
  let candidates: Type[] = [];
  if (hint.kind === "Union") {
    const fitting = hint.members.filter(matches);
    const only = fitting[0];
    if (!isDictConstructor && !only) fail("literal-annotation", range, msg`a ${what} is written where ${annotationStr(hint)} is expected`, [hint]);
    if (only && fitting.length === 1) refined = only;
    else candidates = fitting;
  } else if (hint.kind === "Optional") {
    refined = hint.elem;
  }
  if (isDictConstructor || candidates.length > 0) return { hint: refined, candidates, fits: "candidates" };
  if (matches(refined)) return { hint: refined, candidates, fits: "match" };
  if (refined.kind === "Any") return { hint: refined, candidates, fits: "any" };
  return fail("literal-annotation", range, msg`a ${what} is written where ${annotationStr(hint)} is expected`, [hint]);
}

const listed = (types: readonly Type[]): Message => types.slice(1).reduce((all, t) => msg`${all} or ${annotationStr(t)}`, verbatim(types[0] ? annotationStr(types[0]) : ""));

/** The list type of several in a Union that can hold elements of type `elem`. */
export function listFromCandidates(candidates: readonly Type[], elem: Type, range: SourceRange): Type {
  let greatest: Type | null = null;
  for (const c of candidates) {
    if (c.kind !== "List" || !isSubtypeOf(elem, c.elem)) continue;
    greatest = greatest ? unifyTypes(greatest, c.elem) ?? greatest : c.elem;
  }
  if (!greatest) return fail("list-elements", range, msg`the elements have type ${{ given: annotationStr(elem) }}, but ${{ wanted: listed(candidates) }} is expected`, [elem]);
  return listOf(greatest);
}

/** The same for dicts. */
export function dictFromCandidates(candidates: readonly Type[], key: Type, value: Type, range: SourceRange): DictType {
  let best: DictType | null = null;
  for (const c of candidates) {
    if (c.kind !== "Dict" || !isSubtypeOf(key, c.key) || !isSubtypeOf(value, c.value)) continue;
    if (!best || (isSubtypeOf(best.key, c.key) && isSubtypeOf(best.value, c.value))) best = c;
  }
  return best ?? fail("dict-elements", range, msg`the keys and values have types ${annotationStr(key)} and ${annotationStr(value)}, but ${listed(candidates)} is expected`, [key, value]);
}

/**
 * Common types and type variables. Answers to `unifyTypes`, `unifyTypeList`, `matchTypeVariables`
 * and `tryEvalTypeVariables` of ATen/core/type.cpp.
 */
import type { Type } from "./types";
import { NoneT } from "./types";
import { isSubtypeOf } from "./subtype";
import { typeStr } from "./print";
import { optionalType, unionOf } from "./union";
import { msg, type Message } from "../../text/message";

export type TypeEnv = Map<string, Type>;

/** The type that holds both, or null; with `defaultToUnion` a Union rather than null. */
export function unifyTypes(a: Type, b: Type, defaultToUnion = false, typeHint?: Type | null): Type | null {
  return unify(a, b, defaultToUnion, typeHint) ?? (defaultToUnion ? unionOf([a, b]) : null);
}

function unify(a: Type, b: Type, defaultToUnion: boolean, typeHint?: Type | null): Type | null {
  if (a.kind === "Unknown" || b.kind === "Unknown") return a.kind === "Unknown" ? a : b;
  if (isSubtypeOf(a, b)) return b;
  if (isSubtypeOf(b, a)) return a;
  if (a.kind === "NoneType") return optionalType(b);
  if (b.kind === "NoneType") return optionalType(a);
  const [optional, other] = a.kind === "Optional" ? [a, b] : b.kind === "Optional" ? [b, a] : [null, null];
  if (optional && other) {
    const elem = unifyTypes(optional.elem, other);
    if (elem) return optionalType(elem);
  }
  if (a.kind === "Tuple" && b.kind === "Tuple") {
    if (a.elems.length !== b.elems.length) return null;
    const elems: Type[] = [];
    for (const [i, x] of a.elems.entries()) {
      const y = b.elems[i];
      const elem = y ? unifyTypes(x, y, defaultToUnion) : null;
      if (!elem) return null;
      elems.push(elem);
    }
    return { kind: "Tuple", elems };
  }
  if (a.kind === "Future" && b.kind === "Future") {
    const elem = unifyTypes(a.elem, b.elem);
    if (elem) return { kind: "Future", elem };
  }
  // torch now compares again without tensor shapes, which our types do not have
  if (typeHint && isSubtypeOf(a, typeHint) && isSubtypeOf(b, typeHint)) return typeHint;
  return null;
}

export function unifyTypeList(types: readonly Type[], whyNot?: Message[], defaultToUnion = false, typeHint?: Type | null): Type | null {
  let result = types[0];
  if (!result) {
    whyNot?.push(msg`there is no element to take a type from`);
    return null;
  }
  for (const [i, t] of types.entries()) {
    if (i === 0) continue;
    const next = unifyTypes(result, t, defaultToUnion, typeHint);
    if (!next) {
      whyNot?.push(msg`element ${i} is ${typeStr(t)}, the ones before it are ${typeStr(result)}`);
      return null;
    }
    result = next;
  }
  return result;
}

export function hasFreeVariables(t: Type): boolean {
  switch (t.kind) {
    case "Var": return true;
    case "List": case "Optional": case "Future": case "Await": case "RRefOf": return hasFreeVariables(t.elem);
    case "Dict": return hasFreeVariables(t.key) || hasFreeVariables(t.value);
    case "Tuple": return t.elems.some(hasFreeVariables);
    case "Union": return t.members.some(hasFreeVariables);
    default: return false;
  }
}

/** Binds the variables of `formal` so that `actual` can fit. A bound variable only has to unify: whether it fits is checked later. */
export function matchTypeVariables(formal: Type, actual: Type, env: TypeEnv, whyNot?: Message[]): boolean {
  if (!hasFreeVariables(formal)) return true;
  const no = (): false => {
    whyNot?.push(msg`${typeStr(actual)} does not have the form of ${typeStr(formal)}`);
    return false;
  };
  switch (formal.kind) {
    case "Var": {
      const bound = env.get(formal.name);
      if (!bound) { env.set(formal.name, actual); return true; }
      if (unifyTypes(bound, actual)) return true;
      whyNot?.push(msg`'${formal.name}' is ${{ bound: typeStr(bound) }} already and cannot be ${typeStr(actual)}`);
      return false;
    }
    case "List":
      if (actual.kind === "List") return matchTypeVariables(formal.elem, actual.elem, env, whyNot);
      if (actual.kind === "Tuple") {
        const elem = unifyTypeList(actual.elems);
        if (elem) return matchTypeVariables(formal.elem, elem, env, whyNot);
      }
      return no();
    case "Tuple":
      if (actual.kind !== "Tuple" || formal.elems.length !== actual.elems.length) return no();
      return formal.elems.every((t, i) => {
        const a = actual.elems[i];
        return a !== undefined && matchTypeVariables(t, a, env, whyNot);
      });
    case "Future": case "Await": case "RRefOf":
      return actual.kind === formal.kind ? matchTypeVariables(formal.elem, actual.elem, env, whyNot) : no();
    case "Optional":
      if (actual.kind === "Optional") return matchTypeVariables(formal.elem, actual.elem, env, whyNot);
      return isSubtypeOf(actual, NoneT) || matchTypeVariables(formal.elem, actual, env, whyNot);
    case "Dict":
      if (actual.kind !== "Dict") return no();
      return matchTypeVariables(formal.key, actual.key, env, whyNot) && matchTypeVariables(formal.value, actual.value, env, whyNot);
    default: return no();
  }
}

/** `t` with its variables replaced; null when one of them is not bound. */
export function tryEvalTypeVariables(t: Type, env: TypeEnv): Type | null {
  if (!hasFreeVariables(t)) return t;
  switch (t.kind) {
    case "Var": return env.get(t.name) ?? null;
    case "List": case "Future": case "Await": case "RRefOf": {
      const elem = tryEvalTypeVariables(t.elem, env);
      return elem && { kind: t.kind, elem };
    }
    case "Optional": {
      const elem = tryEvalTypeVariables(t.elem, env);
      return elem && optionalType(elem);
    }
    case "Dict": {
      const key = tryEvalTypeVariables(t.key, env);
      const value = tryEvalTypeVariables(t.value, env);
      return key && value && { kind: "Dict", key, value };
    }
    case "Tuple": {
      const elems = evalAll(t.elems, env);
      return elems && { ...t, elems };
    }
    case "Union": {
      const members = evalAll(t.members, env);
      return members && unionOf(members);
    }
    default: return t;
  }
}

function evalAll(types: readonly Type[], env: TypeEnv): Type[] | null {
  const out: Type[] = [];
  for (const t of types) {
    const made = tryEvalTypeVariables(t, env);
    if (!made) return null;
    out.push(made);
  }
  return out;
}

/** Whether a list's element type can be told from its members alone. */
export function elementTypeCanBeInferred(elem: Type): boolean {
  return elem.kind !== "Union" && elem.kind !== "Optional" && elem.kind !== "Scalar" && elem.kind !== "Interface" && elem.kind !== "Any";
}

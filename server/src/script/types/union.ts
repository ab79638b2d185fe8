/**
 * Making unions and optionals. Answers to ATen/core/union_type.cpp: members are flattened, those
 * that unify are merged, and the rest stands in the order of torch's type kinds.
 */
import type { Type, UnionType } from "./types";
import { ComplexT, FloatT, IntT, NoneT, NumberT } from "./types";
import { canHoldType, isSubtypeOf } from "./subtype";
import { typeStr } from "./print";
import { unifyTypes } from "./unify";

/** Order of `TypeKind`, which sorts a union's members. */
const KIND_ORDER: readonly Type["kind"][] = [
  "Any", "Enum", "AnyEnum", "Tensor", "Storage", "Tuple", "List", "Dict", "Scalar", "float", "complex", "Future",
  "Await", "RRefOf", "RRef", "int", "NoneType", "str", "Generator", "Quantizer", "bool", "Optional", "Var", "Device",
  "Stream", "FunctionValue", "Function", "Class", "PyObject", "Capsule", "Interface", "QScheme", "ScalarType", "Layout",
  "MemoryFormat", "AnyList", "AnyTuple", "AnyClass", "SymInt", "SymFloat", "SymBool", "Union", "Unknown",
];
const kindRank = new Map(KIND_ORDER.map((kind, i) => [kind, i]));

function flatten(t: Type, into: Type[]): void {
  if (t.kind === "Union") for (const m of t.members) flatten(m, into);
  else if (t.kind === "Optional") { flatten(t.elem, into); into.push(NoneT); }
  else if (t.kind === "Scalar") into.push(IntT, FloatT, ComplexT);
  else into.push(t);
}

/** None is never merged, so that no Optional arises inside. */
function supertype(a: Type, b: Type): Type | null {
  return isSubtypeOf(a, NoneT) !== isSubtypeOf(b, NoneT) ? null : unifyTypes(a, b);
}

/** Merges from right to left, dropping from the end, as torch does: the order of merging decides the result. */
function mergeMembers(types: Type[]): void {
  let end = types.length - 1;
  for (let i = types.length - 1; i > 0; i--) {
    for (let j = Math.min(i - 1, end); j >= 0; j--) {
      const a = types[i];
      const b = types[j];
      const last = types[end];
      if (!a || !b || !last) break;
      const merged = supertype(a, b);
      if (!merged) continue;
      types[j] = merged;
      types[i] = last;
      end--;
      break;
    }
  }
  types.length = end + 1;
}

/** The members as they stand in a union made of `types`. */
export function standardMembers(types: readonly Type[]): Type[] {
  const flat: Type[] = [];
  for (const t of types) flatten(t, flat);
  if (flat.length > 1) mergeMembers(flat);
  return flat.sort((a, b) => {
    const byKind = (kindRank.get(a.kind) ?? 0) - (kindRank.get(b.kind) ?? 0);
    if (byKind !== 0) return byKind;
    const [x, y] = [typeStr(a), typeStr(b)];
    return x < y ? -1 : x > y ? 1 : 0;
  });
}

const isNumberUnion = (members: readonly Type[]): boolean =>
  members.some((t) => t.kind === "int") && members.some((t) => t.kind === "float") && members.some((t) => t.kind === "complex");

/** UnionType::create. Where one type is left (torch asserts), that type. */
export function unionOf(types: readonly Type[]): Type {
  const unknown = types.find((t) => t.kind === "Unknown");
  if (unknown) return unknown;
  const members = standardMembers(types);
  const [first, second] = members;
  if (first && members.length === 1) return first;
  if (members.some((t) => t.kind === "NoneType")) {
    if (members.length === 4 && isNumberUnion(members)) return { kind: "Optional", elem: NumberT };
    if (first && second && members.length === 2) return { kind: "Optional", elem: first.kind === "NoneType" ? second : first };
  }
  return { kind: "Union", members };
}

/** OptionalType::create: folds nested Optionals, keeps `Optional[Any]`, makes int/float/complex one number. */
export function optionalType(elem: Type): Type {
  if (elem.kind === "Unknown" || elem.kind === "Optional" || elem.kind === "NoneType") return elem;
  if (elem.kind !== "Union") return { kind: "Optional", elem };
  if (elem.members.length === 3 && canHoldType(elem, NumberT)) return { kind: "Optional", elem: NumberT };
  const rest = subtractFrom([NoneT], elem.members);
  return rest ? { kind: "Optional", elem: rest } : elem;
}

function subtractFrom(toSubtract: readonly Type[], from: readonly Type[]): Type | null {
  const left = from.filter((t) => !toSubtract.some((s) => isSubtypeOf(t, s)));
  const [only] = left;
  if (!only) return null;
  return left.length === 1 ? only : unionOf(left);
}

/** What is left of a union when the values of these types are taken out; null when nothing is. */
export function subtractTypeSet(t: Type, toSubtract: readonly Type[]): Type | null {
  return subtractFrom(toSubtract, containedTypes(t));
}

/** The members of a union or optional (an Optional of a number has one number member), else the type itself. */
export function containedTypes(t: Type): readonly Type[] {
  if (t.kind === "Union") return t.members;
  if (t.kind === "Optional") return t.elem.kind === "Union" ? standardMembers([t.elem, NoneT]) : [t.elem, NoneT];
  return [t];
}

/** The union as an Optional, if it is one in disguise. */
export function toOptional(t: UnionType): Type | null {
  if (!canHoldType(t, NoneT)) return null;
  const made = unionOf(t.members);
  return made.kind === "Union" ? null : made;
}

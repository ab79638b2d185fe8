/**
 * Equality and subtyping of types. Answers to `equals` and `isSubtypeOfExt` in
 * ATen/core/{jit_type.h,type.cpp,union_type.cpp,class_type.cpp,function_schema_inl.h}.
 *
 * Unknown is equal to everything and fits everywhere, in both directions: what could not be typed
 * must not cause a second report.
 */
import type { FunctionSchema } from "../schema/functionSchema";
import type { ClassType, InterfaceType, OptionalType, TupleType, Type, UnionType } from "./types";
import { ComplexT, FloatT, IntT, NoneT, NumberT } from "./types";
import { typeStr } from "./print";
import { toOptional } from "./union";
import { msg, type Message } from "../../text/message";

export function equals(a: Type, b: Type): boolean {
  if (a === b || a.kind === "Unknown" || b.kind === "Unknown") return true;
  switch (a.kind) {
    case "List": case "Future": case "Await": case "RRefOf":
      return b.kind === a.kind && equals(a.elem, b.elem);
    case "Optional":
      if (b.kind === "Union") {
        const optional = toOptional(b);
        return optional !== null && equals(a, optional);
      }
      return b.kind === "Optional" && equals(a.elem, b.elem);
    case "Union": return unionEquals(a, b);
    case "Scalar":
      if (b.kind === "Union") return b.members.length === 3 && canHoldType(b, NumberT);
      return b.kind === "Scalar";
    case "Tuple":
      return b.kind === "Tuple" && a.elems.length === b.elems.length
        && a.elems.every((t, i) => equals(t, elemOf(b, i))) && sameNaming(a, b);
    case "Dict": return b.kind === "Dict" && equals(a.key, b.key) && equals(a.value, b.value);
    case "Enum": return b.kind === "Enum" && a.qualname === b.qualname && equals(a.valueType, b.valueType);
    case "Var": return b.kind === "Var" && a.name === b.name;
    case "FunctionValue": return b.kind === "FunctionValue" && a.fn === b.fn;
    case "Class": return b.kind === "Class" && a.qualname === b.qualname;
    case "Interface": return b.kind === "Interface" && interfaceFits(a, b) && interfaceFits(b, a);
    default: return a.kind === b.kind;
  }
}

const elemOf = (t: TupleType, i: number): Type => t.elems[i] ?? NoneT;

function sameNaming(a: TupleType, b: TupleType): boolean {
  if (!a.named && !b.named) return true;
  if (!a.named || !b.named) return false;
  const other = b.named.fields;
  return a.named.qualname === b.named.qualname && a.named.fields.every((f, i) => f === other[i]);
}

function unionEquals(a: UnionType, b: Type): boolean {
  if (b.kind === "Union") {
    return a.members.length === b.members.length && a.members.every((x) => b.members.some((y) => equals(x, y)));
  }
  if (b.kind === "Optional") {
    if (b.elem.kind === "Scalar") return a.members.length === 4 && canHoldType(a, NoneT) && canHoldType(a, NumberT);
    const optional = toOptional(a);
    return optional !== null && equals(b, optional);
  }
  return b.kind === "Scalar" && a.members.length === 3 && canHoldType(a, NumberT);
}

/** Whether a union has a member that can hold `t`. */
export function canHoldType(union: UnionType, t: Type): boolean {
  if (t.kind === "Scalar") return [IntT, FloatT, ComplexT].every((n) => canHoldType(union, n));
  return union.members.some((m) => isSubtypeOf(t, m));
}

/** Whether a value of type `a` can stand where `b` is asked for; `whyNot` collects sentences. */
export function isSubtypeOf(a: Type, b: Type, whyNot?: Message[]): boolean {
  if (a === b || b.kind === "Any" || a.kind === "Unknown" || b.kind === "Unknown") return true;
  switch (a.kind) {
    case "Optional": return optionalFits(a, b, whyNot);
    case "Union": return unionFits(a, b, whyNot);
    case "NoneType": return b.kind === "Optional" || generally(a, b, whyNot);
    case "int": case "float": case "complex": return b.kind === "Scalar" || generally(a, b, whyNot);
    case "Scalar": return b.kind === "Union" ? canHoldType(b, NumberT) : generally(a, b, whyNot);
    case "Tuple": return generally(a, b, whyNot) || tupleFits(a, b, whyNot);
    case "List": return b.kind === "AnyList" || generally(a, b, whyNot);
    case "Future": return generally(a, b, whyNot) || (b.kind === "Future" && isSubtypeOf(a.elem, b.elem, whyNot));
    case "Await": return generally(a, b, whyNot) || (b.kind === "Await" && isSubtypeOf(a.elem, b.elem, whyNot));
    case "Enum": return b.kind === "AnyEnum" || generally(a, b, whyNot);
    case "Class":
      if (b.kind === "AnyClass") return true;
      return b.kind === "Interface" ? classFits(a, b, whyNot) : generally(a, b, whyNot);
    case "Interface": return b.kind === "Interface" ? interfaceFits(a, b, whyNot) : generally(a, b, whyNot);
    default: return generally(a, b, whyNot);
  }
}

/** The rule of the base class: equal, or fits into an Optional's element or a Union's member. */
function generally(a: Type, b: Type, whyNot?: Message[]): boolean {
  if (b.kind === "Optional") return equals(a, b) || isSubtypeOf(a, b.elem, whyNot);
  if (b.kind === "Union") return equals(a, b) || b.members.some((m) => isSubtypeOf(a, m, whyNot));
  return equals(a, b);
}

function optionalFits(a: OptionalType, b: Type, whyNot?: Message[]): boolean {
  if (b.kind === "Optional") return isSubtypeOf(a.elem, b.elem, whyNot);
  if (b.kind !== "Union") return generally(a, b, whyNot);
  for (const needed of [NoneT, a.elem]) {
    if (canHoldType(b, needed)) continue;
    whyNot?.push(msg`${typeStr(b)} cannot hold ${typeStr(needed)}`);
    return false;
  }
  return true;
}

function unionFits(a: UnionType, b: Type, whyNot?: Message[]): boolean {
  let room: readonly Type[];
  if (b.kind === "Union") room = b.members;
  else if (b.kind === "Optional") room = b.elem.kind === "Scalar" ? [NoneT, IntT, FloatT, ComplexT] : [NoneT, b.elem];
  else if (b.kind === "Scalar") room = [IntT, FloatT, ComplexT];
  else room = [b];
  return a.members.every((m) => room.some((r) => isSubtypeOf(m, r, whyNot)));
}

/** Tuples are covariant; a NamedTuple fits a plain tuple, not the other way round. */
function tupleFits(a: TupleType, b: Type, whyNot?: Message[]): boolean {
  if (b.kind === "AnyTuple") return true;
  if (b.kind !== "Tuple" || (b.named && !a.named) || a.elems.length !== b.elems.length) return false;
  if (b.named && a.named) {
    const fields = b.named.fields;
    if (a.named.fields.length !== fields.length || !a.named.fields.every((f, i) => f === fields[i])) return false;
  }
  return a.elems.every((t, i) => isSubtypeOf(t, elemOf(b, i), whyNot));
}

function classFits(a: ClassType, b: InterfaceType, whyNot?: Message[]): boolean {
  if (!a.isModule && b.isModule) {
    whyNot?.push(msg`${a.qualname} is an ordinary class, and ${b.qualname} is an interface for modules`);
    return false;
  }
  for (const [name, wanted] of b.methods) {
    const own = a.methods.get(name);
    if (!own) {
      whyNot?.push(msg`${a.qualname} has no method '${name}', which ${b.qualname} asks for`);
      return false;
    }
    if (!schemaFits(own.schema(), wanted, true, whyNot)) {
      whyNot?.push(msg`method '${name}' of ${a.qualname} does not have the signature that ${b.qualname} asks for`);
      return false;
    }
  }
  return true;
}

function interfaceFits(a: InterfaceType, b: InterfaceType, whyNot?: Message[]): boolean {
  if (!a.isModule && b.isModule) {
    whyNot?.push(msg`${b.qualname} is an interface for modules, ${a.qualname} is not`);
    return false;
  }
  for (const [name, wanted] of b.methods) {
    const own = a.methods.get(name);
    if (!own) {
      whyNot?.push(msg`interface ${a.qualname} has no method '${name}', which ${b.qualname} asks for`);
      return false;
    }
    if (!schemaFits(own, wanted, true, whyNot)) {
      whyNot?.push(msg`method '${name}' of ${a.qualname} does not have the signature that ${b.qualname} asks for`);
      return false;
    }
  }
  return true;
}

/** FunctionSchema::isSubtypeOf: contravariant in arguments, covariant in returns, same names. */
export function schemaFits(own: FunctionSchema, wanted: FunctionSchema, asMethod: boolean, whyNot?: Message[]): boolean {
  const skip = asMethod ? 1 : 0;
  const fits = (child: FunctionSchema["args"], parent: FunctionSchema["args"]): boolean =>
    child.length === parent.length && child.every((c, i) => {
      const p = parent[i];
      return p !== undefined && c.name === p.name && isSubtypeOf(c.type, p.type, whyNot);
    });
  return fits(wanted.args.slice(skip), own.args.slice(skip)) && fits(own.returns, wanted.returns);
}

/** int, float, complex or their common type. */
export function isNumeric(t: Type): boolean {
  return isSubtypeOf(t, NumberT) && t.kind !== "Unknown";
}

/**
 * Types as text, in torch's three ways. Answers to `str()`, `annotation_str()` and
 * `operator<<(ostream, Type)` of ATen/core/{jit_type.h,type.cpp,union_type.cpp}:
 *
 *                   typeStr              annotationStr         graphTypeStr
 *   used in         schemas              TorchScript code      graphs
 *   List[int]       int[]                List[int]             int[]
 *   Future[int]     Future(int)          Future[int]           Future[int]
 *   a NamedTuple    its qualified name   its qualified name    NamedTuple(x : int, ...)
 */
import type { SimpleKind, TupleType, Type, UnionType } from "./types";
import { canHoldType } from "./subtype";
import { NumberT } from "./types";
import { constantStr } from "../schema/constantText";

/** Gives another text for a type, or null to keep the usual one. */
export type TypePrinter = (t: Type) => string | null;

const SIMPLE: Partial<Record<SimpleKind, string>> = {
  AnyList: "list", AnyTuple: "tuple", AnyClass: "AnyClassType", AnyEnum: "AnyEnumType",
};
const SIMPLE_ANNOTATION: Partial<Record<SimpleKind, string>> = {
  ...SIMPLE, Scalar: "number", SymInt: "int", SymFloat: "float", SymBool: "bool",
};
const NUMBERS: ReadonlySet<string> = new Set(["int", "float", "complex"]);

/** "Net" of "__torch__.models.Net". */
export const lastAtom = (qualname: string): string => qualname.slice(qualname.lastIndexOf(".") + 1);
/** Whether it is a NamedTuple of a class, not just one with names for its fields. */
export const hasName = (t: TupleType): boolean => t.named !== undefined && t.named.qualname !== "";

/** As it stands in function schemas. */
export function typeStr(t: Type): string {
  switch (t.kind) {
    case "List": return `${typeStr(t.elem)}[]`;
    case "Optional": return `${typeStr(t.elem)}?`;
    case "Tuple": return hasName(t) ? t.named?.qualname ?? "" : `(${t.elems.map(typeStr).join(", ")})`;
    case "Dict": return `Dict(${typeStr(t.key)}, ${typeStr(t.value)})`;
    case "Union": return unionStr(t, typeStr, "(", ")");
    case "Future": return `Future(${typeStr(t.elem)})`;
    case "Await": return `Await(${typeStr(t.elem)})`;
    case "RRefOf": return `RRef(${typeStr(t.elem)})`;
    case "Enum": return `Enum<${t.qualname}>`;
    case "Var": return t.name;
    case "FunctionValue": return "Function";
    case "Class": return t.qualname;
    case "Interface": return `InterfaceType<${lastAtom(t.qualname)}>`;
    default: return SIMPLE[t.kind] ?? t.kind;
  }
}

/** As a Python annotation. */
export function annotationStr(t: Type, printer?: TypePrinter): string {
  const own = printer?.(t);
  if (own !== null && own !== undefined) return own;
  const inner = (x: Type): string => annotationStr(x, printer);
  switch (t.kind) {
    case "List": return `List[${inner(t.elem)}]`;
    case "Optional": return `Optional[${inner(t.elem)}]`;
    case "Tuple":
      if (hasName(t)) return t.named?.qualname ?? "";
      return `Tuple[${t.elems.length === 0 ? "()" : t.elems.map(inner).join(", ")}]`;
    case "Dict": return `Dict[${inner(t.key)}, ${inner(t.value)}]`;
    case "Union": return unionStr(t, inner, "[", "]");
    case "Future": return `Future[${inner(t.elem)}]`;
    case "Await": return `Await[${inner(t.elem)}]`;
    case "RRefOf": return `RRef[${inner(t.elem)}]`;
    case "Enum": case "FunctionValue": case "Class": case "Interface": return t.qualname;
    case "Var": return t.name;
    default: return SIMPLE_ANNOTATION[t.kind] ?? t.kind;
  }
}

/** As it stands behind a value in a printed graph. */
export function graphTypeStr(t: Type): string {
  switch (t.kind) {
    case "List": return `${graphTypeStr(t.elem)}[]`;
    case "Optional": return `${graphTypeStr(t.elem)}?`;
    case "Future": return `Future[${graphTypeStr(t.elem)}]`;
    case "Await": return typeStr(t);
    case "RRefOf": return `RRef[${graphTypeStr(t.elem)}]`;
    case "Tuple": {
      const named = t.named;
      if (!named) return `(${t.elems.map(graphTypeStr).join(", ")})`;
      const fields = t.elems.map((elem, i) => {
        const value = named.defaults[i];
        return `${named.fields[i] ?? ""} : ${graphTypeStr(elem)}${value ? ` = ${constantStr(value)}` : ""}`;
      });
      return `NamedTuple(${fields.join(", ")})`;
    }
    default: return typeStr(t);
  }
}

/** int, float and complex together print as one number type, at the end; the comma before a member counts places, not what was printed. */
function unionStr(t: UnionType, print: (x: Type) => string, open: string, close: string): string {
  const number = canHoldType(t, NumberT);
  let out = `Union${open}`;
  let printed = false;
  t.members.forEach((member, i) => {
    if (number && NUMBERS.has(member.kind)) return;
    if (i > 0) { out += ", "; printed = true; }
    out += print(member);
  });
  if (number) out += (printed ? ", " : "") + print(NumberT);
  return out + close;
}

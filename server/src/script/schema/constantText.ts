/**
 * Constants as they stand for defaults in schemas and NamedTuple types. Answers to
 * `operator<<(ostream, IValue)` of ATen/core/ivalue.cpp, which unlike `repr` quotes no strings and
 * writes every whole number with a bare point.
 */
import type { ConstantValue } from "../ir/constant";
import { formatG17, reprConstant } from "../ir/constantRepr";
import { lastAtom } from "../types/print";

export function constantStr(v: ConstantValue): string {
  switch (v.kind) {
    case "None": return "None";
    case "bool": return v.value ? "True" : "False";
    case "int": return v.value.toString();
    case "float": return floatStr(v.value);
    case "complex": return `${floatStr(v.re)}${v.im < 0 ? "-" : "+"}${floatStr(Math.abs(v.im))}j`;
    case "str": case "device": case "tensor": return v.value;
    case "list": return `[${v.items.map(constantStr).join(", ")}]`;
    case "tuple": return v.items.length === 1 ? `(${v.items.map(constantStr).join("")},)` : `(${v.items.map(constantStr).join(", ")})`;
    case "dict": return `{${v.entries.map(([k, x]) => `${constantStr(k)}: ${constantStr(x)}`).join(", ")}}`;
    case "enum": return `Enum<${v.type.kind === "Enum" ? lastAtom(v.type.qualname) : ""}.${v.name}>`;
    case "function": return v.name;
    case "generator": return reprConstant(v);
    case "object": return v.type.kind === "Class" ? `<${v.type.qualname} object>` : "<object>";
  }
}

/** What a 64-bit integer holds exactly is written as one; -0.0 loses its sign on the way. */
function floatStr(d: number): string {
  if (Number.isInteger(d) && Math.abs(d) < 2 ** 63) return `${BigInt(d).toString()}.`;
  return formatG17(d);
}

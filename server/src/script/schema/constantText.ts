/**
 * Constants as they stand for defaults in schemas and NamedTuple types. Answers to
 * `operator<<(ostream, IValue)` of ATen/core/ivalue.cpp, which unlike `repr` quotes no strings.
 */
import type { ConstantValue } from "../ir/constant";
import { formatFloat } from "../ir/constantRepr";

export function constantStr(v: ConstantValue): string {
  switch (v.kind) {
    case "None": return "None";
    case "bool": return v.value ? "True" : "False";
    case "int": return v.value.toString();
    case "float": return formatFloat(v.value);
    case "complex": return `${formatFloat(v.re)}${v.im < 0 || Object.is(v.im, -0) ? "-" : "+"}${formatFloat(Math.abs(v.im))}j`;
    case "str": case "device": case "tensor": return v.value;
    case "list": return `[${v.items.map(constantStr).join(", ")}]`;
    case "tuple": return v.items.length === 1 ? `(${v.items.map(constantStr).join("")},)` : `(${v.items.map(constantStr).join(", ")})`;
    case "dict": return `{${v.entries.map(([k, x]) => `${constantStr(k)}: ${constantStr(x)}`).join(", ")}}`;
    case "enum": return `Enum<${v.type.kind === "Enum" ? v.type.qualname : ""}.${v.name}>`;
    case "function": return v.name;
    case "object": return v.type.kind === "Class" ? `<${v.type.qualname} object>` : "<object>";
  }
}

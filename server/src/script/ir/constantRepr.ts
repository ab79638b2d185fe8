/**
 * Constants as torch writes them in graphs and code. Answers to IValue::repr (ATen/core/ivalue.cpp)
 * and printQuotedString (c10/util/StringUtil.h).
 */
import { annotationStr } from "../types/print";
import { elementTypeCanBeInferred } from "../types/unify";
import type { ConstantValue, FloatConstant } from "./constant";
import { bytesOfText } from "./textBytes";

/** `%.17g`, as a C++ stream with 17 digits writes it. */
export function formatG17(value: number): string { return formatDigits(value, 17); }

/** `%g`, as a C++ stream writes a number that was told nothing: six digits. */
export function formatGeneral(value: number): string { return formatDigits(value, 6); }

function formatDigits(value: number, precision: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value < 0 ? "-inf" : "inf";
  if (value === 0) return Object.is(value, -0) ? "-0" : "0";
  const [mantissa = "", exponentText = "0"] = value.toExponential(precision - 1).split("e");
  const exponent = Number(exponentText);
  const negative = mantissa.startsWith("-");
  const digits = mantissa.replace("-", "").replace(".", "");
  const sign = negative ? "-" : "";
  const trim = (text: string): string => (text.includes(".") ? text.replace(/\.?0*$/, "") : text);
  if (exponent < -4 || exponent >= precision) {
    const e = `${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
    return `${sign}${trim(`${digits[0]}.${digits.slice(1)}`)}e${e}`;
  }
  if (exponent < 0) return sign + trim(`0.${"0".repeat(-exponent - 1)}${digits}`);
  return sign + trim(`${digits.slice(0, exponent + 1)}.${digits.slice(exponent + 1)}`);
}

/** Whole numbers below 1e10 get a bare point (`2.`), everything else 17 digits. */
export function formatFloat(value: number): string {
  const normal = value === 0 || (Number.isFinite(value) && Math.abs(value) >= 2.2250738585072014e-308);
  if (normal && Math.abs(value) < 1e10 && Number.isInteger(value)) return `${Object.is(value, -0) ? "-0" : String(value)}.`;
  return formatG17(value);
}

/** As `prim::Constant` shows it: only here the sign of a NaN is known. */
function formatFloatConstant(c: FloatConstant, format: (value: number) => string): string {
  return c.negativeNaN ? "-nan" : format(c.value);
}

/** As C++ streams it: any whole number that fits gets a bare point, however big. */
function displayFloat(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 2 ** 63 ? `${BigInt(value)}.` : formatG17(value);
}

/** The parts are streamed, not written as floats are: `10000000000.+1.j`. */
function formatComplex(re: number, im: number): string {
  return `${displayFloat(re)}${im >= 0 ? "+" : "-"}${displayFloat(Math.abs(im))}j`;
}

/** What `str()` gives for a constant, or null where that is not known. Answers to operator<< of IValue. */
export function displayConstant(value: ConstantValue): string | null {
  switch (value.kind) {
    case "float": return formatFloatConstant(value, displayFloat);
    case "str": case "device": return value.value;
    case "generator": return "Generator";
    case "enum": return value.type.kind === "Enum" ? `Enum<${value.type.qualname.split(".").at(-1) ?? ""}.${value.name}>` : null;
    case "tuple": {
      const items = value.items.map(displayConstant);
      return items.includes(null) ? null : `(${items.join(", ")}${items.length === 1 ? ",)" : ")"}`;
    }
    case "None": case "bool": case "int": case "complex": return reprConstant(value);
    default: return null;
  }
}

const escapes = new Map<number, string>([
  [0x5c, "\\\\"], [0x27, "\\'"], [0x22, "\\\""], [0x07, "\\a"], [0x08, "\\b"], [0x0c, "\\f"],
  [0x0a, "\\n"], [0x0d, "\\r"], [0x09, "\\t"], [0x0b, "\\v"],
]);

/** Bytes outside of printable ASCII become octal escapes, each byte of UTF-8 its own. */
export function quoteString(text: string): string {
  let out = "\"";
  for (const byte of bytesOfText(text)) {
    const escape = escapes.get(byte);
    if (escape !== undefined) out += escape;
    else if (byte > 0x1f && byte < 0x7f) out += String.fromCharCode(byte);
    else out += octalEscape(byte);
  }
  return `${out}"`;
}

/** torch counts with a signed char: a byte above 127 gives characters below '0'. */
function octalEscape(byte: number): string {
  let left = byte > 127 ? byte - 256 : byte;
  const digits: string[] = [];
  for (let i = 0; i < 2; i++) {
    digits.unshift(String.fromCharCode(0x30 + (left % 8)));
    left = Math.trunc(left / 8);
  }
  digits.unshift(String.fromCharCode(0x30 + left));
  return `\\${digits.join("")}`;
}

/** Text for a value, or null for the usual one; `prefix` text may be put before it. */
export type ConstantFormatter = (value: ConstantValue) => { readonly text: string } | { readonly prefix: string } | null;

export function reprConstant(value: ConstantValue, custom: ConstantFormatter = () => null): string {
  const special = custom(value);
  if (special && "text" in special) return special.text;
  return (special?.prefix ?? "") + plain(value, custom);
}

function plain(value: ConstantValue, custom: ConstantFormatter): string {
  const each = (items: readonly ConstantValue[]): string => items.map((item) => reprConstant(item, custom)).join(", ");
  switch (value.kind) {
    case "None": return "None";
    case "bool": return value.value ? "True" : "False";
    case "int": return String(value.value);
    case "float": return formatFloatConstant(value, formatFloat);
    case "complex": return formatComplex(value.re, value.im);
    case "str": return quoteString(value.value);
    case "device": return `torch.device(${quoteString(value.value)})`;
    case "generator": return `torch.Generator(device="cpu", seed=${value.seed})`;
    case "tensor": return value.value;
    case "list": {
      const text = `[${each(value.items)}]`;
      if (value.items.length > 0 && elementTypeCanBeInferred(value.elem)) return text;
      return `annotate(${annotationStr({ kind: "List", elem: value.elem })}, ${text})`;
    }
    case "tuple": return `(${each(value.items)}${value.items.length === 1 ? ",)" : ")"}`;
    case "dict": {
      const text = `{${value.entries.map(([k, v]) => `${reprConstant(k, custom)}: ${reprConstant(v, custom)}`).join(", ")}}`;
      if (value.entries.length > 0 && elementTypeCanBeInferred(value.value)) return text;
      return `annotate(${annotationStr({ kind: "Dict", key: value.key, value: value.value })},${text})`;
    }
    case "enum": return `${annotationStr(value.type)}.${value.name}`;
    case "function": return value.name;
    case "object": return "object()";
  }
}

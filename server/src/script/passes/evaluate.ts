/**
 * Runs operators on constants, as torch does when it propagates constants. What is not in the table is left
 * in the graph. Answers to the operators in torch/csrc/jit/runtime/register_prim_ops.cpp (and to
 * runNodeIfInputsAreConstant in passes/constant_propagation.cpp for those without a schema).
 */
import type { ConstantValue } from "../ir/constant";
import { formatG17 } from "../ir/constantRepr";
import type { Node } from "../ir/ir";
import type { Type } from "../types/types";

/** Values of the node's outputs, or null if it cannot be run: torch then leaves the node, too. */
export function evaluate(node: Node, args: readonly ConstantValue[]): readonly ConstantValue[] | null {
  const run = structural.get(node.kind);
  if (run) return run(node, args);
  const op = operators.get(node.kind);
  if (!op || node.outputs.length !== 1) return null;
  const result = op(args, node.output.type);
  return result ? [result] : null;
}

type Op = (args: readonly ConstantValue[], result: Type) => ConstantValue | null;

const int = (value: bigint): ConstantValue => ({ kind: "int", value: BigInt.asIntN(64, value) });
const float = (value: number): ConstantValue => ({ kind: "float", value });
const bool = (value: boolean): ConstantValue => ({ kind: "bool", value });
const str = (value: string): ConstantValue => ({ kind: "str", value });

const isInt = (c: ConstantValue | undefined): c is Extract<ConstantValue, { kind: "int" }> => c?.kind === "int";
const isStr = (c: ConstantValue | undefined): c is Extract<ConstantValue, { kind: "str" }> => c?.kind === "str";
const isBool = (c: ConstantValue | undefined): c is Extract<ConstantValue, { kind: "bool" }> => c?.kind === "bool";
const numberOf = (c: ConstantValue | undefined): number | null =>
  c?.kind === "float" ? c.value : c?.kind === "int" ? Number(c.value) : c?.kind === "bool" ? Number(c.value) : null;
const bigOf = (c: ConstantValue | undefined): bigint | null => (c?.kind === "int" ? c.value : c?.kind === "bool" ? BigInt(c.value) : null);
/** C++ strings are bytes, Python's and ours are not: only where both agree. */
const isAscii = (text: string): boolean => [...text].every((c) => c < "\u0080");

/** Whole numbers stay whole where both operands are, except where the operator always gives a float. */
function arithmetic(onInt: ((a: bigint, b: bigint) => bigint | null) | null, onFloat: (a: number, b: number) => number | null): Op {
  return ([a, b], result) => {
    if (onInt && isInt(a) && isInt(b) && result.kind !== "float") {
      const value = onInt(a.value, b.value);
      return value === null ? null : int(value);
    }
    const [x, y] = [numberOf(a), numberOf(b)];
    if (x === null || y === null || result.kind === "int") return null;
    const value = onFloat(x, y);
    return value === null ? null : float(value);
  };
}
function comparison(test: (order: number) => boolean, unordered = false): Op {
  return ([a, b]) => {
    if (isInt(a) && isInt(b)) return bool(test(a.value < b.value ? -1 : a.value > b.value ? 1 : 0));
    if (isStr(a) && isStr(b)) return bool(test(a.value < b.value ? -1 : a.value > b.value ? 1 : 0));
    const [x, y] = [numberOf(a), numberOf(b)];
    if (x === null || y === null) return null;
    return bool(Number.isNaN(x) || Number.isNaN(y) ? unordered : test(x < y ? -1 : x > y ? 1 : 0));
  };
}
function equality(equal: boolean): Op {
  const ordered = comparison((o) => (o === 0) === equal, !equal);
  return (args, result) => {
    const [a, b] = args;
    if (a?.kind === "device" && b?.kind === "device") return bool((a.value === b.value) === equal);
    if (a?.kind === "enum" && b?.kind === "enum") return bool((a.name === b.name) === equal);
    if (a?.kind === "complex" && b?.kind === "complex") return bool((a.re === b.re && a.im === b.im) === equal);
    return ordered(args, result);
  };
}
function unary(onInt: ((a: bigint) => bigint) | null, onFloat: (a: number) => number): Op {
  return ([a], result) => {
    if (onInt && isInt(a) && result.kind !== "float") return int(onInt(a.value));
    const x = numberOf(a);
    if (x === null) return null;
    const value = onFloat(x);
    if (result.kind !== "int") return float(value);
    return Math.abs(value) < 2 ** 63 ? int(BigInt(Math.trunc(value))) : null;
  };
}
const real = (f: (a: number) => number): Op => unary(null, f);
const test = (f: (a: number) => boolean): Op => ([a]) => { const x = numberOf(a); return x === null ? null : bool(f(x)); };
function text(f: (s: string, args: readonly ConstantValue[]) => ConstantValue | null): Op {
  return ([a, ...rest]) => (isStr(a) && isAscii(a.value) ? f(a.value, rest) : null);
}
function bits(onInt: (a: bigint, b: bigint) => bigint | null, onBool: ((a: boolean, b: boolean) => boolean) | null): Op {
  return ([a, b]) => {
    if (isBool(a) && isBool(b)) return onBool ? bool(onBool(a.value, b.value)) : null;
    if (!isInt(a) || !isInt(b)) return null;
    const value = onInt(a.value, b.value);
    return value === null ? null : int(value);
  };
}

const floorDiv = (a: bigint, b: bigint): bigint | null => {
  if (b === 0n) return null;
  const q = a / b;
  return a % b !== 0n && (a < 0n) !== (b < 0n) ? q - 1n : q;
};
const modulo = (a: bigint, b: bigint): bigint | null => (b === 0n ? null : (((a % b) + b) % b));
const floatModulo = (a: number, b: number): number => ((a % b) + b) % b;
function roundToEven(x: number): number {
  const floor = Math.floor(x);
  const rest = x - floor;
  if (rest < 0.5) return floor;
  return rest > 0.5 || floor % 2 !== 0 ? floor + 1 : floor;
}
const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? (a < 0n ? -a : a) : gcd(b, a % b));

/** As `<<` prints a value. */
function display(c: ConstantValue | undefined): string | null {
  switch (c?.kind) {
    case "None": return "None";
    case "bool": return c.value ? "True" : "False";
    case "int": return String(c.value);
    case "float": return Number.isInteger(c.value) && Math.abs(c.value) < 2 ** 63 ? `${BigInt(c.value)}.` : formatG17(c.value);
    case "str": return c.value;
    case "device": return c.value;
    default: return null;
  }
}
const radix = (prefix: string, base: number): Op => ([a]) =>
  isInt(a) ? str(`${a.value < 0n ? "-" : ""}${prefix}${(a.value < 0n ? -a.value : a.value).toString(base)}`) : null;
const pick = (smaller: boolean): Op => ([a, b]) => {
  const [x, y] = [numberOf(a), numberOf(b)];
  if (x === null || y === null || !a || !b || isBool(a) || isBool(b)) return null;
  const first = smaller ? x <= y : x >= y;
  const chosen = first ? a : b;
  return a.kind === b.kind ? chosen : float(first ? x : y);
};
function identical(same: boolean): Op {
  return ([a, b]) => {
    if (!a || !b) return null;
    if (a.kind === "None" || b.kind === "None") return bool((a.kind === b.kind) === same);
    if ((isInt(a) && isInt(b)) || (isBool(a) && isBool(b))) return bool((a.value === b.value) === same);
    return null;
  };
}
function indexed(s: string, c: ConstantValue | undefined): number | null {
  if (!isInt(c)) return null;
  const i = Number(c.value < 0n ? c.value + BigInt(s.length) : c.value);
  return i >= 0 && i < s.length ? i : null;
}
function sliceText(s: string, [start, end, step]: readonly ConstantValue[]): ConstantValue | null {
  const by = isInt(step) ? Number(step.value) : 1;
  if (by < 1) return null;
  const bound = (c: ConstantValue | undefined, missing: number): number => {
    if (!isInt(c)) return missing;
    const i = Number(c.value);
    return Math.min(Math.max(i < 0 ? i + s.length : i, 0), s.length);
  };
  let out = "";
  for (let i = bound(start, 0), to = bound(end, s.length); i < to; i += by) out += s[i] ?? "";
  return str(out);
}
const isClass = (re: RegExp): Op => text((s) => bool(s.length > 0 && re.test(s)));
const strip = (left: boolean, right: boolean): Op => text((s, [chars]) => {
  const set = isStr(chars) ? chars.value : " \n\t\f\v";
  let [from, to] = [0, s.length];
  while (left && from < to && set.includes(s[from] ?? "")) from++;
  while (right && to > from && set.includes(s[to - 1] ?? "")) to--;
  return str(s.slice(from, to));
});
const capital = (s: string): string => s.slice(0, 1).toUpperCase() + s.slice(1).toLowerCase();
/** `find`, `startswith` ...: looks in a part of the string; a negative bound counts from behind its end. */
const search = (f: (part: string, wanted: string, start: number) => ConstantValue | null): Op =>
  text((s, [wanted, from, to]) => {
    if (!isStr(wanted) || !isInt(from) || !isInt(to)) return null;
    const start = from.value < 0n ? Math.max(0, s.length + Number(from.value)) : Number(from.value);
    const end = to.value < 0n ? Math.max(0, s.length + Number(to.value) + 1) : Number(to.value);
    return start > s.length ? null : f(end > start ? s.slice(start, end) : "", wanted.value, start);
  });
const found = (index: number, start: number): ConstantValue => int(BigInt(index < 0 ? -1 : index + start));

const deviceName = /^(?:cpu|cuda|xpu|mkldnn|opengl|opencl|ideep|hip|fpga|ort|maia|xla|lazy|vulkan|mps|meta|hpu|mtia|ipu|ve|privateuseone)(?::(?:0|[1-9]\d*))?$/;

const operators: ReadonlyMap<string, Op> = new Map<string, Op>([
  ["aten::is_scripting", () => bool(true)], ["aten::_get_tracing_state", () => bool(false)],
  ["aten::add", (args, result) => {
    const [a, b] = args;
    return isStr(a) && isStr(b) ? str(a.value + b.value) : arithmetic((x, y) => x + y, (x, y) => x + y)(args, result);
  }],
  ["aten::sub", arithmetic((a, b) => a - b, (a, b) => a - b)],
  ["aten::mul", arithmetic((a, b) => a * b, (a, b) => a * b)],
  ["aten::div", arithmetic(null, (a, b) => a / b)],
  ["aten::truediv", arithmetic(null, (a, b) => (b === 0 ? null : a / b))],
  ["aten::floordiv", arithmetic(floorDiv, (a, b) => Math.floor(a / b))],
  ["aten::remainder", arithmetic(modulo, floatModulo)],
  ["aten::fmod", arithmetic(null, (a, b) => a % b)],
  ["aten::pow", arithmetic((a, b) => (b < 0n ? null : a ** b), (a, b) => (a === 0 && b < 0 ? null : a ** b))],
  ["aten::neg", unary((a) => -a, (a) => -a)],
  ["prim::abs", unary((a) => (a < 0n ? -a : a), Math.abs)],
  ["aten::fabs", real(Math.abs)],
  ["aten::floor", unary((a) => a, Math.floor)],
  ["aten::ceil", unary((a) => a, Math.ceil)],
  ["aten::round", real(roundToEven)],
  ["aten::sqrt", real(Math.sqrt)], ["aten::exp", real(Math.exp)], ["aten::expm1", real(Math.expm1)],
  ["aten::log1p", real(Math.log1p)], ["aten::log2", real(Math.log2)], ["aten::log10", real(Math.log10)],
  ["aten::log", (args, result) => (args.length === 2 ? arithmetic(null, (a, b) => Math.log(a) / Math.log(b)) : real(Math.log))(args, result)],
  ["aten::sin", real(Math.sin)], ["aten::cos", real(Math.cos)], ["aten::tan", real(Math.tan)],
  ["aten::asin", real(Math.asin)], ["aten::acos", real(Math.acos)], ["aten::atan", real(Math.atan)],
  ["aten::sinh", real(Math.sinh)], ["aten::cosh", real(Math.cosh)], ["aten::tanh", real(Math.tanh)],
  ["aten::asinh", real(Math.asinh)], ["aten::acosh", real(Math.acosh)], ["aten::atanh", real(Math.atanh)],
  ["aten::atan2", arithmetic(null, Math.atan2)],
  ["aten::degrees", real((a) => (a * 180) / Math.PI)], ["aten::radians", real((a) => a * (Math.PI / 180))],
  ["aten::copysign", arithmetic(null, (a, b) => (b < 0 || Object.is(b, -0) ? -Math.abs(a) : Math.abs(a)))],
  ["aten::isnan", test(Number.isNaN)], ["aten::isfinite", test(Number.isFinite)],
  ["aten::isinf", test((a) => a === Infinity || a === -Infinity)],
  ["aten::gcd", bits(gcd, null)],
  ["aten::factorial", ([a]) => {
    if (!isInt(a) || a.value < 0n || a.value > 20n) return null;
    let product = 1n;
    for (let i = 2n; i <= a.value; i++) product *= i;
    return int(product);
  }],
  ["prim::min", pick(true)], ["prim::max", pick(false)],

  ["aten::lt", comparison((o) => o < 0)], ["aten::le", comparison((o) => o <= 0)],
  ["aten::gt", comparison((o) => o > 0)], ["aten::ge", comparison((o) => o >= 0)],
  ["aten::eq", equality(true)], ["aten::ne", equality(false)],
  ["aten::__is__", identical(true)], ["aten::__isnot__", identical(false)],
  ["aten::__not__", ([a]) => (isBool(a) ? bool(!a.value) : null)],
  ["aten::__and__", bits((a, b) => a & b, (a, b) => a && b)],
  ["aten::__or__", bits((a, b) => a | b, (a, b) => a || b)],
  ["aten::__xor__", bits((a, b) => a ^ b, (a, b) => a !== b)],
  ["aten::__lshift__", bits((a, b) => (b < 0n || b > 63n ? null : a << b), null)],
  ["aten::__rshift__", bits((a, b) => (b < 0n || b > 63n ? null : a >> b), null)],

  ["aten::Int", ([a]) => {
    if (isStr(a)) return /^\s*[+-]?\d+$/.test(a.value) ? int(BigInt(a.value.trim().replace(/^\+/, ""))) : null;
    const whole = bigOf(a);
    if (whole !== null) return int(whole);
    const x = numberOf(a);
    return x !== null && Math.abs(x) < 2 ** 63 ? int(BigInt(Math.trunc(x))) : null;
  }],
  ["aten::Float", ([a]) => {
    if (isStr(a)) {
      const special = /^\s*([+-]?)(?:(inf(?:inity)?)|nan)$/i.exec(a.value);
      if (special) return float(special[2] === undefined ? NaN : special[1] === "-" ? -Infinity : Infinity);
      return a.value.trim() !== "" && Number.isFinite(Number(a.value)) ? float(Number(a.value)) : null;
    }
    const x = numberOf(a);
    return x === null ? null : float(x);
  }],
  ["aten::Bool", ([a]) => { const x = numberOf(a); return x === null ? null : bool(x !== 0); }],
  ["aten::Complex", ([a, b]) => {
    const [re, im] = [numberOf(a), b === undefined ? 0 : numberOf(b)];
    return re === null || im === null ? null : { kind: "complex", re, im };
  }],
  ["aten::str", ([a]) => { const s = display(a); return s === null ? null : str(s); }],
  ["aten::hex", radix("0x", 16)], ["aten::oct", radix("0o", 8)], ["aten::bin", radix("0b", 2)],
  ["aten::ord", text((s) => (s.length === 1 ? int(BigInt(s.charCodeAt(0))) : null))],
  ["aten::chr", ([a]) => (isInt(a) && a.value >= 0n && a.value < 128n ? str(String.fromCharCode(Number(a.value))) : null)],

  ["aten::len", text((s) => int(BigInt(s.length)))],
  ["aten::__getitem__", text((s, [i]) => { const at = indexed(s, i); return at === null ? null : str(s[at] ?? ""); })],
  ["aten::slice", text(sliceText)],
  ["aten::upper", text((s) => str(s.toUpperCase()))], ["aten::lower", text((s) => str(s.toLowerCase()))],
  ["aten::capitalize", text((s) => str(capital(s)))],
  ["aten::title", text((s) => str(s.replace(/[A-Za-z]+/g, capital)))],
  ["aten::strip", strip(true, true)], ["aten::lstrip", strip(true, false)], ["aten::rstrip", strip(false, true)],
  ["aten::startswith", search((part, wanted) => bool(part.startsWith(wanted)))],
  ["aten::endswith", search((part, wanted) => bool(part.endsWith(wanted)))],
  ["aten::find", search((part, wanted, start) => found(part.indexOf(wanted), start))],
  ["aten::rfind", search((part, wanted, start) => found(part.lastIndexOf(wanted), start))],
  ["aten::isdigit", isClass(/^[0-9]+$/)], ["aten::isalpha", isClass(/^[A-Za-z]+$/)], ["aten::isalnum", isClass(/^[A-Za-z0-9]+$/)],
  ["aten::isspace", isClass(/^\s+$/)],

  ["aten::device", ([a, index]) => {
    if (!isStr(a)) return null;
    const value = isInt(index) ? `${a.value}:${index.value}` : a.value;
    return deviceName.test(value) ? { kind: "device", value } : null;
  }],
  ["prim::EnumName", ([a]) => (a?.kind === "enum" ? str(a.name) : null)],
  ["prim::EnumValue", ([a]) => (a?.kind === "enum" ? a.value : null)],
  ["prim::unchecked_cast", ([a]) => a ?? null],
  ["aten::_unwrap_optional", ([a]) => (a && a.kind !== "None" ? a : null)],
  ["aten::__range_length", ([lo, hi, step]) => {
    if (!isInt(lo) || !isInt(hi) || !isInt(step) || step.value === 0n) return null;
    if (step.value > 0n && lo.value < hi.value) return int(1n + (hi.value - 1n - lo.value) / step.value);
    if (step.value < 0n && lo.value > hi.value) return int(1n + (lo.value - 1n - hi.value) / -step.value);
    return int(0n);
  }],
  ["aten::__derive_index", ([index, start, step]) =>
    isInt(index) && isInt(start) && isInt(step) ? int(start.value + index.value * step.value) : null],
]);

/** Nodes without an operator's schema, and those with several outputs. */
const structural: ReadonlyMap<string, (node: Node, args: readonly ConstantValue[]) => readonly ConstantValue[] | null> = new Map([
  ["prim::TupleConstruct", (node: Node, items: readonly ConstantValue[]) => [{ kind: "tuple" as const, type: node.output.type, items }]],
  ["prim::TupleUnpack", (_: Node, [tuple]: readonly ConstantValue[]) => (tuple?.kind === "tuple" ? tuple.items : null)],
  ["prim::TupleIndex", (_: Node, [tuple, index]: readonly ConstantValue[]) => {
    if (tuple?.kind !== "tuple" || !isInt(index)) return null;
    const item = tuple.items[Number(index.value < 0n ? index.value + BigInt(tuple.items.length) : index.value)];
    return item ? [item] : null;
  }],
  ["aten::divmod", (_: Node, [a, b]: readonly ConstantValue[]) => {
    if (isInt(a) && isInt(b)) {
      const [q, r] = [floorDiv(a.value, b.value), modulo(a.value, b.value)];
      return q === null || r === null ? null : [int(q), int(r)];
    }
    const [x, y] = [numberOf(a), numberOf(b)];
    return x === null || y === null || y === 0 ? null : [float(Math.floor(x / y)), float(floatModulo(x, y))];
  }],
  ["prim::SetAttr", () => null],
]);


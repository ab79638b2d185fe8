/** Operators on whole numbers, floats and bools. Answers to the arithmetic in torch/csrc/jit/runtime/register_prim_ops.cpp. */
import type { ConstantValue } from "../../ir/constant";
import * as precise from "./preciseMath";
import type { Operation } from "./values";
import { bool, float, int, isBool, isInt, numberOf } from "./values";

/** Whole numbers stay whole where both operands are, except where the operator always gives a float. */
function arithmetic(onInt: ((a: bigint, b: bigint) => bigint | null) | null, onFloat: (a: number, b: number) => number | null): Operation {
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
function comparison(test: (order: number) => boolean, unordered = false): Operation {
  return ([a, b]) => {
    if (isInt(a) && isInt(b)) return bool(test(a.value < b.value ? -1 : a.value > b.value ? 1 : 0));
    if (a?.kind === "str" && b?.kind === "str") return bool(test(a.value < b.value ? -1 : a.value > b.value ? 1 : 0));
    const [x, y] = [numberOf(a), numberOf(b)];
    if (x === null || y === null) return null;
    return bool(Number.isNaN(x) || Number.isNaN(y) ? unordered : test(x < y ? -1 : x > y ? 1 : 0));
  };
}
function equality(equal: boolean): Operation {
  const ordered = comparison((o) => (o === 0) === equal, !equal);
  return (args, result) => {
    const [a, b] = args;
    if (a?.kind === "device" && b?.kind === "device") return bool((a.value === b.value) === equal);
    if (a?.kind === "enum" && b?.kind === "enum") return bool((a.name === b.name) === equal);
    return ordered(args, result);
  };
}
function unary(onInt: ((a: bigint) => bigint) | null, onFloat: (a: number) => number | null): Operation {
  return ([a], result) => {
    if (onInt && isInt(a) && result.kind !== "float") return int(onInt(a.value));
    const x = numberOf(a);
    const value = x === null ? null : onFloat(x);
    if (value === null) return null;
    if (result.kind !== "int") return float(value);
    return Math.abs(value) < 2 ** 63 ? int(BigInt(Math.trunc(value))) : null;
  };
}
const real = (f: (a: number) => number | null): Operation => unary(null, f);
const tested = (f: (a: number) => boolean): Operation => ([a]) => { const x = numberOf(a); return x === null ? null : bool(f(x)); };
function bits(onInt: (a: bigint, b: bigint) => bigint | null, onBool: ((a: boolean, b: boolean) => boolean) | null): Operation {
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
/** As the C library rounds: halves away from zero. */
const round = (x: number): number => (x < 0 ? -Math.round(-x) : Math.round(x));
const roundToEven = (x: number): number => (x - Math.floor(x) === 0.5 ? round(x * 0.5) * 2 : round(x));
const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? (a < 0n ? -a : a) : gcd(b, a % b));
const copySign = (a: number, b: number): number => (b < 0 || Object.is(b, -0) ? -Math.abs(a) : Math.abs(a));

/** What is left of a when the multiple of b nearest to it is taken away. */
function nearestRemainder(a: number, b: number): number {
  if (!Number.isFinite(a) || Number.isNaN(b) || b === 0) return NaN;
  const [size, by] = [Math.abs(a), Math.abs(b)];
  const rest = size % by;
  const odd = Math.floor(size / by) % 2 === 1;
  const left = rest * 2 > by || (rest * 2 === by && odd) ? rest - by : rest;
  return a < 0 || Object.is(a, -0) ? -left : left;
}

/** The processor shifts by the last six bits of the count. */
const shift = (by: (a: bigint, count: bigint) => bigint) => (a: bigint, b: bigint): bigint => by(a, b & 63n);

const pick = (smaller: boolean): Operation => ([a, b]) => {
  const [x, y] = [numberOf(a), numberOf(b)];
  if (x === null || y === null || !a || !b || isBool(a) || isBool(b)) return null;
  const first = smaller ? x < y : x > y;
  return a.kind === b.kind ? (first ? a : b) : float(first ? x : y);
};
export function identical(same: boolean): Operation {
  return ([a, b]) => {
    if (!a || !b) return null;
    if (a.kind !== b.kind) return bool(!same);
    switch (a.kind) {
      case "None": return bool(same);
      case "int": case "bool": case "float": case "device": return bool((a.value === (b as typeof a).value) === same);
      // each reading of these makes an object of its own
      case "str": case "complex": return bool(!same);
      case "tuple": case "enum": return bool((a === b) === same);
      default: return null;
    }
  };
}

export const numberOperations: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ["aten::add", arithmetic((a, b) => a + b, (a, b) => a + b)],
  ["aten::sub", arithmetic((a, b) => a - b, (a, b) => a - b)],
  ["aten::mul", arithmetic((a, b) => a * b, (a, b) => a * b)],
  ["aten::div", arithmetic(null, (a, b) => a / b)],
  ["aten::truediv", arithmetic(null, (a, b) => (b === 0 ? null : a / b))],
  ["aten::floordiv", arithmetic(floorDiv, (a, b) => Math.floor(a / b))],
  ["aten::remainder", arithmetic(modulo, floatModulo)],
  ["aten::fmod", arithmetic(null, (a, b) => a % b)],
  ["aten::mathremainder", arithmetic(null, nearestRemainder)],
  ["aten::pow", arithmetic((a, b) => (b < 0n ? null : a ** b), (a, b) => (a === 0 && b < 0 ? null : precise.pow(a, b)))],
  ["aten::neg", unary((a) => -a, (a) => -a)],
  ["prim::abs", unary((a) => (a < 0n ? -a : a), Math.abs)],
  ["aten::fabs", real(Math.abs)],
  ["aten::angle", real((a) => (Number.isNaN(a) ? a : a < 0 ? Math.PI : 0))],
  ["aten::floor", unary((a) => a, Math.floor)],
  ["aten::ceil", unary((a) => a, Math.ceil)],
  ["aten::round", real(roundToEven)],
  ["aten::sqrt", real(Math.sqrt)], ["aten::exp", real(precise.exp)], ["aten::expm1", real(precise.expm1)],
  ["aten::log1p", real(precise.log1p)], ["aten::log2", real(precise.log2)], ["aten::log10", real(precise.log10)],
  ["aten::log", (args, result) => (args.length === 2 ? arithmetic(null, (a, b) => precise.log(a) / precise.log(b)) : real(precise.log))(args, result)],
  ["aten::sin", real(precise.sin)], ["aten::cos", real(precise.cos)], ["aten::tan", real(precise.tan)],
  ["aten::asin", real(precise.asin)], ["aten::acos", real(precise.acos)], ["aten::atan", real(precise.atan)],
  ["aten::sinh", real(precise.sinh)], ["aten::cosh", real(precise.cosh)], ["aten::tanh", real(precise.tanh)],
  ["aten::asinh", real(precise.asinh)], ["aten::acosh", real(precise.acosh)], ["aten::atanh", real(precise.atanh)],
  ["aten::atan2", arithmetic(null, precise.atan2)],
  ["aten::erf", real(precise.erf)],
  ["aten::erfc", real((a) => { const value = precise.erfc(a); return Number.isNaN(value) ? null : value; })],
  ["aten::degrees", real((a) => a * (180 / Math.PI))], ["aten::radians", real((a) => a * (Math.PI / 180))],
  ["aten::copysign", arithmetic(null, copySign)],
  ["aten::ldexp", ([a, b]) => {
    const [x, y] = [numberOf(a), numberOf(b)];
    return x === null || y === null || Math.abs(y) > 1000 ? null : float(x * 2 ** y);
  }],
  ["aten::isnan", tested(Number.isNaN)], ["aten::isfinite", tested(Number.isFinite)],
  ["aten::isinf", tested((a) => a === Infinity || a === -Infinity)],
  ["aten::gcd", bits(gcd, null)],
  ["aten::factorial", ([a]) => {
    if (!isInt(a) || a.value < 0n || a.value > 25n) return null;
    let product = 1n;
    for (let i = 2n; i <= a.value; i++) product *= i;
    return int(product);
  }],
  ["prim::min", pick(true)], ["prim::max", pick(false)],

  ["aten::lt", comparison((o) => o < 0)], ["aten::le", comparison((o) => o <= 0)],
  ["aten::gt", comparison((o) => o > 0)], ["aten::ge", comparison((o) => o >= 0)],
  ["aten::eq", equality(true)], ["aten::ne", equality(false)],
  ["aten::__not__", ([a]) => (isBool(a) ? bool(!a.value) : null)],
  ["aten::__and__", bits((a, b) => a & b, (a, b) => a && b)],
  ["aten::__or__", bits((a, b) => a | b, (a, b) => a || b)],
  ["aten::__xor__", bits((a, b) => a ^ b, (a, b) => a !== b)],
  ["aten::__lshift__", bits(shift((a, b) => a << b), null)],
  ["aten::__rshift__", bits(shift((a, b) => a >> b), null)],
]);

/** [mantissa, exponent] with a mantissa of at least a half and below one. */
function fractionExponent(x: number): [number, number] | null {
  if (x === 0) return [x, 0];
  if (!Number.isFinite(x) || Math.abs(x) < 2 ** -1000) return null;
  let exponent = Math.floor(Math.log2(Math.abs(x))) + 1;
  if (Math.abs(x) / 2 ** exponent >= 1) exponent++;
  if (Math.abs(x) / 2 ** exponent < 0.5) exponent--;
  return [x / 2 ** exponent, exponent];
}

/** Operators with two results. */
export const pairs: ReadonlyMap<string, (args: readonly ConstantValue[]) => readonly ConstantValue[] | null> = new Map([
  ["aten::divmod", ([a, b]: readonly ConstantValue[]) => {
    if (isInt(a) && isInt(b)) {
      const [q, r] = [floorDiv(a.value, b.value), modulo(a.value, b.value)];
      return q === null || r === null ? null : [int(q), int(r)];
    }
    const [x, y] = [numberOf(a), numberOf(b)];
    if (x === null || y === null || y === 0) return null;
    if (a?.kind !== b?.kind) return [float(Math.floor(x / y)), float(x - Math.floor(x / y) * y)];
    const rest = x % y;
    const left = rest !== 0 && x < 0 !== y < 0 ? rest + y : rest;
    return [float((x - left) / y), float(left)];
  }],
  ["aten::frexp", ([a]: readonly ConstantValue[]) => {
    const pair = a?.kind === "float" ? fractionExponent(a.value) : null;
    return pair && [float(pair[0]), int(BigInt(pair[1]))];
  }],
  ["aten::modf", ([a]: readonly ConstantValue[]) => {
    if (a?.kind !== "float" || !Number.isFinite(a.value)) return null;
    return [float(copySign(a.value - Math.trunc(a.value), a.value)), float(copySign(Math.trunc(a.value), a.value))];
  }],
]);

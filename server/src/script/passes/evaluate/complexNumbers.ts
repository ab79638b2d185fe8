/** Complex arithmetic as c10/util/complex.h does it. */
import type { ConstantValue } from "../../ir/constant";
import { atan2, cos, hypot, sin } from "./preciseMath";
import { ComplexT } from "../../types/types";
import type { Operation } from "./values";
import { bool, float, numberOf } from "./values";

export interface Complex { readonly re: number; readonly im: number }

const complex = ({ re, im }: Complex): ConstantValue => ({ kind: "complex", re, im });

/** Any number as a complex one. */
function complexOf(c: ConstantValue | undefined): Complex | null {
  if (c?.kind === "complex") return c;
  const re = numberOf(c);
  return re === null ? null : { re, im: 0 };
}

const onTwo = (f: (a: Complex, b: Complex) => Complex): Operation => ([a, b]) => {
  const [x, y] = [complexOf(a), complexOf(b)];
  return x && y ? complex(f(x, y)) : null;
};
const onOne = <T>(wrap: (value: T) => ConstantValue, f: (a: Complex) => T): Operation => ([a]) => {
  const x = complexOf(a);
  return x ? wrap(f(x)) : null;
};
const compare = (equal: boolean): Operation => ([a, b]) => {
  const [x, y] = [complexOf(a), complexOf(b)];
  return x && y ? bool((x.re === y.re && x.im === y.im) === equal) : null;
};

/** Scaled by the bigger part of the divisor. */
function divide(a: Complex, b: Complex): Complex {
  if (Math.abs(b.re) >= Math.abs(b.im)) {
    if (b.re === 0 && b.im === 0) return { re: a.re / Math.abs(b.re), im: a.im / Math.abs(b.im) };
    const ratio = b.im / b.re;
    const scale = 1 / (b.re + b.im * ratio);
    return { re: (a.re + a.im * ratio) * scale, im: (a.im - a.re * ratio) * scale };
  }
  const ratio = b.re / b.im;
  const scale = 1 / (b.im + b.re * ratio);
  return { re: (a.re * ratio + a.im) * scale, im: (a.im * ratio - a.re) * scale };
}

/** Operators with at least one complex operand. */
export const complexOperations: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ["aten::add", onTwo((a, b) => ({ re: a.re + b.re, im: a.im + b.im }))],
  ["aten::sub", onTwo((a, b) => ({ re: a.re - b.re, im: a.im - b.im }))],
  ["aten::mul", onTwo((a, b) => ({ re: a.re * b.re - a.im * b.im, im: a.re * b.im + a.im * b.re }))],
  ["aten::div", onTwo(divide)],
  ["aten::eq", compare(true)], ["aten::ne", compare(false)],
  ["aten::neg", onOne(complex, (a) => ({ re: -a.re, im: -a.im }))],
  ["prim::abs", onOne(float, (a) => hypot(a.re, a.im))],
  ["aten::angle", onOne(float, (a) => atan2(a.im, a.re))],
  ["aten::isnan", onOne(bool, (a) => Number.isNaN(a.re) || Number.isNaN(a.im))],
  ["aten::isinf", onOne(bool, (a) => Math.abs(a.re) === Infinity || Math.abs(a.im) === Infinity)],
  ["aten::isfinite", onOne(bool, (a) => Number.isFinite(a.re) && Number.isFinite(a.im))],
  ["aten::Bool", onOne(bool, (a) => a.re !== 0 || a.im !== 0)],
  ["aten::Complex", (args) => (args.length === 1 ? onOne(complex, (a) => a)(args, ComplexT) : null)],
]);

/** complex() and torch.polar() of real numbers. */
export const complexFromReal: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ["aten::Complex", ([a, b]) => {
    const [re, im] = [numberOf(a), b === undefined ? 0 : numberOf(b)];
    return re === null || im === null ? null : complex({ re, im });
  }],
  ["aten::polar", ([a, b]) => {
    const [size, angle] = [numberOf(a), numberOf(b)];
    return size === null || angle === null ? null : complex({ re: size * cos(angle), im: size * sin(angle) });
  }],
]);

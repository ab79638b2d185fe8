/** Special functions, which ONNX has none of: computed in float64 by formulas of their own; and what takes whole numbers apart. */
import { asTensor } from "../builder";
import { axisOf, CannotExport, float, int, isFloat, list, NONE, TensorV, type V } from "../values";
import { resultType } from "./arithmetic";
import { arg, T, formula, type Calc, type Formula } from "./composed";
import { flag, like, number, type Lowering } from "./support";
import { msg } from "../../../text/message";

const LAST = list([int(-1)]), YES: V = { k: "bool", v: true }, NO: V = { k: "bool", v: false };
/** In float64, and back in the dtype that torch gives. */
const precisely = (f: (c: Calc, x: TensorV) => TensorV): Formula => (c, a) => {
  const x = T(a, 0), made = f(c, c.b.cast(x, "float64"));
  return c.b.cast(made, isFloat(x.dtype) ? x.dtype : "float32");
};
const sum = (c: Calc, [first, ...rest]: readonly V[]): TensorV => rest.reduce<TensorV>((p, v) => c.two("Add", p, v), first instanceof TensorV ? first : c.two("Add", first ?? NONE, float(0)));
/** The sine of pi * x, which is nothing at whole numbers. */
const sinPi = (c: Calc, x: TensorV): TensorV => c.one("Sin", c.two("Mul", c.two("Sub", x, c.one("Round", x)), float(Math.PI)));
/** Powers of x by Horner's rule, from the highest. */
const polynomial = (c: Calc, x: TensorV, [first = 0, ...rest]: readonly number[]): TensorV => rest.reduce<TensorV>((p, k) => c.two("Add", c.two("Mul", p, x), float(k)), c.two("Add", c.two("Mul", x, float(0)), float(first)));

/** Lanczos' coefficients for g = 7. */
const LANCZOS = [676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905, -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7];
/** The logarithm of the gamma function; below 1/2 by its reflection. */
function logGamma(c: Calc, x: TensorV): TensorV {
  const below = c.on("lt", x, float(0.5)), y = c.on("where", below, c.two("Sub", float(1), x), x), t = c.two("Add", y, float(6.5));
  const series = sum(c, [float(0.9999999999998099), ...LANCZOS.map((k, i) => c.two("Div", float(k), c.two("Add", y, float(i))))]);
  const made = sum(c, [c.two("Sub", c.two("Mul", c.two("Sub", y, float(0.5)), c.one("Log", t)), t), c.one("Log", series), float(Math.log(2 * Math.PI) / 2)]);
  const reflected = c.two("Sub", c.two("Sub", float(Math.log(Math.PI)), c.one("Log", c.one("Abs", sinPi(c, x)))), made);
  return c.on("where", c.on("isinf", x), float(Infinity), c.on("where", below, reflected, made));
}
/** mvlgamma(x, p) */
const multiLogGamma: Formula = (c, a) => {
  const p = number(a[1]);
  return precisely((_, x) => sum(c, [float((p * (p - 1) * Math.log(Math.PI)) / 4), ...Array.from({ length: p }, (_item, j) => logGamma(c, c.two("Sub", x, float(j / 2))))]))(c, a);
};

/** How far the asymptotic series of digamma is moved away from 0. */
const SHIFT = 10;
/** The derivative of the logarithm of the gamma function. */
function digamma(c: Calc, x: TensorV): TensorV {
  const below = c.on("lt", x, float(0.5)), y = c.on("where", below, c.two("Sub", float(1), x), x), far = c.two("Add", y, float(SHIFT));
  const square = c.one("Reciprocal", c.two("Mul", far, far));
  const tail = c.two("Mul", polynomial(c, square, [1 / 132, -1 / 240, 1 / 252, -1 / 120, 1 / 12].map((k, i) => (i % 2 === 0 ? Math.abs(k) : -Math.abs(k)))), square);
  const steps = sum(c, Array.from({ length: SHIFT }, (_, k) => c.one("Reciprocal", c.two("Add", y, float(k)))));
  const made = c.two("Sub", c.two("Sub", c.two("Sub", c.one("Log", far), c.two("Div", float(0.5), far)), tail), steps);
  const part = c.two("Mul", c.two("Sub", x, c.one("Round", x)), float(Math.PI)), cosine = c.one("Sin", c.two("Add", part, float(Math.PI / 2)));
  const reflected = c.two("Sub", made, c.two("Div", c.two("Mul", cosine, float(Math.PI)), c.one("Sin", part)));
  const whole = c.on("logical_and", c.on("lt", x, float(0)), c.on("eq", x, c.one("Round", x)));
  return c.on("where", whole, float(NaN), c.on("where", c.on("eq", x, float(0)), float(-Infinity), c.on("where", below, reflected, made)));
}

const ANGLES = 20, FAR = 30;
/** Modified Bessel functions of the first kind, of order 0 or 1, divided by exp(|x|): near 0 as an integral over angles, far away by their series in 1/x. */
function bessel(c: Calc, x: TensorV, order: 0 | 1, scaled: boolean): TensorV {
  const size = c.one("Abs", x), near = c.on("clamp_max", size, float(FAR)), away = c.on("clamp_min", size, float(FAR));
  const cosines = Array.from({ length: ANGLES }, (_, j) => Math.cos((Math.PI * (j + 0.5)) / ANGLES));
  const row = (values: readonly number[]): TensorV => new TensorV(c.b.constant(values, "float64", [ANGLES]), "float64", [ANGLES], [ANGLES]);
  const waves = c.one("Exp", c.two("Mul", c.on("unsqueeze", near, int(-1)), row(cosines.map((v) => v - 1))));
  const integral = c.on("sum", c.two("Mul", waves, row(cosines.map((v) => (order === 1 ? v : 1) / ANGLES))), LAST, NO, NONE);
  const terms = [1];
  for (let k = 1; k < 8; k++) terms.unshift((-(terms[0] ?? 1) * (4 * order ** 2 - (2 * k - 1) ** 2)) / (k * 8));
  const series = c.two("Div", polynomial(c, c.one("Reciprocal", away), terms), c.one("Sqrt", c.two("Mul", away, float(2 * Math.PI))));
  const made = c.on("where", c.on("lt", size, float(FAR)), integral, series), signed = order === 1 ? c.two("Mul", made, c.one("Sign", x)) : made;
  return scaled ? signed : c.two("Mul", signed, c.one("Exp", size));
}

/** Giles' approximations of the inverse error function, for the middle and for the ends. */
const MIDDLE = [2.81022636e-8, 3.43273939e-7, -3.5233877e-6, -4.39150654e-6, 0.00021858087, -0.00125372503, -0.00417768164, 0.246640727, 1.50140941];
const ENDS = [-0.000200214257, 0.000100950558, 0.00134934322, -0.00367342844, 0.00573950773, -0.0076224613, 0.00943887047, 1.00167406, 2.83297682];
function inverseErf(c: Calc, x: TensorV): TensorV {
  const w = c.one("Neg", c.one("Log", c.two("Mul", c.two("Sub", float(1), x), c.two("Add", float(1), x))));
  const middle = polynomial(c, c.two("Sub", w, float(2.5)), MIDDLE), ends = polynomial(c, c.two("Sub", c.one("Sqrt", c.one("Abs", w)), float(3)), ENDS);
  const made = c.two("Mul", x, c.on("where", c.on("lt", w, float(5)), middle, ends));
  return c.on("where", c.on("eq", c.one("Abs", x), float(1)), c.two("Mul", x, float(Infinity)), made);
}
const inverseNormal = (c: Calc, p: TensorV): TensorV => c.two("Mul", inverseErf(c, c.two("Sub", c.two("Mul", p, float(2)), float(1))), float(Math.SQRT2));

/** As many rounds as Euclid's algorithm can have for numbers of 64 bits. */
const ROUNDS = 93;
const commonDivisor: Formula = (c, a) => {
  const { b } = c, dtype = resultType([arg(a, 0), arg(a, 1)]);
  if (isFloat(dtype) || dtype === "bool") return undefined;
  const [x, y] = [T(a, 0), T(a, 1)].map((t) => c.one("Abs", b.cast(t, "int64")));
  const wide = (t: V | undefined, other: V | undefined): TensorV => c.two("Add", t ?? NONE, c.two("Mul", other ?? NONE, int(0)));
  const start = [wide(x, y), wide(y, x)], carried = (name: string): TensorV[] => start.map((t) => new TensorV(b.unique(name), "int64", t.shape, t.alt));
  const scalar = (name: string, of: "int64" | "bool"): TensorV => new TensorV(b.unique(name), of, [], []);
  const before = carried("divisor"), after = carried("divisor"), round = scalar("round", "int64"), going = scalar("going", "bool"), inner = b.enter(), outs: TensorV[] = [];
  try {
    const [p, q] = [before[0] ?? NONE, before[1] ?? NONE], done = c.on("eq", q, int(0));
    const rest = b.one("Mod", [p, c.on("where", done, int(1), q)].map((v) => asTensor(b, v, "int64")), like(before[0] ?? round));
    const next = [c.on("where", done, p, q), c.on("where", done, int(0), rest)];
    outs.push(c.on("gt", c.on("sum", c.b.cast(c.on("ne", next[1] ?? NONE, int(0)), "int64")), int(0)), ...next.map((t) => c.one("Identity", t)));
  } finally { inner.leave(); }
  const body = { name: "body", node: inner.nodes, initializer: [], input: [round, going, ...before].map((t) => b.info(t)), output: outs.map((t) => b.info(t)), valueInfo: [] };
  b.emitInner("Loop", [b.constant([ROUNDS], "int64", []), "", ...start.map((t) => b.use(t))], after, [["body", body]]);
  return b.cast(after[0] ?? round, dtype);
};
const commonMultiple: Formula = (c, a) => {
  const found = commonDivisor(c, a);
  if (!(found instanceof TensorV)) return undefined;
  const part = c.on("div", T(a, 0), c.on("where", c.on("eq", found, int(0)), asTensor(c.b, int(1), found.dtype), found), { k: "str", v: "trunc" });
  return c.one("Abs", c.two("Mul", part, T(a, 1)));
};

/** mode(x, dim, keepdim): of what is there most often the smallest, and its last place. */
const mode: Formula = (c, a) => {
  const x = T(a, 0);
  if (x.rank === 0 || x.dtype === "bool") return undefined;
  const axis = int(axisOf(number(a[1], -1), x.rank)), turned = c.on("transpose", x, axis, int(-1));
  const often = c.on("sum", c.b.cast(c.on("eq", c.on("unsqueeze", turned, int(-1)), c.on("unsqueeze", turned, int(-2))), "int64"), LAST, NO, NONE);
  const top = c.on("eq", often, c.on("amax", often, LAST, YES));
  const value = c.on("amin", c.on("where", top, turned, c.on("amax", turned, LAST, YES)), LAST, YES);
  const places = c.on("arange", c.b.sizeOf(turned, turned.rank - 1), int(4), NONE, NONE, NONE);
  const place = c.on("amax", c.on("where", c.on("eq", turned, value), places, int(-1)), LAST, YES);
  return [value, place].map((t) => { const back = c.on("transpose", t, axis, int(-1)); return flag(a[2]) ? back : c.on("squeeze", back, axis); });
};

/** A fraction from 1/2 to 1 and the power of two that it is multiplied by. */
const fractionAndExponent: Formula = (c, a) => {
  const x = T(a, 0), wide = c.b.cast(x, "float64"), odd = c.on("logical_or", c.on("eq", wide, float(0)), c.on("logical_not", c.on("isfinite", wide)));
  if (x.dtype === "float64") throw new CannotExport(msg`frexp of float64, which is not computed exactly enough`);
  const size = c.on("where", odd, float(1), c.one("Abs", wide));
  const guess = c.two("Add", c.one("Floor", c.two("Mul", c.one("Log", size), float(Math.LOG2E))), float(1)), part = c.two("Div", size, c.on("pow", float(2), guess));
  const exponent = c.two("Sub", c.two("Add", guess, c.b.cast(c.on("ge", part, float(1)), "float64")), c.b.cast(c.on("lt", part, float(0.5)), "float64"));
  const power = c.on("where", odd, float(0), exponent);
  return [c.b.cast(c.two("Div", wide, c.on("pow", float(2), power)), x.dtype), c.b.cast(power, "int32")];
};

const NAMED: Readonly<Record<string, Formula>> = {
  lgamma: precisely(logGamma), special_gammaln: precisely(logGamma), digamma: precisely(digamma), special_digamma: precisely(digamma), special_psi: precisely(digamma), mvlgamma: multiLogGamma, special_multigammaln: multiLogGamma,
  erfinv: precisely(inverseErf), special_erfinv: precisely(inverseErf), special_ndtri: precisely(inverseNormal),
  ...Object.fromEntries(["i0", "special_i0", "special_modified_bessel_i0"].map((name) => [name, precisely((c, x) => bessel(c, x, 0, false))])), special_i0e: precisely((c, x) => bessel(c, x, 0, true)),
  ...Object.fromEntries(["special_i1", "special_modified_bessel_i1"].map((name) => [name, precisely((c, x) => bessel(c, x, 1, false))])), special_i1e: precisely((c, x) => bessel(c, x, 1, true)),
  gcd: commonDivisor, lcm: commonMultiple, mode, frexp: fractionAndExponent,
};
export const SPECIAL: Readonly<Record<string, Lowering>> = Object.fromEntries(Object.entries(NAMED).map(([name, f]) => [`aten::${name}`, formula(f)]));

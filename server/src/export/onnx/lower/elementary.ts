/** Functions of single elements that fewer models have, other names of operators, and what is written by their leave. */
import { contiguousStrides, count } from "../../strides";
import { asTensor, fixed } from "../builder";
import type { TensorV} from "../values";
import { axisOf, bool, CannotExport, dtypeOf, float, int, isFloat, isOpen, list, NONE, type V } from "../values";
import type { Calc} from "./composed";
import { arg, formula, known, T, type Formula } from "./composed";
import { flag, ints, number, OPERATORS, sizeOn, spec, tensor, type Lowering } from "./support";
import { msg, type Argument } from "../../../text/message";

const floating = (c: Calc, x: TensorV): TensorV => (isFloat(x.dtype) ? x : c.b.cast(x, "float32"));
const scaled = (by: number): Formula => (c, a) => c.two("Mul", floating(c, T(a, 0)), float(by));
const sinc: Formula = (c, a) => { const x = floating(c, T(a, 0)), t = c.two("Mul", x, float(Math.PI)); return c.on("where", c.on("eq", x, int(0)), float(1), c.two("Div", c.one("Sin", t), t)); };
const normalCdf: Formula = (c, a) => c.two("Mul", c.two("Add", c.one("Erf", c.two("Mul", floating(c, T(a, 0)), float(Math.SQRT1_2))), float(1)), float(0.5));
const entropy: Formula = (c, a) => {
  const x = floating(c, T(a, 0)), inside = c.one("Neg", c.two("Mul", x, c.one("Log", x)));
  return c.on("where", c.on("gt", x, int(0)), inside, c.on("where", c.on("eq", x, int(0)), float(0), float(-Infinity)));
};
/** |x| with the sign of y, that of zeros too. */
const copySign: Formula = (c, a) => {
  const x = floating(c, T(a, 0)), y = asTensor(c.b, arg(a, 1), x.dtype);
  const below = c.on("logical_or", c.on("lt", y, int(0)), c.on("lt", c.one("Reciprocal", y), int(0)));
  return c.on("where", below, c.one("Neg", c.one("Abs", x)), c.one("Abs", x));
};
const floatPower: Formula = (c, a) => {
  const wide = (v: V): V => (v.k === "tensor" ? c.b.cast(v, "float64") : v);
  return a[0]?.k === "tensor" ? c.on("pow", wide(a[0]), wide(arg(a, 1))) : c.on("pow", asTensor(c.b, arg(a, 0), "float64"), wide(arg(a, 1)));
};
const logAddExp2: Formula = (c, a) => {
  const top = c.on("maximum", T(a, 0), T(a, 1)), of = (x: TensorV): TensorV => c.one("Exp", c.two("Mul", c.two("Sub", x, top), float(Math.LN2)));
  return c.two("Add", top, c.two("Mul", c.one("Log", c.two("Add", of(T(a, 0)), of(T(a, 1)))), float(Math.LOG2E)));
};
const infinite = (sign: number): Formula => (c, a) => (isFloat(T(a, 0).dtype) ? c.on("eq", T(a, 0), float(sign * Infinity)) : c.on("lt", c.two("Mul", T(a, 0), int(0)), int(0)));
const roundedTo: Formula = (c, a) => { const x = T(a, 0), digits = number(a[1], 0); if (!isFloat(x.dtype)) return x; return digits === 0 ? c.one("Round", x) : c.two("Div", c.one("Round", c.two("Mul", x, float(10 ** digits))), float(10 ** digits)); };

/** isclose(x, y, rtol, atol, equal_nan) */
const close: Formula = (c, a) => {
  const [x, y] = [T(a, 0), T(a, 1)];
  const near = c.on("le", c.one("Abs", c.two("Sub", x, y)), c.two("Add", c.two("Mul", c.one("Abs", y), float(number(a[2], 1e-5))), float(number(a[3], 1e-8))));
  const same = isFloat(x.dtype) ? c.on("logical_or", c.on("eq", x, y), c.on("logical_and", near, c.on("isfinite", y))) : c.on("logical_or", c.on("eq", x, y), near);
  return flag(a[4]) ? c.on("logical_or", same, c.on("logical_and", c.on("isnan", x), c.on("isnan", y))) : same;
};
const truth = (c: Calc, x: TensorV): V => c.all("Bool", x)[0] ?? NONE;
const equal: Formula = (c, a) => {
  const [x, y] = [T(a, 0), T(a, 1)];
  if (x.shape.length !== y.shape.length || x.shape.some((d, i) => d !== y.shape[i] && d === x.alt[i] && y.shape[i] === y.alt[i])) return bool(false);
  return truth(c, c.on("all", c.on("eq", x, y)));
};

const spaced = (value: (i: number) => number, n: number, dtype: V | undefined): Formula => (c) => {
  const made = known(Array.from({ length: n }, (_, i) => value(i)), [n], "float32", c);
  return dtype?.k === "int" ? c.b.cast(made, dtypeOf(dtype.v)) : made;
};
/** logspace(from, to, steps, base, dtype) */
const logspace: Formula = (c, a) => { const [p, q, n, base] = [number(a[0]), number(a[1]), number(a[2], 100), number(a[3], 10)]; return spaced((i) => base ** (n === 1 ? p : p + ((q - p) / (n - 1)) * i), n, a[4])(c, a); };
const closedRange: Formula = (c, a) => { const step = a[2]?.k === "int" || a[2]?.k === "float" ? number(a[2], 1) : 1, n = Math.floor((number(a[1]) - number(a[0])) / step) + 1; return spaced((i) => number(a[0]) + i * step, n, a.length > 6 ? a[3] : undefined)(c, a); };
const frequencies = (half: boolean): Formula => (c, a) => { const n = number(a[0]), d = number(a[1], 1); return spaced((i) => (half || i < Math.ceil(n / 2) ? i : i - n) / (n * d), half ? Math.floor(n / 2) + 1 : n, a[2])(c, a); };
const bartlett: Formula = (c, a) => { const n = number(a[0]), says = a[1]?.k === "bool", around = says && !flag(a[1]) ? n - 1 : n; return spaced((i) => (n === 1 ? 1 : 1 - Math.abs((2 * i) / around - 1)), n, a[says ? 2 : 1])(c, a); };

const atLeast = (rank: number): Formula => (c, a) => {
  const raised = (x: TensorV): TensorV => {
    let at = x;
    while (at.rank < rank) at = c.on("unsqueeze", at, int(at.rank < 2 ? 0 : 2));
    return at;
  };
  return a[0]?.k === "list" || a[0]?.k === "tuple" ? list(a[0].items.map((v) => raised(tensor(v)))) : raised(T(a, 0));
};
const columnStack: Formula = (c, a) => { const xs = a[0]?.k === "list" || a[0]?.k === "tuple" ? a[0].items.map((v) => tensor(v)) : []; return c.on("cat", list(xs.map((x) => (x.rank < 2 ? c.on("reshape", x, list([int(-1), int(1)])) : x))), int(1)); };
const fixedSizes = (x: TensorV, what: Argument): readonly number[] => { if (x.shape.some((d, i) => d !== x.alt[i])) throw new CannotExport(msg`${what} of a tensor with open sizes`); return x.shape; };
const blockDiagonal: Formula = (c, a) => {
  const xs = a[0]?.k === "list" || a[0]?.k === "tuple" ? a[0].items.map((v) => { const t = tensor(v); return t.rank < 2 ? c.on("reshape", t, list([int(1), int(-1)])) : t; }) : [];
  const widths = xs.map((x) => fixedSizes(x, "block_diag")[1] ?? 0), whole = widths.reduce((p, q) => p + q, 0);
  let before = 0;
  return c.on("cat", list(xs.map((x, i) => { const w = widths[i] ?? 0, made = c.on("pad", x, list([int(before), int(whole - before - w)]), { k: "str", v: "constant" }, float(0)); before += w; return made; })), int(0));
};
const combinations: Formula = (c, a) => {
  const x = T(a, 0), [n = 0] = fixedSizes(x, "combinations"), r = number(a[1], 2), again = flag(a[2]);
  const rows: number[][] = [];
  const grow = (row: number[], from: number): void => { if (row.length === r) { rows.push(row); return; } for (let i = from; i < n; i++) grow([...row, i], again ? i : i + 1); };
  grow([], 0);
  return c.on("reshape", c.on("index_select", x, int(0), known(rows.flat(), [rows.length * r], "int64", c)), list([int(rows.length), int(r)]));
};
/** A read of fixed places in the memory; writes through it are not followed. */
const asStrided: Formula = (c, a) => {
  const x = T(a, 0), size = ints(a[1]), stride = ints(a[2]), offset = number(a[3], 0), shape = fixedSizes(x, "as_strided");
  const inner = contiguousStrides(size), n = count(size);
  const places = Array.from({ length: n }, (_, i) => size.reduce((at, d, k) => at + (Math.floor(i / (inner[k] ?? 1)) % d) * (stride[k] ?? 0), offset));
  if (places.some((p) => p >= count(shape))) throw new CannotExport(msg`as_strided beyond what its tensor holds`);
  return c.on("reshape", c.on("index_select", c.on("flatten", x, int(0), int(-1)), int(0), known(places, [n], "int64", c)), list(size.map((d) => int(d))));
};
const diagonalScatter: Formula = (c, a) => {
  const x = T(a, 0), [h = 0, w = 0] = fixedSizes(x, "diagonal_scatter"), offset = number(a[2], 0);
  if (x.rank !== 2) return undefined;
  const at = Array.from({ length: h }, (_, r) => r).filter((r) => r + offset >= 0 && r + offset < w);
  return c.on("index_put", x, list([known(at, [at.length], "int64", c), known(at.map((r) => r + offset), [at.length], "int64", c)]), T(a, 1), bool(false));
};
const diagFlat: Formula = (c, a) => c.on("diag", c.on("flatten", T(a, 0), int(0), int(-1)), arg(a, 1));

/** As the numbers of a quantile are picked, where the file computes how many there are. */
function between(c: Calc, sorted: TensorV, axis: number, q: number, how: string): TensorV {
  const scalar = (op: string, ...given: (TensorV | string)[]): TensorV => c.b.one(op, given, fixed("float64", []));
  const place = scalar("Mul", asTensor(c.b, sizeOn(c.b, "sub", c.b.sizeOf(sorted, axis), 1), "float64"), c.b.constant([q], "float64", []));
  const at = (t: TensorV): TensorV => c.b.one("Gather", [sorted, c.b.cast(t, "int64")], spec(sorted.dtype, (w) => sorted.size(w).filter((_, i) => i !== axis)), { axis });
  const [low, high] = [scalar("Floor", place), scalar("Ceil", place)];
  if (how === "lower" || how === "higher") return at(how === "lower" ? low : high);
  if (how === "nearest") return at(scalar("Round", place));
  const part = how === "midpoint" ? scalar("Mul", scalar("Sub", high, low), c.b.constant([0.5], "float64", [])) : scalar("Sub", place, low);
  return c.two("Add", at(low), c.two("Mul", c.two("Sub", at(high), at(low)), c.b.cast(part, sorted.dtype)));
}
/** quantile(x, q, dim, keepdim, interpolation) along an axis: between two sorted neighbours. */
const quantile: Formula = (c, a) => {
  const given = T(a, 0), whole = a[2]?.k !== "int";
  const x = whole ? c.on("flatten", given, int(0), int(-1)) : given, axis = whole ? 0 : axisOf(number(a[2]), x.rank);
  const size = c.b.sizeOf(x, axis), n = size.v, how = a[4]?.k === "str" ? a[4].v : "linear", keep = flag(a[3]);
  const q = arg(a, 1), values = q.k === "tensor" ? q.host && Array.from({ length: count(q.shape) }, (_, i) => q.host?.data[i + (q.host.offset)] ?? 0) : [number(q)];
  if (!values) throw new CannotExport(msg`a quantile whose place is known only when the model runs`);
  const sorted = c.on("sort", x, int(axis), bool(false));
  const at = (i: number): TensorV => c.on("select", sorted, int(axis), int(Math.max(0, Math.min(n - 1, i))));
  const picks = values.map((v) => {
    if (isOpen(size)) return between(c, sorted, axis, v, how);
    const place = v * (n - 1), low = Math.floor(place), part = place - low;
    if (how === "lower" || (how === "linear" && part === 0)) return at(low);
    if (how === "higher") return at(Math.ceil(place));
    if (how === "nearest") return at(part < 0.5 || (part === 0.5 && low % 2 === 0) ? low : low + 1);
    return c.two("Add", at(low), c.two("Mul", c.two("Sub", at(low + 1), at(low)), float(how === "midpoint" ? 0.5 : part)));
  });
  const kept = picks.map((p) => (keep && !whole ? c.on("unsqueeze", p, int(axis)) : keep ? c.on("reshape", p, list(given.shape.map(() => int(1)))) : p));
  return q.k === "tensor" && q.rank > 0 ? c.on("stack", list(kept), int(0)) : kept[0];
};
const put: Formula = (c, a) => {
  const x = T(a, 0), flat = c.on("flatten", x, int(0), int(-1));
  return c.on("view_as", c.on("index_put", flat, list([c.on("flatten", T(a, 1), int(0), int(-1))]), c.on("flatten", T(a, 2), int(0), int(-1)), arg(a, 3)), x);
};
/** Other names. */
const NAMES: Readonly<Record<string, string>> = {
  absolute: "abs", negative: "neg", subtract: "sub", divide: "div", less: "lt", less_equal: "le", greater: "gt", greater_equal: "ge", not_equal: "ne", clip: "clamp", arctan: "atan", arcsin: "asin", arccos: "acos", arctanh: "atanh", arcsinh: "asinh", arccosh: "acosh",
  special_expit: "sigmoid", special_log1p: "log1p", special_expm1: "expm1", special_exp2: "exp2", special_erf: "erf", special_erfc: "erfc", special_logit: "logit", special_logsumexp: "logsumexp", special_log_softmax: "log_softmax", special_softmax: "softmax", special_sinc: "sinc",
  narrow_copy: "narrow", concatenate: "cat", ravel: "flatten", reshape_as: "view_as", swapdims: "transpose", unsafe_chunk: "chunk", unsafe_split: "split", unsafe_split_with_sizes: "split_with_sizes", matrix_H: "mH", lift: "alias", lift_fresh: "alias", grid_sampler_2d: "grid_sampler", grid_sampler_3d: "grid_sampler",
  feature_alpha_dropout: "dropout", fabs: "abs", nll_loss_forward: "nll_loss",
};
const renamed = (name: string): Lowering => (a, b, n) => OPERATORS[`aten::${name}`]?.(a, b, n);

export const ELEMENTARY: Readonly<Record<string, Lowering>> = {
  ...Object.fromEntries(Object.entries(NAMES).map(([name, to]) => [`aten::${name}`, renamed(to)])),
  ...Object.fromEntries(Object.entries({
    deg2rad: scaled(Math.PI / 180), rad2deg: scaled(180 / Math.PI), sinc, special_ndtr: normalCdf, special_entr: entropy, copysign: copySign, float_power: floatPower, logaddexp2: logAddExp2, isposinf: infinite(1), isneginf: infinite(-1), round: roundedTo, special_round: roundedTo,
    isclose: close, allclose: (c, a) => truth(c, c.on("all", tensor(close(c, a) as V))), equal, is_nonzero: (c, a) => truth(c, T(a, 0)), isreal: (c, a) => c.on("eq", c.two("Mul", T(a, 0), int(0)), c.two("Mul", T(a, 0), int(0))),
    logspace, range: closedRange, fft_fftfreq: frequencies(false), fft_rfftfreq: frequencies(true), bartlett_window: bartlett,
    atleast_1d: atLeast(1), atleast_2d: atLeast(2), atleast_3d: atLeast(3), column_stack: columnStack, block_diag: blockDiagonal, combinations, as_strided: asStrided, diagonal_scatter: diagonalScatter, diagflat: diagFlat, quantile, put,
    fill: (c, a) => c.on("expand_as", asTensor(c.b, arg(a, 1), T(a, 0).dtype), T(a, 0)), zero: (c, a) => c.two("Mul", T(a, 0), int(0)),
    is_same_size: (_c, a) => bool(T(a, 0).shape.join() === T(a, 1).shape.join()), is_contiguous: () => bool(true), is_signed: (_c, a) => bool(!["uint8", "bool"].includes(T(a, 0).dtype)),
  } satisfies Record<string, Formula>).map(([name, f]) => [`aten::${name}`, formula(f)])),
};

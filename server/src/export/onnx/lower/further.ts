/** More operators that are written with others: those that fewer models have. */
import { asTensor } from "../builder";
import { axisOf, bool, broadcast, CannotExport, dtypeOf, float, int, list, NONE, str, type IntV, type TensorV, type V } from "../values";
import { arg, Calc, diagonal, formula, known, T, type Formula } from "./composed";
import { SCALARS } from "../scalars";
import { flag, inPlace, ints, number, tensor, type Lowering } from "./support";
import { msg } from "../../../text/message";

const tensors = (v: V | undefined): TensorV[] => (v?.k === "list" || v?.k === "tuple" ? v.items.map((i) => tensor(i)) : []);
const fixedShape = (x: TensorV, what: string): readonly number[] => {
  if (x.shape.some((d, i) => d !== x.alt[i])) throw new CannotExport(msg`${what} of a tensor with open sizes`);
  return x.shape;
};
const sum = (c: Calc, x: TensorV, dims: readonly number[], keep = false): TensorV => c.on("sum", x, list(dims.map((d) => int(d))), bool(keep), NONE);

const broadcastTensors: Formula = (c, a) => {
  const xs = tensors(a[0]);
  const rank = Math.max(0, ...xs.map((x) => x.rank));
  const size = (i: number): IntV => {
    const wide = xs.find((x) => i >= rank - x.rank && x.shape[i - rank + x.rank] !== 1);
    return wide ? c.b.sizeOf(wide, i - rank + wide.rank) : int(1);
  };
  broadcast(...xs.map((x) => x.shape));
  const sizes = list(Array.from({ length: rank }, (_, i) => size(i)));
  return list(xs.map((x) => c.on("expand", x, sizes, bool(false))));
};
const kron: Formula = (c, a) => {
  const [x, y] = [T(a, 0), T(a, 1)];
  if (x.rank !== y.rank) return undefined;
  const [p, q] = [fixedShape(x, "kron"), fixedShape(y, "kron")];
  const apart = (t: TensorV, first: boolean): TensorV => c.on("reshape", t, list(t.shape.flatMap((d) => (first ? [int(d), int(1)] : [int(1), int(d)]))));
  return c.on("reshape", c.two("Mul", apart(x, true), apart(y, false)), list(p.map((d, i) => int(d * (q[i] ?? 1)))));
};
const fillDiagonal: Lowering = (a, b, n) => {
  const c = new Calc(b, n), x = tensor(a[0]);
  const [h = 0, w = 0] = fixedShape(x, "fill_diagonal_");
  if (x.rank !== 2 || flag(a[2])) return undefined;
  const on = c.on("eq", known(Array.from({ length: h * w }, (_, i) => (Math.floor(i / w) === i % w ? 1 : 0)), [h, w], "int64", c), int(1));
  return inPlace(x, c.on("where", on, asTensor(b, arg(a, 1), x.dtype), x), b);
};
const isin: Formula = (c, a) => {
  const [x, y] = [T(a, 0), T(a, 1)];
  const hit = c.on("eq", c.on("unsqueeze", x, int(-1)), c.on("flatten", y, int(0), int(-1)));
  const found = c.on("gt", sum(c, c.b.cast(hit, "int64"), [-1]), int(0));
  return flag(a[3]) ? c.on("logical_not", found) : found;
};
const diag: Formula = (c, a) => {
  const x = T(a, 0), k = number(a[1], 0);
  if (x.rank === 2) return diagonal(c, [x, int(k), int(0), int(1)]);
  const [n = 0] = fixedShape(x, "diag");
  return k === 0 ? c.two("Mul", c.on("unsqueeze", x, int(-1)), c.b.cast(known(Array.from({ length: n * n }, (_, i) => (Math.floor(i / n) === i % n ? 1 : 0)), [n, n], "int64", c), x.dtype)) : undefined;
};
const logAddExp: Formula = (c, a) => {
  const top = c.on("maximum", T(a, 0), T(a, 1));
  const of = (x: TensorV): TensorV => c.one("Exp", c.two("Sub", x, top));
  return c.two("Add", top, c.one("Log", c.two("Add", of(T(a, 0)), of(T(a, 1)))));
};
/** x * f(y), and 0 where x is 0. */
const timesLog = (plus: number): Formula => (c, a) => {
  const y = arg(a, 1), x = arg(a, 0);
  const t = tensor(y.k === "tensor" ? y : x), [p, q] = [asTensor(c.b, x, t.dtype), asTensor(c.b, y, t.dtype)];
  return c.on("where", c.on("eq", p, float(0)), float(0), c.two("Mul", p, c.one("Log", plus === 0 ? q : c.two("Add", q, float(plus)))));
};
const products: Formula = (c, a) => {
  const [first, ...rest] = tensors(a[0]);
  return first && rest.reduce((x, y) => c.on("matmul", x, y), first);
};
const power: Formula = (c, a) => {
  const n = number(a[1]), x = T(a, 0);
  return n < 1 ? undefined : Array.from({ length: n - 1 }).reduce<TensorV>((made) => c.on("matmul", made, x), x);
};
/** hann_window(length, ...) and hann_window(length, periodic, ...) */
const window = (at: (turn: number) => number): Formula => (c, a) => {
  const n = number(a[0]), says = a[1]?.k === "bool";
  const around = says && !flag(a[1]) ? n - 1 : n;
  const dtype = a[says ? 2 : 1];
  const made = known(Array.from({ length: n }, (_, i) => (n === 1 ? 1 : at((2 * Math.PI * i) / around))), [n], "float32", c);
  return dtype?.k === "int" ? c.b.cast(made, dtypeOf(dtype.v)) : made;
};
/** `x` with `part` in the place of what stands between two places along an axis. */
function replaced(c: Calc, x: TensorV, part: TensorV, axis: number, from: number, to: number): TensorV {
  const n = fixedShape(x, c.n.kind)[axis] ?? 0;
  const piece = (s: number, e: number): TensorV[] => (e > s ? [c.on("slice", x, int(axis), int(s), int(e), int(1))] : []);
  return c.on("cat", list([...piece(0, from), c.b.cast(part, x.dtype), ...piece(to, n)]), int(axis));
}
const within = (v: V | undefined, n: number, otherwise: number): number => { const at = v?.k === "int" ? number(v) : otherwise; return Math.max(0, Math.min(n, at < 0 ? at + n : at)); };
const selectScatter: Formula = (c, a) => {
  const x = T(a, 0), axis = axisOf(number(a[2]), x.rank), i = within(a[3], x.shape[axis] ?? 0, 0);
  return replaced(c, x, c.on("unsqueeze", T(a, 1), int(axis)), axis, i, i + 1);
};
const sliceScatter: Formula = (c, a) => {
  const x = T(a, 0), axis = axisOf(number(a[2], 0), x.rank), n = x.shape[axis] ?? 0;
  return number(a[5], 1) === 1 ? replaced(c, x, T(a, 1), axis, within(a[3], n, 0), within(a[4], n, n)) : undefined;
};
const splitAlong = (axis: (rank: number) => number): Formula => (c, a) => c.all("tensor_split", T(a, 0), arg(a, 1), int(axis(T(a, 0).rank)));
/** beta * x + alpha * made */
const added = (make: (c: Calc, a: readonly V[]) => TensorV): Formula => (c, a) => c.two("Add", c.two("Mul", T(a, 0), arg(a, 3)), c.two("Mul", make(c, a), arg(a, 4)));
const outer = (c: Calc, a: readonly V[]): TensorV => c.two("Mul", c.on("unsqueeze", T(a, 1), int(1)), T(a, 2));
const nanMean: Formula = (c, a) => {
  const x = T(a, 0), bad = c.on("isnan", x);
  const dims = a[1]?.k === "list" && a[1].items.length > 0 ? ints(a[1]) : a[1]?.k === "int" ? [number(a[1])] : x.shape.map((_, i) => i);
  return c.two("Div", sum(c, c.on("where", bad, float(0), x), dims, flag(a[2])), sum(c, c.b.cast(c.on("logical_not", bad), x.dtype), dims, flag(a[2])));
};
const padSequence: Formula = (c, a) => {
  const xs = tensors(a[0]), most = Math.max(...xs.map((x) => fixedShape(x, "pad_sequence")[0] ?? 0));
  const filled = xs.map((x) => (x.shape[0] === most ? x : c.on("pad", x, list([...x.shape.slice(1).flatMap(() => [int(0), int(0)]), int(0), int(most - (x.shape[0] ?? 0))]), str("constant"), arg(a, 2))));
  return c.on("stack", list(filled), int(flag(a[1]) ? 0 : 1));
};
const triangle = (upper: boolean): Formula => (c, a) => {
  const [h, w, k] = [number(a[0]), number(a[1]), number(a[2], 0)];
  const cells = Array.from({ length: h * w }, (_, i) => [Math.floor(i / w), i % w] as const).filter(([r, q]) => (upper ? q - r >= k : q - r <= k));
  return known([...cells.map(([r]) => r), ...cells.map(([, q]) => q)], [2, cells.length], "int64", c);
};
const trapezoid: Formula = (c, a) => {
  const y = T(a, 0);
  if (a[1]?.k === "tensor") return undefined;
  const dim = int(axisOf(number(a[2], -1), y.rank));
  const both = c.two("Add", c.on("slice", y, dim, int(1), NONE, int(1)), c.on("slice", y, dim, int(0), int(-1), int(1)));
  return c.two("Mul", sum(c, both, [dim.v]), float(number(a[1], 1) / 2));
};
/** Of two tensors, as `reduction` says: none, mean, sum. */
const loss = (each: (c: Calc, d: TensorV) => TensorV): Formula => (c, a) => {
  const made = each(c, c.two("Sub", T(a, 0), T(a, 1))), dims = made.shape.map((_, i) => i);
  const reduction = number(a[2], 1);
  return reduction === 0 ? made : reduction === 2 ? sum(c, made, dims) : c.on("mean", made, list(dims.map((d) => int(d))), bool(false), NONE);
};
const swapped: Formula = (c, a) => c.on("transpose", T(a, 0), int(-2), int(-1));

export const FURTHER: Readonly<Record<string, Lowering>> = {
  "aten::fill_diagonal_": fillDiagonal,
  "aten::divmod": (a, b) => { const parts = ["aten::floordiv", "aten::remainder"].flatMap((op) => SCALARS[op]?.(a, b) ?? []); return parts.length === 2 ? parts : undefined; },
  ...Object.fromEntries(Object.entries({
    broadcast_tensors: broadcastTensors, kron, isin, diag, logaddexp: logAddExp, xlogy: timesLog(0), special_xlogy: timesLog(0), special_xlog1py: timesLog(1),
    chain_matmul: products, linalg_multi_dot: products, matrix_power: power, linalg_matrix_power: power,
    hann_window: window((t) => 0.5 - 0.5 * Math.cos(t)), hamming_window: window((t) => 0.54 - 0.46 * Math.cos(t)), blackman_window: window((t) => 0.42 - 0.5 * Math.cos(t) + 0.08 * Math.cos(2 * t)),
    select_scatter: selectScatter, slice_scatter: sliceScatter, mT: swapped, mH: swapped, adjoint: swapped,
    hsplit: splitAlong((rank) => (rank < 2 ? 0 : 1)), vsplit: splitAlong(() => 0), dsplit: splitAlong(() => 2),
    addr: added(outer), addmv: added((c, a) => c.on("matmul", T(a, 1), T(a, 2))), nanmean: nanMean, pad_sequence: padSequence, tril_indices: triangle(false), triu_indices: triangle(true),
    trapz: trapezoid, trapezoid, mse_loss: loss((c, d) => c.two("Mul", d, d)), l1_loss: loss((c, d) => c.one("Abs", d)),
    heaviside: (c, a) => c.on("where", c.on("eq", T(a, 0), int(0)), T(a, 1), c.b.cast(c.on("gt", T(a, 0), int(0)), T(a, 0).dtype)),
    ldexp: (c, a) => c.two("Mul", T(a, 0), c.on("pow", c.b.cast(known([2], [], "float32", c), T(a, 0).dtype), T(a, 1))),
    signbit: (c, a) => c.on("lt", T(a, 0), int(0)), positive: (_c, a) => T(a, 0), vdot: (c, a) => c.on("matmul", T(a, 0), T(a, 1)),
  } satisfies Record<string, Formula>).map(([name, f]) => [`aten::${name}`, formula(f)])),
};

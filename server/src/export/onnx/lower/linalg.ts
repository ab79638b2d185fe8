/** Matrices: norms, small inverses, products of several kinds. What ONNX cannot do at all is refused by its name. */
import { axisOf, bool, CannotExport, float, int, list, NONE, type TensorV, type V } from "../values";
import type { Calc} from "./composed";
import { arg, formula, known, T, type Formula } from "./composed";
import { flag, ints, number, optional, sizeOn, spec, type Lowering } from "./support";
import { asTensor } from "../builder";
import { msg, type Argument } from "../../../text/message";

/** Above this an inverse written out in cofactors is neither short nor exact. */
const LARGEST = 4;
const sum = (c: Calc, x: TensorV, dims: readonly number[], keep: boolean): TensorV => c.on("sum", x, list(dims.map((d) => int(d))), bool(keep), NONE);
const inDtype = (c: Calc, x: TensorV, dtype: V | undefined): TensorV => (dtype?.k === "int" ? c.on("to", x, dtype, bool(false), bool(false)) : x);

/** "fro", 1, -1, inf or -inf over two axes. */
function matrixNorm(c: Calc, x: TensorV, order: V, dims: readonly number[], keep: boolean): TensorV {
  const [row = 0, column = 1] = dims.map((d) => axisOf(d, x.rank));
  const fro = order.k === "str" ? order.v === "fro" : order.k === "none";
  if (fro) return c.on("linalg_vector_norm", x, int(2), list([int(row), int(column)]), bool(keep), NONE);
  const p = order.k === "str" ? NaN : number(order);
  if (Math.abs(p) !== 1 && Math.abs(p) !== Infinity) throw new CannotExport(msg`a matrix norm of order ${order.k === "str" ? order.v : p}: it follows from singular values, which ONNX cannot compute`);
  const first = Math.abs(p) === 1 ? row : column, second = Math.abs(p) === 1 ? column : row;
  const sums = sum(c, c.one("Abs", x), [first], true);
  const most = c.on(p > 0 ? "amax" : "amin", sums, list([int(second)]), bool(true));
  return keep ? most : c.on("squeeze", most, list([int(row), int(column)]));
}
const norm: Formula = (c, a) => {
  const x = inDtype(c, T(a, 0), a[4]), order = arg(a, 1), keep = flag(a[3]);
  const dims = a[2]?.k === "list" || a[2]?.k === "int" ? ints(a[2]) : null;
  if (order.k === "none") return c.on("linalg_vector_norm", x, int(2), dims ? list(dims.map((d) => int(d))) : NONE, bool(keep), NONE);
  if (dims ? dims.length === 2 : x.rank === 2) return matrixNorm(c, x, order, dims ?? [0, 1], keep);
  return order.k === "str" ? undefined : c.on("linalg_vector_norm", x, order, dims ? list(dims.map((d) => int(d))) : NONE, bool(keep), NONE);
};

const squareSize = (x: TensorV, what: Argument): number => {
  const n = x.shape.at(-1) ?? 1;
  if (n !== x.alt.at(-1) || n > LARGEST) throw new CannotExport(msg`${what} of matrices of ${n === x.alt.at(-1) ? msg`${n} by ${n}` : msg`open size`}: ONNX has no operator for it, and up to ${LARGEST} by ${LARGEST} it is written out`, null, null, msg`Compute it outside of the exported model, or where it does not depend on the input, once in __init__.`);
  return n;
};
const cell = (c: Calc, x: TensorV, row: number, column: number): TensorV => c.on("select", c.on("select", x, int(-2), int(row)), int(-1), int(column));
/** Rows and columns that are left when some are taken away. */
function minor(c: Calc, at: (r: number, k: number) => TensorV, rows: readonly number[], columns: readonly number[]): TensorV {
  const [row = 0, ...rest] = rows;
  if (rest.length === 0) return at(row, columns[0] ?? 0);
  return columns.map((k, i) => ({ i, t: c.two("Mul", at(row, k), minor(c, at, rest, columns.filter((j) => j !== k))) })).reduce<TensorV | null>((made, { i, t }) => (made ? c.two(i % 2 === 0 ? "Add" : "Sub", made, t) : t), null) ?? at(row, 0);
}
function cells(c: Calc, x: TensorV, n: number): (r: number, k: number) => TensorV {
  const made = Array.from({ length: n }, (_, r) => Array.from({ length: n }, (_q, k) => cell(c, x, r, k)));
  return (r, k) => { const found = made[r]?.[k]; if (!found) throw new CannotExport(msg`a cell outside of its matrix`); return found; };
}
const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
function inverse(c: Calc, x: TensorV): TensorV {
  const n = squareSize(x, msg`the inverse`), at = cells(c, x, n), all = upTo(n);
  if (n === 1) return c.one("Reciprocal", x);
  const cofactor = (r: number, k: number): TensorV => { const m = minor(c, at, all.filter((i) => i !== r), all.filter((i) => i !== k)); return (r + k) % 2 === 0 ? m : c.one("Neg", m); };
  const factors = all.map((r) => all.map((k) => cofactor(r, k)));
  const det = all.map((k) => c.two("Mul", at(0, k), factors[0]?.[k] ?? NONE)).reduce((p, q) => c.two("Add", p, q));
  const rows = all.map((k) => c.on("stack", list(all.map((r) => factors[r]?.[k] ?? NONE)), int(-1)));
  return c.two("Div", c.on("stack", list(rows), int(-2)), c.on("unsqueeze", c.on("unsqueeze", det, int(-1)), int(-1)));
}
const determinant = (c: Calc, x: TensorV): TensorV => c.b.one("Det", [x], spec(x.dtype, (q) => x.size(q).slice(0, -2)));
const solve: Formula = (c, a) => {
  const [m, y] = a[2]?.k === "bool" && !flag(a[2]) ? [T(a, 1), T(a, 0)] : [T(a, 0), T(a, 1)];
  const made = inverse(c, m);
  if (a[2]?.k === "bool" && !flag(a[2])) return c.on("matmul", y, made);
  const vectors = y.rank === 1 || (m.rank - 1 === y.rank && y.shape.join() === m.shape.slice(0, -1).join());
  return vectors ? c.on("squeeze", c.on("matmul", made, c.on("unsqueeze", y, int(-1))), int(-1)) : c.on("matmul", made, y);
};
const covariance = (c: Calc, x: TensorV, correction: number): TensorV => {
  const rows = x.rank < 2 ? c.on("unsqueeze", x, int(0)) : x, less = asTensor(c.b, sizeOn(c.b, "sub", c.b.sizeOf(rows, 1), correction), rows.dtype);
  const centred = c.two("Sub", rows, c.on("mean", rows, list([int(1)]), bool(true), NONE));
  const made = c.two("Div", c.on("matmul", centred, c.on("transpose", centred, int(0), int(1))), less);
  return x.rank < 2 ? c.on("reshape", made, list([])) : made;
};
const correlation: Formula = (c, a) => {
  const made = covariance(c, T(a, 0), 1);
  if (made.rank < 2) return c.two("Div", made, made);
  const spread = c.one("Sqrt", c.on("diagonal", made, int(0), int(0), int(1)));
  return c.on("clamp", c.two("Div", c.two("Div", made, c.on("unsqueeze", spread, int(1))), spread), int(-1), int(1));
};
const vander: Formula = (c, a) => {
  const x = T(a, 0), n = a[1]?.k === "int" ? number(a[1]) : x.shape.at(-1) ?? 1;
  if (a[1]?.k !== "int" && n !== (x.alt.at(-1) ?? 1)) throw new CannotExport(msg`${"vander"} over a dynamic axis`);
  const rising = c.n.kind.includes("linalg") || flag(a[2]);
  const powers = upTo(n).map((p) => c.on("pow", x, int(p)));
  return c.on("stack", list(rising ? powers : powers.reverse()), int(-1));
};
/** renorm(x, p, dim, maxnorm): each slice no longer than allowed. */
const renorm: Formula = (c, a) => {
  const x = T(a, 0), axis = axisOf(number(a[2]), x.rank);
  const others = list(x.shape.flatMap((_, i) => (i === axis ? [] : [int(i)])));
  const long = c.on("linalg_vector_norm", x, arg(a, 1), others, bool(true), NONE), most = float(number(a[3]));
  return c.two("Mul", x, c.on("where", c.on("gt", long, most), c.two("Div", most, c.two("Add", long, float(1e-7))), float(1)));
};
const inner: Formula = (c, a) => {
  const [x, y] = [T(a, 0), T(a, 1)];
  if (x.rank === 0 || y.rank === 0) return c.two("Mul", x, y);
  return y.rank > 2 ? undefined : c.on("matmul", x, y.rank === 1 ? y : c.on("transpose", y, int(0), int(1)));
};
const pairs = (n: number): [number, number][] => upTo(n).flatMap((i) => upTo(n).filter((j) => j > i).map((j): [number, number] => [i, j]));
const pdist: Formula = (c, a) => {
  const x = T(a, 0), n = x.shape[0] ?? 0;
  if (n !== x.alt[0]) throw new CannotExport(msg`pdist over a dynamic axis`);
  const side = (k: 0 | 1): TensorV => c.on("index_select", x, int(0), known(pairs(n).map((p) => p[k]), [pairs(n).length], "int64", c));
  return c.on("linalg_vector_norm", c.two("Sub", side(0), side(1)), arg(a, 1), list([int(1)]), bool(false), NONE);
};

const NEVER = ("svd linalg_svd linalg_svdvals linalg_eig linalg_eigh linalg_eigvals linalg_eigvalsh symeig qr linalg_qr cholesky linalg_cholesky linalg_cholesky_ex cholesky_solve cholesky_inverse linalg_lu linalg_lu_factor lu_solve " +
  "linalg_pinv pinverse linalg_matrix_rank linalg_lstsq linalg_matrix_exp matrix_exp linalg_solve_triangular triangular_solve linalg_cond nuclear_norm linalg_ldl_factor linalg_householder_product").split(" ");
const never: Formula = (c) => { throw new CannotExport(msg`${c.n.kind.replace("aten::", "")}: ONNX has no operator for decompositions of matrices`, null, c.n.kind, msg`Compute it outside of the exported model, or where it does not depend on the input, once in __init__.`); };

export const LINALG: Readonly<Record<string, Lowering>> = Object.fromEntries(Object.entries({
  ...Object.fromEntries(NEVER.map((name) => [name, never])),
  linalg_norm: norm, linalg_matrix_norm: (c, a) => matrixNorm(c, inDtype(c, T(a, 0), a[4]), arg(a, 1), ints(a[2], 0, [-2, -1]), flag(a[3])),
  det: (c, a) => determinant(c, T(a, 0)), linalg_det: (c, a) => determinant(c, T(a, 0)), logdet: (c, a) => c.one("Log", determinant(c, T(a, 0))),
  slogdet: (c, a) => { const d = determinant(c, T(a, 0)); return [c.one("Sign", d), c.one("Log", c.one("Abs", d))]; }, linalg_slogdet: (c, a) => { const d = determinant(c, T(a, 0)); return [c.one("Sign", d), c.one("Log", c.one("Abs", d))]; },
  inverse: (c, a) => inverse(c, T(a, 0)), linalg_inv: (c, a) => inverse(c, T(a, 0)), linalg_solve: solve,
  linalg_vecdot: (c, a) => sum(c, c.two("Mul", T(a, 0), T(a, 1)), [number(a[2], -1)], false), inner, linalg_matmul: (c, a) => c.on("matmul", T(a, 0), T(a, 1)), vander, linalg_vander: vander, renorm,
  linalg_diagonal: (c, a) => c.on("diagonal", T(a, 0), arg(a, 1), arg(a, 2), arg(a, 3)),
  cov: (c, a) => (optional(a[2]) || optional(a[3]) ? undefined : covariance(c, T(a, 0), number(a[1], 1))), corrcoef: correlation,
  addbmm: (c, a) => c.two("Add", c.two("Mul", T(a, 0), arg(a, 3)), c.two("Mul", sum(c, c.on("matmul", T(a, 1), T(a, 2)), [0], false), arg(a, 4))),
  dist: (c, a) => c.on("linalg_vector_norm", c.two("Sub", T(a, 0), T(a, 1)), arg(a, 2), NONE, bool(false), NONE), pdist,
} satisfies Record<string, Formula>).map(([name, f]) => [`aten::${name}`, formula(f)]));

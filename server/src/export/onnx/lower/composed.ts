/** Operators that are written with others: small formulas over the other files. */
import { asTensor, fixed, type Builder } from "../builder";
import { axisOf, broadcast, CannotExport, dtypeOf, float, inTraining, int, isFloat, isOpen, list, NONE, TensorV, type V } from "../values";
import { binary, inPlaceOf, mapped, resultType } from "./arithmetic";
import { SHAPES } from "./shapes";
import { flag, ints, leastSize, like, number, OPERATORS, optional, sizeOn, spec, tensor, type Lowering, view } from "./support";
import type { Node } from "../../../script/ir/ir";
import { msg } from "../../../text/message";

/** Other operators on tensors, by their names after `aten::`. */
export class Calc {
  constructor(readonly b: Builder, readonly n: Node) {}
  all(name: string, ...args: V[]): V[] {
    const made = OPERATORS[`aten::${name}`]?.(args, this.b, this.n);
    if (made === undefined) throw new CannotExport(msg`${this.n.kind} needs ${name}, which has no counterpart in ONNX here for these arguments`);
    return Array.isArray(made) ? made : [made];
  }
  on(name: string, ...args: V[]): TensorV { return tensor(this.all(name, ...args)[0]); }
  one(op: string, x: TensorV, dtype = x.dtype): TensorV { return this.b.one(op, [x], like(x, dtype)); }
  two(op: string, x: V, y: V): TensorV { return binary(this.b, op, x, y); }
  number(v: number, x: TensorV): V { return isFloat(x.dtype) ? float(v) : int(v); }
}
export type Formula = (c: Calc, a: readonly V[]) => V | V[] | undefined;
export const formula = (f: Formula): Lowering => (a, b, n) => f(new Calc(b, n), a);
export const arg = (a: readonly V[], i: number): V => a[i] ?? NONE;
export const T = (a: readonly V[], i: number): TensorV => tensor(a[i]);

/** x * f(...) and the like for one floating input. */
const of = (f: (c: Calc, x: TensorV) => TensorV): Lowering => formula((c, a) => { const x = T(a, 0); return f(c, isFloat(x.dtype) ? x : c.b.cast(x, "float32")); });
const half = (c: Calc, x: TensorV): TensorV => c.two("Mul", x, float(0.5));
const sinh = (c: Calc, x: TensorV): TensorV => half(c, c.two("Sub", c.one("Exp", x), c.one("Exp", c.one("Neg", x))));
const cosh = (c: Calc, x: TensorV): TensorV => half(c, c.two("Add", c.one("Exp", x), c.one("Exp", c.one("Neg", x))));
const truncated = (c: Calc, x: TensorV): TensorV => (isFloat(x.dtype) ? c.two("Mul", c.one("Sign", x), c.one("Floor", c.one("Abs", x))) : x);

const atan2: Formula = (c, a) => {
  const [y, x] = [T(a, 0), T(a, 1)];
  const base = c.one("Atan", c.two("Div", y, x));
  const turn = c.on("where", c.on("ge", y, float(0)), c.two("Add", base, float(Math.PI)), c.two("Sub", base, float(Math.PI)));
  const zero = c.two("Mul", c.one("Sign", y), float(Math.PI / 2));
  return c.on("where", c.on("gt", x, float(0)), base, c.on("where", c.on("lt", x, float(0)), turn, zero));
};

function norm(c: Calc, x: TensorV, p: number, dims: V, keep: boolean): TensorV {
  const k: V = { k: "bool", v: keep };
  const abs = c.one("Abs", x);
  if (p === Infinity) return c.on("amax", abs, dims, k);
  if (p === -Infinity) return c.on("amin", abs, dims, k);
  if (p === 0) return c.b.cast(c.on("sum", c.on("ne", x, float(0)), dims, k, NONE), x.dtype);
  const axes = dims.k === "none" ? list(x.shape.map((_, i) => int(i))) : dims.k === "int" ? list([dims]) : dims;
  if (p === 1) return c.on("sum", abs, axes, k, NONE);
  if (p === 2) return c.one("Sqrt", c.on("sum", c.two("Mul", x, x), axes, k, NONE));
  return c.on("pow", c.on("sum", c.on("pow", abs, float(p)), axes, k, NONE), float(1 / p));
}
const orderOf = (v: V | undefined): number => (v === undefined || v.k === "none" ? 2 : v.k === "str" ? (v.v === "fro" ? 2 : v.v === "inf" ? Infinity : NaN) : number(v));
/** Along all axes but one; -1: along all. */
/** norm(x, p, dim, keepdim, dtype) */
const vectorNorm: Formula = (c, a) => norm(c, a[4]?.k === "int" ? c.b.cast(T(a, 0), dtypeOf(a[4].v)) : T(a, 0), orderOf(a[1]), arg(a, 2), flag(a[3]));
const normExcept = (c: Calc, x: TensorV, p: number, dim: number): TensorV => (dim === -1 ? norm(c, x, p, NONE, false) : norm(c, x, p, list(x.shape.flatMap((_, i) => (i === axisOf(dim, x.rank) ? [] : [int(i)]))), true));
const distance: Formula = (c, a) => norm(c, c.two("Add", c.two("Sub", T(a, 0), T(a, 1)), float(number(a[3], 1e-6))), orderOf(a[2]), list([int(-1)]), flag(a[4]));
const cdist: Formula = (c, a) => {
  const x = c.on("unsqueeze", T(a, 0), int(-2)), y = c.on("unsqueeze", T(a, 1), int(-3));
  return norm(c, c.two("Sub", x, y), number(a[2], 2), list([int(-1)]), false);
};
const cosine: Formula = (c, a) => {
  const dims = list([int(number(a[2], 1))]);
  const eps = float(number(a[3], 1e-8));
  const unit = (x: TensorV): TensorV => c.two("Div", x, c.on("clamp_min", norm(c, x, 2, dims, true), eps));
  return c.on("sum", c.two("Mul", unit(T(a, 0)), unit(T(a, 1))), dims, { k: "bool", v: false }, NONE);
};

/** any and all: over everything, or one axis. */
const truth = (every: boolean): Formula => (c, a) => {
  const x = c.b.cast(c.b.cast(T(a, 0), "bool"), "int64");
  const dims: V[] = a[1]?.k === "int" ? [list([a[1]]), arg(a, 2), NONE] : [];
  return c.b.cast(dims.length ? c.on(every ? "amin" : "amax", x, ...dims.slice(0, 2)) : c.on(every ? "min" : "max", x), "bool");
};
const varianceMean = (root: boolean): Formula => (c, a) => {
  const rest = a.slice(1);
  const [dims = NONE, , keep = NONE] = rest;
  const v = c.on(root ? "std" : "var", ...a);
  return [v, rest[0]?.k === "list" || rest[0]?.k === "int" ? c.on("mean", T(a, 0), dims, keep, NONE) : c.on("mean", T(a, 0))];
};
const scaledSum = (op: "Mul" | "Div"): Formula => (c, a) => {
  const product = c.two(op, T(a, 1), T(a, 2));
  return c.two("Add", T(a, 0), number(a[3], 1) === 1 ? product : c.two("Mul", product, arg(a, 3)));
};
const addmm: Formula = (c, a) => {
  const times = (x: TensorV, by: V | undefined): TensorV => (by === undefined || number(by) === 1 ? x : c.two("Mul", x, float(number(by))));
  return c.two("Add", times(T(a, 0), a[3]), times(c.on("matmul", T(a, 1), T(a, 2)), a[4]));
};
const nanToNum: Formula = (c, a) => {
  const x = T(a, 0);
  if (!isFloat(x.dtype)) return x;
  const largest = x.dtype === "float64" ? Number.MAX_VALUE : 3.4028234663852886e38;
  const value = (v: V | undefined, otherwise: number): V => float(v === undefined || v.k === "none" ? otherwise : number(v));
  const whole = c.on("where", c.one("IsNaN", x, "bool"), value(a[1], 0), x);
  const up = c.on("where", c.on("gt", whole, float(largest)), value(a[2], largest), whole);
  return c.on("where", c.on("lt", up, float(-largest)), value(a[3], -largest), up);
};

const instanceNorm: Formula = (c, a) => {
  const x = T(a, 0);
  const [weight, bias, mean, variance] = [1, 2, 3, 4].map((i) => optional(a[i]));
  if (!flag(a[5]) && mean && variance) return c.on("batch_norm", x, weight ?? NONE, bias ?? NONE, mean, variance, { k: "bool", v: false }, float(0.1), arg(a, 7), NONE);
  const channels = x.shape[1] ?? 1;
  const filled = (v: number): string => c.b.constant(new Array<number>(channels).fill(v), x.dtype, [channels]);
  return c.b.one("InstanceNormalization", [x, weight ?? filled(1), bias ?? filled(0)], like(x), { epsilon: { float: number(a[7], 1e-5) } });
};
const bilinear: Formula = (c, a) => {
  const [x, y, w] = [T(a, 0), T(a, 1), T(a, 2)];
  const left = c.on("matmul", c.on("unsqueeze", c.on("unsqueeze", x, int(-2)), int(-2)), w); // ..., out, 1, in2
  const made = c.on("sum", c.two("Mul", c.on("squeeze", left, int(-2)), c.on("unsqueeze", y, int(-2))), list([int(-1)]), { k: "bool", v: false }, NONE);
  const bias = optional(a[3]);
  return bias ? c.two("Add", made, bias) : made;
};

/** Tensors of numbers that are known at once. */
export const known = (values: readonly number[], shape: readonly number[], dtype: TensorV["dtype"], c: Calc): TensorV => c.on("reshape", c.on("tensor", list(values.map((v) => (isFloat(dtype) ? float(v) : int(v)))), int(6 - (isFloat(dtype) ? 0 : 2))), list(shape.map((d) => int(d))));
const linspace: Formula = (c, a) => {
  if (a[2]?.k === "int" && isOpen(a[2])) {
    const [from, to] = [number(a[0]), number(a[1])], dtype = a[3]?.k === "int" ? dtypeOf(a[3].v) : "float32";
    const steps = c.b.cast(c.on("arange", a[2], int(4), NONE, NONE, NONE), dtype), last = c.on("clamp_min", c.two("Sub", asTensor(c.b, a[2], dtype), int(1)), int(1));
    return c.two("Add", c.two("Mul", c.two("Div", steps, last), float(to - from)), float(from));
  }
  const [from, to, steps] = [number(a[0]), number(a[1]), number(a[2], 100)];
  const dtype = a[3]?.k === "int" ? dtypeOf(a[3].v) : "float32";
  return c.b.cast(known(Array.from({ length: steps }, (_, i) => (steps === 1 ? from : from + ((to - from) / (steps - 1)) * i)), [steps], "float32", c), dtype);
};
const eye: Formula = (c, a) => {
  if (a[0] && isOpen(a[0])) {
    const line = c.on("arange", a[0], int(4), NONE, NONE, NONE), type = a[a.length - 4];
    const across = a.length > 5 ? c.on("arange", arg(a, 1), int(4), NONE, NONE, NONE) : line;
    return c.b.cast(c.on("eq", c.on("unsqueeze", line, int(1)), c.on("unsqueeze", across, int(0))), type?.k === "int" ? dtypeOf(type.v) : "float32");
  }
  const rows = number(a[0]), columns = a.length > 5 ? number(a[1]) : rows;
  const type = a[a.length - 4];
  const values = Array.from({ length: rows * columns }, (_, i) => (Math.floor(i / columns) === i % columns ? 1 : 0));
  return c.b.cast(known(values, [rows, columns], "float32", c), type?.k === "int" ? dtypeOf(type.v) : "float32");
};
const oneHot: Formula = (c, a) => {
  const classes = number(a[1], -1);
  if (classes < 0) throw new CannotExport(msg`one_hot without the number of classes: its size depends on the values`);
  return c.b.cast(c.on("eq", c.on("unsqueeze", T(a, 0), int(-1)), known(Array.from({ length: classes }, (_, i) => i), [classes], "int64", c)), "int64");
};

/** The two axes made one at the end: elements on a diagonal. */
export const diagonal: Formula = (c, a) => {
  const made = onDiagonal(c, a), x = T(a, 0), n = x.shape.at(-1);
  const last = number(a[1], 0) === 0 && axisOf(number(a[2], 0), x.rank) === x.rank - 2 && axisOf(number(a[3], 1), x.rank) === x.rank - 1 && x.shape.at(-2) === n && x.alt.at(-1) === n;
  const on = (base: TensorV): TensorV => c.on("eq", known(Array.from({ length: (n ?? 0) ** 2 }, (_, i) => (Math.floor(i / (n ?? 1)) === i % (n ?? 1) ? 1 : 0)), [n ?? 0, n ?? 0], "int64", c), int(base.rank > 0 ? 1 : 0));
  return view(x, made, { read: (base) => onDiagonal(c, [base, ...a.slice(1)]), ...(last ? { write: (base, value) => c.on("where", on(base), c.on("unsqueeze", value, int(-1)), base) } : {}) });
};
const onDiagonal = (c: Calc, a: readonly V[]): TensorV => {
  const x = T(a, 0);
  const offset = number(a[1], 0), d1 = axisOf(number(a[2], 0), x.rank), d2 = axisOf(number(a[3], 1), x.rank);
  const [h, w] = [x.shape[d1] ?? 0, x.shape[d2] ?? 0];
  const n = Math.max(0, Math.min(offset >= 0 ? h : h + offset, offset >= 0 ? w - offset : w));
  const moved = c.on("permute", x, list([...x.shape.map((_, i) => i).filter((i) => i !== d1 && i !== d2), d1, d2].map((i) => int(i))));
  const flat = c.on("flatten", moved, int(-2), int(-1));
  if (h !== x.alt[d1] || w !== x.alt[d2]) {
    const [rows, columns] = [c.b.sizeOf(x, d1), c.b.sizeOf(x, d2)], below = Math.max(0, -offset), right = Math.max(0, offset);
    const length = leastSize(c.b, sizeOn(c.b, "sub", rows, below), sizeOn(c.b, "sub", columns, right));
    const places = c.two("Mul", c.on("arange", length, int(4), NONE, NONE, NONE), sizeOn(c.b, "add", columns, 1));
    return c.on("index_select", flat, int(-1), c.two("Add", places, sizeOn(c.b, "add", sizeOn(c.b, "mul", columns, below), right)));
  }
  return c.on("index_select", flat, int(-1), known(Array.from({ length: n }, (_, i) => (i + Math.max(0, -offset)) * w + i + Math.max(0, offset)), [n], "int64", c));
};
const diagEmbed: Formula = (c, a) => {
  const x = T(a, 0), n = x.shape[x.rank - 1] ?? 1;
  if (number(a[1], 0) !== 0 || number(a[2], -2) !== -2 || number(a[3], -1) !== -1) return undefined;
  return c.two("Mul", c.on("unsqueeze", x, int(-1)), c.b.cast(known(Array.from({ length: n * n }, (_, i) => (Math.floor(i / n) === i % n ? 1 : 0)), [n, n], "float32", c), x.dtype));
};
const movedim: Formula = (c, a) => {
  const x = T(a, 0);
  const from = ints(a[1]).map((d) => axisOf(d, x.rank)), to = ints(a[2]).map((d) => axisOf(d, x.rank));
  const rest = x.shape.map((_, i) => i).filter((i) => !from.includes(i));
  const order = x.shape.map((_, i) => { const k = to.indexOf(i); return k >= 0 ? from[k] ?? 0 : rest.shift() ?? 0; });
  return c.on("permute", x, list(order.map((i) => int(i))));
};
const side = (axis: (rank: number) => number): Formula => (c, a) => {
  const xs = a[0]?.k === "list" || a[0]?.k === "tuple" ? a[0].items.map((v) => tensor(v)) : [];
  return c.on("cat", list(xs), int(axis(xs[0]?.rank ?? 1)));
};
const upright: Formula = (c, a) => {
  const xs = a[0]?.k === "list" || a[0]?.k === "tuple" ? a[0].items.map((v) => tensor(v)) : [];
  return c.on("cat", list(xs.map((x) => (x.rank < 2 ? c.on("unsqueeze", x, int(0)) : x))), int(0));
};
/** repeat_interleave(x, repeats, dim) with a number of repeats for each: which one stands at each place of the result. */
const repeatedBy = (c: Calc, a: readonly V[]): TensorV => {
  const along = a[2]?.k === "int", x = along ? T(a, 0) : c.on("flatten", T(a, 0), int(0), int(-1)), axis = along && a[2]?.k === "int" ? axisOf(a[2].v, x.rank) : 0;
  const repeats = c.b.cast(T(a, 1), "int64");
  // one number stands for each
  const each = repeats.rank === 0 || repeats.shape[0] === 1 && repeats.alt[0] === 1 ? c.on("expand", repeats, list([c.b.sizeOf(x, axis)]), { k: "bool", v: false }) : repeats;
  const ends = c.on("cumsum", each, int(0), NONE);
  const total = c.all("Int", c.on("select", ends, int(0), int(-1)))[0] ?? NONE;
  const places = c.on("arange", total, int(4), NONE, NONE, NONE);
  return c.on("index_select", x, int(axis), c.on("searchsorted", ends, places, { k: "bool", v: false }, { k: "bool", v: true }, NONE, NONE));
};
const repeatInterleave: Formula = (c, a) => {
  if (a.length === 2) { const repeats = T(a, 0); return repeatedBy(c, [c.on("arange", c.b.sizeOf(repeats, 0), int(4), NONE, NONE, NONE), repeats]); }
  if (a[1]?.k === "tensor") return repeatedBy(c, a);
  if (a[1]?.k !== "int") return undefined;
  const x = a[2]?.k === "int" ? T(a, 0) : c.on("flatten", T(a, 0), int(0), int(-1));
  const axis = a[2]?.k === "int" ? axisOf(a[2].v, x.rank) : 0, times = number(a[1]);
  const wide = c.on("unsqueeze", x, int(axis + 1));
  return c.on("flatten", c.on("repeat", wide, list(wide.shape.map((_, i) => int(i === axis + 1 ? times : 1)))), int(axis), int(axis + 1));
};
const shuffleParts = (c: Calc, x: TensorV, parts: readonly (readonly number[])[], order: readonly number[], joins: readonly (readonly number[])[]): TensorV => {
  // the last axes are split into parts, moved, and joined again; those before stay
  const lead = x.rank - parts.length;
  const head = x.shape.slice(0, lead).map((_, i) => c.b.sizeOf(x, i));
  const inner = parts.flat();
  const split = c.on("reshape", x, list([...head, ...inner.map((d) => int(d))]));
  const moved = c.on("permute", split, list([...head.map((_, i) => int(i)), ...order.map((i) => int(i + lead))]));
  const sizes = joins.map((j) => int(j.reduce((p, k) => p * (inner[order[k] ?? 0] ?? 1), 1)));
  return c.on("reshape", moved, list([...head, ...sizes]));
};
const fixedLast = (x: TensorV, n: number): number[] => {
  const lead = x.rank - n;
  if (x.shape.some((d, i) => i >= lead && d !== x.alt[i])) throw new CannotExport(msg`a shuffle of dynamic axes`);
  return x.shape.slice(lead);
};
const isOpenPlane = (x: TensorV): boolean => x.rank === 4 && x.shape[1] === x.alt[1] && x.shape.some((d, i) => i > 1 && d !== x.alt[i]);
const pixelShuffle: Formula = (c, a) => {
  const x = T(a, 0), r = number(a[1]);
  if (isOpenPlane(x)) return c.b.one("DepthToSpace", [x], spec(x.dtype, (q) => { const [n = 1, , h = 1, w = 1] = x.size(q); return [n, (x.shape[1] ?? 1) / (r * r), h * r, w * r]; }), { blocksize: r, mode: "CRD" });
  const [k = 1, h = 1, w = 1] = fixedLast(x, 3);
  return shuffleParts(c, x, [[k / (r * r), r, r], [h], [w]], [0, 3, 1, 4, 2], [[0], [1, 2], [3, 4]]);
};
const pixelUnshuffle: Formula = (c, a) => {
  const x = T(a, 0), r = number(a[1]);
  if (isOpenPlane(x)) {
    // ONNX has the places within a block before the channels
    const channels = x.shape[1] ?? 1, out = spec(x.dtype, (q) => { const [n = 1, , h = 1, w = 1] = x.size(q); return [n, channels * r * r, h / r, w / r]; });
    const order = Array.from({ length: channels * r * r }, (_, i) => (i % (r * r)) * channels + Math.floor(i / (r * r)));
    return c.b.one("Gather", [c.b.one("SpaceToDepth", [x], out, { blocksize: r }), c.b.ints(order)], out, { axis: 1 });
  }
  const [k = 1, h = 1, w = 1] = fixedLast(x, 3);
  return shuffleParts(c, x, [[k], [h / r, r], [w / r, r]], [0, 2, 4, 1, 3], [[0, 1, 2], [3], [4]]);
};
const channelShuffle: Formula = (c, a) => {
  const x = T(a, 0), g = number(a[1]);
  const k = x.shape[1] ?? 1;
  const rest = x.shape.slice(2).map((_, i) => c.b.sizeOf(x, i + 2));
  const split = c.on("reshape", x, list([c.b.sizeOf(x, 0), int(g), int(k / g), ...rest]));
  return c.on("reshape", c.on("transpose", split, int(1), int(2)), list([c.b.sizeOf(x, 0), int(k), ...rest]));
};
const rollFlat: Formula = (c, a) => {
  const x = T(a, 0);
  return c.on("view_as", c.on("roll", c.on("flatten", x, int(0), int(-1)), arg(a, 1), list([int(0)])), x);
};
const tensordot: Formula = (c, a) => {
  const [x, y] = [T(a, 0), T(a, 1)];
  const p = ints(a[2]).map((d) => axisOf(d, x.rank)), q = ints(a[3]).map((d) => axisOf(d, y.rank));
  const freeX = x.shape.map((_, i) => i).filter((i) => !p.includes(i)), freeY = y.shape.map((_, i) => i).filter((i) => !q.includes(i));
  const n = p.reduce((m, i) => m * (x.shape[i] ?? 1), 1);
  const left = c.on("reshape", c.on("permute", x, list([...freeX, ...p].map((i) => int(i)))), list([int(-1), int(n)]));
  const right = c.on("reshape", c.on("permute", y, list([...q, ...freeY].map((i) => int(i)))), list([int(n), int(-1)]));
  return c.on("reshape", c.on("matmul", left, right), list([...freeX.map((i) => c.b.sizeOf(x, i)), ...freeY.map((i) => c.b.sizeOf(y, i))]));
};
const cross: Formula = (c, a) => {
  const [x, y] = [T(a, 0), T(a, 1)];
  const dim = a[2]?.k === "int" ? a[2] : int(x.shape.indexOf(3));
  const turned = (t: TensorV, by: number): TensorV => c.on("roll", t, list([int(by)]), list([dim]));
  return c.two("Sub", c.two("Mul", turned(x, -1), turned(y, -2)), c.two("Mul", turned(x, -2), turned(y, -1)));
};
const take: Formula = (c, a) => c.b.one("Gather", [c.on("flatten", T(a, 0), int(0), int(-1)), T(a, 1)], like(T(a, 1), T(a, 0).dtype), { axis: 0 });
/** Two to the power of the second argument, in the dtype of both. */
const shift = (c: Calc, a: readonly V[]): TensorV => { const dtype = resultType([arg(a, 0), arg(a, 1)]); return c.on("pow", c.b.one("Identity", [c.b.constant([2], dtype, [])], fixed(dtype, [])), asTensor(c.b, arg(a, 1), dtype)); };
const rightShift: Formula = (c, a) => c.on("div", T(a, 0), shift(c, a), { k: "str", v: "floor" });
const leftShift: Formula = (c, a) => c.two("Mul", T(a, 0), shift(c, a));
/** diff(x, n, dim, prepend, append) */
const diff: Formula = (c, a) => {
  const parts = [optional(a[3]), T(a, 0), optional(a[4])].filter((t) => t !== null), dim = int(axisOf(number(a[2], -1), T(a, 0).rank));
  const whole = parts.length > 1 ? c.on("cat", list(parts), dim) : T(a, 0);
  const part = (x: TensorV, from: V, to: V): TensorV => c.on("slice", x, dim, from, to, int(1));
  return Array.from({ length: number(a[1], 1) }).reduce<TensorV>((x) => (x.dtype === "bool" ? c.on("ne", part(x, int(1), NONE), part(x, int(0), int(-1))) : c.two("Sub", part(x, int(1), NONE), part(x, int(0), int(-1)))), whole);
};
const bits = (op: string, bool: string): Formula => (c, a) => {
  const x = arg(a, 0), y = arg(a, 1);
  if (x.k !== "tensor" && y.k !== "tensor") return undefined;
  const ts = [x, y].filter((v): v is TensorV => v.k === "tensor");
  if (ts.every((t) => t.dtype === "bool")) return c.on(bool, x, y);
  if (c.b.opset < 18) throw new CannotExport(msg`bitwise operators on numbers need opset 18 or more`, null, c.n.kind, msg`Choose it with --opset 18.`, 18);
  const dtype = resultType([x, y]);
  return c.b.one(op, [asTensor(c.b, x, dtype), asTensor(c.b, y, dtype)], spec(dtype, (q) => broadcast(...ts.map((t) => t.size(q)))));
};

const FUNCTIONS: Record<string, Lowering> = {
  "aten::celu": formula((c, a) => { const x = T(a, 0); return x.dtype === "float64" ? c.on("elu", x, float(number(a[1], 1)), float(1), float(1 / number(a[1], 1))) : c.b.one("Celu", [x], like(x), { alpha: { float: number(a[1], 1) } }); }),
  "aten::elu": formula((c, a) => {
    const x = T(a, 0), [alpha, scale, inner] = [number(a[1], 1), number(a[2], 1), number(a[3], 1)];
    const low = c.two("Mul", c.two("Sub", c.one("Exp", c.two("Mul", c.on("clamp_max", x, float(0)), float(inner))), float(1)), float(alpha));
    return c.two("Mul", c.on("where", c.on("gt", x, float(0)), x, low), float(scale));
  }),
  "aten::hardshrink": formula((c, a) => { const x = T(a, 0); return c.on("where", c.on("gt", c.one("Abs", x), float(number(a[1], 0.5))), x, float(0)); }),
  "aten::softshrink": formula((c, a) => { const x = T(a, 0), l = number(a[1], 0.5); return c.b.one("Shrink", [x], like(x), { lambd: { float: l }, bias: { float: l } }); }),
  "aten::threshold": formula((c, a) => { const x = T(a, 0); return c.on("where", c.on("gt", x, arg(a, 1)), x, c.b.cast(asTensor(c.b, arg(a, 2), x.dtype), x.dtype)); }),
  "aten::rrelu": formula((c, a) => { if (flag(a[3])) throw inTraining("rrelu"); const x = T(a, 0); return c.b.one("LeakyRelu", [x], like(x), { alpha: { float: (number(a[1]) + number(a[2])) / 2 } }); }),
  "aten::log_sigmoid": of((c, x) => c.one("Neg", c.one("Softplus", c.one("Neg", x)))),
  "aten::sinh": of(sinh), "aten::cosh": of(cosh), "aten::asinh": of((c, x) => c.one("Asinh", x)), "aten::acosh": of((c, x) => c.one("Acosh", x)), "aten::atanh": of((c, x) => c.one("Atanh", x)),
  "aten::log2": of((c, x) => mapped(x, Math.log2) ?? c.two("Mul", c.one("Log", x), float(Math.LOG2E))), "aten::log10": of((c, x) => c.two("Mul", c.one("Log", x), float(Math.LOG10E))), "aten::exp2": of((c, x) => c.one("Exp", c.two("Mul", x, float(Math.LN2)))),
  "aten::erfc": of((c, x) => c.two("Sub", float(1), c.one("Erf", x))), "aten::trunc": formula((c, a) => truncated(c, T(a, 0))), "aten::fix": formula((c, a) => truncated(c, T(a, 0))),
  "aten::frac": formula((c, a) => c.two("Sub", T(a, 0), truncated(c, T(a, 0)))), "aten::sgn": formula((c, a) => c.one("Sign", T(a, 0))),
  "aten::logit": formula((c, a) => { const x = a[1]?.k === "float" ? c.on("clamp", T(a, 0), a[1], float(1 - a[1].v)) : T(a, 0); return c.one("Log", c.two("Div", x, c.two("Sub", float(1), x))); }),
  "aten::nan_to_num": formula(nanToNum), "aten::fmod": formula((c, a) => { const x = T(a, 0), q = c.two("Div", x, arg(a, 1)); return isFloat(q.dtype) ? c.two("Sub", x, c.two("Mul", truncated(c, q), arg(a, 1))) : c.b.one("Mod", [asTensor(c.b, x, q.dtype), asTensor(c.b, arg(a, 1), q.dtype)], spec(q.dtype, (w) => broadcast(x.size(w), a[1] instanceof TensorV ? a[1].size(w) : [])), { fmod: 1 }); }),
  "aten::lerp": formula((c, a) => c.two("Add", T(a, 0), c.two("Mul", arg(a, 2), c.two("Sub", T(a, 1), T(a, 0))))), "aten::addcmul": formula(scaledSum("Mul")), "aten::addcdiv": formula(scaledSum("Div")), "aten::addmm": formula(addmm),
  "aten::atan2": formula(atan2), "aten::arctan2": formula(atan2), "aten::hypot": formula((c, a) => c.one("Sqrt", c.two("Add", c.two("Mul", T(a, 0), T(a, 0)), c.two("Mul", T(a, 1), T(a, 1))))),
  "aten::index_fill": formula((c, a) => {
    const x = T(a, 0), axis = axisOf(number(a[1]), x.rank), n = x.shape[axis] ?? 0;
    const at = c.on("eq", c.on("unsqueeze", c.on("remainder", T(a, 2), int(n)), int(-1)), known(Array.from({ length: n }, (_, i) => i), [n], "int64", c));
    const hit = truth(false)(c, [at, int(0), { k: "bool", v: false }]);
    return c.on("where", c.on("reshape", tensor(hit as V), list(x.shape.map((_, i) => int(i === axis ? n : 1)))), asTensor(c.b, arg(a, 3), x.dtype), x);
  }),
};

export const COMPOSED: Readonly<Record<string, Lowering>> = {
  ...FUNCTIONS, ...Object.fromEntries(Object.entries(FUNCTIONS).map(([k, f]) => [`${k}_`, inPlaceOf(f)])),
  "aten::isinf": formula((c, a) => c.b.one("IsInf", [T(a, 0)], like(T(a, 0), "bool"))), "aten::isfinite": formula((c, a) => c.on("logical_not", c.on("logical_or", c.one("IsNaN", T(a, 0), "bool"), c.b.one("IsInf", [T(a, 0)], like(T(a, 0), "bool"))))),
  "aten::fmax": formula((c, a) => { const [x, y] = [T(a, 0), T(a, 1)]; return c.on("where", c.on("isnan", x), y, c.on("where", c.on("isnan", y), x, c.two("Max", x, y))); }),
  "aten::fmin": formula((c, a) => { const [x, y] = [T(a, 0), T(a, 1)]; return c.on("where", c.on("isnan", x), y, c.on("where", c.on("isnan", y), x, c.two("Min", x, y))); }),
  "aten::any": formula(truth(false)), "aten::all": formula(truth(true)), "aten::var_mean": formula(varianceMean(false)), "aten::std_mean": formula(varianceMean(true)),
  "aten::nansum": formula((c, a) => c.on("sum", c.on("where", c.on("isnan", T(a, 0)), float(0), T(a, 0)), ...a.slice(1))), "aten::count_nonzero": formula((c, a) => c.on("sum", c.on("ne", T(a, 0), int(0)), ...(a[1]?.k === "int" || a[1]?.k === "list" ? [a[1].k === "int" ? list([a[1]]) : a[1], { k: "bool" as const, v: false }, NONE] : [NONE]))),
  "aten::aminmax": formula((c, a) => [c.on("amin", T(a, 0), a[1]?.k === "int" ? list([a[1]]) : list([]), arg(a, 2)), c.on("amax", T(a, 0), a[1]?.k === "int" ? list([a[1]]) : list([]), arg(a, 2))]),
  "aten::norm": formula(vectorNorm), "aten::linalg_vector_norm": formula(vectorNorm),
  "aten::linalg_norm": formula((c, a) => { const x = T(a, 0); const dims = arg(a, 2); if (a[1]?.k !== "none" && (dims.k === "none" ? x.rank : ints(dims).length) > 1) return undefined; return norm(c, x, orderOf(a[1]), dims, flag(a[3])); }),
  "aten::norm_except_dim": formula((c, a) => normExcept(c, T(a, 0), number(a[1], 2), number(a[2], 0))), "aten::_weight_norm": formula((c, a) => c.two("Mul", T(a, 0), c.two("Div", T(a, 1), normExcept(c, T(a, 0), 2, number(a[2], 0))))),
  "aten::frobenius_norm": formula((c, a) => norm(c, T(a, 0), 2, a[1]?.k === "list" && a[1].items.length === 0 ? NONE : arg(a, 1), flag(a[2]))),
  "aten::pairwise_distance": formula(distance), "aten::cdist": formula(cdist), "aten::cosine_similarity": formula(cosine),
  "aten::mv": formula((c, a) => c.on("matmul", T(a, 0), T(a, 1))), "aten::dot": formula((c, a) => c.on("matmul", T(a, 0), T(a, 1))), "aten::outer": formula((c, a) => c.two("Mul", c.on("unsqueeze", T(a, 0), int(1)), T(a, 1))), "aten::ger": formula((c, a) => c.two("Mul", c.on("unsqueeze", T(a, 0), int(1)), T(a, 1))),
  "aten::tensordot": formula(tensordot), "aten::cross": formula(cross), "aten::linalg_cross": formula(cross), "aten::bilinear": formula(bilinear),
  "aten::instance_norm": formula(instanceNorm), "aten::linspace": formula(linspace), "aten::eye": formula(eye), "aten::one_hot": formula(oneHot),
  "aten::diagonal": formula(diagonal), "aten::trace": formula((c, a) => c.on("sum", tensor(diagonal(c, [T(a, 0), int(0), int(0), int(1)]) as V), list([int(0)]), { k: "bool", v: false }, NONE)), "aten::diag_embed": formula(diagEmbed),
  "aten::movedim": formula(movedim), "aten::moveaxis": formula(movedim), "aten::hstack": formula(side((r) => (r < 2 ? 0 : 1))), "aten::vstack": formula(upright), "aten::row_stack": formula(upright), "aten::dstack": formula((c, a) => { const raised = c.all("atleast_3d", arg(a, 0))[0]; return raised && c.on("cat", raised, int(2)); }),
  "aten::repeat_interleave": formula(repeatInterleave), "aten::fliplr": formula((c, a) => c.on("flip", T(a, 0), list([int(1)]))), "aten::flipud": formula((c, a) => c.on("flip", T(a, 0), list([int(0)]))),
  "aten::rot90": formula((c, a) => { const k = ((number(a[1], 1) % 4) + 4) % 4, [p = 0, q = 1] = ints(a[2]); const x = T(a, 0); return k === 0 ? x : k === 2 ? c.on("flip", x, list([int(p), int(q)])) : k === 1 ? c.on("transpose", c.on("flip", x, list([int(q)])), int(p), int(q)) : c.on("flip", c.on("transpose", x, int(p), int(q)), list([int(q)])); }),
  "aten::pixel_shuffle": (a, b, n) => (T(a, 0).rank === 4 ? SHAPES["aten::pixel_shuffle"]?.(a, b, n) : formula(pixelShuffle)(a, b, n)), "aten::pixel_unshuffle": formula(pixelUnshuffle), "aten::channel_shuffle": formula(channelShuffle), "aten::native_channel_shuffle": formula(channelShuffle),
  "aten::roll": (a, b, n) => (a[2]?.k === "list" && a[2].items.length > 0 ? SHAPES["aten::roll"]?.(a, b, n) : formula(rollFlat)(a, b, n)),
  "aten::take": formula(take), "aten::take_along_dim": formula((c, a) => (a[2]?.k === "int" ? c.on("gather", T(a, 0), a[2], T(a, 1)) : take(c, a))),
  "aten::diff": formula(diff),
  "aten::cartesian_prod": formula((c, a) => { const grid = c.all("meshgrid", arg(a, 0), { k: "str", v: "ij" })[0]; return grid?.k === "list" ? c.on("stack", list(grid.items.map((g) => c.on("flatten", tensor(g), int(0), int(-1)))), int(1)) : undefined; }),
  "aten::__lshift__": formula(leftShift), "aten::__rshift__": formula(rightShift), "aten::bitwise_left_shift": formula(leftShift), "aten::bitwise_right_shift": formula(rightShift),
  "aten::__and__": formula(bits("BitwiseAnd", "logical_and")), "aten::__or__": formula(bits("BitwiseOr", "logical_or")), "aten::__xor__": formula(bits("BitwiseXor", "logical_xor")),
  "aten::bitwise_and": formula(bits("BitwiseAnd", "logical_and")), "aten::bitwise_or": formula(bits("BitwiseOr", "logical_or")), "aten::bitwise_xor": formula(bits("BitwiseXor", "logical_xor")),
  "aten::bitwise_not": formula((c, a) => { const x = T(a, 0); return x.dtype === "bool" ? c.on("logical_not", x) : c.two("Sub", int(-1), x); }),
};

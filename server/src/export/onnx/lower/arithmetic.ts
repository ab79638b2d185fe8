/** Elementwise operators, activations, comparisons, reductions. */
import { asTensor, fixed, type Builder, type Spec } from "../builder";
import { count } from "../../strides";
import { elements, hostOf, positions, rounded } from "../host";
import type { DType } from "../proto";
import { axisOf, broadcast, CannotExport, dtypeOf, isFloat, isOpen, promote, TensorV, type V, type Which } from "../values";
import { flag, inPlace, ints, like, number, OPERATORS, spec, tensor, type Args, type Lowering } from "./support";
import { msg } from "../../../text/message";

/** The dtype of an operation on these: tensors with dimensions count before those without, those before numbers. */
export function resultType(args: readonly V[]): DType {
  const of = (pick: (t: TensorV) => boolean): DType | undefined => args.reduce<DType | undefined>((d, a) => (a.k === "tensor" && pick(a) ? (d ? promote(d, a.dtype) : a.dtype) : d), undefined);
  const wide = of((t) => t.rank > 0), narrow = of((t) => t.rank === 0);
  const level = (d: DType): number => (d === "bool" ? 0 : isFloat(d) ? 2 : 1);
  let out = wide ?? narrow ?? "float32";
  if (wide && narrow && level(narrow) > level(wide)) out = narrow;
  for (const a of args) {
    if (a.k === "float" && level(out) < 2) out = "float32";
    if (a.k === "int" && level(out) < 1) out = "int64";
  }
  return out;
}
const sizeOfV = (v: V, q: Which): readonly number[] => (v.k === "tensor" ? v.size(q) : []);
const broadcastOf = (dtype: DType, ...vs: V[]): Spec => spec(dtype, (q) => broadcast(...vs.map((v) => sizeOfV(v, q))));

/** `y` as it has to be for `x`: pieces of what is open are of one size in the example, and where they are not torch stops as the file does. */
function matched(b: Builder, x: V, y: V): V {
  if (x.k !== "tensor" || y.k !== "tensor") return y;
  const alt = y.alt.map((other, j) => {
    const i = j - y.rank + x.rank, d = y.shape[j] ?? 1, mine = x.alt[i] ?? other;
    if (i < 0 || x.shape[i] !== d || mine === other || mine === d || other === d || d === 1 || b.isUnknown(d) || (b.openNamed.has(`${d}|${mine}`) && b.openNamed.has(`${d}|${other}`))) return other;
    if (!b.require(b.one("Equal", [b.scalarInt(b.sizeOf(x, i)), b.scalarInt(b.sizeOf(y, j))], fixed("bool", [])).name)) return other;
    b.fixed.set(b.place.source, msg`two sizes that follow from one that stays open are taken to be the same; the file stops with an error where they are not`);
    return mine;
  });
  return alt.every((d, j) => d === y.alt[j]) ? y : new TensorV(b.use(y), y.dtype, y.shape, alt);
}

type Fold = (x: number, y: number) => number;
const HOST: Readonly<Record<string, Fold>> = {
  Add: (x, y) => x + y, Sub: (x, y) => x - y, Mul: (x, y) => x * y, Div: (x, y) => x / y, Equal: (x, y) => (x === y ? 1 : 0), NotEqual: (x, y) => (x !== y ? 1 : 0), Pow: (x, y) => x ** y,
  Max: (x, y) => Math.max(x, y), Min: (x, y) => Math.min(x, y),
  Less: (x, y) => (x < y ? 1 : 0), LessOrEqual: (x, y) => (x <= y ? 1 : 0), Greater: (x, y) => (x > y ? 1 : 0), GreaterOrEqual: (x, y) => (x >= y ? 1 : 0),
};
export const mapped = (x: TensorV, f: (v: number) => number): TensorV | undefined => x.host ? new TensorV("", x.dtype, x.shape, x.shape, { version: 0 }, hostOf(elements(x.host).map((v) => rounded(f(v), x.dtype)), x.shape)) : undefined;
const scalarOf = (v: V): number | undefined => (isOpen(v) ? undefined : v.k === "int" || v.k === "float" ? v.v : v.k === "bool" ? (v.v ? 1 : 0) : undefined);

/** Computed here where both sides are known. */
function folded(op: string, x: V, y: V, dtype: DType): TensorV | undefined {
  const f = HOST[op];
  const side = (v: V): { at: (shape: readonly number[]) => (i: number) => number } | undefined => {
    if (v.k === "tensor") { const h = v.host; return h ? { at: (shape) => { const e = elements(h, shape); return (i) => e[i] ?? 0; } } : undefined; }
    const n = scalarOf(v);
    return n === undefined ? undefined : { at: () => () => n };
  };
  const p = side(x), q = side(y);
  if (!f || !p || !q) return undefined;
  const shape = broadcast(sizeOfV(x, 0), sizeOfV(y, 0));
  const out = new Float64Array(shape.reduce((m, d) => m * d, 1));
  const a = p.at(shape), b = q.at(shape);
  for (let i = 0; i < out.length; i++) out[i] = rounded(f(a(i), b(i)), dtype);
  return new TensorV("", dtype, shape, shape, { version: 0 }, hostOf(out, shape));
}

/** What arithmetic on truth values is. */
const CONNECTIVES: Readonly<Record<string, string>> = { Add: "Or", Mul: "And", Max: "Or", Min: "And" };
export function binary(b: Builder, op: string, x: V, y: V, forced?: DType): TensorV {
  const dtype = forced ?? resultType([x, y]);
  y = matched(b, x, y);
  const connective = dtype === "bool" ? CONNECTIVES[op] : undefined;
  if (connective !== undefined) return b.one(connective, [asTensor(b, x, dtype), asTensor(b, y, dtype)], broadcastOf(dtype, x, y));
  return folded(op, x, y, dtype) ?? b.one(op, [asTensor(b, x, dtype), asTensor(b, y, dtype)], broadcastOf(dtype, x, y));
}
/** `x + alpha * y` and the like. */
const withAlpha = (op: string): Lowering => (a, b) => {
  const [x, y, alpha] = a;
  if (!x || !y) return undefined;
  return binary(b, op, x, alpha && (isOpen(alpha) || scalarOf(alpha) !== undefined && scalarOf(alpha) !== 1) ? binary(b, "Mul", y, alpha) : y);
};
const plain = (op: string): Lowering => ([x, y], b) => (x && y ? binary(b, op, x, y) : undefined);
const reversedSub: Lowering = ([x, y, alpha], b) => (x && y ? binary(b, "Sub", y, alpha && scalarOf(alpha) !== 1 && scalarOf(alpha) !== undefined ? binary(b, "Mul", x, alpha) : x) : undefined);

const division: Lowering = ([x, y, mode], b) => {
  if (!x || !y) return undefined;
  const common = resultType([x, y]);
  const rounding = mode?.k === "str" ? mode.v : null;
  const dtype = isFloat(common) || rounding ? common : "float32";
  if (rounding === null) return binary(b, "Div", x, y, dtype);
  if (!isFloat(dtype) && rounding === "trunc") return binary(b, "Div", x, y, dtype);
  const wide: DType = isFloat(dtype) ? dtype : "float64";
  const q = binary(b, "Div", x, y, wide);
  if (rounding === "floor") return b.cast(b.one("Floor", [q], like(q)), dtype);
  const zero = b.constant([0], wide, []);
  const negative = b.one("Less", [q, zero], like(q, "bool"));
  return b.cast(b.one("Where", [negative, b.one("Ceil", [q], like(q)), b.one("Floor", [q], like(q))], like(q)), dtype);
};
const floorDivision: Lowering = (a, b, n) => division([a[0] ?? { k: "none" }, a[1] ?? { k: "none" }, { k: "str", v: "floor" }], b, n);

const comparison = (op: string): Lowering => ([x, y], b) => {
  if (!x || !y || (x.k !== "tensor" && y.k !== "tensor")) return undefined;
  const known = folded(op, x, y, "bool");
  if (known) return known;
  let dtype = resultType([x, y]);
  if (dtype === "bool") dtype = "int32";
  const out = broadcastOf("bool", x, matched(b, x, y));
  const made = b.one(op === "NotEqual" ? "Equal" : op, [asTensor(b, x, dtype), asTensor(b, y, dtype)], out);
  return op === "NotEqual" ? b.one("Not", [made], out) : made;
};
const logical = (op: string): Lowering => ([x, y], b) => {
  if (!x || !y || (x.k !== "tensor" && y.k !== "tensor")) return undefined;
  if (op !== "logical" && resultType([x, y]) !== "bool") throw new CannotExport(msg`bitwise operators on numbers are not exported yet`);
  return b.one(op, [asTensor(b, x, "bool"), asTensor(b, y, "bool")], broadcastOf("bool", x, y));
};

const floating = (b: Builder, v: V | undefined): TensorV => { const x = tensor(v, "input"); return isFloat(x.dtype) ? x : b.cast(x, "float32"); };
/** To the nearest, halves to the even one. */
const roundHalf = (x: number): number => { const r = Math.round(x); return r - x === 0.5 && r % 2 !== 0 ? r - 1 : r; };
const AT_ONCE: Readonly<Record<string, (x: number) => number>> = { Reciprocal: (x) => 1 / x, Sqrt: Math.sqrt, Floor: Math.floor, Ceil: Math.ceil, Round: roundHalf, Neg: (x) => -x, Abs: Math.abs, Log: Math.log, Exp: Math.exp };
/** Computed here where the elements are known. */
function each(b: Builder, op: string, x: TensorV, attrs: Readonly<Record<string, { float: number }>> = {}): TensorV {
  const f = AT_ONCE[op];
  return (f && mapped(x, f)) ?? b.one(op, [x], like(x), attrs);
}
const unary = (op: string, attrs: Readonly<Record<string, { float: number }>> = {}): Lowering => (a, b) => each(b, op, floating(b, a[0]), attrs);
/** Of doubles onnxruntime has the sine alone. */
const cosine: Lowering = (a, b) => { const x = floating(b, a[0]); return x.dtype === "float64" && !x.host ? b.one("Sin", [two(b, "Add", x, scalar(b, x, Math.PI / 2))], like(x)) : each(b, "Cos", x); };
const anyUnary = (op: string): Lowering => (a, b) => each(b, op, tensor(a[0], "input"));
const rounding = (op: string): Lowering => (a, b) => { const x = tensor(a[0], "input"); return isFloat(x.dtype) ? each(b, op, x) : x; };
const scalar = (b: Builder, x: TensorV, v: number): TensorV => new TensorV(b.constant([v], x.dtype, []), x.dtype, [], []);
const two = (b: Builder, op: string, x: TensorV, y: TensorV): TensorV => b.one(op, [x, y], broadcastOf(x.dtype, x, y));

const clip = (b: Builder, x: TensorV, lo: V | undefined, hi: V | undefined): TensorV => {
  const limit = (v: V | undefined): string | null => (v === undefined || v.k === "none" ? null : asTensor(b, v, x.dtype).name);
  if (lo?.k === "tensor" || hi?.k === "tensor") {
    let at = x;
    if (lo?.k === "tensor") at = two(b, "Max", at, b.cast(lo, x.dtype));
    return hi?.k === "tensor" ? two(b, "Min", at, b.cast(hi, x.dtype)) : at;
  }
  return b.one("Clip", [x, limit(lo), limit(hi)], like(x));
};
const silu: Lowering = (a, b) => { const x = floating(b, a[0]); return two(b, "Mul", x, b.one("Sigmoid", [x], like(x))); };
const gelu: Lowering = (a, b) => {
  const x = floating(b, a[0]);
  const half = two(b, "Mul", x, scalar(b, x, 0.5));
  let inner: TensorV;
  if (a[1]?.k === "str" && a[1].v === "tanh") {
    const cube = two(b, "Mul", two(b, "Mul", x, x), x);
    const sum = two(b, "Add", x, two(b, "Mul", cube, scalar(b, x, 0.044715)));
    const scaled = two(b, "Mul", sum, scalar(b, x, Math.sqrt(2 / Math.PI)));
    inner = b.one("Tanh", [scaled], like(x));
  } else inner = b.one("Erf", [two(b, "Mul", x, scalar(b, x, Math.SQRT1_2))], like(x));
  return two(b, "Mul", half, two(b, "Add", inner, scalar(b, x, 1)));
};
const hardtanh: Lowering = (a, b) => clip(b, tensor(a[0]), a[1] ?? { k: "int", v: -1, alt: -1 }, a[2] ?? { k: "int", v: 1, alt: 1 });
const softmax = (op: string): Lowering => (a, b) => {
  const given = tensor(a[0], "input");
  const x = a[2]?.k === "int" ? b.cast(given, dtypeOf(a[2].v)) : given;
  return b.one(op, [x], like(x), { axis: axisOf(number(a[1]), x.rank) });
};
const softplus: Lowering = (a, b) => {
  const x = floating(b, a[0]);
  const beta = number(a[1], 1);
  const soft = b.one("Softplus", [beta === 1 ? x : two(b, "Mul", x, scalar(b, x, beta))], like(x));
  const most = number(a[2], 20), made = beta === 1 ? soft : two(b, "Div", soft, scalar(b, x, beta));
  // beyond it torch gives x itself, which from there on is the same anyway
  if (most >= 15) return made;
  return b.one("Where", [b.one("Greater", [x, scalar(b, x, most / beta)], like(x, "bool")), x, made], like(x));
};

const EXTREMES = new Set(["ReduceMax", "ReduceMin"]);
/** Sums, means, extremes over some axes or all. */
function reduce(b: Builder, op: string, x: TensorV, axes: readonly number[] | null, keep: boolean): TensorV {
  if (x.dtype === "bool") return b.cast(reduce(b, op, b.cast(x, "int32"), axes, keep), "bool");
  const all = axes === null || axes.length === 0 ? x.shape.map((_, i) => i) : axes.map((d) => axisOf(d, x.rank));
  const out = spec(x.dtype, (q) => x.size(q).flatMap((d, i) => (all.includes(i) ? (keep ? [1] : []) : [d])));
  if (x.rank === 0) return x;
  const fold = x.host && all.length === x.rank && out.shape.length === 0 && count(x.shape) > 0 ? HOST[op.slice("Reduce".length)] : undefined;
  if (x.host && fold && EXTREMES.has(op)) return new TensorV("", x.dtype, [], [], { version: 0 }, hostOf(Float64Array.of(elements(x.host).reduce(fold)), []));
  const asInput = op === "ReduceSum" || b.opset >= 18;
  return b.one(op, [x, asInput ? b.ints(all) : null], out, { keepdims: keep ? 1 : 0, ...(asInput ? {} : { axes: all }) });
}
const reduction = (op: string): Lowering => (a, b) => {
  const x = tensor(a[0], "input");
  // sum(x, *, dtype) and sum(x, dim, keepdim, *, dtype)
  const byAxis = a[1]?.k === "list" || a.length > 2;
  const dtype = a[byAxis ? 3 : 1];
  const wanted: DType | null = dtype?.k === "int" && op !== "ReduceMax" && op !== "ReduceMin" ? dtypeOf(dtype.v) : (op === "ReduceSum" || op === "ReduceProd") && !isFloat(x.dtype) ? "int64" : null;
  const axes = byAxis && a[1] && a[1].k !== "none" ? ints(a[1]) : null;
  return reduce(b, op, wanted ? b.cast(x, wanted) : x, axes, byAxis && flag(a[2]));
};
const extreme = (op: string, arg: string, pair: string): Lowering => (a, b) => {
  const x = tensor(a[0], "input");
  if (a.length === 1) return reduce(b, op, x, null, false);
  if (a[1]?.k === "tensor") return binary(b, pair, x, a[1]);
  const axis = axisOf(number(a[1]), x.rank);
  const values = reduce(b, op, x, [axis], flag(a[2]));
  return [values, b.one(arg, [x.dtype === "bool" ? b.cast(x, "int32") : x], { dtype: "int64", shape: values.shape, alt: values.alt }, { axis, keepdims: flag(a[2]) ? 1 : 0 })];
};
const argExtreme = (op: string): Lowering => (a, b) => {
  const x = tensor(a[0], "input");
  if (a[1]?.k !== "int") {
    const flat = b.one("Reshape", [x, b.ints([-1])], spec(x.dtype, (q) => [x.size(q).reduce((m, d) => m * d, 1)]));
    return b.one(op, [flat], { dtype: "int64", shape: [], alt: [] }, { axis: 0, keepdims: 0 });
  }
  const axis = axisOf(a[1].v, x.rank), keep = flag(a[2]);
  return b.one(op, [x], spec("int64", (q) => x.size(q).flatMap((d, i) => (i === axis ? (keep ? [1] : []) : [d]))), { axis, keepdims: keep ? 1 : 0 });
};
const norm: Lowering = (a, b) => {
  const x = tensor(a[0], "input");
  const p = a[1]?.k === "none" || a[1] === undefined ? 2 : number(a[1]);
  const axes = a[2]?.k === "list" ? ints(a[2]) : null;
  if (p !== 1 && p !== 2) throw new CannotExport(msg`a norm of order ${p}`);
  return reduce(b, p === 2 ? "ReduceL2" : "ReduceL1", x, axes, flag(a[3]));
};
/** n / (n - less) of a number of elements that is known when the file runs. */
function correction(b: Builder, x: TensorV, axes: readonly number[], less: number): TensorV {
  const one = (op: string, p: string, q: string): string => b.one(op, [p, q], fixed(x.dtype, [])).name;
  const sizes = axes.map((i) => b.cast(new TensorV(b.scalarInt(b.sizeOf(x, axisOf(i, x.rank))), "int64", [], []), x.dtype).name);
  const n = sizes.reduce((p, q) => one("Mul", p, q));
  return new TensorV(one("Div", n, one("Sub", n, b.constant([less], x.dtype, []))), x.dtype, [], []);
}
const variance = (root: boolean): Lowering => (a, b) => {
  const x = tensor(a[0], "input");
  const axes = a[1]?.k === "list" ? ints(a[1]) : null;
  // var(x, unbiased), var(x, dims, unbiased, keepdim), var(x, dims, *, correction, keepdim)
  const says = a[a.length > 2 ? 2 : 1];
  const less = says?.k === "bool" ? (flag(says) ? 1 : 0) : a.length > 2 ? number(says, 1) : 1;
  const keep = a.length > 2 ? flag(a[3]) : false;
  const mean = reduce(b, "ReduceMean", x, axes, true);
  const d = two(b, "Sub", x, mean);
  let v = reduce(b, "ReduceMean", two(b, "Mul", d, d), axes, keep);
  const n = (axes ?? x.shape.map((_, i) => i)).reduce((m, i) => m * (x.shape[axisOf(i, x.rank)] ?? 1), 1);
  const alt = (axes ?? x.shape.map((_, i) => i)).reduce((m, i) => m * (x.alt[axisOf(i, x.rank)] ?? 1), 1);
  if (less !== 0 && n !== alt) v = two(b, "Mul", v, correction(b, x, axes ?? x.shape.map((_, i) => i), less));
  else if (less !== 0) v = two(b, "Mul", v, scalar(b, v, n / Math.max(0, n - less)));
  return root ? b.one("Sqrt", [v], like(v)) : v;
};
const maskedFill: Lowering = (a, b) => {
  const x = tensor(a[0]), mask = tensor(a[1]), v = a[2];
  if (!v) return undefined;
  const value = v.k === "tensor" ? v.host && v.rank === 0 ? v.host.data[v.host.offset] : undefined : scalarOf(v);
  if (x.host && mask.host && value !== undefined) {
    const shape = broadcast(x.shape, mask.shape);
    const out = elements(x.host, shape), m = elements(mask.host, shape);
    for (let i = 0; i < out.length; i++) if (m[i]) out[i] = rounded(value, x.dtype);
    return new TensorV("", x.dtype, shape, shape, { version: 0 }, hostOf(out, shape));
  }
  return b.one("Where", [b.cast(mask, "bool"), asTensor(b, v, x.dtype), x], broadcastOf(x.dtype, x, mask));
};
const where: Lowering = (a, b) => {
  const [c, x, y] = a;
  if (!c || !x || !y) return undefined;
  const dtype = resultType([x, y]);
  return b.one("Where", [asTensor(b, c, "bool"), asTensor(b, x, dtype), asTensor(b, y, dtype)], broadcastOf(dtype, c, matched(b, c, x), matched(b, c, matched(b, x, y))));
};

const FUNCTIONS: Record<string, Lowering> = {
  "aten::add": withAlpha("Add"), "aten::sub": withAlpha("Sub"), "aten::rsub": reversedSub, "aten::mul": plain("Mul"), "aten::multiply": plain("Mul"), "aten::div": division, "aten::true_divide": division, "aten::floor_divide": floorDivision, "aten::floordiv": floorDivision,
  "aten::pow": ([x, y], b) => { if (!x || !y) return undefined; const dtype = resultType([x, y]); return folded("Pow", x, y, dtype) ?? b.one("Pow", [asTensor(b, x, dtype), asTensor(b, y, dtype)], broadcastOf(dtype, x, y)); },
  "aten::remainder": ([x, y], b) => {
    if (!x || !y) return undefined;
    const dtype = resultType([x, y]);
    if (!isFloat(dtype)) return binary(b, "Mod", x, y, dtype);
    const q = binary(b, "Div", x, y, dtype);
    return binary(b, "Sub", x, binary(b, "Mul", b.one("Floor", [q], like(q)), y, dtype), dtype);
  },
  "aten::maximum": plain("Max"), "aten::minimum": plain("Min"),
  "aten::eq": comparison("Equal"), "aten::ne": comparison("NotEqual"), "aten::lt": comparison("Less"), "aten::le": comparison("LessOrEqual"), "aten::gt": comparison("Greater"), "aten::ge": comparison("GreaterOrEqual"),
  "aten::logical_and": logical("And"), "aten::logical_or": logical("Or"), "aten::logical_xor": logical("Xor"), "aten::__and__": logical("And"), "aten::__or__": logical("Or"), "aten::bitwise_and": logical("And"), "aten::bitwise_or": logical("Or"),
  "aten::logical_not": (a, b) => { const x = b.cast(tensor(a[0]), "bool"); return b.one("Not", [x], like(x)); },
  "aten::bitwise_not": (a, b) => { const x = tensor(a[0]); if (x.dtype !== "bool") throw new CannotExport(msg`~ on numbers is not exported yet`); return b.one("Not", [x], like(x)); },
  "aten::relu": (a, b, n) => { const x = tensor(a[0], "input"); return isFloat(x.dtype) ? anyUnary("Relu")(a, b, n) : binary(b, "Max", x, { k: "int", v: 0, alt: 0 }, x.dtype); }, "aten::relu6": (a, b) => clip(b, tensor(a[0]), { k: "int", v: 0, alt: 0 }, { k: "int", v: 6, alt: 6 }), "aten::sigmoid": unary("Sigmoid"), "aten::tanh": unary("Tanh"), "aten::erf": unary("Erf"), "aten::exp": unary("Exp"), "aten::log": unary("Log"), "aten::sqrt": unary("Sqrt"),
  "aten::sin": unary("Sin"), "aten::cos": cosine, "aten::tan": (a, b, n) => { const x = floating(b, a[0]); return x.dtype === "float64" ? binary(b, "Div", b.one("Sin", [x], like(x)), tensor(cosine(a, b, n) as V)) : each(b, "Tan", x); }, "aten::atan": unary("Atan"), "aten::asin": unary("Asin"), "aten::acos": unary("Acos"), "aten::reciprocal": unary("Reciprocal"),
  "aten::floor": rounding("Floor"), "aten::ceil": rounding("Ceil"), "aten::round": (a, b, n) => (number(a[1], 0) === 0 ? rounding("Round")(a, b, n) : OPERATORS["aten::special_round"]?.(a, b, n)), "aten::neg": anyUnary("Neg"), "aten::abs": anyUnary("Abs"), "aten::sign": anyUnary("Sign"), "aten::isnan": (a, b) => { const x = tensor(a[0]); return b.one("IsNaN", [x], like(x, "bool")); },
  "aten::rsqrt": (a, b) => { const x = floating(b, a[0]); return b.one("Reciprocal", [b.one("Sqrt", [x], like(x))], like(x)); },
  "aten::square": (a, b) => { const x = tensor(a[0]); return two(b, "Mul", x, x); },
  "aten::expm1": (a, b) => { const x = floating(b, a[0]); return two(b, "Sub", b.one("Exp", [x], like(x)), scalar(b, x, 1)); },
  "aten::log1p": (a, b) => { const x = floating(b, a[0]); return b.one("Log", [two(b, "Add", x, scalar(b, x, 1))], like(x)); },
  "aten::silu": silu, "aten::gelu": gelu, "aten::hardtanh": hardtanh, "aten::softplus": softplus,
  "aten::mish": (a, b) => { const x = floating(b, a[0]); return two(b, "Mul", x, b.one("Tanh", [b.one("Softplus", [x], like(x))], like(x))); },
  "aten::hardswish": (a, b) => { const x = tensor(a[0]); return b.one("HardSwish", [x], like(x)); },
  "aten::hardsigmoid": (a, b) => { const x = tensor(a[0]); return b.one("HardSigmoid", [x], like(x), { alpha: { float: 1 / 6 }, beta: { float: 0.5 } }); },
  "aten::leaky_relu": (a, b) => { const x = tensor(a[0]); return b.one("LeakyRelu", [x], like(x), { alpha: { float: number(a[1], 0.01) } }); },
  "aten::elu": (a, b) => { const x = tensor(a[0]); if (number(a[2], 1) !== 1 || number(a[3], 1) !== 1) return undefined; return b.one("Elu", [x], like(x), { alpha: { float: number(a[1], 1) } }); },
  "aten::selu": anyUnary("Selu"), "aten::clamp": (a, b) => clip(b, tensor(a[0]), a[1], a[2]), "aten::clamp_min": (a, b) => clip(b, tensor(a[0]), a[1], undefined), "aten::clamp_max": (a, b) => clip(b, tensor(a[0]), undefined, a[1]),
  "aten::prelu": (a, b) => { const x = tensor(a[0]), w = tensor(a[1]); const wide = x.rank === 0 ? b.reshape(w, [], []) : w.shape[0] === 1 || x.rank < 2 ? w : b.reshape(w, [w.shape[0] ?? 1, ...x.shape.slice(2).map(() => 1)], [w.shape[0] ?? 1, ...x.shape.slice(2).map(() => 1)]); return b.one("PRelu", [x, wide], like(x)); },
  "aten::masked_fill": maskedFill,
};
export const inPlaceOf = (f: Lowering): Lowering => (a, b, n) => {
  const x = tensor(a[0], "target");
  if (x.host && b.depth === 0) { const made = f(a, b, n); if (made instanceof TensorV && made.host) { writeHost(x, made); return x; } }
  const made = f(a, b, n);
  if (made === x) return x; // a dropout in eval mode writes nothing
  return made instanceof TensorV ? inPlace(x, made, b) : undefined;
};
/** Writes known values through a view, as torch does. */
export function writeHost(x: TensorV, from: TensorV): void {
  if (!x.host || !from.host) throw new CannotExport(msg`a write into a tensor that is known before the model runs`);
  const to = positions(x.host);
  const values = elements(from.host, x.shape);
  for (let i = 0; i < to.length; i++) x.host.data[to[i] ?? 0] = rounded(values[i] ?? 0, x.dtype);
}

export const ARITHMETIC: Readonly<Record<string, Lowering>> = {
  ...FUNCTIONS, ...Object.fromEntries(Object.entries(FUNCTIONS).map(([k, f]) => [`${k}_`, inPlaceOf(f)])),
  "aten::softmax": softmax("Softmax"), "aten::log_softmax": softmax("LogSoftmax"),
  "aten::glu": (a: Args, b: Builder) => {
    const x = tensor(a[0]), axis = axisOf(number(a[1], -1), x.rank);
    const half = spec(x.dtype, (q) => x.size(q).map((d, i) => (i === axis ? d / 2 : d)));
    const [p, q] = b.emit("Split", [x], [half, half], { axis, ...(b.opset >= 18 ? { num_outputs: 2 } : {}) });
    return p && q ? two(b, "Mul", p, b.one("Sigmoid", [q], like(q))) : undefined;
  },
  "aten::sum": reduction("ReduceSum"), "aten::mean": reduction("ReduceMean"), "aten::prod": reduction("ReduceProd"), "aten::amax": reduction("ReduceMax"), "aten::amin": reduction("ReduceMin"), "aten::logsumexp": reduction("ReduceLogSumExp"),
  "aten::max": extreme("ReduceMax", "ArgMax", "Max"), "aten::min": extreme("ReduceMin", "ArgMin", "Min"), "aten::argmax": argExtreme("ArgMax"), "aten::argmin": argExtreme("ArgMin"),
  "aten::norm": norm, "aten::linalg_vector_norm": norm, "aten::var": variance(false), "aten::std": variance(true), "aten::where": where,
};

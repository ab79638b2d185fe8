/** New tensors, dtypes, and copies into tensors. */
import { asTensor, fixed, type Builder } from "../builder";
import { elements, hostOf, rounded } from "../host";
import type { DType } from "../proto";
import { bool, CannotExport, dtypeOf, float, int, isFloat, isOpen, list, NONE, TensorV, type IntV, type V, openBool } from "../values";
import { at, inPlace, like, number, sizes, spec, tensor, type Lowering } from "./support";
import { writeHost } from "./arithmetic";
import { msg } from "../../../text/message";

const MOST = 1 << 22;

export function filled(b: Builder, dims: readonly IntV[], value: number, dtype: DType): TensorV {
  const shape = dims.map((d) => d.v);
  const n = shape.reduce((p, q) => p * q, 1);
  if (dims.every((d) => d.v === d.alt) && n <= MOST) return new TensorV("", dtype, shape, shape, { version: 0 }, hostOf(new Float64Array(n).fill(rounded(value, dtype)), shape));
  return b.one("Expand", [b.constant([value], dtype, []), b.intList(dims)], spec(dtype, (q) => dims.map((d) => at(d, q))));
}
/** Filled with a number that may be known only when the model runs. */
const filledWith = (b: Builder, dims: readonly IntV[], value: V | undefined, dtype: DType): TensorV =>
  value && isOpen(value) ? b.one("Expand", [asTensor(b, value, dtype), b.intList(dims)], spec(dtype, (q) => dims.map((d) => at(d, q)))) : filled(b, dims, number(value), dtype);
const dtypeArg = (v: V | undefined, otherwise: DType): DType => (v?.k === "int" ? dtypeOf(v.v) : otherwise);
const sizesOf = (b: Builder, x: TensorV): IntV[] => x.shape.map((_, i) => b.sizeOf(x, i));

const fill = (value: number): Lowering => (a, b) => filled(b, sizes(a[0]), value, dtypeArg(a[1], "float32"));
const fillLike = (value: number): Lowering => (a, b) => { const x = tensor(a[0]); return filled(b, sizesOf(b, x), value, dtypeArg(a[1], x.dtype)); };
const fillNew = (value: number): Lowering => (a, b) => { const x = tensor(a[0]); return filled(b, sizes(a[1]), value, dtypeArg(a[2], x.dtype)); };
const kindOf = (v: V | undefined): DType => (v?.k === "float" ? "float32" : v?.k === "bool" ? "bool" : "int64");

const arange: Lowering = (a, b) => {
  // arange(end, dtype ...), arange(start, end, dtype ...), arange(start, end, step, dtype ...)
  const bounds = a.length === 5 ? 1 : a.length === 6 ? 2 : 3;
  const given = a.slice(0, bounds);
  if (given.some((v) => v.k === "tensor")) throw new CannotExport(msg`arange up to the value of a tensor`);
  const [p, q, r] = given;
  const start = bounds === 1 ? int(0) : p, end = bounds === 1 ? p : q, step = bounds === 3 ? r ?? int(1) : int(1);
  const dtype = dtypeArg(a[bounds], given.some((v) => v.k === "float") ? "float32" : "int64");
  if (!start || !end) return undefined;
  // torch makes the bounds whole before it counts for int64, and only where it fills for the other whole numbers
  const counted = dtype === "int64" ? Math.trunc : (x: number): number => x;
  const filled = isFloat(dtype) ? (x: number): number => x : Math.trunc;
  if (!given.some(isOpen)) {
    const s = number(start), d = number(step);
    const n = Math.max(0, Math.ceil((counted(number(end)) - counted(s)) / counted(d)));
    return new TensorV("", dtype, [n], [n], { version: 0 }, hostOf(Float64Array.from({ length: n }, (_, i) => rounded(filled(s) + i * filled(d), dtype)), [n]));
  }
  const value = (v: V, w: 0 | 1): number => (v.k === "int" || v.k === "float" ? (w === 0 ? v.v : v.alt) : number(v));
  return b.one("Range", [asTensor(b, start, dtype), asTensor(b, end, dtype), asTensor(b, step, dtype)], spec(dtype, (w) => [Math.max(0, Math.ceil((counted(value(end, w)) - counted(value(start, w))) / counted(value(step, w))))]));
};

/** `torch.tensor(...)` of numbers and nested lists. */
const fromNumbers: Lowering = (a, b) => {
  const flat: V[] = [];
  const shape: number[] = [];
  const walk = (v: V, depth: number): void => {
    if (v.k !== "list") { flat.push(v); return; }
    if (shape[depth] === undefined) shape[depth] = v.items.length;
    for (const i of v.items) walk(i, depth + 1);
  };
  if (!a[0] || a[0].k === "tensor") return a[0];
  walk(a[0], 0);
  const dtype = dtypeArg(a[1], flat.length === 0 || flat.some((v) => v.k === "float") ? "float32" : flat.every((v) => v.k === "bool") ? "bool" : "int64");
  if (flat.some(isOpen)) {
    const parts = flat.map((v) => b.one("Unsqueeze", [asTensor(b, v, dtype), b.ints([0])], fixed(dtype, [1])));
    return b.reshape(b.one("Concat", parts, fixed(dtype, [flat.length]), { axis: 0 }), shape, shape);
  }
  return new TensorV("", dtype, shape, shape, { version: 0 }, hostOf(Float64Array.from(flat, (v) => rounded(number(v), dtype)), shape));
};

function converted(b: Builder, x: TensorV, dtype: DType): TensorV {
  if (x.dtype === dtype) return x;
  if (x.host) return new TensorV("", dtype, x.shape, x.alt, { version: 0 }, hostOf(elements(x.host).map((v) => rounded(v, dtype)), x.shape));
  return b.cast(x, dtype);
}
const to: Lowering = (a, b) => {
  const x = tensor(a[0]);
  if (a[1]?.k === "tensor") return converted(b, x, a[1].dtype);
  // to(dtype, non_blocking, copy), to(device, dtype, ...), to(dtype, layout, device, ...)
  const found = a[1]?.k === "int" ? a[1] : (a[1]?.k === "device" || a[1]?.k === "none" || a[1]?.k === "str") && a[2]?.k === "int" ? a[2] : undefined;
  return found ? converted(b, x, dtypeOf(found.v)) : x;
};
const toType = (dtype: DType): Lowering => (a, b) => converted(b, tensor(a[0]), dtype);

const copyInto: Lowering = (a, b) => {
  const x = tensor(a[0], "target"), y = a[1];
  if (!y) return undefined;
  if (x.host && y.k === "tensor" && y.host && b.depth === 0) { writeHost(x, y); return x; }
  const from = asTensor(b, y, x.dtype);
  const made = from.shape.join() === x.shape.join() && from.alt.join() === x.alt.join() ? from : b.one("Expand", [from, b.intList(sizesOf(b, x))], like(x));
  return inPlace(x, made, b);
};
const fillInto: Lowering = (a, b) => {
  const x = tensor(a[0], "target"), v = a[1];
  if (!v) return undefined;
  if (x.host && v.k !== "tensor" && !isOpen(v) && b.depth === 0) { writeHost(x, new TensorV("", x.dtype, [], [], { version: 0 }, hostOf(Float64Array.of(number(v)), []))); return x; }
  return inPlace(x, b.one("Expand", [asTensor(b, v, x.dtype), b.intList(sizesOf(b, x))], like(x)), b);
};

/** The only element of a tensor as a number of the file. */
function scalarOf(b: Builder, x: TensorV, as: "int" | "float" | "bool"): V {
  const scalar = x.rank === 0 ? x : b.reshape(x, [], []);
  const { name } = b.one("Identity", [b.cast(scalar, as === "int" ? "int64" : as === "float" ? "float64" : "bool")], fixed(as === "int" ? "int64" : as === "float" ? "float64" : "bool", []));
  b.data.add(name);
  const n = b.unknown();
  return as === "int" ? int(n.v, n.alt, name) : as === "float" ? float(n.v, n.alt, name) : openBool(true, name);
}

/** One element as a number. */
const item = (kind: "int" | "float" | "bool" | null): Lowering => (a, b) => {
  const x = tensor(a[0]);
  const as = kind ?? (x.dtype === "bool" ? "bool" : isFloat(x.dtype) ? "float" : "int");
  const v = x.host ? x.host.data[x.host.offset] ?? 0 : b.single.get(x.name);
  if (v === undefined) return scalarOf(b, x, as);
  return as === "bool" ? bool(v !== 0) : as === "int" ? int(Math.trunc(v)) : float(v);
};
const random: Lowering = (_a, _b, n) => { throw new CannotExport(msg`${n.kind} makes random numbers, which is not exported: is the model in training mode?`, null, n.kind); };
const triangle = (upper: number): Lowering => (a, b) => {
  const x = tensor(a[0]), by = a[1] ?? int(0);
  if (x.host && !isOpen(by)) {
    const k = number(by);
    const out = elements(x.host);
    const h = x.shape[x.rank - 2] ?? 1, w = x.shape[x.rank - 1] ?? 1;
    for (let i = 0; i < out.length; i++) { const c = i % w, r = Math.floor(i / w) % h; if (upper ? c - r < k : c - r > k) out[i] = 0; }
    return new TensorV("", x.dtype, x.shape, x.alt, { version: 0 }, hostOf(out, x.shape));
  }
  const from = isFloat(x.dtype) || x.dtype === "bool" ? x : b.cast(x, "int64"); // onnxruntime has it for these
  return b.cast(b.one("Trilu", [from, asTensor(b, by, "int64")], like(from), { upper }), x.dtype);
};

/** tolist of a tensor that is known at once. */
const toList: Lowering = (a) => {
  const x = tensor(a[0]);
  if (!x.host) throw new CannotExport(msg`the values of a tensor as a list, where they are known only when the model runs`);
  const values = Array.from(elements(x.host), (v): V => (x.dtype === "bool" ? bool(v !== 0) : isFloat(x.dtype) ? float(v) : int(v)));
  let at: V[] = values;
  for (const d of x.shape.slice(1).reverse()) at = Array.from({ length: d === 0 ? 0 : at.length / d }, (_, i) => list(at.slice(i * d, (i + 1) * d)));
  return x.rank === 0 ? values[0] : list(at);
};

export const MAKING: Readonly<Record<string, Lowering>> = {
  "aten::zeros": fill(0), "aten::ones": fill(1), "aten::empty": fill(0), "aten::zeros_like": fillLike(0), "aten::ones_like": fillLike(1), "aten::empty_like": fillLike(0), "aten::new_zeros": fillNew(0), "aten::new_ones": fillNew(1), "aten::new_empty": fillNew(0),
  "aten::full": (a, b) => filledWith(b, sizes(a[0]), a[1], dtypeArg(a[2], kindOf(a[1]))), "aten::full_like": (a, b) => { const x = tensor(a[0]); return filledWith(b, sizesOf(b, x), a[1], dtypeArg(a[2], x.dtype)); }, "aten::new_full": (a, b) => { const x = tensor(a[0]); return filledWith(b, sizes(a[1]), a[2], dtypeArg(a[3], x.dtype)); },
  "aten::arange": arange, "aten::tensor": fromNumbers, "aten::as_tensor": fromNumbers, "aten::scalar_tensor": (a, b, n) => fromNumbers([a[0] ?? NONE, a[1]?.k === "int" ? a[1] : int(6)], b, n),
  "aten::_shape_as_tensor": (a, b, n) => { const x = tensor(a[0]); return fromNumbers([list(sizesOf(b, x)), int(4)], b, n); },
  "aten::to": to, "aten::type_as": to, "aten::float": toType("float32"), "aten::double": toType("float64"), "aten::half": toType("float16"), "aten::long": toType("int64"), "aten::int": toType("int32"), "aten::bool": toType("bool"),
  "aten::copy_": copyInto, "aten::fill_": fillInto, "aten::item": item(null), "aten::Int": item("int"), "aten::Float": item("float"), "aten::Bool": item("bool"), "aten::IntImplicit": item("int"), "aten::FloatImplicit": item("float"), "aten::ScalarImplicit": item(null),
  "prim::tolist": toList, "aten::tril": triangle(0), "aten::triu": triangle(1),
  ...Object.fromEntries("bernoulli bernoulli_ exponential_ multinomial normal normal_ poisson rand rand_like randint randint_like randn randn_like random_ randperm uniform_".split(" ").map((name) => [`aten::${name}`, random])),
};

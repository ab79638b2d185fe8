/** Sliding windows, and running results along an axis. */
import { asTensor, type Builder } from "../builder";
import { count } from "../../strides";
import { axisOf, CannotExport, float, int, isFloat, isOpen, list, NONE, type IntV, type TensorV, type V, type Which } from "../values";
import { picked, reduced } from "./cells";
import { Calc } from "./composed";
import { withoutBatch } from "./layers";
import { at, filled, flag, ints, like, number, optional, product, sizeOn, sizes, spec, tensor, type Lowering } from "./support";
import { msg } from "../../../text/message";

const moved = (b: Builder, x: TensorV, order: readonly number[]): TensorV => b.one("Transpose", [x], spec(x.dtype, (q) => order.map((d) => x.size(q)[d] ?? 1)), { perm: order });
/** The windows along an axis, which becomes two: which window, and which place in it; `across`: the other way round. */
function slid(b: Builder, x: TensorV, axis: number, w: Window, across: boolean): TensorV {
  const windows = (q: Which): number => steps(x.size(q)[axis] ?? 1, { ...w, pad: 0 });
  const places = Array.from({ length: w.k }, (_, i) => i * w.dil);
  if (x.shape[axis] === x.alt[axis]) {
    const starts = Array.from({ length: windows(0) }, (_, i) => i * w.s);
    return picked(b, x, axis, across ? places.map((p) => starts.map((s) => s + p)) : starts.map((s) => places.map((p) => s + p)));
  }
  const scalar = (op: string, p: string, q: number): string => b.one(op, [p, b.constant([q], "int64", [])], { dtype: "int64", shape: [], alt: [] }).name;
  const number = scalar("Add", scalar("Div", scalar("Sub", b.scalarInt(b.sizeOf(x, axis)), w.dil * (w.k - 1) + 1), w.s), 1);
  const line = spec("int64", (q) => [windows(q)]);
  const starts = b.one("Mul", [b.one("Range", [b.constant([0], "int64", []), number, b.constant([1], "int64", [])], line), b.constant([w.s], "int64", [])], line);
  const turned = b.one("Unsqueeze", [starts, b.ints([across ? 0 : 1])], spec("int64", (q) => (across ? [1, windows(q)] : [windows(q), 1])));
  const sizes = (q: Which): number[] => (across ? [w.k, windows(q)] : [windows(q), w.k]);
  const table = b.one("Add", [turned, b.constant(places, "int64", across ? [w.k, 1] : [w.k])], spec("int64", sizes));
  return b.one("Gather", [x, table], spec(x.dtype, (q) => [...x.size(q).slice(0, axis), ...sizes(q), ...x.size(q).slice(axis + 1)]), { axis });
}

/** x.unfold(axis, size, step) */
const unfold: Lowering = (a, b) => {
  const x = tensor(a[0]), axis = axisOf(number(a[1]), x.rank), size = number(a[2]), step = number(a[3]);
  const made = slid(b, x, axis, { k: size, dil: 1, pad: 0, s: step }, false);
  const order = made.shape.map((_, d) => d).filter((d) => d !== axis + 1);
  return moved(b, made, [...order, axis + 1]);
};

/** Of one axis: kernel, dilation, padding, stride. */
interface Window { readonly k: number; readonly dil: number; readonly pad: number; readonly s: number }
const windowsOf = (a: readonly V[], from: number): Window[] => {
  const [k, dil, pad, s] = [0, 1, 2, 3].map((i) => ints(a[from + i], 2));
  return [0, 1].map((i) => ({ k: k?.[i] ?? 1, dil: dil?.[i] ?? 1, pad: pad?.[i] ?? 0, s: s?.[i] ?? 1 }));
};
const steps = (n: number, { k, dil, pad, s }: Window): number => Math.floor((n + 2 * pad - dil * (k - 1) - 1) / s) + 1;

const im2col: Lowering = (a, b) => {
  const x = tensor(a[0]);
  if (x.rank !== 4) return undefined;
  const by = windowsOf(a, 1);
  const pads = by.map((w) => w.pad);
  let at = pads.every((p) => p === 0) ? x : b.one("Pad", [x, b.ints([0, 0, ...pads, 0, 0, ...pads]), b.constant([0], x.dtype, [])], spec(x.dtype, (q) => x.size(q).map((d, i) => (i < 2 ? d : d + 2 * (pads[i - 2] ?? 0)))), { mode: "constant" });
  by.forEach((w, i) => { at = slid(b, at, 2 + 2 * i, w, true); });
  const cells = by.reduce((p, { k }) => p * k, 1);
  const shape = (q: Which): number[] => { const [n = 1, c = 1] = x.size(q), [, oh = 1, , ow = 1] = at.size(q).slice(2); return [n, c * cells, oh * ow]; };
  return b.reshape(moved(b, at, [0, 1, 2, 4, 3, 5]), shape(0), shape(1), x.shape[1] === x.alt[1] ? [b.sizeOf(x, 0), int((x.shape[1] ?? 1) * cells), int(-1)] : undefined);
};
/** Sums what falls on one place: a product with a matrix of ones for each axis. */
const col2im: Lowering = (a, b) => {
  const x = tensor(a[0]);
  if (x.rank !== 3) return undefined;
  const out = ints(a[1], 2), by = windowsOf(a, 2);
  const [oh = 1, ow = 1] = by.map((w, i) => steps(out[i] ?? 1, w));
  const [kh = 1, kw = 1] = by.map((w) => w.k);
  const c = (x.shape[1] ?? 1) / (kh * kw);
  const lead = (q: Which): number[] => [x.size(q)[0] ?? 1, c];
  const parts = b.reshape(x, [...lead(0), kh, kw, oh, ow], [...lead(1), kh, kw, oh, ow]);
  const table = b.reshape(moved(b, parts, [0, 1, 2, 4, 3, 5]), [...lead(0), kh * oh, kw * ow], [...lead(1), kh * oh, kw * ow]);
  const ones = (i: number, across: boolean): string => {
    const w = by[i] ?? { k: 1, dil: 1, pad: 0, s: 1 }, n = out[i] ?? 1, o = steps(n, w);
    const values = new Float64Array(n * w.k * o);
    for (let k = 0; k < w.k; k++) for (let j = 0; j < o; j++) { const h = j * w.s + k * w.dil - w.pad; if (h >= 0 && h < n) values[across ? (k * o + j) * n + h : h * w.k * o + k * o + j] = 1; }
    return b.constant(values, x.dtype, across ? [w.k * o, n] : [n, w.k * o]);
  };
  const high = b.one("MatMul", [ones(0, false), table], spec(x.dtype, (q) => [...lead(q), out[0] ?? 1, kw * ow]));
  return b.one("MatMul", [high, ones(1, true)], spec(x.dtype, (q) => [...lead(q), ...out]));
};

/** Values, and their places within the plane of a channel. */
const maxWithPlaces = (n: number): Lowering => (a, b, node) => {
  const x = tensor(a[0]);
  if (x.rank === n + 1) {
    const wide = maxWithPlaces(n)([new Calc(b, node).on("unsqueeze", x, int(0)), ...a.slice(1)], b, node);
    return Array.isArray(wide) ? wide.map((t) => withoutBatch(b, tensor(t))) : undefined;
  }
  const plane = product(b, x.shape.map((_, i) => i).slice(2).map((i) => b.sizeOf(x, i)));
  const values = new Calc(b, node).on(`max_pool${n}d`, ...a);
  const pool = b.nodes.findLast((made) => made.opType === "MaxPool");
  if (!pool) throw new CannotExport(msg`max_pool with indices`);
  const whole = like(values, "int64");
  const places = b.one("Identity", [values], whole);
  b.nodes.pop();
  pool.output.push(places.name);
  return [values, b.one("Mod", [places, b.scalarInt(plane)], whole)];
};
const unpool = (n: number): Lowering => (a, b) => {
  const x = tensor(a[0]), places = tensor(a[1]), size = sizes(a[2]).slice(-n);
  const lead = x.shape.slice(0, -n).map((_, i) => b.sizeOf(x, i));
  const shaped = (t: TensorV, dims: readonly IntV[]): TensorV => b.reshape(t, dims.map((d) => d.v), dims.map((d) => d.alt), dims);
  const flat = (t: TensorV): TensorV => shaped(t, [...lead, product(b, t.shape.map((_, i) => i).slice(-n).map((i) => b.sizeOf(t, i)))]);
  const empty = filled(b, 0, x.dtype, [...lead, product(b, size)]);
  return shaped(b.one("ScatterElements", [empty, flat(places), flat(x)], like(empty), { axis: lead.length }), [...lead, ...size]);
};

/** Beyond this many elements along the axis the square of it would be too large. */
const LONGEST = 2048;
/** Each element's predecessors along the axis as an axis of their own; `neutral` where there are none. */
function predecessors(c: Calc, x: TensorV, axis: number, neutral: number): TensorV {
  const { b } = c, size = b.sizeOf(x, axis), n = size.v;
  if (n > LONGEST) throw new CannotExport(msg`a running product or maximum over more than ${LONGEST} elements`);
  const behind = x.shape.slice(axis + 1).map(() => 1);
  const square = spec("bool", (q) => [at(size, q), at(size, q), ...behind]);
  const ordered = (): TensorV => {
    const line = c.on("arange", size, int(4), NONE, NONE, NONE);
    return b.one("Unsqueeze", [c.on("ge", c.on("unsqueeze", line, int(1)), c.on("unsqueeze", line, int(0))), b.ints(behind.map((_, i) => i + 2))], square);
  };
  const mask = isOpen(size) ? ordered() : b.constant(Float64Array.from({ length: n * n }, (_, i) => (i % n <= Math.floor(i / n) ? 1 : 0)), "bool", square.shape);
  const rows = b.one("Unsqueeze", [x, b.ints([axis])], spec(x.dtype, (q) => x.size(q).toSpliced(axis, 0, 1)));
  return b.one("Where", [mask, rows, b.constant([neutral], x.dtype, [])], spec(x.dtype, (q) => x.size(q).toSpliced(axis, 0, at(size, q))));
}
const running = (op: string, neutral: number): Lowering => (a, b, n) => { const x = tensor(a[0]), axis = axisOf(number(a[1]), x.rank); return reduced(b, op, predecessors(new Calc(b, n), x, axis, neutral), axis + 1); };
const extreme = (max: boolean): Lowering => (a, b, n) => {
  const x = tensor(a[0]), axis = axisOf(number(a[1]), x.rank);
  if (!x.dtype.startsWith("float")) throw new CannotExport(msg`cummax and cummin of whole numbers`);
  const rows = predecessors(new Calc(b, n), x, axis, max ? -Infinity : Infinity);
  const values = reduced(b, max ? "ReduceMax" : "ReduceMin", rows, axis + 1);
  return [values, b.one(max ? "ArgMax" : "ArgMin", [rows], like(values, "int64"), { axis: axis + 1, keepdims: 0, select_last_index: 1 })];
};

const line = (b: Builder, x: TensorV): TensorV => b.reshape(x, [count(x.shape)], [count(x.alt)]);
const unique: Lowering = (a, b) => {
  const x = tensor(a[0]), n = b.unknown();
  const out = { dtype: "int64" as const, shape: [n.v], alt: [n.alt] };
  const from = b.cast(x, x.dtype === "float64" ? x.dtype : isFloat(x.dtype) ? "float32" : "int64"); // onnxruntime has it for these
  const [values, , inverse, counts] = b.emit("Unique", [from], [{ ...out, dtype: from.dtype }, out, { ...out, shape: [count(x.shape)], alt: [count(x.alt)] }, out], { sorted: 1 });
  if (!values || !inverse || !counts) throw new CannotExport(msg`unique without results`);
  return [b.cast(values, x.dtype), b.reshape(inverse, x.shape, x.alt, x.shape.map((_, i) => b.sizeOf(x, i))), counts];
};
/** unique_dim(x, dim, ...): rows along an axis. */
const uniqueRows: Lowering = (a, b) => {
  const x = tensor(a[0]), axis = axisOf(number(a[1]), x.rank), n = b.unknown();
  const out = { dtype: "int64" as const, shape: [n.v], alt: [n.alt] };
  const from = b.cast(x, x.dtype === "float64" ? x.dtype : isFloat(x.dtype) ? "float32" : "int64");
  const rows = spec(from.dtype, (q) => x.size(q).map((d, i) => (i === axis ? (q === 0 ? n.v : n.alt) : d)));
  const [values, , inverse, counts] = b.emit("Unique", [from], [rows, out, spec("int64", (q) => [x.size(q)[axis] ?? 1]), out], { sorted: 1, axis });
  if (!values || !inverse || !counts) throw new CannotExport(msg`unique without results`);
  return [b.cast(values, x.dtype), inverse, counts];
};
/** unique_consecutive(x, return_inverse, return_counts, dim): what differs from its neighbour before it. */
const uniqueRuns: Lowering = (a, b, n) => {
  const c = new Calc(b, n), x = line(b, tensor(a[0]));
  if (a[3]?.k === "int") throw new CannotExport(msg`unique_consecutive along an axis`);
  const changed = c.on("ne", c.on("slice", x, int(0), int(1), NONE, int(1)), c.on("slice", x, int(0), int(0), int(-1), int(1)));
  const first = c.on("cat", list([c.on("ones", list([int(1)]), int(11)), changed]), int(0));
  const starts = c.on("flatten", c.on("nonzero", first), int(0), int(-1));
  const inverse = c.two("Sub", c.on("cumsum", b.cast(first, "int64"), int(0), NONE), int(1));
  const ends = c.on("cat", list([c.on("slice", starts, int(0), int(1), NONE, int(1)), b.reshape(b.one("Size", [x], { dtype: "int64", shape: [], alt: [] }), [1], [1])]), int(0));
  return [c.on("index", x, list([starts])), c.on("view_as", inverse, tensor(a[0])), c.two("Sub", ends, starts)];
};
/** How often each of `cells` (a row of numbers) is there. */
function tally(b: Builder, x: TensorV, cells: TensorV, weights: TensorV | null = null): TensorV {
  const [n, m] = [x.rank === 1 ? x : line(b, x), cells];
  const column = (t: TensorV): TensorV => b.one("Unsqueeze", [t, b.ints([1])], spec(t.dtype, (q) => [...t.size(q), 1]));
  const hits = b.one("Equal", [column(n), m], spec("bool", (q) => [...n.size(q), ...m.size(q)]));
  const counted = b.cast(hits, weights?.dtype ?? "int64");
  const weighed = weights ? b.one("Mul", [counted, column(weights)], like(counted)) : counted;
  return b.one("ReduceSum", [weighed, b.ints([0])], spec(weighed.dtype, (q) => m.size(q)), { keepdims: 0 });
}
const bincount: Lowering = (a, b, n) => {
  const given = optional(a[1]), weights = given && (isFloat(given.dtype) ? given : b.cast(given, "float64"));
  const c = new Calc(b, n), x = b.cast(tensor(a[0]), "int64");
  const most = c.two("Add", c.on("max", x), int(1));
  const size = c.on("maximum", most, new Calc(b, n).on("scalar_tensor", a[2] ?? int(0), int(4)));
  const sizes = b.unknown();
  return tally(b, x, b.one("Range", [b.constant([0], "int64", []), size, b.constant([1], "int64", [])], { dtype: "int64", shape: [sizes.v], alt: [sizes.alt] }), weights);
};
const histc: Lowering = (a, b, n) => {
  const c = new Calc(b, n), x = line(b, tensor(a[0]));
  const bins = number(a[1], 100), [p, q] = [number(a[2], 0), number(a[3], 0)];
  const [low, high]: V[] = p === q ? [c.on("min", x), c.on("max", x)] : [float(p), float(q)];
  if (!low || !high) return undefined;
  const cell = c.one("Floor", c.two("Div", c.two("Mul", c.two("Sub", x, low), float(bins)), c.two("Sub", c.two("Add", c.two("Mul", x, float(0)), high), low)));
  const last = c.on("where", c.on("eq", x, high), c.two("Sub", c.two("Mul", x, float(0)), float(1 - bins)), cell);
  return b.cast(tally(b, last, b.cast(c.on("arange", int(bins), NONE, NONE, NONE, NONE), x.dtype)), x.dtype);
};
const maskedScatter: Lowering = (a, b, n) => {
  const c = new Calc(b, n), x = tensor(a[0]), source = line(b, tensor(a[2]));
  const mask = c.on("expand_as", tensor(a[1]), x);
  const k = b.unknown();
  const found = b.one("NonZero", [b.cast(mask, "uint8")], { dtype: "int64", shape: [x.rank, k.v], alt: [x.rank, k.alt] });
  const places = moved(b, found, [1, 0]);
  const first = b.one("Slice", [source, b.ints([0]), b.intList([b.sizeOf(places, 0)]), b.ints([0])], { dtype: source.dtype, shape: [k.v], alt: [k.alt] });
  return b.one("ScatterND", [x, places, b.cast(first, x.dtype)], like(x));
};

/** Coordinates from -1 to 1 along each axis, taken through each matrix: its first column goes with the last axis. */
const affineGrid: Lowering = (a, b, n) => {
  const c = new Calc(b, n), theta = tensor(a[0]), size = sizes(a[1]).slice(2), corners = flag(a[2]), rank = size.length;
  const widened = (t: TensorV, axis: number, times: number): TensorV => Array.from({ length: times }).reduce<TensorV>((wide) => c.on("unsqueeze", wide, int(axis)), t);
  const column = (i: number): TensorV => widened(c.on("select", theta, int(2), int(i)), 1, rank);
  return size.reduce((sum, of, k) => {
    const before = asTensor(b, sizeOn(b, "sub", of, 1), theta.dtype), places = b.cast(c.on("arange", of, int(4), NONE, NONE, NONE), theta.dtype);
    const line = c.two("Div", c.two("Sub", c.two("Mul", places, float(2)), before), corners ? c.on("clamp_min", before, int(1)) : asTensor(b, of, theta.dtype));
    return c.two("Add", sum, c.two("Mul", widened(line, -1, rank - k), column(rank - 1 - k)));
  }, column(rank));
};

/** onnxruntime has the older form of these operators only. */
function refuseNewest(b: Builder, what: string): void {
  if (b.opset >= 22) throw new CannotExport(msg`${what} in opset ${b.opset}, which onnxruntime does not run yet`, null, null, msg`Choose an older one: --opset 21.`);
}
/** A scale that depends on open sizes is taken to the boxes: an attribute has one number. */
function scaleOf(v: V | undefined, b: Builder, rois: TensorV): { scale: number; by?: TensorV } {
  return v && isOpen(v) ? { scale: 1, by: asTensor(b, v, rois.dtype) } : { scale: number(v, 1) };
}
/** torchvision's, over rows of (image, x1, y1, x2, y2). */
const roiAlign: Lowering = (a, b, n) => {
  refuseNewest(b, "roi_align");
  const x = tensor(a[0]), rois = tensor(a[1]), c = new Calc(b, n);
  const column = c.on("slice", rois, int(1), int(0), int(1), int(1));
  const images = b.cast(b.reshape(column, rois.shape.slice(0, 1), rois.alt.slice(0, 1)), "int64");
  const { scale, by } = scaleOf(a[2], b, rois);
  const corners = c.on("slice", rois, int(1), int(1), int(5), int(1));
  const boxes = by ? c.two("Mul", corners, by) : corners;
  const [h, w] = [number(a[3]), number(a[4])];
  return b.one("RoiAlign", [x, boxes, images], spec(x.dtype, (q) => [rois.size(q)[0] ?? 0, x.size(q)[1] ?? 0, h, w]), {
    mode: "avg", output_height: h, output_width: w, sampling_ratio: Math.max(0, number(a[5], 0)), spatial_scale: { float: scale }, coordinate_transformation_mode: flag(a[6]) ? "half_pixel" : "output_half_pixel",
  });
};

/** roi_pool(x, rois, scale, height, width): the largest of each cell, and where it stood (which no one reads). */
const roiPool: Lowering = (a, b, n) => {
  refuseNewest(b, "roi_pool");
  const x = tensor(a[0]), rois = tensor(a[1]), [h, w] = [number(a[3]), number(a[4])];
  const { scale, by } = scaleOf(a[2], b, rois), c = new Calc(b, n);
  const scaled = by ? c.on("cat", list([c.on("slice", rois, int(1), int(0), int(1), int(1)), c.two("Mul", c.on("slice", rois, int(1), int(1), int(5), int(1)), by)]), int(1)) : rois;
  const made = b.one("MaxRoiPool", [x, scaled], spec(x.dtype, (q) => [rois.size(q)[0] ?? 0, x.size(q)[1] ?? 0, h, w]), { pooled_shape: [h, w], spatial_scale: { float: scale } });
  return [made, { k: "uninit" }];
};
/** deform_conv2d(x, weight, offset, mask, bias, strides, pads, dilations, groups, offset_groups, use_mask) */
const deformed: Lowering = (a, b) => {
  const [x, weight, offset, mask, bias] = [0, 1, 2, 3, 4].map((i) => tensor(a[i]));
  if (!x || !weight || !offset || !mask || !bias) return undefined;
  if (b.opset < 19) throw new CannotExport(msg`deform_conv2d needs opset 19 or more`, null, null, msg`Choose it with --opset 19.`, 19);
  const [sh, sw, ph, pw, dh, dw, groups, offsetGroups] = [5, 6, 7, 8, 9, 10, 11, 12].map((i) => number(a[i], 1));
  const out = spec(x.dtype, (q) => [x.size(q)[0] ?? 1, weight.shape[0] ?? 1, ...offset.size(q).slice(2)]);
  return b.one("DeformConv", [x, weight, offset, bias, a[13]?.k === "bool" && a[13].v ? mask : null], out, {
    kernel_shape: weight.shape.slice(2), strides: [sh ?? 1, sw ?? 1], pads: [ph ?? 0, pw ?? 0, ph ?? 0, pw ?? 0], dilations: [dh ?? 1, dw ?? 1], group: groups, offset_group: offsetGroups,
  });
};

export const WINDOWS: Readonly<Record<string, Lowering>> = {
  "aten::unfold": unfold, "aten::im2col": im2col, "aten::col2im": col2im,
  "aten::max_pool1d_with_indices": maxWithPlaces(1), "aten::max_pool2d_with_indices": maxWithPlaces(2), "aten::max_pool3d_with_indices": maxWithPlaces(3),
  "aten::max_unpool2d": unpool(2), "aten::max_unpool3d": unpool(3),
  "aten::cumprod": running("ReduceProd", 1), "aten::logcumsumexp": running("ReduceLogSumExp", -Infinity), "aten::cummax": extreme(true), "aten::cummin": extreme(false),
  "aten::_unique2": unique, "aten::unique_dim": uniqueRows, "aten::unique_consecutive": uniqueRuns, "aten::bincount": bincount, "aten::histc": histc, "aten::masked_scatter": maskedScatter,
  "aten::affine_grid_generator": affineGrid, "torchvision::roi_align": roiAlign, "torchvision::roi_pool": roiPool, "torchvision::deform_conv2d": deformed,
};

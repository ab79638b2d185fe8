/** Convolution, pooling, normalisation, matrix products. */
import { asTensor, fixed, type Builder } from "../builder";
import { broadcast, CannotExport, int, inTraining, isOpen, list, Misfit, type TensorV, type V, type Which } from "../values";
import { ceilMean, refuseUneven } from "./ceilPool";
import { adaptiveMaxOf, meansOfCells, placesOfCells } from "./cells";
import { filled, flag, inPlace, ints, like, number, optional, sizes, spec, tensor, type Args, type Lowering } from "./support";
import type { DType } from "../proto";
import { msg } from "../../../text/message";

const convSize = (d: number, k: number, s: number, p0: number, p1: number, dil: number): number => Math.floor((d + p0 + p1 - dil * (k - 1) - 1) / s) + 1;

function conv(b: Builder, x: TensorV, w: TensorV, bias: TensorV | null, stride: number[], pads: number[], dilation: number[], groups: number): TensorV {
  const n = w.rank - 2;
  const unbatched = x.rank === n + 1;
  const input = unbatched ? b.one("Unsqueeze", [x, b.ints([0])], spec(x.dtype, (q) => [1, ...x.size(q)])) : x;
  const out = spec(x.dtype, (q) => [input.size(q)[0] ?? 0, w.shape[0] ?? 0, ...Array.from({ length: n }, (_, i) => convSize(input.size(q)[i + 2] ?? 0, w.shape[i + 2] ?? 0, stride[i] ?? 1, pads[i] ?? 0, pads[i + n] ?? 0, dilation[i] ?? 1))]);
  meets(input, 1, (w.shape[1] ?? 0) * groups);
  alike(input, w);
  const made = b.one("Conv", [input, w, bias], out, { kernel_shape: w.shape.slice(2), strides: stride, pads, dilations: dilation, group: groups });
  return unbatched ? b.one("Squeeze", [made, b.ints([0])], spec(x.dtype, (q) => made.size(q).slice(1))) : made;
}
const convolution = (n: number): Lowering => (a, b) => {
  const x = tensor(a[0], "input"), w = tensor(a[1], "weight");
  const dilation = ints(a[5], n, Array.from({ length: n }, () => 1));
  const stride = ints(a[3], n, Array.from({ length: n }, () => 1));
  const given = a[4];
  let pads: number[];
  if (given?.k === "str") {
    const totals = Array.from({ length: n }, (_, i) => (given.v === "valid" ? 0 : (dilation[i] ?? 1) * ((w.shape[i + 2] ?? 1) - 1)));
    pads = [...totals.map((t) => Math.floor(t / 2)), ...totals.map((t) => t - Math.floor(t / 2))];
  } else {
    const p = ints(given, n, Array.from({ length: n }, () => 0));
    pads = [...p, ...p];
  }
  return conv(b, x, w, optional(a[2]), stride, pads, dilation, number(a[6], 1));
};
const transposed = (n: number): Lowering => (a, b, node) => {
  const x = tensor(a[0], "input"), w = tensor(a[1], "weight");
  const one = Array.from({ length: n }, () => 1), zero = one.map(() => 0);
  const stride = ints(a[3], n, one), pad = ints(a[4], n, zero), extra = ints(a[5], n, zero), groups = number(a[6], 1), dilation = ints(a[7], n, one);
  if (x.rank === n + 1) return unbatched(b, x, (wide) => transposed(n)([wide, ...a.slice(1)], b, node));
  if (x.rank !== n + 2) return undefined;
  const out = spec(x.dtype, (q) => [x.size(q)[0] ?? 0, (w.shape[1] ?? 0) * groups, ...one.map((_, i) => ((x.size(q)[i + 2] ?? 0) - 1) * (stride[i] ?? 1) - 2 * (pad[i] ?? 0) + (dilation[i] ?? 1) * ((w.shape[i + 2] ?? 0) - 1) + (extra[i] ?? 0) + 1)]);
  return b.one("ConvTranspose", [x, w, optional(a[2])], out, { kernel_shape: w.shape.slice(2), strides: stride, pads: [...pad, ...pad], output_padding: extra, dilations: dilation, group: groups });
};

/** Windows as torch counts them: with `ceil`, none starts behind the left padding and the input. */
function windows(d: number, k: number, s: number, p: number, dil: number, ceil: boolean): number {
  const span = d + 2 * p - dil * (k - 1) - 1;
  let n = Math.floor((span + (ceil ? s - 1 : 0)) / s) + 1;
  if (ceil && (n - 1) * s >= d + p) n--;
  return n;
}
/** A layer that wants a batch, on a tensor without one. */
function unbatched(b: Builder, x: TensorV, layer: (wide: TensorV) => V | V[] | undefined): TensorV {
  const made = layer(b.one("Unsqueeze", [x, b.ints([0])], spec(x.dtype, (q) => [1, ...x.size(q)])));
  return withoutBatch(b, tensor(Array.isArray(made) ? made[0] : made));
}
export const withoutBatch = (b: Builder, t: TensorV): TensorV => b.one("Squeeze", [t, b.ints([0])], spec(t.dtype, (q) => t.size(q).slice(1)));
const LEAST: Readonly<Partial<Record<DType, number>>> = { float16: -65504, float32: -(2 - 2 ** -23) * 2 ** 127, float64: -Number.MAX_VALUE };
/** Whether two neighbours in a window may lie on both sides of the whole axis. */
const isSteppedOver = (x: TensorV, axis: number, dilation: number): boolean => (x.shape[axis] === x.alt[axis] ? (x.shape[axis] ?? 0) : 1) < dilation;
const pooling = (n: number, max: boolean): Lowering => (a, b, node) => {
  const x = tensor(a[0], "input");
  const one = Array.from({ length: n }, () => 1);
  const kernel = ints(a[1], n), stride = ints(a[2], n, kernel), pad = ints(a[3], n, one.map(() => 0));
  const dilation = max ? ints(a[4], n, one) : one;
  const ceil = flag(a[max ? 5 : 4]);
  const divisor = max ? 0 : number(a[6], 0);
  if (divisor !== 0 && !ceil) {
    const mean = tensor(pooling(n, false)([...a.slice(0, 5), { k: "bool", v: true }], b, node) as V);
    return b.one("Mul", [mean, b.constant([kernel.reduce((p, q) => p * q, 1) / divisor], x.dtype, [])], like(mean));
  }
  if (x.rank === n + 1) return unbatched(b, x, (wide) => pooling(n, max)([wide, ...a.slice(1)], b, node));
  if (x.rank !== n + 2) throw new CannotExport(msg`pooling of a tensor of ${x.rank} dimensions`);
  const sized = (q: Which): number[] => kernel.map((k, i) => windows(x.size(q)[i + 2] ?? 0, k, stride[i] ?? k, pad[i] ?? 0, dilation[i] ?? 1, ceil));
  const out = spec(x.dtype, (q) => [...x.size(q).slice(0, 2), ...sized(q)]);
  let end = pad;
  let round = ceil;
  const known = x.shape.every((d, i) => i < 2 || d === x.alt[i]);
  const counted = (a[5]?.k === "bool" ? a[5].v : true) ? 1 : 0;
  if (!max && ceil && (!known || divisor !== 0)) return ceilMean(b, x, { kernel, stride, pad }, out, counted === 1, divisor);
  if (ceil && known) {
    round = false;
    end = kernel.map((k, i) => Math.max(0, ((out.shape[i + 2] ?? 1) - 1) * (stride[i] ?? k) + (dilation[i] ?? 1) * (k - 1) + 1 - (x.shape[i + 2] ?? 0) - (pad[i] ?? 0)));
  }
  if (!max && ceil && counted) {
    // torch counts the padding, but not what lies behind it
    const wide = pad.every((p) => p === 0) ? x : b.one("Pad", [x, b.ints([0, 0, ...pad, 0, 0, ...pad]), b.constant([0], x.dtype, [])], spec(x.dtype, (q) => x.size(q).map((d, i) => (i < 2 ? d : d + 2 * (pad[i - 2] ?? 0)))), { mode: "constant" });
    return b.one("AveragePool", [wide], out, { kernel_shape: kernel, strides: stride, pads: [...pad.map(() => 0), ...end.map((e, i) => Math.max(0, e - (pad[i] ?? 0)))], count_include_pad: 0 });
  }
  const attrs = { kernel_shape: kernel, strides: stride, pads: [...pad, ...end], ...(round ? { ceil_mode: 1 } : {}) };
  if (!max) refuseUneven(b, x);
  if (max) {
    const most = b.one("MaxPool", [x], out, { ...attrs, dilations: dilation });
    const least = LEAST[x.dtype];
    if (least === undefined || (!b.infinite.has(b.use(x)) && !pad.some((p, i) => p > 0 && isSteppedOver(x, i + 2, dilation[i] ?? 1)))) return most;
    // of a window that sees nothing but padding, or -inf, onnxruntime gives the least finite number
    return b.one("Where", [b.one("Equal", [most, b.constant([least], x.dtype, [])], like(most, "bool")), b.constant([-Infinity], x.dtype, []), most], like(most));
  }
  return b.one("AveragePool", [x], out, { ...attrs, count_include_pad: counted });
};

function adaptive(n: number): Lowering {
  return (a, b) => {
    const x = tensor(a[0], "input");
    const items = a[1]?.k === "list" || a[1]?.k === "tuple" ? a[1].items : [a[1]];
    const lead = x.rank - n;
    // null: as large as it is
    const want = Array.from({ length: n }, (_, i) => {
      const v = items[items.length === 1 ? 0 : i], [shape, alt] = [x.shape[lead + i] ?? 1, x.alt[lead + i] ?? 1];
      return v === undefined || v.k === "none" || (v.k === "int" && v.v === shape && v.alt === alt) ? null : number(v);
    });
    if (want.every((d) => d === 1) && lead === 2) return b.one("GlobalAveragePool", [x], spec(x.dtype, (q) => [...x.size(q).slice(0, lead), ...want.map(() => 1)]));
    if (x.shape.some((d, i) => i >= lead && d !== x.alt[i])) return want.reduce<TensorV>((at, size, i) => (size === null ? at : meansOfCells(b, at, lead + i, size)), x);
    // each cell is the mean of its range: one small matrix for each axis
    let at = x;
    want.forEach((size, i) => {
      const axis = lead + i;
      const from = x.shape[axis] ?? 1;
      if (size === null) return;
      const m = new Float64Array(from * size);
      for (let o = 0; o < size; o++) {
        const s = Math.floor((o * from) / size), e = Math.ceil(((o + 1) * from) / size);
        for (let j = s; j < e; j++) m[j * size + o] = 1 / (e - s);
      }
      const order = at.shape.map((_, d) => d).filter((d) => d !== axis).concat(axis);
      const back = at.shape.map((_, d) => order.indexOf(d));
      const moved = b.one("Transpose", [at], spec(at.dtype, (q) => order.map((d) => at.size(q)[d] ?? 0)), { perm: order });
      const mean = b.one("MatMul", [moved, b.constant(m, at.dtype, [from, size])], spec(at.dtype, (q) => [...moved.size(q).slice(0, -1), size]));
      at = b.one("Transpose", [mean], spec(at.dtype, (q) => back.map((d) => mean.size(q)[d] ?? 0)), { perm: back });
    });
    return at;
  };
}

export function matmul(b: Builder, x: TensorV, y: TensorV): TensorV {
  alike(x, y);
  const rule = (q: Which): number[] => {
    const p = x.size(q), r = y.size(q);
    const lead = broadcast(p.slice(0, -2), r.slice(0, -2));
    return [...lead, ...(p.length > 1 ? [p[p.length - 2] ?? 0] : []), ...(r.length > 1 ? [r[r.length - 1] ?? 0] : [])];
  };
  return b.one("MatMul", [x, y], spec(x.dtype, rule));
}
/** What a layer's weight takes is the same for every input. */
function meets(x: TensorV, axis: number, wanted: number): void {
  const [given, other] = [x.shape.at(axis), x.alt.at(axis)];
  if (given !== wanted && given === other) throw new Misfit(msg`the size ${given ?? 0} (of the shape [${x.shape.join(", ")}]) meets a weight for ${wanted}`);
  if (given === wanted && other !== wanted) throw new Misfit(msg`a size that is left open meets a weight for ${wanted}`, msg`Give the size that it follows from as a number, without a name.`);
}
function alike(x: TensorV, y: TensorV): void {
  if (x.dtype !== y.dtype) throw new Misfit(msg`${x.dtype} meets ${y.dtype} where torch takes one dtype`);
}
function linear(b: Builder, x: TensorV, w: TensorV, bias: TensorV | null): TensorV {
  if (w.rank === 2 && x.rank > 0) meets(x, -1, w.shape[1] ?? 0);
  alike(x, w);
  if (x.rank === 2 && w.rank === 2) return b.one("Gemm", [x, w, bias], spec(x.dtype, (q) => [x.size(q)[0] ?? 0, w.shape[0] ?? 0]), { transB: 1 });
  const turned = w.rank === 2 ? b.one("Transpose", [w], spec(w.dtype, (q) => [...w.size(q)].reverse()), { perm: [1, 0] }) : w;
  const made = matmul(b, x, turned);
  return bias ? b.one("Add", [made, bias], like(made)) : made;
}

const batchNorm: Lowering = (a, b) => {
  const x = tensor(a[0], "input");
  const mean = optional(a[3]), variance = optional(a[4]);
  if ((!mean || !variance) && !a[3]?.k.startsWith("t")) return normalised(b, x, optional(a[1]), optional(a[2]), number(a[7], 1e-5));
  if (flag(a[5]) || !mean || !variance) throw inTraining("batch_norm", "aten::batch_norm");
  const c = mean.shape;
  const same = (v: number): TensorV => filled(b, v, x.dtype, [int(c[0] ?? 0)]);
  return b.one("BatchNormalization", [x, optional(a[1]) ?? same(1), optional(a[2]) ?? same(0), mean, variance], like(x), { epsilon: { float: number(a[7], 1e-5) } });
};
/** Less its mean along some axes, by the root of its variance. */
function standardised(b: Builder, x: TensorV, axes: readonly number[], epsilon: number): TensorV {
  const mean = (t: TensorV): TensorV => b.one("ReduceMean", [t, b.opset >= 18 ? b.ints(axes) : null], spec(t.dtype, (q) => t.size(q).map((d, i) => (axes.includes(i) ? 1 : d))), { keepdims: 1, ...(b.opset >= 18 ? {} : { axes }) });
  const centred = b.one("Sub", [x, mean(x)], like(x));
  const variance = mean(b.one("Mul", [centred, centred], like(x)));
  const spread = b.one("Sqrt", [b.one("Add", [variance, b.constant([epsilon], x.dtype, [])], like(variance))], like(variance));
  return b.one("Div", [centred, spread], like(x));
}
/** By the mean and variance of what is given, channel by channel. */
function normalised(b: Builder, x: TensorV, weight: TensorV | null, bias: TensorV | null, epsilon: number): TensorV {
  let out = standardised(b, x, x.shape.map((_, i) => i).filter((i) => i !== 1), epsilon);
  const c = x.shape[1] ?? 1, wide = x.shape.map((_, i) => (i === 1 ? c : 1));
  for (const [op, t] of [["Mul", weight], ["Add", bias]] as const) if (t) out = b.one(op, [out, b.reshape(t, wide, wide)], like(x));
  return out;
}
const layerNorm: Lowering = (a, b) => {
  const x = tensor(a[0], "input");
  const shape = sizes(a[1]), epsilon = number(a[4], 1e-5), bias = optional(a[3]);
  const scale = optional(a[2]);
  // onnxruntime's own refuses to normalise single elements
  if (!shape.every((d) => d.v === 1 || isOpen(d))) return b.one("LayerNormalization", [x, scale ?? filled(b, 1, x.dtype, shape), bias], like(x), { axis: -shape.length, epsilon: { float: epsilon } });
  const plain = standardised(b, x, shape.map((_, i) => x.rank - shape.length + i), epsilon);
  const scaled = scale ? b.one("Mul", [plain, scale], like(x)) : plain;
  return bias ? b.one("Add", [scaled, bias], like(x)) : scaled;
};
const groupNorm: Lowering = (a, b) => {
  const x = tensor(a[0], "input"), groups = number(a[1]);
  const c = x.shape[1] ?? 1;
  const flat = b.one("Reshape", [x, b.ints([0, groups, -1])], spec(x.dtype, (q) => [x.size(q)[0] ?? 0, groups, x.size(q).slice(1).reduce((p, r) => p * r, 1) / groups]));
  const same = (v: number): TensorV => filled(b, v, x.dtype, [int(groups)]);
  const normal = b.one("InstanceNormalization", [flat, same(1), same(0)], like(flat), { epsilon: { float: number(a[4], 1e-5) } });
  const shape = b.one("Shape", [x], fixed("int64", [x.rank]));
  let out = b.one("Reshape", [normal, shape], like(x));
  const wide = [c, ...x.shape.slice(2).map(() => 1)];
  for (const [op, v] of [["Mul", a[2]], ["Add", a[3]]] as const) {
    const t = optional(v);
    if (t) out = b.one(op, [out, b.reshape(t, wide, wide)], like(x));
  }
  return out;
};

const identity = (a: Args): TensorV => tensor(a[0], "input");
const dropout: Lowering = (a) => {
  if (flag(a[2]) && number(a[1], 0) > 0) throw inTraining("dropout", "aten::dropout");
  return identity(a);
};
const embedding: Lowering = (a, b) => {
  const w = tensor(a[0], "weight"), i = tensor(a[1], "indices");
  if (i.dtype !== "int64" && i.dtype !== "int32") throw new Misfit(msg`the indices of an embedding are ${i.dtype}, and torch takes int64 or int32`, msg`Give that input as whole numbers, as in --input 2,16:int64.`);
  return b.one("Gather", [w, i], spec(w.dtype, (q) => [...i.size(q), ...w.shape.slice(1)]), { axis: 0 });
};

const gridSampler: Lowering = (a, b) => {
  const x = tensor(a[0]), grid = tensor(a[1]);
  if (x.rank !== 4 && b.opset < 20) throw new CannotExport(msg`grid_sample of volumes needs opset 20 or more`, null, null, msg`Choose it with --opset 20.`, 20);
  const modes = b.opset >= 20 ? ["linear", "nearest", "cubic"] : ["bilinear", "nearest", "bicubic"];
  const out = spec(x.dtype, (q) => [...x.size(q).slice(0, 2), ...grid.size(q).slice(1, -1)]);
  return b.one("GridSample", [x, grid], out, { mode: modes[number(a[2], 0)] ?? "", padding_mode: ["zeros", "border", "reflection"][number(a[3], 0)] ?? "", align_corners: flag(a[4]) ? 1 : 0 });
};
/** The largest of each cell: cells of one size are a pooling. */
const adaptiveMax = (n: number): Lowering => (a, b, node) => {
  const x = tensor(a[0]);
  const want = ints(a[1], n), from = x.shape.slice(x.rank - n);
  if (want.every((d) => d === 1)) {
    const axes = from.map((_, i) => x.rank - n + i);
    const made = b.one("ReduceMax", [x, b.opset >= 18 ? b.ints(axes) : null], spec(x.dtype, (q) => x.size(q).map((d, i) => (axes.includes(i) ? 1 : d))), { keepdims: 1, ...(b.opset >= 18 ? {} : { axes }) });
    return [made, placesOfCells(b, x, want)];
  }
  if (from.some((d, i) => d !== x.alt[x.rank - n + i] || d % (want[i] ?? 1) !== 0)) return [adaptiveMaxOf(b, x, want), placesOfCells(b, x, want)];
  const kernel = list(from.map((d, i): V => int(d / (want[i] ?? 1))));
  const none: V = list([]);
  const made = pooling(n, true)([x, kernel, none, { k: "int", v: 0, alt: 0 }, { k: "int", v: 1, alt: 1 }, { k: "bool", v: false }], b, node);
  return [tensor(Array.isArray(made) ? made[0] : made), placesOfCells(b, x, want)];
};

export const LAYERS: Readonly<Record<string, Lowering>> = {
  "aten::conv1d": convolution(1), "aten::conv2d": convolution(2), "aten::conv3d": convolution(3),
  "aten::conv_transpose1d": transposed(1), "aten::conv_transpose2d": transposed(2), "aten::conv_transpose3d": transposed(3),
  "aten::max_pool1d": pooling(1, true), "aten::max_pool2d": pooling(2, true), "aten::max_pool3d": pooling(3, true),
  "aten::avg_pool1d": pooling(1, false), "aten::avg_pool2d": pooling(2, false), "aten::avg_pool3d": pooling(3, false),
  "aten::adaptive_avg_pool1d": adaptive(1), "aten::adaptive_avg_pool2d": adaptive(2), "aten::adaptive_avg_pool3d": adaptive(3),
  "aten::adaptive_max_pool1d": adaptiveMax(1), "aten::adaptive_max_pool2d": adaptiveMax(2), "aten::adaptive_max_pool3d": adaptiveMax(3), "aten::grid_sampler": gridSampler,
  "aten::batch_norm": batchNorm, "aten::layer_norm": layerNorm, "aten::group_norm": groupNorm,
  "aten::linear": (a, b) => linear(b, tensor(a[0]), tensor(a[1]), optional(a[2])),
  "aten::matmul": (a, b) => matmul(b, tensor(a[0]), tensor(a[1])), "aten::mm": (a, b) => matmul(b, tensor(a[0]), tensor(a[1])), "aten::bmm": (a, b) => matmul(b, tensor(a[0]), tensor(a[1])),
  "aten::baddbmm": (a, b) => {
    const m = matmul(b, tensor(a[1]), tensor(a[2]));
    const times = (t: TensorV, by: V | undefined): TensorV => (by === undefined || !isOpen(by) && number(by, 1) === 1 ? t : b.one("Mul", [t, asTensor(b, by, m.dtype)], like(t)));
    const scaled = times(m, a[4]), base = times(tensor(a[0]), a[3]);
    return b.one("Add", [base, scaled], like(m));
  },
  "aten::dropout": dropout, "aten::dropout_": dropout, "aten::feature_dropout": dropout, "aten::alpha_dropout": dropout,
  "aten::embedding": embedding,
  "aten::zero_": (a, b) => { const x = tensor(a[0]); return inPlace(x, b.one("Mul", [x, b.constant([0], x.dtype, [])], like(x)), b); },
};

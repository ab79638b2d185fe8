/**
 * Quantized tensors. What torch computes on them in whole numbers is written as ONNX has it: on the numbers that they
 * stand for, between DequantizeLinear and QuantizeLinear, which runtimes put together again. Where torch rounds in another
 * place, a result may be one step off.
 */
import { asTensor, type Builder } from "../builder";
import type { TensorV} from "../values";
import { axisOf, CannotExport, float, int, list, NONE, type PackedV, type QuantizedV, type V } from "../values";
import type { DType } from "../proto";
import { arg, formula, T, type Calc, type Formula } from "./composed";
import { flag, like, number, type Lowering } from "./support";
import { msg } from "../../../text/message";

/** torch's numbers for the dtypes of quantized tensors, and what holds their whole numbers. */
const HOLDERS: Readonly<Record<number, DType>> = { 12: "int8", 13: "uint8" };
/** What a module's attribute of such a dtype is in the graph. */
export const QUANTIZED_DTYPES: Readonly<Record<string, number>> = { qint8: 12, quint8: 13, qint32: 14 };

const isQuantized = (v: V): v is QuantizedV => v.k === "quantized";
const within = (v: V): readonly V[] => (v.k === "list" || v.k === "tuple" ? v.items : [v]);
export const holdsQuantized = (v: V): boolean => v.k === "quantized" || v.k === "packed" || (v.k === "list" && !v.sequence && v.items.some(isQuantized));

export const dequantized = (b: Builder, q: QuantizedV): TensorV => b.one("DequantizeLinear", [q.whole, q.scale, q.zero], like(q.whole, "float32"), q.axis === undefined ? {} : { axis: q.axis });
const quantizedLike = (b: Builder, x: TensorV, { scale, zero }: Pick<QuantizedV, "scale" | "zero">, axis?: number): QuantizedV => ({ k: "quantized", whole: b.one("QuantizeLinear", [b.cast(x, "float32"), scale, zero], like(x, zero.dtype), axis === undefined ? {} : { axis }), scale, zero, ...(axis === undefined ? {} : { axis }) });

/** A number or a tensor with one number, as a scalar. */
function scalar(b: Builder, v: V, dtype: DType): TensorV {
  const t = asTensor(b, v, dtype);
  return t.rank === 0 ? t : b.reshape(t, [], []);
}
const quantized = (b: Builder, x: TensorV, scale: V, zero: V, dtype: DType): QuantizedV => quantizedLike(b, x, { scale: scalar(b, scale, "float32"), zero: scalar(b, zero, dtype) });

const real = (b: Builder, v: V): V => (isQuantized(v) ? dequantized(b, v) : v.k === "list" && holdsQuantized(v) ? list(v.items.map((i) => real(b, i))) : v);
function holder(a: readonly V[]): QuantizedV {
  const found = a.flatMap(within).find(isQuantized);
  if (!found) throw new CannotExport(msg`an operator on quantized tensors without one`);
  return found;
}
function packed(v: V): PackedV {
  if (v.k !== "packed") throw new CannotExport(msg`weights of a quantized layer that are not known here`);
  return v;
}
const weightOf = (b: Builder, { weight }: PackedV): TensorV => (weight.k === "quantized" ? dequantized(b, weight) : weight);

/** A layer on real numbers; the last two arguments say how its result is quantized. */
const rounded = (layer: (c: Calc, a: readonly V[]) => TensorV, relu: boolean): Formula => (c, a) => {
  const made = layer(c, a);
  return quantized(c.b, relu ? c.one("Relu", made) : made, arg(a, a.length - 2), arg(a, a.length - 1), holder(a).zero.dtype);
};
const both = (name: string, layer: (c: Calc, a: readonly V[]) => TensorV): Record<string, Formula> => ({ [name]: rounded(layer, false), [`${name}_relu`]: rounded(layer, true) });
const window = (n: number) => (c: Calc, a: readonly V[]): TensorV => { const p = packed(arg(a, 1)); return c.on(`conv${n}d`, real(c.b, arg(a, 0)), weightOf(c.b, p), p.bias ?? NONE, ...p.windows); };
const linear = (c: Calc, x: TensorV, p: PackedV): TensorV => c.on("linear", x, weightOf(c.b, p), p.bias ?? NONE);
const normalised = (c: Calc, a: readonly V[]): TensorV => c.on("batch_norm", real(c.b, arg(a, 0)), arg(a, 1), arg(a, 2), arg(a, 3), arg(a, 4), { k: "bool", v: false }, float(0), arg(a, 5), NONE);
const pair = (op: "Add" | "Mul") => (c: Calc, a: readonly V[]): TensorV => c.two(op, real(c.b, arg(a, 0)), real(c.b, arg(a, 1)));
/** `order`: the arguments that the layer on real numbers takes. */
const mapped = (name: string, ...order: readonly number[]) => (c: Calc, a: readonly V[]): TensorV => c.on(name, ...order.map((i) => real(c.b, arg(a, i))));

/** Scale and zero point from the smallest and the largest number; with `reduce`, of seven bits. */
function observed(c: Calc, x: TensorV, reduce: boolean): TensorV {
  const { b } = c;
  if (!reduce) {
    const [whole, scale, zero] = b.emit("DynamicQuantizeLinear", [x], [like(x, "uint8"), { dtype: "float32", shape: [], alt: [] }, { dtype: "uint8", shape: [], alt: [] }]);
    if (!whole || !scale || !zero) throw new CannotExport(msg`a node without output`);
    return dequantized(b, { k: "quantized", whole, scale, zero });
  }
  const most = 127;
  const low = c.on("clamp_max", c.on("min", x), float(0)), high = c.on("clamp_min", c.on("max", x), float(0));
  const step = c.two("Div", c.two("Sub", high, low), float(most));
  const scale = c.on("where", c.on("eq", step, float(0)), float(0.1), step);
  const zero = c.on("clamp", c.one("Round", c.one("Neg", c.two("Div", low, scale))), float(0), float(most));
  return dequantized(b, quantizedLike(b, x, { scale, zero: b.cast(zero, "uint8") }));
}
/** `reduce`: to seven bits. Weights of sixteen bits are multiplied as they are. */
export const dynamicLinear = (c: Calc, x: TensorV, p: PackedV, reduce: boolean): TensorV =>
  (p.weight.k === "tensor" ? linear(c, x, { ...p, weight: c.b.cast(c.b.cast(p.weight, "float16"), "float32") }) : linear(c, observed(c, x, reduce), p));
const dynamic = (relu: boolean): Formula => (c, a) => {
  const made = dynamicLinear(c, T(a, 0), packed(arg(a, 1)), flag(a[2]));
  return relu ? c.one("Relu", made) : made;
};
/** Functions with bounds that are known have scales of their own: `width` over the 256 steps. */
const bounded = (name: string, width: number, middle: boolean): Formula => (c, a) => {
  const q = holder(a), signed = q.zero.dtype === "int8";
  return quantized(c.b, c.on(name, dequantized(c.b, q)), float(width / 256), int(middle === signed ? 0 : middle ? 128 : signed ? -128 : 0), q.zero.dtype);
};
const joined: Formula = (c, a) => {
  const made = c.on("cat", real(c.b, arg(a, 0)), arg(a, 1));
  return a[2] && a[2].k !== "none" ? quantized(c.b, made, a[2], arg(a, 3), holder(a).zero.dtype) : quantizedLike(c.b, made, holder(a));
};
const QUANTIZE: Formula = (c, a) => {
  const dtype = HOLDERS[number(a[3])];
  if (!dtype) throw new CannotExport(msg`quantized tensors of 32 bits are not exported`);
  return quantized(c.b, T(a, 0), arg(a, 1), arg(a, 2), dtype);
};

const OWN: Readonly<Record<string, Formula>> = {
  ...both("quantized::conv1d", window(1)), ...both("quantized::conv2d", window(2)), ...both("quantized::conv3d", window(3)),
  ...both("quantized::linear", (c, a) => linear(c, dequantized(c.b, holder(a)), packed(arg(a, 1)))),
  ...both("quantized::batch_norm", normalised), ...both("quantized::batch_norm1d", normalised), ...both("quantized::batch_norm2d", normalised), ...both("quantized::batch_norm3d", normalised),
  ...both("quantized::add", pair("Add")), ...both("quantized::mul", pair("Mul")),
  "quantized::cat": joined,
  "quantized::hardswish": rounded(mapped("hardswish", 0), false), "quantized::sigmoid": rounded(mapped("sigmoid", 0), false), "quantized::leaky_relu": rounded(mapped("leaky_relu", 0, 1), false),
  "quantized::softmax": rounded((c, a) => c.on("softmax", real(c.b, arg(a, 0)), arg(a, 1), NONE), false), "quantized::prelu": rounded(mapped("prelu", 0, 1), false),
  "quantized::layer_norm": rounded(mapped("layer_norm", 0, 1, 2, 3, 4), false), "quantized::group_norm": rounded(mapped("group_norm", 0, 1, 2, 3, 4), false),
  "quantized::elu": (c, a) => quantized(c.b, c.on("elu", real(c.b, arg(a, 0)), arg(a, 3), arg(a, 4), arg(a, 5)), arg(a, 1), arg(a, 2), holder(a).zero.dtype),
  "quantized::relu6": (c, a) => quantizedLike(c.b, c.on("relu6", real(c.b, arg(a, 0))), holder(a)),
  "quantized::linear_dynamic": dynamic(false), "quantized::linear_relu_dynamic": dynamic(true), "quantized::linear_dynamic_fp16": dynamic(false),
  "aten::sigmoid": bounded("sigmoid", 1, false), "aten::hardsigmoid": bounded("hardsigmoid", 1, false), "aten::tanh": bounded("tanh", 2, true),
  "aten::dequantize": (c, a) => real(c.b, arg(a, 0)), "aten::int_repr": (_c, a) => holder(a).whole, "aten::is_quantized": () => ({ k: "bool", v: true }), "prim::is_quantized": () => ({ k: "bool", v: true }),
  "prim::dtype": (_c, a) => int(holder(a).zero.dtype === "int8" ? 12 : 13),
};

/**
 * fake_quantize_per_tensor_affine(x, scale, zero, least, most), and per channel with an axis before the bounds: the number that
 * stands for each after it was quantized. The bounds of a byte are what runtimes know as a pair of nodes.
 */
const fakeQuantized = (perChannel: boolean): Formula => (c, a) => {
  const { b } = c, x = T(a, 0), axis = perChannel ? axisOf(number(a[3]), x.rank) : undefined;
  const [least, most] = a.slice(perChannel ? 4 : 3).map((v) => number(v));
  const of = (v: V, dtype: DType): TensorV => (perChannel ? b.cast(asTensor(b, v, dtype), dtype) : scalar(b, v, dtype));
  const holds: DType | undefined = least === -128 && most === 127 ? "int8" : least === 0 && most === 255 ? "uint8" : undefined;
  if (holds && x.dtype === "float32") return dequantized(b, quantizedLike(b, x, { scale: of(arg(a, 1), "float32"), zero: of(arg(a, 2), holds) }, axis));
  const spread = (t: TensorV): TensorV => (axis === undefined ? t : b.reshape(t, x.shape.map((d, i) => (i === axis ? d : 1)), x.alt.map((d, i) => (i === axis ? d : 1))));
  const scale = spread(of(arg(a, 1), x.dtype)), zero = spread(of(arg(a, 2), x.dtype));
  const whole = c.on("clamp", c.two("Add", c.one("Round", c.two("Mul", x, c.one("Reciprocal", scale))), zero), float(least ?? 0), float(most ?? 0));
  return c.two("Mul", c.two("Sub", whole, zero), scale);
};

/** Operators that take real numbers, and begin or end with quantized ones. */
export const QUANTIZING: Readonly<Record<string, Lowering>> = {
  "aten::fake_quantize_per_tensor_affine": formula(fakeQuantized(false)), "aten::fake_quantize_per_channel_affine": formula(fakeQuantized(true)),
  "aten::quantize_per_tensor": formula(QUANTIZE), "aten::dequantize": formula((_c, a) => T(a, 0)) };

/** Of an operator with a quantized argument; `plain`: what it does with real numbers. What has no scale of its own keeps that of its input. */
export function quantizedLowering(kind: string, plain: Lowering | undefined): Lowering | undefined {
  const own = OWN[kind];
  if (own) return formula(own);
  if (!plain || kind.startsWith("quantized::")) return plain;
  return (a, b, n) => {
    const q = holder(a);
    const made = plain(a.map((v) => real(b, v)), b, n);
    const put = (v: V): V => (v.k === "tensor" && v.dtype === "float32" ? quantizedLike(b, v, q) : v.k === "list" && !v.sequence ? list(v.items.map(put)) : v);
    if (made === undefined) return undefined;
    const results = (Array.isArray(made) ? made : [made]).map(put);
    const [first] = results;
    if (/[^_]_$/.test(kind) && first && isQuantized(first)) { q.whole = first.whole; return q; }
    return results;
  };
}

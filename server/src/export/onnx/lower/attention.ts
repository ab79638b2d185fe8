/** Attention and normalisation that newer releases have as one operator, and bags of embeddings. */
import { asTensor } from "../builder";
import { bool, CannotExport, float, inTraining, int, isFloat, list, NONE, type TensorV, type V } from "../values";
import { arg, formula, T, type Formula } from "./composed";
import { flag, ints, number, optional, type Lowering } from "./support";
import { msg } from "../../../text/message";

/** scaled_dot_product_attention(query, key, value, attn_mask, dropout_p, is_causal, scale, enable_gqa) */
const attention: Formula = (c, a) => {
  const q = T(a, 0), mask = optional(a[3]);
  if (number(a[4], 0) > 0) throw inTraining(msg`dropout in attention`, c.n.kind);
  const grouped = (x: TensorV): TensorV => {
    const heads = q.shape.at(-3), own = x.shape.at(-3);
    return flag(a[7]) && heads !== undefined && own !== undefined && heads !== own ? c.on("repeat_interleave", x, int(heads / own), int(-3)) : x;
  };
  const k = grouped(T(a, 1)), v = grouped(T(a, 2)), width = q.shape.at(-1) ?? 1;
  const scale = a[6]?.k === "float" || a[6]?.k === "int" ? number(a[6]) : 1 / Math.sqrt(width);
  let scores = c.on("matmul", c.two("Mul", q, float(scale)), c.on("transpose", k, int(-2), int(-1)));
  const hidden = (t: TensorV, there: TensorV): TensorV => c.on("where", there, t, asTensor(c.b, float(-Infinity), t.dtype));
  if (flag(a[5])) {
    const steps = (t: TensorV): TensorV => c.on("arange", c.b.sizeOf(t, t.rank - 2), int(4), NONE, NONE, NONE);
    scores = hidden(scores, c.on("le", c.on("unsqueeze", steps(k), int(0)), c.on("unsqueeze", steps(q), int(1))));
  }
  if (mask) scores = mask.dtype === "bool" ? hidden(scores, mask) : c.two("Add", scores, mask);
  const weights = c.on("softmax", scores, int(-1), NONE);
  // rows that see nothing give zeros in newer releases, and what softmax makes of them in older ones
  return c.on("matmul", weights, v);
};
/** rms_norm(x, normalized_shape, weight, eps) */
const rmsNorm: Formula = (c, a) => {
  const x = T(a, 0), n = ints(a[1]).length, weight = optional(a[2]);
  const eps = a[3]?.k === "float" || a[3]?.k === "int" ? number(a[3]) : x.dtype === "float64" ? 2 ** -52 : x.dtype === "float32" ? 2 ** -23 : 2 ** -10;
  const mean = c.on("mean", c.two("Mul", x, x), list(Array.from({ length: n }, (_, i) => int(i - n))), bool(true), NONE);
  const made = c.two("Mul", x, c.one("Reciprocal", c.one("Sqrt", c.two("Add", mean, float(eps)))));
  return weight ? c.two("Mul", made, weight) : made;
};

const MODES = ["sum", "mean", "max"] as const;
/** embedding_bag(weight, indices, offsets, scale_grad, mode, sparse, per_sample_weights, include_last_offset, padding_idx): each row is added to the bag that it lies in. */
const embeddingBag: Formula = (c, a) => {
  const [weight, indices, offsets] = [T(a, 0), T(a, 1), T(a, 2)], mode = MODES[number(a[4], 0)] ?? "sum", own = optional(a[6]), padding = number(a[8], -1);
  if (mode === "max" && c.b.opset < 18) throw new CannotExport(msg`embedding_bag with the largest of each bag needs opset 18 or more`, null, null, msg`Choose it with --opset 18.`, 18);
  const rows = c.on("embedding", weight, indices);
  const starts = flag(a[7]) ? c.on("slice", offsets, int(0), int(0), int(-1), int(1)) : offsets;
  const places = c.on("arange", c.b.sizeOf(indices, 0), int(4), NONE, NONE, NONE);
  const bag = c.two("Sub", c.on("searchsorted", starts, places, bool(false), bool(true), NONE, NONE), int(1));
  const width = weight.shape[1] ?? 1, sizes = list([c.b.sizeOf(starts, 0), int(width)]);
  const known = padding >= 0 ? c.on("ne", indices, int(padding)) : null;
  // the last offset is where the last bag ends: what comes behind lies in none
  const inside = flag(a[7]) ? c.on("lt", places, c.on("select", offsets, int(0), int(-1))) : null;
  const counts = known && inside ? c.on("logical_and", known, inside) : known ?? inside;
  const counted = counts && c.b.cast(counts, rows.dtype);
  const column = (t: TensorV): TensorV => c.on("unsqueeze", t, int(1));
  const spread = list([c.b.sizeOf(indices, 0), int(width)]);
  const to = c.on("expand", column(bag), spread, bool(false));
  const added = (values: TensorV): TensorV => c.on("scatter_add", c.on("expand", asTensor(c.b, float(0), rows.dtype), sizes, bool(false)), int(0), to, values);
  if (mode === "max") {
    const lowest = c.on("expand", asTensor(c.b, float(-Infinity), rows.dtype), sizes, bool(false));
    const values = counted ? c.on("where", column(c.on("gt", counted, int(0))), rows, asTensor(c.b, float(-Infinity), rows.dtype)) : rows;
    const most = c.on("scatter_reduce", lowest, int(0), to, values, { k: "str", v: "amax" }, bool(true));
    return [c.on("where", c.on("eq", most, float(-Infinity)), asTensor(c.b, float(0), rows.dtype), most), NONE, NONE, NONE];
  }
  const factor = [own && c.b.cast(own, rows.dtype), counted].filter((t): t is TensorV => t !== null);
  const sum = added(factor.reduce((t, f) => c.two("Mul", t, column(f)), rows));
  if (mode === "sum") return [sum, NONE, NONE, NONE];
  const sizeOf = added(c.on("expand", column(counted ?? c.on("ones_like", c.b.cast(places, rows.dtype), NONE)), spread, bool(false)));
  return [c.two("Div", sum, c.on("clamp_min", sizeOf, int(1))), NONE, NONE, NONE];
};
/** The short way where all bags are known to be of one length. */
const evenBags: Formula = (c, a) => {
  const [weight, indices, offsets] = [T(a, 0), T(a, 1), T(a, 2)], n = indices.shape[0] ?? 0;
  const starts = offsets.host && Array.from(offsets.host.data);
  const per = starts ? (starts.length > 1 ? starts[1] ?? 1 : n) : 0;
  const even = starts && starts.length > 0 && per > 0 && starts.every((s, k) => s === k * per) && per * starts.length === n && !flag(a[7]) && number(a[8], -1) < 0;
  if (!even) return embeddingBag(c, a);
  const own = optional(a[6]), shape = list([int(starts.length), int(per)]);
  const plain = c.on("embedding", weight, c.on("reshape", indices, shape));
  const rows = own ? c.two("Mul", plain, c.on("unsqueeze", c.on("reshape", own, shape), int(-1))) : plain;
  const dims = list([int(1)]), mode = MODES[number(a[4], 0)] ?? "sum";
  return [mode === "max" ? c.on("amax", rows, dims, bool(false)) : c.on(mode, rows, dims, bool(false), NONE), NONE, NONE, NONE];
};

/** scatter_reduce(x, dim, index, src, reduce, include_self) with the mean, or without what is there. */
export const scatterReduce = (plain: Lowering): Lowering => formula((c, a): V | V[] | undefined => {
  const how = a[4]?.k === "str" ? a[4].v : "", self = a[5]?.k === "bool" ? flag(a[5]) : true;
  const x = T(a, 0), index = T(a, 2), src = T(a, 3);
  if (self && how !== "mean") return plain(a, c.b, c.n);
  const neutral = how === "prod" ? 1 : how === "amax" ? -Infinity : how === "amin" ? Infinity : 0;
  const on = (base: TensorV, values: V, kind: string): TensorV => { const made = plain([base, arg(a, 1), index, values, { k: "str", v: kind }, bool(true)], c.b, c.n); return made && !Array.isArray(made) && made.k === "tensor" ? made : base; };
  const fill = (v: number): TensorV => c.on("expand_as", asTensor(c.b, float(v), x.dtype), x);
  const one = c.on("expand_as", asTensor(c.b, float(1), x.dtype), src);
  const hits = on(fill(0), one, "sum");
  const base = self ? x : c.on("where", c.on("gt", hits, int(0)), fill(neutral), x);
  const made = on(base, src, how === "mean" ? "sum" : how);
  if (how !== "mean") return made;
  const counts = self ? c.two("Add", hits, int(1)) : c.on("clamp_min", hits, int(1));
  return isFloat(x.dtype) ? c.two("Div", made, counts) : c.on("div", made, counts, { k: "str", v: "floor" });
});
export const ATTENTION: Readonly<Record<string, Lowering>> = { "aten::scaled_dot_product_attention": formula(attention), "aten::rms_norm": formula(rmsNorm), "aten::embedding_bag": formula(evenBags) };

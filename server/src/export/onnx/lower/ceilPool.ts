/**
 * Means of windows with ceil_mode where the size is open, or where the divisor is given: the file computes how
 * far the last window reaches beyond the input, and divides by what torch counts of each window.
 */
import { CannotExport, int, type IntV, type TensorV } from "../values";
import type { Builder, Spec } from "../builder";
import { like, sizeOn, spec } from "./support";
import { msg } from "../../../text/message";

interface Windows { readonly kernel: readonly number[]; readonly stride: readonly number[]; readonly pad: readonly number[] }

/** What is missing at the end of an axis for its last window; torch drops one that would start behind the input. */
function missing(b: Builder, x: TensorV, axis: number, k: number, s: number, p: number): IntV {
  const lacks = sizeOn(b, "remainder", sizeOn(b, "sub", int(k - 2 * p), b.sizeOf(x, axis)), s);
  const cut = (n: number): number => (n < k - p ? n : 0);
  if (lacks.v === lacks.alt) return int(cut(lacks.v));
  if (s <= k - p) return lacks;
  const table = b.ints(Array.from({ length: s }, (_, n) => cut(n)));
  return int(cut(lacks.v), cut(lacks.alt), b.one("Gather", [table, b.scalarInt(lacks)], { dtype: "int64", shape: [], alt: [] }, { axis: 0 }).name);
}

/** onnxruntime makes one of a Pad and the AveragePool behind it, and in two opsets then counts padding wrongly that is not the same on both sides. */
export function refuseUneven(b: Builder, x: TensorV): void {
  if (b.opset !== 19 && b.opset !== 20) return;
  const pad = b.nodes.find((n) => n.opType === "Pad" && n.output.includes(x.name));
  const amounts = pad && b.constants.find((c) => c.name === pad.input[1])?.rawData;
  const half = (amounts?.length ?? 0) / 2;
  if (pad && (!amounts || amounts.some((v, i) => i < half && v !== amounts[i + half]))) throw new CannotExport(msg`an average over uneven padding, which onnxruntime computes wrongly in opset ${b.opset}`, null, null, msg`Choose another one: --opset 18 or --opset 21.`);
}
export function ceilMean(b: Builder, x: TensorV, { kernel, stride, pad }: Windows, out: Spec, counted: boolean, divisor: number): TensorV {
  const ends = kernel.map((k, i) => missing(b, x, i + 2, k, stride[i] ?? k, pad[i] ?? 0));
  const grown = (before: readonly number[], after: readonly (typeof ends)[number][], from: TensorV): TensorV => {
    const sizes = spec(x.dtype, (q) => from.size(q).map((d, i) => (i < 2 ? d : d + (before[i - 2] ?? 0) + ((q === 0 ? after[i - 2]?.v : after[i - 2]?.alt) ?? 0))));
    return b.one("Pad", [from, b.intList([...[0, 0, ...before].map((n) => int(n)), int(0), int(0), ...after]), b.constant([0], x.dtype, [])], sizes, { mode: "constant" });
  };
  const sum = (t: TensorV): TensorV => b.one("AveragePool", [t], spec(x.dtype, (q) => [...t.size(q).slice(0, 2), ...(q === 0 ? out.shape : out.alt).slice(2)]), { kernel_shape: [...kernel], strides: [...stride] });
  const none = kernel.map(() => 0), around = pad.map((p) => int(p));
  // padding that counts becomes part of the input
  const base = counted || divisor !== 0 ? grown(pad, around, x) : x;
  const before = base === x ? pad : none, after = base === x ? ends.map((e, i) => sizeOn(b, "add", e, pad[i] ?? 0)) : ends;
  const wide = grown(before, after, base);
  if (ends.every((e) => e.v === e.alt)) refuseUneven(b, wide);
  const means = sum(wide);
  if (divisor !== 0) return b.one("Mul", [means, b.constant([kernel.reduce((p, q) => p * q, 1) / divisor], x.dtype, [])], like(means));
  const ones = b.one("Expand", [b.constant([1], x.dtype, []), b.intList([int(1), int(1), ...kernel.map((_, i) => b.sizeOf(base, i + 2))])], spec(x.dtype, (q) => [1, 1, ...base.size(q).slice(2)]));
  return b.one("Div", [means, sum(grown(before, after, ones))], like(means));
}

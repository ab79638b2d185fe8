/** interpolate(antialias=True) where onnxruntime's Resize does not do it as torch does. */
import type { Builder, Spec } from "../builder";
import { CannotExport, type TensorV } from "../values";
import { spec } from "./support";
import { msg } from "../../../text/message";

/** The weights with which torch smooths along an axis (interpolate with antialias), a row for each place of the result. */
function smoothing(mode: "linear" | "cubic", size: number, made: number, scale: number): Float64Array {
  const filter = mode === "linear" ? (x: number): number => Math.max(0, 1 - Math.abs(x)) : (x: number): number => { const t = Math.abs(x); return t < 1 ? (1.5 * t - 2.5) * t * t + 1 : t < 2 ? ((-0.5 * t + 2.5) * t - 4) * t + 2 : 0; };
  const wide = Math.max(1, scale), support = (mode === "linear" ? 1 : 2) * wide;
  const rows = new Float64Array(size * made);
  for (let i = 0; i < made; i++) {
    const center = scale * (i + 0.5), from = Math.max(0, Math.trunc(center - support + 0.5)), row = rows.subarray(i * size, (i + 1) * size);
    for (let j = from; j < Math.min(size, Math.trunc(center + support + 0.5)); j++) row[j] = filter((j - center + 0.5) / wide);
    const sum = row.reduce((p, w) => p + w, 0);
    if (sum !== 0) row.forEach((w, j) => { row[j] = w / sum; });
  }
  return rows;
}
/** As products with these weights: corners are aligned otherwise in onnxruntime, and it has only float32. */
export function smoothed(b: Builder, x: TensorV, mode: "linear" | "cubic", out: Spec, align: boolean, given: readonly number[] | null): TensorV {
  if ([x, out].some((t) => t.shape.slice(-2).some((d, i) => d !== t.alt.slice(-2)[i]))) throw new CannotExport(msg`interpolate with antialias of a dynamic size, in float64 or with align_corners`);
  return [3, 2].reduce((t, axis) => {
    const size = x.shape[axis] ?? 1, made = out.shape[axis] ?? 1, scale = align ? (made > 1 ? (size - 1) / (made - 1) : 0) : given ? 1 / (given[axis - 2] ?? 1) : size / made;
    const rows = smoothing(mode, size, made, scale), turned = Float64Array.from(rows, (_, i) => rows[(i % made) * size + Math.floor(i / made)] ?? 0);
    const weights = b.constant(axis === 2 ? rows : turned, x.dtype, axis === 2 ? [made, size] : [size, made]);
    return b.one("MatMul", axis === 2 ? [weights, t] : [t, weights], spec(x.dtype, (q) => t.size(q).map((d, i) => (i === axis ? made : d))));
  }, x);
}

/** Small tensors that the model makes itself (masks, ranges, counters): held and computed here, with views. */
import { bfloatBits, bfloatValue, encodeNumbers, halfBits, halfValue } from "../numbers";
import { contiguousStrides, isInOrder, positionsOf } from "../strides";
import type { DType } from "./proto";

export interface HostArray { readonly data: Float64Array; readonly shape: readonly number[]; readonly strides: readonly number[]; readonly offset: number }

export const hostOf = (data: Float64Array, shape: readonly number[]): HostArray => ({ data, shape, strides: contiguousStrides(shape), offset: 0 });

/** Where the elements stand, in order. */
export function positions(a: HostArray, shape: readonly number[] = a.shape): Int32Array {
  const lead = shape.length - a.shape.length;
  return positionsOf(shape, shape.map((_, i) => (i < lead || a.shape[i - lead] === 1 ? 0 : a.strides[i - lead] ?? 0)), a.offset);
}
export function elements(a: HostArray, shape: readonly number[] = a.shape): Float64Array {
  const at = positions(a, shape);
  const out = new Float64Array(at.length);
  for (let i = 0; i < at.length; i++) out[i] = a.data[at[i] ?? 0] ?? 0;
  return out;
}
export const isContiguous = (a: HostArray): boolean => isInOrder(a.shape, a.strides);

/** Rounds as a write into a tensor of that dtype does. */
export function rounded(x: number, dtype: DType): number {
  switch (dtype) {
    case "float64": return x;
    case "float32": return Math.fround(x);
    case "float16": return halfValue(halfBits(x));
    case "bfloat16": return bfloatValue(bfloatBits(x));
    case "bool": return x ? 1 : 0;
    default: return Math.trunc(x);
  }
}

/** Little-endian bytes. */
export function bytesOf(values: Float64Array, dtype: DType): Uint8Array {
  const out = encodeNumbers(dtype, values);
  // the largest int is not exact as a number
  if (dtype === "int64") values.forEach((v, i) => { if (v === 2 ** 63) out.writeBigInt64LE(2n ** 63n - 1n, 8 * i); });
  return out;
}

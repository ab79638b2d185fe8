/** Small tensors that the model makes itself (masks, ranges, counters): held and computed here, with views. */
import { BYTES, type DType } from "./proto";
import { count } from "./values";

export interface HostArray { readonly data: Float64Array; readonly shape: readonly number[]; readonly strides: readonly number[]; readonly offset: number }

export function contiguousStrides(shape: readonly number[]): number[] {
  const out: number[] = [];
  let s = 1;
  for (let i = shape.length - 1; i >= 0; i--) { out[i] = s; s *= Math.max(shape[i] ?? 1, 1); }
  return out;
}
export const hostOf = (data: Float64Array, shape: readonly number[]): HostArray => ({ data, shape, strides: contiguousStrides(shape), offset: 0 });

/** Where the elements stand, in order. */
export function positions(a: HostArray, shape: readonly number[] = a.shape): Int32Array {
  const n = count(shape);
  const out = new Int32Array(n);
  const lead = shape.length - a.shape.length;
  const strides = shape.map((_, i) => (i < lead || a.shape[i - lead] === 1 ? 0 : a.strides[i - lead] ?? 0));
  const index = new Array<number>(shape.length).fill(0);
  let at = a.offset;
  for (let i = 0; i < n; i++) {
    out[i] = at;
    for (let d = shape.length - 1; d >= 0; d--) {
      index[d] = (index[d] ?? 0) + 1;
      at += strides[d] ?? 0;
      if ((index[d] ?? 0) < (shape[d] ?? 0)) break;
      at -= (strides[d] ?? 0) * (index[d] ?? 0);
      index[d] = 0;
    }
  }
  return out;
}
export function elements(a: HostArray, shape: readonly number[] = a.shape): Float64Array {
  const at = positions(a, shape);
  const out = new Float64Array(at.length);
  for (let i = 0; i < at.length; i++) out[i] = a.data[at[i] ?? 0] ?? 0;
  return out;
}
export function isContiguous(a: HostArray): boolean {
  const want = contiguousStrides(a.shape);
  return a.shape.every((d, i) => d === 1 || a.strides[i] === want[i]);
}

/** Rounds as a write into a tensor of that dtype does. */
export function rounded(x: number, dtype: DType): number {
  switch (dtype) {
    case "float64": return x;
    case "float32": case "float16": case "bfloat16": return Math.fround(x);
    case "bool": return x ? 1 : 0;
    default: return Math.trunc(x);
  }
}

/** Little-endian bytes, or null for a dtype that is not written here. */
export function bytesOf(values: Float64Array, dtype: DType): Uint8Array | null {
  const out = new Uint8Array(values.length * BYTES[dtype]);
  const view = new DataView(out.buffer);
  for (let i = 0; i < values.length; i++) {
    const x = values[i] ?? 0;
    switch (dtype) {
      case "float32": view.setFloat32(i * 4, x, true); break;
      case "float64": view.setFloat64(i * 8, x, true); break;
      case "int64": view.setBigInt64(i * 8, BigInt(Math.trunc(x)), true); break;
      case "int32": view.setInt32(i * 4, x, true); break;
      case "int16": view.setInt16(i * 2, x, true); break;
      case "int8": view.setInt8(i, x); break;
      case "uint8": case "bool": view.setUint8(i, x); break;
      default: return null;
    }
  }
  return out;
}

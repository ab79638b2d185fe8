/** How the elements of a tensor lie in memory: shapes, strides and offsets in elements. */

export const count = (shape: readonly number[]): number => shape.reduce((n, s) => n * s, 1);

export function contiguousStrides(shape: readonly number[]): number[] {
  const out: number[] = [];
  let step = 1;
  for (let i = shape.length - 1; i >= 0; i--) {
    out[i] = step;
    step *= Math.max(shape[i] ?? 1, 1);
  }
  return out;
}

export function isInOrder(shape: readonly number[], strides: readonly number[]): boolean {
  const want = contiguousStrides(shape);
  return shape.every((size, i) => size === 1 || strides[i] === want[i]);
}

/** From the first element to the end of the last. */
export function reach(shape: readonly number[], strides: readonly number[]): number {
  return count(shape) === 0 ? 0 : shape.reduce((n, size, i) => n + (size - 1) * (strides[i] ?? 0), 1);
}

/** Where the elements stand, in order. */
export function positionsOf(shape: readonly number[], strides: readonly number[], offset = 0): Int32Array {
  const out = new Int32Array(count(shape));
  const index = new Array<number>(shape.length).fill(0);
  let at = offset;
  for (let i = 0; i < out.length; i++) {
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

/** The bytes of the elements one after the other; `data` begins at the first element. */
export function inOrder(data: Uint8Array, bytes: number, shape: readonly number[], strides: readonly number[]): Uint8Array {
  const n = count(shape);
  if (isInOrder(shape, strides)) return data.subarray(0, n * bytes);
  const out = new Uint8Array(n * bytes);
  positionsOf(shape, strides).forEach((from, i) => { out.set(data.subarray(from * bytes, (from + 1) * bytes), i * bytes); });
  return out;
}

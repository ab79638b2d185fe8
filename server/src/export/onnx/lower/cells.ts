/** Elements picked along an axis, cell by cell. */
import type { Builder } from "../builder";
import { CannotExport, int, type IntV, type TensorV, type Which } from "../values";
import { at as reading, sizeOn, spec } from "./support";
import { msg, type Argument } from "../../../text/message";

/** The elements at `places` (a table of indices) along an axis, which becomes two. */
export function picked(b: Builder, x: TensorV, axis: number, places: readonly (readonly number[])[]): TensorV {
  const [rows, columns] = [places.length, places[0]?.length ?? 0];
  return b.one("Gather", [x, b.constant(places.flat(), "int64", [rows, columns])], spec(x.dtype, (q) => [...x.size(q).slice(0, axis), rows, columns, ...x.size(q).slice(axis + 1)]), { axis });
}
export function fixedSizes(x: TensorV, axes: readonly number[], what: Argument): number[] {
  return axes.map((d) => { const n = x.shape[d] ?? 1; if (n !== x.alt[d]) throw new CannotExport(msg`${what} over a dynamic axis`); return n; });
}

/** Cells of different sizes: shorter ones repeat their last element. */
export function adaptiveMaxOf(b: Builder, x: TensorV, want: readonly number[]): TensorV {
  let at = x;
  const lead = x.rank - want.length;
  want.forEach((n, i) => {
    const axis = lead + i, from = x.shape[axis] ?? 1;
    if (from !== x.alt[axis]) { at = reduced(b, "ReduceMax", cellsAlong(b, at, axis, n), axis + 1); return; }
    const cells = Array.from({ length: n }, (_, o) => [Math.floor((o * from) / n), Math.ceil(((o + 1) * from) / n)] as const);
    const longest = Math.max(...cells.map(([s, e]) => e - s));
    const cut = picked(b, at, axis, cells.map(([s, e]) => Array.from({ length: longest }, (_, j) => Math.min(s + j, e - 1))));
    at = reduced(b, "ReduceMax", cut, axis + 1);
  });
  return at;
}
/** As `picked`, where the file computes the table. */
function cellsAlong(b: Builder, x: TensorV, axis: number, n: number): TensorV {
  const { starts, ends } = boundsOf(b, x, axis, n), most = longest(b, x, axis, n);
  const steps = b.one("Range", [b.constant([0], "int64", []), b.scalarInt(most), b.constant([1], "int64", [])], spec("int64", (q) => [reading(most, q)]));
  const column = (t: TensorV): TensorV => b.one("Unsqueeze", [t, b.ints([1])], { dtype: "int64", shape: [n, 1], alt: [n, 1] });
  const table = spec("int64", (q) => [n, reading(most, q)]), last = b.one("Sub", [ends, b.constant([1], "int64", [])], { dtype: "int64", shape: [n], alt: [n] });
  const places = b.one("Min", [b.one("Add", [column(starts), steps], table), column(last)], table);
  return b.one("Gather", [x, places], spec(x.dtype, (q) => [...x.size(q).slice(0, axis), ...(q === 0 ? table.shape : table.alt), ...x.size(q).slice(axis + 1)]), { axis });
}
/** No cell has more. */
const longest = (b: Builder, x: TensorV, axis: number, n: number): IntV => sizeOn(b, "add", sizeOn(b, "floordiv", sizeOn(b, "add", b.sizeOf(x, axis), n - 1), n), 1);
/** Where `n` cells along an axis begin and end. */
function boundsOf(b: Builder, x: TensorV, axis: number, n: number): { readonly starts: TensorV; readonly ends: TensorV } {
  const line = (op: string, p: string | TensorV, q: string | TensorV): TensorV => b.one(op, [p, q], { dtype: "int64", shape: [n], alt: [n] });
  const size = b.scalarInt(b.sizeOf(x, axis)), steps = (from: number): string => b.ints(Array.from({ length: n }, (_, i) => i + from)), by = b.constant([n], "int64", []);
  return { starts: line("Div", line("Mul", steps(0), size), by), ends: line("Div", line("Add", line("Mul", steps(1), size), b.constant([n - 1], "int64", [])), by) };
}
/** Where the largest of each cell stands within its plane. */
export function placesOfCells(b: Builder, x: TensorV, want: readonly number[]): TensorV {
  if (want.every((n) => n === 1)) {
    const lead = x.rank - want.length, ones = want.map(() => 1), plane = x.shape.slice(lead).map((_, i) => b.sizeOf(x, lead + i));
    const flat = b.one("Reshape", [x, b.ints([...x.shape.slice(0, lead).map(() => 0), -1])], spec(x.dtype, (q) => [...x.size(q).slice(0, lead), plane.reduce((p, d) => p * reading(d, q), 1)]));
    const at = b.one("ArgMax", [flat], spec("int64", (q) => [...x.size(q).slice(0, lead), 1]), { axis: lead, keepdims: 1 });
    return b.one("Unsqueeze", [at, b.ints(ones.slice(1).map((_, i) => lead + 1 + i))], spec("int64", (q) => [...x.size(q).slice(0, lead), ...ones]));
  }
  const lead = x.rank - want.length;
  const axes = want.map((n, i) => ({ n, size: b.sizeOf(x, lead + i), ...boundsOf(b, x, lead + i, n), most: longest(b, x, lead + i, n) }));
  const cut = axes.reduce((at, { n }, i) => cellsAlong(b, at, lead + 2 * i, n), x);
  const order = [...x.shape.slice(0, lead).map((_, i) => i), ...want.map((_, i) => lead + 2 * i), ...want.map((_, i) => lead + 2 * i + 1)];
  const moved = b.one("Transpose", [cut], spec(x.dtype, (q) => order.map((d) => cut.size(q)[d] ?? 1)), { perm: order });
  const heads = (q: Which): number[] => [...x.size(q).slice(0, lead), ...want], inCell = (q: Which): number => axes.reduce((p, { most }) => p * reading(most, q), 1);
  const flat = b.one("Reshape", [moved, b.ints([...heads(0).map((d, i) => (i < lead ? 0 : d)), -1])], spec(x.dtype, (q) => [...heads(q), inCell(q)]));
  // its place in the cell is its place in the plane, axis by axis from the last
  let rest = b.one("ArgMax", [flat], spec("int64", heads), { axis: lead + want.length, keepdims: 0 });
  const on = (op: string, p: TensorV, q: TensorV | string): TensorV => b.one(op, [p, q], spec("int64", heads));
  let place: TensorV | null = null, scale: IntV = int(1);
  for (const [d, { n, size, starts, ends, most }] of [...axes.entries()].reverse()) {
    const wide = (t: TensorV): TensorV => { const dims = want.slice(d).map((_, i) => (i === 0 ? n : 1)); return b.reshape(t, dims, dims); };
    const step = on("Mod", rest, b.scalarInt(most));
    const along = on("Min", on("Add", step, wide(starts)), wide(b.one("Sub", [ends, b.constant([1], "int64", [])], { dtype: "int64", shape: [n], alt: [n] })));
    const scaled = on("Mul", along, b.scalarInt(scale));
    place = place ? on("Add", place, scaled) : scaled;
    rest = on("Div", rest, b.scalarInt(most));
    scale = sizeOn(b, "mul", scale, size);
  }
  return place ?? rest;
}
/** Means of `n` cells along an axis whose size is open: from running sums, at ends that the file computes. */
export function meansOfCells(b: Builder, x: TensorV, axis: number, n: number): TensorV {
  const { starts, ends } = boundsOf(b, x, axis, n);
  const sums = b.one("CumSum", [x, b.constant([axis], "int64", [])], { dtype: x.dtype, shape: x.shape, alt: x.alt });
  const pads = [...x.shape.map((_, i) => (i === axis ? 1 : 0)), ...x.shape.map(() => 0)];
  const padded = b.one("Pad", [sums, b.ints(pads), b.constant([0], x.dtype, [])], spec(x.dtype, (q) => sums.size(q).map((d, i) => (i === axis ? d + 1 : d))), { mode: "constant" });
  const out = spec(x.dtype, (q) => x.size(q).map((d, i) => (i === axis ? n : d)));
  const at = (i: TensorV): TensorV => b.one("Gather", [padded, i], out, { axis });
  const wide = x.shape.map((_, i) => (i === axis ? n : 1));
  const counts = b.reshape(b.cast(b.one("Sub", [ends, starts], { dtype: "int64", shape: [n], alt: [n] }), x.dtype), wide, wide);
  return b.one("Div", [b.one("Sub", [at(ends), at(starts)], out), counts], out);
}
export function reduced(b: Builder, op: string, x: TensorV, axis: number): TensorV {
  return b.one(op, [x, b.opset >= 18 ? b.ints([axis]) : null], spec(x.dtype, (q) => x.size(q).filter((_, d) => d !== axis)), { keepdims: 0, ...(b.opset >= 18 ? {} : { axes: [axis] }) });
}

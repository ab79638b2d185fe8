/** Elements picked along an axis, cell by cell. */
import type { Builder } from "../builder";
import { CannotExport, type TensorV } from "../values";
import { spec } from "./support";

/** The elements at `places` (a table of indices) along an axis, which becomes two. */
export function picked(b: Builder, x: TensorV, axis: number, places: readonly (readonly number[])[]): TensorV {
  const [rows, columns] = [places.length, places[0]?.length ?? 0];
  return b.one("Gather", [x, b.constant(places.flat(), "int64", [rows, columns])], spec(x.dtype, (q) => [...x.size(q).slice(0, axis), rows, columns, ...x.size(q).slice(axis + 1)]), { axis });
}
export function fixedSizes(x: TensorV, axes: readonly number[], what: string): number[] {
  return axes.map((d) => { const n = x.shape[d] ?? 1; if (n !== x.alt[d]) throw new CannotExport(`${what} over a dynamic axis`); return n; });
}

/** Cells of different sizes: shorter ones repeat their last element. */
export function adaptiveMaxOf(b: Builder, x: TensorV, want: readonly number[]): TensorV {
  let at = x;
  const lead = x.rank - want.length;
  const sizes = fixedSizes(x, want.map((_, i) => lead + i), "adaptive_max_pool");
  want.forEach((n, i) => {
    const axis = lead + i, from = sizes[i] ?? 1;
    const cells = Array.from({ length: n }, (_, o) => [Math.floor((o * from) / n), Math.ceil(((o + 1) * from) / n)] as const);
    const longest = Math.max(...cells.map(([s, e]) => e - s));
    const cut = picked(b, at, axis, cells.map(([s, e]) => Array.from({ length: longest }, (_, j) => Math.min(s + j, e - 1))));
    at = reduced(b, "ReduceMax", cut, axis + 1);
  });
  return at;
}
export function reduced(b: Builder, op: string, x: TensorV, axis: number): TensorV {
  return b.one(op, [x, b.opset >= 18 ? b.ints([axis]) : null], spec(x.dtype, (q) => x.size(q).filter((_, d) => d !== axis)), { keepdims: 0, ...(b.opset >= 18 ? {} : { axes: [axis] }) });
}

/** What the lowerings share. */
import type { Node } from "../../../script/ir/ir";
import type { Builder, Spec } from "../builder";
import { CannotExport, int, isOpen, Misfit, TensorV, withArticle, type Origin, type IntV, type V, type Which } from "../values";
import type { DType } from "../proto";
import { intItems, SCALARS } from "../scalars";
import { msg } from "../../../text/message";

export type Args = readonly V[];
/** Undefined: these arguments are not what the lowering is for. */
export type Lowering = (a: Args, b: Builder, n: Node) => V | V[] | undefined;

/** All lowerings by operator, for those that are written with others; `lowerings.ts` fills it. */
export const OPERATORS: Record<string, Lowering> = {};

const PLACES = { item: msg`item`, input: msg`input`, indices: msg`indices`, target: msg`target`, weight: msg`weight` } as const;
export function tensor(v: V | undefined, what: "argument" | keyof typeof PLACES = "argument"): TensorV {
  if (v instanceof TensorV) return v;
  throw new CannotExport(msg`the ${what === "argument" ? msg`argument` : PLACES[what]} is ${v ? withArticle(v.k) : msg`a missing value`}, not a Tensor`);
}
export const optional = (v: V | undefined): TensorV | null => (v instanceof TensorV ? v : null);
export function number(v: V | undefined, otherwise?: number): number {
  if (v?.k === "int" || v?.k === "float") {
    if (isOpen(v)) throw new CannotExport(msg`a number that depends on a dynamic axis, where ONNX takes a constant`);
    return v.v;
  }
  if (v?.k === "bool") return v.v ? 1 : 0;
  if (otherwise !== undefined) return otherwise;
  throw new CannotExport(msg`a number that is not known before the model runs`);
}
export const flag = (v: V | undefined): boolean => v?.k === "bool" && v.v;
export function sizes(v: V | undefined): IntV[] {
  const items = intItems(v);
  if (!items) throw new CannotExport(msg`a list of sizes that is not known before the model runs`);
  return items;
}
/** Arithmetic on sizes, in the file where one of them is open. */
export function sizeOn(b: Builder, op: "add" | "sub" | "mul" | "floordiv" | "remainder", x: IntV, y: IntV | number): IntV {
  const made = SCALARS[`aten::${op}`]?.([x, typeof y === "number" ? int(y) : y], b);
  if (made?.k !== "int") throw new CannotExport(msg`a size that depends on a dynamic axis in a way that cannot be computed in the file`);
  return made;
}
export function leastSize(b: Builder, x: IntV, y: IntV): IntV {
  const made = SCALARS["prim::min"]?.([x, y], b);
  return made?.k === "int" ? made : x;
}
export const product = (b: Builder, of: readonly IntV[]): IntV => of.reduce((p, d) => sizeOn(b, "mul", p, d), int(1));
/** One number everywhere. */
export function filled(b: Builder, v: number, dtype: DType, dims: readonly IntV[]): TensorV {
  const [shape, alt] = ([0, 1] as const).map((q) => dims.map((d) => at(d, q)));
  if (!dims.some(isOpen)) return new TensorV(b.constant(new Array<number>(shape?.reduce((p, d) => p * d, 1) ?? 1).fill(v), dtype, shape ?? []), dtype, shape ?? [], shape ?? []);
  return b.one("Expand", [b.constant([v], dtype, []), b.intList(dims)], { dtype, shape: shape ?? [], alt: alt ?? [] });
}
/** A list of constants, a single one spread to `n`. */
export function ints(v: V | undefined, n = 0, otherwise?: readonly number[]): number[] {
  if ((v === undefined || v.k === "none" || (v.k === "list" && v.items.length === 0)) && otherwise) return [...otherwise];
  const out = sizes(v).map((i) => number(i));
  const [only] = out;
  return n > 1 && out.length === 1 && only !== undefined ? Array.from({ length: n }, () => only) : out;
}
export const at = (i: IntV | undefined, w: Which): number => (w === 0 ? i?.v : i?.alt) ?? 0;
/** The same rule for both readings of the sizes. */
export function spec(dtype: DType, rule: (w: Which) => readonly number[]): Spec {
  const shape = rule(0);
  try {
    return { dtype, shape, alt: rule(1) };
  } catch (error) {
    // the numbers that the second reading has for open sizes are nobody's
    if (!(error instanceof CannotExport)) throw error;
    throw new Misfit(msg`sizes go together here in the example, but not when those that are left open are others`, msg`Leave the same size open, under the same name, in every example input that has it; or leave none open.`);
  }
}
export const like = (t: TensorV, dtype: DType = t.dtype): Spec => ({ dtype, shape: t.shape, alt: t.alt });

/** Writes `made` into the memory of `x`; whatever else looks at that memory is out of date. */
export function inPlace(x: TensorV, made: TensorV, b: Builder): TensorV {
  b.use(x);
  const cast = b.cast(made, x.dtype);
  b.touch(x);
  const { origin } = x;
  if (origin) {
    if (!origin.write) throw new CannotExport(msg`a write into a tensor whose elements share memory (an expanded one)`);
    b.use(origin.base);
    inPlace(origin.base, origin.write(origin.base, cast), b);
  } else x.memory.version++;
  x.host = null;
  x.name = b.use(cast);
  x.version = x.memory.version;
  x.shape = cast.shape;
  x.alt = cast.alt;
  return x;
}
/** `made` looks at the memory of `x`. */
export function view(x: TensorV, made: TensorV, origin: Omit<Origin, "base">): TensorV {
  const { name, dtype, shape, alt } = made;
  return x.view(name, { dtype, shape, alt }, origin);
}

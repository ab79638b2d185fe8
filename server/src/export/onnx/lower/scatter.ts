/** Reads and writes at places that tensors name, and results whose size depends on values. */
import { asTensor, type Builder } from "../builder";
import { count } from "../../strides";
import { axisOf, broadcast, CannotExport, int, list, type TensorV, type V } from "../values";
import { ARITHMETIC, inPlaceOf } from "./arithmetic";
import { scatterReduce } from "./attention";
import { flag, like, number, spec, tensor, type Lowering } from "./support";
import { SHAPES } from "./shapes";
import { msg } from "../../../text/message";

const REDUCTIONS: Readonly<Record<string, string>> = { add: "add", sum: "add", multiply: "mul", prod: "mul", amax: "max", amin: "min" };

/** Where index tensors may be larger than what is written, torch takes the part that they name. */
function cutTo(b: Builder, src: TensorV, index: TensorV): TensorV {
  if (src.shape.join() === index.shape.join()) return src;
  return b.one("Slice", [src, b.ints(index.shape.map(() => 0)), b.intList(index.shape.map((_, i) => b.sizeOf(index, i))), b.ints(index.shape.map((_, i) => i))], like(index, src.dtype));
}
const scatter = (how: (a: readonly V[]) => string | undefined): Lowering => (a, b) => {
  const x = tensor(a[0]), index = b.cast(tensor(a[2]), "int64"), v = a[3];
  if (!v) return undefined;
  const reduction = how(a);
  if (reduction !== undefined && b.opset < 18 && (reduction === "max" || reduction === "min")) throw new CannotExport(msg`scatter with amax or amin needs opset 18 or more`, null, null, msg`Choose it with --opset 18.`, 18);
  const value = v.k === "tensor" && v.rank > 0 ? cutTo(b, b.cast(v, x.dtype), index) : b.one("Expand", [asTensor(b, v, x.dtype), b.intList(index.shape.map((_, i) => b.sizeOf(index, i)))], like(index, x.dtype));
  return b.one("ScatterElements", [x, index, value], like(x), { axis: axisOf(number(a[1]), x.rank), ...(reduction === undefined ? {} : { reduction }) });
};
/** An index along one axis, spread to the shape of what is written there. */
function spread(b: Builder, index: TensorV, axis: number, like_: TensorV): TensorV {
  const line = b.reshape(b.cast(index, "int64"), like_.shape.map((_, i) => (i === axis ? index.shape[0] ?? 1 : 1)), like_.shape.map((_, i) => (i === axis ? index.alt[0] ?? 1 : 1)));
  return b.one("Expand", [line, b.intList(like_.shape.map((_, i) => b.sizeOf(like_, i)))], like(like_, "int64"));
}
const along = (reduction: string | undefined, alpha: number): Lowering => (a, b) => {
  const x = tensor(a[0]), src = b.cast(tensor(a[3]), x.dtype);
  const axis = axisOf(number(a[1]), x.rank);
  const by = alpha ? number(a[alpha], 1) : 1;
  const value = by === 1 ? src : b.one("Mul", [src, b.constant([by], x.dtype, [])], like(src));
  return b.one("ScatterElements", [x, spread(b, tensor(a[2]), axis, src), value], like(x), { axis, ...(reduction === undefined ? {} : { reduction }) });
};

/** Places where a tensor is not zero, one row each: as many as there are. */
function nonzero(b: Builder, x: TensorV): TensorV {
  const wide = x.dtype === "bool" ? b.cast(x, "uint8") : x;
  const n = b.unknown();
  const found = b.one("NonZero", [wide], { dtype: "int64", shape: [Math.max(x.rank, 1), n.v], alt: [Math.max(x.rank, 1), n.alt] });
  return b.one("Transpose", [found], { dtype: "int64", shape: [n.v, found.shape[0] ?? 1], alt: [n.alt, found.shape[0] ?? 1] }, { perm: [1, 0] });
}
function columns(b: Builder, rows: TensorV): TensorV[] {
  return Array.from({ length: rows.shape[1] ?? 1 }, (_, i) => b.one("Gather", [rows, b.constant([i], "int64", [])], { dtype: "int64", shape: rows.shape.slice(0, 1), alt: rows.alt.slice(0, 1) }, { axis: 1 }));
}
const isMask = (v: V): boolean => v.k === "tensor" && (v.dtype === "bool" || v.dtype === "uint8");

/** Index tensors by axis: masks become the places that they name. */
function indices(b: Builder, given: V | undefined): (TensorV | null)[] {
  if (given?.k !== "list" && given?.k !== "tuple") return [];
  return given.items.flatMap((v) => (v.k !== "tensor" ? [null] : isMask(v) ? columns(b, nonzero(b, v)) : [b.cast(v, "int64")]));
}
/** Axes with an index first, then the others; `order` says which stood where. */
function indexFirst(b: Builder, x: TensorV, at: readonly (TensorV | null)[]): { moved: TensorV; order: number[]; places: TensorV } {
  const axes = at.flatMap((t, i) => (t ? [i] : []));
  const order = [...axes, ...x.shape.map((_, i) => i).filter((i) => !axes.includes(i))];
  const moved = order.every((d, i) => d === i) ? x : b.one("Transpose", [x], spec(x.dtype, (q) => order.map((d) => x.size(q)[d] ?? 1)), { perm: order });
  const tensors = at.filter((t): t is TensorV => t !== null);
  const shape = (q: 0 | 1): number[] => broadcast(...tensors.map((t) => t.size(q)));
  const target = tensors.find((t) => t.shape.join() === shape(0).join());
  const parts = tensors.map((t, k) => {
    const size = x.shape[axes[k] ?? 0] ?? 1;
    const plain = size === x.alt[axes[k] ?? 0] ? b.one("Mod", [t, b.constant([size], "int64", [])], like(t)) : t; // torch counts negative ones from the end
    const wide = t.shape.join() === shape(0).join() ? plain : b.one("Expand", [plain, target ? b.intList(target.shape.map((_, i) => b.sizeOf(target, i))) : b.ints(shape(0))], spec("int64", shape));
    return b.one("Unsqueeze", [wide, b.ints([-1])], spec("int64", (q) => [...shape(q), 1]));
  });
  return { moved, order, places: b.one("Concat", parts, spec("int64", (q) => [...shape(q), parts.length]), { axis: -1 }) };
}
/** How many of the other axes the places of index tensors stand behind: where they stood if side by side, else in front. */
const standsBehind = ([first = 0, ...more]: readonly number[]): number => (more.every((d, i) => d === first + 1 + i) ? first : 0);
const index: Lowering = (a, b, n) => {
  const x = tensor(a[0]);
  const given = a[1]?.k === "list" ? a[1].items : [];
  const plain = given.filter((v) => v.k === "tensor");
  if (plain.length === 1 && !plain.some(isMask)) return SHAPES["aten::index"]?.(a, b, n);
  const at = indices(b, a[1]);
  const axes = at.flatMap((t, i) => (t ? [i] : []));
  if (axes.length === 0) return x;
  const { moved, places } = indexFirst(b, x, at);
  const rank = places.rank - 1;
  const made = b.one("GatherND", [moved, places], spec(x.dtype, (q) => [...places.size(q).slice(0, -1), ...moved.size(q).slice(axes.length)]));
  const first = standsBehind(axes);
  if (first === 0) return made;
  const order = [...Array.from({ length: first }, (_, i) => rank + i), ...Array.from({ length: rank }, (_, i) => i), ...Array.from({ length: made.rank - rank - first }, (_, i) => rank + first + i)];
  return b.one("Transpose", [made], spec(x.dtype, (q) => order.map((d) => made.size(q)[d] ?? 1)), { perm: order });
};
const indexPut: Lowering = (a, b) => {
  const x = tensor(a[0]), v = tensor(a[2]);
  const given = a[1]?.k === "list" ? a[1].items : [];
  const [only] = given;
  if (given.length === 1 && only?.k === "tensor" && isMask(only) && count(v.shape) === 1 && !flag(a[3])) {
    const mask = b.reshape(b.cast(only, "bool"), [...only.shape, ...x.shape.slice(only.rank).map(() => 1)], [...only.alt, ...x.shape.slice(only.rank).map(() => 1)], [...only.shape.map((_, i) => b.sizeOf(only, i)), ...x.shape.slice(only.rank).map(() => int(1))]);
    return b.one("Where", [mask, b.cast(v, x.dtype), x], like(x));
  }
  const at = indices(b, a[1]);
  const n = at.filter((t) => t !== null).length;
  if (n === 0) return undefined;
  const { moved, order, places } = indexFirst(b, x, at);
  const axes = at.flatMap((t, i) => (t ? [i] : []));
  // what is written lies as what is read does, and is turned
  const before = standsBehind(axes), rank = places.rank - 1;
  const asRead = <S>(at: readonly S[], others: readonly S[]): S[] => [...others.slice(0, before), ...at, ...others.slice(before)];
  const shape = (q: 0 | 1): number[] => asRead(places.size(q).slice(0, -1), moved.size(q).slice(n));
  const sizes = asRead(places.shape.slice(0, -1).map((_, i) => b.sizeOf(places, i)), moved.shape.slice(n).map((_, i) => b.sizeOf(moved, i + n)));
  const wide = v.shape.join() === shape(0).join() ? b.cast(v, x.dtype) : b.one("Expand", [b.cast(v, x.dtype), b.intList(sizes)], spec(x.dtype, shape));
  const turned = [...Array.from({ length: rank }, (_, i) => before + i), ...wide.shape.map((_, i) => i).filter((i) => i < before || i >= before + rank)];
  const value = before === 0 ? wide : b.one("Transpose", [wide], spec(x.dtype, (q) => turned.map((d) => wide.size(q)[d] ?? 1)), { perm: turned });
  const made = b.one("ScatterND", [moved, places, value], like(moved), flag(a[3]) ? { reduction: "add" } : {});
  return order.every((d, i) => d === i) ? made : b.one("Transpose", [made], like(x), { perm: order.map((_, i) => order.indexOf(i)) });
};
const masked: Lowering = (a, b) => {
  const x = tensor(a[0]), mask = tensor(a[1]);
  const shape = (q: 0 | 1): number[] => broadcast(x.size(q), mask.size(q));
  const wide = (t: TensorV): TensorV => { const from = t === x ? mask : x; return t.shape.join() === shape(0).join() ? t : b.one("Expand", [t, b.intList(from.shape.map((_, i) => b.sizeOf(from, i)))], spec(t.dtype, shape)); };
  const n = b.unknown();
  return b.one("Compress", [wide(x), b.reshape(wide(mask), [count(shape(0))], [count(shape(1))])], { dtype: x.dtype, shape: [n.v], alt: [n.alt] });
};
const nms: Lowering = (a, b) => {
  const boxes = tensor(a[0]), scores = tensor(a[1]);
  const wideBoxes = b.one("Unsqueeze", [b.cast(boxes, "float32"), b.ints([0])], spec("float32", (q) => [1, ...boxes.size(q)]));
  const wideScores = b.one("Unsqueeze", [b.cast(scores, "float32"), b.ints([0, 1])], spec("float32", (q) => [1, 1, ...scores.size(q)]));
  const n = b.unknown();
  const rows = { dtype: "int64" as const, shape: [n.v, 3], alt: [n.alt, 3] };
  const found = b.one("NonMaxSuppression", [wideBoxes, wideScores, b.ints([Number.MAX_SAFE_INTEGER]), b.constant([number(a[2])], "float32", [1])], rows);
  return columns(b, found)[2];
};

const FUNCTIONS: Record<string, Lowering> = {
  "aten::scatter": scatter((a) => (a[4]?.k === "str" ? REDUCTIONS[a[4].v] : undefined)), "aten::scatter_add": scatter(() => "add"),
  "aten::scatter_reduce": scatterReduce(scatter((a) => (a[4]?.k === "str" ? REDUCTIONS[a[4].v] : undefined))),
  "aten::index_add": along("add", 4), "aten::index_copy": along(undefined, 0), "aten::index_put": indexPut,
};
export const SCATTER: Readonly<Record<string, Lowering>> = {
  ...FUNCTIONS, ...Object.fromEntries(Object.entries(FUNCTIONS).map(([k, f]) => [`${k}_`, inPlaceOf(f)])),
  "aten::index": index, "aten::masked_select": masked, "aten::nonzero": (a, b) => nonzero(b, tensor(a[0])), "aten::argwhere": (a, b) => nonzero(b, tensor(a[0])), "aten::nonzero_numpy": (a, b) => list(columns(b, nonzero(b, tensor(a[0])))),
  "torchvision::nms": nms, "aten::where": (a, b, n) => (a.length === 1 ? list(columns(b, nonzero(b, tensor(a[0])))) : ARITHMETIC["aten::where"]?.(a, b, n)),
};

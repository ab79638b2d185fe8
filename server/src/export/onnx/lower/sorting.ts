/** Sorting, picking and running sums. */
import { asTensor, type Builder } from "../builder";
import { axisOf, CannotExport, dtypeOf, float, int, isFloat, list, NONE, promote, type IntV, type TensorV, type V } from "../values";
import { Calc } from "./composed";
import { at, flag, like, number, sizeOn, spec, tensor, type Lowering } from "./support";
import { msg } from "../../../text/message";

const sortable = (b: Builder, x: TensorV): TensorV => (x.dtype === "bool" ? b.cast(x, "int32") : x);

/** The first `k` of the sorted values along an axis, and where they stood. */
function top(b: Builder, given: TensorV, k: number | IntV | null, axis: number, largest: boolean): TensorV[] {
  const x = sortable(b, given);
  const out = spec(x.dtype, (q) => x.size(q).map((d, i) => (i === axis ? (typeof k === "number" ? k : k ? at(k, q) : d) : d)));
  const size = b.sizeOf(x, axis);
  const wanted = k === null ? b.intList([size]) : typeof k === "number" ? b.ints([k]) : b.intList([k]);
  const [values, places] = b.emit("TopK", [x, wanted], [out, { ...out, dtype: "int64" }], { axis, largest: largest ? 1 : 0, sorted: 1 });
  if (!values || !places) throw new CannotExport(msg`topk without results`);
  return [b.cast(values, given.dtype), places];
}
const single = (x: TensorV): TensorV => { if (x.rank === 0) throw new CannotExport(msg`sorting a tensor without dimensions`); return x; };
const topk: Lowering = (a, b) => { const x = single(tensor(a[0])); return top(b, x, a[1]?.k === "int" ? a[1] : number(a[1]), axisOf(number(a[2], -1), x.rank), a[3]?.k === "bool" ? a[3].v : true); };
/** sort(x, dim, descending) and sort(x, *, stable, dim, descending) */
const sort: Lowering = (a, b) => {
  const x = single(tensor(a[0]));
  const rest = a[1]?.k === "int" ? a.slice(1) : a.slice(2);
  return top(b, x, null, axisOf(number(rest[0], -1), x.rank), flag(rest[1]));
};
/** The k-th smallest along an axis. */
function nth(b: Builder, x: TensorV, k: IntV, axis: number, keep: boolean): TensorV[] {
  const last = sizeOn(b, "sub", k, 1), place = keep ? b.intList([last]) : b.scalarInt(last);
  return top(b, x, k, axis, false).map((t) => {
    const out = spec(t.dtype, (q) => t.size(q).flatMap((d, i) => (i === axis ? (keep ? [1] : []) : [d])));
    return b.one("Gather", [t, place], out, { axis });
  });
}
const median: Lowering = (a, b) => {
  const whole = a.length === 1;
  const given = tensor(a[0]);
  const x = whole ? b.reshape(given, [given.shape.reduce((p, q) => p * q, 1)], [given.alt.reduce((p, q) => p * q, 1)]) : single(given);
  const axis = whole ? 0 : axisOf(number(a[1]), x.rank);
  const found = nth(b, x, sizeOn(b, "floordiv", sizeOn(b, "add", b.sizeOf(x, axis), 1), 2), axis, flag(a[2]));
  return whole ? found[0] : found;
};
/** Of what is no NaN: how many that are is told row by row, and they stand last when sorted as infinity. */
const nanMedian: Lowering = (a, b, n) => {
  const whole = a.length === 1, c = new Calc(b, n), given = tensor(a[0]);
  const x = whole ? c.on("flatten", given, int(0), int(-1)) : single(given), axis = whole ? 0 : axisOf(number(a[1]), x.rank);
  if (!isFloat(x.dtype)) return median(a, b, n);
  const bad = c.on("isnan", x), counted = c.on("sum", b.cast(c.on("logical_not", bad), "int64"), list([int(axis)]), YES, NONE);
  const at = c.on("floor_divide", c.on("clamp_min", c.two("Sub", counted, int(1)), int(0)), int(2));
  const found = top(b, c.on("where", bad, float(Infinity), x), null, axis, false).map((t) => c.on("gather", t, int(axis), at));
  const [values, places] = found.map((t) => (whole || !flag(a[2]) ? c.on("squeeze", t, int(axis)) : t));
  const none = c.on("eq", whole || !flag(a[2]) ? c.on("squeeze", counted, int(axis)) : counted, int(0));
  if (!values || !places) return undefined;
  const made = c.on("where", none, float(NaN), values);
  return whole ? made : [made, places];
};
const YES: V = { k: "bool", v: true };
const cumsum: Lowering = (a, b) => {
  const x = tensor(a[0]);
  const wide = a[2]?.k === "int" ? b.cast(x, dtypeOf(a[2].v)) : isFloat(x.dtype) ? x : b.cast(x, "int64");
  return b.one("CumSum", [wide, b.constant([axisOf(number(a[1]), x.rank)], "int64", [])], like(wide));
};

export const SORTING: Readonly<Record<string, Lowering>> = {
  "aten::topk": topk, "aten::sort": sort, "aten::argsort": (a, b, n) => { const made = sort(a, b, n); return Array.isArray(made) ? made[1] : undefined; }, "aten::msort": (a, b) => top(b, tensor(a[0]), null, 0, false)[0],
  "aten::kthvalue": (a, b) => { const x = single(tensor(a[0])); return nth(b, x, a[1]?.k === "int" ? a[1] : int(number(a[1])), axisOf(number(a[2], -1), x.rank), flag(a[3])); }, "aten::median": median, "aten::nanmedian": nanMedian, "aten::cumsum": cumsum,
  // every element against every boundary
  "aten::bucketize": (a, b) => { const edges = tensor(a[1]); return narrow(b, counted(b, a[0]?.k === "tensor" ? a[0] : asTensor(b, a[0] ?? NONE, edges.dtype), edges, flag(a[3])), a[2]); }, "aten::searchsorted": (a, b) => { const edges = tensor(a[0]), right = flag(a[3]) || (a[4]?.k === "str" && a[4].v === "right"); return narrow(b, counted(b, a[1]?.k === "tensor" ? a[1] : asTensor(b, a[1] ?? NONE, edges.dtype), edges, right), a[2]); },
};
const narrow = (b: Builder, t: TensorV, asInt32: V | undefined): TensorV => (flag(asInt32) ? b.cast(t, "int32") : t);
/** How many boundaries (the last axis of `edges`; of several rows the one beside) each element has passed. */
function counted(b: Builder, x: TensorV, edges: TensorV, right: boolean): TensorV {
  const rows = edges.rank > 1;
  const wide = b.one("Unsqueeze", [x, b.ints([-1])], spec(x.dtype, (q) => [...x.size(q), 1]));
  const dtype = promote(x.dtype, edges.dtype);
  const beside = rows ? b.one("Unsqueeze", [edges, b.ints([-2])], spec(edges.dtype, (q) => [...edges.size(q).slice(0, -1), 1, edges.size(q).at(-1) ?? 0])) : edges;
  const passed = b.one(right ? "GreaterOrEqual" : "Greater", [b.cast(wide, dtype), b.cast(beside, dtype)], spec("bool", (q) => [...x.size(q), edges.size(q).at(-1) ?? 0]));
  return b.one("ReduceSum", [b.cast(passed, "int64"), b.ints([-1])], { dtype: "int64", shape: x.shape, alt: x.alt }, { keepdims: 0 });
}

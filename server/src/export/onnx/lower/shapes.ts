/** Views, slices, joins: what changes shapes and places but no values. */
import { fixed, type Builder } from "../builder";
import { smoothed } from "./antialias";
import { contiguousStrides, count } from "../../strides";
import { isContiguous, type HostArray } from "../host";
import { axisOf, bool, CannotExport, dtypeOf, int, isOpen, isUnknown, list, NONE, scalarTypeOf, TensorV, type IntV, type Origin, type V } from "../values";
import { SCALARS } from "../scalars";
import { takenApart } from "../sequences";
import type { Node } from "../../../script/ir/ir";
import { at, flag, ints, like, number, sizes, spec, tensor, view, type Lowering } from "./support";
import { resultType } from "./arithmetic";
import { msg } from "../../../text/message";

type How = Omit<Origin, "base">;
function hostView(x: TensorV, made: HostArray, how: How): TensorV { return x.view("", { dtype: x.dtype, shape: made.shape, alt: made.shape, held: made }, how); }
const sizesOf = (b: Builder, x: TensorV): IntV[] => x.shape.map((_, i) => b.sizeOf(x, i));
/** Back to the shape of what the view is of. */
const shapedBack = (b: Builder): Required<How>["write"] => (base, value) => b.reshape(value, base.shape, base.alt, sizesOf(b, base));

/** Fills in a -1 and follows both readings of the sizes. */
function reshaped(b: Builder, x: TensorV, dims: readonly IntV[]): TensorV {
  const rule = (q: 0 | 1): number[] => {
    const total = count(x.size(q));
    const known = dims.reduce((n, d) => (at(d, q) === -1 ? n : n * at(d, q)), 1);
    return dims.map((d) => (at(d, q) === -1 ? total / known : at(d, q)));
  };
  const shape = rule(0), alt = rule(1);
  const values = dims.some((d) => b.isData(d)) || x.shape.some(isUnknown);
  if (values) dims.forEach((d, i) => { if (d.v === -1 && !Number.isInteger(shape[i])) { const n = b.unknown(); shape[i] = n.v; alt[i] = n.alt; } });
  if (!values && (shape.some((d) => !Number.isInteger(d)) || count(shape) !== x.shape.reduce((p, q) => p * q, 1))) throw new CannotExport(msg`a tensor of shape [${x.shape.join(", ")}] cannot become [${dims.map((d) => d.v).join(", ")}]`);
  const how: How = { read: (base) => reshaped(b, base, dims), write: shapedBack(b) };
  if (x.host && isContiguous(x.host)) return hostView(x, { data: x.host.data, shape, strides: contiguousStrides(shape), offset: x.host.offset }, how);
  return view(x, b.reshape(x, shape, alt, dims), how);
}
const reshape: Lowering = (a, b) => reshaped(b, tensor(a[0]), sizes(a[1]));
const flatten: Lowering = (a, b) => {
  const x = tensor(a[0]);
  const s = axisOf(number(a[1], 0), x.rank), e = axisOf(number(a[2], -1), x.rank);
  const open = x.shape.filter((d, i) => d !== x.alt[i] && (i < s || i > e)).length;
  const inner = x.shape.some((d, i) => d !== x.alt[i] && i >= s && i <= e);
  const dims = [...x.shape.slice(0, s).map((_, i) => (inner || open > 1 ? b.sizeOf(x, i) : int(x.shape[i] ?? 0, x.alt[i]))), int(x.shape.slice(s, e + 1).reduce((p, q) => p * q, 1), x.alt.slice(s, e + 1).reduce((p, q) => p * q, 1)), ...x.shape.slice(e + 1).map((_, i) => (inner || open > 1 ? b.sizeOf(x, e + 1 + i) : int(x.shape[e + 1 + i] ?? 0, x.alt[e + 1 + i])))];
  if (inner && open > 0) dims[s] = int(-1);
  return reshaped(b, x, dims);
};

function permuted(b: Builder, x: TensorV, order: readonly number[]): TensorV {
  const rule = (q: 0 | 1): number[] => order.map((d) => x.size(q)[d] ?? 0);
  const how: How = { read: (base) => permuted(b, base, order), write: (base, value) => b.one("Transpose", [value], like(base), { perm: order.map((_, i) => order.indexOf(i)) }) };
  if (x.host) return hostView(x, { data: x.host.data, shape: rule(0), strides: order.map((d) => x.host?.strides[d] ?? 0), offset: x.host.offset }, how);
  return view(x, b.one("Transpose", [x], spec(x.dtype, rule), { perm: order }), how);
}
const transpose: Lowering = (a, b) => {
  const x = tensor(a[0]);
  const [i, j] = a.length > 2 ? [axisOf(number(a[1]), x.rank), axisOf(number(a[2]), x.rank)] : [0, x.rank - 1];
  if (x.rank < 2) return x;
  return permuted(b, x, x.shape.map((_, d) => (d === i ? j : d === j ? i : d)));
};

const unsqueeze: Lowering = (a, b) => { const x = tensor(a[0]); return unsqueezedAt(b, x, axisOf(number(a[1]), x.rank + 1)); };
function unsqueezedAt(b: Builder, x: TensorV, axis: number): TensorV {
  const how: How = { read: (base) => unsqueezedAt(b, base, axis), write: shapedBack(b) };
  const rule = (q: 0 | 1): number[] => [...x.size(q).slice(0, axis), 1, ...x.size(q).slice(axis)];
  if (x.host) return hostView(x, { data: x.host.data, shape: rule(0), strides: [...x.host.strides.slice(0, axis), 0, ...x.host.strides.slice(axis)], offset: x.host.offset }, how);
  return view(x, b.one("Unsqueeze", [x, b.ints([axis])], spec(x.dtype, rule)), how);
}
const squeeze: Lowering = (a, b) => {
  const x = tensor(a[0]);
  const asked = a[1] === undefined || a[1].k === "none" ? x.shape.map((_, i) => i) : ints(a[1]).map((d) => axisOf(d, x.rank));
  const axes = asked.filter((d) => x.shape[d] === 1 && x.alt[d] === 1);
  if (asked.some((d) => x.shape[d] !== x.alt[d])) b.fixed.set(b.place.source, msg`squeeze keeps a dimension that stays open, where its size is 1, too`);
  return squeezedAt(b, x, axes);
};
function squeezedAt(b: Builder, x: TensorV, axes: readonly number[]): TensorV {
  if (axes.length === 0) return x;
  const how: How = { read: (base) => squeezedAt(b, base, axes), write: shapedBack(b) };
  const rule = (q: 0 | 1): number[] => x.size(q).filter((_, i) => !axes.includes(i));
  if (x.host) return hostView(x, { data: x.host.data, shape: rule(0), strides: x.host.strides.filter((_, i) => !axes.includes(i)), offset: x.host.offset }, how);
  return view(x, b.one("Squeeze", [x, b.ints(axes)], spec(x.dtype, rule)), how);
}

/** `x.unsqueeze_(0)`: x itself has another shape from there on, and writes through it still reach what it was made of. */
const ofItself = (look: Lowering): Lowering => (a, b, n) => {
  const x = tensor(a[0], "target");
  if (b.isFromOutside(x)) throw new CannotExport(msg`an if or a loop changes the shape of a tensor that was made outside of it`);
  x.become((former) => tensor(look([former, ...a.slice(1)], b, n) as V));
  return x;
};

/** Where a slice really starts and ends. */
function clamp(v: number, size: number): number { return Math.max(0, Math.min(size, v < 0 ? v + size : v)); }
const BIG = Number.MAX_SAFE_INTEGER;
const asInt = (v: V | undefined, otherwise: number): IntV => (v?.k === "int" ? (v.v > BIG ? int(BIG) : v) : int(otherwise));

/** Whether a slice of so many elements may find fewer: always, or for other sizes than the example's. */
function cutShort(x: TensorV, axis: number, start: IntV, end: IntV): "always" | "other sizes" | null {
  const size = x.shape[axis] ?? 0;
  if (size === x.alt[axis] || isOpen(start) || isOpen(end)) return null;
  const long = Math.max(-start.v, end.v === BIG ? 0 : end.v);
  if (isUnknown(size)) return long > 0 ? "always" : null;
  return long > 1 ? "other sizes" : null;
}
export function sliced(b: Builder, x: TensorV, axis: number, start: IntV, end: IntV, step: number): TensorV {
  const short = cutShort(x, axis, start, end);
  const values = b.isData(start) || b.isData(end) || short ? b.unknown() : null;
  const from = (q: 0 | 1): number => clamp(at(start, q), x.size(q)[axis] ?? 0);
  const size = (q: 0 | 1): number => values && (q === 1 || short !== "other sizes") ? (q === 0 ? values.v : values.alt) : Math.max(0, Math.ceil((clamp(at(end, q), x.size(q)[axis] ?? 0) - from(q)) / step));
  // of a table as long as the example a shorter input takes less
  const follows = x.shape[axis] === x.alt[axis] && (isOpen(start) || isOpen(end));
  if (!values && !follows && from(0) === 0 && from(1) === 0 && step === 1 && size(0) === x.shape[axis] && size(1) === x.alt[axis]) return x;
  const rule = (q: 0 | 1): number[] => x.size(q).map((d, i) => (i === axis ? size(q) : d));
  const how: How = { read: (base) => sliced(b, base, axis, start, end, step), write: (base, value) => sliceWritten(b, base, axis, start, end, step, value) };
  if (x.host && !values && !follows) {
    const { data, strides, offset } = x.host;
    return hostView(x, { data, shape: rule(0), strides: strides.map((s, i) => (i === axis ? s * step : s)), offset: offset + from(0) * (strides[axis] ?? 0) }, how);
  }
  return view(x, b.one("Slice", [x, b.intList([start]), b.intList([end]), b.ints([axis]), b.ints([step])], spec(x.dtype, rule)), how);
}
/** `base` with `value` in place of a slice of it. */
function sliceWritten(b: Builder, base: TensorV, axis: number, start: IntV, end: IntV, step: number, value: TensorV): TensorV {
  if (b.isData(start) || b.isData(end)) return cutWritten(b, base, axis, start, end, step, value);
  const size = (q: 0 | 1): number => base.size(q)[axis] ?? 0;
  const from = (q: 0 | 1): number => clamp(at(start, q), size(q)), to = (q: 0 | 1): number => Math.max(from(q), clamp(at(end, q), size(q)));
  if (step !== 1) {
    if (size(0) !== size(1)) throw new CannotExport(msg`a write into every n-th place of a dynamic axis`);
    const places = new Float64Array(count(value.shape));
    const inner = count(value.shape.slice(axis + 1)), own = value.shape[axis] ?? 1;
    if (value.shape.some((d, i) => d !== value.alt[i])) throw new CannotExport(msg`a write into every n-th place of a tensor with dynamic sizes`);
    for (let i = 0; i < places.length; i++) places[i] = from(0) + step * (Math.floor(i / inner) % own);
    return b.one("ScatterElements", [base, b.constant(places, "int64", value.shape), value], like(base), { axis });
  }
  const piece = (lo: IntV, hi: IntV, length: (q: 0 | 1) => number): TensorV[] =>
    length(0) === 0 && length(1) === 0 ? [] : [b.one("Slice", [base, b.intList([lo]), b.intList([hi]), b.ints([axis])], spec(base.dtype, (q) => base.size(q).map((d, i) => (i === axis ? length(q) : d))))];
  const parts = [...piece(int(0), start, from), value, ...piece(end, int(BIG), (q) => size(q) - to(q))];
  return parts.length === 1 ? value : b.one("Concat", parts, like(base), { axis });
}
/** The same where it depends on values where the slice starts or ends. */
function cutWritten(b: Builder, base: TensorV, axis: number, start: IntV, end: IntV, step: number, value: TensorV): TensorV {
  if (step !== 1) throw new CannotExport(msg`a write into every n-th place between ends that depend on values`);
  const piece = (lo: IntV | string, hi: IntV): TensorV => {
    const n = b.unknown();
    return b.one("Slice", [base, typeof lo === "string" ? lo : b.intList([lo]), b.intList([hi]), b.ints([axis])], spec(base.dtype, (q) => base.size(q).map((d, i) => (i === axis ? (q === 0 ? n.v : n.alt) : d))));
  };
  if (!isOpen(start) && start.v === 0) return b.one("Concat", [value, piece(end, int(BIG))], like(base), { axis });
  // an end before the start leaves nothing between: what follows begins behind what stands before
  const length = b.intList([b.sizeOf(base, axis)]);
  const row = (op: string, ...of: string[]): string => b.one(op, of, fixed("int64", [1])).name;
  const place = (i: IntV): string => { const at = b.intList([i]); return row("Where", b.one("Less", [at, b.ints([0])], fixed("bool", [1])).name, row("Max", row("Add", at, length), b.ints([0])), at); };
  return b.one("Concat", [piece(int(0), start), value, piece(row("Max", place(start), place(end)), int(BIG))], like(base), { axis });
}
const slice: Lowering = (a, b) => {
  const x = tensor(a[0]);
  return sliced(b, x, axisOf(number(a[1], 0), x.rank), asInt(a[2], 0), asInt(a[3], BIG), number(a[4], 1));
};
function selected(b: Builder, x: TensorV, axis: number, i: IntV): TensorV {
  const rule = (q: 0 | 1): number[] => x.size(q).filter((_, d) => d !== axis);
  const how: How = {
    read: (base) => selected(b, base, axis, i),
    write: (base, value) => {
      if (i.v !== i.alt && !b.isData(i)) throw new CannotExport(msg`a write at an index that depends on a dynamic axis`);
      const wide = b.one("Unsqueeze", [value, b.ints([axis])], spec(base.dtype, (q) => base.size(q).map((d, k) => (k === axis ? 1 : d))));
      if (b.isData(i)) {
        const places = b.one("Expand", [b.scalarInt(i), b.intList(wide.shape.map((_, k) => b.sizeOf(wide, k)))], like(wide, "int64"));
        return b.one("ScatterElements", [base, places, wide], like(base), { axis });
      }
      return sliceWritten(b, base, axis, i, i.v === -1 ? int(BIG) : int(i.v + 1), 1, wide);
    },
  };
  const index = i.v < 0 ? i.v + (x.shape[axis] ?? 0) : i.v;
  if (!b.isData(i) && (index < 0 || index >= (x.shape[axis] ?? 0))) throw new CannotExport(msg`index ${i.v} is out of range for a dimension of size ${x.shape[axis] ?? 0}`);
  if (x.host && !b.isData(i)) return hostView(x, { data: x.host.data, shape: rule(0), strides: x.host.strides.filter((_, d) => d !== axis), offset: x.host.offset + index * (x.host.strides[axis] ?? 0) }, how);
  return view(x, b.one("Gather", [x, b.scalarInt(i)], spec(x.dtype, rule), { axis }), how);
}
const select: Lowering = (a, b) => {
  const x = tensor(a[0]);
  const [i] = sizes(a[2]);
  return i ? selected(b, x, axisOf(number(a[1]), x.rank), i) : undefined;
};
const unbind: Lowering = (a, b) => {
  const x = tensor(a[0]);
  const axis = axisOf(number(a[1], 0), x.rank);
  if (x.shape[axis] !== x.alt[axis]) return takenApart(b, x, axis, null);
  return list(Array.from({ length: x.shape[axis] ?? 0 }, (_, i) => selected(b, x, axis, int(i))));
};

const expand: Lowering = (a, b) => expanded(b, tensor(a[0]), sizes(a[1]));
function expanded(b: Builder, x: TensorV, dims: readonly IntV[]): TensorV {
  const how: How = { read: (base) => expanded(b, base, dims) };
  const lead = dims.length - x.rank;
  const rule = (q: 0 | 1): number[] => dims.map((d, i) => (at(d, q) === -1 ? x.size(q)[i - lead] ?? 1 : at(d, q)));
  const shape = rule(0), alt = rule(1);
  if (x.host && shape.every((d, i) => d === alt[i])) return hostView(x, { data: x.host.data, shape, strides: shape.map((_, i) => (i < lead || x.shape[i - lead] === 1 ? 0 : x.host?.strides[i - lead] ?? 0)), offset: x.host.offset }, how);
  // Expand leaves an axis alone where 1 is asked for
  return view(x, b.one("Expand", [x, b.intList(dims.map((d) => (d.v === -1 ? int(1) : d)))], spec(x.dtype, rule)), how);
}
const expandAs: Lowering = (a, b, n) => { const y = tensor(a[1]); return expand([a[0] ?? { k: "none" }, list(y.shape.map((_, i) => b.sizeOf(y, i)))], b, n); };
const repeat: Lowering = (a, b) => {
  const x = tensor(a[0]);
  const times = sizes(a[1]);
  const lead = times.length - x.rank;
  const wide = lead > 0 ? reshaped(b, x, [...Array.from({ length: lead }, () => int(1)), ...x.shape.map((_, i) => b.sizeOf(x, i))]) : x;
  return b.one("Tile", [wide, b.intList(times)], spec(x.dtype, (q) => wide.size(q).map((d, i) => d * at(times[i], q))));
};

function tensors(v: V | undefined): TensorV[] {
  if (v?.k !== "list" && v?.k !== "tuple") throw new CannotExport(msg`a list of tensors that is not known before the model runs`);
  return v.items.map((i) => tensor(i, "item"));
}
const cat: Lowering = (a, b) => {
  const all = tensors(a[0]);
  const xs = all.filter((t) => !(t.rank === 1 && t.shape[0] === 0) || all.length === 1);
  const [first] = xs;
  if (!first) return undefined;
  const axis = axisOf(number(a[1], 0), first.rank);
  const dtype = resultType(xs);
  return b.one("Concat", xs.map((t) => b.cast(t, dtype)), spec(dtype, (q) => first.size(q).map((d, i) => (i === axis ? xs.reduce((n, t) => n + (t.size(q)[axis] ?? 0), 0) : d))), { axis });
};
const stack: Lowering = (a, b, n) => {
  const xs = tensors(a[0]);
  const axis = axisOf(number(a[1], 0), (xs[0]?.rank ?? 0) + 1);
  return cat([list(xs.map((t) => unsqueeze([t, int(axis)], b, n)).filter((t): t is TensorV => t instanceof TensorV)), int(axis)], b, n);
};
function pieces(b: Builder, x: TensorV, axis: number, parts: readonly number[]): V {
  if ((x.shape[axis] ?? 0) !== (x.alt[axis] ?? 0)) throw new CannotExport(msg`a split along a dynamic axis`);
  if (x.host) { let from = 0; return list(parts.map((p) => sliced(b, x, axis, int(from), int(from += p), 1))); }
  const made = b.emit("Split", [x, b.ints(parts)], parts.map((p) => spec(x.dtype, (q) => x.size(q).map((d, i) => (i === axis ? p : d)))), { axis });
  let begin = 0;
  return list(made.map((m, i) => {
    const lo = int(begin), hi = int(begin += parts[i] ?? 0);
    return view(x, m, { read: (base) => sliced(b, base, axis, lo, hi, 1), write: (base, value) => sliceWritten(b, base, axis, lo, hi, 1, value) });
  }));
}
/** Pieces whose sizes follow from others. */
function openPieces(b: Builder, x: TensorV, axis: number, parts: readonly IntV[]): V {
  if (parts.length === 1) return list([sliced(b, x, axis, int(0), int(BIG), 1)]);
  const made = b.emit("Split", [x, b.intList(parts)], parts.map((p) => spec(x.dtype, (q) => x.size(q).map((d, i) => (i === axis ? at(p, q) : d)))), { axis });
  const out: TensorV[] = [];
  let from = int(0);
  for (const [i, m] of made.entries()) {
    const to = calculated(b, "aten::add", from, parts[i] ?? int(0)), lo = from;
    out.push(view(x, m, { read: (base) => sliced(b, base, axis, lo, to, 1), write: (base, value) => sliceWritten(b, base, axis, lo, to, 1, value) }));
    from = to;
  }
  return list(out);
}
function calculated(b: Builder, operator: string, x: IntV, y: IntV): IntV {
  const v = SCALARS[operator]?.([x, y], b);
  return v?.k === "int" ? v : x;
}
const cut = (size: number, by: number): number[] => Array.from({ length: Math.max(1, Math.ceil(size / by)) }, (_, i) => Math.min(by, size - i * by));
const split: Lowering = (a, b) => {
  const x = tensor(a[0]);
  const axis = axisOf(number(a[2], 0), x.rank);
  if (a[1]?.k === "int") return x.shape[axis] === x.alt[axis] && !isOpen(a[1]) ? pieces(b, x, axis, cut(x.shape[axis] ?? 0, number(a[1]))) : takenApart(b, x, axis, a[1]);
  const parts = sizes(a[1]);
  return parts.some(isOpen) ? openPieces(b, x, axis, parts) : pieces(b, x, axis, ints(a[1]));
};
const chunk: Lowering = (a, b, node) => {
  const x = tensor(a[0]);
  const axis = axisOf(number(a[2], 0), x.rank);
  if (x.shape[axis] !== x.alt[axis]) return openChunks(b, x, axis, number(a[1]), node);
  return pieces(b, x, axis, cut(x.shape[axis] ?? 0, Math.max(1, Math.ceil((x.shape[axis] ?? 0) / number(a[1])))));
};
/** As many as the example has: a file cannot have more or fewer. */
function openChunks(b: Builder, x: TensorV, axis: number, n: number, node: Node): V {
  const whole = b.sizeOf(x, axis), size = calculated(b, "aten::floordiv", calculated(b, "aten::add", whole, int(n - 1)), int(n));
  const made = Math.max(1, Math.ceil(whole.v / size.v));
  if (n > 1) {
    const found = calculated(b, "aten::floordiv", calculated(b, "aten::sub", calculated(b, "aten::add", whole, size), int(1)), size);
    if (isOpen(found)) b.require(b.one("Equal", [b.scalarInt(found), b.constant([made], "int64", [])], fixed("bool", [])).name);
    // where the pieces get names, torch itself takes no other number of them
    if (!node.outputs.every((o) => o.uses.every((u) => u.user.kind === "prim::ListUnpack"))) b.fixed.set(b.place.source, msg`the number of pieces is that of the example; the file stops with an error at sizes that make another`);
  }
  const from = (i: number): IntV => calculated(b, "aten::mul", size, int(i));
  return list(Array.from({ length: made }, (_, i) => sliced(b, x, axis, from(i), i === made - 1 ? int(BIG) : from(i + 1), 1)));
}
/** tensor_split(x, n, dim): n pieces of about one size; tensor_split(x, ends, dim) */
const tensorSplit: Lowering = (a, b) => {
  const x = tensor(a[0]), axis = axisOf(number(a[2], 0), x.rank), whole = b.sizeOf(x, axis);
  if (a[1]?.k === "int") {
    const n = number(a[1]);
    const parts = Array.from({ length: n }, (_, i) => calculated(b, "aten::floordiv", calculated(b, "aten::add", whole, int(n - 1 - i)), int(n)));
    return parts.some(isOpen) ? openPieces(b, x, axis, parts) : pieces(b, x, axis, parts.map((p) => p.v));
  }
  if (a[1]?.k !== "list") return undefined;
  const ends = sizes(a[1]);
  return list([...ends, int(BIG)].map((end, i) => sliced(b, x, axis, ends[i - 1] ?? int(0), end, 1)));
};
const roll: Lowering = (a, b) => {
  const shifts = sizes(a[1]), dims = ints(a[2], 0, []);
  let x = tensor(a[0]);
  if (dims.length === 0) throw new CannotExport(msg`roll over all axes at once`);
  dims.forEach((d, k) => {
    const axis = axisOf(d, x.rank), n = b.sizeOf(x, axis);
    const cutAt = n.v === 0 ? int(0) : calculated(b, "aten::remainder", calculated(b, "aten::sub", n, shifts[k] ?? int(0)), n);
    if (cutAt.v === 0 && cutAt.alt === 0) return;
    x = b.one("Concat", [sliced(b, x, axis, cutAt, int(BIG), 1), sliced(b, x, axis, int(0), cutAt, 1)], like(x), { axis });
  });
  return x;
};
const flip: Lowering = (a, b) => {
  const x = tensor(a[0]);
  const axes = ints(a[1]).map((d) => axisOf(d, x.rank));
  return b.one("Slice", [x, b.ints(axes.map(() => -1)), b.ints(axes.map(() => -BIG)), b.ints(axes), b.ints(axes.map(() => -1))], like(x));
};

/** Reads with index tensors: all of them side by side, without None between. */
const index: Lowering = (a, b) => {
  const x = tensor(a[0]);
  const given = a[1]?.k === "list" ? a[1].items : [];
  const used = given.flatMap((v, i) => (v.k === "tensor" ? [{ axis: i, t: v }] : []));
  const [first] = used;
  if (!first) return x;
  if (used.some((u) => u.t.dtype === "bool" || u.t.dtype === "uint8")) throw new CannotExport(msg`indexing with a mask has a result whose size depends on the values`, null, "aten::index");
  if (used.length === 1) {
    const { axis, t } = first;
    return b.one("Gather", [x, b.cast(t, "int64")], spec(x.dtype, (q) => [...x.size(q).slice(0, axis), ...t.size(q), ...x.size(q).slice(axis + 1)]), { axis });
  }
  if (used.some((u, i) => u.axis !== i)) throw new CannotExport(msg`indexing with several tensors behind the first axis`, null, "aten::index");
  if (used.some((u) => u.t.shape.join() !== first.t.shape.join())) throw new CannotExport(msg`indexing with several tensors of different shapes`, null, "aten::index");
  const parts = used.map((u) => unsqueezed(b, b.cast(u.t, "int64")));
  const at2 = b.one("Concat", parts, spec("int64", (q) => [...first.t.size(q), parts.length]), { axis: -1 });
  return b.one("GatherND", [x, at2], spec(x.dtype, (q) => [...first.t.size(q), ...x.size(q).slice(used.length)]));
};
const unsqueezed = (b: Builder, t: TensorV): TensorV => b.one("Unsqueeze", [t, b.ints([-1])], spec(t.dtype, (q) => [...t.size(q), 1]));
const indexSelect: Lowering = (a, b) => {
  const x = tensor(a[0]), i = tensor(a[2]);
  const axis = axisOf(number(a[1]), x.rank);
  return b.one("Gather", [x, i.rank === 0 && x.rank > 0 ? b.reshape(i, [1], [1]) : i], spec(x.dtype, (q) => x.size(q).map((d, k) => (k === axis ? count(i.size(q)) : d))), { axis });
};
const gather: Lowering = (a, b) => {
  const x = tensor(a[0]), i = tensor(a[2]);
  return b.one("GatherElements", [x, i], { dtype: x.dtype, shape: i.shape, alt: i.alt }, { axis: axisOf(number(a[1]), x.rank) });
};

const PAD_MODES: Readonly<Record<string, string>> = { constant: "constant", reflect: "reflect", replicate: "edge" };
/** Circular padding: what stands at the other end. */
function wrapped(b: Builder, x: TensorV, p: readonly number[]): TensorV {
  let at = x;
  for (let i = 0; i * 2 < p.length; i++) {
    const axis = x.rank - 1 - i, [before = 0, after = 0] = p.slice(i * 2, i * 2 + 2);
    if (before < 0 || after < 0) throw new CannotExport(msg`circular padding by a negative number`);
    const now = at;
    const parts = [...(before > 0 ? [sliced(b, now, axis, int(-before), int(BIG), 1)] : []), now, ...(after > 0 ? [sliced(b, now, axis, int(0), int(after), 1)] : [])];
    at = parts.length === 1 ? now : b.one("Concat", parts, spec(x.dtype, (q) => now.size(q).map((d, k) => (k === axis ? d + before + after : d))), { axis });
  }
  return at;
}
const pad: Lowering = (a, b) => {
  const x = tensor(a[0]);
  const p = sizes(a[1]);
  const mode = PAD_MODES[a[2]?.k === "str" ? a[2].v : "constant"];
  if (mode === undefined) return wrapped(b, x, p.map((i) => number(i)));
  if (p.every((i) => i.v === 0 && i.alt === 0)) return x;
  const begin = x.shape.map(() => int(0)), end = x.shape.map(() => int(0));
  for (let i = 0; i * 2 < p.length; i++) {
    begin[x.rank - 1 - i] = p[i * 2] ?? int(0);
    end[x.rank - 1 - i] = p[i * 2 + 1] ?? int(0);
  }
  const value = a[3] && (a[3].k === "float" || a[3].k === "int") ? a[3].v : 0;
  return b.one("Pad", [x, b.intList([...begin, ...end]), mode === "constant" ? b.constant([value], x.dtype, []) : null], spec(x.dtype, (q) => x.size(q).map((d, i) => d + at(begin[i], q) + at(end[i], q))), { mode });
};
const constantPad: Lowering = (a, b, n) => pad([a[0] ?? { k: "none" }, a[1] ?? { k: "none" }, { k: "str", v: "constant" }, a[2] ?? { k: "int", v: 0, alt: 0 }], b, n);

const resize = (mode: "nearest" | "nearest-exact" | "linear" | "cubic", rank: number, smooth = false): Lowering => (a, b) => {
  const x = tensor(a[0]);
  const byWeights = smooth && (flag(a[2]) || x.dtype === "float64");
  if (smooth && !byWeights && b.opset < 18) throw new CannotExport(msg`interpolate with antialias needs opset 18 or more`, null, null, msg`Choose it with --opset 18.`, 18);
  const exact = mode === "nearest-exact", nearest = exact || mode === "nearest";
  const align = !nearest && flag(a[2]);
  const n = rank;
  const scales = a[a.length - 1];
  const wanted = a[1] && a[1].k !== "none" ? sizes(a[1]) : null;
  const given = scales?.k === "list" ? scales.items.map((s) => number(s)) : null;
  if (!wanted && !given) throw new CannotExport(msg`interpolate without size and scale`);
  const out = spec(x.dtype, (q) => [...x.size(q).slice(0, x.rank - n), ...Array.from({ length: n }, (_, i) => (wanted ? at(wanted[wanted.length === 1 ? 0 : i], q) : Math.floor((x.size(q)[x.rank - n + i] ?? 0) * (given?.[i] ?? 1))))]);
  if (byWeights && (mode === "linear" || mode === "cubic")) return smoothed(b, x, mode, out, align, wanted ? null : given);
  const coordinate = exact ? "half_pixel" : nearest ? "asymmetric" : align ? "align_corners" : "half_pixel";
  const attrs = { mode: nearest ? "nearest" : mode, coordinate_transformation_mode: coordinate, ...(nearest ? { nearest_mode: exact ? "round_prefer_ceil" : "floor" } : {}), ...(mode === "cubic" ? { cubic_coeff_a: { float: smooth ? -0.5 : -0.75 } } : {}), ...(smooth ? { antialias: 1, exclude_outside: 1 } : {}) };
  if (!wanted && given) return b.one("Resize", [x, null, b.constant([...x.shape.slice(0, x.rank - n).map(() => 1), ...given], "float32", [x.rank])], out, attrs);
  return b.one("Resize", [x, null, null, b.intList(x.shape.map((_, i) => (i < x.rank - n ? b.sizeOf(x, i) : wanted?.[wanted.length === 1 ? 0 : i - (x.rank - n)] ?? int(out.shape[i] ?? 0, out.alt[i]))))], out, attrs);
};
const pixelShuffle: Lowering = (a, b) => {
  const x = tensor(a[0]), r = number(a[1]);
  if (x.rank !== 4) return undefined;
  return b.one("DepthToSpace", [x], spec(x.dtype, (q) => { const [n = 0, c = 0, h = 0, w = 0] = x.size(q); return [n, c / (r * r), h * r, w * r]; }), { blocksize: r, mode: "CRD" });
};
const meshgrid: Lowering = (a, b) => {
  const xs = tensors(a[0]);
  const crossed = a[1]?.k === "str" && a[1].v === "xy" && xs.length > 1;
  const axisFor = (i: number): number => (crossed && i < 2 ? 1 - i : i);
  const dims: IntV[] = [];
  xs.forEach((x, i) => { dims[axisFor(i)] = x.rank === 0 ? int(1) : b.sizeOf(x, 0); });
  return list(xs.map((x, i) => expanded(b, reshaped(b, x, dims.map((d, k) => (k === axisFor(i) ? d : int(1)))), dims)));
};
const same: Lowering = (a) => tensor(a[0]);
const identityCopy: Lowering = (a, b) => { const x = tensor(a[0]); return b.one("Identity", [x], like(x)); };

/** view(dtype): the same bytes read as another dtype. */
const retyped: Lowering = (a) => {
  const x = tensor(a[0]);
  if (a[1]?.k === "int" && dtypeOf(a[1].v) === x.dtype) return x;
  throw new CannotExport(msg`the bytes of a tensor viewed as another dtype, which ONNX cannot do`);
};

export const SHAPES: Readonly<Record<string, Lowering>> = {
  "aten::view": (a, b, n) => (a[1]?.k === "int" ? retyped(a, b, n) : reshape(a, b, n)), "aten::reshape": reshape, "aten::_unsafe_view": reshape, "aten::flatten": flatten,
  "aten::view_as": (a, b) => { const y = tensor(a[1]); return reshaped(b, tensor(a[0]), y.shape.map((_, i) => b.sizeOf(y, i))); },
  "aten::unflatten": (a, b) => { const x = tensor(a[0]); const axis = axisOf(number(a[1]), x.rank); return reshaped(b, x, x.shape.flatMap((_, i) => (i === axis ? sizes(a[2]) : [b.sizeOf(x, i)]))); },
  "aten::permute": (a, b) => { const x = tensor(a[0]); return permuted(b, x, ints(a[1]).map((d) => axisOf(d, x.rank))); },
  "aten::transpose_": ofItself(transpose), "aten::t_": ofItself(transpose), "aten::swapaxes_": ofItself(transpose), "aten::unsqueeze_": ofItself(unsqueeze), "aten::squeeze_": ofItself(squeeze),
  "aten::transpose": transpose, "aten::t": transpose, "aten::swapaxes": transpose, "aten::numpy_T": (a, b) => { const x = tensor(a[0]); return permuted(b, x, x.shape.map((_, i) => x.rank - 1 - i)); },
  "aten::unsqueeze": unsqueeze, "aten::squeeze": squeeze, "aten::slice": slice, "aten::select": select, "aten::unbind": unbind,
  "aten::narrow": (a, b) => { const x = tensor(a[0]); const [s = int(0)] = sizes(a[2]); const n = number(a[3]); if (s.v !== s.alt) throw new CannotExport(msg`narrow from a dynamic place`); return sliced(b, x, axisOf(number(a[1]), x.rank), s, int(s.v + n), 1); },
  "aten::expand": expand, "aten::expand_as": expandAs, "aten::broadcast_to": expand, "aten::repeat": repeat, "aten::tile": (a, b, n) => { const short = tensor(a[0]).rank - sizes(a[1]).length; return repeat([a[0] ?? NONE, list([...Array.from({ length: Math.max(0, short) }, () => int(1)), ...sizes(a[1])]), ...a.slice(2)], b, n); }, "aten::cat": cat, "aten::concat": cat, "aten::stack": stack,
  "aten::meshgrid": meshgrid, "aten::split": split, "aten::split_with_sizes": split, "aten::chunk": chunk, "aten::tensor_split": tensorSplit, "aten::roll": roll, "aten::flip": flip, "aten::index": index, "aten::index_select": indexSelect, "aten::gather": gather,
  "aten::pad": pad, "aten::constant_pad_nd": constantPad, "aten::pixel_shuffle": pixelShuffle,
  "aten::_upsample_nearest_exact1d": resize("nearest-exact", 1), "aten::_upsample_nearest_exact2d": resize("nearest-exact", 2), "aten::_upsample_nearest_exact3d": resize("nearest-exact", 3),
  "aten::upsample_nearest1d": resize("nearest", 1), "aten::upsample_nearest2d": resize("nearest", 2), "aten::upsample_nearest3d": resize("nearest", 3), "aten::upsample_linear1d": resize("linear", 1), "aten::upsample_bilinear2d": resize("linear", 2), "aten::upsample_trilinear3d": resize("linear", 3), "aten::upsample_bicubic2d": resize("cubic", 2), "aten::_upsample_bilinear2d_aa": resize("linear", 2, true), "aten::_upsample_bicubic2d_aa": resize("cubic", 2, true),
  "aten::contiguous": same, "aten::detach": same, "aten::cpu": same, "aten::positive": same, "aten::requires_grad_": same, "aten::alias": same,
  "aten::clone": identityCopy,
  "aten::size": (a, b) => { const x = tensor(a[0]); return a[1]?.k === "int" ? b.sizeOf(x, axisOf(a[1].v, x.rank)) : list(x.shape.map((_, i) => b.sizeOf(x, i))); },
  "aten::Size": (a) => a[0],
  "prim::shape": (a, b) => { const x = tensor(a[0]); return list(x.shape.map((_, i) => b.sizeOf(x, i))); },
  "aten::len": (a, b) => (a[0]?.k === "tensor" ? b.sizeOf(a[0], 0) : undefined),
  "aten::dim": (a) => int(tensor(a[0]).rank), "aten::ndimension": (a) => int(tensor(a[0]).rank),
  "aten::numel": (a, b) => { const x = tensor(a[0]); const n = count(x.shape), alt = count(x.alt); if (n === alt) return int(n); const { name } = b.one("Size", [x], fixed("int64", [])); if (x.shape.some(isUnknown)) { b.data.add(name); b.counts.add(name); } return int(n, alt, name); },
  "prim::dtype": (a) => int(scalarTypeOf(tensor(a[0]).dtype)), "prim::requires_grad": (a, b) => bool([...b.weights.values()].some((w) => w.name === tensor(a[0]).name)), "aten::is_floating_point": (a) => bool(tensor(a[0]).dtype.startsWith("float") || tensor(a[0]).dtype === "bfloat16"),
};

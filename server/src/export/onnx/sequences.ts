/** Lists whose length follows from values: sequences of the file, and what can be done with them. */
import { asTensor, type Builder } from "./builder";
import type { DType } from "./proto";
import { axisOf, CannotExport, dtypeOf, float, int, isOpen, ListV, NONE, openBool, SequenceV, TensorV, type Element, type IntV, type V } from "./values";
import { msg, type Argument } from "../../text/message";

type Operation = (a: readonly V[], b: Builder) => V | undefined;

const NUMBERS = { int: "int64", float: "float64", bool: "bool" } as const;

/** What a value is as an element; undefined for what a sequence cannot hold. */
function elementOf(v: V): Element | undefined {
  if (v.k === "tensor") return { k: "tensor", dtype: v.dtype, shape: v.shape, alt: v.alt };
  return v.k === "int" || v.k === "float" || v.k === "bool" ? { k: v.k, dtype: NUMBERS[v.k], shape: [], alt: [] } : undefined;
}

/** An element that is like both; sizes that differ are not known. `x` itself where it fits. Throws where there is none. */
export function commonElement(b: Builder, x: Element, y: Element): Element {
  if (x.k !== y.k || x.dtype !== y.dtype || x.shape.length !== y.shape.length) throw new CannotExport(msg`a list whose length depends on values holds different things (${shown(x)} and ${shown(y)})`);
  const fits = x.shape.map((d, i) => b.isUnknown(d) || (d === y.shape[i] && x.alt[i] === y.alt[i]));
  if (fits.every(Boolean)) return x;
  const sizes = x.shape.map((d, i) => (fits[i] ? { v: d, alt: x.alt[i] ?? d } : b.unknown()));
  return { ...x, shape: sizes.map((s) => s.v), alt: sizes.map((s) => s.alt) };
}
const shown = (e: Element): Argument => (e.k === "tensor" ? msg`${e.dtype} with ${e.shape.length} dimensions` : e.k);

/** What the items of a list have in common; undefined of an empty one. */
export function elementsOf(b: Builder, l: ListV): Element | undefined {
  if (l.sequence) return l.sequence.element;
  return l.items.reduce<Element | undefined>((known, v) => {
    const own = elementOf(v);
    if (!own) throw new CannotExport(msg`a list of ${v.k}s whose length depends on values`);
    return known ? commonElement(b, known, own) : own;
  }, undefined);
}

/** The list as a sequence of the graph that is being written. */
export function asSequence(b: Builder, l: ListV, element: Element): SequenceV {
  if (l.sequence) return l.sequence.element === element ? l.sequence : new SequenceV(l.sequence.name, element);
  const names = l.items.map((v) => b.use(asTensor(b, v, element.dtype)));
  return names.length === 0 ? b.sequence("SequenceEmpty", [], element, { dtype: b.elementType(element.dtype) }) : b.sequence("SequenceConstruct", names, element);
}

/** The item as a value again. */
function taken(b: Builder, t: TensorV, { k }: Element): V {
  b.data.add(t.name);
  if (k === "tensor") return t;
  const unknown = b.unknown();
  return k === "int" ? int(unknown.v, unknown.alt, t.name) : k === "float" ? float(unknown.v, unknown.alt, t.name) : openBool(true, t.name);
}

/** A place in a sequence; negative ones count from the end where the file needs one that does not. */
function place(b: Builder, s: SequenceV, i: V | undefined, fromStart = false): string {
  if (i?.k !== "int") throw new CannotExport(msg`a place in a list that is not an int`);
  if (!fromStart || isOpen(i) || i.v >= 0) return b.scalarInt(i);
  return b.one("Add", [length(b, s), b.scalarInt(i)], { dtype: "int64", shape: [], alt: [] }).name;
}
const length = (b: Builder, s: SequenceV): string => b.one("SequenceLength", [s.name], { dtype: "int64", shape: [], alt: [] }).name;

function at(b: Builder, s: SequenceV, i: V | undefined): V {
  const { dtype, shape, alt } = s.element;
  const item = taken(b, b.one("SequenceAt", [s.name, place(b, s, i)], { dtype, shape, alt }), s.element);
  return s.whole && item.k === "tensor" ? pieceOf(s.whole, item) : item;
}
/** In torch a piece shares the memory of the whole, and a sequence holds copies: what is written on either side is not seen on the other. */
function pieceOf({ of, version }: NonNullable<SequenceV["whole"]>, item: TensorV): TensorV {
  const refuse = (): never => { throw new CannotExport(msg`a tensor that is taken apart along a dynamic axis is written into, or a piece of it`); };
  if (of.memory.version !== version) refuse();
  return new TensorV(item.name, item.dtype, item.shape, item.alt, of.memory, null, { base: of, read: refuse, write: refuse });
}
/** A tensor taken apart along an axis whose size is open: in pieces of so many, or each place by itself. */
export function takenApart(b: Builder, x: TensorV, axis: number, by: IntV | null): ListV {
  const size = b.unknown();
  const sizes = (d: readonly number[], n: number): number[] => (by === null ? d.filter((_, i) => i !== axis) : d.map((s, i) => (i === axis ? n : s)));
  const element: Element = { k: "tensor", dtype: x.dtype, shape: sizes(x.shape, size.v), alt: sizes(x.alt, size.alt) };
  const made = b.sequence("SplitToSequence", [b.use(x), ...(by === null ? [] : [b.scalarInt(by)])], element, { axis, ...(by === null ? { keepdims: 0 } : {}) });
  return ListV.of(new SequenceV(made.name, element, { of: x, version: x.memory.version }));
}
/** As many items as there are names for them; the file stops where there are others. */
export function unpacked(b: Builder, s: SequenceV, count: number): V[] {
  b.require(b.one("Equal", [length(b, s), b.constant([count], "int64", [])], { dtype: "bool", shape: [], alt: [] }).name);
  return Array.from({ length: count }, (_, i) => at(b, s, int(i)));
}
function inserted(b: Builder, s: SequenceV, v: V, where?: string): SequenceV {
  const own = elementOf(v);
  if (!own) throw new CannotExport(msg`a list of ${v.k}s whose length depends on values`);
  const element = commonElement(b, s.element, own);
  return b.sequence("SequenceInsert", [s.name, b.use(asTensor(b, v, element.dtype)), ...(where === undefined ? [] : [where])], element);
}
const erased = (b: Builder, s: SequenceV, where: string): SequenceV => b.sequence("SequenceErase", [s.name, where], s.element);

/** All items as one tensor: along a new axis, or along one that they have. */
function joined(b: Builder, { name, element }: SequenceV, dim: number, fresh: boolean): TensorV {
  const axis = axisOf(dim, element.shape.length + (fresh ? 1 : 0)), size = b.unknown();
  const put = (d: readonly number[], n: number): number[] => [...d.slice(0, axis), n, ...d.slice(fresh ? axis : axis + 1)];
  const made = b.one("ConcatFromSequence", [name], { dtype: element.dtype, shape: put(element.shape, size.v), alt: put(element.alt, size.alt) }, { axis, ...(fresh ? { new_axis: 1 } : {}) });
  b.data.add(made.name);
  return made;
}
const DEFAULTS: Readonly<Record<string, DType>> = { float64: "float32" };

const dimOf = (v: V | undefined): number => (v?.k === "int" && !isOpen(v) ? v.v : 0);
type Change = (s: SequenceV, a: readonly V[], b: Builder) => SequenceV | undefined;
/** An operator that writes into the list. */
const changing = (f: Change, result?: (s: SequenceV, a: readonly V[], b: Builder) => V): Operation => (a, b) => {
  const [l] = a;
  if (l?.k !== "list" || !l.sequence) return undefined;
  const before = l.sequence;
  const given = result?.(before, a, b);
  const made = f(before, a, b);
  if (!made) return undefined;
  l.sequence = made;
  return given ?? NONE;
};
const reading = (f: (s: SequenceV, a: readonly V[], b: Builder) => V | undefined): Operation => (a, b) => (a[0]?.k === "list" && a[0].sequence ? f(a[0].sequence, a, b) : undefined);

const LAST: IntV = { k: "int", v: -1, alt: -1 };
const extended: Change = (s, a, b) => (a[1]?.k === "list" && !a[1].sequence ? a[1].items.reduce((made, v) => inserted(b, made, v), s) : undefined);

/** Operators whose first argument is a sequence. */
export const SEQUENCES: Readonly<Record<string, Operation>> = {
  "aten::append": changing((s, a, b) => inserted(b, s, a[1] ?? NONE)),
  "aten::extend": changing(extended), "aten::add_": changing(extended, (_s, a) => a[0] ?? NONE),
  "aten::insert": changing((s, a, b) => inserted(b, s, a[2] ?? NONE, place(b, s, a[1], true))),
  "aten::pop": changing((s, a, b) => erased(b, s, place(b, s, a[1] ?? LAST)), (s, a, b) => at(b, s, a[1] ?? LAST)),
  "aten::Delete": changing((s, a, b) => erased(b, s, place(b, s, a[1]))),
  "aten::_set_item": changing((s, a, b) => { const where = place(b, s, a[1], true); return inserted(b, erased(b, s, where), a[2] ?? NONE, where); }),
  "aten::clear": ([l]) => { if (l?.k === "list") l.items = []; return NONE; },
  "aten::len": reading((s, _a, b) => { const n = length(b, s), unknown = b.unknown(); b.data.add(n); return int(unknown.v, unknown.alt, n); }),
  "aten::__getitem__": reading((s, a, b) => at(b, s, a[1])),
  "aten::copy": reading((s) => ListV.of(s)), "aten::list": reading((s) => ListV.of(s)),
  "aten::stack": reading((s, a, b) => joined(b, s, dimOf(a[1]), true)), "aten::cat": reading((s, a, b) => joined(b, s, dimOf(a[1]), false)), "aten::concat": reading((s, a, b) => joined(b, s, dimOf(a[1]), false)),
  "aten::tensor": reading((s, a, b) => (s.element.k === "tensor" ? undefined : b.cast(joined(b, s, 0, true), a[1]?.k === "int" ? dtypeOf(a[1].v) : DEFAULTS[s.element.dtype] ?? s.element.dtype))),
};

/** An item of a list that is known, at a place that is not. */
export function itemAt(b: Builder, l: ListV, i: V): V {
  const element = elementsOf(b, l);
  if (!element) throw new CannotExport(msg`an item of an empty list`);
  return at(b, asSequence(b, l, element), i);
}

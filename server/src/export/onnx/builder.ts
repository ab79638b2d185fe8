/** Collects the nodes, constants and names of the file while the graph is lowered. */
import { ELEMENT, type AttributeProto, type DType, type EntryProto, type GraphProto, type NodeProto, type TensorProto, type ValueInfoProto } from "./proto";
import { bytesOf, elements } from "./host";
import { CannotExport, int, isOpen, isUnknown, SequenceV, TensorV, UNKNOWN, type Element, type BoolV, type FloatV, type IntV, type V } from "./values";
import { msg, type Message } from "../../text/message";

export type Attr = number | string | readonly number[] | readonly string[] | { readonly float: number };
export interface Place { readonly module: string; readonly source: string; readonly calls: readonly string[] }
export interface Spec { readonly dtype: DType; readonly shape: readonly number[]; readonly alt: readonly number[] }
/** A weight that a node really uses. */
export interface Weight { readonly name: string; readonly dtype: DType; readonly shape: readonly number[] }

/** One graph of the file, while it is written. */
interface Scope {
  /** Tensors that hold sizes, by the shape of the tensor that has them. */
  readonly sizes: WeakMap<readonly number[], { readonly name: string; readonly dims: Map<number, string> }>;
  readonly touched: Map<TensorV, { readonly memory: number; readonly restore: () => void }>;
  /** Of tensors that are made in it, the serials are larger. */
  readonly serial: number;
}
const newScope = (): Scope => ({ sizes: new WeakMap(), touched: new Map(), serial: new TensorV("", "bool", [], []).serial });
/** Between two readings of sizes that follow from values: so odd that no sum of sizes meets another. */
const APART = 15_485_863;
const isExact = (size: number): boolean => Number.isInteger(size) && size < 2 ** 50;

/** Begins the name of a node that stops the file at sizes that it is not made for. */
export const ONLY_SIZES = "only_sizes_as_in_the_example";

/** Whole numbers of few bits, and operators that ONNX or onnxruntime does not have for them: computed in int32, which wraps to the same. */
const NARROW: ReadonlySet<DType> = new Set(["int8", "uint8", "int16"]);
const WIDER: ReadonlySet<string> = new Set(["ArgMax", "ArgMin", "Clip", "Einsum", "MatMul", "Max", "Min", "Neg", "NonZero", "Pad", "Pow", "ReduceMax", "ReduceMin", "TopK", "Where"]);
/** Operators whose results are finite, whatever the least of their arguments is. */
const FINITE: ReadonlySet<string> = new Set(["Clip", "Elu", "Exp", "HardSigmoid", "HardSwish", "Relu", "Sigmoid", "Softmax", "Softplus", "Tanh"]);
const isNarrow = (t: { readonly dtype: DType }): boolean => NARROW.has(t.dtype);

const text = new TextEncoder();

export class Builder {
  /** Of the graph that is being written: the file's, or an inner one. */
  nodes: NodeProto[] = [];
  readonly constants: TensorProto[] = [];
  /** By their names in the state dict, which are those in the file where nothing else has them. */
  readonly weights = new Map<string, Weight>();
  /** Of weights with one element, by their names in the file: a flag that code asks about is known. */
  readonly single = new Map<string, number>();
  readonly infos: ValueInfoProto[] = [];
  place: Place = { module: "", source: "", calls: [] };
  private readonly names = new Map<string, number>();
  private readonly constantNames = new Map<string, string>();
  private scopes: Scope[] = [newScope()];
  /** Names of scalars that follow from values: what the example has for them says nothing. */
  readonly data = new Set<string>();
  /** Those of them that are numbers of elements. */
  readonly counts = new Set<string>();
  /** Readings of sizes that are open under a name of the user's. */
  readonly openNamed = new Set<string>();
  /** Names of tensors that may well have -inf in them, as what is masked with it. */
  readonly infinite = new Set<string>();
  /** Names of truth values that tell whether something is empty; as they are read, it is not. */
  readonly emptiness = new Set<string>();
  private unknowns = 0;
  /** What follows from the example although a size stays open, by place. */
  readonly fixed = new Map<string, Message>();
  /** Sequences are packed: some whole numbers are their lengths. */
  packs = false;

  private readonly required: { readonly condition: string; readonly place: Place }[] = [];
  /** The file is for inputs for which the condition holds, and stops at others; false where that cannot be written here. */
  require(condition: string): boolean {
    if (this.depth > 0) return false;
    if (!this.required.some((r) => r.condition === condition)) this.required.push({ condition, place: this.place });
    return true;
  }
  /** A zero that cannot be computed where something required does not hold: an index beyond the end of its tensor; undefined where nothing is required. */
  guard(): TensorV | undefined {
    return this.required.map(({ condition, place }) => {
      this.place = { ...place, module: `${ONLY_SIZES} (${place.source})` };
      const beyond = this.cast(this.one("Not", [condition], fixed("bool", [])), "int64");
      return this.one("Gather", [this.ints([0]), beyond], fixed("int64", []), { axis: 0 });
    }).reduce<TensorV | undefined>((sum, zero) => (sum ? this.one("Add", [sum, zero], fixed("int64", [])) : zero), undefined);
  }

  constructor(readonly opset: number, readonly dimName: (v: number, alt: number) => string) {}

  /** How many inner graphs stand around what is written now. */
  get depth(): number { return this.scopes.length - 1; }

  /** A size that follows from values: two readings that nothing else has. */
  unknown(): { readonly v: number; readonly alt: number } {
    const v = UNKNOWN + 2 * APART * this.unknowns++;
    return { v, alt: v + APART };
  }
  isUnknown(reading: number): boolean { return isUnknown(reading); }
  private readonly unknownOf = new Map<string, { readonly v: number; readonly alt: number }>();
  /** The unknown size that stands for what is made in this way: the same each time. */
  unknownFor(key: string): { readonly v: number; readonly alt: number } {
    const known = this.unknownOf.get(key) ?? this.unknown();
    this.unknownOf.set(key, known);
    return known;
  }
  /** Sizes whose readings are too large to be exact, or no whole numbers, are unknown ones. */
  private sizes({ dtype, shape, alt }: Spec): Spec {
    if ([...shape, ...alt].every(isExact)) return { dtype, shape, alt };
    const read = (which: "v" | "alt", d: number, i: number): number => (isExact(d) ? d : this.unknownFor(`size ${shape[i] ?? 0} ${alt[i] ?? 0}`)[which]);
    return { dtype, shape: shape.map((d, i) => read("v", d, i)), alt: alt.map((d, i) => read("alt", d, i)) };
  }
  /** Whether a number follows from values. */
  isData(v: V | undefined): boolean { return v !== undefined && "sym" in v && v.sym !== undefined && this.data.has(v.sym); }

  /** Begins an inner graph; `leave` puts every tensor back as it was before. */
  enter(): { readonly nodes: NodeProto[]; written(): TensorV[]; leave(): void } {
    const scope = newScope();
    const outer = this.nodes;
    const nodes: NodeProto[] = this.nodes = [];
    this.scopes = [...this.scopes, scope];
    return {
      nodes,
      written: () => [...scope.touched].filter(([t, old]) => t.serial < scope.serial && t.origin === null && t.memory.version !== old.memory).map(([t]) => t),
      leave: () => {
        for (const [, old] of [...scope.touched].reverse()) old.restore();
        this.nodes = outer;
        this.scopes = this.scopes.slice(0, -1);
      },
    };
  }
  /** Was it made before the inner graph that is written? */
  isFromOutside(t: TensorV): boolean { return this.depth > 0 && t.serial < (this.scopes.at(-1)?.serial ?? 0); }
  /** More nodes for an inner graph that was left. */
  inside<T>(nodes: NodeProto[], write: () => T): T {
    const outer = this.nodes;
    this.nodes = nodes;
    this.scopes = [...this.scopes, newScope()];
    try { return write(); } finally { this.nodes = outer; this.scopes = this.scopes.slice(0, -1); }
  }
  /** To be called before a tensor changes: an inner graph changes it only there. */
  touch(t: TensorV): void {
    const scope = this.scopes.at(-1);
    if (this.depth > 0 && scope && !scope.touched.has(t)) scope.touched.set(t, { memory: t.memory.version, restore: t.saved() });
  }
  /** `t` holds what `v` holds from now on; views of it are renewed when they are used. */
  replace(t: TensorV, v: TensorV): void {
    this.touch(t);
    t.host = null;
    t.memory.version++;
    t.name = this.use(v);
    t.shape = v.shape;
    t.alt = v.alt;
    t.version = t.memory.version;
  }
  /** A node with inner graphs. */
  emitInner(op: string, inputs: readonly string[], outs: readonly (TensorV | SequenceV)[], graphs: readonly (readonly [string, GraphProto | undefined])[], attrs: Readonly<Record<string, Attr>> = {}): void {
    const node = this.node(op, inputs, outs);
    node.attribute.push(...Object.entries(attrs).map(([k, v]) => attribute(k, v)));
    for (const [name, g] of graphs) if (g) node.attribute.push({ name, type: 5, g });
  }

  unique(base: string): string {
    const n = this.names.get(base);
    this.names.set(base, (n ?? 0) + 1);
    return n === undefined ? base : this.unique(`${base}_${n}`);
  }
  reserve(name: string): void { this.names.set(name, (this.names.get(name) ?? 0) + 1); }

  /** A node whose outputs have the given dtypes and shapes. */
  emit(op: string, inputs: readonly (TensorV | string | null)[], outs: readonly Spec[], attrs: Readonly<Record<string, Attr | undefined>> = {}): TensorV[] {
    if (WIDER.has(op) && (outs.some(isNarrow) || inputs.some((i) => i instanceof TensorV && isNarrow(i)))) return this.wider(op, inputs, outs, attrs);
    const { module } = this.place;
    const name = this.unique(module ? `${module}/${op}` : op);
    const made = outs.map((o, i) => { const { dtype, shape, alt } = this.sizes(o); return new TensorV(this.unique(outs.length > 1 ? `${name}:${i}` : `${name}:out`), dtype, shape, alt); });
    const given = inputs.map((i) => (i === null ? "" : typeof i === "string" ? i : this.use(i)));
    while (given.at(-1) === "") given.pop();
    const node = this.node(op, given, made, name);
    node.attribute.push(...Object.entries(attrs).flatMap(([k, v]) => (v === undefined ? [] : [attribute(k, v)])));
    // a shape says nothing of values
    if (op !== "Shape" && given.some((i) => this.data.has(i))) for (const m of made) this.data.add(m.name);
    if (op === "Log" || (!FINITE.has(op) && given.some((i) => this.infinite.has(i)))) for (const m of made) if (m.dtype.startsWith("float")) this.infinite.add(m.name);
    return made;
  }
  private wider(op: string, inputs: readonly (TensorV | string | null)[], outs: readonly Spec[], attrs: Readonly<Record<string, Attr | undefined>>): TensorV[] {
    const given = inputs.map((i) => {
      if (i instanceof TensorV) return isNarrow(i) ? this.cast(i, "int32") : i;
      const known = this.constants.find((c) => c.name === i);
      const narrow = [...NARROW].find((d) => ELEMENT[d] === known?.dataType);
      return i !== null && known && narrow ? this.cast(new TensorV(i, narrow, known.dims, known.dims), "int32") : i;
    });
    const made = this.emit(op, given, outs.map((o) => (isNarrow(o) ? { ...o, dtype: "int32" } : o)), attrs);
    return made.map((m, i) => this.cast(m, outs[i]?.dtype ?? m.dtype));
  }
  private node(op: string, inputs: readonly string[], outs: readonly (TensorV | SequenceV)[], name = this.unique(this.place.module ? `${this.place.module}/${op}` : op)): NodeProto {
    const { module, source, calls } = this.place;
    const props: EntryProto[] = [{ key: "source", value: source }, { key: "module", value: module }];
    if (calls.length > 0) props.push({ key: "called_from", value: calls.join(" < ") });
    const made: NodeProto = { input: [...inputs], output: outs.map((o) => o.name), name, opType: op, attribute: [], docString: source, metadataProps: props };
    this.nodes.push(made);
    for (const o of outs) this.infos.push(this.info(o));
    return made;
  }
  /** A node that gives a sequence. */
  sequence(op: string, inputs: readonly string[], element: Element, attrs: Readonly<Record<string, Attr>> = {}): SequenceV {
    const made = new SequenceV(this.unique("sequence"), element);
    this.node(op, inputs, [made]).attribute.push(...Object.entries(attrs).map(([k, v]) => attribute(k, v)));
    return made;
  }
  /** The number that the format gives to a dtype. */
  elementType(dtype: DType): number { return ELEMENT[dtype]; }
  one(op: string, inputs: readonly (TensorV | string | null)[], out: Spec, attrs: Readonly<Record<string, Attr | undefined>> = {}): TensorV {
    const [made] = this.emit(op, inputs, [out], attrs);
    if (!made) throw new CannotExport(msg`a node without output`);
    return made;
  }

  /** Open sizes have names where `named`: of what is between, a runtime could plan memory by a name that two sizes only seem to share. */
  info(t: TensorV | SequenceV, name = t.name, named = false): ValueInfoProto {
    if (t instanceof SequenceV) return { name, type: { sequenceType: { elemType: { tensorType: { elemType: ELEMENT[t.element.dtype] } } } } };
    return { name, type: { tensorType: { elemType: ELEMENT[t.dtype], shape: { dim: t.shape.map((d, i) => { const a = t.alt[i] ?? d; return a === d ? { dimValue: d } : named ? { dimParam: this.dimName(d, a) } : {}; }) } } } };
  }

  /** The name under which a node can take a tensor. */
  use(t: TensorV): string {
    this.renew(t);
    if (t.host) return this.constant(elements(t.host), t.dtype, t.shape);
    return t.name;
  }

  /** Brings a view up to date with writes through another view. */
  private renew(t: TensorV): void {
    if (t.version === t.memory.version) return;
    this.touch(t);
    if (!t.origin) throw new CannotExport(msg`a tensor is used after its memory was written through another tensor (a view of it, or what it is a view of)`);
    this.renew(t.origin.base);
    const fresh = t.origin.read(t.origin.base);
    t.host = null;
    t.name = this.use(fresh);
    t.version = t.memory.version;
  }

  constant(values: Float64Array | readonly number[], dtype: DType, shape: readonly number[]): string {
    const bytes = bytesOf(values instanceof Float64Array ? values : Float64Array.from(values), dtype);
    const key = bytes.length <= 256 ? `${dtype}|${shape.join()}|${Buffer.from(bytes).toString("hex")}` : null;
    const known = key === null ? undefined : this.constantNames.get(key);
    if (known !== undefined) return known;
    const name = this.unique(`constant.${this.constants.length}`);
    if (key !== null) this.constantNames.set(key, name);
    if (dtype.startsWith("float") && values.includes(-Infinity)) this.infinite.add(name);
    this.constants.push({ name, dims: [...shape], dataType: ELEMENT[dtype], rawData: bytes });
    return name;
  }
  ints(values: readonly number[]): string { return this.constant(values, "int64", [values.length]); }

  /** A list of ints as a 1-d int64 tensor: a constant where all are known. */
  intList(items: readonly IntV[]): string {
    if (items.every((i) => i.v === i.alt)) return this.ints(items.map((i) => i.v));
    const parts = items.map((i) => {
      if (i.v === i.alt) return this.ints([i.v]);
      if (i.sym === undefined) throw new CannotExport(msg`a size that depends on a dynamic axis in a way that cannot be computed in the file`);
      return this.one("Unsqueeze", [i.sym, this.ints([0])], fixed("int64", [1]));
    });
    const [only] = parts;
    if (parts.length === 1 && only !== undefined) return typeof only === "string" ? only : this.use(only);
    return this.one("Concat", parts, fixed("int64", [items.length]), { axis: 0 }).name;
  }
  scalarInt(i: IntV): string {
    if (i.v === i.alt) return this.constant([i.v], "int64", []);
    if (i.sym === undefined) throw new CannotExport(msg`a number that depends on a dynamic axis in a way that cannot be computed in the file`);
    return i.sym;
  }

  /** A number as a float64 scalar. */
  scalarFloat(v: IntV | FloatV): string {
    if (!isOpen(v)) return this.constant([v.v], "float64", []);
    if (v.k === "int") return this.cast(new TensorV(this.scalarInt(v), "int64", [], []), "float64").name;
    if (v.sym === undefined) throw new CannotExport(msg`a number that depends on a dynamic axis in a way that cannot be computed in the file`);
    return v.sym;
  }
  scalarBool(v: BoolV): string {
    if (!v.open) return this.constant([v.v ? 1 : 0], "bool", []);
    if (v.sym === undefined) throw new CannotExport(msg`a truth value that depends on a dynamic axis in a way that cannot be computed in the file`);
    return v.sym;
  }

  /** `t.size(dim)`. */
  sizeOf(t: TensorV, dim: number): IntV {
    const v = t.shape[dim] ?? 0;
    const alt = t.alt[dim] ?? v;
    if (v === alt) return int(v);
    const known = this.scopes.map((s) => s.sizes.get(t.shape)).filter((s) => s !== undefined);
    const name = known.flatMap((s) => s.dims.get(dim) ?? [])[0];
    if (name !== undefined) return int(v, alt, name);
    const sizes = known[0]?.name ?? this.one("Shape", [t], fixed("int64", [t.rank])).name;
    const made = this.one("Gather", [sizes, this.constant([dim], "int64", [])], fixed("int64", []), { axis: 0 }).name;
    if (this.isUnknown(v)) { this.data.add(made); this.counts.add(made); }
    const own = this.scopes.at(-1)?.sizes;
    const here = own?.get(t.shape) ?? { name: sizes, dims: new Map<number, string>() };
    here.dims.set(dim, made);
    own?.set(t.shape, here);
    return int(v, alt, made);
  }

  cast(t: TensorV, dtype: DType): TensorV {
    // onnxruntime makes one cast of two, and so numbers other than 0 and 1 of truth values, and true of 0.5 that was cut to 0
    if ((t.dtype === "bool") !== (dtype === "bool") && this.nodes.findLast((n) => n.output.includes(t.name))?.opType === "Cast") {
      const out = { dtype, shape: t.shape, alt: t.alt };
      return dtype === "bool" ? this.one("Not", [this.one("Equal", [t, this.constant([0], t.dtype, [])], out)], out) : this.one("Where", [t, this.constant([1], dtype, []), this.constant([0], dtype, [])], out);
    }
    return t.dtype === dtype ? t : this.one("Cast", [t], { dtype, shape: t.shape, alt: t.alt }, { to: ELEMENT[dtype] });
  }
  reshape(t: TensorV, shape: readonly number[], alt: readonly number[], dims?: readonly IntV[]): TensorV {
    const dynamic = shape.filter((d, i) => d !== alt[i]).length;
    const zero = shape.includes(0);
    const sizes = dynamic === 0 ? this.ints(shape) : dynamic === 1 && !zero ? this.ints(shape.map((d, i) => (d === alt[i] ? d : -1))) : dims ? this.intList(dims) : null;
    if (sizes === null) throw new CannotExport(msg`a reshape with several dynamic sizes`);
    return this.one("Reshape", [t, sizes], { dtype: t.dtype, shape, alt }, zero ? { allowzero: 1 } : {});
  }
}

export const fixed = (dtype: DType, shape: readonly number[]): Spec => ({ dtype, shape, alt: shape });

function attribute(name: string, v: Attr): AttributeProto {
  if (typeof v === "number") return { name, type: 2, i: v };
  if (typeof v === "string") return { name, type: 3, s: text.encode(v) };
  if ("float" in v) return { name, type: 1, f: v.float };
  const texts = v.filter((i): i is string => typeof i === "string");
  if (texts.length > 0) return { name, type: 8, strings: texts.map((t) => text.encode(t)) };
  return { name, type: 7, ints: v.filter((i): i is number => typeof i === "number") };
}

/** The value as a tensor of the given dtype: tensors are cast, numbers become constants. */
export function asTensor(b: Builder, v: V, dtype: DType): TensorV {
  if (v.k === "tensor") return b.cast(v, dtype);
  if (v.k === "int" && v.v !== v.alt) return b.cast(new TensorV(b.scalarInt(v), "int64", [], []), dtype);
  if (v.k === "float" && isOpen(v)) return b.cast(new TensorV(b.scalarFloat(v), "float64", [], []), dtype);
  if (v.k === "int" || v.k === "float") return new TensorV(b.constant([v.v], dtype, []), dtype, [], []);
  if (v.k === "bool" && v.open) return b.cast(new TensorV(b.scalarBool(v), "bool", [], []), dtype);
  if (v.k === "bool") return new TensorV(b.constant([v.v ? 1 : 0], dtype, []), dtype, [], []);
  throw new CannotExport(msg`a ${v.k} where a tensor is needed`);
}

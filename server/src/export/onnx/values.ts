/**
 * What a value of the graph is while it is lowered: known at once, or a tensor that the exported file
 * computes. Sizes are followed twice, once for the example and once with other sizes on the dynamic axes:
 * where the two differ the number is no constant.
 */
import type { SourceRange } from "../../syntax/source";
import type { ClassType, CompiledFunction } from "../../script/types/types";
import type { DType } from "./proto";
import type { HostArray } from "./host";
import { msg, Traceless, type Argument, type Message } from "../../text/message";

/** A number; `sym` names the int64 scalar of the file that holds it, where it is not always the same. */
export interface IntV { readonly k: "int"; readonly v: number; readonly alt: number; readonly sym?: string }
/** `sym`: the float64 scalar of the file, where it is not always the same. */
export interface FloatV { readonly k: "float"; readonly v: number; readonly alt: number; readonly sym?: string }
/** `open`: it follows from something that may change, and need not always be so; `sym` then names the bool of the file. */
export interface BoolV { readonly k: "bool"; readonly v: boolean; readonly open?: true; readonly sym?: string }
/** What the items of a sequence have in common. */
export interface Element { readonly k: "tensor" | "int" | "float" | "bool"; readonly dtype: DType; readonly shape: readonly number[]; readonly alt: readonly number[] }
/** A sequence of the file. */
export class SequenceV { constructor(readonly name: string, readonly element: Element, /** What its items are pieces of, as it was then. */ readonly whole?: { readonly of: TensorV; readonly version: number }) {} }
export class ListV {
  readonly k = "list" as const;
  /** Holds the items, where it depends on values how many there are. */
  sequence: SequenceV | null = null;
  constructor(private known: V[]) {}
  static of(sequence: SequenceV): ListV { const made = new ListV([]); made.sequence = sequence; return made; }
  get items(): V[] {
    if (this.sequence) throw new CannotExport(msg`a list whose length depends on values is used where that has no counterpart in ONNX here`);
    return this.known;
  }
  set items(items: V[]) {
    this.known = items;
    this.sequence = null;
  }
  /** Another list with the same items. */
  copy(): ListV { return this.sequence ? ListV.of(this.sequence) : new ListV([...this.known]); }
  /** Holds what `other` holds from now on. */
  become(other: ListV): void {
    this.items = other.known;
    this.sequence = other.sequence;
  }
}
export interface DictV { readonly k: "dict"; entries: [V, V][] }
/** An instance of a compiled class; `id` tells it from others of its class. */
export interface ObjectV { readonly k: "object"; readonly cls: ClassType; readonly id: number }
export interface EnumV { readonly k: "enum"; /** Qualified. */ readonly type: string; readonly name: string; readonly value: V }
export type V =
  | { readonly k: "none" } | { readonly k: "uninit" }
  | BoolV
  | IntV
  | FloatV
  | { readonly k: "str"; readonly v: string }
  | { readonly k: "device" }
  | ListV
  | { readonly k: "tuple"; readonly items: V[] }
  | DictV | ObjectV | EnumV
  | { readonly k: "module"; readonly index: number; readonly path: string }
  | { readonly k: "fn"; readonly fn: CompiledFunction }
  | ComplexV | QuantizedV | PackedV
  | TensorV;

/** A complex tensor: ONNX has none, so its two parts are followed. */
export interface ComplexV { readonly k: "complex"; readonly re: TensorV; readonly im: TensorV }

/** Whole numbers that stand for others: less the zero point, times the scale. `axis`: along it there is one of each for every place. */
export interface QuantizedV { readonly k: "quantized"; whole: TensorV; readonly scale: TensorV; readonly zero: TensorV; readonly axis?: number }
/** Weights of a quantized layer, as torch's C++ keeps them; `windows`: stride, padding, dilation and groups of a convolution. */
export interface PackedV { readonly k: "packed"; readonly weight: QuantizedV | TensorV; readonly bias: TensorV | null; readonly windows: readonly V[] }

/** Memory that tensors share; written in place through one of them, the others are out of date. */
export interface Memory { version: number }
/** How a view is made of another tensor, and how that tensor looks after a write through the view. */
export interface Origin { base: TensorV; read(base: TensorV): TensorV; write?(base: TensorV, value: TensorV): TensorV }

export class TensorV {
  readonly k = "tensor" as const;
  private static made = 0;
  /** Later tensors have larger ones. */
  readonly serial = TensorV.made++;
  version: number;
  /** What was made as a view of it. */
  private views: Origin[] = [];
  constructor(
    /** Its name in the file; empty while it is only known here. */
    public name: string, public dtype: DType, public shape: readonly number[], public alt: readonly number[],
    public memory: Memory = { version: 0 }, private held: HostArray | null = null, private madeFrom: Origin | null = null,
  ) { this.version = memory.version; }
  get origin(): Origin | null { return this.madeFrom; }
  /** A view of it. */
  view(name: string, { shape, alt, dtype, held = null }: Pick<TensorV, "shape" | "alt" | "dtype"> & { readonly held?: HostArray | null }, how: Omit<Origin, "base">): TensorV {
    const origin = { ...how, base: this as TensorV };
    this.views.push(origin);
    return new TensorV(name, dtype, shape, alt, this.memory, held, origin);
  }
  /** Takes the shape of the view that `look` makes of it as it was; so look the views that there are. */
  become(look: (former: TensorV) => TensorV): void {
    const former = new TensorV(this.name, this.dtype, this.shape, this.alt, this.memory, this.host, this.madeFrom);
    former.version = this.version;
    const made = look(former);
    if (made === former) return;
    for (const v of this.views) v.base = former;
    former.views.push(...this.views);
    this.views = [];
    const { name, shape, alt, madeFrom, version, held } = made;
    Object.assign(this, { name, shape, alt, madeFrom, version, held });
  }
  /** Its values, where they are known. */
  get host(): HostArray | null { return this.version === this.memory.version ? this.held : null; }
  set host(held: HostArray | null) { this.held = held; }
  /** Gives what puts it back as it is now. */
  saved(): () => void {
    const { name, dtype, shape, alt, version, held } = this;
    const at = this.memory.version;
    return () => { Object.assign(this, { name, dtype, shape, alt, version, held }); this.memory.version = at; };
  }
  size(which: Which): readonly number[] { return which === 0 ? this.shape : this.alt; }
  get rank(): number { return this.shape.length; }
}

/** 0: the sizes of the example; 1: the other ones. */
export type Which = 0 | 1;

/** What cannot be exported, and where it stands. Caught at the room's door. */
export class CannotExport extends Traceless {
  /** `opset`: with this one it can be written. */
  constructor(text: Message, public range: SourceRange | null = null, readonly operator: string | null = null, readonly help?: Message, readonly opset?: number) { super(text); }
}

/** What the example inputs are to blame for: other ones might do. */
export class Misfit extends CannotExport {
  constructor(text: Message, help?: Message) { super(text, null, null, help); }
}

export const inTraining = (what: Argument, operator: string | null = null): CannotExport =>
  new CannotExport(msg`${what} in training mode cannot be exported`, null, operator, msg`Put the model into eval mode: --eval on the command line, 'mode: eval' in torchscript.yaml, or model.eval() in the file.`);

/** Sizes of which nothing is known are read as numbers that no size reaches, even when they are divided a few times. */
export const UNKNOWN = 2 ** 40;
const LARGEST_SIZE = 2 ** 31;
export const isUnknown = (reading: number): boolean => reading > LARGEST_SIZE && Number.isFinite(reading);

export const NONE: V = { k: "none" };
export const int = (v: number, alt = v, sym?: string): IntV => (sym === undefined || v === alt ? { k: "int", v, alt } : { k: "int", v, alt, sym });
export const bool = (v: boolean): BoolV => ({ k: "bool", v });
export const openBool = (v: boolean, sym?: string): BoolV => (sym === undefined ? { k: "bool", v, open: true } : { k: "bool", v, open: true, sym });
export const float = (v: number, alt = v, sym?: string): FloatV => (sym === undefined ? { k: "float", v, alt } : { k: "float", v, alt, sym });
/** Whether a number or truth value is not the same for all sizes. */
export const isOpen = (v: V): boolean => (v.k === "int" || v.k === "float" ? !Object.is(v.v, v.alt) : v.k === "bool" && v.open === true);
export const str = (v: string): V => ({ k: "str", v });
export const list = (items: V[]): ListV => new ListV(items);
/** What a container holds, in order; of a dict its values. A sequence is not taken apart. */
export const partsOf = (v: V): readonly V[] | undefined => (v.k === "list" && v.sequence ? undefined : v.k === "list" || v.k === "tuple" ? v.items : v.k === "dict" ? v.entries.map(([, w]) => w) : undefined);
/** The same container with other contents. */
export function withParts(v: V, parts: readonly V[]): V {
  if (v.k === "dict") return { k: "dict", entries: v.entries.map(([k, w], i): [V, V] => [k, parts[i] ?? w]) };
  return v.k === "list" && !v.sequence ? list([...parts]) : v.k === "tuple" ? { k: "tuple", items: [...parts] } : v;
}

const SCALAR_TYPES: readonly (DType | null)[] = ["uint8", "int8", "int16", "int32", "int64", "float16", "float32", "float64", null, null, null, "bool", null, null, null, "bfloat16"];
/** torch's number for a dtype. */
export const scalarTypeOf = (dtype: DType): number => SCALAR_TYPES.indexOf(dtype);
export function dtypeOf(n: number): DType {
  const found = SCALAR_TYPES[n];
  if (!found) throw new CannotExport(msg`the dtype with torch's number ${n} has no counterpart here`);
  return found;
}
export const isFloat = (d: DType): boolean => d === "float32" || d === "float16" || d === "float64" || d === "bfloat16";

const ORDER: readonly DType[] = ["bool", "uint8", "int8", "int16", "int32", "int64", "float16", "bfloat16", "float32", "float64"];
/** The dtype of a result of two tensors, as torch promotes them. */
export function promote(a: DType, b: DType): DType {
  if (a === b) return a;
  if ((a === "float16" && b === "bfloat16") || (a === "bfloat16" && b === "float16")) return "float32";
  if ((a === "uint8" && b === "int8") || (a === "int8" && b === "uint8")) return "int16";
  return ORDER.indexOf(a) > ORDER.indexOf(b) ? a : b;
}

const unlike = (shapes: readonly string[]): Misfit => new Misfit(msg`shapes ${shapes.slice(0, -1).join(", ")} and ${shapes.at(-1) ?? ""} do not go together`);
export function broadcast(...shapes: (readonly number[])[]): number[] {
  const rank = Math.max(0, ...shapes.map((s) => s.length));
  return Array.from({ length: rank }, (_, i) => {
    let d = 1;
    for (const s of shapes) {
      const x = s[s.length - rank + i] ?? 1;
      if (x === 1) continue;
      if (d !== 1 && d !== x && (isUnknown(d) || isUnknown(x))) { d = isUnknown(d) ? x : d; continue; }
      if (d !== 1 && d !== x) throw unlike(shapes.map((q) => `[${q.join(", ")}]`));
      d = x;
    }
    return d;
  });
}

export function axisOf(dim: number, rank: number): number {
  const at = dim < 0 ? dim + Math.max(rank, 1) : dim;
  if (at < 0 || at >= Math.max(rank, 1)) throw new CannotExport(msg`dimension ${dim} is out of range for a tensor of ${rank} dimensions`);
  return at;
}

/** As a sentence has it: "an int". */
export const withArticle = (what: string): Message => (/^[aeio]/.test(what) ? msg`an ${what}` : msg`a ${what}`);

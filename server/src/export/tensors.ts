/**
 * The values of a model's tensors for an export: from a weights file, else as building the model gives them,
 * drawn with a fixed seed; which of these it was is counted.
 */
import type { GModule, GTensor, GTorchValue, GValue, ObjectGraph } from "../host/objectGraph";
import { isRef } from "../script/recursive/graphReader";
import { STORAGES, type Quantizer, type StoredTensor } from "./archive/pickler";
import { layerValues } from "./layerValues";
import { decodeNumbers, encodeNumbers } from "./numbers";
import { KnownStorages } from "./storages";
import { contiguousStrides, count, inOrder, isInOrder, positionsOf, reach } from "./strides";
import type { Weights, WeightTensor } from "./weights/weights";
import { msg, Traceless, type Argument } from "../text/message";

/** A tensor that cannot be written, and why, for the user. */
export class UnwritableTensor extends Traceless {}

/** How the keys of a weights file and those of the model fit together. */
export interface KeyReport {
  readonly loaded: number;
  /** In the model, not in the file. */
  readonly missing: readonly string[];
  /** In the file, not in the model. */
  readonly unexpected: readonly string[];
  readonly mismatched: readonly { readonly key: string; readonly model: string; readonly file: string }[];
  /** What was taken off the file's keys to make them fit ("module."), or put in front. */
  readonly prefix: string;
  /** Which of several sets of weights in the file it is. */
  readonly taken?: Weights["taken"];
}

/** A tensor of the model's state dict: tied ones have several keys. */
interface Held { readonly module: GModule; readonly name: string; readonly keys: string[]; persistent: boolean }

/** One record of the file that is written. */
interface StorageToWrite { readonly key: string; readonly dtype: string; readonly bytes: number; pieces(): Iterable<Buffer> }

/** Of a batch normalisation: a model that runs itself while it is built has changed them. */
const isStatistic = (held: Held | undefined): boolean => held !== undefined && /^running_(mean|var)$/.test(held.name) && held.module.buffers.some(([name]) => name === "running_var");

/** Checkpoints from before torch 0.4.1 have none; torch starts it at 0 then. */
const MAY_BE_MISSING = /^num_batches_tracked$/;

const isQuantized = (dtype: string): boolean => /^qu?int/.test(dtype);
const numbersOf = (t: WeightTensor): number[] => [...decodeNumbers(t.dtype, Buffer.concat([...t.pieces()]))].map(Number);
const shapeText = (shape: readonly number[]): string => `[${shape.join(", ")}]`;

export class ModelTensors {
  /** By index in the graph. */
  private readonly held = new Map<number, Held>();
  /** Parameters and buffers that lie in one storage, in the order of the state dict. */
  private readonly inStorage = new Map<number, number[]>();
  private readonly stored = new Map<number, StoredTensor>();
  private readonly keys = new Map<number, string>();
  private readonly known: KnownStorages;
  /** Storages in the order in which they were met. */
  readonly storages: StorageToWrite[] = [];
  /** How many tensors have their values from the weights file, from building the model, and only by kind of layer since those are not known. */
  readonly counts = { weights: 0, initial: 0, guessed: 0 };

  constructor(private readonly graph: ObjectGraph, private readonly weights: Weights | undefined) {
    this.known = new KnownStorages(graph);
    this.walk(graph.root, "");
    for (const index of this.held.keys()) {
      const at = this.tensorAt(index).stored?.storage;
      if (at !== undefined) this.inStorage.set(at, [...(this.inStorage.get(at) ?? []), index]);
    }
  }

  private readonly prefixes = new Map<number, string>();
  /** Keys of the weights file that are no tensors of the model, and are expected. */
  private readonly noBias = new Set<string>();
  private readonly besides = new Set<string>();

  /** A number that stands in the state dict beside the tensors, else the one that building the model gave. Throws UnwritableTensor where that is none. */
  number(module: number, name: string, built: number): number {
    const key = `${this.prefixes.get(module) ?? ""}${name}`;
    const found = this.weights?.get(this.prefix + key);
    const number = found && count(found.shape) === 1 ? numbersOf(found)[0] ?? built : built;
    if (Number.isNaN(number)) throw new UnwritableTensor(this.weights ? msg`'${key}' follows from what was observed while the model ran, which is not computed here, and the weights do not have it.` : msg`'${key}' follows from what was observed while the model ran, which is not computed here. Give the state dict of the quantized model as weights.`);
    return number;
  }

  private walk(v: GValue, prefix: string): void {
    const m = isRef(v) ? this.graph.objects[v.o] : undefined;
    if (m?.kind === "scriptmodule") this.walk(m.module, prefix);
    if (m?.kind !== "module") return;
    if (isRef(v) && !this.prefixes.has(v.o)) this.prefixes.set(v.o, prefix);
    for (const [name, value] of [...m.parameters, ...m.buffers]) if (isRef(value)) this.hold(value.o, m, name, prefix + name);
    this.packed(m, prefix);
    for (const [name, child] of m.modules) this.walk(child, `${prefix}${name}.`);
  }

  /** Weights of a quantized layer: a state dict has them as one entry, or, of convolutions, by their names. */
  private packed(m: GModule, prefix: string): void {
    for (const [attr, value] of m.attrs) this.heldBy(value, m, prefix, (object) => (attr === "_packed_params" && !object.value.includes("Linear") ? ["weight", "bias"] : [`${attr}.0`, `${attr}.1`, `${attr}.2`, `${attr}.3`]));
    if (m.attrs.some(([name]) => name === "scale") && m.attrs.some(([name]) => name === "zero_point")) for (const name of ["scale", "zero_point"]) this.besides.add(prefix + name);
  }

  private heldBy(value: GValue | undefined, m: GModule, prefix: string, named: (object: GTorchValue) => readonly string[]): void {
    const object = isRef(value) ? this.graph.objects[value.o] : undefined;
    if (object?.kind !== "torch") return;
    const names = named(object);
    object.held?.forEach((held, i) => {
      const name = names[i];
      if (name === undefined) return;
      if (!isRef(held)) this.noBias.add(prefix + name);
      else if (this.graph.objects[held.o]?.kind === "tensor") this.hold(held.o, m, name, prefix + name);
      else this.heldBy(held, m, prefix, () => [`${name}.0`, `${name}.1`]);
    });
  }

  private hold(index: number, module: GModule, name: string, key: string): void {
    const persistent = !module.nonPersistentBuffers.includes(name);
    const known = this.held.get(index);
    if (!known) this.held.set(index, { module, name, keys: [key], persistent });
    else {
      known.keys.push(key);
      known.persistent ||= persistent;
    }
  }

  private tensorAt(index: number): GTensor {
    const t = this.graph.objects[index];
    if (t?.kind !== "tensor") throw new Error("a tensor of the object graph is missing");
    return t;
  }

  /** All names of the model's tensors. */
  private wanted(): Set<string> { return new Set([...this.held.values()].flatMap((h) => h.keys)); }

  /** How the weights fit; undefined without any. Of tied tensors one name is enough. */
  keyReport(): KeyReport | undefined {
    if (!this.weights) return undefined;
    const { prefix } = this;
    const known = new Set<string>();
    const missing: string[] = [];
    const mismatched: { key: string; model: string; file: string }[] = [];
    let loaded = 0;
    for (const [index, held] of this.held) {
      const t = this.tensorAt(index);
      const present = held.keys.filter((key) => this.weights?.has(prefix + key));
      for (const key of present) known.add(prefix + key);
      const wrong = present.filter((key) => this.weights?.get(prefix + key)?.shape.join() !== t.shape.join());
      for (const key of wrong) mismatched.push({ key, model: shapeText(t.shape), file: shapeText(this.weights.get(prefix + key)?.shape ?? []) });
      if (present.length > 0) loaded += wrong.length === 0 ? 1 : 0;
      else if (held.persistent && !MAY_BE_MISSING.test(held.name)) missing.push(held.keys[0] ?? held.name);
    }
    return { loaded, missing, ...(this.weights.taken ? { taken: this.weights.taken } : {}), unexpected: [...this.weights.keys()].filter((k) => !known.has(k) && !this.isBeside(k.slice(prefix.length), k)), mismatched, prefix };
  }

  /** Some engines make zeros of no bias. */
  private isBeside(name: string, key: string): boolean {
    const bias = this.noBias.has(name) ? this.weights?.get(key) : undefined;
    return this.besides.has(name) || (bias !== undefined && numbersOf(bias).every((v) => v === 0));
  }

  private prefixFound: string | undefined;
  /** What stands before every key of the file ("module.", "model."). */
  private get prefix(): string {
    if (this.prefixFound !== undefined) return this.prefixFound;
    const wanted = this.wanted();
    const keys = [...(this.weights?.keys() ?? [])];
    let best = { prefix: "", hits: keys.filter((k) => wanted.has(k)).length };
    for (const prefix of new Set(keys.flatMap((k) => [...k.matchAll(/\./g)].slice(0, 3).map((m) => k.slice(0, m.index + 1))))) {
      const hits = keys.filter((k) => k.startsWith(prefix) && wanted.has(k.slice(prefix.length))).length;
      if (hits > best.hits) best = { prefix, hits };
    }
    return (this.prefixFound = best.prefix);
  }

  private names: Map<string, number> | undefined;
  /** A parameter or buffer by its dotted name, with its values in a row; undefined where the model has none. */
  named(name: string): TensorData | undefined {
    this.names ??= new Map([...this.held].flatMap(([index, h]) => h.keys.map((key) => [key, index] as const)));
    const index = this.names.get(name);
    return index === undefined ? undefined : this.data(index);
  }

  /** Any tensor of the graph; its values, in a row, are read each time they are asked for. Throws UnwritableTensor. */
  data(index: number): TensorData {
    const { dtype, shape } = this.tensorAt(index);
    this.place(index);
    const read = (): Uint8Array => this.values(index);
    const quantizer = isQuantized(dtype) ? this.quantization(index) : undefined;
    return { dtype, shape, ...(quantizer ? { quantizer } : {}), get data() { return read(); } };
  }

  private quantization(index: number): Quantization | undefined {
    const q = this.inFile(index, this.tensorAt(index))?.quantizer;
    if (!q) return undefined;
    return q.scheme === "per_tensor_affine" ? { scales: [q.scale], zeroPoints: [q.zeroPoint] } : { scales: numbersOf(q.scales), zeroPoints: numbersOf(q.zeroPoints), axis: q.axis };
  }

  private values(index: number): Uint8Array {
    const t = this.tensorAt(index);
    const { offset, strides, numel } = this.place(index);
    const found = this.inFile(index, t);
    if (found) return Buffer.concat([...inDType(found, t.dtype)]);
    const all = Buffer.concat([...this.pieces(t.stored?.storage ?? 0)]);
    const bytes = STORAGES[t.dtype]?.bytes ?? 1;
    if (offset + reach(t.shape, strides) > numel) throw new UnwritableTensor(msg`${this.nameOf(index)} reaches beyond its storage`);
    return inOrder(all.subarray(offset * bytes), bytes, t.shape, strides);
  }

  /** Where a tensor is stored; the same storage for tensors that share theirs. Throws UnwritableTensor. */
  place(index: number): StoredTensor {
    const known = this.stored.get(index);
    if (known) return known;
    const t = this.tensorAt(index);
    const storage = t.stored && this.known.at(t.stored.storage);
    if (!t.stored || !storage) throw new UnwritableTensor(msg`Nothing is known of the values of ${this.nameOf(index)}.`);
    if (!STORAGES[t.dtype] || storage.dtype !== t.dtype) throw new UnwritableTensor(STORAGES[t.dtype] ? msg`${this.nameOf(index)} has the dtype ${t.dtype} over a storage of ${storage.dtype}, which cannot be written.` : msg`${this.nameOf(index)} has the dtype ${t.dtype}, which cannot be written.`);
    const found = isQuantized(t.dtype) ? this.inFile(index, t)?.quantizer : undefined;
    if (isQuantized(t.dtype) && !found) throw new UnwritableTensor(msg`The quantized values of ${this.nameOf(index)} are not computed here. Give the state dict of the quantized model as weights.`);
    const made: StoredTensor = { key: this.keyOf(t.stored.storage, index), dtype: t.dtype, numel: storage.size, offset: t.stored.offset, shape: t.shape, strides: t.stored.strides, requiresGrad: t.requiresGrad };
    const all = found ? { ...made, quantizer: this.quantizer(found) } : made;
    this.stored.set(index, all);
    return all;
  }

  private quantizer(q: Quantizer<WeightTensor>): Quantizer<StoredTensor> {
    if (q.scheme === "per_tensor_affine") return q;
    const stored = ({ dtype, shape, pieces }: WeightTensor): StoredTensor => {
      const key = String(this.storages.length), numel = count(shape);
      this.storages.push({ key, dtype, bytes: numel * (STORAGES[dtype]?.bytes ?? 1), pieces: () => [...pieces()] });
      return { key, dtype, numel, offset: 0, shape, strides: contiguousStrides(shape), requiresGrad: false };
    };
    return { ...q, scales: stored(q.scales), zeroPoints: stored(q.zeroPoints) };
  }

  private keyOf(number: number, index: number): string {
    const known = this.keys.get(number);
    if (known !== undefined) return known;
    const key = String(this.storages.length);
    this.keys.set(number, key);
    const { dtype, size } = this.known.at(number) ?? { dtype: "float32", size: 0 };
    const holders = this.inStorage.get(number) ?? [index];
    const filled = holders.filter((i) => this.inFile(i, this.tensorAt(i)));
    this.counts.weights += filled.length;
    if (this.known.known(number)) this.counts.initial += holders.length - filled.length;
    else if (filled.length < holders.length) {
      const unknown = holders.find((i) => !this.tensorAt(i).parameter && !isStatistic(this.held.get(i)) && !filled.includes(i));
      if (unknown !== undefined) throw new UnwritableTensor(msg`The values of ${this.nameOf(unknown)} ([${this.tensorAt(unknown).shape.join(", ")}]) are computed by the model in a way that the stand-in torch does not follow. Give weights that have them, or compute them from smaller parts.`);
      this.counts.guessed += holders.length - filled.length;
    }
    this.storages.push({ key, dtype, bytes: size * (STORAGES[dtype]?.bytes ?? 1), pieces: () => this.pieces(number) });
    return key;
  }

  /** All bytes of a storage. */
  private *pieces(number: number): Iterable<Buffer> {
    const { dtype, size } = this.known.at(number) ?? { dtype: "float32", size: 0 };
    const holders = this.inStorage.get(number) ?? [];
    const last = holders.map((i) => ({ t: this.tensorAt(i), found: this.inFile(i, this.tensorAt(i)) })).findLast(({ found }) => found);
    if (!last && this.known.known(number)) yield* this.known.pieces(number);
    else if (last?.found && last.t.stored?.offset === 0 && count(last.t.shape) === size && isInOrder(last.t.shape, last.t.stored.strides)) yield* inDType(last.found, dtype);
    else yield this.overlaid(number, dtype, size, holders);
  }

  /** The storage as the model was built, with what the file has written into it, as load_state_dict does. */
  private overlaid(number: number, dtype: string, size: number, holders: readonly number[]): Buffer {
    const bytes = STORAGES[dtype]?.bytes ?? 1;
    const out = Buffer.alloc(size * bytes);
    Buffer.concat([...this.known.pieces(number)]).copy(out);
    for (const index of holders) {
      const t = this.tensorAt(index);
      const found = this.inFile(index, t);
      if (!found && this.known.known(number)) continue;
      const values = found ? Buffer.concat([...inDType(found, dtype)]) : layerValues(this.graph, this.held.get(index)?.module, this.held.get(index)?.name ?? "", t, index);
      positionsOf(t.shape, t.stored?.strides ?? [], t.stored?.offset ?? 0).forEach((to, i) => values.copy(out, to * bytes, i * bytes, (i + 1) * bytes));
    }
    return out;
  }

  /** What the user calls it. */
  private nameOf(index: number): Argument {
    const key = this.held.get(index)?.keys[0];
    if (key !== undefined) return `'${key}'`;
    const owner = this.graph.objects.flatMap((o) => (o.kind === "module" ? o.attrs : [])).find(([, v]) => isRef(v) && v.o === index);
    return owner ? msg`the attribute '${owner[0]}'` : msg`a tensor of the model`;
  }

  /** The file's tensor for one of the model's, if its shape fits; of several names the last counts, as in load_state_dict. */
  private inFile(index: number, t: GTensor): WeightTensor | undefined {
    const found = (this.held.get(index)?.keys ?? []).flatMap((key) => this.weights?.get(this.prefix + key) ?? []);
    return found.findLast((w) => w.shape.join() === t.shape.join() && isQuantized(w.dtype) === isQuantized(t.dtype));
  }
}

/** Values in a row. */
export interface TensorData { readonly dtype: string; readonly shape: readonly number[]; readonly data: Uint8Array; readonly quantizer?: Quantization }

/** One scale and zero point, or one of each for every place of an axis. */
export interface Quantization { readonly scales: readonly number[]; readonly zeroPoints: readonly number[]; readonly axis?: number }

function* inDType(found: WeightTensor, dtype: string): Iterable<Buffer> {
  if (found.dtype === dtype) yield* found.pieces();
  else for (const piece of found.pieces()) yield encodeNumbers(dtype, decodeNumbers(found.dtype, piece));
}

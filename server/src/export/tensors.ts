/**
 * The values of a model's tensors for an export: from a weights file, from what the loader knows (small
 * tensors), else initialised by layer type with a fixed seed; which of these it was is counted.
 */
import type { GModule, GTensor, GValue, ObjectGraph } from "../host/objectGraph";
import { STORAGES, type StoredTensor } from "./archive/pickler";
import { decodeNumbers, encodeNumbers } from "./numbers";
import { contiguousStrides, count } from "./strides";
import type { Weights, WeightTensor } from "./weights/weights";

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
}

/** A tensor of the model's state dict: tied ones have several keys. */
interface Held { readonly module: GModule; readonly name: string; readonly keys: string[]; persistent: boolean }

/** One record of the file that is written. */
interface StorageToWrite { readonly key: string; readonly dtype: string; readonly bytes: number; pieces(): Iterable<Buffer> }

/** Checkpoints from before torch 0.4.1 have none; torch starts it at 0 then. */
const MAY_BE_MISSING = /^num_batches_tracked$/;

const shapeText = (shape: readonly number[]): string => `[${shape.join(", ")}]`;

const isRef = (v: GValue | undefined): v is { readonly o: number } => typeof v === "object" && v !== null && "o" in v;

/** mulberry32: small, good enough, and the same everywhere. */
function generator(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export class ModelTensors {
  /** By index in the graph. */
  private readonly held = new Map<number, Held>();
  private readonly stored = new Map<number, StoredTensor>();
  /** Storages in the order in which they were met. */
  readonly storages: StorageToWrite[] = [];
  /** How many tensors have their values from the weights file, and how many the ones that building the model gives. */
  readonly counts = { weights: 0, initial: 0 };

  constructor(private readonly graph: ObjectGraph, private readonly weights: Weights | undefined) {
    this.walk(graph.root, "");
  }

  private walk(v: GValue, prefix: string): void {
    const m = isRef(v) ? this.graph.objects[v.o] : undefined;
    if (m?.kind !== "module") return;
    for (const [name, value] of [...m.parameters, ...m.buffers]) if (isRef(value)) this.hold(value.o, m, name, prefix + name);
    for (const [name, child] of m.modules) {
      const o = isRef(child) ? this.graph.objects[child.o] : undefined;
      this.walk(o?.kind === "scriptmodule" ? o.module : child, `${prefix}${name}.`);
    }
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
    return { loaded, missing, unexpected: [...this.weights.keys()].filter((k) => !known.has(k)), mismatched, prefix };
  }

  private prefixFound: string | undefined;
  /** What stands before every key of the file ("module.", "model."). */
  private get prefix(): string {
    if (this.prefixFound !== undefined) return this.prefixFound;
    const wanted = this.wanted();
    const keys = [...(this.weights?.keys() ?? [])];
    let best = { prefix: "", hits: keys.filter((k) => wanted.has(k)).length };
    for (const prefix of new Set(keys.flatMap((k) => [...k.matchAll(/\./g)].slice(0, 2).map((m) => k.slice(0, m.index + 1))))) {
      const hits = keys.filter((k) => k.startsWith(prefix) && wanted.has(k.slice(prefix.length))).length;
      if (hits > best.hits) best = { prefix, hits };
    }
    return (this.prefixFound = best.prefix);
  }

  private names: Map<string, number> | undefined;
  /** A parameter or buffer by its dotted name, with its values in a row; undefined where the model has none. */
  named(name: string): { readonly dtype: string; readonly shape: readonly number[]; readonly data: Buffer } | undefined {
    this.names ??= new Map([...this.held].flatMap(([index, h]) => h.keys.map((key) => [key, index] as const)));
    const index = this.names.get(name);
    if (index === undefined) return undefined;
    const t = this.tensorAt(index);
    this.tally(index, t);
    return { dtype: t.dtype, shape: t.shape, data: Buffer.concat([...this.pieces(index, t)]) };
  }

  /** Where a tensor is stored; the same storage for tensors that share theirs. */
  place(index: number): StoredTensor {
    const known = this.stored.get(index);
    if (known) return known;
    const t = this.tensorAt(index);
    if (!STORAGES[t.dtype]) throw new Error(`tensors of dtype ${t.dtype} cannot be written`);
    const other = t.storage !== undefined && t.storage !== index ? this.graph.objects[t.storage] : undefined;
    if (other?.kind === "tensor" && other.shape.join() === t.shape.join() && other.dtype === t.dtype && t.storage !== undefined) {
      const made = { ...this.place(t.storage), requiresGrad: t.parameter };
      this.stored.set(index, made);
      return made;
    }
    const made: StoredTensor = { key: String(this.storages.length), dtype: t.dtype, numel: count(t.shape), offset: 0, shape: t.shape, strides: contiguousStrides(t.shape), requiresGrad: t.parameter };
    this.stored.set(index, made);
    this.tally(index, t);
    this.storages.push({ key: made.key, dtype: t.dtype, bytes: made.numel * (STORAGES[t.dtype]?.bytes ?? 1), pieces: () => this.pieces(index, t) });
    return made;
  }

  private readonly tallied = new Set<number>();
  private tally(index: number, t: GTensor): void {
    if (this.tallied.has(index)) return;
    this.tallied.add(index);
    if (this.inFile(index, t)) this.counts.weights++;
    else this.counts.initial++;
  }

  /** The file's tensor for one of the model's, if its shape fits; of several names the last counts, as in load_state_dict. */
  private inFile(index: number, t: GTensor): WeightTensor | undefined {
    const found = (this.held.get(index)?.keys ?? []).flatMap((key) => this.weights?.get(this.prefix + key) ?? []);
    return found.findLast((w) => w.shape.join() === t.shape.join());
  }

  private *pieces(index: number, t: GTensor): Iterable<Buffer> {
    const found = this.inFile(index, t);
    if (!found) yield t.values ? encodeNumbers(t.dtype, t.values.map(numberOf)) : this.initialised(index, t);
    else if (found.dtype === t.dtype) yield* found.pieces();
    else for (const piece of found.pieces()) yield encodeNumbers(t.dtype, decodeNumbers(found.dtype, piece));
  }

  /** As the layers of torch.nn initialise: convolutions and linear layers uniformly by their fan-in, normalisations with ones and zeros, embeddings normally. */
  private initialised(index: number, t: GTensor): Buffer {
    const n = count(t.shape);
    const held = this.held.get(index);
    const name = held?.name ?? "";
    const weight = held?.module.parameters.find(([k]) => k === "weight")?.[1];
    const w = isRef(weight) ? this.graph.objects[weight.o] : undefined;
    const shape = t.shape.length > 1 ? t.shape : w?.kind === "tensor" && w.shape.length > 1 ? w.shape : undefined;
    const values = new Float64Array(n);
    if (!/^(float|bfloat|complex)/.test(t.dtype)) return encodeNumbers(t.dtype, values);
    if (/running_var$/.test(name) || (name === "weight" && !shape)) values.fill(1);
    else if (shape && (t.parameter || /weight|bias/.test(name))) {
      const random = generator(index + 1);
      const bound = 1 / Math.sqrt(Math.max(count(shape.slice(1)), 1));
      for (let i = 0; i < n; i++) values[i] = (random() * 2 - 1) * bound;
    }
    return encodeNumbers(t.dtype, values);
  }
}

function numberOf(v: number | boolean | "nan" | "inf" | "-inf" | readonly [number, number]): number | readonly [number, number] {
  if (typeof v === "number") return v;
  if (typeof v === "boolean") return v ? 1 : 0;
  return v === "nan" ? NaN : v === "inf" ? Infinity : v === "-inf" ? -Infinity : v;
}

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

interface Held { readonly module: GModule; readonly name: string; readonly key: string; readonly persistent: boolean }

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
  readonly storages: { readonly key: string; readonly dtype: string; read(): Buffer }[] = [];
  readonly counts = { weights: 0, known: 0, initialised: 0 };

  constructor(private readonly graph: ObjectGraph, private readonly weights: Weights | undefined) {
    this.walk(graph.root, "");
  }

  private walk(v: GValue, prefix: string): void {
    const m = isRef(v) ? this.graph.objects[v.o] : undefined;
    if (m?.kind !== "module") return;
    for (const [name, value] of [...m.parameters, ...m.buffers]) {
      if (isRef(value) && !this.held.has(value.o)) this.held.set(value.o, { module: m, name, key: prefix + name, persistent: !m.nonPersistentBuffers.includes(name) });
    }
    for (const [name, child] of m.modules) {
      const o = isRef(child) ? this.graph.objects[child.o] : undefined;
      this.walk(o?.kind === "scriptmodule" ? o.module : child, `${prefix}${name}.`);
    }
  }

  private tensorAt(index: number): GTensor {
    const t = this.graph.objects[index];
    if (t?.kind !== "tensor") throw new Error("a tensor of the object graph is missing");
    return t;
  }

  /** The model's state dict by key. */
  private wanted(): Map<string, GTensor> {
    return new Map([...this.held].filter(([, h]) => h.persistent).map(([index, h]) => [h.key, this.tensorAt(index)]));
  }

  /** How the weights fit; undefined without any. */
  keyReport(): KeyReport | undefined {
    if (!this.weights) return undefined;
    const wanted = this.wanted();
    const { prefix } = this;
    const seen = new Set<string>();
    const missing: string[] = [];
    const mismatched: { key: string; model: string; file: string }[] = [];
    for (const [key, t] of wanted) {
      const found = this.weights.get(prefix + key);
      if (!found) { missing.push(key); continue; }
      seen.add(prefix + key);
      if (found.shape.join() !== t.shape.join()) mismatched.push({ key, model: `[${t.shape.join(", ")}]`, file: `[${found.shape.join(", ")}]` });
    }
    const unexpected = [...this.weights.keys()].filter((k) => !seen.has(k));
    return { loaded: seen.size - mismatched.length, missing, unexpected, mismatched, prefix };
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
    this.storages.push({ key: made.key, dtype: t.dtype, read: () => this.bytes(index, t) });
    return made;
  }

  /** The file's tensor for one of the model's, if its shape fits. */
  private inFile(index: number, t: GTensor): WeightTensor | undefined {
    const held = this.held.get(index);
    const found = held && this.weights?.get(this.prefix + held.key);
    return found?.shape.join() === t.shape.join() ? found : undefined;
  }

  private tally(index: number, t: GTensor): void {
    if (this.inFile(index, t)) this.counts.weights++;
    else if (t.values) this.counts.known++;
    else this.counts.initialised++;
  }

  private bytes(index: number, t: GTensor): Buffer {
    const found = this.inFile(index, t);
    if (found) return found.dtype === t.dtype ? found.read() : encodeNumbers(t.dtype, decodeNumbers(found.dtype, found.read()));
    return t.values ? encodeNumbers(t.dtype, t.values.map(numberOf)) : this.initialised(index, t);
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

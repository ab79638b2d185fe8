/**
 * Tensors by name from a file of weights: torch's zip checkpoints, its older single-stream form, and
 * safetensors. Nothing in the file is executed, and tensors are read only when asked for.
 */
import fs from "node:fs";
import path from "node:path";
import { STORAGES } from "../archive/pickler";
import { count, inOrder, isInOrder, reach } from "../strides";
import { GlobalName, Made, PersistentId, unpickle, WeightsError } from "./unpickler";
import { readAt, ZipReader } from "./zipReader";

export { WeightsError } from "./unpickler";

export interface WeightTensor {
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Its numbers in a row, little-endian; large ones in pieces of whole numbers. Throws WeightsError. */
  pieces(): Iterable<Buffer>;
}
export type Weights = ReadonlyMap<string, WeightTensor>;

interface Storage { readonly dtype: string; readonly numel: number; read(offset: number, length: number): Buffer }

/** Numbers of one piece. */
const PIECE = 2 ** 20;

function* inPieces(count: number, read: (offset: number, length: number) => Buffer): Iterable<Buffer> {
  for (let at = 0; at < count; at += PIECE) yield read(at, Math.min(PIECE, count - at));
}

const DTYPES = new Map(Object.entries(STORAGES).map(([dtype, s]) => [s.name, dtype]));
const SAFE_DTYPES: Readonly<Record<string, string>> = { F64: "float64", F32: "float32", F16: "float16", BF16: "bfloat16", I64: "int64", I32: "int32", I16: "int16", I8: "int8", U8: "uint8", BOOL: "bool" };
const MOST_HEADER = 100 * 2 ** 20;

/** The files stay open until `close`. Throws WeightsError with a message for the user. */
export function openWeights(file: string): { weights: Weights; close(): void } {
  const handles: number[] = [];
  const open = (name: string): { handle: number; size: number } => {
    try {
      const handle = fs.openSync(name, "r");
      handles.push(handle);
      return { handle, size: fs.fstatSync(handle).size };
    } catch (error) {
      throw new WeightsError(`The weights file ${name} cannot be opened: ${(error as NodeJS.ErrnoException).code === "ENOENT" ? "there is none" : String((error as Error).message)}.`);
    }
  };
  const close = (): void => { for (const h of handles.splice(0)) fs.closeSync(h); };
  try {
    return { weights: read(file, open), close };
  } catch (error) {
    close();
    if (error instanceof WeightsError) throw error;
    throw new WeightsError(`The weights file ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

type Open = (name: string) => { handle: number; size: number };

function read(file: string, open: Open): Weights {
  if (/\.index\.json$/.test(file)) return sharded(file, open);
  const { handle, size } = open(file);
  if (size < 8) throw new WeightsError(`The weights file ${file} is ${size === 0 ? "empty" : "too short to be one"}.`);
  const head = readAt(handle, 0, 8);
  if (head.readUInt32LE(0) === 0x04034b50) return checkpoint(new ZipReader(handle, size), handle);
  if (/\.safetensors$/.test(file) || (head.readBigUInt64LE(0) < BigInt(size) && readAt(handle, 8, 1)[0] === 0x7b)) return safetensors(handle, size);
  return legacy(readAt(handle, 0, Math.min(size, 2 ** 31 - 1)));
}

function sharded(file: string, open: Open): Weights {
  const { handle, size } = open(file);
  if (size > MOST_HEADER) throw new WeightsError("The index of the shards is too large to be one.");
  const index = JSON.parse(readAt(handle, 0, size).toString("utf8")) as { weight_map?: Record<string, unknown> };
  const out = new Map<string, WeightTensor>();
  for (const name of new Set(Object.values(index.weight_map ?? {}))) {
    if (typeof name !== "string" || path.basename(name) !== name) throw new WeightsError("The index of the shards names a file outside its folder.");
    for (const [key, tensor] of read(path.join(path.dirname(file), name), open)) out.set(key, tensor);
  }
  return out;
}

function safetensors(handle: number, size: number): Weights {
  const length = readAt(handle, 0, 8).readBigUInt64LE();
  if (length > BigInt(Math.min(size - 8, MOST_HEADER))) throw new WeightsError("The safetensors file is damaged: its header is longer than the file.");
  const begin = 8 + Number(length);
  let header: Record<string, { dtype?: unknown; shape?: unknown; data_offsets?: unknown }>;
  try { header = JSON.parse(readAt(handle, 8, Number(length)).toString("utf8")) as typeof header; } catch { throw new WeightsError("The safetensors file is damaged: its header is no JSON."); }
  const out = new Map<string, WeightTensor>();
  for (const [name, entry] of Object.entries(header)) {
    if (name === "__metadata__") continue;
    const dtype = SAFE_DTYPES[String(entry.dtype)];
    if (!dtype) throw new WeightsError(`Tensor ${name} has dtype ${String(entry.dtype)}, which is not known.`);
    const shape = Array.isArray(entry.shape) ? entry.shape.map(Number) : [];
    const [from = -1, to = -1] = Array.isArray(entry.data_offsets) ? entry.data_offsets.map(Number) : [];
    const bytes = shape.reduce((n, s) => n * s, STORAGES[dtype]?.bytes ?? 1);
    if (!(from >= 0) || to - from !== bytes || begin + to > size) throw new WeightsError(`Tensor ${name} of the safetensors file lies outside of it or has another size than its shape.`);
    const each = STORAGES[dtype]?.bytes ?? 1;
    out.set(name, { dtype, shape, pieces: () => inPieces(bytes / each, (at, n) => readAt(handle, begin + from + at * each, n * each)) });
  }
  return out;
}

/** torch.save since 1.6. */
function checkpoint(zip: ZipReader, handle: number): Weights {
  const pkl = [...zip.records.values()].find((r) => /(^|\/)data\.pkl$/.test(r.name));
  if (!pkl) throw new WeightsError("This zip file holds no data.pkl: it is no checkpoint.");
  const top = pkl.name.slice(0, -"data.pkl".length);
  const order = zip.records.get(`${top}byteorder`);
  if (order && zip.read(order).toString("latin1").trim() === "big") throw new WeightsError("This checkpoint was written on a big-endian machine, which is not supported.");
  const { value } = unpickle(zip.read(pkl));
  return collect(value, (id) => {
    const [, type, key, , numel] = Array.isArray(id.value) ? (id.value as unknown[]) : [];
    const dtype = storageDtype(type);
    const record = zip.records.get(`${top}data/${String(key)}`);
    if (!record) throw new WeightsError(`The checkpoint lacks the record data/${String(key)}.`);
    if (record.method !== 0) throw new WeightsError(`The record ${record.name} is packed; torch stores tensors as they are.`);
    const bytes = STORAGES[dtype]?.bytes ?? 1;
    const start = zip.start(record);
    return {
      dtype, numel: Number(numel),
      read: (offset, length) => {
        if ((offset + length) * bytes > record.size) throw new WeightsError(`The record ${record.name} is shorter than its tensors.`);
        return readAt(handle, start + offset * bytes, length * bytes);
      },
    };
  });
}

function storageDtype(type: unknown): string {
  const dtype = type instanceof GlobalName ? DTYPES.get(type.name.replace(/^torch\.(storage\.)?/, "")) : undefined;
  if (!dtype) throw new WeightsError(`A storage of type ${type instanceof GlobalName ? type.name : "unknown"} is not known.`);
  return dtype;
}

/** torch.save before 1.6: magic number, version, system, the object, keys, then the storages one after the other. */
function legacy(data: Buffer): Weights {
  let at = 0;
  const next = (): unknown => { const { value, end } = unpickle(data, at); at = end; return value; };
  const first = next();
  if (typeof first !== "bigint" || first !== 0x1950a86a20f9469cfc6cn) throw new WeightsError("This is neither a checkpoint of torch nor a safetensors file.");
  next();
  next();
  const root = next();
  const keys = next();
  const found = new Map<string, { start: number; numel: number }>();
  const types = new Map<string, string>();
  const made = collect(root, (id) => {
    const [, type, key, , numel] = Array.isArray(id.value) ? (id.value as unknown[]) : [];
    const dtype = storageDtype(type);
    types.set(String(key), dtype);
    const bytes = STORAGES[dtype]?.bytes ?? 1;
    return {
      dtype, numel: Number(numel),
      read: (offset, length) => {
        const place = found.get(String(key));
        if (!place || offset + length > place.numel) throw new WeightsError(`The checkpoint lacks the storage ${String(key)}.`);
        return data.subarray(place.start + offset * bytes, place.start + (offset + length) * bytes);
      },
    };
  });
  for (const key of Array.isArray(keys) ? keys.map(String) : []) {
    if (at + 8 > data.length) throw new WeightsError("The checkpoint ends too early: it was cut off, or not copied whole.");
    const count = data.readBigInt64LE(at);
    const bytes = STORAGES[types.get(key) ?? "float32"]?.bytes ?? 4;
    if (count < 0n || count > BigInt(data.length) || at + 8 + Number(count) * bytes > data.length) throw new WeightsError("The checkpoint ends too early: it was cut off, or not copied whole.");
    found.set(key, { start: at + 8, numel: Number(count) });
    at += 8 + Number(count) * bytes;
  }
  return made;
}

const WRAPPERS = ["state_dict", "model_state_dict", "model", "ema", "net", "weights", "params"];

/** Finds the state dict: the object itself, what the usual wrappers hold, or the tensors of a pickled or scripted module. */
function collect(root: unknown, storageOf: (id: PersistentId) => Storage): Weights {
  const tensors = new Map<unknown, WeightTensor>();
  const tensorOf = (value: unknown): WeightTensor | undefined => {
    if (!(value instanceof Made)) return undefined;
    const known = tensors.get(value);
    if (known) return known;
    if (/^torch\._utils\._rebuild_parameter/.test(value.name)) return tensorOf(value.args[0]);
    if (!/^torch\._utils\._rebuild_tensor(_v2)?$/.test(value.name)) return undefined;
    const [id, offset, shape, strides] = value.args;
    if (!(id instanceof PersistentId) || !Array.isArray(shape) || !Array.isArray(strides)) throw new WeightsError("A tensor of the checkpoint is damaged.");
    const made = strided(storageOf(id), Number(offset), shape.map(Number), strides.map(Number));
    tensors.set(value, made);
    return made;
  };
  const entries = (value: unknown): Map<unknown, unknown> | undefined => (value instanceof Map ? value : value instanceof Made && value.name === "collections.OrderedDict" ? value.items : undefined);
  const out = new Map<string, WeightTensor>();
  const module = (value: Made, prefix: string, depth: number): void => {
    const state = value.state instanceof Map ? (value.state as Map<unknown, unknown>) : undefined;
    if (!state || depth > 200) return;
    for (const table of ["_parameters", "_buffers"]) {
      for (const [name, t] of entries(state.get(table)) ?? []) {
        const tensor = tensorOf(t);
        if (tensor) out.set(prefix + String(name), tensor);
      }
    }
    for (const [name, child] of entries(state.get("_modules")) ?? []) if (child instanceof Made) module(child, `${prefix}${String(name)}.`, depth + 1);
  };
  const scripted = (value: Made, prefix: string, depth: number): void => {
    for (const [name, field] of value.state instanceof Map ? (value.state as Map<unknown, unknown>) : []) {
      const tensor = tensorOf(field);
      if (tensor) out.set(prefix + String(name), tensor);
      else if (field instanceof Made && field.name.startsWith("__torch__.") && depth < 200) scripted(field, `${prefix}${String(name)}.`, depth + 1);
    }
  };
  const dict = (value: unknown, depth: number): boolean => {
    if (value instanceof Made && value.name.startsWith("__torch__.")) { scripted(value, "", 0); return out.size > 0; }
    if (value instanceof Made && value.state instanceof Map && (value.state.has("_modules") || value.state.has("_parameters"))) { module(value, "", 0); return out.size > 0; }
    const rows = entries(value);
    if (!rows || depth > 3) return false;
    if (rows.size === 0) return true; // of a model without tensors
    const found = [...rows].flatMap(([k, v]) => { const t = typeof k === "string" ? tensorOf(v) : undefined; return t ? [[k as string, t] as const] : []; });
    if (found.length > 0) { for (const [k, t] of found) out.set(k, t); return true; }
    for (const name of WRAPPERS) if (rows.has(name) && dict(rows.get(name), depth + 1)) return true;
    return false;
  };
  if (!dict(root, 0)) throw new WeightsError("There are no tensors by name in this file: neither a state dict nor a module was found.");
  return out;
}

function strided(storage: Storage, offset: number, shape: readonly number[], strides: readonly number[]): WeightTensor {
  const bytes = STORAGES[storage.dtype]?.bytes ?? 1;
  const bad = (n: number): boolean => !Number.isSafeInteger(n) || n < 0;
  const extent = reach(shape, strides);
  if (bad(offset) || shape.some(bad) || strides.some(bad) || bad(count(shape)) || offset + extent > storage.numel) throw new WeightsError("A tensor of the checkpoint reaches beyond its storage.");
  return {
    dtype: storage.dtype, shape,
    *pieces() {
      if (extent === 0) return;
      if (isInOrder(shape, strides)) { yield* inPieces(extent, (at, n) => storage.read(offset + at, n)); return; }
      const made = inOrder(storage.read(offset, extent), bytes, shape, strides);
      yield Buffer.from(made.buffer, made.byteOffset, made.byteLength);
    },
  };
}

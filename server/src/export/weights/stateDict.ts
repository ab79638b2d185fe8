/** The tensors by name in what a checkpoint's pickle holds: a state dict, a wrapper around one, or a module. */
import { STORAGES, type Quantizer } from "../archive/pickler";
import { count, inOrder, isInOrder, reach } from "../strides";
import { type Effort, GlobalName, Made, named, numeric, PersistentId, WeightsError } from "./unpickler";
import { msg } from "../../text/message";

export interface WeightTensor {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly quantizer?: Quantizer<WeightTensor>;
  /** Its numbers in a row, little-endian; large ones in pieces of whole numbers. Throws WeightsError. */
  pieces(): Iterable<Buffer>;
}
export type Weights = ReadonlyMap<string, WeightTensor>;

export interface Storage { readonly dtype: string; readonly numel: number; read(offset: number, length: number): Buffer }

const DTYPES = new Map(Object.entries(STORAGES).map(([dtype, s]) => [s.name, dtype]));

/** Numbers of one piece. */
const PIECE = 2 ** 20;

export function* inPieces(count: number, read: (offset: number, length: number) => Buffer): Iterable<Buffer> {
  for (let at = 0; at < count; at += PIECE) yield read(at, Math.min(PIECE, count - at));
}

export function storageDtype(type: unknown): string {
  const dtype = type instanceof GlobalName ? DTYPES.get(type.name.replace(/^torch\.(storage\.)?/, "")) : undefined;
  if (!dtype) throw new WeightsError(type instanceof GlobalName ? msg`A storage of type ${type.name} is not known.` : msg`A storage without a type is not known.`);
  return dtype;
}

const WRAPPERS = ["state_dict", "model_state_dict", "model", "ema", "net", "weights", "params"];

/** Finds the state dict: the object itself, what the usual wrappers hold, or the tensors of a pickled or scripted module. `direct`: of tensors that are persistent ids themselves. */
export function collect(root: unknown, effort: Effort, storageOf: (id: PersistentId) => Storage, direct?: (id: PersistentId) => WeightTensor | undefined): Weights {
  const tensors = new Map<unknown, WeightTensor>();
  const tensorOf = (value: unknown): WeightTensor | undefined => {
    if (value instanceof PersistentId) return direct?.(value);
    if (!(value instanceof Made)) return undefined;
    const known = tensors.get(value);
    if (known) return known;
    if (/^torch\._utils\._rebuild_parameter/.test(value.name)) return tensorOf(value.args[0]);
    const quantized = value.name === "torch._utils._rebuild_qtensor";
    if (!quantized && !/^torch\._utils\._rebuild_tensor(_v2)?$/.test(value.name)) return undefined;
    const [id, offset, shape, strides, how] = value.args;
    if (!(id instanceof PersistentId) || !Array.isArray(shape) || !Array.isArray(strides)) throw new WeightsError(msg`A tensor of the checkpoint is damaged.`);
    const plain = strided(storageOf(id), numeric(offset), shape.map(numeric), strides.map(numeric));
    const made = quantized ? { ...plain, quantizer: quantizerOf(how) } : plain;
    tensors.set(value, made);
    return made;
  };
  const quantizerOf = (how: unknown): Quantizer<WeightTensor> => {
    const [scheme, first, second, axis] = Array.isArray(how) ? how as unknown[] : [];
    const name = scheme instanceof GlobalName ? scheme.name.replace(/^torch\./, "") : "";
    if (name === "per_tensor_affine" && Number.isSafeInteger(numeric(second))) return { scheme: name, scale: numeric(first), zeroPoint: numeric(second) };
    const [scales, zeroPoints] = [tensorOf(first), tensorOf(second)];
    if ((name !== "per_channel_affine" && name !== "per_channel_affine_float_qparams") || !scales || !zeroPoints || !Number.isSafeInteger(numeric(axis))) throw new WeightsError(msg`A tensor of the checkpoint is damaged.`);
    return { scheme: name, scales, zeroPoints, axis: numeric(axis) };
  };
  const entries = (value: unknown): Map<unknown, unknown> | undefined => (value instanceof Map ? value : value instanceof Made && value.name === "collections.OrderedDict" ? value.items : undefined);
  const out = new Map<string, WeightTensor>();
  const module = (value: Made, prefix: string, depth: number): void => {
    effort.step();
    const state = value.state instanceof Map ? (value.state as Map<unknown, unknown>) : undefined;
    if (!state || depth > 200) return;
    for (const table of ["_parameters", "_buffers"]) {
      for (const [name, t] of entries(state.get(table)) ?? []) {
        const tensor = tensorOf(t);
        if (tensor) out.set(prefix + named(name), tensor);
      }
    }
    for (const [name, child] of entries(state.get("_modules")) ?? []) if (child instanceof Made) module(child, `${prefix}${named(name)}.`, depth + 1);
  };
  const scripted = (value: Made, prefix: string, depth: number): void => {
    effort.step();
    for (const [name, field] of value.state instanceof Map ? (value.state as Map<unknown, unknown>) : []) {
      const tensor = tensorOf(field);
      if (tensor) out.set(prefix + named(name), tensor);
      else if (field instanceof Made && field.name.startsWith("__torch__.") && depth < 200) scripted(field, `${prefix}${named(name)}.`, depth + 1);
    }
  };
  // the weight and bias of a quantized layer are one entry
  const tensorsAt = (key: string, value: unknown): (readonly [string, WeightTensor])[] => {
    const parts = Array.isArray(value) && value.length === 2 ? (value as unknown[]).map((v, i) => [`${key}.${i}`, v] as const) : [[key, value] as const];
    return parts.flatMap(([k, v]) => { const t = tensorOf(v); return t ? [[k, t] as const] : []; });
  };
  const dict = (value: unknown, depth: number): boolean => {
    if (value instanceof Made && value.name.startsWith("__torch__.")) { scripted(value, "", 0); return out.size > 0; }
    if (value instanceof Made && value.state instanceof Map && (value.state.has("_modules") || value.state.has("_parameters"))) { module(value, "", 0); return out.size > 0; }
    const rows = entries(value);
    if (!rows || depth > 3) return false;
    if (rows.size === 0) return true; // of a model without tensors
    const found = [...rows].flatMap(([k, v]) => (typeof k === "string" ? tensorsAt(k, v) : []));
    if (found.length > 0) { for (const [k, t] of found) out.set(k, t); return true; }
    for (const name of WRAPPERS) if (rows.has(name) && dict(rows.get(name), depth + 1)) return true;
    return false;
  };
  if (!dict(root, 0)) throw new WeightsError(msg`There are no tensors by name in this file: neither a state dict nor a module was found.`);
  return out;
}

/** Row by row where the whole is large: an expanded tensor has more numbers than its storage. */
function* stridedPieces(storage: Storage, bytes: number, offset: number, shape: readonly number[], strides: readonly number[]): Iterable<Buffer> {
  const [rows = 1, ...rest] = shape, [step = 0, ...steps] = strides;
  if (shape.length > 0 && count(shape) > PIECE) {
    for (let i = 0; i < rows; i++) yield* stridedPieces(storage, bytes, offset + i * step, rest, steps);
    return;
  }
  const made = inOrder(storage.read(offset, reach(shape, strides)), bytes, shape, strides);
  yield Buffer.from(made.buffer, made.byteOffset, made.byteLength);
}

export function strided(storage: Storage, offset: number, shape: readonly number[], strides: readonly number[]): WeightTensor {
  const bytes = STORAGES[storage.dtype]?.bytes ?? 1;
  const bad = (n: number): boolean => !Number.isSafeInteger(n) || n < 0;
  const extent = reach(shape, strides);
  if (bad(offset) || shape.some(bad) || strides.some(bad) || bad(count(shape)) || offset + extent > storage.numel) throw new WeightsError(msg`A tensor of the checkpoint reaches beyond its storage.`);
  return {
    dtype: storage.dtype, shape,
    *pieces() {
      if (extent === 0) return;
      if (isInOrder(shape, strides)) { yield* inPieces(extent, (at, n) => storage.read(offset + at, n)); return; }
      yield* stridedPieces(storage, bytes, offset, shape, strides);
    },
  };
}

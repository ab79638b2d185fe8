/** The tensors by name in what a checkpoint's pickle holds: a state dict, a wrapper around one, or a module. */
import { STORAGES, type Quantizer } from "../archive/pickler";
import { count, inOrder, isInOrder, reach } from "../strides";
import { type Effort, GlobalName, Made, named, numeric, PersistentId, WeightsError } from "./unpickler";
import { msg, type Message } from "../../text/message";

export interface WeightTensor {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly quantizer?: Quantizer<WeightTensor>;
  /** Its numbers in a row, little-endian; large ones in pieces of whole numbers. Throws WeightsError. */
  pieces(): Iterable<Buffer>;
}
/** `taken`: under which names of the file they stand, where it has other tensors besides under the names in `besides`. */
export interface Weights extends ReadonlyMap<string, WeightTensor> { readonly taken?: { readonly from: string; readonly besides: readonly string[] } }

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

/** Before one that stands further back. Engines that write `params_ema` take it before `params`. */
const WRAPPERS = ["state_dict", "model_state_dict", "model", "ema", "net", "weights", "params_ema", "params", "module"];
/** What holds tensors that are no weights. */
const OTHERS = /optim|sched|scaler|scheduler|criterion|loss|hyper|config|args|metric|callbacks|rng|amp|grad/i;
const REBUILT = /^torch\._utils\._rebuild_(?:q?tensor|tensor_v[23])$/;

/** Finds the state dict: the object itself, what the usual wrappers hold, or the tensors of a pickled or scripted module. `direct`: of tensors that are persistent ids themselves. */
export function collect(root: unknown, effort: Effort, storageOf: (id: PersistentId) => Storage, direct?: (id: PersistentId) => WeightTensor | undefined): Weights {
  const tensors = new Map<unknown, WeightTensor>();
  const tensorOf = (value: unknown): WeightTensor | undefined => {
    if (value instanceof PersistentId) return direct?.(value);
    if (!(value instanceof Made)) return undefined;
    const known = tensors.get(value);
    if (known) return known;
    if (/^torch\._utils\._rebuild_parameter/.test(value.name)) return tensorOf(value.args[0]);
    // a subclass, or one with attributes of its own
    if (/^torch\._tensor\._rebuild_from_type(_v2)?$/.test(value.name)) return Array.isArray(value.args[2]) ? tensorOf(new Made(value.args[0], value.args[2] as unknown[])) : undefined;
    if (!REBUILT.test(value.name)) return undefined;
    const quantized = value.name.endsWith("_qtensor");
    const [id, offset, shape, strides, how] = value.args;
    if (value.name.endsWith("_v3")) return unread(shape, msg`the dtype ${value.args[6] instanceof GlobalName ? value.args[6].name.replace(/^torch\./, "") : "?"} is not read here`);
    if (!(id instanceof PersistentId) || !Array.isArray(shape) || !Array.isArray(strides)) throw new WeightsError(msg`A tensor of the checkpoint is damaged.`);
    const plain = strided(storageOf(id), numeric(offset), shape.map(numeric), strides.map(numeric));
    const lazy = value.args[6] instanceof Map && ["conj", "neg"].some((k) => (value.args[6] as Map<unknown, unknown>).get(k) === true);
    const made = quantized ? { ...plain, quantizer: quantizerOf(how) } : lazy ? { ...unread(shape, msg`it is a view that conjugates or negates another tensor: save x.resolve_conj().resolve_neg()`), dtype: plain.dtype } : plain;
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
  const module = (out: Map<string, WeightTensor>, value: Made, prefix: string, depth: number): void => {
    effort.step();
    const state = value.state instanceof Map ? (value.state as Map<unknown, unknown>) : undefined;
    if (!state || depth > 200) return;
    for (const table of ["_parameters", "_buffers"]) {
      for (const [name, t] of entries(state.get(table)) ?? []) {
        const tensor = tensorOf(t);
        if (tensor) out.set(prefix + named(name), tensor);
      }
    }
    for (const [name, child] of entries(state.get("_modules")) ?? []) if (child instanceof Made) module(out, child, `${prefix}${named(name)}.`, depth + 1);
  };
  const scripted = (out: Map<string, WeightTensor>, value: Made, prefix: string, depth: number): void => {
    effort.step();
    for (const [name, field] of value.state instanceof Map ? (value.state as Map<unknown, unknown>) : []) {
      const tensor = tensorOf(field);
      if (tensor) out.set(prefix + named(name), tensor);
      else if (field instanceof Made && field.name.startsWith("__torch__.") && depth < 200) scripted(out, field, `${prefix}${named(name)}.`, depth + 1);
    }
  };
  // the weight and bias of a quantized layer are one entry
  const tensorsAt = (key: string, value: unknown, depth = 0): (readonly [string, WeightTensor])[] => {
    effort.step();
    const parts = depth < 3 ? partsOf(value) : undefined;
    if (parts) return parts.flatMap((v, i) => tensorsAt(`${key}.${i}`, v, depth + 1));
    const t = tensorOf(value);
    return t ? [[key, t]] : [];
  };
  const isModule = (value: unknown): value is Made => value instanceof Made && value.state instanceof Map && (value.state.has("_modules") || value.state.has("_parameters"));
  const found = (value: unknown, depth: number): Weights | undefined => {
    const out = new Map<string, WeightTensor>();
    if (value instanceof Made && value.name.startsWith("__torch__.")) scripted(out, value, "", 0);
    else if (isModule(value)) module(out, value, "", 0);
    if (out.size > 0) return out;
    // an object of the user's around them, such as a running mean of the weights
    const rows = entries(value) ?? (value instanceof Made && value.state instanceof Map ? value.state as Map<unknown, unknown> : undefined);
    if (!rows || depth > 3) return undefined;
    if (rows.size === 0) return out; // of a model without tensors
    for (const [k, v] of rows) if (typeof k === "string") for (const [key, t] of tensorsAt(k, v)) out.set(key, t);
    return out.size > 0 ? out : wrapped(rows, depth);
  };
  const wrapped = (rows: ReadonlyMap<unknown, unknown>, depth: number): Weights | undefined => {
    const within = new Map<string, Weights>();
    for (const [name, v] of rows) {
      if (typeof name !== "string" || OTHERS.test(name)) continue;
      const inner = found(v, depth + 1);
      if (inner && inner.size > 0) within.set(name, inner);
    }
    // those who keep whole modules run the mean of them
    const first = isModule(rows.get("model")) && isModule(rows.get("ema")) ? ["ema", ...WRAPPERS] : WRAPPERS;
    const names = [...within.keys()], from = first.find((name) => within.has(name)) ?? (names.length === 1 ? names[0] : names.find((n) => !/ema/i.test(n) && names.every((o) => o === n || /ema/i.test(o))));
    if (from === undefined && names.length > 0) throw new WeightsError(msg`This file holds several sets of weights (${names.slice(0, 8).join(", ")}): save the one that is meant by itself.`);
    const taken = from === undefined ? undefined : within.get(from);
    if (!taken || from === undefined) return taken;
    const besides = names.filter((n) => n !== from);
    return Object.assign(taken, besides.length > 0 ? { taken: { from, besides } } : {});
  };
  const weights = found(root, 0);
  if (!weights) throw new WeightsError(msg`There are no tensors by name in this file: neither a state dict nor a module was found.`);
  return weights;
}

/** What the weights of a quantized layer are made of, also as an object of torch's C++ that pickles itself; of a recurrent one those of the input, of the hidden state, and the biases. */
function partsOf(value: unknown): readonly unknown[] | undefined {
  const [state]: unknown[] = !(value instanceof Made) ? [value] : value.name === "torch.ScriptObject" && Array.isArray(value.state) ? value.state as unknown[] : [];
  if (!Array.isArray(state)) return undefined;
  const [, biases, , , weights] = state as unknown[];
  return state.length === 2 ? state as unknown[] : Array.isArray(weights) && Array.isArray(biases) ? [...weights as unknown[], ...biases as unknown[]] : undefined;
}

/** A tensor of which only the shape is known here. */
const unread = (shape: unknown, why: Message): WeightTensor => ({
  dtype: "", shape: Array.isArray(shape) ? shape.map(numeric) : [],
  pieces: () => { throw new WeightsError(msg`A tensor of the checkpoint cannot be read: ${why}.`); },
});

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

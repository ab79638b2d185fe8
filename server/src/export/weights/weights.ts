/**
 * Tensors by name from a file of weights: torch's zip checkpoints, its two older forms, and safetensors. Nothing in the file is executed, and tensors are read only when asked for.
 */
import fs from "node:fs";
import path from "node:path";
import { STORAGES } from "../archive/pickler";
import { isTar, legacy, tar } from "./legacy";
import { collect, inPieces, storageDtype, type Weights, type WeightTensor } from "./stateDict";
import { Effort, named, numeric, unpickle, WeightsError } from "./unpickler";
import { readAt, ZipReader } from "./zipReader";
import { msg, type Message } from "../../text/message";

export type { Weights, WeightTensor } from "./stateDict";
export { WeightsError } from "./unpickler";

const SAFE_DTYPES: Readonly<Record<string, string>> = { F64: "float64", F32: "float32", F16: "float16", BF16: "bfloat16", I64: "int64", I32: "int32", I16: "int16", I8: "int8", U8: "uint8", BOOL: "bool" };
const MOST_HEADER = 100 * 2 ** 20;

/** The files stay open until `close`. Throws WeightsError with a message for the user. */
export function openWeights(file: string): { weights: Weights; /** All that were opened: shards too. */ files: readonly string[]; close(): void } {
  const handles: number[] = [], files: string[] = [];
  const open = (name: string): { handle: number; size: number } => {
    const kind = fs.statSync(name, { throwIfNoEntry: false });
    if (kind?.isDirectory()) throw new WeightsError(inFolder(name), true);
    // opening a pipe would wait for somebody to write into it
    if (kind && !kind.isFile()) throw new WeightsError(msg`The weights file ${name} is not a plain file.`, true);
    try {
      const handle = fs.openSync(name, "r");
      handles.push(handle);
      files.push(name);
      return { handle, size: fs.fstatSync(handle).size };
    } catch (error) {
      throw new WeightsError(msg`The weights file ${name} cannot be opened: ${(error as NodeJS.ErrnoException).code === "ENOENT" ? msg`there is none` : String((error as Error).message)}.`, true);
    }
  };
  const close = (): void => { for (const h of handles.splice(0)) fs.closeSync(h); };
  try {
    return { weights: read(file, open), files, close };
  } catch (error) {
    close();
    if (error instanceof WeightsError) throw error;
    throw new WeightsError(msg`The weights file ${file} cannot be read: ${error instanceof RangeError ? msg`it is nested too deeply or too large` : error instanceof Error ? error.message : String(error)}`, true);
  }
}

const IS_WEIGHTS = /\.(?:index\.json|safetensors|pth|pt|bin|ckpt)$/;
function namesIn(folder: string): string[] {
  try { return fs.readdirSync(folder); } catch { return []; } // it may not be read
}
/** Which file of a folder could be meant: an index of shards before them. */
function inFolder(folder: string): Message {
  const files = namesIn(folder).filter((name) => IS_WEIGHTS.test(name)).sort((a, b) => Number(b.endsWith(".json")) - Number(a.endsWith(".json")));
  return files[0] === undefined ? msg`The weights file ${folder} is a folder.` : msg`The weights file ${folder} is a folder: name a file in it, such as ${path.join(folder, files[0])}.`;
}

/** What often lies where weights should be, by how it begins. */
function otherFile(head: string): Message | undefined {
  if (head.startsWith("version https://git-lfs")) return msg`only a pointer of Git LFS (get the file with \`git lfs pull\`)`;
  if (/^\s*<(!doctype|html|\?xml)/i.test(head)) return msg`a web page (the download went wrong)`;
  return undefined;
}

type Open = (name: string) => { handle: number; size: number };

/** What is wrong, also where values are read later, is said with the file's name. */
function read(file: string, open: Open): Weights {
  try {
    const weights = readAny(file, open);
    const named = new Map([...weights].map(([key, tensor]): [string, WeightTensor] => [key, { ...tensor, pieces: () => piecesOf(file, tensor) }]));
    return Object.assign(named, weights.taken ? { taken: weights.taken } : {});
  } catch (error) {
    throw error instanceof WeightsError ? error.of(file) : error;
  }
}
function* piecesOf(file: string, tensor: WeightTensor): Iterable<Buffer> {
  try {
    yield* tensor.pieces();
  } catch (error) {
    throw error instanceof WeightsError ? error.of(file) : error;
  }
}

function readAny(file: string, open: Open): Weights {
  if (/\.index\.json$/.test(file)) return sharded(file, open);
  const { handle, size } = open(file);
  if (size < 8) throw new WeightsError(size === 0 ? msg`The weights file ${file} is empty.` : msg`The weights file ${file} is too short to be one.`, true);
  const head = readAt(handle, 0, 8);
  if (head.readUInt32LE(0) === 0x04034b50) return checkpoint(new ZipReader(handle, size), handle);
  if (/\.safetensors$/.test(file) || (head.readBigUInt64LE(0) < BigInt(size) && readAt(handle, 8, 1)[0] === 0x7b)) return safetensors(handle, size);
  const begin = readAt(handle, 0, Math.min(size, 512)).toString("latin1");
  const refuse = (what: Message): never => { throw new WeightsError(msg`The weights file ${file} holds ${what}, not weights.`, true); };
  const other = otherFile(begin);
  if (other !== undefined) refuse(other);
  try {
    return isTar(handle, size) ? tar(handle, size) : legacy(handle, size);
  } catch (error) {
    // the oldest pickles are text as well
    if (error instanceof WeightsError && /^[\t\n\r\x20-\x7e]+$/.test(begin)) refuse(msg`text`);
    throw error;
  }
}

function sharded(file: string, open: Open): Weights {
  const { handle, size } = open(file);
  if (size > MOST_HEADER) throw new WeightsError(msg`The index of the shards is too large to be one.`);
  let index: { weight_map?: Record<string, unknown> } | null;
  try { index = JSON.parse(readAt(handle, 0, size).toString("utf8")) as typeof index; } catch { throw new WeightsError(msg`The index of the shards is damaged: it is not JSON.`); }
  if (typeof index?.weight_map !== "object") throw new WeightsError(msg`The index of the shards has no 'weight_map'.`);
  const out = new Map<string, WeightTensor>();
  for (const name of new Set(Object.values(index.weight_map))) {
    if (typeof name !== "string" || path.basename(name) !== name || name.endsWith(".index.json")) throw new WeightsError(msg`The index of the shards names a file outside its folder.`);
    for (const [key, tensor] of read(path.join(path.dirname(file), name), open)) out.set(key, tensor);
  }
  return out;
}

function safetensors(handle: number, size: number): Weights {
  const length = readAt(handle, 0, 8).readBigUInt64LE();
  if (length > BigInt(Math.min(size - 8, MOST_HEADER))) throw new WeightsError(msg`The safetensors file is damaged: its header is longer than the file.`);
  const begin = 8 + Number(length);
  let header: Record<string, { dtype?: unknown; shape?: unknown; data_offsets?: unknown }>;
  try { header = JSON.parse(readAt(handle, 8, Number(length)).toString("utf8")) as typeof header; } catch { throw new WeightsError(msg`The safetensors file is damaged: its header is not JSON.`); }
  const out = new Map<string, WeightTensor>();
  const places: { readonly from: number; readonly to: number; readonly name: string }[] = [];
  if (typeof header !== "object" || header === null || Array.isArray(header)) throw new WeightsError(msg`The safetensors file is damaged: its header names no tensors.`);
  for (const [name, entry] of Object.entries(header)) {
    if (name === "__metadata__") continue;
    if (typeof entry !== "object" || entry === null || entry.dtype === undefined) throw new WeightsError(msg`The safetensors file is damaged: nothing is said of the tensor ${name}.`);
    const dtype = typeof entry.dtype === "string" && Object.hasOwn(SAFE_DTYPES, entry.dtype) ? SAFE_DTYPES[entry.dtype] : undefined;
    if (!dtype) throw new WeightsError(msg`Tensor ${name} has dtype ${String(entry.dtype).slice(0, 50)}, which is not known.`);
    const shape = counts(entry.shape), [from, to] = counts(entry.data_offsets) ?? [];
    const bytes = shape?.reduce((n, s) => n * s, STORAGES[dtype]?.bytes ?? 1);
    if (!shape || from === undefined || to === undefined || bytes === undefined || to - from !== bytes || begin + to > size) throw new WeightsError(msg`Tensor ${name} of the safetensors file lies outside of it or has another size than its shape.`);
    const each = STORAGES[dtype]?.bytes ?? 1;
    places.push({ from, to, name });
    out.set(name, { dtype, shape, pieces: () => inPieces(bytes / each, (at, n) => readAt(handle, begin + from + at * each, n * each)) });
  }
  // as its own reader wants it: one after the other, with nothing between them or behind
  let end = 0;
  for (const { from, to, name } of places.sort((a, b) => a.from - b.from || a.to - b.to)) {
    if (from !== end) throw new WeightsError(from < end ? msg`The safetensors file is damaged: tensor ${name} lies over another one.` : msg`The safetensors file is damaged: tensor ${name} does not begin where the one before it ends.`);
    end = to;
  }
  if (begin + end !== size) throw new WeightsError(msg`The safetensors file is damaged: behind its tensors lies something else.`);
  return out;
}

/** Numbers of a header that count something. */
function counts(value: unknown): number[] | undefined {
  return Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && (n as number) >= 0) ? value as number[] : undefined;
}

/** torch.save since 1.6. */
function checkpoint(zip: ZipReader, handle: number): Weights {
  const pkl = [...zip.records.values()].find((r) => /(^|\/)data\.pkl$/.test(r.name));
  if (!pkl && [...zip.records.values()].every((r) => r.name.endsWith(".npy"))) throw new WeightsError(msg`This is a file of numpy arrays (.npz), not a checkpoint: save the tensors with torch.save or as safetensors.`);
  if (!pkl) throw new WeightsError(msg`This zip file holds no data.pkl: it is not a checkpoint.`);
  const top = pkl.name.slice(0, -"data.pkl".length);
  const order = zip.records.get(`${top}byteorder`);
  if (order && zip.read(order).toString("latin1").trim() === "big") throw new WeightsError(msg`This checkpoint was written on a big-endian machine, which is not supported.`);
  const effort = new Effort();
  const { value } = unpickle(zip.read(pkl), effort);
  return collect(value, effort, (id) => {
    const [, type, key, , numel] = Array.isArray(id.value) ? (id.value as unknown[]) : [];
    const dtype = storageDtype(type);
    const record = zip.records.get(`${top}data/${named(key)}`);
    if (!record) throw new WeightsError(msg`The checkpoint lacks the record data/${named(key)}.`);
    if (record.method !== 0) throw new WeightsError(msg`The record ${record.name} is packed; torch stores tensors as they are.`);
    const bytes = STORAGES[dtype]?.bytes ?? 1;
    const start = zip.start(record);
    const fits = (length: number): void => { if (!(length * bytes <= record.size)) throw new WeightsError(msg`The record ${record.name} is shorter than its tensors.`); };
    fits(numeric(numel));
    return {
      dtype, numel: numeric(numel),
      read: (offset, length) => {
        fits(offset + length);
        return readAt(handle, start + offset * bytes, length * bytes);
      },
    };
  });
}

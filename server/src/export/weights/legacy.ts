/** The forms of torch.save before 1.6: one stream of pickles and storages, and before 0.1.10 a tar archive. */
import { STORAGES } from "../archive/pickler";
import { collect, storageDtype, strided, type Storage, type Weights, type WeightTensor } from "./stateDict";
import { EndsEarly, Effort, named, numeric, type PersistentId, unpickle, WeightsError } from "./unpickler";
import { readAt } from "./zipReader";
import { msg } from "../../text/message";

const MAGIC = 0x1950a86a20f9469cfc6cn;
/** Bytes of the first look at a pickle: there may be many short ones. */
const WINDOW = 2 ** 12;
const CUT_OFF = msg`The checkpoint ends too early: it was cut off, or not copied whole.`;

/** Reads pickles and numbers one after the other, with a growing window on the file; all of them within one effort. */
class Stream {
  constructor(private readonly handle: number, public at: number, private readonly end: number, readonly effort: Effort) {}

  pickle(ids: PersistentId[] = []): unknown {
    for (let window = WINDOW; ; window *= 16) {
      const length = Math.min(window, this.end - this.at);
      try {
        const { value, end } = unpickle(readAt(this.handle, this.at, length), this.effort, ids);
        this.at += end;
        return value;
      } catch (error) {
        if (!(error instanceof EndsEarly) || length === this.end - this.at || length >= 2 ** 30) throw error;
      }
    }
  }

  take(length: number): Buffer {
    if (this.at + length > this.end) throw new WeightsError(CUT_OFF);
    this.at += length;
    return readAt(this.handle, this.at - length, length);
  }

  /** How many numbers follow, as a storage begins; then their place, which is passed over. */
  storage(dtype: string): { start: number; numel: number } {
    const count = this.take(8).readBigInt64LE();
    const bytes = STORAGES[dtype]?.bytes ?? 1;
    if (count < 0n || count > BigInt(this.end) || this.at + Number(count) * bytes > this.end) throw new WeightsError(CUT_OFF);
    const start = this.at;
    this.at += Number(count) * bytes;
    return { start, numel: Number(count) };
  }
}

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);

function reader(handle: number, dtype: string, place: () => { start: number; numel: number } | undefined): Storage["read"] {
  const bytes = STORAGES[dtype]?.bytes ?? 1;
  return (offset, length) => {
    const found = place();
    if (!found || offset + length > found.numel) throw new WeightsError(msg`The checkpoint lacks a storage.`);
    return readAt(handle, found.start + offset * bytes, length * bytes);
  };
}

/** Magic number, version, system, the object, keys, then the storages one after the other. */
export function legacy(handle: number, size: number): Weights {
  const stream = new Stream(handle, 0, size, new Effort());
  if (stream.pickle() !== MAGIC) throw new WeightsError(msg`This is neither a checkpoint of torch nor a safetensors file.`);
  stream.pickle();
  stream.pickle();
  const ids: PersistentId[] = [];
  const root = stream.pickle(ids);
  const keys = stream.pickle();
  const found = new Map<string, { start: number; numel: number }>();
  // of all of them, those of an optimizer too: they lie between the others
  const types = new Map(ids.flatMap((id) => { const [kind, type, key] = list(id.value); return kind === "storage" ? [[named(key), type]] : []; }));
  const made = collect(root, stream.effort, (id) => {
    const [, type, key, , numel] = list(id.value);
    const dtype = storageDtype(type);
    return { dtype, numel: numeric(numel), read: reader(handle, dtype, () => found.get(named(key))) };
  });
  for (const key of list(keys).map(named)) found.set(key, stream.storage(storageDtype(types.get(key))));
  return made;
}

const BLOCK = 512;

export function isTar(handle: number, size: number): boolean {
  return size >= 2 * BLOCK && readAt(handle, 257, 5).toString("latin1") === "ustar";
}

function members(handle: number, size: number): Map<string, { start: number; end: number }> {
  const out = new Map<string, { start: number; end: number }>();
  for (let at = 0; at + BLOCK <= size;) {
    const head = readAt(handle, at, BLOCK);
    const text = (from: number, to: number): string => head.toString("latin1", from, to).replace(/\0.*$/s, "").trim();
    const name = text(0, 100);
    if (name === "") break;
    const length = parseInt(text(124, 136), 8);
    if (!(length >= 0) || at + BLOCK + length > size) throw new WeightsError(CUT_OFF);
    out.set(name.replace(/^\.\//, ""), { start: at + BLOCK, end: at + BLOCK + length });
    at += BLOCK + Math.ceil(length / BLOCK) * BLOCK;
  }
  return out;
}

/** Storages, tensors over them by number, and a pickle that names the tensors. */
export function tar(handle: number, size: number): Weights {
  const files = members(handle, size), effort = new Effort();
  const open = (name: string): Stream => {
    const found = files.get(name);
    if (!found) throw new WeightsError(msg`This tar archive lacks '${name}': it is not a checkpoint of torch.`);
    return new Stream(handle, found.start, found.end, effort);
  };
  const storages = tarStorages(handle, open("storages"));
  const tensors = tarTensors(open("tensors"), storages);
  return collect(open("pickle").pickle(), effort, () => { throw new WeightsError(msg`A tensor of the checkpoint is damaged.`); }, (id: PersistentId) => tensors.get(named(id.value)));
}

function tarStorages(handle: number, stream: Stream): Map<string, Storage> {
  const out = new Map<string, Storage>();
  const count = numeric(stream.pickle());
  for (let i = 0; i < count; i++) {
    const [key, , type] = list(stream.pickle());
    const dtype = storageDtype(type);
    const place = stream.storage(dtype);
    out.set(named(key), { dtype, numel: place.numel, read: reader(handle, dtype, () => place) });
  }
  for (const view of list(stream.pickle())) {
    const [key, root, offset, length] = list(view);
    const whole = out.get(named(root));
    if (whole) out.set(named(key), { dtype: whole.dtype, numel: numeric(length), read: (at, n) => whole.read(numeric(offset) + at, n) });
  }
  return out;
}

function tarTensors(stream: Stream, storages: ReadonlyMap<string, Storage>): Map<string, WeightTensor> {
  const out = new Map<string, WeightTensor>();
  const count = numeric(stream.pickle());
  for (let i = 0; i < count; i++) {
    const [key, storage] = list(stream.pickle());
    const rank = stream.take(8).readInt32LE();
    if (rank < 0 || rank > 64) throw new WeightsError(msg`A tensor of the checkpoint is damaged.`);
    const numbers = (n: number): number[] => { const data = stream.take(8 * n); return Array.from({ length: n }, (_, j) => Number(data.readBigInt64LE(8 * j))); };
    const [shape, strides, offset = 0] = [numbers(rank), numbers(rank), ...numbers(1)];
    const found = storages.get(named(storage));
    if (found) out.set(named(key), strided(found, offset, shape, strides));
  }
  return out;
}

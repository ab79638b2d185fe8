/** How close an exported file comes to torch: the archive run by an installed torch, or outputs that were recorded. */
import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { decodeNumbers } from "../../export/numbers";
import type { Feed, Ran } from "../../export/onnx/runtime";
import type { Slot } from "../../export/onnx/slots";
import { isDType } from "../../export/onnx/proto";
import { openWeights, WeightsError } from "../../export/weights/weights";
import { ZipReader } from "../../export/weights/zipReader";
import { ExportProblem } from "./format";

/** A tensor with its values in a row, little-endian. */
export interface Recorded { readonly dtype: string; readonly shape: readonly number[]; readonly data: Uint8Array }
/** What something else gives for the same inputs; `label` says what. */
export type Reference = { readonly label: Message; readonly outputs: readonly Recorded[] } | { readonly problem: Message };

/** Milliseconds for starting torch and running the model. */
const LIMIT = 300_000;

/** Prints JSON; outputs go into files beside the inputs. */
const SCRIPT = `
import ctypes, json, sys, warnings
warnings.simplefilter("ignore")
asked = json.load(sys.stdin)
import torch
def read(row):
    with open(row["file"], "rb") as f:
        data = bytearray(f.read())
    dtype = getattr(torch, row["dtype"])
    return (torch.frombuffer(data, dtype=dtype) if data else torch.empty(0, dtype=dtype)).reshape(row["shape"])
def leaves(value):
    if isinstance(value, torch.Tensor):
        return [value]
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (bool, int, float)):
        return [torch.tensor(value, dtype=torch.float64 if isinstance(value, float) else None)]
    return [t for v in value for t in leaves(v)] if isinstance(value, (list, tuple)) else []
rows = iter(asked["inputs"])
def argument(slot):
    tensors = [read(next(rows)) for _ in range(slot["count"])]
    return tensors[0] if slot["kind"] == "one" else tensors if slot["kind"] == "list" else tuple(tensors)
def opened():
    return torch.jit.load(asked["archive"], map_location="cpu")
try:
    model = opened()
except RuntimeError as error:
    if "torchvision::" not in str(error):
        raise
    import torchvision # which brings its operators
    model = opened()
torch.manual_seed(0)
with torch.no_grad():
    made = leaves(model(*[argument(slot) for slot in asked["slots"]]))
rows = []
for i, t in enumerate(made):
    t = t.detach().contiguous()
    name = asked["folder"] + "/out%d" % i
    with open(name, "wb") as f:
        f.write(ctypes.string_at(t.data_ptr(), t.numel() * t.element_size()) if t.numel() else b"")
    rows.append({"dtype": str(t.dtype)[6:], "shape": list(t.shape), "file": name})
print(json.dumps({"torch": torch.__version__, "outputs": rows}))
`;
import { msg, verbatim, type Message } from "../../text/message";

/** Runs an archive with the torch of an interpreter. Never throws. */
export async function runArchive(python: string, archive: string, slots: readonly Slot[], inputs: readonly Feed[], signal?: AbortSignal): Promise<Reference> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "torchscript-lens-"));
  try {
    const rows = inputs.map(({ dtype, shape, data }, i) => { const file = path.join(folder, `in${i}`); fs.writeFileSync(file, data); return { dtype, shape, file }; });
    const { text, problem } = await answer(python, JSON.stringify({ archive, slots, inputs: rows, folder }), signal);
    if (problem !== undefined) return { problem };
    const made = JSON.parse(text.trim().split("\n").at(-1) ?? "") as { torch: string; outputs: { dtype: string; shape: number[]; file: string }[] };
    return { label: verbatim(`torch ${made.torch}`), outputs: made.outputs.map(({ dtype, shape, file }) => ({ dtype, shape, data: fs.readFileSync(file) })) };
  } catch {
    return { problem: msg`its answer could not be read` };
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function answer(python: string, asked: string, signal?: AbortSignal): Promise<{ text: string; problem?: Message }> {
  return new Promise((resolve) => {
    const child = spawn(python, ["-c", SCRIPT], { stdio: ["pipe", "pipe", "pipe"], env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" }, ...(signal ? { signal } : {}) });
    // spawn's own limit would keep the process alive where there is nothing to spawn
    const late = setTimeout(() => child.kill(), LIMIT);
    let text = "", said = "";
    child.stdout.on("data", (d: Buffer) => { text += d.toString("utf8"); });
    child.stderr.on("data", (d: Buffer) => { said = (said + d.toString("utf8")).slice(-4000); });
    child.on("error", (error) => { clearTimeout(late); resolve({ text, problem: msg`${python} could not be run (${(error as NodeJS.ErrnoException).code ?? error.message})` }); });
    child.on("close", (status) => { clearTimeout(late); resolve(status === 0 ? { text } : { text, problem: ended(python, status, said) }); });
    child.stdin.on("error", () => undefined);
    child.stdin.end(asked);
  });
}

function ended(python: string, status: number | null, said: string): Message {
  const last = said.trim().split("\n").at(-1)?.slice(0, 300);
  return last ? verbatim(last) : status === null ? msg`${python} was ended by a signal` : msg`${python} ended with ${status}`;
}

/** What a file of recorded tensors has, in its order: .npz of numpy, or what the weights readers read. Throws ExportProblem. */
export function recordedTensors(file: string): Map<string, Recorded> {
  if (!fs.existsSync(file)) throw new ExportProblem(msg`The recorded outputs cannot be read: there is no such file as ${file}.`, "files");
  try {
    if (/\.npz$/i.test(file)) return npz(file);
    const { weights, close } = openWeights(file);
    try {
      return new Map([...weights].map(([name, t]) => [name, { dtype: t.dtype, shape: t.shape, data: Buffer.concat([...t.pieces()]) }]));
    } finally {
      close();
    }
  } catch (error) {
    if (error instanceof WeightsError || (error instanceof Error && "code" in error)) throw new ExportProblem(msg`The recorded outputs in ${file} cannot be read: ${error instanceof WeightsError ? error.text : error.message}`, "files");
    throw error;
  }
}

const NUMPY: Readonly<Record<string, string>> = { "<f4": "float32", "<f8": "float64", "<f2": "float16", "<i8": "int64", "<i4": "int32", "<i2": "int16", "|i1": "int8", "|u1": "uint8", "|b1": "bool" };
function npz(file: string): Map<string, Recorded> {
  const handle = fs.openSync(file, "r");
  try {
    const zip = new ZipReader(handle, fs.fstatSync(handle).size);
    return new Map([...zip.records.values()].filter((r) => r.name.endsWith(".npy")).map((r) => [r.name.slice(0, -4), npy(zip.read(r), r.name)]));
  } finally {
    fs.closeSync(handle);
  }
}
function npy(data: Buffer, name: string): Recorded {
  if (data.subarray(1, 6).toString("latin1") !== "NUMPY") throw new WeightsError(msg`${name} is not an array of numpy.`);
  const [at, length] = data[6] === 1 ? [10, data.readUInt16LE(8)] : [12, data.readUInt32LE(8)];
  const head = data.subarray(at, at + length).toString("latin1");
  const dtype = NUMPY[/'descr': '([^']*)'/.exec(head)?.[1] ?? ""];
  const shape = /'shape': \(([^)]*)\)/.exec(head)?.[1]?.split(",").map((s) => s.trim()).filter(Boolean).map(Number);
  if (!dtype || !shape || /'fortran_order': True/.test(head)) throw new WeightsError(msg`${name} has a dtype or order that is not read here.`);
  return { dtype, shape, data: data.subarray(at + length) };
}

/** The inputs of a record are those with the names of the file's inputs, or of forward's arguments, or input_0, input_1, ...; all others are outputs. */
export function expectation(file: string, names: readonly string[], own = names): { inputs: Feed[]; outputs: Recorded[] } {
  const all = recordedTensors(file);
  const keys = names.map((name, i) => [name, ...own.slice(i, i + 1), `input_${i}`, ...(names.length === 1 ? ["input"] : [])].find((k) => all.has(k)));
  if (keys.includes(undefined)) throw new ExportProblem(msg`${file} has to hold the inputs (${names.join(", ")}) beside the outputs. It has: ${[...all.keys()].slice(0, 8).join(", ")}.`, "files", undefined, msg`Save both: torch.save({"x": x, "output": model(x)}, FILE), with the names of forward's arguments.`);
  const inputs = keys.map((k): Feed => {
    const t = all.get(k ?? "");
    if (!t || !isDType(t.dtype)) throw new ExportProblem(msg`The input '${k ?? ""}' in ${file} has a dtype that is not exported.`, "files");
    return { dtype: t.dtype, shape: t.shape, data: t.data };
  });
  return { inputs, outputs: [...all].filter(([k]) => !keys.includes(k)).map(([, t]) => t) };
}

export interface Closeness {
  /** Largest difference, relative to the largest value. */
  readonly worst: number;
  readonly output: string;
  /** Outputs that are rounding around 0 on both sides: there is no largest value to hold a difference against. */
  readonly zero: readonly string[];
  /** What is not alike at all. */
  readonly fault?: Message;
}

/** Sums of floats around 1 that come to nothing are about this. */
export const ROUNDING = 1e-5;

/** Holds outputs against others, one by one. */
export function closeness(got: readonly Ran[], wanted: readonly Recorded[]): Closeness {
  if (got.length !== wanted.length) return { worst: Infinity, output: "", zero: [], fault: msg`${wanted.length} outputs were recorded, and the file gives ${got.length}` };
  let most = { worst: 0, output: got[0]?.name ?? "" };
  const zero: string[] = [];
  for (const [i, t] of wanted.entries()) {
    const g = got[i];
    if (!g) continue;
    if (g.shape.join() !== t.shape.join()) return { worst: Infinity, output: g.name, zero, fault: msg`'${g.name}' has the shape [${g.shape.join(", ")}], and [${t.shape.join(", ")}] there` };
    const values = decodeNumbers(t.dtype, Buffer.from(t.data));
    const { largest, worst } = difference(g, values);
    if (worst > 0 && worst <= ROUNDING && largest <= ROUNDING && /^b?float/.test(t.dtype)) zero.push(g.name);
    else if (worst > 0 && !(worst / Math.max(largest, ROUNDING) <= most.worst)) most = { worst: worst / Math.max(largest, ROUNDING), output: g.name };
  }
  return { ...most, zero };
}
export interface FoundRows {
  readonly rows: number;
  readonly found: number;
  readonly worst: number;
  /** Is each row that is not found there ranked by a score that another one nearly has? */
  readonly tied: boolean;
}

/** How many rows are found among the others, in whatever order, and how close: a row is what all outputs have at one place, as a box, its label and its score. Undefined where they have no rows in common. */
export function rowsFound(got: readonly Ran[], wanted: readonly Recorded[], limit: number): FoundRows | undefined {
  const rows = wanted[0]?.shape[0] ?? 0, given = got[0]?.shape[0] ?? 0;
  if (rows < 2 || wanted.length !== got.length || wanted.some((t, i) => t.shape[0] !== rows || got[i]?.shape.join() !== [given, ...t.shape.slice(1)].join())) return undefined;
  const tables = wanted.map(({ dtype, data }, i) => {
    const values = decodeNumbers(dtype, Buffer.from(data)), largest = values.reduce((m, v) => (Number.isFinite(v) ? Math.max(m, Math.abs(v)) : m), 1e-6);
    return { values, width: values.length / rows, others: Float64Array.from(got[i]?.data ?? [], Number), allowed: limit * largest, largest, isFloat: /^b?float/.test(dtype) };
  });
  /** Infinity where they are no closer than the limit. */
  const apart = (mine: number, other: number): number => {
    let most = 0;
    for (const { values, width, others, allowed, largest } of tables) {
      for (let k = 0; k < width; k++) {
        const v = values[mine * width + k] ?? NaN, g = others[other * width + k] ?? NaN, d = v === g || (Number.isNaN(v) && Number.isNaN(g)) ? 0 : Math.abs(v - g);
        if (!(d <= allowed)) return Infinity;
        most = Math.max(most, d / largest);
      }
    }
    return most;
  };
  const free = new Set(Array.from({ length: given }, (_, i) => i));
  const hasTwin = (i: number): boolean => tables.some(({ values, width, allowed, isFloat }) => isFloat && width === 1 && values.some((v, j) => j !== i && Math.abs(v - (values[i] ?? NaN)) <= allowed));
  let found = 0, worst = 0, tied = true;
  for (let i = 0; i < rows; i++) {
    const [place, best] = [...free].reduce<readonly [number, number]>((so, j) => { const d = so[1] === 0 ? Infinity : apart(i, j); return d < so[1] ? [j, d] : so; }, [-1, Infinity]);
    if (place < 0) { tied &&= hasTwin(i); continue; }
    free.delete(place);
    found++;
    worst = Math.max(worst, best);
  }
  return { rows, found, worst, tied };
}
function difference({ data }: Ran, wanted: Float64Array): { readonly largest: number; readonly worst: number } {
  let largest = 0, worst = 0;
  for (const [i, w] of wanted.entries()) {
    const g = Number(data[i]);
    if (g === w || (Number.isNaN(g) && Number.isNaN(w))) { largest = Math.max(largest, Number.isFinite(w) ? Math.abs(w) : 0); continue; }
    const d = Math.abs(g - w);
    if (!Number.isFinite(d)) return { largest, worst: Infinity };
    largest = Math.max(largest, Math.abs(w));
    worst = Math.max(worst, d);
  }
  return { largest, worst };
}

/** Runs an exported file with onnxruntime-node, which is loaded only then and may be missing. */
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { decodeNumbers } from "../numbers";
import { msg, type Message } from "../../text/message";
import type { DType } from "./proto";

export interface Ran { readonly name: string; readonly dtype: string; readonly shape: readonly number[]; readonly data: ArrayLike<number | bigint> }
export type RunResult = { readonly ok: true; readonly outputs: readonly Ran[] } | { readonly ok: false; readonly missing: boolean; readonly message: Message };
export interface Feed { readonly dtype: DType; readonly shape: readonly number[]; readonly data: Uint8Array }

interface Session { readonly outputNames: readonly string[]; run(feeds: Record<string, unknown>): Promise<Record<string, { type: string; dims: readonly number[]; data: ArrayLike<number | bigint> }>>; release?(): Promise<void> }
interface Runtime { Tensor: new (type: string, data: unknown, dims: readonly number[]) => unknown; InferenceSession: { create(model: Uint8Array | string, options: object): Promise<Session> } }

const VIEW: Partial<Record<DType, (b: ArrayBuffer) => unknown>> = {
  float32: (b) => new Float32Array(b), float64: (b) => new Float64Array(b), int64: (b) => new BigInt64Array(b), int32: (b) => new Int32Array(b), int16: (b) => new Int16Array(b), int8: (b) => new Int8Array(b),
  uint8: (b) => new Uint8Array(b), bool: (b) => new Uint8Array(b), float16: (b) => new Uint16Array(b),
};

/**
 * Its kernels for whole numbers of eight bits saturate on processors that have no instruction for them: a file says what it
 * says without them.
 */
const SESSION = { disable_quant_qdq: "1" };

/** For models whose weights lie in a file of their own: no copies of them. */
const LARGE = { graphOptimizationLevel: "disabled", enableCpuMemArena: false, extra: { session: { ...SESSION, disable_prepacking: "1" } } };

/** The packed extension brings it along, beside the bundle, for the platform that it was packed for (scripts/package.mjs). */
const SHIPPED = path.join(__dirname, "onnxruntime", "node_modules", "onnxruntime-node");

/** The library, or why there is none. */
async function findRuntime(): Promise<Runtime | Message> {
  try {
    const name = "onnxruntime-node";
    const loaded = (fs.existsSync(SHIPPED) ? createRequire(__filename)(SHIPPED) : await import(name)) as Runtime & { default?: Runtime };
    return loaded.default ?? loaded;
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    if (code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND") {
      return msg`onnxruntime-node is not there for ${process.platform}-${process.arch}: the package of the extension for a platform brings it along, and beside the command line it is installed with npm install onnxruntime-node`;
    }
    return msg`onnxruntime-node cannot be loaded (${error instanceof Error ? error.message.split("\n")[0] ?? "" : String(error)})`;
  }
}

/** `model`: the bytes, or the path of a file (needed where its weights are in another one). */
export async function runOnnx(model: Uint8Array | string, feeds: Readonly<Record<string, Feed>>): Promise<RunResult> {
  const runtime = await findRuntime();
  if ("template" in runtime) return { ok: false, missing: true, message: runtime };
  const first = await attempt(runtime, model, feeds, typeof model === "string" ? LARGE : {});
  // some of its fusions give operators that it has no kernel for (a product of float64 matrices)
  const second = first.ok || typeof model === "string" ? first : await attempt(runtime, model, feeds, { graphOptimizationLevel: "basic" });
  return second.ok ? second : first;
}

async function attempt(runtime: Runtime, model: Uint8Array | string, feeds: Readonly<Record<string, Feed>>, options: object): Promise<RunResult> {
  try {
    const session = await runtime.InferenceSession.create(model, { logSeverityLevel: 4, intraOpNumThreads: 2, extra: { session: SESSION }, ...options });
    const given: Record<string, unknown> = {};
    for (const [name, f] of Object.entries(feeds)) {
      const bytes = f.data.buffer.slice(f.data.byteOffset, f.data.byteOffset + f.data.byteLength) as ArrayBuffer;
      const made = VIEW[f.dtype]?.(bytes);
      if (made === undefined) return { ok: false, missing: false, message: msg`an input of dtype ${f.dtype} cannot be given to onnxruntime here` };
      given[name] = new runtime.Tensor(f.dtype, made, f.shape);
    }
    const out = await session.run(given);
    const outputs = session.outputNames.flatMap((name): Ran[] => { const t = out[name]; return t ? [{ name, dtype: t.type, shape: [...t.dims].map(Number), data: t.data instanceof Uint16Array ? decodeNumbers("float16", Buffer.from(t.data.buffer, t.data.byteOffset, t.data.byteLength)) : t.data }] : []; });
    await session.release?.();
    return { ok: true, outputs };
  } catch (error) {
    return { ok: false, missing: false, message: msg`onnxruntime could not run the file: ${(error instanceof Error ? error.message : String(error)).replace(/\.$/, "")}` };
  }
}

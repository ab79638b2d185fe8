/**
 * The module loader: sends a load to the sealed worker, watches its time, and starts a new worker when
 * the old one was lost. One load at a time; later ones wait.
 */
import fs from "node:fs";
import path from "node:path";
import { Worker } from "node:worker_threads";
import { codeMark } from "./codeCache";
import { KeptLoads, type KeptLoad } from "./keptLoads";
import type { GException, ObjectGraph } from "./objectGraph";
import { releaseFile, SNAPSHOT_FILE } from "./snapshot";
import { standInFolder } from "./standIn";
import type { WorkerAnswer, WorkerRequest, WorkerSetup } from "./worker";
import { isNotebook } from "../syntax/notebook";
import { english, msg, Traceless, type Message } from "../text/message";

export const TORCH_NAMES = ["1.13", "2.6", "2.14"] as const;
export type TorchName = (typeof TORCH_NAMES)[number];

export interface LoaderOptions {
  readonly torch: TorchName;
  readonly memoryLimit: number;
  /** Only one load is expected: no memory is kept to roll back to (a second load costs a new worker). */
  readonly once?: boolean;
  /** Where compiled code of installed packages, and what loads gave, is kept between processes. */
  readonly cacheFolder?: string | undefined;
  /** What was kept of loads is their answer (else it is only for `recall`), and the worker may not be needed: it starts when it is. */
  readonly answersKept?: { readonly file: string } | undefined;
}

export interface LoadRequest {
  /** Absolute path. */
  readonly file: string;
  readonly name?: string | undefined;
  /** Constructor arguments: a list or an object. */
  readonly args?: unknown;
  /** A Python expression, in the file's own names, that builds what is asked about. */
  readonly build?: string | undefined;
  readonly asIs: boolean;
  /** `name` is a function that builds the model. */
  readonly call?: boolean;
  readonly train?: boolean | undefined;
  /** Run once on such inputs: the graph is then of what was recorded. */
  readonly trace?: readonly { readonly shape: readonly number[]; readonly dtype: string; readonly values?: readonly number[] | { readonly low: number; readonly high: number } | undefined }[] | undefined;
  /** Give the values of tensors, too: an export needs them. */
  readonly values?: boolean;
  /** Put on `sys.path`. */
  readonly roots: readonly string[];
  /** Folders whose files may be read besides. */
  readonly folders: readonly string[];
  readonly sitePackages: readonly string[];
  readonly torch: TorchName;
  readonly overlays: ReadonlyMap<string, string>;
  /** Milliseconds. */
  readonly timeLimit: number;
  /** MiB. */
  readonly memoryLimit: number;
  /** Stops the load, which then fails. */
  readonly signal?: AbortSignal | undefined;
}

/** Why something could not be loaded, where it is no exception of user code. */
export interface LoadProblem {
  readonly kind: "missing-file" | "unknown-name" | "needs-arguments" | "syntax" | "timeout" | "memory" | "lost" | "not-loadable" | "own-limit";
  readonly message: string;
  /** The message as data. */
  readonly said?: Message;
  readonly file?: string;
  /** Counted from 1. */
  readonly line?: number;
  readonly parameters?: readonly ParameterInfo[];
}
/** What a trace fixed, and the line of the model that did. */
export interface TraceNote { readonly where: string; readonly what: Message }
/** `unused`: keys of the model's state dict that the run had no use for. */
export interface Traced { readonly notes: readonly TraceNote[]; readonly unused: readonly string[] }
/** What the model traced itself: the generated file of the recorded function. */
export interface TracedPart { readonly file: string; readonly notes: readonly TraceNote[] }
/** What every load ends with. `taken`: the class of the file that was taken where the request has no name. */
interface Loaded { readonly taken?: string; readonly scriptedOutputs?: readonly ScriptedOutput[]; readonly loadedFiles: readonly string[]; readonly missingPackages: readonly string[] }
/** `importError`: what the file's own code raised below the target, which was defined by then. `ran`: file and first line of each function of the user's that ran. */
export interface LoadSuccess extends Loaded { readonly ok: true; readonly graph: ObjectGraph; readonly ran?: readonly (readonly [string, number])[]; readonly importError?: GException; /** What cells of a notebook raised. */ readonly cells?: readonly (GException | LoadProblem)[]; readonly traced?: Traced; readonly parts?: readonly TracedPart[] }
/** `graph`: of what was scripted before user code raised; it has no root. */
export interface LoadFailure extends Loaded { readonly ok: false; readonly error: GException | LoadProblem; readonly graph?: ObjectGraph }
export type LoadResult = LoadSuccess | LoadFailure;

/** `annotation` and `default` as source text; `default` is null where there is none. */
export interface ParameterInfo { readonly name: string; readonly annotation: string | null; readonly default: string | null }
/** `open`: its constructor takes arguments that are not named, too. */
export interface ClassInfo { readonly open?: true; /** A variable of the file that holds one. */ readonly made: string | null; readonly name: string; readonly line: number; readonly parameters: readonly ParameterInfo[]; readonly forward: readonly ParameterInfo[] }
/** A class that can be made without arguments, and the names of what its objects have. */
export interface Makeable { readonly name: string; readonly has: readonly string[] }
export interface InspectSuccess { readonly ok: true; readonly classes: readonly ClassInfo[]; readonly instances: readonly string[]; readonly makeable: readonly Makeable[]; readonly loadedFiles: readonly string[]; readonly importError?: GException }
export type InspectResult = InspectSuccess | LoadFailure;

/** Seconds after which a cell of a notebook is ended whose loops go on. */
const MOST_OF_A_CELL = 2;

/** How long after the interrupt the worker may still take before it is ended. */
const GRACE_MS = 1000;

const problem = (said: Message): Pick<LoadProblem, "message" | "said"> => ({ message: english(said), said });

const CANCELLED: LoadProblem = { kind: "lost", ...problem(msg`Loading was cancelled.`) };

/** A file of the built product: beside this one, or in the `dist` of a checkout. Throws a readable error. */
export function findShipped(name: string): string {
  for (let at = __dirname; ; at = path.dirname(at)) {
    for (const candidate of [path.join(at, name), path.join(at, "dist", name)]) if (fs.existsSync(candidate)) return candidate;
    if (path.dirname(at) === at) throw new Traceless(msg`${name} is missing: run 'npm run build' in a checkout, or install TorchScript Lens again.`);
  }
}

/** What a script that ran has left: which exports it asked for, what it traced, how it ended. */
export interface ScriptRun {
  readonly ok: true;
  /** Of the process. */
  readonly status: number;
  /** An exception that nobody caught, and which torch.jit.script call raised it (counted from 0). */
  readonly error: GException | { readonly kind: string; readonly message: string; readonly file?: string; readonly line?: number } | null;
  readonly errorOf: number | null;
  readonly exports: readonly { readonly path: string | null; readonly place: Frame | null; readonly call: number | null; readonly traced: boolean; readonly format: ExportFormat }[];
  /** Checkpoints that torch.load was asked for and that are not there. */
  readonly missingCheckpoints: readonly { readonly path: string; readonly place: Frame | null }[];
  /** Where values were compared that are not computed, and were taken for equal. */
  readonly assumed: readonly (Frame | null)[];
  /** Where the stand-in could not go on, which the script then caught. */
  readonly stops: readonly { readonly place: Frame | null; readonly message: string }[];
  readonly traces: readonly { readonly place: Frame | null; readonly type: string }[];
  readonly output: string;
  readonly loadedFiles: readonly string[];
  readonly missingPackages: readonly string[];
}
/** `checkpoint`: torch.save. */
export type ExportFormat = "torchscript" | "checkpoint" | "onnx";
export type Frame = GException["frames"][number];

/** A tensor, tuple, list or dict that torch.jit.script was given; untrusted. */
export interface ScriptedOutput {
  readonly place: Frame | null;
  readonly entered: "module" | "dict" | "list" | "class" | "function" | "other";
  readonly type: string;
  readonly size: number | null;
  /** The call of a module that it came from: whether it is a part of the result, whether the first argument was a list, tuple or dict, and forward's positional parameters. */
  readonly origin: { readonly module: string; readonly training: boolean; readonly part: boolean; readonly packed: boolean; readonly parameters: readonly string[]; readonly place: Frame } | null;
}
export interface ScriptRequest extends LoadRequest { readonly argv: readonly string[]; readonly cwd: string }

/** The worker's bundle. */
const WORKER = "worker.js";

type Asked = "load" | "inspect" | "run";

/** Bytes of the longest answer to a script that asks. */
const REPLY_BYTES = 1 << 20;
const REPLY_HEAD = 8;

/** `read`: text files that were opened while it was made. */
type Exchanged = Pick<KeptLoad, "text" | "read"> & { readonly looked?: KeptLoad["looked"] } | { readonly problem: LoadProblem };

/** A worker serves one release of torch. */
interface Live { readonly worker: Worker; readonly interrupt: Uint8Array; readonly reply: SharedArrayBuffer; readonly torch: TorchName; /** It died while nothing was asked of it. */ ended: boolean }

export class Loader {
  private live: Promise<Live> | undefined;
  private queue: Promise<unknown> = Promise.resolve();
  private nextId = 1;
  private disposed = false;

  private readonly once: boolean;
  private readonly cacheFolder: string | undefined;
  private readonly answersKept: boolean;
  private readonly kept: KeptLoads | undefined;

  private constructor(options: LoaderOptions) {
    this.once = options.once ?? false;
    this.cacheFolder = options.cacheFolder;
    this.answersKept = options.answersKept !== undefined;
    const mark = codeMark(findShipped(SNAPSHOT_FILE));
    if (options.cacheFolder !== undefined && mark !== "") this.kept = new KeptLoads(options.cacheFolder, `${mark} ${markOf(findShipped(WORKER))}`, standInFolder());
  }

  /** Starts the worker and does not wait for it. */
  static create(options: LoaderOptions): Loader {
    const loader = new Loader(options);
    if (options.answersKept && loader.kept?.anyOf(options.answersKept.file)) return loader;
    loader.live = loader.start(options.torch);
    loader.live.catch(() => undefined);
    return loader;
  }

  /** What another process was given for the same request, if nothing that it depends on has changed since. */
  recall(request: LoadRequest): LoadResult | undefined {
    const kept = this.kept?.get(this.messageOf("load", request, false));
    return kept && this.parsed<LoadSuccess>(kept, request);
  }

  private async start(torch: TorchName): Promise<Live> {
    const interrupt = new SharedArrayBuffer(1);
    const reply = new SharedArrayBuffer(REPLY_BYTES);
    const data: WorkerSetup = { snapshot: findShipped(SNAPSHOT_FILE), release: findShipped(releaseFile(torch)), standIn: standInFolder(), interrupt, reply, once: this.once, cacheFolder: this.cacheFolder };
    const worker = new Worker(findShipped(WORKER), {
      workerData: data, execArgv: [], env: process.env["TORCHSCRIPT_LENS_DEBUG"] ? { TORCHSCRIPT_LENS_DEBUG: "1" } : {}, stdout: true, stderr: true, stdin: true, resourceLimits: { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 6 },
    });
    worker.stdout.resume();
    worker.stderr.resume();
    worker.unref();
    await new Promise<void>((resolve, reject) => {
      worker.once("message", (message: { ready?: true; failed?: Message }) => (message.ready ? resolve() : reject(new Traceless(msg`the module loader could not start: ${message.failed ?? ""}`))));
      worker.once("error", reject);
      worker.once("exit", (code) => reject(new Traceless(msg`the module loader ended while starting (${code})`)));
    });
    for (const event of ["message", "error", "exit"]) worker.removeAllListeners(event);
    worker.on("error", () => undefined);
    const live: Live = { worker, torch, interrupt: new Uint8Array(interrupt), reply, ended: false };
    worker.on("exit", () => { live.ended = true; });
    return live;
  }

  /** What asks for values of larger tensors than are computed is built once more with larger ones: few do, and the others need not pay. */
  async load(request: LoadRequest): Promise<LoadResult> {
    const first = await this.loadOnce(request);
    if (first.ok || !("type" in first.error) || first.error.type !== "UnknownValue" || request.values) return first;
    const again = await this.loadOnce({ ...request, larger: true });
    return again.ok || "type" in again.error ? again : first;
  }

  private loadOnce(request: LoadRequest & { readonly larger?: boolean }): Promise<LoadResult> {
    return this.send<LoadSuccess>("load", request);
  }

  inspect(request: LoadRequest): Promise<InspectResult> {
    return this.send<InspectSuccess>("inspect", request);
  }

  /** Runs a script; `answer` is asked, with JSON text, about each object that it scripts, while it waits. */
  run(request: ScriptRequest, answer: (text: string) => string): Promise<ScriptRun | LoadFailure> {
    return this.send<ScriptRun>("run", request, answer);
  }

  private async send<T>(what: Asked, request: LoadRequest | ScriptRequest, onAsk?: (text: string) => string): Promise<T | LoadFailure> {
    const run = this.queue.then(() => this.exchange(what, request, onAsk));
    this.queue = run.catch(() => undefined);
    const answer = await run;
    return "problem" in answer ? failure(answer.problem) : this.parsed<T>(answer, request);
  }

  private parsed<T>(answer: Pick<KeptLoad, "text" | "read">, request: LoadRequest): T | LoadFailure {
    let parsed: unknown;
    try { parsed = JSON.parse(answer.text); } catch { /* told below */ }
    if (typeof parsed !== "object" || parsed === null) return failure({ kind: "lost", ...problem(msg`The module loader gave no readable answer.`) });
    return { ...parsed, loadedFiles: alsoRead((parsed as LoadFailure).loadedFiles, answer.read, request.sitePackages) } as T | LoadFailure;
  }

  private async workerFor(torch: TorchName): Promise<Live> {
    const live = await (this.live ??= this.start(torch)).catch((error: unknown) => { this.live = undefined; throw error; });
    if (live.torch === torch && !live.ended) return live;
    void live.worker.terminate();
    return (this.live = this.start(torch));
  }

  private messageOf(what: Asked, request: LoadRequest | ScriptRequest, asks: boolean): WorkerRequest {
    return {
      id: this.nextId++, memoryMiB: request.memoryLimit,
      folders: [...new Set([...request.roots, ...request.folders, path.dirname(request.file), ...request.sitePackages])],
      overlays: [...request.overlays], asks, file: request.file,
      // cells of notebooks are ended after a time
      keep: this.kept !== undefined && what !== "run" && !isNotebook(request.file),
      alike: what === "run" ? undefined : JSON.stringify([request.file, request.asIs, request.roots, request.folders, request.sitePackages, what, "values" in request && request.values, "larger" in request]),
      text: JSON.stringify({
        do: what, file: request.file, name: request.name, args: request.args, asIs: request.asIs, call: request.call ?? false, build: request.build, train: request.train, ...("values" in request ? { values: request.values } : {}), ...("larger" in request ? { larger: true } : {}), ...("trace" in request && request.trace ? { trace: request.trace.map(({ values, ...row }) => ({ ...row, values: values && "map" in values ? values.map((v) => (Number.isFinite(v) ? v : String(v))) : values })) } : {}),
        cellSeconds: Math.min(MOST_OF_A_CELL, request.timeLimit / 10_000), roots: request.roots, sitePackages: request.sitePackages, torch: request.torch, ...("argv" in request ? { argv: request.argv, cwd: request.cwd } : {}),
      }),
    };
  }

  private async exchange(what: Asked, request: LoadRequest | ScriptRequest, onAsk?: (text: string) => string): Promise<Exchanged> {
    if (this.disposed) return { problem: { kind: "lost", ...problem(msg`The module loader was shut down.`) } };
    const message = this.messageOf(what, request, onAsk !== undefined);
    const kept = message.keep && (this.answersKept || what === "inspect") ? this.kept?.get(message) : undefined;
    if (kept) return kept;
    const answer = await this.answerOf(message, request, onAsk);
    if ("text" in answer && answer.looked) this.kept?.set(message, { text: answer.text, read: answer.read, looked: answer.looked });
    return answer;
  }

  private async answerOf(message: WorkerRequest, request: LoadRequest | ScriptRequest, onAsk?: (text: string) => string): Promise<Exchanged> {
    const live = await this.workerFor(request.torch);
    if (request.signal?.aborted) return { problem: CANCELLED };
    live.interrupt[0] = 0;
    return new Promise((resolve) => {
      let stopped: LoadProblem | undefined;
      const timeout: LoadProblem = {
        kind: "timeout", ...problem(msg`Loading took longer than ${request.timeLimit / 1000} s and was stopped. An endless loop? The limit is --time-limit or the setting torchscriptLens.timeLimit.`),
      };
      const limit = new FairLimit(request.timeLimit, () => stop(timeout));
      const settle = (answer: Exchanged, keep: boolean): void => {
        limit.clear();
        clearTimeout(hard);
        request.signal?.removeEventListener("abort", cancel);
        live.worker.removeAllListeners("message").off("exit", ended);
        if (!keep) {
          this.live = undefined;
          void live.worker.terminate();
          if (!this.disposed && !this.once) this.live = this.start(request.torch);
          this.live?.catch(() => { this.live = undefined; });
        }
        resolve(stopped ? { problem: { ...stopped, ...("text" in answer ? interruptedAt(answer.text, stopped, request) : {}) } } : answer);
      };
      const ended = (): void => { settle({ problem: { kind: "lost", ...problem(msg`The Python interpreter ended while loading. It ran out of memory or of stack.`) } }, false); };
      let hard: NodeJS.Timeout | undefined;
      const stop = (why: LoadProblem): void => {
        if (stopped) return;
        stopped = why;
        live.interrupt[0] = 2;
        hard = setTimeout(() => settle({ problem: why }, false), GRACE_MS);
      };
      const cancel = (): void => stop(CANCELLED);
      request.signal?.addEventListener("abort", cancel);
      live.worker.on("message", (answer: WorkerAnswer) => {
        if (answer.id !== message.id) return;
        if ("ask" in answer) {
          reply(live.reply, onAsk?.(answer.ask) ?? "{}");
          limit.refresh(); // the script did not use this time
          return;
        }
        const status = "lost" in answer ? /^Program terminated with exit\((\d+)\)/.exec(answer.lost)?.[1] : undefined;
        if (status !== undefined) settle({ problem: { kind: "lost", ...problem(msg`The program ended its own process while loading, with the status ${status} (os._exit, os.abort, or a signal that it sent itself).`) } }, false);
        else if ("lost" in answer) settle({ problem: { kind: "lost", ...problem(msg`The Python interpreter broke down while loading (${answer.lost.split("\n")[0] ?? ""}). It ran out of memory or of stack.`) } }, false);
        else settle({ text: answer.text, read: answer.read, ...(answer.looked ? { looked: answer.looked } : {}) }, !answer.dirty && !stopped && !this.once);
      });
      live.worker.on("exit", ended);
      live.worker.ref();
      live.worker.postMessage(message);
    }).then((answer) => {
      live.worker.unref();
      return answer as Exchanged;
    });
  }

  async dispose(): Promise<void> {
    this.disposed = true;
    await this.kept?.write();
    const live = await this.live?.catch(() => undefined);
    await live?.worker.terminate();
  }
}

/** How much longer than the limit something may take while others keep the processor busy, or while it only waits. */
const PATIENCE = 3;

/** A limit in processor time, so that a busy machine stops nothing that an idle one would let through. */
class FairLimit {
  private timer: NodeJS.Timeout | undefined;
  private began = performance.now();
  private used = process.cpuUsage();

  /** In milliseconds. */
  constructor(private readonly limit: number, private readonly reached: () => void) { this.refresh(); }

  refresh(): void {
    this.began = performance.now();
    this.used = process.cpuUsage();
    this.wait(this.limit);
  }

  clear(): void { clearTimeout(this.timer); }

  private wait(time: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), time);
  }

  private look(): void {
    const { user, system } = process.cpuUsage(this.used);
    const left = Math.min(0.95 * this.limit - (user + system) / 1000, PATIENCE * this.limit - (performance.now() - this.began));
    if (left <= 0) this.reached();
    else this.wait(Math.max(20, left));
  }
}

/** What was loaded depends on the data it read, too, and on modules that failed; but not on the data of installed packages. */
function alsoRead(loaded: readonly string[], read: readonly string[], sitePackages: readonly string[]): string[] {
  const installed = (file: string): boolean => sitePackages.some((p) => file.startsWith(p.endsWith("/") ? p : `${p}/`));
  return [...new Set([...loaded, ...read.filter((f) => f.endsWith(".py") || !installed(f))])];
}

/** Where user code was when the interrupt reached it, and whether it was inside of an installed package. */
function interruptedAt(text: string, stopped: LoadProblem, request: LoadRequest): Partial<LoadProblem> {
  try {
    const { error } = JSON.parse(text) as { error?: { frames?: { file: string; line: number; name: string }[] } };
    const frames = error?.frames?.filter((f) => !f.file.startsWith("/lens/") && !f.file.startsWith("/lib/")) ?? [];
    const installed = (file: string): string | undefined => request.sitePackages.find((p) => file.startsWith(p.endsWith("/") ? p : `${p}/`));
    const last = frames.at(-1);
    const own = frames.findLast((f) => installed(f.file) === undefined) ?? last;
    const place = own ? { file: own.file, line: own.line } : {};
    const below = last && installed(last.file);
    if (!below || stopped.kind !== "timeout") return place;
    const name = (last.file.slice(below.length).replace(/^\/+/, "").split("/")[0] ?? "").replace(/\.py$/, "");
    const importing = frames.some((f) => f.name === "<module>" && installed(f.file) !== undefined);
    const seconds = request.timeLimit / 1000;
    return { ...place, ...problem(importing
      ? msg`Loading took longer than ${seconds} s and was stopped while the installed package '${name}' was being imported. It may only need more time: raise the limit with --time-limit or the setting torchscriptLens.timeLimit.`
      : msg`Loading took longer than ${seconds} s and was stopped inside the installed package '${name}'. It may only need more time: raise the limit with --time-limit or the setting torchscriptLens.timeLimit.`) };
  } catch {
    return {};
  }
}

/** Changes with each build. */
function markOf(file: string): string {
  const { size, mtimeMs } = fs.statSync(file);
  return `${size} ${mtimeMs}`;
}

function reply(buffer: SharedArrayBuffer, text: string): void {
  const flag = new Int32Array(buffer, 0, 2);
  const bytes = Buffer.from(text, "utf8").subarray(0, buffer.byteLength - REPLY_HEAD);
  new Uint8Array(buffer, REPLY_HEAD).set(bytes);
  Atomics.store(flag, 1, bytes.length);
  Atomics.store(flag, 0, 1);
  Atomics.notify(flag, 0);
}

function failure(problem: LoadProblem): LoadFailure {
  return { ok: false, error: problem, loadedFiles: [], missingPackages: [] };
}

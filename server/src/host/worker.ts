/**
 * The worker thread that owns one sealed interpreter. It answers one request at a time with JSON text
 * and rolls the interpreter's memory back before each, so that no load sees another's traces.
 */
import fs from "node:fs";
import path from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import { CODE_CACHE, CodeCache, codeCacheFs, codeMark } from "./codeCache";
import type { EmscriptenFs, FsStream, Pyodide } from "./emscripten";
import { loadPyodide, options, pyodideFolder, sealedFactory } from "./pyodide";
import { Looked, Pause } from "./pause";
import { Rollback } from "./rollback";
import { foldersOf, readableIn } from "./hostFiles";
import { channelFs, hostFs } from "./hostFs";
import { Seal } from "./seal";
import { Snapshot } from "./snapshot";
import { STAND_IN_ROOT } from "./standIn";
import { messageOf, verbatim } from "../text/message";

export interface WorkerSetup {
  /** The files with the memory snapshot: of all releases, and what is another in this one. */
  readonly snapshot: string;
  readonly release: string;
  readonly standIn: string;
  /** First byte: the signal that interrupts Python. */
  readonly interrupt: SharedArrayBuffer;
  /** For answers while Python waits: a flag, the length in bytes, then UTF-8 text. */
  readonly reply: SharedArrayBuffer;
  /** One request only: nothing is kept to roll back to. */
  readonly once: boolean;
  /** Where compiled code of installed packages is kept between processes. */
  readonly cacheFolder: string | undefined;
}
export interface WorkerRequest {
  readonly id: number;
  /** Folders that may be read. */
  readonly folders: readonly string[];
  readonly overlays: readonly (readonly [string, string])[];
  readonly memoryMiB: number;
  /** May Python ask while it runs? */
  readonly asks: boolean;
  /** The file that is loaded. */
  readonly file: string;
  /** Loads with the same text import the same before their file's own functions and classes; undefined where nothing of the kind is loaded. */
  readonly alike: string | undefined;
  /** Is the answer to be kept for other processes? */
  readonly keep: boolean;
  /** For lens.run: JSON text. */
  readonly text: string;
}
export type WorkerAnswer =
  | { readonly id: number; readonly text: string; readonly dirty: boolean; /** Files of the user's that were opened, as far as they are text. */ readonly read: readonly string[]; /** All that the answer depends on, and how it was; nothing where that is not known. */ readonly looked?: readonly (readonly [string, string])[] }
  | { readonly id: number; readonly lost: string }
  /** A running script asks for something and waits until `reply` is filled. */
  | { readonly id: number; readonly ask: string };

const WRITE_MIB = 16;
/** A folder of data may be read file by file: what is built of more than this is not followed. */
const MOST_READ = 4000;
/** How lens.run answers at a pause, and where a load has to begin anew. */
const PAUSED = '{"paused": ';
const AGAIN = "again";
/** In a stream's flags: O_WRONLY and O_RDWR. */
const WRITES = 3;
/** Where the text begins in the buffer for replies. */
export const REPLY_HEAD = 8;
const setup = workerData as WorkerSetup;

async function start(): Promise<(request: WorkerRequest) => WorkerAnswer> {
  const seal = new Seal({ heapMiB: 1024, writeMiB: WRITE_MIB });
  const compiled = WebAssembly.compile(fs.readFileSync(path.join(pyodideFolder(), "pyodide.asm.wasm")));
  const snapshot = new Snapshot(setup.snapshot, setup.release);
  const python: Pyodide = await loadPyodide({
    ...options(() => undefined), createPyodideModule: await sealedFactory(compiled, seal, snapshot), _loadSnapshot: snapshot.forPyodide(),
  });
  const { FS } = python;
  let overlay = new Map<string, Uint8Array>();
  const read = new Set<string>();
  let [looked, allowed]: [Looked | undefined, (realPath: string) => boolean] = [undefined, () => false];
  const files = hostFs(FS, python.ERRNO_CODES, {
    fixed: setup.standIn, overlay: () => overlay, allowed: (file) => allowed(file),
    opened: (file, bytes) => {
      if (!file.startsWith(setup.standIn)) looked?.into(file, bytes);
      if (bytes && !bytes.includes(0) && read.size < MOST_READ) read.add(file);
    },
    looked: (file) => { if (looked && !file.startsWith(setup.standIn)) looked.at(file); },
  });
  const mounted = new Map<string, string>();
  const mount = (at: string, root: string): void => {
    if (mounted.has(at)) return;
    FS.mkdirTree(at);
    FS.mount(files.type, { root }, at);
    mounted.set(at, root);
  };
  mount(STAND_IN_ROOT, setup.standIn);
  FS.mkdirTree("/lens/channel");
  let asking: number | undefined;
  const ask = (text: string): string => {
    if (asking === undefined) return JSON.stringify({ verdict: "unknown" });
    const [flag, bytes] = [new Int32Array(setup.reply, 0, 2), new Uint8Array(setup.reply, REPLY_HEAD)];
    Atomics.store(flag, 0, 0);
    parentPort?.postMessage({ id: asking, ask: text } satisfies WorkerAnswer);
    Atomics.wait(flag, 0, 0);
    seal.renew();
    return Buffer.from(bytes.slice(0, Atomics.load(flag, 1))).toString("utf8");
  };
  FS.mount(channelFs(FS, python.ERRNO_CODES, ask), { root: "/" }, "/lens/channel");
  FS.mkdirTree(CODE_CACHE);
  const codeCache = new CodeCache(setup.cacheFolder, codeMark(setup.snapshot));
  FS.mount(codeCacheFs(FS, python.ERRNO_CODES, codeCache), { root: "/" }, CODE_CACHE);
  python.setInterruptBuffer(new Uint8Array(setup.interrupt));
  python.runPython(`import sys, importlib\nimportlib.invalidate_caches()\nimport lens.run`);
  const called = <F>(name: string): F => python.runPython(`lens.run.${name}`) as F;
  const [begin, finish] = [called<(text: string) => string>("begin"), called<(text: string) => string>("finish")];
  /** What was imported by a pause is described there for all the loads that begin at it. */
  const [expected, expect] = [called<() => string>("expected"), called<(text: string) => void>("expect")];
  for (const device of ["/dev/tty", "/dev/tty1"]) try { FS.unlink(device); } catch { /* not there */ }
  const made = watchForFiles(FS);
  const back = setup.once ? undefined : new Rollback(snapshot, () => python._module.HEAP8.buffer);
  let pristine = true;
  const streams = new Set(FS.streams.flatMap((s) => (s ? [s.fd] : [])));
  const first = [...FS.streams];
  /** User code closed or replaced a standard stream. */
  const streamsTouched = (): boolean => first.some((stream, fd) => stream && FS.streams[fd] !== stream);
  seal.close(() => python._module);

  const rollBack = (): void => {
    if (pristine) return;
    if (!back) throw new Error("a second load was asked of an interpreter that was made for one");
    back.run();
  };
  /** Where the last load paused; `back`: the way to it, once a second one came by. */
  let last: { readonly pause: Pause; readonly read: readonly string[]; readonly folder: string; readonly open: readonly { readonly stream: FsStream; readonly fd: number; readonly position: number }[]; readonly back?: Rollback } | undefined;
  const fromNothing = (request: WorkerRequest): string => {
    const again = last?.pause.fits(request, textOf(request.file)) ?? false;
    const described = again ? expected() : "";
    last = undefined;
    rollBack();
    pristine = false;
    looked = (back || request.keep) && request.alike !== undefined ? new Looked(files.host) : undefined;
    const paused = begin(request.text);
    const [until, file] = [looked, request.file];
    if (!paused.startsWith(PAUSED)) return paused;
    looked = request.keep ? new Looked(files.host, until) : undefined;
    const open = FS.streams.flatMap((stream) => (stream && !streams.has(stream.fd) ? [{ stream, fd: stream.fd, position: stream.position }] : []));
    if (back && until && request.alike !== undefined && !made.any && !files.written.any && !streamsTouched() && !open.some(({ stream }) => stream.flags & WRITES)) {
      if (again) expect(described);
      const length = Number(paused.slice(PAUSED.length, -1));
      const start = until.passedBy(file) && Number.isFinite(length) ? textOf(file)?.slice(0, length) : undefined;
      last = { pause: new Pause(request.alike, file, start, until), read: [...read], folder: FS.cwd(), open, ...(again ? { back: new Rollback(snapshot, () => python._module.HEAP8.buffer) } : {}) };
    }
    return finish("");
  };
  const load = (request: WorkerRequest): string => {
    if (!last?.back || !last.pause.fits(request, textOf(request.file))) return fromNothing(request);
    try { FS.chdir(last.folder); } catch { return fromNothing(request); }
    last.back.run();
    for (const { stream, fd, position } of last.open) FS.streams[fd] = Object.assign(stream, { fd, position });
    for (const file of last.read) read.add(file);
    looked = request.keep ? new Looked(files.host, last.pause.looked) : undefined;
    const text = finish(request.text);
    if (text !== AGAIN) return text;
    last = undefined;
    read.clear();
    return fromNothing(request);
  };
  const textOf = (file: string): Uint8Array | undefined => {
    try { return overlay.get(file) ?? fs.readFileSync(file); } catch { return undefined; }
  };

  return (request) => {
    for (const stream of FS.streams) if (stream && !streams.has(stream.fd)) try { FS.close(stream); } catch { /* already closed */ }
    seal.renew();
    seal.setHeapLimit(request.memoryMiB);
    overlay = new Map(request.overlays.map(([file, text]) => [file, Buffer.from(text, "utf8")]));
    const { folders, outermost } = foldersOf(request.folders);
    allowed = readableIn([setup.standIn, ...folders]);
    const { written } = files;
    for (const at of [...mounted.keys()]) {
      // with a mount goes what its interpreter knows of it
      if (at === STAND_IN_ROOT || outermost.includes(at) && !written.any) continue;
      FS.unmount(at);
      mounted.delete(at);
    }
    written.forget();
    for (const folder of outermost) mount(folder, folder);
    made.any = false; // the mount points above do not count
    read.clear();
    codeCache.use(folders);
    asking = request.asks ? request.id : undefined;
    try {
      const text = load(request);
      const dirty = made.any || streamsTouched();
      return { id: request.id, text, dirty, read: [...read].filter((f) => !f.startsWith(setup.standIn + path.sep)), ...(request.keep && looked && !dirty ? { looked: [...looked.all()] } : {}) };
    } catch (error) {
      return { id: request.id, lost: error instanceof Error ? error.message : "the interpreter broke down" };
    } finally {
      looked = undefined;
      // the worker may be ended as soon as it has answered
      codeCache.save();
    }
  };
}

/** Files that user code makes, changes or removes live in memory that a rollback does not reach: tells whether there are any. */
function watchForFiles(FS: EmscriptenFs): { any: boolean } {
  const made = { any: false };
  const watch = (owner: Record<string, unknown> | undefined, names: readonly string[]): void => {
    for (const name of names) {
      const original = owner?.[name];
      if (!owner || typeof original !== "function") continue;
      owner[name] = function (this: unknown, ...args: unknown[]): unknown {
        made.any = true;
        return Reflect.apply(original, this, args);
      };
    }
  };
  const memory = FS.filesystems.MEMFS;
  const table = memory.ops_table as { dir?: { node?: Record<string, unknown> }; file?: { node?: Record<string, unknown>; stream?: Record<string, unknown> } } | undefined;
  watch(memory as unknown as Record<string, unknown>, ["createNode"]);
  watch(table?.dir?.node, ["setattr", "mknod", "rename", "unlink", "rmdir", "symlink"]);
  watch(table?.file?.node, ["setattr"]);
  watch(table?.file?.stream, ["write"]);
  return made;
}

if (parentPort) {
  const port = parentPort;
  start().then(
    (answer) => {
      port.on("message", (request: WorkerRequest) => port.postMessage(answer(request)));
      port.postMessage({ ready: true });
    },
    (error: unknown) => port.postMessage({ failed: process.env["TORCHSCRIPT_LENS_DEBUG"] && error instanceof Error ? verbatim(error.stack ?? error.message) : messageOf(error) }),
  );
}

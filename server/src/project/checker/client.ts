/** The editor's side of the engine's thread: sends what changed and what is asked, and starts a new thread when the old one was lost. */
import { MessageChannel, Worker } from "node:worker_threads";
import { findShipped, type InspectResult } from "../../host/loader";
import { loadParserParts } from "../../host/parserParts";
import { initParser } from "../../syntax/parser";
import type { EngineOptions, Question } from "../engine";
import type { ExportOptions, ExportReport } from "../exportModel";
import type { Answer } from "../report";
import { Sources } from "../sources";
import type { Checker } from "./checker";
import { Details, DetailsReceiver } from "./details";
import { keyOf, type CallName, type Calls, type Message, type Reply, type SourceChanges, type ThreadSetup } from "./messages";
import { msg, Traceless, type Message as Said } from "../../text/message";
import { unpack, type PackedAnswer } from "./packed";

interface Waiting { readonly done: (gives: unknown) => void; readonly lost: (error: Error) => void; readonly progress?: ((what: Said) => void) | undefined }

/** Thrown where the thread ends without an answer. */
export class LostThread extends Traceless {
  constructor() { super(msg`The checker ended without an answer, most likely for want of memory. It starts again with the next question.`); }
}

/** What is read from the disk here is read there, too: what is to be read anew here has to be there. */
class SharedSources extends Sources {
  forgotten: string[] | "all" = [];
  override invalidate(file?: string): void {
    super.invalidate(file);
    if (file === undefined) this.forgotten = "all";
    else if (this.forgotten !== "all") this.forgotten.push(file);
  }
}

export class CheckerThread implements Checker {
  readonly runs = true;
  readonly sources = new SharedSources();
  private live: Promise<Worker> | undefined;
  private readonly waiting = new Map<number, Waiting>();
  private nextId = 1;
  private details: DetailsReceiver | undefined;
  private disposed = false;
  /** Unsaved texts as the thread has them. */
  private readonly sent = new Map<string, string>();
  /** Of the last guess at each question, until a load has confirmed it or not. */
  private readonly guessed = new Map<string, Details>();

  private constructor(private readonly options: EngineOptions) {}

  get torch(): string { return this.options.torch; }

  static async create(options: EngineOptions): Promise<CheckerThread> {
    const made = new CheckerThread(options);
    made.start().catch(() => undefined);
    await initParser(loadParserParts()); // while the thread starts
    return made;
  }

  /** Throws with a readable message when the thread cannot be started; what is asked throws where the module loader in it cannot. */
  async ready(): Promise<void> { await this.start(); }

  async dispose(): Promise<void> {
    this.disposed = true;
    const live = await this.live?.catch(() => undefined);
    await live?.terminate();
  }

  private start(): Promise<Worker> {
    this.live ??= this.started().catch((error: unknown) => { this.live = undefined; throw error; });
    return this.live;
  }

  private async started(): Promise<Worker> {
    if (this.disposed) throw new LostThread();
    this.sent.clear();
    const { port1, port2 } = new MessageChannel();
    const sent = new Int32Array(new SharedArrayBuffer(4));
    const details = new DetailsReceiver({ port: port1, sent });
    const setup: ThreadSetup = { options: this.options, details: { port: port2, sent } };
    const worker = new Worker(findShipped("engine.js"), { workerData: setup, transferList: [port2], execArgv: [], resourceLimits: { maxYoungGenerationSizeMb: 48 }, stdout: true, stderr: true, stdin: true });
    worker.stdout.resume();
    worker.stderr.resume();
    await new Promise<void>((resolve, reject) => {
      worker.once("message", (reply: Reply) => { if ("cannotStart" in reply) reject(new Traceless(reply.cannotStart)); else resolve(); });
      worker.once("error", reject);
      worker.once("exit", () => { reject(new LostThread()); });
    });
    for (const event of ["message", "error", "exit"]) worker.removeAllListeners(event);
    worker.unref();
    this.details = details;
    worker.on("message", (reply: Reply) => { this.take(reply); });
    worker.on("error", () => undefined); // its end follows
    worker.on("exit", () => {
      this.live = undefined;
      details.close();
      const lost = [...this.waiting.values()];
      this.waiting.clear();
      for (const w of lost) w.lost(new LostThread());
    });
    return worker;
  }

  private take(reply: Reply): void {
    if (!("id" in reply)) return;
    const waiting = this.waiting.get(reply.id);
    if ("progress" in reply) { waiting?.progress?.(reply.progress); return; }
    this.waiting.delete(reply.id);
    if ("failed" in reply) waiting?.lost(new Traceless(reply.failed));
    else waiting?.done(reply.gives);
  }

  /** `unsaved`: the texts of which something is asked. */
  private changes(unsaved: ReadonlyMap<string, string>): SourceChanges {
    const { sources, sent } = this;
    const overlays: [string, string | null][] = [];
    for (const [file, text] of unsaved) if (sent.get(file) !== text) overlays.push([file, text]);
    for (const file of sent.keys()) if (!unsaved.has(file)) overlays.push([file, null]);
    for (const [file, text] of overlays) if (text === null) sent.delete(file); else sent.set(file, text);
    const { forgotten } = sources;
    sources.forgotten = [];
    return { overlays, forgotten };
  }

  private async call<K extends CallName>(what: K, given: Calls[K]["takes"], signal?: AbortSignal, progress?: (what: Said) => void): Promise<Calls[K]["gives"]> { return (await this.callAs(what, given, signal, progress)).gives; }

  private async callAs<K extends CallName>(what: K, given: Calls[K]["takes"], signal?: AbortSignal, progress?: (what: Said) => void): Promise<{ id: number; gives: Calls[K]["gives"] }> {
    const unsaved = new Map(this.sources.overlays);
    const worker = await this.start();
    const id = this.nextId++;
    const cancel = (): void => { worker.postMessage({ do: "cancel", id } satisfies Message); };
    signal?.addEventListener("abort", cancel);
    worker.ref();
    try {
      return await new Promise((resolve, reject) => {
        this.waiting.set(id, { done: (gives) => { resolve({ id, gives: gives as Calls[K]["gives"] }); }, lost: reject, progress });
        worker.postMessage({ do: what, id, given, changes: this.changes(unsaved) } as Message);
        if (signal?.aborted) cancel();
      });
    } finally {
      signal?.removeEventListener("abort", cancel);
      if (this.waiting.size === 0) worker.unref();
    }
  }

  private answer(question: Question, packed: PackedAnswer, details: Details): Answer {
    this.sources.generated = new Map(packed.generated);
    return unpack(packed, details, { printed: () => this.call("printed", { question }), flow: (path) => this.call("flow", { question, path }) });
  }

  private detailsOf(id: number, { details }: PackedAnswer): Details {
    return details === "follow" ? this.details?.of(id) ?? new Details(undefined) : new Details(details);
  }

  async guess(question: Question): Promise<Answer | undefined> {
    const { id, gives: packed } = await this.callAs("guess", { question });
    if (!packed) return undefined;
    const details = this.detailsOf(id, packed);
    this.guessed.set(keyOf(question), details);
    return this.answer(question, packed, details);
  }

  async check(question: Question): Promise<Answer | undefined> {
    const key = keyOf(question);
    const { id, gives: packed } = await this.callAs("check", { question });
    const guessed = this.guessed.get(key);
    this.guessed.delete(key);
    return packed && this.answer(question, packed, packed.details || !guessed ? this.detailsOf(id, packed) : guessed);
  }

  inspect(question: Question): Promise<InspectResult> { return this.call("inspect", { question }); }

  async export(question: Question, { signal, progress, ...options }: ExportOptions): Promise<ExportReport> {
    const { answer, ...report } = await this.call("export", { question, options }, signal, progress);
    return { ...report, answer: unpack(answer, this.detailsOf(0, answer), {}) };
  }
}

/**
 * The engine's thread: loads, compiles and exports, so that the editor's thread is free to answer hovers
 * meanwhile. Guesses come in between while a load goes on; other calls one after the other.
 */
import v8 from "node:v8";
import vm from "node:vm";
import { parentPort, workerData } from "node:worker_threads";
import { keepLatest } from "../../syntax/recent";
import { Engine, type Question } from "../engine";
import type { Answer } from "../report";
import { packDetails, sendDetails, type DetailsChannel } from "./details";
import { keyOf, type CallMessage, type CallName, type Calls, type Message, type Reply, type SourceChanges, type ThreadSetup } from "./messages";
import { pack, type PackedAnswer } from "./packed";
import { messageOf } from "../../text/message";

/** Questions of which the last answer's graph and code can be asked for. */
const KEPT = 32;

/** Milliseconds without a question until what a compilation has left behind is collected: V8 would wait for the next one. */
const REST = 3000;

/** Milliseconds without a question until the next edit is made ready for. */
const PAUSE = 150;

/** V8's collector, which is told when a while begins in which nobody waits for this thread. */
class Collector {
  private readonly collect: () => void;
  private timer: NodeJS.Timeout | undefined;

  constructor() {
    v8.setFlagsFromString("--expose-gc");
    this.collect = vm.runInNewContext("gc") as () => void;
    v8.setFlagsFromString("--no-expose-gc");
  }

  soon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(this.collect, REST).unref();
  }
}

class Thread {
  private readonly collector = new Collector();
  private queue: Promise<unknown> = Promise.resolve();
  private readonly latest = new Map<string, Answer>();
  /** Logs that went out with a guess, which a load may confirm. */
  private readonly guessed = new WeakSet<Answer["log"]>();
  private readonly running = new Map<number, AbortController>();

  constructor(private readonly engine: Engine, private readonly send: (reply: Reply) => void, private readonly details: DetailsChannel) {}

  private pause: NodeJS.Timeout | undefined;
  /** Questions whose next edit is to be made ready for, and how far that is with the first of them. */
  private readonly expected = new Map<string, Question>();
  private steps: Generator<void, void, void> | undefined;

  /** When there is time. */
  private expectEdits(): void {
    clearTimeout(this.pause);
    const [next] = this.expected;
    if (!next) return;
    this.pause = setTimeout(() => {
      const [key, question] = next;
      let done: boolean | undefined = true;
      try {
        this.steps ??= this.engine.expectEdits(question);
        ({ done } = this.steps.next());
      } catch { /* whoever asks next is told */ }
      if (done) {
        this.expected.delete(key);
        this.steps = undefined;
      }
      this.collector.soon();
      this.expectEdits();
    }, PAUSE).unref();
  }

  take(message: Message): void {
    clearTimeout(this.pause);
    if (message.do === "cancel") {
      this.running.get(message.id)?.abort();
      return;
    }
    this.update(message.changes);
    const waits = message.do === "check" || message.do === "inspect" || message.do === "export";
    const run = (): Promise<void> => this.run(message);
    if (waits) this.queue = this.queue.then(run);
    else void run();
  }

  private update({ overlays, forgotten }: SourceChanges): void {
    const { sources } = this.engine;
    for (const [file, text] of overlays) if (text === null) sources.overlays.delete(file); else sources.overlays.set(file, text);
    if (forgotten === "all") sources.invalidate();
    else for (const file of forgotten) sources.invalidate(file);
  }

  private async run(message: Exclude<Message, { do: "cancel" }>): Promise<void> {
    const { id } = message;
    try {
      const { gives, details } = await this.answer(message);
      this.send({ id, gives });
      if (details) sendDetails(this.details, id, packDetails(details));
    } catch (error) {
      this.send({ id, failed: messageOf(error) });
    } finally {
      this.running.delete(id);
      this.collector.soon();
      this.expectEdits();
    }
  }

  private async answer(message: Exclude<Message, { do: "cancel" }>): Promise<{ gives: Calls[CallName]["gives"]; details?: Answer }> {
    const { engine } = this;
    switch (message.do) {
      case "guess": return this.packed(message.given, engine.guess(message.given.question), true);
      case "check": {
        const answer = await engine.check(message.given.question);
        this.expected.set(keyOf(message.given.question), message.given.question);
        return this.packed(message.given, answer, false);
      }
      case "inspect": return { gives: await engine.inspect(message.given.question) };
      case "export": return { gives: await this.export(message) };
      case "printed": return { gives: await this.last(message.given.question)?.printed?.() ?? {} };
      case "flow": return { gives: await this.last(message.given.question)?.flow?.(message.given.path) ?? null };
    }
  }

  private last(question: Question): Answer | undefined {
    this.engine.takeBack(question);
    return this.latest.get(keyOf(question));
  }

  private packed({ question }: Calls["check"]["takes"], answer: Answer | undefined, guess: boolean): { gives: PackedAnswer | undefined; details?: Answer } {
    if (!answer) return { gives: undefined };
    if (!answer.notLoaded) keepLatest(this.latest, keyOf(question), answer, KEPT);
    const follow = guess || !this.guessed.has(answer.log);
    if (guess) this.guessed.add(answer.log);
    return { gives: pack(answer, this.engine.sources.generated, follow ? "follow" : undefined), ...(follow ? { details: answer } : {}) };
  }

  private async export({ id, given }: CallMessage<"export">): Promise<Calls["export"]["gives"]> {
    const abort = new AbortController();
    this.running.set(id, abort);
    const { answer, ...report } = await this.engine.export(given.question, { ...given.options, signal: abort.signal, progress: (what) => { this.send({ id, progress: what }); } });
    return { ...report, answer: pack(answer, new Map(), packDetails(answer)) };
  }
}

if (parentPort) {
  const port = parentPort;
  const { options, details } = workerData as ThreadSetup;
  const send = (reply: Reply): void => { port.postMessage(reply); };
  void (async () => {
    try {
      const engine = await Engine.create(options);
      const thread = new Thread(engine, send, details);
      port.on("message", (message: Message) => { thread.take(message); });
      send({ ready: true });
    } catch (error) {
      send({ cannotStart: messageOf(error) });
    }
  })();
}

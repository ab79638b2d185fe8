/**
 * Log and types of an answer follow it on a channel of their own, so that the diagnostics need not wait until
 * these are packed. Who asks for them sooner waits for them: they are on their way.
 */
import v8 from "node:v8";
import { receiveMessageOnPort, type MessagePort } from "node:worker_threads";
import type { TypeAt } from "../../script/api";
import type { LogEntry } from "../../trace/log";
import type { Answer } from "../report";

interface Unpacked { readonly entries: readonly LogEntry[]; readonly types: ReadonlyMap<string, readonly TypeAt[]> | null }

/** As bytes, which are moved, not copied, and read when first asked for. */
export function packDetails({ log, types }: Pick<Answer, "log" | "types">): Uint8Array {
  return v8.serialize({ entries: log.entries, types: types ? new Map(types.files().map((f) => [f, types.inFile(f)])) : null } satisfies Unpacked);
}

/** `sent`: one number in shared memory, how many details went out. */
export interface DetailsChannel { readonly port: MessagePort; readonly sent: Int32Array }
interface Sent { readonly id: number; readonly bytes: Uint8Array }

export function sendDetails({ port, sent }: DetailsChannel, id: number, bytes: Uint8Array): void {
  port.postMessage({ id, bytes } satisfies Sent, bytes.byteLength === bytes.buffer.byteLength ? [bytes.buffer as ArrayBuffer] : []);
  Atomics.add(sent, 0, 1);
  Atomics.notify(sent, 0);
}

/** Milliseconds after which a thread that said they follow is taken for lost. */
const LOST = 5000;

/** Where details arrive. */
export class DetailsReceiver {
  private readonly expected = new Map<number, WeakRef<Details>>();
  /** They may be here before the answer is. */
  private readonly early = new Map<number, Uint8Array>();

  constructor(private readonly channel: DetailsChannel) {
    channel.port.on("message", (sent: Sent) => { this.take(sent); });
    channel.port.unref();
  }

  /** Nothing more arrives. */
  close(): void {
    this.channel.port.close();
    for (const details of this.expected.values()) details.deref()?.take(undefined);
    this.expected.clear();
  }

  /** Those of the answer to message `id`. */
  of(id: number): Details {
    const here = this.early.get(id);
    this.early.delete(id);
    const made: Details = here ? new Details(here) : new Details(undefined, () => { this.wait(made); });
    if (!here) this.expected.set(id, new WeakRef(made));
    return made;
  }

  private take({ id, bytes }: Sent): void {
    const expected = this.expected.get(id);
    this.expected.delete(id);
    if (expected) expected.deref()?.take(bytes);
    else this.early.set(id, bytes);
  }

  private wait(details: Details): void {
    const { port, sent } = this.channel;
    const until = performance.now() + LOST;
    while (details.follows) {
      const before = Atomics.load(sent, 0);
      for (let m = receiveMessageOnPort(port) as { message: Sent } | undefined; m; m = receiveMessageOnPort(port) as { message: Sent } | undefined) this.take(m.message);
      if (!details.follows || Atomics.wait(sent, 0, before, Math.max(0, until - performance.now())) === "timed-out") return;
    }
  }
}

/** Log and types, read when they are first needed. */
export class Details {
  private unpacked: Unpacked | undefined;
  /** `fetch` waits until they are here; without bytes and without it there are none. */
  constructor(private bytes: Uint8Array | undefined, private fetch?: () => void) {}

  /** Are they still on their way? */
  get follows(): boolean { return this.fetch !== undefined; }

  take(bytes: Uint8Array | undefined): void {
    this.bytes = bytes;
    this.fetch = undefined;
  }

  private get all(): Unpacked {
    if (this.unpacked) return this.unpacked;
    this.fetch?.();
    this.fetch = undefined;
    this.unpacked = this.bytes ? v8.deserialize(this.bytes) as Unpacked : { entries: [], types: null };
    this.bytes = undefined;
    return this.unpacked;
  }

  readonly log = ((details: Details): Answer["log"] => ({ get entries() { return details.all.entries; } }))(this);
  readonly types: NonNullable<Answer["types"]> = { files: () => [...this.all.types?.keys() ?? []], inFile: (file) => this.all.types?.get(file) ?? [] };
}

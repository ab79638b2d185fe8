/** How a long piece of work is followed and stopped. */
import { setImmediate } from "node:timers/promises";
import type { Message } from "../../text/message";

/** Between two looks at the outside world, in milliseconds. */
const BREATH = 50;

export class Cancelled extends Error {}

export class Control {
  private last = performance.now();
  constructor(private readonly signal?: AbortSignal, private readonly said?: (what: Message) => void) {}

  /** To be called between small steps: lets messages in, and throws Cancelled when the user gave up. */
  async breathe(): Promise<void> {
    if (performance.now() - this.last >= BREATH) {
      await setImmediate();
      this.last = performance.now();
    }
    if (this.signal?.aborted) throw new Cancelled();
  }

  async progress(what: Message): Promise<void> {
    this.said?.(what);
    this.last = 0;
    await this.breathe();
  }
}

/**
 * The state that a load pauses in, before the functions and classes of its file: everything that these import was
 * imported. The next load of the file begins there, as long as nothing else that was looked at by then has changed.
 */
import { lasting, wholeState, type HostFiles } from "./hostFiles";
import type { WorkerRequest } from "./worker";

/** How often the loader itself reads the file before the pause. */
const OWN_READS = 2;

/** What a load looks at, or a part of it that goes on from another. */
export class Looked {
  private readonly states = new Map<string, string>();
  private readonly opened = new Map<string, string>();
  private readonly read = new Map<string, number>();

  constructor(private readonly host: HostFiles, private readonly before?: Looked) {}

  at(file: string): void { if (!this.states.has(file)) this.states.set(file, this.host.stateOf(file)); }

  /** `bytes`: of one that was read whole. */
  into(file: string, bytes: Uint8Array | undefined): void {
    this.opened.set(file, bytes ? wholeState(bytes) : this.host.stateOf(file));
    if (bytes) this.read.set(file, (this.read.get(file) ?? 0) + 1);
  }

  /** Did nobody but the loader read it? */
  passedBy(file: string): boolean { return this.read.get(file) === OWN_READS; }

  unchanged(except: string | undefined): boolean {
    for (const [file, state] of this.states) if (file !== except && !this.host.is(file, state)) return false;
    return true;
  }

  /** All that was looked at from the beginning and how it was, be it saved or not, and whenever it was. */
  all(): Map<string, string> {
    const parts = this.parts();
    return new Map([...parts.flatMap((p) => [...p.states].map(([file, state]) => [file, lasting(state)] as const)), ...parts.flatMap((p) => [...p.opened])]);
  }

  /** The earliest first. */
  private parts(): Looked[] { return [...this.before?.parts() ?? [], this]; }
}

export class Pause {
  /** `start`: what was executed of the file itself, which may be another behind that; undefined where it may not. */
  constructor(private readonly alike: string, private readonly file: string, private readonly start: Uint8Array | undefined, readonly looked: Looked) {}

  /** `text` is the file's now. */
  fits(request: WorkerRequest, text: Uint8Array | undefined): boolean {
    if (request.alike !== this.alike) return false;
    if (this.start && (!text || Buffer.compare(this.start, text.subarray(0, this.start.length)) !== 0)) return false;
    return this.looked.unchanged(this.start ? this.file : undefined);
  }
}

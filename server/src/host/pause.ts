/**
 * The state that a load pauses in, before the functions and classes of its file: everything that these import was
 * imported. The next load of the file begins there, as long as nothing else that was looked at by then has changed.
 */
import type { HostFs } from "./hostFs";
import type { WorkerRequest } from "./worker";

/** How often the loader itself reads the file before the pause. */
const OWN_READS = 2;

/** What a load looks at until it pauses. */
export class Looked {
  private readonly states = new Map<string, string>();
  private readonly opened = new Map<string, number>();

  constructor(private readonly files: Pick<HostFs, "stateOf">) {}

  at(file: string): void { if (!this.states.has(file)) this.states.set(file, this.files.stateOf(file)); }
  into(file: string): void { this.opened.set(file, (this.opened.get(file) ?? 0) + 1); }

  /** Did nobody but the loader read it? */
  passedBy(file: string): boolean { return this.opened.get(file) === OWN_READS; }

  unchanged(except: string | undefined): boolean {
    for (const [file, state] of this.states) if (file !== except && this.files.stateOf(file) !== state) return false;
    return true;
  }
}

export class Pause {
  /** `start`: what was executed of the file itself, which may be another behind that; undefined where it may not. */
  constructor(private readonly alike: string, private readonly file: string, private readonly start: Uint8Array | undefined, private readonly looked: Looked) {}

  /** `text` is the file's now. */
  fits(request: WorkerRequest, text: Uint8Array | undefined): boolean {
    if (request.alike !== this.alike) return false;
    if (this.start && (!text || Buffer.compare(this.start, text.subarray(0, this.start.length)) !== 0)) return false;
    return this.looked.unchanged(this.start ? this.file : undefined);
  }
}

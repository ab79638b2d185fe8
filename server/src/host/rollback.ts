/**
 * Brings an interpreter's memory back to how it was before user code ran. Most of that memory is what the
 * snapshot's files hold, so only what differs is kept here; the rest is read again.
 */
import { MemoryPatch } from "./memoryPatch";
import type { Snapshot } from "./snapshot";

export class Rollback {
  private readonly since: MemoryPatch;

  constructor(private readonly snapshot: Snapshot, private readonly memory: () => ArrayBufferLike) {
    this.since = MemoryPatch.between(snapshot, new Int32Array(memory()));
  }

  /** What the memory has grown by since is filled with zeros: it never shrinks. */
  run(): void {
    const words = new Int32Array(this.memory());
    const before = words.subarray(0, this.since.bytes / Int32Array.BYTES_PER_ELEMENT);
    words.fill(0, this.snapshot.read(before, 0) / Int32Array.BYTES_PER_ELEMENT);
    this.since.apply(before);
  }
}

/**
 * Brings an interpreter's memory back to how it was before user code ran. Most of that memory is what the
 * snapshot's file holds, so only what differs is kept here; the rest is read again. Python's collector
 * leaves marks all over the memory, a few bytes each: what is kept comes in blocks that are small.
 */
import type { Snapshot } from "./snapshot";

/** 32-bit words that are compared, kept and written back at a time. */
const BLOCK = 16;
const WORD = Int32Array.BYTES_PER_ELEMENT;
/** Bytes that are read at a time while comparing. */
const CHUNK = 1 << 20;

export class Rollback {
  private readonly length: number;
  /** Blocks that differ, by number, and their words, one after the other. */
  private readonly blocks: Uint32Array;
  private readonly words: Int32Array;

  constructor(private readonly snapshot: Snapshot, private readonly memory: () => ArrayBufferLike) {
    const now = new Int32Array(memory());
    this.length = now.byteLength;
    const differ: number[] = [];
    const chunk = new Int32Array(CHUNK / WORD);
    for (let at = 0; at < now.length; at += chunk.length) {
      chunk.fill(0, snapshot.read(chunk, at * WORD) / WORD);
      const end = Math.min(chunk.length, now.length - at);
      for (let word = 0; word < end; word++) {
        if (chunk[word] === now[at + word]) continue;
        const block = Math.floor((at + word) / BLOCK);
        differ.push(block);
        word = (block + 1) * BLOCK - at - 1;
      }
    }
    this.blocks = Uint32Array.from(differ);
    this.words = new Int32Array(differ.length * BLOCK);
    differ.forEach((block, i) => { this.words.set(now.subarray(block * BLOCK, (block + 1) * BLOCK), i * BLOCK); });
  }

  /** What the memory has grown by since is filled with zeros: it never shrinks. */
  run(): void {
    const bytes = new Uint8Array(this.memory());
    bytes.fill(0, this.snapshot.read(bytes.subarray(0, this.length), 0));
    const words = new Int32Array(bytes.buffer);
    this.blocks.forEach((block, i) => { words.set(this.words.subarray(i * BLOCK, (i + 1) * BLOCK), block * BLOCK); });
  }
}

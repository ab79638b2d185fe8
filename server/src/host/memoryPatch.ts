/**
 * What tells one state of an interpreter's memory from another. Python leaves marks all over its memory, a few
 * bytes each (counts of references): what differs comes in blocks that are small.
 */
import fs from "node:fs";
import { firstNotBelow } from "../syntax/source";

/** 32-bit words in a block. */
const BLOCK = 16;
const WORD = Int32Array.BYTES_PER_ELEMENT;
/** Bytes that are read at a time while comparing. */
const CHUNK = 1 << 20;

/** `read` fills `into` with what stands from `offset` on, in bytes, and gives how many there were. */
interface Memory { read(into: Int32Array, offset: number): number }

export class MemoryPatch {
  /** `bytes`: how long the memory is. `blocks`: those that differ, by number, in order; `words`: theirs, one after the other. */
  private constructor(readonly bytes: number, private readonly blocks: Uint32Array, private readonly words: Int32Array) {}

  /** What leads from this memory, and zeros behind it, to `now`. */
  static between(before: Memory, now: Int32Array): MemoryPatch {
    const differ: number[] = [];
    const chunk = new Int32Array(CHUNK / WORD);
    for (let at = 0; at < now.length; at += chunk.length) {
      chunk.fill(0, before.read(chunk, at * WORD) / WORD);
      const end = Math.min(chunk.length, now.length - at);
      for (let word = 0; word < end; word++) {
        if (chunk[word] === now[at + word]) continue;
        const block = Math.floor((at + word) / BLOCK);
        differ.push(block);
        word = (block + 1) * BLOCK - at - 1;
      }
    }
    const words = new Int32Array(differ.length * BLOCK);
    differ.forEach((block, i) => { words.set(now.subarray(block * BLOCK, (block + 1) * BLOCK), i * BLOCK); });
    return new MemoryPatch(now.byteLength, Uint32Array.from(differ), words);
  }

  /** Writes the blocks over `memory`, which stands at `offset` bytes (a multiple of a block's length) and is as long as it likes. */
  apply(memory: Int32Array, offset = 0): void {
    const [first, last] = [offset / (BLOCK * WORD), (offset + memory.byteLength) / (BLOCK * WORD)];
    for (let i = firstNotBelow(this.blocks, first); i < this.blocks.length; i++) {
      const block = this.blocks[i] ?? 0;
      if (block >= last) break;
      memory.set(this.words.subarray(i * BLOCK, (i + 1) * BLOCK), (block - first) * BLOCK);
    }
  }

  write(file: string): void {
    const head = Uint32Array.of(this.bytes, this.blocks.length);
    fs.writeFileSync(file, Buffer.concat([head, this.blocks, this.words].map((a) => Buffer.from(a.buffer, a.byteOffset, a.byteLength))));
  }

  static read(file: string): MemoryPatch {
    const { buffer, byteOffset, byteLength } = fs.readFileSync(file);
    const all = buffer.slice(byteOffset, byteOffset + byteLength);
    const [bytes = 0, count = 0] = new Uint32Array(all, 0, 2);
    return new MemoryPatch(bytes, new Uint32Array(all, 2 * WORD, count), new Int32Array(all, (2 + count) * WORD, count * BLOCK));
  }
}

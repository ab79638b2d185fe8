/**
 * The memory of an interpreter that has imported the stand-in torch, in two files: a head of Pyodide's and then the
 * memory's image, before a release of torch was chosen; and what choosing this release changed. Both are read straight
 * into the new interpreter's memory, never into memory of our own beside it.
 */
import fs from "node:fs";
import { MemoryPatch } from "./memoryPatch";

/** In the head: where the image begins, in bytes (a 32-bit number, the second of the head). */
const IMAGE_OFFSET_AT = 4;

/** The names of the files; `torch` is a release. */
export const SNAPSHOT_FILE = "snapshot.bin";
export const releaseFile = (torch: string): string => `snapshot-${torch}.bin`;

export class Snapshot {
  private readonly fd: number;
  /** Length of the memory with the head, in bytes. */
  readonly bytes: number;
  /** Offset of the image in the file. */
  private readonly image: number;
  private readonly release: MemoryPatch | undefined;
  /** Of the new interpreter, once it is there. */
  memory: WebAssembly.Memory | undefined;

  /** The file stays open, so another may take its place meanwhile. Throws where one cannot be read. */
  constructor(file: string, release?: string) {
    this.fd = fs.openSync(file, "r");
    const head = Buffer.alloc(IMAGE_OFFSET_AT + Uint32Array.BYTES_PER_ELEMENT);
    fs.readSync(this.fd, head, 0, head.length, 0);
    this.image = head.readUInt32LE(IMAGE_OFFSET_AT);
    this.release = release === undefined ? undefined : MemoryPatch.read(release);
    this.bytes = Math.max(fs.fstatSync(this.fd).size, this.image + (this.release?.bytes ?? 0));
  }

  /** Fills `into` with the memory from `offset` on, both in bytes; gives how many there were. */
  read(into: Int32Array, offset: number): number {
    const bytes = new Uint8Array(into.buffer, into.byteOffset, Math.min(into.byteLength, Math.max(0, this.bytes - this.image - offset)));
    let at = 0;
    while (at < bytes.length) {
      const read = fs.readSync(this.fd, bytes, at, bytes.length - at, this.image + offset + at);
      if (read === 0) break;
      at += read;
    }
    bytes.fill(0, at);
    this.release?.apply(into.subarray(0, bytes.length / Int32Array.BYTES_PER_ELEMENT), offset);
    return bytes.length;
  }

  /** What Pyodide takes for a file's bytes: it asks for the head, and then for all behind it, which it puts into memory. */
  forPyodide(): Uint8Array {
    const head = Buffer.alloc(this.image);
    fs.readSync(this.fd, head, 0, head.length, 0);
    return new Lazy(this, head);
  }
}

class Lazy extends Uint8Array {
  constructor(private readonly snapshot: Snapshot, head: Uint8Array) { super(head); }

  override get length(): number { return this.snapshot.bytes; }

  override subarray(begin?: number, end?: number): Uint8Array<ArrayBuffer> {
    if (end !== undefined) return new Uint8Array(this.buffer as ArrayBuffer, begin, end - (begin ?? 0));
    const { memory } = this.snapshot;
    if (!memory) throw new Error("the interpreter has no memory yet");
    this.snapshot.read(new Int32Array(memory.buffer), 0);
    return new Uint8Array(0);
  }
}

/**
 * The file with the memory of an interpreter that has imported the stand-in torch: a head of Pyodide's, then the
 * memory's image. It is read straight into the new interpreter's memory, never into one of our own beside it.
 */
import fs from "node:fs";

/** In the head: where the image begins, in bytes (a 32-bit number, the second of the head). */
const IMAGE_OFFSET_AT = 4;

export class Snapshot {
  private readonly fd: number;
  /** Length of the file. */
  readonly bytes: number;
  /** Offset of the image in the file. */
  private readonly image: number;
  /** Of the new interpreter, once it is there. */
  memory: WebAssembly.Memory | undefined;

  /** The file stays open, so another may take its place meanwhile. Throws where it cannot be read. */
  constructor(file: string) {
    this.fd = fs.openSync(file, "r");
    this.bytes = fs.fstatSync(this.fd).size;
    const head = Buffer.alloc(IMAGE_OFFSET_AT + Uint32Array.BYTES_PER_ELEMENT);
    fs.readSync(this.fd, head, 0, head.length, 0);
    this.image = head.readUInt32LE(IMAGE_OFFSET_AT);
  }

  /** Fills `into` with the image from `offset` on; gives the bytes that were read. */
  read(into: Uint8Array | Int32Array, offset: number): number {
    let at = 0;
    while (at < into.byteLength) {
      const read = fs.readSync(this.fd, into, at, into.byteLength - at, this.image + offset + at);
      if (read === 0) break;
      at += read;
    }
    return at;
  }

  /** What Pyodide takes for the file's bytes: it asks for the head, and then for all behind it, which it puts into memory. */
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
    this.snapshot.read(new Uint8Array(memory.buffer), 0);
    return new Uint8Array(0);
  }
}

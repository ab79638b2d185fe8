/**
 * A zip file as torch's reader wants it: records stored, each beginning at a multiple of 64 bytes. Written
 * record by record in one pass; large records come in pieces, and records or files above 4 GiB are zip64.
 */
import zlib from "node:zlib";

const ALIGNMENT = 64;
const LIMIT = 0xffffffff;

const TABLE = new Uint32Array(256).map((_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

type Crc = (data: Uint8Array, value?: number) => number;
/** Node has it from 20.15 and 22.2 on. */
const crc32: Crc = (zlib as { crc32?: Crc }).crc32 ?? ((data, value = 0) => {
  let c = ~value;
  for (const byte of data) c = (TABLE[(c ^ byte) & 255] ?? 0) ^ (c >>> 8);
  return ~c >>> 0;
});

interface Entry { readonly name: Buffer; readonly offset: number; readonly size: number; readonly crc: number }

/** Where the bytes go. */
export interface Sink {
  /** Appends. */
  write(data: Uint8Array): void;
  /** Replaces bytes that are already written. */
  patch(at: number, data: Uint8Array): void;
}

/** The extra field of zip64, with the numbers that do not fit elsewhere. */
function zip64Extra(numbers: readonly number[]): Buffer {
  const out = Buffer.alloc(4 + 8 * numbers.length);
  out.writeUInt16LE(1, 0);
  out.writeUInt16LE(8 * numbers.length, 2);
  numbers.forEach((n, i) => out.writeBigUInt64LE(BigInt(n), 4 + 8 * i));
  return out;
}

const small = (n: number): number => Math.min(n, LIMIT);

export class ZipWriter {
  private at = 0;
  private readonly entries: Entry[] = [];

  constructor(private readonly sink: Sink) {}

  private put(data: Uint8Array): void {
    this.sink.write(data);
    this.at += data.length;
  }

  /** `size`: of all pieces together. `between` is waited for after each piece. */
  async add(name: string, size: number, pieces: Iterable<Uint8Array>, between?: () => Promise<void>): Promise<void> {
    const encoded = Buffer.from(name, "utf8");
    const offset = this.at;
    this.put(this.localHeader(encoded, size));
    const start = this.at;
    let crc = 0;
    for (const piece of pieces) {
      crc = crc32(piece, crc);
      this.put(piece);
      await between?.();
    }
    if (this.at - start !== size) throw new Error(`the record ${name} has ${this.at - start} bytes instead of ${size}`);
    const sum = Buffer.alloc(4);
    sum.writeUInt32LE(crc);
    this.sink.patch(offset + 14, sum);
    this.entries.push({ name: encoded, offset, size, crc });
  }

  /** Without the checksum, which follows. An extra field of its own kind makes the record begin at a multiple of 64 bytes. */
  private localHeader(name: Buffer, size: number): Buffer {
    const wide = size >= LIMIT ? zip64Extra([size, size]) : Buffer.alloc(0);
    const start = this.at + 30 + name.length + wide.length + 4;
    const padding = (ALIGNMENT - (start % ALIGNMENT)) % ALIGNMENT;
    const head = Buffer.alloc(30 + name.length + wide.length + 4 + padding, 0x5a);
    head.writeUInt32LE(0x04034b50, 0);
    common(head, 4, 0, size, name.length);
    head.writeUInt16LE(wide.length + 4 + padding, 28);
    name.copy(head, 30);
    wide.copy(head, 30 + name.length);
    head.write("FB", 30 + name.length + wide.length, "latin1");
    head.writeUInt16LE(padding, 32 + name.length + wide.length);
    return head;
  }

  finish(): void {
    const start = this.at;
    for (const e of this.entries) this.put(centralHeader(e));
    const length = this.at - start;
    const count = this.entries.length;
    if (start >= LIMIT || length >= LIMIT || count >= 0xffff) this.put(zip64End(this.at, start, length, count));
    const end = Buffer.alloc(22);
    end.writeUInt32LE(0x06054b50, 0);
    end.writeUInt16LE(Math.min(count, 0xffff), 8);
    end.writeUInt16LE(Math.min(count, 0xffff), 10);
    end.writeUInt32LE(small(length), 12);
    end.writeUInt32LE(small(start), 16);
    this.put(end);
  }
}

/** Version, flags (UTF-8 names), method, date, checksum, sizes and the length of the name; the same in both kinds of header. */
function common(to: Buffer, at: number, crc: number, size: number, nameLength: number): void {
  to.writeUInt16LE(size >= LIMIT ? 45 : 0, at);
  to.writeUInt16LE(0x0800, at + 2);
  to.writeUInt16LE(0, at + 4);
  to.writeUInt16LE(0, at + 6);
  to.writeUInt16LE(0x21, at + 8); // 1980-01-01
  to.writeUInt32LE(crc, at + 10);
  to.writeUInt32LE(small(size), at + 14);
  to.writeUInt32LE(small(size), at + 18);
  to.writeUInt16LE(nameLength, at + 22);
}

function centralHeader(e: Entry): Buffer {
  const numbers = [...(e.size >= LIMIT ? [e.size, e.size] : []), ...(e.offset >= LIMIT ? [e.offset] : [])];
  const extra = numbers.length > 0 ? zip64Extra(numbers) : Buffer.alloc(0);
  const head = Buffer.alloc(46 + e.name.length + extra.length);
  head.writeUInt32LE(0x02014b50, 0);
  common(head, 6, e.crc, e.size, e.name.length);
  head.writeUInt16LE(extra.length, 30);
  head.writeUInt32LE(small(e.offset), 42);
  e.name.copy(head, 46);
  extra.copy(head, 46 + e.name.length);
  return head;
}

/** The wide end record, and the locator that finds it. */
function zip64End(at: number, start: number, length: number, count: number): Buffer {
  const out = Buffer.alloc(56 + 20);
  out.writeUInt32LE(0x06064b50, 0);
  out.writeBigUInt64LE(44n, 4);
  out.writeUInt16LE(45, 12);
  out.writeUInt16LE(45, 14);
  out.writeBigUInt64LE(BigInt(count), 24);
  out.writeBigUInt64LE(BigInt(count), 32);
  out.writeBigUInt64LE(BigInt(length), 40);
  out.writeBigUInt64LE(BigInt(start), 48);
  out.writeUInt32LE(0x07064b50, 56);
  out.writeBigUInt64LE(BigInt(at), 64);
  out.writeUInt32LE(1, 72);
  return out;
}

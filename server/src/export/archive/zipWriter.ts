/**
 * A zip file as torch's reader wants it: records stored, each beginning at a multiple of 64 bytes. Written
 * record by record; large records may come in pieces.
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

/** The file would be larger than a plain zip file can be. */
export class TooLarge extends Error {}

export class ZipWriter {
  private at = 0;
  private readonly entries: Entry[] = [];

  /** `write` appends bytes to the file. */
  constructor(private readonly write: (data: Uint8Array) => void) {}

  get size(): number { return this.at; }

  private put(data: Uint8Array): void {
    this.write(data);
    this.at += data.length;
  }

  /** `pieces` is gone through twice: for the checksum, and to be written. */
  add(name: string, pieces: () => Iterable<Uint8Array>): void {
    const encoded = Buffer.from(name, "utf8");
    let crc = 0;
    let size = 0;
    for (const piece of pieces()) {
      crc = crc32(piece, crc);
      size += piece.length;
    }
    if (this.at + size > LIMIT) throw new TooLarge(`the archive would be larger than ${LIMIT} bytes`);
    const start = this.at + 30 + encoded.length + 4;
    const padding = (ALIGNMENT - (start % ALIGNMENT)) % ALIGNMENT;
    const head = Buffer.alloc(30 + encoded.length + 4 + padding, 0x5a);
    head.writeUInt32LE(0x04034b50, 0);
    this.common(head, 4, crc, size, encoded.length);
    head.writeUInt16LE(4 + padding, 28);
    encoded.copy(head, 30);
    // an extra field of its own kind holds the padding
    head.write("FB", 30 + encoded.length, "latin1");
    head.writeUInt16LE(padding, 32 + encoded.length);
    this.entries.push({ name: encoded, offset: this.at, size, crc });
    this.put(head);
    for (const piece of pieces()) this.put(piece);
  }

  /** Version, flags (UTF-8 names), method, date, checksum, sizes and the length of the name; the same in both kinds of header. */
  private common(to: Buffer, at: number, crc: number, size: number, nameLength: number): void {
    to.writeUInt16LE(0, at);
    to.writeUInt16LE(0x0800, at + 2);
    to.writeUInt16LE(0, at + 4);
    to.writeUInt16LE(0, at + 6);
    to.writeUInt16LE(0x21, at + 8); // 1980-01-01
    to.writeUInt32LE(crc, at + 10);
    to.writeUInt32LE(size, at + 14);
    to.writeUInt32LE(size, at + 18);
    to.writeUInt16LE(nameLength, at + 22);
  }

  finish(): void {
    const start = this.at;
    for (const e of this.entries) {
      const head = Buffer.alloc(46 + e.name.length);
      head.writeUInt32LE(0x02014b50, 0);
      this.common(head, 6, e.crc, e.size, e.name.length);
      head.writeUInt32LE(e.offset, 42);
      e.name.copy(head, 46);
      this.put(head);
    }
    const end = Buffer.alloc(22);
    end.writeUInt32LE(0x06054b50, 0);
    end.writeUInt16LE(this.entries.length, 8);
    end.writeUInt16LE(this.entries.length, 10);
    end.writeUInt32LE(this.at - start, 12);
    end.writeUInt32LE(start, 16);
    this.put(end);
  }
}

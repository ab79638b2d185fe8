/** The records of a zip file, read by offset: nothing is unpacked that is not asked for. */
import fs from "node:fs";
import zlib from "node:zlib";
import { WeightsError } from "./unpickler";
import { msg } from "../../text/message";

export interface ZipRecord { readonly name: string; readonly method: number; readonly size: number; readonly packed: number; readonly header: number }

const MOST_RECORDS = 1_000_000;
/** Bytes that one packed record may have when unpacked: pickles are small, and tensors are stored. */
const MOST_UNPACKED = 512 * 2 ** 20;

export function readAt(handle: number, offset: number, length: number): Buffer {
  const out = Buffer.alloc(length);
  let done = 0;
  while (done < length) {
    const n = fs.readSync(handle, out, done, length - done, offset + done);
    if (n === 0) throw new WeightsError(msg`The file ends too early: it was cut off, or not copied whole.`);
    done += n;
  }
  return out;
}

export class ZipReader {
  readonly records = new Map<string, ZipRecord>();
  constructor(private readonly handle: number, private readonly size: number) {
    const tail = readAt(handle, Math.max(0, size - 65_557), Math.min(size, 65_557));
    const end = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
    if (end < 0 || end + 22 > tail.length) throw new WeightsError(msg`The file begins like a zip file but has no end: it was cut off, or not copied whole.`);
    let [count, length, offset] = [tail.readUInt16LE(end + 10), tail.readUInt32LE(end + 12), tail.readUInt32LE(end + 16)];
    const locator = end - 20;
    if (locator >= 0 && tail.readUInt32LE(locator) === 0x07064b50) {
      const at = this.bounded(tail.readBigUInt64LE(locator + 8));
      const big = readAt(handle, at, 56);
      [count, length, offset] = [this.bounded(big.readBigUInt64LE(32)), this.bounded(big.readBigUInt64LE(40)), this.bounded(big.readBigUInt64LE(48))];
    }
    if (count > MOST_RECORDS || offset + length > size) throw new WeightsError(msg`The zip file's table of contents is damaged.`);
    this.table(readAt(handle, offset, length), count);
  }

  private bounded(n: bigint): number {
    if (n > BigInt(this.size)) throw new WeightsError(msg`The zip file names places outside of itself.`);
    return Number(n);
  }

  private table(data: Buffer, count: number): void {
    let at = 0;
    for (let i = 0; i < count; i++) {
      if (at + 46 > data.length || data.readUInt32LE(at) !== 0x02014b50) throw new WeightsError(msg`The zip file's table of contents is damaged.`);
      const [nameLength, extraLength, commentLength] = [data.readUInt16LE(at + 28), data.readUInt16LE(at + 30), data.readUInt16LE(at + 32)];
      let [packed, size, header] = [data.readUInt32LE(at + 20), data.readUInt32LE(at + 24), data.readUInt32LE(at + 42)];
      const name = data.toString("utf8", at + 46, at + 46 + nameLength);
      const extra = data.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength);
      for (let e = 0; e + 4 <= extra.length; e += 4 + extra.readUInt16LE(e + 2)) {
        if (extra.readUInt16LE(e) !== 1) continue;
        let field = e + 4;
        const next = (): number => { if (field + 8 > extra.length) throw new WeightsError(msg`The zip file's table of contents is damaged.`); field += 8; return this.bounded(extra.readBigUInt64LE(field - 8)); };
        if (size === 0xffffffff) size = next();
        if (packed === 0xffffffff) packed = next();
        if (header === 0xffffffff) header = next();
      }
      this.records.set(name, { name, method: data.readUInt16LE(at + 10), size, packed, header });
      at += 46 + nameLength + extraLength + commentLength;
    }
  }

  /** Where a stored record's bytes begin in the file. */
  start(record: ZipRecord): number {
    const head = readAt(this.handle, record.header, 30);
    if (head.readUInt32LE(0) !== 0x04034b50) throw new WeightsError(msg`The record ${record.name} is damaged.`);
    const start = record.header + 30 + head.readUInt16LE(26) + head.readUInt16LE(28);
    if (record.method === 0 && record.packed !== record.size) throw new WeightsError(msg`The record ${record.name} lies about its size.`);
    if (start + record.packed > this.size) throw new WeightsError(msg`The record ${record.name} reaches beyond the file.`);
    return start;
  }

  read(record: ZipRecord): Buffer {
    const packed = readAt(this.handle, this.start(record), record.packed);
    if (record.method === 0) return packed;
    if (record.method !== 8) throw new WeightsError(msg`The record ${record.name} is packed in a way that is not known.`);
    try {
      return zlib.inflateRawSync(packed, { maxOutputLength: Math.min(MOST_UNPACKED, record.size) });
    } catch {
      throw new WeightsError(msg`The record ${record.name} cannot be unpacked: it is damaged, or larger than it says.`);
    }
  }
}

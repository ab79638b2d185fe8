/**
 * What Python writes below folders of the disk: it is kept in memory, over the disk, until it is forgotten.
 * To Python it seems to lie where it was written; nothing on the disk changes.
 */
import path from "node:path";

const MOST_ENTRIES = 10_000;
/** Of all files together, holes included. */
const MOST_BYTES = 64 * 2 ** 20;

export interface WrittenEntry { readonly folder: boolean; bytes: Uint8Array; size: number; readonly time: Date }

export class Written {
  private readonly entries = new Map<string, WrittenEntry>();
  /** What lies on the disk and was removed here. */
  private readonly removed = new Set<string>();
  private made = 0;
  private bytes = 0;

  /** `full`: the error of a disk that is full. */
  constructor(private readonly full: () => Error) {}

  get any(): boolean { return this.entries.size + this.removed.size > 0; }

  forget(): void {
    this.entries.clear();
    this.removed.clear();
    this.made = this.bytes = 0;
  }

  at(file: string): WrittenEntry | undefined { return this.entries.get(file); }
  hides(file: string): boolean { return this.removed.has(file) && !this.entries.has(file); }

  /** Names in a folder, given those that the disk has. */
  namesIn(folder: string, onDisk: Iterable<string>): string[] {
    const names = new Set<string>();
    for (const name of onDisk) if (!this.removed.has(path.posix.join(folder, name))) names.add(name);
    for (const file of this.entries.keys()) if (path.posix.dirname(file) === folder) names.add(path.posix.basename(file));
    return [...names];
  }

  make(file: string, folder: boolean, bytes = new Uint8Array()): WrittenEntry {
    if (++this.made > MOST_ENTRIES) throw this.full();
    this.take(bytes.length);
    const entry: WrittenEntry = { folder, bytes, size: bytes.length, time: new Date() };
    this.entries.set(file, entry);
    return entry;
  }

  remove(file: string, onDisk: boolean): void {
    this.entries.delete(file);
    if (onDisk) this.removed.add(file);
  }

  /** Of a file or a folder that was made here, with all that is in it. */
  move(from: string, to: string): void {
    for (const [file, entry] of [...this.entries]) {
      if (file !== from && !file.startsWith(`${from}/`)) continue;
      this.entries.delete(file);
      this.entries.set(to + file.slice(from.length), entry);
    }
  }

  resize(entry: WrittenEntry, size: number): void {
    if (size > entry.bytes.length) {
      const grown = Math.max(size, Math.min(2 * entry.bytes.length, entry.bytes.length + 2 ** 20));
      this.take(grown - entry.bytes.length);
      const bytes = new Uint8Array(grown);
      bytes.set(entry.bytes.subarray(0, entry.size));
      entry.bytes = bytes;
    } else if (size < entry.size) entry.bytes.fill(0, size, entry.size);
    entry.size = size;
  }

  write(entry: WrittenEntry, part: Uint8Array, position: number): void {
    if (position + part.length > entry.size) this.resize(entry, position + part.length);
    entry.bytes.set(part, position);
  }

  private take(bytes: number): void {
    if (this.bytes + bytes > MOST_BYTES) throw this.full();
    this.bytes += bytes;
  }
}

/**
 * What loads gave, kept on the disk for other processes. Sealed user code sees nothing but files, its request and the
 * clock, so that the same request gives the same answer for as long as every file and folder that was looked at is as
 * it was: a model that hangs on the time of day is one that nobody can check.
 * An answer that was kept is read like one of the worker's: as data of which nothing is executed.
 */
import fs from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import zlib from "node:zlib";
import { foldersOf, HostFiles, readableIn } from "./hostFiles";
import { digest, readWhole, writeWhole } from "./wholeFile";
import type { WorkerRequest } from "./worker";

/** Bytes of the longest answer that is kept. */
const MAX_BYTES = 64 * 2 ** 20;
/** Files in the folder, and bytes of all of them; the oldest go first. */
const MOST_FILES = 200;
const MOST_BYTES = 192 * 2 ** 20;
/** Milliseconds without another until answers are written: edits follow each other. */
const REST = 3000;
/** Fast rather than small. */
const LEVEL = { level: 1 };

export interface KeptLoad { readonly text: string; readonly read: readonly string[]; readonly looked: readonly (readonly [string, string])[] }

/** What an answer depends on, its files apart. */
type Asked = Pick<WorkerRequest, "file" | "folders" | "memoryMiB" | "text" | "overlays">;

const deflate = promisify<zlib.InputType, zlib.ZlibOptions, Buffer>(zlib.deflateRaw);

export class KeptLoads {
  private readonly waiting = new Map<string, KeptLoad>();
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  /** `mark` tells releases of this tool apart; `standIn` is the folder of the stand-in torch. */
  constructor(private readonly folder: string, private readonly mark: string, private readonly standIn: string) {}

  /** Was anything kept of loads of this file? */
  anyOf(file: string): boolean {
    const begin = this.begin(file);
    try { return fs.readdirSync(this.folder).some((name) => name.startsWith(begin)); } catch { return false; }
  }

  /** What the worker would answer. */
  get(asked: Asked): KeptLoad | undefined {
    const file = this.fileFor(asked);
    const kept = this.waiting.get(file) ?? readKept(file);
    if (!kept || !this.stands(kept, asked)) return undefined;
    void fs.promises.utimes(file, new Date(), new Date()).catch(() => undefined); // the oldest go first
    return kept;
  }

  set(asked: Asked, load: KeptLoad): void {
    if (load.text.length > MAX_BYTES) return;
    this.waiting.set(this.fileFor(asked), load);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.write(), REST).unref();
  }

  /** Writes what waits for it; a disk that does not take it costs only time later. */
  write(): Promise<void> {
    clearTimeout(this.timer);
    const now = [...this.waiting];
    this.waiting.clear();
    return (this.writing = this.writing.then(async () => {
      if (now.length === 0) return;
      try {
        for (const [file, load] of now) await writeKept(file, load);
        this.prune();
      } catch { /* a read-only or full disk */ }
    }));
  }

  private begin(file: string): string { return `load-${digest(file).toString("hex", 0, 8)}-`; }

  private fileFor({ file, folders, memoryMiB, text }: Asked): string {
    return path.join(this.folder, `${this.begin(file)}${digest(JSON.stringify([this.mark, foldersOf(folders).folders, memoryMiB, text])).toString("hex")}.bin`);
  }

  private stands({ looked }: KeptLoad, { folders, overlays }: Asked): boolean {
    const unsaved = new Map(overlays.map(([file, text]) => [file, Buffer.from(text, "utf8")]));
    try {
      const host = new HostFiles({ overlay: () => unsaved, allowed: readableIn([this.standIn, ...foldersOf(folders).folders]) });
      return looked.every(([file, state]) => host.is(file, state));
    } catch { return false; }
  }

  private prune(): void {
    const all = fs.readdirSync(this.folder).filter((name) => /^load-.*\.bin$/.test(name)).flatMap((name) => {
      const file = path.join(this.folder, name);
      try { const { size, mtimeMs } = fs.statSync(file); return [{ file, size, mtimeMs }]; } catch { return []; }
    }).sort((a, b) => b.mtimeMs - a.mtimeMs);
    let bytes = 0;
    for (const [i, { file, size }] of all.entries()) if ((bytes += size) > MOST_BYTES || i >= MOST_FILES) fs.rmSync(file, { force: true });
  }
}

/** A line of JSON and then the text, compressed. */
async function writeKept(file: string, { text, read, looked }: KeptLoad): Promise<void> {
  writeWhole(file, await deflate(`${JSON.stringify({ read, looked })}\n${text}`, LEVEL));
}

function readKept(file: string): KeptLoad | undefined {
  const body = readWhole(file, MAX_BYTES);
  if (!body) return undefined;
  try {
    const whole = zlib.inflateRawSync(body, { maxOutputLength: 2 * MAX_BYTES }).toString("utf8");
    const end = whole.indexOf("\n");
    return { ...(JSON.parse(whole.slice(0, end)) as Omit<KeptLoad, "text">), text: whole.slice(end + 1) };
  } catch { return undefined; }
}

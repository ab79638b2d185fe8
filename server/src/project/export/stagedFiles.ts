/** Files that appear under their names only when all of them are complete; until then what was there stays. */
import fs from "node:fs";
import path from "node:path";
import { makeFolder } from "../../host/folders";
import { msg } from "../../text/message";
import { ExportProblem } from "./format";

export interface StagedFile {
  readonly file: string;
  /** Where it lies until all are complete. */
  readonly unfinished: string;
  /** Appends. */
  write(data: Uint8Array): void;
  /** Replaces bytes that are already written. */
  patch(at: number, data: Uint8Array): void;
}

/** `target`: what is replaced, where `file` is a link to it. */
interface Open { readonly file: string; readonly target: string; readonly unfinished: string; handle: number | undefined; size: number }

function writeAll(handle: number, data: Uint8Array, at: number): void {
  for (let done = 0; done < data.length;) done += fs.writeSync(handle, data, done, data.length - done, at + done);
}

const onDisk = (file: string): fs.BigIntStats | undefined => fs.statSync(file, { throwIfNoEntry: false, bigint: true });

/** As many links as Linux follows. */
const MOST_LINKS = 40;
/** Where a file really lies, or will lie, behind the links that its name is. */
function behindLinks(file: string): string {
  let at = file;
  for (let n = 0; fs.lstatSync(at, { throwIfNoEntry: false })?.isSymbolicLink(); n++) {
    if (n === MOST_LINKS) throw Object.assign(new Error(`${file} is a link that leads in a circle`), { code: "ELOOP" });
    at = path.resolve(fs.realpathSync(path.dirname(at)), fs.readlinkSync(at));
  }
  return at;
}

function isWritable(file: string): boolean {
  try { fs.accessSync(file, fs.constants.W_OK); return true; } catch { return false; }
}

export class StagedFiles {
  private readonly open: Open[] = [];

  /** `read`: files that what is written comes from. None of them is replaced. */
  constructor(private readonly read: readonly string[] = []) {}

  /** `file` is absolute. Its folder is made if it is not there; a link stays one, and what it leads to is replaced. */
  add(file: string): StagedFile {
    makeFolder(path.dirname(file));
    const target = behindLinks(file);
    if (target !== file) makeFolder(path.dirname(target));
    const there = onDisk(target);
    if (there?.isDirectory()) throw Object.assign(new Error(`${file} is a folder`), { code: "EISDIR" });
    if (there && this.read.some((name) => { const of = onDisk(name); return of?.ino === there.ino && of.dev === there.dev; })) throw new ExportProblem(msg`${file} is a file that this export reads, and would be replaced by what it writes.`, "files", undefined, msg`Choose another name or folder.`);
    if (there && !there.isFile()) throw new ExportProblem(msg`${file} is no file that could be replaced.`, "files", undefined, msg`Choose another name or folder.`);
    if (there && !isWritable(target)) throw new ExportProblem(msg`${file} is read-only, and would be replaced.`, "files", undefined, msg`Choose another name or folder.`);
    const unfinished = `${target}.${process.pid}.unfinished`;
    const made: Open = { file, target, unfinished, handle: fs.openSync(unfinished, "w"), size: 0 };
    this.open.push(made);
    if (there) fs.chmodSync(unfinished, Number(there.mode) & 0o777);
    return {
      file, unfinished,
      write: (data) => { writeAll(made.handle ?? -1, data, made.size); made.size += data.length; },
      patch: (at, data) => { writeAll(made.handle ?? -1, data, at); },
    };
  }

  /** Puts the files in place and gives their sizes in bytes. */
  commit(): { readonly file: string; readonly size: number }[] {
    for (const o of this.open) {
      if (o.handle !== undefined) fs.closeSync(o.handle);
      o.handle = undefined;
    }
    for (const o of this.open) fs.renameSync(o.unfinished, o.target);
    return this.open.splice(0).map(({ file, size }) => ({ file, size }));
  }

  /** Removes what was not put in place. Never throws. */
  discard(): void {
    for (const o of this.open.splice(0)) {
      try { if (o.handle !== undefined) fs.closeSync(o.handle); } catch { /* already closed */ }
      try { fs.rmSync(o.unfinished, { force: true }); } catch { /* the folder may have gone */ }
    }
  }
}

/**
 * Compiled code of Python files: compiling is most of what a load costs. A folder inside the interpreter
 * whose files are named by the digest of path and source text (`lens.finder.CachedLoader` computes it);
 * they are written once and read by later loads, also after a rollback. Code of installed packages (names
 * that begin with "k") is kept on the disk, too, in one file for each set of folders; and of the user's own
 * files ("u") what the first load of a process used: what is edited later need not be written again each time.
 *
 * User code can write there too. What it can gain is what it could do anyway in a later load of the
 * same workspace: to run in the sealed interpreter.
 */
import fs from "node:fs";
import path from "node:path";
import type { EmscriptenFs, FsNode, FsStream } from "./emscripten";
import { attributesOf, nodeMaker, readBytes, writeBytes } from "./memoryFiles";
import { digest, DIGEST_BYTES, readWhole, writeWhole } from "./wholeFile";

export const CODE_CACHE = "/lens/cache";

const NAME = /^[ku][0-9a-f]{64}$/;
const MAX_BYTES = 64 * 2 ** 20;
const EIO = 29;
/** A name, its letter and its digest, and a length in front of each code. */
const NAME_BYTES = 1 + DIGEST_BYTES;
const ENTRY_HEAD = NAME_BYTES + 4;

/** Code of another interpreter, or that was compiled by another release of this tool, is never read. */
export function codeMark(snapshot: string): string {
  const hash = path.join(path.dirname(snapshot), "snapshot.hash");
  try { return fs.readFileSync(hash, "utf8"); } catch { return ""; }
}

/** The codes by name. */
export class CodeCache {
  private readonly kept = new Map<string, Uint8Array>();
  private bytes = 0;
  private file: string | undefined;
  private grown = false;
  /** Code of the user's that this process has used so far; undefined once it was written. */
  private own: Set<string> | undefined = new Set();

  private written: ReadonlySet<string> = new Set();

  /** `folder` is where files are kept; `mark` tells releases apart. */
  constructor(private readonly folder: string | undefined, private readonly mark: string) {}

  /** What was kept for these folders is read, unless it was. */
  use(folders: readonly string[]): void {
    if (this.folder === undefined || this.mark === "") return;
    const file = path.join(this.folder, `code-${digest(Buffer.from([this.mark, ...[...folders].sort()].join("\0"))).toString("hex")}.bin`);
    if (file === this.file) return;
    this.file = file;
    this.grown = false;
    this.own = new Set();
    for (const [name, data] of readPack(file)) this.add(name, data);
  }

  get(name: string): Uint8Array | undefined {
    const found = this.kept.get(name);
    if (found && name.startsWith("u")) this.own?.add(name);
    return found;
  }

  set(name: string, data: Uint8Array): void {
    if (this.kept.has(name) || data.length > MAX_BYTES) return;
    this.add(name, data);
    if (name.startsWith("u")) this.own?.add(name);
    if (this.own || name.startsWith("k")) this.grown = true;
  }

  private add(name: string, data: Uint8Array): void {
    if (this.kept.has(name)) return;
    // whole generations are dropped: simpler than counting uses, and only ever reached by huge workspaces
    if (this.bytes + data.length > MAX_BYTES) {
      this.kept.clear();
      this.bytes = 0;
    }
    this.kept.set(name, data);
    this.bytes += data.length;
  }

  /** Writes what is new; a disk that does not take it costs only time later. */
  save(): void {
    if (!this.grown || this.file === undefined) return;
    this.grown = false;
    this.written = this.own ?? this.written;
    this.own = undefined;
    try { writePack(this.file, [...this.kept].filter(([name]) => name.startsWith("k") || this.written.has(name))); } catch { /* a read-only or full disk */ }
  }
}

function writePack(file: string, entries: readonly (readonly [string, Uint8Array])[]): void {
  const parts = entries.flatMap(([name, data]) => {
    const head = Buffer.alloc(ENTRY_HEAD);
    head.write(name.slice(0, 1), "latin1");
    head.write(name.slice(1), 1, "hex");
    head.writeUInt32LE(data.length, NAME_BYTES);
    return [head, data];
  });
  writeWhole(file, Buffer.concat(parts));
}

/** Nothing where there is no file, or one that is not whole. */
function readPack(file: string): [string, Uint8Array][] {
  const body = readWhole(file, 2 * MAX_BYTES) ?? Buffer.alloc(0);
  const out: [string, Uint8Array][] = [];
  for (let at = 0; at + ENTRY_HEAD <= body.length;) {
    const length = body.readUInt32LE(at + NAME_BYTES);
    out.push([body.toString("latin1", at, at + 1) + body.toString("hex", at + 1, at + NAME_BYTES), body.subarray(at + ENTRY_HEAD, at + ENTRY_HEAD + length)]);
    at += ENTRY_HEAD + length;
  }
  return out;
}

export function codeCacheFs(FS: EmscriptenFs, errno: Record<string, number>, codes: CodeCache): unknown {
  const error = (code: string): Error => new FS.ErrnoError(errno[code] ?? EIO);
  const refuse = (): never => { throw error("EROFS"); };
  const make = nodeMaker(FS, () => ({ nodes: nodeOps, streams: streamOps }));
  const nodeOps = {
    getattr: (node: FsNode) => attributesOf(node, codes.get(node.name)?.length ?? 0),
    setattr() { /* O_TRUNC of what was not stored yet */ },
    lookup(parent: FsNode, name: string) {
      if (!codes.get(name)) throw error("ENOENT");
      return make(parent, name, 0o100666);
    },
    mknod(parent: FsNode, name: string) {
      if (!NAME.test(name)) refuse();
      return make(parent, name, 0o100666);
    },
    rename: refuse, unlink: refuse, rmdir: refuse, symlink: refuse, readlink: refuse, readdir: () => [".", ".."],
  };
  const streamOps = {
    open(stream: FsStream) {
      const data = codes.get(stream.node.name);
      if (data) stream.bytes = data;
    },
    close(stream: FsStream) {
      if (!stream.written) return;
      codes.set(stream.node.name, Buffer.concat(stream.written));
      delete stream.written;
    },
    llseek(stream: FsStream, offset: number, whence: number): number {
      return offset + (whence === 1 ? stream.position : whence === 2 ? (stream.bytes?.length ?? 0) : 0);
    },
    write: writeBytes,
    read: readBytes,
  };
  return { mount: () => make(null, "/", 0o040777) };
}

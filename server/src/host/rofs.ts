/**
 * A read-only Emscripten file system over the host's, with an overlay of unsaved buffers, and the
 * channels from sealed Python to us: files that take text and give text.
 */
import fs from "node:fs";
import path from "node:path";
import type { EmscriptenFs, FsNode, FsStream } from "./emscripten";
import { attributesOf, nodeMaker, readBytes, writeBytes } from "./memoryFiles";
import { yamlToJson } from "./yaml";

const DIRECTORY = 0o040000;
const TYPE_MASK = 0o170000;
const ACCESS_MASK = 2097155;
const EINVAL = 28;
const EIO = 29;
/** Bytes of a file that is read whole when it is opened; a checkpoint is read piece by piece. */
const READ_WHOLE = 2 ** 22;

export interface ReadOnlyOptions {
  /** Unsaved text by absolute path. */
  readonly overlay: () => ReadonlyMap<string, Uint8Array>;
  /** May this real path be read? Links must not lead out. */
  readonly allowed: (realPath: string) => boolean;
  /** Is told which files were read and are text. */
  readonly read: (file: string) => void;
}

interface Stat { mode: number; size: number; mtime: Date }

export function readOnlyFs(FS: EmscriptenFs, errno: Record<string, number>, options: ReadOnlyOptions): unknown {
  // a NaN errno would make open() hand out descriptor 0
  const fail = (code: string | undefined): Error => new FS.ErrnoError((code !== undefined ? errno[code] : undefined) ?? EIO);
  const guarded = <T>(body: () => T): T => {
    try { return body(); } catch (error) { throw error instanceof FS.ErrnoError ? error : fail((error as NodeJS.ErrnoException).code); }
  };
  const hostPath = (node: FsNode): string => {
    const parts: string[] = [];
    let at = node;
    for (; at.parent !== at; at = at.parent) parts.push(at.name);
    parts.push(at.mount.opts.root);
    return path.posix.join(...parts.reverse());
  };
  const check = (file: string): void => { if (!options.allowed(fs.realpathSync(file))) throw fail("EACCES"); };
  const statOf = (file: string): Stat => guarded(() => {
    const overlay = options.overlay().get(file);
    if (overlay) return { mode: 0o100444, size: overlay.length, mtime: new Date(0) };
    let stat = fs.lstatSync(file);
    if (stat.isSymbolicLink()) {
      check(file);
      stat = fs.statSync(file);
    }
    if (!stat.isDirectory() && !stat.isFile()) throw fail("EACCES");
    return { mode: stat.isDirectory() ? 0o040555 : 0o100444, size: stat.size, mtime: stat.mtime };
  });
  const canBeSeen = (file: string): boolean => { try { statOf(file); return true; } catch { return false; } };
  const refuse = (): never => { throw fail("EROFS"); };
  const createNode = (parent: FsNode | null, name: string, mode: number): FsNode => {
    const node = FS.createNode(parent, name, mode, 0);
    node.node_ops = nodeOps;
    node.stream_ops = streamOps;
    return node;
  };
  const nodeOps = {
    getattr(node: FsNode) {
      const { mode, size, mtime } = statOf(hostPath(node));
      return { dev: 1, ino: node.id, mode, nlink: 1, uid: 0, gid: 0, rdev: 0, size, atime: mtime, mtime, ctime: mtime, blksize: 4096, blocks: Math.ceil(size / 4096) };
    },
    setattr: refuse,
    lookup: (parent: FsNode, name: string) => createNode(parent, name, statOf(path.posix.join(hostPath(parent), name)).mode),
    mknod: refuse, rename: refuse, unlink: refuse, rmdir: refuse, symlink: refuse,
    readlink() { throw new FS.ErrnoError(EINVAL); },
    readdir: (node: FsNode) => guarded(() => {
      const folder = hostPath(node);
      // one name that cannot be looked at (a link that leads out or nowhere) would keep Python from seeing any of them
      const names = new Set(fs.readdirSync(folder, { withFileTypes: true }).filter((e) => e.isFile() || e.isDirectory() || canBeSeen(path.posix.join(folder, e.name))).map((e) => e.name));
      for (const file of options.overlay().keys()) if (path.posix.dirname(file) === folder) names.add(path.posix.basename(file));
      return [".", "..", ...names];
    }),
  };
  const streamOps = {
    open: (stream: FsStream) => guarded(() => {
      if ((stream.flags & ACCESS_MASK) !== 0) refuse();
      if ((stream.node.mode & TYPE_MASK) === DIRECTORY) return;
      const file = hostPath(stream.node);
      const overlay = options.overlay().get(file);
      if (!overlay) check(file);
      const size = overlay ? 0 : fs.statSync(file).size;
      if (size > READ_WHOLE) {
        stream.large = { file, size };
        return;
      }
      stream.bytes = overlay ?? fs.readFileSync(file);
      if (!stream.bytes.includes(0)) options.read(file);
    }),
    close() { /* nothing is held */ },
    read: (stream: FsStream, buffer: Uint8Array, offset: number, length: number, position: number): number =>
      (stream.large ? guarded(() => { check(stream.large?.file ?? ""); return readPart(stream.large?.file ?? "", buffer, offset, length, position); }) : readBytes(stream, buffer, offset, length, position)),
    write: refuse, llseek: seeker(FS),
  };
  return { mount: () => createNode(null, "/", 0o040555) };
}

/** No file stays open: user code may leave any number of them behind. */
function readPart(file: string, buffer: Uint8Array, offset: number, length: number, position: number): number {
  const handle = fs.openSync(file, "r");
  try { return fs.readSync(handle, buffer, offset, length, position); } finally { fs.closeSync(handle); }
}

const seeker = (FS: EmscriptenFs) => (stream: FsStream, offset: number, whence: number): number => {
  const at = offset + (whence === 1 ? stream.position : whence === 2 ? (stream.large?.size ?? stream.bytes?.length ?? 0) : 0);
  if (at < 0) throw new FS.ErrnoError(EINVAL);
  return at;
};

/** A folder of files that answer: what is written to one comes back as its function makes it (`yaml`: parsed, as JSON text). */
export function channelFs(FS: EmscriptenFs, errno: Record<string, number>, ask: (text: string) => string): unknown {
  const channels = new Map<string, (text: string) => string>([["yaml", yamlToJson], ["script", ask]]);
  const refuse = (): never => { throw new FS.ErrnoError(errno["EROFS"] ?? EIO); };
  const make = nodeMaker(FS, () => ({ nodes: nodeOps, streams: streamOps }));
  const nodeOps = {
    getattr: (node: FsNode) => attributesOf(node, 0),
    setattr() { /* O_TRUNC */ },
    lookup(parent: FsNode, name: string) {
      if (!channels.has(name)) throw new FS.ErrnoError(errno["ENOENT"] ?? 44);
      return make(parent, name, 0o100666);
    },
    mknod: refuse, rename: refuse, unlink: refuse, rmdir: refuse, symlink: refuse, readlink: refuse, readdir: () => [".", "..", ...channels.keys()],
  };
  const streamOps = {
    open() { /* nothing yet */ }, close() { /* nothing is held */ }, llseek: seeker(FS),
    write: writeBytes,
    read(stream: FsStream, buffer: Uint8Array, offset: number, length: number, position: number): number {
      if (stream.written) {
        stream.bytes = Buffer.from((channels.get(stream.node.name) ?? (() => ""))(Buffer.concat(stream.written).toString("utf8")), "utf8");
        delete stream.written;
      }
      return readBytes(stream, buffer, offset, length, position);
    },
  };
  return { mount: () => make(null, "/", 0o040777) };
}

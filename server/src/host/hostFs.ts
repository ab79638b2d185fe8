/**
 * An Emscripten file system over the host's, with an overlay of unsaved buffers, in which what Python writes
 * stays in memory; and the channels from sealed Python to us: files that take text and give text.
 */
import fs from "node:fs";
import path from "node:path";
import type { EmscriptenFs, FsNode, FsStream } from "./emscripten";
import { DIRECTORY, HostFiles, READ_WHOLE, TYPE_MASK, type HostFilesOptions, type Stat } from "./hostFiles";
import { attributesOf, nodeMaker, readBytes, readFrom, writeBytes } from "./memoryFiles";
import { Written, type WrittenEntry } from "./written";
import { yamlToJson } from "./yaml";

const ACCESS_MASK = 2097155;
const EINVAL = 28;
const EIO = 29;

export interface HostFsOptions extends HostFilesOptions {
  /** Is told which files were opened, and their bytes if they were read whole. */
  readonly opened: (file: string, bytes: Uint8Array | undefined) => void;
  /** Is told of everything that Python looks at, be it there or not. */
  readonly looked: (file: string) => void;
  /** Root of a mount below which nothing can be written, not even in memory. */
  readonly fixed: string;
}

export interface HostFs {
  readonly type: unknown;
  readonly written: Written;
  /** Written files apart. */
  readonly host: HostFiles;
}

export function hostFs(FS: EmscriptenFs, errno: Record<string, number>, options: HostFsOptions): HostFs {
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
  const host = new HostFiles(options);
  const check = (file: string): void => guarded(() => { host.check(file); });
  const written = new Written(() => fail("ENOSPC"));
  const onDisk = (file: string): Stat => guarded(() => host.stat(file));
  // only what was written here can be written to: that is how the loader tells the two apart
  const statOf = (file: string): Stat => {
    const own = written.at(file);
    if (own) return { mode: own.folder ? 0o040755 : 0o100644, size: own.size, mtime: own.time };
    if (written.hides(file)) throw fail("ENOENT");
    return onDisk(file);
  };
  const canBeSeen = (file: string): boolean => host.isSeen(file);
  const refuse = (): never => { throw fail("EROFS"); };
  const writable = (node: FsNode): void => { if (node.mount.opts.root === options.fixed) refuse(); };
  /** A file of the disk as one that was written, so that it can be changed. */
  const copied = (file: string, empty: boolean): WrittenEntry => guarded(() => {
    const known = written.at(file);
    if (known) return known;
    const overlay = options.overlay().get(file);
    if (empty) return written.make(file, false);
    if (!overlay) {
      check(file);
      if (fs.statSync(file).size > READ_WHOLE) throw fail("ENOSPC");
    }
    return written.make(file, false, Uint8Array.from(overlay ?? fs.readFileSync(file)));
  });
  const removed = (parent: FsNode, name: string): void => {
    writable(parent);
    const file = path.posix.join(hostPath(parent), name);
    written.remove(file, canBeSeen(file));
  };
  const namesIn = (folder: string): string[] => written.namesIn(folder, [...(written.at(folder) && !canBeSeen(folder) ? [] : host.names(folder)), ...host.unsavedNames(folder)]);
  const createNode = (parent: FsNode | null, name: string, mode: number, root = parent?.mount.opts.root): FsNode => {
    const node = FS.createNode(parent, name, root === options.fixed ? mode : mode | 0o222, 0);
    node.node_ops = nodeOps;
    node.stream_ops = streamOps;
    return node;
  };
  const nodeOps = {
    getattr(node: FsNode) {
      const file = hostPath(node);
      options.looked(file);
      const { mode, size, mtime } = statOf(file);
      return { dev: 1, ino: node.id, mode, nlink: 1, uid: 0, gid: 0, rdev: 0, size, atime: mtime, mtime, ctime: mtime, blksize: 4096, blocks: Math.ceil(size / 4096) };
    },
    setattr(node: FsNode, { size }: { size?: number }) {
      writable(node);
      if (size !== undefined) written.resize(copied(hostPath(node), size === 0), size);
    },
    lookup(parent: FsNode, name: string) {
      const file = path.posix.join(hostPath(parent), name);
      options.looked(file);
      return createNode(parent, name, statOf(file).mode);
    },
    mknod(parent: FsNode, name: string, mode: number) {
      writable(parent);
      const file = path.posix.join(hostPath(parent), name);
      written.make(file, (mode & TYPE_MASK) === DIRECTORY);
      return createNode(parent, name, statOf(file).mode);
    },
    rename(node: FsNode, folder: FsNode, name: string) {
      writable(folder);
      writable(node);
      const [from, to] = [hostPath(node), path.posix.join(hostPath(folder), name)];
      const isFolder = (node.mode & TYPE_MASK) === DIRECTORY;
      if (isFolder && canBeSeen(from)) throw fail("EXDEV"); // who gets this copies instead
      if (!isFolder) copied(from, false);
      try { FS.destroyNode(FS.lookupNode(folder, name)); } catch { /* nothing of that name */ }
      written.move(from, to);
      written.remove(from, canBeSeen(from));
      node.name = name;
    },
    unlink: removed,
    rmdir(parent: FsNode, name: string) {
      if (namesIn(path.posix.join(hostPath(parent), name)).length > 0) throw fail("ENOTEMPTY");
      removed(parent, name);
    },
    symlink: refuse,
    readlink() { throw new FS.ErrnoError(EINVAL); },
    readdir: (node: FsNode) => guarded(() => {
      options.looked(hostPath(node));
      return [".", "..", ...namesIn(hostPath(node))];
    }),
  };
  const streamOps = {
    open: (stream: FsStream) => guarded(() => {
      const writes = (stream.flags & ACCESS_MASK) !== 0;
      if (writes) writable(stream.node);
      if ((stream.node.mode & TYPE_MASK) === DIRECTORY) return;
      const file = hostPath(stream.node);
      options.looked(file);
      stream.kept = writes ? copied(file, false) : written.at(file);
      if (stream.kept) return;
      const overlay = options.overlay().get(file);
      if (!overlay) check(file);
      const size = overlay ? 0 : fs.statSync(file).size;
      if (size > READ_WHOLE) {
        stream.large = { file, size };
        options.opened(file, undefined);
        return;
      }
      stream.bytes = overlay ?? fs.readFileSync(file);
      options.opened(file, stream.bytes);
    }),
    close() { /* nothing is held */ },
    read: (stream: FsStream, buffer: Uint8Array, offset: number, length: number, position: number): number =>
      (stream.kept ? readFrom(stream.kept.bytes.subarray(0, stream.kept.size), buffer, offset, length, position) : stream.large ? guarded(() => { check(stream.large?.file ?? ""); return readPart(stream.large?.file ?? "", buffer, offset, length, position); }) : readBytes(stream, buffer, offset, length, position)),
    write(stream: FsStream, buffer: Uint8Array, offset: number, length: number, position: number): number {
      if (!stream.kept) return refuse();
      written.write(stream.kept, buffer.subarray(offset, offset + length), position);
      return length;
    },
    llseek: seeker(FS),
  };
  return { type: { mount: ({ opts }: FsNode["mount"]) => createNode(null, "/", 0o040555, opts.root) }, written, host };
}

/** No file stays open: user code may leave any number of them behind. */
function readPart(file: string, buffer: Uint8Array, offset: number, length: number, position: number): number {
  const handle = fs.openSync(file, "r");
  try { return fs.readSync(handle, buffer, offset, length, position); } finally { fs.closeSync(handle); }
}

const seeker = (FS: EmscriptenFs) => (stream: FsStream, offset: number, whence: number): number => {
  const at = offset + (whence === 1 ? stream.position : whence === 2 ? (stream.kept?.size ?? stream.large?.size ?? stream.bytes?.length ?? 0) : 0);
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

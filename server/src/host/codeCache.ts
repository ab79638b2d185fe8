/**
 * Compiled code of Python files, kept in the worker across rollbacks: compiling is most of what a load
 * costs. A folder inside the interpreter whose files are named by the digest of path and source text
 * (`lens.finder.CachedLoader` computes it); they are written once and read by later loads.
 *
 * User code can write there too. What it can gain is what it could do anyway in a later load of the
 * same workspace: to run in the sealed interpreter.
 */
import type { EmscriptenFs, FsNode, FsStream } from "./emscripten";
import { attributesOf, nodeMaker, readBytes, writeBytes } from "./memoryFiles";

export const CODE_CACHE = "/lens/cache";

const NAME = /^[0-9a-f]{64}$/;
const MAX_BYTES = 64 * 2 ** 20;
const EIO = 29;

export function codeCacheFs(FS: EmscriptenFs, errno: Record<string, number>): unknown {
  const kept = new Map<string, Uint8Array>();
  let bytes = 0;
  const error = (code: string): Error => new FS.ErrnoError(errno[code] ?? EIO);
  const refuse = (): never => { throw error("EROFS"); };
  const store = (name: string, data: Uint8Array): void => {
    if (kept.has(name) || data.length > MAX_BYTES) return;
    // whole generations are dropped: simpler than counting uses, and only ever reached by huge workspaces
    if (bytes + data.length > MAX_BYTES) {
      kept.clear();
      bytes = 0;
    }
    kept.set(name, data);
    bytes += data.length;
  };
  const make = nodeMaker(FS, () => ({ nodes: nodeOps, streams: streamOps }));
  const nodeOps = {
    getattr: (node: FsNode) => attributesOf(node, kept.get(node.name)?.length ?? 0),
    setattr() { /* O_TRUNC of what was not stored yet */ },
    lookup(parent: FsNode, name: string) {
      if (!kept.has(name)) throw error("ENOENT");
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
      const data = kept.get(stream.node.name);
      if (data) stream.bytes = data;
    },
    close(stream: FsStream) {
      if (!stream.written) return;
      store(stream.node.name, Buffer.concat(stream.written));
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

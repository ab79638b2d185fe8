/** The little of Emscripten's file system and of Pyodide that the loader touches. */
import type { WrittenEntry } from "./written";

export interface FsNode { id: number; name: string; parent: FsNode; mode: number; mount: { opts: { root: string } }; node_ops: unknown; stream_ops: unknown }
export interface FsStream { node: FsNode; flags: number; position: number; bytes?: Uint8Array; large?: { file: string; size: number }; written?: Uint8Array[]; kept?: WrittenEntry | undefined; fd: number }
export interface EmscriptenFs {
  ErrnoError: new (errno: number) => Error;
  createNode(parent: FsNode | null, name: string, mode: number, dev: number): FsNode;
  /** Throws where there is none. */
  lookupNode(parent: FsNode, name: string): FsNode;
  destroyNode(node: FsNode): void;
  mkdirTree(path: string): void;
  mount(type: unknown, options: { root: string }, at: string): void;
  unmount(at: string): void;
  unlink(path: string): void;
  writeFile(path: string, data: string | Uint8Array): void;
  close(stream: FsStream): void;
  cwd(): string;
  chdir(path: string): void;
  streams: (FsStream | null | undefined)[];
  filesystems: { MEMFS: { ops_table?: unknown; createNode: (parent: FsNode | null, name: string, mode: number, dev: number) => FsNode } };
}
export interface PyodideModule { HEAP8: Int8Array; HEAPU32: Uint32Array }
export interface Pyodide {
  FS: EmscriptenFs;
  ERRNO_CODES: Record<string, number>;
  _module: PyodideModule;
  runPython(code: string): unknown;
  globals: { get(name: string): unknown; set(name: string, value: unknown): void };
  setInterruptBuffer(buffer: Uint8Array): void;
  makeMemorySnapshot(): Uint8Array;
}
export interface PyodideOptions {
  indexURL?: string;
  jsglobals: object;
  env: Record<string, string>;
  lockFileContents: unknown;
  createPyodideModule?: unknown;
  stdin: () => null;
  stdout: (text: string) => void;
  stderr: (text: string) => void;
  _makeSnapshot?: boolean;
  _loadSnapshot?: Uint8Array | ArrayBuffer;
}

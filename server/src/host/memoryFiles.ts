/** What the interpreter's folders without a disk behind them have in common: nodes, attributes, bytes of streams. */
import type { EmscriptenFs, FsNode, FsStream } from "./emscripten";

export function nodeMaker(FS: EmscriptenFs, operations: () => { nodes: unknown; streams: unknown }): (parent: FsNode | null, name: string, mode: number) => FsNode {
  return (parent, name, mode) => {
    const node = FS.createNode(parent, name, mode, 0);
    const { nodes, streams } = operations();
    node.node_ops = nodes;
    node.stream_ops = streams;
    return node;
  };
}

const EPOCH = new Date(0);

export function attributesOf(node: FsNode, size: number): Record<string, number | Date> {
  return { dev: 1, ino: node.id, mode: node.mode, nlink: 1, uid: 0, gid: 0, rdev: 0, size, atime: EPOCH, mtime: EPOCH, ctime: EPOCH, blksize: 4096, blocks: 0 };
}

export const readBytes = (stream: FsStream, buffer: Uint8Array, offset: number, length: number, position: number): number => readFrom(stream.bytes ?? new Uint8Array(), buffer, offset, length, position);

export function readFrom(bytes: Uint8Array, buffer: Uint8Array, offset: number, length: number, position: number): number {
  const count = Math.min(length, bytes.length - position);
  if (count <= 0) return 0;
  buffer.set(bytes.subarray(position, position + count), offset);
  return count;
}

export function writeBytes(stream: FsStream, buffer: Uint8Array, offset: number, length: number): number {
  (stream.written ??= []).push(Buffer.from(buffer.slice(offset, offset + length)));
  return length;
}

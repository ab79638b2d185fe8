/**
 * The stand-in's layers, parsed when this tool was built: parsing them is a good part of what a first answer costs.
 * One file: the length of an index, the index as JSON, and the trees as V8 serializes values.
 */
import fs from "node:fs";
import path from "node:path";
import v8 from "node:v8";
import { digest } from "../host/wholeFile";
import type { SourceFile } from "../syntax/ast";

export const TREES_FILE = "standInTrees.bin";

const LENGTH_BYTES = 4;

/** `mark` is what the file was made of; by path the text's digest, and where its tree begins behind the index and ends. */
interface Index { readonly mark: string; readonly trees: Record<string, readonly [digest: string, start: number, end: number]> }

const digestOf = (text: string): string => digest(text).toString("base64");

export function writeTrees(file: string, mark: string, sources: readonly SourceFile[]): void {
  const trees: Index["trees"] = {};
  const parts: Buffer[] = [];
  let at = 0;
  for (const source of sources) {
    const part = v8.serialize(source);
    trees[source.path] = [digestOf(source.text), at, (at += part.length)];
    parts.push(part);
  }
  const index = Buffer.from(JSON.stringify({ mark, trees } satisfies Index));
  const head = Buffer.alloc(LENGTH_BYTES);
  head.writeUInt32LE(index.length);
  // a server that runs keeps the old file
  fs.writeFileSync(`${file}.new`, Buffer.concat([head, index, ...parts]));
  fs.renameSync(`${file}.new`, file);
}

export class StandInTrees {
  private constructor(private readonly fd: number, private readonly begin: number, private readonly index: Index) {}

  /** Undefined where there is no such file, or it is not whole. */
  static open(file: string): StandInTrees | undefined {
    try {
      const fd = fs.openSync(file, "r");
      const length = readAt(fd, 0, LENGTH_BYTES).readUInt32LE();
      return new StandInTrees(fd, LENGTH_BYTES + length, JSON.parse(readAt(fd, LENGTH_BYTES, length).toString("utf8")) as Index);
    } catch { return undefined; }
  }

  get mark(): string { return this.index.mark; }

  /** Undefined where the file was parsed with another text, or by a newer V8 than this one. */
  get(file: string, text: string): SourceFile | undefined {
    const [known, start, end] = this.index.trees[file] ?? [];
    if (start === undefined || end === undefined || known !== digestOf(text)) return undefined;
    try { return v8.deserialize(readAt(this.fd, this.begin + start, end - start)) as SourceFile; } catch { return undefined; }
  }
}

function readAt(fd: number, position: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  if (fs.readSync(fd, bytes, 0, length, position) < length) throw new Error("the file is too short");
  return bytes;
}

let known: StandInTrees | null | undefined;

/** Of a file of the stand-in; only beside the bundles, whose parser it was that parsed them. */
export function standInTree(file: string, text: string): SourceFile | undefined {
  known ??= StandInTrees.open(path.join(__dirname, TREES_FILE)) ?? null;
  return known?.get(file, text);
}

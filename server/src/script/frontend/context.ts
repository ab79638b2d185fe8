/**
 * Places as torch computes them. Answers to torch/_sources.py (SourceContext, normalize_source_lines)
 * and to SourceRangeFactory in torch/csrc/jit/python/python_tree_views.cpp.
 *
 * torch works on the lines of one function, aligned to the column of its `def`, and counts UTF-8
 * bytes. Ranges are built in those coordinates (their ends often lie beside the text they mean, and
 * later ranges are computed from them) and turned into file offsets all at once by `finish`.
 */
import type { SourceFile } from "../../syntax/ast";
import type { SourceRange } from "../../syntax/source";
import { positionAt } from "../../syntax/source";

export interface Range extends SourceRange {
  readonly file: string;
  start: number;
  end: number;
}

interface Line {
  /** Offset of the line in the file, UTF-16. */
  readonly fileStart: number;
  /** The file's own text of it, without line end. */
  readonly text: string;
  readonly ascii: boolean;
  /** Bytes put in front by the alignment. */
  readonly added: number;
  /** First byte in torch's source. */
  readonly start: number;
}

const isAscii = (text: string): boolean => {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return false;
  return true;
};

export function byteLength(text: string): number {
  let n = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c < 0x80) n += 1;
    else if (c < 0x800) n += 2;
    else if (c >= 0xd800 && c < 0xdc00) {
      n += 4;
      i++;
    } else n += 3;
  }
  return n;
}

/** UTF-16 index of a byte column. */
function indexOfByte(text: string, bytes: number): number {
  let n = 0;
  let i = 0;
  while (i < text.length && n < bytes) {
    const c = text.charCodeAt(i);
    if (c >= 0xd800 && c < 0xdc00) {
      n += 4;
      i += 2;
    } else {
      n += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
      i += 1;
    }
  }
  return i;
}

function lineAt(file: SourceFile, number: number): string {
  const start = file.lineStarts[number] ?? file.text.length;
  const end = file.lineStarts[number + 1] ?? file.text.length;
  return file.text.slice(start, end).replace(/\r?\n$|\r$/, "");
}

export class SourceContext {
  readonly file: SourceFile;
  readonly firstLine: number;
  /** Torch's text of the function, aligned; one entry per line. */
  readonly lines: readonly string[];
  /** Indentation that dedenting takes away. */
  readonly margin: string;
  private readonly table: readonly Line[];
  private readonly ranges: Range[] = [];
  private readonly length: number;

  /** Lines count from 0, `lastLine` inclusive. */
  constructor(file: SourceFile, firstLine: number, lastLine: number) {
    this.file = file;
    this.firstLine = firstLine;
    const raw: string[] = [];
    for (let i = firstLine; i <= lastLine; i++) raw.push(lineAt(file, i));
    const def = raw.findIndex((l) => l.trimStart().startsWith("def"));
    const whitespace = def < 0 ? "" : (raw[def] ?? "").slice(0, (raw[def] ?? "").indexOf("def"));
    const table: Line[] = [];
    const lines: string[] = [];
    let at = 0;
    raw.forEach((text, i) => {
      const added = i === def || text.startsWith(whitespace) ? 0 : whitespace.length;
      table.push({ fileStart: file.lineStarts[firstLine + i] ?? file.text.length, text, ascii: isAscii(text), added, start: at });
      lines.push(added > 0 ? whitespace + text : text);
      at += added + byteLength(text) + 1;
    });
    this.table = table;
    this.lines = lines;
    this.length = at;
    this.margin = def < 0 ? /^[ \t]*/.exec(raw[0] ?? "")?.[0] ?? "" : whitespace;
  }

  private indexOf(byte: number): number {
    let low = 0;
    let high = this.table.length;
    while (low + 1 < high) {
      const middle = (low + high) >> 1;
      if ((this.table[middle] as Line).start <= byte) low = middle;
      else high = middle;
    }
    return low;
  }

  /** Byte offset in torch's source of an offset in the file. */
  at(offset: number): number {
    const line = positionAt(this.file.lineStarts, offset).line - this.firstLine;
    const entry = this.table[Math.max(0, Math.min(line, this.table.length - 1))] as Line;
    const column = offset - entry.fileStart;
    return entry.start + entry.added + (entry.ascii ? column : byteLength(this.file.text.slice(entry.fileStart, offset)));
  }

  range(start: number, end: number): Range {
    const made = { file: this.file.path, start, end };
    this.ranges.push(made);
    return made;
  }

  /** `length` bytes from a place in the file on. */
  from(offset: number, length: number): Range {
    const start = this.at(offset);
    return this.range(start, start + length);
  }

  /** torch's make_range for nodes that do not stand in the file; `line` counts from 1. Null beyond the last line. */
  lineRange(line: number, startColumn: number, endColumn: number): Range | null {
    const entry = this.table[line - 1];
    if (entry === undefined && line - 1 !== this.table.length) return null;
    const start = entry?.start ?? this.length;
    const margin = this.margin.length;
    const last = this.length - 1; // behind the last line there is nothing to mark
    return this.range(Math.min(last, start + margin + startColumn), Math.min(last, start + margin + endColumn));
  }

  merge(base: SourceRange, ...others: (SourceRange | null | undefined)[]): Range {
    let { start, end } = base;
    for (const o of others) {
      if (o === null || o === undefined) continue;
      if (o.start < start) start = o.start;
      if (o.end > end) end = o.end;
    }
    return this.range(start, end);
  }

  /** First byte from `byte` on that is no white space. */
  skipSpace(byte: number): number {
    let at = byte;
    for (;;) {
      const c = this.charAt(at);
      if (c === undefined || !/[ \t\n\r\v\f]/.test(c)) return at;
      at++;
    }
  }

  /** Last `needle` before `byte`; -1 if there is none. */
  findBefore(byte: number, needle: string): number {
    for (let at = Math.min(byte, this.length) - needle.length; at >= 0; at--) if (this.charAt(at) === needle) return at;
    return -1;
  }

  private charAt(byte: number): string | undefined {
    if (byte >= this.length) return undefined;
    const line = this.table[this.indexOf(byte)] as Line;
    const column = byte - line.start - line.added;
    if (column < 0) return " ";
    if (line.ascii) return line.text[column] ?? "\n";
    return line.text[indexOfByte(line.text, column)] ?? "\n";
  }

  private toFile(byte: number): number {
    const line = this.table[this.indexOf(byte)] as Line;
    const column = Math.max(0, byte - line.start - line.added);
    const index = line.ascii ? column : column > byteLength(line.text) ? line.text.length + 1 : indexOfByte(line.text, column);
    return Math.min(line.fileStart + index, this.file.text.length);
  }

  /** Turns every range made here into file offsets. Nothing may be built afterwards. */
  finish(): void {
    for (const r of this.ranges) {
      r.start = this.toFile(r.start);
      r.end = this.toFile(r.end);
    }
    this.ranges.length = 0;
  }
}

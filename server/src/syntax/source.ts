/** Places in Python files: the one place where offsets become lines and columns. */
import type { SourceFile, Span } from "./ast";

/** A range in a file; offsets in UTF-16 code units, end exclusive. torch calls it SourceRange. */
export interface SourceRange extends Span {
  readonly file: string;
}

export const isInside = (inner: SourceRange, outer: SourceRange): boolean => inner.file === outer.file && inner.start >= outer.start && inner.end <= outer.end;

/** Text that a trace wrote down, not the user. */
export const isRecorded = (range: SourceRange): boolean => range.file.startsWith("<recorded>");

/** Counted from 0; `character` in UTF-16 code units, as LSP and the command line's contract have it. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** Gives the parsed text of a file as it stands now (unsaved buffers included), or undefined. */
export interface SourceProvider {
  get(path: string): SourceFile | undefined;
}

export function lineStartsOf(text: string): number[] {
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 13 && text.charCodeAt(i + 1) === 10) i++;
    else if (c !== 10 && c !== 13) continue;
    starts.push(i + 1);
  }
  return starts;
}

/** Of ascending numbers the index of the first that is not below `least`; their count where all are. */
export function firstNotBelow(ascending: ArrayLike<number>, least: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? 0) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function positionAt(lineStarts: readonly number[], offset: number): Position {
  const line = Math.max(0, firstNotBelow(lineStarts, offset + 1) - 1);
  return { line, character: offset - (lineStarts[line] ?? 0) };
}

/** A character beyond its line stands for the line's end, a line beyond the text for the last one. */
export function offsetAt(lineStarts: readonly number[], { line, character }: Position): number {
  const at = Math.max(0, Math.min(line, lineStarts.length - 1));
  const next = lineStarts[at + 1];
  const offset = (lineStarts[at] ?? 0) + Math.max(0, character);
  return next === undefined ? offset : Math.min(offset, next - 1);
}

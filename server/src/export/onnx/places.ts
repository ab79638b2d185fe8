/** Lines of the model; those of a recorded one stand behind the generated lines, as comments. */
import type { SourceFile } from "../../syntax/ast";
import { isRecorded, positionAt, type SourceRange } from "../../syntax/source";

/** File and line, counted from 1. */
export interface Line { readonly file: string; readonly line: number }

export function lineOf(source: SourceFile, range: SourceRange): Line {
  const { line } = positionAt(source.lineStarts, range.start);
  const recorded = isRecorded(range) ? /# (.+):(\d+)$/.exec(source.text.slice(source.lineStarts[line], (source.lineStarts[line + 1] ?? source.text.length + 1) - 1)) : null;
  return recorded?.[1] !== undefined ? { file: recorded[1], line: Number(recorded[2]) } : { file: range.file, line: line + 1 };
}

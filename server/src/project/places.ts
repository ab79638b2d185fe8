/** Places as people read them: "model.py:12:3", counted from 1. */
import { positionText } from "./cells";
import { positionAt, type SourceRange } from "../syntax/source";
import type { Range } from "./report";
import type { Workspace } from "./workspace";

export function placeTextIn(workspace: Workspace): (range: SourceRange) => string {
  return (range) => {
    const source = workspace.source(range.file);
    return source ? `${workspace.relative(range.file)}:${positionText(source, positionAt(source.lineStarts, range.start))}` : range.file;
  };
}

export function rangeOf(workspace: Workspace, range: SourceRange): Range | undefined {
  const source = workspace.source(range.file);
  return source && { start: positionAt(source.lineStarts, range.start), end: positionAt(source.lineStarts, range.end) };
}

/** Places in notebooks, as people name them: a cell, and lines that count within it. */
import type { SourceFile, SyntaxProblem } from "../syntax/ast";
import { cellAt, cellSpans, isNotebook, lineOfCell } from "../syntax/notebook";
import type { Position, SourceProvider } from "../syntax/source";
import { definitions } from "../syntax/walk";
import type { FileRange } from "./report";

export { isNotebook };

/** A line (from 0) as "12", or in a notebook "cell 3:2"; counted from 1. */
export function lineText(source: SourceFile | undefined, line: number): string {
  const at = source && isNotebook(source.path) ? cellAt(source, line) : undefined;
  return at ? `cell ${at.cell}:${at.line + 1}` : String(line + 1);
}

/** As `lineText`, with the column. */
export const positionText = (source: SourceFile | undefined, { line, character }: Position): string => `${lineText(source, line)}:${character + 1}`;

/** What keeps the cell from being read that defines this. */
export function cellProblem(source: SourceFile, name: string | undefined): SyntaxProblem | undefined {
  const found = source.brokenCells && definitions(source).find((d) => d.qualname === name);
  const cell = found && cellSpans(source.text).find(({ start, end }) => start <= found.node.start && found.node.start < end);
  return cell && source.brokenCells?.find((p) => cell.start <= p.start && p.start <= cell.end);
}

/** Data in which each object has what `more` gives for it. */
function withMore<T>(data: T, more: (object: object) => object): T {
  if (typeof data !== "object" || data === null) return data;
  if (Array.isArray(data)) return data.map((d: unknown) => withMore(d, more)) as T;
  return { ...Object.fromEntries(Object.entries(data).map(([key, value]) => [key, withMore<unknown>(value, more)])), ...more(data) } as T;
}

const isPlace = (value: object): value is FileRange => "file" in value && "range" in value && typeof value.file === "string";

function rangeInCell(at: FileRange, sources: SourceProvider): Partial<FileRange> {
  const source = isNotebook(at.file) && at.cell === undefined ? sources.get(at.file) : undefined;
  const [start, end] = source ? [cellAt(source, at.range.start.line), cellAt(source, at.range.end.line)] : [];
  if (!start || !end) return {};
  // what ends in another cell is said of the first
  const to = end.cell === start.cell ? { line: end.line, character: at.range.end.character } : { line: start.line, character: at.range.start.character };
  return { cell: start.cell, range: { start: { line: start.line, character: at.range.start.character }, end: to } };
}

/** Data with all its places as the world outside knows them, which has no text that stands for a notebook. */
export const inCells = <T>(data: T, sources: SourceProvider): T => withMore(data, (object) => (isPlace(object) ? rangeInCell(object, sources) : {}));

/** Data with all its `line`s (from 1) of one notebook counted within their cells. */
export const linesInCells = <T>(data: T, source: SourceFile): T => withMore(data, (object) => {
  const at = "line" in object && typeof object.line === "number" ? cellAt(source, object.line - 1) : undefined;
  return at ? { cell: at.cell, line: at.line + 1 } : {};
});

/** The line of the source's text that a place is in. */
export function textLine(source: SourceFile, { cell, range }: FileRange): number {
  return range.start.line + (cell === undefined ? 0 : lineOfCell(source, cell) ?? 0);
}

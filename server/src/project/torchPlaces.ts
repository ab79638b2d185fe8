/**
 * Places in the stand-in torch as places in torch's own files, for readers that hold answers against
 * torch's. Where the facts do not know a place, it stays in the stand-in.
 */
import type { LibraryFacts } from "../script/api";
import type { Position, SourceProvider } from "../syntax/source";
import { positionAt } from "../syntax/source";
import { definitions } from "../syntax/walk";
import type { FileRange, TargetReport } from "./report";

const LIBRARY = "/lens/site/torch/";
type Place = LibraryFacts["places"][string][string];

export function withTorchPlaces(report: TargetReport, facts: LibraryFacts | undefined, sources: SourceProvider): TargetReport {
  if (!facts || !report.diagnostics.some((d) => [d, ...d.calledFrom].some((r) => r.file.startsWith(LIBRARY)))) return report;
  const placed = <T extends FileRange>(r: T): T => ({ ...r, ...(inTorch(r, facts, sources) ?? {}) });
  return { ...report, diagnostics: report.diagnostics.map((d) => ({ ...placed(d), calledFrom: d.calledFrom.map(placed) })) };
}

function inTorch({ file, range }: FileRange, facts: LibraryFacts, sources: SourceProvider): FileRange | null {
  const relative = file.slice(LIBRARY.length);
  const places = file.startsWith(LIBRARY) ? facts.places[relative] : undefined;
  const source = places && sources.get(file);
  if (!places || !source) return null;
  const count = new Map<string, number>();
  let found: { at: Position; place: Place } | undefined;
  for (const { node, qualname } of definitions(source)) {
    if (node.kind !== "FunctionDef") continue;
    const n = (count.get(qualname) ?? 0) + 1;
    count.set(qualname, n);
    const at = positionAt(source.lineStarts, node.start);
    if (range.start.line < at.line || range.end.line > positionAt(source.lineStarts, node.end).line) continue;
    const place = places[n === 1 ? qualname : `${qualname}#${n}`];
    found = place ? { at, place } : undefined;
  }
  if (!found) return null;
  const { at, place } = found;
  const [start, end] = [moved(range.start, at, place), moved(range.end, at, place)];
  if (!start || !end) return null;
  // torch's ranges begin a column early at times: the end is the surer point then
  const width = range.end.character - range.start.character;
  if (range.start.line === range.end.line && start.line === end.line && !isPoint(range.start, at, place) && isPoint(range.end, at, place)) {
    return { file: `torch/${relative}`, range: { start: { line: end.line, character: end.character - width }, end } };
  }
  return { file: `torch/${relative}`, range: { start, end } };
}

const isPoint = (p: Position, at: Position, place: Place): boolean =>
  place[3].some((q) => q[0] === p.line - at.line && q[1] === p.character - at.character);

function moved(p: Position, at: Position, [line, right, agreeing, points]: Place): Position | null {
  const [l, c] = [p.line - at.line, p.character - at.character];
  if (l >= agreeing) return null;
  // a point that is not listed keeps its distance from the one before it on its line
  const before = points.filter((q) => q[0] === l && q[1] <= c).at(-1);
  const [toLine, toColumn] = before ? [before[2], c + before[3] - before[1]] : [l, c];
  return { line: line - 1 + toLine, character: at.character + right + toColumn };
}

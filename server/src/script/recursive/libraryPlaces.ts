/**
 * Where the stand-in's definitions stand in torch's own files; of what is not told here, the sources differ.
 * Answers to test/oracle/library_facts.py.
 */
import type { LibraryFacts, PlaceOfDefinition } from "../api";
import type { SourceFile } from "../../syntax/ast";
import type { Position } from "../../syntax/source";
import { positionAt } from "../../syntax/source";
import { definitions } from "../../syntax/walk";

export const LIBRARY = "/lens/site/torch/";
/** Is this file one of torch's own? */
export const isTorchs = (file: string | null | undefined): boolean => file?.startsWith(LIBRARY) ?? false;

interface Span { readonly start: Position; readonly end: Position }

interface NamedSpan { readonly name: string; readonly at: Position; readonly end: Position }
const spansOf = new WeakMap<SourceFile, readonly NamedSpan[]>();

/** The functions of a file with their names; one that is defined again is numbered. */
function namedSpans(source: SourceFile): readonly NamedSpan[] {
  const known = spansOf.get(source);
  if (known) return known;
  const count = new Map<string, number>();
  const made = definitions(source).flatMap(({ node, qualname }): NamedSpan[] => {
    if (node.kind !== "FunctionDef") return [];
    const n = (count.get(qualname) ?? 0) + 1;
    count.set(qualname, n);
    return [{ name: n === 1 ? qualname : `${qualname}#${n}`, at: positionAt(source.lineStarts, node.start), end: positionAt(source.lineStarts, node.end) }];
  });
  spansOf.set(source, made);
  return made;
}

/** The place in torch's file of the same name, or null where the sources differ. */
export function placeInTorch(facts: LibraryFacts, source: SourceFile, range: Span): Span | null {
  const places = facts.places[source.path.slice(LIBRARY.length)];
  if (!places) return null;
  let found: { at: Position; place: PlaceOfDefinition } | undefined;
  for (const { name, at, end } of namedSpans(source)) {
    if (range.start.line < at.line || range.end.line > end.line) continue;
    const place = places[name];
    found = place ? { at, place } : undefined;
  }
  if (!found) return null;
  const { at, place } = found;
  const [start, end] = [moved(range.start, at, place), moved(range.end, at, place)];
  if (!start || !end) return null;
  // torch's ranges begin a column early at times: the end is the surer point then
  const width = range.end.character - range.start.character;
  if (range.start.line === range.end.line && start.line === end.line && !isPoint(range.start, at, place) && isPoint(range.end, at, place)) {
    return { start: { line: end.line, character: end.character - width }, end };
  }
  return { start, end };
}

const isPoint = (p: Position, at: Position, place: PlaceOfDefinition): boolean =>
  place[3].some((q) => q[0] === p.line - at.line && q[1] === p.character - at.character);

function moved(p: Position, at: Position, [line, right, agreeing, points, behind]: PlaceOfDefinition): Position | null {
  const [l, c] = [p.line - at.line, p.character - at.character];
  // a point that is not listed keeps its distance from the one before it on its line
  const before = l >= agreeing ? behind?.find((q) => q[0] === l && q[1] === c) : points.filter((q) => q[0] === l && q[1] <= c).at(-1);
  if (l >= agreeing && !before) return null;
  const [toLine, toColumn] = before ? [before[2], c + before[3] - before[1]] : [l, c];
  return { line: line - 1 + toLine, character: at.character + right + toColumn };
}

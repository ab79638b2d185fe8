/**
 * Places in the stand-in torch as places in torch's own files, for readers that hold answers against
 * torch's. Where the facts do not know a place, it stays in the stand-in.
 */
import type { LibraryFacts } from "../script/api";
import { isTorchs, LIBRARY, placeInTorch } from "../script/recursive/libraryPlaces";
import type { SourceProvider } from "../syntax/source";
import { factsOf } from "../text/message";
import type { FileRange, ReportDiagnostic, TargetReport } from "./report";

export function withTorchPlaces(report: TargetReport, facts: LibraryFacts | undefined, sources: SourceProvider): TargetReport {
  if (!facts || !report.diagnostics.some((d) => recorded(d) || [d, ...d.calledFrom].some((r) => isTorchs(r.file)))) return report;
  const placed = <T extends FileRange>(r: T): T => ({ ...r, ...(inTorch(r, facts, sources) ?? {}) });
  return { ...report, diagnostics: report.diagnostics.map((d) => {
    const outer = d.calledFrom.map(placed);
    const there = recorded(d);
    return there ? { ...d, ...there, calledFrom: [placed({ file: d.file, range: d.range }), ...outer] } : { ...placed(d), calledFrom: outer };
  }) };
}

/** Where torch stops in a source of which only that is known. */
function recorded({ said }: ReportDiagnostic): FileRange | null {
  const [file, line, column, lastLine, end] = (factsOf(said.message)["torchsPlace"] ?? "").split(":");
  if (!file || line === undefined) return null;
  // an empty range is shown by its line alone
  if (end === undefined) return { file: `torch/${file}`, range: { start: { line: Number(line) - 1, character: 0 }, end: { line: Number(line) - 1, character: 0 } } };
  return { file: `torch/${file}`, range: { start: { line: Number(line) - 1, character: Number(column) }, end: { line: Number(lastLine) - 1, character: Number(end) } } };
}

function inTorch({ file, range }: FileRange, facts: LibraryFacts, sources: SourceProvider): FileRange | null {
  const source = isTorchs(file) ? sources.get(file) : undefined;
  const found = source && placeInTorch(facts, source, range);
  return found ? { file: `torch/${file.slice(LIBRARY.length)}`, range: found } : null;
}

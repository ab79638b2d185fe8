/** Where a person looks for what torch reports in a file of its own: nothing can be mended there. */
import { isTorchs } from "../script/recursive/libraryPlaces";
import { positionAt, type SourceProvider } from "../syntax/source";
import { pathAt } from "../syntax/walk";
import { factsOf } from "../text/message";
import type { FileRange, ReportDiagnostic } from "./report";

/** The name of the user's function that a call in a file of torch's does not fit. */
function calleeOf({ said }: ReportDiagnostic, sources: SourceProvider): FileRange | undefined {
  const { callee, calleeFile: file, calleeStart } = factsOf(said.message);
  const source = file === undefined || isTorchs(file) ? undefined : sources.get(file);
  const fn = source && pathAt(source, Number(calleeStart)).findLast((n) => n.kind === "FunctionDef" && n.name === callee);
  if (!source || fn?.kind !== "FunctionDef") return undefined;
  return { file: source.path, range: { start: positionAt(source.lineStarts, fn.nameSpan.start), end: positionAt(source.lineStarts, fn.nameSpan.end) } };
}

/** The user's call that leads there; where none does (a Sequential calls its modules), what is called. */
export function usersPlace(d: ReportDiagnostic, sources: SourceProvider): FileRange | undefined {
  return isTorchs(d.file) ? d.calledFrom.find(({ file }) => !isTorchs(file)) ?? calleeOf(d, sources) : undefined;
}

export function atUsersPlace(d: ReportDiagnostic, sources: SourceProvider): ReportDiagnostic & { inTorch?: true } {
  const place = usersPlace(d, sources);
  return place ? { ...d, file: place.file, range: place.range, calledFrom: [{ file: d.file, range: d.range }, ...d.calledFrom.filter((from) => from !== place)], inTorch: true } : d;
}

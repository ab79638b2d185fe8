/** Diagnostics: the report's, with the call path as related information. */
import { DiagnosticSeverity, DiagnosticTag, type Diagnostic } from "vscode-languageserver/node";
import { neverCompiled } from "../project/neverCompiled";
import { MOST_NOTES, notesBelow } from "../project/report";
import type { ShownDiagnostic, Workspace } from "../project/workspace";
import { rulePage } from "./rulePages";
import { shownRange } from "./shownRange";
import { ofDocument, placeOf } from "./notebooks";
import { positionAt } from "../syntax/source";
import { say, t } from "../text/language";

const SEVERITY = { error: DiagnosticSeverity.Error, warning: DiagnosticSeverity.Warning, information: DiagnosticSeverity.Information } as const;

/** torch raises one error and no other; the rest would come once it is mended. */
function stopsText({ stops }: ShownDiagnostic): string {
  if (!stops || stops.length === 0) return "";
  const some = stops.slice(0, 3).join(", ");
  return `\n${stops.length === 1 ? t`(torch stops here.)` : stops.length > 3 ? t`(torch stops here for ${some} and ${stops.length - 3} more.)` : t`(torch stops here for ${some}.)`}`;
}

function toDiagnostic(d: ShownDiagnostic, lineText: (line: number) => string | undefined): Diagnostic {
  const notes = notesBelow(d.said).slice(0, MOST_NOTES).map(say).join("\n");
  const href = rulePage(d.rule);
  return {
    source: "TorchScript", code: d.rule, ...(href ? { codeDescription: { href } } : {}), range: shownRange(d.range, lineText),
    severity: d.unreached ? DiagnosticSeverity.Hint : SEVERITY[d.severity],
    message: `${say(d.said.message)}${notes ? `\n${notes}` : ""}${stopsText(d)}${d.unreached ? `\n${t`(Nothing that is compiled calls this method: torch would not reach it.)`}` : ""}`,
    ...(d.unreached ? { tags: [DiagnosticTag.Unnecessary] } : {}),
    relatedInformation: d.calledFrom.map((from, i) => ({ location: placeOf(from.file, from.range), message: d.inTorch && i === 0 ? t`torch reports it here` : t`called from here` })),
  };
}

/** The text of a line (from 0), or undefined where the file cannot be read. */
export function lineTextIn(workspace: Workspace, file: string): (line: number) => string | undefined {
  const source = workspace.source(file);
  return (line) => source?.text.slice(source.lineStarts[line], source.lineStarts[line + 1]);
}

export function toDiagnostics(workspace: Workspace, file: string, shown: readonly ShownDiagnostic[]): Diagnostic[] {
  const lineText = lineTextIn(workspace, file);
  return shown.map((d) => toDiagnostic(d, lineText));
}

/** Greyed out: nothing is wrong with it. */
function faded(workspace: Workspace, file: string): Diagnostic[] {
  const lines = workspace.source(file)?.lineStarts ?? [0];
  return neverCompiled(workspace, file).map(({ start, end }) => ({
    source: "TorchScript", range: { start: positionAt(lines, start), end: positionAt(lines, end) }, severity: DiagnosticSeverity.Hint, tags: [DiagnosticTag.Unnecessary],
    message: t`TorchScript does not compile this: of the model as it is built here it is known when it is scripted that this is not reached.`,
  }));
}

/** Those of one document. */
export const diagnosticsOf = (workspace: Workspace, uri: string, file: string): Diagnostic[] => ofDocument(uri, [...toDiagnostics(workspace, file, workspace.diagnostics(file)), ...faded(workspace, file)]);

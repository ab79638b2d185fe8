/** Workflow commands: GitHub shows them beside the lines that they speak of. */
import { inCell, messageOf } from "./text";
import { stopsAt, type ReportDiagnostic, type TargetReport } from "../project/report";

const COMMAND = { error: "error", warning: "warning", information: "notice" } as const;

const inMessage = (text: string): string => text.replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");
const inProperty = (text: string): string => inMessage(text).replace(/:/g, "%3A").replace(/,/g, "%2C");

function command(d: ReportDiagnostic, first: boolean, path: (file: string) => string): string {
  const { start, end } = d.range;
  // a range over several lines has no columns there
  const columns = start.line === end.line ? `,col=${start.character + 1},endColumn=${Math.max(end.character, start.character + 1)}` : "";
  const lines = d.cell === undefined ? `,line=${start.line + 1},endLine=${end.line + 1}${columns}` : "";
  const place = `file=${inProperty(path(d.file))}${lines}`;
  const calls = d.calledFrom.map((c) => `\ncalled from ${path(c.file)}:${inCell(c)}${c.range.start.line + 1}`).join("");
  return `::${COMMAND[d.severity]} ${place},title=${inProperty(d.rule)}::${inMessage(`${messageOf(d)}${first ? " (torch stops here)" : ""}${calls}`)}`;
}

/** What torch would not reach is left out unless it is asked for. */
export function githubLines(report: TargetReport, path: (file: string) => string, unreached: boolean): string[] {
  const first = stopsAt(report);
  const commands = report.diagnostics.flatMap((d, i) => (d.unreached && !unreached ? [] : [command(d.unreached ? { ...d, severity: "information" } : d, i === first, path)]));
  return [...commands, `${report.target}: ${report.verdict} with torch ${report.torch}`];
}

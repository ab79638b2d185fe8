/** The command line's readable text: diagnostics with the source line they speak of. Lines count from 1. */
import type { SourceProvider } from "../syntax/source";
import { textLine } from "../project/cells";
import { usersPlace } from "../project/userPlace";
import { english } from "../text/message";
import { NOT_LOADED, notesBelow, stopsAt, type FileRange, type ReportDiagnostic, type TargetReport } from "../project/report";

export interface TextStyle {
  readonly color: boolean;
  /** Makes paths short. */
  readonly path: (file: string) => string;
  /** Also shows what stands in methods that torch would not reach. */
  readonly unreached?: boolean;
}

const CODES = { red: 31, yellow: 33, blue: 34, green: 32, dim: 2, bold: 1 } as const;

export function paint(style: TextStyle, code: keyof typeof CODES, text: string): string {
  return style.color ? `\u001b[${CODES[code]}m${text}\u001b[0m` : text;
}

/** "cell 3:" in a notebook. */
export const inCell = ({ cell }: FileRange): string => (cell === undefined ? "" : `cell ${cell}:`);

/** The message for readers that know the lines of files only: a notebook's file has none of its cells', so the message says it. */
export const messageOf = (d: ReportDiagnostic): string => (d.cell === undefined ? d.message : `${inCell(d)}${d.range.start.line + 1}: ${d.message}`);

export function placeText(style: TextStyle, at: FileRange): string {
  return `${style.path(at.file)}:${inCell(at)}${at.range.start.line + 1}:${at.range.start.character + 1}`;
}

/** As many characters as a terminal has columns for it: hangul, kana and han take two. */
const inColumns = (text: string): string => text.replace(/[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|[\u{1F300}-\u{1FAFF}\u{20000}-\u{3FFFD}]/gu, "__");

function excerpt(style: TextStyle, sources: SourceProvider, at: FileRange): string[] {
  const source = sources.get(at.file);
  if (!source) return [];
  const { start, end } = at.range;
  const inText = textLine(source, at);
  const begin = source.lineStarts[inText];
  if (begin === undefined) return [];
  const stop = source.lineStarts[inText + 1] ?? source.text.length;
  const line = source.text.slice(begin, stop).replace(/[\r\n]+$/, "");
  const width = Math.max(1, (end.line === start.line ? end.character : line.length) - start.character);
  const lead = inColumns(line.slice(0, start.character)).replace(/[^\t]/g, " ");
  const marked = line.slice(start.character, start.character + width);
  const number = String(start.line + 1);
  const gutter = " ".repeat(number.length);
  return [
    paint(style, "dim", `  ${number} | `) + line,
    paint(style, "dim", `  ${gutter} | `) + lead + paint(style, "red", "^".repeat(Math.max(1, inColumns(marked).length))),
  ];
}

export function diagnosticText(style: TextStyle, sources: SourceProvider, d: ReportDiagnostic, first: boolean): string[] {
  const color = d.severity === "error" ? "red" : d.severity === "warning" ? "yellow" : "blue";
  const marks = [d.unreached ? "not reached by torch" : "", first && d.severity === "error" ? "torch stops here" : ""].filter(Boolean);
  const lines = [
    `${placeText(style, d)}: ${paint(style, color, `${d.severity}[${d.rule}]`)}: ${d.message.split("\n")[0] ?? ""}${marks.length ? paint(style, "dim", `  (${marks.join(", ")})`) : ""}`,
    ...d.message.split("\n").slice(1).map((l) => `    ${l}`),
    ...excerpt(style, sources, d),
    ...notesBelow(d.said).slice(0, 4).map((n) => paint(style, "dim", `      ${english(n)}`)),
    ...((d.notes?.length ?? 0) > 4 ? [paint(style, "dim", `      and ${(d.notes?.length ?? 0) - 4} more (--json has them all)`)] : []),
  ];
  const called = d.calledFrom.length === 0 ? usersPlace(d, sources) : undefined;
  if (called) lines.push(paint(style, "dim", `    what is called stands at ${placeText(style, called)}`));
  for (const from of d.calledFrom) lines.push(paint(style, "dim", `    called from ${placeText(style, from)}`));
  return lines;
}

const VERDICT = { ok: "green", error: "red", unknown: "yellow" } as const;

export function reportText(style: TextStyle, sources: SourceProvider, report: TargetReport): string[] {
  const lines: string[] = [];
  const first = stopsAt(report);
  report.diagnostics.forEach((d, i) => { if (!d.unreached || style.unreached) lines.push(...diagnosticText(style, sources, d, i === first), ""); });
  const hidden = style.unreached ? 0 : report.diagnostics.filter((d) => d.unreached).length;
  if (hidden > 0) lines.push(paint(style, "dim", `${hidden} more in methods that torch would not reach, should one call them (--details shows them)`), "");
  const count = (severity: string): number => report.diagnostics.filter((d) => d.severity === severity && !d.unreached).length;
  const many = (n: number, what: string): string => `${n} ${what}${n === 1 ? "" : "s"}`;
  const methods = Object.keys(report.methods).length;
  const { load, compile } = report.seconds;
  const parts = [many(count("error"), "error"), many(count("warning"), "warning"), ...(methods > 0 ? [many(methods, "method")] : [])];
  if (report.parameters !== undefined) parts.push(`${report.parameters.toLocaleString("en")} parameters`);
  lines.push(
    `${paint(style, "bold", report.target)}: ${paint(style, VERDICT[report.verdict], report.verdict)} with torch ${report.torch} (${report.kind === NOT_LOADED ? `${NOT_LOADED}${load < 0.005 ? "" : `; tried for ${load.toFixed(2)} s`}` : `${report.kind}; ${parts.join(", ")}; loaded in ${load.toFixed(2)} s, compiled in ${compile.toFixed(2)} s`})`,
  );
  return lines;
}

/**
 * Expected diagnostics as carets in a Python fixture:
 *
 *     return x.foo()
 *     #      ^^^^^ error[unknown-attribute]: Tensor has no attribute or method 'foo'
 *
 * A comment line of carets speaks of the nearest line above that is not one. Without a message only
 * rule and place are held. `# target: NAME`, `# torch: 1.13` and `# as-is` in the first lines say what is asked.
 * Carets begin behind the line's indentation at the earliest and end with the line at the latest.
 */
import type { ReportDiagnostic } from "../../../server/src/project/report";

export interface Expected { line: number; start: number; end: number; severity: string; rule: string; message: string | undefined }
export interface Fixture { target: string | undefined; torch: "1.13" | "2.6" | "2.14" | undefined; asIs: boolean; expected: Expected[] }

const CARET = /^(\s*#\s*)(\^+)\s+(error|warning|information)\[([\w-]+)\](?::\s*(.*))?$/;

export function readFixture(text: string): Fixture {
  const lines = text.split("\n");
  const option = (name: string): string | undefined => lines.slice(0, 5).map((l) => new RegExp(`^# ${name}(?:: (.*))?$`).exec(l)).find(Boolean)?.[1];
  const expected: Expected[] = [];
  let code = 0;
  lines.forEach((line, i) => {
    const match = CARET.exec(line);
    if (!match) { code = i; return; }
    const from = (match[1] ?? "").length;
    const start = Math.max(from, indentOf(lines[code] ?? "") + 1);
    expected.push({ line: code, start, end: from + (match[2] ?? "").length, severity: match[3] ?? "", rule: match[4] ?? "", message: match[5] || undefined });
  });
  const torch = option("torch");
  return {
    target: option("target"), torch: torch === "1.13" || torch === "2.6" || torch === "2.14" ? torch : undefined,
    asIs: lines.slice(0, 5).includes("# as-is"), expected,
  };
}

const indentOf = (line: string): number => line.length - line.trimStart().length;

/** A diagnostic as carets can show it. */
export function shown(d: ReportDiagnostic, lines: readonly string[]): Expected {
  const line = lines[d.range.start.line] ?? "";
  const start = Math.max(d.range.start.character, indentOf(line) + 1);
  const end = Math.max(start + 1, d.range.end.line === d.range.start.line ? d.range.end.character : line.length);
  return { line: d.range.start.line, start, end, severity: d.severity, rule: d.rule, message: d.message.split("\n")[0] };
}

/** The code alone, as a page of documentation shows it. */
export function codeOf(text: string): string {
  return text.split("\n").filter((l) => !CARET.test(l)).join("\n").replace(/^(# .*\n)+/, "").trim();
}

/** The fixture with carets for what was reported on its text without carets. */
export function withCarets(text: string, diagnostics: readonly ReportDiagnostic[]): string {
  const lines = text.split("\n");
  const found = diagnostics.map((d) => shown(d, lines)).sort((a, b) => a.start - b.start);
  return lines.flatMap((line, i) => [line, ...found.filter((f) => f.line === i).map((f) => {
    const indent = indentOf(line);
    return `${" ".repeat(indent)}#${" ".repeat(f.start - indent - 1)}${"^".repeat(f.end - f.start)} ${f.severity}[${f.rule}]${f.message && !f.message.includes("# type:") ? `: ${f.message}` : ""}`;
  })]).join("\n");
}

export const withoutCarets = (text: string): string => text.split("\n").filter((l) => !CARET.test(l)).join("\n");

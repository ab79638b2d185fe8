/**
 * Expected diagnostics as carets in a Python fixture:
 *
 *     return x.foo()
 *     #      ^^^^^ error[unknown-attribute]: Tensor has no attribute or method 'foo'
 *
 * A comment line of carets speaks of the nearest line above that is not one. Without a message only
 * rule and place are held. `# target: NAME`, `# torch: 1.13` and `# as-is` in the first lines say what is asked.
 */
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
    const start = (match[1] ?? "").length;
    expected.push({ line: code, start, end: start + (match[2] ?? "").length, severity: match[3] ?? "", rule: match[4] ?? "", message: match[5] || undefined });
  });
  const torch = option("torch");
  return {
    target: option("target"), torch: torch === "1.13" || torch === "2.6" || torch === "2.14" ? torch : undefined,
    asIs: lines.slice(0, 5).includes("# as-is"), expected,
  };
}

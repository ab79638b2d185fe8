/** torch speaks of a whole `def`, `class` or `if` when it means its head; in the editor only the head is underlined. */
import type { Range } from "vscode-languageserver/node";

const HEAD = /^\s*(async\s+def|def|class|if|for|while|with)\b/;

/** `lineText`: the text of a line (from 0), or undefined where the file cannot be read. */
export function shownRange(range: Range, lineText: (line: number) => string | undefined): Range {
  if (range.end.line === range.start.line) return range;
  const first = lineText(range.start.line);
  if (first === undefined || !HEAD.test(first)) return range;
  return { start: range.start, end: { line: range.start.line, character: Math.max(first.trimEnd().length, range.start.character) } };
}

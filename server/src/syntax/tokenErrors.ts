/**
 * What CPython's tokenizer finds wrong before its parser does: brackets that are not closed, or closed by
 * others, and strings without an end. Asked only for text that does not parse, where the grammar's own
 * recovery blames something far away.
 */
import type { SyntaxProblem } from "./ast";
import { msg, type Message } from "../text/message";

const CLOSES: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };
/** At the start of a line these show that a bracket above was forgotten. */
const STATEMENT = /^(?:def|class|return|import|while|with|try|except|finally|raise|del|pass|break|continue|global|nonlocal|assert|elif|@\w)\b/;

const COMPOUND = /^[ \t]*(?:async[ \t]+)?(?:def|class|if|elif|else|for|while|with|try|except|finally)\b/;

export function tokenError(text: string): SyntaxProblem | null {
  const open: number[] = [];
  let lineStart = 0;
  let colon = false;
  const at = (start: number, end: number, message: Message): SyntaxProblem => ({ start, end, message });
  const unclosed = (): SyntaxProblem | null => {
    const start = open.at(-1);
    return start === undefined ? null : at(start, start + 1, msg`this '${text[start] ?? ""}' is never closed`);
  };
  for (let i = 0; i < text.length; i++) {
    const c = text[i] ?? "";
    if (c === "#") {
      while (i + 1 < text.length && text[i + 1] !== "\n") i++;
    } else if (c === "\"" || c === "'") {
      const end = endOfString(text, i);
      if (end === null) {
        const long = text.startsWith(c.repeat(3), i);
        return at(i, i + (long ? 3 : 1), long ? msg`this string in triple quotes is never closed` : msg`this string is not closed on its line`);
      }
      i = end - 1;
    } else if (c === "(" || c === "[" || c === "{") {
      open.push(i);
    } else if (c === ":" && open.length === 0) {
      colon = true;
    } else if (c === "\\" && text[i + 1] === "\n") {
      i++;
    } else if (c in CLOSES) {
      const start = open.pop();
      if (start === undefined) return at(i, i + 1, msg`this '${c}' closes nothing`);
      if (text[start] !== CLOSES[c]) return at(i, i + 1, msg`this '${c}' does not match the '${text[start] ?? ""}' it would close`);
    } else if (c === "\n" && open.length > 0) {
      const line = /[ \t]*/y;
      line.lastIndex = i + 1;
      line.exec(text);
      if (STATEMENT.test(text.slice(line.lastIndex, line.lastIndex + 12))) return unclosed();
    } else if (c === "\n") {
      const line = text.slice(lineStart, i);
      if (!colon && COMPOUND.test(line)) {
        const end = lineStart + line.replace(/[ \t]*(?:#[^\n]*)?\r?$/, "").length;
        return at(Math.max(lineStart, end - 1), end, msg`a ':' is missing behind this`);
      }
      lineStart = i + 1;
      colon = false;
    }
  }
  return unclosed();
}

/** Behind its closing quotes; null if there are none. */
function endOfString(text: string, start: number): number | null {
  const quote = text[start] ?? "";
  const long = text.startsWith(quote.repeat(3), start);
  const closing = long ? quote.repeat(3) : quote;
  for (let i = start + closing.length; i < text.length; i++) {
    if (text[i] === "\\") i++;
    else if (text.startsWith(closing, i)) return i + closing.length;
    else if (text[i] === "\n" && !long) return null;
  }
  return null;
}

/** Said of a text of which only is known that it does not parse. */
const UNPLACED = msg`this is not valid Python`;
const same = (a: Message, b: Message): boolean => a.template === b.template;

/** The problems of a text that does not parse, with what follows only from a forgotten bracket, quote or colon left out. */
export function refined(text: string, problems: readonly SyntaxProblem[], blockMissing: Message): SyntaxProblem[] {
  const found = problems.length > 0 ? tokenError(text) : null;
  if (!found) return withoutFalseBlocks(text, problems, blockMissing);
  const line = text.lastIndexOf("\n", found.start) + 1;
  return [...problems.filter((p) => p.end <= line && !same(p.message, blockMissing) && !(p.start === p.end && same(p.message, UNPLACED)) && !holds(text, p, found)), found];
}

/** A statement whose body runs on to the other problem is blamed for it only. */
function holds(text: string, p: SyntaxProblem, inner: SyntaxProblem): boolean {
  return COMPOUND.test(text.slice(text.lastIndexOf("\n", p.start) + 1)) && bodyEnd(text, p.start) > inner.start;
}

const indentOf = (line: string): number => line.search(/\S|$/);

/** Where the lines that are indented more than the one at `start` end. */
function bodyEnd(text: string, start: number): number {
  const head = text.lastIndexOf("\n", start) + 1;
  const indent = indentOf(text.slice(head));
  let at = text.indexOf("\n", start);
  while (at >= 0) {
    const next = text.indexOf("\n", at + 1);
    const line = text.slice(at + 1, next < 0 ? text.length : next);
    if (line.trim() !== "" && indentOf(line) <= indent) return at;
    at = next;
  }
  return text.length;
}

/** A block that is there, but of which nothing could be read, is not missing. */
function withoutFalseBlocks(text: string, problems: readonly SyntaxProblem[], blockMissing: Message): SyntaxProblem[] {
  const missing = (p: SyntaxProblem): boolean => same(p.message, blockMissing);
  const hasBody = (p: SyntaxProblem): boolean => text.slice(p.start, bodyEnd(text, p.start)).replace(/#[^\n]*/g, "").trim().includes("\n");
  const rest = problems.filter((p) => !(missing(p) && hasBody(p)));
  if (rest.length === 0) return problems.map((p) => (missing(p) ? { ...p, message: UNPLACED } : p));
  const [first] = rest;
  return first && missing(first) ? rest.filter((p) => !p.message.template.includes("stands outside")) : rest;
}

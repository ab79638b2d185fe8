/**
 * Python text → AST. The only file that knows tree-sitter's parser.
 *
 * `parse` never throws: what is no Python becomes ErrorStmt or ErrorExpr with a problem, and the
 * rest of the file keeps its functions.
 */
import { Language, Parser } from "web-tree-sitter";
import type { Tree } from "web-tree-sitter";
import type { Comment, SourceFile, Span, Stmt, SyntaxProblem } from "./ast";
import { setCharacterNames } from "./characterNames";
import { checkPlacement } from "./checks";
import { copyTree, isBroken } from "./concrete";
import type { CNode, Conversion } from "./concrete";
import { editedMethod, type Piece } from "./editedMethod";
import { moved } from "./moved";
import { cellSpans, isNotebook } from "./notebook";
import { keepLatest } from "./recent";
import { lineStartsOf } from "./source";
import { BLOCK_MISSING, statements } from "./statements";
import { refined } from "./tokenErrors";
import { msg, type Message } from "../text/message";

export interface ParserParts {
  /** web-tree-sitter's own module. */
  readonly core: Uint8Array;
  /** The compiled grammar. */
  readonly python: Uint8Array;
  /** For `\N{...}`, in the form of characterNames.ts. */
  readonly characterNames: () => string;
}

const RECENT_FILES = 32;

let parser: Parser | undefined;
let language: Language | undefined;
let starting: Promise<void> | undefined;

/** Once per process; later calls wait for the first. */
export function initParser(parts: ParserParts): Promise<void> {
  starting ??= (async () => {
    setCharacterNames(parts.characterNames);
    await Parser.init({ wasmBinary: parts.core });
    language = await Language.load(parts.python);
    parser = new Parser();
    parser.setLanguage(language);
  })();
  return starting;
}

export function isParserReady(): boolean {
  return parser !== undefined;
}

/** `at`: the one character that is to blame. */
function unreadable(path: string, text: string, message: Message, at?: number): SourceFile {
  const span = at === undefined ? { start: 0, end: text.length } : { start: at, end: at + 1 };
  return { path, text, body: [{ kind: "ErrorStmt", ...span, message }], comments: [], problems: [{ ...span, message }], lineStarts: lineStartsOf(text) };
}

/** What lately became of each path, if it was free of problems: of an edited file only what changed is read again. */
const lately = new Map<string, readonly Piece[]>();

/** A file, or the text that stands for a notebook: its cells are read one by one where they cannot be read as a whole. */
export function parse(path: string, written: string): SourceFile {
  const whole = parseText(path, written);
  return isNotebook(path) && whole.problems.length > 0 ? cellByCell(whole) : whole;
}

function cellByCell({ path, text, lineStarts }: SourceFile): SourceFile {
  const cells = cellSpans(text).map(({ start, end }) => ({ start, ...parseText(path, text.slice(start, end), false) }));
  const all = <T extends Span>(of: (cell: SourceFile) => readonly T[]): T[] => cells.flatMap((cell) => moved(of(cell), cell.start));
  return { path, text, body: all((c) => c.body), comments: all((c) => c.comments), problems: [], brokenCells: all((c) => c.problems), lineStarts };
}

/** `keeps`: what comes of it may serve when the path is read again. */
function parseText(path: string, written: string, keeps = true): SourceFile {
  // Python takes a carriage return for an end of line, the grammar does not
  const text = written.includes("\r") ? written.replace(/\r(?!\n)/g, "\n") : written;
  if (parser === undefined || language === undefined) return unreadable(path, text, msg`the parser is not loaded`);
  if (text.includes("\0")) {
    const wide = /^(?:\uFFFD\uFFFD|\uFEFF)?(?:[^\0]\0|\0[^\0]){4}/.test(text);
    return unreadable(path, text, wide ? msg`the file is saved as UTF-16, which Python does not read: save it as UTF-8` : msg`the file holds bytes that are zero, which Python does not read: it is damaged, or not a text file`, text.indexOf("\0"));
  }
  let tree: Tree | null = null;
  try {
    const known = keeps ? lately.get(path) : undefined;
    const pieces = known && inPieces(text, known, language);
    if (pieces) {
      keepLatest(lately, path, pieces, RECENT_FILES);
      return { path, text, body: pieces.flatMap((p) => p.body), comments: pieces.flatMap((p) => p.comments), problems: [], lineStarts: lineStartsOf(text) };
    }
    tree = parser.parse(text);
    if (tree === null) return unreadable(path, text, msg`the file could not be parsed`);
    const masked = tree.rootNode.hasError ? maskStars(maskAnnotations(text), tree) : text;
    if (masked !== text) {
      tree.delete();
      tree = parser.parse(masked);
      if (tree === null) return unreadable(path, text, msg`the file could not be parsed`);
    }
    const whole = convert(path, text, masked, tree, language);
    const cut = keeps && whole.problems.length === 0 ? cutUp(whole) : undefined;
    if (cut) keepLatest(lately, path, cut, RECENT_FILES);
    return whole;
  } catch (e) {
    parser.reset();
    return unreadable(path, text, msg`the file could not be parsed: ${e instanceof Error ? e.message : String(e)}`);
  } finally {
    tree?.delete();
  }
}

function cutUp({ text, body, comments }: SourceFile): Piece[] | undefined {
  const pieces = topLevelPieces(text).map(({ start, end }) => ({
    start, text: text.slice(start, end), body: body.filter((s) => s.start >= start && s.start < end), comments: comments.filter((c) => c.start >= start && c.start < end),
  }));
  // a line that looks like a definition may stand in a string
  return pieces.every((p) => p.body.every((s) => s.end <= p.start + p.text.length)) ? pieces : undefined;
}

/** The file in pieces, those as before that were there before; nothing where one of the others is no valid Python, or too deep. */
function inPieces(text: string, before: readonly Piece[], grammar: Language): Piece[] | undefined {
  try {
    return piecesOf(text, before, grammar);
  } catch {
    return undefined;
  }
}

function piecesOf(text: string, before: readonly Piece[], grammar: Language): Piece[] | undefined {
  const known = new Map(before.map((p) => [p.text, p]));
  const pieces: Piece[] = [];
  for (const { start, end } of topLevelPieces(text)) {
    const part = text.slice(start, end);
    const same = known.get(part);
    if (same) {
      pieces.push(same.start === start ? same : { start, text: part, body: moved(same.body, start - same.start), comments: moved(same.comments, start - same.start) });
      continue;
    }
    const old = before[pieces.length];
    const edited = old && editedMethod(old, part, start, (lines) => readValid(lines, grammar));
    if (edited) {
      pieces.push(edited);
      continue;
    }
    const made = readValid(part, grammar);
    if (!made) return undefined;
    pieces.push({ start, text: part, body: moved(made.body, start), comments: moved(made.comments, start) });
  }
  return pieces;
}

/** What a text is by itself; nothing where it is no valid Python. */
function readValid(text: string, grammar: Language): Pick<SourceFile, "body" | "comments" | "problems"> | undefined {
  const tree = parser?.parse(text) ?? null;
  try {
    if (!tree || tree.rootNode.hasError) return undefined;
    const made = read(text, grammar, [{ tree, shift: 0 }]);
    return made.problems.length > 0 ? undefined : made;
  } finally {
    tree?.delete();
  }
}

/** An error that no conversion came across. */
function firstError(root: CNode): CNode | undefined {
  const stack = [root];
  for (let n = stack.pop(); n !== undefined; n = stack.pop()) {
    if (isBroken(n)) return n;
    stack.push(...[...n.children].reverse());
  }
  return undefined;
}

/**
 * `x: List[int] if c else d`: the grammar takes the subscript for all of the type. With '=' for the
 * colon, in the same place, it reads the whole; the conversion tells the two apart by the text.
 */
function maskAnnotations(text: string): string {
  return text.replace(/^([ \t]*[\w.]+[ \t]*):([^\n=#]*\][ \t]+if\b[^\n=#]*\belse\b[^\n=#]*)$/gm, "$1=$2");
}

/**
 * `return *[1], x`: without parentheses the grammar knows a star before names only. With '-' for it, in
 * the same place, it reads the rest; the conversion tells the two apart by the text.
 */
function maskStars(text: string, { rootNode }: Tree): string {
  const broken = new Set(rootNode.descendantsOfType("ERROR").map((n) => n?.startPosition.row));
  return text.split("\n").map((line, row) => (broken.has(row) ? line.replace(/((?:[=,[]|\b(?:return|yield|in))[ \t]*)\*(?=[ \t]*(?:[[({"'\d+~.-]|[A-Za-z]{1,2}["']|(?:None|True|False)\b))/g, "$1-") : line)).join("\n");
}

function convert(path: string, text: string, masked: string, tree: Tree, grammar: Language): SourceFile {
  const whole = read(text, grammar, [{ tree, shift: 0 }]);
  let best = whole;
  if (tree.rootNode.hasError) {
    // An error may swallow what follows: read every top-level definition on its own and take the better reading.
    const pieces = topLevelPieces(text);
    if (pieces.length > 1) {
      const trees = pieces.map((p) => ({ tree: parser?.parse(masked.slice(p.start, p.end)) ?? null, shift: p.start }));
      try {
        const apart = read(text, grammar, trees.flatMap((t) => (t.tree === null ? [] : [{ tree: t.tree, shift: t.shift }])));
        if (definitionCount(apart.body) > definitionCount(whole.body)) best = apart;
      } finally {
        for (const t of trees) t.tree?.delete();
      }
    }
  }
  return { path, text, ...best, problems: refined(text, best.problems, BLOCK_MISSING), lineStarts: lineStartsOf(text) };
}

const definitionCount = (body: readonly Stmt[]): number => body.filter((s) => s.kind === "FunctionDef" || s.kind === "ClassDef").length;

/** From one `def`, `class` or first decorator in the first column to the next. */
function topLevelPieces(text: string): { start: number; end: number }[] {
  const starts = [0];
  let decorated = false;
  for (const m of text.matchAll(/^(?:(@)|(?:async[ \t]+)?def\b|class\b)/gm)) {
    if (!decorated && m.index > 0) starts.push(m.index);
    decorated = m[0] === "@";
  }
  return starts.map((start, i) => ({ start, end: starts[i + 1] ?? text.length }));
}

function read(text: string, grammar: Language, parts: readonly { tree: Tree; shift: number }[]): Pick<SourceFile, "body" | "comments" | "problems"> {
  const comments: Comment[] = [];
  const problems: SyntaxProblem[] = [];
  const c: Conversion = {
    text,
    problem(start, end, message) {
      const last = problems[problems.length - 1];
      if (last === undefined || last.start !== start || last.end !== end) problems.push({ start, end, message });
    },
  };
  let body: Stmt[] = [];
  let unseen: { start: number; end: number } | undefined;
  for (const { tree, shift } of parts) {
    const before = problems.length;
    const root = copyTree(tree, grammar, text, comments, shift);
    body.push(...(root.type === "ERROR" ? statements(c, { ...root, children: [root] }) : statements(c, root)));
    if (problems.length === before && tree.rootNode.hasError) unseen ??= firstError(root) ?? { start: shift, end: shift };
  }
  body = body.filter((s) => s.kind !== "ErrorStmt" || s.end > s.start);
  checkPlacement(c, body);
  if (problems.length === 0 && unseen !== undefined) c.problem(unseen.start, unseen.end, msg`this is not valid Python`);
  problems.sort((a, b) => a.start - b.start);
  return { body, comments, problems };
}

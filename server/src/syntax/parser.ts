/**
 * Python text → AST. The only file that knows tree-sitter's parser.
 *
 * `parse` never throws: what is no Python becomes ErrorStmt or ErrorExpr with a problem, and the
 * rest of the file keeps its functions.
 */
import { Language, Parser } from "web-tree-sitter";
import type { Tree } from "web-tree-sitter";
import type { Comment, SourceFile, Stmt, SyntaxProblem } from "./ast";
import { checkPlacement } from "./checks";
import { copyTree } from "./concrete";
import type { Conversion } from "./concrete";
import { lineStartsOf } from "./source";
import { statements } from "./statements";

export interface ParserWasm {
  /** web-tree-sitter's own module. */
  readonly core: Uint8Array;
  /** The compiled grammar. */
  readonly python: Uint8Array;
}

let parser: Parser | undefined;
let language: Language | undefined;
let starting: Promise<void> | undefined;

/** Once per process; later calls wait for the first. */
export function initParser(wasm: ParserWasm): Promise<void> {
  starting ??= (async () => {
    await Parser.init({ wasmBinary: wasm.core });
    language = await Language.load(wasm.python);
    parser = new Parser();
    parser.setLanguage(language);
  })();
  return starting;
}

export function isParserReady(): boolean {
  return parser !== undefined;
}

function unreadable(path: string, text: string, message: string): SourceFile {
  const span = { start: 0, end: text.length };
  return { path, text, body: [{ kind: "ErrorStmt", ...span, message }], comments: [], problems: [{ ...span, message }], lineStarts: lineStartsOf(text) };
}

export function parse(path: string, text: string): SourceFile {
  if (parser === undefined || language === undefined) return unreadable(path, text, "The parser is not loaded.");
  let tree: Tree | null = null;
  try {
    tree = parser.parse(text);
    if (tree === null) return unreadable(path, text, "The file could not be parsed.");
    return convert(path, text, tree, language);
  } catch (e) {
    parser.reset();
    return unreadable(path, text, `The file could not be parsed: ${e instanceof Error ? e.message : String(e)}`);
  } finally {
    tree?.delete();
  }
}

function convert(path: string, text: string, tree: Tree, grammar: Language): SourceFile {
  const comments: Comment[] = [];
  const problems: SyntaxProblem[] = [];
  const root = copyTree(tree, grammar, text, comments);
  const c: Conversion = {
    text,
    problem(start, end, message) {
      const last = problems[problems.length - 1];
      if (last === undefined || last.start !== start || last.end !== end) problems.push({ start, end, message });
    },
  };
  let body: Stmt[] = root.type === "ERROR" ? statements(c, { ...root, children: [root] }) : statements(c, root);
  body = body.filter((s) => s.kind !== "ErrorStmt" || s.end > s.start);
  checkPlacement(c, body);
  problems.sort((a, b) => a.start - b.start);
  return { path, text, body, comments, problems, lineStarts: lineStartsOf(text) };
}

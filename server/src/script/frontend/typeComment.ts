/**
 * `# type:` comments. Answers to get_type_line in torch/jit/annotations.py and to parseTypeComment
 * and parseExp in torch/csrc/jit/frontend/parser.cpp, as far as types are written with it.
 *
 * torch reads a comment as a source of its own without a file name, so its errors have no place; here
 * every node gets the place of the comment.
 */
import type { SourceRange } from "../../syntax/source";
import { decodeString } from "../../syntax/strings";
import { Refusal } from "./refusal";
import type { TExpr } from "./tree";
import { msg } from "../../text/message";

const mark = "# type:";
const ignored = /# type: ignore(\[[a-zA-Z-]+\])?$/;
const nearMiss = /#[\t ]*type[\t ]*(?!: ignore(\[.*\])?$):/;

export interface TypeLine {
  readonly text: string;
  /** Line of the function's source that it was found in, from 0. */
  readonly line: number;
}

/** The line that gives the signature. Any line with the mark counts, wherever it stands; null if there is none. */
export function findTypeLine(lines: readonly string[]): TypeLine | null {
  const found = lines.map((text, line) => ({ text, line })).filter((l) => l.text.includes(mark) && !ignored.test(l.text));
  const first = found[0];
  if (first === undefined) {
    if (lines.some((l) => nearMiss.test(l))) {
      throw new Refusal("type-comment", null, msg`a comment in this function looks like a type comment, but does not begin with exactly '# type:'`);
    }
    return null;
  }
  if (found.length === 1) return { text: first.text.trim(), line: first.line };
  const parameters: string[] = [];
  for (const l of found) {
    if (l.text.includes("# type: (...) -> ")) return { text: l.text.split("...").join(parameters.join(", ")), line: l.line };
    parameters.push(l.text.slice(l.text.indexOf(mark) + mark.length).trim());
  }
  throw new Refusal("type-comment", null, msg`several type comments need one more, '# type: (...) -> ...', that gives the return type`);
}

export interface CommentSignature { readonly params: readonly TExpr[]; readonly returnType: TExpr | null }

type Token = { readonly kind: "name" | "number" | "string" | "op" | "end"; readonly text: string; readonly at: number; readonly end: number };

function tokens(text: string): Token[] {
  const out: Token[] = [];
  const token = /[ \t]*(?:([A-Za-z_][A-Za-z_0-9]*)|((?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?j?)|("""|'''|"|')|(->|\.\.\.|\*\*|\/\/|[-+*/()[\]{},.:|&^~<>=%@!?]))/y;
  let at = 0;
  for (;;) {
    while (text[at] === " " || text[at] === "\t") at++;
    if (at >= text.length || text[at] === "#") break;
    token.lastIndex = at;
    const m = token.exec(text);
    if (m === null) throw new Refusal("type-comment", null, msg`'${text[at] ?? ""}' cannot stand in a type comment`);
    let end = token.lastIndex;
    if (m[3] !== undefined) {
      const close = text.indexOf(m[3], end);
      if (close < 0) throw new Refusal("type-comment", null, msg`a string in the type comment does not end`);
      end = close + m[3].length;
    }
    out.push({ kind: m[1] !== undefined ? "name" : m[2] !== undefined ? "number" : m[3] !== undefined ? "string" : "op", text: text.slice(at, end), at, end });
    at = end;
  }
  out.push({ kind: "end", text: "", at: text.length, end: text.length });
  return out;
}

/** `place` gives the file's range for columns of `text`. */
export function parseTypeComment(text: string, place: (start: number, end: number) => SourceRange): CommentSignature {
  const from = text.search(/\S|$/);
  if (!text.startsWith(mark, from)) {
    throw new Refusal("type-comment", place(from, text.length), msg`torch reads every line with '# type:' as the signature, and this one does not begin with it`);
  }
  const reader = new Reader(tokens(" ".repeat(from + mark.length) + text.slice(from + mark.length)), place);
  return reader.signature();
}

/** A type on its own, as torch reads one in a string. */
export function parseTypeText(text: string, range: SourceRange): TExpr {
  return new Reader(tokens(text), () => range).expr();
}

class Reader {
  private at = 0;
  constructor(private readonly list: readonly Token[], private readonly place: (start: number, end: number) => SourceRange) {}

  private get token(): Token {
    return this.list[this.at] ?? (this.list[this.list.length - 1] as Token);
  }
  private next(): Token {
    const t = this.token;
    this.at++;
    return t;
  }
  private take(text: string): boolean {
    if (this.token.kind !== "op" || this.token.text !== text) return false;
    this.at++;
    return true;
  }
  private expect(text: string): Token {
    const t = this.next();
    if (t.kind === "op" && t.text === text) return t;
    throw new Refusal("type-comment", this.place(t.at, t.end), t.text ? msg`'${text}' is expected here, not '${t.text}'` : msg`'${text}' is expected here, but the type comment ends`);
  }

  signature(): CommentSignature {
    this.expect("(");
    const params = this.sequence(")");
    const returnType = this.take("->") ? this.expr() : null;
    return { params, returnType };
  }

  private sequence(close: string): TExpr[] {
    const out: TExpr[] = [];
    while (!(this.token.kind === "op" && this.token.text === close)) {
      out.push(this.expr());
      if (!this.take(",")) break;
    }
    this.expect(close);
    return out;
  }

  /** From a column to the end of the last token. */
  private since(start: number): SourceRange { return this.place(start, this.list[this.at - 1]?.end ?? start); }

  expr(): TExpr {
    const { at } = this.token;
    let left = this.unary();
    while (this.token.kind === "op" && this.token.text === "|") {
      this.next();
      const rhs = this.unary();
      left = { kind: "BinOp", range: this.since(at), op: "|", lhs: left, rhs };
    }
    return left;
  }

  private unary(): TExpr {
    const t = this.token;
    if (this.take("*")) {
      const expr = this.unary();
      return { kind: "Starred", range: this.since(t.at), expr };
    }
    return this.postfix(this.base(), t.at);
  }

  private base(): TExpr {
    const t = this.next();
    const range = this.place(t.at, t.end);
    switch (t.kind) {
      case "name":
        if (t.text === "None") return { kind: "None", range };
        if (t.text === "True") return { kind: "True", range };
        if (t.text === "False") return { kind: "False", range };
        return { kind: "Var", range, name: { name: t.text, range } };
      case "number": return { kind: "Const", range, text: t.text };
      case "string": return { kind: "StringLiteral", range, text: decodeString(t.text)?.value ?? "" };
      case "op":
        if (t.text === "...") return { kind: "Dots", range };
        if (t.text === "[") return { kind: "ListLiteral", range, inputs: this.sequence("]") };
        if (t.text === "(") {
          if (this.take(")")) return { kind: "TupleLiteral", range, inputs: [] };
          const first = this.expr();
          if (this.token.text !== ",") {
            this.expect(")");
            return first;
          }
          this.next();
          return { kind: "TupleLiteral", range, inputs: [first, ...this.sequence(")")] };
        }
        break;
      default:
    }
    throw new Refusal("type-comment", range, t.text ? msg`'${t.text}' cannot stand here in a type comment` : msg`the type comment ends too early`);
  }

  private postfix(base: TExpr, from: number): TExpr {
    let value = base;
    for (;;) {
      if (this.take(".")) {
        const t = this.next();
        const range = this.place(t.at, t.end);
        if (t.kind !== "name") throw new Refusal("type-comment", range, msg`a name is expected behind the dot`);
        value = { kind: "Select", range: this.since(from), value, selector: { name: t.text, range } };
      } else if (this.take("[")) {
        const subscripts = this.sequence("]");
        value = { kind: "Subscript", range: this.since(from), value, subscripts };
      } else return value;
    }
  }
}

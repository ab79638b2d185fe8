/** What a quick fix is: a title and changes of text, made from a diagnostic and the parsed file alone. */
import type { ClassDef, FunctionDef, SourceFile, Stmt } from "../../syntax/ast";
import { usesName } from "../../syntax/names";
import { offsetAt, type SourceProvider } from "../../syntax/source";
import { pathAt, walk, type AnyNode } from "../../syntax/walk";
import type { ReportDiagnostic } from "../report";
import { factsOf, type Message } from "../../text/message";

export interface TextChange { readonly start: number; readonly end: number; readonly text: string }

export interface Fix {
  /** Names the kind of fix, for 'fix all'. */
  readonly id: string;
  readonly title: Message;
  readonly changes: readonly TextChange[];
  /** The file that they change, if it is another than the diagnostic's. */
  readonly file?: string;
  /** False: it changes what the model does or gives something up; never applied to all at once. */
  readonly safe: boolean;
}

export interface Wrong {
  readonly diagnostic: ReportDiagnostic;
  readonly source: SourceFile;
  readonly start: number;
  readonly end: number;
  /** Nodes around its start, outermost first. */
  readonly path: readonly AnyNode[];
  readonly fn: FunctionDef | undefined;
  readonly cls: ClassDef | undefined;
  /** What the diagnostic says, as data: "wanted", "given", "attribute" ... */
  readonly facts: Readonly<Record<string, string>>;
  /** Files by their paths, where the mistake is in another one. */
  readonly sources: SourceProvider;
  /** The schema that came nearest to a call. */
  readonly schema: string | undefined;
}

export function wrongAt(diagnostic: ReportDiagnostic, source: SourceFile, sources: SourceProvider): Wrong {
  const start = offsetAt(source.lineStarts, diagnostic.range.start);
  const path = pathAt(source, start);
  const schema = diagnostic.said.notes[0]?.args["schema"];
  return {
    diagnostic, source, sources, start, facts: factsOf(diagnostic.said.message), schema: typeof schema === "string" ? schema : undefined, end: offsetAt(source.lineStarts, diagnostic.range.end), path,
    fn: path.findLast((n): n is FunctionDef => n.kind === "FunctionDef"), cls: path.findLast((n): n is ClassDef => n.kind === "ClassDef"),
  };
}

/** The type of a number or string of Python that TorchScript cannot use where it stands. */
export function plainNumber(w: Wrong): string | undefined {
  const type = w.facts["pythonType"];
  return type && ["int", "float", "bool", "str"].includes(type) ? type : undefined;
}

/** The node that has exactly the diagnostic's range. */
export function nodeOf<K extends AnyNode["kind"]>(w: Wrong, ...kinds: K[]): Extract<AnyNode, { kind: K }> | undefined {
  return w.path.find((n): n is Extract<AnyNode, { kind: K }> => n.start === w.start && n.end === w.end && (kinds as string[]).includes(n.kind));
}

export const insertion = (at: number, text: string): TextChange => ({ start: at, end: at, text });
export const textOf = (source: SourceFile, n: { start: number; end: number }): string => source.text.slice(n.start, n.end);

export const newlineOf = (source: SourceFile): string => (source.text.includes("\r\n") ? "\r\n" : "\n");

export function lineStart(source: SourceFile, offset: number): number {
  return Math.max(source.text.lastIndexOf("\n", offset - 1), source.text.lastIndexOf("\r", offset - 1)) + 1;
}

export function lineEnd(source: SourceFile, offset: number): number {
  const found = /[\r\n]/.exec(source.text.slice(offset));
  return found ? offset + found.index : source.text.length;
}

/** Start of the next line. */
export function afterLine(source: SourceFile, offset: number): number {
  const end = lineEnd(source, offset);
  return source.text.startsWith("\r\n", end) ? end + 2 : Math.min(end + 1, source.text.length);
}

/** White space before the first thing on a statement's line; null when something else stands before it. */
export function indentOf(source: SourceFile, offset: number): string | null {
  const head = source.text.slice(lineStart(source, offset), offset);
  return /^\s*$/.test(head) ? head : null;
}

/** A line of its own before a statement. */
export function lineBefore(source: SourceFile, offset: number, text: string): TextChange | null {
  const indent = indentOf(source, offset);
  return indent === null ? null : insertion(lineStart(source, offset), `${indent}${text}${newlineOf(source)}`);
}

export function isDocstring(s: Stmt | undefined): boolean {
  return s?.kind === "Expr" && s.value.kind === "Constant" && s.value.value.type === "str";
}

/** A line at the head of a class, after its docstring. */
export function classLine(source: SourceFile, cls: ClassDef, text: string): TextChange | null {
  const first = cls.body[isDocstring(cls.body[0]) ? 1 : 0];
  if (!first) return null;
  const at = first.kind === "FunctionDef" || first.kind === "ClassDef" ? first.decoratorStart : first.start;
  const made = lineBefore(source, at, text);
  // a def keeps an empty line before it
  return made && (first.kind === "FunctionDef" || first.kind === "ClassDef") ? { ...made, text: `${made.text}${newlineOf(source)}` } : made;
}

/** Assignments of a plain name inside a function, in the order of the text; inner functions are not looked into. */
export function bindings(fn: FunctionDef, name: string): AnyNode[] {
  const out: AnyNode[] = [];
  walk(fn.body, (n) => {
    if (n.kind === "Name" && n.id === name && n.ctx !== "Load") out.push(n);
    return n.kind !== "FunctionDef" && n.kind !== "ClassDef" && n.kind !== "Lambda";
  });
  return out;
}

/** The statements whose value is assigned to this one name, in the order of the text. */
export function assignmentsTo(fn: FunctionDef, name: string): Extract<Stmt, { kind: "Assign" }>[] {
  const out: Extract<Stmt, { kind: "Assign" }>[] = [];
  walk(fn.body, (n) => {
    if (n.kind === "Assign" && n.targets.length === 1 && n.targets[0]?.kind === "Name" && n.targets[0].id === name) out.push(n);
    return n.kind !== "FunctionDef" && n.kind !== "ClassDef";
  });
  return out;
}

export function methodOf(cls: ClassDef | undefined, name: string): FunctionDef | undefined {
  return cls?.body.find((s): s is FunctionDef => s.kind === "FunctionDef" && s.name === name);
}

/** `self.name`. */
export function isSelfAttribute(n: AnyNode, self: string, name?: string): n is Extract<AnyNode, { kind: "Attribute" }> {
  return n.kind === "Attribute" && n.value.kind === "Name" && n.value.id === self && (name === undefined || n.attr === name);
}

export const selfOf = (fn: FunctionDef): string | undefined => (fn.args.posonlyargs[0] ?? fn.args.args[0])?.arg;

/** The one fix of a maker, or none when a change could not be made. */
export function oneFix(id: string, title: Message, safe: boolean, changes: readonly (TextChange | null)[]): Fix[] {
  return changes.includes(null) ? [] : [{ id, title, safe, changes: changes.filter((c) => c !== null) }];
}

export const replaced = (n: { start: number; end: number }, text: string): TextChange => ({ start: n.start, end: n.end, text });

const STATEMENTS = new Set<AnyNode["kind"]>([
  "FunctionDef", "ClassDef", "Return", "Delete", "Assign", "AugAssign", "AnnAssign", "For", "While", "If", "With", "Match", "Raise", "Try", "Assert", "Import", "ImportFrom",
  "Global", "Nonlocal", "Expr", "Pass", "Break", "Continue", "TypeAlias", "ErrorStmt",
]);
export const isStatement = (n: AnyNode): n is Stmt => STATEMENTS.has(n.kind);

/** The innermost statement around the diagnostic's start; null where no line could be put before it (`elif`, the test of a `while`). */
export function statementOf(w: Wrong): Stmt | null {
  const at = w.path.findLastIndex(isStatement);
  const found = w.path[at];
  if (!found || !isStatement(found) || indentOf(w.source, found.start) === null || w.source.text.startsWith("elif", found.start)) return null;
  return found.kind === "While" ? null : found;
}

/** Whether the node is evaluated whenever its statement is: it stands in no branch, comprehension or lambda. */
export function isAlwaysRun(w: Wrong, statement: Stmt): boolean {
  return w.path.slice(w.path.indexOf(statement) + 1).every((n) => !["IfExp", "BoolOp", "ListComp", "DictComp", "SetComp", "GeneratorExp", "Lambda"].includes(n.kind));
}

/** Lines of their own before a statement. */
export function linesBefore(source: SourceFile, offset: number, lines: readonly string[]): TextChange | null {
  const indent = indentOf(source, offset);
  return indent === null ? null : insertion(lineStart(source, offset), lines.map((l) => `${indent}${l}${newlineOf(source)}`).join(""));
}

/** One statement as several lines; what follows it on its last line stays. */
export function asLines(source: SourceFile, statement: { start: number; end: number }, lines: readonly string[]): TextChange | null {
  const indent = indentOf(source, statement.start);
  if (indent === null || /^\s*;/.test(source.text.slice(statement.end))) return null;
  return replaced(statement, lines.map((l, i) => (i === 0 ? l : `${newlineOf(source)}${indent}${l}`)).join(""));
}

/** A whole line, or lines, taken out; null when something else stands on them. */
export function withoutLines(source: SourceFile, n: { start: number; end: number }): TextChange | null {
  if (indentOf(source, n.start) === null || !/^\s*(#.*)?$/.test(source.text.slice(n.end, lineEnd(source, n.end)))) return null;
  return { start: lineStart(source, n.start), end: afterLine(source, n.end), text: "" };
}

/** One step of indentation, as the function's body has it. */
export function stepOf(source: SourceFile, fn: FunctionDef): string {
  const inner = fn.body[0] && indentOf(source, fn.body[0].start);
  const outer = indentOf(source, fn.decoratorStart);
  return inner && outer !== null && inner.startsWith(outer) && inner.length > outer.length ? inner.slice(outer.length) : "    ";
}

export const firstStatement = (fn: FunctionDef): Stmt | undefined => fn.body[isDocstring(fn.body[0]) ? 1 : 0];

/** A name that the function does not use yet. */
export function freeName(source: SourceFile, fn: FunctionDef, ...candidates: readonly string[]): string | undefined {
  const text = source.text.slice(fn.start, fn.end);
  return candidates.find((c) => !usesName(text, c));
}

/** Brackets where an operator would otherwise bind to a part only. */
export function bracketed(source: SourceFile, n: AnyNode): string {
  const text = textOf(source, n);
  return ["Name", "Constant", "Attribute", "Subscript", "Call", "List", "Dict", "JoinedStr"].includes(n.kind) ? text : `(${text})`;
}

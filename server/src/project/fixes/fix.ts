/** What a quick fix is: a title and changes of text, made from a diagnostic and the parsed file alone. */
import type { ClassDef, FunctionDef, SourceFile, Stmt } from "../../syntax/ast";
import { offsetAt } from "../../syntax/source";
import { pathAt, walk, type AnyNode } from "../../syntax/walk";
import type { ReportDiagnostic } from "../report";

export interface TextChange { readonly start: number; readonly end: number; readonly text: string }

export interface Fix {
  /** Names the kind of fix, for 'fix all'. */
  readonly id: string;
  readonly title: string;
  readonly changes: readonly TextChange[];
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
}

export function wrongAt(diagnostic: ReportDiagnostic, source: SourceFile): Wrong {
  const start = offsetAt(source.lineStarts, diagnostic.range.start);
  const path = pathAt(source, start);
  return {
    diagnostic, source, start, end: offsetAt(source.lineStarts, diagnostic.range.end), path,
    fn: path.findLast((n): n is FunctionDef => n.kind === "FunctionDef"), cls: path.findLast((n): n is ClassDef => n.kind === "ClassDef"),
  };
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

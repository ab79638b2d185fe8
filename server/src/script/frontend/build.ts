/**
 * One Python function or class → torch's tree. Answers to get_jit_def, get_jit_class_def,
 * build_def, build_param_list and build_class_def in torch/jit/frontend.py.
 *
 * What torch refuses is noted in torch's order, and the rest is built all the same.
 */
import type { Arg, Arguments, ClassDef, Expr, FunctionDef, Lambda, SourceFile, Stmt } from "../../syntax/ast";
import type { SourceRange } from "../../syntax/source";
import { positionAt } from "../../syntax/source";
import type { TorchVersion } from "../sugared/sugaredValue";
import { buildExpr, note } from "./buildExpr";
import type { Builder } from "./buildExpr";
import { annotated, assign, buildStmts } from "./buildStmt";
import { SourceContext } from "./context";
import type { Range } from "./context";
import { pythonLength } from "./pythonText";
import { Refusal } from "./refusal";
import type { Decl, Def, FrontendProblem, Ident, Param, TAssign, TExpr, TStmt } from "./tree";
import { findTypeLine, parseTypeComment } from "./typeComment";
import type { TypeLine } from "./typeComment";
import { msg } from "../../text/message";

export interface DefOptions {
  readonly torch: TorchVersion;
  /** The name the definition gets; the function's own if absent. */
  readonly defName?: string;
  /** Set for methods: the type that an unannotated `self` gets. */
  readonly selfName?: string;
  /** Whether the first parameter is `self`; by default, whether there is a `selfName`. */
  readonly isMethod?: boolean;
  /** A class method: its first parameter is bound to the class. */
  readonly isClassMethod?: boolean;
  /** For `@torch.jit.unused` and the like: parameters become Any, the body a raise. */
  readonly annotationsOnly?: boolean;
  /** For functions that stay in Python: nothing but the declaration is read. */
  readonly signatureOnly?: boolean;
  /** For functions marked as dropped: the return annotation goes, too (torch 2). */
  readonly dropReturn?: boolean;
}

export interface BuiltDef {
  readonly def: Def;
  readonly problems: FrontendProblem[];
}

/** Lines of the definition as Python's `inspect` cuts them out, from 0: decorators first, trailing comments of the body included. */
export function blockLines(file: SourceFile, node: FunctionDef | ClassDef): { first: number; last: number } {
  const lineOf = (offset: number): number => positionAt(file.lineStarts, offset).line;
  const first = lineOf(node.decoratorStart);
  let last = lineOf(Math.max(node.start, node.end - 1));
  const head = node.body[0];
  if (head !== undefined && lineOf(head.start) !== lineOf(node.start)) {
    const bodyColumn = positionAt(file.lineStarts, head.kind === "FunctionDef" || head.kind === "ClassDef" ? head.decoratorStart : head.start).character;
    for (let line = last + 1; line < file.lineStarts.length; line++) {
      const text = file.text.slice(file.lineStarts[line], file.lineStarts[line + 1]);
      if (text.trim() === "") continue;
      const column = text.search(/\S/);
      if (text[column] !== "#") break;
      if (column >= bodyColumn) last = line;
    }
  }
  return { first, last };
}

export function buildDef(file: SourceFile, fn: FunctionDef | Lambda, options: DefOptions): BuiltDef {
  const problems: FrontendProblem[] = [];
  if (fn.kind === "Lambda") return lambda(file, fn, options, problems);
  const { first, last } = blockLines(file, fn);
  const ctx = new SourceContext(file, first, last);
  const b: Builder = { ctx, torch: options.torch, problems, functionName: fn.name, wholeStringPlaces: !options.torch.atLeast(2, 0), depth: 0 };
  const defName = options.defName ?? fn.name;
  if (fn.isAsync) note(b, new Refusal("async-function", null, msg`an async function is not supported in TorchScript; torch does not say where`));

  const typeLine = attempt(b, () => findTypeLine(ctx.lines));
  const range = headRange(b, fn);
  let decl = declaration(b, fn, options, range);
  if (typeLine !== null) decl = attempt(b, () => mergeComment(b, decl, typeLine, options)) ?? decl;
  const statements = options.signatureOnly === true ? [] : options.annotationsOnly === true ? [cannotBeCalled(ctx)] : buildStmts(b, fn.body);
  const refused = [fn.args.vararg, fn.args.kwarg].flatMap((p) => p?.arg ?? []);
  // nothing more is said of what they hold
  if (refused.length > 0 && options.signatureOnly !== true && options.annotationsOnly !== true) statements.unshift({ kind: "ErrorStmt", range, assigns: refused, body: [] });
  if (options.isClassMethod === true && options.selfName !== undefined) statements.unshift(...classBinding(ctx, fn, options.selfName));
  const name: Ident = { name: defName, range };
  const def: Def = { kind: "Def", range: ctx.merge(range, decl.range, ...statements.map((s) => s.range)), name, decl, statements };
  ctx.finish();
  return { def, problems };
}

function attempt<T>(b: Builder, what: () => T): T | null {
  try {
    return what();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    note(b, error);
    return null;
  }
}

/** torch 1.13 looks for `def` as many lines further down as there are decorators. */
function headRange(b: Builder, fn: FunctionDef): Range {
  const { ctx } = b;
  const range = ctx.from(fn.start, 3);
  if (b.torch.atLeast(2, 0) || fn.decorators.length === 0) return range;
  const position = positionAt(ctx.file.lineStarts, fn.start);
  const line = position.line - ctx.firstLine + 1 + fn.decorators.length;
  const column = position.character - ctx.margin.length;
  const moved = ctx.lineRange(line, column, column + 3);
  if (moved !== null) return moved;
  note(b, new Refusal("decorated-one-liner", null, msg`torch 1.13 cannot compile a function with more decorators than lines; put its body on lines of its own`));
  return range;
}

function lambda(file: SourceFile, fn: Lambda, options: DefOptions, problems: FrontendProblem[]): BuiltDef {
  problems.push({ rule: "lambda", range: null, message: msg`a lambda cannot be compiled; write a function with 'def'` });
  const range: SourceRange = { file: file.path, start: fn.start, end: fn.end };
  const params: Param[] = [...fn.args.posonlyargs, ...fn.args.args].map((a) => {
    const at = { file: file.path, start: a.start, end: a.end };
    return { range: at, ident: { name: a.arg, range: at }, type: null, kwargOnly: false };
  });
  const name: Ident = { name: options.defName ?? "<lambda>", range };
  const statements: TStmt[] = [{ kind: "Return", range, expr: { kind: "ErrorExpr", range } }];
  return { def: { kind: "Def", range, name, decl: { range, params, returnType: null }, statements }, problems };
}

function declaration(b: Builder, fn: FunctionDef, options: DefOptions, range: Range): Decl {
  const dropped = options.annotationsOnly === true;
  if (!dropped && options.signatureOnly !== true) refuseVariadics(b, fn.args);
  const anyType = (): TExpr => {
    const r = b.ctx.lineRange(1, 20, 23) ?? range;
    return { kind: "Var", range: r, name: { name: "Any", range: r } };
  };
  const param = (a: Arg, kwargOnly: boolean): Param => {
    const at = b.ctx.from(a.start, pythonLength(a.arg));
    let type: TExpr | null = null;
    if (dropped) type = anyType();
    else if (a.annotation !== null) type = buildExpr(b, a.annotation);
    else if (options.selfName !== undefined && a.arg === "self") type = { kind: "Var", range: at, name: { name: options.selfName, range: at } };
    return { range: b.ctx.merge(at, type?.range), ident: { name: a.arg, range: at }, type, kwargOnly };
  };
  // Positional-only parameters are simply not looked at.
  const params = [...fn.args.args.map((a) => param(a, false)), ...fn.args.kwonlyargs.map((a) => param(a, true))];
  const returns = options.dropReturn === true && b.torch.atLeast(2, 0) ? null : fn.returns;
  const returnType = returns === null ? null : buildExpr(b, returns);
  return { range: b.ctx.merge(range, ...params.map((p) => p.range), returnType?.range), params, returnType };
}

function refuseVariadics(b: Builder, args: Arguments): void {
  const message = msg`a compiled function can take neither '*args' nor '**kwargs' nor keyword-only parameters with defaults`;
  for (const a of [args.kwarg, args.vararg]) {
    if (a === null) continue;
    const start = b.ctx.at(a.start);
    note(b, new Refusal("variable-arguments", b.ctx.range(start - 1, start + pythonLength(a.arg)), message));
  }
  if (args.kwarg !== null || args.vararg !== null) return;
  for (const d of args.kwDefaults) {
    if (d === null) continue;
    note(b, new Refusal("variable-arguments", buildExpr(b, d).range, message));
  }
}

function mergeComment(b: Builder, decl: Decl, line: TypeLine, options: DefOptions): Decl {
  const { ctx } = b;
  const source = ctx.lines[line.line] ?? "";
  const number = ctx.firstLine + line.line;
  const fileStart = ctx.file.lineStarts[number] ?? 0;
  const lineEnd = (ctx.file.lineStarts[number + 1] ?? ctx.file.text.length + 1) - 1;
  const verbatim = source.trim() === line.text;
  const fileText = ctx.file.text.slice(fileStart, lineEnd);
  const shift = fileStart + Math.max(0, fileText.search(/\S/));
  const whole = fileStart + Math.max(0, fileText.indexOf("# type:"));
  // Comments name places in the file; torch's own ranges are still bytes of its source here.
  const place = (start: number, end: number): SourceRange => verbatim
    ? ctx.range(ctx.at(shift + start), ctx.at(shift + end))
    : ctx.range(ctx.at(whole), ctx.at(Math.max(whole, lineEnd)));
  const signature = parseTypeComment(line.text, place);
  const isMethod = options.isMethod ?? options.selfName !== undefined;
  const skip = isMethod ? 1 : 0;
  const expected = decl.params.length - skip;
  if (expected !== signature.params.length) {
    throw new Refusal("type-comment-count", decl.range, msg`the number of types in the type comment (${signature.params.length}) is not that of the parameters (${expected})`);
  }
  const params = decl.params.map((p, i) => {
    const type = i < skip ? p.type : signature.params[i - skip] ?? p.type;
    return { ...p, type };
  });
  return { range: decl.range, params, returnType: signature.returnType };
}

function cannotBeCalled(ctx: SourceContext): TStmt {
  const at = (start: number, end: number): Range => ctx.lineRange(2, start, end) ?? ctx.range(0, 0);
  const callee = at(7, 19);
  const text = "Cannot call @unused methods";
  const literal = at(20, 20 + text.length + 1);
  const call: TExpr = {
    kind: "Apply", range: ctx.merge(callee, literal), attributes: [],
    callee: { kind: "Var", range: callee, name: { name: "RuntimeError", range: callee } },
    inputs: [{ kind: "StringLiteral", range: literal, text }],
  };
  return { kind: "Raise", range: ctx.merge(at(1, 6), call.range), expr: call };
}

function classBinding(ctx: SourceContext, fn: FunctionDef, className: string): TStmt[] {
  const first = fn.args.args[0];
  if (first === undefined) return [];
  const left = ctx.lineRange(1, 0, pythonLength(first.arg));
  const from = pythonLength(first.arg) + 3;
  const right = ctx.lineRange(1, from, from + pythonLength(className));
  if (left === null || right === null) return [];
  return [{
    kind: "Assign", range: ctx.merge(left, right), type: null,
    lhs: [{ kind: "Var", range: left, name: { name: first.arg, range: left } }],
    rhs: { kind: "Var", range: right, name: { name: className, range: right } },
  }];
}

export interface ClassOptions {
  readonly torch: TorchVersion;
  /** Qualified name that `self` gets. */
  readonly selfName: string;
  /** Names of methods that are left out: static ones, dropped ones. */
  readonly skip?: ReadonlySet<string>;
  readonly classMethods?: ReadonlySet<string>;
  /** Methods whose bodies are not compiled (`@torch.jit.unused`). */
  readonly unused?: ReadonlySet<string>;
  /** Properties that are left out (`__jit_unused_properties__`). */
  readonly unusedProperties?: ReadonlySet<string>;
}

export interface BuiltProperty { readonly name: string; readonly range: SourceRange; readonly getter: Def; readonly setter: Def | null }

export interface BuiltClass {
  readonly name: Ident;
  /** In the order of their names, as `inspect.getmembers` gives them. */
  readonly methods: Def[];
  readonly properties: BuiltProperty[];
  /** Assignments of the class body that torch can read. */
  readonly assigns: TAssign[];
  /** Methods of the class body, for dataclasses: what need not be made up. */
  readonly definedMethods: ReadonlySet<string>;
  readonly problems: FrontendProblem[];
}

/**
 * A script class from its own text. Methods that come from elsewhere (dataclass methods, functions
 * put into the class body) are the caller's: it builds them with `buildDef`.
 */
export function buildClassDef(file: SourceFile, cls: ClassDef, options: ClassOptions): BuiltClass {
  const problems: FrontendProblem[] = [];
  const byName = new Map<string, FunctionDef>();
  const getters = new Map<string, FunctionDef>();
  const setters = new Map<string, FunctionDef>();
  for (const s of cls.body) {
    if (s.kind !== "FunctionDef") continue;
    const kinds = s.decorators.map(decoratorName);
    const accessor = kinds.find((k) => /\.(setter|deleter|getter)$/.test(k));
    if (kinds.includes("property")) getters.set(s.name, s);
    else if (accessor?.endsWith(".setter") === true) setters.set(s.name, s);
    else if (accessor === undefined && !kinds.includes("staticmethod")) byName.set(s.name, s);
  }
  const sorted = <T>(m: Map<string, T>): [string, T][] => [...m].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const build = (fn: FunctionDef, defName: string): Def => {
    const built = buildDef(file, fn, {
      torch: options.torch, defName, selfName: options.selfName,
      isClassMethod: options.classMethods?.has(fn.name) ?? fn.decorators.some((d) => decoratorName(d) === "classmethod"),
      annotationsOnly: options.unused?.has(fn.name) ?? false,
    });
    problems.push(...built.problems);
    return built.def;
  };
  const methods = sorted(byName).filter(([name]) => options.skip?.has(name) !== true).map(([name, fn]) => build(fn, name));
  const properties: BuiltProperty[] = [];
  for (const [name, getter] of sorted(getters)) {
    if (options.unusedProperties?.has(name) === true) continue;
    const get = build(getter, `__${name}_getter`);
    const setter = setters.get(name);
    properties.push({ name, range: get.range, getter: get, setter: setter === undefined ? null : build(setter, `__${name}_setter`) });
  }
  const { assigns, name } = classBody(file, cls, options);
  return { name, methods, properties, assigns, definedMethods: new Set(byName.keys()), problems };
}

function classBody(file: SourceFile, cls: ClassDef, options: ClassOptions): { assigns: TAssign[]; name: Ident } {
  const { first, last } = blockLines(file, cls);
  const ctx = new SourceContext(file, first, last);
  const assigns: TAssign[] = [];
  const keep = (stmt: Stmt, builder: (b: Builder) => TAssign): void => {
    // torch passes over assignments that it cannot read.
    const b: Builder = { ctx, torch: options.torch, problems: [], functionName: null, wholeStringPlaces: !options.torch.atLeast(2, 0), depth: 0 };
    const built = attempt(b, () => builder(b));
    if (built !== null && b.problems.length === 0) assigns.push(built);
  };
  for (const s of cls.body) {
    if (s.kind === "Assign") keep(s, (b) => assign(b, s.targets, s.value));
    else if (s.kind === "AnnAssign") keep(s, (b) => annotated(b, s));
  }
  const range = ctx.from(cls.start, "class".length);
  const name: Ident = { name: options.selfName, range };
  ctx.finish();
  return { assigns, name };
}

/** "property", "x.setter", "functools.wraps": the decorator without its arguments. */
export function decoratorName(e: Expr): string {
  if (e.kind === "Call") return decoratorName(e.func);
  if (e.kind === "Attribute") return `${decoratorName(e.value)}.${e.attr}`;
  return e.kind === "Name" ? e.id : "?";
}

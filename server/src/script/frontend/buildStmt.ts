/** Python statements → torch's tree. Answers to StmtBuilder and WithItemBuilder in torch/jit/frontend.py. */
import type { BinaryOperator, Expr, Stmt } from "../../syntax/ast";
import type { SourceRange } from "../../syntax/source";
import { buildExpr, note } from "./buildExpr";
import type { Builder } from "./buildExpr";
import { ignoreContext, ignoreContextOf } from "./ignoreContext";
import { pythonLength } from "./pythonText";
import { Refusal } from "./refusal";
import type { AugOp, TAssign, TExpr, TStmt, TWith } from "./tree";
import { knowing, msg, verbatim, type Message } from "../../text/message";

const augmented: Readonly<Partial<Record<BinaryOperator, AugOp>>> = {
  Add: "+", Sub: "-", Mult: "*", Div: "/", Mod: "%", BitOr: "|", BitAnd: "&", BitXor: "^",
  LShift: "<<", RShift: ">>", Pow: "**",
};

/** Statements that torch does not take: how long a mark it puts there, and what people call them. */
const refused: Readonly<Record<string, { length: number; name: Message }>> = {
  FunctionDef: { length: 3, name: msg`a nested function` },
  AsyncFunctionDef: { length: 9, name: msg`a nested async function` },
  ClassDef: { length: 5, name: msg`a nested class` },
  Import: { length: 6, name: msg`an import` },
  ImportFrom: { length: 4, name: msg`an import` },
  Global: { length: 6, name: verbatim("'global'") },
  Nonlocal: { length: 8, name: verbatim("'nonlocal'") },
  Try: { length: 3, name: verbatim("'try'") },
  TryStar: { length: 1, name: msg`'try' with 'except*'` },
  AsyncFor: { length: 9, name: verbatim("'async for'") },
  AsyncWith: { length: 10, name: verbatim("'async with'") },
  Match: { length: 1, name: verbatim("'match'") },
  TypeAlias: { length: 1, name: msg`a type alias` },
};

export function buildStmts(b: Builder, stmts: readonly Stmt[]): TStmt[] {
  return stmts.map((s) => buildStmt(b, s));
}

export function buildStmt(b: Builder, s: Stmt): TStmt {
  try {
    return convert(b, s);
  } catch (error) {
    if (error instanceof RangeError) note(b, new Refusal("nested-too-deeply", spanOf(b, s), msg`this is nested too deeply to be compiled`));
    else if (error instanceof Refusal) note(b, error);
    else throw error;
    return { kind: "ErrorStmt", range: spanOf(b, s), assigns: assignedNames([s]), body: [] };
  }
}

function spanOf(b: Builder, s: Stmt): SourceRange {
  return b.ctx.range(b.ctx.at(s.start), b.ctx.at(s.end));
}

const rangesOf = (list: readonly { readonly range: SourceRange }[]): SourceRange[] => list.map((x) => x.range);

function convert(b: Builder, s: Stmt): TStmt {
  const { ctx } = b;
  switch (s.kind) {
    case "Expr": {
      const expr = buildExpr(b, s.value);
      return { kind: "ExprStmt", range: expr.range, expr };
    }
    case "Assign": return assign(b, s.targets, s.value);
    case "AnnAssign": return annotated(b, s);
    case "AugAssign": {
      const lhs = buildExpr(b, s.target);
      const rhs = buildExpr(b, s.value);
      const op = augmented[s.op];
      if (op === undefined) {
        const at = ctx.findBefore(rhs.range.start, "=");
        throw new Refusal("augmented-operator", ctx.range(at - 1, at + 1), knowing(msg`this augmented assignment is not supported in TorchScript; write it out ('a = a // b')`, { by: "front end" }));
      }
      return { kind: "AugAssign", range: ctx.merge(lhs.range, rhs.range), lhs, op, rhs };
    }
    case "Delete": {
      const range = ctx.from(s.start, 3);
      const targets = s.targets.map((x) => buildExpr(b, x));
      return { kind: "Delete", range: ctx.merge(range, ...rangesOf(targets)), targets };
    }
    case "Return": {
      const range = ctx.from(s.start, 6);
      const expr: TExpr = s.value === null ? { kind: "None", range } : buildExpr(b, s.value);
      return { kind: "Return", range: ctx.merge(range, expr.range), expr };
    }
    case "Raise": {
      const range = ctx.from(s.start, 5);
      if (s.exc === null) throw new Refusal("bare-raise", null, msg`a 'raise' without an exception is not supported in TorchScript; torch does not say where`);
      const expr = buildExpr(b, s.exc);
      return { kind: "Raise", range: ctx.merge(range, expr.range), expr };
    }
    case "Assert": {
      const range = ctx.from(s.start, 6);
      const test = buildExpr(b, s.test);
      const msg = s.msg === null ? null : buildExpr(b, s.msg);
      return { kind: "Assert", range: ctx.merge(range, test.range, msg?.range), test, msg };
    }
    case "While": {
      if (s.orelse.length > 0) note(b, new Refusal("loop-else", null, knowing(msg`a 'while' with 'else' is not supported in TorchScript; torch does not say where`, { loop: "while" })));
      const range = ctx.from(s.start, 5);
      const cond = buildExpr(b, s.test);
      const body = buildStmts(b, s.body);
      return { kind: "While", range: ctx.merge(range, cond.range, ...rangesOf(body)), cond, body };
    }
    case "For": {
      if (s.isAsync) return refuse(b, s, "AsyncFor", s.body);
      const range = ctx.from(s.start, 3);
      if (s.orelse.length > 0) note(b, new Refusal("loop-else", range, msg`a 'for' with 'else' is not supported in TorchScript`));
      const target = buildExpr(b, s.target);
      const iter = buildExpr(b, s.iter);
      const body = buildStmts(b, s.body);
      return { kind: "For", range: ctx.merge(range, target.range, iter.range, ...rangesOf(body)), targets: [target], iters: [iter], body };
    }
    case "If": return ifChain(b, s);
    case "With": return s.isAsync ? refuse(b, s, "AsyncWith", s.body) : withStmt(b, s);
    case "Pass": return { kind: "Pass", range: ctx.from(s.start, 4) };
    case "Break": return { kind: "Break", range: ctx.from(s.start, 5) };
    case "Continue": return { kind: "Continue", range: ctx.from(s.start, 8) };
    case "FunctionDef": return refuse(b, s, s.isAsync ? "AsyncFunctionDef" : "FunctionDef", []);
    case "Try": return refuse(b, s, s.isStar ? "TryStar" : "Try", [...s.body, ...s.orelse, ...s.finalbody]);
    case "ClassDef": case "Import": case "ImportFrom": case "Global": case "Nonlocal": case "Match": case "TypeAlias":
      return refuse(b, s, s.kind, []);
    case "ErrorStmt": throw new Refusal("syntax-error", spanOf(b, s), s.message);
  }
}

/** `inside`: statements that are compiled all the same, so that what is wrong in them shows as well. */
function refuse(b: Builder, s: Stmt, kind: string, inside: readonly Stmt[]): TStmt {
  const entry = refused[kind] ?? { length: 1, name: msg`this statement` };
  note(b, new Refusal("unsupported-syntax", b.ctx.from(s.start, entry.length), msg`${entry.name} is not supported in TorchScript`));
  return { kind: "ErrorStmt", range: spanOf(b, s), assigns: assignedNames([s]), body: buildStmts(b, inside) };
}

function ifChain(b: Builder, s: Extract<Stmt, { kind: "If" }>): TStmt {
  const { ctx } = b;
  const range = ctx.from(s.start, 2);
  const cond = buildExpr(b, s.test);
  const body = buildStmts(b, s.body);
  const orelse = buildStmts(b, s.orelse);
  return { kind: "If", range: ctx.merge(range, cond.range, ...rangesOf(body), ...rangesOf(orelse)), cond, body, orelse };
}

export function assign(b: Builder, targets: readonly Expr[], value: Expr): TAssign {
  const rhs = buildExpr(b, value);
  const lhs = targets.map((x) => buildExpr(b, x));
  const base = lhs[0]?.range ?? rhs.range;
  return { kind: "Assign", range: b.ctx.merge(base, ...rangesOf(lhs), rhs.range), lhs, rhs, type: null };
}

export function annotated(b: Builder, s: Extract<Stmt, { kind: "AnnAssign" }>): TAssign {
  const { ctx } = b;
  if (s.value === null) throw new Refusal("annotation-without-value", ctx.from(s.start, 1), msg`an annotation without a value is not supported in TorchScript; give the value in the same statement`);
  if (s.target.kind === "Attribute") {
    const owner = s.target.value;
    if (owner.kind !== "Name") throw new Refusal("annotated-attribute", null, msg`only attributes of 'self' can be annotated; torch does not say where`);
    if (owner.id === "self" && b.functionName !== "__init__") {
      const length = 5 + pythonLength(s.target.attr) + (s.annotation.kind === "Name" ? 2 + pythonLength(s.annotation.id) : 0);
      throw new Refusal("annotated-attribute", ctx.from(s.start, length), msg`attributes of 'self' can be annotated in '__init__' only`);
    }
  }
  const rhs = buildExpr(b, s.value);
  const lhs = buildExpr(b, s.target);
  const type = buildExpr(b, s.annotation);
  return { kind: "Assign", range: ctx.merge(lhs.range, rhs.range, type.range), lhs: [lhs], rhs, type };
}

function withStmt(b: Builder, s: Extract<Stmt, { kind: "With" }>): TStmt {
  const { ctx } = b;
  const ignored = ignoreContextOf(s);
  if (ignored) return ignoreContext(b, s, ignored, (made) => buildStmt(b, made));
  const range = ctx.from(s.start, 4);
  const targets: TWith["targets"] = s.items.map((item) => {
    const place = ctx.from(item.contextExpr.start, "with statements".length);
    const target = buildExpr(b, item.contextExpr);
    let bound = item.optionalVars === null ? null : buildExpr(b, item.optionalVars);
    if (bound !== null && bound.kind !== "Var" && bound.kind !== "ErrorExpr") {
      note(b, new Refusal("with-target", null, msg`a 'with' can bind one plain name only; torch does not say where`));
      bound = { kind: "ErrorExpr", range: bound.range };
    }
    return { range: ctx.merge(place, target.range, bound?.range), target, var: bound };
  });
  const body = buildStmts(b, s.body);
  return { kind: "With", range: ctx.merge(range, ...rangesOf(targets), ...rangesOf(body)), targets, body };
}

/** Names that statements bind, nested functions and classes left out. */
export function assignedNames(stmts: readonly Stmt[]): string[] {
  const names = new Set<string>();
  const target = (e: Expr): void => {
    switch (e.kind) {
      case "Name": names.add(e.id); break;
      case "Tuple": case "List": e.elts.forEach(target); break;
      case "Starred": target(e.value); break;
      default:
    }
  };
  const visit = (s: Stmt): void => {
    switch (s.kind) {
      case "Assign": s.targets.forEach(target); break;
      case "AnnAssign": case "AugAssign": target(s.target); break;
      case "For": target(s.target); s.body.forEach(visit); s.orelse.forEach(visit); break;
      case "While": case "If": s.body.forEach(visit); s.orelse.forEach(visit); break;
      case "With":
        for (const i of s.items) if (i.optionalVars) target(i.optionalVars);
        s.body.forEach(visit);
        break;
      case "Try":
        for (const part of [s.body, s.orelse, s.finalbody]) part.forEach(visit);
        for (const h of s.handlers) {
          if (h.name !== null) names.add(h.name);
          h.body.forEach(visit);
        }
        break;
      case "Match": for (const part of s.bodies) part.forEach(visit); break;
      case "FunctionDef": case "ClassDef": names.add(s.name); break;
      case "Import": for (const a of s.names) names.add(a.asname ?? a.name.split(".")[0] ?? a.name); break;
      case "ImportFrom": for (const a of s.names) names.add(a.asname ?? a.name); break;
      case "Global": case "Nonlocal": for (const n of s.names) names.add(n); break;
      default:
    }
  };
  stmts.forEach(visit);
  return [...names];
}

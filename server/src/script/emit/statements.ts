/**
 * Statements, and how emission goes on after one that failed. Answers to emitStatements,
 * emitAssignment, emitDelete and the dispatch of ir_emitter.cpp.
 */
import type { SourceRange } from "../../syntax/source";
import type { TAssign, TDelete, TExpr, TStmt, TVar } from "../frontend/tree";
import { MethodValue } from "../sugared/classes";
import { fail, named } from "../sugared/support";
import type { Type } from "../types/types";
import { UnknownT } from "../types/types";
import { annotationStr } from "../types/print";
import { emitSubscriptAssign, emitTupleAssign, setAttribute } from "./assignments";
import { emitAugAssignment } from "./augmented";
import { emitClosure } from "./calls";
import { emitAssert, emitBreakContinue, emitFor, emitIf, emitRaise, emitReturn, emitWhile, emitWith } from "./control";
import { emitDefBody } from "./definition";
import { emitExpr, sugared } from "./expressions";
import type { Emitter } from "./state";
import { inTurn } from "./turns";
import { msg } from "../../text/message";

export function emitStatements(e: Emitter, stmts: readonly TStmt[]): void {
  for (const stmt of stmts) {
    e.checkTime();
    e.services.at?.(stmt.range);
    inTurn(e, stmt, () => { e.guard(stmt.range, () => { emitStatement(e, stmt); }, () => { afterFailure(e, stmt); }); });
    // what follows a return or raise is dead, and torch does not look at it
    if (e.exitBlocks.has(e.env.block)) return;
  }
}

function emitStatement(e: Emitter, stmt: TStmt): void {
  switch (stmt.kind) {
    case "If": emitIf(e, stmt); break;
    case "While": emitWhile(e, stmt); break;
    case "For": {
      const [iter, another] = stmt.iters;
      if (!iter || another) return fail("several-iterables", stmt.range, msg`a loop can run over one iterable only`);
      emitFor(e, stmt.targets, iter, stmt.range, () => { emitStatements(e, stmt.body); });
      break;
    }
    case "Assign": emitAssignment(e, stmt); break;
    case "AugAssign": emitAugAssignment(e, stmt); break;
    case "ExprStmt": sugared(e, stmt.expr, 0); break;
    case "Raise": emitRaise(e, stmt); break;
    case "Assert": emitAssert(e, stmt); break;
    case "Return": emitReturn(e, stmt.range, stmt.expr); break;
    case "Break": case "Continue": emitBreakContinue(e, stmt); break;
    case "Pass": break;
    case "DefStmt": {
      const closure = emitClosure(e, (block) => { emitDefBody(e, stmt.def, block); });
      e.env.setSugared(stmt.def.name.range, stmt.def.name.name, closure, null);
      break;
    }
    case "Delete": emitDelete(e, stmt); break;
    case "With": emitWith(e, stmt); break;
    case "Global": fail("global-statement", stmt.range, msg`global variables cannot be changed in TorchScript`); break;
    case "ErrorStmt":
      e.failed = true;
      e.returnsUnclear = true;
      for (const name of stmt.assigns) e.env.setUnknown(stmt.range, name);
      break;
  }
}

/** Names that the statement would have set are Unknown; one that leaves the block leaves it. */
function afterFailure(e: Emitter, stmt: TStmt): void {
  for (const name of assignedNames(stmt)) e.env.setUnknown(stmt.range, name);
  if (stmt.kind === "Return" || stmt.kind === "Raise") {
    e.exitBlocks.add(e.env.block);
    if (stmt.kind === "Return") e.def.mergedReturn ??= UnknownT;
  }
}

function targetNames(x: TExpr): string[] {
  switch (x.kind) {
    case "Var": return [x.name.name];
    case "TupleLiteral": case "ListLiteral": return x.inputs.flatMap(targetNames);
    case "Starred": return targetNames(x.expr);
    default: return [];
  }
}

function assignedNames(stmt: TStmt): string[] {
  const inside = (stmts: readonly TStmt[]): string[] => stmts.flatMap(assignedNames);
  switch (stmt.kind) {
    case "Assign": return stmt.lhs.flatMap(targetNames);
    case "AugAssign": return targetNames(stmt.lhs);
    case "For": return [...stmt.targets.flatMap(targetNames), ...inside(stmt.body)];
    case "While": return inside(stmt.body);
    case "If": return [...inside(stmt.body), ...inside(stmt.orelse)];
    case "With": return [...stmt.targets.flatMap((t) => (t.var ? targetNames(t.var) : [])), ...inside(stmt.body)];
    case "DefStmt": return [stmt.def.name.name];
    case "ErrorStmt": return stmt.assigns;
    default: return [];
  }
}

function emitAssignment(e: Emitter, stmt: TAssign): void {
  const { rhs, range } = stmt;
  const [first] = stmt.lhs;
  if (!first) return;
  if (!rhs) return fail("annotation-without-value", range, msg`a variable must have a value when it is annotated`);
  if (stmt.lhs.length === 1) {
    emitSingleAssignment(e, range, first, rhs, stmt.type);
    return;
  }
  // a = b = f(): f() once, then from left to right
  const name = e.tempName("$tmp_assign_");
  e.env.setSugared(rhs.range, name, sugared(e, rhs, 1), null);
  const value: TVar = { kind: "Var", range: rhs.range, name: { name, range: rhs.range } };
  for (const target of stmt.lhs) emitSingleAssignment(e, range, target, value, null);
}

/** Since 2.14 a variable's annotation has to say what is in a list or tuple; parameters may still leave it out. */
function typeOfLocal(e: Emitter, annotation: TExpr): Type {
  const type = e.parseType(annotation);
  if ((type.kind === "AnyList" || type.kind === "AnyTuple") && e.services.torch.atLeast(2, 14)) {
    const name = annotationStr(type);
    return fail("bad-annotation", annotation.range, msg`the ${name} needs its element types: write ${name}[int], for example`);
  }
  return type;
}

function emitSingleAssignment(e: Emitter, range: SourceRange, lhs: TExpr, rhs: TExpr, annotation: TExpr | null): void {
  const parse = (): Type | undefined => (annotation ? typeOfLocal(e, annotation) : undefined);
  switch (lhs.kind) {
    case "Var": {
      const type = parse();
      const value = sugared(e, rhs, 1, type);
      e.env.setSugared(lhs.range, lhs.name.name, value, type ?? null);
      break;
    }
    case "TupleLiteral": emitTupleAssign(e, lhs, rhs); break;
    case "Select": {
      const type = parse();
      const object = sugared(e, lhs.value, 1);
      const value = e.guardValue(rhs.range, () => sugared(e, rhs, 1, type).asValue(rhs.range, e.m));
      setAttribute(e, object, lhs.selector.name, value, range);
      break;
    }
    case "Subscript": emitSubscriptAssign(e, range, lhs, named(rhs.range, emitExpr(e, rhs))); break;
    case "ErrorExpr": sugared(e, rhs, 1); break;
    default: fail("assignment-target", lhs.range, msg`this cannot be assigned to in TorchScript`);
  }
}

function emitDelete(e: Emitter, stmt: TDelete): void {
  for (const target of stmt.targets) {
    if (target.kind === "Var") {
      e.env.remove(target.name);
      continue;
    }
    if (target.kind !== "Subscript") return fail("delete-target", target.range, msg`only names and items of lists and dicts can be deleted`);
    const [only] = target.subscripts;
    if (!only || only.kind === "SliceExpr") return fail("delete-slice", target.range, msg`a slice cannot be deleted, only a single item`);
    const object = sugared(e, target.value, 1);
    const index = emitExpr(e, only);
    const value = object.asValue(target.value.range, e.m);
    if (value.type.kind === "Unknown") continue;
    if (value.type.kind === "Class") {
      if (!value.type.methods.has("__delitem__")) return fail("delete-target", target.range, msg`${annotationStr(value.type)} has no __delitem__`);
      new MethodValue(value, ["__delitem__"]).call(stmt.range, e.m, [named(index.node.range ?? target.range, index)], []);
    } else if (value.type.kind !== "List" && value.type.kind !== "Dict") {
      // torch makes the node all the same and breaks off, without a place, once the body is emitted
      e.later("delete-target", target.range, msg`an item of ${annotationStr(value.type)} cannot be deleted, only one of a list or dict`, [value.type]);
    } else {
      e.graph.insertNode(e.graph.create("aten::Delete", [value, index], 0).setRange(target.range));
    }
  }
}

/**
 * Branches, loops, with, raise, assert, return. Answers to emitIfElseBlocks, emitLoopCommon,
 * emitUnrolledLoop, emitFor, emitWith, emitRaise, emitAssert and emitReturn in ir_emitter.cpp.
 */
import type { SourceRange } from "../../syntax/source";
import type { TApply, TAssert, TBreak, TContinue, TExpr, TIf, TRaise, TStmt, TWhile, TWith } from "../frontend/tree";
import { FollowsFromUnknown } from "../errors";
import type { Block, Value } from "../ir/ir";
import { ExceptionMessageValue, ExceptionValue } from "../sugared/builtins";
import { SimpleValue, asSimple, isUnknownValue } from "../sugared/simpleValue";
import type { SugaredValue } from "../sugared/sugaredValue";
import {
  builtinCall, builtinCallUnplaced, constBool, constInt, constStr, convert, createUninitialized, fail, hasUnknown, insertNone, insertUncheckedCast, isTensor, named, numberNotes,
} from "../sugared/support";
import { annotationStr } from "../types/print";
import { equals, isSubtypeOf } from "../types/subtype";
import type { Type } from "../types/types";
import { AnyT, IntT, NoneT, StringT, UnknownT } from "../types/types";
import { unifyTypes } from "../types/unify";
import { emitExprsAssign, validateAssignLhs } from "./assignments";
import { MAX_INT } from "./calls";
import { emitCondExpr, emitToBool, insertRefinements, negate } from "./conditions";
import type { CondValue, Refinements } from "./conditions";
import type { Environment } from "./environment";
import { emitExpr, sugared } from "./expressions";
import { emitStatements } from "./statements";
import { listRange } from "./state";
import type { Emitter } from "./state";
import { inTurns, Turns } from "./turns";
import { msg, type Message } from "../../text/message";

// ---- branches ----------------------------------------------------------------------------------

export function emitIf(e: Emitter, stmt: TIf): void {
  const keyword = { ...stmt.range, end: stmt.range.start + "if".length }; // where a branch without statements is
  emitIfElseBlocks(e, stmt.range, emitCondExpr(e, stmt.cond), stmt.body, stmt.orelse, keyword);
}

function emitBranch(e: Emitter, block: Block, branch: readonly TStmt[], refinements: Refinements, range: SourceRange): Environment {
  return e.inFrame(block, () => {
    insertRefinements(e, listRange(branch, range), refinements);
    emitStatements(e, branch);
  });
}

function emitIfElseBlocks(e: Emitter, range: SourceRange, cond: CondValue, whenTrue: readonly TStmt[], whenFalse: readonly TStmt[], empty = range): void {
  if (cond.staticIf !== undefined) {
    insertRefinements(e, range, cond.staticIf ? cond.refinements : negate(cond.refinements));
    emitStatements(e, cond.staticIf ? whenTrue : whenFalse);
    return;
  }
  if (cond.uncertain) {
    e.mute(() => { emitUncertainBranches(e, range, cond, whenTrue, whenFalse); });
    return;
  }
  const n = e.graph.insertNode(e.graph.create("prim::If", [], 0).setRange(range));
  n.addInput(cond.value);
  const trueBlock = n.addBlock();
  const falseBlock = n.addBlock();
  const onTrue = emitBranch(e, trueBlock, whenTrue, cond.refinements, empty);
  const onFalse = emitBranch(e, falseBlock, whenFalse, negate(cond.refinements), empty);
  joinBranches(e, range, [trueBlock, onTrue], [falseBlock, onFalse]);
}

/** Which names live on after both branches, and with which types. */
function joinBranches(e: Emitter, range: SourceRange, [trueBlock, onTrue]: readonly [Block, Environment], [falseBlock, onFalse]: readonly [Block, Environment]): void {
  const g = e.graph;
  const trueExits = e.exitBlocks.has(trueBlock);
  const falseExits = e.exitBlocks.has(falseBlock);
  if (trueExits && falseExits) e.exitBlocks.add(e.graph.insertPoint.block ?? g.block);

  const mutated = new Set<string>();
  const collect = (own: Environment, other: Environment, otherBlock: Block, otherExits: boolean, why: Message): void => {
    for (const name of own.definedVariables()) {
      g.withInsertPoint(otherBlock, () => {
        if (other.find(name) || otherExits) mutated.add(name);
        else e.env.explainMissing(name, range, why, own.typeHere(name));
      });
    }
  };
  collect(onTrue, onFalse, falseBlock, falseExits, msg`it is not assigned in the false branch`);
  collect(onFalse, onTrue, trueBlock, trueExits, msg`it is not assigned in the true branch`);

  for (const name of [...mutated].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))) {
    const tv = trueExits ? null : g.withInsertPoint(trueBlock, () => onTrue.getVar(name, range));
    const fv = falseExits ? null : g.withInsertPoint(falseBlock, () => onFalse.getVar(name, range));
    if (trueExits && falseExits) continue;
    // where a branch leaves, the other's values count
    const uninitialized = (like: Value, block: Block): Value => {
      const v = createUninitialized(e.m, like.type).insertBefore(block.returnNode).output;
      g.create("prim::Store", [v], 0).setS("name", name).insertBefore(block.returnNode);
      return v;
    };
    const a = tv ?? (fv ? uninitialized(fv, trueBlock) : null);
    const b = fv ?? (tv ? uninitialized(tv, falseBlock) : null);
    if (!a || !b) continue;
    const outer = e.env.find(name);
    const declared = (outer ? asSimple(outer) : null)?.type;
    if (hasUnknown(a.type) || hasUnknown(b.type)) {
      e.env.setType(name, UnknownT);
      continue;
    }
    const toUnion = declared?.kind === "Union" || declared?.kind === "Optional" || declared?.kind === "Scalar";
    const type = unifyTypes(a.type, b.type, toUnion);
    if (!type) {
      const why = msg`it has type ${annotationStr(a.type)} in the true branch and ${annotationStr(b.type)} in the false branch`;
      if (onTrue.findInParents(name) ?? onFalse.findInParents(name)) {
        fail("branch-types", range, msg`'${name}' cannot be used after this if: ${why}`, [a.type, b.type]);
      }
      e.env.explainMissing(name, range, why);
      continue;
    }
    e.env.setType(name, type);
  }
}

/** Either branch, or only one of them, may be what torch compiles: names set in any are Unknown afterwards. */
function emitUncertainBranches(e: Emitter, range: SourceRange, cond: CondValue, whenTrue: readonly TStmt[], whenFalse: readonly TStmt[]): void {
  const n = e.graph.insertNode(e.graph.create("prim::If", [], 0).setRange(range));
  n.addInput(cond.value);
  const frames = [whenTrue, whenFalse].map((branch) => {
    const block = n.addBlock();
    return { block, frame: emitBranch(e, block, branch, { whenTrue: [], whenFalse: [] }, range) };
  });
  if (frames.every((f) => e.exitBlocks.has(f.block)) && e.graph.insertPoint.block) e.exitBlocks.add(e.graph.insertPoint.block);
  if (frames.some((f) => e.exitBlocks.has(f.block))) {
    e.def.mergedReturn = e.def.declaredReturn ?? UnknownT;
    e.returnsUnclear = true;
  }
  for (const { frame } of frames) for (const name of frame.definedNames()) e.env.setUnknown(range, name);
}

// ---- loops -------------------------------------------------------------------------------------

export function emitWhile(e: Emitter, stmt: TWhile): void {
  emitLoop(e, stmt.range, () => { emitStatements(e, stmt.body); }, null, [], stmt.cond);
}

function inLoop(e: Emitter, status: "loop" | "unrolled" | "unknown", body: () => void): void {
  const before = e.loop;
  e.loop = status;
  try { body(); } finally { e.loop = before; }
}

function emitLoop(e: Emitter, range: SourceRange, body: () => void, iterable: SugaredValue | null, targets: readonly TExpr[], cond: TExpr | null): void {
  const tripCount = iterable ? iterable.len(range, e.m) : e.materializeConstant({ kind: "int", value: MAX_INT }, range);
  const n = e.graph.insertNode(e.graph.create("prim::Loop", [], 0).setRange(range));
  const bodyBlock = n.addBlock();
  const conditionBlock = n.addBlock();
  e.pushFrame(conditionBlock);
  const go = cond
    ? e.graph.withInsertPoint(conditionBlock, () => e.guardValue(cond.range, () => emitToBool(e, cond.range, emitExpr(e, cond))))
    : e.graph.withInsertPoint(n, () => e.graph.insertConstant(constBool(true), range));
  conditionBlock.registerOutput(go);
  e.popFrame();
  n.addInput(tripCount);
  inLoop(e, "loop", () => {
    const trip = bodyBlock.addInput().setType(IntT);
    e.inFrame(bodyBlock, () => {
      if (iterable) assignTargets(e, range, targets, iterable.getItem(range, e.m, trip).asValue(range, e.m));
      body();
    });
  });
}

function assignTargets(e: Emitter, range: SourceRange, targets: readonly TExpr[], current: Value): void {
  validateAssignLhs(targets, range);
  const lhs: readonly TExpr[] = targets.length > 1 ? [{ kind: "TupleLiteral", range, inputs: [...targets] }] : targets;
  emitExprsAssign(e, lhs, [new SimpleValue(current)], range, 1);
}

function emitUnrolledLoop(e: Emitter, range: SourceRange, body: () => void, iterable: SugaredValue, targets: readonly TExpr[]): void {
  const length = iterable.staticLen() ?? 0;
  inTurns(e, new Map(), () => { inLoop(e, "unrolled", () => {
    // no frame of its own: what a turn leaves behind may have another type than before
    const turns = new Turns(e);
    for (let i = 0; i < length; i++) {
      e.checkTime();
      const index = e.materializeConstant(constInt(i), range);
      const item = iterable.getItem(range, e.m, index);
      emitExprsAssign(e, targets, [item], listRange(targets, range), 1);
      turns.emit(body);
    }
  }); });
}

/** The loop over something unknown might be unrolled: its body is emitted once, in the surrounding frame. */
function emitUnknownLoop(e: Emitter, range: SourceRange, body: () => void, item: SugaredValue, targets: readonly TExpr[]): void {
  const { block } = e.graph.insertPoint;
  const exited = block !== null && e.exitBlocks.has(block);
  inLoop(e, "unknown", () => {
    emitExprsAssign(e, targets, [item], listRange(targets, range), 1);
    body();
  });
  if (block && !exited && e.exitBlocks.delete(block)) e.returnsUnclear = true;
}

export function emitFor(e: Emitter, targets: readonly TExpr[], iter: TExpr, range: SourceRange, body: () => void): void {
  const source = sugared(e, iter, 1);
  const iterable = e.guard<SugaredValue>(range, () => source.iter(range, e.m), () => new SimpleValue(e.unknown(range)));
  if (isUnknownValue(iterable)) emitUnknownLoop(e, range, body, iterable, targets);
  else if (iterable.shouldEmitUnrolled()) emitUnrolledLoop(e, range, body, iterable, targets);
  else emitLoop(e, range, body, iterable, targets, null);
}

export function emitBreakContinue(e: Emitter, stmt: TBreak | TContinue): void {
  const word = stmt.kind === "Break" ? "break" : "continue";
  if (e.loop === "none") fail("outside-loop", stmt.range, msg`'${word}' outside of a loop`);
  if (e.loop === "unrolled") fail("break-in-unrolled-loop", stmt.range, msg`'${word}' cannot be used here: TorchScript unrolls a loop over modules or a tuple`);
  if (e.loop === "unknown") return;
  e.graph.insertNode(e.graph.create(stmt.kind === "Break" ? "prim::BreakStmt" : "prim::ContinueStmt", [], 0).setRange(stmt.range));
}

// ---- with, raise, assert, return ---------------------------------------------------------------

export function emitWith(e: Emitter, stmt: TWith): void {
  const entered: Value[] = [];
  for (const { target, var: name } of stmt.targets) {
    const object = emitExpr(e, target);
    const n = e.graph.insertNode(e.graph.create("prim::Enter", [object]));
    entered.push(object);
    // an unusable context manager must not hide the errors of the body
    n.output.setType(e.guard<Type>(target.range, () => enterType(target.range, object), () => UnknownT));
    if (name?.kind === "Var") e.env.setVar(name.range, name.name.name, n.output);
  }
  emitStatements(e, stmt.body);
  for (const object of entered.reverse()) e.graph.insertNode(e.graph.create("prim::Exit", [object]));
}

function enterType(range: SourceRange, object: Value): Type {
  const t = object.type;
  if (t.kind === "Unknown") return t;
  if (t.kind !== "Class") return fail("with-item", range, msg`a with statement needs an object with __enter__ and __exit__, not ${annotationStr(t)}`, [t]);
  const enter = t.methods.get("__enter__");
  const exit = t.methods.get("__exit__");
  if (!enter || !exit) return fail("with-item", range, msg`${annotationStr(t)} has no ${enter ? "__exit__" : "__enter__"}`);
  if (enter.schema().args.length !== 1) return fail("with-item", range, msg`__enter__ must take no argument but self`);
  const args = exit.schema().args;
  if (args.length !== 4) return fail("with-item", range, msg`__exit__ must take four arguments: self, type, value and traceback`);
  args.slice(1).forEach((a, i) => {
    if (a.type !== AnyT) fail("with-item", range, msg`argument ${i + 1} of __exit__ must be annotated Any, not ${annotationStr(a.type)}`, [a.type]);
  });
  return enter.schema().returns[0]?.type ?? NoneT;
}

function exitHere(e: Emitter): void { e.exitBlocks.add(e.env.block); }

export function emitRaise(e: Emitter, stmt: TRaise): void {
  const exception = sugared(e, stmt.expr, 1);
  let message: Value;
  let cls: Value | null = null;
  if (exception instanceof ExceptionMessageValue) {
    message = exception.value;
    cls = exception.qualifiedClassName;
  } else if (exception instanceof ExceptionValue) {
    message = e.graph.insertConstant(constStr(""), stmt.range);
  } else {
    exitHere(e);
    if (isUnknownValue(exception)) return;
    return fail("not-an-exception", stmt.range, msg`only an exception can be raised`);
  }
  exitHere(e);
  if (message.type.kind === "Unknown") return;
  if (!isSubtypeOf(message.type, StringT)) message = builtinCallUnplaced(e.m, stmt.range, "aten::str", [named(stmt.range, message)]);
  builtinCall(e.m, stmt.range, "prim::RaiseException", [named(stmt.range, message), named(stmt.range, cls ?? insertNone(e.m))]);
}

export function emitAssert(e: Emitter, stmt: TAssert): void {
  const cond = emitCondExpr(e, stmt.test);
  const { range } = stmt;
  const message: TExpr = stmt.msg ?? { kind: "StringLiteral", range, text: "" };
  const apply: TApply = { kind: "Apply", range, callee: { kind: "Var", range, name: { name: "AssertionError", range } }, inputs: [message], attributes: [] };
  emitIfElseBlocks(e, range, cond, [], [{ kind: "Raise", range, expr: apply }]);
}

export function emitReturn(e: Emitter, range: SourceRange, expr: TExpr): void {
  const { def } = e;
  const declared = def.declaredReturn;
  let value = emitExpr(e, expr, declared ?? undefined);
  exitHere(e);
  let type: Type;
  if (declared) {
    type = declared;
    if (value.type.kind !== "Unknown" && declared.kind !== "Unknown") {
      // None is not to become a tensor here
      if (!(isTensor(value.type) && value.type === NoneT)) value = convert(e.m, range, declared, value);
      if (!isSubtypeOf(value.type, declared)) {
        def.mergedReturn = declared;
        // one more of the same kind is the same fault
        if (def.returnDisagrees && equals(def.returnDisagrees, value.type)) throw FollowsFromUnknown.ERROR;
        def.returnDisagrees = value.type;
        fail("return-type", range, msg`this function is annotated to return ${{ wanted: annotationStr(declared) }} but returns ${{ given: annotationStr(value.type) }} here`, [declared, value.type], numberNotes(value.type));
      }
    }
  } else {
    const before = def.mergedReturn ?? value.type;
    if (hasUnknown(before) || hasUnknown(value.type)) {
      type = UnknownT;
    } else {
      const merged = unifyTypes(before, value.type);
      if (!merged) {
        def.mergedReturn = UnknownT;
        return fail("return-types", range, msg`an earlier return gives ${{ earlier: annotationStr(before) }} and this one ${{ given: annotationStr(value.type) }}, which have no common type`, [before, value.type]);
      }
      type = merged;
    }
  }
  def.mergedReturn = type;
  if (type === AnyT && value.type !== AnyT) value = insertUncheckedCast(e.m, value, type);
  e.graph.insertNode(e.graph.create("prim::ReturnStmt", [value], 0));
}


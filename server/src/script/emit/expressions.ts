/**
 * Expressions. Answers to emitExpr, emitSugaredExpr, emitSimpleExpr, emitUnaryOp, emitBinaryOp,
 * emitTernaryIf and emitConst in torch/csrc/jit/frontend/ir_emitter.cpp.
 */
import type { SourceRange } from "../../syntax/source";
import { FollowsFromUnknown } from "../errors";
import { parseTypeFromExpr } from "../frontend/scriptTypeParser";
import type { BinOpKind, TBinOp, TConst, TExpr, TTernaryIf, TUnaryOp } from "../frontend/tree";
import type { ConstantValue } from "../ir/constant";
import type { Value } from "../ir/ir";
import { toConstant } from "../schema/constants";
import { BuiltinFunction, MagicMethod } from "../sugared/builtins";
import { IgnoredBlockValue } from "../sugared/ignoredBlock";
import { SimpleValue, asSimple } from "../sugared/simpleValue";
import type { NamedValue, SugaredValue } from "../sugared/sugaredValue";
import { constBool, constStr, fail, hasUnknown, insertTuple, insertUncheckedCast, named, unpackTuple } from "../sugared/support";
import type { Type } from "../types/types";
import { AnyT, BoolT, StringT, TensorT } from "../types/types";
import { emitApplyExpr } from "./calls";
import { emitDictComprehension, emitListComprehension } from "./comprehensions";
import { emitCondExpr, emitIfExpr } from "./conditions";
import { emitDictLiteral, emitListLiteral } from "./literals";
import type { Emitter } from "./state";
import { emitSubscript } from "./subscripts";
import { msg } from "../../text/message";

/** The value of an expression in the graph; after an error it is recorded and the value is Unknown. */
export function emitExpr(e: Emitter, expr: TExpr, hint?: Type): Value {
  e.services.at?.(expr.range);
  return e.guardValue(expr.range, () => {
    const v = sugared(e, expr, 1, hint).asValue(expr.range, e.m);
    // values do not become Any by themselves, so `1 if c else "a"` needs the cast on both sides
    return hint === AnyT && v.type !== AnyT && v.type.kind !== "Unknown" ? insertUncheckedCast(e.m, v, AnyT) : v;
  });
}

/** What an expression stands for; `nBinders` names take it up. After an error: an Unknown. */
export function sugared(e: Emitter, expr: TExpr, nBinders: number, hint?: Type): SugaredValue {
  const value = e.guard(expr.range, () => emitSugaredExpr(e, expr, nBinders, hint), () => new SimpleValue(e.unknown(expr.range)));
  const type = e.muted === 0 ? asSimple(value)?.type ?? value.shownAt(expr.range) : null;
  if (type) e.services.typed?.(expr.range, type);
  return value;
}

/** In place of what failed: of it nothing is known but its type. */
export function ofType(e: Emitter, range: SourceRange, type: Type | null | undefined): SugaredValue {
  if (!type || hasUnknown(type)) throw FollowsFromUnknown.ERROR;
  return new SimpleValue(e.unknown(range, type));
}

/** Calls; where that fails, what would come of it may be known all the same. */
export function called(e: Emitter, range: SourceRange, callee: SugaredValue, args: readonly NamedValue[], kwargs: readonly NamedValue[], call: () => SugaredValue): SugaredValue {
  return e.guard(range, call, () => ofType(e, range, callee.resultType(e.m, args, kwargs)));
}

function emitSugaredExpr(e: Emitter, expr: TExpr, nBinders: number, hint?: Type): SugaredValue {
  switch (expr.kind) {
    case "Var": return e.env.get(expr.name);
    case "Select": return sugared(e, expr.value, 1).attr(expr.range, e.m, expr.selector.name);
    case "Apply": return emitApplyExpr(e, expr, nBinders, hint);
    case "Subscript": return emitSubscript(e, expr, hint);
    case "IgnoredBlock": return new IgnoredBlockValue(expr, (type) => parseTypeFromExpr(type, null, e.services.torch));
    default: return new SimpleValue(emitSimpleExpr(e, expr, hint));
  }
}

/** Arguments in order; `*x` gives the members of a tuple if `unpack`. */
export function getNamedValues(e: Emitter, exprs: readonly TExpr[], unpack: boolean): NamedValue[] {
  return exprs.flatMap((x) => {
    if (unpack && x.kind === "Starred") {
      const entries = sugared(e, x.expr, 1).asTuple(x.range, e.m);
      return entries.map((v) => named(x.range, v.asValue(x.range, e.m)));
    }
    return [named(x.range, emitExpr(e, x))];
  });
}
export const getValues = (e: Emitter, exprs: readonly TExpr[], unpack: boolean): Value[] => getNamedValues(e, exprs, unpack).map((v) => v.value);

type Operator = Exclude<BinOpKind, "and" | "or" | "is" | "isnot" | "//" | "@">;
/** Operator and Python's method for it, where the left side is a class instance. */
const BINARY: Readonly<Record<Operator, readonly [symbol: string, method: string]>> = {
  "+": ["aten::add", "__add__"], "-": ["aten::sub", "__sub__"], "*": ["aten::mul", "__mul__"], "**": ["aten::pow", "__pow__"],
  "/": ["aten::div", "__truediv__"], "%": ["aten::remainder", "__mod__"], "!=": ["aten::ne", "__ne__"], "==": ["aten::eq", "__eq__"],
  "<": ["aten::lt", "__lt__"], ">": ["aten::gt", "__gt__"], "<=": ["aten::le", "__le__"], ">=": ["aten::ge", "__ge__"],
  "&": ["aten::__and__", "__and__"], "|": ["aten::__or__", "__or__"], "^": ["aten::__xor__", "__xor__"], in: ["aten::__contains__", "__contains__"],
  "<<": ["aten::__lshift__", "__lshift__"], ">>": ["aten::__rshift__", "__rshift__"],
};

function plain(v: SugaredValue): Value {
  const value = asSimple(v);
  if (!value) throw FollowsFromUnknown.ERROR;
  return value;
}

function emitBinaryOp(e: Emitter, expr: TBinOp, op: Operator): Value {
  const [symbol, method] = BINARY[op];
  let args = getNamedValues(e, [expr.lhs, expr.rhs], false);
  // the container that is searched stands on the right
  if (op === "in") args = args.reverse();
  const [a, b] = args;
  if (!a || !b) throw FollowsFromUnknown.ERROR;
  if (op === "+" && a.value.type.kind === "Tuple" && b.value.type.kind === "Tuple") {
    const first = unpackTuple(e.m, a.value);
    return insertTuple(e.m, [...first, ...unpackTuple(e.m, b.value)]);
  }
  return plain(operated(e, expr, new MagicMethod(method, new BuiltinFunction(symbol)), args));
}

/** An operator with a Tensor on the left gives one, whatever the right side will be. */
function operated(e: Emitter, expr: TBinOp | TUnaryOp, operator: SugaredValue, args: readonly NamedValue[]): SugaredValue {
  const [a, b] = args;
  if (expr.kind === "BinOp" && expr.op !== "in" && a?.value.type.kind === "Tensor" && b && hasUnknown(b.value.type)) return ofType(e, expr.range, TensorT);
  return called(e, expr.range, operator, args, [], () => operator.call(expr.range, e.m, args, [], 0));
}

function emitBinOp(e: Emitter, expr: TBinOp): Value {
  switch (expr.op) {
    case "and": case "or": case "is": case "isnot": return emitLogical(e, expr);
    case "//": case "@":
      return plain(operated(e, expr, new BuiltinFunction(expr.op === "@" ? "aten::matmul" : "aten::floordiv"), getNamedValues(e, [expr.lhs, expr.rhs], false)));
    case "%": {
      // torch looks at the left side first, and then emits it once more
      const lhs = e.guardValue(expr.lhs.range, () => sugared(e, expr.lhs, 0).asValue(expr.lhs.range, e.m));
      if (lhs.type !== StringT) return emitBinaryOp(e, expr, "%");
      const n = e.graph.create("aten::percentFormat", getValues(e, [expr.lhs, expr.rhs], false)).setRange(expr.range);
      n.output.setType(StringT);
      return e.graph.insertNode(n).output;
    }
    default: return emitBinaryOp(e, expr, expr.op);
  }
}

/** A bool, whatever is wrong with it. */
function emitLogical(e: Emitter, expr: TExpr): Value {
  const { value } = emitCondExpr(e, expr);
  return value.type.kind === "Unknown" ? e.unknown(expr.range, BoolT) : value;
}

function emitUnaryOp(e: Emitter, expr: TUnaryOp): Value {
  if (expr.op === "not") return emitLogical(e, expr);
  const [symbol, method] = expr.op === "neg" ? ["aten::neg", "__neg__"] : ["aten::bitwise_not", "__invert__"];
  const args = getNamedValues(e, [expr.operand], false);
  const value = plain(operated(e, expr, new MagicMethod(method, new BuiltinFunction(symbol)), args));
  if (value.node.kind !== symbol || symbol !== "aten::neg") return value;
  const constant = toConstant(value.node.input());
  const folded = constant ? negated(constant) : null;
  return folded ? e.graph.insertConstant(folded, expr.range) : value;
}

function negated(c: ConstantValue): ConstantValue | null {
  switch (c.kind) {
    case "int": return { kind: "int", value: BigInt.asIntN(64, -c.value) };
    case "float": return { kind: "float", value: -c.value };
    case "complex": return { kind: "complex", re: -c.re, im: -c.im };
    default: return null;
  }
}

function emitTernaryIf(e: Emitter, expr: TTernaryIf, hint?: Type): Value {
  const cond = emitCondExpr(e, expr.cond);
  if (cond.staticIf !== undefined) return emitExpr(e, cond.staticIf ? expr.trueExpr : expr.falseExpr, hint);
  const sides = (): Value => emitIfExpr(e, expr.range, cond, () => emitExpr(e, expr.trueExpr, hint), () => emitExpr(e, expr.falseExpr, hint));
  if (!cond.uncertain) return sides();
  e.mute(() => e.guard<Value | null>(expr.range, sides, () => null));
  return e.unknown(expr.range);
}

/** A number, from the text that torch gets for it. */
export function emitConst(e: Emitter, expr: TConst): Value {
  const { text, range } = expr;
  if (text.includes("j")) return e.materializeConstant({ kind: "complex", re: 0, im: Number(text.replace("j", "")) }, range);
  if (text === "inf" || /[.eE]/.test(text)) return e.materializeConstant({ kind: "float", value: text === "inf" ? Infinity : Number(text) }, range);
  const value = BigInt(text);
  if (value !== BigInt.asIntN(64, value)) fail("int-too-large", range, msg`this number does not fit into 64 bits`);
  return e.materializeConstant({ kind: "int", value }, range);
}

function emitTuple(e: Emitter, exprs: readonly TExpr[]): Value {
  return insertTuple(e.m, getValues(e, exprs, true));
}

function emitSimpleExpr(e: Emitter, expr: TExpr, hint?: Type): Value {
  const known = hint && !hasUnknown(hint) ? hint : undefined;
  switch (expr.kind) {
    case "BinOp": return emitBinOp(e, expr);
    case "UnaryOp": return emitUnaryOp(e, expr);
    case "TernaryIf": return emitTernaryIf(e, expr, known);
    case "Const": return emitConst(e, expr);
    case "True": return e.graph.insertConstant(constBool(true), expr.range);
    case "False": return e.graph.insertConstant(constBool(false), expr.range);
    case "None": return e.graph.insertConstant({ kind: "None" }, expr.range);
    case "StringLiteral": return e.graph.insertConstant(constStr(expr.text), expr.range);
    case "ListLiteral": return emitListLiteral(e, expr, known);
    case "TupleLiteral": return emitTuple(e, expr.inputs);
    case "DictLiteral": return emitDictLiteral(e, expr, known);
    case "ListComp": return emitListComprehension(e, expr, known);
    case "DictComp": return emitDictComprehension(e, expr, known);
    case "ErrorExpr": throw FollowsFromUnknown.ERROR;
    case "Starred": return fail("starred-expression", expr.range, msg`a starred expression cannot stand here`);
    case "Dots": case "SliceExpr": return fail("unsupported-expression", expr.range, msg`this expression has no value in TorchScript`);
    case "Var": case "Select": case "Apply": case "Subscript": case "IgnoredBlock": return emitExpr(e, expr, hint);
  }
}


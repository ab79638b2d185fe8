/**
 * Conditions: which of them are decided while compiling, and what they teach about the types of
 * names. Answers to CondValue, RefinementSet, emitCondExpr, emitIsInstance, emitHasAttr and
 * emitShortCircuitLogical in torch/csrc/jit/frontend/ir_emitter.cpp.
 */
import type { SourceRange } from "../../syntax/source";
import { FollowsFromUnknown } from "../errors";
import type { TApply, TBinOp, TExpr } from "../frontend/tree";
import type { Value } from "../ir/ir";
import { toConstant } from "../schema/constants";
import { SpecialFormValue } from "../sugared/builtins";
import { asSimple, isUnknownValue } from "../sugared/simpleValue";
import { ModuleValue } from "../sugared/moduleValue";
import { builtinCall, constBool, fail, fitsNone, hasUnknown, insertIsInstance, insertUncheckedCast, named } from "../sugared/support";
import { annotationStr } from "../types/print";
import { equals, isSubtypeOf } from "../types/subtype";
import type { Type } from "../types/types";
import { AnyT, BoolT, NoneT } from "../types/types";
import { containedTypes, standardMembers, subtractTypeSet } from "../types/union";
import { unifyTypeList, unifyTypes } from "../types/unify";
import { checkApplyNumInputs } from "./arity";
import { emitExpr, sugared } from "./expressions";
import type { Emitter } from "./state";
import { msg } from "../../text/message";

export interface Refinement { readonly name: string; readonly type: Type }

/** What holds where the condition is true, and where it is false. */
export interface Refinements { readonly whenTrue: readonly Refinement[]; readonly whenFalse: readonly Refinement[] }
export const NO_REFINEMENTS: Refinements = { whenTrue: [], whenFalse: [] };
export const negate = (r: Refinements): Refinements => ({ whenTrue: r.whenFalse, whenFalse: r.whenTrue });

function union(a: readonly Refinement[], b: readonly Refinement[]): Refinement[] {
  const out = [...a];
  for (const r of b) {
    const at = out.findIndex((x) => x.name === r.name);
    const there = out[at];
    if (!there) out.push(r);
    // two different things known about one name: torch keeps neither
    else if (!equals(there.type, r.type)) out.splice(at, 1);
  }
  return out;
}
function intersection(a: readonly Refinement[], b: readonly Refinement[]): Refinement[] {
  return a.filter((r) => b.find((x) => x.name === r.name)?.type === r.type);
}
const both = (a: Refinements, b: Refinements): Refinements =>
  ({ whenTrue: union(a.whenTrue, b.whenTrue), whenFalse: intersection(a.whenFalse, b.whenFalse) });
const either = (a: Refinements, b: Refinements): Refinements =>
  ({ whenTrue: intersection(a.whenTrue, b.whenTrue), whenFalse: union(a.whenFalse, b.whenFalse) });

export interface CondValue {
  readonly value: Value;
  readonly refinements: Refinements;
  /** Set where torch compiles only one of the branches. */
  readonly staticIf: boolean | undefined;
  /** Ours: whether it is static hangs on something unknown, so the branches may be dead code. */
  readonly uncertain: boolean;
}

const dynamic = (value: Value, refinements: Refinements = NO_REFINEMENTS, staticIf?: boolean): CondValue =>
  ({ value, refinements, staticIf, uncertain: false });
const decided = (e: Emitter, range: SourceRange, value: boolean, refinements: Refinements = NO_REFINEMENTS): CondValue =>
  dynamic(e.graph.insertConstant(constBool(value), range), refinements, value);
const uncertain = (e: Emitter, range: SourceRange): CondValue =>
  ({ value: e.unknown(range), refinements: NO_REFINEMENTS, staticIf: undefined, uncertain: true });

export function insertRefinements(e: Emitter, range: SourceRange, refinements: Refinements): void {
  for (const r of refinements.whenTrue) {
    const known = e.env.findUnplaced(r.name);
    const v = known instanceof ModuleValue && known.type.jitType === r.type ? known.toCast() : e.env.getVar(r.name, range);
    if (v.type.kind === "Unknown") continue;
    e.env.setVar(range, r.name, insertUncheckedCast(e.m, v, r.type));
  }
}

/** The value of a condition; never fails: what could not be compiled may or may not be static. */
export function emitCondExpr(e: Emitter, expr: TExpr): CondValue {
  return e.guard(expr.range, () => condition(e, expr), () => uncertain(e, expr.range));
}

function condition(e: Emitter, expr: TExpr): CondValue {
  switch (expr.kind) {
    case "BinOp":
      if (expr.op === "and" || expr.op === "or") return shortCircuit(e, expr);
      if (expr.op === "is" || expr.op === "isnot") return isNoneCheck(e, expr);
      break;
    case "UnaryOp":
      if (expr.op === "not") {
        const v = emitCondExpr(e, expr.operand);
        if (v.uncertain) return v;
        const value = v.value.type.kind === "Unknown" ? v.value : builtinCall(e.m, expr.range, "aten::__not__", [named(v.value.node.range ?? expr.range, v.value)]);
        return dynamic(value, negate(v.refinements), v.staticIf === undefined ? undefined : !v.staticIf);
      }
      break;
    case "Apply": {
      const special = staticCall(e, expr);
      if (special) return special;
      break;
    }
    default:
  }
  const value = emitToBool(e, expr.range, emitExpr(e, expr));
  if (value.type.kind === "Unknown" || value.node.kind === "lens::unknown") {
    // a name or an attribute could have been a constant
    return { ...dynamic(value), uncertain: expr.kind === "Var" || expr.kind === "Select" };
  }
  let staticIf: boolean | undefined;
  if (value.node.kind === "aten::is_scripting") staticIf = true;
  else if (value.node.kind === "aten::has_torch_function") staticIf = false;
  const constant = toConstant(value);
  if (constant?.kind === "bool") staticIf = constant.value;
  return dynamic(value, NO_REFINEMENTS, staticIf);
}

function staticCall(e: Emitter, expr: TApply): CondValue | null {
  const isForm = (form: "prim::isinstance" | "prim::HasAttr"): CondValue => {
    checkApplyNumInputs(e, expr, 2);
    const [a, b] = expr.inputs;
    if (!a || !b) throw FollowsFromUnknown.ERROR;
    return form === "prim::HasAttr" ? emitHasAttr(e, a, b) : emitIsInstance(e, a, b);
  };
  if (expr.callee.kind === "Var") {
    if (expr.callee.name.name === "isinstance") return isForm("prim::isinstance");
    if (expr.callee.name.name === "hasattr") return isForm("prim::HasAttr");
  }
  const callee = sugared(e, expr.callee, 1);
  if (callee instanceof SpecialFormValue && callee.form === "prim::isinstance") return isForm("prim::isinstance");
  return null;
}

function shortCircuit(e: Emitter, expr: TBinOp): CondValue {
  const isOr = expr.op === "or";
  const lhs = emitCondExpr(e, expr.lhs);
  let rhs: CondValue | undefined;
  const constant = (): Value => e.graph.insertConstant(constBool(isOr), expr.range);
  const next = (): Value => (rhs = emitCondExpr(e, expr.rhs)).value;
  const value = isOr ? emitIfExpr(e, expr.range, lhs, constant, next) : emitIfExpr(e, expr.range, lhs, next, constant);
  if (!rhs) throw FollowsFromUnknown.ERROR;
  let staticIf: boolean | undefined;
  if (lhs.staticIf === isOr || rhs.staticIf === isOr) staticIf = isOr;
  else if (lhs.staticIf !== undefined && rhs.staticIf !== undefined) staticIf = !isOr;
  const refinements = isOr ? either(lhs.refinements, rhs.refinements) : both(lhs.refinements, rhs.refinements);
  return { value, refinements, staticIf, uncertain: staticIf === undefined && (lhs.uncertain || rhs.uncertain) };
}

type NoneStatus = "always" | "maybe" | "never";
function canBeNone(v: Value): NoneStatus {
  if (v.node.mustBeNone) return "always";
  if (v.type.kind === "Optional" || (v.type.kind === "Union" && containedTypes(v.type).some(fitsNone))) return "maybe";
  return "never";
}

function isNoneCheck(e: Emitter, expr: TBinOp): CondValue {
  const lhs = emitExpr(e, expr.lhs);
  const rhs = emitExpr(e, expr.rhs);
  if (lhs.type.kind === "Unknown" || rhs.type.kind === "Unknown") return uncertain(e, expr.range);
  const a = canBeNone(lhs);
  const b = canBeNone(rhs);
  const isIs = expr.op === "is";
  if (a === "always" && b === "always") return decided(e, expr.range, isIs);
  if ((a === "always" && b === "never") || (a === "never" && b === "always")) return decided(e, expr.range, !isIs);
  const value = builtinCall(e.m, expr.range, isIs ? "aten::__is__" : "aten::__isnot__",
    [named(lhs.node.range ?? expr.range, lhs), named(rhs.node.range ?? expr.range, rhs)]);
  const present = expr.rhs.kind === "None" ? presentRefinements(expr.lhs, lhs)
    : expr.lhs.kind === "None" ? presentRefinements(expr.rhs, rhs) : [];
  return dynamic(value, isIs ? { whenTrue: [], whenFalse: present } : { whenTrue: present, whenFalse: [] });
}

/** What a name is where it is not None. */
function presentRefinements(expr: TExpr, v: Value): Refinement[] {
  if (expr.kind !== "Var") return [];
  const t = v.type;
  if (t.kind === "Optional") return [{ name: expr.name.name, type: t.elem }];
  if (t.kind === "Union") {
    const rest = subtractTypeSet(t, [NoneT]);
    if (rest) return [{ name: expr.name.name, type: rest }];
  }
  return [];
}

/** `a if c else b`, `and`, `or`: both sides in blocks of their own. */
export function emitIfExpr(e: Emitter, range: SourceRange, cond: CondValue, whenTrue: () => Value, whenFalse: () => Value): Value {
  const n = e.graph.insertNode(e.graph.create("prim::If", [], 0).setRange(range));
  n.addInput(cond.value);
  const blocks = [n.addBlock(), n.addBlock()] as const;
  const emit = (block: (typeof blocks)[number], refinements: Refinements, side: () => Value): Type => {
    let type: Type = NoneT;
    e.inFrame(block, () => {
      insertRefinements(e, range, refinements);
      const out = side();
      block.registerOutput(out);
      type = out.type;
    });
    return type;
  };
  const a = emit(blocks[0], cond.refinements, whenTrue);
  const b = emit(blocks[1], negate(cond.refinements), whenFalse);
  if (hasUnknown(a) || hasUnknown(b)) return n.addOutput(a.kind === b.kind && hasUnknown(a) ? a : hasUnknown(a) ? a : b);
  const type = unifyTypes(a, b);
  if (!type) return fail("if-expression-types", range, msg`the two sides of this expression have types ${{ left: annotationStr(a) }} and ${{ right: annotationStr(b) }}, which have no common type`, [a, b]);
  return n.addOutput(type);
}

export function emitToBool(e: Emitter, range: SourceRange, v: Value): Value {
  if (v.type.kind === "Unknown") return v;
  let out: Value | null;
  try {
    out = asSimple(e.env.getSugared("bool", range).call(range, e.m, [named(v.node.range ?? range, v)], [], 0));
  } catch (error) {
    if (error instanceof FollowsFromUnknown) throw error;
    return fail("not-a-condition", range, v.type.kind === "Optional" ? msg`${{ optional: annotationStr(v.type) }} cannot be used as a condition; compare it with None` : msg`${{ condition: annotationStr(v.type) }} cannot be used as a condition`, [v.type]);
  }
  if (!out || !isSubtypeOf(out.type, BoolT)) {
    return fail("not-a-condition", range, msg`a condition must be a bool, not ${annotationStr(out?.type ?? v.type)}`, [out?.type ?? v.type]);
  }
  return out;
}

export function emitHasAttr(e: Emitter, object: TExpr, attribute: TExpr): CondValue {
  const obj = sugared(e, object, 1);
  if (attribute.kind !== "StringLiteral") return fail("hasattr-name", attribute.range, msg`the second argument of hasattr() must be a string literal`);
  if (isUnknownValue(obj)) return uncertain(e, object.range);
  return decided(e, object.range, obj.hasAttr(object.range, e.m, attribute.text));
}

/** The narrower of two types, or null if neither fits the other. */
function smaller(a: Type, b: Type): Type | null {
  return isSubtypeOf(a, b) ? a : isSubtypeOf(b, a) ? b : null;
}
const single = (types: readonly Type[]): Type | null => (types.length === 0 ? null : unifyTypeList(types, undefined, true));

export function emitIsInstance(e: Emitter, object: TExpr, classInfo: TExpr): CondValue {
  // nothing can be wrong with the name of a module, and it does not matter which one it is if the class is no type
  const name = object.kind === "Var" ? object.name.name : null;
  const unplaced = name === null ? null : e.env.findUnplaced(name);
  const module = unplaced instanceof ModuleValue ? unplaced : null;
  const early = module ? null : emitExpr(e, object);
  const wanted: Type[] = [];
  const gather = (x: TExpr): void => {
    if (x.kind === "TupleLiteral") x.inputs.forEach(gather);
    else wanted.push(e.parseType(x));
  };
  gather(classInfo);
  const refine = (t: Type | null): Refinement[] => (name !== null && t ? [{ name, type: t }] : []);
  if (module?.isNone(wanted)) {
    sugared(e, object, 1);
    return decided(e, object.range, false, { whenTrue: [], whenFalse: refine(module.type.jitType) });
  }
  const v = early ?? emitExpr(e, object);
  if (hasUnknown(v.type) || wanted.some(hasUnknown)) return uncertain(e, object.range);
  const have = standardMembers([v.type]);
  const types = standardMembers(wanted);

  const yes: Type[] = [];
  const no: Type[] = [];
  let always = true;
  for (const t of have) {
    if (t === AnyT) {
      yes.push(...types);
      no.push(AnyT);
      if (yes.length !== 1 || yes[0] !== AnyT) always = false;
      break;
    }
    let found: Type | null = null;
    for (const w of types) {
      const s = smaller(t, w);
      if (!s) continue;
      if (equals(s, t)) found = t;
      else if (equals(s, w)) found = found ? unifyTypes(found, w) ?? found : w;
    }
    if (found) {
      yes.push(found);
    } else {
      no.push(t);
      always = false;
    }
  }
  const refinements: Refinements = { whenTrue: refine(single(yes)), whenFalse: refine(single(no)) };
  if (always) return decided(e, object.range, true, refinements);
  if (yes.length === 0) return decided(e, object.range, false, refinements);
  return dynamic(insertIsInstance(e.m, v, types), refinements);
}

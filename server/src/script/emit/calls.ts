/**
 * Calls, and the forms that only look like calls. Answers to emitApplyExpr, emitApplySpecialForm
 * and emitForkExpr in ir_emitter.cpp.
 */
import type { SourceRange } from "../../syntax/source";
import { FollowsFromUnknown } from "../errors";
import type { TApply, TExpr } from "../frontend/tree";
import type { Block, Value } from "../ir/ir";
import { matchSchema } from "../schema/schemaMatching";
import { LegacyTensorConstructor, SpecialFormValue, scalarTypeOf } from "../sugared/builtins";
import { ClassValue, ClosureValue, FunctionValue } from "../sugared/classes";
import { IterableTree, RangeValue } from "../sugared/containers";
import { ModuleValue } from "../sugared/moduleValue";
import { SimpleValue, isUnknownValue } from "../sugared/simpleValue";
import type { NamedValue, SugaredValue } from "../sugared/sugaredValue";
import {
  builtinCallUnplaced, constInt, constStr, convert, createUninitialized, fail, failWithoutPlace, fitsNone, hasUnknown, insertList, insertNone, insertToList, insertTuple,
  insertUncheckedCast, isUnionLike, matchContext, named, unknownValue, unpackTuple,
} from "../sugared/support";
import { annotationStr } from "../types/print";
import { equals, isSubtypeOf } from "../types/subtype";
import type { Type } from "../types/types";
import { IntT, NoneT, UnknownT, futureOf } from "../types/types";
import { containedTypes } from "../types/union";
import { checkApplyNumInputs, checkApplyNumInputsRange } from "./arity";
import { emitHasAttr, emitIsInstance } from "./conditions";
import { emitDictConstructor, emitListConstructor } from "./constructors";
import { called, emitExpr, getNamedValues, getValues, sugared } from "./expressions";
import { listRange } from "./state";
import type { Emitter } from "./state";
import { inTurns } from "./turns";
import { emitIndex } from "./subscripts";
import { msg } from "../../text/message";

export const MAX_INT = 9223372036854775807n;

export function emitAttributes(e: Emitter, apply: TApply): NamedValue[] {
  return apply.attributes.map((a) => named(a.range, emitExpr(e, a.value), a.name.name));
}

export function emitApplyExpr(e: Emitter, apply: TApply, nBinders: number, hint?: Type): SugaredValue {
  const { range } = apply;
  const callee = sugared(e, apply.callee, 1);
  if (callee instanceof SpecialFormValue) return emitSpecialForm(e, callee, apply, hint);
  // a call of something unknown comes to nothing, whichever modules it names
  const isOfNoUse = (x: TExpr): boolean => isUnknownValue(callee) && x.kind === "Var" && e.env.findUnplaced(x.name.name) instanceof ModuleValue;
  for (const x of apply.inputs) if (isOfNoUse(x)) sugared(e, x, 1);
  const args = getNamedValues(e, apply.inputs.filter((x) => !isOfNoUse(x)), true);
  const kwargs = emitAttributes(e, apply);
  return called(e, range, callee, args, kwargs, () => callee.call(apply.callee.range, e.m, args, kwargs, nBinders));
}

/** Argument `i`; its presence was checked. */
function input(apply: TApply, i: number): TExpr {
  const x = apply.inputs[i];
  if (!x) throw FollowsFromUnknown.ERROR;
  return x;
}

function emitSpecialForm(e: Emitter, sv: SpecialFormValue, apply: TApply, hint?: Type): SugaredValue {
  const { range } = apply;
  const simple = (v: Value): SugaredValue => new SimpleValue(v);
  switch (sv.form) {
    case "prim::fork": case "prim::awaitable": {
      const [first, ...rest] = apply.inputs;
      if (!first) return fail("argument-count", range, msg`${sv.kind}() takes at least the function to run`);
      const forked = sugared(e, first, 1);
      const args = getNamedValues(e, rest, true);
      return emitForkExpr(e, range, forked, args, emitAttributes(e, apply), sv.form);
    }
    case "prim::annotate": {
      checkApplyNumInputs(e, apply, 2);
      return simple(emitAnnotate(e, apply, input(apply, 0), input(apply, 1)));
    }
    case "prim::rpc_async": case "prim::rpc_sync": case "prim::rpc_remote":
      return simple(emitRemoteCall(e, sv.form, apply));
    case "prim::unchecked_cast": {
      checkApplyNumInputs(e, apply, 2);
      const type = e.parseType(input(apply, 0));
      const v = emitExpr(e, input(apply, 1));
      return simple(v.node.kind === "prim::unchecked_cast" && equals(v.type, type) ? v : insertUncheckedCast(e.m, v, type));
    }
    case "prim::GetAttr": {
      checkApplyNumInputsRange(e, apply, 2, 3);
      const object = sugared(e, input(apply, 0), 1);
      const name = input(apply, 1);
      if (name.kind !== "StringLiteral") return fail("getattr-name", range, msg`the second argument of getattr() must be a string literal`);
      const otherwise = apply.inputs[2];
      if (!otherwise || (object instanceof SimpleValue && object.isUnknown)) return object.attr(range, e.m, name.text);
      return object.hasAttr(range, e.m, name.text) ? object.attr(range, e.m, name.text) : sugared(e, otherwise, 1);
    }
    case "prim::Uninitialized": {
      checkApplyNumInputs(e, apply, 1);
      const n = createUninitialized(e.m, e.parseType(input(apply, 0)));
      return simple(e.graph.insertNode(n).setRange(range).output);
    }
    case "prim::TupleConstruct": {
      checkApplyNumInputs(e, apply, 1);
      const items = sugared(e, input(apply, 0), 1).asTuple(range, e.m);
      return simple(insertTuple(e.m, items.map((v) => v.asValue(range, e.m))));
    }
    case "prim::LegacyTypedConstructor": return simple(emitLegacyConstructor(e, sv, apply));
    case "prim::isinstance": {
      checkApplyNumInputs(e, apply, 2);
      return simple(emitIsInstance(e, input(apply, 0), input(apply, 1)).value);
    }
    case "prim::HasAttr": {
      checkApplyNumInputs(e, apply, 2);
      return simple(emitHasAttr(e, input(apply, 0), input(apply, 1)).value);
    }
    case "prim::tolist": {
      if (apply.callee.kind !== "Select") throw FollowsFromUnknown.ERROR;
      const { value } = apply.callee;
      const operand = sugared(e, value, 1);
      if (!hint) return fail("tolist-annotation", range, msg`the result of tolist() must be annotated, as in \`x: List[float] = t.tolist()\``);
      return simple(insertToList(e.m, operand.asValue(value.range, e.m), hint));
    }
    case "prim::CreateObject": {
      if (apply.inputs.length !== 1) return fail("argument-count", range, msg`__new__() takes only the class`);
      const cls = sugared(e, input(apply, 0), 1);
      if (!(cls instanceof ClassValue)) return fail("new-argument", range, msg`__new__() takes a class, not a ${cls.spoken}`);
      return simple(e.graph.insertOp("prim::CreateObject", [], cls.type, range));
    }
    case "prim::range": return new RangeValue(range, e.m, getValues(e, apply.inputs, true));
    case "prim::enumerate": return emitEnumerate(e, apply);
    case "prim::zip": {
      if (apply.inputs.length === 0) return fail("argument-count", range, msg`zip() takes at least one argument`);
      const tree = new IterableTree();
      for (const x of apply.inputs) tree.addChild(range, sugared(e, x, 1).iter(range, e.m));
      return tree;
    }
    case "prim::list": return simple(emitListConstructor(e, apply, hint));
    case "prim::dict": return simple(emitDictConstructor(e, apply, hint));
    case "aten::index": {
      if (apply.callee.kind !== "Select") throw FollowsFromUnknown.ERROR;
      const self = sugared(e, apply.callee.value, 1).asValue(range, e.m);
      if (apply.inputs.length !== 1) return fail("argument-count", range, msg`__getitem__() takes exactly 1 argument, not ${apply.inputs.length}`);
      const index = sugared(e, input(apply, 0), 1).asValue(range, e.m);
      return simple(emitIndex(e, range, self, index.type.kind === "Tuple" ? unpackTuple(e.m, index) : [index]));
    }
  }
}

/** A call in another process: whom to ask, the function, a tuple of its arguments, a dict of those by keyword, how long to wait. */
function emitRemoteCall(e: Emitter, form: "prim::rpc_async" | "prim::rpc_sync" | "prim::rpc_remote", apply: TApply): Value {
  const { range, inputs } = apply;
  const name = form.replace("prim::rpc_", form === "prim::rpc_remote" ? "" : "rpc_");
  if (inputs.length < 2 || inputs.length > 5) return fail("argument-count", range, msg`${name}() takes a worker's name, a function, a tuple of its arguments, a dict of those by keyword and a timeout: 2 to 5 in all, not ${inputs.length}`);
  if (apply.attributes.length > 0) return fail("argument-keyword", range, msg`${name}() takes no keyword arguments in TorchScript`);
  const args = inputs[2];
  const worker = emitExpr(e, input(apply, 0));
  const called = sugared(e, input(apply, 1), 1);
  const [callee, ...others] = called instanceof FunctionValue ? called.callees : [];
  if (!callee) return isUnknownValue(called) ? unknownValue(e.graph, range) : failWithoutPlace("unsupported-value-use", msg`${name}() takes a function that is compiled, not a ${called.spoken}`);
  if (others.length > 0) return failWithoutPlace("unsupported-value-use", msg`${name}() takes no function with overloads`);
  const values = args ? sugared(e, args, 1).asTuple(args.range, e.m).map((v) => named(args.range, v.asValue(args.range, e.m))) : [];
  // which keywords there are is seen when it runs: nothing is checked here
  callee.ensureDefined();
  const schema = callee.schema();
  matchSchema(matchContext(e.m), schema, range, values, []);
  const calledName = e.graph.insertConstant(constStr(callee.qualname), range);
  const node = e.graph.insertNode(e.graph.create(form)).setRange(range);
  e.graph.withInsertPoint(node, () => { for (const v of [worker, calledName, ...inputs.slice(2).map((x) => emitExpr(e, x))]) node.addInput(v); });
  const result = schema.returns[0]?.type ?? UnknownT;
  node.output.setType(form === "prim::rpc_sync" ? result : form === "prim::rpc_async" ? futureOf(result) : { kind: "RRefOf", elem: result });
  return node.output;
}

/** True where a None of this type must keep the type (torch.jit.annotate(Optional[T], None)). */
const canHoldNone = (t: Type): boolean => t.kind === "Optional" || (t.kind === "Union" && containedTypes(t).some(fitsNone));

function emitAnnotate(e: Emitter, apply: TApply, typeExpr: TExpr, valueExpr: TExpr): Value {
  const type = e.parseType(typeExpr);
  const v = convert(e.m, apply.range, type, emitExpr(e, valueExpr, type));
  if (hasUnknown(type)) return v;
  if (v.type.kind === "Unknown") return e.unknown(apply.range, type);
  if (!isSubtypeOf(v.type, type)) {
    return fail("annotate-mismatch", listRange(apply.inputs, apply.range), msg`torch.jit.annotate says ${{ wanted: annotationStr(type) }}, but the value has type ${{ given: annotationStr(v.type) }}`, [type, v.type]);
  }
  return isUnionLike(type) && canHoldNone(type) && fitsNone(v.type) ? insertNone(e.m, type) : v;
}

function emitLegacyConstructor(e: Emitter, sv: SpecialFormValue, apply: TApply): Value {
  const { range } = apply;
  const args = getValues(e, apply.inputs, true);
  const kwargs = emitAttributes(e, apply);
  const forms = msg`a constructor such as torch.FloatTensor takes sizes, or one list of data, and 'device' only`;
  const [only] = kwargs;
  if (kwargs.length > 1 || (only && only.name !== "device")) return fail("legacy-constructor", range, forms);
  const dtype = e.graph.insertConstant(constInt(scalarTypeOf(sv instanceof LegacyTensorConstructor ? sv.dtype : "float32")), null);
  const make = (symbol: string, data: Value): Value => builtinCallUnplaced(e.m, range, symbol, [named(range, data)], [named(range, dtype, "dtype")]);
  const [first] = args;
  if (!first) return make("aten::tensor", insertList(e.m, IntT, []));
  if (args.every((v) => v.type.kind === "int")) return make("aten::empty", insertList(e.m, IntT, args));
  if (args.length === 1) return make("aten::tensor", first);
  return fail("legacy-constructor", range, forms, args.map((v) => v.type));
}

function emitEnumerate(e: Emitter, apply: TApply): SugaredValue {
  const { range, inputs, attributes } = apply;
  const [iterable, startExpr] = inputs;
  if (!iterable) return fail("argument-count", range, msg`enumerate() takes at least one argument`);
  let start = inputs.length === 2 && startExpr ? sugared(e, startExpr, 1).asValue(range, e.m) : null;
  const count = inputs.length + attributes.length;
  if (count > 2) return fail("argument-count", range, msg`enumerate() takes at most 2 arguments, not ${count}`);
  const [attribute] = attributes;
  if (attribute) {
    if (attribute.name.name !== "start") return fail("argument-keyword", range, msg`enumerate() has no argument '${attribute.name.name}'`);
    start = sugared(e, attribute.value, 1).asValue(range, e.m);
  }
  const end = e.materializeConstant({ kind: "int", value: MAX_INT }, range);
  const items = sugared(e, iterable, 1).iter(range, e.m);
  // the counter runs as far as what it counts
  const counter = new RangeValue(range, e.m, start ? [start, end] : [end], items.staticLen());
  const tree = new IterableTree();
  tree.addChild(range, counter);
  tree.addChild(range, items);
  return tree;
}

/** Emits a body that runs elsewhere; the passes make a graph of its own of it. */
export function emitClosure(e: Emitter, body: (block: Block) => void): ClosureValue {
  const n = e.graph.insertNode(e.graph.create("prim::Closure"));
  n.output.setType(NoneT);
  const block = n.addBlock();
  const loop = e.loop;
  e.loop = "none";
  e.defs.push({ declaredReturn: null, mergedReturn: null });
  try {
    e.inFrame(block, () => { inTurns(e, null, () => { body(block); }); });
  } finally {
    e.defs.pop();
    e.loop = loop;
  }
  return new ClosureValue(n.output);
}

function emitForkExpr(e: Emitter, range: SourceRange, forked: SugaredValue, args: readonly NamedValue[], kwargs: readonly NamedValue[], form: "prim::fork" | "prim::awaitable"): SugaredValue {
  const n = e.graph.insertNode(e.graph.create(form === "prim::fork" ? "prim::forkClosure" : "prim::awaitableClosure")).setRange(range);
  let type: Type = UnknownT;
  e.graph.withInsertPoint(n, () => {
    if (forked instanceof ClosureValue) {
      type = forked.value.node.blocks[0]?.outputs[0]?.type ?? UnknownT;
      n.addInput(forked.value);
      return;
    }
    const closure = emitClosure(e, (block) => {
      const out = called(e, range, forked, args, kwargs, () => forked.call(range, e.m, args, kwargs, 1)).asValue(range, e.m);
      block.registerOutput(out);
      type = out.type;
    });
    n.addInput(closure.value);
  });
  n.output.setType(form === "prim::fork" ? futureOf(type) : { kind: "Await", elem: type });
  return new SimpleValue(n.output);
}

/**
 * Operators, casts and special forms as values. Answers to BuiltinFunction, BuiltinModule,
 * MagicMethod, CastValue, TensorCastValue, SpecialFormValue, PrintValue in
 * torch/csrc/jit/frontend/sugared_value.{h,cpp}.
 */
import type { SourceRange } from "../../syntax/source";
import type { Value } from "../ir/ir";
import type { FunctionSchema } from "../schema/functionSchema";
import { isSubtypeOf } from "../types/subtype";
import type { TypeEnv } from "../types/unify";
import { matchTypeVariables, tryEvalTypeVariables } from "../types/unify";
import type { Type } from "../types/types";
import { AnyListT, StringT, TensorT } from "../types/types";
import { SimpleValue } from "./simpleValue";
import type { EmitContext, NamedValue } from "./sugaredValue";
import { SugaredValue } from "./sugaredValue";
import { builtinCall, commonResult, constInt, constStr, fail, failWithoutPlace, hasUnknown, insertTuple, named, unknownValue } from "./support";
import { msg } from "../../text/message";

/** An operator, perhaps bound to its `self`. */
export class BuiltinFunction extends SugaredValue {
  constructor(readonly symbol: string, readonly self?: NamedValue) { super(); }
  get kind(): string { return "builtin"; }
  override call(range: SourceRange, m: EmitContext, args: readonly NamedValue[], kwargs: readonly NamedValue[], _nBinders = 1): SugaredValue {
    return new SimpleValue(builtinCall(m, range, this.symbol, args, kwargs, this.self));
  }
  override resultType({ compiler: { operators } }: EmitContext, args: readonly NamedValue[], kwargs: readonly NamedValue[]): Type | null {
    const schemas = [...operators.overloads(this.symbol), ...operators.functions(this.symbol).map((f) => f.schema)];
    // what only Python takes may make it give something else: torch.nonzero(x, as_tuple=True)
    const names = new Set(schemas.flatMap((s) => ["input", ...s.args.map((a) => a.name)]));
    if (kwargs.some((k) => !names.has(k.name ?? "")) || schemas.every((s) => s.args.length < args.length)) return null;
    const self = this.self?.value.type;
    return commonResult(self ? schemas.filter((s) => takesSelf(s, self)) : schemas, args, kwargs);
  }
}

/** `torch._check(cond, message)` of newer releases: an assertion. */
export class CheckFunction extends BuiltinFunction {
  constructor() { super("aten::_assert"); }
  override call(range: SourceRange, m: EmitContext, args: readonly NamedValue[], kwargs: readonly NamedValue[]): SugaredValue {
    const renamed = kwargs.map((k) => (k.name === "cond" ? { ...k, name: "condition" } : k));
    const told = args.length > 1 || renamed.some((k) => k.name === "message");
    const message = told ? [] : [named(range, m.graph.insertConstant(constStr(""), null), "message")];
    super.call(range, m, args, [...renamed, ...message]);
    return new NoneValue();
  }
}

/** `self.name` as an operator, or null when there is none that could take `self` (torch: BuiltinFunction::tryCreate). */
export function tryBuiltinMethod(m: EmitContext, symbol: string, self: NamedValue): BuiltinFunction | null {
  return m.compiler.operators.overloads(symbol).some((s) => takesSelf(s, self.value.type)) ? new BuiltinFunction(symbol, self) : null;
}

function takesSelf(schema: FunctionSchema, type: Type): boolean {
  const formal = schema.args.find((a) => a.name === "self");
  const env: TypeEnv = new Map();
  if (!formal || !matchTypeVariables(formal.type, type, env)) return false;
  const concrete = tryEvalTypeVariables(formal.type, env);
  return concrete !== null && isSubtypeOf(type, concrete);
}

/** `torch` and its kin in sources without Python behind them: every member is an operator. */
export class BuiltinModule extends SugaredValue {
  constructor(readonly name: string) { super(); }
  get kind(): string { return "builtin module"; }
  override attr(_range: SourceRange, _m: EmitContext, field: string): SugaredValue {
    return field === "autograd" ? new BuiltinModule("aten") : new BuiltinFunction(`${this.name}::${field}`);
  }
}

/** `len(x)`, `x + y` ...: a method of a class instance if the first argument is one, else the operator. */
export class MagicMethod extends SugaredValue {
  constructor(readonly method: string, readonly base: SugaredValue) { super(); }
  get kind(): string { return this.method.replace(/^__|__$/g, ""); }
  override call(range: SourceRange, m: EmitContext, args: readonly NamedValue[], kwargs: readonly NamedValue[], nBinders: number): SugaredValue {
    const first = args[0];
    if (first && first.value.type.kind === "Class") {
      return new SimpleValue(first.value).attr(range, m, this.method).call(range, m, args.slice(1), kwargs, nBinders);
    }
    return this.base.call(range, m, args, kwargs, nBinders);
  }
  override resultType(m: EmitContext, args: readonly NamedValue[], kwargs: readonly NamedValue[]): Type | null {
    const type = args[0]?.value.type.kind;
    return type === "Class" || type === "Unknown" ? null : this.base.resultType(m, args, kwargs);
  }
}

/** `int(x)`, `bool(x)` ...: nothing at all if x has the type. */
export class CastValue extends BuiltinFunction {
  constructor(readonly type: Type, symbol: string) { super(symbol); }
  override call(range: SourceRange, m: EmitContext, args: readonly NamedValue[], kwargs: readonly NamedValue[], nBinders = 1): SugaredValue {
    const first = args[0];
    if (first && args.length === 1 && kwargs.length === 0) {
      const zero = m.graph.insertConstant(constInt(0), null);
      const v = first.value;
      if (v.type.kind === "Unknown") return new SimpleValue(v);
      if (isSubtypeOf(v.type, this.type)) return new SimpleValue(v);
      if (this.type.kind === "bool" && (isSubtypeOf(v.type, AnyListT) || isSubtypeOf(v.type, StringT) || v.type.kind === "Dict")) {
        const length = builtinCall(m, range, "aten::len", [named(range, v)]);
        return new SimpleValue(builtinCall(m, range, "aten::gt", [named(range, length), named(range, zero)]));
      }
      if (hasUnknown(v.type)) return new SimpleValue(unknownValue(m.graph, range, this.type));
    }
    return super.call(range, m, args, kwargs, nBinders);
  }
}

/** `x.float()`. */
export class TensorCastValue extends SugaredValue {
  /** `dtype` by its name in torch ("float32"). */
  constructor(readonly dtype: string, readonly self: NamedValue) { super(); }
  get kind(): string { return "cast"; }
  override call(range: SourceRange, m: EmitContext, args: readonly NamedValue[], kwargs: readonly NamedValue[]): SugaredValue {
    if (args.length > 0 || kwargs.length > 0) failWithoutPlace("cast-arguments", msg`casts such as x.float() take no arguments in TorchScript; use x.to(...)`);
    const dtype = m.graph.insertConstant(constInt(scalarTypeOf(this.dtype)), range);
    return new SimpleValue(builtinCall(m, range, "aten::to", [], [this.self, named(range, dtype, "dtype")]));
  }
  override resultType(): Type { return TensorT; }
}

/** ScalarType numbers of c10, as they stand in graphs. */
const SCALAR_TYPES = ["uint8", "int8", "int16", "int32", "int64", "float16", "float32", "float64", "complex32", "complex64", "complex128", "bool"];
export const scalarTypeOf = (dtype: string): number => SCALAR_TYPES.indexOf(dtype);

export type SpecialForm =
  | "prim::fork" | "prim::awaitable" | "prim::annotate" | "prim::rpc_async" | "prim::rpc_sync" | "prim::rpc_remote" | "prim::unchecked_cast"
  | "prim::GetAttr" | "prim::HasAttr" | "prim::Uninitialized" | "prim::TupleConstruct" | "prim::LegacyTypedConstructor"
  | "prim::isinstance" | "prim::tolist" | "prim::CreateObject" | "prim::range" | "prim::enumerate" | "prim::zip"
  | "prim::list" | "prim::dict" | "aten::index";

/** What looks like a call but treats its arguments in its own way: the emitter's `calls.ts` does them. */
export class SpecialFormValue extends SugaredValue {
  constructor(readonly form: SpecialForm) { super(); }
  get kind(): string { return this.form.replace(/^.*::/, ""); }
}

/** `torch.FloatTensor(...)`. */
export class LegacyTensorConstructor extends SpecialFormValue {
  constructor(readonly dtype: string) { super("prim::LegacyTypedConstructor"); }
}

class NoneValue extends SugaredValue {
  get kind(): string { return "None"; }
  override isNoneConstant(): boolean { return true; }
}

export class PrintValue extends SugaredValue {
  get kind(): string { return "print"; }
  override call(range: SourceRange, m: EmitContext, args: readonly NamedValue[], kwargs: readonly NamedValue[]): SugaredValue {
    if (kwargs.length > 0) fail("print-keyword", range, msg`print() takes no keyword arguments in TorchScript`);
    m.graph.insertNode(m.graph.create("prim::Print", args.map((a) => a.value), 0).setRange(range));
    return new NoneValue();
  }
}

/** The message of an exception that is being raised; deliberately no plain value. */
export class ExceptionMessageValue extends SugaredValue {
  constructor(readonly value: Value, readonly qualifiedClassName: Value | null = null) { super(); }
  get kind(): string { return "exception message"; }
}

/** An exception class known by its bare name. Python's own are in the values for Python objects. */
export class ExceptionValue extends SugaredValue {
  constructor(readonly message: string) { super(); }
  get kind(): string { return "exception"; }
  override call(range: SourceRange, m: EmitContext, args: readonly NamedValue[], _kwargs: readonly NamedValue[], _nBinders: number): SugaredValue {
    let text = m.graph.insertConstant(constStr(`${this.message}: `), range);
    for (const arg of args) {
      let part = arg.value;
      if (!isSubtypeOf(part.type, StringT)) part = builtinCall(m, range, "aten::str", [named(range, part)]);
      text = builtinCall(m, range, "aten::add", [named(range, text), named(range, part)]);
    }
    return new ExceptionMessageValue(text);
  }
}

/** A class of Python's exceptions (torch: PythonExceptionValue). `qualifiedName` as Python has it: "builtins.ValueError". */
export class PythonExceptionValue extends ExceptionValue {
  constructor(readonly qualifiedName: string) { super(qualifiedName); }
  override get kind(): string { return "Python exception"; }
  override call(range: SourceRange, m: EmitContext, args: readonly NamedValue[], kwargs: readonly NamedValue[], _nBinders: number): SugaredValue {
    const [first, second] = args;
    const message = !first ? m.graph.insertConstant(constStr(""), range)
      : second ? insertTuple(m, [...args, ...kwargs].map((a) => a.value)) : first.value;
    return new ExceptionMessageValue(message, m.graph.insertConstant(constStr(this.qualifiedName), range));
  }
}

/** `slice(a, b)` as an index. */
export class SliceValue extends SugaredValue {
  constructor(readonly start: Value, readonly stop: Value, readonly step: Value) { super(); }
  get kind(): string { return "slice"; }
}

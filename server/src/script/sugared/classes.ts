/**
 * Functions, methods, classes, enums and named tuples as values. Answers to FunctionValue,
 * MethodValue, ClassValue, ClosureValue, NamedTupleConstructor and SugaredEnumClass in
 * torch/csrc/jit/frontend/sugared_value.{h,cpp}.
 */
import type { SourceRange } from "../../syntax/source";
import { FollowsFromUnknown } from "../errors";
import type { ConstantValue } from "../ir/constant";
import type { Value } from "../ir/ir";
import type { FunctionSchema } from "../schema/functionSchema";
import { matchSchema } from "../schema/schemaMatching";
import { annotationStr } from "../types/print";
import type { ClassType, CompiledFunction, EnumType, TupleType, Type } from "../types/types";
import { SpecialFormValue } from "./builtins";
import { SimpleValue } from "./simpleValue";
import type { EmitContext, NamedValue } from "./sugaredValue";
import { SugaredValue } from "./sugaredValue";
import { callFunctions, callMethods, commonResult, createTuple, fail, matchContext } from "./support";
import { msg } from "../../text/message";

/** A function, or the overloads of one. */
export class FunctionValue extends SugaredValue {
  constructor(readonly callees: readonly CompiledFunction[]) { super(); }
  get kind(): string { return "function"; }
  override call(range: SourceRange, m: EmitContext, args: readonly NamedValue[], kwargs: readonly NamedValue[], _nBinders?: number): SugaredValue {
    return new SimpleValue(callFunctions(m, range, this.callees, args, kwargs));
  }
  override resultType(_m: EmitContext, args: readonly NamedValue[], kwargs: readonly NamedValue[]): Type | null {
    return commonResult(this.callees.map((c) => c.schema()), args, kwargs);
  }
}

/** A method bound to its object; several names are overloads. */
export class MethodValue extends SugaredValue {
  constructor(readonly self: Value, readonly names: readonly string[]) { super(); }
  get kind(): string { return "method"; }
  override call(range: SourceRange, m: EmitContext, args: readonly NamedValue[], kwargs: readonly NamedValue[], _nBinders?: number): SugaredValue {
    return new SimpleValue(callMethods(m, range, this.self, this.names, args, kwargs));
  }
  override resultType(_m: EmitContext, args: readonly NamedValue[], kwargs: readonly NamedValue[]): Type | null {
    const { self, names } = this;
    const { type } = self;
    const schemas = type.kind === "Class" ? names.flatMap((n) => type.methods.get(n)?.schema() ?? []) : type.kind === "Interface" ? names.flatMap((n) => type.methods.get(n) ?? []) : [];
    return schemas.length < names.length ? null : commonResult(schemas, [{ value: self }, ...args], kwargs);
  }
}

/** The body of a forked call, still a block of the graph. */
export class ClosureValue extends SugaredValue {
  constructor(readonly value: Value) { super(); }
  get kind(): string { return "closure"; }
  override asValue(): Value { return this.value; }
}

/** A script class: calling it makes an instance. */
export class ClassValue extends SugaredValue {
  constructor(readonly type: ClassType) { super(); }
  get kind(): string { return annotationStr(this.type); }
  override asType(): Type { return this.type; }
  override call(range: SourceRange, m: EmitContext, args: readonly NamedValue[], kwargs: readonly NamedValue[], _nBinders?: number): SugaredValue {
    if (this.type.unread) throw FollowsFromUnknown.ERROR;
    const self = m.graph.insertOp("prim::CreateObject", [], this.type, range);
    if (!this.type.methods.has("__init__")) {
      fail("class-without-init", range, msg`class ${{ className: annotationStr(this.type) }} has no __init__ to call`);
    }
    callMethods(m, range, self, ["__init__"], args, kwargs);
    return new SimpleValue(self);
  }
  override resultType(): Type | null { return this.type.methods.has("__init__") ? this.type : null; }
  override attr(range: SourceRange, _m: EmitContext, field: string): SugaredValue {
    const hook = [...this.type.hooks, ...this.type.preHooks].find((h) => h.name === field);
    if (hook) return new FunctionValue([hook]);
    if (field !== "__new__") return fail("class-attribute", range, msg`'${field}' cannot be looked up on the class ${annotationStr(this.type)}`);
    return new SpecialFormValue("prim::CreateObject");
  }
}

/** The signature of a named tuple's constructor. */
export function namedTupleSchema(type: TupleType): FunctionSchema {
  const fields = type.named?.fields ?? [];
  return {
    name: type.named?.qualname ?? "",
    overload: "",
    args: type.elems.map((t, i) => {
      const value = type.named?.defaults[i];
      return { name: fields[i] ?? "", type: t, kwargOnly: false, ...(value === undefined ? {} : { default: value }) };
    }),
    returns: [],
    isVararg: false,
    isVarret: false,
  };
}

export class NamedTupleConstructor extends SugaredValue {
  constructor(readonly type: TupleType) { super(); }
  get kind(): string { return annotationStr(this.type); }
  override asType(): Type { return this.type; }
  override call(range: SourceRange, m: EmitContext, args: readonly NamedValue[], kwargs: readonly NamedValue[], _nBinders?: number): SugaredValue {
    const matched = matchSchema(matchContext(m), namedTupleSchema(this.type), range, args, kwargs);
    return new SimpleValue(m.graph.insertNode(createTuple(m, matched.inputs, this.type).setRange(range)).output);
  }
  override resultType(): Type { return this.type; }
}

export class SugaredEnumClass extends SugaredValue {
  constructor(readonly type: EnumType) { super(); }
  get kind(): string { return "EnumClass"; }
  override asType(): Type { return this.type; }
  private constant(member: EnumType["members"][number]): ConstantValue {
    return { kind: "enum", type: this.type, name: member.name, value: member.value };
  }
  override attr(range: SourceRange, m: EmitContext, field: string): SugaredValue {
    const member = this.type.members.find((x) => x.name === field);
    if (!member) return fail("enum-member", range, msg`enum ${annotationStr(this.type)} has no member '${field}'`);
    return new SimpleValue(m.graph.insertConstant(this.constant(member), range));
  }
  override iter(range: SourceRange, m: EmitContext): SugaredValue {
    const items = this.type.members.map((x) => this.constant(x));
    return new SimpleValue(m.graph.insertConstant({ kind: "list", elem: this.type, items }, range));
  }
}

/**
 * Modules as values: attributes, calls with hooks, iteration, indexing. Answers to ModuleValue and
 * SugaredDict in torch/csrc/jit/python/python_sugared_value.cpp.
 */
import type { SourceRange } from "../../syntax/source";
import { FollowsFromUnknown, notInstalled, ScriptError } from "../errors";
import type { Value } from "../ir/ir";
import { typeKey } from "../passes/typeKey";
import { constantKey, toConstant } from "../schema/constants";
import type { FunctionSchema } from "../schema/functionSchema";
import type { ConstantValue } from "../ir/constant";
import type { Compiler } from "../recursive/compiler";
import type { ConcreteType } from "../recursive/concreteType";
import { isTorchs } from "../recursive/libraryPlaces";
import { isIgnored } from "../recursive/functions";
import { compileUnboundMethod } from "../recursive/modules";
import { annotationStr } from "../types/print";
import { isSubtypeOf } from "../types/subtype";
import type { CompiledFunction, Type } from "../types/types";
import { ClassType, NoneT } from "../types/types";
import { BuiltinFunction } from "./builtins";
import { FunctionValue, MethodValue } from "./classes";
import { IterableTree, SugaredTupleValue } from "./containers";
import { PythonValue, refuseLibrary, toSugaredValue } from "./pythonValues";
import { SimpleValue } from "./simpleValue";
import type { EmitContext, NamedValue } from "./sugaredValue";
import { SugaredValue } from "./sugaredValue";
import { callFunctions, constStr, defineCallee, fail, insertGetAttr, insertTuple, named, unpackTuple } from "./support";
import { msg } from "../../text/message";

const MODULE_ITERATORS: ReadonlySet<string> = new Set(["named_modules", "modules", "children", "named_children", "named_buffers"]);

/** `modules.items()` and the like: called without arguments, gives what can be looped over. */
class ModuleDictMethod extends SugaredValue {
  constructor(private readonly iterable: SugaredValue, private readonly name: string) { super(); }
  get kind(): string { return this.name; }
  override call(range: SourceRange, _m: EmitContext, args: readonly NamedValue[], kwargs: readonly NamedValue[]): SugaredValue {
    if (args.length > 0 || kwargs.length > 0) return fail("module-dict-arguments", range, msg`${this.name}() takes no arguments`);
    return this.iterable;
  }
}

interface Members { readonly keys: SugaredTupleValue; readonly values: SugaredTupleValue }

function constant(m: EmitContext, v: ConstantValue, range: SourceRange): SugaredValue {
  if (v.kind === "tuple") return new SimpleValue(insertTuple(m, v.items.map((i) => constant(m, i, range).asValue(range, m))));
  return new SimpleValue(m.graph.insertConstant(v, range));
}

/** What some code asked of a module: with another module that answers the same it compiles to the same. */
export interface Asked {
  readonly attributes: Map<string, string>;
  readonly calls: { readonly range: SourceRange; readonly signature: string }[];
  /** Where it was named. */
  readonly shown: SourceRange[];
  /** Types that it was found not to have. */
  readonly others: Set<Type>;
  /** It was cast to the type that it has. */
  cast: boolean;
  /** Something that modules of other types answer differently. */
  ofType: boolean;
}

/** Without `self`, which is another for each module. */
const signatureOf = ({ args: [, ...args], returns }: FunctionSchema): string =>
  `${args.map((a) => `${a.name}:${typeKey(a.type)}${a.kwargOnly ? "*" : ""}=${a.default ? constantKey(a.default) : ""}`).join()}>${returns.map((r) => typeKey(r.type)).join()}`;

export class ModuleValue extends SugaredValue {
  readonly kind = "module";
  constructor(private readonly c: Compiler, readonly self: Value, readonly type: ConcreteType, private readonly watchers: readonly Asked[] = []) { super(); }

  /** The same type, as another value of the graph. */
  at(self: Value): ModuleValue { return new ModuleValue(this.c, self, this.type); }
  /** The same module, which takes down what is asked of it for one more that wants to know. */
  watched(by: Asked): ModuleValue { return new ModuleValue(this.c, this.self, this.type, [...this.watchers, by]); }
  /** The same module, when these have seen all. */
  unwatched(by: ReadonlySet<Asked>): ModuleValue {
    const left = this.watchers.filter((w) => !by.has(w));
    return left.length < this.watchers.length ? new ModuleValue(this.c, this.self, this.type, left) : this;
  }

  /** What a copied turn would have asked of it. */
  askAll({ attributes, calls, shown, others, cast, ofType }: Asked): void {
    for (const asked of this.watchers) {
      for (const [field, answer] of attributes) asked.attributes.set(field, answer);
      asked.calls.push(...calls);
      asked.shown.push(...shown);
      for (const type of others) asked.others.add(type);
      if (cast) asked.cast = true;
      if (ofType) asked.ofType = true;
    }
  }

  /** Would code that asked `asked` of another module of this class do the same with this one? Compiles what it calls. */
  answers(asked: Asked, m: EmitContext): boolean {
    if (asked.ofType || asked.others.has(this.type.jitType) || [...asked.attributes].some(([field, answer]) => this.answer(field) !== answer)) return false;
    return asked.calls.every(({ range, signature }) => {
      m.compiler.at?.(range);
      const method = this.forward(range, m);
      return method !== null && signatureOf(method.schema()) === signature;
    });
  }

  /** What is known of a plain attribute, or that there is none; null for what else a field can be. */
  private answer(field: string): string | null {
    const { type } = this;
    const jit = this.classType();
    const attribute = jit?.attribute(field);
    if (attribute) return attribute.kind === "submodule" ? null : `${attribute.kind} ${typeKey(attribute.type)}`;
    if (!jit || type.container !== "none" || this.isOnClass(field) || MODULE_ITERATORS.has(field)) return null;
    const special = jit.methods.has(field) || jit.constants.has(field) || jit.properties.has(field) || type.overloads.has(field) || type.functions.has(field)
      || type.builtins.has(field) || type.causes.has(field) || type.missing.has(field) || type.failed.has(field) || type.ignored.has(field);
    return special ? null : "none";
  }

  private ask(field: string): void {
    if (this.watchers.length === 0) return;
    const answer = this.answer(field);
    if (answer === null) this.askType();
    else for (const asked of this.watchers) asked.attributes.set(field, answer);
  }
  /** Is it certain that it has none of these types? */
  isNone(types: readonly Type[]): boolean {
    const { jitType } = this.type;
    if (!(jitType instanceof ClassType) || types.some((t) => t === jitType || !(t instanceof ClassType))) return false;
    for (const asked of this.watchers) for (const t of types) asked.others.add(t);
    return true;
  }

  /** Its value, to be cast to the type that it has. */
  toCast(): Value {
    for (const asked of this.watchers) asked.cast = true;
    return this.self;
  }

  private askType(): void { for (const asked of this.watchers) asked.ofType = true; }

  /** The method that a call without hooks runs, compiled because of the call at `range`; null if it has none like that. */
  private forward(range: SourceRange, m: EmitContext): CompiledFunction | null {
    const jit = this.classType();
    if (!jit || jit.preHooks.length > 0 || jit.hooks.length > 0) return null;
    try {
      if (!(this.tryAttr(range, m, "forward") instanceof MethodValue)) return null;
      const method = jit.methods.get("forward");
      if (method) defineCallee(m, method, range, "method");
      return method ?? null;
    } catch (error) {
      if (error instanceof ScriptError || error instanceof FollowsFromUnknown) return null;
      throw error;
    }
  }

  override asValue(): Value {
    this.askType();
    return this.self;
  }
  override asType(): Type {
    this.askType();
    return this.type.jitType;
  }

  override shownAt(range: SourceRange): Type {
    for (const asked of this.watchers) asked.shown.push(range);
    return this.type.jitType;
  }

  override asTupleValue(range: SourceRange, m: EmitContext): SugaredValue {
    this.askType();
    if (this.type.container === "list") return this.members(m).values;
    return fail("module-not-a-tuple", range, msg`only a ModuleList or Sequential can be sliced`);
  }
  private classType(): ClassType | null { return this.type.jitType instanceof ClassType ? this.type.jitType : null; }

  /** Submodules with their names (torch: getSugaredDict). */
  private members(m: EmitContext): Members {
    const keys: SugaredValue[] = [];
    const values: SugaredValue[] = [];
    for (const a of this.classType()?.attributes ?? []) {
      const sub = a.kind === "submodule" ? this.type.submodules.get(a.name) : undefined;
      if (!sub) continue;
      keys.push(new SimpleValue(m.graph.insertConstant(constStr(a.name), null)));
      values.push(new ModuleValue(this.c, insertGetAttr(m, this.self, a.name, a.type), sub));
    }
    return { keys: new SugaredTupleValue(keys), values: new SugaredTupleValue(values) };
  }

  private tensors(m: EmitContext, range: SourceRange, kind: "parameter" | "buffer"): Members {
    const keys: SugaredValue[] = [];
    const values: SugaredValue[] = [];
    for (const a of this.classType()?.attributes ?? []) {
      if (a.kind !== kind) continue;
      keys.push(new SimpleValue(m.graph.insertConstant(constStr(a.name), null)));
      insertGetAttr(m, this.self, a.name, a.type);
      values.push(new SimpleValue(this.self).attr(range, m, a.name));
    }
    return { keys: new SugaredTupleValue(keys), values: new SugaredTupleValue(values) };
  }

  private nested(m: EmitContext, range: SourceRange, prefix: string, keys: SugaredValue[], values: SugaredValue[], field: string): void {
    keys.push(new SimpleValue(m.graph.insertConstant(constStr(prefix), null)));
    values.push(this);
    this.refuseInterface(range, field);
    const { keys: names, values: modules } = this.members(m);
    modules.items.forEach((module, i) => {
      const key = toConstant(names.items[i]?.asValue(range, m) ?? this.self);
      if (module instanceof ModuleValue && key?.kind === "str") module.nested(m, range, prefix ? `${prefix}.${key.value}` : key.value, keys, values, field);
    });
  }

  private refuseInterface(range: SourceRange, field: string): void {
    if (this.self.type.kind === "Interface") fail("module-interface-iterated", range, msg`${field}() cannot be used on a module that is known by its interface only`);
  }

  private dictMethod(m: EmitContext, range: SourceRange, field: string, members: Members): SugaredValue {
    this.refuseInterface(range, field);
    const pairs = (): SugaredValue => {
      const tree = new IterableTree();
      tree.addChild(range, members.keys);
      tree.addChild(range, members.values);
      return tree;
    };
    switch (field) {
      case "keys": return new ModuleDictMethod(members.keys, field);
      case "values": case "children": return new ModuleDictMethod(members.values, field);
      case "items": case "named_children": case "named_buffers": return new ModuleDictMethod(pairs(), field);
      default: {
        const keys: SugaredValue[] = [];
        const values: SugaredValue[] = [];
        this.nested(m, range, "", keys, values, field);
        if (field === "modules") return new ModuleDictMethod(new SugaredTupleValue(values), field);
        const tree = new IterableTree();
        tree.addChild(range, new SugaredTupleValue(keys));
        tree.addChild(range, new SugaredTupleValue(values));
        return new ModuleDictMethod(tree, field);
      }
    }
  }

  private tryAttr(range: SourceRange, m: EmitContext, field: string): SugaredValue | null {
    const { c, type } = this;
    const jit = this.classType();
    if (!jit) return new SimpleValue(this.self).attr(range, m, field);
    const attribute = jit.attribute(field);
    if (attribute?.kind === "submodule") {
      const sub = type.submodules.get(field);
      if (sub) return new ModuleValue(c, insertGetAttr(m, this.self, field, attribute.type), sub);
    }
    if (jit.methods.has(field)) c.recorder?.namedMethod(type, field);
    if (attribute || jit.methods.has(field)) return new SimpleValue(this.self).attr(range, m, field);
    const value = jit.constants.get(field);
    if (value) return constant(m, value, range);
    if (type.container === "dict" && ["items", "keys", "values"].includes(field)) return this.dictMethod(m, range, field, this.members(m));
    if (field !== "named_buffers" && MODULE_ITERATORS.has(field)) return this.dictMethod(m, range, field, this.members(m));
    if (field === "named_buffers") return this.dictMethod(m, range, field, this.tensors(m, range, "buffer"));
    const overloads = type.overloads.get(field);
    if (overloads) return new MethodValue(this.self, overloads);
    const fn = type.functions.get(field);
    if (fn) return new FunctionValue([fn]);
    const symbol = type.builtins.get(field);
    if (symbol !== undefined) return new BuiltinFunction(symbol);
    return this.classMember(range, m, field);
  }

  /** Methods of the Python class that were not compiled yet. */
  private classMember(range: SourceRange, m: EmitContext, field: string): SugaredValue | null {
    const { c, type } = this;
    const cls = c.py.class(type.cls);
    if (!cls) return null;
    const found = c.py.getattrOfClass(cls, field);
    const o = c.py.object(found);
    if (found === undefined || !o) return null;
    if (c.py.isStatic(cls, field) || o.kind === "opaque" && o.placeholder) return toSugaredValue(c, found, m, range);
    if (o.kind !== "function") {
      // torch takes anything that can be called for a method
      const callable = o.kind === "module" || o.kind === "partial" || o.kind === "class" || o.kind === "builtin" && o.type !== "member_descriptor" && o.type !== "getset_descriptor";
      if (!callable) return null;
      throw new ScriptError("class-attribute-callable", range, msg`'${{ attribute: field }}' is set on the class and can be called, so torch takes it for a method, but it has no Python source; set it in __init__`, [], true);
    }
    if (isIgnored(o.modifier)) return new PythonValue(c, found, this.self);
    if (isTorchs(o.file)) refuseLibrary(c, [`${o.module}.${o.qualname}`], range);
    compileUnboundMethod(c, type, field, o);
    // torch defines it by the name that its def has, does not find the other one, and defines it again
    if (o.name !== field) {
      throw new ScriptError("class-attribute-callable", null, msg`'${{ attribute: field }}' is another name for the function '${o.name}': torch compiles a method by the name that its def has, and never finds this one; call it '${o.name}'`, [], true);
    }
    return this.tryAttr(range, m, field);
  }

  override attr(range: SourceRange, m: EmitContext, field: string): SugaredValue {
    this.ask(field);
    const found = this.tryAttr(range, m, field);
    if (found) return found;
    const jit = this.classType();
    const property = jit?.properties.get(field);
    if (property) return new MethodValue(this.self, [property.getter.name]).call(range, m, [], []);
    const cause = this.type.causes.get(field);
    if (cause) {
      this.c.reportCause(cause, field);
      throw FollowsFromUnknown.ERROR;
    }
    this.refuseMissing(range, field);
    const why = this.type.failed.get(field);
    const name = this.c.py.class(this.type.cls)?.name ?? "module";
    const missing = msg`module '${name}' has no attribute '${{ attribute: field }}'`;
    return fail("unknown-attribute", range, why !== undefined ? msg`${missing}: it is set in Python, but has no TorchScript type (${{ untyped: why }})`
      : this.type.ignored.has(field) ? msg`${missing}: it is listed in __jit_ignored_attributes__`
      : this.isOnClass(field) ? msg`${missing}: it is set on the class only; set it in __init__ (self.${{ onClass: field }} = ...) or annotate it as Final` : missing);
  }

  /** What people wonder about most: plain values on the class are not seen. */
  private isOnClass(field: string): boolean {
    const cls = this.c.py.class(this.type.cls);
    return cls !== undefined && this.c.py.classAttr(cls, field) !== undefined;
  }

  private refuseMissing(range: SourceRange, field: string): void {
    if (this.type.missing.has(field)) throw notInstalled(`self.${field}`, range);
    const base = this.c.py.missingBase(this.c.py.class(this.type.cls));
    if (base !== undefined && !this.isOnClass(field) && !this.type.failed.has(field)) throw notInstalled(`${base}.${field}`, range);
  }

  override hasAttr(range: SourceRange, m: EmitContext, field: string): boolean {
    this.ask(field);
    const found = this.tryAttr(range, m, field) !== null;
    if (!found) this.refuseMissing(range, field);
    return found;
  }
  override setAttr(range: SourceRange, m: EmitContext, field: string, value: Value): void {
    this.askType();
    new SimpleValue(this.self).setAttr(range, m, field, value);
  }

  override call(range: SourceRange, m: EmitContext, args: readonly NamedValue[], kwargs: readonly NamedValue[], nBinders: number): SugaredValue {
    const jit = this.classType();
    const preHooks = jit?.preHooks ?? [];
    const hooks = jit?.hooks ?? [];
    if (preHooks.length === 0 && hooks.length === 0) return this.callForward(range, m, args, kwargs, nBinders);
    this.askType();
    let input = insertTuple(m, args.map((a) => a.value));
    let forwarded = args;
    for (const hook of preHooks) {
      let out = callFunctions(m, range, [hook], [named(range, this.self), named(range, input)], kwargs);
      if (out.type.kind === "Unknown") throw FollowsFromUnknown.ERROR;
      if (out.type.kind === "NoneType") continue;
      if (out.type.kind !== "Tuple") out = insertTuple(m, [out]);
      input = out;
    }
    if (preHooks.length > 0) {
      const parts = unpackTuple(m, input).map((v) => named(range, v));
      if (args.length > 0) forwarded = parts;
    }
    let output = this.attr(range, m, "forward").call(range, m, forwarded, kwargs, nBinders).asValue(range, m);
    for (const hook of hooks) {
      const out = callFunctions(m, range, [hook], [named(range, this.self), named(range, input), named(range, output)], kwargs);
      if (out.type !== NoneT) output = out;
    }
    return new SimpleValue(output);
  }

  private callForward(range: SourceRange, m: EmitContext, args: readonly NamedValue[], kwargs: readonly NamedValue[], nBinders: number): SugaredValue {
    const isWatched = this.watchers.length > 0;
    const compiled = isWatched ? this.forward(range, m) : null;
    if (compiled) for (const asked of this.watchers) asked.calls.push({ range, signature: signatureOf(compiled.schema()) });
    else this.askType();
    // what is asked of it is the call
    return (isWatched ? this.at(this.self) : this).attr(range, m, "forward").call(range, m, args, kwargs, nBinders);
  }

  override resultType(m: EmitContext, args: readonly NamedValue[], kwargs: readonly NamedValue[]): Type | null {
    const jit = this.classType();
    return jit?.methods.has("forward") && jit.preHooks.length === 0 && jit.hooks.length === 0 ? new MethodValue(this.self, ["forward"]).resultType(m, args, kwargs) : null;
  }

  override iter(range: SourceRange, m: EmitContext): SugaredValue {
    this.askType();
    switch (this.type.container) {
      case "list": return this.members(m).values;
      case "dict": return this.members(m).keys;
      case "paramlist": return this.tensors(m, range, "parameter").values;
      default: return fail("module-not-iterable", range, msg`only a Sequential, ModuleList, ModuleDict or ParameterList can be looped over`);
    }
  }
  override shouldEmitUnrolled(): boolean { return this.staticLen() !== null; }
  override staticLen(): number | null { return null; }

  override len(range: SourceRange, m: EmitContext): Value {
    this.askType();
    if (["list", "dict"].includes(this.type.container)) return new SimpleValue(this.self).attr(range, m, "__len__").call(range, m, [], [], 1).asValue(range, m);
    return fail("not-iterable", range, msg`this module has no length`);
  }

  override getItem(range: SourceRange, m: EmitContext, index: Value, typeHint?: Type): SugaredValue {
    this.askType();
    const { container } = this.type;
    if (container === "list") {
      if (typeHint) return this.byInterface(range, m, index, typeHint);
      return this.members(m).values.getItem(range, m, index);
    }
    if (container === "paramlist") return this.tensors(m, range, "parameter").values.getItem(range, m, index);
    if (container === "dict" || container === "paramdict") {
      const key = toConstant(index);
      if (key?.kind === "str") {
        const members = container === "dict" ? this.members(m) : this.tensors(m, range, "parameter");
        const at = members.keys.items.findIndex((k) => { const v = toConstant(k.asValue(range, m)); return v?.kind === "str" && v.value === key.value; });
        return members.values.items[at] ?? fail("module-dict-key", range, msg`there is no key '${key.value}' in this ${container === "dict" ? "ModuleDict" : "ParameterDict"}`);
      }
      if (typeHint) return this.byInterface(range, m, index, typeHint);
      return fail("module-dict-index", range, msg`a ${container === "dict" ? "ModuleDict" : "ParameterDict"} can only be indexed with a string literal; loop over items() instead`, [index.type]);
    }
    return fail("module-not-subscriptable", range, msg`only ModuleList, Sequential, ModuleDict, ParameterList and ParameterDict can be indexed`);
  }

  private byInterface(range: SourceRange, m: EmitContext, index: Value, hint: Type): SugaredValue {
    for (const a of this.classType()?.attributes ?? []) {
      if (a.kind === "submodule" && !isSubtypeOf(a.type, hint)) return fail("module-interface-mismatch", range, msg`submodule '${a.name}' does not fit ${annotationStr(hint)}, the interface that this item is annotated with`);
    }
    if (!["int", "str", "Unknown"].includes(index.type.kind)) return fail("module-list-index", range, msg`a container of modules is indexed with an int or str, not with ${annotationStr(index.type)}`, [index.type]);
    const node = m.graph.insertNode(m.graph.create("prim::ModuleContainerIndex", [this.self, index]));
    node.output.setType(hint);
    return new SimpleValue(node.output);
  }
}

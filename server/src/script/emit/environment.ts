/**
 * Names and what they stand for, frame by frame; plain values live in the graph as prim::Store and
 * prim::Load until the SSA pass. Answers to `Environment` in torch/csrc/jit/frontend/ir_emitter.cpp.
 */
import type { SourceRange } from "../../syntax/source";
import { FollowsFromUnknown } from "../errors";
import type { Ident } from "../frontend/tree";
import type { Block, Value } from "../ir/ir";
import { isSubtypeOf } from "../types/subtype";
import { annotationStr } from "../types/print";
import type { Type } from "../types/types";
import { BoolT, ComplexT, FloatT, IntT, StringT, TensorT, UnknownT } from "../types/types";
import { BuiltinFunction, CastValue, ExceptionValue, MagicMethod, PrintValue, SpecialFormValue } from "../sugared/builtins";
import type { SpecialForm } from "../sugared/builtins";
import { ClassValue, NamedTupleConstructor } from "../sugared/classes";
import { SimpleValue, asSimple, isUnknownValue } from "../sugared/simpleValue";
import type { SugaredValue } from "../sugared/sugaredValue";
import { convert, fail, hasUnknown, numberNotes, unknownValue } from "../sugared/support";
import type { Emitter } from "./state";
import { knowing, msg, type Message } from "../../text/message";

/** `_1`, `$tmp` and the like are no names worth keeping in the graph. */
export const meaningfulName = (name: string): boolean => name !== "" && !name.startsWith("$") && !/^_\d*$/.test(name);

const magic = (method: string, base: SugaredValue): SugaredValue => new MagicMethod(method, base);
const builtin = (symbol: string): SugaredValue => new BuiltinFunction(symbol);
const form = (f: SpecialForm): SugaredValue => new SpecialFormValue(f);

/** Python's builtins that TorchScript knows by name, ahead of the user's globals. */
export const BUILTIN_NAMES: ReadonlyMap<string, SugaredValue> = new Map<string, SugaredValue>([
  ["print", new PrintValue()],
  ["tuple", form("prim::TupleConstruct")],
  ["float", magic("__float__", new CastValue(FloatT, "aten::Float"))],
  ["complex", magic("__complex__", new CastValue(ComplexT, "aten::Complex"))],
  ["int", magic("__int__", new CastValue(IntT, "aten::Int"))],
  ["bool", magic("__bool__", new CastValue(BoolT, "aten::Bool"))],
  ["str", magic("__str__", new CastValue(StringT, "aten::str"))],
  ["getattr", form("prim::GetAttr")],
  ["hasattr", form("prim::HasAttr")],
  ["isinstance", form("prim::isinstance")],
  ["_to_tensor", new CastValue(TensorT, "prim::NumToTensor")],
  ["len", magic("__len__", builtin("aten::len"))],
  ["hex", magic("__hex__", builtin("aten::hex"))],
  ["oct", magic("__oct__", builtin("aten::oct"))],
  ["round", magic("__round__", builtin("aten::round"))],
  ["hash", builtin("aten::hash")],
  ["id", builtin("prim::id")],
  ["min", builtin("prim::min")],
  ["max", builtin("prim::max")],
  ["abs", builtin("prim::abs")],
  ["all", builtin("aten::all")],
  ["any", builtin("aten::any")],
  ["divmod", builtin("aten::divmod")],
  ["sum", builtin("aten::sum")],
  ["list", form("prim::list")],
  ["dict", form("prim::dict")],
  ["ord", builtin("aten::ord")],
  ["chr", builtin("aten::chr")],
  ["bin", builtin("aten::bin")],
  ["pow", builtin("aten::pow")],
  ["range", form("prim::range")],
  ["zip", form("prim::zip")],
  ["enumerate", form("prim::enumerate")],
  ["rangelist", builtin("prim::rangelist")],
  ["sorted", builtin("aten::sorted")],
  // bound for `assert`; other exceptions are found as Python objects
  ["AssertionError", new ExceptionValue("AssertionError")],
]);

/** What the names of one frame stand for. */
export interface FrameState { readonly types: ReadonlyMap<string, Type>; readonly values: ReadonlyMap<string, SugaredValue> }

export class Environment {
  /** Why a name is missing after an if, and which if that is; kept in the outermost frame. */
  private readonly missing = new Map<string, { readonly range: SourceRange; readonly why: Message; readonly type: Type | undefined }>();
  private readonly values = new Map<string, SugaredValue>();
  private readonly types = new Map<string, Type>();

  constructor(private readonly e: Emitter, readonly block: Block, readonly next: Environment | null) {}

  private frames(): Environment[] { return [this, ...(this.next?.frames() ?? [])]; }
  private get outermost(): Environment { return this.next?.outermost ?? this; }
  /** Kept for the message at a later use of the name. */
  explainMissing(name: string, range: SourceRange, why: Message, type?: Type): void { this.outermost.missing.set(name, { range, why, type }); }

  /** This frame and those around it, innermost first. */
  states(): FrameState[] { return this.frames().map((f) => ({ types: new Map(f.types), values: new Map(f.values) })); }
  setStates(states: readonly FrameState[]): void {
    for (const [i, f] of this.frames().entries()) {
      f.types.clear();
      f.values.clear();
      for (const [name, type] of states[i]?.types ?? []) f.types.set(name, type);
      for (const [name, value] of states[i]?.values ?? []) f.values.set(name, value);
    }
  }

  private load(name: string, type: Type): SugaredValue {
    const g = this.e.graph;
    const node = g.insertNode(g.create("prim::Load").setS("name", name));
    node.output.setType(type);
    if (meaningfulName(name)) node.output.setName(name);
    return new SimpleValue(node.output);
  }
  /** `type` may be wider than the value's own. */
  private store(name: string, range: SourceRange, v: Value, type: Type): void {
    const g = this.e.graph;
    g.insertNode(g.create("prim::Store", [v], 0).setS("name", name)).setRange(range);
    this.types.set(name, type);
  }

  findHere(name: string): SugaredValue | null {
    const value = this.values.get(name);
    if (value) return value;
    const type = this.types.get(name);
    return type ? this.load(name, type) : null;
  }
  /** What the name stands for if that has no place in the graph; unlike `find`, emits nothing. */
  findUnplaced(name: string): SugaredValue | null {
    const frame = this.frames().find((f) => f.values.has(name) || f.types.has(name));
    return frame?.values.get(name) ?? null;
  }
  findInParents(name: string): SugaredValue | null { return this.next?.find(name) ?? null; }
  find(name: string): SugaredValue | null {
    return this.findHere(name) ?? this.findInParents(name);
  }
  setType(name: string, type: Type): void { this.types.set(name, type); }
  typeHere(name: string): Type | undefined { return this.types.get(name); }
  /** Names of plain values set in this frame. */
  definedVariables(): string[] { return [...this.types.keys()]; }
  /** Names of anything set in this frame. */
  definedNames(): string[] { return [...this.types.keys(), ...this.values.keys()]; }

  setVar(range: SourceRange, name: string, value: Value): void { this.setSugared(range, name, new SimpleValue(value), null); }

  setSugared(range: SourceRange, name: string, value: SugaredValue, annotated: Type | null): void {
    let simple = asSimple(value);
    if (simple && !simple.hasName && meaningfulName(name) && simple.node.block === this.block) simple.setName(name);
    const parent = this.findInParents(name);
    if (parent) simple = this.checkAgainstOuter(range, name, parent, value, simple, annotated);
    if (!simple) {
      this.values.set(name, value);
      const type = this.e.muted === 0 ? value.shownAt(range) : null;
      if (type) this.e.services.typed?.(range, type);
      return;
    }
    if (annotated && simple.type.kind !== "Unknown" && !isSubtypeOf(simple.type, annotated)) {
      fail("annotation-mismatch", range, msg`'${name}' is annotated ${{ wanted: annotationStr(annotated) }} but is assigned ${{ given: annotationStr(simple.type) }}`, [annotated, simple.type], numberNotes(simple.type));
    }
    this.store(name, range, simple, annotated ?? simple.type);
    if (this.e.muted === 0 && meaningfulName(name)) this.e.services.typed?.(range, annotated ?? simple.type);
  }

  /** A name of an outer block keeps its type in inner ones. */
  private checkAgainstOuter(range: SourceRange, name: string, parent: SugaredValue, value: SugaredValue, simple: Value | null, annotated: Type | null): Value | null {
    if (isUnknownValue(parent)) return simple;
    if (annotated) fail("annotated-in-outer-block", range, msg`'${name}' is annotated here, but it is already defined in an outer block; annotate it there`);
    if (!simple) return fail("reassigned-non-value", range, msg`'${name}' is defined outside this block and cannot become a ${value.spoken} in it: only plain values can be reassigned`);
    const outer = asSimple(parent);
    if (!outer) {
      if (simple.type.kind === "Unknown") return simple;
      return fail("reassigned-non-value", range, msg`'${name}' is a ${parent.spoken} and cannot be reassigned inside a branch or loop`);
    }
    // what becomes of a Tensor in an inner block is one; of another type it is as likely that the outer one is meant to be different
    if (outer.type.kind === "Tensor" && hasUnknown(simple.type)) return this.e.unknown(range, TensorT);
    if (simple.type.kind === "Unknown" || hasUnknown(outer.type)) return simple;
    const converted = convert(this.e.m, range, outer.type, simple);
    if (!isSubtypeOf(converted.type, outer.type)) {
      const [before, given] = [outer.type, converted.type];
      const hint = before.kind === "List" && given.kind === "List" && (before.elem.kind === "Tensor" || given.elem.kind === "Tensor")
        ? [msg`an empty list is a List[Tensor] unless its variable is annotated`] : numberNotes(given);
      fail("variable-type-changed", range, msg`'${{ variable: name }}' has type ${{ before: annotationStr(before) }} outside this block but is assigned ${{ given: annotationStr(given) }} inside it`, [before, given], hint);
    }
    return converted;
  }

  /** What was assigned could not be compiled: the name is Unknown wherever it is seen. */
  setUnknown(range: SourceRange, name: string): void {
    const v = unknownValue(this.e.graph, range);
    this.values.delete(name);
    this.store(name, range, v, UnknownT);
    for (let f = this.next; f; f = f.next) {
      if (f.types.has(name) || f.values.has(name)) {
        f.values.delete(name);
        f.types.set(name, UnknownT);
      }
    }
  }

  get(ident: Ident): SugaredValue { return this.getSugared(ident.name, ident.range); }

  getSugared(name: string, range: SourceRange): SugaredValue {
    const local = this.find(name) ?? BUILTIN_NAMES.get(name);
    if (local) return local;
    const { resolver, m } = this.e;
    const asTuple = resolver.resolveType(name, range);
    if (asTuple?.kind === "Tuple") return new NamedTupleConstructor(asTuple);
    const global = resolver.resolveValue(name, m, range);
    if (global) return global;
    const asClass = resolver.resolveType(name, range);
    if (asClass?.kind === "Class") return new ClassValue(asClass);
    return this.notFound(name, range);
  }

  getVar(name: string, range: SourceRange): Value { return this.getSugared(name, range).asValue(range, this.e.m); }

  private notFound(name: string, range: SourceRange): never {
    if (this.e.undefinedNames.has(name)) throw FollowsFromUnknown.ERROR;
    if (this.e.muted === 0 && this.e.strict === 0) this.e.undefinedNames.add(name);
    // torch shows the if first, then the use
    const missing = this.outermost.missing.get(name);
    if (missing) {
      const said = msg`'${name}' is used after this if, where it is not defined: ${missing.why}`;
      return fail("undefined-after-if", missing.range, missing.type ? knowing(said, { undefined: name, assigned: annotationStr(missing.type) }) : said);
    }
    if (this.e.resolver.isDefinedLater?.(name)) return fail("undefined-name", range, msg`'${name}' is not defined yet where torch.jit.script compiles this function: define it further up, or script later`);
    if (this.e.resolver.isHidden?.(name)) return fail("undefined-name", range, msg`'${{ hidden: name }}' is not defined where torch looks for it: in the file of the decorator whose wrapper stands around this function. Take the decorator off and do inside what it does (such as 'with torch.no_grad():')`);
    return fail("undefined-name", range, msg`'${name}' is not defined`);
  }

  /** `del name`. */
  remove(ident: Ident): void {
    let removed = false;
    // torch remembers only whether the outermost frame had it
    for (const f of this.frames()) {
      const a = f.values.delete(ident.name);
      const b = f.types.delete(ident.name);
      removed = a || b;
    }
    if (!removed) this.notFound(ident.name, ident.range);
  }
}

/**
 * Things that an expression can stand for while a function is emitted, most of which have no place
 * in a graph: modules, classes, functions, builtins, ranges. Answers to
 * torch/csrc/jit/frontend/sugared_value.h; what stands behind Python objects
 * (python_sugared_value.cpp) lives beside this file.
 *
 * Every method either returns or throws ScriptError / FollowsFromUnknown / OwnLimit.
 */
import type { SourceRange } from "../../syntax/source";
import type { Expr } from "../../syntax/ast";
import type { CompiledFunction, Type } from "../types/types";
import type { Graph, Value } from "../ir/ir";
import type { OperatorTable } from "../schema/operators";
import type { OwnLimit } from "../errors";
import { ScriptError } from "../errors";
import { msg, verbatim, type Message } from "../../text/message";

/** A named value: an argument with its place, as torch's NamedValue. Exactly one of `value`, `constant` is set. */
export interface NamedValue {
  readonly range: SourceRange;
  readonly name?: string;
  readonly value: Value;
}

/** The method being emitted, as sugared values see it (torch: GraphFunction& m, plus our own log). */
export interface EmitContext {
  readonly graph: Graph;
  readonly fn: CompiledFunction;
  readonly compiler: EmitServices;
}

/**
 * What sugared values and the emitter need of the compiler as a whole. `recursive/` implements it.
 */
export interface CompilerServices {
  readonly torch: TorchVersion;
  /** Notes that `callee` is compiled because of a call at `range`, then ensures that it is defined. Errors inside are reported there, with `range` on the call path; never thrown. */
  callFunction(callee: CompiledFunction, range: SourceRange): void;
  warn(rule: string, range: SourceRange | null, message: Message): void;
  /** Adds a step to the compile log (schema matched, ignored call ...). */
  note(entry: { kind: "schema" | "ignored-call" | "unused-call" | "attribute"; subject: string; range: SourceRange | null; status: "ok" | "error" | "skipped"; detail: Message }): void;
}

/** What the emitter needs beyond that, while one function is emitted. */
export interface EmitServices extends CompilerServices {
  readonly operators: OperatorTable;
  /** Records an error of the function being compiled, in order; its call path is known to the implementation. */
  report(error: ScriptError | OwnLimit): void;
  /** The statement or expression that is being emitted now: what is compiled meanwhile is compiled because of it. */
  at?(range: SourceRange): void;
  /** An expression or a name has this type at a place: for hovers. */
  typed?(range: SourceRange, type: Type): void;
  /** True while the body of `fn` is being compiled: calling it then is a recursive call, which torch refuses. */
  isBeingDefined(fn: CompiledFunction): boolean;
  /** Numbers of the warnings of this compilation, for the passes. */
  readonly warnIds?: { next: number };
  /** True once the time limit has passed: the emitter stops, and the caller reports the limit. */
  expired(): boolean;
}

export interface TorchVersion {
  /** "1.13", "2.6", "2.14". */
  readonly name: string;
  readonly major: number;
  readonly minor: number;
  /** True from that version on. */
  atLeast(major: number, minor: number): boolean;
}

const KINDS: Readonly<Record<string, Message>> = {
  builtin: msg`builtin`, "builtin module": msg`builtin module`, "exception message": msg`exception message`, exception: msg`exception`, "Python exception": msg`Python exception`,
  "boolean dispatch": msg`boolean dispatch`, "Python slice class": msg`Python slice class`, function: msg`function`, method: msg`method`, closure: msg`closure`, module: msg`module`,
  EnumClass: msg`Enum class`, iterabletree: msg`result of zip() or enumerate()`,
};

export abstract class SugaredValue {
  /** For messages: "module", "function", "python value" ... */
  abstract readonly kind: string;

  /** `kind` in messages; where it is no sentence, the same in each language. */
  get spoken(): Message { return KINDS[this.kind] ?? verbatim(this.kind); }

  /** The same as the subject of a sentence: a kind has an article, a name has none. */
  private get subject(): Message {
    if (!Object.hasOwn(KINDS, this.kind)) return this.spoken;
    return /^[aeiou]/i.test(this.kind) ? msg`an ${this.spoken}` : msg`a ${this.spoken}`;
  }

  private no(message: Message, range: SourceRange): never { throw new ScriptError("unsupported-value-use", range, message); }
  /** What value this is in the graph; `self` for a module, a constant for a Python number. */
  asValue(range: SourceRange, _m: EmitContext): Value { return this.no(msg`${this.subject} cannot be used as a value`, range); }
  /** `this.field`. */
  attr(range: SourceRange, _m: EmitContext, field: string): SugaredValue { return this.no(msg`${this.subject} cannot be asked for attribute '${field}'`, range); }
  hasAttr(range: SourceRange, _m: EmitContext, field: string): boolean { return this.no(msg`${this.subject} cannot be asked for attribute '${field}'`, range); }
  setAttr(range: SourceRange, _m: EmitContext, field: string, _value: Value): void { this.no(msg`${this.subject} cannot be assigned an attribute '${field}'`, range); }
  /** `this(args)`. `nBinders`: how many values the caller will unpack, 1 for a plain use. */
  call(range: SourceRange, _m: EmitContext, _args: readonly NamedValue[], _kwargs: readonly NamedValue[], _nBinders: number): SugaredValue { return this.no(msg`${this.subject} cannot be called`, range); }
  /** What a call gives even where the arguments do not fit, or are not known; null where that hangs on them. */
  resultType(_m: EmitContext, _args: readonly NamedValue[], _kwargs: readonly NamedValue[]): Type | null { return null; }
  /** Members of a tuple-like value; `size` is what the caller unpacks into, if known. */
  asTuple(range: SourceRange, _m: EmitContext, _size?: number): SugaredValue[] { return this.no(msg`${this.subject} cannot be unpacked`, range); }
  asTupleValue(range: SourceRange, _m: EmitContext): SugaredValue { return this.no(msg`${this.subject} cannot be sliced`, range); }
  /** A loop over this: see IterableTree / ranges. */
  iter(range: SourceRange, _m: EmitContext): SugaredValue { return this.no(msg`${this.subject} cannot be iterated over`, range); }
  /** True if a loop over it must be unrolled (modules, tuples, python lists). */
  shouldEmitUnrolled(): boolean { return false; }
  /** Length known at compile time; null where not. */
  staticLen(): number | null { return null; }
  len(range: SourceRange, _m: EmitContext): Value { return this.no(msg`${this.subject} cannot be given to len()`, range); }
  getItem(range: SourceRange, _m: EmitContext, _index: Value, _typeHint?: Type): SugaredValue { return this.no(msg`${this.subject} cannot be indexed`, range); }
  /** `with this:`. */
  enter(range: SourceRange, _m: EmitContext): SugaredValue { return this.no(msg`${this.subject} cannot be used in a with statement`, range); }
  exit(range: SourceRange, _m: EmitContext): void { this.no(msg`${this.subject} cannot be used in a with statement`, range); }
  /** It stands for a name or an expression at `range`: the type that a hover there shows, if it has none in the graph. */
  shownAt(_range: SourceRange): Type | null { return null; }
  /** A type that this value names (a class, an annotation), if it does. */
  asType(): Type | null { return null; }
  isNoneConstant(): boolean { return false; }
}

/** Resolves names that are not local (torch: Resolver). */
export interface Resolver {
  /** A global, closed-over or builtin name as a value; null when there is none. */
  resolveValue(name: string, m: EmitContext, range: SourceRange): SugaredValue | null;
  /** A name in an annotation as a type; null when there is none. */
  resolveType(name: string, range: SourceRange): Type | null;
  /** Can a quoted annotation be looked up here? Where this is absent, torch takes names and subscripts of names. */
  takesText?(text: string): boolean;
  /** A dotted name in an annotation ("models.common.Box"), where the parser wants it whole. */
  resolveTypeExpr?(expr: Expr, range: SourceRange): Type | null;
  /** It exists now, but did not yet when `torch.jit.script` was called for the function. */
  isDefinedLater?(name: string): boolean;
  /** Does the function know it, but not the decorator's wrapper around it, whose names count? */
  isHidden?(name: string): boolean;
}

/**
 * Functions and methods: found in the source, built into defs, compiled when first needed. Answers to
 * torch/jit/_script.py (script of a function), frontend.get_jit_def and script_init.cpp.
 */
import type { GFunction, GPairs, GValue } from "../../host/objectGraph";
import type { FunctionDef, Lambda, SourceFile } from "../../syntax/ast";
import { parse } from "../../syntax/parser";
import type { SourceRange } from "../../syntax/source";
import { functionAtLine, lambdasAtLine } from "../../syntax/walk";
import type { CompileReason, LogKind, ModifierName } from "../../trace/log";
import { emitFunction, declareSchema, type EmitRequest, type EmitResult } from "../emit/emitter";
import { noSource, OwnLimit, ScriptError } from "../errors";
import { buildDef, type BuiltDef, type DefOptions } from "../frontend/build";
import { isTorchsTypeName } from "../frontend/scriptTypeParser";
import type { Decl } from "../frontend/tree";
import { tolerantSchemaFromDef } from "../frontend/scriptTypeParser";
import type { ConstantValue } from "../ir/constant";
import type { Value } from "../ir/ir";
import type { Argument, FunctionSchema } from "../schema/functionSchema";
import { schemaStr } from "../schema/parseSchema";
import type { EmitContext, Resolver, SugaredValue } from "../sugared/sugaredValue";
import { PythonExceptionValue } from "../sugared/builtins";
import { FunctionValue } from "../sugared/classes";
import { NamesakeValue, PythonValue, toSugaredValue } from "../sugared/pythonValues";
import { hasUnknown } from "../sugared/support";
import { annotationStr } from "../types/print";
import type { CompiledFunction, Type } from "../types/types";
import { ClassType, TensorT, UnknownT } from "../types/types";
import { annotationFromText, BadAnnotation, madeToType, refusedByTyping, registeredType } from "./annotations";
import type { Compiler } from "./compiler";
import { convertConstant, defaultConstant } from "./constants";
import { isRef, qualifiedName, saidBy } from "./graphReader";
import { namedTupleTypeOf } from "./classes";
import { inTorchsWords, schemaInTorchsWords, wordsOf } from "./libraryWords";
import type { TextRange, Whence } from "./memory";
import { msg } from "../../text/message";

export function modifierName(text: string | undefined): ModifierName {
  if (text === undefined) return "DEFAULT";
  if (text.startsWith("unused")) return "UNUSED";
  if (text.startsWith("ignore")) return "IGNORE";
  if (text.startsWith("export")) return "EXPORT";
  if (text.startsWith("_drop")) return "_DROP";
  return text.startsWith("if this method") ? "COPY_TO_SCRIPT_WRAPPER" : "DEFAULT";
}

export const isIgnored = (modifier: string | undefined): boolean => ["UNUSED", "IGNORE", "_DROP"].includes(modifierName(modifier));
export const isDropped = (modifier: string | undefined): boolean => ["UNUSED", "_DROP"].includes(modifierName(modifier));

export interface FunctionOptions {
  /** Under which name it is compiled; its own if absent. */
  readonly name?: string;
  readonly qualname: string;
  readonly logKind: LogKind;
  readonly subject: string;
  readonly reason: CompileReason;
  readonly path?: string;
  /** For methods. */
  readonly selfType?: Type;
  readonly self?: (value: Value) => SugaredValue;
  readonly selfName?: string;
  readonly isClassMethod?: boolean;
  /** Names that mean something else than in the function's own globals. */
  readonly names?: Resolver;
  /** A def made elsewhere (overloads, synthesised methods). */
  readonly built?: BuiltDef;
  /** With `built`: all the source that went into it. */
  readonly covers?: SourceRange;
  /** For an overload: the function whose signature is taken. */
  readonly declaration?: GFunction;
  /** How another compilation finds it again; absent for what is made anew each time. */
  readonly whence?: Whence;
  /** Defaults count only once `stitchDefaults` is called: methods compiled together do not see each other's. */
  readonly deferDefaults?: true;
  /** Its body holds no error and its signature is annotated: it is compiled once a call has chosen it. */
  readonly onDemand?: boolean;
}

/** The function whose source and signature count: `functools.wraps` is looked through (inspect.unwrap). */
export function unwrapped(c: Compiler, fn: GFunction): GFunction {
  let at: GFunction = fn;
  for (let i = 0; at.wrapped !== undefined && i < 50; i++) {
    const inner = c.py.functionOf(at.wrapped);
    if (!inner) break;
    at = inner;
  }
  return at;
}

/** The def of a function in its source; null where there is none (then torch cannot read it either). */
export function findNode(c: Compiler, fn: GFunction): { file: string; node: FunctionDef | Lambda } | null {
  c.recorder?.spoil();
  const at = unwrapped(c, fn);
  if (at.wrapped !== undefined && c.py.object(at.wrapped)?.kind === "builtin") return null; // inspect goes on to it
  const source = at.file === null ? undefined : c.source(at.file);
  if (!source) return null;
  if (at.isLambda) {
    const node = lambdasAtLine(source, at.line)[0];
    return node ? { file: source.path, node } : null;
  }
  const code = at.qualname.split(".").at(-1) ?? at.name;
  const node = functionAtLine(source, at.line, code) ?? functionAtLine(source, at.line);
  return node ? { file: source.path, node } : null;
}

const builtDefs = new WeakMap<FunctionDef | Lambda, Map<string, BuiltDef>>();

/** The def of a node is the same each time. */
function builtOnce(source: SourceFile, node: FunctionDef | Lambda, options: DefOptions): BuiltDef {
  let made = builtDefs.get(node);
  if (!made) builtDefs.set(node, (made = new Map<string, BuiltDef>()));
  const { torch, ...rest } = options;
  const key = JSON.stringify([torch.name, rest]);
  const known = made.get(key);
  if (known) return known;
  const built = buildDef(source, node, options);
  made.set(key, built);
  return built;
}

/** Builds the def; what the front end refuses is reported (torch raises it when the stub is made). */
export function defOf(c: Compiler, fn: GFunction, name: string, options: { selfName?: string; isClassMethod?: boolean }): { built: BuiltDef; place: SourceRange; first: number } | null {
  const found = findNode(c, fn);
  const source = found && c.source(found.file);
  if (!found || !source) {
    c.report(noSource(fn, msg`the source of '${fn.qualname}' cannot be read, so it cannot be compiled`), c.here);
    return null;
  }
  const built = builtOnce(source, found.node, {
    torch: c.torch, defName: name,
    ...(options.selfName !== undefined ? { selfName: options.selfName, isMethod: true } : {}),
    ...(options.isClassMethod ? { isClassMethod: true } : {}),
    ...(isDropped(fn.modifier) ? { annotationsOnly: true, dropReturn: modifierName(fn.modifier) === "_DROP" } : {}),
  });
  const first = found.node.kind === "FunctionDef" ? found.node.decoratorStart : found.node.start;
  return { built, place: { file: found.file, start: found.node.start, end: found.node.end }, first };
}

/** Global, closed-over and builtin names of a function, as torch's resolution callback sees them. */
export function resolverOf(c: Compiler, fn: GFunction, own?: { readonly name: string; readonly fn: CompiledFunction }): Resolver {
  // a wrapper's own globals count, not those of what it wraps; in one file they are the same
  const inner = unwrapped(c, fn);
  const same = inner !== fn && inner.file === fn.file ? inner : undefined;
  const lookup = (name: string): GValue | undefined => c.py.get(fn.closure, name) ?? c.py.get(fn.globals, name) ?? (same && c.py.get(same.globals, name));
  return {
    isDefinedLater: (name) => fn.later?.includes(name) ?? false,
    isHidden: (name) => inner !== fn && c.py.get(inner.globals, name) !== undefined,
    resolveValue(name: string, m: EmitContext, range: SourceRange): SugaredValue | null {
      if (own?.name === name) return new FunctionValue([own.fn]);
      const found = lookup(name);
      // the body of an unused function names it, not the user's text
      if (found === undefined && name === "RuntimeError") return new PythonExceptionValue("builtins.RuntimeError");
      if (found === undefined || found === null) return null;
      const value = toSugaredValue(c, found, m, range);
      return value instanceof PythonValue && inner !== fn && !same && c.py.get(inner.globals, name) !== undefined ? new NamesakeValue(c, found, name) : value;
    },
    resolveType(text: string, range: SourceRange): Type | null {
      const annotation = annotationFromText(text, lookup, (base, name) => memberOf(c, base, name));
      if (annotation === undefined || annotation === null || refusedByTyping(c, annotation)) return null;
      const outer = c.annotationAt;
      c.annotationAt = range;
      try {
        const named = isRef(annotation as GValue) ? namedTupleTypeOf(c, (annotation as { o: number }).o, (quoted) => this.resolveType(quoted, range)) : null;
        return named ?? madeToType(c, annotation) ?? registeredType(c, annotation);
      } catch (error) {
        if (error instanceof BadAnnotation) throw new ScriptError("annotation", error.placed ? range : null, error.text, [], !error.placed);
        throw error;
      } finally {
        c.annotationAt = outer;
      }
    },
  };
}

/** `base.name` for Python modules and classes. */
export function memberOf(c: Compiler, base: GValue, name: string): GValue | undefined {
  const o = c.py.object(base);
  if (o?.kind === "pymodule") return c.py.get(o.attrs, name);
  if (o?.kind === "class") return c.py.getattrOfClass(o, name);
  return undefined;
}

/** A function or method known to the compiler. */
export class ScriptFunction implements CompiledFunction {
  readonly name: string;
  readonly qualname: string;
  result: EmitResult | null = null;
  /** There was an error while it was compiled, in it or in what it calls. */
  broken = false;
  /** Its signature is an error: calls are not judged by it. */
  refused = false;
  private built: { built: BuiltDef; place: SourceRange; first: number } | null | undefined;
  private state: "new" | "running" | "done" = "new";
  private declared: FunctionSchema | undefined;
  private signature: FunctionSchema | undefined;

  constructor(readonly c: Compiler, readonly fn: GFunction, readonly options: FunctionOptions) {
    this.name = options.name ?? (fn.name === "<lambda>" ? "_lambda" : fn.name);
    this.qualname = options.qualname;
  }

  /** Makes the def (torch: the stub); errors of the front end are reported now. */
  prepare(): this {
    if (this.built !== undefined) return this;
    const { options, c } = this;
    if (options.built) {
      this.built = { built: options.built, place: options.built.def.range, first: options.built.def.range.start };
    } else {
      this.built = defOf(c, this.fn, this.name, {
        ...(options.selfName !== undefined ? { selfName: options.selfName } : {}), ...(options.isClassMethod ? { isClassMethod: true } : {}),
      });
    }
    const declaration = options.declaration && defOf(c, options.declaration, this.name, { ...(options.selfName !== undefined ? { selfName: options.selfName } : {}) });
    if (declaration && this.built) {
      const { built, ...where } = this.built;
      const { decl } = declaration.built.def;
      const refused = misdeclared(decl, built.def.decl, options.declaration);
      c.inFrame({ fn: this, at: declaration.place }, () => {
        reportProblems(c, declaration.built, declaration.place);
        if (refused) c.report(refused, declaration.place);
      });
      this.built = { built: { def: { ...built.def, decl }, problems: built.problems }, ...where };
    }
    const { built } = this;
    if (built) c.inFrame({ fn: this, at: built.place }, () => { reportProblems(c, built.built, built.place); });
    if (!options.deferDefaults) this.askDefaults();
    return this;
  }

  /** torch asks Python for the defaults: of a class's or module's methods once the defs of all are made, and those of submodules compiled. */
  askDefaults(): void {
    const { built, c } = this;
    if (!built) return;
    const undefinedName = this.undefinedInAnnotations(built.built.def.decl);
    const raised = c.torch.atLeast(2, 14) && this.options.logKind !== "property" && this.options.logKind !== "hook" ? unwrapped(c, this.fn).annotationsRaise : undefined;
    const refused = undefinedName ?? (raised ? new ScriptError("annotation", built.built.def.decl.range, msg`torch asks Python for the annotations of '${this.fn.qualname}', which raises ${saidBy(raised)}`, [], true) : null);
    if (refused) c.inFrame({ fn: this, at: built.place }, () => { c.report(refused, built.place); });
  }

  /** Python evaluates all annotations when torch asks for the defaults; names that are no types either are refused as such. */
  private undefinedInAnnotations(decl: Decl): ScriptError | null {
    const name = unwrapped(this.c, this.fn).undefinedInAnnotations;
    // a class is decorated before its name stands for it
    if (name === undefined || !isTorchsTypeName(name) && name !== this.options.selfName || this.options.logKind === "property" || this.options.logKind === "hook") return null;
    const source = this.c.source(decl.range.file);
    const word = new RegExp(`\\b${name}\\b`);
    const places = [...decl.params.map((p) => p.type), decl.returnType].flatMap((t) => (t && source ? [{ range: t.range, at: source.text.slice(t.range.start, t.range.end).search(word) }] : []));
    const found = places.find((p) => p.at >= 0);
    const start = found ? found.range.start + found.at : 0;
    return new ScriptError("undefined-name", found ? { file: found.range.file, start, end: start + name.length } : decl.range, msg`'${name}' is not defined`, [], true);
  }

  get range(): SourceRange | null { return this.built?.place ?? null; }

  private request(): EmitRequest | null {
    if (!this.built) return null;
    const { options, c, fn } = this;
    const isMethod = options.selfType !== undefined;
    const base: EmitRequest = {
      def: this.built.built.def, resolver: options.names ?? resolverOf(c, fn, isMethod ? undefined : { name: this.name, fn: this }),
      self: options.self ?? null, selfType: options.selfType ?? null, fn: this, defaults: new Map(), services: c.services,
    };
    return base;
  }

  /** The lines of the function's source, if it is compiled from them alone. */
  textRange(): TextRange | null {
    const { built, c, options } = this;
    const covers = built && (options.covers ?? (options.built || options.declaration ? undefined : { ...built.place, start: built.first }));
    const source = covers && c.source(covers.file);
    if (!covers || !source) return null;
    const from = source.text.lastIndexOf("\n", covers.start - 1) + 1;
    const to = source.text.indexOf("\n", covers.end);
    return { file: source.path, start: from, text: source.text.slice(from, to < 0 ? undefined : to) };
  }

  /** Is what it is compiled from this function of the object graph? */
  reads(fn: GFunction): boolean { return fn === this.fn || fn === this.options.declaration || fn === unwrapped(this.c, this.fn); }

  ensureDefined(): void {
    this.c.recorder?.defines(this);
    if (this.state === "new") this.c.recording(null, () => { this.define(); });
  }

  private define(): void {
    const { c, options } = this;
    this.state = "running";
    const from = c.here;
    const reason: CompileReason = from && options.reason.kind === "called" ? { kind: "called", from } : options.reason;
    try {
      c.log.within(options.logKind, options.subject, { reason, ...(options.path !== undefined ? { path: options.path } : {}), modifier: modifierName(this.fn.modifier) }, (entry) => {
        // what the front end refuses is raised before this function counts as being compiled
        this.prepare();
        entry.range = this.range;
        const request = this.request();
        if (!request) {
          entry.status = "error";
          return;
        }
        const before = c.diagnostics.length;
        const emit = (): EmitResult => c.inFrame({ fn: this, at: this.range }, () => (c.turn ? c.turn.emit(c, this, () => this.emit(request)) : this.emit(request)));
        if (options.selfType) this.result = emit();
        else c.defining(null, () => { this.result = emit(); });
        if (!this.result) return;
        entry.schema = schemaStr(this.result.schema);
        if (entry.status === "ok" && c.diagnostics.slice(before).some((d) => d.severity === "error")) entry.status = "error";
      });
    } finally {
      this.state = "done";
    }
  }

  private emit(request: EmitRequest): EmitResult {
    const { defaults, bad } = this.options.deferDefaults ? { defaults: new Map<string, ConstantValue>(), bad: [] as BadDefault[] } : this.defaults(request);
    const result = emitFunction({ ...request, defaults });
    for (const { error } of bad) this.c.report(error);
    if (bad.length > 0 || result.failed) this.broken = true;
    const words = wordsOf(this.c.library, this.fn.file, this.fn.qualname);
    const worded = words ? inTorchsWords(result, words) : result;
    return bad.length === 0 ? worded : { ...worded, schema: withUnknown(worded.schema, bad) };
  }

  /** Makes the defaults part of the signature; what does not fit is reported now. */
  stitchDefaults(): void {
    const request = this.options.deferDefaults ? this.request() : null;
    if (!request || !this.result) return;
    const { defaults, bad } = this.defaults(request);
    this.result = { ...this.result, schema: withUnknown(this.withDefaults(this.result.schema, defaults), bad) };
    if (bad.length > 0) this.broken = true;
    for (const { error } of bad) this.c.report(error);
  }

  /** What the annotations alone say. */
  declaredSchema(): FunctionSchema {
    if (this.declared) return this.declared;
    this.prepare();
    const request = this.request();
    return (this.declared = request ? declareSchema(request) : unjudged(this.name));
  }

  hasReturnAnnotation(): boolean { return this.built?.built.def.decl.returnType != null; }

  /** Defaults as constants of their parameters' types; what does not fit is torch's error at the def. */
  private defaults(request: EmitRequest): { defaults: Map<string, ConstantValue>; bad: BadDefault[] } {
    const defaults = new Map<string, ConstantValue>();
    const bad: BadDefault[] = [];
    const given = (this.options.declaration ?? unwrapped(this.c, this.fn)).defaults;
    // torch asks for none of a property's functions and of hooks
    if (given.length === 0 || this.options.logKind === "property" || this.options.logKind === "hook") return { defaults, bad };
    const schema = declareSchema(request);
    const dropped = isDropped(this.fn.modifier);
    for (const [name, value] of given) {
      const arg = schema.args.find((a) => a.name === name);
      // the default of the self of a method that a module is compiled for is not looked at, that of one which is met in a call is
      if (!arg || this.options.deferDefaults === true && this.options.selfType instanceof ClassType && this.options.selfType.isModule && arg === schema.args[0]) continue;
      if (isGenerator(this.c, value) && (arg.type.kind === "Generator" || arg.type.kind === "Optional" && arg.type.elem.kind === "Generator")) {
        bad.push({ name, error: new OwnLimit(request.def.range, msg`the default of parameter '${{ parameter: name }}' is a Generator, which this tool does not keep yet`) });
        continue;
      }
      const constant = defaultConstant(this.c, value, arg.type);
      const converted = constant && defaultOf(constant, arg);
      const mutable = isMutableDefault(this.c, value);
      if (converted && !mutable) {
        defaults.set(name, converted);
      } else if (mutable && (converted || !dropped && this.options.logKind !== "overload")) {
        bad.push({ name, error: new ScriptError("mutable-default", request.def.range, msg`parameter '${{ parameter: name }}' has a mutable default value (a list or dict), which TorchScript does not take`) });
      } else if (!hasUnknown(arg.type) && !dropped && this.options.logKind !== "overload") {
        // of the defaults of an overloaded function each declaration takes those that fit
        bad.push({ name, error: new ScriptError("default-type", request.def.range, arg.inferred ? msg`the default value of parameter '${{ parameter: name }}' is not of type ${annotationStr(arg.type)}; a parameter without an annotation counts as a Tensor: annotate it` : msg`the default value of parameter '${{ parameter: name }}' is not of type ${annotationStr(arg.type)}`) });
      }
    }
    return { defaults, bad };
  }

  schema(): FunctionSchema {
    this.c.recorder?.meets(this);
    return this.c.recording(null, () => this.schemaNow());
  }

  private schemaNow(): FunctionSchema {
    // calls of what failed are not judged by a signature whose defaults are not known
    const failed = this.refused || this.fn.outline && this.isDone && (this.broken || !this.result || !this.built || this.built.built.problems.length > 0);
    return failed ? unjudged(this.name) : this.result?.schema ?? (this.onDemand ? this.declaredWithDefaults() : this.declaredSchema());
  }

  get onDemand(): boolean { return this.options.onDemand ?? false; }

  private declaredWithDefaults(): FunctionSchema {
    const request = this.signature ? null : this.prepare().request();
    if (request) this.signature = this.withDefaults(declareSchema(request), this.defaults(request).defaults);
    return this.signature ?? this.declaredSchema();
  }

  private withDefaults(schema: FunctionSchema, defaults: ReadonlyMap<string, ConstantValue>): FunctionSchema {
    const args = schema.args.map((a) => { const value = defaults.get(a.name); return value === undefined ? a : { ...a, default: value }; });
    const words = wordsOf(this.c.library, this.fn.file, this.fn.qualname);
    return words ? schemaInTorchsWords({ ...schema, args }, words) : { ...schema, args };
  }

  get isDone(): boolean { return this.state === "done"; }
}

/** Takes anything, gives anything. */
const unjudged = (name: string): FunctionSchema => ({ name, overload: "", args: [], returns: [{ name: "", type: UnknownT, kwargOnly: false }], isVararg: true, isVarret: false });

interface BadDefault { readonly name: string; readonly error: ScriptError | OwnLimit }

function isGenerator(c: Compiler, v: GValue): boolean {
  const o = c.py.object(v);
  return o?.kind === "torch" && o.type === "generator";
}

/** Calls are not judged by a parameter whose default is wrong already. */
function withUnknown(schema: FunctionSchema, bad: readonly BadDefault[]): FunctionSchema {
  if (bad.length === 0) return schema;
  const names = new Set(bad.map((b) => b.name));
  return { ...schema, args: schema.args.map((a) => (names.has(a.name) ? { ...a, type: UnknownT, default: { kind: "None" } } : a)) };
}

/** `BroadcastingList2[int]`: the default is a value of the element's type, whatever else is written. */
function defaultOf(v: ConstantValue, arg: Argument): ConstantValue | undefined {
  return convertConstant(v, arg.listSize !== undefined && arg.type.kind === "List" ? arg.type.elem : arg.type);
}

/** Bound objects that are not found on the way to a source: the compiled form of a free function. */
export function scriptFunction(c: Compiler, index: number, fn: GFunction, reason: CompileReason): ScriptFunction {
  c.recorder?.namedFunction(index);
  const known = c.functions.get(index);
  if (known) return known;
  const original = c.py.get(fn.attrs, "__original_fn");
  const script = c.py.get(fn.attrs, "__script_if_tracing_wrapper") === true && original !== undefined ? c.py.functionOf(original) : undefined;
  const actual = script ?? fn;
  const override = c.py.get(actual.attrs, "_jit_override_qualname");
  const name = qualifiedName(actual.module, actual.name, typeof override === "string" ? override : undefined);
  const made = new ScriptFunction(c, actual, {
    qualname: c.uniqueName(name), logKind: "function", subject: name.replace(/^__torch__\./, ""), reason, whence: { index },
  });
  c.functions.set(index, made);
  return made;
}

/** A def from our own text (torch defines `__len__` and the like of containers so). */
export function functionFromText(c: Compiler, text: string, name: string, file: string, options: Omit<FunctionOptions, "built">, defaults: GPairs = [], shownAt: SourceRange | null = null): ScriptFunction {
  const source = parse(file, text);
  c.addVirtualSource(source, shownAt);
  const node = source.body.find((s): s is FunctionDef => s.kind === "FunctionDef" && s.name === name);
  if (!node) throw new OwnLimit(null, msg`the text of ${name} could not be read`);
  const built = buildDef(source, node, { torch: c.torch, defName: name, ...(options.selfName !== undefined ? { selfName: options.selfName, isMethod: true } : {}) });
  const fn: GFunction = { kind: "function", name, qualname: name, module: "torch", file, line: 1, parameters: [], closure: [], defaults, globals: [], annotations: [], attrs: [] };
  return new ScriptFunction(c, fn, { ...options, built });
}

/** torch: checkMutableFunctionDefault. */
function isMutableDefault(c: Compiler, value: GValue): boolean {
  const o = c.py.object(value);
  return o?.kind === "list" || o?.kind === "dict" || o?.kind === "tuple" && o.items.some((i) => isMutableDefault(c, i));
}

/** What the front end refused of a function; `place`: where that is for what torch gives none. */
export function reportProblems(c: Compiler, { problems }: BuiltDef, place: SourceRange | null = null): void {
  for (const p of problems) c.report(new ScriptError(p.rule, p.range, p.message, [], p.range === null), place);
}

/** Why a declaration of an overloaded method does not go with the implementation; unlike a function's, it has to name every parameter. */
function misdeclared(declared: Decl, own: Decl, fn: GFunction): ScriptError | null {
  if (isTextAnnotated(fn)) return textAnnotated(declared);
  // `self` has the type that it was given here
  if (!isAnnotated({ ...declared, params: declared.params.slice(1) })) return new ScriptError("overload-annotation", declared.range, msg`a declaration of an overloaded function needs type annotations`);
  if (declared.params.length !== own.params.length) return new ScriptError("overload-parameters", declared.range, msg`a declaration of this overloaded method has ${declared.params.length} parameters, and its implementation ${own.params.length}`);
  const at = declared.params.findIndex((p, i) => p.ident.name !== own.params[i]?.ident.name);
  return at < 0 ? null : misnamed(declared, own, at);
}

/** Of declarations of overloads torch reads the annotations as Python has them. */
export const isTextAnnotated = (fn: GFunction): boolean => fn.annotations.some(([, v]) => typeof v === "string");
export const textAnnotated = (declared: Decl): ScriptError =>
  new ScriptError("overload-annotation", declared.range, msg`torch does not resolve annotations in quotes (or under 'from __future__ import annotations') in a declaration of an overloaded function`, [], true);

export const isAnnotated = (d: Decl): boolean => d.returnType !== null || d.params.some((p) => p.type !== null);

export function misnamed(declared: Decl, own: Decl, at: number): ScriptError {
  return new ScriptError("overload-parameters", declared.range, msg`parameter '${declared.params[at]?.ident.name ?? ""}' is called '${own.params[at]?.ident.name ?? ""}' in the implementation of this overloaded function`);
}

/** The signature of a `# type:` comment, which torch reads where there are no annotations. */
export function commentSignature(c: Compiler, fn: GFunction, isMethod: boolean): { params: Map<string, Type>; returns: Type } | null {
  const found = findNode(c, fn);
  const source = found && c.source(found.file);
  if (!found || !source || found.node.kind !== "FunctionDef") return null;
  const { def } = buildDef(source, found.node, { torch: c.torch, defName: fn.name, signatureOnly: true, isMethod });
  if (def.decl.returnType === null && def.decl.params.every((p) => p.type === null)) return null;
  const schema = tolerantSchemaFromDef(def, resolverOf(c, fn), c.torch, false, (e) => { throw e; });
  return { params: new Map(schema.args.map((a) => [a.name, a.type])), returns: schema.returns[0]?.type ?? TensorT };
}

/**
 * The state of one compilation: types and functions made so far (torch: the CompilationUnit and the
 * concrete type store), the call stack, diagnostics in torch's order, and the log.
 */
import { isInside, positionAt, type SourceProvider, type SourceRange } from "../../syntax/source";
import type { SourceFile } from "../../syntax/ast";
import type { CompileDiagnostic } from "../../trace/log";
import type { LibraryFacts, OperatorFacts } from "../api";
import { OwnLimit, ScriptError } from "../errors";
import { OperatorTable } from "../schema/operators";
import { torchvisionSchemas } from "../schema/torchvisionOperators";
import { BUILTIN_FILE } from "../schema/builtinFunctions";
import type { EmitServices, TorchVersion } from "../sugared/sugaredValue";
import type { CompiledFunction, Type } from "../types/types";
import type { ConcreteType } from "./concreteType";
import type { PyGraph } from "./graphReader";
import type { ScriptClassInfo } from "./classes";
import { LogWriter } from "./log";
import { WatchedMap } from "./watchedMap";
import type { CompileTurn, Recorder } from "./memory";
import type { ScriptFunction } from "./functions";
import { isTorchs, placeInTorch } from "./libraryPlaces";
import { TypeTable } from "./typeTable";
import { english, msg, type Message } from "../../text/message";

/** Something being compiled; `at` is where in it the compiler is (torch: ErrorReport::CallStack). */
export interface Frame { readonly fn: CompiledFunction | null; at: SourceRange | null }

export interface Recorded extends CompileDiagnostic { readonly noPlace: boolean }

/** Thrown where torch raises without going on, outside of any function body. */
export class Abort extends Error {}

/** An error that was not reported, and where it is. */
export interface Cause { readonly error: ScriptError; readonly range: SourceRange | null }

export class Compiler {
  /** What the function that is being compiled does, taken down for the next compilation. */
  recorder: Recorder | null = null;
  private readonly touched = (): void => { this.recorder?.spoil(); };
  readonly log = new LogWriter(this.touched);
  readonly diagnostics: Recorded[] = [];
  readonly operators: OperatorTable;
  /** By index of the function's object; methods are kept by their concrete type. */
  readonly functions = new Map<number, ScriptFunction>();
  readonly classes = this.watched<number, ScriptClassInfo>();
  readonly types = this.watched<number, Type>();
  /** Concrete types by class, for sharing. */
  readonly concreteTypes = new Map<number, ConcreteType[]>();
  /** The concrete type of each module instance. */
  readonly moduleTypes = new Map<number, ConcreteType>();
  /** Types of traced modules, by the module that was traced. */
  readonly tracedTypes = this.watched<number, ConcreteType>();
  readonly tracedFunctions = new Map<number, CompiledFunction>();
  /** Types under the names that torch's compilation unit knows them by. */
  readonly typesByName = this.watched<string, Type>();
  readonly typeTable = new TypeTable();
  readonly usedNames = new Set<string>();
  readonly frames: Frame[] = [];
  readonly warnIds = { next: 0 };
  limited = false;
  mangles = 0;
  private readonly deadline: number;
  /** Texts that torch writes itself; `shownAt`: what in the user's file they come from. */
  readonly virtual = new Map<string, { readonly source: SourceFile; readonly shownAt: SourceRange | null }>();
  /** Errors are dropped while above 0 (torch catches them there, too). */
  muted = 0;
  mutedErrors = 0;
  /** While above 0 torch would not come here: what is found is marked so. */
  lookingAhead = 0;
  private readonly seen = new Set<string>();

  constructor(
    readonly py: PyGraph, readonly torch: TorchVersion, private readonly facts: OperatorFacts, private readonly provider: SourceProvider,
    timeLimit: number, readonly turn: CompileTurn | null = null,
  ) {
    const { operators } = py.graph;
    this.operators = operators ? tableFor(facts).with(operators.schemas) : tableFor(facts);
    this.deadline = performance.now() + timeLimit;
  }

  get library(): LibraryFacts | undefined { return this.facts.library; }

  /** A compilation of its own over the same graph, for what may not be seen in this one. */
  aside(): Compiler { return new Compiler(this.py, this.torch, this.facts, this.provider, this.deadline - performance.now()); }

  source(file: string): SourceFile | undefined {
    const made = this.virtual.get(file)?.source;
    if (made || file === BUILTIN_FILE) return made;
    const found = this.provider.get(file);
    if (found) this.turn?.read(file, found.text);
    return found;
  }
  addVirtualSource(source: SourceFile, shownAt: SourceRange | null): void { this.virtual.set(source.path, { source, shownAt }); }
  private shown(range: SourceRange | null): SourceRange | null { return range && (this.virtual.get(range.file)?.shownAt ?? range); }

  /** A type's name, mangled if it is taken. */
  uniqueName(name: string): string {
    if (!this.usedNames.has(name)) {
      this.usedNames.add(name);
      return name;
    }
    const dot = name.lastIndexOf(".");
    this.touched();
    const mangled = `${name.slice(0, dot)}.___torch_mangle_${this.mangles++}${name.slice(dot)}`;
    this.usedNames.add(mangled);
    return mangled;
  }

  private watched<K extends string | number, V>(): WatchedMap<K, V> { return new WatchedMap<K, V>(this.touched, (map, key) => { this.recorder?.misses(map, key); }); }

  expired(): boolean { return performance.now() > this.deadline; }

  /** The way from the innermost function outwards: where each was called. */
  private callPath(): SourceRange[] {
    return this.frames.slice(0, -1).reverse().flatMap((f) => f.at ?? []);
  }

  report(found: ScriptError | OwnLimit, fallback: SourceRange | null = null): void {
    const error = this.muted === 0 && found instanceof ScriptError && this.isGuess(found.range ?? fallback) ? this.differs() : found;
    this.recorder?.report(error, fallback);
    this.recording(null, () => { this.reportNow(error, fallback); });
  }

  /** Is it found in the stand-in's own source, where that is not known to be like torch's? */
  private isGuess(range: SourceRange | null): boolean {
    const source = range && isTorchs(range.file) ? this.source(range.file) : undefined;
    const { library } = this;
    return range !== null && library !== undefined && source !== undefined
      && placeInTorch(library, source, { start: positionAt(source.lineStarts, range.start), end: positionAt(source.lineStarts, range.end) }) === null;
  }

  private differs(): OwnLimit {
    const outside = this.frames.findLast((f) => f.at !== null && !isTorchs(f.at.file));
    return new OwnLimit(outside?.at ?? null, msg`this tool does not know what becomes of torch's own Python code behind this`);
  }

  private reportNow(error: ScriptError | OwnLimit, fallback: SourceRange | null): void {
    if (this.muted > 0) {
      this.mutedErrors++;
      if (error instanceof ScriptError) this.firstMuted ??= { error, range: error.range ?? fallback };
      return;
    }
    if (error instanceof OwnLimit) {
      if (!this.limited || !error.message.includes("time limit")) this.record({ rule: "own-limit", severity: "information", message: error.text, range: this.shown(error.range ?? fallback), calledFrom: this.callPath(), noPlace: false, ...(this.lookingAhead > 0 ? { unreached: true as const } : {}) });
      if (this.lookingAhead === 0) this.limited = true;
      this.log.add("limit", error.message, { range: error.range, status: "unknown", detail: error.text });
      this.log.markOpen("unknown");
      return;
    }
    const diagnostic: Recorded = {
      rule: error.rule, severity: "error", message: error.text, range: this.shown(error.range ?? fallback), calledFrom: this.callPath(),
      ...(error.notes.length ? { notes: error.notes } : {}), ...(this.lookingAhead > 0 ? { unreached: true as const } : {}), noPlace: error.noPlace,
    };
    this.record(diagnostic);
    this.log.add("error", error.rule, { range: diagnostic.range, status: "error", detail: error.text, rule: error.rule, diagnostic: this.diagnostics.length - 1 });
    this.log.markOpen("error");
  }

  /** What an earlier compilation found at the same point. */
  adopt(diagnostics: readonly Recorded[]): void { for (const d of diagnostics) this.record(d); }

  /** Runs `body` with what it does taken down by `recorder`, or by nobody. */
  recording<T>(recorder: Recorder | null, body: () => T): T {
    const outer = this.recorder;
    this.recorder = recorder;
    try { return body(); } finally { this.recorder = outer; }
  }

  private record(diagnostic: Recorded): void {
    const { rule, range, severity } = diagnostic;
    const message = english(diagnostic.message);
    if (range && severity === "error" && this.diagnostics.some((d) => d.rule === "property-raises" && d.range && isInside(range, d.range))) return;
    const key = range ? `${rule}|${range.file}|${range.start}|${range.end}|${message}` : `${rule}|${message}`;
    if (this.seen.has(key)) return;
    this.seen.add(key);
    this.diagnostics.push(diagnostic);
  }

  warn(rule: string, range: SourceRange | null, message: Message): void {
    if (this.muted > 0) return;
    this.recorder?.warn(rule, range, message);
    this.recording(null, () => { this.warnNow(rule, range, message); });
  }

  private warnNow(rule: string, range: SourceRange | null, message: Message): void {
    this.record({ rule, severity: "warning", message, range, calledFrom: [], noPlace: range === null, ...(this.lookingAhead > 0 ? { unreached: true as const } : {}) });
    this.log.add("warning", rule, { range, status: "warning", detail: message, rule, diagnostic: this.diagnostics.length - 1 });
  }

  private firstMuted: Cause | null = null;

  /** What made a function attribute unusable, reported where that is used: at its own place, called from there. */
  reportCause({ error, range }: Cause, name: string): void {
    const at = this.frames.at(-1);
    if (!at) return;
    this.inFrame({ fn: at.fn, at: range }, () => {
      this.report(new ScriptError(error.rule, range, msg`${error.text} (so self.${name} is not a TorchScript function)`, error.notes, error.noPlace));
    });
  }

  /** Runs `body` with errors dropped; tells whether there was one, and the first. What was made meanwhile is forgotten then, so that a later use reports. */
  quietly<T>(body: () => T): { value: T; failed: boolean; cause: Cause | null } {
    this.touched();
    const before = this.mutedErrors;
    const outer = this.firstMuted;
    this.firstMuted = null;
    const tables = [this.functions, this.classes, this.types] as const;
    const sizes = tables.map((t) => t.size);
    this.muted++;
    try {
      const value = body();
      const failed = this.mutedErrors > before;
      if (failed) tables.forEach((t, i) => { [...t.keys()].slice(sizes[i]).forEach((k) => t.delete(k)); });
      return { value, failed, cause: this.firstMuted };
    } finally {
      this.firstMuted = outer ?? this.firstMuted;
      this.muted--;
    }
  }

  quietlyIf<T>(quiet: boolean, body: () => T): T { return quiet ? this.quietly(body).value : body(); }

  readonly services: EmitServices = ((c: Compiler): EmitServices => ({
    get torch() { return c.torch; },
    get operators() { return c.operators; },
    warnIds: c.warnIds,
    callFunction: (callee) => { callee.ensureDefined(); },
    at: (range) => { const frame = c.frames.at(-1); if (frame) frame.at = range; },
    warn: (rule, range, message) => { c.warn(rule, range, message); },
    note: (note) => {
      const { kind, subject, range, status, detail } = note;
      if (c.muted > 0) return;
      c.recorder?.note(note);
      c.recording(null, () => { c.log.add(kind, subject, { range, status, detail }); });
    },
    report: (error) => { c.report(error); },
    isBeingDefined: (fn) => c.frames.some((f) => f.fn === fn),
    typed: (range, type) => {
      if (c.muted > 0) return;
      c.recorder?.typed(range, type);
      c.typeTable.add({ range, type });
    },
    expired: () => c.expired(),
  }))(this);

  private readonly unfinished: (Type | null)[] = [];
  /** Is the type being made further out than what is made right now? */
  isUnfinished(type: Type): boolean { return this.unfinished.includes(type) && this.unfinished.at(-1) !== type; }

  /** Runs what makes the methods of a script class, or (null) a function, which does not know the class that led to it. */
  defining(type: Type | null, body: () => void): void {
    this.unfinished.push(type);
    try { body(); } finally { this.unfinished.pop(); }
  }

  /** The annotation that is being looked up; classes in it are compiled because of it. */
  annotationAt: SourceRange | null = null;
  /** Where an annotation stands that torch reads off an object; only a warning needs to know. */
  private readAt: (() => SourceRange | null) | null = null;

  readAnnotation<T>(place: () => SourceRange | null, read: () => T): T {
    const outer = this.readAt;
    this.readAt = place;
    try { return read(); } finally { this.readAt = outer; }
  }

  get annotationPlace(): SourceRange | null { return this.annotationAt ?? this.readAt?.() ?? null; }

  /** Where the compiler is in what it compiles: the call that leads to what is compiled next. */
  get here(): SourceRange | null { return this.frames.at(-1)?.at ?? null; }

  inFrame<T>(frame: Frame, body: () => T): T {
    this.frames.push(frame);
    try { return body(); } finally { this.frames.pop(); }
  }
}

const tables = new WeakMap<OperatorFacts, OperatorTable>();
/** The operators of a release, read once. */
export function tableFor(facts: OperatorFacts): OperatorTable {
  let table = tables.get(facts);
  if (!table) {
    table = new OperatorTable(facts, [...facts.schemas, ...torchvisionSchemas(facts.torch)]);
    tables.set(facts, table);
  }
  return table;
}

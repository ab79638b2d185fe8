/**
 * Compiling again after an edit. Of every function that was compiled, what its compilation did is kept:
 * what it reported, noted and typed, and which functions it had compiled, in order. While its text, its
 * globals and the signatures that it called are the same, the next compilation does these things again
 * without looking at the body. What a compilation read or made beyond that is noticed, and such a
 * function is compiled each time.
 */
import type { GFunction, ObjectGraph } from "../../host/objectGraph";
import type { SourceRange } from "../../syntax/source";
import type { LogEntry } from "../../trace/log";
import type { EmitResult } from "../emit/emitter";
import { OwnLimit, ScriptError } from "../errors";
import type { Block, Value } from "../ir/ir";
import { annotateWarns } from "../passes/smallPasses";
import { schemaStr } from "../schema/parseSchema";
import type { EmitServices } from "../sugared/sugaredValue";
import { ClassType, type Type } from "../types/types";
import type { Compiler, Recorded } from "./compiler";
import type { ConcreteType } from "./concreteType";
import { ScriptFunction, scriptFunction } from "./functions";
import { graphChange } from "./graphChange";
import { compileUnboundMethod } from "./modules";
import { functionOverloads, knownOverloads } from "./overloads";
import { WatchedMap } from "./watchedMap";
import type { Message } from "../../text/message";

/** Where a compiled function is found again: a method of a type, or a function of the object graph. */
export type Whence = { readonly type: ConcreteType; readonly name: string; readonly kind: string } | { readonly index: number; readonly overload?: number };

type Note = Parameters<EmitServices["note"]>[0];
type Happening =
  | { readonly what: "report"; readonly at: SourceRange | null; readonly error: ScriptError | OwnLimit; readonly fallback: SourceRange | null }
  | { readonly what: "warn"; readonly rule: string; readonly range: SourceRange | null; readonly message: Message }
  | { readonly what: "note"; readonly note: Note }
  | { readonly what: "typed"; readonly range: SourceRange; readonly type: Type }
  | { readonly what: "function"; readonly at: SourceRange | null; readonly index: number }
  | { readonly what: "overloads"; readonly at: SourceRange | null; readonly index: number; readonly range: SourceRange }
  | { readonly what: "method"; readonly at: SourceRange | null; readonly type: ConcreteType; readonly name: string }
  | { readonly what: "define"; readonly at: SourceRange | null; readonly callee: Whence };

/** What the compilation of one function did. */
interface Record {
  readonly text: string;
  readonly file: string;
  /** Where its text began then. */
  readonly start: number;
  /** Where it begins in `emitted`. */
  graphStart: number;
  readonly happened: readonly Happening[];
  /** Signatures that it met, by key. */
  readonly met: ReadonlyMap<string, string>;
  /** Names that stood for no type. */
  readonly missed: readonly (string | number)[];
  readonly emitted: EmitResult;
  /** The functions that its graph calls; not looked for as long as nobody asks. */
  calls: readonly Call[] | undefined;
  readonly broken: boolean;
  /** Its graph has warnings, which are numbered through. */
  readonly warns: boolean;
}

function keyOf(whence: Whence): string {
  return "index" in whence ? `#${whence.index}/${whence.overload ?? ""}` : `${whence.type.jitType.qualname}|${whence.kind}|${whence.name}`;
}

/** What callers see of a function. */
const signatureOf = (f: ScriptFunction, made: EmitResult): string => `${schemaStr(made.schema)} ${made.failed} ${f.broken}`;

/** Takes down what one function's compilation does. */
export class Recorder {
  readonly happened: Happening[] = [];
  readonly callees: ScriptFunction[] = [];
  readonly missed: (string | number)[] = [];
  spoilt = false;
  private readonly depth: number;
  constructor(private readonly c: Compiler) { this.depth = c.frames.length; }

  /** It read or made something that is not kept. */
  spoil(): void { this.spoilt = true; }

  private get at(): SourceRange | null {
    if (this.c.frames.length !== this.depth) this.spoilt = true;
    return this.c.frames.at(-1)?.at ?? null;
  }

  report(error: ScriptError | OwnLimit, fallback: SourceRange | null): void { this.happened.push({ what: "report", at: this.at, error, fallback }); }
  warn(rule: string, range: SourceRange | null, message: Message): void { this.happened.push({ what: "warn", rule, range, message }); }
  note(note: Note): void { this.happened.push({ what: "note", note }); }
  typed(range: SourceRange, type: Type): void { this.happened.push({ what: "typed", range, type }); }
  namedFunction(index: number): void { this.happened.push({ what: "function", at: this.at, index }); }
  namedOverloads(index: number, range: SourceRange): void { this.happened.push({ what: "overloads", at: this.at, index, range }); }
  misses<K extends string | number, V>(map: WatchedMap<K, V>, key: K): void {
    if (map as unknown === this.c.typesByName) this.missed.push(key);
    // what is missing elsewhere is made next, or is not made at all
  }
  namedMethod(type: ConcreteType, name: string): void { this.happened.push({ what: "method", at: this.at, type, name }); }

  defines(callee: ScriptFunction): void {
    const { whence } = callee.options;
    if (!whence) this.spoil();
    else this.happened.push({ what: "define", at: this.at, callee: whence });
  }

  meets(callee: ScriptFunction): void {
    // torch's own declarations are what they are
    if (callee.onDemand && callee.options.whence) return;
    if (callee.options.whence && callee.isDone) this.callees.push(callee);
    else this.spoil();
  }
}

/** The compilation when the types of all modules were made and no method was compiled yet. */
interface Start {
  readonly root: number;
  readonly type: ConcreteType;
  readonly entries: readonly LogEntry[];
  readonly diagnostics: readonly Recorded[];
  readonly maps: readonly (readonly (readonly [unknown, unknown])[])[];
  readonly usedNames: readonly string[];
  readonly limited: boolean;
  readonly virtual: Compiler["virtual"];
  readonly mangles: number;
  readonly warnIds: number;
  /** What was read until then: of each file the text up to the end of the last definition that was used. */
  readonly texts: ReadonlyMap<string, string>;
}

const mapsOf = (c: Compiler): readonly Map<unknown, unknown>[] => [c.functions, c.classes, c.types, c.concreteTypes, c.moduleTypes, c.tracedTypes, c.typesByName] as Map<unknown, unknown>[];

/** Holds what a model's next compilation can use of the last. */
export class CompileMemory {
  private graph: ObjectGraph | undefined;
  private start: Start | undefined;
  private records = new Map<string, Record>();
  /** Functions of the graph that changed since the records were made. */
  private readonly changed = new Set<number>();
  /** How much of the last compilation was done again, and how much was new. */
  counts = { repeated: 0, compiled: 0 };

  /** The same as a graph that was just loaded, of the last one's own objects as far as it can be: to compare it again costs little. */
  own(graph: ObjectGraph): ObjectGraph { return (this.graph && graphChange(this.graph, graph)?.graph) ?? graph; }

  /** The graph to compile: the last one's own objects where nothing changed. */
  begin(graph: ObjectGraph): CompileTurn {
    const change = this.graph && this.start ? graphChange(this.graph, graph) : null;
    if (!change) {
      this.forget();
      this.graph = graph;
      return new CompileTurn(graph, undefined, new Map(), new Set());
    }
    this.graph = change.graph;
    for (const index of change.functions) this.changed.add(index);
    return new CompileTurn(change.graph, this.start, this.records, new Set(this.changed));
  }

  /** After a compilation. False if it has to be done again, since a signature changed that it relied on. */
  end(turn: CompileTurn, usable: boolean): boolean {
    this.counts = { repeated: turn.repeated, compiled: turn.compiled };
    turn.release();
    if (turn.relied) {
      for (const key of turn.changed) this.records.delete(key);
      for (const [key, record] of [...this.records]) if ([...record.met.keys()].some((k) => turn.changed.has(k))) this.records.delete(key);
      return false;
    }
    this.start = turn.start;
    this.records = turn.next;
    this.changed.clear();
    if (!usable || !turn.start) this.forget();
    return true;
  }

  /** Of the methods of the model itself nothing is used again. */
  forgetRoot(): void {
    const own = `${this.start?.type.jitType.qualname ?? ""}|`;
    for (const key of [...this.records.keys()]) if (key.startsWith(own)) this.records.delete(key);
  }

  forget(): void {
    this.graph = undefined;
    this.start = undefined;
    this.records = new Map();
    this.changed.clear();
  }
}

/** How far behind a definition the next thing is looked for. */
const LOOK_BEYOND = 1000;

/** One compilation that uses and fills a memory. */
export class CompileTurn {
  readonly next = new Map<string, Record>();
  /** Functions whose signature is another than last time. */
  readonly changed = new Set<string>();
  /** Something was done again that has met such a signature. */
  relied = false;
  repeated = 0;
  compiled = 0;
  private readonly repeatedRecords: Record[] = [];
  private readonly twice = new Set<string>();
  private readonly texts = new Map<string, string>();

  constructor(readonly graph: ObjectGraph, public start: Start | undefined, private last: ReadonlyMap<string, Record>, private readonly changedFunctions: ReadonlySet<number>) {}

  /** It is over: a compilation that somebody still holds must not hold the ones before it. */
  release(): void { this.last = new Map(); }

  /** Types are made; from here on functions are kept. */
  private begun = false;
  /** The types are last time's, so what was kept of their methods holds. */
  private repeats = false;

  read(file: string, text: string): void { if (!this.begun) this.texts.set(file, text); }

  /** The types of the root module and of all below it: those of last time, or made now. */
  types(c: Compiler, root: number, make: () => ConcreteType): ConcreteType {
    const { start } = this;
    if (start?.root === root && [...start.texts].every(([file, text]) => c.source(file)?.text.startsWith(text))) {
      restore(c, start);
      this.repeats = true;
      this.begin(c);
      return start.type;
    }
    this.start = undefined;
    const type = make();
    // a type that met an error may lack what a later turn would report
    this.start = {
      root, type, entries: c.log.entries.slice(1).map((e) => ({ ...e })), diagnostics: [...c.diagnostics],
      maps: mapsOf(c).map((m) => [...m].map(([k, v]) => [k, copied(v)] as const)), usedNames: [...c.usedNames], limited: c.limited, virtual: new Map(c.virtual), mangles: c.mangles, warnIds: c.warnIds.next, texts: this.used(c),
    };
    this.begin(c);
    return type;
  }

  private used(c: Compiler): Map<string, string> {
    const ends = new Map<string, number>();
    for (const { range } of [...c.log.entries, ...c.diagnostics]) if (range) ends.set(range.file, Math.max(ends.get(range.file) ?? 0, range.end));
    // with what follows on the definition: one that grows is another
    const upTo = (text: string, end: number | undefined): string => (end === undefined ? text : text.slice(0, end + (/^\s*\S?/.exec(text.slice(end, end + LOOK_BEYOND))?.[0].length ?? 0)));
    return new Map([...this.texts].map(([file, text]) => [file, upTo(text, ends.get(file))]));
  }

  private begin(c: Compiler): void {
    for (const m of mapsOf(c)) if (m instanceof WatchedMap) m.settle();
    for (const type of modules(c)) this.lasting.add(type).add(type.jitType);
    for (const { type } of c.classes.values()) this.lasting.add(type);
    for (const type of c.types.values()) this.lasting.add(type);
    this.begun = true;
  }
  /** Types that are the same in the next compilation. */
  private readonly lasting = new Set<unknown>();
  /** What callers see of the functions compiled so far. */
  private readonly signatures = new Map<ScriptFunction, string>();

  /** Compiles the body of a function, or does again what that did last time. */
  emit(c: Compiler, f: ScriptFunction, emit: () => EmitResult): EmitResult {
    const { whence } = f.options;
    const made = whence && this.begun ? this.emitNamed(c, f, whence, emit) : this.emitNew(emit);
    this.signatures.set(f, signatureOf(f, made));
    return made;
  }

  private emitNew(emit: () => EmitResult): EmitResult {
    this.compiled++;
    return emit();
  }

  private emitNamed(c: Compiler, f: ScriptFunction, whence: Whence, emit: () => EmitResult): EmitResult {
    const key = keyOf(whence);
    const here = c.muted > 0 || "type" in whence && !this.lasting.has(whence.type) ? null : f.textRange();
    const record = here && this.usable(c, f, key, here);
    if (record) {
      this.repeated++;
      this.keep(key, record);
      this.repeatedRecords.push(record);
      return repeat(c, f, record, here.start);
    }
    const recorder = here && new Recorder(c);
    const warnIds = c.warnIds.next;
    const made = this.emitNew(recorder ? () => c.recording(recorder, emit) : emit);
    if (here && recorder) this.finish(c, f, key, here, recorder, made, warnIds);
    // also of what is compiled each time, callers may have been kept
    this.compare(key, signatureOf(f, made));
    return made;
  }

  private usable(c: Compiler, f: ScriptFunction, key: string, here: TextRange): Record | undefined {
    const record = this.repeats ? this.last.get(key) : undefined;
    if (record?.text !== here.text || record.file !== here.file) return undefined;
    if (record.missed.some((name) => c.typesByName.holds(String(name)))) return undefined;
    if ([...this.changedFunctions].some((i) => f.reads(c.py.at(i) as GFunction))) return undefined;
    return [...record.met.keys()].some((k) => this.changed.has(k)) ? undefined : record;
  }

  private finish(c: Compiler, f: ScriptFunction, key: string, here: TextRange, recorder: Recorder, emitted: EmitResult, warnIds: number): void {
    if (recorder.spoilt || c.expired()) return;
    const met = new Map<string, string>();
    for (const callee of recorder.callees) {
      const { whence } = callee.options;
      if (!whence || resolve(c, whence) !== callee) return;
      met.set(keyOf(whence), this.signatures.get(callee) ?? "");
    }
    const own = (range: SourceRange | null): boolean => range === null || range.file !== here.file || range.start >= here.start && range.end <= here.start + here.text.length;
    if (!recorder.happened.every((h) => rangesOf(h).every(own))) return;
    if (![...emitted.schema.args, ...emitted.schema.returns].every((a) => lasting(a.type, this.lasting))) return;
    this.keep(key, { text: here.text, file: here.file, start: here.start, graphStart: here.start, happened: recorder.happened, met, missed: recorder.missed, emitted, calls: undefined, broken: f.broken, warns: c.warnIds.next !== warnIds });
  }

  private keep(key: string, record: Record): void {
    if (this.next.has(key)) this.twice.add(key);
    if (this.twice.has(key)) this.next.delete(key);
    else this.next.set(key, record);
  }

  /** The signatures that last time's functions met, by what had them. */
  private get metBefore(): ReadonlyMap<string, ReadonlySet<string>> {
    if (this.met) return this.met;
    const out = new Map<string, Set<string>>();
    for (const { met } of this.last.values()) for (const [key, then] of met) out.set(key, (out.get(key) ?? new Set()).add(then));
    return (this.met = out);
  }
  private met: ReadonlyMap<string, ReadonlySet<string>> | undefined;

  /** Whoever met the old signature has to be compiled again. */
  private compare(key: string, now: string): void {
    if (!this.repeats || [...this.metBefore.get(key) ?? []].every((then) => then === now)) return;
    this.changed.add(key);
    if (this.repeatedRecords.some((r) => r.met.has(key))) this.relied = true;
  }
}

export interface TextRange { readonly file: string; readonly start: number; readonly text: string }

/** Classes made while a body was compiled are others next time. */
function lasting(t: Type, known: ReadonlySet<unknown>): boolean {
  switch (t.kind) {
    case "Class": case "Interface": case "Enum": return known.has(t);
    case "List": case "Optional": case "Future": case "Await": case "RRefOf": return lasting(t.elem, known);
    case "Tuple": return !t.named && t.elems.every((e) => lasting(e, known));
    case "Dict": return lasting(t.key, known) && lasting(t.value, known);
    case "Union": return t.members.every((m) => lasting(m, known));
    default: return true;
  }
}

function rangesOf(h: Happening): (SourceRange | null)[] {
  switch (h.what) {
    case "report": return [h.at, h.error.range, h.fallback];
    case "warn": case "typed": return [h.range];
    case "overloads": return [h.at, h.range];
    case "note": return [h.note.range];
    default: return [h.at];
  }
}

/** Lists of types grow while a compilation goes on. */
const copied = (v: unknown): unknown => (Array.isArray(v) ? [...(v as unknown[])] : v);

const modules = (c: Compiler): Set<ConcreteType> => new Set([...c.moduleTypes.values(), ...[...c.concreteTypes.values()].flat()]);

function restore(c: Compiler, start: Start): void {
  mapsOf(c).forEach((m, i) => { for (const [k, v] of start.maps[i] ?? []) Map.prototype.set.call(m, k, copied(v)); });
  for (const type of modules(c)) {
    type.compiled = false;
    type.made.clear();
    if (!(type.jitType instanceof ClassType)) continue;
    type.jitType.methods.clear();
    type.jitType.properties.clear();
    type.jitType.hooks.length = 0;
    type.jitType.preHooks.length = 0;
  }
  for (const name of start.usedNames) c.usedNames.add(name);
  for (const [file, source] of start.virtual) c.virtual.set(file, source);
  c.limited = start.limited;
  c.mangles = start.mangles;
  c.warnIds.next = start.warnIds;
  for (const entry of start.entries) c.log.entries.push({ ...entry });
  c.adopt(start.diagnostics);
}

function resolve(c: Compiler, whence: Whence): unknown {
  if ("index" in whence) return whence.overload === undefined ? c.functions.get(whence.index) : knownOverloads(c, whence.index)?.[whence.overload];
  return whence.type.jitType instanceof ClassType ? whence.type.jitType.methods.get(whence.name) : undefined;
}

/** Does again what the compilation of a function did, at the place where the function stands now. */
function repeat(c: Compiler, f: ScriptFunction, record: Record, start: number): EmitResult {
  const moved = mover(record.file, start - record.start);
  const frame = c.frames.at(-1);
  for (const h of record.happened) {
    if (frame && "at" in h) frame.at = moved(h.at);
    switch (h.what) {
      case "report": c.report(movedError(h.error, moved), moved(h.fallback)); break;
      case "warn": c.warn(h.rule, moved(h.range), h.message); break;
      case "note": c.services.note({ ...h.note, range: moved(h.note.range) }); break;
      case "typed": c.typeTable.add(start === record.start ? h : { range: moved(h.range) ?? h.range, type: h.type }); break;
      case "function": nameFunction(c, h.index); break;
      case "overloads": nameOverloads(c, h.index, moved(h.range) ?? h.range); break;
      case "method": nameMethod(c, h.type, h.name); break;
      case "define": define(c, h.callee); break;
    }
  }
  f.broken = record.broken;
  if (record.graphStart !== start) moveGraph(record.emitted.graph.block, mover(record.file, start - record.graphStart));
  record.graphStart = start;
  if (record.warns) annotateWarns(record.emitted.graph, c.warnIds);
  for (const { value, whence } of (record.calls ??= callsOf(record.emitted.graph.block))) callThis(c, value, whence);
  return record.emitted;
}

/** The graph's call is of the function as this compilation has it. */
function callThis(c: Compiler, value: Value, whence: Whence): void {
  const callee = resolve(c, whence);
  if (callee instanceof ScriptFunction && value.type.kind === "FunctionValue") value.setType({ ...value.type, fn: callee });
}

interface Call { readonly value: Value; readonly whence: Whence }

/** The values of a graph that stand for functions. */
function callsOf(block: Block, out: Call[] = []): Call[] {
  for (let node = block.paramNode.next; node && node !== block.returnNode; node = node.next) {
    for (const value of node.outputs) {
      const whence = value.type.kind === "FunctionValue" && value.type.fn instanceof ScriptFunction && value.type.fn.options.whence;
      if (whence) out.push({ value, whence });
    }
    for (const inner of node.blocks) callsOf(inner, out);
    for (const a of node.attrs.values()) if (a.kind === "g") callsOf(a.value.block, out);
  }
  return out;
}

function nameFunction(c: Compiler, index: number): void {
  const fn = c.py.at(index);
  if (fn?.kind === "function") scriptFunction(c, index, fn, { kind: "called", from: c.here ?? { file: "", start: 0, end: 0 } });
}

/** What torch refuses in them was reported by whoever named them. */
function nameOverloads(c: Compiler, index: number, range: SourceRange): void {
  const fn = c.py.at(index);
  try {
    if (fn?.kind === "function") functionOverloads(c, index, fn, range);
  } catch (error) {
    if (!(error instanceof ScriptError)) throw error;
  }
}

function nameMethod(c: Compiler, type: ConcreteType, name: string): void {
  if (!(type.jitType instanceof ClassType) || type.jitType.methods.has(name)) return;
  const cls = c.py.class(type.cls);
  const found = cls && c.py.object(c.py.getattrOfClass(cls, name));
  if (found?.kind === "function") compileUnboundMethod(c, type, name, found);
}

function define(c: Compiler, whence: Whence): void {
  const callee = resolve(c, whence);
  if (typeof callee === "object" && callee !== null && "ensureDefined" in callee) (callee as ScriptFunction).ensureDefined();
}

function mover(file: string, by: number): (range: SourceRange | null) => SourceRange | null {
  return (range) => (by === 0 || range?.file !== file ? range : { ...range, start: range.start + by, end: range.end + by });
}

function movedError(error: ScriptError | OwnLimit, moved: (range: SourceRange | null) => SourceRange | null): ScriptError | OwnLimit {
  const range = moved(error.range);
  if (range === error.range) return error;
  return error instanceof ScriptError ? new ScriptError(error.rule, range, error.text, error.notes, error.noPlace) : new OwnLimit(range, error.text);
}

function moveGraph(block: Block, moved: (range: SourceRange | null) => SourceRange | null): void {
  for (const node of block.nodes()) {
    node.range = moved(node.range);
    if (node.callStack.length > 0) node.callStack = node.callStack.flatMap((r) => moved(r) ?? []);
    node.blocks.forEach((b) => { moveGraph(b, moved); });
    for (const a of node.attrs.values()) if (a.kind === "g") moveGraph(a.value.block, moved);
  }
}

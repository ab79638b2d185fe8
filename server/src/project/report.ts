/** One target's answer, as the command line's contract has it; made from a compile result. */
import { STAND_IN_ROOT } from "../host/standIn";
import type { SourceFile, SyntaxProblem } from "../syntax/ast";
import type { SourceProvider, SourceRange, Position } from "../syntax/source";
import { isRecorded, positionAt } from "../syntax/source";
import { lineOf } from "../export/onnx/places";
import type { CompileResult, FlowLevel, MethodResult, TypesByPlace } from "../script/api";
import type { CompileDiagnostic, CompileLog, Severity } from "../trace/log";
import { fixesFor } from "./fixes";
import { english, factsOf, isMessage, msg, verbatim, type Message } from "../text/message";

export interface Range { readonly start: Position; readonly end: Position }
/** `cell`: the cell of a notebook (from 1, prose included) in which the lines count; absent where they count in the text that stands for it. */
export interface FileRange { readonly file: string; readonly cell?: number; readonly range: Range }

/** Whether two ranges share a place; ends count. */
export function touches(a: Range, b: Range): boolean {
  const before = (p: Position, q: Position): boolean => p.line < q.line || (p.line === q.line && p.character < q.character);
  return !before(a.end, b.start) && !before(b.end, a.start);
}

/** What a diagnostic says. */
export interface Said { readonly message: Message; readonly notes: readonly Message[] }

/** The parts of a diagnostic that hold its words. */
export function worded(message: Message, notes: readonly Message[] = []): Pick<ReportDiagnostic, "message" | "notes" | "said"> {
  return { message: english(message), said: { message, notes }, ...(notes.length > 0 ? { notes: notes.map(english) } : {}) };
}

/** So many notes stand below the message of a diagnostic in the editor. */
export const MOST_NOTES = 3;

/** The notes as they stand below the message, which has the reason of an only candidate already. */
export function notesBelow({ notes }: Said): readonly Message[] {
  const schema = notes.length === 1 ? notes[0]?.args["schema"] : undefined;
  return typeof schema === "string" ? [verbatim(schema)] : notes;
}

/** A report as JSON, in English. */
export const reportJson = (report: unknown): string => JSON.stringify(report, (key, value: unknown) => (key === "said" ? undefined : isMessage(value) ? english(value) : value));

export interface ReportDiagnostic extends FileRange {
  readonly rule: string;
  readonly severity: Severity;
  /** English. */
  readonly message: string;
  /** The same as data, for other languages and for quick fixes. */
  readonly said: Said;
  readonly calledFrom: readonly FileRange[];
  readonly fixes: readonly string[];
  readonly notes?: readonly string[];
  readonly unreached?: true;
}

export interface TargetReport {
  readonly target: string;
  readonly torch: string;
  readonly verdict: "ok" | "error" | "unknown";
  readonly kind: string;
  readonly diagnostics: readonly ReportDiagnostic[];
  readonly methods: Readonly<Record<string, MethodResult>>;
  readonly seconds: { readonly load: number; readonly compile: number };
  /** Number of elements of the model's parameters; only for modules. */
  readonly parameters?: number;
}

/** Which diagnostic is the error that torch.jit.script raises; -1 for none. What Python raised on the way to it is Python's. */
export function stopsAt({ kind, diagnostics }: TargetReport): number {
  return kind === NOT_LOADED ? -1 : diagnostics.findIndex((d) => d.severity === "error" && !d.unreached && d.rule !== "load-exception");
}

/** The kind of a target that there is no object of. */
export const NOT_LOADED = "not loaded";

/** At once here, later where another thread makes it. */
export type Later<T> = T | Promise<T>;

export type PrintedMethods = ReturnType<CompileResult["printed"]>;

/** A report with what the editor needs beyond it. */
export interface Answer {
  readonly report: TargetReport;
  readonly log: CompileLog;
  /** Last names of the classes of the modules in it; here, so that nobody waits for the log to know them. */
  readonly moduleClasses: ReadonlySet<string>;
  /** Types by place; absent when nothing was compiled. */
  readonly types?: TypesByPlace;
  /** Graph and code; made when asked for. */
  readonly printed?: () => Later<PrintedMethods>;
  readonly flow?: (path: string) => Later<FlowLevel | null>;
  /** Files whose change makes the answer stale. */
  readonly files: readonly string[];
  /** True when nothing could be loaded: exit status 2 if there is nothing else. */
  readonly notLoaded: boolean;
  /** The constructor raised it, and with other arguments it might not have. */
  readonly ofArguments?: boolean;
  /** It could not be loaded, for want of what a cell defines that cannot be read. */
  readonly ofBrokenCell?: boolean;
  /** A trace ran the model on the example inputs, and did not come to its end. */
  readonly ofInputs?: boolean;
}

const NOWHERE: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

export function rangeIn(sources: SourceProvider, range: SourceRange): Range {
  const source = sources.get(range.file);
  if (!source) return NOWHERE;
  return { start: positionAt(source.lineStarts, range.start), end: positionAt(source.lineStarts, visibleEnd(source.text, range)) };
}

/** torch counts ranges on into the next line's indentation at times, and does not show that part. */
function visibleEnd(text: string, { start, end }: SourceRange): number {
  const marked = text.slice(start, end);
  const blank = /\r?\n[^\S\n]*$/.exec(marked);
  return blank && blank.index > 0 ? start + blank.index : end;
}

/** Names the quick fixes that there are. */
export function withFixes(d: ReportDiagnostic, sources: SourceProvider): ReportDiagnostic {
  return { ...d, fixes: fixesFor(d, sources).map((f) => english(f.title)) };
}

const inStandIn = (range: SourceRange | null | undefined): boolean => range?.file.startsWith(`${STAND_IN_ROOT}/`) ?? false;

/** In torch's own files nothing can be mended: what torch does not reach there is left out, and what comes after the first error that a call from the user's files leads to. */
function ofInterest(diagnostics: CompileResult["diagnostics"]): CompileResult["diagnostics"] {
  const calls = new Set<string>();
  const missing = (d: CompileResult["diagnostics"][number]): string | undefined => (d.rule === "own-limit" ? factsOf(d.message)["missing"]?.replace(/\.forward$/, "") : undefined);
  const used = new Set(diagnostics.flatMap(missing));
  const usedHere = new Set(diagnostics.flatMap((d) => (d.range && !inStandIn(d.range) ? missing(d) : undefined)));
  const placeless = new Set(diagnostics.flatMap((d) => (d.range ? undefined : missing(d))));
  return diagnostics.filter((d) => {
    // where it is used, the same is said of it
    if (d.rule === "own-limit" && used.has(`self.${factsOf(d.message)["attribute"] ?? ""}`)) return false;
    const name = missing(d);
    if (name !== undefined && (d.range ? inStandIn(d.range) && placeless.has(name) : usedHere.has(name))) return false;
    if (inStandIn(d.range) && d.unreached) return false;
    const from = d.calledFrom.find((r) => !inStandIn(r));
    if (!from || !inStandIn(d.range) && !inStandIn(d.calledFrom[0])) return true;
    const call = `${from.file}|${from.start}|${from.end}`;
    if (calls.has(call)) return false;
    if (d.severity === "error") calls.add(call);
    return true;
  });
}

/** What was recorded did run in Python: that it does not compile is this tool's own limit, and its warnings are nobody's. */
function ofTrace(d: CompileDiagnostic, sources: SourceProvider): CompileDiagnostic[] {
  if (!d.range || !isRecorded(d.range) || d.rule === "own-limit") return [d];
  if (d.severity !== "error" || d.unreached) return [];
  const { start, end } = rangeIn(sources, d.range), source = sources.get(d.range.file);
  const line = source?.text.slice(source.lineStarts[start.line], source.lineStarts[end.line + 1]).replace(/ {2}# .*$/m, "").trim() ?? "";
  return [{ ...d, rule: "own-limit", severity: "information", message: msg`what the trace recorded of this line (${line}) cannot be compiled here: ${d.message}`, notes: [] }];
}

/** Where a file cannot be read. */
export function problemPlace({ path, lineStarts }: SourceFile, { start, end }: SyntaxProblem): FileRange {
  return { file: path, range: { start: positionAt(lineStarts, start), end: positionAt(lineStarts, Math.max(end, start + 1)) } };
}

/** A line without its indentation; undefined where there is none. */
export function lineRange(sources: SourceProvider, file: string, line: number): FileRange | undefined {
  const source = sources.get(file);
  const begin = source?.lineStarts[line - 1];
  if (!source || begin === undefined) return undefined;
  const text = source.text.slice(begin, source.lineStarts[line] ?? source.text.length).replace(/[\r\n]+$/, "");
  return { file, range: { start: { line: line - 1, character: text.length - text.trimStart().length }, end: { line: line - 1, character: text.length } } };
}

/** The line of the model; what it returns has none. */
function recordedPlace(sources: SourceProvider, range: SourceRange): FileRange | undefined {
  const source = sources.get(range.file);
  const at = source && lineOf(source, range);
  return at && at.file !== range.file ? lineRange(sources, at.file, at.line) : undefined;
}

/** `fallback` is where a diagnostic goes that torch gives no place; `named` says whether its quick fixes are named. */
export function reportOf(
  target: string, torch: string, result: CompileResult, sources: SourceProvider,
  fallback: FileRange, loadSeconds: number, parameters: number | undefined, named = true,
): TargetReport {
  const fixed = (d: ReportDiagnostic): ReportDiagnostic => (named ? withFixes(d, sources) : d);
  const placed = (range: SourceRange): FileRange => (isRecorded(range) ? recordedPlace(sources, range) ?? fallback : { file: range.file, range: rangeIn(sources, range) });
  const diagnostics = ofInterest(result.diagnostics).flatMap((d) => ofTrace(d, sources));
  const isStopped = diagnostics.some((d) => d.severity === "error" && !d.unreached);
  return {
    target, torch, verdict: result.verdict === "error" && !isStopped ? "unknown" : result.verdict, kind: result.kind,
    diagnostics: diagnostics.map((d) => fixed({
      rule: d.rule, severity: d.severity, ...worded(d.message, d.notes),
      ...(d.range && !(d.rule === "own-limit" && inStandIn(d.range) && d.calledFrom.every(inStandIn)) ? placed(d.range) : fallback),
      calledFrom: d.calledFrom.map(placed),
      fixes: [],
      ...(d.unreached ? { unreached: true as const } : {}),
    })),
    methods: result.methods,
    seconds: { load: loadSeconds, compile: result.seconds },
    ...(parameters === undefined ? {} : { parameters }),
  };
}

/**
 * A conversion script: runs in the sealed interpreter, and what it hands to torch.jit.script is compiled
 * there and then, so that a `try` around it sees what torch would raise. Tells what was really scripted.
 */
import type { ExportFormat, Frame, ScriptedOutput, ScriptRun } from "../host/loader";
import type { GException, ObjectGraph } from "../host/objectGraph";
import type { CompileResult, MethodResult } from "../script/api";
import { offsetAt } from "../syntax/source";
import { parameterCount, type Engine, type Question } from "./engine";
import { reportOf, worded, type FileRange, type ReportDiagnostic } from "./report";
import { raisedFor } from "./raises";
import { BRANCHES, explainOutput, REFUSED_CLASS, textOfNode } from "./scriptedOutput";
import { english, joined, msg, verbatim } from "../text/message";

export type Verdict = "ok" | "error" | "unknown";

/** One call of torch.jit.script. */
export interface ScriptCall extends FileRange {
  /** The call as it is written, if it can be read. */
  readonly expression: string | undefined;
  /** The branch of torch.jit.script that took the object. */
  readonly branch: string;
  readonly type: string;
  /** Of a class or function. */
  readonly name?: string;
  readonly verdict: Verdict;
  readonly kind: string;
  readonly diagnostics: readonly ReportDiagnostic[];
  readonly methods: Readonly<Record<string, MethodResult>>;
  readonly parameters?: number;
  readonly seconds: number;
}

export interface ScriptExport extends FileRange {
  /** Null where it is no path: an open file, a buffer. */
  readonly path: string | null;
  /** Which call made what is saved, counted from 0; null for what was traced. */
  readonly call: number | null;
  readonly traced: boolean;
  readonly format: ExportFormat;
}

export interface ScriptReport {
  readonly script: string;
  readonly torch: string;
  readonly verdict: Verdict;
  readonly calls: readonly ScriptCall[];
  readonly traced: readonly (FileRange & { readonly type: string })[];
  readonly exports: readonly ScriptExport[];
  /** What ended the script, unless it is a call above that failed. */
  readonly failure: ReportDiagnostic | null;
  /** With which status the process would end. */
  readonly status: number;
  readonly output: string;
  readonly missingPackages: readonly string[];
  /** torch.load was asked for these; a placeholder stood for what they hold. */
  readonly missingCheckpoints: readonly (FileRange & { readonly path: string })[];
  /** Comparisons of values that are not computed here: the script went on as if they were equal. */
  readonly assumedEqual: readonly FileRange[];
  /** Where this tool could not go on and the script caught that, as if torch had raised it. */
  readonly stops: readonly (FileRange & { readonly message: string })[];
}

/** What the interpreter says of an object that is scripted; untrusted. */
interface Asked extends ScriptedOutput {
  /** Of a class or function. */
  readonly name: string | null;
  /** Undefined for what came from a package or a checkpoint that is not there. */
  readonly graph: string | null;
  /** Why torch refuses it before it compiles anything. */
  readonly refused?: string | null;
}

/** Characters of a graph or of code that a script may print. */
const MAX_SHOWN = 100_000;

const NOWHERE = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** What torch raises for objects of no kind that it knows: it takes them for functions and looks for their globals, since 2.0 first for their source. */
const raisedForOthers = (torch: string): string => (torch === "1.13" ? "AttributeError" : "TypeError");

export class ScriptRunner {
  private readonly calls: ScriptCall[] = [];

  constructor(private readonly engine: Engine, private readonly file: string) {}

  async run(argv: readonly string[], cwd: string): Promise<ScriptReport | { failure: ReportDiagnostic }> {
    const question: Question = { target: this.file, file: this.file, name: undefined };
    const ran = await this.engine.run(this.file, argv, cwd, (text) => this.answer(text));
    if (!ran.ok) return { failure: this.engine.describeFailure(question, ran) };
    const failure = this.failureOf(ran, question);
    return {
      script: this.file, torch: this.engine.options.torch, verdict: this.verdict(failure, ran.stops.length > 0), calls: this.calls,
      traced: ran.traces.map((t) => ({ ...this.placed(t.place), type: t.type })),
      exports: ran.exports.map((e) => ({ ...this.placed(e.place), path: e.path, call: e.call, traced: e.traced, format: e.format })),
      failure, status: ran.status, output: ran.output, missingPackages: ran.missingPackages,
      stops: ran.stops.map((s) => ({ ...this.placed(s.place), message: s.message })),
      assumedEqual: ran.assumed.map((p) => this.placed(p)),
      missingCheckpoints: ran.missingCheckpoints.map((c) => ({ ...this.placed(c.place), path: c.path })),
    };
  }

  private verdict(failure: ReportDiagnostic | null, stopped: boolean): Verdict {
    const verdicts = [...(stopped ? ["unknown"] : []), ...this.calls.map((c) => c.verdict), ...(failure ? [failure.severity === "error" ? "error" as const : "unknown" as const] : [])];
    return verdicts.includes("error") ? "error" : verdicts.includes("unknown") ? "unknown" : "ok";
  }

  /** An uncaught exception; none where it is the one that a failed call raised. */
  private failureOf(ran: ScriptRun, question: Question): ReportDiagnostic | null {
    if (!ran.error || (ran.errorOf !== null && this.calls[ran.errorOf]?.verdict === "error")) return null;
    return this.engine.describeFailure(question, { ok: false, error: ran.error as GException, loadedFiles: ran.loadedFiles, missingPackages: ran.missingPackages });
  }

  private placed(frame: Frame | null): FileRange {
    return frame ? this.engine.frameRange(frame) : { file: this.file, range: NOWHERE };
  }

  /** Compiles what was scripted; the answer tells Python what to raise. */
  private answer(text: string): string {
    try {
      const asked = JSON.parse(text) as Asked;
      const call = this.compiled(asked);
      this.calls.push(call);
      const first = call.diagnostics.find((d) => d.severity === "error");
      if (call.verdict !== "error") {
        const shown = call.methods["forward"] ?? Object.values(call.methods)[0];
        return JSON.stringify({ verdict: call.verdict, graph: (shown?.graph ?? "").slice(0, MAX_SHOWN), code: (shown?.code ?? "").slice(0, MAX_SHOWN) });
      }
      const message = `${first?.message ?? "this cannot be scripted"}${first ? `\n  at ${first.file}:${first.range.start.line + 1}` : ""}`;
      return JSON.stringify({ verdict: call.verdict, error: { type: asked.entered === "other" && first?.rule === "cannot-script" ? raisedForOthers(this.engine.options.torch) : raisedFor(first), message } });
    } catch {
      return JSON.stringify({ verdict: "unknown" });
    }
  }

  private compiled(asked: Asked): ScriptCall {
    const place = this.placed(asked.place);
    const base = { ...place, expression: this.textAt(place), branch: english(BRANCHES[asked.entered]), type: asked.type, ...(asked.name === null ? {} : { name: asked.name }) };
    if (asked.graph === null) {
      const message = msg`What is scripted here comes from a checkpoint or a package that is not read here, so nothing can be said of it.`;
      return { ...base, verdict: "unknown", kind: "unknown", diagnostics: [{ rule: "own-limit", severity: "information", ...worded(message), ...place, calledFrom: [], fixes: [] }], methods: {}, seconds: 0 };
    }
    if (typeof asked.refused === "string") {
      return { ...base, verdict: "error", kind: "module", diagnostics: [{ rule: "cannot-script", severity: "error", ...worded(verbatim(asked.refused)), ...place, calledFrom: [], fixes: [] }], methods: {}, seconds: 0 };
    }
    const graph = JSON.parse(asked.graph) as ObjectGraph;
    const result: CompileResult = this.engine.compileGraph(graph, true);
    const report = reportOf(base.expression ?? this.file, this.engine.options.torch, result, this.engine.sources, place, 0, parameterCount(graph));
    const about = explainOutput(asked, { sources: this.engine.sources, torch: this.engine.options.torch, placed: (frame) => this.placed(frame) });
    return {
      ...base, ...(report.diagnostics[0]?.rule === "module-class" ? { branch: english(REFUSED_CLASS) } : {}), verdict: report.verdict, kind: report.kind, diagnostics: [...report.diagnostics.map((d) => withNotes(d, about, asked)), ...(about && report.verdict === "ok" ? [about] : [])],
      methods: report.methods, seconds: report.seconds.compile, ...(report.parameters === undefined ? {} : { parameters: report.parameters }),
    };
  }

  private textAt(place: FileRange): string | undefined {
    const source = this.engine.sources.get(place.file);
    const { start, end } = place.range;
    if (!source || (start.line === end.line && start.character === end.character)) return undefined;
    const text = textOfNode(source, { start: offsetAt(source.lineStarts, start), end: offsetAt(source.lineStarts, end) });
    return text.length > 120 ? `${text.slice(0, 117)}...` : text;
  }
}

/** An error of scripting an output gets the explanation with it. */
function withNotes(d: ReportDiagnostic, about: ReportDiagnostic | undefined, asked: Asked): ReportDiagnostic {
  return about && asked.entered !== "module" && d.severity === "error" ? { ...d, ...worded(joined([d.said.message, about.said.message], "\n"), d.said.notes) } : d;
}

/**
 * One question at a time: loads a target in the sealed worker, compiles it, makes its report. Used
 * by the command line and the language server alike; holds parsed files between questions.
 */
import fs from "node:fs";
import path from "node:path";
import { compile, compileForExport, graphChange, newMemory, type CompiledModel } from "../script/compile";
import type { ExportView, NotExportable } from "../script/exportView";
import type { CompileMemory, CompileRequest, CompileResult } from "../script/api";
import { Loader, type Frame, type LoadFailure, type LoadProblem, type LoadRequest, type LoadResult, type LoadSuccess, type ScriptedOutput, type Traced, type TracedPart } from "../host/loader";
import { readStandIn } from "../host/standIn";
import { loadParserParts } from "../host/parserParts";
import type { GException, ObjectGraph } from "../host/objectGraph";
import { cellProblem } from "./cells";
import { isNotebook, readCells } from "../syntax/notebook";
import { initParser } from "../syntax/parser";
import { definitions } from "../syntax/walk";
import { offsetAt, positionAt, type SourceRange } from "../syntax/source";
import { operatorFacts, type TorchName } from "./environment";
import type { ExampleInput } from "./export/format";
import type { ExportSettings } from "./entries";
import { exportModel, type ExportOptions, type ExportReport } from "./exportModel";
import { isInstalled } from "./library";
import { exceptionText, limitBehind, mayBeOfArguments } from "./loadLimits";
import { moduleClassesOf } from "./logIndex";
import { missingPackageNotes } from "./missingPackages";
import { expectEdits, placeOf, provisionalGraph, type Loaded } from "./provisional";
import { prepareCompile } from "./readAhead";
import { explainOutput } from "./scriptedOutput";
import { lineRange, NOT_LOADED, problemPlace, reportOf, withFixes, worded, type Answer, type FileRange, type ReportDiagnostic } from "./report";
import { Sources } from "./sources";
import type { LogEntry, Severity } from "../trace/log";
import { joined, msg, verbatim, type Message } from "../text/message";

/**
 * What is done ahead of the first edit: the whole is compiled with what is remembered, then the model's own methods are
 * compiled again, then an edit of the longest is tried; at last the whole, so that what is remembered is of this text.
 */
const REHEARSAL = ["whole", "own", "own", "own", "edit", "edit", "edit", "edit", "whole"] as const;

export interface EngineOptions {
  /** Folders whose files user code may read. */
  readonly folders: readonly string[];
  /** Put on `sys.path`. */
  readonly roots: readonly string[];
  readonly sitePackages: readonly string[];
  readonly torch: TorchName;
  /** Seconds and MiB that loading one target may take. */
  readonly timeLimit: number;
  readonly memoryLimit: number;
  /** One question only is expected. */
  readonly once?: boolean;
  /** The same questions come again after edits: what can be used again is kept. */
  readonly editing?: boolean;
  /** Where compiled code of installed packages, and what loads gave, is kept between processes; nowhere if absent. */
  readonly cacheFolder?: string | undefined;
  /** What a load of this file gave another process is an answer. */
  readonly answersKept?: { readonly file: string } | undefined;
  /** An interpreter with torch, which an export may ask what the archive gives. */
  readonly python?: string | undefined;
}

export interface Question {
  /** As it is shown. */
  readonly target: string;
  /** Absolute path. */
  readonly file: string;
  readonly name: string | undefined;
  /** A list or names with values, as data or as JSON text. */
  readonly args?: unknown;
  readonly asIs?: boolean;
  readonly call?: boolean;
  /** A Python expression that builds it. */
  readonly build?: string | undefined;
  /** Put into eval mode first; false: that it stays as it is built is wanted. */
  readonly eval?: boolean | undefined;
  /** Print graph and code (costly on large models). */
  readonly print?: boolean;
  /** Name the quick fixes of each diagnostic (default true). */
  readonly fixes?: boolean;
  /** Roots before the engine's own. */
  readonly roots?: readonly string[];
  /** Examples for `forward`, for an export that is given none. */
  readonly inputs?: readonly ExampleInput[];
  /** How it was exported last. */
  readonly exported?: ExportSettings;
  /** Run the model once on these and take what was recorded in its place. */
  readonly trace?: readonly ExampleInput[];
}

const EMPTY_RANGE = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

export { Sources };

/** Where the function is, among these files, whose own compilation took longest, without that of others which it calls. */
function longestOf({ log }: CompileResult, files: ReadonlyMap<string, unknown>): SourceRange | undefined {
  const byId = new Map(log.entries.map((e) => [e.id, e]));
  const own = new Map<LogEntry, number>();
  const isFunction = (e: LogEntry): boolean => e.kind === "method" || e.kind === "function";
  for (const e of log.entries) {
    if (!isFunction(e)) continue;
    own.set(e, (own.get(e) ?? 0) + e.duration);
    let above = e.parent === null ? undefined : byId.get(e.parent);
    while (above && !isFunction(above)) above = above.parent === null ? undefined : byId.get(above.parent);
    if (above) own.set(above, (own.get(above) ?? 0) - e.duration);
  }
  let longest: LogEntry | undefined;
  for (const [e, took] of own) if (e.range && files.has(e.range.file) && took > (longest ? own.get(longest) ?? 0 : 0)) longest = e;
  return longest?.range ?? undefined;
}

/** What is kept of a question for the next time it is asked. */
interface Kept {
  readonly memory: CompileMemory;
  /** `disk`: as `Sources.timesForgotten`, when it was loaded; `question`: with the name that it was found under. */
  loaded?: Loaded & { readonly disk: number; readonly question: Question };
  /** It was asked what another process was given, which is what is kept until a load of this one. */
  recalled?: "loaded" | "nothing";
  /** Edits were rehearsed. */
  rehearsed?: true;
  /** What is remembered is of an edit that was rehearsed. */
  ahead?: boolean;
  /** Made of the last load and of edits since; it stands if the next load finds the same. */
  guess?: { readonly from: Loaded; readonly graph: ObjectGraph; readonly texts: ReadonlyMap<string, string | undefined>; readonly answer: Answer; readonly certain: boolean };
}
const KEPT = 32;

/** `traced`: where the whole was recorded; `parts`: what the model traces itself and uses. */
interface ForExport {
  readonly answer: Answer;
  readonly made?: { readonly graph: ObjectGraph; readonly view?: ExportView; readonly refused?: NotExportable; readonly compiled?: CompiledModel };
  readonly traced?: Traced;
  readonly parts: readonly TracedPart[];
}

export class Engine {
  private readonly kept = new Map<string, Kept>();

  private keptOf(question: Question): Kept | undefined {
    if (!this.options.editing) return undefined;
    const { target: _target, print: _print, ...rest } = question;
    const key = JSON.stringify([this.options.torch, rest]);
    const known = this.kept.get(key) ?? { memory: newMemory() };
    this.kept.delete(key);
    this.kept.set(key, known); // the latest stands last
    for (const old of this.kept.keys()) {
      if (this.kept.size <= KEPT) break;
      this.kept.delete(old);
    }
    return known;
  }

  /**
   * The answer that an edit inside functions leads to, told at once from the last load, or from what another process
   * was given; undefined where it takes a load to tell. `ask` afterwards confirms or corrects it.
   */
  guess(question: Question): Answer | undefined {
    const kept = this.keptOf(question);
    if (kept && !kept.loaded && !kept.recalled && !question.print) this.recall(question, kept);
    if (!kept?.loaded || question.print) return undefined;
    const { loaded, guess } = kept;
    if (guess?.from === loaded && this.same(guess.texts)) return guess.answer;
    const made = provisionalGraph(loaded, this.sources, (file) => this.sources.text(file));
    if (!made) return undefined;
    const { graph, certain } = made;
    const texts = new Map([...loaded.files.keys()].map((file) => [file, this.sources.text(file)]));
    const answer = this.answerOf(loaded.question, graph, this.compileKept(kept, graph), [...texts.keys()], loaded.missingPackages, 0);
    kept.guess = { from: loaded, graph, texts, answer, certain: certain && kept.recalled !== "loaded" };
    return answer;
  }

  /**
   * Does ahead, while nobody waits, what the first edit after a load would wait for, one step after each `yield`.
   * Compiling the model's own methods again, as if they had been edited, readies the compiler's own code; edits that
   * nobody made, and that are taken back at once, ready what leads there.
   */
  *expectEdits(question: Question): Generator<void, void, void> {
    let result: CompileResult | undefined;
    for (const step of REHEARSAL) {
      const kept = this.keptOf(question);
      if (!kept?.loaded || kept.guess || !this.same(new Map([...kept.loaded.files].map(([file, then]) => [file, typeof then === "object" ? then.text : then])))) return;
      if (step === "edit") {
        const longest = result && longestOf(result, kept.loaded.files);
        if (longest) this.rehearseEdit(question, kept, longest);
      } else {
        expectEdits(kept.loaded, this.sources);
        if (step === "own") kept.memory.forgetRoot();
        result = this.compileKept(kept, kept.loaded.graph);
      }
      yield;
      if (kept.rehearsed) return; // once is enough
    }
    const kept = this.keptOf(question);
    if (kept) kept.rehearsed = true;
  }

  /** Graph and code of the last answer are those of its text again, should an edit have been rehearsed since. */
  takeBack(question: Question): void {
    const kept = this.keptOf(question);
    if (kept?.ahead && kept.loaded) this.compileKept(kept, kept.loaded.graph);
  }

  /** Answers an edit of a function, and takes it back. */
  private rehearseEdit(question: Question, kept: Kept, { file, start }: SourceRange): void {
    const { sources } = this;
    const [source, shown] = [sources.get(file), sources.overlays.get(file)];
    const body = source && definitions(source).find(({ node }) => node.kind === "FunctionDef" && node.decoratorStart <= start && start <= node.nameSpan.end)?.node.body[0];
    if (!source || !body) return;
    const line = source.text.lastIndexOf("\n", body.start) + 1;
    const indent = source.text.slice(line, body.start);
    if (indent.trim() !== "") return;
    try {
      sources.overlays.set(file, `${source.text.slice(0, line)}${indent}pass\n${source.text.slice(line)}`);
      this.guess(question);
    } finally {
      if (shown === undefined) sources.overlays.delete(file); else sources.overlays.set(file, shown);
      sources.adopt(source);
      delete kept.guess;
      kept.ahead = true;
    }
  }

  private constructor(private readonly loader: Loader, readonly sources: Sources, public options: EngineOptions) {}

  static async create(options: EngineOptions): Promise<Engine> {
    const loader = Loader.create({ torch: options.torch, memoryLimit: options.memoryLimit, once: options.once ?? false, cacheFolder: options.cacheFolder, answersKept: options.answersKept });
    await initParser(loadParserParts()); // while the worker starts
    return new Engine(loader, new Sources(), options);
  }

  private cold = true;

  dispose(): Promise<void> { return this.loader.dispose(); }

  private request(question: Question, values = false, signal?: AbortSignal, overlays: ReadonlyMap<string, string> = this.sources.overlays): LoadRequest {
    return {
      ...(values ? { values, signal } : {}), file: question.file, name: question.name, args: question.args, asIs: question.asIs ?? false, call: question.call ?? false, build: question.build,
      train: question.eval ? false : undefined, trace: question.trace,
      roots: this.rootsOf(question), folders: this.options.folders, sitePackages: [...this.options.sitePackages], torch: this.options.torch,
      overlays: this.withNotebook(question.file, overlays), timeLimit: this.options.timeLimit * 1000, memoryLimit: this.options.memoryLimit,
    };
  }

  /** Python sees a notebook as the text that stands for it. */
  private withNotebook(file: string, overlays: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
    const text = isNotebook(file) && !overlays.has(file) ? this.sources.text(file) : undefined;
    return text === undefined ? overlays : new Map([...overlays, [file, text]]);
  }

  /** The roots that were named and, for a file that is deeper in a package, the folder above that package, unless it is above all of the folders that the file is in. */
  private rootsOf(question: Question): readonly string[] {
    const named = [...(question.roots ?? []), ...this.options.roots];
    const above = named.includes(path.dirname(path.resolve(question.file))) ? undefined : abovePackage(question.file);
    const within = (place: string): boolean => [...named, ...this.options.folders].some((f) => place === f || place.startsWith(f.endsWith(path.sep) ? f : f + path.sep));
    const known = above !== undefined && (within(above) || !within(path.resolve(question.file)));
    if (!known) return named;
    return this.importsFrom(question.file, above) ? [...new Set([above, ...named])] : [...new Set([...named, above])];
  }

  /** Does a file name its own package by its path from `folder`? Then its modules are there under these names, and loading them under longer ones would make them twice. */
  private importsFrom(file: string, folder: string): boolean {
    const top = path.relative(folder, file).split(path.sep)[0] ?? "";
    const ofPackage = (name: string): boolean => name === top || name.startsWith(`${top}.`);
    return this.sources.get(file)?.body.some((s) => (s.kind === "ImportFrom" ? s.level === 0 && ofPackage(s.module ?? "") : s.kind === "Import" && s.names.some((n) => ofPackage(n.name)))) ?? false;
  }

  /** What the classes of a file need to be built. */
  inspect(question: Question): ReturnType<Loader["inspect"]> { return this.loader.inspect(this.request(question)); }

  async ask(question: Question): Promise<Answer> {
    for (;;) {
      const answer = await this.check(question);
      if (answer) return answer;
    }
  }

  /** As `ask`; undefined where the text was edited while it was loaded: the next guess begins with what the load has found. */
  check(question: Question): Promise<Answer | undefined> {
    const print = question.print ?? true;
    const kept = print ? undefined : this.keptOf(question);
    return this.askWith(question, (graph) => (kept ? this.compileKept(kept, graph) : this.compileGraph(graph, print)), kept);
  }

  export(question: Question, options: ExportOptions): Promise<ExportReport> { return exportModel(this, question, options); }

  /** As `ask`, with what the files of an export are made of, if the model compiles. */
  async forExport(question: Question, signal?: AbortSignal): Promise<ForExport> {
    let loaded: LoadSuccess | undefined;
    let made: ForExport["made"];
    const answer = await this.askWith(question, (graph, from) => {
      loaded = from;
      const { result, ...rest } = compileForExport(this.compileRequest(graph, false));
      made = { graph, ...rest };
      return result;
    }, undefined, { signal });
    if (!answer) throw new Error("an answer of which nothing is kept is never outdated");
    const written = new Set([...made?.view?.files.values() ?? []].flatMap((f) => f.places.flatMap((p) => p.range?.file ?? [])));
    return { answer, ...(made && answer.report.verdict === "ok" ? { made } : {}), ...(loaded?.traced ? { traced: loaded.traced } : {}), parts: loaded?.parts?.filter((p) => written.has(p.file)) ?? [] };
  }

  private async askWith(question: Question, compileGraph: (graph: ObjectGraph, loaded: LoadSuccess) => CompileResult, kept?: Kept, values?: { readonly signal: AbortSignal | undefined }): Promise<Answer | undefined> {
    const began = performance.now();
    const missing = this.sources.overlays.has(question.file) ? undefined : missingFile(question, this.sources);
    if (missing) return this.failure(question, missing, { file: WITH_NAME.exec(question.file)?.[1] ?? question.file, range: EMPTY_RANGE }, "missing-file", [question.file], 0);
    const syntax = this.syntaxErrors(question);
    if (syntax) return syntax;
    if (kept?.guess?.certain && kept.loaded?.disk === this.sources.timesForgotten && this.same(kept.guess.texts)) return kept.guess.answer;
    const asked = new Map(this.sources.overlays);
    const disk = this.sources.timesForgotten;
    const loading = this.loader.load(this.request(question, values !== undefined, values?.signal, asked));
    if (this.cold) {
      this.cold = false;
      let there = false;
      void loading.finally(() => { there = true; }).catch(() => undefined);
      await prepareCompile(this.options.torch, this.sources, question.file, () => there);
    }
    const loaded = await loading;
    const placed = placedAs(question, loaded);
    const loadSeconds = (performance.now() - began) / 1000;
    const edited = kept !== undefined && [question.file, ...loaded.loadedFiles].some((f) => asked.get(f) !== this.sources.overlays.get(f));
    if (!loaded.ok) {
      // what was loaded before stays: edits of what failed are told from it
      if (edited) return undefined;
      if (kept) delete kept.guess;
      const failure = this.withCells(placed, this.loadFailure(placed, loaded, loadSeconds), []);
      return this.withOutputs(loaded.graph ? this.behindScripted(placed, loaded.graph, failure) : failure, loaded.scriptedOutputs ?? []);
    }
    const files = [...new Set([question.file, ...loaded.loadedFiles])];
    const graph = kept?.memory.own(loaded.graph) ?? loaded.graph;
    const guess = kept?.guess;
    if (kept) {
      delete kept.guess;
      delete kept.loaded;
      kept.recalled = "nothing";
      this.keepLoaded(kept, placed, { ...loaded, graph }, disk, (f) => asked.get(f));
      if (edited) return undefined;
    }
    if (guess && this.stands(guess, graph)) return { ...guess.answer, files };
    const answer = this.withCells(placed, this.answerOf(placed, graph, compileGraph(graph, loaded), files, loaded.missingPackages, loadSeconds), loaded.cells ?? []);
    return this.withOutputs(loaded.importError ? this.behindScripted(placed, graph, this.afterImportError(placed, answer, loaded.importError)) : answer, loaded.scriptedOutputs ?? []);
  }

  /** `unsaved`: as it was asked for. */
  private keepLoaded(kept: Kept, question: Question, loaded: LoadSuccess, disk: number, unsaved: (file: string) => string | undefined): void {
    // what is said of outputs that were scripted is not guessed
    if (loaded.scriptedOutputs?.length || loaded.importError || loaded.cells?.length) return;
    const { sources } = this;
    const then = (file: string): ReturnType<Loaded["files"]["get"]> => (file.endsWith(".py") || isNotebook(file) ? sources.with(file, unsaved(file)) : unsaved(file) ?? (sources.overlays.has(file) ? undefined : sources.text(file)));
    const files = [...new Set([question.file, ...loaded.loadedFiles])];
    kept.loaded = { question, graph: loaded.graph, disk, ran: ranIn(loaded), missingPackages: loaded.missingPackages, files: new Map(files.map((f) => [f, then(f)])) };
  }

  /** What another process was given stands until a load of this one. */
  private recall(question: Question, kept: Kept): void {
    kept.recalled = "nothing";
    const { overlays } = this.sources;
    if (!overlays.has(question.file) && missingFile(question, this.sources) || this.syntaxErrors(question)) return;
    const loaded = this.loader.recall(this.request(question));
    if (!loaded?.ok) return;
    this.keepLoaded(kept, placedAs(question, loaded), { ...loaded, graph: kept.memory.own(loaded.graph) }, this.sources.timesForgotten, (f) => overlays.get(f));
    kept.recalled = "loaded";
  }

  /** Are these the texts of now? */
  private same(texts: ReadonlyMap<string, string | undefined>): boolean { return [...texts].every(([file, text]) => this.sources.text(file) === text); }

  /** A load has found just what was guessed. */
  private stands(guess: NonNullable<Kept["guess"]>, graph: ObjectGraph): boolean {
    if (!this.same(guess.texts)) return false;
    const change = graphChange(guess.graph, graph);
    return change !== null && change.graph.objects.length === guess.graph.objects.length && change.graph.objects.every((o, i) => o === guess.graph.objects[i]);
  }

  private answerOf(question: Question, graph: ObjectGraph, result: CompileResult, files: readonly string[], missing: readonly string[], loadSeconds: number): Answer {
    const report = reportOf(question.target, this.options.torch, result, this.sources, this.placeOfTarget(question), loadSeconds, parameterCount(graph), question.fixes ?? true);
    // what an installed package lacks is nobody's concern where all compiles
    const concerned = report.verdict === "ok" ? files.filter((f) => !isInstalled(f)) : files;
    return { report: { ...report, diagnostics: [...report.diagnostics, ...missingPackageNotes(missing, concerned, this.sources)] }, log: result.log, moduleClasses: moduleClassesOf(result.log), types: result.types, printed: result.printed, flow: result.flow, files, notLoaded: false };
  }

  /** The file's own code fails below the target: nobody comes to script it, and what would then be said stands after that. */
  private afterImportError(question: Question, answer: Answer, error: GException): Answer {
    const { report } = this.loadFailure(question, { ok: false, error, loadedFiles: answer.files, missingPackages: [] }, 0);
    const verdict = report.verdict === "unknown" && answer.report.verdict === "error" ? "error" : report.verdict;
    return { ...answer, report: { ...answer.report, verdict, diagnostics: verdict === report.verdict ? [...report.diagnostics, ...answer.report.diagnostics] : [...answer.report.diagnostics, ...report.diagnostics] } };
  }

  /** What the file had scripted before its own code failed torch has compiled before, too: an error in it comes first. */
  private behindScripted(question: Question, graph: ObjectGraph, answer: Answer): Answer {
    if (!graph.scripted?.length) return answer;
    const { kind, diagnostics } = this.answerOf(question, graph, compile({ ...this.compileRequest(graph, false), scriptedOnly: true, lookAhead: false }), answer.files, [], 0).report;
    const errors = diagnostics.filter((d) => d.severity === "error");
    if (errors.length === 0) return answer;
    const same = (a: ReportDiagnostic, b: ReportDiagnostic): boolean => a.message === b.message && JSON.stringify([a.file, a.range]) === JSON.stringify([b.file, b.range]);
    const others = answer.report.diagnostics.filter((d) => !errors.some((e) => same(d, e)));
    return { ...answer, report: { ...answer.report, verdict: "error", kind: answer.notLoaded ? kind : answer.report.kind, diagnostics: [...errors, ...others] } };
  }

  /** Adds why cells of a notebook ended early. What stands below them was run all the same, so that it is no error of the target. */
  private withCells(question: Question, answer: Answer, errors: readonly (GException | LoadProblem)[]): Answer {
    const source = this.sources.get(question.file);
    const broken = source?.brokenCells?.map((p) => ({ ...p, ...problemPlace(source, p) })) ?? [];
    const passedOver = (message: Message, place: FileRange): ReportDiagnostic => ({ rule: "syntax-error", severity: "warning", ...worded(msg`${message} (The cell is passed over; the others were run.)`), file: place.file, range: place.range, calledFrom: [], fixes: [] });
    const said = errors.flatMap((error): ReportDiagnostic[] => {
      if ("kind" in error) {
        const file = error.file ?? question.file;
        return file === question.file && broken.length > 0 ? [] : [passedOver(wordsOf(error), error.line ? this.lineRange(file, error.line) : { file, range: EMPTY_RANGE })];
      }
      const { place, calledFrom } = this.exceptionPlaces(error, question);
      const limit = limitBehind(error);
      const [rule, severity, message] = error.type === "TooLong"
        ? ["own-limit", "information", msg`This cell took long, so it was ended here, and the cells below it were run. What it would have defined is not there.`] as const
        : limit === undefined ? ["load-exception", "warning", msg`${exceptionText(error)} (The cell ends here; those below it were run.)`] as const : ["own-limit", "information", limit] as const;
      return [withFixes({ rule, severity, ...worded(message), ...place, calledFrom, fixes: [] }, this.sources)];
    });
    const all = [...broken.map((p) => passedOver(p.message, p)), ...said];
    return all.length === 0 ? answer : { ...answer, report: { ...answer.report, diagnostics: [...answer.report.diagnostics, ...all] } };
  }

  /** Adds what is to be said of outputs that were scripted: to an error at the same place, or by itself. */
  private withOutputs(answer: Answer, outputs: readonly ScriptedOutput[]): Answer {
    const context = { sources: this.sources, torch: this.options.torch, placed: (frame: Frame | null): FileRange => (frame ? this.frameRange(frame) : { file: "", range: EMPTY_RANGE }) };
    const told = outputs.map((o) => explainOutput(o, context)).filter((d) => d !== undefined);
    if (told.length === 0) return answer;
    const same = (a: FileRange, b: FileRange): boolean => a.file === b.file && JSON.stringify(a.range) === JSON.stringify(b.range);
    const diagnostics = answer.report.diagnostics.map((d) => {
      const about = d.severity === "error" ? told.find((t) => same(t, d)) : undefined;
      return about ? { ...d, ...worded(joined([d.said.message, about.said.message], "\n"), d.said.notes) } : d;
    });
    const alone = told.filter((t, i) => !answer.report.diagnostics.some((d) => d.severity === "error" && same(t, d)) && told.findIndex((o) => same(o, t)) === i);
    return { ...answer, report: { ...answer.report, diagnostics: [...diagnostics, ...alone.map((d) => withFixes(d, this.sources))] } };
  }

  compileGraph(graph: ObjectGraph, print: boolean, memory?: CompileMemory): CompileResult { return compile({ ...this.compileRequest(graph, print), ...(memory ? { memory } : {}) }); }

  private compileKept(kept: Kept, graph: ObjectGraph): CompileResult {
    kept.ahead = false;
    return this.compileGraph(graph, false, kept.memory);
  }

  private compileRequest(graph: ObjectGraph, print: boolean): CompileRequest {
    this.sources.generated = new Map(graph.generated);
    return { graph, torch: this.options.torch, facts: operatorFacts(this.options.torch), sources: this.sources, print, timeLimit: this.options.timeLimit * 1000 };
  }

  /** Runs a script in the sealed interpreter; `answer` is asked about each object that it scripts. */
  run(file: string, argv: readonly string[], cwd: string, answer: (text: string) => string): ReturnType<Loader["run"]> {
    // a script is run by its path: no package around it counts
    const request = { ...this.request({ target: file, file, name: undefined }), roots: this.options.roots };
    const folders = [...request.roots, ...request.folders, path.dirname(file), ...request.sitePackages];
    this.sources.within = folders.flatMap((folder) => { try { return [fs.realpathSync(folder)]; } catch { return []; } });
    return this.loader.run({ ...request, argv, cwd }, answer);
  }

  /** What cannot be read, in our own words: those of CPython are English. */
  private syntaxErrors(question: Question, file = question.file, files: string[] = [file], seconds = 0): Answer | undefined {
    const source = this.sources.get(file);
    const problem = source && (source.problems[0] ?? (file === question.file ? cellProblem(source, question.name) : undefined));
    return source && problem && this.failure(question, problem.message, problemPlace(source, problem), "syntax-error", files, seconds, "error");
  }

  /** Where to say what has no place of its own: the definition that the target names or where it is assigned last, else the top of its file. */
  placeOfTarget(question: Question): FileRange {
    const source = this.sources.get(question.file);
    const { name } = question;
    const found = source && name ? definitions(source).find((d) => d.qualname === name)?.node.nameSpan ?? source.body.flatMap((s) => (s.kind === "Assign" ? s.targets : [])).findLast((t) => t.kind === "Name" && t.id === name) : undefined;
    if (!source || !found) return { file: question.file, range: EMPTY_RANGE };
    const { start, end } = found;
    return { file: question.file, range: { start: positionAt(source.lineStarts, start), end: positionAt(source.lineStarts, end) } };
  }

  /** The one thing to say of what could not be loaded. */
  describeFailure(question: Question, failed: LoadFailure): ReportDiagnostic {
    const [first] = (this.syntaxErrors(question) ?? this.loadFailure(question, failed, 0)).report.diagnostics;
    return first ?? { rule: "lost", severity: "error", ...worded(msg`The module loader gave no reason.`), ...this.placeOfTarget(question), calledFrom: [], fixes: [] };
  }

  private loadFailure(question: Question, failed: LoadFailure, seconds: number): Answer {
    const files = [...new Set([question.file, ...failed.loadedFiles])];
    const { error } = failed;
    if ("frames" in error) {
      const { place, calledFrom } = this.exceptionPlaces(error, question);
      const limit = limitBehind(error);
      if (limit !== undefined) {
        const answer = this.failure(question, limit, place, "own-limit", files, seconds, "information", calledFrom);
        return { ...answer, report: { ...answer.report, verdict: "unknown" } };
      }
      if (error.given !== undefined) {
        const said = msg`On the example inputs (${error.given}) the model raises ${exceptionText(error)}. Give inputs of the shapes and dtypes that it takes.`;
        return { ...this.failure(question, said, place, "load-exception", files, seconds, "error", calledFrom), ofInputs: true };
      }
      const said = question.build !== undefined && this.framesShown(error).length === 0 ? msg`${exceptionText(error)} (in the expression that builds it: ${question.build})` : exceptionText(error);
      const answer = this.failure(question, said, place, "load-exception", files, seconds, "error", calledFrom);
      return { ...answer, ...(mayBeOfArguments(error) ? { ofArguments: true } : {}), ...(error.ofBrokenCell ? { ofBrokenCell: true } : {}) };
    }
    const unread = error.kind === "syntax" && error.file !== undefined ? this.syntaxErrors(question, error.file, files, seconds) : undefined;
    if (unread) return unread;
    const place = error.line ? this.lineRange(error.file ?? question.file, error.line) : this.placeOfTarget(question);
    if (error.kind === "own-limit") {
      const answer = this.failure(question, wordsOf(error), place, "own-limit", files, seconds, "information");
      return { ...answer, report: { ...answer.report, verdict: "unknown" }, ofInputs: true };
    }
    const answer = this.failure(question, wordsOf(error), place, error.kind, files, seconds, ENDED_HERE.has(error.kind) ? "warning" : "error");
    return ENDED_HERE.has(error.kind) ? { ...answer, report: { ...answer.report, verdict: "unknown" } } : answer;
  }

  private framesShown(error: GException): GException["frames"][number][] { return error.frames.filter((f) => this.sources.get(f.file) && readStandIn(f.file) === undefined); }

  /** The innermost frame in a file that can be shown is where a person has to look. */
  exceptionPlaces(error: GException, question: Question): { place: FileRange; calledFrom: FileRange[] } {
    const ranges = this.framesShown(error).reverse().map((f) => this.frameRange(f)).filter((r, i, all) => JSON.stringify(r) !== JSON.stringify(all[i - 1])); // a recursion is told once
    const [place, ...calledFrom] = ranges;
    return { place: place ?? this.placeOfTarget(question), calledFrom };
  }

  frameRange(frame: GException["frames"][number]): FileRange {
    const source = this.sources.get(frame.file);
    if (!source || frame.column === null || frame.endColumn === null || frame.endLine === null) return this.lineRange(frame.file, frame.line);
    const at = (line: number, bytes: number): { line: number; character: number } => {
      const begin = offsetAt(source.lineStarts, { line: line - 1, character: 0 });
      const text = source.text.slice(begin, source.lineStarts[line] ?? source.text.length);
      return { line: line - 1, character: Buffer.from(text, "utf8").subarray(0, bytes).toString("utf8").length };
    };
    return { file: frame.file, range: { start: at(frame.line, frame.column), end: at(frame.endLine, frame.endColumn) } };
  }

  private lineRange(file: string, line: number): FileRange { return lineRange(this.sources, file, line) ?? { file, range: EMPTY_RANGE }; }

  private failure(
    question: Question, message: Message, place: FileRange, rule: string, files: string[], load: number,
    severity: Severity = "error", calledFrom: readonly FileRange[] = [],
  ): Answer {
    const diagnostic = withFixes({ rule, severity, ...worded(message), ...place, calledFrom, fixes: [] }, this.sources);
    return {
      report: {
        target: question.target, torch: this.options.torch, verdict: "error", kind: NOT_LOADED, diagnostics: [diagnostic], methods: {},
        seconds: { load, compile: 0 },
      },
      log: { entries: [] }, moduleClasses: new Set(), files, notLoaded: true,
    };
  }
}

/** With the name that was taken where none was given. */
const placedAs = (question: Question, { taken }: LoadResult): Question => (typeof taken === "string" ? { ...question, name: taken } : question);

/** Lines are told of what was recorded and of properties that raise: they would be others below an edit. */
function ranIn({ ran, traced, parts, graph }: LoadSuccess): ReadonlySet<string> | undefined {
  if (!ran || traced || parts?.length || graph.objects.some((o) => o.kind === "module" && (o.raised || o.refused))) return undefined;
  return new Set(ran.map(([file, line]) => placeOf(file, line)));
}

/** What the loader says as data, if it is such: it comes out of the sealed worker. */
function wordsOf({ message, said }: LoadProblem): Message {
  const plain = said && typeof said.template === "string" && typeof said.args === "object" && Object.values(said.args).every((a) => typeof a !== "object");
  return plain ? said : verbatim(message);
}

/** The folder that has to be on `sys.path` for the package that a file belongs to, as its `__init__.py` files tell it. */
function abovePackage(file: string): string | undefined {
  const inside = (folder: string): boolean => fs.existsSync(path.join(folder, "__init__.py")) && path.dirname(folder) !== folder;
  let folder = path.dirname(path.resolve(file));
  if (!inside(folder)) return undefined;
  while (inside(folder)) folder = path.dirname(folder);
  return folder;
}

/** Ends that are set here: what torch would have said is not known then. */
const ENDED_HERE: ReadonlySet<string> = new Set(["timeout", "memory", "lost"]);

/** A file with a name behind it that is none. */
const WITH_NAME = /^(.*\.pyi?):([^/\\]*)$/s;

/** Why there is no Python code in a file, if that is told by its name. */
export function missingFile({ file }: Pick<Question, "file">, sources: Sources): Message | undefined {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  const [, existing, rest] = WITH_NAME.exec(file) ?? [];
  if (!stat && existing !== undefined && fs.existsSync(existing)) return msg`'${rest ?? ""}' behind the ':' is not a Python name. Give the name of a class, a function or a variable of ${existing}, or leave the ':' out.`;
  if (!stat) return msg`There is no file ${file}. Give the path of a Python file, then ':' and a name in it.`;
  if (stat.isDirectory()) return msg`${file} is a folder. Give the path of a Python file in it, then ':' and a name.`;
  const suffix = path.extname(file).toLowerCase();
  if (isNotebook(file)) return sources.text(file) === undefined ? unreadNotebook(file) : undefined;
  if (suffix === ".pyi") return msg`${file} is a stub: it has signatures and no code. Give the .py file that it describes.`;
  return undefined;
}

function unreadNotebook(file: string): Message | undefined {
  let text: string;
  try { text = fs.readFileSync(file, "utf8"); } catch { return undefined; }
  switch (readCells(text)) {
    case "broken": return msg`${file} cannot be read as a notebook: it is no JSON with cells in it. Save it again in Jupyter or VS Code.`;
    case "old": return msg`${file} is a notebook of an old form. Bring it to today's (jupyter nbconvert --to notebook --inplace).`;
    case "language": return msg`${file} is a notebook of another language than Python.`;
    default: return undefined;
  }
}

/** Elements of the distinct parameters of the root module. */
export function parameterCount(graph: ObjectGraph): number | undefined {
  const root = graph.root;
  const start = typeof root === "object" && root !== null && "o" in root ? root.o : -1;
  if (graph.objects[start]?.kind !== "module") return undefined;
  const seen = new Set<number>();
  let count = 0;
  const visit = (index: number): void => {
    if (seen.has(index)) return;
    seen.add(index);
    const object = graph.objects[index];
    if (object?.kind === "tensor") count += object.shape.reduce((a, b) => a * b, 1);
    const inside = object?.kind === "scriptmodule" ? [object.module] : object?.kind === "module" ? [...object.parameters, ...object.modules].map(([, value]) => value) : [];
    for (const value of inside) if (typeof value === "object" && value !== null && "o" in value) visit(value.o);
  };
  visit(start);
  return count;
}

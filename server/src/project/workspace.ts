/**
 * The editor's side of the engine: open documents, which classes are compile roots, what must be
 * asked again after an edit, and the last good answers. Knows nothing of LSP.
 */
import fs from "node:fs";
import path from "node:path";
import { setImmediate as turn, setTimeout as wait } from "node:timers/promises";
import type { Makeable, ParameterInfo } from "../host/loader";
import { describedParameters, parametersIn } from "./parameters";
import { STAND_IN_ROOT } from "../host/standIn";
import { Attention } from "./attention";
import { isNotebook } from "../syntax/notebook";
import { cellProblem, lineText } from "./cells";
import { builders } from "./builders";
import { classCalls, madeByDefault, mayCall, pythonIn, type FoundCall } from "./classCalls";
import { parse } from "../syntax/parser";
import { definitions, type Definition } from "../syntax/walk";
import type { FunctionDef, SourceFile } from "../syntax/ast";
import { lineStartsOf, offsetAt, positionAt, type SourceProvider } from "../syntax/source";
import { functionStatuses, type FunctionStatus } from "../trace/status";
import { ENTRY_FILE, entriesFor, entryFileFor, readEntries, readText, renamedPaths, withArguments, withExport, type Entry, type EntryProblem, type ExportSettings, type TextChange } from "./entries";
import type { Checker } from "./checker/checker";
import { NOT_TRUSTED } from "./checker/textOnly";
import type { Question } from "./engine";
import type { ExportOptions, ExportReport } from "./exportModel";
import { commonStart, movedOffset, movedRange } from "./moves";
import { scriptedNames } from "./scriptedNames";
import { outlineOf } from "./outline";
import { problemPlace, stopsAt, touches, worded, type Answer, type FileRange, type ReportDiagnostic } from "./report";
import { atUsersPlace } from "./userPlace";
import { writtenOutputs } from "./writtenOutput";
import { t } from "../text/language";
import { messageOf, msg, type Message } from "../text/message";

export interface Root {
  readonly id: string;
  readonly question: Question;
  /** Parameters that it is built without, since nothing says what to give them. */
  readonly defaults: readonly string[];
  /** Where its code lens stands. */
  readonly place: Standing;
  /** The last answer that was more than a failure to load, if there was one; undefined until the first. */
  answer: Answer | undefined;
  /** It cannot be loaded as it stands now: what was known before is still shown, at its present place. */
  failure?: { readonly answer: Answer; readonly texts: ReadonlyMap<string, string> } | undefined;
  /** Texts the answer was made from, for placing it again after edits. */
  texts: ReadonlyMap<string, string>;
  stale: boolean;
}

/** A diagnostic as the editor shows it. */
export interface ShownDiagnostic extends ReportDiagnostic {
  /** torch raises this one when it is given one of these; it comes to no other. */
  readonly stops?: readonly string[];
  /** It is in a file of torch's, and shown where the user's code leads there. */
  readonly inTorch?: true;
}

export interface NeedsArguments { readonly file: string; readonly name: string; readonly place: Standing; readonly parameters: readonly string[] }

/** A place in a file's text as it was when the file could last be read in full. */
export interface Standing { readonly file: string; readonly text: string; readonly start: number; readonly end: number }

/** `made`: a variable of the file that holds one. */
interface FoundClass { readonly name: string; readonly made: string | null; readonly line: number; readonly required: readonly string[]; readonly defaults: readonly string[] }

/** The classes of a file, as they are while the outlines of all files that it loads stay. */
interface Inspected { readonly outlines: ReadonlyMap<string, string>; readonly classes: FoundClass[] }

export interface WorkspaceEvents {
  /** The diagnostics of these files may have changed. */
  changed(files: ReadonlySet<string>): void;
  busy(what: string | null): void;
  /** A model was loaded and compiled, or could not be. */
  checked(answer: Answer): void;
  failed(said: Message): void;
}

/** What cells that cannot be read were to define stays as it was. */
function withBefore(classes: readonly FoundClass[], before: readonly FoundClass[], source: SourceFile): FoundClass[] {
  const found = classes.map((c) => ({ ...c, made: c.made ?? before.find((b) => b.name === c.name)?.made ?? null }));
  const named = new Set(definitions(source).map((d) => d.qualname));
  return [...found, ...before.filter((b) => named.has(b.name) && !classes.some((c) => c.name === b.name))];
}

const isPython = (file: string): boolean => /\.pyi?$/.test(file) || isNotebook(file);

/** A class that nothing says how to build, and that never was: that it raises with its defaults is no error of its code. */
function withoutArguments({ defaults, question }: Root, answer: Answer): Answer {
  if (!answer.ofArguments || defaults.length === 0) return answer;
  const diagnostics = answer.report.diagnostics.map((d): ReportDiagnostic => ({
    ...d, rule: "needs-arguments", severity: "information",
    ...worded(msg`${question.name ?? ""} cannot be built with its default arguments: ${d.said.message}. If it is always given others, say which with 'Set arguments...'.`, d.said.notes),
  }));
  return { ...answer, report: { ...answer.report, verdict: "unknown", diagnostics } };
}

/** The parameters to ask for, where a root is a class that its defaults do not build; else undefined. */
export function missingArguments({ answer, defaults }: Root): readonly string[] | undefined {
  return answer?.notLoaded && answer.report.diagnostics[0]?.rule === "needs-arguments" && defaults.length > 0 ? defaults : undefined;
}

/** What a file that is made may mend. */
const MISSING: ReadonlySet<string> = new Set(["needs-arguments", "missing-package", "missing-file", "load-exception", "not-loadable"]);

/** Typing goes on meanwhile; an edit that comes in during a check makes it start over. */
const DEBOUNCE_MS = 20;
/** How long files are looked through for calls of a class. */
const LOOK_FOR_CALLS_MS = 1500;
/** How long no edit may come before a load confirms what was told without one. */
const CONFIRM_AFTER_MS = 250;

export class Workspace {
  readonly roots = new Map<string, Root>();
  /** Classes that cannot be built without being told how, by file. */
  readonly needs = new Map<string, NeedsArguments[]>();
  private readonly inspected = new Map<string, Inspected>();
  /** Open Python files; their text is the engine's. */
  private readonly open = new Set<string>();
  /** What was told by the text alone when it could last be read. */
  private readonly read = new Map<string, { readonly text: string; readonly found: readonly ReportDiagnostic[] }>();
  private readonly attention = new Attention();
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private readonly pendingFiles = new Set<string>();
  private again = false;

  constructor(private readonly engine: Checker, private readonly folders: readonly string[], private readonly events: WorkspaceEvents) {}

  get sources(): SourceProvider { return this.engine.sources; }
  source(file: string): SourceFile | undefined { return this.engine.sources.get(file); }

  /** The user sees this file, or is at this offset of its present text: its classes are checked before others. */
  look(file: string, offset?: number): void { if (offset === undefined) this.attention.see(file); else this.attention.look(file, offset); }

  didOpen(file: string, text: string): void { this.update(file, text, true); }
  didChange(file: string, text: string): void { this.update(file, text, false); }
  didClose(file: string): void {
    const { sources } = this.engine;
    const shown = sources.overlays.get(file);
    sources.overlays.delete(file);
    this.open.delete(file);
    this.read.delete(file);
    sources.invalidate(file);
    // what lies outside of the workspace is looked at only while somebody has it open
    if (!this.folders.some((f) => file.startsWith(f + path.sep))) { this.forget(file); return; }
    if (shown !== undefined && sources.text(file) !== shown) this.schedule(file); // what was not saved is gone
  }
  /** A file was made, changed or deleted on the disk. */
  didChangeOnDisk(file: string, made = false): void {
    this.engine.sources.invalidate(file);
    if (made) for (const { question, answer, failure } of this.roots.values()) if (failure || answer?.report.diagnostics.some(({ rule }) => MISSING.has(rule))) this.pendingFiles.add(question.file);
    if (!this.open.has(file)) this.schedule(file);
  }
  /** A file or folder was renamed or deleted by the user: nothing is told of it, also while its document has not been closed. */
  gone(at: string): void {
    const { sources } = this.engine;
    const known = new Set([...sources.overlays.keys(), ...this.needs.keys(), ...[...this.roots.values()].flatMap(({ question, answer }) => [question.file, ...(answer?.files ?? [])])]);
    for (const file of known) {
      if (file !== at && !file.startsWith(at + path.sep)) continue;
      if (!fs.existsSync(file)) {
        sources.overlays.delete(file);
        this.open.delete(file);
      }
      this.didChangeOnDisk(file);
    }
  }
  /** What a `torchscript.yaml` of the renamed files, or of what is open, says otherwise once they have their new names. */
  renamed(renames: readonly (readonly [string, string])[]): Map<string, { text: string; changes: TextChange[] }> {
    const moved = (file: string): string => {
      for (const [from, to] of renames) if (file === from || file.startsWith(from + path.sep)) return to + file.slice(from.length);
      return file;
    };
    const out = new Map<string, { text: string; changes: TextChange[] }>();
    const looked = new Set<string>();
    for (const file of [...renames.map(([from]) => from), ...this.engine.sources.overlays.keys()]) for (let at = file; !looked.has(at); at = path.dirname(at)) {
      looked.add(at);
      const config = path.basename(at) === ENTRY_FILE ? at : path.join(at, ENTRY_FILE);
      const text = out.has(config) ? undefined : readText(config, this.engine.sources.overlays);
      const changes = text === undefined ? [] : renamedPaths(config, text, moved);
      if (text !== undefined && changes.length > 0) out.set(config, { text, changes });
      if (this.folders.includes(at)) break;
    }
    return out;
  }

  checkAgain(): void {
    this.inspected.clear();
    this.engine.sources.invalidate();
    for (const file of this.rootFiles()) this.pendingFiles.add(file);
    for (const root of this.roots.values()) root.stale = true;
    this.kick();
  }

  private update(file: string, text: string, opened: boolean): void {
    if (isPython(file)) {
      this.attention.edited(file, this.engine.sources.overlays.get(file), text);
      this.engine.sources.overlays.set(file, text);
      this.open.add(file);
      // what is already known is shown at its new place at once
      this.events.changed(new Set([file]));
    } else if (/\.ya?ml$/.test(file)) {
      this.engine.sources.overlays.set(file, text);
      if (path.basename(file) === ENTRY_FILE) this.events.changed(new Set([file]));
    } else return;
    this.schedule(file, opened ? 0 : DEBOUNCE_MS);
  }

  private schedule(file: string, delay = DEBOUNCE_MS): void {
    this.pendingFiles.add(file);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.kick(), delay);
  }

  private kick(): void {
    if (!this.engine.runs) {
      this.pendingFiles.clear();
      return;
    }
    if (this.running) {
      this.again = true;
      void this.guessMeanwhile();
      return;
    }
    let failed: Message | undefined;
    this.running = this.work().catch((error: unknown) => { failed = messageOf(error); }).finally(() => {
      this.running = undefined;
      const goesOn = this.again || this.pendingFiles.size > 0;
      if (!goesOn) this.events.busy(null);
      if (failed) this.events.failed(failed); // which stays shown until the next work
      if (goesOn) { this.again = false; this.kick(); }
    });
  }

  /** Once nothing is waiting to be looked at. */
  async idle(): Promise<void> {
    for (;;) {
      if (this.running) await this.running;
      else if (this.pendingFiles.size > 0) await wait(20);
      else return;
    }
  }

  private async work(): Promise<void> {
    const files = [...this.pendingFiles];
    this.pendingFiles.clear();
    const discovered = new Set<string>();
    for (const file of files) {
      for (const other of this.toDiscover(file)) {
        if (discovered.has(other)) continue;
        discovered.add(other);
        if (this.open.has(other) || this.engine.sources.text(other) !== undefined) await this.discover(other);
        else this.forget(other);
      }
      for (const root of this.roots.values()) if (root.answer?.files.includes(file) || root.failure?.answer.files.includes(file) || root.question.file === file) root.stale = true;
    }
    const guessable = ({ stale, answer }: Root): boolean => stale && answer !== undefined;
    let told = true;
    // of what was not asked about yet, another process may have been told
    const guessed = await this.each(({ stale, answer, failure }) => stale && (answer !== undefined || failure === undefined), async (root) => { if (!(await this.guess(root)) && root.answer) told = false; await turn(); });
    if (!guessed) return;
    // a load for each pause in typing would keep a processor busy, and none of them would be of use
    if (told && [...this.roots.values()].some(guessable)) await this.quiet();
    await this.each((root) => root.stale, (root) => this.refresh(root));
  }

  /** Once no edit has come for a while, or one has. */
  private async quiet(): Promise<void> {
    for (const end = performance.now() + CONFIRM_AFTER_MS; performance.now() < end && this.pendingFiles.size === 0; ) await wait(10);
  }

  /** Does it with each root for which it is due, where the user is at work first; false where an edit came in between: all starts over with it. */
  private async each(due: (root: Root) => boolean, run: (root: Root) => Promise<void>): Promise<boolean> {
    const done = new Set<Root>();
    const { attention } = this;
    let [queue, version]: [Root[], number] = [[], -1];
    for (;;) {
      if (version !== attention.version) {
        version = attention.version;
        queue = attention.order([...this.roots.values()].filter((r) => !done.has(r)), (file) => this.source(file));
      }
      const root = queue.shift();
      if (!root) return true;
      done.add(root);
      if (!due(root)) continue;
      if (this.pendingFiles.size > 0) return false;
      await run(root);
    }
  }

  private rootFiles(): Set<string> { return new Set([...this.open, ...[...this.roots.values()].map((r) => r.question.file)]); }

  /** Files whose roots may be others once `file` has changed. */
  private toDiscover(file: string): string[] {
    const known = [...this.rootFiles()];
    if (path.basename(file) === ENTRY_FILE) return known.filter((f) => f.startsWith(path.dirname(file) + path.sep));
    const dependent = known.filter((f) => f !== file && !this.sameOutline(file, this.inspected.get(f)?.outlines.get(file)));
    return known.includes(file) ? [file, ...dependent] : dependent;
  }

  /** A half-typed file counts as it was. */
  private sameOutline(file: string, outline: string | undefined): boolean {
    const source = outline === undefined ? undefined : this.source(file);
    return outline === undefined || source !== undefined && (source.problems.length > 0 || outlineOf(source) === outline);
  }

  /** A file is gone, and what was known of it. */
  private forget(file: string): void {
    this.needs.delete(file);
    this.inspected.delete(file);
    this.drop([...this.roots.values()].filter((r) => r.question.file === file));
    this.events.changed(new Set([file]));
  }

  private drop(roots: readonly Root[]): void {
    for (const { id } of roots) this.roots.delete(id);
    if (roots.length > 0) this.events.changed(new Set(roots.flatMap((root) => [...shownFiles(root)])));
  }

  /** Finds the compile roots of a file: its entries, the module classes that need no arguments, and what it hands to torch.jit.script itself. */
  private async discover(file: string): Promise<void> {
    const source = this.source(file);
    if (!source || source.problems.length > 0) return; // half-typed code: keep what was known
    const known = [...this.roots.values()].filter((r) => r.question.file === file);
    const entries: Entry[] = entriesFor(file, this.folders, this.engine.sources.overlays);
    const found = new Map<string, Root>();
    const add = (question: Question, definition: Definition | undefined, defaults: readonly string[] = [], at = definition?.node.nameSpan): void => {
      const id = `${question.file}:${question.name ?? ""}${question.args === undefined ? "" : `#${JSON.stringify(question.args)}`}${question.build === undefined ? "" : `#${question.build}`}`;
      const old = this.roots.get(id);
      const root: Root = {
        id, question, defaults, place: standing(source, at ?? { start: 0, end: 0 }), answer: old?.answer, failure: old?.failure, texts: old?.texts ?? new Map(), stale: old?.stale ?? true,
      };
      found.set(id, root);
    };
    const named = new Map(definitions(source).map((d) => [d.qualname, d]));
    const label = (name: string | undefined): string => `${this.relative(file)}${name ? `:${name}` : ""}`;
    const whole: Question = { target: label(undefined), file, name: undefined, asIs: true, roots: this.rootsOf(file), print: false, fixes: false };
    for (const entry of entries) {
      add({ target: label(entry.name), file, name: entry.name, args: entry.args, call: entry.call, build: entry.build, asIs: entry.asIs, eval: entry.eval, roots: [...entry.roots, ...this.rootsOf(file)], inputs: entry.inputs, exported: entry.exported, print: false, fixes: false }, entry.name ? named.get(entry.name) : undefined);
    }
    const covered = new Set(entries.map((e) => e.name));
    const candidates = [...named.values()].filter((d) => d.kind === "class" && !d.qualname.includes(".") && !covered.has(d.qualname));
    if (candidates.length > 0) {
      const classes = await this.classesOf(file, source);
      // what an import that fails did not come to stays as it was
      const unseen = (name: string | undefined): boolean => name !== undefined && named.has(name) && !classes?.some((c) => c.name === name) && !this.inspected.has(file);
      const kept = known.filter((r) => unseen(r.question.name));
      if (classes) {
        const needs = (this.needs.get(file) ?? []).filter((n) => unseen(n.name));
        for (const r of kept) if (r.question.name !== undefined) add(r.question, named.get(r.question.name), r.defaults);
        for (const cls of classes) {
          if (covered.has(cls.name)) continue;
          const definition = named.get(cls.name);
          const made = named.has(cls.made ?? "") ? null : cls.made;
          if (cls.required.length > 0 && made !== null) add({ target: label(made), file, name: made, roots: this.rootsOf(file), print: false, fixes: false }, definition);
          else if (cls.required.length > 0) needs.push({ file, name: cls.name, place: standing(source, definition?.node.nameSpan ?? lineSpan(source, cls.line)), parameters: cls.required });
          else add({ target: label(cls.name), file, name: cls.name, roots: this.rootsOf(file), print: false, fixes: false }, definition, cls.defaults);
        }
        this.needs.set(file, needs);
        if (found.size === 0 && !this.inspected.has(file) && !source.brokenCells) add(whole, undefined); // the import failed below them
      } else if (known.some((r) => r.question.name !== undefined)) {
        // it cannot be loaded as it stands: what was found before stays, and says so
        for (const r of known) if (r.question.name !== undefined) add(r.question, named.get(r.question.name), r.defaults);
      } else if (/nn|Module|torch/.test(source.text)) {
        // the import itself failed: one root that says so
        add(whole, undefined);
      }
    }
    // importing the file compiles all of them, whichever is asked about
    const [scripted] = found.size === 0 ? scriptedNames(source) : [];
    if (scripted) add({ ...whole, name: scripted.name }, undefined, [], scripted.at);
    const gone = known.filter((r) => !found.has(r.id));
    for (const root of found.values()) {
      // with other arguments it is another: what was known of it is shown until it is checked
      const [before, ...more] = gone.filter((r) => !this.roots.has(root.id) && r.question.name === root.question.name);
      if (before && more.length === 0) Object.assign(root, { answer: before.answer, failure: before.failure, texts: before.texts });
    }
    for (const [id, root] of found) this.roots.set(id, root);
    this.drop(gone);
  }

  /** The module classes of a file and what they need; asked of the loader only when more than the insides of functions changed. */
  private async classesOf(file: string, source: SourceFile): Promise<FoundClass[] | undefined> {
    const known = this.inspected.get(file);
    if (known && [...known.outlines].every(([other, outline]) => this.sameOutline(other, outline))) return known.classes;
    if (!source.brokenCells) this.inspected.delete(file);
    this.events.busy(t`loading ${this.relative(file)}`);
    const answer = await this.engine.inspect({ target: this.relative(file), file, name: undefined, roots: this.rootsOf(file) });
    if (!answer.ok) return undefined;
    const classes = answer.classes.map((c) => ({ name: c.name, made: c.made, line: c.line, required: c.parameters.filter((p) => p.default === null).map((p) => p.name), defaults: [...c.parameters.filter((p) => p.default !== null).map((p) => p.name), ...(c.open ? ["..."] : [])] }));
    const sources = [source, ...answer.loadedFiles.flatMap((f) => (f.endsWith(".py") ? this.source(f) ?? [] : []))];
    if (source.brokenCells) return known ? withBefore(classes, known.classes, source) : classes;
    if (!answer.importError) this.inspected.set(file, { classes, outlines: new Map(sources.map((s) => [s.path, outlineOf(s)])) });
    return classes;
  }

  /** A file of a package is found from above it: what lies in its own folder could hide the package itself. */
  private rootsOf(file: string): string[] {
    const own = path.dirname(file);
    return fs.existsSync(path.join(own, "__init__.py")) ? [...this.folders] : [own, ...this.folders];
  }

  /** For people. */
  relative(file: string): string {
    if (file.startsWith(`${STAND_IN_ROOT}/`)) return file.slice(STAND_IN_ROOT.length + 1);
    for (const folder of this.folders) {
      const short = path.relative(folder, file);
      if (short.startsWith("..") || path.isAbsolute(short)) continue;
      // as VS Code does, where there are several
      return [...(this.folders.length > 1 ? [path.basename(folder)] : []), ...short.split(path.sep)].join("/");
    }
    return file;
  }

  /** While a load goes on, what was typed since is told from the load before it. */
  private async guessMeanwhile(): Promise<void> {
    const files = [...this.pendingFiles];
    const touched = [...this.roots.values()].filter(({ answer }) => files.some((f) => answer?.files.includes(f)));
    try {
      for (const root of this.attention.order(touched, (file) => this.source(file))) await this.guess(root);
    } catch { /* the work that follows says what is the matter */ }
  }

  /** Shows what an edit leads to as far as that can be told without loading; `refresh` has the last word. False where it cannot. */
  private async guess(root: Root): Promise<boolean> {
    if (this.source(root.question.file)?.problems.length) return false;
    const asked = this.unsaved();
    const answer = await this.engine.guess(root.question);
    if (!answer) return false;
    const before = shownFiles(root);
    // whether what stands there now raises, too, is for a load to tell
    if (root.failure && this.wasEdited(root.failure)) root.failure = undefined;
    this.show(root, answer, asked, before);
    return true;
  }

  /** Does the expression that raised read otherwise by now? */
  private wasEdited({ answer, texts }: NonNullable<Root["failure"]>): boolean {
    const [d] = answer.report.diagnostics;
    const old = d && texts.get(d.file);
    const source = d && this.source(d.file);
    if (!d || old === undefined || !source) return false;
    const moved = moveDiagnostic(d, old, source);
    const said = (text: string, { start, end }: FileRange["range"]): string => { const lines = lineStartsOf(text); return text.slice(offsetAt(lines, start), offsetAt(lines, end)); };
    return !moved || said(old, d.range) !== said(source.text, moved.range);
  }

  private show(root: Root, answer: Answer, asked: ReadonlyMap<string, string>, before: ReadonlySet<string>): void {
    root.answer = answer;
    root.texts = this.textsOf(answer, asked);
    this.events.changed(new Set([...before, ...this.filesAbout(root, answer)]));
  }

  /** Unsaved texts as they are now. */
  private unsaved(): ReadonlyMap<string, string> { return new Map(this.engine.sources.overlays); }

  /** Of the files of an answer, as they were when it was asked for. */
  private textsOf(answer: Answer, asked: ReadonlyMap<string, string>): Map<string, string> { return new Map([...filesOf(answer)].map((f) => [f, asked.get(f) ?? this.engine.sources.text(f) ?? ""])); }

  private async refresh(root: Root): Promise<void> {
    const before = shownFiles(root);
    const broken = [root.question.file, ...(root.answer?.files ?? [])].some((f) => this.open.has(f) && (this.source(f)?.problems.length ?? 0) > 0);
    const own = this.source(root.question.file);
    if (broken && root.answer || own && (own.problems.length > 0 || cellProblem(own, root.question.name))) { this.events.changed(new Set([root.question.file])); root.stale = false; return; }
    this.events.busy(t`checking ${root.question.target}`);
    root.stale = false;
    const asked = this.unsaved();
    const made = await this.engine.check(root.question);
    if (!made) {
      root.stale = true; // it was edited meanwhile, so all starts over
      return;
    }
    const answer = root.answer && !root.answer.notLoaded ? made : withoutArguments(root, made);
    this.events.checked(answer);
    if (answer.ofBrokenCell && root.answer && !root.answer.notLoaded) return;
    if (answer.notLoaded && root.answer && !root.answer.notLoaded) {
      root.failure = { answer, texts: this.textsOf(answer, asked) };
      this.events.changed(new Set([...before, ...this.filesAbout(root, answer)]));
      return;
    }
    root.failure = undefined;
    this.show(root, answer, asked, before);
  }

  /** Diagnostics of a file, each once, placed in its present text. */
  diagnostics(file: string): ShownDiagnostic[] {
    if (path.basename(file) === ENTRY_FILE) return this.entryProblems(file);
    const out: ShownDiagnostic[] = [];
    const at = new Map<string, number>();
    const source = isPython(file) ? this.source(file) : undefined;
    for (const problem of source ? [...source.problems, ...source.brokenCells ?? []] : []) if (source) {
      out.push({ rule: "syntax-error", severity: "error", ...worded(problem.message), ...problemPlace(source, problem), calledFrom: [], fixes: [] });
    }
    // the loader says the same in its own words
    const broken = out.length > 0;
    const isSyntax = ({ rule }: ReportDiagnostic): boolean => rule === "syntax-error" || rule === "syntax";
    const add = (said: ReportDiagnostic, text: string | undefined, stops: readonly string[]): void => {
      const d = atUsersPlace(said, this.engine.sources);
      if (d.file !== file || (isSyntax(d) && broken)) return;
      const moved = source ? moveDiagnostic(d, text, source) : d;
      if (!moved) return;
      const key = JSON.stringify([moved.rule, moved.range, moved.message]);
      const known = at.get(key);
      if (known === undefined) {
        at.set(key, out.length);
        out.push(stops.length > 0 ? { ...moved, stops } : moved);
      } else {
        const old = out[known];
        if (old && stops.length > 0) out[known] = { ...old, stops: [...(old.stops ?? []), ...stops] };
      }
    };
    for (const root of this.roots.values()) {
      if (missingArguments(root) && this.isPart(root)) continue; // it is known with the arguments that it is given there
      const { failure, answer, texts, question } = root;
      for (const d of failure?.answer.report.diagnostics ?? []) add(d, failure?.texts.get(file), []);
      const first = answer ? stopsAt(answer.report) : -1;
      answer?.report.diagnostics.forEach((d, i) => { add(d, texts.get(file), i === first ? [question.target] : []); });
    }
    // what ran has said it better
    const ran = out.length;
    for (const d of source ? this.written(source) : []) if (!out.slice(0, ran).some((known) => !isSyntax(known) && touches(known.range, d.range))) out.push(d);
    return out;
  }

  /** What is told by the text alone; while it cannot be read, what was told before. */
  private written(source: SourceFile): ReportDiagnostic[] {
    if (source.problems.length === 0 && !source.brokenCells) {
      const found = writtenOutputs(source, this.engine.torch);
      this.read.set(source.path, { text: source.text, found });
      return found;
    }
    const { text, found } = this.read.get(source.path) ?? { text: "", found: [] };
    return found.flatMap((d) => moveDiagnostic(d, text, source) ?? []);
  }

  /** Why nothing is known of what a file defines; undefined where a model that was loaded has it. */
  unchecked(file: string): Message | undefined {
    if (!this.engine.runs) return NOT_TRUSTED;
    if ([...this.roots.values()].some((r) => r.answer && !r.answer.notLoaded && r.texts.has(file))) return undefined;
    return this.running || this.pendingFiles.size > 0 ? msg`It is not checked yet.` : msg`No model that could be loaded has it.`;
  }

  /** Is its class compiled as a part of another root? */
  private isPart({ question: { file, name = "" }, id }: Root): boolean {
    return [...this.roots.values()].some((r) => r.id !== id && r.answer && !r.answer.notLoaded && r.texts.has(file) && r.answer.moduleClasses.has(name));
  }

  /** Where it stands in the present text; in the midst of an edit the start of that edit's line. */
  placeNow({ file, text, start, end }: Standing): FileRange {
    const source = this.source(file);
    const now = source?.text ?? text;
    const lines = source?.lineStarts ?? lineStartsOf(text);
    const at = (offset: number): number => movedOffset(text, now, offset) ?? commonStart(text, now);
    const [from, to] = [at(start), at(end)];
    return { file, range: { start: positionAt(lines, from), end: positionAt(lines, Math.max(from, to)) } };
  }

  textOf(file: string): string {
    return readText(file, this.engine.sources.overlays) ?? "";
  }

  private entryProblems(file: string): ReportDiagnostic[] {
    const text = this.textOf(file);
    const lines = lineStartsOf(text);
    const { entries, problems } = readEntries(file, text);
    return [...problems, ...entries.flatMap((e) => this.unfitArguments(e))].map((p) => ({
      rule: "entry-file", severity: p.severity, ...worded(p.message), file, calledFrom: [], fixes: [],
      range: { start: positionAt(lines, p.start), end: positionAt(lines, Math.max(p.end, p.start)) },
    }));
  }

  /** What is said of an entry whose class or function does not take its arguments. */
  private unfitArguments({ file, name, args, build, places }: Entry): EntryProblem[] {
    const root = [...this.roots.values()].find(({ question: q }) => q.file === file && q.name === name && q.args === args && q.build === build && (args ?? build) !== undefined);
    const said = (root?.failure?.answer ?? root?.answer)?.report.diagnostics.find((d) => d.rule === "needs-arguments")?.said.message;
    const why = said?.args["1"];
    if (said && build !== undefined) return [{ message: said, severity: "error", ...places.whole }];
    if (name === undefined || typeof why !== "string") return [];
    const span = places.named.get(/argument '(.+)'/.exec(why)?.[1] ?? "") ?? places.whole;
    return [{ message: msg`${name} does not take these arguments: ${why}`, severity: "error", ...span }];
  }

  /** The files of a root, and the one that says how it is built. */
  private filesAbout(root: Root, ...answers: (Answer | undefined)[]): Set<string> {
    const { file, args } = root.question;
    return new Set([file, ...answers.flatMap((a) => [...filesOf(a)]), ...(args === undefined ? [] : [entryFileFor(file, this.folders)])]);
  }

  /** Functions of a file that build a model which no entry has. */
  builders(file: string): FunctionDef[] {
    const source = this.source(file);
    const known = new Set([...this.roots.values()].flatMap(({ question }) => (question.file === file ? question.name ?? [] : [])));
    return source && this.engine.runs ? builders(source, (this.needs.get(file) ?? []).map((n) => n.name)).filter((f) => !known.has(f.name)) : [];
  }

  private functionIn(file: string, name: string): FunctionDef | undefined {
    return this.source(file)?.body.find((s): s is FunctionDef => s.kind === "FunctionDef" && s.name === name);
  }

  /** What the constructor of a class, or a function, takes, and what it is called with in these files; undefined while its file cannot be loaded. */
  async parametersOf(file: string, name: string, files: readonly string[]): Promise<{ readonly parameters: readonly ParameterInfo[]; readonly calls: readonly FoundCall[]; readonly isFunction?: true } | undefined> {
    if (!this.engine.runs) return undefined;
    const [source, fn] = [this.source(file), this.functionIn(file, name)];
    if (source && fn) {
      const parameters = parametersIn(source, fn);
      return { parameters, calls: await this.callsOf(name, parameters, [], files), isFunction: true };
    }
    const answer = await this.engine.inspect({ target: this.relative(file), file, name: undefined, roots: this.rootsOf(file) });
    const cls = answer.ok ? answer.classes.find((c) => c.name === name) : undefined;
    if (!answer.ok || !cls) return undefined;
    const made = source && madeByDefault(describedParameters(source, cls).parameters, answer.makeable);
    const calls = await this.callsOf(name, cls.parameters, answer.makeable, files);
    const isNew = made && !calls.some((c) => JSON.stringify(c.arguments) === JSON.stringify(made));
    return { parameters: cls.parameters, calls: [...(isNew ? [{ place: "", arguments: made, complete: true }] : []), ...calls] };
  }

  /** Calls of a class in these files (its own is the first), each set of arguments once; complete ones first. */
  private async callsOf(name: string, parameters: readonly ParameterInfo[], makeable: readonly Makeable[], files: readonly string[]): Promise<FoundCall[]> {
    const found = new Map<string, FoundCall>();
    const until = performance.now() + LOOK_FOR_CALLS_MS;
    for (const file of files) {
      if (performance.now() > until) break;
      const text = this.engine.sources.overlays.get(file) ?? await fs.promises.readFile(file, "utf8").catch(() => "");
      const source = !mayCall(text, name) ? undefined : file.endsWith(".md") ? parse(file, pythonIn(text)) : this.source(file);
      const another = source && file !== files[0] && definitions(source).some((d) => d.qualname === name);
      for (const { line, arguments: given, complete } of source && !another ? classCalls(source, name, parameters, makeable, files[0] ?? file) : []) {
        const key = JSON.stringify(given);
        if (!found.has(key)) found.set(key, { place: `${this.relative(file)}:${lineText(source, line - 1)}`, arguments: given, complete });
      }
    }
    return [...found.values()].sort((a, b) => Number(b.complete) - Number(a.complete) || b.arguments.length - a.arguments.length);
  }

  /** Where the `torchscript.yaml` stands, or will, that says how to build the classes of a file. */
  folderOfEntries(file: string): string { return path.dirname(entryFileFor(file, this.folders)); }

  /** What an export of a root begins with: as it was last, else `exported/` and the name of the workspace folder; with its own behind it where that file is there already, another model's maybe. */
  exportSettings(id: string): Required<Pick<ExportSettings, "out">> & ExportSettings | undefined {
    const root = this.roots.get(id);
    if (!root) return undefined;
    const folder = this.folders.find((f) => root.question.file.startsWith(f + path.sep)) ?? path.dirname(root.question.file);
    const inFolder = (name: string): string => path.join(folder, "exported", `${name}.pt`);
    const whole = path.basename(folder) || "model";
    const out = root.question.name !== undefined && fs.existsSync(inFolder(whole)) ? inFolder(`${whole}-${root.question.name}`) : inFolder(whole);
    return { out, ...root.question.exported };
  }

  /** The `torchscript.yaml` that remembers an export; undefined where nothing changes, or the root has no name. */
  rememberExport(id: string, settings: ExportSettings, inputs: readonly string[]): { file: string; text: string } | undefined {
    const { question } = this.roots.get(id) ?? {};
    if (question?.name === undefined) return undefined;
    const file = entryFileFor(question.file, this.folders);
    const before = this.textOf(file);
    const text = withExport(file, before, question.file, question.name, settings, inputs);
    return text === before ? undefined : { file, text };
  }

  /** Undefined for a root that is not known. */
  async exportRoot(id: string, options: ExportOptions): Promise<ExportReport | undefined> {
    const root = this.roots.get(id);
    return root && this.engine.export(root.question, options);
  }

  /** The `torchscript.yaml` that says how to build a class, or that a function is called, with these arguments in it (values as YAML). Throws a readable error. */
  entryWith(file: string, name: string, given: ReadonlyMap<string, string>): { file: string; text: string } {
    const config = entryFileFor(file, this.folders);
    return { file: config, text: withArguments(config, this.textOf(config), file, name, given, this.functionIn(file, name) !== undefined) };
  }

  /** Files that have something said about them. */
  filesWithDiagnostics(): Set<string> {
    const out = new Set<string>();
    for (const file of this.open) {
      const source = this.source(file);
      if (source && (source.problems.length > 0 || this.written(source).length > 0)) out.add(file);
    }
    for (const file of this.engine.sources.overlays.keys()) if (path.basename(file) === ENTRY_FILE && this.entryProblems(file).length > 0) out.add(file);
    for (const root of this.roots.values()) for (const d of [...(root.answer?.report.diagnostics ?? []), ...(root.failure?.answer.report.diagnostics ?? [])]) out.add(atUsersPlace(d, this.engine.sources).file);
    return out;
  }

  /** Statuses of the function whose `def` stands at an offset, over all roots. */
  statusesAt(file: string, definition: Definition): { root: Root; status: FunctionStatus }[] {
    const out: { root: Root; status: FunctionStatus }[] = [];
    const source = this.source(file);
    for (const root of this.roots.values()) {
      const old = root.texts.get(file);
      for (const status of statusesOf(root)) {
        if (status.file !== file) continue;
        const at = old !== undefined && source && old !== source.text ? movedOffset(old, source.text, status.start) : status.start;
        if (at !== undefined && at >= (definition.node.kind === "FunctionDef" ? definition.node.decoratorStart : definition.node.start) && at <= definition.node.nameSpan.end) out.push({ root, status });
      }
    }
    return out;
  }
}

const statuses = new WeakMap<Answer, readonly FunctionStatus[]>();

/** What the log says of each function; found out when first asked for. */
function statusesOf({ answer }: Root): readonly FunctionStatus[] {
  if (!answer) return [];
  let known = statuses.get(answer);
  if (!known) statuses.set(answer, (known = [...functionStatuses(answer.log.entries).values()]));
  return known;
}

const standing = ({ path: file, text }: SourceFile, { start, end }: { start: number; end: number }): Standing => ({ file, text, start, end });

function lineSpan({ lineStarts }: SourceFile, line: number): { start: number; end: number } {
  const start = lineStarts[line - 1] ?? 0;
  return { start, end: start };
}

/** Files in which something of a root is shown. */
const shownFiles = ({ answer, failure }: Root): Set<string> => new Set([...filesOf(answer), ...filesOf(failure?.answer)]);

function filesOf(answer: Answer | undefined): Set<string> {
  return new Set([...(answer?.report.diagnostics.map((d) => d.file) ?? []), ...(answer?.files ?? [])]);
}

function moveDiagnostic(d: ReportDiagnostic, old: string | undefined, source: SourceFile): ReportDiagnostic | undefined {
  if (old === undefined || old === source.text) return d;
  const range = movedRange(old, source, d.range);
  return range && { ...d, range };
}

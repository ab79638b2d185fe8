/** What the command line is asked about: the targets that are named, and the entries of `torchscript.yaml`. */
import fs from "node:fs";
import path from "node:path";
import { entriesFor, ENTRY_FILE, isBeside, readEntries, type Entry, type EntryProblem } from "../project/entries";
import type { Question } from "../project/engine";
import { parseTarget } from "../project/target";
import { lineStartsOf, positionAt } from "../syntax/source";
import { english } from "../text/message";
import { UsageError, type CliOptions } from "./arguments";

/** Throws a `UsageError` where nothing is named, or not what the command takes. */
export function questionsFor(options: CliOptions): Question[] {
  const texts = named(options);
  const isNoneNamed = options.targets.length === 0 && options.targetsFrom === undefined;
  if (isNoneNamed && !fs.existsSync(ENTRY_FILE)) throw new UsageError(`${options.command} needs a target: FILE.py[:NAME], or a ${ENTRY_FILE} in the working directory with entries`);
  if (options.command === "run") return texts.flatMap((text) => ofTarget(text, options));
  const questions = (isNoneNamed ? [ENTRY_FILE] : texts).flatMap((text) => of(text, options));
  if (options.command !== "check" && questions.length !== 1) throw new UsageError(`${options.command} takes one target${questions.length > 1 ? `, not ${questions.map((q) => q.target).join(", ")}` : ""}`);
  return questions;
}

function named({ targets, targetsFrom }: CliOptions): readonly string[] {
  if (targetsFrom === undefined) return targets;
  let text: string;
  try {
    text = fs.readFileSync(targetsFrom === "-" ? 0 : targetsFrom, "utf8");
  } catch {
    throw new UsageError(`--targets-from: cannot read ${targetsFrom}`);
  }
  return [...targets, ...text.split(/\r?\n/).map((l) => l.trim()).filter(Boolean)];
}

function of(text: string, options: CliOptions): Question[] {
  const at = path.resolve(text);
  const configs = fs.statSync(at, { throwIfNoEntry: false })?.isDirectory() ? configsBelow(at) : path.basename(at) === ENTRY_FILE ? [at] : undefined;
  if (!configs) return ofTarget(text, options);
  if (options.args !== undefined || options.build !== undefined || options.asIs || options.call) throw new UsageError(`the entries of a ${ENTRY_FILE} say how models are built: --args, --build, --call and --as-is go with FILE.py[:NAME]`);
  const entries = configs.flatMap(entriesOf);
  if (entries.length === 0) throw new UsageError(configs.length === 0 ? `there is no ${ENTRY_FILE} in ${text} or below it: name a FILE.py[:NAME], or list models there` : `${configs.map(shown).join(", ")} has no entries: an entry names a file, a class in it and its arguments`);
  return entries.map((entry) => withEntry({ ...plain(shown(entry.file) + (entry.name === undefined ? "" : `:${entry.name}`), options), file: entry.file }, entry, options));
}

/** Those in the folder and in the project's own folders below it: no virtual environment is looked into. */
function configsBelow(folder: string): string[] {
  let inside: fs.Dirent[];
  try { inside = fs.readdirSync(folder, { withFileTypes: true }); } catch { return []; }
  if (inside.some((e) => e.name === "pyvenv.cfg")) return [];
  return inside.sort((a, b) => Number(a.isDirectory()) - Number(b.isDirectory())).flatMap((e) => {
    if (e.name === ENTRY_FILE) return [path.join(folder, e.name)];
    return e.isDirectory() && !isBeside(e.name) ? configsBelow(path.join(folder, e.name)) : [];
  });
}

function entriesOf(config: string): Entry[] {
  let content: string;
  try { content = fs.readFileSync(config, "utf8"); } catch { throw new UsageError(`${config} cannot be read`); }
  const { entries, problems } = readEntries(config, content);
  if (problems.length > 0) warnOnce(config, content, problems);
  return entries;
}

/** Without `--args` it takes those of its entries in `torchscript.yaml`, if there are any: `check` all of them, others the first. */
function ofTarget(text: string, options: CliOptions): Question[] {
  const target = parseTarget(text);
  const file = path.resolve(target.file);
  const question = { ...plain(text, options), file, name: target.name, args: options.args, asIs: options.asIs, call: options.call, build: options.build };
  if (options.args !== undefined || options.build !== undefined || options.asIs || options.command === "run") return [question];
  const entries = entriesFor(file, [process.cwd()], new Map(), warnOnce).filter((e) => target.name === undefined || e.name === target.name);
  const taken = options.command === "check" ? entries : entries.slice(0, 1);
  if (taken.length === 0) return [question];
  return taken.map((entry) => withEntry(taken.length === 1 || target.name !== undefined || entry.name === undefined ? question : { ...question, target: `${text}:${entry.name}` }, entry, options));
}

const plain = (target: string, options: CliOptions): Question => ({ target, file: "", name: undefined, eval: options.eval || undefined, print: options.json && options.command === "check" });

const withEntry = (question: Question, entry: Entry, options: CliOptions): Question => ({
  ...question, name: entry.name, args: entry.args, asIs: entry.asIs, call: options.call || entry.call, build: entry.build, eval: options.eval || entry.eval, roots: entry.roots, inputs: entry.inputs, exported: entry.exported,
});

function shown(file: string): string {
  const short = path.relative(process.cwd(), file);
  return short.startsWith("..") ? file : short;
}

const warnedOf = new Set<string>();

/** What a `torchscript.yaml` says wrongly is left out: whoever wrote it has to hear of that. */
function warnOnce(config: string, content: string, problems: readonly EntryProblem[]): void {
  if (warnedOf.has(config)) return;
  warnedOf.add(config);
  const lines = lineStartsOf(content);
  for (const { message, severity, start } of problems) {
    const { line, character } = positionAt(lines, start);
    process.stderr.write(`${path.relative(process.cwd(), config)}:${line + 1}:${character + 1}: ${severity}: ${english(message)}\n`);
  }
}

/** The command line: `torchscript-lens check|trace|params ...`. The contract stands in ARCHITECTURE.md. */
import fs from "node:fs";
import path from "node:path";
import { inCells, isNotebook, positionText } from "../project/cells";
import { Engine } from "../project/engine";
import { codeCacheFolder, NEWEST_TORCH, operatorFacts, productRoot } from "../project/environment";
import { defaultEnvironment } from "../project/interpreter";
import { optimizeLate } from "../project/optimizing";
import { withTorchPlaces } from "../project/torchPlaces";
import { atUsersPlace } from "../project/userPlace";
import { reportJson, type Answer, type TargetReport } from "../project/report";
import { positionAt, type SourceRange } from "../syntax/source";
import { traceText, traceTree } from "../trace/tree";
import { parseCommandLine, UsageError, USAGE, type CliOptions } from "./arguments";
import { EXIT, exitStatus } from "./exit";
import { exportText } from "./export";
import { githubLines } from "./github";
import { paramsText } from "./params";
import { runText } from "./run";
import { sarifText } from "./sarif";
import { questionsFor } from "./targets";
import { reportText, type TextStyle } from "./text";
import { english } from "../text/message";


/** Waits when the reader is slower than we are, and ends quietly when it has gone. */
function write(text: string): Promise<void> {
  return new Promise((resolve, reject) => process.stdout.write(`${text}\n`, (error) => (error ? reject(error) : resolve())));
}

/** What loads gave is kept for the next time where no more than this is asked about. */
const FEW = 16;

async function run(options: CliOptions): Promise<number> {
  const questions = questionsFor(options);
  const [first] = questions;
  const only = questions.length === 1 ? first : undefined;
  const environment = defaultEnvironment(process.cwd(), options.python === undefined || options.python === "none" ? "" : options.python);
  const engine = await Engine.create({
    folders: [process.cwd()],
    // a script finds what lies beside it; the working directory is not on its path
    roots: (options.roots.length || options.command === "run" ? options.roots : ["."]).map((r) => path.resolve(r)),
    sitePackages: options.sitePackages.length ? options.sitePackages.map((d) => path.resolve(d)) : environment.sitePackages,
    torch: options.torch ?? environment.torch ?? NEWEST_TORCH,
    timeLimit: options.timeLimit ?? (options.command === "run" ? 120 : 20), memoryLimit: options.memoryLimit ?? 1024, once: only !== undefined, answersKept: first && options.command !== "run" && questions.length <= FEW ? { file: first.file } : undefined, cacheFolder: codeCacheFolder(), python: options.python === "none" ? undefined : environment.python ?? undefined,
  });
  try {
    const style: TextStyle = {
      unreached: options.details, color: options.color ?? (process.stdout.isTTY && !process.env["NO_COLOR"]),
      path: (file) => { const short = path.relative(process.cwd(), file); return short.startsWith("..") ? file : short; },
    };
    if (options.command === "params" && first) {
      const { text, status } = await paramsText(engine, first, options.json, style);
      await write(text);
      return status;
    }
    if (options.command === "export" && first) {
      const { text, status } = await exportText(engine, first, options, style);
      await write(text);
      return status;
    }
    if (options.command === "run") {
      const { text, status } = await runText(engine, options.targets[0] ?? "", options.scriptArgs, options.json, style);
      await write(text);
      return status;
    }
    const answers: Answer[] = [];
    for (const question of questions) {
      const asked = await engine.ask(question);
      const answer = options.answers === "sarif" || options.answers === "github" ? { ...asked, report: inUsersCode(asked.report, engine) } : asked;
      // the log is large; of many targets only what is still needed stays
      answers.push(options.command === "check" ? { ...answer, log: { entries: [] } } : answer);
      const said = options.command === "trace" ? traceOutput(engine, answer, options, style) : checkOutput(engine, answer, options, style, questions.length > 1);
      if (said !== null) await write(said);
    }
    if (options.answers === "sarif") await write(sarifText(answers.map((a) => told(a.report, engine)), { product: productRoot(), version: version(), folder: process.cwd(), status: exitStatus(answers) }));
    return exitStatus(answers);
  } finally {
    await engine.dispose();
  }
}

/** What others show beside the lines of the user's files. */
const inUsersCode = (report: TargetReport, { sources }: Engine): TargetReport => ({ ...report, diagnostics: report.diagnostics.map((d) => atUsersPlace(d, sources)) });

/** With places as people find them: in notebooks by their cells. */
const told = (report: TargetReport, { sources }: Engine): TargetReport => (report.diagnostics.some((d) => [d, ...d.calledFrom].some((at) => isNotebook(at.file))) ? { ...report, diagnostics: inCells(report.diagnostics, sources) } : report);

/** Null: it is said once everything is known. */
function checkOutput(engine: Engine, { report }: Answer, { answers, details }: CliOptions, style: TextStyle, several: boolean): string | null {
  switch (answers) {
    case "sarif": return null;
    case "github": return githubLines(told(report, engine), style.path, details).join("\n");
    case "json": return reportJson(told(withTorchPlaces(report, operatorFacts(engine.options.torch).library, engine.sources), engine));
    case "text": return reportText(style, engine.sources, told(report, engine)).join("\n") + (several ? "\n" : "");
  }
}

function version(): string {
  return (JSON.parse(fs.readFileSync(path.join(productRoot(), "package.json"), "utf8")) as { version: string }).version;
}

function traceOutput(engine: Engine, answer: Answer, options: CliOptions, style: TextStyle): string {
  if (options.json) return JSON.stringify({ target: answer.report.target, torch: answer.report.torch, verdict: answer.report.verdict, log: { entries: answer.log.entries.map((e) => ({ ...e, detail: english(e.detail) })) } });
  if (answer.notLoaded) return reportText(style, engine.sources, told(answer.report, engine)).join("\n");
  const place = (range: SourceRange): string => {
    const source = engine.sources.get(range.file);
    if (!source) return style.path(range.file);
    const at = positionAt(source.lineStarts, range.start);
    return `${style.path(range.file)}:${positionText(source, at)}`;
  };
  return traceText(traceTree(answer.log.entries, { details: options.details }), place).join("\n");
}

export async function main(argv: readonly string[]): Promise<number> {
  try {
    const options = parseCommandLine(argv);
    if (options === "help") { await write(USAGE); return EXIT.ok; }
    if (options === "version") { await write(version()); return EXIT.ok; }
    return await run(options);
  } catch (error) {
    if (error instanceof UsageError) {
      console.error(`torchscript-lens: ${error.message}\nTry 'torchscript-lens --help'.`);
      return EXIT.unusable;
    }
    if (error instanceof Error && "code" in error && error.code === "EPIPE") return EXIT.ok;
    console.error(`torchscript-lens: an error of its own: ${error instanceof Error ? error.message : String(error)}${process.env["TORCHSCRIPT_LENS_DEBUG"] && error instanceof Error ? `\n${error.stack ?? ""}` : ""}`);
    return EXIT.unusable;
  }
}

process.stdout.on("error", () => process.exit(EXIT.ok));
optimizeLate();
void main(process.argv.slice(2)).then((status) => { process.exitCode = status; });

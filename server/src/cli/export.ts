/** `torchscript-lens export`: what was written, where the values came from, or what stands in the way. */
import fs from "node:fs";
import path from "node:path";
import { exportModel, type ExportReport } from "../project/exportModel";
import { exportLines, inTheWay, mayForce, problemLines } from "../project/export/reportText";
import type { Engine, Question } from "../project/engine";
import type { CliOptions } from "./arguments";
import { EXIT, exitStatus } from "./exit";
import { paint, placeText, reportText, type TextStyle } from "./text";
import { reportJson } from "../project/report";
import { english } from "../text/message";

const TRACE_INSTEAD = "With --trace and --input, what it does on example inputs is recorded instead.";
const ANYWAY = "With --allow-missing it is exported anyway.";

/** What the model lacks is an error, what was asked of the disk unusable, our own limit unknown. */
const STATUS = { model: EXIT.error, files: EXIT.unusable, limit: EXIT.unknown, cancelled: EXIT.unusable } as const;

function statusOf({ answer, problem, formats }: ExportReport): number {
  const stopped = answer.notLoaded && answer.report.diagnostics[0]?.rule === "own-limit";
  const status = stopped ? EXIT.unknown : exitStatus([answer]);
  const first = problem ?? formats.find((f) => f.problem)?.problem;
  return (status === EXIT.ok || problem) && first ? STATUS[first.kind] : status;
}

function lines(style: TextStyle, made: ExportReport): string[] {
  const { load, compile } = made.seconds;
  const write = made.formats.reduce((sum, f) => sum + f.seconds, 0);
  const written = made.formats.some((f) => f.files.length > 0);
  const heads = made.formats.flatMap((f) => f.files.map(({ file }) => `${style.path(file)}: `));
  const places = [made.problem, ...made.formats.map((f) => f.problem)].flatMap((p) => (p?.place ? [`  ${placeText(style, p.place)}`] : []));
  return [
    ...exportLines(made, style.path).map((l) => (heads.some((head) => l.startsWith(head)) ? paint(style, "bold", l) : `  ${l}`)),
    ...problemLines(made).map((l, i) => (i === 0 ? paint(style, "red", l) : `  ${l}`)),
    ...(mayForce(made) ? [`  ${ANYWAY}`] : []),
    ...places,
    ...(written ? [`  loaded in ${load.toFixed(2)} s, compiled in ${compile.toFixed(2)} s, written in ${write.toFixed(2)} s`] : []),
  ];
}

/** A name that only a file would have; what is a folder is one under any name. */
function isModelFile(out: string): boolean {
  if (!/\.(?:pt|onnx)$/.test(out)) return false;
  try { return !fs.statSync(out, { throwIfNoEntry: false })?.isDirectory(); } catch { return true; } // what is wrong with the path is said where it is written
}

export async function exportText(engine: Engine, question: Question, options: CliOptions, style: TextStyle): Promise<{ text: string; status: number }> {
  const root = path.resolve(options.roots[0] ?? ".");
  const { exported } = question;
  const out = options.out ?? exported?.out;
  const file = out !== undefined && (options.out === undefined || isModelFile(out)) ? path.parse(path.resolve(out)) : undefined;
  const weights = options.weights === undefined ? exported?.weights : path.resolve(options.weights);
  const abort = new AbortController();
  const stop = (): void => { abort.abort(); };
  process.once("SIGINT", stop).once("SIGTERM", stop);
  const made = await exportModel(engine, question, {
    folder: file?.dir ?? path.resolve(options.out ?? "."), name: file?.name ?? (path.basename(root) || "model"), formats: [...new Set(options.formats ?? (options.out !== undefined && file?.ext === ".onnx" ? ["onnx" as const] : exported?.formats ?? ["torchscript" as const]))], extraFiles: new Map([...options.extraFiles].map(([name, file]) => [name, path.resolve(file)])), inputs: options.inputs, names: options.names, opset: options.opset, trace: options.trace || exported?.trace === true, expect: options.expect === undefined ? undefined : path.resolve(options.expect),
    weights, allowMissing: options.allowMissing, signal: abort.signal,
  });
  process.off("SIGINT", stop).off("SIGTERM", stop);
  const status = statusOf(made);
  if (options.json) {
    const { answer, ...rest } = made;
    return { text: reportJson({ target: answer.report.target, torch: answer.report.torch, verdict: answer.report.verdict, diagnostics: answer.report.diagnostics, ...rest }), status };
  }
  const way = inTheWay(made);
  if (way) return { text: [...reportText(style, engine.sources, made.answer.report), paint(style, "red", `nothing was written: ${english(way.message)}`), ...(way.place ? [`  ${placeText(style, way.place)}`] : []), ...(way.mayTrace && !options.trace ? [`  ${TRACE_INSTEAD}`] : [])].join("\n"), status };
  return { text: lines(style, made).join("\n"), status };
}

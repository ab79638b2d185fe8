/** `torchscript-lens export`: what was written, where the values came from, or what stands in the way. */
import path from "node:path";
import { exportLines, exportModel, type ExportReport } from "../project/exportModel";
import type { Engine, Question } from "../project/engine";
import { UsageError, type CliOptions } from "./arguments";
import { paint, reportText, type TextStyle } from "./text";

const EXIT = { ok: 0, error: 1, unusable: 2, unknown: 3 } as const;

function statusOf(made: ExportReport): number {
  if (made.answer.notLoaded) return EXIT.unusable;
  if (made.answer.report.verdict === "error") return EXIT.error;
  if (made.answer.report.verdict === "unknown") return EXIT.unknown;
  return made.problem === undefined ? EXIT.ok : EXIT.unusable;
}

function lines(style: TextStyle, made: ExportReport): string[] {
  const [first, ...rest] = exportLines(made, style.path);
  const out = [...(first === undefined ? [] : [made.file === undefined ? `  ${first}` : paint(style, "bold", first)]), ...rest.map((l) => `  ${l}`)];
  if (made.problem !== undefined) out.push(paint(style, "red", `nothing was written: ${made.problem}`));
  else out.push(`  loaded in ${made.seconds.load.toFixed(2)} s, compiled in ${made.seconds.compile.toFixed(2)} s, written in ${made.seconds.write.toFixed(2)} s`);
  return out;
}

export async function exportText(engine: Engine, question: Question, options: CliOptions, style: TextStyle): Promise<{ text: string; status: number }> {
  if (options.formats.includes("onnx")) throw new UsageError("ONNX is not built yet: --format torchscript");
  const root = path.resolve(options.roots[0] ?? ".");
  const made = await exportModel(engine, question, {
    folder: path.resolve(options.out ?? "."), name: path.basename(root) || "model", weights: options.weights === undefined ? undefined : path.resolve(options.weights),
  });
  const status = statusOf(made);
  if (options.json) {
    const { answer, ...rest } = made;
    return { text: JSON.stringify({ target: answer.report.target, torch: answer.report.torch, verdict: answer.report.verdict, diagnostics: answer.report.diagnostics, ...rest }), status };
  }
  if (status !== EXIT.ok && made.problem === undefined) return { text: [...reportText(style, engine.sources, answer(made)), "nothing was written: the model has to compile first"].join("\n"), status };
  return { text: lines(style, made).join("\n"), status };
}

const answer = (made: ExportReport): ExportReport["answer"]["report"] => made.answer.report;

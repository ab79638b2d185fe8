/** `torchscript-lens export`: what was written, where the values came from, or what stands in the way. */
import path from "node:path";
import { exportLines, exportModel, type ExportReport } from "../project/exportModel";
import type { Engine, Question } from "../project/engine";
import { UsageError, type CliOptions } from "./arguments";
import { EXIT, exitStatus } from "./exit";
import { paint, reportText, type TextStyle } from "./text";

function statusOf({ answer, problem }: ExportReport): number {
  const status = exitStatus([answer]);
  return status === EXIT.ok && problem !== undefined ? EXIT.unusable : status;
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
  if (status !== EXIT.ok && made.problem === undefined) return { text: [...reportText(style, engine.sources, made.answer.report), "nothing was written: the model has to compile first"].join("\n"), status };
  return { text: lines(style, made).join("\n"), status };
}

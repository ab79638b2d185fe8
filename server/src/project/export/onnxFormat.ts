/** The ONNX file of an export: written from the compiled graph, then run at once where onnxruntime-node is installed. */
import fs from "node:fs";
import path from "node:path";
import { exportOnnx, type OnnxReport, type OnnxResult, type OnnxValue } from "../../export/onnx/index";
import { runOnnx, type Ran } from "../../export/onnx/runtime";
import { lineOf } from "../../export/onnx/places";
import { exampleFeeds } from "../../export/onnx/examples";
import { annotationStr } from "../../script/types/print";
import type { SourceRange } from "../../syntax/source";
import { positionAt } from "../../syntax/source";
import type { FileRange } from "../report";
import { ExportProblem, forwardSchema, type Destination, type Format, type ModelToWrite, type ValueShape } from "./format";
import { inputText } from "./inputs";
import type { StagedFile } from "./stagedFiles";

/** How many bytes are written between two looks at the outside world. */
const PIECE = 1 << 24;
/** How many fixed choices are told one by one. */
const MOST_NOTES = 10;

export const onnx: Format = async (model, to, control) => {
  const { compiled } = model;
  if (!compiled) throw new ExportProblem("only modules can be written as ONNX: functions by themselves cannot");
  askForInputs(model);
  await control.progress("writing the ONNX graph");
  const name = path.basename(to.path) || "model";
  const made = exportOnnx(compiled, (n, index) => model.tensors.named(n) ?? (index === undefined ? undefined : model.tensors.data(index)), model.inputs, { externalName: `${name}.onnx.data`, ...(model.opset === undefined ? {} : { opset: model.opset }) });
  if (!made.ok) throw problemOf(made.error, model);
  const files = stage(made, to);
  for (const { file, parts } of files) for (const part of parts) for (let at = 0; at < part.length; at += PIECE) { file.write(part.subarray(at, at + PIECE)); await control.breathe(); }
  await control.progress("running the ONNX file with onnxruntime");
  const { checks, notes } = await check(made, to, files.map((f) => f.file));
  return { inputs: made.report.inputs.map(shown), outputs: made.report.outputs.map(shown), checks, notes: [...notes, ...fixedNotes(made.report)] };
};

const shown = (v: OnnxValue): ValueShape => ({ name: v.name, type: "Tensor", dtype: v.dtype, shape: v.shape });

/** Without example inputs there are no shapes, and without shapes no graph. */
function askForInputs({ compiled, inputs }: ModelToWrite): void {
  const schema = compiled && forwardSchema(compiled);
  const wanted = (schema?.args.slice(1) ?? []).filter((a) => a.default === undefined);
  if (wanted.length <= inputs.length) return;
  const takes = wanted.map((a) => `${a.name}: ${annotationStr(a.type)}`).join(", ");
  const what = inputs.length === 0 ? "ONNX needs example inputs, because its shapes follow from them" : `ONNX needs ${wanted.length} example inputs, and ${inputs.length} ${inputs.length === 1 ? "was" : "were"} given`;
  throw new ExportProblem(`${what}: forward takes (${takes}).`, "files", undefined, `Give one for each argument, as in ${wanted.map(() => "--input 1,3,224,224").join(" ")} or --input batch=2,16:int64, where a named size stays open; or write them as 'inputs' into torchscript.yaml.`, takes);
}

function placeOf(range: SourceRange | null, model: ModelToWrite): FileRange | undefined {
  const source = range && model.sources.get(range.file);
  if (source && range) {
    const { file, line } = lineOf(source, range);
    if (file !== range.file) return { file, range: { start: { line: line - 1, character: 0 }, end: { line: line - 1, character: 0 } } };
  }
  return source && range ? { file: range.file, range: { start: positionAt(source.lineStarts, range.start), end: positionAt(source.lineStarts, range.end) } } : undefined;
}

function problemOf(error: Extract<OnnxResult, { ok: false }>["error"], model: ModelToWrite): ExportProblem {
  const text = error.message.charAt(0).toUpperCase() + error.message.slice(1);
  return new ExportProblem(/[.:]$/.test(text) ? text : `${text}.`, "limit", placeOf(error.range, model), error.help);
}

type Made = Extract<OnnxResult, { ok: true }>;

function stage(made: Made, to: Destination): { file: StagedFile; parts: readonly Uint8Array[] }[] {
  const external = made.external ? [{ file: to.files.add(`${to.path}.onnx.data`), parts: made.external.parts }] : [];
  return [{ file: to.files.add(`${to.path}.onnx`), parts: [made.model] }, ...external];
}

/** Runs the file on the example inputs and, where sizes stay open, on other ones too. */
async function check(made: Made, to: Destination, files: readonly StagedFile[]): Promise<{ checks: string[]; notes: string[] }> {
  const { report } = made;
  const checks: string[] = [];
  const notes: string[] = [];
  const at = made.external ? links(to, files) : undefined;
  try {
    for (const feeds of exampleFeeds(report)) {
      const ran = await runOnnx(at?.model ?? made.model, feeds.values);
      if (!ran.ok && ran.missing) return { checks, notes: ["The file was not run: onnxruntime-node is not installed (npm install onnxruntime-node)."] };
      if (!ran.ok) throw new ExportProblem(`${ran.message}. Nothing was written, because a file that does not run is of no use.`, "limit");
      const wrong = faultOf(ran.outputs, report, feeds.sizes);
      if (wrong) throw new ExportProblem(`onnxruntime runs the file, but ${wrong}. Nothing was written.`, "limit");
      const infinite = ran.outputs.filter((o) => !Array.prototype.every.call(o.data, (x: number | bigint) => typeof x === "bigint" || Number.isFinite(x)));
      if (infinite.length > 0) notes.push(`On random inputs, ${infinite.map((o) => o.name).join(", ")} had values that are not finite.`);
      checks.push(`ran with onnxruntime on ${feeds.what} (${report.inputs.map((i) => inputText({ dtype: i.dtype, shape: feeds.values[i.name]?.shape ?? [] })).join("; ")}): ${ran.outputs.length === 1 ? "the output has" : `${ran.outputs.length} outputs have`} the shape and dtype that the compile says${infinite.length > 0 ? "" : ", and finite values"}`);
    }
    notes.push("The values were not compared with torch.");
  } finally {
    at?.remove();
  }
  return { checks, notes };
}

/** A folder in which model and weights have their later names, as the model refers to them. */
function links(to: Destination, files: readonly StagedFile[]): { model: string; remove(): void } {
  const folder = `${to.path}.${process.pid}.check`;
  fs.mkdirSync(folder, { recursive: true });
  for (const { file, unfinished } of files) fs.linkSync(unfinished, path.join(folder, path.basename(file)));
  return { model: path.join(folder, `${path.basename(to.path)}.onnx`), remove: () => { fs.rmSync(folder, { recursive: true, force: true }); } };
}

/** What about the outputs is not as the report says. */
function faultOf(outputs: readonly Ran[], report: OnnxReport, sizes: Readonly<Record<string, number>>): string | undefined {
  if (outputs.length !== report.outputs.length) return `it gives ${outputs.length} outputs instead of ${report.outputs.length}`;
  for (const [i, said] of report.outputs.entries()) {
    const got = outputs[i];
    const wanted = said.shape.map((d) => (typeof d === "number" ? d : sizes[d]));
    if (!got || got.dtype !== said.dtype) return `'${said.name}' is ${got?.dtype ?? "missing"}, not ${said.dtype}`;
    if (got.shape.length !== wanted.length || wanted.some((d, j) => d !== undefined && d !== got.shape[j])) return `'${said.name}' has the shape [${got.shape.join(", ")}], not [${said.shape.join(", ")}]`;
  }
  return undefined;
}

function fixedNotes({ fixed }: OnnxReport): string[] {
  const lines = fixed.slice(0, MOST_NOTES).map(({ where, what }) => `fixed by the example: ${what}${where ? ` (${where})` : ""}`);
  return fixed.length > MOST_NOTES ? [...lines, `... and ${fixed.length - MOST_NOTES} more places that the example fixed`] : lines;
}

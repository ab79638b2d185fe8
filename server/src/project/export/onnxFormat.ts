/** The ONNX file of an export: written from the compiled graph, then run at once where onnxruntime-node is installed. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { ONLY_SIZES } from "../../export/onnx/builder";
import { exportOnnx, type OnnxReport, type OnnxResult, type OnnxValue } from "../../export/onnx/index";
import { decodeModel, ELEMENT } from "../../export/onnx/proto";
import { runOnnx, type Feed, type Ran } from "../../export/onnx/runtime";
import { namesOf, neededExamples, type Slot } from "../../export/onnx/slots";
import { exampleFeeds, type ExampleRun } from "../../export/onnx/examples";
import { annotationStr } from "../../script/types/print";
import { ExportProblem, forwardSchema, placeOf, type Destination, type Format, type ModelToWrite, type ValueShape } from "./format";
import { archiveOf } from "./archiveFormat";
import { closeness, expectation, ROUNDING, rowsFound, runArchive, type Reference } from "./compare";
import { Cancelled, type Control } from "./control";
import { inputText } from "./inputs";
import { some } from "./keys";
import { sizeText } from "./reportText";
import { StagedFiles, type StagedFile } from "./stagedFiles";
import { english, msg, type Message } from "../../text/message";

/** How many bytes are written between two looks at the outside world. */
const PIECE = 1 << 24;
/** How many fixed choices are told one by one. */
const MOST_NOTES = 10;

export const onnx: Format = async (model, to, control) => {
  const { compiled } = model;
  if (!compiled) throw new ExportProblem(msg`only modules can be written as ONNX: functions by themselves cannot`);
  askForInputs(model);
  await control.progress(msg`writing the ONNX graph`);
  const name = path.basename(to.path) || "model";
  const made = exportOnnx(compiled, (n, index) => model.tensors.named(n) ?? (index === undefined ? undefined : model.tensors.data(index)), model.inputs, { numbers: (module, key, built) => model.tensors.number(module, key, built), externalName: `${name}.onnx.data`, ...(model.names ? { names: model.names } : {}), ...(model.opset === undefined ? {} : { opset: model.opset }) });
  if (!made.ok) throw problemOf(made.error, model);
  const files = stage(made, to);
  for (const { file, parts } of files) for (const part of parts) for (let at = 0; at < part.length; at += PIECE) { file.write(part.subarray(at, at + PIECE)); await control.breathe(); }
  await control.progress(msg`running the ONNX file with onnxruntime`);
  const { checks, notes } = await check(made, to, files.map((f) => f.file), await references(made, model, control));
  return { inputs: made.report.inputs.map(shown), outputs: made.report.outputs.map(shown), checks, notes: [...notes, ...fixedNotes(made.report)] };
};

const shown = (v: OnnxValue): ValueShape => ({ name: v.name, type: "Tensor", dtype: v.dtype, shape: v.shape });

/** Without example inputs there are no shapes, and without shapes no graph. */
function askForInputs({ compiled, inputs }: ModelToWrite): void {
  const schema = compiled && forwardSchema(compiled);
  const args = schema?.args.slice(1) ?? [];
  const wanted = args.filter((a) => a.default === undefined);
  const needed = neededExamples(args);
  if (needed <= inputs.length) return;
  const takes = wanted.map((a) => `${a.name}: ${annotationStr(a.type)}`).join(", ");
  const what = inputs.length === 0 ? msg`ONNX needs example inputs, because its shapes follow from them` : inputs.length === 1 ? msg`ONNX needs ${needed} example inputs, and 1 was given` : msg`ONNX needs ${needed} example inputs, and ${inputs.length} were given`;
  throw new ExportProblem(msg`${what}: forward takes (${takes}).`, "files", undefined, msg`Give one for each argument (for a list or tuple one for each tensor in it), as in ${Array.from({ length: needed }, () => "--input 1,3,224,224").join(" ")} or --input batch=2,16:int64, where a named size stays open; or write them as 'inputs' into torchscript.yaml.`, takes);
}

function problemOf(error: Extract<OnnxResult, { ok: false }>["error"], model: ModelToWrite): ExportProblem {
  // many of them only name what it is
  const what = /[.:]$/.test(english(error.message)) ? error.message : msg`${error.message}.`;
  if (error.of === "names") return new ExportProblem(msg`the names that were asked for do not fit the model: ${what}`, "files", undefined, error.help);
  const fixed = new Set(model.traced?.notes.map((n) => n.where));
  if (error.of === "inputs" && fixed.size > 0 && model.inputs.some((i) => Object.keys(i.dynamic ?? {}).length > 0)) {
    // the run on the example inputs went through
    return new ExportProblem(msg`the trace holds only for the sizes that the example inputs have: ${what}`, "files", placeOf(error.range, model), msg`It fixed what stands in ${some([...fixed], MOST_NOTES)}. Leave no size open, or take sizes there as they are (x.shape[1], without int() or len()).`);
  }
  if (error.of === "inputs") {
    const names = model.compiled && forwardSchema(model.compiled)?.args.slice(1).map((a) => a.name);
    const given = model.inputs.map((i, n) => (names && names.length >= model.inputs.length ? `${names[n] ?? ""}: ${inputText(i)}` : inputText(i))).join("; ");
    return new ExportProblem(msg`the example inputs (${given}) do not fit the model: ${what}`, "files", placeOf(error.range, model), error.help ?? msg`Give example inputs of the shapes and dtypes that the model takes.`);
  }
  return new ExportProblem(msg`this cannot be written as ONNX: ${what}`, "limit", placeOf(error.range, model), error.help);
}

type Made = Extract<OnnxResult, { ok: true }>;

function stage(made: Made, to: Destination): { file: StagedFile; parts: Iterable<Uint8Array> }[] {
  const external = made.external ? [{ file: to.files.add(`${to.path}.onnx.data`), parts: made.external.parts() }] : [];
  return [{ file: to.files.add(`${to.path}.onnx`), parts: [made.model] }, ...external];
}

/** Inputs to run the file on, and what it should give for them, where something knows it. */
interface Trial extends ExampleRun { readonly wanted?: Reference }

/** Recorded inputs if there are some, else random ones; torch is asked about the first. */
async function references({ report }: Made, model: ModelToWrite, control: Control): Promise<Trial[]> {
  const recorded: Trial[] = [];
  if (model.expect !== undefined) {
    const { inputs, outputs } = expectation(model.expect, report.inputs.map((i) => i.name), report.slots.flatMap(namesOf));
    const values = Object.fromEntries(report.inputs.flatMap((input, i) => { const f = inputs[i]; return f ? [[input.name, f]] : []; }));
    const sizes = Object.fromEntries(report.inputs.flatMap((input, i) => input.shape.flatMap((d, j) => (typeof d === "string" ? [[d, inputs[i]?.shape[j] ?? 1]] : []))));
    recorded.push({ what: msg`the inputs in ${path.basename(model.expect)}`, values, sizes, wanted: { label: msg`the outputs in ${path.basename(model.expect)}`, outputs } });
  }
  const [first, ...rest] = exampleFeeds(report);
  if (!first || model.python === undefined || !model.view) return [...recorded, ...(first ? [first] : []), ...rest];
  await control.progress(msg`running the archive with torch`);
  return [...recorded, { ...first, wanted: await withTorch(model, model.python, report.slots, report.inputs.flatMap((i) => first.values[i.name] ?? []), control) }, ...rest];
}

/** What torch gives for the same model as an archive. */
async function withTorch(model: ModelToWrite, python: string, slots: readonly Slot[], inputs: readonly Feed[], control: Control): Promise<Reference> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "torchscript-lens-"));
  const staged = new StagedFiles();
  try {
    const file = path.join(folder, "model.pt");
    await archiveOf(model, staged.add(file), "model", control);
    staged.commit();
    return await runArchive(python, file, slots, inputs, model.signal);
  } catch (error) {
    if (error instanceof Cancelled) throw error;
    return { problem: msg`the archive could not be written for it` };
  } finally {
    staged.discard();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** More than rounding. */
const FAR = 1e-3;

/** How close the outputs are to those of a reference, said to the user. */
export function compared(outputs: readonly Ran[], wanted: Reference, what: Message): { check?: Message; note?: Message } {
  if ("problem" in wanted) return { note: msg`The values were not compared with torch: ${wanted.problem}.` };
  const { worst, output, zero, fault } = closeness(outputs, wanted.outputs);
  if (fault !== undefined || worst > FAR) {
    const other = rowsFound(outputs, wanted.outputs, FAR);
    if (fault === undefined && other && other.found === other.rows) return { check: msg`on ${what}, the ${other.rows} rows of ${wanted.label} within ${other.worst.toPrecision(2)} (relative to the largest value), in another order` };
    if (other && other.found > 0) {
      const said = msg`warning: on ${what}, ${other.found} of the ${other.rows} rows of ${wanted.label} are there, and ${fault ?? msg`'${output}' differs by ${worst.toPrecision(2)} of the largest value`}.`;
      return { note: other.tied ? msg`${said} The scores of the others are nearly equal to further ones, so that rounding decides which rows are kept and in what order.` : said };
    }
    return { note: fault === undefined ? msg`warning: on ${what}, '${output}' differs from ${wanted.label} by ${worst.toPrecision(2)} of the largest value.` : msg`warning: on ${what}, ${fault} (${wanted.label}).` };
  }
  const close = worst === 0 ? msg`on ${what}, equal to ${wanted.label}` : msg`on ${what}, within ${worst.toPrecision(2)} of ${wanted.label} (relative to the largest value)`;
  const around0 = msg`${zero.map((name) => `'${name}'`).join(", ")} around 0 in both (no value over ${ROUNDING}, which is rounding)`;
  if (zero.length === 0) return { check: close };
  return { check: zero.length === outputs.length ? msg`on ${what}, ${around0}` : msg`${close}; ${around0}` };
}

/** Dtypes in which onnxruntime has few of the operators. */
const SELDOM = { [ELEMENT.bfloat16]: "bfloat16", [ELEMENT.float64]: "float64", [ELEMENT.float16]: "float16" } as const;
/** What onnxruntime said, with the line that the operator comes from, and what can be done where it is a matter of a dtype. */
function notRun(said: Message, { model }: Made): ExportProblem {
  const { node: nodes, initializer, input } = decodeModel(model).graph;
  const name = /(?:node with name '|in node \()([^')]+)['\)]/.exec(english(said))?.[1];
  const node = nodes.find((n) => n.name === name);
  const types = new Map<string | undefined, number>([...initializer.map((t): [string | undefined, number] => [t.name, t.dataType]), ...input.map((i): [string, number] => [i.name, "tensorType" in i.type ? i.type.tensorType.elemType : 0])]);
  const given = [...new Set(nodes.flatMap((n) => n.input))].map((n) => types.get(n));
  const dtype = Object.entries(SELDOM).find(([element]) => given.includes(Number(element)))?.[1];
  return new ExportProblem(msg`${node?.docString ? msg`${said} (${node.docString})` : said}. Nothing was written, because a file that does not run is of no use.`, "limit", undefined,
    node && dtype !== undefined ? msg`The model computes in ${dtype}, for which onnxruntime does not have every operator: export it in float32, as after model.float().` : undefined);
}

/** Runs the file on each of the trials and, where something is known of the outputs, compares. */
export async function check(made: Made, to: Destination, files: readonly StagedFile[], trials: readonly Trial[], memory = os.freemem): Promise<{ checks: Message[]; notes: Message[] }> {
  const { report } = made;
  const checks: Message[] = [];
  const notes: Message[] = [];
  // onnxruntime holds the weights in memory: better no run than an end by the system's hand
  if (report.bytes > memory()) return { checks, notes: [msg`The file was not run: onnxruntime needs ${sizeText(report.bytes)} of memory for its weights, and less is free.`] };
  const at = made.external ? links(to, files) : undefined;
  try {
    for (const trial of trials) {
      const ran = await runOnnx(at?.model ?? made.model, trial.values);
      if (!ran.ok && ran.missing) return { checks, notes: [msg`The file was not run: ${ran.message}.`] };
      if (!ran.ok && english(ran.message).includes(ONLY_SIZES) && checks.length > 0) { notes.push(msg`On ${trial.what} the file stops, as it should: it is for sizes as in the example (below).`); continue; }
      if (!ran.ok) throw notRun(ran.message, made);
      const wrong = faultOf(ran.outputs, report, trial.sizes);
      if (wrong) throw new ExportProblem(msg`onnxruntime runs the file, but ${wrong}. Nothing was written.`, "limit");
      const infinite = ran.outputs.filter((o) => !Array.prototype.every.call(o.data, (x: number | bigint) => typeof x === "bigint" || Number.isFinite(x)));
      if (infinite.length > 0) notes.push(msg`On ${trial.what}, ${infinite.map((o) => o.name).join(", ")} had values that are not finite.`);
      checks.push(msg`ran with onnxruntime on ${trial.what} (${report.inputs.map((i) => inputText({ dtype: i.dtype, shape: trial.values[i.name]?.shape ?? [], ...(trial.example && i.values ? { values: i.values } : {}) })).join("; ")}): ${asSaid(ran.outputs.length, infinite.length === 0)}`);
      const { check: close, note } = trial.wanted ? compared(ran.outputs, trial.wanted, trial.what) : {};
      if (close !== undefined) checks.push(close);
      if (note !== undefined) notes.push(note);
    }
    if (trials.every((t) => !t.wanted)) notes.push(msg`The values were not compared with torch: no interpreter with torch was found, and no recorded outputs were given (--expect).`);
  } finally {
    at?.remove();
  }
  return { checks, notes };
}

function asSaid(outputs: number, finite: boolean): Message {
  if (outputs === 1) return finite ? msg`the output has the shape and dtype that the compile says, and finite values` : msg`the output has the shape and dtype that the compile says`;
  return finite ? msg`${outputs} outputs have the shape and dtype that the compile says, and finite values` : msg`${outputs} outputs have the shape and dtype that the compile says`;
}

/** A folder beside the weights in which model and weights have their later names, as the model refers to them. */
function links(to: Destination, files: readonly StagedFile[]): { model: string; remove(): void } {
  const folder = `${files.at(-1)?.unfinished ?? to.path}.check`;
  fs.mkdirSync(folder, { recursive: true });
  for (const { file, unfinished } of files) {
    const later = path.join(folder, path.basename(file));
    try { fs.linkSync(unfinished, later); } catch { fs.copyFileSync(unfinished, later); } // another disk, or one without hard links
  }
  return { model: path.join(folder, `${path.basename(to.path)}.onnx`), remove: () => { fs.rmSync(folder, { recursive: true, force: true }); } };
}

/** What about the outputs is not as the report says. */
function faultOf(outputs: readonly Ran[], report: OnnxReport, sizes: Readonly<Record<string, number>>): Message | undefined {
  if (outputs.length !== report.outputs.length) return msg`it gives ${outputs.length} outputs instead of ${report.outputs.length}`;
  for (const [i, said] of report.outputs.entries()) {
    const got = outputs[i];
    const wanted = said.shape.map((d) => (typeof d === "number" ? d : sizes[d]));
    if (!got || got.dtype !== said.dtype) return got ? msg`'${said.name}' is ${got.dtype}, not ${said.dtype}` : msg`'${said.name}' is missing`;
    if (got.shape.length !== wanted.length || wanted.some((d, j) => d !== undefined && d !== got.shape[j])) return msg`'${said.name}' has the shape [${got.shape.join(", ")}], not [${said.shape.join(", ")}]`;
  }
  return undefined;
}

function fixedNotes({ fixed }: OnnxReport): Message[] {
  const lines = fixed.slice(0, MOST_NOTES).map(({ where, what }) => (where ? msg`fixed by the example: ${what} (${where})` : msg`fixed by the example: ${what}`));
  return fixed.length > MOST_NOTES ? [...lines, msg`... and ${fixed.length - MOST_NOTES} more places that the example fixed`] : lines;
}

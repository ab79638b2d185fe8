/**
 * From a target to files that other programs run: loads, compiles, finds the weights, and has each format
 * write its files. A format is an entry of `export/formats.ts`.
 */
import path from "node:path";
import { ModelTensors, UnwritableTensor, type KeyReport } from "../export/tensors";
import { openWeights, WeightsError, type Weights } from "../export/weights/weights";
import type { ExampleInput } from "../export/onnx/index";
import type { OnnxNames } from "../export/onnx/names";
import type { TorchName } from "./environment";
import type { Engine, Question } from "./engine";
import { Cancelled, Control } from "./export/control";
import { ExportProblem, type FormatName, type ModelToWrite, type Written } from "./export/format";
import { FORMATS } from "./export/formats";
import { keysProblem } from "./export/keys";
import { StagedFiles } from "./export/stagedFiles";
import type { Traced, TracedPart } from "../host/loader";
import type { ObjectGraph } from "../host/objectGraph";
import type { Answer, FileRange } from "./report";
import { messageOf, msg, type Message } from "../text/message";

export interface ExportOptions {
  /** Absolute; made if it is not there. */
  readonly folder: string;
  /** Without extension. */
  readonly name: string;
  readonly formats: readonly FormatName[];
  /** Absolute. */
  readonly weights?: string | undefined;
  /** Tensors that the weights file lacks, or has in another shape, keep their initial values. */
  readonly allowMissing?: boolean;
  readonly inputs?: readonly ExampleInput[];
  /** Of ONNX. */
  readonly opset?: number | undefined;
  /** Of ONNX: of its inputs and outputs; without them those of torchscript.yaml. */
  readonly names?: OnnxNames;
  /** Write what a run on the example inputs does, instead of the compiled model. */
  readonly trace?: boolean;
  /** Absolute paths of files that go into the TorchScript archive, by their names there. */
  readonly extraFiles?: ReadonlyMap<string, string>;
  /** Absolute: a file with inputs and the outputs that the ONNX file should give for them. */
  readonly expect?: string | undefined;
  readonly signal?: AbortSignal;
  readonly progress?: (what: Message) => void;
}

/** Why nothing was written (of one format), for the user. `kind`: "model" is the user's to mend, "files" a matter of paths and weights, "limit" the tool's own. */
export interface Problem { readonly kind: ExportProblem["kind"] | "cancelled"; readonly message: Message; readonly place?: FileRange; readonly help?: Message; readonly wantsInputs?: string }

export interface WrittenFormat extends Partial<Written> {
  readonly format: FormatName;
  /** Sizes in bytes; empty when there is a problem. */
  readonly files: readonly { readonly file: string; readonly size: number }[];
  readonly problem?: Problem;
  readonly seconds: number;
}

export interface ExportReport {
  readonly answer: Answer;
  readonly formats: readonly WrittenFormat[];
  /** How many tensors came from where. */
  readonly tensors?: { readonly weights: number; readonly initial: number; readonly guessed: number };
  readonly keys?: KeyReport;
  /** Why no format was begun; absent when the model does not compile (then `answer` says why). */
  readonly problem?: Problem;
  /** What the trace fixed, by place; absent without one. */
  readonly traced?: Traced;
  /** What the model traces itself, and what that fixes. */
  readonly parts?: readonly TracedPart[];
  readonly seconds: { readonly load: number; readonly compile: number };
}

/**
 * An archive holds the module in the mode in which it is built; ONNX is written in eval mode, unless training mode
 * is asked for, as torch.onnx.export does. A trace is in eval mode, too.
 */
export async function exportModel(engine: Engine, question: Question, options: ExportOptions): Promise<ExportReport> {
  const free = options.trace !== true && question.eval === undefined && question.asIs !== true;
  const inEval = options.formats.filter((f) => free && f === "onnx");
  const asBuilt = options.formats.filter((f) => !inEval.includes(f));
  const evaluated = (formats: readonly FormatName[]): Promise<ExportReport> => exportInMode(engine, { ...question, eval: true }, { ...options, formats });
  if (inEval.length > 0 && asBuilt.length === 0) return evaluated(inEval);
  const made = await exportInMode(engine, question, { ...options, formats: asBuilt });
  if (inEval.length === 0 || made.problem || made.answer.report.verdict !== "ok") return made;
  return joined(made, await evaluated(inEval), inEval);
}

/** Two reports of one model as one: what the second could not begin with stands in the way of its formats only. */
function joined(first: ExportReport, second: ExportReport, formats: readonly FormatName[]): ExportReport {
  const [said] = second.answer.report.verdict === "ok" ? [] : second.answer.report.diagnostics;
  const problem = second.problem ?? (said && { kind: "model" as const, message: msg`in eval mode, ${said.said.message}`, place: said });
  const more = problem ? formats.map((format): WrittenFormat => ({ format, files: [], problem, seconds: 0 })) : second.formats;
  return {
    ...first, formats: [...first.formats, ...more], parts: first.parts ?? second.parts ?? [],
    seconds: { load: first.seconds.load + second.seconds.load, compile: first.seconds.compile + second.seconds.compile },
  };
}

/** The root module is in training mode, in which dropout drops and batches are normalised by themselves. */
function isTraining({ root, objects }: ObjectGraph): boolean {
  const module = typeof root === "object" && root !== null && "o" in root ? objects[root.o] : undefined;
  return module?.kind === "module" && module.attrs.some(([name, value]) => name === "training" && value === true);
}
const TRAINING_NOTE = msg`It is in training mode, as it was built: call eval() on what is loaded from it, or export in eval mode ('mode: eval' in torchscript.yaml, --eval on the command line).`;

async function exportInMode(engine: Engine, question: Question, options: ExportOptions): Promise<ExportReport> {
  const control = new Control(options.signal, options.progress);
  options.progress?.(msg`loading and compiling`);
  const inputs = options.inputs?.length ? options.inputs : question.inputs ?? [];
  const { answer, made, traced, parts } = await engine.forExport(options.trace ? { ...question, trace: inputs } : question, options.signal);
  const report = { answer, formats: [], parts, ...(traced ? { traced } : {}), seconds: answer.report.seconds };
  if (options.signal?.aborted) return { ...report, problem: problemOf(new Cancelled(), options.folder) };
  if (options.trace && inputs.length === 0) return { ...report, problem: { kind: "files", message: msg`A trace needs example inputs, because the model is run on them.`, help: msg`Give one for each argument, as in --input 1,3,224,224.`, wantsInputs: "..." } };
  if (!made) return report;
  let close = (): void => undefined;
  try {
    await control.breathe();
    const opened = options.weights === undefined ? undefined : openWeights(options.weights);
    if (opened) close = opened.close;
    const keys = withoutUnused(new ModelTensors(made.graph, opened?.weights).keyReport(), traced);
    const wrong = keys && keysProblem(keys, options, opened?.weights ?? new Map());
    if (wrong) return { ...report, keys, problem: wrong };
    const formats: WrittenFormat[] = [], read = [...opened?.files ?? [], ...options.extraFiles?.values() ?? [], ...(options.expect === undefined ? [] : [options.expect])];
    let tensors: ExportReport["tensors"];
    for (const format of options.formats) {
      const model = modelToWrite(engine, made, answer, { ...options, inputs, names: namesFor(question, options), traced }, opened?.weights);
      const written = await writeFormat(format, model, options, read, control);
      formats.push(format === "torchscript" && isTraining(made.graph) && !written.problem ? { ...written, notes: [...written.notes ?? [], TRAINING_NOTE] } : written);
      tensors ??= model.tensors.counts;
    }
    return { ...report, formats, ...(tensors ? { tensors } : {}), ...(keys ? { keys } : {}) };
  } catch (error) {
    return { ...report, problem: problemOf(error, options.folder) };
  } finally {
    close();
  }
}

function namesFor({ exported }: Question, { names }: ExportOptions): OnnxNames {
  return { inputs: names?.inputs ?? exported?.names?.inputs, outputs: names?.outputs ?? exported?.names?.outputs };
}

/** What the model has and its trace does not use is no surprise in a file. */
function withoutUnused(keys: KeyReport | undefined, traced: Traced | undefined): KeyReport | undefined {
  const unused = new Set(traced?.unused.map((key) => (keys?.prefix ?? "") + key));
  return keys && { ...keys, unexpected: keys.unexpected.filter((key) => !unused.has(key)) };
}

type Made = NonNullable<Awaited<ReturnType<Engine["forExport"]>>["made"]>;

function modelToWrite(engine: Engine, made: Made, answer: Answer, options: ExportOptions & { readonly inputs: readonly ExampleInput[]; readonly traced: Traced | undefined }, weights: Weights | undefined): ModelToWrite {
  return { ...made, torch: answer.report.torch as TorchName, tensors: new ModelTensors(made.graph, weights), inputs: options.inputs, ...(options.traced ? { traced: options.traced } : {}), ...(options.names ? { names: options.names } : {}), ...(options.opset === undefined ? {} : { opset: options.opset }), ...(options.extraFiles ? { extraFiles: options.extraFiles } : {}), ...(options.expect === undefined ? {} : { expect: options.expect }), ...(engine.options.python === undefined ? {} : { python: engine.options.python }), signal: options.signal, sources: engine.sources };
}

async function writeFormat(format: FormatName, model: ModelToWrite, options: ExportOptions, read: readonly string[], control: Control): Promise<WrittenFormat> {
  const began = performance.now();
  const seconds = (): number => (performance.now() - began) / 1000;
  const files = new StagedFiles(read);
  try {
    const written = await FORMATS[format](model, { path: path.join(options.folder, options.name), files }, control);
    await control.breathe();
    return { format, ...written, files: files.commit(), seconds: seconds() };
  } catch (error) {
    return { format, files: [], problem: problemOf(error, options.folder), seconds: seconds() };
  } finally {
    files.discard();
  }
}

const BY_CODE: Readonly<Record<string, (folder: string) => Message>> = {
  EACCES: (folder) => msg`${folder} cannot be written to: permission is denied.`,
  EPERM: (folder) => msg`${folder} cannot be written to: it is not permitted.`,
  EROFS: (folder) => msg`${folder} lies on a read-only disk.`,
  ENOSPC: (folder) => msg`There is no space left on the disk where ${folder} lies.`,
  EDQUOT: (folder) => msg`The disk quota where ${folder} lies is used up.`,
  EFBIG: (folder) => msg`The file is larger than the disk where ${folder} lies allows.`,
  ENOTDIR: (folder) => msg`${folder} cannot be created: a part of the path is a file.`,
  EEXIST: (folder) => msg`${folder} is a file, not a folder.`,
  EISDIR: (folder) => msg`In ${folder}, a folder stands where the file would go.`,
  ELOOP: (folder) => msg`In ${folder}, the file's name is a link that leads in a circle.`,
  ENAMETOOLONG: (folder) => msg`The path is too long: ${folder}`,
  ENOENT: (folder) => msg`${folder} cannot be created.`,
};

function problemOf(error: unknown, folder: string): Problem {
  if (error instanceof Cancelled) return { kind: "cancelled", message: msg`The export was cancelled.` };
  if (error instanceof ExportProblem) return { kind: error.kind, message: error.text, ...(error.place ? { place: error.place } : {}), ...(error.help === undefined ? {} : { help: error.help }), ...(error.wantsInputs === undefined ? {} : { wantsInputs: error.wantsInputs }) };
  if (error instanceof UnwritableTensor) return { kind: "limit", message: error.text };
  if (error instanceof WeightsError) return { kind: "files", message: error.text };
  const known = BY_CODE[(error as NodeJS.ErrnoException).code ?? ""];
  if (known) return { kind: "files", message: known(folder), help: msg`Choose another folder.` };
  return { kind: "limit", message: msg`${messageOf(error)} This is a fault of TorchScript Lens, not of the model.` };
}

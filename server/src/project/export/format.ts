/** What a format of an export is: a function from a compiled model to staged files and what was checked of them. */
import type { ExampleInput } from "../../export/onnx/index";
import type { OnnxNames } from "../../export/onnx/names";
import { lineOf } from "../../export/onnx/places";
import type { ModelTensors } from "../../export/tensors";
import type { Traced } from "../../host/loader";
import type { ObjectGraph } from "../../host/objectGraph";
import type { CompiledModel } from "../../script/compile";
import type { ExportView, NotExportable } from "../../script/exportView";
import type { FunctionSchema } from "../../script/schema/functionSchema";
import { positionAt, type SourceProvider, type SourceRange } from "../../syntax/source";
import type { TorchName } from "../environment";
import type { FileRange } from "../report";
import type { Control } from "./control";
import type { StagedFiles } from "./stagedFiles";
import { Traceless, type Message } from "../../text/message";

export type { ExampleInput } from "../../export/onnx/index";
export type { OnnxNames } from "../../export/onnx/names";
export type FormatName = "torchscript" | "onnx";

/** A model that compiled, with the values of its tensors. */
export interface ModelToWrite {
  readonly torch: TorchName;
  readonly graph: ObjectGraph;
  /** Absent with the reason in `refused`. */
  readonly view?: ExportView;
  readonly refused?: NotExportable;
  /** Of modules. */
  readonly compiled?: CompiledModel;
  readonly tensors: ModelTensors;
  readonly inputs: readonly ExampleInput[];
  /** What the trace fixed that the graph is of. */
  readonly traced?: Traced;
  /** Of ONNX. */
  readonly opset?: number;
  /** Of ONNX: of its inputs and outputs. */
  readonly names?: OnnxNames;
  /** Of TorchScript: absolute paths, by names. */
  readonly extraFiles?: ReadonlyMap<string, string>;
  /** Of ONNX: a file with inputs and the outputs that they should give. */
  readonly expect?: string;
  /** An interpreter with torch, to compare with. */
  readonly python?: string;
  readonly signal?: AbortSignal | undefined;
  readonly sources: SourceProvider;
}

/** Of the root module, once its `forward` has compiled. */
export function forwardSchema({ compiler, root }: CompiledModel): FunctionSchema | undefined {
  return compiler.moduleTypes.get(root)?.made.get("forward")?.result?.schema;
}

/** A place of the model; of a recorded one the line that was recorded. */
export function placeOf(range: SourceRange | null, { sources }: ModelToWrite): FileRange | undefined {
  const source = range && sources.get(range.file);
  if (!source) return undefined;
  const { file, line } = lineOf(source, range);
  if (file !== range.file) return { file, range: { start: { line: line - 1, character: 0 }, end: { line: line - 1, character: 0 } } };
  return { file, range: { start: positionAt(source.lineStarts, range.start), end: positionAt(source.lineStarts, range.end) } };
}

/** An input or output. `type` as TorchScript writes it; dtype and shape of tensors, where they are known. */
export interface ValueShape { readonly name: string; readonly type: string; readonly dtype?: string; readonly shape?: readonly (number | string)[] }

/** What a format says of its files, which it has put into `files`. */
export interface Written {
  readonly inputs: readonly ValueShape[];
  readonly outputs: readonly ValueShape[];
  /** One sentence for each thing that was checked, and how close it came. */
  readonly checks: readonly Message[];
  /** What the user should know of the files: shapes that became constants, ... */
  readonly notes: readonly Message[];
}

/** Where the files go: `path` without extension; everything through `files`, which appear only when all is written. */
export interface Destination { readonly path: string; readonly files: StagedFiles }

/** Throws ExportProblem for what stands in the way. */
export type Format = (model: ModelToWrite, to: Destination, control: Control) => Promise<Written>;

/** Something that stands in the way of an export, said to the user. */
export class ExportProblem extends Traceless {
  /** `place`: the line of the model; `help`: what to do about it. `kind` "limit": the tool's own. `wantsInputs`: what forward takes, where examples for it are missing. */
  constructor(text: Message, readonly kind: "limit" | "model" | "files" = "limit", readonly place?: FileRange, readonly help?: Message, readonly wantsInputs?: string) { super(text); }
}

/** From a target to a file that other programs run: loads, compiles, finds the weights, writes. */
import fs from "node:fs";
import path from "node:path";
import { writeArchive } from "../export/archive/archive";
import { TooLarge } from "../export/archive/zipWriter";
import { ModelTensors, type KeyReport } from "../export/tensors";
import { openWeights, WeightsError } from "../export/weights/weights";
import type { Answer } from "./report";
import type { Engine, Question } from "./engine";

export interface ExportOptions {
  /** Absolute; made if it is not there. */
  readonly folder: string;
  /** Without extension. */
  readonly name: string;
  /** Absolute. */
  readonly weights?: string | undefined;
  readonly cancelled?: () => boolean;
  readonly progress?: (what: string) => void;
}

export interface ExportReport {
  readonly answer: Answer;
  readonly file?: string;
  /** In bytes. */
  readonly size?: number;
  readonly schema?: string;
  /** How many tensors came from where. */
  readonly tensors?: { readonly weights: number; readonly known: number; readonly initialised: number };
  readonly keys?: KeyReport;
  /** Why nothing was written, for the user; absent when the model does not compile (then `answer` says why). */
  readonly problem?: string;
  /** In seconds. */
  readonly seconds: { readonly load: number; readonly compile: number; readonly write: number };
}

export async function exportModel(engine: Engine, question: Question, options: ExportOptions): Promise<ExportReport> {
  options.progress?.("loading and compiling");
  const made = await engine.forExport(question);
  const { answer } = made;
  const seconds = { ...answer.report.seconds, write: 0 };
  if (!made.view || !made.graph) return { answer, seconds, ...(made.refused ? { problem: made.refused } : {}) };
  const began = performance.now();
  let close = (): void => undefined;
  try {
    const opened = options.weights === undefined ? undefined : openWeights(options.weights);
    if (opened) close = opened.close;
    const tensors = new ModelTensors(made.graph, opened?.weights);
    const keys = tensors.keyReport();
    if (keys && keys.loaded === 0) {
      const some = [...(opened?.weights.keys() ?? [])].slice(0, 3).join(", ");
      return { answer, seconds, keys, problem: `No tensor of ${options.weights ?? "the weights file"} fits the model. The file has: ${some}, ...; the model wants: ${keys.missing.slice(0, 3).join(", ")}, ...` };
    }
    fs.mkdirSync(options.folder, { recursive: true });
    const file = path.join(options.folder, `${options.name}.pt`);
    options.progress?.(`writing ${path.basename(file)}`);
    const size = writeArchive(file, made.view, tensors, {
      torch: answer.report.torch as "1.13" | "2.6" | "2.14",
      check: () => { if (options.cancelled?.()) throw new Cancelled(); },
    });
    return {
      answer, file, size, tensors: tensors.counts, ...(keys ? { keys } : {}), seconds: { ...seconds, write: (performance.now() - began) / 1000 },
      ...(answer.report.methods["forward"] ? { schema: answer.report.methods["forward"].schema } : {}),
    };
  } catch (error) {
    return { answer, seconds, problem: problemOf(error, options.folder) };
  } finally {
    close();
  }
}

class Cancelled extends Error {}

function problemOf(error: unknown, folder: string): string {
  if (error instanceof Cancelled) return "The export was cancelled; nothing was written.";
  if (error instanceof WeightsError || error instanceof TooLarge) return error.message;
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "EACCES" || code === "EROFS" || code === "EPERM") return `${folder} cannot be written to. Choose another folder with --out.`;
  if (code === "ENOSPC") return `There is no space left where ${folder} lies; nothing was written.`;
  if (code === "ENOTDIR" || code === "EEXIST") return `${folder} is no folder. Choose another with --out.`;
  return error instanceof Error ? error.message : String(error);
}

const some = (keys: readonly string[]): string => keys.slice(0, 5).join(", ") + (keys.length > 5 ? ` and ${keys.length - 5} more` : "");

/** What was written and where its values came from, in lines; nothing about a problem. */
export function exportLines(made: ExportReport, shown: (file: string) => string = (file) => file): string[] {
  const out: string[] = [];
  const { keys, tensors } = made;
  if (made.file !== undefined) {
    out.push(`${shown(made.file)}: ${((made.size ?? 0) / 2 ** 20).toFixed(1)} MiB, TorchScript for torch ${made.answer.report.torch}`);
    if (made.schema) out.push(made.schema);
    if (tensors) {
      const parts = [tensors.weights ? `${tensors.weights} from the weights file` : "", tensors.known ? `${tensors.known} as the model was built` : "", tensors.initialised ? `${tensors.initialised} initialised anew by kind of layer, since no weights were given for them` : ""];
      out.push(`tensors: ${parts.filter(Boolean).join(", ") || "none"}`);
    }
  }
  if (keys?.prefix) out.push(`'${keys.prefix}' was taken off the file's keys`);
  if (keys?.missing.length) out.push(`not in the file: ${some(keys.missing)}`);
  if (keys?.unexpected.length) out.push(`not in the model: ${some(keys.unexpected)}`);
  for (const m of keys?.mismatched.slice(0, 5) ?? []) out.push(`${m.key}: the model has ${m.model}, the file ${m.file}: not taken`);
  return out;
}

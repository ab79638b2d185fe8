/** The TorchScript archive of an export. */
import fs from "node:fs";
import path from "node:path";
import { writeArchive } from "../../export/archive/archive";
import { annotationStr } from "../../script/types/print";
import { operatorFacts } from "../environment";
import type { Control } from "./control";
import { ExportProblem, forwardSchema, placeOf, type Format, type ModelToWrite, type ValueShape } from "./format";
import type { StagedFile } from "./stagedFiles";
import { joined, msg } from "../../text/message";

export const torchscript: Format = async (model, to, control) => {
  if (!model.view) throw refusal(model);
  const extra = new Map([...model.extraFiles ?? []].map(([name, from]) => [name, contentOf(from)]));
  const file = to.files.add(`${to.path}.pt`);
  await control.progress(msg`writing ${path.basename(file.file)}`);
  await archiveOf(model, file, path.basename(to.path) || "archive", control, extra);
  const foreign = foreignOperators(model), packages = [...new Set(foreign.map((name) => name.split("::", 1)[0] ?? ""))];
  return {
    ...signatureOf(model), checks: [],
    notes: [
      ...(extra.size > 0 ? [msg`with ${joined([...extra].map(([name, data]) => msg`${name} (${data.length} bytes)`), ", ")}`] : []),
      ...(foreign.length > 0 ? [msg`It calls operators that torch itself does not have (${foreign.join(", ")}): what registers them (${packages.join(", ")}) has to be imported, or linked to, before the archive is loaded.`] : []),
    ],
  };
};

/** Of other libraries, by their qualified names, as "torchvision::nms". */
function foreignOperators({ view, torch }: ModelToWrite): string[] {
  const called = new Set([...view?.files.values() ?? []].flatMap(({ text }) => [...text.matchAll(/(?<![\w.])ops\.(\w+)\.(\w+)\(/g)].map(([, namespace = "", name = ""]) => `${namespace}::${name}`)));
  if (called.size === 0) return [];
  const own = new Set(operatorFacts(torch).schemas.map((schema) => schema.split("::", 1)[0] ?? ""));
  return [...called].filter((name) => !own.has(name.split("::", 1)[0] ?? "")).sort();
}

/** `top`: the folder inside the archive. */
export async function archiveOf(model: ModelToWrite, file: StagedFile, top: string, control: Control, extra?: ReadonlyMap<string, Uint8Array>): Promise<void> {
  if (!model.view) throw refusal(model);
  await writeArchive(file, model.view, model.tensors, { torch: model.torch, top, sources: model.sources, between: () => control.breathe(), ...(extra ? { extra } : {}) });
}

/** `kind` "model" where torch.jit.save refuses it, too. */
function refusal(model: ModelToWrite): ExportProblem {
  const { refused } = model, range = refused?.range ?? null;
  return new ExportProblem(refused?.text ?? msg`there is nothing to write`, range ? "model" : "limit", placeOf(range, model), refused?.help);
}

function contentOf(file: string): Uint8Array {
  try {
    return fs.readFileSync(file);
  } catch {
    throw new ExportProblem(msg`The file that should go into the archive cannot be read: ${file}`, "files");
  }
}

/** Names and types of what `forward` takes and gives. */
function signatureOf({ compiled }: ModelToWrite): { inputs: ValueShape[]; outputs: ValueShape[] } {
  const schema = compiled && forwardSchema(compiled);
  if (!schema) return { inputs: [], outputs: [] };
  return {
    inputs: schema.args.slice(1).map((a) => ({ name: a.name, type: annotationStr(a.type) })),
    outputs: schema.returns.map((r, i) => ({ name: schema.returns.length > 1 ? `output_${i}` : "output", type: annotationStr(r.type) })),
  };
}

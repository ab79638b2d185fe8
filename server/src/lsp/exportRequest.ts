/** "Export model": writes the files of a compile root and says what became of it. */
import path from "node:path";
import type { Connection } from "vscode-languageserver/node";
import { ExportRequest, type ExportParams, type ExportResult } from "../../../protocol";
import { inputOf } from "../project/export/inputs";
import { exportLines, problemLines } from "../project/export/reportText";
import type { Workspace } from "../project/workspace";

export function registerExport(connection: Connection, workspace: () => Workspace | undefined): void {
  connection.onRequest<ExportResult, unknown>(ExportRequest.method, async (params: ExportParams, token): Promise<ExportResult> => {
    const { dir, name } = path.parse(params.file);
    const abort = new AbortController();
    token.onCancellationRequested(() => { abort.abort(); });
    const inputs = params.inputs.map(inputOf);
    const nothing = { report: [], mayForce: false, wantsInputs: null, mayTrace: false };
    if (inputs.includes(undefined)) return { ...nothing, problem: "An example input is a list of sizes and a dtype: 1,3,224,224 or batch=2,16:int64." };
    const made = await workspace()?.exportRoot(params.root, { folder: dir, name, formats: params.formats, inputs: inputs.filter((i) => i !== undefined), trace: params.trace, weights: params.weights ?? undefined, allowMissing: params.allowMissing, signal: abort.signal });
    if (!made) return { ...nothing, problem: "This model is no longer known: check it again." };
    const first = made.answer.report.diagnostics.find((d) => d.severity === "error" && !d.unreached);
    const [problem = null] = problemLines(made);
    if (problem === null && made.formats.length === 0) return { ...nothing, mayTrace: !params.trace && !made.answer.notLoaded, report: exportLines(made), problem: `The model has to compile first: ${first?.message.split("\n")[0] ?? "it could not be judged"}` };
    return { report: exportLines(made), problem, mayForce: made.keys !== undefined && made.problem !== undefined && made.keys.loaded > 0, wantsInputs: [made.problem, ...made.formats.map((f) => f.problem)].find((p) => p?.wantsInputs !== undefined)?.wantsInputs ?? null, mayTrace: false };
  });
}

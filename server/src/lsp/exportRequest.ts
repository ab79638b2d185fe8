/** "Export model": writes the files of a compile root and says what became of it. */
import path from "node:path";
import type { Connection } from "vscode-languageserver/node";
import { ExportProgressNotification, ExportRequest, ExportSettingsRequest, type ExportParams, type ExportResult, type ExportSettingsResult, type Place } from "../../../protocol";
import type { ExportReport } from "../project/exportModel";
import { inputOf } from "../project/export/inputs";
import { exportLines, exportReport, inTheWay, mayForce, problemLines, sentence } from "../project/export/reportText";
import type { FileRange } from "../project/report";
import type { Workspace } from "../project/workspace";
import { placeOf } from "./notebooks";
import { uriOf } from "./uris";
import { say, t } from "../text/language";

const NOTHING: ExportResult = { report: [], document: "", place: null, remember: null, problem: null, mayForce: false, wantsInputs: null, mayTrace: false };

const placeIn = (at: FileRange | undefined): Place | null => (at ? placeOf(at.file, at.range) : null);

function resultOf(made: ExportReport, params: ExportParams, workspace: Workspace): ExportResult {
  const all = [made.problem, ...made.formats.map((f) => f.problem)].flatMap((p) => p ?? []);
  const [problem = null] = problemLines(made).map(sentence);
  const base = { ...NOTHING, report: exportLines(made), document: exportReport(made) };
  const before = inTheWay(made);
  if (before) return { ...base, mayTrace: !params.trace && before.mayTrace, place: placeIn(before.place), problem: say(before.message) };
  const remembered = problem === null ? workspace.rememberExport(params.root, { out: params.file, formats: params.formats, trace: params.trace, ...(params.weights === null ? {} : { weights: params.weights }) }, params.inputs) : undefined;
  return {
    ...base, problem, place: placeIn(all.find((p) => p.place)?.place), remember: remembered ? { uri: uriOf(remembered.file), text: remembered.text } : null,
    mayForce: mayForce(made), wantsInputs: all.find((p) => p.wantsInputs !== undefined)?.wantsInputs ?? null,
  };
}

export function registerExport(connection: Connection, workspace: () => Workspace | undefined): void {
  connection.onRequest<ExportSettingsResult | null, unknown>(ExportSettingsRequest.method, (params: { root: string }): ExportSettingsResult | null => {
    const settings = workspace()?.exportSettings(params.root);
    return settings ? { file: settings.out, trace: settings.trace ?? false, weights: settings.weights ?? null, formats: settings.formats ?? null } : null;
  });
  connection.onRequest<ExportResult, unknown>(ExportRequest.method, async (params: ExportParams, token): Promise<ExportResult> => {
    const { dir, name } = path.parse(params.file);
    const abort = new AbortController();
    token.onCancellationRequested(() => { abort.abort(); });
    const inputs = params.inputs.map(inputOf);
    if (inputs.includes(undefined)) return { ...NOTHING, problem: t`An example input is a list of sizes, a dtype and, if they matter, values: 1,3,224,224 or batch=2,16:int64 or 2:int64=5,3 (one value, one for each element, or a range such as 0..1).` };
    const known = workspace();
    const made = await known?.exportRoot(params.root, {
      folder: dir, name, formats: params.formats, inputs: inputs.filter((i) => i !== undefined), trace: params.trace, weights: params.weights ?? undefined,
      allowMissing: params.allowMissing, signal: abort.signal, progress: (what) => void connection.sendNotification(ExportProgressNotification.method, { what: say(what) }),
    });
    return known && made ? resultOf(made, params, known) : { ...NOTHING, problem: t`This model is no longer known: check it again.` };
  });
}

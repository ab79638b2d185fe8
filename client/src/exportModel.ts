/** "Export model": asks for weights and a file, has the server write it, and shows what became of it. */
import path from "node:path";
import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { ExportProgressNotification, ExportRequest, ExportSettingsRequest, RootAtRequest, TraceRootsRequest, type ExportParams, type ExportProgressParams, type ExportResult, type ExportSettingsResult, type RootAtResult, type TraceRootsResult } from "../../protocol";
import { cursorParams } from "./cursor";
import type { ExportReports } from "./exportReport";
import { writeText } from "./writeText";

/** Undefined: given up; null: without weights. */
async function chooseWeights(): Promise<string | null | undefined> {
  const none = { label: vscode.l10n.t("Without weights"), description: vscode.l10n.t("parameters are initialised as torch does, with seed 0") };
  const choose = { label: vscode.l10n.t("Choose a weights file..."), description: ".pt, .pth, .safetensors" };
  const picked = await vscode.window.showQuickPick([none, choose], { title: vscode.l10n.t("Export model: weights"), ignoreFocusOut: true });
  if (!picked) return undefined;
  return picked === none ? null : chooseWeightsFile();
}

/** Undefined: given up. */
async function chooseWeightsFile(): Promise<string | undefined> {
  const [file] = (await vscode.window.showOpenDialog({
    canSelectMany: false, title: vscode.l10n.t("Export model: weights"), openLabel: vscode.l10n.t("Take these weights"),
    filters: { [vscode.l10n.t("Weights")]: ["pt", "pth", "safetensors", "json"] },
  })) ?? [];
  return file?.fsPath;
}

const isThere = (file: string): Promise<boolean> => Promise.resolve(vscode.workspace.fs.stat(vscode.Uri.file(file))).then(() => true, () => false);

/** What is wrong with a file to write, or what becomes of it. */
async function aboutFile(file: string, end: string): Promise<string | vscode.InputBoxValidationMessage | undefined> {
  if (!path.isAbsolute(file) || !file.endsWith(end)) return vscode.l10n.t("An absolute path that ends with {0} is needed.", end);
  return await isThere(file) ? { message: vscode.l10n.t("The file is there already, and will be replaced."), severity: vscode.InputBoxValidationSeverity.Warning } : undefined;
}

type Formats = ExportParams["formats"];

async function chooseFormats(): Promise<Formats | undefined> {
  const choices: (vscode.QuickPickItem & { formats: Formats })[] = [
    { label: vscode.l10n.t("TorchScript archive"), description: ".pt", formats: ["torchscript"] },
    { label: "ONNX", description: ".onnx", formats: ["onnx"] },
    { label: vscode.l10n.t("Both"), description: ".pt, .onnx", formats: ["torchscript", "onnx"] },
  ];
  return (await vscode.window.showQuickPick(choices, { title: vscode.l10n.t("Export model: format"), ignoreFocusOut: true }))?.formats;
}

/** Example inputs as text; undefined: given up. */
async function askInputs(takes: string): Promise<string[] | undefined> {
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t("Export model: example inputs"), ignoreFocusOut: true, placeHolder: "batch=1,3,224,224:float32; 16:int64",
    prompt: vscode.l10n.t("ONNX needs an example for each argument of forward ({0}): its sizes and dtype, parted by semicolons. A named size stays open. Values, where they matter: 2:int64=5,3 or 1,8:float32=0..1.", takes),
    validateInput: (given) => (given.trim() === "" ? vscode.l10n.t("At least one is needed.") : undefined),
  });
  return text?.split(";").map((t) => t.trim()).filter(Boolean);
}

interface Choice { readonly trace: boolean; readonly formats: Formats; readonly weights: string | null; readonly file: string }

/** As last time, or asked for; undefined: given up. */
async function choose(settings: ExportSettingsResult): Promise<Choice | undefined> {
  if (settings.formats) {
    const again = { label: vscode.l10n.t("As last time"), description: [path.basename(settings.file), settings.formats.join(", "), settings.weights === null ? vscode.l10n.t("without weights") : path.basename(settings.weights), ...(settings.trace ? [vscode.l10n.t("traced")] : [])].join(" · ") };
    const other = { label: vscode.l10n.t("Otherwise...") };
    const picked = await vscode.window.showQuickPick([again, other], { title: vscode.l10n.t("Export model"), ignoreFocusOut: true });
    if (!picked) return undefined;
    if (picked === again) return { trace: settings.trace, formats: settings.formats, weights: settings.weights, file: settings.file };
  }
  const formats = await chooseFormats();
  if (!formats) return undefined;
  const end = formats.includes("torchscript") ? ".pt" : ".onnx";
  const weights = await chooseWeights();
  if (weights === undefined) return undefined;
  const { dir, name } = path.parse(settings.file);
  const file = await vscode.window.showInputBox({
    title: vscode.l10n.t("Export model: file"), value: path.join(dir, name + end), ignoreFocusOut: true,
    validateInput: (text) => aboutFile(text, end),
  });
  return file === undefined ? undefined : { trace: false, formats, weights, file };
}

/** Asks again with what the answer wants; null: given up, or cancelled. */
async function exported(client: LanguageClient, root: string, choice: Choice, reports: ExportReports): Promise<ExportResult | null> {
  let params: ExportParams = { root, ...choice, allowMissing: false, inputs: [] };
  const ask = (): Thenable<ExportResult | null> => vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t("Exporting {0}", path.basename(choice.file)), cancellable: true },
    async (progress, token) => {
      const told = client.onNotification(ExportProgressNotification.method, ({ what }: ExportProgressParams) => { progress.report({ message: what }); });
      try {
        const answer = await client.sendRequest<ExportResult>(ExportRequest.method, params, token);
        if (!token.isCancellationRequested || answer.problem === null) return answer;
        void vscode.window.setStatusBarMessage(vscode.l10n.t("The export was cancelled. Nothing was written."), 5000);
        return null;
      } finally { told.dispose(); }
    },
  );
  let answer = await ask();
  if (answer?.mayTrace) {
    const record = vscode.l10n.t("Trace instead");
    const detail = vscode.l10n.t("A trace records what the model does on example inputs, in eval mode: branches, loops and shapes are then fixed.");
    if ((await vscode.window.showWarningMessage(answer.problem ?? "", { modal: true, detail }, record)) !== record) return null;
    params = { ...params, trace: true };
    answer = await ask();
  }
  if (answer && answer.wantsInputs !== null) {
    const inputs = await askInputs(answer.wantsInputs);
    if (!inputs) return null;
    params = { ...params, inputs };
    answer = await ask();
  }
  if (answer?.mayForce) {
    const [anyway, other] = [vscode.l10n.t("Export anyway"), vscode.l10n.t("Other weights...")];
    const detail = vscode.l10n.t("Exported anyway, what the file does not have, or not in this shape, keeps the values that building the model gives; the report names it.");
    const chosen = await vscode.window.showWarningMessage(answer.problem ?? "", { modal: true, detail }, anyway, other);
    const weights = chosen === other ? await chooseWeightsFile() : undefined;
    if (weights !== undefined) return exported(client, root, { ...choice, weights }, reports);
    if (chosen !== anyway) {
      // what an earlier export said is no longer so
      if (answer.document !== "") await reports.show(answer.document);
      return null;
    }
    params = { ...params, allowMissing: true };
    answer = await ask();
  }
  return answer;
}

/** The root at the cursor, or one that is chosen; undefined: given up, or there is none. */
async function chooseRoot(client: LanguageClient): Promise<string | undefined> {
  const editor = vscode.window.activeTextEditor;
  const here = editor?.document.languageId === "python" ? await client.sendRequest<RootAtResult | null>(RootAtRequest.method, cursorParams(editor)) : null;
  if (here) return here.root;
  const roots = await client.sendRequest<TraceRootsResult>(TraceRootsRequest.method, { uri: null });
  if (roots.length === 0) void vscode.window.showInformationMessage(vscode.l10n.t("No model that could be loaded stands here: open a file with a class derived from nn.Module."));
  const items = roots.map(({ id, label, message, verdict }) => ({ label, description: verdict === "ok" ? "" : message ?? "", id }));
  return roots.length === 0 ? undefined : (await vscode.window.showQuickPick(items, { title: vscode.l10n.t("Export model") }))?.id;
}

/** Says what was written, and where that is. */
async function offerFile(said: string, file: string): Promise<void> {
  const uri = vscode.Uri.file(file);
  const inExplorer = vscode.l10n.t("Show in Explorer");
  const chosen = await vscode.window.showInformationMessage(said, ...(vscode.workspace.getWorkspaceFolder(uri) ? [inExplorer] : []));
  if (chosen === inExplorer) await vscode.commands.executeCommand("revealInExplorer", uri);
}

/** `target`: undefined where the command palette asks. */
export async function exportModel(client: LanguageClient, target: string | undefined, output: vscode.LogOutputChannel, reports: ExportReports): Promise<void> {
  const root = target ?? await chooseRoot(client);
  if (root === undefined) return;
  const settings = await client.sendRequest<ExportSettingsResult | null>(ExportSettingsRequest.method, { root });
  if (!settings) {
    void vscode.window.showErrorMessage(vscode.l10n.t("This model is no longer known: check it again."));
    return;
  }
  const choice = await choose(settings);
  const answer = choice && await exported(client, root, choice, reports);
  if (!answer) return;
  for (const line of answer.report) output.info(line);
  if (answer.document !== "") await reports.show(answer.document);
  if (answer.remember) await writeText(answer.remember.uri, answer.remember.text);
  if (answer.problem === null) {
    await offerFile(answer.report[0] ?? choice.file, choice.file);
    return;
  }
  const show = vscode.l10n.t("Show the line");
  if (await vscode.window.showErrorMessage(answer.problem, ...(answer.place ? [show] : [])) === show) await vscode.commands.executeCommand("torchscriptLens.reveal", answer.place);
}

/** "Export model": asks for weights and a file, has the server write it, and shows what became of it. */
import path from "node:path";
import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { ExportRequest, type ExportParams, type ExportResult } from "../../protocol";

/** Undefined: given up; null: without weights. */
async function chooseWeights(): Promise<string | null | undefined> {
  const none = { label: vscode.l10n.t("Without weights"), description: vscode.l10n.t("parameters are initialised by kind of layer") };
  const choose = { label: vscode.l10n.t("Choose a weights file..."), description: ".pt, .pth, .safetensors" };
  const picked = await vscode.window.showQuickPick([none, choose], { title: vscode.l10n.t("Export model: weights"), ignoreFocusOut: true });
  if (!picked) return undefined;
  if (picked === none) return null;
  const [file] = (await vscode.window.showOpenDialog({ canSelectMany: false, filters: { [vscode.l10n.t("Weights")]: ["pt", "pth", "safetensors", "json"] } })) ?? [];
  return file?.fsPath;
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
    prompt: vscode.l10n.t("ONNX needs an example for each argument of forward ({0}): its sizes and dtype, parted by semicolons. A named size stays open.", takes),
    validateInput: (given) => (given.trim() === "" ? vscode.l10n.t("At least one is needed.") : undefined),
  });
  return text?.split(";").map((t) => t.trim()).filter(Boolean);
}

export async function exportModel(client: LanguageClient, root: string, output: vscode.LogOutputChannel): Promise<void> {
  const formats = await chooseFormats();
  if (!formats) return;
  const end = formats.includes("torchscript") ? ".pt" : ".onnx";
  const weights = await chooseWeights();
  if (weights === undefined) return;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? "";
  const file = await vscode.window.showInputBox({
    title: vscode.l10n.t("Export model: file"), value: path.join(folder, "exported", `${path.basename(folder) || "model"}${end}`), ignoreFocusOut: true,
    validateInput: (text) => (path.isAbsolute(text) && text.endsWith(end) ? undefined : vscode.l10n.t("An absolute path that ends with {0} is needed.", end)),
  });
  if (file === undefined) return;
  let inputs: readonly string[] = [];
  let trace = false;
  const ask = (allowMissing: boolean): Thenable<ExportResult> => vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t("Exporting {0}", path.basename(file)), cancellable: true },
    (_, token) => client.sendRequest<ExportResult>(ExportRequest.method, { root, file, weights, allowMissing, formats, inputs, trace } satisfies ExportParams, token),
  );
  let answer = await ask(false);
  if (answer.mayTrace) {
    const record = vscode.l10n.t("Trace instead");
    const detail = vscode.l10n.t("A trace records what the model does on example inputs, in eval mode: branches, loops and shapes are then fixed.");
    if ((await vscode.window.showWarningMessage(answer.problem ?? "", { modal: true, detail }, record)) !== record) return;
    trace = true;
    answer = await ask(false);
  }
  if (answer.wantsInputs !== null) {
    const given = await askInputs(answer.wantsInputs);
    if (!given) return;
    inputs = given;
    answer = await ask(false);
  }
  if (answer.mayForce) {
    const anyway = vscode.l10n.t("Export anyway");
    if ((await vscode.window.showWarningMessage(answer.problem ?? "", { modal: true }, anyway)) !== anyway) return;
    answer = await ask(true);
  }
  for (const line of answer.report) output.info(line);
  if (answer.problem !== null) {
    void vscode.window.showErrorMessage(answer.problem);
    return;
  }
  const show = vscode.l10n.t("Show report");
  if ((await vscode.window.showInformationMessage(answer.report[0] ?? file, show)) === show) output.show();
}

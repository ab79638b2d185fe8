/** "Set arguments...": asks for what a class needs to be built and writes it into torchscript.yaml. */
import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { EntryTextRequest, ParametersRequest, type EntryTextResult, type ParameterRow, type ParametersResult } from "../../protocol";
import { writeText } from "./writeText";

async function ask(row: ParameterRow, step: number, total: number): Promise<string | undefined> {
  const prompt = row.annotation ? `${row.name}: ${row.annotation}` : row.name;
  return vscode.window.showInputBox({
    title: vscode.l10n.t("Argument {0} of {1}", step, total), prompt: vscode.l10n.t("{0} (as YAML: a number, text, [a, list], ...)", prompt), ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === "" ? vscode.l10n.t("A value is needed.") : undefined),
  });
}

export async function setArguments(client: LanguageClient, uri: string, name: string): Promise<void> {
  const { parameters } = await client.sendRequest<ParametersResult>(ParametersRequest.method, { uri, name });
  if (!parameters) {
    void vscode.window.showWarningMessage(vscode.l10n.t("{0} could not be loaded, so its parameters are not known: see Problems.", name));
    return;
  }
  const required = parameters.filter((p) => p.default === null);
  const given: [string, string][] = [];
  for (const [i, row] of required.entries()) {
    const value = await ask(row, i + 1, required.length);
    if (value === undefined) return;
    given.push([row.name, value]);
  }
  const answer = await client.sendRequest<EntryTextResult>(EntryTextRequest.method, { uri, name, arguments: given });
  if ("failed" in answer) {
    void vscode.window.showErrorMessage(answer.failed);
    return;
  }
  const document = await writeText(answer.uri, answer.text);
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true, preview: true });
}

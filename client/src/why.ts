/** 'Why is this compiled?': the chain from the function under the cursor up to what was given to torch.jit.script. */
import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { WhyRequest, type WhyResult } from "../../protocol";
import { cursorParams } from "./cursor";

export async function showWhy(client: LanguageClient): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const answer = editor && await client.sendRequest<WhyResult | null>(WhyRequest.method, cursorParams(editor));
  if (!answer) {
    void vscode.window.showInformationMessage(vscode.l10n.t("TorchScript does not compile what stands here: nothing that is compiled calls it."));
    return;
  }
  const items = answer.steps.map((step, i) => ({ label: `${"  ".repeat(Math.min(i, 8))}${i === 0 ? "" : "$(arrow-small-right) "}${step.label}`, description: step.description, place: step.place }));
  const picked = await vscode.window.showQuickPick(items, { title: answer.title, placeHolder: vscode.l10n.t("Choose a step to go there"), matchOnDescription: true });
  if (picked?.place) await vscode.commands.executeCommand("torchscriptLens.reveal", picked.place);
}

/** 'Why is this compiled?': the chain from the function under the cursor up to what was given to torch.jit.script. */
import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { WhyRequest, WhyStepRequest, type TraceChildrenParams, type WhyResult } from "../../protocol";
import { cursorParams } from "./cursor";

/** Of a step of the trace, or of the function under the cursor. */
export async function showWhy(client: LanguageClient, step?: TraceChildrenParams): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const answer = step ? await client.sendRequest<WhyResult | null>(WhyStepRequest.method, step) : editor && await client.sendRequest<WhyResult | null>(WhyRequest.method, cursorParams(editor));
  if (!answer || answer.steps.length === 0) {
    void vscode.window.showInformationMessage(answer?.title ?? vscode.l10n.t("No function stands here: put the cursor into one."));
    return;
  }
  const items = answer.steps.map((step, i) => ({ label: `${"  ".repeat(Math.min(i, 8))}${i === 0 ? "" : "$(arrow-small-right) "}${step.label}`, description: step.description, place: step.place }));
  const picked = await vscode.window.showQuickPick(items, { title: answer.title, placeHolder: vscode.l10n.t("Choose a step to go there"), matchOnDescription: true });
  if (picked?.place) await vscode.commands.executeCommand("torchscriptLens.reveal", picked.place);
}

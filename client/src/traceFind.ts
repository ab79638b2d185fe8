/** Search in the compile trace: over all steps, also those that the tree has not fetched. */
import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { TraceFindRequest, type TraceFindParams, type TraceFindResult, type TraceFound } from "../../protocol";
import { statusIcon, type TraceView } from "./traceView";

interface Row extends vscode.QuickPickItem { readonly step?: TraceFound }

export async function findInTrace(client: LanguageClient, trace: TraceView): Promise<void> {
  if (!client.isRunning() || !await trace.meant()) return;
  const pick = vscode.window.createQuickPick<Row>();
  pick.title = vscode.l10n.t("Find in the compile trace");
  pick.placeholder = vscode.l10n.t("Words of a step: a class, a method, an attribute, an error");
  pick.matchOnDescription = true;
  let asked = 0;
  const ask = async (text: string): Promise<void> => {
    const mine = ++asked;
    pick.busy = true;
    const params: TraceFindParams = { ...trace.shown, text };
    const { found, more } = await client.sendRequest<TraceFindResult>(TraceFindRequest.method, params);
    if (mine !== asked) return;
    pick.busy = false;
    const rows: Row[] = found.map((step) => ({ label: step.label, description: step.description, iconPath: statusIcon(step.status), alwaysShow: true, step }));
    const last = more > 0 ? vscode.l10n.t("{0} more: type on", more) : rows.length === 0 ? vscode.l10n.t("No step has these words.") : undefined;
    pick.items = last === undefined ? rows : [...rows, { label: last, alwaysShow: true }];
  };
  const chosen = await new Promise<TraceFound | undefined>((resolve) => {
    pick.onDidChangeValue((text) => void ask(text).catch(() => undefined));
    pick.onDidAccept(() => { resolve(pick.selectedItems[0]?.step); pick.hide(); });
    pick.onDidHide(() => { resolve(undefined); });
    pick.show();
    void ask("").catch(() => undefined);
  });
  pick.dispose();
  if (!chosen) return;
  await vscode.commands.executeCommand("torchscriptLens.trace.focus");
  await trace.select(chosen, true);
  if (chosen.place) await vscode.commands.executeCommand("torchscriptLens.reveal", chosen.place, true);
}

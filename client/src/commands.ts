/** The commands that the manifest contributes. */
import * as vscode from "vscode";
import { State, type LanguageClient } from "vscode-languageclient/node";
import type { Place } from "../../protocol";
import { exportModel } from "./exportModel";
import { showExplanation } from "./explain";
import type { ExportReports } from "./exportReport";
import type { GraphView } from "./graphView";
import { offerStart } from "./restarts";
import { setArguments } from "./setArguments";
import type { IrDocuments } from "./irView";
import { findInTrace } from "./traceFind";
import type { TraceElement, TraceView } from "./traceView";
import { showWhy } from "./why";

export function registerCommands(client: LanguageClient, trace: TraceView, ir: IrDocuments, graph: GraphView, output: vscode.LogOutputChannel, reports: ExportReports): vscode.Disposable[] {
  /** A command that asks the server; one that ended for good is offered to be started. */
  const asking = <A extends unknown[]>(command: string, run: (...given: A) => unknown): vscode.Disposable =>
    vscode.commands.registerCommand(command, (...given: A) => (client.state === State.Stopped || client.state === State.StartFailed ? offerStart(vscode.l10n.t("The TorchScript language server does not run.")) : run(...given)));
  return [
    vscode.commands.registerCommand("torchscriptLens.reveal", async (place: Place, ofTrace?: boolean) => {
      if (ofTrace) trace.goes();
      const { start, end } = place.range;
      const selection = new vscode.Range(start.line, start.character, end.line, end.character);
      // the keyboard stays in the tree: what is typed next is meant for it
      await vscode.window.showTextDocument(vscode.Uri.parse(place.uri), { selection, preserveFocus: ofTrace === true });
    }),
    vscode.commands.registerCommand("torchscriptLens.showTrace", (id: string | undefined) => trace.showRoot(id)),
    asking("torchscriptLens.setArguments", (uri: string, name: string) => setArguments(client, uri, name)),
    asking("torchscriptLens.why", (element?: TraceElement) => showWhy(client, element?.type === "item" ? { root: element.root.id, item: element.item.id } : undefined)),
    asking("torchscriptLens.explain", () => showExplanation(client, reports)),
    asking("torchscriptLens.showIr", (element?: TraceElement) => ir.open(element?.root.id)),
    asking("torchscriptLens.showGraph", (target?: TraceElement | string) => graph.open(typeof target === "string" ? target : target?.root.id)),
    vscode.commands.registerCommand("torchscriptLens.traceErrorsOnly", () => { trace.showErrorsOnly(true); }),
    vscode.commands.registerCommand("torchscriptLens.traceAll", () => { trace.showErrorsOnly(false); }),
    vscode.commands.registerCommand("torchscriptLens.traceFollow", () => { trace.follow(true); }),
    vscode.commands.registerCommand("torchscriptLens.traceUnfollow", () => { trace.follow(false); }),
    vscode.commands.registerCommand("torchscriptLens.traceLibrary", () => { trace.showLibrary(true); }),
    vscode.commands.registerCommand("torchscriptLens.traceNoLibrary", () => { trace.showLibrary(false); }),
    asking("torchscriptLens.traceFind", () => findInTrace(client, trace)),
    asking("torchscriptLens.tracePin", (element?: TraceElement) => trace.pin(element)),
    vscode.commands.registerCommand("torchscriptLens.traceUnpin", () => { trace.unpin(); }),
    asking("torchscriptLens.traceCopy", (element?: TraceElement) => trace.copyText(element)),
    asking("torchscriptLens.export", (target?: TraceElement | string) => exportModel(client, typeof target === "string" ? target : target?.root.id, output, reports)),
    asking("torchscriptLens.check", async () => {
      await client.sendNotification("torchscriptLens/checkAgain");
      await trace.meant(); // what is checked is seen; that there is nothing to check is not
    }),
    vscode.commands.registerCommand("torchscriptLens.walkthrough", () => vscode.commands.executeCommand("workbench.action.openWalkthrough", "torchscript-lens.torchscript-lens#start")),
    vscode.commands.registerCommand("torchscriptLens.showOutput", () => output.show()),
  ];
}

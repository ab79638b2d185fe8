/** The commands that the manifest contributes. */
import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import type { Place } from "../../protocol";
import { exportModel } from "./exportModel";
import { showExplanation } from "./explain";
import type { ExportReports } from "./exportReport";
import type { GraphView } from "./graphView";
import { setArguments } from "./setArguments";
import type { IrDocuments } from "./irView";
import { findInTrace } from "./traceFind";
import type { TraceElement, TraceView } from "./traceView";
import { showWhy } from "./why";

export function registerCommands(client: LanguageClient, trace: TraceView, ir: IrDocuments, graph: GraphView, output: vscode.LogOutputChannel, reports: ExportReports): vscode.Disposable[] {
  return [
    vscode.commands.registerCommand("torchscriptLens.reveal", async (place: Place, ofTrace?: boolean) => {
      if (ofTrace) trace.goes();
      const { start, end } = place.range;
      const selection = new vscode.Range(start.line, start.character, end.line, end.character);
      // the keyboard stays in the tree: what is typed next is meant for it
      await vscode.window.showTextDocument(vscode.Uri.parse(place.uri), { selection, preserveFocus: ofTrace === true });
    }),
    vscode.commands.registerCommand("torchscriptLens.showTrace", (id: string | undefined) => trace.showRoot(id)),
    vscode.commands.registerCommand("torchscriptLens.setArguments", (uri: string, name: string) => setArguments(client, uri, name)),
    vscode.commands.registerCommand("torchscriptLens.why", (element?: TraceElement) => showWhy(client, element?.type === "item" ? { root: element.root.id, item: element.item.id } : undefined)),
    vscode.commands.registerCommand("torchscriptLens.explain", () => showExplanation(client, reports)),
    vscode.commands.registerCommand("torchscriptLens.showIr", (element?: TraceElement) => ir.open(element?.root.id)),
    vscode.commands.registerCommand("torchscriptLens.showGraph", (target?: TraceElement | string) => graph.open(typeof target === "string" ? target : target?.root.id)),
    vscode.commands.registerCommand("torchscriptLens.traceErrorsOnly", () => { trace.showErrorsOnly(true); }),
    vscode.commands.registerCommand("torchscriptLens.traceAll", () => { trace.showErrorsOnly(false); }),
    vscode.commands.registerCommand("torchscriptLens.traceFollow", () => { trace.follow(true); }),
    vscode.commands.registerCommand("torchscriptLens.traceUnfollow", () => { trace.follow(false); }),
    vscode.commands.registerCommand("torchscriptLens.traceLibrary", () => { trace.showLibrary(true); }),
    vscode.commands.registerCommand("torchscriptLens.traceNoLibrary", () => { trace.showLibrary(false); }),
    vscode.commands.registerCommand("torchscriptLens.traceFind", () => findInTrace(client, trace)),
    vscode.commands.registerCommand("torchscriptLens.tracePin", (element?: TraceElement) => trace.pin(element)),
    vscode.commands.registerCommand("torchscriptLens.traceUnpin", () => { trace.unpin(); }),
    vscode.commands.registerCommand("torchscriptLens.traceCopy", (element?: TraceElement) => trace.copyText(element)),
    vscode.commands.registerCommand("torchscriptLens.export", (target?: TraceElement | string) => exportModel(client, typeof target === "string" ? target : target?.root.id, output, reports)),
    vscode.commands.registerCommand("torchscriptLens.check", () => client.sendNotification("torchscriptLens/checkAgain")),
    vscode.commands.registerCommand("torchscriptLens.walkthrough", () => vscode.commands.executeCommand("workbench.action.openWalkthrough", "torchscript-lens.torchscript-lens#start")),
    vscode.commands.registerCommand("torchscriptLens.restart", () => client.restart()),
    vscode.commands.registerCommand("torchscriptLens.showOutput", () => output.show()),
  ];
}

/** The commands that the manifest contributes. */
import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import type { Place } from "../../protocol";
import { setArguments } from "./setArguments";
import type { TraceView } from "./traceView";

export function registerCommands(client: LanguageClient, trace: TraceView, output: vscode.LogOutputChannel): vscode.Disposable[] {
  return [
    vscode.commands.registerCommand("torchscriptLens.reveal", async (place: Place) => {
      const { start, end } = place.range;
      const selection = new vscode.Range(start.line, start.character, end.line, end.character);
      await vscode.window.showTextDocument(vscode.Uri.parse(place.uri), { selection, preserveFocus: false });
    }),
    vscode.commands.registerCommand("torchscriptLens.showTrace", (id: string | undefined) => trace.showRoot(id ?? "")),
    vscode.commands.registerCommand("torchscriptLens.setArguments", (uri: string, name: string) => setArguments(client, uri, name)),
    vscode.commands.registerCommand("torchscriptLens.check", () => client.sendNotification("torchscriptLens/checkAgain")),
    vscode.commands.registerCommand("torchscriptLens.restart", () => client.restart()),
    vscode.commands.registerCommand("torchscriptLens.showOutput", () => output.show()),
  ];
}

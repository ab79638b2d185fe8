/** The status bar item: state, torch version, busy flag. */
import * as vscode from "vscode";
import type { StateParams } from "../../protocol";

const ICON: Readonly<Record<StateParams["state"], string>> = {
  starting: "$(loading~spin)", busy: "$(sync~spin)", ready: "$(flame)", failed: "$(error)", untrusted: "$(shield)",
};

export class StatusItem implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem("torchscriptLens.status", vscode.StatusBarAlignment.Right, 50);
  constructor() {
    this.item.name = "TorchScript Lens";
    this.item.show();
  }
  show(params: StateParams): void {
    this.item.text = `${ICON[params.state]} TorchScript${params.torch ? ` ${params.torch}` : ""}`;
    this.item.tooltip = `TorchScript Lens: ${params.message || params.state}`;
    this.item.command = params.state === "untrusted" ? "workbench.trust.manage" : "torchscriptLens.showOutput";
    this.item.backgroundColor = params.state === "failed" ? new vscode.ThemeColor("statusBarItem.errorBackground") : undefined;
  }
  dispose(): void { this.item.dispose(); }
}

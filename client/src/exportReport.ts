/** The report of the last export, as a read-only document beside the source. */
import * as vscode from "vscode";

export class ExportReports implements vscode.TextDocumentContentProvider, vscode.Disposable {
  static readonly scheme = "torchscript-lens-export";
  private readonly uri = vscode.Uri.from({ scheme: ExportReports.scheme, path: "/Export.md" });
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  private readonly provider = vscode.workspace.registerTextDocumentContentProvider(ExportReports.scheme, this);
  private text = "";

  provideTextDocumentContent(): string { return this.text; }

  async show(text: string): Promise<void> {
    this.text = text;
    this.changed.fire(this.uri);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(this.uri), { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true, preview: true });
  }

  dispose(): void {
    this.provider.dispose();
    this.changed.dispose();
  }
}

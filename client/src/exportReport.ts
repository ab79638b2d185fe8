/** The report of the last export, and the last explanation, rendered beside the source. */
import * as vscode from "vscode";

export class ExportReports implements vscode.TextDocumentContentProvider, vscode.Disposable {
  static readonly scheme = "torchscript-lens-export";
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  private readonly provider = vscode.workspace.registerTextDocumentContentProvider(ExportReports.scheme, this);
  private readonly texts = new Map<string, string>();

  provideTextDocumentContent({ path }: vscode.Uri): string { return this.texts.get(path) ?? ""; }

  /** `name` stands on the tab. */
  async show(text: string, name = vscode.l10n.t("Export")): Promise<void> {
    const uri = vscode.Uri.from({ scheme: ExportReports.scheme, path: `/${name}.md` });
    this.texts.set(uri.path, text);
    this.changed.fire(uri);
    const beside = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true, preview: true };
    try {
      await vscode.commands.executeCommand("vscode.openWith", uri, "vscode.markdown.preview.editor", beside);
    } catch { // VS Code's own Markdown is turned off
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), beside);
    }
  }

  dispose(): void {
    this.provider.dispose();
    this.changed.dispose();
  }
}

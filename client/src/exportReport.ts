/** The report of the last export, and the last explanation, rendered beside the source. */
import * as vscode from "vscode";

export async function showRendered(uri: vscode.Uri, viewColumn: vscode.ViewColumn): Promise<void> {
  const how = { viewColumn, preserveFocus: viewColumn === vscode.ViewColumn.Beside, preview: true };
  try {
    await vscode.commands.executeCommand("vscode.openWith", uri, "vscode.markdown.preview.editor", how);
  } catch { // VS Code's own Markdown is turned off
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), how);
  }
}

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
    await showRendered(uri, vscode.ViewColumn.Beside);
  }

  dispose(): void {
    this.provider.dispose();
    this.changed.dispose();
  }
}

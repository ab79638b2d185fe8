/**
 * The read-only IR document beside the source: schema, code and graph of a method. The line under
 * the cursor is marked on the other side, both ways.
 */
import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { IrAtRequest, IrRequest, type IrAtResult, type IrResult } from "../../protocol";
import { cursorParams } from "./cursor";

const ALL = "*";
/** "... # models/common.py:12:8" at the end of a graph's line. */
const PLACE = /# ([^#]+?):(\d+):\d+\s*$/;

export class IrDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  static readonly scheme = "torchscript-lens-ir";
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  private readonly mark = vscode.window.createTextEditorDecorationType({
    isWholeLine: true, backgroundColor: new vscode.ThemeColor("editor.wordHighlightBackground"), overviewRulerColor: new vscode.ThemeColor("editorOverviewRuler.wordHighlightForeground"),
  });
  private readonly subscriptions: vscode.Disposable[];

  constructor(private readonly client: LanguageClient) {
    this.subscriptions = [
      vscode.workspace.registerTextDocumentContentProvider(IrDocuments.scheme, this),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => { this.markOther(textEditor); }),
    ];
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const [root = "", method = ALL] = JSON.parse(decodeURIComponent(uri.query)) as string[];
    return (await this.client.sendRequest<IrResult>(IrRequest.method, { root, method: method === ALL ? null : method })).text;
  }

  /** Opens the IR of the function under the cursor, or of a root. */
  async open(root?: string): Promise<vscode.Uri | undefined> {
    const from = vscode.window.activeTextEditor;
    let [id, label, method] = [root, "", ALL];
    if (id === undefined) {
      const found = from && await this.client.sendRequest<IrAtResult | null>(IrAtRequest.method, cursorParams(from));
      if (!found) {
        void vscode.window.showInformationMessage(vscode.l10n.t("Nothing that TorchScript compiles stands here: put the cursor into a compiled function."));
        return undefined;
      }
      const choice = found.methods.length > 1 ? await vscode.window.showQuickPick([...found.methods], { placeHolder: vscode.l10n.t("Of which instance? Each has a concrete type of its own.") }) : found.methods[0];
      if (choice === undefined) return undefined;
      [id, label, method] = [found.root, found.label, choice];
    }
    const name = `${(label || id).replace(/[^\w.:-]+/g, "/")} ${method === ALL ? "IR" : method}.txt`;
    const uri = vscode.Uri.from({ scheme: IrDocuments.scheme, path: `/${name}`, query: encodeURIComponent(JSON.stringify([id, method])) });
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true, preview: true });
    if (from) this.markOther(from);
    return uri;
  }

  /** Open documents are read again. */
  refresh(): void {
    for (const document of vscode.workspace.textDocuments) if (document.uri.scheme === IrDocuments.scheme) this.changed.fire(document.uri);
  }

  private markOther(editor: vscode.TextEditor): void {
    const { document, selection } = editor;
    const others = vscode.window.visibleTextEditors.filter((e) => e !== editor);
    if (document.uri.scheme === IrDocuments.scheme) {
      const place = PLACE.exec(document.lineAt(selection.active.line).text);
      for (const other of others.filter((e) => e.document.languageId === "python")) {
        const here = place?.[1] !== undefined && sameFile(other.document.uri.path, place[1]);
        const line = here ? Number(place?.[2]) - 1 : -1;
        this.show(other, line >= 0 && line < other.document.lineCount ? [line] : []);
      }
      return;
    }
    for (const other of others.filter((e) => e.document.uri.scheme === IrDocuments.scheme)) {
      const lines: number[] = [];
      for (let i = 0; i < other.document.lineCount; i++) {
        const place = PLACE.exec(other.document.lineAt(i).text);
        if (place?.[1] !== undefined && Number(place[2]) - 1 === selection.active.line && sameFile(document.uri.path, place[1])) lines.push(i);
      }
      this.show(other, lines);
    }
  }

  private show(editor: vscode.TextEditor, lines: readonly number[]): void {
    const ranges = lines.map((l) => editor.document.lineAt(l).range);
    editor.setDecorations(this.mark, ranges);
    if (ranges[0]) editor.revealRange(ranges[0], vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }

  dispose(): void {
    for (const s of this.subscriptions) s.dispose();
    this.mark.dispose();
    this.changed.dispose();
  }
}

const sameFile = (path: string, printed: string): boolean => path === printed || path.endsWith(`/${printed.replace(/^\.?\//, "")}`) || printed.endsWith(path);

/**
 * The read-only IR document beside the source: schema, code and graph of a method. The node under
 * the cursor and the expression that it came from are marked on the other side, both ways.
 */
import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { IrAtRequest, IrRequest, type IrAtResult, type IrNode, type IrResult } from "../../protocol";
import { cursorParams } from "./cursor";

const ALL = "*";

export class IrDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  static readonly scheme = "torchscript-lens-ir";
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  private readonly mark = vscode.window.createTextEditorDecorationType({
    backgroundColor: new vscode.ThemeColor("editor.wordHighlightBackground"), overviewRulerColor: new vscode.ThemeColor("editorOverviewRuler.wordHighlightForeground"),
  });
  /** By document. */
  private readonly nodes = new Map<string, readonly IrNode[]>();
  private readonly subscriptions: vscode.Disposable[];

  constructor(private readonly client: LanguageClient) {
    this.subscriptions = [
      vscode.workspace.registerTextDocumentContentProvider(IrDocuments.scheme, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => { this.nodes.delete(uri.toString()); }),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => { this.markOther(textEditor); }),
    ];
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const [root = "", method = ALL] = JSON.parse(decodeURIComponent(uri.query)) as string[];
    const { text, nodes } = await this.client.sendRequest<IrResult>(IrRequest.method, { root, method: method === ALL ? null : method });
    this.nodes.set(uri.toString(), nodes);
    return text;
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
    const name = `${(label || id).replace(/[^\p{L}\p{N}_.:-]+/gu, "/")} ${method === ALL ? "IR" : method}.txt`;
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
    const { document, selection: { active } } = editor;
    const others = vscode.window.visibleTextEditors.filter((e) => e !== editor);
    if (document.uri.scheme === IrDocuments.scheme) {
      const node = this.nodes.get(document.uri.toString())?.find((n) => n.line === active.line);
      for (const other of others.filter((e) => e.document.languageId === "python")) {
        this.show(other, node && sameFile(other.document, node) ? [rangeOf(node)] : []);
      }
      return;
    }
    for (const other of others.filter((e) => e.document.uri.scheme === IrDocuments.scheme)) {
      const known = (this.nodes.get(other.document.uri.toString()) ?? []).filter((n) => sameFile(document, n));
      this.show(other, nodesAt(known, active).map((n) => nodeText(other.document, n.line)));
    }
  }

  private show(editor: vscode.TextEditor, ranges: readonly vscode.Range[]): void {
    editor.setDecorations(this.mark, ranges);
    if (ranges[0]) editor.revealRange(ranges[0], vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }

  dispose(): void {
    for (const s of this.subscriptions) s.dispose();
    this.mark.dispose();
    this.changed.dispose();
  }
}

const rangeOf = ({ place: { range: { start, end } } }: IrNode): vscode.Range => new vscode.Range(start.line, start.character, end.line, end.character);
const sameFile = (document: vscode.TextDocument, { place }: IrNode): boolean => document.uri.toString() === vscode.Uri.parse(place.uri).toString();

/** Those of the innermost expression at the cursor; between expressions, those of the line. */
function nodesAt(nodes: readonly IrNode[], at: vscode.Position): IrNode[] {
  const around = nodes.filter((n) => rangeOf(n).contains(at));
  const [inner] = around.map(rangeOf).sort((a, b) => (a.contains(b) ? 1 : b.contains(a) ? -1 : 0));
  return inner ? around.filter((n) => rangeOf(n).isEqual(inner)) : nodes.filter((n) => rangeOf(n).start.line === at.line);
}

/** A node without its indentation and the place behind it. */
function nodeText(document: vscode.TextDocument, line: number): vscode.Range {
  if (line >= document.lineCount) return new vscode.Range(0, 0, 0, 0);
  const { text, firstNonWhitespaceCharacterIndex } = document.lineAt(line);
  const end = text.lastIndexOf(" # ");
  return new vscode.Range(line, firstNonWhitespaceCharacterIndex, line, end < 0 ? text.length : end);
}

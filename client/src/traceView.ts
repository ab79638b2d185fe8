/** The compile-trace tree. Children are fetched when a row is opened; a click reveals the source. */
import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import {
  TraceChildrenRequest, TraceRootsRequest, type Place, type TraceChildrenResult, type TraceItem,
  type TraceRoot, type TraceRootsResult, type TraceStatus, type Verdict,
} from "../../protocol";

export type TraceElement =
  | { readonly type: "root"; readonly root: TraceRoot }
  | { readonly type: "item"; readonly root: TraceRoot; readonly item: TraceItem; readonly parent: TraceElement };

const STATUS_ICON: Readonly<Record<TraceStatus, [string, string | undefined]>> = {
  ok: ["pass", "testing.iconPassed"], error: ["error", "testing.iconFailed"], warning: ["warning", "list.warningForeground"],
  skipped: ["circle-slash", "testing.iconSkipped"], shared: ["references", undefined], unknown: ["question", "testing.iconQueued"],
};
const VERDICT_ICON: Readonly<Record<Verdict, [string, string]>> = {
  ok: ["pass", "testing.iconPassed"], error: ["error", "testing.iconFailed"], unknown: ["question", "testing.iconQueued"],
};

const icon = ([name, color]: readonly [string, string | undefined]): vscode.ThemeIcon =>
  new vscode.ThemeIcon(name, color ? new vscode.ThemeColor(color) : undefined);

export class TraceView implements vscode.TreeDataProvider<TraceElement>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<TraceElement | undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  readonly view: vscode.TreeView<TraceElement>;
  private roots: TraceElement[] = [];

  constructor(private readonly client: LanguageClient) {
    this.view = vscode.window.createTreeView("torchscriptLens.trace", { treeDataProvider: this, showCollapseAll: true });
  }

  refresh(): void { this.changed.fire(undefined); }

  getTreeItem(element: TraceElement): vscode.TreeItem {
    if (element.type === "root") {
      const { root } = element;
      const [, file, name] = /^(.*):([^:/\\]+)$/.exec(root.label) ?? [undefined, "", root.label];
      const item = new vscode.TreeItem(name ?? root.label, root.hasChildren ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.None);
      item.id = root.id;
      item.iconPath = root.verdict ? icon(VERDICT_ICON[root.verdict]) : new vscode.ThemeIcon("loading~spin");
      const verdict = root.message ?? (root.verdict === "error" ? `${root.errors} ${root.errors === 1 ? "error" : "errors"}` : root.verdict === "ok" ? `compiles with torch ${root.torch}` : "");
      item.description = [verdict, file].filter(Boolean).join(" · ");
      item.tooltip = [root.label, verdict].filter(Boolean).join("\n");
      item.contextValue = "root";
      reveal(item, root.place);
      return item;
    }
    const { item: data } = element;
    const item = new vscode.TreeItem(data.label, data.hasChildren ? vscode.TreeItemCollapsibleState.Collapsed : vscode.TreeItemCollapsibleState.None);
    item.id = `${element.root.id}#${data.id}`;
    item.iconPath = icon(STATUS_ICON[data.status]);
    item.description = data.description;
    item.tooltip = new vscode.MarkdownString(data.tooltip);
    item.contextValue = data.kind;
    item.accessibilityInformation = { label: `${data.label}, ${data.status}, ${data.description}` };
    reveal(item, data.place);
    return item;
  }

  async getChildren(element?: TraceElement): Promise<TraceElement[]> {
    if (!this.client.isRunning()) return [];
    if (!element) {
      const roots = await this.client.sendRequest<TraceRootsResult>(TraceRootsRequest.method, { uri: null });
      return (this.roots = roots.map((root) => ({ type: "root", root })));
    }
    const item = element.type === "item" ? element.item.id : null;
    const children = await this.client.sendRequest<TraceChildrenResult>(TraceChildrenRequest.method, { root: element.root.id, item });
    return children.map((c) => ({ type: "item", root: element.root, item: c, parent: element }));
  }

  getParent(element: TraceElement): TraceElement | undefined {
    return element.type === "item" ? element.parent : undefined;
  }

  /** Opens the view at a root. */
  async showRoot(id: string): Promise<void> {
    await vscode.commands.executeCommand("torchscriptLens.trace.focus");
    if (this.roots.length === 0) await this.getChildren();
    const root = this.roots.find((r) => r.root.id === id);
    if (root) await this.view.reveal(root, { select: true, focus: true, expand: 1 });
  }

  dispose(): void {
    this.view.dispose();
    this.changed.dispose();
  }
}

function reveal(item: vscode.TreeItem, place: Place | null): void {
  if (!place) return;
  item.command = { command: "torchscriptLens.reveal", title: vscode.l10n.t("Reveal in source"), arguments: [place] };
}

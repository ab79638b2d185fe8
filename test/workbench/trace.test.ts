/** The compile trace in a real VS Code: searched, narrowed, pinned, followed; and a server that is killed. */
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import type { Locator } from "playwright-core";
import { sampleWorkspace, Workbench } from "./workbench";

/** Processes that run the extension's server in a workbench. */
function serversOf({ data }: Workbench): number[] {
  return fs.readdirSync("/proc").filter((p) => /^\d+$/.test(p)).map(Number).filter((pid) => {
    try { return fs.readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").some((a) => a.startsWith(data) && /\/torchscript-lens[^/]*\/dist\/server\.js$/.test(a)); } catch { return false; }
  });
}

describe("the compile trace in a real VS Code", () => {
  let bench: Workbench;
  let folder: string;
  let model: string;
  before(async () => {
    folder = sampleWorkspace();
    model = path.join(folder, "samples", "detector", "model.py");
    bench = await Workbench.open(folder, process.env["LENS_VSIX"] ?? "", { "python.languageServer": "None", "editor.minimap.enabled": false });
    await bench.openFile(model);
    await bench.page.locator(".codelens-decoration a", { hasText: /\d+ errors? with torch|set arguments/ }).first().waitFor({ timeout: 60_000 });
    await bench.command("View: Show TorchScript");
    await row(/torch\.jit\.script\(Detector\)/).waitFor({ timeout: 60_000 });
  });
  after(async () => {
    await bench?.screenshot("trace-last");
    await bench?.close();
    if (folder) fs.rmSync(folder, { recursive: true, force: true });
  });

  const servers = (): number[] => serversOf(bench);
  const rows = (): Locator => bench.page.locator(".pane-body [role=treeitem]");
  const row = (text: RegExp): Locator => rows().filter({ hasText: text }).first();
  const input = (): Locator => bench.page.locator(".quick-input-widget:not(.hidden) input.input");
  const picks = (): Locator => bench.page.locator(".quick-input-list .monaco-list-row");
  const toast = (text: string | RegExp): Locator => bench.page.locator(".notifications-toasts .notification-list-item-message", { hasText: text }).first();

  it("finds a step that was not fetched, selects it and goes to its source", async () => {
    await bench.command("TorchScript: Find in Compile Trace");
    await input().fill("method detectionhead.forward");
    await picks().filter({ hasText: "DetectionHead.forward" }).first().waitFor();
    await bench.screenshot("trace-find");
    await bench.page.waitForTimeout(300);
    await bench.page.keyboard.press("Enter");
    await bench.page.locator(".pane-body [role=treeitem].selected, .pane-body .monaco-list-row.selected", { hasText: /method DetectionHead\.forward/ }).first().waitFor();
    await bench.page.locator(".statusbar-item", { hasText: /Ln 34, Col/ }).first().waitFor();
    await bench.screenshot("trace-found");
  });

  it("keeps the keyboard when a row leads to its source", async () => {
    await row(/method DetectionHead\.forward/).click();
    await bench.page.locator(".statusbar-item", { hasText: /Ln 34, Col/ }).first().waitFor();
    await bench.page.waitForTimeout(500);
    const at = bench.page.locator(".pane-body .monaco-list-row.focused");
    const before = await at.textContent();
    await bench.page.keyboard.press("ArrowUp");
    await bench.page.keyboard.press("Enter");
    await bench.page.waitForTimeout(500);
    assert.notEqual(await at.textContent(), before);
    assert.equal(await bench.page.locator(".tab.dirty").count(), 0, "nothing was typed into the editor");
    await bench.page.keyboard.press("ArrowDown");
    await bench.page.keyboard.press("Enter");
  });

  it("says of each step how many errors are below and how long it took, and collapses libraries", async () => {
    const text = (await rows().allTextContents()).join("\n");
    assert.match(text, /\d errors?/);
    assert.match(text, /\d ms/);
    await bench.command("TorchScript: Find in Compile Trace");
    await input().fill("Conv2d module");
    await bench.page.waitForTimeout(500);
    await bench.page.keyboard.press("Escape");
    await bench.command("TorchScript: Show Library Internals");
    await bench.page.waitForTimeout(500);
    await bench.command("TorchScript: Collapse Library Internals");
  });

  it("follows the cursor", async () => {
    await bench.openFile(model);
    await bench.goTo(102, 9);
    await bench.page.keyboard.press("ArrowDown");
    await bench.page.locator(".pane-body .monaco-list-row.selected", { hasText: /method Detector\.forward/ }).first().waitFor();
  });

  it("says that nothing is found, and is spoken with its states", async () => {
    await bench.command("TorchScript: Find in Compile Trace");
    await input().fill("no such step");
    await picks().filter({ hasText: "No step has these words." }).waitFor();
    await bench.page.keyboard.press("Escape");
    const spoken = await rows().evaluateAll((all) => all.map((r) => r.getAttribute("aria-label") ?? ""));
    assert.ok(spoken.some((r) => /^torch\.jit\.script\(Detector\), error, \d+ errors/.test(r)), spoken.join("\n"));
  });

  it("narrows to errors and pins one model", async () => {
    await bench.command("TorchScript: Show Only Errors");
    await bench.page.locator(".pane-body .message", { hasText: "Only errors are shown." }).first().waitFor();
    await bench.page.waitForTimeout(800);
    const only = await rows().allTextContents();
    assert.ok(only.every((r) => !/compiles with torch/.test(r)), only.join("\n"));
    await bench.command("TorchScript: Pin This Trace");
    await bench.page.locator(".pane-body .message", { hasText: "One model is pinned. Only errors are shown." }).first().waitFor();
    await bench.screenshot("trace-errors");
    await bench.command("TorchScript: Unpin");
    await bench.command("TorchScript: Show Everything");
  });

  it("shows all again when what was pinned is gone", async () => {
    const [small, message] = [path.join(folder, "small.py"), bench.page.locator(".pane-body .message", { hasText: "One model is pinned." }).first()];
    const write = (name: string): void => { fs.writeFileSync(small, `from torch import nn\n\n\nclass ${name}(nn.Module):\n    def forward(self, x):\n        return x\n`); };
    write("Small");
    await bench.openFile(small);
    await row(/^Smallcompiles/).click({ button: "right" });
    const pin = bench.page.locator(".monaco-menu .action-label", { hasText: "Pin This Trace" });
    // a click that comes as soon as the menu is open is not taken
    for (let tries = 0; tries < 5 && (tries === 0 || await pin.isVisible()); tries++) {
      await pin.click();
      await bench.page.waitForTimeout(500);
    }
    await message.waitFor();
    write("Other");
    await row(/^Othercompiles/).waitFor();
    await row(/^Detector/).waitFor();
    await message.waitFor({ state: "hidden" });
    await bench.command("View: Close Editor");
  });

  it("tells why a function is compiled, and of another why not", async () => {
    await bench.openFile(model);
    await bench.goTo(40, 9); // inside of DetectionHead.forward
    await bench.command("TorchScript: Why Is This Compiled?");
    await picks().filter({ hasText: "torch.jit.script(Detector)" }).first().waitFor();
    await bench.screenshot("trace-why");
    await bench.page.keyboard.press("Escape");
    await bench.goTo(23, 9);
    await bench.command("TorchScript: Why Is This Compiled?");
    await toast("is run by Python to build the model").waitFor();
  });

  it("comes back when its server is killed, says so, and keeps what was typed", async () => {
    await bench.openFile(model);
    await bench.goTo(96, 1);
    await bench.page.keyboard.press("Home");
    await bench.page.keyboard.type("# not saved\n");
    await row(/method DetectionHead\.forward/).waitFor(); // opened by hand, at its depth
    const [before, ...more] = servers();
    assert.ok(before !== undefined && more.length === 0, `${more.length + 1} servers`);
    process.kill(before, "SIGKILL");
    await toast("ended unexpectedly and is started again").waitFor({ timeout: 30_000 });
    await bench.screenshot("trace-restart");
    assert.equal(await bench.page.locator(".notifications-toasts .notification-list-item-message", { hasText: /rejected|disposed/ }).count(), 0);
    await row(/torch\.jit\.script\(Detector\)/).waitFor({ timeout: 60_000 });
    await bench.page.locator(".codelens-decoration a", { hasText: /\d+ errors? with torch/ }).first().waitFor({ timeout: 60_000 });
    assert.notEqual(servers()[0], before);
    assert.match((await bench.page.locator(".view-lines").first().textContent()) ?? "", /not.saved/);
    await bench.page.waitForTimeout(1500);
    await row(/method DetectionHead\.forward/).waitFor({ timeout: 60_000 }); // the trace stays open
    await bench.screenshot("trace-after");
  });

  it("tells its state in the status bar, opens its log there, and starts anew by a command", async () => {
    const item = bench.page.locator(".statusbar-item", { hasText: /TorchScript \d/ }).first();
    await item.waitFor();
    await item.click();
    await bench.page.locator(".part.panel .view-line", { hasText: /model\.py:Detector:.\d+.errors/ }).first().waitFor();
    await bench.screenshot("trace-output");
    await bench.command("View: Hide Panel");
    const [before] = servers();
    await bench.command("TorchScript: Restart Language Server");
    for (let i = 0; i < 100 && (servers()[0] ?? before) === before; i++) await bench.page.waitForTimeout(200);
    assert.notEqual(servers()[0], before);
    await bench.page.locator(".statusbar-item", { hasText: /TorchScript \d/ }).first().waitFor({ timeout: 60_000 });
    await bench.page.waitForTimeout(3000);
    await row(/method DetectionHead\.forward/).waitFor({ timeout: 60_000 }); // the trace stays open
  });

  it("stays while settings make the server start anew", async () => {
    const welcome = bench.page.locator(".welcome-view-content:visible");
    fs.mkdirSync(path.join(folder, ".vscode"));
    fs.writeFileSync(path.join(folder, ".vscode", "settings.json"), JSON.stringify({ "torchscriptLens.torchVersion": "1.13" }));
    const counted: number[] = [];
    for (let i = 0; i < 300 && !await row(/torch 1\.13|TorchScript 1\.13/).isVisible() && !await bench.page.locator(".statusbar-item", { hasText: "TorchScript 1.13" }).isVisible(); i++) {
      counted.push(await welcome.count());
      await bench.page.waitForTimeout(50);
    }
    for (let i = 0; i < 40; i++) { counted.push(await welcome.count()); await bench.page.waitForTimeout(50); }
    await row(/method DetectionHead\.forward/).waitFor({ timeout: 60_000 });
    assert.equal(Math.max(...counted), 0, "no welcome text in between");
  });

  it("follows the theme", async () => {
    for (const [name, theme] of [["dark", "Dark Modern"], ["light", "Light Modern"]] as const) {
      await bench.theme(theme);
      await bench.page.waitForTimeout(500);
      await bench.screenshot(`trace-${name}`);
    }
  });
});

/** The sample detector in a real VS Code: squiggles, Problems, hover, code lens, trace tree. */
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import type { Locator } from "playwright-core";
import { sampleWorkspace, Workbench } from "./workbench";

describe("the sample detector in a real VS Code", () => {
  let bench: Workbench;
  let folder: string;
  let model: string;
  before(async () => {
    folder = sampleWorkspace();
    model = path.join(folder, "samples", "detector", "model.py");
    bench = await Workbench.open(folder, process.env["LENS_VSIX"] ?? "", { "python.languageServer": "None" });
    await bench.openFile(model);
  });
  after(async () => {
    await bench?.screenshot("last");
    await bench?.close();
    if (folder) fs.rmSync(folder, { recursive: true, force: true });
  });

  it("shows a code lens with the verdict on the compile root", async () => {
    const lens = bench.page.locator(".codelens-decoration a", { hasText: "TorchScript:" });
    await bench.goTo(95, 1);
    await bench.page.locator(".codelens-decoration a", { hasText: /\d+ errors? with torch/ }).first().waitFor({ timeout: 60_000 });
    assert.match((await lens.first().textContent()) ?? "", /TorchScript/);
    await bench.screenshot("lens");
  });

  it("draws squiggles under the failing tokens", async () => {
    await bench.goTo(36, 1);
    await bench.page.waitForSelector(".squiggly-error", { timeout: 20_000 });
    await bench.screenshot("squiggles");
    assert.ok((await bench.page.locator(".squiggly-error").count()) >= 1);
  });

  it("lists the errors of both files in Problems, torch's first error among them", async () => {
    await bench.command("Problems: Focus on Problems View");
    // diagnostics of files that are not open come when VS Code asks for the workspace's
    for (const name of ["layers.py", "model.py"]) await bench.page.locator(".markers-panel .monaco-list-row", { hasText: name }).first().waitFor({ timeout: 30_000 });
    const text = (await bench.page.locator(".markers-panel .monaco-list-row").allTextContents()).join("\n");
    await bench.screenshot("problems");
    assert.match(text, /model\.py/);
    assert.match(text, /layers\.py/);
    assert.match(text, /export/);
  });

  it("tells on hover what becomes of a method", async () => {
    await bench.openFile(path.join(folder, "samples", "detector", "layers.py"));
    await bench.goTo(20, 10); // forward of ConvBlock
    await bench.page.keyboard.press("Control+K");
    await bench.page.keyboard.press("Control+I");
    await bench.page.locator(".monaco-hover:not(.hidden) .monaco-hover-content", { hasText: "DEFAULT" }).first().waitFor();
    await bench.page.waitForTimeout(500);
    const text = (await bench.page.locator(".monaco-hover:not(.hidden) .monaco-hover-content").allTextContents()).join("\n");
    await bench.screenshot("hover");
    assert.match(text, /DEFAULT/);
    assert.match(text, /compiled/);
  });

  it("draws the README's picture", async () => {
    await bench.openFile(model);
    await bench.goTo(95, 1);
    await bench.goTo(28, 9); // the head, in the middle
    await bench.command("View: Show TorchScript");
    const rows = bench.page.locator(".pane-body [role=treeitem]");
    await rows.filter({ hasText: /torch\.jit\.script\(Detector\)/ }).first().waitFor();
    await bench.page.waitForTimeout(1500);
    await bench.screenshot("overview");
  });

  it("shows the compile trace and reveals a step's source", async () => {
    await bench.command("View: Show TorchScript");
    const rows = bench.page.locator(".pane-body [role=treeitem]");
    await rows.filter({ hasText: /Detector.*model\.py/ }).first().waitFor();
    await bench.screenshot("trace");
    assert.ok((await rows.count()) > 1, "the root is expanded");
  });

  it("asks for the arguments of a class and writes them into torchscript.yaml", async () => {
    fs.writeFileSync(path.join(folder, "train.py"), "from samples.detector.layers import ConvBlock\n\nblock = ConvBlock(3, channels_out=16)\n");
    await bench.openFile(path.join(folder, "samples", "detector", "layers.py"));
    await bench.goTo(11, 1);
    const lens = bench.page.locator(".editor-instance .codelens-decoration a", { hasText: "set arguments (channels_in, channels_out)" });
    await lens.first().click();
    const offered = (text: string): Locator => bench.page.locator(".quick-input-widget:not(.hidden) .quick-input-list .monaco-list-row", { hasText: text });
    await offered("channels_in: 3, channels_out: 16").filter({ hasText: "train.py:3" }).waitFor();
    await bench.screenshot("arguments-found");
    await offered("Other values...").click();
    for (const value of ["3", "8"]) {
      const input = bench.page.locator(".quick-input-widget:not(.hidden) input.input");
      await input.waitFor();
      await bench.page.waitForTimeout(300);
      await input.fill(value);
      await bench.page.keyboard.press("Enter");
    }
    await bench.page.waitForSelector('.tab[data-resource-name="torchscript.yaml"]');
    await bench.page.locator(".codelens-decoration a", { hasText: "compiles with torch" }).first().waitFor({ timeout: 20_000 });
    await bench.screenshot("arguments");
    assert.match(fs.readFileSync(path.join(folder, "torchscript.yaml"), "utf8"), /name: ConvBlock\n\s+args: \{ channels_in: 3, channels_out: 8 \}/);
  });

  it("exports a model that compiles, and runs its ONNX file with what the package brings along", async () => {
    await bench.openFile(path.join(folder, "samples", "detector", "layers.py"));
    await bench.goTo(11, 1);
    await bench.page.locator(".editor-instance .codelens-decoration a", { hasText: "Export model" }).first().click();
    const input = bench.page.locator(".quick-input-widget:not(.hidden) input.input");
    await input.waitFor();
    const asked = (title: string): Promise<void> => bench.page.locator(".quick-input-widget:not(.hidden) .quick-input-title", { hasText: title }).waitFor();
    for (const [title, keys] of [["format", ["ArrowDown", "ArrowDown", "Enter"]], ["weights", ["Enter"]]] as const) {
      await asked(`Export model: ${title}`);
      await bench.page.waitForTimeout(300);
      for (const key of keys) await bench.page.keyboard.press(key); // both formats, without weights
    }
    await asked("Export model: file");
    await bench.page.waitForTimeout(300);
    const target = path.join(folder, "exported", "block.pt");
    await input.fill(target);
    await bench.page.keyboard.press("Enter");
    await asked("Export model: example inputs");
    await bench.page.waitForTimeout(300);
    await input.fill("1,3,16,16");
    await bench.page.keyboard.press("Enter");
    await bench.page.locator(".notifications-toasts .notification-list-item-message", { hasText: "iB, TorchScript for torch" }).first().waitFor({ timeout: 20_000 });
    await bench.rendered(/onnxruntime/);
    await bench.screenshot("export");
    assert.deepEqual([...fs.readFileSync(target).subarray(0, 4)], [0x50, 0x4b, 3, 4]);
    assert.deepEqual(fs.readdirSync(path.dirname(target)).sort(), ["block.onnx", "block.pt"]);
  });

  it("keeps the other errors while a line is half typed, and marks the syntax error", async () => {
    await bench.openFile(model);
    await bench.goTo(55, 1);
    await bench.page.keyboard.press("End");
    await bench.page.keyboard.type("\nx = (1 +");
    await bench.command("Problems: Focus on Problems View");
    const rows = bench.page.locator(".markers-panel .monaco-list-row");
    await bench.page.keyboard.press("End"); // only the rows in view are there
    await rows.filter({ hasText: "syntax-error" }).first().waitFor();
    await bench.screenshot("half-typed");
    await bench.page.keyboard.press("Home");
    await rows.filter({ hasText: "export" }).first().waitFor();
  });
});

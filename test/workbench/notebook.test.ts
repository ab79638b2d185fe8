/** A notebook in a real VS Code: lenses, errors, hovers and fixes in its cells. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Locator } from "playwright-core";
import { Workbench } from "./workbench";

const CELLS = [
  "# A small net\n\nIts block uses a number from outside.",
  "%matplotlib inline\nimport torch\nimport torch.nn as nn\n\nEPS = 1e-5",
  "class Block(nn.Module):\n    def __init__(self, c):\n        super().__init__()\n        self.conv = nn.Conv2d(c, c, 3)\n\n    def forward(self, x):\n        return self.conv(x) / EPS",
  "class Net(nn.Module):\n    def __init__(self, c=3):\n        super().__init__()\n        self.block = Block(c)\n\n    def forward(self, x):\n        return self.block(x)",
];

describe("a notebook in a real VS Code", () => {
  let bench: Workbench;
  let folder: string;
  before(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "notebook-"));
    fs.writeFileSync(path.join(folder, "net.ipynb"), JSON.stringify({
      nbformat: 4, nbformat_minor: 5, metadata: { language_info: { name: "python" } },
      cells: CELLS.map((source, i) => (i === 0 ? { cell_type: "markdown", id: `c${i}`, metadata: {}, source } : { cell_type: "code", id: `c${i}`, metadata: {}, source, outputs: [], execution_count: null })),
    }));
    bench = await Workbench.open(folder, process.env["LENS_VSIX"] ?? "");
    // in a window that still starts it opens as JSON, and older ones keep to that
    await bench.page.locator(".activitybar [aria-label^='TorchScript']").first().waitFor({ timeout: 30_000 });
    await bench.page.waitForTimeout(1500);
    for (let attempt = 1; ; attempt++) {
      await bench.openFile(path.join(folder, "net.ipynb"));
      try {
        await bench.page.locator(".notebookOverlay").first().waitFor({ timeout: 8000 });
        return;
      } catch (error) {
        if (attempt === 4) throw error;
        await bench.command("View: Close All Editors");
      }
    }
  });
  after(async () => {
    await bench?.close();
    if (folder) fs.rmSync(folder, { recursive: true, force: true });
  });
  const lens = (text: RegExp): Locator => bench.page.locator(".codelens-decoration a", { hasText: text }).first();

  it("has lenses and errors in the cells", async () => {
    await lens(/1 error with torch/).waitFor({ timeout: 60_000 });
    await lens(/fails as a part of Net/).waitFor({ timeout: 30_000 });
    await bench.page.locator(".notebookOverlay .squiggly-error").first().waitFor({ timeout: 30_000 });
    await bench.screenshot("notebook-light");
  });

  it("goes from the steps of the trace to the cells", async () => {
    await lens(/1 error with torch/).click();
    await bench.command("Show Only Errors");
    await bench.page.keyboard.press("Escape");
    const step = bench.page.locator(".monaco-list-row", { hasText: /float/ }).last();
    for (let attempt = 0; attempt < 12 && !(await step.isVisible()); attempt++) {
      const closed = bench.page.locator(".pane-body .monaco-list-row[aria-expanded='false'] .monaco-tl-twistie").last();
      if (await closed.isVisible()) await closed.click();
      await bench.page.waitForTimeout(700);
    }
    await step.click();
    await bench.page.locator(".statusbar-item", { hasText: /Ln 7, Col 32|Cell 3 of 4/ }).first().waitFor({ timeout: 15_000 });
    await bench.theme("Dark Modern");
    await bench.screenshot("notebook-trace-dark");
  });

  it("mends a cell", async () => {
    const mended = bench.page.locator(".notebookOverlay .view-line", { hasText: "self.EPS" }).first();
    const offered = bench.page.locator(".action-widget:visible .monaco-list-row.focused", { hasText: "a constant of the class" }).first();
    for (let attempt = 0; attempt < 5 && !(await mended.isVisible()); attempt++) {
      await bench.page.locator(".notebookOverlay .view-line", { hasText: "self.conv(x) / EPS" }).first().click();
      await bench.page.keyboard.press("End");
      await bench.page.keyboard.press("ArrowLeft");
      await bench.page.keyboard.press("Control+.");
      await offered.waitFor({ timeout: 8000 }).then(() => bench.page.keyboard.press("Enter")).catch(() => bench.page.keyboard.press("Escape"));
      await mended.waitFor({ timeout: 5000 }).catch(() => undefined);
    }
    await lens(/compiles with torch/).waitFor({ timeout: 30_000 });
    await bench.screenshot("notebook-mended");
  });

  it("has the commands for what a cursor in a cell is on", async () => {
    const line = bench.page.locator(".notebookOverlay .view-line", { hasText: "self.block(x)" }).first();
    await line.click();
    await bench.command("TorchScript: Why Is This Compiled?");
    await bench.page.locator(".quick-input-widget .monaco-list-row", { hasText: "torch.jit.script(Net)" }).first().waitFor({ timeout: 15_000 });
    await bench.page.keyboard.press("Escape");
    await line.click();
    await bench.command("TorchScript: Show Graph and Code");
    await bench.page.locator(".view-line", { hasText: "graph(%self" }).first().waitFor({ timeout: 30_000 });
    await bench.screenshot("notebook-ir");
  });
});

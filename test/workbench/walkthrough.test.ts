/** The walkthrough in a real VS Code: its steps, in a dark and a light theme. */
import assert from "node:assert/strict";
import fs from "node:fs";
import type { Locator } from "playwright-core";
import { sampleWorkspace, Workbench } from "./workbench";

describe("the walkthrough", () => {
  let bench: Workbench;
  let folder: string;

  before(async () => {
    folder = sampleWorkspace();
    bench = await Workbench.open(folder, process.env.LENS_VSIX ?? "");
  });
  after(async () => {
    await bench?.close();
    if (folder) fs.rmSync(folder, { recursive: true, force: true });
  });

  it("opens from its command and leads through five steps", async () => {
    // the palette lists once what is there when it opens
    await bench.openFile(`${folder}/samples/detector/model.py`);
    await bench.page.locator(".statusbar-item", { hasText: "TorchScript" }).first().waitFor({ timeout: 60_000 });
    await bench.command("TorchScript: Get Started");
    await bench.page.locator(".getting-started-step", { hasText: "Open a model" }).first().waitFor({ timeout: 30_000 });
    assert.equal(await bench.page.locator(".getting-started-step").count(), 5);
    await bench.page.locator(".getting-started-step", { hasText: "Open a model" }).locator(".codicon-getting-started-step-checked").waitFor();
    // pictures want a wide editor
    await bench.page.keyboard.press("Control+B");
    await bench.page.keyboard.press("Control+Alt+B");
  });

  it("has steps that can be done from there", async () => {
    const step = (title: string): Locator => bench.page.locator(".getting-started-step", { hasText: title }).first();
    for (const [title, button, shown] of [["Fix an error", "Show Problems", ".markers-panel"], ["Export the model", "Export Model", ".quick-input-widget:not(.hidden)"]] as const) {
      await step(title).click();
      await step(title).locator(".monaco-button", { hasText: button }).click();
      await bench.page.locator(shown).first().waitFor({ timeout: 20_000 });
      if (title === "Export the model") await bench.page.keyboard.press("Escape");
      else await bench.command("View: Hide Panel");
    }
    await step("Export the model").locator(".codicon-getting-started-step-checked").waitFor();
  });

  for (const [name, theme] of [["dark", "Dark Modern"], ["contrast", "Dark High Contrast"], ["light", "Light Modern"]] as const) {
    it(`shows each step in ${theme}`, async () => {
      await bench.theme(theme);
      for (const [step, title] of [["open", "Open a model"], ["hover", "Hover over names"], ["trace", "Follow the trace"], ["fix", "Fix an error"], ["export", "Export the model"]] as const) {
        await bench.page.locator(".getting-started-step", { hasText: title }).first().click();
        // the picture is a page of its own
        const picture = bench.page.frameLocator(".getting-started-media iframe.webview, iframe.webview").frameLocator("#active-frame").locator("svg").first();
        await picture.waitFor({ timeout: 20_000 });
        const box = await picture.boundingBox();
        assert.ok(box && box.width > 100 && box.height > 60, `the picture of '${title}' is ${JSON.stringify(box)}`);
        await bench.page.waitForTimeout(700);
        await bench.screenshot(`walkthrough-${name}-${step}`);
      }
    });
  }
});

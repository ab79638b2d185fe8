/** A language server that ends, in a real VS Code: it comes back, and where it does not, that is said, and how to get it back. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Locator } from "playwright-core";
import { Workbench } from "./workbench";

const MODEL = `from torch import nn


class Net(nn.Module):
    def forward(self, x):
        return x.nothing()
`;

describe("a language server that ends", () => {
  let bench: Workbench;
  let folder: string;
  before(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "ends-"));
    fs.writeFileSync(path.join(folder, "notes.txt"), "nothing\n");
    fs.writeFileSync(path.join(folder, "model.py"), MODEL);
    bench = await Workbench.open(folder, process.env["LENS_VSIX"] ?? "", { "python.languageServer": "None", "editor.minimap.enabled": false });
  });
  after(async () => {
    await bench?.screenshot("server-last");
    await bench?.close();
    if (folder) fs.rmSync(folder, { recursive: true, force: true });
  });
  const status = (text: RegExp): Locator => bench.page.locator(`#torchscript-lens\\.torchscript-lens\\.torchscriptLens\\.status a[aria-label*="${text.source}"]`);
  const said = (text: string): Locator => bench.page.locator(".notification-toast", { hasText: text }).first();
  const servers = (): number[] => spawnSync("pgrep", ["-f", `${bench.data}.*dist/server\\.js`], { encoding: "utf8" }).stdout.split("\n").filter(Boolean).map(Number);
  const lens = (): Locator => bench.page.locator(".codelens-decoration a", { hasText: "1 error with torch" }).first();

  /** Ends the server that is not one of those; returns its number. */
  async function end(before: readonly number[]): Promise<number> {
    for (let i = 0; ; i++) {
      const id = servers().find((s) => !before.includes(s));
      if (id !== undefined) { process.kill(id, "SIGKILL"); return id; }
      assert.ok(i < 100, "no server was started");
      await bench.page.waitForTimeout(200);
    }
  }

  it("has nothing to say without a model", async () => {
    await bench.openFile("notes.txt");
    for (const title of ["TorchScript: Find in Compile Trace", "TorchScript: Check Again"]) {
      await bench.command(title);
      await said("No model that could be loaded stands here").waitFor({ timeout: 60_000 });
      await bench.command("Notifications: Clear All");
      await said("No model that could be loaded stands here").waitFor({ state: "hidden" });
    }
  });

  it("is started again, but not for ever", async () => {
    await bench.openFile("model.py");
    await lens().waitFor({ timeout: 60_000 });
    await bench.command("View: Show TorchScript");
    const ended: number[] = [];
    ended.push(await end(ended));
    await said("ended unexpectedly and is started again").waitFor();
    while (ended.length < 5) {
      await status(/ready/).waitFor({ timeout: 60_000 });
      ended.push(await end(ended));
      await status(/ready/).waitFor({ state: "hidden" });
    }
    await said("ended 5 times within three minutes").waitFor();
    await status(/ended 5 times/).waitFor();
    await bench.screenshot("server-dead");
    await bench.command("Notifications: Clear All");
    await bench.command("TorchScript: Check Again");
    await said("The TorchScript language server does not run.").waitFor();
    await bench.screenshot("server-asked");
  });

  it("comes back when it is asked to", async () => {
    await said("does not run").locator(".monaco-button", { hasText: "Start Again" }).click();
    await lens().waitFor({ timeout: 60_000 });
    await status(/ready/).waitFor();
    await bench.page.locator(".pane-body [role=treeitem]", { hasText: "Net" }).first().waitFor();
    await bench.screenshot("server-back");
  });
});

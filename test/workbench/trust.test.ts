/** A folder that is not trusted, in a real VS Code: nothing of it runs until the user trusts it. */
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Locator } from "playwright-core";
import { Workbench } from "./workbench";

const MODEL = `import torch
from torch import nn


class Net(nn.Module):
    def forward(self, x):
        return torch.cat(x)


def convert(x):
    model = Net()
    torch.jit.script(model(x)).save("net.pt")
`;

describe("a folder that is not trusted", () => {
  let bench: Workbench;
  let folder: string;
  before(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "trust-"));
    fs.writeFileSync(path.join(folder, "model.py"), MODEL);
    bench = await Workbench.open(folder, process.env["LENS_VSIX"] ?? "", { "python.languageServer": "None" }, { asksForTrust: true });
  });
  after(async () => {
    await bench?.close();
    if (folder) fs.rmSync(folder, { recursive: true, force: true });
  });
  const lens = (text: RegExp): Locator => bench.page.locator(".codelens-decoration a", { hasText: text }).first();

  it("is only read", async () => {
    await bench.page.locator(".statusbar-item", { hasText: "Restricted Mode" }).waitFor({ timeout: 60_000 });
    await bench.openFile(path.join(folder, "model.py"));
    await bench.page.locator(".statusbar-item", { hasText: "TorchScript" }).waitFor();
    await bench.page.locator(".squiggly-warning").first().waitFor(); // what the text alone tells
    await bench.page.waitForTimeout(2000);
    await bench.screenshot("trust-restricted");
    assert.equal(await lens(/./).count(), 0);
    assert.equal(await bench.page.locator(".squiggly-error").count(), 0);
    await bench.page.locator(".statusbar-item", { hasText: "TorchScript" }).hover();
    await bench.page.locator(".monaco-hover:not(.hidden)", { hasText: "not trusted" }).first().waitFor();
    await bench.screenshot("trust-status");
    await bench.command("View: Show TorchScript");
    await bench.page.locator(".welcome-view-content", { hasText: "This workspace is not trusted" }).waitFor();
    assert.equal(await bench.page.locator(".part.sidebar .action-label[aria-label='Show Only Errors']").count(), 0);
    await bench.page.keyboard.press("F1");
    await bench.page.locator(".quick-input-widget:not(.hidden) input.input").fill(">TorchScript: ");
    const commands = bench.page.locator(".quick-input-list .monaco-list-row");
    await commands.filter({ hasText: "TorchScript: Show Output" }).first().waitFor();
    // what asks for a model is not offered where none is loaded
    assert.doesNotMatch((await commands.allTextContents()).join("\n"), /Export Model|Model Graph|Trace\.\.\./);
    await bench.page.keyboard.press("Escape");
  });

  it("is checked once it is trusted", async () => {
    await bench.command("Workspaces: Manage Workspace Trust");
    await bench.page.locator(".workspace-trust-editor .monaco-button", { hasText: /^Trust/ }).first().click();
    await bench.page.locator(".workspace-trust-editor", { hasText: "You trust this folder" }).waitFor();
    await bench.page.keyboard.press("Escape"); // it covers the editor
    await bench.openFile(path.join(folder, "model.py"));
    await lens(/1 error with torch/).waitFor({ timeout: 60_000 });
    await bench.page.locator(".squiggly-error").first().waitFor();
    await bench.screenshot("trust-given");
  });
});

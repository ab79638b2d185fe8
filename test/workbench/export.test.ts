/** Exports in a real VS Code: weights that do not fit, a file that is there already, and one that is cancelled. */
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Locator } from "playwright-core";
import { Workbench } from "./workbench";

const MODEL = `from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(2, 3)

    def forward(self, x):
        return self.fc(x)


class Large(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(*[nn.Linear(3000, 3000) for _ in range(14)])

    def forward(self, x):
        return self.layers(x)
`;

/** A safetensors file of zeros. */
function safetensors(shapes: Readonly<Record<string, readonly number[]>>): Buffer {
  let at = 0;
  const header = JSON.stringify(Object.fromEntries(Object.entries(shapes).map(([name, shape]) => {
    const from = at;
    at += 4 * shape.reduce((a, b) => a * b, 1);
    return [name, { dtype: "F32", shape, data_offsets: [from, at] }];
  })));
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([size, Buffer.from(header), Buffer.alloc(at)]);
}

describe("exports in a real VS Code", () => {
  let bench: Workbench;
  let folder: string;
  before(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "export-"));
    fs.writeFileSync(path.join(folder, "model.py"), MODEL);
    fs.writeFileSync(path.join(folder, "part.safetensors"), safetensors({ "fc.weight": [3, 2] }));
    fs.writeFileSync(path.join(folder, "whole.safetensors"), safetensors({ "fc.weight": [3, 2], "fc.bias": [3] }));
    bench = await Workbench.open(folder, process.env["LENS_VSIX"] ?? "", { "python.languageServer": "None", "editor.minimap.enabled": false });
    await bench.openFile(path.join(folder, "model.py"));
    await exporting(1).waitFor({ timeout: 60_000 });
  });
  after(async () => {
    await bench?.screenshot("export-last");
    await bench?.close();
    if (folder) fs.rmSync(folder, { recursive: true, force: true });
  });

  const exporting = (nth: number): Locator => bench.page.locator(".codelens-decoration a", { hasText: "Export model" }).nth(nth);
  const input = (): Locator => bench.page.locator(".quick-input-widget:not(.hidden)");
  const toast = (text: RegExp): Locator => bench.page.locator(".notifications-toasts .notification-list-item", { hasText: text }).first();
  const exported = (): string[] => (fs.existsSync(path.join(folder, "exported")) ? fs.readdirSync(path.join(folder, "exported")).sort() : []);
  /** Takes what each step offers, or a file. */
  const answer = async (title: string, keys: readonly string[] = []): Promise<void> => {
    await input().locator(".quick-input-title", { hasText: `Export model: ${title}` }).waitFor();
    await bench.page.waitForTimeout(300);
    for (const key of [...keys, "Enter"]) await bench.page.keyboard.press(key);
  };
  /** The dialog takes Enter only once it has looked the path up, which it does not show. */
  const chooseFile = async (name: string): Promise<void> => {
    const take = input().locator(".monaco-button", { hasText: "Take these weights" });
    await take.waitFor();
    for (let tries = 0; tries < 10; tries++) {
      await input().locator("input.input").fill(path.join(folder, name));
      await bench.page.waitForTimeout(600);
      await bench.page.keyboard.press("Enter");
      if (await take.waitFor({ state: "hidden", timeout: 2000 }).then(() => true, () => false)) return;
    }
  };

  it("names what weights lack, says what becomes of it, and takes others", async () => {
    await exporting(0).click();
    await answer("format");
    await answer("weights", ["ArrowDown"]);
    await chooseFile("part.safetensors");
    await answer("file");
    const dialog = bench.page.locator(".monaco-dialog-box");
    await dialog.waitFor();
    await bench.screenshot("export-misfit");
    assert.match((await dialog.textContent()) ?? "", /Nothing was written: The weights in .*part\.safetensors do not fit[^]*fc\.bias[^]*keeps the values that building the model gives/);
    assert.deepEqual(exported(), []);
    await dialog.locator(".monaco-button", { hasText: "Other weights..." }).click();
    await chooseFile("whole.safetensors");
    await toast(/\.pt: .* KiB/).locator(".monaco-button", { hasText: "Show in Explorer" }).waitFor();
    assert.deepEqual(exported(), [`${path.basename(folder)}.pt`]);
    assert.match(fs.readFileSync(path.join(folder, "torchscript.yaml"), "utf8"), /weights: whole\.safetensors/);
  });

  it("reports what was refused, when it is given up, and not the export before it", async () => {
    await exporting(0).click();
    await input().locator(".monaco-list-row", { hasText: "Otherwise..." }).click();
    await answer("format");
    await answer("weights", ["ArrowDown"]);
    await chooseFile("part.safetensors");
    await answer("file");
    await bench.page.locator(".monaco-dialog-box .monaco-button", { hasText: "Cancel" }).click();
    await bench.rendered(/fc\.bias/);
    await bench.screenshot("export-refused");
    assert.deepEqual(exported(), [`${path.basename(folder)}.pt`]);
  });

  it("does not write over another model's file unasked, and leaves nothing when it is cancelled", async () => {
    await exporting(1).click();
    await answer("format");
    await answer("weights");
    const file = input().locator("input.input");
    await input().locator(".quick-input-title", { hasText: "Export model: file" }).waitFor();
    assert.equal(await file.inputValue(), path.join(folder, "exported", `${path.basename(folder)}-Large.pt`));
    await file.fill(path.join(folder, "exported", `${path.basename(folder)}.pt`));
    await input().locator(".quick-input-message", { hasText: "will be replaced" }).waitFor();
    await bench.screenshot("export-replaces");
    await file.fill(path.join(folder, "exported", "large.pt"));
    await input().locator(".quick-input-message", { hasText: "will be replaced" }).waitFor({ state: "hidden" });
    await bench.page.keyboard.press("Enter");
    await toast(/Exporting large\.pt: writing/).locator(".monaco-button", { hasText: "Cancel" }).click();
    await bench.page.locator(".statusbar-item", { hasText: "The export was cancelled. Nothing was written." }).waitFor();
    assert.deepEqual(exported(), [`${path.basename(folder)}.pt`]);
  });
});

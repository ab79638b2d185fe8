/** A small repository of the kind that builds its model from a YAML file, in a real VS Code: from the first look to the mended code, in a dark and a light theme. */
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Locator } from "playwright-core";
import { Workbench } from "./workbench";

const NET = `import torch
import yaml
from torch import nn


class Block(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.conv = nn.Conv2d(width, width, 3, padding=1)
        self.scale = 2

    def forward(self, x):
        y = self.conv(x)
        return torch.add(y, x) * self.scale


class Net(nn.Module):
    flag = False

    def __init__(self, cfg="net-base.yaml", depth=1):
        super().__init__()
        with open(cfg) as stream:
            rows = yaml.safe_load(stream)["layers"]
        self.blocks = nn.Sequential(*(eval(name)(*args) for name, args in rows))

    def forward(self, x):
        if self.flag:
            return x
        if torch.cuda.is_available():
            return x + 1
        return self.blocks(x)
`;

const DEAD = `import torch
from torch import nn


class Eager(nn.Module):
    def forward(self, x):
        if not torch.jit.is_scripting():
            print(x)
        return x + 1
`;

/** Nobody runs its function while it is looked at. */
const CONVERT = `import torch
from torch import nn


class Small(nn.Module):
    def forward(self, x):
        return [x, x]


def convert(path, x):
    model = Small()
    model.eval()
    torch.jit.script(model(x)).save(path)
    torch.jit.script(Small).save(path)
`;

for (const theme of ["Dark Modern", "Light Modern"]) {
  const name = theme.split(" ")[0]?.toLowerCase() ?? "";
  describe(`a model from a YAML file, in ${theme}`, () => {
    let bench: Workbench;
    let folder: string;
    let file: string;
    before(async () => {
      folder = fs.mkdtempSync(path.join(os.tmpdir(), "rows-"));
      fs.mkdirSync(path.join(folder, "models"));
      fs.mkdirSync(path.join(folder, "cfg"));
      file = path.join(folder, "models", "net.py");
      fs.writeFileSync(file, NET);
      fs.writeFileSync(path.join(folder, "convert.py"), CONVERT);
      fs.writeFileSync(path.join(folder, "dead.py"), DEAD);
      fs.writeFileSync(path.join(folder, "cfg", "small.yaml"), "layers:\n  - [Block, [4]]\n  - [Block, [4]]\n");
      fs.writeFileSync(path.join(folder, "cfg", "other.yaml"), "anchors:\n  - [12,16, 19,36]\n  - [36,75, 76,55]\n");
      bench = await Workbench.open(folder, process.env["LENS_VSIX"] ?? "", { "python.languageServer": "None", "editor.minimap.enabled": false, "workbench.colorTheme": theme });
      await bench.openFile(file);
    });
    after(async () => {
      await bench?.close();
      if (folder) fs.rmSync(folder, { recursive: true, force: true });
    });

    const lineOf = (part: string): number => NET.split("\n").findIndex((l) => l.includes(part)) + 1;
    const lens = (text: string | RegExp): Locator => bench.page.locator(".codelens-decoration a", { hasText: text }).first();
    const shot = (what: string): Promise<void> => bench.screenshot(`rows-${name}-${what}`);
    const hoverAt = async (line: number, column: number): Promise<string> => {
      await bench.goTo(line, column);
      await bench.page.keyboard.press("Control+K");
      await bench.page.keyboard.press("Control+I");
      const shown = bench.page.locator(".monaco-hover:not(.hidden) .monaco-hover-content", { hasText: "TorchScript" });
      await shown.first().waitFor();
      await bench.page.waitForTimeout(400);
      const text = (await shown.allTextContents()).join("\n");
      await shot(`hover-${line}`);
      await bench.page.keyboard.press("Escape");
      return text;
    };

    it("asks for the YAML file that the defaults do not name, and offers those that there are", async () => {
      await lens("set arguments (cfg, depth)").waitFor({ timeout: 60_000 });
      assert.equal(await bench.page.locator(".squiggly-error").count(), 0);
      await shot("first");
      await lens("set arguments (cfg, depth)").click();
      await bench.page.locator(".quick-input-widget:not(.hidden) .quick-input-list .monaco-list-row", { hasText: "net-base.yaml" }).waitFor();
      await bench.page.waitForTimeout(300);
      await bench.page.keyboard.press("Enter");
      await bench.page.locator(".quick-input-widget:not(.hidden) .quick-input-list .monaco-list-row", { hasText: "cfg/small.yaml" }).waitFor();
      await shot("files");
      await bench.page.keyboard.type("small");
      await bench.page.waitForTimeout(300);
      await bench.page.keyboard.press("Enter");
      await bench.page.waitForSelector('.tab[data-resource-name="torchscript.yaml"]');
      await lens(/2 errors with torch/).waitFor({ timeout: 20_000 });
      assert.match(fs.readFileSync(path.join(folder, "torchscript.yaml"), "utf8"), /args: \{ cfg: cfg\/small\.yaml \}/);
      await lens("compiles as a part of Net").waitFor();
      await shot("verdict");
    });

    it("tells of an attribute, a call and a variable what TorchScript makes of them", async () => {
      await bench.openFile(file);
      assert.match(await hoverAt(lineOf("y = self.conv(x)"), 19), /self\.conv: submodule/);
      assert.match(await hoverAt(lineOf("torch.add(y, x)"), 23), /aten::add/);
      assert.match(await hoverAt(lineOf("torch.add(y, x)"), 26), /y: Tensor/);
    });

    it("mends the flag by a quick fix", async () => {
      await bench.quickFix(lineOf("if self.flag"), 16, "Move 'flag' into __init__", "self.flag = False", () => shot("fix"));
      await lens(/1 error with torch/).waitFor({ timeout: 20_000 });
    });

    it("shows what is wrong in a file of torch's at the call that leads there", async () => {
      await bench.command("Problems: Focus on Problems View");
      const rows = bench.page.locator(".markers-panel .monaco-list-row");
      await rows.filter({ hasText: "torch reports it here" }).first().waitFor();
      await shot("problems");
      assert.match((await rows.allTextContents()).join("\n"), /net\.py/);
      assert.equal(await rows.filter({ hasText: "/lens/site" }).count(), 0);
    });

    it("leads from an error to the page of its rule, rendered", async () => {
      await bench.page.locator(".markers-panel a.monaco-link").first().click();
      await bench.rendered(/What torch does/);
      await shot("rule");
    });

    it("greys out what TorchScript never compiles", async () => {
      await bench.openFile(path.join(folder, "dead.py"));
      await lens("compiles with torch").waitFor({ timeout: 20_000 });
      await bench.page.locator(".squiggly-inline-unnecessary", { hasText: "print" }).first().waitFor();
      await shot("dead");
    });

    it("opens graph and code beside the source, and who calls", async () => {
      await bench.openFile(file);
      await bench.goTo(lineOf("def forward(self, x)") , 10);
      await bench.command("Calls: Show Call Hierarchy");
      await bench.page.waitForTimeout(1500);
      await shot("calls");
      await bench.page.locator(".pane-body .monaco-list-row", { hasText: "Net.forward" }).first().waitFor();
      await bench.openFile(file);
      await bench.command("TorchScript: Show Graph and Code");
      await bench.page.locator(".editor-instance .view-line", { hasText: "aten::add" }).first().waitFor();
      await shot("code");
    });

    it("says nothing of YAML files, and leads from their rows to the classes", async () => {
      await bench.openFile(path.join(folder, "cfg", "other.yaml"));
      await bench.page.waitForTimeout(1500);
      assert.equal(await bench.page.locator(".editor-instance .squiggly-error").count(), 0);
      await bench.openFile(path.join(folder, "cfg", "small.yaml"));
      await bench.page.locator(".detected-link", { hasText: "Block" }).first().waitFor();
      await shot("yaml");
    });

    it("names in a script what is not the model, and mends it", async () => {
      const convert = path.join(folder, "convert.py");
      await bench.openFile(convert);
      if (!(await bench.page.locator(".view-line", { hasText: "torch.jit.script(model).save(path)" }).isVisible())) await bench.page.locator(".squiggly-warning").nth(1).waitFor();
      for (const [line, title, mended] of [[13, "Script 'model' instead of what it returned", "torch.jit.script(model).save(path)"], [14, "Script an instance: 'Small()'", "torch.jit.script(Small()).save(path)"]] as const) {
        await bench.quickFix(line, 6, title, mended, () => shot(`convert-${line}`));
      }
      await bench.page.locator(".squiggly-warning").waitFor({ state: "detached" });
    });

    it("completes the names in torchscript.yaml and tells of them", async () => {
      const config = path.join(folder, "torchscript.yaml");
      await bench.openFile(config);
      const lines = fs.readFileSync(config, "utf8").split("\n");
      const args = lines.findIndex((l) => l.includes("args:"));
      await bench.goTo(args + 1, (lines[args] ?? "").indexOf(" }") + 1);
      await bench.page.keyboard.type(", ");
      const row = bench.page.locator(".suggest-widget.visible .monaco-list-row");
      await row.filter({ hasText: "depth" }).first().waitFor();
      await shot("completion");
      await row.filter({ hasText: "depth" }).first().click();
      await bench.page.keyboard.type("2");
      await bench.page.locator(".view-line", { hasText: "args: { cfg: cfg/small.yaml, depth: 2 }" }).waitFor();
      await bench.goTo(args + 1, (lines[args] ?? "").indexOf("cfg:") + 2);
      await bench.page.keyboard.press("Control+K");
      await bench.page.keyboard.press("Control+I");
      await bench.page.locator(".monaco-hover:not(.hidden) .monaco-hover-content", { hasText: "net-base.yaml" }).first().waitFor();
      await shot("entry-hover");
      await bench.page.keyboard.press("Escape");
    });
  });
}

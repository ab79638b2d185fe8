/** The interpreter that is chosen in the Python extension, in a real VS Code with a stand-in for that extension. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Locator } from "playwright-core";
import { Workbench } from "./workbench";

/** Exports what is used of the Python extension, and has a command that chooses another interpreter. */
const EXTENSION = `const vscode = require("vscode");
exports.activate = () => {
  const changed = new vscode.EventEmitter();
  const folder = vscode.workspace.workspaceFolders[0].uri;
  let chosen = "old";
  vscode.commands.registerCommand("standin.choose", () => { chosen = "new"; changed.fire({}); });
  return {
    environments: {
      getActiveEnvironmentPath: () => ({ id: chosen, path: vscode.Uri.joinPath(folder, chosen).fsPath }),
      resolveEnvironment: async () => ({ executable: { uri: vscode.Uri.joinPath(folder, chosen, "bin", "python3") } }),
      onDidChangeActiveEnvironmentPath: changed.event,
    },
  };
};
`;
const MANIFEST = {
  name: "python", publisher: "ms-python", version: "0.0.1", engines: { vscode: "^1.100.0" }, main: "extension.js", activationEvents: ["onLanguage:python"],
  contributes: { commands: [{ command: "standin.choose", title: "Stand-in: Choose the New Interpreter" }] },
};

describe("the Python extension's interpreter in a real VS Code", () => {
  let bench: Workbench;
  let folder: string;
  before(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "interpreter-"));
    fs.writeFileSync(path.join(folder, "model.py"), "from torch import nn\n\n\nclass Net(nn.Module):\n    def forward(self, x):\n        return self.lost(x)\n");
    for (const [name, torch] of [["old", "1.13.1"], ["new", "2.6.0"]] as const) {
      const packages = path.join(folder, name, "lib", "python3.11", "site-packages");
      for (const made of [path.join(packages, `torch-${torch}.dist-info`), path.join(packages, "torch"), path.join(folder, name, "bin")]) fs.mkdirSync(made, { recursive: true });
      for (const file of ["bin/python3", "pyvenv.cfg"]) fs.writeFileSync(path.join(folder, name, file), "");
    }
    bench = await Workbench.open(folder, process.env["LENS_VSIX"] ?? "", {}, { extensions: { "ms-python.python-0.0.1": { "package.json": JSON.stringify(MANIFEST), "extension.js": EXTENSION } } });
    await bench.openFile(path.join(folder, "model.py"));
  });
  after(async () => {
    await bench?.close();
    if (folder) fs.rmSync(folder, { recursive: true, force: true });
  });
  const lens = (text: RegExp): Locator => bench.page.locator(".codelens-decoration a", { hasText: text }).first();

  it("says which torch is taken, and is followed", async () => {
    await lens(/1 error with torch 1\.13/).waitFor({ timeout: 60_000 });
    await bench.command("Stand-in: Choose the New Interpreter");
    await lens(/1 error with torch 2\.6/).waitFor({ timeout: 30_000 });
    await bench.screenshot("interpreter");
  });
});

/** The command line as it is installed from its package. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

const root = path.resolve(__dirname, "../../..");

describe("the package of the command line", function () {
  this.timeout(180_000);

  it("is installed by npm and checks, explains and exports", () => {
    const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "lens-package-")));
    const run = (command: string, args: readonly string[]): { status: number | null; said: string } => {
      const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, encoding: "utf8", shell: process.platform === "win32", env: { ...process.env, TORCHSCRIPT_LENS_CACHE: "off" } });
      return { status, said: stdout + stderr };
    };
    const packed = run(process.execPath, [path.join(root, "scripts/packageCli.mjs"), "--out", folder]);
    assert.equal(packed.status, 0, packed.said);
    const [tarball = ""] = fs.readdirSync(folder).filter((name) => name.endsWith(".tgz"));
    const installed = run("npm", ["install", "--global", "--offline", "--no-audit", "--no-fund", "--prefix", path.join(folder, "prefix"), path.join(folder, tarball)]);
    assert.equal(installed.status, 0, installed.said);
    const lens = path.join(folder, "prefix", process.platform === "win32" ? "torchscript-lens.cmd" : "bin/torchscript-lens");
    fs.writeFileSync(path.join(folder, "net.py"), "import torch.nn as nn\n\n\nclass Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.fc = nn.Linear(2, 2)\n\n    def forward(self, x):\n        return self.fc(x)\n");
    for (const torch of ["1.13", "2.6", "2.14"]) assert.equal(run(lens, ["check", "--torch", torch, "net.py:Net"]).status, 0);
    const sarif = run(lens, ["check", "--format", "sarif", "nowhere.py"]);
    assert.equal(sarif.status, 2);
    assert.match(sarif.said, /"helpUri"|"helpText"|"fullDescription"/);
    const exported = run(lens, ["export", "net.py:Net", "--input", "1,2", "--format", "onnx"]);
    assert.match(exported.said, /npm install onnxruntime-node/);
    assert.equal(exported.status, 0, exported.said);
    fs.rmSync(folder, { recursive: true });
  });
});

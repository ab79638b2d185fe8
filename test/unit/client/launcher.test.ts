/** The command that terminals find runs what it is told to, whatever stands in its path. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { launcher } from "../../../client/src/launcher";

describe("the command in terminals", () => {
  it("runs the script with its arguments as they are", function () {
    if (process.platform === "win32") this.skip();
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "it's $HOME `a` "));
    const script = path.join(folder, "main.js");
    fs.writeFileSync(script, "console.log(JSON.stringify([process.env.ELECTRON_RUN_AS_NODE, ...process.argv.slice(2)])); process.exit(3);");
    const { file, text } = launcher(process.platform, process.execPath, script);
    fs.writeFileSync(path.join(folder, file), text, { mode: 0o755 });
    const run = spawnSync(path.join(folder, file), ["check", "a b.py:Net", "--args", '{"x": "$1"}'], { encoding: "utf8" });
    assert.equal(run.status, 3);
    assert.deepEqual(JSON.parse(run.stdout), ["1", "check", "a b.py:Net", "--args", '{"x": "$1"}']);
    fs.rmSync(folder, { recursive: true });
  });

  it("is a batch file on Windows", () => {
    const { file, text } = launcher("win32", "C:\\Program Files\\Code\\Code.exe", "C:\\x y\\bin\\torchscript-lens.js");
    assert.equal(file, "torchscript-lens.cmd");
    assert.match(text, /"C:\\Program Files\\Code\\Code.exe" "C:\\x y\\bin\\torchscript-lens.js" %\*\r\n$/);
  });
});

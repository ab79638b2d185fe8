/**
 * Archives of torchvision 0.14's models: random weights are saved by real torch 1.13, `export` writes the
 * archive with them, real torch loads it, and its outputs must equal those of the eager model bit for bit.
 *
 *   tsx test/oracle/export.ts [--site-packages DIR] [NAME...]
 */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";

const here = import.meta.dirname ?? __dirname;
const root = path.resolve(here, "../..");
const { values, positionals } = parseArgs({ allowPositionals: true, options: { "site-packages": { type: "string", default: "/usr/lib/python3/dist-packages" } } });
const ALL = ("resnet18 resnet50 mobilenet_v2 mobilenet_v3_large densenet121 googlenet inception_v3 efficientnet_b0 convnext_tiny swin_t vit_b_16 " +
  "deeplabv3_resnet50 fasterrcnn_resnet50_fpn").split(" ");
const names = positionals.length > 0 ? positionals : ALL;
const python = "/usr/bin/python3";

if (spawnSync(python, ["-c", "import torchvision"]).status !== 0) {
  console.log("archives against real torch skipped: /usr/bin/python3 has no torchvision (apt-get install python3-torchvision)");
  process.exit(0);
}
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "export-"));
const environment = { ...process.env, PYTHONDONTWRITEBYTECODE: "1", PYTHONWARNINGS: "ignore" };
let failed = 0;
for (const name of names) {
  const options = name === "googlenet" || name === "inception_v3" ? ", init_weights=False" : /rcnn|deeplab/.test(name) ? ", weights_backbone=None" : "";
  const where = /rcnn/.test(name) ? "detection." : /deeplab/.test(name) ? "segmentation." : "";
  const source = path.join(scratch, `use_${name}.py`);
  const weights = path.join(scratch, `${name}.pth`);
  fs.writeFileSync(source, `import torchvision\nmodel = torchvision.models.${where}${name}(weights=None${options}).eval()\n`);
  const check = path.join(here, "export_check.py");
  spawnSync(python, [check, "make", name, weights], { env: environment });
  const made = spawnSync(process.execPath, [
    path.join(root, "bin/torchscript-lens.js"), "export", "--json", "--torch", "1.13", "--root", scratch, "--site-packages", values["site-packages"], "--weights", weights, "--out", path.join(scratch, name), `${source}:model`,
  ], { encoding: "utf8", maxBuffer: 1 << 28 });
  const report = made.stdout.startsWith("{") ? (JSON.parse(made.stdout) as { formats: { files: { file: string; size: number }[]; problem?: { message: string }; seconds: number }[]; problem?: { message: string }; keys?: { missing: string[] }; diagnostics: { message: string }[] }) : undefined;
  let verdict: string;
  const written = report?.formats[0];
  const file = written?.files[0];
  if (!report || !file) verdict = report?.problem?.message ?? written?.problem?.message ?? report?.diagnostics[0]?.message ?? (made.stderr.slice(-300) || "no answer");
  else {
    const answer = spawnSync(python, [check, "check", name, weights, file.file], { encoding: "utf8", env: environment });
    verdict = answer.stdout.trim() || answer.stderr.trim().slice(-600);
    if (report.keys?.missing.length) verdict += `; ${report.keys.missing.length} keys missing`;
  }
  if (verdict !== "equal") failed++;
  console.log(`${verdict === "equal" ? "✓" : "✗"} ${name}: ${verdict}${file && written ? ` (${(file.size / 2 ** 20).toFixed(1)} MiB, written in ${written.seconds.toFixed(2)} s)` : ""}`);
  fs.rmSync(path.join(scratch, name), { recursive: true, force: true });
  fs.rmSync(weights, { force: true });
}
fs.rmSync(scratch, { recursive: true, force: true });
console.log(`${names.length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

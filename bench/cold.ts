/**
 * Cold answers: a whole `torchscript-lens check` process against a whole real-torch process that
 * imports, builds and scripts the same model, in turn. Prints medians and their ratios: of a first check, for which no
 * load is kept (what installed packages were compiled to is, as Python keeps that, too), and of the one after it.
 *
 *   npx tsx bench/cold.ts [--runs 5] [--site-packages DIR]
 */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { forgetLoads } from "./forget";

const root = path.resolve(import.meta.dirname ?? __dirname, "..");
const { values } = parseArgs({ options: { runs: { type: "string", default: "5" }, "site-packages": { type: "string", default: "/usr/lib/python3/dist-packages" } } });
const python = "/usr/bin/python3";
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "bench-"));
fs.writeFileSync(path.join(scratch, "resnet.py"), "import torchvision\nmodel = torchvision.models.resnet50(weights=None)\n");

interface Job { readonly name: string; readonly lens: string[]; readonly torch: string }
const JOBS: Job[] = [
  {
    name: "resnet50 (torchvision)",
    lens: ["check", "--torch", "1.13", "--site-packages", values["site-packages"], "--root", scratch, path.join(scratch, "resnet.py") + ":model"],
    torch: `import sys; sys.path.insert(0, ${JSON.stringify(scratch)}); import torch, resnet; torch.jit.script(resnet.model)`,
  },
  {
    name: "sample detector",
    lens: ["check", "--torch", "1.13", "--root", path.join(root, "samples/detector"), path.join(root, "samples/detector/model.py") + ":Detector"],
    torch: `import sys; sys.path.insert(0, ${JSON.stringify(path.join(root, "samples/detector"))}); sys.dont_write_bytecode = True; import torch, model\ntry: torch.jit.script(model.Detector())\nexcept RuntimeError: pass`,
  },
];

const median = (list: number[]): number => [...list].sort((a, b) => a - b)[list.length >> 1] ?? NaN;
const cache = fs.mkdtempSync(path.join(os.tmpdir(), "bench-cache-"));
process.env["TORCHSCRIPT_LENS_CACHE"] = cache;
const timed = (command: string, args: string[]): number => {
  const began = performance.now();
  const run = spawnSync(command, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"], maxBuffer: 1 << 28 });
  if (run.status === null || (command === python && run.status !== 0)) throw new Error(`${command} failed: ${run.stderr.toString().slice(-400)}`);
  return (performance.now() - began) / 1000;
};

if (spawnSync(python, ["-c", "import torchvision"]).status !== 0) {
  console.log("skipped: no real torch with torchvision here");
  process.exit(0);
}
for (const job of JOBS) {
  const [first, again, torch]: [number[], number[], number[]] = [[], [], []];
  const lens = (): number => timed(process.execPath, [path.join(root, "bin/torchscript-lens.js"), ...job.lens]);
  for (let i = 0; i <= Number(values.runs); i++) {
    forgetLoads(cache);
    const took = [lens(), lens(), timed(python, ["-c", job.torch])] as const;
    if (i > 0) [first, again, torch].forEach((list, k) => list.push(took[k] ?? NaN)); // the first round warms the disk's cache
  }
  const ratio = (list: readonly number[]): string => {
    const ratios = list.map((a, i) => a / (torch[i] ?? NaN));
    return `ratio ${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)})`;
  };
  console.log(`${job.name}: real torch ${median(torch).toFixed(2)} s; check ${median(first).toFixed(2)} s, ${ratio(first)}; again ${median(again).toFixed(2)} s, ${ratio(again)}; ${values.runs} rounds`);
}
for (const folder of [scratch, cache]) fs.rmSync(folder, { recursive: true, force: true });

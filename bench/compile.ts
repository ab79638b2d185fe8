/**
 * The compiler alone: a loaded model compiled again and again (nothing is kept between), against real torch's `torch.jit.script`
 * of the same built model in a fresh process, in turn. Prints medians, their ratio, and peak memory.
 *
 *   npx tsx bench/compile.ts [--runs 5] [--site-packages DIR] [--yolov7 CHECKOUT] [NAME...]
 */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { Loader } from "../server/src/host/loader";
import { loadParserParts } from "../server/src/host/parserParts";
import { operatorFacts } from "../server/src/project/environment";
import { Sources } from "../server/src/project/engine";
import { compile } from "../server/src/script/compile";
import { initParser } from "../server/src/syntax/parser";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: "string", default: "5" }, "site-packages": { type: "string", default: "/usr/lib/python3/dist-packages" }, yolov7: { type: "string" } },
});
const names = positionals.length > 0 ? positionals : ["densenet121", "resnet152", "fasterrcnn_resnet50_fpn"];
const python = "/usr/bin/python3";
/** Times one torch.jit.script in a process of its own: torch keeps compiled functions and classes for the next. */
const DRIVER = `
import sys, time, os, types, importlib.abc, importlib.machinery
from unittest.mock import MagicMock
sys.dont_write_bytecode = True
class Missing(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, name, path=None, target=None):
        return importlib.machinery.ModuleSpec(name, self, is_package=True) if name.split(".")[0] in ("cv2", "pandas", "tqdm", "seaborn", "matplotlib", "scipy", "requests", "PIL", "thop") else None
    def create_module(self, spec):
        made = MagicMock(name=spec.name, __version__="1.0"); made.__spec__ = spec; made.__path__ = []; return made
    def exec_module(self, module): pass
sys.meta_path.append(Missing())
import torch
exec(sys.argv[1])
began = time.perf_counter()
try:
    torch.jit.script(model)
    print("took", time.perf_counter() - began, "ok")
except Exception as error:
    print("took", time.perf_counter() - began, "error")
`;

const median = (list: readonly number[]): number => [...list].sort((a, b) => a - b)[list.length >> 1] ?? NaN;

async function main(): Promise<void> {
  await initParser(loadParserParts());
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "bench-"));
  const jobs = names.map((name) => {
    const how = name.includes("rcnn") ? `torchvision.models.detection.${name}(weights=None, weights_backbone=None)` : `torchvision.models.${name}(weights=None)`;
    const file = path.join(scratch, `use_${name}.py`);
    fs.writeFileSync(file, `import torchvision\nmodel = ${how}\n`);
    return { name, file, target: "model", args: undefined as unknown, roots: [scratch], torch: `import torchvision; model = ${how}` };
  });
  if (values.yolov7) {
    const root = path.resolve(values.yolov7);
    jobs.push({
      name: "yolov7 (to its first error)", file: path.join(root, "models", "yolo.py"), target: "Model", args: { cfg: path.join(root, "cfg/deploy/yolov7.yaml") }, roots: [root],
      torch: `sys.path.insert(0, ${JSON.stringify(root)}); os.chdir(${JSON.stringify(root)}); from models.yolo import Model; model = Model("cfg/deploy/yolov7.yaml")`,
    });
  }
  const loader = Loader.create({ torch: "1.13", memoryLimit: 2048 });
  for (const job of jobs) {
    const loaded = await loader.load({
      file: job.file, name: job.target, args: job.args, asIs: false, roots: job.roots, folders: job.roots, sitePackages: [values["site-packages"]],
      torch: "1.13", overlays: new Map(), timeLimit: 60_000, memoryLimit: 2048,
    });
    if (!loaded.ok) { console.log(`${job.name}: not loaded: ${loaded.error.message}`); continue; }
    const [ours, firsts, theirs]: [number[], number[], number[]] = [[], [], []];
    let verdict = "";
    const sources = new Sources();
    for (let i = 0; i < Number(values.runs) + 1; i++) {
      const began = performance.now();
      const result = compile({ graph: loaded.graph, torch: "1.13", facts: operatorFacts("1.13"), sources, print: false, timeLimit: 60_000 });
      const took = (performance.now() - began) / 1000;
      verdict = result.verdict;
      const first = result.log.entries.find((e) => e.kind === "error")?.time;
      const torch = spawnSync(python, ["-W", "ignore", "-c", DRIVER, job.torch], { encoding: "utf8", maxBuffer: 1 << 26 });
      const real = Number(/^took (\S+)/m.exec(torch.stdout)?.[1]);
      if (Number.isNaN(real)) throw new Error(`real torch could not build ${job.name}:\n${torch.stderr.slice(-600)}`);
      if (i === 0) continue; // it warms both
      ours.push(took);
      theirs.push(real);
      if (first !== undefined) firsts.push(first / 1000);
    }
    console.log(`${job.name}: ${verdict}; compiler ${median(ours).toFixed(3)} s, torch.jit.script ${median(theirs).toFixed(3)} s, ratio ${(median(ours) / median(theirs)).toFixed(2)} over ${ours.length} pairs`);
    // torch goes no further than this; the compiler goes on to find the rest
    if (firsts.length > 0) console.log(`  to its first error: compiler ${median(firsts).toFixed(3)} s, ratio ${(median(firsts) / median(theirs)).toFixed(2)}`);
  }
  console.log(`resident memory ${(process.memoryUsage().rss / 2 ** 20).toFixed(0)} MiB`);
  await loader.dispose();
  fs.rmSync(scratch, { recursive: true, force: true });
}
void main();

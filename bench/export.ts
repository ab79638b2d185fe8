/**
 * Time and peak memory of exports against real torch in the same run: `torchscript-lens export` of resnet50 and
 * densenet121 in both formats, `torch.jit.script(...).save` and `torch.onnx.export` of torch 1.13, each in a process of
 * its own, cold, with the same weights; and of ours again, when the load of the first is kept. Our ONNX is also run once with onnxruntime before it is done; torch's is not.
 *
 *   tsx bench/export.ts [--rounds N] [--site-packages DIR] [NAME...]
 */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { forgetLoads } from "./forget";

const here = import.meta.dirname ?? __dirname;
const { values, positionals } = parseArgs({ allowPositionals: true, options: { rounds: { type: "string", default: "3" }, "site-packages": { type: "string", default: "/usr/lib/python3/dist-packages" } } });
const names = positionals.length > 0 ? positionals : ["resnet50", "densenet121"];
const python = "/usr/bin/python3";
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "bench-export-"));
const cache = fs.mkdtempSync(path.join(os.tmpdir(), "bench-cache-"));
const environment = { ...process.env, PYTHONDONTWRITEBYTECODE: "1", PYTHONWARNINGS: "ignore", TORCHSCRIPT_LENS_CACHE: cache };

interface Measured { readonly wall: number; readonly cpu: number; readonly peak: number }

/** Wall time and processor time in seconds, peak memory in MiB, as the kernel counts them. */
function measured(command: string, args: readonly string[]): Measured | string {
  const code = "import resource, subprocess, sys, time\nt = time.time()\np = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)\nw = time.time() - t\nr = resource.getrusage(resource.RUSAGE_CHILDREN)\n" +
    "print(p.returncode, w, r.ru_utime + r.ru_stime, r.ru_maxrss / 1024)\nsys.stderr.write(p.stderr.decode()[-300:])";
  const made = spawnSync(python, ["-c", code, command, ...args], { encoding: "utf8", env: environment, cwd: scratch });
  const [status, wall = 0, cpu = 0, peak = 0] = made.stdout.trim().split(" ").map(Number);
  return status === 0 ? { wall, cpu, peak } : made.stderr || "failed";
}

const middle = (list: readonly number[]): number => [...list].sort((a, b) => a - b)[list.length >> 1] ?? NaN;
const shown = (all: readonly Measured[]): string => `${middle(all.map((m) => m.wall)).toFixed(2)} s, ${middle(all.map((m) => m.cpu)).toFixed(2)} s of processor, ${middle(all.map((m) => m.peak)).toFixed(0)} MiB`;

if (spawnSync(python, ["-c", "import torchvision"]).status !== 0) {
  console.log("skipped: /usr/bin/python3 has no torchvision (apt-get install python3-torchvision)");
  process.exit(0);
}
for (const name of names) {
  const source = path.join(scratch, `use_${name}.py`);
  const weights = path.join(scratch, `${name}.pth`);
  fs.writeFileSync(source, `import torchvision\nmodel = torchvision.models.${name}(weights=None)\n`);
  const build = `import torch, torchvision\nm = torchvision.models.${name}(weights=None)\n`;
  spawnSync(python, ["-c", `${build}torch.save(m.state_dict(), ${JSON.stringify(weights)})`], { env: environment });
  const loaded = `${build}m.load_state_dict(torch.load(${JSON.stringify(weights)}))\nm.eval()\n`;
  const sides = {
    archive: { args: [] as string[], code: `${loaded}torch.jit.script(m).save(${JSON.stringify(path.join(scratch, "real.pt"))})` },
    ONNX: { args: ["--format", "onnx", "--input", "1,3,224,224"], code: `${loaded}torch.onnx.export(m, torch.zeros(1, 3, 224, 224), ${JSON.stringify(path.join(scratch, "real.onnx"))}, opset_version=16)` },
  };
  for (const [format, { args, code }] of Object.entries(sides)) {
    const [ours, again, theirs]: [Measured[], Measured[], Measured[]] = [[], [], []];
    for (let i = 0; i < Number(values.rounds); i++) {
      forgetLoads(cache);
      const exported = (): Measured | string => measured(process.execPath, [path.join(here, "../bin/torchscript-lens.js"), "export", "--eval", "--torch", "1.13", "--python", "none", "--root", scratch, "--site-packages", values["site-packages"], "--weights", weights, "--out", path.join(scratch, "out"), ...args, `${source}:model`]);
      for (const [list, took] of [[ours, exported()], [again, exported()], [theirs, measured(python, ["-c", code])]] as const) {
        if (typeof took === "string") console.log(`${name}, ${format}: ${took}`);
        else list.push(took);
      }
    }
    if (ours.length > 0) console.log(`${name}, ${format}: ours ${shown(ours)}; again ${shown(again)}; torch ${shown(theirs)}`);
  }
}
for (const folder of [scratch, cache]) fs.rmSync(folder, { recursive: true, force: true });

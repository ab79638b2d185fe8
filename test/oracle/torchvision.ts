/**
 * torchvision 0.14's classification models against real torch 1.13 in the same run: verdict ok, no
 * error, the same method names, schemas and graphs, the same number of parameters.
 *
 *   tsx test/oracle/torchvision.ts [--site-packages DIR] [NAME...]
 */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";

const here = import.meta.dirname ?? __dirname;
const root = path.resolve(here, "../..");
const { values, positionals } = parseArgs({ allowPositionals: true, options: { "site-packages": { type: "string", default: "/usr/lib/python3/dist-packages" } } });
const MODELS = ("alexnet vgg16_bn resnet18 resnet50 resnext50_32x4d wide_resnet50_2 squeezenet1_1 densenet121 googlenet inception_v3 mobilenet_v2 " +
  "mobilenet_v3_large mnasnet1_0 shufflenet_v2_x1_0 efficientnet_b0 regnet_y_400mf convnext_tiny swin_t vit_b_16").split(" ");
const names = positionals.length ? positionals : MODELS;
const python = "/usr/bin/python3";

if (spawnSync(python, ["-c", "import torchvision"]).status !== 0) {
  console.log("torchvision against real torch skipped: /usr/bin/python3 has no torchvision (apt-get install python3-torchvision)");
  process.exit(0);
}
interface Real { name: string; parameters: number; methods: Record<string, string>; graphs: Record<string, string> }
interface Ours { target: string; verdict: string; parameters?: number; diagnostics: { severity: string; message: string; file: string; range: { start: { line: number } } }[]; methods: Record<string, { schema: string; graph?: string }> }

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "torchvision-"));
for (const name of names) {
  const options = name === "googlenet" || name === "inception_v3" ? ", init_weights=False" : "";
  fs.writeFileSync(path.join(scratch, `use_${name}.py`), `import torchvision\nmodel = torchvision.models.${name}(weights=None${options})\n`);
}
const ours = spawnSync(process.execPath, [path.join(root, "bin/torchscript-lens.js"), "check", "--json", "--torch", "1.13", "--root", scratch, "--site-packages", values["site-packages"], ...names.map((n) => `${path.join(scratch, `use_${n}.py`)}:model`)], { encoding: "utf8", maxBuffer: 1 << 30 });
const real = spawnSync(python, [path.join(here, "torchvision_schemas.py"), ...names], { encoding: "utf8", maxBuffer: 1 << 30, env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" } });
fs.rmSync(scratch, { recursive: true, force: true });

const lines = <T>(text: string): T[] => text.split("\n").filter((l) => l.startsWith("{")).map((l) => JSON.parse(l) as T);
const answers = new Map(lines<Ours>(ours.stdout).map((o) => [/use_(\w+)\.py/.exec(o.target)?.[1] ?? "", o]));
const unmangled = (s: string): string => s.replace(/___torch_mangle_\d+\./g, "");
function canonical(graph: string): string {
  const seen = new Map<string, string>();
  // torch numbers its warnings over the whole process
  return unmangled(graph).replace(/warn_id=\d+/g, "warn_id").replace(/\s+# \S+:\d+:\d+$/gm, "").replace(/%[A-Za-z0-9_.]+/g, (v) => { if (!seen.has(v)) seen.set(v, `%${seen.size}`); return seen.get(v) ?? v; });
}

let passed = 0;
let failed = 0;
for (const want of lines<Real>(real.stdout)) {
  const got = answers.get(want.name);
  const faults: string[] = [];
  if (!got) faults.push("no answer");
  else {
    if (got.verdict !== "ok") faults.push(`verdict ${got.verdict}`);
    for (const d of got.diagnostics.filter((x) => x.severity === "error").slice(0, 3)) faults.push(`${path.basename(d.file)}:${d.range.start.line + 1}: ${d.message.split("\n")[0]}`);
    if (got.parameters !== want.parameters) faults.push(`${got.parameters} parameters, torch has ${want.parameters}`);
    const missing = Object.keys(want.methods).filter((m) => !(m in got.methods));
    const extra = Object.keys(got.methods).filter((m) => !(m in want.methods));
    if (missing.length) faults.push(`${missing.length} methods missing: ${missing.slice(0, 3).join(", ")}`);
    if (extra.length) faults.push(`${extra.length} methods too many: ${extra.slice(0, 3).join(", ")}`);
    const other = Object.entries(want.methods).filter(([m, s]) => got.methods[m] && unmangled(got.methods[m].schema) !== unmangled(s));
    if (other.length) faults.push(`${other.length} schemas differ: ${other[0]?.[0]}: ${got.methods[other[0]?.[0] ?? ""]?.schema} / ${other[0]?.[1]}`);
  }
  const graphs = Object.entries(want.graphs);
  const equal = graphs.filter(([m, g]) => got?.methods[m]?.graph && canonical(got.methods[m].graph ?? "") === canonical(g)).length;
  if (equal < graphs.length) faults.push(`${graphs.length - equal} graphs differ`);
  console.log(`${faults.length ? "✗" : "✓"} ${want.name}: ${Object.keys(want.methods).length} methods, graphs equal ${equal} of ${graphs.length}${faults.length ? `\n    ${faults.join("\n    ")}` : ""}`);
  if (faults.length) failed++;
  else passed++;
}
if (passed + failed !== names.length) { console.log(`${names.length} asked, ${passed + failed} answered\n${real.stderr.slice(-500)}${ours.stderr.slice(-500)}`); failed++; }
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;

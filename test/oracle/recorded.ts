/**
 * Whole models against what torch 1.13 made of them when it was recorded: all 118 builders of
 * torchvision 0.14 that it accepts (number of methods, hash of all their graphs) and, given a checkout
 * of yolov7, its 77 module structures in train and eval mode and after fuse() (hash or first error's place).
 *
 *   tsx test/oracle/recorded.ts [--every N] [--only TEXT] [--site-packages DIR] [--yolov7 CHECKOUT]
 *
 * Rows of recorded/torchvision-1.13.txt: builder, methods, hash. Rows of recorded/yolov7-1.13.txt:
 * YAML, path of the module, mode, hash or file:line:column. A hash is the beginning of the SHA-256 of
 * {method: graph} as JSON, ranges and mangling dropped, values renamed in order of appearance.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";

const here = import.meta.dirname ?? __dirname;
const root = path.resolve(here, "../..");
const { values } = parseArgs({
  options: { every: { type: "string", default: "1" }, only: { type: "string", default: "" }, "site-packages": { type: "string", default: "/usr/lib/python3/dist-packages" }, yolov7: { type: "string" } },
});

interface Ours {
  target: string;
  verdict: string;
  diagnostics: { message: string; file: string; range: { start: { line: number; character: number } } }[];
  methods: Record<string, { graph?: string }>;
}
/** A Python file of a model, the name in it, and what is wrong with our answer (nothing: null). */
interface Case { readonly id: string; readonly file: string; readonly name: string; readonly fault: (ours: Ours) => string | null }

function canonical(graph: string): string {
  const seen = new Map<string, string>();
  return graph.replace(/\s+# \S+:\d+:\d+$/gm, "").replace(/___torch_mangle_\d+\./g, "")
    .replace(/%[A-Za-z0-9_.]+/g, (v) => { if (!seen.has(v)) seen.set(v, `%${seen.size}`); return seen.get(v) ?? v; });
}

function hashOf(ours: Ours): string {
  const graphs = Object.entries(ours.methods).flatMap(([name, m]) => (m.graph === undefined ? [] : [[name, canonical(m.graph)] as const])).sort(([a], [b]) => (a < b ? -1 : 1));
  const text = `{${graphs.map(([name, graph]) => `${JSON.stringify(name)}: ${JSON.stringify(graph)}`).join(", ")}}`;
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

function otherThan(ours: Ours, hash: string): string | null {
  if (ours.verdict !== "ok") return `${ours.verdict}: ${ours.diagnostics[0]?.message.split("\n")[0]}`;
  return hashOf(ours) === hash ? null : "the graphs differ";
}

const rows = (file: string): string[][] => fs.readFileSync(path.join(here, "recorded", file), "utf8").trim().split("\n").map((l) => l.split(" "))
  .filter((r) => r.join(" ").includes(values.only)).filter((_, i) => i % Number(values.every) === 0);

function* torchvisionCases(scratch: string): Generator<Case> {
  for (const [id = "", methods, hash = ""] of rows("torchvision-1.13.txt")) {
    const quantized = id.startsWith("quantized_");
    const name = quantized ? id.slice("quantized_".length) : id;
    const room = quantized ? "quantization" : /rcnn|^retinanet|^fcos|^ssd/.test(id) ? "detection" : /^deeplab|^fcn_|^lraspp/.test(id) ? "segmentation" : /^(r3d|mc3|r2plus1d|mvit|s3d)/.test(id) ? "video" : /^raft/.test(id) ? "optical_flow" : "";
    const options = ["weights=None", ...(/detection|segmentation/.test(room) ? ["weights_backbone=None"] : []), ...(quantized ? ["quantize=False"] : []), ...(/^(googlenet|inception_v3)$/.test(name) ? ["init_weights=False"] : [])];
    const file = path.join(scratch, `use_${id}.py`);
    fs.writeFileSync(file, `import torchvision\nmodel = torchvision.models.${room ? `${room}.` : ""}${name}(${options.join(", ")})\n`);
    yield { id, file, name: "model", fault: (ours) => otherThan(ours, hash) ?? (Object.keys(ours.methods).length === Number(methods) ? null : `${Object.keys(ours.methods).length} methods, torch has ${methods}`) };
  }
}

function* yolov7Cases(scratch: string, checkout: string): Generator<Case> {
  const made = new Map<string, number>();
  for (const [yaml = "", at = "", mode = "", want = ""] of rows("yolov7-1.13.txt")) {
    const file = path.join(scratch, `use_${yaml.replace(/\W/g, "_")}.py`);
    const name = `t${made.get(file) ?? 0}`;
    if (!made.has(file)) fs.writeFileSync(file, `import torch\nfrom models.yolo import Model\nmade = {}\n\n\ndef at(mode, path):\n    if mode not in made:\n        model = Model(${JSON.stringify(path.join(checkout, yaml))})\n        model.train(mode == "train")\n        if mode == "fused":\n            with torch.no_grad():\n                model = model.fuse()\n        made[mode] = model\n    return made[mode].get_submodule(path)\n\n\n`);
    made.set(file, (made.get(file) ?? 0) + 1);
    fs.appendFileSync(file, `${name} = at(${JSON.stringify(mode)}, ${JSON.stringify(at)})\n`);
    const place = /^(.+):(\d+):(\d+)$/.exec(want);
    yield {
      id: `${yaml} ${at} ${mode}`, file, name,
      fault: (ours) => {
        if (!place) return otherThan(ours, want);
        const [first] = ours.diagnostics;
        const got = first ? `${path.relative(checkout, first.file)}:${first.range.start.line + 1}:${first.range.start.character}` : "nothing";
        return ours.verdict === "error" && got === want ? null : `${ours.verdict} at ${got}, torch at ${want}`;
      },
    };
  }
}

function answers(cases: readonly Case[], options: readonly string[]): Map<string, Ours> {
  const run = spawnSync(process.execPath, [path.join(root, "bin/torchscript-lens.js"), "check", "--json", "--as-is", "--torch", "1.13", ...options, "--targets-from", "-"], { input: cases.map((c) => `${c.file}:${c.name}`).join("\n"), encoding: "utf8", maxBuffer: 1 << 30 });
  if (run.stderr.trim()) console.log(run.stderr.slice(-1000));
  return new Map(run.stdout.split("\n").filter((l) => l.startsWith("{")).map((l) => JSON.parse(l) as Ours).map((o) => [o.target, o]));
}

function held(what: string, cases: readonly Case[], options: readonly string[]): number {
  const faults: string[] = [];
  for (let from = 0; from < cases.length; from += 30) {
    const some = cases.slice(from, from + 30);
    const got = answers(some, options);
    for (const c of some) {
      const ours = got.get(`${c.file}:${c.name}`);
      const fault = ours ? c.fault(ours) : "no answer";
      if (fault) faults.push(`✗ ${c.id}: ${fault}`);
    }
  }
  for (const fault of faults) console.log(fault);
  console.log(`${what}: ${cases.length - faults.length} of ${cases.length} as recorded`);
  return faults.length;
}

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "recorded-"));
try {
  let faults = 0;
  if (fs.existsSync(path.join(values["site-packages"], "torchvision"))) faults += held("torchvision's builders", [...torchvisionCases(scratch)], ["--root", scratch, "--site-packages", values["site-packages"]]);
  else console.log(`torchvision's builders skipped: there is no torchvision in ${values["site-packages"]} (apt-get install python3-torchvision)`);
  if (values.yolov7) faults += held("yolov7's modules", [...yolov7Cases(scratch, path.resolve(values.yolov7))], ["--root", values.yolov7]);
  process.exitCode = faults ? 1 : 0;
} finally {
  fs.rmSync(scratch, { recursive: true, force: true });
}

/**
 * ONNX of torchvision 0.14's classifiers, run by onnxruntime-node, against eager torch 1.13 with the
 * same random weights and inputs: outputs within 1e-4 of the largest value.
 *
 *   tsx test/oracle/onnx.ts [--site-packages DIR] [--opset N] [--open batch,height,width] [--keep DIR] [NAME...]
 *
 * `--open`: which axes stay open; the file is then made for one size and run with others.
 */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { exportOnnx, type TensorValues } from "../../server/src/export/onnx/index";
import { runOnnx } from "../../server/src/export/onnx/runtime";
import { Loader } from "../../server/src/host/loader";
import { loadParserParts } from "../../server/src/host/parserParts";
import { operatorFacts } from "../../server/src/project/environment";
import { Sources } from "../../server/src/project/engine";
import { compileForExport } from "../../server/src/script/compile";
import { initParser } from "../../server/src/syntax/parser";
import { positionAt } from "../../server/src/syntax/source";
import { english } from "../../server/src/text/message";

const here = import.meta.dirname ?? __dirname;
const { values, positionals } = parseArgs({ allowPositionals: true, options: { "site-packages": { type: "string", default: "/usr/lib/python3/dist-packages" }, opset: { type: "string", default: "17" }, open: { type: "string", default: "" }, keep: { type: "string" } } });
const MODELS = "resnet18 resnet50 mobilenet_v2 mobilenet_v3_large densenet121 googlenet inception_v3 efficientnet_b0 convnext_tiny swin_t vit_b_16".split(" ");
const names = positionals.length ? positionals : MODELS;
const python = "/usr/bin/python3";
const LIMIT = 1e-4;
const open = values.open.split(",").filter(Boolean);
/** The example's size, and those that the file is run with. */
function sizesFor(name: string): { example: number[]; runs: number[][] } {
  const side = name === "inception_v3" ? 299 : 224;
  if (!open.includes("height")) return { example: [open.length > 0 ? 3 : 2, 3, side, side], runs: open.length > 0 ? [[2, 3, side, side], [1, 3, side, side]] : [[2, 3, side, side]] };
  if (name.startsWith("vit")) return { example: [2, 3, side, side], runs: [[1, 3, side, side], [2, 3, side, side + 16]] };
  return name === "inception_v3" ? { example: [2, 3, 160, 192], runs: [[1, 3, 187, 170], [3, 3, 224, 129]] } : { example: [2, 3, 96, 128], runs: [[1, 3, 130, 97], [3, 3, 65, 160]] };
}

interface Entry { dtype: string; shape: number[]; at: number; bytes: number }

async function main(): Promise<number> {
  if (spawnSync(python, ["-c", "import torchvision"]).status !== 0) {
    console.log("ONNX against real torch skipped: /usr/bin/python3 has no torchvision (apt-get install python3-torchvision)");
    return 0;
  }
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "onnx-"));
  const loader = Loader.create({ torch: "1.13", memoryLimit: 2048, once: false });
  await initParser(loadParserParts());
  let failed = 0;
  for (const name of names) {
    const fault = await one(name, scratch, loader);
    if (fault === "missing") break;
    if (fault) failed++;
    for (const end of [".bin", ".json", ".py"]) fs.rmSync(path.join(scratch, name + end), { force: true });
  }
  await loader.dispose();
  fs.rmSync(scratch, { recursive: true, force: true });
  console.log(`${names.length - failed} passed, ${failed} failed`);
  return failed ? 1 : 0;
}

async function one(name: string, scratch: string, loader: Loader): Promise<string | null> {
  const say = (fault: string): string => { console.log(`✗ ${name}: ${fault}`); return fault; };
  const { example, runs } = sizesFor(name);
  const made = spawnSync(python, [path.join(here, "onnx.py"), scratch, name], { encoding: "utf8", env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1", SIZES: JSON.stringify(runs) } });
  if (made.status !== 0) return say(`torch: ${made.stderr.slice(-300)}`);
  const header = JSON.parse(fs.readFileSync(path.join(scratch, `${name}.json`), "utf8")) as Record<string, Entry>;
  const bytes = fs.readFileSync(path.join(scratch, `${name}.bin`));
  const tensor = (key: string): TensorValues | undefined => { const e = header[key]; return e && { dtype: e.dtype, shape: e.shape, data: bytes.subarray(e.at, e.at + e.bytes) }; };
  const file = path.join(scratch, `${name}.py`);
  fs.writeFileSync(file, `import torchvision\nmodel = torchvision.models.${/v3_resnet|^fcn|^lraspp/.test(name) ? "segmentation." : ""}${name}(weights=None${name === "googlenet" || name === "inception_v3" ? ", init_weights=False" : /v3_resnet|^fcn|^lraspp/.test(name) ? ", weights_backbone=None" : ""}).eval()\n`);
  const sources = new Sources();
  const loaded = await loader.load({ file, name: "model", args: undefined, asIs: false, call: false, train: false, roots: [scratch], folders: [scratch], sitePackages: [values["site-packages"]], torch: "1.13", overlays: new Map(), timeLimit: 60_000, memoryLimit: 2048 });
  if (!loaded.ok) return say(`not loaded: ${JSON.stringify(loaded.error).slice(0, 300)}`);
  sources.generated = new Map(loaded.graph.generated);
  const compiled = compileForExport({ graph: loaded.graph, torch: "1.13", facts: operatorFacts("1.13"), sources }).compiled;
  if (!compiled) return say("did not compile");
  const began = performance.now();
  const dynamic = Object.fromEntries(["batch", "", "height", "width"].flatMap((axis, i) => (open.includes(axis) ? [[i, axis]] : [])));
  const result = exportOnnx(compiled, tensor, [{ shape: example, dtype: "float32", dynamic }], { opset: Number(values.opset) });
  const seconds = (performance.now() - began) / 1000;
  if (!result.ok) {
    const { range, message } = result.error;
    const source = range && sources.get(range.file);
    return say(`${english(message)}${source && range ? ` (${path.basename(range.file)}:${positionAt(source.lineStarts, range.start).line + 1})` : ""}`);
  }
  if (values.keep) fs.writeFileSync(path.join(values.keep, `${name}.onnx`), result.model);
  let relative = 0, largest = 0;
  for (const [n, size] of runs.entries()) {
    const input = tensor(`<input ${n}>`), want = tensor(`<output ${n}>`);
    if (!input || !want) return say("no input");
    const on = open.length > 0 ? ` on [${size.join()}]` : "";
    const ran = await runOnnx(result.model, { [result.report.inputs[0]?.name ?? "x"]: { dtype: "float32", shape: input.shape, data: input.data } });
    const refused = want.shape.join() === "0";
    if (refused && ran.ok) return say(`runs${on}, which torch refuses`);
    if (refused) continue;
    if (!ran.ok) { say(`${english(ran.message)}${on}`); return ran.missing ? "missing" : english(ran.message); }
    const expected = new Float32Array(want.data.buffer.slice(want.data.byteOffset, want.data.byteOffset + want.data.byteLength));
    const [said] = result.report.outputs;
    const got = ran.outputs[0];
    if (!got || !said || got.dtype !== said.dtype || got.shape.length !== said.shape.length || said.shape.some((d, i) => typeof d === "number" && d !== got.shape[i])) return say(`the output is ${got?.dtype}[${got?.shape.join()}], ${said?.dtype}[${said?.shape.join()}] was said${on}`);
    if (got.shape.join() !== want.shape.join()) return say(`shape [${got.shape.join()}], torch has [${want.shape.join()}]${on}`);
    let most = 0, worst = 0;
    for (let i = 0; i < expected.length; i++) { most = Math.max(most, Math.abs(expected[i] ?? 0)); const d = Math.abs(Number(got.data[i]) - (expected[i] ?? 0)); worst = Number.isNaN(d) ? Infinity : Math.max(worst, d); }
    largest = Math.max(largest, most);
    relative = Math.max(relative, worst / most);
  }
  const line = `${result.report.nodes} nodes, ${result.report.parameters} weights, ${(result.report.bytes / 1e6).toFixed(1)} MB in ${seconds.toFixed(2)} s, largest difference ${relative.toExponential(1)} of ${largest.toPrecision(3)}${result.report.fixed.map((f) => `; ${english(f.what)} (${f.where})`).join("")}`;
  if (!(relative <= LIMIT)) return say(line);
  console.log(`✓ ${name}: ${line}`);
  return null;
}

void main().then((code) => { process.exitCode = code; });

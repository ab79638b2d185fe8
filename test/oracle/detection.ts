/**
 * ONNX of torchvision 0.14's detection models, run by onnxruntime-node, against eager torch 1.13 with the same random
 * weights and image: as many boxes, and each with the same place, score and label.
 *
 *   tsx test/oracle/detection.ts [--site-packages DIR] [--opset N] [--dynamic] [--keep DIR] [NAME...]
 *
 * `--dynamic`: height and width stay open; the file is made for an image of another size, and run with three.
 */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { decodeNumbers } from "../../server/src/export/numbers";
import { exportOnnx, type OnnxResult, type TensorValues } from "../../server/src/export/onnx/index";
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
const { values, positionals } = parseArgs({ allowPositionals: true, options: { "site-packages": { type: "string", default: "/usr/lib/python3/dist-packages" }, opset: { type: "string" }, dynamic: { type: "boolean", default: false }, keep: { type: "string" } } });
/** Small images, and few boxes where each of them costs much. */
const OPTIONS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  fasterrcnn_resnet50_fpn: { min_size: 160, max_size: 256, box_score_thresh: 0.02 },
  fasterrcnn_mobilenet_v3_large_320_fpn: { box_score_thresh: 0.02 },
  maskrcnn_resnet50_fpn: { min_size: 160, max_size: 256, box_score_thresh: 0.02, box_detections_per_img: 8 },
  keypointrcnn_resnet50_fpn: { min_size: 160, max_size: 256, box_score_thresh: 0.2, box_detections_per_img: 8 },
  retinanet_resnet50_fpn: { min_size: 160, max_size: 256 },
  fcos_resnet50_fpn: { min_size: 160, max_size: 256 },
  ssd300_vgg16: {},
  ssdlite320_mobilenet_v3_large: {},
};
const names = positionals.length ? positionals : Object.keys(OPTIONS);
const python = "/usr/bin/python3";
/** Of the largest value; images of other sizes are rounded otherwise when they are resized. */
const LIMIT = values.dynamic ? 5e-4 : 1e-4;

interface Entry { dtype: string; shape: number[]; at: number; bytes: number }

async function main(): Promise<number> {
  if (spawnSync(python, ["-c", "import torchvision"]).status !== 0) {
    console.log("ONNX of detection models against real torch skipped: /usr/bin/python3 has no torchvision (apt-get install python3-torchvision)");
    return 0;
  }
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "detection-"));
  const loader = Loader.create({ torch: "1.13", memoryLimit: 2048, once: false });
  await initParser(loadParserParts());
  let failed = 0;
  for (const name of names) {
    const fault = await one(name, scratch, loader);
    console.log(fault.good ? `✓ ${name}: ${fault.text}` : `✗ ${name}: ${fault.text}`);
    if (!fault.good) failed++;
    for (const end of [".bin", ".json", ".py"]) fs.rmSync(path.join(scratch, name + end), { force: true });
  }
  await loader.dispose();
  fs.rmSync(scratch, { recursive: true, force: true });
  console.log(`${names.length - failed} passed, ${failed} failed`);
  return failed ? 1 : 0;
}

async function one(name: string, scratch: string, loader: Loader): Promise<{ good: boolean; text: string }> {
  const bad = (text: string): { good: boolean; text: string } => ({ good: false, text });
  const options = OPTIONS[name] ?? {};
  const made = spawnSync(python, [path.join(here, "detection.py"), scratch, name], { encoding: "utf8", env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1", DETECTION: JSON.stringify({ [name]: options }) } });
  if (made.status !== 0) return bad(`torch: ${made.stderr.slice(-300)}`);
  const header = JSON.parse(fs.readFileSync(path.join(scratch, `${name}.json`), "utf8")) as Record<string, Entry>;
  const bytes = fs.readFileSync(path.join(scratch, `${name}.bin`));
  const tensor = (key: string): TensorValues | undefined => { const e = header[key]; return e && { dtype: e.dtype, shape: e.shape, data: bytes.subarray(e.at, e.at + e.bytes) }; };
  const file = path.join(scratch, `${name}.py`);
  fs.writeFileSync(file, `from torchvision.models import detection\nmodel = detection.${name}(weights=None, weights_backbone=None${Object.entries(options).map(([k, v]) => `, ${k}=${v}`).join("")}).eval()\n`);
  const sources = new Sources();
  const loaded = await loader.load({ file, name: "model", args: undefined, asIs: false, call: false, train: false, roots: [scratch], folders: [scratch], sitePackages: [values["site-packages"]], torch: "1.13", overlays: new Map(), timeLimit: 120_000, memoryLimit: 2048 });
  if (!loaded.ok) return bad(`not loaded: ${JSON.stringify(loaded.error).slice(0, 300)}`);
  sources.generated = new Map(loaded.graph.generated);
  const compiled = compileForExport({ graph: loaded.graph, torch: "1.13", facts: operatorFacts("1.13"), sources }).compiled;
  const input = tensor("<input 0>");
  if (!compiled || !input) return bad("did not compile");
  const began = performance.now();
  const example = values.dynamic ? { shape: [3, 150, 140], dtype: input.dtype, dynamic: { 1: "height", 2: "width" } } : { shape: input.shape, dtype: input.dtype };
  const result = exportOnnx(compiled, tensor, [example], values.opset === undefined ? {} : { opset: Number(values.opset) });
  const seconds = (performance.now() - began) / 1000;
  if (!result.ok) {
    const { range, message } = result.error;
    const source = range && sources.get(range.file);
    return bad(`${english(message)}${source && range ? ` (${path.basename(range.file)}:${positionAt(source.lineStarts, range.start).line + 1})` : ""}`);
  }
  if (values.keep) fs.writeFileSync(path.join(values.keep, `${name}.onnx`), result.model);
  let boxes = "", worst = 0;
  for (let n = 0; n < (values.dynamic ? 3 : 1); n++) {
    const found = await compared(result, n, header, tensor);
    if (typeof found === "string") return bad(found);
    boxes += `${boxes && ", "}${found.boxes}`;
    worst = Math.max(worst, found.worst);
  }
  return { good: true, text: `${boxes} boxes, ${result.report.nodes} nodes in ${seconds.toFixed(2)} s, largest difference ${worst.toExponential(1)}${result.report.fixed.map((f) => `; ${english(f.what)} (${f.where})`).join("")}` };
}

/** The file run with an image, against what torch finds in it. */
async function compared(result: OnnxResult & { ok: true }, image: number, header: Record<string, Entry>, tensor: (key: string) => TensorValues | undefined): Promise<{ boxes: number; worst: number } | string> {
  const input = tensor(`<input ${image}>`);
  if (!input) return "no image";
  const on = ` in an image of [${input.shape.join()}]`;
  const ran = await runOnnx(result.model, { [result.report.inputs[0]?.name ?? "x"]: { dtype: "float32", shape: input.shape, data: input.data } });
  if (!ran.ok) return `${english(ran.message)}${on}`;
  const outputs = Object.keys(header).flatMap((key) => new RegExp(`^<output ${image} (.*)>$`).exec(key)?.[1] ?? []);
  const tables: { rows: number; width: number; got: number[]; want: number[]; largest: number }[] = [];
  for (const said of outputs) {
    const want = tensor(`<output ${image} ${said}>`), got = ran.outputs.find((o) => o.name.split(".").at(-1) === said);
    if (!want || !got) return `no output ${said} among ${ran.outputs.map((o) => o.name).join(", ")}`;
    if (got.dtype !== want.dtype || got.shape.join() !== want.shape.join()) return `${said} is ${got.dtype}[${got.shape.join()}], torch has ${want.dtype}[${want.shape.join()}]${on}`;
    const expected = Array.from(decodeNumbers(want.dtype, Buffer.from(want.data)));
    const rows = want.shape[0] ?? 0;
    tables.push({ rows, width: expected.length / Math.max(1, rows), got: Array.from(got.data, Number), want: expected, largest: expected.reduce((m, e) => Math.max(m, Math.abs(e)), 1e-3) });
  }
  // rows with scores that are nearly equal may change places
  const free = new Set(Array.from({ length: tables[0]?.rows ?? 0 }, (_, i) => i));
  const boxes = free.size;
  let worst = 0;
  for (let i = 0; i < boxes; i++) {
    let best = Infinity, place = -1;
    for (const j of free) {
      const d = Math.max(...tables.map((t) => { let most = 0; for (let k = 0; k < t.width; k++) { const e = Math.abs((t.got[j * t.width + k] ?? NaN) - (t.want[i * t.width + k] ?? NaN)) / t.largest; most = Number.isNaN(e) ? Infinity : Math.max(most, e); if (most > LIMIT) break; } return most; }));
      if (d < best) { best = d; place = j; }
      if (d < LIMIT / 100) break;
    }
    free.delete(place);
    worst = Math.max(worst, best);
    if (!(best <= LIMIT)) return `of ${boxes} boxes number ${i} is not found: ${outputs.map((said, n) => { const t = tables[n]; return t && t.width <= 4 ? `${said} [${t.want.slice(i * t.width, (i + 1) * t.width).join(", ")}]` : ""; }).join(" ")}${on}`;
  }
  return { boxes, worst };
}

void main().then((code) => { process.exitCode = code; });

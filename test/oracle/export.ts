/**
 * Exports of torchvision's models and of yolov7 against real torch, in one run: random weights and an input are made
 * by torch 1.13, `export` writes archives and ONNX with these weights, every torch here loads the archives and holds
 * their outputs against the eager model of its own torchvision (bit for bit), and onnxruntime's outputs are held
 * against eager torch 1.13 (within 1e-4 of the largest value).
 *
 *   tsx test/oracle/export.ts [--torch V,V] [--formats torchscript,onnx] [--yolov7 CHECKOUT] [NAME...]
 *
 * With a checkout of yolov7 its `cfg/deploy/yolov7.yaml`; another of its models is named `deploy.yolov7-w6`,
 * `training.yolov7-tiny` and so on.
 * `--torch`: which installed releases load the archives (default 1.13; `all` for each that is here). A release other
 * than 1.13 also loads an archive that was made for it, from its own torchvision.
 */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { decodeNumbers } from "../../server/src/export/numbers";
import { runOnnx, type Feed } from "../../server/src/export/onnx/runtime";
import { has, REAL, run, type Real } from "./sealed";
import { english } from "../../server/src/text/message";

const here = import.meta.dirname ?? __dirname;
const root = path.resolve(here, "../..");
const { values, positionals } = parseArgs({ allowPositionals: true, options: { torch: { type: "string", default: "1.13" }, formats: { type: "string", default: "torchscript" }, yolov7: { type: "string" } } });
const CLASSIFIERS = "resnet18 resnet50 mobilenet_v2 mobilenet_v3_large densenet121 googlenet inception_v3 efficientnet_b0 convnext_tiny swin_t vit_b_16".split(" ");
const ALL = [...CLASSIFIERS, "deeplabv3_resnet50", "fasterrcnn_resnet50_fpn"];
const YOLO = /^(deploy|training|baseline)\.(yolo.*)$/;
const names = [...(positionals.length > 0 ? positionals : ALL), ...(values.yolov7 && !positionals.some((n) => YOLO.test(n)) ? ["deploy.yolov7"] : [])];
const formats = values.formats.split(",");
const LIMIT = 1e-4;
const PACKAGES = "usr/lib/python3/dist-packages";

interface Row { name: string; archive?: string; equal?: boolean; worst?: number; state?: boolean; shapes?: boolean; error?: string }
interface Report { formats: { format: string; files: { file: string; size: number }[]; problem?: { message: string }; seconds: number; inputs?: { name: string }[] }[]; problem?: { message: string }; keys?: { missing: string[] }; diagnostics: { message: string }[] }
interface Cell { readonly text: string; readonly good: boolean }
/** `made`: for which release the archive was written that `real` loads; empty for ONNX. */
interface Column { readonly real: Real; readonly made: string; readonly title: string }

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "export-"));
/** Where an interpreter finds the files: beside its system. */
const folders = new Map<Real, string>();
function folderOf(real: Real): string {
  const known = folders.get(real);
  if (known !== undefined) return known;
  const made = real.root ? fs.mkdtempSync(path.join(real.root, "tmp/export-")) : scratch;
  folders.set(real, made);
  for (const f of ["export_check.py", "yolov7.py"]) fs.copyFileSync(path.join(here, f), path.join(made, f));
  if (values.yolov7) for (const part of ["models", "utils", "cfg"]) fs.cpSync(path.join(values.yolov7, part), path.join(made, "checkout", part), { recursive: true });
  return made;
}
function python(real: Real, what: string, args: readonly string[]): Row[] {
  const folder = folderOf(real).slice(real.root.length);
  const made = run(real, [path.join(folder, "export_check.py"), what, folder, ...args]);
  if (made.status !== 0) return [{ name: args.at(-1) ?? "", error: made.stderr.slice(-300) }];
  return made.stdout.split("\n").filter((l) => l.startsWith("{")).map((l) => JSON.parse(l) as Row);
}

/** Writes the files of a model for a release of torch. */
function exported(name: string, real: Real, wanted: readonly string[]): Report | string {
  const source = path.join(scratch, `use_${name}.py`);
  const options = name === "googlenet" || name === "inception_v3" ? ", init_weights=False" : /rcnn|deeplab/.test(name) ? ", weights_backbone=None" : "";
  const where = /rcnn/.test(name) ? "detection." : /deeplab/.test(name) ? "segmentation." : "";
  fs.writeFileSync(source, `import torchvision\nmodel = torchvision.models.${where}${name}(weights=None${options}).eval()\n`);
  const checkout = path.join(scratch, "checkout");
  const yolo = YOLO.exec(name);
  const target = yolo ? ["--trace", "--eval", "--root", checkout, "--args", JSON.stringify([path.join(checkout, `cfg/${yolo[1]}/${yolo[2]}.yaml`)]), `${checkout}/models/yolo.py:Model`] : ["--root", scratch, `${source}:model`];
  const side = name === "inception_v3" ? 299 : yolo ? 128 : 224;
  const made = spawnSync(process.execPath, [
    path.join(root, "bin/torchscript-lens.js"), "export", "--json", "--time-limit", "300", "--torch", real.torch, "--python", "none", "--site-packages", path.join("/", real.root, PACKAGES), "--weights", path.join(scratch, `${name}.pth`),
    "--out", path.join(scratch, "out"), ...wanted.flatMap((f) => ["--format", f]), ...(/rcnn/.test(name) ? [] : ["--input", `2,3,${side},${side}`]), ...target,
  ], { encoding: "utf8", maxBuffer: 1 << 28 });
  if (!made.stdout.startsWith("{")) return made.stderr.slice(-300) || "no answer";
  return JSON.parse(made.stdout) as Report;
}
function problemOf(report: Report, format: string): string | null {
  const written = report.formats.find((f) => f.format === format);
  if (written?.files[0]) return report.keys?.missing.length ? `${report.keys.missing.length} keys missing` : null;
  return report.problem?.message ?? written?.problem?.message ?? report.diagnostics[0]?.message ?? "nothing written";
}

/** The outputs of onnxruntime against those that torch wrote down. */
async function onnxAgainstTorch(name: string, file: string, input: string): Promise<Cell> {
  const rows = JSON.parse(fs.readFileSync(path.join(scratch, `${name}.json`), "utf8")) as { dtype: string; shape: number[]; at: number; bytes: number }[];
  const bytes = fs.readFileSync(path.join(scratch, `${name}.bin`));
  const [x, ...wanted] = rows.map((r) => ({ dtype: r.dtype, shape: r.shape, data: bytes.subarray(r.at, r.at + r.bytes) }));
  if (!x) return { text: "no input", good: false };
  const ran = await runOnnx(fs.readFileSync(file), { [input]: x as Feed });
  if (!ran.ok) return { text: english(ran.message), good: false };
  if (ran.outputs.length !== wanted.length) return { text: `${ran.outputs.length} outputs, torch has ${wanted.length}`, good: false };
  let most = 0;
  for (const [i, w] of wanted.entries()) {
    const got = ran.outputs[i];
    if (got?.shape.join() !== w.shape.join() || got.dtype !== w.dtype) return { text: `output ${i} is ${got?.dtype}[${got?.shape.join()}], torch has ${w.dtype}[${w.shape.join()}]`, good: false };
    const expected = decodeNumbers(w.dtype, Buffer.from(w.data));
    let largest = 0, worst = 0;
    for (const [j, e] of expected.entries()) {
      largest = Math.max(largest, Math.abs(e));
      const d = Math.abs(Number(got.data[j]) - e);
      worst = Number.isNaN(d) ? Infinity : Math.max(worst, d);
    }
    most = Math.max(most, worst / (largest || 1));
  }
  return { text: most.toExponential(1), good: most <= LIMIT };
}

/** `made`: for which release the archive was written. */
function cellOf(rows: readonly Row[], name: string, made: string): Cell {
  const row = rows.find((r) => r.name === name && (r.archive ?? made) === made);
  if (!row) return { text: "not asked", good: false };
  if (row.error !== undefined) return { text: row.error, good: false };
  if (row.equal && row.state) return { text: "equal", good: true };
  return { text: row.shapes ? `${row.state ? "" : "another state dict, "}differs by ${row.worst?.toExponential(1) ?? "?"}` : "other shapes", good: false };
}

async function main(): Promise<number> {
  const [oldest] = REAL;
  if (!oldest || !has(oldest, "torchvision")) {
    console.log("exports against real torch skipped: /usr/bin/python3 has no torchvision (apt-get install python3-torchvision)");
    return 0;
  }
  const asked = values.torch === "all" ? REAL.map((r) => r.torch as string) : values.torch.split(",");
  const reals = REAL.filter((r) => asked.includes(r.torch) && has(r, "torchvision"));
  for (const v of asked) if (!reals.some((r) => r.torch === v)) console.log(`torch ${v} skipped: it is not here`);
  const columns: Column[] = [...(formats.includes("torchscript") ? reals.flatMap((r) => ["1.13", ...(r.torch === "1.13" ? [] : [r.torch])].map((made) => ({ real: r, made, title: `${made} in ${r.torch}` }))) : []), ...(formats.includes("onnx") ? [{ real: oldest, made: "", title: "ONNX" }] : [])];
  console.log(["model".padEnd(24), ...columns.map((c) => (c.made ? `archive ${c.title}` : c.title).padEnd(22)), "MiB, s"].join(""));
  let failed = 0;
  for (const name of names) {
    folderOf(oldest);
    const [fault] = python(oldest, "make", [name]);
    const cells = new Map<Column, Cell>();
    const sizes: string[] = [];
    for (const real of fault ? [] : REAL.filter((r) => r === oldest || reals.includes(r))) {
      const wanted = formats.filter((f) => f === "torchscript" ? columns.some((c) => c.made === real.torch) : real === oldest && !/rcnn/.test(name) /* detection.ts has those */ && (positionals.length > 0 || CLASSIFIERS.includes(name) || YOLO.test(name)));
      if (wanted.length === 0) continue;
      const report = exported(name, real, wanted);
      const filled: Column[] = columns.filter((c) => (c.made || oldest.torch) === real.torch);
      for (const column of filled) {
        const format = column.made ? "torchscript" : "onnx";
        if (!wanted.includes(format)) { cells.set(column, { text: "-", good: true }); continue; }
        const problem = typeof report === "string" ? report : problemOf(report, format);
        if (problem !== null) { cells.set(column, { text: problem, good: false }); continue; }
        const written = typeof report === "string" ? undefined : report.formats.find((f) => f.format === format);
        const file: { file: string; size: number } | undefined = written?.files[0];
        if (!written || !file) continue;
        if (column.real === oldest) sizes.push(`${(file.size / 2 ** 20).toFixed(1)}, ${written.seconds.toFixed(2)}`);
        if (format === "onnx") cells.set(column, await onnxAgainstTorch(name, file.file, written.inputs?.[0]?.name ?? "x"));
        else fs.copyFileSync(file.file, path.join(folderOf(column.real), `${name}.${column.made}.pt`));
      }
      fs.rmSync(path.join(scratch, "out"), { recursive: true, force: true });
    }
    for (const real of fault ? [] : reals) {
      const mine = columns.filter((c) => c.real === real && c.made && !cells.has(c));
      if (mine.length === 0) continue;
      if (real.root) for (const end of [".pth", ".x"]) fs.copyFileSync(path.join(scratch, name + end), path.join(folderOf(real), name + end));
      const rows = python(real, "check", [...mine.map((c) => c.made), name]);
      for (const c of mine) cells.set(c, cellOf(rows, name, c.made));
    }
    for (const folder of folders.values()) for (const f of fs.readdirSync(folder)) if (f.startsWith(`${name}.`)) fs.rmSync(path.join(folder, f));
    const all = columns.map((c) => cells.get(c) ?? { text: fault?.error ?? "not made", good: false });
    const bad = all.some((c) => !c.good);
    if (bad) failed++;
    console.log([`${bad ? "✗" : "✓"} ${name}`.padEnd(24), ...all.map((c) => `${c.text} `.padEnd(22)), sizes.join("; ")].join(""));
  }
  console.log(`${names.length - failed} passed, ${failed} failed`);
  return failed > 0 ? 1 : 0;
}

void main().finally(() => { for (const folder of folders.values()) fs.rmSync(folder, { recursive: true, force: true }); fs.rmSync(scratch, { recursive: true, force: true }); }).then((code) => { process.exitCode = code; });

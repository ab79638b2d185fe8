/**
 * ONNX of the small modules in onnx_modules.txt, run by onnxruntime-node, against eager torch: number,
 * dtypes, shapes and values of the outputs. A module with open sizes is exported for one size and run with
 * others. A line that starts with `!` is one that the export refuses today.
 *
 *   tsx test/oracle/onnx_modules.ts [--torch V] [--cases FILE] [--opset N] [--only TEXT] [--every N] [--show] [NAME...]
 *
 * `--every N`: only each N-th one; `--torch`: which release (default 1.13); `--cases`: another file of modules.
 */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { decodeNumbers } from "../../server/src/export/numbers";
import { exportOnnx, type OnnxResult, type TensorValues } from "../../server/src/export/onnx/index";
import { decodeModel } from "../../server/src/export/onnx/proto";
import { runOnnx, type Feed, type Ran } from "../../server/src/export/onnx/runtime";
import { Loader } from "../../server/src/host/loader";
import { loadParserParts } from "../../server/src/host/parserParts";
import { operatorFacts } from "../../server/src/project/environment";
import { Sources } from "../../server/src/project/engine";
import { compileForExport } from "../../server/src/script/compile";
import { initParser } from "../../server/src/syntax/parser";
import { positionAt } from "../../server/src/syntax/source";
import { english, NOTHING } from "../../server/src/text/message";
import { has, REAL, run, type Real } from "./sealed";

const here = import.meta.dirname ?? __dirname;
const { values, positionals } = parseArgs({ allowPositionals: true, options: { torch: { type: "string", default: "1.13" }, cases: { type: "string", default: "onnx_modules.txt" }, opset: { type: "string" }, only: { type: "string", default: "" }, every: { type: "string", default: "1" }, show: { type: "boolean", default: false } } });
const LIMIT = 1e-4;

interface Entry { dtype: string; shape: number[]; at: number; bytes: number }
interface Case { refused: boolean; error?: string; tensors: Record<string, Entry>; open: Record<string, string>[] }
interface Verdict { readonly kind: "equal" | "fixed" | "refused" | "differs"; readonly what: string }

/** A size for the export that is not the one of the run. */
const OTHER: Readonly<Record<string, number>> = { N: 3, M: 7 };

function compare(got: Ran | undefined, want: TensorValues): string | null {
  if (!got) return "an output is missing";
  if (got.dtype !== want.dtype) return `dtype ${got.dtype}, torch has ${want.dtype}`;
  if (got.shape.join() !== want.shape.join()) return `shape [${got.shape.join()}], torch has [${want.shape.join()}]`;
  const expected = decodeNumbers(want.dtype, Buffer.from(want.data));
  let largest = 1e-3, worst = 0, at = 0;
  for (const [i, e] of expected.entries()) {
    const g = Number(got.data[i]);
    if (g === e || (Number.isNaN(g) && Number.isNaN(e))) continue;
    if (Number.isFinite(e)) largest = Math.max(largest, Math.abs(e));
    const d = Math.abs(g - e);
    if (!(d <= worst)) { worst = Number.isNaN(d) ? Infinity : d; at = i; }
  }
  return worst / largest <= LIMIT ? null : `differs by ${worst.toPrecision(2)}: ${String(got.data[at])} at ${at}, torch has ${String(expected[at])}`;
}

/** With other sizes it gives what torch gives; where something was fixed to the example it may stop instead. */
async function elsewhere({ model, report }: OnnxResult & { ok: true }, numbered: (what: string) => TensorValues[]): Promise<Verdict | null> {
  for (let k = 1; k < 4; k++) {
    const given = numbered(`${k} in`), wanted = numbered(`${k} out`);
    if (wanted.length === 0) continue;
    const sizes = given.map((t) => `[${t.shape.join()}]`).join(", ");
    const ran = await runOnnx(model, Object.fromEntries(report.inputs.flatMap((input, i): [string, Feed][] => { const t = given[i]; return t ? [[input.name, { dtype: input.dtype, shape: t.shape, data: t.data }]] : []; })));
    if (!ran.ok && report.fixed.length > 0 && english(ran.message).includes("only_sizes_as_in_the_example")) continue;
    if (!ran.ok) return { kind: "differs", what: `with ${sizes}: ${english(ran.message)}` };
    for (const [i, t] of wanted.entries()) { const fault = compare(ran.outputs[i], t); if (fault) return { kind: "differs", what: `with ${sizes}, output ${i}: ${fault}` }; }
  }
  return null;
}

async function judge(name: string, c: Case, bytes: Buffer, loader: Loader, scratch: string, real: Real): Promise<Verdict> {
  const tensor = (key: string): TensorValues | undefined => { const e = c.tensors[key]; return e && { dtype: e.dtype, shape: e.shape, data: bytes.subarray(e.at, e.at + e.bytes) }; };
  const numbered = (what: string): TensorValues[] => Object.keys(c.tensors).filter((k) => k.startsWith(`<${what} `)).map((k) => tensor(k)).filter((t) => t !== undefined);
  const file = path.join(scratch, `case_${name}.py`);
  const sources = new Sources();
  const loaded = await loader.load({ file, name: "model", args: undefined, asIs: false, call: false, train: undefined, roots: [scratch], folders: [scratch], sitePackages: [path.join("/", real.root, "usr/lib/python3/dist-packages")], torch: real.torch, overlays: new Map(), timeLimit: 300_000, memoryLimit: 1024 });
  if (!loaded.ok) return { kind: "differs", what: `not loaded: ${JSON.stringify(loaded.error).slice(0, 200)}` };
  sources.generated = new Map(loaded.graph.generated);
  const { compiled, result } = compileForExport({ graph: loaded.graph, torch: real.torch, facts: operatorFacts(real.torch), sources });
  if (!compiled) return { kind: "refused", what: `does not compile: ${english(result.diagnostics[0]?.message ?? NOTHING).split("\n")[0] ?? ""}` };
  const given = numbered("in"), wanted = numbered("out");
  const open = c.open.some((o) => Object.keys(o).length > 0);
  const attempt = async (dynamic: boolean): Promise<Verdict> => {
    const examples = given.map((t, i) => ({ dtype: t.dtype, shape: t.shape.map((d, j) => (dynamic ? OTHER[c.open[i]?.[String(j)] ?? ""] ?? d : d)), ...(dynamic ? { dynamic: Object.fromEntries(Object.entries(c.open[i] ?? {}).map(([k, v]) => [Number(k), v])) } : {}) }));
    const made = exportOnnx(compiled, tensor, examples, values.opset === undefined ? {} : { opset: Number(values.opset) });
    if (!made.ok) {
      const source = made.error.range && sources.get(made.error.range.file);
      return { kind: english(made.error.message).includes("fault of TorchScript Lens") ? "differs" : "refused", what: `${english(made.error.message)}${source && made.error.range ? ` (${path.basename(made.error.range.file)}:${positionAt(source.lineStarts, made.error.range.start).line + 1})` : ""}` };
    }
    if (values.show) for (const n of decodeModel(made.model).graph.node) console.log(`    ${n.output.join(", ")} = ${n.opType}(${n.input.join(", ")})`);
    const otherwise = dynamic ? await elsewhere(made, numbered) : null;
    if (otherwise) return otherwise;
    if (dynamic && made.report.fixed.length > 0) {
      const fixed = await attempt(false);
      return fixed.kind === "equal" ? { kind: "fixed", what: made.report.fixed.map((f) => `${english(f.what)} (${f.where})`).join("; ") } : fixed;
    }
    const ran = await runOnnx(made.model, Object.fromEntries(made.report.inputs.flatMap((input, i): [string, Feed][] => { const t = given[i]; return t ? [[input.name, { dtype: input.dtype, shape: t.shape, data: t.data }]] : []; })));
    if (!ran.ok) return { kind: "differs", what: english(ran.message) };
    if (ran.outputs.length !== wanted.length) return { kind: "differs", what: `${ran.outputs.length} outputs, torch has ${wanted.length}` };
    for (const [i, t] of wanted.entries()) { const fault = compare(ran.outputs[i], t); if (fault) return { kind: "differs", what: `output ${i}: ${fault}` }; }
    return { kind: "equal", what: "" };
  };
  return attempt(open);
}

async function main(): Promise<number> {
  const real = REAL.find((r) => r.torch === values.torch);
  if (!real || !has(real, "torchvision")) {
    console.log(`ONNX of small modules skipped: there is no torchvision for torch ${values.torch} (apt-get install python3-torchvision)`);
    return 0;
  }
  if (!fs.existsSync(path.join(here, "../../node_modules/onnxruntime-node"))) {
    console.log("ONNX of small modules skipped: onnxruntime-node is not installed");
    return 0;
  }
  const scratch = fs.mkdtempSync(real.root ? path.join(real.root, "tmp/onnx-modules-") : path.join(os.tmpdir(), "onnx-modules-"));
  const inside = scratch.slice(real.root.length);
  fs.copyFileSync(path.join(here, "onnx_modules.py"), path.join(scratch, "onnx_modules.py"));
  fs.copyFileSync(path.resolve(here, values.cases), path.join(scratch, "cases.txt"));
  const made = run(real, [path.join(inside, "onnx_modules.py"), inside, path.join(inside, "cases.txt"), ...positionals]);
  if (made.status !== 0) throw new Error(made.stderr.slice(-800));
  const cases = JSON.parse(fs.readFileSync(path.join(scratch, "cases.json"), "utf8")) as Record<string, Case>;
  const bytes = fs.readFileSync(path.join(scratch, "cases.bin"));
  const loader = Loader.create({ torch: real.torch, memoryLimit: 1024, once: false });
  await initParser(loadParserParts());
  const counts = { equal: 0, fixed: 0, refused: 0, differs: 0 };
  let failed = 0;
  for (const [i, [name, c]] of Object.entries(cases).entries()) {
    if (!name.includes(values.only) || i % Number(values.every) !== 0) continue;
    if (c.error !== undefined) { failed++; console.log(`✗ ${name}: torch itself says ${c.error}`); continue; }
    const { kind, what } = await judge(name, c, bytes, loader, scratch, real);
    counts[kind]++;
    const good = c.refused ? kind === "refused" : kind === "equal" || kind === "fixed";
    if (!good) failed++;
    if (!good || kind === "fixed") console.log(`${good ? "·" : "✗"} ${name}: ${good ? "" : `${kind} `}${what}`);
  }
  await loader.dispose();
  fs.rmSync(scratch, { recursive: true, force: true });
  console.log(`${counts.equal} equal, ${counts.fixed} fixed to the example and said so, ${counts.refused} refused, ${counts.differs} differ; ${failed} not as written down`);
  return failed > 0 ? 1 : 0;
}

void main().then((code) => { process.exitCode = code; });

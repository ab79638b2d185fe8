/**
 * The conformance runner: asks the command line about every case, for every version of torch whose
 * answers are recorded, and holds the answers against them. The figures may not fall below
 * `floor.json`; `--raise` writes better ones into it.
 *
 *   tsx test/conformance/run.ts [--torch 2.14] [--raise] [--out DIR]
 */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";

const here = import.meta.dirname ?? __dirname;
const root = path.resolve(here, "../..");
const { values } = parseArgs({ options: { torch: { type: "string", multiple: true }, raise: { type: "boolean" }, out: { type: "string" } } });

type Figures = Record<string, { good: number; of: number }>;
type Floor = Record<string, Record<string, number>>;

function casesBelow(folder: string): string[] {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) return casesBelow(full);
    return entry.name.endsWith(".py") && !entry.name.startsWith("_") ? [full] : [];
  }).sort();
}

const python = ["python3", "/usr/bin/python3"].find((p) => spawnSync(p, ["--version"]).status === 0);
if (!python) {
  console.log("skipped: no python3 to run compare.py with");
  process.exit(0);
}
const cases = casesBelow(path.join(here, "cases"));
const floorFile = path.join(here, "floor.json");
const floor = JSON.parse(fs.readFileSync(floorFile, "utf8")) as Floor;
const versions = values.torch ?? Object.keys(floor);
const out = values.out ?? fs.mkdtempSync(path.join(os.tmpdir(), "conformance-"));
fs.mkdirSync(out, { recursive: true });
let failed = 0;
let passed = 0;

for (const version of versions) {
  const began = Date.now();
  const answers = path.join(out, `actual-${version}.jsonl`);
  const run = spawnSync(process.execPath, [path.join(root, "bin/torchscript-lens.js"), "check", "--json", "--as-is", "--torch", version, "--targets-from", "-"], {
    input: cases.join("\n"), encoding: "utf8", maxBuffer: 1 << 30, cwd: root,
  });
  if (run.status === null || run.status === 2) {
    console.log(`torch ${version}: the checker ended with ${run.signal ?? run.status}\n${run.stderr}`);
    failed++;
    continue;
  }
  fs.writeFileSync(answers, run.stdout);
  const compare = spawnSync(python, [path.join(here, "compare.py"), path.join(here, `expected-${version}.jsonl`), answers, "--json"], { encoding: "utf8" });
  if (compare.status !== 0) {
    console.log(compare.stderr);
    failed++;
    continue;
  }
  const figures = JSON.parse(compare.stdout) as Figures;
  console.log(`torch ${version}: ${cases.length} cases in ${((Date.now() - began) / 1000).toFixed(1)} s`);
  const wanted = floor[version] ?? {};
  for (const [kind, { good, of }] of Object.entries(figures)) {
    const least = wanted[kind] ?? 0;
    const fell = good < least;
    if (fell) failed++;
    else passed++;
    console.log(`  ${kind.padEnd(18)} ${String(good).padStart(4)} / ${String(of).padEnd(4)} ${((100 * good) / Math.max(1, of)).toFixed(2).padStart(6)} %   floor ${least}${fell ? "   FELL" : good > least ? "   (rose)" : ""}`);
    if (values.raise && good > least) wanted[kind] = good;
  }
  floor[version] = wanted;
}
if (values.raise) fs.writeFileSync(floorFile, `${JSON.stringify(floor, null, 2)}\n`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

/**
 * Tensor methods, torch.*, functional, init, nn.utils and modules over the stand-in and over each installed torch: the lines of
 * tensor_calls.txt, module_calls.txt and utils_calls.txt (shape, dtype, strides, values, or that both raise), calls made up from
 * names (every Nth), and torch.functional's text on that torch's own compiler.
 *
 *   tsx test/oracle/calls.ts [--torch V] [--every N] [--text T]
 *
 * The comparisons are Python (tensor_compare.py and its like), run by each torch's own Python, where the stand-in runs, too.
 */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { has, REAL, type Real } from "./sealed";

const here = import.meta.dirname ?? __dirname;
const { values } = parseArgs({ options: { torch: { type: "string" }, every: { type: "string", default: "12" }, text: { type: "string" } } });

/** Each with what it is given. */
const SCRIPTS: readonly (readonly [string, readonly string[]])[] = [
  ["tensor_compare.py", []], ["module_compare.py", []], ["functional_compare.py", []], ["generated_compare.py", ["--every", values.every]],
];

function compared(real: Real): boolean {
  const folder = fs.mkdtempSync(path.join(real.root || os.tmpdir(), real.root ? "tmp/calls-" : "calls-"));
  try {
    // a torch in a tree of its own sees nothing outside of it
    fs.cpSync(here, path.join(folder, "test/oracle"), { recursive: true, filter: (file) => !file.endsWith("recorded") });
    fs.cpSync(path.join(here, "../../server/python"), path.join(folder, "server/python"), { recursive: true });
    return SCRIPTS.map(([script, more]) => run(real, path.join(folder.slice(real.root.length), "test/oracle", script), [...more, ...(values.text === undefined ? [] : ["--only", values.text])])).every(Boolean);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function run(real: Real, script: string, args: readonly string[]): boolean {
  const [command, ...before] = real.root ? ["chroot", real.root, real.python] : [real.python];
  const made = spawnSync(command ?? "", [...before, script, ...args], { encoding: "utf8", maxBuffer: 1 << 28, env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1", PYTHONPATH: "", OMP_NUM_THREADS: "1" } });
  const told = made.stdout.split("\n").filter((line) => !/UCX|cpuinfo/.test(line)).join("\n"); // of libraries that miss something in the tree
  console.log(`${path.basename(script)}: ${told.trim() || made.stderr.trim().slice(-2000)}`);
  return made.status === 0;
}

let failed = 0;
for (const real of REAL.filter((r) => values.torch === undefined || r.torch === values.torch)) {
  if (has(real, "torch")) failed += compared(real) ? 0 : 1;
  else console.log(`calls of ${real.torch} skipped: no such torch here`);
}
process.exit(failed ? 1 : 0);

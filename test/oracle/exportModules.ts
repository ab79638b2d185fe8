/**
 * Archives of some fifty small modules (`export_cases.py`), each with another feature: real torch loads them, and
 * state, submodules and outputs are those of the eager module with the same weights.
 *
 *   tsx test/oracle/exportModules.ts [--python PYTHON] [--torch 1.13|2.6|2.14]
 */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { Engine } from "../../server/src/project/engine";
import { exportModel } from "../../server/src/project/exportModel";
import { problemLines } from "../../server/src/project/export/reportText";
import type { TorchName } from "../../server/src/project/environment";

const here = import.meta.dirname ?? __dirname;
const { values } = parseArgs({ options: { python: { type: "string", default: "/usr/bin/python3" }, torch: { type: "string", default: "1.13" } } });

async function main(): Promise<number> {
  if (spawnSync(values.python, ["-c", "import torch"]).status !== 0) {
    console.log(`archives of small modules skipped: ${values.python} has no torch (apt-get install python3-torch)`);
    return 0;
  }
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "export-modules-"));
  const check = (what: string): string => spawnSync(values.python, [path.join(here, "export_modules.py"), what, folder], { encoding: "utf8", cwd: here }).stdout;
  check("weights");
  const engine = await Engine.create({ folders: [here], roots: [here], sitePackages: [], torch: values.torch as TorchName, timeLimit: 60, memoryLimit: 1024 });
  const refused: string[] = [];
  for (const file of fs.readdirSync(folder)) {
    const name = path.parse(file).name;
    const made = await exportModel(engine, { target: name, file: path.join(here, "export_cases.py"), name }, { folder, name, formats: ["torchscript"], weights: path.join(folder, file) });
    const why = problemLines(made).join(" ") || (made.formats.length === 0 ? made.answer.report.diagnostics[0]?.message ?? "not judged" : "");
    if (why) refused.push(`${name}: ${why}`);
  }
  await engine.dispose();
  const lines = [...refused, ...check("check").trim().split("\n")];
  fs.rmSync(folder, { recursive: true, force: true });
  const bad = lines.filter((l) => !l.endsWith(": equal"));
  for (const line of bad) console.log(`✗ ${line}`);
  console.log(`${lines.length - bad.length} archives equal, ${bad.length} not`);
  return bad.length > 0 ? 1 : 0;
}

void main().then((code) => { process.exitCode = code; });

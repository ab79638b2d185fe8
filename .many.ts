import path from "node:path"; import fs from "node:fs";
import { Engine } from "./server/src/project/engine";
import { exportModel } from "./server/src/project/exportModel";
import { problemLines, exportLines } from "./server/src/project/export/reportText";
async function main() {
const [folder = "", out = "", torch = "1.13", weights = "yes", ...only] = process.argv.slice(2);
const file = path.join(folder, "cases.py");
const engine = await Engine.create({ folders: [folder], roots: [folder], sitePackages: [], torch: torch as "1.13", timeLimit: 60, memoryLimit: 1024 });
const names = only.length ? only : [...fs.readFileSync(file, "utf8").matchAll(/^class (\w+)\(nn\.Module\)|^def (function)/gm)].map((m) => m[1] ?? m[2]!).filter((n) => n !== "Layer" && n !== "Impl");
fs.mkdirSync(out, { recursive: true });
for (const name of names) {
  fs.rmSync(path.join(out, name + ".pt"), { force: true });
  const w = path.join(folder, "w", name + ".pth");
  const made = await exportModel(engine, { target: name, file, name }, { folder: out, name, formats: ["torchscript"], ...(weights === "yes" && fs.existsSync(w) ? { weights: w } : {}) });
  const p = problemLines(made);
  if (p.length || made.answer.report.verdict !== "ok") console.log(name, made.answer.report.verdict, p.join(" "), made.answer.report.diagnostics.map((d) => d.message).join("; ").slice(0, 300));
  else if (only.length) console.log(exportLines(made).join("\n"));
}
await engine.dispose();
}
void main();

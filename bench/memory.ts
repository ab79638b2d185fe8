/**
 * Does the server's memory grow while a file is edited? Makes and mends an error 2,000 times, waits each time
 * until the diagnostics follow, and prints the resident memory in MiB on the way.
 *
 *   npx tsx bench/memory.ts [--edits 2000] [--folder DIR --file models/yolo.py --class Model --method forward_once --entry "name: Model"]
 */
import fs from "node:fs";
import type { DocumentDiagnosticReport } from "vscode-languageserver/node";
import { opened, target } from "./opened";

async function main(): Promise<void> {
  const made = target({ edits: "2000", class: "Concat", method: "forward" });
  const { file, text, options } = made;
  const client = await opened(made);
  const at = new RegExp(`\\nclass ${options["class"] ?? ""}\\b[^]*?\\n([ \\t]+)def ${options["method"] ?? ""}\\([^\\n]*\\n`).exec(text);
  if (!at) throw new Error(`there is no method ${options["method"] ?? ""} in ${file}`);
  const line = text.slice(0, at.index + at[0].length).split("\n").length - 1;
  const memory = (what: "VmRSS" | "VmHWM"): string => (Number(new RegExp(`${what}:\\s+(\\d+)`).exec(fs.readFileSync(`/proc/${client.pid}/status`, "utf8"))?.[1]) / 1024).toFixed(0);
  const shown = async (part: string): Promise<boolean> => {
    const report = await client.about<DocumentDiagnosticReport>("textDocument/diagnostic", file);
    return report.kind === "full" && JSON.stringify(report.items).includes(part);
  };
  const edits = Number(options["edits"]);
  const began = Date.now();
  for (let i = 0; i < edits; i++) {
    if (i % (edits / 10) === 0) console.log(`${String(i).padStart(6)} edits: ${memory("VmRSS")} MiB`);
    const wants = i % 2 === 0;
    const told = client.states.length;
    await client.change(file, wants ? `${at[1]}    self.no_such_thing_${i}()\n` : "", { start: { line, character: 0 }, end: { line: wants ? line : line + 1, character: 0 } });
    await client.until("the diagnostics follow", async () => wants ? shown(`no_such_thing_${i}'`) : !(await shown("no_such_thing")));
    await client.until("it is confirmed", () => client.states.length > told && client.states.at(-1)?.state === "ready");
  }
  console.log(`${String(edits).padStart(6)} edits: ${memory("VmRSS")} MiB, at most ${memory("VmHWM")} MiB, after ${((Date.now() - began) / 1000).toFixed(0)} s`);
  await client.stop();
}
void main();

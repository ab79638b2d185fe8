/**
 * What an editor waits for: the built server over stdio on one open file of a real workspace, once
 * everything has been checked. Prints the 95th percentile, the median and the worst in milliseconds.
 *
 *   npx tsx bench/editor.ts [--folder DIR] [--file models/yolo.py] [--entry "name: Model"]
 */
import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { Client } from "../test/unit/lsp/client";

const root = path.resolve(import.meta.dirname ?? __dirname, "..");
const { values } = parseArgs({ options: { folder: { type: "string", default: path.join(root, "samples/detector") }, file: { type: "string", default: "layers.py" }, entry: { type: "string" } } });
const { file } = values;

function filesOf(folder: string, below = ""): Record<string, string> {
  const out: Record<string, string> = {};
  for (const entry of fs.readdirSync(path.join(folder, below), { withFileTypes: true })) {
    const name = path.posix.join(below, entry.name);
    if (entry.isDirectory() && !entry.name.startsWith(".")) Object.assign(out, filesOf(folder, name));
    else if (/\.(py|ya?ml)$/.test(entry.name)) out[name] = fs.readFileSync(path.join(folder, name), "utf8");
  }
  return out;
}

async function time(what: string, times: number, ask: (i: number) => Promise<unknown>): Promise<void> {
  const took: number[] = [];
  for (let i = 0; i < times; i++) {
    const began = performance.now();
    await ask(i);
    took.push(performance.now() - began);
  }
  took.sort((a, b) => a - b);
  const at = (part: number): string => (took[Math.min(took.length - 1, Math.floor(took.length * part))] ?? 0).toFixed(1);
  console.log(`${what.padEnd(24)} p95 ${at(0.95).padStart(8)}   median ${at(0.5).padStart(8)}   worst ${at(1).padStart(8)}`);
}

async function main(): Promise<void> {
  const files = filesOf(values.folder);
  if (values.entry) files["torchscript.yaml"] = `entries:\n  - { file: ${file}, ${values.entry} }\n`;
  const client = await Client.start({ files, pull: true });
  await client.open(file);
  await client.until("an answer", () => client.asked.includes("workspace/diagnostic/refresh"), 120_000);
  await client.settled();
  const lines = (files[file] ?? "").split("\n");
  const whole = { range: { start: { line: 0, character: 0 }, end: { line: lines.length, character: 0 } } };
  const def = Math.max(0, lines.findIndex((l) => /\bdef forward/.test(l)));
  const here = { line: def, character: (lines[def] ?? "").indexOf("forward") };
  await time("hover", 300, (i) => {
    const line = (i * 37) % lines.length;
    return client.at("textDocument/hover", file, { line, character: Math.min((lines[line] ?? "").length, 8 + (i % 30)) });
  });
  await time("code lens", 50, () => client.about("textDocument/codeLens", file));
  await time("inlay hints", 50, () => client.about("textDocument/inlayHint", file, whole));
  await time("diagnostics, pulled", 50, () => client.about("textDocument/diagnostic", file));
  await time("quick fixes", 50, () => client.about("textDocument/codeAction", file, { ...whole, context: { diagnostics: [] } }));
  await time("trace, roots", 20, () => client.connection.sendRequest("torchscriptLens/traceRoots", { uri: null }));
  await time("trace, at the cursor", 20, () => client.connection.sendRequest("torchscriptLens/traceAt", { uri: client.uri(file), position: { line: def + 1, character: 8 } }));
  await time("call hierarchy", 20, () => client.at("textDocument/prepareCallHierarchy", file, here));
  await client.stop();
}

void main();

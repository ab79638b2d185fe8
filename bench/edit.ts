/**
 * From an edit inside a method to its new diagnostics, in the language server's own workspace, on the
 * sample detector: 30 edits, each making or mending an error. Prints median and p95, debounce included.
 *
 *   npx tsx bench/edit.ts [--edits 30]
 */
import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { Engine } from "../server/src/project/engine";
import { Workspace } from "../server/src/project/workspace";

const root = path.resolve(import.meta.dirname ?? __dirname, "..");
const { values } = parseArgs({ options: { edits: { type: "string", default: "30" } } });
const file = path.join(root, "samples/detector/model.py");
const text = fs.readFileSync(file, "utf8");
const broken = text.replace("boxes = []\n", "boxes = []\n        x.no_such_thing()\n");

async function main(): Promise<void> {
  const engine = await Engine.create({ folders: [root], roots: [], sitePackages: [], torch: "2.14", timeLimit: 20, memoryLimit: 1024 });
  let idle: (() => void) | undefined;
  const workspace = new Workspace(engine, [root], { changed: () => undefined, busy: (what) => { if (what === null) idle?.(); }, failed: (message) => { throw new Error(message); } });
  const settled = (): Promise<void> => new Promise((resolve) => { idle = resolve; });
  let wait = settled();
  workspace.didOpen(file, text);
  await wait;
  const times: number[] = [];
  for (let i = 0; i < Number(values.edits); i++) {
    wait = settled();
    const began = performance.now();
    workspace.didChange(file, i % 2 === 0 ? broken : text);
    await wait;
    times.push(performance.now() - began);
    const seen = workspace.diagnostics(file).some((d) => d.message.includes("no_such_thing"));
    if (seen !== (i % 2 === 0)) throw new Error(`edit ${i}: the diagnostics do not follow the text`);
  }
  times.sort((a, b) => a - b);
  console.log(`edit to diagnostics: median ${times[times.length >> 1]?.toFixed(0)} ms, p95 ${times[Math.floor(times.length * 0.95)]?.toFixed(0)} ms over ${times.length} edits; resident memory ${(process.memoryUsage().rss / 2 ** 20).toFixed(0)} MiB`);
  await engine.dispose();
}
void main();

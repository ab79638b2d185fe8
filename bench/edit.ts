/**
 * From an edit inside a method to its new diagnostics, in the language server's own workspace, debounce
 * included. Each edit makes one error and mends the other: one that the model's constructor may run into, and one that
 * it does not. Prints median and 95th percentile in milliseconds until
 * the diagnostics follow the text, and until a new load has confirmed them. `--pause`: how long somebody looks at
 * the file before the first edit (0): the engine readies itself meanwhile.
 *
 *   npx tsx bench/edit.ts [--edits 30] [--pause SECONDS] [--folder DIR --file models/yolo.py --method forward_once [--entry "name: Model, args: {...}"]]
 */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { CheckerThread } from "../server/src/project/checker/client";
import { Workspace } from "../server/src/project/workspace";
import { Traceless } from "../server/src/text/message";

const root = path.resolve(import.meta.dirname ?? __dirname, "..");
const { values } = parseArgs({
  options: {
    edits: { type: "string", default: "30" }, pause: { type: "string", default: "0" }, folder: { type: "string", default: path.join(root, "samples/detector") },
    file: { type: "string", default: "model.py" }, method: { type: "string", default: "forward" }, entry: { type: "string" },
  },
});

/** The folder itself, or its Python and YAML files in a folder of their own with an entry for what needs arguments. */
function workspaceFolder(): string {
  if (!values.entry) return values.folder;
  const into = fs.mkdtempSync(path.join(os.tmpdir(), "edit-"));
  fs.cpSync(values.folder, into, { recursive: true, filter: (from) => fs.statSync(from).isDirectory() || /\.(py|ya?ml)$/.test(from) });
  fs.writeFileSync(path.join(into, "torchscript.yaml"), `entries:\n  - { file: ${values.file}, ${values.entry} }\n`);
  return into;
}

function print(what: string, times: number[]): void {
  times.sort((a, b) => a - b);
  console.log(`${what.padEnd(24)} median ${times[times.length >> 1]?.toFixed(0)} ms, p95 ${times[Math.floor(times.length * 0.95)]?.toFixed(0)} ms over ${times.length} edits`);
}

async function main(): Promise<void> {
  const folder = workspaceFolder();
  const file = path.join(folder, values.file);
  const text = fs.readFileSync(file, "utf8");
  const at = new RegExp(`\\n([ \\t]+)def ${values.method}\\([^\\n]*\\n`).exec(text);
  if (!at) throw new Error(`there is no method ${values.method} in ${values.file}`);
  const after = at.index + at[0].length;
  const withLine = (line: string): string => `${text.slice(0, after)}${at[1]}    ${line}\n${text.slice(after)}`;
  const edits = [["no_such_thing", withLine("self.no_such_thing()")], ["no_other_thing", withLine("if 1 > 2: self.no_other_thing()")]] as const;
  const engine = await CheckerThread.create({ folders: [folder, root], roots: [], editing: true, sitePackages: [], torch: "2.14", timeLimit: 20, memoryLimit: 1024 });
  let idle: (() => void) | undefined;
  let follows: (() => void) | undefined;
  const workspace: Workspace = new Workspace(engine, values.entry ? [folder] : [root], { changed: () => follows?.(), busy: (what) => { if (what === null) idle?.(); }, checked: () => undefined, failed: (said) => { throw new Traceless(said); } });
  const settled = (): Promise<void> => new Promise((resolve) => { idle = resolve; });
  const seen = (wanted: string): boolean => {
    const messages = workspace.diagnostics(file).map((d) => d.message);
    return edits.every(([name]) => messages.some((m) => m.includes(name)) === (name === wanted));
  };
  let wait = settled();
  workspace.didOpen(file, text);
  await wait;
  await new Promise((go) => setTimeout(go, Number(values.pause) * 1000));
  const [shown, confirmed]: [number[], number[]] = [[], []];
  for (let i = 0; i < Number(values.edits); i++) {
    wait = settled();
    const began = performance.now();
    let first: number | undefined;
    const [name, edited] = edits[i % 2 === 0 ? 0 : 1];
    // what is known is shown at its new place at once: only the text's own diagnostics count
    follows = () => { if (first === undefined && seen(name)) first = performance.now() - began; };
    workspace.didChange(file, edited);
    await wait;
    follows = undefined;
    const last = performance.now() - began;
    if (!seen(name)) throw new Error(`edit ${i}: the diagnostics do not follow the text`);
    shown.push(first ?? last);
    confirmed.push(last);
  }
  print("edit to diagnostics", shown);
  print("... confirmed by a load", confirmed);
  const peak = Number(/VmHWM:\s+(\d+)/.exec(fs.readFileSync("/proc/self/status", "utf8"))?.[1]) / 1024;
  console.log(`resident memory ${(process.memoryUsage().rss / 2 ** 20).toFixed(0)} MiB, at most ${peak.toFixed(0)} MiB`);
  await engine.dispose();
  if (folder !== values.folder) fs.rmSync(folder, { recursive: true });
}
void main();

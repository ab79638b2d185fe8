/**
 * How long a model's object graph takes to follow the text, in the loader alone: from a started worker to
 * the first graph, then after edits of a method, of the configuration, of nothing. Prints the least and
 * the median milliseconds, of the clock and of processor time, and the memory.
 *
 *   npx tsx bench/load.ts --folder DIR [--file models/yolo.py] [--name Model] [--yaml cfg/training/yolov7.yaml] [--method forward_once] [--idle fuse] [--runs 10]
 */
import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { Loader, type LoadRequest } from "../server/src/host/loader";

const { values } = parseArgs({
  options: {
    folder: { type: "string", default: "." }, file: { type: "string", default: "models/yolo.py" }, name: { type: "string", default: "Model" }, yaml: { type: "string", default: "cfg/training/yolov7.yaml" },
    method: { type: "string", default: "forward_once" }, idle: { type: "string", default: "fuse" }, runs: { type: "string", default: "10" },
  },
});
const folder = path.resolve(values.folder);
const file = path.join(folder, values.file);
const yaml = path.join(folder, values.yaml);

interface Took { readonly clock: number; readonly processor: number }

async function timed(what: () => Promise<unknown>): Promise<Took> {
  const [began, used] = [performance.now(), process.cpuUsage()];
  await what();
  const { user, system } = process.cpuUsage(used);
  return { clock: performance.now() - began, processor: (user + system) / 1000 };
}

function print(what: string, took: readonly Took[]): void {
  const of = (times: number[]): string => `${times.sort((a, b) => a - b)[0]?.toFixed(0).padStart(5)} (${times[times.length >> 1]?.toFixed(0)})`;
  console.log(`${what.padEnd(36)} least (median) ${of(took.map((t) => t.clock))} ms, processor ${of(took.map((t) => t.processor))} ms over ${took.length}`);
}

async function main(): Promise<void> {
  const text = fs.readFileSync(file, "utf8");
  const settings = fs.readFileSync(yaml, "utf8");
  const inside = (method: string, i: number): string => {
    const at = new RegExp(`\\n([ \\t]+)def ${method}\\([^\\n]*\\n`).exec(text);
    if (!at) throw new Error(`there is no method ${method}`);
    const after = at.index + at[0].length;
    return `${text.slice(0, after)}${at[1]}    edited = ${i}\n${text.slice(after)}`;
  };
  const request = (overlays: [string, string][]): LoadRequest => ({
    file, name: values.name, args: { cfg: yaml }, asIs: false, roots: [folder], folders: [folder], sitePackages: [], torch: "2.14", overlays: new Map(overlays), timeLimit: 60_000, memoryLimit: 1024,
  });
  const load = async (loader: Loader, overlays: [string, string][]): Promise<void> => {
    const answer = await loader.load(request(overlays));
    if (!answer.ok) throw new Error(answer.error.message);
  };
  const cold: Took[] = [];
  for (let i = 0; i < 3; i++) {
    let loader: Loader | undefined;
    cold.push(await timed(() => load((loader = Loader.create({ torch: "2.14", memoryLimit: 1024 })), [])));
    await loader?.dispose();
  }
  print("from nothing", cold);
  const loader = Loader.create({ torch: "2.14", memoryLimit: 1024 });
  await load(loader, []);
  for (const [what, overlay] of [
    ["nothing edited", () => []],
    [`${values.idle} edited, which did not run`, (i) => [[file, inside(values.idle, i)]]],
    [`${values.method} edited, which ran`, (i) => [[file, inside(values.method, i)]]],
    ["configuration edited", (i) => [[yaml, `# ${i}\n${settings}`]]],
  ] satisfies [string, (i: number) => [string, string][]][]) {
    const took: Took[] = [];
    for (let i = 0; i < Number(values.runs); i++) took.push(await timed(() => load(loader, overlay(i))));
    print(what, took);
  }
  console.log(`resident memory ${(process.memoryUsage().rss / 2 ** 20).toFixed(0)} MiB`);
  await loader.dispose();
}
void main();

/** What the editor's measurements share: a workspace made of a folder's Python and YAML files, the built server on it, and times. */
import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { Client } from "../test/unit/lsp/client";

const root = path.resolve(import.meta.dirname ?? __dirname, "..");

export interface Target { readonly file: string; readonly text: string; readonly files: Readonly<Record<string, string>> }

function filesOf(folder: string, below = ""): Record<string, string> {
  const out: Record<string, string> = {};
  for (const entry of fs.readdirSync(path.join(folder, below), { withFileTypes: true })) {
    const name = path.posix.join(below, entry.name);
    if (entry.isDirectory() && !entry.name.startsWith(".")) Object.assign(out, filesOf(folder, name));
    else if (/\.(py|ya?ml)$/.test(entry.name)) out[name] = fs.readFileSync(path.join(folder, name), "utf8");
  }
  return out;
}

/** `--folder DIR --file models/yolo.py --entry "name: Model"`, and more options as text. */
export function target(more: Readonly<Record<string, string>> = {}): Target & { readonly options: Readonly<Record<string, string | undefined>> } {
  const texts = Object.fromEntries(Object.entries({ folder: path.join(root, "samples/detector"), file: "layers.py", ...more }).map(([k, v]) => [k, { type: "string" as const, default: v }]));
  const values = parseArgs({ options: { ...texts, entry: { type: "string" } } }).values as Record<string, string | undefined>;
  const file = values["file"] ?? "";
  const files = filesOf(values["folder"] ?? "");
  if (values["entry"]) files["torchscript.yaml"] = `entries:\n  - { file: ${file}, ${values["entry"]} }\n`;
  return { file, files, text: files[file] ?? "", options: values };
}

/** The server on these files with the one open, once everything has been checked. */
export async function opened({ files, file }: Target): Promise<Client> {
  const client = await Client.start({ files, pull: true });
  await client.open(file);
  await client.until("an answer", () => client.asked.includes("workspace/diagnostic/refresh"), 120_000);
  await client.settled();
  return client;
}

/** Prints the 95th percentile, the median and the worst of milliseconds. */
export function print(what: string, took: readonly number[]): void {
  const sorted = [...took].sort((a, b) => a - b);
  const at = (part: number): string => (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0).toFixed(1);
  console.log(`${what.padEnd(32)} p95 ${at(0.95).padStart(8)}   median ${at(0.5).padStart(8)}   worst ${at(1).padStart(8)}`);
}

/** In milliseconds. */
export async function timed(ask: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await ask();
  return performance.now() - began;
}

export async function times(what: string, count: number, ask: (i: number) => Promise<unknown>): Promise<void> {
  const took: number[] = [];
  for (let i = 0; i < count; i++) took.push(await timed(() => ask(i)));
  print(what, took);
}

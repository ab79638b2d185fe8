/**
 * How long after its start the server tells of an open file what a check tells: with nothing kept of earlier loads,
 * and with what the server before it has kept. Prints the median milliseconds.
 *
 *   npx tsx bench/start.ts [--folder DIR] [--file models/yolo.py] [--entry "name: Model"] [--runs 5]
 */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { Client } from "../test/unit/lsp/client";
import { print, target } from "./opened";

async function main(): Promise<void> {
  const { files, file, options } = target({ runs: "5" });
  const [folder, cache] = ["work", "cache"].map((name) => fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), `start-${name}-`)))) as [string, string];
  process.env["TORCHSCRIPT_LENS_CACHE"] = cache;
  const told = async (): Promise<number> => {
    const began = performance.now();
    const client = await Client.start({ files, folder });
    await client.open(file);
    await client.until("diagnostics", () => (client.pushed.get(client.uri(file)) ?? []).length > 0, 120_000);
    const took = performance.now() - began;
    await client.settled();
    await new Promise((go) => setTimeout(go, 4000)); // what is kept is written after a rest
    await client.stop();
    return took;
  };
  const [first, again]: [number[], number[]] = [[], []];
  for (let i = 0; i < Number(options["runs"]); i++) {
    fs.rmSync(cache, { recursive: true });
    first.push(await told());
    again.push(await told());
  }
  print("nothing kept", first);
  print("loads kept", again);
  for (const f of [folder, cache]) fs.rmSync(f, { recursive: true });
}

void main();

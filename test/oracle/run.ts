/**
 * Everything that CI holds against an installed torch, as many at a time as there are processors, at most
 * two (torch takes several threads of its own). What one prints appears when it has ended; all are run,
 * also after a failure.
 *
 *   tsx test/oracle/run.ts
 */
import { spawn } from "node:child_process";
import os from "node:os";
import path from "node:path";

const here = import.meta.dirname ?? __dirname;
/** The longest first, so that none is left alone at the end. */
const RUNS = [
  "onnx_modules.ts --every 12",
  "layers.ts",
  "recorded.ts --every 4",
  "export.ts resnet18 googlenet fasterrcnn_resnet50_fpn",
  "onnx.ts resnet18 googlenet swin_t",
  "torchvision.ts",
  "exportModules.ts",
  "detection.ts fasterrcnn_resnet50_fpn",
  "distributions.ts",
];

function run(line: string): Promise<boolean> {
  const [file = "", ...args] = line.split(" ");
  const began = performance.now();
  const child = spawn(process.execPath, ["--import", "tsx", path.join(here, file), ...args], { cwd: path.resolve(here, "../.."), stdio: ["ignore", "pipe", "pipe"] });
  const printed: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (piece: Buffer) => printed.push(piece));
  return new Promise((resolve) => child.once("close", (status) => {
    console.log(`${Buffer.concat(printed).toString()}${status === 0 ? "" : `FAILED (${status ?? "killed"}): `}test/oracle/${line}: ${((performance.now() - began) / 1000).toFixed(0)} s\n`);
    resolve(status === 0);
  }));
}

async function main(): Promise<number> {
  const left = [...RUNS];
  let failed = 0;
  const lane = async (): Promise<void> => {
    for (let line = left.shift(); line; line = left.shift()) if (!await run(line)) failed++;
  };
  await Promise.all(Array.from({ length: Math.min(2, os.availableParallelism()) }, lane));
  return failed ? 1 : 0;
}
void main().then((code) => { process.exitCode = code; });

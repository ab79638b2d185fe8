// Makes dist/snapshot.bin when the stand-in torch or Pyodide changed, dist/characterNames.br with the first one, and dist/standInTrees.bin.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { buildSnapshot } from "../server/src/host/snapshotBuild";
import { writeCharacterNames } from "./characterNames";
import { makeStandInTrees } from "./standInTrees";

const dist = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..", "dist");
const began = Date.now();
const made = await buildSnapshot(dist);
if (!fs.existsSync(path.join(dist, "characterNames.br"))) await writeCharacterNames(dist);
await makeStandInTrees(path.resolve(dist, ".."), dist);
console.log(made ? `snapshot made in ${((Date.now() - began) / 1000).toFixed(1)} s` : "snapshot is up to date");
process.exit(0);

// Makes dist/standInTrees.bin: the stand-in's layers, parsed.
import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { loadParserParts } from "../server/src/host/parserParts";
import { filesBelow } from "../server/src/host/snapshotBuild";
import { STAND_IN_ROOT, standInFolder } from "../server/src/host/standIn";
import { StandInTrees, TREES_FILE, writeTrees } from "../server/src/project/standInTrees";
import { initParser, parse } from "../server/src/syntax/parser";

/** What compiled models lead to. */
const isParsed = (name: string): boolean => /^torch\/(nn\/.*|functional)\.py$/.test(name);

/** Unless its parser and its texts are those of the last time. */
export async function makeStandInTrees(root: string, dist: string): Promise<void> {
  const nameOf = (file: string): string => path.relative(standInFolder(), file).split(path.sep).join("/");
  const files = filesBelow(standInFolder()).filter((file) => isParsed(nameOf(file)));
  const hash = crypto.createHash("sha256").update(process.versions.v8);
  for (const file of [...filesBelow(path.join(root, "server", "src", "syntax")), path.join(dist, "tree-sitter-python.wasm"), ...files]) hash.update(path.relative(root, file)).update(fs.readFileSync(file));
  const mark = hash.digest("hex");
  const out = path.join(dist, TREES_FILE);
  if (StandInTrees.open(out)?.mark === mark) return;
  await initParser(loadParserParts());
  writeTrees(out, mark, files.map((file) => parse(`${STAND_IN_ROOT}/${nameOf(file)}`, fs.readFileSync(file, "utf8"))));
}

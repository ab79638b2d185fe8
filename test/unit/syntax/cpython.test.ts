/** Our AST against CPython's own, node by node, over the repository's Python and part of the standard library. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadParserParts } from "../../../server/src/host/parserParts";
import { initParser, parse } from "../../../server/src/syntax/parser";
import { flatten } from "./flatten";
import type { Row } from "./flatten";

const here = dirname(fileURLToPath(import.meta.url));

function pythonFiles(folder: string, limit: number): string[] {
  const out: string[] = [];
  const visit = (f: string): void => {
    for (const entry of readdirSync(f, { withFileTypes: true })) {
      if (out.length >= limit) return;
      const path = join(f, entry.name);
      if (entry.isDirectory() && !/^(test|tests|site-packages|dist-packages|__pycache__|node_modules|lib2to3|idlelib)$/.test(entry.name)) visit(path);
      else if (entry.isFile() && entry.name.endsWith(".py")) out.push(path);
    }
  };
  visit(folder);
  return out;
}

describe("parser against CPython", () => {
  it("agrees on every node and span", async function () {
    this.timeout(120_000);
    const probe = spawnSync("python3", ["-c", "import os, sys; print(os.path.dirname(os.__file__)); print(sys.version_info >= (3, 12))"], { encoding: "utf8" });
    if (probe.status !== 0) {
      console.log("      skipped: there is no python3 on PATH");
      this.skip();
    }
    const [library, modern] = probe.stdout.trim().split("\n") as [string, string];
    await initParser(loadParserParts());
    const root = join(here, "../../..");
    const files = [join(here, "seldom.py"), ...pythonFiles(join(root, "test"), 1500), ...pythonFiles(join(root, "server/python"), 300), ...pythonFiles(library, 150)];
    const answer = spawnSync("python3", [join(here, "dump.py")], { input: files.join("\n"), maxBuffer: 1 << 30, encoding: "utf8" });
    const lines = answer.stdout.split("\n");
    let compared = 0;
    files.forEach((path, i) => {
      const wanted = JSON.parse(lines[i] || "null") as Row[] | null;
      if (wanted === null) return;
      const text = readFileSync(path, "utf8");
      const file = parse(path, text);
      assert.deepEqual(file.problems, [], path);
      const got = flatten(file, modern === "True");
      const at = wanted.findIndex((row, k) => JSON.stringify(row) !== JSON.stringify(got[k]));
      if (at >= 0 || got.length !== wanted.length) assert.deepEqual(got[at], wanted[at], `${path}: ${text.slice(wanted[at]?.[1] ?? 0, (wanted[at]?.[1] ?? 0) + 60)}`);
      compared++;
    });
    assert.ok(compared > 100);
  });
});

/**
 * Every fixture under test/fixtures/check: exactly the diagnostics that its carets say, in order of place.
 * UPDATE_EXPECT=1 rewrites the carets under rules/; their diff is to be read, and record.py to be run again.
 * What three versions of real torch made of rules/ is held beside it (recorded.json).
 */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { Engine } from "../../../server/src/project/engine";
import type { Answer } from "../../../server/src/project/report";
import { readFixture, shown, withCarets, withoutCarets } from "./carets";

type Version = "1.13" | "2.6" | "2.14";
interface Recorded { readonly sha: string; readonly ok: boolean; readonly line?: number; readonly col?: number | null }

const folder = path.resolve(__dirname, "../../fixtures/check");
const pythonFiles = (sub: string): string[] => fs.readdirSync(path.join(folder, sub)).filter((n) => n.endsWith(".py")).sort().map((n) => path.posix.join(sub, n));
const rules = [...pythonFiles("rules/wrong"), ...pythonFiles("rules/right")];
const read = (name: string): string => fs.readFileSync(path.join(folder, name), "utf8");

describe("fixtures with carets", () => {
  const engines = new Map<Version, Engine>();
  const ask = async (name: string, torch: Version): Promise<Answer> => {
    let engine = engines.get(torch);
    if (!engine) engines.set(torch, engine = await Engine.create({ folders: [], roots: [folder], sitePackages: [], torch, timeLimit: 20, memoryLimit: 1024 }));
    const file = path.join(folder, name);
    const { target, asIs } = readFixture(read(name));
    return engine.ask({ target: name, file, name: target, asIs });
  };
  after(async () => { for (const engine of engines.values()) await engine.dispose(); });

  for (const name of [...pythonFiles("."), ...rules]) {
    it(name, async () => {
      const torch = readFixture(read(name)).torch ?? "2.14";
      if (process.env.UPDATE_EXPECT && name.startsWith("rules/")) {
        const bare = withoutCarets(read(name));
        fs.writeFileSync(path.join(folder, name), bare);
        fs.writeFileSync(path.join(folder, name), withCarets(bare, (await ask(name, torch)).report.diagnostics.filter((d) => d.file === path.join(folder, name))));
      }
      const { report } = await ask(name, torch);
      const { expected: want } = readFixture(read(name));
      const lines = read(name).split("\n");
      const key = (d: { line: number; start: number }): number => d.line * 1000 + d.start;
      // what a library's own code adds has no place in a fixture
      const own = report.diagnostics.filter((d) => d.file === path.join(folder, name));
      const got = own.map((d) => shown(d, lines)).sort((a, b) => key(a) - key(b));
      assert.deepEqual(
        got.map((d, i) => ({ ...d, message: want[i]?.message === undefined ? undefined : d.message })),
        [...want].sort((a, b) => key(a) - key(b)),
      );
    });
  }

  const recorded = JSON.parse(read("rules/recorded.json")) as Record<Version, Record<string, Recorded>>;
  for (const torch of ["1.13", "2.6", "2.14"] as const) {
    it(`agree with torch ${torch}`, async function () {
      this.timeout(120_000);
      for (const name of rules) {
        const was = recorded[torch][name.replace(/^rules\/|\.py$/g, "")];
        assert.ok(was, `${name} was not recorded`);
        assert.equal(createHash("sha256").update(read(name)).digest("hex").slice(0, 16), was.sha, `${name} changed since it was recorded`);
        const { report } = await ask(name, torch);
        assert.equal(report.verdict, was.ok ? "ok" : "error", name);
        const first = report.diagnostics.find((d) => d.severity === "error");
        if (was.ok || was.line === undefined) continue;
        assert.equal((first?.range.start.line ?? -1) + 1, was.line, name);
        if (typeof was.col === "number") assert.equal(first?.range.start.character, was.col, name);
      }
    });
  }
});

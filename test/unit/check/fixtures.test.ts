/** Every fixture under test/fixtures/check: exactly the diagnostics that its carets say, in order of place. */
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { Engine } from "../../../server/src/project/engine";
import { readFixture } from "./carets";

const folder = path.resolve(__dirname, "../../fixtures/check");

describe("fixtures with carets", () => {
  const engines = new Map<string, Engine>();
  const engineFor = async (torch: "1.13" | "2.6" | "2.14"): Promise<Engine> => {
    const known = engines.get(torch);
    if (known) return known;
    const made = await Engine.create({ folders: [], roots: [folder], sitePackages: [], torch, timeLimit: 20, memoryLimit: 1024 });
    engines.set(torch, made);
    return made;
  };
  after(async () => { for (const engine of engines.values()) await engine.dispose(); });

  for (const name of fs.readdirSync(folder).filter((n) => n.endsWith(".py")).sort()) {
    it(name, async () => {
      const file = path.join(folder, name);
      const fixture = readFixture(fs.readFileSync(file, "utf8"));
      const engine = await engineFor(fixture.torch ?? "2.14");
      const { report } = await engine.ask({ target: name, file, name: fixture.target, asIs: fixture.asIs });
      const key = (d: { line: number; start: number }): number => d.line * 1000 + d.start;
      const got = report.diagnostics.map((d) => ({ line: d.range.start.line, start: d.range.start.character, end: d.range.end.character, severity: d.severity, rule: d.rule, message: d.message.split("\n")[0] }));
      const want = fixture.expected;
      assert.deepEqual(
        got.sort((a, b) => key(a) - key(b)).map((d, i) => ({ ...d, message: want[i]?.message === undefined ? undefined : d.message })),
        [...want].sort((a, b) => key(a) - key(b)),
      );
    });
  }
});

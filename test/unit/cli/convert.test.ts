/** Conversion scripts as people write them, against what three versions of torch did with them (test/fixtures/convert, record.py). */
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { Engine } from "../../../server/src/project/engine";
import { ScriptRunner } from "../../../server/src/project/scriptRun";

const folder = path.resolve(__dirname, "../../fixtures/convert");
interface Recorded { readonly calls: readonly [number, boolean][]; readonly output: string; readonly status: number; readonly error: string | null }

for (const torch of ["1.13", "2.6", "2.14"] as const) {
  describe(`conversion scripts with torch ${torch}`, function () {
    this.timeout(60_000);
    const recorded = JSON.parse(fs.readFileSync(path.join(folder, `recorded-${torch}.json`), "utf8")) as Record<string, Recorded>;
    let engine: Engine;
    before(async () => { engine = await Engine.create({ folders: [folder], roots: [], sitePackages: [], torch, timeLimit: 20, memoryLimit: 512 }); });
    after(() => engine.dispose());

    for (const [name, truth] of Object.entries(recorded)) {
      it(name, async () => {
        const made = await new ScriptRunner(engine, path.join(folder, name)).run([], folder);
        assert.ok("calls" in made, JSON.stringify(made));
        const own = made.calls.filter((c) => path.dirname(c.file) === folder);
        assert.deepEqual(own.map((c) => [c.range.start.line + 1, c.verdict === "unknown" ? c.verdict : c.verdict === "ok"]), truth.calls, JSON.stringify([made.failure, own.map((c) => c.diagnostics[0]?.message)]));
        assert.equal(made.status, truth.status, JSON.stringify(made.failure));
        assert.equal(made.output, truth.output);
      });
    }
  });
}

/** The suite of test/suite inside the extension host of code-server's workbench. */
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { productRoot, runSuite, sampleWorkspace } from "./workbench";

describe("the extension host's own suite", () => {
  it("passes", async () => {
    await build({
      entryPoints: [path.join(productRoot, "test/suite/index.ts")], outfile: path.join(productRoot, "out/test/suite/index.js"), bundle: true, platform: "node", format: "cjs",
      external: ["vscode", "mocha"], logLevel: "warning",
    });
    const folder = sampleWorkspace();
    const report = path.join(productRoot, "out", "suite-report.json");
    fs.rmSync(report, { force: true });
    const { code, log } = await runSuite(folder, report);
    fs.rmSync(folder, { recursive: true, force: true });
    const said = fs.existsSync(report) ? fs.readFileSync(report, "utf8") : /^suite report: (.*)$/m.exec(log)?.[1];
    assert.ok(said !== undefined, `no report was written; exit code ${code}\n${log}`);
    const result = JSON.parse(said) as { passed: number; failed: string[] };
    assert.deepEqual(result.failed, []);
    assert.ok(result.passed > 0, "tests ran");
    assert.equal(code, 0);
  });
});

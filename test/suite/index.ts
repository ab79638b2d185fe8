/**
 * The mocha suite that runs inside an extension host: under @vscode/test-electron where VS Code can be
 * downloaded (npm run test:electron), and in code-server's workbench (npm run test:workbench).
 * Bundled to out/test/suite/index.js; writes a JSON report to $LENS_SUITE_REPORT, or a line of the log
 * where no variables arrive, so that a run without tests is noticed.
 */
import fs from "node:fs";
import Mocha from "mocha";
import { defineSuite } from "./extension";

const REPORT = "suite report: ";

export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: "bdd", timeout: 120_000, color: false });
  mocha.suite.emit("pre-require", globalThis, "", mocha);
  defineSuite();
  const report = { passed: 0, failed: [] as string[] };
  await new Promise<void>((resolve) => {
    mocha.run(() => resolve())
      .on("pass", () => { report.passed++; })
      .on("fail", (test, error: Error) => { report.failed.push(`${test.fullTitle()}: ${error.message}`); });
  });
  const file = process.env["LENS_SUITE_REPORT"];
  if (file) fs.writeFileSync(file, JSON.stringify(report));
  else console.log(REPORT + JSON.stringify(report));
  if (report.failed.length > 0 || report.passed === 0) throw new Error(report.failed.join("\n") || "no test ran");
}

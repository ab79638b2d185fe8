// Runs the mocha suite under @vscode/test-electron, which downloads VS Code: where that is not possible, says so and skips.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { build } from "esbuild";
import { downloadAndUnzipVSCode, runTests } from "@vscode/test-electron";

const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), "..");
await build({ entryPoints: [path.join(root, "test/suite/index.ts")], outfile: path.join(root, "out/test/suite/index.js"), bundle: true, platform: "node", format: "cjs", external: ["vscode", "mocha"], logLevel: "warning" });
let executable;
try {
  executable = await downloadAndUnzipVSCode({ timeout: 30_000 });
} catch (error) {
  console.log(`skipped: VS Code cannot be downloaded here (${error.message})`);
  process.exit(0);
}
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "sample-"));
for (const part of ["samples", "cfg/models"]) fs.cpSync(path.join(root, part), path.join(folder, part), { recursive: true });
try {
  await runTests({ vscodeExecutablePath: executable, extensionDevelopmentPath: root, extensionTestsPath: path.join(root, "out/test/suite/index"), launchArgs: [folder, "--disable-workspace-trust"] });
} finally {
  fs.rmSync(folder, { recursive: true, force: true });
}

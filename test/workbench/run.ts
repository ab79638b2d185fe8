/** Packs the extension and drives it in a real VS Code; skips with a reason where a part is missing. */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { missingPart, productRoot } from "./workbench";

const missing = missingPart();
if (missing) {
  console.log(`workbench tests skipped: ${missing}`);
  process.exit(0);
}
const vsix = path.join(productRoot, "out", "torchscript-lens.vsix");
fs.mkdirSync(path.dirname(vsix), { recursive: true });
const npx = (args: string[], env: Record<string, string> = {}): number => spawnSync("npx", args, { cwd: productRoot, stdio: "inherit", env: { ...process.env, ...env } }).status ?? 1;
const packed = spawnSync(process.execPath, [path.join(productRoot, "scripts", "package.mjs"), "--out", vsix], { stdio: "inherit" }).status ?? 1;
process.exitCode = packed !== 0 ? packed : npx(["mocha", "--require", "tsx/cjs", "--require", "test/workbench/hooks.ts", "--timeout", "240000", "--retries", "1", "test/workbench/**/*.test.ts"], { LENS_VSIX: vsix });

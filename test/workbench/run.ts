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
const mocha = (tests: string[], env: Record<string, string> = {}): number => npx(["mocha", "--require", "tsx/cjs", "--require", "test/workbench/hooks.ts", "--timeout", "240000", "--retries", "1", ...tests], { LENS_VSIX: vsix, ...env });

/** The oldest VS Code that the extension is for, and what is tried in it each time; LENS_WORKBENCH=1.100 tries everything. */
const OLDEST = "1.100";
const IN_OLDEST = ["sample", "suite", "rows", "notebook"].map((name) => `test/workbench/${name}.test.ts`);
function oldest(): number {
  if (process.env.LENS_WORKBENCH) return 0;
  if (fs.existsSync(path.join(productRoot, ".cache", `workbench-${OLDEST}`, "installed"))) return mocha(IN_OLDEST, { LENS_WORKBENCH: OLDEST });
  console.log(`workbench tests in VS Code ${OLDEST} skipped: it is not installed (node scripts/installWorkbench.mjs ${OLDEST})`);
  return 0;
}
/** Names of tests, to run only these (`npm run test:workbench -- rows`). */
const named = process.argv.slice(2).map((name) => `test/workbench/${name}.test.ts`);
process.exitCode = packed || (named.length > 0 ? mocha(named) : mocha(["test/workbench/**/*.test.ts"]) || oldest());

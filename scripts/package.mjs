// Packs the extension for one platform: node scripts/package.mjs [--target linux-x64] [--out FILE]. Without a target, for this machine.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { hostTarget, layRuntime } from "./runtime.mjs";

const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), "..");
const { values } = parseArgs({ options: { target: { type: "string" }, out: { type: "string" } } });
const target = values.target ?? hostTarget();
layRuntime(target);
if (values.out) fs.mkdirSync(path.dirname(path.resolve(values.out)), { recursive: true });
const args = ["package", "--no-dependencies", "--allow-missing-repository", "--no-rewrite-relative-links", "--target", target, ...(values.out ? ["--out", values.out] : [])];
const packed = spawnSync(process.execPath, [path.join(root, "node_modules", "@vscode", "vsce", "vsce"), ...args], { stdio: "inherit", cwd: root });
if (target !== hostTarget()) layRuntime(); // what is in dist is for this machine
process.exitCode = packed.status ?? 1;

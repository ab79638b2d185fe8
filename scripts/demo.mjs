// `npm run demo`: checks the sample detector and prints its compile trace. Succeeds when the answers are the sample's known ones.
import { spawnSync } from "node:child_process";
import path from "node:path";

const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), "..");
const ask = (...args) => spawnSync(process.execPath, [path.join(root, "bin", "torchscript-lens.js"), ...args], { cwd: root, encoding: "utf8", maxBuffer: 1 << 28 });
const target = ["samples/detector/model.py:Detector", "--root", "samples/detector"];

console.log(`$ torchscript-lens check ${target.join(" ")}\n`);
const check = ask("check", ...target);
process.stdout.write(check.stdout + check.stderr);
console.log(`\n$ torchscript-lens trace ${target.join(" ")}\n`);
const trace = ask("trace", ...target);
process.stdout.write(trace.stdout + trace.stderr);

const good = check.status === 1 && trace.status === 1 && check.stdout.includes("layers.py:74:16: error") && check.stdout.includes("model.py:36:12: error");
console.log(good ? "\nThe sample has the mistakes it is meant to have (exit status 1 of both commands is right)." : `\nThe answers are not the sample's known ones (exit status ${check.status} and ${trace.status}).`);
process.exitCode = good ? 0 : 1;

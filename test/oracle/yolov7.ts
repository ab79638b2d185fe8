/**
 * The model of each YAML of a yolov7 checkout, over the stand-in torch and over real torch in the same
 * run: parameters, state dict, strides, anchors, output shapes, repr; in train and eval mode and after fuse().
 *
 *   tsx test/oracle/yolov7.ts CHECKOUT [TEXT]      only YAMLs whose path or mode contains TEXT
 */
import fs from "node:fs";
import path from "node:path";
import { Loader } from "../../server/src/host/loader";
import { differences, has, REAL, withStandIn, withTorch } from "./sealed";

const here = import.meta.dirname ?? __dirname;
const FOLDERS = ["cfg/baseline", "cfg/deploy", "cfg/training"];
const MODES = ["train", "eval", "fused", "fused with gradients"];

async function main(): Promise<number> {
  const [checkout, only = ""] = process.argv.slice(2);
  if (!checkout || !fs.existsSync(path.join(checkout, "models/yolo.py"))) {
    console.log(checkout ? `${checkout} is no checkout of yolov7` : "yolov7 skipped: name a checkout (git clone https://github.com/WongKinYiu/yolov7)");
    return checkout ? 1 : 0;
  }
  const real = REAL[0];
  if (!real || !has(real, "torch")) {
    console.log("yolov7 skipped: /usr/bin/python3 has no torch (apt-get install python3-torch)");
    return 0;
  }
  const root = path.resolve(checkout);
  const yamls = FOLDERS.flatMap((folder) => fs.readdirSync(path.join(root, folder)).filter((f) => f.endsWith(".yaml")).sort().map((f) => `${folder}/${f}`));
  const names = yamls.flatMap((y) => MODES.map((m) => `${y}|${m}`)).filter((n) => n.includes(only));
  const asked = { text: fs.readFileSync(path.join(here, "yolov7.py"), "utf8"), names, torch: real.torch, roots: [root] };
  const want = withTorch(real, asked);
  const loader = Loader.create({ torch: real.torch, memoryLimit: 1024 });
  const began = performance.now();
  const got = await withStandIn(loader, asked, MODES.length);
  const seconds = (performance.now() - began) / 1000;
  await loader.dispose();
  let failed = 0;
  const refused = names.filter((name) => "error" in (want.get(name) as object));
  for (const name of names) {
    const faults = differences(want.get(name) ?? null, got.get(name) ?? null);
    if (faults.length === 0) continue;
    failed++;
    console.log(`✗ ${name}\n    ${faults.join("\n    ")}`);
  }
  for (const text of new Set(refused.map((name) => JSON.stringify(want.get(name))))) console.log(`refused by torch: ${refused.filter((n) => JSON.stringify(want.get(n)) === text).length} times ${text.slice(0, 300)}`);
  console.log(`yolov7: ${names.length - failed} equal, ${refused.length} of them refused by torch as well, ${failed} differ (${seconds.toFixed(1)} s over the stand-in)`);
  return failed ? 1 : 0;
}

void main().then((status) => process.exit(status));

/**
 * Every builder that torchvision lists, over the stand-in torch and over real torch in the same run:
 * parameters, state dict (names, order, shapes, dtypes), modules and their classes, repr.
 *
 *   tsx test/oracle/builders.ts [NAME...]
 */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { Loader } from "../../server/src/host/loader";
import { differences, has, REAL, withStandIn, withTorch } from "./sealed";

const SITE = "/usr/lib/python3/dist-packages";
const here = import.meta.dirname ?? __dirname;

async function main(): Promise<number> {
  const real = REAL[0];
  if (!real || !has(real, "torchvision")) {
    console.log("torchvision's builders skipped: /usr/bin/python3 has no torchvision (apt-get install python3-torchvision)");
    return 0;
  }
  const all = spawnSync(real.python, ["-c", "import torchvision.models as m; print(*m.list_models())"], { encoding: "utf8" }).stdout.trim().split(" ");
  const names = process.argv.length > 2 ? process.argv.slice(2) : all;
  const asked = { text: fs.readFileSync(path.join(here, "builders.py"), "utf8"), names, torch: real.torch, sitePackages: [SITE] };
  const want = withTorch(real, asked);
  const loader = Loader.create({ torch: real.torch, memoryLimit: 1024 });
  const began = performance.now();
  const got = await withStandIn(loader, asked, 10);
  const seconds = (performance.now() - began) / 1000;
  await loader.dispose();
  let failed = 0;
  for (const name of names) {
    const faults = differences(want.get(name) ?? null, got.get(name) ?? null);
    if (faults.length) {
      failed++;
      console.log(`✗ ${name}\n    ${faults.join("\n    ")}`);
    }
  }
  const refused = names.filter((name) => "error" in (want.get(name) as object));
  if (refused.length) console.log(`refused by both: ${refused.join(", ")}`);
  console.log(`torchvision's builders: ${names.length - failed} equal, ${refused.length} of them refused by torch as well, ${failed} differ (${seconds.toFixed(1)} s)`);
  return failed ? 1 : 0;
}

void main().then((status) => process.exit(status));

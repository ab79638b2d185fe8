/**
 * What torch.fx.symbolic_trace records, over the stand-in torch and over real torch in the same run: the
 * generated code, the printed graph, the module that results; of small functions and of torchvision's classifiers.
 *
 *   tsx test/oracle/traced.ts [NAME...]
 */
import fs from "node:fs";
import path from "node:path";
import { Loader } from "../../server/src/host/loader";
import { differences, has, REAL, withStandIn, withTorch } from "./sealed";

const here = import.meta.dirname ?? __dirname;
const MODELS = ("alexnet vgg11_bn resnet18 resnext50_32x4d squeezenet1_0 densenet121 googlenet inception_v3 mobilenet_v2 mobilenet_v3_small mnasnet0_5 " +
  "efficientnet_b0 regnet_x_400mf convnext_tiny swin_t vit_b_16 r3d_18 s3d").split(" ");

async function main(): Promise<number> {
  let failed = 0;
  const text = fs.readFileSync(path.join(here, "traced.py"), "utf8");
  const small = [...text.matchAll(/^ {4}"(\w+)": "lambda/gm)].map((m) => m[1] ?? "");
  for (const real of REAL) {
    if (!has(real, "torch")) {
      console.log(`torch.fx of ${real.torch} skipped: no such torch here`);
      continue;
    }
    const vision = real.torch === "1.13" && has(real, "torchvision");
    const names = process.argv.length > 2 ? process.argv.slice(2) : [...small, ...(vision ? MODELS : [])];
    const asked = { text, names, torch: real.torch, sitePackages: vision ? ["/usr/lib/python3/dist-packages"] : [] };
    const want = withTorch(real, asked);
    const loader = await Loader.create({ torch: real.torch, memoryLimit: 1024 });
    const got = await withStandIn(loader, asked, 8);
    await loader.dispose();
    const bad = names.filter((name) => {
      const faults = differences(want.get(name) ?? null, got.get(name) ?? null);
      if (faults.length) console.log(`✗ ${name}\n    ${faults.join("\n    ")}`);
      return faults.length > 0;
    });
    const refused = names.filter((name) => "error" in (want.get(name) as object)).length;
    console.log(`torch.fx of ${real.torch}: ${names.length - bad.length} equal, ${refused} of them refused by torch as well, ${bad.length} differ`);
    failed += bad.length;
  }
  return failed ? 1 : 0;
}

void main().then((status) => process.exit(status));

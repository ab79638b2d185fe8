/**
 * Every public layer of torch.nn over the stand-in and over each installed torch: repr, constants, state dict,
 * attributes, and what calls give in both modes (shapes, dtypes, values while they are small): the lines of layers.py, and
 * each again with every argument that its constructor takes besides.
 *
 *   tsx test/oracle/layers.ts [--torch V] [TEXT]      only lines with TEXT
 */
import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { Loader } from "../../server/src/host/loader";
import { has, isNear, differences, REAL, withStandIn, withTorch } from "./sealed";

const here = import.meta.dirname ?? __dirname;
const { values, positionals } = parseArgs({ allowPositionals: true, options: { torch: { type: "string" } } });

/** What only torch 1.13 refuses, and the stand-in never does: sums of bfloat16 rows, recurrent layers without a layer. */
const KNOWN = /^1\.13 (EmbeddingBag\(.*dtype=torch\.bfloat16|RNNBase\(.*num_layers=0)/;

async function main(): Promise<number> {
  const text = fs.readFileSync(path.join(here, "layers.py"), "utf8");
  const written = (/LAYERS = """\n(.*?)\n"""/s.exec(text)?.[1] ?? "").split("\n");
  let failed = 0;
  for (const real of REAL.filter((r) => values.torch === undefined || r.torch === values.torch)) {
    if (!has(real, "torch")) {
      console.log(`layers of ${real.torch} skipped: no such torch here`);
      continue;
    }
    const generated = withTorch(real, { text, names: ["@variants"], torch: real.torch }).get("@variants") as string[];
    const lines = [...new Set(["@names", ...written, ...generated])].filter((l) => l.includes(positionals[0] ?? ""));
    const asked = { text, names: lines, torch: real.torch };
    const want = withTorch(real, asked);
    const loader = await Loader.create({ torch: real.torch, memoryLimit: 1024 });
    const uncovered = ((want.get("@names") ?? []) as string[]).filter((n) => !written.some((l) => l.startsWith(`${n}(`)));
    if (uncovered.length) console.log(`no line for ${uncovered.join(", ")}`);
    const got = await withStandIn(loader, asked, 40);
    await loader.dispose();
    let calls = 0;
    let unknown = 0;
    const bad = lines.filter((line) => {
      if (KNOWN.test(`${real.torch} ${line}`)) return false;
      const [a, b] = [want.get(line) ?? null, got.get(line) ?? null];
      calls += line.split(" | ")[1]?.split(";").length ?? 0;
      unknown += JSON.stringify(b).split('"unknown"').length - 1;
      const faults = isNear(a, b) ? [] : differences(a, b, "", 4, isNear);
      if (process.env["SHOW_UNKNOWN"] && JSON.stringify(b).includes(`"unknown"`)) console.log(`? ${line}`);
      if (faults.length) console.log(`✗ ${line}\n    ${faults.join("\n    ")}`);
      return faults.length > 0;
    });
    console.log(`layers of ${real.torch}: ${lines.length} built, ${calls} calls, ${unknown} values unknown, ${bad.length} differ`);
    failed += bad.length + uncovered.length;
  }
  return failed ? 1 : 0;
}

void main().then((status) => process.exit(status));

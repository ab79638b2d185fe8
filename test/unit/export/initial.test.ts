import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { decodeNumbers } from "../../../server/src/export/numbers";
import { Draws, erf, inverseErf } from "../../../server/src/export/initial";
import { KnownStorages } from "../../../server/src/export/storages";
import { ModelTensors } from "../../../server/src/export/tensors";
import { Loader } from "../../../server/src/host/loader";
import type { GDraw, GStep } from "../../../server/src/host/objectGraph";
import { splitMarks, marked, withoutMarks, type MarkedRanges } from "../../../server/src/script/printer/marks";

/** Recorded: torch 1.13, torch.manual_seed(0), then one after the other. */
const LOG: readonly GDraw[] = [["uniform", 3, "float32", [-1, 1]], ["normal", 3, "float32", [0, 1]], ["normal", 17, "float32", [1, 2]], ["uniform", 2, "float64", [0, 1]], ["randint", 3, "int64", [0, 10]], ["trunc_normal", 3, "float32", [0, 1, -2, 2]]];
const RECORDED: readonly (readonly number[])[] = [
  [-0.00748682, 0.5364436, -0.8230451],
  [0.3643382, 0.1343963, 0.1642163],
  [0.5917965, 1.332911, 2.748764, 0.7130523, 0.7767813, -0.2271662, 1.063185, 0.01464605, 1.49683, 2.236113, 0.1743956, -0.6821296, -3.632084, 0.7953807, 2.584888, 0.4206646, 1.105015],
  [0.1097353, 0.5237521],
  [2, 1, 0],
  [1.950637, 0.4941842, 0.16232],
];

describe("initial values", () => {
  const near = (got: Float64Array | undefined, want: readonly number[]): void => {
    want.forEach((w, i) => { assert.ok(Math.abs((got?.[i] ?? NaN) - w) <= 1e-5 * Math.max(1, Math.abs(w)), `${String(got?.[i])} is not ${w}`); });
  };

  it("are those that torch draws from the same seed, in whatever order they are asked for", () => {
    const draws = new Draws(LOG);
    for (const i of [2, 0, 5, 1, 4, 3]) near(draws.values(i), RECORDED[i] ?? []);
  });

  it("follow a seed that the model sets", () => {
    near(new Draws([["uniform", 5, "float32", [0, 1]], ["seed", 0, "", [0]], ["uniform", 3, "float32", [-1, 1]]]).values(2), RECORDED[0] ?? []);
  });

  it("have an inverse of erf", () => {
    for (const x of [-2.9, -1, -0.1, 0, 0.3, 1.5, 2.6, 3.5]) assert.ok(Math.abs(inverseErf(erf(x)) - x) < 1e-6, String(x));
  });

  it("go through what was done with them while the model was built", () => {
    const steps = (...given: readonly GStep[]): number[] => [...new KnownStorages({ version: 1, root: null, objects: [], draws: [["uniform", 3, "float32", [-1, 1]]], storages: [{ dtype: "float32", size: 3, recipe: ["draw", 0, given] }] }).pieces(0)].flatMap((b) => [0, 4, 8].map((at) => b.readFloatLE(at)));
    // recorded as those above: uniform_(-1, 1), then the method
    near(Float64Array.from(steps(["erfinv"], ["mul", 2], ["add", 0.5], ["clamp_min", -1])), [0.48672977, 1.53662324, -1]);
    near(Float64Array.from(steps(["rsub", 1], ["div", 3], ["neg"], ["exp"])), [0.7147454, 0.85682738, 0.54461199]);
    near(Float64Array.from(steps(["sub", -1], ["log"], ["clamp_max", 0.25])), [-0.00751499, 0.25, -1.73186052]);
  });

  it("fit what the model computed from them while it was built", async function () {
    this.timeout(60_000);
    const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "initial-")));
    const file = path.join(folder, "net.py");
    fs.writeFileSync(file, `import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        drawn = [torch.empty(3).uniform_(-1, 1), torch.randn(3), torch.empty(17).normal_(1, 2), torch.rand(2, dtype=torch.float64), torch.randint(0, 10, (3,)), nn.init.trunc_normal_(torch.empty(3))]
        for i in (2, 0, 5, 1, 4, 3):
            self.register_buffer(f"b{i}", drawn[i].flip(0))
        self.weighted = nn.utils.weight_norm(nn.Linear(4, 2))
`);
    const loader = Loader.create({ torch: "2.14", memoryLimit: 512, once: true });
    try {
      const loaded = await loader.load({ file, name: "Net", asIs: false, values: true, roots: [folder], folders: [], sitePackages: [], torch: "2.14", overlays: new Map(), timeLimit: 30_000, memoryLimit: 512 });
      assert.ok(loaded.ok, JSON.stringify(loaded));
      const tensors = new ModelTensors(loaded.graph, undefined);
      const numbers = (name: string): number[] => { const t = tensors.named(name); return t ? [...decodeNumbers(t.dtype, Buffer.from(t.data))] : []; };
      RECORDED.forEach((want, i) => { near(Float64Array.from(numbers(`b${i}`)), [...want].reverse()); });
      const v = numbers("weighted.weight_v");
      near(Float64Array.from(numbers("weighted.weight_g")), [0, 4].map((at) => Math.hypot(...v.slice(at, at + 4))));
      assert.ok(v.some((x) => x !== 0));
    } finally {
      await loader.dispose();
      fs.rmSync(folder, { recursive: true });
    }
  });

  it("are the same from the table of large tensors", () => {
    const [large, small] = [40_000, 20_000].map((n) => new Draws([["trunc_normal", n, "float32", [0, 1, -2, 2]]]).values(0));
    for (let i = 0; i < 20_000; i += 97) assert.ok(Math.abs((large?.[i] ?? 0) - (small?.[i] ?? 1)) < 1e-9);
  });
});

describe("marks in printed code", () => {
  it("become byte offsets; what has no range of its own has that of what is around it", () => {
    const ranges: MarkedRanges = [];
    const at = (start: number): { file: string; start: number; end: number } => ({ file: "f", start, end: start + 1 });
    const text = `é ${marked(ranges, at(1), `f(${marked(ranges, at(2), "x")}, ${marked(ranges, null, "y")})`)}\n`;
    assert.equal(withoutMarks(text), "é f(x, y)\n");
    const made = splitMarks(text, ranges);
    assert.equal(made.text, "é f(x, y)\n");
    assert.deepEqual(made.places.map((p) => [p.bytes, p.range?.start ?? null]), [[0, null], [3, 1], [5, 2], [6, 1], [10, null]]);
  });
});

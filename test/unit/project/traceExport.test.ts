/** A model that does not script, recorded on example inputs and written in both formats. */
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { Engine } from "../../../server/src/project/engine";
import { exportModel, type ExportReport } from "../../../server/src/project/exportModel";
import { inputOf } from "../../../server/src/project/export/inputs";
import { exportLines } from "../../../server/src/project/export/reportText";

const MODEL = `import torch
from torch import nn
class Plain(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(nn.Conv2d(3, 4, 3, padding=1), nn.SiLU())
        self.stride = torch.tensor([8., 16.])
    def forward(self, x, **options):
        out = []
        for i, layer in enumerate([self.layers, self.layers]):
            z = layer(x)
            b, c, h, w = z.shape
            z = z.view(b, c, -1).permute(0, 2, 1).contiguous() * self.stride[i]
            z[..., 0:2] = z[..., 0:2] * 2. - 0.5
            out.append(z)
        return torch.cat(out, 1), out
class Deciding(nn.Module):
    def forward(self, x):
        if x.sum() > 0:
            return x
        return -x
`;

describe("exporting a trace", function () {
  this.timeout(60_000);
  let folder: string;
  let engine: Engine;
  before(async () => {
    folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "trace-")));
    fs.writeFileSync(path.join(folder, "plain.py"), MODEL);
    engine = await Engine.create({ folders: [folder], roots: [folder], sitePackages: [], torch: "1.13", timeLimit: 30, memoryLimit: 512 });
  });
  after(async () => { await engine.dispose(); fs.rmSync(folder, { recursive: true, force: true }); });

  const traced = (name: string, inputs: readonly string[]): Promise<ExportReport> =>
    exportModel(engine, { target: name, file: path.join(folder, "plain.py"), name }, {
      folder: path.join(folder, name), name: "made", formats: ["torchscript", "onnx"], trace: true, inputs: inputs.map((t) => inputOf(t)).filter((i) => i !== undefined),
    });

  it("writes both formats and says what is fixed, with lines", async () => {
    const made = await traced("Plain", ["1,3,8,6"]);
    assert.deepEqual(made.formats.map((f) => f.problem), [undefined, undefined]);
    assert.deepEqual(made.formats[1]?.outputs?.map((o) => o.shape), [[1, 96, 4], [1, 48, 4], [1, 48, 4]]);
    assert.deepEqual(made.traced?.map(({ where, what }) => `${path.basename(where)} ${what}`), ["plain.py:12 a shape became a constant", "plain.py:13 a tensor that is no parameter, buffer or input became a constant"]);
    assert.ok(exportLines(made).some((l) => l.startsWith("A trace:")));
  });

  it("says where a value decided a branch", async () => {
    const made = await traced("Deciding", ["2,3"]);
    assert.equal(made.answer.report.verdict, "ok");
    assert.deepEqual(made.traced?.map(({ what }) => what), ["the value of a tensor decided a branch"]);
  });

  it("asks for inputs", async () => {
    const made = await traced("Plain", []);
    assert.match(made.problem?.message ?? "", /^A trace needs example inputs/);
  });
});

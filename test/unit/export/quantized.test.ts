/** Archives of quantized layers: their numbers come from the state dict of the quantized model. `quantized.pth` was saved by torch 1.13, `quantized_recurrent.pth` by torch 2.6. */
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { Engine } from "../../../server/src/project/engine";
import type { ExampleInput } from "../../../server/src/project/export/format";
import { exportModel, type ExportReport } from "../../../server/src/project/exportModel";
import { runOnnx } from "../../../server/src/export/onnx/runtime";
import { problemLines } from "../../../server/src/project/export/reportText";

const MODEL = `import torch
import torch.ao.nn.quantized as nnq
import torch.ao.nn.quantized.dynamic as nnqd
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nnq.Conv2d(1, 2, 1)
        self.lin = nnq.Linear(2, 2, bias_=False)
        self.sum = nnq.QFunctional()
    def forward(self, x):
        x = self.conv(x).mean([2, 3])
        return self.sum.add(self.lin(x), x)
class Between(Net):
    def forward(self, x):
        x = self.conv(torch.quantize_per_tensor(x, 0.1, 3, torch.quint8)).mean([2, 3])
        y = self.sum.add(self.lin(x), x)
        return y.dequantize(), torch.cat([y, y.relu()]).sigmoid().dequantize()
class Dynamic(Net):
    def __init__(self):
        super().__init__()
        self.lin = nnqd.Linear(2, 2, bias_=False)
    def forward(self, x):
        return self.lin(x)
class Observed(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(torch.ao.quantization.QuantStub(), nn.Linear(2, 2))
        self.qconfig = torch.ao.quantization.get_default_qconfig("qnnpack")
    def forward(self, x):
        return self.net(x)
def observed():
    made = torch.ao.quantization.prepare(Observed().eval())
    made(torch.ones(1, 2))
    return torch.ao.quantization.convert(made)
def quantized_again():
    torch.manual_seed(0)
    made = Net()
    made.sum = nnq.FloatFunctional()
    made.sum.activation_post_process = torch.ao.quantization.HistogramObserver()
    made.sum.activation_post_process(torch.ones(2))
    made.sum = nnq.QFunctional.from_float(made.sum)
    return made
`;
const RECURRENT = `import torch
from torch import nn
class Steps(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(2, 2, bidirectional=True)
        self.gru = nn.GRU(4, 2)
        self.cell = nn.LSTMCell(2, 2)
    def forward(self, x, lengths):
        y, (h, c) = self.lstm(nn.utils.rnn.pack_padded_sequence(x, lengths, enforce_sorted=False))
        g, _ = self.gru(nn.utils.rnn.pad_packed_sequence(y)[0])
        return g, h, self.cell(g[0])[1]
def steps():
    return torch.ao.quantization.quantize_dynamic(Steps().eval(), {nn.LSTM, nn.GRU, nn.LSTMCell}, dtype=torch.qint8)
`;
const WEIGHTS = path.join(import.meta.dirname ?? __dirname, "../../fixtures/weights/quantized.pth");
const RECURRENT_WEIGHTS = path.join(path.dirname(WEIGHTS), "quantized_recurrent.pth");
const double = (x: number): string => { const made = Buffer.alloc(9, "G"); made.writeDoubleBE(x, 1); return made.toString("latin1"); };

describe("exporting quantized layers", function () {
  this.timeout(60_000);
  let folder: string;
  let engine: Engine;
  before(async () => {
    folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "quantized-")));
    fs.writeFileSync(path.join(folder, "quantized.py"), MODEL);
    fs.writeFileSync(path.join(folder, "recurrent.py"), RECURRENT);
    engine = await Engine.create({ folders: [folder], roots: [folder], sitePackages: [], torch: "1.13", timeLimit: 30, memoryLimit: 512 });
  });
  after(async () => { await engine.dispose(); fs.rmSync(folder, { recursive: true, force: true }); });
  const exported = (name: string, weights?: string): Promise<ExportReport> =>
    exportModel(engine, { target: name, file: path.join(folder, "quantized.py"), name, ...(name === "Net" ? {} : { call: true }) }, { folder, name, formats: ["torchscript"], weights });

  it("writes packed weights, scales and zero points as the state dict has them", async () => {
    const made = await exported("Net", WEIGHTS);
    assert.deepEqual(problemLines(made), []);
    assert.deepEqual(made.keys && [made.keys.missing, made.keys.unexpected, made.keys.mismatched], [[], [], []]);
    const archive = fs.readFileSync(path.join(folder, "Net.pt"), "latin1");
    for (const part of ["_rebuild_qtensor", "QInt8Storage", "per_tensor_affine", "per_channel_affine", "__torch__.torch.classes.quantized\nLinearPackedParamsBase"]) assert.ok(archive.includes(part), part);
    // of the convolution's weight, and of the outputs of all three
    for (const scale of [0.25, 0.125, 0.75, 0.0625]) assert.ok(archive.includes(double(scale)), String(scale));
    assert.ok(!archive.includes("code/__torch__/torch/classes"));
  });

  it("writes ONNX in the form of QuantizeLinear and DequantizeLinear", async () => {
    // recorded: torch 1.13, Between by qnnpack, Dynamic by onednn
    const recorded: Record<string, { readonly shape: readonly number[]; readonly x: readonly number[]; readonly y: readonly number[]; readonly step: number }> = {
      Between: { shape: [2, 1, 2, 2], x: [1, -2, 3.5, 0.25, 0.5, 4, -1.5, 2], y: [6.875, 13.75, 9.5, 15.25], step: 0.0625 },
      Dynamic: { shape: [2, 2], x: [1, -2, 0.5, 4], y: [-2.97637796, -4.96062994, 8.55118084, 17.62204742], step: 1e-5 },
    };
    for (const [name, { shape, x, y, step }] of Object.entries(recorded)) {
      const made = await exportModel(engine, { target: name, file: path.join(folder, "quantized.py"), name }, { folder, name, formats: ["onnx"], weights: WEIGHTS, inputs: [{ shape, dtype: "float32" }] });
      assert.deepEqual(problemLines(made), []);
      const ran = await runOnnx(fs.readFileSync(path.join(folder, `${name}.onnx`)), { x: { dtype: "float32", shape, data: new Uint8Array(Float32Array.from(x).buffer) } });
      assert.ok(ran.ok);
      y.forEach((want, i) => { assert.ok(Math.abs(Number(ran.outputs[0]?.data[i]) - want) <= step * 1.01, `${name}: ${Array.from(ran.outputs[0]?.data ?? []).join()}`); });
      if (name === "Between") assert.ok(Math.abs(Number(ran.outputs[1]?.data[0]) - 0.99609375) < 1e-6);
    }
    const refused = await exportModel(engine, { target: "Net", file: path.join(folder, "quantized.py"), name: "Net" }, { folder, name: "Net", formats: ["onnx"], weights: WEIGHTS, inputs: [{ shape: [1, 1, 2, 2], dtype: "float32" }] });
    assert.match(problemLines(refused).join(), /an operator on quantized tensors without one/);
  });

  it("writes recurrent layers, whose weights are objects in the state dict, and steps that take their own range", async () => {
    const inputs: ExampleInput[] = [{ shape: [3, 2, 2], dtype: "float32", dynamic: { 1: "n" } }, { shape: [2], dtype: "int64", dynamic: { 0: "n" } }];
    const made = await exportModel(engine, { target: "steps", file: path.join(folder, "recurrent.py"), name: "steps", call: true }, { folder, name: "steps", formats: ["torchscript", "onnx"], weights: RECURRENT_WEIGHTS, inputs });
    assert.deepEqual(problemLines(made), []);
    assert.deepEqual(made.keys && [made.keys.missing, made.keys.unexpected, made.keys.mismatched], [[], [], []]);
    const archive = fs.readFileSync(path.join(folder, "steps.pt"), "latin1");
    for (const part of ["__torch__.torch.classes.rnn\nCellParamsBase", "quantized_dynamic", "List[__torch__.torch.classes.quantized.LinearPackedParamsBase]"]) assert.ok(archive.includes(part), part);
    // recorded: torch 2.6, onednn
    const x = [0.25, -1.25, 1, -1.25, 2.75, 0, 0, -0.25, -1, 0.75, 0, -0.25];
    const wanted = [
      [0.103497, -0.03478, 0.108376, -0.037853, 0.14574, -0.064042, 0.190722, -0.052265, 0.137989, -0.064617, 0.238321, -0.074495],
      [-0.235263, 0.302334, -0.440521, 0.272696, 0.064043, 0.005192, 0.028107, 0.013623], [0.230419, -0.234082, 0.229417, -0.234158],
    ];
    const ran = await runOnnx(fs.readFileSync(path.join(folder, "steps.onnx")), { x: { dtype: "float32", shape: [3, 2, 2], data: new Uint8Array(Float32Array.from(x).buffer) }, lengths: { dtype: "int64", shape: [2], data: new Uint8Array(BigInt64Array.from([2n, 3n]).buffer) } });
    assert.ok(ran.ok);
    wanted.forEach((values, o) => { values.forEach((v, i) => { assert.ok(Math.abs(Number(ran.outputs[o]?.data[i]) - v) < 1e-5, `${o}: ${Array.from(ran.outputs[o]?.data ?? []).join()}`); }); });
  });

  it("names what is not computed here", async () => {
    assert.match(problemLines(await exported("Net")).join(), /quantized values of 'conv.weight' are not computed here. Give the state dict/);
    assert.match(problemLines(await exported("observed")).join(), /'net.1.scale' follows from what was observed while the model ran, which is not computed here. Give the state dict/);
  });

  it("does not take a scale for known that follows from what was observed", async () => {
    const data = fs.readFileSync(WEIGHTS);
    // without the scale: under another name of the same length
    const without = Buffer.from(data.toString("latin1").replace("sum.scale", "sum.scalx"), "latin1");
    const file = path.join(folder, "without.pth");
    fs.writeFileSync(file, without);
    assert.match(problemLines(await exported("quantized_again", file)).join(), /'sum.scale' follows from what was observed while the model ran, which is not computed here, and the weights do not have it/);
    assert.deepEqual(problemLines(await exported("quantized_again", WEIGHTS)), []);
  });
});

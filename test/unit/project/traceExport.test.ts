/** A model that does not script, recorded on example inputs and written in both formats. */
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { Engine } from "../../../server/src/project/engine";
import { exportModel, type ExportReport } from "../../../server/src/project/exportModel";
import { runOnnx } from "../../../server/src/export/onnx/runtime";
import { decodeModel } from "../../../server/src/export/onnx/proto";
import { inputOf } from "../../../server/src/project/export/inputs";
import { exportLines } from "../../../server/src/project/export/reportText";
import { english, NOTHING } from "../../../server/src/text/message";

const MODEL = `import math, numpy as np
import torch
import torch.nn.functional as F
from typing import Dict, List, Optional, Tuple
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
class Whole(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(nn.Dropout(0), nn.LeakyReLU(1), nn.LayerNorm(3, eps=1))
    def forward(self, x, **options):
        return self.layers(x)
class Valued(nn.Module):
    def forward(self, x, lengths, **options):
        return x[:, :int(lengths.max())] if lengths[0] > 3 else x
class Long(nn.Module):
    def forward(self, x, **options):
        return torch.stack([(x.select(0, i % 2) <= x.select(1, 0).sum()).to(torch.float32) + i for i in range(900)])
class Mapped(nn.Module):
    def forward(self, x, **options):
        return torch.vmap(lambda v, w: {"part": v / v.sum(), "w": w.sum()}, in_dims=(0, None))(x, x)["part"]
class Positions(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(3, 3)
        self.register_buffer("at", torch.arange(3.), persistent=False)
    def forward(self, x, **options):
        return self.layer(x) + self.at
class Counting(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm = nn.BatchNorm1d(3)
        self.register_buffer("unused", torch.ones(2))
        self.norm(torch.zeros(4, 3) + torch.rand(4, 3))
    def forward(self, x, **options):
        return self.norm(x)
class Part(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(3, 3)
    def forward(self, x, **options):
        return self.layer(x) * x.shape[1], [x]
def doubled(x):
    return x * 2
twice = torch.jit.trace(doubled, torch.rand(2))
class Parts(nn.Module):
    def __init__(self):
        super().__init__()
        self.part = torch.jit.trace(Part(), torch.rand(1, 3))
    def forward(self, x: torch.Tensor, shift: torch.Tensor = torch.ones(3)) -> torch.Tensor:
        y, given = self.part(x)
        return twice(y) + given[0] + shift
def mixed(p, q):
    return {"sum": [p[0] + p[1] * q[0][0], q[1]["k"]]}
class Nested(nn.Module):
    def __init__(self):
        super().__init__()
        self.part = torch.jit.trace_module(Part(), {"forward": torch.rand(1, 3)})
        self.mixed = torch.jit.trace(mixed, ([torch.rand(2), torch.rand(2)], ((torch.rand(2),), {"k": torch.rand(2)})))
        self.more = torch.jit.trace(lambda x: x + 1, torch.rand(2))
    def forward(self, x):
        y, _ = self.part(x)
        return self.mixed([x, y], ((x,), {"k": self.more(y)}))["sum"][0]
class Gathers(nn.Module):
    def forward(self, xs: List[torch.Tensor], pair: Tuple[torch.Tensor, torch.Tensor], mask: Optional[torch.Tensor] = None):
        y = sum(x * len(str(i)) for i, x in enumerate(xs)) + pair[0] * pair[1]
        return {"y": y if mask is None else y * mask, "n": [y.sum(), (y * 2,)]}
class Named(nn.Module):
    def forward(self, d: Dict[str, torch.Tensor]):
        return d["x"]
class Normed(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.utils.spectral_norm(nn.Linear(3, 2))
    def forward(self, x):
        return self.layer(x)
@torch.jit.interface
class Step(nn.Module):
    def forward(self, input: torch.Tensor) -> torch.Tensor:
        pass
class Chosen(nn.Module):
    def __init__(self):
        super().__init__()
        self.steps = nn.ModuleList([nn.ReLU(), nn.Sigmoid()])
    def forward(self, x):
        for i in range(2):
            step: Step = self.steps[i]
            x = step.forward(x)
        return x
class Sizes(nn.Module):
    def forward(self, t1):
        b, c, h, w = t1.shape
        if c != 3 or h < w:
            raise ValueError
        y = F.interpolate(t1, scale_factor=2)
        y = F.interpolate(y, size=(h // 2, math.ceil(w / 2)), mode="bilinear")
        y = F.interpolate(y, scale_factor=3, recompute_scale_factor=True)
        y = y[:, :, :h, 1:w - 1].reshape(b, -1, h * (w - 2)).view(b, c, -(-h) ** 1, w - 2) / math.sqrt(c)
        return y + torch.arange(w - 2) + torch.zeros(b, 1, h, 1), torch.full([h, round(0.5 * w) + w % 2], 1.5), y.numel() / b
class Recurrent(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.LSTM(3, 4, batch_first=True)
        self.more = nn.TransformerEncoder(nn.TransformerEncoderLayer(4, 2, 8, batch_first=True), 1)
    def forward(self, x):
        y, (h, _) = self.layer(x)
        return self.more(y).cumprod(1), h
class Narrow(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(3, 3)
    def forward(self, x):
        return self.layer(x)
class Deciding(nn.Module):
    def forward(self, x):
        if x.sum() > 0:
            return x
        return -x
class Unwritten(nn.Module):
    def forward(self, x, **options): return {"y": x + 1, 2: x}
class Drawing(nn.Module):
    def forward(self, x):
        y = x + 1
        return y + torch.rand(3, generator=torch.Generator())
class Refused(nn.Module):
    def __init__(self):
        super().__init__()
        self.pool = nn.MaxPool2d(2, return_indices=True)
        self.layers = nn.ModuleDict({"unpool": nn.MaxUnpool2d(2), "adaptive": nn.AdaptiveAvgPool2d((None, 2)), "above": nn.Threshold(0.1, 20), "norm": nn.CrossMapLRN2d(3)})
    def forward(self, x):
        y = self.layers["unpool"](*self.pool(self.layers["norm"](x)))
        return self.layers["adaptive"](y), self.layers["above"](y)
class Halves(nn.Module):
    def forward(self, x, **options):
        z = torch.view_as_complex(x)
        most = torch.stack([x.shape[0], x.shape[1]]).max()
        return F.pad(z.imag, (0, most - x.shape[1])) - F.pad(z.real, (0, most - x.shape[1]))
class Older(nn.Module):
    def forward(self, x, **options):
        kept = torch.autograd.Variable(x.data.new(x.size(0), 2).zero_())
        kept += x[:, :2]
        grid = np.meshgrid(np.arange(0.5, x.shape[1]), [1.])[0].astype(np.float32)
        return kept, x * torch.from_numpy(grid)
class Otherwise(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.LSTM(3, 3)
    def forward(self, x, **options):
        y = x / x.norm(dim=-1, keepdim=True) + x.sum(axis=0, keepdims=True) + torch.zeros_like(x, requires_grad=False) + x.new(x.size()).fill_(2) + x.new_tensor([1, 0.5, 2]) + torch.tensor([1, 0.5, 2]) + x.type(torch.FloatTensor)
        return self.layer(y.unsqueeze(0), (x.unsqueeze(0), x.unsqueeze(0)))[0]
class Foreign(nn.Module):
    def __init__(self):
        super().__init__()
        from not_there import Model
        self.model = Model(size=16)
    def forward(self, x, **options):
        return self.model(x, options)[0]
class BesideNumpy(nn.Module):
    def __init__(self):
        super().__init__()
        self.step, self.steps = np.int64(2), np.array([2, 3])
    def forward(self, x, **options):
        n = x.shape[1]
        y = x[:, : n // self.step] * (self.step * n)
        return y, x[:, : (n // self.steps)[1]]
class Counted(nn.Module):
    def forward(self, x, **options):
        places = torch.arange(float(int(x.shape[1])))
        return x + places
class Reshaped(nn.Module):
    def forward(self, x, **options):
        p = x + 1
        q = p * 2
        p.unsqueeze_(dim=1)
        p.transpose_(0, 1)
        return (p * x).sum(-1), q
class Placed(nn.Module):
    def forward(self, x, n):
        y = x * 1
        y[1, 1:3] = x[:1, :2]
        y[..., torch.tensor([2, 0])] += torch.tensor([10., 20.])
        y[:n, 0] = 7
        return y, x[..., torch.tensor([1, 0]), torch.tensor([0, 3])], torch.zeros(n, 1), torch.arange(x.shape[0], 8.5, 1.5, dtype=torch.int64), x.nonzero(as_tuple=True)[1], torch.nonzero(x, as_tuple=True)[0]
class Drawn(nn.Module):
    def forward(self, x):
        return x * 2 if x.sum() > 0 else x
class Dividing(nn.Module):
    def forward(self, x, n, **options):
        return x % n
scripted = torch.jit.script(Drawn())
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
    assert.deepEqual(made.traced?.notes.map(({ where, what }) => `${path.basename(where)} ${english(what)}`), ["plain.py:16 a tensor that is not a parameter, buffer or input became a constant"]);
    assert.ok(exportLines(made).some((l) => l.startsWith("A trace:")));
  });

  it("computes sizes again, and says which became numbers and which decided something", async () => {
    const made = await traced("Sizes", ["b=1,3,h=8,w=6"]);
    assert.deepEqual(made.formats.map((f) => f.problem), [undefined, undefined], JSON.stringify(made.answer.report.diagnostics));
    assert.deepEqual(made.traced?.notes.map(({ where, what }) => `${path.basename(where)} ${english(what)}`), ["plain.py:106 a size decided a branch", "plain.py:111 a shape became a constant"]);
    const run = async (b: number, h: number, w: number): Promise<number[][]> => {
      const ran = await runOnnx(fs.readFileSync(path.join(folder, "Sizes", "made.onnx")), { t1: { dtype: "float32", shape: [b, 3, h, w], data: new Uint8Array(4 * b * 3 * h * w) } });
      assert.ok(ran.ok, JSON.stringify(ran));
      return [...ran.outputs.slice(0, 2).map((o) => [...o.shape]), [Number(ran.outputs[2]?.data[0])]];
    };
    assert.deepEqual(await run(1, 8, 6), [[1, 3, 8, 4], [8, 3], [96]]);
    assert.deepEqual(await run(2, 10, 9), [[2, 3, 10, 7], [10, 5], [210]]);
  });

  it("unpacks what a layer gives in tuples of tuples, and records attention as what it does", async () => {
    const made = await traced("Recurrent", ["b=2,t=3,3"]);
    assert.deepEqual(made.formats.map((f) => f.problem), [undefined, undefined], JSON.stringify(made.answer.report.diagnostics));
    const ran = await runOnnx(fs.readFileSync(path.join(folder, "Recurrent", "made.onnx")), { x: { dtype: "float32", shape: [1, 5, 3], data: new Uint8Array(60) } });
    assert.ok(ran.ok, JSON.stringify(ran));
    assert.deepEqual(ran.outputs.map((o) => [...o.shape]), [[1, 5, 4], [1, 1, 4]]);
  });

  it("says where a value decided a branch", async () => {
    const made = await traced("Deciding", ["2,3"]);
    assert.equal(made.answer.report.verdict, "ok");
    assert.deepEqual(made.traced?.notes.map(({ what }) => english(what)), ["the value of a tensor decided a branch"]);
  });

  it("goes where the values that were given lead", async () => {
    for (const [given, size] of [["5,2", 5], ["3", 6]] as const) {
      const made = await traced("Valued", ["2,6:float32=nan,inf,1,1,1,1,1,1,1,1,1,1", `2:int64=${given}`]);
      assert.deepEqual(made.formats.map((f) => f.problem), [undefined, undefined], JSON.stringify(made.problem));
      assert.deepEqual(made.formats[1]?.outputs?.map((o) => o.shape), [[2, size]]);
    }
  });
  it("keeps all of what was recorded, however long", async () => {
    const made = await traced("Long", ["2,3"]);
    assert.deepEqual(made.formats.map((f) => f.problem), [undefined, undefined], JSON.stringify(made.problem));
    assert.deepEqual(made.formats[1]?.outputs?.map((o) => o.shape), [[900, 3]]);
  });

  it("maps over samples as torch.vmap does", async () => {
    const newer = await Engine.create({ folders: [folder], roots: [folder], sitePackages: [], torch: "2.14", timeLimit: 30, memoryLimit: 512 }); // 1.13 has none
    const made = await exportModel(newer, { target: "Mapped", file: path.join(folder, "plain.py"), name: "Mapped" }, { folder: path.join(folder, "mapped"), name: "made", formats: ["onnx"], trace: true, inputs: [{ shape: [2, 3], dtype: "float32" }] });
    await newer.dispose();
    const file = fs.readFileSync(made.formats[0]?.files[0]?.file ?? "");
    const ran = await runOnnx(file, { x: { dtype: "float32", shape: [2, 3], data: new Uint8Array(Float32Array.of(1, 2, 5, 3, 3, 4).buffer) } });
    assert.deepEqual(ran.ok && Array.from(ran.outputs[0]?.data ?? [], (v) => Math.round(Number(v) * 1000)), [125, 250, 625, 300, 300, 400]);
  });

  it("takes whole numbers for others where layers do, as torch's traces", async () => {
    const made = await traced("Whole", ["2,3"]);
    assert.deepEqual(made.formats.map((f) => f.problem), [undefined, undefined], JSON.stringify(made.problem ?? made.answer.report.diagnostics[0]?.message));
  });

  it("takes statistics that the model has already changed as they begin, and knows what the model has beside the trace", async () => {
    const made = await traced("Counting", ["2,3"]);
    assert.deepEqual(made.formats.map((f) => f.problem), [undefined, undefined]);
    assert.equal(made.tensors?.guessed, 2);
    assert.deepEqual(made.traced?.unused, ["unused"]);
  });

  it("records what a model traces itself, and writes Tensors of defaults", async () => {
    const made = await exportModel(engine, { target: "Parts", file: path.join(folder, "plain.py"), name: "Parts" }, { folder: path.join(folder, "Parts"), name: "made", formats: ["torchscript", "onnx"], inputs: [{ shape: [2, 3], dtype: "float32" }] });
    assert.deepEqual(made.formats.map((f) => f.problem), [undefined, undefined]);
    assert.deepEqual(made.parts?.map((p) => p.notes.map((n) => english(n.what))), [[], []]);
    assert.ok(fs.readFileSync(path.join(folder, "Parts", "made.pt")).includes("made/constants/"));
    assert.deepEqual(made.tensors, { weights: 0, initial: 3, guessed: 0 });
  });

  it("records how a hook computes the weight from what the state dict has", async () => {
    const made = await traced("Normed", ["2,3"]);
    assert.deepEqual(made.formats.map((f) => f.problem), [undefined, undefined]);
    const { graph } = decodeModel(fs.readFileSync(path.join(folder, "Normed", "made.onnx")));
    assert.ok(graph.node.some((n) => n.opType === "Div"));
    assert.deepEqual(graph.initializer.map((t) => t.name).filter((n) => n?.startsWith("layer.")).sort(), ["layer.bias", "layer.weight_orig", "layer.weight_u", "layer.weight_v"]);
  });

  it("records the halves of complex numbers, and sizes as the tensors that torch's traces have in their place", async () => {
    const made = await traced("Halves", ["n=2,m=3,2"]);
    assert.deepEqual(made.formats.map((f) => f.problem), [undefined, undefined], JSON.stringify(made.answer.report.diagnostics));
    assert.deepEqual(made.traced?.notes, []);
    const data = Float32Array.from([1, 5, 2, 7, 3, 9, 0, 1]);
    const ran = await runOnnx(fs.readFileSync(path.join(folder, "Halves", "made.onnx")), { x: { dtype: "float32", shape: [4, 1, 2], data: new Uint8Array(data.buffer) } });
    assert.ok(ran.ok, JSON.stringify(ran));
    assert.deepEqual([...ran.outputs[0]?.shape ?? []], [4, 4]);
    assert.deepEqual(Array.from(ran.outputs[0]?.data ?? [], Number).filter((_, i) => i % 4 === 0), [4, 5, 6, 1]);
  });

  it("follows a Variable of a tensor, and takes numpy's arrays for the constants that they are", async () => {
    const made = await traced("Older", ["n=2,3"]);
    assert.deepEqual(made.formats.map((f) => f.problem), [undefined, undefined], JSON.stringify(made.answer.report.diagnostics));
    const line = (text: string): number => MODEL.slice(0, MODEL.indexOf(text)).split("\n").length;
    assert.deepEqual(made.traced?.notes.map(({ where, what }) => `${path.basename(where)} ${english(what)}`), [
      `plain.py:${line("grid = np")} a shape became a constant`, `plain.py:${line("return kept")} a tensor that is not a parameter, buffer or input became a constant`]);
    const data = Float32Array.from([1, 2, 3]);
    const ran = await runOnnx(fs.readFileSync(path.join(folder, "Older", "made.onnx")), { x: { dtype: "float32", shape: [1, 3], data: new Uint8Array(data.buffer) } });
    assert.ok(ran.ok, JSON.stringify(ran));
    assert.deepEqual(ran.outputs.map((o) => Array.from(o.data, Number)), [[1, 2], [0.5, 3, 7.5]]);
  });

  it("asks no state dict for buffers that are in none", async () => {
    const file = path.join(folder, "positions.safetensors");
    const header = JSON.stringify({ "layer.weight": { dtype: "F32", shape: [3, 3], data_offsets: [0, 36] }, "layer.bias": { dtype: "F32", shape: [3], data_offsets: [36, 48] } });
    const size = Buffer.alloc(8);
    size.writeBigUInt64LE(BigInt(header.length));
    fs.writeFileSync(file, Buffer.concat([size, Buffer.from(header), Buffer.alloc(48)]));
    const made = await exportModel(engine, { target: "Positions", file: path.join(folder, "plain.py"), name: "Positions" }, { folder: path.join(folder, "Positions"), name: "made", formats: ["torchscript", "onnx"], trace: true, inputs: [{ shape: [2, 3], dtype: "float32" }], weights: file });
    assert.deepEqual(made.formats.map((f) => f.problem), [undefined, undefined], JSON.stringify(made.problem));
    assert.equal(made.tensors?.weights, 2);
  });

  it("follows a module that is taken from a list by its place", async () => {
    const made = await exportModel(engine, { target: "Chosen", file: path.join(folder, "plain.py"), name: "Chosen" }, { folder: path.join(folder, "Chosen"), name: "made", formats: ["onnx"], inputs: [{ shape: [2], dtype: "float32" }] });
    assert.deepEqual(made.formats.map((f) => f.problem), [undefined], JSON.stringify(made.answer.report.diagnostics));
    const { graph } = decodeModel(fs.readFileSync(path.join(folder, "Chosen", "made.onnx")));
    assert.deepEqual(graph.node.map((n) => n.opType), ["Relu", "Sigmoid", "Identity"]);
  });

  it("records functions traced on lists, tuples and dicts, under their own names", async () => {
    const made = await exportModel(engine, { target: "Nested", file: path.join(folder, "plain.py"), name: "Nested" }, { folder: path.join(folder, "Nested"), name: "made", formats: ["torchscript"] });
    assert.deepEqual(made.formats.map((f) => f.problem), [undefined], JSON.stringify(made.answer.report.diagnostics));
    const code = fs.readFileSync(path.join(folder, "Nested", "made.pt"), "latin1");
    assert.match(code, /def mixed\(p: List\[Tensor\],\s+q: Tuple\[Tuple\[Tensor\], Dict\[str, Tensor\]\]\)/);
    assert.match(code, /__torch__\.plain\.mixed/);
    assert.match(code, /__torch__\.plain\._lambda/);
  });

  it("puts example inputs into lists and tuples, as forward is annotated", async () => {
    const made = await traced("Gathers", ["2,3", "2,3", "2,3", "1,3", "1,3"]);
    assert.deepEqual(made.formats.map((f) => f.problem), [undefined, undefined]);
    assert.deepEqual(made.formats[0]?.inputs?.map((i) => i.type), ["List[Tensor]", "Tuple[Tensor, Tensor]"]);
    assert.deepEqual(made.formats[1]?.inputs?.map((i) => i.name), ["xs.0", "xs.1", "xs.2", "pair.0", "pair.1"]);
    assert.deepEqual(made.formats[1]?.outputs?.map((o) => o.shape), [[2, 3], [], [2, 3]]);
    assert.deepEqual(made.traced?.notes.map((n) => english(n.what)), ["the list 'xs' has the length 3"]);
    const { report } = (await traced("Named", ["2,3"])).answer;
    assert.match(report.diagnostics[0]?.message ?? "", /'d' is a dict/);
  });

  it("says which example inputs the model cannot take", async () => {
    const given = async (inputs: readonly string[]): Promise<string> => {
      const made = await exportModel(engine, { target: "Part", file: path.join(folder, "plain.py"), name: "Narrow" }, { folder: path.join(folder, "Part"), name: "made", formats: ["onnx"], inputs: inputs.map((t) => inputOf(t)).filter((i) => i !== undefined) });
      const problem = made.formats[0]?.problem ?? made.problem;
      assert.equal(problem?.kind ?? "files", "files");
      return english(problem?.message ?? NOTHING);
    };
    assert.match(await given(["2,5"]), /^the example inputs \(x: 2,5:float32\) do not fit the model: the size 5 .*meets a weight for 3/);
    assert.match(await given(["2,3:int64"]), /int64 meets float32/);
    assert.match(await given(["2,n=3"]), /a size that is left open meets a weight for 3/);
    assert.match(await given(["2,3", "2,3"]), /there are 2, and forward takes 1 \(x\)/);
    assert.equal(await given(["n=2,3"]), english(NOTHING));
  });

  it("says on which example inputs a model that is traced raises, and how many it takes", async () => {
    const failed = async (inputs: readonly string[]): Promise<{ message: string; line: number }> => {
      const { answer } = await traced("Part", inputs);
      assert.ok(answer.notLoaded);
      const [said] = answer.report.diagnostics;
      return { message: said?.message ?? "", line: (said?.range.start.line ?? -1) + 1 };
    };
    const line = (text: string): number => MODEL.slice(0, MODEL.indexOf(text)).split("\n").length;
    const unlike = await failed(["2,5"]);
    assert.match(unlike.message, /^On the example inputs \(x: 2,5:float32\) the model raises RuntimeError: .* does not fit/);
    assert.equal(unlike.line, line("return self.layer(x) * x.shape[1]"));
    assert.match((await failed(["2,3", "2,3"])).message, /^forward takes \(x, \*\*options\), and the number of example inputs is 2/);
  });

  it("records what TorchScript writes otherwise", async () => {
    const made = await traced("Otherwise", ["2,3"]);
    assert.deepEqual(made.formats.map((f) => f.problem), [undefined, undefined]);
  });

  it("takes what was recorded and does not compile for its own limit, at the line of the model", async () => {
    const { answer } = await traced("Unwritten", ["2,3"]);
    assert.equal(answer.report.verdict, "unknown");
    assert.deepEqual(answer.report.diagnostics.map((d) => [d.rule, d.severity, path.basename(d.file), d.range.start.line + 1]), [["own-limit", "information", "plain.py", MODEL.slice(0, MODEL.indexOf("class Unwritten")).split("\n").length]]);
    assert.match(answer.report.diagnostics[0]?.message ?? "", /^what the trace recorded of this line \(/);
  });

  it("records what layers do that do not compile", async () => {
    const made = await traced("Refused", ["1,2,4,4"]);
    assert.deepEqual(made.formats.map((f) => f.problem), [undefined, undefined], JSON.stringify(made.answer.report.diagnostics));
    const { graph } = decodeModel(fs.readFileSync(path.join(folder, "Refused", "made.onnx")));
    for (const op of ["ScatterElements", "Where"]) assert.ok(graph.node.some((n) => n.opType === op), op);
  });

  it("takes what a trace cannot record for its own limit, at the line of the model", async () => {
    const { answer } = await traced("Drawing", ["2,3"]);
    assert.equal(answer.report.verdict, "unknown");
    assert.deepEqual(answer.report.diagnostics.map((d) => [d.rule, d.severity, path.basename(d.file), d.range.start.line + 1]), [["own-limit", "information", "plain.py", MODEL.slice(0, MODEL.indexOf("return y + torch.rand")).split("\n").length]]);
    assert.match(answer.report.diagnostics[0]?.message ?? "", /a value of type Generator is given to torch, which a trace cannot record/);
  });

  it("follows tensors whose own shape is changed", async () => {
    const made = await traced("Reshaped", ["2,3"]);
    assert.deepEqual(made.formats.map((f) => f.problem), [undefined, undefined], JSON.stringify(made.answer.report.diagnostics));
    const ran = await runOnnx(fs.readFileSync(path.join(folder, "Reshaped", "made.onnx")), { x: { dtype: "float32", shape: [2, 3], data: new Uint8Array(Float32Array.of(1, 2, 3, 4, 5, 6).buffer) } });
    assert.ok(ran.ok);
    assert.deepEqual(ran.outputs.map((o) => [o.shape, Array.from(o.data, Number)]), [[[1, 2], [20, 92]], [[2, 3], [4, 6, 8, 10, 12, 14]]]);
  });

  it("blames what the trace fixed, not the inputs, where a size that is left open cannot be another", async () => {
    const made = await traced("Counted", ["2,n=6"]);
    const problem = made.formats.find((f) => f.format === "onnx")?.problem;
    assert.match(english(problem?.message ?? NOTHING), /^the trace holds only for the sizes that the example inputs have/);
    assert.match(english(problem?.help ?? NOTHING), /^It fixed what stands in .*plain\.py:\d+\. Leave no size open/);
  });

  it("computes with sizes and what numpy has, as torch does", async () => {
    const made = await traced("BesideNumpy", ["2,6"]);
    assert.deepEqual(made.formats.map((f) => f.problem), [undefined, undefined], JSON.stringify(made.answer.report.diagnostics));
    const ran = await runOnnx(fs.readFileSync(path.join(folder, "BesideNumpy", "made.onnx")), { x: { dtype: "float32", shape: [2, 6], data: new Uint8Array(Float32Array.from({ length: 12 }, (_, i) => i).buffer) } });
    assert.ok(ran.ok);
    assert.deepEqual(ran.outputs.map((o) => [o.shape, Array.from(o.data, Number)]), [[[2, 3], [0, 12, 24, 72, 84, 96]], [[2, 2], [0, 1, 6, 7]]]);
  });

  it("takes what a package gives that is not there for its own limit", async () => {
    const { answer } = await traced("Foreign", ["2,3"]);
    assert.equal(answer.report.verdict, "unknown");
    assert.match(answer.report.diagnostics[0]?.message ?? "", /^The model could not be traced: a value comes from 'not_there', which cannot be used here/);
  });

  it("records places, sizes and bounds that tensors give, and assigns as Python does", async () => {
    const made = await traced("Placed", ["2,4", "1:int64"]);
    assert.deepEqual(made.formats.map((f) => f.problem), [undefined, undefined], JSON.stringify(made.answer.report.diagnostics[0]?.message));
    const x = Float32Array.from([1, 2, 3, 4, 0, 6, 7, 8]);
    const ran = await runOnnx(fs.readFileSync(path.join(folder, "Placed", "made.onnx")), { x: { dtype: "float32", shape: [2, 4], data: new Uint8Array(x.buffer) }, n: { dtype: "int64", shape: [1], data: new Uint8Array(BigInt64Array.of(2n).buffer) } });
    assert.ok(ran.ok, ran.ok ? "" : english(ran.message));
    assert.deepEqual(ran.outputs.map((o) => Array.from(o.data, Number)), [[7, 2, 13, 4, 7, 1, 12, 8], [0, 4], [0, 0], [2, 3, 4, 5, 6, 7], [0, 1, 2, 3, 1, 2, 3], [0, 0, 0, 0, 1, 1, 1]]);
  });

  it("gives no 0 to a model that divides by an input", async () => {
    const made = await traced("Dividing", ["2,9:int64", "9:int64"]);
    assert.deepEqual(made.formats.map((f) => f.problem?.message), [undefined, undefined], JSON.stringify(made.answer.report.diagnostics[0]?.message));
  });

  it("takes what is scripted as it is, branches and all", async () => {
    const made = await traced("scripted", ["2,3"]);
    assert.deepEqual(made.formats.map((f) => f.problem), [undefined, undefined], JSON.stringify(made.answer.report.diagnostics[0]?.message));
    assert.ok(decodeModel(fs.readFileSync(path.join(folder, "scripted", "made.onnx"))).graph.node.some((n) => n.opType === "If"));
  });

  it("asks for inputs", async () => {
    const made = await traced("Plain", []);
    assert.match(english(made.problem?.message ?? NOTHING), /^A trace needs example inputs/);
  });
});

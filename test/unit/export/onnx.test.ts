import assert from "node:assert/strict";
import { exampleFeeds } from "../../../server/src/export/onnx/examples";
import { exportOnnx, type ExampleInput, type OnnxResult } from "../../../server/src/export/onnx/index";
import { decodeModel } from "../../../server/src/export/onnx/proto";
import { runOnnx } from "../../../server/src/export/onnx/runtime";
import { loadParser } from "../emit/harness";
import { GraphOf, type ModuleSpec } from "../recursive/graph";
import { english, NOTHING } from "../../../server/src/text/message";

const X: ExampleInput = { shape: [2, 3], dtype: "float32" };
function exported(text: string, spec: ModuleSpec, inputs: readonly ExampleInput[] = [X], options: Parameters<typeof exportOnnx>[3] = {}): OnnxResult & { text: string } {
  const g = new GraphOf(text);
  const { compiled, result: { diagnostics } } = g.compileForExport(g.module(spec));
  assert.ok(compiled, JSON.stringify(diagnostics));
  const result = exportOnnx(compiled, () => undefined, inputs, options);
  return { ...result, text: result.ok ? "" : g.text(result.error.range ?? undefined) };
}
const refusal = (r: OnnxResult): string => (r.ok ? "" : english(r.error.message));
function made(r: OnnxResult): OnnxResult & { ok: true } {
  assert.ok(r.ok, refusal(r));
  return r;
}
const bytes = (...x: number[]): Uint8Array => new Uint8Array(Float32Array.from(x).buffer);

describe("export to ONNX", () => {
  before(loadParser);

  it("decides branches and unrolls loops; every node knows its line", () => {
    const r = made(exported("class Net(Module):\n    def forward(self, x):\n        if self.deep:\n            for i in range(3):\n                x = torch.relu(x) + i\n        return x\n", { cls: "Net", attrs: [["deep", true]] }));
    assert.deepEqual(r.report.operators, { Relu: 3, Add: 3, Identity: 1 });
    const relu = decodeModel(r.model).graph.node.find((n) => n.opType === "Relu");
    assert.match(relu?.docString ?? "", /model\.py:5$/);
    assert.equal(relu?.metadataProps?.find((p) => p.key === "source")?.value, relu?.docString);
  });

  it("takes what writes nothing in place for what it is", () => {
    const r = made(exported("class Net(Module):\n    def forward(self, x):\n        y = torch.relu(x)\n        z = torch.feature_dropout_(y, 0.5, False)\n        return z + torch.dropout_(y, 0.5, False)\n", { cls: "Net" }));
    assert.deepEqual(r.report.operators, { Relu: 1, Add: 1, Identity: 1 });
  });

  it("leaves chosen axes open", async () => {
    const r = made(exported("class Net(Module):\n    def forward(self, x):\n        return x.view(x.size(0) * 3) * x.size(0)\n", { cls: "Net" }, [{ ...X, dynamic: { 0: "batch" } }]));
    assert.deepEqual(r.report.inputs[0]?.shape, ["batch", 3]);
    const ran = await runOnnx(r.model, { x: { dtype: "float32", shape: [1, 3], data: bytes(1, 2, 3) } });
    if (!ran.ok) { assert.ok(ran.missing, english(ran.message)); return; }
    assert.deepEqual(Array.from(ran.outputs[0]?.data ?? []), [1, 2, 3]);
  });

  it("takes torch.Size of a list for the list, and says what makes random numbers", () => {
    const r = made(exported("class Net(Module):\n    def forward(self, x):\n        return x.view(x.size()[:-1] + torch.Size([3, 1]))\n", { cls: "Net" }));
    assert.deepEqual(r.report.outputs[0]?.shape, [2, 3, 1]);
    assert.match(refusal(exported("class Net(Module):\n    def forward(self, x):\n        return x + torch.randint(1, 4, (1,))\n", { cls: "Net" })), /makes random numbers/);
  });

  it("notes the sizes that what is between really has", () => {
    const text = "class Net(Module):\n    def forward(self, x):\n        return torch.avg_pool1d(x, [2], [2], [0], True)\n";
    const { graph } = decodeModel(made(exported(text, { cls: "Net" }, [{ shape: [2, 3, 5], dtype: "float32", dynamic: { 2: "width" } }])).model);
    const [, counts] = graph.node.filter((n) => n.opType === "AveragePool");
    const type = graph.valueInfo.find((v) => v.name === counts?.output[0])?.type;
    assert.deepEqual(type && "tensorType" in type ? type.tensorType.shape?.dim.slice(0, 2).map((d) => Number(d.dimValue)) : type, [1, 1]);
  });

  it("says where sizes go together only in the example", () => {
    const text = "class Net(Module):\n    def forward(self, x, y):\n        return x + y\n";
    const refused = exported(text, { cls: "Net" }, [X, { ...X, dynamic: { 0: "n" } }]);
    assert.ok(!refused.ok);
    assert.match(english(refused.error.message), /^sizes go together here in the example/);
    assert.equal(refused.text, "x + y");
    made(exported(text, { cls: "Net" }, [{ ...X, dynamic: { 0: "n" } }, { ...X, dynamic: { 0: "n" } }]));
  });

  it("leaves a size open that goes up to what a table of the model's has, and tries a smaller one", async () => {
    const text = "class Net(Module):\n    def forward(self, x):\n        return x + torch.arange(6)[:x.size(0)]\n";
    for (const n of [6, 4]) {
      const r = made(exported(text, { cls: "Net" }, [{ shape: [n], dtype: "float32", dynamic: { 0: "n" } }]));
      assert.deepEqual([r.report.outputs[0]?.shape, r.report.below], [["n"], n === 6]);
      if (r.report.below) assert.deepEqual(exampleFeeds(r.report).map((f) => f.sizes), [{ n: 6 }, { n: 3 }]);
      const ran = await runOnnx(r.model, { x: { dtype: "float32", shape: [3], data: bytes(1, 2, 4) } });
      if (!ran.ok) { assert.ok(ran.missing, english(ran.message)); return; }
      assert.deepEqual(Array.from(ran.outputs[0]?.data ?? []), [1, 3, 6]);
    }
    const two = "class Net(Module):\n    def forward(self, y, x):\n        return x + torch.arange(32)[:x.size(0)]\n";
    assert.ok(made(exported(two, { cls: "Net" }, [{ shape: [2], dtype: "float32", dynamic: { 0: "m" } }, { shape: [32], dtype: "float32", dynamic: { 0: "n" } }])).report.below);
    const whole = made(exported("class Net(Module):\n    def forward(self, x):\n        return x * torch.arange(6)[:x.size(0)].sum()\n", { cls: "Net" }, [{ shape: [6], dtype: "float32", dynamic: { 0: "n" } }]));
    const less = await runOnnx(whole.model, { x: { dtype: "float32", shape: [3], data: bytes(1, 2, 4) } });
    assert.ok(less.ok);
    assert.deepEqual(Array.from(less.outputs[0]?.data ?? []), [3, 6, 12]);
    const other = exported(text, { cls: "Net" }, [{ shape: [8], dtype: "float32", dynamic: { 0: "n" } }]);
    assert.ok(!other.ok); // the example itself is too long
  });

  it("takes pieces of an open size for equal where they are in the example, and stops where they are not", async () => {
    const text = "class Net(Module):\n    def forward(self, x):\n        a, b = x.chunk(2)\n        return a * b, torch.where(a > b, a, b)\n";
    const r = made(exported(text, { cls: "Net" }, [{ shape: [4], dtype: "float32", dynamic: { 0: "n" } }]));
    assert.deepEqual(r.report.fixed.map((f) => english(f.what)), ["two sizes that follow from one that stays open are taken to be the same; the file stops with an error where they are not"]);
    const run = (...x: number[]): ReturnType<typeof runOnnx> => runOnnx(r.model, { x: { dtype: "float32", shape: [x.length], data: bytes(...x) } });
    const ran = await run(1, 2, 3, 4, 5, 6);
    if (!ran.ok) { assert.ok(ran.missing, english(ran.message)); return; }
    assert.deepEqual(ran.outputs.map((o) => Array.from(o.data)), [[4, 10, 18], [4, 5, 6]]);
    const odd = await run(1, 2, 3, 4, 5);
    assert.ok(!odd.ok);
  });

  const runs = async (text: string, expected: readonly (readonly [number, number])[]): Promise<void> => {
    const r = made(exported(text, { cls: "Net" }, [{ shape: [1], dtype: "float32" }]));
    assert.deepEqual(r.report.fixed, []);
    for (const [given, wanted] of expected) {
      const ran = await runOnnx(r.model, { x: { dtype: "float32", shape: [1], data: bytes(given) } });
      if (!ran.ok) { assert.ok(ran.missing, english(ran.message)); return; }
      assert.deepEqual(Array.from(ran.outputs[0]?.data ?? []), [wanted]);
    }
  };

  it("writes an If for a branch that depends on values, with what its sides write in place", () =>
    runs("class Net(Module):\n    def forward(self, x):\n        y = x * 1\n        n = 1\n        if x.sum() > 0:\n            y.add_(10.0)\n            n = 3\n        return y * n\n", [[1, 33], [-1, -1]]));

  it("writes a Loop for a number of rounds or an end that depends on values", async () => {
    await runs("class Net(Module):\n    def forward(self, x):\n        for i in range(int(x)):\n            x = x + i\n        return x\n", [[0, 0], [4, 10]]);
    await runs("class Net(Module):\n    def forward(self, x):\n        n = 0\n        while bool(x.sum() < 100.0):\n            x = x * 2\n            n += 1\n        return x * 0 + n\n", [[1, 7], [200, 0]]);
    await runs("class Net(Module):\n    def forward(self, x):\n        for i in range(5):\n            if x.sum() > 10.0:\n                break\n            x = x + 2\n        return x\n", [[0, 10], [9, 11], [50, 50]]);
  });

  it("keeps a list that grows by values as a sequence, and says where that does not go", async () => {
    await runs("class Net(Module):\n    def forward(self, x):\n        ys = [x]\n        if x.sum() > 0:\n            ys.append(x + 1)\n        return torch.stack(ys).sum(0) + len(ys)\n", [[1, 5], [-1, 0]]);
    await runs("class Net(Module):\n    def forward(self, x):\n        ys = [x]\n        for i in range(int(x)):\n            ys.append(ys[-1] * 2)\n        return ys[-1]\n", [[0, 0], [3, 24]]);
    const r = exported("class Net(Module):\n    def forward(self, x):\n        ys = [x]\n        if x.sum() > 0:\n            ys.append(x)\n        return ys\n", { cls: "Net" });
    assert.match(refusal(r), /^the model returns a list whose length depends on values/);
    const mixed = exported("class Net(Module):\n    def forward(self, x):\n        ys = [x]\n        if x.sum() > 0:\n            ys.append(x.unsqueeze(0))\n        return torch.cat(ys)\n", { cls: "Net" });
    assert.match(refusal(mixed), /^a list whose length depends on values holds different things/);
    assert.match(mixed.text, /^if x\.sum/);
  });

  it("names what it cannot export with its place, as a value", () => {
    const r = exported("class Net(Module):\n    def forward(self, x):\n        y = torch.relu(x)\n        return y.polygamma(2)\n", { cls: "Net" });
    assert.equal(r.ok, false);
    assert.match(refusal(r), /aten::polygamma/);
    assert.match(r.text, /^y\.polygamma/);
  });

  it("gives views that were written through no stale values", () => {
    const r = exported("class Net(Module):\n    def forward(self, x):\n        y = x.view(6)\n        y.add_(1)\n        return x\n", { cls: "Net" });
    assert.ok(r.ok);
    assert.deepEqual(decodeModel(r.model).graph.node.map((n) => n.opType), ["Reshape", "Add", "Reshape", "Identity"]);
  });

  it("follows complex tensors as pairs, and says how one can be returned", async () => {
    await runs("class Net(Module):\n    def forward(self, x):\n        z = torch.complex(x, x)\n        return (z * z).imag\n", [[1, 2], [3, 18]]);
    const r = exported("class Net(Module):\n    def forward(self, x):\n        return torch.complex(x, x)\n", { cls: "Net" });
    assert.match(r.ok ? "" : english(r.error.help ?? NOTHING), /^Return torch\.view_as_real/);
  });

  it("takes the first opset that has all operators where none was chosen", () => {
    const text = "class Net(Module):\n    def forward(self, x):\n        y = (x > 0).long()\n        return y & 1\n";
    assert.equal(made(exported(text, { cls: "Net" })).report.opset, 18);
    assert.match(refusal(exported(text, { cls: "Net" }, [X], { opset: 17 })), /opset 18 or more/);
  });

  it("computes what is the same for the example and another size, but not for every one", async () => {
    const r = made(exported("class Net(Module):\n    def forward(self, x):\n        return x.new_ones([1]) * (-(-x.size(0) // 4) + x.size(0) % 2)\n", { cls: "Net" }, [{ ...X, dynamic: { 0: "batch" } }]));
    for (const [size, wanted] of [[2, 1], [5, 3], [8, 2]] as const) {
      const ran = await runOnnx(r.model, { x: { dtype: "float32", shape: [size, 3], data: new Uint8Array(12 * size) } });
      if (!ran.ok) { assert.ok(ran.missing, english(ran.message)); return; }
      assert.deepEqual(Array.from(ran.outputs[0]?.data ?? []), [wanted]);
    }
  });

  it("stops at sizes for which the file would be wrong", async () => {
    const r = made(exported("class Net(Module):\n    def forward(self, x):\n        if x.size(0) > 4:\n            x = x.sum()\n        return x\n", { cls: "Net" }, [{ ...X, dynamic: { 0: "batch" } }]));
    assert.match(english(r.report.fixed[0]?.what ?? NOTHING), /stops with an error at sizes that take the other$/);
    for (const [size, good] of [[3, true], [5, false]] as const) {
      const ran = await runOnnx(r.model, { x: { dtype: "float32", shape: [size, 3], data: new Uint8Array(12 * size) } });
      if (!ran.ok && ran.missing) return;
      assert.equal(ran.ok, good);
      if (!ran.ok) assert.match(english(ran.message), /only_sizes_as_in_the_example \(.*model\.py:3\)/);
    }
  });

  it("normalises, ranks and pools along axes that stay open", async () => {
    const text = "class Net(Module):\n    def forward(self, x):\n        h = x.size(1)\n        places = torch.max_pool1d_with_indices(x.unsqueeze(0), [2])[1]\n        return torch.layer_norm(x, [h]), x.median(1)[0], places, torch.adaptive_max_pool1d(x.unsqueeze(0), [2])[0]\n";
    const r = made(exported(text, { cls: "Net" }, [{ shape: [1, 6], dtype: "float32", dynamic: { 1: "n" } }]));
    for (const [given, wanted] of [[[3, 1, 2, 2], [1.414214, -1.414214, 0, 0, 2, 0, 2, 3, 2]], [[5, 1, 3], [1.224745, -1.224745, 0, 3, 0, 5, 3]]] as const) {
      const ran = await runOnnx(r.model, { x: { dtype: "float32", shape: [1, given.length], data: bytes(...given) } });
      if (!ran.ok) { assert.ok(ran.missing, english(ran.message)); return; }
      const got = ran.outputs.flatMap((o) => Array.from(o.data, Number));
      assert.equal(got.length, wanted.length);
      for (const [i, w] of wanted.entries()) assert.ok(Math.abs((got[i] ?? NaN) - w) < 1e-4, `${got.join()} at ${i}`);
    }
  });

  it("compares sizes that follow from values in the file", () => {
    const kept = made(exported("class Net(Module):\n    def forward(self, x):\n        y = x[x > 0]\n        assert y.size() == [3]\n        return y\n", { cls: "Net" }));
    assert.match(english(kept.report.fixed[0]?.what ?? NOTHING), /exception/);
  });

  it("writes through a diagonal", () => runs("class Net(Module):\n    def forward(self, x):\n        y = x.expand(2, 2).clone()\n        torch.diagonal(y).fill_(5.0)\n        return y.sum()\n", [[1, 12]]));

  it("refuses what onnxruntime lacks or computes wrongly in an opset, with one to choose", () => {
    const text = "class Net(Module):\n    def forward(self, x):\n        return torch.avg_pool1d(torch.constant_pad_nd(x, [2, 1]), [4], [1])\n";
    const x: ExampleInput = { shape: [1, 2, 5], dtype: "float32" };
    for (const opset of [18, 21, 22]) made(exported(text, { cls: "Net" }, [x], { opset }));
    const refused = exported(text, { cls: "Net" }, [x], { opset: 20 });
    assert.match(refused.ok ? "" : `${english(refused.error.message)} ${english(refused.error.help ?? NOTHING)}`, /uneven padding.* --opset 18 or --opset 21/);
  });

  it("computes whole numbers of few bits in int32 where onnxruntime has no other", () => {
    const { model } = made(exported("class Net(Module):\n    def forward(self, x):\n        y = x.to(1)\n        return torch.matmul(y, y), torch.maximum(y, y)\n", { cls: "Net" }, [{ shape: [2, 2], dtype: "float32" }]));
    const ops = decodeModel(model).graph.node.map((n) => n.opType);
    for (const op of ["MatMul", "Max"]) assert.deepEqual(ops.slice(ops.indexOf(op) - 1, ops.indexOf(op) + 2), ["Cast", op, "Cast"]);
  });

  it("says which argument example inputs cannot make", () => {
    const refused = exported("class Net(Module):\n    def forward(self, d: Dict[str, Tensor]):\n        return d['x']\n", { cls: "Net" });
    assert.match(refusal(refused), /argument 'd' is a Dict/);
  });

  it("refuses what is no model to it without throwing", () => {
    const text = "class Net(Module):\n    def forward(self, x):\n        return x\n";
    assert.match(refusal(exported(text, { cls: "Net" }, [])), /no example/);
    assert.match(refusal(exported(text, { cls: "Net" }, [X], { opset: 9 })), /opset 9/);
    assert.match(refusal(exported(text, { cls: "Net" }, [{ shape: [1], dtype: "complex64" }])), /complex64/);
  });
});

/** What the trace view and its neighbours ask for: the step at a cursor, text, why, IR. */
import assert from "node:assert/strict";
import type { CodeLens } from "vscode-languageserver/node";
import type { IrAtResult, IrResult, TraceAtResult, TraceFindResult, TraceItem, TraceRoot, TraceTextResult, WhyResult } from "../../../protocol";
import { Client, positionOf } from "./client";

const TEXT = `import torch
from torch import nn


def double(x):
    return x * 2


class Block(nn.Module):
    def __init__(self, n: int):
        super().__init__()
        self.n = n

    def helper(self, x):
        return double(x) + self.n

    def forward(self, x):
        return self.helper(x)


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = Block(1)
        self.b = Block(2)

    def forward(self, x):
        return self.b(self.a(x))

    def unreached(self, x):
        return x
`;

const STATES = `import torch
from torch import nn


class Model(nn.Module):
    @torch.jit.ignore
    def log(self, x) -> None:
        print(x)

    @torch.jit.ignore(True)
    def dropped(self, x):
        print(x)

    @torch.jit.export
    def twice(self, x):
        return x * 2

    def helper(self, x):
        return x

    def unreached(self, x):
        return x

    def __len__(self):
        return 1

    def forward(self, x):
        self.log(x)
        return self.helper(x)


class NeverBuilt(nn.Module):
    def __init__(self, n):
        super().__init__()

    def other(self):
        return 1
`;

const LAYERS = `from torch import nn


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.parts = nn.Sequential(nn.Linear(3, 3), nn.ReLU())

    def forward(self, x):
        return self.parts(x)
`;

describe("the trace's requests", () => {
  let client: Client;
  before(async () => {
    client = await Client.start({ files: { "model.py": TEXT, "states.py": STATES, "layers.py": LAYERS, "broken.py": TEXT.replace("double(x) + self.n", "double(x).foo()") }, pull: true });
    await client.open("model.py");
    await client.open("broken.py");
    await client.until("an answer", () => client.asked.includes("workspace/diagnostic/refresh"));
    await client.settled();
  });
  after(() => client.stop());

  const ask = <T>(what: string, part: string, name = "model.py"): Promise<T> =>
    client.connection.sendRequest<T>(`torchscriptLens/${what}`, { uri: client.uri(name), position: positionOf(TEXT, part) });
  const rootOf = async (label: string): Promise<string> => {
    const roots = await client.connection.sendRequest<TraceRoot[]>("torchscriptLens/traceRoots", { uri: null });
    return roots.find((r) => r.label === label)?.id ?? "";
  };

  it("finds the step at the cursor, from the root down", async () => {
    const found = await ask<TraceAtResult | null>("traceAt", "return double(x)");
    assert.ok(found);
    let parent: number | null = null;
    const labels: string[] = [];
    for (const id of found.items) {
      const level: TraceItem[] = await client.connection.sendRequest<TraceItem[]>("torchscriptLens/traceChildren", { root: found.root, item: parent });
      const item = level.find((i) => i.id === id);
      assert.ok(item, "each is a child of the one before");
      labels.push(item.label);
      parent = id;
    }
    assert.equal(labels.at(-1), "method Block.helper");
    assert.equal(await ask("traceAt", "import torch"), null);
  });

  it("tells why, up to torch.jit.script", async () => {
    const why = await ask<WhyResult | null>("why", "return x * 2");
    assert.ok(why);
    assert.match(why.title, /Why is 'double' compiled/);
    assert.deepEqual(why.steps.map((s) => s.label), ["function model.double", "method Block.helper", "method Block.forward", "a: Block", "Model", "torch.jit.script(Model)"]);
    assert.match(why.steps[0]?.description ?? "", /called from model\.py:15/);
    assert.deepEqual(why.steps[0]?.place?.range.start.line, 14);
  });

  it("gives the trace as text, whole and of one step", async () => {
    const root = await rootOf("model.py:Model");
    const { text } = await client.connection.sendRequest<TraceTextResult>("torchscriptLens/traceText", { root, item: null });
    assert.match(text, /^├─ ✓ torch\.jit\.script\(Model\)/);
    const found = await ask<TraceAtResult>("traceAt", "return double(x)");
    const part = await client.connection.sendRequest<TraceTextResult>("torchscriptLens/traceText", { root, item: found.items.at(-1) });
    assert.match(part.text, /^✓ method Block\.helper/);
    assert.ok(part.text.length < text.length);
  });

  it("finds it in the trace of the class around the cursor before that of a model made of it", async () => {
    const own = "from torch import nn\n\n\nclass Own(nn.Module):\n    def forward(self, x):\n        return x + 1\n";
    await client.open("whole.py", "from own import Own\nfrom torch import nn\n\n\nclass Whole(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.own = Own()\n\n    def forward(self, x):\n        return self.own(x)\n");
    await client.open("own.py", own);
    await client.until("both", async () => (await rootOf("own.py:Own")) !== "" && (await rootOf("whole.py:Whole")) !== "");
    await client.settled();
    const here = { uri: client.uri("own.py"), position: positionOf(own, "return x") };
    for (const what of ["traceAt", "irAt"]) assert.equal((await client.connection.sendRequest<TraceAtResult | null>(`torchscriptLens/${what}`, here))?.root, await rootOf("own.py:Own"), what);
  });

  it("says why a step is there, and why a function is not compiled", async () => {
    const found = await ask<TraceAtResult>("traceAt", "return double(x)");
    const why = await client.connection.sendRequest<WhyResult>("torchscriptLens/whyStep", { root: found.root, item: found.items.at(-1) });
    assert.deepEqual([why.title, ...why.steps.map((s) => s.label)], ["Why: method Block.helper", "method Block.helper", "method Block.forward", "a: Block", "Model", "torch.jit.script(Model)"]);
    await client.open("states.py");
    const root = (): Promise<string> => rootOf("states.py:Model");
    await client.until("its root", async () => (await root()) !== "");
    await client.settled();
    for (const [part, said] of [["print(x)", /'log' is not compiled\. It is marked @torch\.jit\.ignore/], ["def unreached", /nothing that is compiled calls it/], ["return 1\n\n    def forward", /'__len__' is not compiled/], ["def other", /NeverBuilt needs constructor arguments \(n\)/]] as const) {
      const position = positionOf(STATES, part);
      const not = await client.connection.sendRequest<WhyResult | null>("torchscriptLens/why", { uri: client.uri("states.py"), position: { ...position, character: position.character + 4 } });
      assert.deepEqual(not?.steps, []);
      assert.match(not?.title ?? "", said);
    }
  });

  it("finds steps by their words, with the way down to each", async () => {
    const root = await rootOf("model.py:Model");
    const find = (text: string, more: object = {}): Promise<TraceFindResult> => client.connection.sendRequest("torchscriptLens/traceFind", { text, root, errorsOnly: false, ...more });
    const { found, more } = await find("method HELPER");
    assert.equal(more, 0);
    assert.deepEqual(found.map((f) => f.label), ["method Block.helper"]);
    const at = await ask<TraceAtResult>("traceAt", "return double(x)");
    assert.deepEqual(found[0]?.items, at.items);
    assert.deepEqual((await find("no such words")).found, []);
    const wrong = await find("", { root: null, errorsOnly: true });
    assert.ok(wrong.found.length >= 1);
    assert.ok(wrong.found.every((f) => f.status === "error" && f.root.includes("broken.py")), JSON.stringify(wrong));
  });

  it("leaves out what goes on inside of libraries, unless it is asked for", async () => {
    await client.open("layers.py");
    await client.until("its root", async () => (await rootOf("layers.py:Model")) !== "");
    await client.settled();
    const root = await rootOf("layers.py:Model");
    const children = (item: number | null, library: boolean): Promise<TraceItem[]> => client.connection.sendRequest("torchscriptLens/traceChildren", { root, item, library });
    const rows = async (library: boolean, item: number | null = null, depth = 0): Promise<string[]> =>
      (await Promise.all((await children(item, library)).map(async (c) => [`${"  ".repeat(depth)}${c.label} | ${c.description.replace(/[\d.]+ ms/, "T").replace(/ ?· T|^T$/, "")}`, ...(c.hasChildren ? await rows(library, c.id, depth + 1) : [])]))).flat();
    const short = await rows(false);
    assert.ok(short.some((r) => /^ +parts\.0: Linear \| library, \d+ steps$/.test(r)), short.join("\n"));
    assert.ok(short.some((r) => /^ +parts: Sequential \| ?$/.test(r)), short.join("\n"));
    assert.ok(!short.some((r) => r.includes("method Linear.forward")));
    const long = await rows(true);
    assert.ok(long.some((r) => r.includes("method Linear.forward")));
    assert.ok(long.length > short.length, `${long.length} ${short.length}`);
  });

  it("puts a lens on methods that are not simply compiled", async () => {
    await client.open("states.py");
    await client.until("the root's lens", async () => (await client.about<CodeLens[]>("textDocument/codeLens", "states.py")).some((l) => l.command?.title.includes("compiles with")));
    const lenses = await client.about<CodeLens[]>("textDocument/codeLens", "states.py");
    const lines = STATES.split("\n");
    assert.deepEqual(lenses.slice(-4).map((l) => [lines[l.range.start.line]?.trim(), l.command?.title.replace(/^\$\(\S+\) /, "")]), [
      ["@torch.jit.ignore", "TorchScript: ignored, stays a call into Python"],
      ["@torch.jit.ignore(True)", "TorchScript: unused, a call raises"],
      ["@torch.jit.export", "TorchScript: compiled as an entry of its own"],
      ["def unreached(self, x):", "TorchScript: not compiled, nothing compiled calls it"],
    ]);
    const hover = async (part: string): Promise<string> => {
      const line = lines.findIndex((l) => l.includes(part));
      const answer = await client.about<{ contents: { value: string } } | null>("textDocument/hover", "states.py", { position: { line, character: 10 } });
      return answer?.contents.value ?? "";
    };
    assert.equal(await hover("def dropped"), "**TorchScript** · `UNUSED` · never compiled: a call becomes a raise, so the result can be saved but the call must not be reached");
    assert.equal((await hover("def unreached")).split("\n")[0], "**TorchScript** · `DEFAULT` · not compiled: nothing that is compiled calls it");
    assert.match(await hover("def twice"), /^\*\*TorchScript\*\* · `EXPORT` · compiled\n\n\*EXPORT\*: compiled as an entry of its own/);
  });

  it("gives schema, code and graph of a method, per concrete type; and says when there are none", async () => {
    const at = await ask<IrAtResult | null>("irAt", "return self.helper");
    assert.ok(at);
    assert.equal(at.label, "model.py:Model");
    assert.deepEqual(at.methods, ["a.forward", "b.forward"].slice(0, at.methods.length));
    const { text, nodes } = await client.connection.sendRequest<IrResult>("torchscriptLens/ir", { root: at.root, method: at.methods[0] });
    const came = nodes.map(({ line, place: { range } }) => [text.split("\n")[line]?.match(/= ([\w:]+)/)?.[1], TEXT.split("\n")[range.start.line]?.slice(range.start.character, range.end.character)]);
    assert.deepEqual(came, [["prim::CallMethod", "self.helper"]]);
    const helper = await client.connection.sendRequest<IrResult>("torchscriptLens/ir", { root: at.root, method: "a.helper" });
    assert.ok(helper.nodes.some(({ line }) => (helper.text.split("\n")[line] ?? "").includes("aten::add")));
    assert.match(text, /# schema\nforward\(__torch__\.model\.Block self, Tensor x\) -> Tensor/);
    assert.match(text, /graph\(%self : /);
    assert.match(text, /# \S*model\.py:\d+:\d+/);
    const whole = await client.connection.sendRequest<IrResult>("torchscriptLens/ir", { root: at.root, method: null });
    assert.ok(whole.text.includes("---- a.helper"));
    const broken = await client.connection.sendRequest<IrResult>("torchscriptLens/ir", { root: await rootOf("broken.py:Model"), method: "forward" });
    assert.match(broken.text, /not compiled to the end. The first error: /);
  });
});

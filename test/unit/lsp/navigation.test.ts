/** Call hierarchy over the compile graph; links from a YAML row to its class. */
import assert from "node:assert/strict";
import type { CallHierarchyIncomingCall, CallHierarchyItem, CallHierarchyOutgoingCall, DocumentLink } from "vscode-languageserver/node";
import { Client, positionOf, textIn } from "./client";

const LAYERS = `import torch
from torch import nn


def double(x):
    return x * 2


class Block(nn.Module):
    def forward(self, x):
        return double(double(x))


@torch.jit.ignore
def note(x: torch.Tensor) -> None:
    note(x)


class Unused(nn.Module):
    def __init__(self, n):
        super().__init__()
`;
const MODEL = `import torch
from torch import nn

from layers import Block, note


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.blocks = nn.ModuleList([Block(), Block()])
        self.act = nn.ReLU()
        self.tail = nn.Sequential(nn.Tanh(), nn.Sequential(Block()))

    @torch.jit.unused
    def aside(self, x):
        return note(x)

    def last(self, x):
        note(x)
        self.aside(x)
        return self.tail(x)

    def step(self, x):
        for block in self.blocks:
            x = block(x)
        return x

    def forward(self, x):
        return self.act(self.step(self.last(x)))
`;
const YAML = `# [Block] is not linked here
backbone:
  - [-1, 1, Block, [64, 3]]
  - [-1, 1, nn.ReLU, []]  # [Block]
  - [-1, 1, "Unused", [Nothing]]
name: Block
`;

describe("navigation", () => {
  let client: Client;
  before(async () => {
    client = await Client.start({ files: { "model.py": MODEL, "layers.py": LAYERS, "net.yaml": YAML }, pull: true });
    await client.open("model.py");
    await client.open("net.yaml", undefined, "yaml");
    await client.until("an answer", () => client.asked.includes("workspace/diagnostic/refresh"));
    await client.settled();
  });
  after(() => client.stop());

  const prepare = async (name: string, text: string, part: string): Promise<CallHierarchyItem | undefined> =>
    (await client.at<CallHierarchyItem[] | null>("textDocument/prepareCallHierarchy", name, positionOf(text, part)))?.[0];
  const outgoing = (item: CallHierarchyItem | undefined): Promise<CallHierarchyOutgoingCall[]> => client.connection.sendRequest("callHierarchy/outgoingCalls", { item });
  const incoming = (item: CallHierarchyItem | undefined): Promise<CallHierarchyIncomingCall[]> => client.connection.sendRequest("callHierarchy/incomingCalls", { item });

  it("goes from a method to what it calls, through modules", async () => {
    const forward = await prepare("model.py", MODEL, "forward");
    assert.equal(forward?.name, "Model.forward");
    const calls = await outgoing(forward);
    assert.deepEqual(calls.map((c) => c.to.name).sort(), ["Model.last", "Model.step", "ReLU.forward"]);
    const step = calls.find((c) => c.to.name === "Model.step");
    assert.equal(textIn(MODEL, step?.fromRanges[0] ?? assert.fail()), "self.step");
    const blocks = await outgoing(step?.to);
    assert.deepEqual(blocks.map((c) => c.to.name), ["Block.forward"]);
    const [doubled] = await outgoing(blocks[0]?.to);
    assert.equal(doubled?.to.name, "double");
    assert.equal(doubled.fromRanges.length, 2);
  });

  it("goes through a Sequential to what it calls in turn", async () => {
    assert.deepEqual((await outgoing(await prepare("model.py", MODEL, "last"))).map((c) => c.to.name).sort(), ["Block.forward", "Model.aside", "Sequential.forward", "Tanh.forward", "note"]);
  });

  it("has what is called but not compiled, and nothing that such a function calls", async () => {
    const calls = await outgoing(await prepare("model.py", MODEL, "last"));
    const [aside, note] = ["Model.aside", "note"].map((name) => calls.find((c) => c.to.name === name)?.to);
    assert.deepEqual([aside?.detail, note?.detail], ["model.py · @torch.jit.unused", "layers.py · @torch.jit.ignore"]);
    assert.deepEqual(await outgoing(aside), []);
    assert.deepEqual((await incoming(note)).map((c) => c.from.name), ["Model.last"]);
  });

  it("goes from a function to who calls it", async () => {
    const calls = await incoming(await prepare("layers.py", LAYERS, "double"));
    assert.deepEqual(calls.map((c) => [c.from.name, c.fromRanges.length]), [["Block.forward", 2]]);
    assert.deepEqual((await incoming(calls[0]?.from)).map((c) => c.from.name).sort(), ["Model.last", "Model.step"]);
    assert.equal(await prepare("model.py", MODEL, "__init__"), undefined);
  });

  it("links the classes that rows name", async () => {
    const links = await client.about<DocumentLink[]>("textDocument/documentLink", "net.yaml");
    assert.deepEqual(links.map((l) => [textIn(YAML, l.range), l.range.start.line]), [["Block", 2], ["nn.ReLU", 3], ["Unused", 4]]);
    assert.equal(links[0]?.target, `${client.uri("layers.py")}#L9,7`);
    assert.match(links[1]?.target ?? "", /^torchscript-lens-lib:.*activation\.py#L\d+/);
    assert.deepEqual(await client.about("textDocument/documentLink", "model.py"), []);
  });
});

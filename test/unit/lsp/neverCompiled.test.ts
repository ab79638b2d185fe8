/** What torch.jit.script leaves out of a function that it compiles is greyed out; nothing else is. */
import assert from "node:assert/strict";
import { DiagnosticSeverity, DiagnosticTag, type Diagnostic } from "vscode-languageserver/node";
import { Client, positionOf, textIn } from "./client";

const TEXT = `from typing import List, Optional

import torch
from torch import nn


def pick(x, scale: Optional[float] = None):
    if not torch.jit.is_scripting():
        x = x.cpu()
        print(x)
    if scale is None:
        y = x + 1
    else:
        y = x * scale
    return y


def placed(shape: List[int]):
    if not torch.jit.is_scripting():
        print(shape)
    return torch.zeros(shape)


def always(x: torch.Tensor) -> torch.Tensor:
    if x.sum() > 0:
        raise ValueError(f"{x}")
    return x + 4


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.up = None
        self.pick = pick
        self.always = always
        self.flag = True
        self.layers = nn.ModuleList([nn.Linear(2, 2)])
        self.none = nn.ModuleList()

    def forward(self, x, z: Optional[List[int]] = None):
        if self.up is not None:
            x = self.up(x)
        elif self.flag:
            x = x * 2
        else:
            x = x - 1
            if x.sum() > 0:
                x = x * 3
        y = self.nothing(x) if hasattr(self, "nothing") else x.relu()
        for layer in self.layers:
            y = layer(y)
        for layer in self.none:
            y = layer(x)
        while False:
            y = y + 1
        assert y.sum() > 0, f"{y}"
        for i in range(3):
            if i == 1:
                continue
            y = y + i
        if z is not None:
            y = y * z[0]
        if torch.jit.is_scripting():
            return self.always(y) + placed([2, 2])
        print("eager")
        w = self.pick(y)
        return w + 5
`;
const BROKEN = `from torch import nn


class Net(nn.Module):
    def forward(self, x):
        y = x.nothing()
        if hasattr(self, "up"):
            y = x + 1
        return y
`;

describe("what is never compiled", () => {
  let client: Client;
  before(async () => {
    client = await Client.start({ files: { "net.py": TEXT, "broken.py": BROKEN }, pull: true });
    for (const file of ["net.py", "broken.py"]) await client.open(file);
    await client.settled();
  });
  after(() => client.stop());

  const diagnostics = async (file: string): Promise<Diagnostic[]> => (await client.about<{ items: Diagnostic[] }>("textDocument/diagnostic", file)).items;

  it("is greyed out: branches that are decided when the model is scripted, and what stands below one that returns", async () => {
    const found = await diagnostics("net.py");
    assert.deepEqual(found.map((d) => textIn(TEXT, d.range).split("\n").map((l) => l.trim())), [
      ["print(shape)"], ["w = self.pick(y)", "return w + 5"], ["x = self.up(x)"], ["self.nothing(x)"], ["y = layer(x)"],
    ]);
    for (const d of found) assert.deepEqual([d.severity, d.tags], [DiagnosticSeverity.Hint, [DiagnosticTag.Unnecessary]]);
  });

  it("is not told of a function with an error, whose rest was not seen", async () => {
    assert.deepEqual((await diagnostics("broken.py")).map((d) => d.code), ["unknown-attribute"]);
  });

  it("waits for the answer to an edit", async () => {
    const at = positionOf(TEXT, "x = self.up(x)");
    await client.change("net.py", "x = self.down(x)", { start: at, end: { line: at.line, character: at.character + "x = self.up(x)".length } });
    for (const d of await diagnostics("net.py")) assert.equal(d.severity, DiagnosticSeverity.Hint);
    await client.settled();
    assert.equal((await diagnostics("net.py")).length, 5);
  });
});

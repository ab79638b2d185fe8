/** Hovers on attributes, calls and variables. */
import assert from "node:assert/strict";
import type { CodeAction, Diagnostic, Hover, MarkupContent } from "vscode-languageserver/node";
import { Client, messageOf, positionOf, textIn } from "./client";

const TEXT = `from typing import List, Optional

import torch
from torch import nn

from sizes import pad


class Masked(nn.Module):
    def forward(self, x, mask=None):
        return x if mask is None else x * mask


class Block(nn.Module):
    __constants__ = ["width"]

    def __init__(self):
        super().__init__()
        self.conv = nn.Linear(3, 3)
        self.scale = nn.Parameter(torch.ones(3))
        self.register_buffer("shift", torch.zeros(3))
        self.width = 3
        self.times = 2.0
        self.seen = []

    def helper(self, x, n: int):
        return x * n

    def forward(self, x, mask: Optional[torch.Tensor]):
        y = self.conv(x) * self.scale + self.shift
        if mask is not None:
            y = y * mask
        rows = y.size(0)
        y = self.helper(y, rows)
        return torch.cat([y, y], 0) * self.times * self.width

    def broken(self, x):
        return torch.cat(x, 0) + len(self.seen)


class Whole(nn.Module):
    def __init__(self):
        super().__init__()
        self.block = Block()
        self.one = Masked()
        self.other = Masked()
        self.other.more = 1

    def forward(self, x):
        return self.block(self.other(self.one(x, x), x), x)


class Maker(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 3, 3, padding=pad(3))
        self.inner = nn.Sequential(Masked())

    def forward(self, x):
        return torch.cat(x, "a")
`;

const LEFT_OUT = `import torch
from torch import nn
from torch.jit import unused as later

aside = torch.jit._drop if hasattr(torch.jit, "_drop") else later


@torch.jit.ignore
def note(x: torch.Tensor) -> int:
    return 1


class Net(nn.Module):
    if hasattr(torch.jit, "_drop"):
        @aside
        def dropped(self, x):
            return x

    @later
    def gone(self, x):
        return x

    def forward(self, x):
        y = x + note(x)
        return torch.pow("a", self.gone(y))
`;

describe("hovers", () => {
  let client: Client;
  before(async () => {
    client = await Client.start({ files: { "model.py": TEXT, "left.py": LEFT_OUT, "sizes.py": "def pad(k):\n    return k // 2\n" }, pull: true });
    await client.open("model.py");
    await client.open("left.py");
    await client.until("an answer", () => client.asked.includes("workspace/diagnostic/refresh"));
    await client.settled();
  });
  after(() => client.stop());

  const hover = async (part: string, inside = "", nth = 0, text = TEXT, file = "model.py"): Promise<string> => {
    const at = positionOf(text, part, nth);
    const found = await client.at<Hover | null>("textDocument/hover", file, { line: at.line, character: at.character + part.indexOf(inside) });
    if (!found) return "";
    if (found.range) assert.ok(textIn(text, found.range).length > 0);
    return (found.contents as MarkupContent).value;
  };

  for (const [part, inside, expected] of [
    ["self.conv(x)", "conv", /`self\.conv`: submodule `torch\.nn\.modules\.linear\.Linear`/],
    ["self.scale +", "scale", /`self\.scale`: parameter `Tensor`/],
    ["self.shift\n", "shift", /`self\.shift`: buffer `Tensor`/],
    ["self.width\n", "width", /`self\.width`: constant .*`int = 3`/],
    ["self.times *", "times", /`self\.times`: attribute `float`/],
    ["self.seen)", "seen", /`self\.seen`: not an attribute of the scripted module: an empty list does not tell/],
    ["y = self.conv", "y", /`y`: `Tensor`/],
    ["rows = y", "rows", /`rows`: `int`/],
    ["x, mask:", "x", /parameter `x`: `Tensor`: it has no annotation, which TorchScript reads as Tensor/],
    ["y.size(0)", "size", /matched `aten::size\.int\(Tensor self, int dim\) -> int`/],
    ["y * mask", "mask", /`mask`: `Tensor`[^]*refined from `Optional\[Tensor\]` \(its type since line 29\)/],
    ["self.helper(y", "helper", /calls `helper\(.*Tensor x, int n\) -> Tensor`[^]*gives `Tensor`/],
    ["torch.cat([y", "cat", /matched `aten::cat\(Tensor\[\] tensors, int dim=0\) -> Tensor`/],
    ["torch.cat(x, \"a\")", "cat", /^$/],
    ["self.conv(x)", "conv", /\n\ncalls `forward\(torch\.nn\.modules\.linear\.Linear self, Tensor input\) -> Tensor`\n\ngives `Tensor`$/],
    ["def __init__", "__init__", /runs in Python when the object is built/],
    ["def helper", "helper", /\n```\nhelper\(model\.Block self, Tensor x, int n\) -> Tensor\n```\n/],
    ["def forward(self, x, mask=", "forward", /\n```\nforward\(model\.Masked self, Tensor x, Tensor mask\) -> Tensor +\(2 concrete types\)\n```\n/],
    ["def broken", "broken", /not compiled[^]*Looked at ahead of time:/],
  ] as const) {
    it(part.trim(), async () => { assert.match(await hover(part, inside), expected); });
  }

  for (const [part, inside, expected] of [
    ["note(x)\n", "note", /ignored: note: stays a call into Python: the result cannot be saved\n\ngives `int`$/],
    ["self.gone(y)", "gone", /unused: Net\.gone: the call becomes a raise/],
    ["def dropped", "dropped", /`_DROP`/],
    ["def gone", "gone", /`UNUSED`/],
    ["torch.pow(", "pow", /^\*\*TorchScript\*\* · These candidates do not fit either:\n(- `aten::pow.*: .*\n)+- and \d+ more/],
  ] as const) {
    it(`${part.trim()}, which is not compiled`, async () => { assert.match(await hover(part, inside, 0, LEFT_OUT, "left.py"), expected); });
  }

  it("takes a function for no other of its name that torch compiles", async () => {
    assert.equal(await hover("padding=pad(3)", "pad(3)"), "");
  });

  it("tells an error in torch's own files where what it calls is defined, if no call of the user's leads there", async () => {
    const { items } = await client.about<{ items: Diagnostic[] }>("textDocument/diagnostic", "model.py");
    const found = items.find((d) => /argument 'mask'/.test(messageOf(d)));
    assert.equal(found && textIn(TEXT, found.range), "forward");
    assert.equal(found?.relatedInformation?.[0]?.message, "torch reports it here");
    assert.match(found?.relatedInformation?.[0]?.location.uri ?? "", /torch\/nn\/modules\/container\.py$/);
    const actions = await client.about<CodeAction[]>("textDocument/codeAction", "model.py", { range: found?.range, context: { diagnostics: [] } });
    assert.deepEqual(actions.slice(0, 1).map((a) => a.title), ["Annotate 'mask': Optional[torch.Tensor]"]);
  });

  it("says nothing about what is not code, and moves with an edit before the answer comes", async () => {
    assert.equal(await hover("from typing", "typing"), "");
    const text = `# one more line\n${TEXT}`;
    await client.change("model.py", text);
    assert.match(await hover("self.scale +", "scale", 0, text), /parameter/);
    await client.settled();
  });
});

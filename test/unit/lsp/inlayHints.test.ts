/** Inlay hints over the protocol. */
import assert from "node:assert/strict";
import type { InlayHint } from "vscode-languageserver/node";
import { applyEdits, Client } from "./client";

const TEXT = `import torch
from torch import nn


class Sizes(nn.Module):
    def half(self, x, by: int = 2):  # a comment: here
        return x.size(0) // by

    def forward(
        self,
        x,
        y=None,
    ):
        seen = []
        count = 3
        seen.append(x)
        return seen, self.half(x) + self.static(x)

    @staticmethod
    def static(x, by: int = 2) -> int:
        return x.dim() * by

    def unreached(self, z) -> int:
        return z.dim()
`;

describe("inlay hints", () => {
  let client: Client;
  before(async () => {
    client = await Client.start({ files: { "model.py": TEXT }, pull: true });
    await client.open("model.py");
    await client.until("an answer", () => client.asked.includes("workspace/inlayHint/refresh"));
    await client.settled();
  });
  after(() => client.stop());
  const hints = (): Promise<InlayHint[]> => client.about("textDocument/inlayHint", "model.py", { range: { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } } });
  const shown = (found: readonly InlayHint[]): string => applyEdits(TEXT, found.map(({ position, label }) => ({ range: { start: position, end: position }, newText: `«${String(label)}»` })));

  it("stand at parameters, results and surprising locals", async () => {
    assert.equal(shown(await hints()), TEXT
      .replace("half(self, x, by: int = 2):", "half(self, x«: Tensor», by: int = 2)« -> int»:")
      .replace("        x,\n", "        x«: Tensor»,\n").replace("y=None", "y«: Tensor»=None").replace("    ):\n", "    )« -> Tuple[List[Tensor], int]»:\n")
      .replace("seen = []", "seen«: List[Tensor]» = []").replace("self, z)", "self, z«: Tensor»)").replace("static(x, by", "static(x«: Tensor», by"));
  });

  it("go away kind by kind, without a new start", async () => {
    const states = client.states.length;
    await client.connection.sendNotification("workspace/didChangeConfiguration", { settings: { torchscriptLens: { inlayHints: { parameters: false, locals: true, returns: false } } } });
    assert.deepEqual((await hints()).map((h) => h.label), [": List[Tensor]"]);
    assert.equal(client.states.length, states);
  });
});

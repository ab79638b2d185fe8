/** Completion and hover in torchscript.yaml over the protocol; what is typed in other files is not completed. */
import assert from "node:assert/strict";
import type { CompletionItem, Hover, MarkupContent } from "vscode-languageserver/node";
import { Client } from "./client";

const NET = `from torch import nn


class Net(nn.Module):
    def __init__(self, width: int, deep=False):
        super().__init__()
        self.fc = nn.Linear(width, width)

    def forward(self, x):
        return self.fc(x)
`;
const CONFIG = "entries:\n  - file: net.py\n    name: Net\n    args: { width: 3,  }\n";

describe("torchscript.yaml over the protocol", function () {
  this.timeout(60_000);
  let client: Client;
  before(async () => {
    client = await Client.start({ files: { "net.py": NET, "torchscript.yaml": CONFIG, "other.yaml": "a: \n" } });
    await client.settled();
    for (const file of ["torchscript.yaml", "other.yaml"]) await client.open(file, undefined, "yaml");
  });
  after(() => client.stop());

  it("asks to complete in these files alone", async () => {
    await client.until("it registers", () => client.asked.includes("client/registerCapability"));
    assert.equal(client.capabilities["completionProvider"], undefined);
    assert.deepEqual(await client.at<CompletionItem[]>("textDocument/completion", "other.yaml", { line: 0, character: 3 }), []);
  });

  it("completes parameters that the loader tells of, also while the file is edited", async () => {
    const items = await client.at<CompletionItem[]>("textDocument/completion", "torchscript.yaml", { line: 3, character: 21 });
    assert.deepEqual(items.map((i) => [i.label, i.detail, i.textEdit?.newText]), [["deep", "deep=False", "deep: "]]);
    await client.change("torchscript.yaml", "    ", { start: { line: 4, character: 0 }, end: { line: 4, character: 0 } });
    const keys = await client.at<CompletionItem[]>("textDocument/completion", "torchscript.yaml", { line: 4, character: 4 });
    assert.deepEqual(keys.map((i) => i.label).slice(0, 4), ["call", "build", "as-is", "mode"]);
  });

  it("tells what is under the pointer", async () => {
    const shown = await client.at<Hover | null>("textDocument/hover", "torchscript.yaml", { line: 3, character: 14 });
    assert.equal((shown?.contents as MarkupContent).value, "```python\nwidth: int\n```");
    assert.deepEqual(shown?.range, { start: { line: 3, character: 12 }, end: { line: 3, character: 17 } });
    assert.equal(await client.at<Hover | null>("textDocument/hover", "other.yaml", { line: 0, character: 0 }), null);
  });
});

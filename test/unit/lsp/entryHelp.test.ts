/** Completion and hover in torchscript.yaml over the protocol; what is typed in other files is not completed. */
import assert from "node:assert/strict";
import fs from "node:fs";
import type { CompletionItem, Hover, MarkupContent, WorkspaceEdit } from "vscode-languageserver/node";
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

describe("files that torchscript.yaml names, renamed in the editor", function () {
  this.timeout(60_000);
  const TEXT = `# how to build
entries:
  - file: models/net.py # the first
    name: Net
    root: "models"
    weights: 'data/a b.pt'
    out: data/out.pt
  - { file: ./models/other.py, root: ., args: [models] }
  - file: tail.py
`;
  let client: Client;
  before(async () => {
    client = await Client.start({ files: { "torchscript.yaml": TEXT, "models/net.py": NET, "models/inner/torchscript.yaml": "entries: []\n", "models/other.py": "", "tail.py": "", "sub/torchscript.yaml": "entries:\n  - file: x.py\n    weights: ../data/w.pt\n", "sub/x.py": "" } });
    await client.settled();
  });
  after(() => client.stop());

  /** The texts that are changed, as they are after it. */
  async function renaming(...renames: [string, string][]): Promise<Record<string, string>> {
    const files = renames.map(([from, to]) => ({ oldUri: client.uri(from), newUri: client.uri(to) }));
    const edit = await client.connection.sendRequest<WorkspaceEdit | null>("workspace/willRenameFiles", { files });
    return Object.fromEntries(Object.entries(edit?.changes ?? {}).map(([uri, edits]) => {
      const lines = fs.readFileSync(new URL(uri), "utf8").split("\n");
      for (const { range: { start, end }, newText } of [...edits].reverse()) lines[start.line] = (lines[start.line] ?? "").slice(0, start.character) + newText + (lines[start.line] ?? "").slice(end.character);
      return [uri.slice(client.uri("").length).replace(/^\//, ""), lines.join("\n")];
    }));
  }
  const changed = (...pairs: [string, string][]): string => pairs.reduce((text, [from, to]) => text.replace(from, to), TEXT);

  it("are named by their new names, in the quotes that they have", async () => {
    assert.deepEqual(await renaming(["models/net.py", "models/a: b.py"]), { "torchscript.yaml": changed(["models/net.py", '"models/a: b.py"']) });
    assert.deepEqual(await renaming(["data/a b.pt", "data/it's.pt"]), { "torchscript.yaml": changed(["data/a b.pt", "data/it''s.pt"]) });
    assert.deepEqual(await renaming(["tail.py", "models/tail, last.py"]), { "torchscript.yaml": changed(["tail.py", '"models/tail, last.py"']) });
    assert.deepEqual(await renaming(["models/other.py", "other.py"], ["models/net.py", "net.py"]), { "torchscript.yaml": changed(["models/net.py", "net.py"], ["./models/other.py", "other.py"]) });
  });

  it("follow their folder; what an export writes does only that", async () => {
    assert.deepEqual(await renaming(["models", "net works"]), { "torchscript.yaml": changed(["models/net.py", "net works/net.py"], ['"models"', '"net works"'], ["./models/other.py", "net works/other.py"]) });
    assert.deepEqual(await renaming(["data", "kept"]), { "torchscript.yaml": changed(["data/a b.pt", "kept/a b.pt"], ["data/out.pt", "kept/out.pt"]) });
    assert.deepEqual(await renaming(["data/out.pt", "data/before.pt"]), {});
  });

  it("stay as they are named where the file that names them moves along", async () => {
    assert.deepEqual(await renaming(["sub", "deep/sub"]), { "sub/torchscript.yaml": "entries:\n  - file: x.py\n    weights: ../../data/w.pt\n" });
    assert.deepEqual(await renaming(["models/inner", "inner"]), {});
    assert.deepEqual(await renaming(["tail.pyi", "t.pyi"]), {});
  });

  it("are found in the text that is not saved, and with the others that are open", async () => {
    await client.open("sub/torchscript.yaml", undefined, "yaml");
    assert.deepEqual(Object.keys(await renaming(["data", "kept"])).sort(), ["sub/torchscript.yaml", "torchscript.yaml"]);
    await client.open("torchscript.yaml", "entries: []\n", "yaml");
    assert.deepEqual(await renaming(["models/net.py", "models/n.py"]), {});
  });
});

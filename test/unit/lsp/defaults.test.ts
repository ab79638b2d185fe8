/** What the editor says of classes that nothing says how to build, and of files that are no Python. */
import assert from "node:assert/strict";
import type { CodeAction, CodeLens, Diagnostic } from "vscode-languageserver/node";
import { Client, positionOf } from "./client";

const HEADS = `import torch
from torch import nn


class Head(nn.Module):
    def __init__(self, classes=80, anchors=()):
        super().__init__()
        self.levels = len(anchors)
        self.per_cell = len(anchors[0]) // 2

    def forward(self, x):
        return x * self.per_cell


class Scaled(nn.Module):
    def __init__(self, by):
        super().__init__()
        self.by = by

    def forward(self, x):
        return x * self.by


class Whole(nn.Module):
    kept = 3

    def __init__(self):
        super().__init__()
        self.scaled = Scaled(2.0)

    def forward(self, x):
        return self.scaled(x) + self.kept


class Anything(nn.Conv2d):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)


class Misspelt(nn.Module):
    def __init__(self, width=3):
        super().__init__()
        self.width = widht

    def forward(self, x):
        return x
`;
const PARTS = `from torch import nn


class Head(nn.Module):
    def __init__(self, sizes=()):
        super().__init__()
        self.size = sizes[0]

    def forward(self, x):
        return x * self.size


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.head = Head((3,))

    def forward(self, x):
        return self.head(x)
`;
const CALLS = `import torch
from torch import nn


class Model(nn.Module):
    def forward(self, x):
        if torch.cuda.is_available():
            return x + 1
        return x
`;
const PACKAGE = {
  "src/lib/__init__.py": "", "src/lib/models/__init__.py": "from .net import Net\n", "src/lib/models/lib.py": "", "src/lib/consts.py": "K = 2\n",
  "src/lib/models/net.py": "import torch\nfrom torch import nn\nfrom lib.consts import K\nfrom .lib import __name__ as named\n\n\nclass Net(nn.Module):\n    def forward(self, x):\n        return x * 2\n",
};
const YAML = "anchors:\n  - [12,16, 19,36]  # P3\n  - [36,75, 76,55]\n";

describe("a class that nothing says how to build", () => {
  let client: Client;
  before(async () => {
    client = await Client.start({ files: { "heads.py": HEADS, "calls.py": CALLS, "parts.py": PARTS, "net.yaml": YAML, ...PACKAGE }, pull: true });
    for (const file of ["net.yaml", "heads.py", "calls.py"]) await client.open(file);
    await client.settled();
  });
  after(() => client.stop());

  const diagnostics = async (file: string): Promise<Diagnostic[]> => (await client.about<{ items: Diagnostic[] }>("textDocument/diagnostic", file)).items;
  const lenses = async (): Promise<string[]> => (await client.about<CodeLens[]>("textDocument/codeLens", "heads.py")).map((l) => l.command?.title ?? "");

  it("is asked for its arguments when its defaults do not build it, and is no error", async () => {
    const found = (await diagnostics("heads.py")).find((d) => d.range.start.line === positionOf(HEADS, "len(anchors[0])").line);
    assert.equal(found?.code, "needs-arguments");
    assert.equal(found.severity, 3);
    assert.match(String(found.message), /Head cannot be built with its default arguments: IndexError: tuple index out of range/);
    assert.ok((await lenses()).includes("$(gear) TorchScript: set arguments (classes, anchors)"), (await lenses()).join());
    const actions = await client.connection.sendRequest<CodeAction[]>("textDocument/codeAction", { textDocument: { uri: client.uri("heads.py") }, range: found.range, context: { diagnostics: [found] } });
    assert.deepEqual(actions.map((a) => [a.title, a.command?.arguments]), [["Set arguments of Head...", [client.uri("heads.py"), "Head"]]]);
  });

  it("is asked for arguments that its signature does not name", async () => {
    const found = (await diagnostics("heads.py")).find((d) => d.range.start.line === positionOf(HEADS, "super().__init__(*args").line);
    assert.deepEqual([found?.code, found?.severity], ["needs-arguments", 3]);
    assert.ok((await lenses()).includes("$(gear) TorchScript: set arguments (...)"), (await lenses()).join());
  });

  it("says what a class that needs arguments is a part of", async () => {
    const all = await lenses();
    assert.deepEqual(all.filter((l) => l.includes("part of") || l.includes("(by)")), ["$(pass) TorchScript: compiles as a part of Whole", "$(gear) TorchScript: set arguments (by)"]);
  });

  it("names what an error names as it stands, also in a hover", async () => {
    const hover = await client.at<{ contents: { value: string } }>("textDocument/hover", "heads.py", { line: positionOf(HEADS, "return self.scaled(x)").line - 1, character: 9 });
    assert.match(hover.contents.value, /set it in \\_\\_init\\_\\_ \(/);
  });

  it("is an error where no argument would help", async () => {
    const found = (await diagnostics("heads.py")).find((d) => d.range.start.line === positionOf(HEADS, "widht").line);
    assert.deepEqual([found?.code, found?.severity], ["load-exception", 1]);
  });

  it("is an error again once it was built", async () => {
    const at = positionOf(HEADS, "()):");
    const shown = (values: string): Promise<void> => client.change("heads.py", values, { start: at, end: { line: at.line, character: at.character + shownLength } });
    let shownLength = "()".length;
    await shown("((10, 13),)");
    shownLength = "((10, 13),)".length;
    await client.settled();
    assert.ok((await lenses()).some((l) => l.startsWith("$(pass)")), (await lenses()).join());
    await shown("()");
    await client.settled();
    const found = (await diagnostics("heads.py")).find((d) => d.range.start.line === positionOf(HEADS, "len(anchors[0])").line);
    assert.deepEqual([found?.code, found?.severity], ["load-exception", 1]);
  });

  it("tells an error in torch's own files at the call that leads there", async () => {
    const [found, ...more] = await diagnostics("calls.py");
    assert.deepEqual(more, []);
    assert.equal(found?.range.start.line, positionOf(CALLS, "torch.cuda.is_available").line);
    assert.match(found?.relatedInformation?.[0]?.location.uri ?? "", /torch\/cuda\/__init__\.py$/);
    assert.equal(found?.relatedInformation?.[0]?.message, "torch reports it here");
  });

  it("is found in its package, although a module there has the package's name", async () => {
    await client.open("src/lib/models/net.py");
    await client.until("a verdict", async () => (await client.about<CodeLens[]>("textDocument/codeLens", "src/lib/models/net.py")).some((l) => /compiles|could not/.test(l.command?.title ?? "")));
    assert.deepEqual(await diagnostics("src/lib/models/net.py"), []);
  });

  it("is known as the part of a model that it is, with the arguments that it is given there", async () => {
    await client.open("parts.py");
    const titles = async (): Promise<(string | undefined)[]> => (await client.about<CodeLens[]>("textDocument/codeLens", "parts.py")).map((l) => l.command?.title);
    await client.until("a verdict of both", async () => { const all = await titles(); return all.some((l) => /set arguments/.test(l ?? "")) && all.some((l) => /compiles with/.test(l ?? "")); });
    assert.deepEqual((await titles()).slice(0, 2), ["$(pass) TorchScript: compiles as a part of Net", "$(gear) TorchScript: set arguments (sizes)"]);
    assert.deepEqual(await diagnostics("parts.py"), []);
  });

  it("says nothing of a file that is no Python", async () => {
    assert.deepEqual(await diagnostics("net.yaml"), []);
  });
});

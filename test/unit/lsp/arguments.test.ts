/** What a class is built with: asked for with what the workspace's calls say, written into torchscript.yaml. */
import assert from "node:assert/strict";
import type { EntryTextResult, ParametersResult } from "../../../protocol";
import type { CodeLens, Diagnostic } from "vscode-languageserver/node";
import { Client, messageOf } from "./client";

const NET = "from torch import nn\n\n\nclass Net(nn.Module):\n    def __init__(self, channels, classes, bias=True):\n        super().__init__()\n        self.head = nn.Linear(channels, classes, bias)\n\n    def forward(self, x):\n        return self.head(x)\n";

const GPT = "import dataclasses\nfrom torch import nn\n\n\n@dataclasses.dataclass\nclass Config:\n    width: int = 3\n\n\nclass GPT(nn.Module):\n    def __init__(self, config):\n        super().__init__()\n        self.head = nn.Linear(config.width, 2)\n\n    def forward(self, x):\n        return self.head(x)\n";

describe("the arguments of a class", () => {
  let client: Client;
  before(async () => {
    client = await Client.start({ files: { "net.py": NET, "train.py": "from net import Net\nN = 10\nnet = Net(3, N, bias=False)\n", "broken.py": "Net(4,\n", "gpt.py": GPT, "sample.py": "from gpt import *\nnet = GPT(Config(width=4))\n", "other.py": "class Net:\n    pass\nNet(7, 7)\n", "README.md": "# Use\n\n```python\nfrom net import Net\n\nnet = Net(\n    channels=5,\n    classes=6\n)\n```\n", "use.py": "import net\nnet.Net(args.channels, 2)\nnet.Net(3, 10, False)\n" }, pull: true });
    await client.open("net.py");
    await client.settled();
  });
  after(() => client.stop());

  it("are those of calls in the workspace, as they are typed now; complete ones first, each once", async () => {
    const ask = (): Promise<ParametersResult> => client.connection.sendRequest<ParametersResult>("torchscriptLens/parameters", { uri: client.uri("net.py"), name: "Net", files: ["use.py", "train.py", "broken.py", "nowhere.py", "other.py", "README.md"].map((f) => client.uri(f)) });
    assert.deepEqual((await ask()).calls, [
      { place: "use.py:3", arguments: [["channels", "3"], ["classes", "10"], ["bias", "false"]], complete: true },
      { place: "README.md:6", arguments: [["channels", "5"], ["classes", "6"]], complete: true },
      { place: "use.py:2", arguments: [["classes", "2"]], complete: false },
    ]);
    await client.open("use.py", "import net\nnet.Net(8, 4)\n");
    assert.deepEqual((await ask()).calls.slice(0, 2).map((c) => [c.place, c.complete]), [["train.py:3", true], ["use.py:2", true]]);
  });

  it("are an object that the class's code fits, and are written as Python", async () => {
    const { calls } = await client.connection.sendRequest<ParametersResult>("torchscriptLens/parameters", { uri: client.uri("gpt.py"), name: "GPT", files: [client.uri("sample.py")] });
    assert.deepEqual(calls, [{ place: "", arguments: [["config", "=Config()"]], complete: true }, { place: "sample.py:2", arguments: [["config", "=Config(width=4)"]], complete: true }]);
    const made = await client.connection.sendRequest<EntryTextResult>("torchscriptLens/entryText", { uri: client.uri("gpt.py"), name: "GPT", arguments: calls[1]?.arguments });
    assert.ok("text" in made && made.text.includes("build: GPT(config=Config(width=4))"), JSON.stringify(made));
    await client.open("torchscript.yaml", made.text, "yaml");
    await client.open("gpt.py");
    await client.until("it compiles", async () => (await client.about<CodeLens[]>("textDocument/codeLens", "gpt.py")).some((l) => l.command?.title.includes("compiles with")));
    await client.open("torchscript.yaml", made.text.replace("GPT(config=", "GPT(config:"), "yaml");
    await client.until("the expression is refused", async () => (await client.about<{ items: Diagnostic[] }>("textDocument/diagnostic", "torchscript.yaml")).items.some((d) => messageOf(d).includes("'GPT(config:Config(width=4))' is no Python expression")));
  });

  it("can be a function's that builds the model: it is called, with its defaults or others", async () => {
    const about = async (file: string): Promise<[number, string | undefined][]> => (await client.about<CodeLens[]>("textDocument/codeLens", file)).map((l) => [l.range.start.line, l.command?.title]);
    const builds = "$(gear) TorchScript: check what it builds";
    const text = `${NET}\n\ndef _make(n, **more):\n    net = Net(n, 2, **more)\n    return net\n\n\ndef small(classes=4, wide: bool = False):\n    if wide:\n        return Net(8, classes)\n    return _make(classes)\n\n\ndef loss(x):\n    return x.sum()\n`;
    await client.open("factory.py", text);
    await client.open("hubconf.py", "def tiny(pretrained=False):\n    import net\n    return net.Net(2, 2)\n\n\ndef _helper():\n    pass\n");
    await client.settled();
    assert.deepEqual((await about("factory.py")).filter(([, title]) => title === builds), [[17, builds]]);
    assert.deepEqual(await about("hubconf.py"), [[0, builds]]);
    const { parameters, isFunction } = await client.connection.sendRequest<ParametersResult>("torchscriptLens/parameters", { uri: client.uri("factory.py"), name: "small", files: [] });
    assert.deepEqual(parameters, [{ name: "classes", annotation: null, default: "4" }, { name: "wide", annotation: "bool", default: "False" }]);
    assert.equal(isFunction, true);
    const written = async (file: string, name: string, given: readonly (readonly [string, string])[]): Promise<string> => {
      const made = await client.connection.sendRequest<EntryTextResult>("torchscriptLens/entryText", { uri: client.uri(file), name, arguments: given });
      return "text" in made ? made.text : made.failed;
    };
    assert.match(await written("factory.py", "small", [["wide", "true"]]), /name: small\n {4}call: true\n {4}args: \{ wide: true \}\n$/);
    const hub = await written("hubconf.py", "tiny", []);
    assert.match(hub, /name: tiny\n {4}call: true\n$/);
    await client.open("torchscript.yaml", hub, "yaml");
    await client.until("what it builds is checked", async () => (await about("hubconf.py")).some(([line, title]) => line === 0 && title?.includes("compiles with")));
    await client.open("torchscript.yaml", "entries: []\n", "yaml");
  });

  it("become an entry", async () => {
    const made = await client.connection.sendRequest<EntryTextResult>("torchscriptLens/entryText", { uri: client.uri("net.py"), name: "Net", arguments: [["channels", "3"], ["classes", "10"]] });
    assert.ok("text" in made && made.text.includes("args: { channels: 3, classes: 10 }"), JSON.stringify(made));
  });
});

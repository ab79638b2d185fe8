/** The server over stdio, as a plain client sees it. */
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { CodeLens, DocumentDiagnosticReport, Hover, WorkspaceDiagnosticReport } from "vscode-languageserver/node";
import { TraceRootsRequest, type TraceItem, type TraceRoot, type TraceRootsResult } from "../../../protocol";
import { Client, messageOf, positionOf, textIn } from "./client";

const CONCAT = `import torch
from torch import nn


class Concat(nn.Module):
    def __init__(self):
        super().__init__()
        self.d = 1

    def forward(self, x):
        return torch.cat(x, self.d)


class Fine(nn.Module):
    def forward(self, x):
        return torch.relu(x)
`;

const SCRIPTED = `import torch


@torch.jit.script
def clip(x, low: float = 0.0):
    return x.clamp(low)


@torch.jit.script
def bad(x, n):
    for i in range(n):
        x = x + i
    return x
`;

async function pushed(files: Record<string, string>, name = "model.py"): Promise<Client> {
  const client = await Client.start({ files });
  await client.open(name);
  await client.until("diagnostics", () => client.pushed.has(client.uri(name)));
  await client.settled();
  return client;
}

describe("the language server over stdio", () => {
  let client: Client | undefined;
  afterEach(async () => { await client?.stop(); client = undefined; });

  it("checks what a file without models hands to torch.jit.script itself", async () => {
    client = await pushed({ "model.py": SCRIPTED });
    const said = client.pushed.get(client.uri("model.py")) ?? [];
    assert.deepEqual(said.map((d) => [d.code, textIn(SCRIPTED, d.range)]), [["range-argument", "range(n)".slice(0, -1)]]);
    const lenses = await client.about<CodeLens[]>("textDocument/codeLens", "model.py");
    assert.deepEqual(lenses.map((l) => [l.range.start.line, l.command?.title]), [[4, "$(error) TorchScript: 1 error with torch 2.14"], [9, "$(error) TorchScript: fails as a part of model.py"]]);
    const roots = await client.connection.sendRequest<TraceRoot[]>("torchscriptLens/traceRoots", { uri: null });
    assert.deepEqual(roots.map((r) => [r.label, r.verdict]), [["model.py", "error"]]);
  });

  it("says in torchscript.yaml which argument a class does not take", async () => {
    const yaml = "entries:\n  - file: model.py\n    name: Concat\n    args: { widht: 3 }\n";
    client = await Client.start({ files: { "model.py": CONCAT, "torchscript.yaml": yaml } });
    await client.open("torchscript.yaml", yaml, "yaml");
    await client.open("model.py");
    const said = (): string[] => (client?.pushed.get(client.uri("torchscript.yaml")) ?? []).map((d) => `${textIn(yaml, d.range)}: ${messageOf(d)}`);
    await client.until("it is said", () => said().length > 0);
    assert.deepEqual(said(), ["widht: Concat does not take these arguments: got an unexpected keyword argument 'widht'"]);
    await client.change("torchscript.yaml", yaml.replace("widht: 3", ""));
    await client.until("it is taken back", () => said().length === 0);
  });

  it("goes on showing what it knows while a model is checked with other arguments", async () => {
    const yaml = "entries:\n  - { file: model.py, name: Scaled, args: { by: 3 } }\n";
    const model = "from torch import nn\n\n\nclass Scaled(nn.Module):\n    def __init__(self, by):\n        super().__init__()\n        self.by = by\n\n    def forward(self, x):\n        return self.by.nothing\n";
    client = await Client.start({ files: { "model.py": model, "torchscript.yaml": yaml } });
    await client.open("torchscript.yaml", yaml, "yaml");
    await client.open("model.py");
    const said = (): string => (client?.pushed.get(client.uri("model.py")) ?? []).map(messageOf).join("\n");
    await client.until("the error is told", () => /int has/.test(said()));
    await client.change("torchscript.yaml", yaml.replace("3", "3.5"));
    await client.until("the other is told", () => { assert.notEqual(said(), "", "nothing is shown meanwhile"); return /float has/.test(said()); });
  });

  it("no longer tells of what raised once it reads otherwise", async () => {
    const model = (line: string): string => `from torch import nn\n\n\nclass Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.width = self.size(3)\n\n    def size(self, x: int):\n        ${line}\n        return x\n\n    def forward(self, x):\n        return x + self.size(3)\n`;
    client = await Client.start({ files: { "model.py": model("x = x + 1") } });
    await client.open("model.py");
    await client.settled();
    const said = (): string => (client?.pushed.get(client.uri("model.py")) ?? []).map(messageOf).join("\n");
    await client.change("model.py", model("self.nothing()"));
    await client.until("the exception is told", () => /AttributeError/.test(said()));
    await client.change("model.py", model("if 1 > 2: self.nobody()"));
    await client.until("the other error is told", () => /nobody/.test(said()));
    assert.doesNotMatch(said(), /nothing/);
  });

  it("says what is wrong, hovers, lenses and the trace", async () => {
    client = await pushed({ "model.py": CONCAT });
    const [first, ...rest] = client.pushed.get(client.uri("model.py")) ?? [];
    assert.equal(rest.length, 0);
    assert.equal(first?.code, "schema-mismatch");
    assert.match(fs.readFileSync(fileURLToPath(first.codeDescription?.href ?? "file:///none"), "utf8"), /`schema-mismatch`/);
    assert.match(messageOf(first), /torch stops here/);
    assert.equal(textIn(CONCAT, first.range), "torch.cat");
    assert.deepEqual(first.range.start, positionOf(CONCAT, "torch.cat"));

    const hover = await client.at<Hover | null>("textDocument/hover", "model.py", positionOf(CONCAT, "forward"));
    assert.match(JSON.stringify(hover?.contents), /compiled, with errors/);
    assert.equal(textIn(CONCAT, hover?.range ?? first.range), "forward");

    const lenses = await client.about<CodeLens[]>("textDocument/codeLens", "model.py");
    assert.deepEqual(lenses.map((l) => l.command?.title.replace(/^\$\(\S+\) /, "")).filter((t) => t?.startsWith("TorchScript")), ["TorchScript: 1 error with torch 2.14", "TorchScript: compiles with torch 2.14"]);

    const roots = await client.connection.sendRequest<TraceRoot[]>("torchscriptLens/traceRoots", { uri: null });
    assert.deepEqual(roots.map((r) => [r.label, r.verdict]), [["model.py:Concat", "error"], ["model.py:Fine", "ok"]]);
    const children = await client.connection.sendRequest<TraceItem[]>("torchscriptLens/traceChildren", { root: roots[0]?.id, item: null });
    assert.equal(children[0]?.status, "error");
  });

  it("follows edits and takes back what was mended", async () => {
    client = await pushed({ "model.py": CONCAT });
    const at = positionOf(CONCAT, "torch.cat(x");
    await client.change("model.py", "torch.cat([x]", { start: at, end: { line: at.line, character: at.character + "torch.cat(x".length } });
    await client.until("no diagnostics", () => client?.pushed.get(client.uri("model.py"))?.length === 0);
  });

  for (const [what, change] of [
    ["CRLF", (t: string) => t.replaceAll("\n", "\r\n")],
    ["tabs", (t: string) => t.replaceAll("    ", "\t")],
    ["characters outside the basic plane", (t: string) => t.replace("return torch.cat(x", "s = \"😀𝔘\"; return torch.cat(x")],
    ["a name outside ASCII", (t: string) => t.replaceAll("(self, x)", "(self, größe)").replace("cat(x", "cat(größe")],
  ] as const) {
    it(`right positions with ${what}`, async () => {
      const text = change(CONCAT);
      client = await pushed({ "model.py": text });
      const [first] = client.pushed.get(client.uri("model.py")) ?? [];
      assert.ok(first);
      assert.equal(textIn(text, first.range), "torch.cat");
      const hover = await client.at<Hover | null>("textDocument/hover", "model.py", positionOf(text, "forward"));
      assert.ok(hover?.range);
      assert.equal(textIn(text, hover.range), "forward");
    });
  }

  it("stands 50 edits in a second and ends at the last", async () => {
    client = await pushed({ "model.py": CONCAT });
    const at = positionOf(CONCAT, "self.d = 1");
    const place = { line: at.line, character: at.character + "self.d = ".length };
    for (let i = 0; i < 50; i++) {
      await client.change("model.py", String(i % 10), { start: place, end: { line: place.line, character: place.character + 1 } });
      await new Promise((go) => setTimeout(go, 20));
    }
    const cat = positionOf(CONCAT, "torch.cat(x");
    await client.change("model.py", "torch.cat([x]", { start: cat, end: { line: cat.line, character: cat.character + "torch.cat(x".length } });
    await client.until("no diagnostics", () => client?.pushed.get(client.uri("model.py"))?.length === 0, 20_000);
  });

  it("gives diagnostics when asked, of a document and of the workspace, and each once", async () => {
    client = await Client.start({ files: { "model.py": CONCAT, "other.py": CONCAT }, pull: true });
    const asked = client;
    await client.open("model.py");
    await client.until("the server asks to be asked again", () => asked.asked.includes("workspace/diagnostic/refresh"));
    await client.settled();
    const report = await client.about<DocumentDiagnosticReport>("textDocument/diagnostic", "model.py");
    assert.ok(report.kind === "full");
    assert.deepEqual(report.items.map((d) => d.code), ["schema-mismatch"]);
    assert.equal((await client.about<DocumentDiagnosticReport>("textDocument/diagnostic", "model.py", { previousResultId: report.resultId })).kind, "unchanged");
    const whole = await client.connection.sendRequest<WorkspaceDiagnosticReport>("workspace/diagnostic", { previousResultIds: [] });
    assert.deepEqual(whole.items.map((i) => [i.uri, i.kind]), [[client.uri("model.py"), "full"]]);
    assert.equal(client.pushed.size, 0);

    await client.change("model.py", CONCAT.replace("cat(x", "cat([x]"));
    const uri = client.uri("model.py");
    await client.until("the workspace's report is empty", async () => {
      const now = await asked.connection.sendRequest<WorkspaceDiagnosticReport>("workspace/diagnostic", { previousResultIds: [{ uri, value: report.resultId ?? "" }] });
      const [item] = now.items;
      return now.items.length === 1 && item?.uri === uri && item.kind === "full" && item.items.length === 0;
    });
  });

  it("takes back what it told of a file that is renamed, though the client no longer knows that it holds it", async () => {
    client = await Client.start({ files: { "model.py": CONCAT }, pull: true });
    const { connection, folder } = client;
    await client.open("model.py");
    await client.settled();
    const uri = client.uri("model.py");
    await connection.sendNotification("textDocument/didClose", { textDocument: { uri } });
    const last = await client.about<DocumentDiagnosticReport>("textDocument/diagnostic", "model.py");
    assert.ok(last.kind === "full" && last.items.length === 1);
    fs.renameSync(path.join(folder, "model.py"), path.join(folder, "other.py"));
    await connection.sendNotification("workspace/didChangeWatchedFiles", { changes: [{ uri, type: 3 }, { uri: client.uri("other.py"), type: 1 }] });
    await client.open("other.py", CONCAT);
    await client.settled();
    const whole = (): Promise<WorkspaceDiagnosticReport> => connection.sendRequest<WorkspaceDiagnosticReport>("workspace/diagnostic", { previousResultIds: [] });
    const counted = ({ items }: WorkspaceDiagnosticReport): unknown[] => items.map((i) => [i.uri, i.kind === "full" ? i.items.length : i.kind]).sort();
    assert.deepEqual(counted(await whole()), [[uri, 0], [client.uri("other.py"), 1]]);
    assert.deepEqual(counted(await whole()), [[client.uri("other.py"), 1]], "once");
  });

  it("leaves documents that are no files alone", async () => {
    client = await pushed({ "model.py": CONCAT });
    for (const uri of ["untitled:Untitled-1", "git:/x/model.py?ref", "vscode-notebook-cell:/a.ipynb#c1", "vscode-vfs://github/o/r/m.py"]) {
      await client.open("", CONCAT, "python", uri);
      assert.equal(await client.connection.sendRequest("textDocument/hover", { textDocument: { uri }, position: positionOf(CONCAT, "forward") }), null);
      assert.deepEqual(await client.connection.sendRequest("textDocument/codeLens", { textDocument: { uri } }), []);
    }
    await client.settled();
    assert.deepEqual([...client.pushed.keys()], [client.uri("model.py")]);
  });

  it("follows folders that are added to the workspace and removed from it", async () => {
    client = await Client.start({ files: { "main/torchscript.yaml": "", "main/model.py": "from parts import Part\nfrom torch import nn\n\n\nclass Model(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.part = Part()\n\n    def forward(self, x):\n        return self.part(x)\n", "more/parts.py": CONCAT.replace("Concat", "Part") }, workspaceFolder: "main" });
    const folder = { uri: client.uri("more"), name: "more" };
    const codes = (name: string): unknown[] | undefined => client?.pushed.get(client.uri(name))?.map((d) => d.code);
    await client.open("main/model.py");
    await client.until("the import fails", () => codes("main/model.py")?.includes("missing-package") ?? false);
    await client.connection.sendNotification("workspace/didChangeWorkspaceFolders", { event: { added: [folder], removed: [] } });
    await client.until("the error in the folder that was added", () => codes("more/parts.py")?.includes("schema-mismatch") ?? false);
    assert.deepEqual(codes("main/model.py"), []);
    const labels = async (): Promise<string[]> => ((await client?.connection.sendRequest<TraceRootsResult>(TraceRootsRequest.method, { uri: null })) ?? []).map((r) => r.label);
    assert.deepEqual(await labels(), ["main/model.py:Model"], "with its folder, where there are several");
    await client.connection.sendNotification("workspace/didChangeWorkspaceFolders", { event: { added: [], removed: [folder] } });
    await client.until("the import fails again", () => codes("main/model.py")?.includes("missing-package") ?? false);
    assert.deepEqual(codes("more/parts.py"), []);
    assert.deepEqual(await labels(), ["model.py:Model"]);
  });

  it("is silent in a workspace without a model", async () => {
    client = await Client.start({ files: { "a.py": "import math\n\n\nclass A:\n    def f(self, x):\n        return x.foo\n", "c.yaml": "a: [1\n" } });
    await client.open("a.py");
    await client.open("c.yaml", undefined, "yaml");
    await client.settled();
    assert.deepEqual([...client.pushed.values()].flat(), []);
    assert.deepEqual(await client.about("textDocument/codeLens", "a.py"), []);
  });

  it("knows the texts of a workspace that is not trusted, and runs nothing", async () => {
    const convert = "import torch\n\n\ndef export(model: torch.nn.Module, x):\n    torch.jit.script(model(x)).save('a.pt')\n";
    client = await Client.start({ files: { "model.py": CONCAT, "convert.py": convert, "broken.py": "x = (1\n" }, trusted: false });
    for (const file of ["model.py", "convert.py", "broken.py"]) await client.open(file);
    await client.until("it says so", () => client?.states.at(-1)?.state === "untrusted");
    const hover = JSON.stringify(await client.at("textDocument/hover", "model.py", positionOf(CONCAT, "forward")));
    assert.match(hover, /`DEFAULT` · not checked.*This workspace is not trusted/);
    assert.deepEqual(await client.about("textDocument/codeLens", "model.py"), []);
    const explained = await client.about("torchscriptLens/explain", "model.py", { uri: client.uri("model.py"), forPerson: true });
    assert.match(JSON.stringify(explained), /This workspace is not trusted/);
    await client.until("what the texts tell is said", () => (client?.pushed.size ?? 0) >= 2);
    assert.deepEqual([...client.pushed.values()].flat().map((d) => d.code).sort(), ["scripted-output", "syntax-error"]);
  });
});

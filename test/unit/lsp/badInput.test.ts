/** What no editor should send but some do, and what a person does to files behind the server's back. */
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { FileChangeType, type CodeLens, type DocumentDiagnosticReport, type Hover } from "vscode-languageserver/node";
import type { TraceRoot } from "../../../protocol";
import { Client, positionOf } from "./client";

const BAD = `import torch
from torch import nn


class Concat(nn.Module):
    def forward(self, x):
        return torch.cat(x, 1)
`;
const GOOD = BAD.replace("cat(x", "cat([x]");
const SUB = "from model import Concat\n\n\nclass Sub(Concat):\n    pass\n";
const whole = { range: { start: { line: 0, character: 0 }, end: { line: 99_999, character: 0 } } };

const rootsOf = async (client: Client): Promise<string[]> =>
  (await client.connection.sendRequest<TraceRoot[]>("torchscriptLens/traceRoots", { uri: null })).map((r) => `${r.label} ${r.verdict ?? "?"}`).sort();

describe("files outside of the workspace", () => {
  it("are told of only while they are open", async () => {
    const client = await Client.start({ files: { "main/model.py": BAD, "away/model.py": BAD }, workspaceFolder: "main" });
    try {
      const said = (name: string): unknown[] => (client.pushed.get(client.uri(name)) ?? []).map((d) => d.code);
      for (const name of ["main/model.py", "away/model.py"]) await client.open(name);
      await client.until("both are told of", () => said("main/model.py").length === 1 && said("away/model.py").length === 1);
      for (const name of ["main/model.py", "away/model.py"]) await client.connection.sendNotification("textDocument/didClose", { textDocument: { uri: client.uri(name) } });
      await client.until("nothing is said of the one outside", () => said("away/model.py").length === 0);
      assert.equal((await rootsOf(client)).length, 1);
      assert.equal(said("main/model.py").length, 1);
      await client.open("away/model.py");
      await client.until("it is told of again", () => said("away/model.py").length === 1);
    } finally {
      await client.stop();
    }
  });
});

describe("files that change behind the editor", () => {
  let client: Client;
  beforeEach(async () => { client = await Client.start({ files: { "model.py": BAD, "sub.py": SUB } }); });
  afterEach(() => client.stop());

  const onDisk = (name: string, text: string | null): Promise<void> => {
    const file = path.join(client.folder, name);
    const type = text === null ? FileChangeType.Deleted : fs.existsSync(file) ? FileChangeType.Changed : FileChangeType.Created;
    if (text === null) fs.rmSync(file);
    else fs.writeFileSync(file, text);
    return client.connection.sendNotification("workspace/didChangeWatchedFiles", { changes: [{ uri: client.uri(name), type }] });
  };
  const close = (name: string): Promise<void> => client.connection.sendNotification("textDocument/didClose", { textDocument: { uri: client.uri(name) } });
  const said = (name: string): unknown[] | undefined => client.pushed.get(client.uri(name))?.map((d) => d.code);
  const open = async (...names: string[]): Promise<void> => {
    for (const name of names) await client.open(name);
    await client.until("diagnostics", () => client.pushed.has(client.uri("model.py")));
    await client.settled();
  };

  it("forgets a file that is deleted, and finds it under its new name", async () => {
    await open("model.py", "sub.py");
    assert.deepEqual(await rootsOf(client), ["model.py:Concat error", "sub.py:Sub error"]);
    await close("model.py");
    await onDisk("model.py", null);
    await client.until("nothing is said of it", () => said("model.py")?.length === 0);
    await client.settled();
    assert.deepEqual(await rootsOf(client), []);
    await onDisk("renamed.py", BAD);
    await client.open("renamed.py");
    await client.change("sub.py", SUB.replace("from model", "from renamed"));
    await client.until("both are there", async () => (await rootsOf(client)).join() === "renamed.py:Concat error,sub.py:Sub error");
  });

  it("takes up an import that was missing", async () => {
    await open("model.py", "sub.py");
    await close("model.py");
    await onDisk("model.py", null);
    await client.until("it is gone", async () => !(await rootsOf(client)).some((r) => r.startsWith("model")));
    await client.settled();
    await onDisk("model.py", GOOD);
    await client.change("sub.py", `${SUB}\n`);
    await client.until("it compiles", async () => (await rootsOf(client)).includes("sub.py:Sub ok"));
  });

  it("drops what was typed and not saved when its editor closes", async () => {
    await open("model.py");
    await client.change("model.py", GOOD);
    await client.until("it is mended", () => said("model.py")?.length === 0);
    await close("model.py");
    await client.until("the file on the disk is not", () => said("model.py")?.length === 1);
  });

  it("sees another class in a file that is not open", async () => {
    await open("model.py", "sub.py");
    await close("model.py");
    await onDisk("model.py", GOOD.replace("class Concat", "class Other(nn.Module):\n    pass\n\n\nclass Concat"));
    await client.until("both classes", async () => (await rootsOf(client)).join() === "model.py:Concat ok,model.py:Other ok,sub.py:Sub ok");
  });

  it("goes on with an open file that is gone from the disk", async () => {
    await open("model.py");
    await onDisk("model.py", null);
    await client.change("model.py", GOOD);
    await client.until("it is mended", () => said("model.py")?.length === 0);
    await client.settled();
    assert.deepEqual(await rootsOf(client), ["model.py:Concat ok"]);
  });

  it("asks again what a class needs when its base in another file changes", async () => {
    await open("model.py", "sub.py");
    await client.change("model.py", GOOD.replace("    def forward", "    def __init__(self, width):\n        super().__init__()\n\n    def forward"));
    await client.until("it needs arguments", async () => (await client.about<CodeLens[]>("textDocument/codeLens", "sub.py")).some((l) => l.command?.title.includes("set arguments (width)")));
    assert.deepEqual(await rootsOf(client), []);
  });

  it("forgets the files of a folder that is deleted", async () => {
    fs.mkdirSync(path.join(client.folder, "parts"));
    fs.writeFileSync(path.join(client.folder, "parts", "one.py"), BAD);
    await open("model.py", "parts/one.py");
    assert.equal((await rootsOf(client)).length, 2);
    await close("parts/one.py");
    fs.rmSync(path.join(client.folder, "parts"), { recursive: true });
    await client.connection.sendNotification("workspace/didDeleteFiles", { files: [{ uri: client.uri("parts") }] });
    await client.until("one is left", async () => (await rootsOf(client)).join() === "model.py:Concat error");
  });

  for (const what of ["parts", "parts/one.py"]) {
    it(`forgets what is deleted by the user while its document is open: ${what}`, async () => {
      fs.mkdirSync(path.join(client.folder, "parts"), { recursive: true });
      fs.writeFileSync(path.join(client.folder, "parts", "one.py"), BAD);
      await open("model.py", "parts/one.py");
      assert.equal((await rootsOf(client)).length, 2);
      fs.rmSync(path.join(client.folder, what), { recursive: true });
      await client.connection.sendNotification("workspace/didDeleteFiles", { files: [{ uri: client.uri(what) }] });
      await client.until("one is left", async () => (await rootsOf(client)).join() === "model.py:Concat error");
      assert.deepEqual(said("parts/one.py"), []);
      await close("parts/one.py");
      await client.settled();
      assert.deepEqual(await rootsOf(client), ["model.py:Concat error"]);
    });
  }
});

describe("odd addresses and places", () => {
  let client: Client;
  before(async () => {
    client = await Client.start({ files: { "model.py": BAD } });
    await client.open("model.py");
    await client.until("diagnostics", () => client.pushed.has(client.uri("model.py")));
    await client.settled();
  });
  after(() => client.stop());

  const here = { position: { line: 0, character: 0 } };
  const requests: readonly (readonly [string, object])[] = [
    ["textDocument/hover", here], ["textDocument/codeLens", {}], ["textDocument/inlayHint", whole], ["textDocument/documentLink", {}],
    ["textDocument/prepareCallHierarchy", here], ["textDocument/codeAction", { ...whole, context: { diagnostics: [] } }],
  ];
  for (const uri of [
    "untitled:Untitled-1", "git:/x/model.py?%7B%22ref%22%3A%22HEAD%22%7D", "vscode-vfs://github/owner/repo/m.py", "vscode-notebook-cell:/a.ipynb#c1", "file://elsewhere/share/m.py", "file:///%zz/m.py", "file:///a%2Fb.py",
    "torchscript-lens-lib:/lens/%zz", "nonsense", "",
  ]) {
    it(`has nothing to say of '${uri}'`, async () => {
      await client.connection.sendNotification("textDocument/didOpen", { textDocument: { uri, languageId: "python", version: 1, text: BAD } });
      await client.connection.sendNotification("textDocument/didChange", { textDocument: { uri, version: 2 }, contentChanges: [{ text: GOOD }] });
      for (const [method, more] of requests) {
        const answer = await client.connection.sendRequest<unknown>(method, { textDocument: { uri }, ...more });
        assert.ok(answer === null || Array.isArray(answer) && answer.length === 0, `${method}: ${JSON.stringify(answer)}`);
      }
      for (const method of ["traceAt", "why", "irAt", "rootAt"]) assert.equal(await client.connection.sendRequest(`torchscriptLens/${method}`, { uri, ...here }), null, method);
      const item = { uri, name: "x", kind: 12, range: whole.range, selectionRange: whole.range };
      assert.deepEqual(await client.connection.sendRequest("callHierarchy/incomingCalls", { item }), []);
      await client.connection.sendNotification("textDocument/didClose", { textDocument: { uri } });
      assert.deepEqual([...client.pushed.keys()], [client.uri("model.py")]);
    });
  }

  it("takes a place beyond a line for the line's end, and one beyond the text for its end", async () => {
    const { line } = positionOf(BAD, "class Concat");
    assert.equal(await client.at("textDocument/hover", "model.py", { line, character: 10_000 }), null);
    assert.equal(await client.at("textDocument/hover", "model.py", { line: 10_000, character: 10_000 }), null);
    const lenses = await client.about<CodeLens[]>("textDocument/codeLens", "model.py");
    assert.equal(lenses[0]?.range.start.line, line);
  });
});

describe("large workspaces", () => {
  it("200 open models: an edit of one checks that one", async () => {
    const files: Record<string, string> = { "shared.py": "from torch import nn\n\n\nclass Base(nn.Module):\n    pass\n" };
    for (let i = 0; i < 200; i++) files[`m${i}.py`] = BAD.replace("from torch import nn", "from torch import nn\nfrom shared import Base").replace("Concat(nn.Module)", `Concat${i}(Base)`);
    const client = await Client.start({ files });
    for (let i = 0; i < 200; i++) await client.open(`m${i}.py`);
    await client.until("200 verdicts", () => [...client.pushed.values()].filter((d) => d.length === 1).length === 200, 55_000);
    await client.settled();
    const before = client.states.length;
    await client.change("m77.py", (files["m77.py"] ?? "").replace("cat(x", "cat([x]"));
    await client.until("it is mended", () => client.pushed.get(client.uri("m77.py"))?.length === 0);
    const checked = client.states.slice(before).flatMap((s) => /\bm\d+\.py/.exec(s.message)?.[0] ?? []);
    assert.deepEqual([...new Set(checked)], ["m77.py"]);
    await client.stop();
  }).timeout(90_000);

  it("a file of 20,000 lines: 50 edits in a second keep hovers answered", async () => {
    const filler = Array.from({ length: 330 }, (_, i) => `def f${i}(x):\n${Array.from({ length: 57 }, (_, k) => `    x = x + ${k}`).join("\n")}\n    return x\n\n`).join("\n");
    const text = `${BAD}\n\n${filler}`;
    assert.ok(text.split("\n").length > 20_000);
    const client = await Client.start({ files: { "model.py": text }, pull: true });
    const report = (): Promise<DocumentDiagnosticReport> => client.about("textDocument/diagnostic", "model.py");
    await client.open("model.py");
    await client.until("its error", async () => { const r = await report(); return r.kind === "full" && r.items.length === 1; });
    await client.settled();
    const before = client.states.length;
    for (let i = 0; i < 50; i++) {
      await client.change("model.py", i % 2 ? "" : "#", { start: { line: 12_000, character: 0 }, end: { line: 12_000, character: i % 2 } });
      await new Promise((go) => setTimeout(go, 20));
    }
    const hover = await client.at<Hover | null>("textDocument/hover", "model.py", positionOf(text, "cat"));
    assert.ok(hover);
    assert.ok(client.states.slice(before).filter((s) => s.state === "busy").length < 10, "edits that others follow at once are not checked");
    const at = positionOf(text, "torch.cat(x");
    await client.change("model.py", "torch.cat([x]", { start: at, end: { line: at.line, character: at.character + "torch.cat(x".length } });
    await client.until("it is mended", async () => { const r = await report(); return r.kind === "full" && r.items.length === 0; });
    await client.stop();
  });
});

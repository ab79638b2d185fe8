/** "Why does this not script?" over the protocol, and as a language model's tool with VS Code's side stubbed. */
import assert from "node:assert/strict";
import Module, { createRequire } from "node:module";
import type * as Explain from "../../../client/src/explain";
import { ExplainRequest, type ExplainParams, type ExplainResult } from "../../../protocol";
import { Client, positionOf } from "./client";

const TEXT = `import torch
from torch import nn

EPS = 1e-5


def shift(x, by: int):
    return x.foo(by)


class Net(nn.Module):
    def unused(self, x):
        return x

    def forward(self, x):
        return shift(x / EPS, 2) + EPS


class Fine(nn.Module):
    def forward(self, x):
        return x


class Wide(nn.Module):
    def __init__(self, width: int):
        super().__init__()

    def forward(self, x):
        return x
`;

describe("explaining why something does not script", () => {
  let client: Client;
  before(async () => {
    client = await Client.start({ files: { "model.py": TEXT }, pull: true });
    await client.open("model.py");
  });
  after(() => client.stop());

  const ask = async (params: Partial<ExplainParams>): Promise<string> => (await client.connection.sendRequest<ExplainResult>(ExplainRequest.method, { uri: client.uri("model.py"), ...params })).text;

  it("waits for the answer, names torch's error first, the rule, the fix and torch.export", async () => {
    const text = await ask({ name: "Net" });
    assert.match(text, /^# Does 'Net' of model\.py script\?\n\n- model\.py:Net: does not script with torch 2\.14: 3 errors/);
    const [, first, second, third] = text.split(/^## /m);
    // what a call names is compiled before its arguments
    for (const part of [/^1\. An attribute or method that is not there \(`unknown-attribute`, error\)\n\ntorch\.jit\.script stops at this error/, /At model\.py:8: `return x\.foo\(by\)`/, /Compiled because: called from model\.py:16:16 ← `Net\.forward` \(it is forward\) ← Net ← torch\.jit\.script\(Net\)/, /Reached through:\n- model\.py:16/]) assert.match(first ?? "", part);
    for (const part of [/At model\.py:16: `return shift\(x \/ EPS, 2\) \+ EPS`/, /\*\*What torch does\.\*\* The graph cannot hold/, /- Make 'EPS' a constant of the class: torch\.jit\.Final\[float\]/, /\*\*With torch\.export\.\*\* torch\.export records/]) assert.match(second ?? "", part);
    // of a rule that was told once only the place is told
    assert.match(third ?? "", /What torch does and how to fix it: see 2\.\n\nQuick fixes/);
    assert.doesNotMatch(third ?? "", /\*\*/);
  });

  it("answers about a function, what compiles, what is not compiled and what needs arguments", async () => {
    assert.match(await ask({ name: "shift" }), /^# Does 'shift' of model\.py script\?[^]*## 1\. An attribute or method that is not there/);
    assert.match(await ask({ name: "Fine" }), /model\.py:Fine: scripts with torch 2\.14\n\nNothing was found that keeps it from compiling\./);
    assert.match(await ask({ name: "Net.unused" }), /nothing that is compiled calls it/);
    assert.match(await ask({ name: "Wide" }), /Wide needs constructor arguments \(width\)/);
    assert.match(await ask({ position: positionOf(TEXT, "return x.foo") }), /^# Does 'shift'/);
    assert.match(await ask({ name: "Nett" }), /has no class or function 'Nett'\. It has: shift, Net, /);
    assert.match(await ask({ uri: "untitled:Untitled-1" }), /Only files on this machine/);
  });

  it("is a tool where VS Code has tools, and nothing where it has none", async () => {
    interface Tool { invoke(options: { input: { file?: string; name?: string } }): Promise<{ parts: { text: string }[] }>; prepareInvocation(options: { input: { name?: string } }): { invocationMessage: string } }
    const tools = new Map<string, Tool>();
    const uri = { toString: () => client.uri("model.py") };
    const stub: Record<string, unknown> = {
      l10n: { t: (text: string, ...args: string[]) => text.replace(/\{(\d+)\}/g, (_, i: string) => args[Number(i)] ?? "") },
      Uri: { file: () => uri, joinPath: () => uri }, FileType: { File: 1 },
      window: { activeTextEditor: { document: { languageId: "python", uri }, selection: { active: positionOf(TEXT, "return x.foo") } } },
      workspace: { workspaceFolders: [], fs: { stat: () => Promise.resolve({ type: 1 }) }, openTextDocument: () => Promise.resolve({ uri }) },
      lm: { registerTool: (name: string, tool: Tool) => { tools.set(name, tool); return { dispose: () => undefined }; } },
      LanguageModelToolResult: class { constructor(readonly parts: unknown[]) {} }, LanguageModelTextPart: class { constructor(readonly text: string) {} },
    };
    const loader = Module as unknown as { _load(name: string, ...rest: unknown[]): unknown };
    const load = loader._load.bind(loader);
    loader._load = (name, ...rest) => (name === "vscode" ? stub : load(name, ...rest));
    try {
      const { registerExplainTool } = createRequire(__filename)("../../../client/src/explain") as typeof Explain;
      const asked = { sendRequest: (method: string, params: unknown) => client.connection.sendRequest(method, params) } as unknown as Parameters<typeof registerExplainTool>[0];
      assert.equal(registerExplainTool(asked).length, 1);
      const tool = tools.get("torchscript_explain");
      assert.ok(tool);
      assert.match((await tool.invoke({ input: { file: "model.py", name: "Fine" } })).parts[0]?.text ?? "", /Fine: scripts/);
      assert.match((await tool.invoke({ input: {} })).parts[0]?.text ?? "", /^# Does 'shift'/);
      assert.equal(tool.prepareInvocation({ input: { name: "Net" } }).invocationMessage, "Asking TorchScript about Net");
      stub["lm"] = {};
      assert.deepEqual(registerExplainTool(asked), []);
    } finally {
      loader._load = load;
    }
  });
});

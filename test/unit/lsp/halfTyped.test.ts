/** What the editor shows while a line is half typed. */
import assert from "node:assert/strict";
import type { CodeLens } from "vscode-languageserver/node";
import { Client, positionOf } from "./client";

const PARTS = `import torch
from torch import nn


class Join(nn.Module):
    def forward(self, x):
        return torch.cat(x)


class Scaled(nn.Module):
    def __init__(self, scale):
        super().__init__()
        self.scale = scale

    def forward(self, x):
        return x * self.scale
`;
const MODEL = `from torch import nn
from parts import Join


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.join = Join()

    def forward(self, x):
        return self.join(x)
`;

describe("a half-typed line", () => {
  let client: Client;
  before(async () => {
    client = await Client.start({ files: { "parts.py": PARTS, "model.py": MODEL } });
    await client.open("model.py");
    await client.open("parts.py");
    await client.until("the error of parts.py", () => client.pushed.get(client.uri("parts.py"))?.some((d) => d.code === "schema-mismatch") ?? false);
    await client.settled();
    const at = { line: 2, character: 0 };
    await client.change("parts.py", "\n\nx = (1 +\n", { start: at, end: at });
    await client.until("a syntax row", () => client.pushed.get(client.uri("parts.py"))?.some((d) => String(d.code).startsWith("syntax")) ?? false);
    await client.settled();
  });
  after(() => client.stop());

  it("has one syntax row, beside the errors that were there", () => {
    const codes = (client.pushed.get(client.uri("parts.py")) ?? []).map((d) => String(d.code));
    assert.deepEqual(codes.filter((c) => c.startsWith("syntax")), ["syntax-error"]);
    assert.ok(codes.includes("schema-mismatch"), codes.join());
    assert.deepEqual((client.pushed.get(client.uri("model.py")) ?? []).map((d) => d.code), []);
  });

  it("has its lenses where the classes now stand", async () => {
    const now = `${PARTS.split("\n").slice(0, 2).join("\n")}\n\n\nx = (1 +\n${PARTS.split("\n").slice(2).join("\n")}`;
    const lenses = await client.about<CodeLens[]>("textDocument/codeLens", "parts.py");
    const lineOf = (part: string): number | undefined => lenses.find((l) => l.command?.title.includes(part))?.range.start.line;
    assert.equal(lineOf("set arguments"), positionOf(now, "class Scaled").line);
    assert.equal(lineOf("1 error"), positionOf(now, "class Join").line);
  });
});

describe("a name that is typed at the top of a file", () => {
  it("leaves the errors of the classes below it, while the import fails there and while the line is half typed", async () => {
    const text = `${PARTS}\n${PARTS.slice(PARTS.indexOf("class Join"), PARTS.indexOf("class Scaled")).replace("Join", "Other")}`;
    const client = await Client.start({ files: { "parts.py": text } });
    try {
      const codes = (): string[] => (client.pushed.get(client.uri("parts.py")) ?? []).map((d) => String(d.code));
      const count = (code: string): number => codes().filter((c) => c === code).length;
      await client.open("parts.py");
      await client.until("both errors", () => count("schema-mismatch") === 2);
      const before = positionOf(text, "class Other");
      await client.change("parts.py", "x\n", { start: before, end: before });
      await client.until("the NameError", () => count("load-exception") === 1);
      await client.settled();
      assert.equal(count("schema-mismatch"), 2, codes().join());
      const after = { line: before.line, character: 1 };
      await client.change("parts.py", " = (", { start: after, end: after });
      await client.until("a syntax row", () => count("syntax-error") === 1);
      await client.settled();
      assert.equal(count("schema-mismatch"), 2, codes().join());
      const lenses = await client.about<CodeLens[]>("textDocument/codeLens", "parts.py");
      assert.equal(lenses.filter((l) => l.command?.title.includes("set arguments")).length, 1);
    } finally { await client.stop(); }
  });
});

describe("a conversion script", () => {
  it("keeps what its text tells while a line above is half typed, at its new place", async () => {
    const text = "import torch\nfrom torch import nn\n\n\ndef convert(x):\n    model = nn.Linear(2, 2)\n    torch.jit.script(model(x))\n";
    const client = await Client.start({ files: { "convert.py": text } });
    try {
      const line = (code: string): number | undefined => client.pushed.get(client.uri("convert.py"))?.find((d) => d.code === code)?.range.start.line;
      await client.open("convert.py");
      await client.until("the warning", () => line("scripted-output") === 6);
      const at = { line: 5, character: 0 };
      await client.change("convert.py", "    y = (1 +\n", { start: at, end: at });
      await client.until("a syntax row", () => line("syntax-error") !== undefined);
      await client.settled();
      assert.equal(line("scripted-output"), 7);
    } finally {
      await client.stop();
    }
  });
});

/** Quick fixes over the protocol. */
import assert from "node:assert/strict";
import type { CodeAction, Position } from "vscode-languageserver/node";
import { applyEdits, Client, editsFor, positionOf } from "./client";

const TEXT = `import torch
from torch import nn

EPS = 1e-5
SCALE = 2.0


class Scaled(nn.Module):
    def twice(self, x):
        return x + x

    def forward(self, x):
        return x / (x.sum() + EPS) * SCALE
`;

const SCALES = "def scaled(x, by):\n    return x * by\n";
const CALLS = `from torch import nn

from scales import scaled


class Scale(nn.Module):
    def forward(self, x):
        return scaled(x, 2)
`;

describe("quick fixes over the protocol", () => {
  let client: Client;
  before(async () => {
    client = await Client.start({ files: { "model.py": TEXT, "windows.py": TEXT.replaceAll("\n", "\r\n"), "scales.py": SCALES, "calls.py": CALLS }, pull: true });
    await client.open("model.py");
    await client.open("windows.py");
    await client.until("an answer", () => client.asked.includes("workspace/diagnostic/refresh"));
    await client.settled();
  });
  after(() => client.stop());

  const actions = (name: string, at: Position, only?: string[]): Promise<CodeAction[]> =>
    client.about("textDocument/codeAction", name, { range: { start: at, end: at }, context: { diagnostics: [], ...(only ? { only } : {}) } });

  it("offers the fix where the error is, and all of its rule", async () => {
    const found = await actions("model.py", positionOf(TEXT, "EPS)"));
    assert.deepEqual(found.map((a) => [a.title, a.isPreferred ?? false]), [
      ["Make 'EPS' a constant of the class: torch.jit.Final[float]", true],
      ["Fix all 2 of 'python-value' in this file like this: EPS, SCALE", false],
    ]);
    assert.equal(found[0]?.diagnostics?.[0]?.code, "python-value");
    const mended = applyEdits(TEXT, editsFor(found[1]?.edit, client.uri("model.py")));
    assert.match(mended, /return x \/ \(x\.sum\(\) \+ self\.EPS\) \* self\.SCALE/);
    assert.match(mended, /EPS: torch\.jit\.Final\[float\] = EPS\n\n? +SCALE: torch/);
    await client.change("model.py", mended);
    await client.until("nothing is wrong", async () => {
      const report = await client.about<{ items?: unknown[] }>("textDocument/diagnostic", "model.py");
      return report.items?.length === 0;
    });
    await client.change("model.py", TEXT);
    await client.settled();
  });

  it("keeps the file's line ends", async () => {
    const text = TEXT.replaceAll("\n", "\r\n");
    const [fix] = await actions("windows.py", positionOf(text, "EPS)"));
    const mended = applyEdits(text, editsFor(fix?.edit, client.uri("windows.py")));
    assert.ok(!/[^\r]\n/.test(mended));
  });

  it("mends another file where the mistake is there", async () => {
    await client.open("calls.py");
    await client.settled();
    const found = await actions("calls.py", positionOf(CALLS, "scaled(x"));
    assert.deepEqual(found.map((a) => a.title), ["Annotate 'by' in scales.py: int"]);
    const [fix] = found;
    assert.ok(fix?.edit);
    assert.deepEqual(Object.keys(fix.edit.changes ?? {}), [client.uri("scales.py")]);
    assert.equal(applyEdits(SCALES, editsFor(fix.edit, client.uri("scales.py"))), SCALES.replace("by)", "by: int)"));
  });

  it("offers nothing elsewhere, export on a method that nothing calls, and one source action", async () => {
    assert.deepEqual(await actions("model.py", positionOf(TEXT, "import torch")), []);
    assert.deepEqual((await actions("model.py", positionOf(TEXT, "twice"))).map((a) => a.title), ["Mark 'twice' @torch.jit.export: compiled as an entry of its own"]);
    assert.equal((await actions("model.py", { line: 0, character: 0 }, ["source.fixAll"])).length, 1);
  });
});

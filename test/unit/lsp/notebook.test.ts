/** A notebook over the protocol: its cells are one module, and everything is told of the cell that it is in. */
import assert from "node:assert/strict";
import type { CallHierarchyItem, CallHierarchyOutgoingCall, CodeAction, CodeLens, Diagnostic, DocumentDiagnosticReport, DocumentLink, Hover, InlayHint, Position } from "vscode-languageserver/node";
import type { TraceRoot, WhyResult } from "../../../protocol";
import { applyEdits, Client, editsFor, messageOf, positionOf } from "./client";

const PROSE = "# A block\nand a net\n";
const IMPORTS = "%pip install torch\nimport torch\nimport torch.nn as nn\n\nEPS = 1e-5\n";
const BLOCK = `class Block(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.conv = nn.Conv2d(c, c, 3)

    def forward(self, x):
        y = self.conv(x)
        return y / EPS
`;
const ROWS = `rows = open("data.csv").read()


def row(i):
    return rows[i]
`;
const USE = `!ls
class Net(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.block = Block(c)

    def forward(self, x):
        return self.block(x)


net = Net(3)
`;
const CELLS = [PROSE, IMPORTS, BLOCK, ROWS, USE];

const json = (cells: readonly string[]): string => JSON.stringify({
  nbformat: 4, nbformat_minor: 5, metadata: {},
  cells: cells.map((source, i) => (i === 0 ? { cell_type: "markdown", id: `c${i}`, metadata: {}, source } : { cell_type: "code", id: `c${i}`, metadata: {}, source, outputs: [], execution_count: null })),
});

describe("a notebook", function () {
  this.timeout(120_000);
  let client: Client;
  const cell = (n: number): string => `vscode-notebook-cell:${client.folder}/net.ipynb#c${n}`;
  const ask = <T>(method: string, n: number, more: object = {}): Promise<T> => client.connection.sendRequest<T>(method, { textDocument: { uri: cell(n) }, ...more });
  const diagnostics = async (n: number): Promise<Diagnostic[]> => {
    const made = await ask<DocumentDiagnosticReport>("textDocument/diagnostic", n);
    return made.kind === "full" ? made.items : [];
  };
  before(async () => {
    client = await Client.start({ files: { "net.ipynb": json(CELLS) }, pull: true });
    await client.connection.sendNotification("notebookDocument/didOpen", {
      notebookDocument: { uri: client.uri("net.ipynb"), notebookType: "jupyter-notebook", version: 1, cells: CELLS.map((_, i) => ({ kind: i === 0 ? 1 : 2, document: cell(i) })) },
      cellTextDocuments: CELLS.map((text, i) => ({ uri: cell(i), languageId: i === 0 ? "markdown" : "python", version: 1, text })),
    });
    await client.until("an answer", () => client.asked.includes("workspace/diagnostic/refresh"));
    await client.settled();
  });
  after(() => client.stop());

  it("has each diagnostic in its cell, and a cell that raises does not hide the others", async () => {
    const found = await Promise.all([1, 2, 3, 4].map(diagnostics));
    assert.deepEqual(found.map((all) => all.map((d) => [d.code, d.severity, d.range.start])), [
      [], [["python-value", 1, positionOf(BLOCK, "EPS")]], [["load-exception", 2, positionOf(ROWS, "open")]], [],
    ]);
    const [raised] = found[2] ?? [];
    assert.equal(raised && messageOf(raised), "FileNotFoundError: [Errno 2] No such file or directory: 'data.csv' (below ...) (The cell ends here; those below it were run.)".replace("...", client.folder));
  });

  it("has the lenses of its classes; one that needs arguments is known by the variable that holds one", async () => {
    const lenses = await Promise.all([1, 2, 4].map((n) => ask<CodeLens[]>("textDocument/codeLens", n)));
    assert.deepEqual(lenses.map((all) => all.map((l) => [l.range.start, l.command?.title.replace(/\$\([^)]*\) /, "")])), [
      [], [[positionOf(BLOCK, "Block"), "TorchScript: fails as a part of net"], [positionOf(BLOCK, "Block"), "TorchScript: set arguments (c)"]],
      [[positionOf(USE, "Net"), "TorchScript: 1 error with torch 2.14"], [positionOf(USE, "Net"), "Graph"]],
    ]);
  });

  it("says on hover, in hints and of calls what a file would be told", async () => {
    const hover = await ask<Hover>("textDocument/hover", 2, { position: positionOf(BLOCK, "forward") });
    assert.match((hover.contents as { value: string }).value, /it is forward ← block: Block/);
    assert.deepEqual(hover.range?.start, positionOf(BLOCK, "forward"));
    const hints = await ask<InlayHint[]>("textDocument/inlayHint", 2, { range: { start: { line: 0, character: 0 }, end: { line: 8, character: 0 } } });
    assert.deepEqual(hints.map((h) => [h.position, h.label]).at(0), [positionOf(BLOCK, "x):", 0), ": Tensor"].map((v) => (typeof v === "string" ? v : { ...v, character: v.character + 1 })));
    const at = (n: number, position: Position): Promise<CallHierarchyItem[]> => ask("textDocument/prepareCallHierarchy", n, { position });
    const [item] = await at(4, positionOf(USE, "forward"));
    assert.equal(item?.uri, cell(4));
    const calls = await client.connection.sendRequest<CallHierarchyOutgoingCall[]>("callHierarchy/outgoingCalls", { item });
    assert.deepEqual(calls.map((c) => [c.to.uri, c.to.selectionRange.start, c.fromRanges[0]?.start]), [[cell(2), positionOf(BLOCK, "forward"), positionOf(USE, "self.block(x)")]]);
    const why = await client.connection.sendRequest<WhyResult>("torchscriptLens/why", { uri: cell(2), position: positionOf(BLOCK, "return") });
    assert.equal(why.steps[0]?.place?.uri, cell(2));
    const roots = await client.connection.sendRequest<TraceRoot[]>("torchscriptLens/traceRoots");
    assert.deepEqual(roots.map((r) => [r.label, r.place?.uri]), [["net.ipynb:net", cell(4)]]);
  });

  it("is linked to from a YAML row, cell by cell", async () => {
    await client.connection.sendNotification("textDocument/didOpen", { textDocument: { uri: client.uri("net.yaml"), languageId: "yaml", version: 1, text: "rows:\n  - [-1, 1, Block, [3]]\n" } });
    const links = await client.connection.sendRequest<DocumentLink[]>("textDocument/documentLink", { textDocument: { uri: client.uri("net.yaml") } });
    assert.deepEqual(links.map(({ target, tooltip }) => [target, tooltip]), [[cell(2), "net.ipynb:cell 3:1"]]);
  });

  it("mends a cell", async () => {
    const at = positionOf(BLOCK, "EPS");
    const [action] = await ask<CodeAction[]>("textDocument/codeAction", 2, { range: { start: at, end: at }, context: { diagnostics: [] } });
    const edits = editsFor(action?.edit, cell(2));
    assert.match(applyEdits(BLOCK, edits), /EPS: torch\.jit\.Final\[float\] = EPS/);
    assert.deepEqual(Object.keys(action?.edit?.changes ?? {}), [cell(2)]);
  });

  it("follows edits of a cell, and cells that move", async () => {
    const mended = BLOCK.replace("y / EPS", "y");
    await client.connection.sendNotification("notebookDocument/didChange", {
      notebookDocument: { uri: client.uri("net.ipynb"), version: 2 },
      change: { cells: { textContent: [{ document: { uri: cell(2), version: 2 }, changes: [{ text: mended }] }] } },
    });
    const compiles = async (): Promise<boolean> => (await ask<CodeLens[]>("textDocument/codeLens", 4)).some((l) => l.command?.title.includes("compiles"));
    await client.until("the error is gone", async () => (await diagnostics(2)).length === 0 && await compiles());
    // a cell that cannot be read: the others are looked at all the same, and of it what was known stays
    const edit = async (version: number, ...cells: readonly (readonly [number, string])[]): Promise<void> => client.connection.sendNotification("notebookDocument/didChange", {
      notebookDocument: { uri: client.uri("net.ipynb"), version },
      change: { cells: { textContent: cells.map(([n, text]) => ({ document: { uri: cell(n), version }, changes: [{ text }] })) } },
    });
    await edit(10, [2, mended.replace("(self, x)", "(self, x")], [1, `${IMPORTS}\n\nclass Other(nn.Module):\n    def forward(self, x):\n        return x.nothing()\n`]);
    await client.until("the other cell's error", async () => (await diagnostics(1)).some((d) => d.code === "unknown-attribute"));
    await client.settled();
    assert.deepEqual((await diagnostics(2)).map((d) => [d.code, d.severity]), [["syntax-error", 1]]);
    assert.deepEqual((await Promise.all([1, 4].map(diagnostics))).map((all) => all.map((d) => d.code)), [["unknown-attribute"], []]);
    assert.deepEqual((await Promise.all([1, 4].map((n) => ask<CodeLens[]>("textDocument/codeLens", n)))).flat().map((l) => l.command?.title.replace(/\$\([^)]*\) /, "")).filter((l) => l !== "Graph"), ["TorchScript: 1 error with torch 2.14", "TorchScript: compiles with torch 2.14", "Export model"]);
    await edit(11, [2, mended], [1, IMPORTS]);
    await client.until("all is well again", async () => [...await diagnostics(2), ...await diagnostics(1)].length === 0);
    await client.connection.sendNotification("notebookDocument/didChange", {
      notebookDocument: { uri: client.uri("net.ipynb"), version: 12 },
      change: { cells: { structure: { array: { start: 3, deleteCount: 1, cells: [] }, didClose: [{ uri: cell(3) }] } } },
    });
    await client.until("it compiles", compiles);
    assert.deepEqual(await Promise.all([1, 2, 4].map(diagnostics)), [[], [], []]);
    await client.connection.sendNotification("notebookDocument/didClose", { notebookDocument: { uri: client.uri("net.ipynb") }, cellTextDocuments: CELLS.map((_, i) => ({ uri: cell(i) })) });
    await client.settled();
    assert.deepEqual(await ask<CodeLens[]>("textDocument/codeLens", 4), []);
  });
});

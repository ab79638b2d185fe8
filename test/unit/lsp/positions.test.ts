/** Every feature's places in texts with other line ends, tabs, and characters that take two code units or several bytes. */
import assert from "node:assert/strict";
import type {
  CallHierarchyIncomingCall, CallHierarchyItem, CallHierarchyOutgoingCall, CodeAction, CodeLens, Diagnostic, DocumentLink, Hover, InlayHint, MarkupContent, Position,
} from "vscode-languageserver/node";
import type { IrAtResult, ModuleGraphResult, TraceAtResult, TraceItem, TraceRoot, WhyResult } from "../../../protocol";
import { applyEdits, Client, editsFor, positionOf, textIn } from "./client";

const PLAIN = `import torch
from torch import nn

EPS = 1e-5


def twice(größe, 𠮷):
    s = "😀𝔘é"; return (größe + 𠮷, s)[0]


class Part(nn.Module):  # 😀
    def __init__(self):
        super().__init__()
        self.𠮷 = nn.Linear(3, 3)

    def forward(self, größe):
        s = "😀"; y = twice(self.𠮷(größe), größe)
        return y


class Whole(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = "😀"; self.part = Part()

    def forward(self, x):
        s = "😀é"; x = self.part(x)
        t = "𝔘"; x = x + EPS
        u = "𠮷"; return torch.cat(u, 1)
`;
const YAML = "# 😀\nname: \"😀\"\nlayers:\n  - [ \"😀é𠮷\", Part, [1] ]\n";

const variants: readonly (readonly [string, (text: string) => string])[] = [
  ["as it is", (t) => t],
  ["CRLF", (t) => t.replaceAll("\n", "\r\n")],
  ["tabs", (t) => t.replaceAll("    ", "\t")],
  ["CRLF and tabs, without a last line end", (t) => t.replaceAll("    ", "\t").trimEnd().replaceAll("\n", "\r\n")],
  ["a byte order mark", (t) => `\ufeff${t}`],
];

for (const [what, change] of variants) {
  const text = change(PLAIN);
  const yaml = change(YAML).replaceAll("\t", "  ");

  describe(`places in a text: ${what}`, () => {
    let client: Client;
    let root: string;
    before(async () => {
      client = await Client.start({ files: { "model.py": text, "model.yaml": yaml } });
      await client.open("model.py");
      await client.open("model.yaml", undefined, "yaml");
      await client.until("diagnostics", () => client.pushed.has(client.uri("model.py")));
      await client.settled();
      const roots = await client.connection.sendRequest<TraceRoot[]>("torchscriptLens/traceRoots", { uri: null });
      root = roots.find((r) => r.label === "model.py:Whole")?.id ?? "";
    });
    after(() => client.stop());

    const at = (part: string, inside = part, nth = 0): Position => {
      const { line, character } = positionOf(text, part, nth);
      return { line, character: character + part.indexOf(inside) };
    };
    const cursor = (part: string, inside?: string): object => ({ uri: client.uri("model.py"), position: at(part, inside) });
    const diagnostics = (): Diagnostic[] => client.pushed.get(client.uri("model.py")) ?? [];

    it("diagnostics", () => {
      assert.deepEqual(diagnostics().map((d) => [d.code, textIn(text, d.range)]), [["python-value", "EPS"], ["schema-mismatch", "torch.cat"]]);
    });

    for (const [part, inside, marked, said] of [
      ["self.𠮷(größe)", "𠮷", "𠮷", /submodule `torch\.nn\.modules\.linear\.Linear`/], ["größe), größe", ", größe", "größe", /`größe`: `Tensor`/],
      ["return y", "y", "y", /`y`: `Tensor`/], ["x = self.part(x)", "part(", "part", /submodule `model\.Part`|`model\.Part`/], ["def twice", "twice", "twice", /compiled/], ["größe, 𠮷):", "𠮷", "𠮷", /parameter `𠮷`: `Tensor`/],
      ["torch.cat(u", "cat", "cat", /· gives `Tensor`$/],
    ] as const) {
      it(`hover on ${inside} of ${part}`, async () => {
        const shift = inside.startsWith(", ") ? 2 : 0;
        const position = at(part, inside);
        const hover = await client.at<Hover | null>("textDocument/hover", "model.py", { ...position, character: position.character + shift });
        assert.ok(hover?.range);
        assert.equal(textIn(text, hover.range), marked);
        assert.match((hover.contents as MarkupContent).value, said);
      });
    }

    it("lenses", async () => {
      const lenses = await client.about<CodeLens[]>("textDocument/codeLens", "model.py");
      assert.deepEqual([...new Set(lenses.map((l) => textIn(text, l.range)))], ["Part", "Whole"]);
    });

    it("inlay hints", async () => {
      const hints = await client.about<InlayHint[]>("textDocument/inlayHint", "model.py", { range: { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } } });
      const before = (p: Position): string => textIn(text, { start: { ...p, character: 0 }, end: p }).trimStart();
      assert.ok(hints.some((h) => before(h.position).endsWith("def twice(größe") && h.label === ": Tensor"), JSON.stringify(hints));
      assert.ok(hints.some((h) => before(h.position).endsWith("def twice(größe, 𠮷") && h.label === ": Tensor"));
      assert.ok(hints.some((h) => before(h.position).endsWith("def forward(self, größe)") && h.label === " -> Tensor"));
    });

    it("quick fixes", async () => {
      const start = at("x + EPS", "EPS");
      const [fix] = await client.about<CodeAction[]>("textDocument/codeAction", "model.py", { range: { start, end: start }, context: { diagnostics: [] } });
      const mended = applyEdits(text, editsFor(fix?.edit, client.uri("model.py")));
      assert.match(mended, /t = "𝔘"; x = x \+ self\.EPS\r?\n/);
      assert.equal(/[^\r]\n/.test(mended), /[^\r]\n/.test(text));
    });

    it("call hierarchy", async () => {
      const [item] = await client.at<CallHierarchyItem[]>("textDocument/prepareCallHierarchy", "model.py", at("def twice", "twice"));
      assert.ok(item);
      assert.equal(textIn(text, item.selectionRange), "twice");
      assert.match(textIn(text, item.range), /^def twice\([^]*\[0\]$/);
      const [incoming] = await client.connection.sendRequest<CallHierarchyIncomingCall[]>("callHierarchy/incomingCalls", { item });
      assert.equal(incoming?.from.name, "Part.forward");
      assert.deepEqual(incoming.fromRanges.map((r) => textIn(text, r)), ["twice"]);
      const outgoing = await client.connection.sendRequest<CallHierarchyOutgoingCall[]>("callHierarchy/outgoingCalls", { item: incoming.from });
      assert.deepEqual(outgoing.filter((o) => o.to.uri === client.uri("model.py")).map((o) => textIn(text, o.to.selectionRange)), ["twice"]);
      assert.ok(outgoing.flatMap((o) => o.fromRanges).some((r) => textIn(text, r) === "self.𠮷"));
    });

    it("links from a row", async () => {
      const links = await client.about<DocumentLink[]>("textDocument/documentLink", "model.yaml");
      assert.deepEqual(links.map((l) => textIn(yaml, l.range)), ["Part"]);
      const { line, character } = at("class Part", "Part");
      assert.ok(links[0]?.target?.endsWith(`#L${line + 1},${character + 1}`), links[0]?.target);
    });

    it("steps of the trace, why and the picture", async () => {
      const found = await client.connection.sendRequest<TraceAtResult | null>("torchscriptLens/traceAt", cursor("return (größe", "größe"));
      assert.ok(found);
      let items: TraceItem[] = [];
      for (let i = 0; i < found.items.length; i++) items = await client.connection.sendRequest<TraceItem[]>("torchscriptLens/traceChildren", { root: found.root, item: found.items[i - 1] ?? null });
      const step = items.find((i) => i.id === found.items.at(-1));
      assert.match(step?.label ?? "", /function model\.twice/);
      assert.match(textIn(text, step?.place?.range ?? assert.fail()), /^def twice/);
      const why = await client.connection.sendRequest<WhyResult>("torchscriptLens/why", cursor("return (größe", "größe"));
      assert.match(textIn(text, why.steps[0]?.place?.range ?? assert.fail()), /^(y = )?twice\(/);
      const ir = await client.connection.sendRequest<IrAtResult>("torchscriptLens/irAt", cursor("return y"));
      assert.deepEqual(ir.methods, [ir.root === root ? "part.forward" : "forward"]);
      const picture = await client.connection.sendRequest<ModuleGraphResult>("torchscriptLens/moduleGraph", { root, path: "" });
      const part = picture.level?.nodes.find((n) => n.label === "part");
      assert.match(textIn(text, part?.called?.range ?? assert.fail()), /^self\.part$/);
      assert.match(textIn(text, part?.defined?.range ?? assert.fail()), /^def forward\(self, größe\)/);
    });
  });
}

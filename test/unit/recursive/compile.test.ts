import assert from "node:assert/strict";
import { loadParser } from "../emit/harness";
import { GraphOf } from "./graph";
import { english, NOTHING } from "../../../server/src/text/message";

const errors = (r: ReturnType<GraphOf["compile"]>): string[] => r.diagnostics.filter((d) => d.severity === "error" && !d.unreached).map((d) => d.rule);

describe("torch.jit.script over an object graph", () => {
  before(loadParser);

  it("compiles a function and what it calls", () => {
    const g = new GraphOf("def double(x):\n    return x * 2\n\ndef f(x, k: int = 3):\n    return double(x) + k\n");
    const r = g.compile(g.global("f"));
    assert.equal(r.verdict, "ok");
    assert.equal(r.methods["f"]?.schema, "f(Tensor x, int k=3) -> Tensor");
  });

  it("names errors in called functions with the way to them", () => {
    const g = new GraphOf("def broken(x):\n    return x.nothing()\n\ndef f(x):\n    return broken(x)\n");
    const r = g.compile(g.global("f"));
    assert.equal(r.verdict, "error");
    assert.equal(g.text(r.diagnostics[0]?.range), "x.nothing");
    // torch ends a call before its parenthesis
    assert.deepEqual(r.diagnostics[0]?.calledFrom.map((c) => g.text(c)), ["broken(x"]);
  });

  it("compiles submodules before their parents and shares equal types", () => {
    const g = new GraphOf("class Leaf(Module):\n    def forward(self, x):\n        return x * self.k\n\nclass Net(Module):\n    def forward(self, x):\n        return self.b(self.a(x)) + self.c(x)\n");
    const leaf = (k: { i: number } | { f: number }) => ({ cls: "Leaf", attrs: [["k", k]] as const });
    const r = g.compile(g.module({ cls: "Net", children: { a: leaf({ i: 1 }), b: leaf({ i: 2 }), c: leaf({ f: 1.5 }) } }));
    assert.equal(r.verdict, "ok");
    assert.deepEqual(Object.keys(r.methods), ["forward", "a.forward", "c.forward"]);
    assert.match(r.methods["c.forward"]?.schema ?? "", /__torch__\.model\.___torch_mangle_\d+\.Leaf self/);
    const order = r.log.entries.filter((e) => e.kind === "method").map((e) => e.subject);
    assert.deepEqual(order, ["Leaf.forward", "Leaf.forward", "Net.forward"]);
  });

  it("compiles exported methods, leaves ignored ones to Python, replaces unused ones", () => {
    const g = new GraphOf("class Net(Module):\n    @export\n    def extra(self, x):\n        return x\n    @ignore\n    def log(self, x):\n        return open(x)\n    @unused\n    def never(self, x):\n        return x\n    def forward(self, x):\n        return self.never(self.log(x))\n");
    const r = g.compile(g.module({ cls: "Net" }));
    assert.equal(r.verdict, "ok");
    assert.deepEqual(Object.keys(r.methods), ["extra", "forward"]);
    assert.match(r.methods["forward"]?.graph ?? "", /\^log\(\)|\^log/);
    assert.match(r.methods["forward"]?.graph ?? "", /prim::RaiseException/);
  });

  it("gives exported methods their defaults only after all are compiled", () => {
    const g = new GraphOf("class Net(Module):\n    @export\n    def extra(self, x, k: int = 2):\n        return x * k\n    def forward(self, x):\n        return self.extra(x)\n");
    assert.deepEqual(errors(g.compile(g.module({ cls: "Net" }))), ["schema-mismatch"]);
  });

  it("tells why an attribute has no type, but only when it is used", () => {
    const g = new GraphOf("class Net(Module):\n    def forward(self, x):\n        return x\n\nclass Use(Module):\n    def forward(self, x):\n        return x + self.mixed[0]\n");
    const mixed = (): [string, { o: number }][] => [["mixed", { o: g.add({ kind: "list", items: [{ i: 1 }, "a"] }) }]];
    assert.equal(g.compile(g.module({ cls: "Net", attrs: mixed() })).verdict, "ok");
    const r = g.compile(g.module({ cls: "Use", attrs: mixed() }));
    assert.equal(g.text(r.diagnostics[0]?.range), "self.mixed");
    assert.match(english(r.diagnostics[0]?.message ?? NOTHING), /different types/);
  });

  it("refuses values that do not fit into 64 bits, without a place", () => {
    const g = new GraphOf("class Net(Module):\n    def forward(self, x):\n        return x\n");
    const r = g.compile(g.module({ cls: "Net", attrs: [["big", { i: "99999999999999999999" }]] }));
    assert.deepEqual(errors(r), ["attribute-value"]);
    assert.equal(r.diagnostics[0]?.range, null);
  });

  it("checks hooks against forward before it compiles them", () => {
    const g = new GraphOf("def hook(self, input, output):\n    return output\n\nclass Net(Module):\n    def forward(self, x):\n        return x\n");
    assert.deepEqual(errors(g.compile(g.module({ cls: "Net", hooks: ["hook"] }))), ["hook-signature"]);
  });

  it("looks ahead at methods that nothing calls without a word in the verdict", () => {
    const g = new GraphOf("class Net(Module):\n    def plot(self, x):\n        yield x\n    def forward(self, x):\n        return x\n");
    const root = g.module({ cls: "Net" });
    const r = g.compile(root);
    assert.equal(r.verdict, "ok");
    assert.deepEqual(r.diagnostics.map((d) => d.unreached), [true]);
    assert.deepEqual(Object.keys(r.methods), ["forward"]);
    assert.deepEqual(g.compile(root, { lookAhead: false }).diagnostics, []);
  });

  it("takes a function attribute that cannot be compiled for no attribute, and reports it when it is called itself", () => {
    const g = new GraphOf("def bad(x):\n    return open(x)\n\nclass Net(Module):\n    def forward(self, x):\n        return bad(x)\n");
    const r = g.compile(g.module({ cls: "Net", attrs: [["fn", g.global("bad")]] }));
    assert.deepEqual(errors(r), ["undefined-name"]);
    assert.equal(g.text(r.diagnostics[0]?.range), "open");
  });

  it("reports what was scripted while loading first", () => {
    const g = new GraphOf("def early(x):\n    return x.nothing\n\ndef f(x):\n    return x\n");
    const r = g.compile(g.global("f"), { scripted: [g.global("early")] });
    assert.deepEqual(errors(r), ["unknown-attribute"]);
  });

  it("stops at the time limit with an unknown verdict", () => {
    const g = new GraphOf("def f(x):\n    return x\n");
    const r = g.compile(g.global("f"), { timeLimit: 0 });
    assert.equal(r.verdict, "unknown");
    assert.equal(r.diagnostics[0]?.severity, "information");
  });

  it("never throws, whatever the graph says", () => {
    const g = new GraphOf("def f(x):\n    return x\n");
    for (const root of [null, true, "text", { i: 1 }, { o: 999 }, { ellipsis: true as const }]) assert.equal(g.compile(root).verdict, "error");
  });
});

/** What is said where a script hands torch.jit.script a model's output, when it runs and when its file is loaded in the editor. */
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { Engine } from "../../../server/src/project/engine";
import { applied, fixesFor } from "../../../server/src/project/fixes";
import type { ReportDiagnostic } from "../../../server/src/project/report";
import { ScriptRunner } from "../../../server/src/project/scriptRun";
import { english, NOTHING } from "../../../server/src/text/message";

const HEAD = `import torch
from torch import nn

class Net(nn.Module):
    def __init__(self, n=4):
        super().__init__()
        self.lin = nn.Linear(n, 4)

    def forward(self, x, scale=None, mask=None):
        out = self.lin(x[0] if isinstance(x, (list, tuple)) else x)
        return [out, out] if mask is None else out

def build(n):
    return Net(n)

class Holder:
    def __init__(self):
        self.model = Net()

    def run(self, x, y):
        return torch.jit.script(self.model(x, y))

model = Net()
x = torch.zeros(1, 4)
`;

interface Case { readonly text: string; readonly script: string; readonly trace: string; readonly fixed?: string; readonly first?: string }
const CASES: Record<string, Case> = {
  "an instance made in place": { text: "s = torch.jit.script(Net()(x))", script: "torch.jit.script(Net())", trace: "torch.jit.trace(Net(), x)", first: "s = torch.jit.script(Net())(x)" },
  "one that is saved": { text: "s = torch.jit.script(Net()(x))\nsave = lambda: s.save('a.pt')", script: "torch.jit.script(Net())", trace: "torch.jit.trace(Net(), x)", first: "s = torch.jit.script(Net())\nsave = lambda: s.save('a.pt')" },
  "arguments of the constructor": { text: "s = torch.jit.script(Net(n=4)(x))", script: "torch.jit.script(Net(n=4))", trace: "torch.jit.trace(Net(n=4), x)" },
  "a part of it": { text: "s = torch.jit.script(model(x)[0])", script: "torch.jit.script(model)", trace: "torch.jit.trace(model, x)", first: "s = torch.jit.script(model)(x)[0]" },
  "a function that builds it": { text: "s = torch.jit.script(build(4)(x))", script: "torch.jit.script(build(4))", trace: "torch.jit.trace(build(4), x)", first: "s = torch.jit.script(build(4))(x)" },
  "forward by name": { text: "s = torch.jit.script(model.forward(x))", script: "torch.jit.script(model)", trace: "torch.jit.trace(model, x)", first: "s = torch.jit.script(model)(x)" },
  "an attribute, several inputs": { text: "s = Holder().run(x, 2.0)", script: "torch.jit.script(self.model)", trace: "torch.jit.trace(self.model, (x, y))" },
  "eval on the way": { text: "s = torch.jit.script(model.eval()(x))", script: "torch.jit.script(model.eval())", trace: "torch.jit.trace(model.eval(), x)" },
  "a keyword in order": { text: "s = torch.jit.script(model(x, scale=x))", script: "torch.jit.script(model)", trace: "torch.jit.trace(model, (x, x))" },
  "a keyword out of order": { text: "s = torch.jit.script(model(x, mask=x))", script: "torch.jit.script(model)", trace: 'torch.jit.trace(model, example_kwarg_inputs={"x": x, "mask": x})' },
  "keywords unpacked": { text: "k = {'scale': x}\ns = torch.jit.script(model(x, **k))", script: "torch.jit.script(model)", trace: 'torch.jit.trace(model, example_kwarg_inputs={"x": x, **k})' },
  "arguments unpacked": { text: "a = [x, x]\ns = torch.jit.script(model(*a))", script: "torch.jit.script(model)", trace: "torch.jit.trace(model, tuple(a))" },
  "a list as the one input": { text: "both = [x, x]\ns = torch.jit.script(model(both))", script: "torch.jit.script(model)", trace: "torch.jit.trace(model, (both,))" },
  "a name bound before": { text: "y = model(x)\ns = torch.jit.script(y)", script: "torch.jit.script(model)", trace: "torch.jit.trace(model, x)", first: "y = model(x)\ns = torch.jit.script(model)" },
  "a name bound twice": { text: "y = build(4)(x)\nz = y[1]\ns = torch.jit.script(z)", script: "torch.jit.script(build(4))", trace: "torch.jit.trace(build(4), x)" },
  "names bound together": { text: "a, b = model(x)\ns = torch.jit.script(b)", script: "torch.jit.script(model)", trace: "torch.jit.trace(model, x)" },
  "several lines": { text: "s = torch.jit.script(\n    build(\n        4,  # inputs\n    )(\n        x,\n    )\n)", script: "torch.jit.script(build(4))", trace: "torch.jit.trace(build(4), x)" },
  "an index and a call": { text: "models = {'a': model}\ns = torch.jit.script(models['a'](x))", script: "torch.jit.script(models['a'])", trace: "torch.jit.trace(models['a'], x)" },
  "parentheses in strings": { text: "models = {'a)(': model}\ns = torch.jit.script(models['a)('](x))", script: "torch.jit.script(models['a)('])", trace: "torch.jit.trace(models['a)('], x)" },
  "no input": { text: "class No(nn.Module):\n    def forward(self):\n        return torch.zeros(2)\ns = torch.jit.script(No()())", script: "torch.jit.script(No())", trace: "torch.jit.trace(No(), ())" },
};

describe("a model's output that is scripted", function () {
  this.timeout(60_000);
  let root: string;
  let engine: Engine;
  const write = (text: string): string => {
    const file = path.join(root, "convert.py");
    fs.writeFileSync(file, text);
    engine.sources.invalidate();
    return file;
  };
  const ran = async (text: string): Promise<string> => {
    const made = await new ScriptRunner(engine, write(text)).run([], root);
    assert.ok("calls" in made, JSON.stringify(made));
    return (made.calls.at(-1)?.diagnostics ?? []).map((d) => d.message).join("\n");
  };
  const loaded = async (text: string): Promise<readonly ReportDiagnostic[]> => {
    const file = write(text);
    return (await engine.ask({ target: file, file, name: "Net" })).report.diagnostics;
  };
  before(async () => {
    root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "lens-output-")));
    engine = await Engine.create({ folders: [root], roots: [], sitePackages: [], torch: "2.14", timeLimit: 20, memoryLimit: 512 });
  });
  after(async () => {
    await engine.dispose();
    fs.rmSync(root, { recursive: true, force: true });
  });

  for (const [name, { text, script, trace, first }] of Object.entries(CASES)) {
    it(`names the model and its inputs: ${name}`, async () => {
      const whole = `${HEAD}${text}\n`;
      const expected = `To compile the model: ${script}. To record what it does with this input: ${trace}.`;
      const said = await ran(whole);
      assert.ok(said.includes(expected), said);
      const diagnostics = await loaded(whole);
      const about = diagnostics.find((d) => d.message.includes("This scripts"));
      assert.ok(about, "said when it is loaded");
      assert.ok(about.message.includes(expected), `when it is loaded: ${JSON.stringify(diagnostics.map((d) => [d.rule, d.message]))}`);
      const line = about.message.slice(about.message.indexOf("This scripts"));
      assert.ok(said.includes(line), "the same words in both");
      if (first !== undefined) {
        const [fix] = fixesFor(about, engine.sources);
        assert.equal(fix && applied(whole, fix.changes), `${HEAD}${first}\n`);
        assert.ok(about.fixes.includes(english(fix?.title ?? NOTHING)), "the report names it");
      }
    });
  }

  it("says nothing of what is no output", async () => {
    for (const text of ["s = torch.jit.script([x, x])", "s = torch.jit.script({'a': x})", "s = torch.jit.script(model)", "def f(a):\n    return a\ns = torch.jit.script(f)"]) {
      assert.deepEqual((await loaded(`${HEAD}${text}\n`)).filter((d) => d.message.includes("This scripts")), [], text);
    }
  });

  it("does not offer keywords to a torch that cannot trace with them", async () => {
    const old = await Engine.create({ folders: [root], roots: [], sitePackages: [], torch: "1.13", timeLimit: 20, memoryLimit: 512 });
    try {
      const made = await new ScriptRunner(old, write(`${HEAD}torch.jit.script(model(x, mask=x))\n`)).run([], root);
      assert.ok("calls" in made);
      assert.match(made.calls[0]?.diagnostics.map((d) => d.message).join("\n") ?? "", /torch\.jit\.trace\(model, \.\.\.\) with all inputs as one tuple/);
    } finally {
      await old.dispose();
    }
  });
});

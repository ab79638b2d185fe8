/** What is said of torch.jit.script(model(x)) where it stands in a function that nobody runs, and where nothing is said. */
import assert from "node:assert/strict";
import { initParser } from "../../../server/src/syntax/parser";
import { parse } from "../../../server/src/syntax/parser";
import { loadParserParts } from "../../../server/src/host/parserParts";
import { applied, fixesFor } from "../../../server/src/project/fixes";
import { writtenOutputs } from "../../../server/src/project/writtenOutput";

const HEAD = `import torch
from torch import nn

class Net(nn.Module):
    def forward(self, x, scale=None):
        return [x, x]

class Big(Net):
    pass

class Called(nn.Module):
    def __call__(self, x):
        return self

`;

const SAID: Record<string, { text: string; model: string; trace?: string }> = {
  "a class of the file": { text: "def f(x):\n    model = Net()\n    return torch.jit.script(model(x))", model: "model" },
  "one derived from it, keywords": { text: "def f(x):\n    net = Big()\n    return torch.jit.script(net(x, scale=x))", model: "net" },
  "made in place": { text: "def f(x):\n    return torch.jit.script(Net()(x))", model: "Net()" },
  "a layer": { text: "def f(x):\n    return torch.jit.script(nn.Linear(3, 3)(x))", model: "nn.Linear(3, 3)" },
  "eval on an unknown one": { text: "def f(path, x):\n    model = torch.load(path)\n    model.eval()\n    scripted = torch.jit.script(model(x))\n    scripted.save('a.pt')", model: "model" },
  "eval on the way": { text: "def f(path, x):\n    return torch.jit.script(load(path).eval()(x))", model: "load(path).eval()" },
  "given back by itself": { text: "def f(path, x):\n    model = load(path)\n    model.load_state_dict({})\n    model = model.cuda().half()\n    out = model(x)\n    return torch.jit.script(out)", model: "model" },
  "wrapped": { text: "def f(model, x):\n    model = nn.DataParallel(model)\n    return torch.jit.script(model(x)[0])", model: "model" },
  "an annotated parameter": { text: "def f(model: nn.Module, x):\n    return torch.jit.script(model(x))", model: "model" },
  "an attribute": { text: "class Tool:\n    def __init__(self, path):\n        self.model = load(path)\n        self.model.eval()\n    def save(self, x):\n        torch.jit.script(self.model(x)).save('a.pt')", model: "self.model" },
  "of the file": { text: "model = Net()\ndef f(x):\n    return torch.jit.script(model(x))", model: "model" },
  "in a branch": { text: "if __name__ == '__main__':\n    model = load()\n    if big:\n        model = Big()\n    model.eval()\n    torch.jit.script(model(torch.zeros(1)))", model: "model" },
  "forward by name": { text: "def f(x):\n    model = Net()\n    return torch.jit.script(model.forward(x))", model: "model" },
};

const SILENT: Record<string, string> = {
  "the model": "def f():\n    model = Net()\n    model.eval()\n    return torch.jit.script(model)",
  "what a function gives": "def f(path):\n    return torch.jit.script(load(path))",
  "what an unknown object gives": "def f(make, x):\n    return torch.jit.script(make(x))",
  "a builder under the model's name": "def f(model):\n    model = model(3)\n    model.eval()\n    return torch.jit.script(model)",
  "a class under the model's name": "def f(x):\n    model = Net\n    model = model()\n    model.eval()\n    return torch.jit.script(model)",
  "the model, moved": "def f():\n    model = Net()\n    model = model.cuda().eval()\n    return torch.jit.script(model)",
  "the model, fused": "def f(model: nn.Module):\n    return torch.jit.script(model.fuse())",
  "the scripted model, called": "def f(x):\n    return torch.jit.script(Net())(x)",
  "a class with a __call__ of its own": "def f(x):\n    return torch.jit.script(Called()(x))",
  "another script": "def f(x):\n    return screenplay.script(Net()(x))",
  "an attribute that is made anew": "class Tool:\n    def __init__(self, model):\n        self.model = model\n        self.model = self.model(3)\n        self.model.eval()\n        self.s = torch.jit.script(self.model)",
  "a builder in a loop": "def f(makers, x):\n    for model in makers:\n        net = model(x)\n        net.eval()\n        torch.jit.script(net)",
  "a lambda": "f = lambda model: torch.jit.script(model(1))",
  "a class under another name": "def f(Net):\n    return torch.jit.script(Net)",
  "a class that is replaced": "Net = Net()\ndef f():\n    return torch.jit.script(Net)",
  "a class of something else": "class Plain:\n    pass\ndef f():\n    return torch.jit.script(Plain)",
  "a parameter of that name": "def f(nn, x):\n    return torch.jit.script(nn(x))",
};

describe("a model's output that a text scripts", () => {
  before(() => initParser(loadParserParts()));
  const said = (text: string): ReturnType<typeof writtenOutputs> => writtenOutputs(parse("/convert.py", `${HEAD}${text}\n`), "2.14");

  for (const [name, { text, model }] of Object.entries(SAID)) {
    it(`is named: ${name}`, () => {
      const [about, ...more] = said(text);
      assert.ok(about);
      assert.equal(more.length, 0);
      assert.ok(about.message.includes(`To compile the model: torch.jit.script(${model}).`), about.message);
      const source = parse("/convert.py", `${HEAD}${text}\n`);
      const [fix] = fixesFor(about, { get: () => source });
      assert.ok(fix);
      assert.match(applied(source.text, fix.changes), new RegExp(`script\\(${model.replace(/[.()]/g, "\\$&")}\\)`));
    });
  }

  for (const [text, instance] of [["def f():\n    return torch.jit.script(Big)", "Big()"], ["def f():\n    return torch.jit.script(nn.Linear)", undefined], ["class Wide(nn.Module):\n    def __init__(self, width):\n        super().__init__()\n\ndef f():\n    torch.jit.script(Wide)", undefined]] as const) {
    it(`or whose class: ${text.slice(text.lastIndexOf("script("))}`, () => {
      const [about, ...more] = said(text);
      assert.equal(about?.rule, "module-class");
      assert.equal(more.length, 0);
      const source = parse("/convert.py", `${HEAD}${text}\n`);
      const [fix] = fixesFor(about, { get: () => source });
      assert.equal(fix && applied(source.text, fix.changes).trimEnd().endsWith(`torch.jit.script(${instance ?? ""})`), instance === undefined ? undefined : true);
    });
  }

  for (const [name, text] of Object.entries(SILENT)) it(`is not seen in ${name}`, () => { assert.deepEqual(said(text).map((d) => d.message), []); });
});

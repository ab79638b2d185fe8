/** What calls in the workspace tell of a class's arguments. */
import assert from "node:assert/strict";
import { loadParserParts } from "../../../server/src/host/parserParts";
import { classCalls, madeByDefault, mayCall, pythonIn } from "../../../server/src/project/classCalls";
import { initParser, parse } from "../../../server/src/syntax/parser";

const PARAMETERS = [{ name: "channels", annotation: null, default: null }, { name: "classes", annotation: null, default: null }, { name: "act", annotation: null, default: "None" }];
const MAKEABLE = [{ name: "Config", has: ["depth", "width"] }, { name: "Other", has: ["width"] }];
const told = (text: string, home = "/w/models/net.py"): unknown[] => classCalls(parse("/w/train.py", text), "Net", PARAMETERS, MAKEABLE, home).map((c) => [c.line, Object.fromEntries(c.arguments), c.complete]);

describe("calls of a class", () => {
  before(async () => initParser(loadParserParts()));

  it("tell values by place and by name, as YAML", () => {
    assert.deepEqual(told("a = Net(3, 2)\nb = models.Net(classes=-2, channels=[1, (2, 3)], act='re lu', nothing=3)\n"), [
      [1, { channels: "3", classes: "2" }, true], [2, { channels: "[1, [2, 3]]", classes: "-2", act: '"re lu"' }, true],
    ]);
    assert.deepEqual(told("Net(2.0, {'a': None, 1: True}, relu)\nNet('yes', 'x.yaml', 1e-5)\n"), [[1, { channels: "2.0", classes: "{ a: null, 1: true }" }, true], [2, { channels: '"yes"', classes: "x.yaml", act: "0.00001" }, true]]);
  });

  it("are of the class that the name is imported as, where the text tells", () => {
    const calls = (text: string): number => told(`${text}(3, 2)`).length;
    for (const own of ["from models.net import Net\nNet", "from models import Net\nNet", "from .models import Net\nNet", "from .models.net import Net\nNet", "from . import models\nmodels.Net", "import models.net as m\nm.Net", "from other import *\nNet", "Net", "self.kinds.Net"]) assert.equal(calls(own), 1, own);
    for (const other of ["from other import Net\nNet", "from .other import Net\nNet", "from models.net import Small as Net\nNet", "from torch import nn\nnn.Net", "import other\nother.parts.Net", "def f():\n  from other.net2 import Net\n  Net"]) assert.equal(calls(other), 0, other);
  });

  it("know variables that are bound once, and the defaults of options", () => {
    assert.deepEqual(told("N = 3\nM = N\nK = 1\nK = 2\nNet(M, K)\nNet(N, N)"), [[5, { channels: "3" }, false], [6, { channels: "3", classes: "3" }, true]]);
    assert.deepEqual(told("p.add_argument('--num-classes', '-n', type=int, default=7)\np.add_argument('size')\np.add_argument('--act', default='')\nNet(args.size, args.num_classes, args.act)"), [[4, { classes: "7" }, false]]);
  });

  it("know objects of classes that the file can make", () => {
    assert.deepEqual(told("c = m.Config(depth=2,\n           width=[1])\nNet(c, 3)\nNet(Config(**more), Config(n))\nNet([Config()], 4)"), [[3, { channels: "=Config(depth=2, width=[1])", classes: "3" }, true], [5, { classes: "4" }, false]]);
  });

  it("are made up from what a class reads of its arguments, where only one class has that", () => {
    const needs = (annotation: string | null, ...uses: string[]): unknown => madeByDefault([{ name: "cfg", annotation, default: null, uses: uses.map((text) => ({ line: 1, text })) }, { name: "n", annotation: null, default: "3", uses: [] }], MAKEABLE);
    assert.deepEqual([needs(null, "cfg.depth", "cfg.width[0]"), needs("Optional[Other]"), needs("'Config'", "cfg.nothing")], [[["cfg", "=Config()"]], [["cfg", "=Other()"]], [["cfg", "=Config()"]]]);
    assert.deepEqual([needs(null, "cfg.width"), needs(null), needs("int", "cfg + 1"), needs(null, "cfg.depth", "cfg.height"), madeByDefault([], MAKEABLE)], [undefined, undefined, undefined, undefined, undefined]);
  });

  it("stand in Markdown, too", () => {
    assert.equal(pythonIn("# Net(1, 2)\n```python\n>>> n = Net(3,\n...   4)\n```\nNet(5)\n```\nNet(6)\n```\n~~~ py\nNet(7)\n~~~\n"), "\n\nn = Net(3,\n  4)\n\n\n\n\n\n\nNet(7)\n\n");
  });

  it("leave out what the text does not tell", () => {
    assert.deepEqual(told("Net(*sizes)\nNet(**cfg)\nNet(f(), classes=4)\nOther(1, 2)\nNet(b'x', 1j)\nx = x\nNet(x, x)\ndef f(channels): Net(channels, [channels])\nNet(5, *more)"), [[3, { classes: "4" }, false], [9, { channels: "5" }, false]]);
    assert.ok(mayCall("x = Net (3)", "Net") && !mayCall("class Nets(Module): pass", "Net") && !mayCall("import Net", "Net"));
  });
});

/** Models that cannot be built: what the user is told, and that a limit of ours is no error of theirs. */
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { paramsText } from "../../../server/src/cli/params";
import { Engine } from "../../../server/src/project/engine";
import { stopsAt } from "../../../server/src/project/report";

const HEAD = "import os, subprocess, threading\nimport torch\nfrom torch import nn\n\nclass M(nn.Module):\n    def __init__(self, cfg=None):\n        super().__init__()\n";
/** A line of __init__ (or a whole text), the rule, and what is said. */
const CASES: readonly (readonly [text: string, rule: string | null, said: RegExp])[] = [
  ["self.n = int(os.environ['WIDTH'])", "own-limit", /the environment variable 'WIDTH' is not visible here/],
  ["self.v = subprocess.check_output(['git', 'describe'])", "own-limit", /no process can be started here/],
  ["import _thread; _thread.start_new_thread(print, ())", "own-limit", /no thread can be started here/],
  ["self.x = [0] * (10 ** 10)", "own-limit", /more than the 4 GiB/],
  ["self.b = torch.hub.load('pytorch/vision', 'resnet18')", "own-limit", /nothing is downloaded here/],
  ["self.n = int(nn.Conv2d(3, 8, 3)(torch.randn(1, 3, 64, 64)).max().item())", "own-limit", /item\(\) needs the values of a tensor/],
  ["nn.Linear(2, 2).load_state_dict(torch.hub.load_state_dict_from_url('https://example.org/x.pth'))", null, /^$/],
  ["torch.classes.load_library('build/lib.so'); self.s = torch.classes.mine.Stack()", "own-limit", /torch\.classes\.mine\.Stack comes from a library in C\+\+ \(build\/lib\.so\), which cannot be loaded here/],
  ["with __import__('contextlib').suppress(OSError): torch.ops.load_library('build/lib.so'); self.s = torch.classes.mine.Stack()", null, /^$/],
  ["self.s = torch.classes.mine.Stack()", "load-exception", /torch\.classes\.mine\.Stack does not exist: no library that registers it was loaded/],
  ["torch.library.custom_op('mine::twice', lambda x: x, mutates_args=())", "load-exception", /ValueError: no schema follows from the signature \(x\): parameter x has no annotation/],
  ["torch.library.define('mine::twice', '(Tensor x) -> Tensor'); self.s = torch.ops.mine.twice(torch.ones(2))", "own-limit", /mine::twice has no implementation for the CPU/],
  ["self.names = open('classes.txt').read()", "load-exception", /FileNotFoundError: \[Errno 2\] No such file or directory: 'classes\.txt' \(below /],
  ["self.c = cfg.width", "load-exception", /AttributeError: 'NoneType' object has no attribute 'width'/],
  ["self.a = nn.Swish()", "load-exception", /module 'torch\.nn' has no attribute 'Swish'/],
  ["self.l = nn.Linear(2, 3); self.l.load_state_dict({'weight': torch.zeros(3, 3), 'bias': torch.zeros(3)})", "load-exception", /size mismatch for weight: copying a param with shape torch\.Size\(\[3, 3\]\)/],
];

describe("models that cannot be built", function () {
  this.timeout(60_000);
  let root: string;
  let engine: Engine;
  const ask = async (text: string): ReturnType<Engine["ask"]> => {
    const file = path.join(root, "model.py");
    fs.writeFileSync(file, text);
    engine.sources.invalidate();
    return engine.ask({ target: file, file, name: "M", roots: [root] });
  };
  before(async () => {
    root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "lens-broken-")));
    engine = await Engine.create({ folders: [root], roots: [], sitePackages: [], torch: "2.14", timeLimit: 20, memoryLimit: 512 });
  });
  after(async () => {
    await engine.dispose();
    fs.rmSync(root, { recursive: true, force: true });
  });

  for (const [line, rule, said] of CASES) {
    it(line, async () => {
      const { report } = await ask(`${HEAD}        ${line}\n\n    def forward(self, x):\n        return x\n`);
      const [first] = report.diagnostics;
      assert.deepEqual([first?.rule ?? null, report.verdict], [rule, rule === null ? "ok" : rule === "own-limit" ? "unknown" : "error"], first?.message);
      assert.match(first?.message ?? "", said);
      if (first) assert.equal(first.range.start.line, 7);
    });
  }

  it("blame the expression that builds them for what it raises itself, and where the target is assigned for what has no place", async () => {
    const file = path.join(root, "model.py");
    fs.writeFileSync(file, `${HEAD}        self.n = len(cfg)\n\n\nheld = {"a": 1}\ntarget = [held, 2]\n`);
    engine.sources.invalidate();
    const said = async (build: string): Promise<string> => (await engine.ask({ target: file, file, name: "M", build, roots: [root] })).report.diagnostics.map((d) => `${d.range.start.line}: ${d.message}`).join();
    assert.equal(await said("M(nothing)"), "4: NameError: name 'nothing' is not defined (in the expression that builds it: M(nothing))");
    assert.equal(await said("M(3)"), "7: TypeError: object of type 'int' has no len()");
    const { report } = await engine.ask({ target: file, file, name: "target", asIs: true, roots: [root] });
    assert.deepEqual(report.diagnostics[0]?.range, { start: { line: 11, character: 0 }, end: { line: 11, character: 6 } });
  });

  it("blame a placeholder only where what it made up may be what failed", async () => {
    fs.writeFileSync(path.join(root, "photos.py"), "import torch\nfrom PIL import ExifTags\n\nSIZES = [k for k in ExifTags.TAGS]\n\ndef sizes():\n    return SIZES\n");
    const model = (imported: string, line: string): string => `import torch\nfrom torch import nn\n${imported}\n\nclass M(nn.Module):\n    def __init__(self, anchors=()):\n        super().__init__()\n        self.n = ${line}\n\n    def forward(self, x):\n        return x\n`;
    const rule = async (imported: string, line: string): Promise<string | undefined> => (await ask(model(imported, line))).report.diagnostics[0]?.rule;
    assert.equal(await rule("import photos", "len(anchors[0])"), "load-exception");
    assert.equal(await rule("from photos import SIZES", "SIZES[0]"), "own-limit");
    assert.equal(await rule("from photos import sizes", "sizes()[0]"), "own-limit");
  });

  it("check a class although its file fails further down, after saying so", async () => {
    const text = "import torch\nfrom torch import nn\n\nclass M(nn.Module):\n    def forward(self, x):\n        return x.numpy()\n\nraise OSError('no camera')\n\nclass N(M):\n    pass\n";
    const { report, log } = await ask(text);
    assert.deepEqual(report.diagnostics.map((d) => [d.rule, d.range.start.line]), [["load-exception", 7], ["unknown-attribute", 5]]);
    assert.deepEqual([report.verdict, stopsAt(report), log.entries.length > 0], ["error", 1, true]);
    const below = await engine.ask({ target: "N", file: path.join(root, "model.py"), name: "N", roots: [root] });
    assert.deepEqual([below.notLoaded, below.report.diagnostics.map((d) => d.message)], [true, ["OSError: no camera"]]);
    const { text: params } = await paramsText(engine, { target: "M", file: path.join(root, "model.py"), name: undefined, roots: [root] }, false);
    assert.match(params, /^M \(line 4\): can be built without arguments/);
  });

  it("tell a recursion once, name no folder of this tool, and say where a package begins", async () => {
    const endless = await ask(`${HEAD}        self.m = M()\n`);
    assert.ok((endless.report.diagnostics[0]?.calledFrom.length ?? 9) <= 2);
    const name = await ask("from torch.nn import Linaer\n");
    assert.equal(name.report.diagnostics[0]?.message, "ImportError: cannot import name 'Linaer' from 'torch.nn'");
    assert.match((await ask("from .blocks import Conv\n")).report.diagnostics[0]?.message ?? "", /give the folder above the package with --root/);
  });

  it("blame the line that lacks its colon", async () => {
    const { report } = await ask("import torch\nfrom torch import nn\n\nclass M(nn.Module):\n    def __init__(self)\n        super().__init__()\n");
    assert.deepEqual([report.diagnostics.length, report.diagnostics[0]?.range.start.line], [1, 4]);
    const { text: params } = await paramsText(engine, { target: "M", file: path.join(root, "model.py"), name: undefined, roots: [root] }, false);
    assert.match(params, /model\.py:5:22: error\[syntax-error\]: a ':' is missing behind this\n  5 \|     def __init__\(self\)\n/);
  });

  it("have parameters as they are written, with where each is used", async () => {
    const file = path.join(root, "needs.py");
    fs.writeFileSync(file, "from typing import List\nfrom torch import nn\n\nclass Base(nn.Module):\n    def __init__(self, cfg, sizes: List[int], act=nn.ReLU, *, bias: bool = True):\n        super().__init__()\n        self.l = nn.Linear(cfg.model.width, cfg['classes'], bias=bias)\n\n    def forward(self, x):\n        return self.l(x)\n\nclass M(Base):\n    pass\n");
    const { text } = await paramsText(engine, { target: file, file, name: "M" }, false);
    assert.equal(text, `M (line 12)
  constructor
    cfg   (required)
        line 7: cfg.model.width
        line 7: cfg['classes']
    sizes: List[int]   (required)
    act = nn.ReLU
    bias: bool = True
        line 7: self.l = nn.Linear(cfg.model.width, cfg['classes'], bias=bias)
  forward
    x   (required)
        line 10: return self.l(x)`);
  });
});

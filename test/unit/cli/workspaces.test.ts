/** Folders as they come: links that lead nowhere or out, packages, sources below src, files that are no Python. */
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { paramsText } from "../../../server/src/cli/params";
import { runText } from "../../../server/src/cli/run";
import { reportText } from "../../../server/src/cli/text";
import { inCells } from "../../../server/src/project/cells";
import { Engine } from "../../../server/src/project/engine";
import { parseTarget } from "../../../server/src/project/target";

const NET = "from torch import nn\n\n\nclass Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.k = K\n\n    def forward(self, x):\n        return x + self.k\n";

describe("odd workspaces", function () {
  this.timeout(60_000);
  let [root, site] = ["", ""];
  let engine: Engine;
  const write = (file: string, text: string): void => {
    fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    fs.writeFileSync(path.join(root, file), text);
  };
  const ask = async (file: string): Promise<string[]> => {
    const { report } = await engine.ask({ target: file, file: path.join(root, file), name: "Net", roots: [root] });
    return [report.verdict, ...report.diagnostics.filter((d) => d.rule !== "missing-package").map((d) => d.message)];
  };
  before(async () => {
    root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "lens-odd-")));
    site = path.join(root, "site-packages");
    write("site-packages/endless/__init__.py", "while True:\n    pass\n");
    for (const [at, to] of [["dangling.py", "nowhere.py"], ["out", "/etc"], ["self", "self"]] as const) fs.symlinkSync(to, path.join(root, at));
    engine = await Engine.create({ folders: [root], roots: [], sitePackages: [site], torch: "2.14", timeLimit: 2, memoryLimit: 512 });
  });
  after(async () => {
    await engine.dispose();
    fs.rmSync(root, { recursive: true, force: true });
  });

  it("says of an installed package that its machine code cannot be loaded, not that it is not installed", async () => {
    write("site-packages/native/__init__.py", "from .native import go\n");
    write("site-packages/native/native.abi3.so", "");
    write("useNative.py", `import native\nimport nowhere_installed\n${NET.replace("K", "1")}`);
    const { report } = await engine.ask({ target: "t", file: path.join(root, "useNative.py"), name: "Net", roots: [root] });
    assert.deepEqual([report.verdict, ...report.diagnostics.map((d) => d.message.slice(0, 40))], ["ok", "'native.native' cannot be loaded here, w", "'nowhere_installed' is not installed whe"]);
  });

  it("says of torchvision that it is not installed where only a part of the stand-in is missing", async () => {
    write("useVision.py", `import torchvision.models.detection.backbone_utils\n${NET.replace("K", "1")}`);
    const { report } = await engine.ask({ target: "t", file: path.join(root, "useVision.py"), name: "Net", roots: [root] });
    assert.deepEqual([report.verdict, ...report.diagnostics.map((d) => d.message.slice(0, 40))], ["ok", "'torchvision' is not installed where pac"]);
  });

  it("says nothing of what an installed package lacks where all compiles", async () => {
    write("site-packages/lacking/__init__.py", "try:\n    import av_not_there\nexcept ValueError:\n    pass\n");
    write("usesLacking.py", `import lacking\n${NET.replace("K", "1")}`);
    const { report } = await engine.ask({ target: "t", file: path.join(root, "usesLacking.py"), name: "Net", roots: [root] });
    assert.deepEqual([report.verdict, report.diagnostics], ["ok", []]);
  });

  it("links that cannot be followed hide nothing of what lies beside them", async () => {
    write("consts.py", "K = 3\n");
    write("plain.py", `from consts import K\n${NET}`);
    assert.deepEqual(await ask("plain.py"), ["ok"]);
  });

  it("a file deep in a package imports relatively, and absolutely from above the package", async () => {
    for (const file of ["src/lib/__init__.py", "src/lib/sub/__init__.py"]) write(file, "");
    write("src/lib/consts.py", "K = 3\n");
    write("src/lib/sub/net.py", `from ..consts import K as R\nfrom lib.consts import K\n${NET}`);
    assert.deepEqual(await ask("src/lib/sub/net.py"), ["ok"]);
  });

  it("a package is loaded once, under the name that its files give it", async () => {
    write("once/src/net/__init__.py", "from torch import nn\n\nfrom net.registry import add\nfrom .parts import Part\n\n\n@add\nclass Net(nn.Module):\n    def forward(self, x):\n        return x\n");
    write("once/src/net/registry.py", "known = set()\n\n\ndef add(cls):\n    assert cls.__name__ not in known, 'registered twice'\n    known.add(cls.__name__)\n    return cls\n");
    write("once/src/net/parts.py", "from torch import nn\n\nfrom net.registry import add\n\n\n@add\nclass Part(nn.Module):\n    def forward(self, x):\n        return x\n");
    for (const [file, name] of [["__init__.py", "Net"], ["parts.py", "Part"]] as const) {
      const { report } = await engine.ask({ target: "t", file: path.join(root, "once/src/net", file), name, roots: [path.join(root, "once")], print: true });
      assert.deepEqual([report.verdict, ...report.diagnostics.map((d) => d.message)], ["ok"], file);
      assert.match(report.methods["forward"]?.schema ?? "", file === "parts.py" ? /__torch__\.net\.parts\.Part/ : /__torch__\.net\.Net/);
    }
  });

  it("a file of a package outside of all folders imports as within one", async () => {
    const away = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "lens-away-")));
    try {
      fs.mkdirSync(path.join(away, "lib"));
      for (const [name, text] of [["__init__.py", ""], ["consts.py", "K = 3\n"], ["net.py", `from .consts import K as R\nfrom lib.consts import K\n${NET}`]] as const) fs.writeFileSync(path.join(away, "lib", name), text);
      assert.deepEqual(await ask(path.relative(root, path.join(away, "lib", "net.py"))), ["ok"]);
    } finally {
      fs.rmSync(away, { recursive: true, force: true });
    }
  });

  it("files that import each other in a circle raise what Python raises", async () => {
    write("circle.py", `import other\nK = 1\n${NET}`);
    write("other.py", "from circle import Net\n");
    const [verdict, said] = await ask("circle.py");
    assert.equal(verdict, "error");
    assert.match(said ?? "", /ImportError: cannot import name 'Net'/);
  });

  it("a part that a missing package makes leaves the verdict open, called or not; tools of output and data do not", async () => {
    const part = (makes: string): string => `import torch\nimport no_such_layers\nfrom tqdm import tqdm\nfrom torch import nn\n\n\nclass Mine(no_such_layers.Base):\n    pass\n\n\nclass Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.part = ${makes}\n\n    def forward(self, x):\n        return x\n`;
    for (const [makes, verdict] of [["no_such_layers.Block(3)", "unknown"], ["Mine()", "unknown"], ["tqdm([])", "ok"], ["no_such_layers.NAME", "ok"]] as const) {
      write("part.py", part(makes));
      engine.sources.invalidate();
      const [found, first = ""] = await ask("part.py");
      assert.equal(found, verdict, makes);
      if (verdict === "unknown") assert.match(first, /'part' of 'Net' is made by a package that is not here/);
    }
  });

  for (const [what, line, verdict, said] of [
    ["asks for input", "K = int(input())", "unknown", /'input' waits for an answer/],
    ["forks", "K = os.fork()", "unknown", /Function not implemented/],
    ["starts processes", "import multiprocessing\nK = multiprocessing.Pool(2)", "unknown", /'_posixshmem' is not available here/],
    ["asks the network", "import urllib.request\nK = urllib.request.urlopen('http://localhost')", "unknown", /no network here/],
    ["runs an event loop", "import asyncio\nasync def f(): return 1\nK = asyncio.run(f())", "unknown", /operating system/],
    ["writes beside itself", "K = open(os.path.join(os.path.dirname(__file__), 'log.txt'), 'w').write('x')", "ok", undefined],
    ["writes without end", "K = open(os.path.join(os.path.dirname(__file__), 'log.txt'), 'w').write('x' * (1 << 25))", "unknown", /more is written to files than is kept here/],
    ["makes links", "K = os.symlink('log.txt', os.path.join(os.path.dirname(__file__), 'link.txt'))", "unknown", /no file can be written here/],
    ["ends its process", "K = os._exit(3)", "unknown", /with the status 3/],
    ["sets a timer and asks for processors", "import signal\nsignal.alarm(3)\nK = len(os.sched_getaffinity(0))", "ok", undefined],
    ["ends the program", "import sys\nK = sys.exit(3)", "error", /SystemExit: 3\. The program ends on this line/],
    ["imports itself in a circle", "from circle import K", "error", /most likely due to a circular import/],
    ["holds zeros", "K = 1 # \0", "error", /bytes that are zero/],
  ] as const) {
    it(`a file that ${what}: ${verdict}`, async () => {
      write("circle.py", `import os\n${line}\n${NET}`);
      engine.sources.invalidate();
      const [found, first = ""] = await ask("circle.py");
      assert.equal(found, verdict, first);
      if (said) assert.match(first, said);
    });
  }

  it("a wrong name behind the file, and a file of another encoding, are named", async () => {
    write("named.py", `K = 3\n${NET}`);
    const { report } = await engine.ask({ target: "named.py:", file: path.join(root, "named.py:"), name: undefined });
    assert.match(report.diagnostics[0]?.message ?? "", /'' behind the ':' is not a Python name/);
    fs.writeFileSync(path.join(root, "wide.py"), Buffer.from(`\uFEFFK = 3\n${NET}`, "utf16le"));
    assert.match((await ask("wide.py"))[1] ?? "", /saved as UTF-16/);
  });

  it("what comes from a package that is not there is no fault of the model", async () => {
    write("absent.py", `from no_such_package import K\n${NET}`);
    assert.deepEqual(await ask("absent.py"), ["unknown", "'self.k' comes from a package that is not installed here, so nothing can be said of its use in TorchScript"]);
  });

  it("stubs, and notebooks that cannot be read, are named as what they are", async () => {
    write("net.ipynb", "{}");
    write("net.pyi", NET);
    assert.match((await ask("net.ipynb"))[1] ?? "", /cannot be read as a notebook/);
    assert.deepEqual(parseTarget("net.ipynb:Net"), { text: "net.ipynb:Net", file: "net.ipynb", name: "Net" });
    const notebook = path.join(root, "net.ipynb");
    assert.match((await paramsText(engine, { target: "net.ipynb", file: notebook, name: undefined }, false)).text, /cannot be read as a notebook/);
    const ran = await runText(engine, notebook, [], false, { color: false, path: (file) => file });
    assert.match(ran.text, /cannot be read as a notebook/);
    assert.equal(ran.status, 2);
    assert.match((await ask("net.pyi"))[1] ?? "", /is a stub/);
  });

  it("a notebook is one module, and its places are told by cells", async () => {
    const cells = ["# Prose", "%matplotlib inline\nimport torch\nfrom torch import nn", "raise ValueError(len(missing))\ndef helper(): pass\nOther = 1", "rows = open('no.csv').read()\nseen = []", "  print(seen, rows, '\f\u2028')", `class Net(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.n = n

    def forward(self, x):
        return x.nothing(self.n)

if __name__ == "__main__":
    net = Net(3)
`, "for i in range(10**12):\n    net.n = i\nimport math", "torch.jit.script(net)"];
    write("cells.ipynb", JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells: cells.map((source, i) => ({ cell_type: i === 0 ? "markdown" : "code", source })) }));
    const notebook = path.join(root, "cells.ipynb");
    const { report } = await engine.ask({ target: "cells.ipynb:net", file: notebook, name: "net" });
    const places = inCells(report.diagnostics, engine.sources).map((d) => [d.rule, d.severity, d.cell, d.range.start.line]);
    assert.deepEqual(places, [["unknown-attribute", "error", 6, 6], ["load-exception", "warning", 3, 0], ["own-limit", "information", 7, 1]]);
    assert.match(report.methods["forward"]?.schema ?? report.diagnostics[0]?.message ?? "", /nothing/);
    const text = reportText({ color: false, path: () => "cells.ipynb" }, engine.sources, { ...report, diagnostics: inCells(report.diagnostics, engine.sources) });
    assert.deepEqual(text.slice(0, 2), ["cells.ipynb:cell 6:7:16: error[unknown-attribute]: Tensor has no attribute or method 'nothing'  (torch stops here)", "  7 |         return x.nothing(self.n)"]);
    const params = await paramsText(engine, { target: "cells.ipynb", file: notebook, name: undefined }, false);
    assert.deepEqual(params.text.split("\n").slice(0, 4), ["Net (cell 6, line 1)", "  constructor", "    n   (required)", "        cell 6, line 4: self.n = n"]);
    assert.equal((JSON.parse((await paramsText(engine, { target: "cells.ipynb", file: notebook, name: undefined }, true)).text) as { classes: { cell: number }[] }).classes[0]?.cell, 6);
    const ran = await runText(engine, notebook, [], false, { color: false, path: () => "cells.ipynb" });
    assert.match(ran.text, /^cells\.ipynb:cell 3:1:22: error\[load-exception\]: NameError/);
    // what is not there was to be defined in a cell that raised
    const other = await engine.ask({ target: "cells.ipynb:Other", file: notebook, name: "Other" });
    assert.match(other.report.diagnostics[0]?.message ?? "", /NameError: name 'missing'/);
  });

  it("a cell that cannot be read is passed over, and named where it is missed", async () => {
    const net = (base: string): string => `class ${base === "nn.Module" ? "Net" : "More"}(${base}):\n    def forward(self, x):\n        return x\n`;
    const cells = ["from __future__ import annotations\nimport torch\nfrom torch import nn", "await thing", "class Block(nn.Module:\n    pass", net("nn.Module"), net("Block"), "class Odd:\n    x: Nowhere\n", "return 3"];
    write("broken.ipynb", JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells: cells.map((source) => ({ cell_type: "code", source })) }));
    const notebook = path.join(root, "broken.ipynb");
    const said = async (name: string): Promise<unknown[]> => {
      const { report } = await engine.ask({ target: `broken.ipynb:${name}`, file: notebook, name });
      return [report.verdict, ...inCells(report.diagnostics, engine.sources).map((d) => [d.rule, d.severity, d.cell, d.range.start])];
    };
    const at = (line: number, character: number): object => ({ line, character });
    const passed = [["syntax-error", "warning", 3, at(0, 11)], ["syntax-error", "warning", 7, at(0, 0)]];
    assert.deepEqual(await said("Net"), ["ok", ...passed]);
    assert.deepEqual(await said("Block"), ["error", ["syntax-error", "error", 3, at(0, 11)]]);
    assert.deepEqual(await said("More"), ["error", ["load-exception", "error", 5, at(0, 11)], ...passed]);
  });

  it("an expression builds a model, and floats among the arguments stay floats", async () => {
    write("built.py", "import torch\nfrom torch import nn\n\nclass Config:\n    width = 3\n\nclass Net(nn.Module):\n    def __init__(self, config, scale=1):\n        super().__init__()\n        self.scale = scale\n        self.head = nn.Linear(config.width, 2)\n\n    def forward(self, x):\n        return self.head(x), self.scale\n\ndef net(scale):\n    return Net(Config(), scale)\n");
    const file = path.join(root, "built.py");
    const asked = async (more: object): Promise<unknown[]> => {
      const { report } = await engine.ask({ target: "built.py", file, name: undefined, print: true, ...more });
      return [report.verdict, report.methods["forward"]?.schema?.replace(/.*-> /, "") ?? report.diagnostics[0]?.message];
    };
    assert.deepEqual(await asked({ build: " Net(Config(), 2) " }), ["ok", "((Tensor, int))"]);
    assert.deepEqual(await asked({ name: "net", call: true, args: "[2.0]" }), ["ok", "((Tensor, float))"]);
    assert.deepEqual(await asked({ build: "Net(" }), ["error", "'Net(' is no Python expression: '(' was never closed."]);
    assert.deepEqual(await asked({ build: "Net(Missing())" }), ["error", "NameError: name 'Missing' is not defined (in the expression that builds it: Net(Missing()))"]);
    assert.match((await paramsText(engine, { target: "built.py", file, name: undefined }, false)).text, /^Net \(line 7\): can be built by Net\(config=Config\(\)\) \(--build\)$/m);
    assert.deepEqual(await asked({ build: "Net(3)" }), ["error", "AttributeError: 'int' object has no attribute 'width'"]);
  });

  it("an installed package that takes all the time is named", async () => {
    write("slow.py", `import endless\nK = 1\n${NET}`);
    const [verdict, said] = await ask("slow.py");
    assert.equal(verdict, "unknown");
    assert.match(said ?? "", /while the installed package 'endless' was being imported.*--time-limit/);
  });
});

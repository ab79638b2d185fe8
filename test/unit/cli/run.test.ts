/** What `run` tells of conversion scripts as people write them. */
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { Engine } from "../../../server/src/project/engine";
import { ScriptRunner, type ScriptReport } from "../../../server/src/project/scriptRun";
import { runText } from "../../../server/src/cli/run";

const NET = `import torch
from torch import nn

class Good(nn.Module):
    def __init__(self):
        super().__init__()
        self.lin = nn.Linear(4, 2)

    def forward(self, x):
        if self.training:
            return [self.lin(x), x]
        return [x, x]

class Pair(Good):
    def forward(self, x):
        return self.lin(x), x

class Bad(Good):
    def forward(self, x):
        return torch.cat(x, 1)
`;
/** The way from a file, a class's name and a root to an exported file. */
const LOAD = `import argparse, importlib, os, sys
import torch

def load_model(file, name):
    root = os.path.dirname(os.path.abspath(file))
    sys.path.insert(0, root)
    module = importlib.import_module(os.path.splitext(os.path.basename(file))[0])
    model = getattr(module, name)()
    model.load_state_dict(torch.load("weights.pt", map_location="cpu")["model"])
    return model, root

def save_model(scripted, save_dir, root):
    os.makedirs(save_dir, exist_ok=True)
    path = os.path.join(save_dir, os.path.basename(root) + ".pt")
    torch.jit.save(scripted, path)
    return path
`;

describe("run", function () {
  this.timeout(60_000);
  let root: string;
  let engine: Engine;

  const write = (name: string, text: string): string => {
    const file = path.join(root, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
    return file;
  };
  const run = async (text: string, ...argv: string[]): Promise<ScriptReport> => {
    engine.sources.invalidate();
    const made = await new ScriptRunner(engine, write("proj/convert.py", text)).run(argv, root);
    assert.ok("calls" in made, JSON.stringify(made));
    return made;
  };

  before(async () => {
    root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "lens-run-")));
    write("proj/net.py", NET);
    engine = await Engine.create({ folders: [root], roots: [], sitePackages: [], torch: "2.14", timeLimit: 20, memoryLimit: 512 });
  });
  after(async () => {
    await engine.dispose();
    fs.rmSync(root, { recursive: true, force: true });
  });

  it("compiles what is scripted where it is scripted, and keeps the exports that were asked for", async () => {
    const made = await run(`${LOAD}
p = argparse.ArgumentParser()
p.add_argument("--cls")
p.add_argument("--out")
a = p.parse_args()
model, root = load_model(os.path.join(os.path.dirname(__file__), "net.py"), a.cls)
print("saved", save_model(torch.jit.script(model.eval()), a.out, root))
`, "--cls", "Good", "--out", "build/export");
    assert.deepEqual([made.verdict, made.status, made.failure], ["ok", 0, null]);
    assert.deepEqual(made.calls.map((c) => [c.expression, c.kind, c.verdict, c.parameters, Object.keys(c.methods)]), [["torch.jit.script(model.eval())", "module", "ok", 10, ["forward", "lin.forward"]]]);
    assert.deepEqual(made.exports.map((e) => [e.path, e.call]), [[path.join(root, "build/export/proj.pt"), 0]]);
    assert.equal(made.output, "saved build/export/proj.pt\n");
    assert.ok(!fs.existsSync(path.join(root, "build")), "nothing was written");
  });

  it("raises in the script what torch would raise", async () => {
    const made = await run("import torch, net\ntry:\n    torch.jit.script(net.Bad())\nexcept RuntimeError as error:\n    print('caught', type(error).__name__)\ntorch.jit.script(net.Good())\n");
    assert.deepEqual(made.calls.map((c) => c.verdict), ["error", "ok"]);
    const [first] = made.calls[0]?.diagnostics ?? [];
    assert.deepEqual([first?.file, first?.range.start.line], [path.join(root, "proj/net.py"), 19]);
    assert.deepEqual([made.verdict, made.status, made.failure, made.output], ["error", 0, null, "caught RuntimeError\n"]);
  });

  it("ends a script at an error that nobody catches, and says it once", async () => {
    const made = await run("import torch, net\ntorch.jit.script(net.Bad())\nprint('not reached')\n");
    assert.deepEqual([made.verdict, made.status, made.failure, made.output, made.calls.length], ["error", 1, null, "", 1]);
  });

  it("says that an output was scripted and not the model", async () => {
    const made = await run("import torch\nfrom net import Good, Pair\nmodel = Good()\ndata = torch.zeros(1, 4)\ns = torch.jit.script(model(data))\nprint(type(s).__name__, len(s))\nout = Pair().eval()(data)\ntry:\n    torch.jit.script(out)\nexcept TypeError:\n    print('TypeError')\n");
    assert.equal(made.output, "ScriptList 2\nTypeError\n");
    const [list, tuple] = made.calls;
    assert.deepEqual([list?.kind, list?.verdict, list?.diagnostics.map((d) => d.rule)], ["list", "ok", ["scripted-output"]]);
    const text = list?.diagnostics[0]?.message ?? "";
    for (const part of ["a list of 2: what `model(data)` returned (Good, in training mode), not the model", "Module._call_impl", "torch.ScriptList", "torch.jit.script(model)", "torch.jit.trace(model, data)"]) assert.ok(text.includes(part), `${part}\n${text}`);
    assert.equal(tuple?.verdict, "error");
    assert.match(tuple?.diagnostics[0]?.message ?? "", /what `Pair\(\)\.eval\(\)\(data\)` returned \(Pair, in eval mode\)|what .* returned/);
  });

  it("says of a module class that torch refuses it", async () => {
    const made = await run("import torch\nfrom net import Good\ntorch.jit.script(Good)\n");
    assert.deepEqual(made.calls.map((c) => [c.branch, c.verdict, c.diagnostics.map((d) => d.rule)]), [["a class: torch refuses it before it compiles anything", "error", ["module-class"]]]);
  });

  it("finds decorators and calls at module level of what is imported", async () => {
    write("proj/helpers.py", "import torch\n\n@torch.jit.script\ndef twice(x, n: int):\n    return x * n\n\n@torch.jit.script\nclass Box:\n    def __init__(self, x: int):\n        self.x = x\n\nplus = torch.jit.script(lambda_free := twice.original)\n");
    const made = await run("import torch, helpers\nprint(helpers.twice(torch.ones(2), 3).tolist())\n");
    assert.deepEqual(made.calls.map((c) => [c.name, c.kind, c.verdict, path.basename(c.file)]), [["twice", "function", "ok", "helpers.py"], ["Box", "class", "ok", "helpers.py"], ["twice", "function", "ok", "helpers.py"]]);
    assert.equal(made.output, "[3.0, 3.0]\n");
  });

  it("lets a script print code, load what it saved, and trace", async () => {
    const made = await run("import torch, net\ns = torch.jit.script(net.Good().eval())\nprint('linear' in s.lin.code if hasattr(s.lin, 'code') else 'forward' in s.code, 'graph(' in str(s.graph))\ns.save('a.pt')\nprint(torch.jit.load('a.pt') is s)\nt = torch.jit.trace(net.Pair(), torch.zeros(1, 4))\nt.save('b.pt')\n");
    assert.equal(made.output, "True True\nTrue\n");
    assert.deepEqual(made.traced.map((t) => t.type), ["Pair"]);
    assert.deepEqual(made.exports.map((e) => [path.basename(e.path ?? ""), e.call, e.traced]), [["a.pt", 0, false], ["b.pt", null, true]]);
  });

  it("knows nothing of the graph of a trace, nor of one with its calls inlined, and says so only where it is read", async () => {
    const script = (more: string): string => `import torch\nfrom net import Good\nt = torch.jit.trace(Good(), torch.ones(1, 4))\nprint(t.graph, torch.jit.script(Good()).inlined_graph)\n${more}`;
    const printed = await run(script(""));
    assert.ok(!printed.failure && printed.output.includes("[the graph of this object is not known here] [the inlined graph"), printed.output);
    const read = await run(script("assert 'aten::linear' in str(t.graph)\n"));
    assert.equal(read.failure?.rule, "own-limit");
  });

  it("prints numbers that are not computed as unknown, whatever they are made of", async () => {
    const made = await run("import torch\nd = (torch.randn(64, 300) @ torch.randn(300, 64)).abs().max()\nprint(d.item(), float(d), float(d.item()) * 2, f'{d:.3e} {float(d):8.2f}', float('1.5'), f'{torch.tensor(1.5):.2f}')\n");
    assert.equal(made.output, "? ? ? ? ? 1.5 1.50\n");
  });

  it("says where the model could not be run, though the script caught that", async () => {
    const made = await run("import torch\nmodel = torch.nn.Conv2d(3, 8, 3)\ntry:\n    y = model(torch.rand(1, 3, 640, 640))\n    if y.max() > 0.1:\n        y = y * 2\n    torch.jit.script(y)\nexcept Exception:\n    print('caught')\n");
    assert.deepEqual([made.verdict, made.calls.length, made.failure, made.output], ["unknown", 0, null, "caught\n"]);
    assert.deepEqual(made.stops.map((s) => [s.file, s.range.start.line, /a condition needs the values/.test(s.message)]), [[path.join(root, "proj/convert.py"), 4, true]]);
    const uncaught = await run("import torch\nif torch.nn.Conv2d(3, 8, 3)(torch.rand(1, 3, 640, 640)).max() > 0.1:\n    pass\n");
    assert.deepEqual([uncaught.verdict, uncaught.stops, uncaught.failure?.rule], ["unknown", [], "own-limit"]);
  });

  it("says unknown of what came out of a checkpoint", async () => {
    const made = await run("import torch\ntorch.jit.script(torch.load('model.pt')['model'].float().eval())\n");
    assert.deepEqual([made.verdict, made.calls[0]?.diagnostics[0]?.rule], ["unknown", "own-limit"]);
  });

  it("answers a forged question with nothing that the script cannot read", async () => {
    const secret = path.join(root, "..", `${path.basename(root)}-secret.py`);
    fs.writeFileSync(secret, "def f(x):\n    return x + 41414141\n");
    try {
      const graph = { version: 1, root: { o: 0 }, objects: [{ kind: "function", name: "f", qualname: "f", module: "m", file: secret, line: 1, parameters: ["x"], closure: [], defaults: [], globals: [], annotations: [], attrs: [] }] };
      const question = { place: { file: secret, line: 2, endLine: 2, column: 4, endColumn: 23, name: "f" }, entered: "function", type: "function", name: "f", size: null, origin: null, graph: JSON.stringify(graph) };
      const made = await run(`import io\nwith io.FileIO('/lens/channel/script', 'r+') as c:\n    c.write(${JSON.stringify(JSON.stringify(question))}.encode())\n    c.seek(0)\n    print(c.readall().decode())\n`);
      assert.ok(made.output.includes("verdict") && !made.output.includes("41414141"), made.output);
      assert.ok(!JSON.stringify(made).includes("41414141"));
      const garbled = await run("import io\nfor text in (b'', b'{', b'[]', b'null', b'{\"graph\": 3}', b'{\"graph\": \"{}\", \"entered\": \"x\"}'):\n    with io.FileIO('/lens/channel/script', 'r+') as c:\n        c.write(text)\n        c.seek(0)\n        print(c.readall().decode())\n");
      assert.equal(garbled.status, 0, garbled.output);
    } finally {
      fs.rmSync(secret);
    }
  });

  it("keeps what is written past the text of standard output", async () => {
    const made = await run(`import codecs, io, sys
sys.stdout.buffer.write(b"bytes\\n")
sys.stdout = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8")
print("wrapped")
sys.stdout = codecs.getwriter("utf-8")(sys.stdout.detach())
print("h\u00e9")
sys.exit("bye")
`);
    assert.deepEqual([made.output, made.status, made.failure], ["bytes\nwrapped\nh\u00e9\nbye\n", 1, null]);
  });

  it("says nothing that follows from a lambda in place of a method", async () => {
    const { calls: [call] } = await run(`import torch, types, net
m = torch.nn.Sequential(net.Good())
m[0].forward = types.MethodType(lambda self, x: x, m[0])
torch.jit.script(m)
`);
    assert.deepEqual(call?.diagnostics.map((d) => d.rule), ["lambda"]);
  });

  it("tells exceptions and exit statuses of the script apart", async () => {
    assert.deepEqual((await run("import sys\nsys.exit(3)\n")).status, 3);
    const raised = await run("import net\nnet.Good(1)\n");
    assert.deepEqual([raised.verdict, raised.failure?.rule, raised.failure?.range.start.line], ["error", "load-exception", 1]);
    const outside = await run(`open(${JSON.stringify(path.join(os.tmpdir(), "..", "etc", "passwd"))})\n`);
    assert.ok(["own-limit", "load-exception"].includes(outside.failure?.rule ?? ""));
  });

  it("has an exit status for each kind of outcome, and readable text", async () => {
    const style = { color: false, path: (file: string) => path.relative(root, file) };
    const outcome = async (text: string, json = false): Promise<{ text: string; status: number }> => { engine.sources.invalidate(); return runText(engine, write("proj/convert.py", text), [], json, style); };
    assert.equal((await outcome("import torch, net\ntorch.jit.script(net.Good())\n")).status, 0);
    assert.equal((await outcome("import torch, net\ntorch.jit.script(net.Bad())\n")).status, 1);
    assert.equal((await outcome("print('nothing')\n")).status, 2);
    assert.equal((await outcome("def f(:\n")).status, 2);
    assert.equal((await outcome("import torch\ntorch.jit.script(torch.load('x'))\n")).status, 3);
    assert.equal((await runText(engine, path.join(root, "none.py"), [], false, style)).status, 2);
    const { text } = await outcome("import torch, net\nm = net.Good()\ntorch.jit.script(m(torch.zeros(1, 4)))\n");
    assert.match(text, /proj\/convert\.py:3:1: call 1: torch\.jit\.script\(m\(torch\.zeros\(1, 4\)\)\): ok/);
    assert.match(text, /warning\[scripted-output\]/);
    const parsed = JSON.parse((await outcome("import torch, net\ntorch.jit.script(net.Good())\n", true)).text) as ScriptReport;
    assert.deepEqual([parsed.verdict, parsed.calls[0]?.methods["forward"]?.schema.includes("Tensor[]")], ["ok", true]);
  });
});

/** Checkpoints in scripts and models: read as torch reads them, never executed (test/fixtures/checkpoints, written by make.py with torch 1.13). */
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { Engine } from "../../../server/src/project/engine";
import { ScriptRunner, type ScriptReport } from "../../../server/src/project/scriptRun";

const folder = path.resolve(__dirname, "../../fixtures/checkpoints");

describe("checkpoints", function () {
  this.timeout(60_000);
  let root: string;
  const engines = new Map<string, Engine>();
  const run = async (text: string, torch: "1.13" | "2.14" = "1.13"): Promise<ScriptReport> => {
    const engine = engines.get(torch) ?? await Engine.create({ folders: [root], roots: [], sitePackages: [], torch, timeLimit: 20, memoryLimit: 512 });
    engines.set(torch, engine);
    engine.sources.invalidate();
    const file = path.join(root, "script.py");
    fs.writeFileSync(file, text);
    const made = await new ScriptRunner(engine, file).run([], root);
    assert.ok("calls" in made, JSON.stringify(made));
    return made;
  };
  const output = async (text: string, torch: "1.13" | "2.14" = "1.13"): Promise<string> => {
    const made = await run(text, torch);
    assert.equal(made.failure, null, JSON.stringify(made.failure));
    return made.output.trim();
  };
  before(() => {
    root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "lens-checkpoints-")));
    for (const name of fs.readdirSync(folder)) fs.copyFileSync(path.join(folder, name), path.join(root, name));
    fs.writeFileSync(path.join(root, "cut.pt"), fs.readFileSync(path.join(folder, "state.pt")).subarray(0, 600));
    fs.writeFileSync(path.join(root, "empty.pt"), "");
    fs.writeFileSync(path.join(root, "pointer.pt"), "version https://git-lfs.github.com/spec/v1\n");
    fs.writeFileSync(path.join(root, "streamcut.pt"), fs.readFileSync(path.join(folder, "stream.pt")).subarray(0, -40));
    fs.copyFileSync(path.resolve(folder, "../weights/tar.pth"), path.join(root, "tar.pth"));
  });
  after(async () => {
    for (const engine of engines.values()) await engine.dispose();
    fs.rmSync(root, { recursive: true, force: true });
  });

  it("give a model its weights", async () => {
    const made = await run(`import torch
from net import Net
model = Net()
found = torch.load("wrapped.pt", map_location="cpu")
print(model.load_state_dict(found["model"]), found["epoch"], found["best"].item(), found["args"].lr, found["names"])
print([round(v, 4) for v in model.lin.weight.flatten().tolist()][:3])
torch.jit.script(model.eval())
`);
    assert.equal(made.output, "<All keys matched successfully> 3 0.5 0.1 ['a', 'b']\n[-0.0037, 0.2682, -0.4115]\n");
    assert.equal(made.verdict, "ok");
  });

  it("give whole modules, new and old, that compile", async () => {
    const made = await run(`import torch
from pathlib import Path
for name in ("whole.pt", "stream.pt"):
    model = torch.load(Path(__file__).parent / name, map_location=lambda s, l: s)
    print(type(model).__name__, list(model.state_dict()), model.bn.num_batches_tracked.dtype)
    torch.jit.script(model.eval())
nested = torch.load(open("nested.pt", "rb"), map_location=torch.device("cpu"))["model"]
print(nested.lin.weight.dtype)
torch.jit.script(nested.float())
print(nested.eval()(torch.zeros(1, 4)).shape)
`);
    assert.deepEqual([made.failure, made.calls.map((c) => c.verdict)], [null, ["ok", "ok", "ok"]]);
    const line = "Net ['lin.weight', 'lin.bias', 'bn.weight', 'bn.bias', 'bn.running_mean', 'bn.running_var', 'bn.num_batches_tracked'] torch.int64\n";
    assert.equal(made.output, `${line}${line}torch.float16\ntorch.Size([1, 2])\n`);
  });

  it("keep views, dtypes, arrays, and the shapes of large tensors", async () => {
    const said = await output(`import torch
a, b, c, d, e, f, big, p, *rest = torch.load("kinds.pt")
print(a.tolist(), a.stride(), b.tolist(), b.stride(), c.dtype, d.dtype, d.tolist()[2], e.tolist()[1], f.tolist()[0], big.shape)
print(type(p).__name__, p.requires_grad, [str(r) for r in rest[:3]], rest[3].tolist(), float(rest[4]))
a[0, 0] = 7.0
print(list(torch.load("tar.pth"))[:1] != [])
`);
    assert.equal(said, `[[0.0, 4.0, 8.0], [1.0, 5.0, 9.0], [2.0, 6.0, 10.0], [3.0, 7.0, 11.0]] (1, 4) [[4.0, 6.0], [8.0, 10.0]] (4, 2) torch.float16 torch.bfloat16 [8.0, 9.0, 10.0, 11.0] [4, 5, 6, 7] [False, False, False, False] torch.Size([5000])
Parameter True ['torch.Size([2])', 'torch.float16', 'cpu'] [0, 1, 2] 2.5
True`);
  });

  it("that do not fit are refused in torch's words", async () => {
    const said = await output(`import torch
from net import Net
state = torch.load("state.pt")
def told(model, state, **more):
    try:
        print(model.load_state_dict(state, **more))
    except (RuntimeError, TypeError) as error:
        print(type(error).__name__, error)
told(Net(5), state)
told(Net(), {k.replace("lin", "fc"): v for k, v in state.items()})
told(Net(), {**state, "lin.bias": 3}, strict=False)
told(Net(), [1])
told(Net(), {"x": state["lin.bias"]}, strict=False)
`);
    assert.equal(said, `RuntimeError Error(s) in loading state_dict for Net:
\tsize mismatch for lin.weight: copying a param with shape torch.Size([2, 4]) from checkpoint, the shape in current model is torch.Size([2, 5]).
RuntimeError Error(s) in loading state_dict for Net:
\tMissing key(s) in state_dict: "lin.weight", "lin.bias". 
\tUnexpected key(s) in state_dict: "fc.weight", "fc.bias". 
RuntimeError Error(s) in loading state_dict for Net:
\tWhile copying the parameter named "lin.bias", expected torch.Tensor or Tensor-like object from checkpoint but received <class 'int'>
TypeError Expected state_dict to be dict-like, got <class 'list'>.
_IncompatibleKeys(missing_keys=['lin.weight', 'lin.bias', 'bn.weight', 'bn.bias', 'bn.running_mean', 'bn.running_var'], unexpected_keys=['x'])`);
  });

  const ATTEMPTS = (names: string, kw = ""): string => `import torch
for name in ${names}:
    try:
        print(name, type(torch.load(name${kw})).__name__)
    except Exception as error:
        print(name, type(error).__name__, error)
`;

  it("that would run something are named and not run", async () => {
    assert.match(await output(ATTEMPTS('("system.pt", "eval.pt")')), /^system\.pt UnpicklingError this checkpoint calls posix\.system .*nothing of it was run\neval\.pt UnpicklingError this checkpoint calls builtins\.eval /);
  });

  it("cannot reach anything by name that is no class of the program", async () => {
    const globals = [
      "os system", "posix system", "nt system", "subprocess Popen", "subprocess check_output", "builtins exec", "builtins eval", "builtins compile", "builtins open", "builtins __import__", "builtins getattr", "builtins setattr",
      "builtins globals", "builtins print", "builtins input", "__builtin__ exec", "importlib import_module", "runpy run_path", "io open", "io FileIO", "_io FileIO", "codecs open", "pathlib Path.write_text", "shutil rmtree", "socket create_connection",
      "sys exit", "sys modules", "ctypes CDLL", "js eval", "pyodide.code run_js", "pyodide_js eval", "lens.script ask", "lens.finder Placeholder.__init__", "pickle loads", "marshal loads", "types FunctionType", "types CodeType", "functools reduce",
      "torch os.system", "torch sys.exit", "torch.serialization os.system", "torch.serialization pickle.loads", "torch._lens.checkpoint io.open", "torch._lens.checkpoint importlib.import_module", "net torch.os.system", "operator methodcaller", "timeit timeit", "webbrowser open", "asyncio run", "code interact", "pdb run", "multiprocessing Process", "threading Thread", "signal raise_signal", "gc get_objects", "inspect getsource", "atexit register",
    ];
    const said = await output(`import torch, io, pickle, zipfile
import net
hits = []
def text(value):
    raw = value.encode()
    return b"\\x8c" + bytes([len(raw)]) + raw
for name in ${JSON.stringify(globals)}:
    module, attribute = name.split()
    for body in (b"\\x80\\x04" + text(module) + text(attribute) + b"\\x93" + text("mark.txt") + b"\\x85R.", f"c{module}\\n{attribute}\\n(S'1'\\ntR.".encode()):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("archive/data.pkl", body)
        file.seek(0)
        try:
            hits.append((name, repr(torch.load(file))[:60]))
        except (pickle.UnpicklingError, AttributeError):
            pass
        except BaseException as error:
            hits.append((name, type(error).__name__, str(error)[:80]))
print(hits)
`);
    assert.equal(said, "[]");
  });

  it("that are broken raise what torch raises", async () => {
    assert.match(await output(ATTEMPTS('("cut.pt", "empty.pt", "pointer.pt", "streamcut.pt")')), /^cut\.pt RuntimeError PytorchStreamReader failed.*\nempty\.pt EOFError Ran out of input\npointer\.pt UnpicklingError invalid load key, 'v'\.\nstreamcut\.pt (RuntimeError|EOFError|UnpicklingError)/);
  });

  it("hold weights only by default from torch 2.6 on", async () => {
    const names = '("state.pt", "ordered.pt", "wrapped.pt", "whole.pt")';
    assert.deepEqual((await output(ATTEMPTS(names))).split("\n").map((l) => l.split(" ")[1]), ["OrderedDict", "OrderedDict", "dict", "Net"]);
    assert.deepEqual((await output(ATTEMPTS(names, ", weights_only=True"))).split("\n").map((l) => l.split(" ")[1]), ["OrderedDict", "OrderedDict", "UnpicklingError", "UnpicklingError"]);
    assert.deepEqual((await output(ATTEMPTS(names), "2.14")).split("\n").map((l) => l.split(" ")[1]), ["OrderedDict", "OrderedDict", "UnpicklingError", "UnpicklingError"]);
    assert.deepEqual((await output(ATTEMPTS(names, ", weights_only=False, mmap=False"), "2.14")).split("\n").map((l) => l.split(" ")[1]), ["OrderedDict", "OrderedDict", "dict", "Net"]);
    const safe = await output("import torch, argparse\ntorch.serialization.add_safe_globals([argparse.Namespace])\nprint(torch.load('wrapped.pt', mmap=True)['args'].lr)\n", "2.14");
    assert.equal(safe, "0.1");
    assert.match(await output("import torch\ntry:\n    torch.load('state.pt', mmap=True)\nexcept TypeError as e:\n    print(e)\n"), /mmap/);
  });

  it("that are not there are told of, and so is what torch.save is given", async () => {
    const made = await run(`import torch
from net import Net
model = Net()
model.load_state_dict(torch.load("none.pt")["model"])
torch.save({"model": model.state_dict()}, "out.pt")
print(list(torch.load("out.pt")["model"])[0])
s = torch.jit.script(model)
try:
    torch.save(s, "s.pt")
except RuntimeError as error:
    print(error)
torch.onnx.export(s, torch.zeros(1, 4), "m.onnx")
`);
    assert.match(made.output, /^lin\.weight\nTried to serialize object __torch__\.net\.Net which does not have a __getstate__ method defined!/);
    assert.deepEqual(made.missingCheckpoints.map((c) => [path.basename(c.path), c.range.start.line]), [["none.pt", 3]]);
    assert.deepEqual(made.exports.map((e) => [path.basename(e.path ?? ""), e.format, e.call]), [["out.pt", "checkpoint", null], ["m.onnx", "onnx", 0]]);
    assert.ok(!fs.existsSync(path.join(root, "out.pt")) && !fs.existsSync(path.join(root, "m.onnx")));
  });

  it("are read where a model is built from one", async () => {
    fs.writeFileSync(path.join(root, "built.py"), "import torch\nfrom torch import nn\nclass Built(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.net = torch.load('whole.pt', weights_only=False)\n    def forward(self, x):\n        return self.net(x)\n");
    await run("pass\n");
    const answer = await engines.get("1.13")?.ask({ target: "built", file: path.join(root, "built.py"), name: "Built", roots: [root] });
    assert.deepEqual([answer?.report.verdict, answer?.report.diagnostics], ["ok", []]);
  });

  it("longer than memory would hold are read piece by piece", async () => {
    const file = path.join(root, "long.bin");
    fs.writeFileSync(file, "");
    fs.truncateSync(file, 3 * 2 ** 30);
    const handle = fs.openSync(file, "r+");
    fs.writeSync(handle, "end", 3 * 2 ** 30 - 3);
    fs.closeSync(handle);
    try {
      assert.equal(await output("f = open('long.bin', 'rb')\nprint(f.seek(-3, 2), f.read(), f.seek(0), f.read(2))\n"), `${3 * 2 ** 30 - 3} b'end' 0 b'\\x00\\x00'`);
    } finally {
      fs.rmSync(file);
    }
  });
});

/** What the module loader does with the Python that people write around their models. */
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Worker } from "node:worker_threads";
import { Loader, type LoadRequest, type LoadResult } from "../../../server/src/host/loader";
import type { GException, GValue } from "../../../server/src/host/objectGraph";

describe("the module loader", function () {
  this.timeout(60_000);
  let root: string;
  let site: string;
  let loader: Loader;

  const write = (name: string, text: string): string => {
    const file = path.join(root, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
    return file;
  };
  const load = (file: string, more: Partial<LoadRequest> = {}): Promise<LoadResult> => loader.load({
    file, asIs: true, roots: [root], folders: [], sitePackages: [site], torch: "2.14", overlays: new Map(), timeLimit: 20_000, memoryLimit: 512, ...more,
  });
  /** The items of the list that `text` binds to `target`. */
  const listOf = async (text: string, more: Partial<LoadRequest> = {}): Promise<readonly GValue[]> => {
    const result = await load(write("case.py", text), more);
    assert.ok(result.ok, JSON.stringify(result));
    assert.ok(typeof result.graph.root === "object" && result.graph.root !== null && "o" in result.graph.root);
    const list = result.graph.objects[result.graph.root.o];
    assert.ok(list?.kind === "list");
    return list.items;
  };

  before(async () => {
    root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "lens-loader-")));
    site = path.join(root, "env", "lib", "python3.8", "site-packages");
    fs.mkdirSync(site, { recursive: true });
    loader = Loader.create({ torch: "2.14", memoryLimit: 512 });
  });
  after(async () => {
    await loader.dispose();
    fs.rmSync(root, { recursive: true, force: true });
  });

  it("reads the unsaved text of files, also through open()", async () => {
    write("cfg.yaml", "depth: 1");
    const helper = write("helper.py", "VALUE = 'saved'\n");
    const overlays = new Map([[helper, "VALUE = 'unsaved'\n"], [path.join(root, "cfg.yaml"), "depth: 2"]]);
    assert.deepEqual(await listOf("import helper\ntarget = [helper.VALUE, open('cfg.yaml').read()]\n", { overlays }), ["unsaved", "depth: 2"]);
    assert.deepEqual(await listOf("import helper\ntarget = [helper.VALUE, open('cfg.yaml').read()]\n"), ["saved", "depth: 1"]);
  });

  it("computes with larger tensors where a model asks what they hold", async () => {
    const asks = (n: number): string => `import torch\nt = torch.linspace(0, 1, ${n})\ntarget = [bool((t * 2 > 1.5).any())]\n`;
    assert.deepEqual(await listOf(asks(20_000)), [true]);
    const result = await load(write("case.py", asks(10_000_000)));
    assert.ok(!result.ok && "type" in result.error && result.error.type === "UnknownValue", JSON.stringify(result).slice(0, 500));
  });

  it("takes YAML loaders with tags of their own, and says so where a text needs them", async () => {
    const head = `import yaml
from yaml.nodes import MappingNode
class Loader(yaml.SafeLoader):
    pass
def included(loader, node: MappingNode):
    return 1
Loader.add_constructor("!include", included)
yaml.SafeDumper.add_multi_representer(str, lambda d, v: v)
`;
    assert.deepEqual(await listOf(`${head}target = yaml.load("[1]", Loader)\n`), [{ i: 1 }]);
    for (const text of [`yaml.load("[!include a.yaml]", Loader)`, `Loader.add_implicit_resolver("tag:yaml.org,2002:float", None, list("0"))\ntarget = yaml.load("[1e-3]", Loader)`]) {
      const result = await load(write("case.py", `${head}${text}\n`));
      assert.ok(!result.ok && "type" in result.error && result.error.type === "NotBuilt", JSON.stringify(result).slice(0, 500));
    }
    assert.deepEqual(await listOf(`${head}try:\n    yaml.safe_load("[!include a]")\nexcept yaml.error.YAMLError:\n    target = [2]\n`), [{ i: 2 }]);
  });

  it("leaves loaders of one's own to PyYAML where that is installed", async () => {
    const whole = path.join(root, "whole");
    write("whole/yaml/__init__.py", `from .loader import *
try:
    from .cyaml import *
    __with_libyaml__ = True
except ImportError:
    __with_libyaml__ = False
def load(stream, Loader):
    return Loader(stream).read()
`);
    write("whole/yaml/cyaml.py", "from yaml._yaml import CParser\n");
    write("whole/yaml/_yaml.cpython-313-x86_64-linux-gnu.so", "");
    write("whole/yaml/loader.py", `class BaseLoader:
    kinds = {"0": ["float"]}
    def __init__(self, stream):
        self.stream = stream
    def read(self):
        return [self.stream, self.kinds]
class SafeLoader(BaseLoader):
    pass
class FullLoader(BaseLoader): ...
class UnsafeLoader(BaseLoader): ...
class Loader(BaseLoader): ...
class BaseDumper: ...
class SafeDumper(BaseDumper): ...
class Dumper(BaseDumper): ...
`);
    const more = { sitePackages: [whole] };
    assert.deepEqual(await listOf("import yaml\ntarget = [yaml.safe_load('1e1'), hasattr(yaml, '__with_libyaml__')]\n", more), ["1e1", false]);
    const own = `import yaml
class Own(yaml.SafeLoader):
    def read(self):
        return super().read()
Own.kinds = {k: v + ["int"] for k, v in Own.kinds.items()}
text, kinds = yaml.load("x", Loader=Own)
target = [text, kinds["0"] == ["float", "int"], yaml.CSafeLoader is yaml.SafeLoader, yaml.load("y", Loader=yaml.SafeLoader)[0]]
`;
    assert.deepEqual(await listOf(own, more), ["x", true, true, "y"]);
  });

  it("repeats lists by numpy's integers", async () => {
    assert.deepEqual(await listOf("import numpy as np\nn = np.array([2, 3])[0]\ntarget = [[4] * n == [4, 4], (1,) * n == (1, 1), n * [] == [], (np.array([4]) * n).tolist() == [8]]\n"), [true, true, true, true]);
  });

  it("asks nothing of modules that import lazily", async () => {
    const lazy = `import sys
import types
class Lazy(types.ModuleType):
    def __getattr__(self, name):
        raise ImportError("not wanted yet")
sys.modules["lazy_one"] = Lazy("lazy_one")
target = [1]
`;
    assert.deepEqual(await listOf(lazy), [{ i: 1 }]);
  });

  it("lets a package fill in what stands for its native part", async () => {
    write("env/lib/python3.8/site-packages/shapes/__init__.py", "from . import lib\nlib.registry[0] = int\ndel lib.registry[0]\nPOINT = 1\n");
    write("env/lib/python3.8/site-packages/shapes/lib.cpython-38-x86_64-linux-gnu.so", "");
    assert.deepEqual(await listOf("try:\n    from shapes import POINT\nexcept ModuleNotFoundError:\n    POINT = 2\ntarget = [POINT]\n"), [{ i: 1 }]);
  });

  it("starts again when its worker died, while it rests and while it loads", async () => {
    const inside = loader as unknown as { live: Promise<{ worker: Worker }> };
    const before = (await inside.live).worker;
    await before.terminate();
    assert.deepEqual(await listOf("target = [1]\n", { timeLimit: 5_000 }), [{ i: 1 }]);
    const file = write("case.py", "import time\nend = time.time() + 3\nwhile time.time() < end:\n    pass\ntarget = [1]\n");
    const loading = load(file);
    await new Promise((go) => setTimeout(go, 300));
    await (await inside.live).worker.terminate();
    const lost = await loading;
    assert.ok(!lost.ok && "kind" in lost.error && lost.error.kind === "lost", JSON.stringify(lost));
    assert.deepEqual(await listOf("target = [2]\n"), [{ i: 2 }]);
  });

  it("reads YAML as PyYAML does", async () => {
    const text = "a: 1\nb: 1.5\nc: 1e3\nd: yes\ne: [~, 0x10, 010]\nf: &x {k: v}\ng: *x\n";
    assert.deepEqual(
      await listOf(`import yaml\nd = yaml.safe_load(${JSON.stringify(text)})\ntarget = [d['a'], d['b'], d['c'], d['d'], *d['e'], d['g']['k']]\n`),
      [{ i: 1 }, { f: 1.5 }, "1e3", true, null, { i: 16 }, { i: 8 }, "v"],
    );
  });

  it("raises for guarded imports of missing packages and has placeholders for others", async () => {
    assert.deepEqual(await listOf("try:\n    import thop\nexcept ImportError:\n    thop = None\nimport missing.part as m\nclass A(m.Base):\n    pass\ntarget = [thop is None, type(m.f(1)).__name__, A.__name__]\n"), [true, "Placeholder", "A"]);
  });

  it("has placeholders as bases beside metaclasses, and hands one on where a star or a container takes what may be modules", async () => {
    const bases = `from abc import ABC, ABCMeta
import missing.part as m
class Own(type):
    def __init__(cls, name, bases, content, **rest):
        super().__init__(name, bases, content)
class A(m.Base, ABC): pass
class B(ABC, m.Base): pass
class C(m.Base, metaclass=ABCMeta): pass
class D(m.Base, metaclass=Own): pass
target = [isinstance(D, Own), isinstance(A, ABCMeta), isinstance(C(), C), len([*m.SIZES, 3]), len([*m.make(3), 3])]
`;
    assert.deepEqual(await listOf(bases), [true, true, true, { i: 1 }, { i: 2 }]);
    for (const text of ["nn.Sequential(*make(3))", "nn.ModuleList(make(3))"]) {
      const result = await load(write("case.py", `from torch import nn\nfrom missing.part import make\ntarget = ${text}\n`));
      assert.ok(!result.ok && "frames" in result.error && result.error.missing === "missing", text);
    }
  });

  it("computes single numbers of numpy as it does arrays", async () => {
    const text = `import numpy as np
n = np.float64(2.0)
target = [type(np.power(10000, 0.5)).__name__, float(np.power(10000, 0.5)), float(3 / np.power(4, 0.5)), type(np.int64(2) + 3).__name__, int(np.multiply(2, 3)), float(np.divide(1, 0)) == float("inf"),
    type(np.int64(7) / 2).__name__, float(np.sqrt(4)), int(np.int64(2**63 - 1) + 1) == -2**63, np.array([[1, 2.5], [n, np.int64(3)]]).tolist() == [[1.0, 2.5], [2.0, 3.0]], np.long is np.int64,
    repr([float(v) for v in (np.float64(-8) ** (1 / 3), np.float64(0) ** -1, *(np.array([-8.0, 0.0, 8.0]) ** (1 / 3)))]), repr([*(9 // np.array([4, 0])).tolist(), *(9.0 % np.array([4, 0])).tolist(), int(divmod(9, np.int64(4))[1]), int(np.int64(9) % 0)]), np.array([[n], [0.5]]).dtype.name, np.array([n], dtype="float32").dtype.name]
`;
    assert.deepEqual(await listOf(text), ["float64", { f: 100 }, { f: 1.5 }, "int64", { i: 6 }, true, "float64", { f: 2 }, true, true, true, "[nan, inf, nan, 0.0, 2.0]", "[2, 0, 1.0, nan, 1, 0]", "float64", "float32"]);
  });

  it("takes a try around everything for no guard of the imports further in", async () => {
    write("deep.py", "import missing_here\nVALUE = type(missing_here).__name__\n");
    const text = (handler: string): string => `def load():\n    import deep\n    return deep.VALUE\ntry:\n    target = [load()]\nexcept ${handler} as error:\n    target = [type(error).__name__]\n`;
    assert.deepEqual(await listOf(text("Exception")), ["PlaceholderModule"]);
    assert.deepEqual(await listOf(text("ImportError")), ["ModuleNotFoundError"]);
    assert.deepEqual(await listOf("try:\n    import deep\n    target = ['there']\nexcept Exception:\n    target = ['caught']\n"), ["caught"]);
  });

  it("has new enough placeholders, and names the one that an exception comes from", async () => {
    assert.deepEqual(await listOf("import PIL\ntarget = [tuple(int(n) for n in PIL.__version__.split('.')[:2]) > (9, 0)]\n"), [true]);
    assert.deepEqual(await listOf("import k2.version\ntarget = [hasattr(k2, '__nothing__'), k2.version.__build_type__ is not None]\n"), [false, true]);
    const failed = async (text: string): Promise<string | undefined> => {
      const result = await load(write("case.py", text));
      assert.ok(!result.ok && "frames" in result.error, JSON.stringify(result));
      return result.error.missing;
    };
    assert.equal(await failed("import cv2\nflags = [1, 2, 3]\ntarget = flags[cv2.INTER_AREA]\n"), "cv2");
    assert.equal(await failed("import cv2\n\ndef size(image):\n    height, width = image\n    return height\n\ntarget = [size(cv2.imread('x'))]\n"), "cv2");
    assert.equal(await failed("import cv2\nflags = [1, 2, 3]\ntarget = flags[7]\n"), undefined);
  });

  it("suspects the placeholder that a function of an installed package holds when it raises", async () => {
    fs.writeFileSync(path.join(site, "solver.py"), "import nowhere\ndef solve(x):\n    found = nowhere.solve(x)\n    if not isinstance(found, tuple):\n        raise AssertionError('unexpected')\n");
    for (const [text, suspect] of [["import solver\ntarget = solver.solve(1)\n", "nowhere"], ["import solver\nsolver.solve\nraise AssertionError('own')\n", undefined], ["import torch, nowhere, elsewhere\nlen(elsewhere.names)\nn = nowhere.size()\ndef make(sizes):\n    return torch.zeros(*sizes)\nmake([n])\n", "nowhere"]] as const) {
      const result = await load(write("case.py", text));
      assert.ok(!result.ok && "frames" in result.error, JSON.stringify(result));
      assert.equal(result.error.suspect, suspect);
    }
  });

  it("knows how large C's types are", async () => {
    assert.deepEqual(await listOf("from ctypes import c_long, sizeof, Structure\nimport ctypes\ntarget = [1 << 8 * sizeof(c_long) - 1 > 0, sizeof(ctypes.c_int), type(sizeof(Structure)).__name__]\n"), [true, { i: 4 }, "Placeholder"]);
  });

  it("says that a package is not there to those who only ask", async () => {
    assert.deepEqual(await listOf("import importlib.util\nimport nowhere\ntarget = [importlib.util.find_spec('elsewhere') is None, importlib.util.find_spec('torch') is None]\n"), [true, false]);
  });

  it("names the package whose placeholder is the target itself, and the cause of what was raised from something else", async () => {
    const failed = async (text: string): Promise<GException> => {
      const result = await load(write("case.py", text));
      assert.ok(!result.ok && "frames" in result.error, JSON.stringify(result));
      return result.error;
    };
    const placeholder = await failed("from nowhere.models import Net\ntarget = Net()\n");
    assert.equal(placeholder.missing, "nowhere");
    const wrapped = await failed("try:\n    {}['a']\nexcept KeyError as error:\n    raise ImportError('no a') from error\ntarget = 1\n");
    assert.deepEqual([wrapped.type, wrapped.cause?.type, wrapped.cause?.message], ["ImportError", "KeyError", "'a'"]);
  });

  it("answers for regex and for the newer names of typing_extensions", async () => {
    const text = "import regex\nimport typing_extensions as t\nfrom torch.utils._pytree import _dict_flatten\nfrom torch.distributed.tensor import Replicate, Shard\n" +
      "target = [regex.sub('a', 'b', 'aa'), t.get_original_bases.__module__, t.deprecated.__name__, _dict_flatten({'k': 1})[0][0], Shard(1).is_shard(1), Replicate() == Replicate()]\n";
    assert.deepEqual(await listOf(text), ["bb", "types", "deprecated", { i: 1 }, true, true]);
  });

  it("has of torchvision what models are built on, and placeholders for the rest", async () => {
    const text = "import torchvision\nfrom torchvision.datasets import QMNIST\nfrom torchvision.transforms.functional import InterpolationMode, resize\n" +
      "from torchvision.models._utils import IntermediateLayerGetter\nfrom torchvision.models.densenet import DenseNet\n" +
      "net = torchvision.models.resnet18(weights=torchvision.models.ResNet18_Weights.DEFAULT)\nbody = IntermediateLayerGetter(net, {'layer1': 'low', 'layer2': 'high'})\n" +
      "target = [sum(p.numel() for p in net.parameters()), list(body)[-1], torchvision.__version__, sum(p.numel() for p in torchvision.models.vgg11().parameters()), DenseNet.__class__.__name__]\n";
    assert.deepEqual(await listOf(text, { torch: "1.13" }), [{ i: 11689512 }, "layer2", "0.14.1", { i: 132863336 }, "Placeholder"]);
  });

  it("keeps what is written beside the model in memory, and the disk as it was", async () => {
    write("given/a.txt", "old");
    write("given/b.txt", "b");
    const text = `import logging, os, pathlib, shutil
def put(name, text, mode="w"):
    with open(name, mode) as f:
        f.write(text)
    return pathlib.Path(name).read_text()
os.chdir(os.path.dirname(__file__))
target = [put("new.txt", "x"), put("new.txt", "y", "a"), put("given/a.txt", "more", "a")]
with open("new.txt", "r+") as f:
    f.seek(1)
    f.write("zz")
    f.seek(0)
    target.append(f.read())
    f.truncate(1)
target.append(os.path.getsize("new.txt"))
os.makedirs("logs/run", exist_ok=True)
os.makedirs("logs/run", exist_ok=True)
logging.FileHandler("logs/run/a.log").close()
os.replace("new.txt", "given/b.txt")
os.remove("given/b.txt")
target += [os.path.exists("given/b.txt"), put("given/b.txt", "again"), os.listdir("logs/run")]
shutil.move("given", "logs/given")
target += [os.path.exists("given"), sorted(os.listdir("logs")), pathlib.Path("logs/given/a.txt").read_text()]
try:
    os.rmdir("logs")
except OSError:
    shutil.rmtree("logs")
target = [repr(target + [os.path.exists("logs")])]
`;
    const seen = ["['x', 'xy', 'oldmore', 'xzz', 1, False, 'again', ['a.log'], False, ['given', 'run'], 'oldmore', False]"];
    assert.deepEqual(await listOf(text), seen);
    assert.deepEqual(await listOf(text), seen, "nothing of it is left for the next load");
    assert.deepEqual(["given/a.txt", "given/b.txt"].map((name) => fs.readFileSync(path.join(root, name), "utf8")), ["old", "b"]);
    assert.ok(!fs.existsSync(path.join(root, "logs")) && !fs.existsSync(path.join(root, "new.txt")));
  });

  it("holds a placeholder against abstract classes", async () => {
    const result = await load(write("case.py", "from collections.abc import Mapping\nimport no_such_package\nfrom torch import nn\nassert not isinstance(no_such_package.made(), Mapping)\ntarget = nn.ModuleDict(no_such_package.made())\n"));
    assert.ok(!result.ok && "missing" in result.error && result.error.missing === "no_such_package", JSON.stringify(result));
  });

  it("gives back what was saved into a file or a buffer, as another object", async () => {
    const text = `import io, os, torch
from torch import nn
os.chdir(os.path.dirname(__file__))
given, buffer = nn.Linear(2, 3), io.BytesIO()
torch.save(given.state_dict(), buffer)
buffer.seek(0)
state = torch.load(buffer)
torch.save(given, "x.pt")
with open("x.pt", "rb") as file:
    again = torch.load(file, weights_only=False)
torch.jit.save(torch.jit.script(given), "s.pt", _extra_files={"labels": "a"})
extra = {"labels": ""}
scripted = torch.jit.load("s.pt", _extra_files=extra)
refused = []
for held in (given, {"model": [given]}, {"a": 1}):
    torch.save(held, "y.pt")
    try:
        torch.load("y.pt", weights_only=True)
    except Exception as error:
        refused.append(type(error).__name__)
target = [repr([list(state), tuple(state["weight"].shape), type(again) is nn.Linear, again is given, again.weight is given.weight, isinstance(scripted, torch.jit.ScriptModule), extra, refused, os.path.exists("x.pt")])]
`;
    assert.deepEqual(await listOf(text), ["[['weight', 'bias'], (3, 2), True, False, False, True, {'labels': b'a'}, ['UnpicklingError', 'UnpicklingError'], True]"]);
  });

  it("lets the graph and the code of what was scripted be printed, and does not know what they say", async () => {
    const scripted = "import torch\n@torch.jit.script\ndef f(x):\n    return x + 1\nprint(f.graph, f.inlined_graph, f.code, str(f.graph), f'{f.code}', f.graph_for(torch.ones(1)))\ntorch._C._jit_pass_inline(f.graph)\n";
    assert.deepEqual(await listOf(`${scripted}target = ["loaded"]\n`), ["loaded"]);
    for (const asked of ["'aten::add' in str(f.graph)", "list(f.graph.nodes())", "f.code == ''", "f.code.split()"]) {
      const result = await load(write("case.py", `${scripted}target = [${asked}]\n`));
      assert.ok(!result.ok && result.error.message.includes("of a scripted object is not known"), JSON.stringify(result));
    }
  });

  it("gives torch.jit.Attribute its value and its type", async () => {
    assert.deepEqual(await listOf("import torch\nclass M(torch.jit.ScriptModule):\n    def __init__(self):\n        super().__init__()\n        self.scale = torch.jit.Attribute(0.1, float)\nm = M()\ntarget = [repr(m.scale), M.__annotations__['scale'] is float]\n"), ["0.1", true]);
  });

  it("writes and removes temporary folders", async () => {
    assert.deepEqual(await listOf("import os, shutil, tempfile\nwith tempfile.TemporaryDirectory() as d:\n    with open(os.path.join(d, 'a.txt'), 'w') as f:\n        f.write('text')\n    kept = open(os.path.join(d, 'a.txt')).read()\ntarget = [kept, os.path.exists(d)]\n"), ["text", false]);
  });

  it("takes for unknown what a module of torch may have imported", async () => {
    const unlisted = async (name: string): Promise<unknown> => {
      const result = await load(write("case.py", `from torch.utils.data import ${name}\n`));
      assert.ok(!result.ok && "frames" in result.error, JSON.stringify(result));
      return result.error.unlisted;
    };
    assert.equal(await unlisted("whatever_it_imports"), true);
    assert.deepEqual(await listOf("from torch.hub import urlparse, HASH_REGEX\ntarget = [urlparse('https://a/b').netloc]\n"), ["a"]);
  });

  it("knows what is torch's own by name, wherever it lies", async () => {
    const text = "from torch._utils import _take_tensors, _nobody_listed_this\nfrom torch._subclasses.fake_tensor import FakeTensor\nfrom torch.utils.data._utils.collate import np_str_obj_array_pattern\n" +
      "import torch\ntry:\n    from torch._utils import _another as found\nexcept ImportError:\n    found = None\nclass Mine(FakeTensor):\n    pass\n" +
      "groups = list(_take_tensors([torch.zeros(4), torch.zeros(4), torch.zeros(2, dtype=torch.int64)], 16))\ntarget = [found is None, Mine.__mro__[1].__name__, isinstance(3, FakeTensor), [len(g) for g in groups] == [1, 1, 1]]\n";
    assert.deepEqual(await listOf(text), [true, "FakeTensor", false, true]);
    const missing = await load(write("case.py", "import torch._subclasses\nimport torch._no_such_package\n"));
    assert.ok(!missing.ok && "frames" in missing.error && missing.error.type === "ModuleNotFoundError", JSON.stringify(missing));
    const later = await load(write("case.py", "import torch._subclasses\nimport torch._functorch\n"), { torch: "1.13" });
    assert.ok(!later.ok && "frames" in later.error && later.error.message.includes("torch._functorch"), JSON.stringify(later));
  });

  it("flattens nested containers as each release does", async () => {
    const text = "import torch\nfrom collections import OrderedDict, deque, namedtuple\nfrom torch.utils import _pytree as P\nN = namedtuple('N', 'a b')\nclass S(N):\n    pass\n" +
      "leaves, spec = P.tree_flatten({'x': [1, (2, 3)], 'y': N(4, None)})\n" +
      "target = [repr(leaves), spec.num_leaves, repr(P.tree_unflatten(leaves, spec)), repr(P.tree_map_only(int, lambda n: n + 1, S(1, [2]))), len(P.tree_flatten(deque([1, 2]))[0]), hasattr(P, 'tree_map_with_path')]\n";
    const kept = ["[1, 2, 3, 4, None]", { i: 5 }, "{'x': [1, (2, 3)], 'y': N(a=4, b=None)}"];
    assert.deepEqual(await listOf(text, { torch: "1.13" }), [...kept, "S(a=1, b=[2])", { i: 1 }, false]);
    assert.deepEqual(await listOf(text, { torch: "2.6" }), [...kept, "S(a=1, b=[2])", { i: 2 }, true]);
    assert.deepEqual(await listOf(text, { torch: "2.14" }), [...kept, "S(a=2, b=[3])", { i: 2 }, true]);
  });

  it("tells the releases of packages as importlib.metadata does", async () => {
    fs.mkdirSync(path.join(site, "here-1.5.dist-info"), { recursive: true });
    fs.writeFileSync(path.join(site, "here-1.5.dist-info", "METADATA"), "Metadata-Version: 2.1\nName: here\nVersion: 1.5\n");
    const text = "import importlib.metadata as m, pkg_resources, platform\ntry:\n    absent = m.version('nowhere')\nexcept m.PackageNotFoundError:\n    absent = None\n" +
      "target = [m.version('torch'), m.version('torchvision'), m.version('here'), absent, m.version('nowhere'), pkg_resources.get_distribution('here>=1').version, platform.system(), 'torch' in {d.metadata['Name'] for d in m.distributions()}]\n";
    assert.deepEqual(await listOf(text, { torch: "2.6" }), ["2.6.0", "0.21.0", "1.5", null, "99.0.0", "1.5", "Linux", true]);
  });

  it("has placeholders for what an installed package keeps in native code", async () => {
    const folder = path.join(site, "compiled");
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(path.join(folder, "compiled.cpython-38-x86_64-linux-gnu.so"), "");
    fs.writeFileSync(path.join(folder, "__init__.py"), "from . import compiled\nfrom .compiled import *\ntry:\n    from .compiled import fast\nexcept ImportError:\n    fast = len\n");
    fs.writeFileSync(path.join(site, "user_of_it.py"), "try:\n    from compiled import io, fast\nexcept Exception as error:\n    raise RuntimeError('not usable') from error\n");
    assert.deepEqual(await listOf("import user_of_it\ntarget = [type(user_of_it.io).__name__]\n"), ["Placeholder"]);
    assert.deepEqual(await listOf("import numpy.typing as npt, numpy.ma\ndef f(x: npt.NDArray[int], y: npt.ArrayLike): pass\ntarget = [type(numpy.ma.masked_array).__name__]\n"), ["Placeholder"]);
  });

  it("has a placeholder for an installed module of C where what imports it is guarded further out", async () => {
    fs.writeFileSync(path.join(site, "_c_of_sound.cpython-313-x86_64-linux-gnu.so"), "");
    fs.writeFileSync(path.join(site, "sound.py"), "import _c_of_sound\nlib = _c_of_sound.FFI()\n");
    const guarded = (name: string): string => `import importlib\ndef get():\n    try:\n        return importlib.import_module("${name}")\n    except ImportError as error:\n        raise ModuleNotFoundError("requirements") from error\n`;
    fs.writeFileSync(path.join(site, "lazily.py"), guarded("sound") + "module = get()\n");
    assert.deepEqual(await listOf("import lazily\ntarget = [type(lazily.module.lib).__name__]\n"), ["Placeholder"]);
  });

  it("takes the models of torchaudio where it is installed", async () => {
    const text = "import torchaudio.models\ntarget = [type(torchaudio.models.Net).__name__]\n";
    assert.deepEqual(await listOf(text), ["Placeholder"]);
    const folder = path.join(site, "torchaudio");
    fs.mkdirSync(path.join(folder, "lib"), { recursive: true });
    fs.writeFileSync(path.join(folder, "lib", "_torchaudio.so"), "");
    fs.writeFileSync(path.join(folder, "__init__.py"), "import importlib.util\nif importlib.util.find_spec('torchaudio.lib._torchaudio'):\n    raise RuntimeError('there is no native code here')\n");
    fs.writeFileSync(path.join(folder, "models.py"), "from torch import nn\nclass Net(nn.Module): pass\n");
    assert.deepEqual(await listOf(text), ["type"]);
    fs.rmSync(folder, { recursive: true });
  });

  it("looks up annotations where they stand, as older Pythons do", async () => {
    const failed = async (text: string): Promise<string> => {
      const result = await load(write("case.py", text), { torch: "2.6" });
      assert.ok(!result.ok && "frames" in result.error, JSON.stringify(result));
      return `${result.error.message} ${result.error.frames.at(-1)?.line} ${result.error.frames.at(-1)?.column}`;
    };
    assert.equal(await failed("if True:\n    def f(x: Nothing):\n        y: AlsoNothing = 1\n"), "name 'Nothing' is not defined 2 13");
    assert.equal(await failed("def f():\n    class A:\n        y: Nothing = 1\nf()\n"), "name 'Nothing' is not defined 3 11");
    assert.equal(await failed("try:\n    pass\nfinally:\n    with open(__file__):\n        def f() -> Nothing: pass\n"), "name 'Nothing' is not defined 5 19");
    assert.deepEqual(await listOf("def f():\n    y: Nothing = 1\n    return y\ntarget = [f()]\n", { torch: "2.6" }), [{ i: 1 }]);
  });

  it("has what Python had before 3.14 for releases of torch that ran on no later one", async () => {
    const text = [
      "import ast, pkgutil", "from typing import List, Optional, Union",
      "one, text = ast.parse(\"1, 'a'\").body[0].value.elts",
      "target = [isinstance(one, ast.Num), isinstance(one, ast.Str), text.s, ast.Num(3).value, ast.Num(n=2).n, pkgutil.find_loader('json') is None, pkgutil.get_loader('not_there'),",
      "          Optional[int]._name, Union._name, List[int]._name, (Union[int, str]._name or str(Union[int, str].__origin__)).split('.')[-1]]", "",
    ].join("\n");
    assert.deepEqual(await listOf(text, { torch: "2.6" }), [true, false, "a", { i: 3 }, { i: 2 }, false, null, "Optional", "Union", "List", "Union"]);
    assert.deepEqual(await listOf("import ast\nfrom typing import Optional\ntarget = [hasattr(ast, 'Num'), hasattr(Optional[int], '_name')]\n", { sitePackages: [] }), [false, false]);
  });

  it("keeps the text of modules that were written while loading", async () => {
    const text = [
      "import importlib.util, linecache, tempfile",
      "def module(text):", "    with tempfile.NamedTemporaryFile('w', suffix='.py', delete=False) as file:", "        file.write(text)",
      "    spec = importlib.util.spec_from_file_location('written', file.name)", "    made = importlib.util.module_from_spec(spec)", "    spec.loader.exec_module(made)", "    return made",
      "def lines(text):", "    linecache.cache['<made>'] = len(text), None, text.splitlines(True), '<made>'", "    scope = {'__name__': __name__}", "    exec(compile(text, '<made>', 'exec'), scope)", "    return scope['g']",
      "def here(x):", "    return x", "exec('def unknown(x):\\n    return x')",
      "target = [module('def f(x):\\n    return x\\n').f, lines('def g(x):\\n    return x + 1\\n'), here, unknown]", "",
    ].join("\n");
    const result = await load(write("case.py", text));
    assert.ok(result.ok, JSON.stringify(result));
    assert.deepEqual(result.graph.generated?.map(([file, made]) => [file.replace(/^.*\//, "").replace(/^tmp.*\.py$/, "FILE"), made]), [["FILE", "def f(x):\n    return x\n"], ["<made>", "def g(x):\n    return x + 1\n"]]);
  });

  it("goes back and forth between releases of torch", async () => {
    const text = "import torch\nfrom torch import nn\nm = nn.Module()\ntarget = [torch.__version__[:4], '_is_full_backward_hook' in m.__dict__, hasattr(nn, 'RMSNorm'), hasattr(torch, 'vmap'), '_forward_pre_hooks_with_kwargs' in m.__dict__, hasattr(torch, 'LEFT')]\ntorch.LEFT = 1\n";
    const expected = { "1.13": ["1.13", true, false, false, false, false], "2.6": ["2.6.", true, true, true, true, false], "2.14": ["2.14", true, true, true, true, false] } as const;
    for (const torch of ["2.14", "1.13", "2.6", "1.13", "2.14"] as const) assert.deepEqual(await listOf(text, { torch }), expected[torch]);
  });

  it("has a placeholder for an installed package that this Python cannot import", async () => {
    fs.writeFileSync(path.join(site, "outdated.py"), "import collections\ncollections.Mapping\n");
    const file = write("user.py", "import outdated\ntry:\n    import outdated as again\nexcept ImportError:\n    again = None\ntarget = [type(outdated.x).__name__]\n");
    const result = await load(file);
    assert.ok(result.ok, JSON.stringify(result));
    assert.deepEqual(result.missingPackages, ["outdated"]);
  });

  it("knows numpy.linalg of small matrices and its classes' parameters in brackets", async () => {
    const text = "import numpy as np, torch\nfrom numpy.linalg import norm\na = np.array([[0.0, 2.0], [-4.0, 1.0]])\nq, r = np.linalg.qr(a)\nb = a.copy()\nnp.fill_diagonal(b, 1)\n"
      + "target = [str(v) for v in [norm([3, 4]), norm(a, 1, axis=1).tolist()[1], norm(a.reshape(2, 2, 1), axis=(1, 2)).shape[0], round(np.linalg.det(a), 6), np.linalg.inv(a).tolist()[1][0], np.allclose(q @ r, a), q.tolist()[1][0], np.linalg.solve(a, [2.0, 1.0]).tolist()[0], b.tolist()[1][1], torch.from_numpy(q).det().item() > 0,\n"
      + "  np.dtype[np.float32] is not None, np.ndarray[None, np.number[int]] is not None]]\n";
    assert.deepEqual(await listOf(text), ["5.0", "5.0", "2", "8.0", "0.5", "True", "1.0", "0.0", "1.0", "False", "True", "True"]);
  });

  it("knows numpy's indices of triangles, and holds a dtype of fields", async () => {
    const text = "import numpy as np\nfields = np.dtype([('kind', np.int32), ('atoms', np.int32, 2)])\n"
      + "indices = [*np.triu_indices(3, k=1), *np.triu_indices(2, m=3), *np.tril_indices(2, -1, 4), *np.diag_indices(2), np.triu_indices(1, k=1)[0]]\n"
      + "target = [str(v) for v in [[i.tolist() for i in indices], np.tri(2, 3).tolist(), np.triu_indices(1, k=1)[0].dtype, fields.names, fields == np.dtype('f4'), np.dtype('f4').names]]\n";
    assert.deepEqual(await listOf(text), ["[[0, 0, 1], [1, 2, 2], [0, 0, 0, 1, 1], [0, 1, 2, 1, 2], [1], [0], [0, 1], [0, 1], []]", "[[1.0, 0.0, 0.0], [1.0, 1.0, 0.0]]", "int64", "('kind', 'atoms')", "False", "None"]);
  });

  it("knows numpy.cross and numpy.vectorize", async () => {
    const text = "import numpy as np\na = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.5]])\nnames = np.full([2, 2], '', dtype=object)\nnames[:, 1] = ['a', 'b']\n"
      + "target = [str(v) for v in [np.cross(a, [0.5, -1.0, 2.0]).tolist(), np.cross(a.T, a.T[::-1].copy(), axis=0).tolist()[1], np.cross([1, 2], [3, 4]), np.cross(a[:, None], a[None]).shape,\n"
      + "  np.vectorize({'': 0, 'a': 1, 'b': 2}.get)(names).tolist(), np.vectorize(lambda x, y: x * 2 + y)(np.array([[1.0], [2.0]]), [1, 2]).tolist(), np.vectorize(lambda x: x + 1, otypes=[np.float32])([1, 2]).dtype]]\n";
    assert.deepEqual(await listOf(text), ["[[7.0, -0.5, -2.0], [16.5, -4.75, -6.5]]", "[8.0, 26.25]", "-2", "(2, 2, 3)", "[[0, 1], [0, 2]]", "[[3.0, 4.0], [5.0, 6.0]]", "float32"]);
  });

  it("draws numbers as numpy's generators do, and has the locks of multiprocessing", async () => {
    const text = "import numpy as np, multiprocessing as mp\nfrom multiprocessing import synchronize\nr = np.random.default_rng(3)\nlock = mp.Lock()\nwith lock:\n    busy = lock.acquire(block=False)\n"
      + "again = mp.RLock()\nwith again, again:\n    pass\ng = np.random.Generator(np.random.PCG64(np.random.SeedSequence(1)))\n"
      + "target = [str(v) for v in [r.normal(size=(2, 3)).shape, 0 <= r.integers(4) < 4, g.uniform(np.zeros(2), np.ones(2), size=(2,)).shape, r.exponential(size=3).shape, busy, lock.acquire(), np.isposinf(np.inf), np.random.uniform(low=-1, high=1, size=(2, 2)).shape, np.random.normal(0.0, scale=0.5, size=np.int64(3)).shape, np.random.randint(0, 4, (2, 3)).shape, np.random.choice(5, (2, 2)).shape]]\n";
    assert.deepEqual(await listOf(text), ["(2, 3)", "True", "(2,)", "(3,)", "False", "True", "True", "(2, 2)", "(3,)", "(2, 3)", "(2, 2)"]);
  });

  it("does the work of threads when they are started, and of daemons when they are waited for", async () => {
    const text = "import threading\nfrom concurrent.futures import ThreadPoolExecutor\ntarget = []\nthreading.Thread(target=target.append, args=(1,)).start()\n"
      + "d = threading.Thread(target=target.append, args=(3,), daemon=True)\nd.start()\ntarget.append(2)\nd.join()\nd.join()\nwith ThreadPoolExecutor(2) as pool:\n    target += pool.map(lambda x: x + 1, [3, 4])\ntarget = [str(v) for v in target]\n";
    assert.deepEqual(await listOf(text), ["1", "2", "3", "4", "5"]);
  });

  it("computes with numpy while a model is built", async () => {
    const text = "import numpy as np\na = np.array([10, 13, 16, 30]).reshape(-1, 2) / 8\ntarget = [a.shape[0], a.tolist()[1][1], int(np.prod([3, 4])), np.ceil(2.5), type(np.float32(1)).__name__, isinstance(np.float64(1), float)]\n";
    assert.deepEqual(await listOf(text), [{ i: 2 }, { f: 3.75 }, { i: 12 }, { f: 3 }, "float32", true]);
  });

  it("compares versions as old code does", async () => {
    assert.deepEqual(
      await listOf("from distutils.version import LooseVersion as L\nimport pkg_resources as p\nimport packaging\nparse = packaging.version.parse\ntarget = [L('1.10') > L('1.9'), p.parse_version('1.10') > p.parse_version('1.9'), parse('2.0rc1') < parse('2.0')]\n"),
      [true, true, true],
    );
  });

  it("sees an edit although code is cached", async () => {
    for (const value of ["one", "two", "one"]) {
      write("edited.py", `VALUE = ${JSON.stringify(value)}\n`);
      assert.deepEqual(await listOf("import edited\ntarget = [edited.VALUE]\n"), [value]);
    }
  });

  it("sees what lies beside links that lead out or nowhere", async () => {
    write("linked/beside.py", "VALUE = 'seen'\n");
    fs.symlinkSync(os.homedir(), path.join(root, "linked", "data"));
    fs.symlinkSync(path.join(root, "gone"), path.join(root, "linked", "weights.pt"));
    fs.symlinkSync(path.join(root, "linked", "beside.py"), path.join(root, "linked", "within.py"));
    const text = "import os, beside, within\nhere = os.path.dirname(beside.__file__)\ntarget = [beside.VALUE, within.VALUE, *sorted(n for n in os.listdir(here) if not n.startswith('_'))]\n";
    assert.deepEqual(await listOf(text, { roots: [path.join(root, "linked")] }), ["seen", "seen", "beside.py", "within.py"]);
  });

  it("names the arguments that a constructor needs", async () => {
    const file = write("needs.py", "from torch import nn\nclass Net(nn.Module):\n    def __init__(self, width: int, depth=2):\n        super().__init__()\n");
    const result = await load(file, { asIs: false, name: "Net" });
    assert.ok(!result.ok && "kind" in result.error);
    assert.equal(result.error.kind, "needs-arguments");
    assert.deepEqual(result.error.parameters, [{ name: "width", annotation: "int", default: null }, { name: "depth", annotation: null, default: "2" }]);
    assert.ok((await load(file, { asIs: false, name: "Net", args: { width: 3 } })).ok);
    assert.ok((await load(file, { asIs: false, name: "Net", args: [3] })).ok);
  });

  it("gives the places of an exception of user code", async () => {
    const result = await load(write("raises.py", "from torch import nn\nclass Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.x = nothing\n"), { asIs: false, name: "Net" });
    assert.ok(!result.ok && "frames" in result.error);
    assert.equal(result.error.type, "NameError");
    const last = result.error.frames.at(-1);
    assert.deepEqual([last?.file, last?.line, last?.column, last?.endColumn], [path.join(root, "raises.py"), 5, 17, 24]);
  });

  it("finds what a file means where a name lies both beside it and in the root", async () => {
    const folder = (name: string): string => path.join(root, "twice", name);
    for (const [name, text] of [["utils/layers.py", "K = 1\n"], ["net/utils.py", "K = 2\n"], ["net/beside.py", "K = 3\n"], ["core/__init__.py", ""], ["core/part.py", "K = 4\n"], ["net/core.py", "K = 5\n"]] as const) write(`twice/${name}`, text);
    const cases = [["from utils.layers import K", 1], ["from utils import K", 2], ["from core.part import K", 4], ["from core import K", 5]] as const;
    for (const roots of [[folder("")], [folder("net"), folder("")]]) {
      for (const [line, k] of cases) {
        const file = write("twice/net/model.py", `${line}\nimport beside\ntarget = [K, beside.K]\n`);
        const result = await load(file, { roots, asIs: false });
        assert.ok(result.ok, `${line} ${JSON.stringify(result)}`);
        const list = result.graph.objects.find((o) => o.kind === "list");
        assert.deepEqual(list?.kind === "list" && list.items, [{ i: k }, { i: 3 }], line);
      }
    }
    const neither = await load(write("twice/net/model.py", "from utils import nothing\n"), { asIs: false });
    assert.ok(!neither.ok && "frames" in neither.error && neither.error.message.includes("net/utils.py"), JSON.stringify(neither));
  });

  it("waits for nothing, and names the class that it took", async () => {
    const file = write("waits.py", "import abc, time\nfrom torch import nn\ntime.sleep(900)\nclass Net(nn.Module, abc.ABC):\n    @abc.abstractmethod\n    def forward(self, x): ...\n");
    const result = await load(file, { asIs: false });
    assert.deepEqual([result.ok, result.taken], [false, "Net"]);
  });

  it("gives the place of a syntax error", async () => {
    const result = await load(write("syntax.py", "x = 1\ndef f(:\n"));
    assert.ok(!result.ok && "kind" in result.error);
    assert.deepEqual([result.error.kind, result.error.line], ["syntax", 2]);
  });
});

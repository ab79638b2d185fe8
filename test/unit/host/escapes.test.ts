/** User Python must not reach the host: each attempt of `escapes/attempts.py` has to come to nothing. */
import assert from "node:assert/strict";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { Loader, type LoadRequest } from "../../../server/src/host/loader";

/** What these write or remove seems to be done: it is kept in memory, over the disk. */
const KEPT = new Set(["write_root", "append_root", "rename_root", "unlink_root", "mkdir_root", "open_for_both", "low_level_truncate", "low_level_create", "remove_tree", "temporary_file", "log_file", "database"]);

const onDisk = (folder: string): Record<string, string> => Object.fromEntries(fs.readdirSync(folder, { withFileTypes: true, recursive: true }).map((e) => {
  const file = path.join(e.parentPath, e.name);
  return [file, e.isFile() ? fs.readFileSync(file, "latin1") : ""];
}));

describe("the sealed interpreter", function () {
  this.timeout(60_000);
  let base: string;
  let root: string;
  let mark: string;
  let server: net.Server;
  let connections = 0;
  let loader: Loader;

  const request = (file: string, more: Partial<LoadRequest> = {}): LoadRequest => ({
    file, asIs: true, roots: [root], folders: [], sitePackages: [], torch: "2.14", overlays: new Map(), timeLimit: 20_000, memoryLimit: 512, ...more,
  });
  const write = (name: string, text: string): string => {
    const file = path.join(root, name);
    fs.writeFileSync(file, text);
    return file;
  };

  before(async () => {
    process.env["SECRET_TOKEN"] = "not to be seen";
    base = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "lens-escapes-")));
    root = path.join(base, "workspace");
    mark = path.join(base, "mark");
    for (const folder of [root, mark, `${root}-secret`]) fs.mkdirSync(folder);
    fs.writeFileSync(path.join(`${root}-secret`, "key"), "secret");
    fs.writeFileSync(path.join(root, "README.md"), "unchanged");
    if (process.platform !== "win32") {
      fs.symlinkSync("/etc/hostname", path.join(root, "evil_link"));
      fs.symlinkSync("/etc", path.join(root, "evil_folder"));
    }
    server = net.createServer((socket) => { connections++; socket.destroy(); });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    loader = Loader.create({ torch: "2.14", memoryLimit: 512 });
  });
  after(async () => {
    delete process.env["SECRET_TOKEN"];
    await loader.dispose();
    server.close();
    fs.rmSync(base, { recursive: true, force: true });
  });

  for (const name of ["attempts.py", "more.py"]) it(`stops every attempt to reach the host (${name})`, async () => {
    const source = fs.readFileSync(path.join(__dirname, "escapes", name), "utf8");
    const port = (server.address() as net.AddressInfo).port;
    const file = write(name, source.replace("@PORT@", String(port)).replace("@MARK@", mark).replace("@HOST@", os.hostname()).replace("@HOME@", os.homedir()));
    const before = onDisk(base);
    const result = await loader.load(request(file));
    assert.ok(result.ok, JSON.stringify(result));
    const { graph } = result;
    assert.ok(typeof graph.root === "object" && graph.root !== null && "o" in graph.root);
    const list = graph.objects[graph.root.o];
    assert.ok(list?.kind === "list");
    const outcomes = list.items.map(String);
    assert.equal(outcomes.length, (source.match(/^@attempt$/gm) ?? []).length, "every attempt was made");
    const breaches = outcomes.filter((o) => o.includes(": reached") && !KEPT.has(o.split(":")[0] ?? ""));
    if (process.env["DEBUG_ESCAPES"]) console.log(outcomes.join("\n"));
    assert.deepEqual(breaches, []);
    assert.equal(connections, 0, "nothing connected");
    assert.deepEqual(fs.readdirSync(mark), [], "no process ran");
    assert.deepEqual(onDisk(base), before, "no file was made, changed or removed");
  });

  it("leaves nothing of one load to the next", async () => {
    const first = write("first.py", "import builtins, math, os, sys, torch\nbuiltins.LEFT = 1\nmath.pi = 3\ntorch.LEFT = 1\nopen('/tmp/left', 'w').write('x')\nopen('left', 'w').write('x')\nos.remove('README.md')\nsys.modules.clear()\ntarget = [1]\n");
    await loader.load(request(first));
    const second = write("second.py", "import builtins, math, os, torch\ntarget = [hasattr(builtins, 'LEFT'), math.pi == 3, hasattr(torch, 'LEFT'), os.path.exists('/tmp/left'), os.path.exists('left'), not os.path.exists('README.md')]\n");
    const result = await loader.load(request(second));
    assert.ok(result.ok, JSON.stringify(result));
    const list = result.graph.objects[(result.graph.root as { o: number }).o];
    assert.ok(list?.kind === "list");
    assert.deepEqual(list.items, [false, false, false, false, false, false]);
  });

  it("keeps changes of the standard library's files from the next load", async () => {
    await loader.load(request(write("first.py", "open('/lib/python314.zip', 'r+b').write(b'broken')\ntarget = [1]\n")));
    const result = await loader.load(request(write("second.py", "target = [open('/lib/python314.zip', 'rb').read(2) == b'PK']\n")));
    assert.ok(result.ok, JSON.stringify(result));
    const list = result.graph.objects[(result.graph.root as { o: number }).o];
    assert.ok(list?.kind === "list");
    assert.deepEqual(list.items, [true]);
  });

  it("gives the next load its standard streams back", async () => {
    for (const text of ["import os\nos.close(os.dup(1))\nos.close(0)\nos.close(1)\n", "import os\nfd = os.dup(1)\nnull = os.open(os.devnull, os.O_WRONLY)\nos.dup2(null, 1)\nos.close(fd)\n", "open('/dev/stdin').read()\n"]) {
      await loader.load(request(write("first.py", `${text}target = [1]\n`)));
      const result = await loader.load(request(write("second.py", "import os, sys\nfd = os.dup(1)\nos.close(fd)\nsys.__stdout__.write('x')\ntarget = [1]\n")));
      assert.ok(result.ok, JSON.stringify(result));
    }
  });

  const stopped: [name: string, text: string, kinds: string[]][] = [
    ["an endless Python loop", "while True:\n    pass\n", ["timeout"]],
    ["a loop that swallows the interrupt", "while True:\n    try:\n        while True: pass\n    except BaseException: pass\n", ["timeout"]],
    ["an endless loop in C", "import itertools\nsum(itertools.repeat(0))\n", ["timeout"]],
    ["too much memory", "a = []\nwhile True:\n    a.append(bytearray(1 << 24))\n", ["memory", "lost"]],
    ["the end of the process", "import os\nos._exit(3)\n", ["lost"]],
    ["an abort", "import os\nos.abort()\n", ["lost"]],
    ["a loop in C whose interrupt is swallowed", "import itertools\nwhile True:\n    try:\n        sum(itertools.repeat(0))\n    except BaseException:\n        pass\n", ["timeout"]],
    ["a regular expression without end", "import re\nre.match('(a*)*b', 'a' * 60)\n", ["timeout"]],
    ["a number without end", "10 ** 10 ** 10\n", ["timeout", "memory"]],
    ["a handler that ignores the interrupt", "import signal\nsignal.signal(signal.SIGINT, lambda *a: None)\nwhile True:\n    pass\n", ["timeout"]],
    ["a finaliser without end", "class A:\n    def __del__(self):\n        while True: pass\na = A()\ndel a\n", ["timeout"]],
    ["recursion with a raised limit", "import sys\nsys.setrecursionlimit(10 ** 9)\ndef f():\n    return f()\nf()\n", ["lost", "memory", "exception RecursionError", "exception MemoryError"]],
    ["deep nesting in C", "import sys\nsys.setrecursionlimit(10 ** 9)\na = []\nfor _ in range(10 ** 6): a = [a]\nrepr(a)\n", ["lost", "memory", "exception RecursionError", "exception MemoryError"]],
    ["one huge text", "'x' * (1 << 31)\n", ["memory", "lost", "exception OverflowError"]],
    ["a list that grows in C", "list(iter(int, 1))\n", ["memory", "lost", "timeout"]],
    ["files without end", "with open('/tmp/big', 'wb') as out:\n    while True:\n        out.write(b'x' * (1 << 20))\n", ["exception OSError", "lost", "memory"]],
    ["many files", "i = 0\nwhile True:\n    i += 1\n    open(f'/tmp/f{i}', 'wb').write(b'x' * (1 << 18))\n", ["exception OSError", "lost", "memory", "timeout"]],
    ["a file without end beside the model", "with open('big', 'wb') as out:\n    while True:\n        out.write(b'x' * (1 << 20))\n", ["exception OSError"]],
    ["folders without end beside the model", "import os\ni = 0\nwhile True:\n    i += 1\n    os.mkdir(f'd{i}')\n", ["exception OSError"]],
    ["a file with a hole", "with open('big', 'wb') as out:\n    out.seek(1 << 40)\n    out.write(b'x')\n", ["exception OSError"]],
    ["broken builtins", "import builtins\nfor name in list(vars(builtins)):\n    if not name.startswith('_'):\n        delattr(builtins, name)\ntarget = 1\nnothing\n", ["not-loadable"]],
    ["a broken json", "import json\njson.dumps = json.loads = None\nraise ValueError('x')\n", ["exception ValueError"]],
    ["an answer of its own", "import lens.run, json\njson.dumps = lambda *a, **k: 'no json'\nraise ValueError\n", ["exception ValueError"]],
    ["a graph of its own", "import lens.dump\nlens.dump.Dumper.run = lambda *a: '{broken'\ntarget = [1]\n", ["lost"]],
    ["an exception that cannot be printed", "class E(BaseException):\n    def __str__(self): raise self\n    __repr__ = __str__\nraise E\n", ["exception E"]],
    ["the end of the process by an exception", "raise SystemExit(3)\n", ["exception SystemExit"]],
    ["a module that removes itself and all others", "import sys\nsys.modules.clear()\nsys.path.clear()\nsys.meta_path.clear()\nraise ValueError('x')\n", ["not-loadable"]],
    ["tracing that raises", "import sys\ndef t(*a): raise ValueError('x')\nsys.settrace(t)\nsys.setprofile(t)\ndef f(): pass\nf()\n", ["exception ValueError", "lost"]],
  ];
  for (const [name, text, kinds] of stopped) {
    it(`says so and goes on after ${name}`, async () => {
      const result = await loader.load(request(write("stopped.py", text), { timeLimit: kinds.includes("timeout") ? 1500 : 15_000 }));
      assert.ok(!result.ok);
      const kind = "kind" in result.error ? result.error.kind : (result.error.limit ?? `exception ${result.error.type}`);
      assert.ok(kinds.includes(kind), `${kind}: ${JSON.stringify(result.error)}`);
      const next = await loader.load(request(write("after.py", "import torch\ntarget = torch.nn.Linear(2, 3)\n")));
      assert.ok(next.ok, JSON.stringify(next));
    });
  }
});

/** A load that begins where an earlier one of the same file paused gives what one from nothing gives. */
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { Loader, type LoadRequest, type LoadResult } from "../../../server/src/host/loader";
import type { GValue } from "../../../server/src/host/objectGraph";

/** Its `token` is another one each time it is executed. */
const HELPER = "import os\ntoken = os.urandom(8).hex()\nitems = []\n";
const FILE = "import helper\n\ndef made():\n    return [helper.token, len(helper.items)]\n\ntarget = made()\n";

describe("the pause of a load", function () {
  this.timeout(60_000);
  let root: string;
  let loader: Loader;
  let file: string;

  const write = (name: string, text: string): string => {
    fs.writeFileSync(path.join(root, name), text);
    return path.join(root, name);
  };
  const load = (more: Partial<LoadRequest> = {}): Promise<LoadResult> => loader.load({
    file, asIs: true, roots: [root], folders: [], sitePackages: [], torch: "2.14", overlays: new Map(), timeLimit: 20_000, memoryLimit: 512, ...more,
  });
  /** The items of the list that is `target`. */
  const items = async (text?: string, more: Partial<LoadRequest> = {}): Promise<readonly GValue[]> => {
    const result = await load({ ...more, overlays: new Map([...(more.overlays ?? []), ...(text === undefined ? [] : [[file, text] as const])]) });
    assert.ok(result.ok, JSON.stringify(result));
    const { root: value, objects } = result.graph;
    const list = typeof value === "object" && value !== null && "o" in value ? objects[value.o] : undefined;
    assert.ok(list?.kind === "list");
    return list.items;
  };
  /** Loads the file twice, so that the next load can begin at the pause. */
  const paused = async (text: string): Promise<GValue | undefined> => {
    write("case.py", text);
    await items();
    return (await items())[0];
  };

  beforeEach(() => {
    root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "lens-pause-")));
    file = path.join(root, "case.py");
    write("helper.py", HELPER);
  });
  afterEach(() => { fs.rmSync(root, { recursive: true, force: true }); });
  before(() => { loader = Loader.create({ torch: "2.14", memoryLimit: 512 }); });
  after(async () => { await loader.dispose(); });

  it("is begun at after edits of the file's own functions, of which nothing stays", async () => {
    const token = await paused(FILE);
    const edited = FILE.replace("return [", "helper.items.append(1)\n    return [");
    assert.deepEqual(await items(edited), [token, { i: 1 }]);
    assert.deepEqual(await items(edited), [token, { i: 1 }]);
    assert.deepEqual(await items(FILE), [token, { i: 0 }]);
    write("case.py", FILE.replace("return [", "return [helper.token, "));
    assert.deepEqual(await items(), [token, token, { i: 0 }]);
  });

  it("serves every name of the file", async () => {
    const token = await paused(`${FILE}other = [helper.token, 7]\n`);
    assert.deepEqual(await items(undefined, { name: "other" }), [token, { i: 7 }]);
  });

  it("is not begun at once what was imported has changed", async () => {
    const token = await paused(FILE);
    const overlays = new Map([[path.join(root, "helper.py"), `${HELPER}items.append(0)\n`]]);
    assert.deepEqual((await items(undefined, { overlays }))[1], { i: 1 });
    assert.notEqual((await items())[0], token);
    write("helper.py", `${HELPER}items += [0, 0, 0]\n`);
    assert.deepEqual((await items())[1], { i: 3 });
  });

  it("is not begun at once something is there that was looked for", async () => {
    write("helper.py", `${HELPER}if os.path.exists(os.path.join(os.path.dirname(__file__), "flag")):\n    items.append(0)\ntry:\n    import later\nexcept ImportError:\n    pass\nelse:\n    items.append(later.x)\n`);
    assert.deepEqual(await paused(FILE).then(() => items()).then((found) => found[1]), { i: 0 });
    write("flag", "");
    assert.deepEqual((await items())[1], { i: 1 });
    assert.deepEqual((await items(undefined, { overlays: new Map([[path.join(root, "later.py"), "x = 1\n"]]) }))[1], { i: 2 });
    fs.rmSync(path.join(root, "flag"));
    assert.deepEqual((await items())[1], { i: 0 });
  });

  it("is not begun at where the start of the file reads otherwise", async () => {
    const token = await paused(FILE);
    const before = await items(`import helper\nhelper.items.append(5)\n${FILE}`);
    assert.notEqual(before[0], token);
    assert.deepEqual(before[1], { i: 1 });
    // what stood at the top belongs to a statement or a text that goes on
    const open = FILE.replace("import helper\n", "import helper\nif not helper.token:\n    helper.items.append(1)\n");
    await paused(open);
    assert.deepEqual((await items(open.replace("\n\ndef", "\nelse:\n    helper.items.extend([1, 2])\n\ndef")))[1], { i: 2 });
    await paused(FILE);
    const error = await load({ overlays: new Map([[file, FILE.replace("\ndef", "\n  def")]]) });
    assert.ok(!error.ok && "kind" in error.error && error.error.kind === "syntax" && error.error.line === 3, JSON.stringify(error));
    assert.equal((await items(FILE)).length, 2);
  });

  it("keeps what the start of a file says of the rest", async () => {
    const annotated = `# -*- coding: latin-1 -*-\nfrom __future__ import annotations\nimport helper\n\nclass A:\n    x: Missing = 1\n\ndef made() -> Absent:\n    return [helper.token, "\u00e9", str(A.__annotations__), made.__code__.co_firstlineno]\n\ntarget = made()\n`;
    fs.writeFileSync(file, annotated, "latin1");
    const first = await items();
    assert.deepEqual(first.slice(1), ["\u00e9", "{'x': 'Missing'}", { i: 8 }]);
    const second = await items();
    assert.deepEqual(await items(), second);
    const text = '"""\ndef shown(): in a text\n"""\nimport helper, sys\nx: int = 1\n\nclass B: pass\n\ny: str = ""\ntarget = [helper.token, __doc__, str(sys.modules[__name__].__annotations__)]\n';
    await paused(text);
    assert.deepEqual((await items()).slice(1), ["\ndef shown(): in a text\n", "{'x': <class 'int'>, 'y': <class 'str'>}"]);
  });

  it("is none where the file was read by others, or files were written", async () => {
    write("helper.py", `${HELPER}items += open(os.path.join(os.path.dirname(__file__), "case.py")).read().count("#") * [0]\n`);
    await paused(FILE);
    assert.deepEqual((await items(`${FILE}# one\n# two\n`))[1], { i: 2 });
    write("helper.py", `${HELPER}open("counted", "a").write("x")\nitems += open("counted").read()\n`);
    const token = await paused(FILE);
    const next = await items();
    assert.deepEqual(next[1], { i: 1 });
    assert.notEqual(next[0], token);
  });

  it("keeps files open that were opened by then", async () => {
    write("data.txt", "abcdef");
    write("helper.py", `${HELPER}source = open("data.txt")\nsource.read(2)\n`);
    const text = FILE.replace("len(helper.items)", "helper.source.read(2)");
    const token = await paused(text);
    for (const edit of ["# 1", "# 2"]) assert.deepEqual(await items(`${text}${edit}\n`), [token, "cd"]);
  });

  it("tells of what was imported as the file has left it", async () => {
    write("helper.py", `import typing
import torch

limit = 3
Number = int
table: typing.List[int] = [1]

class Part(torch.nn.Module):
    size: Number = 2

    def forward(self, x):
        return self.more(x) * limit + other(x)

    def more(self, x, by: "Number" = 2):
        return x * by + len(table)

    @property
    def wide(self) -> Number:
        return self.size

def other(x, by: Number = 2, *, plus=1):
    return torch.nn.functional.relu(x) * by + plus

def counted():
    def inner(x):
        return x + limit
    return inner

inner = counted()
`);
    const text = `import builtins, torch
import helper

class Whole(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.part = helper.Part()

    def forward(self, x):
        return self.part(x) + helper.other(x) + helper.inner(x)

def change():
    pass

change()
target = Whole()
`;
    write("case.py", text);
    const apart = Loader.create({ torch: "2.14", memoryLimit: 512 });
    try {
      const graph = async (from: Loader, edited: string): Promise<string> => {
        const result = await from.load({ file, asIs: true, roots: [root], folders: [], sitePackages: [], torch: "2.14", overlays: new Map([[file, edited]]), timeLimit: 20_000, memoryLimit: 512 });
        assert.ok(result.ok, JSON.stringify(result));
        return JSON.stringify(result.graph);
      };
      for (let i = 0; i < 3; i++) await graph(loader, text);
      const whole = await graph(loader, text);
      for (const change of [
        "helper.limit = 4", "helper.Number = float", "del helper.limit", "helper.len = helper.counted", "builtins.limit = 1; del helper.limit", "helper.other.__defaults__ = (5,)", "helper.other.__kwdefaults__['plus'] = 2",
        "helper.other.__annotations__['x'] = int", "helper.other.mark = 1", "helper.other.__code__ = (lambda x: x).__code__", "helper.other.__name__ = 'otherwise'", "helper.Part.size = 4", "helper.Part.more = lambda self, x: x",
        "helper.Part.__annotations__['size'] = str", "helper.inner.__closure__; helper.inner = helper.counted()", "torch.nn.functional.relu = torch.nn.functional.gelu", "helper.table.append(2)", "helper.table = 5",
        "torch.jit.ignore(helper.other)", "exec('import torch\\n@torch.jit._overload\\ndef other(x: int): ...', {'__name__': 'helper'})",
      ]) {
        const edited = text.replace("pass", change);
        const made = await graph(loader, edited);
        await apart.load({ file: path.join(root, "helper.py"), name: "Part", asIs: true, roots: [root], folders: [], sitePackages: [], torch: "2.14", overlays: new Map(), timeLimit: 20_000, memoryLimit: 512 });
        assert.equal(made, await graph(apart, edited), change);
        if (!change.includes("table.append")) assert.notEqual(made, whole, change);
      }
      assert.equal(await graph(loader, text), whole);
    } finally {
      await apart.dispose();
    }
  });
});

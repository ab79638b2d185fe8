/** Compiling again after an edit gives just what compiling from nothing gives, and does little of it again. */
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import v8 from "node:v8";
import vm from "node:vm";
import { Loader } from "../../../server/src/host/loader";
import { loadParserParts } from "../../../server/src/host/parserParts";
import { operatorFacts } from "../../../server/src/project/environment";
import { Sources } from "../../../server/src/project/engine";
import type { CompileResult } from "../../../server/src/script/api";
import { compile, newMemory } from "../../../server/src/script/compile";
import { initParser } from "../../../server/src/syntax/parser";

const MODEL = `
import math
import warnings
from enum import Enum
from typing import Dict, List, NamedTuple, Optional
import torch
import torch.nn as nn
import torch.nn.functional as F


class Mode(Enum):
    FAST = 0
    SLOW = 1


class Point(NamedTuple):
    x: torch.Tensor
    y: int


class Counter:
    def __init__(self, n: int):
        self.n = n

    def up(self) -> int:
        self.n += 1
        return self.n


def scale(x, by: float = 2.0):
    return x * by


def shared(x, n: int):
    if n > 3:
        return scale(x)
    return scale(x, 0.5)


def make(x) -> Point:
    return Point(x, 3)


@torch.jit.ignore
def outside(x):
    # type: (torch.Tensor) -> torch.Tensor
    return x


class Block(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.conv = nn.Conv2d(n, n, 3, padding=1)
        self.bn = nn.BatchNorm2d(n)
        self.act = nn.SiLU()
        self.scale = scale
        self.mode = Mode.FAST

    def helper(self, x, k: int):
        return shared(x, k)

    def forward(self, x):
        y = self.act(self.bn(self.conv(x)))
        if self.mode == Mode.FAST:
            y = self.helper(y, 1)
        return self.scale(y)


class Choice(nn.Module):
    @torch.jit._overload_method
    def pick(self, x: int):
        pass

    @torch.jit._overload_method
    def pick(self, x: str):
        pass

    def pick(self, x):
        return x

    def forward(self, x):
        return self.pick(1), self.pick("a"), x


class Up(nn.Module):
    def forward(self, x):
        return F.interpolate(x, scale_factor=2.0, mode="nearest")


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.blocks = nn.ModuleList([Block(4), Block(4), Block(8)])
        self.up = Up()
        self.choice = Choice()
        self.names: Dict[str, int] = {"a": 1}

    @torch.jit.export
    def count(self) -> int:
        c = Counter(3)
        return c.up()

    def unused_helper(self, x):
        return self.names[x]

    def pointed(self, x):
        return make(x)

    def forward(self, x):
        for i, b in enumerate(self.blocks):
            if i < 2:
                x = b(x)
        if x.shape[0] > 100:
            warnings.warn("large")
        p = self.pointed(x)
        a, b, _ = self.choice(x)
        print(a, b)
        return outside(self.up(p.x)), p.y, math.pi
`;

/** Each is applied to what the ones before it have made; a text twice is put back. */
const EDITS: readonly (readonly [string, string])[] = [
  ["", ""],
  ["        y = self.act(self.bn", "        # a comment\n        y = self.act(self.bn"],
  ["        return shared(x, k)", "        return shared(x, k) + self.nothing"],
  [" + self.nothing", ""],
  ["    return x * by", "    return [x * by]"],
  ["    return [x * by]", "    return x * by"],
  ["    if n > 3:\n", "    if n > 3:\n        print(n)\n"],
  ["        return shared(x, k)", "        return torch.sigmoid(shared(x, k))"],
  ["        return x\n\n    def forward(self, x):\n        return self.pick", "        return [x]\n\n    def forward(self, x):\n        return self.pick"],
  ["        return [x]\n\n    def forward", "        return x\n\n    def forward"],
  ["        return self.names[x]", "        return self.names[str(x)] + math.floor(2.5)"],
  ["        return Point(x, 3)", "        return Point(x, 4)"],
  ["    return Point(x, 3)", "    return Point(x, 'four')"],
  ["'four'", "4"],
  ["        self.n += 1\n", "        self.n += 2\n"],
  ["self.blocks = nn.ModuleList([Block(4), Block(4), Block(8)])", "self.blocks = nn.ModuleList([Block(4), Block(8)])"],
  ["            if i < 2:\n", "            if i < 1:\n"],
  ["mode=\"nearest\")", "mode=\"bilinear\", align_corners=False)"],
  ["def scale(x, by: float = 2.0)", "def scale(x, by: float = 3.0)"],
  ["warnings.warn(\"large\")", "warnings.warn(\"very large\")"],
  ["import math\n", "import math\n\n\n"],
  ["        p = self.pointed(x)", "        p = self.pointed(x, 2)"],
  ["self.pointed(x, 2)", "self.pointed(x)"],
  // warnings whose place is in a class body or at a decorator
  ["class Block(nn.Module):\n", "class Block(nn.Module):\n    __constants__ = [\"gone\", \"conv\"]\n\n"],
  ["import math\n", "import math\n\n"],
  ["@torch.jit.ignore\ndef outside(x)", "@torch.jit.ignore(True)\ndef outside(x)"],
  ["import math\n", "import math\n# moved\n"],
  ["        y = self.act(self.bn", "        # another\n        y = self.act(self.bn"],
];

const shown = (r: CompileResult, file: string): unknown => ({
  verdict: r.verdict, kind: r.kind, diagnostics: r.diagnostics, log: r.log.entries.map(({ time: _time, duration: _duration, ...e }) => e), types: r.types.inFile(file),
  methods: r.methods, printed: r.printed(),
});

/** Where two plain values first differ; null if nowhere. */
function firstDifference(a: unknown, b: unknown, at = ""): string | null {
  if (Object.is(a, b)) return null;
  if (typeof a !== "object" || typeof b !== "object" || !a || !b) return `${at}: ${JSON.stringify(a)} for ${JSON.stringify(b)}`;
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const found = firstDifference((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key], `${at}.${key}`);
    if (found !== null) return found;
  }
  return null;
}

/** How many of these are still held after a garbage collection. */
async function held(refs: readonly WeakRef<object>[]): Promise<number> {
  v8.setFlagsFromString("--expose-gc");
  const collect = vm.runInNewContext("gc") as () => void;
  // what was looked at in this turn of the event loop is kept until the next
  await new Promise(setImmediate);
  collect();
  return refs.filter((r) => r.deref()).length;
}

describe("compile memory", () => {
  for (const torch of ["1.13", "2.14"] as const) {
    it(`gives after every edit what a compilation from nothing gives (torch ${torch})`, async function () {
      this.timeout(120_000);
      await initParser(loadParserParts());
      const folder = fs.mkdtempSync(path.join(os.tmpdir(), "memory-"));
      const file = path.join(folder, "net.py");
      const loader = Loader.create({ torch, memoryLimit: 1024 });
      const sources = new Sources();
      const memory = newMemory();
      const counts: { repeated: number; compiled: number }[] = [];
      const results: WeakRef<object>[] = [];
      let most = 0;
      try {
        let text = MODEL;
        fs.writeFileSync(file, text);
        for (const [from, to] of EDITS) {
          if (!text.includes(from)) continue;
          text = text.replace(from, to);
          sources.overlays.set(file, text);
          const loaded = await loader.load({ file, name: "Net", asIs: false, roots: [folder], folders: [folder], sitePackages: [], torch, overlays: sources.overlays, timeLimit: 20_000, memoryLimit: 1024 });
          assert.ok(loaded.ok, JSON.stringify(loaded));
          const request = { graph: loaded.graph, torch, facts: operatorFacts(torch), sources, print: false };
          const again = compile({ ...request, memory });
          results.push(new WeakRef(again.log.entries));
          assert.equal(firstDifference(shown(again, file), shown(compile(request), file)), null, `after: ${to}`);
          counts.push(memory.counts);
          most = Math.max(most, await held(results));
        }
      } finally {
        await loader.dispose();
        fs.rmSync(folder, { recursive: true });
      }
      assert.equal(counts[0]?.repeated, 0);
      assert.ok(most < 5, `${most} compilations are held at once`);
      const [, comment] = counts;
      assert.ok(comment && comment.repeated > comment.compiled, JSON.stringify(counts));
    });
  }
});

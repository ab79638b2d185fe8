/** What is copied of the turns of an unrolled loop is what emitting them anew gives. */
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { Engine } from "../../../server/src/project/engine";
import { Turns } from "../../../server/src/script/emit/turns";

const model = (forward: string): string => `import torch
import torch.nn as nn


class Scale(nn.Module):
    def __init__(self, k):
        super().__init__()
        self.k = k

    def forward(self, x):
        return x * self.k


class Shift(nn.Module):
    def __init__(self, k):
        super().__init__()
        self.k = k

    def forward(self, x):
        return x + self.k


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.ModuleList([Scale(1), Shift(2), Scale(1.5), Shift(3), nn.ReLU()])
        self.b = nn.ModuleList([nn.ModuleList([Scale(2), Shift(3)]) for _ in range(3)])

    def forward(self, x):
${forward.replace(/^/gm, "        ")}
        return x
`;

const BODIES: Readonly<Record<string, string>> = {
  "names of comprehensions": "t = [x]\nfor m in self.a:\n    t = [m(q) for q in t]\n    x = x + t[0]",
  "modules of several classes": "for m in self.a:\n    if isinstance(m, Shift):\n        x = x + m.k\n    y = m(x)\n    if hasattr(m, 'k'):\n        y = y * m.k\n    x = y",
  "loops in loops": "for ms in self.b:\n    for m in ms:\n        x = m(x)\n    for m in self.a:\n        x = m(x)\n        x = x.relu()",
  "modules that a turn leaves, behind an error": "self.nothing(x)\nlast = self.a[0]\nfor ms in self.b:\n    for m in ms:\n        x = m(x)\n        last = m\n    x = last(x)\nx = last(x)",
  "an error in one turn": "for m in self.a:\n    x = m(x)\n    x = x * m.k\n    x = m(x)",
};

describe("turns of unrolled loops", function () {
  this.timeout(120_000);
  let engine: Engine;
  let folder: string;
  const own = Object.getOwnPropertyDescriptor(Turns.prototype, "emit");
  before(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "turns-"));
    engine = await Engine.create({ folders: [folder], roots: [], sitePackages: [], torch: "2.14", timeLimit: 60, memoryLimit: 1024 });
  });
  afterEach(() => { if (own) Object.defineProperty(Turns.prototype, "emit", own); });
  after(async () => {
    await engine.dispose();
    fs.rmSync(folder, { recursive: true });
  });

  for (const [name, forward] of Object.entries(BODIES)) {
    it(name, async () => {
      const file = path.join(folder, "net.py");
      fs.writeFileSync(file, model(forward));
      engine.sources.invalidate();
      const answer = async (): Promise<unknown> => {
        const { report, flow } = await engine.ask({ target: "net", file, name: "Net", print: true, fixes: false });
        return { verdict: report.verdict, diagnostics: report.diagnostics, methods: report.methods, flow: await flow?.("") };
      };
      const copied = await answer();
      let turns = 0;
      Turns.prototype.emit = (body): void => { turns++; body(); };
      assert.deepEqual(copied, await answer());
      assert.ok(turns > 4);
    });
  }
});

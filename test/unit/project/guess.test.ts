/** What an edit inside a function leads to is told from the last load, or not told at all; a load agrees. */
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { Engine, type Question } from "../../../server/src/project/engine";
import { parse } from "../../../server/src/syntax/parser";

const MODEL = `import math
import torch
import torch.nn as nn

LIMIT = 3


def helper(x):
    return x * LIMIT


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(2, 2)

    def other(self, x):
        return torch.relu(x) * math.pi

    def forward(self, x):
        y = self.fc(x)
        return helper(y)
`;

describe("guesses after an edit", function () {
  this.timeout(60_000);
  let engine: Engine;
  let folder: string;
  let file: string;
  let question: Question;
  before(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "guess-"));
    file = path.join(folder, "net.py");
    fs.writeFileSync(file, MODEL);
    engine = await Engine.create({ folders: [folder], roots: [], editing: true, sitePackages: [], torch: "2.14", timeLimit: 20, memoryLimit: 1024 });
    question = { target: "net.py:Net", file, name: "Net", print: false, fixes: false };
  });
  after(async () => {
    await engine.dispose();
    fs.rmSync(folder, { recursive: true });
  });

  const edited = async (from: string, to: string): Promise<{ guessed: string[] | undefined; loaded: string[] }> => {
    engine.sources.adopt(parse(file, MODEL));
    engine.sources.overlays.set(file, MODEL);
    await engine.ask(question);
    const source = engine.sources.get(file);
    for (const _ of engine.expectEdits(question)) assert.equal(engine.sources.overlays.get(file), MODEL, "what was rehearsed is taken back");
    assert.equal(engine.sources.get(file), source);
    assert.ok(MODEL.includes(from));
    const text = MODEL.replace(from, to);
    engine.sources.overlays.set(file, text);
    const said = (diagnostics: readonly { rule: string; range: { start: { line: number; character: number } } }[]): string[] => diagnostics.map((d) => `${d.rule} ${d.range.start.line}:${d.range.start.character}`);
    const guess = engine.guess(question);
    engine.sources.invalidate(); // or no load would be needed
    return { guessed: guess && said(guess.report.diagnostics), loaded: said((await engine.ask(question)).report.diagnostics) };
  };

  for (const [what, from, to] of [
    ["an error in forward", "        return helper(y)", "        return helper(y).nothing"],
    ["an error below new lines", "        y = self.fc(x)\n", "        # one\n        # two\n        y = self.fc(x) + self.nothing\n"],
    ["an error in a helper", "    return x * LIMIT", "    z = x.nothing\n    return z"],
    ["a name of another function", "        return helper(y)", "        return torch.relu(y) * math.pi"],
    ["a method of its own", "        return helper(y)", "        return self.other(y)"],
    ["nothing wrong", "        y = self.fc(x)\n", "        y = self.fc(x)\n        y = y + 1\n"],
  ] as const) {
    it(`tells of ${what}`, async () => {
      const { guessed, loaded } = await edited(from, to);
      assert.deepEqual(guessed, loaded);
    });
  }

  it("are rehearsed without a trace in graph and code", async () => {
    engine.sources.overlays.set(file, MODEL);
    const fresh = { ...question, inputs: [] }; // nothing was rehearsed for it yet
    const answer = await engine.ask(fresh);
    const printed = await answer.printed?.();
    let steps = 0;
    for (const _ of engine.expectEdits(fresh)) {
      engine.takeBack(fresh);
      assert.deepEqual(await answer.printed?.(), printed);
      steps++;
    }
    assert.ok(steps > 1);
  });

  describe("and a load to confirm them", () => {
    const RUNS = `import json
import os
import torch.nn as nn


def width():
    with open(os.path.join(os.path.dirname(__file__), "width.json")) as text:
        return json.load(text)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(2, width())

    def forward(self, x):
        y = self.fc(x)
        return y
`;
    let runs: Question;
    let data: string;
    const after = async (from: string, to: string): Promise<{ loads: boolean; answer: Awaited<ReturnType<Engine["ask"]>> }> => {
      engine.sources.overlays.set(runs.file, RUNS);
      await engine.ask(runs);
      engine.sources.overlays.set(runs.file, RUNS.replace(from, to));
      const guess = engine.guess(runs);
      const answer = await engine.ask(runs);
      return { loads: guess !== answer, answer };
    };
    before(() => {
      runs = { target: "runs.py:Net", file: path.join(folder, "runs.py"), name: "Net", print: false, fixes: false };
      data = path.join(folder, "width.json");
      fs.writeFileSync(runs.file, RUNS);
      fs.writeFileSync(data, "3");
    });

    it("need none where what was edited did not run", async () => {
      const { loads, answer } = await after("        return y\n", "        return y.nothing\n");
      assert.ok(!loads);
      assert.equal(answer.report.diagnostics[0]?.rule, "unknown-attribute");
    });

    it("need one where it ran", async () => {
      assert.ok((await after("json.load(text)", "json.load(text) + 1")).loads);
    });

    it("need one where something changed on the disk", async () => {
      await after("        return y\n", "        return y + 1\n");
      engine.sources.invalidate(data);
      const guess = engine.guess(runs);
      assert.ok(guess && (await engine.ask(runs)) !== guess);
    });

    it("need none where the file was only saved", async () => {
      const guess = (await after("        return y\n", "        return y + 1\n")).answer;
      fs.writeFileSync(runs.file, RUNS.replace("        return y\n", "        return y + 1\n"));
      engine.sources.invalidate(runs.file);
      assert.equal(await engine.ask(runs), guess);
      fs.writeFileSync(runs.file, RUNS);
    });

    it("need none where an edit was taken back", async () => {
      const { answer } = await after("        return y\n", "        return y.nothing\n");
      engine.sources.overlays.set(runs.file, RUNS);
      const guess = engine.guess(runs);
      assert.ok(guess && guess !== answer && (await engine.ask(runs)) === guess);
      assert.equal(guess.report.verdict, "ok");
    });

    it("are told from the load before one that failed", async () => {
      const failing = RUNS.replace("json.load(text)", "json.load(text).nothing");
      const { answer } = await after("json.load(text)", "json.load(text).nothing");
      assert.equal(answer.report.diagnostics[0]?.rule, "load-exception");
      engine.sources.overlays.set(runs.file, failing.replace("        return y\n", "        return y.nothing\n"));
      assert.deepEqual(engine.guess(runs)?.report.diagnostics.map((d) => d.rule), ["unknown-attribute"]);
      assert.deepEqual((await engine.ask(runs)).report.diagnostics.map((d) => d.rule), ["load-exception"]);
      engine.sources.overlays.set(runs.file, RUNS.replace("        return y\n", "        return y + 1\n"));
      const mended = engine.guess(runs);
      assert.ok(mended?.report.verdict === "ok" && (await engine.ask(runs)) === mended);
    });

    it("are not made where data that was read is another", async () => {
      const { answer } = await after("", "");
      assert.ok(answer.files.includes(data));
      engine.sources.overlays.set(data, "4");
      assert.equal(engine.guess(runs), undefined);
      engine.sources.overlays.delete(data);
    });
  });

  for (const [what, from, to] of [
    ["a member of torch that nothing names yet", "        return helper(y)", "        return torch.no_such_thing(y)"],
    ["an import", "        y = self.fc(x)\n", "        import math as m\n        y = self.fc(x)\n"],
    ["another constructor", "        self.fc = nn.Linear(2, 2)\n", "        self.fc = nn.Linear(2, 2)\n        self.more = nn.Linear(2, 2)\n"],
    ["another default", "    def other(self, x):", "    def other(self, x=3):"],
    ["another global", "LIMIT = 3", "LIMIT = 4"],
    ["a name that nobody knows", "        return helper(y)", "        return no_such_function(y)"],
  ] as const) {
    it(`leaves ${what} to a load`, async () => {
      const { guessed } = await edited(from, to);
      assert.equal(guessed, undefined);
    });
  }
});

/** The engine in a thread of its own answers as the engine itself does, also while it loads and after it was lost. */
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Worker } from "node:worker_threads";
import type { Checker } from "../../../server/src/project/checker/checker";
import { CheckerThread, LostThread } from "../../../server/src/project/checker/client";
import { Engine, type EngineOptions, type Question } from "../../../server/src/project/engine";
import { Workspace } from "../../../server/src/project/workspace";
import { Sources } from "../../../server/src/project/sources";
import { english, msg, Traceless } from "../../../server/src/text/message";

const MODEL = `import torch
import torch.nn as nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(2, 2)
        self.names = ["a"]

    def forward(self, x):
        y = self.fc(x)
        return torch.relu(y)
`;

describe("the engine's thread", function () {
  this.timeout(120_000);
  let checker: CheckerThread;
  let options: EngineOptions;
  let file: string;
  let question: Question;
  before(async () => {
    const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "checker-")));
    file = path.join(folder, "net.py");
    fs.writeFileSync(file, MODEL);
    options = { folders: [folder], roots: [], editing: true, sitePackages: [], torch: "2.14", timeLimit: 30, memoryLimit: 512 };
    question = { target: "net.py:Net", file, name: "Net", print: false, fixes: false };
    checker = await CheckerThread.create(options);
    await checker.ready();
  });
  beforeEach(() => { checker.sources.overlays.clear(); });
  after(async () => {
    await checker.dispose();
    fs.rmSync(path.dirname(file), { recursive: true });
  });

  const broken = MODEL.replace("torch.relu(y)", "torch.relu(y).nothing()");
  const without = <T extends object>(entries: readonly T[]): object[] => entries.map((e) => ({ ...e, time: 0, duration: 0 }));

  it("gives report, log, types, graph, code and flow as the engine does", async () => {
    const engine = await Engine.create(options);
    try {
      for (const text of [MODEL, broken]) {
        checker.sources.overlays.set(file, text);
        engine.sources.overlays.set(file, text);
        const [there, here] = [await checker.check(question), await engine.ask(question)];
        assert.ok(there);
        assert.deepEqual({ ...there.report, seconds: 0 }, JSON.parse(JSON.stringify({ ...here.report, seconds: 0 })));
        assert.deepEqual(without(there.log.entries), without(here.log.entries));
        assert.deepEqual(there.types?.files(), here.types?.files());
        assert.deepEqual(there.types?.inFile(file), here.types?.inFile(file));
        assert.deepEqual(await there.printed?.(), await here.printed?.());
        assert.deepEqual(await there.flow?.(""), await here.flow?.(""));
        assert.deepEqual(there.files, here.files);
      }
    } finally {
      await engine.dispose();
    }
  });

  it("shows diagnostics before the log is here", async () => {
    const head = `class Head(nn.Module):
    def __init__(self, sizes=()):
        super().__init__()
        self.fc = nn.Linear(sizes[0], 2)

    def forward(self, x):
        return self.fc(x)


class Net`;
    const given = broken.replace("class Net", head).replace("nn.Linear(2, 2)", "Head((2,))");
    const workspace = new Workspace(checker, [path.dirname(file)], { changed: () => undefined, busy: () => undefined, checked: () => undefined, failed: (said) => { throw new Traceless(said); } });
    workspace.didOpen(file, given);
    await workspace.idle();
    for (const { answer } of workspace.roots.values()) if (answer) Object.defineProperty(answer.log, "entries", { get: () => { throw new Error("the log was asked for"); } });
    workspace.didChange(file, `\n${given}`);
    assert.deepEqual(workspace.diagnostics(file).map((d) => d.rule), ["unknown-attribute"]); // Head's own failure is none, since Net has one
    await workspace.idle();
  });

  it("guesses while a load goes on, which then says that the text was edited", async () => {
    checker.sources.overlays.set(file, MODEL);
    await checker.check(question);
    checker.sources.overlays.set(file, MODEL.replace("torch.relu(y)", "torch.tanh(y)"));
    const load = checker.check(question);
    checker.sources.overlays.set(file, broken);
    const guess = await checker.guess(question);
    assert.equal(guess?.report.diagnostics[0]?.rule, "unknown-attribute");
    assert.equal(await load, undefined);
    const confirmed = await checker.check(question);
    assert.equal(confirmed?.report.diagnostics[0]?.rule, "unknown-attribute");
    assert.deepEqual(without(confirmed.log.entries), without(guess.log.entries));
  });

  it("forgets what was read from the disk when it is told to", async () => {
    assert.equal((await checker.check(question))?.report.verdict, "ok");
    fs.writeFileSync(file, broken);
    checker.sources.invalidate(file);
    assert.equal((await checker.check(question))?.report.verdict, "error");
    fs.writeFileSync(file, MODEL);
    checker.sources.invalidate();
    assert.equal((await checker.check(question))?.report.verdict, "ok");
  });

  it("says so when it is lost, and starts again with the texts of now", async () => {
    checker.sources.overlays.set(file, broken);
    const lost = checker.check(question);
    const worker = await (checker as unknown as { live: Promise<Worker> }).live;
    void worker.terminate();
    await assert.rejects(lost, LostThread);
    assert.equal((await checker.check(question))?.report.verdict, "error");
  });

  it("keeps a failure shown when there is nothing more to do", async () => {
    const told: string[] = [];
    const broken = Object.assign(Object.create(checker) as Checker, { sources: new Sources(), inspect: () => Promise.reject(new Traceless(msg`the module loader could not start`)) });
    const workspace = new Workspace(broken, [path.dirname(file)], { changed: () => undefined, busy: (what) => told.push(what ?? "idle"), checked: () => undefined, failed: (said) => told.push(english(said)) });
    workspace.didOpen(file, MODEL);
    await workspace.idle();
    assert.deepEqual(told.slice(-2), ["idle", "the module loader could not start"]);
  });
});

/** What one process loaded answers the next one for as long as all that the load looked at is as it was. */
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { Engine, type EngineOptions, type Question } from "../../../server/src/project/engine";
import { Loader } from "../../../server/src/host/loader";
import type { Answer } from "../../../server/src/project/report";

const MODEL = `import yaml
import torch.nn as nn
from parts import width


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(width, yaml.safe_load(open("net.yaml"))["out"])

    def forward(self, x):
        return self.fc(x).nothing()
`;

describe("loads that another process made", function () {
  this.timeout(60_000);
  let folder: string;
  let cache: string;
  let file: string;
  beforeEach(() => {
    [folder, cache] = [fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "kept-"))), fs.mkdtempSync(path.join(os.tmpdir(), "kept-cache-"))];
    file = path.join(folder, "net.py");
    fs.writeFileSync(file, MODEL);
    fs.writeFileSync(path.join(folder, "parts.py"), "width = 2\n");
    fs.writeFileSync(path.join(folder, "net.yaml"), "out: 3\n");
  });
  afterEach(() => { for (const f of [folder, cache]) fs.rmSync(f, { recursive: true }); });

  const options = (more: Partial<EngineOptions> = {}): EngineOptions => ({ folders: [folder], roots: [folder], sitePackages: [], torch: "2.14", timeLimit: 30, memoryLimit: 512, cacheFolder: cache, ...more });
  const question = (): Question => ({ target: "net.py:Net", file, name: "Net", print: false });
  const withEngine = async <T>(more: Partial<EngineOptions>, use: (engine: Engine) => Promise<T>): Promise<T> => {
    const engine = await Engine.create(options(more));
    try { return await use(engine); } finally { await engine.dispose(); }
  };
  const once = (): Promise<Answer> => withEngine({ once: true, answersKept: { file } }, (engine) => engine.ask(question()));
  /** Was a worker needed? */
  const loads = async (): Promise<boolean> => {
    const worker = Loader.prototype as unknown as { workerFor: (torch: string) => Promise<unknown> };
    const { workerFor } = worker;
    let needed = false;
    worker.workerFor = function (torch) { needed = true; return workerFor.call(this, torch); };
    try { await once(); } finally { worker.workerFor = workerFor; }
    return needed;
  };
  const timeless = ({ report }: Answer): object => ({ ...report, seconds: 0 });

  it("are answers of the command line, which needs no worker then", async () => {
    const first = await once();
    assert.equal(first.report.diagnostics[0]?.rule, "unknown-attribute");
    assert.equal(await loads(), false);
    assert.deepEqual(timeless(await once()), timeless(first));
  });

  it("stand while text is the same, saved again or unsaved", async () => {
    await once();
    fs.writeFileSync(file, MODEL);
    const later = new Date(Date.now() + 60_000);
    fs.utimesSync(path.join(folder, "net.yaml"), later, later);
    assert.equal(await loads(), false);
    await withEngine({ editing: true }, async (engine) => {
      engine.sources.overlays.set(file, MODEL);
      assert.ok(engine.guess(question()));
    });
  });

  const changes: Record<string, () => void> = {
    "the file itself": () => { fs.writeFileSync(file, MODEL.replace("nothing", "relu")); },
    "an imported file": () => { fs.writeFileSync(path.join(folder, "parts.py"), "width = 4\n"); },
    "a file that was read": () => { fs.writeFileSync(path.join(folder, "net.yaml"), "out: 4\n"); },
    "a new file that an import would find": () => { fs.writeFileSync(path.join(folder, "yaml.py"), "def safe_load(f): return {'out': 1}\n"); },
    "a file that is gone": () => { fs.rmSync(path.join(folder, "parts.py")); },
  };
  for (const [what, change] of Object.entries(changes)) {
    it(`do not stand after a change of ${what}`, async () => {
      await once();
      change();
      assert.equal(await loads(), true);
    });
  }

  it("stand for this release of the tool and these limits only", async () => {
    await once();
    const [name = ""] = fs.readdirSync(cache).filter((n) => n.startsWith("load-"));
    assert.ok(name);
    await withEngine({ once: true, answersKept: { file }, torch: "1.13" }, (engine) => engine.ask(question()));
    assert.equal(fs.readdirSync(cache).filter((n) => n.startsWith("load-")).length, 2);
  });

  it("are not read when damaged", async () => {
    await once();
    for (const name of fs.readdirSync(cache)) {
      const at = path.join(cache, name);
      const bytes = fs.readFileSync(at);
      bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
      fs.writeFileSync(at, bytes);
    }
    assert.equal(await loads(), true);
  });

  it("are not kept where nothing ended by itself, or where there is no folder for them", async () => {
    fs.writeFileSync(file, "while True: pass\n");
    await withEngine({ once: true, answersKept: { file }, timeLimit: 0.5 }, (engine) => engine.ask(question()));
    assert.deepEqual(fs.readdirSync(cache).filter((n) => n.startsWith("load-")), []);
    fs.writeFileSync(file, MODEL);
    fs.rmSync(cache, { recursive: true });
    fs.writeFileSync(cache, "no folder");
    assert.equal((await once()).report.diagnostics[0]?.rule, "unknown-attribute");
    fs.rmSync(cache);
    fs.mkdirSync(cache);
  });

  it("are what the editor shows until a load of its own has confirmed it", async () => {
    const first = await withEngine({ editing: true }, (engine) => engine.ask(question()));
    await withEngine({ editing: true }, async (engine) => {
      const guess = engine.guess(question());
      assert.ok(guess);
      assert.deepEqual(timeless(guess), timeless(first));
      const { loader } = engine as unknown as { loader: { load: (r: unknown) => Promise<unknown> } };
      const asked: unknown[] = [];
      const { load } = loader;
      loader.load = (r) => { asked.push(r); return load.call(loader, r); };
      assert.equal((await engine.ask(question())).log, guess.log);
      assert.equal(asked.length, 1);
      engine.sources.overlays.set(file, MODEL.replace("nothing()", "relu()"));
      assert.equal(engine.guess(question())?.report.verdict, "ok");
    });
    fs.writeFileSync(path.join(folder, "parts.py"), "width = 4\n");
    await withEngine({ editing: true }, async (engine) => { assert.equal(engine.guess(question()), undefined); await engine.ask(question()); });
  });
});

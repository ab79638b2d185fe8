/**
 * Every quick fix: `before.py` with its fix applied is `after.py`, and real torch compiles that
 * further (test/fixtures/fixes/recorded.json, written by record.py). UPDATE_EXPECT=1 writes `after.py`.
 */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { Engine } from "../../../server/src/project/engine";
import { applied, exportMethod, fixesFor, together, type Fix } from "../../../server/src/project/fixes";
import type { TargetReport } from "../../../server/src/project/report";
import type { TorchName } from "../../../server/src/project/environment";
import { definitions } from "../../../server/src/syntax/walk";
import { english } from "../../../server/src/text/message";

const folder = path.resolve(__dirname, "../../fixtures/fixes");
const cases = fs.readdirSync(folder).filter((n) => fs.existsSync(path.join(folder, n, "before.py"))).sort();
const option = (text: string, name: string): string | undefined => new RegExp(`^# ${name}: (.*)$`, "m").exec(text)?.[1];

interface Answer { readonly sha: string; readonly ok: boolean; readonly line?: number | null; readonly methods?: readonly string[]; readonly warned?: number }
const recorded = JSON.parse(fs.readFileSync(path.join(folder, "recorded.json"), "utf8")) as Record<string, Record<string, { before: Answer; after: Answer }>>;
const shaOf = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 16);

describe("quick fixes", () => {
  const engines = new Map<string, Engine>();
  const engineOf = async (text: string): Promise<Engine> => {
    const torch = (option(text, "torch") ?? "2.14") as TorchName;
    const made = engines.get(torch) ?? await Engine.create({ folders: [], roots: [folder], sitePackages: [], torch, timeLimit: 20, memoryLimit: 1024 });
    engines.set(torch, made);
    return made;
  };
  after(() => { for (const engine of engines.values()) engine.dispose(); });

  const ask = async (file: string, text: string): Promise<TargetReport> => {
    const engine = await engineOf(text);
    const { report } = await engine.ask({ target: file, file, name: option(text, "target"), asIs: /^# (as-is|class)$/m.test(text), print: false });
    return report;
  };

  it("was proved on three versions of torch", () => { assert.deepEqual(Object.keys(recorded).sort(), ["1.13", "2.14", "2.6"]); });

  for (const name of cases) {
    it(name, async () => {
      const [file, after] = [path.join(folder, name, "before.py"), path.join(folder, name, "after.py")];
      const text = fs.readFileSync(file, "utf8");
      const source = (await engineOf(text)).sources.get(file);
      assert.ok(source);
      const report = await ask(file, text);
      const at = option(text, "at");
      const offered: Fix[] = [];
      const def = at ? definitions(source).find((d) => d.node.name === at)?.node : undefined;
      if (def?.kind === "FunctionDef") offered.push(...[exportMethod(source, def)].filter((f) => f !== null));
      const warned = /^# warned$/m.test(text);
      if (!def) for (const d of report.diagnostics.slice(0, 1)) offered.push(...fixesFor(d, (await engineOf(text)).sources));
      const id = option(text, "fix");
      const fix = offered.find((f) => id === undefined || f.id === id);
      assert.ok(fix, `no such fix; offered: ${offered.map((f) => f.id).join(", ") || "none"}; said: ${report.diagnostics[0]?.message ?? "nothing"}`);
      if (!at) assert.ok(report.diagnostics[0]?.fixes.includes(english(fix.title)), "the report names it");
      // a fix of another file leaves the one that is looked at as it is
      const other = fix.file === undefined ? undefined : { file: fix.file, after: fix.file.replace(/\.py$/, "_after.py") };
      const mended = other ? text : applied(text, together([fix]));
      if (process.env["UPDATE_EXPECT"]) fs.writeFileSync(after, mended);
      assert.equal(mended, fs.readFileSync(after, "utf8"));
      const { sources } = await engineOf(text);
      if (other) {
        const there = applied(fs.readFileSync(other.file, "utf8"), together([fix]));
        if (process.env["UPDATE_EXPECT"]) fs.writeFileSync(other.after, there);
        assert.equal(there, fs.readFileSync(other.after, "utf8"));
        sources.overlays.set(other.file, there);
      }

      const now = await ask(after, mended);
      if (other) sources.overlays.delete(other.file);
      for (const [version, answers] of Object.entries(recorded)) {
        if (process.env["UPDATE_EXPECT"]) continue;
        const answer = answers[name];
        assert.ok(answer, `torch ${version} was not asked: run record.py`);
        assert.equal(answer.before.sha, shaOf(text), `before.py changed since torch ${version} was asked`);
        assert.equal(answer.after.sha, shaOf(mended), `after.py changed since torch ${version} was asked`);
        assert.ok(answer.after.ok, `torch ${version} compiles it after the fix`);
        if (at) assert.ok((answer.after.methods?.length ?? 0) > (answer.before.methods?.length ?? 0), "more is compiled");
        else if (warned) assert.ok((answer.before.warned ?? 0) > (answer.after.warned ?? 0), `torch ${version} warns of it before the fix only`);
        else if ((option(text, "torch") ?? version) === version) assert.equal(answer.before.ok, false, `torch ${version} refuses it before the fix`);
      }
      assert.equal(now.verdict, "ok", now.diagnostics[0]?.message);
      if (warned) assert.deepEqual(now.diagnostics, []);
    });
  }
});

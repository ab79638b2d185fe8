/** The rule catalogue: complete, reached by fixtures, its pages up to date. */
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { collectRules } from "../../../scripts/ruleIds";
import { catalogue, pages } from "../../../scripts/rules";
import { readFixture } from "../check/carets";

const root = path.resolve(__dirname, "../../..");
const check = path.join(root, "test/fixtures/check");
/** LoadFailure's kinds, which become rules as they are. */
const LOADING = ["missing-file", "unknown-name", "needs-arguments", "syntax", "timeout", "memory", "lost", "not-loadable", "own-limit"];

const fixtures = ["", "rules/wrong", "rules/right"].flatMap((sub) => fs.readdirSync(path.join(check, sub)).filter((n) => n.endsWith(".py")).map((n) => path.join(sub, n)));
const expectedIn = (name: string): string[] => readFixture(fs.readFileSync(path.join(check, name), "utf8")).expected.map((e) => e.rule);

describe("rule catalogue", () => {
  const rules = catalogue(root);
  const ids = rules.map((r) => r.id);

  it("has every rule that the code can emit, and no other", function () {
    this.timeout(60_000);
    const { uses, opaque } = collectRules(root);
    const kinds = /readonly kind: ((?:"[\w-]+" \| )+"[\w-]+");/.exec(fs.readFileSync(path.join(root, "server/src/host/loader.ts"), "utf8"))?.[1];
    assert.deepEqual(kinds?.split(" | ").map((k) => k.slice(1, -1)), LOADING);
    // what an export says of itself is no diagnostic
    assert.deepEqual(opaque.map((o) => o.split(":")[0]).filter((f) => !f?.startsWith("server/src/export/")), ["server/src/project/engine.ts"], "only the loader's kinds are not written where they are used");
    assert.deepEqual([...new Set([...uses.map((u) => u.id), ...LOADING])].sort(), [...ids].sort());
  });

  it("names each rule once, with all that a page needs", () => {
    assert.equal(new Set(ids).size, ids.length);
    for (const r of rules) {
      for (const text of [r.title, r.torch, r.fix, r.export]) assert.ok(text?.trim(), r.id);
      assert.ok(["error", "warning", "information"].includes(r.severity), r.id);
    }
  });

  it("is reached by fixtures, or says why not", () => {
    const reached = new Set(fixtures.flatMap(expectedIn));
    assert.deepEqual(rules.filter((r) => !reached.has(r.id) && !r.unreached).map((r) => r.id), []);
    assert.deepEqual(rules.filter((r) => reached.has(r.id) && r.unreached).map((r) => r.id), []);
  });

  it("has every fixture's rule, and its severity", () => {
    for (const name of fixtures) {
      for (const e of readFixture(fs.readFileSync(path.join(check, name), "utf8")).expected) {
        assert.equal(e.severity, rules.find((r) => r.id === e.rule)?.severity, `${name}: ${e.rule}`);
      }
    }
  });

  it("shows each rule's own fault, and right code without one", () => {
    for (const name of fixtures) {
      const id = path.basename(name, ".py");
      if (name.startsWith("rules/wrong")) assert.ok(expectedIn(name).includes(id), name);
      if (name.startsWith("rules/right")) assert.deepEqual(expectedIn(name), [], name);
    }
  });

  it("has pages that are up to date (npm run docs)", () => {
    const made = pages(root);
    const folder = path.join(root, "docs/rules");
    assert.deepEqual(fs.readdirSync(folder).sort(), [...made.keys()].sort());
    for (const [name, text] of made) assert.equal(fs.readFileSync(path.join(folder, name), "utf8"), text, name);
  });
});

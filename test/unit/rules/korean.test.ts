/** The rule catalogue in Korean (cfg/rules/ko): every rule, every text, made from the English of today. */
import assert from "node:assert/strict";
import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { GROUPS, readRules, readTranslated, readTranslatedWays, readWays } from "../../../server/src/project/rules";

const root = path.resolve(__dirname, "../../..");
const TEXTS = ["title", "torch", "fix"] as const;
/** The mark of an English text; whoever changes one reads its Korean again and writes the new mark behind `of`. */
const mark = (...texts: readonly string[]): string => crypto.createHash("sha256").update(texts.map((t) => t.trim()).join("\n")).digest("hex").slice(0, 8);
const codeIn = (text: string): string[] => [...new Set(text.match(/`[^`]+`/g) ?? [])].sort();

describe("rule catalogue in Korean", () => {
  const rules = readRules(root);
  const ways = readWays(root);

  it("has the rules and ways of the English one, and no other", () => {
    for (const group of Object.keys(GROUPS)) assert.deepEqual(Object.keys(readTranslated(root, "ko", group)).sort(), rules.filter((r) => r.group === group).map((r) => r.id).sort(), group);
    assert.deepEqual(Object.keys(readTranslatedWays(root, "ko")).sort(), Object.keys(ways).sort());
    assert.deepEqual(fs.readdirSync(path.join(root, "cfg/rules/ko")).sort(), [...Object.keys(GROUPS), "ways"].map((name) => `${name}.yaml`).sort());
  });

  it("has all texts of each, in Korean, with the code of the English ones", () => {
    for (const group of Object.keys(GROUPS)) {
      for (const [id, korean] of Object.entries(readTranslated(root, "ko", group))) {
        const english = rules.find((r) => r.id === id);
        assert.ok(english);
        assert.deepEqual(Object.keys(korean), ["of", ...TEXTS], id);
        for (const text of TEXTS) {
          if (/[a-z]/i.test(english[text].replace(/`[^`]+`|torchscript\.yaml/g, ""))) assert.match(korean[text], /[가-힣]/, `${id}: ${text}`);
          assert.deepEqual(codeIn(korean[text]), codeIn(english[text]), `${id}: ${text}`);
        }
      }
    }
    for (const [name, { way }] of Object.entries(readTranslatedWays(root, "ko"))) assert.match(way, /[가-힣]/, name);
  });

  it("was made from the English as it is", () => {
    const stale = Object.keys(GROUPS).flatMap((group) => Object.entries(readTranslated(root, "ko", group)).flatMap(([id, { of }]) => {
      const rule = rules.find((r) => r.id === id);
      const now = rule && mark(...TEXTS.map((text) => rule[text]));
      return of === now ? [] : [`${group}.yaml: ${id}: read its Korean again, then "of: ${now}"`];
    }));
    const staleWays = Object.entries(readTranslatedWays(root, "ko")).flatMap(([name, { of }]) => {
      const now = mark(ways[name] ?? "");
      return of === now ? [] : [`ways.yaml: ${name}: read its Korean again, then "of: ${now}"`];
    });
    assert.deepEqual([...stale, ...staleWays], []);
  });

  it("is what a reader of Korean gets", () => {
    const lambda = readRules(root, "ko").find((r) => r.id === "lambda");
    assert.deepEqual({ ...lambda, title: "", torch: "", fix: "" }, { ...rules.find((r) => r.id === "lambda"), title: "", torch: "", fix: "" });
    assert.match(lambda?.title ?? "", /람다/);
    assert.match(readWays(root, "ko").python ?? "", /예제 입력/);
  });
});

/** Every message of the server stands in Korean, with the same gaps; the table holds nothing else. */
import assert from "node:assert/strict";
import path from "node:path";
import korean from "../../../server/src/text/ko.json";
import { collectMessages, isPlain } from "../../../scripts/messages";

const root = path.resolve(__dirname, "../../..");
const table: Readonly<Record<string, string>> = korean;
const gaps = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();
/** Code, settings, options and icons are the same in each language. */
const fixed = (text: string): string[] => [...new Set(text.match(/`[^`]+`|\$\([\w~-]+\)|torchscriptLens\.\w+|--[a-z]+(-[a-z]+)*|@torch\.jit\.\w+|torch\.jit\.script\([\w{}()]+\)/g) ?? [])].sort();

describe("messages of the server", () => {
  const found = collectMessages(root);
  const templates = new Map(found.filter((m) => !isPlain(m.text)).map((m) => [m.text, m]));

  it("are found in the sources", () => { assert.ok(templates.size > 700, String(templates.size)); });

  it("stand in Korean, all of them", () => {
    assert.deepEqual([...templates.values()].filter((m) => !Object.hasOwn(table, m.text)).map((m) => `${m.file}:${m.line}: ${m.text}`), []);
  });

  it("are the only ones that the table holds", () => { assert.deepEqual(Object.keys(table).filter((key) => !templates.has(key)), []); });

  it("have the same gaps and the same code in Korean", () => {
    for (const [text, said] of Object.entries(table)) {
      assert.deepEqual(gaps(said), gaps(text), text);
      assert.deepEqual(fixed(said), fixed(text), text);
      assert.ok(said.trim() !== "", text);
    }
  });

  it("call an annotation 어노테이션: 주석 is a comment", () => {
    assert.deepEqual(Object.entries(table).filter(([text, said]) => /주석/.test(said) && !/comment/.test(text)).map(([text]) => text), []);
  });

  it("number their gaps, or name them in place", () => {
    // a gap whose value carries its name from elsewhere would have another name here than when it is said
    for (const { text, file, line } of found) for (const gap of gaps(text)) assert.match(gap, /^\{(\d+|[a-zA-Z]+)\}$/, `${file}:${line}`);
  });
});

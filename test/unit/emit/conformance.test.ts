/**
 * The recorded cases whose target is a free function, as far as the harness can resolve their
 * names. Reads test/conformance.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { OwnLimit } from "../../../server/src/script/errors";
import type { ScriptError } from "../../../server/src/script/errors";
import { compileText, loadParser, placeOf } from "./harness";

interface Row {
  readonly id: string;
  readonly verdict: "ok" | "error";
  readonly where?: readonly { readonly line: number; readonly col: number | null; readonly end_line: number; readonly end_col: number }[];
  readonly methods?: Readonly<Record<string, { readonly graph: string }>>;
}

function canonical(graph: string): string {
  const names = new Map<string, string>();
  return graph.replace(/\s*# .*?:\d+:\d+$/gm, "").replace(/\bfunc_ignore_\w+/g, "func_ignore").replace(/%[A-Za-z0-9_.]+/g, (name) => {
    const known = names.get(name) ?? `%${names.size}`;
    names.set(name, known);
    return known;
  }).trim();
}

/** What only Python can look up (annotations, the objects behind defaults and members of torch.cuda): the harness has nothing but the text. */
const LOOKED_UP = /^def \w+\([^)]*=|\b(torch\.cuda|torch\._check|autocast|Callable|Sequence|torch\.layout|torch\.dtype|torch\.Generator|np\.ndarray|nn\.Parameter|typing\.List|t\.List|SimpleNamespace|_Await)\b|\\N\{|: [\w.]+\(\)/m;

const root = resolve(__dirname, "../../conformance");
describe("emitter against recorded answers", () => {
  before(loadParser);
  for (const torch of ["1.13", "2.6", "2.14"]) {
    it(`torch ${torch}`, () => {
      const wrong: string[] = [];
      let checked = 0;
      for (const line of readFileSync(`${root}/expected-${torch}.jsonl`, "utf8").split("\n").filter(Boolean)) {
        const row = JSON.parse(line) as Row;
        const text = readFileSync(`${root}/cases/${row.id}.py`, "utf8");
        const target = /^target = (\w+)$/m.exec(text)?.[1];
        if (target === undefined || !text.includes(`\ndef ${target}(`) || /^@|^class /m.test(text) || LOOKED_UP.test(text)) continue;
        const c = compileText(text, torch, target, `${row.id}.py`);
        const [first] = c.errors;
        if (first instanceof OwnLimit) continue;
        checked++;
        if ((first ? "error" : "ok") !== row.verdict) {
          wrong.push(`${row.id}: ${first?.message ?? "accepted"}`);
        } else if (first) {
          const at = row.where?.[0];
          const got = (first as ScriptError).noPlace ? "none" : placeOf(c.file, first.range);
          if (at && at.col !== null && got !== `${at.line}:${at.col}-${at.end_line}:${at.end_col}`) wrong.push(`${row.id}: at ${got}`);
        } else {
          const graph = row.methods?.[target]?.graph;
          if (graph !== undefined && canonical(graph) !== canonical(c.graph(target))) wrong.push(`${row.id}: other graph`);
        }
      }
      // what is left belongs to the passes
      assert.ok(checked > 300 && wrong.length <= 5, `${wrong.length} of ${checked}:\n${wrong.join("\n")}`);
    }).timeout(60_000);
  }
});

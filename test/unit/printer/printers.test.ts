/**
 * The graph printer and the code printer, held against what torch printed (test/fixtures/graphs/printed.jsonl):
 * every graph is read back and printed again, as a graph and as code.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { printGraph } from "../../../server/src/script/ir/printer";
import { formatFloat, quoteString } from "../../../server/src/script/ir/constantRepr";
import type { Graph } from "../../../server/src/script/ir/ir";
import { findSchema } from "../../../server/src/script/passes/schemas";
import { printCode } from "../../../server/src/script/printer/pythonPrint";
import type { FunctionSchema } from "../../../server/src/script/schema/functionSchema";
import { OperatorTable } from "../../../server/src/script/schema/operators";
import { NoneT } from "../../../server/src/script/types/types";
import { parseGraph } from "../passes/parseGraph";

const root = process.cwd();
interface Row { readonly torch: string; readonly id: string; readonly method: string; readonly graph: string; readonly code: string }
const rows = readFileSync(`${root}/test/fixtures/graphs/printed.jsonl`, "utf8").split("\n").filter(Boolean).map((l): Row => JSON.parse(l) as Row);
const tables = new Map<string, OperatorTable>();
function tableOf(torch: string): OperatorTable {
  const table = tables.get(torch) ?? new OperatorTable(JSON.parse(readFileSync(`${root}/cfg/facts/operators-${torch}.json`, "utf8")));
  tables.set(torch, table);
  return table;
}

/** A graph names functions, named tuples and interfaces only in short; the code has their whole names. */
function qualname(code: string, kind: string, name: string): string | undefined {
  const re = kind === "function" ? new RegExp(`__torch__\\.(?:[\\w.]*\\.)?${name}(?=\\(|\\n)`)
    : kind === "interface" ? new RegExp(`__torch__\\.(?:[\\w.]*\\.)?${name}\\b`) : /__torch__\.(?:[\w.]*\.)?[A-Z]\w*(?=\()/;
  return re.exec(code)?.[0];
}
/** Parameters by the names that the code gives them. */
function schemaFor(graph: Graph, code: string, name: string): FunctionSchema {
  const head = code.slice(code.indexOf("(") + 1, code.indexOf(") ->"));
  const names = head.split(/,\n\s*/).map((p) => p.split(/[:=]/)[0]?.trim() ?? "");
  return {
    name, overload: "", isVararg: false, isVarret: false,
    args: graph.inputs.map((v, i) => ({ name: names[i] ?? "", type: v.type, kwargOnly: false })),
    returns: [{ name: "", type: graph.outputs[0]?.type ?? NoneT, kwargOnly: false }],
  };
}
const bodyOf = (code: string): string => code.slice(code.indexOf(":\n", code.indexOf(") ->")));

describe("graph printer", () => {
  for (const row of rows) it(`${row.torch} ${row.id} ${row.method}`, () => {
    const { graph, placeOf } = parseGraph(row.graph);
    assert.equal(printGraph(graph, { placeOf }), row.graph);
  });
});

describe("code printer", () => {
  for (const row of rows) it(`${row.torch} ${row.id} ${row.method}`, () => {
    const { graph } = parseGraph(row.graph, {
      qualname: (kind, name) => qualname(row.code, kind, name), schemaOf: (node) => findSchema(node, tableOf(row.torch)),
    });
    const name = /def (\w+)\(/.exec(row.code)?.[1] ?? "";
    const code = printCode({ name, graph, schema: schemaFor(graph, row.code, name) }, { isMethod: /\(self[,)]/.test(row.code) });
    assert.equal(bodyOf(code), bodyOf(row.code));
  });
});

describe("constants as text", () => {
  it("writes floats as a C++ stream with 17 digits does", () => {
    assert.deepEqual([0.1, 2, -0, 1e10, 1e-5, 123456789012, Infinity, 0.5, 1e22].map(formatFloat),
      ["0.10000000000000001", "2.", "-0.", "10000000000", "1.0000000000000001e-05", "123456789012", "inf", "0.5", "1e+22"]);
  });
  it("escapes strings", () => {
    assert.equal(quoteString("a\n\"'\\\u0001"), "\"a\\n\\\"\\'\\\\\\001\"");
  });
});

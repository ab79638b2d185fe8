/**
 * Constant propagation, dead code and constant pooling, held against what torch 1.13 did with the same graphs
 * (test/fixtures/graphs/folded-1.13.jsonl).
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { printGraph } from "../../../server/src/script/ir/printer";
import { constantPooling } from "../../../server/src/script/passes/constantPooling";
import { propagateConstants } from "../../../server/src/script/passes/constantPropagation";
import { findSchema } from "../../../server/src/script/passes/schemas";
import { OperatorTable } from "../../../server/src/script/schema/operators";
import { parseGraph, renumbered } from "./parseGraph";

const root = process.cwd();
const operators = new OperatorTable(JSON.parse(readFileSync(`${root}/cfg/facts/operators-1.13.json`, "utf8")));
interface Row { readonly name: string; readonly input: string; readonly cp: string; readonly pool: string }
const rows = readFileSync(`${root}/test/fixtures/graphs/folded-1.13.jsonl`, "utf8").split("\n").filter(Boolean).map((l): Row => JSON.parse(l) as Row);

describe("constants and dead code", () => {
  rows.forEach((row, i) => it(`${row.name} ${i}`, () => {
    const { graph } = parseGraph(row.input, { schemaOf: (node) => findSchema(node, operators) });
    propagateConstants(graph, { name: "1.13", major: 1, minor: 13, atLeast: (major, minor) => major < 1 || major === 1 && minor <= 13 });
    assert.equal(renumbered(printGraph(graph)), renumbered(row.cp));
    constantPooling(graph);
    assert.equal(renumbered(printGraph(graph)), renumbered(row.pool));
  }));
});

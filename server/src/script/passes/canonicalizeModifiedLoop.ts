/**
 * A `for` with a break becomes a `while` that counts itself, so that it can be written as Python. Answers to
 * torch/csrc/jit/frontend/canonicalize_modified_loop.cpp.
 */
import { BoolT, IntT } from "../types/types";
import type { Type } from "../types/types";
import type { FunctionSchema } from "../schema/functionSchema";
import type { Block, Graph, Node, Value } from "../ir/ir";
import { boolOf, loop, loopKind, maxTripCount } from "./views";

export function canonicalizeModifiedLoops(graph: Graph): void {
  walk(graph.block);
}

function walk(block: Block): void {
  for (const node of block.nodes()) {
    node.blocks.forEach(walk);
    if (node.kind === "prim::Loop" && loopKind(node) === "modified") canonicalize(node);
  }
}

const binary = (name: string, overload: string, operand: Type, result: Type): FunctionSchema => ({
  name, overload,
  args: [{ name: "a", type: operand, kwargOnly: false }, { name: "b", type: operand, kwargOnly: false }],
  returns: [{ name: "", type: result, kwargOnly: false }],
  isVararg: false, isVarret: false,
});
const greater = binary("aten::gt", "int", IntT, BoolT);
const less = binary("aten::lt", "int", IntT, BoolT);
const add = binary("aten::add", "int", IntT, IntT);
const both = binary("aten::__and__", "bool", BoolT, BoolT);

function insert(graph: Graph, schema: FunctionSchema, a: Value, b: Value, result: Type): Value {
  const value = graph.insertOp(schema.name, [a, b], result, null);
  value.node.schema = schema;
  return value;
}

function canonicalize(node: Node): void {
  const graph = node.graph;
  const int = (value: bigint): Value => graph.insertConstant({ kind: "int", value }, null);
  graph.withInsertPoint(node, () => {
    const zero = int(0n);
    const one = int(1n);
    const trips = loop.tripCount(node);
    let condition = insert(graph, greater, trips, zero, BoolT);
    node.replaceInput(0, int(maxTripCount));
    if (boolOf(loop.inputCond(node)) !== true) condition = insert(graph, both, condition, loop.inputCond(node), BoolT);
    node.replaceInput(1, condition);
    node.addOutput(IntT);

    const body = loop.body(node);
    graph.withInsertPoint(body, () => {
      node.addInput(zero);
      const counter = body.addInput("", IntT);
      loop.currentTrip(node).setName("").replaceAllUsesWith(counter);
      const next = insert(graph, add, counter, one, IntT);
      body.registerOutput(next);
      const inRange = insert(graph, less, next, trips, BoolT);
      const goOn = insert(graph, both, inRange, loop.nextCond(node), BoolT);
      body.eraseOutput(0);
      body.insertOutput(0, goOn);
    });
  });
}

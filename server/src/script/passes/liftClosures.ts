/**
 * A closure's block becomes a graph of its own that gets what it closes over as one tuple. Answers to
 * torch/csrc/jit/passes/lift_closures.cpp.
 */
import { tupleOf } from "../types/types";
import { Graph } from "../ir/ir";
import type { Block, Node, Value } from "../ir/ir";
import { blockOf } from "./views";

export function liftClosures(graph: Graph, cleanup: (graph: Graph) => void): void {
  walk(graph.block, cleanup);
}

function walk(block: Block, cleanup: (graph: Graph) => void): void {
  for (const node of block.nodes()) {
    if (node.kind === "prim::Closure") { if (node.blocks.length > 0) lift(node, cleanup); }
    else node.blocks.forEach((b) => walk(b, cleanup));
  }
}

function lift(closure: Node, cleanup: (graph: Graph) => void): void {
  const outer = closure.graph;
  const subgraph = new Graph();
  const pack = outer.create("prim::TupleConstruct").insertAfter(closure);
  const context = subgraph.addInput("context");
  const unpack = subgraph.insertNode(subgraph.create("prim::TupleUnpack", [context], 0));
  const captured = new Map<Value, Value>();
  subgraph.block.cloneFrom(blockOf(closure, 0), (value) => {
    let inner = captured.get(value);
    if (!inner) {
      pack.addInput(value);
      inner = unpack.addOutput().copyMetadata(value);
      captured.set(value, inner);
    }
    return inner;
  });
  const contextType = tupleOf(pack.inputs.map((v) => v.type));
  context.setType(contextType);
  pack.output.setType(contextType);
  const pair = outer.create("prim::TupleConstruct").insertAfter(pack);
  closure.output.replaceAllUsesWith(pair.output);
  pair.addInput(closure.output);
  pair.addInput(pack.output);
  pair.output.setType(tupleOf([closure.output.type, contextType]));
  closure.eraseBlock(0);
  closure.setAttr("Subgraph", { kind: "g", value: subgraph });
  cleanup(subgraph);
}

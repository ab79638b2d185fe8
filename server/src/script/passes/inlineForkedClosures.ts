/**
 * prim::forkClosure on a lifted closure becomes prim::fork, with what it closes over as inputs, and
 * prim::awaitableClosure prim::awaitable. Answers to torch/csrc/jit/passes/inline_forked_closures.cpp.
 */
import { ScriptError } from "../errors";
import type { Block, Graph, Node } from "../ir/ir";
import { at } from "./views";
import { msg } from "../../text/message";

export function inlineForkedClosures(graph: Graph, cleanup: (graph: Graph) => void): void {
  walk(graph.block, cleanup);
}

function walk(block: Block, cleanup: (graph: Graph) => void): void {
  for (const node of block.nodes()) {
    if (node.kind === "prim::forkClosure") inline(node, "prim::fork", cleanup);
    else if (node.kind === "prim::awaitableClosure") inline(node, "prim::awaitable", cleanup);
    else node.blocks.forEach((b) => walk(b, cleanup));
  }
}

function inline(forkClosure: Node, kind: "prim::fork" | "prim::awaitable", cleanup: (graph: Graph) => void): void {
  const pair = forkClosure.input().node;
  const closure = pair.inputs[0]?.node;
  const context = pair.inputs[1]?.node;
  const lifted = closure?.kind === "prim::Closure" ? closure.attrs.get("Subgraph") : undefined;
  if (pair.inputs.length !== 2 || lifted?.kind !== "g" || context?.kind !== "prim::TupleConstruct") {
    throw new ScriptError("unsupported-fork", forkClosure.range, msg`only a function or method can be forked`);
  }
  const graph = lifted.value.copy();
  const fork = forkClosure.graph.create(kind).insertAfter(forkClosure).setRange(forkClosure.range);
  const input = graph.inputs[0];
  if (graph.inputs.length !== 1 || input?.type.kind !== "Tuple") {
    throw new ScriptError("unsupported-fork", fork.range, msg`a function with parameters of its own cannot be forked here`);
  }
  const unpack = at(input.uses, 0).user;
  context.inputs.forEach((value, i) => {
    fork.addInput(value);
    const made = graph.block.insertInput(i).copyMetadata(value);
    at(unpack.outputs, i).replaceAllUsesWith(made);
  });
  unpack.destroy();
  graph.block.eraseInput(graph.inputs.length - 1);
  fork.output.copyMetadata(forkClosure.output);
  forkClosure.output.replaceAllUsesWith(fork.output);
  forkClosure.destroy();
  fork.setAttr("Subgraph", { kind: "g", value: graph });
  cleanup(graph);
}

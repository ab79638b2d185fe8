/**
 * Moves a loop's condition, emitted as its second block, before the loop and to the end of its body.
 * Answers to torch/csrc/jit/frontend/inline_loop_condition.cpp.
 */
import type { Block, Graph, Node } from "../ir/ir";
import { at, blockOf } from "./views";

export function inlineBlockBefore(before: Node, block: Block): void {
  for (const node of block.nodes()) node.moveBefore(before);
}

export function inlineLoopCondition(graph: Graph): void {
  walk(graph.block);
}

function walk(block: Block): void {
  for (const node of block.nodes()) {
    node.blocks.forEach(walk);
    if (node.kind === "prim::Loop") inlineCondition(node);
  }
}

function inlineCondition(node: Node): void {
  const body = blockOf(node, 0);
  const condition = blockOf(node, 1);
  const before = node.addBlock();
  before.cloneFrom(condition, (v) => v);
  inlineBlockBefore(node, before);
  node.insertInput(1, at(before.outputs, 0));
  node.eraseBlock(2);
  inlineBlockBefore(body.returnNode, condition);
  body.returnNode.insertInput(0, at(condition.outputs, 0));
  node.eraseBlock(1);
}

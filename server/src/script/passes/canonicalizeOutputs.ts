/**
 * Orders what ifs and loops give by where it is first used. Answers to CanonicalizeOutputs in
 * torch/csrc/jit/passes/canonicalize.cpp.
 */
import type { Block, Graph, Node, Use, Value } from "../ir/ir";
import { blockOf } from "./views";

export function canonicalizeOutputs(graph: Graph): void {
  // nothing moves in this pass, so the order of all nodes can be counted once
  const order = new Map<Node, number>();
  const number = (block: Block): void => {
    for (const node of block.nodes()) {
      order.set(node, order.size);
      node.blocks.forEach(number);
    }
    order.set(block.returnNode, order.size);
  };
  number(graph.block);
  walk(graph.block, order);
}

function walk(block: Block, order: ReadonlyMap<Node, number>): void {
  for (const node of block.nodes().reverse()) {
    if (node.kind === "prim::Loop" || node.kind === "prim::If") permute(node, byFirstUse(node.outputs, order));
    node.blocks.forEach((b) => walk(b, order));
  }
}

function permute(node: Node, order: readonly number[]): void {
  if (order.every((from, to) => from === to)) return;
  node.permuteOutputs(order);
  if (node.kind === "prim::If") {
    node.blocks.forEach((b) => b.permuteOutputs(order));
    return;
  }
  node.permuteInputs([0, 1, ...order.map((i) => i + 2)]);
  const inBody = [0, ...order.map((i) => i + 1)];
  const body = blockOf(node, 0);
  body.permuteOutputs(inBody);
  body.permuteInputs(inBody);
}

function byFirstUse(values: readonly Value[], order: ReadonlyMap<Node, number>): number[] {
  const position = (use: Use): number => order.get(use.user) ?? 0;
  const first = values.map((value) => {
    let best: Use | undefined;
    for (const use of value.uses) {
      if (!best || position(use) < position(best) || (use.user === best.user && use.index < best.index)) best = use;
    }
    return best;
  });
  return values.map((_, i) => i).sort((i, j) => {
    const [a, b] = [first[i], first[j]];
    if (!a || !b) return a ? -1 : b ? 1 : i - j;
    return position(a) - position(b) || a.index - b.index || i - j;
  });
}

/** Moves constants to the start of the graph and merges equal ones. Answers to torch/csrc/jit/passes/constant_pooling.cpp. */
import type { Block, Graph, Node } from "../ir/ir";
import { AliasAnalysis } from "./aliasAnalysis";
import { typeKey } from "./typeKey";
import { equalConstantNodes } from "./views";

export function constantPooling(graph: Graph): void {
  const aliases = new AliasAnalysis(graph);
  const pool = new Map<string, Node[]>();
  const walk = (block: Block): void => {
    for (const node of block.nodes()) {
      if (node.blocks.length > 0) { node.blocks.forEach(walk); continue; }
      if (!node.isConstant) continue;
      const key = bucketOf(node);
      const bucket = pool.get(key) ?? [];
      pool.set(key, bucket);
      const existing = bucket.find((other) => equalConstantNodes(node, other));
      if (existing) {
        if (!sameObject(node, existing) && !aliases.safeToMerge(node.outputs, existing.outputs)) continue;
        node.replaceAllUsesWith(existing);
        node.destroy();
        continue;
      }
      bucket.push(node);
      const first = graph.block.paramNode.next;
      if (first && first !== node) node.moveBefore(first);
    }
  };
  walk(graph.block);
}

function bucketOf(node: Node): string {
  const value = node.constant;
  const plain = value?.kind === "int" || value?.kind === "bool" || value?.kind === "str" ? String(value.value) : "";
  return `${typeKey(node.output.type)} ${plain}`;
}

/** As a default argument of two calls is: merging them changes nothing of what aliases what. */
function sameObject({ constant: a }: Node, { constant: b }: Node): boolean {
  return a?.kind === "tensor" && b?.kind === "tensor" ? a.index === b.index : a === b;
}

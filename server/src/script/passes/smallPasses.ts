/**
 * Short passes: list literals without a type (eraseListLiterals in ir_emitter.cpp), tuples that are taken
 * apart where they were made (LowerSimpleTuples in passes/lower_tuples.cpp), numbers for warnings
 * (passes/annotate_warns.cpp).
 */
import { TensorT, listOf } from "../types/types";
import type { Block, Graph, Node } from "../ir/ir";
import { eliminateDeadCode } from "./deadCode";
import { at, depthFirst, intOf } from "./views";

/** An empty list that nothing gave a type is a List[Tensor]. */
export function eraseListLiterals(graph: Graph): void {
  for (const node of depthFirst(graph.block)) {
    if (node.kind !== "prim::EmptyListLiteral") continue;
    if (node.outputs.some((o) => o.uses.length > 0)) {
      const list = graph.create("prim::ListConstruct").insertBefore(node);
      list.output.setType(listOf(TensorT));
      node.replaceAllUsesWith(list);
    }
    node.destroy();
  }
}

export function lowerSimpleTuples(graph: Graph): void {
  lowerBlock(graph.block);
  eliminateDeadCode(graph);
}

function lowerBlock(block: Block): void {
  for (const node of block.nodes()) {
    lowerNode(node);
    node.blocks.forEach(lowerBlock);
  }
}

function lowerNode(node: Node): void {
  if (node.kind !== "prim::TupleUnpack" && node.kind !== "prim::TupleIndex") return;
  const made = node.input().node;
  if (made.kind !== "prim::TupleConstruct") return;
  if (node.kind === "prim::TupleUnpack") {
    node.outputs.forEach((output, i) => output.replaceAllUsesWith(at(made.inputs, i)));
    return;
  }
  const index = intOf(node.input(1));
  if (index === undefined) return;
  const position = Number(index < 0n ? index + BigInt(made.inputs.length) : index);
  const member = made.inputs[position];
  if (position >= 0 && member) node.output.replaceAllUsesWith(member);
}

/** torch counts warnings in the whole process; here `ids` lives as long as one compilation. */
export function annotateWarns(graph: Graph, ids: { next: number }): void {
  const walk = (block: Block): void => {
    for (const node of block.nodes()) {
      node.blocks.forEach(walk);
      if (node.kind === "aten::warn") node.setAttr("warn_id", { kind: "i", value: ids.next++ });
    }
  };
  walk(graph.block);
}

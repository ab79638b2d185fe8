/**
 * Which nodes can stand inside of the expression that uses them. Answers to scanValue, scanNode and
 * scanBlock in torch/csrc/jit/serialization/python_print.cpp.
 *
 * Reading code back emits an expression's operands from left to right and then the operator. So the operands
 * are walked from right to left while the nodes are walked backwards: as long as both agree, a node that is
 * used once can stand where it is used.
 */
import type { Block, Node, Value } from "../ir/ir";

const neverInto: ReadonlySet<string> = new Set(["prim::fork", "prim::rpc_async", "prim::rpc_sync", "prim::rpc_remote"]);

export function findInlined(body: Block): Set<Node> {
  const inlined = new Set<Node>();

  function canInline(value: Value): boolean {
    const node = value.node;
    const use = value.uses[0];
    if (node.outputs.length !== 1 || value.uses.length !== 1 || !use) return false;
    // a name was the user's own variable; only what is returned needs none
    if (value.hasName && use.user.kind !== "prim::Return") return false;
    if (node.blocks.length > 0) return false;
    if (use.user.kind === "prim::Loop" && use.index >= 2) return false;
    // read back inside of a condition, isinstance would refine again
    return !neverInto.has(use.user.kind) && node.kind !== "prim::isinstance";
  }

  function previousNonConstant(node: Node): Node | null {
    let n = node.prev;
    while (n?.isConstant) n = n.prev;
    return n;
  }

  /** `point` is the node that must come next if the expression's order is to fit. */
  function scanValue(point: Node | null, value: Value): Node | null {
    const node = value.node;
    if (node === point && canInline(value)) {
      const before = scanNode(node);
      inlined.add(node);
      return before;
    }
    if (node.isConstant) inlined.add(node);
    return point;
  }

  function scanNode(node: Node): Node | null {
    if (inlined.has(node)) return node;
    node.blocks.forEach(scanBlock);
    let point = previousNonConstant(node);
    for (let i = node.inputs.length - 1; i >= 0; i--) point = scanValue(point, node.input(i));
    return point;
  }

  function scanBlock(block: Block): void {
    scanNode(block.returnNode);
    for (const node of block.nodes().reverse()) scanNode(node);
  }

  scanBlock(body);
  return inlined;
}

/** Constants that a block uses, in the order of their first use. */
export function constantsOf(body: Block, seen: Set<Node>): Node[] {
  const constants: Node[] = [];
  const visit = (node: Node): void => {
    for (const input of node.inputs) {
      if (!input.node.isConstant || seen.has(input.node)) continue;
      seen.add(input.node);
      constants.push(input.node);
    }
    node.blocks.forEach(walk);
  };
  const walk = (block: Block): void => {
    block.nodes().forEach(visit);
    visit(block.returnNode);
  };
  walk(body);
  return constants;
}

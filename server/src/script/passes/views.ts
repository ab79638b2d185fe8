/** Names for the parts of prim::If and prim::Loop nodes. Answers to torch/csrc/jit/ir/ir_views.h and parts of constants.cpp. */
import type { Block, Node, Value } from "../ir/ir";
import type { ConstantValue } from "../ir/constant";
import { equalTypes } from "./typeKey";

export const maxTripCount = 9223372036854775807n;

export function blockOf(node: Node, index: number): Block {
  const block = node.blocks[index];
  if (!block) throw new Error(`${node.kind} has no block ${index}`);
  return block;
}

export function at<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new Error(`no item ${index} of ${items.length}`);
  return item;
}

/** The constant that a value is, if it is one (torch: toIValue). Functions are none. */
export function constantOf(value: Value): ConstantValue | undefined {
  if (!value.node.isConstant || value.type.kind === "FunctionValue") return undefined;
  const constant = value.node.constant;
  if (constant === undefined) return value.node.attrs.size === 0 ? { kind: "None" } : undefined;
  return constant.kind === "function" ? undefined : constant;
}
export function boolOf(value: Value): boolean | undefined {
  const c = constantOf(value);
  return c?.kind === "bool" ? c.value : undefined;
}
export function intOf(value: Value): bigint | undefined {
  const c = constantOf(value);
  return c?.kind === "int" ? c.value : undefined;
}

/** A loop's trip count and condition come before what it carries: two among its inputs, one in its body. */
export const loop = {
  body: (node: Node): Block => blockOf(node, 0),
  tripCount: (node: Node): Value => node.input(0),
  inputCond: (node: Node): Value => node.input(1),
  nextCond: (node: Node): Value => at(blockOf(node, 0).outputs, 0),
  currentTrip: (node: Node): Value => at(blockOf(node, 0).inputs, 0),
  carriedInputs: (node: Node): readonly Value[] => node.inputs.slice(2),
  bodyCarriedInputs: (node: Node): readonly Value[] => blockOf(node, 0).inputs.slice(1),
  bodyCarriedOutputs: (node: Node): readonly Value[] => blockOf(node, 0).outputs.slice(1),
};

export type LoopKind = "while" | "for" | "modified";

/** A loop with both a trip count and a condition is `modified`: neither a Python `for` nor a `while`. */
export function loopKind(node: Node): LoopKind {
  const trip = constantOf(loop.tripCount(node));
  const alwaysTrue = boolOf(loop.inputCond(node)) === true && boolOf(loop.nextCond(node)) === true;
  const tripGiven = trip === undefined || trip.kind !== "int" || trip.value !== maxTripCount || loop.currentTrip(node).uses.length > 0;
  if (alwaysTrue) return tripGiven ? "for" : "while";
  return tripGiven ? "modified" : "while";
}

/** Nodes of a block and of all blocks below, each before its own blocks. */
export function depthFirst(block: Block): Node[] {
  const out: Node[] = [];
  const walk = (b: Block): void => {
    for (const node of b.nodes()) {
      out.push(node);
      node.blocks.forEach(walk);
    }
  };
  walk(block);
  return out;
}

/** Equal as torch compares constants to merge them: -0. equals 0., nan equals nothing. */
export function equalConstants(a: ConstantValue | undefined, b: ConstantValue | undefined): boolean {
  if (a === undefined || b === undefined) return (a?.kind ?? "None") === "None" && (b?.kind ?? "None") === "None";
  switch (a.kind) {
    case "None": return b.kind === "None";
    case "bool": return b.kind === "bool" && a.value === b.value;
    case "int": return b.kind === "int" && a.value === b.value;
    case "float": return b.kind === "float" && a.value === b.value;
    case "complex": return b.kind === "complex" && a.re === b.re && a.im === b.im;
    case "str": return b.kind === "str" && a.value === b.value;
    case "device": return b.kind === "device" && a.value === b.value;
    case "tensor": return b.kind === "tensor" && (a.exact === null ? a.index === b.index : a.exact !== "nan" && a.exact === b.exact && a.graphType === b.graphType);
    case "list": return b.kind === "list" && equalItems(a.items, b.items);
    case "tuple": return b.kind === "tuple" && equalItems(a.items, b.items);
    case "dict":
      return b.kind === "dict" && a.entries.length === b.entries.length
        && a.entries.every(([key, value], i) => equalConstants(key, b.entries[i]?.[0]) && equalConstants(value, b.entries[i]?.[1]));
    case "function": return b.kind === "function" && a.name === b.name && equalTypes(a.type, b.type);
    // of members of an Enum torch compares the holders, and each mention makes its own
    case "enum": case "object": case "generator": return a === b;
  }
}
const equalItems = (a: readonly ConstantValue[], b: readonly ConstantValue[]): boolean =>
  a.length === b.length && a.every((item, i) => equalConstants(item, b[i]));

/** Two prim::Constant nodes that stand for the same (torch: EqualNode). */
export function equalConstantNodes(a: Node, b: Node): boolean {
  if (!a.isConstant || !b.isConstant || !equalTypes(a.output.type, b.output.type)) return false;
  if (a.output.type.kind === "FunctionValue") return a.s("name") === b.s("name");
  return equalConstants(a.constant, b.constant);
}

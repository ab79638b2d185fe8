/** Reading and making constants of a graph. Answers to torch/csrc/jit/ir/constants.cpp. */
import type { SourceRange } from "../../syntax/source";
import type { ConstantValue } from "../ir/constant";
import type { Graph, Value } from "../ir/ir";
import { reprConstant } from "../ir/constantRepr";

/** What a value is, if it is known at compile time (torch: toIValue). */
export function toConstant(v: Value): ConstantValue | undefined {
  if (v.node.kind !== "prim::Constant" || v.type.kind === "FunctionValue") return undefined;
  return v.node.constant ?? (v.type.kind === "NoneType" ? { kind: "None" } : undefined);
}

/** As Python code, for messages. */
export function constantRepr(v: ConstantValue): string { return reprConstant(v); }

/** Equal for constants that are the same. */
export const constantKey = (v: ConstantValue): string => (v.kind === "tuple" ? `(${v.items.map(constantKey).join()})` : `${v.kind}:${constantRepr(v)}`);

export const intConstant = (value: number | bigint): ConstantValue => ({ kind: "int", value: BigInt(value) });
export const floatConstant = (value: number): ConstantValue => ({ kind: "float", value });
export const boolConstant = (value: boolean): ConstantValue => ({ kind: "bool", value });
export const strConstant = (value: string): ConstantValue => ({ kind: "str", value });
export const NONE: ConstantValue = { kind: "None" };

/** torch: insertConstant(graph, value) without a place, as defaults and other implied constants are made. */
export function insertImpliedConstant(graph: Graph, value: ConstantValue, range: SourceRange | null = null): Value {
  return graph.insertConstant(value, range);
}

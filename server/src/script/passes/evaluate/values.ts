/** Constants as operators take and give them. */
import type { ConstantValue } from "../../ir/constant";
import type { Type } from "../../types/types";

/** Runs one operator; null where torch would fail, or where it is not known here: the node then stays. */
export type Operation = (args: readonly ConstantValue[], result: Type) => ConstantValue | null;

export const int = (value: bigint): ConstantValue => ({ kind: "int", value: BigInt.asIntN(64, value) });
export const float = (value: number): ConstantValue => ({ kind: "float", value });
export const bool = (value: boolean): ConstantValue => ({ kind: "bool", value });

export const isInt = (c: ConstantValue | undefined): c is Extract<ConstantValue, { kind: "int" }> => c?.kind === "int";
export const isBool = (c: ConstantValue | undefined): c is Extract<ConstantValue, { kind: "bool" }> => c?.kind === "bool";

export const numberOf = (c: ConstantValue | undefined): number | null =>
  c?.kind === "float" ? c.value : c?.kind === "int" || c?.kind === "bool" ? Number(c.value) : null;

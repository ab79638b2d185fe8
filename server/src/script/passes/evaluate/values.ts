/** Constants as operators take and give them. */
import type { ConstantValue, FloatConstant } from "../../ir/constant";
import type { Type } from "../../types/types";

/** Runs one operator; null where torch would fail, or where it is not known here: the node then stays. */
export type Operation = (args: readonly ConstantValue[], result: Type) => ConstantValue | null;

export const int = (value: bigint): ConstantValue => ({ kind: "int", value: BigInt.asIntN(64, value) });
export const float = (value: number): ConstantValue => ({ kind: "float", value });
export const bool = (value: boolean): ConstantValue => ({ kind: "bool", value });

/** As the processor converts: what does not fit, and what is no number, becomes the least whole number. */
export const truncated = (value: number): ConstantValue => int(Math.abs(value) < 2 ** 63 ? BigInt(Math.trunc(value)) : -(2n ** 63n));

const withoutSign: ReadonlySet<string> = new Set(["aten::acos", "aten::asin", "aten::gamma", "aten::fabs", "prim::abs", "aten::Float"]);

/**
 * The sign of a result that is no number: an operand's that is none either, else the processor's own, which is
 * negative; a few functions of the C library give a positive one.
 */
export function withSignOfNaN(kind: string, args: readonly ConstantValue[], result: ConstantValue): ConstantValue {
  if (result.kind !== "float" || !Number.isNaN(result.value) || args.includes(result)) return result;
  const given = args.find((a): a is FloatConstant => a.kind === "float" && Number.isNaN(a.value));
  if (given === undefined ? withoutSign.has(kind) : kind === "aten::fabs" || kind === "prim::abs") return float(NaN);
  const negative = given === undefined || (given.negativeNaN === true) !== (kind === "aten::neg");
  return negative ? { kind: "float", value: NaN, negativeNaN: true } : float(NaN);
}

export const isInt = (c: ConstantValue | undefined): c is Extract<ConstantValue, { kind: "int" }> => c?.kind === "int";
export const isBool = (c: ConstantValue | undefined): c is Extract<ConstantValue, { kind: "bool" }> => c?.kind === "bool";

export const numberOf = (c: ConstantValue | undefined): number | null =>
  c?.kind === "float" ? c.value : c?.kind === "int" || c?.kind === "bool" ? Number(c.value) : null;

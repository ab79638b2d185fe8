/** Operator and function signatures. Answers to ATen/core/function_schema.h. */
import type { ConstantValue } from "../ir/constant";
import type { Type } from "../types/types";

export interface Argument {
  readonly name: string;
  readonly type: Type;
  /** The type as declared, where it differs: dtypes, layouts, memory formats and symbolic ints are plain ints in a graph. */
  readonly realType?: Type;
  /** `int[2]`: a lone number may stand for the list. */
  readonly listSize?: number;
  readonly default?: ConstantValue;
  readonly kwargOnly: boolean;
  /** Written in place: `Tensor(a!)`. Text inside the parentheses. */
  readonly alias?: string;
  /** The same of a list's elements: `Tensor(a!)[]`. */
  readonly elemAlias?: string;
  /** The type was inferred, not written (messages differ). */
  readonly inferred?: boolean;
}

/** Whether the operator writes its result there: `Tensor(a!) out`, `Tensor(a!)[] out`. */
export const isOut = (arg: Argument): boolean => arg.kwargOnly && (arg.alias ?? arg.elemAlias ?? "").includes("!");

export interface FunctionSchema {
  /** "aten::add", "forward", "__torch__.f". */
  readonly name: string;
  readonly overload: string;
  readonly args: readonly Argument[];
  readonly returns: readonly Argument[];
  readonly isVararg: boolean;
  readonly isVarret: boolean;
}

/** Values that a `prim::Constant` node or a default argument can hold (torch: IValue). */
import type { Type } from "../types/types";

export type ConstantValue =
  | { readonly kind: "None" }
  | { readonly kind: "bool"; readonly value: boolean }
  | { readonly kind: "int"; readonly value: bigint }
  | FloatConstant
  | { readonly kind: "complex"; readonly re: number; readonly im: number }
  | { readonly kind: "str"; readonly value: string }
  | { readonly kind: "device"; readonly value: string }
  /** One on the CPU; no two are the same. */
  | { readonly kind: "generator"; readonly seed: bigint }
  | TensorConstant
  | { readonly kind: "list"; readonly elem: Type; readonly items: readonly ConstantValue[] }
  | { readonly kind: "tuple"; readonly type: Type; readonly items: readonly ConstantValue[] }
  | { readonly kind: "dict"; readonly key: Type; readonly value: Type; readonly entries: readonly (readonly [ConstantValue, ConstantValue])[] }
  | { readonly kind: "enum"; readonly type: Type; readonly name: string; readonly value: ConstantValue }
  /** dtype, layout, memory format, qscheme: an int in the graph; `name` for printing. */
  | { readonly kind: "function"; readonly type: Type; readonly name: string }
  | { readonly kind: "object"; readonly type: Type };

export interface FloatConstant {
  readonly kind: "float";
  readonly value: number;
  /** The sign of a value that is no number, which shows where it is printed and which JavaScript does not keep. */
  readonly negativeNaN?: true;
}

export interface TensorConstant {
  readonly kind: "tensor";
  /** As signatures show it, over several lines. */
  readonly value: string;
  /** As `prim::Constant` shows it: `{2.5}`, ` 1  2 [ CPULongType{2} ]` or `<Tensor>`. */
  readonly graphText: string;
  /** `Float(3, strides=[1], requires_grad=0, device=cpu)`. */
  readonly graphType: string;
  /** torch puts no such tensor into a graph. */
  readonly requiresGrad: boolean;
  /** Of a Tensor with one element. */
  readonly number: number | null;
  readonly isFloating: boolean;
  /** All its values; null where they are not known, `nan` where one is NaN, which equals nothing. */
  readonly exact: string | null;
  /** Among the object graph's objects. */
  readonly index: number;
}

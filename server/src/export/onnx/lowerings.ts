/** How each operator on tensors is written in ONNX; by file: layers, arithmetic, shapes, making of tensors. */
import { ARITHMETIC } from "./lower/arithmetic";
import { LAYERS } from "./lower/layers";
import { MAKING } from "./lower/making";
import { SHAPES } from "./lower/shapes";
import type { Lowering } from "./lower/support";

export const LOWERINGS: Readonly<Record<string, Lowering>> = { ...LAYERS, ...ARITHMETIC, ...SHAPES, ...MAKING };

/** How each operator on tensors is written in ONNX; by file: layers, arithmetic, shapes, making of tensors. */
import { ARITHMETIC } from "./lower/arithmetic";
import { COMPOSED } from "./lower/composed";
import { FURTHER } from "./lower/further";
import { LAYERS } from "./lower/layers";
import { MAKING } from "./lower/making";
import { RECURRENT } from "./lower/recurrent";
import { SCATTER } from "./lower/scatter";
import { SHAPES } from "./lower/shapes";
import { SORTING } from "./lower/sorting";
import { WINDOWS } from "./lower/windows";
import type { Lowering } from "./lower/support";

export const LOWERINGS: Readonly<Record<string, Lowering>> = { ...LAYERS, ...ARITHMETIC, ...SHAPES, ...MAKING, ...FURTHER, ...COMPOSED, ...SORTING, ...SCATTER, ...RECURRENT, ...WINDOWS };

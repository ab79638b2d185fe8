/** How each operator on tensors is written in ONNX; by file: layers, arithmetic, shapes, making of tensors. */
import { ARITHMETIC, inPlaceOf } from "./lower/arithmetic";
import { ATTENTION } from "./lower/attention";
import { COMPLEX, COMPLEX_MAKING } from "./lower/complex";
import { COMPOSED } from "./lower/composed";
import { ELEMENTARY } from "./lower/elementary";
import { FOURIER, SHIFTS } from "./lower/fourier";
import { FURTHER } from "./lower/further";
import { LAYERS } from "./lower/layers";
import { LINALG } from "./lower/linalg";
import { LOSSES } from "./lower/losses";
import { MAKING } from "./lower/making";
import { PACKING } from "./lower/packed";
import { QUANTIZING, quantizedLowering } from "./lower/quantized";
import { QUANTIZED_RECURRENT } from "./lower/quantizedRecurrent";
import { RECURRENT } from "./lower/recurrent";
import { SCATTER } from "./lower/scatter";
import { SHAPES } from "./lower/shapes";
import { SORTING } from "./lower/sorting";
import { SPECIAL } from "./lower/special";
import { WINDOWS } from "./lower/windows";
import { OPERATORS, type Lowering } from "./lower/support";
import { SCALARS } from "./scalars";

export const LOWERINGS: Readonly<Record<string, Lowering>> = { ...ELEMENTARY, ...SPECIAL, ...LAYERS, ...ARITHMETIC, ...SHAPES, ...MAKING, ...FURTHER, ...COMPOSED, ...LOSSES, ...LINALG, ...PACKING, ...ATTENTION, ...SORTING, ...SCATTER, ...RECURRENT, ...QUANTIZED_RECURRENT, ...WINDOWS, ...COMPLEX_MAKING, ...FOURIER, ...SHIFTS, ...QUANTIZING };
Object.assign(OPERATORS, LOWERINGS);
/** The lowering of an operator; `x.f_()` is that of `f`, written into x, where it has none of its own. */
export function loweringOf(kind: string): Lowering | undefined {
  const known = LOWERINGS[kind];
  if (known || !kind.endsWith("_") || kind.endsWith("__")) return known;
  const plain = LOWERINGS[kind.slice(0, -1)];
  return plain && inPlaceOf(plain);
}

/** Of an operator with a quantized argument. */
export const quantizedLoweringOf = (kind: string): Lowering | undefined => quantizedLowering(kind, loweringOf(kind) ?? ((a, b) => SCALARS[kind]?.(a, b)));

/** Operators with a complex argument. */
export const COMPLEX_LOWERINGS: Readonly<Record<string, Lowering>> = { ...COMPLEX, ...FOURIER };

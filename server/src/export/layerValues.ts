/** Values for a parameter whose own are not known: by kind of layer, as torch.nn mostly has them. */
import type { GModule, GTensor, ObjectGraph } from "../host/objectGraph";
import { isRef } from "../script/recursive/graphReader";
import { encodeNumbers } from "./numbers";
import { count } from "./strides";

/** mulberry32: small, good enough, and the same everywhere. */
function generator(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Convolutions and linear layers uniformly by their fan-in, normalisations with ones and zeros. */
export function layerValues(graph: ObjectGraph, module: GModule | undefined, name: string, t: GTensor, seed: number): Buffer {
  const n = count(t.shape);
  const weight = module?.parameters.find(([k]) => k === "weight")?.[1];
  const w = isRef(weight) ? graph.objects[weight.o] : undefined;
  const shape = t.shape.length > 1 ? t.shape : w?.kind === "tensor" && w.shape.length > 1 ? w.shape : undefined;
  const values = new Float64Array(n);
  if (!/^(float|bfloat|complex)/.test(t.dtype)) return encodeNumbers(t.dtype, values);
  if ((name === "weight" && !shape) || name === "running_var") values.fill(1);
  else if (name === "running_mean") values.fill(0);
  else if (shape) {
    const random = generator(seed + 1);
    const bound = 1 / Math.sqrt(Math.max(count(shape.slice(1)), 1));
    for (let i = 0; i < n; i++) values[i] = (random() * 2 - 1) * bound;
  }
  return encodeNumbers(t.dtype, values);
}

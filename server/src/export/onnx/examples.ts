/** Values to run an exported file with: those that were given or random ones, the same every time. */
import { encodeNumbers } from "../numbers";
import { count } from "../strides";
import type { OnnxReport, OnnxValue } from "./index";
import type { Feed } from "./runtime";
import { msg, type Message } from "../../text/message";

export interface ExampleRun {
  /** "random inputs", and of which sizes. */
  readonly what: Message;
  readonly values: Readonly<Record<string, Feed>>;
  /** Of the open dimensions. */
  readonly sizes: Readonly<Record<string, number>>;
  /** The example as it was given. */
  readonly example?: true;
}

/** Normally spread floats; whole numbers are 0 or 1 (1 where something is divided by them), so that they are indices of nearly anything, or what can be lengths of sequences, too. */
function valuesOf(n: number, dtype: string, random: () => number, packs: boolean, divisor: boolean): Float64Array {
  const float = /^b?float/.test(dtype);
  const whole = (i: number): number => (packs && dtype !== "bool" ? (2 * i < n ? 2 : 1) : divisor || random() > 0.5 ? 1 : 0);
  return Float64Array.from({ length: n }, (_, i) => (float ? Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random()) : whole(i)));
}

/** Numbers between 0 and 1, the same for the same seed. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => { state = (Math.imul(state, 1664525) + 1013904223) >>> 0; return (state + 0.5) / 4294967296; };
}

/** What was asked for; along a dimension that is larger than in the example it comes again. */
function valuesGiven({ values = [], example, dtype }: OnnxValue, shape: readonly number[], random: () => number): Float64Array {
  const n = count(shape);
  if ("low" in values) {
    const { low, high } = values;
    return Float64Array.from({ length: n }, dtype.includes("float") ? () => low + random() * (high - low) : () => low + Math.floor(random() * (high - low + 1)));
  }
  if (values.length <= 1) return new Float64Array(n).fill(values[0] ?? 0);
  return Float64Array.from({ length: n }, (_, i) => {
    let at = 0, rest = i, stride = 1;
    for (let d = shape.length - 1; d >= 0; d--) {
      const size = shape[d] ?? 1, was = example[d] ?? 1;
      at += ((rest % size) % was) * stride;
      rest = Math.floor(rest / size);
      stride *= was;
    }
    return values[at] ?? 0;
  });
}

/** One run with the sizes of the example and, where some are open, one with others. */
export function exampleFeeds(report: OnnxReport): ExampleRun[] {
  const run = (what: Message, sizes: Readonly<Record<string, number>>, example?: true): ExampleRun => ({
    what, sizes, ...(example ? { example } : {}),
    values: Object.fromEntries(report.inputs.map((input, i): [string, Feed] => {
      const shape = input.shape.map((d, j) => (typeof d === "number" ? d : sizes[d] ?? input.example[j] ?? 1));
      const random = generator(i + 1);
      const values = input.values ? valuesGiven(input, shape, random) : valuesOf(count(shape), input.dtype, random, report.packs, report.divisors.includes(input.name));
      return [input.name, { dtype: input.dtype, shape, data: encodeNumbers(input.dtype, values) }];
    })),
  });
  const open: Record<string, number> = {};
  for (const input of report.inputs) input.shape.forEach((d, j) => { if (typeof d === "string") open[d] = input.example[j] ?? 1; });
  const names = Object.keys(open);
  const chosen = report.inputs.some((i) => i.values);
  if (names.length === 0) return [run(chosen ? msg`the example inputs` : msg`random inputs`, {}, true)];
  return [run(chosen ? msg`the example inputs` : msg`random inputs of the example's sizes`, open, true), run(chosen ? msg`inputs of other sizes` : msg`random inputs of other sizes`, Object.fromEntries(names.map((n) => [n, otherRunSize(open[n] ?? 1, report.below)])))];
}

/** Twice as much, or half, keeps what has to be divided divisible. */
const otherRunSize = (d: number, below: boolean): number => (below && d > 3 ? d >> 1 : Math.max(2, d * 2));

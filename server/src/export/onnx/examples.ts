/** Values to run an exported file with: random, the same every time. */
import { encodeNumbers } from "../numbers";
import { count } from "../strides";
import type { OnnxReport } from "./index";
import type { Feed } from "./runtime";
import { msg, type Message } from "../../text/message";

export interface ExampleRun {
  /** "random inputs", and of which sizes. */
  readonly what: Message;
  readonly values: Readonly<Record<string, Feed>>;
  /** Of the open dimensions. */
  readonly sizes: Readonly<Record<string, number>>;
}

/** Normally spread floats; whole numbers are 0 or 1 (1 where something is divided by them), so that they are indices of nearly anything, or what can be lengths of sequences, too. */
function valuesOf(n: number, dtype: string, seed: number, packs: boolean, divisor: boolean): Float64Array {
  let state = seed >>> 0;
  const random = (): number => { state = (Math.imul(state, 1664525) + 1013904223) >>> 0; return (state + 0.5) / 4294967296; };
  const float = /^b?float/.test(dtype);
  const whole = (i: number): number => (packs && dtype !== "bool" ? (2 * i < n ? 2 : 1) : divisor || random() > 0.5 ? 1 : 0);
  return Float64Array.from({ length: n }, (_, i) => (float ? Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random()) : whole(i)));
}

/** One run with the sizes of the example and, where some are open, one with others. */
export function exampleFeeds(report: OnnxReport): ExampleRun[] {
  const run = (what: Message, sizes: Readonly<Record<string, number>>): ExampleRun => ({
    what, sizes,
    values: Object.fromEntries(report.inputs.map((input, i): [string, Feed] => {
      const shape = input.shape.map((d, j) => (typeof d === "number" ? d : sizes[d] ?? input.example[j] ?? 1));
      return [input.name, { dtype: input.dtype, shape, data: encodeNumbers(input.dtype, valuesOf(count(shape), input.dtype, i + 1, report.packs, report.divisors.includes(input.name))) }];
    })),
  });
  const open: Record<string, number> = {};
  for (const input of report.inputs) input.shape.forEach((d, j) => { if (typeof d === "string") open[d] = input.example[j] ?? 1; });
  const names = Object.keys(open);
  if (names.length === 0) return [run(msg`random inputs`, {})];
  return [run(msg`random inputs of the example's sizes`, open), run(msg`random inputs of other sizes`, Object.fromEntries(names.map((n) => [n, otherRunSize(open[n] ?? 1)])))];
}

/** Twice as much keeps what has to be divided divisible. */
const otherRunSize = (d: number): number => Math.max(2, d * 2);

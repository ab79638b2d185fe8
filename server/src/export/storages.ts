/** What the storages of an object graph hold, as the bytes that an archive has of them. */
import type { GNumber, GStep, GStorage, ObjectGraph } from "../host/objectGraph";
import { STORAGES } from "./archive/pickler";
import { Draws, inverseErfs } from "./initial";
import { encodeNumbers } from "./numbers";

/** Numbers of one piece. */
const PIECE = 2 ** 20;

export class KnownStorages {
  private readonly draws: Draws;
  constructor(private readonly graph: ObjectGraph) { this.draws = new Draws(graph.draws ?? []); }

  at(number: number): GStorage | undefined { return this.graph.storages?.[number]; }

  known(number: number): boolean {
    const s = this.at(number);
    if (!s || s.size === 0 || s.data || s.recipe?.[0] === "fill") return s !== undefined;
    const entry = s.recipe?.[0] === "draw" ? this.graph.draws?.[s.recipe[1]] : undefined;
    return entry !== undefined && entry[0] !== "other" && entry[0] !== "seed" && entry[1] === s.size;
  }

  /** All its elements; empty for one that is not known. */
  *pieces(number: number): Iterable<Buffer> {
    const s = this.at(number);
    if (!s) return;
    if (s.data) yield decoded(s.dtype, s.data);
    else if (s.recipe?.[0] === "fill") yield* filled(s.dtype, s.size, s.recipe[1]);
    else if (s.recipe) yield encodeNumbers(s.dtype, stepped(this.draws.values(s.recipe[1]) ?? new Float64Array(), s.recipe[2] ?? [], s.dtype));
  }
}

/** One operation after the other, each rounded to the dtype. */
function stepped(values: Float64Array, steps: readonly GStep[], dtype: string): Float64Array {
  const round = dtype === "float32" ? Math.fround : (x: number): number => x;
  let made = values;
  for (const step of steps) {
    if (step[0] === "erfinv") {
      made = inverseErfs(made).map(round);
      continue;
    }
    const one = operation(step, round);
    for (let i = 0; i < made.length; i++) made[i] = round(one(made[i] ?? 0));
  }
  return made;
}

function operation(step: Exclude<GStep, readonly ["erfinv"]>, round: (x: number) => number): (x: number) => number {
  const [kind, given = 0] = step;
  const n = round(real(given));
  switch (kind) {
    case "add": return (x) => x + n;
    case "sub": return (x) => x - n;
    case "rsub": return (x) => n - x;
    case "mul": return (x) => x * n;
    case "div": return (x) => x / n;
    case "clamp_min": return (x) => (x < n ? n : x);
    case "clamp_max": return (x) => (x > n ? n : x);
    case "exp": return Math.exp;
    case "log": return Math.log;
    case "neg": return (x) => -x;
  }
}

function decoded(dtype: string, [kind, text]: NonNullable<GStorage["data"]>): Buffer {
  const raw = Buffer.from(text, "base64");
  const n = raw.length >> 3;
  if (kind === "q") {
    if (dtype === "int64") return raw;
    return encodeNumbers(dtype, Float64Array.from({ length: n }, (_, i) => Number(raw.readBigInt64LE(8 * i))));
  }
  const numbers = Float64Array.from({ length: n }, (_, i) => raw.readDoubleLE(8 * i));
  if (kind === "d") return encodeNumbers(dtype, numbers);
  return encodeNumbers(dtype, Array.from({ length: n >> 1 }, (_, i) => [numbers[2 * i] ?? 0, numbers[2 * i + 1] ?? 0] as const));
}

function* filled(dtype: string, size: number, value: GNumber): Iterable<Buffer> {
  const one = encodeNumbers(dtype, [typeof value === "object" ? [real(value[0]), real(value[1])] : real(value)]);
  // digits that a float cannot hold
  if (dtype === "int64" && typeof value === "string" && /^-?\d+$/.test(value)) one.writeBigInt64LE(BigInt.asIntN(64, BigInt(value)));
  for (let at = 0; at < size; at += PIECE) yield Buffer.alloc(Math.min(PIECE, size - at) * (STORAGES[dtype]?.bytes ?? 1), one);
}

function real(value: GNumber): number {
  if (typeof value === "number") return value;
  if (typeof value === "object") return real(value[0]);
  return value === "nan" ? NaN : value === "inf" ? Infinity : value === "-inf" ? -Infinity : Number(value);
}

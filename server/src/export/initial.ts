/**
 * The numbers that torch's random generator gives from a seed, for tensors whose drawing is noted in the object
 * graph. Answers to ATen/core/{MT19937RNGEngine,DistributionsHelper}.h and native/cpu/DistributionTemplates.h;
 * normal numbers differ from torch's in the last bits, since torch computes them with approximations of its own.
 */
import type { GDraw } from "../host/objectGraph";

/** The seed with which a model is initialised, unless its own code sets one. */
export const SEED = 0;
const STATE = 624;
const AHEAD = 397;

/** mt19937. */
class Engine {
  private state = new Uint32Array(STATE);
  private at = STATE;
  /** Box-Muller makes two numbers at a time. */
  kept: number | undefined;

  seed(seed: number): void {
    this.state[0] = seed >>> 0;
    for (let i = 1; i < STATE; i++) {
      const before = this.state[i - 1] ?? 0;
      this.state[i] = Math.imul(1812433253, before ^ (before >>> 30)) + i;
    }
    this.at = STATE;
    this.kept = undefined;
  }

  copy(): Engine {
    const made = new Engine();
    made.state = this.state.slice();
    made.at = this.at;
    made.kept = this.kept;
    return made;
  }

  private refill(): void {
    const s = this.state;
    const mixed = (low: number, high: number): number => { const y = (high & 0x80000000) | (low & 0x7fffffff); return (y >>> 1) ^ (-(y & 1) & 0x9908b0df); };
    for (let i = 0; i < STATE - AHEAD; i++) s[i] = (s[i + AHEAD] ?? 0) ^ mixed(s[i + 1] ?? 0, s[i] ?? 0);
    for (let i = STATE - AHEAD; i < STATE - 1; i++) s[i] = (s[i + AHEAD - STATE] ?? 0) ^ mixed(s[i + 1] ?? 0, s[i] ?? 0);
    s[STATE - 1] = (s[AHEAD - 1] ?? 0) ^ mixed(s[0] ?? 0, s[STATE - 1] ?? 0);
    this.at = 0;
  }

  /** Numbers in [0, 1) with so many bits, into a part of an array. */
  units(out: Float64Array, from: number, to: number, digits: number): void {
    const mask = 2 ** digits - 1, scale = 2 ** -digits;
    const { state } = this;
    for (let i = from; i < to;) {
      if (this.at >= STATE) this.refill();
      const { at } = this;
      const n = Math.min(to - i, STATE - at);
      for (let k = 0; k < n; k++) {
        let y = state[at + k] ?? 0;
        y ^= y >>> 11;
        y ^= (y << 7) & 0x9d2c5680;
        y ^= (y << 15) & 0xefc60000;
        out[i + k] = ((y ^ (y >>> 18)) & mask) * scale;
      }
      this.at += n;
      i += n;
    }
  }

  skip(count: number): void {
    for (let left = count; left > 0;) {
      if (this.at >= STATE) this.refill();
      const step = Math.min(left, STATE - this.at);
      this.at += step;
      left -= step;
    }
  }

  /** 32 bits. */
  random(): number {
    if (this.at >= STATE) this.refill();
    let y = this.state[this.at++] ?? 0;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  random64(): bigint {
    const high = BigInt(this.random());
    return (high << 32n) | BigInt(this.random());
  }

  /** In [0, 1), with 53 bits. */
  double(): number {
    const high = this.random();
    const low = this.random();
    return ((high & 0x1fffff) * 2 ** 32 + low) * 2 ** -53;
  }
}

/** Bits of a float's mantissa, the hidden one included. */
const DIGITS: Readonly<Record<string, number>> = { float32: 24, float16: 11, bfloat16: 8 };
/** From this many on, numbers are drawn in blocks. */
const BLOCK = 16;

/** Numbers in [0, 1) as torch draws them for a dtype, into a part of an array. */
function units(engine: Engine, out: Float64Array, dtype: string, from = 0, to = out.length): void {
  const digits = DIGITS[dtype];
  if (digits !== undefined) engine.units(out, from, to, digits);
  else for (let i = from; i < to; i++) out[i] = engine.double();
}

function uniform(engine: Engine, n: number, dtype: string, from: number, to: number): Float64Array {
  const out = new Float64Array(n);
  units(engine, out, dtype);
  if (dtype === "float64") for (let i = 0; i < n; i++) out[i] = (out[i] ?? 0) * (to - from) + from;
  else {
    const low = Math.fround(from);
    const width = Math.fround(Math.fround(to) - low);
    for (let i = 0; i < n; i++) out[i] = Math.fround(Math.fround((out[i] ?? 0) * width) + low);
  }
  return out;
}

function block(data: Float64Array, at: number, mean: number, std: number): void {
  for (let j = at; j < at + 8; j++) {
    const radius = Math.sqrt(-2 * Math.log(1 - (data[j] ?? 0)));
    const theta = 2 * Math.PI * (data[j + 8] ?? 0);
    data[j] = radius * Math.cos(theta) * std + mean;
    data[j + 8] = radius * Math.sin(theta) * std + mean;
  }
}

function normal(engine: Engine, n: number, dtype: string, mean: number, std: number): Float64Array {
  const out = new Float64Array(n);
  if (n < BLOCK) {
    for (let i = 0; i < n; i++) out[i] = single(engine) * std + mean;
    return out;
  }
  units(engine, out, dtype);
  for (let i = 0; i <= n - BLOCK; i += BLOCK) block(out, i, mean, std);
  if (n % BLOCK !== 0) {
    units(engine, out, dtype, n - BLOCK, n);
    block(out, n - BLOCK, mean, std);
  }
  return out;
}

function single(engine: Engine): number {
  if (engine.kept !== undefined) {
    const { kept } = engine;
    engine.kept = undefined;
    return kept;
  }
  const theta = 2 * Math.PI * engine.double();
  const radius = Math.sqrt(-2 * Math.log(1 - engine.double()));
  engine.kept = radius * Math.sin(theta);
  return radius * Math.cos(theta);
}

/** As torch.nn.init.trunc_normal_: uniform numbers through the inverse of the normal distribution. */
function truncated(engine: Engine, n: number, dtype: string, [mean = 0, std = 1, a = -2, b = 2]: readonly number[]): Float64Array {
  const [low, high] = [erf((a - mean) / std / Math.SQRT2), erf((b - mean) / std / Math.SQRT2)];
  const out = uniform(engine, n, dtype, low, high);
  const inverse = inverseErfBetween(low, high, n);
  for (let i = 0; i < n; i++) out[i] = Math.min(Math.max(inverse(out[i] ?? 0) * std * Math.SQRT2 + mean, a), b);
  return out;
}

/** The quickest way for so many numbers. */
const inverseErfBetween = (low: number, high: number, n: number): ((y: number) => number) => n > 4 * NODES && Math.max(Math.abs(low), Math.abs(high)) < STEEP ? tabulated(low, high) : inverseErf;

/** Of every one of them. */
export function inverseErfs(values: Float64Array): Float64Array {
  let low = 0, high = 0;
  for (const y of values) {
    if (y < low) low = y;
    if (y > high) high = y;
  }
  return values.map(inverseErfBetween(low, high, values.length));
}

const NODES = 8192;
/** Beyond this a table of the inverse is not exact enough. */
const STEEP = 0.999;

/** inverseErf between two bounds, from a table of values and slopes. */
function tabulated(low: number, high: number): (y: number) => number {
  const step = (high - low) / NODES;
  const values = Float64Array.from({ length: NODES + 2 }, (_, i) => inverseErf(low + i * step));
  const slopes = values.map((x) => (Math.sqrt(Math.PI) / 2) * Math.exp(x * x) * step);
  return (y) => {
    const i = Math.min(Math.max(Math.floor((y - low) / step), 0), NODES);
    const t = (y - low) / step - i;
    const [p, q, dp, dq] = [values[i] ?? 0, values[i + 1] ?? 0, slopes[i] ?? 0, slopes[i + 1] ?? 0];
    return p + t * (dp + t * (3 * (q - p) - 2 * dp - dq + t * (2 * (p - q) + dp + dq)));
  };
}

/** By its series near 0, else by the continued fraction of erfc. */
export function erf(x: number): number {
  const z = Math.abs(x);
  if (z > 6) return Math.sign(x);
  if (z < 2.5) {
    let term = x;
    let sum = x;
    for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
      term *= (-x * x) / n;
      sum += term / (2 * n + 1);
    }
    return (2 / Math.sqrt(Math.PI)) * sum;
  }
  let fraction = 0;
  for (let k = 60; k > 0; k--) fraction = k / 2 / (z + fraction);
  return Math.sign(x) * (1 - Math.exp(-z * z) / Math.sqrt(Math.PI) / (z + fraction));
}

/** Starts from an approximation with logarithms, then Newton's steps. */
export function inverseErf(y: number): number {
  if (Math.abs(y) >= 1) return Math.sign(y) * Infinity;
  const l = Math.log(1 - y * y);
  const t = 2 / (Math.PI * 0.147) + l / 2;
  let x = Math.sign(y) * Math.sqrt(Math.sqrt(t * t - l / 0.147) - t);
  for (let i = 0; i < 3; i++) x -= ((erf(x) - y) * Math.sqrt(Math.PI) * Math.exp(x * x)) / 2;
  return x;
}

function integers(engine: Engine, n: number, low: number, high: number): Float64Array {
  const range = high - low;
  const wide = range >= 2 ** 32;
  return Float64Array.from({ length: n }, () => (wide ? Number(engine.random64() % BigInt(range)) : engine.random() % range) + low);
}

function draw(engine: Engine, [kind, n, dtype, numbers]: GDraw): Float64Array | undefined {
  const [a = 0, b = 1] = numbers;
  switch (kind) {
    case "uniform": return uniform(engine, n, dtype, a, b);
    case "normal": return normal(engine, n, dtype, a, b);
    case "trunc_normal": return truncated(engine, n, dtype, numbers);
    case "randint": return integers(engine, n, a, b);
    case "seed": case "other": return undefined;
  }
}

/** Goes on as if the numbers had been drawn. */
function pass(engine: Engine, entry: GDraw): void {
  const [kind, n, dtype, [a = 0, b = 1]] = entry;
  const words = DIGITS[dtype] === undefined ? 2 : 1;
  if (kind === "seed") engine.seed(a);
  else if (kind === "normal" && n < BLOCK) for (let i = 0; i < n; i++) single(engine);
  else if (kind === "normal") engine.skip(words * (n + (n % BLOCK === 0 ? 0 : BLOCK)));
  else if (kind === "randint") engine.skip(b - a >= 2 ** 32 ? 2 * n : n);
  else engine.skip(words * n);
}

/** What was drawn, by its place in the log. */
export class Draws {
  private readonly states = new Map<number, Engine>();
  private readonly engine = new Engine();
  private done = 0;
  constructor(private readonly log: readonly GDraw[]) { this.engine.seed(SEED); }

  /** Undefined for what is not drawn again here. */
  values(index: number): Float64Array | undefined {
    for (; this.done <= index; this.done++) {
      const entry = this.log[this.done];
      if (!entry) return undefined;
      this.states.set(this.done, this.engine.copy());
      pass(this.engine, entry);
    }
    const [engine, entry] = [this.states.get(index), this.log[index]];
    return engine && entry ? draw(engine.copy(), entry) : undefined;
  }
}

/**
 * Functions of doubles, rounded to the nearest double. torch folds constants with the C library, whose
 * results are the nearest double nearly always; those of JavaScript engines often are the one beside it.
 *
 * A number is held as a whole number of 2^-BITS steps while it is computed.
 */

const BITS = 320n;
const ONE = 1n << BITS;

/** The double as a whole number of 2^-bits steps, cut off below. */
function fixed(x: number, bits = BITS): bigint {
  const [mantissa, exponent] = parts(x);
  const shift = bits + BigInt(exponent);
  return shift >= 0n ? mantissa << shift : mantissa >> -shift;
}

/** x = mantissa * 2^exponent, exactly. */
function parts(x: number): [bigint, number] {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  const raw = view.getBigUint64(0);
  const biased = Number((raw >> 52n) & 0x7ffn);
  const fraction = raw & 0xfffffffffffffn;
  const mantissa = biased === 0 ? fraction : fraction | (1n << 52n);
  return [raw >> 63n ? -mantissa : mantissa, (biased === 0 ? 1 : biased) - 1075];
}

/** The nearest double to value * 2^-bits; ties go to the even one, as Number() decides them. */
function nearest(value: bigint, bits = BITS): number {
  const negative = value < 0n;
  const size = negative ? -value : value;
  const length = BigInt(size.toString(2).length);
  // keep some bits below the last of a double, and whether anything was below those
  const spare = length - 64n;
  const kept = spare > 0n ? (size >> spare) | (size & ((1n << spare) - 1n) ? 1n : 0n) : size;
  const scale = Number((spare > 0n ? spare : 0n) - bits);
  const rounded = scale < -1000 ? Number(kept) * 2 ** (scale + 500) * 2 ** -500 : Number(kept) * 2 ** scale;
  return negative ? -rounded : rounded;
}

const times = (a: bigint, b: bigint): bigint => (a * b) >> BITS;
const over = (a: bigint, b: bigint): bigint => (a << BITS) / b;

function squareRoot(value: bigint): bigint {
  const n = value << BITS;
  if (n < 2n) return n;
  let x = 1n << BigInt((n.toString(2).length + 1) >> 1);
  for (;;) {
    const y = (x + n / x) >> 1n;
    if (y >= x) return x;
    x = y;
  }
}

/** The sum of x^k / k over odd k, every second one subtracted if `alternating`: artanh or arctan of a small x. */
function oddSeries(x: bigint, alternating: boolean): bigint {
  const square = times(x, x);
  let [sum, power] = [x, x];
  for (let k = 3n; power !== 0n; k += 2n) {
    power = times(power, square);
    if (alternating) power = -power;
    if (power === 0n || power === -1n) break;
    sum += power / k;
  }
  return sum;
}

const LN2 = 2n * oddSeries(ONE / 3n, false);
const LN10 = 3n * LN2 + 2n * oddSeries(ONE / 9n, false);
const PI = 4n * (4n * oddSeries(ONE / 5n, true) - oddSeries(ONE / 239n, true));

/** The natural logarithm of a positive number. */
function ln(value: bigint): bigint {
  let exponent = BigInt(value.toString(2).length) - 1n - BITS;
  let mantissa = exponent >= 0n ? value >> exponent : value << -exponent;
  if (mantissa > ONE + (ONE >> 1n)) {
    mantissa >>= 1n;
    exponent++;
  }
  return exponent * LN2 + 2n * oddSeries(over(mantissa - ONE, mantissa + ONE), false);
}

/** e^value as [mantissa, exponent of two]. */
function power(value: bigint): [bigint, bigint] {
  const exponent = value / LN2;
  const reduced = (value - exponent * LN2) >> 12n;
  let [sum, term] = [ONE, ONE];
  for (let k = 1n; term !== 0n && term !== -1n; k++) {
    term = times(term, reduced) / k;
    sum += term;
  }
  for (let i = 0; i < 12; i++) sum = times(sum, sum);
  return [sum, exponent];
}

function e(value: bigint): bigint {
  const [mantissa, exponent] = power(value);
  return exponent >= 0n ? mantissa << exponent : mantissa >> -exponent;
}

/** [sine, cosine] of a double. */
function sineCosine(x: number): [bigint, bigint] {
  const [mantissa, exponent] = parts(x);
  // big angles need more digits of pi than there are: none of them stands in a model
  const angle = exponent >= 0 ? mantissa << (BITS + BigInt(exponent)) : fixed(x);
  const quarter = PI >> 1n;
  const turns = angle / quarter;
  const reduced = angle - turns * quarter;
  const square = times(reduced, reduced);
  let [sine, cosine, s, c] = [reduced, ONE, reduced, ONE];
  for (let k = 1n; s !== 0n && s !== -1n || c !== 0n && c !== -1n; k++) {
    c = -times(c, square) / ((2n * k - 1n) * (2n * k));
    s = -times(s, square) / (2n * k * (2n * k + 1n));
    cosine += c;
    sine += s;
  }
  switch (((turns % 4n) + 4n) % 4n) {
    case 0n: return [sine, cosine];
    case 1n: return [cosine, -sine];
    case 2n: return [-sine, -cosine];
    default: return [-cosine, sine];
  }
}

function arcTangent(value: bigint): bigint {
  // halve the angle until the series runs fast
  let x = value;
  for (let i = 0; i < 8; i++) x = over(x, ONE + squareRoot(ONE + times(x, x)));
  return oddSeries(x, true) << 8n;
}

/** Numbers out of reach of the precision keep what JavaScript says; those with a plain answer do anyway. */
function precisely(fallback: (x: number) => number, compute: (x: number) => number, smallest = 2 ** -100): (x: number) => number {
  return (x) => (Number.isFinite(x) && Math.abs(x) >= smallest && Math.abs(x) < 2 ** 60 && Number.isFinite(fallback(x)) ? compute(x) : fallback(x));
}
const through = (f: (value: bigint) => bigint): ((x: number) => number) => (x) => nearest(f(fixed(x)));

export const log = (x: number): number => (x > 0 && x < Infinity ? nearest(ln(fixed(x, 1100n)) + (BITS - 1100n) * LN2) : Math.log(x));
export const log2 = precisely(Math.log2, through((v) => over(ln(v), LN2)));
export const log10 = precisely(Math.log10, through((v) => over(ln(v), LN10)));
export const log1p = precisely(Math.log1p, through((v) => ln(ONE + v)));
export const exp = precisely(Math.exp, (x) => {
  const [mantissa, exponent] = power(fixed(x));
  return nearest(mantissa, BITS - exponent);
});
export const expm1 = precisely(Math.expm1, through((v) => e(v) - ONE));
export const sin = precisely(Math.sin, (x) => nearest(sineCosine(x)[0]));
export const cos = precisely(Math.cos, (x) => nearest(sineCosine(x)[1]));
export const tan = precisely(Math.tan, (x) => { const [s, c] = sineCosine(x); return nearest(over(s, c)); });
export const atan = precisely(Math.atan, through(arcTangent));
export const asin = precisely(Math.asin, (x) => (Math.abs(x) === 1 ? Math.asin(x) : through((v) => arcTangent(over(v, squareRoot(ONE - times(v, v)))))(x)));
export const acos = precisely(Math.acos, (x) => (x === -1 ? Math.PI : through((v) => 2n * arcTangent(squareRoot(over(ONE - v, ONE + v))))(x)));
export const sinh = precisely(Math.sinh, through((v) => (e(v) - e(-v)) / 2n));
export const cosh = precisely(Math.cosh, through((v) => (e(v) + e(-v)) / 2n));
export const tanh = precisely(Math.tanh, (x) => (Math.abs(x) > 30 ? Math.sign(x) : through((v) => over(e(v) - e(-v), e(v) + e(-v)))(x)));
export const asinh = precisely(Math.asinh, (x) => Math.sign(x) * through((v) => ln(v + squareRoot(times(v, v) + ONE)))(Math.abs(x)));
export const acosh = precisely(Math.acosh, through((v) => ln(v + squareRoot(times(v, v) - ONE))));
export const atanh = precisely(Math.atanh, through((v) => ln(over(ONE + v, ONE - v)) / 2n));
export const erf = (x: number): number => (Math.abs(x) < 7 ? nearest(errorFunction(fixed(x))) : Math.sign(x));
/** NaN where the precision does not reach. */
export const erfc = (x: number): number => (Math.abs(x) < 9 ? nearest(ONE - errorFunction(fixed(x))) : x < 0 ? 2 : x > 28 ? 0 : NaN);

function errorFunction(value: bigint): bigint {
  const square = times(value, value);
  let [sum, term] = [value, value];
  for (let n = 1n; term !== 0n && term !== -1n; n++) {
    term = -times(term, square) / n;
    sum += term / (2n * n + 1n);
  }
  return over(2n * sum, squareRoot(PI));
}

export function atan2(y: number, x: number): number {
  const plain = Math.atan2(y, x);
  const ratio = Math.abs(y / x);
  if (!Number.isFinite(ratio) || ratio < 2 ** -100 || ratio > 2 ** 60 || Math.abs(x) < 2 ** -100 || Math.abs(x) > 2 ** 60) return plain;
  const angle = arcTangent(over(fixed(Math.abs(y)), fixed(Math.abs(x))));
  return Math.sign(y) * nearest(x < 0 ? PI - angle : angle);
}

export function hypot(x: number, y: number): number {
  const sizes = [Math.abs(x), Math.abs(y)];
  if (!sizes.every((size) => size === 0 || size > 2 ** -100 && size < 2 ** 60)) return Math.hypot(x, y);
  const [a, b] = [fixed(x), fixed(y)];
  return nearest(squareRoot(times(a, a) + times(b, b)));
}

export function pow(base: number, exponent: number): number {
  const plain = base ** exponent;
  if (!Number.isFinite(plain) || plain === 0 || exponent === 0 || Math.abs(base) === 1 || Math.abs(exponent) > 2 ** 20) return plain;
  const sign = plain < 0 ? -1 : 1;
  const size = Math.abs(base);
  if (Number.isInteger(exponent) && Math.abs(exponent) <= 64) return sign * wholePower(size, exponent);
  const logarithm = ln(fixed(size, 1100n)) + (BITS - 1100n) * LN2;
  const [mantissa, two] = power(times(logarithm, fixed(exponent)));
  return sign * nearest(mantissa, BITS - two);
}

/** Exact before it is rounded: products of few digits may lie just between two doubles. */
function wholePower(base: number, exponent: number): number {
  const [mantissa, two] = parts(base);
  const count = BigInt(Math.abs(exponent));
  const product = mantissa ** count;
  if (exponent >= 0) return nearest(product, -BigInt(two) * count);
  const shift = BigInt(product.toString(2).length) + 200n;
  return nearest((1n << shift) / product | 1n, shift + BigInt(two) * count);
}

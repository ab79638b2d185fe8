/** Fourier transforms, by the operator DFT of ONNX: both parts stand in an axis of their own at the end. */
import { asTensor } from "../builder";
import { axisOf, CannotExport, float, int, list, str, type ComplexV, type IntV, type TensorV, type V } from "../values";
import { complex, isComplex } from "./complex";
import type { Calc} from "./composed";
import { arg, formula, T, type Formula } from "./composed";
import { flag, ints, number, optional, spec, tensor, type Lowering } from "./support";
import { msg } from "../../../text/message";

type Signal = TensorV | ComplexV;
const realOf = (s: Signal): TensorV => (s.k === "complex" ? s.re : s);
const onParts = (s: Signal, f: (t: TensorV) => TensorV): Signal => (s.k === "complex" ? complex(f(s.re), f(s.im)) : f(s));

function signal(c: Calc, v: V | undefined): Signal {
  if (v && isComplex(v)) return v;
  const x = tensor(v);
  return x.dtype === "float64" || x.dtype === "float32" ? x : c.b.cast(x, "float32");
}
/** Cut, or filled up with zeros, to `n` along an axis. */
function resized(c: Calc, s: Signal, axis: number, n: number): Signal {
  const x = realOf(s), now = x.shape[axis] ?? 1;
  if (now !== x.alt[axis]) throw new CannotExport(msg`a Fourier transform with a given length along a dynamic axis`);
  if (now === n) return s;
  return onParts(s, (t) => (now > n ? c.on("slice", t, int(axis), int(0), int(n), int(1)) : c.on("pad", t, list([...t.shape.slice(axis + 1).flatMap(() => [int(0), int(0)]), int(0), int(n - now)]), str("constant"), float(0))));
}
function transformed(c: Calc, s: Signal, axis: number, inverse: boolean, onesided: boolean): ComplexV {
  const x = realOf(s), { b } = c;
  const apart = (t: TensorV): TensorV => c.on("unsqueeze", t, int(-1));
  const packed = s.k === "complex" ? c.on("cat", list([apart(s.re), apart(s.im)]), int(-1)) : apart(s);
  const half = (n: number): number => Math.floor(n / 2) + 1;
  const out = spec(x.dtype, (q) => [...x.size(q).map((d, i) => (i === axis && onesided ? half(d) : d)), 2]);
  const by = b.opset >= 20;
  const made = b.one("DFT", by ? [packed, null, b.constant([axis], "int64", [])] : [packed], out, { ...(by ? {} : { axis }), inverse: inverse ? 1 : 0, onesided: onesided ? 1 : 0 });
  return complex(c.on("select", made, int(-1), int(0)), c.on("select", made, int(-1), int(1)));
}
/** ONNX divides inverse transforms by the number of elements, and nothing else. */
function scaled(c: Calc, s: Signal, sizes: readonly IntV[], inverse: boolean, norm: V): Signal {
  const how = norm.k === "str" ? norm.v : "backward";
  const wanted = inverse ? (how === "backward" ? 0 : how === "ortho" ? 0.5 : 1) : how === "backward" ? 0 : how === "ortho" ? -0.5 : -1;
  if (wanted === 0) return s;
  const x = realOf(s);
  if (sizes.every((n) => n.v === n.alt)) { const by = float(sizes.reduce((p, n) => p * n.v, 1) ** wanted); return onParts(s, (t) => c.two("Mul", t, by)); }
  const n = sizes.map((i) => asTensor(c.b, i, x.dtype)).reduce((p, q) => c.two("Mul", p, q));
  const by = c.on("pow", n, float(wanted));
  return onParts(s, (t) => c.two("Mul", t, by));
}
/** What a real signal's half of the spectrum leaves out: the other half, conjugated and turned around. */
function wholeSpectrum(c: Calc, s: Signal, axis: number, n: number): ComplexV {
  const z = s.k === "complex" ? s : complex(s, c.two("Mul", s, float(0)));
  const half = resized(c, z, axis, Math.floor(n / 2) + 1);
  if (half.k !== "complex") return z;
  const rest = (t: TensorV): TensorV => c.on("flip", c.on("slice", t, int(axis), int(1), int(Math.ceil(n / 2)), int(1)), list([int(axis)]));
  if (Math.ceil(n / 2) <= 1) return half;
  return complex(c.on("cat", list([half.re, rest(half.re)]), int(axis)), c.on("cat", list([half.im, c.one("Neg", rest(half.im))]), int(axis)));
}

interface Kind { readonly inverse: boolean; readonly real: boolean }
/** Along several axes, the last one first for what begins with real numbers, and last for what ends with them. */
function along(c: Calc, given: Signal, axes: readonly number[], lengths: readonly (number | null)[], { inverse, real }: Kind, norm: V): Signal {
  let at = given;
  const sizes: IntV[] = [];
  const last = axes.length - 1;
  const step = (k: number): void => {
    const axis = axes[k] ?? 0, onReal = real && k === last;
    if (inverse && onReal) {
      const x = realOf(at), n = lengths[k] ?? 2 * ((x.shape[axis] ?? 1) - 1);
      if (x.shape[axis] !== x.alt[axis]) throw new CannotExport(msg`an inverse transform to real numbers along a dynamic axis`);
      at = transformed(c, wholeSpectrum(c, at, axis, n), axis, true, false).re;
      sizes.push(int(n));
      return;
    }
    const n = lengths[k];
    if (n !== null && n !== undefined) at = resized(c, at, axis, n);
    sizes.push(c.b.sizeOf(realOf(at), axis));
    at = transformed(c, at, axis, inverse, onReal);
  };
  const order = axes.map((_, i) => i);
  for (const k of inverse ? order : order.reverse()) step(k);
  return scaled(c, at, sizes, inverse, norm);
}
/** fft(x, n, dim, norm) */
const single = (kind: Kind): Formula => (c, a) => {
  const s = signal(c, a[0]), axis = axisOf(number(a[2], -1), realOf(s).rank);
  return along(c, s, [axis], [a[1]?.k === "int" ? number(a[1]) : null], kind, arg(a, 3));
};
/** fft2(x, s, dim, norm), fftn(x, s, dim, norm) */
const several = (kind: Kind): Formula => (c, a) => {
  const s = signal(c, a[0]), { rank } = realOf(s);
  const given = a[1]?.k === "list" ? ints(a[1]) : null;
  const dims = a[2]?.k === "list" ? ints(a[2]) : given ? given.map((_, i) => i - given.length) : realOf(s).shape.map((_, i) => i);
  return along(c, s, dims.map((d) => axisOf(d, rank)), dims.map((_, i) => { const n = given?.[i]; return n === undefined || n === -1 ? null : n; }), kind, arg(a, 3));
};
const shifted = (back: boolean): Formula => (c, a) => {
  const x = T(a, 0);
  const dims = a[1]?.k === "list" ? ints(a[1]) : a[1]?.k === "int" ? [number(a[1])] : x.shape.map((_, i) => i);
  const by = dims.map((d) => { const n = x.shape[axisOf(d, x.rank)] ?? 1; if (n !== x.alt[axisOf(d, x.rank)]) throw new CannotExport(msg`fftshift along a dynamic axis`); return back ? Math.floor((n + 1) / 2) : Math.floor(n / 2); });
  return c.on("roll", x, list(by.map((n) => int(n))), list(dims.map((d) => int(d))));
};

/** stft(x, n_fft, hop, win_length, window, normalized, onesided, return_complex); what `center` adds torch does in Python. */
const shortTime: Formula = (c, a) => {
  const given = signal(c, a[0]), n = number(a[1]), hop = a[2]?.k === "int" ? number(a[2]) : Math.floor(n / 4), length = a[3]?.k === "int" ? number(a[3]) : n;
  if (given.k === "complex" || (a[8] && a[8].k !== "none")) return undefined;
  const x = given.rank === 1 ? c.on("unsqueeze", given, int(0)) : given;
  let frames = c.on("unfold", x, int(-1), int(n), int(hop));
  const window = optional(a[4]);
  if (window || length !== n) {
    const left = Math.floor((n - length) / 2);
    const w = window ?? c.on("ones", list([int(length)]), int(6));
    frames = c.two("Mul", frames, length === n ? w : c.on("pad", w, list([int(left), int(n - length - left)]), str("constant"), float(0)));
  }
  const onesided = a[6]?.k === "bool" ? flag(a[6]) : true;
  const made = transformed(c, frames, frames.rank - 1, false, onesided);
  const shaped = onParts(made, (t) => {
    const turned = c.on("transpose", t, int(-2), int(-1));
    const whole = flag(a[5]) ? c.two("Mul", turned, float(1 / Math.sqrt(n))) : turned;
    return given.rank === 1 ? c.on("squeeze", whole, int(0)) : whole;
  });
  return flag(a[7]) || shaped.k !== "complex" ? shaped : c.on("stack", list([shaped.re, shaped.im]), int(-1));
};

const FORWARD: Kind = { inverse: false, real: false }, BACK: Kind = { inverse: true, real: false }, FROM_REAL: Kind = { inverse: false, real: true }, TO_REAL: Kind = { inverse: true, real: true };
export const FOURIER: Readonly<Record<string, Lowering>> = Object.fromEntries(Object.entries({
  fft_fft: single(FORWARD), fft_ifft: single(BACK), fft_rfft: single(FROM_REAL), fft_irfft: single(TO_REAL),
  fft_fft2: several(FORWARD), fft_ifft2: several(BACK), fft_rfft2: several(FROM_REAL), fft_irfft2: several(TO_REAL),
  fft_fftn: several(FORWARD), fft_ifftn: several(BACK), fft_rfftn: several(FROM_REAL), fft_irfftn: several(TO_REAL),
  stft: shortTime,
} satisfies Record<string, Formula>).map(([name, f]) => [`aten::${name}`, formula(f)]));
/** Of any tensors. */
export const SHIFTS: Readonly<Record<string, Lowering>> = { "aten::fft_fftshift": formula(shifted(false)), "aten::fft_ifftshift": formula(shifted(true)) };

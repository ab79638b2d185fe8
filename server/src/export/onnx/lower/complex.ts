/** Complex tensors, as pairs of real ones: arithmetic on them, and what only moves their elements. */
import { axisOf, bool, CannotExport, float, int, list, NONE, scalarTypeOf, TensorV, type ComplexV, type V } from "../values";
import type { DType } from "../proto";
import type { Calc} from "./composed";
import { arg, formula, T, type Formula } from "./composed";
import { MAKING } from "./making";
import { number, type Lowering } from "./support";
import { msg } from "../../../text/message";

export const complex = (re: TensorV, im: TensorV): ComplexV => ({ k: "complex", re, im });
export const isComplex = (v: V): v is ComplexV => v.k === "complex";
const zeros = (c: Calc, x: TensorV): TensorV => c.two("Mul", x, float(0));
/** Any tensor or number as its two parts; `like_` gives a number its dtype. */
export function partsOfComplex(c: Calc, v: V, dtype: DType): ComplexV {
  if (isComplex(v)) return v;
  if (v.k === "tensor") { const re = c.b.cast(v, dtype); return complex(re, zeros(c, re)); }
  if (v.k !== "int" && v.k !== "float" && v.k !== "bool") throw new CannotExport(msg`a complex tensor with a ${v.k}`);
  const at = (n: number): TensorV => new TensorV(c.b.constant([n], dtype, []), dtype, [], []);
  return complex(at(number(v)), at(0));
}
const first = (a: readonly V[]): ComplexV => {
  const found = a.flatMap((v) => (v.k === "list" || v.k === "tuple" ? v.items : [v])).find(isComplex);
  if (!found) throw new CannotExport(msg`an operator on complex tensors without one`);
  return found;
};
const each = (c: Calc, a: readonly V[]): ComplexV[] => { const { dtype } = first(a).re; return a.map((v) => partsOfComplex(c, v, dtype)); };

export const magnitude = (c: Calc, z: ComplexV): TensorV => c.one("Sqrt", c.two("Add", c.two("Mul", z.re, z.re), c.two("Mul", z.im, z.im)));

const product = (c: Calc, p: ComplexV, q: ComplexV, times: (x: TensorV, y: TensorV) => TensorV): ComplexV =>
  complex(c.two("Sub", times(p.re, q.re), times(p.im, q.im)), c.two("Add", times(p.re, q.im), times(p.im, q.re)));
const multiplied = (c: Calc, x: V, y: V): V => {
  // a real factor is the shorter way
  if (isComplex(x) && !isComplex(y)) return complex(c.two("Mul", x.re, y), c.two("Mul", x.im, y));
  if (!isComplex(x) && isComplex(y)) return complex(c.two("Mul", x, y.re), c.two("Mul", x, y.im));
  const [p, q] = each(c, [x, y]);
  return p && q ? product(c, p, q, (l, r) => c.two("Mul", l, r)) : NONE;
};
const divided = (c: Calc, x: V, y: V): V => {
  if (isComplex(x) && !isComplex(y)) return complex(c.two("Div", x.re, y), c.two("Div", x.im, y));
  const [p, q] = each(c, [x, y]);
  if (!p || !q) return NONE;
  const size = c.two("Add", c.two("Mul", q.re, q.re), c.two("Mul", q.im, q.im));
  const top = product(c, p, complex(q.re, c.one("Neg", q.im)), (l, r) => c.two("Mul", l, r));
  return complex(c.two("Div", top.re, size), c.two("Div", top.im, size));
};
const plus = (op: "Add" | "Sub", turned = false): Formula => (c, a) => {
  const [x, y] = turned ? [arg(a, 1), arg(a, 0)] : [arg(a, 0), arg(a, 1)];
  const alpha = arg(a, 2);
  const scaled = alpha.k === "none" || (alpha.k === "int" && alpha.v === 1) ? y : multiplied(c, first([x, y]) === y || isComplex(y) ? y : partsOfComplex(c, y, first([x, y]).re.dtype), alpha);
  const [p, q] = each(c, [x, scaled]);
  return p && q && complex(c.two(op, p.re, q.re), c.two(op, p.im, q.im));
};
const bilinear = (name: string): Formula => (c, a) => { const [p, q] = each(c, a.slice(0, 2)); return p && q && product(c, p, q, (x, y) => c.on(name, x, y)); };
const conjugate = (c: Calc, z: ComplexV): ComplexV => complex(z.re, c.one("Neg", z.im));
const exponential = (c: Calc, z: ComplexV): ComplexV => { const r = c.one("Exp", z.re); return complex(c.two("Mul", r, c.one("Cos", z.im)), c.two("Mul", r, c.one("Sin", z.im))); };
const angle = (c: Calc, z: ComplexV): TensorV => c.on("atan2", z.im, z.re);
const power: Formula = (c, a) => {
  const n = number(a[1]), z = first(a);
  if (!Number.isInteger(n) || n < 1 || n > 16) return undefined;
  return Array.from({ length: n - 1 }).reduce<V>((made) => multiplied(c, made, z), z);
};
const einsum: Formula = (c, a) => {
  const items = a[1]?.k === "list" || a[1]?.k === "tuple" ? a[1].items : [];
  const [p, q, ...more] = each(c, items);
  if (!p || more.length > 0) return undefined;
  const on = (...ts: TensorV[]): TensorV => c.on("einsum", arg(a, 0), list(ts));
  return q ? product(c, p, q, (x, y) => on(x, y)) : complex(on(p.re), on(p.im));
};
const equal = (want: boolean): Formula => (c, a) => {
  const [p, q] = each(c, a.slice(0, 2));
  const both = p && q && c.on("logical_and", c.on("eq", p.re, q.re), c.on("eq", p.im, q.im));
  return both && (want ? both : c.on("logical_not", both));
};

/** The same on both parts: what moves elements, and sums. */
const MAPPED = ("view reshape flatten unflatten permute transpose t unsqueeze squeeze slice select unbind narrow expand expand_as repeat tile cat concat stack split split_with_sizes chunk roll flip index index_select gather " +
  "contiguous detach clone cpu alias movedim moveaxis swapaxes view_as sum mean cumsum tril triu diagonal neg masked_select pad constant_pad_nd numpy_T mT fft_fftshift fft_ifftshift").split(" ");
const partOf = (v: V, part: "re" | "im", other: (t: TensorV) => TensorV): V => {
  if (isComplex(v)) return v[part];
  if ((v.k === "list" || v.k === "tuple") && v.items.some((i) => isComplex(i))) return list(v.items.map((i) => (isComplex(i) ? i[part] : i.k === "tensor" ? (part === "re" ? i : other(i)) : i)));
  return v;
};
function joined(re: V, im: V): V {
  if (re instanceof TensorV && im instanceof TensorV) return complex(re, im);
  if ((re.k === "list" || re.k === "tuple") && im.k === re.k) return list(re.items.map((v, i) => joined(v, im.items[i] ?? v)));
  return re;
}
const mapped = (name: string): Formula => (c, a) => {
  const [re, im] = (["re", "im"] as const).map((part) => c.all(name, ...a.map((v) => partOf(v, part, (t) => zeros(c, t)))));
  const made = re?.map((v, i) => joined(v, im?.[i] ?? v)) ?? [];
  return made.length === 1 ? made[0] : made;
};

const asPairs: Formula = (c, a) => { const z = first(a); return c.on("stack", list([z.re, z.im]), int(-1)); };
const onReal = (name: string): Formula => (c, a) => c.all(name, first(a).re, ...a.slice(1))[0];
/** A dtype of complex numbers, by torch's number: that of the parts. */
const PART_DTYPES: Readonly<Record<number, DType>> = { 8: "float16", 9: "float32", 10: "float64" };
const partDtype = (v: V | undefined): DType | undefined => (v?.k === "int" ? PART_DTYPES[v.v] : undefined);
const to: Formula = (c, a) => {
  const z = first(a);
  const dtype = a.slice(1).map(partDtype).find((d) => d !== undefined);
  if (dtype === undefined && a[1]?.k === "int") return c.b.cast(z.re, c.on("to", z.re, ...a.slice(1)).dtype);
  return dtype === undefined ? z : complex(c.b.cast(z.re, dtype), c.b.cast(z.im, dtype));
};

/** Operators with a complex argument. */
export const COMPLEX: Readonly<Record<string, Lowering>> = Object.fromEntries(Object.entries({
  ...Object.fromEntries(MAPPED.map((name) => [name, mapped(name)])),
  view_as_real: asPairs, real: (_c, a) => first(a).re, imag: (_c, a) => first(a).im, abs: (c, a) => magnitude(c, first(a)), absolute: (c, a) => magnitude(c, first(a)), angle: (c, a) => angle(c, first(a)),
  conj: (c, a) => conjugate(c, first(a)), _conj: (c, a) => conjugate(c, first(a)), conj_physical: (c, a) => conjugate(c, first(a)),
  adjoint: (c, a) => conjugate(c, complex(c.on("transpose", first(a).re, int(-2), int(-1)), c.on("transpose", first(a).im, int(-2), int(-1)))),
  mul: (c, a) => multiplied(c, arg(a, 0), arg(a, 1)), multiply: (c, a) => multiplied(c, arg(a, 0), arg(a, 1)), div: (c, a) => divided(c, arg(a, 0), arg(a, 1)), true_divide: (c, a) => divided(c, arg(a, 0), arg(a, 1)),
  reciprocal: (c, a) => divided(c, int(1), first(a)), add: plus("Add"), sub: plus("Sub"), rsub: plus("Sub", true), exp: (c, a) => exponential(c, first(a)), square: (c, a) => multiplied(c, first(a), first(a)), pow: power,
  log: (c, a) => complex(c.one("Log", magnitude(c, first(a))), angle(c, first(a))), sqrt: (c, a) => { const z = first(a), r = c.one("Sqrt", magnitude(c, z)), h = c.two("Mul", angle(c, z), float(0.5)); return complex(c.two("Mul", r, c.one("Cos", h)), c.two("Mul", r, c.one("Sin", h))); },
  matmul: bilinear("matmul"), mm: bilinear("matmul"), bmm: bilinear("matmul"), einsum, eq: equal(true), ne: equal(false), to,
  resolve_conj: (_c, a) => first(a), resolve_neg: (_c, a) => first(a), is_complex: () => bool(true), is_floating_point: () => bool(false), is_conj: () => bool(false), "prim::dtype": (_c, a) => int(scalarTypeOf(first(a).re.dtype) + 3), isnan: (c, a) => c.on("logical_or", c.one("IsNaN", first(a).re, "bool"), c.one("IsNaN", first(a).im, "bool")),
  size: onReal("size"), "prim::shape": onReal("size"), dim: onReal("dim"), len: onReal("len"), numel: onReal("numel"),
  zeros_like: (c, a) => { const z = zeros(c, first(a).re); return complex(z, z); }, where: (c, a) => { const [p, q] = each(c, a.slice(1)); return p && q && complex(c.on("where", arg(a, 0), p.re, q.re), c.on("where", arg(a, 0), p.im, q.im)); },
} satisfies Record<string, Formula>).map(([name, f]) => [name.includes("::") ? name : `aten::${name}`, formula(f)]));

const viewAsComplex: Formula = (c, a) => { const x = T(a, 0), last = int(axisOf(-1, x.rank)); return complex(c.on("select", x, last, int(0)), c.on("select", x, last, int(1))); };
const realAngle: Formula = (c, a) => { const x = T(a, 0); return c.on("where", c.on("lt", x, float(0)), float(Math.PI), zeros(c, x)); };

/** A real tensor turned into a complex one by `to`. */
function madeComplex(c: Calc, a: readonly V[]): ComplexV | undefined {
  const dtype = a.slice(1).map(partDtype).find((d) => d !== undefined);
  return dtype === undefined || a[0]?.k !== "tensor" ? undefined : partsOfComplex(c, a[0], dtype);
}

/** Operators on real tensors whose result is complex, or that are there for both. */
export const COMPLEX_MAKING: Readonly<Record<string, Lowering>> = Object.fromEntries(Object.entries({
  to: (c, a) => madeComplex(c, a) ?? MAKING["aten::to"]?.(a, c.b, c.n),
  complex: (c, a) => { const [re, im] = [T(a, 0), T(a, 1)]; return complex(c.two("Add", re, zeros(c, im)), c.two("Add", im, zeros(c, re))); },
  polar: (c, a) => complex(c.two("Mul", T(a, 0), c.one("Cos", T(a, 1))), c.two("Mul", T(a, 0), c.one("Sin", T(a, 1)))),
  view_as_complex: viewAsComplex, angle: realAngle,
  real: (_c, a) => T(a, 0), conj: (_c, a) => T(a, 0), _conj: (_c, a) => T(a, 0), conj_physical: (_c, a) => T(a, 0), resolve_conj: (_c, a) => T(a, 0), resolve_neg: (_c, a) => T(a, 0), is_complex: () => bool(false),
} satisfies Record<string, Formula>).map(([name, f]) => [`aten::${name}`, formula(f)]));

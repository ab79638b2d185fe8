/** Operators on numbers, texts and lists: done here, once and for all. */
import type { Builder } from "./builder";
import { fixed } from "./builder";
import { itemAt } from "./sequences";
import { COLLECTIONS, entryOf, popped, put } from "./collections";
import { bool, CannotExport, float, int, isOpen, isUnknown, list, NONE, openBool, str, TensorV, type IntV, type V } from "./values";
import { msg } from "../../text/message";

type Scalar = (a: readonly V[], b: Builder) => V | undefined;
const num = (v: V | undefined): number | undefined => (v?.k === "int" || v?.k === "float" ? v.v : v?.k === "bool" ? (v.v ? 1 : 0) : undefined);
const pymod = (a: number, b: number): number => ((a % b) + b) % b;

/** Both readings of `f` of numbers of which one may change; what only seems to be the same in both, and what cannot be told of an unknown number, is unknown. */
function readings(b: Builder, op: string, f: (x: number, y: number) => number, x: V, y: V): { v: number; alt: number } {
  const [p, q] = [num(x) ?? 0, num(y) ?? 0];
  const read = (l: number, r: number): number | null => {
    const [left, right] = [isOpen(x) && isUnknown(Math.abs(l)), isOpen(y) && isUnknown(Math.abs(r))];
    const made = f(l, r);
    return (!left && !right) || (Number.isSafeInteger(made) && isKept(op, made, left && right)) ? made : null;
  };
  const [v, alt] = [read(p, q), read(altOf(x), altOf(y))];
  const unknown = (): { v: number; alt: number } => b.unknownFor(`${op} ${p} ${altOf(x)} ${q} ${altOf(y)}`);
  if (v === null) return unknown();
  const known = !b.isData(x) && !b.isData(y);
  if (alt !== null && (!Object.is(v, alt) || (known ? isAlways(op, x, y) : !EXTREMES.has(op)))) return { v, alt };
  return known || !Object.is(v, alt) ? { v, alt: unknown().alt } : unknown();
}
const EXTREMES: ReadonlySet<string> = new Set(["Min", "Max"]);
/** Whether the reading of an unknown number tells something of the result: of sums of two of them only that they cancel. */
function isKept(op: string, made: number, both: boolean): boolean {
  if (op === "Add" || op === "Mul") return !both || op === "Add";
  return op === "Sub" ? !both || Math.abs(made) < NEAR : op === "FloorDiv" && !both && isUnknown(made);
}
/** Less than what is between two unknown numbers. */
const NEAR = 2 ** 20;
/** What is the same whatever the size is: a number without itself, or divided by itself, or times nothing. */
function isAlways(op: string, x: V, y: V): boolean {
  if (op === "Mul") return [x, y].some((i) => !isOpen(i) && num(i) === 0);
  return ["Sub", "Div", "FloorDiv", "Mod"].includes(op) && "sym" in x && "sym" in y && x.sym !== undefined && x.sym === y.sym;
}
/** Arithmetic of two numbers: an int where both are ints; sizes that may change are computed in the file as well. */
function arithmetic(op: string, f: (x: number, y: number) => number, always?: "float"): Scalar {
  return ([x, y], b) => {
    const p = num(x), q = num(y);
    if (x === undefined || y === undefined || p === undefined || q === undefined) return undefined;
    const isWhole = always !== "float" && x.k !== "float" && y.k !== "float";
    if (!isOpen(x) && !isOpen(y)) return isWhole ? int(f(p, q)) : float(f(p, q));
    const { v, alt } = readings(b, op, f, x, y);
    if (Object.is(v, alt)) return isWhole ? int(v) : float(v);
    if (!isWhole) {
      const [l = "", r = ""] = [x, y].map((i) => b.scalarFloat(i.k === "int" || i.k === "float" ? i : float(num(i) ?? 0)));
      return float(v, alt, computed(b, op, l, r, "float64"));
    }
    const [l, r] = [x, y].map((i) => (i.k === "int" ? b.scalarInt(i) : b.constant([num(i) ?? 0], "int64", [])));
    const counted = COUNTED.has(op) && [x, y].every((i) => (isOpen(i) ? isCount(b, i) : (num(i) ?? -1) >= 0));
    const name = computed(b, counted && op === "FloorDiv" ? "Div" : op, l ?? "", r ?? "", "int64");
    if (counted) b.counts.add(name);
    return int(v, alt, name);
  };
}
/** The number as the file computes it: division and remainder round down, as Python's do, and ONNX's towards zero. */
function computed(b: Builder, op: string, l: string, r: string, dtype: "int64" | "float64"): string {
  const on = (what: string, ...given: string[]): string => b.one(what, given, fixed(dtype, [])).name;
  if (op === "Mod") return dtype === "int64" ? on("Mod", l, r) : on("Sub", l, on("Mul", computed(b, "FloorDiv", l, r, dtype), r));
  if (op === "FloorDiv") return dtype === "int64" ? on("Div", on("Sub", l, on("Mod", l, r)), r) : on("Floor", on("Div", l, r));
  return on(op, l, r);
}
/** What makes numbers of elements of such numbers. */
const COUNTED: ReadonlySet<string> = new Set(["Add", "Mul", "Min", "Max", "FloorDiv", "Mod"]);
const isCount = (b: Builder, v: V): boolean => v.k === "int" && v.sym !== undefined && b.counts.has(v.sym);
const altOf = (v: V): number => (v.k === "int" || v.k === "float" ? v.alt : num(v) ?? 0);
/** The truth value of two numbers compared: computed in the file too where one of them may change. */
function compared(b: Builder, op: string, v: boolean, x: V, y: V): V {
  if (!isOpen(x) && !isOpen(y)) return bool(v);
  const [l, r] = [x, y].map((i) => b.scalarFloat(i.k === "int" || i.k === "float" ? i : float(num(i) ?? 0)));
  const { name } = b.one(op, [l ?? null, r ?? null], fixed("bool", []));
  if ((isCount(b, x) && num(y) === 0) || (isCount(b, y) && num(x) === 0)) b.emptiness.add(name);
  return openBool(v, name);
}
const compare = (op: string, f: (x: number | string, y: number | string) => boolean): Scalar => ([x, y], b) => {
  if (x?.k === "str" && y?.k === "str") return bool(f(x.v, y.v));
  const p = num(x), q = num(y);
  return p === undefined || q === undefined || !x || !y ? undefined : compared(b, op, f(p, q), x, y);
};
/** == and !=: numbers as above; lists of sizes that may change are only known to be open. */
const equal = (want: boolean): Scalar => ([x, y], b) => {
  const s = x && y ? same(x, y) : undefined;
  if (s === undefined || !x || !y) return undefined;
  if (num(x) !== undefined && num(y) !== undefined) { const eq = compared(b, "Equal", s, x, y); return want ? eq : negated(eq, b); }
  if (!hasOpen(x) && !hasOpen(y)) return bool(s === want);
  const eq = equalItems(b, x, y);
  return eq ? (want ? eq : negated(eq, b)) : openBool(s === want);
};
/** Of lists of sizes: one comparison for each. */
function equalItems(b: Builder, x: V, y: V): V | undefined {
  const [p, q] = [items(x), items(y)];
  if (!p || p.length !== q?.length || ![...p, ...q].every((i) => i.k === "int")) return undefined;
  const each = p.map((i, n) => compared(b, "Equal", num(i) === num(q[n]), i, q[n] ?? NONE));
  return each.reduce<V | undefined>((l, r) => l && connective("And", (s, t) => s && t)([l, r], b), bool(true));
}
const hasOpen = (v: V): boolean => (v.k === "list" || v.k === "tuple" ? v.items.some(hasOpen) : isOpen(v));
function negated(x: V, b: Builder): V | undefined {
  if (x.k !== "bool") return undefined;
  if (!x.open) return bool(!x.v);
  if (x.sym === undefined) return openBool(!x.v);
  const { name } = b.one("Not", [x.sym], fixed("bool", []));
  if (b.emptiness.has(x.sym)) b.emptiness.add(name);
  return openBool(!x.v, name);
}
const connective = (op: string, f: (x: boolean, y: boolean) => boolean): Scalar => ([x, y], b) => {
  if (x?.k !== "bool" || y?.k !== "bool") return undefined;
  const v = f(x.v, y.v);
  if (!x.open && !y.open) return bool(v);
  // what is known may decide alone
  for (const [known, other] of [[x, y], [y, x]] as const) if (!known.open && f(known.v, true) === f(known.v, false)) { void other; return bool(v); }
  return openBool(v, (x.open && x.sym === undefined) || (y.open && y.sym === undefined) ? undefined : b.one(op, [b.scalarBool(x), b.scalarBool(y)], fixed("bool", [])).name);
};

export function same(x: V, y: V): boolean | undefined {
  const p = num(x), q = num(y);
  if (p !== undefined && q !== undefined) return p === q;
  if (x.k === "str" && y.k === "str") return x.v === y.v;
  if (x.k === "enum" && y.k === "enum") return x.type === y.type && x.name === y.name;
  if ((x.k === "list" && y.k === "list") || (x.k === "tuple" && y.k === "tuple")) {
    if (x.items.length !== y.items.length) return false;
    for (let i = 0; i < x.items.length; i++) { const s = same(x.items[i] ?? NONE, y.items[i] ?? NONE); if (s !== true) return s; }
    return true;
  }
  if (x.k === "tensor" || y.k === "tensor") return undefined;
  if (x.k === "device" && y.k === "device") return true;
  return x.k === y.k && x.k === "none";
}
const items = (v: V | undefined): V[] | undefined => (v?.k === "list" || v?.k === "tuple" ? v.items : undefined);
const at = (n: number, length: number): number => {
  const i = n < 0 ? n + length : n;
  if (i < 0 || i >= length) throw new CannotExport(msg`an index outside of its list`);
  return i;
};
const unary = (f: (x: number) => number, kind?: "int" | "float", op?: string): Scalar => ([x], b) => {
  const p = num(x);
  if (p === undefined || x === undefined) return undefined;
  const wantsInt = (kind ?? (x.k === "float" ? "float" : "int")) === "int";
  if (!isOpen(x)) return wantsInt ? int(f(p)) : float(f(p));
  if (op === undefined || (x.k !== "int" && x.k !== "float")) throw new CannotExport(msg`a number that depends on a dynamic axis in a way that cannot be computed in the file`);
  const made = b.one(op, [b.scalarFloat(x)], fixed("float64", []));
  const { v, alt } = changed(b, op, f, x);
  return wantsInt ? int(v, alt, b.cast(made, "int64").name) : float(v, alt, made.name);
};
/** Both readings of a function of a number that may change. */
function changed(b: Builder, op: string, f: (x: number) => number, x: V): { v: number; alt: number } {
  const read = (n: number): number | null => (isUnknown(Math.abs(n)) && f(n) !== n ? null : f(n));
  const [v, alt] = [read(num(x) ?? 0), read(altOf(x))];
  const unknown = (): { v: number; alt: number } => b.unknownFor(`${op} ${num(x) ?? 0} ${altOf(x)}`);
  if (v === null) return unknown();
  return { v, alt: alt === null || Object.is(v, alt) ? unknown().alt : alt };
}
/** As Python slices. */
function sliceOf<T>(xs: readonly T[], s: V | undefined, e: V | undefined, step: V | undefined): T[] {
  const by = num(step) ?? 1;
  if (by === 0) throw new CannotExport(msg`a slice with the step 0`);
  const [low, high] = by < 0 ? [-1, xs.length - 1] : [0, xs.length];
  const clamp = (v: number | undefined, otherwise: number): number => (v === undefined ? otherwise : Math.max(low, Math.min(high, v < 0 ? v + xs.length : v)));
  const from = clamp(num(s), by < 0 ? high : low), to = clamp(num(e), by < 0 ? low : high);
  const out: T[] = [];
  for (let i = from; by < 0 ? i > to : i < to; i += by) { const x = xs[i]; if (x !== undefined) out.push(x); }
  return out;
}

/** Texts of what is not known here; nothing is decided by them. */
const UNKNOWN_TEXT: V = { k: "uninit" };
const text: Scalar = () => UNKNOWN_TEXT;

export const SCALARS: Readonly<Record<string, Scalar>> = {
  ...COLLECTIONS,
  "aten::add": (a, b) => {
    const x = items(a[0]), y = items(a[1]);
    if (x && y) return list([...x, ...y]);
    if (a[0]?.k === "str" && a[1]?.k === "str") return str(a[0].v + a[1].v);
    return arithmetic("Add", (p, q) => p + q)(a, b);
  },
  "aten::add_": ([x, y]) => { if (x?.k === "list" && y?.k === "list") { x.items.push(...y.items); return x; } return undefined; },
  "aten::sub": arithmetic("Sub", (p, q) => p - q),
  "aten::mul": (a, b) => {
    const [x, y] = a;
    if (x?.k === "list" && y?.k === "int") return list(Array.from({ length: Math.max(0, y.v) }, () => x.items).flat());
    return arithmetic("Mul", (p, q) => p * q)(a, b);
  },
  "aten::div": arithmetic("Div", (p, q) => p / q, "float"),
  "aten::truediv": arithmetic("Div", (p, q) => p / q, "float"),
  "aten::floordiv": arithmetic("FloorDiv", (p, q) => Math.floor(p / q)),
  "aten::remainder": arithmetic("Mod", pymod),
  "aten::pow": ([x, y], b) => { const p = num(x), q = num(y); return p === undefined || q === undefined || !x || !y ? undefined : isOpen(x) || isOpen(y) ? arithmetic("Pow", (c, d) => c ** d, x.k === "int" && y.k === "int" ? undefined : "float")([x, y], b) : x.k === "int" && y.k === "int" && q >= 0 ? int(p ** q, x.alt ** q) : float(p ** q); },
  "aten::neg": (a, b) => { const [x] = a; return x?.k === "int" && x.v !== x.alt ? int(-x.v, -x.alt, b.one("Neg", [b.scalarInt(x)], fixed("int64", [])).name) : unary((p) => -p, undefined, "Neg")(a, b); },
  "prim::abs": unary(Math.abs, undefined, "Abs"), "aten::abs": unary(Math.abs, undefined, "Abs"),
  "aten::floor": unary(Math.floor, "int", "Floor"), "aten::ceil": unary(Math.ceil, "int", "Ceil"), "aten::round": unary(Math.round, "float", "Round"),
  "aten::sqrt": unary(Math.sqrt, "float", "Sqrt"), "aten::exp": unary(Math.exp, "float", "Exp"), "aten::log": unary(Math.log, "float", "Log"),
  "aten::eq": equal(true), "aten::ne": equal(false),
  "aten::lt": compare("Less", (p, q) => p < q), "aten::le": compare("LessOrEqual", (p, q) => p <= q), "aten::gt": compare("Greater", (p, q) => p > q), "aten::ge": compare("GreaterOrEqual", (p, q) => p >= q),
  "aten::__not__": ([x], b) => x && negated(x, b),
  "aten::__and__": connective("And", (p, q) => p && q), "aten::__or__": connective("Or", (p, q) => p || q), "aten::__xor__": connective("Xor", (p, q) => p !== q),
  "aten::__is__": ([x, y]) => (x && y ? bool(x.k === "none" ? y.k === "none" : y.k !== "none" && (x === y || same(x, y) === true)) : undefined),
  "aten::__isnot__": ([x, y]) => (x && y ? bool(!(x.k === "none" ? y.k === "none" : y.k !== "none" && (x === y || same(x, y) === true))) : undefined),
  "aten::Bool": ([x], b) => { const p = num(x); return p === undefined || !x ? undefined : x.k === "bool" ? x : isOpen(x) ? negated(compared(b, "Equal", p === 0, x, int(0)), b) : bool(p !== 0); },
  "aten::Int": ([x], b) => { const p = num(x); if (x?.k === "float" && isOpen(x)) { const { v, alt } = changed(b, "Int", Math.trunc, x); return int(v, alt, b.cast(new TensorV(b.scalarFloat(x), "float64", [], []), "int64").name); } if (x?.k === "bool" && x.open) return int(x.v ? 1 : 0, x.v ? 0 : 1, b.cast(new TensorV(b.scalarBool(x), "bool", [], []), "int64").name); return x?.k === "str" ? int(Number.parseInt(x.v, 10)) : p === undefined ? undefined : x?.k === "int" ? x : int(Math.trunc(p)); },
  "aten::Float": ([x], b) => { const p = num(x); return p === undefined || !x ? undefined : x.k === "float" ? x : isOpen(x) && x.k === "int" ? float(p, x.alt, b.scalarFloat(x)) : float(p); },
  "aten::Scalar": ([x]) => (x?.k === "int" || x?.k === "float" ? x : undefined),
  "aten::len": ([x]) => { const n = items(x)?.length ?? (x?.k === "str" ? [...x.v].length : x?.k === "dict" ? x.entries.length : undefined); return n === undefined ? undefined : int(n); },
  "aten::__getitem__": ([x, i], b) => {
    const xs = items(x);
    if (i && b.isData(i)) {
      if (x?.k !== "list") throw new CannotExport(msg`an item of a tuple or text whose place depends on values`);
      return itemAt(b, x, i);
    }
    if (xs && i?.k === "int") return xs[at(i.v, xs.length)];
    if (x?.k === "str" && i?.k === "int") return str(x.v[at(i.v, x.v.length)] ?? "");
    if (x?.k === "dict" && i) {
      const found = entryOf(x, i);
      if (!found) throw new CannotExport(msg`a key that its dict does not have`);
      return found[1];
    }
    return undefined;
  },
  "aten::_set_item": ([x, i, v]) => {
    if (!v || !i) return undefined;
    if (x?.k === "list" && i.k === "int") { x.items[at(i.v, x.items.length)] = v; return NONE; }
    if (x?.k !== "dict") return undefined;
    put(x, i, v);
    return NONE;
  },
  "aten::__contains__": ([x, v]) => {
    if (!x || !v) return undefined;
    if (x.k === "dict") return bool(entryOf(x, v) !== undefined);
    if (x.k === "str" && v.k === "str") return bool(x.v.includes(v.v));
    return items(x) ? bool((items(x) ?? []).some((i) => same(i, v) === true)) : undefined;
  },
  "aten::keys": ([x]) => (x?.k === "dict" ? list(x.entries.map(([k]) => k)) : undefined),
  "aten::values": ([x]) => (x?.k === "dict" ? list(x.entries.map(([, v]) => v)) : undefined),
  "aten::items": ([x]) => (x?.k === "dict" ? list(x.entries.map(([k, v]) => ({ k: "tuple" as const, items: [k, v] }))) : undefined),
  "aten::append": ([x, v]) => { if (x?.k !== "list" || !v) return undefined; x.items.push(v); return x; },
  "aten::extend": ([x, v]) => { const more = items(v); if (x?.k !== "list" || !more) return undefined; x.items.push(...more); return NONE; },
  "aten::insert": ([x, i, v]) => { if (x?.k !== "list" || i?.k !== "int" || !v) return undefined; x.items.splice(i.v, 0, v); return NONE; },
  "aten::pop": ([x, i, otherwise]) => { if (x?.k === "dict" && i) return popped(x, i, otherwise); if (x?.k !== "list") return undefined; const [v] = x.items.splice(at(num(i) ?? -1, x.items.length), 1); return v; },
  "aten::clear": ([x]) => { if (x?.k !== "list") return undefined; x.items.length = 0; return NONE; },
  "aten::reverse": ([x]) => { if (x?.k !== "list") return undefined; x.items.reverse(); return NONE; },
  "aten::copy": ([x]) => (x?.k === "list" ? list([...x.items]) : x?.k === "dict" ? { k: "dict", entries: x.entries.map(([k, v]): [V, V] => [k, v]) } : undefined),
  "aten::list": ([x]) => { const xs = items(x); return xs ? list([...xs]) : undefined; },
  "aten::slice": ([x, s, e, step]) => { const xs = items(x); return xs ? list(sliceOf(xs, s, e, step)) : x?.k === "str" ? str(sliceOf([...x.v], s, e, step).join("")) : undefined; },
  "aten::sum": (a, b) => { const xs = items(a[0]); return xs && a.length === 1 ? xs.reduce<V | undefined>((x, y) => x && arithmetic("Add", (p, q) => p + q)([x, y], b), int(0)) : undefined; },
  "aten::any": ([x]) => { const xs = items(x); return xs ? bool(xs.some((i) => num(i))) : undefined; },
  "aten::all": ([x]) => { const xs = items(x); return xs ? bool(xs.every((i) => num(i))) : undefined; },
  "aten::__range_length": ([lo, hi, step]) => { const [p, q, r] = [num(lo), num(hi), num(step)]; return p === undefined || q === undefined || r === undefined || [lo, hi, step].some((v) => v && isOpen(v)) ? undefined : int(Math.max(0, Math.ceil((q - p) / r))); },
  "aten::__derive_index": ([i, lo, step]) => { const [p, q, r] = [num(i), num(lo), num(step)]; return p === undefined || q === undefined || r === undefined || [i, lo, step].some((v) => v && isOpen(v)) ? undefined : int(q + p * r); },
  // what is not known stands as a question mark: a text is asked for nothing but whether it is empty
  "aten::format": ([f, ...rest]) => { let i = 0; return f?.k === "str" ? str(f.v.replace(/\{\}/g, () => { const v = rest[i++]; return v && "v" in v ? String(v.v) : "?"; })) : UNKNOWN_TEXT; }, "aten::percentFormat": text,
  "aten::str": ([x]) => (x?.k === "device" ? str("cpu") : x?.k === "str" ? x : x?.k === "int" && x.v === x.alt ? str(String(x.v)) : x?.k === "bool" ? str(x.v ? "True" : "False") : UNKNOWN_TEXT),
  "aten::find": ([x, y]) => (x?.k === "str" && y?.k === "str" ? int(x.v.indexOf(y.v)) : undefined),
  "aten::startswith": ([x, y]) => (x?.k === "str" && y?.k === "str" ? bool(x.v.startsWith(y.v)) : undefined),
  "aten::endswith": ([x, y]) => (x?.k === "str" && y?.k === "str" ? bool(x.v.endsWith(y.v)) : undefined),
  "prim::min": (a, b) => extreme(a, b, "Min"), "prim::max": (a, b) => extreme(a, b, "Max"),
  "prim::unchecked_cast": ([x]) => x, "prim::unchecked_unwrap_optional": ([x]) => x, "aten::_unwrap_optional": ([x]) => x, "prim::data": ([x]) => x,
  "prim::EnumValue": ([x]) => (x?.k === "enum" ? x.value : undefined), "prim::EnumName": ([x]) => (x?.k === "enum" ? str(x.name) : undefined),
  "prim::TupleIndex": ([x, i]) => { const xs = items(x); return xs && i?.k === "int" ? xs[at(i.v, xs.length)] : undefined; },
  "aten::is_grad_enabled": () => bool(true), "aten::set_grad_enabled": () => NONE, "profiler::_record_function_enter_new": () => NONE, "profiler::_record_function_exit": () => NONE, "profiler::_record_function_enter": () => NONE, "aten::is_autocast_enabled": () => bool(false), "aten::get_autocast_dtype": ([x]) => int(x?.k === "str" && x.v === "cpu" ? 15 : 5), "aten::is_scripting": () => bool(true),
  "prim::is_cuda": () => bool(false), "prim::is_nested": () => bool(false), "prim::is_sparse": () => bool(false), "prim::is_quantized": () => bool(false), "prim::is_mkldnn": () => bool(false), "prim::is_xla": () => bool(false), "prim::is_meta": () => bool(false), "prim::is_mps": () => bool(false), "aten::is_complex": () => bool(false),
  "prim::device": () => ({ k: "device" }), "aten::device": () => ({ k: "device" }), "prim::type": () => str("cpu"), "prim::layout": () => int(0),
  "aten::warn": () => NONE, "prim::Print": () => NONE, "aten::manual_seed": () => NONE, "prim::Uninitialized": () => ({ k: "uninit" }), "aten::wait": ([x]) => x,
};

function extreme(a: readonly V[], b: Builder, op: "Min" | "Max"): V | undefined {
  const xs = items(a[0]) && a.length === 1 ? items(a[0]) ?? [] : a;
  const f = op === "Min" ? Math.min : Math.max;
  return xs.slice(1).reduce<V | undefined>((x, y) => x && arithmetic(op, f)([x, y], b), xs[0]);
}

export const intItems = (v: V | undefined): IntV[] | undefined => {
  if (v?.k === "int") return [v];
  const xs = items(v);
  return xs?.every((i): i is IntV => i.k === "int") ? xs : undefined;
};

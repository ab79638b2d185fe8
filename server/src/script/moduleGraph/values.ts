/** What the module graph's walk knows of a value: the calls that its tensors come from, and plain values where they are certain. */
import type { GValue } from "../../host/objectGraph";
import type { ConstantValue } from "../ir/constant";
import type { PyGraph } from "../recursive/graphReader";

export type Scalar = null | boolean | number | string;

/** Calls that a tensor comes from, each with the operators on the way. */
export type Sources = ReadonlyMap<number, readonly string[]>;

export interface Flowing {
  readonly from: Sources;
  readonly scalar?: { readonly value: Scalar };
  /** Members in order, while they are known; shared by all names of one list, as in Python. */
  members?: Flowing[] | undefined;
  /** Values by key, while they are known. */
  entries?: Map<Scalar, Flowing> | undefined;
  /** What was put in without its place being known. */
  mixed?: Sources;
  /** A module: its index in the object graph and its path. */
  readonly module?: { readonly index: number; readonly path: string };
}

export const NOTHING: Flowing = { from: new Map() };
export const plain = (value: Scalar): Flowing => ({ from: NOTHING.from, scalar: { value } });

/** Operators named on one edge. */
const MOST_NAMES = 4;

export function merged(all: readonly Sources[], operator?: string): Sources {
  const out = new Map<number, readonly string[]>();
  for (const sources of all) {
    for (const [call, names] of sources) {
      const known = out.get(call) ?? [];
      const more = operator === undefined || names.at(-1) === operator || names.length >= MOST_NAMES ? names : [...names, operator];
      out.set(call, known.length === 0 ? more : [...known, ...more.filter((n) => !known.includes(n))].slice(0, MOST_NAMES));
    }
  }
  return out;
}

/** All that a value brings with it, its members included. */
export function sourcesOf(v: Flowing): Sources {
  const inner = [...(v.members ?? []), ...(v.entries?.values() ?? [])];
  if (inner.length === 0 && !v.mixed) return v.from;
  return merged([v.from, ...(v.mixed ? [v.mixed] : []), ...inner.map(sourcesOf)]);
}

/** From now on nobody knows which member is which. */
export function blur(list: Flowing, more: readonly Flowing[]): void {
  list.mixed = merged([sourcesOf(list), ...more.map(sourcesOf)]);
  list.members = undefined;
  list.entries = undefined;
}

/** What either of two ways gives. */
export function either(a: Flowing, b: Flowing): Flowing {
  if (a === b) return a;
  if (a.scalar && b.scalar && a.scalar.value === b.scalar.value) return a;
  if (a.module && b.module?.index === a.module.index) return a;
  return { from: merged([sourcesOf(a), sourcesOf(b)]) };
}

export function constantFlow(c: ConstantValue): Flowing {
  switch (c.kind) {
    case "None": return plain(null);
    case "bool": case "str": case "float": return plain(c.value);
    case "int": return plain(Number(c.value));
    case "list": case "tuple": return { from: NOTHING.from, members: c.items.map(constantFlow) };
    default: return NOTHING;
  }
}

/** A plain value of the object graph; tensors bring nothing with them. */
export function pythonFlow(py: PyGraph, v: GValue | undefined, depth = 0): Flowing {
  if (v === undefined || depth > 6) return NOTHING;
  if (v === null || typeof v === "boolean" || typeof v === "string") return plain(v);
  if ("i" in v) return plain(Number(v.i));
  if ("f" in v) return typeof v.f === "number" ? plain(v.f) : NOTHING;
  const o = py.object(v);
  if (o?.kind === "list" || o?.kind === "tuple" || o?.kind === "size") return { from: NOTHING.from, members: o.items.map((i) => pythonFlow(py, i, depth + 1)) };
  return NOTHING;
}

type Operation = (a: Scalar, b: Scalar) => Scalar | undefined;
const numbers = (f: (a: number, b: number) => Scalar): Operation => (a, b) => (typeof a === "number" && typeof b === "number" ? f(a, b) : undefined);

/** Operators on plain values that decide which way a model's data takes. */
const OPERATIONS: Readonly<Record<string, Operation>> = {
  "aten::eq": (a, b) => a === b, "aten::ne": (a, b) => a !== b, "aten::__is__": (a, b) => a === b, "aten::__isnot__": (a, b) => a !== b,
  "aten::lt": numbers((a, b) => a < b), "aten::le": numbers((a, b) => a <= b), "aten::gt": numbers((a, b) => a > b), "aten::ge": numbers((a, b) => a >= b),
  "aten::add": numbers((a, b) => a + b), "aten::sub": numbers((a, b) => a - b), "aten::mul": numbers((a, b) => a * b),
  "aten::floordiv": numbers((a, b) => (b === 0 ? null : Math.floor(a / b))), "aten::remainder": numbers((a, b) => (b === 0 ? null : ((a % b) + b) % b)),
  "aten::__and__": (a, b) => (typeof a === "boolean" && typeof b === "boolean" ? a && b : undefined),
  "aten::__or__": (a, b) => (typeof a === "boolean" && typeof b === "boolean" ? a || b : undefined),
  "aten::__not__": (a) => (typeof a === "boolean" ? !a : undefined), "aten::neg": (a) => (typeof a === "number" ? -a : undefined), "aten::Bool": (a) => (a === null ? undefined : Boolean(a)),
};

/** Undefined where the operands are not plain, or the operator is none of these. */
export function computed(kind: string, inputs: readonly Flowing[]): Flowing | undefined {
  const [a, b] = inputs;
  // a tensor or module is not None
  if ((kind === "aten::__is__" || kind === "aten::__isnot__") && b?.scalar?.value === null && a && !a.scalar && (a.members ?? a.module ?? (a.from.size > 0 ? a : undefined))) return plain(kind === "aten::__isnot__");
  if (kind === "aten::len" && a?.members) return plain(a.members.length);
  if (kind === "aten::__contains__" && a?.members?.every((m) => m.scalar) && b?.scalar) return plain(a.members.some((m) => m.scalar?.value === b.scalar?.value));
  const operation = Object.hasOwn(OPERATIONS, kind) ? OPERATIONS[kind] : undefined;
  if (!operation || !a?.scalar || (b && !b.scalar)) return undefined;
  const value = operation(a.scalar.value, b?.scalar?.value ?? null);
  return value === undefined ? undefined : plain(value);
}

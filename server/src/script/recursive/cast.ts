/**
 * Whether a live value can be stored as a TorchScript type. Answers to toIValue in
 * torch/csrc/jit/python/pybind_utils.cpp, with what pybind11's casters take.
 */
import type { GObject, GOpaque, GTensor, GValue } from "../../host/objectGraph";
import { isSubtypeOf } from "../types/subtype";
import { annotationStr } from "../types/print";
import { AnyT } from "../types/types";
import type { ClassType, InterfaceType, Type } from "../types/types";
import { compileClass } from "./classes";
import type { Compiler } from "./compiler";
import { mixedInto } from "./enums";
import { inferType } from "./inferType";
import { libraryClass } from "./libraryClasses";
import { msg, verbatim, type Message } from "../../text/message";

/** Why it cannot, or null where it can (or where nothing can be said). */
export type Misfit = Message | null;

const MAX_INT = 2n ** 63n - 1n;
const MIN_INT = -(2n ** 63n);

/** Special methods that the casters of pybind11, and Python under them, ask the class of an object for. */
type Ability = "__int__" | "__index__" | "__float__" | "__complex__" | "__bool__" | "__iter__" | "__getitem__" | "keys";

const isNumpy = (o: GObject | undefined): boolean => o?.kind === "opaque" && o.type.startsWith("numpy.");
const isNumpyScalar = (c: Compiler, o: GObject | undefined): boolean =>
  o?.kind === "instance" && c.py.get(o.attrs, "__lens_float__") !== undefined || o?.kind === "opaque" && isNumpy(o) && o.type !== "numpy.ndarray";

/** Whether an object has one of these; undefined where that is not known. */
function can(c: Compiler, v: GValue, ...names: readonly Ability[]): boolean | undefined {
  if (v === null || typeof v !== "object") return false;
  const o = c.py.object(v);
  switch (o?.kind) {
    case "instance": case "opaque":
      if (isNumpyScalar(c, o) || isNumpy(o)) return isNumpyScalar(c, o) ? !names.includes("__iter__") && !names.includes("__getitem__") : undefined;
      return o.can ? names.some((n) => o.can?.includes(n)) : undefined;
    case "enum": {
      const cls = c.py.class(o.cls);
      const plain = cls && mixedInto(c, cls);
      if (plain !== undefined) return names.some((n) => n === "__iter__" || n === "__getitem__") === (plain === "str");
      return cls !== undefined && names.some((n) => c.py.classAttr(cls, n) !== undefined);
    }
    // the class of a class has some, too
    case "class": return o.traits.enum && names.includes("__iter__") ? undefined : false;
    case "torch": return o.type === "storage" || o.type === "class" ? undefined : false;
    case "module": return c.py.containerKind(o) !== "none" || names.some((n) => c.py.getattrOfModule(o, n) !== undefined);
    case "scriptmodule": return undefined;
    default: return false;
  }
}

function describe(c: Compiler, v: GValue): Message {
  if (v === null) return verbatim("None");
  if (typeof v === "boolean") return msg`a bool`;
  if (typeof v === "string") return msg`a str`;
  if ("i" in v) return msg`an int`;
  if ("f" in v) return msg`a float`;
  if ("c" in v) return msg`a complex number`;
  const o = c.py.object(v);
  if (o?.kind === "instance") return msg`a value of class ${c.py.class(o.cls)?.name ?? "?"}`;
  return o ? msg`a ${o.kind}` : msg`this value`;
}

/** One number; of more elements Python can make none. */
const isOneNumber = (o: GObject): boolean => o.kind === "tensor" && (o.uninitialized === true || o.shape.every((n) => n === 1));

function castInt(c: Compiler, v: GValue): boolean {
  if (typeof v === "boolean") return true;
  if (v === null || typeof v === "string") return false;
  if ("i" in v) return BigInt(v.i) >= MIN_INT && BigInt(v.i) <= MAX_INT;
  const o = c.py.object(v);
  if (o?.kind === "tensor") return isOneNumber(o);
  return o?.kind === "torch" ? ["dtype", "layout", "memory_format", "qscheme"].includes(o.type) : can(c, v, "__int__", "__index__") !== false;
}

function castFloat(c: Compiler, v: GValue): boolean {
  if (typeof v === "boolean") return true;
  if (v === null || typeof v === "string") return false;
  const o = c.py.object(v);
  if (o?.kind === "tensor") return isOneNumber(o);
  return "i" in v || "f" in v || can(c, v, "__float__", "__index__") !== false;
}

function castBool(c: Compiler, v: GValue): boolean {
  if (v === null || typeof v === "boolean") return true;
  if (typeof v === "string") return false;
  const o = c.py.object(v);
  if (o?.kind === "tensor") return isOneNumber(o);
  return "i" in v || "f" in v || "c" in v || can(c, v, "__bool__") !== false;
}

const castComplex = (c: Compiler, v: GValue): boolean =>
  castFloat(c, v) || typeof v === "object" && v !== null && "c" in v || can(c, v, "__complex__") === true;

/** What Python gives when it walks over a value; null where that is not known, undefined where it cannot. */
function itemsOf(c: Compiler, v: GValue): readonly GValue[] | null | undefined {
  if (typeof v === "string") return [...v];
  if (typeof v === "object" && v !== null && "bytes" in v) return [...v.bytes].map((b) => ({ i: b.codePointAt(0) ?? 0 }));
  const o = c.py.object(v);
  if (o && "items" in o) return o.items;
  if (o?.kind === "dict") return o.entries.map(([k]) => k);
  return o?.kind === "tensor" && o.shape.length > 0 || can(c, v, "__iter__", "__getitem__") !== false ? null : undefined;
}

/** Whether one part of a tensor, a tensor with one dimension less, can stand for this type. */
function partFits(t: GTensor, type: Type): boolean {
  if (type.kind === "Optional") return partFits(t, type.elem);
  if (type.kind === "Tensor" || type.kind === "Any" || type.kind === "Unknown" || type.kind === "Union" || type.kind === "List" || type.kind === "Tuple") return t.shape.length > (type.kind === "List" || type.kind === "Tuple" ? 1 : 0);
  return ["int", "float", "bool", "complex", "Scalar"].includes(type.kind) && t.shape.slice(1).every((n) => n === 1);
}

/** What torch makes one vector of in one go: only of sequences, which sets, dicts and strings are not. */
function vectorOf(c: Compiler, v: GValue): readonly GValue[] | null | undefined {
  const o = c.py.object(v);
  const loose = c.torch.atLeast(2, 14);
  if (o && "items" in o) return loose || o.kind !== "set" && o.kind !== "frozenset" ? o.items : undefined;
  if (o?.kind === "opaque" && loose && LOOSELY_SEQUENCES.has(o.type)) return null;
  return can(c, v, "__getitem__") === false || o?.kind === "dict" || o?.kind === "tensor" || o?.kind === "class" || o?.kind === "typing" ? undefined : null;
}
const LOOSELY_SEQUENCES: ReadonlySet<string> = new Set(["generator", "dict_keys", "dict_values", "dict_items", "map", "zip"].map((n) => `builtins.${n}`));

function castClass(c: Compiler, v: GValue, type: ClassType, depth: number): Misfit {
  const o = c.py.object(v);
  if (o?.kind === "module" || o?.kind === "scriptmodule") return null;
  if (o?.kind === "torch" && o.type === "class" && type.qualname.endsWith(`.classes.${o.value}`)) return null;
  if (o?.kind !== "instance") return type.attributes.length === 0 || o?.kind === "opaque" && !o.can ? null : msg`it is ${describe(c, v)}, not ${annotationStr(type)}`;
  const cls = c.py.class(o.cls);
  for (const a of type.attributes) {
    const own = c.py.get(o.attrs, a.name);
    const found = own !== undefined ? own : cls ? c.py.getattrOfClass(cls, a.name) : undefined;
    if (found === undefined) return msg`it has no attribute '${a.name}', which ${annotationStr(type)} has`;
    const kind = c.py.object(found)?.kind;
    if (own === undefined && (kind === "property" || kind === "function")) continue;
    const why = misfit(c, found, a.type, depth + 1);
    if (why !== null) return msg`its attribute '${a.name}' does not fit ${annotationStr(a.type)}: ${why}`;
  }
  return null;
}

/** Only an object whose class is a script class by then can stand behind an interface: none is compiled for it. */
function castInterface(c: Compiler, v: GValue, type: InterfaceType): Misfit {
  const o = c.py.object(v);
  if (o?.kind === "module" || o?.kind === "scriptmodule") return null;
  if (o?.kind !== "instance") return o?.kind === "opaque" && !o.type.startsWith("builtins.") ? null : msg`it is ${describe(c, v)}`;
  const cls = c.py.class(o.cls);
  if (!cls || libraryClass(c, `${cls.module}.${cls.qualname}`)) return null;
  const compiled = c.classes.get(o.cls)?.type ?? (cls.traits.scripted ? compileClass(c, o.cls, cls) : null);
  if (!compiled) return msg`it is ${describe(c, v)}, which is not a script class yet: decorate the class with @torch.jit.script`;
  const whyNot: Message[] = [];
  return isSubtypeOf(compiled, type, whyNot) ? null : whyNot[0] ?? msg`it is ${describe(c, v)}`;
}

const mixedName = (c: Compiler, index: number): string | undefined => {
  const cls = c.py.class(index);
  return cls && mixedInto(c, cls);
};

const isText = (o: GOpaque): boolean => !o.can || o.type === "builtins.bytearray" || o.type.startsWith("numpy.str") || o.type.startsWith("numpy.bytes");

/** An object that torch.jit.script made, or another one of torch's own that may hold something of TorchScript. */
const isScripted = (c: Compiler, o: GObject | undefined): boolean => o?.kind === "instance" && c.py.class(o.cls)?.module.startsWith("torch.") === true || o?.kind === "scriptlist" || o?.kind === "scriptdict" || o?.kind === "opaque" && !o.can;

/** What `dict(v)` holds; null where that is not known, undefined where Python refuses. */
function entriesOf(c: Compiler, v: GValue): readonly (readonly [GValue, GValue])[] | null | undefined {
  const o = c.py.object(v);
  if (o?.kind === "dict" || o?.kind === "scriptdict") return o.entries;
  if (can(c, v, "keys")) return null;
  if (o?.kind === "tensor") return o.shape[1] === 2 || o.shape[0] === 0 ? null : undefined;
  const items = itemsOf(c, v);
  if (!items) return items;
  const entries: [GValue, GValue][] = [];
  for (const item of items) {
    const pair = itemsOf(c, item);
    const t = c.py.object(item);
    if (t?.kind === "tensor" && t.shape[0] !== 2) return undefined;
    if (pair === null) return null;
    const [key, value, ...more] = pair ?? [];
    if (key === undefined || value === undefined || more.length > 0) return undefined;
    entries.push([key, value]);
  }
  return entries;
}

export function misfit(c: Compiler, v: GValue, type: Type, depth = 0): Misfit {
  const no = (): Misfit => msg`it is ${describe(c, v)}`;
  const o = c.py.object(v);
  if (depth > 20 || o?.kind === "opaque" && o.placeholder) return null;
  const each = (items: readonly GValue[], elem: Type): Misfit => {
    for (const item of items) {
      const why = misfit(c, item, elem, depth + 1);
      if (why !== null) return why;
    }
    return null;
  };
  switch (type.kind) {
    case "Unknown": return null;
    case "Any": {
      if (o?.kind === "module" || o?.kind === "scriptmodule" || c.py.missing(v) !== null) return null;
      const inferred = inferType(c, v);
      return "failure" in inferred && !isScripted(c, o) ? inferred.failure : null;
    }
    case "Tensor": return v === null || o?.kind === "tensor" || isNumpyScalar(c, o) ? null : no();
    case "int": return castInt(c, v) ? null : typeof v === "object" && v !== null && "i" in v ? msg`it does not fit into 64 bits` : no();
    case "float": return castFloat(c, v) ? null : no();
    case "complex": return castComplex(c, v) ? null : no();
    case "Scalar": return castComplex(c, v) || o?.kind === "torch" ? null : no();
    case "bool": return castBool(c, v) ? null : no();
    case "str": return typeof v === "string" || typeof v === "object" && v !== null && "bytes" in v || o?.kind === "enum" && mixedName(c, o.cls) === "str" || o?.kind === "opaque" && isText(o) ? null : no();
    case "NoneType": return v === null ? null : no();
    case "Device": return typeof v === "string" || o?.kind === "torch" && o.type === "device" ? null : no();
    case "Generator": return o?.kind === "torch" && o.type === "generator" ? null : no();
    case "Future": return o?.kind === "instance" || o?.kind === "opaque" && !o.can ? null : no();
    case "Optional": return v === null ? null : misfit(c, v, type.elem, depth + 1);
    case "Union": {
      const inferred = inferType(c, v);
      return "failure" in inferred || !isSubtypeOf(inferred.type, type) ? no() : null;
    }
    case "List": {
      if (o?.kind === "tensor" && !o.uninitialized && !partFits(o, type.elem)) return no();
      const inOneGo = ["int", "float", "bool", "Tensor"].includes(type.elem.kind) && o?.kind !== "scriptlist";
      const items = inOneGo ? vectorOf(c, v) : itemsOf(c, v);
      if (!items) return items === null ? null : no();
      if (!inOneGo) return each(items, type.elem);
      const odd = items.find((item) => type.elem.kind === "Tensor" ? c.py.object(item)?.kind !== "tensor" : type.elem.kind === "int" && c.py.object(item)?.kind === "torch");
      return odd === undefined ? each(items, type.elem) : type.elem.kind === "int" ? msg`its elements are values of torch, not ints` : msg`it is ${describe(c, odd)}`;
    }
    case "Tuple": {
      if (o?.kind === "tensor" && !o.uninitialized) return o.shape[0] === type.elems.length && type.elems.every((t) => partFits(o, t)) ? null : no();
      const items = itemsOf(c, v);
      if (!items) return items === null ? null : no();
      if (items.length !== type.elems.length) return msg`its length is ${items.length}, not ${type.elems.length}`;
      for (const [i, elem] of type.elems.entries()) {
        const why = misfit(c, items[i] ?? null, elem, depth + 1);
        if (why !== null) return why;
      }
      return null;
    }
    case "Dict": {
      const entries = entriesOf(c, v);
      if (!entries) return entries === null ? null : no();
      return each(entries.map((e) => e[0]), type.key) ?? each(entries.map((e) => e[1]), type.value);
    }
    case "Class": return castClass(c, v, type, depth);
    case "Enum":
      if (o?.kind === "enum") return misfit(c, o.value, type.valueType, depth + 1);
      // anything with a name and a value
      return o?.kind === "instance" && c.py.get(o.attrs, "name") !== undefined && c.py.get(o.attrs, "value") !== undefined ? null : no();
    case "Interface": return castInterface(c, v, type);
    // what it will give is not known of an Await: anything
    case "Await": return o?.kind === "instance" && !isSubtypeOf(AnyT, type.elem) ? msg`what an Await gives is not known when it is an attribute: annotate it as Await[Any]` : null;
    default: return null;
  }
}

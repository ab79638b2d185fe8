/**
 * Whether a live value can be stored as a TorchScript type. Answers to toIValue in
 * torch/csrc/jit/python/pybind_utils.cpp, with what pybind11's casters take.
 */
import type { GObject, GValue } from "../../host/objectGraph";
import { isSubtypeOf } from "../types/subtype";
import { annotationStr } from "../types/print";
import { AnyT } from "../types/types";
import type { ClassType, InterfaceType, Type } from "../types/types";
import { compileClass } from "./classes";
import type { Compiler } from "./compiler";
import { inferType } from "./inferType";
import { libraryClass } from "./libraryClasses";
import { msg, verbatim, type Message } from "../../text/message";

/** Why it cannot, or null where it can (or where nothing can be said). */
export type Misfit = Message | null;

const MAX_INT = 2n ** 63n - 1n;
const MIN_INT = -(2n ** 63n);

const isNumpyScalar = (c: Compiler, o: GObject | undefined): boolean =>
  o?.kind === "instance" && c.py.get(o.attrs, "__lens_float__") !== undefined || o?.kind === "opaque" && o.type.startsWith("numpy.");

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

/** Things with `__int__`, `__float__` and truth that pybind11 asks for them: they may well fit. */
const isConvertible = (c: Compiler, o: GObject | undefined): boolean => o?.kind === "tensor" || o?.kind === "instance" || o?.kind === "opaque" || o?.kind === "enum" || isNumpyScalar(c, o);

function castInt(c: Compiler, v: GValue): boolean {
  if (typeof v === "boolean") return true;
  if (v === null || typeof v === "string") return false;
  if ("i" in v) return BigInt(v.i) >= MIN_INT && BigInt(v.i) <= MAX_INT;
  const o = c.py.object(v);
  return o?.kind === "torch" ? ["dtype", "layout", "memory_format", "qscheme"].includes(o.type) : isConvertible(c, o);
}

function castFloat(c: Compiler, v: GValue): boolean {
  if (typeof v === "boolean") return true;
  if (v === null || typeof v === "string") return false;
  return "i" in v || "f" in v || isConvertible(c, c.py.object(v));
}

/** Items of what Python would iterate over. */
function itemsOf(c: Compiler, v: GValue): readonly GValue[] | null {
  const o = c.py.object(v);
  return o && "items" in o ? o.items : null;
}

function castClass(c: Compiler, v: GValue, type: ClassType, depth: number): Misfit {
  const o = c.py.object(v);
  if (o?.kind === "module" || o?.kind === "scriptmodule") return null;
  if (o?.kind === "torch" && o.type === "class" && type.qualname.endsWith(`.classes.${o.value}`)) return null;
  if (o?.kind !== "instance") return o?.kind === "opaque" || o?.kind === "dict" ? null : msg`it is ${describe(c, v)}, not ${annotationStr(type)}`;
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
    case "Unknown": case "Any": return null;
    case "Tensor": return v === null || o?.kind === "tensor" || isNumpyScalar(c, o) ? null : no();
    case "int": return castInt(c, v) ? null : typeof v === "object" && v !== null && "i" in v ? msg`it does not fit into 64 bits` : no();
    case "float": return castFloat(c, v) ? null : no();
    case "complex": return castFloat(c, v) || typeof v === "object" && v !== null && "c" in v ? null : no();
    case "Scalar": return castFloat(c, v) || typeof v === "object" && v !== null && "c" in v || o?.kind === "torch" ? null : no();
    case "bool": return typeof v === "string" || o && !isConvertible(c, o) ? no() : null;
    case "str": return typeof v === "string" || typeof v === "object" && v !== null && "bytes" in v || o?.kind === "enum" || o?.kind === "instance" ? null : no();
    case "NoneType": return v === null ? null : no();
    case "Device": return typeof v === "string" || o?.kind === "torch" && o.type === "device" ? null : no();
    case "Optional": return v === null ? null : misfit(c, v, type.elem, depth + 1);
    case "Union": {
      const inferred = inferType(c, v);
      return "failure" in inferred || !isSubtypeOf(inferred.type, type) ? no() : null;
    }
    case "List": {
      const items = itemsOf(c, v);
      if (!items) return o?.kind === "dict" || o?.kind === "opaque" || o?.kind === "instance" ? null : no();
      // pybind11 makes the list in one go, and knows no dtype there
      if (type.elem.kind === "int" && items.some((item) => c.py.object(item)?.kind === "torch")) return msg`its elements are values of torch, not ints`;
      return each(items, type.elem);
    }
    case "Tuple": {
      const items = itemsOf(c, v);
      if (!items) return o?.kind === "dict" || o?.kind === "opaque" || o?.kind === "instance" ? null : no();
      if (items.length !== type.elems.length) return msg`its length is ${items.length}, not ${type.elems.length}`;
      for (const [i, elem] of type.elems.entries()) {
        const why = misfit(c, items[i] ?? null, elem, depth + 1);
        if (why !== null) return why;
      }
      return null;
    }
    case "Dict":
      if (o?.kind === "dict" || o?.kind === "scriptdict") return each(o.entries.map((e) => e[0]), type.key) ?? each(o.entries.map((e) => e[1]), type.value);
      return o?.kind === "instance" || o?.kind === "opaque" ? null : no();
    case "Class": return castClass(c, v, type, depth);
    case "Enum": return o?.kind === "enum" ? null : no();
    case "Interface": return castInterface(c, v, type);
    // what it will give is not known of an Await: anything
    case "Await": return o?.kind === "instance" && !isSubtypeOf(AnyT, type.elem) ? msg`what an Await gives is not known when it is an attribute: annotate it as Await[Any]` : null;
    default: return null;
  }
}

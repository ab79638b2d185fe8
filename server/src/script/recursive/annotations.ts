/**
 * Python annotation objects and their text as types. Answers to torch/jit/annotations.py
 * (try_ann_to_type) and to the name lookup of torch/_jit_internal.py.
 */
import type { GClass, GValue } from "../../host/objectGraph";
import type { Type } from "../types/types";
import { AnyT, BoolT, ComplexT, DeviceT, FloatT, GeneratorT, IntT, NoneT, NumberT, StreamT, StringT, TensorT, canBeKey, dictOf, futureOf, listOf, tupleOf } from "../types/types";
import { annotationStr } from "../types/print";
import { optionalType, unionOf } from "../types/union";
import { notInstalled } from "../errors";
import type { Compiler } from "./compiler";
import { classTypeOf, interfaceTypeOf, namedTupleTypeOf } from "./classes";
import { enumAmiss, enumTypeOf } from "./enums";
import { isRef, qualifiedName } from "./graphReader";
import { msg, Traceless, type Message } from "../../text/message";

/** An annotation: a Python object, or one put together from text. */
export type Ann = GValue | { readonly made: string; readonly args: readonly Ann[] };

/** torch raises for this annotation (it does not just fail to know it). */
export class BadAnnotation extends Traceless {
  /** `placed`: torch says where the annotation stands. */
  constructor(text: Message, readonly placed = false) { super(text); }
}

const isMade = (a: Ann): a is { readonly made: string; readonly args: readonly Ann[] } => typeof a === "object" && a !== null && "made" in a;

const PLAIN: Readonly<Record<string, Type>> = { int: IntT, float: FloatT, complex: ComplexT, bool: BoolT, str: StringT, NoneType: NoneT };
const LEGACY_TENSORS = /^(Float|Double|Half|Byte|Char|Short|Int|Long|Bool)Tensor$/;

interface Shape { readonly origin: string; readonly args: readonly Ann[]; readonly pep604: boolean }

function shapeOf(c: Compiler, a: Ann): Shape | undefined {
  if (isMade(a)) return { origin: a.made, args: a.args, pep604: false };
  const o = c.py.object(a);
  // Tuple[()] has no more arguments than a bare Tuple
  const args = o?.kind === "typing" && o.args.length === 0 && o.repr.endsWith("[()]") ? [{ made: "empty", args: [] }] : o?.kind === "typing" ? o.args : [];
  return o?.kind === "typing" ? { origin: o.origin, args, pep604: o.pep604 ?? false } : undefined;
}

const isNone = (c: Compiler, a: Ann): boolean => {
  if (a === null) return true;
  const o = isMade(a) ? undefined : c.py.object(a);
  return o?.kind === "class" && o.name === "NoneType";
};

const SPECIAL_FORMS = new Set("Optional Union Final ClassVar Literal NoReturn Never Self LiteralString Concatenate TypeGuard Required NotRequired Unpack TypeAlias".split(" "));

/** `Final[...]`, and whatever else is a bare special form of `typing`, since torch asks for the class of Final. */
export function isFinal(c: Compiler, a: Ann): boolean {
  const shape = shapeOf(c, a);
  if (!shape?.origin.startsWith("typing.")) return false;
  const name = shape.origin.slice("typing.".length);
  return name === "Final" || shape.args.length === 0 && SPECIAL_FORMS.has(name) && !(name === "Union" && c.torch.atLeast(2, 7));
}

/** Attributes and fields of named tuples may not have Any in their type. */
export function hasAny(t: Type): boolean {
  switch (t.kind) {
    case "Any": return true;
    case "List": case "Optional": case "Future": return hasAny(t.elem);
    case "Tuple": return t.elems.some(hasAny);
    case "Dict": return hasAny(t.key) || hasAny(t.value);
    case "Union": return t.members.some(hasAny);
    default: return false;
  }
}

/** A class annotation that names a type compiled before (modules among them), found by its name. */
export function registeredType(c: Compiler, a: Ann): Type | null {
  const o = isMade(a) ? undefined : c.py.object(a);
  return o?.kind === "class" ? c.typesByName.get(qualifiedName(o.module, o.name, o.overrideQualname)) ?? null : null;
}

/** The type, or null where torch does not know the annotation. Throws BadAnnotation where torch raises. */
export function annToType(c: Compiler, a: Ann): Type | null {
  if (a === null) return NoneT;
  if (typeof a === "string") return null;
  const shape = shapeOf(c, a);
  if (shape) return genericType(c, shape);
  const o = isMade(a) ? undefined : c.py.object(a);
  if (!o) return null;
  const missing = c.py.missing(a as GValue);
  if (missing !== null) throw notInstalled(missing, c.annotationAt);
  if (o.kind === "torch" || o.kind === "builtin") return builtinType(o.kind === "builtin" ? o.names : []);
  if (o.kind !== "class" || !isRef(a as GValue)) return null;
  return classAnnotation(c, o, (a as { o: number }).o);
}

function builtinType(names: readonly string[]): Type | null {
  if (names.includes("torch.device")) return DeviceT;
  if (names.includes("torch.dtype")) return IntT;
  return null;
}

function classAnnotation(c: Compiler, cls: GClass, index: number): Type | null {
  if (cls.module === "builtins") return PLAIN[cls.name] ?? null;
  if (cls.module === "typing" && cls.name === "Any") return AnyT;
  if (c.py.isSubclass(cls, "torch", "Tensor") || cls.module.startsWith("torch") && cls.name === "Tensor" || c.py.mro(cls).some((b) => b.name === "Tensor" && b.module.startsWith("torch"))) return TensorT;
  if (cls.module === "torch" && LEGACY_TENSORS.test(cls.name)) {
    c.warn("tensor-dtype-annotation", c.annotationPlace, msg`TorchScript reads ${`torch.${cls.name}`} as Tensor: the dtype is not checked`);
    return TensorT;
  }
  if (cls.module.startsWith("torch")) {
    switch (cls.name) {
      case "BFloat16Tensor": return null;
      case "device": return DeviceT;
      case "Future": case "RRef": throw new BadAnnotation(msg`${cls.name} needs the type of its result: write ${cls.name}[...]`);
      case "_Await": return { kind: "Await", elem: AnyT };
      case "dtype": return IntT;
      case "qscheme": return c.torch.atLeast(2, 7) ? IntT : null;
      case "layout": case "memory_format": return null;
      case "Generator": return c.torch.atLeast(2, 0) ? GeneratorT : null;
      case "Stream": return StreamT;
      case "Size": return null;
      default: break;
    }
  }
  if (cls.traits.interface) return interfaceTypeOf(c, index);
  if (cls.traits.enum) {
    const why = enumAmiss(c, cls);
    if (why !== null) throw new BadAnnotation(why);
    return enumTypeOf(c, index);
  }
  if (cls.traits.namedtuple) return namedTupleTypeOf(c, index);
  if (cls.traits.module || cls.traits.exception) return null;
  return classTypeOf(c, index);
}

function genericType(c: Compiler, { origin, args, pep604 }: Shape): Type | null {
  const name = origin.replace(/^(typing|builtins|collections\.abc|collections|torch\._jit_internal|torch\.futures|torch\.jit|torch\.distributed\.rpc\.api)\./, "");
  // the type parser knows these by their text; as objects they were unknown at first
  if (/^builtins\.(list|tuple|dict)$/.test(origin) && args.length > 0 && !c.torch.atLeast(2, 0)) return null;
  if (origin.startsWith("plain.")) return PLAIN[origin.slice("plain.".length)] ?? null;
  const need = (what: string): void => {
    if (args.length === 0) throw new BadAnnotation(msg`${what} needs its element types: write ${what}[...]`);
  };
  const inner = (a: Ann | undefined): Type => {
    const made = a === undefined ? null : annToType(c, a);
    if (made === null) throw new Unresolved();
    return made;
  };
  try {
    switch (name) {
      case "Any": return AnyT;
      case "Tuple": case "tuple":
        if (origin === "builtins.tuple" && args.length === 0) return null;
        need("Tuple");
        if (args.length === 1 && args[0] !== undefined && (isMade(args[0]) ? args[0].made === "empty" : c.py.object(args[0])?.kind === "tuple")) return tupleOf([]);
        return tupleOf(args.map((a) => {
          const elem = annToType(c, a);
          if (elem === null) throw new BadAnnotation(msg`an element of this Tuple is not a TorchScript type`);
          return elem;
        }));
      case "List": case "list": {
        if (origin === "builtins.list" && args.length === 0) return null;
        need("List");
        if (args.length > 1 && c.torch.atLeast(2, 0) === false) return null;
        const elem = annToType(c, args[0] as Ann);
        return elem ? listOf(elem) : null;
      }
      case "Dict": case "dict": {
        if (origin === "builtins.dict" && args.length === 0) return null;
        need("Dict");
        if (args.length === 1) throw new BadAnnotation(msg`a Dict needs two types, that of its keys and that of its values`);
        const [key, value] = [annToType(c, args[0] as Ann), annToType(c, args[1] as Ann)];
        if (!key || !value) throw new BadAnnotation(msg`the key or value type of this Dict is not a TorchScript type`, args.length > 1);
        if (!canBeKey(key)) throw new BadAnnotation(msg`${annotationStr(key)} cannot be the key type of a Dict: int, float, bool, complex, str and Tensor can`);
        return dictOf(key, value);
      }
      case "Optional": {
        need("Optional");
        return optionalType(innerOf(c, args[0] as Ann, "Optional"));
      }
      case "Union": {
        need("Union");
        if (pep604 && !c.torch.atLeast(2, 0)) return null;
        const plain = args.filter((a) => !isNone(c, a));
        if (plain.length === 1 && args.length === 2) return optionalType(innerOf(c, plain[0] as Ann, "Optional"));
        const types = args.map((a) => (isNone(c, a) ? NoneT : innerOf(c, a, "Union")));
        const numbers = new Set(types);
        if (types.length === 3 && numbers.has(IntT) && numbers.has(FloatT) && numbers.has(ComplexT)) return NumberT;
        return unionOf(types);
      }
      case "Future": return futureOf(inner(args[0]));
      case "_Await": case "Await": return { kind: "Await", elem: inner(args[0]) };
      case "RRef": return { kind: "RRefOf", elem: inner(args[0]) };
      default: return null;
    }
  } catch (error) {
    if (error instanceof Unresolved) return null;
    throw error;
  }
}

class Unresolved extends Error {}

function innerOf(c: Compiler, a: Ann, what: string): Type {
  const made = annToType(c, a);
  if (!made) throw new BadAnnotation(msg`a member of this ${what} is not a TorchScript type`, c.torch.atLeast(2, 0));
  return made;
}

/** Names that the text of an annotation can use without importing them. */
const TYPING = new Set("Any Union Optional List Dict Tuple Final Callable Iterable Iterator Sequence Mapping Type NoReturn".split(" "));
const BUILTINS = new Set("int float complex bool str list dict tuple None".split(" "));

const NOT_FOUND = new Error("not found");

/**
 * An annotation's text as an annotation: dotted names and subscripts, looked up by `lookup`. Null where
 * a name is not found or the text is something else: then torch's own type parser has to know it.
 */
export function annotationFromText(text: string, lookup: (name: string) => GValue | undefined, member: (base: GValue, name: string) => GValue | undefined): Ann | null | undefined {
  let at = 0;
  const source = text.replace(/\s+/g, "");
  const parse = (): Ann => {
    let end = at;
    while (end < source.length && !",[]".includes(source.charAt(end))) end++;
    const name = source.slice(at, end);
    at = end;
    if (name === "()") return { made: "empty", args: [] };
    const base = resolve(name);
    if (source.charAt(at) !== "[") return base;
    const args: Ann[] = [];
    do {
      at++;
      args.push(parse());
    } while (source.charAt(at) === ",");
    if (source.charAt(at) !== "]") throw NOT_FOUND;
    at++;
    return subscript(base, args);
  };
  const resolve = (name: string): Ann => {
    // attributes that only Python could look up stand among the names
    const whole = name.includes(".") ? lookup(name) : undefined;
    if (whole !== undefined) return whole;
    const [first = "", ...rest] = name.split(".");
    if (!/^[A-Za-z_]\w*$/.test(first)) throw NOT_FOUND;
    let found: GValue | undefined = lookup(first);
    if (found === undefined) {
      if (rest.length === 0 && first === "None") return null;
      if (rest.length === 0 && TYPING.has(first)) return { made: `typing.${first}`, args: [] };
      if (rest.length === 0 && BUILTINS.has(first)) return { made: `builtins.${first}`, args: [] };
      throw NOT_FOUND;
    }
    for (const part of rest) {
      const next: GValue | undefined = member(found, part);
      if (next === undefined) throw NOT_FOUND;
      found = next;
    }
    return found;
  };
  const subscript = (base: Ann, args: Ann[]): Ann => {
    if (isMade(base)) return { made: base.made, args };
    return { made: "subscript", args: [base, ...args] };
  };
  try {
    const made = parse();
    return at === source.length ? made : undefined;
  } catch (error) {
    if (error === NOT_FOUND) return undefined;
    throw error;
  }
}

/** Subscripts of found objects get their origin's name, plain names of builtins their type. */
export function normalize(c: Compiler, a: Ann): Ann {
  if (!isMade(a)) return a;
  if (a.made === "subscript") {
    const [base, ...args] = a.args;
    const o = base !== undefined && !isMade(base) ? c.py.object(base) : undefined;
    const origin = o?.kind === "typing" ? o.origin : o?.kind === "class" ? `${o.module}.${o.name}` : "unknown";
    return flat({ made: origin, args: args.map((x) => normalize(c, x)) });
  }
  return flat({ made: a.made, args: a.args.map((x) => normalize(c, x)) });
}

/** `typing` itself flattens unions inside of unions and drops what stands there twice. */
function flat(a: Ann & { readonly made: string; readonly args: readonly Ann[] }): Ann {
  if (a.args.length === 0 || a.made !== "typing.Union" && a.made !== "typing.Optional") return a;
  const members = (x: Ann): readonly Ann[] => (isMade(x) && x.made === "typing.Union" && x.args.length > 0 ? x.args : [x]);
  const all = [...a.args.flatMap(members), ...(a.made === "typing.Optional" ? [null] : [])];
  const seen = new Set<string>();
  const args = all.filter((x) => { const key = JSON.stringify(x); return !seen.has(key) && seen.add(key); });
  const [only] = args;
  return args.length === 1 && only !== undefined ? only : { made: "typing.Union", args };
}

const TYPING_ARGUMENTS: Readonly<Record<string, number>> = { "typing.List": 1, "typing.Optional": 1, "typing.Dict": 2 };

/** True where `typing` itself raises on the number of types; `list[int, int]` it takes. */
export function refusedByTyping(c: Compiler, a: Ann): boolean {
  if (!isMade(a)) return false;
  const base = a.args[0];
  const o = a.made === "subscript" && base !== undefined && !isMade(base) ? c.py.object(base) : undefined;
  const made = o?.kind === "typing" ? o.origin : a.made;
  const count = a.args.length - (a.made === "subscript" ? 1 : 0);
  const wanted = TYPING_ARGUMENTS[made ?? ""];
  return (wanted !== undefined && count > 0 && count !== wanted) || a.args.some((x) => refusedByTyping(c, x));
}

/** `annToType` for what `annotationFromText` made. */
export function madeToType(c: Compiler, a: Ann): Type | null {
  const n = normalize(c, a);
  // torch does not find None by its name: Optional[None] is left to the type parser, which refuses it
  if (n === null && isMade(a)) return null;
  if (isMade(n) && n.made.startsWith("builtins.") && n.args.length === 0) return PLAIN[n.made.slice("builtins.".length)] ?? null;
  if (isMade(n)) return annToType(c, { made: n.made, args: n.args.map((x) => unwrap(x)) });
  return annToType(c, n);
}

/** Builtins inside subscripts, which have no object of their own. */
function unwrap(a: Ann): Ann {
  if (!isMade(a)) return a;
  if (a.args.length === 0 && a.made.startsWith("builtins.")) return { made: `plain.${a.made.slice("builtins.".length)}`, args: [] };
  return { made: a.made, args: a.args.map(unwrap) };
}

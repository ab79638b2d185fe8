/**
 * Reads the object graph as Python would look at the live objects: attribute lookup along the method
 * resolution order, names, kinds. The graph is untrusted input, so every step checks.
 */
import type { GClass, GFunction, GModule, GObject, GPairs, GRaised, GTyping, GValue, ObjectGraph } from "../../host/objectGraph";

export const isRef = (v: GValue | undefined): v is { readonly o: number } => typeof v === "object" && v !== null && "o" in v;

/** Names under which torch may count a class among its builtins: it takes every callable member of its namespaces for one. */
export const namesOfClass = (cls: GClass): string[] =>
  // the same object stands in `torch`, too
  [`${cls.module}.${cls.name}`, ...(cls.module === "torch.autograd.grad_mode" ? [`torch.${cls.name}`] : [])];

/** Likewise of a bare construct of `typing`, which torch has under an own name. */
export function namesOfTyping(o: GTyping): string[] {
  const name = o.args.length === 0 ? /^typing\.(\w+)$/.exec(o.repr)?.[1] : undefined;
  return name === undefined ? [] : [`torch._${name}`, `torch.${name}`];
}

/** What `type` answers itself, whatever stands in a class's body: of these names `inspect.getmembers`, by which torch finds properties, gives no property. */
export const ANSWERED_BY_TYPE: ReadonlySet<string> = new Set(["__name__", "__qualname__", "__base__", "__bases__", "__mro__", "__dict__", "__flags__", "__basicsize__", "__itemsize__", "__dictoffset__", "__weakrefoffset__", "__text_signature__"]);

/** A builtin class by its plain name ("int", "list"), for annotations. */
const BUILTIN_MODULES: ReadonlySet<string> = new Set(["builtins", "typing"]);

export class PyGraph {
  private readonly dicts = new WeakMap<object, ReadonlyMap<string, GValue>>();

  constructor(readonly graph: ObjectGraph) {}

  object(v: GValue | undefined): GObject | undefined {
    return isRef(v) ? this.graph.objects[v.o] : undefined;
  }

  at(index: number): GObject | undefined { return this.graph.objects[index]; }

  class(index: number): GClass | undefined {
    const o = this.graph.objects[index];
    return o?.kind === "class" ? o : undefined;
  }

  /** Pairs as a map; made once per list. */
  dict(pairs: GPairs): ReadonlyMap<string, GValue> {
    let map = this.dicts.get(pairs);
    if (!map) {
      map = new Map(pairs);
      this.dicts.set(pairs, map);
    }
    return map;
  }

  get(pairs: GPairs, name: string): GValue | undefined { return this.dict(pairs).get(name); }

  /** The name of a value that comes from a package that is not there, or that holds or is derived from such a one; else null. */
  missing(value: GValue | undefined, depth = 0): string | null {
    const o = this.object(value);
    const within = (values: readonly GValue[]): string | null => {
      for (const v of values) {
        const found = this.missing(v, depth + 1);
        if (found !== null) return found;
      }
      return null;
    };
    if (!o || depth > 5) return null;
    switch (o.kind) {
      case "pymodule": return o.placeholder ? o.name : null;
      case "opaque": return o.placeholder ? o.repr : null;
      case "class": return this.mro(o).some((b) => b.module === "lens.finder" && b.name === "Placeholder") ? o.name : null;
      case "dict": return within(o.entries.map(([, v]) => v));
      case "partial": return within([o.func, ...o.args]);
      case "list": case "tuple": return within(o.items);
      default: return null;
    }
  }

  /** The name of a base that comes from a package that is not there; undefined without one. */
  missingBase(cls: GClass | undefined): string | undefined { return cls && this.mro(cls).find((b) => b.standsFor !== undefined)?.standsFor; }

  /** The class and its bases in method resolution order (without `object`). */
  mro(cls: GClass): readonly GClass[] {
    let known = this.orders.get(cls);
    if (!known) this.orders.set(cls, (known = [cls, ...cls.mro.flatMap((i) => this.class(i) ?? [])]));
    return known;
  }
  private readonly orders = new Map<GClass, readonly GClass[]>();

  /** Class attribute as it stands in some `__dict__` of the resolution order. */
  classAttr(cls: GClass, name: string): GValue | undefined {
    for (const c of this.mro(cls)) {
      const found = this.get(c.attrs, name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** As `getattr(cls, name)`: static and class methods unwrapped, properties and functions as they are. */
  getattrOfClass(cls: GClass, name: string): GValue | undefined {
    const found = this.classAttr(cls, name);
    const o = this.object(found);
    return o?.kind === "staticmethod" || o?.kind === "classmethod" ? o.func : found;
  }

  isStatic(cls: GClass, name: string): boolean { return this.object(this.classAttr(cls, name))?.kind === "staticmethod"; }

  moduleClass(m: GModule): GClass | undefined { return this.class(m.cls); }

  /** As `getattr(module, name)`, without running properties: what stands in the instance, then on the class, then parameters, buffers, submodules. */
  getattrOfModule(m: GModule, name: string): GValue | undefined {
    const own = this.get(m.attrs, name);
    if (own !== undefined) return own;
    const cls = this.moduleClass(m);
    const inherited = cls ? this.getattrOfClass(cls, name) : undefined;
    if (inherited !== undefined) return inherited;
    for (const table of [m.parameters, m.buffers, m.modules]) {
      const found = this.get(table, name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** `_torchscript_modifier` of a callable: functions and bound methods. */
  modifierOf(v: GValue | undefined): string | undefined {
    const f = this.functionOf(v);
    return f?.modifier;
  }

  /** The function behind a function, a bound method, a static method. */
  functionOf(v: GValue | undefined): GFunction | undefined {
    const o = this.object(v);
    if (o?.kind === "function") return o;
    if (o?.kind === "method" || o?.kind === "staticmethod" || o?.kind === "classmethod") return this.functionOf(o.func);
    return undefined;
  }

  /** What Python would call the type of a value, for a message. */
  typeName(v: GValue): string {
    if (v === null) return "None";
    if (typeof v === "boolean") return "bool";
    if (typeof v === "string") return "str";
    if ("i" in v) return "int";
    if ("f" in v) return "float";
    if ("c" in v) return "complex";
    if ("bytes" in v) return "bytes";
    const o = this.object(v);
    switch (o?.kind) {
      case "module": case "instance": case "enum": case "namedtuple": return this.class(o.cls)?.name ?? "object";
      case "opaque": return o.type.split(".").at(-1) ?? o.type;
      case "tensor": return "Tensor";
      case "size": return "torch.Size";
      case "torch": return `torch.${o.type}`;
      case "builtin": return o.type;
      case "pymodule": return "module";
      case "class": return "type";
      case "typing": return /^typing\.(TypeVar|ForwardRef)$/.test(o.origin) ? o.origin.slice("typing.".length) : "typing";
      case "scriptmodule": return "ScriptModule";
      case "scriptfunction": return "ScriptFunction";
      case "scriptlist": return "ScriptList";
      case "scriptdict": return "ScriptDict";
      default: return o?.kind ?? "object";
    }
  }

  isSubclass(cls: GClass, module: string, name: string): boolean {
    return this.mro(cls).some((c) => c.name === name && c.module === module);
  }

  /** Which container of torch.nn a module is an instance of. */
  containerKind(m: GModule): ContainerKind {
    const cls = this.moduleClass(m);
    if (!cls) return "none";
    const names = this.mro(cls).filter((c) => c.module.startsWith("torch.nn.modules.container")).map((c) => c.name);
    if (names.includes("ModuleDict")) return "dict";
    if (names.includes("ModuleList") || names.includes("Sequential")) return "list";
    if (names.includes("ParameterList")) return "paramlist";
    if (names.includes("ParameterDict")) return "paramdict";
    return "none";
  }

  strings(v: GValue | undefined): string[] {
    const o = this.object(v);
    if (!o) return [];
    if ("items" in o) return o.items.filter((i): i is string => typeof i === "string");
    if (o.kind === "dict") return o.entries.flatMap(([k]) => (typeof k === "string" ? [k] : []));
    return [];
  }
}

export type ContainerKind = "none" | "list" | "dict" | "paramlist" | "paramdict";

/** `__torch__.module.Name`, as torch names classes and functions. */
export function qualifiedName(module: string, name: string, override?: string): string {
  if (override !== undefined) return override.startsWith("__torch__") ? override : override;
  const plain = name === "<lambda>" ? "_lambda" : name;
  return module === "__main__" ? `__torch__.${plain}` : `__torch__.${module}.${plain}`;
}

export const isBuiltinModule = (module: string): boolean => BUILTIN_MODULES.has(module);

/** What code of the user's raised, as Python would print it. */
export const saidBy = ({ type, message }: GRaised): string => (message ? `${type}: ${message}` : type);

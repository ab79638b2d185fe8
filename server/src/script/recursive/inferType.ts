/** The type of a live value. Answers to tryToInferType in torch/csrc/jit/python/pybind_utils.h. */
import type { GValue } from "../../host/objectGraph";
import type { Type } from "../types/types";
import { BoolT, ComplexT, DeviceT, FloatT, GeneratorT, IntT, NoneT, StreamT, StringT, TensorT, canBeKey, dictOf, listOf, tupleOf } from "../types/types";
import { equals } from "../types/subtype";
import { typeStr } from "../types/print";
import { unifyTypes } from "../types/unify";
import type { Compiler } from "./compiler";
import { canCompileClass, classTypeOf } from "./classes";
import { customClass } from "../schema/parseSchema";
import { enumTypeOf, mixedInto } from "./enums";
import { knowing, msg, type Message } from "../../text/message";

/** `raises`: torch does not just fail to know it, scripting ends there. */
export type Inferred = { readonly type: Type } | { readonly failure: Message; readonly raises?: true };

const DEEPEST = 900;

const ok = (type: Type): Inferred => ({ type });
const no = (failure: Message): Inferred => ({ failure });

export function inferType(c: Compiler, v: GValue, depth = 0): Inferred {
  if (v === null) return ok(NoneT);
  if (typeof v === "boolean") return ok(BoolT);
  if (typeof v === "string") return ok(StringT);
  if ("i" in v) return ok(IntT);
  if ("f" in v) return ok(FloatT);
  if ("c" in v) return ok(ComplexT);
  if ("bytes" in v && c.torch.atLeast(2, 0)) return ok(StringT);
  if (!("o" in v)) return no(msg`a value like this has no TorchScript type`);
  const o = c.py.object(v);
  if (!o) return no(msg`its value could not be read here`);
  // torch follows it without end: the process dies, or Python's recursion limit is met
  if (depth > DEEPEST) return { failure: msg`it contains itself, or is nested too deeply`, raises: true };
  switch (o.kind) {
    case "tensor": return ok(TensorT);
    case "torch":
      switch (o.type) {
        case "dtype": case "qscheme": case "layout": return ok(IntT);
        case "device": return ok(DeviceT);
        case "generator": return c.torch.atLeast(2, 0) ? ok(GeneratorT) : no(msg`a torch.Generator has no TorchScript type in this version of torch`);
        case "stream": return ok(StreamT);
        case "class": return ok(customClass(`__torch__.torch.classes.${o.value}`));
        default: return no(msg`a torch.${o.type} has no TorchScript type`);
      }
    case "enum": {
      const cls = c.py.class(o.cls);
      const plain = cls && mixedInto(c, cls);
      if (plain === "str") return ok(StringT);
      if (plain === "int") return ok(IntT);
      if (plain === "float") return ok(FloatT);
      const type = enumTypeOf(c, o.cls);
      return type ? ok(type) : { failure: msg`the values of its Enum have no common type that TorchScript knows`, raises: true };
    }
    // the names of a NamedTuple are lost
    case "tuple": case "size": case "namedtuple": {
      const elems: Type[] = [];
      for (const item of o.items) {
        const made = inferType(c, item, depth + 1);
        if ("failure" in made) return made;
        elems.push(made.type);
      }
      return ok(tupleOf(elems));
    }
    case "scriptlist": case "scriptdict": return no(o.kind === "scriptlist" ? msg`a list that torch.jit.script made needs an annotation in the class, such as List[int]` : msg`a dict that torch.jit.script made needs an annotation in the class, such as Dict[str, int]`);
    case "list": {
      if (o.items.length === 0) return no(knowing(msg`an empty list does not tell its element type`, { lacks: "list" }));
      const elem = commonType(c, o.items, depth, "list");
      return "failure" in elem ? elem : ok(listOf(elem.type));
    }
    case "dict": {
      const own = classOf(c, o.cls);
      if (own) return ok(own);
      if (o.entries.length === 0) return no(knowing(msg`an empty dict does not tell its types`, { lacks: "dict" }));
      const key = commonType(c, o.entries.map((e) => e[0]), depth, "dict");
      if ("failure" in key) return key;
      const value = commonType(c, o.entries.map((e) => e[1]), depth, "dict");
      if ("failure" in value) return value;
      // torch raises only where it makes the type: without a type of the values it says as little of the keys
      if (!canBeKey(key.type)) return { failure: msg`${typeStr(key.type)} cannot be the key type of a Dict: int, float, bool, complex, str and Tensor can`, raises: true };
      return ok(dictOf(key.type, value.type));
    }
    case "module": case "scriptmodule": return no(msg`a module inside a plain list, tuple or dict has no TorchScript type`);
    case "instance": {
      const own = c.py.class(o.cls);
      if (own?.name === "RecursiveScriptClass" && own.module.startsWith("torch.jit")) return no(msg`an object that torch.jit.script made cannot be an attribute`);
      if (own?.module === "torch._jit_internal" && (own.name === "Future" || own.name === "_Await")) return no(msg`a value of class ${own.name === "Future" ? "Future" : "Await"} has no TorchScript type`);
      const float = c.py.get(o.attrs, "__lens_float__");
      if (float !== undefined) return ok(FloatT);
      const type = classOf(c, o.cls);
      return type ? ok(type) : no(msg`a value of class ${c.py.class(o.cls)?.name ?? "?"} has no TorchScript type`);
    }
    default: return no(msg`a value of the Python type '${c.py.typeName(v)}' has no TorchScript type`);
  }
}

/** The class as a TorchScript class, where it compiles as one. */
function classOf(c: Compiler, cls: number | undefined): Type | null {
  if (cls === undefined || !canCompileClass(c, cls)) return null;
  const made = c.quietly(() => classTypeOf(c, cls));
  return made.failed ? null : made.value ?? null;
}

function commonType(c: Compiler, items: readonly GValue[], depth: number, what: "list" | "dict"): Inferred {
  let common: Type | undefined;
  for (const item of items) {
    const made = inferType(c, item, depth + 1);
    if ("failure" in made) return made;
    if (common === undefined || equals(common, made.type)) {
      common ??= made.type;
      continue;
    }
    const unified = unifyTypes(common, made.type);
    if (!unified) return no(what === "list" ? msg`the elements of this list have different types: ${typeStr(common)} and ${typeStr(made.type)}` : msg`the elements of this dict have different types: ${typeStr(common)} and ${typeStr(made.type)}`);
    common = unified;
  }
  return common ? ok(common) : no(msg`it is empty`);
}

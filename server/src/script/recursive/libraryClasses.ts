/**
 * Classes of torch itself that work as context managers in TorchScript: what counts of them in a graph
 * is their name and the signatures of three methods. Their sources do more, most of it in Python only.
 * Answers to torch/autograd/grad_mode.py, torch/amp/autocast_mode.py, torch/autograd/profiler.py.
 */
import type { GPairs } from "../../host/objectGraph";
import { ScriptError } from "../errors";
import type { Resolver } from "../sugared/sugaredValue";
import { AnyT, ClassType } from "../types/types";
import type { Compiler } from "./compiler";
import { functionFromText } from "./functions";
import { msg } from "../../text/message";

interface LibraryClass {
  /** Parameters of `__init__` behind self. */
  readonly parameters: string;
  readonly defaults: GPairs;
  /** `__enter__` gives the object itself; else None. */
  readonly entersSelf: boolean;
  /** From this version on torch cannot compile it, and says so without a place. */
  readonly until?: readonly [number, number];
}

const FLOAT16 = { i: 5 };
const BFLOAT16 = { i: 15 };
const amp = (dtype: { i: number }): LibraryClass => ({
  parameters: ", enabled: bool = True, dtype: int = 5, cache_enabled: bool = True", defaults: [["enabled", true], ["dtype", dtype], ["cache_enabled", true]], entersSelf: true, until: [2, 7],
});

const CLASSES: Readonly<Record<string, LibraryClass>> = {
  "torch.autograd.grad_mode.no_grad": { parameters: "", defaults: [], entersSelf: false },
  "torch.amp.autocast_mode.autocast": {
    parameters: ", device_type: str, dtype: Optional[int] = None, enabled: bool = True, cache_enabled: Optional[bool] = None",
    defaults: [["dtype", null], ["enabled", true], ["cache_enabled", null]], entersSelf: true,
  },
  "torch.cuda.amp.autocast_mode.autocast": amp(FLOAT16),
  "torch.cpu.amp.autocast_mode.autocast": amp(BFLOAT16),
  "torch.autograd.profiler.record_function": { parameters: ", name: str, args: Optional[str] = None", defaults: [["args", null]], entersSelf: true },
  "torch.jit.strict_fusion": { parameters: "", defaults: [], entersSelf: false, until: [2, 7] },
};

/** The stand-in keeps some of them in other files. */
const MOVED: Readonly<Record<string, string>> = {
  "torch.no_grad": "torch.autograd.grad_mode.no_grad", "torch.autocast": "torch.amp.autocast_mode.autocast", "torch.amp.autocast": "torch.amp.autocast_mode.autocast",
  "torch.cuda.amp.autocast": "torch.cuda.amp.autocast_mode.autocast", "torch.cpu.amp.autocast": "torch.cpu.amp.autocast_mode.autocast",
};

const made = new WeakMap<Compiler, Map<string, ClassType>>();

/** The script class of one of torch's own classes, or null where it is none of these. */
export function libraryClass(c: Compiler, dotted: string): ClassType | null {
  const name = MOVED[dotted] ?? dotted;
  const spec = Object.hasOwn(CLASSES, name) ? CLASSES[name] : undefined;
  if (!spec) return null;
  if (spec.until && c.torch.atLeast(...spec.until)) throw new ScriptError("no-source", null, msg`this version of torch cannot compile ${name}; use torch.autocast`, [], true);
  let known = made.get(c);
  if (!known) made.set(c, (known = new Map()));
  const before = known.get(name);
  if (before) return before;
  const type = new ClassType(c.uniqueName(`__torch__.${name}`), false);
  known.set(name, type);
  c.typesByName.set(type.qualname, type);
  const short = name.split(".").at(-1) ?? name;
  const names: Resolver = { resolveValue: () => null, resolveType: (n) => (n === short ? type : n === "Any" ? AnyT : null) };
  const define = (method: string, text: string, defaults: GPairs = []): void => {
    const fn = functionFromText(c, text, method, `<${type.qualname}.${method}>`, {
      name: method, qualname: `${type.qualname}.${method}`, logKind: "method", subject: `${name}.${method}`, reason: { kind: "attribute" }, selfType: type, selfName: short, names,
    }, defaults);
    type.methods.set(method, fn);
    fn.ensureDefined();
  };
  c.log.within("class", name, {}, () => {
    define("__init__", `def __init__(self${spec.parameters}):\n    pass\n`, spec.defaults);
    define("__enter__", spec.entersSelf ? `def __enter__(self) -> ${short}:\n    return self\n` : "def __enter__(self) -> None:\n    pass\n");
    define("__exit__", "def __exit__(self, exc_type: Any, exc_value: Any, traceback: Any) -> None:\n    pass\n");
  });
  return type;
}

/**
 * Classes of torch itself that torch compiles, nearly all of them context managers: what counts of them in a graph
 * is their name and the signatures of three methods; what counts in an archive is which attributes they set, because
 * torch looks for these when it runs the code. Their sources do more, most of it in Python only.
 * Answers to torch/autograd/grad_mode.py, torch/amp/autocast_mode.py, torch/autograd/profiler.py.
 */
import type { GPairs } from "../../host/objectGraph";
import { ScriptError } from "../errors";
import { BuiltinFunction } from "../sugared/builtins";
import type { Resolver } from "../sugared/sugaredValue";
import { customClass } from "../schema/parseSchema";
import { AnyT, ClassType } from "../types/types";
import type { Compiler } from "./compiler";
import { functionFromText } from "./functions";
import { msg } from "../../text/message";

interface LibraryClass {
  /** Parameters of `__init__` behind self. */
  readonly parameters: string;
  readonly defaults: GPairs;
  /** What the three methods do, in lines. */
  readonly init?: (c: Compiler) => readonly string[];
  readonly enter?: readonly string[];
  readonly exit?: readonly string[];
  /** `__enter__` gives the object itself; else None. */
  readonly entersSelf: boolean;
  /** Its methods, where it is no context manager. */
  readonly methods?: readonly string[];
  /** Attributes of classes of C++. */
  readonly held?: Readonly<Record<string, string>>;
  /** From this version on torch cannot compile it, and says so without a place. */
  readonly until?: readonly [number, number];
}

const FLOAT16 = { i: 5 };
const BFLOAT16 = { i: 15 };
/** The compiler's own pass reads all three, and wants constants. */
const autocast = (device: string, dtype: string): string[] => ["self._enabled = enabled", `self.device = ${device}`, `self.fast_dtype = ${dtype}`];
const amp = (device: string, dtype: { i: number }): LibraryClass => ({
  init: () => autocast(`"${device}"`, "dtype"),
  parameters: ", enabled: bool = True, dtype: int = 5, cache_enabled: bool = True", defaults: [["enabled", true], ["dtype", dtype], ["cache_enabled", true]], entersSelf: true, until: [2, 7],
});

const CLASSES: Readonly<Record<string, LibraryClass>> = {
  "torch.autograd.grad_mode.no_grad": {
    parameters: "", defaults: [], entersSelf: false,
    init: () => ["self.prev = False"], enter: ["self.prev = is_grad_enabled()", "set_grad_enabled(False)"], exit: ["set_grad_enabled(self.prev)"],
  },
  "torch.amp.autocast_mode.autocast": {
    parameters: ", device_type: str, dtype: Optional[int] = None, enabled: bool = True, cache_enabled: Optional[bool] = None",
    defaults: [["dtype", null], ["enabled", true], ["cache_enabled", null]], entersSelf: true,
    init: (c) => autocast("device_type", c.torch.atLeast(2, 0) ? "get_autocast_dtype(device_type) if dtype is None else dtype" : "dtype"),
  },
  "torch.cuda.amp.autocast_mode.autocast": amp("cuda", FLOAT16),
  "torch.cpu.amp.autocast_mode.autocast": amp("cpu", BFLOAT16),
  "torch.autograd.profiler.record_function": { parameters: ", name: str, args: Optional[str] = None", defaults: [["args", null]], entersSelf: true },
  "torch.jit._script._ScriptProfile": {
    parameters: "", defaults: [], entersSelf: false, held: { profile: "__torch__.torch.classes.profiling._ScriptProfile" },
    methods: ["def enable(self) -> None:\n    self.profile.enable()\n", "def disable(self) -> None:\n    self.profile.disable()\n", "def dump_string(self) -> str:\n    return \"\"\n", "def dump(self) -> None:\n    print(self.dump_string())\n"],
  },
  "torch.jit.strict_fusion": { parameters: "", defaults: [], entersSelf: false, until: [2, 7] },
};

/** The stand-in keeps some of them in other files. */
const MOVED: Readonly<Record<string, string>> = {
  "torch.no_grad": "torch.autograd.grad_mode.no_grad", "torch.autocast": "torch.amp.autocast_mode.autocast", "torch.amp.autocast": "torch.amp.autocast_mode.autocast",
  "torch.cuda.amp.autocast": "torch.cuda.amp.autocast_mode.autocast", "torch.cpu.amp.autocast": "torch.cpu.amp.autocast_mode.autocast",
};

/** Names of operators that the methods call. */
const OPERATORS: ReadonlySet<string> = new Set(["is_grad_enabled", "set_grad_enabled", "get_autocast_dtype", "print"]);

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
  const names: Resolver = { resolveValue: (n) => (OPERATORS.has(n) ? new BuiltinFunction(`aten::${n}`) : null), resolveType: (n) => (n === short ? type : n === "Any" ? AnyT : null) };
  const define = (method: string, text: string, defaults: GPairs = []): void => {
    const fn = functionFromText(c, text, method, `<${type.qualname}.${method}>`, {
      name: method, qualname: `${type.qualname}.${method}`, logKind: "method", subject: `${name}.${method}`, reason: { kind: "attribute" }, selfType: type, selfName: short, names,
    }, defaults);
    type.methods.set(method, fn);
    fn.ensureDefined();
  };
  c.log.within("class", name, {}, () => {
    const body = (lines: readonly string[] = []): string => (lines.length > 0 ? lines : ["pass"]).map((l) => `    ${l}\n`).join("");
    for (const [name, held] of Object.entries(spec.held ?? {})) type.attributes.push({ name, type: customClass(held), kind: "attribute" });
    define("__init__", `def __init__(self${spec.parameters}):\n${body(spec.init?.(c))}`, spec.defaults);
    for (const text of spec.methods ?? []) define(/^def (\w+)/.exec(text)?.[1] ?? "", text);
    if (spec.methods) return;
    define("__enter__", spec.entersSelf ? `def __enter__(self) -> ${short}:\n    return self\n` : `def __enter__(self) -> None:\n${body(spec.enter)}`);
    define("__exit__", `def __exit__(self, exc_type: Any, exc_value: Any, traceback: Any) -> None:\n${body(spec.exit)}`);
  });
  return type;
}

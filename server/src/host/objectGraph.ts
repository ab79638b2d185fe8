/**
 * The object graph: what the loader tells the script compiler about the live Python objects behind
 * one load, as one JSON text (host → script). Types only; untrusted input, so readers check.
 *
 * A value is plain JSON where Python's value is plain, else a tagged object. Identity is kept by
 * `{o: index}` into `objects`. Nothing in here was obtained by running user code (attributes are
 * read from `__dict__`, statically), apart from what `torch.jit.script` itself would run.
 */

/** None, bool, str, int `{i}`, float `{f}`, complex `{c}`, `...`, bytes, or a reference to an object. */
export type GValue =
  | null
  | boolean
  | string
  | { readonly i: number | string }
  | { readonly f: GFloat; /** It is `math.inf` itself. */ readonly inf?: true }
  | { readonly c: readonly [GFloat, GFloat] }
  | { readonly ellipsis: true }
  | { readonly bytes: string }
  | { readonly o: number };

/** A float in JSON, which has no word for some. */
export type GFloat = number | "nan" | "inf" | "-inf" | "-0";

export type GPairs = readonly (readonly [string, GValue])[];

/** What a hook on a module is. */
export type GObject =
  | GModule | GClass | GFunction | GMethod | GBuiltin | GPyModule | GTensor | GSequence | GDict
  | GEnumMember | GNamedTuple | GTorchValue | GTyping | GInstance | GProperty | GDescriptor
  | GScriptFunction | GScriptModule | GScriptList | GScriptDict | GPartial | GOpaque;

/** An instance of a class derived from `nn.Module`. */
export interface GModule {
  readonly kind: "module";
  readonly cls: number;
  /** Instance `__dict__` in order, without the four below and the other fields of `nn.Module` itself (`_backward_hooks` ...), but with `training`. */
  readonly attrs: GPairs;
  readonly parameters: GPairs;
  readonly buffers: GPairs;
  readonly modules: GPairs;
  readonly nonPersistentBuffers: readonly string[];
  /** Values in order of registration (functions, bound methods, partials ...). */
  readonly forwardHooks: readonly GValue[];
  readonly forwardPreHooks: readonly GValue[];
  readonly backwardHooks: number;
  /** What its own `__getstate__` gives; only when values were asked for. */
  readonly state?: GValue;
  /** A property of it that raises: torch.jit.script reads every one. Where in the user's code, and what. */
  readonly raised?: { readonly property: string } & GRaised;
  /** What `dir` gives for it, where its class has a `__dir__` of its own. */
  readonly listed?: readonly string[];
  /** Its own `__dir__` or `__setattr__` raises when torch.jit.script looks for methods. */
  readonly refused?: { readonly asked: "dir" | "setattr" } & GRaised;
  /** `__init__` never reached `nn.Module.__init__`: the four dicts are missing. */
  readonly uninitialized?: true;
}

/** What code of the user's raised, and the line of it where that was. */
export interface GRaised { readonly type: string; readonly message: string; readonly file: string; readonly line: number }

export interface GClass {
  readonly kind: "class";
  readonly name: string;
  readonly qualname: string;
  readonly module: string;
  /** Method resolution order without the class itself and without `object`. */
  readonly mro: readonly number[];
  readonly bases: readonly number[];
  /** Own `__dict__` in order: functions, static and class methods, properties, plain values. */
  readonly attrs: GPairs;
  /** Own `__annotations__`, evaluated where that is possible, else the source text as a str. */
  readonly annotations: GPairs;
  /** They stand in the class's own `__dict__`: under `from __future__ import annotations`. */
  readonly annotationsAreText?: true;
  /** What evaluating them raises, in Python 3.14 once somebody asks. */
  readonly annotationsRaise?: GRaised;
  /** Of a base of a module's class: the name of what is not there. */
  readonly standsFor?: string;
  readonly file: string | null;
  /** Line of `class` (or of its first decorator), counted from 1; 0 where unknown. */
  readonly line: number;
  readonly traits: {
    readonly module?: true; readonly enum?: true; readonly namedtuple?: true; readonly dataclass?: true;
    readonly interface?: true; readonly exception?: true; readonly abstract?: true; readonly generic?: true;
    readonly protocol?: true;
    /** Already compiled by `torch.jit.script` as a class (decorator). */
    readonly scripted?: true;
    readonly ignored?: true;
    /** Of Python itself, with no methods or properties of its own. */
    readonly methodless?: true;
  };
  readonly enumMembers?: GPairs;
  /** Of an Enum with another type mixed in: own functions of the user's that `dir` names. */
  readonly listedMethods?: readonly string[];
  readonly namedtupleFields?: readonly string[];
  readonly namedtupleDefaults?: GPairs;
  readonly dataclassFields?: readonly { readonly name: string; readonly type: GValue; readonly default?: GValue; readonly factory?: GValue; readonly init: boolean; readonly kwOnly: boolean; readonly compare: boolean; readonly initVar?: true }[];
  /** `_jit_override_qualname`. */
  readonly overrideQualname?: string;
}

export interface GFunction {
  readonly kind: "function";
  readonly name: string;
  readonly qualname: string;
  readonly module: string;
  /** Of the code object: where the compiler finds the `def`. Line counts from 1 and is that of the first decorator (`co_firstlineno`). */
  readonly file: string | null;
  readonly line: number;
  /** Names of the parameters, positional first. */
  readonly parameters: readonly string[];
  readonly closure: GPairs;
  /** Defaults by parameter name. */
  readonly defaults: GPairs;
  /** Globals and builtins that the code (nested code included) names and that exist. */
  readonly globals: GPairs;
  /** Globals that the code names and that exist, but did not yet when `torch.jit.script` compiled it; they are not among `globals`. */
  readonly later?: readonly string[];
  /** `__annotations__` evaluated where possible, else source text; `return` included. */
  readonly annotations: GPairs;
  /** The name that evaluating the annotations stops at. */
  readonly undefinedInAnnotations?: string;
  /** What evaluating them raises otherwise, in Python 3.14 once somebody asks. */
  readonly annotationsRaise?: GRaised;
  readonly isLambda?: true;
  readonly isGenerator?: true;
  readonly isCoroutine?: true;
  /** Of the library and not made to be compiled: without its closure, defaults and globals. */
  readonly outline?: true;
  /** `_torchscript_modifier` if set. */
  readonly modifier?: string;
  /** `__wrapped__`. */
  readonly wrapped?: GValue;
  /** Function `__dict__`: `_jit_...` marks, `__script_if_tracing_wrapper`, `__original_fn`, `__prepare_scriptable__` ... */
  readonly attrs: GPairs;
  /** Overloads declared with `torch.jit._overload(_method)`. */
  readonly overloads?: readonly GValue[];
}

export interface GMethod { readonly kind: "method"; readonly func: GValue; readonly self: GValue }

/**
 * A callable that is not Python code for the compiler: C functions, and what the stand-in torch
 * has for them. `names` are dotted names under which real torch or Python has it, best first
 * ("torch.relu", "torch.nn.functional.pad", "math.sqrt", "builtins.len", "torch.Tensor.add").
 */
export interface GBuiltin { readonly kind: "builtin"; readonly names: readonly string[]; readonly type: string }

/** A Python module; `attrs` has the members that functions of this graph could reach by name. */
export interface GPyModule { readonly kind: "pymodule"; readonly name: string; readonly file: string | null; readonly attrs: GPairs; readonly placeholder?: true }

export interface GTensor {
  readonly kind: "tensor";
  readonly parameter: boolean;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly device: string;
  readonly requiresGrad: boolean;
  /** Where it lies, in elements of one of the graph's `storages`; only when values were asked for. */
  readonly stored?: { readonly storage: number; readonly offset: number; readonly strides: readonly number[] };
  /** Where they are not those of a contiguous tensor. */
  readonly strides?: readonly number[];
  /** Values while the tensor is small, flattened. */
  readonly values?: readonly (number | boolean | "nan" | "inf" | "-inf" | readonly [number, number])[];
  /** `torch.nn.parameter.UninitializedParameter` and the like. */
  readonly uninitialized?: true;
  readonly cls?: string;
}

/** list, tuple, set, frozenset, torch.Size, range, deque; `cls` for a subclass. */
export interface GSequence { readonly kind: "list" | "tuple" | "set" | "frozenset" | "size" | "range" | "deque"; readonly items: readonly GValue[]; readonly cls?: number }
export interface GDict { readonly kind: "dict"; readonly entries: readonly (readonly [GValue, GValue])[]; readonly cls?: number; readonly ordered?: true }
export interface GEnumMember { readonly kind: "enum"; readonly cls: number; readonly name: string; readonly value: GValue }
export interface GNamedTuple { readonly kind: "namedtuple"; readonly cls: number; readonly items: readonly GValue[] }
/** torch.float32, torch.device(...), torch.strided, torch.contiguous_format, torch.per_tensor_affine, Generator, Stream ... */
export interface GTorchValue { readonly kind: "torch"; readonly type: "dtype" | "device" | "layout" | "memory_format" | "qscheme" | "generator" | "stream" | "storage" | "class"; readonly value: string; /** For an export: what an object of a class of torch's C++ was made of. */ readonly held?: readonly GValue[] }
/** A construct of `typing` or a builtin generic: `List[int]` is {origin: "typing.List", args: [int]}; bare ones have no args. `X | Y` is "typing.Union" with `pep604`. */
export interface GTyping { readonly kind: "typing"; readonly origin: string; readonly args: readonly GValue[]; readonly pep604?: true; readonly repr: string }
/** Any other object; `attrs` is its `__dict__` (and slots). */
export interface GInstance { readonly kind: "instance"; readonly cls: number; readonly attrs: GPairs; /** It has no `__dict__`. */ readonly slots?: true; /** Which of the special methods that conversions ask for its class has. */ readonly can?: readonly string[] }
export interface GProperty { readonly kind: "property"; readonly fget: GValue; readonly fset: GValue; readonly fdel: GValue; readonly cached?: true }
export interface GDescriptor { readonly kind: "staticmethod" | "classmethod"; readonly func: GValue }
/** What the stand-in `torch.jit.script` / `trace` returned for a function, module, list or dict. */
export interface GScriptFunction { readonly kind: "scriptfunction"; readonly func: GValue; readonly traced?: true; readonly signature?: GTracedSignature }
/** What tracing told: how Tensors are put together in the inputs and in the result. */
export interface GTracedSignature { readonly names: readonly string[]; readonly inputs: readonly GTraced[]; readonly returns: GTraced }
export type GTraced = "Tensor" | { readonly tuple: readonly GTraced[] } | { readonly list: GTraced } | { /** Keys are strings. */ readonly dict: GTraced };
export interface GScriptModule {
  readonly kind: "scriptmodule"; readonly module: GValue; readonly traced?: true;
  /** With how many inputs it was traced. */
  readonly inputs?: number;
  readonly signature?: GTracedSignature;
  /** What torch.jit.freeze gave. */
  readonly frozen?: true;
}
export interface GScriptList { readonly kind: "scriptlist"; readonly items: readonly GValue[] }
export interface GScriptDict { readonly kind: "scriptdict"; readonly entries: readonly (readonly [GValue, GValue])[] }
export interface GPartial { readonly kind: "partial"; readonly func: GValue; readonly args: readonly GValue[]; readonly keywords: GPairs }
/** Something the graph does not look into. `type` is its dotted class name. */
export interface GOpaque {
  readonly kind: "opaque"; readonly type: string; readonly repr: string; readonly placeholder?: true;
  /** As of an instance. */
  readonly can?: readonly string[];
  /** Of a placeholder: real code may have made a module there. */
  readonly perhapsModule?: true;
  /** The function behind `functools.lru_cache`. */
  readonly wrapped?: GValue;
  /** `__call__` of its class, where that is a Python function other than nn.Module's. */
  readonly called?: GValue;
  /** Its class has no `__call__`. */
  readonly uncallable?: true;
  /** An nn.Module that is no part of the model. */
  readonly module?: true;
  /** A torch.jit.ScriptModule. */
  readonly scripted?: true;
}

export interface GException {
  readonly type: string;
  readonly message: string;
  /** Innermost last; only frames of real files. Lines count from 1, columns (UTF-8 bytes) from 0, null where unknown. */
  readonly frames: readonly { readonly file: string; readonly line: number; readonly endLine: number | null; readonly column: number | null; readonly endColumn: number | null; readonly name: string }[];
  /** "timeout" | "memory" | "lost" when the loader stopped it. */
  readonly limit?: "timeout" | "memory" | "lost";
  /** What it says is not there is only not there in the sealed interpreter: which kind of thing, and its name. */
  readonly lacking?: readonly ["module" | "member" | "network" | "call" | "space" | "write", string];
  /** The missing package whose placeholder stands in the expression that raised. */
  readonly missing?: string;
  /** A missing package whose placeholder gave made-up answers (a length, a comparison) before. */
  readonly suspect?: string;
  /** The name that it misses was to come from a cell that cannot be read. */
  readonly ofBrokenCell?: true;
  /** What it was raised from. */
  readonly cause?: GException;
  /** A name was imported from the stand-in torch which real torch may have. */
  readonly unlisted?: true;
  /** The example inputs, where the model raised it when a trace ran it on them. */
  readonly given?: string;
}

/** A number in a recipe: a real one, a complex one, or digits of one that is too large for JSON. */
export type GNumber = number | string | readonly [GNumber, GNumber];

/** What tensors lie in. `data`: a kind ("q" int64, "d" float64, "c" pairs of float64) and base64; neither that nor a recipe: not known. */
export interface GStorage {
  readonly dtype: string;
  /** In elements. */
  readonly size: number;
  readonly data?: readonly ["q" | "d" | "c", string];
  /** All elements are one number, or were drawn as one entry of the graph's `draws` and went through steps then. */
  readonly recipe?: readonly ["fill", GNumber] | readonly ["draw", number, (readonly GStep[])?];
}

/** What was done with every element, and with which number. */
export type GStep = readonly [kind: "add" | "sub" | "rsub" | "mul" | "div" | "clamp_min" | "clamp_max", number: GNumber] | readonly [kind: "exp" | "log" | "neg"] | readonly ["erfinv"];

/** One use of torch's random numbers, in order: kind, how many numbers, dtype, numbers of the distribution. */
export type GDraw = readonly [kind: "seed" | "uniform" | "normal" | "trunc_normal" | "randint" | "other", count: number, dtype: string, numbers: readonly number[]];

export interface ObjectGraph {
  readonly version: 1;
  /** What is handed to torch.jit.script; absent when loading failed. */
  readonly root: GValue;
  readonly objects: readonly GObject[];
  /** Only when values were asked for. */
  readonly storages?: readonly GStorage[];
  readonly draws?: readonly GDraw[];
  /** What `torch.jit.script` and `torch.jit.interface` were given while loading, in order: real torch compiles it there and then. */
  readonly scripted?: readonly GValue[];
  /** Schemas of the operators that Python code registered while loading (`torch.library`), in order. */
  readonly operators?: {
    readonly schemas: readonly string[];
    /** Namespaces that hold nothing else: Python code defined them. */
    readonly namespaces: readonly string[];
  };
  /** A C++ library or a package that is not installed was asked for: there may be operators that are not told here. */
  readonly foreignOperators?: true;
  /** Texts that were generated while loading (torch.fx does), by the name that stands for their file. */
  readonly generated?: readonly (readonly [file: string, text: string])[];
}

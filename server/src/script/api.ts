/** What the script compiler takes and gives: the only thing other rooms need to know of it. */
import type { GValue, ObjectGraph } from "../host/objectGraph";
import type { SourceProvider, SourceRange } from "../syntax/source";
import type { CompileDiagnostic, CompileLog } from "../trace/log";
import type { FlowLevel } from "./moduleGraph/level";
import type { CompileMemory } from "./recursive/memory";

export type { CompileMemory };
export type { FlowEdge, FlowLevel, FlowNode } from "./moduleGraph/level";

/** `facts/operators-VERSION.json`, made from real torch. */
export interface OperatorFacts {
  readonly torch: string;
  readonly schemas: readonly string[];
  readonly builtins: Readonly<Record<string, string>>;
  readonly modifiers: Readonly<Record<string, string>>;
  readonly modules: Readonly<Record<string, { readonly init: string | null; readonly constants: readonly string[]; readonly bases: readonly string[] }>>;
  readonly dtypes: Readonly<Record<string, string>>;
  readonly library?: LibraryFacts;
}

type Point = readonly [number, number, number, number];
/** torch's line, columns further right, lines that agree, points that moved, and those behind the lines that agree. */
export type PlaceOfDefinition = readonly [number, number, number, readonly Point[], (readonly Point[])?];

/** `facts/library-VERSION.json`: where torch's own Python sources show; see test/oracle/library_facts.py. */
export interface LibraryFacts {
  /** By file below `torch/` and method: the stand-in's texts and local names, and torch's. */
  readonly words: Readonly<Record<string, Readonly<Record<string, { readonly strings: Readonly<Record<string, string>>; readonly names: Readonly<Record<string, string>> }>>>>;
  /** By file and method. */
  readonly places: Readonly<Record<string, Readonly<Record<string, PlaceOfDefinition>>>>;
  /** Functions that torch cannot compile, by the name they are reached by: where it stops, as file:line:column:last line:its end. */
  readonly refused?: Readonly<Record<string, string>>;
}

export interface CompileRequest {
  readonly graph: ObjectGraph;
  /** Handed to torch.jit.script; `graph.root` if absent. */
  readonly root?: GValue;
  readonly torch: "1.13" | "2.6" | "2.14";
  readonly facts: OperatorFacts;
  readonly sources: SourceProvider;
  /** Only what was scripted while the file was loaded: the load ended before there was a root. */
  readonly scriptedOnly?: boolean;
  /** Print graph and code of every method (default true). */
  readonly print?: boolean;
  /** Compile methods that torch would not reach, too (default true). */
  readonly lookAhead?: boolean;
  /** Of the same question's last compilation: what did not change since is not compiled again. */
  readonly memory?: CompileMemory;
  /** Milliseconds after which the compiler stops with a limit; default 20,000. */
  readonly timeLimit?: number;
}

/** What an expression or a name at a place is, over all the types that its function was compiled for. */
export interface TypeAt { readonly start: number; readonly end: number; readonly types: readonly string[] }

export interface TypesByPlace {
  /** Those of which it knows places. */
  files(): readonly string[];
  /** In the order of the text. */
  inFile(file: string): readonly TypeAt[];
}

export interface MethodResult {
  readonly schema: string;
  readonly graph?: string;
  readonly code?: string;
}

/** `ranges`: the whole range of each place that the graph names, in the order of its lines. */
export interface PrintedMethod extends MethodResult { readonly ranges: readonly SourceRange[] }

export type ScriptKind = "module" | "function" | "class" | "enum" | "namedtuple" | "dataclass" | "interface" | "list" | "dict" | "scripted" | "refused";

export interface CompileResult {
  readonly verdict: "ok" | "error" | "unknown";
  readonly kind: ScriptKind;
  readonly diagnostics: readonly CompileDiagnostic[];
  /** As oracle/record.py names them: "forward", "sub.module.forward"; a function under its own name. */
  readonly methods: Readonly<Record<string, MethodResult>>;
  readonly log: CompileLog;
  readonly types: TypesByPlace;
  /** Graph and code of what was compiled without an error; made only when asked for. */
  readonly printed: () => Readonly<Record<string, PrintedMethod>>;
  /** How tensors flow between the submodules of the module at a path ("" is the root); null where there is no module. */
  readonly flow: (path: string) => FlowLevel | null;
  readonly seconds: number;
}

/** The custom requests between client and language server, and their plain data. */

export interface Place {
  readonly uri: string;
  readonly range: { readonly start: { readonly line: number; readonly character: number }; readonly end: { readonly line: number; readonly character: number } };
}

export type Verdict = "ok" | "error" | "unknown";

/** One thing that torch.jit.script is asked about: an entry, or a class that can be built as it is. */
export interface TraceRoot {
  readonly id: string;
  /** "models/yolo.py:Model" */
  readonly label: string;
  readonly place: Place | null;
  /** Null while it is loaded or compiled for the first time. */
  readonly verdict: Verdict | null;
  readonly errors: number;
  readonly torch: string;
  /** Why there is no verdict, or what limits it: one line. */
  readonly message: string | null;
  readonly hasChildren: boolean;
}

export type TraceStatus = "ok" | "error" | "skipped" | "unknown" | "shared" | "warning";

/** One step of the compile log, for the tree. */
export interface TraceItem {
  readonly id: number;
  readonly kind: string;
  readonly label: string;
  /** Short text after the label. */
  readonly description: string;
  /** Markdown. */
  readonly tooltip: string;
  readonly status: TraceStatus;
  readonly place: Place | null;
  readonly hasChildren: boolean;
}

export const TraceRootsRequest = { method: "torchscriptLens/traceRoots" } as const;
export interface TraceRootsParams { readonly uri: string | null }
export type TraceRootsResult = readonly TraceRoot[];

export const TraceChildrenRequest = { method: "torchscriptLens/traceChildren" } as const;
export interface TraceChildrenParams { readonly root: string; readonly item: number | null; /** Also what goes on inside of libraries. */ readonly library?: boolean }
export type TraceChildrenResult = readonly TraceItem[];

/** The step of the trace that the function around a cursor is; null where nothing was compiled. */
export const TraceAtRequest = { method: "torchscriptLens/traceAt" } as const;
export interface CursorParams { readonly uri: string; readonly position: { readonly line: number; readonly character: number } }
export interface TraceAtResult { readonly root: string; /** From the first step below the root. */ readonly items: readonly number[] }

/** Steps whose title, description, path or schema has all of the words in it, over all roots or in one. */
export const TraceFindRequest = { method: "torchscriptLens/traceFind" } as const;
export interface TraceFindParams { readonly text: string; readonly root: string | null; readonly errorsOnly: boolean }
export interface TraceFound extends TraceAtResult { readonly label: string; readonly description: string; readonly status: TraceStatus; readonly place: Place | null }
export interface TraceFindResult { readonly found: readonly TraceFound[]; /** How many more there are. */ readonly more: number }

/** One root's trace, or what is below one step, as lines of text. */
export const TraceTextRequest = { method: "torchscriptLens/traceText" } as const;
export interface TraceTextResult { readonly text: string }

/** Why the function around a cursor is compiled: nearest cause first. */
export const WhyRequest = { method: "torchscriptLens/why" } as const;
/** The same of a step of the trace. */
export const WhyStepRequest = { method: "torchscriptLens/whyStep" } as const;
export interface WhyStep { readonly label: string; readonly description: string; readonly place: Place | null }
/** Without steps it is not compiled, and the title says why not. */
export interface WhyResult { readonly title: string; readonly steps: readonly WhyStep[] }

/** Schema, code and graph of compiled methods: of the function around a cursor, or of one root by name (all without a name). */
export const IrRequest = { method: "torchscriptLens/ir" } as const;
export interface IrParams { readonly root: string; readonly method: string | null }
export const IrAtRequest = { method: "torchscriptLens/irAt" } as const;
export interface IrAtResult { readonly root: string; readonly label: string; /** One for each concrete type. */ readonly methods: readonly string[] }
export interface IrResult { readonly text: string; readonly nodes: readonly IrNode[] }
/** What the node on a line of the text came from. */
export interface IrNode { readonly line: number; readonly place: Place }

/** One module's picture: its submodules as they are called, and what flows between them; null for what is no module. */
export const ModuleGraphRequest = { method: "torchscriptLens/moduleGraph" } as const;
export interface ModuleGraphParams { readonly root: string; /** From the root module; "" is the root. */ readonly path: string }
export interface GraphNode {
  readonly id: number;
  readonly kind: "input" | "output" | "module";
  /** A parameter's name, or the module's path below the pictured one. */
  readonly label: string;
  /** Class of a module, type of an input or output. */
  readonly detail: string;
  readonly path: string | null;
  readonly method: string;
  readonly status: "ok" | "error" | "unknown" | "uncalled";
  /** Elements of all parameters. */
  readonly parameters: number;
  /** Submodules right below. */
  readonly inside: number;
  /** Where it is called. */
  readonly called: Place | null;
  /** Where the called method is defined. */
  readonly defined: Place | null;
}
export interface GraphEdge { readonly from: number; readonly to: number; /** Operators on the way. */ readonly through: readonly string[] }
export interface ModuleGraphLevel {
  readonly path: string;
  readonly detail: string;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  /** An error hides a part of the flow. */
  readonly hidden: boolean;
  /** All modules below, of the root's picture only. */
  readonly all: readonly GraphModule[];
}
/** A module by its path from the root. */
export interface GraphModule { readonly path: string; /** Its class. */ readonly detail: string; readonly error: boolean }
export interface ModuleGraphResult { readonly label: string; readonly torch: string; readonly level: ModuleGraphLevel | null }

/** The root whose picture is wanted at a cursor: the one whose class or method stands there. */
export const RootAtRequest = { method: "torchscriptLens/rootAt" } as const;
export interface RootAtResult { readonly root: string; readonly label: string }

/** Why something does not script, as Markdown: what `name` names, else what stands at the position, else the whole file. `forPerson`: in the language of the editor, not in English. Answered once the file was looked at. */
export const ExplainRequest = { method: "torchscriptLens/explain" } as const;
export interface ExplainParams { readonly uri: string; readonly name?: string; readonly position?: CursorParams["position"]; readonly forPerson?: true }
export interface ExplainResult { readonly text: string }

/** Sent by the server whenever the roots or their traces changed. */
export const TraceChangedNotification = { method: "torchscriptLens/traceChanged" } as const;

export const StateNotification = { method: "torchscriptLens/state" } as const;
export interface StateParams {
  readonly state: "starting" | "busy" | "ready" | "failed" | "untrusted";
  readonly torch: string;
  /** What is being done, or why it failed. */
  readonly message: string;
}

/** Another interpreter was chosen in the Python extension; it counts where the setting `pythonPath` is empty. */
export const InterpreterNotification = { method: "torchscriptLens/interpreter" } as const;
export interface InterpreterParams { /** A file, or the folder of an environment; "" for none. */ readonly path: string }

/** Settings as the client sends them (section `torchscriptLens`). */
export interface LensSettings {
  readonly torchVersion: "auto" | "1.13" | "2.6" | "2.14";
  readonly pythonPath: string;
  readonly sitePackages: readonly string[];
  readonly roots: readonly string[];
  readonly timeLimit: number;
  readonly memoryLimit: number;
  readonly inlayHints: { readonly parameters: boolean; readonly locals: boolean; readonly returns: boolean };
}

/** The text of a file of the shipped stand-in torch, for the read-only scheme `torchscript-lens-lib`. */
export const LibrarySourceRequest = { method: "torchscriptLens/librarySource" } as const;
export interface LibrarySourceParams { readonly path: string }
export interface LibrarySourceResult { readonly text: string | null }

/** What the constructor of a class, or a function that builds a model, takes; null while its file cannot be loaded. */
export const ParametersRequest = { method: "torchscriptLens/parameters" } as const;
export interface ParametersParams { readonly uri: string; readonly name: string; /** Where calls of the class are looked for. */ readonly files: readonly string[] }
export interface ParameterRow { readonly name: string; readonly annotation: string | null; /** As source text; null where it must be given. */ readonly default: string | null }
export interface ParametersResult { readonly parameters: readonly ParameterRow[] | null; /** Of the torchscript.yaml that arguments are written to: what they name is looked for below it. */ readonly folder: string | null; /** What it is built with in the workspace, complete calls first. */ readonly calls: readonly CallRow[]; readonly isFunction?: true }
/** `place` is for people: "train.py:12", or nothing: it follows from the class. Values are YAML, or Python behind "="; `complete`: all that must be given is. */
export interface CallRow { readonly place: string; readonly arguments: readonly (readonly [name: string, value: string])[]; readonly complete: boolean }

/** The text of the `torchscript.yaml` that builds a class with these arguments (values as YAML, or as Python behind "="). */
export const EntryTextRequest = { method: "torchscriptLens/entryText" } as const;
export interface EntryTextParams { readonly uri: string; readonly name: string; readonly arguments: readonly (readonly [string, string])[] }
export type EntryTextResult = { readonly uri: string; readonly text: string } | { readonly failed: string };

/** Writes a TorchScript archive of a compile root. */
export const ExportRequest = { method: "torchscriptLens/export" } as const;
export interface ExportParams { readonly root: string; /** Paths on the server's machine. */ readonly file: string; readonly weights: string | null; /** Write although the weights lack something. */ readonly allowMissing: boolean; readonly formats: readonly ("torchscript" | "onnx")[]; /** Examples for forward as text: "1,3,224,224", "batch=2,16:int64". Empty: those of torchscript.yaml. */ readonly inputs: readonly string[]; /** Record a run on the inputs instead of compiling. */ readonly trace: boolean }
/** What an export of a root begins with. */
export const ExportSettingsRequest = { method: "torchscriptLens/exportSettings" } as const;
export interface ExportSettingsResult {
  readonly file: string;
  /** A run was recorded instead of compiling. */
  readonly trace: boolean;
  readonly weights: string | null;
  /** Null where it was never exported. */
  readonly formats: ExportParams["formats"] | null;
}
/** Sent by the server while it exports. */
export const ExportProgressNotification = { method: "torchscriptLens/exportProgress" } as const;
export interface ExportProgressParams { readonly what: string }
export interface ExportResult {
  /** All of it as Markdown, to be shown beside the source. */
  readonly document: string;
  /** The line that stands in the way. */
  readonly place: Place | null;
  /** The `torchscript.yaml` that remembers how it was done, where it changes. */
  readonly remember: { readonly uri: string; readonly text: string } | null;
  /** In lines; the first says what was written. */
  readonly report: readonly string[];
  /** Why nothing was written. */
  readonly problem: string | null;
  /** The weights fit in part: asking again with `allowMissing` helps. */
  readonly mayForce: boolean;
  /** What `forward` takes, where examples for it are wanted and there are none. */
  readonly wantsInputs: string | null;
  /** It does not compile; a trace may help. */
  readonly mayTrace: boolean;
}

/**
 * The compile log: append-only and complete. Tree view, statuses, hovers, diagnostics and the
 * command line's answers are projections of it; none of them compiles again.
 */
import type { SourceRange } from "../syntax/source";
import type { Message } from "../text/message";

/** Steps of `torch.jit.script`, in torch's terms. */
export type LogKind =
  | "dispatch"          // what torch.jit.script takes the object for
  | "module"            // a module instance: methods to compile, then its submodules, then its methods
  | "methods-to-compile"
  | "concrete-type"     // a type was made from an instance
  | "type-shared"       // an existing concrete type fits this instance
  | "attribute"         // one attribute of a concrete type (detail says which of AttributeKind)
  | "stub"
  | "class"             // a script class, enum, namedtuple or interface type
  | "function"          // a free function is compiled
  | "method"            // a method is compiled
  | "statement"
  | "schema"            // operator overloads were matched
  | "ignored-call"      // call of an ignored function: stays a call into Python
  | "unused-call"       // call of an unused function: becomes a raise
  | "hook" | "property" | "overload"
  | "warning"
  | "error"
  | "limit";            // the tool's own limit

export type LogStatus = "ok" | "error" | "skipped" | "unknown" | "shared" | "warning";

/** Why a function or method is compiled. */
export type CompileReason =
  | { kind: "root" }
  | { kind: "forward" }
  | { kind: "export" }
  | { kind: "script-method" }   // of a torch.jit.ScriptModule
  | { kind: "called"; from: SourceRange }
  | { kind: "hook" } | { kind: "property" } | { kind: "overload" }
  | { kind: "attribute" }       // a function that is an attribute of a module
  | { kind: "unreached" };      // torch would not compile it; the tool looks ahead

export type AttributeKind = "parameter" | "buffer" | "submodule" | "constant" | "attribute" | "function" | "builtin" | "overload" | "property" | "ignored" | "failed";

export interface LogEntry {
  readonly id: number;
  /** Id of the entry that caused this one; null for the root. */
  readonly parent: number | null;
  readonly kind: LogKind;
  /** What it is about: "models.common.Concat.forward", "self.stride", "aten::cat". */
  readonly subject: string;
  readonly range: SourceRange | null;
  /** Set when the step ends. */
  status: LogStatus;
  readonly reason: CompileReason | null;
  /** One or more lines for people: our own words. */
  detail: Message;
  readonly attribute?: AttributeKind;
  /** Rule id of an error or warning. */
  readonly rule?: string;
  /** Index into the result's diagnostics, for `error` and `warning`. */
  readonly diagnostic?: number;
  /** Inferred schema, for `method` and `function`, once known. */
  schema?: string;
  /** Python module path of the instance ("model.105.m.0"), for `module` and `method`. */
  readonly path?: string;
  /** _torchscript_modifier in short: DEFAULT, IGNORE, UNUSED, EXPORT, COPY_TO_SCRIPT_WRAPPER, _DROP. */
  readonly modifier?: ModifierName;
  /** Milliseconds since the compile began, and how long the step took. */
  readonly time: number;
  duration: number;
}

export type ModifierName = "DEFAULT" | "IGNORE" | "UNUSED" | "EXPORT" | "COPY_TO_SCRIPT_WRAPPER" | "_DROP";

export type Severity = "error" | "warning" | "information";

/** `diagnostics[0]` of a result is the one torch would raise. */
export interface CompileDiagnostic {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: Message;
  /** Null where torch itself gives no place and none can be named. */
  readonly range: SourceRange | null;
  /** Innermost caller first. */
  readonly calledFrom: readonly SourceRange[];
  /** Candidate overloads and the like, one per line, for hover and `--json`. */
  readonly notes?: readonly Message[];
  /** True for what torch would never reach: methods that nothing calls. */
  readonly unreached?: true;
}

export interface CompileLog {
  readonly entries: readonly LogEntry[];
}

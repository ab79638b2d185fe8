/**
 * The compile trace as a tree: a projection of the compile log for the tree view, the command line
 * and 'why is this compiled?'.
 */
import type { AttributeKind, CompileReason, LogEntry, LogStatus } from "./log";
import type { SourceRange } from "../syntax/source";
import { say, t } from "../text/language";
import { msg, type Message } from "../text/message";

export interface TraceNode {
  readonly entry: LogEntry;
  readonly children: readonly TraceNode[];
  /** The worst status below and including this step. */
  readonly worst: LogStatus;
  /** Errors below, this step included. */
  readonly errors: number;
  /** Steps below. */
  readonly steps: number;
  /** Whose code is at work here and below: a library's only if nothing of the user's is among it. */
  readonly whose: "user" | "library" | null;
}

const GRAVITY: Readonly<Record<LogStatus, number>> = { ok: 0, shared: 0, skipped: 0, warning: 1, unknown: 2, error: 3 };

/** Steps that carry nothing a reader of the tree could want on a line of their own. */
const DETAIL_KINDS: ReadonlySet<string> = new Set(["schema", "statement", "stub"]);

export interface TraceOptions {
  /** Also show matched schemas, statements and stubs (default false). */
  readonly details?: boolean;
  /** Does this file belong to a library? (Default: none does.) */
  readonly isLibrary?: (file: string) => boolean;
}

/** Modules that only hold others: what they hold is worth a line. */
const HOLDS = /(^|\.)(ModuleList|ModuleDict|Sequential)$/;

/** Of a library, with nothing of the user's or of error inside: its steps may be left out. */
export const isInternal = ({ whose, worst, entry, children }: TraceNode): boolean =>
  whose === "library" && GRAVITY[worst] < GRAVITY.unknown && children.length > 0 && !((entry.kind === "module" || entry.kind === "concrete-type") && HOLDS.test(entry.subject));

function whoseStep({ kind, subject, range }: LogEntry, isLibrary: (file: string) => boolean): TraceNode["whose"] {
  if (range) return isLibrary(range.file) ? "library" : "user";
  if (kind === "dispatch") return "user";
  return kind === "concrete-type" || kind === "type-shared" ? (/^torch(vision|audio)?\./.test(subject) ? "library" : "user") : null;
}

export function traceTree(entries: readonly LogEntry[], options: TraceOptions = {}): TraceNode[] {
  const isLibrary = options.isLibrary ?? (() => false);
  const childrenOf = new Map<number | null, LogEntry[]>();
  for (const entry of entries) {
    const list = childrenOf.get(entry.parent);
    if (list) list.push(entry);
    else childrenOf.set(entry.parent, [entry]);
  }
  const build = (parent: number | null): TraceNode[] => {
    const out: TraceNode[] = [];
    for (const entry of childrenOf.get(parent) ?? []) {
      const children = build(entry.id);
      if (!options.details && DETAIL_KINDS.has(entry.kind)) {
        out.push(...children);
        continue;
      }
      let worst = entry.status;
      let whose = whoseStep(entry, isLibrary);
      let [errors, steps] = [entry.kind === "error" ? 1 : 0, children.length];
      for (const child of children) {
        if (GRAVITY[child.worst] > GRAVITY[worst]) worst = child.worst;
        if (child.whose === "user" || whose === null) whose = child.whose;
        errors += child.errors;
        steps += child.steps;
      }
      out.push({ entry, children, worst, errors, steps, whose });
    }
    return out;
  };
  return build(null);
}

/** A step's title: what was done with what. */
/** What an attribute is to TorchScript, in a word. */
const ATTRIBUTES: Readonly<Record<AttributeKind, Message>> = {
  parameter: msg`parameter`, buffer: msg`buffer`, submodule: msg`submodule`, constant: msg`constant`, attribute: msg`attribute`, function: msg`function`, builtin: msg`builtin`,
  overload: msg`overload`, property: msg`property`, ignored: msg`ignored`, failed: msg`failed`,
};

export function titleOf(entry: LogEntry): string {
  switch (entry.kind) {
    case "dispatch": return `torch.jit.script(${entry.subject})`;
    case "module": return entry.path ? `${entry.path}: ${entry.subject}` : entry.subject;
    case "methods-to-compile": return t`methods to compile: ${entry.subject === "none" ? msg`none` : entry.subject}`;
    case "concrete-type": return t`concrete type ${entry.subject}`;
    case "type-shared": return t`shares the type of ${entry.subject}`;
    case "attribute": return `${entry.subject} (${say(ATTRIBUTES[entry.attribute ?? "attribute"])})`;
    case "stub": return t`stub ${entry.subject}`;
    case "class": return t`class ${entry.subject}`;
    case "function": return t`function ${entry.subject}`;
    case "method": return t`method ${entry.subject}`;
    case "statement": return entry.subject;
    case "schema": return t`schema ${entry.subject}`;
    case "ignored-call": return t`ignored: ${entry.subject}`;
    case "unused-call": return t`unused: ${entry.subject}`;
    case "hook": return t`hook ${entry.subject}`;
    case "property": return t`property ${entry.subject}`;
    case "overload": return t`overload ${entry.subject}`;
    case "warning": case "error": case "limit": return say(entry.detail).split("\n")[0] ?? entry.subject;
  }
}

export function reasonOf(reason: CompileReason, place: (range: SourceRange) => string): Message {
  switch (reason.kind) {
    case "root": return msg`given to torch.jit.script`;
    case "forward": return msg`it is forward`;
    case "export": return msg`marked @torch.jit.export`;
    case "script-method": return msg`marked @torch.jit.script_method`;
    case "called": return msg`called from ${place(reason.from)}`;
    case "hook": return msg`a hook of its module`;
    case "property": return msg`every property is compiled`;
    case "overload": return msg`an overload`;
    case "attribute": return msg`a function kept as an attribute`;
    case "unreached": return msg`torch would not compile it: nothing calls it (looked at ahead of time)`;
  }
}

export const reasonText = (reason: CompileReason, place: (range: SourceRange) => string): string => say(reasonOf(reason, place));

/** The entries from `id` up to the root: why it is there. */
export function ancestry(entries: readonly LogEntry[], id: number): LogEntry[] {
  const byId = new Map(entries.map((e) => [e.id, e]));
  const out: LogEntry[] = [];
  for (let at: number | null = id; at !== null && out.length < 10_000; ) {
    const entry = byId.get(at);
    if (!entry) break;
    out.push(entry);
    at = entry.parent;
  }
  return out;
}

const MARK: Readonly<Record<LogStatus, string>> = { ok: "✓", error: "✗", skipped: "–", unknown: "?", shared: "=", warning: "!" };

/** The tree as lines of text. `place` gives "file.py:12:5" for a range. */
export function traceText(nodes: readonly TraceNode[], place: (range: SourceRange) => string): string[] {
  const lines: string[] = [];
  const walk = (list: readonly TraceNode[], indent: string): void => {
    list.forEach((node, i) => {
      const last = i === list.length - 1;
      const { entry } = node;
      const mark = node.worst === "error" && entry.status !== "error" ? "✗" : MARK[entry.status];
      const parts = [`${mark} ${titleOf(entry)}`];
      if (entry.schema && (entry.kind === "method" || entry.kind === "function")) parts.push(`  ${entry.schema}`);
      if (entry.reason) parts.push(`  [${reasonText(entry.reason, place)}]`);
      if (entry.range && (entry.kind === "error" || entry.kind === "warning" || entry.kind === "limit")) parts.push(`  ${place(entry.range)}`);
      lines.push(indent + (indent === "" && list.length === 1 ? "" : last ? "└─ " : "├─ ") + parts.join(""));
      walk(node.children, indent + (indent === "" && list.length === 1 ? "  " : last ? "   " : "│  "));
    });
  };
  walk(nodes, "");
  return lines;
}

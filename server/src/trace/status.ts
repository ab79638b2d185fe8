/**
 * What the compile log says about each function, method and class: the base of hovers, code lenses
 * and the status column of the trace.
 */
import type { LogEntry, ModifierName } from "./log";
import { msg, type Message } from "../text/message";

export type ScriptState = "compiled" | "failed" | "ignored" | "unused" | "unreached" | "unknown"
  /** A constructor: Python runs it before torch.jit.script sees the object. */
  | "eager"
  /** No model with it was compiled. */
  | "unchecked";

export interface FunctionInstance {
  readonly entry: LogEntry;
  /** The same entry's chain up to the root, nearest cause first. */
  readonly because: readonly LogEntry[];
}

export interface FunctionStatus {
  readonly file: string;
  /** Offset of the `def`. */
  readonly start: number;
  readonly subject: string;
  readonly modifier: ModifierName;
  readonly state: ScriptState;
  readonly instances: readonly FunctionInstance[];
}

/** What a modifier makes of a function: shown on hover. */
export const MODIFIERS: Readonly<Record<ModifierName, Message>> = {
  DEFAULT: msg`compiled when something that is compiled calls it, or when it is \`forward\``,
  IGNORE: msg`never compiled: a call stays a call into Python, so the result runs but cannot be saved`,
  UNUSED: msg`never compiled: a call becomes a raise, so the result can be saved but the call must not be reached`,
  EXPORT: msg`compiled as an entry of its own, even if nothing calls it`,
  COPY_TO_SCRIPT_WRAPPER: msg`not compiled: the Python method is copied onto the wrapper of the scripted module`,
  _DROP: msg`left out altogether: not even its signature has to be scriptable`,
};

const isFunctionEntry = (e: LogEntry): boolean =>
  e.kind === "method" || e.kind === "function" || e.kind === "hook" || e.kind === "property" || e.kind === "overload" ||
  e.kind === "ignored-call" || e.kind === "unused-call";

function stateOf(instances: readonly FunctionInstance[]): ScriptState {
  const reached = instances.filter((i) => i.entry.reason?.kind !== "unreached");
  const kinds = new Set(reached.map((i) => (i.entry.kind === "ignored-call" ? "ignored" : i.entry.kind === "unused-call" ? "unused" : i.entry.status)));
  if (kinds.has("error")) return "failed";
  if (kinds.has("ok") || kinds.has("shared") || kinds.has("warning")) return "compiled";
  if (kinds.has("unknown")) return "unknown";
  if (kinds.has("ignored")) return "ignored";
  if (kinds.has("unused")) return "unused";
  if (kinds.has("skipped")) return "unused";
  return "unreached";
}

/** Statuses keyed by "file:offset of def". */
export function functionStatuses(entries: readonly LogEntry[]): Map<string, FunctionStatus> {
  const byId = new Map(entries.map((e) => [e.id, e]));
  const grouped = new Map<string, FunctionInstance[]>();
  for (const entry of entries) {
    if (!isFunctionEntry(entry) || !entry.range) continue;
    const because: LogEntry[] = [];
    for (let at = entry.parent; at !== null && because.length < 200; ) {
      const up = byId.get(at);
      if (!up) break;
      because.push(up);
      at = up.parent;
    }
    const key = `${entry.range.file}:${entry.range.start}`;
    const list = grouped.get(key);
    if (list) list.push({ entry, because });
    else grouped.set(key, [{ entry, because }]);
  }
  const out = new Map<string, FunctionStatus>();
  for (const [key, instances] of grouped) {
    const first = instances[0]?.entry;
    if (!first?.range) continue;
    out.set(key, {
      file: first.range.file, start: first.range.start, subject: first.subject,
      modifier: instances.find((i) => i.entry.modifier)?.entry.modifier ?? "DEFAULT",
      state: stateOf(instances), instances,
    });
  }
  return out;
}

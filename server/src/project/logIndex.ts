/** The compile log by what a cursor can stand on: attributes of concrete types, matched schemas, what was called from where. */
import { lastAtom } from "../script/types/print";
import type { CompileLog, LogEntry } from "../trace/log";
import type { Answer } from "./report";
import { verbatim, type Message } from "../text/message";

export interface AttributeFact {
  readonly entry: LogEntry;
  readonly kind: NonNullable<LogEntry["attribute"]>;
  readonly detail: Message;
}

export interface LogIndex {
  /** Concrete types by the path of their first instance ("" for the root). */
  readonly byPath: ReadonlyMap<string, LogEntry>;
  /** Concrete types by the last name of their class. */
  readonly byClass: ReadonlyMap<string, readonly LogEntry[]>;
  /** Attributes by id of their concrete type's entry, then by name. */
  readonly attributes: ReadonlyMap<number, ReadonlyMap<string, AttributeFact>>;
  /** Matched schemas by "file:start:end" of what is called. */
  readonly schemas: ReadonlyMap<string, readonly LogEntry[]>;
  /** Calls of ignored and unused functions by "file:start:end" of what is called. */
  readonly leftOut: ReadonlyMap<string, LogEntry>;
  /** Functions and methods by their last name. */
  readonly byName: ReadonlyMap<string, readonly LogEntry[]>;
  /** Functions and methods by "file:start" of their def. */
  readonly compiledAt: ReadonlyMap<string, readonly LogEntry[]>;
}

const indexes = new WeakMap<Answer, LogIndex>();

export const moduleClassesOf = ({ entries }: CompileLog): Set<string> => new Set(entries.flatMap((e) => (e.kind === "concrete-type" ? [lastAtom(e.subject)] : [])));

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

export function logIndex(answer: Answer): LogIndex {
  const known = indexes.get(answer);
  if (known) return known;
  const byPath = new Map<string, LogEntry>();
  const byClass = new Map<string, LogEntry[]>();
  const attributes = new Map<number, Map<string, AttributeFact>>();
  const schemas = new Map<string, LogEntry[]>();
  const leftOut = new Map<string, LogEntry>();
  const byName = new Map<string, LogEntry[]>();
  const compiledAt = new Map<string, LogEntry[]>();
  const attribute = (parent: number | null, name: string, fact: AttributeFact): void => {
    if (parent === null) return;
    let map = attributes.get(parent);
    if (!map) attributes.set(parent, (map = new Map<string, AttributeFact>()));
    if (!map.has(name)) map.set(name, fact);
  };
  for (const entry of answer.log.entries) {
    switch (entry.kind) {
      case "concrete-type": case "type-shared":
        if (entry.kind === "concrete-type") {
          byPath.set(entry.path ?? "", entry);
          push(byClass, lastAtom(entry.subject), entry);
        }
        if (entry.path) attribute(entry.parent, lastAtom(entry.path), { entry, kind: "submodule", detail: verbatim(entry.subject) });
        break;
      case "attribute":
        attribute(entry.parent, entry.subject.replace(/^self\./, ""), { entry, kind: entry.attribute ?? "attribute", detail: entry.detail });
        break;
      case "schema":
        if (entry.range) push(schemas, `${entry.range.file}:${entry.range.start}:${entry.range.end}`, entry);
        break;
      case "ignored-call": case "unused-call":
        if (entry.range) leftOut.set(`${entry.range.file}:${entry.range.start}:${entry.range.end}`, entry);
        break;
      case "function": case "method": case "hook": case "property": case "overload":
        if (entry.range) push(compiledAt, `${entry.range.file}:${entry.range.start}`, entry);
        push(byName, lastAtom(entry.subject), entry);
        break;
      default:
    }
  }
  const made: LogIndex = { byPath, byClass, attributes, schemas, leftOut, byName, compiledAt };
  indexes.set(answer, made);
  return made;
}

/** From a cursor to the compile log: which compiled function it stands in. */
import type { FunctionDef } from "../syntax/ast";
import { pathAt } from "../syntax/walk";
import type { LogEntry } from "../trace/log";
import { ancestry } from "../trace/tree";
import { logIndex } from "./logIndex";
import { oldOffset } from "./typesAt";
import type { Root, Workspace } from "./workspace";

export interface CompiledFunction { readonly root: Root; readonly name: string; readonly entries: readonly LogEntry[] }

/** What a root's log has about the function or method that stands at a def; nothing while its place lies inside an edit. */
export function compiledEntries(workspace: Workspace, root: Root, file: string, fn: FunctionDef): LogEntry[] {
  const { answer } = root;
  if (!answer) return [];
  return [fn.start, fn.decoratorStart].flatMap((start) => {
    const at = oldOffset(workspace, root, file, start);
    return at === undefined ? [] : logIndex(answer).compiledAt.get(`${file}:${at}`) ?? [];
  });
}

/** The function around an offset, in every root that compiles it; decorators belong to it. */
export function compiledAround(workspace: Workspace, file: string, offset: number): CompiledFunction[] {
  const source = workspace.source(file);
  if (!source) return [];
  // from the inside out: a lambda's or inner function's surroundings may be all that was compiled
  const around = pathAt(source, offset).filter((n): n is FunctionDef => n.kind === "FunctionDef").reverse();
  for (const fn of around) {
    const out: CompiledFunction[] = [];
    for (const root of workspace.roots.values()) {
      const entries = compiledEntries(workspace, root, file, fn);
      if (entries.length > 0) out.push({ root, name: fn.name, entries: [...new Set(entries)] });
    }
    if (out.length > 0) return out;
  }
  return [];
}

/** As methods are named in a report: "model.0.forward". */
export const methodName = (entry: LogEntry): string => [entry.path, entry.subject.split(".").at(-1)].filter(Boolean).join(".");

/** Steps from the function up to the root, nearest cause first; the function itself first of all. */
export function because(root: Root, entry: LogEntry): LogEntry[] {
  return ancestry(root.answer?.log.entries ?? [], entry.id);
}

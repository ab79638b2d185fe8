/** What becomes of each method of the classes that were built: for lenses, in one pass over the file. */
import { usesAttribute } from "../syntax/names";
import { positionAt } from "../syntax/source";
import { definitions } from "../syntax/walk";
import { compiledEntries } from "./cursor";
import { modifierOf } from "./facts";
import { logIndex } from "./logIndex";
import { oldOffset } from "./typesAt";
import type { Root, Workspace } from "./workspace";

export type MethodState = "compiled" | "exported" | "ignored" | "unused" | "unreached" | "unknown";

/** Methods of classes without an instance, and what Python itself calls, are left out. */
export function methodStates(workspace: Workspace, file: string): { readonly line: number; readonly state: MethodState }[] {
  const source = workspace.source(file);
  if (!source) return [];
  const roots = [...workspace.roots.values()].filter((r) => r.answer && !r.answer.notLoaded && r.texts.has(file));
  const out: { line: number; state: MethodState; name: string }[] = [];
  let reachedText = "";
  for (const { node, parent } of definitions(source)) {
    if (node.kind !== "FunctionDef" || parent?.kind !== "class" || /^__\w+__$/.test(node.name)) continue;
    const built = roots.filter((r) => r.answer && logIndex(r.answer).byClass.get(parent.node.name)?.some((e) => e.subject.endsWith(`.${parent.qualname}`)));
    if (built.length === 0) continue;
    const modifier = modifierOf(source, node);
    const entries = roots.flatMap((r) => compiledEntries(workspace, r, file, node));
    const reached = entries.filter((e) => e.reason?.kind !== "unreached");
    // inside an edit nothing is known
    if (entries.length === 0 && roots.some((r) => oldOffset(workspace, r, file, node.start) === undefined)) continue;
    const state: MethodState = modifier === "IGNORE" ? "ignored" : modifier === "UNUSED" || modifier === "_DROP" ? "unused"
      : reached.length > 0 ? (reached.every((e) => e.status === "unknown") ? "unknown" : modifier === "EXPORT" ? "exported" : "compiled")
      : modifier === "COPY_TO_SCRIPT_WRAPPER" ? "compiled" : "unreached";
    if (state === "compiled" || state === "exported" || state === "unknown") reachedText += source.text.slice(node.start, node.end);
    out.push({ line: positionAt(source.lineStarts, node.decoratorStart).line, state, name: node.name });
  }
  // a call behind an error may not have been looked at
  return out.filter((m) => m.state !== "unreached" || !usesAttribute(reachedText, m.name));
}

export interface PartOf { readonly root: Root; readonly failed: boolean }

/** A class that is compiled as a part of some root, and what became of its methods there; undefined where none of them was compiled. */
export function partOf(workspace: Workspace, file: string, name: string): PartOf | undefined {
  const source = workspace.source(file);
  const cls = source && definitions(source).find((d) => d.qualname === name)?.node;
  if (cls?.kind !== "ClassDef") return undefined;
  const methods = cls.body.filter((s) => s.kind === "FunctionDef");
  for (const root of workspace.roots.values()) {
    if (!root.answer || root.answer.notLoaded || !root.texts.has(file)) continue;
    const entries = methods.flatMap((m) => compiledEntries(workspace, root, file, m)).filter((e) => e.reason?.kind !== "unreached" && (e.status === "ok" || e.status === "error" || e.status === "shared"));
    if (entries.length > 0) return { root, failed: entries.some((e) => e.status === "error") };
  }
  return undefined;
}

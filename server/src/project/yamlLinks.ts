/** Rows of a model's YAML file ("[-1, 1, Conv, [64, 3]]") name classes: where those stand. */
import { NAME } from "../syntax/names";
import { isNotebook } from "../syntax/notebook";
import { definitions } from "../syntax/walk";
import { lineStartsOf } from "../syntax/source";
import { logIndex } from "./logIndex";
import { STAND_IN_ROOT } from "./library";
import type { Workspace } from "./workspace";

export interface YamlLink { readonly start: number; readonly end: number; readonly file: string; readonly offset: number }

/** Classes that the open models are made of, by name; user code before the library. */
function classesByName(workspace: Workspace, yaml: string): Map<string, { file: string; offset: number }> {
  const out = new Map<string, { file: string; offset: number }>();
  const roots = [...workspace.roots.values()];
  const reading = roots.filter((r) => r.answer?.files.includes(yaml));
  for (const root of reading.length > 0 ? reading : roots) {
    const built = root.answer ? logIndex(root.answer).byClass : new Map<string, unknown>();
    for (const file of root.answer?.files ?? []) {
      if (!file.endsWith(".py") && !isNotebook(file)) continue;
      const source = workspace.source(file);
      for (const d of source ? definitions(source) : []) {
        if (d.kind === "class" && d.parent === null && !out.has(d.node.name)) out.set(d.node.name, { file, offset: d.node.nameSpan.start });
      }
    }
    for (const name of built.keys()) if (!out.has(name)) libraryClass(workspace, root.answer, name, out);
  }
  return out;
}

function libraryClass(workspace: Workspace, answer: Parameters<typeof logIndex>[0] | undefined, name: string, out: Map<string, { file: string; offset: number }>): void {
  const subject = answer && logIndex(answer).byClass.get(name)?.[0]?.subject;
  const file = subject?.startsWith("torch.") ? `${STAND_IN_ROOT}/${subject.split(".").slice(0, -1).join("/")}.py` : undefined;
  const source = file === undefined ? undefined : workspace.source(file);
  const found = source && definitions(source).find((d) => d.kind === "class" && d.node.name === name);
  if (file !== undefined && found) out.set(name, { file, offset: found.node.nameSpan.start });
}

const CLASS = new RegExp(String.raw`(?<![\p{ID_Continue}.'"-])(['"]?)((?:${NAME}\.)*(${NAME}))\1(?=\s*[,\]])`, "gu");

/** Names inside a row in brackets; comments and quoted text with spaces are passed over. */
export function yamlLinks(workspace: Workspace, file: string, text: string): YamlLink[] {
  const classes = classesByName(workspace, file);
  if (classes.size === 0) return [];
  const out: YamlLink[] = [];
  const lines = lineStartsOf(text);
  lines.forEach((start, i) => {
    const line = text.slice(start, lines[i + 1] ?? text.length).replace(/(^|\s)#.*/s, (c) => " ".repeat(c.length));
    const open = line.indexOf("[");
    if (open < 0) return;
    for (const match of line.slice(open).matchAll(CLASS)) {
      const target = classes.get(match[3] ?? "");
      const at = start + open + (match.index ?? 0) + (match[1]?.length ?? 0);
      if (target) out.push({ start: at, end: at + (match[2]?.length ?? 0), ...target });
    }
  });
  return out;
}

/** Types of the places of a file, over all roots; places are those of the present text. */
import { movedOffset } from "./moves";
import type { Answer } from "./report";
import type { Root, Workspace } from "./workspace";
import { firstNotBelow } from "../syntax/source";

/** Where the present offset lay in the text that the answer was made from; undefined inside an edit. */
export function oldOffset(workspace: Workspace, root: Root, file: string, offset: number): number | undefined {
  const now = workspace.source(file)?.text;
  const old = root.texts.get(file);
  return now === undefined || old === undefined ? undefined : movedOffset(now, old, offset);
}

export function newOffset(workspace: Workspace, root: Root, file: string, offset: number): number | undefined {
  const now = workspace.source(file)?.text;
  const old = root.texts.get(file);
  return now === undefined || old === undefined ? undefined : movedOffset(old, now, offset);
}

type Index = ReadonlyMap<number, readonly { readonly end: number; readonly types: readonly string[] }[]>;
const indexes = new WeakMap<Answer, Map<string, Index>>();

function indexOf(answer: Answer, file: string): Index {
  let files = indexes.get(answer);
  if (!files) indexes.set(answer, (files = new Map<string, Index>()));
  let index = files.get(file);
  if (!index) {
    const made = new Map<number, { end: number; types: readonly string[] }[]>();
    for (const { start, end, types } of answer.types?.inFile(file) ?? []) {
      const list = made.get(start);
      if (list) list.push({ end, types });
      else made.set(start, [{ end, types }]);
    }
    files.set(file, (index = made));
  }
  return index;
}

/** Types that what stands there has; none where nothing was compiled. torch leaves the closing bracket out of a call. */
export function typesAt(workspace: Workspace, file: string, start: number, end: number): string[] {
  const out = new Set<string>();
  for (const root of workspace.roots.values()) {
    if (!root.answer?.types) continue;
    const at = oldOffset(workspace, root, file, start);
    if (at === undefined) continue;
    for (const found of indexOf(root.answer, file).get(at) ?? []) {
      if (found.end - at !== end - start && found.end - at !== end - start - 1) continue;
      for (const type of found.types) if (type !== "Unknown") out.add(type);
    }
  }
  return [...out];
}

const starts = new WeakMap<Index, readonly number[]>();

/** Whether anything between two offsets was compiled in some root; undefined while an edit lies there. */
export function anyCompiled(workspace: Workspace, file: string, start: number, end: number): boolean | undefined {
  for (const root of workspace.roots.values()) {
    if (!root.answer?.types || !root.texts.has(file)) continue;
    const [from, to] = [oldOffset(workspace, root, file, start), oldOffset(workspace, root, file, end)];
    if (from === undefined || to === undefined || to - from !== end - start) return undefined;
    const index = indexOf(root.answer, file);
    let sorted = starts.get(index);
    if (!sorted) starts.set(index, (sorted = [...index.keys()].sort((a, b) => a - b)));
    // what begins there may be what is around
    for (let i = firstNotBelow(sorted, from); (sorted[i] ?? Infinity) < to; i++) if (index.get(sorted[i] ?? 0)?.some((found) => found.end <= to)) return true;
  }
  return false;
}

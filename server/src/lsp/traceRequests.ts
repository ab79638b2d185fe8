/** The compile-trace tree's requests: roots, and the children of one step. */
import type { Place, TraceChildrenParams, TraceItem, TraceRoot, TraceStatus } from "../../../protocol";
import { placeTextIn, rangeOf } from "../project/places";
import type { FileRange } from "../project/report";
import type { Root, Workspace } from "../project/workspace";
import type { SourceRange } from "../syntax/source";
import { entryTooltip } from "../trace/present";
import { reasonText, titleOf, traceTree, type TraceNode } from "../trace/tree";
import { uriOf } from "./uris";

const trees = new WeakMap<object, TraceNode[]>();

function treeOf(root: Root): TraceNode[] {
  if (!root.answer) return [];
  const known = trees.get(root.answer);
  if (known) return known;
  const made = traceTree(root.answer.log.entries);
  trees.set(root.answer, made);
  return made;
}

const placeOf = (at: FileRange): Place => ({ uri: uriOf(at.file), range: at.range });

export function traceRoots(workspace: Workspace): TraceRoot[] {
  return [...workspace.roots.values()].map((root) => {
    const report = root.answer?.report;
    const first = root.answer?.notLoaded ? report?.diagnostics[0]?.message.split("\n")[0] : undefined;
    return {
      id: root.id, label: root.question.target, place: placeOf(root.place), verdict: report?.verdict ?? null,
      errors: report?.diagnostics.filter((d) => d.severity === "error" && !d.unreached).length ?? 0, torch: report?.torch ?? "",
      message: first ?? null, hasChildren: treeOf(root).length > 0,
    };
  });
}

function find(nodes: readonly TraceNode[], id: number): TraceNode | undefined {
  for (const node of nodes) {
    if (node.entry.id === id) return node;
    const below = find(node.children, id);
    if (below) return below;
  }
  return undefined;
}

function item(workspace: Workspace, node: TraceNode): TraceItem {
  const { entry } = node;
  const place = placeTextIn(workspace);
  const range = (at: SourceRange | null): Place | null => {
    const found = at && rangeOf(workspace, at);
    return at && found ? { uri: uriOf(at.file), range: found } : null;
  };
  const status: TraceStatus = node.worst === "error" ? "error" : entry.status;
  const description = entry.reason && entry.reason.kind !== "forward" ? reasonText(entry.reason, place) : entry.kind === "error" ? (entry.range ? place(entry.range) : "") : "";
  return { id: entry.id, kind: entry.kind, label: titleOf(entry), description, tooltip: entryTooltip(entry, place), status, place: range(entry.range), hasChildren: node.children.length > 0 };
}

export function traceChildren(workspace: Workspace, params: TraceChildrenParams): TraceItem[] {
  const root = workspace.roots.get(params.root);
  if (!root) return [];
  const tree = treeOf(root);
  const nodes = params.item === null ? tree : (find(tree, params.item)?.children ?? []);
  return nodes.map((node) => item(workspace, node));
}

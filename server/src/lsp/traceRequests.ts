/** The compile-trace tree's requests: roots, and the children of one step. */
import type {
  CursorParams, IrAtResult, IrParams, IrResult, Place, TraceAtResult, TraceChildrenParams, TraceItem, TraceRoot, TraceStatus, TraceTextResult, WhyResult,
} from "../../../protocol";
import { because, compiledAround, methodName } from "../project/cursor";
import { irText, printedMethods } from "../project/irText";
import { placeTextIn, rangeOf } from "../project/places";
import type { FileRange } from "../project/report";
import type { Root, Workspace } from "../project/workspace";
import { offsetAt, type SourceRange } from "../syntax/source";
import { entryTooltip } from "../trace/present";
import { reasonText, titleOf, traceText, traceTree, type TraceNode } from "../trace/tree";
import { fileOf, uriOf } from "./uris";

const trees = new WeakMap<object, TraceNode[]>();

function treeOf(root: Root): TraceNode[] {
  if (!root.answer) return [];
  const known = trees.get(root.answer);
  if (known) return known;
  const made = traceTree(root.answer.log.entries);
  trees.set(root.answer, made);
  return made;
}

/** Where a range lies in the present text; null where its file cannot be read. */
export function placeIn(workspace: Workspace, at: SourceRange | null): Place | null {
  const range = at && rangeOf(workspace, at);
  return at && range ? { uri: uriOf(at.file), range } : null;
}

const placeOf = (at: FileRange): Place => ({ uri: uriOf(at.file), range: at.range });

export function traceRoots(workspace: Workspace): TraceRoot[] {
  return [...workspace.roots.values()].map((root) => {
    const report = root.answer?.report;
    const failed = root.failure?.answer ?? (root.answer?.notLoaded ? root.answer : undefined);
    const first = failed?.report.diagnostics[0]?.message.split("\n")[0];
    return {
      id: root.id, label: root.question.target, place: placeOf(workspace.placeNow(root.place)), verdict: report?.verdict ?? null,
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
  const status: TraceStatus = node.worst === "error" ? "error" : entry.status;
  const description = entry.reason && entry.reason.kind !== "forward" ? reasonText(entry.reason, place) : entry.kind === "error" ? (entry.range ? place(entry.range) : "") : "";
  return { id: entry.id, kind: entry.kind, label: titleOf(entry), description, tooltip: entryTooltip(entry, place), status, place: placeIn(workspace, entry.range), hasChildren: node.children.length > 0 };
}

export function traceChildren(workspace: Workspace, params: TraceChildrenParams): TraceItem[] {
  const root = workspace.roots.get(params.root);
  if (!root) return [];
  const tree = treeOf(root);
  const nodes = params.item === null ? tree : (find(tree, params.item)?.children ?? []);
  return nodes.map((node) => item(workspace, node));
}

function around(workspace: Workspace, { uri, position }: CursorParams): ReturnType<typeof compiledAround> {
  const file = fileOf(uri);
  const source = file === undefined ? undefined : workspace.source(file);
  return file !== undefined && source ? compiledAround(workspace, file, offsetAt(source.lineStarts, position)) : [];
}

export function traceAt(workspace: Workspace, params: CursorParams): TraceAtResult | null {
  const [found] = around(workspace, params);
  const entry = found?.entries.find((e) => e.status === "error") ?? found?.entries[0];
  if (!found || !entry) return null;
  const up = new Set(because(found.root, entry).map((e) => e.id));
  const items: number[] = [];
  for (let level: readonly TraceNode[] = treeOf(found.root); ;) {
    const next = level.find((n) => up.has(n.entry.id));
    if (!next) return { root: found.root.id, items };
    items.push(next.entry.id);
    level = next.children;
  }
}

export function traceAsText(workspace: Workspace, params: TraceChildrenParams): TraceTextResult {
  const root = workspace.roots.get(params.root);
  const tree = root ? treeOf(root) : [];
  const node = params.item === null ? undefined : find(tree, params.item);
  return { text: traceText(params.item === null ? tree : node ? [node] : [], placeTextIn(workspace)).join("\n") };
}

export function why(workspace: Workspace, params: CursorParams): WhyResult | null {
  const [found, ...others] = around(workspace, params);
  const entry = found?.entries[0];
  if (!found || !entry) return null;
  const place = placeTextIn(workspace);
  const steps = because(found.root, entry).filter((e) => !["concrete-type", "methods-to-compile", "statement", "stub"].includes(e.kind)).map((e) => ({
    label: titleOf(e), description: e.reason ? reasonText(e.reason, place) : e.kind === "dispatch" ? "given to torch.jit.script" : e.kind === "module" ? "its methods are compiled" : "",
    place: placeIn(workspace, e.reason?.kind === "called" ? e.reason.from : e.range),
  }));
  const times = found.entries.length - 1 + others.reduce((n, o) => n + o.entries.length, 0);
  return { title: `Why is '${found.name}' compiled?${times > 0 ? ` (and ${times} more times)` : ""}`, steps };
}

export function irAt(workspace: Workspace, params: CursorParams): IrAtResult | null {
  const all = around(workspace, params);
  const found = all.find(({ root, entries }) => entries.some((e) => methodName(e) in printedMethods(root))) ?? all[0];
  if (!found) return null;
  const known = printedMethods(found.root);
  const names = [...new Set(found.entries.map(methodName))];
  const methods = names.filter((n) => n in known);
  return { root: found.root.id, label: found.root.question.target, methods: methods.length > 0 ? methods : names.slice(0, 1) };
}

export const ir = (workspace: Workspace, { root, method }: IrParams): IrResult => ({ text: irText(workspace.roots.get(root), method) });

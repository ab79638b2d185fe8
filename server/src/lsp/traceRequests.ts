/** The compile-trace tree's requests: roots, and the children of one step. */
import type {
  CursorParams, IrAtResult, IrParams, IrResult, Place, TraceAtResult, TraceChildrenParams, TraceFindParams, TraceFindResult, TraceFound, TraceItem, TraceRoot, TraceStatus, TraceTextResult, WhyResult, WhyStep,
} from "../../../protocol";
import { because, compiledAround, methodName } from "../project/cursor";
import { isInstalled, librarySource } from "../project/library";
import { irNodes, irText, printedMethods } from "../project/irText";
import { placeTextIn, rangeOf } from "../project/places";
import { whyNotCompiled } from "../project/whyNot";
import type { Root, Workspace } from "../project/workspace";
import { positionAt, type SourceRange } from "../syntax/source";
import { pathAt } from "../syntax/walk";
import type { LogEntry } from "../trace/log";
import { entryTooltip } from "../trace/present";
import { isInternal, reasonText, titleOf, traceText, traceTree, type TraceNode } from "../trace/tree";
import { lineTextIn } from "./diagnostics";
import { shownRange } from "./shownRange";
import { cursorIn, placeOf } from "./notebooks";
import { say, t } from "../text/language";

/** A root's trace, with its steps by id. */
interface Trace { readonly tree: readonly TraceNode[]; readonly byId: ReadonlyMap<number, TraceNode>; readonly parents: ReadonlyMap<number, number> }
const traces = new WeakMap<object, Trace>();
const NONE: Trace = { tree: [], byId: new Map(), parents: new Map() };

/** The shipped stand-in, installed packages, and what torch itself defines. */
const isLibrary = (file: string): boolean => librarySource(file) !== undefined || file.startsWith("<") || isInstalled(file);

function traceOf(root: Root | undefined): Trace {
  if (!root?.answer) return NONE;
  const known = traces.get(root.answer);
  if (known) return known;
  const files = new Map<string, boolean>();
  const tree = traceTree(root.answer.log.entries, {
    isLibrary(file) {
      let is = files.get(file);
      if (is === undefined) files.set(file, (is = isLibrary(file)));
      return is;
    },
  });
  const [byId, parents] = [new Map<number, TraceNode>(), new Map<number, number>()];
  const visit = (nodes: readonly TraceNode[], parent: number | null): void => {
    for (const node of nodes) {
      byId.set(node.entry.id, node);
      if (parent !== null) parents.set(node.entry.id, parent);
      visit(node.children, node.entry.id);
    }
  };
  visit(tree, null);
  const made: Trace = { tree, byId, parents };
  traces.set(root.answer, made);
  return made;
}

/** Ids from the first step below the root down to this one. */
function pathTo({ parents }: Trace, id: number): number[] {
  const out = [id];
  for (let at = parents.get(id); at !== undefined; at = parents.get(at)) out.unshift(at);
  return out;
}

/** Where a range lies in the present text, of a definition its head; null where its file cannot be read. */
export function placeIn(workspace: Workspace, at: SourceRange | null): Place | null {
  const range = at && rangeOf(workspace, at);
  return at && range ? placeOf(at.file, shownRange(range, lineTextIn(workspace, at.file))) : null;
}

export function traceRoots(workspace: Workspace): TraceRoot[] {
  return [...workspace.roots.values()].map((root) => {
    const report = root.answer?.report;
    const failed = root.failure?.answer ?? (root.answer?.notLoaded ? root.answer : undefined);
    const [problem] = failed?.report.diagnostics ?? [];
    const first = problem && say(problem.said.message).split("\n")[0];
    return {
      id: root.id, label: root.question.target, place: placeOf(root.place.file, workspace.placeNow(root.place).range), verdict: report?.verdict ?? null,
      errors: report?.diagnostics.filter((d) => d.severity === "error" && !d.unreached).length ?? 0, torch: report?.torch ?? "",
      message: first ?? null, hasChildren: traceOf(root).tree.length > 0,
    };
  });
}

const stepCount = (n: number): string => (n === 1 ? t`1 step` : t`${n} steps`);
const errorCount = (n: number): string => (n === 1 ? t`1 error` : t`${n} errors`);

/** Why it is there, how many errors are below, how long it took. */
function descriptionOf({ entry, errors, steps }: TraceNode, place: (range: SourceRange) => string, closed: boolean): string {
  if (entry.kind === "error") return entry.range ? place(entry.range) : "";
  const why = entry.reason && entry.reason.kind !== "forward" ? reasonText(entry.reason, place) : "";
  const took = entry.duration >= 1 ? `${entry.duration < 10 ? entry.duration.toFixed(1) : entry.duration.toFixed(0)} ms` : "";
  return [why, errors > 0 ? errorCount(errors) : "", closed ? t`library, ${stepCount(steps)}` : "", took].filter(Boolean).join(" · ");
}

function item(workspace: Workspace, node: TraceNode, library: boolean): TraceItem {
  const { entry } = node;
  const place = placeTextIn(workspace);
  const closed = !library && isInternal(node);
  // what nothing calls fails nothing
  const status: TraceStatus = entry.reason?.kind === "unreached" ? "skipped" : node.worst === "error" ? "error" : entry.status;
  const below = node.steps > 0 ? `\n\n${node.steps === 1 ? t`1 step below` : t`${node.steps} steps below`}` : "";
  return {
    id: entry.id, kind: entry.kind, label: titleOf(entry), description: descriptionOf(node, place, closed), tooltip: entryTooltip(entry, place) + below, status,
    place: placeIn(workspace, entry.range), hasChildren: node.children.length > 0 && !closed,
  };
}

export function traceChildren(workspace: Workspace, params: TraceChildrenParams): TraceItem[] {
  const { tree, byId } = traceOf(workspace.roots.get(params.root));
  const nodes = params.item === null ? tree : (byId.get(params.item)?.children ?? []);
  return nodes.map((node) => item(workspace, node, params.library ?? true));
}

const MOST_FOUND = 200;

export function traceFind(workspace: Workspace, { text, root, errorsOnly }: TraceFindParams): TraceFindResult {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const place = placeTextIn(workspace);
  const found: TraceFound[] = [];
  let all = 0;
  for (const r of workspace.roots.values()) {
    if (root !== null && r.id !== root) continue;
    const trace = traceOf(r);
    for (const node of trace.byId.values()) {
      const { entry } = node;
      if (errorsOnly && entry.kind !== "error") continue;
      const said = `${titleOf(entry)} ${entry.path ?? ""} ${entry.subject} ${entry.schema ?? ""} ${say(entry.detail)}`.toLowerCase();
      if (!words.every((w) => said.includes(w))) continue;
      if (++all > MOST_FOUND) continue;
      const { label, description, status, place: at } = item(workspace, node, true);
      found.push({ root: r.id, items: pathTo(trace, entry.id), label, description: [description, entry.kind === "error" || !entry.path ? "" : entry.path, entry.range && entry.kind !== "error" ? place(entry.range) : ""].filter(Boolean).join(" · "), status, place: at });
    }
  }
  return { found, more: Math.max(0, all - MOST_FOUND) };
}

function around(workspace: Workspace, params: CursorParams): ReturnType<typeof compiledAround> {
  const at = cursorIn(workspace, params);
  return at ? compiledAround(workspace, at.file, at.offset) : [];
}

/** The same, that of the class around the cursor first, then those of its file. */
function nearestFirst(workspace: Workspace, params: CursorParams): ReturnType<typeof compiledAround> {
  const at = cursorIn(workspace, params);
  const source = at && workspace.source(at.file);
  const cls = source && at && pathAt(source, at.offset).find((n) => n.kind === "ClassDef");
  const line = source && cls?.kind === "ClassDef" ? positionAt(source.lineStarts, cls.nameSpan.start).line : undefined;
  const distance = ({ root: { place } }: { root: Root }): number => (place.file !== at?.file ? 2 : workspace.placeNow(place).range.start.line === line ? 0 : 1);
  return around(workspace, params).sort((a, b) => distance(a) - distance(b));
}

export function traceAt(workspace: Workspace, params: CursorParams): TraceAtResult | null {
  const all = nearestFirst(workspace, params);
  const found = all.find(({ entries }) => entries.some((e) => e.status === "error")) ?? all[0];
  const entry = found?.entries.find((e) => e.status === "error") ?? found?.entries[0];
  if (!found || !entry) return null;
  const trace = traceOf(found.root);
  // a step that has no line of its own is shown by the one above it
  const shown = because(found.root, entry).find((e) => trace.byId.has(e.id));
  return { root: found.root.id, items: shown ? pathTo(trace, shown.id) : [] };
}

export function traceAsText(workspace: Workspace, params: TraceChildrenParams): TraceTextResult {
  const { tree, byId } = traceOf(workspace.roots.get(params.root));
  const node = params.item === null ? undefined : byId.get(params.item);
  return { text: traceText(params.item === null ? tree : node ? [node] : [], placeTextIn(workspace)).join("\n") };
}

const NO_REASON: ReadonlySet<string> = new Set(["concrete-type", "methods-to-compile", "statement", "stub", "schema", "attribute"]);

function whySteps(workspace: Workspace, root: Root, entry: LogEntry): WhyStep[] {
  const place = placeTextIn(workspace);
  return because(root, entry).filter((e, i) => i === 0 || !NO_REASON.has(e.kind)).map((e) => ({
    label: titleOf(e), description: e.reason ? reasonText(e.reason, place) : e.kind === "dispatch" ? t`given to torch.jit.script` : e.kind === "module" ? t`its methods are compiled` : "",
    place: placeIn(workspace, e.reason?.kind === "called" ? e.reason.from : e.range),
  }));
}

export function why(workspace: Workspace, params: CursorParams): WhyResult | null {
  const reached = around(workspace, params).map((f) => ({ ...f, entries: f.entries.filter((e) => because(f.root, e).every((up) => up.reason?.kind !== "unreached")) }));
  const [found, ...others] = reached.filter((f) => f.entries.length > 0);
  const entry = found?.entries[0];
  if (!found || !entry) return whyNot(workspace, params);
  const times = found.entries.length - 1 + others.reduce((n, o) => n + o.entries.length, 0);
  return { title: times === 0 ? t`Why is '${found.name}' compiled?` : times === 1 ? t`Why is '${found.name}' compiled? (and 1 more time)` : t`Why is '${found.name}' compiled? (and ${times} more times)`, steps: whySteps(workspace, found.root, entry) };
}

export function whyStep(workspace: Workspace, { root: id, item: step }: TraceChildrenParams): WhyResult | null {
  const root = workspace.roots.get(id);
  const entry = step === null ? undefined : traceOf(root).byId.get(step)?.entry;
  return root && entry ? { title: t`Why: ${titleOf(entry)}`, steps: whySteps(workspace, root, entry) } : null;
}

/** Of a function that is not compiled: what keeps torch from it. */
function whyNot(workspace: Workspace, params: CursorParams): WhyResult | null {
  const at = cursorIn(workspace, params);
  const reason = at && whyNotCompiled(workspace, at.file, at.offset);
  return reason === undefined ? null : { title: say(reason), steps: [] };
}

export async function irAt(workspace: Workspace, params: CursorParams): Promise<IrAtResult | null> {
  const all = nearestFirst(workspace, params);
  let found: (typeof all)[number] | undefined;
  for (const at of all) {
    const printed = await printedMethods(at.root);
    if (at.entries.some((e) => methodName(e) in printed)) { found = at; break; }
  }
  found ??= all[0];
  if (!found) return null;
  const known = await printedMethods(found.root);
  const names = [...new Set(found.entries.map(methodName))];
  const methods = names.filter((n) => n in known);
  return { root: found.root.id, label: found.root.question.target, methods: methods.length > 0 ? methods : names.slice(0, 1) };
}

export async function ir(workspace: Workspace, { root: id, method }: IrParams): Promise<IrResult> {
  const root = workspace.roots.get(id);
  const text = await irText(root, method);
  const nodes = (await irNodes(root, text)).flatMap(({ line, range }) => { const place = placeIn(workspace, range); return place ? [{ line, place }] : []; });
  return { text, nodes };
}

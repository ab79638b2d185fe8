/**
 * What a model would be after an edit inside functions, told from its last load without loading it again:
 * the same objects, with functions at their new lines. Gives nothing where that may be wrong; a load
 * follows in any case and has the last word.
 */
import type { GFunction, GObject, GPairs, GValue, ObjectGraph } from "../host/objectGraph";
import type { Expr, FunctionDef, SourceFile } from "../syntax/ast";
import type { SourceProvider } from "../syntax/source";
import { positionAt } from "../syntax/source";
import { definitions, functionAtLine, walk, type AnyNode } from "../syntax/walk";
import { outlineOf } from "./outline";

export interface Loaded {
  readonly graph: ObjectGraph;
  /** Functions that ran while it was loaded, as `placeOf`; undefined where more than the graph came of that. */
  readonly ran: ReadonlySet<string> | undefined;
  /** Imports that found nothing. */
  readonly missingPackages: readonly string[];
  /** The files that the load has read, as they were; of what is no Python the text. */
  readonly files: ReadonlyMap<string, SourceFile | string | undefined>;
}

export const placeOf = (file: string, line: number): string => `${line} ${file}`;

const sourceOf = (known: SourceFile | string | undefined): SourceFile | undefined => (typeof known === "string" ? undefined : known);

const lineOf = (source: SourceFile, offset: number): number => positionAt(source.lineStarts, offset).line + 1;

/** Functions and methods that stand in no other function. */
function outermost(source: SourceFile): FunctionDef[] {
  return definitions(source).flatMap((d) => {
    for (let at = d.parent; at; at = at.parent) if (at.kind === "function") return [];
    return d.node.kind === "FunctionDef" ? [d.node] : [];
  });
}

interface Edit { readonly old: FunctionDef; readonly now: FunctionDef }

/** How one file was edited: functions with another body, and where each line went (undefined inside those bodies). */
interface FileEdit { readonly source: SourceFile; readonly edits: readonly Edit[]; readonly line: (old: number) => number | undefined }

function fileEdit(old: SourceFile, now: SourceFile): FileEdit | null {
  if ([now, old].some((s) => s.problems.length > 0 || s.brokenCells) || outlineOf(old) !== outlineOf(now)) return null;
  const [before, after] = [outermost(old), outermost(now)];
  if (before.length !== after.length) return null;
  const edits: Edit[] = [];
  const steps: { from: number; to: number; edited: boolean; by: number }[] = [];
  for (const [i, a] of before.entries()) {
    const b = after[i];
    if (!b || a.name !== b.name) return null;
    const edited = old.text.slice(a.start, a.end) !== now.text.slice(b.start, b.end);
    if (edited) edits.push({ old: a, now: b });
    steps.push({ from: lineOf(old, a.decoratorStart), to: lineOf(old, a.end), edited, by: lineOf(now, b.decoratorStart) - lineOf(old, a.decoratorStart) });
  }
  const end = now.lineStarts.length - old.lineStarts.length;
  return {
    source: now, edits,
    line: (line) => {
      const at = steps.findIndex((s) => line <= s.to);
      const step = steps[at];
      if (!step) return line + end;
      return step.edited && line > step.from ? undefined : line + step.by;
    },
  };
}

interface Names { readonly read: Set<string>; readonly local: Set<string>; readonly attributes: Set<string>; plain: boolean }

const rootOf = (e: Expr): string | undefined => (e.kind === "Attribute" || e.kind === "Subscript" ? rootOf(e.value) : e.kind === "Name" ? e.id : undefined);

/** Names in a function's body; `plain` is false where more than names would change. */
function namesOf(fn: FunctionDef): Names {
  const names: Names = { read: new Set(), local: new Set([...fn.args.posonlyargs, ...fn.args.args, ...fn.args.kwonlyargs, fn.args.vararg, fn.args.kwarg].flatMap((a) => (a ? [a.arg] : []))), attributes: new Set(), plain: true };
  const store = (e: AnyNode): void => { walk([e], (n) => { if (n.kind === "Name") names.local.add(n.id); return n.kind !== "Attribute" && n.kind !== "Subscript"; }); };
  const members: Expr[] = [];
  walk(fn.body, (n) => {
    switch (n.kind) {
      case "Import": case "ImportFrom": case "Global": case "Nonlocal": case "Yield": case "YieldFrom": case "Await": case "Lambda": case "FunctionDef": case "ClassDef": case "Match": names.plain = false; break;
      case "Name": names.read.add(n.id); break;
      case "Attribute": members.push(n); break;
      case "Assign": n.targets.forEach(store); break;
      case "AugAssign": case "AnnAssign": case "For": case "NamedExpr": store(n.target); break;
      case "With": for (const i of n.items) if (i.optionalVars) store(i.optionalVars); break;
      case "Try": for (const h of n.handlers) if (h.name) names.plain = false; break;
      case "ListComp": case "SetComp": case "GeneratorExp": case "DictComp": for (const g of n.generators) store(g.target); break;
      default: break;
    }
    return true;
  });
  for (const m of members) {
    const root = rootOf(m);
    // members of what a call gives, or a local name holds, are no members of a Python module
    if (m.kind === "Attribute" && root !== undefined && !names.local.has(root)) names.attributes.add(m.attr);
  }
  return names;
}

/** Every name that code of the graph asks modules for: what they have of it is in the graph. */
function known({ graph, files }: Loaded, sources: SourceProvider): Set<string> {
  const out = new Set<string>();
  for (const o of graph.objects) {
    if (o.kind !== "function" || o.file === null) continue;
    const source = sourceOf(files.get(o.file)) ?? sources.get(o.file);
    const node = source && functionAtLine(source, o.line, o.name);
    if (node) for (const name of wordsOf(node)) out.add(name);
  }
  return out;
}

function wordsOf(node: FunctionDef): readonly string[] {
  let words = knownWords.get(node);
  if (!words) {
    const found = new Set<string>();
    walk(node.body, (n) => { if (n.kind === "Name") found.add(n.id); else if (n.kind === "Attribute") found.add(n.attr); });
    knownWords.set(node, (words = [...found]));
  }
  return words;
}
const knownWords = new WeakMap<FunctionDef, readonly string[]>();
const knownNames = new WeakMap<ObjectGraph, Set<string>>();
function knownOf(loaded: Loaded, sources: SourceProvider): Set<string> {
  let all = knownNames.get(loaded.graph);
  if (!all) knownNames.set(loaded.graph, (all = known(loaded, sources)));
  return all;
}

/** Reads ahead of the first edit what every guess needs. */
export function expectEdits(loaded: Loaded, sources: SourceProvider): void {
  knownOf(loaded, sources);
  for (const file of loaded.files.values()) if (typeof file === "object") outlineOf(file);
}

/** `certain`: no function that was edited ran while the model was loaded, so a load would find the same. */
export interface Provisional { readonly graph: ObjectGraph; readonly certain: boolean }

/** Null where it cannot be told without loading. */
export function provisionalGraph(loaded: Loaded, sources: SourceProvider, textOf: (file: string) => string | undefined): Provisional | null {
  const edited = new Map<string, FileEdit>();
  let certain = loaded.ran !== undefined;
  for (const [file, old] of loaded.files) {
    if (textOf(file) === (typeof old === "object" ? old.text : old)) continue;
    const now = sources.get(file);
    const edit = now && typeof old === "object" ? fileEdit(old, now) : null;
    if (!edit) return null;
    edited.set(file, edit);
    if (typeof old === "object") for (const e of edit.edits) certain &&= !loaded.ran?.has(placeOf(file, lineOf(old, e.old.decoratorStart)));
  }
  if (edited.size === 0) return { graph: loaded.graph, certain: true };
  const globals = new Map<string, Map<string, GValue>>();
  for (const o of loaded.graph.objects) {
    if (o.kind !== "function" || o.file === null || !edited.has(o.file)) continue;
    const there = globals.get(o.module) ?? new Map<string, GValue>();
    for (const [name, value] of o.globals) there.set(name, value);
    globals.set(o.module, there);
  }
  const objects: GObject[] = [];
  for (const o of loaded.graph.objects) {
    const edit = (o.kind === "function" || o.kind === "class") && o.file !== null ? edited.get(o.file) : undefined;
    if (!edit || o.kind !== "function" && o.kind !== "class") { objects.push(o); continue; }
    const line = edit.line(o.line);
    if (line === undefined) return null;
    const old = sourceOf(loaded.files.get(o.file ?? ""));
    const body = o.kind === "function" && old ? edit.edits.find((e) => lineOf(old, e.old.decoratorStart) === o.line) : undefined;
    if (!body || o.kind !== "function") { objects.push(line === o.line ? o : { ...o, line }); continue; }
    const made = withBody(o, body, line, globals.get(o.module), loaded, sources);
    if (!made) return null;
    objects.push(made);
  }
  return { graph: { ...loaded.graph, objects }, certain };
}

function withBody(fn: GFunction, { old, now }: Edit, line: number, there: ReadonlyMap<string, GValue> | undefined, loaded: Loaded, sources: SourceProvider): GFunction | null {
  // the model itself would be another
  if (["__init__", "__new__", "__setstate__", "__getattr__"].includes(fn.name)) return null;
  const names = namesOf(now);
  if (!names.plain || !namesOf(old).plain) return null;
  const all = knownOf(loaded, sources);
  for (const name of names.attributes) if (!all.has(name)) return null;
  if (fn.later?.some((name) => names.read.has(name))) return null;
  const own = new Map(fn.globals);
  const closed = new Set(fn.closure.map(([name]) => name));
  const globals: (readonly [string, GValue])[] = [];
  for (const name of [...names.read, ...names.attributes].sort()) {
    const value = own.get(name) ?? there?.get(name);
    if (value !== undefined && !names.local.has(name)) globals.push([name, value]);
    else if (names.read.has(name) && !names.local.has(name) && !closed.has(name) || name === "super" && !own.has(name)) return null;
  }
  // annotations and type comments name globals, too
  const named = new Set(globals.map(([name]) => name));
  const rest: GPairs = fn.globals.filter(([name]) => !named.has(name));
  return { ...fn, line, globals: [...globals, ...rest].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)) };
}

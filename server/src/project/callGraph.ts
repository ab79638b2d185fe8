/** Who calls whom among the compiled functions, and the ignored ones that they call: calls in their bodies, resolved through the compile log and the table of types. */
import type { ClassDef, Expr, FunctionDef, SourceFile } from "../syntax/ast";
import { definitions, walk, type Definition } from "../syntax/walk";
import { compiledEntries } from "./cursor";
import { modifierOf } from "./facts";
import { logIndex } from "./logIndex";
import type { Answer } from "./report";
import { newOffset, typesAt } from "./typesAt";
import type { Workspace } from "./workspace";

/** A function, by where its def stands in the present text. */
export interface CompiledDef { readonly file: string; readonly definition: Definition & { readonly node: FunctionDef }; /** It is called, but not compiled. */ readonly leftOut?: "ignore" | "unused" }
export interface CallEdge { readonly to: CompiledDef; /** Callees as written, in the caller's file. */ readonly from: readonly { start: number; end: number }[] }

const isFunction = (d: Definition): d is Definition & { readonly node: FunctionDef } => d.node.kind === "FunctionDef";
const keyOf = ({ file, definition }: CompiledDef): string => `${file}:${definition.node.start}`;

/** Functions of a root's files that it calls, but that are marked not to be compiled. */
function leftOutDefs(workspace: Workspace, { files, log }: Answer): CompiledDef[] {
  const called = new Set(log.entries.flatMap((e) => (e.kind === "ignored-call" || e.kind === "unused-call" ? [e.subject] : [])));
  if (called.size === 0) return [];
  return files.flatMap((file) => {
    const source = workspace.source(file);
    return (source ? definitionsOf(source) : []).flatMap((definition): CompiledDef[] => {
      const modifier = called.has(definition.qualname) && source ? modifierOf(source, definition.node) : "DEFAULT";
      return modifier === "IGNORE" || modifier === "UNUSED" ? [{ file, definition, leftOut: modifier === "IGNORE" ? "ignore" : "unused" }] : [];
    });
  });
}

/** All functions that some root compiles, or calls although they are left out. */
export function compiledDefs(workspace: Workspace): Map<string, CompiledDef> {
  const out = new Map<string, CompiledDef>();
  for (const root of workspace.roots.values()) {
    if (!root.answer) continue;
    for (const entries of logIndex(root.answer).compiledAt.values()) {
      const range = entries[0]?.range;
      const source = range ? workspace.source(range.file) : undefined;
      const start = range && (root.texts.has(range.file) ? newOffset(workspace, root, range.file, range.start) : range.start);
      if (!range || !source || start === undefined) continue;
      const definition = definitionsOf(source).find((d) => d.node.start === start || d.node.decoratorStart === start);
      if (definition) out.set(`${range.file}:${definition.node.start}`, { file: range.file, definition });
    }
    for (const left of leftOutDefs(workspace, root.answer)) if (!out.has(keyOf(left))) out.set(keyOf(left), left);
  }
  return out;
}

const cache = new WeakMap<SourceFile, (Definition & { readonly node: FunctionDef })[]>();
function definitionsOf(source: SourceFile): (Definition & { readonly node: FunctionDef })[] {
  let found = cache.get(source);
  if (!found) cache.set(source, (found = definitions(source).filter(isFunction)));
  return found;
}

export function compiledDefAt(workspace: Workspace, file: string, offset: number): CompiledDef | undefined {
  return [...compiledDefs(workspace).values()].find((d) => d.file === file && offset >= d.definition.node.nameSpan.start && offset <= d.definition.node.nameSpan.end);
}

/** "__torch__.layers.___torch_mangle_3.Conv" → "Conv". */
const className = (type: string): string | null => (type.startsWith("__torch__.") ? type.split(".").at(-1) ?? null : null);

const SEQUENTIAL = "Sequential";

/** Classes of what a Sequential calls in turn, where it is an attribute of the module whose method calls it. */
function calledInTurn(workspace: Workspace, caller: CompiledDef, attribute: string): string[] {
  const out = new Set<string>();
  for (const root of workspace.roots.values()) {
    if (!root.answer) continue;
    const { byPath } = logIndex(root.answer);
    const below = (path: string): void => {
      for (const [inner, entry] of byPath) {
        if (!inner.startsWith(`${path}.`) || inner.slice(path.length + 1).includes(".")) continue;
        const name = className(`__torch__.${entry.subject}`) ?? "";
        if (name === SEQUENTIAL) below(inner);
        else out.add(name);
      }
    };
    for (const entry of compiledEntries(workspace, root, caller.file, caller.definition.node)) if (entry.path !== undefined) below(entry.path === "" ? attribute : `${entry.path}.${attribute}`);
  }
  return [...out];
}

function targetsOf(workspace: Workspace, caller: CompiledDef, cls: ClassDef | undefined, func: Expr, all: ReadonlyMap<string, CompiledDef>): CompiledDef[] {
  const { file } = caller;
  const out: CompiledDef[] = [];
  const named = (want: (d: CompiledDef) => boolean): void => { for (const d of all.values()) if (want(d)) out.push(d); };
  if (func.kind === "Attribute" && func.value.kind === "Name" && cls?.body.some((s) => s.kind === "FunctionDef" && s.name === func.attr)) {
    named((d) => d.file === file && d.definition.qualname === `${cls.name}.${func.attr}`);
    if (out.length > 0) return out;
  }
  // a module that is called: its forward
  const classes = new Set(typesAt(workspace, file, func.start, func.end).flatMap((t) => className(t) ?? []));
  if (classes.size > 0) {
    if (classes.has(SEQUENTIAL) && func.kind === "Attribute" && func.value.kind === "Name") for (const name of calledInTurn(workspace, caller, func.attr)) classes.add(name);
    named((d) => d.definition.node.name === "forward" && classes.has(d.definition.parent?.node.name ?? ""));
    return out;
  }
  // a method of a module that is named: self.layer.reset(x)
  if (func.kind === "Attribute") {
    const owners = new Set(typesAt(workspace, file, func.value.start, func.value.end).flatMap((t) => className(t) ?? []));
    if (owners.size > 0) named((d) => d.definition.node.name === func.attr && owners.has(d.definition.parent?.node.name ?? ""));
    return out;
  }
  if (func.kind === "Name") {
    named((d) => d.definition.qualname === func.id);
    const own = out.filter((d) => d.file === file);
    return own.length > 0 ? own : out;
  }
  return out;
}

export function callsFrom(workspace: Workspace, caller: CompiledDef, all = compiledDefs(workspace)): CallEdge[] {
  const edges = new Map<string, { to: CompiledDef; from: { start: number; end: number }[] }>();
  if (caller.leftOut) return [];
  const parent = caller.definition.parent?.node;
  walk(caller.definition.node.body, (n) => {
    if (n.kind !== "Call") return;
    for (const to of targetsOf(workspace, caller, parent?.kind === "ClassDef" ? parent : undefined, n.func, all)) {
      const known = edges.get(keyOf(to));
      if (known) known.from.push(n.func);
      else edges.set(keyOf(to), { to, from: [n.func] });
    }
  });
  return [...edges.values()];
}

export function callsTo(workspace: Workspace, callee: CompiledDef): { readonly by: CompiledDef; readonly from: CallEdge["from"] }[] {
  const all = compiledDefs(workspace);
  return [...all.values()].flatMap((by) => callsFrom(workspace, by, all).filter((e) => keyOf(e.to) === keyOf(callee)).map((e) => ({ by, from: e.from })));
}

/**
 * Statements that torch never compiles, in functions that it does: branches whose condition is decided when the model is
 * scripted (ir_emitter.cpp's static ifs: `is_scripting()`, `x is None` of what is None, a flag that is a constant), and
 * what stands below such a branch that returns or raises.
 */
import type { Expr, FunctionDef, Stmt } from "../syntax/ast";
import { definitions, walk, type AnyNode, type Definition } from "../syntax/walk";
import { compiledEntries } from "./cursor";
import { errorsInside } from "./facts";
import { parametersOf, takesSelf } from "./hover";
import { anyCompiled } from "./typesAt";
import type { Workspace } from "./workspace";

interface Span { readonly start: number; readonly end: number }

/** Names of values: where one is read in compiled code, it has a type. `self` is told apart: it is the model. */
function localsOf(definition: Definition, fn: FunctionDef): Set<string> {
  const out = new Set(parametersOf(fn).slice(takesSelf(definition) ? 1 : 0).map((a) => a.arg));
  walk(fn.body, (n) => { if (n.kind === "Name" && n.ctx === "Store") out.add(n.id); });
  return out;
}

/** Whether something in it would have a type, had it been compiled. What is raised is not looked at: torch may leave it out. */
function telling(branch: readonly AnyNode[], locals: ReadonlySet<string>): boolean {
  let found = false;
  walk(branch, (n) => {
    if (n.kind === "Raise" || n.kind === "Assert" || n.kind === "Lambda" || n.kind === "FunctionDef" || n.kind === "ClassDef") return false;
    if (n.kind === "Name" && n.ctx === "Load" && locals.has(n.id)) found = true;
    return !found;
  });
  return found;
}

function blocksOf(n: AnyNode): (readonly (Stmt | Expr)[])[] {
  switch (n.kind) {
    case "If": return [n.body, n.orelse];
    case "IfExp": return [[n.body], [n.orelse]];
    case "For": case "While": case "With": return [n.body];
    default: return [];
  }
}

export function neverCompiled(workspace: Workspace, file: string): Span[] {
  const source = workspace.source(file);
  if (!source || source.problems.length > 0) return [];
  const out: Span[] = [];
  for (const definition of definitions(source)) {
    const fn = definition.node;
    if (fn.kind !== "FunctionDef") continue;
    const reached = [...workspace.roots.values()].flatMap((root) => compiledEntries(workspace, root, file, fn)).filter((e) => e.reason?.kind !== "unreached");
    if (reached.length === 0 || reached.some((e) => e.status !== "ok" && e.status !== "shared")) continue;
    if (anyCompiled(workspace, file, fn.start, fn.end) !== true) continue;
    let locals: Set<string> | undefined;
    const dead: Span[] = [];
    const look = (block: readonly (Stmt | Expr)[]): void => {
      const last = block.at(-1);
      let from = block.length;
      while (from > 0 && anyCompiled(workspace, file, block[from - 1]?.start ?? 0, block[from - 1]?.end ?? 0) === false) from--;
      const first = block.slice(from).find((n) => telling([n], (locals ??= localsOf(definition, fn))));
      if (first && last) dead.push({ start: first.start, end: last.end });
    };
    look(fn.body);
    walk(fn.body, (n) => {
      if (n.kind === "Lambda" || n.kind === "FunctionDef" || n.kind === "ClassDef" || dead.some((d) => n.start >= d.start && n.end <= d.end)) return false;
      blocksOf(n).forEach(look);
      return true;
    });
    // after an error, torch and this tool have not seen the rest
    if (dead.length > 0 && errorsInside(workspace, file, definition).length === 0) out.push(...dead);
  }
  return out;
}

/** Functions that build models: the entry points of a hubconf.py, and those that give an object of a class that needs arguments. */
import path from "node:path";
import type { Expr, FunctionDef, SourceFile } from "../syntax/ast";
import { walk } from "../syntax/walk";

/** `classes`: those of the file that nothing says how to build. */
export function builders(source: SourceFile, classes: Iterable<string>): FunctionDef[] {
  const functions = source.body.filter((s): s is FunctionDef => s.kind === "FunctionDef" && !s.isAsync);
  const offered = functions.filter((f) => !f.name.startsWith("_"));
  if (path.basename(source.path) === "hubconf.py") return offered;
  const giving = new Set(classes);
  for (let before = 0; before !== giving.size; ) {
    before = giving.size;
    for (const f of functions) if (gives(f, giving)) giving.add(f.name);
  }
  return offered.filter((f) => giving.has(f.name));
}

/** Is all that it returns made by a call of one of these? */
function gives({ body }: FunctionDef, names: ReadonlySet<string>): boolean {
  const made = (e: Expr): boolean => e.kind === "Call" && e.func.kind === "Name" && names.has(e.func.id);
  const bound = new Set<string>();
  const results: (Expr | null)[] = [];
  walk(body, (n) => {
    if (n.kind === "FunctionDef" || n.kind === "ClassDef" || n.kind === "Lambda") return false;
    if (n.kind === "Assign" && made(n.value)) for (const to of n.targets) if (to.kind === "Name") bound.add(to.id);
    if (n.kind === "Return") results.push(n.value);
    return true;
  });
  return results.length > 0 && results.every((e) => e !== null && (made(e) || e.kind === "Name" && bound.has(e.id)));
}

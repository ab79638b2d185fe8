/** A comprehension with a condition or a second loop, written out as loops. */
import type { Comprehension, Expr, FunctionDef, ListComp, Stmt } from "../../syntax/ast";
import { walk, type AnyNode } from "../../syntax/walk";
import { annotation, parameterOf } from "./annotations";
import { asLines, freeName, isAlwaysRun, linesBefore, oneFix, replaced, statementOf, stepOf, textOf, type Fix, type Wrong } from "./fix";
import { msg } from "../../text/message";

/** The element type as far as the text tells it; null where it does not. */
function elementType(w: Wrong, fn: FunctionDef, made: ListComp, statement: Stmt): string | null {
  if (statement.kind === "AnnAssign" && statement.value === made) return /^(?:typing\.)?[Ll]ist\[(.+)\]$/s.exec(textOf(w.source, statement.annotation))?.[1] ?? null;
  if (statement.kind === "Return" && statement.value === made && fn.returns) return /^(?:typing\.)?[Ll]ist\[(.+)\]$/s.exec(textOf(w.source, fn.returns))?.[1] ?? null;
  const { elt } = made;
  if (elt.kind === "Constant" && ["int", "float", "bool", "str"].includes(elt.value.type)) return elt.value.type;
  if (elt.kind === "Call" && elt.func.kind === "Name") return { int: "int", len: "int", float: "float", str: "str", bool: "bool" }[elt.func.id] ?? null;
  const loop = elt.kind === "Name" ? made.generators.find((g) => g.target.kind === "Name" && g.target.id === elt.id) : undefined;
  if (loop?.iter.kind === "Call" && loop.iter.func.kind === "Name" && loop.iter.func.id === "range") return "int";
  const over = loop?.iter.kind === "Name" ? parameterOf(fn, loop.iter.id)?.annotation : undefined;
  return over ? /^(?:typing\.)?[Ll]ist\[(.+)\]$/s.exec(textOf(w.source, over))?.[1] ?? null : null;
}

/** Names that the comprehension binds: outside of it they would be variables of the function. */
function boundNames(generators: readonly Comprehension[]): string[] {
  const out: string[] = [];
  walk(generators.map((g) => g.target), (n) => { if (n.kind === "Name") out.push(n.id); return true; });
  return out;
}

function usedOutside(fn: FunctionDef, made: AnyNode, name: string): boolean {
  let found = parameterOf(fn, name) !== undefined;
  walk(fn.body, (n) => {
    if (n === made) return false;
    if (n.kind === "Name" && n.id === name) found = true;
    return true;
  });
  return found;
}

/** The text of a part with the names that must change. */
function renamed(w: Wrong, part: AnyNode, names: ReadonlyMap<string, string>): string {
  let out = textOf(w.source, part);
  const uses: AnyNode[] = [];
  walk([part], (n) => { if (n.kind === "Name" && names.has(n.id)) uses.push(n); return true; });
  for (const n of uses.sort((a, b) => b.start - a.start)) if (n.kind === "Name") out = out.slice(0, n.start - part.start) + (names.get(n.id) ?? n.id) + out.slice(n.end - part.start);
  return out;
}

const hasInner = (n: AnyNode): boolean => {
  let found = false;
  walk([n], (x) => { if (["ListComp", "DictComp", "SetComp", "GeneratorExp", "Lambda", "NamedExpr"].includes(x.kind)) found = true; return true; });
  return found;
};

/** `ys = [x for x in xs if x > 0]` → `ys: List[int] = []`, `for x in xs:`, `if x > 0:`, `ys.append(x)`. */
export function loopForComprehension(w: Wrong): Fix[] {
  const { fn, source } = w;
  const made = w.path.findLast((n): n is ListComp => n.kind === "ListComp" && n.start === w.start);
  const statement = statementOf(w);
  if (!fn || !made || !statement || !isAlwaysRun(w, statement) && w.path.some((n) => n !== made && ["IfExp", "BoolOp", "Lambda", "GeneratorExp"].includes(n.kind))) return [];
  const parts: Expr[] = [made.elt, ...made.generators.flatMap((g) => [g.iter, ...g.ifs])];
  if (parts.some(hasInner) || made.generators.some((g) => g.isAsync) || w.path.slice(w.path.indexOf(statement) + 1, w.path.indexOf(made)).some((n) => ["ListComp", "DictComp", "SetComp"].includes(n.kind))) return [];
  const names = new Map<string, string>();
  for (const name of boundNames(made.generators)) {
    if (!usedOutside(fn, made, name)) continue;
    const free = freeName(source, fn, `${name}_item`, `each_${name}`, `this_${name}`);
    if (!free) return [];
    names.set(name, free);
  }
  const [target] = statement.kind === "Assign" && statement.targets.length === 1 ? statement.targets : statement.kind === "AnnAssign" ? [statement.target] : [];
  const own = (statement.kind === "Assign" || statement.kind === "AnnAssign") && statement.value === made && target?.kind === "Name" && !parts.some((p) => textOf(source, p).match(new RegExp(`\\b${target.id}\\b`)));
  const list = own && target.kind === "Name" ? target.id : freeName(source, fn, "kept", "chosen", "kept_items");
  const type = elementType(w, fn, made, statement);
  const as = type === null ? null : annotation(source, "List[int]");
  if (!list || ["For", "With", "FunctionDef", "ClassDef"].includes(statement.kind) && !(statement.kind === "For")) return [];
  const step = stepOf(source, fn);
  let depth = "";
  const lines = [`${list}${type === null ? "" : `: List[${type}]`} = []`];
  for (const [i, g] of made.generators.entries()) {
    // the first iterable is evaluated outside, where the names mean what they meant
    lines.push(`${depth}for ${renamed(w, g.target, names)} in ${i === 0 ? textOf(source, g.iter) : renamed(w, g.iter, names)}:`);
    depth += step;
    for (const test of g.ifs) {
      lines.push(`${depth}if ${renamed(w, test, names)}:`);
      depth += step;
    }
  }
  lines.push(`${depth}${list}.append(${renamed(w, made.elt, names)})`);
  const changes = own ? [asLines(source, statement, lines)] : [linesBefore(source, statement.start, lines), replaced(made, list)];
  return oneFix("loop-for-comprehension", msg`Write the comprehension as a loop that appends to '${list}'`, type !== null, [...changes, ...(as?.imports ?? [])]);
}

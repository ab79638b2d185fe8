/** Loops over modules together with what has no length while compiling, and modules picked by a variable. */
import type { Call, Expr, For, Stmt } from "../../syntax/ast";
import { walk } from "../../syntax/walk";
import { parameterOf } from "./annotations";
import { freeName, isSelfAttribute, linesBefore, nodeOf, oneFix, replaced, selfOf, statementOf, stepOf, textOf, type Fix, type TextChange, type Wrong } from "./fix";
import { msg } from "../../text/message";

const zipOf = (loop: For | undefined): Call | undefined => (loop?.iter.kind === "Call" && loop.iter.func.kind === "Name" && loop.iter.func.id === "zip" && loop.iter.keywords.length === 0 ? loop.iter : undefined);

function isPlainTuple(e: Expr): boolean {
  return e.kind === "Tuple" && e.elts.length > 0 && new Set(e.elts.map((x) => (x.kind === "Constant" ? x.value.type : "?"))).size === 1 && e.elts[0]?.kind === "Constant";
}

/** `for w, x in zip((0.5, 0.25), xs)` → a list; `for m, x in zip(self.layers, xs)` → `for i, m in enumerate(self.layers)`, `x = xs[i]`. */
export function mixedLoop(w: Wrong): Fix[] {
  const loop = w.path.findLast((n): n is For => n.kind === "For" && n.iter.start <= w.start && n.iter.end >= w.end);
  const zip = zipOf(loop);
  const { fn, source } = w;
  const self = fn && selfOf(fn);
  if (!loop || !zip || !fn || loop.target.kind !== "Tuple" || loop.target.elts.length !== zip.args.length) return [];
  const tuples = zip.args.filter(isPlainTuple);
  if (tuples.length > 0 && zip.args.every((a) => isPlainTuple(a) || a.kind === "Name")) {
    return oneFix("list-in-loop", msg`Write the tuple as a list`, true, tuples.flatMap((t) => brackets(w, t)));
  }
  const modules = zip.args.filter((a) => self !== undefined && isSelfAttribute(a, self));
  const [list] = modules;
  if (modules.length !== 1 || !list || zip.args.length !== 2 || self === undefined) return [];
  const at = zip.args.indexOf(list);
  const [module, item] = [loop.target.elts[at], loop.target.elts[1 - at]];
  const other = zip.args[1 - at];
  const first = loop.body[0];
  const index = freeName(source, fn, "i", "index", "position");
  if (!module || !item || !other || !first || !index || module.kind !== "Name" || other.kind !== "Name" && !isSelfAttribute(other, self)) return [];
  return oneFix("enumerate-mixed", msg`Loop over ${textOf(source, list)} with enumerate and index ${textOf(source, other)}, which has to be as long`, false, [
    { start: loop.target.start, end: loop.iter.end, text: `${index}, ${module.id} in enumerate(${textOf(source, list)})` },
    linesBefore(source, first.start, [`${textOf(source, item)} = ${textOf(source, other)}[${index}]`]),
  ]);
}

function brackets(w: Wrong, tuple: Expr): TextChange[] {
  const text = textOf(w.source, tuple);
  return text.startsWith("(") ? [replaced(tuple, `[${text.slice(1, -1).replace(/,\s*$/, "")}]`)] : [];
}

/** `return self.heads[key](x)` → a loop over items() that compares the key, then a raise. */
export function pickInLoop(w: Wrong): Fix[] {
  const { fn, source } = w;
  const self = fn && selfOf(fn);
  const indexed = nodeOf(w, "Subscript");
  const statement = statementOf(w);
  if (!fn || !self || indexed?.kind !== "Subscript" || !isSelfAttribute(indexed.value, self) || !isPlainIndex(indexed.slice) || !statement) return [];
  const call = w.path[w.path.indexOf(indexed) - 1];
  if (call?.kind !== "Call" || call.func !== indexed || indexed.slice.kind === "Name" && inLoopOver(w, indexed.slice.id)) return [];
  const dict = w.diagnostic.rule === "module-dict-index";
  const [name, module] = [freeName(source, fn, dict ? "name" : "i", dict ? "key_here" : "index"), freeName(source, fn, "module", "chosen_module")];
  if (!name || !module) return [];
  const step = stepOf(source, fn);
  const list = textOf(source, indexed.value);
  const key = textOf(source, indexed.slice);
  const args = source.text.slice(indexed.end, call.end);
  const head = [`for ${name}, ${module} in ${dict ? `${list}.items()` : `enumerate(${list})`}:`, `${step}if ${name} == ${key}:`];
  const title = dict ? msg`Loop over ${list} and compare the key` : msg`Loop over ${list} and compare the index`;
  if (statement.kind === "Return" && statement.value === call) {
    const lines = [...head, `${step}${step}return ${module}${args}`, dict ? `raise KeyError(${key})` : `raise IndexError("there is no such module")`];
    return oneFix("pick-in-loop", title, dict, [asStatement(w, statement, lines)]);
  }
  const [target] = statement.kind === "Assign" && statement.value === call && statement.targets.length === 1 ? statement.targets : [];
  if (target?.kind !== "Name" || !(parameterOf(fn, target.id) || isSetBefore(w, statement, target.id))) return [];
  return oneFix("pick-in-loop", title, false, [asStatement(w, statement, [...head, `${step}${step}${target.id} = ${module}${args}`])]);
}

/** A name, an attribute, or sums and products of them: worth the same each time it is read. */
function isPlainIndex(e: Expr): boolean {
  switch (e.kind) {
    case "Name": return true;
    case "Constant": return e.value.type === "int";
    case "Attribute": return isPlainIndex(e.value);
    case "BinOp": return isPlainIndex(e.left) && isPlainIndex(e.right);
    default: return false;
  }
}

/** Is it assigned in a statement that stands before, in the same block or one around it? */
function isSetBefore(w: Wrong, statement: Stmt, name: string): boolean {
  const blocks = w.path.flatMap((n) => (n.kind === "FunctionDef" || n.kind === "For" || n.kind === "If" || n.kind === "While" || n.kind === "With" ? [n.body, ...("orelse" in n ? [n.orelse] : [])] : []));
  return blocks.some((block) => block.some((s) => s.start <= statement.start && statement.end <= s.end)
    && block.some((s) => s.end <= statement.start && s.kind === "Assign" && s.targets.some((t) => t.kind === "Name" && t.id === name)));
}

function asStatement(w: Wrong, statement: Stmt, lines: readonly string[]): TextChange | null {
  const before = linesBefore(w.source, statement.start, lines.slice(0, -1));
  const indent = before ? w.source.text.slice(before.start, statement.start) : "";
  return before && { start: before.start, end: statement.end, text: `${before.text}${indent}${lines.at(-1) ?? ""}` };
}

/** The index comes from a loop: then the loop over the modules is the better fix. */
function inLoopOver(w: Wrong, name: string): boolean {
  let found = false;
  walk(w.path.filter((n) => n.kind === "For").map((n) => n.target), (n) => { if (n.kind === "Name" && n.id === name) found = true; return true; });
  return found;
}

/** Fixes of how functions and small classes are written: lambdas, nested functions, parameters. */
import type { Assign, ClassDef, Expr, FunctionDef, Lambda, Stmt } from "../../syntax/ast";
import { walk, type AnyNode } from "../../syntax/walk";
import { annotation, defaultOf, parameterOf } from "./annotations";
import {
  bindings, firstStatement, freeName, indentOf, insertion, isSelfAttribute, linesBefore, lineStart, methodOf, newlineOf, oneFix, plainNumber, replaced, selfOf, stepOf, textOf, withoutLines, type Fix, type TextChange, type Wrong,
} from "./fix";
import { msg } from "../../text/message";

type Fn = FunctionDef | Lambda;
const parametersOf = (fn: Fn): string[] => [...fn.args.posonlyargs, ...fn.args.args, ...fn.args.kwonlyargs, fn.args.vararg, fn.args.kwarg].flatMap((a) => (a ? [a.arg] : []));

function namesIn(nodes: readonly AnyNode[]): Set<string> {
  const out = new Set<string>();
  walk(nodes, (n) => { if (n.kind === "Name") out.add(n.id); return true; });
  return out;
}

/** Names that an inner function takes from the one around it. */
function taken(inner: Fn, outer: FunctionDef): string[] {
  const own = new Set(parametersOf(inner));
  if (inner.kind === "FunctionDef") for (const n of namesIn(inner.body)) if (bindings(inner, n).length > 0) own.add(n);
  const nested = new Set<string>();
  walk(outer.body, (n) => { if (n.kind === "FunctionDef" || n.kind === "ClassDef") nested.add(n.name); return n.kind !== "FunctionDef"; });
  const local = (name: string): boolean => parametersOf(outer).includes(name) || bindings(outer, name).length > 0 || nested.has(name);
  const used = namesIn(inner.kind === "Lambda" ? [inner] : [...inner.decorators, ...inner.body, ...inner.args.defaults]);
  return [...used].filter((n) => !own.has(n) && local(n));
}

const topNames = (w: Wrong): Set<string> => {
  const out = new Set<string>();
  for (const s of w.source.body) {
    if (s.kind === "FunctionDef" || s.kind === "ClassDef") out.add(s.name);
    if (s.kind === "Import" || s.kind === "ImportFrom") for (const n of s.names) out.add(n.asname ?? n.name);
    if (s.kind === "Assign") for (const n of namesIn(s.targets)) out.add(n);
  }
  return out;
};

/** A function before the statement of the file that the diagnostic stands in. */
function atTop(w: Wrong, lines: readonly string[]): TextChange | null {
  const [top] = w.path;
  const newline = newlineOf(w.source);
  if (!top) return null;
  const at = top.kind === "FunctionDef" || top.kind === "ClassDef" ? top.decoratorStart : top.start;
  return indentOf(w.source, at) === "" ? insertion(lineStart(w.source, at), lines.map((l) => `${l}${newline}`).join("") + newline + newline) : null;
}

const parametersText = (w: Wrong, lambda: Lambda): string => w.source.text.slice(lambda.start + "lambda".length, lambda.body.start).trim().replace(/:\s*\(?$/, "").trim();
const bodyText = (w: Wrong, lambda: Lambda): string => {
  const text = w.source.text.slice(lambda.body.start, lambda.body.end);
  return /\n/.test(text) ? `(${text})` : text;
};

/** `relu = lambda x: …` of a file, or of a function that gives it nothing → a function with def. */
export function defForLambda(w: Wrong): Fix[] {
  const lambda = w.path.findLast((n): n is Lambda => n.kind === "Lambda" && n.start === w.start);
  const statement = w.path.findLast((n): n is Assign => n.kind === "Assign");
  const [target] = statement?.targets ?? [];
  if (!lambda || statement?.value !== lambda || statement.targets.length !== 1 || target?.kind !== "Name" || lambda.body.kind === "Lambda") return [];
  const lines = (indent: string): string[] => [`def ${target.id}(${parametersText(w, lambda)}):`, `${indent}return ${bodyText(w, lambda)}`];
  const fn = w.fn;
  if (!fn) {
    if (indentOf(w.source, statement.start) !== "") return [];
    return oneFix("def-for-lambda", msg`Write '${target.id}' with def`, true, [replaced(statement, lines("    ").join(newlineOf(w.source)))]);
  }
  if (!fn.body.includes(statement) || fn.body.length < 2 || taken(lambda, fn).length > 0 || bindings(fn, target.id).length !== 1 || topNames(w).has(target.id)) return [];
  return oneFix("move-function", msg`Move '${target.id}' out of '${fn.name}', as a function with def`, true, [atTop(w, lines(stepOf(w.source, fn))), withoutLines(w.source, statement)]);
}

/** A function inside of a function, which takes nothing from it → a function of the file. */
export function moveFunction(w: Wrong): Fix[] {
  const at = w.path.findIndex((n) => n.kind === "FunctionDef" && (n.start === w.start || n.decoratorStart === w.start));
  const inner = w.path[at];
  const outer = w.path[at - 1];
  if (inner?.kind !== "FunctionDef" || outer?.kind !== "FunctionDef" || taken(inner, outer).length > 0 || topNames(w).has(inner.name) || bindings(outer, inner.name).length > 0) return [];
  const indent = indentOf(w.source, inner.decoratorStart);
  const text = w.source.text.slice(inner.decoratorStart, inner.end);
  const strings = /"""|'''/.test(w.source.text.slice(firstStatement(inner)?.start ?? inner.end, inner.end));
  const gone = withoutLines(w.source, { start: inner.decoratorStart, end: inner.end });
  if (indent === null || strings || !gone || outer.body.length < 2) return [];
  const blank = /^[ \t]*\r?\n/.exec(w.source.text.slice(gone.end));
  const lines = text.split(/\r?\n/).map((l, i) => (i > 0 && l.startsWith(indent) ? l.slice(indent.length) : l));
  return oneFix("move-function", msg`Move '${inner.name}' out of '${outer.name}'`, true, [atTop(w, lines), { ...gone, end: gone.end + (blank?.[0].length ?? 0) }]);
}

/** `self.act = lambda y: …` in `__init__` → a method, or a function of the file that it is set to. */
export function lambdaAttribute(w: Wrong): Fix[] {
  const name = w.facts["lacks"] === "function" ? w.facts["attribute"] : undefined;
  const init = methodOf(w.cls, "__init__");
  const self = init && selfOf(init);
  if (!name || !w.cls || !init || !self || methodOf(w.cls, name)) return [];
  const found = init.body.filter((s): s is Assign => s.kind === "Assign" && s.targets.length === 1 && s.targets[0] !== undefined && isSelfAttribute(s.targets[0], self, name));
  const lambda = found[0]?.value;
  if (found.length !== 1 || !found[0] || lambda?.kind !== "Lambda") return [];
  const from = taken(lambda, init);
  if (from.some((n) => n !== self) || lambda.args.defaults.length > 0) return [];
  const gone = init.body.length > 1 ? withoutLines(w.source, found[0]) : null;
  const indent = indentOf(w.source, init.decoratorStart);
  if (indent === null) return [];
  const nl = newlineOf(w.source);
  const head = [self, parametersText(w, lambda)].filter((t) => t !== "").join(", ");
  const lines = ["", `${indent}def ${name}(${head}):`, `${indent}${stepOf(w.source, init)}return ${bodyText(w, lambda)}`];
  const end = w.source.text.indexOf("\n", init.end);
  return end < 0 ? [] : oneFix("method-for-lambda", msg`Write '${name}' as a method`, true, [gone, insertion(end + 1, lines.map((l) => l + nl).join(""))]);
}

/** `def f(x, *, scale=2.0)` → `def f(x, scale=2.0)`; `*args` and `**kwargs` that are not used. */
export function plainParameters(w: Wrong): Fix[] {
  const fn = w.fn;
  if (!fn) return [];
  const { vararg, kwarg, kwonlyargs, args, posonlyargs } = fn.args;
  const changes: (TextChange | null)[] = [];
  const named = [vararg, kwarg].filter((a) => a !== null);
  const used = namesIn(fn.body);
  if (named.some((a) => used.has(a.arg))) return [];
  const first = kwonlyargs[0];
  const required = kwonlyargs.some((_, i) => fn.args.kwDefaults[i] === null);
  if (first && !vararg) {
    const from = fn.args.defaults.at(-1)?.end ?? [...posonlyargs, ...args].at(-1)?.end ?? fn.nameSpan.end;
    const star = /\*\s*,\s*/.exec(w.source.text.slice(from, first.start));
    if (!star || (required && (fn.args.defaults.length > 0 || fn.args.kwDefaults.some((d, i) => d !== null && fn.args.kwDefaults.slice(i).includes(null))))) return [];
    changes.push({ start: from + star.index, end: from + star.index + star[0].length, text: "" });
  }
  if (first && vararg) return [];
  for (const a of named) changes.push(unused(w, fn, a));
  if (changes.length === 0) return [];
  const [one = "", other] = named.map((a) => `'${a === vararg ? "*" : "**"}${a.arg}'`);
  const unneeded = other === undefined ? msg`Leave ${one} out, which is not used` : msg`Leave ${one} and ${other} out, which are not used`;
  return oneFix("plain-parameters", named.length === 0 ? msg`Leave the '*' out: the parameters can still be given by name` : unneeded, named.length === 0, changes);
}

/** `, *args` with its comma; null when another parameter stands behind it that would be given otherwise. */
function unused(w: Wrong, fn: FunctionDef, a: { start: number; end: number; annotation: Expr | null }): TextChange | null {
  const { text } = w.source;
  const head = /(,\s*)?\*{1,2}\s*$/.exec(text.slice(fn.nameSpan.end, a.start));
  if (!head) return null;
  const start = a.start - head[0].length;
  const behind = head[1] === undefined ? (/^\s*,\s*/.exec(text.slice(a.end))?.[0].length ?? 0) : 0;
  return { start, end: a.end + behind, text: "" };
}

/** `def f(x, dims: List[int] = [0])` → None, and the list made inside. */
export function noneForMutable(w: Wrong): Fix[] {
  const name = w.facts["parameter"];
  const fn = w.fn ?? w.path.findLast((n): n is FunctionDef => n.kind === "FunctionDef");
  const parameter = fn && name ? parameterOf(fn, name) : undefined;
  const value = fn && name ? defaultOf(fn, name) : undefined;
  const body = fn && firstStatement(fn);
  if (!fn || !parameter?.annotation || !value || !body || !name) return [];
  const inner = textOf(w.source, parameter.annotation);
  const optional = /^(typing\.)?Optional\[|\|\s*None$/.test(inner);
  const as = annotation(w.source, "Optional[int]");
  return oneFix("none-for-mutable", msg`Use None as the default and make ${textOf(w.source, value)} inside`, true, [
    ...(optional ? [] : [replaced(parameter.annotation, `Optional[${inner}]`), ...(as?.imports ?? [])]), replaced(value, "None"),
    linesBefore(w.source, body.kind === "FunctionDef" ? body.decoratorStart : body.start, [`if ${name} is None:`, `${stepOf(w.source, fn)}${name} = ${textOf(w.source, value)}`]),
  ]);
}

/** An `__init__` for a class that has none and inherits from nothing. */
export function emptyInit(w: Wrong): Fix[] {
  const name = w.facts["className"]?.split(".").at(-1);
  const cls = w.source.body.find((s): s is ClassDef => s.kind === "ClassDef" && s.name === name);
  const first = cls?.body.find((s) => s.kind === "FunctionDef");
  if (!cls || cls.bases.length > 0 || first?.kind !== "FunctionDef") return [];
  return oneFix("empty-init", msg`Write an __init__ for '${cls.name}'`, true, [linesBefore(w.source, first.decoratorStart, ["def __init__(self):", `${stepOf(w.source, first)}pass${newlineOf(w.source)}`])]);
}

/** The body of an interface's method → `pass`. */
export function interfacePass(w: Wrong): Fix[] {
  const fn = w.fn;
  const [first, last]: (Stmt | undefined)[] = [fn?.body[0], fn?.body.at(-1)];
  if (w.facts["declared"] === undefined || !first || !last) return [];
  return oneFix("interface-pass", msg`Write pass: an interface only declares`, true, [{ start: first.start, end: last.end, text: "pass" }]);
}

/** A global number in a plain function → a parameter with it as the default. */
export function globalAsDefault(w: Wrong): Fix[] {
  const type = plainNumber(w);
  const used = w.path.findLast((n) => n.kind === "Name" && n.start === w.start && n.end === w.end);
  const { fn } = w;
  if (!type || used?.kind !== "Name" || !fn || w.cls || !topNames(w).has(used.id) || parameterOf(fn, used.id) || bindings(fn, used.id).length > 0 || !w.source.body.includes(fn)) return [];
  const { args } = fn;
  if (args.vararg || args.kwarg || args.kwonlyargs.length > 0 || freeName(w.source, fn, `_${used.id}`) === undefined) return [];
  const last = [...args.posonlyargs, ...args.args].at(-1);
  const end = args.defaults.at(-1)?.end ?? last?.annotation?.end ?? (last ? last.start + last.arg.length : undefined);
  if (end === undefined) return [];
  return oneFix("global-as-default", msg`Make '${used.id}' a parameter that has it as its default`, false, [insertion(end, `, ${used.id}: ${type} = ${used.id}`)]);
}

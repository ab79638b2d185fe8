/** Calls of a class in the workspace, which tell what it is usually built with. */
import path from "node:path";
import type { Makeable, ParameterInfo } from "../host/loader";
import { SAYS_PYTHON } from "./entries";
import type { DescribedParameter } from "./parameters";
import type { Call, Expr, Import, ImportFrom, SourceFile } from "../syntax/ast";
import { lastName } from "../syntax/names";
import { positionAt } from "../syntax/source";
import { walk } from "../syntax/walk";

/** `line` counts from 1; values are YAML, or Python behind "=". What the text does not tell is left out, and `complete` is false where that must be given. */
export interface ClassCall { readonly line: number; readonly arguments: readonly (readonly [name: string, value: string])[]; readonly complete: boolean }
/** `place` is for people: "train.py:12". */
export interface FoundCall extends Omit<ClassCall, "line"> { readonly place: string }

/** May a text hold such calls? */
export const mayCall = (text: string, name: string): boolean => new RegExp(`\\b${name}\\s*\\(`).test(text);

/** Python of a Markdown text, each line at its place; what stands between two blocks does not join them. */
export function pythonIn(markdown: string): string {
  let inside = false;
  return markdown.split("\n").map((line) => {
    const fence = /^\s*(?:```|~~~)\s*(\w*)/.exec(line);
    if (fence) inside = !inside && /^(?:python|py|python3)$/i.test(fence[1] ?? "");
    return inside && !fence ? line.replace(/^(?:>>>|\.\.\.) /, "") : "";
  }).join("\n");
}

/** `a.b.C` in parts. */
function partsOf(e: Expr): readonly string[] | undefined {
  if (e.kind === "Name") return [e.id];
  const inner = e.kind === "Attribute" ? partsOf(e.value) : undefined;
  return inner && e.kind === "Attribute" ? [...inner, e.attr] : undefined;
}

/** Where a name is imported from, in parts: a relative place is absolute; undefined where no import binds it. */
function importedAs(file: string, imports: readonly (Import | ImportFrom)[], name: string): { readonly parts: readonly string[]; readonly above?: string } | undefined {
  for (const node of imports) for (const alias of node.names) {
    const parts = alias.name.split(".");
    if (node.kind === "Import") {
      if (alias.asname === name) return { parts };
      if (alias.asname === null && parts[0] === name) return { parts: [name] };
    } else if ((alias.asname ?? alias.name) === name) {
      const above = node.level > 0 ? path.resolve(path.dirname(file), ...Array.from({ length: node.level - 1 }, () => "..")) : undefined;
      return { parts: [...(node.module ?? "").split(".").filter(Boolean), alias.name], ...(above === undefined ? {} : { above }) };
    }
  }
  return undefined;
}

/** May what is called be the class `name` of the file `home`? Not where it is imported from another place, as far as the text tells: packages pass on what their modules define. */
function meansClass(file: string, imports: readonly (Import | ImportFrom)[], callee: Expr, name: string, home: string): boolean {
  const [first, ...rest] = partsOf(callee) ?? [];
  const from = first === undefined ? undefined : importedAs(file, imports, first);
  if (!from) return true;
  const whole = [...from.parts, ...rest];
  const place = whole.slice(0, -1);
  if (whole.at(-1) !== name) return false;
  const module = home.replace(/\.(py|ipynb)$/, "");
  if (from.above !== undefined) return `${module}${path.sep}`.startsWith(path.join(from.above, ...place) + path.sep);
  const last = place.at(-1);
  return last === undefined || module.split(path.sep).includes(last);
}

/** `makeable`: classes whose objects can be arguments. `home`: the file of the class. */
export function classCalls(source: SourceFile, name: string, parameters: readonly ParameterInfo[], makeable: readonly Makeable[], home: string): ClassCall[] {
  const named: Call[] = [];
  const imports: (Import | ImportFrom)[] = [];
  const bound = new Map<string, Expr | null>();
  const bind = (to: string, value: Expr | null): void => { bound.set(to, bound.has(to) ? null : value); };
  walk(source.body, (n) => {
    if (n.kind === "Call") {
      if (lastName(n.func) === name) named.push(n);
      else if (lastName(n.func) === "add_argument") option(n, bind);
    } else if (n.kind === "Import" || n.kind === "ImportFrom") imports.push(n);
    else if (n.kind === "Assign") for (const target of n.targets) if (target.kind === "Name") bind(target.id, n.value);
  });
  const value = (e: Expr, depth = 0): string | undefined => {
    const known = e.kind === "Name" ? bound.get(e.id) : e.kind === "Attribute" && e.value.kind === "Name" ? bound.get(`.${e.attr}`) : e;
    return known === e ? madeHere(source, e, makeable) ?? yamlOf(e, (part) => value(part, depth)) : known && depth < 3 ? value(known, depth + 1) : undefined;
  };
  return named.filter((call) => meansClass(source.path, imports, call.func, name, home)).flatMap((call) => {
    const given = argumentsOf(call, parameters);
    const told = given.flatMap(([to, e]) => { const text = value(e); return text === undefined ? [] : [[to, text] as const]; });
    const names = new Set(told.map(([to]) => to));
    const complete = parameters.every((p) => p.default !== null || names.has(p.name));
    return told.length === 0 ? [] : [{ line: positionAt(source.lineStarts, call.start).line + 1, arguments: told, complete }];
  });
}

/** An object of such a class, made from constants. */
function madeHere(source: SourceFile, e: Expr, makeable: readonly Makeable[]): string | undefined {
  const cls = e.kind === "Call" ? makeable.find((m) => m.name === lastName(e.func)) : undefined;
  if (e.kind !== "Call" || !cls) return undefined;
  let isConstant = true;
  walk([...e.args, ...e.keywords.map((k) => k.value)], (n) => { if (n.kind === "Name" || n.kind === "Starred") isConstant = false; });
  return isConstant && e.keywords.every((k) => k.arg !== null) ? `${SAYS_PYTHON}${cls.name}${source.text.slice(e.func.end, e.end).replace(/\s*\n\s*/g, " ")}` : undefined;
}

/** Arguments that are objects as the class's code takes them, made without arguments; undefined where that does not tell all. */
export function madeByDefault(parameters: readonly DescribedParameter[], makeable: readonly Makeable[]): ClassCall["arguments"] | undefined {
  const given = parameters.filter((p) => p.default === null).map(({ name, annotation, uses }) => {
    const read = uses.flatMap(({ text }) => (text.startsWith(`${name}.`) ? /^\w+/.exec(text.slice(name.length + 1)) ?? [] : []));
    const named = makeable.filter((m) => new RegExp(`\\b${m.name}\\b`).test(annotation ?? ""));
    const [only, ...more] = named.length > 0 || read.length === 0 ? named : makeable.filter((m) => read.every((r) => m.has.includes(r)));
    return only && more.length === 0 ? [name, `${SAYS_PYTHON}${only.name}()`] as const : undefined;
  });
  return given.length > 0 && !given.includes(undefined) ? given.filter((g) => g !== undefined) : undefined;
}

function argumentsOf({ args, keywords }: Call, parameters: readonly ParameterInfo[]): (readonly [string, Expr])[] {
  const open = args.findIndex((a) => a.kind === "Starred");
  const placed = (open < 0 ? args : args.slice(0, open)).flatMap((a, i) => { const to = parameters[i]; return to ? [[to.name, a] as const] : []; });
  const known = new Set(parameters.map((p) => p.name));
  return [...placed, ...keywords.flatMap(({ arg, value }) => (arg !== null && known.has(arg) ? [[arg, value] as const] : []))];
}

/** `add_argument("--num-classes", default=2)` is where `args.num_classes` comes from. */
function option({ args, keywords }: Call, bind: (to: string, value: Expr | null) => void): void {
  const given = keywords.find((k) => k.arg === "default")?.value ?? null;
  // an empty text stands for what has to be given
  const fallback = given?.kind === "Constant" && given.value.type === "str" && given.value.value === "" ? null : given;
  for (const a of args) if (a.kind === "Constant" && a.value.type === "str" && /^(--|\w)/.test(a.value.value)) bind(`.${a.value.value.replace(/^--/, "").replace(/-/g, "_")}`, fallback);
}

/** A literal as YAML in one line; `part` answers for what is inside. */
function yamlOf(e: Expr, part: (e: Expr) => string | undefined): string | undefined {
  const all = (parts: readonly (string | undefined)[], [open, close]: readonly [string, string]): string | undefined => (parts.some((p) => p === undefined || p.startsWith(SAYS_PYTHON)) ? undefined : `${open}${parts.join(", ")}${close}`);
  switch (e.kind) {
    case "Constant": return constant(e.value);
    case "UnaryOp": {
      const inner = e.op === "USub" ? part(e.operand) : undefined;
      return inner !== undefined && /^[\d.]/.test(inner) ? `-${inner}` : undefined;
    }
    case "List": case "Tuple": return all(e.elts.map(part), ["[", "]"]);
    case "Dict": return all(e.keys.map((k, i) => { const [key, to] = [k && part(k), e.values[i] && part(e.values[i])]; return key && to ? `${key}: ${to}` : undefined; }), ["{ ", " }"]);
    default: return undefined;
  }
}

function constant(value: Extract<Expr, { kind: "Constant" }>["value"]): string | undefined {
  switch (value.type) {
    case "int": return String(value.value);
    case "float": return Number.isFinite(value.value) ? (Number.isInteger(value.value) ? value.value.toFixed(1) : String(value.value)) : undefined;
    case "bool": return String(value.value);
    case "None": return "null";
    case "str": return /^[A-Za-z_][\w./-]*$/.test(value.value) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(value.value) ? value.value : JSON.stringify(value.value);
    default: return undefined;
  }
}

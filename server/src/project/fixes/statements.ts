/** Fixes that write a statement or expression in the words that TorchScript has; what it does in Python stays the same unless the title says so. */
import type { Compare, Expr, For, JoinedStr, Stmt, While } from "../../syntax/ast";
import { isName } from "../../syntax/names";
import { walk, type AnyNode } from "../../syntax/walk";
import { annotation, parameterOf, torchName } from "./annotations";
import {
  asLines, bracketed, freeName, indentOf, insertion, isAlwaysRun, lineBefore, lineStart, linesBefore, newlineOf, oneFix, replaced, statementOf, textOf, withoutLines,
  type Fix, type TextChange, type Wrong,
} from "./fix";
import { msg } from "../../text/message";

/** `x //= 2` → `x = x // 2`. */
export function augmented(w: Wrong): Fix[] {
  const found = w.path.findLast((n): n is Extract<Stmt, { kind: "AugAssign" }> => n.kind === "AugAssign");
  const sign = found && /^\s*(\S+)=\s*\(?\s*$/.exec(w.source.text.slice(found.target.end, found.value.start))?.[1];
  if (!found || !sign || /^[-+*/]$/.test(sign) || !w.fn || !(found.target.kind === "Name" || (found.target.kind === "Attribute" && found.target.value.kind === "Name"))) return [];
  const target = textOf(w.source, found.target);
  const type = found.target.kind === "Name" ? parameterOf(w.fn, found.target.id)?.annotation : undefined;
  const number = type ? /^(int|float)$/.test(textOf(w.source, type)) : false;
  const text = `${target} = ${target} ${sign} ${bracketed(w.source, found.value)}`;
  return oneFix("write-out", msg`Write it out: ${text}`, number, [replaced(found, text)]);
}

/** `+x` → `x`, everywhere in the function: torch does not say where. */
export function unaryPlus(w: Wrong): Fix[] {
  const changes: TextChange[] = [];
  walk(w.fn?.body ?? [], (n) => {
    if (n.kind === "UnaryOp" && n.op === "UAdd") changes.push({ start: n.start, end: n.start + (/^\+\s*/.exec(w.source.text.slice(n.start))?.[0].length ?? 1), text: "" });
    return true;
  });
  return changes.length > 0 ? oneFix("no-unary-plus", msg`Leave the '+' out`, true, changes) : [];
}

/** `print(x, flush=True)` → `print(x)`. */
export function printKeywords(w: Wrong): Fix[] {
  const call = w.path.findLast((n) => n.kind === "Call");
  if (call?.kind !== "Call" || call.func.start !== w.start || call.keywords.some((k) => k.arg === null)) return [];
  const [first, last] = [call.keywords[0], call.keywords.at(-1)];
  if (!first || !last) return [];
  const names = call.keywords.map((k) => k.arg).join(", ");
  const change = { start: call.args.at(-1)?.end ?? first.start, end: last.end, text: "" };
  if (call.args.some((a) => a.start > first.start)) return [];
  const same = call.keywords.every((k) => k.arg === "flush");
  return oneFix("print-plain", same ? msg`Leave 'flush' out` : msg`Leave ${names} of print() out: it prints another text`, same, [change]);
}

/** `x in {1, 2}` → `x in [1, 2]`. */
export function listForSet(w: Wrong): Fix[] {
  const set = w.path.findLast((n) => n.kind === "Set" && n.start === w.start);
  const above = w.path.findLast((n): n is Compare => n.kind === "Compare");
  if (set?.kind !== "Set" || !above) return [];
  const at = above.comparators.indexOf(set);
  const kinds = new Set(set.elts.map((e) => (e.kind === "Constant" ? e.value.type : "")));
  if (!["In", "NotIn"].includes(above.ops[at] ?? "") || kinds.size !== 1 || !["int", "float", "str"].includes([...kinds][0] ?? "")) return [];
  return oneFix("list-for-set", msg`Use a list: the answer of 'in' is the same`, true, [{ start: set.start, end: set.start + 1, text: "[" }, { start: set.end - 1, end: set.end, text: "]" }]);
}

/** `{x!s}` → `{x}`; `{x=}` → `x={x}`; `{x:.2f}` → `{x}`, which prints all digits. */
export function plainFormat(w: Wrong): Fix[] {
  const text = w.path.findLast((n): n is JoinedStr => n.kind === "JoinedStr");
  const changes: TextChange[] = [];
  let same = true;
  for (const part of text?.values ?? []) {
    if (part.kind !== "FormattedValue" || (part.conversion === null && part.formatSpec === null && !/^\s*=/.test(w.source.text.slice(part.value.end)))) continue;
    const tail = /^\s*(=\s*)?(![rsa])?(:[^{}]*)?(?=\})/.exec(w.source.text.slice(part.value.end));
    const open = w.source.text.lastIndexOf("{", part.value.start);
    if (!tail || open < (text?.start ?? 0) || !/^\{\s*$/.test(w.source.text.slice(open, part.value.start))) return [];
    if (tail[1] !== undefined) changes.push(insertion(open, w.source.text.slice(open + 1, part.value.end + tail[0].indexOf("=") + tail[1].length)));
    changes.push({ start: part.value.end, end: part.value.end + tail[0].length, text: "" });
    if (tail[3] !== undefined || tail[1] !== undefined || tail[2] !== "!s") same = false;
  }
  return changes.length > 0 ? oneFix("plain-format", same ? msg`Leave '!s' out` : msg`Print the values plainly: the text changes`, same, changes) : [];
}

/** `f(x, **{"dim": 0})` → `f(x, dim=0)`. */
export function plainKeywords(w: Wrong): Fix[] {
  const call = w.path.findLast((n) => n.kind === "Call" && n.keywords.some((k) => k.arg === null && k.value.kind === "Dict"));
  const changes: TextChange[] = [];
  for (const k of call?.kind === "Call" ? call.keywords : []) {
    if (k.arg !== null || k.value.kind !== "Dict") continue;
    const { keys, values } = k.value;
    const parts = keys.map((key, i) => (key?.kind === "Constant" && key.value.type === "str" && isName(key.value.value) ? `${key.value.value}=${textOf(w.source, values[i] as Expr)}` : null));
    if (parts.length === 0 || parts.includes(null)) return [];
    changes.push({ start: k.start, end: k.end, text: parts.join(", ") });
  }
  return changes.length > 0 ? oneFix("plain-keywords", msg`Write the keyword arguments out`, true, changes) : [];
}

/** `d = {**a, "k": 1}` → `d = a.copy()`, `d["k"] = 1`. */
export function copiedDict(w: Wrong): Fix[] {
  const made = w.path.findLast((n) => n.kind === "Dict");
  const statement = statementOf(w);
  if (made?.kind !== "Dict" || !statement || !w.fn || made.keys[0] !== null || !isAlwaysRun(w, statement)) return [];
  const first = made.values[0] as Expr;
  if (made.keys.length === 1) return oneFix("copy-dict", msg`Copy the dict: .copy()`, true, [replaced(made, `${bracketed(w.source, first)}.copy()`)]);
  const target = statement.kind === "Assign" && statement.value === made && statement.targets.length === 1 && statement.targets[0]?.kind === "Name" ? statement.targets[0].id : undefined;
  const own = target !== undefined && !mentions(made, target);
  const name = own ? target : freeName(w.source, w.fn, "merged", "merged_items", "joined_items");
  if (!name || ["For", "With", "FunctionDef", "ClassDef"].includes(statement.kind)) return [];
  const lines = made.keys.map((key, i) => {
    const value = textOf(w.source, made.values[i] as Expr);
    return i === 0 ? `${name} = ${bracketed(w.source, first)}.copy()` : key === null ? `${name}.update(${value})` : `${name}[${textOf(w.source, key)}] = ${value}`;
  });
  const changes = own ? [asLines(w.source, statement, lines)] : [linesBefore(w.source, statement.start, lines), replaced(made, name)];
  return oneFix("copy-dict", msg`Copy the dict and put the rest into it`, true, changes);
}

function mentions(n: AnyNode, name: string): boolean {
  let found = false;
  walk([n], (inner) => { if (inner.kind === "Name" && inner.id === name) found = true; return true; });
  return found;
}

/** `[a, b] = x` → `a, b = x`. */
export function plainTargets(w: Wrong): Fix[] {
  const list = w.path.findLast((n) => n.kind === "List" && n.ctx === "Store");
  if (list?.kind !== "List" || list.elts.length < 2) return [];
  const above = w.path[w.path.indexOf(list) - 1]?.kind;
  const [open, close] = above === "Tuple" || above === "List" ? ["(", ")"] : ["", ""];
  return oneFix("tuple-target", msg`Assign to the names without square brackets`, true, [{ start: list.start, end: list.start + 1, text: open }, { start: list.end - 1, end: list.end, text: close }]);
}

/** `del xs[1:]` → `xs = xs[:1]`. */
export function keptSlice(w: Wrong): Fix[] {
  const statement = statementOf(w);
  const target = statement?.kind === "Delete" && statement.targets.length === 1 ? statement.targets[0] : undefined;
  if (!statement || target?.kind !== "Subscript" || target.slice.kind !== "Slice" || target.slice.step !== null || target.value.kind !== "Name") return [];
  const { lower, upper } = target.slice;
  const name = target.value.id;
  const [from, to] = [lower, upper].map((e) => (e === null ? null : textOf(w.source, e)));
  if (!from && !to) return oneFix("clear-list", msg`Empty it: ${name}.clear()`, true, [replaced(statement, `${name}.clear()`)]);
  if (from && to) return [];
  const text = from ? `${name} = ${name}[:${from}]` : `${name} = ${name}[${to ?? ""}:]`;
  return oneFix("keep-slice", msg`Keep the rest in a new list: ${text}`, false, [replaced(statement, text)]);
}

/** `def f(x): return x` under two decorators → its body on a line of its own. */
export function bodyBelow(w: Wrong): Fix[] {
  const first = w.fn?.body[0];
  const indent = w.fn ? indentOf(w.source, w.fn.decoratorStart) : null;
  if (!first || !w.fn || indent === null) return [];
  const head = w.source.text.slice(0, first.start).trimEnd();
  return oneFix("body-below", msg`Put the body on a line of its own`, true, [{ start: head.length, end: first.start, text: `${newlineOf(w.source)}${indent}    ` }]);
}

/** Reading it earlier or later makes no difference. */
const isStill = (n: AnyNode, target: string): boolean => n.kind === "Constant" || (n.kind === "Name" && n.id !== target);

/** On the way from a statement to the node nothing is evaluated before it that could tell. */
function isFirstRun(path: readonly AnyNode[], target: string): boolean {
  return path.slice(0, -1).every((n, i) => {
    const next = path[i + 1];
    const behind = (list: readonly AnyNode[]): boolean => list.slice(0, list.findIndex((x) => x === next)).every((x) => isStill(x, target));
    switch (n.kind) {
      case "Compare": return n.left === next || (n.ops.length === 1 && isStill(n.left, target));
      case "BoolOp": return n.values[0] === next;
      case "BinOp": return n.left === next || isStill(n.left, target);
      case "UnaryOp": return true;
      case "Attribute": case "Subscript": return n.value === next;
      case "Call": return n.func === next || ((n.func.kind === "Name" || n.func.kind === "Attribute" && isStill(n.func.value, target)) && n.args.some((x) => x === next) && behind(n.args));
      default: return false;
    }
  });
}

/** `if (n := f(x)) > 1:` → `n = f(x)` before it. */
export function splitWalrus(w: Wrong): Fix[] {
  const statement = statementOf(w);
  const at = w.path.findIndex((n) => n.kind === "NamedExpr" && n.start === w.start);
  const walrus = w.path[at];
  if (!statement || walrus?.kind !== "NamedExpr" || !["If", "Assign", "Return", "Expr", "Assert", "AnnAssign"].includes(statement.kind)) return [];
  const name = textOf(w.source, walrus.target);
  if (!isFirstRun(w.path.slice(w.path.indexOf(statement) + 1, at + 1), name)) return [];
  const { text } = w.source;
  const alone = text[walrus.start - 1] === "(" && text[walrus.end] === ")" && !/[\w\])]/.test(text[walrus.start - 2] ?? " ");
  const whole = alone ? { start: walrus.start - 1, end: walrus.end + 1 } : walrus;
  return oneFix("split-walrus", msg`Assign '${name}' on a line before`, true, [lineBefore(w.source, statement.start, `${name} = ${textOf(w.source, walrus.value)}`), replaced(whole, name)]);
}

function breaksOf(loop: For | While): AnyNode[] {
  const out: AnyNode[] = [];
  walk(loop.body, (n) => {
    if (n.kind === "Break") out.push(n);
    return n.kind !== "For" && n.kind !== "While" && n.kind !== "FunctionDef" && n.kind !== "ClassDef";
  });
  return out;
}

function loopWithElse(w: Wrong): For | While | undefined {
  const found: (For | While)[] = [];
  walk(w.fn?.body ?? [], (n) => {
    if ((n.kind === "For" || n.kind === "While") && n.orelse.length > 0) found.push(n);
    return n.kind !== "FunctionDef";
  });
  return found.find((n) => n.start === w.start) ?? found[0];
}

/** `for … else` without a break: the else always runs; with one: a flag says whether. */
export function elseBehindLoop(w: Wrong): Fix[] {
  const { fn, source } = w;
  const loop = loopWithElse(w);
  const [first, last] = [loop?.orelse[0], loop?.orelse.at(-1)];
  const body = loop?.body.at(-1);
  if (!fn || !loop || !first || !last || !body) return [];
  const word = /\n[ \t]*(else\s*:)[^\S\n]*(#.*)?\r?\n\s*$/.exec(source.text.slice(body.end, first.start));
  const outer = indentOf(source, loop.start);
  const inner = indentOf(source, first.start);
  if (!word || outer === null || inner === null) return [];
  const elseAt = body.end + word.index + word[0].indexOf("else");
  const breaks = breaksOf(loop);
  if (breaks.length > 0) {
    const flag = freeName(source, fn, "stopped", "left_early", "loop_ended");
    if (!flag) return [];
    return oneFix("else-by-flag", msg`Keep in '${flag}' whether the loop was left, and test it behind`, true, [
      lineBefore(source, loop.start, `${flag} = False`), ...breaks.map((b) => lineBefore(source, b.start, `${flag} = True`)), { start: elseAt, end: elseAt + 4, text: `if not ${flag}` },
    ]);
  }
  const lines = source.text.slice(lineStart(source, first.start), last.end);
  if (/"""|'''/.test(lines)) return [];
  const text = lines.split("\n").map((l) => (l.startsWith(inner) ? outer + l.slice(inner.length) : l)).join("\n");
  return oneFix("else-behind-loop", msg`Put the else part behind the loop, which is never left by break`, true, [{ start: lineStart(source, elseAt), end: last.end, text }]);
}

/** `y: int = 2` in a branch, where `y` has its type already → `y = 2`; `self.n: int = 2` outside of `__init__`. */
export function noAnnotation(w: Wrong): Fix[] {
  const found = w.path.findLast((n): n is Extract<Stmt, { kind: "AnnAssign" }> => n.kind === "AnnAssign");
  if (!found?.value) return [];
  return oneFix("no-annotation", msg`Leave the annotation out`, true, [{ start: found.target.end, end: found.annotation.end, text: "" }]);
}

/** `y: int` and then `y = x` → `y: int = x`. */
export function annotationWithValue(w: Wrong): Fix[] {
  const found = w.path.findLast((n): n is Extract<Stmt, { kind: "AnnAssign" }> => n.kind === "AnnAssign");
  const { target } = found ?? {};
  const line = found && withoutLines(w.source, found);
  if (!found || found.value || target?.kind !== "Name" || !line || !w.fn) return [];
  const above = w.path[w.path.indexOf(found) - 1];
  const block = above && "body" in above && Array.isArray(above.body) ? above.body as Stmt[] : [];
  const at = block.indexOf(found);
  const next = at < 0 ? undefined : block.slice(at + 1).find((s) => mentions(s, target.id));
  if (!next || block.length === 1) return [];
  const [to] = next.kind === "Assign" && next.targets.length === 1 ? next.targets : [];
  const type = w.source.text.slice(target.end, found.annotation.end);
  if (to?.kind === "Name" && to.id === target.id) return oneFix("annotate-value", msg`Annotate '${target.id}' where it gets its value`, true, [line, insertion(to.end, type)]);
  return oneFix("no-annotation", msg`Leave the annotation out: the value tells the type`, false, [line]);
}

/** `a, b = x`, where x is a Tensor to TorchScript, which unpacks none: `a, b = x[0], x[1]`. */
export function unpackByIndex(w: Wrong): Fix[] {
  const statement = statementOf(w);
  const [targets] = statement?.kind === "Assign" ? statement.targets : [];
  if (statement?.kind !== "Assign" || statement.targets.length !== 1 || (targets?.kind !== "Tuple" && targets?.kind !== "List") || targets.elts.some((t) => t.kind === "Starred") || !w.fn) return [];
  const { value } = statement;
  if (w.facts["unpacked"] !== "Tensor" || value.start !== w.start || value.end < w.end) return [];
  const plain = value.kind === "Name" || (value.kind === "Attribute" && value.value.kind === "Name");
  const name = plain ? textOf(w.source, value) : freeName(w.source, w.fn, "parts", "rows", "unpacked");
  if (!name) return [];
  const parts = targets.elts.map((_, i) => `${name}[${i}]`).join(", ");
  return oneFix("unpack-by-index", msg`Take the parts by index: ${parts}`, true, [replaced(value, parts), ...(plain ? [] : [linesBefore(w.source, statement.start, [`${name} = ${textOf(w.source, value)}`])])]);
}

/** A value of a type, where the name is not assigned in each branch; null for types that have none without arguments. */
function emptyOf(type: string, torch: string | null): string | null {
  const plain: Readonly<Record<string, string>> = { int: "0", float: "0.0", bool: "False", str: '""' };
  if (type === "Tensor") return torch === null ? null : `${torch}.empty(0)`;
  if (type.startsWith("Optional[")) return "None";
  if (type.startsWith("List[")) return "[]";
  return type.startsWith("Dict[") ? "{}" : plain[type] ?? null;
}

/** A name that only one branch assigns is used after the `if`: it gets a value before. */
export function valueBefore(w: Wrong): Fix[] {
  const { undefined: name, assigned: type } = w.facts;
  const found = w.path.filter((n) => n.kind === "If").find((n) => n.end === w.end && w.source.text.startsWith("if", n.start)) ?? w.path.findLast((n) => n.kind === "If" && w.source.text.startsWith("if", n.start));
  if (!name || !type || !found) return [];
  const value = emptyOf(type, torchName(w.source));
  // an empty list or dict, and None, have a type of their own without it
  const as = type.includes("[") ? annotation(w.source, type) : undefined;
  if (value === null || as === null) return [];
  const line = as ? `${name}: ${as.text} = ${value}` : `${name} = ${value}`;
  return oneFix("value-before", msg`Give '${name}' a value before the if: ${line}`, false, [lineBefore(w.source, found.start, line), ...as?.imports ?? []]);
}

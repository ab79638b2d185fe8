/** Fixes that say what torch is to make of a whole function. */
import type { FunctionDef, SourceFile } from "../../syntax/ast";
import { walk } from "../../syntax/walk";
import { jitName } from "./annotations";
import { firstStatement, indentOf, insertion, lineBefore, lineStart, newlineOf, nodeOf, oneFix, replaced, stepOf, textOf, withoutLines, type Fix, type Wrong } from "./fix";
import { msg } from "../../text/message";

/** What no edit of the line itself mends. */
const PYTHON_ONLY = new Set([
  "unsupported-syntax", "unsupported-expression", "python-builtin", "library-not-scriptable", "python-value", "no-source", "with-item", "global-statement", "python-value-attribute", "unknown-builtin", "legacy-constructor",
]);

/** A function that only does something: without an annotation its result would count as a Tensor. */
function resultless(fn: FunctionDef): boolean {
  let none = true;
  walk(fn.body, (n) => {
    if (n.kind === "Return" && n.value !== null && !(n.value.kind === "Constant" && n.value.value.type === "None")) none = false;
    if (n.kind === "Yield" || n.kind === "YieldFrom") none = false;
    return n.kind !== "FunctionDef" && n.kind !== "Lambda";
  });
  return none && fn.returns === null;
}

/** Behind the closing bracket of the parameters of a def without `->`. */
export function headEnd(source: SourceFile, fn: FunctionDef): number | null {
  const first = fn.body[0];
  const head = first ? source.text.slice(fn.nameSpan.end, first.start) : "";
  const colon = /\)\s*:\s*(#[^\r\n]*)?\s*$/.exec(head.replace(/"""[^]*$/, ""));
  return colon ? fn.nameSpan.end + colon.index + 1 : null;
}

/** `@torch.jit.unused` and `@torch.jit.ignore` on a function that something else calls. */
export function leaveToPython(w: Wrong): Fix[] {
  const { fn, source } = w;
  const jit = jitName(source);
  if (!fn || !jit || (w.diagnostic.calledFrom.length === 0 && !w.cls) || !PYTHON_ONLY.has(w.diagnostic.rule)) return [];
  if (w.path.some((n) => n.kind === "FunctionDef" && n !== fn) || fn.name === "forward" || fn.decorators.some((d) => /\bjit\b/.test(textOf(source, d)))) return [];
  const none = resultless(fn) ? headEnd(source, fn) : null;
  return (["unused", "ignore"] as const).flatMap((name): Fix[] => {
    const line = lineBefore(source, fn.decoratorStart, `@${jit}.${name}`);
    if (!line) return [];
    const title = name === "unused" ? msg`Mark '${fn.name}' @${jit}.unused: a call raises in TorchScript` : msg`Mark '${fn.name}' @${jit}.ignore: stays a call into Python and cannot be saved`;
    return [{ id: `mark-${name}`, title, changes: none === null ? [line] : [line, insertion(none, " -> None")], safe: false }];
  });
}

/** `@torch.no_grad()` above a function → `with torch.no_grad():` in it: of a wrapper, torch knows only the names in its own file. */
export function noGradInside(w: Wrong): Fix[] {
  const { fn, source } = w;
  const decorator = fn?.decorators.find((d) => /^(?:\w+\.)*no_grad(?:\(\))?$/.test(textOf(source, d)));
  const [first, last] = fn ? [firstStatement(fn), fn.body.at(-1)] : [];
  if (w.facts["hidden"] === undefined || !fn || !decorator || !first || !last || fn.decorators.length > 1) return [];
  const from = lineStart(source, first.start);
  const lines = source.text.slice(from, last.end);
  const indent = indentOf(source, first.start);
  if (indent === null || /"""|'''|\\\n/.test(lines)) return [];
  const step = stepOf(source, fn);
  const text = lines.split("\n").map((l) => (/^\s*$/.test(l) ? l : step + l)).join("\n");
  const call = textOf(source, decorator).replace(/(?:\(\))?$/, "()");
  return oneFix("no-grad-inside", msg`Write 'with ${call}:' inside, in place of the decorator`, true, [withoutLines(source, { start: lineStart(source, decorator.start) + (indentOf(source, fn.decoratorStart)?.length ?? 0), end: decorator.end }), { start: from, end: last.end, text: `${indent}with ${call}:${newlineOf(source)}${text}` }]);
}

/** `@torch.jit.ignore(True)` → `@torch.jit.unused`: the same, in the form that torch does not warn of. */
export function unusedForIgnore(w: Wrong): Fix[] {
  const jit = jitName(w.source);
  const call = nodeOf(w, "Call");
  return call && jit ? oneFix("unused-for-ignore", msg`Write @${jit}.unused, which means the same`, true, [replaced(call, `${jit}.unused`)]) : [];
}

/** `@torch.jit.export` on a method that nothing compiled calls. */
export function exportMethod(source: SourceFile, fn: FunctionDef): Fix | null {
  const jit = jitName(source);
  if (!jit || fn.name.startsWith("__") || fn.decorators.length > 0) return null;
  const line = lineBefore(source, fn.decoratorStart, `@${jit}.export`);
  return line && { id: "mark-export", title: msg`Mark '${fn.name}' @${jit}.export: compiled as an entry of its own`, changes: [line], safe: false };
}

/** Fixes of how a module is written: flags, globals, lists of modules, initialisation, what is handed to torch.jit.script. */
import type { Expr, FunctionDef, Stmt } from "../../syntax/ast";
import { usesName } from "../../syntax/names";
import { walk, type AnyNode } from "../../syntax/walk";
import { jitName, parameterOf } from "./annotations";
import {
  afterLine, bindings, classLine, indentOf, insertion, isDocstring, isSelfAttribute, lineBefore, lineEnd, lineStart, methodOf, newlineOf, nodeOf, plainNumber, selfOf, textOf, type Fix, type TextChange, type Wrong,
} from "./fix";
import { msg } from "../../text/message";

function plainType(value: Expr): string | null {
  if (value.kind === "UnaryOp") return plainType(value.operand);
  if (value.kind !== "Constant") return null;
  const { type } = value.value;
  return type === "int" || type === "float" || type === "bool" || type === "str" ? type : null;
}

const isSuperInit = (s: Stmt): boolean =>
  s.kind === "Expr" && s.value.kind === "Call" && s.value.func.kind === "Attribute" && s.value.func.attr === "__init__";

/** Puts a line behind `super().__init__()`, or makes an `__init__` with it. */
export function intoInit(w: Wrong, line: string): TextChange | null {
  const { cls, source } = w;
  if (!cls) return null;
  const init = methodOf(cls, "__init__");
  const newline = newlineOf(source);
  if (init) {
    const call = init.body.find(isSuperInit);
    const indent = call && indentOf(source, call.start);
    return call && indent !== null && indent !== undefined ? insertion(afterLine(source, call.end), `${indent}${line}${newline}`) : null;
  }
  const first = cls.body.find((s): s is FunctionDef => s.kind === "FunctionDef");
  const indent = first && indentOf(source, first.decoratorStart);
  if (!first || indent === null || indent === undefined) return null;
  const step = /^\t/.test(indent) ? "\t" : "    ";
  const lines = [`${indent}def __init__(self):`, `${indent}${step}super().__init__()`, `${indent}${step}${line}`, ""];
  return insertion(lineStart(source, first.decoratorStart), lines.map((l) => l + newline).join(""));
}

/** `export = False` in the class body: into `__init__`, or a Final constant. */
export function classFlag(w: Wrong): Fix[] {
  const name = w.facts["onClass"];
  const { cls, source } = w;
  const statement = cls?.body.find((s): s is Extract<Stmt, { kind: "Assign" }> => s.kind === "Assign" && s.targets.length === 1 && s.targets[0]?.kind === "Name" && s.targets[0].id === name);
  const target = statement?.targets[0];
  const type = statement && plainType(statement.value);
  if (!name || !cls || !statement || !target || !type || indentOf(source, statement.start) === null) return [];
  const out: Fix[] = [];
  const begin = lineStart(source, statement.start);
  const whole = { start: begin, end: afterLine(source, statement.end), text: "" };
  const rest = source.text.slice(statement.end, lineEnd(source, statement.end));
  // the empty line after a lone assignment goes with it
  const around = /^(\r?\n)?$/.test(source.text.slice(whole.end, afterLine(source, whole.end))) && /:\s*$/.test(source.text.slice(0, begin).trimEnd()) ? { ...whole, end: afterLine(source, whole.end) } : whole;
  const moved = intoInit(w, `self.${name} = ${textOf(source, statement.value)}${/^\s*(#.*)?$/.test(rest) ? rest : ""}`);
  if (moved && /^\s*(#.*)?$/.test(rest)) out.push({ id: "flag-into-init", title: msg`Move '${name}' into __init__: it can be switched before scripting`, changes: moved.start === around.end ? [{ ...around, text: moved.text }] : [around, moved], safe: true });
  const jit = jitName(source);
  if (jit) out.push({ id: "final-flag", title: msg`Make '${name}' a constant: ${jit}.Final[${type}]`, changes: [insertion(target.end, `: ${jit}.Final[${type}]`)], safe: true });
  return out;
}

/** A global number or string: TorchScript sees no globals, but constants of the class. */
export function finalGlobal(w: Wrong): Fix[] {
  const type = plainNumber(w);
  const name = nodeOf(w, "Name");
  const { cls, fn, source } = w;
  const jit = jitName(source);
  if (!type || name?.kind !== "Name" || !cls || !fn || !jit) return [];
  const known = source.body.some((s) => (s.kind === "Assign" && s.targets.some((t) => t.kind === "Name" && t.id === name.id)) || (s.kind === "AnnAssign" && s.target.kind === "Name" && s.target.id === name.id) || (s.kind === "ImportFrom" && s.names.some((n) => (n.asname ?? n.name) === name.id)));
  const already = cls.body.some((s) => (s.kind === "AnnAssign" && s.target.kind === "Name" && s.target.id === name.id) || (s.kind === "Assign" && s.targets.some((t) => t.kind === "Name" && t.id === name.id)) || (s.kind === "FunctionDef" && s.name === name.id));
  const line = classLine(source, cls, `${name.id}: ${jit}.Final[${type}] = ${name.id}`);
  if (!known || already || !line) return [];
  const uses: TextChange[] = [];
  for (const method of cls.body) {
    if (method.kind !== "FunctionDef" || method.name === "__init__" || method.decorators.length > 0 && method !== fn) continue;
    const self = selfOf(method);
    if (!self || parameterOf(method, name.id) || bindings(method, name.id).length > 0) continue;
    if (method.decorators.some((d) => d.kind === "Name" && (d.id === "staticmethod" || d.id === "classmethod"))) continue;
    walk(method.body, (n) => { if (n.kind === "Name" && n.id === name.id && n.ctx === "Load") uses.push({ start: n.start, end: n.end, text: `${self}.${name.id}` }); });
  }
  if (!uses.some((u) => u.start === w.start)) return [];
  return [{ id: "final-global", title: msg`Make '${name.id}' a constant of the class: ${jit}.Final[${type}]`, changes: [line, ...uses], safe: true }];
}

export function superInit(w: Wrong): Fix[] {
  const cls = w.path.findLast((n) => n.kind === "ClassDef");
  const init = cls?.kind === "ClassDef" ? methodOf(cls, "__init__") : undefined;
  const first = init?.body[isDocstring(init.body[0]) ? 1 : 0];
  const line = first && lineBefore(w.source, first.kind === "FunctionDef" ? first.decoratorStart : first.start, "super().__init__()");
  return line && !init?.body.some(isSuperInit) ? [{ id: "super-init", title: msg`Call super().__init__() first`, changes: [line], safe: true }] : [];
}

/** `for i in range(n): self.convs[i](x)` → `for i, conv in enumerate(self.convs):`. */
export function enumerateModules(w: Wrong): Fix[] {
  const { fn, source } = w;
  const self = fn && selfOf(fn);
  const indexed = nodeOf(w, "Subscript");
  if (!fn || !self || indexed?.kind !== "Subscript" || !isSelfAttribute(indexed.value, self) || indexed.slice.kind !== "Name") return [];
  const list = indexed.value.attr;
  const index = indexed.slice.id;
  const loop = w.path.findLast((n): n is Extract<Stmt, { kind: "For" }> => n.kind === "For" && n.target.kind === "Name" && n.target.id === index);
  const range = loop?.iter;
  if (!loop || range?.kind !== "Call" || range.func.kind !== "Name" || range.func.id !== "range" || range.args.length !== 1 || range.keywords.length > 0) return [];
  const count = textOf(source, range.args[0] as Expr);
  const whole = new RegExp(`^len\\(${self}\\.${list}\\)$`).test(count);
  const lists = [list, ...otherLists(w, loop, self, index, list)];
  const uses: { node: AnyNode; list: string }[] = [];
  let other = false;
  let indexUsed = 0;
  walk(loop.body, (n) => {
    if (n.kind === "Subscript" && isSelfAttribute(n.value, self) && lists.includes(n.value.attr) && n.slice.kind === "Name" && n.slice.id === index) {
      uses.push({ node: n, list: n.value.attr });
      return false;
    }
    if (isSelfAttribute(n, self) && lists.includes(n.attr)) other = true;
    if (n.kind === "Name" && n.id === index) indexUsed++;
    if (n.kind === "Name" && n.id === index && n.ctx !== "Load") other = true;
    // torch unrolls the loop: leaving it early is not possible
    if (n.kind === "Break" || n.kind === "Continue") other = true;
    return true;
  });
  if (other) return [];
  const names = new Map<string, string>();
  for (const each of lists) {
    const free = (candidate: string): boolean => ![...names.values()].includes(candidate) && !usesName(source.text.slice(fn.start, fn.end), candidate);
    const single = /[^s]s$/.test(each) ? each.slice(0, -1) : `${each}_item`;
    const name = [single, `${single}_module`, `${each}_module`].find((candidate) => free(candidate));
    if (!name) return [];
    names.set(each, name);
  }
  const targets = [...names.values()].join(", ");
  const iterated = lists.length === 1 ? `${self}.${list}` : `zip(${lists.map((l) => `${self}.${l}`).join(", ")})`;
  const head = indexUsed > 0 ? `${index}, ${lists.length === 1 ? targets : `(${targets})`} in enumerate(${iterated})` : `${targets} in ${iterated}`;
  const safe = whole && lists.length === 1;
  return [{
    id: "enumerate-modules", safe, title: safe ? msg`Loop over ${self}.${list}: for ${head}` : msg`Loop over all of ${lists.map((l) => `${self}.${l}`).join(", ")} instead of range(${count}): for ${head}`,
    changes: [{ start: loop.target.start, end: loop.iter.end, text: head }, ...uses.map((u) => ({ start: u.node.start, end: u.node.end, text: names.get(u.list) ?? "" }))],
  }];
}

/** Further lists of modules, by `__init__`, that the same loop indexes. */
function otherLists(w: Wrong, loop: Extract<Stmt, { kind: "For" }>, self: string, index: string, list: string): string[] {
  const made = new Set<string>();
  const init = methodOf(w.cls, "__init__");
  walk(init?.body ?? [], (n) => {
    const [target] = n.kind === "Assign" ? n.targets : [];
    if (n.kind === "Assign" && target && isSelfAttribute(target, selfOf(init as FunctionDef) ?? "") && n.value.kind === "Call" && /(^|\.)ModuleList$/.test(textOf(w.source, n.value.func))) made.add(target.attr);
  });
  const out = new Set<string>();
  walk(loop.body, (n) => {
    if (n.kind === "Subscript" && isSelfAttribute(n.value, self) && made.has(n.value.attr) && n.slice.kind === "Name" && n.slice.id === index) out.add(n.value.attr);
  });
  out.delete(list);
  return [...out];
}

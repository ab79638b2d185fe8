/** What is known of the variable, attribute or call under the cursor: markdown, made from the compile log and the table of types. */
import { lineText } from "./cells";
import type { Arg, ClassDef, Expr, FunctionDef, SourceFile } from "../syntax/ast";
import { positionAt } from "../syntax/source";
import { lastName } from "../syntax/names";
import { pathAt, walk, type AnyNode, type Definition } from "../syntax/walk";
import { compiledEntries } from "./cursor";
import { logIndex, type AttributeFact, type LogIndex } from "./logIndex";
import { MOST_NOTES, type Range } from "./report";
import { oldOffset, typesAt } from "./typesAt";
import type { Root, Workspace } from "./workspace";
import { titleOf } from "../trace/tree";
import { plain } from "../text/markdown";
import { say, t } from "../text/language";
import { english, msg, plainType, pythonType, verbatim, type Message } from "../text/message";

export interface HoverText { readonly markdown: string; readonly range: Range }

const code = (text: string): string => `\`${text.replaceAll("`", "'")}\``;
const rangeIn = (source: SourceFile, { start, end }: { start: number; end: number }): Range => ({ start: positionAt(source.lineStarts, start), end: positionAt(source.lineStarts, end) });

const PLACE: Readonly<Record<AttributeFact["kind"], Message>> = {
  parameter: msg`parameter`, buffer: msg`buffer`, submodule: msg`submodule`, constant: msg`constant (fixed when the module is scripted)`, attribute: msg`attribute`,
  function: msg`function kept as an attribute`, builtin: msg`builtin function kept as an attribute`, overload: msg`overloaded method`, property: msg`property`,
  ignored: msg`ignored (\`__jit_ignored_attributes__\` or a decorator)`, failed: msg`not an attribute of the scripted module`,
};

export function parametersOf(fn: FunctionDef): Arg[] {
  const { posonlyargs, args, vararg, kwonlyargs, kwarg } = fn.args;
  return [...posonlyargs, ...args, vararg, ...kwonlyargs, kwarg].filter((a) => a !== null);
}

/** Is its first parameter the object, or the class, that it is a method of? */
export const takesSelf = ({ node, parent }: Definition): boolean =>
  node.kind === "FunctionDef" && parent?.kind === "class" && !node.decorators.some((d) => lastName(d) === "staticmethod");

function typesText(types: readonly string[]): string {
  const plainTypes = [...new Set(types.map(pythonType))];
  const shown = plainTypes.slice(0, 4).map(code);
  const all = shown.slice(1).reduce((before, type) => msg`${before} or ${type}`, verbatim(shown[0] ?? ""));
  return say(plainTypes.length > 4 ? msg`${all} or ${plainTypes.length - 4} more` : all);
}

export function hoverText(workspace: Workspace, file: string, offset: number): HoverText | undefined {
  const source = workspace.source(file);
  if (!source) return undefined;
  const path = pathAt(source, offset);
  const fn = path.findLast((n): n is FunctionDef => n.kind === "FunctionDef");
  if (!fn) return undefined;
  const parameter = parametersOf(fn).find((a) => offset >= a.start && offset <= a.start + a.arg.length);
  if (parameter) return parameterHover(workspace, source, fn, parameter);
  const node = path.at(-1);
  if (!node) return undefined;
  const lines: string[] = [];
  if (node.kind === "Attribute" && offset >= node.end - node.attr.length) {
    const cls = path.findLast((n): n is ClassDef => n.kind === "ClassDef");
    const self = parametersOf(fn)[0]?.arg;
    if (cls && self && node.value.kind === "Name" && node.value.id === self) lines.push(...attributeLines(workspace, source, cls, fn, node.attr));
    if (lines.length === 0) lines.push(...valueLines(workspace, source, node, node.attr));
    else lines.push(...valueLines(workspace, source, node, node.attr, lines));
  } else if (node.kind === "Name") {
    lines.push(...valueLines(workspace, source, node, node.id));
    lines.push(...refinement(workspace, source, fn, node));
  } else return undefined;
  lines.push(...callLines(workspace, source, node, path));
  if (lines.length === 0) return undefined;
  return { markdown: `**TorchScript** · ${lines.join("\n\n")}`, range: rangeIn(source, node.kind === "Attribute" ? { start: node.end - node.attr.length, end: node.end } : node) };
}

function parameterHover(workspace: Workspace, source: SourceFile, fn: FunctionDef, parameter: Arg): HoverText | undefined {
  const types = typesAt(workspace, source.path, parameter.start, parameter.start + parameter.arg.length);
  if (types.length === 0) return undefined;
  const unsaid = !parameter.annotation && /^(Optional\[)?Tensor\]?$/.test(types.join());
  const [name, type] = [code(parameter.arg), typesText(types)];
  const text = unsaid ? t`parameter ${name}: ${type}: it has no annotation, which TorchScript reads as Tensor` : t`parameter ${name}: ${type}`;
  return { markdown: `**TorchScript** · ${text}`, range: rangeIn(source, { start: parameter.start, end: parameter.start + parameter.arg.length }) };
}

/** Nothing where `said` has the type already. */
function valueLines(workspace: Workspace, source: SourceFile, node: Expr, name: string, said: readonly string[] = []): string[] {
  const types = typesAt(workspace, source.path, node.start, node.end);
  const text = typesText(types);
  return types.length > 0 && !said.some((l) => l.includes(text.slice(0, -1))) ? [`${code(name)}: ${text}`] : [];
}

/** A name whose type here is narrower than the one it was last given. */
function refinement(workspace: Workspace, source: SourceFile, fn: FunctionDef, node: Extract<Expr, { kind: "Name" }>): string[] {
  if (node.ctx !== "Load") return [];
  const here = typesAt(workspace, source.path, node.start, node.end);
  let given: { start: number; end: number } | undefined = parametersOf(fn).filter((a) => a.arg === node.id).map((a) => ({ start: a.start, end: a.start + a.arg.length }))[0];
  walk(fn.body, (n) => {
    if (n.kind === "Name" && n.id === node.id && n.ctx === "Store" && n.start < node.start) given = n;
  });
  if (!given || here.length !== 1) return [];
  const before = typesAt(workspace, source.path, given.start, given.end);
  const wide = /^(Optional|Union)\[/.test(before[0] ?? "") || before[0] === "Any";
  if (before.length !== 1 || before[0] === here[0] || !wide) return [];
  return [t`refined from ${code(before[0] ?? "")} (its type since line ${lineText(source, positionAt(source.lineStarts, given.start).line)}) by a test on the way here`];
}

/** What an attribute of `self` is, over all concrete types that have the method or the class. */
function attributeLines(workspace: Workspace, source: SourceFile, cls: ClassDef, fn: FunctionDef, name: string): string[] {
  const found = new Map<string, { fact: AttributeFact; count: number }>();
  let types = 0;
  for (const root of workspace.roots.values()) {
    if (!root.answer) continue;
    const index = logIndex(root.answer);
    const at = oldOffset(workspace, root, source.path, fn.start);
    const inMethod = (at === undefined ? [] : index.compiledAt.get(`${source.path}:${at}`) ?? []).flatMap((e) => index.byPath.get(e.path ?? "") ?? []);
    const entries = new Set([...inMethod, ...(index.byClass.get(cls.name) ?? []).filter((e) => comesFrom(e.subject, source.path))]);
    for (const entry of entries) {
      if (entry.status === "shared") continue;
      types++;
      const fact = index.attributes.get(entry.id)?.get(name);
      if (!fact) continue;
      const key = `${fact.kind} ${english(fact.detail)}`;
      const known = found.get(key);
      if (known) known.count++;
      else found.set(key, { fact, count: 1 });
    }
  }
  return [...found.values()].slice(0, 5).map(({ fact, count }) => {
    const many = types > 1 && found.size > 1 ? ` ${t`(${count} of ${types} concrete types)`}` : "";
    if (fact.kind === "failed") return `${code(`self.${name}`)}: ${say(PLACE.failed)}: ${plain(say(fact.detail))}${many}`;
    const detail = fact.kind === "constant" ? say(fact.detail).replace(":", " = ") : say(fact.detail);
    return `${code(`self.${name}`)}: ${say(PLACE[fact.kind])}${detail ? ` ${code(detail)}` : ""}${many}`;
  });
}

/** "models.common.Concat" of ".../models/common.py". */
function comesFrom(subject: string, file: string): boolean {
  const module = subject.split(".").slice(0, -1).map((s) => s.replace(/^___torch_mangle_\d+$/, "")).filter(Boolean).at(-1);
  const base = file.split(/[\\/]/).at(-1)?.replace(/\.pyi?$/, "");
  return module === undefined || module === base || base === "__init__" || module === "__main__";
}

const ofTorch = (dotted: string): boolean => /^torch(\.|$)/.test(dotted);

/** The module that a name is imported from. */
function importedFrom(source: SourceFile, name: string): string | undefined {
  for (const s of source.body) if (s.kind === "ImportFrom" && s.names.some((n) => (n.asname ?? n.name) === name)) return s.module ?? "";
  return undefined;
}

/** Signatures that the called function was compiled with; none where its name could mean several functions. */
function calleeSchemas(workspace: Workspace, index: LogIndex, source: SourceFile, node: AnyNode, path: readonly AnyNode[]): string[] {
  // a module that is called: its forward
  const modules = typesAt(workspace, source.path, node.start, node.end).filter((type) => type.startsWith("__torch__."));
  if (modules.length > 0) return (index.byName.get("forward") ?? []).flatMap(({ kind, schema }) => (kind === "method" && modules.some((type) => schema?.startsWith(`forward(${type} self`)) ? schema ?? [] : []));
  if (node.kind === "Name") {
    const own = source.body.some((s) => s.kind === "FunctionDef" && s.name === node.id);
    const cameFrom = own ? undefined : importedFrom(source, node.id);
    const found = (index.byName.get(node.id) ?? []).filter((e) => e.kind === "function" && (own ? e.range?.file === source.path : cameFrom === undefined || ofTorch(e.subject) === ofTorch(cameFrom)));
    return new Set(found.map((e) => `${e.range?.file ?? ""}:${e.range?.start ?? 0}`)).size === 1 ? found.flatMap((e) => e.schema ?? []) : [];
  }
  const cls = path.findLast((n): n is ClassDef => n.kind === "ClassDef");
  if (node.kind !== "Attribute" || node.value.kind !== "Name" || !cls?.body.some((s) => s.kind === "FunctionDef" && s.name === node.attr)) return [];
  return (index.byName.get(node.attr) ?? []).filter((e) => e.kind === "method" && e.range?.file === source.path && e.subject.split(".").at(-2) === cls.name).flatMap((e) => e.schema ?? []);
}

/** The operator that a call matched, or why each candidate did not fit. */
function callLines(workspace: Workspace, source: SourceFile, node: AnyNode, path: readonly AnyNode[]): string[] {
  const call = path.findLast((n): n is Extract<Expr, { kind: "Call" }> => n.kind === "Call" && n.func === node);
  if (!call) return [];
  const lines = new Set<string>();
  const fn = path.findLast((n): n is FunctionDef => n.kind === "FunctionDef");
  const compiled = (root: Root): boolean => fn !== undefined && compiledEntries(workspace, root, source.path, fn).length > 0;
  for (const root of workspace.roots.values()) {
    const start = oldOffset(workspace, root, source.path, node.start);
    if (!root.answer || start === undefined) continue;
    const index = logIndex(root.answer);
    const place = `${source.path}:${start}:${start + node.end - node.start}`;
    const left = index.leftOut.get(place);
    if (left) lines.add(`${titleOf(left)}: ${say(left.detail)}`);
    for (const entry of index.schemas.get(place) ?? []) if (entry.status !== "error" && entry.detail.template !== "") lines.add(t`matched ${code(say(entry.detail))}`);
    if (compiled(root)) for (const schema of calleeSchemas(workspace, index, source, node, path)) lines.add(t`calls ${code(schema)}`);
  }
  const { line, character } = positionAt(source.lineStarts, node.start);
  const failed = workspace.diagnostics(source.path).find((d) => d.range.start.line === line && d.range.start.character === character && (d.notes?.length ?? 0) > 0);
  const out = failed ? [] : [...lines].slice(0, 4);
  if (failed) {
    // the first stand in the error, which the editor shows in the same hover
    const notes = failed.said.notes.slice(MOST_NOTES);
    const rows = notes.slice(0, 8).map(({ args }) => (typeof args["schema"] === "string" && typeof args["reason"] === "object" ? `- ${code(plainType(args["schema"]))}: ${plain(say(args["reason"]))}` : undefined));
    if (rows.length > 0 && !rows.includes(undefined)) out.push([t`These candidates do not fit either:`, ...rows, ...(notes.length > 8 ? [`- ${t`and ${notes.length - 8} more`}`] : [])].join("\n"));
  }
  const result = typesAt(workspace, source.path, call.start, call.end);
  if (result.length > 0) out.push(t`gives ${typesText(result)}`);
  return out;
}

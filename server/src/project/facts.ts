/** What is known about the function or class whose name stands at an offset: gathered over all roots. */
import type { Expr, FunctionDef, SourceFile } from "../syntax/ast";
import { positionAt } from "../syntax/source";
import { definitions, walk, type Definition } from "../syntax/walk";
import type { ModifierName } from "../trace/log";
import type { FunctionStatus } from "../trace/status";
import type { Range } from "./report";
import { missingArguments, type Workspace } from "./workspace";
import { say, t } from "../text/language";
import { plain } from "../text/markdown";
import type { Message } from "../text/message";

/** By their names in torch.jit and torch._jit_internal. */
const DECORATORS: ReadonlyMap<string, ModifierName> = new Map([["ignore", "IGNORE"], ["unused", "UNUSED"], ["export", "EXPORT"], ["_copy_to_script_wrapper", "COPY_TO_SCRIPT_WRAPPER"], ["_drop", "_DROP"]]);

/** "torch.jit.script" of `torch.jit.script` and of a call of it. */
export function dotted(expr: Expr): string {
  if (expr.kind === "Call") return dotted(expr.func);
  if (expr.kind === "Attribute") return `${dotted(expr.value)}.${expr.attr}`;
  return expr.kind === "Name" ? expr.id : "";
}

/** `ignore(True)` and `ignore(drop_on_export=True)` are old ways to write `unused`. */
const drops = (decorator: Expr): boolean =>
  decorator.kind === "Call" && [...decorator.args, ...decorator.keywords.map((k) => k.value)].some((a) => a.kind === "Constant" && a.value.type === "bool" && a.value.value);

const names = new WeakMap<SourceFile, ReadonlyMap<string, readonly Expr[] | string>>();

/** What the names of a file stand for that it imports, or gives a value: under a condition, too. */
function namesOf(source: SourceFile): ReadonlyMap<string, readonly Expr[] | string> {
  const known = names.get(source);
  if (known) return known;
  const out = new Map<string, readonly Expr[] | string>();
  walk(source.body, (n) => {
    if (n.kind === "FunctionDef" || n.kind === "ClassDef" || n.kind === "Lambda") return false;
    if (n.kind === "Import") for (const { name, asname } of n.names) if (asname) out.set(asname, name);
    if (n.kind === "ImportFrom" && n.level === 0) for (const { name, asname } of n.names) out.set(asname ?? name, `${n.module ?? ""}.${name}`);
    const [target] = n.kind === "Assign" && n.targets.length === 1 ? n.targets : [];
    if (n.kind === "Assign" && target?.kind === "Name") {
      const before = out.get(target.id);
      out.set(target.id, [...(typeof before === "object" ? before : []), n.value]);
    }
    return true;
  });
  names.set(source, out);
  return out;
}

/** What a decorator makes of its function; of several between which a condition chooses, the first that is torch's. */
function modifierIn(source: SourceFile, decorator: Expr, depth = 0): ModifierName | undefined {
  if (decorator.kind === "IfExp") return modifierIn(source, decorator.body, depth) ?? modifierIn(source, decorator.orelse, depth);
  const [first = "", ...rest] = dotted(decorator).split(".");
  const stands = namesOf(source).get(first);
  if (typeof stands === "object" && rest.length === 0 && depth < 3) {
    for (const value of stands) {
      const found = modifierIn(source, value, depth + 1);
      if (found) return found;
    }
  }
  const [, name] = /^torch\.(?:jit|_jit_internal)\.(\w+)$/.exec([typeof stands === "string" ? stands : first, ...rest].join(".")) ?? [];
  const modifier = name === undefined ? undefined : DECORATORS.get(name);
  return modifier === "IGNORE" && drops(decorator) ? "UNUSED" : modifier;
}

export function modifierOf(source: SourceFile, node: FunctionDef): ModifierName {
  for (const decorator of node.decorators) {
    const modifier = modifierIn(source, decorator);
    if (modifier) return modifier;
  }
  return "DEFAULT";
}

export function definitionAt(workspace: Workspace, file: string, offset: number): Definition | undefined {
  const source = workspace.source(file);
  return source && definitions(source).find((d) => offset >= d.node.nameSpan.start && offset <= d.node.nameSpan.end);
}

export function nameRange(workspace: Workspace, file: string, definition: Definition): Range {
  const lines = workspace.source(file)?.lineStarts ?? [0];
  return { start: positionAt(lines, definition.node.nameSpan.start), end: positionAt(lines, definition.node.nameSpan.end) };
}

/** Errors of a file that lie inside a definition. */
export function errorsInside(workspace: Workspace, file: string, definition: Definition): string[] {
  const lines = workspace.source(file)?.lineStarts ?? [0];
  const [first, last] = [positionAt(lines, definition.node.start).line, positionAt(lines, definition.node.end).line];
  return workspace.diagnostics(file).filter((d) => d.severity === "error" && d.range.start.line >= first && d.range.start.line <= last).map((d) => say(d.said.message));
}

export function functionFacts(workspace: Workspace, file: string, offset: number): { status: FunctionStatus; each: FunctionStatus[]; errors: string[]; range: Range; unchecked?: Message | undefined } | undefined {
  const definition = definitionAt(workspace, file, offset);
  const source = workspace.source(file);
  if (!source || definition?.node.kind !== "FunctionDef") return undefined;
  const found = workspace.statusesAt(file, definition).map((f) => f.status);
  const written = modifierOf(source, definition.node);
  const instances = found.flatMap((s) => s.instances);
  const worst = (["failed", "compiled", "unknown", "ignored", "unused", "unreached"] as const).find((state) => found.some((s) => s.state === state));
  const built = found.length === 0 && definition.parent?.kind === "class" && definition.node.name === "__init__";
  const unchecked = built || worst ? undefined : workspace.unchecked(file);
  const state = worst ?? (built ? "eager" : written === "IGNORE" ? "ignored" : written === "UNUSED" || written === "_DROP" ? "unused" : unchecked ? "unchecked" : "unreached");
  const modifier = found.find((s) => s.modifier !== "DEFAULT")?.modifier ?? written;
  const status: FunctionStatus = { file, start: definition.node.start, subject: definition.qualname, modifier, state, instances };
  return { status, each: found, errors: errorsInside(workspace, file, definition), range: nameRange(workspace, file, definition), unchecked };
}

export function classFacts(workspace: Workspace, file: string, offset: number): { markdown: string; range: Range } | undefined {
  const definition = definitionAt(workspace, file, offset);
  if (!definition || definition.node.kind !== "ClassDef") return undefined;
  const lines: string[] = [];
  let needed = workspace.needs.get(file)?.find((n) => n.name === definition.qualname)?.parameters;
  for (const root of workspace.roots.values()) {
    if (root.question.file === file && root.question.name === definition.qualname && root.answer) {
      const missing = missingArguments(root);
      if (missing) { needed = missing; continue; }
      const { report, notLoaded } = root.answer;
      const errors = report.diagnostics.filter((d) => d.severity === "error" && !d.unreached).length;
      const verdict = notLoaded ? t`could not be loaded` : report.verdict === "ok" ? t`compiles with torch ${report.torch}` : report.verdict === "unknown" ? t`could not be judged with torch ${report.torch}`
        : errors === 1 ? t`does not compile: 1 error with torch ${report.torch}` : t`does not compile: ${errors} errors with torch ${report.torch}`;
      lines.push(`**TorchScript** · ${verdict}`);
      // what stands in the way may stand in another file
      const [problem] = notLoaded ? report.diagnostics : [];
      if (problem) lines.push("", plain(say(problem.said.message).split("\n")[0] ?? ""));
    }
  }
  if (needed) lines.push(`**TorchScript** · ${t`needs constructor arguments: ${needed.map((p) => `\`${p}\``).join(", ")}. Name them in \`torchscript.yaml\`, or see it below inside a model that builds it.`}`);
  const used: string[] = [];
  for (const root of workspace.roots.values()) {
    const inside = (root.answer?.log.entries ?? []).filter((e) => (e.kind === "module" || e.kind === "concrete-type" || e.kind === "type-shared") && e.subject.split(".").at(-1)?.replace(/_\d+$/, "") === definition.qualname);
    const paths = [...new Set(inside.filter((e) => e.kind === "module").map((e) => e.path ?? ""))].filter(Boolean);
    const [where, which] = [`\`${root.question.target}\``, `${paths.slice(0, 4).map((p) => `\`${p}\``).join(", ")}${paths.length > 4 ? ", …" : ""}`];
    if (paths.length > 0) used.push(`- ${paths.length === 1 ? t`in ${where}: 1 instance (${which})` : t`in ${where}: ${paths.length} instances (${which})`}`);
  }
  if (used.length > 0) lines.push("", t`Built`, ...used);
  return lines.length > 0 ? { markdown: lines.join("\n"), range: nameRange(workspace, file, definition) } : undefined;
}

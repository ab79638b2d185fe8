/** What is known about the function or class whose name stands at an offset: gathered over all roots. */
import type { Expr, FunctionDef } from "../syntax/ast";
import { positionAt } from "../syntax/source";
import { definitions, type Definition } from "../syntax/walk";
import type { ModifierName } from "../trace/log";
import type { FunctionStatus } from "../trace/status";
import type { Range } from "./report";
import { missingArguments, type Workspace } from "./workspace";
import { say, t } from "../text/language";
import { plain } from "../text/markdown";
import type { Message } from "../text/message";

const DECORATORS: Readonly<Record<string, ModifierName>> = {
  "torch.jit.ignore": "IGNORE", "torch.jit.unused": "UNUSED", "torch.jit.export": "EXPORT", "jit.ignore": "IGNORE", "jit.unused": "UNUSED", "jit.export": "EXPORT",
  "torch._jit_internal._copy_to_script_wrapper": "COPY_TO_SCRIPT_WRAPPER", _copy_to_script_wrapper: "COPY_TO_SCRIPT_WRAPPER", "torch.jit._drop": "_DROP",
};

/** "torch.jit.script" of `torch.jit.script` and of a call of it. */
export function dotted(expr: Expr): string {
  if (expr.kind === "Call") return dotted(expr.func);
  if (expr.kind === "Attribute") return `${dotted(expr.value)}.${expr.attr}`;
  return expr.kind === "Name" ? expr.id : "";
}

/** `ignore(True)` and `ignore(drop_on_export=True)` are old ways to write `unused`. */
const drops = (decorator: Expr): boolean =>
  decorator.kind === "Call" && [...decorator.args, ...decorator.keywords.map((k) => k.value)].some((a) => a.kind === "Constant" && a.value.type === "bool" && a.value.value);

export function modifierOf(node: FunctionDef): ModifierName {
  for (const decorator of node.decorators) {
    const modifier = DECORATORS[dotted(decorator)];
    if (modifier) return modifier === "IGNORE" && drops(decorator) ? "UNUSED" : modifier;
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
  if (!definition || definition.node.kind !== "FunctionDef") return undefined;
  const found = workspace.statusesAt(file, definition).map((f) => f.status);
  const written = modifierOf(definition.node);
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

/** Code lenses: on each compile root its verdict, which opens the trace; what a class still needs to be built. */
import type { CodeLens, Command } from "vscode-languageserver/node";
import path from "node:path";
import { methodStates, partOf } from "../project/methodStates";
import { missingArguments, type Root, type Workspace } from "../project/workspace";
import { scriptedNames } from "../project/scriptedNames";
import type { SourceFile, Span } from "../syntax/ast";
import { positionAt } from "../syntax/source";
import { definitions } from "../syntax/walk";
import { uriOf } from "./uris";
import { say, t } from "../text/language";
import { msg, type Message } from "../text/message";

function title(root: Root): string {
  const { answer } = root;
  if (!answer) return t`$(loading~spin) TorchScript: checking`;
  const { report } = answer;
  if (answer.notLoaded || root.failure) return t`$(warning) TorchScript: could not be loaded`;
  const errors = report.diagnostics.filter((d) => d.severity === "error" && !d.unreached).length;
  switch (report.verdict) {
    case "ok": return t`$(pass) TorchScript: compiles with torch ${report.torch}`;
    case "error": return errors === 1 ? t`$(error) TorchScript: 1 error with torch ${report.torch}` : t`$(error) TorchScript: ${errors} errors with torch ${report.torch}`;
    case "unknown": return t`$(question) TorchScript: could not be judged`;
  }
}

const STATE: Readonly<Record<string, Message>> = {
  ignored: msg`$(circle-slash) TorchScript: ignored, stays a call into Python`, unused: msg`$(circle-slash) TorchScript: unused, a call raises`,
  unreached: msg`$(dash) TorchScript: not compiled, nothing compiled calls it`, exported: msg`$(export) TorchScript: compiled as an entry of its own`, unknown: msg`$(question) TorchScript: could not be judged`,
};

/** On functions that are not simply compiled. */
function methodLenses(workspace: Workspace, file: string): { line: number; text: string }[] {
  return methodStates(workspace, file).flatMap(({ line, state }) => { const text = STATE[state]; return text ? [{ line, text: say(text) }] : []; });
}

/** Long lists of parameters are cut. */
function setArguments(file: string, name: string, parameters: readonly string[]): Command {
  const shown = parameters.length > 5 ? [...parameters.slice(0, 4), "..."] : parameters;
  return { title: t`$(gear) TorchScript: set arguments (${shown.join(", ")})`, command: "torchscriptLens.setArguments", arguments: [uriOf(file), name] };
}

/** On a class that is known only as a part of a model. */
function partLens(workspace: Workspace, file: string, name: string, range: CodeLens["range"]): CodeLens[] {
  const part = partOf(workspace, file, name);
  if (!part) return [];
  const whole = part.root.question.name ?? part.root.question.target;
  return [asPart(range, whole, part.failed, part.root.id)];
}

const asPart = (range: CodeLens["range"], whole: string, failed: boolean, root: string): CodeLens =>
  ({ range, command: { title: failed ? t`$(error) TorchScript: fails as a part of ${whole}` : t`$(pass) TorchScript: compiles as a part of ${whole}`, command: "torchscriptLens.showTrace", arguments: [root] } });

function startOf(source: SourceFile, { start }: Span): CodeLens["range"] {
  const position = positionAt(source.lineStarts, start);
  return { start: position, end: position };
}

/** On functions and classes that the file itself hands to torch.jit.script, where the file's root does not stand. */
function scriptedLenses(workspace: Workspace, file: string): CodeLens[] {
  const source = workspace.source(file);
  const root = [...workspace.roots.values()].find((r) => r.question.file === file && r.answer && !r.answer.notLoaded);
  if (!source || !root) return [];
  const taken = new Set([...workspace.roots.values()].filter((r) => r.place.file === file).map((r) => r.place.start));
  return scriptedNames(source).flatMap(({ name, at }): CodeLens[] => {
    const definition = definitions(source).find((d) => d.qualname === name);
    const states = definition?.kind === "function" ? workspace.statusesAt(file, definition).map((s) => s.status.state) : [];
    if (taken.has(at.start) || !states.some((s) => s === "compiled" || s === "failed")) return [];
    return [asPart(startOf(source, at), path.basename(file), states.includes("failed"), root.id)];
  });
}

export function codeLenses(workspace: Workspace, file: string): CodeLens[] {
  const out: CodeLens[] = [];
  for (const root of workspace.roots.values()) {
    if (root.place.file !== file) continue;
    const { range } = workspace.placeNow(root.place);
    const missing = missingArguments(root);
    if (missing && root.question.name !== undefined) {
      out.push(...partLens(workspace, file, root.question.name, range), { range, command: setArguments(file, root.question.name, missing) });
      continue;
    }
    out.push({ range, command: { title: title(root), command: "torchscriptLens.showTrace", arguments: [root.id] } });
    if (root.answer?.report.kind === "module") out.push({ range, command: { title: t`$(type-hierarchy-sub) Graph`, command: "torchscriptLens.showGraph", arguments: [root.id] } });
    if (!root.failure && root.answer?.report.verdict === "ok" && root.answer.report.kind === "module") out.push({ range, command: { title: t`$(package) Export model`, command: "torchscriptLens.export", arguments: [root.id] } });
  }
  for (const need of workspace.needs.get(file) ?? []) {
    const { range } = workspace.placeNow(need.place);
    out.push(...partLens(workspace, file, need.name, range), { range, command: setArguments(file, need.name, need.parameters) });
  }
  const source = workspace.source(file);
  for (const { name, nameSpan } of source ? workspace.builders(file) : []) {
    if (source) out.push({ range: startOf(source, nameSpan), command: { title: t`$(gear) TorchScript: check what it builds`, command: "torchscriptLens.setArguments", arguments: [uriOf(file), name] } });
  }
  out.push(...scriptedLenses(workspace, file));
  for (const { line, text } of methodLenses(workspace, file)) {
    const at = { line, character: 0 };
    out.push({ range: { start: at, end: at }, command: { title: text, command: "" } });
  }
  return out;
}

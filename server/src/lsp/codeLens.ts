/** Code lenses: on each compile root its verdict, which opens the trace; what a class still needs to be built. */
import type { CodeLens } from "vscode-languageserver/node";
import { methodStates } from "../project/methodStates";
import type { Root, Workspace } from "../project/workspace";
import { uriOf } from "./uris";

function title(root: Root): string {
  const { answer } = root;
  if (!answer) return "$(loading~spin) TorchScript: checking";
  const { report } = answer;
  if (answer.notLoaded || root.failure) return "$(warning) TorchScript: could not be loaded";
  const errors = report.diagnostics.filter((d) => d.severity === "error" && !d.unreached).length;
  switch (report.verdict) {
    case "ok": return `$(pass) TorchScript: compiles with torch ${report.torch}`;
    case "error": return `$(error) TorchScript: ${errors} ${errors === 1 ? "error" : "errors"} with torch ${report.torch}`;
    case "unknown": return `$(question) TorchScript: could not be judged`;
  }
}

const STATE: Readonly<Record<string, string>> = {
  ignored: "$(circle-slash) TorchScript: ignored, stays a call into Python", unused: "$(circle-slash) TorchScript: unused, a call raises",
  unreached: "$(dash) TorchScript: not compiled, nothing calls it", exported: "$(export) TorchScript: compiled as an entry of its own", unknown: "$(question) TorchScript: could not be judged",
};

/** On functions that are not simply compiled. */
function methodLenses(workspace: Workspace, file: string): { line: number; text: string }[] {
  return methodStates(workspace, file).flatMap(({ line, state }) => { const text = STATE[state]; return text ? [{ line, text }] : []; });
}

export function codeLenses(workspace: Workspace, file: string): CodeLens[] {
  const out: CodeLens[] = [];
  for (const root of workspace.roots.values()) {
    if (root.place.file !== file) continue;
    const { range } = workspace.placeNow(root.place);
    out.push({ range, command: { title: title(root), command: "torchscriptLens.showTrace", arguments: [root.id] } });
    if (root.answer?.report.kind === "module") out.push({ range, command: { title: "$(type-hierarchy-sub) Graph", command: "torchscriptLens.showGraph", arguments: [root.id] } });
    if (!root.failure && root.answer?.report.verdict === "ok" && root.answer.report.kind === "module") out.push({ range, command: { title: "$(package) Export model", command: "torchscriptLens.export", arguments: [root.id] } });
  }
  for (const need of workspace.needs.get(file) ?? []) {
    out.push({ range: workspace.placeNow(need.place).range, command: { title: `$(gear) TorchScript: set arguments (${need.parameters.join(", ")})`, command: "torchscriptLens.setArguments", arguments: [uriOf(file), need.name] } });
  }
  for (const { line, text } of methodLenses(workspace, file)) {
    const at = { line, character: 0 };
    out.push({ range: { start: at, end: at }, command: { title: text, command: "" } });
  }
  return out;
}

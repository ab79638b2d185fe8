/** What inlay hints say: types that TorchScript gives to what carries no annotation. */
import type { Expr, FunctionDef, SourceFile } from "../syntax/ast";
import { definitions, walk } from "../syntax/walk";
import { headEnd } from "./fixes/decorators";
import { parametersOf, takesSelf } from "./hover";
import { typesAt } from "./typesAt";
import type { Workspace } from "./workspace";
import { say } from "../text/language";
import { msg, pythonType, type Message } from "../text/message";

export type InlayKind = "parameters" | "locals" | "returns";
export interface Inlay { readonly offset: number; readonly text: string; readonly kind: InlayKind; readonly tooltip: string }

const WHY: Readonly<Record<InlayKind, Message>> = {
  parameters: msg`A parameter without an annotation counts as a Tensor in TorchScript, unless its default says otherwise.`,
  locals: msg`The type that TorchScript gives this variable is not the one that Python would lead one to expect. Annotate it to have another.`,
  returns: msg`The result's type as TorchScript infers it.`,
};

const said = (types: readonly string[]): string => types.slice(0, 2).map(pythonType).join(" | ") + (types.length > 2 ? " | …" : "");

/** Where TorchScript's answer is not the obvious one. */
function surprises(value: Expr, type: string): boolean {
  if (value.kind === "List" && value.elts.length === 0) return true;
  if (value.kind === "Dict" && value.keys.length === 0) return true;
  if (value.kind === "Constant") return value.value.type === "None";
  return /^(number|Any|Future|Optional\[|Union\[)/.test(type);
}

export function inlays(workspace: Workspace, file: string, span: { start: number; end: number }, wanted: ReadonlySet<InlayKind>): Inlay[] {
  const source = workspace.source(file);
  if (!source) return [];
  const out: Inlay[] = [];
  const add = (kind: InlayKind, offset: number, text: string): void => {
    if (wanted.has(kind) && offset >= span.start && offset <= span.end) out.push({ offset, text, kind, tooltip: say(WHY[kind]) });
  };
  for (const definition of definitions(source)) {
    const { node } = definition;
    if (node.kind !== "FunctionDef" || node.end < span.start || node.start > span.end) continue;
    const parameters = parametersOf(node);
    const hasSelf = takesSelf(definition);
    parameters.forEach((p, i) => {
      if (p.annotation || i === 0 && hasSelf) return;
      const types = typesAt(workspace, file, p.start, p.start + p.arg.length);
      if (types.length > 0) add("parameters", p.start + p.arg.length, `: ${said(types)}`);
    });
    if (!node.returns) {
      // torch's place of a function's name is the word `def`
      const types = typesAt(workspace, file, node.start, node.start + "def".length);
      const at = types.length > 0 ? headEnd(source, node) : null;
      if (at !== null) add("returns", at, ` -> ${said(types)}`);
    }
    locals(workspace, source, node, add);
  }
  return out.sort((a, b) => a.offset - b.offset);
}

function locals(workspace: Workspace, source: SourceFile, fn: FunctionDef, add: (kind: InlayKind, offset: number, text: string) => void): void {
  const seen = new Set<string>();
  walk(fn.body, (n) => {
    if (n.kind === "FunctionDef" || n.kind === "ClassDef" || n.kind === "Lambda") return false;
    const target = n.kind === "Assign" && n.targets.length === 1 ? n.targets[0] : undefined;
    if (n.kind !== "Assign" || target?.kind !== "Name" || seen.has(target.id)) return true;
    seen.add(target.id);
    const types = typesAt(workspace, source.path, target.start, target.end);
    const [only] = types;
    if (only !== undefined && surprises(n.value, only)) add("locals", target.end, `: ${said(types)}`);
    return true;
  });
}

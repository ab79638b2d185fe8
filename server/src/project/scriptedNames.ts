/** What a file hands to torch.jit.script while it is imported: with a decorator, or in a call whose result it keeps. */
import type { Expr, SourceFile, Span } from "../syntax/ast";
import { dotted } from "./facts";

export interface ScriptedName { readonly name: string; readonly at: Span }

/** Tells torch.jit.script, or a call of it, by how the file writes it. */
export function scriptCheck(source: SourceFile): (e: Expr) => boolean {
  const imported = source.body.some((s) => s.kind === "ImportFrom" && s.module === "torch.jit" && s.names.some((n) => n.name === "script" && n.asname === null));
  return (e) => /(^|\.)jit\.script$/.test(dotted(e)) || imported && dotted(e) === "script";
}

export function scriptedNames(source: SourceFile): ScriptedName[] {
  const isScript = scriptCheck(source);
  const out = new Map<string, Span>();
  for (const s of source.body) {
    if ((s.kind === "FunctionDef" || s.kind === "ClassDef") && s.decorators.some(isScript)) out.set(s.name, s.nameSpan);
    const [target] = s.kind === "Assign" && s.targets.length === 1 ? s.targets : [];
    if (s.kind === "Assign" && target?.kind === "Name" && s.value.kind === "Call" && isScript(s.value.func)) out.set(target.id, target);
  }
  return [...out].map(([name, at]) => ({ name, at }));
}

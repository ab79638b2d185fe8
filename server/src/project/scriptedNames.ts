/** What a file hands to torch.jit.script while it is imported: with a decorator, or in a call whose result it keeps. */
import type { Expr, SourceFile, Span } from "../syntax/ast";
import { dotted } from "./facts";

export interface ScriptedName { readonly name: string; readonly at: Span }

export function scriptedNames(source: SourceFile): ScriptedName[] {
  const imported = source.body.some((s) => s.kind === "ImportFrom" && s.module === "torch.jit" && s.names.some((n) => n.name === "script" && n.asname === null));
  const isScript = (e: Expr): boolean => /(^|\.)jit\.script$/.test(dotted(e)) || imported && dotted(e) === "script";
  const out = new Map<string, Span>();
  for (const s of source.body) {
    if ((s.kind === "FunctionDef" || s.kind === "ClassDef") && s.decorators.some(isScript)) out.set(s.name, s.nameSpan);
    const [target] = s.kind === "Assign" && s.targets.length === 1 ? s.targets : [];
    if (s.kind === "Assign" && target?.kind === "Name" && s.value.kind === "Call" && isScript(s.value.func)) out.set(target.id, target);
  }
  return [...out].map(([name, at]) => ({ name, at }));
}

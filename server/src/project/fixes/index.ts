/** Quick fixes: which there are for a diagnostic. A fix is an edit of the one file that the diagnostic is in. */
import type { SourceFile } from "../../syntax/ast";
import type { ReportDiagnostic } from "../report";
import { attributeType, changedVariable, defaults, emptyAttribute, emptyLiteral, optionalCondition, returnType, unannotatedArgument, unannotatedCallee } from "./annotate";
import { leaveToPython } from "./decorators";
import { wrongAt, type Fix, type TextChange, type Wrong } from "./fix";
import { classFlag, enumerateModules, finalGlobal, superInit } from "./modules";
import { refineAttribute } from "./refine";
import { scriptTheModel } from "./scripted";

export type { Fix, TextChange } from "./fix";
export { exportMethod } from "./decorators";

type Maker = (w: Wrong) => readonly (Fix | null)[];

/** Makers by rule; those under "*" are asked for every error. */
const MAKERS: Readonly<Record<string, readonly Maker[]>> = {
  "schema-mismatch": [unannotatedArgument, unannotatedCallee, emptyLiteral],
  "default-type": [defaults],
  "variable-type-changed": [changedVariable],
  "attribute-type": [attributeType],
  "unknown-attribute": [classFlag, emptyAttribute],
  "return-type": [returnType],
  "not-a-condition": [optionalCondition],
  "module-list-index": [enumerateModules],
  "module-not-initialized": [superInit],
  "python-value": [finalGlobal],
  "load-exception": [scriptTheModel],
  "cannot-script": [scriptTheModel],
  "scripted-output": [scriptTheModel],
  "*": [refineAttribute, leaveToPython],
};

const isUsers = (file: string): boolean => !/[\\/](site|dist)-packages[\\/]/.test(file) && !file.startsWith("/lens/");

/** The best first. `source` is the present text of the diagnostic's file. */
export function fixesFor(diagnostic: ReportDiagnostic, source: SourceFile | undefined): Fix[] {
  if (!source || source.problems.length > 0 || (diagnostic.severity !== "error" && diagnostic.rule !== "scripted-output") || !isUsers(diagnostic.file)) return [];
  const w = wrongAt(diagnostic, source);
  return [...(MAKERS[diagnostic.rule] ?? []), ...(MAKERS["*"] ?? [])].flatMap((make) => make(w)).filter((f) => f !== null);
}

/** Changes of several fixes as one edit: the same change once; a fix that overlaps an earlier one is left out. */
export function together(fixes: readonly Fix[]): TextChange[] {
  const out: TextChange[] = [];
  const same = (a: TextChange, b: TextChange): boolean => a.start === b.start && a.end === b.end && a.text === b.text;
  for (const { changes } of fixes) {
    const fresh = changes.filter((c) => !out.some((o) => same(o, c)));
    if (fresh.some((c) => out.some((o) => c.start < o.end && o.start < c.end || (c.start === o.start && (c.end > c.start || o.end > o.start || /^, |^from typing/.test(c.text)))))) continue;
    out.push(...fresh);
  }
  return out;
}

export function applied(text: string, changes: readonly TextChange[]): string {
  let out = text;
  const ordered = changes.map((c, i) => ({ c, i })).sort((a, b) => b.c.start - a.c.start || b.i - a.i);
  for (const { c } of ordered) out = out.slice(0, c.start) + c.text + out.slice(c.end);
  return out;
}

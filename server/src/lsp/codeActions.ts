/** Quick fixes, and all of one rule at once. The edits are made in `project/fixes`. */
import { CodeActionKind, type CodeAction, type CodeActionParams, type Diagnostic, type TextEdit } from "vscode-languageserver/node";
import { lineText } from "../project/cells";
import { functionFacts } from "../project/facts";
import { exportMethod, fixesAtCall, fixesFor, together, type Fix, type TextChange } from "../project/fixes";
import { touches } from "../project/report";
import { missingArguments, type ShownDiagnostic, type Workspace } from "../project/workspace";
import type { SourceFile } from "../syntax/ast";
import { offsetAt, positionAt, type SourceProvider } from "../syntax/source";
import { definitions } from "../syntax/walk";
import { toDiagnostics } from "./diagnostics";
import { placeOf, rangeInFile } from "./notebooks";
import { uriOf } from "./uris";
import { say, t } from "../text/language";
import type { Message } from "../text/message";

export const FIX_ALL = `${CodeActionKind.SourceFixAll}.torchscript`;

const toEdit = (source: SourceFile) => ({ start, end, text }: TextChange): TextEdit =>
  ({ range: { start: positionAt(source.lineStarts, start), end: positionAt(source.lineStarts, end) }, newText: text });

/** Of a file: where its fixes have their changes, if they say nothing else. */
interface Place { readonly source: SourceFile; readonly sources: SourceProvider }

function action({ source, sources }: Place, title: string, kind: string, fixes: readonly Fix[], diagnostics: Diagnostic[], preferred = false): CodeAction {
  const changes: Record<string, TextEdit[]> = {};
  for (const file of new Set(fixes.map((f) => f.file ?? source.path))) {
    const changed = sources.get(file);
    for (const edit of changed ? together(fixes.filter((f) => (f.file ?? source.path) === file)).map(toEdit(changed)) : []) {
      const { uri, range } = placeOf(file, edit.range);
      (changes[uri] ??= []).push({ ...edit, range });
    }
  }
  return { title, kind, diagnostics: diagnostics.map((d) => ({ ...d, range: placeOf(source.path, d.range).range })), edit: { changes }, ...(preferred ? { isPreferred: true } : {}) };
}

/** Fixes with the same key do the same. */
const keyOf = (fix: Fix | undefined): string => JSON.stringify([fix?.file, fix?.changes]);

interface Fixable { readonly shown: ShownDiagnostic; readonly diagnostic: Diagnostic; readonly fixes: readonly Fix[] }

export function codeActions(workspace: Workspace, file: string, { textDocument: { uri }, range: there, context }: CodeActionParams): CodeAction[] {
  const range = rangeInFile(uri, there);
  const source = workspace.source(file);
  if (!source || source.problems.length > 0) return [];
  const wants = (kind: string): boolean => !context.only || context.only.some((o) => o === "" || kind === o || kind.startsWith(`${o}.`));
  const shown = workspace.diagnostics(file);
  const all: Fixable[] = toDiagnostics(workspace, file, shown).map((diagnostic, i) => ({ shown: shown[i] as ShownDiagnostic, diagnostic, fixes: (shown[i]?.inTorch ? fixesAtCall : fixesFor)(shown[i] as ShownDiagnostic, workspace.sources) }));
  const place: Place = { source, sources: workspace.sources };
  const out: CodeAction[] = [];
  if (wants(CodeActionKind.QuickFix)) {
    const here = all.filter((f) => touches(f.diagnostic.range, range));
    const said = new Set<string>();
    for (const { fixes, diagnostic } of here) {
      fixes.forEach((fix, i) => {
        const key = keyOf(fix);
        if (!said.has(key)) out.push(action(place, say(fix.title), CodeActionKind.QuickFix, [fix], [diagnostic], i === 0 && fix.safe));
        said.add(key);
      });
    }
    out.push(...allOfRule(place, here, all), ...argumentsOf(workspace, here));
    out.push(...exported(workspace, source, offsetAt(source.lineStarts, range.start)));
  }
  if (context.only?.some((o) => o === CodeActionKind.SourceFixAll || o === FIX_ALL)) {
    const best = all.flatMap((f) => (f.fixes[0]?.safe ? [f.fixes[0]] : []));
    if (best.length > 0) out.push(action(place, t`Fix all TorchScript errors that have a safe fix`, FIX_ALL, best, []));
  }
  return out;
}

/** Of classes that their default arguments do not build. */
function argumentsOf(workspace: Workspace, here: readonly Fixable[]): CodeAction[] {
  return [...workspace.roots.values()].flatMap((root) => {
    const { name, file } = root.question;
    const of = missingArguments(root) ? here.filter(({ shown }) => root.answer?.report.diagnostics.some((d) => d.rule === shown.rule && d.message === shown.message)) : [];
    if (of.length === 0 || name === undefined) return [];
    return [{ title: t`Set arguments of ${name}...`, kind: CodeActionKind.QuickFix, diagnostics: of.map((f) => f.diagnostic), command: { title: "", command: "torchscriptLens.setArguments", arguments: [uriOf(file), name] } }];
  });
}

/** What tells fixes of one kind apart: the first gap of their titles in which each says something else. */
function namesIn(titles: readonly Message[]): string[] | undefined {
  const [first] = titles;
  if (!first || titles.some((title) => title.template !== first.template)) return undefined;
  const gaps = Object.keys(first.args).sort((a, b) => first.template.indexOf(`{${a}}`) - first.template.indexOf(`{${b}}`));
  for (const gap of gaps) {
    const said = titles.map(({ args: { [gap]: value } }) => (typeof value === "object" ? say(value) : String(value)));
    if (new Set(said).size === titles.length) return said;
  }
  return undefined;
}

const MOST_NAMED = 4;
const listed = (all: readonly (string | number)[]): string => all.slice(0, MOST_NAMED).join(", ") + (all.length > MOST_NAMED ? ", …" : "");

/** "Fix all 3 of 'python-value' in this file like this: EPS, SCALE, STEP", for the fix that stands first. */
function allOfRule(place: Place, here: readonly Fixable[], all: readonly Fixable[]): CodeAction[] {
  const out: CodeAction[] = [];
  const seen = new Set<string>();
  for (const { shown: { rule }, fixes } of here) {
    const [first] = fixes;
    if (!first?.safe || seen.has(`${rule} ${first.id}`)) continue;
    seen.add(`${rule} ${first.id}`);
    const like = all.filter((f) => f.shown.rule === rule && f.fixes[0]?.id === first.id);
    const different = new Map(like.flatMap((f) => (f.fixes[0] ? [[keyOf(f.fixes[0]), f.fixes[0].title] as const] : [])));
    if (different.size < 2) continue;
    const names = namesIn([...different.values()]);
    const lines = [...new Set(like.map((f) => lineText(place.source, f.diagnostic.range.start.line)))];
    const title = names ? t`Fix all ${different.size} of '${rule}' in this file like this: ${listed(names)}` : t`Fix all ${different.size} of '${rule}' in this file like this (lines ${listed(lines)})`;
    out.push(action(place, title, CodeActionKind.QuickFix, like.flatMap((f) => f.fixes.slice(0, 1)), like.map((f) => f.diagnostic)));
  }
  return out;
}

/** On the name of a method that nothing compiled calls. */
function exported(workspace: Workspace, source: SourceFile, offset: number): CodeAction[] {
  const facts = functionFacts(workspace, source.path, offset);
  const found = definitions(source).find((d) => offset >= d.node.nameSpan.start && offset <= d.node.nameSpan.end);
  if (!["unreached", "unchecked"].includes(facts?.status.state ?? "") || found?.node.kind !== "FunctionDef" || found.parent?.kind !== "class" || (facts?.errors.length ?? 0) > 0) return [];
  const built = [...workspace.roots.values()].some((r) => r.answer?.log.entries.some((e) => e.kind === "module" && e.subject.split(".").at(-1) === found.parent?.node.name));
  const fix = built ? exportMethod(source, found.node) : null;
  return fix ? [action({ source, sources: workspace.sources }, say(fix.title), CodeActionKind.QuickFix, [fix], [])] : [];
}

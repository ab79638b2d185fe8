/** "Why does this not script?" as one text, for a person or a language model: errors with their call path, the rules behind them, the fixes. */
import { lineText } from "./cells";
import { definitions, innermostAround, type Definition } from "../syntax/walk";
import { offsetAt } from "../syntax/source";
import { productRoot } from "./environment";
import { fixesFor } from "./fixes";
import type { FileRange } from "./report";
import { placeTextIn } from "./places";
import { readRules, readWays, type Rule } from "./rules";
import { whyNotCompiled } from "./whyNot";
import type { Root, ShownDiagnostic, Workspace } from "./workspace";
import { msg, type Message } from "../text/message";
import type { Severity } from "../trace/log";
import { chainText } from "../trace/present";

/** What is asked about: a class, function or "Class.method" by name, else what stands at an offset, else the whole file. */
export interface Asked { readonly file: string; readonly name?: string | undefined; readonly offset?: number | undefined }

/** The language of whoever asks, and a message in it. */
export interface Teller { readonly language: string; readonly tell: (said: Message) => string }

const MOST_ERRORS = 8;
const SEVERITY: Readonly<Record<Severity, Message>> = { error: msg`error`, warning: msg`warning`, information: msg`information` };

interface Catalogue { readonly rules: ReadonlyMap<string, Rule>; readonly ways: Readonly<Record<string, string>> }
const known = new Map<string, Catalogue>();
function catalogue(language: string): Catalogue {
  const found = known.get(language) ?? { rules: new Map(readRules(productRoot(), language).map((r) => [r.id, r])), ways: readWays(productRoot(), language) };
  known.set(language, found);
  return found;
}

const isInside = (workspace: Workspace, at: FileRange, { file }: Asked, definition: Definition): boolean => {
  const source = at.file === file ? workspace.source(file) : undefined;
  const offset = source && offsetAt(source.lineStarts, at.range.start);
  return offset !== undefined && offset >= definition.node.start && offset <= definition.node.end;
};

function definitionAsked(workspace: Workspace, { file, name, offset }: Asked): Definition | undefined {
  const source = workspace.source(file);
  const all = source ? definitions(source) : [];
  if (name) return all.find((d) => d.qualname === name) ?? all.find((d) => d.node.name === name);
  return offset === undefined ? undefined : innermostAround(all, offset);
}

function place(workspace: Workspace, at: FileRange): string {
  const text = workspace.source(at.file);
  const line = text?.text.slice(text.lineStarts[at.range.start.line], text.lineStarts[at.range.start.line + 1]).trim();
  return `${workspace.relative(at.file)}:${lineText(text, at.range.start.line)}${line ? `: \`${line}\`` : ""}`;
}

const sentence = (text: string): string => text.trim().replace(/\s*\n\s*/g, " ");

/** Why torch compiles the function that an error stands in: in a module that a model builds, no call leads there. */
function because(workspace: Workspace, d: ShownDiagnostic, tell: Teller["tell"]): string[] {
  const source = workspace.source(d.file);
  const around = source && innermostAround(definitions(source).filter((f) => f.kind === "function"), offsetAt(source.lineStarts, d.range.start));
  const [first] = around && !d.unreached ? workspace.statusesAt(d.file, around).flatMap(({ status }) => status.instances) : [];
  return first ? [tell(msg`Compiled because: ${chainText(first.because, first.entry, placeTextIn(workspace), tell)}`)] : [];
}

/** One error, as a section. `told`: the section that has the text of its rule already, or 0. */
function section(workspace: Workspace, d: ShownDiagnostic, number: number, told: number, { language, tell }: Teller): string[] {
  const { rules, ways } = catalogue(language);
  const rule = rules.get(d.rule);
  const fixes = fixesFor(d, workspace.sources).map((f) => tell(f.title));
  const way = rule && told === 0 ? ways[rule.export] : undefined;
  return [
    `## ${number}. ${rule?.title ?? d.rule} (\`${d.rule}\`, ${tell(SEVERITY[d.severity])})`,
    ...(d.stops?.length ? [tell(msg`torch.jit.script stops at this error; the others would come after it.`)] : []),
    tell(msg`At ${place(workspace, d)}`),
    tell(d.said.message).split("\n").join("\n\n"),
    ...(d.said.notes.length ? [[tell(msg`In detail:`), ...d.said.notes.slice(0, 5).map((n) => `- ${tell(n).split("\n")[0] ?? ""}`)].join("\n")] : []),
    ...because(workspace, d, tell),
    ...(d.calledFrom.length ? [[tell(msg`Reached through:`), ...d.calledFrom.map((from) => `- ${place(workspace, from)}`)].join("\n")] : []),
    ...(rule && told > 0 ? [tell(msg`What torch does and how to fix it: see ${told}.`)] : rule ? [`**${tell(msg`What torch does.`)}** ${sentence(rule.torch)}`, `**${tell(msg`How to fix it.`)}** ${sentence(rule.fix)}`] : []),
    ...(fixes.length ? [[tell(msg`Quick fixes that the editor offers here:`), ...fixes.map((f) => `- ${f}`)].join("\n")] : []),
    ...(way ? [`**${tell(msg`With torch.export.`)}** ${sentence(way)}`] : []),
  ];
}

function verdict({ question: { target }, answer, failure }: Root): Message {
  const report = (failure?.answer ?? answer)?.report;
  if (!report) return msg`${target}: is being checked`;
  const errors = report.diagnostics.filter((d) => d.severity === "error" && !d.unreached).length;
  if (failure || answer?.notLoaded) return msg`${target}: could not be loaded`;
  if (report.verdict === "ok") return msg`${target}: scripts with torch ${report.torch}`;
  if (report.verdict === "unknown") return msg`${target}: cannot be judged by this tool (torch ${report.torch})`;
  return errors === 1 ? msg`${target}: does not script with torch ${report.torch}: 1 error` : msg`${target}: does not script with torch ${report.torch}: ${errors} errors`;
}

/** Markdown. */
export function explain(workspace: Workspace, asked: Asked, teller: Teller): string {
  const { file, name } = asked;
  const { tell } = teller;
  const source = workspace.source(file);
  if (!source) return tell(msg`${workspace.relative(file)} cannot be read.`);
  const definition = definitionAsked(workspace, asked);
  if (name && !definition) return tell(msg`${workspace.relative(file)} has no class or function '${name}'. It has: ${definitions(source).map((d) => d.qualname).join(", ") || msg`none`}.`);
  const roots = [...workspace.roots.values()].filter((r) => r.question.file === file || r.answer?.files.includes(file) || r.failure?.answer.files.includes(file));
  const own = definition?.kind === "class" && !definition.qualname.includes(".") ? roots.filter((r) => r.question.name === definition.qualname) : [];
  const asking = own.length > 0 ? own : roots;
  const files = new Set([file, ...asking.flatMap((r) => [...(r.answer?.report.diagnostics ?? []), ...(r.failure?.answer.report.diagnostics ?? [])].map((d) => d.file))]);
  const targets = new Set(asking.map((r) => r.question.target));
  const all = [...files].flatMap((f) => workspace.diagnostics(f)).filter((d) => d.severity !== "information" || d.rule !== "missing-package");
  const concerns = (d: ShownDiagnostic): boolean => !definition || (own.length > 0 && (d.stops?.some((t) => targets.has(t)) ?? false))
    || isInside(workspace, d, asked, definition) || d.calledFrom.some((from) => isInside(workspace, from, asked, definition));
  const found = all.filter(concerns).sort((a, b) => rank(a) - rank(b));
  const what = definition ? msg`'${definition.qualname}' of ${workspace.relative(file)}` : workspace.relative(file);
  const needs = workspace.needs.get(file)?.filter((n) => !definition || n.name === definition.qualname.split(".")[0]) ?? [];
  const out = [`# ${tell(msg`Does ${what} script?`)}`];
  if (asking.length > 0) out.push(asking.map((root) => `- ${tell(verdict(root))}`).join("\n"));
  if (needs.length > 0) out.push(needs.map((n) => `- ${tell(msg`${n.name} needs constructor arguments (${n.parameters.join(", ")}): give them in torchscript.yaml, then it can be checked.`)}`).join("\n"));
  if (found.length === 0) {
    const why = definition?.node.kind === "FunctionDef" ? whyNotCompiled(workspace, file, definition.node.nameSpan.start) : undefined;
    const compiled = definition?.node.kind === "FunctionDef" && workspace.statusesAt(file, definition).some(({ status }) => status.state !== "unreached");
    out.push(tell(compiled ? msg`It is compiled, and nothing is wrong with it.` : why ?? (asking.length > 0 ? msg`Nothing was found that keeps it from compiling.` : msg`Nothing here is handed to torch.jit.script: a class derived from nn.Module, or an entry in torchscript.yaml, is looked at.`)));
  }
  found.slice(0, MOST_ERRORS).forEach((d, i) => out.push(...section(workspace, d, i + 1, found.slice(0, i).findIndex((before) => before.rule === d.rule) + 1, teller)));
  if (found.length > MOST_ERRORS) out.push(tell(msg`And ${found.length - MOST_ERRORS} more.`));
  return `${out.join("\n\n")}\n`;
}

const rank = (d: ShownDiagnostic): number => (d.stops?.length ? 0 : 1) + (d.severity === "error" ? 0 : 2) + (d.unreached ? 4 : 0);

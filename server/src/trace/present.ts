/** How one step of the compile log is put before a person: markdown for hovers and tooltips. */
import type { SourceRange } from "../syntax/source";
import type { LogEntry } from "./log";
import { reasonOf, reasonText, titleOf } from "./tree";
import { MODIFIERS, type FunctionStatus, type ScriptState } from "./status";
import { say, t } from "../text/language";
import { plain } from "../text/markdown";
import { msg, plainType, type Message } from "../text/message";

export type PlaceText = (range: SourceRange) => string;

const STATE_TEXT: Readonly<Record<ScriptState, Message>> = {
  compiled: msg`compiled`, failed: msg`compiled, with errors`, ignored: msg`ignored: stays a call into Python`,
  unused: msg`unused: a call raises`, unreached: msg`not compiled: nothing that is compiled calls it`, unknown: msg`could not be judged (a limit of this tool)`,
  eager: msg`runs in Python when the object is built, before torch.jit.script sees it: never compiled`,
  unchecked: msg`not checked`,
};

/** "`forward` of model.0 ← called from model.py:12:3 ← ..." */
export function chainText(because: readonly LogEntry[], first: LogEntry, place: PlaceText, tell: (said: Message) => string = say): string {
  const steps: string[] = [];
  if (first.reason) steps.push(plain(tell(reasonOf(first.reason, place))));
  for (const entry of because) {
    if (entry.kind === "method" || entry.kind === "function" || entry.kind === "hook" || entry.kind === "property") {
      steps.push(`\`${entry.subject}\`${entry.reason ? ` (${plain(tell(reasonOf(entry.reason, place)))})` : ""}`);
    } else if (entry.kind === "module" || entry.kind === "dispatch") {
      steps.push(plain(titleOf(entry)));
    }
    if (steps.length >= 8) { steps.push("…"); break; }
  }
  return steps.join(" ← ");
}

export interface HoverFacts {
  readonly status: FunctionStatus;
  /** The same of each model that was checked by itself. */
  readonly each: readonly FunctionStatus[];
  readonly place: PlaceText;
  /** Messages of errors inside this function. */
  readonly errors: readonly string[];
  /** Why it was not checked, where it was not. */
  readonly unchecked?: Message | undefined;
}

/** Schemas, and by how many concrete types of one model each is shared. A model that is a part of another one is no further type. */
function schemasOf(each: readonly FunctionStatus[]): Map<string, number> {
  const out = new Map<string, number>();
  for (const { instances } of each) {
    const here = instances.flatMap(({ entry }) => (entry.schema ? [plainType(entry.schema)] : []));
    for (const schema of new Set(here)) out.set(schema, Math.max(out.get(schema) ?? 0, here.filter((s) => s === schema).length));
  }
  return out;
}

/** Markdown for a function or method. */
export function functionHover({ status, each, place, errors, unchecked }: HoverFacts): string {
  if (status.state === "eager") return `**TorchScript** · ${say(STATE_TEXT.eager)}`;
  const { modifier, state } = status;
  // of an ignored function the modifier says all
  const marked = modifier !== "DEFAULT", told = marked && (state === "ignored" || state === "unused");
  const lines = [`**TorchScript** · \`${modifier}\` · ${say(told ? MODIFIERS[modifier] : STATE_TEXT[state])}`];
  if (marked && !told) lines.push("", `*${modifier}*: ${say(MODIFIERS[modifier])}.`);
  if (unchecked) lines.push("", say(unchecked));
  const schemas = schemasOf(each);
  if (schemas.size > 0) {
    lines.push("", "```", ...[...schemas].slice(0, 5).map(([s, n]) => (n > 1 ? `${s}   (${t`${n} concrete types`})` : s)), "```");
    if (schemas.size > 5) lines.push(t`and ${schemas.size - 5} more schemas`);
  }
  const shown = state === "unreached" ? [] : status.instances.slice(0, 3);
  if (shown.length > 0) lines.push("", t`Because of:`, ...shown.map((i) => `- ${i.entry.path ? `\`${i.entry.path}\`: ` : ""}${chainText(i.because, i.entry, place)}`));
  if (shown.length > 0 && status.instances.length > 3) lines.push(`- ${t`and ${status.instances.length - 3} more`}`);
  if (state === "unreached" && errors.length > 0) lines.push("", t`Looked at ahead of time:`);
  for (const message of errors.slice(0, 3)) lines.push("", `✗ ${plain(message.split("\n")[0] ?? "")}`);
  return lines.join("\n");
}

export function entryTooltip(entry: LogEntry, place: PlaceText): string {
  const lines = [`**${plain(titleOf(entry))}**`];
  if (entry.schema) lines.push("", "```", entry.schema, "```");
  if (entry.reason) lines.push("", t`Why: ${plain(reasonText(entry.reason, place))}`);
  const detail = say(entry.detail);
  if (detail) lines.push("", plain(detail));
  if (entry.modifier) lines.push("", `\`${entry.modifier}\`: ${say(MODIFIERS[entry.modifier])}`);
  if (entry.range) lines.push("", plain(place(entry.range)));
  if (entry.duration >= 0.05) lines.push("", `${entry.duration.toFixed(1)} ms`);
  return lines.join("\n");
}

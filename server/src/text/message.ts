/**
 * A message as data: an English template and what stands in its gaps. Whoever shows it chooses the
 * language (`language.ts`); the compile log, `--json` and the tests have English.
 */

export interface Message {
  /** English, with `{name}` or `{0}` where the arguments stand: the key of its translations. */
  readonly template: string;
  readonly args: Readonly<Record<string, Argument>>;
}
/** Code, a name, a type or a number is the same in each language; a message is translated in its turn. */
export type Argument = string | number | Message;
/** An argument with a name, `{ wanted: "int" }`: what quick fixes read of a diagnostic. */
export type Named = Readonly<Record<string, Argument>>;

export const isMessage = (value: unknown): value is Message => typeof value === "object" && value !== null && "template" in value && typeof value.template === "string" && "args" in value && typeof value.args === "object";

/** A message written in its place: msg`'${name}' is not defined`, with names for facts: msg`must be ${{ wanted }}`. */
export function msg(texts: TemplateStringsArray, ...values: readonly (Argument | Named)[]): Message {
  const args: Record<string, Argument> = {};
  let template = texts[0] ?? "";
  values.forEach((value, i) => {
    const [name, argument] = typeof value === "object" && !isMessage(value) ? Object.entries(value)[0] ?? [String(i), ""] : [String(i), value];
    args[name] = argument;
    template += `{${name}}${texts[i + 1] ?? ""}`;
  });
  return { template, args };
}

/** What is no sentence of ours (code, Python's own words): the same in each language. */
export const verbatim = (text: string): Message => ({ template: "{text}", args: { text } });
export const NOTHING: Message = { template: "", args: {} };

/** Several messages as one. */
export function joined(messages: readonly Message[], between: string): Message {
  return { template: messages.map((_, i) => `{${i}}`).join(between), args: Object.fromEntries(messages.map((m, i) => [String(i), m])) };
}

/** "__torch__.layers.___torch_mangle_3.Conv" → "layers.Conv": torch's spelling of a class says no more to a reader. */
export const plainType = (type: string): string => type.replace(/\b__torch__\./g, "").replace(/___torch_mangle_\d+\./g, "").replaceAll("[ Tensor (undefined) ]", "None");

/** As Python writes it. */
export const pythonType = (type: string): string => plainType(type).replace(/\bNoneType\b/g, "None");

/** `translate` gives a template's translation, or the template itself. */
export function filled(message: Message, translate: (template: string) => string): string {
  return translate(message.template).replace(/\{(\w+)\}/g, (gap, name: string) => {
    const value = Object.hasOwn(message.args, name) ? message.args[name] : undefined;
    return value === undefined ? gap : typeof value === "object" ? filled(value, translate) : plainType(String(value));
  });
}

const inEnglish = new WeakMap<Message, string>();
export function english(message: Message): string {
  let text = inEnglish.get(message);
  if (text === undefined) inEnglish.set(message, (text = filled(message, (template) => template)));
  return text;
}

/** A message with facts that its words do not show. */
export const knowing = (message: Message, facts: Readonly<Record<string, string>>): Message => ({ ...message, args: { ...message.args, ...facts } });

/** Everything that stands in the gaps of a message and of those in it: names, types, code. */
export function saidIn({ args }: Message): string[] {
  return Object.values(args).flatMap((value) => (typeof value === "object" ? saidIn(value) : [String(value)]));
}

/** The named arguments of a message and of those in it, as text: what it says, without its words. */
export function factsOf(message: Message): Readonly<Record<string, string>> {
  const out: Record<string, string> = {};
  const visit = ({ args }: Message): void => {
    for (const [name, value] of Object.entries(args)) {
      if (!/^\d+$/.test(name)) out[name] ??= typeof value === "object" ? english(value) : String(value);
      if (typeof value === "object") visit(value);
    }
  };
  visit(message);
  return out;
}

/** An error that carries its words as data. Where it was thrown is of no interest, and finding that out takes longer than the rest. Its words are put together when somebody reads them. */
export class Traceless extends Error {
  constructor(readonly text: Message) {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    super();
    Error.stackTraceLimit = limit;
  }
}
Object.defineProperty(Traceless.prototype, "message", { configurable: true, get(this: Traceless): string { return english(this.text); } });

/** What an error says. */
export const messageOf = (error: unknown): Message => (error instanceof Traceless ? error.text : verbatim(error instanceof Error ? error.message : String(error)));

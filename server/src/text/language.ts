/** The language in which this process speaks to a person: English, unless the editor that started it says otherwise. */
import korean from "./ko.json";
import { filled, msg, type Argument, type Message, type Named } from "./message";

const TABLES: Readonly<Record<string, Readonly<Record<string, string>>>> = { ko: korean };
const ENGLISH = "en";
let language = ENGLISH;
let table: Readonly<Record<string, string>> = {};

/** `locale` as in LSP's `initialize`: "ko", "ko-KR", "en-us". */
export function speak(locale: string | undefined): void {
  const asked = locale?.toLowerCase().split(/[-_]/)[0] ?? ENGLISH;
  [language, table] = Object.hasOwn(TABLES, asked) ? [asked, TABLES[asked] ?? {}] : [ENGLISH, {}];
}

/** "en", or one of those that there is a table for. */
export const spoken = (): string => language;

/** A message in the language of this process. */
export const say = (message: Message): string => filled(message, (template) => (Object.hasOwn(table, template) ? table[template] : undefined) ?? template);

/** `msg`, said at once. */
export const t = (texts: TemplateStringsArray, ...values: readonly (Argument | Named)[]): string => say(msg(texts, ...values));

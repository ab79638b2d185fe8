/** The language in which this process speaks to a person: English, unless the editor that started it says otherwise. */
import korean from "./ko.json";
import { filled, msg, type Argument, type Message, type Named } from "./message";

const TABLES: Readonly<Record<string, Readonly<Record<string, string>>>> = { ko: korean };
let table: Readonly<Record<string, string>> = {};

/** `locale` as in LSP's `initialize`: "ko", "ko-KR", "en-us". */
export function speak(locale: string | undefined): void { table = TABLES[locale?.toLowerCase().split(/[-_]/)[0] ?? ""] ?? {}; }

/** A message in the language of this process. */
export const say = (message: Message): string => filled(message, (template) => (Object.hasOwn(table, template) ? table[template] : undefined) ?? template);

/** `msg`, said at once. */
export const t = (texts: TemplateStringsArray, ...values: readonly (Argument | Named)[]): string => say(msg(texts, ...values));

/** What the front end refuses; caught where it goes on. */
import type { SourceRange } from "../../syntax/source";
import { english, type Message } from "../../text/message";

export class Refusal extends Error {
  constructor(
    readonly rule: string,
    /** Null: torch fails without naming a place. */
    readonly range: SourceRange | null,
    readonly text: Message,
  ) {
    super(english(text));
  }
}

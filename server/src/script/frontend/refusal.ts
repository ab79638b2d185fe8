/** What the front end refuses; caught where it goes on. */
import type { SourceRange } from "../../syntax/source";
import { Traceless, type Message } from "../../text/message";

export class Refusal extends Traceless {
  constructor(
    readonly rule: string,
    /** Null: torch fails without naming a place. */
    readonly range: SourceRange | null,
    text: Message,
  ) {
    super(text);
  }
}

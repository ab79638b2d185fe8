/** What the front end refuses; caught where it goes on. */
import type { SourceRange } from "../../syntax/source";

export class Refusal extends Error {
  constructor(
    readonly rule: string,
    /** Null: torch fails without naming a place. */
    readonly range: SourceRange | null,
    message: string,
  ) {
    super(message);
  }
}

/**
 * How the compiler speaks of errors inside itself. Outside `script/`, errors are values in the
 * compile log; nothing here leaves the room as an exception.
 */
import type { SourceRange } from "../syntax/source";
import { english, msg, type Message } from "../text/message";

/** What torch calls ErrorReport: the user's error, at a place. Caught where the compiler goes on (expression, statement, method). */
export class ScriptError extends Error {
  constructor(
    /** Rule id of the catalogue, e.g. "unknown-attribute". */
    readonly rule: string,
    /** Null: the emitter puts in the range of the construct it is at; torch may give none at all (then `noPlace`). */
    readonly range: SourceRange | null,
    readonly text: Message,
    readonly notes: readonly Message[] = [],
    /** torch raises this one without any source range. */
    readonly noPlace = false,
  ) {
    super(english(text));
  }
}

/** Follows only from an Unknown: the expression becomes Unknown and nothing is reported. */
export class FollowsFromUnknown extends Error {
  constructor() { super("follows from an unknown"); }
}

/** The tool itself cannot do this yet: verdict `unknown`, severity information; never the user's error. */
export class OwnLimit extends Error {
  constructor(readonly range: SourceRange | null, readonly text: Message) { super(english(text)); }
}

/** What comes from a package that the loader did not find: it is some placeholder, and nothing is known of the thing itself. */
export function notInstalled(name: string, range: SourceRange | null): OwnLimit {
  return new OwnLimit(range, msg`'${name}' comes from a package that is not installed here, so what it is to TorchScript is not known`);
}

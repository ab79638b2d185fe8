/**
 * How the compiler speaks of errors inside itself. Outside `script/`, errors are values in the
 * compile log; nothing here leaves the room as an exception.
 */
import type { SourceRange } from "../syntax/source";
import { msg, Traceless, verbatim, type Message } from "../text/message";

/** What torch calls ErrorReport: the user's error, at a place. Caught where the compiler goes on (expression, statement, method). */
export class ScriptError extends Traceless {
  constructor(
    /** Rule id of the catalogue, e.g. "unknown-attribute". */
    readonly rule: string,
    /** Null: the emitter puts in the range of the construct it is at; torch may give none at all (then `noPlace`). */
    readonly range: SourceRange | null,
    text: Message,
    readonly notes: readonly Message[] = [],
    /** torch raises this one without any source range. */
    readonly noPlace = false,
  ) {
    super(text);
  }
}

/** Follows only from an Unknown: the expression becomes Unknown and nothing is reported. */
export class FollowsFromUnknown extends Traceless {
  /** It says nothing, so one does for all. */
  static readonly ERROR = new FollowsFromUnknown();
  private constructor() { super(verbatim("follows from an unknown")); }
}

/** The tool itself cannot do this yet: verdict `unknown`, severity information; never the user's error. */
export class OwnLimit extends Traceless {
  constructor(readonly range: SourceRange | null, text: Message) { super(text); }
}

/** Where the interpreter has the modules of Python itself; they cannot be read from here. */
const PYTHON_LIBRARY = "/lib/python";

/** Its source is not to be had; `otherwise` says so where it is not Python's own. */
export function noSource({ file, qualname }: { readonly file: string | null; readonly qualname: string }, otherwise: Message): ScriptError {
  return new ScriptError("no-source", null, file?.startsWith(PYTHON_LIBRARY) ? msg`torch compiles '${qualname}' from the source of Python's own library, which is not written for TorchScript` : otherwise, [], true);
}

/** What comes from a package that the loader did not find, or is not written for its torch: it is some placeholder, and nothing is known of the thing itself. */
export function notInstalled(name: string, range: SourceRange | null): OwnLimit {
  if (name.startsWith("torch.")) return new OwnLimit(range, msg`'${{ missing: name }}' is known here by name only, so nothing can be said of its use in TorchScript`);
  return new OwnLimit(range, msg`'${{ missing: name }}' comes from a package that is not installed here, so nothing can be said of its use in TorchScript`);
}

/** An Optional that is used without a test: `assert x is not None` before it, as Python itself would stop there. */
import type { For, Subscript } from "../../syntax/ast";
import type { AnyNode } from "../../syntax/walk";
import { argumentMeant } from "./convert";
import { freeName, isAlwaysRun, isSelfAttribute, linesBefore, oneFix, replaced, selfOf, statementOf, textOf, type Fix, type Wrong } from "./fix";
import { msg } from "../../text/message";

/** The value that the diagnostic speaks of, and whether Python, too, fails when it is None. */
function optionalMeant(w: Wrong): { value: AnyNode; fails: boolean } | undefined {
  const { rule, message } = w.diagnostic;
  const exact = (n: AnyNode): boolean => n.start === w.start && n.end === w.end;
  if (rule === "unknown-attribute" && /^Optional\[.+\] has no attribute or method '/.test(message)) {
    const found = w.path.findLast((n) => n.kind === "Attribute" && exact(n));
    return found?.kind === "Attribute" ? { value: found.value, fails: true } : undefined;
  }
  if (rule === "not-subscriptable" && message.startsWith("Optional[")) {
    const found = w.path.findLast((n): n is Subscript => n.kind === "Subscript" && exact(n));
    return found && { value: found.value, fails: true };
  }
  if (rule === "not-iterable" && message.startsWith("Optional[")) {
    const found = w.path.findLast((n): n is For => n.kind === "For" && n.start === w.start);
    return found && { value: found.iter, fails: true };
  }
  const said = /argument '(\w+)' must be ([^;\n]+), not Optional\[([^;\n]+)\](?:;|$|\n)/.exec(message);
  if (rule !== "schema-mismatch" || !said?.[1] || said[2] !== said[3]) return undefined;
  const value = argumentMeant(w, said[1]);
  return value && { value, fails: w.path.some((n) => n.kind === "BinOp" && exact(n)) };
}

export function assertNotNone(w: Wrong): Fix[] {
  const meant = optionalMeant(w);
  const statement = statementOf(w);
  if (!meant || !w.fn || !statement || !isAlwaysRun(w, statement) || statement.kind === "FunctionDef") return [];
  const { value, fails } = meant;
  const text = textOf(w.source, value);
  if (value.kind === "Name") return oneFix("assert-not-none", msg`Assert before that '${text}' is not None`, fails, [linesBefore(w.source, statement.start, [`assert ${text} is not None`])]);
  const self = selfOf(w.fn);
  if (!self || !isSelfAttribute(value, self)) return [];
  const local = freeName(w.source, w.fn, value.attr, `${value.attr}_value`, `${value.attr}_here`);
  if (!local) return [];
  return oneFix("assert-not-none", msg`Take '${text}' into a local and assert that it is not None`, fails, [
    linesBefore(w.source, statement.start, [`${local} = ${text}`, `assert ${local} is not None`]), replaced(value, local),
  ]);
}

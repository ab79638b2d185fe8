/** What the grammar accepts and CPython refuses: statements in places where they have no meaning. */
import type { Stmt } from "./ast";
import type { Conversion } from "./concrete";
import { msg } from "../text/message";

const LINE_END: ReadonlySet<number> = new Set([10, 13]);

interface Place { readonly inFunction: boolean; readonly inLoop: boolean; /** In a function, or in a class in one. */ readonly enclosed?: boolean; readonly top?: true }

/** Indentation of the line that a statement begins; null where something stands before it. */
function indentOf(c: Conversion, s: Stmt): number | null {
  const start = s.kind === "FunctionDef" || s.kind === "ClassDef" ? s.decoratorStart : s.start;
  let width = 0;
  let at = start;
  while (at > 0 && !LINE_END.has(c.text.charCodeAt(at - 1))) at--;
  for (; at < start; at++) {
    const ch = c.text[at];
    if (ch === " ") width++;
    else if (ch === "\t") width += 8 - (width % 8);
    else if (ch === "\f") width = 0;
    else if (ch !== "\ufeff") return null;
  }
  return width;
}

/** Statements of one block begin in one column; those of a file in the first. */
export function checkIndentation(c: Conversion, body: readonly Stmt[], expected?: number): void {
  let column = expected;
  for (const s of body) {
    if (s.kind === "ErrorStmt") continue;
    const width = indentOf(c, s);
    // Behind a line continuation a statement may begin anywhere.
    if (width === null || /\\\r?\n[ \t]*$/.test(c.text.slice(Math.max(0, s.start - 80), s.start))) continue;
    column ??= width;
    if (width !== column) c.problem(s.start, Math.min(s.end, s.start + 1), msg`the indentation does not fit`);
  }
}

export function checkPlacement(c: Conversion, body: readonly Stmt[], outer: Place = { inFunction: false, inLoop: false, top: true }): void {
  checkIndentation(c, body, outer.top === true ? 0 : undefined);
  const place: Place = { inFunction: outer.inFunction, inLoop: outer.inLoop, enclosed: outer.enclosed ?? false };
  for (const s of body) {
    switch (s.kind) {
      case "FunctionDef": checkPlacement(c, s.body, { inFunction: true, inLoop: false, enclosed: true }); break;
      case "ClassDef": checkPlacement(c, s.body, { inFunction: false, inLoop: false, enclosed: place.enclosed ?? false }); break;
      case "Return":
        if (!place.inFunction) c.problem(s.start, s.end, msg`'return' stands outside of a function`);
        break;
      case "Break": case "Continue":
        if (!place.inLoop) c.problem(s.start, s.end, msg`'${s.kind.toLowerCase()}' stands outside of a loop`);
        break;
      case "For": case "While":
        checkPlacement(c, s.body, { ...place, inLoop: true });
        checkPlacement(c, s.orelse, place);
        break;
      case "If": {
        // A chain of elifs may be longer than the stack is deep.
        let node = s;
        for (;;) {
          checkPlacement(c, node.body, place);
          const [next] = node.orelse;
          if (node.orelse.length !== 1 || next?.kind !== "If" || !c.text.startsWith("elif", next.start)) break;
          node = next;
        }
        checkPlacement(c, node.orelse, place);
        break;
      }
      case "Nonlocal":
        if (!place.enclosed) c.problem(s.start, s.end, msg`'nonlocal' stands outside of a function`);
        break;
      case "With": checkPlacement(c, s.body, place); break;
      case "Try":
        checkPlacement(c, s.body, place);
        for (const h of s.handlers) checkPlacement(c, h.body, place);
        checkPlacement(c, s.orelse, place);
        checkPlacement(c, s.finalbody, place);
        break;
      case "Match": for (const b of s.bodies) checkPlacement(c, b, place); break;
      default:
    }
  }
}

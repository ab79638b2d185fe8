/** What the grammar accepts and CPython refuses: statements in places where they have no meaning. */
import type { Stmt } from "./ast";
import type { Conversion } from "./concrete";

interface Place { readonly inFunction: boolean; readonly inLoop: boolean }

export function checkPlacement(c: Conversion, body: readonly Stmt[], place: Place = { inFunction: false, inLoop: false }): void {
  for (const s of body) {
    switch (s.kind) {
      case "FunctionDef": checkPlacement(c, s.body, { inFunction: true, inLoop: false }); break;
      case "ClassDef": checkPlacement(c, s.body, { inFunction: false, inLoop: false }); break;
      case "Return":
        if (!place.inFunction) c.problem(s.start, s.end, "'return' stands outside of a function.");
        break;
      case "Break": case "Continue":
        if (!place.inLoop) c.problem(s.start, s.end, `'${s.kind.toLowerCase()}' stands outside of a loop.`);
        break;
      case "For": case "While":
        checkPlacement(c, s.body, { ...place, inLoop: true });
        checkPlacement(c, s.orelse, place);
        break;
      case "If":
        checkPlacement(c, s.body, place);
        checkPlacement(c, s.orelse, place);
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

/** Where a class body says what torch, which reads the class itself, gives no place for. */
import type { GClass } from "../../host/objectGraph";
import type { Expr, Stmt } from "../../syntax/ast";
import type { SourceRange } from "../../syntax/source";
import { classAtLine } from "../../syntax/walk";
import type { Compiler } from "./compiler";

/** The first of what `find` finds in the bodies of a class and its bases, nearest first. */
function inBodies(c: Compiler, cls: GClass | undefined, find: (statement: Stmt) => Expr | undefined): SourceRange | null {
  c.recorder?.spoil();
  for (const { file, line, name } of cls ? c.py.mro(cls) : []) {
    const source = file === null ? undefined : c.source(file);
    for (const statement of (source && classAtLine(source, line, name)?.body) ?? []) {
      const found = find(statement);
      if (source && found) return { file: source.path, start: found.start, end: found.end };
    }
  }
  return null;
}

/** The annotation of an attribute. */
export const annotationPlace = (c: Compiler, cls: GClass | undefined, name: string): SourceRange | null =>
  inBodies(c, cls, (s) => (s.kind === "AnnAssign" && s.target.kind === "Name" && s.target.id === name ? s.annotation : undefined));

/** What makes an attribute a constant: its name in `__constants__`, or its annotation. */
export const constantPlace = (c: Compiler, cls: GClass | undefined, name: string): SourceRange | null => inBodies(c, cls, (s) => {
  if (s.kind !== "Assign" || !s.targets.some((t) => t.kind === "Name" && t.id === "__constants__")) return undefined;
  const listed = s.value.kind === "List" || s.value.kind === "Tuple" || s.value.kind === "Set" ? s.value.elts : [s.value];
  return listed.find((e) => e.kind === "Constant" && e.value.type === "str" && e.value.value === name);
}) ?? annotationPlace(c, cls, name);

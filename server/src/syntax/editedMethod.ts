/**
 * A class in which one method was edited: only that method is read again.
 */
import type { ClassDef, Comment, SourceFile, Stmt } from "./ast";
import { moved } from "./moved";

/** A definition in the first column and all up to the next: it means the same wherever it stands in a file. */
export interface Piece { readonly start: number; readonly text: string; readonly body: readonly Stmt[]; readonly comments: readonly Comment[] }

type Read = (text: string) => Pick<SourceFile, "body" | "comments" | "problems"> | undefined;

const HEAD = "class _:\n";
const indentOf = (line: string): string => /^[ \t]*/.exec(line)?.[0] ?? "";

/** The piece with the text `now` in the file from `start` on; nothing where more than one method differs, or it is not Python by itself. */
export function editedMethod(old: Piece, now: string, start: number, read: Read): Piece | undefined {
  const found = methodAround(old, now);
  if (!found) return undefined;
  const { cls, index, from, to } = found;
  const by = now.length - old.text.length;
  const text = now.slice(from, to + by);
  // the lines of a method are all of them; the next statement begins behind
  if (indentOf(text) !== indentOf(old.text.slice(from)) || /\\\s*$/.test(text)) return undefined;
  const alone = read(HEAD + text);
  const [made, ...others] = alone?.body ?? [];
  if (!alone || alone.problems.length > 0 || others.length > 0 || made?.kind !== "ClassDef") return undefined;
  const [method, ...more] = moved(made.body, start + from - HEAD.length);
  if (method?.kind !== "FunctionDef" || more.length > 0) return undefined;
  const shift = start - old.start;
  const ahead = <T>(part: T): T => (shift === 0 ? part : moved(part, shift));
  const behind = <T>(part: T): T => (shift + by === 0 ? part : moved(part, shift + by));
  const body = [...ahead(cls.body.slice(0, index)), method, ...behind(cls.body.slice(index + 1))];
  return {
    start, text: now, body: [{ ...ahead({ ...cls, body: [] }), body, end: body.at(-1)?.end ?? method.end }],
    comments: [...ahead(old.comments.filter((c) => c.start < old.start + from)), ...moved(alone.comments, start + from - HEAD.length), ...behind(old.comments.filter((c) => c.start >= old.start + to))],
  };
}

/** The method that holds all that differs, and its lines in the old text up to the next statement. */
function methodAround({ start, text, body }: Piece, now: string): { cls: ClassDef; index: number; from: number; to: number } | undefined {
  const [cls, ...others] = body;
  if (cls?.kind !== "ClassDef" || others.length > 0) return undefined;
  const shorter = Math.min(text.length, now.length);
  let same = 0;
  while (same < shorter && text.charCodeAt(same) === now.charCodeAt(same)) same++;
  let tail = 0;
  while (tail < shorter - same && text.charCodeAt(text.length - 1 - tail) === now.charCodeAt(now.length - 1 - tail)) tail++;
  const first = (s: Stmt): number => text.lastIndexOf("\n", (s.kind === "FunctionDef" || s.kind === "ClassDef" ? s.decoratorStart : s.start) - start - 1) + 1;
  const index = cls.body.findLastIndex((s) => first(s) <= same);
  const [method, next] = [cls.body[index], cls.body[index + 1]];
  if (method?.kind !== "FunctionDef") return undefined;
  const [from, to] = [first(method), next ? first(next) : text.length];
  // one line may hold more than one statement
  const apart = from > cls.nameSpan.end - start && (index === 0 || (cls.body[index - 1]?.end ?? 0) - start < from) && method.end - start < to + (next ? 0 : 1);
  return apart && text.length - tail <= to ? { cls, index, from, to } : undefined;
}

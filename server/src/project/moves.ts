/** How places move with an edit. */
import type { SourceFile } from "../syntax/ast";
import { lineStartsOf, offsetAt, positionAt } from "../syntax/source";
import type { FileRange } from "./report";

/** The common text before and after an edit tells how offsets moved; inside the edited stretch nothing is known. */
export function movedOffset(old: string, now: string, offset: number): number | undefined {
  if (old === now) return offset;
  const { head, tail } = commonOf(old, now);
  if (offset <= head) return offset;
  return offset >= old.length - tail ? offset + now.length - old.length : undefined;
}

/** Length of the text that both begin with. */
export const commonStart = (old: string, now: string): number => commonOf(old, now).head;

/** A place, in lines and columns; undefined where the edit was. */
export function movedRange(old: string, now: SourceFile, { start, end }: FileRange["range"]): FileRange["range"] | undefined {
  if (linesOfLast?.text !== old) linesOfLast = { text: old, starts: lineStartsOf(old) };
  const { starts } = linesOfLast;
  const from = movedOffset(old, now.text, offsetAt(starts, start));
  const to = movedOffset(old, now.text, offsetAt(starts, end));
  return from === undefined || to === undefined ? undefined : { start: positionAt(now.lineStarts, from), end: positionAt(now.lineStarts, to) };
}
let linesOfLast: { text: string; starts: readonly number[] } | undefined;

let last: { old: string; now: string; head: number; tail: number } | undefined;

/** One edit is asked about many times over. */
function commonOf(old: string, now: string): { head: number; tail: number } {
  if (last?.old === old && last.now === now) return last;
  const most = Math.min(old.length, now.length);
  let head = 0;
  while (head < most && old.charCodeAt(head) === now.charCodeAt(head)) head++;
  let tail = 0;
  while (tail < most - head && old.charCodeAt(old.length - 1 - tail) === now.charCodeAt(now.length - 1 - tail)) tail++;
  last = { old, now, head, tail };
  return last;
}

/**
 * Where printed text comes from: while it is put together, marks stand around each piece; at the end they are
 * taken out, and what remains is a table of byte offsets. Answers to TaggedStringStream in
 * torch/csrc/jit/serialization/source_range_serialization_impl.h and python_print.cpp.
 */
import type { SourceRange } from "../../syntax/source";

/** Printed text is ASCII but for names, and no name has these. */
const OPEN = "\ue000";
const NUMBER_END = "\ue001";
const CLOSE = "\ue002";
const MARKS = /\ue000(\d+)\ue001|\ue002/g;

export type MarkedRanges = (SourceRange | null)[];

export function marked(ranges: MarkedRanges, range: SourceRange | null, text: string): string {
  return text === "" ? text : `${OPEN}${ranges.push(range) - 1}${NUMBER_END}${text}${CLOSE}`;
}

export const withoutMarks = (text: string): string => text.replace(MARKS, "");

/** From this byte on, text comes from `range`; null: from nowhere. */
export interface RangeAt { readonly bytes: number; readonly range: SourceRange | null }

export function splitMarks(text: string, ranges: MarkedRanges): { readonly text: string; readonly places: readonly RangeAt[] } {
  const places: RangeAt[] = [];
  const open: (SourceRange | null)[] = [null];
  const encoder = new TextEncoder();
  let plain = "";
  let bytes = 0;
  let at = 0;
  const say = (): void => {
    const range = open[open.length - 1] ?? null;
    if (places[places.length - 1]?.bytes === bytes) places.pop();
    if (places[places.length - 1]?.range !== range || places.length === 0) places.push({ bytes, range });
  };
  say();
  for (const match of text.matchAll(MARKS)) {
    const part = text.slice(at, match.index);
    plain += part;
    bytes += encoder.encode(part).length;
    at = match.index + match[0].length;
    if (match[1] === undefined) open.pop();
    else open.push(ranges[Number(match[1])] ?? open[open.length - 1] ?? null);
    say();
  }
  return { text: plain + text.slice(at), places };
}

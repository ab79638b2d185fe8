/**
 * Operators on strings. A C++ string is bytes of UTF-8, and its letters are those of ASCII: the text is taken
 * apart into bytes first. Answers to stringOpGenArgs in torch/csrc/jit/runtime/register_prim_ops.cpp.
 */
import type { ConstantValue } from "../../ir/constant";
import { bytesOfText, textOfBytes } from "../../ir/textBytes";
import type { Operation } from "./values";
import { bool, int, isInt } from "./values";

/** One character per byte. */
function bytesOf(text: string): string {
  let out = "";
  for (const byte of bytesOfText(text)) out += String.fromCharCode(byte);
  return out;
}

/** The string of these bytes. */
export const stringOf = (bytes: string): ConstantValue => ({ kind: "str", value: textOfBytes(bytes) });

const isStr = (c: ConstantValue | undefined): c is Extract<ConstantValue, { kind: "str" }> => c?.kind === "str";
const bytes = (c: ConstantValue | undefined): string | null => (isStr(c) ? bytesOf(c.value) : null);

type OnText = (s: string, args: readonly ConstantValue[]) => ConstantValue | null;
const onText = (f: OnText): Operation => ([a, ...rest]) => (isStr(a) ? f(bytesOf(a.value), rest) : null);
const mapped = (f: (s: string) => string): Operation => onText((s) => stringOf(f(s)));
const tested = (f: (s: string) => boolean): Operation => onText((s) => bool(f(s)));

const upper = (s: string): string => s.replace(/[a-z]/g, (c) => c.toUpperCase());
const lower = (s: string): string => s.replace(/[A-Z]/g, (c) => c.toLowerCase());
const capital = (s: string): string => upper(s.slice(0, 1)) + lower(s.slice(1));
const swapped = (s: string): string => s.replace(/[A-Za-z]/g, (c) => (c < "a" ? lower(c) : upper(c)));
/** At least one letter starts a word, and every letter has the case of its place. */
function isTitle(s: string): boolean {
  return /[A-Za-z]/.test(s) && !/[A-Za-z][A-Z]|(?:^|[^A-Za-z])[a-z]/.test(s);
}

function indexed(s: string, c: ConstantValue | undefined): string | null {
  if (!isInt(c)) return null;
  const i = Number(c.value < 0n ? c.value + BigInt(s.length) : c.value);
  return i >= 0 && i < s.length ? s[i] ?? null : null;
}

/** Bounds and steps as Python's slices have them. */
function slice(s: string, [start, end, step]: readonly ConstantValue[]): ConstantValue | null {
  const by = isInt(step) ? Number(step.value) : 1;
  if (by === 0) return null;
  const [least, most] = by < 0 ? [-1, s.length - 1] : [0, s.length];
  const bound = (c: ConstantValue | undefined, missing: number): number => {
    if (!isInt(c)) return missing;
    const i = Number(c.value);
    return Math.min(Math.max(i < 0 ? i + s.length : i, least), most);
  };
  let out = "";
  for (let i = bound(start, by < 0 ? most : least), to = bound(end, by < 0 ? least : most); by < 0 ? i > to : i < to; i += by) out += s[i] ?? "";
  return stringOf(out);
}

const strip = (left: boolean, right: boolean): Operation => onText((s, [chars]) => {
  const set = bytes(chars) ?? " \n\t\f\v";
  let [from, to] = [0, s.length];
  while (left && from < to && set.includes(s[from] ?? "")) from++;
  while (right && to > from && set.includes(s[to - 1] ?? "")) to--;
  return stringOf(s.slice(from, to));
});

/** The bounds that find, count and startswith take; a negative one counts from behind the end. */
function bounds(s: string, from: ConstantValue | undefined, to: ConstantValue | undefined): [number, number] | null {
  if (!isInt(from) || !isInt(to)) return null;
  const start = from.value < 0n ? Math.max(0, s.length + Number(from.value)) : Number(from.value);
  return [start, to.value < 0n ? Math.max(0, s.length + Number(to.value) + 1) : Number(to.value)];
}
/** `part` takes the text between the bounds, where the end may lie before the start; null where the start is no place in it. */
const between = (part: (s: string, start: number, end: number) => string | null, f: (part: string, wanted: string, start: number) => ConstantValue | null): Operation =>
  onText((s, [wanted, from, to]) => {
    const [text, range] = [bytes(wanted), bounds(s, from, to)];
    if (text === null || !range) return null;
    const within = part(s, ...range);
    return within === null ? null : f(within, text, range[0]);
  });
const search = (f: (part: string, wanted: string, start: number) => ConstantValue | null): Operation =>
  between((s, start, end) => (end <= start ? "" : start > s.length ? null : s.slice(start, end)), f);
/** To the end of the text if the bounds are the wrong way round. */
const edge = (f: (part: string, wanted: string) => boolean): Operation =>
  between((s, start, end) => (start > s.length ? null : s.slice(start, end < start ? s.length : end)), (part, wanted) => bool(f(part, wanted)));
const found = (index: number, start: number): ConstantValue => int(BigInt(index < 0 ? -1 : index + start));
const required = (index: number, start: number): ConstantValue | null => (index < 0 ? null : found(index, start));

function count(s: string, [wanted, from, to]: readonly ConstantValue[]): ConstantValue | null {
  const [text, range] = [bytes(wanted), bounds(s, from, to)];
  if (!text || !range) return null; // an empty text is found without end
  let n = 0;
  for (let at = s.indexOf(text, range[0]); at >= 0 && at < range[1]; at = s.indexOf(text, at + text.length)) n++;
  return int(BigInt(range[0] > s.length ? 0 : n));
}

function replaced(s: string, [from, to, most]: readonly ConstantValue[]): ConstantValue | null {
  const [old, text] = [bytes(from), bytes(to)];
  if (old === null || text === null || !isInt(most)) return null;
  if (old === "") return most.value < 0n || most.value > 100_000n ? null : stringOf(insertedBefore(s, text, Number(most.value)));
  const pieces = s.split(old);
  const left = most.value < 0n ? pieces.length : Number(most.value);
  return stringOf(pieces.reduce((all, piece, i) => `${all}${i <= left ? text : old}${piece}`));
}

/** An empty text is found again where the last one was put, without end unless something limits it. */
const insertedBefore = (s: string, text: string, times: number): string => text.repeat(times) + s;

const padded = (place: (s: string, missing: number, fill: string, width: number) => string): Operation =>
  onText((s, [width, fill]) => {
    const text = fill === undefined ? " " : bytes(fill);
    if (!isInt(width) || text?.length !== 1 || width.value > 100_000n) return null;
    return stringOf(place(s, Math.max(0, Number(width.value) - s.length), text, Number(width.value)));
  });
function centred(s: string, missing: number, fill: string, width: number): string {
  const [less, more] = [Math.floor(missing / 2), Math.ceil(missing / 2)];
  const [left, right] = width % 2 ? [more, less] : [less, more];
  return fill.repeat(left) + s + fill.repeat(right);
}

/** A tab goes to the next multiple of the size, counted from the start of the text. */
function expandTabs(s: string, [size]: readonly ConstantValue[]): ConstantValue | null {
  if (!isInt(size)) return null;
  const tab = Number(size.value);
  let out = "";
  for (const c of s) out += c !== "\t" ? c : tab > 0 ? " ".repeat(tab - (out.length % tab)) : "";
  return stringOf(out);
}

const letter = (s: string): ConstantValue | null => (s.length === 1 ? int(BigInt(s.charCodeAt(0))) : null);
const item = onText((s, [i]) => { const c = indexed(s, i); return c === null ? null : stringOf(c); });

export const textOperations: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ["aten::add", onText((s, [other]) => { const more = bytes(other); return more === null ? null : stringOf(s + more); })],
  ["aten::len", onText((s) => int(BigInt(s.length)))],
  ["aten::ord", onText(letter)],
  ["aten::__getitem__", item], ["prim::StringIndex", item],
  ["aten::slice", onText(slice)],
  ["aten::upper", mapped(upper)], ["aten::lower", mapped(lower)], ["aten::capitalize", mapped(capital)], ["aten::swapcase", mapped(swapped)],
  ["aten::title", mapped((s) => s.replace(/[A-Za-z]+/g, capital))],
  ["aten::strip", strip(true, true)], ["aten::lstrip", strip(true, false)], ["aten::rstrip", strip(false, true)],
  ["aten::startswith", edge((part, wanted) => part.startsWith(wanted))],
  ["aten::endswith", edge((part, wanted) => part.endsWith(wanted))],
  ["aten::find", search((part, wanted, start) => found(part.indexOf(wanted), start))],
  ["aten::rfind", search((part, wanted, start) => found(part.lastIndexOf(wanted), start))],
  ["aten::index", search((part, wanted, start) => required(part.indexOf(wanted), start))],
  ["aten::rindex", search((part, wanted, start) => required(part.lastIndexOf(wanted), start))],
  ["aten::count", onText(count)],
  ["aten::replace", onText(replaced)],
  ["aten::expandtabs", onText(expandTabs)],
  ["aten::center", padded(centred)],
  ["aten::ljust", padded((s, missing, fill) => s + fill.repeat(missing))],
  ["aten::rjust", padded((s, missing, fill) => fill.repeat(missing) + s)],
  ["aten::zfill", padded((s, missing) => "0".repeat(missing) + s)],
  ["aten::isdigit", tested((s) => /^[0-9]+$/.test(s))], ["aten::isdecimal", tested((s) => /^[0-9]+$/.test(s))], ["aten::isnumeric", tested((s) => /^[0-9]+$/.test(s))],
  ["aten::isalpha", tested((s) => /^[A-Za-z]+$/.test(s))], ["aten::isalnum", tested((s) => /^[A-Za-z0-9]+$/.test(s))],
  ["aten::isspace", tested((s) => /^[ \t-\r]+$/.test(s))],
  ["aten::isidentifier", tested((s) => /^[A-Za-z][A-Za-z0-9]*$/.test(s))],
  ["aten::isprintable", tested((s) => /^[ -~]*$/.test(s))],
  ["aten::isupper", tested((s) => /[A-Z]/.test(s) && !/[a-z]/.test(s))], ["aten::islower", tested((s) => /[a-z]/.test(s) && !/[A-Z]/.test(s))],
  ["aten::istitle", tested(isTitle)],
]);

/** The text before, the separator, the text behind it; without one all goes to `rest`. */
export function partition(last: boolean): (args: readonly ConstantValue[]) => readonly ConstantValue[] | null {
  return ([a, b]) => {
    const [s, separator] = [bytes(a), bytes(b)];
    if (s === null || !separator) return null;
    const at = last ? s.lastIndexOf(separator) : s.indexOf(separator);
    return (at >= 0 ? [s.slice(0, at), separator, s.slice(at + separator.length)] : last ? ["", "", s] : [s, "", ""]).map(stringOf);
  };
}

/** Loops whose turns are known and that ask for attributes by computed names: written out. */
import type { Call, Expr, For } from "../../syntax/ast";
import { walk } from "../../syntax/walk";
import { indentOf, lineEnd, lineStart, newlineOf, oneFix, replaced, selfOf, stepOf, textOf, type Fix, type TextChange, type Wrong } from "./fix";
import { msg } from "../../text/message";

/** More would be no help to read. */
const MOST_TURNS = 8;
const MOST_LINES = 40;

type Turn = bigint | string;

const literal = (e: Expr | undefined): Turn | undefined => {
  if (e?.kind === "UnaryOp" && e.op === "USub") { const value = literal(e.operand); return typeof value === "bigint" ? -value : undefined; }
  return e?.kind === "Constant" && (e.value.type === "int" || e.value.type === "str") ? e.value.value : undefined;
};

/** What the loop's name is in each turn; undefined where the text does not tell. */
function turnsOf({ iter }: For): Turn[] | undefined {
  if (iter.kind === "Tuple" || iter.kind === "List") {
    const all = iter.elts.map(literal);
    return all.includes(undefined) ? undefined : all.flatMap((v) => v ?? []);
  }
  if (iter.kind !== "Call" || iter.func.kind !== "Name" || iter.func.id !== "range" || iter.keywords.length > 0) return undefined;
  const [a, b, step = 1n] = iter.args.map(literal);
  const [from, to] = iter.args.length === 1 ? [0n, a] : [a, b];
  if (typeof from !== "bigint" || typeof to !== "bigint" || step !== 1n || iter.args.length > 2 || to - from > MOST_TURNS) return undefined;
  return Array.from({ length: Math.max(0, Number(to - from)) }, (_, i) => from + BigInt(i));
}

/** What an expression is in a turn: numbers, texts, sums, f-strings. */
function valueIn(e: Expr, name: string, turn: Turn): Turn | undefined {
  switch (e.kind) {
    case "Name": return e.id === name ? turn : undefined;
    case "Constant": case "UnaryOp": return literal(e);
    case "BinOp": {
      const [left, right] = [valueIn(e.left, name, turn), valueIn(e.right, name, turn)];
      if (typeof left === "bigint" && typeof right === "bigint") return e.op === "Add" ? left + right : e.op === "Sub" ? left - right : undefined;
      return typeof left === "string" && typeof right === "string" && e.op === "Add" ? left + right : undefined;
    }
    case "Call": {
      const value = e.func.kind === "Name" && e.func.id === "str" && e.args.length === 1 && e.args[0] ? valueIn(e.args[0], name, turn) : undefined;
      return value === undefined ? undefined : String(value);
    }
    case "FormattedValue": return e.conversion === null && e.formatSpec === null ? valueIn(e.value, name, turn) : undefined;
    case "JoinedStr": {
      const parts = e.values.map((v) => valueIn(v, name, turn));
      return parts.includes(undefined) ? undefined : parts.join("");
    }
    default: return undefined;
  }
}

const isGetattr = (n: { kind: string }, self: string): n is Call =>
  n.kind === "Call" && (n as Call).func.kind === "Name" && ((n as Call).func as { id?: string }).id === "getattr" && (n as Call).args.length === 2 && (n as Call).args[0]?.kind === "Name" && ((n as Call).args[0] as { id?: string }).id === self;

/** `for i in range(3): x = getattr(self, f"stage{i}")(x)` → `x = self.stage0(x)` and so on: the state dict stays as it is. */
export function loopWrittenOut(w: Wrong): Fix[] {
  const { fn, source } = w;
  const self = fn && selfOf(fn);
  const loop = w.path.findLast((n): n is For => n.kind === "For");
  const [first] = loop?.body ?? [];
  if (!fn || !self || !loop || !first || loop.target.kind !== "Name" || loop.orelse.length > 0) return [];
  const name = loop.target.id;
  const turns = turnsOf(loop);
  const [indent, inner] = [indentOf(source, loop.start), indentOf(source, first.start)];
  const last = loop.body.at(-1) ?? first;
  if (!turns || turns.length === 0 || turns.length > MOST_TURNS || indent === null || inner !== indent + stepOf(source, fn)) return [];
  let left = false;
  const places: { start: number; end: number; text: (turn: Turn) => string | undefined }[] = [];
  walk(loop.body, (n) => {
    if (n.kind === "Break" || n.kind === "Continue" || n.kind === "FunctionDef" || n.kind === "Lambda") left = true;
    if (n.kind === "Constant" && n.value.type === "str" && textOf(source, n).includes("\n")) left = true;
    if (isGetattr(n, self)) {
      const by = n.args[1] as Expr;
      places.push({ start: n.start, end: n.end, text: (turn) => { const field = valueIn(by, name, turn); return typeof field === "string" ? `${self}.${field}` : undefined; } });
      return false;
    }
    if (n.kind === "Name" && n.id === name) {
      if (n.ctx !== "Load") left = true;
      places.push({ start: n.start, end: n.end, text: (turn) => (typeof turn === "string" ? JSON.stringify(turn) : String(turn)) });
    }
    return true;
  });
  let later = false;
  walk(fn.body, (n) => { if (n.kind === "Name" && n.id === name && n.ctx === "Load" && n.start > loop.end) later = true; return true; });
  const start = lineStart(source, first.start);
  const end = lineEnd(source, last.end);
  const newline = newlineOf(source);
  if (left || later || !places.some((p) => p.start <= w.start && w.start < p.end) || /^[^\S\r\n]*[^\s#]/.test(source.text.slice(last.end, end))) return [];
  const written = turns.map((turn) => {
    const changes = places.map((p): TextChange | undefined => { const text = p.text(turn); return text === undefined ? undefined : replaced(p, text); });
    if (changes.includes(undefined)) return undefined;
    let text = source.text.slice(start, end);
    for (const c of changes.flatMap((c) => c ?? []).sort((a, b) => b.start - a.start)) text = text.slice(0, c.start - start) + c.text + text.slice(c.end - start);
    const lines = text.split(/\r?\n/);
    return lines.every((l) => l.trim() === "" || l.startsWith(inner)) ? lines.map((l) => (l.trim() === "" ? l : indent + l.slice(inner.length))) : undefined;
  });
  const lines = written.flatMap((l) => l ?? []);
  if (written.includes(undefined) || lines.length > MOST_LINES) return [];
  return oneFix("loop-written-out", msg`Write the loop out: ${turns.length} times, with the attributes by their names`, true, [{ start: lineStart(source, loop.start), end, text: lines.join(newline) }]);
}

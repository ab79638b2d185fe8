/**
 * Reads a pickle without ever calling anything: classes become names, calls become `Made` records, and
 * a short list of torch's own rebuilders is understood by whoever reads the result.
 */
import { msg, Traceless, type Message } from "../../text/message";

export class WeightsError extends Traceless {
  /** `names`: the text says which file it is. */
  constructor(text: Message, private readonly names = false) { super(text); }
  of(file: string): WeightsError { return this.names ? this : new WeightsError(msg`${file}: ${this.text}`, true); }
}
/** More bytes are needed. */
export class EndsEarly extends WeightsError {}

/** Seconds that reading what a file says of its tensors may take: a small file can be made to keep its reader busy for ever. */
const LONGEST_READ = 15;
export class Effort {
  private steps = 0;
  private readonly until: number;
  constructor(private readonly seconds = LONGEST_READ) { this.until = performance.now() + 1000 * seconds; }
  /** To be called with each small step. */
  step(): void {
    if ((++this.steps & 0xfff) === 0 && performance.now() > this.until) throw new WeightsError(msg`Reading what this file says of its tensors took longer than ${this.seconds} s and was stopped: no real checkpoint needs as long.`);
  }
}

/** What a pickle has for a number, or a name; never the text of something nested, which may be endless. */
export const numeric = (value: unknown): number => (typeof value === "number" || typeof value === "bigint" ? Number(value) : NaN);
export function named(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "bigint") return value.toString();
  throw new WeightsError(msg`The checkpoint is damaged: a name in it is not text.`);
}

/** A class or function, by name. */
export class GlobalName { constructor(readonly name: string) {} }
/** What a call (`__reduce__`, `NEWOBJ`) would have made. */
export class Made {
  state: unknown = undefined;
  readonly items = new Map<unknown, unknown>();
  constructor(readonly callee: unknown, readonly args: readonly unknown[]) {}
  get name(): string { return this.callee instanceof GlobalName ? this.callee.name : ""; }
}
export class PersistentId { constructor(readonly value: unknown) {} }

const MARK = Symbol("mark");
const LIMIT = 20_000_000;
/** Bytes of one number. */
const LONGEST = 1024;

/** Throws WeightsError on anything that is no well-formed pickle of protocols 0 to 5, as far as data goes. `end` tells where it stopped; `ids` takes the persistent ids. */
export function unpickle(data: Buffer, effort = new Effort(), ids: PersistentId[] = []): { value: unknown; end: number } {
  const identified = (value: unknown): PersistentId => { const id = new PersistentId(value); ids.push(id); return id; };
  let at = 0;
  let steps = 0;
  const stack: unknown[] = [];
  const memo = new Map<number, unknown>();
  const fail = (what: Message): never => { throw new WeightsError(msg`The pickle in this file is damaged: ${what} at byte ${at}.`); };
  const short = (what: Message): never => { throw new EndsEarly(msg`The pickle in this file is damaged: ${what} at byte ${at}.`); };
  const take = (n: number): Buffer => {
    if (!Number.isSafeInteger(n) || n < 0) fail(msg`a length is negative`);
    if (at + n > data.length) short(msg`it ends too early`);
    at += n;
    return data.subarray(at - n, at);
  };
  const line = (): string => {
    const end = data.indexOf(10, at);
    if (end < 0) short(msg`a line has no end`);
    const text = data.toString("utf8", at, end);
    at = end + 1;
    return text;
  };
  const pop = (): unknown => { if (stack.length === 0) fail(msg`the stack is empty`); return stack.pop(); };
  const popMark = (): unknown[] => {
    const mark = stack.lastIndexOf(MARK);
    if (mark < 0) fail(msg`a mark is missing`);
    const items = stack.splice(mark);
    return items.slice(1);
  };
  const top = (): unknown => { if (stack.length === 0) fail(msg`the stack is empty`); return stack[stack.length - 1]; };
  const setItems = (target: unknown, list: unknown[]): void => {
    const map = target instanceof Map ? target : target instanceof Made ? target.items : fail(msg`items are set on something else`);
    for (let i = 0; i + 1 < list.length; i += 2) (map as Map<unknown, unknown>).set(list[i], list[i + 1]);
  };
  const append = (target: unknown, list: unknown[]): void => {
    if (Array.isArray(target)) for (const x of list) target.push(x);
    else if (target instanceof Made) list.forEach((x) => target.items.set(target.items.size, x));
    else fail(msg`items are appended to something else`);
  };
  const long = (bytes: Buffer): number | bigint => {
    if (bytes.length > LONGEST) fail(msg`a number has more digits than any real one`);
    let n = 0n;
    for (let i = bytes.length - 1; i >= 0; i--) n = (n << 8n) | BigInt(bytes[i] ?? 0);
    if (bytes.length > 0 && (bytes[bytes.length - 1] ?? 0) & 0x80) n -= 1n << BigInt(8 * bytes.length);
    return n >= BigInt(Number.MIN_SAFE_INTEGER) && n <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(n) : n;
  };
  const fetch = (n: number): unknown => { if (!memo.has(n)) fail(msg`something is missing from the memo`); return memo.get(n); };
  const size8 = (): number => { const n = take(8).readBigUInt64LE(); if (n > BigInt(data.length)) short(msg`a length is larger than the file`); return Number(n); };

  for (;;) {
    if (++steps > LIMIT) fail(msg`it is longer than any real one`);
    effort.step();
    if (at >= data.length) short(msg`it ends too early`);
    const op = String.fromCharCode(data[at++] ?? 0);
    switch (op) {
      case "\u0080": take(1); break;
      case "\u0095": size8(); break;
      case ".": return { value: pop(), end: at };
      case "(": stack.push(MARK); break;
      case "0": pop(); break;
      case "1": popMark(); break;
      case "2": stack.push(top()); break;
      case "N": stack.push(null); break;
      case "\u0088": stack.push(true); break;
      case "\u0089": stack.push(false); break;
      case "I": { const text = line(); stack.push(text === "00" ? false : text === "01" ? true : Number(text)); break; }
      case "L": stack.push(Number(line().replace(/L$/, ""))); break;
      case "F": stack.push(Number(line())); break;
      case "J": stack.push(take(4).readInt32LE()); break;
      case "K": stack.push(take(1)[0]); break;
      case "M": stack.push(take(2).readUInt16LE()); break;
      case "\u008a": stack.push(long(take(take(1)[0] ?? 0))); break;
      case "\u008b": stack.push(long(take(take(4).readInt32LE()))); break;
      case "G": stack.push(take(8).readDoubleBE()); break;
      case "S": case "V": stack.push(line().replace(/^(['"])(.*)\1$/, "$2")); break;
      case "T": case "B": stack.push(take(take(4).readUInt32LE()).toString("latin1")); break;
      case "U": case "C": stack.push(take(take(1)[0] ?? 0).toString("latin1")); break;
      case "\u008e": case "\u0096": stack.push(take(size8()).toString("latin1")); break;
      case "X": stack.push(take(take(4).readUInt32LE()).toString("utf8")); break;
      case "\u008c": stack.push(take(take(1)[0] ?? 0).toString("utf8")); break;
      case "\u008d": stack.push(take(size8()).toString("utf8")); break;
      case "]": stack.push([]); break;
      case "}": stack.push(new Map()); break;
      case ")": stack.push([]); break;
      case "\u008f": stack.push([]); break;
      case "l": case "t": case "\u0091": stack.push(popMark()); break;
      case "d": { const list = popMark(); const map = new Map(); setItems(map, list); stack.push(map); break; }
      case "\u0085": stack.push([pop()]); break;
      case "\u0086": { const b = pop(); stack.push([pop(), b]); break; }
      case "\u0087": { const c = pop(); const b = pop(); stack.push([pop(), b, c]); break; }
      case "a": { const x = pop(); append(top(), [x]); break; }
      case "e": case "\u0090": { const list = popMark(); append(top(), list); break; }
      case "s": { const v = pop(); const k = pop(); setItems(top(), [k, v]); break; }
      case "u": { const list = popMark(); setItems(top(), list); break; }
      case "p": memo.set(Number(line()), top()); break;
      case "q": memo.set(take(1)[0] ?? 0, top()); break;
      case "r": memo.set(take(4).readUInt32LE(), top()); break;
      case "\u0094": memo.set(memo.size, top()); break;
      case "g": stack.push(fetch(Number(line()))); break;
      case "h": stack.push(fetch(take(1)[0] ?? 0)); break;
      case "j": stack.push(fetch(take(4).readUInt32LE())); break;
      case "c": { const module = line(); stack.push(new GlobalName(`${module}.${line()}`)); break; }
      case "\u0093": { const name = named(pop()); stack.push(new GlobalName(`${named(pop())}.${name}`)); break; }
      case "R": case "\u0081": { const args = pop(); const callee = pop(); stack.push(new Made(callee, Array.isArray(args) ? args : [args])); break; }
      case "\u0092": { pop(); const args = pop(); const callee = pop(); stack.push(new Made(callee, Array.isArray(args) ? args : [args])); break; }
      case "o": { const [callee, ...args] = popMark(); stack.push(new Made(callee, args)); break; }
      case "i": { const module = line(); const callee = new GlobalName(`${module}.${line()}`); stack.push(new Made(callee, popMark())); break; }
      case "b": { const state = pop(); const target = top(); if (target instanceof Made) target.state = state; break; }
      case "P": stack.push(identified(line())); break;
      case "Q": stack.push(identified(pop())); break;
      default: fail(msg`an instruction that is not known (${(op.charCodeAt(0)).toString(16)})`);
    }
  }
}

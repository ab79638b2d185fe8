/** Methods of lists, dicts and texts whose contents are known: done here, once and for all. */
import { bool, CannotExport, int, isOpen, list, NONE, str, type DictV, type V } from "./values";
import { msg } from "../../text/message";

type Method = (a: readonly V[]) => V | undefined;

/** What a dict knows an entry by. */
export const keyOf = (v: V): string => {
  if (isOpen(v)) throw new CannotExport(msg`a key that depends on values or on a size that stays open`);
  return `${v.k}:${"v" in v ? String(v.v) : v.k === "enum" ? `${v.type}.${v.name}` : ""}`;
};
export const entryOf = (d: DictV, k: V): [V, V] | undefined => { const wanted = keyOf(k); return d.entries.find(([known]) => keyOf(known) === wanted); };
export function put(d: DictV, k: V, v: V): void {
  const found = entryOf(d, k);
  if (found) found[1] = v; else d.entries.push([k, v]);
}
function take(d: DictV, k: V): V | undefined {
  const found = entryOf(d, k);
  if (found) d.entries.splice(d.entries.indexOf(found), 1);
  return found?.[1];
}

/** Of plain values; undefined for tensors and lists. */
function plain(v: V): number | string | undefined {
  if (isOpen(v)) throw new CannotExport(msg`a list of numbers that depend on values or on a size that stays open is sorted or searched`);
  return v.k === "int" || v.k === "float" || v.k === "str" ? v.v : v.k === "bool" ? Number(v.v) : undefined;
}
function plains(items: readonly V[]): (number | string)[] | undefined {
  const out = items.map(plain).filter((p) => p !== undefined);
  return out.length === items.length ? out : undefined;
}
const order = (x: number | string, y: number | string): number => (x < y ? -1 : x > y ? 1 : 0);
function sorted(items: readonly V[], reverse: V | undefined): V[] | undefined {
  const by = plains(items);
  if (!by) return undefined;
  const sign = reverse?.k === "bool" && reverse.v ? -1 : 1;
  return items.map((v, i) => ({ v, p: by[i] ?? 0 })).sort((x, y) => sign * order(x.p, y.p)).map(({ v }) => v);
}
/** Where a value stands in a list, -1 where it does not. */
function place(items: readonly V[], v: V | undefined): number | undefined {
  const by = plains(items), wanted = v && plain(v);
  return by && wanted !== undefined ? by.indexOf(wanted) : undefined;
}
const within = (i: number, length: number): number => (i < 0 ? i + length : i);

const ofText = (f: (s: string, ...rest: (string | undefined)[]) => V | undefined): Method => ([s, ...rest]) => (s?.k === "str" ? f(s.v, ...rest.map((v) => (v.k === "str" ? v.v : undefined))) : undefined);
const mapped = (f: (s: string) => string): Method => ofText((s) => str(f(s)));
const asked = (pattern: RegExp): Method => ofText((s) => bool(pattern.test(s)));
const stripped = (at: "start" | "end" | "both"): Method => ofText((s, chars) => {
  const out = [...s];
  const cut = (c: string | undefined): boolean => c !== undefined && (chars === undefined ? /\s/.test(c) : chars.includes(c));
  while (at !== "end" && cut(out[0])) out.shift();
  while (at !== "start" && cut(out.at(-1))) out.pop();
  return str(out.join(""));
});
function split(s: string, by: string | undefined): V {
  return list((by === undefined ? s.trim().split(/\s+/).filter((p) => p !== "") : s.split(by)).map(str));
}

export const COLLECTIONS: Readonly<Record<string, Method>> = {
  "aten::sort": ([x, reverse]) => { const made = x?.k === "list" ? sorted(x.items, reverse) : undefined; if (x?.k !== "list" || !made) return undefined; x.items = made; return NONE; },
  "aten::sorted": ([x]) => { const made = x?.k === "list" ? sorted(x.items, undefined) : undefined; return made && list(made); },
  "aten::index": ([x, v]) => { const at = x?.k === "list" && v?.k !== "list" ? place(x.items, v) : undefined; if (at === -1) throw new CannotExport(msg`a value that its list does not have`); return at === undefined ? undefined : int(at); },
  "aten::count": ([x, v]) => {
    if (x?.k === "str" && v?.k === "str") return int(x.v.split(v.v).length - 1);
    const by = x?.k === "list" ? plains(x.items) : undefined, wanted = v && plain(v);
    return by && int(by.filter((p) => p === wanted).length);
  },
  "aten::remove": ([x, v]) => { const at = x?.k === "list" ? place(x.items, v) : undefined; if (x?.k !== "list" || at === undefined) return undefined; if (at < 0) throw new CannotExport(msg`a value that its list does not have`); x.items.splice(at, 1); return NONE; },
  "aten::Delete": ([x, i]) => {
    if (x?.k === "list" && i?.k === "int" && !isOpen(i)) { x.items.splice(within(i.v, x.items.length), 1); return NONE; }
    if (x?.k === "dict" && i) { take(x, i); return NONE; }
    return undefined;
  },
  "aten::get": ([d, k, otherwise]) => (d?.k === "dict" && k ? entryOf(d, k)?.[1] ?? otherwise ?? NONE : undefined),
  "aten::setdefault": ([d, k, otherwise]) => {
    if (d?.k !== "dict" || !k) return undefined;
    if (!entryOf(d, k)) d.entries.push([k, otherwise ?? NONE]);
    return entryOf(d, k)?.[1];
  },
  "aten::update": ([d, e]) => { if (d?.k !== "dict" || e?.k !== "dict") return undefined; for (const [k, v] of e.entries) put(d, k, v); return NONE; },
  "aten::dict": ([x]) => {
    if (x === undefined) return { k: "dict", entries: [] };
    if (x.k === "dict") return { k: "dict", entries: x.entries.map(([k, v]): [V, V] => [k, v]) };
    const made: DictV = { k: "dict", entries: [] };
    for (const pair of x.k === "list" ? x.items : []) if (pair.k === "tuple" && pair.items[0] && pair.items[1]) put(made, pair.items[0], pair.items[1]);
    return x.k === "list" ? made : undefined;
  },
  "aten::popitem": ([d]) => { const last = d?.k === "dict" ? d.entries.pop() : undefined; return last && { k: "tuple", items: last }; },
  "aten::upper": mapped((s) => s.toUpperCase()), "aten::lower": mapped((s) => s.toLowerCase()), "aten::capitalize": mapped((s) => s.slice(0, 1).toUpperCase() + s.slice(1).toLowerCase()),
  "aten::strip": stripped("both"), "aten::lstrip": stripped("start"), "aten::rstrip": stripped("end"),
  "aten::replace": ofText((s, from, to) => (from === undefined || to === undefined ? undefined : str(s.replaceAll(from, to)))),
  "aten::split": (a) => (a.length <= 2 || (a[2]?.k === "int" && a[2].v < 0) ? ofText(split)(a) : undefined),
  "aten::splitlines": ofText((s) => list(s.split(/\r\n|\r|\n/).filter((l, i, all) => i < all.length - 1 || l !== "").map(str))),
  "aten::join": ([s, x]) => { const parts = x?.k === "list" ? x.items.map((v) => (v.k === "str" ? v.v : undefined)) : []; return s?.k === "str" && !parts.includes(undefined) ? str(parts.join(s.v)) : undefined; },
  "aten::isdigit": asked(/^[0-9]+$/), "aten::isnumeric": asked(/^[0-9]+$/), "aten::isdecimal": asked(/^[0-9]+$/), "aten::isalnum": asked(/^[0-9A-Za-z]+$/), "aten::isspace": asked(/^[ \t-\r]+$/),
  "aten::isidentifier": asked(/^[A-Za-z_][0-9A-Za-z_]*$/), "aten::isprintable": asked(/^[ -~]*$/), "aten::isalpha": asked(/^[A-Za-z]+$/), "aten::isupper": asked(/^(?=.*[A-Z])[^a-z]*$/), "aten::islower": asked(/^(?=.*[a-z])[^A-Z]*$/),
  "aten::ord": ofText((s) => int(s.codePointAt(0) ?? 0)), "aten::chr": ([i]) => (i?.k === "int" && !isOpen(i) ? str(String.fromCodePoint(i.v)) : undefined),
};

/** `pop` of a dict; the default is given back where the key is missing. */
export function popped(d: DictV, k: V, otherwise: V | undefined): V {
  const found = take(d, k) ?? otherwise;
  if (!found) throw new CannotExport(msg`a key that its dict does not have`);
  return found;
}

/** Where everything goes: each open level is laid out by itself and then counts as one box. Coordinates in pixels, origin at the top left of its level. */
import dagre from "@dagrejs/dagre";
import type { GraphEdge, ModuleGraphLevel } from "../../protocol";
import { folded } from "./fold";
import { detailOf, flat, titleOf, type Item, type Shown, type Texts } from "./model";

export interface Box { readonly item: Item; readonly x: number; readonly y: number; readonly width: number; readonly height: number; readonly inner: Picture | null }
export interface Line {
  readonly points: readonly { readonly x: number; readonly y: number }[];
  readonly through: readonly string[];
  readonly from: Item;
  readonly to: Item;
  /** What stands beside it; from the left, in the middle of its height. */
  readonly label?: { readonly text: string; readonly x: number; readonly y: number; readonly width: number };
  /** Leads far: a straight line that the rest does not make way for. */
  readonly far?: boolean;
}
export interface Picture { readonly boxes: readonly Box[]; readonly lines: readonly Line[]; readonly width: number; readonly height: number; /** Top of what no call leads to, if there is any. */ readonly loose: number | null }

export const HEADER = 40;
export const PADDING = 12;
const GAP = 16;

export type Measure = (text: string, bold: boolean) => number;

/** Characters of a line in a box; the whole stands in its tooltip, and is spoken. */
const MOST_SHOWN = 44;
/** Without its middle, where it is too long: a path's end tells most. */
export const shortened = (text: string): string => (text.length <= MOST_SHOWN ? text : `${text.slice(0, MOST_SHOWN / 2 - 1)}…${text.slice(-MOST_SHOWN / 2)}`);

interface Size { readonly width: number; readonly height: number; readonly inner: Picture | null }

function sizeOf(item: Item, measure: Measure, texts: Texts): Size {
  const width = Math.ceil(Math.max(measure(shortened(titleOf(item, texts)), true), measure(shortened(detailOf(item)), false)) + (item.node.kind === "module" ? 62 : 28));
  if (!item.open) return { width: Math.max(width, 72), height: HEADER, inner: null };
  const inner = layout(item.open, measure, texts);
  return { width: Math.max(width, inner.width + 2 * PADDING), height: HEADER + inner.height + PADDING, inner };
}

/** The last layout of each call's level, by what was open in it: opening one box lays out only what stands around it. */
const laidOut = new Map<string, { readonly level: Shown["level"]; readonly state: string; readonly picture: Picture }>();

export function layout(shown: Shown, measure: Measure, texts: Texts): Picture {
  const key = shown.items[0]?.key ?? "";
  const state = flat(shown).map((i) => `${i.key}${i.open ? "+" : ""}${i.loading ? "~" : ""}${i.errorInside ? "!" : ""}`).join();
  const last = laidOut.get(key);
  if (last?.level === shown.level && last.state === state) return last.picture;
  const picture = arranged(shown, measure, texts);
  laidOut.set(key, { level: shown.level, state, picture });
  return picture;
}

/** Operators on the way, as far as there is room for them. */
const throughText = (through: readonly string[]): string => (through.length > 3 ? `${through.slice(0, 2).join(", ")}, …` : through.join(", "));
const LABEL = 12;

function arranged({ level, items }: Shown, measure: Measure, texts: Texts): Picture {
  const byId = new Map(items.map((item) => [item.node.id, { item, ...sizeOf(item, measure, texts) }]));
  const linked = new Set(level.edges.flatMap((e) => [e.from, e.to]));
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({ rankdir: "TB", nodesep: 24, ranksep: 36, edgesep: 14 });
  for (const [id, { width, height }] of byId) if (linked.has(id)) graph.setNode(String(id), { width, height });
  const far = farEdges(level.edges);
  const near = level.edges.filter((e) => !far.has(e));
  for (const { from, to, through } of near) graph.setEdge(String(from), String(to), through.length === 0 ? {} : { width: Math.ceil(measure(throughText(through), false)), height: LABEL, labelpos: "r", labeloffset: 4 });
  if (linked.size > 0) dagre.layout(graph);
  const boxes = graph.nodes().flatMap((name): Box[] => {
    const made = byId.get(Number(name));
    const at = graph.node(name) as { x: number; y: number };
    return made ? [{ ...made, x: at.x - made.width / 2, y: at.y - made.height / 2 }] : [];
  });
  const lines = near.flatMap((e): Line[] => {
    const [from, to] = [byId.get(e.from), byId.get(e.to)];
    const { points, x = 0, y = 0, width = 0 } = graph.edge(String(e.from), String(e.to)) as { points: Line["points"]; x?: number; y?: number; width?: number };
    return from && to ? [{ points, through: e.through, from: from.item, to: to.item, ...(e.through.length > 0 ? { label: { text: throughText(e.through), x: x - width / 2, y, width } } : {}) }] : [];
  });
  return withLoose(withFar(folded(inOrder(boxes, lines)), [...far]), [...byId.values()].filter((s) => !linked.has(s.item.node.id)));
}

/** More ranks than this between two boxes would push everything aside. */
const FAR = 10;

/** Those that skip many others, where a nearer one holds both ends in place. */
function farEdges(edges: ModuleGraphLevel["edges"]): Set<GraphEdge> {
  const rank = new Map<number, number>();
  const of = (id: number): number => rank.get(id) ?? 0;
  for (const { from, to } of [...edges].sort((a, b) => a.from - b.from || a.to - b.to)) rank.set(to, Math.max(of(to), of(from) + 1));
  const isFar = (e: GraphEdge): boolean => of(e.to) - of(e.from) > FAR;
  const near = edges.filter((e) => !isFar(e));
  return new Set(edges.filter((e) => isFar(e) && near.some((n) => n.to === e.to) && near.some((n) => n.from === e.from)));
}

function withFar({ boxes, lines, ...size }: Omit<Picture, "loose">, far: readonly GraphEdge[]): Omit<Picture, "loose"> {
  const byId = new Map(boxes.map((b) => [b.item.node.id, b]));
  const straight = far.flatMap((e): Line[] => {
    const [from, to] = [byId.get(e.from), byId.get(e.to)];
    if (!from || !to) return [];
    const side = to.x > from.x ? { x: from.x + from.width, y: from.y + from.height / 2 } : { x: from.x + from.width / 2, y: from.y + from.height };
    return [{ points: [side, { x: to.x, y: to.y + to.height / 2 }], through: e.through, from: from.item, to: to.item, far: true }];
  });
  return { boxes, lines: [...straight, ...lines], ...size };
}

/** Mirrored where most neighbours would stand against the order of their calls; moved to the origin. */
function inOrder(boxes: readonly Box[], lines: readonly Line[]): Omit<Picture, "loose"> {
  let order = 0;
  for (const a of boxes) for (const b of boxes) if (Math.abs(a.y + a.height / 2 - b.y - b.height / 2) < 1 && a.item.node.id < b.item.node.id) order += Math.sign(b.x - a.x);
  const xs = [...boxes.flatMap((b) => [b.x, b.x + b.width]), ...lines.flatMap((l) => [...l.points.map((p) => p.x), ...(l.label ? [l.label.x, l.label.x + l.label.width] : [])])];
  if (xs.length === 0) return { boxes, lines, width: 0, height: 0 };
  const [left, right] = [Math.min(...xs) - 4, Math.max(...xs) + 4];
  const at = (x: number): number => (order < 0 ? right - x : x - left);
  return {
    boxes: boxes.map((b) => ({ ...b, x: order < 0 ? at(b.x + b.width) : at(b.x) })), lines: lines.map((l) => ({ ...l, points: l.points.map((p) => ({ x: at(p.x), y: p.y })), ...(l.label ? { label: { ...l.label, x: at(order < 0 ? l.label.x + l.label.width : l.label.x) } } : {}) })),
    width: right - left, height: Math.max(...boxes.map((b) => b.y + b.height)),
  };
}

/** What nothing flows to or from stands below, in rows. */
function withLoose({ boxes, lines, width, height }: Omit<Picture, "loose">, rest: readonly (Size & { readonly item: Item })[]): Picture {
  if (rest.length === 0) return { boxes, lines, width, height, loose: null };
  const loose = height === 0 ? null : height + 2 * GAP;
  const grid = inRows(rest, loose === null ? 0 : loose + 24, Math.max(width, Math.min(1100, 180 * Math.ceil(Math.sqrt(rest.length)))));
  return { boxes: [...boxes, ...grid.boxes], lines, width: Math.max(width, grid.width), height: grid.height, loose };
}

function inRows(rest: readonly (Size & { readonly item: Item })[], top: number, most: number): { boxes: Box[]; width: number; height: number } {
  const boxes: Box[] = [];
  let [x, y, tall, width] = [0, top, 0, 0];
  for (const size of rest) {
    if (x > 0 && x + size.width > most) { x = 0; y += tall + GAP; tall = 0; }
    boxes.push({ ...size, x, y });
    x += size.width + GAP;
    tall = Math.max(tall, size.height);
    width = Math.max(width, x - GAP);
  }
  return { boxes, width, height: y + tall };
}

/** A tall, thin picture in columns, read from the top of each to the next, so that all of it can be seen at a readable size. */
import type { Box, Line, Picture } from "./layout";

type Flat = Omit<Picture, "loose">;
type Point = Line["points"][number];

/** What is not taller stays as it is. */
const TALL = 1400;
const GUTTER = 56;
const TURN = 14;
/** Width by height that is aimed at. */
const ASPECT = 1;

interface Column { readonly from: number; readonly to: number; readonly left: number; readonly x: number; readonly width: number; readonly height: number }

/** Heights at which no box is cut, each in the middle of a gap. */
function gaps(boxes: readonly Box[]): number[] {
  const out: number[] = [];
  let bottom = 0;
  for (const box of [...boxes].sort((a, b) => a.y - b.y)) {
    if (box.y > bottom && bottom > 0) out.push((bottom + box.y) / 2);
    bottom = Math.max(bottom, box.y + box.height);
  }
  return out;
}

function cuts({ boxes, width, height }: Flat): number[] {
  const count = Math.round(Math.sqrt((height * ASPECT) / (width + GUTTER)));
  if (height < TALL || count < 2) return [];
  const out: number[] = [];
  for (const gap of gaps(boxes)) if (gap - (out.at(-1) ?? 0) >= height / count && height - gap > TURN) out.push(gap);
  return out;
}

function columns(picture: Flat, at: readonly number[]): Column[] {
  const out: Column[] = [];
  let x = 0;
  [0, ...at].forEach((from, i) => {
    const to = at[i] ?? Number.POSITIVE_INFINITY;
    const boxes = picture.boxes.filter((b) => b.y >= from && b.y < to);
    const xs = [...boxes.flatMap((b) => [b.x, b.x + b.width]), ...picture.lines.flatMap(({ points, label }) => [...points, ...(label ? [label, { x: label.x + label.width, y: label.y }] : [])].filter((p) => p.y >= from && p.y < to).map((p) => p.x))];
    const [left, right] = [Math.min(...xs), Math.max(...xs)];
    const top = Math.min(...boxes.map((b) => b.y));
    const bottom = Math.max(...boxes.map((b) => b.y + b.height));
    out.push({ from: top, to, left, x, width: right - left, height: bottom - top });
    x += right - left + GUTTER;
  });
  return out;
}

const columnOf = (all: readonly Column[], y: number): number => Math.max(0, all.findIndex((c) => y < c.to));

export function folded(picture: Flat): Flat {
  const at = cuts(picture);
  if (at.length === 0) return picture;
  const all = columns(picture, at);
  const top = 2 * TURN;
  const moved = (p: Point, index: number): Point => {
    const c = all[index];
    return c ? { x: p.x - c.left + c.x, y: Math.min(Math.max(p.y - c.from, -TURN), c.height + TURN) + top } : p;
  };
  let turns = 0;
  /** Down past the column's end, up beside it and into the next one's top. */
  const turn = (a: Point, from: number, b: Point, to: number): Point[] => {
    const c = all[Math.min(from, to)];
    const beside = (c ? c.x + c.width : 0) + 8 + 5 * (turns++ % 8);
    const level = (p: Point, i: number, below: boolean): number => (below ? (all[i]?.height ?? p.y) + TURN + top : top - TURN);
    return [{ x: a.x, y: level(a, from, from < to) }, { x: beside, y: level(a, from, from < to) }, { x: beside, y: level(b, to, to < from) }, { x: b.x, y: level(b, to, to < from) }];
  };
  const lines = picture.lines.map((line): Line => {
    const points: Point[] = [];
    let before: { readonly p: Point; readonly column: number } | undefined;
    for (const point of line.points) {
      const column = columnOf(all, point.y);
      const p = moved(point, column);
      if (before && before.column !== column) points.push(...turn(before.p, before.column, p, column));
      points.push(p);
      before = { p, column };
    }
    const { label } = line;
    return { ...line, points, ...(label ? { label: { ...label, ...moved(label, columnOf(all, label.y)) } } : {}) };
  });
  const boxes = picture.boxes.map((b): Box => { const p = moved(b, columnOf(all, b.y)); return { ...b, ...p }; });
  const last = all.at(-1);
  return { boxes, lines, width: last ? last.x + last.width : 0, height: Math.max(...all.map((c) => c.height)) + top + TURN };
}

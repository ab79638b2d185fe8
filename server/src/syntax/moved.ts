/** A copy of a part of a syntax tree as it is when its text stands elsewhere in the file. */

const PLACES: ReadonlySet<string> = new Set(["start", "end", "decoratorStart"]);

export function moved<T>(part: T, by: number): T {
  if (typeof part !== "object" || part === null) return part;
  if (Array.isArray(part)) return part.map((p: unknown) => moved(p, by)) as T;
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(part)) {
    const value = (part as Record<string, unknown>)[key];
    copy[key] = typeof value === "number" && PLACES.has(key) ? value + by : moved(value, by);
  }
  return copy as T;
}

/** What the picture shows: the levels that came so far, and which calls are open. */
import type { GraphModule, GraphNode, ModuleGraphLevel } from "../../protocol";

/** Texts by name, in the user's language. */
export type Texts = Readonly<Record<string, string>>;

export interface Item {
  /** Unique over all levels: "path#id" of each open call from the outside in. */
  readonly key: string;
  readonly node: GraphNode;
  /** Its level, when it is open and there. */
  readonly open: Shown | null;
  readonly loading: boolean;
  /** A module below it has an error. */
  readonly errorInside: boolean;
}

export interface Shown { readonly level: ModuleGraphLevel; readonly items: readonly Item[] }

export class Model {
  readonly levels = new Map<string, ModuleGraphLevel | null>();
  readonly open = new Set<string>();
  private readonly asked = new Set<string>();
  private aroundErrors: ReadonlySet<string> = new Set();

  constructor(private readonly ask: (path: string) => void) {}

  set(path: string, level: ModuleGraphLevel | null): void {
    this.levels.set(path, level);
    this.asked.delete(path);
    if (path === "") this.aroundErrors = new Set((level?.all ?? []).filter((m) => m.error).flatMap((m) => around(m.path)));
  }

  /** Everything is asked for again as it is needed; what is shown stays until then. */
  stale(): void {
    this.asked.clear();
    for (const path of this.levels.keys()) this.request(path);
  }

  request(path: string): void {
    if (this.asked.has(path)) return;
    this.asked.add(path);
    this.ask(path);
  }

  shown(path = "", prefix = ""): Shown | null {
    const level = this.levels.get(path);
    if (!level) { if (level === undefined) this.request(path); return null; }
    const items = level.nodes.map((node): Item => {
      const key = `${prefix}${path}#${node.id}`;
      const wanted = node.path !== null && node.inside > 0 && this.open.has(key);
      const open = wanted ? this.shown(node.path, `${key}/`) : null;
      return { key, node, open, loading: wanted && open === null, errorInside: node.path !== null && this.aroundErrors.has(node.path) };
    });
    return { level, items };
  }

  /** Opens what leads to a module; gives its item once it is shown, and the last one before it until then. */
  openTo(path: string): Item | undefined {
    let [level, last]: [Shown | null, Item | undefined] = [this.shown(), undefined];
    while (level) {
      const items: readonly Item[] = level.items;
      const inside = (i: Item): boolean => i.node.path !== null && (i.node.path === path || path.startsWith(`${i.node.path}.`));
      const next = items.filter(inside).sort((a, b) => (b.node.path?.length ?? 0) - (a.node.path?.length ?? 0))[0];
      if (!next) return last;
      last = next;
      if (next.node.path === path || next.node.inside === 0) return next;
      this.open.add(next.key);
      level = flat(this.shown()).find((i) => i.key === next.key)?.open ?? null;
    }
    return last;
  }

  toggle(item: Item): boolean {
    if (item.node.inside === 0 || item.node.path === null) return false;
    if (this.open.has(item.key)) this.open.delete(item.key);
    else this.open.add(item.key);
    return true;
  }
}

/** Paths of all that a module is inside of, without the root. */
function around(path: string): string[] {
  const names = path.split(".");
  return names.slice(1).map((_, i) => names.slice(0, i + 1).join("."));
}

export function flat(shown: Shown | null): Item[] {
  return (shown?.items ?? []).flatMap((i) => [i, ...flat(i.open)]);
}

const short = (n: number): string => (n >= 1e9 ? `${(n / 1e9).toFixed(1)}G` : n >= 1e6 ? `${(n / 1e6).toFixed(1)}M` : n >= 1e3 ? `${(n / 1e3).toFixed(1)}k` : String(n));

export const STATUS_MARK = { ok: "✓", error: "✗", unknown: "?", uncalled: "–" } as const;

export const titleOf = ({ node }: Item, texts: Texts): string => (node.kind === "output" ? texts["result"] ?? "" : node.label || "·");
export const detailOf = ({ node }: Item): string => (node.parameters > 0 ? `${node.detail} · ${short(node.parameters)}` : node.detail);

/** For screen readers and the list: "model.0, Conv, compiled, 464 parameters". */
export function spoken(item: Item, texts: Texts): string {
  const { node } = item;
  const kind = node.kind === "input" ? texts["input"] : node.kind === "output" ? "" : texts[node.status];
  const parameters = node.parameters > 0 ? (texts["parameters"] ?? "{0}").replace("{0}", node.parameters.toLocaleString()) : "";
  return [titleOf(item, texts), node.detail, kind, item.errorInside ? texts["errorInside"] : "", parameters].filter(Boolean).join(", ");
}

/** Those with all of the words in their path or class; the one of that very path first. */
export function matching(all: readonly GraphModule[], text: string): GraphModule[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const exact = text.trim();
  const found = all.filter((m) => { const said = `${m.path} ${m.detail}`.toLowerCase(); return words.every((w) => said.includes(w)); });
  return [...found.filter((m) => m.path === exact), ...found.filter((m) => m.path !== exact)];
}

/** The next or the one before, around the end. */
export function following(all: readonly GraphModule[], from: string | undefined, by: 1 | -1): GraphModule | undefined {
  const index = all.findIndex((m) => m.path === from);
  return all[index < 0 ? (by > 0 ? 0 : all.length - 1) : (index + by + all.length) % all.length];
}

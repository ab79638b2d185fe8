/** What the picture shows: the levels that came so far, and which calls are open. */
import type { GraphNode, ModuleGraphLevel } from "../../protocol";

/** Texts by name, in the user's language. */
export type Texts = Readonly<Record<string, string>>;

export interface Item {
  /** Unique over all levels: "path#id" of each open call from the outside in. */
  readonly key: string;
  readonly node: GraphNode;
  /** Its level, when it is open and there. */
  readonly open: Shown | null;
  readonly loading: boolean;
}

export interface Shown { readonly level: ModuleGraphLevel; readonly items: readonly Item[] }

export class Model {
  readonly levels = new Map<string, ModuleGraphLevel | null>();
  readonly open = new Set<string>();
  private readonly asked = new Set<string>();

  constructor(private readonly ask: (path: string) => void) {}

  set(path: string, level: ModuleGraphLevel | null): void { this.levels.set(path, level); this.asked.delete(path); }

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
      return { key, node, open, loading: wanted && open === null };
    });
    return { level, items };
  }

  toggle(item: Item): boolean {
    if (item.node.inside === 0 || item.node.path === null) return false;
    if (this.open.has(item.key)) this.open.delete(item.key);
    else this.open.add(item.key);
    return true;
  }
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
  return [titleOf(item, texts), node.detail, kind, parameters].filter(Boolean).join(", ");
}

/** The same as text: a tree for screen readers and for reading, walked by arrow keys. */
import { spoken, type Item, type Shown, type Texts } from "./model";

export interface ListActions { readonly reveal: (item: Item, definition: boolean) => void; readonly toggle: (item: Item) => void }

function names(items: readonly Item[], ids: readonly number[], texts: Texts): string {
  return ids.map((id) => items.find((i) => i.node.id === id)).map((i) => (i ? i.node.label || texts["result"] : "")).filter(Boolean).join(", ");
}

/** "from reduce, pools.0 (cat); to result" */
function flowOf({ level, items }: Shown, { node }: Item, texts: Texts): string {
  const from = level.edges.filter((e) => e.to === node.id);
  const to = level.edges.filter((e) => e.from === node.id).map((e) => e.to);
  const through = [...new Set(from.flatMap((e) => e.through))];
  const said = (key: string, of: string): string => (texts[key] ?? "{0}").replace("{0}", of);
  return [
    from.length > 0 ? said("from", names(items, from.map((e) => e.from), texts)) + (through.length > 0 ? ` (${through.join(", ")})` : "") : "",
    to.length > 0 ? said("to", names(items, to, texts)) : "",
  ].filter(Boolean).join("; ");
}

function span(name: string, content: string, run?: () => void): HTMLSpanElement {
  const made = document.createElement("span");
  made.className = name;
  made.textContent = content;
  if (run) made.addEventListener("click", (e) => { e.stopPropagation(); run(); });
  return made;
}

/** Rows of one level; those of an open module stand in its row. */
export function listOf(shown: Shown, texts: Texts, actions: ListActions, below = false): HTMLUListElement {
  const list = document.createElement("ul");
  list.setAttribute("role", below ? "group" : "tree");
  if (!below) list.setAttribute("aria-label", texts["list"] ?? "");
  for (const item of shown.items) {
    const row = document.createElement("li");
    const canOpen = item.node.inside > 0 && item.node.kind === "module";
    const flow = flowOf(shown, item, texts);
    row.setAttribute("role", "treeitem");
    row.tabIndex = -1;
    row.dataset["list"] = item.key;
    row.setAttribute("aria-label", [spoken(item, texts), flow].filter(Boolean).join("; "));
    if (canOpen) row.setAttribute("aria-expanded", String(item.open !== null));
    if (item.node.kind === "module") row.classList.add(item.node.status);
    row.append(canOpen ? span("toggle", item.open ? "−" : "+", () => { actions.toggle(item); }) : span("toggle", ""));
    row.append(span("name", spoken(item, texts), () => { actions.reveal(item, false); }));
    if (flow) row.append(span("flow", flow));
    if (item.open) row.append(listOf(item.open, texts, actions, true));
    list.append(row);
  }
  return list;
}

const rowsOf = (list: HTMLElement): HTMLElement[] => [...list.querySelectorAll<HTMLElement>("[data-list]")];

/** The one row that Tab leads to. */
export function stand(list: HTMLElement, key: string | undefined, focus: boolean): void {
  const rows = rowsOf(list);
  const at = rows.find((r) => r.dataset["list"] === key) ?? rows[0];
  for (const row of rows) row.tabIndex = row === at ? 0 : -1;
  if (at && focus) { at.focus({ preventScroll: true }); at.scrollIntoView({ block: "nearest" }); }
}

/** Arrow keys as in every tree: up and down, right opens or goes in, left closes or goes out. */
export function walkList(list: HTMLElement, e: KeyboardEvent, items: readonly Item[], actions: ListActions): boolean {
  const rows = rowsOf(list);
  const row = (e.target as Element).closest<HTMLElement>("[data-list]");
  const item = items.find((i) => i.key === row?.dataset["list"]);
  if (!row || !item) return false;
  const index = rows.indexOf(row);
  const to = (next: HTMLElement | null | undefined): boolean => { if (next) stand(list, next.dataset["list"], true); return true; };
  switch (e.key) {
    case "ArrowDown": return to(rows[index + 1]);
    case "ArrowUp": return to(rows[index - 1]);
    case "Home": return to(rows[0]);
    case "End": return to(rows.at(-1));
    case "ArrowRight":
      if (item.open) return to(rows[index + 1]);
      actions.toggle(item);
      return true;
    case "ArrowLeft":
      if (!item.open) return to(row.parentElement?.closest<HTMLElement>("[data-list]"));
      actions.toggle(item);
      return true;
    case " ": actions.toggle(item); return true;
    case "Enter": actions.reveal(item, e.shiftKey); return true;
    default: return false;
  }
}

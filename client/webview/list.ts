/** The same as text: a nested list with buttons, for screen readers and for reading. */
import { spoken, type Item, type Shown, type Texts } from "./model";

export interface ListActions { readonly reveal: (item: Item) => void; readonly toggle: (item: Item) => void }

function button(label: string, run: () => void, attributes: Readonly<Record<string, string>> = {}): HTMLButtonElement {
  const made = document.createElement("button");
  made.textContent = label;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.addEventListener("click", run);
  return made;
}

function names(items: readonly Item[], ids: readonly number[], texts: Texts): string {
  return ids.map((id) => items.find((i) => i.node.id === id)).map((i) => (i ? i.node.label || texts["result"] : "")).filter(Boolean).join(", ");
}

export function listOf(shown: Shown, texts: Texts, actions: ListActions): HTMLOListElement {
  const list = document.createElement("ol");
  for (const item of shown.items) {
    const { node } = item;
    const row = document.createElement("li");
    if (node.inside > 0 && node.kind === "module") {
      row.append(button(item.open ? "−" : "+", () => { actions.toggle(item); }, { class: "toggle", "aria-expanded": String(item.open !== null), "aria-label": `${texts["inside"] ?? ""}: ${node.label}`, "data-list": item.key }));
    }
    row.append(button(spoken(item, texts), () => { actions.reveal(item); }, { class: "name" }));
    const from = shown.level.edges.filter((e) => e.to === node.id);
    const to = shown.level.edges.filter((e) => e.from === node.id).map((e) => e.to);
    const through = [...new Set(from.flatMap((e) => e.through))];
    const flow = [
      from.length > 0 ? (texts["from"] ?? "{0}").replace("{0}", names(shown.items, from.map((e) => e.from), texts)) + (through.length > 0 ? ` (${through.join(", ")})` : "") : "",
      to.length > 0 ? (texts["to"] ?? "{0}").replace("{0}", names(shown.items, to, texts)) : "",
    ].filter(Boolean).join("; ");
    if (flow) { const said = document.createElement("span"); said.className = "flow"; said.textContent = flow; row.append(said); }
    if (item.open) row.append(listOf(item.open, texts, actions));
    list.append(row);
  }
  return list;
}

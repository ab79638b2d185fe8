/** The page of the model's picture: takes levels from the extension, draws them, and tells it what was chosen. */
import type { GraphModule, ModuleGraphLevel, Place } from "../../protocol";
import { Drawing, type Placed } from "./draw";
import { Find } from "./find";
import { layout } from "./layout";
import { listOf, stand, walkList, type ListActions } from "./list";
import { Minimap } from "./minimap";
import { flat, following, Model, spoken, type Item, type Shown, type Texts } from "./model";
import { Viewport, type View } from "./viewport";

interface SavedState { readonly root: string; readonly open: readonly string[]; readonly view: View; readonly asList: boolean }
interface Host { postMessage(message: unknown): void; setState(state: SavedState): void; getState(): SavedState | undefined }
declare function acquireVsCodeApi(): Host;

type FromHost =
  | { readonly type: "start"; readonly root: string; readonly label: string; readonly torch: string; readonly texts: Texts }
  | { readonly type: "level"; readonly path: string; readonly level: ModuleGraphLevel | null }
  | { readonly type: "changed" };

const host = acquireVsCodeApi();
const find = <E extends Element>(id: string): E => document.getElementById(id) as unknown as E;
const [svg, content, list, status, heading] = [find<SVGSVGElement>("picture"), find<SVGGElement>("content"), find<HTMLElement>("list"), find<HTMLElement>("status"), find<HTMLElement>("heading")];

let texts: Texts = {};
let root = "";
let placed: readonly Placed[] = [];
let current: string | undefined;
let asList = false;
let drawn = false;
/** A module that is to be shown; its levels may still be on their way. */
let wanted: string | undefined;
const saved = host.getState();

const model = new Model((path) => { host.postMessage({ type: "level", path }); });
const viewport = new Viewport(svg, content, () => { minimap.follow(); save(); });
const minimap = new Minimap(find<SVGSVGElement>("map"), viewport);

let saving: number | undefined;
function save(): void {
  clearTimeout(saving);
  saving = setTimeout(() => { host.setState({ root, open: [...model.open], view: viewport.now, asList }); }, 200) as unknown as number;
}

const pen = document.createElement("canvas").getContext("2d");
const widths = new Map<string, number>();
function measure(text: string, bold: boolean): number {
  const key = `${bold ? "b" : ""}${text}`;
  let width = widths.get(key);
  if (width === undefined) {
    if (pen) pen.font = `${bold ? "600 13px" : "11px"} ${getComputedStyle(document.body).fontFamily}`;
    widths.set(key, (width = pen?.measureText(text).width ?? text.length * 7));
  }
  return width;
}

function draw(): void {
  paint();
  if (wanted !== undefined) show(wanted);
}

function paint(): void {
  const shown = model.shown();
  const level = model.levels.get("");
  if (level === null) { status.textContent = texts["none"] ?? ""; content.replaceChildren(); list.replaceChildren(); return; }
  if (!shown) return;
  if (asList) drawList(shown);
  find<HTMLElement>("closeAll").hidden = model.open.size === 0;
  const picture = layout(shown, measure, texts);
  const focused = content.contains(document.activeElement);
  const drawing = new Drawing(texts);
  content.replaceChildren(drawing.picture(picture, 0, 0));
  placed = drawing.placed;
  viewport.size = { width: picture.width, height: picture.height };
  minimap.draw(placed);
  if (!drawn) {
    drawn = true;
    const [first] = placed;
    if (saved?.root === root) viewport.set(saved.view);
    else viewport.start({ x: first ? first.x + first.width / 2 : 0 });
  }
  mark(nearest(current), false);
  if (document.hasFocus() && document.activeElement === document.body) standHere();
  if (focused) placed.find((p) => p.item.key === current)?.element.focus({ preventScroll: true });
  summary(shown);
}

/** The one itself, or what it was drawn in before that was closed. */
function nearest(key: string | undefined): string | undefined {
  for (let at = key ?? ""; at !== ""; at = at.slice(0, Math.max(0, at.lastIndexOf("/")))) if (placed.some((p) => p.item.key === at)) return at;
  return placed[0]?.item.key;
}

/** Opens what a module is inside of, as its levels come, and stands on it. */
function show(path: string): void {
  const before = model.open.size;
  const item = model.openTo(path);
  const on = item?.node.path ?? path;
  wanted = on !== path && model.levels.get(on) === undefined ? path : undefined;
  if (model.open.size > before) paint();
  mark(item?.key, false);
  const at = placed.find((p) => p.item.key === item?.key);
  for (const p of placed) p.element.classList.toggle("found", p === at);
  if (at) viewport.show(at);
  if (asList) stand(list, item?.key, false);
  list.querySelector(`[data-list="${CSS.escape(item?.key ?? "")}"]`)?.scrollIntoView({ block: "nearest" });
  save();
}

function drawList(shown: Shown): void {
  const focused = (document.activeElement as HTMLElement | null)?.dataset["list"];
  const scrolled = list.scrollTop;
  list.replaceChildren(listOf(shown, texts, listActions));
  list.scrollTop = scrolled;
  stand(list, focused ?? current, focused !== undefined);
}

/** All modules of the model, and those with errors that can be stood on. */
const allModules = (): readonly GraphModule[] => model.levels.get("")?.all ?? [];
function broken(): GraphModule[] {
  const drawnPaths = (model.levels.get("")?.nodes ?? []).flatMap((n) => n.path ?? []);
  return allModules().filter((m) => m.error && !drawnPaths.some((p) => p.startsWith(`${m.path}.`)));
}

let lastError: string | undefined;
function nextError(by: 1 | -1 = 1): void {
  const next = following(broken(), lastError, by);
  if (!next) return;
  lastError = next.path;
  show(next.path);
  find<HTMLElement>("said").textContent = `${next.path}, ${next.detail}, ${texts["error"] ?? ""}`;
}

function summary(shown: Shown): void {
  const modules = shown.items.filter((i) => i.node.kind === "module");
  const [errors, all] = [broken().length, allModules().length];
  const said = (key: string, n: number): string => (texts[n === 1 ? `${key}.1` : key] ?? texts[key] ?? "{0}").replace("{0}", n.toLocaleString());
  const parts: (string | Node)[] = [said("count", modules.length) + (all > modules.length ? `, ${said("all", all)}` : "")];
  if (errors > 0) {
    const button = document.createElement("button");
    button.className = "link";
    button.textContent = said("errors", errors);
    button.title = texts["nextError"] ?? "";
    button.addEventListener("click", () => { nextError(); });
    parts.push(" · ", button);
  }
  if (shown.level.hidden) parts.push(` · ${texts["hidden"] ?? ""}`);
  // a live region would be read again with each picture
  const text = parts.map((p) => (typeof p === "string" ? p : p.textContent)).join("");
  if (status.textContent !== text) status.replaceChildren(...parts);
}

/** The one that the keyboard stands on. */
function mark(key: string | undefined, focus: boolean): void {
  current = key;
  for (const p of placed) p.element.setAttribute("tabindex", p.item.key === key ? "0" : "-1");
  for (const edge of content.querySelectorAll<SVGElement>(".edge")) edge.classList.toggle("near", edge.dataset["from"] === key || edge.dataset["to"] === key);
  const at = placed.find((p) => p.item.key === key);
  if (at && focus) { at.element.focus({ preventScroll: true }); viewport.reveal(at); }
}

function reveal(item: Item, definition = false): void {
  const place: Place | null = definition ? item.node.defined ?? item.node.called : item.node.called ?? item.node.defined;
  if (place) host.postMessage({ type: "reveal", place });
}

function toggle(item: Item): void {
  if (!model.toggle(item)) return;
  draw();
  save();
}

const listActions: ListActions = { reveal: (i, definition) => { reveal(i, definition); }, toggle };
list.addEventListener("keydown", (e) => { if (walkList(list, e, flat(model.shown()), listActions)) e.preventDefault(); });

function standHere(): void { if (asList) stand(list, current, true); else mark(current, true); }

const finder = new Find(find<HTMLInputElement>("find"), find<HTMLElement>("found"), {
  all: allModules, texts: () => texts, show: (m) => { show(m.path); },
  leave: standHere,
});
window.addEventListener("keydown", (e) => {
  if ((e.target as Element).tagName === "INPUT" || e.ctrlKey || e.metaKey || e.altKey) return;
  if (e.key === "/") finder.focus();
  else if (e.key.toLowerCase() === "e") nextError(e.shiftKey ? -1 : 1);
  // the page has the focus, and nothing in it yet
  else if (e.target === document.body && /^(Arrow|Home$|End$|Enter$| $)/.test(e.key)) standHere();
  else return;
  e.preventDefault();
});

const itemAt = (target: EventTarget | null): Item | undefined => {
  const key = (target as Element | null)?.closest<SVGElement>("[data-key]")?.dataset["key"];
  return placed.find((p) => p.item.key === key)?.item;
};

svg.addEventListener("click", (e) => {
  const item = itemAt(e.target);
  if (!item) return;
  mark(item.key, true);
  if ((e.target as Element).closest("[data-open]")) toggle(item);
  else reveal(item, e.altKey);
});
svg.addEventListener("focusin", (e) => { const item = itemAt(e.target); if (item && item.key !== current) mark(item.key, false); });

/** Along the flow with up and down, to the neighbour with left and right. */
function step(from: Placed, key: string): Placed | undefined {
  const level = flat(model.shown()).find((i) => i.key === from.item.key);
  const siblings = placed.filter((p) => p.item.key.slice(0, p.item.key.lastIndexOf("#")) === from.item.key.slice(0, from.item.key.lastIndexOf("#")));
  const edges = [...content.querySelectorAll<SVGElement>(".edge")];
  const linked = (mine: "from" | "to", other: "from" | "to"): Placed | undefined => {
    const keys = edges.filter((e) => e.dataset[mine] === level?.key).map((e) => e.dataset[other]);
    return siblings.filter((p) => keys.includes(p.item.key)).sort((a, b) => Math.abs(a.x - from.x) - Math.abs(b.x - from.x))[0];
  };
  const index = siblings.indexOf(from);
  switch (key) {
    case "ArrowDown": return linked("from", "to") ?? siblings[index + 1];
    case "ArrowUp": return linked("to", "from") ?? siblings[index - 1];
    case "ArrowRight": case "ArrowLeft": {
      const sign = key === "ArrowRight" ? 1 : -1;
      const beside = siblings.filter((p) => (p.x - from.x) * sign > 0 && Math.abs(p.y - from.y) < from.height);
      return beside.sort((a, b) => (a.x - b.x) * sign)[0] ?? siblings[index + sign];
    }
    case "Home": return placed[0];
    case "End": return placed.at(-1);
    default: return undefined;
  }
}

svg.addEventListener("keydown", (e) => {
  const at = placed.find((p) => p.item.key === current);
  const next = at && step(at, e.key);
  if (next) mark(next.item.key, true);
  else if (at && e.key === "Enter") reveal(at.item, e.shiftKey);
  else if (at && e.key === " ") { toggle(at.item); mark(at.item.key, true); announce(at.item); }
  else if (e.key === "+" || e.key === "=") viewport.zoom(1.25);
  else if (e.key === "-") viewport.zoom(0.8);
  else if (e.key === "0") viewport.fit();
  else return;
  e.preventDefault();
});

function announce(item: Item): void {
  find<HTMLElement>("said").textContent = `${spoken(item, texts)}: ${model.open.has(item.key) ? texts["opened"] ?? "" : texts["closed"] ?? ""}`;
}

/** The name first: what is too long is cut at its end, and told in full by the tooltip. */
function title(label: string, torch: string): void {
  const [, file, name] = /^(.*):([^:/\\]+)$/.exec(label) ?? [undefined, "", label];
  const where = document.createElement("span");
  where.textContent = [file, `torch ${torch}`].filter(Boolean).join(" · ");
  heading.replaceChildren(name ?? label, " ", where);
  heading.title = `${label} · torch ${torch}`;
}

function showList(on: boolean): void {
  asList = on;
  list.hidden = !on;
  svg.toggleAttribute("hidden", on);
  find<HTMLElement>("asList").setAttribute("aria-pressed", String(on));
  find<SVGSVGElement>("map").classList.toggle("away", on);
  const shown = on ? model.shown() : null;
  if (shown) drawList(shown);
  list.querySelector("[tabindex='0']")?.scrollIntoView({ block: "nearest" });
  save();
}

find<HTMLElement>("zoomIn").addEventListener("click", () => { viewport.zoom(1.25); });
find<HTMLElement>("zoomOut").addEventListener("click", () => { viewport.zoom(0.8); });
find<HTMLElement>("fit").addEventListener("click", () => { viewport.fit(); });
find<HTMLElement>("closeAll").addEventListener("click", () => {
  model.open.clear();
  draw();
  const at = placed.find((p) => p.item.key === current);
  if (at) viewport.show(at);
  save();
});
find<HTMLElement>("asList").addEventListener("click", () => { showList(!asList); });

window.addEventListener("message", ({ data }: MessageEvent<FromHost>) => {
  switch (data.type) {
    case "start":
      texts = data.texts;
      title(data.label, data.torch);
      svg.setAttribute("aria-label", `${texts["picture"] ?? ""} ${data.label}`);
      if (data.root !== root) {
        root = data.root;
        drawn = false;
        finder.clear();
        lastError = wanted = undefined;
        model.levels.clear();
        model.open.clear();
        if (saved?.root === root) { for (const key of saved.open) model.open.add(key); showList(saved.asList); }
        model.request("");
      }
      return;
    case "level": model.set(data.path, data.level); draw(); return;
    case "changed": model.stale(); return;
  }
});
host.postMessage({ type: "ready", root: saved?.root });

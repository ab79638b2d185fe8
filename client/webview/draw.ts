/** The picture as SVG. Colours come from the style sheet, so that themes apply. */
import { HEADER, PADDING, shortened, type Box, type Line, type Picture } from "./layout";
import { detailOf, spoken, STATUS_MARK, titleOf, type Item, type Texts } from "./model";

const SVG = "http://www.w3.org/2000/svg";

function element<K extends keyof SVGElementTagNameMap>(name: K, attributes: Readonly<Record<string, string | number>>, ...children: Node[]): SVGElementTagNameMap[K] {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.append(...children);
  return made;
}

const text = (content: string, attributes: Readonly<Record<string, string | number>>): SVGTextElement => element("text", attributes, document.createTextNode(content));

/** Where a box lies in the whole picture. */
export interface Placed { readonly item: Item; readonly x: number; readonly y: number; readonly width: number; readonly height: number; readonly element: SVGGElement }

export class Drawing {
  readonly placed: Placed[] = [];
  constructor(private readonly texts: Texts) {}

  picture(picture: Picture, x: number, y: number): SVGGElement {
    const group = element("g", {});
    for (const line of picture.lines) group.append(this.line(line, x, y));
    for (const box of picture.boxes) group.append(this.box(box, x + box.x, y + box.y));
    for (const line of picture.lines) { const label = this.lineLabel(line, x, y); if (label) group.append(label); }
    if (picture.loose !== null) group.append(text(this.texts["loose"] ?? "", { class: "caption", x, y: y + picture.loose + 12 }));
    return group;
  }

  private line({ points, through, from, to, far }: Line, x: number, y: number): SVGPathElement {
    const at = (i: number): [number, number] => { const p = points[Math.max(0, Math.min(points.length - 1, i))] ?? { x: 0, y: 0 }; return [p.x + x, p.y + y]; };
    const [first] = [at(0)];
    let d = `M${first.map(round).join(" ")}`;
    for (let i = 1; i < points.length - 1; i++) {
      const [c, n] = [at(i), at(i + 1)];
      const end = i === points.length - 2 ? n : [(c[0] + n[0]) / 2, (c[1] + n[1]) / 2];
      d += `Q${c.map(round).join(" ")} ${end.map(round).join(" ")}`;
    }
    if (points.length === 2) d += `L${at(1).map(round).join(" ")}`;
    const made = element("path", { class: far ? "edge leap" : "edge", d, "marker-end": "url(#arrow)", "data-from": from.key, "data-to": to.key });
    if (through.length > 0) made.append(element("title", {}, document.createTextNode(through.join(", "))));
    return made;
  }

  private lineLabel({ label }: Line, x: number, y: number): SVGTextElement | null {
    return label ? text(label.text, { class: "through", x: round(label.x + x), y: round(label.y + y + 3), "aria-hidden": "true" }) : null;
  }

  private box({ item, width, height, inner }: Box, x: number, y: number): SVGGElement {
    const { node } = item;
    const canOpen = node.inside > 0 && node.kind === "module";
    const group = element("g", {
      class: `node ${node.kind} ${node.kind === "module" ? node.status : ""}${inner ? " open" : ""}${item.errorInside ? " inside" : ""}`, transform: `translate(${round(x)} ${round(y)})`,
      role: "button", tabindex: -1, "aria-label": spoken(item, this.texts), "data-key": item.key, ...(canOpen ? { "aria-expanded": String(inner !== null) } : {}),
    });
    group.append(element("title", {}, document.createTextNode(spoken(item, this.texts))), element("rect", { class: "frame", width, height, rx: node.kind === "module" ? 4 : HEADER / 2 }));
    const left = node.kind === "module" ? 28 : 14;
    if (node.kind === "module") group.append(text(STATUS_MARK[node.status], { class: "mark", x: 10, y: 24, "aria-hidden": "true" }));
    group.append(text(shortened(titleOf(item, this.texts)), { class: "label", x: left, y: 17 }), text(shortened(detailOf(item)), { class: "detail", x: left, y: 32 }));
    group.append(this.fromAfar(item, width));
    if (canOpen) group.append(this.opener(item, width, inner !== null));
    this.placed.push({ item, x, y, width, height, element: group });
    if (!inner) return group;
    const all = element("g", {}, group);
    all.append(this.picture(inner, x + PADDING, y + HEADER));
    return all;
  }

  /** One line as large as the box allows, for a small scale. */
  private fromAfar(item: Item, width: number): SVGTextElement {
    const { node } = item;
    const said = shortened(node.kind === "module" ? `${titleOf(item, this.texts).replace(/^.*\.(?=[^.]*$)/, "")} ${node.detail}` : titleOf(item, this.texts));
    const size = Math.max(11, Math.min(24, (width - 12) / (said.length * 0.58)));
    return text(said, { class: "afar", x: width / 2, y: HEADER / 2 + size * 0.36, "font-size": round(size), "aria-hidden": "true" });
  }

  private opener(item: Item, width: number, open: boolean): SVGGElement {
    return element("g", { class: "opener", "data-open": item.key, "aria-hidden": "true", transform: `translate(${width - 26} 8)` },
      element("rect", { width: 20, height: 24, rx: 3 }), text(item.loading ? "…" : open ? "−" : "+", { x: 10, y: 17 }));
  }
}

const round = (n: number): string => n.toFixed(1);

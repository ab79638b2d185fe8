/** The whole picture, small, in a corner: where the seen part lies, and a way to go elsewhere. For the pointer only; the keyboard has its own ways. */
import type { Placed } from "./draw";
import type { Viewport } from "./viewport";

const SVG = "http://www.w3.org/2000/svg";
/** Pixels. */
const [WIDEST, TALLEST, MARGIN] = [110, 170, 4];

function rect(className: string, x: number, y: number, width: number, height: number): SVGRectElement {
  const made = document.createElementNS(SVG, "rect");
  made.setAttribute("class", className);
  for (const [key, value] of Object.entries({ x, y, width, height })) made.setAttribute(key, value.toFixed(1));
  return made;
}

export class Minimap {
  private scale = 1;
  private readonly seen = rect("seen", 0, 0, 0, 0);

  constructor(private readonly svg: SVGSVGElement, private readonly viewport: Viewport) {
    const go = (e: PointerEvent): void => {
      if ((e.buttons & 1) === 0) return;
      const box = svg.getBoundingClientRect();
      viewport.centre((e.clientX - box.left - MARGIN) / this.scale, (e.clientY - box.top - MARGIN) / this.scale);
    };
    svg.addEventListener("pointerdown", (e) => { svg.setPointerCapture(e.pointerId); go(e); });
    svg.addEventListener("pointermove", go);
  }

  draw(placed: readonly Placed[]): void {
    const { width, height } = this.viewport.size;
    this.scale = Math.min(WIDEST / width, TALLEST / height);
    this.svg.setAttribute("width", String(Math.ceil(width * this.scale) + 2 * MARGIN));
    this.svg.setAttribute("height", String(Math.ceil(height * this.scale) + 2 * MARGIN));
    this.svg.replaceChildren(...placed.map((p) => {
      const at = (n: number): number => n * this.scale;
      const kind = p.item.node.kind === "module" ? p.item.node.status : p.item.node.kind;
      return rect(`${kind}${p.item.open ? " open" : ""}`, at(p.x) + MARGIN, at(p.y) + MARGIN, Math.max(1, at(p.width)), Math.max(1, at(p.height)));
    }), this.seen);
    this.follow();
  }

  /** Away while everything is seen. */
  follow(): void {
    const { left, top, width, height } = this.viewport.seen;
    const { size } = this.viewport;
    this.svg.toggleAttribute("hidden", left <= 0 && top <= 0 && left + width >= size.width && top + height >= size.height);
    const cut = (from: number, length: number, all: number): [number, number] => {
      const start = Math.max(0, Math.min(all, from));
      return [start * this.scale + MARGIN, Math.max(2, (Math.max(0, Math.min(all, from + length)) - start) * this.scale)];
    };
    const [[x, w], [y, h]] = [cut(left, width, size.width), cut(top, height, size.height)];
    for (const [key, value] of Object.entries({ x, y, width: w, height: h })) this.seen.setAttribute(key, value.toFixed(1));
  }
}

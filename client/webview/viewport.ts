/** Panning and zooming: one transform, written at most once a frame. */
export interface View { readonly x: number; readonly y: number; readonly scale: number }

const [LEAST, MOST] = [0.05, 4];

export class Viewport {
  private view: View = { x: 0, y: 0, scale: 1 };
  private due = false;
  /** The extent of what is drawn. */
  size = { width: 1, height: 1 };
  /** Of the window onto it; kept, since asking for it in each frame would cost a layout. */
  private room = { clientWidth: 0, clientHeight: 0 };

  constructor(private readonly svg: SVGSVGElement, private readonly content: SVGGElement, private readonly changed: (view: View) => void) {
    this.room = { clientWidth: svg.clientWidth, clientHeight: svg.clientHeight };
    new ResizeObserver(() => { this.resized({ clientWidth: svg.clientWidth, clientHeight: svg.clientHeight }); }).observe(svg);
    svg.addEventListener("wheel", (e) => {
      e.preventDefault();
      if (e.ctrlKey || e.metaKey) this.zoomAt(Math.exp(-e.deltaY / 300), e.offsetX, e.offsetY);
      else this.pan(e.shiftKey ? -e.deltaY : -e.deltaX, e.shiftKey ? 0 : -e.deltaY);
    }, { passive: false });
    svg.addEventListener("pointerdown", (e) => { if (e.button === 0 && !(e.target as Element).closest("[data-key]")) this.drag(e); });
  }

  get now(): View { return this.view; }

  /** The part of the picture that is in sight, in its own pixels. */
  get seen(): { left: number; top: number; width: number; height: number } {
    const { x, y, scale } = this.view;
    return { left: -x / scale, top: -y / scale, width: this.room.clientWidth / scale, height: this.room.clientHeight / scale };
  }

  /** What was in the middle stays there; a picture that was seen as a whole stays so. A window that is hidden has no size. */
  private resized(room: Viewport["room"]): void {
    const before = this.room;
    if (room.clientWidth > 0 && room.clientHeight > 0) {
      const whole = this.isWhole;
      this.room = room;
      if (before.clientWidth > 0) this.pan((room.clientWidth - before.clientWidth) / 2, (room.clientHeight - before.clientHeight) / 2);
      if (whole && !this.isWhole) this.fit();
    }
    this.changed(this.view);
  }

  /** All of the picture is in sight. */
  private get isWhole(): boolean {
    const { left, top, width, height } = this.seen;
    return left <= 0 && top <= 0 && left + width >= this.size.width && top + height >= this.size.height;
  }

  /** Puts a point of the picture into the middle. */
  centre(x: number, y: number): void {
    const { scale } = this.view;
    this.set({ x: this.room.clientWidth / 2 - x * scale, y: this.room.clientHeight / 2 - y * scale, scale });
  }

  private drag(start: PointerEvent): void {
    let [x, y] = [start.clientX, start.clientY];
    this.svg.setPointerCapture(start.pointerId);
    this.svg.classList.add("dragging");
    const move = (e: PointerEvent): void => { this.pan(e.clientX - x, e.clientY - y); [x, y] = [e.clientX, e.clientY]; };
    const end = (): void => {
      this.svg.classList.remove("dragging");
      this.svg.removeEventListener("pointermove", move);
    };
    this.svg.addEventListener("pointermove", move);
    this.svg.addEventListener("pointerup", end, { once: true });
    this.svg.addEventListener("pointercancel", end, { once: true });
  }

  set(view: View): void {
    this.view = view;
    if (this.due) return;
    this.due = true;
    requestAnimationFrame(() => {
      this.due = false;
      const { x, y, scale } = this.view;
      this.content.setAttribute("transform", `translate(${x.toFixed(2)} ${y.toFixed(2)}) scale(${scale.toFixed(4)})`);
      this.svg.classList.toggle("far", scale < 0.45);
      this.changed(this.view);
    });
  }

  pan(dx: number, dy: number): void { this.set({ ...this.view, x: this.view.x + dx, y: this.view.y + dy }); }

  zoomAt(factor: number, x: number, y: number): void {
    const scale = Math.min(MOST, Math.max(LEAST, this.view.scale * factor));
    const real = scale / this.view.scale;
    this.set({ x: x - (x - this.view.x) * real, y: y - (y - this.view.y) * real, scale });
  }

  zoom(factor: number): void { this.zoomAt(factor, this.room.clientWidth / 2, this.room.clientHeight / 2); }

  /** All of it. */
  fit(): void {
    const { clientWidth, clientHeight } = this.room;
    const scale = Math.min(1.25, Math.max(LEAST, Math.min((clientWidth - 40) / this.size.width, (clientHeight - 40) / this.size.height)));
    this.set({ x: (clientWidth - this.size.width * scale) / 2, y: Math.max(20, (clientHeight - this.size.height * scale) / 2), scale });
  }

  /** Readable: all of it, or its beginning. */
  start(at: { x: number }): void {
    this.fit();
    if (this.view.scale < 0.7) this.set({ x: Math.min(20, this.room.clientWidth / 2 - at.x), y: 20, scale: 1 });
  }

  /** At a readable size, with a box in the middle if it was out of sight. */
  show(box: { x: number; y: number; width: number; height: number }): void {
    const { clientWidth, clientHeight } = this.room;
    const { left, top, width, height } = this.seen;
    const isSeen = box.x >= left && box.y >= top && box.x + box.width <= left + width && box.y + box.height <= top + height;
    if (this.view.scale >= 0.6 && isSeen) { this.reveal(box); return; }
    const scale = this.view.scale >= 0.6 ? this.view.scale : 1;
    const from = (start: number, length: number, room: number): number => room / 2 - start * scale - Math.min(length * scale, room - 40) / 2;
    this.set({ x: from(box.x, box.width, clientWidth), y: from(box.y, box.height, clientHeight), scale });
  }

  /** Moves as little as is needed to see a box. */
  reveal(box: { x: number; y: number; width: number; height: number }): void {
    const { x, y, scale } = this.view;
    const shift = (from: number, length: number, room: number): number => (from < 20 ? 20 - from : from + length > room - 20 ? Math.max(room - 20 - from - length, 20 - from) : 0);
    const [dx, dy] = [shift(box.x * scale + x, box.width * scale, this.room.clientWidth), shift(box.y * scale + y, box.height * scale, this.room.clientHeight)];
    if (dx !== 0 || dy !== 0) this.pan(dx, dy);
  }
}

/** Search over all modules of a model, also those that are not drawn: words of the path and the class. Enter goes on, Shift+Enter back. */
import type { GraphModule } from "../../protocol";
import { following, matching, type Texts } from "./model";

export interface FindActions { readonly all: () => readonly GraphModule[]; readonly texts: () => Texts; readonly show: (module: GraphModule) => void; readonly leave: () => void }

export class Find {
  private found: readonly GraphModule[] = [];
  private at: string | undefined;

  constructor(private readonly input: HTMLInputElement, private readonly count: HTMLElement, private readonly actions: FindActions) {
    input.addEventListener("input", () => { this.search(); });
    input.addEventListener("keydown", (e) => {
      if (e.key === "Enter") this.step(e.shiftKey ? -1 : 1);
      else if (e.key === "Escape") { input.value = ""; this.search(); actions.leave(); }
      else return;
      e.preventDefault();
    });
  }

  focus(): void { this.input.focus(); this.input.select(); }

  clear(): void { this.input.value = ""; this.found = []; this.at = undefined; this.say(); }

  private search(): void {
    this.found = matching(this.actions.all(), this.input.value);
    this.at = undefined;
    if (this.found.length > 0) this.step(1);
    else this.say();
  }

  private step(by: 1 | -1): void {
    const next = following(this.found, this.at, by);
    if (!next) return;
    this.at = next.path;
    this.say();
    this.actions.show(next);
  }

  private say(): void {
    const texts = this.actions.texts();
    const index = this.found.findIndex((m) => m.path === this.at) + 1;
    this.count.textContent = this.input.value.trim() === "" ? "" : this.found.length === 0 ? texts["nothing"] ?? "" : `${index}/${this.found.length}`;
  }
}

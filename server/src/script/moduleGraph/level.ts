/** One module's picture: the calls of its submodules, what flows between them, and the submodules that nothing calls. */
import type { GModule } from "../../host/objectGraph";
import type { SourceRange } from "../../syntax/source";
import type { Compiler } from "../recursive/compiler";
import { isRef } from "../recursive/graphReader";
import { typeStr } from "../types/print";
import { NOTHING, sourcesOf, type Flowing } from "./values";
import { Walk } from "./walk";

export interface FlowNode {
  readonly id: number;
  readonly kind: "input" | "output" | "module";
  /** A parameter's name, or the module's name below the pictured one ("backbone.0"). */
  readonly label: string;
  /** Class of a module, type of an input. */
  readonly detail: string;
  /** From the root; null for inputs and outputs. */
  readonly path: string | null;
  readonly method: string;
  readonly status: "ok" | "error" | "unknown" | "uncalled";
  /** Elements of all parameters. */
  readonly parameters: number;
  /** Submodules right below it. */
  readonly inside: number;
  /** Where it is called. */
  readonly called: SourceRange | null;
  /** Where its class's method stands. */
  readonly defined: SourceRange | null;
}

export interface FlowEdge { readonly from: number; readonly to: number; /** Operators on the way, first to last. */ readonly through: readonly string[] }

export interface FlowLevel {
  readonly path: string;
  readonly detail: string;
  readonly nodes: readonly FlowNode[];
  readonly edges: readonly FlowEdge[];
  /** An error hides a part of the flow. */
  readonly hidden: boolean;
  /** All modules below, of the root's picture only. */
  readonly all: readonly FlowModule[];
}

export interface FlowModule { readonly path: string; readonly detail: string; readonly error: boolean }

function moduleAt(c: Compiler, root: number, path: string): number | null {
  let at = root;
  for (const name of path === "" ? [] : path.split(".")) {
    const m = c.py.at(at);
    const child = m?.kind === "module" ? childOf(c, m, name) : undefined;
    if (child === undefined) return null;
    at = child;
  }
  return at;
}

function childOf(c: Compiler, m: GModule, name: string): number | undefined {
  const value = c.py.get(m.modules, name);
  const o = c.py.object(value);
  const at = o?.kind === "scriptmodule" ? o.module : value;
  return isRef(at) && c.py.at(at.o)?.kind === "module" ? at.o : undefined;
}

const classOf = (c: Compiler, m: GModule): string => c.py.moduleClass(m)?.name ?? "Module";

/** Elements of all parameters; what is shared by several counts once, as in `parameters()`. */
function parametersOf(c: Compiler, index: number, seen = new Set<number>()): number {
  const m = c.py.at(index);
  if (m?.kind !== "module" || seen.has(index)) return 0;
  seen.add(index);
  let count = 0;
  for (const [, value] of m.parameters) {
    const tensor = c.py.object(value);
    if (isRef(value) && seen.has(value.o)) continue;
    if (isRef(value)) seen.add(value.o);
    if (tensor?.kind === "tensor") count += tensor.shape.reduce((a, b) => a * b, 1);
  }
  for (const [name] of m.modules) { const child = childOf(c, m, name); if (child !== undefined) count += parametersOf(c, child, seen); }
  return count;
}

/** Each path by which a module can be reached; one that is inside of itself ends there. */
function modulesBelow(c: Compiler, index: number, path = "", above: readonly number[] = []): FlowModule[] {
  const m = c.py.at(index);
  if (m?.kind !== "module" || above.includes(index)) return [];
  return m.modules.flatMap(([name]) => {
    const child = childOf(c, m, name);
    const inner = child === undefined ? undefined : c.py.at(child);
    if (child === undefined || inner?.kind !== "module") return [];
    const at = path ? `${path}.${name}` : name;
    const error = c.moduleTypes.get(child)?.made.get("forward")?.broken === true;
    return [{ path: at, detail: classOf(c, inner), error }, ...modulesBelow(c, child, at, [...above, index])];
  });
}

class Picture {
  readonly nodes: FlowNode[] = [];
  readonly edges: FlowEdge[] = [];
  private id = 0;
  constructor(private readonly c: Compiler, private readonly root: number, private readonly path: string) {}

  private below(path: string): string { return this.path ? path.slice(this.path.length + 1) : path; }

  private module(id: number, index: number, path: string, method: string, called: SourceRange | null, otherwise?: "uncalled" | "unknown"): void {
    const { c } = this;
    const m = c.py.at(index);
    if (m?.kind !== "module") return;
    const fn = c.moduleTypes.get(index)?.made.get(method);
    this.nodes.push({
      id, kind: "module", label: this.below(path), detail: classOf(c, m), path, method, called, defined: fn?.range ?? null,
      status: otherwise === "uncalled" ? otherwise : fn?.broken ? "error" : fn?.result && !otherwise ? "ok" : "unknown", parameters: parametersOf(c, index), inside: m.modules.length,
    });
  }

  private end(kind: "input" | "output", label: string, detail: string, called: SourceRange | null): number {
    const id = this.id++;
    this.nodes.push({ id, kind, label, detail, path: null, method: "", status: "ok", parameters: 0, inside: 0, called, defined: null });
    return id;
  }

  private connect(to: number, values: readonly Flowing[]): void {
    const all = new Map<number, readonly string[]>();
    for (const v of values) for (const [from, through] of sourcesOf(v)) if (!all.has(from)) all.set(from, through);
    for (const [from, through] of all) if (from !== to) this.edges.push({ from, to, through });
  }

  make(): FlowLevel | null {
    const { c } = this;
    const index = moduleAt(c, this.root, this.path);
    const m = index === null ? undefined : c.py.at(index);
    if (index === null || m?.kind !== "module") return null;
    const hidden = this.flow(index);
    this.uncalled(m, this.path, hidden);
    return { path: this.path, detail: classOf(c, m), nodes: this.nodes, edges: this.edges, hidden, all: this.path === "" ? modulesBelow(c, this.root) : [] };
  }

  /** True where an error hides a part. */
  private flow(index: number): boolean {
    const fn = this.c.moduleTypes.get(index)?.made.get("forward");
    if (!fn?.result) return true;
    const { graph } = fn.result;
    const inputs = graph.block.inputs.slice(1).map((v): Flowing => ({ from: new Map([[this.end("input", v.debugNameBase, typeStr(v.type), fn.range), []]]) }));
    const walk = new Walk(this.c, { index, path: this.path }, this.id);
    const returned = walk.method(graph, inputs);
    for (const call of walk.calls) {
      this.module(call.id, call.module, call.path, call.method, call.range);
      this.connect(call.id, walk.into.get(call.id) ?? [NOTHING]);
      this.id = Math.max(this.id, call.id + 1);
    }
    this.connect(this.end("output", "", fn.result.schema.returns.map((r) => typeStr(r.type)).join(", "), fn.range), [returned]);
    return walk.hidden;
  }

  /** What no call leads to. Where an error hides a part of the flow, nobody knows whether it is called. */
  private uncalled(m: GModule, path: string, hidden: boolean): void {
    const paths = this.nodes.flatMap((n) => n.path ?? []);
    const visit = (of: GModule, at: string, depth: number): void => {
      for (const [name] of of.modules) {
        const child = childOf(this.c, of, name);
        const below = at ? `${at}.${name}` : name;
        const inner = child === undefined ? undefined : this.c.py.at(child);
        if (child === undefined || inner?.kind !== "module" || paths.includes(below)) continue;
        if (paths.some((p) => p.startsWith(`${below}.`)) && depth < 4) visit(inner, below, depth + 1);
        else this.module(this.id++, child, below, "forward", null, hidden ? "unknown" : "uncalled");
      }
    };
    visit(m, path, 0);
  }
}

/** `root`: the root module's index in the object graph; null where the path leads to no module. */
export function flowLevel(c: Compiler, root: number, path: string): FlowLevel | null {
  return new Picture(c, root, path).make();
}

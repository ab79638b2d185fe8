/**
 * If and Loop of the file, for branches and loops that the example cannot decide. What stands inside becomes an
 * inner graph; what it writes in place (tensors, lists, attributes) comes out of it beside its results.
 */
import type { Builder } from "./builder";
import { fixed } from "./builder";
import type { GraphProto, NodeProto } from "./proto";
import { keyOf } from "./collections";
import { asSequence, commonElement, elementsOf } from "./sequences";
import { bool, CannotExport, float, int, isOpen, ListV, openBool, partsOf, SequenceV, TensorV, withArticle, withParts, type DictV, type Element, type V } from "./values";
import { msg, type Argument } from "../../text/message";

/** Something that an inner graph may change. */
interface Slot { read(): V; write(v: V): void }
type Slots = ReadonlyMap<object | string, Slot>;

/** What a block has done: its results, and what is in the slots that it changed; as they were at its end. */
interface Side { readonly results: V[]; readonly changed: ReadonlyMap<object | string, V>; readonly slots: Slots; readonly nodes: NodeProto[] }

/** The world outside of tensors that a block may change. */
export interface Surroundings {
  /** Lists and dicts that can be reached. */
  containers(): ReadonlySet<ListV | DictV>;
  /** By name; what is new in it was read, or set by the block. */
  readonly attributes: Map<string, V>;
}

interface LoopToWrite { readonly rounds: string; readonly going: string; readonly first: number; /** How much of what is carried is the loop's own. */ readonly own: number; body(round: V, carried: V[]): { going: V; carried: V[] } }
/** What a loop begins with: its own values, then what is in the slots. */
interface LoopState { readonly start: readonly V[]; readonly slots: Slots }
/** How often a loop is written anew when its shapes turn out to change. */
const ATTEMPTS = 8;

type Leaf = TensorV | Extract<V, { k: "int" | "float" | "bool" }>;
const isLeaf = (v: V): v is Leaf => v.k === "tensor" || v.k === "int" || v.k === "float" || v.k === "bool";

export class Control {
  constructor(private readonly b: Builder, private readonly around: () => Surroundings) {}

  /** `cond`: the name of a bool. Gives the results of the branch. */
  branch(cond: string, sides: readonly [() => V[], () => V[]]): V[] {
    const { b } = this;
    const [then, other] = [this.side(sides[0]), this.side(sides[1])];
    const outputs: { names: [string, string]; made: TensorV | SequenceV }[] = [];
    const merge = (x: V, y: V): V => this.merged(then, other, x, y, outputs);
    const results = then.results.map((v, i) => merge(v, other.results[i] ?? v));
    const slots = new Map([...then.slots, ...other.slots]);
    const written = [...slots].flatMap(([key, slot]) => {
      const [x, y] = [then.changed.get(key), other.changed.get(key)];
      return x || y ? [[slot, merge(x ?? this.frozen(slot.read()), y ?? this.frozen(slot.read()))] as const] : [];
    });
    if (outputs.length > 0) {
      const graphs = [then, other].map((side, i) => graphOf(i === 0 ? "then" : "else", side.nodes, outputs.map((o) => b.info(o.made, o.names[i]))));
      b.emitInner("If", [cond], outputs.map((o) => o.made), [["then_branch", graphs[0]], ["else_branch", graphs[1]]]);
    }
    for (const [slot, v] of written) slot.write(v);
    return results;
  }

  /**
   * `rounds`: an int64 scalar, or empty for any number; `going`: a bool. `body` takes the number of the round (from
   * `first`) and what is carried; it gives whether to go on, and what is carried next.
   */
  loop(rounds: string, going: string, first: number, carried: readonly V[], body: (round: V, carried: V[]) => { going: V; carried: V[] }): V[] {
    let state: LoopState = { start: carried.map((v) => this.frozen(v)), slots: new Map() };
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const made = this.attempt({ rounds, going, first, own: carried.length, body }, state);
      if ("results" in made) return made.results;
      state = made;
    }
    throw new CannotExport(msg`a loop whose values change their shapes in every round`);
  }

  /** The loop, or with what it has to begin instead. */
  private attempt(loop: LoopToWrite, { start, slots }: LoopState): { results: V[] } | LoopState {
    const { b } = this;
    const inputs: (TensorV | SequenceV)[] = [];
    const round = b.unique("round"), goes = b.unique("going");
    b.data.add(round);
    const given = start.map((v) => this.opened(v, inputs));
    let on = "";
    const ends: V[] = [];
    const side = this.side(() => {
      [...slots.values()].forEach((s, i) => { s.write(given[loop.own + i] ?? s.read()); });
      const unknown = b.unknown();
      const number = loop.first === 0 ? round : b.one("Add", [round, b.constant([loop.first], "int64", [])], fixed("int64", [])).name;
      const made = loop.body(int(unknown.v, unknown.alt, number), given.slice(0, loop.own));
      if (made.going.k !== "bool") throw new CannotExport(msg`a loop whose condition is not a bool`);
      on = b.one("Identity", [b.scalarBool(made.going)], fixed("bool", [])).name;
      ends.push(...made.carried.map((v) => this.frozen(v)), ...[...slots.values()].map((s) => this.frozen(s.read(), true)));
      return [];
    });
    const fresh = [...side.slots].filter(([key]) => !slots.has(key));
    const wide = start.map((v, i) => this.wider(v, ends[i] ?? v));
    if (fresh.length > 0 || wide.some((v, i) => v !== start[i])) return { slots: new Map([...slots, ...fresh]), start: [...wide, ...fresh.map(([, s]) => this.frozen(s.read(), true))] };
    const to = { outs: [] as (TensorV | SequenceV)[], names: [] as string[], initial: [] as string[] };
    const results = start.map((v, i) => this.after(v, ends[i] ?? v, side, to));
    const graph = graphOf("body", side.nodes, [b.info(new TensorV(on, "bool", [], [])), ...to.outs.map((t, i) => b.info(t, to.names[i]))], [b.info(new TensorV(round, "int64", [], [])), b.info(new TensorV(goes, "bool", [], [])), ...inputs.map((t) => b.info(t))]);
    b.emitInner("Loop", [loop.rounds, loop.going, ...to.initial], to.outs, [["body", graph]]);
    [...slots.values()].forEach((s, i) => { const v = results[loop.own + i]; if (v) s.write(v); });
    return { results: results.slice(0, loop.own) };
  }

  /** A beginning that the end of a round fits, too; `start` itself where it does. */
  private wider(start: V, end: V): V {
    if (start.k === "uninit") return this.nothing(end);
    if (start.k === "list" && end.k === "list" && needSequence(start, end)) {
      const element = this.commonElements(start, end);
      return start.sequence?.element === element ? start : ListV.of(asSequence(this.b, start, element));
    }
    const [from, to] = [partsOf(start), partsOf(end)];
    if (from && to && start.k === end.k) {
      if (from.length !== to.length) throw new CannotExport(msg`a ${start.k} becomes longer in each round of a loop whose number of rounds is not fixed`);
      if (!sameKeys(start, end)) throw new CannotExport(msg`a dict gets other keys in a loop whose number of rounds is not fixed`);
      const parts = from.map((v, i) => this.wider(v, to[i] ?? v));
      return parts.every((v, i) => v === from[i]) ? start : withParts(start, parts);
    }
    if (start.k === "tensor" && end.k === "tensor") {
      if (start.dtype !== end.dtype) throw new CannotExport(msg`a Tensor is ${start.dtype} before a round of a loop and ${end.dtype} after it`);
      if (start.rank !== end.rank) throw new CannotExport(msg`a Tensor has ${start.rank} dimensions before a round of a loop and ${end.rank} after it`);
      return differing(this.b, start, end);
    }
    const fits = start.k === end.k && (isLeaf(start) || (start.k === "str" ? end.k === "str" && start.v === end.v : true));
    if (!fits) throw new CannotExport(msg`a value is ${kindOf(start)} before a round of a loop and ${start.k === end.k ? msg`another` : kindOf(end)} after it, and the number of rounds is not fixed`);
    return start;
  }

  private commonElements(x: ListV, y: ListV): Element {
    const [p, q] = [elementsOf(this.b, x), elementsOf(this.b, y)];
    const found = p && q ? commonElement(this.b, p, q) : p ?? q;
    if (!found) throw new CannotExport(msg`a list whose length depends on values, and that is always empty`);
    return found;
  }

  /** The values of a round's beginning as inputs of the inner graph. */
  private opened(v: V, inputs: (TensorV | SequenceV)[]): V {
    if (v.k === "list" && v.sequence) {
      const made = new SequenceV(this.b.unique("carried"), v.sequence.element);
      inputs.push(made);
      return ListV.of(made);
    }
    const parts = partsOf(v);
    if (parts) return withParts(v, parts.map((i) => this.opened(i, inputs)));
    if (!isLeaf(v)) return v;
    const t = this.tensorFor(v, this.b.unique("carried"));
    inputs.push(t);
    return this.back(v, t);
  }

  /** What is carried after the last round; its outputs are noted. */
  private after(start: V, end: V, side: Side, to: { outs: (TensorV | SequenceV)[]; names: string[]; initial: string[] }): V {
    if (start.k === "list" && start.sequence && end.k === "list") {
      const out = new SequenceV(this.b.unique("after"), start.sequence.element);
      to.outs.push(out);
      to.names.push(this.sequenceWithin(side, end, out.element));
      to.initial.push(start.sequence.name);
      return ListV.of(out);
    }
    const [first, last] = [partsOf(start), partsOf(end)];
    if (first && last) return withParts(start, first.map((v, i) => this.after(v, last[i] ?? v, side, to)));
    if (!isLeaf(start) || !isLeaf(end)) return start;
    const out = this.tensorFor(start, this.b.unique("after"));
    to.outs.push(out);
    to.names.push(this.within(side, end, start));
    to.initial.push(this.named(start));
    return this.back(start, out);
  }

  /** Runs a block apart: what it emits goes into an inner graph, and all that it changed is as before afterwards. */
  private side(run: () => V[]): Side {
    const { b } = this;
    const around = this.around();
    const held = [...around.containers()].map((c) => kept(c));
    const attributes = new Map(around.attributes);
    const inner = b.enter();
    try {
      const results = run().map((v) => this.frozen(v));
      const changed = new Map<object | string, V>();
      const slots = new Map<object | string, Slot>();
      for (const t of inner.written()) {
        changed.set(t, this.frozen(t, true));
        slots.set(t, { read: () => t, write: (v) => { if (v.k === "tensor") b.replace(t, v); } });
      }
      for (const { container, slot, isChanged } of held) {
        if (!isChanged()) continue;
        changed.set(container, this.frozen(slot.read()));
        slots.set(container, slot);
      }
      for (const [key, v] of around.attributes) {
        const old = attributes.get(key);
        if (old === undefined || old === v) continue;
        changed.set(key, this.frozen(v));
        slots.set(key, { read: () => around.attributes.get(key) ?? old, write: (w) => { around.attributes.set(key, w); } });
      }
      return { results, changed, slots, nodes: inner.nodes };
    } finally {
      inner.leave();
      for (const { restore } of held) restore();
      for (const [key, v] of attributes) around.attributes.set(key, v);
    }
  }

  /** As it is now, whatever is written later. `always`: also a tensor that nothing was written into yet. */
  private frozen(v: V, always = false): V {
    if (v.k === "list" && v.sequence) return v.copy();
    const parts = partsOf(v);
    if (parts) return withParts(v, parts.map((i) => this.frozen(i)));
    if (v.k !== "tensor" || (!always && this.b.depth === 0)) return v;
    const made = new TensorV(this.b.use(v), v.dtype, v.shape, v.alt);
    this.originals.set(made, v);
    return made;
  }
  private readonly originals = new WeakMap<TensorV, TensorV>();

  private merged(then: Side, other: Side, x: V, y: V, outputs: { names: [string, string]; made: TensorV | SequenceV }[]): V {
    const same = this.unchanged(x, y, then, other);
    if (same) return same;
    if (x.k === "list" && y.k === "list" && needSequence(x, y)) {
      const made = new SequenceV(this.b.unique("either"), this.commonElements(x, y));
      outputs.push({ names: [this.sequenceWithin(then, x, made.element), this.sequenceWithin(other, y, made.element)], made });
      return ListV.of(made);
    }
    const [left, right] = [partsOf(x), partsOf(y)];
    if (left && right && x.k === y.k) {
      if (left.length !== right.length) throw new CannotExport(msg`a ${x.k} is longer after one side of a branch than after the other, and which side is taken depends on values`);
      if (!sameKeys(x, y)) throw new CannotExport(msg`a dict has other keys after one side of a branch than after the other, and which side is taken depends on values`);
      return withParts(x, left.map((v, i) => this.merged(then, other, v, right[i] ?? v, outputs)));
    }
    if (x.k === "uninit" || y.k === "uninit") {
      const known = x.k === "uninit" ? y : x;
      if (known.k === "uninit") return known;
      const nothing = this.nothing(known);
      return this.merged(then, other, x.k === "uninit" ? nothing : x, y.k === "uninit" ? nothing : y, outputs);
    }
    if (!isLeaf(x) || !isLeaf(y) || x.k !== y.k) throw new CannotExport(msg`a value is ${kindOf(x)} after one side of a branch and ${kindOf(y)} after the other, and which side is taken depends on values`);
    const like = this.common(x, y);
    const made = this.tensorFor(like, this.b.unique("either"));
    outputs.push({ names: [this.within(then, x, like), this.within(other, y, like)], made });
    return this.back(like, made);
  }

  /** The value, where both sides have left the same. */
  private unchanged(x: V, y: V, then: Side, other: Side): V | undefined {
    if (x.k === "tensor" && y.k === "tensor") {
      const original = this.originals.get(x);
      return original !== undefined && original === this.originals.get(y) && !then.changed.has(original) && !other.changed.has(original) && x.name === y.name ? original : undefined;
    }
    if (x === y) return x;
    if (isLeaf(x) && isLeaf(y) && x.k !== "tensor" && y.k !== "tensor") return x.k === y.k && Object.is(x.v, y.v) && (isOpen(x) || isOpen(y) ? "sym" in x && "sym" in y && x.sym !== undefined && x.sym === y.sym : true) ? x : undefined;
    if (x.k === "str" && y.k === "str") return x.v === y.v ? x : undefined;
    if (x.k === "object" && y.k === "object") return x.id === y.id ? x : undefined;
    if (x.k === "enum" && y.k === "enum") return x.type === y.type && x.name === y.name ? x : undefined;
    if (x.k === "module" && y.k === "module") return x.index === y.index ? x : undefined;
    return x.k === y.k && (x.k === "none" || x.k === "uninit" || x.k === "device" || (x.k === "fn" && y.k === "fn" && x.fn === y.fn)) ? x : undefined;
  }

  /** Of the shape that both have; where they differ it is not known. */
  private common(x: Leaf, y: Leaf): Leaf {
    if (x.k !== "tensor" || y.k !== "tensor") return x;
    if (x.dtype !== y.dtype) throw new CannotExport(msg`a Tensor is ${x.dtype} after one side of a branch and ${y.dtype} after the other, and which side is taken depends on values`);
    if (x.rank !== y.rank) throw new CannotExport(msg`a Tensor has ${x.rank} dimensions after one side of a branch and ${y.rank} after the other, and which side is taken depends on values`);
    return differing(this.b, new TensorV(x.name, x.dtype, x.shape, x.alt), y);
  }

  /** Stands where nothing was assigned: nobody looks at it. */
  private nothing(like: V): V {
    switch (like.k) {
      case "tensor": return new TensorV(this.b.constant([0], like.dtype, like.shape.map(() => 1)), like.dtype, like.shape.map(() => 1), like.shape.map(() => 1));
      case "int": return int(0);
      case "float": return float(0);
      case "bool": return bool(false);
      default: return withParts(like, (partsOf(like) ?? []).map((i) => this.nothing(i)));
    }
  }

  private tensorFor(v: Leaf, name: string): TensorV {
    if (v.k === "tensor") return new TensorV(name, v.dtype, v.shape, v.alt);
    return new TensorV(name, v.k === "int" ? "int64" : v.k === "float" ? "float64" : "bool", [], []);
  }
  /** The value that a tensor of the file stands for. */
  private back(v: Leaf, t: TensorV): V {
    if (v.k === "tensor") return t;
    this.b.data.add(t.name);
    const unknown = this.b.unknown();
    return v.k === "int" ? int(unknown.v, unknown.alt, t.name) : v.k === "float" ? float(unknown.v, unknown.alt, t.name) : openBool(true, t.name);
  }

  private named(v: Leaf): string {
    switch (v.k) {
      case "tensor": return this.b.use(v);
      case "int": return this.b.scalarInt(v);
      case "float": return this.b.scalarFloat(v);
      case "bool": return this.b.scalarBool(v);
    }
  }
  private sequenceWithin(side: Side, l: ListV, element: Element): string {
    return this.b.inside(side.nodes, () => this.b.sequence("Identity", [asSequence(this.b, l, element).name], element).name);
  }
  /** An output of the inner graph. */
  private within(side: Side, v: Leaf, like: Leaf): string {
    return this.b.inside(side.nodes, () => this.b.one("Identity", [this.named(v)], this.tensorFor(like, "")).name);
  }
}

const kindOf = (v: V): Argument => (v.k === "none" ? "None" : withArticle(v.k === "tensor" ? "Tensor" : v.k));

/** Whether two lists can only be told apart by a sequence of the file. */
const needSequence = (x: ListV, y: ListV): boolean => x.sequence !== null || y.sequence !== null || x.items.length !== y.items.length;

/** Whether two dicts have the same keys in the same order; other containers have none. */
function sameKeys(x: V, y: V): boolean {
  return x.k !== "dict" || y.k !== "dict" || x.entries.every(([k], i) => { const other = y.entries[i]?.[0]; return other !== undefined && keyOf(k) === keyOf(other); });
}

/** Puts a copy of its contents into a container, and knows whether that is changed later. */
function kept(container: ListV | DictV): { readonly container: ListV | DictV; readonly slot: Slot; isChanged(): boolean; restore(): void } {
  if (container.k === "list") {
    const before = container.copy();
    return {
      container, restore: () => { container.become(before); },
      isChanged: () => container.sequence !== before.sequence || (!container.sequence && (container.items.length !== before.items.length || container.items.some((v, i) => v !== before.items[i]))),
      slot: { read: () => container.copy(), write: (v) => { if (v.k === "list") container.become(v.copy()); } },
    };
  }
  const { entries } = container;
  container.entries = entries.map(([k, v]): [V, V] => [k, v]);
  return {
    container, restore: () => { container.entries = entries; },
    isChanged: () => container.entries.length !== entries.length || container.entries.some(([k, v], i) => k !== entries[i]?.[0] || v !== entries[i][1]),
    slot: { read: () => ({ k: "dict", entries: container.entries }), write: (v) => { if (v.k === "dict") container.entries = v.entries; } },
  };
}

function graphOf(name: string, node: NodeProto[], output: GraphProto["output"], input: GraphProto["input"] = []): GraphProto {
  return { name, node, initializer: [], input, output, valueInfo: [] };
}

/** `x` with sizes that are not known where `y` has others; `x` itself where there are none. */
function differing(b: Builder, x: TensorV, y: TensorV): TensorV {
  const fits = x.shape.map((d, i) => b.isUnknown(d) || (d === y.shape[i] && x.alt[i] === y.alt[i]));
  if (fits.every(Boolean)) return x;
  const sizes = x.shape.map((d, i) => (fits[i] ? { v: d, alt: x.alt[i] ?? d } : b.unknown()));
  return new TensorV(b.use(x), x.dtype, sizes.map((s) => s.v), sizes.map((s) => s.alt));
}

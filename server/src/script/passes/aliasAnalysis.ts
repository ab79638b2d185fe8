/**
 * What may be the same memory, and which nodes write to it. Answers to torch/csrc/jit/ir/alias_analysis.cpp
 * and passes/utils/memory_dag.cpp, as far as dead code and constant pooling ask it.
 *
 * A wildcard of a type stands for everything of that type that the graph does not see made: its inputs, what
 * is taken out of containers and attributes.
 */
import type { Argument } from "../schema/functionSchema";
import type { Type } from "../types/types";
import { tupleOf, UnknownT } from "../types/types";
import type { Block, Graph, Node, Use, Value } from "../ir/ir";
import { boolOf, loop } from "./views";
import { typeKey } from "./typeKey";

class Element {
  readonly pointsTo = new Set<Element>();
  readonly contained = new Set<Element>();
  locations: Set<Element> | null = null;
  constructor(readonly value: Value | null) {}
}
type Locations = ReadonlySet<Element>;

const intersects = (a: Locations, b: Locations): boolean => {
  const [small, large] = a.size < b.size ? [a, b] : [b, a];
  for (const e of small) if (large.has(e)) return true;
  return false;
};

/** Mutable types that a value of this type may be, or null where it is immutable. */
function mutableTypes(type: Type): readonly Type[] | null {
  switch (type.kind) {
    case "List": case "Dict": case "Class": case "Tensor": case "Any": case "Unknown": return [type];
    case "Optional": return mutableTypes(type.elem);
    case "Union": return gather(type.members);
    case "Future": {
      const inner = mutableTypes(type.elem);
      return inner && [{ kind: "Future", elem: single(inner) }];
    }
    case "Tuple": {
      const inner = gather(type.elems);
      return inner && [tupleOf(inner)];
    }
    default: return null;
  }
}
function gather(types: readonly Type[]): readonly Type[] | null {
  const all = types.flatMap((t) => mutableTypes(t) ?? []);
  return all.length > 0 ? all : null;
}
const single = (types: readonly Type[]): Type => (types.length === 1 ? types[0] ?? UnknownT : { kind: "Union", members: types });

export const isMutable = (type: Type): boolean => mutableTypes(type) !== null;

function containedTypes(type: Type): readonly Type[] {
  switch (type.kind) {
    case "List": case "Optional": case "Future": case "Await": case "RRefOf": return [type.elem];
    case "Dict": return [type.key, type.value];
    case "Tuple": return type.elems;
    case "Union": return type.members;
    case "Class": return type.attributes.map((a) => a.type);
    default: return [];
  }
}

/** Alias annotation of an argument: `a! -> *`, `a|b`. */
interface AliasNote { readonly sets: readonly string[]; readonly write: boolean; readonly wildcardBefore: boolean; readonly wildcardAfter: boolean }
function aliasNote(arg: Argument): AliasNote | null {
  const text = arg.alias ?? arg.elemAlias;
  if (text === undefined || text === "") return null;
  const [before = "", after] = text.split("->").map((part) => part.trim());
  const sets = before.replaceAll("!", "").split("|").map((s) => s.trim()).filter((s) => s !== "" && s !== "*");
  return { sets, write: before.includes("!"), wildcardBefore: before.includes("*"), wildcardAfter: (after ?? before).includes("*") };
}

/** Kinds that make something new and alias nothing. */
const creators: ReadonlySet<string> = new Set([
  "prim::Constant", "prim::EmptyListLiteral", "prim::Closure", "prim::CreateObject", "prim::tolist", "prim::Uninitialized",
]);
const extractors: ReadonlySet<string> = new Set([
  "prim::TupleUnpack", "prim::TupleIndex", "prim::TupleSlice", "prim::ListUnpack", "prim::PythonOp", "prim::GetAttr",
]);
const conservative: ReadonlySet<string> = new Set(["prim::CallFunction", "prim::CallMethod", "prim::Enter", "prim::Exit"]);
/** A list handed only to one of these gives its members to nobody else. */
const keepListMembers: ReadonlySet<string> = new Set([
  "aten::cat", "aten::broadcast_tensors", "aten::stack", "aten::vstack", "aten::hstack", "aten::dstack",
]);

export class AliasAnalysis {
  private readonly elements = new Map<Value, Element>();
  private readonly all: Element[] = [];
  private readonly wildcardOfType = new Map<string, Element>();
  private readonly wildcardValues = new Set<Value>();
  private readonly writes = new Map<Node, Set<Value>>();
  private readonly containedWrites = new Map<Node, Set<Value>>();
  private readonly writesAllWildcards = new Set<Node>();
  private readonly writeIndex = new Map<Node, Set<Element>>();
  private readonly written = new Set<Element>();

  constructor(private readonly graph: Graph) {
    for (const input of graph.inputs) this.setWildcard(input);
    this.block(graph.block);
    this.resolveWildcards();
    this.indexWrites();
  }

  // what is asked

  /** Where a value may live in memory. */
  locationsOf(value: Value): Locations {
    const element = this.elements.get(value);
    return element ? this.locations(element) : none;
  }
  /** Memory that a node or the nodes inside of it write. */
  writesOf(node: Node): Locations {
    if (node.blocks.length === 0) return this.writeIndex.get(node) ?? none;
    const all = new Set<Element>();
    const walk = (n: Node): void => {
      for (const e of this.writeIndex.get(n) ?? none) all.add(e);
      for (const b of n.blocks) b.nodes().forEach(walk);
    };
    walk(node);
    return all;
  }
  writesToWildcard(node: Node): boolean {
    const writes = this.writeIndex.get(node);
    if (!writes) return false;
    for (const wildcard of this.wildcardOfType.values()) if (writes.has(wildcard)) return true;
    return false;
  }
  /** Whether two groups of values may become one without anyone seeing it. */
  safeToMerge(a: readonly Value[], b: readonly Value[]): boolean {
    if (a.some((v) => this.hasWriters(v)) || b.some((v) => this.hasWriters(v))) return false;
    return !(this.escapes(a) && this.escapes(b));
  }
  private hasWriters(value: Value): boolean {
    return !value.mustBeNone && intersects(this.written, this.locationsOf(value));
  }
  private escapes(values: readonly Value[]): boolean {
    const mutable = values.filter((v) => isMutable(v.type));
    if (mutable.length === 0) return false;
    const inner = this.allContained(mutable);
    if (intersects(inner, this.allContained(this.graph.inputs)) || intersects(inner, this.allContained(this.graph.outputs))) return true;
    return mutable.some((v) => {
      const wildcard = this.existingWildcard(v.type);
      return wildcard !== null && intersects(this.locationsOf(v), this.locations(wildcard));
    });
  }
  private allContained(values: readonly Value[]): Locations {
    const all = new Set<Element>();
    for (const v of values) {
      const element = this.elements.get(v);
      if (element) this.collectContained(element, all);
    }
    return all;
  }
  private collectContained(element: Element, into: Set<Element>): void {
    if (into.has(element)) return;
    into.add(element);
    for (const e of this.locations(element)) this.collectContained(e, into);
    for (const e of element.contained) this.collectContained(e, into);
  }

  // memory

  private locations(element: Element): Set<Element> {
    if (element.locations) return element.locations;
    const found = new Set<Element>();
    element.locations = found;
    if (element.pointsTo.size === 0) found.add(element);
    for (const to of element.pointsTo) for (const e of this.locations(to)) found.add(e);
    return found;
  }
  /** The memory of a wildcard value may be anything else of its type. */
  private resolveWildcards(): void {
    const edited = new Map<Element, Set<Element>>();
    for (const value of this.wildcardValues) {
      const element = this.elements.get(value);
      const wildcard = this.existingWildcard(value.type);
      if (!element || !wildcard) continue;
      const set = edited.get(wildcard) ?? new Set<Element>();
      edited.set(wildcard, set);
      for (const location of this.locations(element)) {
        if (location !== wildcard) location.pointsTo.add(wildcard);
        set.add(location);
      }
    }
    for (const element of this.all) {
      if (!element.value) continue;
      const wildcard = this.existingWildcard(element.value.type);
      const set = wildcard && edited.get(wildcard);
      if (wildcard && set && intersects(this.locations(element), set)) this.locations(element).add(wildcard);
    }
  }
  private indexWrites(): void {
    const index = (node: Node): Set<Element> => {
      const set = this.writeIndex.get(node) ?? new Set<Element>();
      this.writeIndex.set(node, set);
      return set;
    };
    for (const [node, values] of this.writes) for (const v of values) for (const e of this.locationsOf(v)) index(node).add(e);
    for (const [node, values] of this.containedWrites) for (const e of this.allContained([...values])) index(node).add(e);
    for (const node of this.writesAllWildcards) for (const e of this.wildcardOfType.values()) index(node).add(e);
    for (const set of this.writeIndex.values()) for (const e of set) this.written.add(e);
  }

  private fresh(value: Value | null): Element {
    const element = new Element(value);
    this.all.push(element);
    return element;
  }
  private giveFresh(value: Value, withWildcards = true): void {
    const types = mutableTypes(value.type);
    if (!types || this.elements.has(value)) return;
    const element = this.fresh(value);
    this.elements.set(value, element);
    if (withWildcards) this.addTypes(element, types);
  }
  private addTypes(element: Element, types: readonly Type[]): void {
    if (types.length > 1) {
      for (const type of types) {
        const wildcard = this.wildcard(type);
        if (wildcard && wildcard !== element) element.pointsTo.add(wildcard);
      }
      return;
    }
    for (const type of types) for (const inner of containedTypes(type)) {
      const wildcard = this.wildcard(inner);
      if (wildcard && wildcard !== element) element.contained.add(wildcard);
    }
  }
  private elementOf(value: Value): Element {
    this.giveFresh(value);
    return this.elements.get(value) ?? this.fresh(value);
  }
  private wildcard(type: Type): Element | null {
    const types = mutableTypes(type);
    if (!types) return null;
    const key = typeKey(single(types));
    let element = this.wildcardOfType.get(key);
    if (!element) {
      element = this.fresh(null);
      this.wildcardOfType.set(key, element);
      this.addTypes(element, types);
    }
    return element;
  }
  private existingWildcard(type: Type): Element | null {
    const types = mutableTypes(type);
    return types ? this.wildcardOfType.get(typeKey(single(types))) ?? null : null;
  }
  private setWildcard(value: Value): Element | null {
    const wildcard = this.wildcard(value.type);
    if (!wildcard) return null;
    this.elementOf(value);
    this.wildcardValues.add(value);
    return wildcard;
  }
  private pointTo(from: Value, to: Value): void {
    const never = (v: Value): boolean => v.mustBeNone || v.node.kind === "prim::Uninitialized";
    if (never(from) || never(to)) {
      this.giveFresh(from);
      this.giveFresh(to);
      return;
    }
    if (from === to || !isMutable(from.type) || !isMutable(to.type)) return;
    this.elementOf(from).pointsTo.add(this.elementOf(to));
  }
  private write(value: Value, node: Node, toContained = false): void {
    if (!isMutable(value.type)) return;
    this.elementOf(value);
    const registry = toContained ? this.containedWrites : this.writes;
    const set = registry.get(node) ?? new Set<Value>();
    registry.set(node, set);
    set.add(value);
  }

  // nodes

  private block(block: Block): void {
    for (const node of block.nodes()) this.node(node);
  }

  private node(node: Node): void {
    switch (node.kind) {
      case "prim::If": {
        node.blocks.forEach((b) => this.block(b));
        node.outputs.forEach((output, i) => {
          for (const b of node.blocks) { const inner = b.outputs[i]; if (inner) this.pointTo(output, inner); }
        });
        return;
      }
      case "prim::Loop": {
        this.pointAll(loop.bodyCarriedInputs(node), loop.carriedInputs(node));
        this.block(loop.body(node));
        this.pointAll(node.outputs, loop.bodyCarriedOutputs(node));
        return;
      }
      case "prim::fork": case "prim::rpc_async": case "prim::rpc_sync": case "prim::rpc_remote":
        node.inputs.forEach((v) => this.setWildcard(v));
        node.outputs.forEach((v) => this.giveFresh(v));
        return;
      case "aten::wait":
        node.outputs.forEach((v) => this.setWildcard(v));
        this.writesAllWildcards.add(node);
        return;
      case "aten::batch_norm": this.norm(node, "training"); return;
      case "aten::instance_norm": this.norm(node, "use_input_stats"); return;
      case "prim::TupleConstruct": case "prim::ListConstruct": case "prim::DictConstruct": this.container(node); return;
      case "prim::unchecked_cast": this.pointTo(node.output, node.input()); return;
      case "prim::SetAttr":
        this.write(node.input(0), node);
        this.setWildcard(node.input(1));
        return;
      case "prim::Print": case "prim::isinstance": return;
    }
    if (creators.has(node.kind)) node.outputs.forEach((v) => this.giveFresh(v));
    else if (extractors.has(node.kind)) node.outputs.forEach((v) => this.setWildcard(v));
    else if (conservative.has(node.kind)) this.worst(node);
    else this.fromSchema(node, node.schema?.args ?? [], node.schema?.returns ?? []);
  }

  private pointAll(from: readonly Value[], to: readonly Value[]): void {
    from.forEach((v, i) => { const other = to[i]; if (other) this.pointTo(v, other); });
  }

  /** No summary of what it does: may write to any input, and gives anything. */
  private worst(node: Node): void {
    for (const input of node.inputs) {
      if (!isMutable(input.type)) continue;
      this.write(input, node, true);
      this.setWildcard(input);
    }
    node.outputs.forEach((v) => this.setWildcard(v));
  }

  /** Running statistics are written unless it is known that they are not. */
  private norm(node: Node, flag: string): void {
    node.outputs.forEach((v) => this.giveFresh(v));
    const named = (name: string): Value | undefined => {
      const i = node.schema?.args.findIndex((a) => a.name === name) ?? -1;
      return i >= 0 ? node.inputs[i] : undefined;
    };
    const on = named(flag);
    if (on && boolOf(on) === false) return;
    for (const name of ["running_mean", "running_var"]) {
      const value = named(name);
      if (value) this.write(value, node);
    }
  }

  private container(node: Node): void {
    const container = node.output;
    if (!isMutable(container.type)) return;
    const use = container.uses[0];
    if (container.uses.length === 1 && use && this.keepsMembers(use, container)) {
      this.giveFresh(container, false);
      for (const v of node.inputs) if (isMutable(v.type)) this.elementOf(container).contained.add(this.elementOf(v));
      return;
    }
    this.giveFresh(container);
    for (const input of node.inputs) {
      const wildcard = this.setWildcard(input);
      if (wildcard) this.elementOf(container).contained.add(wildcard);
    }
  }
  private keepsMembers(use: Use, container: Value): boolean {
    const returned = use.user.kind === "prim::Return" && use.user.block === this.graph.block;
    if (container.type.kind === "List") return returned || keepListMembers.has(use.user.kind);
    return container.type.kind === "Tuple" && returned;
  }

  private fromSchema(node: Node, args: readonly Argument[], returns: readonly Argument[]): void {
    const actual = new Map<string, Value>();
    args.forEach((arg, i) => {
      const note = aliasNote(arg);
      const value = node.inputs[i];
      const set = note?.sets[0];
      if (!note || !value || set === undefined || !isMutable(value.type) || actual.has(set)) return;
      actual.set(set, value);
      if (note.write) this.write(value, node);
      if (note.wildcardAfter) this.setWildcard(value);
    });
    node.outputs.forEach((output, i) => {
      const formal = returns[i];
      const note = formal ? aliasNote(formal) : null;
      if (!note) { this.giveFresh(output); return; }
      if (!isMutable(output.type)) return;
      if (note.wildcardBefore) { this.setWildcard(output); return; }
      let aliased = false;
      for (const set of note.sets) {
        const value = actual.get(set);
        if (value) { aliased = true; this.pointTo(output, value); }
      }
      if (!aliased) this.giveFresh(output);
      if (note.write) this.write(output, node);
    });
  }
}

const none: Locations = new Set();

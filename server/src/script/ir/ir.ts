/**
 * The graph: values, nodes, blocks. Answers to torch/csrc/jit/ir/ir.h.
 * A block's nodes are a doubly linked list, so that passes move and drop them in constant time.
 */
import type { SourceRange } from "../../syntax/source";
import type { CompiledFunction, Type } from "../types/types";
import { BoolT, ComplexT, DeviceT, GeneratorT, FloatT, IntT, NoneT, StringT, TensorT } from "../types/types";
import type { ConstantValue } from "./constant";

/** Attribute values of a node; `t` is kept where torch prints a type. */
export type AttrValue =
  | { readonly kind: "constant"; readonly value: ConstantValue }
  | { readonly kind: "s"; readonly value: string }
  | { readonly kind: "ss"; readonly value: readonly string[] }
  | { readonly kind: "i"; readonly value: number }
  | { readonly kind: "is"; readonly value: readonly number[] }
  | { readonly kind: "f"; readonly value: number }
  | { readonly kind: "ty"; readonly value: Type }
  | { readonly kind: "tys"; readonly value: readonly Type[] }
  | { readonly kind: "g"; readonly value: Graph }
  | { readonly kind: "fn"; readonly value: CompiledFunction };

export interface Use { readonly user: Node; readonly index: number }

export class Value {
  uses: Use[] = [];
  /** Set by `setName`; unique in the graph. */
  name: string | null = null;
  /** How many namings of the graph's values went before. */
  namedAt = 0;
  constructor(readonly node: Node, public offset: number, readonly unique: number, public type: Type) {}

  get graph(): Graph { return this.node.graph; }
  get debugName(): string { return this.name ?? String(this.unique); }
  get hasName(): boolean { return this.name !== null; }

  setType(type: Type): this { this.type = type; return this; }

  /** Gives the value a name; a taken one gets a suffix `.1`, `.2` ... and the newest wins the plain name, as in torch. */
  setName(name: string): this {
    const names = this.graph.names;
    if (this.name !== null) { names.delete(this.name); this.name = null; }
    if (name === "") return this;
    const holder = names.get(name);
    if (holder) {
      let base = name;
      const dot = name.lastIndexOf(".");
      let suffix = 1;
      if (dot >= 0 && dot + 1 < name.length && /^\d+$/.test(name.slice(dot + 1))) {
        suffix = Number(name.slice(dot + 1));
        base = name.slice(0, dot);
      }
      const start = this.graph.nameSuffixes.get(base);
      if (start !== undefined && start + 1 > suffix) suffix = start + 1;
      let free: string;
      do free = `${base}.${suffix++}`; while (names.has(free));
      this.graph.nameSuffixes.set(base, suffix);
      // torch renames the former holder and hands the asked-for name to the newcomer
      holder.name = null;
      names.delete(name);
      holder.name = free;
      names.set(free, holder);
    }
    this.name = name;
    this.namedAt = this.graph.namings++;
    names.set(name, this);
    return this;
  }

  replaceAllUsesWith(other: Value): void {
    for (const use of this.uses) {
      use.user.inputs[use.index] = other;
      other.uses.push(use);
    }
    this.uses = [];
  }

  replaceFirstUseWith(other: Value): void {
    const use = this.uses[0];
    if (use) use.user.replaceInput(use.index, other);
  }

  copyMetadata(from: Value): this {
    this.type = from.type;
    if (from.name !== null) this.setName(from.name);
    return this;
  }

  /** The name without the `.1`, `.2` ... that keeps names apart. */
  get debugNameBase(): string {
    const name = this.debugName;
    const dot = name.lastIndexOf(".");
    return dot >= 0 && dot + 1 < name.length && /^\d+$/.test(name.slice(dot + 1)) ? name.slice(0, dot) : name;
  }
  get mustBeNone(): boolean { return this.type.kind === "NoneType" || this.node.mustBeNone; }
}

export class Node {
  readonly inputs: Value[] = [];
  readonly outputs: Value[] = [];
  readonly blocks: Block[] = [];
  readonly attrs = new Map<string, AttrValue>();
  range: SourceRange | null = null;
  /** Which calls led here, innermost first (for inlined code and for `calledFrom`). */
  callStack: readonly SourceRange[] = [];
  block: Block | null = null;
  prev: Node | null = null;
  next: Node | null = null;
  /** Schema that was matched, if the node is an operator. */
  schema: import("../schema/functionSchema").FunctionSchema | null = null;

  constructor(readonly graph: Graph, public kind: string) {}

  get output(): Value {
    const out = this.outputs[0];
    if (!out) throw new Error(`${this.kind} has no output`);
    return out;
  }
  input(i = 0): Value {
    const v = this.inputs[i];
    if (!v) throw new Error(`${this.kind} has no input ${i}`);
    return v;
  }

  addInput(value: Value): Value {
    value.uses.push({ user: this, index: this.inputs.length });
    this.inputs.push(value);
    return value;
  }
  insertInput(index: number, value: Value): void {
    this.inputs.splice(index, 0, value);
    this.reindexUses(index);
  }
  removeInput(index: number): void {
    this.dropUse(index);
    this.inputs.splice(index, 1);
    this.reindexUses(index);
  }
  removeAllInputs(): void {
    for (let i = this.inputs.length - 1; i >= 0; i--) this.dropUse(i);
    this.inputs.length = 0;
  }
  replaceInput(index: number, value: Value): Value {
    const old = this.input(index);
    if (old !== value) {
      this.dropUse(index);
      this.inputs[index] = value;
      value.uses.push({ user: this, index });
    }
    return old;
  }
  replaceInputWith(from: Value, to: Value): void {
    for (let i = 0; i < this.inputs.length; i++) if (this.inputs[i] === from) this.replaceInput(i, to);
  }
  private dropUse(index: number): void {
    const uses = this.inputs[index]?.uses;
    if (!uses) return;
    // what was added last is mostly dropped first
    for (let i = uses.length - 1; i >= 0; i--) {
      const use = uses[i];
      if (use?.user === this && use.index === index) { uses.splice(i, 1); return; }
    }
  }
  private reindexUses(from: number): void {
    for (const v of new Set(this.inputs.slice(from))) {
      v.uses = v.uses.filter((u) => u.user !== this);
      this.inputs.forEach((x, i) => { if (x === v) v.uses.push({ user: this, index: i }); });
    }
  }
  /** Input `i` becomes what input `order[i]` was. */
  permuteInputs(order: readonly number[]): void {
    const inputs = order.map((i) => this.input(i));
    this.removeAllInputs();
    for (const value of inputs) this.addInput(value);
  }
  permuteOutputs(order: readonly number[]): void {
    const outputs = order.map((i) => {
      const o = this.outputs[i];
      if (!o) throw new Error(`${this.kind} has no output ${i}`);
      return o;
    });
    outputs.forEach((o, i) => { o.offset = i; this.outputs[i] = o; });
  }

  addOutput(type: Type = TensorT): Value {
    const v = new Value(this, this.outputs.length, this.graph.nextUnique++, type);
    this.outputs.push(v);
    return v;
  }
  insertOutput(index: number, type: Type = TensorT): Value {
    const v = new Value(this, index, this.graph.nextUnique++, type);
    this.outputs.splice(index, 0, v);
    this.outputs.forEach((o, i) => { o.offset = i; });
    return v;
  }
  eraseOutput(index: number): void {
    const v = this.outputs[index];
    if (v?.name) this.graph.names.delete(v.name);
    this.outputs.splice(index, 1);
    this.outputs.forEach((o, i) => { o.offset = i; });
  }

  addBlock(): Block {
    const b = new Block(this.graph, this);
    this.blocks.push(b);
    return b;
  }
  eraseBlock(index: number): void {
    this.blocks[index]?.destroy();
    this.blocks.splice(index, 1);
  }

  setAttr(name: string, value: AttrValue): this { this.attrs.set(name, value); return this; }
  setS(name: string, value: string): this { return this.setAttr(name, { kind: "s", value }); }
  /** The string attribute `name`, or "". */
  s(name: string): string {
    const a = this.attrs.get(name);
    return a?.kind === "s" ? a.value : "";
  }
  setRange(range: SourceRange | null): this { this.range = range; return this; }

  insertBefore(other: Node): this {
    if (!other.block) throw new Error("not in a block");
    this.block = other.block;
    this.prev = other.prev;
    this.next = other;
    if (other.prev) other.prev.next = this;
    other.prev = this;
    return this;
  }
  insertAfter(other: Node): this {
    if (!other.next) throw new Error("nothing stands after a return node");
    return this.insertBefore(other.next);
  }
  /** Takes the node out of its block without touching its values. */
  unlink(): this {
    if (this.prev) this.prev.next = this.next;
    if (this.next) this.next.prev = this.prev;
    this.prev = this.next = null;
    this.block = null;
    return this;
  }
  moveBefore(other: Node): this { return this.unlink().insertBefore(other); }
  moveAfter(other: Node): this { return this.unlink().insertAfter(other); }

  destroy(): void {
    while (this.blocks.length > 0) this.eraseBlock(this.blocks.length - 1);
    this.removeAllInputs();
    while (this.outputs.length > 0) this.eraseOutput(this.outputs.length - 1);
    if (this.block) this.unlink();
  }

  replaceAllUsesWith(other: Node): void {
    this.outputs.forEach((o, i) => { const to = other.outputs[i]; if (to) o.replaceAllUsesWith(to); });
  }
  get isConstant(): boolean { return this.kind === "prim::Constant"; }
  get mustBeNone(): boolean {
    return this.isConstant ? (this.constant?.kind ?? "None") === "None" && this.outputs.length === 1 && !this.attrs.has("name") : this.outputs.length === 1 && this.output.type.kind === "NoneType" && this.kind !== "prim::Param";
  }
  /** Where the node came from: range and calls. */
  copyMetadata(from: Node): this {
    this.range = from.range;
    this.callStack = from.callStack;
    return this;
  }
  /** The value of a prim::Constant. */
  get constant(): ConstantValue | undefined {
    const a = this.attrs.get("value");
    return a?.kind === "constant" ? a.value : undefined;
  }
}

export class Block {
  /** prim::Param: its outputs are the block's inputs. Also the head of the list. */
  readonly paramNode: Node;
  /** prim::Return: its inputs are the block's outputs. Also the tail of the list. */
  readonly returnNode: Node;
  constructor(readonly graph: Graph, public owningNode: Node | null) {
    this.paramNode = new Node(graph, "prim::Param");
    this.returnNode = new Node(graph, "prim::Return");
    this.paramNode.block = this.returnNode.block = this;
    this.paramNode.next = this.returnNode;
    this.returnNode.prev = this.paramNode;
  }
  get inputs(): readonly Value[] { return this.paramNode.outputs; }
  get outputs(): readonly Value[] { return this.returnNode.inputs; }
  addInput(name = "", type: Type = TensorT): Value { return this.paramNode.addOutput(type).setName(name); }
  insertInput(index: number, name = "", type: Type = TensorT): Value { return this.paramNode.insertOutput(index, type).setName(name); }
  eraseInput(index: number): void { this.paramNode.eraseOutput(index); }
  registerOutput(v: Value): number { this.returnNode.addInput(v); return this.outputs.length - 1; }
  insertOutput(index: number, v: Value): void { this.returnNode.insertInput(index, v); }
  eraseOutput(index: number): void { this.returnNode.removeInput(index); }
  replaceOutput(index: number, v: Value): void { this.returnNode.replaceInput(index, v); }
  /** A copy of the list: nodes may be moved or destroyed while it is walked. */
  nodes(): Node[] {
    const out: Node[] = [];
    for (let n = this.paramNode.next; n && n !== this.returnNode; n = n.next) out.push(n);
    return out;
  }
  get isEmpty(): boolean { return this.paramNode.next === this.returnNode; }
  appendNode(n: Node): Node { return n.insertBefore(this.returnNode); }
  prependNode(n: Node): Node { return n.insertAfter(this.paramNode); }
  permuteInputs(order: readonly number[]): void { this.paramNode.permuteOutputs(order); }
  permuteOutputs(order: readonly number[]): void { this.returnNode.permuteInputs(order); }
  /** Appends copies of the inputs, nodes and outputs of `source`; `outer` maps values from outside of it. */
  cloneFrom(source: Block, outer: (value: Value) => Value): void {
    const local = new Map<Value, Value>();
    const map = (value: Value): Value => local.get(value) ?? outer(value);
    for (const input of source.inputs) local.set(input, this.addInput().copyMetadata(input));
    for (const node of source.nodes()) {
      const copy = this.appendNode(this.graph.createClone(node, map));
      node.outputs.forEach((output, i) => {
        const made = copy.outputs[i];
        if (!made) throw new Error("a copy has fewer outputs");
        local.set(output, made);
        made.copyMetadata(output);
      });
    }
    for (const output of source.outputs) this.registerOutput(map(output));
  }
  destroy(): void {
    this.returnNode.removeAllInputs();
    for (const n of this.nodes().reverse()) n.destroy();
    while (this.paramNode.outputs.length > 0) this.paramNode.eraseOutput(this.paramNode.outputs.length - 1);
  }
}

/** Nodes to be inserted once more in the place of another node, which until then gives what they would make of `given`. */
interface Repetition {
  readonly nodes: readonly Node[];
  readonly made: Map<Value, Value>;
  readonly types: ReadonlyMap<Type, Type>;
  readonly given: readonly Value[];
  inserted?: readonly Node[];
}

export class Graph {
  readonly names = new Map<string, Value>();
  readonly nameSuffixes = new Map<string, number>();
  nextUnique = 0;
  namings = 0;
  readonly block: Block;
  /** New nodes go before this one. */
  insertPoint: Node;
  currentRange: SourceRange | null = null;
  constructor() {
    this.block = new Block(this, null);
    this.insertPoint = this.block.returnNode;
  }
  get inputs(): readonly Value[] { return this.block.inputs; }
  get outputs(): readonly Value[] { return this.block.outputs; }
  addInput(name = "", type: Type = TensorT): Value { return this.block.addInput(name, type); }
  registerOutput(v: Value): number { return this.block.registerOutput(v); }
  get returnNode(): Node { return this.block.returnNode; }

  /** Makes a node that stands nowhere yet. */
  create(kind: string, inputs: readonly Value[] = [], outputs = 1): Node {
    const n = new Node(this, kind);
    for (const i of inputs) n.addInput(i);
    for (let i = 0; i < outputs; i++) n.addOutput();
    return n;
  }
  insertNode(n: Node): Node { return n.insertBefore(this.insertPoint); }
  setInsertPoint(at: Node | Block): void { this.insertPoint = at instanceof Block ? at.returnNode : at; }
  withInsertPoint<T>(at: Node | Block, body: () => T): T {
    const saved = this.insertPoint;
    this.setInsertPoint(at);
    try { return body(); } finally { this.insertPoint = saved; }
  }
  /** A copy of a node, perhaps of another graph; stands nowhere yet. */
  createClone(node: Node, map: (value: Value) => Value): Node {
    const copy = new Node(this, node.kind);
    for (const output of node.outputs) copy.addOutput().copyMetadata(output);
    copy.copyMetadata(node);
    for (const [name, value] of node.attrs) copy.attrs.set(name, value);
    copy.schema = node.schema;
    for (const input of node.inputs) copy.addInput(map(input));
    for (const block of node.blocks) copy.addBlock().cloneFrom(block, map);
    return copy;
  }
  /** Inserts the nodes once more, as if emitted again; `made` maps values that they use, and then those that they give. What had one of `types` has another. */
  repeat(nodes: readonly Node[], made: Map<Value, Value>, types: ReadonlyMap<Type, Type>): void {
    const named: (readonly [Value, Value])[] = [];
    for (const node of this.withRepetitions(nodes)) this.insertNode(this.repeated(node, made, types, named));
    // who got a name first matters to who keeps it
    for (const [value, copy] of named.sort(([a], [b]) => a.namedAt - b.namedAt)) copy.setName(value.debugNameBase);
  }
  /** As `repeat`, once somebody looks. `made` has values for `given` at once. */
  repeatLater(nodes: readonly Node[], made: Map<Value, Value>, types: ReadonlyMap<Type, Type>, given: readonly Value[]): void {
    const node = this.insertNode(this.create("lens::repetition", [], 0));
    this.repetitions.set(node, { nodes, made: new Map(made), types, given });
    for (const value of given) made.set(value, node.addOutput(value.type));
  }
  private readonly repetitions = new Map<Node, Repetition>();
  /** What became of the values that such nodes gave. */
  private readonly real = new Map<Value, Value>();
  /** Makes all that was to be repeated later. */
  makeRepetitions(): void { this.withRepetitions([...this.repetitions.keys()]); }
  /** The nodes, with what was to be repeated later made now. */
  withRepetitions(nodes: readonly Node[]): readonly Node[] {
    return this.repetitions.size === 0 ? nodes : nodes.flatMap((node) => this.repetitions.get(node)?.inserted ?? this.makeRepetition(node));
  }
  private makeRepetition(node: Node): readonly Node[] {
    const repetition = this.repetitions.get(node);
    const before = node.prev;
    if (!repetition || !before) return [node];
    const { nodes, made, types, given } = repetition;
    const real = (value: Value): Value => this.real.get(value) ?? value;
    for (const [value, copy] of [...made]) made.set(real(value), real(copy));
    this.withInsertPoint(node, () => { this.repeat(nodes, made, types); });
    for (const [i, output] of node.outputs.entries()) {
      const value = given[i] && made.get(real(given[i]));
      if (!value) continue;
      output.replaceAllUsesWith(value);
      this.real.set(output, value);
    }
    const inserted: Node[] = [];
    for (let n = before.next; n && n !== node; n = n.next) inserted.push(n);
    node.unlink();
    return (repetition.inserted = inserted);
  }
  private repeated(node: Node, made: Map<Value, Value>, types: ReadonlyMap<Type, Type>, named: (readonly [Value, Value])[]): Node {
    const again = (value: Value, copy: Value): void => {
      made.set(value, copy);
      if (value.hasName) named.push([value, copy]);
    };
    const copy = new Node(this, node.kind).copyMetadata(node);
    for (const [name, value] of node.attrs) copy.attrs.set(name, value);
    copy.schema = node.schema;
    for (const input of node.inputs) copy.addInput(made.get(input) ?? input);
    for (const block of node.blocks) {
      const into = copy.addBlock();
      for (const input of block.inputs) again(input, into.addInput("", input.type));
      for (const inner of this.withRepetitions(block.nodes())) into.appendNode(this.repeated(inner, made, types, named));
      for (const output of block.outputs) into.registerOutput(made.get(output) ?? output);
    }
    for (const output of node.outputs) again(output, copy.addOutput(types.get(output.type) ?? output.type));
    return copy;
  }
  copy(): Graph {
    const copy = new Graph();
    copy.block.cloneFrom(this.block, (value) => { throw new Error(`%${value.debugName} is not in scope`); });
    return copy;
  }
  insertConstant(value: ConstantValue, range: SourceRange | null = this.currentRange): Value {
    const n = this.create("prim::Constant");
    n.range = range;
    n.setAttr("value", { kind: "constant", value });
    n.output.setType(constantType(value));
    return this.insertNode(n).output;
  }
  insertOp(kind: string, inputs: readonly Value[], type: Type, range: SourceRange | null): Value {
    const n = this.create(kind, inputs);
    n.range = range;
    n.output.setType(type);
    return this.insertNode(n).output;
  }
}

export function constantType(value: ConstantValue): Type {
  switch (value.kind) {
    case "None": return NoneT;
    case "bool": return BoolT;
    case "int": return IntT;
    case "float": return FloatT;
    case "complex": return ComplexT;
    case "str": return StringT;
    case "device": return DeviceT;
    case "generator": return GeneratorT;
    case "tensor": return TensorT;
    case "list": return { kind: "List", elem: value.elem };
    case "dict": return { kind: "Dict", key: value.key, value: value.value };
    case "tuple": case "enum": case "function": case "object": return value.type;
  }
}

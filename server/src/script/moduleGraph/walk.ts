/**
 * Follows the tensors through one module's compiled methods: which submodule's result goes where. Plain
 * values are computed along the way (flags, indices, lengths), so that a choice that the built model has
 * settled takes one way only; where something is not known both ways are followed.
 */
import type { SourceRange } from "../../syntax/source";
import type { Block, Graph, Node, Value } from "../ir/ir";
import type { Compiler } from "../recursive/compiler";
import { isRef } from "../recursive/graphReader";
import { UNKNOWN_NODE } from "../sugared/support";
import { blur, computed, constantFlow, either, merged, NOTHING, plain, pythonFlow, sourcesOf, type Flowing } from "./values";

export interface SubmoduleCall { readonly id: number; readonly module: number; readonly path: string; readonly method: string; readonly range: SourceRange | null }

/** A loop with more rounds is gone through as if their number were not known. */
const MOST_ROUNDS = 300;
const MOST_STEPS = 200_000;

/** By values of the IR, and by name where the graph still has variables. */
interface Scope { readonly values: Map<Value, Flowing>; readonly names: Map<string, Flowing>; returned: Flowing | null; left: boolean }

export class Walk {
  readonly calls: SubmoduleCall[] = [];
  /** What goes into each call. */
  readonly into = new Map<number, Flowing[]>();
  /** An error hides a part. */
  hidden = false;
  /** Above 0: it may not happen. */
  private uncertain = 0;
  private depth = 0;
  private steps = 0;

  constructor(private readonly c: Compiler, private readonly self: { readonly index: number; readonly path: string }, private nextId: number) {}

  /** The graph of a method of the module itself; null where it could not be compiled at all. */
  graphOf(method: string): Graph | null { return this.c.moduleTypes.get(this.self.index)?.made.get(method)?.result?.graph ?? null; }

  method(graph: Graph, args: readonly Flowing[]): Flowing {
    graph.makeRepetitions();
    const scope: Scope = { values: new Map(), names: new Map(), returned: null, left: false };
    graph.block.inputs.forEach((v, i) => {
      const value = i === 0 ? { from: NOTHING.from, module: this.self } : args[i - 1] ?? NOTHING;
      scope.values.set(v, value);
      // a graph that never reached the passes still reads its parameters by name
      scope.names.set(v.debugNameBase, value);
    });
    this.block(graph.block, scope);
    const [first] = graph.block.outputs;
    return scope.returned ?? (first ? scope.values.get(first) : undefined) ?? NOTHING;
  }

  private block(block: Block, scope: Scope): void {
    for (const node of block.nodes()) {
      if (scope.left || this.steps++ > MOST_STEPS) return;
      this.node(node, scope);
    }
  }

  private get(scope: Scope, v: Value): Flowing { return scope.values.get(v) ?? NOTHING; }

  private node(node: Node, scope: Scope): void {
    const inputs = node.inputs.map((v) => this.get(scope, v));
    const set = (v: Flowing): void => { const [first] = node.outputs; if (first) scope.values.set(first, v); };
    switch (node.kind) {
      case "prim::Constant": set(node.constant ? constantFlow(node.constant) : node.mustBeNone ? plain(null) : NOTHING); return;
      case "prim::Store": scope.names.set(node.s("name"), inputs[0] ?? NOTHING); return;
      case "prim::Load": set(scope.names.get(node.s("name")) ?? NOTHING); return;
      case "prim::GetAttr": set(this.attribute(inputs[0] ?? NOTHING, node.s("name"))); return;
      case "prim::CallMethod": set(this.call(node, inputs)); return;
      case "prim::If": this.branches(node, inputs[0], scope); return;
      case "prim::Loop": this.loop(node, inputs, scope); return;
      case "prim::ReturnStmt": scope.returned = scope.returned ? either(scope.returned, inputs[0] ?? NOTHING) : inputs[0] ?? NOTHING; scope.left = true; return;
      case "prim::RaiseException": case "prim::BreakStmt": case "prim::ContinueStmt": scope.left = true; return;
      case UNKNOWN_NODE: this.hidden = true; set(NOTHING); return;
      default: this.operator(node, inputs, scope);
    }
  }

  private attribute(of: Flowing, name: string): Flowing {
    const { module } = of;
    const owner = module && this.c.py.at(module.index);
    if (!module || owner?.kind !== "module") return { from: sourcesOf(of) };
    const value = this.c.py.getattrOfModule(owner, name);
    const child = this.c.py.object(value);
    const at = child?.kind === "scriptmodule" ? child.module : value;
    if (isRef(at) && this.c.py.at(at.o)?.kind === "module") return { from: NOTHING.from, module: { index: at.o, path: module.path ? `${module.path}.${name}` : name } };
    return pythonFlow(this.c.py, value);
  }

  private call(node: Node, [self = NOTHING, ...args]: readonly Flowing[]): Flowing {
    const name = node.s("name");
    const { module } = self;
    if (!module) return { from: merged([self, ...args].map(sourcesOf), name) };
    if (module.index === this.self.index) {
      const graph = this.graphOf(name);
      if (!graph || this.depth > 20) { this.hidden = true; return { from: merged(args.map(sourcesOf), name) }; }
      this.depth++;
      const out = this.method(graph, args);
      this.depth--;
      return out;
    }
    const id = this.nextId++;
    this.calls.push({ id, module: module.index, path: module.path, method: name, range: node.range });
    this.into.set(id, [...args]);
    return { from: new Map([[id, []]]) };
  }

  /** Runs something that may not happen. */
  private perhaps(run: () => void): void {
    this.uncertain++;
    run();
    this.uncertain--;
  }

  private branches(node: Node, condition: Flowing | undefined, scope: Scope): void {
    const known = condition?.scalar?.value;
    if (typeof known === "boolean") {
      const block = node.blocks[known ? 0 : 1];
      if (!block) return;
      this.block(block, scope);
      if (!scope.left) node.outputs.forEach((o, i) => { const v = block.outputs[i]; scope.values.set(o, v ? this.get(scope, v) : NOTHING); });
      return;
    }
    const ways = node.blocks.map((block): Scope => {
      const way: Scope = { values: scope.values, names: new Map(scope.names), returned: null, left: false };
      this.perhaps(() => { this.block(block, way); });
      return way;
    });
    const open = ways.filter((w) => !w.left);
    for (const way of ways) if (way.returned) scope.returned = scope.returned ? either(scope.returned, way.returned) : way.returned;
    if (open.length === 0) { scope.left = true; return; }
    for (const name of new Set(open.flatMap((w) => [...w.names.keys()]))) scope.names.set(name, open.map((w) => w.names.get(name) ?? NOTHING).reduce(either));
    node.outputs.forEach((o, i) => {
      const given = node.blocks.flatMap((b, at) => { const v = b.outputs[i]; return v && !ways[at]?.left ? [this.get(scope, v)] : []; });
      scope.values.set(o, given.length > 0 ? given.reduce(either) : NOTHING);
    });
  }

  /** `(most rounds, go on?, carried...)`, or, before the passes, a second block with the condition. */
  private loop(node: Node, [most, first, ...start]: readonly Flowing[], scope: Scope): void {
    const [body, condition] = node.blocks;
    if (!body) return;
    let carried = start;
    let goesOn = condition ? undefined : first?.scalar?.value;
    const rounds = most?.scalar?.value;
    const known = typeof rounds === "number" && rounds <= MOST_ROUNDS && !condition;
    const round = (i: Flowing): void => {
      body.inputs.forEach((v, at) => scope.values.set(v, at === 0 ? i : carried[at - 1] ?? NOTHING));
      this.block(body, scope);
      if (scope.left) return;
      const [next, ...rest] = body.outputs.map((v) => this.get(scope, v));
      goesOn = condition ? undefined : next?.scalar?.value;
      carried = condition ? carried : rest;
    };
    if (known && goesOn === true) {
      for (let i = 0; i < rounds && goesOn === true && !scope.left; i++) round(plain(i));
      if (goesOn !== undefined) { node.outputs.forEach((o, at) => scope.values.set(o, carried[at] ?? NOTHING)); return; }
    }
    // twice: what the first round brings goes into the second
    for (let i = 0; i < 2; i++) {
      const before = carried;
      this.perhaps(() => {
        if (condition) this.block(condition, scope);
        const way: Scope = { ...scope, left: false };
        if (!way.left) round(NOTHING);
      });
      scope.left = false;
      carried = carried.map((v, at) => either(v, before[at] ?? NOTHING));
    }
    node.outputs.forEach((o, at) => scope.values.set(o, carried[at] ?? NOTHING));
  }

  private operator(node: Node, inputs: readonly Flowing[], scope: Scope): void {
    for (const block of node.blocks) this.perhaps(() => { this.block(block, scope); });
    const values = this.special(node, inputs) ?? [this.passed(node, inputs)];
    node.outputs.forEach((o, i) => scope.values.set(o, values[i] ?? values[0] ?? NOTHING));
  }

  /** Lists, tuples and dicts member by member; null for everything else. */
  private special(node: Node, inputs: readonly Flowing[]): Flowing[] | null {
    const [a, b, c] = inputs;
    const known = computed(node.kind, inputs);
    if (known) return [known];
    const index = b?.scalar?.value;
    const member = typeof index === "number" ? a?.members?.at(index) : undefined;
    switch (node.kind) {
      case "prim::ListConstruct": case "prim::TupleConstruct": return [{ from: NOTHING.from, members: [...inputs] }];
      case "prim::ListUnpack": case "prim::TupleUnpack": return a?.members ?? null;
      case "prim::DictConstruct": return [dictOf(inputs)];
      case "prim::unchecked_cast": case "aten::_unwrap_optional": case "prim::unchecked_unwrap_optional": case "aten::list": return a ? [a] : null;
      case "prim::TupleIndex": return member ? [member] : null;
      case "aten::__getitem__": {
        const entry = index === undefined ? undefined : a?.entries?.get(index);
        return member ? [member] : entry ? [entry] : null;
      }
      case "aten::add": return a?.members && b?.members ? [{ from: NOTHING.from, members: [...a.members, ...b.members] }] : null;
      case "aten::slice": return a?.members ? slice(a.members, inputs) : null;
      case "aten::append": return a && b ? [this.changed(a, [b], (members) => members.push(b))] : null;
      case "aten::extend": return a && b ? [this.changed(a, [b], (members) => members.push(...(b.members ?? [])), b.members !== undefined)] : null;
      case "aten::insert": return a && c ? [this.changed(a, [c], (members) => typeof index === "number" && members.splice(index, 0, c), typeof index === "number")] : null;
      case "aten::_set_item": return a && c ? [this.setItem(a, index, c)] : null;
      default: return null;
    }
  }

  private changed(list: Flowing, more: readonly Flowing[], change: (members: Flowing[]) => unknown, clear = true): Flowing {
    if (list.members && clear && this.uncertain === 0) change(list.members);
    else blur(list, more);
    return list;
  }

  private setItem(a: Flowing, key: unknown, value: Flowing): Flowing {
    const exact = this.uncertain === 0 && (typeof key === "number" || typeof key === "string");
    if (exact && a.members && typeof key === "number" && a.members.at(key)) a.members[key < 0 ? a.members.length + key : key] = value;
    else if (exact && a.entries) a.entries.set(key, value);
    else blur(a, [value]);
    return a;
  }

  /** Numbers and texts carry no tensor on. */
  private passed(node: Node, inputs: readonly Flowing[]): Flowing {
    const type = node.outputs[0]?.type.kind;
    if (type !== undefined && PLAIN_TYPES.has(type)) return NOTHING;
    const name = node.kind === "prim::CallFunction" ? calledName(node) : node.kind.replace(/^\w+::_?/, "");
    return { from: merged(inputs.map(sourcesOf), name) };
  }
}

const PLAIN_TYPES: ReadonlySet<string> = new Set(["int", "float", "bool", "str", "NoneType", "Scalar", "Device", "Int", "Float", "Bool", "String", "None"]);

function calledName(node: Node): string {
  const fn = node.inputs[0]?.node.attrs.get("name") ?? node.inputs[0]?.node.attrs.get("fn");
  return fn?.kind === "s" ? fn.value : fn?.kind === "fn" ? fn.value.name : "function";
}

function dictOf(inputs: readonly Flowing[]): Flowing {
  const entries = new Map<NonNullable<Flowing["scalar"]>["value"], Flowing>();
  for (let i = 0; i + 1 < inputs.length; i += 2) {
    const [key, value] = [inputs[i], inputs[i + 1]];
    if (!key?.scalar || !value) return { from: merged(inputs.map(sourcesOf)) };
    entries.set(key.scalar.value, value);
  }
  return { from: NOTHING.from, entries };
}

function slice(members: readonly Flowing[], [, start, end, step]: readonly Flowing[]): Flowing[] | null {
  const bound = (v: Flowing | undefined, other: number): number | undefined => (v?.scalar === undefined || v.scalar.value === null ? other : typeof v.scalar.value === "number" ? v.scalar.value : undefined);
  const [from, to] = [bound(start, 0), bound(end, members.length)];
  return from === undefined || to === undefined || bound(step, 1) !== 1 ? null : [{ from: NOTHING.from, members: members.slice(from, to) }];
}

/**
 * Turns of an unrolled loop. torch emits the body anew for each. Here a turn, or a statement of it, that
 * begins as an earlier one did, with modules that answer the same to all that was asked of that one's, gets
 * copies of its nodes: nothing else could come of it. What such a turn would report or note was said by the
 * earlier one, at the same places.
 */
import type { TStmt } from "../frontend/tree";
import type { Graph, Node, Value } from "../ir/ir";
import { identity, typeKey } from "../passes/typeKey";
import { ModuleValue, type Asked } from "../sugared/moduleValue";
import type { SugaredValue } from "../sugared/sugaredValue";
import type { FrameState } from "./environment";
import type { Emitter } from "./state";

/** What a turn begins or ends with. */
interface Moment {
  readonly key: string;
  readonly frames: readonly FrameState[];
  readonly mergedReturn: Emitter["def"]["mergedReturn"];
  readonly returnDisagrees: Emitter["def"]["returnDisagrees"];
  readonly returnsUnclear: boolean;
  readonly exited: boolean;
}

interface Turn { readonly begin: Moment; readonly asked: ReadonlyMap<ModuleValue, Asked>; readonly nodes: readonly Node[]; readonly end: Moment }

function momentOf(e: Emitter): Moment {
  const frames = e.env.states();
  const { def: { mergedReturn, returnDisagrees }, returnsUnclear } = e;
  const { block } = e.graph.insertPoint;
  const exited = block !== null && e.exitBlocks.has(block);
  const parts = [String(returnsUnclear), String(exited), e.loop, String(e.muted > 0), String(e.strict), mergedReturn ? typeKey(mergedReturn) : "", returnDisagrees ? typeKey(returnDisagrees) : "", String(e.undefinedNames.size)];
  for (const { types, values } of frames) {
    for (const [name, type] of types) parts.push(`${name}:${typeKey(type)}`);
    for (const [name, value] of values) parts.push(`${name}=${value instanceof ModuleValue ? "module" : `#${identity(value)}`}`);
    parts.push("/");
  }
  return { key: parts.join(" "), frames, mergedReturn, returnDisagrees, returnsUnclear, exited };
}

/** What a turn leaves in names can be said of a copy too: nothing but plain values and modules is new. */
function canBeCopied(begin: Moment, end: Moment): boolean {
  return end.frames.every(({ values }, i) => [...values].every(([name, v]) => v instanceof ModuleValue || begin.frames[i]?.values.get(name) === v));
}

/** Is the type of a module that was cast to it seen nowhere else in these nodes, and is it no other module's? */
function isOnlyCast(graph: Graph, { self, type: { jitType } }: ModuleValue, asked: ReadonlyMap<ModuleValue, Asked>, nodes: readonly Node[]): boolean {
  if ([...asked.keys()].some((other) => other.self !== self && other.type.jitType === jitType)) return false;
  const holds = (node: Node): boolean => {
    const cast = node.kind === "prim::unchecked_cast" && node.inputs[0] === self;
    return node.outputs.every((v) => v.type !== jitType || (cast && v.uses.length === 0))
      && node.blocks.every((b) => b.inputs.every((v) => v.type !== jitType) && graph.withRepetitions(b.nodes()).every(holds));
  };
  return graph.withRepetitions(nodes).every(holds);
}

/** Runs `body` with this known of the statements in it. */
export function inTurns(e: Emitter, turns: Emitter["turns"], body: () => void): void {
  const before = e.turns;
  e.turns = turns;
  try { body(); } finally { e.turns = before; }
}

/** Emits a statement, perhaps as in an earlier turn of the loop that it is in. */
export function inTurn(e: Emitter, stmt: TStmt, emit: () => void): void {
  if (!e.turns) {
    emit();
    return;
  }
  const turns = e.turns.get(stmt) ?? new Turns(e);
  e.turns.set(stmt, turns);
  turns.emit(emit);
}

export class Turns {
  private readonly done = new Map<string, Turn[]>();
  constructor(private readonly e: Emitter) {}

  /** Emits the body once more, or copies what came of it before. */
  emit(body: () => void): void {
    const { e } = this;
    const begin = momentOf(e);
    const known = this.done.get(begin.key) ?? [];
    for (const turn of known) {
      const modules = this.counterparts(turn, begin);
      if (modules) {
        this.copy(turn, modules);
        return;
      }
    }
    const before = e.graph.insertPoint.prev;
    const asked = this.watch(begin);
    body();
    const watching = new Set(asked.values());
    e.env.setStates(mapped(e.env.states(), (v) => (v instanceof ModuleValue ? v.unwatched(watching) : v)));
    const end = momentOf(e);
    if (!before || !canBeCopied(begin, end)) return;
    const nodes: Node[] = [];
    for (let n = before.next; n && n !== e.graph.insertPoint; n = n.next) nodes.push(n);
    for (const [module, by] of asked) if (by.cast && !isOnlyCast(e.graph, module, asked, nodes)) by.ofType = true;
    this.done.set(begin.key, [...known, { begin, asked, nodes, end }]);
  }

  /** From here on what is asked of the modules that names stand for is taken down. */
  private watch(begin: Moment): Map<ModuleValue, Asked> {
    const out = new Map<ModuleValue, Asked>();
    const watched = (v: SugaredValue): SugaredValue => {
      if (!(v instanceof ModuleValue)) return v;
      const asked = out.get(v) ?? { attributes: new Map(), calls: [], shown: [], others: new Set(), cast: false, ofType: false };
      out.set(v, asked);
      return v.watched(asked);
    };
    this.e.env.setStates(mapped(begin.frames, watched));
    return out;
  }

  /** Which modules stand in `now` for those of the turn, by their values in the graph; null if it is another turn with them. */
  private counterparts(turn: Turn, now: Moment): Map<Value, ModuleValue> | null {
    const out = new Map<Value, ModuleValue>();
    for (const [i, { values }] of turn.begin.frames.entries()) {
      for (const [name, value] of values) {
        if (!(value instanceof ModuleValue)) continue;
        const other = now.frames[i]?.values.get(name);
        const asked = turn.asked.get(value);
        if (!(other instanceof ModuleValue) || !asked || (out.get(value.self)?.self ?? other.self) !== other.self) return null;
        if (other.type !== value.type && !other.answers(asked, this.e.m)) return null;
        out.set(value.self, other);
      }
    }
    return out;
  }

  private copy({ asked, nodes, end }: Turn, modules: ReadonlyMap<Value, ModuleValue>): void {
    const { e } = this;
    const made = new Map([...modules].map(([value, { self }]) => [value, self]));
    const types = new Map([...asked].flatMap(([{ self, type }, { cast }]) => (cast ? [[type.jitType, modules.get(self)?.type.jitType ?? type.jitType]] : [])));
    // who looks at a graph with an error in it is rare
    if (e.failed) e.graph.repeatLater(nodes, made, types, leftBehind(end, made));
    else e.graph.repeat(nodes, made, types);
    for (const [module, was] of asked) {
      const { shown } = was;
      const other = modules.get(module.self);
      other?.askAll(was);
      const type = other?.type.jitType;
      if (type && type !== module.type.jitType) for (const range of shown) e.services.typed?.(range, type);
    }
    const there = (v: SugaredValue): SugaredValue => (v instanceof ModuleValue ? modules.get(v.self) ?? v.at(made.get(v.self) ?? v.self) : v);
    e.env.setStates(mapped(end.frames, there));
    e.def.mergedReturn = end.mergedReturn;
    if (end.returnDisagrees) e.def.returnDisagrees = end.returnDisagrees;
    e.returnsUnclear = end.returnsUnclear;
    const { block } = e.graph.insertPoint;
    if (block && end.exited) e.exitBlocks.add(block);
  }
}

/** The modules' values that a turn leaves in names and has made itself. */
const leftBehind = ({ frames }: Moment, known: ReadonlyMap<Value, Value>): Value[] =>
  [...new Set(frames.flatMap(({ values }) => [...values.values()].flatMap((v) => (v instanceof ModuleValue && !known.has(v.self) ? [v.self] : []))))];

const mapped = (frames: readonly FrameState[], f: (v: SugaredValue) => SugaredValue): FrameState[] =>
  frames.map(({ types, values }) => ({ types, values: new Map([...values].map(([name, v]) => [name, f(v)])) }));

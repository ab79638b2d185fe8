/**
 * What is known while one function is emitted, and how its emission goes on after an error.
 * Answers to the members of `to_ir` in torch/csrc/jit/frontend/ir_emitter.cpp; the recovery is ours.
 */
import type { SourceRange } from "../../syntax/source";
import { FollowsFromUnknown, OwnLimit, ScriptError } from "../errors";
import { parseTypeFromExpr } from "../frontend/scriptTypeParser";
import type { TExpr, TStmt } from "../frontend/tree";
import type { ConstantValue } from "../ir/constant";
import type { Block, Graph, Node, Value } from "../ir/ir";
import type { EmitContext, EmitServices, Resolver } from "../sugared/sugaredValue";
import { hasUnknown, unknownValue } from "../sugared/support";
import type { CompiledFunction, Type } from "../types/types";
import { Environment } from "./environment";
import type { Turns } from "./turns";
import { msg, type Message } from "../../text/message";

/** Per def: closures are defs within a def. */
export interface DefContext {
  /** Null if there is no annotation. */
  declaredReturn: Type | null;
  /** Null until a return was seen. */
  mergedReturn: Type | null;
  /** What a return gave, where it is something else than the annotation says. */
  returnDisagrees?: Type;
}

export type LoopStatus = "none" | "loop" | "unrolled" | "unknown";

/** The time limit has passed: everything stops. */
export class OutOfTime extends Error {}

export class Emitter {
  readonly m: EmitContext;
  env: Environment;
  readonly defs: DefContext[] = [];
  loop: LoopStatus = "none";
  /** Of the statements in an unrolled loop: what came of them in its turns. */
  turns: Map<TStmt, Turns> | null = null;
  /** Blocks that surely leave by return or raise: what follows in them is not emitted. */
  readonly exitBlocks = new Set<Block>();
  private readonly constants = new Map<string, Value>();
  private temps = 0;

  /** Above 0: errors are not recorded, since whether torch compiles this code hangs on something unknown. */
  muted = 0;
  /** Above 0: errors are thrown on, since torch itself would catch them here. */
  strict = 0;
  failed = false;
  /** Something unknown, or a statement that the front end refused, may hide a return. */
  returnsUnclear = false;
  /** What torch finds only after the whole body. */
  readonly afterwards: ScriptError[] = [];
  private readonly reported = new Set<string>();
  readonly undefinedNames = new Set<string>();

  constructor(readonly graph: Graph, readonly fn: CompiledFunction, readonly resolver: Resolver, readonly services: EmitServices) {
    this.m = { graph, fn, compiler: services };
    this.env = new Environment(this, graph.block, null);
  }

  /** Of a node that no operator is for: torch breaks off, without a place, once the body is emitted. */
  later(rule: string, range: SourceRange | null, message: Message, about: readonly Type[]): void {
    if (this.muted === 0 && !about.some(hasUnknown)) this.afterwards.push(new ScriptError(rule, range, message, [], true));
  }

  get def(): DefContext {
    const d = this.defs[this.defs.length - 1];
    if (!d) throw new Error("no def is being emitted");
    return d;
  }

  pushFrame(block: Block): void { this.env = new Environment(this, block, this.env); }
  popFrame(): Environment {
    const old = this.env;
    if (old.next) this.env = old.next;
    return old;
  }
  /** Emits into `block` with a scope of its own; gives back that scope. */
  inFrame(block: Block, body: () => void): Environment {
    this.pushFrame(block);
    const frame = this.env;
    try { this.graph.withInsertPoint(block, body); } finally { this.env = frame.next ?? frame; }
    return frame;
  }

  tempName(prefix: string): string { return `${prefix}${this.temps++}`; }

  /** A number literal: one constant for all its uses, at the head of the graph. */
  materializeConstant(value: ConstantValue, range: SourceRange): Value {
    const key = value.kind === "int" || value.kind === "float" ? `${value.kind} ${String(value.value)}`
      : value.kind === "complex" ? `complex ${value.re} ${value.im}` : "";
    const known = this.constants.get(key);
    if (known) return known;
    const head: Node = this.graph.block.paramNode.next ?? this.graph.returnNode;
    const made = this.graph.withInsertPoint(head, () => this.graph.insertConstant(value, range));
    this.constants.set(key, made);
    return made;
  }

  parseType(expr: TExpr): Type { return parseTypeFromExpr(expr, this.resolver, this.services.torch); }

  // ---- errors ----------------------------------------------------------------------------------

  /** Records what was thrown at `range`; throws it on if it is no error of the user's code or of the tool's reach. */
  recover(error: unknown, range: SourceRange): void {
    if (error instanceof OutOfTime || this.strict > 0) throw error;
    this.failed = true;
    if (error instanceof FollowsFromUnknown) return;
    let placed: ScriptError | OwnLimit;
    if (error instanceof ScriptError) {
      placed = error.range === null ? new ScriptError(error.rule, range, error.text, error.notes, error.noPlace) : error;
    } else if (error instanceof OwnLimit) {
      placed = error.range === null ? new OwnLimit(range, error.text) : error;
    } else {
      placed = new OwnLimit(range, msg`the compiler failed here: ${error instanceof Error ? error.message : String(error)}`);
      if (error instanceof Error && error.stack) placed.stack = error.stack;
    }
    if (this.muted > 0) return;
    // code that torch emits twice, or once per turn of an unrolled loop, has its error once
    const at = placed.range ?? range;
    const key = `${placed instanceof ScriptError ? placed.rule : "limit"} ${at.file} ${at.start} ${at.end}`;
    if (this.reported.has(key)) return;
    this.reported.add(key);
    this.services.report(placed);
  }

  /** Runs `body`; after an error it is recorded, the scopes are as before, and `otherwise` gives the result. */
  guard<T>(range: SourceRange, body: () => T, otherwise: () => T): T {
    const { env, loop } = this;
    const defs = this.defs.length;
    const insertPoint = this.graph.insertPoint;
    try {
      return body();
    } catch (error) {
      this.recover(error, range);
      this.env = env;
      this.loop = loop;
      this.defs.length = defs;
      this.graph.insertPoint = insertPoint;
      return otherwise();
    }
  }

  guardValue(range: SourceRange, body: () => Value): Value {
    return this.guard(range, body, () => this.unknown(range));
  }

  unknown(range: SourceRange, type?: Type): Value { return unknownValue(this.graph, range, type); }

  /** Runs `body` without recording errors: it may be code that torch would not compile. */
  mute<T>(body: () => T): T {
    this.muted++;
    try { return body(); } finally { this.muted--; }
  }

  checkTime(): void { if (this.services.expired()) throw new OutOfTime("out of time"); }
}

/** torch's List spans its elements; an empty one has the range of what it belongs to. */
export function listRange(items: readonly { readonly range: SourceRange }[], fallback: SourceRange): SourceRange {
  const [first] = items;
  if (!first) return fallback;
  return { file: first.range.file, start: Math.min(...items.map((x) => x.range.start)), end: Math.max(...items.map((x) => x.range.end)) };
}

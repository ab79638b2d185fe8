/**
 * Turns named variables (prim::Store, prim::Load) into values that are set once. Answers to
 * torch/csrc/jit/frontend/convert_to_ssa.cpp.
 *
 * First ifs and loops get loads and stores for the variables that they change, then break and continue
 * become prim::LoopContinuation with all that the loop carries, then conditions move into the loops, then
 * loads and stores go, and at last the exits.
 */
import { BoolT, UnknownT } from "../types/types";
import type { Type } from "../types/types";
import { unifyTypes } from "../types/unify";
import type { Block, Graph, Node, Value } from "../ir/ir";
import { transformExits } from "./exitTransforms";
import { inlineBlockBefore, inlineLoopCondition } from "./inlineLoopCondition";
import { at, blockOf } from "./views";

/** A variable of one scope or of a scope around it. */
class Frames<T> {
  private readonly table = new Map<string, T>();
  constructor(readonly next: Frames<T> | null) {}
  here(name: string): T | undefined { return this.table.get(name); }
  anywhere(name: string): T | undefined { return this.table.get(name) ?? this.next?.anywhere(name); }
  set(name: string, value: T): void { this.table.set(name, value); }
  names(): string[] { return [...this.table.keys()].sort(); }
}

/** `_3` and the like are names that torch made up itself; they are not kept. */
export function meaningfulName(name: string): boolean {
  return name !== "" && !name.startsWith("$") && !/^_\d*$/.test(name);
}

export function convertToSSA(graph: Graph): void {
  new ControlFlowLoadStores().block(graph.block);
  addLoopContinuations(graph.block);
  inlineLoopCondition(graph);
  eraseLoadStores(graph.block, null);
  transformExits(graph);
}

/** The common type of what two branches or turns leave behind; Unknown where error recovery left no common one. */
function unified(a: Type, b: Type, defaultToUnion: boolean): Type {
  if (a.kind === "Unknown" || b.kind === "Unknown") return UnknownT;
  return unifyTypes(a, b, defaultToUnion) ?? UnknownT;
}

function createStore(graph: Graph, name: string, value: Value): Node {
  return graph.create("prim::Store", [value], 0).setS("name", name);
}
function createLoad(graph: Graph, name: string, type: Type): Node {
  const node = graph.create("prim::Load").setS("name", name);
  node.output.setType(type);
  return node;
}

class ControlFlowLoadStores {
  private frame: Frames<Type> | null = null;

  block(block: Block): Frames<Type> {
    const frame = new Frames<Type>(this.frame);
    this.frame = frame;
    // nodes are added while walking, and those behind the current one count
    for (let node = block.paramNode.next; node && node !== block.returnNode; node = node.next) {
      switch (node.kind) {
        case "prim::If": this.ifNode(node); break;
        case "prim::Loop": this.loopNode(node); break;
        case "prim::Closure": node.blocks.forEach((b) => this.block(b)); break;
        case "prim::Store": frame.set(node.s("name"), node.input().type); break;
        case "prim::ComprehensionScope": this.block(blockOf(node, 0)); break;
      }
    }
    this.frame = frame.next;
    return frame;
  }

  private ifNode(node: Node): void {
    const [thenBlock, elseBlock] = [blockOf(node, 0), blockOf(node, 1)];
    const thenVars = this.block(thenBlock);
    const elseVars = this.block(elseBlock);
    const changed = new Set([
      ...thenVars.names().filter((v) => elseVars.anywhere(v) !== undefined),
      ...elseVars.names().filter((v) => thenVars.anywhere(v) !== undefined),
    ]);
    for (const name of [...changed].sort()) {
      const thenType = thenVars.anywhere(name) ?? UnknownT;
      const elseType = elseVars.anywhere(name) ?? UnknownT;
      const type = unified(thenType, elseType, true);
      addBlockOutput(thenBlock, thenType, name);
      addBlockOutput(elseBlock, elseType, name);
      addNodeOutput(node, type, name);
    }
  }

  private loopNode(node: Node): void {
    const body = blockOf(node, 0);
    const vars = this.block(body);
    for (const name of vars.names()) {
      const outer = this.frame?.anywhere(name);
      // local to the body: nothing is carried
      if (outer === undefined) continue;
      const inner = vars.here(name) ?? UnknownT;
      const type = unified(outer, inner, false);
      node.addInput(createLoad(node.graph, name, outer).insertBefore(node).output);
      createStore(node.graph, name, body.addInput(name, type)).insertAfter(body.paramNode);
      addBlockOutput(body, inner, name);
      addNodeOutput(node, type, name);
    }
  }
}

function addBlockOutput(block: Block, type: Type, name: string): void {
  block.registerOutput(block.appendNode(createLoad(block.graph, name, type)).output);
}
function addNodeOutput(node: Node, type: Type, name: string): void {
  const out = node.addOutput(type);
  if (meaningfulName(name)) out.setName(name);
  createStore(node.graph, name, out).insertAfter(node);
}

function addLoopContinuations(block: Block): void {
  const graph = block.graph;
  const falseValue = graph.withInsertPoint(block.paramNode.next ?? block.returnNode, () => graph.insertConstant({ kind: "bool", value: false }, null));
  const walk = (b: Block, loopNode: Node | null): void => {
    for (const node of b.nodes()) {
      switch (node.kind) {
        case "prim::If": walk(blockOf(node, 0), loopNode); walk(blockOf(node, 1), loopNode); break;
        case "prim::Closure": addLoopContinuations(blockOf(node, 0)); break;
        case "prim::Loop": walk(blockOf(node, 0), node); break;
        case "prim::ContinueStmt": {
          if (loopNode) {
            const continuation = graph.create("prim::LoopContinuation", [], 0).insertAfter(node);
            const header = continuation.addBlock();
            header.cloneFrom(blockOf(loopNode, 1), (v) => v);
            inlineBlockBefore(node, header);
            continuation.addInput(at(header.outputs, 0));
            continuation.eraseBlock(0);
            addCarried(continuation, loopNode);
          }
          node.destroy();
          break;
        }
        case "prim::BreakStmt": {
          if (loopNode) {
            const exit = graph.create("prim::LoopContinuation", [falseValue], 0).insertAfter(node);
            addCarried(exit, loopNode);
          }
          node.destroy();
          break;
        }
      }
    }
  };
  walk(block, null);
}

/** Loads of everything that the loop carries, as its body's end loads them. */
function addCarried(exit: Node, loopNode: Node): void {
  for (const out of blockOf(loopNode, 0).outputs) {
    const load = exit.graph.createClone(out.node, (v) => v).insertBefore(exit);
    exit.addInput(load.output);
  }
}

function eraseLoadStores(block: Block, outer: Frames<Value> | null): void {
  const frame = new Frames<Value>(outer);
  for (const node of block.nodes()) {
    switch (node.kind) {
      case "prim::Store":
        frame.set(node.s("name"), node.input());
        node.destroy();
        break;
      case "prim::Load": {
        const value = frame.anywhere(node.s("name")) ?? undefinedAfterError(node);
        node.output.replaceAllUsesWith(value);
        node.destroy();
        break;
      }
      case "prim::ComprehensionScope": {
        // what is written in a comprehension does not leak out of it
        const body = blockOf(node, 0);
        eraseLoadStores(body, frame);
        for (const inner of body.nodes()) inner.moveBefore(node);
        node.destroy();
        break;
      }
      default:
        node.blocks.forEach((b) => eraseLoadStores(b, frame));
    }
  }
}

/** Only after an error can a variable be read that nothing has set. */
function undefinedAfterError(load: Node): Value {
  const made = load.graph.create("prim::Uninitialized").insertBefore(load);
  return made.output.setType(load.output.type === BoolT ? BoolT : UnknownT);
}

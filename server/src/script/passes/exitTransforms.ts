/**
 * Removes break, continue and return from inside of blocks: what follows a possible exit is put under an
 * if, and the values of the exit are carried to its target. Answers to
 * torch/csrc/jit/frontend/exit_transforms.cpp.
 */
import { ScriptError } from "../errors";
import { BoolT, UnknownT } from "../types/types";
import type { Type } from "../types/types";
import { unifyTypes } from "../types/unify";
import type { Block, Graph, Node, Value } from "../ir/ir";
import { at, blockOf, boolOf, depthFirst, loop } from "./views";
import { msg } from "../../text/message";

type ExitKind = "prim::ReturnStmt" | "prim::LoopContinuation";
type ExitStatus = "will" | "might" | "wont" | "throws";

/** Whether the exit was taken, and the values that it carries to its target. */
interface Exit { readonly hasExited: Value; readonly values: readonly Value[] }

export function transformExits(graph: Graph): void {
  enterExitToWithBlocks(graph);
  new ExitTransformer(graph, "prim::LoopContinuation").block(graph.block);
  new ExitTransformer(graph, "prim::ReturnStmt").block(graph.block);
  inlineConsecutiveIfs(graph.block);
  withBlocksToEnterExit(graph);
}

/** What below the node makes a value that is used outside of it: torch, which gives a with block no outputs, cannot drop such a node. */
function usedOutside(node: Node): Node | undefined {
  return node.blocks.flatMap(depthFirst).find((inner) => inner.outputs.some((o) => o.uses.some((use) => !stands(use.user, node))));
}

/** Whether `inner` stands anywhere below the node. */
function stands(inner: Node, node: Node): boolean {
  for (let at = inner.block?.owningNode; at; at = at.block?.owningNode) if (at === node) return true;
  return false;
}

class ExitTransformer {
  private readonly trueValue: Value;
  private readonly falseValue: Value;
  /** Never read: what has it as its status always throws before. */
  private readonly throwsValue: Value;
  /** One uninitialized value per type object. */
  private readonly uninitialized = new Map<Type, Value>();
  private target: Block | null = null;

  constructor(private readonly graph: Graph, private readonly kind: ExitKind) {
    const front = graph.block.paramNode.next ?? graph.returnNode;
    [this.trueValue, this.falseValue] = graph.withInsertPoint(front, () => [
      graph.insertConstant({ kind: "bool", value: true }, null),
      graph.insertConstant({ kind: "bool", value: false }, null),
    ]);
    this.throwsValue = this.uninitializedOf(BoolT);
  }

  private get wont(): Exit { return { hasExited: this.falseValue, values: [] }; }
  private get throws(): Exit { return { hasExited: this.throwsValue, values: [] }; }

  private statusOf(exit: Exit): ExitStatus {
    if (exit.hasExited === this.trueValue) return "will";
    if (exit.hasExited === this.falseValue) return "wont";
    return exit.hasExited === this.throwsValue ? "throws" : "might";
  }

  private uninitializedOf(type: Type): Value {
    let value = this.uninitialized.get(type);
    if (!value) {
      value = this.graph.create("prim::Uninitialized").insertAfter(this.graph.block.paramNode).output.setType(type);
      this.uninitialized.set(type, value);
    }
    return value;
  }
  private matching(values: readonly Value[]): Value[] {
    return values.map((v) => this.uninitializedOf(v.type));
  }

  block(block: Block): Exit {
    const outerTarget = this.target;
    if (this.isTarget(block)) this.target = block;
    let exit = this.wont;
    for (let node = block.paramNode.next; node && node !== block.returnNode;) {
      const following: Node = node.next ?? block.returnNode;
      switch (node.kind) {
        case "prim::RaiseException": exit = this.throws; break;
        case "prim::ReturnStmt": case "prim::LoopContinuation":
          if (node.kind === this.kind) {
            exit = { hasExited: this.trueValue, values: [...node.inputs] };
            node.destroy();
          }
          break;
        case "prim::If": exit = this.ifNode(node); break;
        case "prim::With": exit = this.block(blockOf(node, 0)); break;
        case "prim::Closure": this.block(blockOf(node, 0)); break;
        case "prim::Loop": exit = this.loopNode(node); break;
      }
      const status = this.statusOf(exit);
      if (status === "will" || status === "throws") {
        this.deleteFrom(block, following);
        break;
      }
      if (status === "might") {
        if (following !== block.returnNode) exit = this.guard(block, exit, following);
        break;
      }
      node = following;
    }

    if (this.target === block) {
      const status = this.statusOf(exit);
      if (status === "might") {
        const choice = this.graph.create("prim::If", [], 0).insertBefore(block.returnNode);
        choice.addBlock();
        choice.addBlock();
        choice.addInput(exit.hasExited);
        addIfOutputs(choice, exit.values, [...block.outputs]);
        replaceOutputs(block, choice.outputs);
      } else if (status === "will") {
        replaceOutputs(block, exit.values);
      }
      // an exit goes no further than its target; a throw does not leave a loop that may not run
      exit = this.wont;
    }
    this.target = outerTarget;
    return exit;
  }

  private isTarget(block: Block): boolean {
    const owner = block.owningNode?.kind;
    return this.kind === "prim::LoopContinuation" ? owner === "prim::Loop" : owner === undefined || owner === "prim::Closure";
  }

  private loopNode(node: Node): Exit {
    const body = loop.body(node);
    const exit = this.block(body);
    const status = this.statusOf(exit);
    if (status === "wont" || status === "throws") return this.wont;

    // the loop ends when the exit was taken
    const choice = this.graph.create("prim::If", [exit.hasExited], 0).insertBefore(body.returnNode);
    choice.addBlock().registerOutput(this.falseValue);
    choice.addBlock().registerOutput(loop.nextCond(node));
    const condition = choice.addOutput(BoolT);
    body.eraseOutput(0);
    body.insertOutput(0, condition);

    node.addInput(this.falseValue);
    body.addInput("", BoolT);
    body.registerOutput(exit.hasExited);
    const hasExited = node.addOutput(BoolT);
    for (const value of exit.values) {
      node.addInput(this.uninitializedOf(value.type));
      node.addOutput(value.type);
      body.addInput("", value.type);
      body.registerOutput(value);
    }
    return { hasExited, values: node.outputs.slice(node.outputs.length - exit.values.length) };
  }

  private ifNode(node: Node): Exit {
    let thenExit = this.block(blockOf(node, 0));
    let elseExit = this.block(blockOf(node, 1));
    const thenStatus = this.statusOf(thenExit);
    const elseStatus = this.statusOf(elseExit);
    const status = joined(thenStatus, elseStatus);
    if (status === "throws") return this.throws;
    if (status === "wont") return this.wont;

    // the values of a branch without exit are never read
    if (thenStatus === "wont" || thenStatus === "throws") thenExit = { hasExited: thenExit.hasExited, values: this.matching(elseExit.values) };
    else if (elseStatus === "wont" || elseStatus === "throws") elseExit = { hasExited: elseExit.hasExited, values: this.matching(thenExit.values) };

    let hasExited = this.trueValue;
    if (status !== "will") {
      addIfOutputs(node, [thenExit.hasExited], [elseExit.hasExited]);
      hasExited = at(node.outputs, node.outputs.length - 1);
    }
    addIfOutputs(node, thenExit.values, elseExit.values);
    return { hasExited, values: node.outputs.slice(node.outputs.length - thenExit.values.length) };
  }

  /** Puts everything from `from` on under an if that asks whether the exit was taken. */
  private guard(block: Block, exit: Exit, from: Node): Exit {
    const choice = this.graph.create("prim::If", [], 0).insertBefore(from);
    choice.addInput(exit.hasExited);
    const exited = choice.addBlock();
    const rest = choice.addBlock();
    for (let node = from; node !== block.returnNode;) {
      const following: Node = node.next ?? block.returnNode;
      node.moveBefore(rest.returnNode);
      node = following;
    }
    const placeholders = this.matching(block.outputs);
    block.outputs.forEach((output, i) => {
      exited.registerOutput(at(placeholders, i));
      rest.registerOutput(output);
      choice.addOutput(output.type);
    });
    replaceOutputs(block, choice.outputs);
    this.graph.create(this.kind, exit.values, 0).insertBefore(exited.returnNode);
    return this.ifNode(choice);
  }

  /** What follows an exit is dropped; outputs that name it become placeholders. */
  private deleteFrom(block: Block, from: Node): void {
    if (from === block.returnNode) return;
    for (let node = block.returnNode.prev; node;) {
      const before: Node | null = node.prev;
      for (const output of node.outputs) {
        if (output.uses.length > 0) output.replaceAllUsesWith(this.uninitializedOf(output.type));
      }
      const last = node === from;
      node.destroy();
      if (last) return;
      node = before;
    }
  }
}

/** A branch that throws leaves the status to the other. */
function joined(a: ExitStatus, b: ExitStatus): ExitStatus {
  if (a === "throws") return b;
  if (b === "throws") return a;
  return a === b && a !== "might" ? a : "might";
}

function replaceOutputs(block: Block, outputs: readonly Value[]): void {
  block.returnNode.removeAllInputs();
  for (const output of outputs) block.registerOutput(output);
}

function addIfOutputs(node: Node, thenOuts: readonly Value[], elseOuts: readonly Value[]): void {
  for (const out of thenOuts) blockOf(node, 0).registerOutput(out);
  for (const out of elseOuts) blockOf(node, 1).registerOutput(out);
  thenOuts.forEach((out, i) => {
    const other = at(elseOuts, i).type;
    const unknown = out.type.kind === "Unknown" || other.kind === "Unknown";
    node.addOutput(unknown ? UnknownT : unifyTypes(out.type, other, true) ?? UnknownT);
  });
}

/** `if x: return 1` and a following if on whether that happened become one if. */
function inlineConsecutiveIfs(block: Block): void {
  for (let node = block.paramNode.next; node && node !== block.returnNode;) {
    node.blocks.forEach(inlineConsecutiveIfs);
    if (!inlineNextIf(node)) node = node.next;
  }
}

function inlineNextIf(first: Node): boolean {
  const second = first.next;
  if (first.kind !== "prim::If" || second?.kind !== "prim::If" || second.input().node !== first) return false;
  const offset = second.input().offset;
  const thenValue = boolOf(at(blockOf(first, 0).outputs, offset));
  const elseValue = boolOf(at(blockOf(first, 1).outputs, offset));
  // with equal values the second if is folded later, and copying it would only double the code
  if (thenValue === undefined || elseValue === undefined || thenValue === elseValue) return false;
  for (const [index, value] of [[0, thenValue], [1, elseValue]] as const) {
    const into = blockOf(first, index);
    into.cloneFrom(blockOf(second, value ? 0 : 1), (v) => (v.node === first ? at(into.outputs, v.offset) : v));
  }
  for (const output of second.outputs) {
    const made = first.addOutput().copyMetadata(output);
    output.replaceAllUsesWith(made);
  }
  const lost = usedOutside(second);
  if (lost) {
    throw new ScriptError("with-early-exit", lost.range, msg`this is set in a with block, after a possible return, break or continue, and used behind the block: torch fails on that and does not say where`, [], true);
  }
  second.destroy();
  return true;
}

/** What stands between prim::Enter and its prim::Exit becomes a block of its own, so that exits inside stay between them. */
function enterExitToWithBlocks(graph: Graph): void {
  const pairs: { enter: Node; exit: Node }[] = [];
  const open: Node[] = [];
  for (const node of depthFirst(graph.block)) {
    if (node.kind === "prim::Enter") open.push(node);
    else if (node.kind === "prim::Exit") {
      const enter = open.pop();
      if (enter && enter.block === node.block) pairs.push({ enter, exit: node });
    }
  }
  for (const { enter, exit } of pairs) {
    const node = graph.create("prim::With", [], 0);
    const body = node.addBlock();
    const end = node.addBlock();
    for (let current = enter.next; current && current !== exit;) {
      const following: Node | null = current.next;
      current.moveBefore(body.returnNode);
      current = following;
    }
    exit.moveBefore(end.returnNode);
    node.insertAfter(enter);
  }
}

function withBlocksToEnterExit(graph: Graph): void {
  for (const node of depthFirst(graph.block)) {
    if (node.kind !== "prim::With") continue;
    for (const inner of [...blockOf(node, 0).nodes(), ...blockOf(node, 1).nodes()]) inner.moveBefore(node);
    node.destroy();
  }
}

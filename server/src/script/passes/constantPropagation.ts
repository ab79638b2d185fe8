/**
 * Runs what has only constant inputs and can be seen by nobody, and resolves ifs and loops that this decides.
 * Answers to ConstantPropagationImmutableTypes in torch/csrc/jit/passes/constant_propagation.cpp: nodes with
 * a mutable input or output stay.
 */
import { msg } from "../../text/message";
import type { Block, Graph, Node } from "../ir/ir";
import type { ConstantValue } from "../ir/constant";
import { isMutable } from "./aliasAnalysis";
import { eliminateDeadCode, hasSideEffects } from "./deadCode";
import { endsTheProcess, evaluate } from "./evaluate";
import type { TorchVersion } from "../sugared/sugaredValue";
import type { PassContext } from "./finish";
import { at, blockOf, boolOf, constantOf, equalConstantNodes, intOf, loop } from "./views";

export function propagateConstants(graph: Graph, torch: TorchVersion, warn: PassContext["warn"] = () => undefined): void {
  if (new ConstantPropagator(torch, warn).block(graph.block)) eliminateDeadCode(graph);
}

const skipped: ReadonlySet<string> = new Set([
  "prim::If", "prim::Loop", "prim::Closure", "prim::Constant", "prim::Uninitialized", "prim::unchecked_unwrap_optional", "aten::dequantize",
]);

class ConstantPropagator {
  private changed = false;

  constructor(private readonly torch: TorchVersion, private readonly warn: NonNullable<PassContext["warn"]>) {}

  block(block: Block): boolean {
    for (let node = block.paramNode.next; node && node !== block.returnNode;) {
      const following: Node | null = node.next;
      this.node(node);
      node = following;
    }
    return this.changed;
  }

  private node(node: Node): void {
    const constant = node.inputs.every((v) => v.node.isConstant);
    if (node.kind === "prim::If") {
      const condition = constant ? boolOf(node.input()) : undefined;
      if (condition !== undefined) this.inlineIf(node, condition);
      else {
        node.blocks.forEach((b) => this.block(b));
        this.dropEqualIfOutputs(node);
      }
    } else if (node.kind === "prim::Loop") {
      if ((intOf(loop.tripCount(node)) ?? 1n) <= 0n || boolOf(loop.inputCond(node)) === false) this.removeLoop(node);
      else {
        node.blocks.forEach((b) => this.block(b));
        this.dropUnchangedLoopOutputs(node);
      }
    } else if (constant && this.mayRun(node)) {
      this.run(node);
    } else {
      node.blocks.forEach((b) => this.block(b));
    }
  }

  private mayRun(node: Node): boolean {
    return !skipped.has(node.kind) && node.blocks.length === 0 && !hasSideEffects(node)
      && !node.schema?.isVararg
      && !node.inputs.some((v) => isMutable(v.type)) && !node.outputs.some((v) => isMutable(v.type));
  }

  private run(node: Node): void {
    const args: ConstantValue[] = [];
    for (const input of node.inputs) {
      const value = constantOf(input);
      if (!value) return;
      args.push(value);
    }
    if (endsTheProcess(node.kind, args)) {
      this.warn("crashing-constant", node.range, msg`torch crashes on this: it computes the constant while it compiles, and the process ends`);
      return;
    }
    // only torch 1.13 makes a constant of a device with an index
    if (node.kind === "aten::device" && args.length === 2 && this.torch.atLeast(2, 0)) return;
    const results = evaluate(node, args);
    if (results?.length !== node.outputs.length) return;
    const graph = node.graph;
    graph.withInsertPoint(node, () => {
      node.outputs.forEach((output, i) => {
        const value = at(results, i);
        const made = graph.insertConstant(value, null);
        this.changed = true;
        if (value.kind === "None") made.setType(output.type);
        output.replaceAllUsesWith(made);
      });
    });
  }

  private inlineIf(node: Node, condition: boolean): void {
    const body = blockOf(node, condition ? 0 : 1);
    this.block(body);
    for (const inner of body.nodes()) inner.moveBefore(node);
    node.outputs.forEach((output, i) => output.replaceAllUsesWith(at(body.outputs, i)));
    node.destroy();
    this.changed = true;
  }

  private removeLoop(node: Node): void {
    node.outputs.forEach((output, i) => output.replaceAllUsesWith(node.input(i + 2)));
    node.destroy();
    this.changed = true;
  }

  private dropEqualIfOutputs(node: Node): void {
    const [thenBlock, elseBlock] = [blockOf(node, 0), blockOf(node, 1)];
    for (let i = 0; i < thenBlock.outputs.length;) {
      const [a, b] = [at(thenBlock.outputs, i), at(elseBlock.outputs, i)];
      const value = constantOf(a);
      const replacement = a === b ? a
        : value && equalConstantNodes(a.node, b.node) ? node.graph.withInsertPoint(node, () => node.graph.insertConstant(value, null))
        : null;
      if (!replacement) { i++; continue; }
      at(node.outputs, i).replaceAllUsesWith(replacement);
      node.eraseOutput(i);
      thenBlock.eraseOutput(i);
      elseBlock.eraseOutput(i);
      this.changed = true;
    }
  }

  private dropUnchangedLoopOutputs(node: Node): void {
    const body = loop.body(node);
    for (let i = node.outputs.length - 1; i >= 0; i--) {
      const inner = at(body.inputs, i + 1);
      if (inner !== at(body.outputs, i + 1)) continue;
      const outer = node.input(i + 2);
      at(node.outputs, i).replaceAllUsesWith(outer);
      inner.replaceAllUsesWith(outer);
      node.eraseOutput(i);
      node.removeInput(i + 2);
      body.eraseInput(i + 1);
      body.eraseOutput(i + 1);
      this.changed = true;
    }
  }
}

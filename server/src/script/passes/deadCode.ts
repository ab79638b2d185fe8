/**
 * Drops what nothing needs: marks what the outputs need and what has side effects, then sweeps. Answers to
 * torch/csrc/jit/passes/dead_code_elimination.cpp and Node::hasSideEffects in ir.cpp.
 */
import type { Block, Graph, Node, Value } from "../ir/ir";
import { AliasAnalysis } from "./aliasAnalysis";
import { at, blockOf, loop } from "./views";

export function eliminateDeadCode(graph: Graph): void {
  new DeadCodeEliminator(graph).run();
}

const sideEffects: ReadonlySet<string> = new Set([
  "prim::PythonOp", "prim::IgnoredPythonOp", "prim::Print", "prim::RaiseException", "aten::warn", "aten::save", "aten::manual_seed",
  "prim::AddStatValue", "prim::TimePoint", "prim::CallFunction", "prim::CallMethod", "prim::rpc_async", "prim::rpc_sync",
  "prim::rpc_remote", "aten::wait", "cuda::set_stream", "cuda::_set_device", "cuda::_current_device", "cuda::synchronize",
  "prim::Enter", "prim::Exit",
  // registered with the most careful alias analysis
  "aten::is_autocast_enabled", "aten::is_autocast_cpu_enabled", "aten::get_autocast_dtype", "aten::_get_cpu_capability", "profiler::_record_function_exit", "aten::backward", "aten::is_grad_enabled", "aten::set_grad_enabled",
  // ours: gone before any graph is seen, but runs while they are there must keep them
  "prim::Store", "prim::ReturnStmt", "prim::LoopContinuation", "prim::BreakStmt", "prim::ContinueStmt",
]);

export const hasSideEffects = (node: Node): boolean => sideEffects.has(node.kind);

class DeadCodeEliminator {
  private readonly marked = new Set<Node>();
  private readonly live = new Set<Value>();
  /** Where the live values may be in memory. */
  private readonly liveMemory = new Set<object>();
  private readonly effects = new Map<Node, boolean>();
  private readonly aliases: AliasAnalysis;

  constructor(private readonly graph: Graph) {
    dropUnusedForkInputs(graph.block);
    this.aliases = new AliasAnalysis(graph);
  }

  run(): void {
    this.markNode(this.graph.returnNode);
    this.markBlock(this.graph.block);
    this.sweep(this.graph.block);
  }

  private addLive(value: Value): void {
    if (this.live.has(value)) return;
    this.live.add(value);
    for (const e of this.aliases.locationsOf(value)) this.liveMemory.add(e);
  }

  private markReturn(node: Node): boolean {
    if (this.marked.has(node)) return false;
    const owner = node.block?.owningNode;
    if (!owner) return this.markNode(node);
    if (owner.kind === "prim::Loop") {
      const inner = loop.bodyCarriedInputs(owner);
      loop.bodyCarriedOutputs(owner).forEach((output, i) => {
        if (this.live.has(at(owner.outputs, i)) || at(inner, i).uses.length > 0) this.addLive(output);
      });
      this.addLive(loop.nextCond(owner));
    } else {
      owner.outputs.forEach((output, i) => {
        const inner = node.inputs[i];
        if (inner && this.live.has(output)) this.addLive(inner);
      });
    }
    this.marked.add(node);
    return true;
  }

  private markLoop(node: Node): boolean {
    let any = false;
    while (this.markBlock(blockOf(node, 0))) any = true;
    return any;
  }

  private markBlock(block: Block): boolean {
    let any = false;
    const nodes = block.nodes();
    for (const node of nodes) if (this.hasEffect(node)) any = this.markNode(node) || any;
    any = this.markReturn(block.returnNode) || any;
    for (const node of nodes.reverse()) {
      if (node.kind === "prim::Loop") any = this.markLoop(node) || any;
      else for (const inner of node.blocks) any = this.markBlock(inner) || any;
      any = this.markIfLive(node) || any;
    }
    return any;
  }

  private markIfLive(node: Node): boolean {
    if (this.marked.has(node)) return false;
    if (node.outputs.some((o) => this.live.has(o))) return this.markNode(node);
    for (const e of this.aliases.writesOf(node)) if (this.liveMemory.has(e)) return this.markNode(node);
    return false;
  }

  private markNode(node: Node): boolean {
    if (this.marked.has(node)) return false;
    this.marked.add(node);
    for (let owner = node.block?.owningNode; owner; owner = owner.block?.owningNode) this.markNode(owner);
    for (const input of node.inputs) this.addLive(input);
    return true;
  }

  private hasEffect(node: Node): boolean {
    let effect = this.effects.get(node);
    if (effect === undefined) {
      effect = hasSideEffects(node) || node.blocks.some((b) => b.nodes().some((n) => this.hasEffect(n))) || this.aliases.writesToWildcard(node);
      this.effects.set(node, effect);
    }
    return effect;
  }

  private sweep(block: Block): void {
    for (const node of block.nodes().reverse()) {
      if (node.kind === "prim::If") dropDeadIfOutputs(node);
      if (node.kind === "prim::Loop") dropDeadLoopOutputs(node);
      node.blocks.forEach((b) => this.sweep(b));
      if (!this.marked.has(node) && node.outputs.every((o) => o.uses.length === 0)) node.destroy();
    }
  }
}

function dropUnusedForkInputs(block: Block): void {
  for (const node of block.nodes()) {
    node.blocks.forEach(dropUnusedForkInputs);
    const subgraph = node.kind === "prim::fork" ? node.attrs.get("Subgraph") : undefined;
    if (subgraph?.kind !== "g") continue;
    const inner = subgraph.value;
    for (let i = 0; i < inner.inputs.length; i++) {
      if (at(inner.inputs, i).uses.length > 0) continue;
      inner.block.eraseInput(i);
      node.removeInput(i);
    }
  }
}

function dropDeadIfOutputs(node: Node): void {
  for (let i = node.outputs.length - 1; i >= 0; i--) {
    if (at(node.outputs, i).uses.length > 0) continue;
    node.eraseOutput(i);
    node.blocks.forEach((b) => b.eraseOutput(i));
  }
}

function dropDeadLoopOutputs(node: Node): void {
  const body = loop.body(node);
  for (let i = node.outputs.length - 1; i >= 0; i--) {
    if (at(node.outputs, i).uses.length > 0 || at(body.inputs, i + 1).uses.length > 0) continue;
    node.eraseOutput(i);
    node.removeInput(i + 2);
    body.eraseInput(i + 1);
    body.eraseOutput(i + 1);
  }
}

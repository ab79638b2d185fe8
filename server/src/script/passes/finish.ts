/**
 * What runs on a graph between its emission and the moment a user sees it. Answers to the end of `to_ir`'s
 * constructor and to runCleanupPasses in torch/csrc/jit/frontend/ir_emitter.cpp.
 */
import type { Graph } from "../ir/ir";
import type { Message } from "../../text/message";
import type { SourceRange } from "../../syntax/source";
import type { OperatorTable } from "../schema/operators";
import type { TorchVersion } from "../sugared/sugaredValue";
import { canonicalizeModifiedLoops } from "./canonicalizeModifiedLoop";
import { canonicalizeOutputs } from "./canonicalizeOutputs";
import { constantPooling } from "./constantPooling";
import { propagateConstants } from "./constantPropagation";
import { convertToSSA } from "./convertToSSA";
import { inlineForkedClosures } from "./inlineForkedClosures";
import { liftClosures } from "./liftClosures";
import { normalizeOps } from "./normalizeOps";
import { resolveSchemas } from "./schemas";
import { annotateWarns, eraseListLiterals, lowerSimpleTuples } from "./smallPasses";

export interface PassContext {
  /** Gives an operator's schema to nodes that were made without one. Without it such nodes count as harmless. */
  readonly operators?: OperatorTable;
  /** Shared by all graphs of one compilation: torch gives every warning in a process its own number. */
  readonly warnIds?: { next: number };
  readonly warn?: (rule: string, range: SourceRange | null, message: Message) => void;
}

/** Everything after emission, in torch's order. May throw ScriptError for what cannot be forked. */
export function finishGraph(graph: Graph, torch: TorchVersion, context: PassContext = {}): void {
  convertToSSA(graph);
  canonicalizeModifiedLoops(graph);
  if (context.operators) resolveSchemas(graph, context.operators);
  normalizeOps(graph);
  runCleanupPasses(graph, torch, context);
}

export function runCleanupPasses(graph: Graph, torch: TorchVersion, context: PassContext = {}): void {
  const cleanup = (inner: Graph): void => runCleanupPasses(inner, torch, context);
  if (context.operators) resolveSchemas(graph, context.operators);
  liftClosures(graph, cleanup);
  inlineForkedClosures(graph, cleanup);
  eraseListLiterals(graph);
  lowerSimpleTuples(graph);
  propagateConstants(graph, torch, context.warn);
  constantPooling(graph);
  canonicalizeOutputs(graph);
  annotateWarns(graph, context.warnIds ?? { next: 0 });
}

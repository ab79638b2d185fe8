/**
 * What runs on a graph between its emission and the moment a user sees it. Answers to the end of `to_ir`'s
 * constructor and to runCleanupPasses in torch/csrc/jit/frontend/ir_emitter.cpp.
 */
import type { Graph } from "../ir/ir";
import type { TorchVersion } from "../sugared/sugaredValue";
import { canonicalizeModifiedLoops } from "./canonicalizeModifiedLoop";
import { canonicalizeOutputs } from "./canonicalizeOutputs";
import { constantPooling } from "./constantPooling";
import { propagateConstants } from "./constantPropagation";
import { convertToSSA } from "./convertToSSA";
import { inlineForkedClosures } from "./inlineForkedClosures";
import { liftClosures } from "./liftClosures";
import { normalizeOps } from "./normalizeOps";
import { annotateWarns, eraseListLiterals, lowerSimpleTuples } from "./smallPasses";

/** Shared by all graphs of one compilation: torch gives every warning in a process its own number. */
export interface WarnIds { next: number }

/** Everything after emission, in torch's order. May throw ScriptError for what cannot be forked. */
export function finishGraph(graph: Graph, torch: TorchVersion, warnIds: WarnIds = { next: 0 }): void {
  convertToSSA(graph);
  canonicalizeModifiedLoops(graph);
  normalizeOps(graph);
  runCleanupPasses(graph, torch, warnIds);
}

export function runCleanupPasses(graph: Graph, torch: TorchVersion, warnIds: WarnIds = { next: 0 }): void {
  const cleanup = (inner: Graph): void => runCleanupPasses(inner, torch, warnIds);
  liftClosures(graph, cleanup);
  inlineForkedClosures(graph, cleanup);
  eraseListLiterals(graph);
  lowerSimpleTuples(graph);
  propagateConstants(graph);
  constantPooling(graph);
  canonicalizeOutputs(graph);
  annotateWarns(graph, warnIds);
}

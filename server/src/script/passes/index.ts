/** The passes that other rooms use. */
export { convertToSSA, meaningfulName } from "./convertToSSA";
export { transformExits } from "./exitTransforms";
export { inlineLoopCondition } from "./inlineLoopCondition";
export { canonicalizeModifiedLoops } from "./canonicalizeModifiedLoop";
export { normalizeOps } from "./normalizeOps";
export { liftClosures } from "./liftClosures";
export { inlineForkedClosures } from "./inlineForkedClosures";
export { finishGraph, runCleanupPasses } from "./finish";
export type { PassContext } from "./finish";
export { findSchema, resolveSchemas } from "./schemas";

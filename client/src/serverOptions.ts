/**
 * How Node runs the server's process. Its first thread passes on what its others find: it makes little that is new
 * at a time, and the space for that, in MiB, is small so that it stays small.
 */
export const SERVER_NODE_OPTIONS: readonly string[] = ["--max-semi-space-size=4"];

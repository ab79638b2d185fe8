/**
 * How Node runs the server's process. Its first thread passes on what its others find: it makes little that is new
 * at a time, and the space for that, in MiB, is small so that it stays small.
 */
export const SERVER_NODE_OPTIONS: readonly string[] = ["--max-semi-space-size=4"];

/**
 * What glibc, where Node uses it, keeps of memory that was given back: without these each thread's share of what it
 * once compiled stays (a tenth of the whole). In bytes.
 */
export const SERVER_ENVIRONMENT: Readonly<Record<string, string>> = { MALLOC_ARENA_MAX: "2", MALLOC_TRIM_THRESHOLD_: "1000000", MALLOC_MMAP_THRESHOLD_: "131072" };

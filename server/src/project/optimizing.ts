/** When V8 makes machine code of its own of what runs often. */
import v8 from "node:v8";

/** Bytes of bytecode that a function runs through before it is optimized; V8's own number is an eighth of it. */
const BUDGET = 1_000_000;

/**
 * For the first answers of a process. A compilation calls thousands of functions some hundreds of times each: V8 would
 * optimize many of them, and throw much of that away again, for longer than the whole of it takes (bench/cold.ts).
 */
export function optimizeLate(): void { v8.setFlagsFromString(`--interrupt-budget=${BUDGET}`); }

/** Answers on their way from the engine's thread to the editor's. The log and the types are the bulk of one and seldom looked at as a whole. */
import type { Answer, TargetReport } from "../report";
import type { Details } from "./details";

export interface PackedAnswer {
  readonly report: TargetReport;
  readonly moduleClasses: ReadonlySet<string>;
  readonly files: readonly string[];
  readonly notLoaded: boolean;
  readonly ofArguments?: boolean;
  readonly ofBrokenCell?: boolean;
  /** Log and types, or that they follow; absent where they are those of the last guess. */
  readonly details?: Uint8Array | "follow";
  /** Was something compiled, of which graph and code can be asked for? */
  readonly compiled: boolean;
  /** Texts that the load generated, by the name that stands for their file. */
  readonly generated: readonly (readonly [string, string])[];
}

export function pack(answer: Answer, generated: ReadonlyMap<string, string>, details: PackedAnswer["details"]): PackedAnswer {
  const { report, moduleClasses, files, notLoaded, ofArguments, ofBrokenCell, printed } = answer;
  return { report, moduleClasses, files, notLoaded, ...(ofArguments ? { ofArguments } : {}), ...(ofBrokenCell ? { ofBrokenCell } : {}), ...(details ? { details } : {}), compiled: printed !== undefined, generated: [...generated] };
}

export function unpack(packed: PackedAnswer, details: Details, asked: Pick<Answer, "printed" | "flow">): Answer {
  const { report, moduleClasses, files, notLoaded, ofArguments, ofBrokenCell, compiled } = packed;
  return { report, moduleClasses, files, notLoaded, ...(ofArguments ? { ofArguments } : {}), ...(ofBrokenCell ? { ofBrokenCell } : {}), log: details.log, ...(compiled ? { types: details.types, ...asked } : {}) };
}

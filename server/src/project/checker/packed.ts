/**
 * Answers on their way from the engine's thread to the editor's. The log and the types are the bulk of one and
 * seldom looked at as a whole: they go as bytes, which are moved, not copied, and read when first asked for.
 */
import v8 from "node:v8";
import type { TypeAt } from "../../script/api";
import type { LogEntry } from "../../trace/log";
import type { Answer, TargetReport } from "../report";

export interface PackedAnswer {
  readonly report: TargetReport;
  readonly files: readonly string[];
  readonly notLoaded: boolean;
  readonly ofArguments?: boolean;
  /** Absent where they are those of the last guess. */
  readonly details?: Uint8Array;
  /** Was something compiled, of which graph and code can be asked for? */
  readonly compiled: boolean;
  /** Texts that the load generated, by the name that stands for their file. */
  readonly generated: readonly (readonly [string, string])[];
}

interface Unpacked { readonly entries: readonly LogEntry[]; readonly types: ReadonlyMap<string, readonly TypeAt[]> | null }

export function pack(answer: Answer, generated: ReadonlyMap<string, string>, withDetails: boolean): PackedAnswer {
  const { report, files, notLoaded, ofArguments, log, types, printed } = answer;
  const unpacked = (): Unpacked => ({ entries: log.entries, types: types ? new Map(types.files().map((f) => [f, types.inFile(f)])) : null });
  return { report, files, notLoaded, ...(ofArguments ? { ofArguments } : {}), ...(withDetails ? { details: v8.serialize(unpacked()) } : {}), compiled: printed !== undefined, generated: [...generated] };
}

/** What of an answer is moved and not copied. */
export const moved = ({ details }: PackedAnswer): ArrayBuffer[] => (details && details.byteLength === details.buffer.byteLength ? [details.buffer as ArrayBuffer] : []);

/** Log and types, read when they are first needed. */
export class Details {
  private read: Unpacked | undefined;
  constructor(private bytes: Uint8Array | undefined) {}

  private get all(): Unpacked {
    this.read ??= this.bytes ? v8.deserialize(this.bytes) as Unpacked : { entries: [], types: null };
    this.bytes = undefined;
    return this.read;
  }

  readonly log = ((details: Details): Answer["log"] => ({ get entries() { return details.all.entries; } }))(this);
  readonly types: NonNullable<Answer["types"]> = { files: () => [...this.all.types?.keys() ?? []], inFile: (file) => this.all.types?.get(file) ?? [] };
}

export function unpack(packed: PackedAnswer, details: Details, asked: Pick<Answer, "printed" | "flow">): Answer {
  const { report, files, notLoaded, ofArguments, compiled } = packed;
  return { report, files, notLoaded, ...(ofArguments ? { ofArguments } : {}), log: details.log, ...(compiled ? { types: details.types, ...asked } : {}) };
}

/** What passes between the editor's thread and the engine's: plain data, told apart by `do`. */
import type { InspectResult } from "../../host/loader";
import type { FlowLevel } from "../../script/api";
import type { EngineOptions, Question } from "../engine";
import type { ExportOptions, ExportReport } from "../exportModel";
import type { PrintedMethods } from "../report";
import type { DetailsChannel } from "./details";
import type { PackedAnswer } from "./packed";
import type { Message as Said } from "../../text/message";

/** Unsaved texts that are others since the last message (null: no longer unsaved), and files that were read from the disk and may be others now. */
export interface SourceChanges { readonly overlays: readonly (readonly [file: string, text: string | null])[]; readonly forgotten: readonly string[] | "all" }

/** Functions do not pass. */
export type PlainExportOptions = Omit<ExportOptions, "signal" | "progress">;
export type PackedExport = Omit<ExportReport, "answer"> & { readonly answer: PackedAnswer };

/** By name: what is given, and what comes back. */
export interface Calls {
  guess: { takes: { readonly question: Question }; gives: PackedAnswer | undefined };
  check: { takes: { readonly question: Question }; gives: PackedAnswer | undefined };
  inspect: { takes: { readonly question: Question }; gives: InspectResult };
  export: { takes: { readonly question: Question; readonly options: PlainExportOptions }; gives: PackedExport };
  /** Of the last answer to the question. */
  printed: { takes: { readonly question: Question }; gives: PrintedMethods };
  flow: { takes: { readonly question: Question; readonly path: string }; gives: FlowLevel | null };
}
export type CallName = keyof Calls;

export interface CallMessage<K extends CallName = CallName> { readonly do: K; readonly id: number; readonly given: Calls[K]["takes"]; readonly changes: SourceChanges }
export type Message = { readonly [K in CallName]: CallMessage<K> }[CallName] | { readonly do: "cancel"; readonly id: number };

export type Reply =
  | { readonly ready: true } | { readonly cannotStart: Said }
  | { readonly id: number; readonly gives: unknown } | { readonly id: number; readonly failed: Said } | { readonly id: number; readonly progress: Said };

export interface ThreadSetup { readonly options: EngineOptions; readonly details: DetailsChannel }

/** A question is the same one when it says the same. */
export const keyOf = (question: Question): string => JSON.stringify(question);

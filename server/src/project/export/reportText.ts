/** What an export did, in lines, in the language of this process. */
import type { TraceNote } from "../../host/loader";
import { isTorchs } from "../../script/recursive/libraryPlaces";
import { say, t } from "../../text/language";
import { joined, msg, verbatim, type Message } from "../../text/message";
import type { ExportReport, WrittenFormat } from "../exportModel";
import type { FileRange } from "../report";
import type { FormatName, ValueShape } from "./format";
import { some } from "./keys";

export type ShownPath = (file: string) => string;

const LABELS: Readonly<Record<FormatName, string>> = { torchscript: "TorchScript", onnx: "ONNX" };

export function sizeText(bytes: number): string {
  return bytes < 2 ** 20 ? `${(bytes / 2 ** 10).toFixed(1)} KiB` : `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}

const valueText = (v: ValueShape): string => `${v.name}: ${v.shape ? `${v.dtype ?? v.type}[${v.shape.join(", ")}]` : v.type}`;

function formatLines(made: WrittenFormat, torch: string, shown: ShownPath): string[] {
  if (made.problem) return [];
  const label = made.format === "torchscript" ? t`TorchScript for torch ${torch}` : LABELS[made.format];
  const values = [
    ...(made.inputs?.length ? [`  ${t`takes ${made.inputs.map(valueText).join(", ")}`}`] : []),
    ...(made.outputs?.length ? [`  ${t`gives ${made.outputs.map(valueText).join(", ")}`}`] : []),
  ];
  return [...made.files.map(({ file, size }) => `${shown(file)}: ${sizeText(size)}, ${label}`), ...values, ...[...(made.checks ?? []), ...(made.notes ?? [])].map((l) => `  ${say(l)}`)];
}

function tensorLines({ tensors, keys, formats }: ExportReport): string[] {
  if (!tensors || formats.every((f) => f.problem)) return [];
  const parts = [
    ...(tensors.weights ? [msg`${tensors.weights} from the weights file`] : []),
    ...(tensors.initial ? [keys ? msg`${tensors.initial} as the model is built` : msg`${tensors.initial} initialised as torch does with seed 0, since no weights were given`] : []),
    ...(tensors.guessed ? [msg`${tensors.guessed} set by kind of layer, since how the model makes them is not known here`] : []),
  ];
  return [parts.length > 0 ? t`tensors: ${joined(parts, "; ")}` : t`tensors: none`];
}

const MOST_FIXED = 12;
/** That it is a trace, or has traced parts, and what that fixes. */
function traceLines({ traced, parts, formats }: ExportReport): string[] {
  if (formats.every((f) => f.problem)) return [];
  return [
    ...(traced ? [t`A trace: what the model did on the example inputs, in eval mode. Every branch and loop is as it went there.`, ...fixedLines(traced.notes)] : []),
    ...(parts?.length ? [t`Parts that the model traces are recorded on the inputs that it gives them. Every branch and loop in them is as it went there.`, ...fixedLines(parts.flatMap((p) => p.notes))] : []),
  ];
}

function fixedLines(notes: readonly TraceNote[]): string[] {
  const places = new Map<string, Set<string>>();
  for (const { where, what } of notes) places.set(say(what), (places.get(say(what)) ?? new Set()).add(where));
  return [...places].map(([what, where]) => `  ${what}: ${say(some([...where], MOST_FIXED))}`);
}

/** What was written and where its values came from; nothing about problems. The first line names a file, if there is one. */
export function exportLines(made: ExportReport, shown: ShownPath = (file) => file): string[] {
  const { keys } = made;
  const out = [...made.formats.flatMap((f) => formatLines(f, made.answer.report.torch, shown)), ...traceLines(made), ...tensorLines(made)];
  if (keys?.taken) out.push(t`from '${keys.taken.from}' of the file, which has other weights in: ${some(keys.taken.besides)}`);
  if (keys?.prefix) out.push(t`the prefix '${keys.prefix}' was removed from the file's keys`);
  if (!made.problem && keys?.missing.length) out.push(t`warning: not in the file, so with initial values: ${some(keys.missing)}`);
  for (const m of made.problem ? [] : keys?.mismatched.slice(0, 5) ?? []) out.push(t`warning: ${m.key}: the model has ${m.model}, the file ${m.file}: not used`);
  if (keys?.unexpected.length) out.push(t`warning: in the file, not in the model: ${some(keys.unexpected)}`);
  return out;
}

/** The whole of it, as Markdown. */
export function exportReport(made: ExportReport): string {
  const { load, compile } = made.seconds;
  const written = made.formats.some((f) => f.files.length > 0);
  const problems = problemLines(made);
  const times = [t`loaded in ${load.toFixed(2)} s`, t`compiled in ${compile.toFixed(2)} s`, ...made.formats.filter((f) => f.files.length > 0).map((f) => t`${LABELS[f.format]} written in ${f.seconds.toFixed(2)} s`)];
  const all = [made.problem, ...made.formats.map((f) => f.problem)].flatMap((p) => (p?.place ? [`${p.place.file}:${p.place.range.start.line + 1}`] : []));
  return [
    `# ${t`Export of ${made.answer.report.target}`}`, "", ...(written ? exportLines(made).map((l) => (l.startsWith("  ") ? `  - ${l.trim()}` : `- ${l}`)) : exportLines(made).map((l) => `- ${l}`)),
    `- ${times.join(", ")}`, ...(problems.length > 0 ? ["", `## ${t`What stands in the way`}`, "", ...problems.map((l) => `- ${sentence(l)}`), ...all.map((l) => `- ${t`at ${l}`}`)] : []), "",
  ].join("\n");
}

/** As a sentence of its own. */
export const sentence = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

/** Why a format, or all of them, was not written. */
export function problemLines(made: ExportReport): string[] {
  const all = [...(made.problem ? [{ format: undefined, problem: made.problem }] : []), ...made.formats.flatMap(({ format, problem }) => (problem ? [{ format, problem }] : []))];
  return all.flatMap(({ format, problem }) => {
    const what = format === undefined || made.formats.length === 1 ? msg`nothing was written` : msg`no ${LABELS[format]} was written`;
    return [`${say(what)}: ${say(problem.message)}`, ...(problem.help === undefined ? [] : [say(problem.help)])];
  });
}

/** The weights fit in part, and may be taken as they are. */
export const mayForce = ({ keys, problem }: ExportReport): boolean => keys !== undefined && problem !== undefined && keys.loaded > 0;

/** Why there is no model to write. `place`: what has to change first; `mayTrace`: what it does on example inputs can be recorded instead. */
export interface InTheWay { readonly message: Message; readonly place?: FileRange; readonly mayTrace: boolean }

/** Undefined where there is a model, whatever became of its files. */
export function inTheWay({ answer: { report, notLoaded, ofInputs }, problem, formats, traced }: ExportReport): InTheWay | undefined {
  if (problem || (!notLoaded && report.verdict === "ok" && formats.length > 0)) return undefined;
  const reached = report.diagnostics.filter((d) => !d.unreached);
  const place = reached.find((d) => d.severity === "error") ?? reached.find((d) => d.rule === "own-limit") ?? reached[0];
  const why = place ? verbatim(say(place.said.message).split("\n")[0] ?? "") : msg`it could not be judged`;
  if (place?.rule === "missing-file") return { message: why, mayTrace: false };
  const message = ofInputs ? why : notLoaded ? msg`The model could not be loaded: ${why}` : traced && report.verdict === "unknown" ? msg`The trace cannot be written: ${why}` : report.verdict === "unknown" ? msg`Whether the model compiles is not known: ${why}` : msg`The model has to compile first: ${why}`;
  return { message, ...(place ? { place: [place, ...place.calledFrom].find(({ file }) => !isTorchs(file)) ?? place } : {}), mayTrace: !notLoaded };
}

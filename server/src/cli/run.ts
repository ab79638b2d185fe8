/** `run SCRIPT.py [ARGS...]`: what a conversion script really scripts, and what of it compiles. */
import fs from "node:fs";
import path from "node:path";
import { inCells, isNotebook } from "../project/cells";
import { missingFile, type Engine } from "../project/engine";
import { ScriptRunner, type ScriptCall, type ScriptReport } from "../project/scriptRun";
import { EXIT } from "./exit";
import { diagnosticText, paint, placeText, type TextStyle } from "./text";
import { reportJson } from "../project/report";
import { english, verbatim } from "../text/message";

export interface RunOutcome { readonly text: string; readonly status: number }

export async function runText(engine: Engine, script: string, argv: readonly string[], json: boolean, style: TextStyle): Promise<RunOutcome> {
  const file = path.resolve(script);
  const missing = fs.statSync(file, { throwIfNoEntry: false })?.isFile() ? missingFile({ file }, engine.sources) : verbatim(`There is no file ${script}. Give the path of a Python script.`);
  if (missing) {
    const message = english(missing);
    return { text: json ? JSON.stringify({ script: file, error: { kind: "missing-file", message } }) : message, status: EXIT.unusable };
  }
  const ran = await new ScriptRunner(engine, file).run(argv, process.cwd());
  const made = isNotebook(file) ? inCells(ran, engine.sources) : ran;
  if (!("calls" in made)) {
    return { text: json ? reportJson({ script: file, verdict: made.failure.severity === "error" ? "error" : "unknown", calls: [], exports: [], traced: [], failure: made.failure }) : diagnosticText(style, engine.sources, made.failure, false).join("\n"), status: EXIT.unusable };
  }
  return { text: json ? reportJson(made) : reportLines(style, engine, made).join("\n"), status: statusOf(made) };
}

function statusOf(report: ScriptReport): number {
  if (report.calls.length === 0 && report.traced.length === 0) return EXIT.unusable;
  return EXIT[report.verdict];
}

/** What helps where a model cannot be run. */
const ASIDE = "If what the script needs is torch.jit.script(model), hand over the model itself: nothing has to be run for that.";

const COLORS = { ok: "green", error: "red", unknown: "yellow" } as const;

function reportLines(style: TextStyle, engine: Engine, report: ScriptReport): string[] {
  const lines: string[] = [];
  if (report.output.trim()) lines.push(...report.output.trimEnd().split("\n").map((l) => paint(style, "dim", `  | ${l}`)), "");
  report.calls.forEach((call, i) => lines.push(...callLines(style, engine, call, i), ""));
  for (const t of report.traced) lines.push(`${placeText(style, t)}: ${t.type} is traced, not scripted: nothing is compiled from source`, "");
  for (const e of report.exports) {
    if (e.format === "checkpoint") {
      lines.push(`${placeText(style, e)}: a checkpoint (torch.save) asked for: ${e.path === null ? "into an open file" : style.path(e.path)}`);
      continue;
    }
    const from = e.format === "onnx" ? (e.call === null ? "a model to ONNX" : `call ${e.call + 1} to ONNX`) : e.traced ? "what was traced" : e.call === null ? "an object that no call here made" : `call ${e.call + 1}${report.calls[e.call]?.verdict === "unknown" ? " (unknown)" : ""}`;
    lines.push(`${placeText(style, e)}: export of ${from} asked for: ${e.path === null ? "into an open file" : style.path(e.path)}`);
  }
  if (report.exports.length > 0) lines.push("");
  if (report.failure) lines.push(...diagnosticText(style, engine.sources, report.failure, false), "");
  for (const s of report.stops) lines.push(`${placeText(style, s)}: ${paint(style, "yellow", "not known")}: ${s.message}. The script caught this as if torch had raised it; torch goes on here. ${ASIDE}`, "");
  for (const a of report.assumedEqual) lines.push(paint(style, "dim", `${placeText(style, a)}: values that are compared here are not computed: they were taken for equal`));
  for (const c of report.missingCheckpoints) lines.push(paint(style, "dim", `${placeText(style, c)}: ${style.path(c.path)} is not there: a placeholder stood for what it holds, and nothing of it was checked`));
  if (report.missingPackages.length > 0) lines.push(paint(style, "dim", `not installed, placeholders were used: ${report.missingPackages.join(", ")}`));
  const count = (v: string): number => report.calls.filter((c) => c.verdict === v).length;
  const summary = report.calls.length === 0 ? "no torch.jit.script call was reached" : `${report.calls.length} scripted: ${count("ok")} ok, ${count("error")} error, ${count("unknown")} unknown`;
  lines.push(`${style.path(report.script)}: ${paint(style, COLORS[report.verdict], report.verdict)} with torch ${report.torch} (${summary}; ${report.exports.length} export${report.exports.length === 1 ? "" : "s"}; exit status ${report.status})`);
  return lines;
}

function callLines(style: TextStyle, engine: Engine, call: ScriptCall, index: number): string[] {
  const parts = [call.parameters === undefined ? "" : `${call.parameters.toLocaleString("en")} parameters`, `${Object.keys(call.methods).length} methods`].filter(Boolean);
  const head = `${placeText(style, call)}: call ${index + 1}: ${call.expression ?? "torch.jit.script"}: ${paint(style, COLORS[call.verdict], call.verdict)}`;
  const first = call.diagnostics.findIndex((d) => d.severity === "error" && !d.unreached);
  return [
    head, `    ${call.name ?? call.type} is taken for ${call.branch}${call.verdict === "ok" && call.kind === "module" ? ` (${parts.join(", ")})` : ""}`,
    ...call.diagnostics.flatMap((d, i) => (d.unreached ? [] : diagnosticText(style, engine.sources, d, i === first).map((l) => `    ${l}`))),
  ];
}

/** SARIF 2.1.0: one run over all targets, with the catalogue's pages as rules. */
import path from "node:path";
import { pathToFileURL } from "node:url";
import { messageOf } from "./text";
import { stopsAt, type FileRange, type ReportDiagnostic, type TargetReport } from "../project/report";
import { readRules } from "../project/rules";

const LEVEL = { error: "error", warning: "warning", information: "note" } as const;

interface Region { readonly startLine: number; readonly startColumn: number; readonly endLine: number; readonly endColumn: number }

export interface SarifOptions {
  /** The product's folder, which holds the catalogue. */
  readonly product: string;
  readonly version: string;
  /** Files below it are named relative to it. */
  readonly folder: string;
  readonly status: number;
}

function region({ range: { start, end } }: FileRange): Region {
  return { startLine: start.line + 1, startColumn: start.character + 1, endLine: end.line + 1, endColumn: end.character + 1 };
}

function location(at: FileRange, folder: string): object {
  const short = path.relative(folder, at.file);
  const inside = !short.startsWith("..") && !path.isAbsolute(short);
  const artifactLocation = inside ? { uri: encodeURI(short.split(path.sep).join("/")), uriBaseId: "SRCROOT" } : { uri: pathToFileURL(at.file).href };
  return { physicalLocation: { artifactLocation, ...(at.cell === undefined ? { region: region(at) } : {}) } }; // a notebook's file has no such lines
}

function result(d: ReportDiagnostic, report: TargetReport, index: number, first: boolean, folder: string): object {
  return {
    ruleId: d.rule, ruleIndex: index, level: d.unreached ? "note" : LEVEL[d.severity],
    message: { text: messageOf(d) }, locations: [location(d, folder)],
    ...(d.calledFrom.length > 0 ? { relatedLocations: d.calledFrom.map((from, i) => ({ id: i, message: { text: "called from here" }, ...location(from, folder) })) } : {}),
    properties: { target: report.target, torch: report.torch, torchStopsHere: first, ...(d.unreached ? { reached: false } : {}), ...(d.fixes.length > 0 ? { fixes: d.fixes } : {}), ...(d.notes ? { notes: d.notes } : {}) },
  };
}

/** SARIF's `text` is no markdown. */
const plain = (text: string): string => text.replaceAll("`", "").replace(/\s+/g, " ").trim();

export function sarifText(reports: readonly TargetReport[], options: SarifOptions): string {
  const used = new Set(reports.flatMap((r) => r.diagnostics.map((d) => d.rule)));
  const rules = readRules(options.product).filter((r) => used.has(r.id));
  const at = new Map(rules.map((r, i) => [r.id, i]));
  const results = reports.flatMap((report) => {
    const first = stopsAt(report);
    return report.diagnostics.map((d, i) => result(d, report, at.get(d.rule) ?? -1, i === first, options.folder));
  });
  return JSON.stringify({
    $schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0",
    runs: [{
      tool: { driver: {
        name: "TorchScript Lens", semanticVersion: options.version,
        rules: rules.map((r) => ({ id: r.id, shortDescription: { text: plain(r.title) }, fullDescription: { text: plain(r.torch) }, help: { text: plain(r.fix) }, defaultConfiguration: { level: LEVEL[r.severity] } })),
      } },
      columnKind: "utf16CodeUnits", originalUriBaseIds: { SRCROOT: { uri: `${pathToFileURL(options.folder).href}/` } },
      invocations: [{ executionSuccessful: options.status !== 2, exitCode: options.status }],
      results,
      properties: { targets: reports.map((r) => ({ target: r.target, torch: r.torch, verdict: r.verdict })) },
    }],
  });
}

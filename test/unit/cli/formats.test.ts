/** The forms in which `check` answers, and the problem matcher that reads its text. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { githubLines } from "../../../server/src/cli/github";
import { reportText } from "../../../server/src/cli/text";
import { sarifText } from "../../../server/src/cli/sarif";
import { worded, type ReportDiagnostic, type TargetReport } from "../../../server/src/project/report";
import { verbatim } from "../../../server/src/text/message";

const root = path.resolve(__dirname, "../../..");
const at = (line: number, from: number, to: number, end = line) => ({ start: { line, character: from }, end: { line: end, character: to } });
const error: ReportDiagnostic = { rule: "schema-mismatch", severity: "error", ...worded(verbatim("a: 100%, b\nsecond line"), [verbatim("n")]), file: "/w/a b/m.py", range: at(4, 11, 20), calledFrom: [{ file: "/w/n.py", range: at(1, 0, 3) }], fixes: ["Annotate"] };
const limit: ReportDiagnostic = { rule: "own-limit", severity: "information", ...worded(verbatim("a limit")), file: "/elsewhere/o.py", range: at(0, 0, 0, 2), calledFrom: [], fixes: [] };
const unreached: ReportDiagnostic = { ...error, ...worded(verbatim("later")), unreached: true };
const report: TargetReport = { target: "m.py:M", torch: "2.14", verdict: "error", kind: "module", diagnostics: [error, limit, unreached], methods: {}, seconds: { load: 0, compile: 0 } };

describe("forms of check's answer", () => {
  it("github: one command per diagnostic, escaped, without what torch does not reach", () => {
    const lines = githubLines(report, (f) => f.replace("/w/", ""), false);
    assert.deepEqual(lines, [
      "::error file=a b/m.py,line=5,endLine=5,col=12,endColumn=20,title=schema-mismatch::a: 100%25, b%0Asecond line (torch stops here)%0Acalled from n.py:2",
      "::notice file=/elsewhere/o.py,line=1,endLine=3,title=own-limit::a limit",
      "m.py:M: error with torch 2.14",
    ]);
    assert.match(githubLines(report, (f) => f, true)[2] ?? "", /^::notice .*later/);
  });

  it("of a cell of a notebook: the message has its lines, which the file has not", () => {
    const inNotebook: TargetReport = { ...report, diagnostics: [{ ...error, file: "/w/n.ipynb", cell: 3, calledFrom: [{ file: "/w/n.ipynb", cell: 7, range: at(1, 0, 3) }] }] };
    assert.equal(githubLines(inNotebook, (f) => f.replace("/w/", ""), false)[0], "::error file=n.ipynb,title=schema-mismatch::cell 3:5: a: 100%25, b%0Asecond line (torch stops here)%0Acalled from n.ipynb:cell 7:2");
    const { runs } = JSON.parse(sarifText([inNotebook], { product: root, version: "1", folder: "/w", status: 1 })) as { runs: { results: { message: { text: string }; locations: { physicalLocation: object }[] }[] }[] };
    const [result] = runs[0]?.results ?? [];
    assert.equal(result?.message.text, "cell 3:5: a: 100%, b\nsecond line");
    assert.deepEqual(result.locations.map((l) => Object.keys(l.physicalLocation)), [["artifactLocation"]]);
  });

  it("sarif: rules, places, related places, levels", () => {
    const made = JSON.parse(sarifText([report], { product: root, version: "1.2.3", folder: "/w", status: 1 })) as {
      version: string; runs: { tool: { driver: { rules: { id: string }[] } }; columnKind: string; invocations: object[]; results: { ruleId: string; ruleIndex: number; level: string; locations: object[]; relatedLocations?: object[]; properties: Record<string, unknown> }[] }[];
    };
    assert.equal(made.version, "2.1.0");
    const [run] = made.runs;
    assert.equal(run?.columnKind, "utf16CodeUnits");
    assert.deepEqual(run.invocations, [{ executionSuccessful: true, exitCode: 1 }]);
    assert.deepEqual(run.results.map((r) => [r.ruleId, run.tool.driver.rules[r.ruleIndex]?.id, r.level]), [["schema-mismatch", "schema-mismatch", "error"], ["own-limit", "own-limit", "note"], ["schema-mismatch", "schema-mismatch", "note"]]);
    const [first, second] = run.results;
    assert.deepEqual(first?.locations, [{ physicalLocation: { artifactLocation: { uri: "a%20b/m.py", uriBaseId: "SRCROOT" }, region: { startLine: 5, startColumn: 12, endLine: 5, endColumn: 21 } } }]);
    assert.equal(first.relatedLocations?.length, 1);
    assert.equal(first.properties["torchStopsHere"], true);
    assert.deepEqual(second?.locations, [{ physicalLocation: { artifactLocation: { uri: "file:///elsewhere/o.py" }, region: { startLine: 1, startColumn: 1, endLine: 3, endColumn: 1 } } }]);
  });

  it("text: the contributed problem matcher reads it", () => {
    const manifest = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8")) as { contributes: { problemMatchers: { pattern: { regexp: string } }[] } };
    const pattern = new RegExp(manifest.contributes.problemMatchers[0]?.pattern.regexp ?? "");
    const lines = reportText({ color: false, path: (f) => f.replace("/w/", "") }, { get: () => undefined }, { ...report, diagnostics: [{ ...error, message: "'x' (a Tensor) is no int" }, limit] });
    assert.deepEqual(lines.flatMap((l) => { const m = pattern.exec(l); return m ? [m.slice(1)] : []; }), [
      ["a b/m.py", "5", "12", "error", "schema-mismatch", "'x' (a Tensor) is no int"], ["/elsewhere/o.py", "1", "1", "information", "own-limit", "a limit"],
    ]);
  });

  it("sarif for what cannot be loaded: the same exit status as without it", function () {
    this.timeout(60_000);
    const { status, stdout } = spawnSync(process.execPath, [path.join(root, "bin/torchscript-lens.js"), "check", "--format", "sarif", "nowhere.py:Net"], { encoding: "utf8" });
    assert.equal(status, 2);
    const made = JSON.parse(stdout) as { runs: { invocations: { executionSuccessful: boolean }[]; results: { ruleId: string }[] }[] };
    assert.deepEqual([made.runs[0]?.invocations[0]?.executionSuccessful, made.runs[0]?.results[0]?.ruleId], [false, "missing-file"]);
  });
});

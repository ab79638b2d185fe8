/** What the server says to an editor whose display language is Korean. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import path from "node:path";
import type { CodeAction, CodeLens, Hover } from "vscode-languageserver/node";
import { ExplainRequest, ExportProgressNotification, ExportRequest, TraceChildrenRequest, TraceRootsRequest, WhyRequest, type ExplainResult, type ExportParams, type ExportResult, type TraceItem, type TraceRoot, type WhyResult } from "../../../protocol";
import { Client } from "./client";

const MODEL = `import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 4)

    def forward(self, x):
        y = torch.dropout(x, 1, False)
        x.foo()
        return self.fc(y)

    def other(self, x):
        return x
`;
const TO_EXPORT = `import torch
from torch import nn


class Plain(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 4)

    def forward(self, x):
        return self.fc(x)


class Odd(nn.Module):
    def forward(self, x):
        return torch.special.bessel_j0(x)
`;
const IMPORTING = `from torch import nn
import unread


class Importing(nn.Module):
    def forward(self, x):
        return x
`;
const CLI = path.resolve(__dirname, "../../../bin/torchscript-lens.js");
const HANGUL = /\p{Script=Hangul}/u;

describe("the server in Korean", () => {
  let client: Client;
  before(async () => {
    client = await Client.start({ files: { "m.py": MODEL, "export.py": TO_EXPORT, "unread.py": "x = (1 +\n", "importing.py": IMPORTING }, locale: "ko" });
    await client.open("m.py");
    await client.until("diagnostics", () => (client.pushed.get(client.uri("m.py"))?.length ?? 0) > 1);
  });
  after(() => client.stop());

  const uri = (): string => client.uri("m.py");

  it("gives diagnostics with their notes, and says where torch stops", () => {
    const [first, second] = (client.pushed.get(uri()) ?? []);
    assert.match(String(first?.message), /^'dropout'의 이 호출이 시그니처에 맞지 않습니다: 인자 'p'은\(는\) int이\(가\) 아니라 float이어야 합니다/);
    assert.match(String(first?.message), /\(torch는 여기서 멈춥니다\.\)$/);
    assert.match(String(second?.message), /^Tensor에는 속성이나 메서드 'foo'이\(가\) 없습니다/);
    assert.equal(first?.code, "schema-mismatch", "rule ids are the same in each language");
  });

  it("names quick fixes, which do not depend on the language", async () => {
    const range = { start: { line: 10, character: 12 }, end: { line: 10, character: 12 } };
    const actions = await client.connection.sendRequest<CodeAction[]>("textDocument/codeAction", { textDocument: { uri: uri() }, range, context: { diagnostics: [] } });
    assert.equal(actions[0]?.title, "변환하기: 1.0");
  });

  it("hovers, lenses and the trace", async () => {
    const hover = await client.connection.sendRequest<Hover>("textDocument/hover", { textDocument: { uri: uri() }, position: { line: 9, character: 10 } });
    const text = (hover.contents as { value: string }).value;
    assert.match(text, /컴파일됨, 오류 있음/);
    assert.match(text, /forward라서/);
    assert.match(text, /✗ 'dropout'의 이 호출/);
    assert.doesNotMatch(text, /\$\(/, "icons are not drawn in a hover");
    const call = await client.connection.sendRequest<Hover>("textDocument/hover", { textDocument: { uri: uri() }, position: { line: 10, character: 20 } });
    assert.match((call.contents as { value: string }).value, /결과: `Tensor`$/);
    const lenses = await client.connection.sendRequest<CodeLens[]>("textDocument/codeLens", { textDocument: { uri: uri() } });
    for (const lens of lenses) assert.match(lens.command?.title ?? "", HANGUL);
    const [root] = await client.connection.sendRequest<TraceRoot[]>(TraceRootsRequest.method, { uri: null });
    const [dispatch] = await client.connection.sendRequest<TraceItem[]>(TraceChildrenRequest.method, { root: root?.id, item: null });
    assert.match(dispatch?.tooltip ?? "", /torch\.jit\.script가 보는 종류/);
    const why = await client.connection.sendRequest<WhyResult>(WhyRequest.method, { uri: uri(), position: { line: 14, character: 10 } });
    assert.equal(why.title, "'other'은(는) 컴파일되지 않습니다. 컴파일되는 코드 중 호출하는 곳이 없습니다.");
  });

  it("says in the trace what cannot be read of a file that is imported", async () => {
    await client.open("importing.py");
    await client.settled();
    const roots = await client.connection.sendRequest<TraceRoot[]>(TraceRootsRequest.method, { uri: null });
    assert.match(roots.find((r) => r.label === "importing.py")?.message ?? "", HANGUL);
  });

  it("explains to a person, and in English to a language model", async () => {
    const explained = async (forPerson: boolean): Promise<string> => (await client.connection.sendRequest<ExplainResult>(ExplainRequest.method, { uri: uri(), name: "Net", ...(forPerson ? { forPerson } : {}) })).text;
    const korean = await explained(true);
    assert.match(korean, /^# m\.py의 'Net'이\(가\) 스크립트되나요\?\n\n- m\.py:Net: torch 2\.14에서 스크립트되지 않음: 오류 2개/);
    assert.match(korean, /torch\.jit\.script는 이 오류에서 멈춥니다[^]*위치 m\.py:11[^]*'dropout'의 이 호출이 시그니처에 맞지 않습니다/);
    assert.match(korean, /^## 1\. 이 인자를 받는 오버로드가 없음 \(`schema-mismatch`, 오류\)$/m);
    assert.match(korean, /^\*\*torch가 하는 일\.\*\* 연산자, [^]*^\*\*고치는 방법\.\*\* 타입이 [^]*^\*\*torch\.export를 쓰면\.\*\* torch\.export는 /m);
    assert.doesNotMatch(await explained(false), HANGUL);
  });

  it("tells of exports, which are in English on the command line", async () => {
    await client.open("export.py");
    await client.settled();
    const told: string[] = [];
    client.connection.onNotification(ExportProgressNotification.method, ({ what }: { what: string }) => { told.push(what); });
    const roots = await client.connection.sendRequest<TraceRoot[]>(TraceRootsRequest.method, { uri: null });
    const exported = (name: string, how: Partial<ExportParams>): Promise<ExportResult> => client.connection.sendRequest(ExportRequest.method, {
      root: roots.find((r) => r.label.endsWith(`:${name}`))?.id ?? "", file: path.join(client.folder, "out", name), weights: null, allowMissing: false, formats: ["onnx"], inputs: ["4,4"], trace: false, ...how,
    } satisfies ExportParams);

    const good = await exported("Plain", { formats: ["torchscript", "onnx"] });
    assert.equal(good.problem, null);
    const [, ...lines] = good.report;
    for (const line of lines.filter((l) => !l.includes(`${client.folder}${path.sep}`))) assert.match(line, HANGUL);
    assert.match(good.document, /^# export\.py:Plain 내보내기\n[^]*입력: x: Tensor[^]*시드 0으로 torch와 같이 초기화한 것 2개[^]*컴파일 [\d.]+초/);
    assert.ok(told.length > 2);
    for (const what of told) assert.match(what, /중$/);

    const refused = await exported("Odd", {});
    assert.equal(refused.problem, "아무것도 쓰지 않았습니다: ONNX로 쓸 수 없는 것이 있습니다: aten::special_bessel_j0(tensor)에 대응하는 ONNX가 여기에 아직 없습니다.");
    assert.deepEqual([refused.place?.uri, refused.place?.range.start.line], [client.uri("export.py"), 15]);
    assert.match((await exported("Plain", { inputs: [] })).problem ?? "", /ONNX의 형상은 예제 입력에서 정해지므로 예제 입력이 필요합니다\. forward가 받는 것: \(x: Tensor\)\.$/);
    assert.match((await exported("Plain", { weights: path.join(client.folder, "none.pt") })).problem ?? "", /none\.pt을\(를\) 열 수 없습니다: 그런 파일이 없습니다\.$/);
    assert.match((await exported("Plain", { trace: true })).report.join("\n"), /추적: 모델이 평가 모드에서/);

    for (const json of [[], ["--json"]]) {
      const { stdout } = spawnSync(process.execPath, [CLI, "export", ...json, "--format", "onnx", "--input", "4,4", "--out", path.join(client.folder, "out"), "--root", client.folder, `${path.join(client.folder, "export.py")}:Odd`], { encoding: "utf8", env: { ...process.env, LANG: "ko_KR.UTF-8", LC_ALL: "ko_KR.UTF-8" } });
      assert.match(stdout, /aten::special_bessel_j0\(tensor\) has no counterpart in ONNX here yet\./);
      assert.doesNotMatch(stdout, HANGUL);
      assert.doesNotMatch(stdout, /"template"/);
    }
  }).timeout(120_000);
});

/** What the server says to an editor whose display language is Korean. */
import assert from "node:assert/strict";
import type { CodeAction, CodeLens, Hover } from "vscode-languageserver/node";
import { TraceChildrenRequest, TraceRootsRequest, WhyRequest, type TraceItem, type TraceRoot, type WhyResult } from "../../../protocol";
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
const HANGUL = /\p{Script=Hangul}/u;

describe("the server in Korean", () => {
  let client: Client;
  before(async () => {
    client = await Client.start({ files: { "m.py": MODEL }, locale: "ko" });
    await client.open("m.py");
    await client.until("diagnostics", () => (client.pushed.get(client.uri("m.py"))?.length ?? 0) > 1);
  });
  after(() => client.stop());

  const uri = (): string => client.uri("m.py");

  it("gives diagnostics with their notes, and says where torch stops", () => {
    const [first, second] = (client.pushed.get(uri()) ?? []);
    assert.match(String(first?.message), /^'dropout'의 이 호출이 서명에 맞지 않습니다: 인자 'p'은\(는\) int이\(가\) 아니라 float이어야 합니다/);
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
    assert.match((call.contents as { value: string }).value, /맞는 후보가 없습니다. 가장 가까운 것부터:\n- `aten::dropout\(/);
    const lenses = await client.connection.sendRequest<CodeLens[]>("textDocument/codeLens", { textDocument: { uri: uri() } });
    for (const lens of lenses) assert.match(lens.command?.title ?? "", HANGUL);
    const [root] = await client.connection.sendRequest<TraceRoot[]>(TraceRootsRequest.method, { uri: null });
    const [dispatch] = await client.connection.sendRequest<TraceItem[]>(TraceChildrenRequest.method, { root: root?.id, item: null });
    assert.match(dispatch?.tooltip ?? "", /torch\.jit\.script가 보는 종류/);
    const why = await client.connection.sendRequest<WhyResult>(WhyRequest.method, { uri: uri(), position: { line: 14, character: 10 } });
    assert.equal(why.title, "'other'은(는) 컴파일되지 않습니다. 컴파일되는 코드 중 호출하는 곳이 없습니다.");
  });
});

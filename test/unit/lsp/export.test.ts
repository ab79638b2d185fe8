import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { ExportRequest, ExportSettingsRequest, TraceRootsRequest, type ExportParams, type ExportResult, type ExportSettingsResult, type TraceRootsResult } from "../../../protocol";
import { Client } from "./client";

const MODEL = `from torch import nn, Tensor


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(2, 3)

    def forward(self, x: Tensor) -> Tensor:
        return self.fc(x)


class Broken(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return x.nothing()
`;

describe("exporting from the editor", function () {
  this.timeout(120_000);
  let client: Client;
  before(async () => { client = await Client.start({ files: { "model.py": MODEL } }); });
  after(async () => { await client.stop(); });

  it("writes where the project keeps its exports, says so, and knows it again", async () => {
    await client.open("model.py");
    await client.settled();
    const { connection, folder } = client;
    const roots = await connection.sendRequest<TraceRootsResult>(TraceRootsRequest.method, { uri: null });
    const [block, broken] = ["Block", "Broken"].map((name) => roots.find((r) => r.label.endsWith(`:${name}`))?.id ?? "");
    const settings = await connection.sendRequest<ExportSettingsResult>(ExportSettingsRequest.method, { root: block });
    assert.deepEqual(settings, { file: path.join(folder, "exported", `${path.basename(folder)}.pt`), trace: false, weights: null, formats: null });
    const params: ExportParams = { root: block ?? "", file: settings.file, weights: null, allowMissing: false, formats: ["torchscript"], inputs: [], trace: false };
    const made = await connection.sendRequest<ExportResult>(ExportRequest.method, params);
    assert.equal(made.problem, null);
    assert.ok(fs.existsSync(settings.file));
    assert.match(made.document, /# Export of model\.py:Block[^]*takes x: Tensor[^]*seed 0[^]*written in/);
    assert.match(made.remember?.text ?? "", /name: Block\n\s+out: exported\/.*\.pt\n\s+formats: \[ torchscript \]/);
    const other = await connection.sendRequest<ExportSettingsResult>(ExportSettingsRequest.method, { root: broken ?? "" });
    assert.equal(path.basename(other.file), `${path.basename(folder)}-Broken.pt`, "not the file of the first");
    const misfit = await connection.sendRequest<ExportResult>(ExportRequest.method, { ...params, weights: path.join(folder, "none.pt") });
    assert.match(misfit.problem ?? "", /^Nothing was written: /);
    const failed = await connection.sendRequest<ExportResult>(ExportRequest.method, { ...params, root: broken ?? "" });
    assert.match(failed.problem ?? "", /has to compile first/);
    assert.equal(failed.place?.range.start.line, 14);
  });
});

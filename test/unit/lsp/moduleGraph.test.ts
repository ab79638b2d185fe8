/** What the picture of a model is asked for: parameters that are shared, all modules, errors. */
import assert from "node:assert/strict";
import type { ModuleGraphResult, TraceRoot } from "../../../protocol";
import { Client } from "./client";

const TEXT = `import torch
from torch import nn


class Tied(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(4, 4, bias=False)
        self.second = nn.Linear(4, 4, bias=False)
        self.second.weight = self.first.weight

    def forward(self, x):
        return self.second(self.first(x))


class Broken(nn.Module):
    def forward(self, x):
        return x.nothing()


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.tied = Tied()
        self.again = self.tied
        self.list = nn.ModuleList([Broken()])

    def forward(self, x):
        return self.list[0](self.again(self.tied(x)))
`;

describe("the model graph's levels", () => {
  let client: Client;
  let root = "";
  before(async () => {
    client = await Client.start({ files: { "model.py": TEXT }, pull: true });
    await client.open("model.py");
    await client.until("an answer", () => client.asked.includes("workspace/diagnostic/refresh"), 60_000);
    await client.settled();
    const roots = await client.connection.sendRequest<TraceRoot[]>("torchscriptLens/traceRoots", { uri: null });
    root = roots.find((r) => r.label === "model.py:Model")?.id ?? assert.fail();
  });
  after(async () => { await client?.stop(); });
  const level = async (path: string): Promise<NonNullable<ModuleGraphResult["level"]>> =>
    (await client.connection.sendRequest<ModuleGraphResult>("torchscriptLens/moduleGraph", { root, path })).level ?? assert.fail();

  it("counts parameters that two modules share once", async () => {
    const { nodes } = await level("");
    assert.equal(nodes.find((n) => n.path === "tied")?.parameters, 16);
    assert.deepEqual((await level("tied")).nodes.filter((n) => n.kind === "module").map((n) => n.parameters), [16, 16]);
  });

  it("names all modules below the root, by each path, and those with errors", async () => {
    const { all } = await level("");
    assert.deepEqual(all.map((m) => `${m.path} ${m.detail}${m.error ? " !" : ""}`), [
      "tied Tied", "tied.first Linear", "tied.second Linear", "again Tied", "again.first Linear", "again.second Linear", "list ModuleList", "list.0 Broken !",
    ]);
    assert.deepEqual((await level("tied")).all, []);
  });
});

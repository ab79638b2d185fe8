/** Which Python environment packages and torch are taken from, and that a change of it is followed. */
import assert from "node:assert/strict";
import path from "node:path";
import { Client } from "./client";

const MODEL = "from pkg import WIDTH\nfrom torch import nn\n\n\nclass Model(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.width = WIDTH\n\n    def forward(self, x):\n        return x.view(-1, self.width, self.widht)\n";
const environment = (name: string, torch: string): Record<string, string> => ({
  [`${name}/bin/python3`]: "", [`${name}/pyvenv.cfg`]: "", [`${name}/lib/python3.11/site-packages/pkg/__init__.py`]: "WIDTH = 4\n",
  [`${name}/lib/python3.11/site-packages/torch-${torch}.dist-info/METADATA`]: "", [`${name}/lib/python3.11/site-packages/torch/__init__.py`]: "",
});

describe("the interpreter", () => {
  let client: Client | undefined;
  afterEach(async () => { await client?.stop(); });
  const codes = (): unknown[] => client?.pushed.get(client.uri("main/model.py"))?.map((d) => d.code) ?? [];

  it("that is chosen in the Python extension is followed: a file, the folder of an environment, none", async () => {
    client = await Client.start({ files: { "main/model.py": MODEL, "main/.venv/pyvenv.cfg": "", ...environment("old", "1.13.1"), ...environment("new", "2.6.0") }, workspaceFolder: "main", settings: { torchVersion: "auto" } });
    const torch = (): string | undefined => client?.states.findLast((s) => s.state === "ready")?.torch;
    const choose = (name: string): Promise<void> => (client as Client).connection.sendNotification("torchscriptLens/interpreter", { path: name && path.join((client as Client).folder, name) });
    await client.open("main/model.py");
    await client.until("the package is missing", () => codes().includes("missing-package"));
    for (const [name, version] of [["old/bin/python3", "1.13"], ["new", "2.6"]] as const) {
      await choose(name);
      await client.until(`${name}: torch ${version}`, () => torch() === version && codes().length === 1 && codes()[0] === "unknown-attribute");
    }
    const starts = (): number => client?.states.filter((s) => s.state === "starting").length ?? 0;
    const before = starts();
    await choose("new/bin/python3"); // the same environment
    await client.settled();
    assert.equal(starts(), before);
    await choose("");
    await client.until("the package is missing again", () => codes().includes("missing-package"));
  });

  it("of the setting comes first, and is named where it is not there", async () => {
    client = await Client.start({ files: { "main/model.py": MODEL, ...environment("new", "2.6.0") }, workspaceFolder: "main", settings: { torchVersion: "auto", pythonPath: "../none/python" } });
    await client.open("main/model.py");
    await client.until("the package is missing", () => codes().includes("missing-package"));
    assert.ok(client.shown.some((m) => m.includes("../none/python")), client.shown.join());
    await client.connection.sendNotification("torchscriptLens/interpreter", { path: path.join(client.folder, "new") });
    await client.settled();
    assert.ok(codes().includes("missing-package"));
  });
});

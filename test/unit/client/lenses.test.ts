import assert from "node:assert/strict";
import type { CodeLens } from "vscode";
import { spacedLenses } from "../../../client/src/lenses";

describe("code lenses", () => {
  it("keep a space behind their icon, and no other", () => {
    const lens = (title: string): CodeLens => ({ command: { title, command: "" } }) as unknown as CodeLens;
    const titles = ["$(pass) TorchScript: compiles", "$(loading~spin) TorchScript", "Graph of a b"];
    assert.deepEqual(spacedLenses(titles.map(lens))?.map((l) => l.command?.title), ["$(pass)\u00a0TorchScript: compiles", "$(loading~spin)\u00a0TorchScript", "Graph of a b"]);
  });
});

/** What VS Code itself is told: diagnostics, hovers, lenses and commands, asked through its API. */
import assert from "node:assert/strict";
import path from "node:path";
import * as vscode from "vscode";

const EXTENSION = "torchscript-lens.torchscript-lens";

async function until<T>(what: string, read: () => T | undefined | Promise<T | undefined>, seconds = 30): Promise<T> {
  for (let i = 0; i < seconds * 10; i++) {
    const value = await read();
    if (value !== undefined) return value;
    await new Promise((r) => setTimeout(r, 100));
  }
  throw new Error(`waited ${seconds} s for ${what}`);
}

export function defineSuite(): void {
  describe("TorchScript Lens in VS Code", () => {
    let model: vscode.TextDocument;
    const errors = (uri: vscode.Uri): vscode.Diagnostic[] => vscode.languages.getDiagnostics(uri).filter((d) => d.source === "TorchScript" && d.severity === vscode.DiagnosticSeverity.Error);

    before(async () => {
      const extension = vscode.extensions.getExtension(EXTENSION);
      assert.ok(extension, `${EXTENSION} is installed`);
      await extension.activate();
      const folder = vscode.workspace.workspaceFolders?.[0];
      assert.ok(folder, "a folder is open");
      model = await vscode.workspace.openTextDocument(path.join(folder.uri.fsPath, "samples", "detector", "model.py"));
      await vscode.window.showTextDocument(model);
    });

    it("reports the head's error at torch's place", async () => {
      const found = await until("the error on self.export", () => errors(model.uri).find((d) => d.message.includes("export")));
      assert.equal(model.getText(found.range), "self.export");
    });

    it("reports the error of the other file with the call path", async () => {
      const other = vscode.Uri.file(path.join(path.dirname(model.uri.fsPath), "layers.py"));
      const found = await until("the torch.cat error", () => errors(other)[0]);
      assert.deepEqual([found.range.start.line, found.range.start.character], [73, 15]);
    });

    it("answers a hover on forward", async () => {
      const line = model.getText().split("\n").findIndex((l) => l.includes("def forward(self, x)"));
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>("vscode.executeHoverProvider", model.uri, new vscode.Position(line, 10));
      const text = hovers.flatMap((h) => h.contents).map((c) => (typeof c === "string" ? c : c.value)).join("\n");
      assert.match(text, /DEFAULT/);
    });

    it("puts a lens on the compile root", async () => {
      const lens = await until("a code lens", async () => {
        const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>("vscode.executeCodeLensProvider", model.uri);
        return lenses.find((l) => /\d+ errors?/.test(l.command?.title ?? ""));
      });
      assert.match(lens.command?.title ?? "", /TorchScript/);
    });

    it("offers the fix of the flag on the class", async () => {
      const found = await until("the error on self.export", () => errors(model.uri).find((d) => d.message.includes("export")));
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>("vscode.executeCodeActionProvider", model.uri, found.range);
      assert.ok(actions.some((a) => a.title.startsWith("Move 'export' into __init__")), actions.map((a) => a.title).join("; "));
    });

    it("shows inlay hints", async () => {
      const hints = await until("inlay hints", async () => {
        const all = await vscode.commands.executeCommand<vscode.InlayHint[]>("vscode.executeInlayHintProvider", model.uri, new vscode.Range(0, 0, model.lineCount, 0));
        return all.length > 0 ? all : undefined;
      });
      assert.ok(hints.some((h) => String(h.label) === ": List[Tensor]"), hints.map((h) => String(h.label)).join());
    });

    it("follows the cursor in the trace and shows graph and code beside it", async () => {
      const api = vscode.extensions.getExtension(EXTENSION)?.exports as { trace: { showCursor(editor: vscode.TextEditor): Promise<{ item?: { label: string } } | undefined> } };
      const layers = await vscode.workspace.openTextDocument(path.join(path.dirname(model.uri.fsPath), "layers.py"));
      const editor = await vscode.window.showTextDocument(layers);
      const line = layers.getText().split("\n").findIndex((l) => l.includes("return self.expand(torch.cat("));
      editor.selection = new vscode.Selection(line, 8, line, 8);
      const at = await until("the step of the trace", () => api.trace.showCursor(editor));
      assert.match(at.item?.label ?? "", /PyramidPool\.forward/);
      const ir = await vscode.commands.executeCommand<vscode.Uri | undefined>("torchscriptLens.showIr");
      const shown = ir && vscode.workspace.textDocuments.find((d) => d.uri.toString() === ir.toString());
      assert.match(shown?.getText() ?? "", /# schema/);
      await vscode.window.showTextDocument(model, vscode.ViewColumn.One);
    });

    interface Tools { readonly tools: readonly { readonly name: string; readonly tags: readonly string[]; readonly inputSchema: { properties?: object } }[]; invokeTool(name: string, options: object): Thenable<{ content: { value?: string }[] }> }
    const TOOL = "torchscript_explain";
    const told = async (input: { file?: string; name?: string }): Promise<string> => {
      const { lm } = vscode as unknown as { lm: Tools };
      return (await lm.invokeTool(TOOL, { input, toolInvocationToken: undefined })).content.map((part) => part.value ?? "").join("");
    };

    it("offers language models a tool that explains why a model does not script", () => {
      const tool = (vscode as unknown as { lm: Tools }).lm.tools.find((t) => t.name === TOOL);
      assert.deepEqual(Object.keys(tool?.inputSchema.properties ?? {}), ["file", "name"]);
      assert.ok(tool?.tags.includes("pytorch"));
    });

    it("answers a language model with what it needs to mend the model", async () => {
      const text = await told({ file: "samples/detector/model.py", name: "Detector" });
      assert.match(text, /^# Does 'Detector' of samples\/detector\/model\.py script\?\n\n- .*does not script with torch [\d.]+: \d+ errors/);
      assert.match(text, /torch\.jit\.script stops at this error/);
      for (const part of [/At samples\/detector\/layers\.py:\d+: `.+`/, /Compiled because: it is forward ← model\.\d+: Concat ← model: Sequential ← Detector/, /\*\*What torch does\.\*\*/, /\*\*How to fix it\.\*\*/, /\*\*With torch\.export\.\*\*/]) assert.match(text, part);
    });

    it("answers a language model by path, by the end of one, by what is open, and says what is not there", async () => {
      const [whole, end] = [await told({ file: model.uri.fsPath, name: "DetectionHead" }), await told({ file: "detector/model.py", name: "DetectionHead" })];
      assert.match(whole, /^# Does 'DetectionHead' of samples/);
      assert.equal(end, whole);
      await vscode.window.showTextDocument(model, vscode.ViewColumn.One);
      assert.equal(await told({ name: "DetectionHead" }), whole);
      assert.match(await told({ file: "samples/detector/model.py", name: "Nobody" }), /has no class or function 'Nobody'\. It has: .*Detector/);
      assert.equal(await told({ file: "samples/nowhere.py" }), "There is no file 'samples/nowhere.py' in this workspace.");
    });

    const root = (): vscode.Uri => vscode.Uri.joinPath(model.uri, "..", "..", "..");
    /** What a command writes into a file, once it has ended. */
    const said = (name: string): Promise<string> => until("the command's answer", async () => {
      const text = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(root(), name)).then((b) => Buffer.from(b).toString(), () => "");
      return text.includes("done") ? text : undefined;
    }, 60);
    const CHECK = "torchscript-lens check --torch 2.14 --root samples/detector samples/detector/model.py:Detector";

    it("is in terminals as a command", async () => {
      const terminal = vscode.window.createTerminal();
      terminal.show();
      terminal.sendText(`${CHECK} > said.txt; echo done >> said.txt`);
      assert.match(await said("said.txt"), /model\.py:36:12: error/);
      terminal.dispose();
      await vscode.workspace.fs.delete(vscode.Uri.joinPath(root(), "said.txt"));
    });

    it("is in tasks as a command", async () => {
      await vscode.tasks.executeTask(new vscode.Task({ type: "shell" }, vscode.TaskScope.Workspace, "check", "test", new vscode.ShellExecution(`${CHECK} > task.txt; echo done >> task.txt`)));
      assert.match(await said("task.txt"), /model\.py:36:12: error/);
      await vscode.workspace.fs.delete(vscode.Uri.joinPath(root(), "task.txt"));
    });
  });
}

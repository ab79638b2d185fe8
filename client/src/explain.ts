/** "Why does this not script?": for a person as a document, for a language model as a tool. */
import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { ExplainRequest, type ExplainParams, type ExplainResult } from "../../protocol";
import { cursorParams } from "./cursor";
import type { ExportReports } from "./exportReport";

interface ToolInput { readonly file?: string; readonly name?: string }
interface ToolOptions { readonly input: ToolInput }

/** What VS Code 1.95 and later have of language model tools. */
interface ToolApi {
  readonly lm?: { registerTool?(name: string, tool: { invoke(options: ToolOptions): Promise<unknown>; prepareInvocation(options: ToolOptions): unknown }): vscode.Disposable };
  readonly LanguageModelToolResult?: new (parts: unknown[]) => unknown;
  readonly LanguageModelTextPart?: new (text: string) => unknown;
}

const ask = async (client: LanguageClient, params: ExplainParams): Promise<string> => (await client.sendRequest<ExplainResult>(ExplainRequest.method, params)).text;

/** The file that is meant: a path of the machine, one in a folder of the workspace, or the end of one. */
async function fileNamed(file: string): Promise<vscode.Uri | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  for (const uri of [vscode.Uri.file(file), ...folders.map((f) => vscode.Uri.joinPath(f.uri, file))]) {
    try {
      if ((await vscode.workspace.fs.stat(uri)).type === vscode.FileType.File) return uri;
    } catch { /* not this one */ }
  }
  const [found] = await vscode.workspace.findFiles(`**/${file.replace(/^[./\\]+/, "")}`, undefined, 1);
  return found;
}

/** What the tool answers, in English unless it is `forPerson`. Without a file it is the editor that was last used. */
export async function explainFor(client: LanguageClient, { file, name }: ToolInput, forPerson = false): Promise<string> {
  const editor = vscode.window.activeTextEditor;
  if (!file) {
    if (editor?.document.languageId !== "python") return vscode.l10n.t("No Python file is open: name one in 'file'.");
    return ask(client, name ? { uri: editor.document.uri.toString(), name } : { ...cursorParams(editor), ...(forPerson ? { forPerson } : {}) });
  }
  const uri = await fileNamed(file);
  if (!uri) return vscode.l10n.t("There is no file '{0}' in this workspace.", file);
  // opened, so that the server looks at it
  const document = await vscode.workspace.openTextDocument(uri);
  return ask(client, { uri: document.uri.toString(), ...(name ? { name } : {}) });
}

/** Nothing where VS Code has no language model tools. */
export function registerExplainTool(client: LanguageClient): vscode.Disposable[] {
  const { lm, LanguageModelToolResult: Result, LanguageModelTextPart: Text } = vscode as unknown as ToolApi;
  if (!lm?.registerTool || !Result || !Text) return [];
  return [lm.registerTool("torchscript_explain", {
    prepareInvocation: ({ input }) => ({ invocationMessage: vscode.l10n.t("Asking TorchScript about {0}", input.name ?? input.file ?? vscode.l10n.t("the open file")) }),
    invoke: async ({ input }) => new Result([new Text(await explainFor(client, input))]),
  })];
}

/** The same for a person: beside the source. */
export async function showExplanation(client: LanguageClient, documents: ExportReports): Promise<void> {
  await documents.show(await explainFor(client, {}, true), vscode.l10n.t("Explanation"));
}

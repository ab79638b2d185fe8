/** What a class needs to be built, and writing it into `torchscript.yaml`. */
import type { Connection, FileRename, WorkspaceEdit } from "vscode-languageserver/node";
import { EntryTextRequest, ParametersRequest, type EntryTextParams, type EntryTextResult, type ParametersParams, type ParametersResult } from "../../../protocol";
import type { Workspace } from "../project/workspace";
import { fileWith } from "./notebooks";
import { fileOf, uriOf } from "./uris";
import { lineStartsOf, positionAt } from "../syntax/source";
import { say, t } from "../text/language";
import { messageOf } from "../text/message";

/** `torchscript.yaml` follows what it names. */
function followingEntries(made: Workspace, files: readonly FileRename[]): WorkspaceEdit | null {
  const renames = files.flatMap(({ oldUri, newUri }) => {
    const [from, to] = [fileOf(oldUri), fileOf(newUri)];
    return from !== undefined && to !== undefined ? [[from, to] as const] : [];
  });
  const changes = Object.fromEntries([...made.renamed(renames)].map(([config, { text, changes: of }]) => {
    const lines = lineStartsOf(text);
    return [uriOf(config), of.map(({ start, end, text: newText }) => ({ range: { start: positionAt(lines, start), end: positionAt(lines, end) }, newText }))];
  }));
  return Object.keys(changes).length > 0 ? { changes } : null;
}

export function registerEntryFile(connection: Connection, workspace: () => Workspace | undefined): void {
  connection.workspace.onWillRenameFiles(({ files }) => {
    const made = workspace();
    return made ? followingEntries(made, files) : null;
  });
  connection.onRequest(ParametersRequest.method, async (params: ParametersParams): Promise<ParametersResult> => {
    const file = fileWith(params.uri);
    const made = workspace();
    if (!file || !made) return { parameters: null, folder: null, calls: [] };
    const others = params.files.flatMap((uri) => fileOf(uri) ?? []);
    return { parameters: null, calls: [], ...await made.parametersOf(file, params.name, [...new Set([file, ...others])]), folder: uriOf(made.folderOfEntries(file)) };
  });
  connection.onRequest<EntryTextResult, unknown>(EntryTextRequest.method, (params: EntryTextParams): EntryTextResult => {
    const file = fileWith(params.uri);
    const made = workspace();
    if (!file || !made) return { failed: t`The language server is not ready.` };
    try {
      const { file: config, text } = made.entryWith(file, params.name, new Map(params.arguments));
      return { uri: uriOf(config), text };
    } catch (error) {
      return { failed: say(messageOf(error)) };
    }
  });
}

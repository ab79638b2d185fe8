/** What a class needs to be built, and writing it into `torchscript.yaml`. */
import type { Connection } from "vscode-languageserver/node";
import { EntryTextRequest, ParametersRequest, type EntryTextParams, type EntryTextResult, type ParametersParams, type ParametersResult } from "../../../protocol";
import type { Workspace } from "../project/workspace";
import { fileWith } from "./notebooks";
import { fileOf, uriOf } from "./uris";
import { say, t } from "../text/language";
import { messageOf } from "../text/message";

export function registerEntryFile(connection: Connection, workspace: () => Workspace | undefined): void {
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

/** Completion and hover in `torchscript.yaml`. */
import { CompletionItemKind, CompletionRequest, MarkupKind, type CompletionItem, type Connection, type Hover, type Position } from "vscode-languageserver/node";
import path from "node:path";
import { ENTRY_FILE } from "../project/entries";
import { entryCompletions, entryHover, type EntryCode, type EntryCompletion } from "../project/entryHelp";
import type { Workspace } from "../project/workspace";
import { lineStartsOf, offsetAt, positionAt } from "../syntax/source";
import { say } from "../text/language";
import { fileOf } from "./uris";

const KINDS: Readonly<Record<EntryCompletion["kind"], CompletionItemKind>> = {
  key: CompletionItemKind.Property, parameter: CompletionItemKind.Variable, file: CompletionItemKind.File, folder: CompletionItemKind.Folder,
  class: CompletionItemKind.Class, function: CompletionItemKind.Function, variable: CompletionItemKind.Variable, value: CompletionItemKind.Value,
};

export const isEntryFile = (file: string): boolean => path.basename(file) === ENTRY_FILE;

/** Only for these files: what is typed in others is none of our business. */
export function offerEntryHelp(connection: Connection): void {
  void connection.client.register(CompletionRequest.type, { documentSelector: [{ pattern: `**/${ENTRY_FILE}` }], triggerCharacters: [" ", "/", "{", ","] }).catch(() => undefined);
}

/** `withoutSchema`: another extension completes by the schema. */
export function registerEntryHelp(connection: Connection, workspace: () => Workspace | undefined, withoutSchema: () => boolean): void {
  connection.onCompletion(async ({ textDocument, position }): Promise<CompletionItem[]> => {
    const file = fileOf(textDocument.uri);
    const made = workspace();
    if (!made || !file || !isEntryFile(file)) return [];
    const text = made.textOf(file);
    const lines = lineStartsOf(text);
    const found = await entryCompletions(file, text, offsetAt(lines, position), codeOf(made, withoutSchema()));
    if (!found) return [];
    const range = { start: positionAt(lines, found.start), end: positionAt(lines, found.end) };
    return found.items.map((item, i): CompletionItem => ({
      label: item.label, kind: KINDS[item.kind], sortText: String(i).padStart(4, "0"), filterText: item.label, textEdit: { range, newText: item.insert },
      ...(item.detail === undefined ? {} : { detail: item.detail }), ...(item.about ? { documentation: { kind: MarkupKind.Markdown, value: say(item.about) } } : {}),
      // the next thing to choose follows at once
      ...(item.kind === "folder" || item.insert.endsWith(" ") ? { command: { title: "", command: "editor.action.triggerSuggest" } } : {}),
    }));
  });
}

export async function entryHoverAt(workspace: Workspace, file: string, position: Position, withoutSchema: boolean): Promise<Hover | null> {
  const text = workspace.textOf(file);
  const lines = lineStartsOf(text);
  const found = await entryHover(file, text, offsetAt(lines, position), codeOf(workspace, withoutSchema));
  if (!found) return null;
  const value = [...(found.code === undefined ? [] : [`\`\`\`python\n${found.code}\n\`\`\``]), ...(found.about ? [say(found.about)] : [])].join("\n\n");
  return { contents: { kind: MarkupKind.Markdown, value }, range: { start: positionAt(lines, found.start), end: positionAt(lines, found.end) } };
}

const codeOf = (workspace: Workspace, withoutSchema: boolean): EntryCode => ({ sources: workspace.sources, parametersOf: async (file, name) => (await workspace.parametersOf(file, name, []))?.parameters, withoutSchema });

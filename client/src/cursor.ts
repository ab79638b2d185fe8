/** Where the cursor of an editor stands, as the server's requests want it. */
import type * as vscode from "vscode";
import type { CursorParams } from "../../protocol";

export function cursorParams(editor: vscode.TextEditor): CursorParams {
  const { line, character } = editor.selection.active;
  return { uri: editor.document.uri.toString(), position: { line, character } };
}

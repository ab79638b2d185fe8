/** Gives a file a whole new text and saves it; the file is made if it is not there. */
import * as vscode from "vscode";

export async function writeText(uri: string, text: string): Promise<vscode.TextDocument> {
  const target = vscode.Uri.parse(uri);
  const edit = new vscode.WorkspaceEdit();
  edit.createFile(target, { ignoreIfExists: true });
  await vscode.workspace.applyEdit(edit);
  const document = await vscode.workspace.openTextDocument(target);
  const whole = new vscode.WorkspaceEdit();
  whole.replace(target, new vscode.Range(0, 0, document.lineCount, 0), text);
  await vscode.workspace.applyEdit(whole);
  await document.save();
  return document;
}

/** Code lenses as VS Code draws them. */
import type * as vscode from "vscode";

/** VS Code drops the space that follows an icon, but not one that does not break. */
export function spacedLenses(lenses: vscode.CodeLens[] | null | undefined): vscode.CodeLens[] | null | undefined {
  for (const { command } of lenses ?? []) if (command) command.title = command.title.replace(/^(\$\([\w~-]+\)) /, "$1\u00a0");
  return lenses;
}

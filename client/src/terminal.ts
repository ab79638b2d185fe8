/** `torchscript-lens` in VS Code's terminals and tasks: the command line that comes with the extension, run by VS Code's own Node. */
import fs from "node:fs/promises";
import path from "node:path";
import * as vscode from "vscode";
import { launcher, NAME } from "./launcher";

/** Terminals that are opened from now on find it behind all that is on their path. */
export async function offerCommand(context: vscode.ExtensionContext, output: vscode.LogOutputChannel): Promise<void> {
  const folder = vscode.Uri.joinPath(context.globalStorageUri, "bin");
  const { file, text } = launcher(process.platform, process.execPath, context.asAbsolutePath("bin/torchscript-lens.js"));
  try {
    await vscode.workspace.fs.createDirectory(folder);
    const at = path.join(folder.fsPath, file);
    await fs.writeFile(at, text);
    await fs.chmod(at, 0o755);
    context.environmentVariableCollection.description = vscode.l10n.t("Finds the command {0}", NAME);
    context.environmentVariableCollection.append("PATH", path.delimiter + folder.fsPath);
  } catch (error) {
    output.warn(`${NAME} is not in terminals: ${error instanceof Error ? error.message : String(error)}`);
  }
}

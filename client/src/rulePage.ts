/** The page of a rule, which a diagnostic's link leads to: rendered, for its reader wants no Markdown source. */
import * as vscode from "vscode";
import { showRendered } from "./exportReport";

export const RULE_COMMAND = "torchscriptLens.showRule";

export async function showRule(context: vscode.ExtensionContext, rule: string): Promise<void> {
  if (/^[\w-]+$/.test(rule)) await showRendered(vscode.Uri.joinPath(context.extensionUri, "docs", "rules", `${rule}.md`), vscode.ViewColumn.Active);
}

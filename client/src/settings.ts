/** The settings of section `torchscriptLens`, as the server wants them. */
import * as vscode from "vscode";
import type { LensSettings } from "../../protocol";

export function readSettings(): LensSettings {
  const section = vscode.workspace.getConfiguration("torchscriptLens");
  return {
    torchVersion: section.get<LensSettings["torchVersion"]>("torchVersion", "auto"),
    pythonPath: section.get<string>("pythonPath", ""),
    sitePackages: section.get<string[]>("sitePackages", []),
    roots: section.get<string[]>("roots", []),
    timeLimit: section.get<number>("timeLimit", 20),
    memoryLimit: section.get<number>("memoryLimit", 1024),
    inlayHints: {
      parameters: section.get<boolean>("inlayHints.parameters", true), locals: section.get<boolean>("inlayHints.locals", true), returns: section.get<boolean>("inlayHints.returns", true),
    },
  };
}

/** "Export model": writes the archive of a compile root and says what became of it. */
import path from "node:path";
import type { Connection } from "vscode-languageserver/node";
import { ExportRequest, type ExportParams, type ExportResult } from "../../../protocol";
import { exportLines } from "../project/exportModel";
import type { Workspace } from "../project/workspace";

export function registerExport(connection: Connection, workspace: () => Workspace | undefined): void {
  connection.onRequest<ExportResult, unknown>(ExportRequest.method, async (params: ExportParams, token): Promise<ExportResult> => {
    const { dir, name } = path.parse(params.file);
    const made = await workspace()?.exportRoot(params.root, { folder: dir, name, weights: params.weights ?? undefined, cancelled: () => token.isCancellationRequested });
    if (!made) return { report: [], problem: "This model is no longer known: check it again." };
    const first = made.answer.report.diagnostics.find((d) => d.severity === "error" && !d.unreached);
    const problem = made.problem ?? (made.file === undefined ? `The model has to compile first: ${first?.message.split("\n")[0] ?? "it could not be judged"}` : null);
    return { report: exportLines(made), problem };
  });
}

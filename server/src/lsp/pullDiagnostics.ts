/** Diagnostics as the client asks for them: of a document, and of the whole workspace. */
import { createHash } from "node:crypto";
import { DocumentDiagnosticReportKind, type DocumentDiagnosticReport, type WorkspaceDiagnosticParams, type WorkspaceDiagnosticReport } from "vscode-languageserver/node";
import type { Workspace } from "../project/workspace";
import { diagnosticsOf } from "./diagnostics";
import { fileWith, urisOf } from "./notebooks";

const NONE = { kind: DocumentDiagnosticReportKind.Full, resultId: "none", items: [] } as const;

/**
 * Documents that something was last told of. A client forgets which result it holds of one that closes, and goes on
 * showing it: that it is gone, renamed or deleted, has to be said unasked.
 */
const told = new Set<string>();

/** `previous`: the result the client holds; nothing is sent again that it has. */
export function pulled(workspace: Workspace | undefined, uri: string, previous: string | undefined): DocumentDiagnosticReport {
  const file = fileWith(uri);
  const items = workspace && file ? diagnosticsOf(workspace, uri, file) : [];
  if (items.length === 0) told.delete(uri);
  else told.add(uri);
  const resultId = items.length === 0 ? NONE.resultId : createHash("sha1").update(JSON.stringify(items)).digest("base64");
  if (resultId === previous) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId };
  return { kind: DocumentDiagnosticReportKind.Full, resultId, items };
}

export function pulledWorkspace(workspace: Workspace | undefined, { previousResultIds }: WorkspaceDiagnosticParams): WorkspaceDiagnosticReport {
  const had = new Map(previousResultIds.map((p) => [p.uri, p.value]));
  const uris = new Set([...[...(workspace?.filesWithDiagnostics() ?? [])].flatMap(urisOf), ...had.keys(), ...told]);
  return { items: [...uris].map((uri) => ({ uri, version: null, ...pulled(workspace, uri, had.get(uri)) })) };
}

/** Inlay hints; each kind can be switched off. */
import { InlayHintKind, type InlayHint, type Range } from "vscode-languageserver/node";
import type { LensSettings } from "../../../protocol";
import { inlays, type InlayKind } from "../project/inlay";
import type { Workspace } from "../project/workspace";
import { offsetAt, positionAt } from "../syntax/source";

export function inlayHints(workspace: Workspace, file: string, range: Range, settings: LensSettings): InlayHint[] {
  const source = workspace.source(file);
  if (!source) return [];
  const wanted = new Set((["parameters", "locals", "returns"] as const).filter((kind: InlayKind) => settings.inlayHints[kind]));
  const span = { start: offsetAt(source.lineStarts, range.start), end: offsetAt(source.lineStarts, range.end) };
  return inlays(workspace, file, span, wanted).map(({ offset, text, tooltip }) => ({ position: positionAt(source.lineStarts, offset), label: text, kind: InlayHintKind.Type, tooltip }));
}

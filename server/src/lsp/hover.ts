/** Hover: what torch.jit.script makes of a function, class, attribute, call or variable, and why. */
import { MarkupKind, type Hover, type Position } from "vscode-languageserver/node";
import type { Workspace } from "../project/workspace";
import { placeTextIn } from "../project/places";
import { hoverText } from "../project/hover";
import { classFacts, functionFacts } from "../project/facts";
import { offsetAt } from "../syntax/source";
import { functionHover } from "../trace/present";

export function hoverAt(workspace: Workspace, file: string, position: Position): Hover | null {
  const source = workspace.source(file);
  if (!source) return null;
  const offset = offsetAt(source.lineStarts, position);
  const found = functionFacts(workspace, file, offset);
  if (found) {
    const value = functionHover({ status: found.status, each: found.each, place: placeTextIn(workspace), errors: found.errors, unchecked: found.unchecked });
    return { contents: { kind: MarkupKind.Markdown, value }, range: found.range };
  }
  const cls = classFacts(workspace, file, offset);
  if (!cls) {
    const other = hoverText(workspace, file, offset);
    return other ? { contents: { kind: MarkupKind.Markdown, value: other.markdown }, range: other.range } : null;
  }
  return { contents: { kind: MarkupKind.Markdown, value: cls.markdown }, range: cls.range };
}

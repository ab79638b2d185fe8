/** Document links: from a YAML row to the class that it names. */
import type { DocumentLink } from "vscode-languageserver/node";
import type { Workspace } from "../project/workspace";
import { lineText } from "../project/cells";
import { yamlLinks } from "../project/yamlLinks";
import { lineStartsOf, positionAt } from "../syntax/source";
import { placeOf } from "./notebooks";

export function documentLinks(workspace: Workspace, file: string, text: string): DocumentLink[] {
  if (!/\.ya?ml$/.test(file)) return [];
  const lines = lineStartsOf(text);
  return yamlLinks(workspace, file, text).map(({ start, end, file: target, offset }) => {
    const source = workspace.source(target);
    const at = positionAt(source?.lineStarts ?? [0], offset);
    const { uri } = placeOf(target, { start: at, end: at });
    return {
      range: { start: positionAt(lines, start), end: positionAt(lines, end) },
      // a cell's URI has a fragment of its own
      target: uri.includes("#") ? uri : `${uri}#L${at.line + 1},${at.character + 1}`, tooltip: `${workspace.relative(target)}:${lineText(source, at.line)}`,
    };
  });
}

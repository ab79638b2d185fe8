/** Document links: from a YAML row to the class that it names. */
import type { DocumentLink } from "vscode-languageserver/node";
import type { Workspace } from "../project/workspace";
import { yamlLinks } from "../project/yamlLinks";
import { lineStartsOf, positionAt } from "../syntax/source";
import { uriOf } from "./uris";

export function documentLinks(workspace: Workspace, file: string, text: string): DocumentLink[] {
  if (!/\.ya?ml$/.test(file)) return [];
  const lines = lineStartsOf(text);
  return yamlLinks(workspace, file, text).map(({ start, end, file: target, offset }) => {
    const at = positionAt(workspace.source(target)?.lineStarts ?? [0], offset);
    return {
      range: { start: positionAt(lines, start), end: positionAt(lines, end) },
      target: `${uriOf(target)}#L${at.line + 1},${at.character + 1}`, tooltip: `${workspace.relative(target)}:${at.line + 1}`,
    };
  });
}

import type { SourceFile } from "../syntax/ast";
import { definitions } from "../syntax/walk";

/** Without the blank lines and comments (but type comments) at the end. */
function withoutComments(text: string): string {
  const lines = text.split("\n");
  while (lines.length > 1 && /^\s*(#(?!\s*type:).*)?$/.test(lines.at(-1) ?? "")) lines.pop();
  return lines.join("\n");
}

const outlines = new WeakMap<SourceFile, string>();

/** A file's text without the insides of its functions and methods. */
export function outlineOf(source: SourceFile): string {
  let outline = outlines.get(source);
  if (outline === undefined) outlines.set(source, (outline = made(source)));
  return outline;
}

function made(source: SourceFile): string {
  let text = "";
  let at = 0;
  for (const { node, qualname } of definitions(source)) {
    const [first] = node.kind === "FunctionDef" ? node.body : [];
    if (!first || first.start < at) continue;
    text += `${withoutComments(source.text.slice(at, first.start))}<${qualname}>`;
    at = node.end;
  }
  return text + source.text.slice(at);
}

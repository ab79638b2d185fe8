/**
 * Collects from the server's sources every message template (msg`...`, t`...`, and what the
 * Python side says), as `server/src/text/message.ts` makes them: the keys of the translations.
 */
import fs from "node:fs";
import path from "node:path";
import ts from "typescript";

export interface Template { readonly text: string; readonly file: string; readonly line: number }

/** As `msg` names the gaps: by the argument's own name, else by its number. */
function templateOf(template: ts.TemplateLiteral): string {
  if (ts.isNoSubstitutionTemplateLiteral(template)) return template.text;
  return template.head.text + template.templateSpans.map(({ expression, literal }, i) => {
    const [property] = ts.isObjectLiteralExpression(expression) ? expression.properties : [];
    return `{${property?.name && ts.isIdentifier(property.name) ? property.name.text : i}}${literal.text}`;
  }).join("");
}

/** `root`: the folder of the product. */
export function collectMessages(root: string): Template[] {
  const out: Template[] = [];
  for (const file of ts.sys.readDirectory(path.join(root, "server/src"), [".ts"])) {
    const source = ts.createSourceFile(file, fs.readFileSync(file, "utf8"), ts.ScriptTarget.ES2022, true);
    const visit = (node: ts.Node): void => {
      if (ts.isTaggedTemplateExpression(node) && ts.isIdentifier(node.tag) && (node.tag.text === "msg" || node.tag.text === "t")) {
        out.push({ text: templateOf(node.template), file: path.relative(root, file), line: source.getLineAndCharacterOfPosition(node.getStart()).line + 1 });
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  for (const python of ts.sys.readDirectory(path.join(root, "server/python/lens"), [".py"])) {
    fs.readFileSync(python, "utf8").split("\n").forEach((line, i) => {
      const said = /\b(?:Stopped\("[\w-]+", |said\()("(?:\\.|[^"\\])*")/.exec(line)?.[1];
      if (said) out.push({ text: JSON.parse(said) as string, file: path.relative(root, python), line: i + 1 });
    });
  }
  return out;
}

/** Nothing to translate: gaps and signs only, or what is the same in each language. */
export const isPlain = (template: string): boolean => !/[A-Za-z]/.test(template.replace(/\{\w+\}/g, ""));

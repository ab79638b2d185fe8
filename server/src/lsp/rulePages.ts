/** Where a rule is explained: its page under docs/rules, which is packed with the extension. */
import fs from "node:fs";
import path from "node:path";
import { productRoot } from "../project/environment";
import { uriOf } from "./uris";

let pages: ReadonlySet<string> | undefined;

/** A command of the client that shows a rule's page as a page; a file would be opened as its text. */
let command: string | undefined;
export function rulePagesBy(named: string | undefined): void { command = named; }

/** Undefined where the pages are not beside the server. */
export function rulePage(rule: string): string | undefined {
  const folder = path.join(productRoot(), "docs", "rules");
  pages ??= new Set(fs.existsSync(folder) ? fs.readdirSync(folder) : []);
  if (!pages.has(`${rule}.md`)) return undefined;
  return command ? `command:${command}?${encodeURIComponent(JSON.stringify([rule]))}` : uriOf(path.join(folder, `${rule}.md`));
}

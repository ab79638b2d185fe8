/** Where a rule is explained: its page under docs/rules, which is packed with the extension. */
import fs from "node:fs";
import path from "node:path";
import { productRoot } from "../project/environment";
import { uriOf } from "./uris";

let pages: ReadonlySet<string> | undefined;

/** Undefined where the pages are not beside the server. */
export function rulePage(rule: string): string | undefined {
  const folder = path.join(productRoot(), "docs", "rules");
  pages ??= new Set(fs.existsSync(folder) ? fs.readdirSync(folder) : []);
  return pages.has(`${rule}.md`) ? uriOf(path.join(folder, `${rule}.md`)) : undefined;
}

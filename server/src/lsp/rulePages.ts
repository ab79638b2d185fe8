/** Where a rule is explained: its page under docs/rules, which is packed with the extension. */
import fs from "node:fs";
import path from "node:path";
import { uriOf } from "./uris";

function folder(): string | undefined {
  for (let at = __dirname; ; at = path.dirname(at)) {
    const found = path.join(at, "docs", "rules");
    if (fs.existsSync(path.join(found, "README.md"))) return found;
    if (at === path.dirname(at)) return undefined;
  }
}

let pages: ReadonlyMap<string, string> | undefined;

/** Undefined where the pages are not beside the server. */
export function rulePage(rule: string): string | undefined {
  if (!pages) {
    const at = folder();
    pages = new Map((at ? fs.readdirSync(at) : []).filter((n) => n.endsWith(".md") && n !== "README.md").map((n) => [n.slice(0, -3), uriOf(path.join(at ?? "", n))]));
  }
  return pages.get(rule);
}

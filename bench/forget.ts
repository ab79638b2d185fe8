import fs from "node:fs";
import path from "node:path";

/** What loads gave is forgotten, what installed packages were compiled to is not. */
export function forgetLoads(cache: string): void {
  if (!fs.existsSync(cache)) return;
  for (const name of fs.readdirSync(cache)) if (name.startsWith("load-")) fs.rmSync(path.join(cache, name));
}

import fs from "node:fs";
import path from "node:path";

/**
 * Makes a folder and those above it; throws where that cannot be. Node's own way does not end where folders
 * seem to be missing that cannot be made (below /proc).
 */
export function makeFolder(folder: string): void {
  if (fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
  if (path.dirname(folder) !== folder) makeFolder(path.dirname(folder));
  fs.mkdirSync(folder);
}

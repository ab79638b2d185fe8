/**
 * The stand-in torch's own Python files: `server/python/**`, which user code sees as `/lens/site/**`
 * with real torch's layout (`/lens/site/torch/nn/modules/conv.py`).
 */
import fs from "node:fs";
import path from "node:path";
import { msg, Traceless } from "../text/message";

export const STAND_IN_ROOT = "/lens/site";

let folder: string | undefined;

/** Where the files lie on this machine: in the checkout, or beside the bundles when packed. */
export function standInFolder(): string {
  if (folder !== undefined) return folder;
  for (let at = __dirname; ; at = path.dirname(at)) {
    for (const candidate of [path.join(at, "python"), path.join(at, "server", "python")]) {
      if (fs.existsSync(path.join(candidate, "lens", "run.py"))) return (folder = candidate);
    }
    if (path.dirname(at) === at) throw new Traceless(msg`The stand-in torch is missing from this installation: install TorchScript Lens again.`);
  }
}

const texts = new Map<string, string | undefined>();

/** The text of a file by its virtual path; undefined for anything that is not part of the stand-in. */
export function readStandIn(virtualPath: string): string | undefined {
  if (!virtualPath.startsWith(`${STAND_IN_ROOT}/`)) return undefined;
  if (texts.has(virtualPath)) return texts.get(virtualPath);
  const file = path.join(standInFolder(), path.posix.normalize(virtualPath.slice(STAND_IN_ROOT.length)));
  let text: string | undefined;
  try { text = file.startsWith(standInFolder()) ? fs.readFileSync(file, "utf8") : undefined; } catch { text = undefined; }
  texts.set(virtualPath, text);
  return text;
}

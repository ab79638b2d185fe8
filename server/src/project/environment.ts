/** Where the shipped files lie: beside the bundle when packed, in the checkout while developing. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { TORCH_NAMES, type TorchName } from "../host/loader";
import type { LibraryFacts, OperatorFacts } from "../script/api";
import { msg, Traceless } from "../text/message";

export { TORCH_NAMES, type TorchName };
export const NEWEST_TORCH: TorchName = "2.14";

/** The extension's folder: the nearest one upwards that has `cfg/facts`. */
export function productRoot(): string {
  for (let at = __dirname; ; at = path.dirname(at)) {
    if (fs.existsSync(path.join(at, "cfg", "facts"))) return at;
    if (path.dirname(at) === at) throw new Traceless(msg`The operator facts (cfg/facts) are missing from this installation: install TorchScript Lens again.`);
  }
}

/**
 * The user's cache folder, for compiled code of installed packages. The variable TORCHSCRIPT_LENS_CACHE names
 * another, or with "off" none.
 */
export function codeCacheFolder(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const given = env["TORCHSCRIPT_LENS_CACHE"];
  if (given === "off") return undefined;
  if (given) return path.resolve(given);
  const home = os.homedir();
  const base = process.platform === "win32" ? env["LOCALAPPDATA"] ?? path.join(home, "AppData", "Local")
    : process.platform === "darwin" ? path.join(home, "Library", "Caches") : env["XDG_CACHE_HOME"] ?? path.join(home, ".cache");
  return path.join(base, "torchscript-lens");
}

const cache = new Map<TorchName, OperatorFacts>();

export function operatorFacts(torch: TorchName): OperatorFacts {
  let facts = cache.get(torch);
  if (!facts) {
    const read = (name: string): unknown => JSON.parse(fs.readFileSync(path.join(productRoot(), "cfg", "facts", `${name}-${torch}.json`), "utf8"));
    facts = { ...(read("operators") as OperatorFacts), library: read("library") as LibraryFacts };
    cache.set(torch, facts);
  }
  return facts;
}

/** The supported version nearest to an installed one ("2.1.0+cpu" → 2.6), or null if unreadable. */
export function nearestTorch(installed: string): TorchName | null {
  const match = /^(\d+)\.(\d+)/.exec(installed);
  if (!match) return null;
  const [major, minor] = [Number(match[1]), Number(match[2])];
  if (major < 2) return "1.13";
  return minor <= 8 ? "2.6" : "2.14";
}

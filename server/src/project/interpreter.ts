/** The user's Python environment, found on disk: nothing is run here. */
import fs from "node:fs";
import path from "node:path";
import { findSitePackages } from "../host/sitePackages";
import { nearestTorch, type TorchName } from "./environment";

export interface PythonEnvironment {
  readonly sitePackages: string[];
  /** What is installed there, mapped to a version we know; null without torch. */
  readonly torch: TorchName | null;
  /** The interpreter that has this torch; null where there is none. Only an export runs it, to compare. */
  readonly python: string | null;
  /** False where an interpreter was named and is not there. */
  readonly there: boolean;
}

export function defaultEnvironment(folder: string, pythonPath: string): PythonEnvironment {
  const sitePackages = findSitePackages({ folder, pythonPath: pythonPath || undefined });
  const withTorch = sitePackages.find((packages) => installedTorch([packages]) !== null);
  return { sitePackages, torch: installedTorch(sitePackages), python: withTorch === undefined ? null : interpreterOf(withTorch, folder, pythonPath), there: pythonPath === "" || fs.existsSync(path.resolve(folder, pythonPath)) };
}

/** The interpreter beside a folder of packages: `<prefix>/lib/python3.11/site-packages` has `<prefix>/bin/python3`. */
function interpreterOf(packages: string, folder: string, pythonPath: string): string | null {
  const named = path.resolve(folder, pythonPath);
  if (pythonPath && fs.statSync(named, { throwIfNoEntry: false })?.isFile()) return named;
  const prefix = /^(.*)[\\/](?:lib[\\/]python3[^\\/]*|Lib)[\\/](?:site|dist)-packages$/.exec(packages)?.[1];
  if (prefix === undefined) return null;
  return ["bin/python3", "bin/python", "Scripts/python.exe", "python.exe"].map((name) => path.join(prefix, name)).find((file) => fs.existsSync(file)) ?? null;
}

/** Reads the version off the installed package's metadata folder (`torch-2.6.0.dist-info`). */
export function installedTorch(sitePackages: readonly string[]): TorchName | null {
  for (const folder of sitePackages) {
    let names: string[];
    try { names = fs.readdirSync(folder); } catch { continue; }
    for (const name of names) {
      const match = /^torch-(\d[^-]*)\.(dist|egg)-info$/.exec(name);
      if (match?.[1] && fs.existsSync(path.join(folder, "torch"))) return nearestTorch(match[1]);
    }
  }
  return null;
}

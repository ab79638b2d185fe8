/** The user's Python environment: found on disk, never run. */
import fs from "node:fs";
import path from "node:path";
import { findSitePackages } from "../host/sitePackages";
import { nearestTorch, type TorchName } from "./environment";

export interface PythonEnvironment {
  readonly sitePackages: string[];
  /** What is installed there, mapped to a version we know; null without torch. */
  readonly torch: TorchName | null;
}

export function defaultEnvironment(folder: string, pythonPath: string): PythonEnvironment {
  const sitePackages = findSitePackages({ folder, pythonPath: pythonPath || undefined });
  return { sitePackages, torch: installedTorch(sitePackages) };
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

/** Finds the folders with installed packages of a Python environment, by looking at the disk: no Python is run. */
import fs from "node:fs";
import path from "node:path";

export interface Where {
  /** The workspace folder (or working directory). */
  readonly folder: string;
  /** A configured interpreter, or the folder of its environment. */
  readonly pythonPath?: string | undefined;
}

const isFolder = (p: string): boolean => fs.statSync(p, { throwIfNoEntry: false })?.isDirectory() ?? false;

function inLib(prefix: string, leaf: string): string[] {
  const lib = path.join(prefix, "lib");
  let names: string[];
  try { names = fs.readdirSync(lib); } catch { names = []; }
  const found = names.filter((n) => /^python3(\.\d+)?$/.test(n)).sort(newestFirst).map((n) => path.join(lib, n, leaf)).filter(isFolder);
  const windows = path.join(prefix, "Lib", leaf);
  return isFolder(windows) ? [...found, windows] : found;
}

function newestFirst(a: string, b: string): number {
  return Number(b.split(".")[1] ?? 0) - Number(a.split(".")[1] ?? 0);
}

function ofPrefix(prefix: string): string[] {
  return [...inLib(prefix, "site-packages"), ...inLib(prefix, "dist-packages")];
}

/** The environment that an interpreter belongs to: `<prefix>/bin/python`, links followed only for what is no virtual environment. */
function ofInterpreter(python: string): string[] {
  if (isFolder(python)) return ofPrefix(python);
  const folder = path.dirname(python);
  const prefix = /^(bin|Scripts)$/i.test(path.basename(folder)) ? path.dirname(folder) : folder;
  if (fs.existsSync(path.join(prefix, "pyvenv.cfg"))) return ofPrefix(prefix);
  let real: string;
  try { real = fs.realpathSync(python); } catch { return ofPrefix(prefix); }
  const realPrefix = path.dirname(path.dirname(real));
  return [...new Set([...ofPrefix(prefix), ...ofPrefix(realPrefix)])];
}

/** In order: the configured interpreter, `VIRTUAL_ENV`, a virtual environment in the folder, `CONDA_PREFIX`, the first `python3` on the path. */
export function findSitePackages({ folder, pythonPath }: Where): string[] {
  if (pythonPath) return ofInterpreter(path.isAbsolute(pythonPath) ? pythonPath : path.resolve(folder, pythonPath));
  const environment = process.env["VIRTUAL_ENV"];
  if (environment) return ofPrefix(environment);
  for (const name of [".venv", "venv", "env"]) if (fs.existsSync(path.join(folder, name, "pyvenv.cfg"))) return ofPrefix(path.join(folder, name));
  const conda = process.env["CONDA_PREFIX"];
  if (conda) return ofPrefix(conda);
  for (const directory of (process.env["PATH"] ?? "").split(path.delimiter)) {
    for (const name of ["python3", "python", "python.exe"]) {
      const file = path.join(directory, name);
      if (directory && fs.existsSync(file)) return [...ofInterpreter(file), ...(directory === "/usr/bin" || directory === "/bin" ? ["/usr/lib/python3/dist-packages"].filter(isFolder) : [])];
    }
  }
  return [];
}

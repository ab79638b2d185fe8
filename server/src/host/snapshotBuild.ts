/** Makes the memory snapshot: an interpreter with the stand-in torch and what models import already imported. */
import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import type { EmscriptenFs } from "./emscripten";
import { loadPyodide, options, pyodideFolder } from "./pyodide";
import { STAND_IN_ROOT, standInFolder } from "./standIn";

const PRELOADED =
  "typing, collections, dataclasses, inspect, copy, math, functools, enum, ast, re, logging, argparse, pathlib, json, warnings, abc, contextlib, itertools, random, glob, " +
  "shutil, platform, subprocess, threading, multiprocessing, datetime, pickle, linecache, traceback, numbers, string, textwrap, weakref, types, operator, time, os, io, hashlib, " +
  "urllib.parse, importlib.util, tempfile, uuid, queue, csv, heapq, bisect, builtins, struct, statistics, fractions, decimal, annotationlib, collections.abc, importlib.metadata, _ast_unparse, dis";

function filesBelow(folder: string): string[] {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((e) => {
    if (e.name === "__pycache__") return [];
    const full = path.join(folder, e.name);
    return e.isDirectory() ? filesBelow(full) : [full];
  }).sort();
}

/** Changes whenever the snapshot must be made anew. */
export function inputHash(): string {
  const hash = crypto.createHash("sha256");
  hash.update(fs.readFileSync(path.join(pyodideFolder(), "package.json")));
  hash.update(PRELOADED);
  for (const file of filesBelow(standInFolder())) hash.update(path.relative(standInFolder(), file)).update(fs.readFileSync(file));
  return hash.digest("hex");
}

function copyInto(FS: EmscriptenFs): void {
  for (const file of filesBelow(standInFolder())) {
    const to = path.posix.join(STAND_IN_ROOT, path.relative(standInFolder(), file).split(path.sep).join("/"));
    FS.mkdirTree(path.posix.dirname(to));
    FS.writeFile(to, fs.readFileSync(file));
  }
}

/** Writes `snapshot.bin` and `snapshot.hash` into `folder` unless they fit already. Returns whether it did. */
export async function buildSnapshot(folder: string): Promise<boolean> {
  const hash = inputHash();
  const [data, mark] = [path.join(folder, "snapshot.bin"), path.join(folder, "snapshot.hash")];
  if (fs.existsSync(data) && fs.existsSync(mark) && fs.readFileSync(mark, "utf8") === hash) return false;
  const output: string[] = [];
  const python = await loadPyodide({ ...options((text) => output.push(text)), _makeSnapshot: true });
  copyInto(python.FS);
  try {
    python.runPython(`
import sys
sys.path.insert(0, ${JSON.stringify(STAND_IN_ROOT)})
sys.dont_write_bytecode = True
import ${PRELOADED}
import lens.run
lens.run.prepare()
import gc
gc.collect()
`);
  } catch (error) {
    throw new Error(`the stand-in torch could not be imported:\n${error instanceof Error ? error.message : String(error)}\n${output.join("\n")}`);
  }
  const snapshot = python.makeMemorySnapshot();
  fs.mkdirSync(folder, { recursive: true });
  // a server that runs keeps the old file
  fs.writeFileSync(`${data}.new`, snapshot);
  fs.renameSync(`${data}.new`, data);
  fs.writeFileSync(mark, hash);
  return true;
}

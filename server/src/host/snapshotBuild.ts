/** Makes the memory snapshot: an interpreter with the stand-in torch and what models import already imported. */
import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import type { EmscriptenFs } from "./emscripten";
import { TORCH_NAMES } from "./loader";
import { MemoryPatch } from "./memoryPatch";
import { loadPyodide, options, pyodideFolder } from "./pyodide";
import { Rollback } from "./rollback";
import { releaseFile, Snapshot, SNAPSHOT_FILE } from "./snapshot";
import { STAND_IN_ROOT, standInFolder } from "./standIn";

const PRELOADED =
  "typing, collections, dataclasses, inspect, copy, math, functools, enum, ast, re, logging, argparse, pathlib, json, warnings, abc, contextlib, itertools, random, glob, " +
  "shutil, platform, subprocess, threading, multiprocessing, datetime, pickle, linecache, traceback, numbers, string, textwrap, weakref, types, operator, time, os, io, hashlib, " +
  "urllib.parse, importlib.util, tempfile, uuid, queue, csv, heapq, bisect, builtins, struct, statistics, fractions, decimal, annotationlib, collections.abc, importlib.metadata, _ast_unparse, dis, " +
  // real torch imports these, or torchvision does
  "tarfile, zipfile, gzip, http.client, urllib.request, email.message, email.parser, difflib, pickletools, pprint, timeit, pkgutil, unittest.mock, concurrent.futures.thread, configparser, " +
  "html.parser, xml.etree.ElementTree";

/** Python's own `__pycache__` apart, in order. */
export function filesBelow(folder: string): string[] {
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

/** Writes the snapshot's files and `snapshot.hash` into `folder` unless they fit already. Returns whether it did. */
export async function buildSnapshot(folder: string): Promise<boolean> {
  const hash = inputHash();
  const mark = path.join(folder, "snapshot.hash");
  const files = [SNAPSHOT_FILE, ...TORCH_NAMES.map(releaseFile)];
  if ([mark, ...files.map((f) => path.join(folder, f))].every((f) => fs.existsSync(f)) && fs.readFileSync(mark, "utf8") === hash) return false;
  const output: string[] = [];
  const python = await loadPyodide({ ...options((text) => output.push(text)), _makeSnapshot: true });
  copyInto(python.FS);
  const run = (code: string): void => {
    try {
      python.runPython(code);
    } catch (error) {
      throw new Error(`the stand-in torch could not be imported:\n${error instanceof Error ? error.message : String(error)}\n${output.join("\n")}`);
    }
  };
  // what is frozen is not looked at in later collections: it lives as long as the interpreter
  run(`
import sys
sys.path.insert(0, ${JSON.stringify(STAND_IN_ROOT)})
sys.dont_write_bytecode = True
import ${PRELOADED}
import lens.run
lens.run.prepare()
import gc
gc.collect()
gc.freeze()
`);
  fs.mkdirSync(folder, { recursive: true });
  // a server that runs keeps the old file
  const replace = (name: string, write: (file: string) => void): void => {
    const file = path.join(folder, name);
    write(`${file}.new`);
    fs.renameSync(`${file}.new`, file);
  };
  replace(SNAPSHOT_FILE, (file) => { fs.writeFileSync(file, python.makeMemorySnapshot()); });
  const memory = (): ArrayBufferLike => python._module.HEAP8.buffer;
  const common = new Snapshot(path.join(folder, SNAPSHOT_FILE));
  const back = new Rollback(common, memory);
  for (const torch of TORCH_NAMES) {
    run(`lens.run.choose(${JSON.stringify(torch)})`);
    replace(releaseFile(torch), (file) => { MemoryPatch.between(common, new Int32Array(memory())).write(file); });
    back.run();
  }
  fs.writeFileSync(mark, hash);
  return true;
}

/** Starts Pyodide: cold for making the snapshot, or from it and sealed. */
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Pyodide, PyodideOptions } from "./emscripten";
import type { Seal } from "./seal";
import type { Snapshot } from "./snapshot";
import { msg, Traceless } from "../text/message";

/** Nothing is ever installed: an empty package list in the form that this Pyodide wants. */
const NO_PACKAGES = { info: { abi_version: "2026_0", arch: "wasm32", platform: "emscripten_5_0_3", python: "3.14.0", version: "314.0.7" }, packages: {} };

/** The folder with Pyodide's files: beside the bundles when packed, in node_modules while developing. */
export function pyodideFolder(): string {
  for (let at = __dirname; ; at = path.dirname(at)) {
    for (const candidate of [path.join(at, "pyodide"), path.join(at, "node_modules", "pyodide")]) if (fs.existsSync(path.join(candidate, "pyodide.asm.wasm"))) return candidate;
    if (path.dirname(at) === at) throw new Traceless(msg`Pyodide is missing from this installation: install TorchScript Lens again.`);
  }
}

export function options(write: (text: string) => void): PyodideOptions {
  return {
    indexURL: pyodideFolder() + path.sep, jsglobals: Object.create(null) as object, lockFileContents: NO_PACKAGES,
    env: { HOME: "/home/pyodide", PYTHONHASHSEED: "0", PYTHONDONTWRITEBYTECODE: "1" }, stdin: () => null, stdout: write, stderr: write,
  };
}

async function load<T>(name: string): Promise<T> {
  return (await import(pathToFileURL(path.join(pyodideFolder(), name)).href)) as T;
}

export async function loadPyodide(given: PyodideOptions): Promise<Pyodide> {
  const { loadPyodide: start } = await load<{ loadPyodide: (o: PyodideOptions) => Promise<Pyodide> }>("pyodide.mjs");
  return start(given);
}

/** Bytes of a page of WebAssembly memory. */
const PAGE = 65_536;

type Factory = (settings: Record<string, unknown>) => Promise<unknown>;

/** A module factory whose imports went through the seal; memory is as large as the snapshot from the start. */
export async function sealedFactory(compiled: Promise<WebAssembly.Module>, seal: Seal, snapshot: Snapshot): Promise<Factory> {
  const { default: factory } = await load<{ default: Factory }>("pyodide.asm.mjs");
  return (settings) => factory(Object.assign(settings, {
    instantiateWasm(imports: { env: Parameters<Seal["wrap"]>[0] }, done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void) {
      seal.wrap(imports.env);
      void compiled.then(async (module) => {
        const instance = await WebAssembly.instantiate(module, imports as unknown as WebAssembly.Imports);
        const memory = Object.values(instance.exports).find((e) => e instanceof WebAssembly.Memory);
        const missing = memory ? snapshot.bytes - memory.buffer.byteLength : 0;
        if (memory && missing > 0) memory.grow(Math.ceil(missing / PAGE));
        if (memory) snapshot.memory = memory;
        done(instance, module);
      });
      return {};
    },
  }));
}

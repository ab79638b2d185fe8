/** Reads the parser's two WebAssembly modules and the names of characters: beside the bundle when shipped, from node_modules while developing. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import type { ParserParts } from "../syntax/parser";
import { msg, Traceless } from "../text/message";

function find(startFolder: string, shipped: readonly string[], developed?: string): Uint8Array {
  for (const name of shipped) {
    const file = join(startFolder, name);
    if (existsSync(file)) return readFileSync(file);
  }
  for (let folder = startFolder; ; folder = dirname(folder)) {
    for (const file of [...(developed === undefined ? [] : [join(folder, "node_modules", developed)]), ...shipped.map((name) => join(folder, "dist", name))]) {
      if (existsSync(file)) return readFileSync(file);
    }
    if (dirname(folder) === folder) throw new Traceless(msg`${shipped[0] ?? ""} was not found near ${startFolder}`);
  }
}

/** `folder`: where the running bundle lies; by default that of this file, or of the running script. */
export function loadParserParts(folder?: string): ParserParts {
  const start = folder ?? (typeof __dirname === "string" ? __dirname : dirname(process.argv[1] ?? process.cwd()));
  return {
    core: find(start, ["web-tree-sitter.wasm", "tree-sitter.wasm"], "web-tree-sitter/web-tree-sitter.wasm"),
    python: find(start, ["tree-sitter-python.wasm"], "tree-sitter-python/tree-sitter-python.wasm"),
    characterNames: () => brotliDecompressSync(find(start, ["characterNames.br"])).toString("utf8"),
  };
}

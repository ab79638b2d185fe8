// Builds dist/: client, server, worker and command line as bundles, the parser's WebAssembly, Pyodide
// and the memory snapshot with the stand-in torch already imported (only when its inputs changed).
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { build } from "esbuild";

const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), "..");
const dist = path.join(root, "dist");
const production = process.argv.includes("--production");
fs.mkdirSync(dist, { recursive: true });

const common = { bundle: true, platform: "node", target: "node20", format: "cjs", sourcemap: production ? false : "linked", minify: production, logLevel: "warning", absWorkingDir: root, alias: { "web-tree-sitter": "./node_modules/web-tree-sitter/web-tree-sitter.cjs" } };
await Promise.all([
  build({ ...common, entryPoints: ["client/src/extension.ts"], outfile: "dist/client.js", external: ["vscode"] }),
  build({ ...common, platform: "browser", format: "iife", target: "es2022", entryPoints: ["client/webview/graph.ts"], outfile: "dist/graph.js" }),
  build({ ...common, entryPoints: { server: "server/src/lsp/server.ts", cli: "server/src/cli/main.ts", worker: "server/src/host/worker.ts", engine: "server/src/project/checker/thread.ts" }, outdir: "dist", external: ["pyodide", "*.wasm"] }),
]);

const copies = [
  ["web-tree-sitter/web-tree-sitter.wasm", "web-tree-sitter.wasm"],
  ["tree-sitter-python/tree-sitter-python.wasm", "tree-sitter-python.wasm"],
  ...["pyodide.asm.mjs", "pyodide.asm.wasm", "pyodide.mjs", "pyodide-lock.json", "python_stdlib.zip", "package.json"].map((name) => [`pyodide/${name}`, `pyodide/${name}`]),
];
for (const [from, to] of copies) {
  const target = path.join(dist, to);
  fs.mkdirSync(path.dirname(target), { recursive: true });
  fs.copyFileSync(path.join(root, "node_modules", from), target);
}
const snapshot = spawnSync(process.execPath, ["--import", "tsx", path.join(root, "scripts", "buildSnapshot.mts")], { stdio: "inherit", cwd: root });
process.exitCode = snapshot.status ?? 1;

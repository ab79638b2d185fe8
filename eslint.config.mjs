// Lint, above all: who may import whom. The rooms and what each may import are the table in ARCHITECTURE.md.
import path from "node:path";
import { fileURLToPath } from "node:url";
import tseslint from "typescript-eslint";

const ROOMS = {
  "client/src": ["protocol"],
  "client/webview": ["protocol"],
  "protocol": [],
  "server/src/text": [],
  "server/src/syntax": ["text/message"],
  "server/src/host": ["syntax", "text/message"],
  "server/src/script": ["text/message", "syntax", "host/objectGraph", "trace/log"],
  "server/src/trace": ["text", "syntax/source"],
  "server/src/export": ["text", "script", "syntax", "host/objectGraph", "trace/log"],
  "server/src/project": ["text", "syntax", "host", "script", "trace", "export"],
  "server/src/lsp": ["text", "project", "syntax", "trace", "protocol", "host/objectGraph", "script/api"],
  "server/src/cli": ["text/message", "project", "syntax/source", "trace", "script/api"],
};
const PURE = ["server/src/syntax", "server/src/script", "server/src/trace"];
const OUTSIDE = /^(node:)?(fs|worker_threads|child_process)(\/|$)|^vscode|^pyodide/;
const HERE = import.meta.dirname ?? path.dirname(fileURLToPath(import.meta.url));
const short = (folder) => folder.replace(/^server\/src\//, "").replace(/\/src$/, "");

/** A file may import from its own room, from the rooms (or files of rooms) that the table names, and packages. */
const rooms = {
  create(context) {
    const file = path.relative(HERE, context.filename).split(path.sep).join("/");
    const own = Object.keys(ROOMS).find((folder) => file.startsWith(`${folder}/`));
    const check = (node) => {
      if (!own || typeof node.source?.value !== "string") return;
      const name = node.source.value;
      if (!name.startsWith(".")) {
        if (PURE.includes(own) && OUTSIDE.test(name)) context.report({ node, message: `${own} knows neither files, nor VS Code, nor Pyodide.` });
        if (name === "vscode" && own !== "client/src") context.report({ node, message: "Only the client imports vscode." });
        return;
      }
      const target = path.posix.normalize(path.posix.join(path.posix.dirname(file), name));
      const inside = (folder) => target === folder || target.startsWith(`${folder}/`);
      if (inside(own)) return;
      const allowed = ROOMS[own].some((a) => inside(`server/src/${a}`) || inside(a));
      if (!allowed) context.report({ node, message: `${short(own)} may import only: ${ROOMS[own].join(", ") || "nothing"} (the table in ARCHITECTURE.md).` });
    };
    return { ImportDeclaration: check, ExportNamedDeclaration: check, ExportAllDeclaration: check, ImportExpression: check };
  },
};

export default tseslint.config(
  { ignores: ["dist/**", "out/**", "node_modules/**", "samples/**", ".vscode-test/**", "**/*.mjs", "**/*.js"] },
  ...tseslint.configs.recommended,
  {
    rules: {
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/consistent-type-imports": ["error", { disallowTypeAnnotations: false }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/no-empty-object-type": ["error", { allowInterfaces: "with-single-extends" }],
      "no-console": "error",
    },
  },
  { files: Object.keys(ROOMS).map((folder) => `${folder}/**/*.ts`), plugins: { lens: { rules: { rooms } } }, rules: { "lens/rooms": "error" } },
  { files: ["server/src/cli/**", "scripts/**", "test/**", "bench/**"], rules: { "no-console": "off" } },
  { files: ["test/**"], rules: { "@typescript-eslint/no-unused-expressions": "off" } },
);

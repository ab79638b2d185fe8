/** Packages that are not installed where the loader looked: said once each, at the import that names them. */
import type { Import, ImportFrom, SourceFile, Stmt } from "../syntax/ast";
import { walk } from "../syntax/walk";
import { positionAt, type SourceProvider } from "../syntax/source";
import { worded, type ReportDiagnostic } from "./report";
import { msg } from "../text/message";

function importedNames(node: Stmt): string[] {
  if (node.kind === "Import") return node.names.map((n) => n.name);
  return node.kind === "ImportFrom" && node.level === 0 && node.module ? [node.module] : [];
}

const packageOf = (module: string): string => module.split(".")[0] ?? module;

const imports = new WeakMap<SourceFile, readonly (Import | ImportFrom)[]>();

function importsOf(source: SourceFile): readonly (Import | ImportFrom)[] {
  let known = imports.get(source);
  if (!known) {
    const found: (Import | ImportFrom)[] = [];
    walk(source.body, (node) => { if (node.kind === "Import" || node.kind === "ImportFrom") found.push(node); });
    imports.set(source, (known = found));
  }
  return known;
}

/** `files`: where to look for the import, in order. */
export function missingPackageNotes(missing: readonly string[], files: readonly string[], sources: SourceProvider): ReportDiagnostic[] {
  const whole = new Set(missing);
  // by package the first that was missed of it
  const wanted = new Map<string, string>();
  for (const m of missing) if (!wanted.has(packageOf(m))) wanted.set(packageOf(m), m);
  const out: ReportDiagnostic[] = [];
  for (const file of files) {
    if (wanted.size === 0) break;
    const source = sources.get(file);
    if (!source) continue;
    for (const node of importsOf(source)) {
      const name = importedNames(node).map(packageOf).find((n) => wanted.has(n)) ?? "";
      const first = wanted.get(name);
      if (first === undefined) continue;
      wanted.delete(name);
      out.push({
        rule: "missing-package", severity: "information", file, calledFrom: [], fixes: [],
        // of an installed package only parts can be missing: mostly those in machine code
        ...worded(!whole.has(name) ? msg`'${first}' cannot be loaded here, where no machine code is run: a placeholder stands in for it, though '${name}' is installed.`
          : msg`'${name}' is not installed where packages are looked for: a placeholder stands in for it. If the model depends on it, give its folder with --site-packages or the setting torchscriptLens.sitePackages.`),
        range: { start: positionAt(source.lineStarts, node.start), end: positionAt(source.lineStarts, node.end) },
      });
    }
  }
  return out;
}

import fs from "node:fs"; import path from "node:path";
import { CheckerThread } from "../server/src/project/checker/client";
import { Workspace } from "../server/src/project/workspace";
(async () => {
  for (const repo of process.argv.slice(2)) {
    const folder = path.resolve(repo); const files: string[] = [];
    const walk = (d: string): void => { for (const e of fs.readdirSync(d, { withFileTypes: true })) { if (e.name.startsWith(".")) continue; const p = path.join(d, e.name); if (e.isDirectory()) walk(p); else if (e.name.endsWith(".py") && /nn\.Module/.test(fs.readFileSync(p, "utf8"))) files.push(p); } };
    walk(folder);
    const engine = await CheckerThread.create({ folders: [folder], roots: [], editing: true, sitePackages: ["/opt/repos/site"], torch: "2.14", timeLimit: 20, memoryLimit: 1024 });
    let idle: (() => void) | undefined;
    const w: Workspace = new Workspace(engine, [folder], { changed: () => undefined, busy: (x) => { if (x === null) idle?.(); }, checked: () => undefined, failed: (m) => { console.log("FAILED", m); } });
    for (const file of files.slice(0, 12)) {
      const done = new Promise<void>((r) => { idle = r; });
      const t = Date.now();
      w.didOpen(file, fs.readFileSync(file, "utf8")); await Promise.race([done, new Promise((r) => setTimeout(r, 60000))]);
      const rel = path.relative(folder, file);
      for (const d of w.diagnostics(file)) if (["load-exception", "needs-arguments", "own-limit", "missing-package", "timeout", "memory", "lost", "not-loadable", "syntax", "syntax-error", "missing-file"].includes(d.rule)) console.log(`${repo.split("/").at(-1)}/${rel}:${d.range.start.line + 1} ${d.severity}[${d.rule}] ${d.message.slice(0, 170)}`);
      if (Date.now() - t > 15000) console.log("SLOW", rel, Date.now() - t);
      w.didClose(file);
    }
    await (engine as unknown as { dispose(): Promise<void> }).dispose();
  }
  process.exit(0);
})();

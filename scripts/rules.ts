/** The rule catalogue (cfg/rules) as data, and its pages (docs/rules) as text. */
import fs from "node:fs";
import path from "node:path";
import { GROUPS, readRules, readWays, type Rule } from "../server/src/project/rules";
import { codeOf } from "../test/unit/check/carets";

export { readRules as catalogue, type Rule } from "../server/src/project/rules";

const NOTICE = "<!-- Made by `npm run docs` from cfg/rules and test/fixtures/check/rules. -->";

function example(root: string, kind: "wrong" | "right", id: string): string | undefined {
  const file = path.join(root, "test/fixtures/check/rules", kind, `${id}.py`);
  return fs.existsSync(file) ? `\`\`\`python\n${codeOf(fs.readFileSync(file, "utf8"))}\n\`\`\`` : undefined;
}

function page(root: string, rule: Rule, way: string): string {
  const [wrong, right] = [example(root, "wrong", rule.id), example(root, "right", rule.id)];
  return [
    NOTICE, `# ${rule.title}`, `\`${rule.id}\` · ${rule.severity} · [all rules](README.md)`,
    "## What torch does", rule.torch.trim(), ...(wrong ? [wrong] : []),
    "## How to fix it", rule.fix.trim(), ...(right ? [right] : []),
    "## With torch.export", way.trim(),
  ].join("\n\n") + "\n";
}

/** File name → text of every page. */
export function pages(root: string): Map<string, string> {
  const rules = readRules(root);
  const known = readWays(root);
  const out = new Map<string, string>();
  for (const rule of rules) {
    const way = known[rule.export];
    if (way === undefined) throw new Error(`${rule.id}: no way '${rule.export}' in cfg/rules/ways.yaml`);
    out.set(`${rule.id}.md`, page(root, rule, way));
  }
  const index = [NOTICE, "# Rules", `${rules.length} rules. The id stands behind each message in the editor and links to its page.`];
  for (const [group, title] of Object.entries(GROUPS)) {
    index.push(`## ${title}`, ["| rule | severity | title |", "|---|---|---|", ...rules.filter((r) => r.group === group).map((r) => `| [${r.id}](${r.id}.md) | ${r.severity} | ${r.title} |`)].join("\n"));
  }
  return out.set("README.md", index.join("\n\n") + "\n");
}

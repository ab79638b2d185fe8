/** The rule catalogue, `cfg/rules`: what each rule id means, what torch does and what helps. */
import fs from "node:fs";
import path from "node:path";
import { parse } from "yaml";

export interface Rule {
  readonly id: string;
  readonly group: string;
  readonly title: string;
  readonly severity: "error" | "warning" | "information";
  /** What torch does and why. */
  readonly torch: string;
  readonly fix: string;
  /** The way with torch.export: a name out of ways.yaml. */
  readonly export: string;
  /** Why no fixture reaches it. */
  readonly unreached?: string;
}

export const GROUPS: Readonly<Record<string, string>> = {
  language: "Syntax, statements, control flow", types: "Types, annotations, literals", values: "Operators, calls, indices, Python values",
  modules: "Modules: attributes, submodules, hooks", classes: "What can be scripted; classes, interfaces, overloads", loading: "Loading, entries, limits of this tool",
};

/** The ways with torch.export that rules share, by name. `root`: the folder of the product. */
export const readWays = (root: string): Record<string, string> => parse(fs.readFileSync(path.join(root, "cfg/rules/ways.yaml"), "utf8")) as Record<string, string>;

/** `root`: the folder of the product. */
export function readRules(root: string): Rule[] {
  return Object.keys(GROUPS).flatMap((group) => {
    const text = fs.readFileSync(path.join(root, "cfg/rules", `${group}.yaml`), "utf8");
    return Object.entries(parse(text) as Record<string, Omit<Rule, "id" | "group">>).map(([id, rule]) => ({ ...rule, id, group }));
  });
}

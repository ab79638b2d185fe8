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

/** A rule's texts in another language (`cfg/rules/ko`), with the mark of the English that they were made from. */
export interface Translated { readonly of: string; readonly title: string; readonly torch: string; readonly fix: string }
export interface TranslatedWay { readonly of: string; readonly way: string }

const ENGLISH = "en";
const read = <T>(root: string, language: string, name: string): Record<string, T> => parse(fs.readFileSync(path.join(root, "cfg/rules", language === ENGLISH ? "" : language, `${name}.yaml`), "utf8")) as Record<string, T>;

/** What a language has of a group's rules, by id. `root`: the folder of the product. */
export const readTranslated = (root: string, language: string, group: string): Record<string, Translated> => read(root, language, group);
export const readTranslatedWays = (root: string, language: string): Record<string, TranslatedWay> => read(root, language, "ways");

/** The ways with torch.export that rules share, by name. */
export function readWays(root: string, language = ENGLISH): Record<string, string> {
  const ways = read<string>(root, ENGLISH, "ways");
  if (language === ENGLISH) return ways;
  return { ...ways, ...Object.fromEntries(Object.entries(readTranslatedWays(root, language)).map(([name, { way }]) => [name, way])) };
}

export function readRules(root: string, language = ENGLISH): Rule[] {
  return Object.keys(GROUPS).flatMap((group) => {
    const translated = language === ENGLISH ? {} : readTranslated(root, language, group);
    return Object.entries(read<Omit<Rule, "id" | "group">>(root, ENGLISH, group)).map(([id, rule]) => {
      const { title = rule.title, torch = rule.torch, fix = rule.fix } = translated[id] ?? {};
      return { ...rule, title, torch, fix, id, group };
    });
  });
}

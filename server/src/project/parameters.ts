/** The parameters of a class's constructor and forward with what the source says of them: annotation, default, and where each is used. */
import type { ClassInfo, ParameterInfo } from "../host/loader";
import type { ClassDef, Expr, FunctionDef, SourceFile } from "../syntax/ast";
import { positionAt } from "../syntax/source";
import { classAtLine, definitions, walk } from "../syntax/walk";
import { textOfNode } from "./scriptedOutput";

/** `line` counts from 1; `text` is what is made of the parameter there: an attribute or item of it, else the line. */
export interface ParameterUse { readonly line: number; readonly text: string }
export interface DescribedParameter extends ParameterInfo { readonly uses: readonly ParameterUse[] }
export interface DescribedClass extends Omit<ClassInfo, "parameters" | "forward"> {
  readonly parameters: readonly DescribedParameter[];
  readonly forward: readonly DescribedParameter[];
}

/** What the loader knows of a class, with what its source adds; a method that it inherits from another file keeps what the loader knows. */
export function describedParameters(source: SourceFile, info: ClassInfo): DescribedClass {
  const cls = classAtLine(source, info.line, info.name);
  const of = (method: string, known: readonly ParameterInfo[]): DescribedParameter[] => {
    const fn = cls && methodIn(source, cls, method, 0);
    return known.map((p) => (fn ? described(source, fn, p) : { ...p, uses: [] }));
  };
  return { ...info, parameters: of("__init__", info.parameters), forward: of("forward", info.forward) };
}

/** The method of a class, or of a base in the same file. */
function methodIn(source: SourceFile, cls: ClassDef, name: string, depth: number): FunctionDef | undefined {
  const own = cls.body.find((s): s is FunctionDef => s.kind === "FunctionDef" && s.name === name);
  if (own || depth > 20) return own;
  for (const base of cls.bases) {
    const found = base.kind === "Name" ? definitions(source).find((d) => d.qualname === base.id)?.node : undefined;
    const method = found?.kind === "ClassDef" ? methodIn(source, found, name, depth + 1) : undefined;
    if (method) return method;
  }
  return undefined;
}

/** What a function takes by name. */
export function parametersIn(source: SourceFile, { args: { posonlyargs, args, kwonlyargs, defaults, kwDefaults } }: FunctionDef): ParameterInfo[] {
  const positional = [...posonlyargs, ...args];
  const text = (e: Expr | null | undefined): string | null => (e ? textOfNode(source, e) : null);
  return [
    ...positional.map((a, i) => ({ name: a.arg, annotation: text(a.annotation), default: text(defaults[i - (positional.length - defaults.length)]) })),
    ...kwonlyargs.map((a, i) => ({ name: a.arg, annotation: text(a.annotation), default: text(kwDefaults[i]) })),
  ];
}

function described(source: SourceFile, fn: FunctionDef, known: ParameterInfo): DescribedParameter {
  const own = parametersIn(source, fn).find((p) => p.name === known.name);
  return { name: known.name, annotation: own?.annotation ?? known.annotation, default: own?.default ?? known.default, uses: usesOf(source, fn, known.name) };
}

function usesOf(source: SourceFile, fn: FunctionDef, name: string): ParameterUse[] {
  const out = new Map<string, ParameterUse>();
  const lineOf = (offset: number): number => positionAt(source.lineStarts, offset).line + 1;
  const note = (offset: number, text: string): void => { if (!out.has(text)) out.set(text, { line: lineOf(offset), text }); };
  walk(fn.body, (n) => {
    if (n.kind !== "Name" && isPartOf(n, name)) {
      note(n.start, textOfNode(source, n));
      return false;
    }
    if (n.kind === "Name" && n.id === name && n.ctx === "Load") note(n.start, lineText(source, lineOf(n.start)));
    return true;
  });
  return [...out.values()];
}

/** `cfg.model.width`, `cfg["classes"]`. */
function isPartOf(n: { readonly kind: string }, name: string): boolean {
  let at = n as Expr;
  if (at.kind !== "Attribute" && at.kind !== "Subscript") return false;
  while (at.kind === "Attribute" || at.kind === "Subscript") at = at.value;
  return at.kind === "Name" && at.id === name;
}

function lineText(source: SourceFile, line: number): string {
  const text = source.text.slice(source.lineStarts[line - 1], source.lineStarts[line] ?? source.text.length).trim();
  return text.length > 100 ? `${text.slice(0, 97)}...` : text;
}

/** Types as annotations in a user's file: "List[Tensor]" → `List[torch.Tensor]`, with the imports that it needs. */
import type { Arg, FunctionDef, SourceFile } from "../../syntax/ast";
import { afterLine, insertion, isDocstring, newlineOf, textOf, type TextChange } from "./fix";

const TYPING = new Set(["List", "Dict", "Optional", "Tuple", "Union", "Any"]);
const PLAIN = new Set(["int", "float", "bool", "str", "complex", "None"]);

export interface Annotation { readonly text: string; readonly imports: readonly TextChange[] }

/** Names that `import torch [as t]` and `from torch import Tensor` have made; null without either. */
function nameOf(source: SourceFile, member: "Tensor" | "device" | "jit" | "tensor"): string | null {
  for (const s of source.body) {
    if (s.kind === "ImportFrom" && s.module === "torch" && s.level === 0) {
      const found = s.names.find((n) => n.name === member);
      if (found) return found.asname ?? found.name;
    }
  }
  for (const s of source.body) {
    if (s.kind !== "Import") continue;
    const found = s.names.find((n) => n.name === "torch" || (n.name.startsWith("torch.") && n.asname === null));
    if (found) return `${found.asname ?? "torch"}.${member}`;
  }
  return null;
}

/** How the file calls torch itself; null when it has no name for it. */
export function torchName(source: SourceFile): string | null {
  const name = nameOf(source, "tensor");
  return name?.endsWith(".tensor") ? name.slice(0, -".tensor".length) : null;
}

/** How the file calls `torch.jit`; null when it imports no torch. */
export const jitName = (source: SourceFile): string | null => nameOf(source, "jit");

export function importChanges(source: SourceFile, module: "typing" | "torch", names: readonly string[]): TextChange[] {
  const from = source.body.filter((s) => s.kind === "ImportFrom" && s.module === module && s.level === 0).map((s) => s as Extract<typeof s, { kind: "ImportFrom" }>);
  const known = new Set(from.flatMap((s) => s.names.map((n) => n.asname ?? n.name)));
  const missing = [...new Set(names)].filter((n) => !known.has(n)).sort();
  if (missing.length === 0 || known.has("*")) return [];
  const last = from[0]?.names.at(-1);
  if (last) return [insertion(last.end, missing.map((n) => `, ${n}`).join(""))];
  const line = `from ${module} import ${missing.join(", ")}${newlineOf(source)}`;
  const first = source.body.find((s) => (s.kind === "Import" || s.kind === "ImportFrom") && !(s.kind === "ImportFrom" && s.module === "__future__"));
  const future = source.body.findLast((s) => s.kind === "ImportFrom" && s.module === "__future__");
  if (first) return [insertion(first.start, line)];
  const behind = future ?? (isDocstring(source.body[0]) ? source.body[0] : undefined);
  return [insertion(behind ? afterLine(source, behind.end) : 0, line)];
}

/** A name that the file's top level has given to something else. */
const isTaken = (source: SourceFile, name: string): boolean => source.body.some((s) =>
  s.kind === "Import" || s.kind === "ImportFrom" ? s.names.some((n) => (n.asname ?? n.name) === name) : (s.kind === "ClassDef" || s.kind === "FunctionDef") && s.name === name);

/** Null for types that a user's file cannot name. */
export function annotation(source: SourceFile, type: string): Annotation | null {
  const needed: string[] = [];
  const ofTorch: string[] = [];
  let possible = true;
  const text = type.replace(/NoneType/g, "None").replace(/[A-Za-z_][\w.]*/g, (word) => {
    if (TYPING.has(word)) { needed.push(word); return word; }
    if (PLAIN.has(word)) return word;
    const member = word === "Tensor" ? "Tensor" : word === "Device" || word === "device" ? "device" : null;
    const name = member && nameOf(source, member);
    if (name) return name;
    if (member === null || isTaken(source, member)) possible = false;
    else ofTorch.push(member);
    return member ?? word;
  });
  if (!possible || !/^[\w.[\], ]+$/.test(text) || /\[\]/.test(text)) return null;
  return { text, imports: [...importChanges(source, "torch", ofTorch), ...importChanges(source, "typing", needed)] };
}

export function parameterOf(fn: FunctionDef, name: string): Arg | undefined {
  return [...fn.args.posonlyargs, ...fn.args.args, ...fn.args.kwonlyargs].find((a) => a.arg === name);
}

export function defaultOf(fn: FunctionDef, name: string): FunctionDef["args"]["defaults"][number] | undefined {
  const positional = [...fn.args.posonlyargs, ...fn.args.args];
  const at = positional.findIndex((a) => a.arg === name);
  if (at >= 0) return fn.args.defaults[at - (positional.length - fn.args.defaults.length)];
  return fn.args.kwDefaults[fn.args.kwonlyargs.findIndex((a) => a.arg === name)] ?? undefined;
}

/** `name` → `name: T`; a default gets the spaces that an annotated one has. */
export function annotateParameter(source: SourceFile, fn: FunctionDef, parameter: Arg, type: string): TextChange[] {
  const out = [insertion(parameter.start + parameter.arg.length, `: ${type}`)];
  const value = defaultOf(fn, parameter.arg);
  if (!value) return out;
  const begin = parameter.start + parameter.arg.length;
  const between = source.text.slice(begin, value.start);
  const sign = between.indexOf("=");
  return sign < 0 || !/^\s*=\s*\(?$/.test(between) ? out : [{ start: begin, end: value.start, text: `: ${type} = ${between.slice(sign + 1).trim()}` }];
}

/** A signature in a comment (`# type: (...) -> ...`) says it all already. */
export function hasTypeComment(source: SourceFile, fn: FunctionDef): boolean {
  const [first] = fn.body;
  return first !== undefined && /#\s*type:/.test(textOf(source, { start: fn.nameSpan.end, end: first.end }));
}

/**
 * Functions declared several times with `torch.jit._overload`: one compiled function per declared
 * signature. Answers to _compile_function_with_overload in torch/jit/_script.py and
 * mergeDefaultsAndExtraParametersToOverloadDecl in script_init.cpp.
 */
import type { GFunction, GValue } from "../../host/objectGraph";
import type { SourceRange } from "../../syntax/source";
import { ScriptError } from "../errors";
import type { BuiltDef } from "../frontend/build";
import type { Decl } from "../frontend/tree";
import type { Compiler } from "./compiler";
import { defOf, findNode, isAnnotated, isTextAnnotated, misnamed, reportProblems, ScriptFunction, textAnnotated, unwrapped } from "./functions";
import { qualifiedName } from "./graphReader";
import { isTorchs } from "./libraryPlaces";
import { msg } from "../../text/message";

const sameValue = (c: Compiler, a: GValue | undefined, b: GValue | undefined): boolean => {
  if (JSON.stringify(a) === JSON.stringify(b)) return true;
  const [x, y] = [a === undefined ? undefined : c.py.object(a), b === undefined ? undefined : c.py.object(b)];
  return x !== undefined && y !== undefined && "items" in x && "items" in y && x.kind === y.kind && x.items.length === y.items.length && x.items.every((v, i) => sameValue(c, v, y.items[i]));
};

/** The declared parameters, then those that only the implementation has. */
function merged(c: Compiler, declared: Decl, own: Decl, fn: GFunction): Decl {
  if (declared.params.length > own.params.length) {
    throw new ScriptError("overload-parameters", own.range, msg`a declaration of this overloaded function has more parameters than its implementation`);
  }
  const at = declared.params.findIndex((p, i) => p.ident.name !== own.params[i]?.ident.name);
  if (at >= 0) throw misnamed(declared, own, at);
  const defaults = new Set(unwrapped(c, fn).defaults.map(([n]) => n));
  const rest = own.params.slice(declared.params.length);
  for (const p of rest) {
    if (!defaults.has(p.ident.name)) throw new ScriptError("overload-parameters", own.range, msg`parameter '${p.ident.name}' is missing in a declaration of this overloaded function, so it needs a default`);
    if (!p.type) throw new ScriptError("overload-parameters", own.range, msg`parameter '${p.ident.name}' is missing in a declaration of this overloaded function, so it needs an annotation`);
  }
  return { range: declared.range, params: [...declared.params, ...rest], returnType: declared.returnType };
}

function checkDefaults(c: Compiler, declaration: GFunction, fn: GFunction, range: SourceRange): void {
  const own = new Map(unwrapped(c, fn).defaults);
  for (const [name, value] of declaration.defaults) {
    if (!own.has(name) || !sameValue(c, own.get(name), value)) throw new ScriptError("overload-default", range, msg`the default of '${name}' in this declaration is not that of the implementation, which is the one that counts`);
  }
}

function overload(c: Compiler, index: number, which: number, fn: GFunction, declaration: GFunction, range: SourceRange): ScriptFunction | null {
  const name = qualifiedName(fn.module, fn.name);
  const declared = defOf(c, declaration, fn.name, {});
  const own = defOf(c, fn, fn.name, {});
  if (!declared || !own) return null;
  for (const { built, place } of [declared, own]) reportProblems(c, built, place);
  const { decl } = declared.built.def;
  checkDefaults(c, declaration, fn, decl.range);
  if (isTextAnnotated(declaration)) throw textAnnotated(decl);
  if (!isAnnotated(decl)) throw new ScriptError("overload-annotation", decl.range, msg`a declaration of an overloaded function needs type annotations`);
  const { def } = own.built;
  const onDemand = isTorchs(fn.file) && decl.returnType !== null;
  const covers = declared.place.file === own.place.file ? { file: own.place.file, start: Math.min(declared.first, own.first), end: Math.max(declared.place.end, own.place.end) } : undefined;
  const built: BuiltDef = { def: { ...def, decl: merged(c, decl, def.decl, fn) }, problems: [] };
  return new ScriptFunction(c, fn, { name: fn.name, qualname: c.uniqueName(name), logKind: "overload", subject: name.replace(/^__torch__\./, ""), reason: { kind: "called", from: range }, built, whence: { index, overload: which }, onDemand, ...(covers ? { covers } : {}) });
}

export const isOnlyDeclared = (c: Compiler, fn: GFunction): boolean => c.py.get(fn.attrs, "__lens_overload_declaration__") === true;

/** Only declarations, nothing behind them. */
export function missingImplementation(c: Compiler, fn: GFunction): ScriptError {
  const found = findNode(c, fn);
  const range = found?.node.kind === "FunctionDef" ? { file: found.file, start: found.node.decoratorStart, end: found.node.nameSpan.end } : null;
  return new ScriptError("overload-implementation", range, msg`the overloaded function '${fn.name}' is only declared: its implementation has to follow the declarations`);
}

const caches = new WeakMap<Compiler, Map<number, readonly ScriptFunction[]>>();

export function knownOverloads(c: Compiler, index: number): readonly ScriptFunction[] | undefined { return caches.get(c)?.get(index); }

/** All overloads, compiled when the function is first met (torch's own, which are free of errors, when a call has chosen one); what torch refuses is thrown. */
export function functionOverloads(c: Compiler, index: number, fn: GFunction, range: SourceRange): readonly ScriptFunction[] {
  c.recorder?.namedOverloads(index, range);
  return c.recording(null, () => madeOverloads(c, index, fn, range));
}

function madeOverloads(c: Compiler, index: number, fn: GFunction, range: SourceRange): readonly ScriptFunction[] {
  let cache = caches.get(c);
  if (!cache) caches.set(c, (cache = new Map()));
  const known = cache.get(index);
  if (known) return known;
  const made: ScriptFunction[] = [];
  for (const d of fn.overloads ?? []) {
    const declaration = c.py.functionOf(d);
    const compiled = declaration && overload(c, index, made.length, fn, declaration, range);
    if (!compiled) continue;
    if (!compiled.onDemand) compiled.ensureDefined();
    made.push(compiled);
  }
  cache.set(index, made);
  return made;
}

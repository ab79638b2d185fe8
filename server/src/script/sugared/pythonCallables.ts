/**
 * The signature of a Python object that compiled code calls as Python: a function, an object with
 * `__call__`, functools.partial, a class. Answers to PythonValue::getSchema in
 * torch/csrc/jit/python/python_sugared_value.cpp and to check_fn, get_param_names, is_vararg,
 * get_signature in torch/jit/annotations.py.
 */
import type { GClass, GFunction, GPartial, GValue } from "../../host/objectGraph";
import { classAtLine } from "../../syntax/walk";
import type { SourceRange } from "../../syntax/source";
import { BadAnnotation, annToType } from "../recursive/annotations";
import type { Compiler } from "../recursive/compiler";
import { commentSignature, findNode, unwrapped } from "../recursive/functions";
import type { Type } from "../types/types";
import { TensorT } from "../types/types";
import { fail } from "./support";
import { knowing, msg } from "../../text/message";

export interface CallableSignature {
  /** Of the parameters, a bound object included. */
  readonly names: readonly string[];
  /** Of the parameters behind `self` of a module's method; null where there is no signature: all are Tensors then. */
  readonly types: readonly Type[] | null;
  readonly returns: Type | null;
  readonly isVararg: boolean;
  readonly name: string | undefined;
}

/** `isMethod`: of a module that stands in front of the arguments. Fails where torch refuses the call whatever its arguments are. */
export function callableSignature(c: Compiler, value: GValue, isMethod: boolean, count: number, range: SourceRange): CallableSignature {
  const o = c.py.object(value);
  if (o?.kind === "class") refuseInstance(c, o, range);
  if (o?.kind === "opaque" && o.uncallable) fail("python-call-signature", range, msg`an object of class ${o.repr} cannot be called: it has no __call__`);
  if (o?.kind === "classmethod") fail("python-call-signature", range, msg`a classmethod outside of a class cannot be called: take @classmethod off`);
  // functools.lru_cache is looked through
  const fn = c.py.functionOf(o?.kind === "opaque" ? o.wrapped : value);
  if (fn) {
    if (unwrapped(c, fn).isLambda) fail("python-call-signature", range, msg`a lambda cannot be called as Python from compiled code: torch wants the source of one function. Write it as a def`);
    return ofFunction(c, unwrapped(c, fn), isMethod);
  }
  if (o?.kind === "partial") return ofPartial(c, o, count);
  const called = o?.kind === "opaque" ? c.py.functionOf(o.called) : undefined;
  // nn.Module's own call takes whatever comes; the first argument is held against its `self`
  if (!called && o?.kind === "opaque" && o.module) return { names: ["self"], types: null, returns: null, isVararg: true, name: undefined };
  return called ? ofObject(c, called) : { names: numbered(count), types: null, returns: null, isVararg: false, name: undefined };
}

const numbered = (count: number): string[] => Array.from({ length: count }, (_, i) => String(i));

/** `torch.cuda.FloatTensor` and its like: unlike those of `torch` itself no constructor to the compiler. */
export const isDeviceTensor = (cls: GClass): boolean => /^torch\.(cuda|sparse)$/.test(cls.module) && /^[A-Z]\w*Tensor$/.test(cls.name);

/** torch looks whether what is called is the source of one class. */
function refuseInstance(c: Compiler, cls: GClass, range: SourceRange): void {
  if (isDeviceTensor(cls)) fail("library-not-scriptable", range, msg`${`${cls.module}.${cls.name}`} cannot be used in a compiled function: torch would compile it, too, and that fails`);
  const source = cls.file === null ? undefined : c.source(cls.file);
  if (source && classAtLine(source, cls.line, cls.name)) fail("class-instantiation", range, knowing(msg`'${cls.name}' cannot be instantiated in a compiled function: the class is not compiled, it stays in Python`, { madeOf: `${cls.module}.${cls.name}` }));
}

function ofFunction(c: Compiler, fn: GFunction, isMethod: boolean): CallableSignature {
  const names = positional(c, fn);
  // torch reads the annotation of self along with the others
  const shown = annotated(c, fn);
  const signature = shown ? { ...shown, types: shown.types.slice(isMethod ? 1 : 0) } : inComment(c, fn, isMethod, names);
  return { ...fitting(signature, names, isMethod ? 1 : 0, fn), isVararg: isVararg(fn), name: fn.qualname };
}

/** An object is called without its `self`, but torch counts that among the names. */
function ofObject(c: Compiler, called: GFunction): CallableSignature {
  const names = positional(c, called);
  return { ...fitting(annotated(c, called, 1), names, 0, called), isVararg: isVararg(called), name: undefined };
}

function ofPartial(c: Compiler, partial: GPartial, count: number): CallableSignature {
  const names = numbered(count);
  const fn = c.py.functionOf(partial.func);
  return { ...fitting(fn ? annotated(c, fn, partial.args.length) : null, names, 0, fn), isVararg: false, name: undefined };
}

const isVararg = (fn: GFunction): boolean => fn.parameters.some((p) => /^\*[^*]/.test(p));

/** What `inspect.getfullargspec(fn).args` names. */
function positional(c: Compiler, fn: GFunction): string[] {
  const node = findNode(c, fn)?.node;
  const keywords = new Set(node?.kind === "FunctionDef" ? node.args.kwonlyargs.map((a) => a.arg) : []);
  return fn.parameters.filter((p) => !p.startsWith("*") && !keywords.has(p));
}

/** Types of all parameters behind the first `bound` ones, `*args` and keyword-only ones included; null without a single annotation. */
function annotated(c: Compiler, fn: GFunction, bound = 0): { types: Type[]; returns: Type } | null {
  const annotations = new Map(fn.annotations);
  const names = fn.parameters.slice(bound).map((p) => p.replace(/^\*+/, ""));
  if (![...names, "return"].some((n) => annotations.has(n))) return null;
  const typeOf = (name: string): Type => {
    const found = annotations.get(name);
    if (found === undefined) return TensorT;
    // text stays text, as in the annotations of attributes
    const type = typeof found === "string" ? null : c.readAnnotation(() => parameterAnnotation(c, fn, name), () => annToType(c, found));
    if (!type) return fail("annotation", null, msg`the annotation of '${name}' in ${fn.qualname} is not a TorchScript type`);
    return type;
  };
  try {
    return { types: names.map(typeOf), returns: typeOf("return") };
  } catch (error) {
    if (!(error instanceof BadAnnotation)) throw error;
    return fail("annotation", null, error.text);
  }
}

/** Where the annotation of a parameter stands, or of what is returned. */
function parameterAnnotation(c: Compiler, fn: GFunction, name: string): SourceRange | null {
  const found = findNode(c, fn);
  if (found?.node.kind !== "FunctionDef") return null;
  const { args, returns } = found.node;
  const all = [...args.posonlyargs, ...args.args, ...args.kwonlyargs, args.vararg, args.kwarg];
  const at = name === "return" ? returns : all.find((a) => a?.arg === name)?.annotation;
  return at ? { file: found.file, start: at.start, end: at.end } : null;
}

function inComment(c: Compiler, fn: GFunction, isMethod: boolean, names: readonly string[]): { types: Type[]; returns: Type } | null {
  const found = commentSignature(c, fn, isMethod);
  return found && { types: names.slice(isMethod ? 1 : 0).map((n) => found.params.get(n) ?? TensorT), returns: found.returns };
}

/** torch wants as many types as names. */
function fitting(signature: { types: readonly Type[]; returns: Type } | null, names: readonly string[], bound: number, fn: GFunction | undefined): Pick<CallableSignature, "names" | "types" | "returns"> {
  if (!signature) return { names, types: null, returns: null };
  if (signature.types.length !== names.length - bound) {
    fail("python-call-signature", null, msg`torch cannot call '${fn?.qualname ?? "?"}' from compiled code: the number of its annotated types (${signature.types.length}) is not that of its parameters (${names.length - bound})`);
  }
  return { names, ...signature };
}

/**
 * Compiles the free functions of one source text with the emitter alone: names resolve to each
 * other and to a small `torch`. What else a text needs is refused as a limit.
 */
import { readFileSync } from "node:fs";
import { loadParserParts } from "../../../server/src/host/parserParts";
import type { SourceFile } from "../../../server/src/syntax/ast";
import { initParser, parse } from "../../../server/src/syntax/parser";
import type { SourceRange } from "../../../server/src/syntax/source";
import { positionAt } from "../../../server/src/syntax/source";
import type { OperatorFacts } from "../../../server/src/script/api";
import { emitFunction } from "../../../server/src/script/emit/emitter";
import type { EmitResult } from "../../../server/src/script/emit/emitter";
import { OwnLimit, ScriptError } from "../../../server/src/script/errors";
import { buildDef } from "../../../server/src/script/frontend/build";
import type { FrontendProblem } from "../../../server/src/script/frontend/tree";
import { printGraph } from "../../../server/src/script/ir/printer";
import type { FunctionSchema } from "../../../server/src/script/schema/functionSchema";
import { OperatorTable } from "../../../server/src/script/schema/operators";
import { schemaStr } from "../../../server/src/script/schema/parseSchema";
import { BuiltinFunction, LegacyTensorConstructor, PythonExceptionValue, SpecialFormValue } from "../../../server/src/script/sugared/builtins";
import { ClassValue, FunctionValue } from "../../../server/src/script/sugared/classes";
import { SimpleValue } from "../../../server/src/script/sugared/simpleValue";
import type { EmitContext, EmitServices, Resolver, TorchVersion } from "../../../server/src/script/sugared/sugaredValue";
import { SugaredValue } from "../../../server/src/script/sugared/sugaredValue";
import { ClassType, DeviceT, TensorT, UnknownT } from "../../../server/src/script/types/types";
import type { CompiledFunction, Type } from "../../../server/src/script/types/types";
import { msg } from "../../../server/src/text/message";

export async function loadParser(): Promise<void> {
  await initParser(loadParserParts());
}

export function version(name: string): TorchVersion {
  const [major = 0, minor = 0] = name.split(".").map(Number);
  return { name, major, minor, atLeast: (a, b) => major > a || (major === a && minor >= b) };
}

const tables = new Map<string, OperatorTable>();
export function operators(name: string): OperatorTable {
  const known = tables.get(name);
  if (known) return known;
  const facts = JSON.parse(readFileSync(new URL(`../../../cfg/facts/operators-${name}.json`, import.meta.url), "utf8")) as OperatorFacts;
  const made = new OperatorTable(facts);
  tables.set(name, made);
  return made;
}

const FORMS: Readonly<Record<string, SugaredValue>> = {
  "torch.jit.annotate": new SpecialFormValue("prim::annotate"),
  "torch.jit._fork": new SpecialFormValue("prim::fork"),
  "torch.jit.fork": new SpecialFormValue("prim::fork"),
  "torch.jit.wait": new BuiltinFunction("aten::wait"),
  "torch.jit.is_scripting": new BuiltinFunction("aten::is_scripting"),
  "torch.FloatTensor": new LegacyTensorConstructor("float32"),
};

/** A Python module of which only operators and special forms are known. */
class FakeModule extends SugaredValue {
  constructor(private readonly name: string, private readonly facts: OperatorTable) { super(); }
  get kind(): string { return `module ${this.name}`; }
  override attr(range: SourceRange, m: EmitContext, field: string): SugaredValue {
    const path = `${this.name}.${field}`;
    const form = FORMS[path];
    if (form) return form;
    if (["torch.jit", "torch.nn", "torch.nn.functional"].includes(path)) return new FakeModule(path, this.facts);
    const dtypes = ["uint8", "int8", "int16", "int32", "int64", "float16", "float32", "float64", "complex32", "complex64", "complex128", "bool", "qint8", "quint8", "qint32", "bfloat16"];
    const alias: Record<string, string> = { long: "int64", int: "int32", float: "float32", double: "float64", half: "float16", short: "int16" };
    const dtype = dtypes.indexOf(alias[field] ?? field);
    if (this.name === "torch" && dtype >= 0) return new SimpleValue(m.graph.insertConstant({ kind: "int", value: BigInt(dtype) }, range));
    if (path === "math.pi") return new SimpleValue(m.graph.insertConstant({ kind: "float", value: Math.PI }, range));
    const symbol = this.facts.builtinFor([path]) ?? (this.facts.has(`aten::${field}`) && this.name === "torch" ? `aten::${field}` : undefined);
    if (symbol !== undefined) return new BuiltinFunction(symbol);
    throw new OwnLimit(range, msg`the harness does not know ${path}`);
  }
}

export interface Compiled {
  readonly file: SourceFile;
  readonly errors: (ScriptError | OwnLimit)[];
  readonly problems: FrontendProblem[];
  readonly warnings: string[];
  readonly functions: ReadonlyMap<string, EmitResult>;
  graph(name: string): string;
  schema(name: string): string;
}

/** Compiles `target` and what it calls, or every function. */
export function compileText(text: string, torch = "2.6", target?: string, path = "case.py"): Compiled {
  const file = parse(path, text);
  const table = operators(torch);
  const results = new Map<string, EmitResult>();
  const errors: (ScriptError | OwnLimit)[] = [];
  const problems: FrontendProblem[] = [];
  const warnings: string[] = [];
  const busy = new Set<string>();
  const functions = new Map<string, CompiledFunction>();
  const torchVersion = version(torch);

  const services: EmitServices = {
    torch: torchVersion,
    operators: table,
    callFunction: (callee) => { callee.ensureDefined(); },
    warn: (rule) => { warnings.push(rule); },
    note: () => undefined,
    report: (error) => { errors.push(error); },
    isBeingDefined: (fn) => busy.has(fn.qualname),
    expired: () => false,
  };
  const imported = new Map<string, string>();
  for (const s of file.body) {
    if (s.kind === "Import") for (const a of s.names) imported.set(a.asname ?? (a.name.split(".")[0] ?? ""), a.asname ? a.name : (a.name.split(".")[0] ?? ""));
    if (s.kind === "ImportFrom") for (const a of s.names) imported.set(a.asname ?? a.name, `${s.module ?? ""}.${a.name}`);
  }
  const globals = new Set(file.body.flatMap((s) => (s.kind === "Assign" ? s.targets.flatMap((t) => (t.kind === "Name" ? [t.id] : [])) : s.kind === "ClassDef" ? [s.name] : [])));
  const resolver: Resolver = {
    resolveValue: (name, m, range) => {
      const fn = functions.get(name);
      if (fn) return new FunctionValue([fn]);
      const cls = classType(name);
      if (cls) return new ClassValue(cls);
      if (["ValueError", "RuntimeError", "Exception", "TypeError", "NotImplementedError", "KeyError", "IndexError"].includes(name)) return new PythonExceptionValue(`builtins.${name}`);
      const from = imported.get(name);
      if (from === "torch" || from === "math") return new FakeModule(from, table);
      if (from !== undefined) {
        const parts = from.split(".");
        const last = parts.pop() ?? "";
        const outer = parts.join(".");
        if (outer === "torch" || outer === "math") return new FakeModule(outer, table).attr(range, m, last);
        throw new OwnLimit(range, msg`the harness does not know ${from}`);
      }
      if (globals.has(name) || !["undefined"].includes(name) && isPythonBuiltin(name)) throw new OwnLimit(range, msg`the harness does not know ${name}`);
      return null;
    },
    resolveType: (name, range): Type | null => {
      if (name === "torch.Tensor" || name === "Tensor") return TensorT;
      if (name === "torch.device") return DeviceT;
      const cls = classType(name);
      if (cls) return cls;
      if (globals.has(name)) throw new OwnLimit(range, msg`the harness does not know ${name}`);
      return null;
    },
  };
  const classes = new Map<string, ClassType>();
  /** As torch: `__init__` first, since it makes the attributes, then the others by name. */
  const classType = (name: string): ClassType | null => {
    const known = classes.get(name);
    const node = file.body.find((s) => s.kind === "ClassDef" && s.name === name);
    if (known || node?.kind !== "ClassDef" || node.bases.length > 0) return known ?? null;
    const cls = new ClassType(`__torch__.${name}`, false);
    classes.set(name, cls);
    const methods = node.body.flatMap((s) => (s.kind === "FunctionDef" ? [s] : [])).sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const method of methods) {
      let result: EmitResult | null = null;
      const fn: CompiledFunction = {
        name: method.name,
        qualname: `${cls.qualname}.${method.name}`,
        ensureDefined: () => {
          if (result || busy.has(fn.qualname)) return;
          busy.add(fn.qualname);
          const built = buildDef(file, method, { torch: torchVersion, selfName: name });
          for (const p of built.problems) errors.push(new ScriptError(p.rule, p.range, p.message));
          result = emitFunction({ def: built.def, resolver, self: null, selfType: cls, fn, defaults: new Map(), services });
          busy.delete(fn.qualname);
        },
        schema: (): FunctionSchema => result?.schema ?? { name: fn.name, overload: "", args: [], returns: [], isVararg: false, isVarret: false },
      };
      cls.methods.set(method.name, fn);
    }
    cls.methods.get("__init__")?.ensureDefined();
    for (const fn of cls.methods.values()) fn.ensureDefined();
    return cls;
  };
  for (const node of file.body) {
    if (node.kind !== "FunctionDef") continue;
    const fn: CompiledFunction = {
      name: node.name,
      qualname: `__torch__.${node.name}`,
      ensureDefined: () => {
        if (results.has(node.name)) return;
        busy.add(fn.qualname);
        const built = buildDef(file, node, { torch: torchVersion });
        problems.push(...built.problems);
        for (const p of built.problems) errors.push(new ScriptError(p.rule, p.range, p.message));
        const defaults = new Map();
        results.set(node.name, emitFunction({ def: built.def, resolver, self: null, selfType: null, fn, defaults, services }));
        busy.delete(fn.qualname);
      },
      schema: (): FunctionSchema => results.get(node.name)?.schema ?? { name: node.name, overload: "", args: [], returns: [{ name: "", type: UnknownT, kwargOnly: false }], isVararg: false, isVarret: false },
    };
    functions.set(node.name, fn);
  }
  for (const [name, fn] of functions) if (target === undefined || name === target) fn.ensureDefined();
  return {
    file, errors, problems, warnings, functions: results,
    graph: (name) => {
      const r = results.get(name);
      return r ? printGraph(r.graph) : "";
    },
    schema: (name) => {
      const r = results.get(name);
      return r ? schemaStr(r.schema) : "";
    },
  };
}

const isPythonBuiltin = (name: string): boolean => ["reversed", "type", "set", "open", "map", "filter", "iter", "next", "super", "slice", "frozenset", "setattr", "eval", "exec", "vars", "callable", "object"].includes(name);

/** Line and column as torch's tests have them: lines from 1. */
export function placeOf(file: SourceFile, range: SourceRange | null): string {
  if (!range) return "none";
  const a = positionAt(file.lineStarts, range.start);
  const b = positionAt(file.lineStarts, range.end);
  return `${a.line + 1}:${a.character}-${b.line + 1}:${b.character}`;
}

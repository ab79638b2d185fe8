/**
 * The script compiler's entry: what `torch.jit.script` would do with one object. Answers to
 * `script` in torch/jit/_script.py.
 */
import type { GClass, GInstance, GValue, ObjectGraph } from "../host/objectGraph";
import { positionAt } from "../syntax/source";
import type { SourceRange } from "../syntax/source";
import type { CompileDiagnostic } from "../trace/log";
import type { CompileRequest, CompileResult, MethodResult, OperatorFacts, PrintedMethod, ScriptKind } from "./api";
import { notInstalled, OwnLimit, ScriptError } from "./errors";
import { exportView, NotExportable, type ExportView } from "./exportView";
import { printGraph, type PrintedPlace } from "./ir/printer";
import { flowLevel } from "./moduleGraph/level";
import { printCode } from "./printer/pythonPrint";
import { Abort, Compiler, tableFor } from "./recursive/compiler";
import type { ConcreteType } from "./recursive/concreteType";
import { compileClass, interfaceTypeOf } from "./recursive/classes";
import { scriptFunction, type ScriptFunction } from "./recursive/functions";
import { misfit } from "./recursive/cast";
import { lookAhead } from "./recursive/lookAhead";
import { graphChange } from "./recursive/graphChange";
import { CompileMemory, type CompileTurn } from "./recursive/memory";
import { isRef, PyGraph } from "./recursive/graphReader";
import { inferType } from "./recursive/inferType";
import { rootModule } from "./recursive/modules";
import { BUILTIN_FILE, BUILTIN_SOURCE } from "./schema/builtinFunctions";
import { schemaStr } from "./schema/parseSchema";
import type { TorchVersion } from "./sugared/sugaredValue";
import { UNKNOWN_NODE } from "./sugared/support";
import { annotationStr } from "./types/print";
import { ClassType } from "./types/types";
import { lineStartsOf } from "../syntax/source";
import { msg, verbatim, type Message } from "../text/message";

const DEFAULT_TIME_LIMIT = 20_000;

function versionOf(name: string): TorchVersion {
  const [major = 0, minor = 0] = name.split(".").map(Number);
  return { name, major, minor, atLeast: (a, b) => major > a || (major === a && minor >= b) };
}

export function compile(request: CompileRequest): CompileResult { return run(request).result; }

/** A compiled module: `moduleTypes` of the compiler has every instance's type, whose `made` has the methods. */
export interface CompiledModel {
  readonly compiler: Compiler;
  /** The root's index in the object graph. */
  readonly root: number;
}

/** Compiles, and gives what an archive of it holds (`refused` says why that cannot be given) and, of a module, what ONNX is made of. */
export function compileForExport(request: CompileRequest): { result: CompileResult; view?: ExportView; refused?: NotExportable; compiled?: CompiledModel } {
  const { c, result } = run({ ...request, print: false, lookAhead: false });
  if (result.verdict !== "ok") return { result };
  const root = request.root ?? request.graph.root;
  const o = c.py.object(root);
  const at = o?.kind === "scriptmodule" && !o.traced ? o.module : root;
  const model = c.py.object(at)?.kind === "module" && isRef(at) ? { compiled: { compiler: c, root: at.o } } : {};
  try {
    return { result, view: exportView(c, root), ...model };
  } catch (error) {
    return { result, ...model, refused: error instanceof NotExportable ? error : new NotExportable(ownFault(error)) };
  }
}

/** How often a changed signature may make a compilation start over. */
const TURNS = 4;

function run(request: CompileRequest): { c: Compiler; result: CompileResult } {
  const { memory, graph } = request;
  if (!memory || request.root !== undefined) return compileOnce(request, graph, null);
  for (let i = 0; i < TURNS; i++) {
    const turn = memory.begin(graph);
    const made = compileOnce(request, turn.graph, turn);
    if (memory.end(turn, !made.c.expired())) return made;
  }
  memory.forget();
  return compileOnce(request, graph, null);
}

export { graphChange };

export function newMemory(): CompileMemory { return new CompileMemory(); }

function compileOnce(request: CompileRequest, graph: ObjectGraph, turn: CompileTurn | null): { c: Compiler; result: CompileResult } {
  const began = performance.now();
  const c = new Compiler(new PyGraph(graph), versionOf(request.torch), request.facts, request.sources, request.timeLimit ?? DEFAULT_TIME_LIMIT, turn);
  const root = request.root ?? graph.root;
  let kind: ScriptKind = "refused";
  const methods: Record<string, MethodResult> = {};
  // errors are thrown by the thousand inside the compiler; their stacks are never looked at
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    kind = c.log.within("dispatch", nameOf(c, root), {}, (entry) => {
      // what was scripted while the file was loaded: torch would have stopped there
      for (const v of graph.scripted ?? []) dispatch(c, v, true);
      const made = request.scriptedOnly ? "refused" : dispatch(c, root);
      entry.detail = msg`torch.jit.script takes it for: ${made}`;
      if (c.diagnostics.some((d) => d.severity === "error" && !d.unreached)) entry.status = "error";
      return made;
    });
    if (!request.scriptedOnly && !c.diagnostics.some((d) => d.severity === "error")) collect(c, root, request.print ?? true, methods);
    if (request.lookAhead ?? true) lookAhead(c);
  } catch (error) {
    if (!(error instanceof Abort)) c.report(new OwnLimit(null, ownFault(error)));
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
  const diagnostics = ordered(c);
  const failed = diagnostics.some((d) => d.severity === "error" && !d.unreached);
  const result: CompileResult = {
    verdict: failed ? "error" : c.limited ? "unknown" : "ok", kind, diagnostics, methods, log: { entries: c.log.entries }, types: c.typeTable, printed: () => printedMethods(c, root), flow: (path) => (isRef(root) && c.py.object(root)?.kind === "module" ? flowLevel(c, root.o, path) : null), seconds: (performance.now() - began) / 1000,
  };
  return { c, result };
}

function printedMethods(c: Compiler, root: GValue): Record<string, PrintedMethod> {
  const out: Record<string, MethodResult> = {};
  try { collect(c, root, true, out); } catch { /* what was collected so far */ }
  return Object.fromEntries(Object.entries(out).filter(([, m]) => m.graph !== undefined && !m.graph.includes(UNKNOWN_NODE)).map(([name, m]) => [name, { ...m, ranges: graphRanges.get(m) ?? [] }]));
}

function ownFault(error: unknown): Message {
  const what = error instanceof RangeError ? msg`the code is nested too deeply for it` : verbatim(error instanceof Error ? error.message : String(error));
  const where = error instanceof Error && process.env["TORCHSCRIPT_LENS_DEBUG"] ? `\n${error.stack ?? ""}` : "";
  return msg`The script compiler could not go on: ${what}. This is a fault of TorchScript Lens, not of the model.${where}`;
}

/** Errors first in torch's order, then the rest. */
function ordered(c: Compiler): CompileDiagnostic[] {
  const rank = (d: CompileDiagnostic): number => (d.severity === "error" ? (d.unreached ? 2 : 0) : 1);
  return c.diagnostics.map(({ noPlace: _noPlace, ...d }, i) => ({ d, i })).sort((a, b) => rank(a.d) - rank(b.d) || a.i - b.i).map(({ d }) => d);
}

function nameOf(c: Compiler, v: GValue): string {
  const o = c.py.object(v);
  if (!o) return c.py.typeName(v);
  switch (o.kind) {
    case "module": return c.py.moduleClass(o)?.qualname ?? "Module";
    case "function": case "class": return o.qualname;
    case "instance": return c.py.class(o.cls)?.qualname ?? "object";
    default: return c.py.typeName(v);
  }
}

function refuse(c: Compiler, rule: string, message: Message): ScriptKind {
  c.report(new ScriptError(rule, null, message, [], true));
  return "refused";
}

/** The branches of torch.jit.script, in its order. */
function dispatch(c: Compiler, v: GValue, loading = false): ScriptKind {
  const o = c.py.object(v);
  if (!o || !isRef(v)) return refuse(c, "cannot-script", msg`torch.jit.script takes modules, functions, classes, lists and dicts, not ${nameOf(c, v)}`);
  const missing = o.kind === "list" || o.kind === "dict" || o.kind === "tuple" ? null : c.py.missing(v);
  if (missing !== null) {
    // while the file is loaded it is another object than the one that is asked about
    if (!loading) c.report(notInstalled(missing.replace(/\(\)$/, ""), null));
    return "refused";
  }
  switch (o.kind) {
    case "scriptlist": case "scriptdict": return refuse(c, "cannot-script", msg`torch.jit.script takes modules, functions, classes, lists and dicts, not ${nameOf(c, v)}`);
    case "scriptmodule":
      if (!o.traced && isRef(o.module)) rootModule(c, o.module.o);
      return "scripted";
    case "scriptfunction": {
      const fn = c.py.object(o.func);
      if (!o.traced && fn?.kind === "function" && isRef(o.func)) scriptFunction(c, o.func.o, fn, { kind: "root" }).prepare().ensureDefined();
      return "scripted";
    }
    case "module": {
      if (c.py.moduleClass(o)?.module === "torch.jit") return "scripted";
      rootModule(c, v.o);
      return "module";
    }
    case "dict": {
      const made = container(c, v, o.entries.length === 0, "dict");
      const inferred = o.cls === undefined || o.entries.length === 0 ? null : inferType(c, v);
      if (inferred && "type" in inferred && inferred.type.kind === "Class") return refuse(c, "cannot-script", msg`this dict is of the class ${c.py.class(o.cls ?? -1)?.name ?? "?"}, which torch takes for a script class: pass a plain dict`);
      return made;
    }
    case "list": return container(c, v, o.items.length === 0, "list");
    case "class": return scriptClass(c, v.o, loading);
    case "method": {
      // torch compiles the function with self as a Tensor
      const fn = c.py.functionOf(v);
      if (!fn) return refuse(c, "bound-method", msg`a bound method cannot be scripted; script the module, or mark the method with @torch.jit.export`);
      scriptFunction(c, v.o, fn, { kind: "root" }).prepare().ensureDefined();
      return "function";
    }
    case "function": {
      if (c.py.get(o.attrs, "__lens_boolean_dispatch__") !== undefined) return refuse(c, "cannot-script", msg`'${o.name}' chooses between two functions by a flag; script a function that calls it`);
      if (c.py.get(o.attrs, "__script_unsupported") !== undefined) return refuse(c, "cannot-script", msg`'${o.name}' is decorated with @autocast(), which cannot be scripted; use a with statement inside`);
      if (o.overloads?.length) return refuse(c, "overload-directly", msg`'${o.qualname}' is overloaded and cannot be scripted directly; call it from another function`);
      scriptFunction(c, v.o, o, { kind: "root" }).prepare().ensureDefined();
      return "function";
    }
    case "tensor": return refuse(c, "cannot-script", msg`a ${{ scripted: "Tensor" }} cannot be scripted: was a model called where the model itself was meant? torch.jit.script(model), not torch.jit.script(model(x))`);
    case "tuple": case "namedtuple": return refuse(c, "cannot-script", msg`a ${{ scripted: "tuple" }} cannot be scripted: was a model called where the model itself was meant? torch.jit.script(model), not torch.jit.script(model(x))`);
    case "instance": {
      const cls = c.py.class(o.cls);
      if (!cls || cls.file === null || cls.module === "builtins") return refuse(c, "cannot-script", msg`torch.jit.script takes modules, functions, classes, lists and dicts, not a ${{ scripted: nameOf(c, v) }}`);
      if (cls.name === "RecursiveScriptClass" && cls.module === "torch.jit") return "scripted";
      if (/^torch(\.|$)/.test(cls.module)) return libraryInstance(c, v, o, cls);
      const type = compileClass(c, o.cls, cls);
      const why = o.slots ? msg`its class has __slots__, so it has no __dict__` : attributeAmiss(c, o, type);
      if (why !== null && !c.diagnostics.some((d) => d.severity === "error")) c.report(new ScriptError("attribute-value", null, msg`this ${cls.name} cannot be scripted: ${why}`, [], true));
      return "scripted";
    }
    default: return refuse(c, "cannot-script", msg`torch.jit.script takes modules, functions, classes, lists and dicts, not a ${{ scripted: nameOf(c, v) }}`);
  }
}

/** Of torch's own class only what torch stops at is told: nobody is going to mend it. */
function libraryInstance(c: Compiler, v: GValue, o: GInstance, cls: GClass): ScriptKind {
  const aside = c.aside();
  compileClass(aside, o.cls, cls, null, true);
  const what = msg`torch.jit.script takes modules, functions, classes, lists and dicts, not a ${{ scripted: nameOf(c, v) }}`;
  const first = aside.diagnostics.find((d) => d.severity === "error");
  if (!first?.range) return refuse(c, "cannot-script", what);
  c.report(new ScriptError(first.rule, first.range, msg`${what}; torch compiles its class as a script class and stops here: ${first.message}`));
  return "refused";
}

/** Every attribute of the object is set on the new one of the script class, in order (torch: create_script_class). */
function attributeAmiss(c: Compiler, o: GInstance, type: ClassType): Message | null {
  for (const [name, value] of o.attrs) {
    const attribute = type.attribute(name);
    if (!attribute) return msg`its class sets no attribute '${name}' in a method of its own`;
    const why = misfit(c, value, attribute.type);
    if (why !== null) return msg`its attribute '${name}' does not fit ${annotationStr(attribute.type)}: ${why}`;
  }
  return null;
}

/** An empty one holds Tensors. */
function container(c: Compiler, v: GValue, empty: boolean, kind: "list" | "dict"): ScriptKind {
  const inferred = empty ? null : inferType(c, v);
  if (inferred && "failure" in inferred) return refuse(c, "cannot-script", kind === "list" ? msg`this list cannot be scripted: ${inferred.failure}` : msg`this dict cannot be scripted: ${inferred.failure}`);
  return kind;
}

/** `decorating`: what `torch.jit.interface` was given; to torch.jit.script an interface is a class like any other. */
function scriptClass(c: Compiler, index: number, decorating: boolean): ScriptKind {
  const cls = c.py.class(index);
  if (!cls) return "refused";
  if (cls.traits.interface && decorating) {
    const bases = c.py.mro(cls).slice(1);
    if (bases.length > (cls.traits.module ? 1 : 0)) return refuse(c, "class-inheritance", msg`interface '${cls.name}' inherits from another class: it must inherit from object or nn.Module only`);
    interfaceTypeOf(c, index);
    return "interface";
  }
  if (cls.traits.module) return refuse(c, "module-class", msg`'${cls.name}' is a module class: torch.jit.script takes an instance of it`);
  if (cls.traits.enum) return "enum";
  if (c.py.mro(cls).length > 1 && !cls.traits.namedtuple) return refuse(c, "class-inheritance", msg`class '${cls.name}' inherits from another class: a TorchScript class must inherit from object only`);
  if (cls.traits.namedtuple) return refuse(c, "class-inheritance", msg`class '${cls.name}' is a NamedTuple: it cannot be scripted by itself, only used in an annotation`);
  compileClass(c, index, cls, null, true);
  return cls.traits.dataclass ? "dataclass" : "class";
}

/** Methods as oracle/record.py names them: of the first module of each type, by name. */
function collect(c: Compiler, root: GValue, print: boolean, out: Record<string, MethodResult>): void {
  const o = c.py.object(root);
  if (!isRef(root) || !o) return;
  if (o.kind === "function" || o.kind === "method") {
    const fn = c.functions.get(root.o);
    if (fn) add(c, fn.name, fn, print, false, out);
    return;
  }
  if (o.kind === "scriptfunction" && isRef(o.func)) {
    const fn = c.functions.get(o.func.o);
    if (fn) add(c, fn.name, fn, print, false, out);
    return;
  }
  if (o.kind === "scriptmodule") {
    if (!o.traced) collect(c, o.module, print, out);
    return;
  }
  if (o.kind !== "module") return;
  const seen = new Set<ConcreteType>();
  const visited = new Set<number>();
  const visit = (index: number, path: string): void => {
    if (visited.has(index)) return;
    visited.add(index);
    const m = c.py.at(index);
    const type = c.moduleTypes.get(index);
    if (m?.kind !== "module" || !type) return;
    if (!seen.has(type) && type.jitType instanceof ClassType) {
      seen.add(type);
      for (const [name, fn] of [...type.made].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))) add(c, path ? `${path}.${name}` : name, fn, print, true, out);
    }
    for (const [name, value] of m.modules) {
      const child = c.py.object(value);
      const at = child?.kind === "scriptmodule" ? child.module : value;
      if (isRef(at)) visit(at.o, path ? `${path}.${name}` : name);
    }
  };
  visit(root.o, "");
}

function add(c: Compiler, name: string, fn: ScriptFunction, print: boolean, isMethod: boolean, out: Record<string, MethodResult>): void {
  // what torch itself defines for containers is no method of the user's
  if (!fn.result || fn.result.failed || fn.fn.file?.startsWith("<__torch__") && /^__(len|contains)__$/.test(fn.name)) return;
  const schema = schemaStr(fn.result.schema);
  if (!print) {
    out[name] = { schema };
    return;
  }
  const made: { schema: string; graph?: string; code?: string } = { schema };
  const ranges: SourceRange[] = [];
  const place = (range: SourceRange): PrintedPlace | null => {
    const at = placeOf(c, range);
    if (at) ranges.push(range);
    return at;
  };
  try { made.graph = printGraph(fn.result.graph, { placeOf: place }); } catch { /* a method without a graph is still a method */ }
  try { made.code = printCode({ name: fn.name, schema: fn.result.schema, graph: fn.result.graph }, { torch: c.torch, isMethod }); } catch { /* as above */ }
  out[name] = made;
  graphRanges.set(made, ranges);
}

const graphRanges = new WeakMap<MethodResult, readonly SourceRange[]>();

const builtinLines = lineStartsOf(BUILTIN_SOURCE);

function placeOf(c: Compiler, range: SourceRange): PrintedPlace | null {
  if (range.file === BUILTIN_FILE) {
    const at = positionAt(builtinLines, range.start);
    return { file: BUILTIN_FILE, line: at.line + 1, column: at.character };
  }
  const source = c.source(range.file);
  if (!source) return null;
  const at = positionAt(source.lineStarts, range.start);
  const begin = source.lineStarts[at.line] ?? 0;
  const head = source.text.slice(begin, range.start);
  // torch counts bytes
  let column = 0;
  for (const ch of head) { const p = ch.codePointAt(0) ?? 0; column += p < 0x80 ? 1 : p < 0x800 ? 2 : p < 0x10000 ? 3 : 4; }
  return { file: range.file.replace(/^\/lens\/site\//, ""), line: at.line + 1, column };
}

/** Reads the operators ahead of the first compile, while the model still loads. */
export function readAhead(facts: OperatorFacts): void { tableFor(facts); }

/** Object graphs for tests, made from Python text by our own parser: what the loader would say of it. */
import fs from "node:fs";
import path from "node:path";
import type { GClass, GFunction, GModule, GObject, GPairs, GValue, ObjectGraph } from "../../../server/src/host/objectGraph";
import type { OperatorFacts, CompileResult } from "../../../server/src/script/api";
import { compile, compileForExport } from "../../../server/src/script/compile";
import type { ClassDef, FunctionDef, SourceFile } from "../../../server/src/syntax/ast";
import { parse } from "../../../server/src/syntax/parser";
import { positionAt } from "../../../server/src/syntax/source";

const FILE = "/user/model.py";
const facts = JSON.parse(fs.readFileSync(path.join(import.meta.dirname, "../../../cfg/facts/operators-2.14.json"), "utf8")) as OperatorFacts;

export interface ModuleSpec {
  readonly cls: string;
  readonly attrs?: GPairs;
  readonly parameters?: GPairs;
  readonly children?: Readonly<Record<string, ModuleSpec>>;
  readonly hooks?: readonly string[];
}

export class GraphOf {
  readonly objects: GObject[] = [];
  readonly source: SourceFile;
  private readonly globals: [string, GValue][] = [];
  private readonly base: number;

  /** `decorators` become the modifiers that the stand-in would set. */
  constructor(text: string) {
    this.source = parse(FILE, text);
    this.base = this.add({ kind: "class", name: "Module", qualname: "Module", module: "torch.nn.modules.module", mro: [], bases: [], attrs: [], annotations: [], file: null, line: 0, traits: { module: true } });
    const relu = this.add({ kind: "builtin", names: ["torch.relu"], type: "builtin_function_or_method" });
    this.globals.push(["torch", { o: this.add({ kind: "pymodule", name: "torch", file: null, attrs: [["relu", { o: relu }]] }) }]);
    for (const s of this.source.body) {
      if (s.kind === "FunctionDef") this.globals.push([s.name, this.function(s, s.name)]);
      if (s.kind === "ClassDef") this.globals.push([s.name, this.class(s)]);
    }
  }

  add(o: GObject): number { return this.objects.push(o) - 1; }
  global(name: string): GValue { return this.globals.find(([n]) => n === name)?.[1] ?? null; }

  private function(node: FunctionDef, qualname: string): GValue {
    const modifiers: Record<string, string> = { export: "export (compile this method)", ignore: "ignore (leave as a call to Python)", unused: "unused (ignored and replaced with raising of an exception)" };
    const marks = node.decorators.flatMap((d) => (d.kind === "Name" && modifiers[d.id] ? [modifiers[d.id] as string] : []));
    const defaults = node.args.defaults.map((d, i): [string, GValue] => {
      const name = node.args.args[node.args.args.length - node.args.defaults.length + i]?.arg ?? "";
      const v = d.kind === "Constant" ? d.value : undefined;
      return [name, v?.type === "int" ? { i: Number(v.value) } : v?.type === "float" ? { f: v.value } : v?.type === "bool" || v?.type === "str" ? v.value : null];
    });
    const fn: GFunction = {
      kind: "function", name: node.name, qualname, module: "model", file: FILE, line: positionAt(this.source.lineStarts, node.decoratorStart).line + 1,
      parameters: node.args.args.map((a) => a.arg), closure: [], defaults, globals: this.globals, annotations: [], attrs: [], ...(marks[0] ? { modifier: marks[0] } : {}),
    };
    return { o: this.add(fn) };
  }

  private class(node: ClassDef): GValue {
    const isModule = node.bases.some((b) => b.kind === "Name" && b.id === "Module");
    const attrs = node.body.flatMap((s): [string, GValue][] => (s.kind === "FunctionDef" ? [[s.name, this.function(s, `${node.name}.${s.name}`)]] : []));
    const cls: GClass = {
      kind: "class", name: node.name, qualname: node.name, module: "model", mro: isModule ? [this.base] : [], bases: isModule ? [this.base] : [], attrs, annotations: [], file: FILE,
      line: positionAt(this.source.lineStarts, node.decoratorStart).line + 1, traits: isModule ? { module: true } : {},
    };
    return { o: this.add(cls) };
  }

  module(spec: ModuleSpec): GValue {
    const cls = this.global(spec.cls);
    const made: GModule = {
      kind: "module", cls: typeof cls === "object" && cls !== null && "o" in cls ? cls.o : -1, attrs: [["training", true], ...(spec.attrs ?? [])], parameters: spec.parameters ?? [], buffers: [],
      modules: Object.entries(spec.children ?? {}).map(([n, s]) => [n, this.module(s)]), nonPersistentBuffers: [],
      forwardHooks: (spec.hooks ?? []).map((h) => this.global(h)), forwardPreHooks: [], backwardHooks: 0,
    };
    return { o: this.add(made) };
  }

  tensor(): GValue { return { o: this.add({ kind: "tensor", parameter: true, dtype: "float32", shape: [2], device: "cpu", requiresGrad: true }) }; }

  compileForExport(root: GValue): ReturnType<typeof compileForExport> {
    return compileForExport({ graph: { version: 1, root, objects: this.objects }, torch: "2.14", facts, sources: { get: (f) => (f === FILE ? this.source : undefined) } });
  }

  compile(root: GValue, more: { timeLimit?: number; lookAhead?: boolean; scripted?: readonly GValue[] } = {}): CompileResult {
    const graph: ObjectGraph = { version: 1, root, objects: this.objects, ...(more.scripted ? { scripted: more.scripted } : {}) };
    return compile({ graph, torch: "2.14", facts, sources: { get: (f) => (f === FILE ? this.source : undefined) }, ...more });
  }

  /** The text of a range. */
  text(range: { start: number; end: number } | null | undefined): string { return range ? this.source.text.slice(range.start, range.end) : ""; }
}

/**
 * Reads a graph that torch printed back into a Graph, so that printers and passes can be held against torch
 * without the emitter. Answers to torch/csrc/jit/ir/irparser.cpp, for what `str(fn.graph)` contains.
 */
import type { ConstantValue } from "../../../server/src/script/ir/constant";
import { Graph } from "../../../server/src/script/ir/ir";
import type { Block, Node, Value } from "../../../server/src/script/ir/ir";
import type { FunctionSchema } from "../../../server/src/script/schema/functionSchema";
import type { CompiledFunction, SimpleKind, Type } from "../../../server/src/script/types/types";
import * as T from "../../../server/src/script/types/types";
import type { PrintedPlace } from "../../../server/src/script/ir/printer";

export interface ParseOptions {
  /** Qualified names for what a graph names only in short: functions, named tuples ("fields" joined by ","), interfaces. */
  readonly qualname?: (kind: "function" | "tuple" | "interface", name: string) => string | undefined;
  /** Gives a node its operator's schema. */
  readonly schemaOf?: (node: Node) => FunctionSchema | null;
}

export interface ParsedGraph {
  readonly graph: Graph;
  /** Places of the nodes: the range's file is its key. */
  readonly placeOf: (range: { readonly file: string }) => PrintedPlace | null;
}

const simple = new Map<string, Type>([
  ["Tensor", T.TensorT], ["int", T.IntT], ["float", T.FloatT], ["complex", T.ComplexT], ["bool", T.BoolT], ["str", T.StringT],
  ["NoneType", T.NoneT], ["Any", T.AnyT], ["Scalar", T.NumberT], ["Device", T.DeviceT], ["Generator", T.GeneratorT], ["Stream", T.StreamT],
  ["AnyClassType", T.AnyClassT], ["list", T.AnyListT], ["tuple", T.AnyTupleT], ["AnyEnumType", T.AnyEnumT], ["Storage", T.StorageT],
  ["Capsule", T.CapsuleT], ["PyObject", T.PyObjectT], ["number", T.NumberT],
]);

class Reader {
  at = 0;
  private readonly classes: Map<string, Type>;
  constructor(readonly text: string, readonly options: ParseOptions, classes?: Map<string, Type>) { this.classes = classes ?? new Map(); }

  fail(what: string): never {
    throw new Error(`${what} expected at ${JSON.stringify(this.text.slice(this.at, this.at + 60))}`);
  }
  peek(token: string): boolean { return this.text.startsWith(token, this.at); }
  accept(token: string): boolean {
    if (!this.peek(token)) return false;
    this.at += token.length;
    return true;
  }
  expect(token: string): void { if (!this.accept(token)) this.fail(JSON.stringify(token)); }
  match(re: RegExp): string | null {
    re.lastIndex = this.at;
    const m = re.exec(this.text);
    if (!m) return null;
    this.at += m[0].length;
    return m[0];
  }
  need(re: RegExp): string { return this.match(re) ?? this.fail(String(re)); }
  spaces(): void { this.match(/[ \n]*/y); }

  type(): Type {
    let type = this.baseType();
    for (;;) {
      if (this.accept("[]")) type = T.listOf(type);
      else if (this.accept("?")) type = { kind: "Optional", elem: type };
      else return type;
    }
  }
  private types(close: string): Type[] {
    const out: Type[] = [];
    while (!this.accept(close)) {
      out.push(this.type());
      this.accept(", ");
    }
    return out;
  }
  private baseType(): Type {
    if (this.accept("(")) return T.tupleOf(this.types(")"));
    const name = this.need(/[A-Za-z_][\w.]*/y);
    if (name === "Dict") { this.expect("("); const [key = T.AnyT, value = T.AnyT] = this.types(")"); return T.dictOf(key, value); }
    if (name === "Future" || name === "Await" || name === "RRef") {
      this.expect("[");
      const [elem = T.AnyT] = this.types("]");
      return { kind: name === "RRef" ? "RRefOf" : name, elem };
    }
    if (name === "Union") { this.expect("("); return { kind: "Union", members: this.types(")") }; }
    if (name === "Enum") {
      this.expect("<");
      const qualname = this.need(/[^>]*/y);
      this.expect(">");
      return { kind: "Enum", qualname, valueType: T.IntT, members: [] };
    }
    if (name === "InterfaceType") {
      this.expect("<");
      const short = this.need(/[^>]*/y);
      this.expect(">");
      return this.shared(`interface ${short}`, () => new T.InterfaceType(this.options.qualname?.("interface", short) ?? short, false));
    }
    if (name === "NamedTuple" && this.accept("(")) return this.namedTuple();
    if (name === "Function") return { kind: "Function" as SimpleKind };
    const known = simple.get(name);
    if (known) return known;
    if (this.peek("(")) { this.need(/\([^)]*\)/y); return T.TensorT; }
    return this.shared(name, () => new T.ClassType(name, true));
  }
  private shared(key: string, make: () => Type): Type {
    const type = this.classes.get(key) ?? make();
    this.classes.set(key, type);
    return type;
  }
  private namedTuple(): Type {
    const fields: string[] = [];
    const elems: Type[] = [];
    const defaults: (ConstantValue | undefined)[] = [];
    while (!this.accept(")")) {
      fields.push(this.need(/\w+/y));
      this.expect(" : ");
      const type = this.type();
      elems.push(type);
      defaults.push(this.accept(" = ") ? this.constant(type) : undefined);
      this.accept(", ");
    }
    const qualname = this.options.qualname?.("tuple", fields.join(",")) ?? "NamedTuple";
    return { kind: "Tuple", elems, named: { qualname, fields, defaults } };
  }

  string(): string {
    const raw = this.need(/"(?:[^"\\]|\\.)*"/ys).slice(1, -1);
    const bytes: number[] = [];
    const plain: Record<string, number> = { a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11 };
    for (let i = 0; i < raw.length; i++) {
      if (raw[i] !== "\\") { bytes.push(...new TextEncoder().encode(raw[i])); continue; }
      const c = raw[++i] ?? "";
      if (c in plain) bytes.push(plain[c] ?? 0);
      else if ("\\'\"".includes(c)) bytes.push(c.charCodeAt(0));
      else {
        const digits = raw.slice(i, i + 3);
        i += 2;
        const value = [...digits].reduce((sum, d, k) => sum + (d.charCodeAt(0) - 48) * 8 ** (2 - k), 0);
        bytes.push(value & 255);
      }
    }
    return new TextDecoder().decode(new Uint8Array(bytes));
  }
  number(): number {
    const text = this.need(/-?(?:inf|nan|[\d.]+(?:e[+-]?\d+)?)/y);
    return text === "inf" ? Infinity : text === "-inf" ? -Infinity : Number(text);
  }

  constant(type: Type): ConstantValue {
    switch (type.kind) {
      case "bool": return { kind: "bool", value: this.accept("True") || (!this.accept("False") && this.need(/[01]/y) === "1") };
      case "int": return { kind: "int", value: BigInt(this.need(/-?\d+/y)) };
      case "float": return { kind: "float", value: this.number() };
      case "complex": {
        const m = /(-?[\d.e+-]*?[\d.])([+-])([\d.e+-]+)j/y;
        m.lastIndex = this.at;
        const found = m.exec(this.text) ?? this.fail("a complex number");
        this.at += found[0].length;
        return { kind: "complex", re: Number(found[1]), im: Number(`${found[2]}${found[3]}`) };
      }
      case "str": return { kind: "str", value: this.string() };
      case "Device": return { kind: "device", value: this.accept("torch.device(") ? (() => { const s = this.string(); this.expect(")"); return s; })() : this.string() };
      case "Optional": return this.accept("None") ? { kind: "None" } : this.constant(type.elem);
      case "NoneType": this.expect("None"); return { kind: "None" };
      case "List": {
        if (this.accept("[<Tensors>]")) return { kind: "list", elem: type.elem, items: [tensor("<Tensor>")] };
        const annotated = this.match(/annotate\([^\n]*?, (?=\[)/y);
        this.expect("[");
        const items: ConstantValue[] = [];
        while (!this.accept("]")) { items.push(this.constant(type.elem)); this.accept(", "); }
        if (annotated) this.expect(")");
        return { kind: "list", elem: type.elem, items };
      }
      case "Tuple": {
        this.expect("(");
        const items = type.elems.map((t) => { const item = this.constant(t); if (!this.accept(", ")) this.accept(","); return item; });
        this.expect(")");
        return { kind: "tuple", type, items };
      }
      case "Dict": {
        const annotated = this.match(/annotate\([^\n]*?,(?=\{)/y);
        this.expect("{");
        const entries: [ConstantValue, ConstantValue][] = [];
        while (!this.accept("}")) { const key = this.constant(type.key); this.expect(": "); entries.push([key, this.constant(type.value)]); this.accept(", "); }
        if (annotated) this.expect(")");
        return { kind: "dict", key: type.key, value: type.value, entries };
      }
      case "Enum": {
        const text = this.need(/[\w.]+/y);
        return { kind: "enum", type, name: text.slice(text.lastIndexOf(".") + 1), value: { kind: "int", value: 0n } };
      }
      case "Tensor": return tensor(this.need(/\{[^}]*\}|<Tensor>|[^\]]*\[[^\]]*\]/y));
      default: return this.fail(`a constant of type ${type.kind}`);
    }
  }

  isEnd(): boolean { this.spaces(); return this.at >= this.text.length; }
}

export function parseGraph(text: string, options: ParseOptions = {}): ParsedGraph {
  const reader = new Reader(text, options);
  const places = new Map<string, PrintedPlace>();
  const groups: { node: Node; index: number }[] = [];
  const graph = readGraph(reader, places, groups);
  while (!reader.isEnd()) {
    reader.expect("with ");
    const name = reader.need(/[\w:]+/y);
    reader.expect(" = ");
    const index = Number(name.slice(name.lastIndexOf("_") + 1));
    const inner: { node: Node; index: number }[] = [];
    const subgraph = readGraph(reader, places, inner);
    if (inner.length > 0) throw new Error("forks inside of forks cannot be read");
    groups.find((g) => g.index === index)?.node.attrs.set("Subgraph", { kind: "g", value: subgraph });
  }
  return { graph, placeOf: (range) => places.get(range.file) ?? null };
}

function readGraph(reader: Reader, places: Map<string, PrintedPlace>, groups: { node: Node; index: number }[]): Graph {
  const graph = new Graph();
  const values = new Map<string, Value>();
  /** Numbers of unnamed values are kept, so that printing gives the same text. */
  let highest = -1;
  const give = (value: Value, name: string): void => {
    values.set(name, value);
    if (/^\d+$/.test(name)) {
      Object.assign(value, { unique: Number(name) });
      highest = Math.max(highest, Number(name));
    } else value.setName(name);
  };
  const use = (): Value => {
    reader.expect("%");
    const name = reader.need(/[^\s,():]+/y);
    return values.get(name) ?? reader.fail(`%${name} defined before it`);
  };
  const typedList = (end: string, add: (type: Type) => Value): void => {
    while (!reader.peek(end)) {
      reader.spaces();
      reader.expect("%");
      const name = reader.need(/[^\s,():]+/y);
      reader.expect(" : ");
      give(add(reader.type()), name);
      reader.accept(",");
      reader.match(/ (?!=)/y);
    }
    reader.expect(end);
  };
  const refs = (): Value[] => {
    const out: Value[] = [];
    reader.expect("(");
    while (!reader.accept(")")) { out.push(use()); reader.accept(", "); }
    return out;
  };

  const attributes = (node: Node): void => {
    if (!reader.accept("[")) return;
    while (!reader.accept("]")) {
      const name = reader.need(/\w+/y);
      reader.expect("=");
      const type = node.outputs[0]?.type ?? T.NoneT;
      if (node.isConstant && name === "value") node.setAttr(name, { kind: "constant", value: reader.constant(type) });
      else if (name === "types") {
        reader.expect("[");
        const types: Type[] = [];
        while (!reader.accept("]")) { types.push(reader.type()); reader.accept(", "); }
        node.setAttr(name, { kind: "tys", value: types });
      } else if (reader.peek("\"")) node.setS(name, reader.string());
      else node.setAttr(name, { kind: "i", value: reader.number() });
      reader.accept(", ");
    }
    if (node.isConstant && node.outputs[0]?.type.kind === "Function") {
      const name = node.s("name");
      node.output.setType({ kind: "FunctionValue", qualname: reader.options.qualname?.("function", name) ?? name, fn: unknownFunction(name) });
    }
  };

  const nodes = (block: Block): void => {
    for (;;) {
      reader.spaces();
      if (reader.peek("return (") || reader.peek("-> (")) return;
      if (/block\d+\(/y.test(reader.text.slice(reader.at, reader.at + 12))) reader.fail("a node");
      const names: { name: string; type: Type }[] = [];
      while (reader.accept("%")) {
        const name = reader.need(/[^\s,():]+/y);
        reader.expect(" : ");
        names.push({ name, type: reader.type() });
        reader.accept(", ");
      }
      reader.match(/ */y);
      reader.expect("= ");
      const python = reader.accept("^");
      let kind = python ? "prim::PythonOp" : reader.need(/[\w:]+/y);
      const pythonName = python ? reader.need(/[^[]+(?=\[\]\(\))/y) : "";
      let group: number | null = null;
      if (kind.startsWith("prim::fork_") || kind.startsWith("prim::awaitable_")) {
        group = Number(kind.slice(kind.lastIndexOf("_") + 1));
        kind = kind.slice(0, kind.lastIndexOf("_"));
      }
      const node = graph.create(kind, [], 0);
      for (const { name, type } of names) give(node.addOutput(type), name);
      if (python) { reader.expect("[]()"); node.setS("name", pythonName); } else attributes(node);
      if (group !== null) groups.push({ node, index: group });
      for (const input of refs()) node.addInput(input);
      const place = reader.match(/ # [^\n]*/y);
      if (place) {
        const m = / # (.*):(\d+):(\d+)$/.exec(place);
        const key = String(places.size);
        places.set(key, { file: m?.[1] ?? "", line: Number(m?.[2]), column: Number(m?.[3]) });
        node.range = { file: key, start: 0, end: 0 };
      }
      block.appendNode(node);
      for (;;) {
        const before = reader.at;
        reader.spaces();
        if (!reader.match(/block\d+\(/y)) { reader.at = before; break; }
        const inner = node.addBlock();
        typedList("):", (type) => inner.addInput("", type));
        nodes(inner);
        reader.spaces();
        reader.expect("-> ");
        for (const output of refs()) inner.registerOutput(output);
      }
      node.schema = reader.options.schemaOf?.(node) ?? null;
    }
  };

  reader.expect("graph(");
  typedList("):", (type) => graph.addInput("", type));
  nodes(graph.block);
  reader.expect("return ");
  for (const output of refs()) graph.registerOutput(output);
  graph.nextUnique = Math.max(graph.nextUnique, highest + 1);
  return graph;
}

function unknownFunction(name: string): CompiledFunction {
  return {
    name, qualname: name, ensureDefined: () => undefined,
    schema: () => ({ name, overload: "", args: [], returns: [], isVararg: false, isVarret: false }),
  };
}

/** Values renamed in order of appearance and places dropped, so that graphs can be compared. */
export function renumbered(text: string): string {
  const names = new Map<string, string>();
  return text.replace(/ # [^\n]*/g, "").replace(/%[^\s,():]+/g, (name) => {
    const known = names.get(name) ?? `%${names.size}`;
    names.set(name, known);
    return known;
  });
}

const tensor = (text: string): ConstantValue => ({ kind: "tensor", index: -1, value: text, graphText: text, graphType: "Tensor", requiresGrad: false, number: null, isFloating: true, exact: null });

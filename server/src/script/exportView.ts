/**
 * What an archive holds of a compiled module: the code of every type and function that it reaches, and
 * its objects with their values. Answers to the parts of torch/csrc/jit/serialization/{export_module,
 * python_print}.cpp that choose what is written; how it is laid out in a file is not known here.
 */
import type { GModule, GValue } from "../host/objectGraph";
import type { ConstantValue } from "./ir/constant";
import type { Block, Graph, Node } from "./ir/ir";
import { constantType } from "./ir/ir";
import { constantText, type ConstantTable } from "./printer/expressions";
import { isReadableAttribute } from "./printer/identifiers";
import { splitMarks, type MarkedRanges, type RangeAt } from "./printer/marks";
import { printCode } from "./printer/pythonPrint";
import type { Compiler } from "./recursive/compiler";
import { jitAttributeValue } from "./recursive/concreteType";
import { constantOf } from "./recursive/constants";
import { ScriptFunction } from "./recursive/functions";
import { isRef } from "./recursive/graphReader";
import type { Argument } from "./schema/functionSchema";
import { customClass } from "./schema/parseSchema";
import { annotationStr, lastAtom } from "./types/print";
import { ClassType, TensorT, type CompiledFunction, type EnumType, type InterfaceType, type TupleType, type Type } from "./types/types";
import type { SourceRange } from "../syntax/source";
import { msg, Traceless, type Message } from "../text/message";

export type ArchiveValue =
  | { readonly kind: "none" }
  | Extract<ConstantValue, { readonly kind: "bool" | "int" | "float" | "complex" | "str" | "device" }>
  /** `index`: among the object graph's objects. */
  | { readonly kind: "tensor"; readonly index: number }
  /** A number that a state dict has as well: attribute `name` of the module with this index, `value` as it was built. */
  | { readonly kind: "stated"; readonly module: number; readonly name: string; readonly value: Extract<ConstantValue, { readonly kind: "int" | "float" }> }
  /** `elem` and `annotation` as TorchScript writes types. */
  | { readonly kind: "list"; readonly elem: string; readonly annotation: string; readonly items: readonly ArchiveValue[] }
  | { readonly kind: "dict"; readonly annotation: string; readonly entries: readonly (readonly [ArchiveValue, ArchiveValue])[] }
  /** `shared`: written once, however often it is met. */
  | { readonly kind: "tuple"; readonly items: readonly ArchiveValue[]; readonly shared?: true }
  | { readonly kind: "enum"; readonly type: string; readonly value: ArchiveValue }
  /** `state`: what its `__getstate__` gave, written instead of the fields. */
  | { readonly kind: "object"; readonly type: string; readonly fields: readonly (readonly [string, ArchiveValue])[]; readonly state?: ArchiveValue };

/** A source file of an archive, and the user's text that its bytes come from. */
export interface CodeFile { readonly text: string; readonly places: readonly RangeAt[] }

export interface ExportView {
  readonly root: ArchiveValue;
  /** Source files by what comes before the last dot of the names in them ("__torch__.torch.nn.modules.linear"). */
  readonly files: ReadonlyMap<string, CodeFile>;
  /** `CONSTANTS.c0`, `CONSTANTS.c1`, ... */
  readonly constants: readonly ArchiveValue[];
  /** Of the file format: an operator in a file below the version that changed it is read with its old meaning. */
  readonly version: number;
}

/** The file version that changed what an operator means or takes. Answers to operator_upgraders/version_map.cpp; alike in all versions of torch. */
const CHANGED_IN: ReadonlyMap<string, number> = new Map([
  ...["", "_"].flatMap((inPlace) => ["Tensor", "Tensor_mode", "Scalar", "Scalar_mode"].map((o): [string, number] => [`aten::div${inPlace}.${o}`, 4])),
  ["aten::div.out", 4], ["aten::div.out_mode", 4], ["aten::full", 5], ["aten::full.names", 5], ["aten::full.out", 5],
  ["aten::linspace", 8], ["aten::linspace.out", 8], ["aten::logspace", 9], ["aten::logspace.out", 9], ["aten::gelu", 10], ["aten::gelu.out", 10],
]);

/** Of torch's C++: nothing of it is written. */
const BUILT_IN = "__torch__.torch.classes.";
/** Layers whose scale and zero point stand in the state dict. */
const QUANTIZED = /^__torch__\.torch\.(ao\.)?nn\.(intrinsic\.)?quantized\./;
const SCALES: ReadonlySet<string> = new Set(["scale", "zero_point"]);
/** Whether an attribute is a number that the state dict of a quantized module has as well. */
export const isStated = (type: string, name: string): boolean => SCALES.has(name) && QUANTIZED.test(type);

/** Why a compiled model cannot be written: where, and what to do about it; without a place a limit of this tool. */
export class NotExportable extends Traceless {
  constructor(text: Message, readonly range: SourceRange | null = null, readonly help?: Message) { super(text); }
}

/** What to do about a call that stays in Python. */
export const CALL_INTO_PYTHON = msg`Mark what is called @torch.jit.unused, if it is never called, or leave @torch.jit.ignore off, so that it is compiled; or have what it does on example inputs recorded (--trace).`;

const fileOf = (qualname: string): string => qualname.slice(0, qualname.lastIndexOf("."));

class CodeWriter {
  /** With marks. */
  private readonly texts = new Map<string, string>();
  private readonly ranges: MarkedRanges = [];
  readonly table: ConstantTable = [];
  private readonly done = new Set<string>();
  private readonly waiting: (() => void)[] = [];
  version = 3;

  constructor(private readonly c: Compiler) {}

  type(t: Type): void {
    switch (t.kind) {
      case "List": case "Optional": case "Future": case "Await": case "RRefOf": this.type(t.elem); break;
      case "Dict": this.type(t.key); this.type(t.value); break;
      case "Union": t.members.forEach((m) => this.type(m)); break;
      case "Tuple":
        t.elems.forEach((e) => this.type(e));
        if (t.named?.qualname) this.once(t.named.qualname, () => this.namedTuple(t));
        break;
      case "Enum": this.once(t.qualname, () => this.enum(t)); break;
      case "FunctionValue": this.function(t.fn); break;
      case "Class": if (!t.qualname.startsWith(BUILT_IN)) this.once(t.qualname, () => this.class(t)); break;
      case "Interface": this.once(t.qualname, () => this.interface(t)); break;
      default:
    }
  }

  /** Writes what was met, and what that meets. */
  finish(): void {
    for (let next = this.waiting.shift(); next; next = this.waiting.shift()) next();
  }

  private once(qualname: string, write: () => void): void {
    if (this.done.has(qualname)) return;
    this.done.add(qualname);
    this.waiting.push(write);
  }

  private put(qualname: string, text: string): void {
    const file = fileOf(qualname);
    this.texts.set(file, (this.texts.get(file) ?? "") + text);
  }

  files(): Map<string, CodeFile> { return new Map([...this.texts].map(([name, text]) => [name, splitMarks(text, this.ranges)])); }

  private function(fn: CompiledFunction): void {
    this.once(fn.qualname, () => this.put(fn.qualname, this.code(fn, false, 0)));
  }

  /** A function as torch saves it: the method of a module without anything else, and without defaults. Gives the module's name. */
  placeholder(fn: CompiledFunction): string {
    const name = "__torch__.PlaceholderModule";
    const text = this.code(fn, false, 1, ({ default: _, ...arg }) => (arg.name === "self" ? { ...arg, name: "self0" } : arg)).replace(/^ *def [^(]*\((\)?)/, (_, close: string) => `  def forward(self: ${name}${close ? ")" : ",\n    "}`);
    this.put(name, `class PlaceholderModule(Module):\n  __parameters__ = []\n  __buffers__ = []\n  training : bool\n${text}`);
    return name;
  }

  private code(fn: CompiledFunction, isMethod: boolean, level: number, argument = (arg: Argument): Argument => arg): string {
    fn.ensureDefined();
    const result = fn instanceof ScriptFunction ? fn.result : undefined;
    if (!result) throw new NotExportable(msg`${fn.qualname} has no compiled body`);
    this.graph(result.graph);
    for (const a of result.schema.args) this.type(a.type);
    for (const r of result.schema.returns) this.type(r.type);
    const name = isMethod ? fn.name : lastAtom(fn.qualname);
    return printCode({ name, schema: { ...result.schema, args: result.schema.args.map(argument) }, graph: result.graph }, { torch: this.c.torch, isMethod: false, constants: this.table, level, ranges: this.ranges });
  }

  private graph(graph: Graph): void { this.block(graph.block); }
  private block(block: Block): void {
    for (const v of block.inputs) this.type(v.type);
    for (const n of block.nodes()) this.node(n);
  }
  private node(node: Node): void {
    const { schema } = node;
    if (schema) this.version = Math.max(this.version, CHANGED_IN.get(schema.overload === "" ? schema.name : `${schema.name}.${schema.overload}`) ?? 0);
    if (node.kind === "prim::PythonOp") throw new NotExportable(msg`'${node.s("name")}' stays in Python, and a call into Python cannot be saved, as torch.jit.save says, too`, node.range, CALL_INTO_PYTHON);
    for (const v of node.outputs) this.type(v.type);
    for (const b of node.blocks) this.block(b);
    for (const attr of node.attrs.values()) {
      if (attr.kind === "g") this.graph(attr.value);
      else if (attr.kind === "tys") attr.value.forEach((t) => this.type(t));
    }
  }

  private namedTuple(t: TupleType): void {
    if (!t.named) return;
    // without defaults: the calls have all arguments
    const rows = t.named.fields.map((f, i) => `  ${f} : ${annotationStr(t.elems[i] ?? { kind: "Tensor" })}\n`);
    this.put(t.named.qualname, `class ${lastAtom(t.named.qualname)}(NamedTuple):\n${rows.join("") || "  pass\n"}`);
  }

  private enum(t: EnumType): void {
    this.put(t.qualname, `class ${lastAtom(t.qualname)}(Enum):\n${t.members.map((m) => `  ${m.name} = ${constantText(m.value, this.table, true)}\n`).join("")}`);
  }

  private interface(t: InterfaceType): void {
    let text = `class ${lastAtom(t.qualname)}(${t.isModule ? "ModuleInterface" : "Interface"}):\n`;
    for (const [name, schema] of t.methods) {
      const rest = schema.args.filter((a) => a.name !== "self");
      for (const a of rest) this.type(a.type);
      const result = schema.returns[0]?.type ?? { kind: "NoneType" as const };
      this.type(result);
      text += `  def ${name}(self, ${rest.map((a) => `${a.name}: ${annotationStr(a.type)}`).join(", ")}) -> ${annotationStr(result)}:\n    pass\n`;
    }
    this.put(t.qualname, text);
  }

  private class(t: ClassType): void {
    let text = `class ${lastAtom(t.qualname)}${t.isModule ? "(Module)" : ""}:\n`;
    const list = (kind: string): string => slots(t).filter((a) => a.kind === kind).map((a) => `"${a.name}", `).join("");
    if (t.isModule) text += `  __parameters__ = [${list("parameter")}]\n  __buffers__ = [${list("buffer")}]\n`;
    const hooks = (name: string, of: readonly CompiledFunction[]): string => (of.length > 0 ? `  ${name} = [${of.map((h) => `"${h.name}", `).join("")}]\n` : "");
    text += hooks("__forward_pre_hooks__", t.preHooks) + hooks("__forward_hooks__", t.hooks);
    for (const a of slots(t)) {
      this.type(a.type);
      text += isReadableAttribute(a.name) ? `  ${a.name} : ${annotationStr(a.type)}\n` : `  __annotations__["${a.name}"] = ${annotationStr(a.type)}\n`;
    }
    for (const [name, value] of t.constants) {
      const type = annotationStr(constantType(value));
      const written = constantText(value, this.table, true);
      text += isReadableAttribute(name) ? `  ${name} : Final[${type}] = ${written}\n` : `  __annotations__["${name}"] = Final[${type}]\n`;
    }
    const methods = [...t.methods.values(), ...t.staticMethods.values()];
    for (const m of methods) if (!(m instanceof ScriptFunction) || m.result || !t.isModule) text += this.code(m, true, 1);
    for (const h of new Set([...t.hooks, ...t.preHooks])) text += this.code(h, true, 1);
    if (methods.length === 0 && slots(t).length === 0 && !t.isModule) text += "  pass\n";
    this.put(t.qualname, text);
  }
}

/** The attributes of a class as an archive lists them: a module's submodules last. */
const slots = (t: ClassType): ClassType["attributes"] => [...t.attributes.filter((a) => a.kind !== "submodule"), ...t.attributes.filter((a) => a.kind === "submodule")];

class ValueReader {
  private readonly objects = new Map<number, { kind: "object"; type: string; fields: (readonly [string, ArchiveValue])[]; state?: ArchiveValue }>();
  constructor(private readonly c: Compiler, private readonly code: CodeWriter) {}

  module(index: number): ArchiveValue {
    const known = this.objects.get(index);
    if (known) return known;
    const m = this.c.py.at(index);
    const concrete = this.c.moduleTypes.get(index);
    if (m?.kind !== "module" || !(concrete?.jitType instanceof ClassType)) throw new NotExportable(msg`a submodule has no compiled type (a traced module?)`);
    const type = concrete.jitType;
    const stated = (name: string, value: ArchiveValue): ArchiveValue => (isStated(type.qualname, name) && (value.kind === "float" || value.kind === "int") ? { kind: "stated", module: index, name, value } : value);
    const made = { kind: "object" as const, type: type.qualname, fields: [] as (readonly [string, ArchiveValue])[], ...this.stateOf(m, type, stated) };
    this.objects.set(index, made);
    this.code.type(type);
    for (const a of slots(type)) made.fields.push([a.name, stated(a.name, this.attribute(m, a.name, a.type))]);
    return made;
  }

  private stateOf(m: GModule, type: ClassType, stated: (name: string, value: ArchiveValue) => ArchiveValue): { state?: ArchiveValue } {
    const getstate = type.methods.get("__getstate__");
    if (!getstate || !type.methods.has("__setstate__")) return {};
    if (m.state === undefined) throw new NotExportable(msg`what __getstate__ of ${lastAtom(type.qualname)} gives is not known here`);
    const state = this.value(m.state, getstate.schema().returns[0]?.type ?? { kind: "NoneType" }, "__getstate__");
    if (state.kind !== "tuple" || !QUANTIZED.test(type.qualname)) return { state };
    // before the last one, training, are the two that the state dict has
    const at = state.items.length - 1 - SCALES.size;
    return { state: { kind: "tuple", items: state.items.map((v, i) => stated([...SCALES][i - at] ?? "", v)) } };
  }

  private attribute(m: GModule, name: string, type: Type): ArchiveValue {
    const { py } = this.c;
    const child = py.get(m.modules, name);
    if (isRef(child)) {
      const o = py.object(child);
      return this.module(o?.kind === "scriptmodule" && isRef(o.module) ? o.module.o : child.o);
    }
    const value = py.get(m.parameters, name) ?? py.get(m.buffers, name) ?? py.getattrOfModule(m, name);
    return this.value(value === undefined ? null : jitAttributeValue(this.c, value), type, name);
  }

  private value(v: GValue, type: Type, what: string): ArchiveValue {
    if (type.kind === "Optional") return v === null ? { kind: "none" } : this.value(v, type.elem, what);
    if (v === null) return { kind: "none" };
    const o = this.c.py.object(v);
    if (o?.kind === "tensor" && isRef(v)) return { kind: "tensor", index: v.o };
    if (o && type.kind === "List" && "items" in o) {
      return { kind: "list", elem: annotationStr(type.elem), annotation: annotationStr(type), items: o.items.map((i) => this.value(i, type.elem, what)) };
    }
    if (o && type.kind === "Tuple" && "items" in o) return { kind: "tuple", items: o.items.map((i, n) => this.value(i, type.elems[n] ?? { kind: "Tensor" }, what)) };
    if ((o?.kind === "dict" || o?.kind === "scriptdict") && type.kind === "Dict") {
      return { kind: "dict", annotation: annotationStr(type), entries: o.entries.map(([k, x]) => [this.value(k, type.key, what), this.value(x, type.value, what)] as const) };
    }
    // a member of a str or int Enum is what it is besides, where the compiler took it for that
    if (o?.kind === "enum" && type.kind !== "Enum") return this.value(o.value, type, what);
    if (o?.kind === "enum" && type.kind === "Enum") return { kind: "enum", type: type.qualname, value: this.value(o.value, type.valueType, what) };
    if (o?.kind === "instance" && type.kind === "Class" && isRef(v)) {
      const fields = type.attributes.map((a) => [a.name, this.value(this.c.py.get(o.attrs, a.name) ?? null, a.type, `${what}.${a.name}`)] as const);
      return { kind: "object", type: type.qualname, fields };
    }
    if (o?.kind === "torch" && o.type === "class" && type.kind === "Class" && o.held?.[0] !== undefined) {
      return { kind: "object", type: type.qualname, fields: [], state: { kind: "tuple", items: type.qualname.endsWith(".CellParamsBase") ? this.cell(o.held, what) : this.packed(o.held, what) } };
    }
    const plain = constantOf(this.c, v);
    if (plain && type.kind === "float" && plain.kind === "int") return { kind: "float", value: Number(plain.value) };
    const made = plain && this.constant(plain);
    if (!made) throw new NotExportable(msg`the value of attribute '${what}' (${annotationStr(type)}) cannot be written yet`);
    return made;
  }

  private packed([weight = null, bias = null]: readonly GValue[], what: string): ArchiveValue[] {
    return [this.value(weight, TensorT, what), this.value(bias, { kind: "Optional", elem: TensorT }, what)];
  }
  /** As CellParamsBase pickles itself: which kind it is, its tensors, floats, ints, and the weights. */
  private cell([ih = null, hh = null, ...rest]: readonly GValue[], what: string): ArchiveValue[] {
    const biases = rest.slice(0, 2), weights = customClass("__torch__.torch.classes.quantized.LinearPackedParamsBase");
    const listed = (elem: Type, items: readonly ArchiveValue[]): ArchiveValue => ({ kind: "list", elem: annotationStr(elem), annotation: annotationStr({ kind: "List", elem }), items });
    return [
      { kind: "str", value: biases.length > 0 ? "quantized_dynamic" : "quantized_fp16" }, listed(TensorT, biases.map((b) => this.value(b, TensorT, what))), listed({ kind: "float" }, []),
      listed({ kind: "int" }, rest.slice(2).map((reduce) => ({ kind: "int", value: reduce === true ? 1n : 0n }))), listed(weights, [ih, hh].map((v) => this.value(v, weights, what))),
    ];
  }

  constant(v: ConstantValue): ArchiveValue | undefined {
    switch (v.kind) {
      case "None": return { kind: "none" };
      case "bool": case "int": case "float": case "complex": case "str": case "device": return v;
      case "tensor": return { kind: "tensor", index: v.index };
      default: return undefined;
    }
  }
}

/** The view of a module that compiled without an error. Throws NotExportable. */
export function exportView(c: Compiler, root: GValue): ExportView {
  const code = new CodeWriter(c);
  const values = new ValueReader(c, code);
  const made = rootValue(c, root, code, values);
  code.finish();
  const constants = code.table.map((v) => {
    const value = values.constant(v);
    if (!value) throw new NotExportable(msg`a constant of the code cannot be written yet`);
    return value;
  });
  return { root: made, files: code.files(), constants, version: code.version };
}

function rootValue(c: Compiler, root: GValue, code: CodeWriter, values: ValueReader): ArchiveValue {
  const o = c.py.object(root);
  if (isRef(root) && o?.kind === "module") return values.module(root.o);
  if (o?.kind === "scriptmodule" && isRef(o.module) && !o.traced) return values.module(o.module.o);
  const at = o?.kind === "scriptfunction" && !o.traced ? o.func : root;
  const fn = isRef(at) ? c.functions.get(at.o) : undefined;
  if (fn) return { kind: "object", type: code.placeholder(fn), fields: [["training", { kind: "bool", value: true }]] };
  throw new NotExportable(msg`only modules and functions can be written to an archive`);
}

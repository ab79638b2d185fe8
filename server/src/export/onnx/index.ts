/** ONNX from a compiled model: one function in, the file's bytes and a report out. Never throws on a model. */
import type { CompiledModel } from "../../script/compile";
import type { SourceRange } from "../../syntax/source";
import { UnwritableTensor, type Quantization } from "../tensors";
import { asTensor, Builder, fixed } from "./builder";
import { Interpreter } from "./interpret";
import { contiguousStrides, count, inOrder, reach } from "../strides";
import { BYTES, ELEMENT, encodeModel, isDType, type DType, type GraphProto, type NodeProto, type TensorProto } from "./proto";
import { inputNames, Misnamed, outputNames, type OnnxNames } from "./names";
import { holdsMore, namesOf, slotsFor, type Slot } from "./slots";
import { CannotExport, list, Misfit, TensorV, withArticle, type V } from "./values";
import { messageOf, msg, type Message } from "../../text/message";

/** Values of one tensor. `strides` counts elements; absent: contiguous. `data` starts at the first element; it may be read only when it is asked for. */
export interface TensorValues { readonly dtype: string; readonly shape: readonly number[]; readonly strides?: readonly number[]; readonly data: Uint8Array; readonly quantizer?: Quantization | undefined }
/** A number of a module, by the module's place in the object graph and its name there, where a state dict has one in place of the one that it was built with. */
export type NumberProvider = (module: number, name: string, built: number) => number;
/** Gives parameters and buffers by their dotted name, other tensors by their place in the object graph; undefined where it has none. */
export type TensorProvider = (name: string, index?: number) => TensorValues | undefined;

export interface ExampleInput {
  readonly shape: readonly number[];
  readonly dtype: string;
  /** Dimensions that the file leaves open, with their names. */
  readonly dynamic?: Readonly<Record<number, string>>;
  /** What the model is run on: one for each element or one for all, or drawn from a range with its ends; truth values as 0 and 1. Absent: any. */
  readonly values?: readonly number[] | { readonly low: number; readonly high: number };
}
export interface OnnxOptions {
  readonly opset?: number;
  /** Above this many bytes of weights they go into a file of their own (default 2e9). */
  readonly externalAbove?: number;
  /** Name of that file as the model refers to it. */
  readonly externalName?: string;
  readonly names?: OnnxNames;
  readonly numbers?: NumberProvider;
}
/** `example`, `values`: the sizes that were exported with, and what an input is to hold. */
export interface OnnxValue { readonly name: string; readonly dtype: DType; readonly shape: readonly (number | string)[]; readonly example: readonly number[]; readonly values?: ExampleInput["values"] }
export interface OnnxReport {
  readonly opset: number;
  readonly inputs: readonly OnnxValue[];
  /** The arguments that these inputs make. */
  readonly slots: readonly Slot[];
  readonly outputs: readonly OnnxValue[];
  readonly nodes: number;
  readonly operators: Readonly<Record<string, number>>;
  readonly parameters: number;
  readonly bytes: number;
  /** Whole numbers may be lengths of sequences: none is 0, and a longer one comes first. */
  readonly packs: boolean;
  /** Inputs that something is divided by: a whole 0 there would end the process that runs the file. */
  readonly divisors: readonly string[];
  /** Open sizes go up to a limit that the model has, such as its longest sequence: other ones are smaller than the example's. */
  readonly below: boolean;
  /** What follows from the example although the axis is dynamic, by place. */
  readonly fixed: readonly { readonly where: string; readonly what: Message }[];
}
export interface OnnxFailure { readonly message: Message; readonly range: SourceRange | null; readonly operator: string | null; /** What the user can do. */ readonly help?: Message; /** Other example inputs might do, or other names. */ readonly of?: "inputs" | "names" }
export type OnnxResult =
  | { readonly ok: true; readonly model: Uint8Array; readonly external?: { readonly name: string; readonly parts: () => Iterable<Uint8Array> }; readonly report: OnnxReport }
  | { readonly ok: false; readonly error: OnnxFailure };

const MIN_OPSET = 17, MAX_OPSET = 22;
const ALIGN = 64;

export function exportOnnx(compiled: CompiledModel, tensors: TensorProvider, inputs: readonly ExampleInput[], options: OnnxOptions = {}): OnnxResult {
  const larger = exportWith(compiled, tensors, inputs, options, otherSize);
  if (larger.ok || larger.error.of !== "inputs" || !inputs.some((i) => Object.keys(i.dynamic ?? {}).length > 0)) return larger;
  const smaller = exportWith(compiled, tensors, inputs, options, smallerSize);
  return smaller.ok ? smaller : larger;
}
function exportWith(compiled: CompiledModel, tensors: TensorProvider, inputs: readonly ExampleInput[], options: OnnxOptions, other: OtherSize): OnnxResult {
  try {
    return build(compiled, tensors, inputs, options, other);
  } catch (error) {
    if (error instanceof UnwritableTensor) return { ok: false, error: { message: error.text, range: null, operator: null } };
    // without a choice of the user's, the first opset that has all operators is taken
    if (error instanceof CannotExport && error.opset !== undefined && options.opset === undefined) return exportWith(compiled, tensors, inputs, { ...options, opset: error.opset }, other);
    if (error instanceof CannotExport) return { ok: false, error: { message: error.text, range: error.range, operator: error.operator, ...(error.help === undefined ? {} : { help: error.help }), ...(error instanceof Misfit ? { of: "inputs" as const } : error instanceof Misnamed ? { of: "names" as const } : {}) } };
    return { ok: false, error: { message: msg`the export to ONNX could not go on: ${error instanceof RangeError ? msg`the model is too large or nested too deeply` : messageOf(error)}. This is a fault of TorchScript Lens, not of the model.`, range: null, operator: null } };
  }
}

function build(compiled: CompiledModel, tensors: TensorProvider, inputs: readonly ExampleInput[], options: OnnxOptions, otherThan: OtherSize): OnnxResult {
  const opset = options.opset ?? MIN_OPSET;
  if (!Number.isInteger(opset) || opset < MIN_OPSET || opset > MAX_OPSET) throw new CannotExport(msg`opset ${opset}: ${MIN_OPSET} to ${MAX_OPSET} can be written`);
  const { compiler: c, root } = compiled;
  const forwards = c.moduleTypes.get(root)?.made;
  const method = forwards?.has("forward") ? "forward" : "forward__0"; // of overloads the first
  const forward = forwards?.get(method);
  const args = forward?.result?.schema.args.slice(1);
  if (!args) throw new CannotExport(msg`the model has no compiled forward`);
  const names = new Map<string, string>();
  const b = new Builder(opset, (v, alt) => {
    const pair = `${v}|${alt}`, name = names.get(pair) ?? `dim_${names.size}`;
    names.set(pair, name);
    return name;
  });
  const cache = new Map<string, TensorValues | undefined>();
  const find = (name: string, index?: number): TensorValues | undefined => { if (!cache.has(name)) cache.set(name, asWhole(asPairs(tensors(name, index)))); return cache.get(name); };
  const odd = args.find((a) => a.default === undefined && holdsMore(a.type));
  if (odd) throw new CannotExport(msg`the argument '${odd.name}' is ${withArticle(odd.type.kind)}, and example inputs are Tensors, alone or in lists and tuples`, null, null, msg`Export a module whose forward takes the Tensors one by one, and puts them together for this one.`);
  const slots = slotsFor(args, inputs.length);
  const own = slots.flatMap(namesOf);
  if (inputs.length > own.length) throw new Misfit(msg`there are ${inputs.length}, and forward takes ${own.length} (${args.map((a) => a.name).join(", ")})`, msg`Give one for each argument.`);
  const called = inputNames(own, options.names ?? {});
  for (const name of options.names?.outputs ?? []) b.reserve(name);
  const order = [...new Set(inputs.flatMap((input) => Object.values(input.dynamic ?? {})))];
  const given = inputs.map((input, i) => {
    const name = called[i] ?? `input_${i}`;
    if (!isDType(input.dtype)) throw new CannotExport(msg`the dtype ${input.dtype} of input '${name}' is not exported`);
    const alt = input.shape.map((d, j) => { const dim = input.dynamic?.[j]; if (dim === undefined) return d; const other = otherThan(d, order.indexOf(dim)); names.set(`${d}|${other}`, dim); b.openNamed.add(`${d}|${other}`); return other; });
    b.reserve(name);
    return new TensorV(name, input.dtype, input.shape, alt);
  });
  const interpreter = new Interpreter(c, b, root, (name, index) => { const t = find(name, index); if (!t) return undefined; if (!isDType(t.dtype)) throw new CannotExport(msg`'${name}' has the dtype ${t.dtype}, which is not exported`); return { dtype: t.dtype, shape: t.shape, quantizer: t.quantizer, get data() { return t.data; } }; }, options.numbers ?? ((_module, _name, built) => built));
  let next = 0;
  const shared = new Map(slots.map((slot) => [slot.name, argumentOf(slot, given.slice(next, next += slot.count))]));
  const filled = args.map((a): V => {
    const known = shared.get(a.name) ?? (a.default === undefined ? undefined : interpreter.constantValue(a.default));
    if (!known) throw new Misfit(msg`there is no example for the argument '${a.name}'`);
    return known;
  });
  const examples = given.map((t) => t.shape); // inputs may be written in place later
  const infos = given.map((t) => b.info(t, t.name, true));
  const result = interpreter.callMethod({ k: "module", index: root, path: "" }, method, filled);
  const zero = b.guard();
  const found = leaves(result, "output", b);
  const returned = outputNames(found.map(({ name }) => name), options.names ?? {}, called, (name) => b.unique(name));
  const outputs = found.map(({ name, t }, i) => {
    const at = b.use(t);
    const free = returned[i] ?? name;
    if (zero) {
      const sizes = b.one("Add", [b.one("Shape", [at], fixed("int64", [t.rank])), zero], fixed("int64", [t.rank]));
      b.nodes.push({ input: [at, sizes.name], output: [free], name: `${free}/Reshape`, opType: "Reshape", attribute: [{ name: "allowzero", type: 2, i: 1 }] });
    } else b.nodes.push({ input: [at], output: [free], name: `${free}/Identity`, opType: "Identity", attribute: [] });
    return b.info(t, free, true);
  });
  if (outputs.length === 0) throw new CannotExport(msg`the model returns no tensor`);
  const ends = outputs.map((o) => o.name);
  const nodes = withoutUnused(ends.reduce((all, end) => direct(all, end, ends), b.nodes as readonly NodeProto[]), ends);
  const used = new Set(inputsOf(nodes));
  const total = [...b.weights.values()].reduce((n, w) => n + (used.has(w.name) ? BYTES[w.dtype] * count(w.shape) : 0), 0);
  const external = total > (options.externalAbove ?? 2e9);
  const externalName = options.externalName ?? "model.onnx.data";
  const apart: { readonly at: number; readonly values: TensorValues; readonly dtype: DType; readonly name: string }[] = [];
  let offset = 0;
  const initializer: TensorProto[] = b.constants.filter((t) => used.has(t.name ?? ""));
  for (const [key, w] of b.weights) {
    const values = find(key);
    if (!used.has(w.name) || !values) continue;
    const length = BYTES[w.dtype] * count(w.shape);
    const proto: TensorProto = { name: w.name, dims: [...w.shape], dataType: ELEMENT[w.dtype] };
    if (external && length >= 1024) {
      offset = Math.ceil(offset / ALIGN) * ALIGN;
      proto.dataLocation = 1;
      proto.externalData = [{ key: "location", value: externalName }, { key: "offset", value: String(offset) }, { key: "length", value: String(length) }];
      apart.push({ at: offset, values, dtype: w.dtype, name: w.name });
      offset += length;
    } else proto.rawData = contiguous(values, w.dtype, w.name);
    initializer.push(proto);
  }
  const live = new Set(nodes.flatMap((n) => n.output));
  const model = encodeModel({
    irVersion: opset >= 21 ? 10 : opset >= 19 ? 9 : 8, producerName: "torchscript-lens", producerVersion: "", opsetImport: [{ domain: "", version: opset }], metadataProps: [],
    graph: { name: "main", node: nodes, initializer, input: infos, output: outputs, valueInfo: b.infos.filter((i) => live.has(i.name)) },
  });
  const operators: Record<string, number> = {};
  for (const n of nodes) operators[n.opType] = (operators[n.opType] ?? 0) + 1;
  const describe = (i: (typeof infos)[number], example: readonly number[]): OnnxValue => ({
    example,
    name: i.name, dtype: (Object.keys(ELEMENT) as DType[]).find((k) => "tensorType" in i.type && ELEMENT[k] === i.type.tensorType.elemType) ?? "float32",
    shape: ("tensorType" in i.type ? i.type.tensorType.shape?.dim ?? [] : []).map((d) => d.dimValue ?? d.dimParam ?? ""),
  });
  return {
    ok: true, model, ...(external ? { external: { name: externalName, parts: () => written(apart) } } : {}),
    report: {
      opset, slots, inputs: infos.map((i, n) => ({ ...describe(i, examples[n] ?? []), values: inputs[n]?.values })), outputs: outputs.map((o, n) => describe(o, found[n]?.t.shape ?? [])), nodes: nodes.length, operators,
      parameters: [...b.weights.values()].filter((w) => used.has(w.name)).length, bytes: model.length + offset,
      packs: b.packs, divisors: divisorsOf(nodes), below: otherThan === smallerSize, fixed: [...b.fixed].map(([where, what]) => ({ where, what })),
    },
  };
}

/** Nothing where there are not enough examples for it. */
function argumentOf({ kind, count: size }: Slot, tensors: readonly TensorV[]): V | undefined {
  if (tensors.length < size) return undefined;
  if (kind === "one") return tensors[0];
  return kind === "list" ? list([...tensors]) : { k: "tuple", items: [...tensors] };
}

const subgraphs = (n: NodeProto): GraphProto[] => n.attribute.flatMap((a) => (a.g ? [a.g] : []));
/** What stands in a divisor as it was, cast or in another shape. */
function divisorsOf(nodes: readonly NodeProto[]): string[] {
  const from = new Map(nodes.flatMap((n) => (/^(Cast|Identity|Unsqueeze|Squeeze|Reshape|Expand|Transpose)$/.test(n.opType) ? n.output.map((o) => [o, n.input[0] ?? ""] as const) : [])));
  const origin = (name: string): string => { const before = from.get(name); return before === undefined ? name : origin(before); };
  return [...new Set(nodes.flatMap((n) => (n.opType === "Div" || n.opType === "Mod" ? [origin(n.input[1] ?? "")] : [])))];
}

/** All names that nodes take, those of inner graphs too. */
const inputsOf = (nodes: readonly NodeProto[]): string[] => nodes.flatMap((n) => [...n.input, ...subgraphs(n).flatMap((g) => [...inputsOf(g.node), ...g.output.map((o) => o.name)])]);

/** Nodes have no effect but their outputs, so those that nobody takes can go. */
function withoutUnused(nodes: readonly NodeProto[], outputs: readonly string[]): NodeProto[] {
  const wanted = new Set(outputs);
  const kept: NodeProto[] = [];
  for (const n of nodes.toReversed()) {
    if (!n.output.some((o) => wanted.has(o))) continue;
    for (const g of subgraphs(n)) g.node = withoutUnused(g.node, g.output.map((o) => o.name));
    for (const i of inputsOf([n])) wanted.add(i);
    kept.push(n);
  }
  return kept.reverse();
}

/**
 * What is padded and is an output, too, has the output's name from the start: onnxruntime, which takes the padding
 * into a convolution and the Identity away, would lose it.
 */
function direct(nodes: readonly NodeProto[], end: string, ends: readonly string[]): readonly NodeProto[] {
  const last = nodes.find((n) => n.opType === "Identity" && n.output[0] === end);
  const [given] = last?.input ?? [];
  if (given === undefined || ends.includes(given) || !nodes.some((n) => n.opType === "Pad" && n.input[0] === given) || !nodes.some((n) => n.output.includes(given))) return nodes;
  if (nodes.some((n) => subgraphs(n).length > 0)) return nodes;
  const named = (name: string): string => (name === given ? end : name);
  return nodes.flatMap((n) => (n === last ? [] : [{ ...n, input: n.input.map(named), output: n.output.map(named) }]));
}

/** Another size for a dynamic axis, so that what depends on it can be told from what does not, and two names from each other. */
type OtherSize = (d: number, name: number) => number;
const otherSize: OtherSize = (d, name) => d * 2 + (d >= 32 ? 32 : 1) * (name + 1);
/** One below the example's, where there is any: larger ones may be too large for a table of the model's (positions, a mask). */
const smallerSize: OtherSize = (d, name) => {
  const others = [32, 8, 1].map((step) => (Math.floor(d / 2 / step) + name + 1) * step);
  return others.find((other) => other < d) ?? otherSize(d, name);
};

/** Complex numbers as pairs, with an axis of their own at the end. */
function asPairs(t: TensorValues | undefined): TensorValues | undefined {
  const dtype = t && PAIRS[t.dtype];
  if (!t || dtype === undefined) return t;
  const pair = { dtype, shape: [...t.shape, 2] };
  return { ...pair, ...(t.strides ? { strides: [...t.strides.map((s) => 2 * s), 1] } : {}), get data() { return t.data; } };
}
const PAIRS: Readonly<Record<string, DType>> = { complex64: "float32", complex128: "float64" };

/** Quantized numbers as the whole numbers that they are stored as. */
function asWhole(t: TensorValues | undefined): TensorValues | undefined {
  const dtype = t && WHOLE[t.dtype];
  return t && dtype ? { dtype, shape: t.shape, ...(t.strides ? { strides: t.strides } : {}), quantizer: t.quantizer, get data() { return t.data; } } : t;
}
const WHOLE: Readonly<Record<string, DType>> = { qint8: "int8", quint8: "uint8", qint32: "int32" };

/** Numbers and truth values become tensors without dimensions. */
function leaves(v: V, name: string, b: Builder): { name: string; t: TensorV }[] {
  if (v.k === "tensor") return [{ name, t: v }];
  if (v.k === "int" || v.k === "float" || v.k === "bool") return [{ name, t: asTensor(b, v, NUMBERS[v.k]) }];
  if (v.k === "list" && v.sequence) throw new CannotExport(msg`the model returns a list whose length depends on values`, null, null, msg`Return it as one tensor, as torch.stack(...) or torch.cat(...) makes it.`);
  if (v.k === "list" || v.k === "tuple") return v.items.flatMap((i, n) => leaves(i, `${name}_${n}`, b));
  if (v.k === "dict") return v.entries.flatMap(([k, i]) => leaves(i, "v" in k ? String(k.v) : name, b));
  if (v.k === "none") return [];
  if (v.k === "uninit") throw new CannotExport(msg`'${name}' is not computed in the file`);
  if (v.k === "complex") throw new CannotExport(msg`the model returns a complex tensor, and ONNX has none`, null, null, msg`Return torch.view_as_real(...) of it: the real and imaginary part in an axis of their own.`);
  if (v.k === "quantized") throw new CannotExport(msg`the model returns a quantized tensor, and ONNX has none`, null, null, msg`Return x.dequantize().`);
  throw new CannotExport(msg`the model returns ${withArticle(v.k)}, which ONNX has no place for`);
}
const NUMBERS = { int: "int64", float: "float64", bool: "bool" } as const;

/** One after the other, each at its place, so that not all are in memory at once. Throws UnwritableTensor. */
function* written(apart: readonly { readonly at: number; readonly values: TensorValues; readonly dtype: DType; readonly name: string }[]): Iterable<Uint8Array> {
  let done = 0;
  for (const { at, values, dtype, name } of apart) {
    if (at > done) yield new Uint8Array(at - done);
    let bytes: Uint8Array;
    try {
      bytes = contiguous(values, dtype, name);
    } catch (error) {
      throw error instanceof CannotExport ? new UnwritableTensor(error.text) : error;
    }
    yield bytes;
    done = at + bytes.length;
  }
}

/** The bytes in order, without the gaps that strides leave. */
function contiguous(t: TensorValues, dtype: DType, name: string): Uint8Array {
  const strides = t.strides ?? contiguousStrides(t.shape);
  const { data } = t;
  if (reach(t.shape, strides) * BYTES[dtype] > data.length || strides.some((s) => s < 0)) throw new CannotExport(msg`the values of '${name}' are incomplete`);
  return inOrder(data, BYTES[dtype], t.shape, strides);
}

/**
 * Walks the compiled graph as it would run on the example: calls are followed, what is known is decided
 * (branches, loops, lists, training flags), and what is left of it goes into the file as ONNX nodes.
 */
import type { GModule, GPairs } from "../../host/objectGraph";
import type { SourceRange } from "../../syntax/source";
import { decodeNumbers } from "../numbers";
import type { ConstantValue } from "../../script/ir/constant";
import type { Block, Graph, Node, Value } from "../../script/ir/ir";
import type { Compiler } from "../../script/recursive/compiler";
import { isRef } from "../../script/recursive/graphReader";
import { jitAttributeValue } from "../../script/recursive/concreteType";
import { numberOf } from "../../script/recursive/constants";
import { ScriptFunction } from "../../script/recursive/functions";
import type { ClassType, Type } from "../../script/types/types";
import { fixed, type Builder } from "./builder";
import { contiguousStrides } from "../strides";
import type { NumberProvider } from "./index";
import type { Quantization } from "../tensors";
import { CALL_INTO_PYTHON, isStated } from "../../script/exportView";
import { isDType, type DType } from "./proto";
import { lineOf } from "./places";
import { SCALARS } from "./scalars";
import { SEQUENCES, unpacked } from "./sequences";
import { COMPLEX_LOWERINGS, loweringOf, quantizedLoweringOf } from "./lowerings";
import { holdsQuantized, QUANTIZED_DTYPES } from "./lower/quantized";
import { bool, CannotExport, float, int, isOpen, list, Misfit, NONE, partsOf, scalarTypeOf, str, TensorV, withArticle, type ComplexV, type DictV, type ListV, type ObjectV, type QuantizedV, type V } from "./values";
import { Control } from "./control";
import { msg, type Message } from "../../text/message";

const LOOP_LIMIT = 100_000;
const SIZE_FIXED = msg`Give that size as a plain number in the example inputs, so that the file has it as it is.`;
/** torch's number of rounds for a loop that only its condition ends. */
const ENDLESS = Number.MAX_SAFE_INTEGER;

/** A value of the object graph. */
type GValue = Exclude<Parameters<Compiler["py"]["object"]>[0], undefined>;
/** What is known of a tensor beside its values. */
interface Known { readonly dtype: DType; readonly shape: readonly number[]; readonly data: Uint8Array; readonly quantizer?: Quantization | undefined }
/** Values by the IR's values; a block sees those around it. */
type Env = Map<Value, V>;

export class Interpreter {
  private readonly attributes = new Map<string, V>();
  private readonly tensors = new Map<number, TensorV | ComplexV | QuantizedV>();
  private readonly calls: SourceRange[] = [];
  /** Branches that were decided by a size of the example although the size may change. */
  private get fixedBy(): Map<string, Message> { return this.b.fixed; }

  private readonly control: Control;

  constructor(private readonly c: Compiler, private readonly b: Builder, private readonly root: number, private readonly knows: (name: string, index?: number) => Known | undefined, private readonly stated: NumberProvider) {
    this.control = new Control(b, () => ({ containers: () => this.containersWithin(), attributes: this.attributes }));
  }

  private where(range: SourceRange | null): string {
    const source = range && this.c.source(range.file);
    if (!source || !range) return "";
    const at = lineOf(source, range);
    return `${at.file.replace(/^\/lens\/site\//, "")}:${at.line}`;
  }

  callMethod(self: V & { k: "module" }, name: string, args: readonly V[]): V {
    const type = this.c.moduleTypes.get(self.index);
    const fn = type?.made.get(name);
    const graph = fn?.result?.graph;
    if (!graph) throw new CannotExport(self.path ? msg`the method '${name}' of '${self.path}' was not compiled` : msg`the method '${name}' of the model was not compiled`);
    const outer = this.b.place;
    this.b.place = { ...outer, module: self.path };
    const out = this.graph(graph, [self, ...args]);
    this.b.place = outer;
    return out;
  }

  private methodOf(self: V, name: string, args: readonly V[]): V {
    if (self.k === "module") return this.callMethod(self, name, args);
    const fn = self.k === "object" ? self.cls.methods.get(name) : undefined;
    fn?.ensureDefined();
    const graph = fn instanceof ScriptFunction ? fn.result?.graph : undefined;
    if (!graph) throw new CannotExport(msg`the method '${name}' of an object was not compiled`);
    return this.graph(graph, [self, ...args]);
  }

  private objects = 0;
  private newObject(type: Type): ObjectV {
    if (type.kind !== "Class") throw new CannotExport(msg`an object of the type ${type.kind}`);
    return { k: "object", cls: type, id: this.objects++ };
  }

  private graph(graph: Graph, args: readonly V[]): V {
    const env: Env = new Map();
    graph.inputs.forEach((v, i) => env.set(v, args[i] ?? NONE));
    this.envs.push(env);
    try {
      this.block(graph.block, env);
      const [first] = graph.outputs;
      return first ? this.get(env, first) : NONE;
    } finally {
      this.envs.pop();
    }
  }

  private get(env: Env, v: Value): V {
    const found = env.get(v);
    if (found === undefined) throw new CannotExport(msg`%${v.debugName} has no value`);
    return found;
  }

  private block(block: Block, env: Env): void {
    for (let n = block.paramNode.next; n && n !== block.returnNode; n = n.next) this.node(n, env);
  }

  private node(n: Node, env: Env): void {
    const outer = this.b.place;
    if (n.range && n.kind !== "prim::Constant") this.b.place = { module: outer.module, source: this.where(n.range), calls: this.calls.slice().reverse().map((r) => this.where(r)) };
    try {
      this.run(n, env);
    } catch (error) {
      if (error instanceof CannotExport && n.range && (error.range === null || ofTorch(error.range))) error.range = n.range;
      throw error;
    } finally {
      this.b.place = outer;
    }
  }

  private run(n: Node, env: Env): void {
    const put = (v: V): void => { env.set(n.output, v); };
    switch (n.kind) {
      case "prim::Constant": put(this.constant(n)); return;
      case "prim::GetAttr": put(this.attribute(this.get(env, n.input(0)), n.s("name"))); return;
      case "prim::SetAttr": this.setAttribute(this.get(env, n.input(0)), n.s("name"), this.get(env, n.input(1))); return;
      case "prim::ListConstruct": put(list(n.inputs.map((i) => this.get(env, i)))); return;
      case "prim::TupleConstruct": put({ k: "tuple", items: n.inputs.map((i) => this.get(env, i)) }); return;
      case "prim::DictConstruct": put({ k: "dict", entries: n.inputs.flatMap((v, i): [V, V][] => { const w = n.inputs[i + 1]; return i % 2 === 0 && w ? [[this.get(env, v), this.get(env, w)]] : []; }) }); return;
      case "prim::TupleUnpack": case "prim::ListUnpack": {
        const v = this.get(env, n.input(0));
        if (v.k === "list" && v.sequence) { unpacked(this.b, v.sequence, n.outputs.length).forEach((item, i) => { const o = n.outputs[i]; if (o) env.set(o, item); }); return; }
        if ((v.k !== "tuple" && v.k !== "list") || v.items.length !== n.outputs.length) throw new CannotExport(msg`a list is unpacked into another number of names than it has items`);
        n.outputs.forEach((o, i) => env.set(o, v.items[i] ?? NONE));
        return;
      }
      case "prim::isinstance": {
        const v = this.get(env, n.input(0));
        const types = [...n.attrs.values()].flatMap((a) => (a.kind === "tys" ? a.value : []));
        put(bool(types.some((t) => hasType(v, t))));
        return;
      }
      case "prim::ModuleContainerIndex": put(this.child(this.get(env, n.input(0)), this.get(env, n.input(1)))); return;
      case "prim::If": this.branch(n, env); return;
      case "prim::Loop": this.loop(n, env); return;
      case "prim::RaiseException": throw new Misfit(msg`the model raises an exception here`, msg`Give example inputs that the model takes, or weights with which it does not raise: a buffer may decide this, too.`);
      case "prim::CallMethod": {
        const self = this.get(env, n.input(0));
        const args = n.inputs.slice(1).map((i) => this.get(env, i));
        put(this.called(n, () => this.methodOf(self, n.s("name"), args)));
        return;
      }
      case "prim::CreateObject": put(this.newObject(n.output.type)); return;
      case "prim::Enter": { const self = this.get(env, n.input(0)); this.refuseAutocast(n, self); put(this.called(n, () => this.methodOf(self, "__enter__", []))); return; }
      case "prim::Exit": { const self = this.get(env, n.input(0)); this.called(n, () => this.methodOf(self, "__exit__", [NONE, NONE, NONE])); return; }
      case "prim::fork": {
        // what runs beside the rest gives the same when it runs at once
        const forked = n.attrs.get("Subgraph");
        if (forked?.kind !== "g") break;
        put(this.called(n, () => this.graph(forked.value, n.inputs.map((i) => this.get(env, i)))));
        return;
      }
      case "prim::CallFunction": {
        const fn = this.get(env, n.input(0));
        const graph = fn.k === "fn" && fn.fn instanceof ScriptFunction ? fn.fn.result?.graph : undefined;
        if (!graph) throw new CannotExport(msg`a function that was not compiled`);
        put(this.called(n, () => this.graph(graph, n.inputs.slice(1).map((i) => this.get(env, i)))));
        return;
      }
    }
    const args = n.inputs.map((i) => this.get(env, i));
    const results = operate(n, args, this.b);
    if (results.length === 0) return;
    n.outputs.forEach((o, i) => env.set(o, results[i] ?? NONE));
  }

  /** On a GPU it does nothing to a model that runs on the CPU, as exported ones do here. */
  private refuseAutocast(n: Node, self: V): void {
    const { type } = n.input(0);
    if (type.kind !== "Class" || !/\bautocast$/.test(type.qualname)) return;
    const [enabled, device] = [this.attribute(self, "_enabled"), this.attribute(self, "device")];
    if (enabled.k === "bool" && !enabled.v || device.k === "str" && device.v !== "cpu") return;
    throw new CannotExport(msg`torch.autocast on the CPU: which operators run in another dtype there is not written to ONNX`, n.input(0).node.range, n.kind, msg`Export without it, and give the model its dtype instead (model.half(), model.bfloat16()).`);
  }

  private called(n: Node, body: () => V): V {
    if (n.range) this.calls.push(n.range);
    if (this.calls.length > 500) throw new CannotExport(msg`calls are nested too deeply`);
    try { return body(); } finally { if (n.range) this.calls.pop(); }
  }

  /** What the example says of a truth value. */
  private decide(v: V, n: Node): boolean {
    if (v.k === "bool" && !this.b.isData(v)) return v.v;
    if (v.k === "tensor" && v.host) return (v.host.data[v.host.offset] ?? 0) !== 0;
    throw new CannotExport(n.kind === "prim::If" ? msg`a branch that depends on the values of a tensor` : msg`a loop that depends on the values of a tensor`, n.range, n.kind);
  }

  private readonly envs: Env[] = [];
  /** All lists and dicts that something running can reach. */
  private containersWithin(): Set<ListV | DictV> {
    const found = new Set<ListV | DictV>();
    const visit = (v: V): void => {
      if (v.k === "list" || v.k === "dict") {
        if (found.has(v)) return;
        found.add(v);
      }
      partsOf(v)?.forEach(visit);
    };
    for (const env of this.envs) env.forEach(visit);
    this.attributes.forEach(visit);
    return found;
  }

  private runs(block: Block, env: Env): V[] {
    this.block(block, env);
    return block.outputs.map((v) => this.get(env, v));
  }

  private branch(n: Node, env: Env): void {
    const cond = this.get(env, n.input(0));
    const [then, other] = n.blocks;
    if (!then || !other || isEmpty(n)) return;
    if (cond.k === "bool" && cond.open && cond.sym !== undefined && this.eitherSide(n, cond.sym, cond.v, [then, other], env)) return;
    const taken = this.decide(cond, n);
    const block = taken ? then : other;
    if (isOpen(cond)) {
      const isKept = cond.k === "bool" && cond.sym !== undefined && this.b.require(taken ? cond.sym : this.b.one("Not", [cond.sym], fixed("bool", [])).name);
      if (!raises(taken ? other : then)) {
        if (!isKept) throw new CannotExport(msg`a branch that depends on a size that stays open, in a way that cannot be computed in the file`, n.range, n.kind, SIZE_FIXED);
        this.fixedBy.set(this.where(n.range), taken
          ? msg`this branch depends on a size that stays open; the file has the side that the example takes (the condition holds), and stops with an error at sizes that take the other`
          : msg`this branch depends on a size that stays open; the file has the side that the example takes (the condition does not hold), and stops with an error at sizes that take the other`);
      }
    }
    this.runs(block, env).forEach((v, i) => { const o = n.outputs[i]; if (o) env.set(o, v); });
  }

  /** Both sides, as an If of the file; false where only the side of the example can be written. */
  private eitherSide(n: Node, cond: string, holds: boolean, blocks: readonly [Block, Block], env: Env): boolean {
    const data = this.b.data.has(cond);
    const put = (values: readonly V[]): void => { n.outputs.forEach((o, i) => { const v = values[i]; if (v) env.set(o, v); }); };
    const errors = blocks.map(raises);
    if (errors[0] !== errors[1]) {
      if (!data) return false;
      this.fixedBy.set(this.where(n.range), msg`the exception that this branch raises for some values is not in the file`);
      put(this.runs(blocks[errors[0] ? 1 : 0], env));
      return true;
    }
    try {
      put(this.control.branch(cond, [() => this.runs(blocks[0], env), () => this.runs(blocks[1], env)]));
      return true;
    } catch (error) {
      if (!(error instanceof CannotExport) || (data && !this.b.emptiness.has(cond))) throw error;
      if (!data) return false;
      this.fixedBy.set(this.where(n.range), msg`the file has the side of this branch that is taken where there is something, not that for nothing`);
      put(this.runs(blocks[holds ? 0 : 1], env));
      return true;
    }
  }

  private loop(n: Node, env: Env): void {
    const [body] = n.blocks;
    const trips = this.get(env, n.input(0));
    if (!body) return;
    if (trips.k !== "int") throw new CannotExport(msg`a loop whose number of rounds is not an int`, n.range, n.kind);
    let going = this.get(env, n.input(1));
    let carried = n.inputs.slice(2).map((i) => this.get(env, i));
    const finish = (): void => { n.outputs.forEach((o, i) => env.set(o, carried[i] ?? NONE)); };
    const round = (i: V, given: readonly V[]): { going: V; carried: V[] } => {
      const [counter, ...names] = body.inputs;
      if (counter) env.set(counter, i);
      names.forEach((v, j) => env.set(v, given[j] ?? NONE));
      const [cond, ...next] = this.runs(body, env);
      return { going: cond ?? bool(true), carried: next };
    };
    const rest = (from: number): void => {
      if (going.k !== "bool") throw new CannotExport(msg`a loop whose condition is not a bool`, n.range, n.kind);
      const rounds = trips.v >= ENDLESS ? "" : from === 0 ? this.b.scalarInt(trips) : this.b.constant([trips.v - from], "int64", []);
      carried = this.control.loop(rounds, this.b.scalarBool(going), from, carried, round);
      finish();
    };
    if (isOpen(trips)) {
      try { rest(0); return; } catch (error) { if (this.b.isData(trips) || !(error instanceof CannotExport)) throw error; }
      if (!this.b.require(this.b.one("Equal", [this.b.scalarInt(trips), this.b.constant([trips.v], "int64", [])], fixed("bool", [])).name)) throw new CannotExport(msg`a loop whose number of rounds depends on a size that stays open, within another or in a branch`, n.range, n.kind, SIZE_FIXED);
      this.fixedBy.set(this.where(n.range), msg`the number of rounds of this loop is that of the example; the file stops with an error at sizes that need another`);
    }
    for (let i = 0; i < trips.v; i++) {
      if (this.b.isData(going)) { rest(i); return; }
      if (!this.decide(going, n)) break;
      if (i >= LOOP_LIMIT) throw new CannotExport(msg`a loop with more than ${LOOP_LIMIT} rounds`);
      ({ going, carried } = round(int(i), carried));
    }
    finish();
  }

  private constant(n: Node): V {
    const type = n.output.type;
    if (type.kind === "FunctionValue") return { k: "fn", fn: type.fn };
    return n.constant ? this.constantValue(n.constant) : NONE;
  }
  constantValue(v: ConstantValue): V {
    switch (v.kind) {
      case "None": return NONE;
      case "bool": return bool(v.value);
      case "int": return exactInt(v.value);
      case "float": return float(v.value);
      case "str": return str(v.value);
      case "device": return { k: "device" };
      case "list": return list(v.items.map((i) => this.constantValue(i)));
      case "tuple": return { k: "tuple", items: v.items.map((i) => this.constantValue(i)) };
      case "dict": return { k: "dict", entries: v.entries.map(([a, w]): [V, V] => [this.constantValue(a), this.constantValue(w)]) };
      case "enum": return { k: "enum", type: v.type.kind === "Enum" ? v.type.qualname : "", name: v.name, value: this.constantValue(v.value) };
      case "complex": return this.complexNumber(v.re, v.im);
      case "tensor": return this.tensorOf(v.index, `constant_${v.index}`);
      case "function": if (v.type.kind === "FunctionValue") return { k: "fn", fn: v.type.fn }; break;
    }
    throw new CannotExport(msg`a constant of kind ${v.kind}`);
  }

  private complexNumber(re: number, im: number): V {
    const part = (n: number): TensorV => new TensorV(this.b.constant([n], "float32", []), "float32", [], []);
    return { k: "complex", re: part(re), im: part(im) };
  }

  private attribute(self: V, name: string): V {
    if (self.k === "object") {
      const held = this.attributes.get(`#${self.id}.${name}`);
      if (!held) throw new CannotExport(msg`the attribute '${name}' of an object has no value yet`);
      return held;
    }
    if (self.k !== "module") throw new CannotExport(msg`the attribute '${name}' of an object that is not a module`);
    const key = `${self.index}.${name}`;
    const known = this.attributes.get(key);
    if (known) return known;
    const made = this.readAttribute(self, name);
    this.attributes.set(key, made);
    return made;
  }
  private setAttribute(self: V, name: string, v: V): void {
    if (self.k !== "module" && self.k !== "object") throw new CannotExport(msg`the attribute '${name}' of ${withArticle(self.k)}`);
    this.attributes.set(self.k === "object" ? `#${self.id}.${name}` : `${self.index}.${name}`, v);
  }

  /** A module of a ModuleList or ModuleDict, by its place or key. */
  private child(container: V, index: V): V {
    const m = container.k === "module" ? this.c.py.at(container.index) : undefined;
    if (m?.kind !== "module" || (index.k !== "str" && (index.k !== "int" || isOpen(index)))) throw new CannotExport(msg`which module of a list is called depends on values that are not known before the model runs`);
    const name = index.k === "str" ? index.v : m.modules.at(index.v)?.[0];
    if (name === undefined || !this.c.py.get(m.modules, name)) throw new CannotExport(msg`a module of a list that is not there`);
    return this.attribute(container, name);
  }

  private readAttribute(self: V & { k: "module" }, name: string): V {
    const { c } = this;
    const m = c.py.at(self.index);
    if (m?.kind !== "module") throw new CannotExport(msg`'${self.path}' is not a module`);
    const path = self.path ? `${self.path}.${name}` : name;
    const child = c.py.get(m.modules, name);
    if (child !== undefined && child !== null) {
      const o = c.py.object(child);
      if (o?.kind === "scriptmodule" && o.traced) throw new CannotExport(msg`'${path}' was traced: its graph is not known`);
      const at = o?.kind === "scriptmodule" ? o.module : child;
      if (isRef(at)) return { k: "module", index: at.o, path };
    }
    const type = c.moduleTypes.get(self.index)?.jitType;
    const declared = type?.kind === "Class" ? type.attribute(name)?.type : undefined;
    const value = c.py.get(m.parameters, name) ?? c.py.get(m.buffers, name) ?? c.py.getattrOfModule(m, name);
    if (value === undefined) throw new CannotExport(msg`the attribute '${path}' has no value`);
    const made = this.pythonValue(jitAttributeValue(c, value), path, declared, m);
    if (type?.kind !== "Class" || !isStated(type.qualname, name) || (made.k !== "int" && made.k !== "float")) return made;
    const number = this.stated(self.index, name, made.v);
    return made.k === "int" ? int(number) : float(number);
  }

  private pythonValue(v: GValue, path: string, type?: Type, holder?: GModule): V {
    if (v === null) return NONE;
    if (typeof v === "boolean") return bool(v);
    if (typeof v === "string") return str(v);
    if ("i" in v) return type?.kind === "float" ? float(Number(v.i)) : exactInt(v.i);
    if ("c" in v) return this.complexNumber(numberOf(v.c[0]), numberOf(v.c[1]));
    if ("f" in v) return float(numberOf(v.f));
    const o = this.c.py.object(v);
    if (o?.kind === "tensor" && isRef(v)) return this.tensorOf(v.o, path);
    if (o?.kind === "module" && isRef(v)) return { k: "module", index: v.o, path };
    if (o?.kind === "list" || o?.kind === "tuple" || o?.kind === "size") {
      const elem = (i: number): Type | undefined => (type?.kind === "List" ? type.elem : type?.kind === "Tuple" ? type.elems[i] : undefined);
      const items = o.items.map((i, n) => this.pythonValue(i, `${path}.${n}`, elem(n)));
      return o.kind === "list" ? list(items) : { k: "tuple", items };
    }
    if (o?.kind === "enum" && type?.kind === "Enum") return { k: "enum", type: type.qualname, name: o.name, value: this.pythonValue(o.value, path, type.valueType) };
    if (o?.kind === "instance" && type?.kind === "Class") return this.instance(o.attrs, type, path);
    if (o?.kind === "dict") return { k: "dict", entries: o.entries.map(([a, w]): [V, V] => [this.pythonValue(a, path, type?.kind === "Dict" ? type.key : undefined), this.pythonValue(w, path, type?.kind === "Dict" ? type.value : undefined)]) };
    if (o?.kind === "torch" && o.type === "device") return { k: "device" };
    if (o?.kind === "torch" && o.type === "dtype") { const d = o.value.replace(/^torch\./, ""); if (isDType(d)) return int(scalarTypeOf(d)); const q = QUANTIZED_DTYPES[d]; if (q !== undefined) return int(q); }
    if (o?.kind === "torch" && o.type === "class" && o.held) return this.packed(o.held, path, holder);
    throw new CannotExport(msg`the attribute '${path}' is ${o ? withArticle(o.kind) : msg`a value`} that has no counterpart in ONNX`);
  }

  /** The weights of a quantized layer; how its windows go stands in the module that holds them. */
  private packed(parts: readonly GValue[], path: string, holder: GModule | undefined): V {
    const [weight, bias] = parts;
    // of a recurrent layer: the weights of the input, of the hidden state, their biases once more, and whether ranges have seven bits
    if (parts.slice(0, 2).every((v) => this.c.py.object(v)?.kind === "torch")) return { k: "tuple", items: [...parts.slice(0, 2), ...parts.slice(4)].map((v, i) => this.pythonValue(v, `${path}.${i}`, undefined, holder)) };
    // as the state dict has them, not as the layer was built
    const held = (v: GValue | undefined, name: string): V => (v !== undefined && isRef(v) ? this.tensorOf(v.o, `${path}.${name}`, false) : NONE);
    const w = held(weight, "weight"), b = held(bias, "bias");
    if ((w.k !== "quantized" && w.k !== "tensor") || (b.k !== "tensor" && b.k !== "none")) throw new CannotExport(msg`'${path}' holds weights that have no counterpart in ONNX here`);
    const windows = ["stride", "padding", "dilation", "groups"].flatMap((name) => { const v = holder && this.c.py.getattrOfModule(holder, name); return v === undefined ? [] : [this.pythonValue(v, path)]; });
    return { k: "packed", weight: w, bias: b.k === "tensor" ? b : null, windows };
  }

  private instance(attrs: GPairs, type: ClassType, path: string): ObjectV {
    const made = this.newObject(type);
    for (const a of type.attributes) this.setAttribute(made, a.name, this.pythonValue(this.c.py.get(attrs, a.name) ?? null, `${path}.${a.name}`, a.type));
    return made;
  }

  /** `path`: what it is called where the model has no name for it; `built`: its values may be those in the object graph. */
  private tensorOf(index: number, path: string, built = true): TensorV | ComplexV | QuantizedV {
    const known = this.tensors.get(index);
    if (known) return known;
    const o = this.c.py.at(index);
    if (o?.kind !== "tensor") throw new CannotExport(msg`'${path}' is not a Tensor`);
    const name = this.namedAs(index) ?? path, dtype = o.dtype.replace(/^torch\./, "");
    const made = dtype in QUANTIZED_DTYPES ? this.quantizedWeight(name, index, dtype, o.shape) : dtype.startsWith("complex") ? this.complexWeight(name, index, o.shape) : this.weight(name, index, dtype, o.shape, built ? o.values : undefined);
    this.tensors.set(index, made);
    return made;
  }

  private names: Map<number, string> | undefined;
  /** The first dotted name of a parameter or buffer, by its place in the object graph. */
  private namedAs(index: number): string | undefined {
    if (!this.names) {
      const names = this.names = new Map<number, string>();
      const visit = (at: number, prefix: string, depth: number): void => {
        const m = this.c.py.at(at);
        if (m?.kind !== "module" || depth > 200) return;
        for (const [name, value] of [...m.parameters, ...m.buffers]) if (isRef(value) && !names.has(value.o)) names.set(value.o, prefix + name);
        for (const [name, child] of m.modules) { const o = this.c.py.object(child); const inner = o?.kind === "scriptmodule" ? o.module : child; if (isRef(inner)) visit(inner.o, `${prefix}${name}.`, depth + 1); }
      };
      visit(this.root, "", 0);
    }
    return this.names.get(index);
  }

  /** A complex parameter or buffer: its numbers stand in the file as pairs, with an axis of their own at the end. */
  private complexWeight(path: string, index: number, shape: readonly number[]): ComplexV {
    const pairs = this.weight(path, index, "float32", [...shape, 2], undefined);
    const part = (i: number): TensorV => this.b.one("Gather", [pairs, this.b.constant([i], "int64", [])], { dtype: pairs.dtype, shape, alt: shape }, { axis: shape.length });
    return { k: "complex", re: part(0), im: part(1) };
  }

  private quantizedWeight(path: string, index: number, dtype: string, shape: readonly number[]): QuantizedV {
    const quantizer = this.knows(path, index)?.quantizer;
    if (!quantizer) throw new CannotExport(msg`the quantized values of '${path}' are not computed here`);
    const whole = this.weight(path, index, dtype, shape, undefined);
    const { scales, zeroPoints, axis } = quantizer;
    const sizes = axis === undefined ? [] : [scales.length];
    const of = (numbers: readonly number[], d: DType): TensorV => new TensorV(this.b.constant(numbers, d, sizes), d, sizes, sizes);
    return { k: "quantized", whole, scale: of(scales, "float32"), zero: of(zeroPoints, whole.dtype), ...(axis === undefined ? {} : { axis }) };
  }

  /** A parameter or buffer, or another tensor that a module holds; values of small ones are in the object graph. */
  private weight(path: string, index: number, dtype: string, shape: readonly number[], values: readonly unknown[] | undefined): TensorV {
    const given = this.knows(path, values ? undefined : index);
    if (given) {
      if (given.shape.join() !== shape.join()) throw new CannotExport(msg`'${path}' has shape [${given.shape.join(", ")}] in the weights and [${shape.join(", ")}] in the model`);
      const name = this.b.weights.get(path)?.name ?? this.b.unique(path);
      this.b.weights.set(path, { name, dtype: given.dtype, shape });
      const [one = NaN] = shape.every((d) => d === 1) ? decodeNumbers(given.dtype, Buffer.from(given.data)) : [];
      if (Math.abs(one) <= Number.MAX_SAFE_INTEGER) this.b.single.set(name, one);
      return new TensorV(name, given.dtype, shape, shape);
    }
    if (!isDType(dtype)) throw new CannotExport(msg`'${path}' has the dtype ${dtype}, which is not exported`);
    if (!values) throw new CannotExport(msg`the weights have no '${path}'`);
    const data = Float64Array.from(values.map((x) => (typeof x === "number" ? x : x === true ? 1 : x === false ? 0 : Number(String(x).replace("inf", "Infinity")))));
    return new TensorV("", dtype, shape, shape, { version: 0 }, { data, shape, strides: contiguousStrides(shape), offset: 0 });
  }
}

/** The largest int stands for "no end" in slices; others that are not counted exactly here are refused. */
function exactInt(value: bigint | string | number): V {
  const v = Number(value);
  if (!Number.isSafeInteger(v) && BigInt(value) !== 2n ** 63n - 1n && BigInt(v) !== BigInt(value)) throw new CannotExport(msg`the int ${String(value)}, which is larger than what is computed exactly here`);
  return int(v);
}

/** Of lists and tuples only that they are some. */
function hasType(v: V, type: Type): boolean {
  switch (type.kind) {
    case "Tensor": return v.k === "tensor" || v.k === "complex" || v.k === "quantized";
    case "List": case "AnyList": return v.k === "list";
    case "Tuple": case "AnyTuple": return v.k === "tuple";
    case "Dict": return v.k === "dict";
    case "int": case "float": case "bool": return v.k === type.kind;
    case "str": return v.k === "str";
    case "NoneType": return v.k === "none";
    case "Class": return v.k === "object" && v.cls.qualname === type.qualname;
    case "Enum": return v.k === "enum" && v.type === type.qualname;
    case "Optional": return v.k === "none" || hasType(v, type.elem);
    case "Union": return type.members.some((m) => hasType(v, m));
    default: throw new CannotExport(msg`a question for the type ${type.kind}`);
  }
}

/** A line of torch's own says little: the line that calls it is told instead. */
const ofTorch = (range: SourceRange): boolean => range.file.startsWith("/lens/site/");

const nodesOf = (block: Block): Node[] => { const out: Node[] = []; for (let n = block.paramNode.next; n && n !== block.returnNode; n = n.next) out.push(n); return out; };
/** The side of an assertion that is never meant to be taken. */
const raises = (block: Block): boolean => nodesOf(block).some((n) => n.kind === "prim::RaiseException");
/** Whatever side is taken, nothing changes. */
const isEmpty = (n: Node): boolean => n.outputs.length === 0 && n.blocks.every((block) => nodesOf(block).length === 0);

/** Operators on containers that do not look at what these hold. */
const BY_IDENTITY = new Set(["aten::append", "aten::__getitem__", "aten::len", "aten::__is__", "aten::__isnot__", "prim::unchecked_cast", "prim::unchecked_unwrap_optional", "aten::_unwrap_optional", "aten::_set_item", "aten::extend", "aten::insert", "aten::pop", "aten::list", "aten::copy", "prim::TupleIndex", "prim::device"]);

/** What an operator gives: from numbers at once, else from tensors as nodes of the file. */
function operate(n: Node, args: V[], b: Builder): V[] {
  if (args.some((a) => a.k === "list" && a.sequence)) {
    const made = SEQUENCES[n.kind]?.(args, b);
    if (made === undefined) throw new CannotExport(msg`${n.kind} of a list whose length depends on values has no counterpart in ONNX here yet`, n.range, n.kind);
    return [made];
  }
  if (args.some((a) => a.k === "complex" || (a.k === "list" && a.items.some((i) => i.k === "complex")))) {
    const made = COMPLEX_LOWERINGS[n.kind]?.(args, b, n) ?? (BY_IDENTITY.has(n.kind) ? SCALARS[n.kind]?.(args, b) : undefined);
    if (made === undefined) throw new CannotExport(msg`${n.kind} of complex tensors has no counterpart in ONNX here`, n.range, n.kind, msg`Write it with torch.view_as_real and real tensors.`);
    return Array.isArray(made) ? made : [made];
  }
  if (args.some(holdsQuantized)) {
    const made = quantizedLoweringOf(n.kind)?.(args, b, n) ?? (BY_IDENTITY.has(n.kind) ? SCALARS[n.kind]?.(args, b) : undefined);
    if (made === undefined) throw new CannotExport(msg`${n.kind} of quantized tensors has no counterpart in ONNX here yet`, n.range, n.kind);
    return Array.isArray(made) ? made : [made];
  }
  const tensors = args.some((a) => a.k === "tensor" || ((a.k === "list") && a.items.some((i) => i.k === "tensor")));
  const scalar = SCALARS[n.kind], lowering = loweringOf(n.kind);
  if (scalar && (!tensors || !lowering || args.every((a) => a.k !== "tensor"))) {
    const v = scalar(args, b);
    if (v !== undefined) return [v];
  }
  if (lowering) {
    const v = lowering(args, b, n);
    if (v !== undefined) return Array.isArray(v) ? v : [v];
  }
  const v = scalar?.(args, b);
  if (v !== undefined) return [v];
  if (n.kind === "prim::PythonOp") throw new CannotExport(msg`'${n.s("name")}' stays in Python, of which a graph holds only the name`, n.range, n.kind, CALL_INTO_PYTHON);
  const what = args.map((a) => a.k).join(", ");
  throw new CannotExport(msg`${n.kind}(${what}) has no counterpart in ONNX here yet`, n.range, n.kind);
}

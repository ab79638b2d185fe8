/**
 * A graph as TorchScript code, as `fn.code` gives it. Answers to
 * torch/csrc/jit/serialization/python_print.cpp; expressions are in expressions.ts.
 */
import type { ConstantValue } from "../ir/constant";
import type { Block, Graph, Node, Value } from "../ir/ir";
import { at, blockOf, loop, loopKind } from "../passes/views";
import { equalTypes } from "../passes/typeKey";
import type { Argument, FunctionSchema } from "../schema/functionSchema";
import type { TorchVersion } from "../sugared/sugaredValue";
import { annotationStr } from "../types/print";
import type { TypePrinter } from "../types/print";
import type { Type } from "../types/types";
import { constantText, expressionText } from "./expressions";
import type { ConstantTable } from "./expressions";
import { NameGenerator } from "./identifiers";
import { constantsOf, findInlined } from "./inlining";
import { marked, withoutMarks, type MarkedRanges } from "./marks";

export interface PrintedFunction {
  readonly name: string;
  readonly schema: FunctionSchema;
  readonly graph: Graph;
}

export interface CodePrintOptions {
  readonly torch?: TorchVersion;
  /** A method: `self` is written without its type. */
  readonly isMethod?: boolean;
  /** Other names for types, as in an archive. */
  readonly typePrinter?: TypePrinter;
  /** Gathers the constants that have no literal: `CONSTANTS.c0`, ... An archive shares one among its files. */
  readonly constants?: ConstantTable;
  /** Spaces in front, in units of two. */
  readonly level?: number;
  /** Gathers the ranges that text comes from; the text then has marks (`marks.ts`). */
  readonly ranges?: MarkedRanges;
}

export function printCode(fn: PrintedFunction, options: CodePrintOptions = {}): string {
  return new CodePrinter(options).function(fn);
}

/** Lines of this length, indentation included, are split into several statements. */
const longLine = 40;

export class CodePrinter {
  private out = "";
  private level: number;
  private names = new NameGenerator();
  private readonly identifiers = new Map<Value, string>();
  private readonly expressions = new Map<Value, string>();
  private readonly inlined = new Set<Node>();
  private readonly seenConstants = new Set<Node>();
  /** Values of a Union or Optional type whose type was written. */
  private readonly annotated = new Set<Value>();
  /** Last input of a node that was looked at for splitting. */
  private readonly scannedUses = new Map<Node, number>();
  readonly constants: ConstantTable;

  constructor(private readonly options: CodePrintOptions) {
    this.level = options.level ?? 0;
    this.constants = options.constants ?? [];
  }

  function(fn: PrintedFunction): string {
    this.indent();
    this.out += `def ${fn.name}(`;
    fn.schema.args.forEach((arg, i) => {
      const value = at(fn.graph.inputs, i);
      const name = this.names.fresh(arg.name);
      if (i > 0) this.out += ",\n    ";
      this.out += name;
      if (i > 0 || !this.options.isMethod) {
        this.out += `: ${this.type(arg.type)}`;
        this.annotated.add(value);
      }
      if (arg.default) this.out += `=${this.defaultText(arg, arg.default)}`;
      this.identifiers.set(value, name);
    });
    const result = fn.schema.returns[0]?.type ?? { kind: "NoneType" as const };
    this.out += `) -> ${this.type(result)}:\n`;
    this.body(fn.graph.block);
    return this.out;
  }

  // what expressions.ts needs

  type(type: Type): string { return annotationStr(type, this.options.typePrinter); }
  get readBack(): boolean { return this.options.ranges !== undefined; }
  constant(value: ConstantValue): string { return constantText(value, this.constants, this.readBack, this.options.typePrinter); }
  useOf(value: Value): string {
    const text = this.identifiers.get(value) ?? this.expressions.get(value);
    if (text === undefined) throw new Error(`%${value.debugName} was used before it was written`);
    return text;
  }

  private indent(): void { this.out += "  ".repeat(this.level); }
  private line(text: string): void {
    this.indent();
    this.out += `${text}\n`;
  }
  private list(values: readonly Value[]): string { return values.map((v) => this.useOf(v)).join(", "); }
  private nameAll(values: readonly Value[]): void {
    for (const value of values) this.identifiers.set(value, this.names.forValue(value.hasName ? value.debugNameBase : null));
  }

  private defaultText(arg: Argument, value: ConstantValue): string {
    if (arg.type.kind !== "List" || (value.kind !== "int" && value.kind !== "float" && value.kind !== "bool")) return this.constant(value);
    return this.constant({ kind: "list", elem: arg.type.elem, items: Array.from({ length: arg.listSize ?? 1 }, () => value) });
  }

  private body(block: Block): void {
    const constants = constantsOf(block, this.seenConstants);
    for (const node of findInlined(block)) this.inlined.add(node);
    this.level++;
    for (const node of constants) this.node(node);
    this.block(block, block.outputs.length > 0);
    if (block.outputs.length > 0) this.line(`return ${this.list(block.outputs)}`);
    this.level--;
  }

  private block(block: Block, otherStatements: boolean): void {
    if (!otherStatements && block.isEmpty) this.line("pass");
    for (const node of block.nodes()) if (!node.isConstant) this.node(node);
  }

  private node(node: Node): void {
    const { ranges } = this.options;
    if (!ranges) { this.statement(node); return; }
    const before = this.out;
    this.out = "";
    this.statement(node);
    this.out = before + marked(ranges, node.range, this.out);
  }

  private statement(node: Node): void {
    switch (node.kind) {
      case "prim::Loop": this.loop(node); break;
      case "prim::If": this.if(node); break;
      case "prim::TupleUnpack": case "prim::ListUnpack": {
        this.nameAll(node.outputs);
        const left = node.outputs.length > 0 ? `${this.list(node.outputs)}, = ` : "";
        this.line(left + this.useOf(node.input()));
        break;
      }
      case "prim::SetAttr":
        this.line(`${this.useOf(node.input(0))}.${node.s("name")} = ${this.useOf(node.input(1))}`);
        break;
      case "prim::fork": this.fork(node); break;
      case "prim::awaitable": this.fork(node); break;
      case "prim::Enter": {
        const out = node.output;
        const context = this.useOf(node.input());
        let text = `with ${context}`;
        if (out.uses.length > 0) {
          this.nameAll([out]);
          text += ` as ${this.useOf(out)}`;
        }
        this.line(`${text}:`);
        this.level++;
        break;
      }
      case "prim::Exit":
        if (node.prev?.kind === "prim::Enter") this.line("pass");
        this.level--;
        break;
      case "prim::Closure": this.closure(node); break;
      case "prim::ModuleContainerIndex":
        this.nameAll(node.outputs);
        this.line(`${this.useOf(node.output)} : ${annotationStr(node.output.type)} = ${this.useOf(node.input(0))}[${this.useOf(node.input(1))}]`);
        break;
      default: this.expression(node);
    }
  }

  private expression(node: Node): void {
    const { ranges } = this.options;
    const plain = expressionText(node, this);
    const text = ranges ? marked(ranges, node.range, plain) : plain;
    if (!this.inlined.has(node) || (node.isConstant && this.isLong(text))) {
      this.define(node, text);
      return;
    }
    this.expressions.set(node.output, text);
    if (this.isLong(text)) this.splitLong(node.output);
  }

  private define(node: Node, text: string): void {
    this.nameAll(node.outputs);
    this.line(node.outputs.length > 0 ? `${this.list(node.outputs)} = ${text}` : text);
  }

  private isLong(text: string): boolean {
    return byteLength(this.options.ranges ? withoutMarks(text) : text) + this.level * 2 >= longLine;
  }

  /** Gives names to what stands in a long line, and to everything that must run before it. */
  private splitLong(value: Value): void {
    const reversed: Value[] = [];
    const scan = (user: Node, from: number): void => {
      const scanned = this.scannedUses.get(user);
      for (let i = from; i >= (scanned === undefined ? 0 : scanned + 1); i--) {
        const input = user.input(i);
        if (!input.node.isConstant && this.inlined.has(input.node)) reversed.push(input);
      }
      this.scannedUses.set(user, from);
      if (scanned !== undefined || !this.inlined.has(user)) return;
      const use = user.output.uses[0];
      // the use itself is still being written, so it cannot be split
      if (use) scan(use.user, use.index - 1);
    };
    const use = value.uses[0];
    if (use) scan(use.user, use.index);
    for (const v of reversed.reverse()) this.define(v.node, this.useOf(v));
  }

  private if(node: Node): void {
    this.nameAll(node.outputs);
    this.line(`if ${this.useOf(node.input())}:`);
    [0, 1].forEach((index) => {
      if (index === 1) this.line("else:");
      this.level++;
      const block = blockOf(node, index);
      this.block(block, node.outputs.length > 0);
      this.assign(node.outputs, block.outputs);
      this.level--;
    });
  }

  private assign(left: readonly Value[], right: readonly Value[]): void {
    if (left.length === 0) return;
    let text = this.list(left);
    const only = left.length === 1 ? left[0] : undefined;
    if (only && !this.annotated.has(only) && !this.expressions.has(only) && isUnion(only.type)) {
      text += ` : ${annotationStr(only.type)}`;
      this.annotated.add(only);
    }
    this.line(`${text} = ${this.list(right)}`);
  }

  /** What the loop carries gets its first values before the loop, and its next ones at the end of every turn. */
  private loop(node: Node): void {
    const asFor = loopKind(node) === "for";
    this.nameAll(node.outputs);
    loop.bodyCarriedInputs(node).forEach((inner, i) => this.expressions.set(inner, this.useOf(at(node.outputs, i))));
    node.outputs.forEach((output, i) => {
      const initial = node.input(i + 2);
      const annotation = this.needsAnnotation(output, initial) ? `: ${this.type(output.type)}` : "";
      this.line(`${this.useOf(output)}${annotation} = ${this.useOf(initial)}`);
    });
    const counter = loop.currentTrip(node);
    this.nameAll([counter]);
    if (asFor) {
      this.line(`for ${this.useOf(counter)} in range(${this.useOf(loop.tripCount(node))}):`);
    } else {
      // a while loop does not count, so the name stands for its condition
      this.assign([counter], [loop.inputCond(node)]);
      this.line(`while ${this.useOf(counter)}:`);
    }
    this.level++;
    const body = loop.body(node);
    const skip = asFor ? 1 : 0;
    const carried = body.inputs.slice(skip);
    this.block(body, carried.length > 0);
    this.assign(carried, body.outputs.slice(skip));
    this.level--;
  }

  private needsAnnotation(left: Value, right: Value): boolean {
    if (!isUnion(left.type)) return !equalTypes(left.type, right.type);
    const first = !this.annotated.has(left);
    this.annotated.add(left);
    return first;
  }

  private fork(node: Node): void {
    const awaitable = node.kind === "prim::awaitable";
    const name = this.names.fresh(awaitable ? "__awaitable_function" : "__forked_function");
    const graph = subgraphOf(node);
    this.line(`def ${name}():`);
    node.inputs.forEach((input, i) => {
      this.expressions.set(at(graph.inputs, i), this.useOf(input));
    });
    this.body(graph.block);
    this.define(node, `${awaitable ? "awaitable" : "fork"}(${name})`);
  }

  private closure(node: Node): void {
    this.nameAll(node.outputs);
    const graph = subgraphOf(node);
    this.nameAll(graph.inputs);
    this.line(`def ${this.useOf(node.output)}(${graph.inputs.map((v) => `${this.useOf(v)}: ${this.type(v.type)}`).join(", ")}):`);
    this.body(graph.block);
  }
}

const byteLength = (text: string): number => new TextEncoder().encode(text).length;
const isUnion = (type: Type): boolean => type.kind === "Union" || type.kind === "Optional";

function subgraphOf(node: Node): Graph {
  const attr = node.attrs.get("Subgraph");
  if (attr?.kind !== "g") throw new Error(`${node.kind} has no subgraph`);
  return attr.value;
}

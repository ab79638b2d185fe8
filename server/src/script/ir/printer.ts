/**
 * A graph as text, as `str(fn.graph)` gives it. Answers to Graph::print and Node::print
 * (torch/csrc/jit/ir/ir.cpp).
 */
import type { SourceRange } from "../../syntax/source";
import { annotationStr, graphTypeStr } from "../types/print";
import type { Type } from "../types/types";
import type { AttrValue, Block, Graph, Node, Value } from "./ir";
import type { ConstantValue } from "./constant";
import { formatFloat, quoteString, reprConstant } from "./constantRepr";

export interface PrintedPlace {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** UTF-8 bytes from the start of the line. */
  readonly column: number;
}

export interface GraphPrintOptions {
  /** Gives the place that is written behind a node; without it, or if it gives null, none is. */
  readonly placeOf?: (range: SourceRange) => PrintedPlace | null;
}

export function printGraph(graph: Graph, options: GraphPrintOptions = {}): string {
  return new GraphPrinter(options).graph(graph);
}

class GraphPrinter {
  private readonly out: string[] = [];
  /** Nodes with a subgraph, which is printed below the graph. */
  private readonly groups: { readonly node: Node; readonly graph: Graph }[] = [];
  constructor(private readonly options: GraphPrintOptions) {}

  graph(graph: Graph): string {
    this.out.push(`graph(${this.typed(graph.inputs, ",\n      ")}):\n`);
    for (const node of graph.block.nodes()) this.node(node, 1);
    this.out.push(`  return (${this.refs(graph.outputs)})\n`);
    this.groups.forEach((group, i) => {
      this.out.push(`with ${group.node.kind}_${i} = ${new GraphPrinter(this.options).graph(group.graph)}`);
    });
    return this.out.join("");
  }

  private node(node: Node, level: number): void {
    this.out.push("  ".repeat(level), this.typed(node.outputs, ", "), " = ", this.head(node), `(${this.refs(node.inputs)})`);
    const place = node.range ? this.options.placeOf?.(node.range) : null;
    if (place) this.out.push(` # ${place.file}:${place.line}:${place.column}`);
    this.out.push("\n");
    node.blocks.forEach((block, i) => this.block(block, i, level));
  }

  private block(block: Block, index: number, level: number): void {
    this.out.push("  ".repeat(level + 1), `block${index}(${this.typed(block.inputs, ", ")}):\n`);
    for (const node of block.nodes()) this.node(node, level + 2);
    this.out.push("  ".repeat(level + 2), `-> (${this.refs(block.outputs)})\n`);
  }

  private head(node: Node): string {
    if (node.kind === "prim::PythonOp") return `^${node.s("name")}[]()`;
    const subgraph = node.attrs.get("Subgraph");
    if (subgraph?.kind === "g") {
      this.groups.push({ node, graph: subgraph.value });
      const rest = node.attrs.size > 1 ? this.attributes(node, "Subgraph") : "";
      return `${node.kind}_${this.groups.length - 1}${rest}`;
    }
    return node.kind + this.attributes(node, null);
  }

  private attributes(node: Node, without: string | null): string {
    const parts: string[] = [];
    for (const [name, value] of node.attrs) {
      if (name === without) continue;
      const part = attributeText(name, value);
      if (part !== null) parts.push(part);
    }
    return parts.length > 0 ? `[${parts.join(", ")}]` : "";
  }

  private typed(values: readonly Value[], separator: string): string {
    return values.map((v) => `%${v.debugName} : ${valueType(v)}`).join(separator);
  }
  private refs(values: readonly Value[]): string {
    return values.map((v) => `%${v.debugName}`).join(", ");
  }
}

/** The type of a constant tensor, or of tensors in a constant tuple, says all that is known of it. */
function valueType(v: Value): string {
  return (v.node.isConstant ? constantType(v.node.constant, v.type) : null) ?? graphTypeStr(v.type);
}
function constantType(value: ConstantValue | undefined, type: Type): string | null {
  if (value?.kind === "tensor" && type.kind === "Tensor") return value.graphType;
  if (value?.kind !== "tuple" || type.kind !== "Tuple" || type.named) return null;
  return `(${type.elems.map((elem, i) => constantType(value.items[i], elem) ?? graphTypeStr(elem)).join(", ")})`;
}

function attributeText(name: string, attr: AttrValue): string | null {
  switch (attr.kind) {
    case "constant":
      if (attr.value.kind === "None") return null;
      if (attr.value.kind === "function") return `name=${quoteString(attr.value.name)}`;
      return `${name}=${constantAttribute(attr.value)}`;
    case "s": return `${name}=${quoteString(attr.value)}`;
    case "ss": return `${name}=${attr.value.length > 0 ? `[${attr.value.map(quoteString).join(", ")}]` : "annotate(List[str], [])"}`;
    case "i": return `${name}=${attr.value}`;
    case "is": return `${name}=${attr.value.length > 0 ? `[${attr.value.join(", ")}]` : "annotate(List[int], [])"}`;
    case "f": return `${name}=${formatFloat(attr.value)}`;
    case "ty": return `${name}=${graphTypeStr(attr.value)}`;
    case "tys": return `${name}=[${attr.value.map((t) => graphTypeStr(t)).join(", ")}]`;
    case "g": return `${name}=<Graph>`;
    case "fn": return `${name}=${quoteString(attr.value.name)}`;
  }
}

/** A bool is kept as 0 or 1, a device as its name. */
function constantAttribute(value: ConstantValue): string {
  switch (value.kind) {
    case "bool": return value.value ? "1" : "0";
    case "device": return quoteString(value.value);
    case "tensor": return value.graphText;
    default:
      return reprConstant(value, (v) => {
        if (v.kind === "list" && v.elem.kind === "Tensor") return { text: "[<Tensors>]" };
        if (v.kind === "object") return { text: `object(${annotationStr(v.type)})` };
        return null;
      });
  }
}

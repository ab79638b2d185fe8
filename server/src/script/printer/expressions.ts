/**
 * The right side of a node as TorchScript code. Answers to printRHS and printConstant in
 * torch/csrc/jit/serialization/python_print.cpp and to runtime/calculate_necessary_args.h.
 */
import type { ConstantValue } from "../ir/constant";
import { quoteString, reprConstant } from "../ir/constantRepr";
import type { Node, Value } from "../ir/ir";
import { constantOf, equalConstants } from "../passes/views";
import type { Argument } from "../schema/functionSchema";
import { isOut } from "../schema/functionSchema";
import { annotationStr, hasName } from "../types/print";
import type { TypePrinter } from "../types/print";
import type { Type } from "../types/types";
import { elementTypeCanBeInferred } from "../types/unify";
import { isReadableAttribute, isValidIdentifier } from "./identifiers";

/** Constants without a literal, written `CONSTANTS.cN`. */
export type ConstantTable = ConstantValue[];

export interface ExpressionContext {
  type(type: Type): string;
  constant(value: ConstantValue): string;
  useOf(value: Value): string;
  /** The text is for an archive. */
  readonly readBack: boolean;
}

/** `readBack`: for an archive, where torch would write large whole floats so that they are read back as ints. */
export function constantText(value: ConstantValue, table: ConstantTable, readBack: boolean, typePrinter?: TypePrinter): string {
  return reprConstant(value, (v) => {
    if (readBack && v.kind === "float") {
      const text = reprConstant(v);
      return { text: /^-?\d+$/.test(text) ? `${text}.` : text };
    }
    if (v.kind === "tensor" || v.kind === "object" || hasNonAscii(v)) {
      const known = v.kind === "tensor" ? table.findIndex((other) => equalConstants(other, v)) : -1;
      return { text: `CONSTANTS.c${known >= 0 ? known : table.push(v) - 1}` };
    }
    if (v.kind === "tuple" && v.type.kind === "Tuple" && hasName(v.type)) return { prefix: annotationStr(v.type, typePrinter) };
    if (v.kind === "function") return { text: annotationStr(v.type, typePrinter) };
    return null;
  });
}

function hasNonAscii(value: ConstantValue): boolean {
  switch (value.kind) {
    case "str": return [...value.value].some((c) => c > "\u007f");
    case "list": case "tuple": return value.items.some(hasNonAscii);
    case "dict": return value.entries.some(([k, v]) => hasNonAscii(k) || hasNonAscii(v));
    default: return false;
  }
}

type Writer = (node: Node, c: ExpressionContext) => string;

const all = (node: Node, c: ExpressionContext): string => node.inputs.map((v) => c.useOf(v)).join(", ");
const call = (name: string): Writer => (node, c) => `${name}(${all(node, c)})`;
const annotate: Writer = (node, c) => `annotate(${c.type(node.output.type)}, ${c.useOf(node.input())})`;
/** Arguments of a call, each followed by a comma, the last, too. */
const trailing = (values: readonly Value[], c: ExpressionContext): string => values.map((v) => `${c.useOf(v)}, `).join("");

const writers: ReadonlyMap<string, Writer> = new Map<string, Writer>([
  ["prim::PythonOp", (node, c) => `^${node.s("name")}()(${all(node, c)})`],
  ["prim::Uninitialized", (node, c) => `uninitialized(${c.type(node.output.type)})`],
  ["prim::Constant", (node, c) => {
    if (node.output.type.kind === "FunctionValue") return c.type(node.output.type);
    const value = constantOf(node.output);
    return value && value.kind !== "None" ? c.constant(value) : "None";
  }],
  ["aten::ScalarImplicit", annotate], ["aten::FloatImplicit", annotate], ["aten::IntImplicit", annotate],
  ["aten::Int", call("int")], ["aten::Float", call("float")], ["aten::Bool", call("bool")], ["aten::str", call("str")],
  ["prim::Print", call("print")], ["aten::sorted", call("sorted")],
  ["aten::__getitem__", (node, c) => {
    const value = c.useOf(node.input(0));
    return `${isValidIdentifier(value) ? value : `(${value})`}[${c.useOf(node.input(1))}]`;
  }],
  ["prim::TupleConstruct", (node, c) => {
    const type = node.output.type;
    const name = type.kind === "Tuple" && hasName(type) ? c.type(type) : "";
    return `${name}(${all(node, c)}${node.inputs.length === 1 ? ",)" : ")"}`;
  }],
  ["prim::TupleIndex", (node, c) => `(${c.useOf(node.input(0))})[${c.useOf(node.input(1))}]`],
  ["prim::TupleSlice", (node, c) => {
    const bound = (name: string): number => { const a = node.attrs.get(name); return a?.kind === "i" ? a.value : 0; };
    return `(${c.useOf(node.input())})[${bound("beg")}:${bound("end")}]`;
  }],
  ["prim::ListConstruct", (node, c) => {
    const type = node.output.type;
    const text = `[${all(node, c)}]`;
    const inferred = type.kind !== "List" || elementTypeCanBeInferred(type.elem);
    return node.inputs.length > 0 && inferred ? text : `annotate(${c.type(type)}, ${text})`;
  }],
  ["prim::DictConstruct", (node, c) => {
    const type = node.output.type;
    const pairs: string[] = [];
    for (let i = 0; i + 1 < node.inputs.length; i += 2) pairs.push(`${c.useOf(node.input(i))}: ${c.useOf(node.input(i + 1))}`);
    const text = `{${pairs.join(", ")}}`;
    const inferred = type.kind !== "Dict" || (elementTypeCanBeInferred(type.key) && elementTypeCanBeInferred(type.value));
    return node.inputs.length > 0 && inferred ? text : `annotate(${c.type(type)}, ${text})`;
  }],
  ["prim::CreateObject", (node, c) => { const name = c.type(node.output.type); return `${name}.__new__(${name})`; }],
  ["prim::GetAttr", (node, c) => {
    const object = c.useOf(node.input());
    const field = node.s("name");
    return (c.readBack ? isReadableAttribute : isValidIdentifier)(field) ? `${object}.${field}` : `getattr(${object}, ${quoteString(field)})`;
  }],
  ["prim::CallFunction", (node, c) => `${c.useOf(node.input(0))}(${trailing(node.inputs.slice(1), c)})`],
  ["prim::CallMethod", (node, c) => `(${c.useOf(node.input(0))}).${node.s("name")}(${trailing(node.inputs.slice(1), c)})`],
  ["aten::_unwrap_optional", (node, c) => {
    const input = node.input();
    const text = c.useOf(input);
    if (!input.mustBeNone) return `torch._unwrap_optional(${text})`;
    return `torch._unwrap_optional(annotate(${c.type({ kind: "Optional", elem: node.output.type })}, ${text}))`;
  }],
  ["prim::unchecked_cast", (node, c) => `unchecked_cast(${c.type(node.output.type)}, ${c.useOf(node.input())})`],
  ["prim::unchecked_unwrap_optional", (node, c) => `unchecked_cast(${c.type(node.output.type)}, ${c.useOf(node.input())})`],
  ["prim::isinstance", (node, c) => {
    const attr = node.attrs.get("types");
    const types = attr?.kind === "tys" ? attr.value.map((t) => c.type(t)) : [];
    return `isinstance(${c.useOf(node.input())}, ${types.length === 1 ? types.join("") : `(${types.join(", ")})`})`;
  }],
  ["prim::tolist", (node, c) => `annotate(${c.type(node.output.type)}, ${c.useOf(node.input(0))}.tolist())`],
  ["prim::EnumValue", (node, c) => `(${c.useOf(node.input())}).value`],
  ["prim::EnumName", (node, c) => `(${c.useOf(node.input())}).name`],
]);

export function expressionText(node: Node, c: ExpressionContext): string {
  return (writers.get(node.kind) ?? operatorText)(node, c);
}

function operatorName(kind: string): string {
  if (kind === "aten::backward") return "torch.autograd.backward";
  if (kind === "aten::grad") return "torch.autograd.grad";
  const [namespace = "", name = ""] = kind.split("::");
  return namespace === "aten" ? `torch.${name}` : `ops.${namespace}.${name}`;
}

/** Arguments that have their default and nothing given after them are not written. */
function operatorText(node: Node, c: ExpressionContext): string {
  const name = operatorName(node.kind);
  if (!node.schema) return `${name}(${all(node, c)})`;
  const formal = node.schema.args;
  if (formal.length === 0) return `${name}()`;
  const outs = trailingOuts(formal);
  const parts: string[] = [];
  for (let i = 0; i < necessaryArguments(formal, node.inputs, outs); i++) {
    const keyword = formal[i]?.kwargOnly ? `${formal[i]?.name}=` : "";
    parts.push(keyword + c.useOf(node.input(i)));
  }
  for (let i = formal.length - outs; i < formal.length; i++) {
    const input = node.inputs[node.inputs.length - (formal.length - i)];
    if (input) parts.push(`${formal[i]?.name}=${c.useOf(input)}`);
  }
  return `${name}(${parts.join(", ")})`;
}

/** Keyword-only arguments at the end that the operator writes to. */
function trailingOuts(formal: readonly Argument[]): number {
  let count = 0;
  while (count < formal.length) {
    const arg = formal[formal.length - 1 - count];
    if (!arg || !isOut(arg)) break;
    count++;
  }
  return count;
}

function necessaryArguments(formal: readonly Argument[], inputs: readonly Value[], outs: number): number {
  if (formal.length < inputs.length) return inputs.length;
  for (let i = formal.length - outs - 1; i >= 0; i--) {
    const fallback = formal[i]?.default;
    const input = inputs[i];
    if (!fallback || !input) return i + 1;
    const value = constantOf(input);
    if (!value || !isDefault(formal[i]?.listSize, value, fallback)) return i + 1;
  }
  return 0;
}

/** A lone number may stand as the default of a list of fixed length. */
function isDefault(size: number | undefined, value: ConstantValue, fallback: ConstantValue): boolean {
  if (value.kind === "list" && fallback.kind !== "list") {
    return value.items.length === size && value.items.every((item) => equalConstants(item, fallback));
  }
  return value.kind === fallback.kind && equalConstants(value, fallback);
}

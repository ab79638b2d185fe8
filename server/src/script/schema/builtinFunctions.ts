/**
 * Operators that torch defines in TorchScript and inlines where they are called, as data. Answers
 * to torch/csrc/jit/frontend/builtin_functions.cpp.
 *
 * torch prints their nodes as lines of "<string>"; `BUILTIN_SOURCE` is a text of blank lines in
 * which our offsets give the same lines and columns.
 */
import type { SourceRange } from "../../syntax/source";
import type { ConstantValue } from "../ir/constant";
import type { Graph, Node, Value } from "../ir/ir";
import { BoolT, DeviceT, IntT, StringT, TensorT, listOf } from "../types/types";
import type { Type } from "../types/types";
import type { FunctionSchema } from "./functionSchema";
import { parseSchema } from "./parseSchema";

export const BUILTIN_FILE = "<string>";
const LINE_WIDTH = 128;
export const BUILTIN_SOURCE = `${" ".repeat(LINE_WIDTH - 1)}\n`.repeat(32);

/** Line and column as torch prints them; null for nodes without a place. */
type At = readonly [line: number, column: number] | null;

/** One node of a body. Values are named: parameters by their own names, results by `to`. */
type Step =
  | { readonly constant: ConstantValue; readonly to: string; readonly at: At }
  | { readonly op: string; readonly from: readonly string[]; readonly to: string; readonly type: Type; readonly at: At }
  /** `assert`: raises in the second block of an If. */
  | { readonly unless: string; readonly raise: readonly Step[]; readonly message: string; readonly none: string; readonly at: At };

export interface BuiltinFunction {
  readonly schema: FunctionSchema;
  readonly steps: readonly Step[];
  /** Name of the value that is returned. */
  readonly result: string;
}

const op = (name: string, from: readonly string[], to: string, type: Type, at: At): Step => ({ op: name, from, to, type, at });
const constant = (value: ConstantValue, to: string, at: At = null): Step => ({ constant: value, to, at });
const int = (value: number): ConstantValue => ({ kind: "int", value: BigInt(value) });
const fn = (schema: string, steps: readonly Step[], result = "r"): BuiltinFunction => ({ schema: parseSchema(schema), steps, result });

/** `number op tensor` as the mirrored operator on `tensor op number`. */
const mirrored = (name: string, other: string, scalar: string, line: number): BuiltinFunction =>
  fn(`${name}(${scalar} a, Tensor b) -> Tensor`, [op(`aten::${other}`, ["b", "a"], "r", TensorT, [line, 9])]);

const withAlpha = (name: string, line: number, before: readonly Step[], left: string, scalar: string): BuiltinFunction =>
  fn(`${name}(${scalar} a, Tensor b) -> Tensor`, [constant(int(1), "one"), ...before, op("aten::add", [left, "a", "one"], "r", TensorT, [line, 9])]);

/** In order of definition: float, int and complex of the first group, then float and int of the second. */
const arithmetic = (scalar: string): Readonly<Record<string, BuiltinFunction>> => ({
  mul: mirrored("mul", "mul", scalar, 3),
  add: withAlpha("add", 5, [], "b", scalar),
  ne: mirrored("ne", "ne", scalar, 7),
  eq: mirrored("eq", "eq", scalar, 9),
  sub: withAlpha("sub", 11, [op("aten::neg", ["b"], "n", TensorT, [11, 9])], "n", scalar),
  div: fn(`div(${scalar} a, Tensor b) -> Tensor`, [
    op("aten::reciprocal", ["b"], "n", TensorT, [13, 9]), op("aten::mul", ["n", "a"], "r", TensorT, [13, 9]),
  ]),
});
const comparisons = (scalar: string): Readonly<Record<string, BuiltinFunction>> => ({
  lt: mirrored("lt", "gt", scalar, 3), le: mirrored("le", "ge", scalar, 5), gt: mirrored("gt", "lt", scalar, 7), ge: mirrored("ge", "le", scalar, 9),
});

const assertion = (condition: string, before: readonly Step[], tested: string, line: number): BuiltinFunction =>
  fn(`_assert(${condition} condition, str message) -> NoneType`, [
    constant({ kind: "None" }, "none"), constant({ kind: "str", value: "AssertionError: " }, "head", [line, 2]), ...before,
    { unless: tested, raise: [op("aten::add", ["head", "message"], "text", StringT, [line, 2])], message: "text", none: "none", at: [line, 2] },
  ], "none");

const property = (name: string, operator: string, type: string, made: Type, at: At): BuiltinFunction =>
  fn(`${name}(Tensor a) -> ${type}`, [op(operator, ["a"], "r", made, at)]);

function makeTable(): Map<string, BuiltinFunction[]> {
  const table = new Map<string, BuiltinFunction[]>();
  const add = (symbol: string, f: BuiltinFunction): void => {
    const same = table.get(symbol);
    if (same) same.push(f);
    else table.set(symbol, [f]);
  };
  for (const scalar of ["float", "int", "complex"]) for (const [name, f] of Object.entries(arithmetic(scalar))) add(`aten::${name}`, f);
  for (const scalar of ["float", "int"]) for (const [name, f] of Object.entries(comparisons(scalar))) add(`aten::${name}`, f);
  for (const scalar of ["float", "int"]) {
    for (const [i, name] of ["_single", "_pair", "_triple", "_quadruple"].entries()) {
      add(`aten::${name}`, fn(`${name}(${scalar}[${i + 1}] x) -> ${scalar}[]`, [], "x"));
    }
  }
  for (const other of ["Scalar", "Tensor"]) {
    add("aten::floordiv", fn(`floordiv(Tensor self, ${other} other) -> Tensor`, [op("aten::floor_divide", ["self", "other"], "r", TensorT, [3, 9])]));
  }
  add("aten::_assert_int_or_pair", fn("_assert_int_or_pair(int[] vals, str name, str message) -> NoneType", [constant({ kind: "None" }, "none")], "none"));
  add("aten::list_with_default", fn("list_with_default(int[] out_size, int[] defaults) -> int[]", [
    constant({ kind: "None" }, "none"), constant({ kind: "str", value: "AssertionError: " }, "text"),
    op("aten::len", ["defaults"], "n", IntT, [5, 9]), op("aten::len", ["out_size"], "m", IntT, [5, 25]),
    op("aten::gt", ["n", "m"], "c", BoolT, [5, 9]), { unless: "c", raise: [], message: "text", none: "none", at: [5, 2] },
  ], "out_size"));
  add("aten::_assert", assertion("bool", [], "condition", 8));
  add("aten::device", fn("device(str type) -> Device", [op("aten::device", ["type"], "r", DeviceT, [12, 9])]));
  add("aten::type", fn("type(Tensor self, int dtype, bool non_blocking=False, bool copy=False) -> Tensor", [
    constant({ kind: "None" }, "none"), op("aten::to", ["self", "dtype", "non_blocking", "copy", "none"], "r", TensorT, [14, 9]),
  ]));
  add("aten::_assert", assertion("Tensor", [op("aten::Bool", ["condition"], "c", BoolT, [3, 9])], "c", 3));
  add("aten::__contains__", fn("__contains__(str self, str key) -> bool", [
    constant(int(0), "start", [5, 26]), constant(int(-1), "missing", [5, 44]), op("aten::len", ["self"], "n", IntT, [5, 29]),
    op("aten::find", ["self", "key", "start", "n"], "f", IntT, [5, 11]), op("aten::ne", ["f", "missing"], "r", BoolT, [5, 11]),
  ]));
  add("prim::ndim", property("ndim", "aten::dim", "int", IntT, [3, 9]));
  add("prim::T", property("T", "aten::numpy_T", "Tensor", TensorT, [5, 9]));
  add("prim::H", property("H", "aten::matrix_H", "Tensor", TensorT, [7, 9]));
  add("prim::mT", property("mT", "aten::mT", "Tensor", TensorT, null));
  add("prim::mH", property("mH", "aten::mH", "Tensor", TensorT, null));
  add("prim::shape", property("shape", "aten::size", "int[]", listOf(IntT), [13, 9]));
  return table;
}

let made: Map<string, BuiltinFunction[]> | null = null;

export function builtinFunctionsFor(symbol: string): readonly BuiltinFunction[] {
  made ??= makeTable();
  return made.get(symbol) ?? [];
}

function rangeAt(at: At): SourceRange | null {
  if (!at) return null;
  const start = (at[0] - 1) * LINE_WIDTH + at[1];
  return { file: BUILTIN_FILE, start, end: start + 1 };
}

/** Puts the nodes of `f` at the insert point; gives the value it returns. `schemaOf` finds the declarations of its operators. */
export function inlineBuiltin(graph: Graph, f: BuiltinFunction, inputs: readonly Value[], schemaOf: (node: Node) => FunctionSchema | null): Value {
  const values = new Map<string, Value>();
  f.schema.args.forEach((arg, i) => { const v = inputs[i]; if (v) values.set(arg.name, v); });
  const get = (name: string): Value => {
    const v = values.get(name);
    if (!v) throw new Error(`${f.schema.name} has no value '${name}'`);
    return v;
  };
  const run = (steps: readonly Step[]): void => {
    for (const step of steps) {
      const range = rangeAt(step.at);
      if ("constant" in step) values.set(step.to, graph.insertConstant(step.constant, range));
      else if ("op" in step) {
        const made = graph.insertOp(step.op, step.from.map(get), step.type, range);
        made.node.schema = schemaOf(made.node);
        values.set(step.to, made);
      }
      else {
        const branch = graph.insertNode(graph.create("prim::If", [get(step.unless)], 0).setRange(range));
        branch.addBlock();
        graph.withInsertPoint(branch.addBlock(), () => {
          run(step.raise);
          graph.insertNode(graph.create("prim::RaiseException", [get(step.message), get(step.none)], 0).setRange(range));
        });
      }
    }
  };
  run(f.steps);
  return get(f.result);
}


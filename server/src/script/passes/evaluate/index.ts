/**
 * Runs operators on constants, as torch does when it propagates constants. What is not in the tables is left
 * in the graph. Answers to the operators in torch/csrc/jit/runtime/register_prim_ops.cpp (and to
 * runNodeIfInputsAreConstant in passes/constant_propagation.cpp for those without a schema).
 */
import type { ConstantValue } from "../../ir/constant";
import { displayConstant } from "../../ir/constantRepr";
import { constantType, type Node } from "../../ir/ir";
import { isSubtypeOf } from "../../types/subtype";
import type { Type } from "../../types/types";
import { complexFromReal, complexOperations } from "./complexNumbers";
import { identical, numberOperations, pairs } from "./numbers";
import { hashOf } from "./hash";
import { partition, stringOf, textOperations } from "./text";
import type { Operation } from "./values";
import { bool, float, int, isInt, numberOf, truncated, withSignOfNaN } from "./values";

/** Values of the node's outputs, or null if it cannot be run: torch then leaves the node, too. */
export function evaluate(node: Node, args: readonly ConstantValue[]): readonly ConstantValue[] | null {
  const run = structural.get(node.kind);
  if (run) return run(node, args);
  if (node.outputs.length !== 1) return null;
  const result = operation(node.kind, args)?.(args, node.output.type);
  return result ? [withSignOfNaN(node.kind, args, result)] : null;
}

/** Whole numbers that the processor cannot divide: torch checks `//` for zero, but neither `%` nor what overflows. */
export function endsTheProcess(kind: string, [a, b]: readonly ConstantValue[]): boolean {
  if (!isInt(a) || !isInt(b)) return false;
  const overflows = a.value === -(2n ** 63n) && b.value === -1n;
  return kind === "aten::remainder" ? b.value === 0n || overflows : (kind === "aten::floordiv" || kind === "aten::divmod") && overflows;
}

/** The table depends on what stands first; numbers where any operand is complex are all taken for complex. */
function operation(kind: string, args: readonly ConstantValue[]): Operation | undefined {
  const own = operators.get(kind);
  if (own) return own;
  if (args.some((a) => a.kind === "complex")) return complexOperations.get(kind);
  const onText = args[0]?.kind === "str" ? textOperations.get(kind) : undefined;
  return onText ?? numberOperations.get(kind) ?? complexFromReal.get(kind);
}

const str = (value: string): ConstantValue => ({ kind: "str", value });
const isStr = (c: ConstantValue | undefined): c is Extract<ConstantValue, { kind: "str" }> => c?.kind === "str";

const radix = (prefix: string, base: number): Operation => ([a]) =>
  isInt(a) ? str(`${a.value < 0n ? "-" : ""}${prefix}${(a.value < 0n ? -a.value : a.value).toString(base)}`) : null;

const deviceName = /^(?:cpu|cuda|xpu|mkldnn|opengl|opencl|ideep|hip|fpga|ort|maia|xla|lazy|vulkan|mps|meta|hpu|mtia|ipu|ve|privateuseone)(?::(?:0|[1-9]\d*))?$/;

/** That of a torch.Generator that was given none. */
const DEFAULT_SEED = 67280421310721n;

const operators: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ["aten::is_scripting", () => bool(true)], ["aten::_get_tracing_state", () => bool(false)],
  ["aten::is_vulkan_available", () => bool(false)], ["aten::_use_cudnn_rnn_flatten_weight", () => bool(false)],
  ["aten::Int", ([a]) => {
    if (isStr(a)) return /^\s*[+-]?\d+$/.test(a.value) ? int(BigInt(a.value.trim().replace(/^\+/, ""))) : null;
    if (isInt(a)) return a;
    const x = numberOf(a);
    return x === null ? null : truncated(x);
  }],
  ["aten::Float", ([a]) => {
    if (isStr(a)) {
      const special = /^\s*([+-]?)(?:(inf(?:inity)?)|nan)$/i.exec(a.value);
      if (special) return float(special[2] === undefined ? NaN : special[1] === "-" ? -Infinity : Infinity);
      return a.value.trim() !== "" && Number.isFinite(Number(a.value)) ? float(Number(a.value)) : null;
    }
    const x = numberOf(a);
    return x === null ? null : float(x);
  }],
  ["aten::Bool", ([a]) => { const x = numberOf(a); return x === null ? null : bool(x !== 0); }],
  ["aten::str", ([a]) => { const s = a === undefined ? null : displayConstant(a); return s === null ? null : str(s); }],
  ["aten::hex", radix("0x", 16)], ["aten::oct", radix("0o", 8)], ["aten::bin", radix("0b", 2)],
  ["aten::chr", ([a]) => (isInt(a) && a.value >= 0n && a.value < 1114111n ? stringOf(String.fromCharCode(Number(a.value & 255n))) : null)],

  ["aten::device", ([a, index]) => {
    if (!isStr(a)) return null;
    const value = isInt(index) ? `${a.value}:${index.value}` : a.value;
    return deviceName.test(value) ? { kind: "device", value } : null;
  }],
  ["aten::Generator", ([device, seed]) => {
    if (device?.kind === "device" ? device.value !== "cpu" : device?.kind !== "None") return null;
    return seed?.kind === "None" ? { kind: "generator", seed: DEFAULT_SEED } : isInt(seed) ? { kind: "generator", seed: seed.value } : null;
  }],
  ["aten::initial_seed", ([a]) => (a?.kind === "generator" ? int(a.seed) : null)],
  ["prim::type", ([a]) => (a?.kind === "device" ? str(a.value.replace(/:.*/, "")) : null)],
  ["prim::index", ([a]) => {
    if (a?.kind !== "device") return null;
    const index = /:(\d+)$/.exec(a.value)?.[1];
    return index === undefined ? { kind: "None" } : int(BigInt(index));
  }],
  ["aten::hash", ([a]) => { const hash = a === undefined ? null : hashOf(a); return hash === null ? null : int(hash); }],
  ["prim::id", ([a]) => (a?.kind === "None" ? int(0n) : null)],
  ["aten::__is__", identical(true)], ["aten::__isnot__", identical(false)],
  ["prim::EnumName", ([a]) => (a?.kind === "enum" ? str(a.name) : null)],
  ["prim::EnumValue", ([a]) => (a?.kind === "enum" ? a.value : null)],
  ["prim::unchecked_cast", ([a]) => a ?? null],
  ["aten::_unwrap_optional", ([a]) => (a && a.kind !== "None" ? a : null)],
  ["aten::__range_length", ([lo, hi, step]) => {
    if (!isInt(lo) || !isInt(hi) || !isInt(step) || step.value === 0n) return null;
    if (step.value > 0n && lo.value < hi.value) return int(1n + (hi.value - 1n - lo.value) / step.value);
    if (step.value < 0n && lo.value > hi.value) return int(1n + (lo.value - 1n - hi.value) / -step.value);
    return int(0n);
  }],
  ["aten::__derive_index", ([index, start, step]) =>
    isInt(index) && isInt(start) && isInt(step) ? int(start.value + index.value * step.value) : null],
]);

/** A tuple keeps its fields only along with a class. */
const keptType = (t: Type): Type => (t.kind === "Tuple" && !t.named?.qualname ? { kind: "Tuple", elems: t.elems.map(keptType) } : t);

/** Nodes without an operator's schema, and those with several outputs. */
const structural: ReadonlyMap<string, (node: Node, args: readonly ConstantValue[]) => readonly ConstantValue[] | null> = new Map([
  ["prim::isinstance", (node, [value]) => {
    const types = node.attrs.get("types");
    return value && types?.kind === "tys" ? [bool(types.value.some((t) => isSubtypeOf(constantType(value), t)))] : null;
  }],
  ["prim::TupleConstruct", (node: Node, items: readonly ConstantValue[]) => items.some((i) => i.kind === "generator") ? null : [{ kind: "tuple" as const, type: keptType(node.output.type), items }]],
  ["prim::TupleUnpack", (_: Node, [tuple]: readonly ConstantValue[]) => (tuple?.kind === "tuple" ? tuple.items : null)],
  ["prim::TupleIndex", (_: Node, [tuple, index]: readonly ConstantValue[]) => {
    if (tuple?.kind !== "tuple" || !isInt(index)) return null;
    const item = tuple.items[Number(index.value < 0n ? index.value + BigInt(tuple.items.length) : index.value)];
    return item ? [item] : null;
  }],
  ...[...pairs].map(([kind, run]) => [kind, (_: Node, args: readonly ConstantValue[]) => run(args)] as const),
  ["aten::partition", (_: Node, args: readonly ConstantValue[]) => partition(false)(args)],
  ["aten::rpartition", (_: Node, args: readonly ConstantValue[]) => partition(true)(args)],
  ["prim::SetAttr", () => null],
]);


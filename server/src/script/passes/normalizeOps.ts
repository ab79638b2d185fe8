/** Other names of one operator become its usual name. Answers to torch/csrc/jit/passes/normalize_ops.cpp. */
import type { Block, Graph, Node } from "../ir/ir";

export function normalizeOps(graph: Graph): void {
  walk(graph.block);
}

function walk(block: Block): void {
  for (const node of block.nodes()) {
    node.blocks.forEach(walk);
    normalize(node);
  }
}

function normalize(node: Node): void {
  if (node.kind === "aten::rsub" && node.schema?.overload === "Tensor") {
    const made = replaceKind(node, "aten::sub");
    const [a, b] = [made.input(0), made.input(1)];
    made.replaceInput(0, b);
    made.replaceInput(1, a);
    return;
  }
  const usual = aliases.get(node.kind);
  if (usual !== undefined) {
    replaceKind(node, `aten::${usual}`);
    return;
  }
  if (node.inputs.length === 2 && node.inputs.every((v) => v.type.kind === "bool")) {
    if (node.kind === "aten::__is__") replaceKind(node, "aten::eq");
    else if (node.kind === "aten::__isnot__") replaceKind(node, "aten::ne");
  }
}

function replaceKind(node: Node, kind: string): Node {
  const made = node.graph.create(kind, node.inputs, 0).insertBefore(node);
  for (const output of node.outputs) {
    const copy = made.addOutput().copyMetadata(output);
    output.replaceAllUsesWith(copy);
  }
  made.copyMetadata(node);
  for (const [name, value] of node.attrs) made.attrs.set(name, value);
  if (node.schema) made.schema = { ...node.schema, name: kind };
  node.destroy();
  return made;
}

/** Each also with `_` at the end where it exists in place; from : to. */
const inPlaceToo: readonly (readonly [string, string])[] = [
  ["absolute", "abs"], ["clip", "clamp"],
  ["arccos", "acos"], ["arcsin", "asin"], ["arctan", "atan"], ["arctan2", "atan2"],
  ["arccosh", "acosh"], ["arcsinh", "asinh"], ["arctanh", "atanh"],
  ["fix", "trunc"], ["negative", "neg"], ["subtract", "sub"], ["multiply", "mul"], ["divide", "div"], ["true_divide", "div"],
  ["greater_equal", "ge"], ["greater", "gt"], ["less_equal", "le"], ["less", "lt"], ["not_equal", "ne"],
  ["swapdims", "transpose"], ["swapaxes", "transpose"],
];
const aliases = new Map<string, string>([
  ...inPlaceToo.flatMap(([from, to]): [string, string][] => [[`aten::${from}`, to], [`aten::${from}_`, `${to}_`]]),
  ...([
    ["det", "linalg_det"], ["matrix_power", "linalg_matrix_power"], ["matrix_exp", "linalg_matrix_exp"], ["ger", "outer"],
    ["linalg_matmul", "matmul"], ["inverse", "linalg_inv"], ["concat", "cat"], ["concatenate", "cat"], ["row_stack", "vstack"],
    ["moveaxis", "movedim"], ["orgqr", "linalg_householder_product"], ["adjoint", "mH"],
    ["special_erf", "erf"], ["special_erfc", "erfc"], ["special_erfinv", "erfinv"], ["special_expit", "sigmoid"],
    ["special_exp2", "exp2"], ["special_expm1", "expm1"], ["special_logit", "logit"], ["special_logsumexp", "logsumexp"],
    ["special_round", "round"], ["special_log1p", "log1p"], ["special_sinc", "sinc"], ["special_digamma", "digamma"],
    ["special_psi", "digamma"], ["special_i0", "i0"], ["special_xlogy", "xlogy"], ["special_log_softmax", "log_softmax"],
    ["special_multigammaln", "mvlgamma"], ["special_polygamma", "polygamma"], ["special_softmax", "softmax"],
    ["special_gammainc", "igamma"], ["special_gammaincc", "igammac"], ["special_gammaln", "lgamma"],
  ] as const).map(([from, to]): [string, string] => [`aten::${from}`, to]),
]);

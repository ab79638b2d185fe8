/**
 * Finds the operator of a node: torch asks for the first registered overload that fits the inputs, which need
 * not be the one that was chosen for the call. Answers to Node::matches and Node::maybeOperator in torch/csrc/jit/ir/ir.cpp.
 */
import { msg } from "../../text/message";
import { ScriptError } from "../errors";
import { annotationStr } from "../types/print";
import type { FunctionSchema } from "../schema/functionSchema";
import type { OperatorTable } from "../schema/operators";
import { isSubtypeOf } from "../types/subtype";
import { matchTypeVariables, tryEvalTypeVariables } from "../types/unify";
import type { TypeEnv } from "../types/unify";
import type { Graph, Node } from "../ir/ir";
import { depthFirst } from "./views";

export function matches(node: Node, schema: FunctionSchema): boolean {
  const formals = schema.args;
  if (node.inputs.length < formals.length || (!schema.isVararg && node.inputs.length !== formals.length)) return false;
  const env: TypeEnv = new Map();
  return formals.every((formal, i) => {
    const actual = node.input(i).type;
    if (actual.kind === "Unknown") return true;
    if (!matchTypeVariables(formal.type, actual, env)) return false;
    return isSubtypeOf(actual, tryEvalTypeVariables(formal.type, env) ?? formal.type);
  });
}

export function findSchema(node: Node, operators: OperatorTable): FunctionSchema | null {
  return operators.overloads(node.kind).find((schema) => matches(node, schema)) ?? null;
}

/** `del` is the one statement whose node is made without asking for a fitting operator; the alias analysis then breaks off, without a place. */
function withoutOperator(node: Node): ScriptError {
  const [container, index] = [annotationStr(node.input(0).type), annotationStr(node.input(1).type)];
  return new ScriptError("delete-target", node.range, msg`an item of ${container} cannot be deleted by an index of type ${index}`, [], true);
}

/** Gives every node of the graph its operator's schema. */
export function resolveSchemas(graph: Graph, operators: OperatorTable): void {
  for (const node of depthFirst(graph.block)) {
    if (node.schema === null || node.schema !== operators.overloads(node.kind)[0]) node.schema = findSchema(node, operators) ?? node.schema;
    if (node.kind === "aten::Delete" && node.schema === null) throw withoutOperator(node);
    const subgraph = node.attrs.get("Subgraph");
    if (subgraph?.kind === "g") resolveSchemas(subgraph.value, operators);
  }
}

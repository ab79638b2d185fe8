/** Replays recorded operator calls: what our matching says to what real torch was asked. */
import type { OperatorFacts } from "../../../server/src/script/api";
import { ScriptError } from "../../../server/src/script/errors";
import type { Node, Value } from "../../../server/src/script/ir/ir";
import { Graph } from "../../../server/src/script/ir/ir";
import { OperatorTable } from "../../../server/src/script/schema/operators";
import { parseSchema, schemaStr } from "../../../server/src/script/schema/parseSchema";
import { emitBuiltinCall } from "../../../server/src/script/schema/schemaMatching";
import type { NamedValue, TorchVersion } from "../../../server/src/script/sugared/sugaredValue";
import { typeStr } from "../../../server/src/script/types/print";
import { TensorT, UnknownT, listOf } from "../../../server/src/script/types/types";

export interface RecordedCall {
  readonly op: string;
  /** Types as in schemas; "None" and "[]" are literals. */
  readonly args: readonly string[];
  readonly kwargs: readonly (readonly [string, string])[];
  readonly method?: true;
  readonly ok: boolean;
  readonly type?: string;
  /** Nodes of the compiled graph without constants: declarations of operators, kinds of others. */
  readonly nodes?: readonly string[];
  /** Numbers of the values that these nodes make (-1 for named ones): they tell what was inserted on the way. */
  readonly outs?: readonly number[];
}
export interface RecordedCalls { readonly torch: string; readonly rows: readonly RecordedCall[] }

export function torchVersion(name: string): TorchVersion {
  const [major = 0, minor = 0] = name.split(".").map(Number);
  return { name, major, minor, atLeast: (a, b) => major > a || (major === a && minor >= b) };
}

const range = { file: "case.py", start: 0, end: 1 };

export function replay(call: RecordedCall, operators: OperatorTable, torch: TorchVersion): { ok: boolean; type?: string; nodes?: string[]; outs?: number[]; error?: ScriptError } {
  const graph = new Graph();
  // as in a compiled function: parameters come first, and each reading of one makes a value of its own
  const parameters = [...call.args, ...call.kwargs.map(([, t]) => t)].map((t) =>
    (t === "None" || t === "[]" ? null : graph.addInput("", parseSchema(`f(${t} x) -> ()`).args[0]?.type ?? UnknownT)));
  const values = parameters.map((parameter, i): Value => {
    if (parameter) { graph.nextUnique++; return parameter; }
    if (call.args[i] === "[]" || call.kwargs[i - call.args.length]?.[1] === "[]") return graph.insertOp("prim::EmptyListLiteral", [], listOf(TensorT), range);
    return graph.insertConstant({ kind: "None" }, range);
  });
  const given: NamedValue[] = values.map((value) => ({ range, value }));
  const args = given.slice(0, call.args.length);
  const kwargs = given.slice(call.args.length).map((g, i) => ({ ...g, name: call.kwargs[i]?.[0] ?? "" }));
  try {
    const self = call.method ? args.shift() : undefined;
    const result = emitBuiltinCall({ graph, operators, torch }, range, call.op, args, kwargs, self);
    const live = new Set<Node>();
    const visit = (v: Value): void => {
      if (live.has(v.node)) return;
      live.add(v.node);
      v.node.inputs.forEach(visit);
    };
    visit(result);
    const kept = graph.block.nodes().filter((n) => live.has(n) && n.kind !== "prim::Constant");
    const nodes = kept.map((n) => {
      const own = n.schema ?? operators.overloads(n.kind)[0];
      return n.kind.startsWith("aten::") && own ? (n.schema ? schemaStr(own) : n.kind) : n.kind;
    });
    return { ok: true, type: typeStr(result.type), nodes, outs: kept.flatMap((n) => n.outputs.map((o) => o.unique)) };
  } catch (e) {
    if (e instanceof ScriptError) return { ok: false, error: e };
    throw e;
  }
}

export function table(facts: OperatorFacts): OperatorTable { return new OperatorTable(facts); }

/** Whether the two lists of nodes agree, where ours knows no declaration (bodies of builtin functions) by kind alone. */
export function sameNodes(ours: readonly string[], theirs: readonly string[]): boolean {
  return ours.length === theirs.length && ours.every((n, i) => theirs[i] === n || (!n.includes("(") && (theirs[i] ?? "").replace(/[.(].*$/, "") === n));
}

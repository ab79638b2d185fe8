/** Calls that stay in Python: the node, and the function that torch makes of the body of an `_IgnoreContextManager`. */
import type { TExpr, TIgnoredBlock } from "../frontend/tree";
import type { Value } from "../ir/ir";
import { matchSchema } from "../schema/schemaMatching";
import type { SourceRange } from "../../syntax/source";
import type { Type } from "../types/types";
import { NoneT, tupleOf } from "../types/types";
import { SimpleValue } from "./simpleValue";
import type { EmitContext, NamedValue } from "./sugaredValue";
import { SugaredValue } from "./sugaredValue";
import { matchContext } from "./support";
import { msg } from "../../text/message";

/** A node that calls the Python function `name`; `subject` says in the log what is called. */
export function callIntoPython(range: SourceRange, m: EmitContext, subject: string, name: string, inputs: readonly Value[], type: Type): SugaredValue {
  m.compiler.note({ kind: "ignored-call", subject, range, status: "skipped", detail: msg`stays a call into Python: the result cannot be saved` });
  const node = m.graph.create("prim::PythonOp", inputs).setS("name", name);
  node.output.setType(type);
  return new SimpleValue(m.graph.insertNode(node.setRange(range)).output);
}

export class IgnoredBlockValue extends SugaredValue {
  constructor(private readonly block: TIgnoredBlock, private readonly typeOf: (type: TExpr) => Type) { super(); }
  get kind(): string { return "python value of type 'function'"; }

  override call(range: SourceRange, m: EmitContext, args: readonly NamedValue[], kwargs: readonly NamedValue[]): SugaredValue {
    const { name, params, returns } = this.block;
    const results = returns.map(this.typeOf);
    const type = results.length > 1 ? tupleOf(results) : results[0] ?? NoneT;
    const schema = {
      name, overload: "", args: params.map((p) => ({ name: p.name, type: this.typeOf(p.type), kwargOnly: false })),
      returns: [{ name: "0", type, kwargOnly: false }], isVararg: false, isVarret: false,
    };
    const matched = matchSchema(matchContext(m), schema, range, args, kwargs);
    return callIntoPython(range, m, "torch.jit._IgnoreContextManager", name, matched.inputs, type);
  }
}

/**
 * `with torch.jit._IgnoreContextManager(a="inp:int", b="out:int")`: torch makes an ignored function of
 * the body and compiles a call of it. Answers to is_torch_jit_ignore_context_manager and
 * build_ignore_context_manager in torch/jit/frontend.py.
 *
 * torch parses the statement with the call from a text of its own, so its places are those of that
 * text, counted from the first line of the function.
 */
import type { Expr, Stmt } from "../../syntax/ast";
import { moved } from "../../syntax/moved";
import { parse } from "../../syntax/parser";
import { positionAt } from "../../syntax/source";
import type { Builder } from "./buildExpr";
import { Refusal } from "./refusal";
import type { TExpr, TIgnoredBlock, TStmt } from "./tree";
import { parseTypeText } from "./typeComment";
import { msg } from "../../text/message";

type With = Extract<Stmt, { kind: "With" }>;
type Call = Extract<Expr, { kind: "Call" }>;

/** The call of the context manager, if that is what the statement begins with. */
export function ignoreContextOf(s: With): Call | null {
  const e = s.items[0]?.contextExpr;
  if (e?.kind !== "Call" || e.func.kind !== "Attribute" || e.func.attr !== "_IgnoreContextManager") return null;
  const jit = e.func.value;
  return jit.kind === "Attribute" && jit.attr === "jit" && jit.value.kind === "Name" && jit.value.id === "torch" ? e : null;
}

export function ignoreContext(b: Builder, s: With, context: Call, build: (s: Stmt) => TStmt): TStmt {
  const { ctx } = b;
  const [inputs, outputs] = variables(b, context);
  const line = positionAt(ctx.file.lineStarts, s.start).line - ctx.firstLine + 1;
  const name = `func_ignore_${ctx.file.path.replace(/[^a-zA-Z0-9_]/gu, "_")}_${line}`;
  const call = `torch.jit.frontend.${name}(${inputs.map((v) => v.name).join(", ")})`;
  const text = outputs.length > 0 ? `${outputs.map((v) => v.name).join(", ")} = ${call}` : call;
  const [made] = parse("", text).body;
  if (!made) throw new Refusal("ignore-context", null, msg`the variables of this block could not be read`);
  const stmt = build(moved(made, (ctx.file.lineStarts[ctx.firstLine] ?? 0) + ctx.margin.length));
  const apply = stmt.kind === "Assign" ? stmt.rhs : stmt.kind === "ExprStmt" ? stmt.expr : null;
  if (apply?.kind !== "Apply") return stmt;
  const callee: TIgnoredBlock = { kind: "IgnoredBlock", range: apply.callee.range, name, params: inputs, returns: outputs.map((v) => v.type) };
  const called: TExpr = { ...apply, callee };
  return stmt.kind === "Assign" ? { ...stmt, rhs: called } : { kind: "ExprStmt", range: stmt.range, expr: called };
}

type Variable = TIgnoredBlock["params"][number];

function variables(b: Builder, context: Call): [inputs: Variable[], outputs: Variable[]] {
  const inputs: Variable[] = [];
  const outputs: Variable[] = [];
  for (const { arg, value } of context.keywords) {
    const range = b.ctx.range(b.ctx.at(value.start), b.ctx.at(value.end));
    if (arg === null || value.kind !== "Constant" || value.value.type !== "str") throw new Refusal("ignore-context", null, msg`variables of _IgnoreContextManager are given as text: name="inp:int" or name="out:int"`);
    const [way, type, ...more] = value.value.value.split(":");
    if (type === undefined || more.length > 0) throw new Refusal("ignore-context", null, msg`'${value.value.value}' is neither "inp:TYPE" nor "out:TYPE"`);
    if (way !== "inp" && way !== "out") continue;
    (way === "inp" ? inputs : outputs).push({ name: arg, type: typeOf(b, type.trim(), range) });
  }
  return [inputs, outputs];
}

/** Types are those that torch/jit/frontend.py knows, whatever the user's file imports. */
function typeOf(b: Builder, text: string, range: Variable["type"]["range"]): TExpr {
  const known = new Set(["int", "float", "bool", "complex", "str", "None", "torch", "List", "Tuple", ...b.torch.atLeast(2, 7) ? ["Dict"] : [], ...b.torch.atLeast(2, 0) ? ["list", "tuple", "dict"] : []]);
  const unknown = [...text.matchAll(/(?<![\w.])[A-Za-z_]\w*/g)].map(([name]) => name).find((name) => !known.has(name));
  if (unknown !== undefined) throw new Refusal("ignore-context", null, msg`torch makes a function of this block in a module of its own, which has no '${unknown}'`);
  return parseTypeText(text, range);
}

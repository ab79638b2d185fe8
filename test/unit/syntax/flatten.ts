/** Our AST in the order and notation of dump.py. */
import type { Arguments, Expr, Literal, SourceFile, Span, Stmt } from "../../../server/src/syntax/ast";

export type Row = [kind: string, start: number, end: number, detail: string];

function exponent(v: number): string {
  if (v === Infinity) return "inf";
  const [mantissa, power] = v.toExponential(17).split("e") as [string, string];
  const n = Number(power);
  return `${mantissa}e${n < 0 ? "-" : "+"}${String(Math.abs(n)).padStart(2, "0")}`;
}

function literal(v: Literal, named: boolean): string {
  switch (v.type) {
    case "str": return `str ${named ? "" : v.value}`;
    case "bytes": return `bytes ${v.value}`;
    case "int": return `int 0x${v.value.toString(16)}`;
    case "float": return `float ${exponent(v.value)}`;
    case "complex": return `complex ${exponent(v.value)}`;
    case "bool": return v.value ? "True" : "False";
    case "None": return "None";
    case "Ellipsis": return "Ellipsis";
  }
}

/** `fstringSpans`: whether spans inside f-strings are compared. */
export function flatten(file: SourceFile, fstringSpans: boolean): Row[] {
  const out: Row[] = [];
  const named = file.text.includes("\\N{");
  let hidden = 0;
  const row = (kind: string, span: Span, ...detail: (string | number | null)[]): void => {
    const show = hidden === 0 || fstringSpans;
    out.push([kind, show ? span.start : -1, show ? span.end : -1, detail.filter((d) => d !== null).join(" ")]);
  };
  const args = (a: Arguments): void => {
    for (const x of [...a.posonlyargs, ...a.args, ...(a.vararg ? [a.vararg] : []), ...a.kwonlyargs, ...(a.kwarg ? [a.kwarg] : [])]) {
      row("arg", x, x.arg);
      if (x.annotation) expr(x.annotation);
    }
    for (const d of [...a.defaults, ...a.kwDefaults]) if (d) expr(d);
  };
  const all = (xs: readonly (Expr | null)[]): void => { for (const x of xs) if (x) expr(x); };
  const expr = (e: Expr): void => {
    switch (e.kind) {
      case "BoolOp": row(e.kind, e, e.op); all(e.values); break;
      case "NamedExpr": row(e.kind, e); all([e.target, e.value]); break;
      case "BinOp": row(e.kind, e, e.op); all([e.left, e.right]); break;
      case "UnaryOp": row(e.kind, e, e.op); expr(e.operand); break;
      case "Lambda": row(e.kind, e); args(e.args); expr(e.body); break;
      case "IfExp": row(e.kind, e); all([e.test, e.body, e.orelse]); break;
      case "Dict": row(e.kind, e); e.keys.forEach((k, i) => all([k, e.values[i] ?? null])); break;
      case "Set": row(e.kind, e); all(e.elts); break;
      case "ListComp": case "SetComp": case "GeneratorExp": case "DictComp":
        row(e.kind, e);
        all(e.kind === "DictComp" ? [e.key, e.value] : [e.elt]);
        for (const g of e.generators) all([g.target, g.iter, ...g.ifs]);
        break;
      case "Await": case "YieldFrom": row(e.kind, e); expr(e.value); break;
      case "Yield": row(e.kind, e); all([e.value]); break;
      case "Compare": row(e.kind, e, e.ops.join(",")); all([e.left, ...e.comparators]); break;
      case "Call":
        row(e.kind, e);
        all([e.func, ...e.args]);
        for (const k of e.keywords) { row("keyword", k, k.arg); expr(k.value); }
        break;
      case "JoinedStr": row(e.kind, e); hidden++; all(e.values); hidden--; break;
      case "FormattedValue":
        row(e.kind, e, e.conversion === null ? -1 : e.conversion.charCodeAt(0));
        all([e.value, e.formatSpec]);
        break;
      case "Constant": row(e.kind, e, literal(e.value, named)); break;
      case "Attribute": row(e.kind, e, e.attr, e.ctx); expr(e.value); break;
      case "Subscript": row(e.kind, e, e.ctx); all([e.value, e.slice]); break;
      case "Starred": row(e.kind, e, e.ctx); expr(e.value); break;
      case "Name": row(e.kind, e, e.id, e.ctx); break;
      case "List": case "Tuple": row(e.kind, e, e.ctx); all(e.elts); break;
      case "Slice": row(e.kind, e); all([e.lower, e.upper, e.step]); break;
      case "ErrorExpr": row(e.kind, e); break;
    }
  };
  const stmts = (list: readonly Stmt[]): void => { for (const s of list) stmt(s); };
  const stmt = (s: Stmt): void => {
    switch (s.kind) {
      case "FunctionDef":
        row(s.isAsync ? "AsyncFunctionDef" : s.kind, s, s.name);
        args(s.args); stmts(s.body); all(s.decorators); all([s.returns]);
        break;
      case "ClassDef":
        row(s.kind, s, s.name);
        all(s.bases);
        for (const k of s.keywords) { row("keyword", k, k.arg); expr(k.value); }
        stmts(s.body); all(s.decorators);
        break;
      case "Return": row(s.kind, s); all([s.value]); break;
      case "Delete": row(s.kind, s); all(s.targets); break;
      case "Assign": row(s.kind, s); all([...s.targets, s.value]); break;
      case "AugAssign": row(s.kind, s, s.op); all([s.target, s.value]); break;
      case "AnnAssign": row(s.kind, s, s.simple ? 1 : 0); all([s.target, s.annotation, s.value]); break;
      case "For": row(s.isAsync ? "AsyncFor" : s.kind, s); all([s.target, s.iter]); stmts(s.body); stmts(s.orelse); break;
      case "While": case "If": row(s.kind, s); expr(s.test); stmts(s.body); stmts(s.orelse); break;
      case "With":
        row(s.isAsync ? "AsyncWith" : s.kind, s);
        for (const i of s.items) all([i.contextExpr, i.optionalVars]);
        stmts(s.body);
        break;
      case "Match": row(s.kind, s); expr(s.subject); s.bodies.forEach(stmts); break;
      case "Raise": row(s.kind, s); all([s.exc, s.cause]); break;
      case "Try":
        row(s.isStar ? "TryStar" : s.kind, s);
        stmts(s.body);
        for (const h of s.handlers) { row("ExceptHandler", h, h.name); all([h.type]); stmts(h.body); }
        stmts(s.orelse); stmts(s.finalbody);
        break;
      case "Assert": row(s.kind, s); all([s.test, s.msg]); break;
      case "Import": row(s.kind, s); for (const a of s.names) row("alias", a, a.name, a.asname); break;
      case "ImportFrom": row(s.kind, s, s.module, s.level); for (const a of s.names) row("alias", a, a.name, a.asname); break;
      case "Global": case "Nonlocal": row(s.kind, s, ...s.names); break;
      case "Expr": row(s.kind, s); expr(s.value); break;
      case "Pass": case "Break": case "Continue": row(s.kind, s); break;
      case "TypeAlias": row(s.kind, s); all([s.name, s.value]); break;
      case "ErrorStmt": row(s.kind, s); break;
    }
  };
  stmts(file.body);
  return out;
}

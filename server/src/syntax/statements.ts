/** Statements of the concrete tree → statements of CPython's `ast`. */
import type { Alias, ClassDef, ExceptHandler, Expr, FunctionDef, If, Keyword, Stmt, Try, WithItem } from "./ast";
import { childOf, isBroken, namedChildren } from "./concrete";
import type { CNode, Conversion } from "./concrete";
import { argumentList, augmentedOperator, bareTuple, expression, parameterList, setContext } from "./expressions";
import { msg, type Message } from "../text/message";

const statementTypes = new Set([
  "future_import_statement", "import_statement", "import_from_statement", "print_statement",
  "assert_statement", "expression_statement", "return_statement", "delete_statement",
  "raise_statement", "pass_statement", "break_statement", "continue_statement", "global_statement",
  "nonlocal_statement", "exec_statement", "type_alias_statement", "if_statement", "for_statement",
  "while_statement", "try_statement", "with_statement", "function_definition", "class_definition",
  "decorated_definition", "match_statement",
]);

export const BLOCK_MISSING = msg`an indented block is missing`;

/** All statements below a module or block, in order. */
export function statements(c: Conversion, parent: CNode): Stmt[] {
  const out: Stmt[] = [];
  for (const n of parent.children) {
    if (isBroken(n)) broken(c, n, out);
    else if (n.type === "block") out.push(...statements(c, n));
    else if (n.named) out.push(guarded(c, n));
  }
  return out;
}

function errorStmt(c: Conversion, n: CNode, message: Message): Stmt {
  c.problem(n.start, n.end, message);
  return { kind: "ErrorStmt", start: n.start, end: n.end, message };
}

/** One statement that is too deep for the stack costs itself only. */
function guarded(c: Conversion, n: CNode): Stmt {
  try {
    return statement(c, n);
  } catch (e) {
    if (e instanceof RangeError) return errorStmt(c, n, msg`this is nested too deeply`);
    throw e;
  }
}

/** Text the grammar could not place; whole statements inside are kept. */
function broken(c: Conversion, n: CNode, out: Stmt[]): void {
  if (n.missing) {
    c.problem(n.start, n.end, msg`a '${n.type}' is missing here`);
    return;
  }
  const kept: Stmt[] = [];
  const collect = (x: CNode): void => {
    for (const child of x.children) {
      if (statementTypes.has(child.type)) kept.push(guarded(c, child));
      else if (child.type === "ERROR" || child.type === "block") collect(child);
    }
  };
  let end = n.end;
  collect(n);
  const first = kept[0];
  if (first !== undefined) end = Math.max(n.start, first.start);
  const newline = c.text.indexOf("\n", n.start);
  if (newline > n.start && newline < end) end = newline;
  c.problem(n.start, end, msg`this is not valid Python`);
  out.push({ kind: "ErrorStmt", start: n.start, end, message: msg`this is not valid Python` }, ...kept);
}

function textOf(c: Conversion, n: CNode): string {
  return c.text.slice(n.start, n.end).normalize("NFKC");
}

/** Compound statements report what is wrong in their heads and keep their bodies. */
function checkHead(c: Conversion, n: CNode): void {
  for (const x of n.children) {
    if (isBroken(x)) c.problem(x.start, x.end, x.missing ? msg`a '${x.type}' is missing here` : msg`this is not valid Python`);
  }
}

function body(c: Conversion, owner: CNode, block: CNode | undefined): Stmt[] {
  const out = block === undefined ? [] : statements(c, block);
  if (out.length === 0) c.problem(owner.start, Math.min(owner.end, owner.start + 1), BLOCK_MISSING);
  return out;
}

function endOf(stmts: readonly Stmt[], otherwise: number): number {
  return stmts[stmts.length - 1]?.end ?? otherwise;
}

function fieldExpr(c: Conversion, n: CNode, field: string): Expr {
  const x = childOf(n, field);
  if (x !== undefined) return expression(c, x);
  c.problem(n.start, n.end, msg`an expression is missing here`);
  return { kind: "ErrorExpr", start: n.start, end: n.end, message: msg`an expression is missing here` };
}

function statement(c: Conversion, n: CNode): Stmt {
  const { start, end } = n;
  switch (n.type) {
    case "function_definition": case "class_definition": return definition(c, n, undefined);
    case "decorated_definition": {
      const inner = childOf(n, "definition") ?? n.children.find((x) => x.type === "function_definition" || x.type === "class_definition");
      checkHead(c, n);
      return inner === undefined ? errorStmt(c, n, msg`a definition is missing behind the decorator`) : definition(c, inner, n);
    }
    case "if_statement": return ifStatement(c, n);
    case "for_statement": {
      checkHead(c, n);
      const target = setContext(c, fieldExpr(c, n, "left"), "Store");
      const iter = fieldExpr(c, n, "right");
      const stmts = body(c, n, childOf(n, "body"));
      const orelse = elseOf(c, n);
      return { kind: "For", start, end: endOf(orelse, endOf(stmts, end)), target, iter, body: stmts, orelse, isAsync: n.children[0]?.type === "async" };
    }
    case "while_statement": {
      checkHead(c, n);
      const test = fieldExpr(c, n, "condition");
      const stmts = body(c, n, childOf(n, "body"));
      const orelse = elseOf(c, n);
      return { kind: "While", start, end: endOf(orelse, endOf(stmts, end)), test, body: stmts, orelse };
    }
    case "try_statement": return tryStatement(c, n);
    case "with_statement": return withStatement(c, n);
    case "match_statement": {
      checkHead(c, n);
      const subjects = n.children.filter((x) => x.field === "subject");
      const first = subjects.find((x) => x.named);
      const last = subjects[subjects.length - 1];
      const subject = first === undefined || last === undefined
        ? fieldExpr(c, n, "subject")
        : bareTuple(c, { ...n, children: n.children.slice(1, n.children.findIndex((x) => x.type === ":")) });
      const bodies: Stmt[][] = [];
      for (const clause of childOf(n, "body")?.children ?? []) {
        if (clause.type === "case_clause") bodies.push(body(c, clause, childOf(clause, "consequence")));
        else if (isBroken(clause)) c.problem(clause.start, clause.end, msg`this is not valid Python`);
      }
      return { kind: "Match", start, end: endOf(bodies[bodies.length - 1] ?? [], end), subject, bodies };
    }
    default: return simple(c, n);
  }
}

function simple(c: Conversion, n: CNode): Stmt {
  const { start, end } = n;
  const bad = n.children.find(isBroken);
  if (bad !== undefined) {
    c.problem(bad.start, bad.end, bad.missing ? msg`a '${bad.type}' is missing here` : msg`this is not valid Python`);
    return { kind: "ErrorStmt", start, end, message: msg`this is not valid Python` };
  }
  switch (n.type) {
    case "expression_statement": return expressionStatement(c, n);
    case "return_statement": {
      const value = namedChildren(n)[0];
      return { kind: "Return", start, end, value: value === undefined ? null : expression(c, value) };
    }
    case "delete_statement": {
      const inner = namedChildren(n)[0];
      if (inner === undefined) return errorStmt(c, n, msg`something to delete is missing`);
      const targets = inner.type === "expression_list" ? namedChildren(inner).map((x) => expression(c, x)) : [expression(c, inner)];
      for (const t of targets) setContext(c, t, "Del");
      return { kind: "Delete", start, end, targets };
    }
    case "raise_statement": {
      const cause = childOf(n, "cause");
      const exc = namedChildren(n).find((x) => x !== cause);
      if (exc?.type === "expression_list") c.problem(exc.start, exc.end, msg`Python 3 raises one exception`);
      return { kind: "Raise", start, end, exc: exc ? expression(c, exc) : null, cause: cause ? expression(c, cause) : null };
    }
    case "assert_statement": {
      const [test, said] = namedChildren(n);
      if (test === undefined) return errorStmt(c, n, msg`a condition is missing`);
      return { kind: "Assert", start, end, test: expression(c, test), msg: said ? expression(c, said) : null };
    }
    case "pass_statement": return { kind: "Pass", start, end };
    case "break_statement": return { kind: "Break", start, end };
    case "continue_statement": return { kind: "Continue", start, end };
    case "global_statement": return { kind: "Global", start, end, names: namedChildren(n).map((x) => textOf(c, x)) };
    case "nonlocal_statement": return { kind: "Nonlocal", start, end, names: namedChildren(n).map((x) => textOf(c, x)) };
    case "import_statement":
      return { kind: "Import", start, end, names: n.children.filter((x) => x.field === "name").map((x) => alias(c, x)) };
    case "future_import_statement":
      return { kind: "ImportFrom", start, end, module: "__future__", level: 0, names: n.children.filter((x) => x.field === "name").map((x) => alias(c, x)) };
    case "import_from_statement": {
      const from = childOf(n, "module_name");
      let level = 0;
      let module: string | null = null;
      if (from?.type === "relative_import") {
        for (const x of from.children) {
          if (x.type === "import_prefix") level += c.text.slice(x.start, x.end).replace(/[^.]/g, "").length;
          else if (x.named) module = dotted(c, x);
        }
      } else if (from !== undefined) module = dotted(c, from);
      const star = n.children.find((x) => x.type === "wildcard_import");
      const names = star !== undefined
        ? [{ start: star.start, end: star.end, name: "*", asname: null }]
        : n.children.filter((x) => x.field === "name").map((x) => alias(c, x));
      return { kind: "ImportFrom", start, end, module, names, level };
    }
    case "type_alias_statement":
      if (!isAliasName(childOf(n, "left"))) return typeCallTarget(c, n);
      return { kind: "TypeAlias", start, end, name: setContext(c, fieldExpr(c, n, "left"), "Store"), value: fieldExpr(c, n, "right") };
    case "print_statement": return printStatement(c, n);
    case "exec_statement": return errorStmt(c, n, msg`Python 3 has no exec statement`);
    default: return errorStmt(c, n, msg`this is not valid Python`);
  }
}

function isAliasName(left: CNode | undefined): boolean {
  let node = left;
  while (node?.type === "type") node = node.children[0];
  return node?.type === "identifier" || node?.type === "generic_type" || (node?.type === "subscript" && node.children[0]?.type === "identifier");
}

/** `type(x).y = z` is an assignment to what a call gives, not an alias. */
function typeCallTarget(c: Conversion, n: CNode): Stmt {
  const token = n.children[0];
  const left = childOf(n, "left");
  const right = childOf(n, "right");
  if (token === undefined || left === undefined || right === undefined) return errorStmt(c, n, msg`this is not valid Python`);
  const rebuild = (x: CNode): CNode => {
    const name: CNode = { ...token, type: "identifier", named: true, field: "" };
    if (x.type === "parenthesized_expression" || x.type === "tuple") {
      return { ...x, type: "call", start: token.start, children: [name, { ...x, type: "argument_list" }] };
    }
    if (x.type === "list") return { ...x, type: "subscript", start: token.start, children: [name, ...x.children] };
    const [first, ...rest] = x.children;
    return first === undefined ? x : { ...x, start: token.start, children: [rebuild(first), ...rest] };
  };
  const target = setContext(c, expression(c, rebuild(left)), "Store");
  return { kind: "Assign", start: n.start, end: n.end, targets: [target], value: expression(c, right) };
}

/** `print >> f, x` is Python 3 as well, though it hardly means what it says. */
function printStatement(c: Conversion, n: CNode): Stmt {
  const chevron = n.children.find((x) => x.type === "chevron");
  const token = n.children[0];
  const right = chevron && namedChildren(chevron)[0];
  if (chevron === undefined || token === undefined || right === undefined) return errorStmt(c, n, msg`Python 3 calls print as a function`);
  const first: Expr = {
    kind: "BinOp", start: n.start, end: chevron.end, op: "RShift", right: expression(c, right),
    left: { kind: "Name", start: token.start, end: token.end, id: "print", ctx: "Load" },
  };
  const rest = n.children.filter((x) => x.field === "argument").map((x) => expression(c, x));
  const value: Expr = n.children.length > 2 ? { kind: "Tuple", start: n.start, end: n.end, elts: [first, ...rest], ctx: "Load" } : first;
  return { kind: "Expr", start: n.start, end: n.end, value };
}

function dotted(c: Conversion, n: CNode): string {
  const names = namedChildren(n);
  return names.length === 0 ? textOf(c, n) : names.map((x) => textOf(c, x)).join(".");
}

function alias(c: Conversion, n: CNode): Alias {
  if (n.type !== "aliased_import") return { start: n.start, end: n.end, name: dotted(c, n), asname: null };
  const name = childOf(n, "name");
  const as = childOf(n, "alias");
  return { start: n.start, end: n.end, name: name ? dotted(c, name) : "", asname: as ? textOf(c, as) : null };
}

function expressionStatement(c: Conversion, n: CNode): Stmt {
  const first = n.children[0];
  if (first === undefined) return errorStmt(c, n, msg`this is not valid Python`);
  if (first.type === "assignment") return assignment(c, first);
  if (first.type === "augmented_assignment") {
    const target = setContext(c, fieldExpr(c, first, "left"), "Store");
    if (target.kind === "Tuple" || target.kind === "List" || target.kind === "Starred") c.problem(target.start, target.end, msg`this cannot be assigned to`);
    const op = augmentedOperator(childOf(first, "operator")?.type ?? "") ?? "Add";
    return { kind: "AugAssign", start: first.start, end: first.end, target, op, value: fieldExpr(c, first, "right") };
  }
  const value = bareTuple(c, n);
  if ((first.type === "named_expression" || first.type === "conditional_expression" && value.kind === "NamedExpr") && n.children.length === 1) c.problem(n.start, n.end, msg`':=' needs parentheses here`);
  refuseStar(c, value);
  return { kind: "Expr", start: n.start, end: n.end, value };
}

function refuseStar(c: Conversion, e: Expr | null): void {
  if (e?.kind === "Starred") c.problem(e.start, e.end, msg`a star cannot stand here alone`);
}

function assignment(c: Conversion, n: CNode): Stmt {
  const { start, end } = n;
  const type = childOf(n, "type");
  for (const x of n.children) if (isBroken(x)) return errorStmt(c, x.start < x.end ? x : n, msg`this is not a valid assignment`);
  if (type !== undefined) {
    const left = childOf(n, "left");
    const target = setContext(c, fieldExpr(c, n, "left"), "Store");
    if (target.kind !== "Name" && target.kind !== "Attribute" && target.kind !== "Subscript" && target.kind !== "ErrorExpr") {
      c.problem(target.start, target.end, msg`only a name, an attribute or an item can be annotated`);
    }
    const right = childOf(n, "right");
    const annotation = expression(c, type);
    if (annotation.kind === "Slice") c.problem(annotation.start, annotation.end, msg`this is not a valid annotation`);
    return {
      kind: "AnnAssign", start, end, target, annotation,
      value: right === undefined ? null : expression(c, right), simple: target.kind === "Name" && left?.type === "identifier",
    };
  }
  const targets: Expr[] = [];
  let node = n;
  for (;;) {
    targets.push(setContext(c, fieldExpr(c, node, "left"), "Store"));
    const right = childOf(node, "right");
    if (right?.type === "assignment" && childOf(right, "type") === undefined && !right.children.some(isBroken)) {
      node = right;
      continue;
    }
    if (right === undefined || right.type === "assignment" || right.type === "augmented_assignment") return errorStmt(c, n, msg`this is not a valid assignment`);
    const value = expression(c, right);
    const only = targets[0];
    // The parser was given '=' for the colon of an annotation: see `maskAnnotations`.
    const sign = n.children.find((x) => x.type === "=");
    if (only !== undefined && sign !== undefined && c.text[sign.start] === ":") {
      return { kind: "AnnAssign", start, end, target: only, annotation: value, value: null, simple: only.kind === "Name" };
    }
    for (const e of [...targets, value]) refuseStar(c, e);
    return { kind: "Assign", start, end, targets, value };
  }
}

function elseOf(c: Conversion, n: CNode): Stmt[] {
  const clause = n.children.find((x) => x.type === "else_clause");
  return clause === undefined ? [] : body(c, clause, childOf(clause, "body"));
}

function ifStatement(c: Conversion, n: CNode): Stmt {
  checkHead(c, n);
  interface Clause { start: number; end: number; test: Expr; body: Stmt[] }
  const clauses: Clause[] = [{ start: n.start, end: n.end, test: fieldExpr(c, n, "condition"), body: body(c, n, childOf(n, "consequence")) }];
  let orelse: Stmt[] = [];
  for (const x of n.children) {
    if (x.type === "elif_clause") {
      checkHead(c, x);
      clauses.push({ start: x.start, end: x.end, test: fieldExpr(c, x, "condition"), body: body(c, x, childOf(x, "consequence")) });
    } else if (x.type === "else_clause") orelse = body(c, x, childOf(x, "body"));
  }
  let result: If | null = null;
  for (const clause of clauses.reverse()) {
    const rest: Stmt[] = result === null ? orelse : [result];
    result = { kind: "If", start: clause.start, end: endOf(rest, endOf(clause.body, clause.end)), test: clause.test, body: clause.body, orelse: rest };
  }
  return result as If;
}

function blockOf(n: CNode): CNode | undefined {
  return n.children.find((x) => x.type === "block");
}

function tryStatement(c: Conversion, n: CNode): Stmt {
  checkHead(c, n);
  const stmts = body(c, n, childOf(n, "body"));
  const handlers: ExceptHandler[] = [];
  let orelse: Stmt[] = [];
  let finalbody: Stmt[] = [];
  let isStar = false;
  for (const x of n.children) {
    switch (x.type) {
      case "except_clause": case "except_group_clause": {
        checkHead(c, x);
        if (x.type === "except_group_clause" || x.children.some((t) => t.type === "*" || t.type === "except*")) isStar = true;
        handlers.push(handler(c, x));
        break;
      }
      case "else_clause": orelse = body(c, x, childOf(x, "body")); break;
      case "finally_clause": finalbody = body(c, x, blockOf(x)); break;
      default:
    }
  }
  if (handlers.length === 0 && finalbody.length === 0) c.problem(n.start, n.start + 3, msg`a try needs an except or a finally`);
  const end = endOf(finalbody, endOf(orelse, handlers[handlers.length - 1]?.end ?? endOf(stmts, n.end)));
  const result: Try = { kind: "Try", start: n.start, end, body: stmts, handlers, orelse, finalbody, isStar };
  return result;
}

function handler(c: Conversion, x: CNode): ExceptHandler {
  const values = x.children.filter((t) => t.field === "value" && t.named);
  let type: Expr | null = null;
  let name: string | null = null;
  const first = values[0] && hoistAs(values[0]);
  if (first !== undefined) {
    if (first.type === "as_pattern") {
      const [value, target] = asPattern(c, first);
      type = value;
      name = target === null ? null : target.kind === "Name" ? target.id : null;
    } else if (values.length > 1) {
      type = { kind: "Tuple", start: first.start, end: values[values.length - 1]?.end ?? first.end, elts: values.map((v) => expression(c, v)), ctx: "Load" };
    } else type = expression(c, first);
  }
  const as = childOf(x, "alias");
  if (as !== undefined) name = textOf(c, as);
  const stmts = body(c, x, blockOf(x));
  return { start: x.start, end: endOf(stmts, x.end), type, name, body: stmts };
}

function asPattern(c: Conversion, n: CNode): [Expr, Expr | null] {
  const value = n.children[0] as CNode;
  const target = childOf(n, "alias") ?? n.children.find((x) => x.type === "as_pattern_target");
  if (target === undefined) return [expression(c, value), null];
  const inner = target.type === "as_pattern_target" ? namedChildren(target)[0] : target;
  const bound: Expr = inner === undefined
    ? { kind: "Name", start: target.start, end: target.end, id: textOf(c, target), ctx: "Store" }
    : setContext(c, expression(c, inner), "Store");
  return [expression(c, value), bound];
}

/** The grammar binds the 'as' of `with a if b else c as d` to the last part: it belongs to the whole. */
function hoistAs(x: CNode): CNode {
  const last = x.children.at(-1);
  if (last === undefined || (x.type !== "conditional_expression" && x.type !== "lambda")) return x;
  const pattern = hoistAs(last);
  const value = pattern.children[0];
  if (pattern.type !== "as_pattern" || value === undefined || pattern.children.some(isBroken)) return x;
  const whole = { ...x, end: value.end, children: [...x.children.slice(0, -1), { ...value, field: last.field }] };
  return { ...pattern, start: x.start, children: [whole, ...pattern.children.slice(1)] };
}

function withStatement(c: Conversion, n: CNode): Stmt {
  checkHead(c, n);
  const clause = n.children.find((x) => x.type === "with_clause");
  const items: WithItem[] = [];
  const add = (item: CNode): void => {
    const x = hoistAs(item);
    if (x.type === "as_pattern" && !x.children.some(isBroken)) {
      const [contextExpr, optionalVars] = asPattern(c, x);
      items.push({ start: x.start, end: x.end, contextExpr, optionalVars });
    } else items.push({ start: x.start, end: x.end, contextExpr: expression(c, x), optionalVars: null });
  };
  const values = (clause === undefined ? [] : namedChildren(clause)).map((x) => childOf(x, "value") ?? namedChildren(x)[0]).filter((x) => x !== undefined);
  const only = values[0];
  if (values.length === 1 && only !== undefined && (only.type === "tuple" || only.type === "parenthesized_expression")) {
    // Brackets around all items belong to the statement.
    const inner = namedChildren(only);
    if (only.type === "tuple" && inner.length > 0 && inner.every((x) => x.type !== "list_splat")) inner.forEach(add);
    else if (inner.length === 1 && inner[0] && hoistAs(inner[0]).type === "as_pattern") add(inner[0]);
    else add(only);
  } else values.forEach(add);
  if (items.length === 0) c.problem(n.start, n.start + 4, msg`a with needs something to enter`);
  const stmts = body(c, n, childOf(n, "body"));
  return { kind: "With", start: n.start, end: endOf(stmts, n.end), items, body: stmts, isAsync: n.children[0]?.type === "async" };
}

function definition(c: Conversion, n: CNode, decorated: CNode | undefined): FunctionDef | ClassDef {
  checkHead(c, n);
  const decorators: Expr[] = [];
  for (const x of decorated?.children ?? []) {
    if (x.type !== "decorator") continue;
    const inner = namedChildren(x)[0];
    if (inner !== undefined) decorators.push(expression(c, inner));
  }
  const nameNode = childOf(n, "name");
  const name = nameNode === undefined ? "" : textOf(c, nameNode);
  const nameSpan = { start: nameNode?.start ?? n.start, end: nameNode?.end ?? n.start };
  const decoratorStart = decorated?.start ?? n.start;
  const block = childOf(n, "body") ?? blockOf(n);
  if (n.type === "class_definition") {
    const bases: Expr[] = [];
    const keywords: Keyword[] = [];
    const supers = childOf(n, "superclasses");
    if (supers !== undefined) argumentList(c, supers, bases, keywords);
    const stmts = body(c, n, block);
    return { kind: "ClassDef", start: n.start, end: endOf(stmts, n.end), name, nameSpan, bases, keywords, body: stmts, decorators, decoratorStart };
  }
  const args = parameterList(c, childOf(n, "parameters"));
  const result = childOf(n, "return_type");
  const returns = result === undefined ? null : expression(c, result);
  const stmts = body(c, n, block);
  return {
    kind: "FunctionDef", start: n.start, end: endOf(stmts, n.end), name, nameSpan, args, body: stmts, decorators,
    returns, decoratorStart, isAsync: n.children[0]?.type === "async",
  };
}

/**
 * Expressions of the concrete tree → expressions of CPython's `ast`.
 *
 * An expression's span is that of its concrete node; only parentheses that merely group are left
 * out. Chains (`a + b + c`, `a and b`, `f(x).y.z`) are walked with loops, because they grow long in
 * generated code.
 */
import type {
  Arg, Arguments, BinaryOperator, CompareOperator, Comprehension, Expr, ExprContext, IfExp, Keyword,
} from "./ast";
import { childOf, isBroken, namedChildren } from "./concrete";
import type { CNode, Conversion } from "./concrete";
import { convertStrings } from "./fstrings";
import { numberLiteral } from "./strings";
import { msg, type Message } from "../text/message";

const binary: Readonly<Record<string, { op: BinaryOperator; level: number }>> = {
  "|": { op: "BitOr", level: 1 }, "^": { op: "BitXor", level: 2 }, "&": { op: "BitAnd", level: 3 },
  "<<": { op: "LShift", level: 4 }, ">>": { op: "RShift", level: 4 },
  "+": { op: "Add", level: 5 }, "-": { op: "Sub", level: 5 },
  "*": { op: "Mult", level: 6 }, "@": { op: "MatMult", level: 6 }, "/": { op: "Div", level: 6 },
  "%": { op: "Mod", level: 6 }, "//": { op: "FloorDiv", level: 6 }, "**": { op: "Pow", level: 7 },
};

const compare: Readonly<Record<string, CompareOperator>> = {
  "==": "Eq", "!=": "NotEq", "<": "Lt", "<=": "LtE", ">": "Gt", ">=": "GtE",
  is: "Is", "is not": "IsNot", in: "In", "not in": "NotIn",
};

export function augmentedOperator(token: string): BinaryOperator | undefined {
  return binary[token.slice(0, -1)]?.op;
}

export function errorExpr(c: Conversion, n: CNode, message: Message = msg`this is not a valid Python expression`): Expr {
  c.problem(n.start, n.end, message);
  return { kind: "ErrorExpr", start: n.start, end: n.end, message };
}

/** Makes an expression a target. Says so where CPython refuses it. */
export function setContext(c: Conversion, e: Expr, ctx: ExprContext): Expr {
  switch (e.kind) {
    case "Name": case "Attribute": case "Subscript":
      e.ctx = ctx;
      break;
    case "Starred":
      e.ctx = ctx;
      setContext(c, e.value, ctx);
      break;
    case "List": case "Tuple":
      e.ctx = ctx;
      for (const x of e.elts) setContext(c, x, ctx);
      break;
    case "ErrorExpr":
      break;
    default:
      c.problem(e.start, e.end, ctx === "Del" ? msg`this cannot be deleted` : msg`this cannot be assigned to`);
  }
  return e;
}

/** `nodes` are the elements, `start`/`end` the first and last token. */
function tupleOf(c: Conversion, nodes: readonly CNode[], start: number, end: number): Expr {
  return { kind: "Tuple", start, end, elts: nodes.map((x) => expression(c, x)), ctx: "Load" };
}

/** A list of expressions without brackets: one of them, or a tuple. `node` holds them as children. */
export function bareTuple(c: Conversion, node: CNode): Expr {
  const parts = node.children.filter((x) => !isBroken(x));
  const items = parts.filter((x) => x.named);
  const first = items[0];
  if (first === undefined) return errorExpr(c, node);
  if (items.length === 1 && !parts.some((x) => x.type === ",")) return expression(c, first);
  return tupleOf(c, items, first.start, parts[parts.length - 1]?.end ?? node.end);
}

function unwrap(n: CNode): CNode {
  let node = n;
  while (node.type === "parenthesized_expression" || node.type === "type") {
    const inner = namedChildren(node);
    if (inner.length !== 1 || node.children.some(isBroken)) return node;
    node = inner[0] as CNode;
  }
  return node;
}

const starNodes = new Set(["list_splat", "list_splat_pattern", "splat_type", "expression_list", "pattern_list", "ERROR"]);

/** The grammar binds the star of `*rest.more` or `*a + b` too tightly: it belongs in front of everything. */
function hoistStar(c: Conversion, n: CNode): Expr {
  const strip = (x: CNode): CNode => {
    if (starNodes.has(x.type) || x.type === "unary_operator") return x.children[1] ?? x;
    const [first, ...rest] = x.children;
    if (first === undefined) return x;
    const inner = strip(first);
    return { ...x, start: inner.start, children: [{ ...inner, field: first.field }, ...rest] };
  };
  const stripped = strip(n);
  if (stripped.start === n.start) return errorExpr(c, n);
  return { kind: "Starred", start: n.start, end: n.end, value: expression(c, stripped), ctx: "Load" };
}

export function expression(c: Conversion, outer: CNode): Expr {
  const n = unwrap(outer);
  const start = n.start;
  const end = n.end;
  if (c.text.charCodeAt(start) === 42 && !starNodes.has(n.type)) return hoistStar(c, n);
  for (const x of n.children) if (isBroken(x) && !(n.type === "string" || n.type === "concatenated_string")) return brokenExpr(c, n, x);
  switch (n.type) {
    case "identifier": case "keyword_identifier": case "_":
      return { kind: "Name", start, end, id: c.text.slice(start, end).normalize("NFKC"), ctx: "Load" };
    case "true": return { kind: "Constant", start, end, value: { type: "bool", value: true } };
    case "false": return { kind: "Constant", start, end, value: { type: "bool", value: false } };
    case "none": return { kind: "Constant", start, end, value: { type: "None" } };
    case "ellipsis": return { kind: "Constant", start, end, value: { type: "Ellipsis" } };
    case "integer": case "float": {
      const value = numberLiteral(c.text.slice(start, end));
      return value === null ? errorExpr(c, n, msg`this is not a number in Python 3`) : { kind: "Constant", start, end, value };
    }
    case "string": return convertStrings(c, [n], start, end);
    case "concatenated_string": return convertStrings(c, n.children, start, end);
    case "binary_operator": case "union_type": return binaryChain(c, n);
    case "unary_operator": {
      const operator = n.children[0]?.type;
      const operand = expression(c, childOf(n, "argument") ?? n.children[1] ?? n);
      return { kind: "UnaryOp", start, end, op: operator === "-" ? "USub" : operator === "+" ? "UAdd" : "Invert", operand };
    }
    case "not_operator": return { kind: "UnaryOp", start, end, op: "Not", operand: expression(c, childOf(n, "argument") ?? n) };
    case "boolean_operator": return booleanChain(c, n);
    case "comparison_operator": return comparison(c, n);
    case "conditional_expression": {
      const [body, test, orelse] = namedChildren(n);
      if (body === undefined || test === undefined || orelse === undefined) return errorExpr(c, n);
      // the grammar takes `x := a if b else c` for `(x := a) if b else c`
      const [name, value] = body.type === "named_expression" ? [childOf(body, "name"), childOf(body, "value")] : [];
      if (name && value) {
        const chosen: IfExp = { kind: "IfExp", start: value.start, end, body: expression(c, value), test: expression(c, test), orelse: expression(c, orelse) };
        return { kind: "NamedExpr", start, end, target: setContext(c, expression(c, name), "Store"), value: chosen };
      }
      const converted = { body: expression(c, body), test: expression(c, test), orelse: expression(c, orelse) };
      return { kind: "IfExp", start, end, ...converted };
    }
    case "lambda": case "lambda_within_for_in_clause": {
      const parameters = childOf(n, "parameters");
      const body = childOf(n, "body");
      return { kind: "Lambda", start, end, args: parameterList(c, parameters), body: body === undefined ? errorExpr(c, n) : expression(c, body) };
    }
    case "named_expression": {
      const name = childOf(n, "name");
      const value = childOf(n, "value");
      if (name === undefined || value === undefined) return errorExpr(c, n);
      return { kind: "NamedExpr", start, end, target: setContext(c, expression(c, name), "Store"), value: expression(c, value) };
    }
    case "attribute": case "subscript": case "call": case "generic_type": case "member_type":
      return postfixChain(c, n);
    case "list": case "list_pattern":
      return { kind: "List", start, end, elts: namedChildren(n).map((x) => expression(c, x)), ctx: "Load" };
    case "set": return { kind: "Set", start, end, elts: namedChildren(n).map((x) => expression(c, x)) };
    case "tuple": case "tuple_pattern": {
      const items = namedChildren(n);
      const only = items[0];
      // In a pattern tree-sitter makes `(a)` a tuple as well.
      if (items.length === 1 && only !== undefined && !n.children.some((x) => x.type === ",")) return expression(c, only);
      return tupleOf(c, items, start, end);
    }
    case "expression_list": case "pattern_list": return bareTuple(c, n);
    case "dictionary": return dictionary(c, n);
    case "list_comprehension": case "set_comprehension": case "generator_expression": {
      const kind = n.type === "list_comprehension" ? "ListComp" : n.type === "set_comprehension" ? "SetComp" : "GeneratorExp";
      const elt = expression(c, childOf(n, "body") ?? n);
      return { kind, start, end, elt, generators: comprehensions(c, n) };
    }
    case "dictionary_comprehension": {
      const pair = childOf(n, "body");
      const key = pair && childOf(pair, "key");
      const value = pair && childOf(pair, "value");
      if (key === undefined || value === undefined) return errorExpr(c, n);
      return { kind: "DictComp", start, end, key: expression(c, key), value: expression(c, value), generators: comprehensions(c, n) };
    }
    case "list_splat": case "list_splat_pattern": case "splat_type": {
      const inner = namedChildren(n)[0];
      return inner === undefined ? errorExpr(c, n) : { kind: "Starred", start, end, value: expression(c, inner), ctx: "Load" };
    }
    case "await": {
      const inner = namedChildren(n)[0];
      return inner === undefined ? errorExpr(c, n) : { kind: "Await", start, end, value: expression(c, inner) };
    }
    case "yield": {
      const inner = namedChildren(n)[0];
      const value = inner === undefined ? null : expression(c, inner);
      if (n.children[1]?.type === "from" && value !== null) return { kind: "YieldFrom", start, end, value };
      return { kind: "Yield", start, end, value };
    }
    case "slice": return slice(c, n);
    case "constrained_type": {
      const [lower, upper] = namedChildren(n);
      return { kind: "Slice", start, end, lower: lower ? expression(c, lower) : null, upper: upper ? expression(c, upper) : null, step: null };
    }
    case "dotted_name": return dottedName(c, n);
    case "parenthesized_expression": return errorExpr(c, n);
    default: return errorExpr(c, n);
  }
}

function brokenExpr(c: Conversion, n: CNode, at: CNode): Expr {
  const message = at.missing ? msg`a '${at.type}' is missing here` : msg`this is not valid Python`;
  c.problem(at.start, at.end, message);
  return { kind: "ErrorExpr", start: n.start, end: n.end, message };
}

export function dottedName(c: Conversion, n: CNode): Expr {
  const parts = namedChildren(n);
  let result: Expr | null = null;
  for (const part of parts) {
    const name = c.text.slice(part.start, part.end).normalize("NFKC");
    result = result === null
      ? { kind: "Name", start: part.start, end: part.end, id: name, ctx: "Load" }
      : { kind: "Attribute", start: n.start, end: part.end, value: result, attr: name, ctx: "Load" };
  }
  return result ?? errorExpr(c, n);
}

interface Operand { expr: Expr; start: number; end: number }

/**
 * A run of binary operators, grouped anew by Python's own precedence: the grammar gives `^`, `&` and
 * `|` another order.
 */
function binaryChain(c: Conversion, root: CNode): Expr {
  const operators: { op: BinaryOperator; level: number }[] = [];
  const nodes: CNode[] = [];
  // Explicit stack, left operand first; parenthesised operands stay whole.
  const stack: (CNode | string)[] = [root];
  while (stack.length > 0) {
    const item = stack.pop() as CNode | string;
    if (typeof item === "string") {
      operators.push(binary[item] ?? { op: "BitOr", level: 1 });
      continue;
    }
    const inner = item.type === "type" ? unwrapType(item) : item;
    if ((inner.type === "binary_operator" || inner.type === "union_type") && !inner.children.some(isBroken) && inner.children.length === 3) {
      const [left, operator, right] = inner.children as [CNode, CNode, CNode];
      stack.push(right, operator.type, left);
    } else nodes.push(inner);
  }
  const first = nodes[0];
  if (first === undefined || nodes.length < 2) return errorExpr(c, root);
  const operands: Operand[] = nodes.map((node) => ({ expr: expression(c, node), start: node.start, end: node.end }));
  return climb(operands, operators);
}

function unwrapType(n: CNode): CNode {
  let node = n;
  while (node.type === "type" && node.children.length === 1) node = node.children[0] as CNode;
  return node;
}

function climb(operands: Operand[], operators: { op: BinaryOperator; level: number }[]): Expr {
  const values: Operand[] = [operands[0] as Operand];
  const pending: { op: BinaryOperator; level: number }[] = [];
  const reduce = (): void => {
    const right = values.pop() as Operand;
    const left = values.pop() as Operand;
    const { op } = pending.pop() as { op: BinaryOperator; level: number };
    const expr: Expr = { kind: "BinOp", start: left.start, end: right.end, left: left.expr, op, right: right.expr };
    values.push({ expr, start: left.start, end: right.end });
  };
  operators.forEach((operator, i) => {
    for (;;) {
      const top = pending[pending.length - 1];
      if (top === undefined || top.level < operator.level || (top.level === operator.level && operator.level === 7)) break;
      reduce();
    }
    pending.push(operator);
    values.push(operands[i + 1] as Operand);
  });
  while (pending.length > 0) reduce();
  return (values[0] as Operand).expr;
}

function booleanChain(c: Conversion, n: CNode): Expr {
  const token = childOf(n, "operator")?.type;
  const parts: CNode[] = [];
  let node = n;
  for (;;) {
    const left = childOf(node, "left");
    const right = childOf(node, "right");
    if (left === undefined || right === undefined) return errorExpr(c, node);
    parts.push(right);
    if (left.type === "boolean_operator" && childOf(left, "operator")?.type === token && !left.children.some(isBroken)) node = left;
    else {
      parts.push(left);
      break;
    }
  }
  return { kind: "BoolOp", start: n.start, end: n.end, op: token === "and" ? "And" : "Or", values: parts.reverse().map((x) => expression(c, x)) };
}

function comparison(c: Conversion, n: CNode): Expr {
  const operands: Expr[] = [];
  const ops: CompareOperator[] = [];
  for (const x of n.children) {
    if (x.field === "operators") {
      const op = compare[x.type.replace(/\s+/g, " ")];
      if (op === undefined) return errorExpr(c, x, msg`Python 3 has no such operator`);
      ops.push(op);
    } else if (x.named) operands.push(expression(c, x));
  }
  const [left, ...comparators] = operands;
  if (left === undefined) return errorExpr(c, n);
  return { kind: "Compare", start: n.start, end: n.end, left, ops, comparators };
}

/** Attribute, subscript and call chains, innermost first. */
function postfixChain(c: Conversion, n: CNode): Expr {
  const chain: CNode[] = [];
  let node: CNode = n;
  while (node.type === "attribute" || node.type === "subscript" || node.type === "call" || node.type === "generic_type" || node.type === "member_type") {
    if (node.children.some(isBroken)) break;
    chain.push(node);
    node = unwrapType(node.children[0] as CNode);
  }
  // `type` as the name of a generic type is a bare token.
  let value: Expr = node.named ? expression(c, node) : { kind: "Name", start: node.start, end: node.end, id: c.text.slice(node.start, node.end), ctx: "Load" };
  for (const link of chain.reverse()) {
    const start = link.start;
    const end = link.end;
    switch (link.type) {
      case "attribute": case "member_type": {
        const name = link.children[link.children.length - 1] as CNode;
        value = { kind: "Attribute", start, end, value, attr: c.text.slice(name.start, name.end).normalize("NFKC"), ctx: "Load" };
        break;
      }
      case "subscript":
        value = { kind: "Subscript", start, end, value, slice: subscripts(c, link.children.slice(1)), ctx: "Load" };
        break;
      case "generic_type":
        value = { kind: "Subscript", start, end, value, slice: subscripts(c, link.children[1]?.children ?? []), ctx: "Load" };
        break;
      default: {
        const args: Expr[] = [];
        const keywords: Keyword[] = [];
        const list = link.children[1] as CNode;
        if (list.type === "generator_expression") args.push(expression(c, list));
        else argumentList(c, list, args, keywords);
        value = { kind: "Call", start, end, func: value, args, keywords };
      }
    }
  }
  return value;
}

function subscripts(c: Conversion, tokens: readonly CNode[]): Expr {
  const items = tokens.filter((x) => x.named);
  const first = items[0];
  if (first === undefined) return { kind: "ErrorExpr", start: tokens[0]?.start ?? 0, end: tokens[tokens.length - 1]?.end ?? 0, message: msg`an index is missing` };
  const inner = tokens.filter((x) => x.type !== "[" && x.type !== "]");
  if (items.length === 1 && !inner.some((x) => x.type === ",") && c.text.charCodeAt(first.start) !== 42) return expression(c, first);
  return tupleOf(c, items, first.start, inner[inner.length - 1]?.end ?? first.end);
}

function slice(c: Conversion, n: CNode): Expr {
  const parts: (Expr | null)[] = [null, null, null];
  let at = 0;
  for (const x of n.children) {
    if (x.type === ":") at++;
    else if (x.named && at < 3) parts[at] = expression(c, x);
  }
  return { kind: "Slice", start: n.start, end: n.end, lower: parts[0] ?? null, upper: parts[1] ?? null, step: parts[2] ?? null };
}

export function argumentList(c: Conversion, list: CNode, args: Expr[], keywords: Keyword[]): void {
  const bad = list.children.find(isBroken);
  if (bad !== undefined) c.problem(bad.start, bad.end, bad.missing ? msg`a '${bad.type}' is missing here` : msg`this is not valid Python`);
  for (const x of namedChildren(list)) {
    if (x.type === "keyword_argument") {
      const name = childOf(x, "name");
      const value = childOf(x, "value");
      if (name === undefined || value === undefined) errorExpr(c, x);
      else {
        const arg = c.text.slice(name.start, name.end).normalize("NFKC");
        if (keywords.some((k) => k.arg === arg)) c.problem(x.start, x.end, msg`the argument '${arg}' is given twice`);
        keywords.push({ start: x.start, end: x.end, arg, value: expression(c, value) });
      }
    } else if (x.type === "dictionary_splat") {
      const value = namedChildren(x)[0];
      if (value !== undefined) keywords.push({ start: x.start, end: x.end, arg: null, value: expression(c, value) });
    } else {
      const value = expression(c, x);
      if (value.kind !== "Starred" && keywords.some((k) => k.arg !== null)) c.problem(x.start, x.end, msg`a positional argument stands behind a keyword argument`);
      else if (keywords.some((k) => k.arg === null)) c.problem(x.start, x.end, msg`a positional argument stands behind '**'`);
      args.push(value);
    }
  }
}

function dictionary(c: Conversion, n: CNode): Expr {
  const keys: (Expr | null)[] = [];
  const values: Expr[] = [];
  for (const x of namedChildren(n)) {
    if (x.type === "dictionary_splat") {
      const inner = namedChildren(x)[0];
      if (inner === undefined) continue;
      keys.push(null);
      values.push(expression(c, inner));
    } else {
      const key = childOf(x, "key");
      const value = childOf(x, "value");
      if (key === undefined || value === undefined || x.children.some(isBroken)) return brokenExpr(c, n, x);
      keys.push(expression(c, key));
      values.push(expression(c, value));
    }
  }
  return { kind: "Dict", start: n.start, end: n.end, keys, values };
}

/** Neither `:=` nor `lambda` stands there without parentheses. */
function clauseExpr(c: Conversion, n: CNode): Expr {
  const value = expression(c, n);
  if (n.type === "parenthesized_expression") return value;
  const walrus = n.children.find((x) => x.type === ":=") ?? n;
  if (value.kind === "NamedExpr") c.problem(walrus.start, walrus.end, msg`':=' needs parentheses here`);
  if (value.kind === "Lambda") c.problem(n.start, n.end, msg`this is not valid Python`);
  return value;
}

function comprehensions(c: Conversion, n: CNode): Comprehension[] {
  const result: Comprehension[] = [];
  for (const x of namedChildren(n)) {
    if (x.type === "for_in_clause") {
      const left = childOf(x, "left");
      const rights = x.children.filter((y) => y.field === "right");
      const first = rights.find((y) => y.named);
      if (left === undefined || first === undefined || x.children.some(isBroken)) {
        errorExpr(c, x);
        continue;
      }
      const target = setContext(c, expression(c, left), "Store");
      if (rights.length > 1) c.problem(first.start, x.end, msg`several values to loop over need parentheses`);
      result.push({ start: x.start, end: x.end, target, iter: clauseExpr(c, first), ifs: [], isAsync: x.children[0]?.type === "async" });
    } else if (x.type === "if_clause") {
      const test = namedChildren(x)[0];
      if (test !== undefined) result[result.length - 1]?.ifs.push(clauseExpr(c, test));
    }
  }
  return result;
}

/** Parameters of a `def` or `lambda`. */
export function parameterList(c: Conversion, list: CNode | undefined): Arguments {
  const result: Arguments = { posonlyargs: [], args: [], vararg: null, kwonlyargs: [], kwDefaults: [], kwarg: null, defaults: [] };
  if (list === undefined) return result;
  let keywordOnly = false;
  let bareStar: CNode | null = null;
  const seen = new Set<string>();
  const arg = (name: CNode, annotation: CNode | undefined): Arg => {
    const text = c.text.slice(name.start, name.end).normalize("NFKC");
    if (seen.has(text)) c.problem(name.start, name.end, msg`there are two parameters named '${text}'`);
    seen.add(text);
    const converted = annotation === undefined ? null : expression(c, annotation);
    return { start: name.start, end: annotation?.end ?? name.end, arg: text, annotation: converted };
  };
  const add = (a: Arg, value: CNode | undefined): void => {
    if (keywordOnly) {
      result.kwonlyargs.push(a);
      result.kwDefaults.push(value === undefined ? null : expression(c, value));
      return;
    }
    result.args.push(a);
    if (value !== undefined) result.defaults.push(expression(c, value));
    else if (result.defaults.length > 0) c.problem(a.start, a.end, msg`a parameter without default stands behind one with a default`);
  };
  for (const x of list.children) {
    if (isBroken(x)) {
      c.problem(x.start, x.end, msg`this is not a valid parameter list`);
      continue;
    }
    if (!x.named) continue;
    if (result.kwarg !== null) c.problem(x.start, x.end, msg`nothing can stand behind '**'`);
    switch (x.type) {
      case "identifier": add(arg(x, undefined), undefined); break;
      case "default_parameter": case "typed_default_parameter": {
        const name = childOf(x, "name");
        if (name === undefined || name.type !== "identifier") errorExpr(c, x, msg`Python 3 has no tuple parameters`);
        else add(arg(name, childOf(x, "type")), childOf(x, "value"));
        break;
      }
      case "typed_parameter": {
        const inner = x.children[0];
        const type = childOf(x, "type");
        if (inner === undefined) break;
        if (inner.type === "identifier") add(arg(inner, type), undefined);
        else splat(inner, type);
        break;
      }
      case "list_splat_pattern": case "dictionary_splat_pattern": splat(x, undefined); break;
      case "keyword_separator":
        if (keywordOnly) c.problem(x.start, x.end, msg`'*' may stand here once only`);
        bareStar = x;
        keywordOnly = true;
        break;
      case "positional_separator":
        if (result.posonlyargs.length > 0 || keywordOnly) c.problem(x.start, x.end, msg`'/' cannot stand here`);
        result.posonlyargs = result.args;
        result.args = [];
        break;
      default: errorExpr(c, x, msg`this is not a valid parameter`);
    }
  }
  if (bareStar !== null && result.kwonlyargs.length === 0) c.problem((bareStar as CNode).start, (bareStar as CNode).end, msg`keyword-only parameters must follow a bare '*'`);
  return result;

  function splat(x: CNode, type: CNode | undefined): void {
    const name = namedChildren(x)[0];
    if (name === undefined || name.type !== "identifier") {
      errorExpr(c, x, msg`this is not a valid parameter`);
      return;
    }
    if (x.type === "list_splat_pattern") {
      result.vararg = arg(name, type);
      keywordOnly = true;
    } else result.kwarg = arg(name, type);
  }
}

/**
 * Python expressions → torch's tree. Answers to ExprBuilder in torch/jit/frontend.py; how the ranges
 * of a node grow over its children answers to Compound in torch/csrc/jit/frontend/tree.h.
 */
import type { Constant, Expr, Literal, Span } from "../../syntax/ast";
import type { SourceRange } from "../../syntax/source";
import { decodePiece } from "../../syntax/strings";
import type { TorchVersion } from "../sugared/sugaredValue";
import type { SourceContext } from "./context";
import { bytesReprLength, floatText, imaginaryText, pythonLength } from "./pythonText";
import { Refusal } from "./refusal";
import type { BinOpKind, FrontendProblem, TAttribute, TExpr } from "./tree";
import { msg, verbatim, type Message } from "../../text/message";

export interface Builder {
  readonly ctx: SourceContext;
  readonly torch: TorchVersion;
  readonly problems: FrontendProblem[];
  /** `__name__` of the function; null for a class body. */
  readonly functionName: string | null;
  /** Inside a string of a Python before 3.12 every part has the place of the whole. */
  readonly wholeStringPlaces: boolean;
  /** Expressions around the one that is being built. */
  depth: number;
}

/** How deep an expression can be before Python's recursion limit stops torch, which says no place then. */
const deepest = (torch: TorchVersion): number => (torch.atLeast(2, 0) ? 495 : 325);
const tooDeep = (): Refusal => new Refusal("nested-too-deeply", null, msg`this is nested too deeply to be compiled: it goes beyond Python's recursion limit`);

const reservedPrefix = "__jit";

const binaryText: Readonly<Record<string, BinOpKind>> = {
  Add: "+", Sub: "-", Mult: "*", Div: "/", Pow: "**", Mod: "%", FloorDiv: "//", BitAnd: "&",
  BitXor: "^", BitOr: "|", LShift: "<<", RShift: ">>", MatMult: "@",
};
const compareText: Readonly<Record<string, BinOpKind>> = {
  Eq: "==", NotEq: "!=", LtE: "<=", Lt: "<", GtE: ">=", Gt: ">", Is: "is", IsNot: "isnot", In: "in", NotIn: "in",
};

/** What people call the expressions that torch does not take. */
const plainNames: Readonly<Record<string, Message>> = {
  Set: msg`a set literal`, SetComp: msg`a set comprehension`, NamedExpr: msg`an assignment expression (':=')`,
  Lambda: msg`a lambda`, Await: verbatim("'await'"), Yield: verbatim("'yield'"), YieldFrom: verbatim("'yield from'"), Slice: msg`a slice here`,
  FormattedValue: msg`a replacement field here`,
};

export function note(b: Builder, r: Refusal): void {
  b.problems.push({ rule: r.rule, range: r.range, message: r.text });
}

/** Never throws for what torch refuses: that is noted, and the value is unknown. */
export function buildExpr(b: Builder, e: Expr): TExpr {
  b.depth++;
  try {
    if (b.depth > deepest(b.torch)) throw tooDeep();
    return convert(b, e);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    note(b, error);
    return { kind: "ErrorExpr", range: spanOf(b, e) };
  } finally {
    b.depth--;
  }
}

function spanOf(b: Builder, e: Span): SourceRange {
  return b.ctx.range(b.ctx.at(e.start), b.ctx.at(e.end));
}

function ranges(list: readonly { readonly range: SourceRange }[]): SourceRange[] {
  return list.map((x) => x.range);
}

function convert(b: Builder, e: Expr): TExpr {
  const { ctx } = b;
  switch (e.kind) {
    case "Attribute": {
      const value = buildExpr(b, e.value);
      const start = ctx.skipSpace(value.range.end + 1);
      const selector = { name: e.attr, range: ctx.range(start, start + pythonLength(e.attr)) };
      return { kind: "Select", range: ctx.merge(value.range, selector.range), value, selector };
    }
    case "Call": {
      const callee = buildExpr(b, e.func);
      const inputs = e.args.map((x) => buildExpr(b, x));
      const attributes: TAttribute[] = [];
      for (const k of e.keywords) {
        const value = buildExpr(b, k.value);
        // which arguments they are is not known
        attributes.push({ range: value.range, name: { name: k.arg ?? "", range: value.range }, value: k.arg === null ? { kind: "ErrorExpr", range: value.range } : value });
        if (k.arg === null) note(b, new Refusal("keyword-expansion", value.range, msg`keyword arguments cannot be expanded with '**' in TorchScript`));
      }
      return { kind: "Apply", range: ctx.merge(callee.range, ...ranges(inputs), ...ranges(attributes)), callee, inputs, attributes };
    }
    case "Name": return name(b, e.id, ctx.from(e.start, pythonLength(e.id)));
    case "Constant": return constant(b, e);
    case "BinOp": return binaryChain(b, e);
    case "UnaryOp": {
      const operand = buildExpr(b, e.operand);
      if (e.op === "UAdd") throw new Refusal("unary-plus", null, msg`a unary '+' is not supported in TorchScript; torch does not say where`);
      const op = e.op === "Not" ? "not" : e.op === "USub" ? "neg" : "~";
      const range = ctx.merge(ctx.from(e.start, op === "not" ? 3 : 1), operand.range);
      return { kind: "UnaryOp", range, op, operand };
    }
    case "BoolOp": {
      const values = e.values.map((x) => buildExpr(b, x));
      let lhs = values[0] as TExpr;
      for (const rhs of values.slice(1)) {
        lhs = { kind: "BinOp", range: ctx.merge(lhs.range, rhs.range), op: e.op === "And" ? "and" : "or", lhs, rhs };
      }
      return lhs;
    }
    case "IfExp": {
      const cond = buildExpr(b, e.test);
      const trueExpr = buildExpr(b, e.body);
      const falseExpr = buildExpr(b, e.orelse);
      return { kind: "TernaryIf", range: ctx.merge(cond.range, trueExpr.range, falseExpr.range), cond, trueExpr, falseExpr };
    }
    case "Compare": {
      const operands = [e.left, ...e.comparators].map((x) => buildExpr(b, x));
      let result: TExpr | null = null;
      e.ops.forEach((op, i) => {
        const lhs = operands[i] as TExpr;
        const rhs = operands[i + 1] as TExpr;
        let one: TExpr = { kind: "BinOp", range: ctx.merge(lhs.range, rhs.range), op: compareText[op] ?? "==", lhs, rhs };
        if (op === "NotIn") one = { kind: "UnaryOp", range: ctx.merge(ctx.range(lhs.range.end, rhs.range.start), one.range), op: "not", operand: one };
        result = result === null ? one : { kind: "BinOp", range: ctx.merge(result.range, one.range), op: "and", lhs: result, rhs: one };
      });
      if (result === null) throw new Refusal("syntax-error", spanOf(b, e), msg`this comparison has no operator`);
      return result;
    }
    case "Subscript": return subscript(b, e.value, e.slice);
    case "List": {
      const inputs = e.elts.map((x) => buildExpr(b, x));
      return { kind: "ListLiteral", range: ctx.merge(ctx.from(e.start, 1), ...ranges(inputs)), inputs };
    }
    case "Tuple": {
      const inputs = e.elts.map((x) => buildExpr(b, x));
      return { kind: "TupleLiteral", range: ctx.merge(ctx.from(e.start, 1), ...ranges(inputs)), inputs };
    }
    case "Dict": {
      const range = ctx.from(e.start, 1);
      if (e.keys.length > 0 && e.keys[0] === null) throw new Refusal("dict-expansion", range, msg`a dict cannot be expanded with '**' in TorchScript`);
      const keys: TExpr[] = [];
      const known = e.keys.map((k, i) => ({ key: k, value: e.values[i] as Expr })).filter((p) => p.key !== null);
      for (const k of e.keys) {
        if (k !== null) keys.push(buildExpr(b, k));
        else note(b, new Refusal("dict-expansion", null, msg`a dict cannot be expanded with '**' in TorchScript; behind other items torch does not say where`));
      }
      const values = known.map((p) => buildExpr(b, p.value));
      return { kind: "DictLiteral", range: ctx.merge(range, ...ranges(keys), ...ranges(values)), keys, values };
    }
    case "ListComp": case "GeneratorExp": {
      const range = ctx.from(e.start, 0);
      checkGenerators(b, e.generators.length, e.generators[0]?.ifs.length ?? 0, range);
      const elt = buildExpr(b, e.elt);
      const target = buildExpr(b, (e.generators[0] as { target: Expr }).target);
      const iter = buildExpr(b, (e.generators[0] as { iter: Expr }).iter);
      return { kind: "ListComp", range: ctx.merge(range, elt.range, target.range, iter.range), elt, target, iter };
    }
    case "DictComp": {
      const range = ctx.from(e.start, 0);
      checkGenerators(b, e.generators.length, e.generators[0]?.ifs.length ?? 0, range);
      const key = buildExpr(b, e.key);
      const value = buildExpr(b, e.value);
      const target = buildExpr(b, (e.generators[0] as { target: Expr }).target);
      const iter = buildExpr(b, (e.generators[0] as { iter: Expr }).iter);
      return { kind: "DictComp", range: ctx.merge(range, key.range, value.range, target.range, iter.range), key, value, target, iter };
    }
    case "Starred": {
      const inner = buildExpr(b, e.value);
      return { kind: "Starred", range: ctx.merge(ctx.from(e.start, 1), inner.range), expr: inner };
    }
    case "JoinedStr": return joinedString(b, e);
    case "ErrorExpr": throw new Refusal("syntax-error", spanOf(b, e), e.message);
    case "Set": case "SetComp": case "NamedExpr": case "Lambda": case "Await": case "Yield": case "YieldFrom": case "Slice": case "FormattedValue":
      throw new Refusal("unsupported-syntax", ctx.from(e.start, 1), msg`${plainNames[e.kind] ?? e.kind} is not supported in TorchScript`);
  }
}

/** Long sums are walked with a loop; the operands come in torch's order all the same. */
function binaryChain(b: Builder, e: Extract<Expr, { kind: "BinOp" }>): TExpr {
  const links: Extract<Expr, { kind: "BinOp" }>[] = [];
  let node: Expr = e;
  while (node.kind === "BinOp") {
    links.push(node);
    node = node.left;
  }
  if (b.depth + links.length > deepest(b.torch)) throw tooDeep();
  let lhs = buildExpr(b, node);
  for (const link of links.reverse()) {
    const rhs = buildExpr(b, link.right);
    lhs = { kind: "BinOp", range: b.ctx.merge(lhs.range, rhs.range), op: binaryText[link.op] ?? "+", lhs, rhs };
  }
  return lhs;
}

function name(_b: Builder, id: string, range: SourceRange): TExpr {
  if (id.startsWith(reservedPrefix)) throw new Refusal("reserved-name", range, msg`names that begin with '${reservedPrefix}' are reserved for TorchScript`);
  switch (id) {
    case "True": return { kind: "True", range };
    case "False": return { kind: "False", range };
    case "None": return { kind: "None", range };
    case "Ellipsis": return { kind: "Dots", range };
    default: return { kind: "Var", range, name: { name: id, range } };
  }
}

function constant(b: Builder, e: Constant): TExpr {
  const { ctx } = b;
  const v = e.value;
  switch (v.type) {
    case "None": return { kind: "None", range: ctx.from(e.start, 4) };
    case "bool": return v.value ? { kind: "True", range: ctx.from(e.start, 4) } : { kind: "False", range: ctx.from(e.start, 5) };
    case "Ellipsis": return { kind: "Dots", range: ctx.from(e.start, 3) };
    case "int": case "float": case "complex": {
      const text = v.type === "int" ? v.value.toString() : v.type === "float" ? floatText(v.value) : imaginaryText(v.value);
      return { kind: "Const", range: ctx.from(e.start, text.length), text };
    }
    case "str": {
      const text = dedentedText(b, v);
      return { kind: "StringLiteral", range: ctx.from(e.start, pythonLength(text) + 1), text };
    }
    case "bytes":
      throw new Refusal("bytes-literal", ctx.from(e.start, bytesReprLength(v.value)), msg`a bytes literal is not supported in TorchScript`);
  }
}

/** torch parses the function without its indentation: text over several lines loses it, too, and blank lines all their blanks. */
function dedentedText(b: Builder, literal: Extract<Literal, { type: "str" }>): string {
  const { margin, file } = b.ctx;
  const whole = literal.pieces?.map((piece) => ({ piece, lines: file.text.slice(piece.start, piece.end).replace(/\r\n?/g, "\n").split("\n") })) ?? [];
  if (whole.every(({ lines }) => lines.length === 1)) return literal.value;
  return whole.map(({ piece, lines }) => decodePiece(lines.map((line, i) => {
    if (i > 0 && i < lines.length - 1 && /^[ \t]+$/.test(line)) return "";
    return i > 0 && line.startsWith(margin) ? line.slice(margin.length) : line;
  }).join("\n"), piece)).join("");
}

function joinedString(b: Builder, e: Extract<Expr, { kind: "JoinedStr" }>): TExpr {
  const { ctx } = b;
  let text = "";
  const args: TExpr[] = [];
  for (const part of e.values) {
    const place = ctx.from(b.wholeStringPlaces ? e.start : part.start, 1);
    if (part.kind === "FormattedValue") {
      if (part.conversion !== null) throw new Refusal("fstring-conversion", place, msg`an f-string with a conversion ('!r', '=') is not supported in TorchScript`);
      if (part.formatSpec !== null) throw new Refusal("fstring-format", place, msg`an f-string with a format is not supported in TorchScript`);
      text += "{}";
      args.push(buildExpr(b, part.value));
    } else if (part.kind === "Constant" && part.value.type === "str") {
      text += dedentedText(b, part.value);
    } else throw new Refusal("unsupported-syntax", place, msg`this part of an f-string is not supported in TorchScript`);
  }
  const range = ctx.from(e.start, 1);
  const value: TExpr = { kind: "StringLiteral", range, text };
  const callee: TExpr = { kind: "Select", range, value, selector: { name: "format", range } };
  return { kind: "Apply", range: ctx.merge(range, ...ranges(args)), callee, inputs: args, attributes: [] };
}

function checkGenerators(_b: Builder, count: number, conditions: number, range: SourceRange): void {
  if (count !== 1) throw new Refusal("comprehension-generators", range, msg`a comprehension may have one 'for' only in TorchScript`);
  if (conditions !== 0) throw new Refusal("comprehension-if", range, msg`a comprehension with 'if' is not supported in TorchScript`);
}

function subscript(b: Builder, of: Expr, index: Expr): TExpr {
  const { ctx } = b;
  const value = buildExpr(b, of);
  const one = (e: Expr): TExpr => {
    if (e.kind !== "Slice") return buildExpr(b, e);
    const start = e.lower === null ? null : buildExpr(b, e.lower);
    const end = e.upper === null ? null : buildExpr(b, e.upper);
    const step = e.step === null ? null : buildExpr(b, e.step);
    return { kind: "SliceExpr", range: ctx.merge(value.range, start?.range, end?.range, step?.range), start, end, step };
  };
  let subscripts: TExpr[];
  if (index.kind === "Tuple") {
    subscripts = index.elts.map(one);
    if (subscripts.length === 0) subscripts = [{ kind: "TupleLiteral", range: ctx.from(index.start, 2), inputs: [] }];
  } else subscripts = [one(index)];
  // One character more than the subscripts: mostly the closing bracket.
  const list = ctx.merge((subscripts[0] as TExpr).range, ...ranges(subscripts));
  const whole = ctx.range(value.range.start, list.end + 1);
  return { kind: "Subscript", range: ctx.merge(whole, value.range, list), value, subscripts };
}

/** Fixes that convert a value: int → float and back, a Tensor to a number, a number to a Tensor. */
import type { Call, Expr, FunctionDef, IfExp, Return, Stmt } from "../../syntax/ast";
import { walk, type AnyNode } from "../../syntax/walk";
import { annotateParameter, hasTypeComment, parameterOf, torchName } from "./annotations";
import { bindings, bracketed, nodeOf, oneFix, replaced, textOf, type Fix, type TextChange, type Wrong } from "./fix";
import { schemaIndex, typeAt } from "./schemaText";
import { msg, type Message } from "../../text/message";

type Conversion = { readonly text: string; readonly safe: boolean } | null;

/** `value` as `wanted`; `safe` where the number stays the same. */
export function converted(w: Wrong, value: AnyNode, wanted: string, actual: string): Conversion {
  const text = textOf(w.source, value);
  const negative = value.kind === "UnaryOp" && value.op === "USub" ? value.operand : value;
  const literal = negative.kind === "Constant" && negative.value.type === "int" && /^[\d_]+$/.test(textOf(w.source, negative));
  if (wanted === "float" && actual === "int") return { text: literal ? `${text}.0` : `float(${text})`, safe: true };
  if ((wanted === "float" || wanted === "int") && actual === "number") return { text: `${wanted}(${text})`, safe: true };
  if ((wanted === "float" || wanted === "int" || wanted === "bool") && actual === "Tensor") return { text: `${wanted}(${text})`, safe: wanted !== "int" };
  if (wanted === "int" && actual === "float") {
    if (value.kind !== "BinOp" || value.op !== "Div") return { text: `int(${text})`, safe: false };
    const sign = /\s*\/\s*(?=\(?$)/.exec(w.source.text.slice(value.left.end, value.right.start).replace(/^\)/, " "));
    return sign ? { text: `${bracketed(w.source, value.left)} // ${bracketed(w.source, value.right)}`, safe: false } : null;
  }
  if (wanted === "str" && ["int", "float", "bool"].includes(actual)) return { text: `str(${text})`, safe: false };
  const torch = torchName(w.source);
  if (wanted === "Tensor" && ["int", "float", "bool"].includes(actual) && torch) return { text: `${torch}.tensor(${text})`, safe: false };
  return null;
}

const titleOf = ({ text }: { text: string }): Message => msg`Convert it: ${text.length > 40 ? `${text.slice(0, 37)}...` : text}`;

function conversionOf(w: Wrong, value: AnyNode | undefined | null, wanted: string | undefined, actual: string | undefined): Fix[] {
  const made = value && wanted && actual ? converted(w, value, wanted, actual) : null;
  return made && value ? oneFix("convert", titleOf(made), made.safe, [replaced(value, made.text)]) : [];
}

/** The argument of a call, or the side of an operator, that the message of a schema speaks of. */
export function argumentMeant(w: Wrong, name: string): AnyNode | undefined {
  const { schema } = w;
  const operator = w.path.find((n) => n.kind === "BinOp" && n.start === w.start && n.end === w.end);
  if (operator?.kind === "BinOp") return schema ? [operator.left, operator.right][schemaIndex(schema, name)] : undefined;
  const call = w.path.find((n): n is Call => n.kind === "Call" && n.func.start === w.start && (n.func.end === w.end || n.end === w.end));
  if (!call || !schema || call.args.some((a) => a.kind === "Starred")) return undefined;
  const named = call.keywords.find((k) => k.arg === name);
  if (named) return named.value;
  const index = schemaIndex(schema, name);
  return index < 0 ? undefined : call.args[index - (isMethodCall(w, call, schema) ? 1 : 0)] && spreadFits(call, schema, index) ? call.args[index - (isMethodCall(w, call, schema) ? 1 : 0)] : undefined;
}

/** `x.view(a, b)` gives several arguments for one `int[] size`: which of them is meant is not told. */
function spreadFits(call: Call, schema: string, index: number): boolean {
  return !/\[\d*\]/.test(typeAt(schema, index) ?? "") || call.args.length === 1;
}

function isMethodCall(w: Wrong, call: Call, schema: string): boolean {
  if (call.func.kind !== "Attribute") return false;
  if (schema.startsWith("aten::")) return !/^torch\b/.test(textOf(w.source, call.func));
  return /\(\w[\w.]* self\b/.test(schema);
}

/** `dropout(x, 1)` → `dropout(x, 1.0)`. */
export function convertArgument(w: Wrong): Fix[] {
  const { argument, given } = w.facts;
  const value = argument ? argumentMeant(w, argument) : undefined;
  // one scale for all dimensions is a float, of which the nearest overload does not speak
  const wanted = argument === "scale_factor" && /^Optional\[(List\[)?float\]/.test(w.facts["wanted"] ?? "") ? "float" : w.facts["wanted"];
  if (!wanted || !given || !value) return [];
  // a Tensor is asked of functions of one's own for want of an annotation
  const fixes = wanted === "Tensor" && w.facts["overloaded"] === undefined ? [] : withAlike(w, conversionOf(w, value, wanted, given), value, wanted);
  return [...annotateNumber(w, value, wanted, given), ...fixes];
}

/** The call's other literal ints that stand for floats are written as floats, too. */
function withAlike(w: Wrong, fixes: Fix[], value: AnyNode, wanted: string): Fix[] {
  const call = w.path.find((n): n is Call => n.kind === "Call" && n.args.includes(value as Expr));
  const { schema } = w;
  if (wanted !== "float" || !call || !schema) return fixes;
  const shift = isMethodCall(w, call, schema) ? 1 : 0;
  const alike = call.args.flatMap((a, i) => {
    const made = a !== value && a.kind === "Constant" && a.value.type === "int" && typeAt(schema, i + shift) === "float" ? converted(w, a, "float", "int") : null;
    return made ? [replaced(a, made.text)] : [];
  });
  return fixes.map((f) => ({ ...f, changes: [...f.changes, ...alike] }));
}

/** A parameter without annotation that is used as a number: `n: int`. */
function annotateNumber(w: Wrong, value: AnyNode, wanted: string, actual: string): Fix[] {
  const fn = w.fn;
  const parameter = value.kind === "Name" && fn ? parameterOf(fn, value.id) : undefined;
  if (actual !== "Tensor" || !["int", "float", "bool", "str"].includes(wanted) || !fn || !parameter || parameter.annotation || value.kind !== "Name") return [];
  if (bindings(fn, value.id).length > 0 || hasTypeComment(w.source, fn)) return [];
  return oneFix("annotate-argument", msg`Annotate '${value.id}': ${wanted}`, false, annotateParameter(w.source, fn, parameter, wanted));
}

/** `range(x.sum())` → `range(int(x.sum()))`. */
export function convertRange(w: Wrong): Fix[] {
  const { position, given } = w.facts;
  const call = w.path.findLast((n): n is Call => n.kind === "Call" && n.start === w.start && n.func.kind === "Name" && n.func.id === "range");
  const value = call?.args[Number(position ?? 0) - 1];
  return value ? [...annotateNumber(w, value, "int", given ?? ""), ...conversionOf(w, value, "int", given)] : [];
}

/** `0.5 if hot else 1` → `0.5 if hot else 1.0`. */
export function convertSide(w: Wrong): Fix[] {
  const { left, right } = w.facts;
  const choice = nodeOf(w, "IfExp") as IfExp | undefined;
  if (!left || !right || !choice) return [];
  if (left === "float" || left === "Tensor") return conversionOf(w, choice.orelse, left, right);
  return right === "float" || right === "Tensor" ? conversionOf(w, choice.body, right, left) : [];
}

/** `n: int = x.item()` → `n: int = int(x.item())`. */
export function convertAssigned(w: Wrong): Fix[] {
  const found = w.path.findLast((n): n is Extract<Stmt, { kind: "AnnAssign" }> => n.kind === "AnnAssign");
  return conversionOf(w, found?.value, w.facts["wanted"], w.facts["given"]);
}

/** `torch.jit.annotate(float, 1)`. */
export function convertAnnotated(w: Wrong): Fix[] {
  const call = w.path.findLast((n): n is Call => n.kind === "Call" && n.args.length === 2 && n.args[0]?.start === w.start);
  return conversionOf(w, call?.args[1], w.facts["wanted"], w.facts["given"]);
}

/** `return n` where a float is to be returned: `return float(n)`. */
export function convertReturn(w: Wrong): Fix[] {
  const found = w.path.findLast((n): n is Return => n.kind === "Return");
  return w.facts["wanted"] === "Tensor" ? [] : conversionOf(w, found?.value, w.facts["wanted"], w.facts["given"]);
}

function returnsOf(fn: FunctionDef): Return[] {
  const out: Return[] = [];
  walk(fn.body, (n) => { if (n.kind === "Return") out.push(n); return n.kind !== "FunctionDef" && n.kind !== "Lambda"; });
  return out;
}

/** Returns of int and float: all of them floats. */
export function convertReturns(w: Wrong): Fix[] {
  const { earlier: before, given } = w.facts;
  const found = w.path.findLast((n): n is Return => n.kind === "Return");
  if (!w.fn || !found?.value) return [];
  if (before === "float") return conversionOf(w, found.value, "float", given);
  if (given !== "float" || before !== "int") return [];
  const earlier = returnsOf(w.fn).filter((r) => r.start < found.start).map((r) => r.value);
  const literal = (e: Expr | null): boolean => e?.kind === "Constant" && e.value.type === "int";
  if (earlier.length !== 1 && !earlier.every(literal)) return [];
  const changes = earlier.map((e): TextChange | null => { const made = e ? converted(w, e, "float", "int") : null; return e && made ? replaced(e, made.text) : null; });
  return oneFix("convert", msg`Return a float everywhere`, true, changes);
}

/** `[1.0, 2]` where List[float] is wanted; `{"a": 1}` where Dict[str, float] is. */
export function convertElements(w: Wrong): Fix[] {
  const { given, wanted } = w.facts;
  const node = w.path.findLast((n) => n.start === w.start && (n.kind === "List" || n.kind === "Dict"));
  if (!given || !node || !/^(List\[|Dict\[\w+, )float\]$/.test(wanted ?? "") || !/^(int|Union\[(float, int|int, float)\])$/.test(given)) return [];
  const values = node.kind === "Dict" ? node.values : node.kind === "List" ? node.elts : [];
  const plain = (e: Expr): Expr => (e.kind === "UnaryOp" && e.op === "USub" ? e.operand : e);
  const changes: TextChange[] = [];
  for (const e of values) {
    const inner = plain(e);
    const made = given === "int" || (inner.kind === "Constant" && inner.value.type === "int") ? converted(w, e, "float", "int") : null;
    if (made) changes.push(replaced(e, made.text));
    else if (inner.kind !== "Constant") return [];
  }
  return changes.length > 0 ? oneFix("convert", msg`Write all of them as floats`, true, changes) : [];
}

/** Fixes of calls: an operator that has another name or takes its arguments in another form. */
import type { Call, Expr, Subscript } from "../../syntax/ast";
import { torchName } from "./annotations";
import { bracketed, oneFix, replaced, textOf, type Fix, type Wrong } from "./fix";
import { msg } from "../../text/message";

/** `f(*xs)` with a list: the operators that take sizes take the list itself. */
const TAKES_A_LIST = /^(view|reshape|expand|permute|repeat|new_zeros|new_ones|new_empty|zeros|ones|empty|rand|randn)$/;

/** Where a sum needs no brackets. */
const STANDS_ALONE: ReadonlySet<string> = new Set(["Call", "Assign", "AnnAssign", "AugAssign", "Return", "Expr"]);

/** `x.view(*sizes)` → `x.view(sizes)`; `x.view(*x.shape[:2], -1)` → `x.view(list(x.shape[:2]) + [-1])`; `[*xs]` → `list(xs)`; `[*xs, y]` → `list(xs) + [y]`. */
export function listArgument(w: Wrong): Fix[] {
  const call = w.path.findLast((n): n is Call => n.kind === "Call" && n.args.some((a) => a.kind === "Starred" && a.start <= w.start && a.end >= w.end));
  const list = w.path.findLast((n) => n.kind === "List" && n.elts.length === 1 && n.elts[0]?.kind === "Starred");
  if (list?.kind === "List" && list.elts[0]?.kind === "Starred") return oneFix("list-argument", msg`Copy the list with list()`, true, [replaced(list, `list(${textOf(w.source, list.elts[0].value)})`)]);
  const display = w.path.findLast((n) => n.kind === "List");
  if (display?.kind === "List" && display.elts.some((e) => e.kind === "Starred" && e.start <= w.start && e.end >= w.end)) {
    const around = w.path[w.path.indexOf(display) - 1]?.kind;
    const text = joined(w, display.elts);
    return oneFix("list-argument", msg`Join the parts: ${text}`, true, [replaced(display, around !== undefined && STANDS_ALONE.has(around) ? text : `(${text})`)]);
  }
  if (!call || call.func.kind !== "Attribute" || !TAKES_A_LIST.test(call.func.attr)) return [];
  const [first, last] = [call.args[0], call.args.at(-1)];
  if (!first || !last) return [];
  const only = call.args.length === 1 && first.kind === "Starred" ? textOf(w.source, first.value) : undefined;
  const text = only ?? joined(w, call.args);
  return oneFix("list-argument", msg`Give the sizes as one list: ${text}`, true, [{ start: first.start, end: last.end, text }]);
}

const LEGACY = /^(?:Bool|Long|Byte|Char|Double|Float|Int|Short|Half)?Tensor$/;
const LEGACY_DTYPES: Readonly<Record<string, string>> = { Bool: "bool", Long: "int64", Byte: "uint8", Char: "int8", Double: "float64", Float: "float32", Int: "int32", Short: "int16", Half: "float16" };

/** `torch.FloatTensor(*sizes)`, `torch.FloatTensor(size=sizes)` → `torch.empty(sizes, dtype=torch.float32)`. */
export function legacySizes(w: Wrong): Fix[] {
  const torch = torchName(w.source);
  const call = w.path.findLast((n): n is Call => n.kind === "Call" && n.start <= w.start && n.end >= w.end && n.func.kind === "Attribute" && LEGACY.test(n.func.attr));
  if (!call || call.func.kind !== "Attribute" || torch === null || textOf(w.source, call.func.value) !== torch) return [];
  const { args, keywords, func } = call;
  const size = keywords.find((k) => k.arg === "size"), device = keywords.find((k) => k.arg === "device");
  const unpacked = args.some((a) => a.kind === "Starred");
  if (keywords.some((k) => k !== size && k !== device) || (size ? args.length > 0 : !unpacked)) return [];
  const [first] = args;
  const sizes = size ? textOf(w.source, size.value) : args.length === 1 && first?.kind === "Starred" ? textOf(w.source, first.value) : joined(w, args);
  const dtype = LEGACY_DTYPES[func.attr.slice(0, -"Tensor".length)];
  const text = `${torch}.empty(${[sizes, ...(dtype === undefined ? [] : [`dtype=${torch}.${dtype}`]), ...(device ? [`device=${textOf(w.source, device.value)}`] : [])].join(", ")})`;
  return oneFix("legacy-sizes", msg`Give the sizes as one list: ${text}`, true, [replaced(call, text)]);
}

function joined(w: Wrong, args: readonly Expr[]): string {
  const parts: string[] = [];
  let plain: string[] = [];
  const flush = (): void => { if (plain.length > 0) parts.push(`[${plain.join(", ")}]`); plain = []; };
  for (const a of args) {
    if (a.kind !== "Starred") plain.push(textOf(w.source, a));
    else {
      flush();
      parts.push(`list(${textOf(w.source, a.value)})`);
    }
  }
  flush();
  return parts.join(" + ");
}

/** `xs[0, 1]` on a list of lists → `xs[0][1]`. */
export function indexOneByOne(w: Wrong): Fix[] {
  const found = w.path.findLast((n): n is Subscript => n.kind === "Subscript" && n.start === w.start && n.end === w.end);
  if (found?.slice.kind !== "Tuple" || !w.facts["given"]?.startsWith("List[") || found.slice.elts.some((e) => e.kind === "Slice")) return [];
  const text = found.slice.elts.map((e) => `[${textOf(w.source, e)}]`).join("");
  return oneFix("index-one-by-one", msg`Index one after the other: ${text}`, true, [{ start: found.value.end, end: found.end, text }]);
}

const NAMES: Readonly<Record<string, string>> = { nelement: "numel", ndimension: "dim" };
const CASTS: Readonly<Record<string, string>> = {
  float: "float", double: "double", half: "half", bfloat16: "bfloat16", int: "int", long: "long", short: "short", char: "int8", byte: "uint8", bool: "bool",
};

/** Methods of Python's Tensor that have an operator under another name. */
export function otherName(w: Wrong): Fix[] {
  const found = w.path.findLast((n) => n.kind === "Attribute" && n.start === w.start && n.end === w.end);
  if (found?.kind !== "Attribute") return [];
  const call = w.path[w.path.indexOf(found) - 1];
  const called = call?.kind === "Call" && call.func === found ? call : undefined;
  const word = { start: found.end - found.attr.length, end: found.end };
  if (w.facts["owner"] === "Tensor") {
    const name = NAMES[found.attr];
    if (name && called?.args.length === 0) return oneFix("other-name", msg`Call it '${name}'`, true, [replaced(word, name)]);
    // with sizes only: new(data) copies
    const sizes = called && called.keywords.length === 0 && called.args.length > 0 && called.args.every((a) => a.kind === "Constant" && a.value.type === "int") ? called : undefined;
    if (found.attr === "new" && sizes) return oneFix("other-name", msg`Call it 'new_empty'`, true, [replaced(word, "new_empty")]);
  }
  const shape = found.value;
  if (w.facts["owner"] === "List[int]" && found.attr === "numel" && called?.args.length === 0 && shape.kind === "Attribute" && shape.attr === "shape") {
    return oneFix("other-name", msg`Ask the tensor: ${textOf(w.source, shape.value)}.numel()`, true, [{ start: shape.value.end, end: found.end, text: ".numel" }]);
  }
  return [];
}

/** `x.float(memory_format=f)` → `x.to(torch.float, memory_format=f)`. */
export function castByTo(w: Wrong): Fix[] {
  const torch = torchName(w.source);
  const call = w.path.findLast((n): n is Call => n.kind === "Call" && n.start === w.start && n.func.kind === "Attribute");
  if (call?.func.kind !== "Attribute" || !torch || call.keywords.length === 0 || call.args.length > 0 || call.keywords.some((k) => k.arg !== "memory_format")) return [];
  const dtype = CASTS[call.func.attr];
  return dtype ? oneFix("cast-by-to", msg`Use to(${torch}.${dtype}, …)`, true, [{ start: call.func.end - call.func.attr.length, end: call.keywords[0]?.start ?? call.end, text: `to(${torch}.${dtype}, ` }]) : [];
}

/** `x.requires_grad = True` → `x.requires_grad_(True)`. */
export function gradByCall(w: Wrong): Fix[] {
  const found = w.path.findLast((n) => n.kind === "Assign");
  const [target] = found?.kind === "Assign" ? found.targets : [];
  if (found?.kind !== "Assign" || target?.kind !== "Attribute" || target.attr !== "requires_grad") return [];
  const text = `${bracketed(w.source, target.value)}.requires_grad_(${textOf(w.source, found.value)})`;
  return oneFix("grad-by-call", msg`Call it: ${text}`, true, [replaced(found, text)]);
}

/** `type(n) == int` → `isinstance(n, int)`, which also takes what derives from it. */
export function isInstance(w: Wrong): Fix[] {
  const test = w.path.findLast((n) => n.kind === "Compare");
  const call = test?.kind === "Compare" ? test.left : undefined;
  const [other] = test?.kind === "Compare" ? test.comparators : [];
  if (test?.kind !== "Compare" || call?.kind !== "Call" || call.func.kind !== "Name" || call.func.id !== "type" || call.func.start !== w.start || call.args.length !== 1 || test.ops.length !== 1 || !other) return [];
  const not = ["NotEq", "IsNot"].includes(test.ops[0] ?? "") ? "not " : "";
  if (!not && !["Eq", "Is"].includes(test.ops[0] ?? "")) return [];
  const text = `${not}isinstance(${textOf(w.source, call.args[0] as Expr)}, ${textOf(w.source, other)})`;
  return oneFix("isinstance", msg`Ask with ${text}`, false, [replaced(test, text)]);
}

/** `with torch.inference_mode():` → `with torch.no_grad():`. */
export function noGrad(w: Wrong): Fix[] {
  const call = w.path.findLast((n): n is Call => n.kind === "Call" && n.func.kind === "Attribute" && n.func.attr === "inference_mode");
  if (!call || call.args.length + call.keywords.length > 0 || call.func.kind !== "Attribute") return [];
  return oneFix("no-grad", msg`Use no_grad(): no gradients either, but the tensors stay ordinary ones`, false, [{ start: call.func.end - "inference_mode".length, end: call.func.end, text: "no_grad" }]);
}

/** `reversed(range(n))` → `range(n - 1, -1, -1)`; `reversed(xs)` → `xs[::-1]`. */
export function countDown(w: Wrong): Fix[] {
  const call = w.path.findLast((n): n is Call => n.kind === "Call" && n.func.kind === "Name" && n.func.id === "reversed" && (n.func.start === w.start || n.args[0]?.start === w.start));
  const [of] = call?.args ?? [];
  if (!call || !of || call.args.length !== 1) return [];
  if (of.kind === "Call" && of.func.kind === "Name" && of.func.id === "range" && of.args.length === 1) {
    const text = `range(${bracketed(w.source, of.args[0] as Expr)} - 1, -1, -1)`;
    return oneFix("count-down", msg`Count down: ${text}`, true, [replaced(call, text)]);
  }
  if (!w.facts["given"]?.startsWith("List[")) return [];
  return oneFix("count-down", msg`Turn the list round with [::-1]`, true, [replaced(call, `${bracketed(w.source, of)}[::-1]`)]);
}

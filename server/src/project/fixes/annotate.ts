/** Fixes that add or widen an annotation. */
import path from "node:path";
import type { Assign, Call, ClassDef, Expr, FunctionDef, SourceFile, Stmt, Subscript } from "../../syntax/ast";
import { usesName } from "../../syntax/names";
import { pathAt, walk, type AnyNode } from "../../syntax/walk";
import { annotateParameter, annotation, defaultOf, hasTypeComment, importChanges, jitName, parameterOf } from "./annotations";
import { assignmentsTo, bindings, classLine, indentOf, insertion, isSelfAttribute, lineEnd, methodOf, newlineOf, replaced, selfOf, textOf, type Fix, type TextChange, type Wrong } from "./fix";
import { schemaIndex } from "./schemaText";
import { msg, type Message } from "../../text/message";

type Maker = (w: Wrong) => (Fix | null)[];
const made = (id: string, title: Message, changes: readonly (TextChange | null)[]): Fix | null =>
  changes.includes(null) ? null : { id, title, changes: changes.filter((c) => c !== null), safe: true };

function annotatedParameter(w: Wrong, fn: FunctionDef, name: string, type: string, id: string, source = w.source): Fix | null {
  const parameter = parameterOf(fn, name);
  if (!parameter || parameter.annotation || hasTypeComment(source, fn)) return null;
  const as = annotation(source, type);
  if (!as) return null;
  const changes = [...annotateParameter(source, fn, parameter, as.text), ...as.imports];
  if (source === w.source) return made(id, msg`Annotate '${name}': ${as.text}`, changes);
  const fix = made(id, msg`Annotate '${name}' in ${path.basename(source.path)}: ${as.text}`, changes);
  return fix && { ...fix, file: source.path };
}

function callOf(w: Wrong): Call | undefined {
  return w.path.find((n): n is Call => n.kind === "Call" && n.func.start === w.start && n.func.end === w.end);
}

/** Uses of a list: anything else would have made a mistake of its own with the new type. */
function usedLikeList(fn: FunctionDef, name: string, before: number): boolean {
  let fits = true;
  walk(fn.body, (n) => {
    if (n.start >= before) return false;
    if (n.kind === "Attribute" && n.value.kind === "Name" && n.value.id === name) fits = false;
    if (n.kind === "BinOp" && [n.left, n.right].some((s) => s.kind === "Name" && s.id === name)) fits = false;
    return true;
  });
  return fits;
}

/** torch.cat(x) where `x` has no annotation: x: List[torch.Tensor]. */
export const unannotatedArgument: Maker = (w) => {
  const { argument, wanted, given } = w.facts;
  const call = callOf(w);
  const { schema } = w;
  if (!argument || !wanted?.startsWith("List[") || given !== "Tensor" || !call || !schema || !w.fn) return [];
  const method = call.func.kind === "Attribute" && !schema.startsWith("aten::" + call.func.attr + "(Tensor[]") && !/^torch\b/.test(textOf(w.source, call.func));
  const index = schemaIndex(schema, argument) - (method ? 1 : 0);
  const value = call.keywords.find((k) => k.arg === argument)?.value ?? call.args[index];
  if (value?.kind !== "Name" || bindings(w.fn, value.id).some((b) => b.start < w.start) || !usedLikeList(w.fn, value.id, w.start)) return [];
  return [annotatedParameter(w, w.fn, value.id, wanted, "annotate-argument")];
};

/** The function of this name that stands at an offset of its file. */
const functionOver = (source: SourceFile, offset: number, name: string): FunctionDef | undefined => pathAt(source, offset).findLast((n): n is FunctionDef => n.kind === "FunctionDef" && n.name === name);

/** What does not ask for None cannot do with it. */
const asksForNone = (source: SourceFile, fn: FunctionDef, name: string): boolean => new RegExp(String.raw`(?<![.\p{ID_Continue}])${name} is (not )?None\b`, "u").test(textOf(source, fn));

/** `mask=None` → `mask: Optional[torch.Tensor] = None`, and all like it: the next one would fail next. */
function optionalParameters(w: Wrong, fn: FunctionDef, argument: string, source: SourceFile): Fix | null {
  const isNone = (name: string): boolean => { const value = defaultOf(fn, name); return value?.kind === "Constant" && value.value.type === "None"; };
  const takesNone = (name: string): boolean => asksForNone(source, fn, name) || isNone(name) && !fn.body.some((s) => usesName(textOf(source, s), name));
  const names = [...fn.args.posonlyargs, ...fn.args.args, ...fn.args.kwonlyargs].filter((a) => !a.annotation && (a.arg === argument || isNone(a.arg)) && takesNone(a.arg)).map((a) => a.arg);
  if (!names.includes(argument)) return null;
  const parts = names.map((name) => annotatedParameter(w, fn, name, "Optional[Tensor]", "annotate-argument", source)).filter((f) => f !== null);
  const [first] = parts;
  if (!first || parts.length === 1) return first ?? null;
  const [all, as] = [names.map((n) => `'${n}'`).join(", "), annotation(source, "Optional[Tensor]")?.text ?? ""];
  const title = source === w.source ? msg`Annotate ${all}: ${as}` : msg`Annotate ${all} in ${path.basename(source.path)}: ${as}`;
  return { ...first, title, changes: [...new Map(parts.flatMap((p) => p.changes).map((c) => [JSON.stringify(c), c])).values()] };
}

/** f(x, 3) where `by` of f has no annotation: by: int. */
export const unannotatedCallee: Maker = (w) => {
  const { callee: name, argument, wanted, given, unannotated } = w.facts;
  if (!name || !argument || wanted !== "Tensor" || !given || unannotated === undefined) return [];
  const call = callOf(w);
  const self = w.fn && selfOf(w.fn);
  const here = call?.func.kind === "Name" ? w.source.body.find((s): s is FunctionDef => s.kind === "FunctionDef" && s.name === name)
    : call && self && isSelfAttribute(call.func, self, name) ? methodOf(w.cls, name) : undefined;
  const source = here ? w.source : w.sources.get(w.facts["calleeFile"] ?? "");
  const callee = here ?? (source?.problems.length === 0 ? functionOver(source, Number(w.facts["calleeStart"]), name) : undefined);
  if (!source || !callee) return [];
  if (given === "NoneType") return [optionalParameters(w, callee, argument, source)];
  if (given.startsWith("Optional[") && !asksForNone(source, callee, argument)) return [];
  return [annotatedParameter(w, callee, argument, given, "annotate-argument", source)];
};

function literalType(value: Expr): string | null {
  if (value.kind === "UnaryOp") return literalType(value.operand);
  if (value.kind === "Tuple" && value.elts.length > 0) {
    const members = value.elts.map(literalType);
    return members.includes(null) ? null : `Tuple[${members.join(", ")}]`;
  }
  if (value.kind !== "Constant") return null;
  const { type } = value.value;
  return type === "int" || type === "float" || type === "bool" || type === "str" ? type : null;
}

/** `columns=20` → `columns: int = 20`; `times: int = None` → Optional[int]. */
export const defaults: Maker = (w) => {
  const name = w.facts["parameter"];
  const fn = w.path.find((n): n is FunctionDef => n.kind === "FunctionDef" && n.start === w.start) ?? w.fn;
  const parameter = fn && name ? parameterOf(fn, name) : undefined;
  const value = fn && name ? defaultOf(fn, name) : undefined;
  if (!fn || !parameter || !value) return [];
  if (parameter.annotation) {
    if (value.kind !== "Constant" || value.value.type !== "None") return [];
    const as = annotation(w.source, "Optional[int]");
    const inner = textOf(w.source, parameter.annotation);
    return as ? [made("annotate-optional", msg`Annotate '${parameter.arg}': Optional[${inner}]`, [{ ...parameter.annotation, text: `Optional[${inner}]` }, ...as.imports].map(({ start, end, text }) => ({ start, end, text })))] : [];
  }
  const all = [...fn.args.posonlyargs, ...fn.args.args, ...fn.args.kwonlyargs].flatMap((a) => {
    const v = defaultOf(fn, a.arg);
    const type = v && !a.annotation ? literalType(v) : null;
    const as = type === null ? null : annotation(w.source, type);
    return as ? [{ a, as }] : [];
  });
  if (!all.some(({ a }) => a === parameter)) return [];
  const imports = annotation(w.source, all.some(({ as }) => as.text.includes("Tuple[")) ? "Tuple[int]" : "int")?.imports ?? [];
  const title = all.length === 1 ? msg`Annotate '${parameter.arg}': ${all[0]?.as.text ?? ""}` : msg`Annotate parameters of '${fn.name}': ${all.map(({ a, as }) => `${a.arg}: ${as.text}`).join(", ")}`;
  return [made("annotate-default", title, [...all.flatMap(({ a, as }) => annotateParameter(w.source, fn, a, as.text)), ...imports])];
};

const isEmpty = (value: Expr, kind: "List" | "Dict"): boolean =>
  (value.kind === "List" && kind === "List" && value.elts.length === 0) || (value.kind === "Dict" && kind === "Dict" && value.keys.length === 0);

/** The statement before the diagnostic that gave a name its first value, if it is the only one on that level. */
function firstAssignment(w: Wrong, name: string): Extract<Stmt, { kind: "Assign" }> | undefined {
  const found = w.fn ? assignmentsTo(w.fn, name)[0] : undefined;
  const all = w.fn ? bindings(w.fn, name) : [];
  return found && found.start < w.start && all[0]?.start === found.start && !parameterOf(w.fn as FunctionDef, name) ? found : undefined;
}

/** `y, dt = [], []`, the statement that gives a name its first value beside others; values that do not hang on one another. */
function sharedAssignment(w: Wrong, name: string): { readonly statement: Stmt; readonly names: readonly string[]; readonly values: readonly Expr[] } | null {
  const first = w.fn && !parameterOf(w.fn, name) ? bindings(w.fn, name)[0] : undefined;
  const statement = first && first.start < w.start ? pathAt(w.source, first.start).findLast((n): n is Extract<Stmt, { kind: "Assign" }> => n.kind === "Assign") : undefined;
  const [target] = statement?.targets ?? [];
  const value = statement?.value;
  if (statement?.targets.length !== 1 || target?.kind !== "Tuple" || value?.kind !== "Tuple" || target.elts.length !== value.elts.length) return null;
  const names = target.elts.flatMap((t) => (t.kind === "Name" ? [t.id] : []));
  const plain = value.elts.every((v) => v.kind === "Constant" || isEmpty(v, "List") || isEmpty(v, "Dict"));
  return plain && names.length === target.elts.length && new Set(names).size === names.length ? { statement, names, values: value.elts } : null;
}

function annotatedLocal(w: Wrong, name: string, type: string, fits: (value: Expr) => boolean, id: string): Fix | null {
  const statement = firstAssignment(w, name);
  const target = statement?.targets[0];
  const as = annotation(w.source, type);
  const shared = statement ? null : sharedAssignment(w, name);
  if (shared && as) {
    const indent = indentOf(w.source, shared.statement.start);
    const own = shared.values[shared.names.indexOf(name)];
    if (indent === null || !own || !fits(own) || !/^[ \t]*(#.*)?$/.test(w.source.text.slice(shared.statement.end, lineEnd(w.source, shared.statement.end)))) return null;
    const lines = shared.names.map((n, i) => `${n}${n === name ? `: ${as.text}` : ""} = ${textOf(w.source, shared.values[i] as Expr)}`);
    return made(id, msg`Annotate '${name}': ${as.text}`, [replaced(shared.statement, lines.join(`${newlineOf(w.source)}${indent}`)), ...as.imports]);
  }
  if (!statement || !target || !fits(statement.value)) return null;
  return as && made(id, msg`Annotate '${name}': ${as.text}`, [insertion(target.end, `: ${as.text}`), ...as.imports]);
}

/** `sizes = []` that is given ints: sizes: List[int] = []. */
export const emptyLiteral: Maker = (w) => {
  const { callee, argument, wanted, given, bound } = w.facts;
  const puts = argument === "el" && (callee === "append" || callee === "insert");
  const element = puts && bound === "Tensor" ? given : undefined;
  const call = callOf(w);
  if (puts && wanted && given === `Optional[${wanted}]` && call?.func.kind === "Attribute" && call.func.value.kind === "Name") {
    return [annotatedLocal(w, call.func.value.id, `List[${given}]`, (v) => isEmpty(v, "List"), "annotate-empty")];
  }
  if (element && call?.func.kind === "Attribute" && call.func.value.kind === "Name") {
    return [annotatedLocal(w, call.func.value.id, `List[${element}]`, (v) => isEmpty(v, "List"), "annotate-empty")];
  }
  const item = w.facts["overloaded"] === "_set_item" ? /^Dict\[str, Tensor\], (\w+), (.+)$/.exec(w.facts["givenAll"] ?? "") : null;
  const statement = w.path.find((n): n is Extract<Stmt, { kind: "Assign" }> => n.kind === "Assign" && n.start === w.start);
  const target = statement?.targets[0];
  if (item?.[1] && item[2] && target?.kind === "Subscript" && target.value.kind === "Name") {
    return [annotatedLocal(w, target.value.id, `Dict[${item[1]}, ${item[2]}]`, (v) => isEmpty(v, "Dict"), "annotate-empty")];
  }
  return [];
};

/** `last = None` before a loop that gives it a Tensor; `total = 0` that becomes a float. */
export const changedVariable: Maker = (w) => {
  const { variable: name, before, given: now } = w.facts;
  if (!name || !before || !now) return [];
  const isNone = (v: Expr): boolean => v.kind === "Constant" && v.value.type === "None";
  if (before === "NoneType") return [annotatedLocal(w, name, `Optional[${now}]`, isNone, "annotate-optional")];
  if (before === "List[Tensor]" && now.startsWith("List[")) return [annotatedLocal(w, name, now, (v) => isEmpty(v, "List"), "annotate-empty")];
  const statement = firstAssignment(w, name);
  const value = statement?.value;
  if (value?.kind !== "Constant" || (value.value.type !== "int" && value.value.type !== "float")) return [];
  const text = textOf(w.source, value);
  if (now === "float" && before === "int" && /^\d+$/.test(text)) return [made("start-as-float", msg`Start '${name}' as a float: ${text}.0`, [insertion(value.end, ".0")])];
  return [];
};

/** What torch would not find out about an attribute is said in the class body. */
function annotatedAttribute(w: Wrong, name: string, type: string): Fix | null {
  const as = annotation(w.source, type);
  if (!as || !w.cls || w.cls.body.some((s) => s.kind === "AnnAssign" && s.target.kind === "Name" && s.target.id === name)) return null;
  return made("annotate-attribute", msg`Annotate attribute '${name}': ${as.text}`, [classLine(w.source, w.cls, `${name}: ${as.text}`), ...as.imports]);
}

/** `self.last = None` that is given a Tensor later. */
export const attributeType: Maker = (w) => {
  const { attribute, wanted, given } = w.facts;
  if (!attribute || wanted !== "NoneType" || !given) return [];
  return [w.cls && w.cls.bases.length === 0 ? annotatedInInit(w, w.cls, attribute, `Optional[${given}]`) : annotatedAttribute(w, attribute, `Optional[${given}]`)];
};

/** Of a class that is no module `__init__` is compiled, and an attribute has the type of its first value, not that of an annotation. */
function annotatedInInit(w: Wrong, cls: ClassDef, name: string, type: string): Fix | null {
  const as = annotation(w.source, type);
  const value = madeInInit(cls, name, (v) => v.kind === "Constant" && v.value.type === "None");
  const jit = jitName(w.source);
  return !as || !value || !jit ? null : made("annotate-attribute", msg`Say what '${name}' can hold: ${jit}.annotate(${as.text}, None)`, [replaced(value, `${jit}.annotate(${as.text}, None)`), ...as.imports]);
}

/** The value of the one assignment of an attribute in `__init__`, where it is such a one. */
function madeInInit(cls: ClassDef | undefined, name: string, fits: (value: Expr) => boolean): Expr | undefined {
  const init = methodOf(cls, "__init__");
  const self = init && selfOf(init);
  const found = init?.body.filter((s): s is Extract<Stmt, { kind: "Assign" }> => s.kind === "Assign" && s.targets.length === 1 && self !== undefined && isSelfAttribute(s.targets[0] as Expr, self, name));
  const [only] = found ?? [];
  return only && found?.length === 1 && fits(only.value) ? only.value : undefined;
}

/** What `self.seen.append(...)` puts in, where its form tells. */
function appended(w: Wrong, name: string): string {
  let type = "Tensor";
  if (w.fn) {
    walk(w.fn.body, (n: AnyNode) => {
      const [value] = n.kind === "Call" && n.func.kind === "Attribute" && n.func.attr === "append" && n.func.value.kind === "Attribute" && n.func.value.attr === name ? n.args : [];
      if (!value) return;
      const said = literalType(value);
      if (said) type = said;
      else if (value.kind === "Call" && /^(len|int)$|\.(size|dim|numel)$/.test(textOf(w.source, value.func)) && (value.args.length > 0 || !/\.size$/.test(textOf(w.source, value.func)))) type = "int";
      else if (value.kind === "Call" && /^(float|str|bool)$/.test(textOf(w.source, value.func))) type = textOf(w.source, value.func);
    });
  }
  return type;
}

/** `self.seen = []`: nothing tells the type of its elements. */
export const emptyAttribute: Maker = (w) => {
  const name = w.facts["lacks"] === "list" ? w.facts["attribute"] : undefined;
  return name && madeInInit(w.cls, name, (v) => isEmpty(v, "List")) ? [annotatedAttribute(w, name, `List[${appended(w, name)}]`)] : [];
};

/** `-> Tensor` on what returns a pair. */
export const returnType: Maker = (w) => {
  const type = w.facts["given"];
  const returns = w.fn?.returns;
  if (!type || !returns || !w.fn) return [];
  const several = new Set<string>();
  walk(w.fn.body, (n) => { if (n.kind === "Return") several.add(n.value ? n.value.kind : "None"); return n.kind !== "FunctionDef"; });
  const as = annotation(w.source, type);
  if (!as || several.size !== 1) return [];
  return [made("annotate-return", msg`Annotate the result: ${as.text}`, [{ start: returns.start, end: returns.end, text: as.text }, ...as.imports])];
};


/** `if size:` with an Optional, None or a module: `if size is not None:`; not the same for 0, so it is never done to all at once. */
export const optionalCondition: Maker = (w) => {
  const { optional, condition } = w.facts;
  if (optional === undefined && condition !== "NoneType" && !condition?.startsWith("__torch__.")) return [];
  const at = w.path.findIndex((n) => n.start === w.start && n.end === w.end && (n.kind === "Name" || n.kind === "Attribute" || n.kind === "Subscript" || n.kind === "Call"));
  const node = w.path[at];
  if (!node) return [];
  const above = w.path[at - 1];
  const negated = above?.kind === "UnaryOp" && above.op === "Not" ? above : undefined;
  const text = `${textOf(w.source, node)} is ${negated ? "" : "not "}None`;
  const where = negated ?? node;
  const inner = above && ["If", "While", "BoolOp", "Assert", "IfExp"].includes(above.kind);
  if (!negated && !inner) return [];
  return [{ id: "compare-with-none", title: msg`Compare with None: ${text}`, changes: [{ start: where.start, end: where.end, text }], safe: false }];
};

const DICT_METHODS = new Set(["clear", "copy", "get", "items", "keys", "pop", "setdefault", "update", "values"]);

/** Is a name used as a dict everywhere: by keys that are text, by a dict's methods, looped over or asked with `in`? */
function usedLikeDict(fn: FunctionDef, isIt: (n: Expr) => boolean): boolean {
  let fits = true;
  walk(fn.body, (n) => {
    if (n.kind === "Attribute" && isIt(n.value) && !DICT_METHODS.has(n.attr)) fits = false;
    if (n.kind === "Subscript" && isIt(n.value) && (n.slice.kind === "Slice" || n.slice.kind === "Tuple" || (n.slice.kind === "Constant" && n.slice.value.type !== "str"))) fits = false;
    if (n.kind === "BinOp" && [n.left, n.right].some(isIt)) fits = false;
    if (n.kind === "Compare" && isIt(n.left)) fits = false;
    return true;
  });
  return fits;
}

const isName = (n: AnyNode, id: string): boolean => n.kind === "Name" && n.id === id;

/** What a name runs over, if a loop or comprehension around the mistake binds it: `for v in targets`. */
function iteratedBy(w: Wrong, name: string): Expr | undefined {
  for (const n of [...w.path].reverse()) {
    if (n.kind === "For" && isName(n.target, name)) return n.iter;
    const generators = n.kind === "ListComp" || n.kind === "GeneratorExp" ? n.generators : [];
    const found = generators.find((g) => isName(g.target, name));
    if (found) return found.iter;
  }
  return undefined;
}

/** `outputs["boxes"]` where `outputs` has no annotation: Dict[str, Tensor]; `for t in targets: t["boxes"]`: List[Dict[str, Tensor]]. */
export const keyedParameter: Maker = (w) => {
  const found = w.path.findLast((n): n is Subscript => n.kind === "Subscript" && n.start === w.start && n.slice.end === w.end);
  const { fn } = w;
  if (!fn || !found || w.facts["index"] !== "str") return [];
  const base = found.value;
  const parameter = (n: Expr | undefined): string | undefined => (n?.kind === "Name" && parameterOf(fn, n.id) && bindings(fn, n.id).length === 0 ? n.id : undefined);
  const direct = parameter(base);
  if (direct) return usedLikeDict(fn, (n) => isName(n, direct)) ? [annotatedParameter(w, fn, direct, "Dict[str, Tensor]", "annotate-keyed")] : [];
  const list = base.kind === "Subscript" && base.slice.kind !== "Slice" && !(base.slice.kind === "Constant" && base.slice.value.type === "str") ? parameter(base.value)
    : base.kind === "Name" ? parameter(iteratedBy(w, base.id)) : undefined;
  if (!list || !usedLikeList(fn, list, Infinity)) return [];
  const element = (n: Expr): boolean => (base.kind === "Name" ? isName(n, base.id) : n.kind === "Subscript" && isName(n.value, list));
  return usedLikeDict(fn, element) ? [annotatedParameter(w, fn, list, "List[Dict[str, Tensor]]", "annotate-keyed")] : [];
};

/** `x = t.tolist()`: which numbers are in it is said by an annotation. */
export const tolistType: Maker = (w) => {
  const statement = w.path.findLast((n): n is Assign => n.kind === "Assign");
  const [target] = statement?.targets ?? [];
  const call = statement?.value;
  if (!w.fn || !statement || statement.targets.length !== 1 || target?.kind !== "Name" || call?.kind !== "Call" || call.func.kind !== "Attribute" || call.func.attr !== "tolist" || bindings(w.fn, target.id).length !== 1) return [];
  return ["int", "float"].map((number) => {
    const as = annotation(w.source, `List[${number}]`);
    return as && { id: `annotate-tolist-${number}`, title: msg`Annotate '${target.id}': ${as.text}, for a tensor of one dimension`, changes: [insertion(target.end, `: ${as.text}`), ...as.imports], safe: false };
  });
};

/** `Tensor | None`, where the release of torch does not read it: Optional[Tensor], Union[...]. */
export const unionForBar: Maker = (w) => {
  const whole = w.path.find((n): n is Extract<Expr, { kind: "BinOp" }> => n.kind === "BinOp" && n.op === "BitOr" && n.start === w.start);
  if (!whole) return [];
  const membersOf = (n: Expr): Expr[] => (n.kind === "BinOp" && n.op === "BitOr" ? [...membersOf(n.left), ...membersOf(n.right)] : [n]);
  const members = membersOf(whole);
  const isNone = (n: Expr): boolean => n.kind === "Constant" && n.value.type === "None";
  const types = members.filter((n) => !isNone(n)).map((n) => textOf(w.source, n));
  const names = [...(types.length > 1 ? ["Union"] : []), ...(types.length < members.length ? ["Optional"] : [])];
  if (types.length === 0 || members.some((n) => n.kind === "Constant" && !isNone(n))) return [];
  const union = types.length > 1 ? `Union[${types.join(", ")}]` : types.join("");
  const text = types.length < members.length ? `Optional[${union}]` : union;
  return [made("union-for-bar", msg`Write it as ${text}`, [replaced(whole, text), ...importChanges(w.source, "typing", names)])];
};

/** Fixes of a module's attributes: annotations, constants, what is set in the class body or outside of the class. */
import type { AnnAssign, Call, ClassDef, Expr, FunctionDef, Stmt } from "../../syntax/ast";
import { walk } from "../../syntax/walk";
import { annotation, parameterOf, torchName } from "./annotations";
import { afterLine, bindings, classLine, indentOf, insertion, isSelfAttribute, isStatement, methodOf, newlineOf, oneFix, replaced, selfOf, textOf, withoutLines, type Fix, type TextChange, type Wrong } from "./fix";
import { intoInit } from "./modules";
import { msg } from "../../text/message";

const TYPE_WORDS = new Set(["List", "Dict", "Optional", "Tuple", "Union", "Tensor", "torch", "typing", "int", "float", "bool", "str", "complex", "None", "list", "dict", "tuple"]);
const isPlainType = (text: string): boolean => (text.match(/[A-Za-z_]\w*/g) ?? []).every((word) => TYPE_WORDS.has(word));

const classAnnotation = (cls: ClassDef, name: string): AnnAssign | undefined => cls.body.find((s): s is AnnAssign => s.kind === "AnnAssign" && s.target.kind === "Name" && s.target.id === name);

function annotatedInInit(cls: ClassDef, name: string): AnnAssign | undefined {
  const init = methodOf(cls, "__init__");
  const self = init && selfOf(init);
  let found: AnnAssign | undefined;
  if (self) walk(init.body, (n) => { if (n.kind === "AnnAssign" && isSelfAttribute(n.target, self, name)) found ??= n; return true; });
  return found;
}

/** `self.cache: Dict[str, int] = {}` → `cache: Dict[str, int]` in the class body. */
function movedAnnotation(w: Wrong, cls: ClassDef, found: AnnAssign): Fix[] {
  const name = found.target.kind === "Attribute" ? found.target.attr : "";
  const type = textOf(w.source, found.annotation);
  if (!found.value || !isPlainType(type)) return [];
  const bare: TextChange = { start: found.target.end, end: found.annotation.end, text: "" };
  if (classAnnotation(cls, name)) return oneFix("class-annotation", msg`Leave the annotation out: the class body has one`, true, [bare]);
  return oneFix("class-annotation", msg`Annotate '${name}' in the class body, where TorchScript reads it`, true, [classLine(w.source, cls, `${name}: ${type}`), bare]);
}

export function annotationIntoClass(w: Wrong): Fix[] {
  const said = w.diagnostic.rule === "annotation-in-init" || w.facts["untyped"] !== undefined ? w.facts["attribute"] : undefined;
  const found = said && w.cls ? annotatedInInit(w.cls, said) : undefined;
  return w.cls && found ? movedAnnotation(w, w.cls, found) : [];
}

/** `self.seen = {}`: Dict[str, Tensor] where a Tensor is put under a string. */
export function emptyDictAttribute(w: Wrong): Fix[] {
  const name = w.facts["lacks"] === "dict" ? w.facts["attribute"] : undefined;
  const { cls } = w;
  if (!name || !cls || annotatedInInit(cls, name) || classAnnotation(cls, name)) return [];
  const types = new Set<string>();
  for (const fn of cls.body) {
    const self = fn.kind === "FunctionDef" ? selfOf(fn) : undefined;
    if (fn.kind !== "FunctionDef" || !self) continue;
    walk(fn.body, (n) => {
      const [target] = n.kind === "Assign" ? n.targets : [];
      if (n.kind === "Assign" && target?.kind === "Subscript" && isSelfAttribute(target.value, self, name)) types.add(`${keyType(fn, target.slice)}, ${valueType(w, fn, n.value)}`);
      return true;
    });
  }
  const [only] = [...types];
  const as = types.size === 1 && only && !only.includes("?") ? annotation(w.source, `Dict[${only}]`) : null;
  return as ? oneFix("annotate-attribute", msg`Annotate attribute '${name}': ${as.text}`, true, [classLine(w.source, cls, `${name}: ${as.text}`), ...as.imports]) : [];
}

function valueType(w: Wrong, fn: FunctionDef, value: Expr): string {
  if (value.kind === "Constant") return ["int", "float", "str", "bool"].includes(value.value.type) ? value.value.type : "?";
  const parameter = value.kind === "Name" && bindings(fn, value.id).length === 0 ? parameterOf(fn, value.id) : undefined;
  return !parameter ? "?" : parameter.annotation ? textOf(w.source, parameter.annotation).replace(/^torch\./, "") : "Tensor";
}

function keyType(fn: FunctionDef, key: Expr): string {
  if (key.kind === "Constant") return key.value.type === "str" || key.value.type === "int" ? key.value.type : "?";
  const as = key.kind === "Name" ? parameterOf(fn, key.id)?.annotation : undefined;
  return as?.kind === "Name" && (as.id === "str" || as.id === "int") ? as.id : "?";
}

/** Where methods other than `__init__` read fields of an attribute, by field; what they call is left out. */
function fieldsRead(cls: ClassDef, name: string): Map<string, { start: number; end: number; self: string }[]> {
  const out = new Map<string, { start: number; end: number; self: string }[]>();
  for (const fn of cls.body) {
    const self = fn.kind === "FunctionDef" && fn.name !== "__init__" ? selfOf(fn) : undefined;
    if (fn.kind !== "FunctionDef" || !self) continue;
    const called = new Set<Expr>();
    walk(fn.body, (n) => {
      if (n.kind === "Call") called.add(n.func);
      if (n.kind === "Attribute" && n.ctx === "Load" && !called.has(n) && isSelfAttribute(n.value, self, name)) out.set(n.attr, [...out.get(n.attr) ?? [], { start: n.start, end: n.end, self }]);
      return true;
    });
  }
  return out;
}

/** `self.config.width`, where the config is no TorchScript type: read in `__init__` and kept as `self.width`. */
export function fieldsIntoInit(w: Wrong): Fix[] {
  const { cls, source } = w;
  const name = w.facts["untyped"] === undefined ? undefined : w.facts["attribute"];
  const init = methodOf(cls, "__init__");
  const self = init && selfOf(init);
  if (!name || !cls || !init || !self) return [];
  const set = init.body.filter((s) => s.kind === "Assign" && s.targets.length === 1 && s.targets.some((t) => isSelfAttribute(t, self, name)));
  const fields = fieldsRead(cls, name);
  const [statement] = set;
  const indent = statement && indentOf(source, statement.start);
  if (set.length !== 1 || !statement || indent === null || indent === undefined || ![...fields.values()].some((uses) => uses.some((u) => u.start === w.start))) return [];
  const body = source.text.slice(cls.start, cls.end);
  const kept = new Map([...fields.keys()].map((field) => [field, new RegExp(`\\b${self}\\.${field}\\b`).test(body) || cls.body.some((s) => s.kind === "FunctionDef" && s.name === field) ? `${name}_${field}` : field]));
  const lines = [...kept].map(([field, as]) => `${indent}${self}.${as} = ${self}.${name}.${field}${newlineOf(source)}`);
  return oneFix("fields-into-init", msg`Read ${[...kept.keys()].map((f) => `${self}.${name}.${f}`).join(", ")} in __init__ into attributes of their own`, false, [
    insertion(afterLine(source, statement.end), lines.join("")),
    ...[...fields].flatMap(([field, uses]) => uses.map((u) => replaced(u, `${u.self}.${kept.get(field) ?? field}`))),
  ]);
}

/** A name taken out of `__constants__`, or its Final. */
export function noConstant(w: Wrong): Fix[] {
  const name = w.facts["attribute"];
  const { cls, source } = w;
  const final = name && cls ? classAnnotation(cls, name) : undefined;
  if (final?.annotation.kind === "Subscript" && /\bFinal$/.test(textOf(source, final.annotation.value))) {
    return oneFix("no-constant", msg`Make '${name ?? ""}' an ordinary attribute`, true, [replaced(final.annotation, textOf(source, final.annotation.slice))]);
  }
  const listed = cls?.body.find((s) => s.kind === "Assign" && s.targets.some((t) => t.kind === "Name" && t.id === "__constants__"));
  const list = listed?.kind === "Assign" && (listed.value.kind === "List" || listed.value.kind === "Tuple") ? listed.value : undefined;
  const at = list?.elts.findIndex((e) => e.kind === "Constant" && e.value.type === "str" && e.value.value === name) ?? -1;
  if (!name || !cls || !listed || !list || at < 0) return [];
  const title = msg`Take '${name}' out of __constants__`;
  if (list.elts.length === 1) return cls.body.length > 1 ? oneFix("no-constant", title, true, [withoutLines(source, listed)]) : [];
  const [before, it, after] = [list.elts[at - 1], list.elts[at] as Expr, list.elts[at + 1]];
  const change = after ? { start: it.start, end: after.start, text: "" } : { start: before?.end ?? it.start, end: it.end, text: list.kind === "Tuple" && list.elts.length === 2 && !/^\s*,/.test(source.text.slice(it.end)) ? "," : "" };
  return oneFix("no-constant", title, true, [change]);
}

/** `act: nn.ReLU` in the class body, which says nothing to TorchScript. */
export function noClassAnnotation(w: Wrong): Fix[] {
  const name = w.facts["attribute"];
  const { cls, source } = w;
  const found = name && cls ? classAnnotation(cls, name) : undefined;
  if (!name || !cls || !found || found.value) return [];
  const quoted = found.annotation.kind === "Constant" && found.annotation.value.type === "str" ? found.annotation.value.value : undefined;
  if (quoted !== undefined && isPlainType(quoted)) {
    const as = annotation(source, quoted.replace(/\btorch\.Tensor\b/g, "Tensor"));
    return as ? oneFix("unquote", msg`Write the annotation without quotes: ${as.text}`, true, [replaced(found.annotation, as.text), ...as.imports]) : [];
  }
  if (quoted !== undefined || !isModuleMade(w, cls, name)) return [];
  return oneFix("no-class-annotation", msg`Take the annotation of '${name}' out of the class body`, true, [withoutLines(source, found)]);
}

/** Whether `__init__` sets it to what it has just made by a call: a submodule needs no annotation. */
function isModuleMade(w: Wrong, cls: ClassDef, name: string): boolean {
  const init = methodOf(cls, "__init__");
  const self = init && selfOf(init);
  let made = false;
  if (self) walk(init.body, (n) => { if (n.kind === "Assign" && n.value.kind === "Call" && n.targets.some((t) => isSelfAttribute(t, self, name))) made = true; return true; });
  return made && cls.body.length > 1;
}

/** `act = torch.relu` in the class body → `self.act = torch.relu` in `__init__`. */
export function callableIntoInit(w: Wrong): Fix[] {
  const name = w.facts["attribute"];
  const found = w.cls?.body.find((s): s is Extract<Stmt, { kind: "Assign" }> => s.kind === "Assign" && s.targets.length === 1 && s.targets[0]?.kind === "Name" && s.targets[0].id === name);
  if (!name || found?.value.kind !== "Attribute") return [];
  const gone = withoutLines(w.source, found);
  const added = intoInit(w, `self.${name} = ${textOf(w.source, found.value)}`);
  if (!gone || !added) return [];
  const blank = /^\r?\n/.exec(w.source.text.slice(gone.end))?.[0].length ?? 0;
  const changes = added.start === gone.end + blank ? [{ ...gone, end: added.end > gone.end ? added.end : gone.end + blank, text: added.text }] : [gone, added];
  return oneFix("callable-into-init", msg`Set '${name}' in __init__`, true, changes);
}

/** A global tensor as a buffer, a global list, tuple or dict as an attribute. */
export function globalIntoInit(w: Wrong): Fix[] {
  const type = w.facts["pythonType"];
  const used = w.path.findLast((n) => n.kind === "Name" && n.start === w.start);
  const { cls, fn, source } = w;
  if (!type || !["tensor", "list", "tuple", "dict"].includes(type) || used?.kind !== "Name" || !cls || !fn || fn.decorators.length > 0 || parameterOf(fn, used.id)) return [];
  const known = source.body.find((s) => s.kind === "Assign" && s.targets.length === 1 && s.targets[0]?.kind === "Name" && s.targets[0].id === used.id);
  if (known?.kind !== "Assign" || (type !== "tensor" && !isEven(known.value))) return [];
  const taken = new RegExp(`\\bself\\.${used.id}\\b`).test(source.text.slice(cls.start, cls.end));
  const line = taken ? null : intoInit(w, type === "tensor" ? `self.register_buffer("${used.id}", ${used.id}, persistent=False)` : `self.${used.id} = ${used.id}`);
  const uses: TextChange[] = [];
  for (const method of cls.body) {
    const self = method.kind === "FunctionDef" && method.name !== "__init__" ? selfOf(method) : undefined;
    if (method.kind !== "FunctionDef" || !self || method.decorators.length > 0 || bindings(method, used.id).length > 0) continue;
    walk(method.body, (n) => { if (n.kind === "Name" && n.id === used.id) uses.push(replaced(n, `${self}.${used.id}`)); return true; });
  }
  const title = type === "tensor" ? msg`Make '${used.id}' a buffer of the module (not saved with it)` : msg`Make '${used.id}' an attribute of the module`;
  return oneFix("global-into-init", title, type !== "tensor", [line, ...uses]);
}

/** A literal whose elements have one type, so that the attribute gets one. */
function isEven(value: Expr): boolean {
  const kind = (e: Expr): string => (e.kind === "Constant" ? e.value.type : e.kind === "UnaryOp" ? kind(e.operand) : "?");
  const elements = value.kind === "Dict" ? [value.values, value.keys.filter((k) => k !== null)] : value.kind === "List" ? [value.elts] : value.kind === "Tuple" ? value.elts.map((e) => [e]) : [];
  return elements.length > 0 && elements.every((list) => list.length > 0 && new Set(list.map(kind)).size === 1 && kind(list[0] as Expr) !== "?");
}

/** `torch.cuda.is_available()` in a compiled method → asked in __init__, where Python runs, and kept. */
export function askInInit(w: Wrong): Fix[] {
  const torch = torchName(w.source);
  const self = w.fn && selfOf(w.fn);
  const statement = w.path.findLast(isStatement);
  if (torch === null || !self || !w.cls || w.fn?.name === "__init__" || !statement) return [];
  const asked = new Map<string, Call[]>();
  // statements inside of it have places of their own
  walk(statement.kind === "If" || statement.kind === "While" ? [statement.test] : "body" in statement ? [] : [statement], (n) => {
    const name = n.kind === "Call" && n.args.length + n.keywords.length === 0 ? textOf(w.source, n.func) : "";
    if (n.kind === "Call" && name.startsWith(`${torch}.`) && /^[\w.]+$/.test(name)) asked.set(name, [...asked.get(name) ?? [], n]);
    return true;
  });
  const [[name, calls] = [], ...more] = [...asked];
  if (!name || !calls || more.length > 0) return [];
  const attribute = name.slice(torch.length + 1).replaceAll(".", "_");
  const line = intoInit(w, `self.${attribute} = ${name}()`);
  return line ? [{ id: "ask-in-init", title: msg`Ask in __init__ and keep the answer: ${`${self}.${attribute}`}`, changes: [line, ...calls.map((c) => replaced(c, `${self}.${attribute}`))], safe: false }] : [];
}

/** `BatchNorm2d` → `batch_norm2d`, `ReLU` → `relu`. */
const attributeFor = (cls: string): string => cls.replace(/LU/g, "lu").replace(/([a-z\d])([A-Z])/g, "$1_$2").replace(/([A-Z]+)([A-Z][a-z])/g, "$1_$2").toLowerCase();

const isLiteral = (n: Expr): boolean => n.kind === "Constant" || (n.kind === "UnaryOp" && isLiteral(n.operand)) || ((n.kind === "Tuple" || n.kind === "List") && n.elts.every(isLiteral));

/** `nn.ReLU()(x)` in a compiled method → made in __init__ and called here. */
export function layerIntoInit(w: Wrong): Fix[] {
  const call = w.path.findLast((n): n is Call => n.kind === "Call" && n.func.start === w.start && n.func.end === w.end);
  const self = w.fn && selfOf(w.fn);
  const cls = w.facts["madeOf"]?.split(".").at(-1);
  if (!call || !self || !w.cls || !cls || w.fn?.name === "__init__" || !w.facts["madeOf"]?.startsWith("torch.nn.") || ![...call.args, ...call.keywords.map((k) => k.value)].every(isLiteral) || call.keywords.some((k) => k.arg === null)) return [];
  const body = textOf(w.source, w.cls);
  const own = attributeFor(cls);
  const name = [own, `${own}_layer`, `${own}_made`].find((n) => !new RegExp(`\\.${n}\\b|def ${n}\\b`).test(body));
  const line = name === undefined ? null : intoInit(w, `self.${name} = ${textOf(w.source, call)}`);
  return line && name !== undefined ? oneFix("layer-into-init", msg`Make it in __init__ and call it here: ${`${self}.${name}`}`, false, [line, replaced(call, `${self}.${name}`)]) : [];
}

const PLAIN: Readonly<Record<string, string>> = { int: "0", float: "0.0", bool: "False", str: '""' };

/** What an attribute of this type can begin with; null where nothing is plain. */
function startOf(type: string, torch: string | null): { readonly value: string; readonly annotated: boolean } | null {
  const plain = PLAIN[type];
  if (plain !== undefined) return { value: plain, annotated: false };
  if (type === "Tensor") return torch === null ? null : { value: `${torch}.empty(0)`, annotated: false };
  if (type.startsWith("List[")) return { value: "[]", annotated: true };
  if (type.startsWith("Dict[")) return { value: "{}", annotated: true };
  return type.startsWith("Optional[") ? { value: "None", annotated: true } : null;
}

/** `self.seen = x` in a method, which `__init__` does not set: set there, to what has its type. */
export function setInInit(w: Wrong): Fix[] {
  const { cls, fn, source } = w;
  const { field, assigned } = w.facts;
  const self = fn && selfOf(fn);
  const target = w.path.findLast((n) => self !== undefined && isSelfAttribute(n, self, field));
  const start = assigned === undefined ? null : startOf(assigned, torchName(source));
  const as = start?.annotated ? annotation(source, assigned ?? "") : null;
  if (!cls || !field || !target || !start || start.annotated && !as || classAnnotation(cls, field)) return [];
  // that it is not there says something
  if (new RegExp(`(hasattr|getattr)\\([^()]*["']${field}["']`).test(textOf(source, cls))) return [];
  const line = intoInit(w, `self.${field} = ${start.value}`);
  const changes = [line, ...(as ? [classLine(source, cls, `${field}: ${as.text}`), ...as.imports] : [])];
  return oneFix("set-in-init", msg`Set '${field}' in __init__: ${start.value}`, true, changes);
}

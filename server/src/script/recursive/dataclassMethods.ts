/**
 * Methods of a dataclass that torch writes itself, since what `dataclass` made has no source. Answers
 * to torch/jit/_dataclass_impls.py.
 */
import type { GClass } from "../../host/objectGraph";
import { classAtLine } from "../../syntax/walk";
import { ScriptError } from "../errors";
import { PythonExceptionValue } from "../sugared/builtins";
import type { ClassType, Type } from "../types/types";
import { UnknownT } from "../types/types";
import { annToType, BadAnnotation } from "./annotations";
import type { Compiler } from "./compiler";
import type { ScriptFunction } from "./functions";
import { functionFromText } from "./functions";
import { msg, type Message } from "../../text/message";

type Field = NonNullable<GClass["dataclassFields"]>[number];
/** The field's type as the type parser is to see it, and what that text stands for. */
interface Typed { readonly text: string; readonly type: Type | null; readonly problem?: "unknown" | "class" }

const EQUALITY: Readonly<Record<string, string>> = { __eq__: "!=", __ne__: "==" };
const ORDER: Readonly<Record<string, { op: string; equal: boolean }>> = {
  __lt__: { op: "<", equal: false }, __le__: { op: "<", equal: true }, __gt__: { op: ">", equal: false }, __ge__: { op: ">", equal: true },
};

/** `defined`: methods with a source of their own; `resolveName`: what a type written in quotes means. */
export function dataclassMethods(c: Compiler, cls: GClass, type: ClassType, defined: ReadonlySet<string>, resolveName: (name: string) => Type | null): ScriptFunction[] {
  const fields = cls.dataclassFields ?? [];
  const typed = new Map(fields.map((f) => [f.name, typeOf(c, f)]));
  const byText = new Map([...typed.values()].flatMap(({ text, type: t }) => (t ? [[text, t] as const] : [])));
  const names = { resolveValue: (n: string) => (n === "TypeError" ? new PythonExceptionValue("builtins.TypeError") : null), resolveType: (n: string): Type | null => (n === cls.name ? type : byText.get(n) ?? resolveName(n)) };
  const source = cls.file === null ? undefined : c.source(cls.file);
  const node = source && classAtLine(source, cls.line, cls.name);
  const head = node ? { file: source.path, start: node.start, end: node.start + `class ${cls.name}`.length } : null;
  const frozen = cls.attrs.some(([name]) => name === "__delattr__" && !defined.has(name));
  if (frozen) refuse(c, "no-source", msg`the dataclass '${cls.name}' is frozen, which torch has no source for: leave out frozen=True`);
  return cls.attrs.flatMap(([name, value]) => {
    if (defined.has(name) || c.py.object(value)?.kind !== "function") return [];
    const written = name === "__init__" ? initText(c, cls, fields, typed, defined) : comparisonText(cls, fields, typed, name);
    if (written === null) return [];
    const defaults = name === "__init__" ? fields.flatMap((f) => (f.init && f.default !== undefined ? [[f.name, f.default] as const] : [])) : [];
    return [functionFromText(c, written, name, `<${cls.qualname}.${name}>`, {
      name, qualname: `${type.qualname}.${name}`, logKind: "method", subject: `${cls.qualname}.${name}`, reason: { kind: "attribute" }, selfType: type, selfName: cls.name, names,
    }, defaults, head)];
  });
}

function typeOf(c: Compiler, f: Field): Typed {
  if (typeof f.type === "string") return { text: f.type, type: null };
  let type: Type | null;
  try {
    type = annToType(c, f.type);
  } catch (error) {
    if (!(error instanceof BadAnnotation)) throw error;
    type = null;
  }
  const problem = !type ? "unknown" : namesClass(type) ? "class" : undefined;
  return { text: `lens_type_${f.name}`, type: type ?? UnknownT, ...(problem === undefined ? {} : { problem }) };
}

/** Classes are written with their module in front, where torch does not find them. */
function namesClass(t: Type): boolean {
  switch (t.kind) {
    case "Class": case "Enum": case "Interface": return true;
    case "List": case "Optional": case "Future": return namesClass(t.elem);
    case "Dict": return namesClass(t.key) || namesClass(t.value);
    case "Tuple": return t.named !== undefined || t.elems.some(namesClass);
    case "Union": return t.members.some(namesClass);
    default: return false;
  }
}

function initText(c: Compiler, cls: GClass, fields: readonly Field[], typed: ReadonlyMap<string, Typed>, defined: ReadonlySet<string>): string {
  const made = fields.find((f) => f.factory !== undefined);
  if (made) refuse(c, "no-source", msg`field '${made.name}' of the dataclass '${cls.name}' has a default_factory, which TorchScript cannot call: write an __init__, or pass the value`);
  const given = fields.filter((f) => f.init);
  for (const f of given) {
    const problem = typed.get(f.name)?.problem;
    if (problem !== undefined) refuse(c, "unknown-type", problem === "unknown" ? msg`the type of field '${f.name}' of the dataclass '${cls.name}' is not a TorchScript type` : msg`the type of field '${f.name}' of the dataclass '${cls.name}' is a class, which torch finds only if the annotation is in quotes`);
  }
  const param = (f: Field): string => `${f.name}: ${typed.get(f.name)?.text ?? "Tensor"}${f.kwOnly && f.default !== undefined ? " = None" : ""}`;
  const keyword = given.filter((f) => f.kwOnly).map(param);
  const params = ["self", ...given.filter((f) => !f.kwOnly).map(param), ...(keyword.length > 0 ? ["*", ...keyword] : [])];
  const body = given.filter((f) => !f.initVar).map((f) => `self.${f.name} = ${f.name}`);
  if (defined.has("__post_init__")) body.push(`self.__post_init__(${fields.filter((f) => f.initVar).map((f) => f.name).join(", ")})`);
  return lines(`def __init__(${params.join(", ")}) -> None:`, body.length > 0 ? body : ["pass"]);
}

function comparisonText(cls: GClass, fields: readonly Field[], typed: ReadonlyMap<string, Typed>, name: string): string | null {
  const [converse, order] = [EQUALITY[name], ORDER[name]];
  if (converse === undefined && !order) return null;
  const inner = order ? [`if val1 ${order.op} val2: return True`, `elif val2 ${order.op} val1: return False`] : [`if val1 ${converse ?? ""} val2: return False`];
  const body = fields.filter((f) => f.compare && !f.initVar).flatMap((f) => [
    `val1 = self.${f.name}`,
    `val2 = other.${f.name}`,
    ...(typed.get(f.name)?.type?.kind !== "Optional" ? inner : [
      "if val1 is not None and val2 is not None:",
      ...inner.map((line) => `  ${line}`),
      "elif (val1 is None) != (val2 is None):",
      order ? `  raise TypeError('Cannot compare ${cls.name} with None')` : "  return False",
    ]),
  ]);
  return lines(`def ${name}(self, other: ${cls.name}) -> bool:`, [...body, `return ${order && !order.equal ? "False" : "True"}`]);
}

const refuse = (c: Compiler, rule: string, message: Message): void => { c.report(new ScriptError(rule, null, message, [], true), c.here); };

const lines = (head: string, body: readonly string[]): string => `${head}\n${body.map((line) => `  ${line}\n`).join("")}`;

/**
 * Enums as types. Answers to the Enum branch of try_ann_to_type and to get_enum_value_type in
 * torch/jit/annotations.py: torch compiles the class of an Enum as a script class first.
 */
import type { GClass } from "../../host/objectGraph";
import { classAtLine } from "../../syntax/walk";
import type { ConstantValue } from "../ir/constant";
import { constantType } from "../ir/ir";
import type { EnumType, Type } from "../types/types";
import { ClassType } from "../types/types";
import { unifyTypeList } from "../types/unify";
import { classNameOf, classResolver } from "./classes";
import type { Compiler } from "./compiler";
import { constantOf } from "./constants";
import { ScriptFunction } from "./functions";
import { msg, type Message } from "../../text/message";

const ENUM_VALUES: ReadonlySet<Type["kind"]> = new Set(["int", "float", "str"] as const);

/** The Python type that members of an Enum are, too: `str` of `class E(str, Enum)`. */
export const mixedInto = (c: Compiler, cls: GClass): string | undefined => c.py.mro(cls).find((b) => b.module === "builtins" && b.name !== "object")?.name;

/** Why torch cannot compile an Enum whose values are all right; null where it can. */
export function enumAmiss(c: Compiler, cls: GClass): Message | null {
  const source = cls.file === null ? undefined : c.source(cls.file);
  if (source && !(classAtLine(source, cls.line, cls.name) ?? classAtLine(source, cls.line))) return msg`the Enum ${cls.name} has no class statement, so torch finds no source of it: write 'class ${cls.name}(Enum)'`;
  const mixed = mixedInto(c, cls);
  if (mixed === undefined) return null;
  if (!c.torch.atLeast(2, 0)) return msg`with Python 3.11 or newer, torch ${c.torch.name} cannot compile the Enum ${cls.name} because it is derived from ${mixed}, too: derive it from Enum alone`;
  return c.py.isSubclass(cls, "enum", "Flag") ? msg`torch compiles the operators that the Enum ${cls.name} has from enum.Flag, and cannot: derive it from IntEnum or Enum` : null;
}

export function enumTypeOf(c: Compiler, index: number): EnumType | null {
  const known = c.types.get(index);
  if (known) return known.kind === "Enum" ? known : null;
  const cls = c.py.class(index);
  if (!cls?.traits.enum) return null;
  if (enumAmiss(c, cls) !== null) return null;
  const members: { name: string; value: ConstantValue }[] = [];
  for (const [name, v] of cls.enumMembers ?? []) {
    const value = constantOf(c, v);
    if (value) members.push({ name, value });
  }
  const valueType = members.length > 0 ? unifyTypeList(members.map((m) => constantType(m.value))) : null;
  if (!valueType || !ENUM_VALUES.has(valueType.kind) || members.length !== (cls.enumMembers ?? []).length) return null;
  const type: EnumType = { kind: "Enum", qualname: c.uniqueName(classNameOf(cls)), valueType, members };
  c.types.set(index, type);
  compileMethods(c, cls, type);
  return type;
}

/** Methods that Python lists for the class (`dir`): of an Enum alone none of its own, else those with the name of something that its values' type has. */
function compileMethods(c: Compiler, cls: GClass, made: EnumType): void {
  const type = new ClassType(made.qualname, false);
  for (const name of cls.listedMethods ?? []) {
    const fn = c.py.functionOf(c.py.get(cls.attrs, name));
    if (!fn) continue;
    type.methods.set(name, new ScriptFunction(c, fn, {
      name, qualname: `${type.qualname}.${name}`, logKind: "method", subject: `${cls.qualname}.${name}`, reason: { kind: "attribute" }, selfType: type, selfName: cls.name, names: classResolver(c, fn, cls, type),
    }).prepare());
  }
  for (const m of [...type.methods.values()]) m.ensureDefined();
}

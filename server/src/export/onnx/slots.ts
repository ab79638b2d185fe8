/** How example inputs are shared among the arguments of forward: a list or a tuple of tensors takes several. */
import type { Argument } from "../../script/schema/functionSchema";
import type { Type } from "../../script/types/types";

/** What an argument is made of: one tensor, or `count` of them in a list or a tuple. */
export interface Slot { readonly name: string; readonly kind: "one" | "list" | "tuple"; readonly count: number }

const isTensor = (t: Type): boolean => t.kind === "Tensor" || t.kind === "Optional" && t.elem.kind === "Tensor";

/** Arguments that example inputs cannot make. */
export const holdsMore = (t: Type): boolean => t.kind === "Dict" || t.kind === "Class" || t.kind === "str" || (t.kind === "List" && !isTensor(t.elem)) || (t.kind === "Tuple" && !t.elems.every(isTensor));

function slotOf({ name, type }: Argument): Slot {
  if (type.kind === "List" && isTensor(type.elem)) return { name, kind: "list", count: 1 };
  if (type.kind === "Tuple" && type.elems.length > 0 && type.elems.every(isTensor)) return { name, kind: "tuple", count: type.elems.length };
  return { name, kind: "one", count: 1 };
}

const total = (slots: readonly Slot[]): number => slots.reduce((n, s) => n + s.count, 0);

/** How many examples the arguments without a default need; a list needs at least one. */
export const neededExamples = (args: readonly Argument[]): number => total(args.filter((a) => a.default === undefined).map(slotOf));

/**
 * The arguments that `examples` of them reach, in order. The first list takes all that the others leave; where there is none,
 * arguments with a default get what is left.
 */
export function slotsFor(args: readonly Argument[], examples: number): Slot[] {
  const required = args.filter((a) => a.default === undefined);
  const slots = required.map(slotOf);
  const growing = slots.findIndex((s) => s.kind === "list");
  if (growing >= 0) return slots.map((s, i) => (i === growing ? { ...s, count: Math.max(1, examples - total(slots) + 1) } : s));
  const all: Slot[] = [];
  for (const slot of args.map(slotOf)) {
    if (total(all) + slot.count > examples) break;
    all.push(slot);
  }
  return all;
}

/** The names of its tensors, as inputs of the file. */
export const namesOf = ({ name, kind, count }: Slot): string[] => (kind === "one" ? [name] : Array.from({ length: count }, (_, i) => `${name}.${i}`));

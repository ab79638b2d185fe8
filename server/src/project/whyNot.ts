/** Why torch does not compile the function around a place. */
import { pathAt } from "../syntax/walk";
import type { ClassDef, FunctionDef } from "../syntax/ast";
import type { ModifierName } from "../trace/log";
import { modifierOf } from "./facts";
import type { Workspace } from "./workspace";
import { msg, type Message } from "../text/message";

const MARKED: Partial<Readonly<Record<ModifierName, Message>>> = {
  IGNORE: msg`It is marked @torch.jit.ignore: a call of it stays a call into Python.`,
  UNUSED: msg`It is marked @torch.jit.unused: a call of it becomes a raise.`,
  _DROP: msg`It is marked _drop: it is left out altogether.`,
  COPY_TO_SCRIPT_WRAPPER: msg`It is marked _copy_to_script_wrapper: it is copied onto the wrapper as it is.`,
};

const isBuilt = (workspace: Workspace, cls: string): boolean => [...workspace.roots.values()].some(({ answer }) => answer?.moduleClasses.has(cls));

/** One sentence; undefined where no function stands. */
export function whyNotCompiled(workspace: Workspace, file: string, offset: number): Message | undefined {
  const source = workspace.source(file);
  const path = source ? pathAt(source, offset) : [];
  const fn = path.find((n): n is FunctionDef => n.kind === "FunctionDef");
  if (!source || !fn) return undefined;
  const owner = path.findLast((n): n is ClassDef => n.kind === "ClassDef");
  const marked = MARKED[modifierOf(source, fn)];
  if (marked) return msg`'${fn.name}' is not compiled. ${marked}`;
  if (owner && fn.name === "__init__") return msg`'__init__' is run by Python to build the model; TorchScript does not compile it.`;
  const needs = workspace.needs.get(file)?.find((n) => n.name === owner?.name);
  if (needs && !isBuilt(workspace, needs.name)) return msg`'${fn.name}' has not been looked at: ${needs.name} needs constructor arguments (${needs.parameters.join(", ")}), and no other model that is open builds it.`;
  const roots = [...workspace.roots.values()].filter((r) => r.question.file === file || r.answer?.files.includes(file));
  if (roots.length === 0) return msg`'${fn.name}' has not been looked at: no model that is open uses this file.`;
  if (roots.every((r) => !r.answer || r.answer.notLoaded)) return roots[0]?.answer ? msg`'${fn.name}' has not been looked at: its file could not be loaded.` : msg`'${fn.name}' has not been looked at: its file is being checked.`;
  return msg`'${fn.name}' is not compiled: nothing that is compiled calls it.`;
}

/**
 * Forward hooks of modules: they are compiled after the methods, and their signatures have to fit
 * forward's. Answers to get_hook_stubs in torch/jit/_recursive.py, CompilationUnit::define_hooks and
 * the hook checks of ATen/core/class_type.cpp.
 */
import type { GFunction, GModule, GValue } from "../../host/objectGraph";
import { ScriptError } from "../errors";
import type { FunctionSchema } from "../schema/functionSchema";
import { hasUnknown } from "../sugared/support";
import { equals } from "../types/subtype";
import type { ClassType, TupleType, Type } from "../types/types";
import { NoneT } from "../types/types";
import type { Compiler } from "./compiler";
import type { ScriptFunction } from "./functions";
import { msg, type Message } from "../../text/message";

export interface HookStubs { readonly hooks: ScriptFunction[]; readonly preHooks: ScriptFunction[] }

export function hookStubs(c: Compiler, m: GModule, stub: (fn: GFunction) => ScriptFunction): HookStubs {
  const seen = new Map<string, { fn: GFunction; made: ScriptFunction }>();
  const make = (list: readonly GValue[], pre: boolean): ScriptFunction[] => list.flatMap((h) => {
    const fn = c.py.functionOf(h);
    if (!fn) {
      c.report(new ScriptError("hook-not-a-function", null, pre ? msg`a pre-hook of this module is not a plain function: torch cannot compile it` : msg`a hook of this module is not a plain function: torch cannot compile it`, [], true));
      return [];
    }
    const other = seen.get(fn.name);
    if (other && other.fn !== fn) {
      c.report(new ScriptError("hook-name", null, msg`two hooks of the module have the same name '${fn.name}'`, [], true));
      return [];
    }
    const made = other?.made ?? stub(fn).prepare();
    seen.set(fn.name, { fn, made });
    return [made];
  });
  const hooks = make(m.forwardHooks, false);
  return { hooks, preHooks: make(m.forwardPreHooks, true) };
}

export function defineHooks(c: Compiler, jitType: ClassType, stubs: HookStubs): void {
  const done = new Set<ScriptFunction>();
  const define = (h: ScriptFunction, index: number, pre: boolean): void => {
    const list = pre ? jitType.preHooks : jitType.hooks;
    if (done.has(h)) {
      list.push(h);
      return;
    }
    if (jitType.methods.has(h.name)) {
      c.report(new ScriptError("hook-name", null, msg`hook '${h.name}' has the name of a method of its module`, [], true));
      return;
    }
    done.add(h);
    list.push(h);
    const why = misfit(jitType, h, index, pre);
    if (why !== null) c.report(new ScriptError("hook-signature", h.range, msg`hook '${h.name}': ${why}`, [], true));
    h.refused = why !== null;
    h.ensureDefined();
  };
  stubs.hooks.forEach((h, i) => { define(h, i, false); });
  stubs.preHooks.forEach((h, i) => { define(h, i, true); });
}

const unknown = (t: Type | undefined): boolean => t === undefined || t.kind === "Unknown";
const same = (a: Type | undefined, b: Type | undefined): boolean => unknown(a) || unknown(b) || a !== undefined && b !== undefined && equals(a, b);

/** The elements are those of `wanted`, in their order. */
const holds = (tuple: TupleType, wanted: readonly Type[]): boolean => tuple.elems.length === wanted.length && tuple.elems.every((t, i) => same(t, wanted[i]));

function misfit(jitType: ClassType, hook: ScriptFunction, index: number, pre: boolean): Message | null {
  const forward = jitType.methods.get("forward")?.schema();
  const own: FunctionSchema = hook.declaredSchema();
  const count = pre ? 2 : 3;
  // an annotation that is no type is told first
  if (own.isVararg || own.args.slice(1).some((a) => hasUnknown(a.type)) || hook.hasReturnAnnotation() && own.returns.some((r) => hasUnknown(r.type))) return null;
  if (own.args.length !== count) return pre ? msg`a pre-hook takes 2 parameters (self and input), not ${own.args.length}` : msg`a hook takes 3 parameters (self, input and output), not ${own.args.length}`;
  if (!forward) return msg`its module has no forward`;
  const inputs = forward.args.slice(1).map((a) => a.type);
  const given = own.args[1]?.type;
  if (!given || given.kind === "Unknown") return null;
  if (given.kind !== "Tuple" || !holds(given, inputs)) return msg`its input parameter must be annotated as the Tuple of forward's parameter types`;
  return pre ? preResult(hook, own, inputs) : output(jitType, forward, own, index);
}

function preResult(hook: ScriptFunction, own: FunctionSchema, inputs: readonly Type[]): Message | null {
  if (!hook.hasReturnAnnotation()) return msg`its result must be annotated`;
  const result = own.returns[0]?.type;
  if (!result || result.kind === "Unknown" || result === NoneT) return null;
  const [only] = inputs;
  if (inputs.length === 1 && only && equals(only, result)) return result.kind === "Tuple" ? msg`forward takes one tuple, so the hook must return None or that tuple inside another one` : null;
  return result.kind === "Tuple" && holds(result, inputs) ? null : msg`it must return None, forward's only input, or the Tuple of forward's parameter types`;
}

function output(jitType: ClassType, forward: FunctionSchema, own: FunctionSchema, index: number): Message | null {
  const previous = index === 0 ? forward : jitType.hooks[index - 1]?.schema();
  return same(previous?.returns[0]?.type, own.args[2]?.type) ? null : index === 0 ? msg`its output parameter must have the type that forward returns` : msg`its output parameter must have the type that the hook before it returns`;
}

/** Fixes of what is handed to torch.jit.script: a model's output instead of the model. */
import type { Call, ClassDef, FunctionDef } from "../../syntax/ast";
import { definitions, walk } from "../../syntax/walk";
import { modelCallOf, scriptCallIn, textOfNode, type ModelCall } from "../scriptedOutput";
import { insertion, textOf, type Fix, type Wrong } from "./fix";
import { msg } from "../../text/message";

/** The torch.jit.script call that is meant, and the call of a model that it is given. */
function scriptedCall(w: Wrong): { outer: Call; found: ModelCall } | undefined {
  const whole = { start: { line: 0, character: 0 }, end: { line: Number.MAX_SAFE_INTEGER, character: w.source.text.length } };
  const { file, range } = w.diagnostic;
  const outer = scriptCallIn(w.source, { file, range }) ?? scriptCallIn(w.source, { file, range: whole });
  const found = outer?.args[0] && outer.keywords.length === 0 && outer.args.length === 1 ? modelCallOf(w.source, outer.args[0]) : undefined;
  return outer && found && { outer, found };
}

/** Whether the result is saved, frozen or the like: then it was meant to be a model. */
function usedAsModel(w: Wrong, outer: Call): boolean {
  const assigned = w.path.find((n) => n.kind === "Assign" && n.value === outer);
  const target = assigned?.kind === "Assign" ? assigned.targets[0] : undefined;
  const name = target?.kind === "Name" ? target.id : undefined;
  let used = false;
  walk(w.source.body, (n) => {
    if (n.kind !== "Call" || n.func.kind !== "Attribute") return;
    const isIt = (e: typeof n.func | undefined): boolean => e === (outer as unknown) || (name !== undefined && e !== undefined && textOf(w.source, e) === name);
    if (/^(save|_save_for_lite_interpreter|save_to_buffer)$/.test(n.func.attr) && isIt(n.func.value as typeof n.func)) used = true;
    if (/^(save|freeze|optimize_for_inference|optimize_for_mobile)$/.test(n.func.attr) && isIt(n.args[0] as typeof n.func)) used = true;
  });
  return used;
}

/** torch.jit.script(model(x)) → torch.jit.script(model)(x), or torch.jit.script(model). */
export function scriptTheModel(w: Wrong): Fix[] {
  // an exception of Python has its own words
  const raised = w.diagnostic.rule === "load-exception" && /not a (Tensor|tuple)\b|a (Tensor|tuple) cannot be scripted/.test(w.diagnostic.message);
  if (w.diagnostic.rule !== "scripted-output" && !raised && !/^(Tensor|tuple)\b/.test(w.facts["scripted"] ?? "")) return [];
  const scripted = scriptedCall(w);
  if (!scripted || scripted.found.source !== w.source) return [];
  const { outer, found } = scripted;
  const [arg] = outer.args;
  if (!arg) return [];
  const model = textOfNode(w.source, found.model);
  const whole: Fix = { id: "script-model", title: msg`Script '${model}' instead of what it returned`, safe: false, changes: [{ start: arg.start, end: arg.end, text: textOf(w.source, found.model) }] };
  const inside = found.call.start >= arg.start && found.call.end <= arg.end;
  const plain = arg === found.call || /^\(\s*$/.test(w.source.text.slice(outer.func.end, found.call.start));
  if (!inside || !plain) return [whole];
  const split: Fix = {
    id: "split-call", title: msg`Script '${model}' itself, then call the result`, safe: true,
    changes: [found.call.func === found.model ? insertion(found.model.end, ")") : { start: found.model.end, end: found.call.func.end, text: ")" }, { start: arg.end, end: outer.end, text: "" }],
  };
  return usedAsModel(w, outer) ? [whole, split] : [split, whole];
}

/** torch.jit.script(Net) → torch.jit.script(Net()), where the constructor needs nothing. */
export function scriptAnInstance(w: Wrong): Fix[] {
  // an exception of Python has its own words
  if (w.diagnostic.rule === "load-exception" && !/not the class itself$/.test(w.diagnostic.message)) return [];
  const call = scriptCallIn(w.source, w.diagnostic);
  const [arg] = call?.args ?? [];
  const cls = arg?.kind === "Name" ? definitions(w.source).find((d) => d.kind === "class" && d.qualname === arg.id)?.node : undefined;
  if (!arg || cls?.kind !== "ClassDef" || !needsNothing(w, cls, 0)) return [];
  return [{ id: "script-instance", title: msg`Script an instance: '${cls.name}()'`, safe: true, changes: [insertion(arg.end, "()")] }];
}

/** Is its constructor, or that of its base in this file, called without arguments? */
function needsNothing(w: Wrong, cls: ClassDef, depth: number): boolean {
  const init = cls.body.find((s): s is FunctionDef => s.kind === "FunctionDef" && s.name === "__init__");
  if (init) {
    const { posonlyargs, args, defaults, kwDefaults } = init.args;
    return posonlyargs.length + args.length - defaults.length <= 1 && kwDefaults.every((d) => d !== null);
  }
  const [base] = cls.bases;
  if (!base || cls.bases.length > 1 || depth > 20) return false;
  const own = base.kind === "Name" ? definitions(w.source).find((d) => d.kind === "class" && d.qualname === base.id)?.node : undefined;
  return own?.kind === "ClassDef" ? needsNothing(w, own, depth + 1) : /^((torch\.)?nn\.)?Module$/.test(textOfNode(w.source, base));
}

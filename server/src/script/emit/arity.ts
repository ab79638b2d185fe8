/** How many arguments a special form takes. Answers to checkApplyNumInputs in ir_emitter.cpp. */
import type { TApply } from "../frontend/tree";
import { FollowsFromUnknown, ScriptError } from "../errors";
import type { Emitter } from "./state";
import { msg, type Message } from "../../text/message";

function nameOf(apply: TApply): string {
  const { callee } = apply;
  return callee.kind === "Var" ? callee.name.name : callee.kind === "Select" ? callee.selector.name : "this call";
}

export function checkApplyNumInputs(e: Emitter, apply: TApply, expected: number): void {
  checkApplyNumInputsRange(e, apply, expected, expected);
}

export function checkApplyNumInputsRange(e: Emitter, apply: TApply, least: number, most: number): void {
  if (apply.attributes.some((a) => a.value.kind === "ErrorExpr")) throw FollowsFromUnknown.ERROR;
  const n = apply.inputs.length;
  // torch's own message breaks where the callee is no plain name: it then shows the callee or, later, nothing
  const byName = apply.callee.kind === "Var";
  const refuse = (rule: string, message: Message): never => {
    throw new ScriptError(rule, byName ? apply.range : apply.callee.range, message, [], !byName && e.services.torch.atLeast(2, 7));
  };
  if (n < least || n > most) {
    const name = nameOf(apply);
    refuse("argument-count", least === most ? msg`${name}() takes exactly ${least} arguments, not ${n}` : msg`${name}() takes ${least} to ${most} arguments, not ${n}`);
  }
  if (apply.attributes.length > 0) refuse("argument-keyword", msg`${nameOf(apply)}() takes no keyword arguments in TorchScript`);
}

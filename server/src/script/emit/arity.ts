/** How many arguments a special form takes. Answers to checkApplyNumInputs in ir_emitter.cpp. */
import type { TApply } from "../frontend/tree";
import { fail } from "../sugared/support";

function nameOf(apply: TApply): string {
  const { callee } = apply;
  return callee.kind === "Var" ? callee.name.name : callee.kind === "Select" ? callee.selector.name : "this call";
}

export function checkApplyNumInputs(apply: TApply, expected: number): void {
  checkApplyNumInputsRange(apply, expected, expected);
}

export function checkApplyNumInputsRange(apply: TApply, least: number, most: number): void {
  const n = apply.inputs.length;
  // a callee that is no plain name breaks torch's own message: it then marks the callee
  const range = apply.callee.kind === "Var" ? apply.range : apply.callee.range;
  if (n < least || n > most) {
    const wanted = least === most ? `exactly ${least}` : `${least} to ${most}`;
    fail("argument-count", range, `${nameOf(apply)}() takes ${wanted} arguments, not ${n}`);
  }
  if (apply.attributes.length > 0) fail("argument-keyword", range, `${nameOf(apply)}() takes no keyword arguments in TorchScript`);
}

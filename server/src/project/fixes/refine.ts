/** `self.scale` is Optional and was tested: torch refines only locals, so the value is taken into one first. */
import type { FunctionDef, Stmt } from "../../syntax/ast";
import { usesName } from "../../syntax/names";
import { walk, type AnyNode } from "../../syntax/walk";
import { parameterOf } from "./annotations";
import { bindings, isSelfAttribute, lineBefore, selfOf, type Fix, type Wrong } from "./fix";
import { msg, saidIn } from "../../text/message";

function testsNone(test: AnyNode, self: string, name: string): boolean {
  let found = false;
  walk([test], (n) => {
    if (n.kind === "Compare" && (n.ops[0] === "Is" || n.ops[0] === "IsNot") && isSelfAttribute(n.left, self, name)) found = true;
  });
  return found;
}

/** The outermost `if` of an if-elif chain, or the assert, that tests the attribute before the error. */
function testBefore(fn: FunctionDef, self: string, name: string, before: number): Stmt | undefined {
  let found: Stmt | undefined;
  const chained = new Set<Stmt>();
  walk(fn.body, (n) => {
    if (n.start >= before) return false;
    if (n.kind === "If") {
      const [only] = n.orelse;
      if (n.orelse.length === 1 && only?.kind === "If") chained.add(only);
    }
    if (!found && (n.kind === "If" || n.kind === "Assert") && testsNone(n.test, self, name)) found = n;
    return true;
  });
  return found && chained.has(found) ? undefined : found;
}

export function refineAttribute(w: Wrong): Fix[] {
  const { fn, source } = w;
  const self = fn && selfOf(fn);
  if (!fn || !self || !saidIn(w.diagnostic.said.message).some((s) => /\bOptional\[/.test(s))) return [];
  const names = new Set<string>();
  walk(fn.body, (n) => {
    if (isSelfAttribute(n, self) && n.start >= w.start && n.end <= w.end) names.add(n.attr);
  });
  return [...names].flatMap((name): Fix[] => {
    const test = testBefore(fn, self, name, w.start);
    if (!test) return [];
    const uses: AnyNode[] = [];
    let stored = false;
    walk(fn.body, (n) => {
      if (!isSelfAttribute(n, self, name) || n.start < test.start) return;
      if (n.ctx === "Load") uses.push(n);
      else stored = true;
    });
    const taken = (candidate: string): boolean => parameterOf(fn, candidate) !== undefined || bindings(fn, candidate).length > 0 || usesName(source.text.slice(fn.start, fn.end), candidate);
    const local = [name, `${name}_value`, `${name}_here`].find((candidate) => !taken(candidate));
    const line = local === undefined ? null : lineBefore(source, test.start, `${local} = ${self}.${name}`);
    if (stored || !line || !local) return [];
    return [{
      id: "refine-attribute", title: msg`Take '${self}.${name}' into a local, which the test refines`, safe: true,
      changes: [line, ...uses.map((n) => ({ start: n.start, end: n.end, text: local }))],
    }];
  });
}

/**
 * torch.jit.script(model(x)), and torch.jit.script(Model), as they are written, where nobody runs them: inside of a
 * function of a conversion script.
 * It is said only where the text itself tells that what is called is a module: a class of nn, or one of this file
 * that derives from nn.Module, an annotation, or a method that only modules have, called on the same name.
 */
import type { Call, ClassDef, Expr, FunctionDef, SourceFile } from "../syntax/ast";
import { positionAt } from "../syntax/source";
import { classAt, definitions, functionAt, walk, type AnyNode } from "../syntax/walk";
import { joined, msg, type Message } from "../text/message";
import { worded, type ReportDiagnostic } from "./report";
import { scriptCheck } from "./scriptedNames";
import { advice, modelCallOf, shortened, textOfNode, type ModelCall } from "./scriptedOutput";

/** What a module has and hardly anything else that can be called. */
const OF_MODULES = new Set(["eval", "train", "load_state_dict", "state_dict", "named_parameters", "named_modules", "named_children", "requires_grad_", "zero_grad"]);
/** What gives the module back that it is called on. */
const SAME = new Set(["eval", "train", "to", "cpu", "cuda", "half", "float", "double", "requires_grad_"]);

/** The calls that script what a module returned, or its class, in a file that was read without errors. */
export function writtenOutputs(source: SourceFile, torch: string): ReportDiagnostic[] {
  let known = said.get(source);
  if (known?.torch !== torch) said.set(source, (known = { torch, found: source.problems.length === 0 && /\bscript\b/.test(source.text) ? found(source, torch) : [] }));
  return known.found;
}
const said = new WeakMap<SourceFile, { readonly torch: string; readonly found: ReportDiagnostic[] }>();

function found(source: SourceFile, torch: string): ReportDiagnostic[] {
  const isScript = scriptCheck(source);
  const out: ReportDiagnostic[] = [];
  walk(source.body, (n) => {
    if (n.kind !== "Call" || n.func.kind === "Call" || !isScript(n.func) || !n.args[0]) return;
    if (namesModuleClass(source, n.args[0])) {
      out.push(warning(source, n, "module-class", msg`\`${textOfNode(source, n.args[0])}\` is a module class: torch.jit.script takes an instance of it, and raises here.`));
      return;
    }
    const called = modelCallOf(source, n.args[0]);
    if (called && isModule(source, called.model, called.call.start, 0)) out.push(diagnostic(source, n, called, torch));
  });
  return out;
}

function warning(source: SourceFile, script: Call, rule: string, message: Message): ReportDiagnostic {
  const at = (offset: number): ReturnType<typeof positionAt> => positionAt(source.lineStarts, offset);
  return { rule, severity: "warning", ...worded(message), file: source.path, range: { start: at(script.start), end: at(script.end) }, calledFrom: [], fixes: [] };
}

/** A layer of torch.nn or a module class of this file, under the name that only it has here. */
function namesModuleClass(source: SourceFile, e: Expr): boolean {
  const name = pathOf(e);
  if (name === undefined || !isModuleClass(source, e, 0)) return false;
  const home = homeOf(source, name, e.start);
  return home?.body === source.body && bindingsOf(source.body, name).length === (classNamed(source, name) ? 1 : 0);
}

function diagnostic(source: SourceFile, script: Call, called: ModelCall, torch: string): ReportDiagnostic {
  const lines = [
    msg`This scripts what \`${shortened(textOfNode(source, called.call))}\` returns, not the model.`,
    msg`Calling a module runs its forward in Python, entered through Module._call_impl: the compiler is not part of that and saw nothing of the model.`,
    advice(called, torch, parametersOf(source, called.model, called.call.start), false),
  ];
  return warning(source, script, "scripted-output", joined(lines, "\n"));
}

/** Is it told that calling this expression, at this place, calls a module? */
function isModule(source: SourceFile, model: Expr, at: number, depth: number): boolean {
  if (depth > 8) return false;
  if (model.kind === "Call") {
    if (model.func.kind === "Attribute" && SAME.has(model.func.attr)) return OF_MODULES.has(model.func.attr) || isModule(source, model.func.value, at, depth + 1);
    return isModuleClass(source, model.func, 0);
  }
  const name = pathOf(model);
  if (name === undefined) return false;
  const home = homeOf(source, name, at);
  if (!home) return false;
  const bindings = bindingsOf(home.body, name).filter(({ value }) => !value || !givesBack(value, name));
  // methods run in any order, and the file before its functions
  const moment = (offset: number): number => (home.ordered ? bindings.filter((b) => b.from <= offset).length : bindings.length);
  if (!home.ordered && (bindings.length > 1 || bindings.some((b) => at >= b.start && at < b.from))) return false;
  const now = moment(at);
  const last = bindings[now - 1];
  if (last ? last.value?.kind === "Call" && isModule(source, last.value, last.start, depth + 1) : home.parameter && isModuleClass(source, home.parameter, 0)) return true;
  let told = false;
  walkScope(home.body, (n) => {
    if (n.kind === "Call" && n.func.kind === "Attribute" && OF_MODULES.has(n.func.attr) && pathOf(n.func.value) === name && moment(n.start) === now) told = true;
  });
  return told;
}

/** `model`, `self.model`. */
function pathOf(e: Expr): string | undefined {
  if (e.kind === "Name") return e.id;
  const of = e.kind === "Attribute" ? pathOf(e.value) : undefined;
  return of !== undefined && e.kind === "Attribute" ? `${of}.${e.attr}` : undefined;
}

/** Where a name lives: `self.model` in the class, another in the function that binds it, else in the file. */
interface Home { readonly body: readonly AnyNode[]; readonly ordered: boolean; readonly parameter?: Expr | undefined }

function homeOf(source: SourceFile, name: string, at: number): Home | undefined {
  const [root = ""] = name.split(".", 1);
  const fn = functionAt(source, at);
  const cls = classAt(source, at);
  if (root === "self" && cls) return name === root ? undefined : { body: cls.body.flatMap((m) => (m.kind === "FunctionDef" ? m.body : [])), ordered: false };
  if (!fn) return { body: source.body, ordered: true };
  if (fn.kind === "Lambda") return undefined;
  const { args } = fn;
  const parameter = [...args.posonlyargs, ...args.args, ...args.kwonlyargs].find((a) => a.arg === root);
  if (parameter || bindingsOf(fn.body, root).length > 0) return { body: fn.body, ordered: true, parameter: name === root ? parameter?.annotation ?? undefined : undefined };
  return { body: source.body, ordered: false };
}

/** From where on a name stands for something else. */
interface Binding { readonly start: number; readonly from: number; readonly value: Expr | undefined }

function bindingsOf(body: readonly AnyNode[], name: string): Binding[] {
  const out: Binding[] = [];
  const assigned = new Set<AnyNode>();
  walkScope(body, (n) => {
    if (n.kind === "Assign" || n.kind === "AnnAssign" && n.value || n.kind === "NamedExpr") {
      const targets = n.kind === "Assign" ? n.targets : [n.target];
      const own = targets.filter((t) => pathOf(t) === name);
      own.forEach((t) => assigned.add(t));
      if (own.length > 0) out.push({ start: n.start, from: n.end, value: n.value ?? undefined });
    }
    if ((n.kind === "Name" || n.kind === "Attribute") && n.ctx === "Store" && !assigned.has(n) && pathOf(n) === name) out.push({ start: n.start, from: n.end, value: undefined });
    if ((n.kind === "FunctionDef" || n.kind === "ClassDef") && n.name === name) out.push({ start: n.start, from: n.end, value: undefined });
  });
  return out;
}

/** `model.eval().cuda()` of `model`. */
function givesBack(value: Expr, name: string): boolean {
  return value.kind === "Call" && value.func.kind === "Attribute" && SAME.has(value.func.attr) && (pathOf(value.func.value) === name || givesBack(value.func.value, name));
}

function walkScope(body: readonly AnyNode[], visit: (n: AnyNode) => void): void {
  walk(body, (n) => {
    visit(n);
    return n.kind !== "FunctionDef" && n.kind !== "ClassDef" && n.kind !== "Lambda";
  });
}

/** A layer of torch.nn, or a class of this file that derives from one and is called as modules are. */
function isModuleClass(source: SourceFile, cls: Expr, depth: number): boolean {
  const name = pathOf(cls);
  if (name === undefined || depth > 20) return false;
  if (/^(torch\.)?nn\.(?!Parameter|Buffer)[A-Z]\w*$/.test(name)) return /\bimport torch\b|\bfrom torch import\b|\bimport torch\.nn\b/.test(source.text);
  const own = classNamed(source, name);
  if (!own) return name === "Module" && /\bfrom torch\.nn(\.modules)? import\b[^\n]*\bModule\b/.test(source.text);
  return own.keywords.length === 0 && !own.body.some((s) => s.kind === "FunctionDef" && (s.name === "__call__" || s.name === "__new__")) && own.bases.some((b) => isModuleClass(source, b, depth + 1));
}

const classNamed = (source: SourceFile, name: string): ClassDef | undefined => definitions(source).map((d) => d.node).find((n): n is ClassDef => n.kind === "ClassDef" && n.name === name);

/** What forward takes, of a model that is made from a class of this file. */
function parametersOf(source: SourceFile, model: Expr, at: number): string[] {
  const name = pathOf(model);
  const home = name === undefined ? undefined : homeOf(source, name, at);
  const made = name === undefined || !home ? model : bindingsOf(home.body, name).filter((b) => !home.ordered || b.from <= at).findLast((b) => b.value && !givesBack(b.value, name))?.value;
  const cls = made?.kind === "Call" ? pathOf(made.func) : undefined;
  const forward = cls === undefined ? undefined : classNamed(source, cls)?.body.find((s): s is FunctionDef => s.kind === "FunctionDef" && s.name === "forward");
  return forward ? [...forward.args.posonlyargs, ...forward.args.args].slice(1).map((a) => a.arg) : [];
}

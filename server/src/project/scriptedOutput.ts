/**
 * torch.jit.script(model(x)): what was scripted is what the model returned. Says so, and how to write what was
 * meant, in the words of the source: the call is taken from the parsed text.
 */
import type { Frame, ScriptedOutput } from "../host/loader";
import type { Call, Expr, SourceFile, Span } from "../syntax/ast";
import { offsetAt, type SourceProvider } from "../syntax/source";
import { functionAt, pathAt, walk, type AnyNode } from "../syntax/walk";
import { worded, type FileRange, type ReportDiagnostic } from "./report";
import { joined, msg, NOTHING, verbatim, type Message } from "../text/message";

export const BRANCHES = {
  module: msg`a module: a type is made from it, then its forward and what that calls are compiled`,
  dict: msg`a dict: it becomes a torch.ScriptDict, nothing is compiled`,
  list: msg`a list: it becomes a torch.ScriptList, nothing is compiled`,
  class: msg`a class: its methods are compiled`,
  function: msg`a function: it is compiled with what it calls`,
  other: msg`neither a module, a list, a dict, a class nor a function: torch takes it for a function and fails`,
} as const;
export const REFUSED_CLASS = msg`a class: torch refuses it before it compiles anything`;

/** The call of a model in the text. */
export interface ModelCall {
  readonly source: SourceFile;
  readonly call: Call;
  /** What is called: of `model.forward(x)` the model. */
  readonly model: Expr;
}

/** The text of a node on one line, without comments. */
export function textOfNode(source: SourceFile, node: Span): string {
  let text = "";
  let at = node.start;
  for (const comment of source.comments) {
    if (comment.start < node.start || comment.end > node.end) continue;
    text += source.text.slice(at, comment.start);
    at = comment.end;
  }
  return (text + source.text.slice(at, node.end)).replace(/[ \t]*\\?\r?\n\s*/g, " ").replace(/([([{]) /g, "$1").replace(/,? ([)\]}])/g, "$1");
}

function modelOf(call: Call): Expr {
  return call.func.kind === "Attribute" && (call.func.attr === "forward" || call.func.attr === "__call__") ? call.func.value : call.func;
}

const isScript = (n: AnyNode): n is Call => n.kind === "Call" && (n.func.kind === "Attribute" ? n.func.attr === "script" : n.func.kind === "Name" && n.func.id === "script") && n.args.length > 0;

/** The torch.jit.script call that has this range, or the only one in it. */
export function scriptCallIn(source: SourceFile, place: FileRange): Call | undefined {
  const [start, end] = [offsetAt(source.lineStarts, place.range.start), offsetAt(source.lineStarts, place.range.end)];
  const exact = pathAt(source, start).find((n) => n.start === start && n.end === end && isScript(n));
  if (exact) return exact as Call;
  const found: Call[] = [];
  walk(source.body, (n) => { if (isScript(n) && n.start >= start && n.end <= end) found.push(n); });
  return found.length === 1 ? found[0] : undefined;
}

/** The call behind an expression: parts of it, and names that were bound to it before, lead to it. */
export function modelCallOf(source: SourceFile, value: Expr, depth = 0): ModelCall | undefined {
  switch (value.kind) {
    case "Call": return { source, call: value, model: modelOf(value) };
    case "Subscript": return modelCallOf(source, value.value, depth);
    case "Starred": return modelCallOf(source, value.value, depth);
    case "NamedExpr": return modelCallOf(source, value.value, depth);
    case "Name": {
      const bound = depth < 8 ? boundBefore(source, value.id, value.start) : undefined;
      return bound && modelCallOf(source, bound, depth + 1);
    }
    default: return undefined;
  }
}

/** The value that a name was last given before a place, in the same function or at module level. */
function boundBefore(source: SourceFile, name: string, before: number): Expr | undefined {
  const scope = functionAt(source, before);
  const names = (target: Expr): boolean => (target.kind === "Name" ? target.id === name : (target.kind === "Tuple" || target.kind === "List") && target.elts.some(names));
  let found: Expr | undefined;
  walk(scope?.kind === "FunctionDef" ? scope.body : source.body, (n) => {
    if (n.start >= before) return false;
    if (n.kind === "Assign" && n.end <= before && n.targets.some(names)) found = n.value;
    if ((n.kind === "AnnAssign" || n.kind === "NamedExpr") && n.end <= before && n.value && names(n.target)) found = n.value;
    return n.kind !== "FunctionDef" && n.kind !== "ClassDef" && n.kind !== "Lambda";
  });
  return found;
}

function callAt(source: SourceFile, place: FileRange): ModelCall | undefined {
  const [start, end] = [offsetAt(source.lineStarts, place.range.start), offsetAt(source.lineStarts, place.range.end)];
  const call = pathAt(source, start).find((n): n is Call => n.kind === "Call" && n.start === start && n.end === end);
  return call && { source, call, model: modelOf(call) };
}

const isPacked = (value: Expr | undefined): boolean => value !== undefined && ["Tuple", "List", "Dict", "ListComp"].includes(value.kind);

/** The inputs of a call as torch.jit.trace wants them; undefined where they cannot be written in one expression. */
export function traceInputs({ source, call }: ModelCall, torch: string, parameters: readonly string[], packed: boolean): string | undefined {
  const text = (e: Span): string => textOfNode(source, e);
  const { args, keywords } = call;
  const [only] = args;
  if (keywords.length === 0) {
    if (only === undefined) return "()";
    if (args.length > 1) return `(${args.map(text).join(", ")})`;
    if (only.kind === "Starred") return `tuple(${text(only.value)})`;
    return packed || isPacked(only) ? `(${text(only)},)` : text(only);
  }
  const inOrder = keywords.every((k, i) => k.arg !== null && parameters[args.length + i] === k.arg) && !args.some((a) => a.kind === "Starred");
  if (inOrder) {
    const all = [...args, ...keywords.map((k) => k.value)];
    return all.length === 1 && !packed && !isPacked(all[0]) ? text(all[0] as Expr) : `(${all.map(text).join(", ")}${all.length === 1 ? "," : ""})`;
  }
  if (torch === "1.13" || args.some((a, i) => a.kind === "Starred" || parameters[i] === undefined)) return undefined;
  const rows = [...args.map((a, i) => `"${parameters[i] ?? ""}": ${text(a)}`), ...keywords.map((k) => (k.arg === null ? text(k) : `"${k.arg}": ${text(k.value)}`))];
  return `example_kwarg_inputs={${rows.join(", ")}}`;
}

/** What to write in place of scripting an output. */
export function advice(found: ModelCall | undefined, torch: string, parameters: readonly string[], packed: boolean): Message {
  if (!found) return msg`To compile the model, hand torch.jit.script the model itself. To record what it does with this input, hand torch.jit.trace the model and the input.`;
  const model = textOfNode(found.source, found.model);
  const inputs = traceInputs(found, torch, parameters, packed);
  return inputs === undefined ? msg`To compile the model: torch.jit.script(${{ model }}). To record what it does with this input: torch.jit.trace(${model}, ...) with all inputs as one tuple, in the order of forward.`
    : msg`To compile the model: torch.jit.script(${{ model }}). To record what it does with this input: torch.jit.trace(${model}, ${inputs}).`;
}

export interface OutputContext {
  readonly sources: SourceProvider;
  readonly torch: string;
  placed(frame: Frame | null): FileRange;
}

/** Says that it was the model's output that was scripted, where it was. */
export function explainOutput(about: ScriptedOutput, context: OutputContext): ReportDiagnostic | undefined {
  const { origin } = about;
  const place = context.placed(about.place);
  const source = context.sources.get(place.file);
  const script = source && scriptCallIn(source, place);
  const written = source && script?.args[0] && modelCallOf(source, script.args[0]);
  const direct = written && written.model !== written.call.func ? written : undefined; // model.forward(x): not called as a module
  if (!origin && !direct) return undefined;
  const called = origin && context.placed(origin.place);
  const calledIn = called && context.sources.get(called.file);
  const found = direct ?? (calledIn && called ? callAt(calledIn, called) : undefined);
  const call = found && shortened(textOfNode(found.source, found.call));
  const module = direct ? undefined : origin;
  const vowel = /^[aeiou]/i.test(about.type);
  const type = about.size === null ? (vowel ? msg`an ${about.type}` : msg`a ${about.type}`) : vowel ? msg`an ${about.type} of ${about.size}` : msg`a ${about.type} of ${about.size}`;
  const by = call ? verbatim(`\`${call}\``) : msg`calling ${module?.module ?? msg`a model`}`;
  const mode = !module ? NOTHING : module.training ? msg` (${module.module}, in training mode)` : msg` (${module.module}, in eval mode)`;
  const lines = [
    module?.part ? msg`This scripts ${type}, a part of what ${by} returned${mode}, not the model.` : msg`This scripts ${type}: what ${by} returned${mode}, not the model.`,
    direct ? msg`forward runs in Python here: the compiler is not part of that and saw nothing of the model.`
      : msg`Calling a module runs its forward in Python, entered through Module._call_impl: the compiler is not part of that and saw nothing of the model.`,
    msg`torch.jit.script then took the result for ${BRANCHES[about.entered]}.`,
    advice(found, context.torch, module?.parameters ?? [], module?.packed ?? false),
  ];
  const elsewhere = !direct && called && !sameStart(called, place) ? [called] : [];
  return { rule: "scripted-output", severity: "warning", ...worded(joined(lines, "\n")), ...place, calledFrom: elsewhere, fixes: [] };
}

/** One line of a message has room for so much. */
export const shortened = (text: string): string => (text.length > 120 ? `${text.slice(0, 117)}...` : text);

function sameStart(a: FileRange, b: FileRange): boolean { return a.file === b.file && a.range.start.line === b.range.start.line && a.range.start.character === b.range.start.character; }

/**
 * What torch looks for in a module's `__init__` before it compiles: annotated empty containers, whose
 * annotation it will not see. Answers to torch/jit/_check.py.
 */
import type { GModule } from "../../host/objectGraph";
import type { Expr, FunctionDef, SourceFile } from "../../syntax/ast";
import { walk, type AnyNode } from "../../syntax/walk";
import { ScriptError } from "../errors";
import type { Compiler } from "./compiler";
import { findNode } from "./functions";
import { msg, type Message } from "../../text/message";

const CAPITAL: ReadonlySet<string> = new Set(["List", "Dict", "Optional"]);
const CONTAINERS: ReadonlySet<string> = new Set([...CAPITAL, "list", "dict"]);

function isEmpty(value: Expr | null, container: string): boolean {
  switch (container) {
    case "List": return value?.kind === "List" && value.elts.length === 0;
    case "Dict": return value?.kind === "Dict" && value.keys.length === 0;
    case "Optional": return value?.kind === "Constant" && (value.value.type === "None" || "value" in value.value && !value.value.value);
    default: return true;
  }
}

/** torch cuts the method out by lines and removes their common indentation: text of a string at column 0 spoils that. */
function isSpoilt(source: SourceFile, node: FunctionDef): boolean {
  const lineOf = (offset: number): number => {
    let line = 0;
    while ((source.lineStarts[line + 1] ?? Infinity) <= offset) line++;
    return line;
  };
  const [first, last] = [lineOf(node.decoratorStart), lineOf(Math.max(node.start, node.end - 1))];
  const lines: string[] = [];
  for (let i = first; i <= last; i++) lines.push(source.text.slice(source.lineStarts[i] ?? 0, source.lineStarts[i + 1] ?? source.text.length).replace(/[\r\n]+$/, ""));
  const counted = lines.filter((l) => l.trim() !== "" && !(l.trim().startsWith("#") && !l.trim().startsWith("# type:")));
  const indent = (l: string): number => l.length - l.trimStart().length;
  const [head] = counted;
  return head !== undefined && counted.some((l) => indent(l) < indent(head));
}

/** Looks at the `__init__` of the module that is scripted (torch does so for the outermost one only). */
export function checkInit(c: Compiler, m: GModule, annotated: ReadonlySet<string>): void {
  const cls = c.py.moduleClass(m);
  const init = cls && c.py.functionOf(c.py.classAttr(cls, "__init__"));
  const found = init && findNode(c, init);
  if (init?.file === "<string>") {
    c.report(new ScriptError("no-source", null, msg`the __init__ of '${cls?.name ?? ""}' is generated (as a dataclass's is), and torch needs its source: write it out`, [], true));
    return;
  }
  const source = found && c.source(found.file);
  if (!source || found.node.kind !== "FunctionDef") return;
  if (isSpoilt(source, found.node)) {
    c.report(new ScriptError("init-indentation", { file: found.file, start: found.node.nameSpan.start, end: found.node.nameSpan.end }, msg`torch cannot read this __init__: a string in it has lines that start left of 'def'. Indent them, or move the string out of __init__`, [], true));
    return;
  }
  const warn = (n: AnyNode, message: Message): false => {
    c.warn("annotation-in-init", { file: found.file, start: n.start, end: n.end }, message);
    return false;
  };
  // the lower case names came later
  const isContainer = (name: string): boolean => CONTAINERS.has(name) && (CAPITAL.has(name) || c.torch.atLeast(2, 0));
  walk(found.node.body, (n) => {
    switch (n.kind) {
      case "AnnAssign": {
        if (n.target.kind !== "Attribute" || n.target.value.kind !== "Name" || n.target.value.id !== "self") return false;
        const container = subscripted(n.annotation);
        if (annotated.has(n.target.attr) || container === null || !isContainer(container) || !isEmpty(n.value, container)) return false;
        return warn(n, msg`TorchScript does not see this annotation of 'self.${{ attribute: n.target.attr }}'; write it in the class body, or use torch.jit.Attribute`);
      }
      case "Assign": {
        const [target] = n.targets;
        return n.value.kind !== "Call" || target?.kind === "Attribute" && !annotated.has(target.attr);
      }
      case "Call": {
        const [type, value] = n.args;
        const container = type ? subscripted(type) : null;
        if (n.args.length !== 2 || container === null || !CAPITAL.has(container) || !isEmpty(value ?? null, container)) return true;
        return warn(n, msg`TorchScript does not see the type that this call gives to an empty value; write it in the class body, or use torch.jit.Attribute`);
      }
      default: return true;
    }
  });
}

/** The name before the brackets. */
const subscripted = (type: Expr): string | null => (type.kind === "Subscript" && type.value.kind === "Name" ? type.value.id : null);

/**
 * What torch looks for in a module's `__init__` before it compiles: annotated empty containers, whose
 * annotation it will not see. Answers to torch/jit/_check.py.
 */
import type { GModule } from "../../host/objectGraph";
import type { Expr, FunctionDef, SourceFile, Stmt } from "../../syntax/ast";
import { ScriptError } from "../errors";
import type { Compiler } from "./compiler";
import { findNode } from "./functions";
import { msg } from "../../text/message";

const CONTAINERS: ReadonlySet<string> = new Set(["List", "list", "Dict", "dict", "Optional"]);

/** Nothing but a name and its container has to be known, so a walk over the statements does. */
function* statements(body: readonly Stmt[]): Generator<Stmt> {
  for (const s of body) {
    yield s;
    switch (s.kind) {
      case "If": case "For": case "While": yield* statements(s.body); yield* statements(s.orelse); break;
      case "With": yield* statements(s.body); break;
      case "Try":
        yield* statements(s.body);
        for (const h of s.handlers) yield* statements(h.body);
        yield* statements(s.orelse);
        yield* statements(s.finalbody);
        break;
      default: break;
    }
  }
}

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
    c.report(new ScriptError("no-source", null, msg`'${cls?.name ?? ""}' has an __init__ that was generated (a dataclass has one), and torch reads its source before it compiles: write it out`, [], true));
    return;
  }
  const source = found && c.source(found.file);
  if (!source || found.node.kind !== "FunctionDef") return;
  if (isSpoilt(source, found.node)) {
    c.report(new ScriptError("init-indentation", { file: found.file, start: found.node.nameSpan.start, end: found.node.nameSpan.end }, msg`torch cannot read this __init__: a string in it has lines that start left of 'def'. Indent them, or move the string out of __init__`, [], true));
    return;
  }
  for (const s of statements(found.node.body)) {
    if (s.kind !== "AnnAssign" || s.target.kind !== "Attribute" || s.target.value.kind !== "Name" || s.target.value.id !== "self") continue;
    if (annotated.has(s.target.attr) || s.annotation.kind !== "Subscript" || s.annotation.value.kind !== "Name") continue;
    const container = s.annotation.value.id;
    if (!CONTAINERS.has(container) || !isEmpty(s.value, container)) continue;
    c.warn("annotation-in-init", { file: found.file, start: s.start, end: s.end }, msg`TorchScript does not see this annotation of 'self.${{ attribute: s.target.attr }}'; write it in the class body, or use torch.jit.Attribute`);
  }
}

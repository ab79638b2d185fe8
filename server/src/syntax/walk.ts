/** Finding things in an AST: by offset, by line, by name. */
import type { ClassDef, Comprehension, Expr, FunctionDef, Lambda, SourceFile, Stmt } from "./ast";
import { positionAt } from "./source";

export type AnyNode = Stmt | Expr;

const some = (list: readonly (AnyNode | null)[]): AnyNode[] => list.filter((x): x is AnyNode => x !== null);
const loops = (list: readonly Comprehension[]): AnyNode[] => list.flatMap((g) => [g.target, g.iter, ...g.ifs]);
const params = (a: FunctionDef["args"]): AnyNode[] => some([
  ...[...a.posonlyargs, ...a.args, a.vararg, ...a.kwonlyargs, a.kwarg].map((x) => x?.annotation ?? null), ...a.defaults, ...a.kwDefaults,
]);

/** Direct children that are expressions or statements, in the order of the text as far as CPython keeps it. */
export function childrenOf(n: AnyNode): AnyNode[] {
  switch (n.kind) {
    case "BoolOp": return n.values;
    case "NamedExpr": return [n.target, n.value];
    case "BinOp": return [n.left, n.right];
    case "UnaryOp": return [n.operand];
    case "Lambda": return [...params(n.args), n.body];
    case "IfExp": return [n.body, n.test, n.orelse];
    case "Dict": return n.keys.flatMap((k, i) => some([k, n.values[i] ?? null]));
    case "Set": case "List": case "Tuple": return n.elts;
    case "ListComp": case "SetComp": case "GeneratorExp": return [n.elt, ...loops(n.generators)];
    case "DictComp": return [n.key, n.value, ...loops(n.generators)];
    case "Await": case "YieldFrom": case "Attribute": case "Starred": return [n.value];
    case "Yield": return some([n.value]);
    case "Compare": return [n.left, ...n.comparators];
    case "Call": return [n.func, ...n.args, ...n.keywords.map((k) => k.value)];
    case "JoinedStr": return n.values;
    case "FormattedValue": return some([n.value, n.formatSpec]);
    case "Subscript": return [n.value, n.slice];
    case "Slice": return some([n.lower, n.upper, n.step]);
    case "Constant": case "Name": case "ErrorExpr": return [];
    case "FunctionDef": return [...n.decorators, ...params(n.args), ...some([n.returns]), ...n.body];
    case "ClassDef": return [...n.decorators, ...n.bases, ...n.keywords.map((k) => k.value), ...n.body];
    case "Return": return some([n.value]);
    case "Delete": return n.targets;
    case "Assign": return [...n.targets, n.value];
    case "AugAssign": return [n.target, n.value];
    case "AnnAssign": return some([n.target, n.annotation, n.value]);
    case "For": return [n.target, n.iter, ...n.body, ...n.orelse];
    case "While": case "If": return [n.test, ...n.body, ...n.orelse];
    case "With": return [...n.items.flatMap((i) => some([i.contextExpr, i.optionalVars])), ...n.body];
    case "Match": return [n.subject, ...n.bodies.flat()];
    case "Raise": return some([n.exc, n.cause]);
    case "Try": return [...n.body, ...n.handlers.flatMap((h) => [...some([h.type]), ...h.body]), ...n.orelse, ...n.finalbody];
    case "Assert": return some([n.test, n.msg]);
    case "Expr": return [n.value];
    case "TypeAlias": return [n.name, n.value];
    case "Import": case "ImportFrom": case "Global": case "Nonlocal": case "Pass": case "Break": case "Continue": case "ErrorStmt": return [];
  }
}

function startOf(n: AnyNode): number {
  return n.kind === "FunctionDef" || n.kind === "ClassDef" ? n.decoratorStart : n.start;
}

/** Nodes around an offset, outermost first. The end of a node counts as inside, so that a cursor behind a word finds it. */
export function pathAt(file: SourceFile, offset: number): AnyNode[] {
  const path: AnyNode[] = [];
  let level: readonly AnyNode[] = file.body;
  for (;;) {
    let found: AnyNode | undefined;
    for (const n of level) {
      if (startOf(n) > offset || n.end < offset) continue;
      // Of two that touch at the offset the later one holds the character there.
      if (found === undefined || n.end > offset || n.start === offset) found = n;
    }
    if (found === undefined) return path;
    path.push(found);
    level = childrenOf(found);
  }
}

export function nodeAt(file: SourceFile, offset: number): AnyNode | undefined {
  const path = pathAt(file, offset);
  return path[path.length - 1];
}

export function functionAt(file: SourceFile, offset: number): FunctionDef | Lambda | undefined {
  return pathAt(file, offset).findLast((n): n is FunctionDef | Lambda => n.kind === "FunctionDef" || n.kind === "Lambda");
}

export function classAt(file: SourceFile, offset: number): ClassDef | undefined {
  return pathAt(file, offset).findLast((n): n is ClassDef => n.kind === "ClassDef");
}

/** Every node, parents first; `enter` returns false to pass over what is inside. */
export function walk(nodes: readonly AnyNode[], enter: (n: AnyNode) => boolean | void): void {
  const stack: AnyNode[] = [...nodes].reverse();
  for (let n = stack.pop(); n !== undefined; n = stack.pop()) {
    if (enter(n) === false) continue;
    const inside = childrenOf(n);
    for (let i = inside.length - 1; i >= 0; i--) stack.push(inside[i] as AnyNode);
  }
}

interface Index { readonly functions: FunctionDef[]; readonly classes: ClassDef[]; readonly lambdas: Lambda[] }
const indexes = new WeakMap<SourceFile, Index>();

function indexOf(file: SourceFile): Index {
  let index = indexes.get(file);
  if (index === undefined) {
    const made: Index = { functions: [], classes: [], lambdas: [] };
    walk(file.body, (n) => {
      if (n.kind === "FunctionDef") made.functions.push(n);
      else if (n.kind === "ClassDef") made.classes.push(n);
      else if (n.kind === "Lambda") made.lambdas.push(n);
    });
    indexes.set(file, (index = made));
  }
  return index;
}

function standsOn<T extends FunctionDef | ClassDef>(file: SourceFile, all: readonly T[], line: number, name: string | undefined): T | undefined {
  const begin = file.lineStarts[line - 1];
  const end = file.lineStarts[line] ?? Infinity;
  if (begin === undefined) return undefined;
  const onLine = (offset: number): boolean => offset >= begin && offset < end;
  let second: T | undefined;
  for (const n of all) {
    if (name !== undefined && n.name !== name) continue;
    if (onLine(n.decoratorStart)) return n;
    if (second === undefined && (onLine(n.start) || onLine(n.nameSpan.start))) second = n;
  }
  return second;
}

/** The `def` whose first decorator (or itself) stands on a line; lines count from 1, as in `co_firstlineno`. */
export function functionAtLine(file: SourceFile, line: number, name?: string): FunctionDef | undefined {
  const { functions } = indexOf(file);
  // A function may have been renamed after it was made: its line still tells.
  return standsOn(file, functions, line, name) ?? (name === undefined ? undefined : standsOn(file, functions, line, undefined));
}

export function classAtLine(file: SourceFile, line: number, name?: string): ClassDef | undefined {
  return standsOn(file, indexOf(file).classes, line, name);
}

/** Lambdas that begin on a line, from left to right. */
export function lambdasAtLine(file: SourceFile, line: number): Lambda[] {
  return indexOf(file).lambdas.filter((l) => positionAt(file.lineStarts, l.start).line + 1 === line).sort((a, b) => a.start - b.start);
}

export interface Definition {
  readonly kind: "function" | "class";
  /** As Python's `__qualname__`. */
  readonly qualname: string;
  readonly node: FunctionDef | ClassDef;
  readonly parent: Definition | null;
}

const definitionsOf = new WeakMap<SourceFile, readonly Definition[]>();

/** All functions and classes, in the order of the text. */
export function definitions(file: SourceFile): readonly Definition[] {
  const known = definitionsOf.get(file);
  if (known) return known;
  const out: Definition[] = [];
  const visit = (nodes: readonly AnyNode[], parent: Definition | null): void => {
    walk(nodes, (n) => {
      if (n.kind !== "FunctionDef" && n.kind !== "ClassDef") return true;
      const prefix = parent === null ? "" : parent.kind === "class" ? `${parent.qualname}.` : `${parent.qualname}.<locals>.`;
      const made: Definition = { kind: n.kind === "ClassDef" ? "class" : "function", qualname: prefix + n.name, node: n, parent };
      out.push(made);
      visit(n.body, made);
      return false;
    });
  };
  visit(file.body, null);
  definitionsOf.set(file, out);
  return out;
}

/** Of definitions in the order of the text, the innermost around an offset. */
export const innermostAround = (all: readonly Definition[], offset: number): Definition | undefined => all.findLast(({ node }) => node.start <= offset && offset <= node.end);

/**
 * tree-sitter's concrete tree, copied once into plain objects: asking the wasm heap for every child
 * again and again costs more than the parse itself. Comments and line continuations, which may stand
 * between any two tokens, are taken out; everything else keeps its order.
 */
import type { Language, Tree } from "web-tree-sitter";
import type { Comment } from "./ast";
import type { Message } from "../text/message";

export interface CNode {
  /** Node type of the grammar; for tokens without a name the token itself ("+", "def"). */
  readonly type: string;
  readonly named: boolean;
  readonly field: string;
  readonly start: number;
  readonly end: number;
  /** The parser made this token up to go on. */
  readonly missing: boolean;
  readonly children: CNode[];
}

interface Tables {
  readonly names: string[];
  readonly named: boolean[];
  readonly fields: string[];
}

let tables: Tables | undefined;

function tablesOf(language: Language): Tables {
  if (tables !== undefined) return tables;
  const names: string[] = [];
  const named: boolean[] = [];
  for (let i = 0; i < language.nodeTypeCount; i++) {
    names.push(language.nodeTypeForId(i) ?? "");
    named.push(language.nodeTypeIsNamed(i));
  }
  const fields: string[] = [""];
  for (let i = 1; i <= language.fieldCount; i++) fields.push(language.fieldNameForId(i) ?? "");
  return (tables = { names, named, fields });
}

const ERROR_ID = 65535;
const none: CNode[] = [];

/** Copies a whole tree, without recursion: nesting may be deep. `shift`: where the parsed piece begins in `text`. */
export function copyTree(tree: Tree, language: Language, text: string, comments: Comment[], shift = 0): CNode {
  const { names, named, fields } = tablesOf(language);
  const cursor = tree.walk();
  const make = (): CNode => {
    const id = cursor.nodeTypeId;
    const start = cursor.startIndex + shift;
    const end = cursor.endIndex + shift;
    return {
      type: id === ERROR_ID ? "ERROR" : names[id] ?? "",
      named: id === ERROR_ID || (named[id] ?? false),
      field: fields[cursor.currentFieldId] ?? "",
      start,
      end,
      missing: start === end && cursor.nodeIsMissing,
      children: none,
    };
  };
  const root = make() as { -readonly [K in keyof CNode]: CNode[K] };
  const stack: CNode[] = [root];
  let parent: { -readonly [K in keyof CNode]: CNode[K] } = root;
  if (cursor.gotoFirstChild()) {
    parent.children = [];
    for (;;) {
      const node = make();
      let descend = false;
      if (node.type === "comment") comments.push({ start: node.start, end: node.end, text: text.slice(node.start, node.end) });
      else if (node.type !== "line_continuation") {
        parent.children.push(node);
        descend = node.named && node.type !== "identifier" && cursor.gotoFirstChild();
      }
      if (descend) {
        parent = node;
        parent.children = [];
        stack.push(parent);
        continue;
      }
      while (!cursor.gotoNextSibling()) {
        stack.pop();
        const up = stack[stack.length - 1];
        if (up === undefined || !cursor.gotoParent()) {
          cursor.delete();
          return root;
        }
        parent = up;
      }
    }
  }
  cursor.delete();
  return root;
}

export function childOf(node: CNode, field: string): CNode | undefined {
  for (const c of node.children) if (c.field === field) return c;
  return undefined;
}

export function isBroken(node: CNode): boolean {
  return node.type === "ERROR" || node.missing;
}

/** Named children that are no error. */
export function namedChildren(node: CNode): CNode[] {
  return node.children.filter((c) => c.named && !isBroken(c));
}

/** What a conversion needs besides the tree. */
export interface Conversion {
  readonly text: string;
  problem(start: number, end: number, message: Message): void;
}

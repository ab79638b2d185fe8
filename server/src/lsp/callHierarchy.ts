/** Call hierarchy over what torch.jit.script compiles. */
import { SymbolKind, type CallHierarchyIncomingCall, type CallHierarchyItem, type CallHierarchyOutgoingCall, type Position, type Range } from "vscode-languageserver/node";
import { callsFrom, callsTo, compiledDefAt, type CompiledDef } from "../project/callGraph";
import type { Workspace } from "../project/workspace";
import { positionAt } from "../syntax/source";
import type { Place } from "../../../protocol";
import { cursorIn, placeOf } from "./notebooks";

function ranges(workspace: Workspace, file: string, spans: readonly { start: number; end: number }[]): Range[] {
  const lines = workspace.source(file)?.lineStarts ?? [0];
  return spans.map(({ start, end }) => ({ start: positionAt(lines, start), end: positionAt(lines, end) }));
}

function item(workspace: Workspace, { file, definition, leftOut }: CompiledDef): CallHierarchyItem {
  const [{ uri, range }, { range: selectionRange }] = ranges(workspace, file, [definition.node, definition.node.nameSpan]).map((r) => placeOf(file, r)) as [Place, Place];
  return { name: definition.qualname, kind: definition.parent?.kind === "class" ? SymbolKind.Method : SymbolKind.Function, detail: [workspace.relative(file), ...(leftOut ? [`@torch.jit.${leftOut}`] : [])].join(" · "), uri, range, selectionRange };
}

function definitionOf(workspace: Workspace, uri: string, position: Position): CompiledDef | undefined {
  const at = cursorIn(workspace, { uri, position });
  return at && compiledDefAt(workspace, at.file, at.offset);
}

/** Calls, placed in the document that they are in. */
const placed = (workspace: Workspace, file: string, spans: Parameters<typeof ranges>[2]): Range[] => ranges(workspace, file, spans).map((r) => placeOf(file, r).range);

export function prepareCalls(workspace: Workspace, uri: string, position: Position): CallHierarchyItem[] | null {
  const found = definitionOf(workspace, uri, position);
  return found ? [item(workspace, found)] : null;
}

export function incomingCalls(workspace: Workspace, { uri, selectionRange }: CallHierarchyItem): CallHierarchyIncomingCall[] {
  const callee = definitionOf(workspace, uri, selectionRange.start);
  return callee ? callsTo(workspace, callee).map(({ by, from }) => ({ from: item(workspace, by), fromRanges: placed(workspace, by.file, from) })) : [];
}

export function outgoingCalls(workspace: Workspace, { uri, selectionRange }: CallHierarchyItem): CallHierarchyOutgoingCall[] {
  const caller = definitionOf(workspace, uri, selectionRange.start);
  return caller ? callsFrom(workspace, caller).map(({ to, from }) => ({ to: item(workspace, to), fromRanges: placed(workspace, caller.file, from) })) : [];
}

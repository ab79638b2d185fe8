/** Call hierarchy over what torch.jit.script compiles. */
import { SymbolKind, type CallHierarchyIncomingCall, type CallHierarchyItem, type CallHierarchyOutgoingCall, type Position, type Range } from "vscode-languageserver/node";
import { callsFrom, callsTo, compiledDefAt, type CompiledDef } from "../project/callGraph";
import type { Workspace } from "../project/workspace";
import { offsetAt, positionAt } from "../syntax/source";
import { fileOf, uriOf } from "./uris";

function ranges(workspace: Workspace, file: string, spans: readonly { start: number; end: number }[]): Range[] {
  const lines = workspace.source(file)?.lineStarts ?? [0];
  return spans.map(({ start, end }) => ({ start: positionAt(lines, start), end: positionAt(lines, end) }));
}

function item(workspace: Workspace, { file, definition }: CompiledDef): CallHierarchyItem {
  const [range, selectionRange] = ranges(workspace, file, [definition.node, definition.node.nameSpan]) as [Range, Range];
  return { name: definition.qualname, kind: definition.parent?.kind === "class" ? SymbolKind.Method : SymbolKind.Function, detail: workspace.relative(file), uri: uriOf(file), range, selectionRange };
}

function definitionOf(workspace: Workspace, uri: string, position: Position): CompiledDef | undefined {
  const file = fileOf(uri);
  const source = file === undefined ? undefined : workspace.source(file);
  return file !== undefined && source ? compiledDefAt(workspace, file, offsetAt(source.lineStarts, position)) : undefined;
}

export function prepareCalls(workspace: Workspace, uri: string, position: Position): CallHierarchyItem[] | null {
  const found = definitionOf(workspace, uri, position);
  return found ? [item(workspace, found)] : null;
}

export function incomingCalls(workspace: Workspace, { uri, selectionRange }: CallHierarchyItem): CallHierarchyIncomingCall[] {
  const callee = definitionOf(workspace, uri, selectionRange.start);
  return callee ? callsTo(workspace, callee).map(({ by, from }) => ({ from: item(workspace, by), fromRanges: ranges(workspace, by.file, from) })) : [];
}

export function outgoingCalls(workspace: Workspace, { uri, selectionRange }: CallHierarchyItem): CallHierarchyOutgoingCall[] {
  const caller = definitionOf(workspace, uri, selectionRange.start);
  return caller ? callsFrom(workspace, caller).map(({ to, from }) => ({ to: item(workspace, to), fromRanges: ranges(workspace, caller.file, from) })) : [];
}

/** The model's picture: one level of its modules at a time, and which root a cursor means. */
import type { Connection } from "vscode-languageserver/node";
import {
  ModuleGraphRequest, RootAtRequest, type CursorParams, type ModuleGraphLevel, type ModuleGraphParams, type ModuleGraphResult, type RootAtResult,
} from "../../../protocol";
import { compiledAround } from "../project/cursor";
import type { Answer } from "../project/report";
import type { Root, Workspace } from "../project/workspace";
import { placeIn } from "./traceRequests";
import { cursorIn } from "./notebooks";

type Level = NonNullable<Awaited<ReturnType<NonNullable<Answer["flow"]>>>>;

function placed(workspace: Workspace, { nodes, ...level }: Level): ModuleGraphLevel {
  return { ...level, nodes: nodes.map((n) => ({ ...n, called: placeIn(workspace, n.called), defined: placeIn(workspace, n.defined) })) };
}

async function graph(workspace: Workspace, { root, path }: ModuleGraphParams): Promise<ModuleGraphResult | null> {
  const known = workspace.roots.get(root);
  if (!known?.answer) return null;
  const { flow, report } = known.answer;
  const level = await flow?.(path) ?? null;
  return { label: known.question.target, torch: report.torch, level: level && placed(workspace, level) };
}

const isModel = ({ answer }: Root): boolean => answer?.report.kind === "module";

function rootAt(workspace: Workspace, params: CursorParams): RootAtResult | null {
  const at = cursorIn(workspace, params);
  if (!at) return null;
  const { file, position, offset } = at;
  const roots = [...workspace.roots.values()].filter(isModel);
  // the class around the cursor, then what compiles the function there, then what the file has
  const own = roots.filter((r) => r.place.file === file).map((r) => ({ r, line: workspace.placeNow(r.place).range.start.line })).sort((a, b) => a.line - b.line);
  const inside = compiledAround(workspace, file, offset).map((f) => f.root).filter(isModel);
  const above = own.findLast(({ line }) => line <= position.line)?.r;
  const found = (above && (inside.length === 0 || inside.includes(above)) ? above : inside[0]) ?? own[0]?.r;
  return found ? { root: found.id, label: found.question.target } : null;
}

export function registerModuleGraph(connection: Connection, workspace: () => Workspace | undefined): void {
  connection.onRequest(ModuleGraphRequest.method, (params: ModuleGraphParams): Promise<ModuleGraphResult | null> | null => { const made = workspace(); return made ? graph(made, params) : null; });
  connection.onRequest(RootAtRequest.method, (params: CursorParams): RootAtResult | null => { const made = workspace(); return made ? rootAt(made, params) : null; });
}

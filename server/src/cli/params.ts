/** `params`: what a class's constructor and its forward need. */
import { inCells, isNotebook, linesInCells } from "../project/cells";
import { madeByDefault } from "../project/classCalls";
import { pythonCall } from "../project/entries";
import { missingFile, type Engine, type Question } from "../project/engine";
import { describedParameters, type DescribedParameter } from "../project/parameters";
import { reportJson } from "../project/report";
import { english } from "../text/message";
import { diagnosticText, type TextStyle } from "./text";

interface InCell { readonly cell?: number; readonly line: number }
const lineText = ({ cell, line }: InCell): string => (cell === undefined ? `line ${line}` : `cell ${cell}, line ${line}`);

function parameterLines(p: DescribedParameter): string[] {
  const head = `    ${p.name}${p.annotation ? `: ${p.annotation}` : ""}${p.default !== null ? ` = ${p.default}` : "   (required)"}`;
  return [head, ...p.uses.slice(0, 3).map((u) => `        ${lineText(u)}: ${u.text}`), ...(p.uses.length > 3 ? [`        and ${p.uses.length - 3} more`] : [])];
}

export async function paramsText(engine: Engine, question: Question, json: boolean, style: TextStyle = { color: false, path: (file) => file }): Promise<{ text: string; status: number }> {
  const missing = missingFile(question, engine.sources);
  const refused = (kind: string, message: string): { text: string; status: number } => ({ text: json ? JSON.stringify({ target: question.target, error: { kind, message } }) : message, status: 2 });
  if (missing) return refused("missing-file", english(missing));
  const answer = await engine.inspect(question);
  if (!answer.ok) return { text: json ? reportJson({ target: question.target, error: answer.error }) : failureText(engine, question, answer, style), status: 2 };
  const source = engine.sources.get(question.file);
  const described = answer.classes.map((c) => {
    const all = source ? describedParameters(source, c) : { ...c, parameters: [], forward: [] };
    const made = madeByDefault(all.parameters, answer.makeable);
    return { ...all, ...(made ? { build: pythonCall(c.name, new Map(made)) } : {}) };
  }).filter((c) => question.name === undefined || c.name === question.name);
  const classes: typeof described & InCell[] = source && isNotebook(source.path) ? linesInCells(described, source) : described;
  if (classes.length === 0) {
    const names = answer.classes.map((c) => c.name).join(", ");
    const message = question.name ? `${question.file} defines no module class '${question.name}'${names ? `; it has ${names}` : ""}.` : `${question.file} defines no class derived from nn.Module.`;
    return refused("unknown-name", message);
  }
  if (json) return { text: JSON.stringify({ target: question.target, classes }), status: 0 };
  const lines = classes.flatMap((c) => [
    `${c.name} (${lineText(c)})${c.parameters.every((p) => p.default !== null) ? ": can be built without arguments" : c.build ? `: can be built by ${c.build} (--build)` : ""}`,
    "  constructor", ...(c.parameters.length ? c.parameters.flatMap(parameterLines) : ["    nothing"]),
    "  forward", ...(c.forward.length ? c.forward.flatMap(parameterLines) : ["    nothing"]),
  ]);
  return { text: lines.join("\n"), status: 0 };
}

function failureText(engine: Engine, question: Question, failed: Parameters<Engine["describeFailure"]>[1], style: TextStyle): string {
  return diagnosticText(style, engine.sources, inCells([engine.describeFailure(question, failed)], engine.sources)[0]!, false).join("\n");
}

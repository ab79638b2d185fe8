/** `params`: what a class's constructor and its forward need. */
import type { Engine, Question } from "../project/engine";

interface Parameter { readonly name: string; readonly annotation: string | null; readonly default: string | null }

const parameterText = (p: Parameter): string => `    ${p.name}${p.annotation ? `: ${p.annotation}` : ""}${p.default !== null ? ` = ${p.default}` : "   (required)"}`;

export async function paramsText(engine: Engine, question: Question, json: boolean): Promise<{ text: string; status: number }> {
  const answer = await engine.inspect(question);
  if (!answer.ok) return { text: json ? JSON.stringify({ target: question.target, error: answer.error }) : describe(answer.error), status: 2 };
  const classes = answer.classes.filter((c) => question.name === undefined || c.name === question.name);
  if (classes.length === 0) {
    const names = answer.classes.map((c) => c.name).join(", ");
    const message = question.name ? `${question.file} defines no module class '${question.name}'${names ? `; it has ${names}` : ""}.` : `${question.file} defines no class derived from nn.Module.`;
    return { text: json ? JSON.stringify({ target: question.target, error: { kind: "unknown-name", message } }) : message, status: 2 };
  }
  if (json) return { text: JSON.stringify({ target: question.target, classes }), status: 0 };
  const lines = classes.flatMap((c) => [
    `${c.name} (line ${c.line})${c.parameters.every((p) => p.default !== null) ? ": can be built without arguments" : ""}`,
    "  constructor", ...(c.parameters.length ? c.parameters.map(parameterText) : ["    nothing"]),
    "  forward", ...(c.forward.length ? c.forward.map(parameterText) : ["    nothing"]),
  ]);
  return { text: lines.join("\n"), status: 0 };
}

function describe(error: { readonly message: string }): string { return error.message; }

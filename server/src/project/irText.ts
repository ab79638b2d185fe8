/** The IR document: schema, code and graph of compiled methods. */
import type { SourceRange } from "../syntax/source";
import type { Answer, PrintedMethods } from "./report";
import type { Root } from "./workspace";
import { say, t } from "../text/language";

const printed = new WeakMap<Answer, Promise<PrintedMethods>>();

export async function printedMethods(root: Root): Promise<PrintedMethods> {
  const { answer } = root;
  if (!answer?.printed) return {};
  let made = printed.get(answer);
  if (!made) {
    made = Promise.resolve(answer.printed());
    printed.set(answer, made);
    made.catch(() => { printed.delete(answer); });
  }
  return made;
}

/** One method, or all of them. Says so where there is nothing to show. */
export async function irText(root: Root | undefined, method: string | null): Promise<string> {
  const answer = root?.answer;
  if (!root || !answer) return `# ${t`nothing has been compiled yet`}\n`;
  const all = await printedMethods(root);
  const names = method === null ? Object.keys(all) : method in all ? [method] : [];
  const what = `${root.question.target}${method === null ? "" : `, ${method}`}`;
  const head = `# ${t`${what}, with torch ${answer.report.torch}`}`;
  if (names.length === 0) {
    const first = answer.report.diagnostics[0];
    const why = answer.report.verdict === "ok" ? t`It was not compiled.` : first ? t`It was not compiled to the end. The first error: ${say(first.said.message).split("\n")[0] ?? ""}` : t`It was not compiled to the end.`;
    return `${head}\n# ${why}\n`;
  }
  const unprinted = `# ${t`could not be printed`}`;
  return [head, ...names.map((name) => {
    const m = all[name];
    return ["", `# ---- ${name} ${"-".repeat(Math.max(3, 70 - name.length))}`, `# schema`, m?.schema ?? "", "", "# code", (m?.code ?? unprinted).trimEnd(), "", "# graph", (m?.graph ?? unprinted).trimEnd()].join("\n");
  }), ""].join("\n");
}

/** Where a node's line names its place: "... # models/common.py:12:8". */
const PLACE = /^(?:  )+.* # [^#]+:\d+:\d+$/;

/** Which source each node's line of the document came from. Lines count from 0. */
export async function irNodes(root: Root | undefined, text: string): Promise<{ readonly line: number; readonly range: SourceRange }[]> {
  const known = root ? await printedMethods(root) : {};
  const out: { line: number; range: SourceRange }[] = [];
  let ranges: readonly SourceRange[] = [];
  let [at, inGraph] = [0, false];
  text.split("\n").forEach((content, line) => {
    const name = /^# ---- (.*?) -+$/.exec(content)?.[1];
    if (name !== undefined) {
      const method = known[name];
      [ranges, at, inGraph] = [method?.ranges ?? [], 0, false];
    } else if (content === "# graph") inGraph = true;
    else if (inGraph && PLACE.test(content)) {
      const range = ranges[at++];
      if (range) out.push({ line, range });
    }
  });
  return out;
}

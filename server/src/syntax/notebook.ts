/**
 * A Jupyter notebook as one Python text: its code cells in their order, each below a line that marks it. Lines keep
 * their places within the cell; what is IPython's and not Python's gives way to something harmless.
 */
import { positionAt } from "./source";

/** As it stands in the notebook; `code` is false for prose. */
export interface Cell { readonly code: boolean; readonly source: string }

export const isNotebook = (file: string): boolean => file.toLowerCase().endsWith(".ipynb");

/** Why a file is not read as a notebook: it is none (what nbformat calls version 4), or of another language. */
export type NoNotebook = "broken" | "old" | "language";

/** The cells of an `.ipynb` file. */
export function readCells(json: string): readonly Cell[] | NoNotebook {
  let read: unknown;
  try { read = JSON.parse(json); } catch { return "broken"; }
  const { cells, metadata, nbformat } = (typeof read === "object" && read !== null ? read : {}) as { cells?: unknown; metadata?: { kernelspec?: { language?: unknown }; language_info?: { name?: unknown } }; nbformat?: unknown };
  if (!Array.isArray(cells)) return typeof nbformat === "number" && nbformat < 4 ? "old" : "broken";
  const language = metadata?.language_info?.name ?? metadata?.kernelspec?.language;
  if (typeof language === "string" && !/python/i.test(language)) return "language";
  return cells.map((cell: unknown): Cell => {
    const { cell_type: type, source } = (cell ?? {}) as { cell_type?: unknown; source?: unknown };
    return { code: type === "code", source: Array.isArray(source) ? source.join("") : typeof source === "string" ? source : "" };
  });
}

const MARK = /^(?:if True: )?# %% \[cell (\d+)\]$/;

/** The text that stands for a notebook. Cells are counted from 1, prose included. */
export function notebookText(cells: readonly Cell[]): string {
  return cells.flatMap(({ code, source }, i) => {
    if (!code) return [];
    const text = pythonOf(source);
    return [`${INDENTED.test(text) ? "if True: " : ""}# %% [cell ${i + 1}]\n${text}\n`];
  }).join("");
}

/** IPython takes the indentation away with which a cell begins; here columns stay. */
const INDENTED = /^(?:[ \t]*(?:#.*)?\n)*[ \t]+[^\s#]/;

/** From the line that marks a cell to the next. */
export function cellSpans(text: string): { readonly start: number; readonly end: number }[] {
  const starts = [...text.matchAll(new RegExp(MARK, "gm"))].map((m) => m.index);
  return starts.map((start, i) => ({ start, end: starts[i + 1] ?? text.length }));
}

interface Lines { readonly text: string; readonly lineStarts: readonly number[] }

/** A line of that text: which cell it lies in, and which of its lines it is (from 0); undefined for any other text. */
export function cellAt({ text, lineStarts }: Lines, line: number): { readonly cell: number; readonly line: number } | undefined {
  for (let at = Math.min(line, lineStarts.length - 1); at >= 0; at--) {
    const found = MARK.exec(text.slice(lineStarts[at], (lineStarts[at + 1] ?? text.length + 1) - 1));
    if (found) return { cell: Number(found[1]), line: Math.max(0, line - at - 1) };
  }
  return undefined;
}

/** The line of that text in which a cell begins; undefined where it has no such cell. */
export function lineOfCell({ text, lineStarts }: Lines, cell: number): number | undefined {
  const at = text.search(new RegExp(`^(?:if True: )?# %% \\[cell ${cell}\\]$`, "m"));
  return at < 0 ? undefined : positionAt(lineStarts, at).line + 1;
}

/** Magics of a whole cell that run it as Python. */
const OF_PYTHON = /^%%(?:time|timeit|capture|prun|memit|mprun|lprun|debug)\b/;
/** A line that is IPython's: a magic, a command of the shell, a question. */
const OF_IPYTHON = /^\s*(?:[%!]|\?{1,2}\s*[\w.%]|[\w.%*]+\s*\?{1,2}\s*$)/;
/** A variable that takes what such a line gives. */
const TAKES = /^(\s*[\w., ]+=\s*)([%!])(?!=)/;

function pythonOf(source: string): string {
  const lines = source.replace(/\r\n?/g, "\n").split("\n");
  const first = lines.findIndex((l) => l.trim() !== "");
  const magic = lines[first] ?? "";
  if (magic.startsWith("%%") && !OF_PYTHON.test(magic)) return lines.map(() => "").join("\n");
  const state = new Scan();
  const out: string[] = [];
  let goesOn = false;
  for (const line of lines) {
    if (goesOn || state.atStart) {
      const takes = goesOn ? null : TAKES.exec(line);
      if (goesOn || takes || OF_IPYTHON.test(line)) {
        out.push(goesOn ? "" : takes ? `${takes[1] ?? ""}${takes[2] === "!" ? "[]" : "None"}` : `${/^\s*/.exec(line)?.[0] ?? ""}pass`);
        goesOn = line.endsWith("\\");
        continue;
      }
    }
    state.read(line);
    out.push(line);
  }
  return out.join("\n");
}

/** Follows strings, brackets and continued lines: whether a line begins a statement. */
class Scan {
  private quote = "";
  private depth = 0;
  private goesOn = false;

  get atStart(): boolean { return this.quote === "" && this.depth === 0 && !this.goesOn; }

  read(line: string): void {
    this.goesOn = false;
    for (let i = 0; i < line.length; i++) {
      const c = line[i] ?? "";
      if (c === "\\") {
        if (i === line.length - 1) this.goesOn = true;
        i++;
      } else if (this.quote) {
        if (!line.startsWith(this.quote, i)) continue;
        i += this.quote.length - 1;
        this.quote = "";
      } else if (c === "#") break;
      else if (c === "'" || c === '"') {
        this.quote = line.startsWith(c.repeat(3), i) ? c.repeat(3) : c;
        i += this.quote.length - 1;
      } else if ("([{".includes(c)) this.depth++;
      else if (")]}".includes(c)) this.depth = Math.max(0, this.depth - 1);
    }
    if (this.quote.length === 1 && !this.goesOn) this.quote = ""; // a string that is not closed ends with its line
  }
}

/** `FILE.py[:NAME]`, the command line's way to name what is handed to torch.jit.script. */
import { NAME } from "../syntax/names";

export interface Target {
  /** As the user wrote it. */
  readonly text: string;
  readonly file: string;
  readonly name: string | undefined;
}

const TARGET = new RegExp(String.raw`^(.*\.(?:pyi?|ipynb)):(${NAME}(?:\.${NAME})*)$`, "su");

/** Windows drive letters ("C:\x.py") hold a colon that separates nothing. */
export function parseTarget(text: string): Target {
  const match = TARGET.exec(text);
  return match?.[1] !== undefined ? { text, file: match[1], name: match[2] } : { text, file: text, name: undefined };
}

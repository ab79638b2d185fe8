/** Where the user is at work: what is checked first when much has to be. */
import type { SourceFile } from "../syntax/ast";
import { definitions, innermostAround } from "../syntax/walk";
import { commonStart } from "./moves";

export interface Wanted { readonly question: { readonly file: string; readonly name?: string | undefined } }

/** More files than this are no longer told apart. */
const REMEMBERED = 50;

export class Attention {
  /** Looked at or edited, the last one first. */
  private files: string[] = [];
  private at: { readonly file: string; readonly offset: number } | undefined;
  /** Goes up whenever the order may be another. */
  version = 0;

  /** It is on the screen, nothing more: keeps its turn where it has one. */
  see(file: string): void { if (!this.files.includes(file)) this.look(file); }

  /** `offset` counts in the present text. */
  look(file: string, offset?: number): void {
    if (offset !== undefined) this.at = { file, offset };
    this.files = [file, ...this.files.filter((f) => f !== file)].slice(0, REMEMBERED);
    this.version++;
  }

  edited(file: string, before: string | undefined, now: string): void { this.look(file, before === undefined ? undefined : commonStart(before, now)); }

  /** The class at the cursor, then its file, then the files that were looked at before, then the rest as it is. */
  order<R extends Wanted>(all: readonly R[], source: (file: string) => SourceFile | undefined): R[] {
    const here = this.at && classAt(source(this.at.file), this.at.offset);
    const rank = ({ question: { file, name } }: R): number => {
      if (here !== undefined && file === this.at?.file && name === here) return -1;
      const seen = this.files.indexOf(file);
      return seen < 0 ? REMEMBERED : seen;
    };
    return all.map((r) => ({ r, rank: rank(r) })).sort((a, b) => a.rank - b.rank).map(({ r }) => r);
  }
}

function classAt(source: SourceFile | undefined, offset: number): string | undefined {
  if (!source) return undefined;
  const classes = definitions(source).filter((d) => d.kind === "class" && !d.qualname.includes("."));
  return innermostAround(classes, offset)?.qualname;
}

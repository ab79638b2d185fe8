/** Parsed files and their texts, as the compiler, the reports and the editor read them. */
import fs from "node:fs";
import path from "node:path";
import { readStandIn } from "../host/standIn";
import type { SourceFile } from "../syntax/ast";
import { isNotebook, notebookText, readCells } from "../syntax/notebook";
import { parse } from "../syntax/parser";
import type { SourceProvider } from "../syntax/source";
import { standInTree } from "./standInTrees";

/** Parsed files by path; unsaved text first, then the disk, then the stand-in torch. */
export class Sources implements SourceProvider {
  private readonly parsed = new Map<string, { text: string; file: SourceFile }>();
  /** Unsaved buffers by absolute path. */
  readonly overlays = new Map<string, string>();

  get(file: string): SourceFile | undefined {
    const text = this.text(file);
    if (text === undefined) return undefined;
    const known = this.parsed.get(file);
    if (known && known.text === text) return known.file;
    const made = standInTree(file, text) ?? parse(file, text);
    this.parsed.set(file, { text, file: made });
    return made;
  }

  /** As it was with this unsaved text, or is if there was none. */
  with(file: string, text: string | undefined): SourceFile | undefined { return text === undefined || text === this.text(file) ? this.get(file) : parse(file, text); }

  /** A file that was parsed already. */
  adopt(file: SourceFile): void { this.parsed.set(file.path, { text: file.text, file }); }

  /** Texts that the last load generated, by the name that stands for their file. */
  generated: ReadonlyMap<string, string> = new Map();

  /** Its text, unsaved or on the disk. */
  text(file: string): string | undefined {
    const made = this.generated.get(file);
    if (made !== undefined) return made;
    const overlay = this.overlays.get(file);
    if (overlay !== undefined) return overlay;
    const known = this.disk.get(file);
    if (known !== undefined) return known;
    const text = readStandIn(file) ?? (this.mayRead(file) ? readOrUndefined(file) : undefined);
    if (text !== undefined) this.disk.set(file, text);
    return text;
  }

  /**
   * Folders outside of which nothing is read; undefined for no bounds. A script that runs gets answers made from
   * its own object graph, so the graph must not name files that the script itself cannot read.
   */
  within: readonly string[] | undefined;

  private mayRead(file: string): boolean {
    if (!this.within) return true;
    let real: string;
    try { real = fs.realpathSync(file); } catch { return false; }
    return this.within.some((folder) => real === folder || real.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep));
  }

  private readonly disk = new Map<string, string>();
  /** How often something on the disk changed. */
  timesForgotten = 0;
  /** Forgets what was read from the disk: of one file, or of all. Of one whose text is unsaved, or was saved just now, nothing was. */
  invalidate(file?: string): void {
    if (file === undefined || !this.overlays.has(file)) this.timesForgotten++;
    if (file === undefined) this.disk.clear();
    else this.disk.delete(file);
  }
}

/** Of a notebook the text that stands for it. */
function readOrUndefined(file: string): string | undefined {
  let text: string;
  try { text = fs.readFileSync(file, "utf8"); } catch { return undefined; }
  if (!isNotebook(file)) return text;
  const cells = readCells(text);
  return typeof cells === "string" ? undefined : notebookText(cells);
}

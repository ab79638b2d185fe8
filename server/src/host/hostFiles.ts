/** What Python finds at a path of the host: the disk behind unsaved buffers, as far as it may be read. */
import fs from "node:fs";
import path from "node:path";
import { digest } from "./wholeFile";

/** Bytes of a file that is read whole when it is opened; a checkpoint is read piece by piece. */
export const READ_WHOLE = 2 ** 22;

export const DIRECTORY = 0o040000;
export const TYPE_MASK = 0o170000;

export interface Stat { readonly mode: number; readonly size: number; readonly mtime: Date }

/** `overlay`: unsaved text by absolute path. `allowed`: may this real path be read? Links must not lead out. */
export interface HostFilesOptions {
  readonly overlay: () => ReadonlyMap<string, Uint8Array>;
  readonly allowed: (realPath: string) => boolean;
}

const below = (folder: string): string => (folder.endsWith("/") ? folder : `${folder}/`);

/** Of the folders of a request those that are there, and those in no other. The root cannot be mounted: what is named below it is. */
export function foldersOf(named: readonly string[]): { readonly folders: readonly string[]; readonly outermost: readonly string[] } {
  const folders = named.flatMap((f) => { try { return f !== path.posix.sep && fs.statSync(f).isDirectory() ? [f] : []; } catch { return []; } });
  return { folders, outermost: folders.filter((f) => !folders.some((o) => o !== f && f.startsWith(below(o)))) };
}

/** May a real path be read where these folders may? */
export function readableIn(folders: readonly string[]): (realPath: string) => boolean {
  const real = folders.map((f) => fs.realpathSync(f));
  return (file) => real.some((folder) => file === folder || file.startsWith(below(folder)));
}

/** The state of a file that was read whole, saved or not. */
export const wholeState = (bytes: Uint8Array): string => `whole ${digest(bytes).toString("base64")}`;

/** A file that is there, whatever it holds. */
const THERE = "there";

/** Of a state that `stateOf` gave of a file which nobody opened, what matters tomorrow. */
export const lasting = (state: string): string => (/^(file|whole) /.test(state) ? THERE : state);

/** Errors have Node's codes. */
export class HostFiles {
  constructor(private readonly options: HostFilesOptions) {}

  get overlay(): ReadonlyMap<string, Uint8Array> { return this.options.overlay(); }

  /** Throws where a link leads out. */
  check(file: string): void { if (!this.options.allowed(fs.realpathSync(file))) throw refused(file); }

  stat(file: string): Stat {
    const overlay = this.overlay.get(file);
    if (overlay) return { mode: 0o100444, size: overlay.length, mtime: new Date(0) };
    let stat = fs.lstatSync(file);
    if (stat.isSymbolicLink()) {
      this.check(file);
      stat = fs.statSync(file);
    }
    if (!stat.isDirectory() && !stat.isFile()) throw refused(file);
    return { mode: stat.isDirectory() ? 0o040555 : 0o100444, size: stat.size, mtime: stat.mtime };
  }

  isSeen(file: string): boolean { try { this.stat(file); return true; } catch { return false; } }

  /** One name that cannot be looked at (a link that leads out or nowhere) would keep Python from seeing any of them. */
  names(folder: string): string[] {
    return fs.readdirSync(folder, { withFileTypes: true }).filter((e) => e.isFile() || e.isDirectory() || this.isSeen(path.posix.join(folder, e.name))).map((e) => e.name);
  }

  unsavedNames(folder: string): string[] { return [...this.overlay.keys()].filter((file) => path.posix.dirname(file) === folder).map((file) => path.posix.basename(file)); }

  /** Two texts are equal where Python would not see a difference. */
  stateOf(file: string): string {
    const unsaved = this.overlay.get(file);
    if (unsaved) return wholeState(unsaved);
    try {
      const { mode, size, mtime } = this.stat(file);
      // saving a file gives its folder a new time
      return (mode & TYPE_MASK) === DIRECTORY ? `folder ${[...new Set([...this.names(file), ...this.unsavedNames(file)])].sort().join("/")}` : `file ${size} ${mtime.getTime()}`;
    } catch { return ""; }
  }

  /** As `stateOf` of a file that is read whole. */
  private wholeStateOf(file: string): string {
    try {
      const unsaved = this.overlay.get(file);
      if (unsaved) return wholeState(unsaved);
      this.check(file);
      return fs.statSync(file).size > READ_WHOLE ? "" : wholeState(fs.readFileSync(file));
    } catch { return ""; }
  }

  /** Is it as it was? */
  is(file: string, state: string): boolean {
    if (state === THERE) return lasting(this.stateOf(file)) === THERE;
    return (state.startsWith("whole ") ? this.wholeStateOf(file) : this.stateOf(file)) === state;
  }
}

function refused(file: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${file} may not be read`), { code: "EACCES" });
}

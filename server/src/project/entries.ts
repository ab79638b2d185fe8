/**
 * `torchscript.yaml`: how to build what cannot be built without being told. One file per folder; an
 * entry names a file below it.
 *
 *     entries:
 *       - file: models/yolo.py
 *         name: Model
 *         args: { cfg: cfg/deploy/yolov7.yaml }
 */
import fs from "node:fs";
import path from "node:path";
import { load } from "js-yaml";

export interface Entry {
  readonly file: string;
  readonly name: string | undefined;
  readonly args: unknown;
  readonly call: boolean;
  readonly asIs: boolean;
  readonly eval: boolean;
  /** Absolute folders put on `sys.path` first. */
  readonly roots: readonly string[];
}

const NAME = "torchscript.yaml";

function text(file: string, overlays: ReadonlyMap<string, string>): string | undefined {
  const overlay = overlays.get(file);
  if (overlay !== undefined) return overlay;
  try { return fs.readFileSync(file, "utf8"); } catch { return undefined; }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

/** The entries of one `torchscript.yaml`; what does not fit is left out. */
export function readEntries(file: string, content: string): Entry[] {
  let document: unknown;
  try { document = load(content); } catch { return []; }
  const list = isRecord(document) && Array.isArray(document["entries"]) ? (document["entries"] as unknown[]) : [];
  const folder = path.dirname(file);
  return list.flatMap((item): Entry[] => {
    if (!isRecord(item) || typeof item["file"] !== "string") return [];
    const root = item["root"];
    return [{
      file: path.resolve(folder, item["file"]), name: typeof item["name"] === "string" ? item["name"] : undefined, args: item["args"],
      call: item["call"] === true, asIs: item["as-is"] === true, eval: item["mode"] === "eval",
      roots: [path.resolve(folder, typeof root === "string" ? root : ".")],
    }];
  });
}

/** Entries about `file`, from the `torchscript.yaml` files between it and its workspace folder. */
export function entriesFor(file: string, folders: readonly string[], overlays: ReadonlyMap<string, string>): Entry[] {
  const out: Entry[] = [];
  for (let at = path.dirname(file); ; at = path.dirname(at)) {
    const config = path.join(at, NAME);
    const content = text(config, overlays);
    if (content !== undefined) out.push(...readEntries(config, content).filter((e) => e.file === file));
    if (folders.includes(at) || path.dirname(at) === at) return out;
  }
}

/** URIs of documents and paths of files; the stand-in torch's files have a scheme of their own. */
import { fileURLToPath, pathToFileURL } from "node:url";
import { librarySource } from "../project/library";

const LIBRARY = "torchscript-lens-lib";

/** Undefined for what is no file of this machine, or no URI at all. */
export function fileOf(uri: string): string | undefined {
  try {
    if (uri.startsWith("file:")) return fileURLToPath(uri);
    if (uri.startsWith(`${LIBRARY}:`)) return decodeURIComponent(uri.slice(LIBRARY.length + 1));
  } catch { /* malformed, or on another machine */ }
  return undefined;
}

export function uriOf(file: string): string {
  return librarySource(file) !== undefined ? `${LIBRARY}:${encodeURI(file)}` : pathToFileURL(file).href;
}

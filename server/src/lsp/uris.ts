/** URIs of documents and paths of files; the stand-in torch's files have a scheme of their own. */
import { fileURLToPath, pathToFileURL } from "node:url";
import { librarySource } from "../project/library";

const LIBRARY = "torchscript-lens-lib";

export function fileOf(uri: string): string | undefined {
  if (uri.startsWith("file:")) return fileURLToPath(uri);
  if (uri.startsWith(`${LIBRARY}:`)) return decodeURIComponent(uri.slice(LIBRARY.length + 1));
  return undefined;
}

export function uriOf(file: string): string {
  return librarySource(file) !== undefined ? `${LIBRARY}:${encodeURI(file)}` : pathToFileURL(file).href;
}

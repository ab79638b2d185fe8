/** Files of the cache folder: written whole or not at all, and read only if they are whole. */
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { makeFolder } from "./folders";

export const digest = (data: string | Uint8Array): Buffer => createHash("sha256").update(data).digest();

export const DIGEST_BYTES = 32;

/** A digest of all that follows, then the body. Throws where the disk does not take it. */
export function writeWhole(file: string, body: Uint8Array): void {
  makeFolder(path.dirname(file));
  const part = `${file}.${process.pid}.part`;
  try {
    fs.writeFileSync(part, Buffer.concat([digest(body), body]));
    fs.renameSync(part, file);
  } catch (error) {
    fs.rmSync(part, { force: true });
    throw error;
  }
}

/** The body; undefined where there is no file, or one that is not whole or too long. */
export function readWhole(file: string, maxBytes: number): Buffer | undefined {
  try {
    if (fs.statSync(file).size > maxBytes) return undefined;
    const data = fs.readFileSync(file);
    const body = data.subarray(DIGEST_BYTES);
    return data.length >= DIGEST_BYTES && digest(body).equals(data.subarray(0, DIGEST_BYTES)) ? body : undefined;
  } catch { return undefined; }
}

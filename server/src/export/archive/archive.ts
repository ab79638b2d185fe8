/** A TorchScript archive, as `torch.jit.save` writes it and `torch.jit.load` reads it. */
import fs from "node:fs";
import path from "node:path";
import type { ExportView } from "../../script/exportView";
import type { ModelTensors } from "../tensors";
import { Pickler } from "./pickler";
import { ZipWriter } from "./zipWriter";

export interface ArchiveOptions {
  readonly torch: "1.13" | "2.6" | "2.14";
  /** Asked between records; throw in it to stop. */
  readonly check?: () => void;
}

/**
 * Writes beside the final name first, and takes that only when everything is written: an existing
 * archive stays until then. Returns the size in bytes. Throws with a readable message.
 */
export function writeArchive(file: string, view: ExportView, tensors: ModelTensors, options: ArchiveOptions): number {
  const unfinished = `${file}.${process.pid}.unfinished`;
  const handle = fs.openSync(unfinished, "w");
  try {
    const zip = new ZipWriter((data) => { for (let done = 0; done < data.length;) done += fs.writeSync(handle, data, done); });
    write(zip, path.basename(file).replace(/\.[^.]*$/, "") || "archive", view, tensors, options);
    zip.finish();
    fs.fsyncSync(handle);
    fs.closeSync(handle);
    fs.renameSync(unfinished, file);
    return zip.size;
  } catch (error) {
    try { fs.closeSync(handle); } catch { /* already closed */ }
    fs.rmSync(unfinished, { force: true });
    throw error;
  }
}

function write(zip: ZipWriter, top: string, view: ExportView, tensors: ModelTensors, options: ArchiveOptions): void {
  const add = (name: string, data: Uint8Array | string): void => {
    options.check?.();
    const bytes = typeof data === "string" ? Buffer.from(data, "utf8") : data;
    zip.add(`${top}/${name}`, () => [bytes]);
  };
  const place = (index: number): ReturnType<ModelTensors["place"]> => tensors.place(index);
  const data = Pickler.pickle(view.root, place);
  for (const storage of tensors.storages) add(`data/${storage.key}`, storage.read());
  add("data.pkl", data);
  for (const [name, text] of view.files) add(`code/${name.replaceAll(".", "/")}.py`, text);
  add("constants.pkl", Pickler.pickle({ kind: "tuple", items: view.constants }, place));
  add("version", "3\n");
  if (options.torch !== "1.13") add("byteorder", "little");
}

/** A TorchScript archive, as `torch.jit.save` writes it and `torch.jit.load` reads it. */
import type { ExportView } from "../../script/exportView";
import type { SourceProvider } from "../../syntax/source";
import type { ModelTensors } from "../tensors";
import { DebugInfo } from "./debugInfo";
import { Pickler, type Stored } from "./pickler";
import { ZipWriter, type Sink } from "./zipWriter";

export interface ArchiveOptions {
  readonly torch: "1.13" | "2.6" | "2.14";
  /** Name of the folder inside the archive. */
  readonly top: string;
  /** Of the user's files. */
  readonly sources: SourceProvider;
  /** Records below `extra/`, by name. */
  readonly extra?: ReadonlyMap<string, Uint8Array>;
  /** Waited for between pieces; throw in it to stop. */
  readonly between?: () => Promise<void>;
}

export async function writeArchive(sink: Sink, view: ExportView, tensors: ModelTensors, options: ArchiveOptions): Promise<void> {
  const zip = new ZipWriter(sink);
  const add = (name: string, data: Uint8Array | string): Promise<void> => {
    const bytes = typeof data === "string" ? Buffer.from(data, "utf8") : data;
    return zip.add(`${options.top}/${name}`, bytes.length, [bytes], options.between);
  };
  const stored: Stored = { tensor: (index) => tensors.place(index), number: (module, name, built) => tensors.number(module, name, built) };
  const data = Pickler.pickle(view.root, stored);
  for (const storage of tensors.storages) await zip.add(`${options.top}/data/${storage.key}`, storage.bytes, storage.pieces(), options.between);
  await add("data.pkl", data);
  for (const [name, file] of view.files) {
    const record = `code/${name.replaceAll(".", "/")}.py`;
    await add(record, file.text);
    await add(`${record}.debug_pkl`, Pickler.pickle(DebugInfo.of(file, options.sources), stored));
  }
  for (const [name, content] of options.extra ?? []) await add(`extra/${name}`, content);
  const inConstants = new Set<string>();
  await add("constants.pkl", Pickler.pickle({ kind: "tuple", items: view.constants }, { ...stored, tensor: (index) => { const at = tensors.place(index); inConstants.add(at.key); return at; } }));
  for (const storage of tensors.storages) if (inConstants.has(storage.key)) await zip.add(`${options.top}/constants/${storage.key}`, storage.bytes, storage.pieces(), options.between);
  await add(view.version < 6 ? "version" : ".data/version", `${view.version}\n`);
  if (options.torch !== "1.13") await add("byteorder", "little");
  zip.finish();
}

/** Whether the weights of a file are those of the model, and what to say when they are not. */
import type { KeyReport } from "../../export/tensors";
import type { Weights } from "../../export/weights/weights";
import { joined, msg, verbatim, type Message } from "../../text/message";
import type { ExportOptions, Problem } from "../exportModel";

/** At most `n` of them, and how many more there are. */
export function some(keys: readonly (string | Message)[], n = 5): Message {
  const first = joined(keys.slice(0, n).map((k) => (typeof k === "string" ? verbatim(k) : k)), ", ");
  return keys.length > n ? msg`${first} and ${keys.length - n} more` : first;
}

/** `load_state_dict` refuses weights that lack something, so does an export; what the file has too much does no harm. */
export function keysProblem(keys: KeyReport, options: Pick<ExportOptions, "weights" | "allowMissing">, weights: Weights): Problem | undefined {
  const { missing, mismatched, loaded } = keys;
  const file = options.weights ?? msg`the weights file`;
  const none = loaded === 0 && missing.length + mismatched.length > 0;
  if (none && weights.size === 0) return { kind: "files", message: msg`There are no tensors in ${file}.` };
  if (none && mismatched.length === 0) return { kind: "files", message: msg`No tensor of ${file} fits the model. The file has: ${some([...weights.keys()], 3)}. The model wants: ${some(missing, 3)}.` };
  if (!none && options.allowMissing || missing.length + mismatched.length === 0) return undefined;
  const shapes = some(mismatched.map((m) => msg`${m.key}: the model has ${m.model}, the file ${m.file}`), 3);
  const parts = [
    ...(missing.length > 0 ? [msg`the file lacks ${missing.length} of the model's tensors (${some(missing)})`] : []),
    ...(mismatched.length > 0 ? [mismatched.length === 1 ? msg`1 has another shape (${shapes})` : msg`${mismatched.length} have another shape (${shapes})`] : []),
  ];
  const message = msg`The weights in ${file} do not fit the model: ${joined(parts, "; ")}.`;
  if (none) return { kind: "files", message };
  return { kind: "files", message, help: missing.length > 0 && /-\d{5}-of-\d{5}\./.test(options.weights ?? "") ? msg`The file is one of several: name their index, which ends in .index.json.` : msg`Exported anyway, these keep the values that the model is built with.` };
}

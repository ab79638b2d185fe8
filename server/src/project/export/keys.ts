/** Whether the weights of a file are those of the model, and what to say when they are not. */
import type { KeyReport } from "../../export/tensors";
import type { Weights } from "../../export/weights/weights";
import type { ExportOptions, Problem } from "../exportModel";

/** At most `n` of them, and how many more there are. */
export const some = (keys: readonly string[], n = 5): string => keys.slice(0, n).join(", ") + (keys.length > n ? ` and ${keys.length - n} more` : "");

/** `load_state_dict` refuses weights that lack something, so does an export; what the file has too much does no harm. */
export function keysProblem(keys: KeyReport, options: Pick<ExportOptions, "weights" | "allowMissing">, weights: Weights): Problem | undefined {
  const { missing, mismatched, loaded } = keys;
  if (loaded === 0 && missing.length + mismatched.length > 0) {
    const wanted = [...missing, ...mismatched.map((m) => m.key)];
    if (weights.size === 0) return { kind: "files", message: `There are no tensors in ${options.weights ?? "the weights file"}.` };
    return { kind: "files", message: `No tensor of ${options.weights ?? "the weights file"} fits the model. The file has: ${some([...weights.keys()], 3)}. The model wants: ${some(wanted, 3)}.` };
  }
  if (options.allowMissing || missing.length + mismatched.length === 0) return undefined;
  const parts = [
    ...(missing.length > 0 ? [`the file lacks ${missing.length} of the model's tensors (${some(missing)})`] : []),
    ...(mismatched.length > 0 ? [`${mismatched.length} ${mismatched.length === 1 ? "has" : "have"} another shape (${some(mismatched.map((m) => `${m.key}: the model has ${m.model}, the file ${m.file}`), 3)})`] : []),
  ];
  return { kind: "files", message: `The weights do not fit the model: ${parts.join("; ")}.`, help: "With --allow-missing, or 'Export anyway', these keep the values that the model is built with." };
}

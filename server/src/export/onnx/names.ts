/** What inputs and outputs of the file are called: as was asked, in order, and the others by their own names, as torch.onnx.export does. */
import { CannotExport } from "./values";
import { msg, type Message } from "../../text/message";

/** `input_names` and `output_names` of torch.onnx.export. */
export interface OnnxNames { readonly inputs?: readonly string[] | undefined; readonly outputs?: readonly string[] | undefined }

/** Names were asked for that the file cannot have. */
export class Misnamed extends CannotExport {
  constructor(text: Message, help?: Message) { super(text, null, null, help); }
}

/** `own`: what they are called without; `taken`: what something else is called. */
function called(own: readonly string[], asked: readonly string[], taken: readonly string[]): string[] {
  const names = own.map((name, i) => asked[i] ?? name);
  const twice = names.find((name, i) => names.indexOf(name) < i || taken.includes(name));
  if (twice !== undefined && asked.length > 0) throw new Misnamed(msg`'${twice}' would be the name of two inputs or outputs: ${[...taken, ...names].join(", ")}`, msg`Give each a name of its own.`);
  return names;
}

export function inputNames(own: readonly string[], { inputs: asked = [], outputs = [] }: OnnxNames): string[] {
  if (asked.length > own.length) throw new Misnamed(msg`there are ${asked.length} names for the inputs (${asked.join(", ")}), and the file has ${own.length} (${own.join(", ")})`, msg`Inputs have names in the order of the example inputs.`);
  return called(own, asked, asked.length > 0 ? outputs : []);
}

/** `free` makes another name of one that is taken, where none was asked for. */
export function outputNames(own: readonly string[], { outputs: asked = [] }: OnnxNames, inputs: readonly string[], free: (name: string) => string): string[] {
  if (asked.length > own.length) throw new Misnamed(msg`there are ${asked.length} names for the outputs (${asked.join(", ")}), and the file has ${own.length} (${own.join(", ")})`, msg`Outputs have names in the order in which forward returns their tensors.`);
  const names = called(own.slice(0, asked.length), asked, inputs);
  return [...names, ...own.slice(asked.length).map(free)];
}

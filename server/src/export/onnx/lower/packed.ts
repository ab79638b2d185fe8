/**
 * Packed sequences: torch takes the padding out and puts one step of all sequences after the other. The recurrent
 * layers of ONNX take the padded batch and the lengths instead, so both are kept beside the packed tensor.
 */
import { CannotExport, float, int, isOpen, list, NONE, type TensorV, type V } from "../values";
import type { Calc} from "./composed";
import { formula, T, type Formula } from "./composed";
import { flag, number, spec, type Lowering } from "./support";
import { msg } from "../../../text/message";

/** `padded`: (steps, batch, ...); `lengths`: int64, one for each sequence. */
export interface Packed { readonly padded: TensorV; readonly lengths: TensorV; readonly batchSizes: TensorV }
const PACKED = new WeakMap<TensorV, Packed>();
export const packedOf = (data: TensorV): Packed | undefined => PACKED.get(data);

/** Which steps of which sequences are there: (steps, batch). */
export function mask(c: Calc, padded: TensorV, lengths: TensorV): TensorV {
  const steps = c.on("arange", c.b.sizeOf(padded, 0), int(4), NONE, NONE, NONE);
  return c.on("lt", c.on("unsqueeze", steps, int(1)), c.on("unsqueeze", lengths, int(0)));
}
/** As torch lays it out. */
export function repacked(c: Calc, padded: TensorV, lengths: TensorV, batchSizes?: TensorV): { data: TensorV; batchSizes: TensorV } {
  const there = mask(c, padded, lengths);
  const data = c.on("index", padded, list([there]));
  const counts = batchSizes ?? c.on("sum", c.b.cast(there, "int64"), list([int(1)]), { k: "bool", v: false }, NONE);
  PACKED.set(data, { padded, lengths, batchSizes: counts });
  return { data, batchSizes: counts };
}
const longest = (c: Calc, lengths: TensorV): V => c.all("Int", c.on("max", lengths))[0] ?? NONE;
const pack: Formula = (c, a) => {
  c.b.packs = true;
  const lengths = c.b.cast(T(a, 1), "int64");
  const steps = flag(a[2]) ? c.on("transpose", T(a, 0), int(0), int(1)) : T(a, 0);
  const padded = c.on("slice", steps, int(0), int(0), longest(c, lengths), int(1));
  const { data, batchSizes } = repacked(c, padded, lengths);
  return [data, batchSizes];
};
/** _pad_packed_sequence(data, batch_sizes, batch_first, padding_value, total_length) */
const pad: Formula = (c, a) => {
  const held = packedOf(T(a, 0));
  if (!held) throw new CannotExport(msg`a packed sequence whose data was changed by something other than a recurrent layer`);
  const { padded, lengths } = held, fill = number(a[3], 0), whole = a[4] && isOpen(a[4]) ? -1 : number(a[4], -1); // the length that the sequences have anyway is open
  const there = c.on("reshape", mask(c, padded, lengths), list([int(-1), c.b.sizeOf(padded, 1), ...padded.shape.slice(2).map(() => int(1))]));
  let out = c.on("where", there, padded, float(fill));
  if (whole >= 0) {
    const rest = c.b.one("Sub", [c.b.ints([whole]), c.b.intList([c.b.sizeOf(out, 0)])], { dtype: "int64", shape: [1], alt: [1] });
    const pads = c.b.one("Concat", [c.b.ints(out.shape.map(() => 0)), rest, c.b.ints(out.shape.slice(1).map(() => 0))], { dtype: "int64", shape: [2 * out.rank], alt: [2 * out.rank] }, { axis: 0 });
    const now = out;
    out = c.b.one("Pad", [now, pads, c.b.constant([fill], now.dtype, [])], spec(now.dtype, (q) => [whole, ...now.size(q).slice(1)]), { mode: "constant" });
  }
  return [flag(a[2]) ? c.on("transpose", out, int(0), int(1)) : out, lengths];
};

export const PACKING: Readonly<Record<string, Lowering>> = { "aten::_pack_padded_sequence": formula(pack), "aten::_pad_packed_sequence": formula(pad) };

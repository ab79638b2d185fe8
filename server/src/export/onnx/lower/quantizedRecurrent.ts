/** Recurrent layers and cells whose weights are quantized: each product takes its own range from the numbers that come. */
import { CannotExport, int, NONE, type PackedV, type TensorV, type V } from "../values";
import type { Calc } from "./composed";
import { dynamicLinear } from "./quantized";
import { beside, cell, gruStep, itemsOf, lstmStep, recurrentBy, stepped, thereIn, type Step } from "./recurrent";
import { tensor, type Lowering } from "./support";
import { msg } from "../../../text/message";

/** What torch's rnn.CellParamsBase holds: the weights of the input and of the hidden state, and whether ranges have seven bits. */
interface Weights { readonly input: PackedV; readonly hidden: PackedV; readonly reduce: boolean }
function weightsOf(v: V | undefined): Weights {
  const [input, hidden, reduce] = v?.k === "tuple" ? v.items : [];
  if (input?.k !== "packed" || hidden?.k !== "packed") throw new CannotExport(msg`weights of a quantized layer that are not known here`);
  return { input, hidden, reduce: reduce?.k === "bool" && reduce.v };
}

/** What torch computes from the gates that the input gives, those that the hidden state gives, and the states. */
type Gates = (c: Calc, x: TensorV, hidden: TensorV, states: readonly TensorV[]) => readonly TensorV[];
const LSTM: Gates = (c, x, hidden, [, memory]) => lstmStep(c, c.two("Add", hidden, x), memory ?? NONE);
const GRU: Gates = (c, x, hidden, [before = x]) => [gruStep(c, x, hidden, before)];
const RNN = (op: string): Gates => (c, x, hidden) => [c.one(op, c.two("Add", hidden, x))];

/** What is not there is 0 and so has no part in a range. */
const layers = (gates: Gates, several: boolean): Lowering => recurrentBy((v) => (several ? itemsOf(v) : [tensor(v)]), ({ c, x, states, weights, layer, directions, held }) => {
  const there = thereIn(c, held), only = (t: TensorV, where: TensorV | null): TensorV => (where ? c.on("where", where, t, int(0)) : t);
  return beside(c, Array.from({ length: directions }, (_, d) => {
    const { input, hidden, reduce } = weightsOf(weights?.k === "list" ? weights.items[layer * directions + d] : undefined);
    const next: Step = (now, before, present) => gates(c, now, dynamicLinear(c, only(before[0] ?? now, present), hidden, reduce), before);
    return stepped(c, dynamicLinear(c, only(x, there), input, reduce), states.map((s) => c.on("select", s, int(0), int(d))), there, d === 1, next);
  }));
});

/** (input, states, w_ih, w_hh, b_ih, b_hh): the biases are in the weights, too. */
const single = (gates: Gates): Lowering => cell((c, a, h) => {
  const { input, hidden } = weightsOf({ k: "tuple", items: [a[2] ?? NONE, a[3] ?? NONE] });
  return [...gates(c, dynamicLinear(c, tensor(a[0]), input, true), dynamicLinear(c, h, hidden, true), a[1]?.k === "list" ? itemsOf(a[1]) : [h])];
});

export const QUANTIZED_RECURRENT: Readonly<Record<string, Lowering>> = {
  "aten::quantized_lstm": layers(LSTM, true), "aten::quantized_gru": layers(GRU, false),
  "quantized::quantized_lstm_cell_dynamic": single(LSTM), "quantized::quantized_gru_cell_dynamic": single(GRU),
  "quantized::quantized_rnn_tanh_cell_dynamic": single(RNN("Tanh")), "quantized::quantized_rnn_relu_cell_dynamic": single(RNN("Relu")),
};

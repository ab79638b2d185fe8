/** Recurrent layers and cells. torch's gates stand in another order than those of ONNX. */
import type { Builder } from "../builder";
import { CannotExport, float, inTraining, int, list, NONE, TensorV, type V } from "../values";
import { Calc } from "./composed";
import { mask, packedOf, repacked, type Packed } from "./packed";
import { flag, number, spec, tensor, type Lowering } from "./support";
import { msg } from "../../../text/message";

interface Kind { readonly op: "LSTM" | "GRU" | "RNN"; readonly gates: readonly number[]; readonly attrs: Readonly<Record<string, number>> }
const LSTM: Kind = { op: "LSTM", gates: [0, 3, 1, 2], attrs: {} };
const GRU: Kind = { op: "GRU", gates: [1, 0, 2], attrs: { linear_before_reset: 1 } };
const RNN: Kind = { op: "RNN", gates: [0], attrs: {} };

export const itemsOf = (v: V | undefined): TensorV[] => (v?.k === "list" || v?.k === "tuple" ? v.items.map((i) => tensor(i)) : []);

/** The rows of each gate, in the order of ONNX. */
function reordered(b: Builder, w: TensorV, kind: Kind): TensorV {
  if (kind.gates.length === 1) return w;
  const rows = (w.shape[0] ?? 0) / kind.gates.length;
  const parts = kind.gates.map((g) => b.one("Slice", [w, b.ints([g * rows]), b.ints([(g + 1) * rows]), b.ints([0])], spec(w.dtype, (q) => [rows, ...w.size(q).slice(1)])));
  return b.one("Concat", parts, { dtype: w.dtype, shape: w.shape, alt: w.alt }, { axis: 0 });
}
/** Tensors of each direction, one over the other. */
function stacked(c: Calc, parts: readonly TensorV[]): TensorV { return c.on("stack", list([...parts]), int(0)); }

function layer(c: Calc, kind: Kind, x: TensorV, params: readonly TensorV[], biases: boolean, states: readonly TensorV[], lengths: TensorV | null, attrs: Readonly<Record<string, readonly string[]>>): TensorV[] {
  const { b } = c;
  const per = biases ? 4 : 2;
  const directions = params.length / per;
  const at = (d: number, i: number): TensorV => { const p = params[d * per + i]; if (!p) throw new CannotExport(msg`a recurrent layer without all of its weights`); return reordered(b, p, kind); };
  const each = (f: (d: number) => TensorV): TensorV => stacked(c, Array.from({ length: directions }, (_, d) => f(d)));
  const hidden = params[1]?.shape[1] ?? 0;
  const bias = biases ? each((d) => c.on("cat", list([at(d, 2), at(d, 3)]), int(0))) : null;
  const state = spec(x.dtype, (q) => [directions, x.size(q)[1] ?? 0, hidden]);
  const out = spec(x.dtype, (q) => [x.size(q)[0] ?? 0, directions, x.size(q)[1] ?? 0, hidden]);
  const made = b.emit(kind.op, [x, each((d) => at(d, 0)), each((d) => at(d, 1)), bias, lengths, states[0] ?? null, states[1] ?? null], kind.op === "LSTM" ? [out, state, state] : [out, state], { hidden_size: hidden, direction: directions > 1 ? "bidirectional" : "forward", ...kind.attrs, ...attrs });
  const [y, ...last] = made;
  return [c.on("flatten", c.on("permute", y ?? NONE, list([0, 2, 1, 3].map((i) => int(i)))), int(2), int(3)), ...last];
}

/** What comes after a step: the states, of which the first is what the layer gives; `there`: which sequences have it. */
export type Step = (x: TensorV, states: readonly TensorV[], there: TensorV | null) => readonly TensorV[];
/** Step by step, where no layer of ONNX does it; `there`: which sequences have the step, (steps, batch, 1). What has ended keeps its states. */
export function stepped(c: Calc, x: TensorV, states: readonly TensorV[], there: TensorV | null, backwards: boolean, next: Step): TensorV[] {
  const { b } = c;
  const fresh = (name: string, t: TensorV, from = 0): TensorV => new TensorV(b.unique(name), t.dtype, t.shape.slice(from), t.alt.slice(from));
  const before = states.map((s) => fresh("state", s)), scans = there ? [x, there] : [x], at = scans.map((s) => fresh("step", s, 1)), inner = b.enter();
  const outs: TensorV[] = [];
  try {
    const [now = x, mask = null] = at;
    const made = next(now, before, mask).map((t, i) => (mask ? c.on("where", mask, t, before[i] ?? NONE) : t));
    outs.push(...[...made, ...made.slice(0, 1)].map((t) => c.one("Identity", t)));
  } finally { inner.leave(); }
  const [first = x] = states, last = states.map((s) => fresh("after", s)), y = new TensorV(b.unique("steps"), x.dtype, [x.shape[0] ?? 0, ...first.shape], [x.alt[0] ?? 0, ...first.alt]);
  const body = { name: "body", node: inner.nodes, initializer: [], input: [...before, ...at].map((t) => b.info(t)), output: outs.map((t) => b.info(t)), valueInfo: [] };
  const back = scans.map(() => 1);
  b.emitInner("Scan", [...states, ...scans].map((t) => b.use(t)), [...last, y], [["body", body]], { num_scan_inputs: scans.length, ...(backwards ? { scan_input_directions: back, scan_output_directions: [1] } : {}) });
  return [y, ...last];
}
/** Both directions beside each other, as torch gives them. */
export function beside(c: Calc, made: readonly (readonly TensorV[])[]): TensorV[] {
  const each = (i: number): TensorV[] => made.map((m) => tensor(m[i]));
  return [made.length > 1 ? c.on("cat", list(each(0)), int(2)) : tensor(made[0]?.[0]), ...(made[0] ?? []).slice(1).map((_, i) => stacked(c, each(i + 1)))];
}
/** Of the sum of what input and hidden state give to the gates: the hidden state and the memory. */
export function lstmStep(c: Calc, gates: TensorV, memory: V): TensorV[] {
  const [i, f, g, o] = c.all("chunk", gates, int(4), int(1)).flatMap(itemsOf);
  if (!i || !f || !g || !o) throw new CannotExport(msg`a recurrent layer without all of its weights`);
  const next = c.two("Add", c.two("Mul", c.one("Sigmoid", f), memory), c.two("Mul", c.one("Sigmoid", i), c.one("Tanh", g)));
  return [c.two("Mul", c.one("Sigmoid", o), c.one("Tanh", next)), next];
}
/** Which sequences have a step. */
export const thereIn = (c: Calc, held: Packed | undefined): TensorV | null => held ? c.on("unsqueeze", mask(c, held.padded, held.lengths), int(-1)) : null;

/** An LSTM whose hidden state goes through a matrix (the last of each direction's weights), which ONNX's does not. */
function projected({ c, x, states, directions, biases, held }: Run, params: readonly TensorV[]): TensorV[] {
  const per = params.length / directions, there = thereIn(c, held);
  return beside(c, Array.from({ length: directions }, (_, d) => {
    const own = params.slice(d * per, (d + 1) * per), [wx, wh, bx, bh] = own, through = own.at(-1);
    if (!wx || !wh || !through) throw new CannotExport(msg`a recurrent layer without all of its weights`);
    const gates = c.on("linear", x, wx, biases && bx && bh ? c.two("Add", bx, bh) : NONE);
    return stepped(c, gates, states.map((s) => c.on("select", s, int(0), int(d))), there, d === 1, (now, [h = now, m = now]) => {
      const [seen = h, next = m] = lstmStep(c, c.two("Add", now, c.on("linear", h, wh, NONE)), m);
      return [c.on("linear", seen, through, NONE), next];
    });
  }));
}

/** One layer of several: its input (steps first) and the states of its directions. */
export interface Run {
  readonly c: Calc;
  readonly x: TensorV;
  readonly states: readonly TensorV[];
  readonly weights: V | undefined;
  readonly layer: number;
  readonly layers: number;
  readonly directions: number;
  readonly biases: boolean;
  readonly held: Packed | undefined;
}
/** (input, states, weights, has_biases, layers, dropout, train, bidirectional, batch_first), or with packed data: (data, batch_sizes, states, ..., bidirectional) */
export const recurrentBy = (statesOf: (v: V | undefined) => readonly TensorV[], run: (r: Run) => readonly TensorV[]): Lowering => (given, b, n) => {
  const c = new Calc(b, n);
  const packing = given[4]?.k === "bool";
  const held = packing ? packedOf(tensor(given[0])) : undefined;
  if (packing && !held) throw new CannotExport(msg`a packed sequence whose data was changed by something other than a recurrent layer`);
  const a: readonly V[] = held ? [held.padded, ...given.slice(2, 9), { k: "bool", v: false }] : given;
  const layers = number(a[4]), directions = flag(a[7]) ? 2 : 1, first = flag(a[8]);
  if (flag(a[6]) && number(a[5], 0) > 0) throw inTraining(msg`dropout between recurrent layers`);
  let x = first ? c.on("transpose", tensor(a[0]), int(0), int(1)) : tensor(a[0]);
  const last: TensorV[][] = [];
  for (let layer = 0; layer < layers; layer++) {
    const states = statesOf(a[1]).map((s) => c.on("slice", s, int(0), int(layer * directions), int((layer + 1) * directions), int(1)));
    const [y, ...after] = run({ c, x, states, weights: a[2], layer, layers, directions, biases: flag(a[3]), held });
    x = y ?? x;
    after.forEach((s, i) => { (last[i] ??= []).push(s); });
  }
  const out = held ? repacked(c, x, held.lengths, held.batchSizes).data : first ? c.on("transpose", x, int(0), int(1)) : x;
  return [out, ...last.map((s) => c.on("cat", list(s), int(0)))];
};
const recurrent = (kind: Kind, activation?: string): Lowering => recurrentBy((v) => (kind.op === "LSTM" ? itemsOf(v) : [tensor(v)]), (r) => {
  const { c, layer: l, layers, directions, biases, held } = r, params = itemsOf(r.weights), per = params.length / (layers * directions);
  const own = params.slice(l * directions * per, (l + 1) * directions * per);
  if (per === (biases ? 5 : 3)) return projected(r, own);
  const attrs: Record<string, string[]> = activation === undefined ? {} : { activations: Array.from({ length: directions }, () => activation) };
  return layer(c, kind, r.x, own, biases, r.states, held ? c.b.cast(held.lengths, "int32") : null, attrs);
});

/** Of what input and hidden state give to the gates. */
export function gruStep(c: Calc, x: TensorV, hidden: TensorV, before: TensorV): TensorV {
  const [p, q] = [x, hidden].map((t) => c.all("chunk", t, int(3), int(1)).flatMap(itemsOf));
  const sum = (i: number): TensorV => c.one("Sigmoid", c.two("Add", p?.[i] ?? NONE, q?.[i] ?? NONE));
  const fresh = c.one("Tanh", c.two("Add", p?.[2] ?? NONE, c.two("Mul", sum(0), q?.[2] ?? NONE)));
  return c.two("Add", fresh, c.two("Mul", sum(1), c.two("Sub", before, fresh)));
}
export const cell = (f: (c: Calc, a: readonly V[], h: TensorV) => V | V[] | undefined): Lowering => (a, b, n) => f(new Calc(b, n), a, a[1]?.k === "list" ? tensor(a[1].items[0]) : tensor(a[1]));
const lstmCell = cell((c, a, h) => {
  const before = itemsOf(a[1])[1];
  return lstmStep(c, c.two("Add", c.on("linear", tensor(a[0]), tensor(a[2]), a[4] ?? NONE), c.on("linear", h, tensor(a[3]), a[5] ?? NONE)), before ?? float(0));
});
const gruCell = cell((c, a, h) => {
  return gruStep(c, c.on("linear", tensor(a[0]), tensor(a[2]), a[4] ?? NONE), c.on("linear", h, tensor(a[3]), a[5] ?? NONE), h);
});
const rnnCell = (op: string): Lowering => cell((c, a, h) => c.one(op, c.two("Add", c.on("linear", tensor(a[0]), tensor(a[2]), a[4] ?? NONE), c.on("linear", h, tensor(a[3]), a[5] ?? NONE))));

export const RECURRENT: Readonly<Record<string, Lowering>> = {
  "aten::lstm": recurrent(LSTM), "aten::gru": recurrent(GRU), "aten::rnn_tanh": recurrent(RNN, "Tanh"), "aten::rnn_relu": recurrent(RNN, "Relu"),
  "aten::lstm_cell": lstmCell, "aten::gru_cell": gruCell, "aten::rnn_tanh_cell": rnnCell("Tanh"), "aten::rnn_relu_cell": rnnCell("Relu"),
  "aten::einsum": (a, b) => {
    const xs = itemsOf(a[1]);
    if (a[0]?.k !== "str" || xs.length === 0) return undefined;
    const text = a[0].v.replace(/\s/g, "");
    return einsum(b, text, xs);
  },
};

/** Shapes by letter; the rest ONNX knows itself. */
function einsum(b: Builder, text: string, xs: readonly TensorV[]): TensorV {
  const [left = "", given] = text.split("->");
  const terms = left.split(",");
  const letters = (t: string): string[] => t.replace("...", ".").split("");
  const counts = new Map<string, number>();
  for (const l of terms.flatMap(letters)) counts.set(l, (counts.get(l) ?? 0) + 1);
  const right = given ?? (counts.has(".") ? "..." : "") + [...counts].filter(([l, n]) => n === 1 && l !== ".").map(([l]) => l).sort().join("");
  const shape = (q: 0 | 1): number[] => {
    const sizes = new Map<string, readonly number[]>();
    terms.forEach((t, i) => {
      const names = letters(t), x = xs[i];
      if (!x) return;
      const dots = x.rank - names.filter((l) => l !== ".").length;
      let at = 0;
      for (const l of names) {
        const size = x.size(q).slice(at, at += l === "." ? dots : 1);
        const known = sizes.get(l);
        if (!known || (l === "." ? known.length < size.length : known[0] === 1)) sizes.set(l, size);
      }
    });
    return letters(right).flatMap((l) => sizes.get(l) ?? []);
  };
  const dtype = xs[0]?.dtype ?? "float32";
  return b.one("Einsum", xs, spec(dtype, shape), { equation: `${left}->${right}` });
}

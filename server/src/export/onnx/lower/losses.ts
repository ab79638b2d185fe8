/** Losses, as torch computes them in evaluation: no gradients. */
import { bool, CannotExport, float, int, isFloat, list, NONE, type TensorV, type V } from "../values";
import type { Calc} from "./composed";
import { arg, formula, T, type Formula } from "./composed";
import { flag, number, optional, type Lowering } from "./support";
import { msg } from "../../../text/message";

const axes = (x: TensorV): V => list(x.shape.map((_, i) => int(i)));
const total = (c: Calc, x: TensorV): TensorV => (x.rank === 0 ? x : c.on("sum", x, axes(x), bool(false), NONE));
/** As `reduction` says: none, mean, sum. */
function reduced(c: Calc, x: TensorV, reduction: V | undefined): TensorV {
  const how = number(reduction, 1);
  if (how === 0 || x.rank === 0) return x;
  return how === 2 ? total(c, x) : c.on("mean", x, axes(x), bool(false), NONE);
}
const plus = (c: Calc, x: V, y: V): TensorV => c.two("Add", x, y);
const minus = (c: Calc, x: V, y: V): TensorV => c.two("Sub", x, y);
const times = (c: Calc, x: V, y: V): TensorV => c.two("Mul", x, y);
const above = (c: Calc, x: TensorV, low: number): TensorV => c.on("clamp_min", x, float(low));
/** log(1 + exp(x)) where x is not above 0. */
const softLog = (c: Calc, x: TensorV): TensorV => c.one("Log", plus(c, c.one("Exp", x), float(1)));
/** x * log(x), and 0 for 0. */
const timesLog = (c: Calc, x: TensorV): TensorV => c.on("where", c.on("eq", x, int(0)), float(0), times(c, x, c.one("Log", x)));

/** Of each sample; places with `ignore` count nothing. */
function negativeLog(c: Calc, x: TensorV, target: TensorV, weight: TensorV | null, ignore: number): { loss: TensorV; weights: TensorV; ignored: TensorV } {
  const axis = x.rank === 1 ? 0 : 1;
  const ignored = c.on("eq", target, int(ignore));
  const safe = c.on("where", ignored, int(0), target);
  const picked = c.on("squeeze", c.on("gather", x, int(axis), c.on("unsqueeze", c.b.cast(safe, "int64"), int(axis))), int(axis));
  const full = weight ? c.on("embedding", weight, safe) : c.on("ones_like", picked, NONE);
  const weights = c.on("where", ignored, float(0), full);
  return { loss: c.one("Neg", times(c, picked, weights)), weights, ignored };
}
const reducedBy = (c: Calc, loss: TensorV, weights: TensorV, reduction: V | undefined): TensorV => {
  const how = number(reduction, 1);
  return how === 0 ? loss : how === 2 ? total(c, loss) : c.two("Div", total(c, loss), total(c, weights));
};
/** nll_loss(log_probabilities, target, weight, reduction, ignore_index) */
const nll: Formula = (c, a) => {
  const { loss, weights } = negativeLog(c, T(a, 0), T(a, 1), optional(a[2]), number(a[4], -100));
  return reducedBy(c, loss, weights, a[3]);
};
/** cross_entropy_loss(input, target, weight, reduction, ignore_index, label_smoothing) */
const crossEntropy: Formula = (c, a) => {
  const x = T(a, 0), target = T(a, 1), weight = optional(a[2]);
  const axis = x.rank === 1 ? 0 : 1, classes = x.shape[axis] ?? 1, smoothing = number(a[5], 0);
  const logs = c.on("log_softmax", x, int(axis), NONE);
  const along = list([int(axis)]);
  const wide = weight && c.on("reshape", weight, list(x.shape.map((_, i) => int(i === axis ? classes : 1))));
  const weighted = wide ? times(c, logs, wide) : logs;
  if (isFloat(target.dtype)) {
    const wanted = smoothing > 0 ? plus(c, times(c, target, float(1 - smoothing)), float(smoothing / classes)) : target;
    return reduced(c, c.one("Neg", c.on("sum", times(c, weighted, wanted), along, bool(false), NONE)), a[3]);
  }
  const { loss, weights, ignored } = negativeLog(c, logs, target, weight, number(a[4], -100));
  const plain = reducedBy(c, loss, weights, a[3]);
  if (smoothing === 0) return plain;
  const spread = c.on("where", ignored, float(0), c.one("Neg", c.on("sum", weighted, along, bool(false), NONE)));
  const smooth = reducedBy(c, spread, weights, a[3]);
  return plus(c, times(c, plain, float(1 - smoothing)), times(c, smooth, float(smoothing / classes)));
};

const binaryCrossEntropy: Formula = (c, a) => {
  const x = T(a, 0), target = T(a, 1), weight = optional(a[2]);
  const log = (t: TensorV): TensorV => above(c, c.one("Log", t), -100);
  const loss = c.one("Neg", plus(c, times(c, target, log(x)), times(c, minus(c, float(1), target), log(minus(c, float(1), x)))));
  return reduced(c, weight ? times(c, loss, weight) : loss, a[3]);
};
/** binary_cross_entropy_with_logits(input, target, weight, pos_weight, reduction) */
const withLogits: Formula = (c, a) => {
  const x = T(a, 0), target = T(a, 1), weight = optional(a[2]), positive = optional(a[3]);
  const tail = plus(c, softLog(c, c.one("Neg", c.one("Abs", x))), above(c, c.one("Neg", x), 0));
  const side = positive ? times(c, plus(c, times(c, minus(c, positive, float(1)), target), float(1)), tail) : tail;
  const loss = plus(c, times(c, minus(c, float(1), target), x), side);
  return reduced(c, weight ? times(c, loss, weight) : loss, a[4]);
};
/** Square near zero, straight beyond `limit`. */
const bent = (c: Calc, a: readonly V[], limit: number, huber: boolean): TensorV => {
  const d = c.one("Abs", minus(c, T(a, 0), T(a, 1)));
  if (limit === 0) return d;
  const square = times(c, times(c, d, d), float(huber ? 0.5 : 0.5 / limit)), line = minus(c, d, float(0.5 * limit));
  return c.on("where", c.on(huber ? "le" : "lt", d, float(limit)), square, huber ? times(c, line, float(limit)) : line);
};
const divergence: Formula = (c, a) => {
  const x = T(a, 0), target = T(a, 1);
  const loss = flag(a[3]) ? times(c, c.one("Exp", target), minus(c, target, x)) : minus(c, timesLog(c, target), times(c, target, x));
  return reduced(c, loss, a[2]);
};
const hinge: Formula = (c, a) => {
  const x = T(a, 0), target = T(a, 1);
  const far = c.on("where", c.on("ne", target, int(1)), above(c, minus(c, arg(a, 2), x), 0), float(0));
  return reduced(c, plus(c, far, c.on("where", c.on("ne", target, int(-1)), x, float(0))), a[3]);
};
const cosine: Formula = (c, a) => {
  const [x, y, target] = [T(a, 0), T(a, 1), T(a, 2)];
  const dim = list([int(target.rank)]);
  const sum = (t: TensorV): TensorV => c.on("sum", t, dim, bool(false), NONE);
  const size = (t: TensorV): TensorV => plus(c, sum(times(c, t, t)), float(1e-12));
  const near = c.two("Div", sum(times(c, x, y)), c.one("Sqrt", times(c, size(x), size(y))));
  const same = c.on("where", c.on("eq", target, int(1)), minus(c, float(1), near), float(0));
  return reduced(c, plus(c, same, c.on("where", c.on("eq", target, int(-1)), above(c, minus(c, near, arg(a, 3)), 0), float(0))), a[4]);
};
const ranking: Formula = (c, a) => reduced(c, above(c, plus(c, times(c, c.one("Neg", T(a, 2)), minus(c, T(a, 0), T(a, 1))), arg(a, 3)), 0), a[4]);
const softMargin: Formula = (c, a) => reduced(c, c.one("Log", plus(c, c.one("Exp", times(c, c.one("Neg", T(a, 1)), T(a, 0))), float(1))), a[2]);
/** triplet_margin_loss(anchor, positive, negative, margin, p, eps, swap, reduction) */
const triplet: Formula = (c, a) => {
  const [x, y, z] = [T(a, 0), T(a, 1), T(a, 2)];
  const far = (p: TensorV, q: TensorV): TensorV => c.on("pairwise_distance", p, q, arg(a, 4), arg(a, 5), bool(false));
  const other = flag(a[6]) ? c.on("minimum", far(x, z), far(y, z)) : far(x, z);
  return reduced(c, above(c, plus(c, minus(c, far(x, y), other), arg(a, 3)), 0), a[7]);
};
/** multi_margin_loss(input, target, p, margin, weight, reduction) */
const multiMargin: Formula = (c, a) => {
  const x = T(a, 0), target = T(a, 1), p = number(a[2], 1), weight = optional(a[4]);
  const axis = int(x.rank - 1), classes = x.shape[x.rank - 1] ?? 1;
  const place = c.on("unsqueeze", target, int(-1));
  const over = above(c, plus(c, minus(c, x, c.on("gather", x, axis, place)), arg(a, 3)), 0);
  const powered = p === 1 ? over : times(c, over, over);
  const scaled = weight ? times(c, powered, c.on("unsqueeze", c.on("embedding", weight, target), int(-1))) : powered;
  const others = c.on("where", c.on("one_hot", target, int(classes)), float(0), scaled);
  return reduced(c, c.two("Div", c.on("sum", others, list([axis]), bool(false), NONE), float(classes)), a[5]);
};
/** poisson_nll_loss(input, target, log_input, full, eps, reduction) */
const poisson: Formula = (c, a) => {
  const x = T(a, 0), target = T(a, 1);
  const loss = flag(a[2]) ? minus(c, c.one("Exp", x), times(c, target, x)) : minus(c, x, times(c, target, c.one("Log", plus(c, x, arg(a, 4)))));
  if (!flag(a[3])) return reduced(c, loss, a[5]);
  const stirling = plus(c, minus(c, times(c, target, c.one("Log", target)), target), times(c, c.one("Log", times(c, target, float(2 * Math.PI))), float(0.5)));
  return reduced(c, plus(c, loss, c.on("where", c.on("gt", target, int(1)), stirling, float(0))), a[5]);
};
const refused = (what: string): Formula => () => { throw new CannotExport(msg`${what} has no counterpart in ONNX`, null, null, msg`Return what goes into the loss, and compute the loss outside of the exported model.`); };

export const LOSSES: Readonly<Record<string, Lowering>> = Object.fromEntries(Object.entries({
  cross_entropy_loss: crossEntropy, nll_loss_nd: nll, nll_loss: nll, nll_loss2d: nll, binary_cross_entropy: binaryCrossEntropy, binary_cross_entropy_with_logits: withLogits,
  smooth_l1_loss: (c, a) => reduced(c, bent(c, a, number(a[3], 1), false), a[2]), huber_loss: (c, a) => reduced(c, bent(c, a, number(a[3], 1), true), a[2]),
  kl_div: divergence, hinge_embedding_loss: hinge, cosine_embedding_loss: cosine, margin_ranking_loss: ranking, soft_margin_loss: softMargin, triplet_margin_loss: triplet, multi_margin_loss: multiMargin,
  poisson_nll_loss: poisson, ctc_loss: refused("ctc_loss"), multilabel_margin_loss: refused("multilabel_margin_loss"),
} satisfies Record<string, Formula>).map(([name, f]) => [`aten::${name}`, formula(f)]));

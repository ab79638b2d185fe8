import assert from "node:assert/strict";
import { namesOf, neededExamples, slotsFor } from "../../../server/src/export/onnx/slots";
import type { Argument } from "../../../server/src/script/schema/functionSchema";
import { IntT, TensorT, type Type } from "../../../server/src/script/types/types";

const arg = (name: string, type: Type, more: Partial<Argument> = {}): Argument => ({ name, type, kwargOnly: false, ...more });
const listOf = (elem: Type): Type => ({ kind: "List", elem });
const shown = (args: readonly Argument[], examples: number): string => slotsFor(args, examples).flatMap(namesOf).join(" ");

describe("example inputs of an ONNX export", () => {
  const [x, xs, pair] = [arg("x", TensorT), arg("xs", listOf(TensorT)), arg("pair", { kind: "Tuple", elems: [TensorT, TensorT] })];
  const mask = arg("mask", { kind: "Optional", elem: TensorT }, { default: { kind: "None" } });

  it("go to the arguments in order, and to those with a default as far as they reach", () => {
    assert.equal(shown([x, pair, mask], 3), "x pair.0 pair.1");
    assert.equal(shown([x, pair, mask], 4), "x pair.0 pair.1 mask");
    assert.equal(shown([x, mask], 5), "x mask");
  });

  it("fill a list with all that the others leave", () => {
    assert.equal(shown([xs, x, mask], 4), "xs.0 xs.1 xs.2 x");
    assert.equal(shown([xs, arg("ys", listOf(TensorT))], 3), "xs.0 xs.1 ys.0");
    assert.equal(shown([xs, x], 1), "xs.0 x");
  });

  it("are counted", () => {
    assert.equal(neededExamples([xs, pair, mask, x]), 4);
    assert.equal(neededExamples([arg("n", IntT, { default: { kind: "None" } })]), 0);
  });
});

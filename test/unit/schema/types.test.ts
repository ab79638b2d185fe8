import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseSchema } from "../../../server/src/script/schema/parseSchema";
import { annotationStr, graphTypeStr, typeStr } from "../../../server/src/script/types/print";
import { equals, isSubtypeOf } from "../../../server/src/script/types/subtype";
import { AnyT, ClassType, IntT, InterfaceType, NoneT, NumberT, StringT, TensorT, UnknownT, futureOf, listOf, tupleOf } from "../../../server/src/script/types/types";
import type { CompiledFunction, TupleType, Type } from "../../../server/src/script/types/types";
import { matchTypeVariables, tryEvalTypeVariables, unifyTypeList, unifyTypes } from "../../../server/src/script/types/unify";
import { optionalType, subtractTypeSet, unionOf } from "../../../server/src/script/types/union";
import { english, type Message } from "../../../server/src/text/message";

interface Recorded {
  readonly types: Readonly<Record<string, { readonly annotation: string; readonly schema: string }>>;
  /** Indexes of two types; whether the first fits the second; whether they are equal; the common type. */
  readonly rows: readonly (readonly [number, number, 0 | 1, 0 | 1, string | null])[];
}
const recorded = JSON.parse(readFileSync(join(__dirname, "../../fixtures/schema/types.json"), "utf8")) as Recorded;
const typed = (text: string): Type => parseSchema(`f(${text} x) -> ()`).args[0]?.type ?? UnknownT;
const pair = (qualname: string, fields: string[]): TupleType => ({ ...tupleOf([IntT, TensorT]), named: { qualname, fields, defaults: [] } });

describe("types", () => {
  const names = Object.keys(recorded.types);
  const types = Object.values(recorded.types).map((t) => typed(t.schema));
  it("print as torch's, in schemas and as annotations", () => {
    Object.values(recorded.types).forEach((t, i) => {
      assert.equal(typeStr(types[i] ?? UnknownT), t.schema);
      assert.equal(annotationStr(types[i] ?? UnknownT), t.annotation);
    });
  });
  it("fit, equal and unify as torch's do, each with each", () => {
    for (const [i, j, fits, same, common] of recorded.rows) {
      const [a, b] = [types[i] ?? UnknownT, types[j] ?? UnknownT];
      const what = `${names[i]} and ${names[j]}`;
      assert.equal(isSubtypeOf(a, b), fits === 1, what);
      assert.equal(equals(a, b), same === 1, what);
      const unified = unifyTypes(a, b);
      assert.equal(unified && annotationStr(unified), common, what);
    }
  });
  it("of graphs print futures and NamedTuples in their own way", () => {
    assert.equal(graphTypeStr(listOf(futureOf(IntT))), "Future[int][]");
    assert.equal(graphTypeStr(pair("__torch__.P", ["i", "t"])), "NamedTuple(i : int, t : Tensor)");
    assert.equal(typeStr(pair("__torch__.P", ["i", "t"])), "__torch__.P");
    assert.equal(typeStr(pair("", ["i", "t"])), "(int, Tensor)");
    assert.equal(annotationStr(listOf(pair("__torch__.P", ["i", "t"])), (t) => (t.kind === "Tuple" ? "P" : null)), "List[P]");
  });
  it("that are NamedTuples fit tuples and others with the same fields", () => {
    assert.equal(isSubtypeOf(pair("P", ["a", "b"]), tupleOf([IntT, TensorT])), true);
    assert.equal(isSubtypeOf(tupleOf([IntT, TensorT]), pair("P", ["a", "b"])), false);
    assert.equal(isSubtypeOf(pair("P", ["a", "b"]), pair("Q", ["a", "b"])), true);
    assert.equal(isSubtypeOf(pair("P", ["a", "b"]), pair("Q", ["a", "c"])), false);
  });
  it("fit an interface by its methods", () => {
    const method = (text: string): CompiledFunction => ({ name: "run", qualname: "C.run", ensureDefined: () => undefined, schema: () => parseSchema(text) });
    const cls = new ClassType("__torch__.C", false);
    cls.methods.set("run", method("run(Any self, Scalar n) -> int"));
    const wants = (text: string, isModule = false): InterfaceType => {
      const i = new InterfaceType("__torch__.I", isModule);
      i.methods.set("run", parseSchema(text));
      return i;
    };
    const why: Message[] = [];
    assert.equal(isSubtypeOf(cls, wants("run(Any self, int n) -> Any")), true);
    assert.equal(isSubtypeOf(cls, wants("run(Any self, str n) -> Any"), why), false);
    assert.match(why.map(english).join(), /run/);
    assert.equal(isSubtypeOf(cls, wants("run(Any self, int n) -> Any", true)), false);
  });
  it("make unions and optionals", () => {
    assert.equal(typeStr(unionOf([StringT, IntT, NoneT])), "Union(int, NoneType, str)");
    assert.equal(typeStr(unionOf([NoneT, IntT])), "int?");
    assert.equal(typeStr(optionalType(AnyT)), "Any?");
    assert.equal(equals(unionOf([NumberT, StringT]), unionOf([StringT, NumberT])), true);
    assert.equal(typeStr(subtractTypeSet(unionOf([StringT, IntT, NoneT]), [NoneT]) ?? UnknownT), "Union(int, str)");
    assert.equal(typeStr(subtractTypeSet(optionalType(IntT), [NoneT]) ?? UnknownT), "int");
  });
  it("that are Unknown are never at odds", () => {
    for (const t of types) {
      assert.ok(isSubtypeOf(t, UnknownT) && isSubtypeOf(UnknownT, t) && equals(t, UnknownT) && equals(UnknownT, t));
      assert.equal(unifyTypes(t, UnknownT), UnknownT);
    }
    assert.equal(isSubtypeOf(listOf(UnknownT), listOf(IntT)), true);
  });
  it("bind variables", () => {
    const env = new Map<string, Type>();
    assert.equal(matchTypeVariables(typed("Dict(str, t)"), typed("Dict(str, int[])"), env), true);
    assert.equal(typeStr(tryEvalTypeVariables(typed("(str, t?)[]"), env) ?? UnknownT), "(str, int[]?)[]");
    assert.equal(tryEvalTypeVariables(typed("u[]"), env), null);
    const why: Message[] = [];
    assert.equal(matchTypeVariables(typed("t[]"), IntT, new Map(), why), false);
    assert.equal(why.length, 1);
  });
  it("of lists unify or not", () => {
    const why: Message[] = [];
    assert.equal(unifyTypeList([IntT, StringT], why), null);
    assert.equal(typeStr(unifyTypeList([IntT, StringT], why, true) ?? UnknownT), "Union(int, str)");
    assert.equal(typeStr(unifyTypeList([IntT, NoneT]) ?? UnknownT), "int?");
  });
});

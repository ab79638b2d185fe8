import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { OperatorFacts } from "../../../server/src/script/api";
import { FollowsFromUnknown, ScriptError } from "../../../server/src/script/errors";
import { Graph } from "../../../server/src/script/ir/ir";
import { BUILTIN_SOURCE, builtinFunctionsFor, inlineBuiltin } from "../../../server/src/script/schema/builtinFunctions";
import { OperatorTable } from "../../../server/src/script/schema/operators";
import { parseSchema, schemaStr } from "../../../server/src/script/schema/parseSchema";
import { emitBuiltinCall, matchSchema, matchSchemas, schemaOfNode, tryConvertToType } from "../../../server/src/script/schema/schemaMatching";
import { torchvisionSchemas } from "../../../server/src/script/schema/torchvisionOperators";
import type { ListType, Type } from "../../../server/src/script/types/types";
import { FloatT, IntT, StringT, TensorT, UnknownT, listOf, tupleOf } from "../../../server/src/script/types/types";
import { lineStartsOf, positionAt } from "../../../server/src/syntax/source";
import type { RecordedCalls } from "./calls";
import { replay, sameNodes, torchVersion } from "./calls";
import { english, NOTHING } from "../../../server/src/text/message";

const root = join(__dirname, "../../..");
const read = <T>(path: string): T => JSON.parse(readFileSync(join(root, path), "utf8")) as T;
const versions = ["1.13", "2.6", "2.14"];
const facts = new Map(versions.map((v) => [v, read<OperatorFacts>(`cfg/facts/operators-${v}.json`)]));
const table = (v: string): OperatorTable => {
  const f = facts.get(v);
  if (!f) throw new Error(v);
  return new OperatorTable(f);
};

describe("operator declarations", () => {
  for (const v of versions) {
    it(`of torch ${v} print as they were read`, () => {
      for (const text of facts.get(v)?.schemas ?? []) assert.equal(schemaStr(parseSchema(text)), text);
    });
  }
  it("of a user's function print defaults as torch does", () => {
    const { args, ...rest } = parseSchema("f(str? s=\"q'\", float a=1e-7, float b=-0.0, float c=1e10, float i=inf, Tensor m=None, int[2] l=1) -> Any");
    const mode: Type = { kind: "Enum", qualname: "__torch__.models.Mode", valueType: IntT, members: [] };
    const e = { name: "e", type: mode, kwargOnly: false, default: { kind: "enum" as const, type: mode, name: "A", value: { kind: "int" as const, value: 1n } } };
    const t = { name: "t", type: tupleOf([IntT, StringT]), kwargOnly: false, default: { kind: "tuple" as const, type: tupleOf([IntT, StringT]), items: [{ kind: "int" as const, value: 1n }, { kind: "str" as const, value: "a" }] } };
    assert.equal(schemaStr({ ...rest, args: [...args, e, t] }),
      "f(str? s=\"q\\'\", float a=9.9999999999999995e-08, float b=0., float c=10000000000., float i=inf, Tensor m=[ Tensor (undefined) ], int[2] l=1, Enum<__torch__.models.Mode> e=Enum<Mode.A>, (int, str) t=(1, a)) -> Any");
  });
  it("are found by symbol, in order of registration", () => {
    const ops = table("1.13");
    assert.equal(ops.overloads("aten::add")[0]?.overload, "Tensor");
    assert.equal(ops.overloads("aten::nothing").length, 0);
    assert.equal(ops.has("prim::shape"), true);
    assert.equal(ops.builtinFor(["nowhere.relu", "torch.relu"]), "aten::relu");
    assert.equal(ops.similar("aten::relv")[0], "aten::relu");
  });
  it("are added to for one model; what cannot be read is left out", () => {
    const all = table("2.14");
    const ops = all.with(["mine::cast(Tensor x, ScalarType dtype=float16) -> Tensor", "mine::broken(Tensor"]);
    assert.equal(ops.overloads("mine::cast").length, 1);
    assert.deepEqual(ops.overloads("mine::cast")[0]?.args[1]?.default, { kind: "int", value: 5n });
    assert.deepEqual([ops.has("mine::broken"), ops.has("aten::relu"), all.has("mine::cast")], [false, true, false]);
  });
  it("of torchvision are those of the release that belongs to torch", () => {
    const has = (torch: string): boolean => torchvisionSchemas(torch).some((s) => s.startsWith("torchvision::box_iou_rotated("));
    assert.deepEqual(["1.13.0a0", "2.6.0+debian", "2.14.1+debian"].map(has), [false, false, true]);
  });
  it("keep declared types apart from those in a graph", () => {
    const [dtype] = parseSchema("aten::f(ScalarType? dtype=None) -> Tensor").args;
    assert.deepEqual(dtype?.type, { kind: "Optional", elem: IntT });
  });
});

describe("calls recorded with real torch", () => {
  for (const v of versions) {
    it(`are answered alike for ${v}: verdict, overload, result, and values made on the way`, () => {
      const operators = table(v);
      for (const call of read<RecordedCalls>(`test/fixtures/schema/calls-${v}.json`).rows) {
        const what = JSON.stringify(call);
        const ours = replay(call, operators, torchVersion(v));
        assert.equal(ours.ok, call.ok, what);
        assert.equal(ours.type, call.type, what);
        if (call.nodes) assert.ok(sameNodes(ours.nodes ?? [], call.nodes), `${what}\n${JSON.stringify(ours.nodes)}`);
        if (call.outs) assert.deepEqual(ours.outs, call.outs, what);
      }
    });
  }
});

describe("matching", () => {
  const range = { file: "case.py", start: 3, end: 7 };
  const ctx = (v = "2.14") => ({ graph: new Graph(), operators: table(v), torch: torchVersion(v) });

  it("says nothing about what follows from an Unknown", () => {
    const c = ctx();
    const value = c.graph.addInput("x", UnknownT);
    assert.throws(() => emitBuiltinCall(c, range, "aten::relu", [{ range, value }], []), FollowsFromUnknown);
  });
  it("speaks of the overload that came nearest, and notes the others", () => {
    const c = ctx();
    const value = c.graph.addInput("x", IntT);
    const error = ((): unknown => { try { emitBuiltinCall(c, range, "aten::relu", [{ range, value }], []); return null; } catch (e) { return e; } })();
    assert.ok(error instanceof ScriptError);
    assert.equal(error.rule, "schema-mismatch");
    assert.deepEqual(error.range, range);
    assert.match(error.message, /no overload of 'relu' takes \(int\)/);
    assert.match(english(error.notes[0] ?? NOTHING), /^aten::relu\(Tensor self\) -> Tensor: argument 'self' must be Tensor, not int/);
  });
  it("names near operators where there is none", () => {
    assert.throws(() => emitBuiltinCall(ctx(), range, "aten::relv", [], []), (e: unknown) => e instanceof ScriptError && e.rule === "unknown-builtin" && english(e.notes[0] ?? NOTHING) === "aten::relu");
  });
  it("gives index and match for functions of the user", () => {
    const c = ctx();
    const value = c.graph.addInput("x", TensorT);
    const schemas = [parseSchema("f(str a) -> str"), parseSchema("f(int a, int[2] size=3) -> int")];
    const [index, matched] = matchSchemas(c, schemas, range, [{ range, value }], []);
    assert.equal(index, 1);
    assert.equal(matched.inputs[0]?.node.kind, "aten::IntImplicit");
    assert.deepEqual(matched.inputs[1]?.node.constant, { kind: "list", elem: IntT, items: [{ kind: "int", value: 3n }, { kind: "int", value: 3n }] });
    assert.equal(matchSchema(c, schemas[1] ?? parseSchema("f() -> ()"), range, [], [{ range, name: "a", value }]).returnTypes[0], IntT);
  });
  it("makes lists of tuples, also inside of an Optional, and fills empty literals", () => {
    const c = ctx();
    const pair = c.graph.addInput("p", tupleOf([IntT, IntT]));
    const list = tryConvertToType(c, range, { kind: "Optional", elem: listOf(IntT) }, pair, false);
    assert.equal(list.node.kind, "prim::ListConstruct");
    const empty = c.graph.insertOp("prim::EmptyListLiteral", [], listOf(TensorT), range);
    assert.equal((tryConvertToType(c, range, listOf(StringT), empty, false).type as ListType).elem, StringT);
    assert.equal(tryConvertToType(c, range, FloatT, c.graph.addInput("i", IntT), true).type, IntT, "ints stay ints");
  });
  it("inlines what torch defines in TorchScript at the places torch prints", () => {
    const graph = new Graph();
    const two = graph.insertConstant({ kind: "int", value: 2n });
    const f = builtinFunctionsFor("aten::div").find((b) => b.schema.args[0]?.type === IntT);
    assert.ok(f);
    const result = inlineBuiltin(graph, f, [two, graph.addInput("x", TensorT)], (n) => schemaOfNode(table("2.14"), n));
    assert.equal(result.node.kind, "aten::mul");
    assert.equal(result.node.schema?.overload, "Scalar");
    assert.deepEqual(positionAt(lineStartsOf(BUILTIN_SOURCE), result.node.range?.start ?? 0), { line: 12, character: 9 });
  });
});

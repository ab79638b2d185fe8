/** torch's tree: what is refused, where, and in which order; places that are not where one would think. */
import assert from "node:assert/strict";
import { loadParserParts } from "../../../server/src/host/parserParts";
import { buildClassDef, buildDef } from "../../../server/src/script/frontend/build";
import type { BuiltDef, DefOptions } from "../../../server/src/script/frontend/build";
import { ScriptTypeParser, schemaFromDef } from "../../../server/src/script/frontend/scriptTypeParser";
import type { TExpr, TStmt } from "../../../server/src/script/frontend/tree";
import type { TorchVersion } from "../../../server/src/script/sugared/sugaredValue";
import { annotationStr } from "../../../server/src/script/types/print";
import { initParser, parse } from "../../../server/src/syntax/parser";

const version = (major: number, minor: number): TorchVersion => ({
  name: `${major}.${minor}`, major, minor, atLeast: (a, b) => major > a || (major === a && minor >= b),
});
const old = version(1, 13);
const recent = version(2, 14);

function build(text: string, options: Partial<DefOptions> = {}): BuiltDef {
  const file = parse("x.py", text);
  assert.deepEqual(file.problems, []);
  const fn = file.body.find((s) => s.kind === "FunctionDef");
  assert.ok(fn?.kind === "FunctionDef");
  return buildDef(file, fn, { torch: recent, ...options });
}

/** `rule@covered text` of every problem; `-` where torch names no place. */
function problems(text: string, options: Partial<DefOptions> = {}): string[] {
  return build(text, options).problems.map((p) => `${p.rule}@${p.range === null ? "-" : text.slice(p.range.start, p.range.end)}`);
}

function last(text: string): { stmt: TStmt; covers: (e: { readonly range: { start: number; end: number } }) => string } {
  const source = `def f(x, y):\n    ${text}\n`;
  const built = build(source);
  assert.deepEqual(built.problems, []);
  const stmt = built.def.statements[built.def.statements.length - 1];
  assert.ok(stmt);
  return { stmt, covers: (e) => source.slice(e.range.start, e.range.end) };
}

function returned(text: string): { expr: TExpr; covers: (e: TExpr) => string } {
  const { stmt, covers } = last(`return ${text}`);
  assert.ok(stmt.kind === "Return");
  return { expr: stmt.expr, covers };
}

describe("front end", () => {
  before(async () => initParser(loadParserParts()));

  it("places nodes where torch does", () => {
    const cases: [string, string][] = [
      ["x.foo(y, 1)", "x.foo(y, 1"], ["[x, y]", "[x, y"], ["x[0]", "x[0]"], ["x[ 0 ]", "x[ 0 "], ["1e-3", "1e-3\n"],
      ["'abc'", "'abc"], ["x if y else 2", "x if y else 2"], ["(x, y)", "(x, y"], ["not x", "not x"], ["x not in y", "x not in y"],
      ["[i for i in x]", "[i for i in x"], ["x().y", "x()"],
    ];
    for (const [text, covered] of cases) {
      const { expr, covers } = returned(text);
      assert.equal(covers(expr), covered, text);
    }
  });

  it("counts bytes, as torch does", () => {
    const source = "def f(x):\n    return x.a('é', x.b)\n";
    const built = build(source);
    const stmt = built.def.statements[0];
    assert.ok(stmt?.kind === "Return" && stmt.expr.kind === "Apply");
    assert.equal(source.slice(stmt.expr.range.start, stmt.expr.range.end), "x.a('é', x.b");
  });

  it("makes calls of f-strings and chains of comparisons", () => {
    const text = returned("f'a{x}b'").expr;
    assert.ok(text.kind === "Apply" && text.callee.kind === "Select" && text.callee.value.kind === "StringLiteral");
    assert.equal(text.callee.value.text, "a{}b");
    const chain = returned("x < y < 3").expr;
    assert.ok(chain.kind === "BinOp" && chain.op === "and");
  });

  it("refuses in torch's order and goes on", () => {
    assert.deepEqual(problems("def f(x, *a, **k):\n    try:\n        y = {1}\n    finally:\n        pass\n    return lambda: 1\n"), [
      "variable-arguments@*k", "variable-arguments@*a", "unsupported-syntax@try", "unsupported-syntax@{", "unsupported-syntax@l",
    ]);
    assert.deepEqual(problems("def f(x, *, a=1): return +x\n"), ["variable-arguments@1", "unary-plus@-"]);
    assert.deepEqual(problems("def f(x):\n    while x:\n        x //= 2\n    else:\n        raise\n"), ["loop-else@-", "augmented-operator@/="]);
    assert.deepEqual(problems("def f(x):\n    return [i for i in x if i], f'{x!r}', {**x}, g(**x)\n"), [
      "comprehension-if@", "fstring-conversion@{", "dict-expansion@{", "keyword-expansion@x",
    ]);
    assert.deepEqual(problems("def f(x):\n    self.a: int = 1\n    y: int\n"), ["annotated-attribute@self.a: int", "annotation-without-value@y"]);
    assert.deepEqual(problems("def f(x):\n    import a\n    global b\n    def g(): pass\n    class C: pass\n    with x as (a, b): pass\n"), [
      "unsupported-syntax@import", "unsupported-syntax@global", "unsupported-syntax@def", "unsupported-syntax@class", "with-target@-",
    ]);
  });

  it("drops the body of what cannot be called", () => {
    const built = build("@unused\ndef f(x: What[1], *a):\n    import b\n    return b\n", { annotationsOnly: true });
    assert.deepEqual(built.problems, []);
    assert.equal(built.def.statements[0]?.kind, "Raise");
  });

  it("looks for def further down in 1.13 when there are decorators", () => {
    const source = "@a\n@b\ndef f(x):\n    y = x\n    return y\n";
    const at = (torch: TorchVersion): string => source.slice(build(source, { torch }).def.name.range.start).split("\n")[0] ?? "";
    assert.equal(at(recent), "def f(x):");
    assert.equal(at(old), "    return y");
  });

  it("takes signatures from type comments", () => {
    const schema = (text: string): string => {
      const s = schemaFromDef(build(text).def, null, recent);
      return `${s.args.map((a) => annotationStr(a.type)).join(", ")} -> ${s.returns.map((r) => annotationStr(r.type)).join(", ")}`;
    };
    assert.equal(schema("def f(x, y):\n    # type: (Tensor, List[int]) -> Dict[str, Tensor]\n    return y\n"), "Tensor, List[int] -> Dict[str, Tensor]");
    assert.equal(schema("def f(x,  # type: int\n      y,  # type: Optional[str]\n      ):\n    # type: (...) -> bool\n    return y\n"), "int, Optional[str] -> bool");
    assert.equal(schema("def f(x, y):\n    return y  # type: ignore[foo]\n"), "Tensor, Tensor -> ");
    assert.deepEqual(problems("def f(x):\n    # type: (int, int) -> int\n    return x\n"), ["type-comment-count@def f(x"]);
    assert.deepEqual(problems("def f(x):\n    #type: (int) -> int\n    return x\n"), ["type-comment@-"]);
  });

  it("places all types of a comment in the file", () => {
    const text = "import torch\n\ndef f(a, b, c):\n    # type: (torch.Tensor, List[torch.device], int | str) -> Tuple[int, torch.Tensor]\n    return a\n";
    const { decl } = build(text).def;
    const parts = [...decl.params.map((p) => p.type), decl.returnType].map((t) => (t ? text.slice(t.range.start, t.range.end) : ""));
    assert.deepEqual(parts, ["torch.Tensor", "List[torch.device]", "int | str", "Tuple[int, torch.Tensor]"]);
  });

  it("takes the indentation out of long strings", () => {
    const source = "class A:\n    def f(self):\n        x = '''a\n        b\n  c'''\n        return x\n";
    const file = parse("x.py", source);
    const cls = file.body[0];
    assert.ok(cls?.kind === "ClassDef");
    const built = buildClassDef(file, cls, { torch: recent, selfName: "A" });
    const stmt = built.methods[0]?.statements[0];
    assert.ok(stmt?.kind === "Assign" && stmt.rhs?.kind === "StringLiteral");
    assert.equal(stmt.rhs.text, "a\n    b\n  c");
  });

  it("reads types", () => {
    const type = (text: string, torch: TorchVersion = recent): string => {
      const def = build(`def f(x: ${text}): pass\n`, { torch }).def;
      const annotation = def.decl.params[0]?.type;
      assert.ok(annotation);
      try {
        const parser = new ScriptTypeParser(null, torch);
        const list = parser.parseBroadcastList(annotation);
        return list === null ? annotationStr(parser.parseType(annotation)) : `${annotationStr(list.type)} of ${list.size}`;
      } catch (e) {
        return (e as { rule?: string }).rule ?? String(e);
      }
    };
    assert.equal(type("torch.Tensor"), "Tensor");
    assert.equal(type("Dict[str, List[Optional[int]]]"), "Dict[str, List[Optional[int]]]");
    assert.equal(type("Tuple[()]"), "Tuple[()]");
    assert.equal(type("int | None"), "Optional[int]");
    assert.equal(type("int | None", old), "bad-annotation");
    assert.equal(type("list[int, str]"), "List[int]");
    assert.equal(type("list[int, str]", old), "bad-annotation");
    assert.equal(type("BroadcastingList2[float]"), "List[float] of 2");
    assert.equal(type("Callable[[int], int]"), "unknown-type");
    assert.equal(type("Foo"), "unknown-type");
    assert.equal(type("3"), "bad-annotation");
  });
});

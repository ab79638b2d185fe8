/** The AST of short texts: spans, values, what is refused and what survives beside it. */
import assert from "node:assert/strict";
import { loadParserParts } from "../../../server/src/host/parserParts";
import type { Expr, SourceFile } from "../../../server/src/syntax/ast";
import { initParser, parse } from "../../../server/src/syntax/parser";
import { classAtLine, definitions, functionAt, functionAtLine, lambdasAtLine, nodeAt } from "../../../server/src/syntax/walk";
import { flatten } from "./flatten";
import { english } from "../../../server/src/text/message";

const file = (text: string): SourceFile => parse("x.py", text);
/** The one expression of a text, with the text that each node covers. */
function shown(text: string): string[] {
  const f = file(`${text}\n`);
  assert.deepEqual(f.problems, []);
  return flatten(f, true).slice(1).map(([kind, start, end, detail]) => `${kind} ${f.text.slice(start, end)}${detail ? ` | ${detail}` : ""}`);
}
function value(text: string): unknown {
  const s = file(`${text}\n`).body[0];
  const e: Expr | undefined = s?.kind === "Expr" ? s.value : undefined;
  return e?.kind === "Constant" ? ("value" in e.value ? e.value.value : e.value.type) : e?.kind;
}

describe("parser", () => {
  before(async () => initParser(loadParserParts()));

  it("groups operators as Python does", () => {
    assert.deepEqual(shown("a ^ b & c | d").map((l) => l.split(" |")[0]), [
      "BinOp a ^ b & c", "BinOp a ^ b & c", "Name a", "BinOp b & c", "Name b", "Name c", "Name d",
    ].map((l, i) => (i === 0 ? "BinOp a ^ b & c" : l)));
    assert.equal(shown("-x ** -y")[0], "UnaryOp -x ** -y | USub");
    assert.equal(shown("a ** b ** c")[2], "BinOp b ** c | Pow");
    assert.equal(shown("(a) + (b)")[0], "BinOp (a) + (b) | Add");
  });

  it("gives all of a conditional to a name", () => {
    assert.deepEqual(shown("f(x := a if b else (c))").slice(2).map((l) => l.split(" |")[0]), ["NamedExpr x := a if b else (c)", "Name x", "IfExp a if b else (c)", "Name b", "Name a", "Name c"]);
    assert.equal(shown("f((x := a) if b else c)")[2], "IfExp (x := a) if b else c");
  });

  it("keeps brackets out of spans but in tuples", () => {
    assert.deepEqual(shown("((a))"), ["Name a | a Load"]);
    assert.equal(shown("a, (b),")[0], "Tuple a, (b), | Load");
    assert.equal(shown("x[a, 1:2]")[2], "Tuple a, 1:2 | Load");
    assert.equal(shown("[*a.b, *c or d]")[1], "Starred *a.b | Load");
  });

  it("reads literals", () => {
    assert.equal(value("0x_ff"), 255n);
    assert.equal(value("1_000.5e-3"), 1.0005);
    assert.equal(value("'a\\x41\\u00e9\\n\\q'  'b'"), "aAé\n\\qb");
    assert.equal(value("r'\\n'"), "\\n");
    assert.equal(value("b'\\xff'"), "\xff");
    assert.equal(value("'''a\\\nb'''"), "ab");
  });

  it("gives the parts of f-strings their own places", () => {
    assert.deepEqual(shown("f'a{x!r:>{w}}' 'b'"), [
      "JoinedStr f'a{x!r:>{w}}' 'b'", "Constant a | str a", "FormattedValue {x!r:>{w}} | 114", "Name x | x Load",
      "JoinedStr :>{w}", "Constant > | str >", "FormattedValue {w} | -1", "Name w | w Load", "Constant 'b' | str b",
    ]);
  });

  it("keeps what stands beside broken code", () => {
    for (const broken of ["x = = 3\n", "def f(x:\n    return x\n\n", "print 'a'\n", "if x\n    pass\n", "x = [1, 2\ny = 3\n\n", "x = 'abc\n"]) {
      const f = file(`${broken}def g(y):\n    return y\n`);
      assert.notEqual(f.problems.length, 0, broken);
      assert.ok(definitions(f).some((d) => d.qualname === "g"), broken);
    }
  });

  it("refuses what only the grammar accepts", () => {
    for (const bad of [
      "f(a=1, 2)", "return 1", "break", "f() = 3", "del f()", "None = 3", "x: int: 3", "*a = 1", "def f(a, a): pass",
      "def f(a=1, b): pass", "def f(*): pass", "def f(**k, a): pass", "    x = 1", "x := 2", "x := 2 if a else b", "[1 for x in y if z := 2]", "f(1 for x in z := y)", "{1 for x in y if z := a if b else c}", "[1 for x in y if lambda: 1]", "[1 for x in lambda: y]", "012", "a <> b", "nonlocal x",
      "class A: continue", "def f():\n    x = 1\n  y = 2", "try:\n    pass", "'a' b'b'",
    ]) assert.notEqual(file(`${bad}\n`).problems.length, 0, bad);
  });

  it("blames brackets, quotes and colons where CPython does", () => {
    const first = (text: string): string => {
      const [p, ...more] = file(text).problems;
      return p ? `${text.slice(0, p.start).split("\n").length}:${p.start - text.lastIndexOf("\n", p.start - 1) - 1} ${english(p.message)}${more.length ? " ..." : ""}` : "";
    };
    assert.equal(first("class M:\n    def f(self, x):\n        return (x +\n\n    def g(self):\n        pass\n"), "3:15 this '(' is never closed");
    assert.equal(first("def f(x):\n    y = [1, 2\n    return y\n"), "2:8 this '[' is never closed");
    assert.equal(first("def f(x):\n    y = foo(x]\n    return y\n"), "2:13 this ']' does not match the '(' it would close");
    assert.equal(first("def f(x):\n    y = x)\n    return y\n"), "2:9 this ')' closes nothing");
    assert.equal(first("def f(x):\n    y = 'abc\n    return y\n"), "2:8 this string is not closed on its line");
    assert.equal(first("def f(x)\n    return x\n"), "1:7 a ':' is missing behind this");
    assert.equal(first("def f(x):\n    return x +\n"), "2:4 this is not valid Python");
    assert.equal(first("def f(x):\nreturn x\n"), "1:0 an indented block is missing");
  });

  it("does not fall over deep nesting", () => {
    assert.equal(file(`${"(".repeat(5000)}x${")".repeat(5000)}\n`).problems.length, 0);
    assert.equal(file(`x = ${"a + ".repeat(20000)}a\n`).problems.length, 0);
    const deep = file(`x = ${"not ".repeat(9000)}a\ndef f(): pass\n`);
    assert.equal(deep.body[1]?.kind, "FunctionDef");
    assert.equal(file(`if a:\n  pass\n${"elif b:\n  pass\n".repeat(3000)}`).problems.length, 0);
  });

  it("takes other line ends, marks and blanks", () => {
    const old = file("class A:\r    def f(self):\r        \"\"\"a\r        b\"\"\"\r        return 1\r\n\r# end");
    assert.deepEqual([old.problems, definitions(old).map((d) => d.qualname), old.lineStarts.length], [[], ["A", "A.f"], 7]);
    const f = file("\ufeffx = 1\r\ndef f():\r\n\treturn '''a\r\nb'''\r\n\f\ny = 2 # type: int\r\n");
    assert.deepEqual(f.problems, []);
    assert.deepEqual(f.body.map((s) => s.kind), ["Assign", "FunctionDef", "Assign"]);
    assert.equal(f.comments[0]?.text.trim(), "# type: int");
  });

  it("finds definitions", () => {
    const f = file("@a\n@b\ndef f(x):\n    def g(): return x\n    return g\n\nclass A:\n    class B:\n        def m(self): pass\n\nh = lambda y: y + 1\n");
    assert.deepEqual(definitions(f).map((d) => d.qualname), ["f", "f.<locals>.g", "A", "A.B", "A.B.m"]);
    assert.equal(functionAtLine(f, 1)?.name, "f");
    assert.equal(functionAtLine(f, 3, "f")?.name, "f");
    assert.equal(classAtLine(f, 8)?.name, "B");
    assert.equal(lambdasAtLine(f, 11).length, 1);
    assert.equal(functionAt(f, f.text.indexOf("return x"))?.kind, "FunctionDef");
    const name = nodeAt(f, f.text.indexOf("y + 1"));
    assert.equal(name?.kind === "Name" && name.id, "y");
  });
});

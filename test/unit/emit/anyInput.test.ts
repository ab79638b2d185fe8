/**
 * No input makes the parser or the compiler throw: random text, random tokens, random programs, and
 * correct programs that are cut, doubled or shuffled. Errors come back as values.
 */
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { resolve } from "node:path";
import fc from "fast-check";
import { parse } from "../../../server/src/syntax/parser";
import { positionAt } from "../../../server/src/syntax/source";
import { definitions } from "../../../server/src/syntax/walk";
import { compileText, loadParser } from "./harness";

const WORDS = ("def class return if elif else for while in not and or is None True False break continue pass raise assert with as try except finally lambda yield await async del global import from match case type " +
  "x y self torch List int Tensor Optional range len enumerate zip print super ( ) [ ] { } : , . ; = == != += -> := * ** / // % @ + - ~ < > << & | ^ ... ' \" ''' f' # \\ 0 1 1.5 1e400 0x 1_0 2j 'a' f'{x}' b'a' \n \t é 𝒳 𝟏").split(" ");
const tokens = fc.array(fc.constantFrom(...WORDS, "\n", "\n    ", "\n        ", "  "), { maxLength: 60 }).map((w) => w.join(" "));

const names = fc.constantFrom("x", "y", "n", "xs", "d", "f", "torch", "self");
const { expr } = fc.letrec<{ expr: string }>((tie) => {
  const e = tie("expr");
  return {
    expr: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      names, fc.constantFrom("1", "2.5", "'a'", "None", "True", "[]", "{}", "()", "1j", "..."),
      fc.tuple(e, fc.constantFrom("+", "-", "*", "/", "//", "%", "**", "@", "<", "==", "is", "in", "and", "or", "&", "<<", "not in"), e).map(([a, o, b]) => `(${a} ${o} ${b})`),
      fc.tuple(fc.constantFrom("-", "~", "not ", "+"), e).map(([o, a]) => `${o}${a}`),
      fc.tuple(e, e).map(([a, b]) => `${a}[${b}]`), fc.tuple(e, e, e).map(([a, b, c]) => `${a}[${b}:${c}, ..., None]`),
      fc.tuple(e, fc.constantFrom("size", "shape", "sum", "append", "items", "T", "foo", "__len__", "tolist")).map(([a, n]) => `${a}.${n}`),
      fc.tuple(fc.oneof(e, fc.constantFrom("len", "range", "int", "float", "list", "torch.cat", "torch.jit.annotate", "torch.jit.fork", "isinstance", "hasattr", "getattr", "zip", "enumerate", "print", "super", "max", "sorted")),
        fc.array(e, { maxLength: 3 })).map(([f, a]) => `${f}(${a.join(", ")})`),
      fc.array(e, { maxLength: 3 }).map((a) => `[${a.join(", ")}]`), fc.array(e, { maxLength: 3 }).map((a) => `(${a.map((i) => `${i},`).join(" ")})`),
      fc.array(fc.tuple(e, e), { maxLength: 2 }).map((a) => `{${a.map(([k, v]) => `${k}: ${v}`).join(", ")}}`),
      fc.tuple(e, e, e).map(([a, b, c]) => `(${a} if ${b} else ${c})`), fc.tuple(e, names, e).map(([a, n, b]) => `[${a} for ${n} in ${b}]`),
      fc.tuple(e, names, e, e).map(([a, n, b, c]) => `{${a}: ${b} for ${n} in ${c}}`), e.map((a) => `f"{${a.replace(/["\\{}]/g, "")}}"`), e.map((a) => `(lambda q: ${a})`), e.map((a) => `print(*${a})`),
    ),
  };
});
const types = fc.constantFrom("", ": int", ": float", ": List[int]", ": Optional[torch.Tensor]", ": Dict[str, int]", ": Tuple[int, torch.Tensor]", ": Any", ": Union[int, str]", ": nothing", ": List", ": 'int'");
const indented = (text: string): string => text.replace(/^/gm, "    ");
const { block } = fc.letrec<{ block: string; stmt: string }>((tie) => ({
  block: fc.array(tie("stmt") as fc.Arbitrary<string>, { minLength: 1, maxLength: 4 }).map((s) => s.join("\n")),
  stmt: fc.oneof(
    { depthSize: "small" },
    fc.tuple(names, expr).map(([n, e]) => `${n} = ${e}`), fc.tuple(names, types, expr).map(([n, t, e]) => `${n}${t} = ${e}`),
    fc.tuple(expr, fc.constantFrom("+=", "-=", "*=", "/=", "//=", "**=", "="), expr).map(([a, o, b]) => `${a} ${o} ${b}`),
    fc.tuple(names, names, expr).map(([a, b, e]) => `${a}, *${b} = ${e}`), expr, expr.map((e) => `return ${e}`), fc.constantFrom("return", "break", "continue", "pass", "raise", "del x", "global x", "import os", "yield x"),
    expr.map((e) => `assert ${e}, ${e}`), expr.map((e) => `raise ValueError(${e})`),
    fc.tuple(expr, tie("block"), tie("block")).map(([e, a, b]) => `if ${e}:\n${indented(String(a))}\nelse:\n${indented(String(b))}`),
    fc.tuple(names, expr, tie("block")).map(([n, e, a]) => `for ${n} in ${e}:\n${indented(String(a))}`), fc.tuple(expr, tie("block")).map(([e, a]) => `while ${e}:\n${indented(String(a))}`),
    fc.tuple(expr, tie("block")).map(([e, a]) => `with ${e} as w:\n${indented(String(a))}`), fc.tuple(names, tie("block")).map(([n, a]) => `def ${n}(q):\n${indented(String(a))}`),
    fc.tuple(tie("block"), tie("block")).map(([a, b]) => `try:\n${indented(String(a))}\nexcept ValueError:\n${indented(String(b))}`),
  ),
}));
const program = fc.tuple(types, types, types, block).map(([a, b, r, body]) =>
  `import torch\nfrom typing import Any, Dict, List, Optional, Tuple, Union\ndef f(x${a}, y${b}, n: int = 3)${r.replace(":", " ->")}:\n${indented(body)}\n`);

const cases = resolve(__dirname, "../../conformance/cases/syntax");
const correct = readdirSync(cases).filter((n) => n.endsWith(".py")).map((n) => readFileSync(`${cases}/${n}`, "utf8"));
const broken = fc.tuple(fc.constantFrom(...correct), fc.nat(), fc.nat(), fc.constantFrom("cut", "double", "swap", "drop")).map(([text, a, b, how]) => {
  const [i, j] = [a % (text.length + 1), b % (text.length + 1)].sort((p, q) => p - q) as [number, number];
  switch (how) {
    case "cut": return text.slice(0, i);
    case "double": return text.slice(0, j) + text.slice(i);
    case "swap": return text.slice(0, i) + text.slice(j) + text.slice(i, j);
    case "drop": return text.slice(0, i) + text.slice(Math.min(j, i + 5));
  }
});

function survives(text: string): void {
  const file = parse("any.py", text);
  for (const d of definitions(file)) positionAt(file.lineStarts, d.node.start);
  for (const p of file.problems) assert.ok(p.start >= 0 && p.end <= text.length + 1 && p.start <= p.end, `${p.start}-${p.end} of ${text.length}`);
  compileText(text);
}
const holds = (what: fc.Arbitrary<string>, numRuns: number): void => {
  fc.assert(fc.property(what, survives), { numRuns, seed: 20260, interruptAfterTimeLimit: 15_000, markInterruptAsFailure: false });
};

describe("any input", () => {
  before(loadParser);
  it("that is random text", () => { holds(fc.string({ unit: "binary", maxLength: 200 }), 400); });
  it("that is random tokens", () => { holds(tokens, 800); });
  it("that is a random program", () => { holds(program, 800); });
  it("that is a broken program", () => { holds(broken, 300); });

  it("that is nested deeply", () => {
    const deep = 5000;
    for (const value of [`${"(".repeat(deep)}x${")".repeat(deep)}`, `${"[".repeat(deep)}x${"]".repeat(deep)}`, `x${".t()".repeat(deep)}`, `x${" + x".repeat(deep)}`, `${"not ".repeat(deep)}x`, `${"f(".repeat(deep)}x${")".repeat(deep)}`]) {
      survives(`def f(x):\n    return ${value}\n`);
    }
    survives(Array.from({ length: 300 }, (_, i) => `${" ".repeat(i)}if x:\n`).join(""));
  });

  it("that is long", () => {
    const c = compileText(`import torch\ndef f(x):\n${"    x = x + 1\n".repeat(20_000)}    return x\n`);
    assert.deepEqual(c.errors, []);
  }).timeout(60_000);
});

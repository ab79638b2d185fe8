/** The emitter on small functions: where it errs, what it goes on to say, and which graph it makes. */
import assert from "node:assert/strict";
import { OwnLimit } from "../../../server/src/script/errors";
import type { ScriptError } from "../../../server/src/script/errors";
import { compileText, loadParser, placeOf } from "./harness";

const HEAD = "import torch\nfrom torch import Tensor\nfrom typing import *\n";

/** `rule line:col-line:col` of every error; lines count from the first of `body`. */
function errors(body: string, torch = "2.6"): string[] {
  const c = compileText(HEAD + body, torch, "f");
  return c.errors.map((e) => {
    assert.ok(!(e instanceof OwnLimit), e.message);
    const rule = (e as ScriptError).rule;
    const place = placeOf(c.file, e.range).replace(/(\d+):/g, (_, line: string) => `${Number(line) - 3}:`);
    return `${rule} ${place}`;
  });
}
const clean = (body: string): void => { assert.deepEqual(errors(body), []); };

describe("emitter", () => {
  before(loadParser);

  describe("places of errors", () => {
    const cases: readonly [name: string, body: string, ...expected: string[]][] = [
      ["unknown method", "def f(x: Tensor):\n    return x.nope()\n", "unknown-attribute 2:11-2:17"],
      ["undefined name", "def f(x: Tensor):\n    return y\n", "undefined-name 2:11-2:12"],
      ["name missing after an if", "def f(x: Tensor, c: bool):\n    if c:\n        y = 1\n    return y\n", "undefined-after-if 2:4-3:13"],
      ["branch types of an outer name", "def f(x: Tensor, c: bool):\n    y = 1\n    if c:\n        y = 2.0\n    return y\n", "variable-type-changed 4:8-4:9"],
      ["missing return", "def f(x: Tensor, c: bool) -> int:\n    if c:\n        return 1\n", "missing-return 1:0-3:16"],
      ["return type", "def f(x: Tensor) -> float:\n    return 1\n", "return-type 2:4-2:12"],
      ["break in an unrolled loop", "def f(x: Tuple[int, int]):\n    for y in x:\n        break\n    return x\n", "break-in-unrolled-loop 3:8-3:13"],
      ["annotate marks its arguments", "def f(x: Tensor):\n    return torch.jit.annotate(int, 'a')\n", "annotate-mismatch 2:30-2:37"],
      ["direct recursion", "def f(x: Tensor):\n    return f(x)\n", "recursive-call 2:11-2:12"],
      ["loop over an int", "def f(x: Tensor):\n    for i in 5:\n        x = x + i\n    return x\n", "not-iterable 2:4-3:17"],
    ];
    for (const [name, body, ...expected] of cases) it(name, () => { assert.deepEqual(errors(body), expected); });
  });

  describe("going on after an error", () => {
    it("says nothing that follows from an unknown", () => {
      assert.deepEqual(errors("def f(x: Tensor):\n    y = x.nope()\n    z = y.also + y[0]\n    for i in z:\n        print(i.a)\n    return z\n"), ["unknown-attribute 2:8-2:14"]);
    });
    it("reports the next independent error, and an undefined name once", () => {
      assert.deepEqual(errors("def f(x: Tensor):\n    a = b + b\n    return x.nope(b)\n"), ["undefined-name 2:8-2:9", "unknown-attribute 3:11-3:17"]);
    });
    it("is silent in branches that may not be compiled", () => {
      assert.deepEqual(errors("def f(x: Tensor):\n    if hasattr(q, 'a'):\n        return x.nope()\n    return x\n"), ["undefined-name 2:15-2:16"]);
    });
    it("knows what a call gives whose arguments do not fit", () => {
      const twice = (line: string, ...rules: string[]): void => {
        assert.deepEqual(errors(`class P:\n    def __init__(self, n: int):\n        self.n = n\ndef g(x: Tensor) -> int:\n    return 1\ndef h(x, n: int):\n    return n\ndef f(x: Tensor, d: Dict[str, int]):\n    ${line}\n    return x\n`).map((e) => e.split(" ")[0]), rules);
      };
      twice("g('a').foo", "schema-mismatch", "unknown-attribute");
      twice("g(x.nope()).foo", "unknown-attribute", "unknown-attribute");
      twice("P('a').foo", "schema-mismatch", "unknown-attribute");
      twice("torch.relu('a').foo", "schema-mismatch", "unknown-attribute");
      twice("x.topk('a').foo", "schema-mismatch", "unknown-attribute");
      twice("d[x].foo", "schema-mismatch", "unknown-attribute");
      twice("x['a'].foo", "index-type", "unknown-attribute");
      twice("[1][0:'a'].foo", "schema-mismatch", "unknown-attribute");
      twice("(x + nope).foo", "undefined-name", "unknown-attribute");
      twice("(not nope).foo", "undefined-name", "unknown-attribute");
      twice("x += 'a'; x.foo", "schema-mismatch", "unknown-attribute");
      // with the annotation that is missing it may give something else
      twice("h(1, x).foo", "schema-mismatch");
      // overloads give different things
      twice("x.size(0, 1).foo", "schema-mismatch");
      twice("torch.max(x, x, x, x).foo", "schema-mismatch");
      // which of them they are is not known
      twice("g(**d)", "keyword-expansion");
    });
  });

  describe("accepts", () => {
    it("what is dead while compiling", () => { clean("def f(x: Tensor):\n    if not torch.jit.is_scripting():\n        return undefined\n    return x\n"); });
    it("refinement of optionals", () => { clean("def f(x: Optional[Tensor]):\n    if x is None:\n        return torch.zeros(1)\n    return x.sum()\n"); });
    it("a name of two types that nobody uses", () => { clean("def f(x: Tensor, c: bool):\n    if c:\n        y = 1\n    else:\n        y = 2.0\n    return x\n"); });
    it("the methods of a class", () => {
      clean("class P:\n    def __init__(self, x: int):\n        self.x = x\n    def __add__(self, o: int) -> int:\n        return self.x + o\ndef f(x: Tensor):\n    p = P(1)\n    p.x += 2\n    return p + 3\n");
    });
  });

  it("makes torch's graph of a loop", () => {
    const c = compileText(`${HEAD}def f(x: Tensor, n: int):\n    for i in range(n):\n        x = x + i\n    return x\n`, "2.6", "f");
    assert.equal(c.graph("f"), [
      "graph(%x.1 : Tensor,",
      "      %n.1 : int):",
      "  %9 : int = prim::Constant[value=1]()",
      "  %5 : bool = prim::Constant[value=1]()",
      "  %x : Tensor = prim::Loop(%n.1, %5, %x.1)",
      "    block0(%i.1 : int, %x.11 : Tensor):",
      "      %x.5 : Tensor = aten::add(%x.11, %i.1, %9)",
      "      -> (%5, %x.5)",
      "  return (%x)",
      "",
    ].join("\n"));
  });
});

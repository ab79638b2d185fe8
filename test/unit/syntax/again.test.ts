/** What is parsed after an edit, against the same text parsed from nothing. */
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { loadParserParts } from "../../../server/src/host/parserParts";
import type { SourceFile } from "../../../server/src/syntax/ast";
import { initParser, parse } from "../../../server/src/syntax/parser";
import { english } from "../../../server/src/text/message";

const STAND_IN = path.resolve(__dirname, "../../../server/python/torch");
const shown = ({ path: _path, problems, ...rest }: SourceFile): unknown => ({ ...rest, problems: problems.map((p) => ({ ...p, message: english(p.message) })) });

/** The same numbers in every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => { state = (state * 1103515245 + 12345) % 2147483648; return state % below; };
}

const INSERTED = ["    x = 1\n", "def made(a, b=2):\n    return a\n\n\n", "\"\"\"\n", "@torch.jit.export\n", "# a comment\n", "class Made(Base):\n    y: int = 3\n", "    if (\n", "\n", "'''def inside():\n'''\n", "x = [\n", "    ]\n", "else:\n", "        y = self.weight\n", "        if x:\n", "    def more(self): return 1\n", "      z = 2\n", "        # in a method\n", "        x = 1 + \\\n"];
const TYPED = ["(", ")", " ", "x", ":", "\n", "'", "\\", ", ", "    ", "\t"];

describe("parsing after an edit", () => {
  before(async () => initParser(loadParserParts()));

  for (const name of ["nn/modules/rnn.py", "nn/functional.py", "nn/modules/batchnorm.py"]) {
    it(`gives what parsing from nothing gives: ${name}`, () => {
      const next = numbers(name.length);
      let lines = fs.readFileSync(path.join(STAND_IN, name), "utf8").split(/(?<=\n)/).slice(0, 500);
      parse(`/again/${name}`, lines.join(""));
      for (let i = 0; i < 90; i++) {
        const edited = [...lines];
        const at = next(edited.length);
        const how = next(5);
        if (how === 4) {
          // a key or two, typed or deleted
          const line = edited[at] ?? "";
          const column = next(line.length + 1);
          edited[at] = line.slice(0, column) + (next(2) ? TYPED[next(TYPED.length)] ?? "" : "") + line.slice(column + next(3));
        } else if (how < 3) edited.splice(at, 0, INSERTED[next(INSERTED.length)] ?? "");
        else edited.splice(at, 1 + next(4));
        const text = edited.join("");
        const again = parse(`/again/${name}`, text);
        const fresh = parse(`/fresh/${i}/${name}`, text);
        assert.deepEqual(shown(again), shown(fresh), `edit ${i} at line ${at + 1}`);
        if (fresh.problems.length === 0 || next(2) === 0) lines = fresh.problems.length === 0 ? edited : lines;
      }
    });
  }

  it("reads only the method of a class that was edited", () => {
    const text = "@made\nclass A(B):\n    \"\"\"Of it.\"\"\"\n    n: int = 3\n\n    def f(self, x):\n        return x\n\n    # between\n    @torch.jit.export\n    def g(self, x):\n        return x + 1\n\n    def h(self, x):\n        return x  # done\n";
    const [old] = parse("/method.py", text).body;
    const edited = text.replace("x + 1", "x + 10 # of it");
    const after = parse("/method.py", edited);
    const [now] = after.body;
    assert.ok(old?.kind === "ClassDef" && now?.kind === "ClassDef");
    assert.equal(now.body[2], old.body[2]);
    assert.notEqual(now.body[3], old.body[3]);
    assert.deepEqual(shown(after), shown(parse("/nothing.py", edited)));
  });

  it("keeps what stands in front of the edit, node by node", () => {
    const text = "def f(x):\n    return x\n\n\ndef g(x):\n    return x + 1\n\n\ndef h(x):\n    return x\n";
    const before = parse("/kept.py", text);
    const after = parse("/kept.py", text.replace("x + 1", "x + 10"));
    assert.equal(after.body[0], before.body[0]);
    assert.notEqual(after.body[1], before.body[1]);
    assert.equal(after.body[2]?.start, (before.body[2]?.start ?? 0) + 1);
  });
});

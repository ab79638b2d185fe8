/** What is checked first: the class at the cursor, its file, then what is on the screen. */
import assert from "node:assert/strict";
import { loadParserParts } from "../../../server/src/host/parserParts";
import { Attention } from "../../../server/src/project/attention";
import { initParser, parse } from "../../../server/src/syntax/parser";

const TEXT = "class A:\n    def f(self):\n        return 1\n\n\nclass B:\n    def f(self):\n        return 2\n";
const roots = ["a.py:A", "b.py:A", "b.py:B", "c.py:A", "d.py:A"].map((id) => ({ id, question: { file: id.slice(0, 4), name: id.slice(5) } }));

describe("attention", () => {
  before(async () => initParser(loadParserParts()));
  const order = (attention: Attention): string[] => attention.order(roots, (file) => parse(file, TEXT)).map((r) => r.id);

  it("keeps the order where nobody looks", () => { assert.deepEqual(order(new Attention()), roots.map((r) => r.id)); });

  it("takes the edited class first, then its file, then the files looked at before", () => {
    const attention = new Attention();
    attention.look("d.py");
    attention.look("c.py");
    attention.edited("b.py", TEXT, TEXT.replace("return 2", "return 3"));
    assert.deepEqual(order(attention), ["b.py:B", "b.py:A", "c.py:A", "d.py:A", "a.py:A"]);
  });

  it("is not turned about by what is only on the screen", () => {
    const attention = new Attention();
    attention.look("b.py", TEXT.indexOf("return 1"));
    attention.see("d.py");
    const before = attention.version;
    attention.see("b.py");
    attention.see("d.py");
    assert.equal(attention.version, before);
    assert.equal(order(attention)[0], "b.py:A");
  });
});

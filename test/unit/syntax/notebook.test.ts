/** What of a notebook is Python, and where. */
import assert from "node:assert/strict";
import { cellAt, lineOfCell, notebookText, readCells } from "../../../server/src/syntax/notebook";
import { loadParserParts } from "../../../server/src/host/parserParts";
import { initParser, parse } from "../../../server/src/syntax/parser";
import { lineStartsOf, positionAt } from "../../../server/src/syntax/source";

const python = (source: string): string[] => notebookText([{ code: true, source }]).split("\n").slice(1, -1);

describe("a notebook as Python text", () => {
  before(async () => initParser(loadParserParts()));

  it("has its code cells one below the other, each below its number", () => {
    const cells = readCells(JSON.stringify({ nbformat: 4, cells: [{ cell_type: "markdown", source: "# no" }, { cell_type: "code", source: ["x = 1\n", "y = 2"] }, { cell_type: "raw", source: "no" }, { cell_type: "code", source: "" }, { cell_type: "code", source: "z" }] }));
    assert.ok(typeof cells !== "string");
    const text = notebookText(cells);
    assert.equal(text, "# %% [cell 2]\nx = 1\ny = 2\n# %% [cell 4]\n\n# %% [cell 5]\nz\n");
    const source = { text, lineStarts: lineStartsOf(text) };
    assert.deepEqual([0, 1, 2, 4, 6].map((line) => cellAt(source, line)), [{ cell: 2, line: 0 }, { cell: 2, line: 0 }, { cell: 2, line: 1 }, { cell: 4, line: 0 }, { cell: 5, line: 0 }]);
    assert.deepEqual([1, 2, 4, 5].map((cell) => lineOfCell(source, cell)), [undefined, 1, 4, 6]);
    assert.equal(cellAt({ text: "x\n", lineStarts: [0, 2] }, 0), undefined);
  });

  it("knows what is no notebook of Python", () => {
    for (const broken of ["", "{", "[]", "null", "{}", '{"cells": 3}']) assert.equal(readCells(broken), "broken", broken);
    assert.equal(readCells('{"nbformat": 3, "worksheets": []}'), "old");
    assert.equal(readCells('{"cells": [], "metadata": {"kernelspec": {"language": "julia"}}}'), "language");
    assert.deepEqual(readCells('{"cells": [null, {"cell_type": "code", "source": 3}]}'), [{ code: false, source: "" }, { code: true, source: "" }]);
  });

  it("keeps the lines of what is IPython's, without it", () => {
    assert.deepEqual(python("%matplotlib inline\nimport torch\n  !ls -l\nx"), ["pass", "import torch", "  pass", "x"]);
    assert.deepEqual(python("files = !ls *.py\nt = %timeit -o f()\na = b % c\nd = e != f"), ["files = []", "t = None", "a = b % c", "d = e != f"]);
    assert.deepEqual(python("torch.relu?\n?torch.relu\nx??"), ["pass", "pass", "pass"]);
    assert.deepEqual(python("!pip install \\\n  torch \\\n  numpy\nx"), ["pass", "", "", "x"]);
    assert.deepEqual(python("\n%%time\nx = 1"), ["", "pass", "x = 1"]);
    assert.deepEqual(python("%%bash\nls"), ["", ""]);
    assert.deepEqual(python("a\r\nb\rc"), ["a", "b", "c"]);
  });

  it("takes cells that are indented as a whole", () => {
    const text = notebookText([{ code: true, source: "x = 1" }, { code: true, source: "\n# no\n  y = 2\n  z = 3" }, { code: true, source: "" }]);
    assert.equal(text, "# %% [cell 1]\nx = 1\nif True: # %% [cell 2]\n\n# no\n  y = 2\n  z = 3\n# %% [cell 3]\n\n");
    const source = { text, lineStarts: lineStartsOf(text) };
    assert.deepEqual(cellAt(source, 5), { cell: 2, line: 2 });
    assert.equal(lineOfCell(source, 2), 3);
  });

  it("is read cell by cell where a cell cannot be read", () => {
    const text = notebookText(["a = 1", "def f(:\n    return (\n", "class B:\n    pass # b", "s = '''", "c = 2"].map((source) => ({ code: true, source })));
    const { body, comments, problems, brokenCells = [], lineStarts } = parse("/n.ipynb", text);
    assert.deepEqual(problems, []);
    assert.deepEqual([...new Set(brokenCells.map((p) => cellAt({ text, lineStarts }, positionAt(lineStarts, p.start).line)?.cell))], [2, 4]);
    const names = body.flatMap((s): (string | string[])[] => (s.kind === "ClassDef" ? [[s.name, text.slice(s.start, s.end)]] : s.kind === "Assign" ? [text.slice(s.start, s.end)] : []));
    assert.deepEqual(names.filter((n) => n !== "s = '''"), ["a = 1", ["B", "class B:\n    pass"], "c = 2"]);
    assert.ok(comments.some((c) => text.slice(c.start, c.end) === "# b"));
    assert.equal(parse("/n.ipynb", "# %% [cell 1]\nx = 1\n").brokenCells, undefined);
    assert.ok(parse("/n.py", text).problems.length > 0);
  });

  it("leaves strings, brackets and continued lines alone", () => {
    for (const text of ['s = """\n%d of\n!x\n"""', "x = (a\n% b)", "x = a \\\n% b", "s = '''\n?\n''' # '''\ny", "s = '(' # (\n[1,\n!2]", "d = {'a': \"%s\",\n'b': '''\n%x''' }", "s = r'\\'\nx"]) assert.equal(python(text).join("\n"), text);
    assert.deepEqual(python("s = 'it is\n%time"), ["s = 'it is", "pass"]);
  });
});

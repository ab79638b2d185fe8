/** What is offered and told while a torchscript.yaml is written; `|` is the caret. */
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import schema from "../../../cfg/torchscript.schema.json";
import { ENTRIES_TEXT, FIELDS } from "../../../server/src/project/entries";
import { entryCompletions, entryHover, type EntryCode } from "../../../server/src/project/entryHelp";
import { Sources } from "../../../server/src/project/sources";
import { initParser } from "../../../server/src/syntax/parser";
import { loadParserParts } from "../../../server/src/host/parserParts";
import { english } from "../../../server/src/text/message";

const CODE = `import torch.nn as nn

class Model(nn.Module):
    pass

class Head(nn.Module):
    class Inner: pass

def build(width: int, *, deep=False):
    return Model()

net = build(3)
LIMIT = 3
`;
const PARAMETERS = [
  { name: "cfg", annotation: "str", default: null }, { name: "ch", annotation: null, default: "3" },
  { name: "mode", annotation: "Literal['a', 'b']", default: "'a'" }, { name: "anchors", annotation: "bool", default: "False" },
];

describe("torchscript.yaml", () => {
  let folder: string;
  let file: string;
  let code: EntryCode;
  before(async () => {
    await initParser(loadParserParts());
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "entry-"));
    file = path.join(folder, "torchscript.yaml");
    fs.mkdirSync(path.join(folder, "models/__pycache__"), { recursive: true });
    for (const [name, text] of [["models/yolo.py", CODE], ["models/notes.txt", ""], ["train.py", ""], ["yolov7.pt", ""], ["cfg.yaml", ""]] as const) fs.writeFileSync(path.join(folder, name), text);
    code = { sources: new Sources(), parametersOf: (_, name) => Promise.resolve(name === "Model" ? PARAMETERS : undefined), withoutSchema: false };
  });
  after(() => { fs.rmSync(folder, { recursive: true }); });

  /** The labels, and the text with the first of them taken. */
  const offered = async (marked: string, from: EntryCode = code): Promise<{ labels: string[]; taken: string }> => {
    const offset = marked.indexOf("|");
    const text = marked.replace("|", "");
    const found = await entryCompletions(file, text, offset, from);
    const [first] = found?.items ?? [];
    return { labels: found?.items.map((i) => i.label) ?? [], taken: found && first ? text.slice(0, found.start) + first.insert + text.slice(found.end) : text };
  };
  const ENTRY = "entries:\n  - file: models/yolo.py\n    name: Model\n";

  for (const [what, marked, labels] of [
    ["its one key", "|", ["entries"]],
    ["the keys that an entry does not have yet", `${ENTRY}    |`, Object.keys(FIELDS).filter((k) => k !== "file" && k !== "name")],
    ["keys in braces", "entries:\n  - { file: a.py, na| }", Object.keys(FIELDS).filter((k) => k !== "file")],
    ["files and folders", "entries:\n  - file: |", ["models/", "train.py"]],
    ["files of a folder", "entries:\n  - file: models/y|", ["models/yolo.py"]],
    ["folders alone for a root", `${ENTRY}    root: |`, ["models/"]],
    ["weights", `${ENTRY}    weights: |`, ["models/", "yolov7.pt"]],
    ["names of the file", "entries:\n  - file: models/yolo.py\n    name: |", ["Model", "Head", "build", "net"]],
    ["names in braces", "entries:\n  - { file: models/yolo.py, name: He| }", ["Model", "Head", "build", "net"]],
    ["modes", `${ENTRY}    mode: |`, ["train", "eval"]],
    ["yes and no", `${ENTRY}    trace: |`, ["true", "false"]],
    ["one more format", `${ENTRY}    formats: [torchscript, |]`, ["torchscript", "onnx"]],
    ["what a constructor needs", `${ENTRY}    args: |`, ["{ cfg:  }"]],
    ["parameters", `${ENTRY}    args: { cfg: a.yaml, | }`, ["ch", "mode", "anchors"]],
    ["parameters on lines of their own", `${ENTRY}    args:\n      |`, ["cfg", "ch", "mode", "anchors"]],
    ["files for an argument", `${ENTRY}    args: { cfg: | }`, ["cfg.yaml", "models/", "yolov7.pt"]],
    ["no files for a number", `${ENTRY}    args: { ch: | }`, []],
    ["values of a Literal", `${ENTRY}    args: { mode: | }`, ["'a'", "'b'"]],
    ["values of a bool", `${ENTRY}    args: { anchors: | }`, ["true", "false"]],
    ["parameters of a function", "entries:\n  - file: models/yolo.py\n    name: build\n    call: true\n    args: { | }", ["width", "deep"]],
    ["nothing of a file that is not there", "entries:\n  - file: none.py\n    name: |", []],
    ["nothing of a folder that is not there", "entries:\n  - file: none/|", []],
    ["nothing in a comment", `${ENTRY}    # the |`, []],
    ["nothing beside its form", "other:\n  - |", []],
  ] as const) {
    it(`offers ${what}`, async () => {
      const found = await offered(marked);
      assert.deepEqual([...found.labels].sort(), [...labels].sort());
    });
  }

  it("puts in what can be read at once", async () => {
    assert.equal((await offered("|")).taken, "entries:\n  - file: ");
    assert.equal((await offered("entries:\n  - file: mod|")).taken, "entries:\n  - file: models/");
    assert.equal((await offered(`${ENTRY}    ar|`)).taken, `${ENTRY}    args: `);
    assert.equal((await offered(`entries:\n  - fi|: models/yolo.py`)).taken, "entries:\n  - file: models/yolo.py");
  });

  it("leaves the schema to who completes by it", async () => {
    const other = { ...code, withoutSchema: true };
    assert.deepEqual((await offered(`${ENTRY}    |`, other)).labels, []);
    assert.deepEqual((await offered("entries:\n  - file: models/yolo.py\n    name: |", other)).labels, ["Model", "Head", "build", "net"]);
  });

  const told = async (marked: string): Promise<string | undefined> => {
    const found = await entryHover(file, marked.replace("|", ""), marked.indexOf("|"), code);
    return found && [found.code, found.about && english(found.about)].filter((x) => x !== undefined).join(" / ");
  };

  it("tells of keys, names and arguments", async () => {
    assert.equal(await told("ent|ries:\n  - file: a.py"), english(ENTRIES_TEXT));
    assert.match(await told("entries:\n  - fi|le: a.py") ?? "", /^The Python file.* It takes text\.$/);
    assert.equal(await told("entries:\n  - file: models/yolo.py\n    name: He|ad"), "class Head(nn.Module) / Defined in models/yolo.py, line 6.");
    assert.equal(await told(`${ENTRY}    args: { mo|de: a }`), "mode: Literal['a', 'b'] = 'a'");
    assert.equal(await told("entries:\n  - file: models/yolo.py\n    name: build\n    args: { de|ep: true }"), "deep=False");
    assert.equal(await told(`${ENTRY}    args: { nothing|: 1 }`), undefined);
    assert.equal(await told("entries: [|"), undefined);
  });

  it("has the keys of its schema, in its words", () => {
    const { entries } = schema.properties;
    assert.equal(english(ENTRIES_TEXT), entries.description);
    assert.deepEqual(Object.fromEntries(Object.entries(FIELDS).map(([name, { about }]) => [name, english(about)])), Object.fromEntries(Object.entries(entries.items.properties).map(([name, { description }]) => [name, description])));
  });
});

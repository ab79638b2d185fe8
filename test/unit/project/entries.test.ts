import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { entriesFor, readEntries, withArguments, withExport } from "../../../server/src/project/entries";
import { english } from "../../../server/src/text/message";

describe("torchscript.yaml", () => {
  let folder: string;
  let model: string;
  const config = (): string => path.join(folder, "torchscript.yaml");
  before(() => {
    folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "entries-")));
    fs.mkdirSync(path.join(folder, "models"));
    model = path.join(folder, "models", "yolo.py");
    fs.writeFileSync(model, "");
  });
  after(() => { fs.rmSync(folder, { recursive: true, force: true }); });

  const said = (text: string): string[] => readEntries(config(), text).problems.map((p) => `${text.slice(p.start, p.end).trim()}: ${english(p.message)}`);

  it("reads entries", () => {
    const placesOf: string[] = [];
    const text = "entries:\n  - file: models/yolo.py\n    name: Model\n    args: { cfg: a.yaml, n: 3 }\n    mode: eval\n  - file: models/yolo.py\n    name: make\n    call: true\n    args: [1, two]\n    root: models\n";
    const [first, second] = readEntries(config(), text).entries.map(({ places, ...entry }) => { placesOf.push(text.slice(places.whole.start, places.whole.end).trim(), [...places.named.keys()].join()); return entry; });
    assert.deepEqual(first, { file: model, name: "Model", args: '{"cfg": "a.yaml", "n": 3}', call: false, build: undefined, asIs: false, eval: true, roots: [folder], inputs: [], exported: {} });
    assert.deepEqual(second, { file: model, name: "make", args: '[1, "two"]', call: true, build: undefined, asIs: false, roots: [path.join(folder, "models")], inputs: [], exported: {} });
    assert.deepEqual(placesOf, ["{ cfg: a.yaml, n: 3 }", "cfg,n", "[1, two]", ""]);
    assert.deepEqual(said(text), []);
    assert.equal(entriesFor(model, [folder], new Map([[config(), text]])).length, 2);
  });

  it("says what is wrong, at its place, and keeps the rest", () => {
    const text = "entries:\n  - file: models/yolo.py\n    arg: [1]\n    mode: test\n    args: 3\n  - name: Model\n  - 7\n  - file: nothing.py\n";
    const { entries } = readEntries(config(), text);
    assert.equal(entries.length, 2);
    const messages = said(text);
    assert.match(messages[0] ?? "", /^arg: 'arg' is not known here/);
    assert.match(messages[1] ?? "", /^test: 'mode' takes 'train' or 'eval'/);
    assert.match(messages[2] ?? "", /^3: 'args' takes a list/);
    assert.match(messages[3] ?? "", /^name: this entry names no file/);
    assert.match(messages[4] ?? "", /^7: an entry has names/);
    assert.match(messages[5] ?? "", /^nothing.py: there is no /);
  });

  it("answers broken YAML and other documents", () => {
    for (const text of ["entries: [", "- a", "7", "", "entries: 3", "a: b", "\t", "entries:\n- file: [", "\u0000"]) assert.deepEqual(readEntries(config(), text).entries, []);
    assert.ok(said("entries: [").length > 0);
    assert.ok(said("entries: 3").length > 0);
    assert.deepEqual(said(""), []);
  });

  it("tells whoever asks for entries what is wrong", () => {
    fs.writeFileSync(config(), "models:\n  - file: models/yolo.py\n");
    const told: string[] = [];
    entriesFor(model, [folder], new Map(), (file, content, problems) => told.push(...problems.map((p) => `${file} ${content.slice(p.start, p.end)} ${english(p.message)}`)));
    fs.rmSync(config());
    assert.equal(told.length, 1);
    assert.match(told[0] ?? "", /torchscript\.yaml models 'models' is not known here/);
  });

  it("writes arguments, keeping what is there", () => {
    const made = withArguments(config(), "", model, "Model", new Map([["cfg", "a.yaml"], ["sizes", "[1, 2]"]]));
    assert.deepEqual(readEntries(config(), made).entries[0]?.args, '{"cfg": "a.yaml", "sizes": [1, 2]}');
    const commented = `# ours\n${made}`;
    const again = withArguments(config(), commented, model, "Model", new Map([["cfg", "b.yaml"]]));
    assert.match(again, /^# ours/);
    assert.deepEqual(readEntries(config(), again).entries.map((e) => e.args), ['{"cfg": "b.yaml"}']);
    assert.equal(readEntries(config(), withArguments(config(), again, model, "Other", new Map([["n", "1"]]))).entries.length, 2);
    assert.match(withArguments(config(), "", model, "Model", new Map(["a", "b", "c", "d", "e"].map((n) => [n, "1"]))), /args:\n {6}a: 1\n {6}b: 1\n/);
    assert.throws(() => withArguments(config(), "", model, "Model", new Map([["cfg", "[1"]])), /the value of cfg is not YAML/);
  });

  it("keeps floats that are whole numbers, and what is named elsewhere", () => {
    const args = (text: string): unknown => readEntries(config(), `entries:\n  - file: models/yolo.py\n    args: ${text}\n`).entries[0]?.args;
    assert.deepEqual(["{ a: 1.0, b: 1e3, c: 2, d: -0.5, e: null, f: true, 3: [x, '1.0'] }", "[&k [1.0], *k]"].map(args), ['{"a": 1.0, "b": 1000.0, "c": 2, "d": -0.5, "e": null, "f": true, "3": ["x", "1.0"]}', "[[1.0], [1.0]]"]);
  });

  it("writes how a model is built where an argument is Python", () => {
    const made = withArguments(config(), "entries:\n  - file: models/yolo.py\n    name: Model\n    args: [1]\n", model, "Model", new Map([["cfg", "= Config(depth=2)"], ["scale", "1.0"], ["names", "[a, {b: null}]"]]));
    assert.match(made, /name: Model\n {4}build: 'Model\(cfg=Config\(depth=2\), scale=1\.0, names=\["a", \{"b": None\}\]\)'|name: Model\n {4}build: Model\(/);
    const [entry] = readEntries(config(), made).entries;
    assert.deepEqual([entry?.args, entry?.build], [undefined, 'Model(cfg=Config(depth=2), scale=1.0, names=["a", {"b": None}])']);
    assert.match(withArguments(config(), made, model, "Model", new Map([["cfg", "x"]])), /args: \{ cfg: x \}\n$/);
    assert.deepEqual(readEntries(config(), "entries:\n  - file: models/yolo.py\n    build: f(1)\n    args: [1]\n").problems.map((p) => [p.severity, english(p.message)]), [["warning", "'build' has the arguments: these are not used"]]);
  });

  it("remembers an export beside what an entry has", () => {
    const text = withExport(config(), "entries:\n  - file: models/yolo.py # mine\n    name: Model\n    args: [1]\n", model, "Model", { weights: path.join(folder, "w.pt"), out: path.join(folder, "exported", "m.pt"), formats: ["torchscript", "onnx"] }, ["batch=1,3:int64"]);
    assert.match(text, /models\/yolo\.py # mine\n {4}name: Model\n {4}args: \[ ?1 ?\]\n {4}weights: w\.pt\n {4}out: exported\/m\.pt/);
    const [entry] = readEntries(config(), text).entries;
    assert.deepEqual(entry?.exported, { weights: path.join(folder, "w.pt"), out: path.join(folder, "exported", "m.pt"), formats: ["torchscript", "onnx"] });
    assert.deepEqual(entry?.inputs, [{ shape: [1, 3], dtype: "int64", dynamic: { 0: "batch" } }]);
    assert.equal(withExport(config(), text, model, "Model", entry?.exported ?? {}, ["batch=1,3:int64"]), text);
    const traced = withExport(config(), text, model, "Model", { formats: ["onnx"], trace: true }, []);
    assert.equal(readEntries(config(), traced).entries[0]?.exported.trace, true);
    assert.doesNotMatch(withExport(config(), traced, model, "Model", { formats: ["onnx"], trace: false }, []), /trace/);
    assert.equal(readEntries(config(), "entries:\n  - file: models/yolo.py\n    formats: [tflite]\n").problems.length, 1);
    const named = (lists: string): unknown => { const { entries, problems } = readEntries(config(), `entries:\n  - { file: models/yolo.py, ${lists} }\n`); return [entries[0]?.exported.names, problems.map((p) => english(p.message))]; };
    assert.deepEqual(named("input-names: [images, 2], output-names: [boxes]"), [{ inputs: ["images", "2"], outputs: ["boxes"] }, []]);
    for (const lists of ["[a, a]", "a", "['']", "[[a]]"]) assert.deepEqual(named(`input-names: ${lists}`), [undefined, ["'input-names' takes a list of names, each another, such as [images, mask]"]]);
  });
});

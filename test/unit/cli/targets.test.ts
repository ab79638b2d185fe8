/** Which questions the command line asks: of files, of names in them, of the entries of a torchscript.yaml. */
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseCommandLine, UsageError } from "../../../server/src/cli/arguments";
import { questionsFor } from "../../../server/src/cli/targets";

describe("what the command line is asked about", () => {
  const start = process.cwd();
  let folder: string;
  const write = (name: string, text: string): void => {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), text);
  };
  before(() => {
    folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "targets-")));
    write("torchscript.yaml", "entries:\n  - { file: net.py, name: A, args: { n: 1.0 } }\n  - { file: net.py, name: B, mode: eval }\n  - { file: net.py, name: A, args: { n: 2 } }\n");
    write("net.py", "");
    write("lone.py", "");
    write("sub/deep/torchscript.yaml", "entries:\n  - { file: head.py, name: make, call: true }\n");
    write("sub/deep/head.py", "");
    write("sub/.hidden/torchscript.yaml", "entries:\n  - { file: x.py }\n");
    write("env/pyvenv.cfg", "");
    write("env/lib/torchscript.yaml", "entries:\n  - { file: x.py }\n");
    write("bare/readme.txt", "");
    write("empty/torchscript.yaml", "entries: []\n");
    process.chdir(folder);
  });
  after(() => {
    process.chdir(start);
    fs.rmSync(folder, { recursive: true });
  });

  const asked = (...argv: string[]): string[] => {
    const options = parseCommandLine(argv);
    assert.ok(typeof options === "object");
    return questionsFor(options).map((q) => `${q.target}${q.args === undefined ? "" : ` ${String(q.args)}`}${q.call ? " call" : ""}${q.eval ? " eval" : ""}`);
  };
  const refused = (argv: string[], text: RegExp): void => { assert.throws(() => asked(...argv), (e: unknown) => e instanceof UsageError && text.test(e.message)); };
  const HERE = ['net.py:A {"n": 1.0}', "net.py:B eval", 'net.py:A {"n": 2}'];

  it("takes every entry of the working directory's torchscript.yaml where none is named", () => {
    assert.deepEqual(asked("check"), HERE);
    assert.deepEqual(asked("check", "torchscript.yaml"), HERE);
  });
  it("asks nothing where a list of targets is empty", () => {
    write("none.txt", "\n");
    assert.deepEqual(asked("check", "--targets-from", "none.txt"), []);
    refused(["trace", "--targets-from", "none.txt"], /takes one target/);
  });
  it("finds those below a folder, but not in hidden folders and environments", () => {
    assert.deepEqual(asked("check", "."), [...HERE, "sub/deep/head.py:make call"]);
    assert.deepEqual(asked("check", "sub", "lone.py"), ["sub/deep/head.py:make call", "lone.py"]);
    assert.deepEqual(asked("export", "sub"), ["sub/deep/head.py:make call"]);
  });
  it("takes all entries of a file or name to check, else the first", () => {
    assert.deepEqual(asked("check", "net.py"), HERE);
    assert.deepEqual(asked("trace", "net.py"), ['net.py {"n": 1.0}']);
    assert.deepEqual(asked("check", "net.py:A"), ['net.py:A {"n": 1.0}', 'net.py:A {"n": 2}']);
    assert.deepEqual(asked("check", "net.py:A", "--args", "[3]"), ["net.py:A [3]"]);
  });
  it("names what is wrong", () => {
    refused(["trace"], /takes one target, not net\.py:A, net\.py:B, net\.py:A/);
    refused(["check", "bare"], /there is no torchscript\.yaml in bare or below it: name a FILE\.py/);
    refused(["check", "empty"], /empty\/torchscript\.yaml has no entries/);
    refused(["check", "nowhere/torchscript.yaml"], /cannot be read/);
    refused(["check", ".", "--args", "[1]"], /go with FILE\.py/);
    refused(["check", "--targets-from", "nowhere.txt"], /cannot read nowhere\.txt/);
    process.chdir(path.join(folder, "bare"));
    try { refused(["check"], /needs a target: FILE\.py\[:NAME\], or a torchscript\.yaml/); } finally { process.chdir(folder); }
  });
});

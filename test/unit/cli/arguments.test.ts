import assert from "node:assert/strict";
import { parseCommandLine, UsageError } from "../../../server/src/cli/arguments";
import { parseTarget } from "../../../server/src/project/target";

describe("command line arguments", () => {
  const refused = (argv: string[], text: RegExp): void => {
    assert.throws(() => parseCommandLine(argv), (e: unknown) => e instanceof UsageError && text.test(e.message));
  };
  it("names what is wrong", () => {
    refused([], /command is missing/);
    refused(["chekc", "x.py"], /unknown command 'chekc'/);
    refused(["run"], /needs a script/);
    refused(["check", "x.py", "--torch", "1.8"], /1\.13, 2\.6 or 2\.14/);
    refused(["check", "x.py", "--args", "{cfg: 1}"], /takes JSON/);
    refused(["check", "x.py", "--args", "3"], /list or object/);
    refused(["check", "x.py", "--args", "[3]", "--build", "f(3)"], /exclude each other/);
    refused(["check", "x.py", "--time-limit", "soon"], /positive number/);
    refused(["check", "x.py", "--nonsense"], /nonsense/);
    refused(["check", "x.py", "--format", "xml"], /text, json, sarif or github, not .xml./);
    refused(["check", "x.py", "--format", "sarif", "--json"], /exclude/);
    refused(["trace", "x.py", "--format", "json"], /has no --format/);
    refused(["export", "x.py", "--format", "sarif"], /torchscript or onnx/);
    refused(["export", "x.py", "--input-names", "a,,b"], /names parted by commas/);
  });
  it("reads options", () => {
    const named = parseCommandLine(["export", "--input-names", "images, mask", "m.py:Model"]);
    assert.deepEqual(typeof named === "object" && named.names, { inputs: ["images", "mask"], outputs: undefined });
    const options = parseCommandLine(["check", "--json", "--torch", "1.13", "--root", "a", "--root", "b", "--args", '{"cfg": 1}', "m.py:Model"]);
    assert.ok(typeof options === "object");
    assert.deepEqual([options.json, options.torch, options.roots, options.args, options.targets], [true, "1.13", ["a", "b"], '{"cfg": 1}', ["m.py:Model"]]);
  });
});

describe("targets", () => {
  it("splits file and name, and leaves drive letters alone", () => {
    assert.deepEqual(parseTarget("a/b.py:Net"), { text: "a/b.py:Net", file: "a/b.py", name: "Net" });
    assert.deepEqual(parseTarget("a/b.py"), { text: "a/b.py", file: "a/b.py", name: undefined });
    assert.deepEqual(parseTarget("C:\\m\\b.py:Net.Inner"), { text: "C:\\m\\b.py:Net.Inner", file: "C:\\m\\b.py", name: "Net.Inner" });
    assert.equal(parseTarget("C:\\m\\b.py").name, undefined);
    assert.deepEqual(parseTarget("모델.py:탐지기.머리"), { text: "모델.py:탐지기.머리", file: "모델.py", name: "탐지기.머리" });
    assert.equal(parseTarget("b.py:1st").name, undefined);
  });
});

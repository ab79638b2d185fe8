/** Recorded outputs, and how close a file comes to them. */
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { crc32 } from "node:zlib";
import { closeness, expectation, rowsFound, runArchive } from "../../../server/src/project/export/compare";
import { check, compared } from "../../../server/src/project/export/onnxFormat";
import { StagedFiles } from "../../../server/src/project/export/stagedFiles";
import type { Ran } from "../../../server/src/export/onnx/runtime";
import { encodeNumbers } from "../../../server/src/export/numbers";
import { english, NOTHING, verbatim } from "../../../server/src/text/message";

/** A stored zip file of arrays, as numpy.savez writes it. */
function npz(arrays: Readonly<Record<string, readonly [readonly number[], readonly number[]]>>): Buffer {
  const parts: Buffer[] = [], table: Buffer[] = [];
  let at = 0;
  for (const [name, [shape, values]] of Object.entries(arrays)) {
    const head = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape.join(", ")}${shape.length === 1 ? "," : ""}), }\n`;
    const size = Buffer.alloc(2);
    size.writeUInt16LE(head.length);
    const data = Buffer.concat([Buffer.from("\u0093NUMPY\u0001\u0000", "latin1"), size, Buffer.from(head), encodeNumbers("float32", values)]);
    const common = Buffer.alloc(26);
    common.writeUInt32LE(crc32(data), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(data.length, 18);
    common.writeUInt16LE(name.length + 4, 22);
    const local = Buffer.concat([Buffer.from("PK\u0003\u0004"), common, Buffer.from(`${name}.npy`), data]);
    const central = Buffer.alloc(16);
    central.writeUInt32LE(at, 12);
    table.push(Buffer.concat([Buffer.from("PK\u0001\u0002\u0000\u0000"), common.subarray(0, 24), central, Buffer.from(`${name}.npy`)]));
    parts.push(local);
    at += local.length;
  }
  const end = Buffer.alloc(22);
  end.write("PK\u0005\u0006", "latin1");
  const all = Buffer.concat(table);
  end.writeUInt16LE(table.length, 10);
  end.writeUInt32LE(all.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, all, end]);
}

describe("comparing an export", () => {
  let folder: string;
  before(() => { folder = fs.mkdtempSync(path.join(os.tmpdir(), "compare-")); });
  after(() => { fs.rmSync(folder, { recursive: true, force: true }); });

  it("reads inputs and outputs from arrays of numpy", () => {
    const file = path.join(folder, "io.npz");
    fs.writeFileSync(file, npz({ x: [[2, 1], [1, 2]], y: [[2], [3, 4]] }));
    const { inputs, outputs } = expectation(file, ["x"]);
    assert.deepEqual(inputs.map((i) => [i.dtype, i.shape]), [["float32", [2, 1]]]);
    assert.equal(closeness([{ name: "output", dtype: "float32", shape: [2], data: [3, 4] }], outputs).worst, 0);
    assert.equal(closeness([{ name: "output", dtype: "float32", shape: [2], data: [3, 5] }], outputs).worst, 0.25);
    assert.match(english(closeness([{ name: "output", dtype: "float32", shape: [1], data: [3] }], outputs).fault ?? NOTHING), /has the shape \[1\], and \[2\] there/);
    assert.match(english(closeness([], outputs).fault ?? NOTHING), /1 outputs were recorded, and the file gives 0/);
  });

  it("says what a record lacks, and what cannot be read", () => {
    const file = path.join(folder, "io.npz");
    fs.writeFileSync(file, npz({ y: [[1], [1]] }));
    assert.throws(() => expectation(file, ["x"]), /has to hold the inputs \(x\) beside the outputs\. It has: y/);
    fs.writeFileSync(file, npz({ x: [[1], [1]] }).subarray(0, 60));
    assert.throws(() => expectation(file, ["x"]), /cannot be read/);
    assert.throws(() => expectation(path.join(folder, "none.npz"), ["x"]), /there is no such file/);
  });

  it("finds rows in another order, as of detections whose scores are nearly equal", () => {
    const boxes = (values: readonly number[], n = 3): Ran => ({ name: "boxes", dtype: "float32", shape: [n, 2], data: values }), scores = (values: readonly number[]): Ran => ({ name: "scores", dtype: "float32", shape: [values.length], data: values });
    const wanted = [boxes([1, 2, 3, 4, 5, 8]), scores([0.5, 0.5, 0.25])].map(({ dtype, shape, data }) => ({ dtype, shape, data: encodeNumbers("float32", Array.from(data, Number)) }));
    const found = (got: readonly Ran[]): unknown => rowsFound(got, wanted, 1e-3);
    assert.deepEqual(found([boxes([3, 4, 1, 2, 5, 8]), scores([0.5, 0.5, 0.25])]), { rows: 3, found: 3, worst: 0, tied: true });
    assert.deepEqual(found([boxes([3, 4, 1, 2, 5, 7]), scores([0.5, 0.5, 0.25])]), { rows: 3, found: 2, worst: 0, tied: false });
    assert.deepEqual(found([boxes([3, 4, 1, 2, 5, 8]), scores([0.5, 0.4, 0.25])]), { rows: 3, found: 2, worst: 0, tied: true });
    assert.deepEqual(found([boxes([5, 8, 1, 2], 2), scores([0.25, 0.5])]), { rows: 3, found: 2, worst: 0, tied: true });
    assert.equal(found([boxes([1, 2, 3, 4, 5, 8])]), undefined);
  });

  it("says of nearly equal scores only where they are, and does not weigh rounding around 0", () => {
    const one = (name: string, data: readonly number[], shape = [data.length]): Ran => ({ name, dtype: "float32", shape, data });
    const said = (got: readonly Ran[], wanted: readonly Ran[]): string => {
      const { check: close, note } = compared(got, { label: verbatim("torch"), outputs: wanted.map(({ dtype, shape, data }) => ({ dtype, shape, data: encodeNumbers("float32", Array.from(data, Number)) })) }, verbatim("x"));
      return english(close ?? note ?? NOTHING);
    };
    assert.equal(said([one("s", [0.5, 0.3, 0.4])], [one("s", [0.5, 0.3, 0.2])]), "warning: on x, 2 of the 3 rows of torch are there, and 's' differs by 0.40 of the largest value.");
    assert.match(said([one("b", [1, 2, 9]), one("s", [0.5, 0.3, 0.3])], [one("b", [1, 2, 3]), one("s", [0.5, 0.3, 0.3])]), /The scores of the others are nearly equal/);
    assert.equal(said([one("a", [1e-7, 2e-7])], [one("a", [-3e-7, 0])]), "on x, 'a' around 0 in both (no value over 0.00001, which is rounding)");
    assert.equal(said([one("y", [1, 2]), one("a", [1e-7, 0])], [one("y", [1, 2]), one("a", [0, 2e-6])]), "on x, equal to torch; 'a' around 0 in both (no value over 0.00001, which is rounding)");
    assert.match(said([one("a", [1e-4, 2e-4])], [one("a", [1e-7, 0])]), /^warning/);
  });

  it("tells why an interpreter gave no answer", async () => {
    const made = await runArchive(path.join(folder, "nothing"), "model.pt", [], []);
    assert.match("problem" in made ? english(made.problem) : "", /could not be run \(ENOENT\)/);
  });

  it("runs no file whose weights would fill the memory", async () => {
    const large = { ok: true, model: new Uint8Array(), report: { bytes: 2 ** 33 } } as unknown as Parameters<typeof check>[0];
    const { checks, notes } = await check(large, { path: "m", files: new StagedFiles() }, [], [], () => 2 ** 32);
    assert.deepEqual(checks, []);
    assert.match(notes.map(english).join(), /^The file was not run: onnxruntime needs 8192\.0 MiB/);
  });
});

import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import fc from "fast-check";
import { ZipWriter } from "../../../server/src/export/archive/zipWriter";
import { decodeNumbers, encodeNumbers } from "../../../server/src/export/numbers";
import { collect } from "../../../server/src/export/weights/stateDict";
import { Effort, GlobalName, Made, PersistentId, unpickle, WeightsError } from "../../../server/src/export/weights/unpickler";
import { openWeights } from "../../../server/src/export/weights/weights";

const b = (text: string): Buffer => Buffer.from(text, "latin1");

/** {"w": a float32 tensor of `shape` in storage "0"}, as torch.save pickles it. */
function statePickle(shape: number[], strides: number[], numel: number, offset = 0): Buffer {
  const int = (n: number): string => { const made = Buffer.alloc(5); made.write("J", "latin1"); made.writeInt32LE(n, 1); return made.toString("latin1"); };
  const str = (s: string): string => { const made = Buffer.alloc(4); made.writeUInt32LE(s.length); return `X${made.toString("latin1")}${s}`; };
  return b(`\u0080\u0002ccollections\nOrderedDict\n)R(${str("w")}ctorch._utils\n_rebuild_tensor_v2\n((${str("storage")}ctorch\nFloatStorage\n${str("0")}${str("cpu")}${int(numel)}tQ` +
    `${int(offset)}(${shape.map(int).join("")}t(${strides.map(int).join("")}t\u0089ccollections\nOrderedDict\n)RtRu.`);
}

describe("weights", () => {
  let folder: string;
  before(() => { folder = fs.mkdtempSync(path.join(os.tmpdir(), "weights-")); });
  after(() => { fs.rmSync(folder, { recursive: true, force: true }); });

  const file = (name: string, data: Buffer): string => { const made = path.join(folder, name); fs.writeFileSync(made, data); return made; };
  const zipped = async (records: Record<string, Buffer>): Promise<Buffer> => {
    let data = Buffer.alloc(0);
    const zip = new ZipWriter({ write: (more) => { data = Buffer.concat([data, more]); }, patch: (at, more) => { data.set(more, at); } });
    for (const [name, record] of Object.entries(records)) await zip.add(name, record.length, [record]);
    zip.finish();
    return data;
  };
  const six = encodeNumbers("float32", [1, 2, 3, 4, 5, 6]);
  const values = (name: string): number[] => {
    const { weights, close } = openWeights(name);
    try { return [...decodeNumbers("float32", Buffer.concat([...(weights.get("w")?.pieces() ?? [])]))]; } finally { close(); }
  };
  const refused = (name: string, pattern: RegExp): void => {
    assert.throws(() => { const { weights, close } = openWeights(name); try { for (const w of weights.values()) Array.from(w.pieces()); } finally { close(); } }, (e) => e instanceof WeightsError && pattern.test(e.message) && e.message.includes(path.dirname(name)));
  };

  it("reads a checkpoint, also tensors that are views", async () => {
    assert.deepEqual(values(file("a.pt", await zipped({ "a/data.pkl": statePickle([2, 3], [3, 1], 6), "a/data/0": six }))), [1, 2, 3, 4, 5, 6]);
    assert.deepEqual(values(file("t.pt", await zipped({ "a/data.pkl": statePickle([3, 2], [1, 3], 6), "a/data/0": six }))), [1, 4, 2, 5, 3, 6]);
    assert.deepEqual(values(file("o.pt", await zipped({ "a/data.pkl": statePickle([2], [2], 6, 1), "a/data/0": six }))), [2, 4]);
  });

  it("reads safetensors, also in shards", () => {
    const header = b(JSON.stringify({ __metadata__: { format: "pt" }, w: { dtype: "F32", shape: [6], data_offsets: [0, 24] } }));
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(header.length));
    file("a.safetensors", Buffer.concat([length, header, six]));
    assert.deepEqual(values(path.join(folder, "a.safetensors")), [1, 2, 3, 4, 5, 6]);
    assert.deepEqual(values(file("m.safetensors.index.json", b(JSON.stringify({ weight_map: { w: "a.safetensors" } })))), [1, 2, 3, 4, 5, 6]);
    refused(file("out.safetensors.index.json", b(JSON.stringify({ weight_map: { w: "../a.safetensors" } }))), /outside its folder/);
    refused(file("self.safetensors.index.json", b(JSON.stringify({ weight_map: { w: "self.safetensors.index.json" } }))), /outside its folder/);
    refused(file("odd.safetensors.index.json", b("{")), /not JSON/);
    refused(file("none.safetensors.index.json", b("[]")), /weight_map/);
    refused(file("cut.safetensors", Buffer.concat([length, header, six.subarray(4)])), /outside of it/);
    const long = Buffer.alloc(8);
    long.writeBigUInt64LE(2n ** 63n);
    refused(file("long.safetensors", Buffer.concat([long, header])), /header is longer/);
  });

  it("reads the older forms: one stream, and a tar archive", () => {
    for (const name of ["stream.pth", "tar.pth", "optimizer.pth"]) {
      const from = path.join(__dirname, "../../fixtures/weights", name);
      const { weights, close } = openWeights(from);
      try {
        assert.deepEqual([...weights].map(([key, w]) => [key, w.shape, [...decodeNumbers(w.dtype, Buffer.concat([...w.pieces()]))]]), [["a.weight", [2, 3], [0, 1, 2, 3, 4, 5]], ["b", [3], [1, 2, 3]]], name);
      } finally { close(); }
      const whole = fs.readFileSync(from);
      refused(file(`cut-${name}`, whole.subarray(0, name === "tar.pth" ? 1500 : whole.length - 8)), /./);
    }
  });

  it("finds the weights in what a training run saves, and says which of several they are", () => {
    const tensor = (n: number): Made => new Made(new GlobalName("torch._utils._rebuild_tensor_v2"), [new PersistentId(n), 0, [1], [1]]);
    const state = (n: number): Map<string, unknown> => new Map([["w", tensor(n)]]);
    const object = (...fields: [string, unknown][]): Made => Object.assign(new Made(new GlobalName("__main__.Net"), []), { state: new Map(fields) });
    const module = (n: number): Made => object(["_parameters", state(n)], ["_modules", new Map()]);
    const found = (...rows: [string, unknown][]): [number, string | undefined] => {
      const weights = collect(new Map(rows), new Effort(), (id) => ({ dtype: "float32", numel: 1, read: () => encodeNumbers("float32", [Number(id.value)]) }));
      return [decodeNumbers("float32", Buffer.concat([...weights.get("w")?.pieces() ?? []]))[0] ?? NaN, weights.taken?.from];
    };
    assert.deepEqual(found(["epoch", 1], ["network", state(2)], ["optimizer", new Map([["state", state(1)]])]), [2, undefined]);
    assert.deepEqual(found(["state", new Map([["model", state(2)]])]), [2, undefined]);
    assert.deepEqual(found(["state_dict", state(2)], ["state_dict_ema", state(1)]), [2, "state_dict"]);
    assert.deepEqual(found(["params", state(1)], ["params_ema", state(2)]), [2, "params_ema"]);
    assert.deepEqual(found(["model", module(1)], ["ema", module(2)]), [2, "ema"]);
    assert.deepEqual(found(["model", module(2)], ["ema", null]), [2, undefined]);
    assert.deepEqual(found(["ema", object(["decay", 0.9], ["module", module(2)])]), [2, undefined]);
    assert.deepEqual(found(["model", new Map([["w", new Made(new GlobalName("torch._tensor._rebuild_from_type_v2"), [new GlobalName("torch._utils._rebuild_tensor_v2"), null, tensor(2).args])]])]), [2, undefined]);
    assert.throws(() => found(["teacher", state(1)], ["student", state(2)]), /several sets of weights \(teacher, student\)/);
  });

  it("says what lies there instead of weights", () => {
    refused(file("pointer.pt", b("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n")), /git lfs pull/);
    refused(file("page.pt", b("<!DOCTYPE html>\n<html></html>")), /web page/);
    refused(file("notes.pt", b("to do: train this\n")), /holds text, not weights/);
    refused(folder, /is a folder/);
    if (process.platform !== "win32") refused("/dev/null", /not a plain file/);
  });

  it("never calls what a pickle names", async () => {
    const { value } = unpickle(b("cposix\nsystem\n(X\u0004\u0000\u0000\u0000exittR."));
    assert.ok(value instanceof Made && value.callee instanceof GlobalName && value.name === "posix.system");
    refused(file("evil.pt", await zipped({ "a/data.pkl": b("cposix\nsystem\n(X\u0004\u0000\u0000\u0000exittR.") })), /no tensors by name/);
  });

  it("wants safetensors that lie one after the other, as their own reader does", () => {
    const made = (name: string, header: unknown, data = six): string => {
      const text = b(typeof header === "string" ? header : JSON.stringify(header)), length = Buffer.alloc(8);
      length.writeBigUInt64LE(BigInt(text.length));
      return file(`${name}.safetensors`, Buffer.concat([length, text, data]));
    };
    const w = (shape: unknown, offsets: unknown, dtype: unknown = "F32"): unknown => ({ dtype, shape, data_offsets: offsets });
    refused(made("over", { w: w([6], [0, 24]), v: w([3], [8, 20]) }), /v lies over another one/);
    refused(made("gap", { w: w([3], [12, 24]) }), /does not begin where/);
    refused(made("behind", { w: w([3], [0, 12]) }), /behind its tensors/);
    for (const [i, [shape, offsets]] of [[[-2, -3], [0, 24]], [[1.5, 4], [0, 24]], [["6"], ["0", "24"]], [[[6]], [0, 24]], [[6], [-24, 0]], [[2 ** 62, 4], [0, 2 ** 64]], [null, null], [[6], [24, 0]]].entries()) refused(made(`odd${i}`, { w: w(shape, offsets) }), /lies outside of it or has another size/);
    for (const dtype of ["toString", "F8_E4M3", {}, null]) refused(made("dtype", { w: w([6], [0, 24], dtype) }), /dtype .*is not known|nothing is said/);
    for (const header of ["null", "[1, 2]", "3"]) refused(made("top", header), /names no tensors/);
    refused(made("deep", "[".repeat(1_000_000)), /not JSON/);
  });

  it("ends at once with pickles that are made to be endless", async () => {
    const doubled = `]q\0${Array.from({ length: 40 }, (_, i) => `](h${String.fromCharCode(i)}h${String.fromCharCode(i)}eq${String.fromCharCode(i + 1)}`).join("")}`;
    const pickled = async (name: string, text: string): Promise<string> => file(name, await zipped({ "a/data.pkl": b(`\u0080\u0002${text}.`), "a/data/0": six }));
    const name = "X\u0001\0\0\0w";
    const word = (text: string): string => `X${String.fromCharCode(text.length)}\0\0\0${text}`;
    const tensor = (key: string, shape: string): string => `}(${name}ctorch._utils\n_rebuild_tensor_v2\n((${name}ctorch\nFloatStorage\n${key}${name}K\u0006tQK\0${shape}(K\u0001t\u0089}tRu`;
    refused(await pickled("key.pt", tensor(doubled, "(K\u0006t")), /not text/);
    refused(await pickled("shape.pt", tensor("X\u0001\0\0\x000", `(${doubled}t`)), /beyond its storage/);
    refused(await pickled("global.pt", `${doubled}${name}\u0093`), /not text/);
    refused(await pickled("long.pt", `\u008b\0\u0010\0\0${"\u007f".repeat(4096)}`), /more digits/);
    refused(await pickled("negative-long.pt", "\u008b\u00fb\u00ff\u00ff\u00ff"), /length is negative/);
    const shared = `${Array.from({ length: 60 }, (_, i) => `c__main__\nM\n)\u0081}(${word("_modules")}}(${i === 0 ? "" : `${word("a")}h${String.fromCharCode(i)}${word("b")}h${String.fromCharCode(i)}`}uubq${String.fromCharCode(i + 1)}`).join("")}`;
    assert.throws(() => collect(unpickle(b(`\u0080\u0002${shared}.`)).value, new Effort(0.2), () => { throw new Error(); }), /took longer than 0.2 s/);
    assert.throws(() => unpickle(b(`\u0080\u0002${"N0".repeat(100_000)}N.`), new Effort(0)), /took longer than 0 s/);
    refused(await pickled("nested.pt", `}(${name}${"ctorch._utils\n_rebuild_parameter\n(".repeat(50_000)}N${"tR".repeat(50_000)}u`), /nested too deeply/);
  });

  it("reads an expanded tensor piece by piece", async () => {
    const { weights, close } = openWeights(file("expanded.pt", await zipped({ "a/data.pkl": statePickle([2 ** 26, 64], [0, 0], 6), "a/data/0": six })));
    try {
      const [piece] = weights.get("w")?.pieces() ?? [];
      assert.ok(piece && piece.length <= 4 * 2 ** 20);
      assert.equal(piece.readFloatLE(4), 1);
    } finally { close(); }
  });

  it("refuses what is cut off, damaged or lies about its size", async () => {
    const good = await zipped({ "a/data.pkl": statePickle([2, 3], [3, 1], 6), "a/data/0": six });
    for (const n of [0, 1, 7, 9, 40, good.length >> 1, good.length - 1]) refused(file("cut.pt", good.subarray(0, n)), /./);
    refused(file("none.pt", await zipped({ "a/other": six })), /no data\.pkl/);
    refused(file("missing.pt", await zipped({ "a/data.pkl": statePickle([2, 3], [3, 1], 6) })), /lacks the record data\/0/);
    refused(file("beyond.pt", await zipped({ "a/data.pkl": statePickle([2, 4], [4, 1], 6), "a/data/0": six })), /beyond its storage/);
    refused(file("long.pt", await zipped({ "a/data.pkl": statePickle([2, 3], [3, 1], 1 << 30), "a/data/0": six })), /shorter than its tensors/);
    refused(file("short.pt", await zipped({ "a/data.pkl": statePickle([2, 3], [3, 1], 6), "a/data/0": six.subarray(8) })), /shorter than its tensors/);
    refused(file("negative.pt", await zipped({ "a/data.pkl": statePickle([2, -3], [3, 1], 6), "a/data/0": six })), /beyond its storage/);
    refused(path.join(folder, "nothing.pt"), /there is none/);
    refused(file("text.pt", b("these are no weights at all")), /./);
  });

  it("answers any bytes with a message", async () => {
    const good = await zipped({ "a/data.pkl": statePickle([2, 3], [3, 1], 6), "a/data/0": six });
    fc.assert(fc.property(fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { maxLength: 6 }), (edits) => {
      const data = Buffer.from(good);
      for (const [at, byte] of edits) data[at] = byte;
      try {
        const { weights, close } = openWeights(file("any.pt", data));
        try { for (const w of weights.values()) Array.from(w.pieces()); } finally { close(); }
      } catch (error) {
        assert.ok(error instanceof WeightsError, String(error));
      }
    }), { numRuns: 300 });
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      try { unpickle(Buffer.from(bytes)); } catch (error) { assert.ok(error instanceof WeightsError, String(error)); }
    }), { numRuns: 2000 });
  });
});

describe("numbers of torch's dtypes", () => {
  it("go there and back", () => {
    for (const dtype of ["float32", "float64", "float16", "bfloat16", "int64", "int32", "int16", "int8", "uint8", "bool"]) {
      assert.deepEqual([...decodeNumbers(dtype, encodeNumbers(dtype, [0, 1, 1]))], [0, 1, 1], dtype);
    }
    assert.deepEqual([...decodeNumbers("float16", encodeNumbers("float16", [-2.5, 65504, 1e6, 5.960464477539063e-8, Infinity]))], [-2.5, 65504, Infinity, 5.960464477539063e-8, Infinity]);
    assert.deepEqual([...decodeNumbers("bfloat16", encodeNumbers("bfloat16", [-2.5, 3.140625, -Infinity]))], [-2.5, 3.140625, -Infinity]);
    assert.deepEqual([...decodeNumbers("int8", encodeNumbers("int8", [-128, 127]))], [-128, 127]);
  });
});

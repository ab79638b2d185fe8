/** What an export of a model does with weights, folders and a change of mind. */
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseCommandLine } from "../../../server/src/cli/arguments";
import { exportText } from "../../../server/src/cli/export";
import { Engine, type Question } from "../../../server/src/project/engine";
import { exportModel, type ExportOptions, type ExportReport } from "../../../server/src/project/exportModel";
import { inputOf, inputText } from "../../../server/src/project/export/inputs";
import { exportLines, problemLines } from "../../../server/src/project/export/reportText";
import { openWeights } from "../../../server/src/export/weights/weights";
import { english, NOTHING } from "../../../server/src/text/message";

const MODEL = `import torch
from typing import List, Tuple
from torch import nn, Tensor
class Tied(nn.Module):
    def __init__(self):
        super().__init__()
        self.emb = nn.Embedding(4, 2)
        self.out = nn.Linear(2, 4, bias=False)
        self.out.weight = self.emb.weight
        self.norm = nn.BatchNorm1d(4)
    def forward(self, x: Tensor) -> Tensor:
        return self.norm(self.out(self.emb(x)))
class Heads(nn.Module):
    def __init__(self):
        super().__init__()
        self.convs = nn.ModuleList(nn.Conv2d(c, 6, 1) for c in (4, 8))
    def forward(self, x: List[Tensor], scale: Tuple[Tensor, Tensor]) -> Tensor:
        out: List[Tensor] = []
        for i, conv in enumerate(self.convs):
            out.append(conv(x[i]).flatten(2) * scale[0] + scale[1])
        return torch.cat(out, 2)
class Masked(nn.Module):
    def forward(self, x: Tensor, lengths: Tensor) -> Tensor:
        return x.log() * (torch.arange(int(lengths.max()))[None] < lengths[:, None])
class Mixed(nn.Module):
    def __init__(self, device: str = "cpu"):
        super().__init__()
        self.out = nn.Linear(2, 4)
        self.device = device
    def forward(self, x: Tensor) -> Tensor:
        with torch.autocast(self.device, dtype=torch.bfloat16):
            x = self.out(x)
        return x
`;
const GUARDED = `import torch
from torch import nn, Tensor
class Guarded(nn.Module):
    def __init__(self, fast: bool = True):
        super().__init__()
        self.fast = fast
    @torch.jit.ignore
    def slow(self, x: Tensor) -> Tensor:
        return x + 1
    def forward(self, x: Tensor) -> Tensor:
        if self.fast:
            return x * 2
        return self.slow(x)
class Lazy(nn.Module):
    def __init__(self, done: bool):
        super().__init__()
        self.register_buffer("done", torch.tensor([float(done)]))
    @torch.jit.unused
    def init(self, x: Tensor) -> None:
        self.done.fill_(1)
    def forward(self, x: Tensor) -> Tensor:
        if not self.done:
            self.init(x)
        return x * self.done
`;
const SHAPES = { "emb.weight": [4, 2], "out.weight": [4, 2], "norm.weight": [4], "norm.bias": [4], "norm.running_mean": [4], "norm.running_var": [4] };

describe("exporting a model", function () {
  this.timeout(60_000);
  let folder: string;
  let engine: Engine;
  before(async () => {
    folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "export-")));
    fs.writeFileSync(path.join(folder, "tied.py"), MODEL);
    engine = await Engine.create({ folders: [folder], roots: [folder], sitePackages: [], torch: "2.14", timeLimit: 30, memoryLimit: 512 });
  });
  after(async () => { await engine.dispose(); fs.rmSync(folder, { recursive: true, force: true }); });

  const exported = (options: Partial<ExportOptions> = {}, name = "Tied"): Promise<ExportReport> =>
    exportModel(engine, { target: name, file: path.join(folder, "tied.py"), name }, { folder: path.join(folder, "out"), name: "made", formats: ["torchscript"], ...options });

  /** Safetensors of ones. */
  const weights = (name: string, shapes: Readonly<Record<string, readonly number[]>>): string => {
    let at = 0;
    const header = Buffer.from(JSON.stringify(Object.fromEntries(Object.entries(shapes).map(([key, shape]) => {
      const size = 4 * shape.reduce((n, s) => n * s, 1);
      at += size;
      return [key, { dtype: "F32", shape, data_offsets: [at - size, at] }];
    }))));
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(header.length));
    const file = path.join(folder, name);
    fs.writeFileSync(file, Buffer.concat([length, header, Buffer.from(new Float32Array(at / 4).fill(1).buffer)]));
    return file;
  };
  const left = (): string[] => fs.readdirSync(path.join(folder, "out")).sort();

  it("does not save a call into Python, where torch.jit.save refuses it", async function () {
    const file = path.join(folder, "guarded.py");
    fs.writeFileSync(file, GUARDED);
    const made = await exportModel(engine, { target: "Guarded", file, name: "Guarded" }, { folder: path.join(folder, "guarded"), name: "made", formats: ["torchscript", "onnx"], inputs: [inputOf("2,3") ?? []].flat() });
    const [archive, onnx] = made.formats;
    assert.deepEqual([archive?.files, archive?.problem?.kind, archive?.problem?.place?.range.start], [[], "model", { line: 12, character: 15 }]);
    assert.match(english(archive?.problem?.message ?? NOTHING), /^'slow' stays in Python/);
    // the branch that calls it is not taken
    assert.deepEqual([onnx?.problem, onnx?.files.length], [undefined, 1]);
    // a buffer decides it: with one of its values the module always raises
    for (const [done, problem] of [["True", undefined], ["False", "files"]] as const) {
      const { formats: [lazy] } = await exportModel(engine, { target: "Lazy", file, name: "Lazy", build: `Lazy(${done})` }, { folder: path.join(folder, "guarded"), name: "lazy", formats: ["onnx"], inputs: [inputOf("2,3") ?? []].flat() });
      assert.deepEqual([lazy?.problem?.kind, lazy?.problem?.place?.range.start.line, lazy?.notes?.some((n) => english(n).includes("exception"))], [problem, problem && 22, problem ? undefined : false]);
    }
  });

  it("asks for example inputs before it writes ONNX, and runs the file that it writes", async function () {
    const without = await exported({ formats: ["onnx"] });
    assert.equal(without.formats[0]?.problem?.kind, "files");
    assert.equal(without.formats[0]?.problem?.wantsInputs, "x: Tensor");
    const input = inputOf("n=3:int64");
    assert.ok(input);
    const training = { target: "Tied", file: path.join(folder, "tied.py"), name: "Tied", eval: false };
    const [onnx] = (await exportModel(engine, training, { folder: path.join(folder, "out"), name: "made", formats: ["onnx"], inputs: [input], opset: 18 })).formats;
    assert.equal(onnx?.problem?.kind, "limit"); // in training mode
    assert.match(english(onnx?.problem?.message ?? NOTHING), /^this cannot be written as ONNX: batch_norm in training mode/);
    assert.equal(onnx?.problem?.place?.file, path.join(folder, "tied.py"));
    assert.equal(onnx?.problem?.place?.range.start.line, 11);
    assert.match(english(onnx?.problem?.help ?? NOTHING), /^Put the model into eval mode: --eval/);
    const asked = { target: "Tied", file: path.join(folder, "tied.py"), name: "Tied", eval: true, inputs: [input] };
    const [good] = (await exportModel(engine, asked, { folder: path.join(folder, "onnx"), name: "good", formats: ["onnx"] })).formats;
    assert.deepEqual([good?.inputs, good?.outputs], [[{ name: "x", type: "Tensor", dtype: "int64", shape: ["n"] }], [{ name: "output", type: "Tensor", dtype: "float32", shape: ["n", 4] }]]);
    assert.ok(good?.checks?.some((c) => english(c).startsWith("ran with onnxruntime")) || good?.notes?.some((n) => english(n).includes("onnxruntime-node")));
  });

  it("refuses ONNX of what autocast makes another dtype of, at its line", async () => {
    const inputs = [{ shape: [1, 2], dtype: "float32" }];
    const [cpu] = (await exported({ formats: ["onnx"], inputs }, "Mixed")).formats;
    assert.match(english(cpu?.problem?.message ?? NOTHING), /^this cannot be written as ONNX: torch\.autocast on the CPU/);
    assert.equal(cpu?.problem?.place?.range.start.line, MODEL.split("\n").findIndex((l) => l.includes("autocast(")));
    const gpu: Question = { target: "Mixed", file: path.join(folder, "tied.py"), name: "Mixed", args: { device: "cuda" } };
    assert.equal((await exportModel(engine, gpu, { folder: path.join(folder, "onnx"), name: "mixed", formats: ["onnx"], inputs })).formats[0]?.problem, undefined);
  });

  it("takes several example inputs for a list or a tuple of tensors", async () => {
    const short = await exported({ formats: ["onnx"], inputs: ["1,4,5,5", "1,8,3,3"].flatMap((i) => inputOf(i) ?? []) }, "Heads");
    assert.match(english(short.formats[0]?.problem?.message ?? NOTHING), /ONNX needs 3 example inputs, and 2 were given: forward takes \(x: List\[Tensor\], scale: Tuple\[Tensor, Tensor\]\)/);
    const inputs = ["n=1,4,5,5", "n=1,8,3,3", "1", "1"].flatMap((i) => inputOf(i) ?? []);
    const [onnx] = (await exported({ formats: ["onnx"], inputs, folder: path.join(folder, "onnx"), name: "heads" }, "Heads")).formats;
    assert.equal(onnx?.problem, undefined);
    assert.deepEqual(onnx?.inputs?.map((i) => [i.name, i.shape]), [["x.0", ["n", 4, 5, 5]], ["x.1", ["n", 8, 3, 3]], ["scale.0", [1]], ["scale.1", [1]]]);
    assert.deepEqual(onnx?.outputs?.map((o) => o.shape), [["n", 6, 34]]);
  });

  it("runs the file on the values that were given, and on them again where a size is another", async () => {
    const inputs = ["b=2,3:float32=0.5..1", "b=2:int64=3,1"].flatMap((i) => inputOf(i) ?? []);
    const [onnx] = (await exported({ formats: ["onnx"], inputs, folder: path.join(folder, "onnx"), name: "masked" }, "Masked")).formats;
    assert.equal(onnx?.problem, undefined);
    assert.deepEqual(onnx?.checks?.map((c) => english(c)), [ // random lengths would not fit the 3 of x
      "ran with onnxruntime on the example inputs (2,3:float32=0.5..1; 2:int64=3,1): the output has the shape and dtype that the compile says, and finite values",
      "ran with onnxruntime on inputs of other sizes (4,3:float32; 4:int64): the output has the shape and dtype that the compile says, and finite values",
    ]);
  });

  it("takes the values of a weights file; one name of tied parameters is enough", async () => {
    const made = await exported({ weights: weights("all.safetensors", SHAPES) });
    assert.deepEqual(made.keys, { loaded: 5, missing: [], unexpected: [], mismatched: [], prefix: "" });
    const { "emb.weight": _one, ...rest } = SHAPES;
    const less = await exported({ weights: weights("less.safetensors", rest) });
    assert.deepEqual(less.keys?.missing, []);
    assert.deepEqual(left(), ["made.pt"]);
    const opened = openWeights(path.join(folder, "out", "made.pt"));
    try { assert.deepEqual(opened.weights.get("norm.running_var")?.shape, [4]); } finally { opened.close(); }
    assert.match(exportLines(made)[0] ?? "", /made\.pt: .* KiB, TorchScript for torch 2\.14/);
  });

  it("refuses weights that lack something or have other shapes, unless that is allowed; what is too much is said", async () => {
    const file = path.join(folder, "out", "made.pt");
    fs.writeFileSync(file, "what was there");
    const { "norm.bias": _bias, ...rest } = SHAPES;
    const bad = weights("bad.safetensors", { ...rest, "norm.weight": [5], more: [1] });
    const made = await exported({ weights: bad });
    assert.match(problemLines(made).join("\n"), /lacks 1 of the model's tensors \(norm\.bias\); 1 has another shape \(norm\.weight: the model has \[4\], the file \[5\]\)/);
    assert.doesNotMatch(problemLines(made).join("\n"), /--/, "the command line names its option itself");
    assert.equal(fs.readFileSync(file, "utf8"), "what was there");
    const allowed = await exported({ weights: bad, allowMissing: true });
    assert.equal(allowed.formats[0]?.files[0]?.file, file);
    assert.match(exportLines(allowed).join("\n"), /not in the file, so with initial values: norm\.bias[^]*norm\.weight: the model has[^]*in the file, not in the model: more/);
    const none = await exported({ weights: weights("none.safetensors", { a: [1] }) });
    assert.match(problemLines(none).join("\n"), /No tensor of .*none\.safetensors fits the model\. The file has: a\. The model wants: emb\.weight/);
    const others = await exported({ weights: weights("others.safetensors", { "norm.weight": [5] }), allowMissing: true });
    assert.match(problemLines(others).join("\n"), /1 has another shape \(norm\.weight: the model has \[4\], the file \[5\]\)\.$/);
  });

  it("takes a prefix off the file's keys", async () => {
    for (const prefix of ["module.", "_orig_mod.", "model.module._orig_mod."]) {
      const made = await exported({ weights: weights("prefix.safetensors", Object.fromEntries(Object.entries(SHAPES).map(([k, s]) => [`${prefix}${k}`, s]))) });
      assert.equal(made.keys?.prefix, prefix);
      assert.deepEqual(made.tensors, { weights: 5, initial: 1, guessed: 0 });
    }
  });

  it("leaves nothing behind when it is cancelled or cannot write", async () => {
    const file = path.join(folder, "out", "made.pt");
    fs.writeFileSync(file, "what was there");
    const abort = new AbortController();
    const made = await exported({ signal: abort.signal, progress: (what) => { if (english(what).startsWith("writing")) abort.abort(); } });
    assert.equal(made.formats[0]?.problem?.kind, "cancelled");
    assert.equal(fs.readFileSync(file, "utf8"), "what was there");
    assert.deepEqual(left(), ["made.pt"]);
    const inFile = await exported({ folder: path.join(file, "below") });
    assert.match(problemLines(inFile).join("\n"), /cannot be created: a part of the path is a file/);
    fs.mkdirSync(path.join(folder, "other", "made.pt"), { recursive: true });
    assert.match(problemLines(await exported({ folder: path.join(folder, "other") })).join("\n"), /a folder stands where the file would go/);
  });

  it("can be cancelled at each step, and leaves nothing behind", async () => {
    const out = path.join(folder, "stopped");
    const asked = (signal?: AbortSignal, progress?: ExportOptions["progress"]): Promise<ExportReport> => exported({ folder: out, formats: ["torchscript", "onnx"], inputs: [{ shape: [4, 4], dtype: "int64" }], ...(signal ? { signal } : {}), ...(progress ? { progress } : {}) });
    const steps: string[] = [];
    await asked(undefined, (what) => { steps.push(english(what)); });
    assert.ok(steps.length >= 4, steps.join());
    fs.rmSync(out, { recursive: true });
    for (const [n, step] of steps.entries()) {
      const abort = new AbortController();
      let seen = 0;
      const made = await asked(abort.signal, () => { if (seen++ === n) abort.abort(); });
      const problems = [made.problem, ...made.formats.map((f) => f.problem)].flatMap((p) => p?.kind ?? []);
      assert.ok(problems.includes("cancelled"), `${step}: ${problems.join()}`);
      const files = fs.existsSync(out) ? fs.readdirSync(out) : [];
      assert.deepEqual(files, made.formats.flatMap((f) => f.files.map(({ file }) => path.basename(file))), step);
      fs.rmSync(out, { recursive: true, force: true });
    }
  });

  it("leaves nothing behind when the disk is full or read-only", async () => {
    const { writeSync, openSync } = fs;
    const failing = (code: string): (() => never) => () => { throw Object.assign(new Error(code), { code }); };
    for (const format of ["torchscript", "onnx"] as const) {
      const out = path.join(folder, `full-${format}`), file = path.join(out, `made.${format === "onnx" ? "onnx" : "pt"}`);
      fs.mkdirSync(out);
      fs.writeFileSync(file, "what was there");
      const attempt = async (): Promise<string> => problemLines(await exported({ folder: out, formats: [format], inputs: [{ shape: [4, 4], dtype: "int64" }] })).join(" ");
      try {
        let writes = 0;
        fs.writeSync = ((...given: Parameters<typeof writeSync>) => (format === "torchscript" && ++writes < 3 ? writeSync(...given) : failing("ENOSPC")())) as typeof writeSync;
        assert.match(await attempt(), /^nothing was written: There is no space left on the disk where .*full-/);
        fs.writeSync = writeSync;
        fs.openSync = ((...given: Parameters<typeof openSync>) => (String(given[0]).startsWith(out) ? failing("EROFS")() : openSync(...given))) as typeof openSync;
        assert.match(await attempt(), /lies on a read-only disk/);
      } finally { Object.assign(fs, { writeSync, openSync }); }
      assert.deepEqual(fs.readdirSync(out), [path.basename(file)]);
      assert.equal(fs.readFileSync(file, "utf8"), "what was there");
      assert.equal(await attempt(), "");
      assert.deepEqual(fs.readdirSync(out), [path.basename(file)]);
      assert.notEqual(fs.readFileSync(file, "latin1"), "what was there");
    }
  });

  it("replaces no file that it reads", async () => {
    const out = path.join(folder, "own");
    fs.mkdirSync(out);
    const own = path.join(out, "made.pt"), given = weights("given.safetensors", SHAPES), before = fs.readFileSync(given);
    fs.linkSync(given, own);
    for (const options of [{ weights: given }, { extraFiles: new Map([["a", own]]) }, { weights: own }]) {
      assert.match(problemLines(await exported({ folder: out, ...options })).join(" "), /own.made\.pt is a file that this export reads, .* Choose another name or folder/);
      assert.deepEqual([fs.readdirSync(out), fs.readFileSync(own)], [["made.pt"], before]);
    }
    assert.equal(problemLines(await exported({ folder: out, name: "other", weights: own })).join(" "), "");
  });

  it("writes to where a link leads, and keeps what the file is allowed", async () => {
    const out = path.join(folder, "linked"), far = path.join(folder, "far 먼 곳"), file = path.join(out, "made.pt");
    fs.mkdirSync(out);
    fs.mkdirSync(far);
    fs.writeFileSync(path.join(far, "model.pt"), "what was there", { mode: 0o640 });
    fs.chmodSync(path.join(far, "model.pt"), 0o660);
    fs.symlinkSync(path.join("..", "far 먼 곳", "model.pt"), path.join(far, "again.pt"));
    fs.symlinkSync(path.join(far, "again.pt"), file);
    const [made] = (await exported({ folder: out })).formats;
    assert.deepEqual(made?.files.map((f) => f.file), [file]);
    assert.ok(fs.lstatSync(file).isSymbolicLink());
    assert.deepEqual([fs.readdirSync(out), fs.readdirSync(far).sort()], [["made.pt"], ["again.pt", "model.pt"]]);
    assert.deepEqual([fs.readFileSync(path.join(far, "model.pt")).subarray(0, 2).toString(), fs.statSync(file).mode & 0o777], ["PK", 0o660]);
    fs.rmSync(path.join(far, "model.pt")); // the link leads nowhere
    fs.symlinkSync(path.join(far, "new folder", "m.onnx"), path.join(out, "made.onnx"));
    const again = await exported({ folder: out, formats: ["torchscript", "onnx"], inputs: [{ shape: [3], dtype: "int64" }] });
    assert.equal(problemLines(again).join(" "), "");
    assert.deepEqual(fs.readdirSync(far, { recursive: true }).sort(), ["again.pt", "model.pt", "new folder", path.join("new folder", "m.onnx")]);
  });

  it("replaces nothing but files that may be written", async () => {
    const out = path.join(folder, "special"), file = path.join(out, "made.pt");
    fs.mkdirSync(out);
    const said = async (): Promise<string> => problemLines(await exported({ folder: out })).join(" ");
    fs.mkdirSync(file);
    assert.match(await said(), /In .*special, a folder stands where the file would go/);
    fs.rmdirSync(file);
    fs.symlinkSync("made.pt", file);
    assert.match(await said(), /In .*special, the file's name is a link that leads in a circle/);
    fs.rmSync(file);
    fs.symlinkSync("/dev/null", file);
    assert.match(await said(), /made\.pt is no file that could be replaced/);
    fs.rmSync(file);
    fs.writeFileSync(file, "what was there", { mode: 0o444 });
    const { accessSync } = fs;
    try {
      // to root the system answers that it may
      fs.accessSync = (at, mode) => { if (at === file) throw Object.assign(new Error("EACCES"), { code: "EACCES" }); accessSync(at, mode); };
      assert.match(await said(), /made\.pt is read-only, and would be replaced/);
    } finally { Object.assign(fs, { accessSync }); }
    assert.equal(fs.readFileSync(file, "utf8"), "what was there");
    assert.deepEqual(fs.readdirSync(out), ["made.pt"]);
  });

  it("calls inputs and outputs of ONNX as asked, and refuses names that cannot be", async () => {
    const inputs = ["n=1,4,5,5", "n=1,8,3,3", "1", "1"].flatMap((i) => inputOf(i) ?? []);
    const asked = (names: ExportOptions["names"], remembered: ExportOptions["names"] = {}): Promise<ExportReport> =>
      exportModel(engine, { target: "Heads", file: path.join(folder, "tied.py"), name: "Heads", exported: { names: remembered } }, { folder: path.join(folder, "onnx"), name: "heads", formats: ["onnx"], inputs, names: names ?? {} });
    const named = async (...given: Parameters<typeof asked>): Promise<unknown> => { const made = await asked(...given); assert.equal(problemLines(made).join(" "), ""); return [made.formats[0]?.inputs, made.formats[0]?.outputs].map((all) => all?.map((v) => v.name)); };
    const refused = async (names: ExportOptions["names"]): Promise<string | undefined> => { const made = await asked(names); assert.equal(made.formats[0]?.problem?.kind, "files"); return problemLines(made)[0]; };
    assert.deepEqual(await named({ inputs: ["small", "large"], outputs: ["boxes 상자"] }), [["small", "large", "scale.0", "scale.1"], ["boxes 상자"]]);
    assert.deepEqual(await named({ outputs: ["y"] }, { inputs: ["convs.0.weight"], outputs: ["boxes"] }), [["convs.0.weight", "x.1", "scale.0", "scale.1"], ["y"]]);
    assert.equal(await refused({ inputs: ["a", "b", "c", "d", "e"] }), "nothing was written: the names that were asked for do not fit the model: there are 5 names for the inputs (a, b, c, d, e), and the file has 4 (x.0, x.1, scale.0, scale.1).");
    assert.match(await refused({ outputs: ["a", "b"] }) ?? "", /there are 2 names for the outputs \(a, b\), and the file has 1 \(output\)/);
    for (const names of [{ inputs: ["a", "a"] }, { inputs: ["x.1"] }, { inputs: ["a"], outputs: ["a"] }, { outputs: ["x.0"] }]) assert.match(await refused(names) ?? "", /'(a|x\.[01])' would be the name of two inputs or outputs/);
  });

  it("gives arguments, weights and outputs of one name each a name of its own", async () => {
    fs.writeFileSync(path.join(folder, "alike.py"), "import torch\nfrom torch import nn\nclass Alike(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.w = nn.Parameter(torch.rand(3))\n        self.output_0 = nn.Parameter(torch.rand(3))\n    def forward(self, output, w):\n        return {'w': output * self.w, 'z': w + self.output_0}\nclass One(Alike):\n    def forward(self, output, w):\n        return output * self.w - w\n");
    for (const [name, outputs] of [["Alike", ["w_2", "z"]], ["One", ["output_1"]]] as const) {
      const made = await exportModel(engine, { target: name, file: path.join(folder, "alike.py"), name }, { folder: path.join(folder, "onnx"), name, formats: ["onnx"], inputs: [{ shape: [2, 3], dtype: "float32" }, { shape: [3], dtype: "float32" }] });
      assert.equal(problemLines(made).join(" "), "");
      assert.deepEqual(made.formats[0]?.outputs?.map((o) => o.name), outputs);
    }
  });

  it("names a file that is not there", async () => {
    const parsed = parseCommandLine(["export", "gone.py:Net", "--out", folder]);
    assert.ok(typeof parsed !== "string");
    const said = async (file: string, name: string): Promise<string> => /^nothing was written[^]*/m.exec((await exportText(engine, { target: name, file, name }, parsed, { color: false, path: (f) => f })).text)?.[0] ?? "";
    const gone = path.join(folder, "gone.py");
    assert.equal(await said(gone, "Net"), `nothing was written: There is no file ${gone}. Give the path of a Python file, then ':' and a name in it.`);
    const other = path.join(folder, "tied.py");
    assert.equal(await said(other, "Net"), `nothing was written: The model could not be loaded: tied.py has no 'Net'. It has: Tied, Heads, Masked, Mixed.\n  ${other}:1:1`);
  });

  it("takes a name that ends in .pt or .onnx for a file, unless it is a folder", async () => {
    const written = async (out: string): Promise<string[]> => {
      const at = path.join(folder, "named");
      const parsed = parseCommandLine(["export", "tied.py:Tied", "--input", "3:int64", "--eval", "--out", path.join(at, out)]);
      assert.ok(typeof parsed !== "string");
      await exportText(engine, { target: "Tied", file: path.join(folder, "tied.py"), name: "Tied", eval: true }, { ...parsed, roots: [folder] }, { color: false, path: (f) => f });
      return fs.readdirSync(at, { recursive: true }).map(String).sort();
    };
    assert.deepEqual(await written("one.pt"), ["one.pt"]);
    assert.deepEqual(await written("two.onnx"), ["one.pt", "two.onnx"]);
    fs.mkdirSync(path.join(folder, "named", "dir.pt"));
    assert.deepEqual(await written(path.join("one.pt", "below.pt")), ["dir.pt", "one.pt", "two.onnx"]);
    assert.deepEqual(await written("dir.pt"), ["dir.pt", `dir.pt/${path.basename(folder)}.pt`, "one.pt", "two.onnx"]);
  });

  it("stops loading when it is cancelled, and can load again", async () => {
    fs.writeFileSync(path.join(folder, "tied.py"), `${MODEL}class Slow(Tied):\n    def __init__(self):\n        super().__init__()\n        while True: pass\n`);
    const abort = new AbortController();
    setTimeout(() => { abort.abort(); }, 700);
    assert.equal((await exported({ signal: abort.signal }, "Slow")).problem?.kind, "cancelled");
    assert.equal((await exported()).formats[0]?.problem, undefined);
  });

  it("writes ONNX in eval mode unless training mode is asked for, and says that an archive is in training mode", async () => {
    const made = await exported({ formats: ["torchscript", "onnx"], inputs: [{ shape: [3], dtype: "int64" }] });
    assert.deepEqual(made.formats.map((f) => [f.format, f.problem?.message]), [["torchscript", undefined], ["onnx", undefined]]);
    assert.match(made.formats[0]?.notes?.map(english).join() ?? "", /^It is in training mode/);
    const evaluated = await exportModel(engine, { target: "Tied", file: path.join(folder, "tied.py"), name: "Tied", eval: true }, { folder: path.join(folder, "out"), name: "made", formats: ["torchscript"] });
    assert.deepEqual(evaluated.formats[0]?.notes, []);
  });

  it("puts extra files into the archive", async () => {
    const labels = path.join(folder, "labels.txt");
    fs.writeFileSync(labels, "cat\ndog\n");
    const made = await exported({ extraFiles: new Map([["labels.txt", labels]]) });
    assert.equal(english(made.formats[0]?.notes?.[0] ?? NOTHING), "with labels.txt (8 bytes)");
    assert.ok(fs.readFileSync(path.join(folder, "out", "made.pt")).includes("made/extra/labels.txt"));
    const without = await exported({ extraFiles: new Map([["a", path.join(folder, "none.txt")]]) });
    assert.match(problemLines(without).join("\n"), /cannot be read: .*none\.txt/);
  });

  it("puts a module of the file into eval mode where that is asked for", async () => {
    fs.writeFileSync(path.join(folder, "tied.py"), `${MODEL}model = Tied()\n`);
    const asked = { target: "model", file: path.join(folder, "tied.py"), name: "model", eval: true, inputs: [{ shape: [3], dtype: "int64" }] };
    const [onnx] = (await exportModel(engine, asked, { folder: path.join(folder, "onnx"), name: "eval", formats: ["onnx"] })).formats;
    assert.equal(onnx?.problem, undefined);
  });

  it("reads example inputs", () => {
    assert.deepEqual(inputOf("1,3,224,224"), { shape: [1, 3, 224, 224], dtype: "float32" });
    assert.deepEqual(inputOf("[batch=2, 16]:int64"), { shape: [2, 16], dtype: "int64", dynamic: { 0: "batch" } });
    assert.deepEqual(inputOf(":bool"), { shape: [], dtype: "bool" });
    assert.deepEqual(inputOf("batch=2:int64=5, -3")?.values, [5, -3]);
    assert.deepEqual(inputOf("2,4:bool=true")?.values, [1]);
    assert.deepEqual(inputOf("2:float32=nan,-inf")?.values, [NaN, -Infinity]);
    assert.deepEqual(inputOf(":uint8=0..255")?.values, { low: 0, high: 255 });
    for (const bad of ["a", "1,-1", "1:float33", "1:2:3", "2:int64=1,2,3", "2:int64=0.5", "2:int64=", "2:uint8=256", "2:int64=nan", "2:bool=2", "2:float32=1..0", "2:float32=1..2..3"]) assert.equal(inputOf(bad), undefined, bad);
    assert.equal(inputText({ shape: [2, 16], dtype: "int64", dynamic: { 0: "batch" } }), "batch=2,16:int64");
    assert.deepEqual(["2:float32=NaN,inf", "2:int8=0..9"].map((i) => inputText(inputOf(i) ?? { shape: [], dtype: "" })), ["2:float32=nan,inf", "2:int8=0..9"]);
  });

});

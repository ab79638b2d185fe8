/** The command line's arguments, checked. A mistake is a `UsageError` that names it and the way out. */
import { parseArgs } from "node:util";
import { TORCH_NAMES, type TorchName } from "../project/environment";
import { inputOf } from "../project/export/inputs";
import type { ExampleInput, OnnxNames } from "../project/export/format";

export class UsageError extends Error {}

export type CheckFormat = (typeof CHECK_FORMATS)[number];
const CHECK_FORMATS = ["text", "json", "sarif", "github"] as const;
const EXPORT_FORMATS = ["torchscript", "onnx"] as const;

export interface CliOptions {
  readonly command: "check" | "trace" | "params" | "run" | "export";
  readonly targets: readonly string[];
  /** For the script that is run. */
  readonly scriptArgs: readonly string[];
  readonly targetsFrom: string | undefined;
  readonly json: boolean;
  /** How `check` answers. */
  readonly answers: CheckFormat;
  readonly torch: TorchName | undefined;
  readonly asIs: boolean;
  readonly call: boolean;
  /** As JSON text. */
  readonly args: string | undefined;
  readonly build: string | undefined;
  readonly roots: readonly string[];
  readonly sitePackages: readonly string[];
  readonly timeLimit: number | undefined;
  readonly memoryLimit: number | undefined;
  readonly eval: boolean;
  /** Undefined: as remembered, else torchscript. */
  readonly formats: readonly (typeof EXPORT_FORMATS)[number][] | undefined;
  readonly out: string | undefined;
  readonly weights: string | undefined;
  readonly allowMissing: boolean;
  readonly inputs: readonly ExampleInput[];
  readonly names: OnnxNames;
  readonly opset: number | undefined;
  /** Export what a run on the example inputs does. */
  readonly trace: boolean;
  /** Files to go into the archive, by name. */
  readonly extraFiles: ReadonlyMap<string, string>;
  /** A file with inputs and the outputs that they should give. */
  readonly expect: string | undefined;
  /** An interpreter, or "none". */
  readonly python: string | undefined;
  readonly details: boolean;
  readonly color: boolean | undefined;
}

export const USAGE = `Usage:
  torchscript-lens check  [options] [TARGET...] what torch.jit.script would say of each target
  torchscript-lens trace  [options] TARGET      the compile trace as a tree
  torchscript-lens params [options] TARGET      what a class's constructor and forward need
  torchscript-lens run    [options] SCRIPT.py [ARGS...]   what a conversion script really scripts, and whether it compiles
  torchscript-lens export [options] TARGET      writes a TorchScript archive that torch.jit.load reads, or ONNX

TARGET is FILE.py[:NAME] or FILE.ipynb[:NAME]. A class derived from nn.Module is built (with --args, or without any);
anything else, and everything with --as-is, is handed to torch.jit.script as it is. A torchscript.yaml, or a folder with
one in it or below it, stands for its entries; without a target that of the working directory is taken.

Options:
  --torch 1.13|2.6|2.14    which torch answers (default: the one installed for the default Python, else 2.14)
  --args JSON              constructor arguments: a list or an object
  --build EXPRESSION       a Python expression that builds it, in the names of its file: 'GPT(Config(depth=2))'
  --call                   NAME is a function that builds the model: call it
  --eval                   put the module into eval mode first (ONNX is written in eval mode anyway)
  --weights FILE           export: values from a checkpoint (.pt, .pth) or .safetensors; without it, as building the model with seed 0 gives
  --out DIR|FILE           export: where to (default: the working directory); in a folder the file is named after the root folder,
                           FILE ends in .pt or .onnx
  --format FORMAT          check: text, json (as --json), sarif (one document), github (annotations of a workflow)
  --format torchscript|onnx   export: what to write (may be given more than once; default: as torchscript.yaml says, else torchscript)
  --allow-missing          export: what the weights file lacks, or has in another shape, keeps its initial value
  --input SHAPE[:DTYPE[=VALUES]]   export: an example input, in order: 1,3,224,224 or batch=2,16:int64, where a named dimension
                           stays open; for a list or tuple of tensors one for each of them. VALUES, where they matter, as those of
                           lengths and masks do: 2:int64=5,3 (one for each element, one for all, or a range such as 0..1)
  --dynamic NAME           export: the first dimension of every example input stays open, under this name
  --input-names A,B        export: what the ONNX file calls its inputs, in order (default: forward's arguments)
  --output-names A,B       export: what the ONNX file calls its outputs, in order (default: output, or output_0, output_1, ...)
  --trace                  export: run the model once on the example inputs and write what was recorded, for models that do not script
  --extra-file NAME=PATH   export: a file to go into the TorchScript archive, as _extra_files of torch.jit.save (may be given more than once)
  --expect FILE            export: inputs and the outputs that they should give, to hold the ONNX file against (.npz, .pt, .safetensors)
  --python FILE|none       the interpreter whose packages are used; an ONNX export is compared with its torch, if it has one
  --opset N                export: ONNX opset, 17 to 22 (default 17)
  --as-is                  do not build classes
  --root DIR               put DIR on sys.path (may be given more than once; default: the working directory)
  --site-packages DIR      where installed packages lie (may be given more than once)
  --targets-from FILE|-    read targets from FILE or from standard input, one a line
  --time-limit SECONDS     for loading one target (default 20)
  --memory-limit MIB       for loading (default 1024)
  --details                check: also what stands in methods that torch would not reach; trace: also matched schemas and stubs
  --json                   one JSON object per target and line
  --color / --no-color     colours (default: when the output is a terminal)
  --help, --version

Exit status: 0 all ok, 1 some error, 2 unusable arguments or nothing that could be loaded, 3 some unknown and no error.`;

const COMMANDS = ["check", "trace", "params", "run", "export"] as const;

const WITH_VALUE = new Set(["--torch", "--args", "--build", "--root", "--site-packages", "--targets-from", "--time-limit", "--memory-limit", "--format", "--out", "--weights", "--input", "--dynamic", "--input-names", "--output-names", "--opset", "--extra-file", "--expect", "--python"]);

/** `--format` says how `check` answers, and what `export` writes. */
function formatsOf(command: CliOptions["command"], given: readonly string[] | undefined): [CheckFormat, CliOptions["formats"]] {
  const choose = <F extends string>(known: readonly F[]): F[] => (given ?? []).map((text) => {
    const found = known.find((f) => f === text);
    if (!found) throw new UsageError(`${command} --format takes ${known.slice(0, -1).join(", ")} or ${known.at(-1) ?? ""}, not '${text}'`);
    return found;
  });
  if (command === "export") return ["text", given && choose(EXPORT_FORMATS)];
  if (given && command !== "check") throw new UsageError(`${command} has no --format; check and export have one`);
  return [choose(CHECK_FORMATS).at(-1) ?? "text", undefined];
}

/** What comes after `run SCRIPT` belongs to the script, whatever it looks like. */
function splitAtScript(argv: readonly string[]): [own: readonly string[], scripts: readonly string[]] {
  if (argv[0] !== "run") return [argv, []];
  let at = 1;
  while (at < argv.length && argv[at]?.startsWith("-")) at += WITH_VALUE.has(argv[at] ?? "") ? 2 : 1;
  return [argv.slice(0, at + 1), argv.slice(at + 1)];
}

/** The example with its first dimension open. */
function withOpenBatch(input: ExampleInput, name: string): ExampleInput {
  if (!/^[A-Za-z_]\w*$/.test(name)) throw new UsageError(`--dynamic takes a name for the first dimension, such as batch, not '${name}'`);
  return input.shape.length === 0 ? input : { ...input, dynamic: { 0: name, ...input.dynamic } };
}

function extraFilesOf(given: readonly string[] | undefined): Map<string, string> {
  return new Map((given ?? []).map((text) => {
    const [, name = "", file = ""] = /^([^=]+)=(.+)$/.exec(text) ?? [];
    if (name === "" || name.split("/").some((part) => part === "" || part === "." || part === "..")) throw new UsageError(`--extra-file takes a name in the archive and a file, such as labels.txt=data/labels.txt, not '${text}'`);
    return [name, file];
  }));
}

function namesOf(option: "input-names" | "output-names", text: string | undefined): readonly string[] | undefined {
  const names = text?.split(",").map((name) => name.trim());
  if (names?.includes("")) throw new UsageError(`--${option} takes names parted by commas, such as images,mask, not '${text ?? ""}'`);
  return names;
}

function opsetOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const n = Number(text);
  if (!Number.isInteger(n) || n < 17 || n > 22) throw new UsageError(`--opset takes 17 to 22, not '${text}'`);
  return n;
}

export function parseCommandLine(all: readonly string[]): CliOptions | "help" | "version" {
  const [argv, scriptArgs] = splitAtScript(all);
  let parsed;
  try {
    parsed = parseArgs({
      args: [...argv], allowPositionals: true, strict: true,
      options: {
        json: { type: "boolean" }, torch: { type: "string" }, "as-is": { type: "boolean" }, call: { type: "boolean" },
        args: { type: "string" }, build: { type: "string" }, root: { type: "string", multiple: true }, "site-packages": { type: "string", multiple: true },
        "targets-from": { type: "string" }, "time-limit": { type: "string" }, "memory-limit": { type: "string" }, eval: { type: "boolean" },
        format: { type: "string", multiple: true }, out: { type: "string" }, weights: { type: "string" }, "allow-missing": { type: "boolean" }, input: { type: "string", multiple: true }, dynamic: { type: "string" }, "input-names": { type: "string" }, "output-names": { type: "string" }, opset: { type: "string" }, trace: { type: "boolean" }, "extra-file": { type: "string", multiple: true }, expect: { type: "string" }, python: { type: "string" },
        details: { type: "boolean" }, color: { type: "boolean" }, "no-color": { type: "boolean" }, help: { type: "boolean", short: "h" }, version: { type: "boolean" },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  const { values, positionals } = parsed;
  if (values.help || positionals[0] === "help") return "help";
  if (values.version) return "version";
  const command = COMMANDS.find((c) => c === positionals[0]);
  if (!command) throw new UsageError(positionals[0] ? `unknown command '${positionals[0]}'` : "a command is missing");
  const torch = values.torch === undefined ? undefined : TORCH_NAMES.find((t) => t === values.torch);
  if (values.torch !== undefined && !torch) throw new UsageError(`--torch takes 1.13, 2.6 or 2.14, not '${values.torch}'`);
  if (values.args !== undefined) {
    let args: unknown;
    try { args = JSON.parse(values.args) as unknown; } catch { throw new UsageError(`--args takes JSON, and this is none: ${values.args}`); }
    if (typeof args !== "object" || args === null) throw new UsageError("--args takes a JSON list or object");
    if (values.build !== undefined) throw new UsageError("--args and --build exclude each other: the expression has the arguments");
  }
  const positive = (name: "time-limit" | "memory-limit"): number | undefined => {
    const text = values[name];
    if (text === undefined) return undefined;
    const n = Number(text);
    if (!(n > 0) || !Number.isFinite(n)) throw new UsageError(`--${name} takes a positive number, not '${text}'`);
    return n;
  };
  const [answers, formats] = formatsOf(command, values.format);
  if (values.json && answers !== "text" && answers !== "json") throw new UsageError(`--json and --format ${answers} exclude each other`);
  const inputs = (values.input ?? []).map((text) => {
    const made = inputOf(text);
    if (!made) throw new UsageError(`--input takes sizes, a dtype and, if they matter, values: 1,3,224,224 or batch=2,16:int64 or 2:int64=5,3 (one value, one for each element, or a range such as 0..1), not '${text}'`);
    return made;
  });
  const targets = positionals.slice(1);
  if (targets.length === 0 && command === "run") throw new UsageError("run needs a script: SCRIPT.py");
  return {
    command, targets, scriptArgs, targetsFrom: values["targets-from"], json: values.json || answers === "json", answers: values.json ? "json" : answers, torch, asIs: values["as-is"] ?? false, call: values.call ?? false, args: values.args, build: values.build,
    roots: values.root ?? [], sitePackages: values["site-packages"] ?? [], timeLimit: positive("time-limit"), memoryLimit: positive("memory-limit"),
    eval: values.eval ?? false, formats, out: values.out, weights: values.weights, allowMissing: values["allow-missing"] ?? false, inputs: values.dynamic === undefined ? inputs : inputs.map((i) => withOpenBatch(i, values.dynamic ?? "")), names: { inputs: namesOf("input-names", values["input-names"]), outputs: namesOf("output-names", values["output-names"]) }, opset: opsetOf(values.opset), trace: values.trace ?? false, extraFiles: extraFilesOf(values["extra-file"]), expect: values.expect, python: values.python, details: values.details ?? false, color: values["no-color"] ? false : values.color,
  };
}
